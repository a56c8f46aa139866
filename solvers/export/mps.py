"""MPS files (free form): written from the arrays of an Instance, and read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Context, Decimal
from typing import Literal

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import LimitError, UnsupportedModel
from modelwright.solvers.export.linear import Linear, Reading, broken, comments, lines_of, texts
from modelwright.solvers.instance import Instance

__all__ = ["read_mps", "write_mps"]

_EXACT = Context(prec=1400)
"""Sums of floats have fewer digits."""


def write_mps(linear: Linear) -> str:
    """The text of a free MPS file.

    Every bound of an integer column is written, since readers differ in what they take it for otherwise, and so is a
    lower bound of 0 below a negative upper one. The constant of the objective is the negated right-hand side of its
    row.
    """
    instance = linear.instance
    lines = [*comments(linear.notes, "*"), "NAME model FREE"]
    if instance.sense == "max":
        lines += ["OBJSENSE", "    MAX"]
    kinds, sides, ranges = _kinds(instance)
    lines += ["ROWS", " N obj"]
    lines.extend(f" {kind} {name}" for kind, name in zip(kinds, linear.rows, strict=True))
    lines.append("COLUMNS")
    lines.extend(_columns(linear))
    lines.append("RHS")
    if instance.offset:
        lines.append(f" RHS obj {texts(np.array([-instance.offset]))[0]}")
    lines.extend(f" RHS {name} {side}" for name, side in zip(linear.rows, sides, strict=True) if side not in ("", "0"))
    if ranges:
        lines.append("RANGES")
        lines.extend(f" RNG {linear.rows[k]} {width}" for k, width in ranges.items())
    lines.append("BOUNDS")
    lines.extend(_bounds(linear))
    return "\n".join([*lines, "ENDATA", ""])


def _kinds(instance: Instance) -> tuple[list[str], list[str], dict[int, str]]:
    """Kind and right-hand side of each row, and the width of those with two limits."""
    kinds, sides, ranges = [], [], {}
    for k, (low, high) in enumerate(
        zip(texts(instance.row_lower).tolist(), texts(instance.row_upper).tolist(), strict=True)
    ):
        if low == high:
            kinds.append("E")
        elif low == "-inf":
            kinds.append("N" if high == "inf" else "L")
        elif high == "inf":
            kinds.append("G")
        else:
            width = _EXACT.subtract(Decimal(high), Decimal(low))
            if width < 0:
                raise UnsupportedModel(f"Row `{instance.row_name(k)}` has limits that no value meets", hint="write LP")
            kinds.append("L")
            ranges[k] = str(width)
        sides.append("" if kinds[-1] == "N" else low if kinds[-1] in ("E", "G") else high)
    return kinds, sides, ranges


def _columns(linear: Linear) -> Iterator[str]:
    instance = linear.instance
    owner = np.repeat(np.arange(instance.num_rows), np.diff(instance.start))
    order = np.argsort(instance.index, kind="stable")
    rows = np.empty(instance.num_rows, dtype=object)
    rows[:] = linear.rows
    pieces = (rows[owner[order]] + " " + texts(instance.value[order])).tolist()
    begin = np.searchsorted(instance.index[order], np.arange(instance.num_columns + 1)).tolist()
    costs = texts(instance.cost).tolist()
    whole = instance.integrality.astype(bool).tolist()
    marked = False
    for k, name in enumerate(linear.columns):
        if whole[k] != marked:
            yield f" MARKER 'MARKER' '{'INTORG' if whole[k] else 'INTEND'}'"
            marked = whole[k]
        mine = pieces[begin[k] : begin[k + 1]]
        if costs[k] not in ("0", "-0") or not mine:
            yield f" {name} obj {costs[k]}"
        if mine:
            yield "\n".join([f" {name} {piece}" for piece in mine])
    if marked:
        yield " MARKER 'MARKER' 'INTEND'"


def _bounds(linear: Linear) -> Iterator[str]:
    instance = linear.instance
    whole = instance.integrality.astype(bool)
    usual = (instance.column_lower == 0) & (instance.column_upper == math.inf) & ~whole
    lower, upper = texts(instance.column_lower), texts(instance.column_upper)
    for k in np.flatnonzero(~usual).tolist():
        name, low, high = linear.columns[k], lower[k], upper[k]
        if low == high:
            yield f" FX BND {name} {low}"
        elif low == "-inf" and high == "inf":
            yield f" FR BND {name}"
        elif low == "-inf":
            yield f" MI BND {name}\n UP BND {name} {high}"
        elif high == "inf":
            yield f" LO BND {name} {low}\n PL BND {name}"
        elif high.startswith("-"):  # a negative upper bound alone may take the lower one away
            yield f" UP BND {name} {high}\n LO BND {name} {low}"
        else:
            yield f" LO BND {name} {low}\n UP BND {name} {high}"


# ------------------------------------------------------------------------------------------------------- reading

_HEADS = frozenset({"NAME", "OBJSENSE", "ROWS", "COLUMNS", "RHS", "RANGES", "BOUNDS", "ENDATA"})


class _Mps:
    """An MPS file on its way."""

    def __init__(self) -> None:
        self.reading = Reading()
        self.kinds: dict[str, str] = {}
        self.places: dict[str, int] = {}
        self.objective = ""
        self.sides: dict[str, Decimal] = {}
        self.widths: dict[str, Decimal] = {}
        self.whole = False

    def row(self, fields: list[str], line: int) -> None:
        """A line of ROWS."""
        if len(fields) != 2 or fields[0].upper() not in ("N", "L", "G", "E"):
            raise broken("A row is a letter of N L G E and a name", line)
        kind, name = fields[0].upper(), fields[1]
        if name in self.kinds:
            raise broken(f"Two rows are named `{name[:60]}`", line)
        self.kinds[name] = kind
        if kind == "N" and not self.objective:
            self.objective = name
        else:
            self.places[name] = self.reading.row(name, -math.inf, math.inf)

    def column(self, fields: list[str], line: int) -> None:
        """A line of COLUMNS."""
        if len(fields) >= 3 and "'MARKER'" in (fields[1], fields[2]):
            self.whole = "'INTORG'" in fields
            return
        if len(fields) not in (3, 5):
            raise broken("A line of COLUMNS has a column, and one or two rows with their numbers", line)
        place = self.reading.column(fields[0])
        self.reading.integer[place] = self.whole or self.reading.integer[place]
        for name, number in zip(fields[1::2], fields[2::2], strict=True):
            value = float(_decimal(number, line))
            if name == self.objective:
                self.reading.cost[place] = self.reading.cost.get(place, 0.0) + value
            elif name in self.places:
                if len(self.reading.entries) >= LIMITS.nonzeros:
                    raise LimitError(f"More than {LIMITS.nonzeros} coefficients")
                self.reading.entries.append((self.places[name], place, value))
            else:
                raise broken(f"There is no row `{name[:60]}`", line)

    def side(self, fields: list[str], line: int, found: dict[str, Decimal]) -> None:
        """A line of RHS or RANGES."""
        pairs = fields[1:] if len(fields) % 2 else fields
        if not pairs:
            raise broken("A line without a row", line)
        for name, number in zip(pairs[::2], pairs[1::2], strict=True):
            if name not in self.kinds:
                raise broken(f"There is no row `{name[:60]}`", line)
            found[name] = _decimal(number, line)

    def bound(self, fields: list[str], line: int) -> None:
        """A line of BOUNDS."""
        kind = fields[0].upper()
        bare = kind in ("FR", "MI", "PL", "BV")
        if kind not in ("LO", "UP", "FX", "LI", "UI") and not bare:
            raise broken(f"Bounds of kind `{kind[:20]}` are not read", line)
        rest = fields[1:] if bare else fields[1:-1]
        if not rest or len(rest) > (3 if bare else 2):
            raise broken("A bound has a kind, a name of the set of bounds, a column and a number", line)
        name = rest[-1] if rest[-1] in self.reading.columns else rest[min(1, len(rest) - 1)]
        if name not in self.reading.columns:
            raise broken(f"There is no column `{name[:60]}`", line)
        place = self.reading.columns[name]
        value = 0.0 if bare else float(_decimal(fields[-1], line))
        reading = self.reading
        if kind in ("LI", "UI", "BV"):
            reading.integer[place] = True
        if kind in ("LO", "LI", "FX"):
            reading.lower[place] = value
        if kind in ("UP", "UI", "FX"):
            reading.upper[place] = value
        if kind in ("FR", "MI"):
            reading.lower[place] = -math.inf
        if kind in ("FR", "PL"):
            reading.upper[place] = math.inf
        if kind == "BV":
            reading.lower[place], reading.upper[place] = 0.0, 1.0

    def instance(self) -> Instance:
        """What was read."""
        reading = self.reading
        reading.offset = -float(self.sides.get(self.objective, Decimal(0)))
        for name, place in self.places.items():
            kind, side, width = self.kinds[name], self.sides.get(name, Decimal(0)), self.widths.get(name)
            lower = side if kind in ("G", "E") else None
            upper = side if kind in ("L", "E") else None
            if width is not None and kind == "E":
                other = _EXACT.add(side, width)
                lower, upper = min(side, other), max(side, other)
            elif width is not None:
                lower = _EXACT.subtract(side, width.copy_abs()) if kind == "L" else lower
                upper = _EXACT.add(side, width.copy_abs()) if kind == "G" else upper
            reading.row_lower[place] = -math.inf if lower is None else float(lower)
            reading.row_upper[place] = math.inf if upper is None else float(upper)
        return reading.instance()


def read_mps(text: str) -> Instance:
    """The linear Instance of an MPS text whose names have no spaces; columns and rows have their names of the file.

    A column without bounds lies between 0 and infinity, an integer one too. A negative upper bound leaves the lower
    one at 0.

    Raises:
        InputError: A line cannot be read; `where` says which.
        LimitError: It is larger than the limits allow.
    """
    mps = _Mps()
    section = ""
    for line, content in lines_of(text, "*", "MPS"):
        fields = content.split()
        if not content[0].isspace():
            section = fields[0].upper()
            if section not in _HEADS:
                raise broken(f"Sections `{section[:40]}` are not read", line)
            if section == "OBJSENSE" and len(fields) > 1:
                mps.reading.sense = _sense(fields[1], line)
            if section == "ENDATA":
                break
            continue
        if section == "OBJSENSE":
            mps.reading.sense = _sense(fields[0], line)
        elif section == "ROWS":
            mps.row(fields, line)
        elif section == "COLUMNS":
            mps.column(fields, line)
        elif section in ("RHS", "RANGES"):
            mps.side(fields, line, mps.sides if section == "RHS" else mps.widths)
        elif section == "BOUNDS":
            mps.bound(fields, line)
        else:
            raise broken("A line outside of the sections", line)
    if section != "ENDATA":
        raise broken("The text ends without `ENDATA`", text.count("\n") + 1)
    return mps.instance()


def _sense(word: str, line: int) -> Literal["min", "max"]:
    if word.upper() in ("MAX", "MAXIMIZE"):
        return "max"
    if word.upper() in ("MIN", "MINIMIZE"):
        return "min"
    raise broken(f"`{word[:20]}` is no sense of an objective", line, "write MIN or MAX")


def _decimal(text: str, line: int) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        raise broken(f"`{text[:40]}` is no number", line) from None
