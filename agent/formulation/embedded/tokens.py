"""Words with character offsets, sentences, and stems.

Nothing is deleted or rewritten: every token keeps its place in the original text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"(?P<word2>\d+(?:st|nd|rd|th)(?![A-Za-z])|\d+(?:\.\d+)?-[A-Za-z][A-Za-z-]*|\d+[A-Z]-[A-Za-z]+)"
    r"|(?P<num>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?P<suffix>(?:k|K|m|M)(?![A-Za-z]))?"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?(?:-[^\W_]+)*\d*)"
    r"|(?P<sym>[$£€¥₹%°])"
    r"|(?P<punct><=|>=|≤|≥|[^\s])"
)
_ABBREVIATIONS = frozenset(
    (
        "sq ft approx no nos vs etc e.g i.e eg ie mr mrs ms dr st inc ltd co corp min max avg hr hrs lb lbs "
        "oz kg gal jr sr"
    ).split()
)
_IRREGULAR = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child", "feet": "foot",
    "mice": "mouse", "atlas": "atlas", "atlases": "atlas", "canvas": "canvas",
    "canvases": "canvas", "cacti": "cactus", "fungi": "fungus", "radii": "radius",
    "nuclei": "nucleus", "geese": "goose", "oxen": "ox", "buses": "bus", "busses": "bus", "teeth": "tooth",
    "made": "make", "sold": "sell", "bought": "buy", "spent": "spend", "grown": "grow", "grew": "grow",
    "built": "build", "sent": "send", "taken": "take", "held": "hold", "used": "use", "run": "run",
    "spending": "spend", "gas": "gas", "less": "less", "glass": "glass", "halves": "half", "lens": "lens",
    "series": "series", "scarves": "scarf", "knives": "knife", "wives": "wife", "thieves": "thief",
    "hooves": "hoof", "sheaves": "sheaf", "dwarves": "dwarf", "wharves": "wharf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, symbol or mark; `kind` is w, n, s or p; `hard` tells that white space with a line break
    precedes.
    """

    i: int
    text: str
    low: str
    stem: str
    start: int
    end: int
    kind: str
    gap: bool
    line: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: a half-open range of token places."""

    index: int
    first: int
    last: int
    question: bool


def tokenize(text: str) -> tuple[Token, ...]:
    """Returns the tokens of the text in order."""
    tokens: list[Token] = []
    previous = 0
    for match in _TOKEN.finditer(text):
        between = text[previous : match.start()]
        group = match.lastgroup or "punct"
        kind = {"num": "n", "suffix": "n", "word": "w", "word2": "w", "sym": "s"}.get(group, "p")
        raw = match.group()
        low = raw.lower().replace("’", "'")
        stem = stem_of(low) if kind == "w" else low
        tokens.append(
            Token(len(tokens), raw, low, stem, match.start(), match.end(), kind, bool(between), "\n" in between)
        )
        previous = match.end()
    return tuple(tokens)


def split_sentences(tokens: tuple[Token, ...]) -> tuple[Sentence, ...]:
    """Returns the sentences; a full stop, question or exclamation mark, blank line or list item ends one."""
    out: list[Sentence] = []
    first = 0

    def close(end: int, question: bool) -> None:
        nonlocal first
        if end > first:
            out.append(Sentence(len(out), first, end, question))
        first = end

    for token in tokens:
        i = token.i
        if token.line and i > first and _breaks_line(tokens, i):
            close(i, False)
        if token.low in ("?", "!"):
            close(i + 1, token.low == "?")
        elif token.low == "." and _ends_sentence(tokens, i):
            close(i + 1, False)
    close(len(tokens), False)
    return tuple(out)


def _ends_sentence(tokens: tuple[Token, ...], i: int) -> bool:
    if i + 1 >= len(tokens):
        return True
    following = tokens[i + 1]
    before = tokens[i - 1] if i else None
    if not following.gap:
        return bool(following.kind == "p")
    if before is not None and (before.low in _ABBREVIATIONS or (len(before.text) == 1 and before.text.isupper())):
        if before.kind == "w" and len(before.text) == 1:
            return following.text[:1].isupper() and i >= 2 and tokens[i - 2].low not in ("mr", "mrs", "dr")
        return following.text[:1].isupper() and before.low in ("ft", "min", "max", "hr", "hrs", "kg", "lb", "lbs", "oz")
    return True


def _breaks_line(tokens: tuple[Token, ...], i: int) -> bool:
    """A line break ends a sentence before a bullet or when the line starts like a new sentence."""
    token, before = tokens[i], tokens[i - 1]
    if before.low in (".", "?", "!", ":", ";"):
        return True
    return token.low in ("-", "*", "•", "–") or token.text[:1].isupper() or token.kind == "n"


@lru_cache(maxsize=20000)
def noun_stem(low: str) -> str:
    """Returns the word without plural or possessive ending."""
    word = low.split("'")[0] if "'" in low else low
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or word.endswith(("ss", "us", "sis")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes", "oes")):
        return word[:-2]
    if word.endswith("lves") or word.endswith(("loaves", "leaves", "wolves", "halves")):
        return word[:-3] + "f"
    if word.endswith("s"):
        return word[:-1]
    return word


@lru_cache(maxsize=20000)
def stem_of(low: str) -> str:
    """Returns a rough stem: no plural, no -ing or -ed, no final e, so that "peeling" meets "peel"."""
    word = noun_stem(low)
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            core = word[: -len(ending)]
            if any(c in "aeiouy" for c in core):
                if len(core) > 3 and core[-1] == core[-2] and core[-1] not in "lsz":
                    core = core[:-1]
                word = core
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if "-" in word and word.endswith("er") and len(word) - word.index("-") > 4:
        word = word[:-2]
    if len(word) > 4 and word.endswith("i"):
        word = word[:-1] + "y"
    return word
