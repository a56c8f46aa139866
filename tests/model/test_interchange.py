"""NL4Opt's declarations, in and out without loss."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support.shop import shop

from modelwright.errors import InputError, UsageError
from modelwright.model.interchange.nl4opt import (
    TYPES,
    export_declaration,
    export_problem,
    import_declaration,
    import_problem,
)
from modelwright.model.interchange.wording import number_of, percent_text
from modelwright.model.sources import TextSpan
from modelwright.model.templates import Algebraic, Resource
from modelwright.model.validation import validate

# ------------------------------------------------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("400", "400"),
        ("30,000", "30000"),
        ("3,200,000", "3200000"),
        ("0.25", "1/4"),
        ("25%", "1/4"),
        ("2.5 percent", "1/40"),
        ("1.8$.", "1.8"),
        ("$5", "5"),
        ("third", "1/3"),
        ("a third", "1/3"),
        ("one third", "1/3"),
        ("two thirds", "2/3"),
        ("three-quarters", "3/4"),
        ("half", "1/2"),
        ("twice", "2"),
        ("thrice", "3"),
        ("4 times", "4"),
        ("1.5 times", "3/2"),
        ("three times", "3"),
        ("fifteen", "15"),
        ("twenty-five", "25"),
        ("two hundred and five", "205"),
        ("three thousand two hundred", "3200"),
        ("1/3", "1/3"),
    ],
)
def test_numbers_as_written(text: str, value: str) -> None:
    assert number_of(text) == Fraction(value)


@pytest.mark.parametrize("text", ["", "some", "a", "%", "twelve boxes", "1/0", "nan", "1e999999"])
def test_words_that_are_no_number(text: str) -> None:
    with pytest.raises(InputError) as error:
        number_of(text)
    assert error.value.code == "bad-number"
    assert error.value.hint


def test_numbers_in_digits() -> None:
    assert [percent_text(Fraction(v)) for v in ("1/4", "1/3", "1/80")] == ["25%", "1/3", "1.25%"]


# ------------------------------------------------------------------------------------------------------------- NL4Opt

LESS, GREATER = "LESS_OR_EQUAL", "GREATER_OR_EQUAL"
HOTEL: dict[str, Any] = {
    "document": "A hotel employs cleaners and clerks for at most $9,000; Cleaners earn $500 and clerks earn $350. It "
    "needs a minimum of 20 people. At least a third of the cleaners and at least 40% clerks. Minimize the wages.",
    "vars": ["cleaners", "clerks"],
    "order_mapping": {"cleaners": 0, "clerks": 1, "Cleaners": 0},
    "obj_declaration": {
        "type": "objective",
        "direction": "Minimize",
        "name": "wages",
        "terms": {"Cleaners": "500", "clerks": "350"},
    },
    "const_declarations": [
        {
            "type": "linear",
            "direction": "at most",
            "limit": "9,000",
            "terms": {"Cleaners": "500", "clerks": "350"},
            "operator": LESS,
        },
        {"type": "sum", "direction": "minimum", "limit": "20", "operator": GREATER},
        {
            "type": "xby",
            "x_var": "clerks",
            "direction": "At least",
            "param": "a third",
            "y_var": "cleaners",
            "operator": GREATER,
        },
        {"type": "ratio", "direction": "at least", "limit": "40%", "var": "clerks", "operator": GREATER},
    ],
}
MENTIONS = {name: name for name in ("x", "y", "z", "a", "b", "c")}
ROWS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "x + y + z + a + b + c <= 9",
        {"kind": "total", "of": [{"variable": v} for v in MENTIONS], "sense": "<=", "limit": "9"},
        {"type": "sum", "direction": "at most", "limit": "9", "operator": LESS},
    ),
    (
        "x <= 4.5",
        {"kind": "bound", "variable": "x", "sense": "<=", "limit": "4.5"},
        {"type": "upperbound", "direction": "at most", "limit": "4.5", "var": "x", "operator": LESS},
    ),
    (
        "y >= 2",
        {"kind": "bound", "variable": "y", "sense": ">=", "limit": "2"},
        {"type": "lowerbound", "direction": "at least", "limit": "2", "var": "y", "operator": GREATER},
    ),
    (
        "2 * x + y >= 7",
        {"kind": "requirement", "terms": [{"coefficient": "2", "variable": "x"}, {"variable": "y"}], "limit": "7"},
        {
            "type": "linear",
            "direction": "at least",
            "limit": "7",
            "terms": {"x": "2", "y": "1"},
            "operator": GREATER,
        },
    ),
    (
        "2 * x <= 7",
        {"kind": "resource", "terms": [{"coefficient": "2", "variable": "x"}], "limit": "7"},
        {"type": "linear", "direction": "at most", "limit": "7", "terms": {"x": "2"}, "operator": LESS},
    ),
    (
        "x <= 0.3 * (x + y + z + a + b + c)",
        {
            "kind": "share",
            "part": [{"variable": "x"}],
            "sense": "<=",
            "fraction": "0.3",
            "whole": [{"variable": v} for v in MENTIONS],
        },
        {"type": "ratio", "direction": "at most", "limit": "30%", "var": "x", "operator": LESS},
    ),
    (
        "x >= 3 * y",
        {"kind": "comparison", "left": "x", "sense": ">=", "factor": "3", "right": "y"},
        {"type": "xby", "x_var": "x", "direction": "at least", "param": "3", "y_var": "y", "operator": GREATER},
    ),
    (
        "z <= y",
        {"kind": "comparison", "left": "z", "sense": "<=", "right": "y"},
        {"type": "xy", "x_var": "z", "direction": "at most", "y_var": "y", "operator": LESS},
    ),
]


def test_a_problem_keeps_its_words() -> None:
    model = import_problem(HOTEL)
    assert [row.kind for row in model.constraints] == ["resource", "total", "comparison", "share"]
    assert [row.to_expression() for row in model.constraints] == [
        "500 * cleaners + 350 * clerks <= 9000",
        "cleaners + clerks >= 20",
        "clerks >= 1 / 3 * cleaners",
        "clerks >= 0.4 * (cleaners + clerks)",
    ]
    assert model.objective is not None
    assert (model.objective.sense, model.objective.expression) == ("min", "500 * cleaners + 350 * clerks")
    assert [f for f in validate(model) if f.severity != "warning"] == []
    source = model.constraints[2].sources[2]
    assert isinstance(source, TextSpan)
    assert model.statements[0].text[source.start : source.end] == "a third"
    exported = export_problem(model)
    assert {key: exported[key] for key in HOTEL} == HOTEL


def test_the_domain_of_the_decisions_is_the_callers_choice() -> None:
    assert {v.domain for v in import_problem(HOTEL).variables} == {"integer"}
    assert {v.domain for v in import_problem(HOTEL, domain="continuous").variables} == {"continuous"}


def test_every_declaration_of_the_training_set(benchmark_folder: Path) -> None:
    seen: Counter[str] = Counter()
    problems = 0
    with (benchmark_folder / "nl4opt" / "train-annotated.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            ((key, problem),) = json.loads(line).items()
            model = import_problem(problem)
            exported = export_problem(model)
            for name in ("document", "vars", "order_mapping", "obj_declaration", "const_declarations"):
                assert exported[name] == problem[name], (key, name)
            again = import_problem(exported)
            assert [(r.kind, r.to_expression()) for r in again.constraints] == [
                (r.kind, r.to_expression()) for r in model.constraints
            ]
            seen.update(declaration["type"] for declaration in problem["const_declarations"])
            problems += 1
    assert problems == 713
    assert set(seen) == set(TYPES)
    assert sum(seen.values()) == 1988


@pytest.mark.parametrize(("expression", "row", "declaration"), ROWS, ids=[text for text, _, _ in ROWS])
def test_a_row_comes_back(expression: str, row: dict[str, Any], declaration: dict[str, Any]) -> None:
    model = shop(row)
    (constraint,) = model.constraints
    assert constraint.to_expression() == expression
    assert export_declaration(constraint, model) == declaration
    assert import_declaration(declaration, MENTIONS, "r0") == constraint


def test_a_row_that_was_changed_is_told_in_digits() -> None:
    model = import_problem(HOTEL)
    row = model.constraints[2].model_copy(update={"factor": "2", "left": "cleaners", "right": "clerks"})
    exported = export_declaration(row, model)
    assert (exported["x_var"], exported["param"], exported["y_var"]) == ("cleaners", "2", "clerks")
    assert exported["direction"] == "At least"


def test_totals_of_some_decisions_are_linear() -> None:
    model = shop({"kind": "total", "of": [{"variable": "x"}, {"variable": "y"}], "sense": "<=", "limit": "3"})
    declaration = export_declaration(model.constraints[0], model)
    assert (declaration["type"], declaration["terms"]) == ("linear", {"x": "1", "y": "1"})
    assert isinstance(import_declaration(declaration, MENTIONS, "r0"), Resource)


def test_a_declaration_without_terms_is_read_as_it_stands() -> None:
    declaration = {"type": "linear", "direction": "at least", "limit": "90", "terms": {}, "operator": GREATER}
    row = import_declaration(declaration, MENTIONS, "r0")
    assert row == Algebraic(name="r0", expression="0 >= 90")
    assert export_declaration(row, shop()) == declaration


def test_a_share_above_one_is_a_percentage() -> None:
    declaration = {"type": "ratio", "direction": "at least", "limit": "40", "var": "x", "operator": GREATER}
    assert import_declaration(declaration, MENTIONS, "r0").fraction == "0.4"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "cubic"}, "`cubic` is no type"),
        ({"operator": "EQUAL"}, "operator `EQUAL`"),
        ({"operator": LESS}, "does not fit `lowerbound`"),
        ({"limit": "plenty"}, "`plenty` cannot be read"),
        ({"var": "w"}, "`w` names no variable"),
        ({"limit": None}, "lacks `limit`"),
    ],
)
def test_declarations_that_cannot_be_read(change: dict[str, Any], message: str) -> None:
    declaration = {"type": "lowerbound", "direction": "at least", "limit": "2", "var": "x", "operator": GREATER}
    changed = {key: value for key, value in (declaration | change).items() if value is not None}
    with pytest.raises(InputError, match=message):
        import_declaration(changed, MENTIONS, "r0")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"kind": "bound", "variable": "x", "sense": "==", "limit": "2"}, "neither `<=` nor `>=`"),
        ({"kind": "bound", "variable": "x", "sense": "<=", "limit": "y"}, "`y` is no known number"),
        ({"kind": "bound", "variable": "x", "sense": "<=", "limit": "2", "for_each": "i in I"}, "for i in I"),
        (
            {
                "kind": "bound",
                "variable": "x",
                "sense": "<=",
                "limit": "2",
                "enforce": {"form": "penalty", "weight": "1"},
            },
            "broken at a price",
        ),
        ({"kind": "comparison", "left": "x", "sense": "<=", "right": "y", "offset": "2"}, "no type for a `comparison`"),
        ({"kind": "implication", "condition": "a", "consequence": "b"}, "neither `<=` nor `>=`"),
    ],
)
def test_rows_that_nl4opt_cannot_say(row: dict[str, Any], message: str) -> None:
    model = shop(row)
    with pytest.raises(UsageError, match=message) as error:
        export_declaration(model.constraints[0], model)
    assert (error.value.code, error.value.where) == ("not-representable", "r0")
