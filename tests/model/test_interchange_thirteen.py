"""The thirteen types of arXiv 2311.15271, in and out without loss."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from support.shop import SHOP, shop

from modelwright.errors import InputError, UsageError
from modelwright.model.elements import Variable
from modelwright.model.exact.evaluator import Evaluator
from modelwright.model.exact.forms import Column
from modelwright.model.exact.points import holds
from modelwright.model.interchange.thirteen import Typed, export_objective, export_row, import_objective, import_row
from modelwright.model.templates import Algebraic, Implication

FORMULAS: list[tuple[int, str, str]] = [
    (1, "x <= 40", "bound"),
    (2, "x + y <= 7", "total"),
    (2, "a + b + c <= 2", "packing"),
    (3, "2 * x + 0.5 * y <= 9", "resource"),
    (4, "x <= 0.4 * (x + y + z)", "share"),
    (5, "x >= 3", "bound"),
    (6, "x + y >= 7", "total"),
    (6, "a + b + c >= 2", "covering"),
    (7, "2 * x + y >= 9", "requirement"),
    (8, "x >= 1 / 3 * (x + y)", "share"),
    (9, "3 * x <= y", "comparison"),
    (9, "x <= y", "comparison"),
    (10, "a <= b", "implication"),
    (11, "a + b == 1", "partition"),
    (12, "a + b >= 1", "covering"),
    (13, "a + b <= 1", "packing"),
]


@pytest.mark.parametrize(("number", "formula", "kind"), FORMULAS)
def test_a_formula_comes_back(number: int, formula: str, kind: str) -> None:
    typed = Typed(number, formula)
    row = import_row(typed, SHOP, "r0")
    assert row.kind == kind
    assert export_row(row, SHOP) == typed
    assert import_row(export_row(row, SHOP), SHOP, "r0") == row
    as_written = Algebraic(name="r0", expression=formula)
    numbered = list(enumerate(SHOP.variables, 1))
    points: list[dict[Column, Fraction]] = [
        {(v.name, ()): Fraction(k * step % (6 if v.domain == "integer" else 2)) for k, v in numbered}
        for step in range(12)
    ]
    evaluator = Evaluator(SHOP)
    ((_, said),), ((_, meant),) = evaluator.rows_of(as_written), evaluator.rows_of(row)
    assert [holds(said, point) for point in points] == [holds(meant, point) for point in points]


def test_all_thirteen_types_are_there() -> None:
    assert {number for number, _, _ in FORMULAS} == set(range(1, 14))


@pytest.mark.parametrize(
    ("row", "number", "formula"),
    [
        ({"kind": "implication", "condition": "not a", "consequence": "b"}, 12, "a + b >= 1"),
        ({"kind": "implication", "condition": "a", "consequence": "not b"}, 13, "a + b <= 1"),
        ({"kind": "implication", "condition": "not a", "consequence": "not b"}, 10, "b <= a"),
        ({"kind": "exclusion", "options": [{"expression": "a"}, {"expression": "b"}]}, 13, "a + b <= 1"),
        ({"kind": "at_least_k", "items": [{"expression": "a"}, {"expression": "b"}], "k": "1"}, 12, "a + b >= 1"),
        ({"kind": "comparison", "left": "x", "sense": "<=", "factor": "4", "right": "y"}, 9, "0.25 * x <= y"),
    ],
)
def test_rows_that_say_the_same(row: dict[str, Any], number: int, formula: str) -> None:
    model = shop(row)
    assert export_row(model.constraints[0], model) == Typed(number, formula)


@pytest.mark.parametrize(
    ("number", "formula", "message"),
    [
        (1, "x >= 3", "of type 5, not of type 1"),
        (9, "a <= b", "of type 10, not of type 9"),
        (2, "x + y == 3", "of none of the types"),
        (3, "x * y <= 3", "of none of the types"),
        (1, "x", "of none of the types"),
    ],
)
def test_formulas_of_another_type(number: int, formula: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        import_row(Typed(number, formula), SHOP, "r0")


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "equation", "terms": [{"coefficient": "2", "variable": "x"}], "limit": "3"},
        {"kind": "implication", "condition": "x >= 2", "consequence": "b"},
        {"kind": "comparison", "left": "x", "sense": "==", "right": "y"},
        {"kind": "activation", "quantity": "x", "switch": "a"},
    ],
)
def test_rows_that_no_type_says(row: dict[str, Any]) -> None:
    model = shop(row)
    with pytest.raises(UsageError, match="has none of their formulas"):
        export_row(model.constraints[0], model)


def test_objectives() -> None:
    typed = Typed(0, "Maximize 3 * x + 1 * y")
    objective = import_objective(typed, "goal")
    assert (objective.sense, objective.expression) == ("max", "3 * x + 1 * y")
    assert export_objective(objective, SHOP) == typed
    for formula in ("3 * x", "Maximize", "Increase x"):
        with pytest.raises(InputError, match="no objective"):
            import_objective(Typed(0, formula), "goal")
    nonlinear = objective.model_copy(update={"expression": "x * y"})
    with pytest.raises(UsageError, match="no known number"):
        export_objective(nonlinear, SHOP)


def test_an_implication_needs_binary_decisions() -> None:
    model = SHOP.model_copy(update={"variables": (Variable(name="a"), Variable(name="b"))})
    assert not isinstance(import_row(Typed(9, "a <= b"), model, "r0"), Implication)
