"""Staff for shifts: so many people are needed in each block of time, and a shift covers several blocks."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.families.clock import Block, clock_blocks, expand_days, named_blocks
from modelwright.agent.formulation.embedded.families.finish import Draft, Frame, noun_after, sense_of, spans
from modelwright.agent.formulation.embedded.families.labels import Hit, Label, hits, list_at
from modelwright.agent.formulation.embedded.families.pairing import tie
from modelwright.agent.formulation.embedded.families.shifts import Key, Shift, free_shifts, ordered, told_shifts
from modelwright.agent.formulation.embedded.lexicon import units, word_class
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.reading import ONE, RowReading, Term, VariableReading
from modelwright.agent.formulation.embedded.tokens import Sentence

_GENERIC = frozenset(("block", "period", "slot", "interval", "window", "segment", "phase"))
_CUES = frozenset(
    ("shift", "shifts", "consecutive", "successive", "row", "roster", "rota", "straight", "start", "starts")
)
_WORKS = frozenset(("work", "works", "begin", "begins", "cover", "covers"))


@dataclass(frozen=True, slots=True)
class Need:
    """A demand: the number and the block it is for."""

    number: Num
    key: Key
    sentence: Sentence


def drafts(frame: Frame) -> list[Draft]:
    """Returns the staffing models the text admits."""
    doc = frame.doc
    if frame.goal is not None and frame.goal.sense == "max":
        return []
    if len(doc.numbers) < 3 or not any(t.low in _CUES or t.low in _WORKS for t in doc.tokens):
        return []
    out: list[Draft] = []
    for blocks in (clock_blocks(doc), expand_days(doc, named_blocks(doc)), _lettered(frame)):
        if len({b.key for b in blocks}) < 3:
            continue
        draft = _read(frame, blocks)
        if draft is not None:
            out.append(draft)
    return out[:1]


def _lettered(frame: Frame) -> tuple[Block, ...]:
    """ "block 1 ... blocks 2 and 3": numbered or lettered blocks."""
    doc = frame.doc
    found: list[Label] = []
    heads: set[str] = set()
    for token in doc.tokens:
        if token.stem in _GENERIC or token.low.rstrip("s") in _GENERIC:
            for name in list_at(doc, token.i, len(doc.tokens), True)[0]:
                if len(name.stems) == 2 and len(name.stems[1]) <= 2:
                    heads.add(name.stems[0])
                    found.append(name)
    if len(heads) != 1:
        return ()
    names = {name.stems for name in found}
    labels = tuple(Label(n, " ".join(n), 0, 0) for n in sorted(names))
    return tuple(
        Block(h.first, h.last, -1.0, -1.0, "/".join(labels[h.label].stems), " ".join(labels[h.label].stems))
        for h in hits(doc, labels)
    )


def _read(frame: Frame, blocks: tuple[Block, ...]) -> Draft | None:
    inside = frozenset(i for b in blocks for i in range(b.first, b.last))
    amounts = [n for n in frame.doc.numbers if n.first not in inside and not (n.year or n.name)]
    needs, rest = _needs(frame, blocks, amounts)
    keys = ordered(list(dict.fromkeys(n.key for n in needs)))
    if len(keys) < 3:
        return None
    by_key = {b.key: b for b in reversed(blocks)}
    shifts = list(told_shifts(frame.doc, rest, blocks, keys))
    shifts = list({s.text.lower(): s for s in reversed(shifts)}.values())[::-1]
    said: frozenset[int] = frozenset()
    free = len(shifts) < 2 or {c for s in shifts for c in s.covers} != set(range(len(keys)))
    if free:
        shifts, said = free_shifts(frame.doc, keys, by_key)
    if len(shifts) < 2 or {c for s in shifts for c in s.covers} != set(range(len(keys))):
        return None
    if any(n.number.id in said for n in needs):
        return None
    return _draft(frame, blocks, amounts, needs, keys, shifts, said, free)


def _needs(frame: Frame, blocks: tuple[Block, ...], amounts: list[Num]) -> tuple[list[Need], list[Sentence]]:
    """The demands tied to blocks, and the sentences that hold blocks but no demand."""
    needs: list[Need] = []
    rest: list[Sentence] = []
    keys = list(dict.fromkeys(b.key for b in blocks))
    for sentence in frame.doc.sentences:
        near = tuple(
            Hit(keys.index(b.key), b.first, b.last) for b in blocks if sentence.first <= b.first < sentence.last
        )
        some = tuple(n for n in amounts if sentence.first <= n.first < sentence.last and _may_ask(frame, n))
        opening = len(near) == 1 and _holds_others(keys[near[0].label], keys)
        tied = tie(frame.doc, some, near) if near and len(some) <= len(near) and not opening else {}
        known = {n.key for n in needs}
        if tied and len(tied) == len(some) and not any(keys[k] in known for k in tied.values()):
            needs += [Need(n, keys[tied[n.id]], sentence) for n in some]
        elif near:
            rest.append(sentence)
    return needs, rest


def _holds_others(window: Key, keys: list[Key]) -> bool:
    """Whether a clock range holds two others or more: opening hours, no block."""
    inner = [k for k in keys if k != window and window[0] <= k[0] and k[1] <= window[1] and k[0] >= 0]
    return len(inner) > 1


def _may_ask(frame: Frame, n: Num) -> bool:
    """A number of people: no money, no time, no length of a run, no count of shifts."""
    if n.currency or n.percent or n.fraction or n.multiple or n.counter or n.value.denominator != 1:
        return False
    ahead = frame.doc.words(n.last, n.last + 2)
    ahead = ahead[:1] if ahead[:1] and ahead[0] in (",", ".", ";", ":", ")", "(", "and", "or") else ahead
    where = bool(ahead) and ahead[0] in word_class("prepositions")
    if any(w in _CUES or (not where and (w in _GENERIC or w.rstrip("s") in _GENERIC)) for w in ahead):
        return False
    return not (ahead and ahead[0] in units() and units()[ahead[0]].dimension == "time")


def _draft(
    frame: Frame,
    blocks: tuple[Block, ...],
    amounts: list[Num],
    needs: list[Need],
    keys: list[Key],
    shifts: list[Shift],
    said: frozenset[int],
    free: bool,
) -> Draft | None:
    texts = {b.key: b.text for b in reversed(blocks)}
    noun = next((w for w in (noun_after(frame.doc, n.number) for n in needs) if w), None)
    rows = [_row(frame, need, keys.index(need.key), shifts, noun, texts[need.key]) for need in needs]
    used = {n.number.id for n in needs} | said
    costs, bounds = _tied_to_shifts(frame, [n for n in amounts if n.id not in used], shifts)
    rows += bounds
    terms = tuple(Term(k, frame.maker.value(costs[k]) if k in costs else ONE) for k in range(len(shifts)))
    if costs and len(costs) < len(shifts):
        return None
    variables = tuple(
        VariableReading(
            f"{noun or 'staff'} starting {s.text}" if free else s.text,
            spans(frame.doc, [(s.first, s.last)]),
            "integer",
            "counts whole things",
            noun,
        )
        for s in shifts
    )
    used |= set(costs.values()) | {i for row in bounds for i in (row.limit.numbers if row.limit else ())}
    aside = _aside(frame, blocks, used - said, keys, shifts, said)
    few = any(t.low in ("few", "fewest", "least", "minimum", "smallest") for t in frame.doc.tokens)
    name = f"number of {noun or 'staff'}"
    return Draft(variables, terms, tuple(rows), aside, "family/covering", name, sense="min" if few else None)


def _row(frame: Frame, need: Need, place: int, shifts: list[Shift], noun: str | None, text: str) -> RowReading:
    sense = sense_of(frame, need.number, ">=")
    terms = tuple(Term(k, ONE) for k, s in enumerate(shifts) if place in s.covers)
    span = frame.maker.span(need.sentence.first, need.sentence.last)
    value = frame.maker.value(need.number.id)
    return RowReading("total", sense, text, noun, terms, value, span, "who works in this block")


def _tied_to_shifts(frame: Frame, numbers: list[Num], shifts: list[Shift]) -> tuple[dict[int, int], list[RowReading]]:
    """Costs (shift to number id) and bounds that name shifts; one wage for all is the cost of each."""
    money = [n for n in numbers if n.currency is not None]
    if len(money) == 1 and len(shifts) != 1:
        return dict.fromkeys(range(len(shifts)), money[0].id), []
    owned = [(k, s.label) for k, s in enumerate(shifts) if s.label is not None]
    found = hits(frame.doc, tuple(label for _, label in owned))
    costs: dict[int, int] = {}
    bounds: list[RowReading] = []
    for sentence in frame.doc.sentences:
        near = tuple(h for h in found if sentence.first <= h.first < sentence.last)
        paid = tuple(n for n in money if sentence.first <= n.first < sentence.last)
        for number, k in tie(frame.doc, paid, near).items():
            costs.setdefault(owned[k][0], number)
        capped = tuple(n for n in numbers if sentence.first <= n.first < sentence.last and n.id in frame.govs)
        capped = tuple(n for n in capped if n.currency is None)
        for number, k in tie(frame.doc, capped, near).items():
            n = frame.doc.numbers[number]
            span = frame.maker.span(sentence.first, sentence.last)
            sense = sense_of(frame, n, "<=")
            terms = (Term(owned[k][0], ONE),)
            bounds.append(RowReading("bound", sense, "", None, terms, frame.maker.value(n.id), span, "names one shift"))
    return costs, bounds


def _aside(
    frame: Frame,
    blocks: tuple[Block, ...],
    used: set[int],
    keys: list[Key],
    shifts: list[Shift],
    said: frozenset[int],
) -> tuple[tuple[int, str], ...]:
    inside = frozenset(i for b in blocks for i in range(b.first, b.last))
    out: list[tuple[int, str]] = []
    lengths = {end - start for start, end, _ in keys}
    for n in frame.doc.numbers:
        if n.id in used:
            continue
        ahead = frame.doc.words(n.last, n.last + 3)
        hours = any(w in ("hour", "hours") for w in ahead[:2])
        if n.first in inside:
            out.append((n.id, "clock time"))
        elif n.id in said or _is_length(frame, n, keys, shifts):
            out.append((n.id, "length of a shift"))
        elif (
            n.counter
            or n.name
            or n.denominator
            or (n.value in (len(keys), len(shifts)) and n.currency is None and n.id not in frame.govs)
        ):
            out.append((n.id, "counter"))
        elif (hours and (n.value == 24 or lengths == {float(n.value)})) or (
            n.value == 0 and frame.doc.low(n.first - 1) == ":"
        ):
            out.append((n.id, "clock time"))
        elif "off" in ahead + frame.doc.words(n.first - 3, n.first) or any(
            w.startswith(("rest", "free")) for w in ahead
        ):
            out.append((n.id, "length of a rest"))
        elif len(lengths) == 1 and n.value in (7, len(keys[0])) and "week" in ahead:
            out.append((n.id, "clock time"))
    return tuple(out)


def _is_length(frame: Frame, n: Num, keys: list[Key], shifts: list[Shift]) -> bool:
    """ "shifts of eight hours", "two consecutive blocks": what every shift covers, said once more."""
    if n.currency or n.percent or n.id in frame.govs:
        return False
    ahead = frame.doc.words(n.last, n.last + 2)
    if any(w in ("hour", "hours") for w in ahead):
        return {sum(keys[c][1] - keys[c][0] for c in s.covers) for s in shifts} == {float(n.value)}
    run = any(w in _CUES or w in _GENERIC or w.rstrip("s") in _GENERIC for w in ahead)
    return run and {len(s.covers) for s in shifts} == {n.value}
