"""The embedded engine as a Formulator: readings become Formulations, changes become patches."""

from __future__ import annotations

from collections.abc import Sequence

from modelwright.agent.formulation.doubtful import without_doubtful_units
from modelwright.agent.formulation.draft import Draft
from modelwright.agent.formulation.embedded.answers import answered, blocks, chosen_reading, settle
from modelwright.agent.formulation.embedded.drafting import Joined, draft_reading
from modelwright.agent.formulation.embedded.reading import Problem, Reading, Readings
from modelwright.agent.formulation.embedded.reading import Question as Asked
from modelwright.agent.formulation.embedded.wording import clean_label
from modelwright.agent.formulation.formulation import (
    Assumption,
    Candidate,
    Formulation,
    LedgerEntry,
    Question,
    Revision,
    State,
)
from modelwright.agent.formulation.lower import Lowered, lower
from modelwright.agent.formulation.revising import revision
from modelwright.errors import FormulationFailed
from modelwright.model.data import Data
from modelwright.model.findings import Finding
from modelwright.model.sources import Source, Statement, TextSpan

__all__ = ["EmbeddedFormulator"]

_HINTS = {  # the most telling first
    "empty_text": "tell what is to be decided, what limits it, and what should be as large or as small as possible",
    "too_long": "tell the problem in fewer words, and give large tables as data files (--data)",
    "numbers_only": "say in words what the numbers are",
    "no_numbers": "give the numbers: what each thing needs, brings or costs, and what there is of it",
    "no_decision": "say what you can choose, e.g. `We make chairs and tables`, and what each brings or costs",
    "no_objective": "say what should be as large or as small as possible",
}


class EmbeddedFormulator:
    """Rules, and a learned confidence; no network, no key, the same answer everywhere."""

    name = "embedded"

    def formulate(self, statements: Sequence[Statement], data: Data | None = None) -> Formulation:
        """The Model that `statements` describe.

        Raises:
            FormulationFailed: They describe no decision problem.
        """
        from modelwright.agent.formulation.embedded import confidence, questions, read

        answers = [s for s in statements if s.answers is not None]
        joined = Joined([s for s in statements if s.answers is None])
        readings = read(joined.text)
        asked = questions(readings)
        best = chosen_reading(readings, asked, answers)
        if best is None or _says_nothing(best):
            raise _failure(readings)
        draft = draft_reading(best, readings.numbers, joined, title=_title(best))
        draft = settle(draft, asked, answers, joined)
        lowered = lower(draft, statements)
        model, clashes = without_doubtful_units(lowered.model)
        open_questions = [q for q in asked if not answered(q, answers)]
        settled = len(open_questions) < len(asked)
        probability = 0.0 if lowered.findings else confidence(readings)  # a finding here is a fault of the engine
        probability /= 2 if clashes else 1
        return Formulation(
            model=model,
            ledger=_ledger(best, readings, draft, lowered, joined),
            questions=tuple(_question(q, joined) for q in open_questions),
            assumptions=(*_assumptions(best, lowered), *_defaults(open_questions)),
            confidence=(1 + probability) / 2 if settled else probability,
            alternatives=tuple(
                Candidate(model=lower(draft_reading(r, readings.numbers, joined), statements).model, score=r.score)
                for r in readings.readings
                if r is not best
            ),
            engine=self.name,
            trace=(*readings.trace, *map(str, (*lowered.findings, *clashes))),
        )

    def revise(self, current: Formulation, new: Sequence[Statement | Finding], data: Data | None = None) -> Revision:
        """The change that `new` makes: everything is read again, and what the new words do not touch is kept.

        Findings are for engines that can rewrite; this one reads words alone and ignores them.

        Raises:
            FormulationFailed: The words together describe no decision problem.
        """
        statements = [s for s in new if isinstance(s, Statement)]
        again = self.formulate((*current.model.statements, *statements), data)
        return revision(current, again, statements)


def _question(question: Asked, joined: Joined) -> Question:
    return Question(
        topic=question.topic,
        wording=question.wording,
        why=question.why,
        spans=tuple(joined.span(s) for s in question.spans),
        readings=question.answers,
        default=None if blocks(question) else (question.answers or ("as it was read",))[0],
    )


def _defaults(asked: Sequence[Asked]) -> tuple[Assumption, ...]:
    """What is taken for granted where a closed question about one row stays open."""
    return tuple(
        Assumption(text=f"{q.wording} Taken as: {q.answers[0]}", rule=q.topic)
        for q in asked
        if q.topic in ("coefficient", "exactness") and q.answers
    )


def _title(best: Reading) -> str:
    """``"profit from bowls and jugs"``."""
    labels = [clean_label(v.label) for v in best.variables[:4]]
    items = f"{', '.join(labels[:-1])} and {labels[-1]}" if len(labels) > 1 else "".join(labels)
    goal = clean_label(best.objective.label)
    return f"{goal} from {items}" if goal else items


def _says_nothing(reading: Reading) -> bool:
    """Whether the reading names things, but neither a goal for them nor what one of them takes or brings."""
    terms = (*reading.objective.terms, *(term for row in reading.rows for term in row.terms))
    return reading.objective.sense is None and not any(term.coefficient.numbers for term in terms)


def _failure(readings: Readings) -> FormulationFailed:
    found = {problem.code: problem for problem in reversed(readings.problems)}
    if readings.best is not None:  # it says nothing
        found.pop("no_objective", None)
    nothing = Problem("no_decision", "No decision was found in the text.")
    problem = next((found[code] for code in _HINTS if code in found), nothing)
    code = problem.code.replace("_", "-")
    where = None if problem.span is None else f"characters {problem.span.start} to {problem.span.end}"
    return FormulationFailed(problem.message, code=code, where=where, hint=_HINTS.get(problem.code))


def _element_name(element: str, lowered: Lowered) -> str | None:
    """The name of ``"objective"``, ``"row 2"`` or ``"variable 0"`` in the Model."""
    word, _, number = element.partition(" ")
    if word == "objective" and lowered.model.objectives:
        return lowered.model.objectives[0].name
    if word == "row" and number.isdigit() and int(number) < len(lowered.row_names):
        return lowered.row_names[int(number)]
    return None


def _ledger(
    best: Reading, readings: Readings, draft: Draft, lowered: Lowered, joined: Joined
) -> tuple[LedgerEntry, ...]:
    entries: list[LedgerEntry] = []
    uses = {use.number: use for use in best.uses}
    for number, drafted in zip(readings.numbers, draft.numbers, strict=True):
        use = uses.get(number.id)
        elements = lowered.elements.get(drafted.id, ())
        if not elements and use is not None and use.element is not None:
            named = _element_name(use.element, lowered)
            elements = () if named is None else (named,)
        aside = use.aside if use is not None else None
        state: State = "used" if elements else "aside" if aside else "open"
        entries.append(
            LedgerEntry(
                span=drafted.span, text=drafted.text, kind="number", state=state, elements=elements, reason=aside
            )
        )
    entries.extend(_sentences(readings, lowered, joined, entries))
    return tuple(entries)


def _sentences(
    readings: Readings, lowered: Lowered, joined: Joined, numbers: Sequence[LedgerEntry]
) -> list[LedgerEntry]:
    """What became of each sentence: the elements whose words or numbers stand in it."""
    entries: list[LedgerEntry] = []
    for sentence in readings.sentences:
        span = joined.span(sentence)
        names: dict[str, None] = {}
        for _, element in lowered.model.elements():
            if any(_overlaps(source, span) for source in element.sources):
                names[element.name] = None
        state: State = "used" if names else "aside"
        reason = None if names else "it names no decision, limit or goal"
        text = sentence.of(readings.text)
        entries.append(
            LedgerEntry(span=span, text=text, kind="sentence", state=state, elements=tuple(names), reason=reason)
        )
    return entries


def _overlaps(source: Source, span: TextSpan) -> bool:
    if not isinstance(source, TextSpan) or source.statement != span.statement:
        return False
    return source.start < span.end and span.start < source.end


def _assumptions(best: Reading, lowered: Lowered) -> tuple[Assumption, ...]:
    found: list[Assumption] = []
    variables = lowered.model.variables
    for domain, words in (("integer", "come in whole numbers"), ("continuous", "may be fractional")):
        picked = [(model, read) for model, read in zip(variables, best.variables, strict=True) if read.domain == domain]
        if picked:
            labels = ", ".join(model.shown for model, _ in picked)
            reason = picked[0][1].domain_reason
            found.append(
                Assumption(
                    text=f"{labels}: {words}" + (f" ({reason})" if reason else ""),
                    elements=tuple(model.name for model, _ in picked),
                    rule="domain",
                )
            )
    found.append(
        Assumption(text="No amount is negative", elements=tuple(v.name for v in variables), rule="non-negative")
    )
    return tuple(found)
