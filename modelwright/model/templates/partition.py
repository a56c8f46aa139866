"""`partition`: exactly so many of some choices are made."""

from __future__ import annotations

import random
from typing import Any, ClassVar, Literal

from modelwright.model.templates.base import Documentation, Sense
from modelwright.model.templates.sampling import index_set, integer, known_sets, numbers, objective, small_model
from modelwright.model.templates.selection import SLOTS, Selection


class Partition(Selection):
    """``Σ choices == number``."""

    kind: Literal["partition"] = "partition"
    direction: ClassVar[Sense] = "=="

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Exactly `number` of some choices are made: each thing belongs to one of the chosen groups.",
        slots=SLOTS,
        text="Every flight must be flown by exactly one of the chosen crew rosters that contain it.",
        example={"for_each": "f in FLIGHTS", "of": [{"expression": "chosen[r]", "over": "r in rosters[f]"}]},
    )

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Rosters that share out flights, or a few named offers."""
        if rng.random() < 0.4:
            names = ["silver", "gold", "ruby", "jade"][: rng.randint(2, 4)]
            row = {"kind": "partition", "of": [{"expression": n} for n in names]}
            row |= {"number": rng.choice(["2", "wanted"])} if rng.random() < 0.5 else {}
            cost = " + ".join(f"{rng.randint(1, 9)} * {n}" for n in names)
            decisions = [integer(n, 0, 1) | {"label": f"the {n} offer"} for n in names]
            return small_model(row, decisions, objective("min", cost), parameters=[numbers("wanted", 2)])
        flights, rosters = ["f1", "f2", "f3"], ["r1", "r2", "r3", "r4"]
        alone = dict(zip(flights, rng.sample(rosters, 3), strict=True))
        spare = next(r for r in rosters if r not in alone.values())
        flown = {f: [alone[f], spare] if rng.random() < 0.6 else [alone[f]] for f in flights}
        cost_of = {r: rng.randint(1, 9) for r in rosters}
        row = {
            "kind": "partition",
            "for_each": "f in FLIGHTS",
            "of": [{"expression": "chosen[r]", "over": "r in rosters[f]"}],
        }
        return small_model(
            row,
            [integer("chosen", 0, 1, ("ROSTERS",)) | {"label": "choosing roster"}],
            objective("min", "sum(cost[r] * chosen[r] for r in ROSTERS)"),
            sets=[index_set("ROSTERS", rosters), index_set("FLIGHTS", flights)],
            parameters=[known_sets("rosters", flown, "FLIGHTS", "ROSTERS"), numbers("cost", cost_of, "ROSTERS")],
        )
