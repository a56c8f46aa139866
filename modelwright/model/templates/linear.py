"""What `resource`, `requirement` and `equation` share: rates times decisions against a limit."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from modelwright.model.elements import Missing
from modelwright.model.english import sense_words
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
    single_comparison,
    slot_node,
)
from modelwright.model.templates.phrases import said_terms
from modelwright.model.templates.sampling import Scene
from modelwright.model.templates.shapes import is_data, is_reference

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words

TERMS = "rates times decisions: each term has a coefficient of data, a decision, and quantifiers to sum over"


class LinearRow(ConstraintBase):
    """``Σ coefficient · variable`` against `limit`, in the direction of the kind."""

    terms: tuple[Term, ...] = Field(min_length=1)
    limit: Expr | Missing

    direction: ClassVar[Sense]
    breaking: ClassVar[tuple[str, str]]
    """What breaks the row, around the limit with its unit: ``("more than", "is used")``."""
    slot_types: ClassVar[dict[str, SlotType]] = {"terms": "decision", "limit": "number"}

    def to_node(self) -> Node:
        """``2 * x + sum(rate[i] * y[i] for i in I) <= limit``."""
        return compare(add([t.to_node() for t in self.terms]), self.direction, slot_node(self.limit))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a linear comparison in the direction of the kind; the limit is data, or one decision."""
        sides = single_comparison(node)
        if sides is None or sides[1] != cls.direction:
            return None
        terms = match_terms(sides[0], model)
        if not terms or not (is_data(sides[2], model) or is_reference(sides[2], model)):
            return None
        return {"terms": terms, "limit": format_expression(sides[2])}

    def sentence(self, words: Words) -> str:
        """``"wood (5 × chairs + 20 × tables): at most 400"``."""
        return (
            f"{self.shown} ({said_terms(words, self.terms)}): {sense_words(self.direction)} {words.value(self.limit)}"
        )

    def negation(self, words: Words) -> str:
        """``"more than 400 kg of wood (5 × chairs + 20 × tables) is used"``."""
        start, end = self.breaking
        named = f"{self.label} ({said_terms(words, self.terms)})" if self.label else said_terms(words, self.terms)
        return f"{start} {words.value(self.limit)} of {named} {end}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Named decisions, a family, or both, each at a rate; sometimes one row for each member of a set."""
        scene = Scene(rng)
        kind = cls.model_fields["kind"].default
        names = scene.amounts(rng.randint(2, 3), 4)
        signs = [1, *(rng.choice(cls._signs()) for _ in names)]
        named = [
            {"coefficient": _signed(sign, scene.data(2, 4)), "variable": name}
            for sign, name in zip(signs, names, strict=False)
        ]
        named[0]["coefficient"] = str(rng.randint(2, 5))
        picked = rng.random()
        if picked < 0.4:
            return scene.model({"kind": kind, "terms": named, "limit": scene.data(2, 14)})
        index, _ = scene.members()
        name, rate = scene.family(index), scene.rates(index, 1, 4)
        if picked < 0.7:
            family = {"coefficient": f"{rate}[i]", "variable": f"{name}[i]", "over": f"i in {index}"}
            return scene.model({"kind": kind, "terms": [family, *named[1:2]], "limit": scene.data(1, 9)})
        each = [{"coefficient": f"{rate}[i]", "variable": f"{name}[i]"}, {"coefficient": "2", "variable": names[0]}]
        limit = rng.choice([f"{scene.rates(index, 2, 9)}[i]", scene.data(2, 9)])
        return scene.model({"kind": kind, "for_each": f"i in {index}", "terms": each, "limit": limit})

    @classmethod
    def _signs(cls) -> list[int]:
        """Signs of sampled coefficients behind the first. (An equality with minus signs is a balance.)"""
        return [1] if cls.direction == "==" else [1, 1, 1, -1]


def _signed(sign: int, coefficient: str) -> str:
    if sign > 0:
        return coefficient
    return f"-{coefficient}" if "+" not in coefficient else f"-({coefficient})"
