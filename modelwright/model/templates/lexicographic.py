"""`lexicographic`: one list comes before another, compared from the left."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.expressions import Call, Node
from modelwright.model.templates.base import ConstraintBase, Documentation, Items, SlotType
from modelwright.model.templates.lists import list_node, match_list
from modelwright.model.templates.phrases import said_items
from modelwright.model.templates.sampling import index_range, integer, objective, small_model

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Lexicographic(ConstraintBase):
    """``lex_lesseq(first, second)``; ``lex_less`` when strict."""

    kind: Literal["lexicographic"] = "lexicographic"
    first: tuple[Items, ...] = Field(min_length=1)
    second: tuple[Items, ...] = Field(min_length=1)
    strict: bool = False

    slot_types: ClassVar[dict[str, SlotType]] = {"first": "number", "second": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="One list does not come after another when they are compared from the left, like words in a lexicon.",
        slots={
            "first": "the values of the list that comes first, as items",
            "second": "the values of the other list, as many",
            "strict": "true when the two lists may not be equal",
        },
        text="To tell the two equal crews apart, the plan of the first crew comes before that of the second.",
        example={
            "first": [{"expression": "crew_one[i]", "over": "i in PLACES"}],
            "second": [{"expression": "crew_two[i]", "over": "i in PLACES"}],
        },
    )

    def to_node(self) -> Node:
        """``lex_lesseq((a[i] for i in PLACES), (b[i] for i in PLACES))``."""
        function = "lex_less" if self.strict else "lex_lesseq"
        return Call(function, (list_node(self.first), list_node(self.second)))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a call of `lex_lesseq` or `lex_less`."""
        if not isinstance(node, Call) or node.function not in ("lex_less", "lex_lesseq") or len(node.args) != 2:
            return None
        first, second = match_list(node.args[0]), match_list(node.args[1])
        if first is None or second is None:
            return None
        return {"first": first, "second": second, "strict": node.function == "lex_less"}

    def sentence(self, words: Words) -> str:
        """``"where plan one (…) and plan two (…) first differ, the first is smaller"``."""
        return f"{self._first_difference(words)}, the first is smaller{', and they do differ' if self.strict else ''}"

    def negation(self, words: Words) -> str:
        """``"where plan one (…) and plan two (…) first differ, the second is smaller"``."""
        return f"{self._first_difference(words)}, the second is smaller{', or they are equal' if self.strict else ''}"

    def _first_difference(self, words: Words) -> str:
        return f"where {said_items(words, self.first)} and {said_items(words, self.second)} first differ"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Two lists of two or three whole numbers, by index or listed, with strict order or not."""
        many = rng.randint(2, 3)
        most = 2 if many == 2 else 1
        row: dict[str, Any] = {
            "kind": "lexicographic",
            "first": [{"expression": "day_one[i]", "over": "i in SLOTS"}],
            "second": [{"expression": "day_two[i]", "over": "i in SLOTS"}],
            "strict": rng.random() < 0.5,
        }
        if rng.random() < 0.3:
            row["second"] = [{"expression": f"1 - day_two[{k}]"} for k in range(1, many + 1)]
        return small_model(
            row,
            [
                integer("day_one", 0, most, ("SLOTS",)) | {"label": "plan of the first day"},
                integer("day_two", 0, most, ("SLOTS",)) | {"label": "plan of the second day"},
            ],
            objective(rng.choice(["min", "max"]), "sum(i * day_one[i] - day_two[i] for i in SLOTS)"),
            sets=[index_range("SLOTS", 1, many)],
        )
