"""The public calls: words or a Model in, a solved and checked model out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modelwright.agent.explanation import Explanation, explain
from modelwright.agent.formulation import Formulation, formulator
from modelwright.config import LIMITS
from modelwright.errors import InputError, LimitError, ModelwrightError, UsageError
from modelwright.model.canonical import dump_object
from modelwright.model.data import Data, DataSource, as_data
from modelwright.model.document import Model
from modelwright.model.outcome import EXIT_CODES
from modelwright.model.sources import Statement
from modelwright.model.validation import check, validate
from modelwright.solvers import Options, Solved, solve_model

if TYPE_CHECKING:
    from modelwright.solvers import Certificate, Diagnosis

__all__ = [
    "Formulation",
    "Model",
    "SolvedModel",
    "aformulate",
    "asolve",
    "diagnose",
    "export",
    "formulate",
    "run",
    "solve",
]

ANSWER_FORMAT = "modelwright/answer"
ANSWER_VERSION = 1

_DIAGNOSIS_SECONDS = 10.0
"""Time for the diagnosis that goes with an answer."""

OnEvent = Callable[[str, dict[str, Any]], None]
"""Called with the name of an event (``formulated``, ``solved``) and its facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedModel:
    """A model with its answer.

    Attributes:
        status: ``optimal``, ``feasible``, ``limit``, ``infeasible``, ``unbounded`` or ``question``.
        model: The Model that was solved, or has open slots.
        formulation: How it was read from words; ``None`` when a Model was given.
        solved: Instance, Result and Certificate; ``None`` when open slots forbade solving.
        explanation: The answer in the user's words.
        diagnosis: Why there is no plan, or no best one, where that is so.
        provisional: Status of the answer under the assumptions, when `status` is ``question``.
    """

    status: str
    model: Model
    formulation: Formulation | None = None
    solved: Solved | None = None
    explanation: Explanation = field(repr=False)
    provisional: str | None = None
    diagnosis: Diagnosis | None = field(default=None, repr=False)

    @property
    def objective(self) -> float | None:
        """Optimal (or incumbent) value; ``None`` without a point, an objective, or when `status` is ``question``."""
        return None if self.status == "question" else self._objective()

    def _objective(self) -> float | None:
        return self.solved.objective if self.solved is not None else None

    @property
    def values(self) -> dict[str, Any]:
        """Values by variable name (indexed: ``{"index": …, "entries": …}``); empty when `status` is ``question``."""
        return {} if self.status == "question" else self._values()

    def _values(self) -> dict[str, Any]:
        return self.solved.values_json() if self.solved is not None else {}

    @property
    def objectives(self) -> dict[str, float]:
        """Value of every objective by name; empty when `status` is ``question``."""
        return {} if self.status == "question" or self.solved is None else self.solved.objectives

    @property
    def outputs(self) -> dict[str, Any]:
        """What the Model asks to report; empty when `status` is ``question``."""
        return {} if self.status == "question" or self.solved is None else self.solved.outputs

    @property
    def certificate(self) -> Certificate | None:
        """What exact arithmetic says of the answer."""
        return self.solved.certificate if self.solved is not None else None

    @property
    def exit_code(self) -> int:
        """Exit code of the commands for this answer."""
        return EXIT_CODES[self.status]

    def to_json(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        f, s = self.formulation, self.solved
        found: dict[str, Any] = {
            "format": ANSWER_FORMAT,
            "version": ANSWER_VERSION,
            "status": self.status,
            "objective": self.objective,
            "objectives": self.objectives,
            "values": self.values,
            "outputs": self.outputs,
        }
        if self.provisional is not None:
            found["provisional"] = {
                "status": self.provisional,
                "objective": self._objective(),
                "values": self._values(),
            }
        return found | {
            "confidence": f.confidence if f else None,
            "questions": [q.to_json() for q in f.questions] if f else [],
            "assumptions": [a.to_json() for a in f.assumptions] if f else [],
            "ledger": [entry.to_json() for entry in f.ledger] if f else [],
            "engine": f.engine if f else None,
            "certificate": s.certificate.to_json() if s else None,
            "solver": s.result.solver if s else None,
            "solver_version": s.result.solver_version if s else None,
            "termination": s.result.termination.value if s else None,
            "seconds": s.result.seconds if s else None,
            "explanation": self.explanation.text,
            "diagnosis": None if self.diagnosis is None else self.diagnosis.to_json(),
            "model": dump_object(self.model),
            "error": None,
        }

    def __str__(self) -> str:
        return self.explanation.text

    def _repr_markdown_(self) -> str:
        return self.explanation.markdown


def formulate(
    problem: str | Iterable[Statement],
    *,
    data: DataSource | None = None,
    llm: str = "none",
) -> Formulation:
    """The Model that the words describe, with its ledger, questions and assumptions.

    Args:
        problem: The problem in words, or statements.
        data: Tables, or files to read them from.
        llm: Language engine; ``none`` is the embedded engine.

    Raises:
        InputError: The text is empty or not text.
        LimitError: The text is too long.
        FormulationFailed: No decision problem was found in it.
    """
    statements = _statements(problem)
    return formulator(llm).formulate(statements, _data(data))


def solve(
    problem: str | Iterable[Statement] | Model,
    *,
    data: DataSource | None = None,
    llm: str = "none",
    solver: str = "auto",
    options: Options | None = None,
    assume: bool = False,
    threshold: float = 0.5,
    on_event: OnEvent | None = None,
) -> SolvedModel:
    """The problem as a solved and checked model.

    Args:
        problem: The problem in words, statements, or a Model.
        data: Tables, or files to read them from.
        llm: Language engine; ``none`` is the embedded engine.
        solver: Name of a solver, or ``auto``.
        options: Limits, gap, threads and seed of the solver.
        assume: Answer under the listed assumptions even where something is open or doubtful.
        threshold: Confidence below which the answer is a question.
        on_event: Told of each step.

    Raises:
        ModelwrightError: See `modelwright.errors`. An infeasible problem is an answer, not an error.
    """
    if isinstance(problem, Model):
        return run(problem, data=data, solver=solver, options=options)
    tables = _data(data)
    formulation = formulate(problem, data=tables, llm=llm)
    if on_event is not None:
        on_event("formulated", {"confidence": formulation.confidence, "questions": len(formulation.questions)})
    answer = answer_formulation(
        formulation, data=tables, solver=solver, options=options, assume=assume, threshold=threshold
    )
    if on_event is not None:
        on_event("solved", {"status": answer.status, "provisional": answer.provisional})
    return answer


def answer_formulation(
    formulation: Formulation,
    *,
    data: Data | None = None,
    solver: str = "auto",
    options: Options | None = None,
    assume: bool = False,
    threshold: float = 0.5,
) -> SolvedModel:
    """Solve what was understood; a question where something is open (see `solve`)."""
    model = formulation.model
    findings = validate(model)
    doubtful = formulation.open_slots or formulation.confidence < threshold
    if any(finding.severity == "missing" for finding in findings):
        explanation = explain(model, formulation=formulation, status="question")
        return SolvedModel(status="question", model=model, formulation=formulation, explanation=explanation)
    check(model, findings)
    solved = solve_model(model, data, solver=solver, options=options or Options())
    diagnosis = _diagnosis(solved, data, solver, options)
    asks = doubtful and not assume
    status = "question" if asks else solved.status
    explanation = explain(model, formulation=formulation, solved=solved, status=status, diagnosis=diagnosis)
    return SolvedModel(
        status=status,
        model=model,
        formulation=formulation,
        solved=solved,
        explanation=explanation,
        provisional=solved.status if asks else None,
        diagnosis=diagnosis,
    )


def run(
    model: Model,
    *,
    data: DataSource | None = None,
    solver: str = "auto",
    options: Options | None = None,
) -> SolvedModel:
    """A Model solved and checked.

    Raises:
        ModelError: The Model breaks rules or has open slots; all findings are attached.
        DataError: A table does not fit.
        SolverError: No solver takes it, or the solver failed.
    """
    check(model)
    tables = _data(data)
    solved = solve_model(model, tables, solver=solver, options=options or Options())
    diagnosis = _diagnosis(solved, tables, solver, options)
    explanation = explain(model, solved=solved, status=solved.status, diagnosis=diagnosis)
    return SolvedModel(status=solved.status, model=model, solved=solved, explanation=explanation, diagnosis=diagnosis)


def diagnose(
    model: Model,
    *,
    data: DataSource | None = None,
    solver: str = "auto",
    options: Options | None = None,
) -> Diagnosis:
    """Why a Model has no plan, or no best one, and what would help.

    Args:
        model: A Model.
        data: Tables, or files to read them from.
        solver: Name of a solver, or ``auto``.
        options: Threads and seed of the solver; the time limit is for the whole diagnosis, 30 seconds without one.

    Raises:
        ModelError: The Model breaks rules or has open slots; all findings are attached.
        DataError: A table does not fit.
        SolverError: No solver takes it, or the solver failed.
    """
    from modelwright.solvers.diagnosis import diagnose as diagnosed

    check(model)
    return diagnosed(model, _data(data), solver=solver, options=options)


def _diagnosis(solved: Solved, data: Data | None, solver: str, options: Options | None) -> Diagnosis | None:
    """Why there is no plan, or no best one, as far as a short time shows it; ``None`` where there is."""
    if solved.status not in ("infeasible", "unbounded"):
        return None
    from modelwright.solvers.diagnosis import diagnose as diagnosed

    options = options or Options()
    limit = min(_DIAGNOSIS_SECONDS, options.time_limit_s or _DIAGNOSIS_SECONDS)
    try:
        short = replace(options, time_limit_s=limit)
        return diagnosed(solved.model, data, solver=solver, options=short, status=solved.status)
    except ModelwrightError:  # the answer stands without its reasons
        return None


def export(model: Model, to: str, data: DataSource | None = None, *, folder: Path | None = None) -> str:
    """`model` as a file for another program.

    Args:
        model: A Model without open slots.
        to: ``lp``, ``mps``, ``pulp``, ``pyomo``, ``ortools``, ``latex`` or ``markdown``.
        data: Tables, or files to read them from.
        folder: Where data files of long tables are written; without it, a Model that needs one is refused.

    Returns:
        The text of the file.

    Raises:
        UsageError: There is no such target, or a data file is needed and there is no `folder`.
        UnsupportedModel: The target cannot say a row; the message names it.
        ModelError: The Model breaks a rule of the language.
        DataError: A table does not fit it.
    """
    from modelwright.solvers.export import export_model

    check(model)
    made = export_model(model, to, _data(data))
    if made.files and folder is None:
        raise UsageError(
            f"The tables are too long to stand in the text: it reads `{'`, `'.join(made.files)}`",
            code="needs-folder",
            hint="give the folder where the text will lie",
        )
    for name, content in made.files.items():
        assert folder is not None
        (folder / name).write_text(content, "utf-8")
    return made.text


async def aformulate(problem: str | Iterable[Statement], **options: Any) -> Formulation:
    """`formulate` in a thread; takes the same arguments."""
    import asyncio  # slow to import, and no command needs it

    return await asyncio.to_thread(formulate, problem, **options)


async def asolve(problem: str | Iterable[Statement] | Model, **options: Any) -> SolvedModel:
    """`solve` in a thread; takes the same arguments."""
    import asyncio

    return await asyncio.to_thread(solve, problem, **options)


def _statements(problem: str | Iterable[Statement]) -> tuple[Statement, ...]:
    statements = (Statement(id="s1", text=problem),) if isinstance(problem, str) else tuple(problem)
    length = sum(len(s.text) for s in statements)
    if length > LIMITS.text_chars:
        raise LimitError(
            f"A problem text of {length} characters; at most {LIMITS.text_chars} are read",
            code="text-size",
            hint="give large tables as data files (--data)",
        )
    if not any(s.text.strip() for s in statements):
        raise InputError("The problem text is empty", code="empty-text", hint="tell what to decide, and what limits it")
    if any("\x00" in s.text for s in statements):
        raise InputError("The problem is not text (it has null characters)", code="not-text")
    return statements


def _data(data: DataSource | None) -> Data | None:
    return None if data is None else as_data(data)
