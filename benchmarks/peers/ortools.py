"""OR-Tools on tiny models: pywraplp with GLOP, CBC or SCIP, and CP-SAT."""

from __future__ import annotations

from collections.abc import Callable

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model
from workloads import Tiny

from peers.base import Answered, Builder, Held, Peers

PACKAGES = ("ortools",)


def _pywraplp(name: str) -> Builder:
    def tiny(numbers: Tiny) -> Callable[[], Held]:
        def run() -> Answered:
            solver = pywraplp.Solver.CreateSolver(name)
            variable = solver.IntVar if numbers.integer else solver.NumVar
            x, y = variable(0, solver.infinity(), "x"), variable(0, solver.infinity(), "y")
            solver.Add(6 * x + 4 * y <= 24)
            solver.Add(x + 2 * y <= 6)
            solver.Add(y - x <= 1)
            solver.Maximize(5 * x + 4 * y)
            solver.Solve()
            return Answered(solver.Objective().Value(), (x.solution_value(), y.solution_value()))

        return run

    return tiny


def _cpsat(numbers: Tiny) -> Callable[[], Held]:
    def run() -> Answered:
        model = cp_model.CpModel()
        x, y = model.new_int_var(0, 6, "x"), model.new_int_var(0, 6, "y")
        model.add(6 * x + 4 * y <= 24)
        model.add(x + 2 * y <= 6)
        model.add(y - x <= 1)
        model.maximize(5 * x + 4 * y)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.solve(model)
        return Answered(solver.objective_value, (solver.value(x), solver.value(y)))

    return run


PEERS: Peers = {
    "pywraplp-glop": {"tiny-lp": _pywraplp("GLOP")},
    "pywraplp-cbc": {"tiny-integer": _pywraplp("CBC")},
    "pywraplp-scip": {"tiny-integer": _pywraplp("SCIP")},
    "cpsat": {"tiny-integer": _cpsat},
}
