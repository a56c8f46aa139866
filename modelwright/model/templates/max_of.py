"""`max_of`: a number against the largest of several."""

from __future__ import annotations

import random
from typing import Any, ClassVar, Literal

from modelwright.model.templates.base import Documentation
from modelwright.model.templates.extreme import SLOTS, Extreme
from modelwright.model.templates.sampling import index_set, integer, numbers, objective, small_model


class MaxOf(Extreme):
    """``output == max(of)``; with ``>=`` at least each of them, with ``<=`` at most one of them."""

    kind: Literal["max_of"] = "max_of"
    function: ClassVar[Literal["min", "max"]] = "max"
    said: ClassVar[str] = "largest"

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A number is the largest of several (or at least it, or at most it).",
        slots=SLOTS,
        text="The work is over when the last of the teams has finished.",
        example={"output": "finish", "of": [{"expression": "done[t]", "over": "t in TEAMS"}]},
    )

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """The longest of some days, or the busiest hour of each of two machines."""
        sense = rng.choice(["==", "==", ">=", "<="])
        row: dict[str, Any] = {"kind": "max_of", "sense": sense, "output": "longest"}
        if rng.random() < 0.6:
            row["of"] = [{"expression": rng.choice(["monday", "2 * monday"])}, {"expression": "tuesday + rest"}]
            row["of"] += [{"expression": "rest"}] if rng.random() < 0.5 else []
            days = [integer(name, 0, 4) | {"label": f"hours on {name}"} for name in ("monday", "tuesday")]
            longest = integer("longest", 0, 9) | {"label": "the longest day"}
            goal = objective("min", f"{rng.randint(2, 5)} * longest - monday - {rng.randint(1, 3)} * tuesday")
            return small_model(row, [longest, *days], goal, parameters=[numbers("rest", 1)])
        row |= {"for_each": "m in MACHINES", "output": "longest[m]"}
        row["of"] = [{"expression": "load[m, h]", "over": "h in HOURS"}]
        return small_model(
            row,
            [
                integer("longest", 0, 3, ("MACHINES",)) | {"label": "the busiest hour of"},
                integer("load", 0, 2, ("MACHINES", "HOURS")) | {"label": "the load of"},
            ],
            objective("min", "sum(2 * longest[m] - sum(load[m, h] for h in HOURS) for m in MACHINES)"),
            sets=[index_set("MACHINES", ["saw", "drill"]), index_set("HOURS", ["early", "late"])],
        )
