"""Facility location: which depots to open, and which one serves each town."""

from modelwright import Model, run
from modelwright.model.builder import functions as f

m = Model.build("facility_location", "depots")
depots = m.set("DEPOTS", ["Kiel", "Ulm", "Jena"])
towns = m.set("TOWNS", ["Bonn", "Celle", "Gera", "Hof", "Trier"])
rent = m.parameter("rent", {"Kiel": 900, "Ulm": 1200, "Jena": 1000}, index=depots, unit="$")
room = m.parameter("room", {"Kiel": 70, "Ulm": 90, "Jena": 60}, index=depots)
demand = m.parameter("demand", {"Bonn": 20, "Celle": 35, "Gera": 15, "Hof": 25, "Trier": 30}, index=towns)
distance = m.parameter(
    "distance",
    dict(
        zip(
            [(d, t) for d in depots for t in towns],
            [520, 230, 430, 510, 640, 410, 560, 360, 300, 350, 400, 280, 50, 110, 530],
            strict=True,
        )
    ),
    index=(depots, towns),
    unit="km",
)

is_open = m.variable("is_open", index=depots, domain="binary", label="open")
serves = m.variable("serves", index=(depots, towns), domain="binary", label="serves")

m.add((f.total(serves[d, t] for d in depots) == 1 for t in towns), label="every town is served")
m.add((serves[d, t] <= is_open[d] for d in depots for t in towns), label="only from open depots", negotiable="no")
m.add((f.total(demand[t] * serves[d, t] for t in towns) <= room[d] * is_open[d] for d in depots), label="room")
m.minimize(
    f.total(rent[d] * is_open[d] for d in depots)
    + f.total(0.05 * demand[t] * distance[d, t] * serves[d, t] for d in depots for t in towns),
    label="cost",
    unit="$",
)

if __name__ == "__main__":
    print(run(m.model()))
