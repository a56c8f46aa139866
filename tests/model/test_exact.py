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


def selected(name, item, over, **more):
    return {"name": name, "content": {"form": "selected", "item": item, "over": over}, **more}


def set_members(name, *sets, tables=None, **groups):
    data = Data({key: Table(key, columns, f"{key}.csv") for key, columns in (tables or {}).items()})
    return Evaluator(Model(sets=sets, **groups), data).members(name)


def test_ends_of_a_range_may_be_data() -> None:
    n = known("n", number="3")
    assert set_members("S", span("S", "n - 1", "2 * n"), parameters=[n]) == (2, 3, 4, 5, 6)
    assert set_members("S", span("S", 1, "n - 5"), parameters=[n]) == ()
    assert set_members("S", span("S", 1, "len(I)"), I) == (1, 2)
    with pytest.raises(ModelError, match="3/2") as caught:
        set_members("S", span("S", 1, "n / 2"), parameters=[n])
    assert caught.value.code == "invalid-number"
    with pytest.raises(ModelError) as caught:
        set_members("S", span("S", 1, "x"), variables=[{"name": "x"}])
    assert caught.value.code == "decision-in-data"


def test_members_may_be_tuples() -> None:
    arcs = members("ARCS", ["a", "b"], ["b", "a"], of=["I", "I"])
    assert set_members("ARCS", I, arcs) == (("a", "b"), ("b", "a"))
    evaluator = Evaluator(Model(sets=[I, arcs, T]))
    assert [evaluator.width(name) for name in ("I", "ARCS", "T")] == [1, 2, 1]
    assert evaluator.size("ARCS") == 2
    assert not evaluator.is_integer_set("ARCS")


def test_tuples_come_from_columns() -> None:
    columns = {"i": ["a", "b", "a"], "t": ["1", "2", "1"], "n": ["1", "1", "2"]}
    pairs = {"name": "P", "content": {"form": "columns", "table": "t", "columns": ["i", "t"]}}
    assert set_members("P", pairs, tables={"t": columns}) == (("a", 1), ("b", 2))
    # the sets that the parts belong to say whether they are texts or integers
    texts = members("N", "1", "2")
    numbered = {"name": "P", "content": {"form": "columns", "table": "t", "columns": ["n", "t"]}, "of": ["N", "T"]}
    assert set_members("P", numbered, texts, T, tables={"t": columns}) == (("1", 1), ("1", 2), ("2", 1))
    column = {"name": "S", "content": {"form": "column", "table": "t", "column": "n"}, "subset_of": "N"}
    assert set_members("S", column, texts, tables={"t": columns}) == ("1", "2")


def test_sets_are_selected_from_others() -> None:
    assert set_members("S", I, T, selected("S", "t", "t in T if t % 2 == 1")) == (1, 3)
    assert set_members("S", I, selected("S", "(i, j)", "i in I, j in I if i != j")) == (("a", "b"), ("b", "a"))
    assert set_members("S", T, selected("S", "s + t", "s in T, t in T")) == (2, 3, 4, 5, 6)
    arcs = members("ARCS", ["a", "b"], ["b", "a"])
    assert set_members("S", T, arcs, selected("S", "(a, t)", "a in ARCS, t in T if t > 2")) == (
        ("a", "b", 3),
        ("b", "a", 3),
    )
    assert set_members("S", arcs, selected("S", "j", "(i, j) in ARCS if i == 'a'")) == ("b",)
    cost = known("c", ["T"], entries=[[[1], "5"], [[2], "0"], [[3], "7"]])
    assert set_members("S", T, selected("S", "t", "t in T if c[t] > 0", subset_of="T"), parameters=[cost]) == (1, 3)


@pytest.mark.parametrize(
    ("sets", "code"),
    [
        ([selected("S", "t", "t in S")], "cycle"),
        ([selected("S", "t", "t in R"), selected("R", "t", "t in S")], "cycle"),
        ([span("S", 1, "len(S)")], "cycle"),
        ([selected("S", "t / 2", "t in T")], "index-range"),
        ([selected("S", "t", "t in NONE")], "unknown-set"),
        ([members("S", ["a", "z"], of=["I", "I"])], "index-range"),
        ([members("S", ["a", "b"], of=["I"])], "index-arity"),
        ([members("S", "z", of=["I"])], "index-range"),
        ([members("S", ["a", "b"], ["a", "b", "c"])], "invalid-field"),
        ([members("S", ["a", 1], ["a", "b"])], "invalid-field"),
        ([members("S", ["a", "b"], "a")], "invalid-field"),
        ([members("S", ["a", "b"], ["a", "b"])], "duplicate-name"),
        ([members("S", ["a", "b"], subset_of="R"), members("R", ["b", "a"])], "index-range"),
    ],
)
def test_faults_of_sets_have_codes(sets, code) -> None:
    with pytest.raises(ModelError) as caught:
        set_members("S", I, T, *sets)
    assert caught.value.code == code


def test_a_part_outside_its_set_is_named() -> None:
    with pytest.raises(ModelError, match=r"`\(a, z\)` is in `S`, but its part `z` is not in `I`"):
        set_members("S", I, members("S", ["a", "b"], ["a", "z"], of=["I", "I"]))


def test_a_comprehension_too_large_is_refused_before_it_is_run() -> None:
    big = span("B", 1, 4_000_000)
    with pytest.raises(LimitError, match="16000000000000 combinations"):
        set_members("S", big, selected("S", "i", "i in B, j in B"))
    with pytest.raises(LimitError, match="10000000000 members"):
        set_members("S", span("S", 1, "n"), parameters=[known("n", number="1e10")])


def covering(value, **more):
    parameter = {"name": "covers", "index": ["I"], "members_of": "T", "value": value, **more}
    return Model(sets=[I, T], parameters=[parameter])


def known_sets(*entries):
    return {"form": "known_sets", "entries": entries}


def test_a_parameter_may_have_sets_for_values() -> None:
    evaluator = Evaluator(covering(known_sets([["a"], [3, 1]])))
    assert evaluator.set_members("covers", ("a",)) == (3, 1)
    assert evaluator.set_members("covers", ("b",)) == ()
    assert evaluator.set_members("T") == (1, 2, 3)
    assert evaluator.set_positions("covers", ("a",)) == {3: 0, 1: 1}
    with pytest.raises(ModelError) as caught:
        evaluator.set_members("covers", ("z",))
    assert caught.value.code == "index-range"


@pytest.mark.parametrize(
    ("model", "code"),
    [
        (covering(known_sets([["a"], [4]])), "index-range"),
        (covering(known_sets([["z"], [1]])), "index-range"),
        (covering(known_sets([["a", "b"], [1]])), "index-arity"),
        (covering(known_sets([["a"], [1, 1]])), "duplicate-name"),
        (covering(known_sets([["a"], [1]], [["a"], [2]])), "duplicate-name"),
        (covering(known_sets(), members_of=None), "invalid-field"),
        (covering({"form": "known", "number": "1"}), "invalid-field"),
        (covering({"form": "missing", "slot": "who covers whom"}), "missing-slot"),
    ],
)
def test_faults_of_sets_of_a_parameter_have_codes(model, code) -> None:
    with pytest.raises(ModelError) as caught:
        Evaluator(model).set_members("covers", ("a",))
    assert caught.value.code == code


def bound_sets(columns):
    value = {"form": "bound_sets", "table": "t", "keys": ["i"], "member": "t"}
    return Evaluator(covering(value), Data({"t": Table("t", columns, "t.csv")}))


def test_sets_are_read_from_a_table() -> None:
    evaluator = bound_sets({"i": ["b", "a", "b"], "t": ["2", "1", "1"]})
    assert evaluator.set_members("covers", ("b",)) == (2, 1)
    assert evaluator.set_members("covers", ("a",)) == (1,)


@pytest.mark.parametrize(
    ("columns", "code", "where"),
    [
        ({"i": ["b"], "t": ["9"]}, "unknown-key", "t.csv, line 2, column `t`"),
        ({"i": ["z"], "t": ["1"]}, "unknown-key", "t.csv, line 2, column `i`"),
        ({"i": ["b", "b"], "t": ["1", "1"]}, "duplicate-key", "t.csv, line 3, column `t`"),
        ({"i": ["b"]}, "unknown-column", "t.csv"),
    ],
)
def test_a_fault_in_a_table_of_sets_has_a_place(columns, code, where) -> None:
    with pytest.raises(DataError) as caught:
        bound_sets(columns).set_members("covers", ("b",))
    assert (caught.value.code, caught.value.where) == (code, where)


def test_numbers_over_tuples_are_read_by_their_parts() -> None:
    arcs = members("ARCS", ["a", 1], ["b", 2])
    columns = {"from": ["b", "a"], "to": ["2", "1"], "v": ["5", "7"]}
    model = Model(sets=[arcs], parameters=[bound("p", ["ARCS"], "t", ["from", "to"], "v")])
    evaluator = Evaluator(model, Data({"t": Table("t", columns, "t.csv")}))
    assert evaluator.parameter("p", (("b", 2),)) == 5
    assert evaluator.number(parse_expression("sum(p[i, t] * t for (i, t) in ARCS)"), {}) == 7 + 10
    wrong = Model(sets=[arcs], parameters=[bound("p", ["ARCS"], "t", ["from"], "v")])
    with pytest.raises(ModelError) as caught:
        Evaluator(wrong, evaluator.data).parameter("p", (("b", 2),))
    assert caught.value.code == "index-arity"
    outside = Data({"t": Table("t", {"from": ["b"], "to": ["1"], "v": ["5"]}, "t.csv")})
    with pytest.raises(DataError, match=r"`\(b, 1\)`"):
        Evaluator(model, outside).parameter("p", (("b", 2),))


def test_bounds_over_tuples_take_them_apart() -> None:
    arcs = members("ARCS", [1, 2], [2, 3])
    variable = {"name": "flow", "index": ["ARCS"], "upper": "10 * i + j", "over": "(i, j) in ARCS"}
    model = Model(sets=[arcs], variables=[variable])
    evaluator = Evaluator(model)
    assert [evaluator.bounds(model.variables[0], key)[1] for key in evaluator.columns(model.variables[0])] == [12, 23]


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
