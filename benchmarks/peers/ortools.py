"""OR-Tools on tiny models: pywraplp with GLOP, CBC or SCIP, and CP-SAT."""

from __future__ import annotations

from collections.abc import Callable

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model
from problems import Tiny

from peers.base import Answered, Builder, Held, Peers

PACKAGES = ("ortools",)


def _pywraplp(name: str) -> Builder:
    def tiny(numbers: Tiny) -> Callable[[], Held]:
        def run() -> Answered:
            solver = pywraplp.Solver.CreateSolver(name)
            variable = solver.IntVar if numbers.integer else solver.NumVar
            x, y = variable(0, solver.infinity(), "x"), variable(0, solver.infinity(), "y")
            solver.Add(x + y <= 6.5 if numbers.integer else x <= 4)
            solver.Add(2 * y <= 12)
            solver.Add(3 * x + 2 * y <= 18)
            solver.Maximize(3 * x + 5 * y)
            solver.Solve()
            return Answered(solver.Objective().Value(), (x.solution_value(), y.solution_value()))

        return run

    return tiny


def _cpsat(numbers: Tiny) -> Callable[[], Held]:
    def run() -> Answered:
        model = cp_model.CpModel()
        x, y = model.new_int_var(0, 6, "x"), model.new_int_var(0, 6, "y")
        model.add(2 * x + 2 * y <= 13)
        model.add(2 * y <= 12)
        model.add(3 * x + 2 * y <= 18)
        model.maximize(3 * x + 5 * y)
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
