"""The tables of status words are complete, each against the enumeration of its package."""

from __future__ import annotations

import pytest

from modelwright.model.outcome import Termination


def test_every_status_of_mathopt_is_mapped() -> None:
    mathopt = pytest.importorskip("ortools.math_opt.python.mathopt")
    from modelwright.solvers.adapters.mathopt import LIMIT, STATUS

    assert set(STATUS) == {reason.name for reason in mathopt.TerminationReason}
    assert set(LIMIT) == {limit.name for limit in mathopt.Limit}


def test_every_status_of_pyomo_is_mapped() -> None:
    pytest.importorskip("pyomo.environ")
    from pyomo.contrib.solver.common.results import TerminationCondition

    from modelwright.solvers.adapters.pyomo import STATUS

    assert set(STATUS) == {condition.name for condition in TerminationCondition}


@pytest.mark.parametrize(
    ("line", "termination"),
    [
        ("Optimal - objective value 7", Termination.OPTIMAL),
        ("Infeasible - objective value 7", Termination.INFEASIBLE),
        ("Integer infeasible - objective value 0", Termination.INFEASIBLE),
        ("Unbounded - objective value 0", Termination.DUAL_INFEASIBLE),
        ("Stopped on time - objective value 7", Termination.TIME_LIMIT),
        ("Stopped on time (no integer solution - continuous used) - objective value 7", Termination.TIME_LIMIT),
        ("Nonsense - objective value 7", Termination.OTHER_ERROR),
    ],
)
def test_every_first_line_of_cbc_is_mapped(line, termination, tmp_path) -> None:
    pulp = pytest.importorskip("pulp")
    from modelwright.solvers.adapters.pulp import CBC_STATUS

    (tmp_path / "model.sol").write_text(f"{line}\n")
    assert CBC_STATUS[pulp.COIN_CMD().get_status(tmp_path / "model.sol")] is termination
    assert {status for status, _ in CBC_STATUS} == set(pulp.LpStatus)
    assert {status for _, status in CBC_STATUS} == set(pulp.LpSolution)
