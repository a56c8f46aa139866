"""The reduced Instance has the points and the optimum of the trees: compared with trying every point."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from tree_models import BOXES, conditions, make_instance, num, numbers, points, var

from modelwright.errors import UnsupportedModel
from modelwright.model.exact.fold import Undefined
from modelwright.model.exact.points import evaluate, holds
from modelwright.model.exact.trees import (
    Among,
    Apply,
    Choose,
    Element,
    Global,
    GroundInterval,
    Negation,
    Relation,
    Truth,
    add,
    disjunction,
    relation,
    scaled,
)
from modelwright.model.outcome import Termination
from modelwright.solvers.adapters.base import Options
from modelwright.solvers.adapters.highs import Highs
from modelwright.solvers.reductions import reduce_to_milp

MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def solve(instance, presolve=False):
    return Highs().solve(instance, Options(presolve=presolve))


def best_answer(instance):
    """The better answer of HiGHS with presolve and without: in version 1.14 either may call a point optimal that is
    not, or a model infeasible that is not (its issues 3043, 3073, 3094); a wrong reduction makes both wrong."""
    answers = [solve(instance, presolve) for presolve in (False, True)]
    found = [answer for answer in answers if answer.objective is not None]
    choose = max if instance.sense == "max" else min
    return choose(found, key=lambda answer: answer.objective) if found else answers[0]


def pinned(instance, point):
    """`instance` with the first columns fixed at `point`."""
    from dataclasses import replace

    lower, upper = instance.column_lower.copy(), instance.column_upper.copy()
    for (name, key), value in point.items():
        column = instance.column(name, key)
        lower[column] = upper[column] = float(value)
    return replace(instance, column_lower=lower, column_upper=upper)


def feasible_at(reduced, point) -> bool:
    columns = [reduced.instance.column(*column) for column in point]
    ends = reduced.instance.column_lower[columns], reduced.instance.column_upper[columns]
    if not all(low <= value <= high for low, value, high in zip(ends[0], point.values(), ends[1], strict=True)):
        return False
    found = {solve(pinned(reduced.instance, point), presolve).termination for presolve in (False, True)}
    assert found <= {Termination.OPTIMAL, Termination.INFEASIBLE}
    return Termination.OPTIMAL in found


def check_points(trees, sample, boxes=None, rows=()):
    """At each point of `sample`, the reduced Instance is feasible exactly where the trees hold; how often that is."""
    reduced = reduce_to_milp(make_instance(trees, boxes, rows=rows))
    assert reduced.instance.trees == ()
    held = 0
    for point in sample:
        expected = all(holds(tree, point) for tree in trees)
        assert feasible_at(reduced, point) == expected, point
        held += expected
    return held


def value_at(tree, point):
    try:
        return evaluate(tree, point)
    except Undefined:
        return None


def check_optimum(trees, objective, sense, boxes=None):
    """The optimum of the reduced Instance is that of all points."""
    values = [value_at(objective, p) for p in points(boxes) if all(holds(tree, p) for tree in trees)]
    values = [value for value in values if value is not None]
    try:
        reduced = reduce_to_milp(make_instance(trees, boxes, objective, sense))
    except UnsupportedModel:  # cubes of quotients have too many values
        reject()
    result = reduced.restore(best_answer(reduced.instance))
    if not values:
        assert result.termination is Termination.INFEASIBLE
        return
    best = min(values) if sense == "min" else max(values)
    assert result.termination is Termination.OPTIMAL
    assert result.objective == pytest.approx(float(best), abs=1e-5)
    point = dict(zip([(name, ()) for name in boxes or BOXES], map(round, result.values), strict=True))
    exact = {column: Fraction(value) for column, value in point.items()}
    assert all(holds(tree, exact) for tree in trees)
    assert evaluate(objective, exact) == best


SAMPLES = st.lists(st.integers(0, 10**6), min_size=4, max_size=4)
ALL_POINTS = list(points())


def drawn(sample):
    return [ALL_POINTS[k % len(ALL_POINTS)] for k in sample]


@MANY
@given(tree=conditions(2), sample=SAMPLES)
def test_random_conditions(tree, sample):
    assume(not isinstance(tree, Truth))
    check_points([tree], drawn(sample))


@MANY
@given(tree=conditions(1), objective=numbers(2), sense=st.sampled_from(["min", "max"]))
def test_random_objectives(tree, objective, sense):
    check_optimum([tree], objective, sense)


# ------------------------------------------------------------------------------------------- the full set of globals


def interval(name: str) -> GroundInterval:
    return GroundInterval(*(var(f"{name}{part}") for part in ("s", "d", "e", "p")))


def interval_boxes(*names: str, latest=3) -> dict:
    boxes = {}
    for name in names:
        boxes |= {f"{name}s": (0, latest), f"{name}d": (0, 2), f"{name}e": (0, latest), f"{name}p": (0, 1)}
    return boxes


def interval_points(boxes, names) -> list[dict]:
    """The points at which each interval ends where it should and an absent one lies at 0."""

    def fits(point) -> bool:
        for name in names:
            start, size, end, present = (point[name + part, ()] for part in "sdep")
            if end != start + size or (not present and (start or size)):
                return False
        return True

    return [point for point in points(boxes) if fits(point)]


TRANSITIONS = ((Fraction(0), Fraction(1)), (Fraction(2), Fraction(0)))
DEMANDS = (num(1), num(2))


@pytest.mark.parametrize(
    ("name", "tree"),
    [
        ("no_overlap", Global("no_overlap", intervals=(interval("a"), interval("b")))),
        ("transitions", Global("no_overlap", intervals=(interval("a"), interval("b")), transitions=TRANSITIONS)),
        ("cumulative", Global("cumulative", (DEMANDS, (num(2),)), (interval("a"), interval("b")))),
        ("negative", Global("cumulative", ((num(2), num(-1)), (num(1),)), (interval("a"), interval("b")))),
        ("demand", Global("cumulative", ((var("as"), num(1)), (var("bs"),)), (interval("a"), interval("b")))),
        ("alternative", Global("alternative", intervals=(interval("a"), interval("b")))),
        ("span", Global("span", intervals=(interval("a"), interval("b")))),
    ],
)
@pytest.mark.parametrize("negated", [False, True])
def test_two_intervals(name, tree, negated):
    boxes = interval_boxes("a", "b")
    sample = interval_points(boxes, "ab")
    assert len(sample) == 100
    held = check_points([Negation(tree) if negated else tree], sample, boxes)
    assert 0 < held < len(sample)


def test_three_intervals():
    boxes = interval_boxes("a", "b", "c", latest=2)
    sample = interval_points(boxes, "abc")[::5]
    for name in ("alternative", "span", "no_overlap"):
        tree = Global(name, intervals=tuple(map(interval, "abc")))
        assert 0 < check_points([tree], sample, boxes) < len(sample)
    tree = Global("cumulative", ((num(1), num(2), num(2)), (num(2),)), tuple(map(interval, "abc")))
    assert 0 < check_points([tree], sample, boxes) < len(sample)


@pytest.mark.parametrize(("count", "low", "held"), [(1, 1, 1), (2, 1, 1), (3, 0, 2), (4, 1, 6)])
def test_circuit(count, low, held):
    boxes = {f"f{k}": (low - 1, low + count) if count < 4 else (low, low + count - 1) for k in range(count)}
    tree = Global("circuit", (tuple(map(var, boxes)),), places=(tuple(range(low, low + count)),))
    assert check_points([tree], points(boxes), boxes) == held


def test_circuit_that_a_choice_asks_for():
    boxes = {f"f{k}": (0, 2) for k in range(3)} | {"b": (0, 1)}
    tree = Global("circuit", (tuple(map(var, list(boxes)[:3])),), places=((0, 1, 2),))
    asked = disjunction((relation("==", var("b"), num(0)), tree))
    assert check_points([asked], points(boxes), boxes) == 27 + 2
    with pytest.raises(UnsupportedModel, match="`circuit` does not hold") as caught:
        reduce_to_milp(make_instance([Negation(tree)], boxes))
    assert caught.value.where == "`row0`"


@pytest.mark.parametrize("negated", [False, True])
def test_inverse(negated):
    boxes = {f"{f}{k}": (0, 3) for f in "fg" for k in range(2)}
    tree = Global("inverse", ((var("f0"), var("f1")), (var("g0"), var("g1"))), places=((1, 2), (1, 2)))
    held = check_points([Negation(tree) if negated else tree], points(boxes), boxes)
    assert held == (4**4 - 2 if negated else 2)


def test_all_different_of_many_is_written_by_value():
    boxes = {f"q{k}": (1, 8) for k in range(8)}
    queens = [
        Global("all_different", (tuple(add([var(name), num(sign * k)]) for k, name in enumerate(boxes)),))
        for sign in (0, 1, -1)
    ]
    reduced = reduce_to_milp(make_instance(queens, boxes))
    assert reduced.instance.num_columns == 8 + 64
    result = reduced.restore(solve(reduced.instance))
    point = {(name, ()): Fraction(round(v)) for name, v in zip(boxes, result.values, strict=True)}
    assert all(holds(tree, point) for tree in queens)


# ------------------------------------------------------------------------------------------------ continuous decisions

HALVES = {"u": (-2, 2), "v": (0, 3), "b": (0, 1)}


def quarter_points():
    """Points of two continuous decisions and a binary one, away from the multiples of 1/4 that the trees break at."""
    for u in range(-8, 8):
        for v in range(0, 12, 3):
            for b in (0, 1):
                offset = Fraction(1, 16)
                yield {("u", ()): Fraction(u, 4) + offset, ("v", ()): Fraction(v, 4) + offset, ("b", ()): Fraction(b)}


U, V = var("u"), var("v")
SMALL_U, LARGE_V = relation("<=", U, num(Fraction(1, 2))), relation(">=", V, num(1))
CONTINUOUS = {
    "implication": disjunction((relation(">", U, num(Fraction(1, 2))), LARGE_V)),
    "equivalence": relation("==", add([SMALL_U, scaled(LARGE_V, Fraction(-1))]), num(0)),
    "binary times continuous": relation("<=", Apply("*", (var("b"), U)), V),
    "size": relation(">=", Apply("abs", (U,)), num(1)),
    "largest": relation(">=", Apply("max", (U, V, num(1))), num(Fraction(3, 2))),
    "smallest": relation("<=", Apply("min", (U, V)), num(Fraction(-1, 2))),
    "choice": relation("<=", Choose(SMALL_U, V, scaled(U, Fraction(2))), num(2)),
    "ratio": relation(">=", Apply("/", (add([U, num(2)]), add([V, num(1)]))), num(Fraction(1, 2))),
    "ratio with zero": relation("<=", Apply("/", (U, V)), num(Fraction(1, 3))),
    "different": relation("!=", U, num(1)),
    "count": relation("==", add([SMALL_U, LARGE_V]), num(1)),
}


@pytest.mark.parametrize("name", CONTINUOUS)
def test_continuous(name):
    tree = CONTINUOUS[name]
    reduced = reduce_to_milp(make_instance([tree], HALVES, continuous="uv"))
    sample = list(quarter_points())
    expected = [holds(tree, point) for point in sample]
    assert [feasible_at(reduced, point) for point in sample] == expected
    assert any(expected)
    assert all(expected) == (name == "different")


def test_what_is_left_out_beside_a_boundary_is_said():
    (told,) = reduce_to_milp(make_instance([CONTINUOUS["implication"]], HALVES, continuous="uv")).notes
    assert "1e-5" in told
    assert not reduce_to_milp(make_instance([CONTINUOUS["size"]], HALVES, continuous="uv")).notes
    whole = reduce_to_milp(make_instance([CONTINUOUS["implication"]], HALVES))
    assert not whole.notes


def tariff(*slopes) -> Choose:
    """Straight pieces of `u` that join at -1 and 1."""
    low, middle, high = map(Fraction, slopes)
    first = add([scaled(U, low), num(low - middle)])
    last = add([scaled(U, high), num(middle - high)])
    rest = Choose(relation("<=", U, num(1)), scaled(U, middle), last)
    return Choose(relation("<=", U, num(-1)), first, rest)


@pytest.mark.parametrize(
    ("slopes", "sense", "binaries"),
    [
        ((-1, 1, 2), "min", 0),
        ((2, 1, -1), "max", 0),
        ((-1, 1, 2), "max", 3),
        ((1, 3, 2), "min", 2),
        ((1, 3, 2), "max", 1),
    ],
)
def test_joined_pieces(slopes, sense, binaries):
    tree = tariff(*slopes)
    instance = make_instance([], {"u": (-2, 2)}, tree, sense, continuous="u")
    reduced = reduce_to_milp(instance)
    assert int(reduced.instance.integrality.sum()) == binaries
    assert not reduced.notes
    grid = [Fraction(k, 8) for k in range(-16, 17)]
    values = [evaluate(tree, {("u", ()): u}) for u in grid]
    expected = min(values) if sense == "min" else max(values)
    assert solve(reduced.instance).objective == pytest.approx(float(expected), abs=1e-6)


def test_pieces_that_do_not_join_keep_their_boundary():
    jump = Choose(relation("<=", U, num(0)), num(5), add([U, num(1)]))
    reduced = reduce_to_milp(make_instance([], {"u": (-2, 2)}, jump, "min", continuous="u"))
    assert reduced.notes
    assert solve(reduced.instance).objective == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("objective", "sense"),
    [
        (Apply("abs", (add([U, scaled(V, Fraction(-1))]),)), "min"),
        (Apply("max", (U, V, num(1))), "min"),
        (Apply("min", (U, V)), "max"),
        (add([Apply("max", (U, V)), scaled(Apply("min", (U, V)), Fraction(-2))]), "min"),
    ],
)
def test_the_convex_side_needs_no_binaries_and_no_bounds(objective, sense):
    boxes = {"u": (None, None), "v": (None, None)}
    instance = make_instance([], boxes, objective, sense, continuous="uv")
    reduced = reduce_to_milp(instance)
    assert reduced.instance.integrality.sum() == 0
    assert reduced.instance.num_columns <= 4


# ------------------------------------------------------------------------------------------------------------ refusals


def refused(tree, boxes, **options) -> UnsupportedModel:
    with pytest.raises(UnsupportedModel) as caught:
        reduce_to_milp(make_instance([tree], boxes, **options))
    return caught.value


def test_a_lacking_bound_is_asked_for():
    boxes = {"u": (0, None), "b": (0, 1)}
    error = refused(disjunction((relation("==", var("b"), num(0)), relation("<=", U, num(3)))), boxes)
    assert (error.code, error.where) == ("no-bound", "`row0`")
    assert "`u` has no upper bound" in error.message
    assert error.hint == "give `u` an upper bound"
    error = refused(Apply("max", (U, var("b"))) and relation(">=", Apply("abs", (U,)), num(1)), {"u": (None, 3)})
    assert error.hint == "give `u` a lower bound"
    # An extreme of an unbounded decision has no bound either; it is the decision that is named.
    worst = relation("<=", Apply("*", (var("b"), Apply("max", (U, num(1))))), num(4))
    assert "`u` has no upper bound" in refused(worst, boxes).message


def test_rows_supply_bounds():
    boxes = {"u": (0, None), "v": (0, None), "b": (0, 1)}
    tree = disjunction((relation("==", var("b"), num(0)), relation("<=", U, num(3))))
    limit = relation("<=", add([U, V]), num(8))
    reduced = reduce_to_milp(make_instance([tree, limit], boxes))
    assert feasible_at(reduced, {("u", ()): 8, ("v", ()): 0, ("b", ()): 0})
    assert not feasible_at(reduced, {("u", ()): 4, ("v", ()): 0, ("b", ()): 1})
    assert not feasible_at(reduced, {("u", ()): 9, ("v", ()): 0, ("b", ()): 0})
    assert reduce_to_milp(make_instance([tree], boxes, rows=[({"u": 1, "v": 1}, 8)])).instance.num_rows > 1


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (relation("<=", Apply("*", (U, V)), num(1)), "product of two continuous"),
        (relation("<=", Apply("**", (U, num(2))), num(1)), "power of a continuous"),
        (relation("<=", Apply("exp", (U,)), num(1)), "`exp` of a continuous"),
        (relation("==", Apply("floor", (U,)), num(1)), "continuous number that is rounded"),
        (relation("==", Apply("/", (var("b"), U)), num(1)), "divisor is continuous"),
    ],
)
def test_what_is_not_linear_is_refused(tree, words):
    error = refused(tree, HALVES, continuous="uv")
    assert error.code == "nonlinear"
    assert words in error.message
    assert error.hint


def test_too_many_values_are_refused():
    boxes = {"x": (0, 10**6), "y": (0, 10**6)}
    error = refused(relation("==", Apply("%", (var("x"), var("y"))), num(1)), boxes)
    assert error.code == "reduction-size"
    assert "1000001" in error.message
    assert error.hint == "give the decisions in it tighter bounds, or solve with `cpsat`"


def test_refusals_name_the_solver_that_takes_the_model_as_it_is():
    boxes = {"x": (0, 10**6), "y": (1, 10**6)}
    roots = relation("<=", Apply("sqrt", (var("y"),)), num(50))
    assert refused(roots, boxes).hint == "give the decisions in it tighter bounds, or solve with `scip`"
    inside = refused(disjunction((roots, relation("<=", var("x"), num(3)))), boxes)
    assert inside.code == "reduction-size"
    assert "solve with" not in inside.hint
    assert "cpsat" not in inside.hint
    remainder = relation("==", Apply("%", (var("x"), var("y"))), num(1))
    assert "solve with" not in refused(remainder, boxes | {"u": (0, 1)}, continuous="u").hint
    assert refused(relation("<=", Apply("*", (U, V)), num(1)), HALVES, continuous="uv").hint.endswith("`scip`")


# --------------------------------------------------------------------------------------------------- functions, tables


@pytest.mark.parametrize("operation", ["exp", "log", "sqrt", "sin", "cos"])
def test_functions_of_whole_decisions(operation):
    tree = relation("<=", Apply(operation, (var("x"),)), num(Fraction(3, 5)))
    boxes = {"x": (-2, 4)}
    assert 0 < check_points([tree], points(boxes), boxes) < 7
    assert check_points([relation("<=", add([tree, Apply(operation, (var("x"),))]), num(1))], points(boxes), boxes)


@pytest.mark.parametrize(("base", "exponent"), [("x", -1), (2, "x"), ("x", "y"), ("x", Fraction(1, 2)), ("x", 3)])
def test_powers(base, exponent):
    args = tuple(var(a) if isinstance(a, str) else num(a) for a in (base, exponent))
    boxes = {"x": (-2, 3), "y": (-1, 2)}
    check_points([relation("<=", Apply("**", args), num(2))], points(boxes), boxes)
    check_points([relation(">", Apply("**", args), num(Fraction(1, 2)))], points(boxes), boxes)


def test_a_branch_not_taken_need_not_be_defined():
    boxes = {"x": (-2, 3), "y": (0, 2)}
    safe = Choose(relation("!=", var("y"), num(0)), Apply("//", (var("x"), var("y"))), num(7))
    values = {evaluate(safe, point) for point in points(boxes)}
    assert 7 in values
    for value in values:
        assert check_points([relation("==", safe, num(value))], points(boxes), boxes)
    chosen = Element((var("x"),), ((1,), (2,)), (Apply("/", (num(6), var("y"))), num(0)))
    assert check_points([relation(">=", chosen, num(0))], points(boxes), boxes) == 2 + 3


def test_large_products_of_whole_decisions():
    boxes = {"x": (-900, 1000), "y": (3, 5000)}
    tree = relation("==", Apply("*", (var("x"), var("y"))), num(-899 * 4999))
    reduced = reduce_to_milp(make_instance([tree], boxes))
    assert reduced.instance.num_columns < 60
    assert feasible_at(reduced, {("x", ()): -899, ("y", ()): 4999})
    assert not feasible_at(reduced, {("x", ()): -899, ("y", ()): 4998})


# ---------------------------------------------------------------------------------------------------------- the shapes


def test_a_linear_instance_stays_itself():
    instance = make_instance([])
    assert reduce_to_milp(instance).instance is instance


def test_columns_and_rows_lead_back():
    from dataclasses import replace

    from modelwright.solvers.instance import TreeBlock

    instance = make_instance([relation("<=", Apply("abs", (var("x"),)), num(1))], rows=[({"x": 1, "y": 2}, 5)])
    block = TreeBlock("pair", ("i",), (("north",), ("south",)), (Among((var("x"), var("y")), ROWS), ROWS_OF_Y))
    instance = replace(instance, trees=(*instance.trees, block))
    reduced = reduce_to_milp(instance)
    found = reduced.instance
    assert found.variables[:5] == instance.variables
    assert found.variables[5].count == found.num_columns - 5 > 0
    assert found.start[:2].tolist() == [0, 2]
    assert {found.row_name(row) for row in range(1, found.num_rows)} == {"row0", "pair[north]", "pair[south]"}
    result = solve(found)
    restored = reduced.restore(result)
    assert restored.instance is instance
    assert restored.values.shape == (5,)
    assert restored.activity.shape == (1,)
    assert restored.duals is None
    pinned_again = reduced.pinned(result.values)
    whole = found.integrality.astype(bool)
    assert np.array_equal(pinned_again.column_lower[whole], np.round(result.values[whole]))
    assert solve(pinned_again).termination is Termination.OPTIMAL


ROWS = ((Fraction(0), Fraction(1)), (Fraction(1), Fraction(2)))
ROWS_OF_Y = Relation("!=", add([var("y"), num(-1)]))


def test_only_the_needed_direction_is_written():
    boxes = {"u": (0, 10), "b": (0, 1)}
    asked = disjunction((relation("==", var("b"), num(0)), relation(">=", U, num(4))))
    found = reduce_to_milp(make_instance([asked], boxes, continuous="u")).instance
    assert (found.num_columns, found.num_rows) == (2, 1)


def test_a_quotient_beside_a_decision_without_bound() -> None:
    """What a soft row misses has no upper bound: the quotient goes by the values of its divisor."""
    quotient = Apply("/", (var("x"), add([var("y"), num(2)])))
    row = relation(">=", add([quotient, var("missed")]), num(1))
    instance = make_instance([row], {"x": (0, 3), "y": (0, 2), "missed": (0, None)}, continuous=("missed",))
    reduced = reduce_to_milp(instance)
    for x, y, missed, kept in ((3, 0, 0, True), (1, 0, 0, False), (1, 0, Fraction(1, 2), True), (3, 2, 0.2, False)):
        point = {("x", ()): Fraction(x), ("y", ()): Fraction(y), ("missed", ()): Fraction(missed)}
        assert feasible_at(reduced, point) == kept, point
