"""LP files (the format of CPLEX): written from the arrays of an Instance, and read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import LimitError, UnsupportedModel
from modelwright.solvers.export.linear import Linear, Reading, broken, comments, joined, lines_of, texts
from modelwright.solvers.instance import Instance

__all__ = ["read_lp", "write_lp"]

_LINE_CHARS = 500


def write_lp(linear: Linear) -> str:
    """The text of an LP file.

    Raises:
        UnsupportedModel: There are rows and no columns, which the format cannot say.
    """
    instance = linear.instance
    if instance.num_rows and not instance.num_columns:
        raise UnsupportedModel("An LP file cannot have rows without columns", hint="write MPS")
    lines = comments(linear.notes, "\\")
    lines.append("Maximize" if instance.sense == "max" else "Minimize")
    lines.extend(_objective(linear))
    lines.append("Subject To")
    lines.extend(_rows(linear))
    lines.append("Bounds")
    lines.extend(_bounds(linear))
    binary, general = _integers(instance)
    width = _width(linear.columns)
    for title, chosen in (("Binary", binary), ("General", general)):
        if chosen.any():
            lines.append(title)
            lines.extend(f" {line}" for line in joined([linear.columns[k] for k in np.flatnonzero(chosen)], width))
    return "\n".join([*lines, "End", ""])


def _width(names: list[str]) -> int:
    return max(1, min(12, _LINE_CHARS // (max(map(len, names), default=0) + 30)))


def _integers(instance: Instance) -> tuple[np.ndarray, np.ndarray]:
    whole = instance.integrality.astype(bool)
    binary = whole & (instance.column_lower == 0) & (instance.column_upper == 1)
    return binary, whole & ~binary


def _terms(values: np.ndarray, columns: np.ndarray, names: np.ndarray) -> list[str]:
    """``+ 3 x`` for each coefficient."""
    # A column of no row stands in the objective, if need be with a 0.
    signs = np.where(values < 0, "- ", "+ ").astype(object)
    size = np.abs(values)
    numbers = texts(size) + " "
    numbers[size == 1] = ""
    return (signs + numbers + names[columns]).tolist()  # type: ignore[no-any-return]


def _names(linear: Linear) -> np.ndarray:
    found = np.empty(len(linear.columns), dtype=object)
    found[:] = linear.columns
    return found


def _objective(linear: Linear) -> Iterator[str]:
    instance = linear.instance
    absent = np.ones(instance.num_columns, dtype=bool)
    absent[instance.index] = False
    used = np.flatnonzero((instance.cost != 0) | absent)
    pieces = _terms(instance.cost[used], used, _names(linear))
    if instance.offset:
        (number,) = texts(np.array([abs(instance.offset)]))
        pieces.append(f"{'-' if instance.offset < 0 else '+'} {number}")
    first, *rest = joined(pieces, _width(linear.columns)) if pieces else ("",)
    yield f" obj: {first}".rstrip()
    yield from (f"  {line}" for line in rest)


def _rows(linear: Linear) -> Iterator[str]:
    instance = linear.instance
    pieces = _terms(instance.value, instance.index, _names(linear))
    lower, upper = texts(instance.row_lower).tolist(), texts(instance.row_upper).tolist()
    width = _width(linear.columns)
    start = instance.start.tolist()
    nothing = f"0 {linear.columns[0]}" if linear.columns else ""
    for k, name in enumerate(linear.rows):
        low, high = lower[k], upper[k]
        mine = pieces[start[k] : start[k + 1]] or [nothing]
        body = " ".join(mine) if len(mine) <= width else "\n  ".join(joined(mine, width))
        if low == high:
            yield f" {name}: {body} = {low}"
        elif low == "-inf":
            yield f" {name}: {body} >= -inf" if high == "inf" else f" {name}: {body} <= {high}"
        elif high == "inf":
            yield f" {name}: {body} >= {low}"
        else:
            yield f" {name}: {low} <= {body} <= {high}"


def _bounds(linear: Linear) -> Iterator[str]:
    instance = linear.instance
    binary, _ = _integers(instance)
    usual = (instance.column_lower == 0) & (instance.column_upper == math.inf)
    lower, upper = texts(instance.column_lower), texts(instance.column_upper)
    for k in np.flatnonzero(~binary & ~usual).tolist():
        name, low, high = linear.columns[k], lower[k], upper[k]
        if low == high:
            yield f" {name} = {low}"
        elif low == "-inf" and high == "inf":
            yield f" {name} free"
        elif high == "inf":
            yield f" {name} >= {low}"
        else:
            yield f" {low} <= {name} <= {high}"


# ------------------------------------------------------------------------------------------------------- reading

_SECTIONS = {
    "maximize": "max",
    "maximise": "max",
    "maximum": "max",
    "max": "max",
    "minimize": "min",
    "minimise": "min",
    "minimum": "min",
    "min": "min",
    "subject to": "rows",
    "such that": "rows",
    "st": "rows",
    "s.t.": "rows",
    "st.": "rows",
    "bounds": "bounds",
    "bound": "bounds",
    "general": "general",
    "generals": "general",
    "gen": "general",
    "integer": "general",
    "integers": "general",
    "int": "general",
    "binary": "binary",
    "binaries": "binary",
    "bin": "binary",
    "end": "end",
}
_REFUSED = frozenset(
    {"semi-continuous", "semis", "semi", "sos", "sos1", "sos2", "lazy constraints", "user cuts", "general constraints"}
)
_TOKEN = re.compile(
    r"\s*(?:(?P<op><=|=<|>=|=>|<|>|=)|(?P<sign>[+-])|(?P<colon>:)"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_!\"#$%&(),;?@'`{}|~][A-Za-z0-9_!\"#$%&(),;.?@'`{}|~]*))"
)
_OPS = {"<=": "<=", "=<": "<=", "<": "<=", ">=": ">=", "=>": ">=", ">": ">=", "=": "=="}
_INFINITE = frozenset({"inf", "infinity"})

Token = tuple[str, str, int]


def read_lp(text: str) -> Instance:
    """The linear Instance of an LP text; columns and rows have their names of the file.

    Args:
        text: Objective, rows (ranges too), bounds, integer and binary columns; nothing quadratic or semicontinuous.

    Raises:
        InputError: A line cannot be read; `where` says which.
        LimitError: It is larger than the limits allow.
    """
    reading = Reading()
    section = ""
    pending: list[Token] = []
    for line, content in lines_of(text, "\\", "LP"):
        word = " ".join(content.split()).lower()
        if word in _REFUSED:
            raise broken(f"Sections `{content.strip()[:40]}` are not read", line)
        if word in _SECTIONS:
            _finish(reading, section, pending)
            section, pending = _SECTIONS[word], []
            if section in ("min", "max"):
                reading.sense = section  # type: ignore[assignment]
            if section == "end":
                break
            continue
        if not section:
            raise broken("The text does not begin with `Minimize` or `Maximize`", line)
        tokens = _tokens(content, line)
        if section == "bounds":
            _bound(reading, tokens, line)
        elif section in ("general", "binary"):
            _whole(reading, tokens, section == "binary")
        else:
            if section == "rows" and len(tokens) > 1 and tokens[1][0] == "colon":
                _finish(reading, section, pending)
                pending = []
            pending.extend(tokens)
    _finish(reading, section, pending)
    if not section:
        raise broken("The text has no objective section", 1, "begin with `Minimize`")
    return reading.instance()


def _tokens(content: str, line: int) -> list[Token]:
    found: list[Token] = []
    place = 0
    content = content.rstrip()
    while place < len(content):
        match = _TOKEN.match(content, place)
        if match is None:
            rest = content[place:].strip()
            hint = "quadratic terms are not read" if rest[:1] in "[]*^/" else None
            raise broken(f"Cannot read `{rest[:40]}`", line, hint)
        assert match.lastgroup is not None
        found.append((match.lastgroup, match[match.lastgroup], line))
        place = match.end()
    return found


def _finish(reading: Reading, section: str, tokens: list[Token]) -> None:
    if section in ("min", "max"):
        parts = _named(tokens)
        terms, constant, rest = _linear(reading, parts[1])
        if rest:
            raise broken("A comparison in the objective", rest[0][2])
        reading.offset = constant
        for column, value in terms:
            reading.cost[column] = reading.cost.get(column, 0.0) + value
    elif section == "rows":
        while tokens:
            tokens = _row(reading, tokens)


def _named(tokens: list[Token]) -> tuple[str, list[Token]]:
    if len(tokens) > 1 and tokens[0][0] in ("name", "number") and tokens[1][0] == "colon":
        return tokens[0][1], tokens[2:]
    return "", tokens


def _linear(
    reading: Reading, tokens: list[Token], behind: bool = False
) -> tuple[list[tuple[int, float]], float, list[Token]]:
    """Terms and constant up to the next comparison or name of a row, and what follows.

    `behind` a comparison, a number at the end of its line is the limit, and no coefficient of what the next one begins.
    """
    terms: list[tuple[int, float]] = []
    constant, sign = 0.0, 1.0
    number: float | None = None
    place = 0
    while place < len(tokens):
        kind, value, line = tokens[place]
        if behind and number is not None and line != tokens[place - 1][2] and not terms:
            break
        ahead = tokens[place + 1][0] if place + 1 < len(tokens) else ""
        if kind in ("op", "colon") or ahead == "colon":
            break
        if kind == "sign":
            if number is not None:
                constant, number, sign = constant + sign * number, None, 1.0
            sign *= -1.0 if value == "-" else 1.0
        elif kind == "number" or value.lower() in _INFINITE:
            if number is not None:
                break
            number = math.inf if kind == "name" else float(value)
        else:
            if len(terms) + len(reading.entries) >= LIMITS.nonzeros:
                raise LimitError(f"More than {LIMITS.nonzeros} coefficients")
            terms.append((reading.column(value), sign * (1.0 if number is None else number)))
            number, sign = None, 1.0
        place += 1
    if number is not None:
        constant += sign * number
    return terms, constant, tokens[place:]


def _row(reading: Reading, tokens: list[Token]) -> list[Token]:
    line = tokens[0][2]
    name, rest = _named(tokens)
    sides: list[tuple[list[tuple[int, float]], float]] = []
    ops: list[str] = []
    while True:
        terms, constant, rest = _linear(reading, rest, bool(ops))
        sides.append((terms, constant))
        if not rest or rest[0][0] != "op" or len(ops) == 2:
            break
        ops.append(_OPS[rest[0][1]])
        rest = rest[1:]
    if not ops:
        raise broken(f"The row `{name}` has no comparison" if name else "A row without a comparison", line)
    middle = sides[1] if len(ops) == 2 else sides[0]
    limits = [(ops[-1], sides[-1])] if len(ops) == 1 else [(_turned(ops[0]), sides[0]), (ops[1], sides[2])]
    lower, upper = -math.inf, math.inf
    row = reading.row(name or f"r{len(reading.rows) + 1}", lower, upper)
    for op, (terms, constant) in limits:
        if len(ops) == 2 and terms:
            raise broken("The ends of a range are numbers", line)
        limit = constant - middle[1]
        lower = max(lower, limit) if op in (">=", "==") else lower
        upper = min(upper, limit) if op in ("<=", "==") else upper
        reading.entries.extend((row, column, -value) for column, value in terms)
    reading.row_lower[row], reading.row_upper[row] = lower, upper
    reading.entries.extend((row, column, value) for column, value in middle[0])
    return rest


def _turned(op: str) -> str:
    return {"<=": ">=", ">=": "<="}.get(op, op)


def _bound(reading: Reading, tokens: list[Token], line: int) -> None:
    names = [k for k, (kind, value, _) in enumerate(tokens) if kind == "name" and value.lower() not in _INFINITE]
    if len(names) == 2 and tokens[-1][1].lower() == "free" and len(tokens) == 2:
        column = reading.column(tokens[0][1])
        reading.lower[column], reading.upper[column] = -math.inf, math.inf
        return
    if len(names) != 1:
        raise broken("A bound names one column", line)
    place = names[0]
    column = reading.column(tokens[place][1])
    before, after = tokens[:place], tokens[place + 1 :]
    if not before and not after:
        raise broken("A bound without a number", line)
    if before:
        _limit(reading, column, _turned(_OPS.get(before[-1][1], "")), before[:-1], line)
    if after:
        _limit(reading, column, _OPS.get(after[0][1], ""), after[1:], line)


def _limit(reading: Reading, column: int, op: str, tokens: list[Token], line: int) -> None:
    sign, number = 1.0, None
    for kind, value, _ in tokens:
        if kind == "sign":
            sign *= -1.0 if value == "-" else 1.0
        elif number is None and (kind == "number" or value.lower() in _INFINITE):
            number = math.inf if kind == "name" else float(value)
        else:
            raise broken("A bound is one number", line)
    if number is None or not op:
        raise broken("A bound is a comparison with a number", line)
    if op in (">=", "=="):
        reading.lower[column] = sign * number
    if op in ("<=", "=="):
        reading.upper[column] = sign * number


def _whole(reading: Reading, tokens: list[Token], binary: bool) -> None:
    for kind, value, line in tokens:
        if kind != "name":
            raise broken("A list of columns has names alone", line)
        column = reading.column(value)
        reading.integer[column] = True
        if binary:
            reading.lower[column], reading.upper[column] = 0.0, 1.0
