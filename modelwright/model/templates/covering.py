"""`covering`: at least so many of some choices are made."""

from __future__ import annotations

import random
from typing import Any, ClassVar, Literal

from modelwright.model.templates.base import Documentation, Sense
from modelwright.model.templates.sampling import index_set, integer, known_sets, numbers, objective, small_model
from modelwright.model.templates.selection import SLOTS, Selection


class Covering(Selection):
    """``Σ choices >= number``."""

    kind: Literal["covering"] = "covering"
    direction: ClassVar[Sense] = ">="

    documentation: ClassVar[Documentation] = Documentation(
        meaning="At least `number` of some choices must be made, so that each need is covered.",
        slots=SLOTS,
        text="Every district must be within reach of at least one open fire station.",
        example={"for_each": "d in DISTRICTS", "of": [{"expression": "open[s]", "over": "s in reach[d]"}]},
    )

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Stations that cover districts, or a few named choices."""
        if rng.random() < 0.4:
            names = ["north", "south", "east", "west"][: rng.randint(2, 4)]
            row = {"kind": "covering", "of": [{"expression": n} for n in names]}
            row |= {"number": rng.choice(["2", "enough"])} if rng.random() < 0.6 else {}
            costs = " + ".join(f"{rng.randint(1, 9)} * {n}" for n in names)
            decisions = [integer(n, 0, 1) | {"label": f"a station in the {n}"} for n in names]
            return small_model(row, decisions, objective("min", costs), parameters=[numbers("enough", 2)])
        stations, districts = ["a", "b", "c", "d"][: rng.randint(3, 4)], ["hill", "port", "mill"]
        reach = {d: rng.sample(stations, rng.randint(1, 3)) for d in districts}
        cost = {s: rng.randint(1, 9) for s in stations}
        items: dict[str, Any] = {"expression": "open[s]", "over": "s in reach[d]"}
        if rng.random() < 0.3:
            items = {"expression": "open[s]", "over": "s in STATIONS if s in reach[d]"}
        row = {"kind": "covering", "for_each": "d in DISTRICTS", "of": [items]}
        return small_model(
            row,
            [integer("open", 0, 1, ("STATIONS",)) | {"label": "opening station"}],
            objective("min", "sum(cost[s] * open[s] for s in STATIONS)"),
            sets=[index_set("STATIONS", stations), index_set("DISTRICTS", districts)],
            parameters=[known_sets("reach", reach, "DISTRICTS", "STATIONS"), numbers("cost", cost, "STATIONS")],
        )
