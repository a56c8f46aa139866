"""An adapter that lies in six ways: every lie is caught, or said to be the solver's word alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from modelwright.errors import VerificationFailed
from modelwright.model.document import Model
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers import Options, adapters, solve_model
from modelwright.solvers.adapters import Capability, get_adapter

LP, MILP, CP = "LP", "MILP", "CP"


def model(kind):
    """``max 3x + 2y`` with its optimum at (4, 0) or (3, 1)."""
    domain = "continuous" if kind == LP else "integer"
    more = ["all_different(x, y)"] if kind == CP else []
    return Model(
        variables=[{"name": n, "lower": "0", "upper": "9", "domain": domain} for n in "xy"],
        objectives=[{"name": "goal", "sense": "max", "expression": "3 * x + 2 * y"}],
        constraints=[
            {"kind": "algebraic", "name": f"row{k}", "expression": text}
            for k, text in enumerate(["2 * x + 2 * y <= 9", "x + 3 * y <= 6", *more])
        ],
    )


def bad_point(result):
    return replace(result, values=result.values + np.array([0.0, 7.0]))


def bad_objective(result):
    return replace(result, objective=result.objective + 1, objective_bound=result.objective + 1)


def suboptimal(result):
    values = np.array([1.0, 0.0])
    worth = float(values @ result.instance.cost) if result.instance.objective_tree is None else 3.0
    return replace(result, values=values, activity=None, objective=worth, objective_bound=worth)


def false_infeasible(result):
    return replace(
        result,
        termination=Termination.INFEASIBLE,
        primal=PrimalStatus.NO_SOLUTION,
        values=None,
        activity=None,
        duals=None,
        reduced_costs=None,
        objective=None,
        objective_bound=None,
    )


def false_unbounded(result):
    return replace(result, termination=Termination.DUAL_INFEASIBLE, objective=None, objective_bound=None)


def non_integer(result):
    return replace(result, values=result.values - np.array([0.4, 0.0]))


class Liar:
    """HiGHS or CP-SAT, and a lie about what it found."""

    name = "liar"

    def __init__(self, honest, lie) -> None:
        self.honest, self.lie = honest, lie
        self.capabilities = honest.capabilities | {Capability.WHOLE}

    def solve(self, instance, options):
        return replace(self.lie(self.honest.solve(instance, options)), solver="liar")


def told(monkeypatch, kind, lie):
    """What `solve_model` says of `lie`."""
    honest = get_adapter("cpsat" if kind == CP else "highs")

    class Point:
        def load(self):
            return lambda: Liar(honest, lie)

    monkeypatch.setattr(adapters, "_outside", lambda: {"liar": Point()})
    return solve_model(model(kind), solver="liar", options=Options())


@pytest.mark.parametrize("kind", [LP, MILP, CP])
def test_the_honest_answer_stands(monkeypatch, kind) -> None:
    solved = told(monkeypatch, kind, lambda result: result)
    assert solved.status == "optimal"
    assert not solved.certificate.failed
    assert solved.certificate.optimal == ("proven" if kind == LP else "claimed")


CAUGHT = [
    (lie, kind)
    for lie, kinds in (
        (bad_point, (LP, MILP, CP)),
        (bad_objective, (LP, MILP, CP)),
        (suboptimal, (LP,)),
        (false_infeasible, (LP, MILP)),
        (false_unbounded, (LP, MILP, CP)),
        (non_integer, (MILP, CP)),
    )
    for kind in kinds
]


@pytest.mark.parametrize(("lie", "kind"), CAUGHT, ids=[f"{lie.__name__}-{kind}" for lie, kind in CAUGHT])
def test_a_lie_is_caught(monkeypatch, lie, kind) -> None:
    with pytest.raises(VerificationFailed):
        told(monkeypatch, kind, lie)


@pytest.mark.parametrize("kind", [MILP, CP])
def test_a_suboptimal_point_is_the_solvers_word_alone(monkeypatch, kind) -> None:
    solved = told(monkeypatch, kind, suboptimal)
    assert (solved.status, solved.certificate.optimal, solved.certificate.feasible) == ("optimal", "claimed", "exact")


def test_a_false_infeasible_cp_is_the_solvers_word_alone(monkeypatch) -> None:
    solved = told(monkeypatch, CP, false_infeasible)
    assert (solved.status, solved.certificate.infeasible) == ("infeasible", "claimed")
