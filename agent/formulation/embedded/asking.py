"""The questions worth asking: empty slots of the best reading, and what separates the two best readings.

A question quotes the user's words. Questions come in order of what is at stake; ask the first.
"""

from __future__ import annotations

from modelwright.agent.formulation.embedded.describe import describe_row, join, number_text, say_sense
from modelwright.agent.formulation.embedded.reading import Question, Reading, Readings, RowReading, Span, row_terms

_CLOSE = 1.5


def questions(readings: Readings) -> tuple[Question, ...]:
    """Returns the questions that would settle most, the one with most at stake first; empty where all is clear."""
    best = readings.best
    if best is None:
        return _nothing(readings)
    out = [*_sense(best), *_ends(readings, best)]
    if len(readings.readings) > 1 and best.score - readings.readings[1].score < _CLOSE:
        separating = _separate(readings, best, readings.readings[1])
        if separating is not None:
            out.append(separating)
    out += _missing(best)
    out += _open_numbers(readings, best)
    out += _exactness(readings, best)
    return tuple(out)


def question(readings: Readings) -> Question | None:
    """Returns the one question most worth asking, or None."""
    found = questions(readings)
    return found[0] if found else None


def _nothing(readings: Readings) -> tuple[Question, ...]:
    codes = {p.code for p in readings.problems}
    if "empty_text" in codes:
        return (Question("decision", (), "What do you want to decide, and what limits it?", "The text is empty."),)
    if "no_numbers" in codes:
        why = "Amounts, limits and costs are needed to make a model."
        return (Question("numbers", (), "Which numbers belong to this decision?", why),)
    why = "No two things were found whose amounts are to be chosen."
    return (Question("decision", (), "Which amounts are yours to choose?", why),)


def _labels(reading: Reading) -> list[str]:
    return [v.label for v in reading.variables]


def _sense(best: Reading) -> list[Question]:
    if best.objective.sense is not None:
        return []
    things = join(_labels(best), "and")
    wording = f"What should the choice of {things} make as large or as small as possible?"
    return [Question("objective", (), wording, "The text does not say what is better.")]


def _ends(readings: Readings, best: Reading) -> list[Question]:
    names = {name for name, _ in best.costs}
    label = best.objective.label or "the goal"
    spans: tuple[Span, ...] = (best.objective.span,) if best.objective.span else ()
    if "unbounded" in names:
        wording = f'Nothing stops "{label}" from growing without end; is there a limit you did not mention?'
        return [Question("unbounded", spans, wording, "As read, the best value is infinite.")]
    if "infeasible" in names:
        spans = tuple(row.span for row in best.rows)
        wording = "As I read it, no choice meets all of these limits. Is one of them read wrongly?"
        return [Question("infeasible", spans, wording, "As read, the limits contradict each other.")]
    if "zero_optimum" in names:
        wording = f"As I read it, doing nothing is best for {label}. Is there something that must be reached?"
        return [Question("trivial", spans, wording, "As read, all amounts are zero at the best choice.")]
    return []


def _separate(readings: Readings, a: Reading, b: Reading) -> Question | None:
    """The smallest difference between two readings, as a closed question."""
    why = "Two readings fit the text almost equally well."
    if _names(a) != _names(b):
        answers = (join(_labels(a), "and"), join(_labels(b), "and"))
        wording = f"What are you choosing the amounts of: {answers[0]}, or {answers[1]}?"
        return Question("variables", _spans(a)[:1] + _spans(b)[:1], wording, why, answers, (0, 1))
    if _goal(a) != _goal(b):
        verb = "small" if a.objective.sense == "min" else "large"
        answers = (_goal_words(readings, a), _goal_words(readings, b))
        wording = f"What should be made {verb}: {answers[0]}, or {answers[1]}?"
        spans = (a.objective.span,) if a.objective.span else ()
        return Question("objective", spans, wording, why, answers, (0, 1))
    for row in a.rows:
        if any(_same(row, other) for other in b.rows):
            continue
        rival = next(
            (other for other in b.rows if other.span == row.span and not any(_same(other, r) for r in a.rows)), None
        )
        number = number_text(readings, row)
        if rival is not None:
            answers = (describe_row(readings, a, row), describe_row(readings, b, rival))
            wording = f'Is "{number}" {answers[0]}, or {answers[1]}?'
            return Question("limit", (row.span,), wording, why, answers, (0, 1))
        answers = (describe_row(readings, a, row), "not a limit")
        return Question("limit", (row.span,), f'Is "{number}" {answers[0]}, or no limit at all?', why, answers, (0, 1))
    return None


def _names(reading: Reading) -> tuple[str, ...]:
    return tuple(v.label.lower() for v in reading.variables)


def _spans(reading: Reading) -> tuple[Span, ...]:
    return tuple(s for v in reading.variables for s in v.spans[:1])


def _goal(reading: Reading) -> tuple[object, ...]:
    return tuple((t.variable, t.coefficient.value) for t in reading.objective.terms)


def _goal_words(readings: Readings, reading: Reading) -> str:
    terms = reading.objective.terms
    if all(t.coefficient.op == "one" for t in terms):
        return f"the number of {join(_labels(reading), 'and')} together"
    ids = [n for t in terms for n in t.coefficient.numbers]
    shown = join([readings.numbers[i].text for i in ids[:4]], "and")
    return f"the total with {shown} for each"


def _same(a: RowReading, b: RowReading) -> bool:
    return (a.sense, row_terms(a)) == (b.sense, row_terms(b))


def _missing(best: Reading) -> list[Question]:
    out = []
    for row in best.rows:
        if row.kind not in ("resource", "requirement", "equation") or len(row.terms) == len(best.variables):
            continue
        have = {t.variable for t in row.terms}
        given = join([best.variables[v].label for v in sorted(have)], "and")
        lacking = join([v.label for k, v in enumerate(best.variables) if k not in have], "and")
        wording = f"You gave {row.label or 'an amount'} for {given} but not for {lacking}. Is it zero for {lacking}?"
        out.append(
            Question("coefficient", (row.span,), wording, "The amount was not given.", ("zero", "another amount"))
        )
    return out


def _open_numbers(readings: Readings, best: Reading) -> list[Question]:
    out = []
    for use in best.uses:
        if use.element is None and use.aside is None:
            number = readings.numbers[use.number]
            wording = f'What does "{number.text}" stand for?'
            out.append(Question("number", (number.span,), wording, "This number is in the text but not in the model."))
    return out


def _exactness(readings: Readings, best: Reading) -> list[Question]:
    out = []
    for row in best.rows:
        if (
            row.sense == "=="
            and row.kind in ("comparison", "share")
            and "exact" not in row.span.of(readings.text).lower()
        ):
            number = number_text(readings, row)
            wording = f'"{number}": exactly, or {say_sense(">=")}?'
            why = "The words do not say whether more is allowed."
            out.append(Question("exactness", (row.span,), wording, why, ("exactly", "at least", "at most")))
    return out
