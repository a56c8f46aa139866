"""Label sets of a text: names of places, shifts or ingredients, found by lists and prepositions, and their mentions."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.doc import Doc, is_content
from modelwright.agent.formulation.embedded.lexicon import units, verb_forms, word_class
from modelwright.agent.formulation.embedded.tokens import noun_stem

_NEVER = frozenset(
    "respectively each cost costs price total maximum minimum following unit units available least most twice "
    "half percent percentage per number amount day week hour".split()
)
_COUNTED = frozenset(("One", "Two", "Three", "Four", "Five", "Six"))
_FINITE = frozenset("is are has have costs cost contains contain that which must can needs may".split())
_GLUE = frozenset((",", "and", "or", "&"))


@dataclass(frozen=True, slots=True)
class Label:
    """A name: stems in order, the words to show, and the token range that introduced it."""

    stems: tuple[str, ...]
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A mention of label `label` at tokens first..last."""

    label: int
    first: int
    last: int


def letter_at(doc: Doc, i: int) -> bool:
    """Returns whether token i is a capital letter or a small number used as a name."""
    if not 0 <= i < len(doc.tokens):
        return False
    token = doc.tokens[i]
    if token.kind == "w":
        return (len(token.text) == 1 and token.text.isupper()) or token.text in _COUNTED
    if token.kind != "n" or not token.text.isdigit() or int(token.text) > 20:
        return False
    after = doc.tokens[i + 1] if i + 1 < len(doc.tokens) else None
    if after is not None and (after.low in units() or noun_stem(after.low) in units() or after.low == "%"):
        return False
    return after is None or after.kind != "w" or not is_content(after) or after.low in verb_forms()


def phrase(doc: Doc, i: int, last: int, free: bool = False) -> Label | None:
    """Returns the name that starts at token i (determiners skipped), or None.

    Args:
        doc: The text.
        i: Where to start.
        last: End of the range allowed.
        free: Whether the first word may be spelled like a verb ("from store A").
    """
    det = False
    while i < last and doc.low(i) in word_class("determiners") and not letter_at(doc, i):
        if doc.low(i) not in ("the", "a", "an", "its", "their", "our", "his", "her"):
            return None
        det, i = True, i + 1
    first = i
    while i < last and i - first < 3 and _nameable(doc, i, i == first and (det or free), i == first):
        i += 1
    if i < last and letter_at(doc, i) and (i == first or doc.tokens[i].kind == "w" or i - first <= 2):
        if i == first and doc.tokens[i].kind != "w":
            return None
        i += 1
    return _label(doc, first, i) if i > first else None


def _label(doc: Doc, first: int, last: int) -> Label:
    stems = tuple(noun_stem(t.low) if len(t.low) > 1 else t.low for t in doc.tokens[first:last])
    return Label(stems, doc.quote(first, last), first, last)


def _nameable(doc: Doc, i: int, free: bool, opens: bool) -> bool:
    token = doc.tokens[i]
    if not is_content(token) or i in doc.number_tokens or i in doc.compare_at:
        return False
    told = doc.low(i + 1).startswith("shift") or _kind(doc, i)
    if token.low in _NEVER and not told:
        return False
    ordinal = token.low == "second" and doc.low(i - 1) in ("the", "a", "and")
    unit = token.low in units() or noun_stem(token.low) in units()
    place = token.text[:1].isupper() and letter_at(doc, i + 1)
    if unit and not (ordinal or told or place):
        return False
    if token.low not in verb_forms() or letter_at(doc, i + 1):
        return True
    after = doc.low(i + 1)
    if not opens and (after in (",", "and", ":", "(") or (token.low in word_class("verbs") and after in _FINITE)):
        return True
    return free or (token.text[:1].isupper() and not opens)


def _kind(doc: Doc, i: int) -> bool:
    """ "Day carers work ...; late carers": a unit of time that says which of some things, and measures nothing."""
    unit = units().get(doc.low(i))
    if unit is None or unit.dimension != "time" or i + 1 >= len(doc.tokens):
        return False
    after = doc.tokens[i + 1]
    if not is_content(after) or noun_stem(after.low) == after.low or after.low in verb_forms() or after.low in units():
        return False
    opens = any(i == s.first for s in doc.sentences)
    return opens or doc.low(i - 1) in (",", ";", ":", "(", "and", "or", "the")


def lists(doc: Doc) -> list[tuple[Label, ...]]:
    """Returns the coordinations of two to six names, in order."""
    out: list[tuple[Label, ...]] = []
    for sentence in doc.sentences:
        i = sentence.first
        while i < sentence.last:
            found, end = list_at(doc, i, sentence.last)
            if 2 <= len(found) <= 6:
                out.append(found)
            i = max(end, i + 1)
    return out


def list_at(doc: Doc, i: int, last: int, free: bool = False) -> tuple[tuple[Label, ...], int]:
    """Returns the names coordinated from token i on, and where they end."""
    head = phrase(doc, i, last, free)
    if head is None:
        return (), i
    items = [head]
    end = head.last
    joined = False
    while not joined:
        j = end
        while j < last and doc.low(j) in _GLUE and j - end < 2:
            j += 1
        if j == end:
            break
        joined = doc.low(j - 1) != ","
        item = _shared(doc, items[0], j) or phrase(doc, j, last, True)
        if item is None or item.first >= last:
            joined = False
            break
        items.append(item)
        end = item.last
    if not joined:
        items, end = items[:1], head.last
    if len(items) > 1:
        items[0] = _capital(doc, items[0], items[1])
    return tuple(items), end


def _shared(doc: Doc, head: Label, i: int) -> Label | None:
    """ "plants A and B": the second item is the letter alone."""
    if len(head.stems) < 2 or len(head.stems[-1]) > 2 or not letter_at(doc, i) or _amount_in(doc, i, {head.stems[-2]}):
        return None
    token = doc.tokens[i]
    words = " ".join(head.text.split()[:-1])
    single = words[:-1] if words.endswith("s") and not words.endswith("ss") else words
    return Label((*head.stems[:-1], token.low), f"{single} {token.text}", i, i + 1)


def _amount_in(doc: Doc, i: int, heads: set[str]) -> bool:
    """ "4 in block 1, 7 in block 2": the 7 is an amount and no name."""
    if doc.low(i + 1) not in word_class("prepositions"):
        return False
    j = i + 2
    j += doc.low(j) in word_class("determiners")
    return noun_stem(doc.low(j)) in heads


def _capital(doc: Doc, first: Label, second: Label) -> Label:
    """ "depots Northfell and Southfell": the common noun before a proper first item is no part of it."""
    if not doc.tokens[second.first].text[:1].isupper() or len(second.stems[0]) < 2:
        return _singular(first)
    i = first.first
    while i < first.last - 1 and not doc.tokens[i].text[:1].isupper():
        i += 1
    proper = doc.tokens[i].text[:1].isupper() and len(doc.low(i)) > 1
    return _label(doc, i, first.last) if proper and i > first.first else _singular(first)


def _singular(first: Label) -> Label:
    """ "plants A (and B)" is shown as "plant A"."""
    words = first.text.split()
    if len(words) < 2 or len(words[-1]) > 2 or not words[-2].endswith("s") or words[-2].endswith("ss"):
        return first
    return Label(first.stems, " ".join((*words[:-2], words[-2][:-1], words[-1])), first.first, first.last)


def merge(found: list[Label]) -> tuple[Label, ...]:
    """Returns the distinct labels: a shorter form of one label is that label, a shorter form of two is dropped."""
    distinct: list[Label] = []
    for label in found:
        if all(label.stems != other.stems for other in distinct):
            distinct.append(label)
    out: list[Label] = []
    for label in distinct:
        own = set(label.stems)
        longer = [o for o in distinct if own < set(o.stems)]
        shorter = [o for o in distinct if set(o.stems) < own]
        alone = [o for o in shorter if sum(set(o.stems) < set(x.stems) for x in distinct) == 1]
        if len(longer) < 2 and not alone:
            out.append(label)
    return tuple(out)


def keys(labels: tuple[Label, ...]) -> dict[tuple[str, ...], int]:
    """Returns the runs of stems that tell one label from all others."""
    owners: dict[tuple[str, ...], set[int]] = {}
    for k, label in enumerate(labels):
        n = len(label.stems)
        for a in range(n):
            for b in range(a + 1, n + 1):
                owners.setdefault(label.stems[a:b], set()).add(k)
    return {run: next(iter(own)) for run, own in owners.items() if len(own) == 1}


def hits(doc: Doc, labels: tuple[Label, ...]) -> tuple[Hit, ...]:
    """Returns the mentions of all labels in order; a lone letter counts in capitals or after its head."""
    table = keys(labels)
    longest = max((len(run) for run in table), default=0)
    stems = [noun_stem(t.low) if len(t.low) > 1 else t.low for t in doc.tokens]
    heads = {label.stems[-2] for label in labels if len(label.stems) > 1}
    out: list[Hit] = []
    i = 0
    while i < len(stems):
        size = longest
        while size and tuple(stems[i : i + size]) not in table:
            size -= 1
        if size and (size > 1 or _stands_alone(doc, i, heads, out)):
            out.append(Hit(table[tuple(stems[i : i + size])], i, i + size))
            i += size
        else:
            i += 1
    return tuple(out)


def _stands_alone(doc: Doc, i: int, heads: set[str], before: list[Hit]) -> bool:
    token = doc.tokens[i]
    if len(token.low) > 2 and token.kind == "w":
        return True
    if token.kind == "w":
        return token.text.isupper()
    near = before and 0 < i - before[-1].last <= 2 and all(w in _GLUE for w in doc.words(before[-1].last, i))
    return (
        letter_at(doc, i)
        and not _amount_in(doc, i, heads)
        and (bool(near) or (i > 0 and noun_stem(doc.low(i - 1)) in heads))
    )
