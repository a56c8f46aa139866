"""Helpers on runs of words that may be names."""

from __future__ import annotations

from modelwright.agent.formulation.embedded.doc import Doc, is_content, is_verb
from modelwright.agent.formulation.embedded.lexicon import units, word_class


def stems_at(doc: Doc, first: int, last: int, drop: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Returns the stems of a name, articles and "of" left out; a capital A is a letter, not an article."""
    return tuple(
        t.stem
        for t in doc.tokens[first:last]
        if t.kind in "wn" and (t.low not in ("of", "the", "a", "an") or t.text == "A") and t.low not in drop
    )


def recurs(doc: Doc, first: int, last: int) -> int:
    """How often the stems of the range occur in the text, this place included."""
    want = [t.stem for t in doc.tokens[first:last]]
    head, n, count = want[0], len(want), 0
    for token in doc.tokens:
        if token.stem == head and [t.stem for t in doc.tokens[token.i : token.i + n]] == want:
            count += 1
    return count


def name_word(doc: Doc, i: int) -> bool:
    """Returns whether token i may stand inside a name: content, a letter, or digits after a head word."""
    if not 0 <= i < len(doc.tokens):
        return False
    token = doc.tokens[i]
    if token.kind == "n":
        number = doc.number_at.get(i)
        return number is not None and doc.numbers[number].name
    if token.kind == "w" and len(token.low) == 1:
        return token.text.isupper() and not (token.text in ("A", "I") and (i == 0 or doc.low(i - 1) in (".", "?", "!")))
    if token.low == "how" or (token.low == "many" and doc.low(i - 1) == "how"):
        return False
    if token.low == "can" and doc.low(i - 1) in ("each", "per", "every", "a", "one"):
        return True
    if i in doc.number_tokens or i in doc.compare_at:
        return False
    return is_content(token)


def run_left(doc: Doc, end: int) -> int:
    """Returns where the run of name words that ends at `end` starts."""
    i = end
    while i - 1 >= 0 and name_word(doc, i - 1) and end - i < 7:
        i -= 1
    return i


def run_right(doc: Doc, start: int) -> int:
    """Returns where the run of name words that starts at `start` ends."""
    i = start
    while name_word(doc, i) and i - start < 7:
        i += 1
    return i


def trim_left(doc: Doc, first: int, last: int) -> list[int]:
    """Starts for a name that ends at `last`: the recurring one first, then after the last verb."""
    out: list[int] = []
    for s in range(first, last):
        token = doc.tokens[s]
        if is_verb(token) and s < last - 1 and not named_after_each(doc, s) and not _labelled(doc, s):
            continue
        if recurs(doc, s, last) > 1:
            out.append(s)
            break
    cut = first
    opens = first == 0 or doc.low(first - 1) in ("a", "an", "the", "our", "my", "his", "her", "their", ".")
    for s in range(first + 1, last - 1) if opens else ():
        low = doc.tokens[s].low
        if low.endswith("s") and not low.endswith(("ss", "us", "'s")) and not named_after_each(doc, s):
            cut = s + 1
    for s in range(first, last - 1):
        if is_verb(doc.tokens[s]) and not named_after_each(doc, s) and not _labelled(doc, s):
            cut = s + 1
    if cut not in out:
        out.append(cut)
    return out


def trim_right(doc: Doc, first: int, last: int) -> list[int]:
    """Returns ends for a name that starts at `first`: the recurring one first, then before the first verb."""
    out: list[int] = []
    for e in range(last, first, -1):
        if e - 1 > first and is_verb(doc.tokens[e - 1]) and not doc.tokens[e - 1].low.endswith("s"):
            continue
        if recurs(doc, first, e) > 1:
            out.append(e)
            break
    cut = last
    for e in range(first + 1, last):
        if is_verb(doc.tokens[e]):
            cut = e
            break
    if cut not in out:
        out.append(cut)
    return out


def _labelled(doc: Doc, s: int) -> bool:
    """The word at s is followed by a letter or number that labels it: "process J"."""
    if s + 1 >= len(doc.tokens):
        return False
    token = doc.tokens[s + 1]
    number = doc.number_at.get(s + 1)
    return (len(token.text) == 1 and token.text.isupper()) or (number is not None and doc.numbers[number].name)


def named_after_each(doc: Doc, s: int) -> bool:
    """The word at s with its follower also occurs right after "each" or "per"."""
    if s + 1 >= len(doc.tokens):
        return False
    pair = (doc.tokens[s].stem, doc.tokens[s + 1].stem)
    for token in doc.tokens[:-2]:
        if (
            token.low in ("each", "per", "a", "an", "every", "in", "of", "for", "on", "the", "with")
            and token.i + 1 != s
            and (
                doc.tokens[token.i + 1].stem,
                doc.tokens[token.i + 2].stem,
            )
            == pair
        ):
            return True
    return False


def skip_leads(doc: Doc, i: int) -> tuple[int, str | None]:
    """Skips determiners and a measure ("bags of") before a name."""
    unit = None
    if doc.low(i) == "how" and doc.low(i + 1) in ("many", "much"):
        i += 2
    while doc.low(i) in word_class("determiners") and not (len(doc.low(i)) == 1 and doc.tokens[i].text.isupper()):
        i += 1
    for _ in range(2):
        if doc.low(i + 1) == "of" and measure_noun(doc, i):
            unit = _powered(doc, i)
            i += 2
    while doc.low(i) in ("the", "a", "an"):
        i += 1
    if i in doc.number_at and not doc.numbers[doc.number_at[i]].name and doc.numbers[doc.number_at[i]].words:
        i = doc.numbers[doc.number_at[i]].last
    return i, unit


def measure_noun(doc: Doc, i: int) -> bool:
    """Returns whether the noun at i measures what follows its "of": "bag of V", not "profit of" or "total of"."""
    low = doc.low(i)
    if low in word_class("measure_words") or low in units():
        return True
    if (
        not 0 <= i < len(doc.tokens)
        or doc.tokens[i].kind != "w"
        or not is_content(doc.tokens[i])
        or i in doc.compare_at
    ):
        return False
    return not (
        low in word_class("gain_nouns")
        or low in word_class("cost_nouns")
        or low in word_class("counters")
        or low in ("total", "budget", "rate", "minimum", "maximum", "average", "use", "number", "demand", "combination")
    )


def unit_before(doc: Doc, s: int) -> str | None:
    """Returns the measure of "bags of V" before place s, or None."""
    if doc.low(s - 1) == "of" and (doc.low(s - 2) in word_class("measure_words") or doc.low(s - 2) in units()):
        return _powered(doc, s - 2) if doc.low(s - 2) not in ("number", "amount", "unit", "units") else None
    return None


def _powered(doc: Doc, i: int) -> str:
    """Returns the unit at i with the "square" or "cubic" before it."""
    power = doc.low(i - 1)
    return f"{power} {doc.low(i)}" if power in ("square", "cubic") else doc.low(i)
