"""Problem records: a decision problem in words with its reference answers, one JSON object a line."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from modelwright.config import LIMITS
from modelwright.errors import InputError, LimitError

__all__ = ["Problem", "Truth", "parse_object", "read_record"]

Truth = float | str
"""An optimal value, or ``"infeasible"``, ``"unbounded"`` or ``"satisfiable"``."""

TRUTH_WORDS = frozenset({"infeasible", "unbounded", "satisfiable"})
_ID_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A decision problem in words with its reference answers.

    Attributes:
        id: Stable identifier, unique in its file.
        question: The problem in words.
        answer: Published optimal value; ``None`` when there is none.
        accepted: Further values that count as right.
        answer_lp: Optimum with every variable continuous, where the words leave it open.
        answer_int: Optimum with every variable integer, where the words leave it open.
        kind: Class of the problem, as the source says.
        source: Benchmark and split.
        data: Tables beside the words: records by table name, or names of files beside the dataset.
        outputs: Names of the values that are asked for.
        reference_model: A Model that is known to be right, as JSON.
        instances: Further data sets of the same problem.
        missing: What the words leave out, so that a question is the right answer.
        meta: Everything else, as the source gives it.
    """

    id: str
    question: str
    answer: Truth | None = None
    accepted: tuple[Truth, ...] = ()
    answer_lp: Truth | None = None
    answer_int: Truth | None = None
    kind: str = "unknown"
    source: str = ""
    data: Any = None
    outputs: Any = None
    reference_model: Any = None
    instances: tuple[Any, ...] = ()
    missing: tuple[Any, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def truths(self) -> tuple[Truth, ...]:
        """Every value that counts as right."""
        found = (self.answer, *self.accepted, self.answer_lp, self.answer_int)
        return tuple(dict.fromkeys(truth for truth in found if truth is not None))


def parse_object(text: str) -> dict[str, Any]:
    """The JSON object of one line.

    Raises:
        InputError: It is not JSON, not an object, or holds NaN or infinity.
    """
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        said = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputError(f"Not JSON: {said}", code="bad-json") from None
    if not isinstance(found, dict):
        raise InputError(f"Not a JSON object but {type(found).__name__}", code="bad-record")
    return found


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is not a number")


def read_record(found: Mapping[str, Any]) -> Problem:
    """The problem of one record; keys that a `Problem` does not have join `meta`.

    Raises:
        InputError: `id` or `question` is missing, or a field has the wrong form.
        LimitError: The text is longer than the limit.
    """
    return Problem(
        id=_identifier(found),
        question=_question(found),
        answer=_truth(found, "answer"),
        accepted=_truths(found, "answer") + _truths(found, "accepted"),
        answer_lp=_truth(found, "answer_lp"),
        answer_int=_truth(found, "answer_int"),
        kind=_text(found, "kind", "unknown"),
        source=_text(found, "source", ""),
        data=found.get("data"),
        outputs=found.get("outputs"),
        reference_model=found.get("reference_model"),
        instances=_sequence(found, "instances"),
        missing=_sequence(found, "missing"),
        meta=_meta(found),
    )


def _identifier(found: Mapping[str, Any]) -> str:
    name = found.get("id")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name.strip():
        raise InputError("The record has no `id`", code="bad-record", hint="give a text that no other line has")
    if len(name) > _ID_CHARS or not name.isprintable():
        raise InputError(f"An `id` must be printable and at most {_ID_CHARS} characters", code="bad-record")
    return name


def _question(found: Mapping[str, Any]) -> str:
    question = found.get("question")
    if not isinstance(question, str) or not question.strip():
        raise InputError("The record has no `question`", code="bad-record", hint="give the problem in words")
    if len(question) > LIMITS.text_chars:
        raise LimitError(
            f"A question of {len(question)} characters; at most {LIMITS.text_chars} are read", code="text-size"
        )
    return question


def _truth(found: Mapping[str, Any], key: str) -> Truth | None:
    value = found.get(key)
    return None if value is None or isinstance(value, list) else _as_truth(value, key)


def _truths(found: Mapping[str, Any], key: str) -> tuple[Truth, ...]:
    value = found.get(key)
    return tuple(_as_truth(item, key) for item in value) if isinstance(value, list) else ()


def _as_truth(value: Any, key: str) -> Truth:
    if isinstance(value, str) and value.lower() in TRUTH_WORDS:
        return value.lower()
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if math.isfinite(number):
        return number
    words = ", ".join(sorted(TRUTH_WORDS))
    raise InputError(f"`{key}` is neither a number nor one of {words}: {value!r:.60}", code="bad-record")


def _text(found: Mapping[str, Any], key: str, default: str) -> str:
    value = found.get(key)
    return default if value is None else str(value)


def _sequence(found: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    value = found.get(key)
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


_KNOWN = frozenset(Problem.__dataclass_fields__)


def _meta(found: Mapping[str, Any]) -> dict[str, Any]:
    meta = found.get("meta")
    own = dict(meta) if isinstance(meta, dict) else {} if meta is None else {"meta": meta}
    return {key: value for key, value in found.items() if key not in _KNOWN} | own
