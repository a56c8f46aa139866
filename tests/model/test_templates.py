from __future__ import annotations

import pytest
from support.models import shop

from modelwright.model.expressions import parse_expression
from modelwright.model.templates import CATALOGUE
from modelwright.model.words import Words, show_number

EXPRESSIONS = {
    "wood_use": "5 * chairs + sum(rate[s] * make[s, t] for s in SITES for t in WEEKS if t != 2) <= wood",
    "least": "chairs >= 2",
    "both": "chairs + tables <= 60",
    "mix": "chairs >= third * (chairs + tables)",
    "pair": "tables <= 2 * chairs + 5",
    "need": "made[s] >= 4",
    "exact": "2 * tables == 8",
    "free": '1 <= make["north", t] + tables <= 90',
}
SENTENCES = {
    "least": "chairs: at least 2",
    "both": "chairs and tables together: at most 60",
    "mix": "chairs: at least 33.3333% of chairs and tables",
    "pair": "tables: at most 2 times chairs plus 5",
    "exact": "exact (2 × tables): exactly 8",
    "free": "make (north, t) + tables is at least 1, at most 90",
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_meaning(name: str) -> None:
    constraint = next(c for c in shop().constraints if c.name == name)
    text = constraint.to_expression()
    if name == "free":
        assert text == '1 <= make["north", t] + tables <= 90'
    else:
        assert text == EXPRESSIONS[name]


@pytest.mark.parametrize("constraint", shop().constraints, ids=lambda c: c.name)
def test_a_kind_matches_its_own_expression(constraint: object) -> None:
    kind = type(constraint)
    slots = kind.match(parse_expression(constraint.to_expression()))  # type: ignore[attr-defined]
    assert slots is not None
    again = constraint.model_copy(update={k: tuple(v) if isinstance(v, list) else v for k, v in slots.items()})  # type: ignore[attr-defined]
    assert again.to_expression() == constraint.to_expression()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "sentence"), SENTENCES.items())
def test_read_back(name: str, sentence: str) -> None:
    constraint = next(c for c in shop().constraints if c.name == name)
    assert constraint.sentence(Words(shop())) == sentence


def test_the_catalogue_is_the_union() -> None:
    kinds = {c.model_fields["kind"].default for c in CATALOGUE}
    assert kinds == {"bound", "total", "resource", "requirement", "equation", "share", "comparison", "algebraic"}
    assert {c.kind for c in shop().constraints} == kinds


def test_numbers_for_people() -> None:
    assert show_number(1234567.0) == "1,234,567"
    assert show_number(-12.5, "$") == "-$12.5"
    assert show_number(3, "kg") == "3 kg"
