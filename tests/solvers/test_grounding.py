"""Grounding against exact evaluation, golden instances, and faults."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelwright.errors import DataError, LimitError, ModelError, ModelwrightError
from modelwright.model.data import Data, Table
from modelwright.model.document import Model
from modelwright.model.exact import Evaluator, linear_row
from modelwright.model.expressions import parse_expression
from modelwright.solvers import ground
from modelwright.solvers.instance import problem_class
from tests.support.exact_rows import assert_same_numbers

SETS = [
    {"name": "I", "content": {"form": "members", "members": ["a", "b", "c"]}},
    {"name": "J", "content": {"form": "members", "members": ["c", "a"]}, "subset_of": "I"},
    {"name": "T", "content": {"form": "range", "first": 1, "last": 4}},
    {"name": "N", "content": {"form": "members", "members": [7, 1, 3]}},
    {"name": "E", "content": {"form": "range", "first": 1, "last": 0}},
]
KEYS = [("a", t) for t in range(1, 5)] + [("c", t) for t in range(1, 5)]
PARAMETERS = [
    {"name": "k", "value": {"form": "known", "number": "1/3"}},
    {"name": "c", "index": ["I"], "value": {"form": "known", "entries": [[["a"], "2"], [["b"], "-1"], [["c"], "0.5"]]}},
    {"name": "h", "index": ["T"], "value": {"form": "bound", "table": "t", "keys": ["t"], "value": "h"}},
    {
        "name": "d",
        "index": ["I", "T"],
        "value": {"form": "known", "entries": [[list(key), "3"] for key in KEYS], "default": "0.25"},
    },
    {"name": "part", "index": ["I"], "value": {"form": "known", "entries": [[["a"], "2"]]}},
    {"name": "w", "index": ["T"], "value": {"form": "derived", "expression": "h[t] * k + t", "over": "t in T"}},
]
VARIABLES = [
    {"name": "x", "index": ["I", "T"], "lower": "0", "upper": "c[i] + t", "over": "i in I, t in T"},
    {"name": "y", "index": ["T"], "domain": "integer", "lower": "-w[t]", "over": "t in T"},
    {"name": "z", "domain": "binary"},
    {"name": "n", "index": ["N"], "upper": "9"},
]
DEFINITIONS = [
    {"name": "load", "index": ["T"], "over": "t in T", "expression": "sum(d[i, t] * x[i, t] for i in I) + 2 * z"},
    {"name": "all", "expression": "sum(load[t] for t in T if t != 2) - z"},
]
DATA = Data({"t": Table("t", {"t": ["1", "2", "3", "4"], "h": ["4", "0.1", "2.5", "1"]}, "t.csv")})


def model_of(*constraints, objective=None, sense="min"):
    rows = [
        {"kind": "algebraic", "name": f"row{k}", "expression": expression, "for_each": for_each}
        for k, (expression, for_each) in enumerate(constraints)
    ]
    objectives = [{"name": "goal", "sense": sense, "expression": objective}] if objective else []
    return Model(
        sets=SETS,
        parameters=PARAMETERS,
        variables=VARIABLES,
        definitions=DEFINITIONS,
        constraints=rows,
        objectives=objectives,
    )


# ------------------------------------------------------------------------------------------- random models, property


@st.composite
def data_text(draw, scope, depth=2):
    """A data expression over the quantifiers in `scope` (name -> set)."""
    numeric = [q for q, s in scope.items() if s in ("T", "N")]
    leaves = ["2", "0.1", "k", *numeric]
    leaves += [f"c[{q}]" for q, s in scope.items() if s in ("I", "J")]
    leaves += [f"{p}[{q}]" for q, s in scope.items() if s == "T" for p in ("h", "w")]
    leaves += [f"d[{i}, {t}]" for i, s in scope.items() if s in ("I", "J") for t, r in scope.items() if r == "T"]
    leaves += ['c["b"]', "h[3]", 'd["c", 2]']
    if depth == 0:
        return draw(st.sampled_from(leaves))
    form = draw(st.sampled_from(["leaf", "add", "times", "over", "sum"]))
    if form == "leaf":
        return draw(st.sampled_from(leaves))
    if form == "sum":
        quantifier = f"q{depth}"
        inner = draw(data_text({**scope, quantifier: "T"}, depth - 1))
        return f"sum({inner} for {quantifier} in T{draw(condition_text({**scope, quantifier: 'T'}))})"
    left, right = draw(data_text(scope, depth - 1)), draw(data_text(scope, depth - 1))
    return {"add": f"({left} - {right})", "times": f"{left} * {right}", "over": f"({left}) / 4"}[form]


@st.composite
def condition_text(draw, scope):
    texts = [q for q, s in scope.items() if s in ("I", "J")]
    numbers = [q for q, s in scope.items() if s in ("T", "N")]
    parts = (
        [f"{q} != 'b'" for q in texts]
        + [f"{q} > 1" for q in numbers]
        + [f"h[{q}] <= 2.5" for q in numbers if scope[q] == "T"]
    )
    parts += [f"{a} < {b}" for a in texts for b in texts if a != b] + [
        f"{a} + 1 <= {b}" for a in numbers for b in numbers if a != b
    ]
    parts += [f"{q} > 1 and h[{q} - 1] + 0.1 > 0.2" for q in numbers if scope[q] == "T"]
    parts += [f"not ({q} == 3 or {q} == 1)" for q in numbers]
    if not parts or draw(st.booleans()):
        return ""
    return f" if {draw(st.sampled_from(parts))}"


@st.composite
def decision_text(draw, scope, depth=2):
    leaves = ["z", 'x["b", 3]', "y[1]", "n[7]", "all", "load[2]"]
    leaves += [f"y[{q}]" for q, s in scope.items() if s == "T"] + [f"load[{q}]" for q, s in scope.items() if s == "T"]
    leaves += [f"n[{q}]" for q, s in scope.items() if s == "N"]
    leaves += [f"x[{i}, {t}]" for i, s in scope.items() if s in ("I", "J") for t, r in scope.items() if r == "T"]
    if depth == 0:
        return draw(st.sampled_from(leaves))
    form = draw(st.sampled_from(["leaf", "scaled", "add", "over", "sum", "shift"]))
    if form == "sum":
        quantifier, set_name = f"r{depth}", draw(st.sampled_from(["I", "J", "T", "N"]))
        inner = {**scope, quantifier: set_name}
        body = draw(decision_text(inner, depth - 1))
        return f"sum({body} for {quantifier} in {set_name}{draw(condition_text(inner))})"
    if form == "shift":
        return f"sum(y[s{depth} - 1] + h[s{depth}] for s{depth} in T if s{depth} > 1)"
    if form == "scaled":
        return f"{draw(data_text(scope, 1))} * ({draw(decision_text(scope, depth - 1))})"
    if form == "add":
        parts = draw(decision_text(scope, depth - 1)), draw(data_text(scope, 1)), draw(decision_text(scope, depth - 1))
        return "{} + {} - ({})".format(*parts)
    if form == "over":
        return f"({draw(decision_text(scope, depth - 1))}) / 4"
    return draw(st.sampled_from(leaves))


SCOPES = [{}, {"i": "I"}, {"t": "T"}, {"i": "J", "t": "T"}, {"m": "N", "t": "T"}, {"i": "I", "j": "J"}, {"e": "E"}]


@st.composite
def constraint_text(draw):
    scope = draw(st.sampled_from(SCOPES))
    left, right = draw(decision_text(scope)), draw(data_text(scope))
    for_each = ", ".join(f"{q} in {s}" for q, s in scope.items())
    if scope:
        for_each += draw(condition_text({q: s for q, s in scope.items() if s != "E"}))
    shape = draw(st.sampled_from(["{l} <= {r}", "{r} >= {l}", "{l} == {r}", "{r} <= {l} <= 5", "{l} >= {d}"]))
    return shape.format(l=left, r=right, d=draw(decision_text(scope, 1))), for_each


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(constraint_text(), min_size=1, max_size=2), decision_text({}))
def test_random_models_are_grounded_as_they_evaluate(constraints, objective) -> None:
    model = model_of(*constraints, objective=objective)
    instance = ground(model, DATA)
    assert_same_numbers(instance, model, DATA)
    terms, constant = linear_row(Evaluator(model, DATA), parse_expression(objective), {})
    cost = {instance.column_key(int(c)): instance.cost[c] for c in np.flatnonzero(np.abs(instance.cost) > 1e-12)}
    assert cost == pytest.approx({k: float(v) for k, v in terms.items()}, rel=1e-11)
    assert instance.offset == pytest.approx(float(constant), rel=1e-11, abs=1e-11)


def test_bounds_are_grounded_as_they_evaluate() -> None:
    model = model_of()
    instance, evaluator = ground(model, DATA), Evaluator(model, DATA)
    for variable in model.variables:
        for key in evaluator.columns(variable):
            column = instance.column(variable.name, key)
            lower, upper = evaluator.bounds(variable, key)
            assert instance.column_lower[column] == pytest.approx(-np.inf if lower is None else float(lower))
            assert instance.column_upper[column] == pytest.approx(np.inf if upper is None else float(upper))
            assert instance.integrality[column] == (variable.domain != "continuous")


# ------------------------------------------------------------------------------------------------------------ golden


def dense(instance):
    matrix = np.zeros((instance.num_rows, instance.num_columns))
    for row in range(instance.num_rows):
        columns, values = instance.row(row)
        matrix[row, columns] = values
    return matrix


def test_a_small_model_as_arrays() -> None:
    model = Model(
        variables=[{"name": "x", "lower": "0"}, {"name": "y", "domain": "integer", "lower": "1", "upper": "9"}],
        objectives=[{"name": "goal", "sense": "max", "expression": "3 * x + 2 * y + 7"}],
        constraints=[
            {"kind": "algebraic", "name": "a", "expression": "1 <= x + y <= 4"},
            {"kind": "algebraic", "name": "b", "expression": "x + 3 * y + 1 <= 6.5 - x"},
        ],
    )
    instance = ground(model)
    assert dense(instance).tolist() == [[1, 1], [2, 3]]
    assert instance.row_lower.tolist() == [1, -np.inf]
    assert instance.row_upper.tolist() == [4, 5.5]
    assert instance.cost.tolist() == [3, 2]
    assert (instance.offset, instance.sense) == (7.0, "max")
    assert instance.column_upper.tolist() == [np.inf, 9]
    assert [instance.row_name(k) for k in range(2)] == ["a", "b"]
    assert problem_class(instance)[0] == "MILP"


def test_scalar_coefficients_are_the_nearest_floats() -> None:
    instance = ground(Model(variables=[{"name": "x"}], constraints=[row("0.1 * x + 0.2 * x <= 0.3 - 0.1")]))
    assert instance.value.tolist() == [0.3]
    assert instance.row_upper.tolist() == [0.2]


def row(expression, for_each="", name="r"):
    return {"kind": "algebraic", "name": name, "expression": expression, "for_each": for_each}


def test_names_lead_back() -> None:
    instance = ground(model_of(("x[i, t] <= x[i, 1] <= x[i, 2]", "i in J, t in T if t >= 3")), DATA)
    assert instance.row_name(0) == "row0[c, 3]"
    assert instance.row_name(5) == "row0[c, 4] (2)"
    assert instance.row_key(3) == ("row0", ("a", 4))
    assert instance.column_name(5) == "x[b, 2]"
    for column in range(instance.num_columns):
        assert instance.column(*instance.column_key(column)) == column


def test_repeated_places_are_summed_and_zeros_dropped() -> None:
    instance = ground(model_of(("sum(x[i, t] - x['a', t] for i in I) + 2 * x['b', t] <= 0", "t in T")), DATA)
    assert instance.row(0)[1].tolist() == [-2.0, 3.0, 1.0]


def test_a_row_without_decisions_stays() -> None:
    instance = ground(Model(variables=[{"name": "x"}], constraints=[row("x - x >= 1"), row("2 <= 3")]))
    assert instance.start.tolist() == [0, 0, 0]
    assert instance.row_lower.tolist() == [1.0, -np.inf]
    assert instance.row_upper.tolist() == [np.inf, 1.0]


def test_an_empty_family_has_no_rows() -> None:
    instance = ground(model_of(("x[i, t] <= 1", "i in I, t in E"), ("z <= 1", "")), DATA)
    assert instance.num_rows == 1
    assert instance.row_name(0) == "row1"


def test_arrays_are_read_only() -> None:
    instance = ground(Model(variables=[{"name": "x"}], constraints=[row("x <= 1")]))
    with pytest.raises(ValueError, match="read-only"):
        instance.value[0] = 2.0


def test_a_comparison_of_decimals_in_a_filter_is_exact() -> None:
    sets = [{"name": "S", "content": {"form": "range", "first": 1, "last": 3}}]
    tenth = {"name": "p", "index": ["S"], "value": {"form": "known", "default": "0.1"}}
    model = Model(
        sets=sets,
        parameters=[tenth],
        variables=[{"name": "x", "index": ["S"]}],
        constraints=[row("x[s] <= 1", "s in S if p[s] + p[s] + p[s] <= 0.3")],
    )
    assert ground(model).num_rows == 3  # in floats 0.1 + 0.1 + 0.1 > 0.3


# ------------------------------------------------------------------------------------------------------------ faults


@pytest.mark.parametrize(
    ("expression", "for_each", "code"),
    [
        ("nothing <= 1", "", "unknown-name"),
        ("x <= 1", "", "index-arity"),
        ("x['a'] <= 1", "", "index-arity"),
        ("x['q', 1] <= 1", "", "index-range"),
        ("x['a', t] <= 1", "t in N", "index-range"),
        ("y[t - 1] <= 1", "t in T", "index-range"),
        ("y[t / 2] <= 1", "t in T", "index-range"),
        ("x[t, t] <= 1", "t in T", "index-range"),
        ("n[m - 2] <= 1", "m in N", "index-range"),
        ("y[i] <= 1", "i in I", "index-range"),
        ("x['a', 1] < 1", "", "strict-comparison"),
        ("z + 1", "", "not-a-comparison"),
        ("y[t] / (t - 2) <= 1", "t in T", "zero-division"),
        ("z <= 1", "t in NONE", "unknown-set"),
        ("z <= 1", "i in I if i", "boolean-number"),
        ("z <= 1", "i in I if i == 1", "boolean-number"),
        ("z <= 1", "t in T if y[t] <= 1", "decision-in-data"),
        ("z <= i", "i in I", "boolean-number"),
        ("I <= 1", "", "unknown-name"),
        ("part[i] * z <= 1", "i in I", "missing-value"),
        ("z * 1e300 * h[1] * 1e300 <= 1", "", "overflow"),
        ("z * 1e300 * h[t] * 1e300 <= 1", "t in T", "overflow"),
    ],
)
def test_faults_have_codes_and_a_place(expression, for_each, code) -> None:
    with pytest.raises(ModelwrightError) as caught:
        ground(model_of((expression, for_each)), DATA)
    assert caught.value.code == code
    if code not in ("overflow", "missing-value"):
        assert caught.value.where == "/constraints/0"


def test_a_shift_out_of_range_says_how_to_filter() -> None:
    with pytest.raises(ModelError, match="`y` is used at 0, which is not a member of `T`") as caught:
        ground(model_of(("y[t - 1] <= 1", "t in T")), DATA)
    assert "if t > 1" in caught.value.hint


def test_a_used_key_without_value_is_named() -> None:
    with pytest.raises(DataError, match="`part` has no value for `b`"):
        ground(model_of(("part[i] * z <= 1", "i in I")), DATA)
    ground(model_of(("part[i] * z <= 1", "i in I if i == 'a'")), DATA)


@pytest.mark.parametrize(
    ("cells", "code", "where"),
    [
        (["4", "0.1", "x", "1"], "invalid-number", "t.csv, line 4, column `h`"),
        (["4", "0.1", "", "1"], "invalid-number", "t.csv, line 4, column `h`"),
        (["4", "0.1", "1_0", "1"], "invalid-number", "t.csv, line 4, column `h`"),
    ],
)
def test_a_bad_cell_has_a_place(cells, code, where) -> None:
    data = Data({"t": Table("t", {"t": ["1", "2", "3", "4"], "h": cells}, "t.csv")})
    with pytest.raises(DataError) as caught:
        ground(model_of(("h[t] * z <= 1", "t in T")), data)
    assert (caught.value.code, caught.value.where) == (code, where)


@pytest.mark.parametrize(
    ("keys", "code"), [(["1", "2", "2", "4"], "duplicate-key"), (["1", "2", "3", "9"], "unknown-key")]
)
def test_a_bad_key_is_told(keys, code) -> None:
    data = Data({"t": Table("t", {"t": keys, "h": ["1", "2", "3", "4"]}, "t.csv")})
    with pytest.raises(DataError) as caught:
        ground(model_of(("h[t] * z <= 1", "t in T")), data)
    assert caught.value.code == code


def test_fractions_and_json_numbers_in_tables() -> None:
    data = Data({"t": Table("t", {"t": [1, 2, 3, 4], "h": ["1/3", 2, "1e-1", "+4."]}, "t.json")})
    instance = ground(model_of(("h[t] * z <= 1", "t in T")), data)
    assert instance.value.tolist() == [1 / 3, 2.0, 0.1, 4.0]


def test_a_text_is_no_member_of_a_set_of_integers() -> None:
    wrong = {"name": "v", "index": ["T"], "value": {"form": "known", "entries": [[["1"], "2"], [[2], "2"]]}}
    model = model_of(("v[t] * z <= 1", "t in T if t <= 2"))
    model = Model.model_validate({**model.model_dump(mode="json"), "parameters": [*PARAMETERS, wrong]})
    with pytest.raises(ModelError) as caught:
        ground(model, DATA)
    assert caught.value.code == "index-range"


def test_open_slots_are_refused() -> None:
    missing = {"form": "missing", "slot": "limit"}
    model = Model(
        variables=[{"name": "x"}],
        constraints=[{"kind": "bound", "name": "b", "variable": "x", "sense": "<=", "limit": missing}],
    )
    for wrong in (
        model,
        Model(variables=[{"name": "x", "domain": missing}]),
        Model(variables=[{"name": "x"}], objectives=[{"name": "o", "sense": missing, "expression": "x"}]),
        Model(variables=[{"name": "x"}], objectives=[{"name": "o", "sense": "min", "expression": missing}]),
    ):
        with pytest.raises(ModelError) as caught:
            ground(wrong)
        assert caught.value.code == "missing-slot"


def test_sizes_are_refused_before_allocation() -> None:
    big = [{"name": f"S{k}", "content": {"form": "range", "first": 1, "last": 20_000}} for k in range(3)]
    index = ["S0", "S1", "S2"]
    with pytest.raises(LimitError, match="8000000000000"):
        ground(Model(sets=big, variables=[{"name": "x", "index": index}]))
    over = "a in S0, b in S1, c in S2"
    with pytest.raises(LimitError, match="400000000"):
        ground(Model(sets=big, variables=[{"name": "x"}], constraints=[row("x <= 1", over)]))
