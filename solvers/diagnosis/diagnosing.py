"""From a Model without an answer to the reasons for that, within a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from modelwright.errors import SolverError, VerificationFailed
from modelwright.model.exact import Evaluator
from modelwright.model.templates.base import Penalty
from modelwright.solvers.adapters import Options
from modelwright.solvers.diagnosis.atoms import System
from modelwright.solvers.diagnosis.conflicts import Core, find_conflict
from modelwright.solvers.diagnosis.directions import find_direction
from modelwright.solvers.diagnosis.oracle import Clock, Oracle
from modelwright.solvers.diagnosis.repairs import find_repairs
from modelwright.solvers.diagnosis.reports import Conflict, Diagnosis, Endless, MissingBound
from modelwright.solvers.diagnosis.wording import (
    decision_words,
    member_of,
    tell_conflict,
    tell_endless,
    tell_proof,
    tell_repairs,
)
from modelwright.solvers.grounding import ground
from modelwright.solvers.objectives import levels, only, softened, with_kept
from modelwright.solvers.solve import Solved, solve_model
from modelwright.solvers.verification import exact_program

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model

__all__ = ["diagnose"]

_SECONDS = 30.0
"""Time for a diagnosis when none is given."""


def diagnose(
    model: Model,
    data: Data | None = None,
    *,
    options: Options | None = None,
    solver: str = "auto",
    status: str | None = None,
) -> Diagnosis:
    """Why `model` has no plan, or no best one, and what would help.

    Args:
        model: A Model without open slots.
        data: Tables that it is bound to.
        options: Threads and seed of the solver; the time limit is for the whole diagnosis, 30 seconds without one.
        solver: Name of a solver, or ``auto``.
        status: ``infeasible`` or ``unbounded`` where that is known already.

    Raises:
        ModelError: The Model breaks a rule of the language.
        DataError: A table does not fit it.
        LimitError: It is too large.
        SolverNotInstalled: There is no such solver.
    """
    options = options or Options()
    clock = Clock(options.time_limit_s or _SECONDS)
    if status is None:
        try:
            status = solve_model(model, data, solver=solver, options=clock.options(options)).status
        except (SolverError, VerificationFailed):
            status = "limit"
    if status == "unbounded":
        return _endless(model, data, solver, clock.options(options))
    if status in ("optimal", "feasible"):
        return Diagnosis(status="optimal", sentences=("There is a plan; nothing has to be explained.",))
    return _infeasible(model, data, solver, options, clock, said=status == "infeasible")


# ------------------------------------------------------------------------------------------------------- infeasible


def _infeasible(
    model: Model, data: Data | None, solver: str, options: Options, clock: Clock, *, said: bool
) -> Diagnosis:
    rows = tuple(c for c in model.constraints if not isinstance(c.enforce, Penalty))
    hard = model.model_copy(update={"constraints": rows, "objectives": (), "outputs": (), "tests": ()})
    evaluator = Evaluator(hard, data)
    instance = ground(hard, data, evaluator=evaluator)
    oracle = Oracle(System(evaluator, instance, exact_program(evaluator, instance)), options, solver, clock)
    core = find_conflict(oracle)
    if core is None:
        what = "No plan satisfies everything, but no conflict was found" if said else "It was not found out"
        return Diagnosis(
            status="infeasible" if said else "limit", sentences=(f"{what} within the time.",), complete=False
        )
    repairs = find_repairs(model, data, hard, core, oracle)
    conflict = _conflict(core, oracle)
    sentences = [tell_proof(conflict)]
    lists = [tell_conflict(conflict)]
    if repairs.helpless:
        sentences.append("Nothing that may be changed helps: every way out would have to touch what is fixed.")
    if repairs.found:
        lists.append(tell_repairs(repairs.found))
    return Diagnosis(
        status="infeasible",
        conflict=conflict,
        repairs=tuple(repairs.found),
        helpless=repairs.helpless,
        sentences=tuple(sentences),
        lists=tuple(lists),
        complete=conflict.minimal and repairs.complete,
    )


def _conflict(core: Core, oracle: Oracle) -> Conflict:
    return Conflict(
        members=tuple(member_of(oracle.system.evaluator, atom) for atom in core.atoms),
        minimal=core.minimal,
        proof=core.proof,
        notes=core.notes,
        solves=oracle.solves,
    )


# -------------------------------------------------------------------------------------------------------- unbounded


def _endless(model: Model, data: Data | None, solver: str, options: Options) -> Diagnosis:
    step = _unbounded_step(model, data, solver, options)
    if step is None:
        return Diagnosis(status="limit", sentences=("It was not found out within the time.",), complete=False)
    evaluator = Evaluator(step, data)
    instance = ground(step, data, evaluator=evaluator)
    program = exact_program(evaluator, instance)
    linear = not instance.trees and instance.objective_tree is None
    found = find_direction(step, program, instance) if program is not None and linear else None
    endless = found or _suspects(step, data, evaluator, solver, options)
    return Diagnosis(
        status="unbounded", endless=endless, sentences=tuple(tell_endless(endless)), complete=found is not None
    )


def _unbounded_step(model: Model, data: Data | None, solver: str, options: Options) -> Model | None:
    """The Model with the one objective that has no end, those of earlier priorities kept."""
    kept = softened(model)
    for level in levels(kept):
        step = only(kept, level)
        solved: Solved = solve_model(step, data, solver=solver, options=options)
        if solved.status == "unbounded":
            return step
        if solved.status != "optimal" or solved.certificate.objective is None:
            return None
        kept = with_kept(kept, step, solved.certificate.objective)
    return None


def _suspects(model: Model, data: Data | None, evaluator: Evaluator, solver: str, options: Options) -> Endless:
    """Decisions without a limit, one of which by itself makes the Model bounded; for rows that are not linear."""
    instance = ground(model, data, evaluator=evaluator)
    missing = []
    for variable in model.variables:
        if not instance.has_block(variable.name):
            continue
        block = instance.variable(variable.name)
        columns = slice(block.start, block.start + block.count)
        for side, bounds in (("upper", instance.column_upper), ("lower", instance.column_lower)):
            if (
                block.count
                and not np.isfinite(bounds[columns]).all()
                and _stops(model, data, variable.name, side, solver, options)
            ):
                said = f"a {'most' if side == 'upper' else 'least'} for {decision_words(model, variable.name)}"
                missing.append(MissingBound(name=variable.name, side=side, words=said))  # type: ignore[arg-type]
    words = "The goal gets better without end; which decisions make it so was not proven."
    return Endless(missing=tuple(missing), words=words)


def _stops(model: Model, data: Data | None, name: str, side: str, solver: str, options: Options) -> bool:
    """Whether a far limit on the decisions `name` gives the Model a best plan."""
    limit = "1000" if side == "upper" else "-1000"
    variables = tuple(v.model_copy(update={side: limit}) if v.name == name else v for v in model.variables)
    try:
        limited = model.model_copy(update={"variables": variables})
        return solve_model(limited, data, solver=solver, options=options).status == "optimal"
    except (SolverError, VerificationFailed):
        return False
