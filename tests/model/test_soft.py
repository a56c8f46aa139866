"""Soft rows as hard ones: what is missed is paid for, compared with trying every point."""

from fractions import Fraction
from itertools import product

import pytest

from modelwright.errors import ModelError
from modelwright.model.canonical import model_from_object
from modelwright.model.exact import Evaluator
from modelwright.model.exact.points import evaluate, holds, shortfall
from modelwright.model.expressions import Compare, parse_expression
from modelwright.model.soft import soften
from modelwright.model.validation import validate

WHOLE = [{"name": name, "domain": "integer", "lower": "0", "upper": "4"} for name in ("x", "y")]


def soft(expression, weight="3", **fields):
    enforce = {"form": "penalty", "weight": weight}
    return {"kind": "algebraic", "name": "wish", "expression": expression, "enforce": enforce} | fields


def make(*constraints, **fields):
    document = {
        "format": "modelwright/model",
        "version": 1,
        "name": "m",
        "variables": WHOLE,
        "objectives": [{"name": "cost", "sense": "min", "expression": "2 * x - y"}],
        "constraints": list(constraints),
    }
    return model_from_object(document | fields)


def whole_points(model, most=4):
    """Every point of the decisions `x` and `y` of `model`."""
    evaluator = Evaluator(model, None)
    columns = [(v.name, key) for v in model.variables if v.name in "xy" for key in evaluator.columns(v)]
    for values in product(range(most + 1), repeat=len(columns)):
        yield dict(zip(columns, map(Fraction, values), strict=True))


def paid(model, point) -> Fraction:
    """The objective of `model` and what its soft rows cost at `point`; by what the words say."""
    evaluator = Evaluator(model, None)
    sign = -1 if model.objectives and model.objectives[0].sense == "max" else 1
    total = Fraction(0)
    if model.objectives:
        total = evaluate(evaluator.tree(parse_expression(model.objectives[0].expression), {}), point)
    for constraint in model.constraints:
        if constraint.enforce.form == "penalty":
            for binding, tree in evaluator.rows_of(constraint):
                weight = evaluator.number(parse_expression(constraint.enforce.weight), binding)
                missed = shortfall(tree, point)
                total += sign * weight * (missed if isinstance(constraint.to_node(), Compare) else missed and 1)
    return total


def cheapest(model, soft_model, point) -> Fraction | None:
    """The best objective of `soft_model` with the decisions of `model` at `point`, by trying all misses of halves."""
    evaluator = Evaluator(soft_model, None)
    new = [v for v in soft_model.variables if v.name not in model.by_name]
    columns, ranges = [], []
    for variable in new:
        for key in evaluator.columns(variable):
            columns.append((variable.name, key))
            step = 2 if variable.domain == "continuous" else 1
            top = 1 if variable.domain == "binary" else 9
            ranges.append([Fraction(k, step) for k in range(top * step + 1)])
    goal = soft_model.objectives[0]
    rows = [tree for c in soft_model.constraints for _, tree in evaluator.rows_of(c)]
    objective = evaluator.tree(parse_expression(goal.expression), {})
    found = []
    for values in product(*ranges):
        whole = point | dict(zip(columns, values, strict=True))
        if all(holds(tree, whole) for tree in rows):
            found.append(evaluate(objective, whole))
    return None if not found else max(found) if goal.sense == "max" else min(found)


@pytest.mark.parametrize(
    "expression",
    [
        "x + 2 * y <= 3",
        "x >= y + 1",
        "x + y == 3",
        "1 <= x <= 2",
        "x <= 1 or y >= 3",
        "not (x <= 1)",
        "x != y",
        "implies(x >= 2, y >= 2)",
    ],
)
@pytest.mark.parametrize("sense", ["min", "max"])
def test_the_cost_is_weight_times_miss(expression, sense):
    model = make(soft(expression), objectives=[{"name": "cost", "sense": sense, "expression": "2 * x - y"}])
    hard = soften(model)
    assert all(constraint.enforce.form == "must" for constraint in hard.constraints)
    assert not [finding for finding in validate(hard) if finding.severity == "error"]
    for point in list(whole_points(model))[::3]:
        expected = paid(model, point) if expression != "1 <= x <= 2" else _chain_cost(point, sense)
        assert cheapest(model, hard, point) == expected


def _chain_cost(point, sense):
    x, y = point["x", ()], point["y", ()]
    missed = max(0, 1 - x) + max(0, x - 2)
    return 2 * x - y + (3 if sense == "min" else -3) * missed


def test_a_model_without_penalties_stays_itself():
    model = make({"kind": "algebraic", "name": "row", "expression": "x + y <= 3"})
    assert soften(model) is model


def test_rows_by_index():
    members = {"form": "members", "members": ["a", "b"]}
    entries = [[["a"], "1"], [["b"], "5"]]
    model = make(
        soft("x[i] >= 2", "price[i]", for_each="i in I if i != 'b'"),
        sets=[{"name": "I", "content": members}],
        parameters=[{"name": "price", "index": ["I"], "value": {"form": "known", "entries": entries}}],
        variables=[{"name": "x", "index": ["I"], "domain": "integer", "lower": "0", "upper": "4"}],
        objectives=[],
    )
    hard = soften(model)
    (missed,) = hard.variables[1:]
    assert (missed.name, missed.index, missed.domain, missed.lower) == ("missed_wish", ("I",), "integer", "0")
    (goal,) = hard.objectives
    assert (goal.sense, goal.expression) == ("min", 'sum(price[i] * missed_wish[i] for i in I if i != "b")')
    (row,) = hard.constraints
    assert (row.name, row.for_each, row.expression) == (
        "wish",
        "i in I if i != 'b'",
        "x[i] + missed_wish[i] >= 2",
    )


def test_rows_by_tuple_and_by_set_valued_parameter():
    arcs = {"name": "ARCS", "content": {"form": "members", "members": [["p", "q"], ["q", "p"]]}}
    covers = {
        "name": "covers",
        "index": ["I"],
        "members_of": "J",
        "value": {"form": "known_sets", "entries": [[[1], [7, 8]], [[2], [8]]]},
    }
    model = make(
        soft("x[i, j] <= 1", for_each="(i, j) in ARCS"),
        soft("y[j] >= i", for_each="i in I, j in covers[i]", name="need"),
        sets=[
            arcs,
            {"name": "I", "content": {"form": "members", "members": [1, 2]}},
            {"name": "J", "content": {"form": "members", "members": [7, 8]}},
        ],
        parameters=[covers],
        variables=[
            {"name": "x", "index": ["ARCS"], "domain": "integer", "lower": "0", "upper": "2"},
            {"name": "y", "index": ["J"], "domain": "integer", "lower": "0", "upper": "2"},
        ],
        objectives=[],
    )
    hard = soften(model)
    assert [(v.name, v.index) for v in hard.variables[2:]] == [("missed_wish", ("ARCS",)), ("missed_need", ("I", "J"))]
    assert hard.objectives[0].expression == (
        "sum(3 * missed_wish[i, j] for (i, j) in ARCS) + sum(3 * missed_need[i, j] for i in I for j in covers[i])"
    )
    assert not [finding for finding in validate(hard) if finding.severity == "error"]
    evaluator = Evaluator(hard, None)
    assert sum(1 for c in hard.constraints for _ in evaluator.rows_of(c)) == 2 + 3


def test_names_do_not_collide():
    variables = [*WHOLE, {"name": "missed_wish", "domain": "integer", "lower": "0", "upper": "1"}]
    hard = soften(make(soft("x <= sum(missed_wish_ for missed_wish_ in I)"), variables=variables, sets=[NUMBERS]))
    assert [v.name for v in hard.variables[3:]] == ["missed_wish__"]
    twice = soften(make(soft("x <= y <= 3"), {"kind": "algebraic", "name": "wish_2", "expression": "x <= 3"}))
    assert [c.name for c in twice.constraints] == ["wish", "wish_2_", "wish_2"]


NUMBERS = {"name": "I", "content": {"form": "range", "first": 1, "last": 3}}


@pytest.mark.parametrize(
    ("changes", "expression", "domain", "row"),
    [
        ({}, "x <= y", "integer", "x <= y + missed_wish"),
        ({}, "0.5 * x <= y", "integer", "0.5 * x <= y + 0.5 * missed_wish"),
        ({}, "a * x <= y / 3", "integer", "a * x <= y / 3 + (1/12) * missed_wish"),
        ({}, "sqrt(2) * x <= y", "continuous", "sqrt(2) * x <= y + missed_wish"),
        ({"variables": [*WHOLE, {"name": "z", "lower": "0"}]}, "x <= y", "continuous", "x <= y + missed_wish"),
    ],
)
def test_misses_are_whole_where_that_is_sure(changes, expression, domain, row):
    parameters = [{"name": "a", "value": {"form": "known", "number": "0.25"}}]
    hard = soften(make(soft(expression), parameters=parameters, **changes))
    assert hard.variables[-1].domain == domain
    assert hard.constraints[0].expression == row


def test_the_first_objective_pays():
    objectives = [
        {"name": "late", "sense": "min", "expression": "y", "priority": 2},
        {"name": "none", "sense": "satisfy", "priority": 0},
        {"name": "gain", "sense": "max", "expression": "x + y", "priority": 1},
    ]
    hard = soften(make(soft("x <= 1"), objectives=objectives))
    assert [o.expression for o in hard.objectives] == ["y", None, "x + y - 3 * missed_wish"]
    only = soften(make(soft("x <= 1"), objectives=[objectives[1]]))
    assert [(o.name, o.sense, o.expression) for o in only.objectives[1:]] == [("penalties", "min", "3 * missed_wish")]


def test_other_kinds_keep_what_else_they_say():
    terms = [{"coefficient": "2", "variable": "x"}]
    row = {"kind": "resource", "name": "wood", "label": "wood in store", "terms": terms, "limit": "3"}
    hard = soften(make(row | {"enforce": {"form": "penalty", "weight": "1"}, "negotiable": "yes"}))
    (found,) = hard.constraints
    assert (found.name, found.label, found.negotiable) == ("wood", "wood in store", "yes")
    assert found.expression == "2 * x <= 3 + missed_wood"


def test_an_unknown_set_is_told():
    with pytest.raises(ModelError, match="no set `NOWHERE`"):
        soften(make(soft("x <= i", for_each="i in NOWHERE")))
