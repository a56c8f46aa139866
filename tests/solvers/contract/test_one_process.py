"""All solvers share one process, whichever is imported first."""

from __future__ import annotations

import subprocess
import sys
from itertools import permutations

import pytest

MODULES = (
    "highspy",
    "ortools.sat.python.cp_model",
    "ortools.math_opt.python.mathopt",
    "pulp",
    "pyomo.environ",
    "pyscipopt",
)
ORDERS = (MODULES, MODULES[::-1], (MODULES[5], MODULES[1], MODULES[3], MODULES[0], MODULES[4], MODULES[2]))

CODE = """
import importlib, warnings
for name in {order!r}:
    importlib.import_module(name)
from modelwright.errors import SolverNotInstalled
from modelwright.model.document import Model
from modelwright.solvers import known_solvers, solve_model
for name in known_solvers():
    domain = "continuous" if name in ("glop", "pdlp") else "integer"
    model = Model(variables=[{{"name": n, "domain": domain, "lower": "0", "upper": "9"}} for n in "xy"],
                  objectives=[{{"name": "goal", "sense": "max", "expression": "x + y"}}],
                  constraints=[{{"kind": "algebraic", "name": "r", "expression": "2 * x + 2 * y <= 15"}}])
    print(name, round(solve_model(model, solver=name).objective, 4))
"""


@pytest.mark.parametrize("order", [ORDERS[0], ORDERS[1], pytest.param(ORDERS[2], marks=pytest.mark.slow)])
def test_every_solver_after_imports_in_this_order(order) -> None:
    for module in order:
        pytest.importorskip(module)
    done = subprocess.run([sys.executable, "-c", CODE.format(order=order)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = dict(line.split() for line in done.stdout.splitlines())
    assert len(found) >= 10
    assert found == {name: "7.5" if name in ("glop", "pdlp") else "7.0" for name in found}


@pytest.mark.slow
def test_any_two_of_them() -> None:
    for pair in permutations(MODULES, 2):
        code = "; ".join(f"import {name}" for name in pair)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (pair, done.stderr[-500:])
