"""Lot sizing with set-ups: when to brew how much, so that no demand is late and set-ups and storage cost little."""

from modelwright import Model, run
from modelwright.model.builder import functions as f

m = Model.build("lot_sizing", "the brewery")
weeks = m.set("WEEKS", first=1, last=6)
demand = m.parameter("demand", {1: 30, 2: 50, 3: 20, 4: 80, 5: 40, 6: 60}, index=weeks, unit="hl")
capacity = m.parameter("capacity", 100, unit="hl")
smallest = m.parameter("smallest", 40, unit="hl", label="smallest batch")
setup_cost = m.parameter("setup_cost", 250, unit="$", label="cost of a set-up")
storage = m.parameter("storage", 2, unit="$/hl", label="cost of storing")
opening = m.parameter("opening", 10, unit="hl", label="stock at the start")

brew = m.variable("brew", index=weeks, upper=capacity, unit="hl", label="brewed")
stock = m.variable("stock", index=weeks, upper=200, unit="hl", label="in stock")
setup = m.variable("setup", index=weeks, domain="binary", label="brewing")

m.add(
    (stock[t] == stock[f.prev(t, initial=opening)] + brew[t] - demand[t] for t in weeks),
    label="stock",
    negotiable="no",
)
m.add((f.implies(~setup[t], brew[t] <= 0) for t in weeks), label="no beer without a set-up", negotiable="no")
m.add((f.implies(setup[t], brew[t] >= smallest) for t in weeks), label="smallest batch")
m.minimize(f.total(setup_cost * setup[t] + storage * stock[t] for t in weeks), label="cost", unit="$")

if __name__ == "__main__":
    print(run(m.model()))
