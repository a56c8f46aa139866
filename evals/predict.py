"""One problem, read and solved: what a worker does."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modelwright.datasets.inline import read_tables
from modelwright.datasets.records import Problem
from modelwright.evals.choice import SolverChoice
from modelwright.evals.predictions import blank, error_object
from modelwright.model.canonical import dump_model
from modelwright.model.sources import Statement
from modelwright.model.validation import check, validate
from modelwright.solvers import solve_model

if TYPE_CHECKING:
    from modelwright.agent.formulation.formulation import Formulation
    from modelwright.evals.engines import Engine
    from modelwright.model.data import Data
    from modelwright.solvers import Solved

__all__ = ["Prediction", "predict", "problem_of_task", "tables_of_task"]


@dataclass(frozen=True, slots=True)
class Prediction:
    """A prediction line with the Model it will point to.

    Attributes:
        line: The object of `predictions.jsonl`, `model` still empty.
        model: Canonical JSON of the Model, or ``None``.
    """

    line: dict[str, Any]
    model: str | None = None


def problem_of_task(task: Mapping[str, Any]) -> Problem:
    """The problem of a task: its words and tables only, never its answer."""
    return Problem(id=task["id"], question=task["question"], data=task.get("data"))


def tables_of_task(task: Mapping[str, Any]) -> Data | None:
    """The tables of a task's problem."""
    folder = task.get("folder")
    return read_tables(problem_of_task(task), Path(folder) if folder else None)


def predict(task: Mapping[str, Any], engine: Engine, choice: SolverChoice) -> Prediction:
    """What `engine` makes of one problem; every failure becomes a line of status ``error``.

    Args:
        task: `id`, `question`, `data`, `folder`, `sample` and `seed`.
        engine: What reads the words.
        choice: How the candidate is solved.
    """
    line = blank(task["id"], engine.name, task["sample"], task["seed"])
    started = time.process_time()
    model: str | None = None
    try:
        tables = tables_of_task(task)
        formulation = engine.formulator.formulate((Statement(id="s1", text=task["question"]),), tables)
        model = dump_model(formulation.model)
        line |= _plain(_understood(formulation))
        line |= _plain(_answered(formulation, tables, choice, task["seed"]))
    except Exception as error:
        line |= {"status": "error", "error": error_object(error)}
    line["seconds"] = round(time.process_time() - started, 6)
    return Prediction(line, model)


def _plain(found: dict[str, Any]) -> dict[str, Any]:
    """`found`, once it is known that a line can hold it: no NaN, no infinity, nothing but JSON."""
    json.dumps(found, allow_nan=False)
    return found


def _understood(formulation: Formulation) -> dict[str, Any]:
    return {
        "confidence": formulation.confidence,
        "questions": [question.to_json() for question in formulation.questions],
        "assumptions": [assumption.to_json() for assumption in formulation.assumptions],
    }


def _answered(formulation: Formulation, tables: Data | None, choice: SolverChoice, seed: int) -> dict[str, Any]:
    """The answer of the candidate; its status is ``question`` where something is open, with the candidate inside."""
    model = formulation.model
    if any(finding.severity == "missing" for finding in validate(model)):
        return {"status": "question"}
    check(model)
    solved = solve_model(model, tables, solver=choice.solver, options=choice.options(seed))
    asks = formulation.open_slots or formulation.confidence < choice.threshold
    return _found(solved) | {"status": "question" if asks else solved.status}


def _found(solved: Solved) -> dict[str, Any]:
    objective = solved.objective
    named = {} if objective is None else {goal.name: objective for goal in solved.model.objectives}
    return {"objective": objective, "objectives": named, "values": solved.values_json()}
