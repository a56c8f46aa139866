"""The pipeline: text in, readings out."""

from __future__ import annotations

from modelwright.agent.formulation.embedded.assemble import Hypothesis, hypotheses
from modelwright.agent.formulation.embedded.context import unit_at
from modelwright.agent.formulation.embedded.doc import Doc, build_doc
from modelwright.agent.formulation.embedded.domains import kinds
from modelwright.agent.formulation.embedded.families import join, propose
from modelwright.agent.formulation.embedded.goal import find_goals
from modelwright.agent.formulation.embedded.ledger import make_uses
from modelwright.agent.formulation.embedded.limits import Limits
from modelwright.agent.formulation.embedded.mentions import find_mentions
from modelwright.agent.formulation.embedded.numbers import readings_of
from modelwright.agent.formulation.embedded.reading import (
    Number,
    Problem,
    Reading,
    Readings,
    Span,
    VariableReading,
)
from modelwright.agent.formulation.embedded.score import Priced, price
from modelwright.agent.formulation.embedded.variables import candidates


def run(text: str, limits: Limits) -> Readings:
    """Returns the readings of a text (see `read`)."""
    problems: list[Problem] = []
    if not text.strip():
        return Readings(text, (), (), (), (), (Problem("empty_text", "The text is empty."),))
    doc = build_doc(text, limits.tokens, limits.numbers)
    if len(doc.tokens) >= limits.tokens or len(doc.numbers) >= limits.numbers:
        problems.append(
            Problem("too_long", f"Read only the first {len(doc.tokens)} words and {len(doc.numbers)} numbers.")
        )
    sentences = tuple(Span(doc.tokens[s.first].start, doc.tokens[s.last - 1].end) for s in doc.sentences)
    numbers = _numbers(doc)
    if not numbers:
        problems.append(Problem("no_numbers", "The text holds no numbers."))
    if numbers and not any(t.kind == "w" for t in doc.tokens):
        problems.append(Problem("numbers_only", "The text holds numbers but no words."))
        return Readings(text, sentences, numbers, (), (), tuple(problems))
    goals = find_goals(doc)
    if not goals:
        problems.append(Problem("no_objective", "Nothing says what to make small or large."))
    found = candidates(doc, limits.candidates)
    trace = [f"variables: {[' '.join(n.stems) for n in c.names]} ({c.origin}, {c.score:.2f})" for c in found]
    trace += [f"goal: {g.sense} {' '.join(g.stems)}" for g in goals[:2]]
    pool = hypotheses(doc, found, goals, limits)
    priced = price(pool, limits)
    ordinary = tuple(_reading(doc, numbers, p) for p in priced[: limits.readings])
    readings = join(propose(doc, numbers, tuple(goals), limits), ordinary, limits.readings)
    if not readings:
        problems.append(Problem("no_decision", "No quantities to decide were found."))
    return Readings(text, sentences, numbers, readings, tuple(trace), tuple(problems))


def _numbers(doc: Doc) -> tuple[Number, ...]:
    out = []
    for n in doc.numbers:
        span = Span(doc.tokens[n.first].start, doc.tokens[n.last - 1].end)
        out.append(
            Number(
                n.id,
                span,
                span.of(doc.text),
                n.value,
                readings_of(n),
                n.subunit or (None if n.percent else unit_at(doc, n)),
                n.currency,
                n.percent,
            )
        )
    return tuple(out)


def _reading(doc: Doc, numbers: tuple[Number, ...], priced: Priced) -> Reading:
    h = priced.hypothesis
    variables = _variables(doc, h)
    uses = make_uses(numbers, h.objective, h.rows, h.aside)
    return Reading(variables, h.objective, h.rows, uses, priced.score, priced.costs, h.origin)


def _variables(doc: Doc, h: Hypothesis) -> tuple[VariableReading, ...]:
    mentions = find_mentions(doc, h.names)
    out = []
    found = kinds(doc, h.names, h.measures, h.rows, mentions)
    for k, name in enumerate(h.names):
        spans = tuple(Span(doc.tokens[m.first].start, doc.tokens[m.last - 1].end) for m in mentions if m.var == k)
        label = doc.quote(name.first, name.last)
        kind = found[k]
        out.append(VariableReading(label, spans, kind.domain, kind.reason, kind.measure))
    return tuple(out)
