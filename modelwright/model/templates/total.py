"""`total`: several decisions together against a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

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


class Total(ConstraintBase):
    """``Σ variables sense limit``, every coefficient one."""

    kind: Literal["total"] = "total"
    of: tuple[Term, ...]
    sense: Sense
    limit: Expr | Missing

    slot_types: ClassVar[dict[str, SlotType]] = {"of": "decision", "limit": "number"}

    def to_node(self) -> Node:
        """``x + y + sum(z[i] for i in I) <= limit``."""
        return compare(add([t.to_node() for t in self.of]), self.sense, slot_node(self.limit))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x + y <= limit``."""
        sides = single_comparison(node)
        terms = sides and match_terms(sides[0])
        if not sides or not terms or any(t.coefficient != "1" for t in terms):
            return None
        return {"of": terms, "sense": sides[1], "limit": format_expression(sides[2])}

    def sentence(self, words: Words) -> str:
        """``"chairs and tables together: at most 30"``."""
        named = words.listing([t.variable for t in self.of])
        return f"{named} together: {sense_words(self.sense)} {words.value(self.limit)}"
