"""From a Result to words: the plan, the limits that hold it back, and what is left over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from modelwright.agent.explanation.explanation import Explanation, ExplanationTable
from modelwright.model.elements import Interval, Objective
from modelwright.model.english import sense_words
from modelwright.model.expressions import Compare, format_expression
from modelwright.model.templates import Algebraic, Bound, ConstraintBase
from modelwright.model.words import Words, show_number

if TYPE_CHECKING:
    from modelwright.agent.formulation import Formulation
    from modelwright.model.document import Model
    from modelwright.model.elements import Variable
    from modelwright.solvers import Certificate, Diagnosis, Solved

__all__ = ["explain", "explain_diagnosis"]

MAX_ROWS = 30
"""Rows of a table of an indexed plan, and of limits; the rest is counted."""

_TIGHT = 1e-6
_AMOUNTS = frozenset({"bound", "total", "resource", "requirement", "equation"})


def explain(
    model: Model,
    *,
    status: str,
    formulation: Formulation | None = None,
    solved: Solved | None = None,
    diagnosis: Diagnosis | None = None,
) -> Explanation:
    """The answer to `model` in the user's words.

    Args:
        model: What was solved.
        status: Status of the answer (see `modelwright.model.outcome`).
        formulation: How the Model was read from words; gives assumptions and questions.
        solved: Instance, Result and Certificate; ``None`` when nothing was solved.
        diagnosis: Why there is no plan, or no best one.
    """
    words = Words(model)
    notes = _notes(formulation, asks=status == "question")
    if solved is None:
        return Explanation(headline="Something is still open before this can be solved.", notes=notes)
    sentences = []
    has_plan = solved.status in ("optimal", "feasible")
    if status == "question" and has_plan:
        sentences.append(
            "This is the answer under the assumptions below; it is not final until the question is settled."
        )
    tables: tuple[ExplanationTable, ...] = ()
    if has_plan:
        limits = _limits(model, solved, words)
        tables = (_plan(model, solved, words), _limit_table(limits))
        whole = any(variable.domain != "continuous" for variable in model.variables)
        sentences = [*_limit_sentences(limits, whole=whole, others=bool(solved.instance.trees)), *sentences]
    if diagnosis is None or diagnosis.conflict is None:  # which says by itself how sure it is
        sentences.append(_certificate(solved.certificate, solved.status))
    if diagnosis is not None:
        sentences += diagnosis.sentences
        notes = (*diagnosis.lists, *notes)
    return Explanation(
        headline=_headline(model, solved, words), sentences=tuple(filter(None, sentences)), tables=tables, notes=notes
    )


def explain_diagnosis(model: Model, diagnosis: Diagnosis) -> Explanation:
    """Why `model` has no plan, or no best one, and what would help."""
    headline = "There is a plan." if diagnosis.status == "optimal" else _lacking(model, diagnosis.status)
    return Explanation(headline=headline, sentences=diagnosis.sentences, notes=diagnosis.lists)


def _lacking(model: Model, status: str) -> str:
    return {
        "infeasible": "No plan satisfies all the limits at once.",
        "unbounded": f"Nothing stops {_goal_words(model.objective)} from improving without end: a limit is missing.",
    }.get(status, "The solver stopped at its limit before it found a plan.")


def _headline(model: Model, solved: Solved, words: Words) -> str:
    objective = model.objective
    if solved.status not in ("optimal", "feasible"):
        return _lacking(model, solved.status)
    if solved.objective is None or objective is None:
        return "This plan satisfies every limit (nothing is maximised or minimised)."
    value = show_number(solved.objective, words.unit(objective))
    proven = solved.status in ("optimal", "question")
    best = {"max": "largest", "min": "smallest"}.get(
        objective.sense if isinstance(objective.sense, str) else "", "best"
    )
    if proven:
        return f"The {best} {_goal_words(objective)} is {value}."
    gap = solved.result.gap
    within = "" if gap is None else f", at most {show_number(round(gap * 100, 2))}% from the best possible"
    return f"The best plan found so far has {_goal_words(objective)} {value}{within}."


def _goal_words(objective: Objective | None) -> str:
    return objective.shown if objective is not None else "the goal"


# ----------------------------------------------------------------------------------------------------------- plan


def _plan(model: Model, solved: Solved, words: Words) -> ExplanationTable:
    values = solved.result.values_json()
    rows: list[tuple[str, ...]] = []
    for variable in model.variables:
        rows.extend(_plan_rows(variable, values.get(variable.name), _unit(variable, model)))
    left_out = len(rows) - MAX_ROWS
    if left_out > 0:
        rows = [*rows[:MAX_ROWS], (f"… and {left_out} more", "")]
    return ExplanationTable(title="The plan", headers=("decision", "amount"), rows=tuple(rows), right=frozenset({1}))


def _plan_rows(variable: Variable, value: Any, unit: str | None) -> list[tuple[str, ...]]:
    if isinstance(value, dict) and "entries" in value:  # indexed: what is zero or absent is left out
        return [
            (f"{variable.shown} ({_key_words(key)})", _amount(entry, unit))
            for key, entry in value["entries"]
            if (entry["present"] if isinstance(entry, dict) else abs(entry) > _TIGHT)
        ]
    return [(variable.shown, _amount(value, unit))]


def _unit(variable: Variable, model: Model) -> str | None:
    return model.time_unit if isinstance(variable.domain, Interval) else variable.unit


def _key_words(key: Sequence[Any]) -> str:
    return ", ".join(str(part) for member in key for part in (member if isinstance(member, list | tuple) else [member]))


def _amount(value: Any, unit: str | None) -> str:
    if isinstance(value, dict):  # an interval
        if not value["present"]:
            return "does not take place"
        return f"from {show_number(value['start'], None)} to {show_number(value['end'], unit)}"
    return show_number(0.0 if abs(value) < 1e-9 else value, unit)


# --------------------------------------------------------------------------------------------------------- limits


@dataclass(frozen=True, slots=True)
class _Limit:
    name: str
    words: str
    used: str
    allowed: str
    left: float
    left_words: str
    sense: str
    is_resource: bool = False
    family: str = ""

    @property
    def binding(self) -> bool:
        return abs(self.left) <= _TIGHT


def _limits(model: Model, solved: Solved, words: Words) -> list[_Limit]:
    constraints = {c.name: c for c in model.constraints}
    instance, activity = solved.instance, solved.result.activity
    found: list[_Limit] = []
    if activity is None:
        return found
    for block in instance.rows:
        constraint = constraints.get(block.name)
        if constraint is None:  # a row that stands for a penalty or for an objective of an earlier priority
            continue
        if constraint.negotiable == "no":  # structure, as the balance of a stock: nothing that holds a plan back
            continue
        for offset in range(min(block.count, MAX_ROWS + 1 - len(found))):
            row = block.start + offset
            lower, upper = float(instance.row_lower[row]), float(instance.row_upper[row])
            found.append(_limit(constraint, block.key(offset), float(activity[row]), lower, upper, words))
    return found


def _limit(
    constraint: ConstraintBase, key: tuple[Any, ...], used: float, lower: float, upper: float, words: Words
) -> _Limit:
    sense = "==" if lower == upper else "<=" if upper - used <= used - lower else ">="
    limit = upper if sense == "<=" else lower
    scale = max(1.0, abs(limit))
    left = (upper - used if sense == "<=" else used - lower) / scale
    left = 0.0 if sense == "==" or abs(left) <= _TIGHT else left
    unit = words.unit(constraint)
    where = f" ({_key_words(key)})" if key else ""
    if constraint.kind in _AMOUNTS or _is_against_a_number(constraint, words):
        amounts = (show_number(_clean(used), unit), f"{sense_words(sense)} {show_number(limit, unit)}")
        left_words = show_number(_clean(left * scale), unit)
        name = (words.say(constraint.variable) if isinstance(constraint, Bound) else constraint.shown) + where
        said = f"{amounts[1]} {name}" if isinstance(constraint, Bound) else name
        return _Limit(
            name,
            said,
            *amounts,
            left,
            left_words,
            sense,
            constraint.kind in ("resource", "total") and sense == "<=",
            name.removesuffix(where),
        )
    left_words = show_number(_clean(left * scale), unit)
    sentence = (constraint.label if key and constraint.label else constraint.sentence(words)) + where
    return _Limit(sentence, sentence, "", "", left, left_words, sense, family=sentence.removesuffix(where))


def _is_against_a_number(constraint: ConstraintBase, words: Words) -> bool:
    """Whether an algebraic row has a known number on its right, so that its left side is an amount."""
    if not isinstance(constraint, Algebraic):
        return False
    node = constraint.to_node()
    return (
        isinstance(node, Compare)
        and len(node.ops) == 1
        and words.number(format_expression(node.operands[1])) is not None
    )


def _clean(number: float) -> float:
    """`number` without the dust that floating point leaves."""
    rounded = round(number, 6)
    return 0.0 if rounded == 0 else rounded


def _limit_table(limits: list[_Limit]) -> ExplanationTable:
    rows = [
        (limit.name, limit.used, limit.allowed, "nothing" if limit.binding else limit.left_words)
        for limit in limits[:MAX_ROWS]
    ]
    if len(limits) > MAX_ROWS:
        rows.append(("… and more", "", "", ""))
    return ExplanationTable(
        title="The limits",
        headers=("limit", "reached", "allowed", "room left"),
        rows=tuple(rows),
        right=frozenset({1, 3}),
    )


def _left_over(limit: _Limit) -> str:
    """``"3 kg of clay"``, and ``"2 minutes"`` where the limit is named after its unit."""
    return limit.left_words if limit.left_words.endswith(f" {limit.words}") else f"{limit.left_words} of {limit.words}"


def _limit_sentences(limits: list[_Limit], *, whole: bool, others: bool) -> list[str]:
    binding = _gathered([limit for limit in limits if limit.binding and limit.sense != "=="])
    unused = [_left_over(limit) for limit in limits if limit.is_resource and not limit.binding]
    sentences = []
    if binding:
        lead = "One limit holds" if len(binding) == 1 else "These limits hold"
        sentences.append(f"{lead} the plan back: {_join(binding)}.")
    elif others:
        pass  # what is not a linear row has no room left to tell
    elif limits and whole:
        sentences.append("No limit is met exactly: whole amounts leave a little room.")
    elif limits:
        sentences.append("No limit holds the plan back.")
    if unused:
        sentences.append(f"Left over: {_join(unused)}.")
    return sentences


def _gathered(limits: list[_Limit]) -> list[str]:
    """The words of `limits`; more than three rows of one family are counted instead."""
    sizes = Counter(limit.family for limit in limits)
    return [
        f"{limit.family} (in {sizes[limit.family]} cases)" if sizes[limit.family] > 3 else limit.words
        for limit in limits
    ]


def _join(parts: list[str]) -> str:
    parts = list(dict.fromkeys(parts))
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


# ----------------------------------------------------------------------------------------------------------- rest


def _certificate(certificate: Certificate, status: str) -> str:
    """What exact arithmetic says, in a sentence."""
    checked = {
        "exact": "Every limit was checked in exact arithmetic and holds",
        "within_tolerance": "Every limit was checked in exact arithmetic and holds to within a millionth",
    }.get(certificate.feasible)
    claim, said = {
        "optimal": (certificate.optimal, "no plan is better"),
        "infeasible": (certificate.infeasible, "no plan satisfies them all"),
        "unbounded": (certificate.unbounded, "the goal has no end"),
    }.get(status, ("none", ""))
    ending = {
        "proven": f"that {said} is proven",
        "claimed": f"that {said} is what the solver says",
    }.get(claim)
    parts = [part for part in (checked, ending) if part]
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if parts else ""


def _notes(formulation: Formulation | None, *, asks: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if formulation is None:
        return ()
    notes: list[tuple[str, tuple[str, ...]]] = []
    if formulation.assumptions:
        notes.append(("Assumed", tuple(a.text for a in formulation.assumptions)))
    unread = tuple(f"“{entry.text}”" for entry in formulation.ledger if entry.state == "open")
    if unread:
        notes.append(("Not used", unread))
    if asks and formulation.questions:
        notes.append(("To settle", tuple(q.wording for q in formulation.questions)))
    return tuple(notes)
