"""`total`: several decisions together against a limit."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.elements import Missing
from modelwright.model.english import breaking_words, sense_words
from modelwright.model.expressions import Node, Sum, format_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Documentation,
    Expr,
    Sense,
    SlotType,
    Term,
    add,
    compare,
    match_terms,
    single_comparison,
    slot_node,
)
from modelwright.model.templates.phrases import is_plain, said_terms
from modelwright.model.templates.sampling import Scene
from modelwright.model.templates.shapes import is_data, is_reference

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Total(ConstraintBase):
    """``Σ variables sense limit``, every coefficient one."""

    kind: Literal["total"] = "total"
    of: tuple[Term, ...] = Field(min_length=1)
    sense: Sense
    limit: Expr | Missing

    slot_types: ClassVar[dict[str, SlotType]] = {"of": "decision", "limit": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Several decisions together are at least, at most or exactly a number; each counts once.",
        slots={
            "of": "the decisions, as terms without coefficient",
            "sense": "`<=`, `>=` or `==`",
            "limit": "a number of data, or a decision",
        },
        text="There is room for 60 chairs and tables together.",
        example={"of": [{"variable": "chairs"}, {"variable": "tables"}], "sense": "<=", "limit": "60"},
    )

    def to_node(self) -> Node:
        """``x + y + sum(z[i] for i in I) <= limit``."""
        return compare(add([t.to_node() for t in self.of]), self.sense, slot_node(self.limit))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x + y <= limit``: two terms or more, or one over a set."""
        sides = single_comparison(node)
        if sides is None or not (is_data(sides[2], model) or is_reference(sides[2], model)):
            return None
        terms = match_terms(sides[0], model)
        if not terms or any(t.coefficient != "1" for t in terms) or (len(terms) == 1 and not isinstance(sides[0], Sum)):
            return None
        return {"of": terms, "sense": sides[1], "limit": format_expression(sides[2])}

    def sentence(self, words: Words) -> str:
        """``"chairs and tables together: at most 30"``."""
        return f"{self._whole(words)}: {sense_words(self.sense)} {words.value(self.limit)}"

    def negation(self, words: Words) -> str:
        """``"chairs and tables together are more than 30"``."""
        verb = "are" if is_plain(self.of) else "is"
        return f"{self._whole(words)} {verb} {breaking_words(self.sense)} {words.value(self.limit)}"

    def _whole(self, words: Words) -> str:
        if not is_plain(self.of):
            return said_terms(words, self.of)
        return f"{words.listing([t.variable for t in self.of])} together"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """A sum of named decisions, of a family, or of both."""
        scene = Scene(rng)
        named: list[dict[str, str]] = [{"variable": name} for name in scene.amounts(rng.randint(2, 3), 4)]
        row = {"kind": "total", "sense": rng.choice(["<=", ">=", "=="])}
        picked = rng.random()
        if picked < 0.4:
            return scene.model(row | {"of": named, "limit": scene.data(1, 9)})
        index, size = scene.members()
        family = {"variable": f"{scene.family(index, most=2)}[i]", "over": f"i in {index}"}
        if picked < 0.6:
            return scene.model(row | {"of": [family, named[0]], "limit": scene.data(1, size + 4)})
        if picked < 0.8:
            return scene.model(row | {"of": [family], "limit": scene.data(0, 2 * size)})
        return scene.model(row | {"of": [family], "sense": "==", "limit": named[0]["variable"]})
