"""`packing`: at most so many of some choices are made."""

from __future__ import annotations

import random
from typing import Any, ClassVar, Literal

from modelwright.model.templates.base import Documentation, Sense
from modelwright.model.templates.sampling import index_set, integer, known_sets, numbers, objective, small_model
from modelwright.model.templates.selection import SLOTS, Selection


class Packing(Selection):
    """``Σ choices <= number``."""

    kind: Literal["packing"] = "packing"
    direction: ClassVar[Sense] = "<="

    documentation: ClassVar[Documentation] = Documentation(
        meaning="At most `number` of some choices may be made, since they exclude each other or use up the same thing.",
        slots=SLOTS,
        text="Each room hosts at most one of the meetings that ask for it.",
        example={"for_each": "r in ROOMS", "of": [{"expression": "held[m]", "over": "m in asks[r]"}]},
    )

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Meetings that ask for rooms, or a few named projects."""
        if rng.random() < 0.4:
            names = ["bridge", "tunnel", "road", "ferry"][: rng.randint(2, 4)]
            row = {"kind": "packing", "of": [{"expression": n} for n in names]}
            row |= {"number": rng.choice(["2", "most"])} if rng.random() < 0.5 else {}
            worth = " + ".join(f"{rng.randint(1, 9)} * {n}" for n in names)
            decisions = [integer(n, 0, 1) | {"label": f"building the {n}"} for n in names]
            return small_model(row, decisions, objective("max", worth), parameters=[numbers("most", 2)])
        meetings, rooms = ["m1", "m2", "m3", "m4"][: rng.randint(3, 4)], ["hall", "attic"]
        asks = {r: rng.sample(meetings, rng.randint(2, 3)) for r in rooms}
        worth_of = {m: rng.randint(1, 9) for m in meetings}
        row = {
            "kind": "packing",
            "for_each": "r in ROOMS",
            "of": [{"expression": "held[m]", "over": rng.choice(["m in asks[r]", "m in MEETINGS if m in asks[r]"])}],
        }
        return small_model(
            row,
            [integer("held", 0, 1, ("MEETINGS",)) | {"label": "holding meeting"}],
            objective("max", "sum(worth[m] * held[m] for m in MEETINGS)"),
            sets=[index_set("MEETINGS", meetings), index_set("ROOMS", rooms)],
            parameters=[known_sets("asks", asks, "ROOMS", "MEETINGS"), numbers("worth", worth_of, "MEETINGS")],
        )
