"""A travelling tour: visit every place once and return, on the shortest way."""

from modelwright import Model, run
from modelwright.model.builder import functions as f

PLACES = [(0, 0), (6, 1), (7, 5), (3, 8), (1, 4), (4, 3)]

m = Model.build("tour", "a round trip")
places = m.set("PLACES", first=1, last=len(PLACES))
distance = m.parameter(
    "distance",
    {(i, j): abs(a - c) + abs(b - d) for i, (a, b) in enumerate(PLACES, 1) for j, (c, d) in enumerate(PLACES, 1)},
    index=(places, places),
    unit="km",
)
follows = m.variable("follows", index=places, domain="integer", lower=1, upper=len(PLACES), label="next after")

m.add(f.circuit(follows[i] for i in places), label="one round trip")
m.minimize(f.total(distance[i, follows[i]] for i in places), label="length", unit="km")
m.output("route", (follows[i] for i in places))

if __name__ == "__main__":
    print(run(m.model()))
