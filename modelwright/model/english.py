"""English for the user's words: lists, singular and plural, what a comparison says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modelwright.model.units.table import singular, table

__all__ = [
    "be",
    "breaking_count",
    "breaking_words",
    "do_not",
    "family",
    "joined",
    "members_of",
    "one_of",
    "plural",
    "reads_on",
    "sense_words",
]

_SENSES = {"<=": "at most", ">=": "at least", "==": "exactly", "<": "less than", ">": "more than", "!=": "not"}
_BREAKING = {"<=": "more than", ">=": "less than", "==": "not", "<": "at least", ">": "at most", "!=": "exactly"}
_BREAKING_COUNTS = {"<=": "more than", ">=": "fewer than", "==": "fewer or more than"}
_PREPOSITIONS = "about after at before by during for from in into of on onto over per to under with".split()
_PARTICIPLES = r"\w{3,}ed|built|bought|done|grown|held|hired|kept|left|lent|made|sent|sold|spent|taken|tied|used"
_TAIL = re.compile(rf" (?:(?:{'|'.join(_PREPOSITIONS)}) |\(|(?:{_PARTICIPLES})\b)")
"""Where the first noun of a label ends: ``"job on the lathe"``, ``"chairs made"``."""
_CLAUSE = re.compile(r"\b(?:that|which|who|where|whose|a|an)\b|\d")
"""What a label has whose first noun has no safe plural."""
_UNCOUNTED = frozenset("work time money output stock production".split())


def sense_words(sense: str) -> str:
    """``"at most"`` for ``"<="`` and so on."""
    return _SENSES[sense]


def breaking_words(sense: str) -> str:
    """``"more than"`` for ``"<="``: how a plan misses a limit."""
    return _BREAKING[sense]


def breaking_count(sense: str) -> str:
    """``"fewer than"`` for ``">="``: how a number of things misses a limit."""
    return _BREAKING_COUNTS[sense]


def joined(said: Sequence[str], word: str = "and") -> str:
    """``"a, b and c"``; nothing for an empty list."""
    return f"{', '.join(said[:-1])} {word} {said[-1]}" if len(said) > 1 else "".join(said)


def be(said: str) -> str:
    """``"are"`` behind words in the plural, else ``"is"``.

    >>> be("chairs"), be("hours of work"), be("wood"), be("2 × chairs + tables"), be("glass"), be("s")
    ('are', 'are', 'is', 'is', 'is', 'is')
    """
    head, _ = _split(said)
    formula = not head.replace(" ", "").replace("-", "").isalpha()
    return "are" if not formula and len(head) > 1 and singular(head) != head else "is"


def do_not(said: str) -> str:
    """``"do not"`` behind words in the plural, else ``"does not"``."""
    return "do not" if be(said) == "are" else "does not"


def plural(noun: str) -> str:
    """The plural of a noun with what stands behind it; what is in the plural, or has none, stays.

    >>> [plural(word) for word in ("job on the lathe", "hours of work", "box", "city", "person", "day")]
    ['jobs on the lathe', 'hours of work', 'boxes', 'cities', 'people', 'days']
    """
    head, tail = _split(noun)
    before, _, last = head.rpartition(" ")
    if not last.isalpha() or last in _UNCOUNTED or singular(last) != last or last in table().irregular:
        return noun
    irregular = {one: many for many, one in table().irregular.items()}
    if last in irregular:
        last = irregular[last]
    elif re.search(r"(?:s|sh|ch|x|z)\Z", last):
        last += "es"
    elif re.search(r"[^aeiou]y\Z", last):
        last = f"{last[:-1]}ies"
    else:
        last += "s"
    return f"{before} {last}{tail}".strip()


def one_of(name: str) -> str | None:
    """One member of a set that is called `name`: ``"job"`` for ``"the jobs"``; ``None`` where that cannot be told."""
    head, tail = _split(name.removeprefix("the "))
    one = singular(head)
    return f"{one}{tail}" if len(head) > 2 and one != head else None


def members_of(name: str) -> str:
    """All members of a set that is called `name`: ``"the jobs"``, ``"I"``."""
    return name if len(name) < 3 or name.startswith("the ") else f"the {name}"


def family(label: str) -> str | None:
    """What a label says of every member of its index: ``"the jobs on the lathe"``; ``None`` where it has no plural."""
    noun = label.removeprefix("the ")
    many = plural(noun)
    safe = not _CLAUSE.search(_split(noun)[0]) and not reads_on(noun) and be(many) == "are"
    return f"the {many}" if safe else None


def reads_on(label: str) -> bool:
    """Whether `label` wants its index right behind it: ``"hours on"``."""
    before, _, last = label.rpartition(" ")
    return bool(before) and last in _PREPOSITIONS


def _split(said: str) -> tuple[str, str]:
    """The first noun, and the rest from its preposition on."""
    found = _TAIL.search(said)
    return (said, "") if found is None else (said[: found.start()].strip(), said[found.start() :])
