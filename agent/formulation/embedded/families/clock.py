"""Blocks of time: clock ranges in many spellings, and named periods."""

from __future__ import annotations

import re
from dataclasses import dataclass

from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.lexicon import word_class
from modelwright.agent.formulation.embedded.tokens import noun_stem

_TIME = r"(?:(\d{1,2})(?:[:.](\d\d))?\s*([ap]\.m\.|[ap]m\b)?(?:\s*o'clock)?|(noon|midday|midnight))(?:\s+hours\b)?"
_RANGE = re.compile(
    rf"(?<![\d$£€.:,])(?:(between|from)\s+)?(?:\b{_TIME})\s*(to|and|until|till|-|–|—)\s*(?:{_TIME})(?!\d|%|\.\d)",
    re.IGNORECASE,
)
_NAMED = {"noon": 12.0, "midday": 12.0, "midnight": 24.0}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of time at tokens first..last: hours 0 to 48, or a named period (`start` -1)."""

    first: int
    last: int
    start: float
    end: float
    name: str
    text: str

    @property
    def key(self) -> tuple[float, float, str]:
        """Returns what tells blocks apart."""
        return (self.start, self.end, self.name)


def clock_blocks(doc: Doc) -> tuple[Block, ...]:
    """Returns the clock ranges in order, hours resolved to the 24-hour clock."""
    raw = [m for m in _RANGE.finditer(doc.text) if _told(m)]
    starts = {t.start: t.i for t in doc.tokens}
    round_clock = any(_big(m) for m in raw)
    half = not round_clock and not any(m.group(4) or m.group(9) for m in raw)
    out: list[Block] = []
    for m in raw:
        at = m.start(2) if m.group(2) else m.start(5)
        first = starts.get(at)
        if first is None:
            continue
        last = first
        while last < len(doc.tokens) and doc.tokens[last].start < m.end():
            last += 1
        start, end = _hours(m, 2), _hours(m, 7)
        if start is None or end is None:
            continue
        if round_clock and end <= start and not (m.group(4) or m.group(9)):
            end += 24
        start, end = _resolve(m, start, end, out[-1].end if half and out else None)
        out.append(Block(first, last, start, end, "", doc.quote(first, last)))
    return tuple(out)


def _told(m: re.Match[str]) -> bool:
    """A range and not two amounts: "and" needs "between", bare digits an opener or a dash."""
    opener, glue = (m.group(1) or "").lower(), m.group(6).lower()
    if glue == "and":
        return opener == "between"
    marked = any(m.group(k) for k in (3, 4, 5, 8, 9, 10))
    return marked or opener != "" or glue in ("until", "till", "-", "–", "—", "to")


def _big(m: re.Match[str]) -> bool:
    return any(m.group(k) and (int(m.group(k)) > 12 or m.group(k) in ("0", "00")) for k in (2, 7)) or bool(
        m.group(3) and m.group(2)[:1] == "0"
    )


def _hours(m: re.Match[str], k: int) -> float | None:
    named = m.group(k + 3)
    if named:
        return _NAMED[named.lower()]
    value = int(m.group(k)) + int(m.group(k + 1) or 0) / 60
    if value > 24:
        return None
    half = (m.group(k + 2) or "").lower()[:1]
    if half == "p" and value < 12:
        return value + 12
    return value - 12 if half == "a" and value >= 12 else value


def _resolve(m: re.Match[str], start: float, end: float, chain: float | None) -> tuple[float, float]:
    """Fills in the half of the day: a range goes on where the one before it ended, or takes the mark of its end."""
    if m.group(9) and not m.group(4) and not m.group(5) and start < 12 and end > 12 and end - start > 12:
        start += 12
    if chain is not None and start < 12 and abs((chain % 12) - (start % 12)) < 1e-9:
        start = chain % 24
    start %= 24
    while end <= start:
        end += 12 if chain is not None or (start < 12 and end + 12 > start and not m.group(9) and end <= 12) else 24
    return start, end


def named_blocks(doc: Doc) -> tuple[Block, ...]:
    """Returns mentions of named periods ("breakfast", "the night", "Monday") in order."""
    periods = word_class("periods")
    days = any(t.low.rstrip("s") in _DAYS for t in doc.tokens)
    out = []
    for token in doc.tokens:
        if token.low in periods and token.kind == "w" and not (days and token.low in ("weekdays", "weekends")):
            out.append(Block(token.i, token.i + 1, -1.0, -1.0, noun_stem(token.low), token.text))
    return tuple(out)


def expand_days(doc: Doc, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """ "Monday to Friday": the days between are named too."""
    out: list[Block] = []
    for k, block in enumerate(blocks):
        out.append(block)
        after = blocks[k + 1] if k + 1 < len(blocks) else None
        if after is None or block.name not in _DAYS or after.name not in _DAYS:
            continue
        if doc.words(block.last, after.first) in (["to"], ["through"], ["until"], ["-"], ["–"]):
            i = (_DAYS.index(block.name) + 1) % 7
            while _DAYS[i] != after.name:
                out.append(Block(after.first, after.last, -1.0, -1.0, _DAYS[i], _DAYS[i].capitalize()))
                i = (i + 1) % 7
    return tuple(out)


def days_in_order(keys: list[tuple[float, float, str]]) -> bool:
    """Returns whether all keys are days of the week."""
    return all(name in _DAYS for _, _, name in keys)


def day_place(key: tuple[float, float, str]) -> int:
    """Returns the place of a day in the week."""
    return _DAYS.index(key[2])
