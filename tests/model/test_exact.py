"""Exact evaluation: sets, parameters, conditions, linear forms, bounds."""

from __future__ import annotations

from fractions import Fraction

import pytest

from modelwright.errors import DataError, LimitError, ModelError
from modelwright.model.data import Data, Table
from modelwright.model.document import Model
from modelwright.model.exact import Evaluator, exact_rows, linear_row, row_parts
from modelwright.model.expressions import parse_expression


def number(text: str, **groups) -> Fraction:
    return Evaluator(Model(**groups)).number(parse_expression(text), {})


def known(name, index=(), **value):
    return {"name": name, "index": index, "value": {"form": "known", **value}}


def bound(name, index, table, keys, value, default=None):
    return {
        "name": name,
        "index": index,
        "value": {"form": "bound", "table": table, "keys": keys, "value": value, "default": default},
    }


def members(name, *values, **more):
    return {"name": name, "content": {"form": "members", "members": values}, **more}


def span(name, first, last, **more):
    return {"name": name, "content": {"form": "range", "first": first, "last": last}, **more}


I = members("I", "a", "b")  # noqa: E741
T = span("T", 1, 3)
CODE = "code"


def test_arithmetic_is_exact() -> None:
    assert number("0.1 + 0.2 - 0.3") == 0
    assert number("1 / 3 * 3") == 1
    assert number("-(2 - 5) / 4") == Fraction(3, 4)


def test_a_sum_runs_over_its_quantifiers_with_filter() -> None:
    assert number("sum(t for t in T)", sets=[T]) == 6
    assert number("sum(t * s for t in T for s in T if s < t)", sets=[T]) == 2 + 3 + 6
    assert number("sum(1 for i in I for j in I if i != j)", sets=[I]) == 2
    assert number('sum(1 for i in I if i == "a" or i == "c")', sets=[I]) == 1
    assert number("sum(1 for t in T if not (t == 2))", sets=[T]) == 2


def test_derived_parameters_are_worked_out_at_their_key() -> None:
    groups = {
        "sets": [T],
        "parameters": [
            known("price", ["T"], entries=[[[1], "5"], [[2], "6"]], default="7"),
            {
                "name": "twice",
                "index": ["T"],
                "value": {"form": "derived", "expression": "2 * price[t]", "over": "t in T"},
            },
            {"name": "all", "value": {"form": "derived", "expression": "sum(twice[t] for t in T)"}},
        ],
    }
    assert number("all", **groups) == 36


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        (["a = b", "b = a"], "a"),
        (["a = a + 1"], "a"),
    ],
)
def test_a_cycle_among_derivations_is_told(parameters, text) -> None:
    made = [
        {"name": p.split(" = ")[0], "value": {"form": "derived", "expression": p.split(" = ")[1]}} for p in parameters
    ]
    with pytest.raises(ModelError) as caught:
        number(text, parameters=made)
    assert caught.value.code == "cycle"


def test_a_cycle_among_definitions_is_told() -> None:
    made = [{"name": "a", "expression": "b + 1"}, {"name": "b", "expression": "a"}]
    with pytest.raises(ModelError) as caught:
        linear_row(Evaluator(Model(definitions=made)), parse_expression("a"), {})
    assert caught.value.code == "cycle"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nothing", "unknown-name"),
        ("p", "index-arity"),
        ("p[1, 2]", "index-arity"),
        ("p[4]", "index-range"),
        ("p[1.5]", "index-range"),
        ('p["a"]', "index-range"),
        ("x", "decision-in-data"),
        ("1 / (2 - 2)", "zero-division"),
        ('1 + "a"', "boolean-number"),
        ("sum(i for i in I)", "boolean-number"),
        ("sum(1 for i in I if i == 1)", "boolean-number"),
        ("sum(1 for i in I if 1)", "boolean-number"),
        ("sum(1 for i in NONE)", "unknown-set"),
        ("late", "missing-slot"),
    ],
)
def test_errors_have_codes(text, code) -> None:
    groups = {
        "sets": [I, T],
        "parameters": [
            known("p", ["T"], default="1"),
            {"name": "late", "value": {"form": "missing", "slot": "price"}},
        ],
        "variables": [{"name": "x"}],
    }
    with pytest.raises(ModelError) as caught:
        number(text, **groups)
    assert caught.value.code == code


def test_a_key_without_value_is_named() -> None:
    with pytest.raises(DataError, match="`p` has no value for `b`") as caught:
        number('p["b"]', sets=[I], parameters=[known("p", ["I"], entries=[[["a"], "1"]])])
    assert caught.value.code == "missing-value"


# -------------------------------------------------------------------------------------------------------------- rows


MODEL = Model(
    sets=[I, T],
    variables=[{"name": "x", "index": ["I", "T"]}, {"name": "y"}],
    parameters=[known("c", ["I"], entries=[[["a"], "2"], [["b"], "1/3"]])],
    definitions=[
        {"name": "total", "index": ["T"], "over": "t in T", "expression": "sum(x[i, t] for i in I) + y"},
    ],
)


def row(text, binding=None):
    return linear_row(Evaluator(MODEL), parse_expression(text), binding or {})


def test_linear_forms_expand_definitions_and_shifts() -> None:
    terms, constant = row("3 - total[t - 1] + y", {"t": 2})
    assert terms == {("x", ("a", 1)): -1, ("x", ("b", 1)): -1}  # y cancels
    assert constant == 3
    terms, _ = row("sum(c[i] * x[i, 2] for i in I) / 2")
    assert terms == {("x", ("a", 2)): 1, ("x", ("b", 2)): Fraction(1, 6)}


@pytest.mark.parametrize("text", ["y * y", "y / y", "1 / y", "y * total[1]", "0 * y * y"])
def test_products_of_decisions_are_refused(text) -> None:
    with pytest.raises(ModelError) as caught:
        row(text)
    assert caught.value.code == "nonlinear"


def test_a_shift_out_of_range_names_the_member_and_the_filter() -> None:
    with pytest.raises(ModelError, match="`x` is used at 0") as caught:
        row("x[i, t - 1]", {"i": "a", "t": 1})
    assert "if t > 1" in caught.value.hint


def rows_of(expression, for_each="", **more):
    model = MODEL.model_copy(update={})
    model = Model.model_validate(
        {
            **model.model_dump(mode="json"),
            "constraints": [
                {"kind": "algebraic", "name": "c0", "expression": expression, "for_each": for_each, **more}
            ],
        }
    )
    return list(exact_rows(Evaluator(model), model.constraints[0]))


def test_a_chain_around_one_decision_is_one_row() -> None:
    (found,) = rows_of("1 <= y + 2 <= 5")
    assert (found.lower, found.upper, found.terms) == (-1, 3, {("y", ()): 1})
    (found,) = rows_of("5 >= y >= 1")
    assert (found.lower, found.upper) == (1, 5)


def test_a_chain_of_decisions_is_a_row_for_each_comparison() -> None:
    first, second = rows_of("x[i, 1] <= x[i, 2] <= x[i, 3]", "i in I if i == 'b'")
    assert (first.part, second.part) == (0, 1)
    assert first.terms == {("x", ("b", 1)): 1, ("x", ("b", 2)): -1}
    assert (first.lower, first.upper) == (None, 0)
    assert second.terms == {("x", ("b", 2)): 1, ("x", ("b", 3)): -1}


def test_a_limit_on_the_left_turns_the_row() -> None:
    (found,) = rows_of("3 >= y")
    assert (found.lower, found.upper) == (None, 3)


@pytest.mark.parametrize(
    ("text", "code"), [("y < 3", "strict-comparison"), ("y != 3", "strict-comparison"), ("y + 1", "not-a-comparison")]
)
def test_rows_that_are_none(text, code) -> None:
    with pytest.raises(ModelError) as caught:
        rows_of(text)
    assert caught.value.code == code


def test_parts_do_not_depend_on_a_variable_hidden_in_a_definition() -> None:
    model = Model(
        variables=[{"name": "x"}],
        definitions=[{"name": "d", "expression": "x + 1"}],
        constraints=[{"kind": "algebraic", "name": "c0", "expression": "0 <= x <= d"}],
    )
    assert len(row_parts(Evaluator(model), model.constraints[0])) == 2


def test_bounds_are_exact() -> None:
    model = Model(
        sets=[T],
        variables=[
            {"name": "x", "index": ["T"], "lower": "t / 3", "upper": "0.1 * t", "over": "t in T"},
            {"name": "b", "domain": "binary", "upper": "5"},
            {"name": "free"},
        ],
    )
    evaluator = Evaluator(model)
    assert evaluator.bounds(model.variables[0], (2,)) == (Fraction(2, 3), Fraction(1, 5))
    assert evaluator.bounds(model.variables[1]) == (0, 1)
    assert evaluator.bounds(model.variables[2]) == (None, None)


# -------------------------------------------------------------------------------------------------------------- sets


def column_set(cells):
    model = Model(sets=[{"name": "S", "content": {"form": "column", "table": "t", "column": "c"}}])
    return Evaluator(model, Data({"t": Table("t", {"c": cells}, "t.csv")}))


def test_a_column_of_integers_makes_integer_members() -> None:
    assert column_set(["2", "1", "2"]).members("S") == (2, 1)
    assert column_set([2, "1"]).members("S") == (2, 1)
    assert column_set(["2", "01"]).members("S") == ("2", "01")
    assert column_set(["b", 1]).members("S") == ("b", "1")


def test_an_empty_cell_has_a_place() -> None:
    with pytest.raises(DataError) as caught:
        column_set(["a", ""]).members("S")
    assert caught.value.where == "t.csv, line 3, column `c`"


def test_sets_are_checked() -> None:
    for wrong in (
        members("S", "a", "a"),
        members("S", "a", 1),
        members("S", "z", subset_of="I"),
        members("S", "z", subset_of="S"),
    ):
        with pytest.raises(ModelError):
            Evaluator(Model(sets=[I, wrong])).members("S")


def test_a_range_too_long_is_refused_before_it_is_made() -> None:
    with pytest.raises(LimitError, match="10000000001 members"):
        Evaluator(Model(sets=[span("S", 0, 10**10)])).members("S")


# ------------------------------------------------------------------------------------------------------------- tables


def table_value(columns, key, default=None):
    model = Model(sets=[I, T], parameters=[bound("p", ["I", "T"], "t", ["i", "t"], "v", default)])
    return Evaluator(model, Data({"t": Table("t", columns, "t.csv")})).parameter("p", key)


def test_values_are_read_from_a_table_exactly() -> None:
    columns = {"i": ["a", "b"], "t": ["1", "2"], "v": ["0.1", "1/3"]}
    assert table_value(columns, ("a", 1)) == Fraction(1, 10)
    assert table_value(columns, ("b", 2)) == Fraction(1, 3)
    assert table_value(columns, ("b", 3), "7") == 7


@pytest.mark.parametrize(
    ("columns", "code", "where"),
    [
        ({"i": ["a", "a"], "t": ["1", "1"], "v": ["1", "2"]}, "duplicate-key", "t.csv, line 3, column `v`"),
        ({"i": ["c"], "t": ["1"], "v": ["1"]}, "unknown-key", "t.csv, line 2, column `i`"),
        ({"i": ["a"], "t": ["x"], "v": ["1"]}, "unknown-key", "t.csv, line 2, column `t`"),
        ({"i": ["a"], "t": ["1"], "v": ["nan"]}, "invalid-number", "t.csv, line 2, column `v`"),
        ({"i": ["a"], "t": ["1"], "v": [""]}, "invalid-number", "t.csv, line 2, column `v`"),
        ({"i": ["b"], "t": ["1"], "v": ["1"]}, "missing-value", "t.csv, column `v`"),
        ({"i": ["a"], "t": ["1"]}, "unknown-column", "t.csv"),
    ],
)
def test_a_fault_in_a_table_has_a_place(columns, code, where) -> None:
    with pytest.raises(DataError) as caught:
        table_value(columns, ("a", 1))
    assert (caught.value.code, caught.value.where) == (code, where)
