"""Shifts that cover windows: who works when, and which windows ask for how many.

Clock windows ("from 8 to 12") and named periods ("in the morning") are read; a demand in a window then bounds the sum
of
the variables that work through it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.facts import Facts, Limit, Rate
from modelwright.agent.formulation.embedded.lexicon import word_class
from modelwright.agent.formulation.embedded.mentions import Mention
from modelwright.agent.formulation.embedded.numbers import Num

_BEFORE_PERIOD = frozenset("the at in on and each during every work works cover covers".split())


@dataclass(frozen=True, slots=True)
class Window:
    """A window of time at a place in the text: clock hours, or a named period (`start` == `end` == -1)."""

    first: int
    last: int
    start: float
    end: float
    name: str = ""


def find_windows(doc: Doc) -> tuple[tuple[Window, ...], frozenset[int]]:
    """Returns the windows in order, and the ids of the numbers that are clock hours."""
    out: list[Window] = []
    clock: set[int] = set()
    for a, b in zip(doc.numbers, doc.numbers[1:], strict=False):
        glue = [
            w for w in doc.words(a.last, b.first) if w not in ("am", "pm", "a.m", "p.m", ".", "m", "o'clock", ":", "00")
        ]
        opener = doc.low(a.first - 1)
        if a.id in clock or glue not in (["to"], ["and"], ["until"], ["till"], ["-"], ["–"]):
            continue
        if (glue == ["and"] and opener != "between") or (
            glue == ["to"] and opener not in ("from", "(", ",", "and", "on")
        ):
            continue
        start, end = _hour(doc, a), _hour(doc, b)
        if start is None or end is None:
            continue
        if end <= start:
            end += 24
        out.append(Window(a.first - 1, b.last, start, end))
        clock |= {a.id, b.id}
    periods = word_class("periods")
    if len(out) < 3:
        out, clock = [], set()
        for token in doc.tokens:
            if token.low in periods and doc.low(token.i - 1) in _BEFORE_PERIOD:
                out.append(Window(token.i, token.i + 1, -1, -1, token.stem))
    return tuple(out), frozenset(clock)


def _hour(doc: Doc, n: Num) -> float | None:
    if n.currency or n.percent or n.multiple or not 0 <= n.value <= 24:
        return None
    after = doc.low(n.last)
    value = float(n.value)
    if after in ("pm", "p.m") and value < 12:
        value += 12
    elif after and after not in (
        "am",
        "to",
        "and",
        "until",
        "till",
        "-",
        "–",
        ",",
        ".",
        ";",
        ")",
        "a.m",
        "pm",
        "p.m",
        "o'clock",
        ":",
    ):
        return None
    return value


def apply_cover(doc: Doc, facts: Facts, mentions: tuple[Mention, ...], count: int) -> Facts:
    """Returns the facts with demands in windows turned into sums over the variables that cover them."""
    windows, clock = find_windows(doc)
    if len(windows) < 3:
        return facts
    covers: list[list[Window]] = [[] for _ in range(count)]
    demand: list[tuple[Limit, list[Window]]] = []
    limited: dict[int, Limit] = {x.number: x for x in facts.limits}
    for window in windows:
        sentence = next(s for s in doc.sentences if s.first <= window.first < s.last)
        numbers = [
            n for n in doc.numbers if sentence.first <= n.first < window.first and n.id not in clock and n.id in limited
        ]
        named = [m for m in mentions if sentence.first <= m.first < window.first and m.var >= 0]
        if named and (not numbers or named[-1].first > numbers[-1].first) and _works(doc, named[-1].last, window.first):
            covers[named[-1].var].append(window)
        elif numbers:
            demand.append((limited[numbers[-1].id], [window]))
    if not any(covers) or len(demand) < 2:
        return facts
    changed: dict[int, Limit] = {}
    for limit, asked in demand:
        members = tuple(v for v in range(count) if any(_within(asked[0], w) for w in covers[v]))
        if members and limit.number not in changed:
            changed[limit.number] = replace(limit, variables=members, group_total=True, subject=(), total=0.0)
    limits = tuple(changed.get(x.number, x) for x in facts.limits if x.number not in clock)
    rates: tuple[Rate, ...] = tuple(r for r in facts.rates if r.number not in clock)
    aside = (*facts.aside, *((n, "clock time") for n in sorted(clock)))
    return replace(facts, limits=limits, rates=rates, aside=aside)


def _works(doc: Doc, first: int, last: int) -> bool:
    words = doc.words(first, last)
    return any(
        w
        in ("work", "works", "cover", "covers", "serve", "serves", "run", "runs", "are", "is", "start", "starts", "on")
        for w in words
    )


def _within(asked: Window, worked: Window) -> bool:
    if asked.name or worked.name:
        return asked.name == worked.name
    return worked.start <= asked.start and asked.end <= worked.end
