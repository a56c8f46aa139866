"""A diagnosis in plain words: the user's own where there are any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.errors import ModelwrightError
from modelwright.model.elements import Interval, Variable
from modelwright.model.english import be, joined, sense_words
from modelwright.model.exact import atoms as flat
from modelwright.model.exact.trees import Linear, add, scaled
from modelwright.model.expressions import Compare
from modelwright.model.sources import TextSpan
from modelwright.model.templates import Bound
from modelwright.model.words import Words, show_number
from modelwright.solvers.diagnosis.edits import binding_of, limit_side
from modelwright.solvers.diagnosis.reports import Member
from modelwright.solvers.parts import INTERVAL_PARTS

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.elements import Element, Key
    from modelwright.model.exact import Evaluator
    from modelwright.model.templates import ConstraintBase
    from modelwright.model.templates.base import Negotiable
    from modelwright.solvers.diagnosis.atoms import Atom
    from modelwright.solvers.diagnosis.reports import Conflict, Endless, Repair
    from modelwright.solvers.solve import Solved

__all__ = [
    "change_words",
    "decision_words",
    "member_of",
    "outcome_words",
    "tell_conflict",
    "tell_endless",
    "tell_proof",
    "tell_repairs",
]

_MOST_TERMS = 6
_MOST_MEMBERS = 12
_SHOWN_REPAIRS = 4


def _key_words(key: Key) -> str:
    return f" ({', '.join(map(str, flat(key)))})" if key else ""


def decision_words(model: Model, name: str, key: Key = ()) -> str:
    """``"hours (monday)"``; of a part of a task ``"start of cut"``."""
    variable, _, part = name.partition(".")
    element = model.by_name[variable]
    said = f"{element.shown}{_key_words(key)}"
    return f"{part} of {said}" if part in INTERVAL_PARTS else said


def quotes_of(model: Model, element: Element) -> tuple[str, ...]:
    """The user's own words that an element comes from, each once."""
    texts = {statement.id: statement.text for statement in model.statements}
    spans = [source for source in element.sources if isinstance(source, TextSpan)]
    found = [texts.get(span.statement, "")[span.start : span.end].strip() for span in spans]
    return tuple(dict.fromkeys(filter(None, found)))


# ---------------------------------------------------------------------------------------------------------- members


def member_of(evaluator: Evaluator, atom: Atom) -> Member:
    """An atom as it is told."""
    model = evaluator.model
    element = model.by_name[atom.name]
    negotiable: Negotiable = getattr(element, "negotiable", "no")
    words = _bound_words(evaluator, atom) if isinstance(element, Variable) else _row_words(evaluator, element, atom.key)
    quotes = quotes_of(model, element) if atom.kind == "row" else ()
    return Member(
        kind=atom.kind,
        name=atom.name,
        key=atom.key,
        side=atom.side,
        negotiable=negotiable,
        words=words,
        quotes=quotes,
    )


def _bound_words(evaluator: Evaluator, atom: Atom) -> str:
    variable = evaluator.model.by_name[atom.name]
    assert isinstance(variable, Variable)
    said = decision_words(evaluator.model, atom.name, atom.key)
    if atom.kind == "domain":
        return f"{said} {be(said)} {'yes or no' if variable.domain == 'binary' else 'a whole number'}"
    lower, upper = evaluator.bounds(variable, atom.key)
    limit = lower if atom.side == "lower" else upper
    assert limit is not None
    if isinstance(variable.domain, Interval):
        return f"{said} ends at {show_number(limit, evaluator.model.time_unit)} at the latest"
    if atom.side == "lower" and not limit:
        return f"{said} {be(said)} never negative"
    return f"{said} {be(said)} at {'least' if atom.side == 'lower' else 'most'} {show_number(limit, variable.unit)}"


def _row_words(evaluator: Evaluator, element: Element, key: Key) -> str:
    constraint: ConstraintBase = element  # type: ignore[assignment]
    words = Words(evaluator.model)
    if not key:
        return constraint.sentence(words)
    counted = _counted(evaluator, constraint, key)
    named = f"{constraint.shown}{_key_words(key)}"
    return f"{named}: {counted}" if counted else f"{constraint.sentence(words)}, at{_key_words(key)}"


def _counted(evaluator: Evaluator, constraint: ConstraintBase, key: Key) -> str:
    """A linear row at a key with its numbers; nothing for another one."""
    node = evaluator.node(constraint)
    if not isinstance(node, Compare) or len(node.ops) != 1:
        return ""
    binding = binding_of(evaluator, constraint, key)
    try:
        left, right = (evaluator.tree(side, binding) for side in node.operands)
        body = add((left, scaled(right, Fraction(-1))))
    except (ModelwrightError, TypeError):
        return ""
    if not isinstance(body, Linear):
        return ""
    unit = Words(evaluator.model).unit(constraint)
    sign, op = Fraction(1), node.ops[0]
    if body.terms and all(value < 0 for _, value in body.terms):
        sign, op = Fraction(-1), {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}.get(op, op)  # type: ignore[assignment]
    limit = show_number(-body.constant * sign, unit)
    if not 0 < len(body.terms) <= _MOST_TERMS:
        return f"{sense_words(op)} {limit}" if body.terms else f"0 is never {sense_words(op)} {limit}"
    said = ""
    for name_key, value in body.terms:
        value *= sign
        lead = ("−" if value < 0 else "") if not said else (" − " if value < 0 else " + ")
        factor = "" if abs(value) == 1 else f"{show_number(abs(value))} × "
        said += f"{lead}{factor}{decision_words(evaluator.model, *name_key)}"
    return f"{said} is {sense_words(op)} {limit}"


# ---------------------------------------------------------------------------------------------------------- repairs


def change_words(evaluator: Evaluator, constraint: ConstraintBase, key: Key, part: int, amount: Fraction | None) -> str:
    """``"clay: at most 150 kg instead of at most 120 kg"``, ``"leave out “bowls: at most 45”"``."""
    words = Words(evaluator.model)
    if amount is None:
        return f"leave out “{constraint.shown if key else constraint.sentence(words)}”{_key_words(key)}"
    unit = words.unit(constraint)
    node = evaluator.node(constraint)
    assert isinstance(node, Compare)
    side = limit_side(evaluator, constraint, part)
    limit, op = node.operands[part + side], node.ops[part]
    if not side:
        op = {"<=": ">=", ">=": "<="}.get(op, op)  # type: ignore[assignment]
    subject = words.say(constraint.variable) if isinstance(constraint, Bound) and not key else constraint.shown
    named = f"{subject}{_key_words(key)}"
    if evaluator.decides(limit):
        return f"{named}: let it be missed by {show_number(abs(amount), unit)}"
    old = evaluator.number(limit, binding_of(evaluator, constraint, key))
    sense = sense_words(op)
    return f"{named}: {sense} {show_number(old + amount, unit)} instead of {show_number(old, unit)}"


def outcome_words(model: Model, solved: Solved) -> str:
    """What becomes of the objective: ``"the largest profit is $600"``."""
    objective = model.objective
    if solved.status == "unbounded":
        return "then nothing stops the goal: another limit is missing"
    if objective is None or solved.objective is None or not isinstance(objective.sense, str):
        return "then there is a plan"
    best = {"max": "largest", "min": "smallest"}.get(objective.sense, "best")
    found = "is" if solved.status == "optimal" else "found so far is"
    return f"then the {best} {objective.shown} {found} {show_number(solved.objective, Words(model).unit(objective))}"


# --------------------------------------------------------------------------------------------------------- sentences


def tell_conflict(conflict: Conflict) -> tuple[str, tuple[str, ...]]:
    """What contradicts each other, under a title."""
    if len(conflict.members) == 1:
        title = "This cannot hold, whatever is decided"
    elif conflict.minimal:
        title = "These cannot all hold together; without any one of them the others can"
    else:
        title = "These cannot all hold together (that all of them are needed was not shown)"
    items = [_member_words(member) for member in conflict.members[:_MOST_MEMBERS]]
    more = len(conflict.members) - len(items)
    return title, (*items, f"and {more} more") if more else tuple(items)


def tell_proof(conflict: Conflict) -> str:
    """How sure it is that they do."""
    lead = {
        "proven": "That they contradict each other is proven",
        "agreed": "That they contradict each other is not proven in exact arithmetic",
        "claimed": "That they contradict each other is not proven",
    }[conflict.proof]
    return f"{lead}: {'; '.join(conflict.notes)}."


def _member_words(member: Member) -> str:
    if not member.quotes:
        return member.words
    quoted = " … ".join(f"“{quote}”" for quote in member.quotes)
    return f"{quoted} ({member.words})"


def tell_repairs(repairs: Sequence[Repair]) -> tuple[str, tuple[str, ...]]:
    """What would help, under a title."""
    leads = {"cheapest": "the smallest change: ", "single": "enough by itself: ", "drop": ""}
    items: list[str] = []
    for kind, lead in leads.items():
        own = [repair for repair in repairs if repair.kind == kind]
        items += [f"{lead}{_repair_words(repair)}" for repair in own[:_SHOWN_REPAIRS]]
    return "Any one of these would help", tuple(items)


def _repair_words(repair: Repair) -> str:
    said = [
        f"{change.words}{' (if this can move)' if change.permission == 'unstated' else ''}" for change in repair.changes
    ]
    more = f", and {len(said) - _MOST_TERMS} more" if len(said) > _MOST_TERMS else ""
    shown = f"{', '.join(said[:_MOST_TERMS])}{more}" if more else joined(said)
    priced = repair.kind != "drop" and repair.cost
    cost = f"; the change costs {show_number(repair.cost)}" if priced else ""
    return f"{shown}{cost}; {repair.words}"


def tell_endless(endless: Endless) -> Iterator[str]:
    """What grows without end, and what would stop it."""
    yield endless.words
    if endless.proof == "proven":
        yield "This is proven: every limit was checked in exact arithmetic along this direction."
    alone = [bound for bound in endless.missing if bound.alone]
    if alone:
        yield f"Any one of these would stop it: {joined([bound.words for bound in alone[:_MOST_TERMS]], 'or')}."
    elif endless.missing:
        yield f"These together would stop it: {joined([bound.words for bound in endless.missing[:_MOST_TERMS]])}."
    if endless.rows:
        yield f"Limits in which these occur, none of which stops them: {joined(endless.rows[:_MOST_TERMS])}."
