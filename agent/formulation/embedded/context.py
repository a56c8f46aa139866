"""Views of one piece of a sentence shared by the fact finders: its mentions, numbers and governing comparators."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.doc import Compare, Doc, Piece, is_content
from modelwright.agent.formulation.embedded.facts import Words
from modelwright.agent.formulation.embedded.lexicon import units, word_class
from modelwright.agent.formulation.embedded.mentions import Mention
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.tokens import Sentence, noun_stem

_BETWEEN_CMP = frozenset(
    (
        "a an the of about total than to be another only around approximately roughly as some just or equal "
        "is are being"
    ).split()
)
_GLUE = frozenset(("and", "or", ",", "$", "to", "&"))


@dataclass(frozen=True, slots=True)
class View:
    """One piece with what stands in it, in order."""

    doc: Doc
    piece: Piece
    mentions: tuple[Mention, ...]
    numbers: tuple[Num, ...]

    def mention_at(self, i: int) -> Mention | None:
        """Returns the mention whose tokens hold place i."""
        for m in self.mentions:
            if m.first <= i < m.last:
                return m
        return None


@dataclass(frozen=True, slots=True)
class Governor:
    """What bounds a number: sense, whether a list carried it here, and the place of its words."""

    sense: str
    carried: bool
    first: int
    last: int


def make_views(doc: Doc, mentions: tuple[Mention, ...]) -> tuple[View, ...]:
    """Returns one view a piece."""
    out: list[View] = []
    for piece in doc.pieces:
        inside = tuple(m for m in mentions if piece.first <= m.first < piece.last)
        numbers = tuple(n for n in doc.numbers if piece.first <= n.first < piece.last)
        out.append(View(doc, piece, inside, numbers))
    return tuple(out)


def governors(view: View, skip: frozenset[int]) -> dict[int, Governor]:
    """Returns the governing comparator of each number of the piece that has one."""
    doc = view.doc
    out: dict[int, Governor] = {}
    previous: Num | None = None
    for n in view.numbers:
        if n.name or n.counter or n.year:
            continue
        gov = _direct(view, n) or _announced(view, n)
        if gov is None and previous is not None and previous.id in out and _carries(view, previous, n):
            before = out[previous.id]
            gov = Governor(before.sense, True, before.first, before.last)
        if gov is not None:
            out[n.id] = gov
        if n.id not in skip:
            previous = n
    for a, b in zip(view.numbers, view.numbers[1:], strict=False):
        opener = doc.low(a.first - 1)
        if (
            opener == "between" and all(w in ("and", "$", "-") or w in units() for w in doc.words(a.last, b.first))
        ) or (opener == "from" and doc.words(a.last, b.first) == ["to"] and a.id not in out):
            out[a.id] = Governor(">=", False, a.first - 1, a.last)
            out[b.id] = Governor("<=", False, b.first - 1, b.last)
    return out


def _direct(view: View, n: Num) -> Governor | None:
    doc = view.doc
    i = n.first - 1
    while i >= view.piece.first and i not in doc.compare_at and doc.low(i) in _BETWEEN_CMP:
        i -= 1
    found: Compare | None = doc.compare_at.get(i)
    if found is not None and not found.after and i >= view.piece.first:
        return Governor(found.sense, False, found.first, found.last)
    j = n.last
    while j < min(n.last + 6, view.piece.last):
        found = doc.compare_at.get(j)
        if found is not None:
            if found.after and (found.last - found.first > 1 or j - n.last <= 2) and not _goal_word(doc, found.last):
                return Governor(found.sense, False, found.first, found.last)
            return None
        if doc.tokens[j].kind != "w" or doc.low(j) in ("and", "but"):
            return None
        j += 1
    return None


def _goal_word(doc: Doc, i: int) -> bool:
    low = doc.low(i)
    return low in word_class("gain_nouns") or low in word_class("cost_nouns") or low in ("number", "amount", "of")


def _announced(view: View, n: Num) -> Governor | None:
    """ "limits X to N", "the maximum X is N", "a minimum requirement of N", "capped at N"."""
    doc = view.doc
    low = doc.low(n.first - 1)
    back = range(n.first - 1, max(view.piece.first, n.first - 14) - 1, -1)
    crossed = {i for m in view.numbers if m.id != n.id for i in range(m.first, m.last)}
    if low in ("to", "at"):
        for i in back:
            if i in crossed:
                break
            if doc.tokens[i].stem in ("limit", "restrict", "cap"):
                return Governor("<=", False, i, n.first)
    if low in ("is", "are", "of", "be", ":", "at", "to", "exceeding"):
        for i in back:
            if i in crossed or doc.low(i) in (";",):
                break
            word = doc.low(i)
            if doc.low(i + 1) in word_class("gain_nouns") or doc.low(i + 1) in word_class("cost_nouns"):
                continue
            if word in ("maximum", "max", "limit", "cap", "ceiling", "upper"):
                return Governor("<=", False, i, n.first)
            if word in ("minimum", "min", "quota", "floor", "lower"):
                return Governor(">=", False, i, n.first)
    return None


def _carries(view: View, a: Num, b: Num) -> bool:
    """A list goes on from number a to b: only nouns, "and" and commas between, no new verb or subject."""
    doc = view.doc
    seen_glue = False
    for i in range(a.last, b.first):
        low = doc.low(i)
        if low in ("and", ",", "or", "&"):
            seen_glue = True
        elif (
            low in ("each", "per", "every")
            or low in word_class("auxiliaries")
            or low in ("has", "have", "costs", "takes", "only", "available")
            or i in doc.compare_at
            or low in word_class("pronouns")
            or low in ("uses", "requires", "contains", "produces", "earns", "needs")
        ):
            return False
    return seen_glue and b.first - a.last <= 14


def coordinated(doc: Doc, a: Num, b: Num) -> bool:
    """Returns whether two numbers stand side by side in a list ("3 and 2", "$5, $6", "3 hours and 2 hours")."""
    between = doc.words(a.last, b.first)
    if bool(a.currency) != bool(b.currency):
        return False
    if (
        0 < len(between) <= 5
        and any(w in ("and", ",") for w in between)
        and "respectively" in doc.words(b.last, b.last + 8)
    ) and not any(i in doc.number_at and i != b.first for i in range(a.last, b.first)):
        return not any(w in word_class("auxiliaries") or w in ("each", "per", "while") for w in between)
    if not between or len(between) > 4 or not any(w in _GLUE for w in between):
        return False
    return all(w in _GLUE or w in units() or w in word_class("measure_words") for w in between)


def content_stems(doc: Doc, first: int, last: int, skip: frozenset[int]) -> tuple[str, ...]:
    """Returns the stems of content words in a token range, `skip` places left out."""
    return tuple(
        doc.tokens[i].stem
        for i in range(max(first, 0), min(last, len(doc.tokens)))
        if i not in skip and (is_content(doc.tokens[i]) or (len(doc.low(i)) == 1 and doc.tokens[i].text.isupper())
                              or doc.low(i) in ("has", "available"))
    )  # fmt: skip


def words_of(view: View, n: Num) -> Words:
    """Returns the words that say what number n measures."""
    doc, piece = view.doc, view.piece
    taken = frozenset(i for m in view.mentions for i in range(m.first, m.last))
    number_places = {i for other in view.numbers if other.id != n.id for i in range(other.first, other.last)}
    last = n.last
    while last < piece.last:
        low = doc.low(last)
        if last in number_places or low in (";", ":", ".", "?", "!"):
            break
        if low == "," and (last > n.last or (n.percent and last + 1 not in number_places)):
            break
        if low == "and" and _new_item(view, last, number_places):
            break
        if last in doc.compare_at and not doc.compare_at[last].after:
            break
        last += 1
    first = n.first
    while first - 1 >= piece.first:
        low = doc.low(first - 1)
        if first - 1 in number_places or low in (";", ",", "and", ":"):
            break
        first -= 1
    unit = unit_at(doc, n)
    start = min((m.first for m in view.numbers), default=piece.last)
    return Words(
        unit,
        n.currency is not None or doc.low(n.last) in ("dollars", "euros", "dollar", "euro"),
        n.percent,
        content_stems(doc, n.last, last, taken | _after_per(doc, n.last, last)) + _header(view, taken),
        content_stems(doc, first, n.first, taken),
        content_stems(doc, piece.first, start, taken) if start < first else (),
    )


def _header(view: View, taken: frozenset[int]) -> tuple[str, ...]:
    """ "Hops: 2 kg per ...; 3 kg per ...": the header of a list names what all its numbers measure."""
    doc, first = view.doc, doc_sentence(view).first
    for i in range(first, min(first + 7, view.piece.last)):
        if doc.low(i) != ":" or i == first:
            continue
        if any(j in taken or j in doc.number_tokens for j in range(first, i)):
            return ()
        if first == view.piece.first or doc.low(view.piece.first) == ";":
            return content_stems(doc, first, i, taken | _after_per(doc, first, i))
        return ()
    return ()


def doc_sentence(view: View) -> Sentence:
    """Returns the sentence that a view's piece belongs to."""
    return view.doc.sentences[view.piece.sentence]


def _after_per(doc: Doc, first: int, last: int) -> frozenset[int]:
    """Places of words that follow "per" or "each": they say per what, not what."""
    return frozenset(i + 1 for i in range(first, last - 1) if doc.low(i) in ("per", "each", "every"))


def _new_item(view: View, i: int, number_places: set[int]) -> bool:
    """After "and": a number, a subject or a verb follows within a few words."""
    if view.doc.low(i + 1) in (
        "the",
        "a",
        "an",
        "another",
        "each",
        "every",
        "per",
        "has",
        "have",
        "is",
        "are",
        "can",
        "must",
    ) and any(j > i for j in number_places):
        return True
    for j in range(i + 1, min(i + 6, view.piece.last)):
        if j in number_places:
            return True
        low = view.doc.low(j)
        if low in word_class("auxiliaries") or low in ("each", "per", "every") or view.mention_at(j) is not None:
            return True
        if low in word_class("consumption_verbs") and j == i + 1:
            return True
        if low in (",", "."):
            return False
    return False


def unit_at(doc: Doc, n: Num) -> str | None:
    """Returns the unit named right after a number, or None."""
    low = doc.low(n.last)
    table = units()
    if n.fraction and low in ("a", "an", "of"):
        ahead = n.last + 1 if low != "of" else n.last + (2 if doc.low(n.last + 1) in ("a", "an") else 1)
        low = doc.low(ahead)
    if low in table:
        return table[low].name
    stem = noun_stem(low)
    if stem in table and len(stem) > 1:
        return table[stem].name
    if "-" in low and low.split("-")[-1] in table:
        return table[low.split("-")[-1]].name
    if low in ("labor", "labour", "person", "machine", "worker", "man") and doc.low(n.last + 1) in table:
        return table[doc.low(n.last + 1)].name
    return None
