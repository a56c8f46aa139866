"""A job shop: three jobs of two steps; the milling step has a choice of two machines, and nothing runs overnight."""

from modelwright import Model, run
from modelwright.model.builder import functions as f

m = Model.build("job_shop", "the workshop")
jobs = m.set("JOBS", ["bracket", "hinge", "lever"])
mills = m.set("MILLS", ["old", "new"])
nights = m.set("NIGHTS", first=1, last=3)

milling = m.parameter(
    "milling",
    {("bracket", "old"): 5, ("bracket", "new"): 3, ("hinge", "old"): 4, ("hinge", "new"): 3}
    | {("lever", "old"): 6, ("lever", "new"): 4},
    index=(jobs, mills),
    label="hours of milling",
)
drilling = m.parameter("drilling", {"bracket": 2, "hinge": 3, "lever": 1}, index=jobs, label="hours of drilling")
closes = m.parameter("closes", {1: 8, 2: 32, 3: 56}, index=nights)
opens = m.parameter("opens", {1: 24, 2: 48, 3: 72}, index=nights)

mill = m.interval("mill", index=jobs, latest=72, label="milling of")
drill = m.interval("drill", index=jobs, size=(drilling[j] for j in jobs), latest=72, label="drilling of")
on = m.interval("on", index=(jobs, mills), size=(milling[j, k] for j in jobs for k in mills), optional=True, latest=72)

m.add((f.alternative(mill[j], (on[j, k] for k in mills)) for j in jobs), label="one mill for each job")
m.add((f.no_overlap(on[j, k] for j in jobs) for k in mills), label="one job at a time on a mill")
m.add(f.no_overlap(drill[j] for j in jobs), label="one drill")
m.add((f.end(mill[j]) <= f.start(drill[j]) for j in jobs), label="mill before drilling")
m.add(
    ((f.end(mill[j]) <= closes[n]) | (f.start(mill[j]) >= opens[n]) for j in jobs for n in nights),
    label="no milling overnight",
)
m.add(
    ((f.end(drill[j]) <= closes[n]) | (f.start(drill[j]) >= opens[n]) for j in jobs for n in nights),
    label="no drilling overnight",
)
m.minimize(f.max(f.end(drill[j]) for j in jobs), label="finish", unit="hour")
m.output("drilled", (f.end(drill[j]) for j in jobs))

if __name__ == "__main__":
    print(run(m.model()))
