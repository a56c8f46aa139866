"""Numbers in digits and words, each with all the readings it admits.

A number keeps its readings (value, percent, multiple, fraction, counter, denominator, in-name, year); which one holds
is
decided later, by the facts around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from modelwright.agent.formulation.embedded.lexicon import stem_class, word_class
from modelwright.agent.formulation.embedded.tokens import Token

_UNITS = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())}  # fmt: skip
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "millions": 10**6,
    "thousands": 1000,
    "billion": 10**9,
    "dozen": 12,
    "score": 20,
}
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
          "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
          "tenth": 10, "tenths": 10}  # fmt: skip
_AFTER_PART = frozenset(
    "of as the that or and more less must can should its their your our his her to is are may need needs".split()
)
_TIMES = {"twice": 2, "double": 2, "triple": 3, "thrice": 3, "quadruple": 4}
_CURRENCY = {"$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR"}
_CURRENCY_WORDS = {"dollar": "USD", "dollars": "USD", "usd": "USD", "euro": "EUR", "euros": "EUR", "eur": "EUR",
                   "pounds sterling": "GBP", "gbp": "GBP", "bucks": "USD", "rupees": "INR", "yen": "JPY"}  # fmt: skip
_SUBUNITS = {"p": "pence", "pence": "pence", "penny": "pence", "cents": "cents", "cent": "cents", "¢": "cents"}
"""Words for a hundredth of the currency."""


@dataclass(frozen=True, slots=True)
class Num:
    """A number found: token range, exact value, and how it was written."""

    id: int
    first: int
    last: int
    value: Fraction
    percent: bool = False
    currency: str | None = None
    multiple: bool = False
    fraction: bool = False
    words: bool = False
    name: bool = False
    counter: bool = False
    denominator: bool = False
    year: bool = False
    subunit: str | None = None


def find_numbers(tokens: tuple[Token, ...], most: int) -> tuple[Num, ...]:
    """Returns at most `most` numbers, in order of the text."""
    found: list[Num] = []
    i = 0
    while i < len(tokens) and len(found) < most:
        core = _core(tokens, i)
        if core is None:
            i += 1
            continue
        end, value, flags = core
        found.append(_dress(tokens, len(found), i, end, value, flags))
        i = max(found[-1].last, i + 1)
    return tuple(found)


def _core(tokens: tuple[Token, ...], i: int) -> tuple[int, Fraction, dict[str, bool]] | None:
    """The number that starts at token i: (end, value, flags)."""
    token = tokens[i]
    low = token.low
    if token.kind == "n":
        return _digits(tokens, i)
    if token.kind != "w":
        return None
    if low in _TIMES:
        if low == "double" and not _multiple_follows(tokens, i + 1):
            return None
        return i + 1, Fraction(_TIMES[low]), {"multiple": True, "words": True}
    if "-" in low:
        return _hyphenated(tokens, i)
    if low in ("a", "an", "one") and i + 1 < len(tokens):
        part = tokens[i + 1].low
        if part in _PARTS and _part_follows(tokens, i + 2):
            return i + 2, Fraction(1, _PARTS[part]), {"fraction": True, "words": True}
        if part in _SCALES and low != "one":
            end, value = _scaled(tokens, i + 1, Fraction(1))
            return end, value, {"words": True}
        if low != "one":
            return None
    if low == "half" and (_part_follows(tokens, i + 1) or low == "half"):
        return i + 1, Fraction(1, 2), {"fraction": True, "words": True}
    if low == "zero" and (i + 1 >= len(tokens) or tokens[i + 1].low not in word_class("measure_words")):
        return None
    if low in _UNITS or low in _TENS:
        end, value = _words(tokens, i)
        if end < len(tokens) and tokens[end].low in _PARTS and low not in _TENS and value < 10:
            return end + 1, value / _PARTS[tokens[end].low], {"fraction": True, "words": True}
        return end, value, {"words": True}
    if low in ("third", "quarter", "fourth", "fifth", "tenth") and _share_follows(tokens, i + 1):
        return i + 1, Fraction(1, _PARTS[low]), {"fraction": True, "words": True}
    return None


def _digits(tokens: tuple[Token, ...], i: int) -> tuple[int, Fraction, dict[str, bool]]:
    raw = tokens[i].text.replace(",", "")
    scale = 1
    if raw[-1:] in "kKmM":
        scale = 1000 if raw[-1] in "kK" else 10**6
        raw = raw[:-1]
    value = Fraction(raw if len(raw) < 40 else raw[:40]) * scale
    end = i + 1
    flags: dict[str, bool] = {}
    if end + 1 < len(tokens) and tokens[end].low == "/" and tokens[end + 1].kind == "n" and not tokens[end].gap:
        below = Fraction(tokens[end + 1].text.replace(",", "").rstrip("kKmM") or "1")
        if below:
            return end + 2, value / below, {"fraction": True}
    if end + 2 < len(tokens) and tokens[end].kind == "n" and tokens[end + 1].low == "/" and tokens[end + 2].kind == "n":
        below = Fraction(tokens[end + 2].text.replace(",", "").rstrip("kKmM") or "1")
        above = Fraction(tokens[end].text.replace(",", "").rstrip("kKmM") or "0")
        if below and above < below:
            return end + 3, value + above / below, {}
    end, value = _scaled(tokens, end, value)
    if end < len(tokens) and tokens[end].low in ("x", "×") and not tokens[end].gap:
        return end + 1, value, {"multiple": True}
    return end, value, flags


def _scaled(tokens: tuple[Token, ...], end: int, value: Fraction) -> tuple[int, Fraction]:
    while end < len(tokens) and tokens[end].low in _SCALES and tokens[end].low != "score":
        value *= _SCALES[tokens[end].low]
        end += 1
    return end, value


def _words(tokens: tuple[Token, ...], i: int) -> tuple[int, Fraction]:
    """A run of number words: "one hundred and twenty"."""
    total = Fraction(0)
    part = Fraction(0)
    end = i
    last = ""
    while end < len(tokens):
        low = tokens[end].low
        if low in _UNITS and (last in ("", "ten", "scale")):
            part += _UNITS[low]
            last = "unit"
        elif low in _TENS and last in ("", "scale"):
            part += _TENS[low]
            last = "ten"
        elif "-" in low and last in ("", "scale") and _tens_pair(low) is not None:
            part += _tens_pair(low) or 0
            last = "unit"
        elif low in _SCALES and low != "score" and last:
            if _SCALES[low] >= 1000:
                total += part * _SCALES[low]
                part = Fraction(0)
            else:
                part *= _SCALES[low]
            last = "scale"
        elif (
            low == "and"
            and last == "scale"
            and end + 1 < len(tokens)
            and (
                tokens[end + 1].low in _UNITS
                or tokens[end + 1].low in _TENS
                or _tens_pair(tokens[end + 1].low) is not None
            )
            and tokens[end - 1].low in ("hundred", "thousand")
        ):
            pass
        else:
            break
        end += 1
    return end, total + part


def _tens_pair(low: str) -> int | None:
    head, _, tail = low.partition("-")
    if head in _TENS and tail in _UNITS and 0 < _UNITS[tail] < 10:
        return _TENS[head] + _UNITS[tail]
    return None


def _hyphenated(tokens: tuple[Token, ...], i: int) -> tuple[int, Fraction, dict[str, bool]] | None:
    low = tokens[i].low
    if _tens_pair(low) is not None:
        end, value = _words(tokens, i)
        return end, value, {"words": True}
    head, _, tail = low.partition("-")
    if tail in _PARTS and head in _UNITS and _UNITS[head]:
        return i + 1, Fraction(_UNITS[head], _PARTS[tail]), {"fraction": True, "words": True}
    if low == "one-half":
        return i + 1, Fraction(1, 2), {"fraction": True, "words": True}
    return None


def _multiple_follows(tokens: tuple[Token, ...], i: int) -> bool:
    return i < len(tokens) and tokens[i].low in ("the", "as", "that", "of", "its", "their", "what", "those")


def _part_follows(tokens: tuple[Token, ...], i: int) -> bool:
    """After "a third": not the ordinal ("a third factory")."""
    if i >= len(tokens) or tokens[i].kind == "p":
        return True
    low = tokens[i].low
    return low in _AFTER_PART or low in word_class("measure_words")


def _share_follows(tokens: tuple[Token, ...], i: int) -> bool:
    return i < len(tokens) and tokens[i].low == "of"


def _dress(tokens: tuple[Token, ...], id_: int, first: int, last: int, value: Fraction, flags: dict[str, bool]) -> Num:
    """Adds what stands around the number: currency, percent, times, counters, names, years."""
    start, end = first, last
    currency = None
    subunit: str | None = None
    percent = False
    multiple = flags.get("multiple", False)
    if first and tokens[first - 1].low in _CURRENCY:
        currency = _CURRENCY[tokens[first - 1].low]
        start = first - 1
    if end < len(tokens):
        low = tokens[end].low
        if low == "%" or low in ("percent", "pct"):
            percent, end = True, end + 1
        elif low == "per" and end + 1 < len(tokens) and tokens[end + 1].low == "cent":
            percent, end = True, end + 2
        elif low in _CURRENCY and currency is None:
            currency, end = _CURRENCY[low], end + 1
        elif low in _CURRENCY_WORDS:
            currency = currency or _CURRENCY_WORDS[low]
        elif currency is None and _is_subunit(tokens, end):
            subunit = _SUBUNITS[low]
            euros = subunit == "cents" and any(t.low in ("€", "eur", "euro", "euros") for t in tokens)
            currency = "EUR" if euros else "GBP" if subunit == "pence" else "USD"
            end += low in ("p", "¢")
        elif (low in ("times", "fold") or low == "x") and not _frequency(tokens, end + 1):
            multiple, end = True, end + 1
    before = tokens[first - 1].low if first else ""
    after = tokens[end].low if end < len(tokens) else ""
    name = _in_name(tokens, first, end) or (
        before in ("a", "an") and currency is None and not percent and after in word_class("spans")
    )
    counter = _is_counter(tokens, first, end, value) if currency is None and not percent else False
    follows = not after.isalpha() or after in word_class("year_follow") or after in word_class("determiners")
    year = (
        currency is None and value.denominator == 1 and 1900 <= value <= 2100
        and "," not in tokens[first].text and follows
        and before in ("since", "year", "in")
    )  # fmt: skip
    year = year or (currency is None and not percent and _is_date(tokens, first, end, value))
    denominator = (value == 1 and (flags.get("words", False) or before in ("", "and", "to"))) or before in (
        "per",
        "every",
    )
    return Num(
        id_, start, end, value, percent, currency, multiple, flags.get("fraction", False), flags.get("words", False),
        name, counter, denominator, year, subunit,
    )  # fmt: skip


def _frequency(tokens: tuple[Token, ...], i: int) -> bool:
    """ "9 times a year", "3 times per week": how often, not how many times as much."""
    low, period = (tokens[k].low if k < len(tokens) else "" for k in (i, i + 1))
    return low in ("daily", "weekly", "monthly", "yearly", "annually") or (
        low in ("a", "an", "per", "each", "every") and period in word_class("spans")
    )


def _is_subunit(tokens: tuple[Token, ...], i: int) -> bool:
    """ "30p", "65 cents": a hundredth of the currency; the bare letter only right behind its number."""
    low = tokens[i].low
    return low in _SUBUNITS and (low != "p" or (tokens[i].text == "p" and not tokens[i].gap))


def _is_date(tokens: tuple[Token, ...], first: int, end: int, value: Fraction) -> bool:
    """ "12 May", "May 12", "12 May 2031": a day or a year beside the name of a month."""

    def month(i: int) -> bool:
        return 0 <= i < len(tokens) and tokens[i].low in word_class("months") and tokens[i].text[:1].isupper()

    if value.denominator != 1 or "," in tokens[first].text:
        return False
    ranged = end + 2 < len(tokens) and tokens[end].low in ("to", "-", "–", "and") and tokens[end + 1].kind == "n"
    day = 1 <= value <= 31 and (
        month(end) or (ranged and month(end + 2)) or (month(first - 1) and (first < 2 or tokens[first - 2].low != "."))
    )
    dated = first >= 2 and (month(first - 1) or (month(first - 2) and tokens[first - 1].low != "."))
    return day or (1900 <= value <= 2100 and dated)


def _in_name(tokens: tuple[Token, ...], first: int, end: int) -> bool:
    """Digits inside a name: "grade 2", "20-seat"."""
    token = tokens[first]
    if first and _labels(tokens, first, end):
        return True
    if token.kind != "n":
        return False
    if end < len(tokens) and tokens[end].low == "-" and not tokens[end].gap and end + 1 < len(tokens):
        return tokens[end + 1].kind == "w" and not tokens[end + 1].gap
    if first and tokens[first - 1].kind == "w" and tokens[first - 1].low in word_class("name_heads"):
        if not token.text.isdigit() or len(token.text) > 3:
            return False
        pairs = sum(
            1
            for j in range(1, len(tokens))
            if tokens[j].text == token.text and tokens[j - 1].low == tokens[first - 1].low
        )
        return pairs > 1 or tokens[first - 1].text[:1].isupper()
    return False


def _labels(tokens: tuple[Token, ...], first: int, end: int) -> bool:
    """ "farm 1 ... farm 2", "area one ... area two": the head stands before two or more numbers, this pair twice."""
    head = tokens[first - 1]
    value = tokens[first].low
    if end != first + 1 or head.kind != "w" or len(value) > 5 or "." in value or len(head.low) < 3:
        return False
    verb = head.low in word_class("not_heads") or head.stem in stem_class("verbs") or head.low in word_class("verbs")
    if verb and (head.low not in word_class("name_heads") or head.low in word_class("consumption_verbs")):
        return False
    subject = tokens[first - 2] if first >= 2 else head
    if subject.kind == "w" and subject.low.endswith("s") and subject.stem != subject.low and head.stem == head.low:
        return False  # "bunks sleep 2": a plural and its verb
    same = 0
    others: set[str] = set()
    for j in range(1, len(tokens)):
        if tokens[j - 1].low == head.low and (tokens[j].kind == "n" or tokens[j].low in _UNITS):
            if tokens[j].low == value:
                same += 1
            else:
                others.add(tokens[j].low)
    plural = head.low + "s"
    announced = any(
        tokens[j].low == plural
        and tokens[j - 1].low in ("two", "three", "four", "both", "each", "2", "3", "4", "different")
        for j in range(1, len(tokens))
    )
    return same >= (1 if announced else 2) and bool(others)


def _is_counter(tokens: tuple[Token, ...], first: int, end: int, value: Fraction) -> bool:
    """ "two kinds of", "3 different models": a count that announces a list, not a quantity."""
    if value.denominator != 1 or not 1 <= value <= 12:
        return False
    if first and tokens[first - 1].low in ("least", "most", "than", "exactly", "maximum", "minimum"):
        return False
    for token in tokens[end : end + 4]:
        if token.kind != "w" or token.low in word_class("auxiliaries"):
            return False
        if token.low in word_class("counters"):
            return True
        if token.low in word_class("determiners") or token.low in ("of", "or", "and"):
            return False
    return False


def readings_of(number: Num) -> tuple[str, ...]:
    """Returns the readings a number admits, the likeliest first."""
    out: list[str] = []
    if number.name:
        out.append("in-name")
    if number.counter:
        out.append("counter")
    if number.year:
        out.append("year")
    if number.percent:
        out.append("percent")
    if number.multiple:
        out.append("multiple")
    if number.fraction:
        out.append("fraction")
    if number.denominator:
        out.append("denominator")
    if not number.percent:
        out.append("value")
    return tuple(out)
