"""A roster: nurses cover shifts for a week; nobody works a late shift before an early one, wishes cost when broken."""

from modelwright import Model, run
from modelwright.model.builder import functions as f

m = Model.build("roster", "a week on the ward")
nurses = m.set("NURSES", ["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn"])
days = m.set("DAYS", first=1, last=7)
shifts = m.set("SHIFTS", ["early", "late"])
need = m.parameter("need", {"early": 2, "late": 1}, index=shifts, label="nurses needed")
off = m.set("OFF", [("Ada", 6), ("Ada", 7), ("Ben", 1), ("Eva", 4)], of=(nurses, days))

works = m.variable("works", index=(nurses, days, shifts), domain="binary", label="works")

m.add((f.total(works[n, d, s] for n in nurses) == need[s] for d in days for s in shifts), label="cover")
m.add((f.total(works[n, d, s] for s in shifts) <= 1 for n in nurses for d in days), label="one shift a day")
m.add(
    (works[n, d, "late"] + works[n, d + 1, "early"] <= 1 for n in nurses for d in days.where(lambda d: d < 7)),
    label="rest after a late shift",
)
m.add((f.total(works[n, d, s] for d in days for s in shifts) <= 4 for n in nurses), label="four shifts a week")
m.add((f.total(works[n, d, s] for s in shifts) == 0 for n, d in off), penalty=5, label="wishes for a day off")
load = m.define("load", (f.total(works[n, d, s] for d in days for s in shifts) for n in nurses), label="shifts")
m.minimize(f.max(load[n] for n in nurses) - f.min(load[n] for n in nurses), label="unevenness")
m.output("shifts_of", (load[n] for n in nurses))

if __name__ == "__main__":
    print(run(m.model()))
