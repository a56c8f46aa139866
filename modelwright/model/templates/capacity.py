"""`capacity`: what is used against what the opened units provide."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.elements import Missing
from modelwright.model.expressions import Add, Node, format_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Documentation,
    Expr,
    SlotType,
    Term,
    add,
    compare,
    match_terms,
    single_comparison,
    slot_node,
)
from modelwright.model.templates.phrases import said_terms
from modelwright.model.templates.sampling import index_set, integer, numbers, objective, small_model
from modelwright.model.templates.shapes import is_data

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Capacity(ConstraintBase):
    """``Σ usage <= base + Σ capacity``, where the capacity depends on decisions: what is opened, hired or bought."""

    kind: Literal["capacity"] = "capacity"
    usage: tuple[Term, ...] = Field(min_length=1)
    capacity: tuple[Term, ...] = Field(min_length=1)
    base: Expr | Missing | None = None

    slot_types: ClassVar[dict[str, SlotType]] = {"usage": "decision", "capacity": "decision", "base": "data"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="What is used stays within the capacity of the units that are opened, hired or bought.",
        slots={
            "usage": "what takes room or time, as terms",
            "capacity": "terms: what one unit provides (coefficient) times the decision to have it (variable)",
            "base": "capacity that is there in any case; null when there is none",
        },
        text="A warehouse that is opened holds at most its number of pallets, and one that stays closed holds none.",
        example={
            "for_each": "s in SITES",
            "usage": [{"coefficient": "load[p]", "variable": "ship[p, s]", "over": "p in PRODUCTS"}],
            "capacity": [{"coefficient": "room[s]", "variable": "opened[s]"}],
        },
    )

    def to_node(self) -> Node:
        """``sum(load[i] * x[i, j] for i in I) <= base + cap[j] * opened[j]``."""
        provided = [term.to_node() for term in self.capacity]
        if self.base is not None:
            provided.insert(0, slot_node(self.base))
        return compare(add([term.to_node() for term in self.usage]), "<=", add(provided))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of decisions at most decisions, with one amount of data before these."""
        sides = single_comparison(node)
        if sides is None or sides[1] != "<=":
            return None
        provided, base = sides[2], None
        if isinstance(provided, Add) and is_data(provided.terms[0], model):
            first, *rest = provided.terms
            provided, base = add(rest), format_expression(first)
        usage, capacity = match_terms(sides[0], model), match_terms(provided, model)
        if not usage or not capacity or any(t.coefficient.startswith("-") for t in (*usage, *capacity)):
            return None
        return cls.to_letter(node, {"usage": usage, "capacity": capacity, "base": base})

    def sentence(self, words: Words) -> str:
        """``"3 × boxes is at most 8 × trucks"``."""
        prefix = f"{self.label}: " if self.label else ""
        return f"{prefix}{said_terms(words, self.usage)} is at most {self._provided(words)}"

    def negation(self, words: Words) -> str:
        """``"3 × boxes is more than 8 × trucks"``."""
        return f"{said_terms(words, self.usage)} is more than {self._provided(words)}"

    def _provided(self, words: Words) -> str:
        provided = said_terms(words, self.capacity)
        return provided if self.base is None else f"{words.value(self.base)} + {provided}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Items put into opened bins, or goods on hired trucks beside what is there."""
        if rng.random() < 0.5:
            room, base = rng.randint(4, 9), rng.randint(0, 6)
            row: dict[str, Any] = {
                "kind": "capacity",
                "usage": [{"coefficient": str(rng.randint(2, 4)), "variable": "boxes"}, {"variable": "sacks"}],
                "capacity": [{"coefficient": rng.choice([str(room), "room"]), "variable": "trucks"}],
            }
            if base:
                row["base"] = rng.choice([str(base), "own"])
            decided = [
                integer("boxes", 0, 4) | {"label": "boxes sent"},
                integer("sacks", 0, 4) | {"label": "sacks sent"},
                integer("trucks", 0, 2) | {"label": "hired trucks"},
            ]
            goal = objective("max", "5 * boxes + 2 * sacks - 7 * trucks")
            return small_model(row, decided, goal, parameters=[numbers("room", room), numbers("own", base)])
        parts, bins = ["tent", "rope", "stove"][: rng.randint(2, 3)], ["red", "blue"]
        row = {
            "kind": "capacity",
            "for_each": "b in BINS",
            "usage": [{"coefficient": "load[p]", "variable": "put[p, b]", "over": "p in PARTS"}],
            "capacity": [{"coefficient": "room[b]", "variable": "opened[b]"}],
        }
        return small_model(
            row,
            [
                integer("put", 0, 1, ("PARTS", "BINS")) | {"label": "packing"},
                integer("opened", 0, 1, ("BINS",)) | {"label": "opening"},
            ],
            objective("max", "sum(load[p] * put[p, b] for p in PARTS for b in BINS) - sum(opened[b] for b in BINS)"),
            sets=[index_set("PARTS", parts), index_set("BINS", bins)],
            parameters=[
                numbers("load", {p: rng.randint(1, 4) for p in parts}, "PARTS"),
                numbers("room", {b: rng.randint(2, 6) for b in bins}, "BINS"),
            ],
        )
