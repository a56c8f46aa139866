"""Python source as text: names that are free, literals, lines of one width."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from modelwright.model.elements import Member

__all__ = ["WIDTH", "Namer", "comment", "folded", "literal", "number"]

WIDTH = 88
"""Characters of a line."""

_ASSIGNED = re.compile(r"[\w.]+(?: = [\w.]+)? \+?= (?=[^\s])")
_OPEN, _CLOSE = "([{", ")]}"
_KEPT = ((" if ",),)
_BREAKS = ((" for ",), (" if ", " else "), (" or ", " and "), (" <= ", " >= ", " == "), (" + ", " - "), (" * ",))


class Namer:
    """Gives names of a Model names of a script: no keyword, nothing built in, nothing that the script uses itself."""

    def __init__(self, used: Iterable[str]) -> None:
        self._taken = {*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *used}
        self._known: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """The name in the script, always the same one for `name`; one that ends in a space is none of the Model's."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self.new(name.strip())
        return found

    def quantifier(self, wanted: str) -> str:
        """A new name of a quantifier, which no Model can have; this object gives it a name in the script."""
        found = self.new(wanted)
        self._known[f"{found} "] = found
        return f"{found} "

    def new(self, wanted: str) -> str:
        """A name that nothing else gets."""
        # One-letter names that look like digits are what linters complain of first.
        found = f"{wanted}_" if wanted in ("l", "O", "I") else wanted
        if found.startswith("__"):
            found = f"x{found}"
        while found in self._taken:
            found += "_"
        self._taken.add(found)
        return found


def number(value: Fraction) -> str:
    """A number: an int, the shortest float, or a quotient of ints."""
    if value.denominator == 1:
        return str(value.numerator)
    as_float = float(value)
    if Fraction(repr(as_float)) == value:
        return repr(as_float)
    return f"{value.numerator} / {value.denominator}"


def literal(member: Member) -> str:
    """A member of a set; texts of any content in ASCII or printable characters, never raw."""
    if isinstance(member, tuple):
        return f"({', '.join(map(literal, member))})"
    text = repr(member)
    return '"' + text[1:-1] + '"' if isinstance(member, str) and '"' not in text and text[0] == "'" else text


def comment(text: str) -> str:
    """A comment of one line, whatever `text` holds."""
    said = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"# {said if len(said) <= WIDTH - 8 else f'{said[: WIDTH - 11]}...'}"


def folded(text: str, indent: str = "", *, inside: bool = False) -> list[str]:
    """A statement as lines of at most `WIDTH` characters, broken inside of brackets.

    Args:
        text: The statement, or a part of one.
        indent: What stands before it.
        inside: Whether it stands in brackets, where any line may end.
    """
    if len(indent) + len(text) <= WIDTH:
        return [indent + text]
    mark = _ASSIGNED.match(text)
    if mark and not inside and _cut(text[mark.end() :], _BREAKS[2:]):
        return folded(f"{mark[0]}({text[mark.end() :]})", indent)
    if inside and len(pieces := _cut(text, _BREAKS)) > 1:
        return [line for piece in pieces for line in folded(piece, indent, inside=True)]
    span = _widest(text)
    if span is None:
        return [f"{indent}{text}  # noqa: E501"]
    begin, end = span
    lines = [f"{indent}{text[: begin + 1]}"]
    for piece in _pieces(text[begin + 1 : end], len(indent) + 4):
        lines.extend(folded(piece, f"{indent}    ", inside=True))
    lines.append(f"{indent}{text[end:]}")
    return [line if len(line) <= WIDTH or "# noqa" in line else f"{line}  # noqa: E501" for line in lines]


def _cut(text: str, groups: tuple[tuple[str, ...], ...]) -> list[str]:
    """`text` before each sign of the first group that it has outside of brackets; nothing where it has none."""
    plain = {place for place, _, depth in _scan(text) if depth == 0}
    for signs in groups:
        cuts = sorted(p for sign in signs for p in _places(text, sign) if p in plain)
        if cuts:
            ends = [0, *cuts, len(text)]
            return [text[a:b].strip() for a, b in pairwise(ends) if text[a:b].strip()]
    return []


def _scan(text: str) -> Iterator[tuple[int, str, int]]:
    """Place, character and depth of brackets before it, of what stands in no string."""
    depth, quote, place = 0, "", 0
    while place < len(text):
        c = text[place]
        if quote:
            if c == "\\":
                place += 1
            elif c == quote:
                quote = ""
        elif c in "'\"":
            quote = c
        else:
            depth -= c in _CLOSE
            yield place, c, depth
            depth += c in _OPEN
        place += 1


def _widest(text: str) -> tuple[int, int] | None:
    found: tuple[int, int] | None = None
    begin = 0
    for place, c, depth in _scan(text):
        if depth == 0 and c in _OPEN:
            begin = place
        elif (
            depth == 0 and c in _CLOSE and place - begin > 1 and (found is None or place - begin > found[1] - found[0])
        ):
            found = begin, place
    return found


def _pieces(body: str, indent: int) -> list[str]:
    looped = _cut(body, _BREAKS[:1])
    if looped:
        return [piece for part in looped for piece in (_cut(part, _KEPT) if part.startswith("for ") else ()) or [part]]
    commas = [place for place, c, depth in _scan(body) if depth == 0 and c == ","]
    if commas:
        cuts = [-1, *commas, len(body)]
        pieces = [body[a + 1 : b].strip() for a, b in pairwise(cuts)]
        pieces = [f"{piece}," for piece in pieces if piece]
        return _filled(pieces, WIDTH - indent) if len(pieces) > 8 else pieces
    return _cut(body, _BREAKS[1:]) or [body]


def _places(body: str, sign: str) -> Iterator[int]:
    place = body.find(sign)
    while place >= 0:
        yield place
        place = body.find(sign, place + 1)


def _filled(pieces: list[str], width: int) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        if lines and len(lines[-1]) + 1 + len(piece) <= width:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return lines
