"""`min_of`: a number against the smallest of several."""

from __future__ import annotations

import random
from typing import Any, ClassVar, Literal

from modelwright.model.templates.base import Documentation
from modelwright.model.templates.extreme import SLOTS, Extreme
from modelwright.model.templates.sampling import index_set, integer, numbers, objective, small_model


class MinOf(Extreme):
    """``output == min(of)``; with ``<=`` at most each of them, with ``>=`` at least one of them."""

    kind: Literal["min_of"] = "min_of"
    function: ClassVar[Literal["min", "max"]] = "min"
    said: ClassVar[str] = "smallest"

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A number is the smallest of several (or at most it, or at least it).",
        slots=SLOTS,
        text="Complete bicycles are limited by the scarcest part: frames, wheels in pairs, or saddles.",
        example={
            "output": "bicycles",
            "of": [{"expression": "frames"}, {"expression": "wheels / 2"}, {"expression": "saddles"}],
        },
    )

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """The scarcest part of a thing, or the worst of some regions."""
        sense = rng.choice(["==", "==", "<=", ">="])
        row: dict[str, Any] = {"kind": "min_of", "sense": sense, "output": "whole"}
        whole = integer("whole", 0, 5) | {"label": "complete bicycles"}
        if rng.random() < 0.6:
            row["of"] = [{"expression": "frames"}, {"expression": rng.choice(["wheels - 1", "pair * wheels"])}]
            row["of"] += [{"expression": "spare"}] if rng.random() < 0.5 else []
            parts = [integer("frames", 0, 4), integer("wheels", 0, 5), numbers("pair", 2), numbers("spare", 3)]
            cost = f"{rng.randint(2, 9)} * whole - {rng.randint(1, 3)} * frames - wheels"
            return small_model(row, [whole, *parts[:2]], objective("max", cost), parameters=parts[2:])
        row["of"] = [{"expression": "served[r]", "over": "r in REGIONS"}]
        row["of"] += [{"expression": "spare"}] if rng.random() < 0.3 else []
        return small_model(
            row,
            [whole, integer("served", 0, 3, ("REGIONS",)) | {"label": "customers served in"}],
            objective("max", f"{rng.randint(3, 9)} * whole - sum(served[r] for r in REGIONS)"),
            sets=[index_set("REGIONS", ["north", "south", "west"])],
            parameters=[numbers("spare", 3)],
        )
