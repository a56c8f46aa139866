"""What `resource`, `requirement` and `equation` share: rates times decisions against a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from modelwright.model.elements import Missing
from modelwright.model.expressions import Node, format_expression
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


class LinearRow(ConstraintBase):
    """``Σ coefficient · variable`` against `limit`, in the direction of the kind."""

    terms: tuple[Term, ...]
    limit: Expr | Missing

    direction: ClassVar[Sense]
    slot_types: ClassVar[dict[str, SlotType]] = {"terms": "decision", "limit": "number"}

    def to_node(self) -> Node:
        """``2 * x + sum(rate[i] * y[i] for i in I) <= limit``."""
        return compare(add([t.to_node() for t in self.terms]), self.direction, slot_node(self.limit))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a linear comparison in the direction of the kind."""
        sides = single_comparison(node)
        terms = sides and sides[1] == cls.direction and match_terms(sides[0])
        if not sides or not terms:
            return None
        return {"terms": terms, "limit": format_expression(sides[2])}

    def sentence(self, words: Words) -> str:
        """``"wood (5 × chairs + 20 × tables): at most 400"``."""
        total = words.say(format_expression(add([t.to_node() for t in self.terms])))
        return f"{self.shown} ({total}): {sense_words(self.direction)} {words.value(self.limit)}"
