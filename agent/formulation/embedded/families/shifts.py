"""Who works when: shifts told by name and window, or by their length and free start."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.families.clock import Block, day_place, days_in_order
from modelwright.agent.formulation.embedded.families.labels import Label, phrase
from modelwright.agent.formulation.embedded.lexicon import units
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.tokens import Sentence

Key = tuple[float, float, str]

_BETWEEN = frozenset(", and & or the both in at on during then to cover of as well plus".split())
_RUN_WORDS = frozenset(("consecutive", "successive", "straight", "adjacent", "contiguous"))
_HOURS = re.compile(r"^(\d+(?:\.\d+)?|four|six|eight|nine|ten|twelve|five|seven|three|two)-hours?$")
_SMALL = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_SMALL["twelve"] = 12
_COVERING = frozenset(
    "work works cover covers run runs last lasts span spans serve serves staff staffs keep keeps".split()
)
_SKIP = frozenset(("shift", "shifts", "staff", "people", "workers"))


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift: its label, the places it was named at, and the places of the demanded blocks it covers."""

    text: str
    label: Label | None
    first: int
    last: int
    covers: tuple[int, ...]


def ordered(keys: list[Key]) -> list[Key]:
    """Returns the blocks in the order of the day or week; others as mentioned."""
    if days_in_order(keys):
        return sorted(keys, key=day_place)
    if all(start >= 0 for start, _, _ in keys):
        return sorted(keys)
    return keys


def told_shifts(doc: Doc, sentences: list[Sentence], blocks: tuple[Block, ...], keys: list[Key]) -> list[Shift]:
    """Returns the shifts that sentences without a demand describe, each with the blocks it covers.

    Clock ranges in a row ("6 to 10 and 14 to 18") are one shift each, unless that way every shift has its own name.
    """
    wide = _described(doc, sentences, blocks, keys, True)
    names = {s.label.stems for s in wide if s.label is not None}
    if len(wide) > 1 and len(names) == len(wide):
        return wide
    return _described(doc, sentences, blocks, keys, False)


def _described(
    doc: Doc, sentences: list[Sentence], blocks: tuple[Block, ...], keys: list[Key], wide: bool
) -> list[Shift]:
    out: list[Shift] = []
    for sentence in sentences:
        inside = [b for b in blocks if sentence.first <= b.first < sentence.last]
        edge = sentence.first
        for group in _groups(doc, inside, wide):
            label = _name(doc, edge, group[0].first)
            covers = tuple(k for k, key in enumerate(keys) if any(covered(key, b.key) for b in group))
            text = label.text if label else doc.quote(group[0].first, group[-1].last)
            out.append(Shift(text, label, group[0].first, group[-1].last, covers))
            edge = group[-1].last
    return _without_opening([s for s in out if s.covers], len(keys))


def _without_opening(shifts: list[Shift], size: int) -> list[Shift]:
    """Leaves out a window over all blocks that is called no shift, where the others cover all: the opening hours."""
    rest = [s for s in shifts if len(s.covers) < size or (s.label and any(x in _SKIP for x in s.label.stems))]
    whole = len(rest) > 1 and {c for s in rest for c in s.covers} == set(range(size))
    return rest if whole else shifts


def covered(asked: Key, worked: Key) -> bool:
    """Returns whether a window of work holds an asked block, round the clock."""
    if asked[2] or worked[2]:
        return asked[2] == worked[2]
    return any(worked[0] <= asked[0] + turn and asked[1] + turn <= worked[1] for turn in (-24, 0, 24))


def _groups(doc: Doc, blocks: list[Block], wide: bool) -> list[list[Block]]:
    out: list[list[Block]] = []
    for block in blocks:
        words = doc.words(out[-1][-1].last, block.first) if out else []
        if out and block.name:
            joined = all(w in _BETWEEN for w in words)
        else:
            joined = words in (["and", "from"], ["and", "again"]) or (wide and _goes_on(words, out, block))
        if joined:
            out[-1].append(block)
        else:
            out.append([block])
    return out


def _goes_on(words: list[str], out: list[list[Block]], block: Block) -> bool:
    """Whether only glue stands between two clock ranges that do not overlap."""
    if not words or not all(w in _BETWEEN or w in ("from", "again") for w in words):
        return False
    return all(b.end <= block.start + turn or block.end + turn <= b.start for b in out[-1] for turn in (-24, 0, 24))


def _name(doc: Doc, first: int, last: int) -> Label | None:
    """The last name before a window, one that speaks of a shift or ends in a letter first."""
    best: Label | None = None
    i = first
    while i < last:
        name = phrase(doc, i, last)
        end = name.last if name is not None else i
        if name is not None and len(name.stems) > 1 and doc.low(name.last - 1) in _COVERING:
            words = doc.quote(name.first, name.last - 1)
            name = Label(name.stems[:-1], words, name.first, name.last - 1)
        if name is None:
            i += 1
            continue
        marked = any(s in _SKIP for s in name.stems) or len(name.stems[-1]) <= 2
        if (len(name.stems) > 1 or name.stems[0] not in _SKIP) and (
            best is None or marked or not any(s in _SKIP for s in best.stems)
        ):
            best = name
        i = max(end, i + 1)
    return best


def free_shifts(doc: Doc, keys: list[Key], names: dict[Key, Block]) -> tuple[list[Shift], frozenset[int]]:
    """Returns one shift for each start where people work a run of blocks, and the numbers that said so."""
    length, hours, said = _length(doc, keys)
    if length is None and hours is None:
        return [], frozenset()
    size = len(keys)
    clock = all(start >= 0 for start, _, _ in keys)
    spans = [b - a for a, b, _ in keys]
    chained = clock and all(abs(keys[k][1] - keys[k + 1][0]) < 1e-9 for k in range(size - 1))
    if clock and not chained:
        return [], frozenset()
    ring = (clock and abs(sum(spans) - 24) < 1e-9) or (size == 7 and days_in_order(keys)) or _wraps(doc)
    allowed, told = _starts(doc, keys, names)
    said |= told
    out: list[Shift] = []
    for k in range(size):
        if allowed and k not in allowed:
            continue
        covers: list[int] = []
        total = 0.0
        j = k
        while len(covers) < size and (ring or j < size):
            total += spans[j % size]
            if (length is not None and len(covers) >= length) or (hours is not None and total > hours + 1e-9):
                break
            covers.append(j % size)
            j += 1
        full = len(covers) == length if length is not None else abs(sum(spans[c] for c in covers) - (hours or 0)) < 1e-9
        if full and covers:
            block = names[keys[k]]
            out.append(Shift(_start(block), None, block.first, block.last, tuple(covers)))
    return out, said


def _starts(doc: Doc, keys: list[Key], names: dict[Key, Block]) -> tuple[frozenset[int], frozenset[int]]:
    """ "may start at 7 am, 11 am or 3 pm": the places of the blocks named as starts, and the ids of those numbers."""
    taken = {i for b in names.values() for i in range(b.first, b.last)}
    for i, token in enumerate(doc.tokens):
        if token.stem not in ("start", "begin") or doc.low(i + 1) not in ("at", "on", "work"):
            continue
        end = next((s.last for s in doc.sentences if s.first <= i < s.last), i)
        places: set[int] = set()
        said: set[int] = set()
        for n in doc.numbers:
            if not i < n.first < end or n.first in taken:
                continue
            hit = [k for k, key in enumerate(keys) if _same_hour(doc, n, key[0])]
            if hit:
                places.add(hit[0])
                said.add(n.id)
        words = doc.words(i, end)
        places |= {k for k, key in enumerate(keys) if key[0] % 24 == 0 and "midnight" in words}
        places |= {k for k, key in enumerate(keys) if key[0] == 12 and ("noon" in words or "midday" in words)}
        if len(places) > 1:
            return frozenset(places), frozenset(said)
    return frozenset(), frozenset()


def _same_hour(doc: Doc, n: Num, hour: float) -> bool:
    value, after = float(n.value), doc.low(n.last)
    if after.startswith("p") and value < 12:
        value += 12
    return value == hour or (not after.startswith(("a", "p")) and hour > 12 and value + 12 == hour)


def _start(block: Block) -> str:
    if block.name:
        return f"on {block.text}" if block.name.endswith("day") else f"with {block.text}"
    return "at " + re.split(r"\s*(?:\bto\b|\band\b|until|till|[-–—])\s*", block.text)[0]


def _wraps(doc: Doc) -> bool:
    lows = [t.low for t in doc.tokens]
    pairs = set(itertools.pairwise(lows))
    return bool(pairs & {("next", "day"), ("following", "day"), ("next", "morning"), ("wraps", "round")})


def _length(doc: Doc, keys: list[Key]) -> tuple[int | None, float | None, frozenset[int]]:
    """How long one works: a number of blocks, or hours; with the ids of the numbers that say it."""
    for n in doc.numbers:
        if n.currency or n.percent or n.value.denominator != 1 or n.value > 24:
            continue
        near = doc.words(n.last, n.last + 4)
        run = any(w in _RUN_WORDS for w in near[:2]) or ("row" in near and "in" in near)
        if run and _unit(doc, n) == "hour":
            return None, float(n.value), frozenset((n.id,))
        if run and n.value < len(keys):
            return int(n.value), None, frozenset((n.id,))
    for i, token in enumerate(doc.tokens):
        m = _HOURS.match(token.low)
        if m and any(w.startswith("shift") for w in doc.words(i + 1, i + 3)):
            word = m.group(1)
            said = frozenset(n.id for n in doc.numbers if n.first <= i < n.last)
            return None, float(_SMALL.get(word) or word), said
    for n in doc.numbers:
        near = doc.words(n.first - 5, n.last + 4)
        if _unit(doc, n) == "hour" and n.value.denominator == 1 and any(w.startswith(("shift", "work")) for w in near):
            return None, float(n.value), frozenset((n.id,))
    return None, None, frozenset()


def _unit(doc: Doc, n: Num) -> str | None:
    for word in doc.words(n.last, n.last + 2):
        if word in units():
            return units()[word].name
    return None
