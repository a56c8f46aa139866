"""The tagged text: tokens, sentences, numbers, comparators with negation resolved, and clause edges."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.lexicon import comparators, units, verb_forms, word_class
from modelwright.agent.formulation.embedded.numbers import Num, find_numbers
from modelwright.agent.formulation.embedded.tokens import Sentence, Token, split_sentences, tokenize

_FLIP = {"<=": ">=", ">=": "<=", "==": "=="}
_CUTS = frozenset(("while", "whereas", "but", "however", ";"))


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparator phrase found: token range and sense, negation already applied."""

    first: int
    last: int
    sense: str
    after: bool
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one sentence between strong edges; `reason` pieces follow since/because."""

    sentence: int
    first: int
    last: int
    reason: bool


@dataclass(frozen=True, slots=True)
class Doc:
    """A tagged text."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    numbers: tuple[Num, ...]
    compares: tuple[Compare, ...]
    pieces: tuple[Piece, ...]
    number_at: dict[int, int]
    compare_at: dict[int, Compare]
    number_tokens: frozenset[int]
    hypernyms: frozenset[str]

    def low(self, i: int) -> str:
        """Returns the lower-case token at place i, or "" outside the text."""
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def words(self, first: int, last: int) -> list[str]:
        """Returns the lower-case tokens of a range."""
        return [t.low for t in self.tokens[max(first, 0) : last]]

    def piece_of(self, i: int) -> Piece:
        """Returns the piece that holds token i."""
        for piece in self.pieces:
            if piece.first <= i < piece.last:
                return piece
        return self.pieces[-1]

    def quote(self, first: int, last: int) -> str:
        """Returns the original text of a token range."""
        last = min(last, len(self.tokens))
        if first >= last:
            return ""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


def build_doc(text: str, most_tokens: int, most_numbers: int) -> Doc:
    """Returns the tagged text; tokens and numbers beyond the caps are left out."""
    tokens = tokenize(text)[:most_tokens]
    sentences = split_sentences(tokens)
    numbers = find_numbers(tokens, most_numbers)
    number_at = {n.first: n.id for n in numbers}
    inside = {i for n in numbers for i in range(n.first, n.last)}
    compares = _find_compares(tokens, sentences, inside)
    pieces = _find_pieces(tokens, sentences, number_at)
    compare_at = {i: c for c in compares for i in range(c.first, c.last)}
    return Doc(
        text,
        tokens,
        sentences,
        numbers,
        compares,
        pieces,
        number_at,
        compare_at,
        frozenset(inside),
        _hypernyms(tokens, numbers),
    )


def _find_compares(tokens: tuple[Token, ...], sentences: tuple[Sentence, ...], inside: set[int]) -> tuple[Compare, ...]:
    table = comparators()
    out: list[Compare] = []
    for sentence in sentences:
        i = sentence.first
        while i < sentence.last:
            hit = None
            for row in table.get(tokens[i].low, ()):
                end = i + len(row.words)
                if end <= sentence.last and all(tokens[i + k].low == w for k, w in enumerate(row.words)):
                    hit = row
                    break
            if hit is None or i in inside:
                i += 1
                continue
            end = i + len(hit.words)
            sense = hit.sense
            strict = hit.flips
            if hit.flips and _negated(tokens, sentence.first, i):
                sense, strict = _FLIP[sense], False
            out.append(Compare(i, end, sense, hit.after, strict))
            i = end
    return tuple(out)


def _negated(tokens: tuple[Token, ...], first: int, i: int) -> bool:
    """A negation up to nine words back, in the same clause."""
    negators = word_class("negators")
    for k in range(i - 1, max(first, i - 10) - 1, -1):
        low = tokens[k].low
        if low in negators or low.endswith("n't"):
            return True
        if low in (";", ":", ".", ",", "while", "whereas", "but", "because", "since"):
            return False
    return False


def _find_pieces(
    tokens: tuple[Token, ...], sentences: tuple[Sentence, ...], number_at: dict[int, int]
) -> tuple[Piece, ...]:
    out: list[Piece] = []
    openers = word_class("reason_openers")
    for sentence in sentences:
        first = sentence.first
        reason = False
        i = sentence.first
        while i < sentence.last:
            low = tokens[i].low
            if low in _CUTS and i > first:
                out.append(Piece(sentence.index, first, i, reason))
                first, reason = i, False
            elif low in openers and _opens_reason(tokens, i, sentence):
                if i > first:
                    out.append(Piece(sentence.index, first, i, reason))
                first, reason = i, True
            elif reason and low == "," and not _in_list(tokens, i, sentence):
                out.append(Piece(sentence.index, first, i, reason))
                first, reason = i, False
            i += 1
        if first < sentence.last:
            out.append(Piece(sentence.index, first, sentence.last, reason))
    return tuple(out)


def _opens_reason(tokens: tuple[Token, ...], i: int, sentence: Sentence) -> bool:
    low = tokens[i].low
    following = tokens[i + 1].low if i + 1 < sentence.last else ""
    if low in ("due", "owing", "thanks"):
        return following == "to"
    if low == "as":
        return i > sentence.first and tokens[i - 1].low == "," and following not in ("well", "many", "much", "follows")
    if low == "given":
        return i == sentence.first or following == "that"
    if low == "despite" or low == "even":
        return low == "despite" or following == "though"
    return True


def _in_list(tokens: tuple[Token, ...], i: int, sentence: Sentence) -> bool:
    """A comma inside an enumeration of a reason clause, rather than its end."""
    ahead = [t.low for t in tokens[i + 1 : min(i + 5, sentence.last)]]
    return (
        bool(ahead)
        and ("and" in ahead[1:3] and ahead[0] not in word_class("determiners"))
        and not any(a in word_class("auxiliaries") for a in ahead)
    )


def is_content(token: Token) -> bool:
    """Returns whether a token may be part of a name: a word that is no function word."""
    if token.kind != "w":
        return False
    low = token.low
    if len(low) == 1 and token.text.islower() and low != "x":
        return False
    return not (
        low in word_class("determiners")
        or low in word_class("prepositions")
        or low in word_class("conjunctions")
        or low in word_class("auxiliaries")
        or low in word_class("pronouns")
        or (low in word_class("adverbs"))
    )


def is_verb(token: Token) -> bool:
    """Returns whether a token may be a verb of the lists, in any form."""
    return token.low in verb_forms()


def _hypernyms(tokens: tuple[Token, ...], numbers: tuple[Num, ...]) -> frozenset[str]:
    """Returns stems of nouns that the text uses for all variables: "two kinds of H", "how many of each H"."""
    out: set[str] = set()

    def low(i: int) -> str:
        return tokens[i].low if 0 <= i < len(tokens) else ""

    for n in numbers:
        if n.counter or (n.words and 2 <= n.value <= 6):
            i = n.last
            while i < len(tokens) and (low(i) in word_class("counters") or low(i) == "of"):
                i += 1
            last = i
            while last < len(tokens) and is_content(tokens[last]) and last - i < 3:
                last += 1
                if low(last - 1).endswith("s") and not low(last).endswith("s"):
                    break
            listed = n.counter or low(last) in (":", ",", "(", "-", "–", "called", "named", "that", ".", "to", "for")
            if last > i and listed and low(last - 1).endswith("s") and low(last - 1) not in units():
                out.add(tokens[last - 1].stem)
    for i in range(len(tokens) - 2):
        if low(i) == "each" and low(i - 1) == "of":
            j = i + 1
            while low(j) in ("type", "kind", "of", "different"):
                j += 1
            if j < len(tokens) and is_content(tokens[j]) and not is_verb(tokens[j]):
                out.add(tokens[j].stem)
    return frozenset(out) - {"minut", "hour", "day", "week"}
