"""Ten unbounded models: the direction holds, and the limits that are named make the model bounded."""

from fractions import Fraction

import pytest
from infeasible_models import model, row, whole

from modelwright.model.exact import Evaluator
from modelwright.model.exact.points import evaluate, holds
from modelwright.model.expressions import parse_expression
from modelwright.model.templates import Algebraic
from modelwright.solvers import diagnose, solve_model

FREE = {"lower": None}


def at_least_zero(*names):
    return [{"name": name, "lower": "0"} for name in names]


def flows():
    """A family with a loop that brings money."""
    arcs = [["a", "b"], ["b", "c"], ["c", "a"]]
    pays = [[[arc], amount] for arc, amount in zip(arcs, ("3", "-1", "-1"), strict=True)]
    return model(
        [{"name": "flow", "index": ["ARCS"], "lower": "0"}],
        row(
            "balance",
            "sum(flow[i, j] for (i, j) in ARCS if j == n) == sum(flow[i, j] for (i, j) in ARCS if i == n)",
            "n in N",
        ),
        goal="sum(pay[i, j] * flow[i, j] for (i, j) in ARCS)",
        sets=[
            {"name": "N", "content": {"form": "members", "members": ["a", "b", "c"]}},
            {"name": "ARCS", "content": {"form": "members", "members": arcs}, "of": ["N", "N"]},
        ],
        parameters=[{"name": "pay", "index": ["ARCS"], "value": {"form": "known", "entries": pays}}],
    )


def priorities():
    """The first objective is bounded, the second is not."""
    found = model(at_least_zero("x", "y"), row("a", "x <= 4"))
    goals = [
        {"name": "first", "sense": "max", "expression": "x", "priority": 1},
        {"name": "second", "sense": "max", "expression": "x + y", "priority": 2},
    ]
    return type(found).model_validate({**found.model_dump(mode="json"), "objectives": goals})


UNBOUNDED = {
    "one": lambda: model(at_least_zero("x", "y"), row("a", "y <= 4"), goal="x + y"),
    "together": lambda: model(at_least_zero("x", "y"), row("a", "x - y <= 3"), row("b", "y <= x + 1"), goal="x + y"),
    "two": lambda: model(at_least_zero("x", "y"), row("a", "x >= 2"), goal="x + 3 * y"),
    "rates": lambda: model(at_least_zero("x", "y"), row("a", "3 * x == 2 * y"), goal="x"),
    "down": lambda: model(
        [{"name": "x", **FREE}, {"name": "y", "lower": "0", "upper": "1"}], row("a", "x <= y"), goal="-x"
    ),
    "whole": lambda: model(
        [{"name": "n", "domain": "integer", "lower": "0"}, whole("k", 5)], row("a", "n >= k"), goal="n - k"
    ),
    "halves": lambda: model(
        [{"name": n, "domain": "integer", "lower": "0"} for n in ("m", "n")], row("a", "m - 3/2 * n <= 1/2"), goal="m"
    ),
    "trade": lambda: model(
        at_least_zero("buy", "sell", "keep"),
        row("a", "sell == buy + keep"),
        row("b", "keep <= 9"),
        goal="2 * sell - buy",
    ),
    "family": flows,
    "soft": lambda: model(
        at_least_zero("x", "y"),
        {**row("a", "x <= 4"), "enforce": {"form": "penalty", "weight": "1/2"}},
        row("b", "y <= 2"),
        goal="x + y",
    ),
    "priorities": priorities,
}


@pytest.mark.parametrize("name", UNBOUNDED)
def test_the_direction_holds_for_ever(name):
    found = diagnose(UNBOUNDED[name]())
    assert found.status == "unbounded"
    assert found.endless.proof == "proven"
    assert found.endless.gain > 0
    assert all(step.denominator == 1 for _, _, step in found.endless.direction)


@pytest.mark.parametrize("name", [name for name in UNBOUNDED if name not in ("soft", "priorities")])
def test_far_along_the_direction_every_row_holds(name):
    """From a feasible point, in the meaning of the Model, and the goal grows by the gain."""
    whole_model = UNBOUNDED[name]()
    start = solve_model(whole_model.model_copy(update={"objectives": ()}))
    evaluator, endless = Evaluator(whole_model), diagnose(whole_model).endless
    point = {
        start.instance.column_key(c): Fraction(v).limit_denominator(10**6)
        for c, v in enumerate(start.result.values.tolist())
    }
    far = dict(point)
    for variable, key, step in endless.direction:
        far[variable, key] += 1000 * step
    trees = [tree for row in whole_model.constraints for _, tree in evaluator.rows_of(row)]
    assert all(holds(tree, point) and holds(tree, far) for tree in trees)
    goal = evaluator.tree(parse_expression(whole_model.objective.expression), {})
    assert evaluate(goal, far) - evaluate(goal, point) == 1000 * endless.gain


def limited(found, bounds):
    """`found` with rows that limit the decisions of `bounds`."""
    rows = []
    for k, bound in enumerate(bounds):
        key = [part for member in bound.key for part in (member if isinstance(member, tuple) else (member,))]
        at = f"[{', '.join(repr(part) for part in key)}]" if key else ""
        text = f"{bound.name}{at} {'<=' if bound.side == 'upper' else '>='} {500 if bound.side == 'upper' else -500}"
        rows.append(Algebraic(name=f"limit_{k}", expression=text.replace("'", '"')))
    return found.model_copy(update={"constraints": (*found.constraints, *rows)})


@pytest.mark.parametrize("name", UNBOUNDED)
def test_the_missing_limits_stop_it(name):
    found = UNBOUNDED[name]()
    missing = diagnose(found).endless.missing
    assert missing
    alone = [bound for bound in missing if bound.alone]
    for bounds in [[bound] for bound in alone] or [list(missing)]:
        named = {bound.name for bound in bounds}
        if named <= set(found.by_name):  # a miss of a soft row cannot be named from outside
            assert solve_model(limited(found, bounds)).status == "optimal"
    if not alone:
        assert all(
            solve_model(limited(found, missing[:k] + missing[k + 1 :])).status == "unbounded"
            for k in range(len(missing))
        )


def test_words():
    assert str(diagnose(UNBOUNDED["together"]())) == (
        "x and y can grow together without end, and the goal gets better all the way.\n\n"
        "This is proven: every limit was checked in exact arithmetic along this direction.\n\n"
        "Any one of these would stop it: a most for x or a most for y.\n\n"
        "Limits in which these occur, none of which stops them: a and b."
    )
    assert "x can go down without end" in str(diagnose(UNBOUNDED["down"]()))
    assert "x and y can grow together without end (x by 2, y by 3 at a time)" in str(diagnose(UNBOUNDED["rates"]()))


def test_a_curve_without_end_names_what_stops_it():
    found = diagnose(
        model(
            [{"name": "x", "lower": "1"}, {"name": "y", "lower": "0", "upper": "2"}],
            row("a", "y * y <= 3"),
            goal="x + y",
        )
    )
    assert found.status == "unbounded"
    assert found.endless.proof == "claimed"
    assert [bound.name for bound in found.endless.missing] == ["x"]
