"""Whether the optimal value that was found is the published one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from modelwright.datasets.records import Problem, Truth

__all__ = ["Found", "Score", "Verdict", "found_by", "matches", "score"]

Verdict = Literal["right", "wrong", "asked", "refused", "errored", "unscored"]
"""One per prediction: `asked` is a question unanswered, `refused` no model at all, `errored` a failure of ours."""

Found = float | str | None
"""An optimal value, ``infeasible``, ``unbounded``, ``satisfiable``, or ``None`` when nothing was found."""

_REL, _ABS = 1e-4, 1e-6
_REFUSALS = frozenset({"FormulationFailed"})
_REFUSAL_CODES = frozenset({"no-model", "refused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a prediction is worth.

    Attributes:
        id: Problem.
        engine: Engine.
        sample: Sample.
        verdict: What it counts as.
        own: The value with the domains that the engine chose is a published one; ``None`` when there is none.
        integer: With every variable integer it is the published integer optimum.
        lp: With every variable continuous it is the published LP optimum.
        either: One of these.
        finite: A published value is a number.
    """

    id: str
    engine: str
    sample: int
    verdict: Verdict
    own: bool | None = None
    integer: bool | None = None
    lp: bool | None = None
    either: bool | None = None
    finite: bool = False

    def to_json(self) -> dict[str, Any]:
        """A plain object."""
        return asdict(self)


def matches(found: Found, truth: Truth) -> bool:
    """Whether |found - truth| <= max(1e-4 |truth|, 1e-6); words match themselves, and any point is satisfiable."""
    if found is None:
        return False
    if truth == "satisfiable":
        return found not in ("infeasible", "unbounded")
    if isinstance(found, str) or isinstance(truth, str):
        return found == truth
    return abs(found - truth) <= max(_REL * abs(truth), _ABS)


def found_by(prediction: Mapping[str, Any]) -> Found:
    """The value that the line itself states."""
    if prediction["objective"] is not None:
        return float(prediction["objective"])
    if prediction["status"] in ("infeasible", "unbounded"):
        return str(prediction["status"])
    return "satisfiable" if prediction["status"] in ("optimal", "feasible") else None


def score(
    problem: Problem, prediction: Mapping[str, Any], variants: Mapping[str, Found], *, answer_all: bool = False
) -> Score:
    """The score of one prediction.

    Args:
        problem: With its published values.
        prediction: A line of a run.
        variants: Optimal values of the candidate Model under other domains: ``own``, ``integer``, ``lp``.
        answer_all: Whether the candidate of a question counts as its answer.
    """
    stated = found_by(prediction)
    own_value = variants.get("own") if stated is None else stated
    own = _among(own_value, problem.truths)
    integer = _is(variants, "integer", problem.answer_int)
    lp = _is(variants, "lp", problem.answer_lp)
    either = own if not problem.truths else bool(own or integer or lp)
    return Score(
        id=prediction["id"],
        engine=prediction["engine"],
        sample=prediction["sample"],
        verdict=_verdict(problem, prediction, own_value, bool(either), answer_all),
        own=own,
        integer=integer,
        lp=lp,
        either=either,
        finite=any(isinstance(truth, float) for truth in problem.truths),
    )


def _among(found: Found, truths: Iterable[Truth]) -> bool | None:
    known = tuple(truths)
    return any(matches(found, truth) for truth in known) if known else None


def _is(variants: Mapping[str, Found], name: str, truth: Truth | None) -> bool | None:
    return None if truth is None else matches(variants.get(name), truth)


def _verdict(problem: Problem, prediction: Mapping[str, Any], found: Found, either: bool, answer_all: bool) -> Verdict:
    if not problem.truths:
        return "unscored"
    if prediction["status"] == "error":
        return "refused" if _is_refusal(prediction["error"]) else "errored"
    if prediction["status"] == "question" and (found is None or not answer_all):
        return "asked"
    return "right" if either else "wrong"


def _is_refusal(error: Any) -> bool:
    if not isinstance(error, Mapping):
        return False
    return error.get("type") in _REFUSALS or error.get("code") in _REFUSAL_CODES
