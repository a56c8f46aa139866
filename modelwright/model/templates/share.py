"""`share`: a part of a whole, as a fraction of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.expressions import Add, Mul, Node, format_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Expr,
    Sense,
    SlotType,
    Term,
    add,
    compare,
    match_terms,
    sense_words,
    single_comparison,
    slot_node,
)

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Share(ConstraintBase):
    """``Σ part sense fraction · Σ whole``."""

    kind: Literal["share"] = "share"
    part: tuple[Term, ...]
    sense: Sense
    fraction: Expr | Missing
    whole: tuple[Term, ...]

    slot_types: ClassVar[dict[str, SlotType]] = {"part": "decision", "fraction": "data", "whole": "decision"}

    def to_node(self) -> Node:
        """``x >= fraction * (x + y)``."""
        whole = add([t.to_node() for t in self.whole])
        return compare(add([t.to_node() for t in self.part]), self.sense, Mul((slot_node(self.fraction), whole)))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x >= fraction * (x + y)``."""
        sides = single_comparison(node)
        if sides is None or not isinstance(sides[2], Mul) or len(sides[2].factors) != 2:
            return None
        fraction, whole_node = sides[2].factors
        part, whole = match_terms(sides[0]), match_terms(whole_node)
        if not part or not whole or not isinstance(whole_node, Add):
            return None
        return {"part": part, "sense": sides[1], "fraction": format_expression(fraction), "whole": whole}

    def sentence(self, words: Words) -> str:
        """``"chairs: at least 30% of chairs and tables"``."""
        part = words.listing([t.variable for t in self.part])
        whole = words.listing([t.variable for t in self.whole])
        return f"{part}: {sense_words(self.sense)} {words.percent(self.fraction)} of {whole}"
