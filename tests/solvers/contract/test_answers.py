"""What every solver must say of small linear models."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from programs import INF, INFEASIBLE, UNBOUNDED, answer, need, program, takes

from modelwright.errors import SolverError, UnsupportedModel
from modelwright.model.outcome import Termination
from modelwright.solvers import Capability, Options

pytestmark = pytest.mark.parametrize("whole", [False, True], ids=["continuous", "integer"])
NEAR = {"rel": 1e-5, "abs": 1e-5}


@pytest.mark.parametrize(
    ("sense", "limits", "worth"), [("max", (-INF, 4), 12), ("min", (4, INF), 8), ("max", (1, 3), 9), ("min", (2, 2), 4)]
)
def test_an_optimum(adapter, whole, sense, limits, worth) -> None:
    result = answer(adapter, program([[1, 1]], [limits], [(0, 9)] * 2, [3, 2], sense, integer=whole))
    assert result.termination is Termination.OPTIMAL
    assert result.objective == pytest.approx(worth, **NEAR)
    assert result.objective_bound is None or result.objective_bound == pytest.approx(worth, **NEAR)


def test_whole_numbers_make_a_difference(adapter, whole) -> None:
    given = program([[3, 1], [1, 7]], [(-INF, 10), (-INF, 20)], [(0, 9)] * 2, [2, 1], integer=whole)
    assert answer(adapter, given).objective == pytest.approx(7 if whole else 7.5, **NEAR)


def test_integer_bounds_that_are_no_integers(adapter, whole) -> None:
    given = program([[1]], [(-INF, 9)], [(0.5, 3.5)], [1], integer=whole)
    assert answer(adapter, given).objective == pytest.approx(3 if whole else 3.5, **NEAR)


def test_infeasible(adapter, whole) -> None:
    given = program([[1, -1], [1, -1]], [(-INF, 1), (2, INF)], [(0, 9)] * 2, [1, 0], integer=whole)
    assert answer(adapter, given).termination in INFEASIBLE


def test_infeasible_without_objective(adapter, whole) -> None:
    given = program([[1, -1], [1, -1]], [(-INF, 1), (2, INF)], [(0, 9)] * 2, integer=whole)
    assert answer(adapter, given).termination in INFEASIBLE


def test_unbounded(adapter, whole) -> None:
    given = program([[1, -1]], [(-INF, 1)], [(0, INF)] * 2, [1, 0], integer=whole)
    if adapter.name == "try-all" and whole:
        with pytest.raises(SolverError, match="needs bounds"):
            answer(adapter, given)
        return
    assert answer(adapter, given).termination in UNBOUNDED


def test_infeasible_and_unbounded_by_its_objective(adapter, whole) -> None:
    given = program([[1, -1, 0]] * 2, [(-INF, 1), (2, INF)], [(0, 9), (0, 9), (0, INF)], [0, 0, 1], integer=whole)
    if adapter.name == "try-all" and whole:
        pytest.skip("`try-all` needs bounds")
    assert answer(adapter, given).termination in INFEASIBLE | UNBOUNDED


def test_no_objective(adapter, whole) -> None:
    result = answer(adapter, program([[1, 2]], [(3, 4)], [(0, 9)] * 2, integer=whole))
    assert result.termination is Termination.OPTIMAL
    assert 3 - 1e-4 <= result.activity[0] <= 4 + 1e-4


def test_an_offset(adapter, whole) -> None:
    for sense, worth in (("max", 107), ("min", 100)):
        result = answer(adapter, program([[1]], [(-INF, 7)], [(0, 9)], [1], sense, integer=whole, offset=100.0))
        assert result.objective == pytest.approx(worth, **NEAR)
        assert result.objective_bound is None or result.objective_bound == pytest.approx(worth, **NEAR)


def test_free_and_fixed_columns(adapter, whole) -> None:
    free = (-9, 9) if adapter.name == "try-all" else (-INF, INF)
    given = program([[1, 1]], [(-5, INF)], [free, (2, 2)], [1, 1], "min", integer=whole)
    result = answer(adapter, given)
    assert result.values.tolist() == pytest.approx([-7, 2], **NEAR)
    assert result.objective == pytest.approx(-5, **NEAR)


def test_columns_in_no_row(adapter, whole) -> None:
    result = answer(adapter, program([[1, 0, 0]], [(-INF, 4)], [(0, 9), (1, 5), (2, 6)], [1, 1, 0], integer=whole))
    assert result.values[:2].tolist() == pytest.approx([4, 5], **NEAR)
    assert 2 <= result.values[2] <= 6


def test_no_rows(adapter, whole) -> None:
    result = answer(adapter, program([], [], [(0, 3), (-2, 5)], [1, -1], integer=whole))
    assert result.values.tolist() == pytest.approx([3, -2], **NEAR)


def test_rows_that_are_empty_or_free(adapter, whole) -> None:
    given = program([[0, 0], [1, 1], [1, 2]], [(-1, 1), (-INF, INF), (-INF, 4)], [(0, 9)] * 2, [1, 1], integer=whole)
    assert answer(adapter, given).objective == pytest.approx(4, **NEAR)
    assert answer(adapter, replace(given, row_lower=np.array([1.0, -INF, -INF]))).termination in INFEASIBLE


def test_crossed_limits(adapter, whole) -> None:
    given = program([[1, 1]], [(3, 2)], [(0, 9)] * 2, [1, 1], integer=whole)
    assert answer(adapter, given).termination in INFEASIBLE
    given = program([[1, 1]], [(0, 2)], [(0, 9), (3, 2)], [1, 1], integer=whole)
    assert answer(adapter, given).termination in INFEASIBLE


def test_no_columns(adapter, whole) -> None:
    if not takes(adapter, program([], [], [(0, 1)], [1], integer=whole)):
        pytest.skip("it takes no such models")
    for limits, feasible in (((-1, 1), True), ((1, 2), False)):
        result = adapter.solve(program([[]], [limits], [], [], offset=5.0), Options())
        assert (result.termination is Termination.OPTIMAL) is feasible
        assert result.objective == (5.0 if feasible else None)


def test_numbers_in_the_millions(adapter, whole) -> None:
    big = 1e6
    if adapter.name == "try-all":
        pytest.skip("`try-all` takes no more than a million points")
    given = program([[big, big], [1, -1]], [(-INF, 4 * big * big), (0, 0)], [(0, INF)] * 2, [3, 2], integer=whole)
    result = answer(adapter, given)
    assert result.objective == pytest.approx(10 * big, rel=1e-4)


def test_odd_names_do_not_matter(adapter, whole) -> None:
    for name in ("a b", 'x"\n', "é,;", "__", "e12", "free", ""):
        given = program([[1, 1]], [(-INF, 4)], [(0, 9)] * 2, [3, 2], integer=whole, name=name)
        assert answer(adapter, given).objective == pytest.approx(12, **NEAR)


@pytest.mark.parametrize(
    ("place", "number"),
    [(place, np.nan) for place in ("value", "cost", "row_upper", "column_lower", "offset")] + [("value", 1e300)],
)
def test_bad_numbers_are_refused(adapter, whole, place, number) -> None:
    given = program([[1, 1]], [(0, 4)], [(0, 9)] * 2, [3, 2], integer=whole)
    if not takes(adapter, given):
        pytest.skip("it takes no such models")
    if place == "offset":
        broken = replace(given, offset=np.nan)
    else:
        array = getattr(given, place).copy()
        array[0] = number
        broken = replace(given, **{place: array})
    with pytest.raises(SolverError):
        adapter.solve(broken, Options())


def test_an_exception_inside_becomes_ours(adapter, whole) -> None:
    given = program([[1, 1]], [(0, 4)], [(0, 9)] * 2, [3, 2], integer=whole)
    if not takes(adapter, given):
        pytest.skip("it takes no such models")
    with pytest.raises(SolverError) as caught:
        adapter.solve(replace(given, index=np.array([0, 99], np.int32)), Options())
    assert not isinstance(caught.value, UnsupportedModel)


def test_trees_are_refused_or_taken(adapter, whole) -> None:
    from solver_models import linear

    from modelwright.solvers import ground

    given = ground(linear(["x * y <= 4"], "x", integer="xy" if whole else "", upper=3))
    if {Capability.NONLINEAR, Capability.TREES if whole else Capability.NONLINEAR} & adapter.capabilities:
        need(adapter, Capability.TREES if Capability.TREES in adapter.capabilities else Capability.NONLINEAR)
        assert adapter.solve(given, Options()).objective == pytest.approx(3, **NEAR)
        return
    with pytest.raises(UnsupportedModel) as caught:
        adapter.solve(given, Options())
    assert caught.value.hint
