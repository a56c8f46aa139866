"""The same Model has the same answer whatever the hash seed of the process, by every path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

ANSWERS = """
import json, random, sys
sys.path[:0] = sys.argv[1:3]
from instances import KINDS, small_model
from modelwright.errors import UnsupportedModel
from modelwright.model.canonical import dump_model
from modelwright.solvers import solve_model

found = []
for kind in ("no_overlap", "circuit", "element", "piecewise_linear", "goal", "covering", "implication", "total",
             "flow_balance", "alternative"):
    model = small_model(random.Random("hash/" + kind), kind).model
    for solver in ("auto", "highs", "cpsat"):
        try:
            solved = solve_model(model, solver=solver)
        except UnsupportedModel as error:
            found.append([kind, solver, error.message])
            continue
        answer = {"status": solved.status, "objectives": solved.objectives, "outputs": solved.outputs}
        found.append([kind, solver, answer | {"values": solved.values_json(), "reason": solved.class_reason}])
    found.append([kind, "document", dump_model(model), str(model)])
print(json.dumps(found))
"""


def answers(hash_seed: str) -> list[Any]:
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", ANSWERS, str(HERE.parent), str(HERE)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def test_the_hash_seed_changes_nothing() -> None:
    first, second = answers("0"), answers("12345")
    assert first == second
    solved = [entry for entry in first if entry[1] != "document" and isinstance(entry[2], dict)]
    assert len(first) == 40
    assert len(solved) >= 25
    assert sum(entry[2]["status"] == "optimal" for entry in solved) >= 15
