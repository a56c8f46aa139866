"""`share`: a part of a whole, as a fraction of it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.elements import Missing
from modelwright.model.english import be, breaking_words, sense_words
from modelwright.model.expressions import Add, Mul, Node, Sum, format_expression
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
from modelwright.model.templates.shapes import is_data, product, product_parts

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Share(ConstraintBase):
    """``Σ part sense fraction · Σ whole``."""

    kind: Literal["share"] = "share"
    part: tuple[Term, ...] = Field(min_length=1)
    sense: Sense
    fraction: Expr | Missing
    whole: tuple[Term, ...] = Field(min_length=1)

    slot_types: ClassVar[dict[str, SlotType]] = {"part": "decision", "fraction": "data", "whole": "decision"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Some decisions are at least, at most or exactly a fraction of a total.",
        slots={
            "part": "the decisions that are measured, as terms",
            "sense": "`<=`, `>=` or `==`",
            "fraction": "a number of data: `0.3` for 30%",
            "whole": "what they are measured against, as terms; the part belongs to it unless the words say otherwise",
        },
        text="At least 30% of the furniture made must be chairs.",
        example={
            "part": [{"variable": "chairs"}],
            "sense": ">=",
            "fraction": "0.3",
            "whole": [{"variable": "chairs"}, {"variable": "tables"}],
        },
    )

    def to_node(self) -> Node:
        """``x >= fraction * (x + y)``."""
        whole = add([t.to_node() for t in self.whole])
        return compare(add([t.to_node() for t in self.part]), self.sense, product(slot_node(self.fraction), whole))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x >= fraction * (x + y)``; the whole is a sum."""
        sides = single_comparison(node)
        if sides is None or not isinstance(sides[2], Mul):
            return None
        fraction, whole_node = product_parts(sides[2])
        if not isinstance(whole_node, Add | Sum) or not is_data(fraction, model):
            return None
        part, whole = match_terms(sides[0], model), match_terms(whole_node, model)
        if not part or not whole:
            return None
        slots = {"part": part, "sense": sides[1], "fraction": format_expression(fraction), "whole": whole}
        return cls.to_letter(node, slots)

    def sentence(self, words: Words) -> str:
        """``"chairs: at least 30% of chairs and tables"``."""
        return f"{_named(words, self.part)}: {sense_words(self.sense)} {self._share(words)}"

    def negation(self, words: Words) -> str:
        """``"chairs are less than 30% of chairs and tables"``."""
        part = _named(words, self.part)
        return f"{part} {be(part)} {breaking_words(self.sense)} {self._share(words)}"

    def _share(self, words: Words) -> str:
        return f"{words.percent(self.fraction)} of {_named(words, self.whole)}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """One of several decisions as a share of all, or each of a family as a share of the family."""
        scene = Scene(rng)
        fraction = rng.choice(["0.25", "0.3", "0.5", "1 / 3", "0.75", "2"])
        row = {"kind": "share", "sense": rng.choice(["<=", ">=", "<=", ">=", "=="]), "fraction": fraction}
        if rng.random() < 0.6:
            terms: list[dict[str, str]] = [{"variable": name} for name in scene.amounts(rng.randint(2, 3))]
            if rng.random() < 0.3:
                terms[-1]["coefficient"] = str(rng.randint(2, 3))
            return scene.model(row | {"part": terms[: rng.choice([1, 1, len(terms) - 1])], "whole": terms})
        index, _ = scene.members()
        name, fractions = scene.family(index), scene.rates(index, 0, 1)
        row |= {"fraction": rng.choice([fraction, f"{fractions}[i]"]), "for_each": f"i in {index}"}
        whole = [{"variable": f"{name}[j]", "over": f"j in {index}"}]
        return scene.model(row | {"part": [{"variable": f"{name}[i]"}], "whole": whole})


def _named(words: Words, terms: tuple[Term, ...]) -> str:
    return words.listing([t.variable for t in terms]) if is_plain(terms) else said_terms(words, terms)
