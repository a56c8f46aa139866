"""The lines of the text form, by group of elements: their patterns, and what one line says of an element."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from modelwright.model.expressions import Listing, Node, Number, Text, Tuple, parse_expression

__all__ = ["SENSES", "json_values", "parse_element"]

SENSES = {"min": "minimize", "max": "maximize", "satisfy": "satisfy"}
_WORD = r"[A-Za-z_][A-Za-z0-9_]*"
_INDEX = rf"(?:\[(?P<index>{_WORD}(?:, {_WORD})*)\])?"
_INTERVAL = r"interval(?: size (?P<size>.+?))?(?: least (?P<least>.+?))?(?P<optional> optional)?"
_LINES = {
    "sets": re.compile(rf"set (?P<name>{_WORD}) = (?P<content>.+)\Z"),
    "parameters": re.compile(rf"parameter (?P<name>{_WORD}){_INDEX}(?: of (?P<members_of>{_WORD}))? = (?P<value>.+)\Z"),
    "variables": re.compile(
        rf"variable (?P<name>{_WORD}){_INDEX}: "
        rf"(?P<domain>continuous|integer|binary|missing|one of \{{(?P<choice>[^}}]*)\}}|{_INTERVAL})"
        rf"(?: >= (?P<lower>.+?))?(?: <= (?P<upper>.+?))?\Z"
    ),
    "definitions": re.compile(rf"definition (?P<name>{_WORD}){_INDEX} = (?P<expression>.+)\Z"),
    "objectives": re.compile(
        rf"(?P<sense>minimize|maximize|satisfy|objective) (?P<name>{_WORD})(?: = (?P<expression>.+))?\Z"
    ),
    "constraints": re.compile(rf"constraint (?P<name>{_WORD}): (?P<kind>{_WORD}): (?P<row>.+?)(?P<each>; for .+)?\Z"),
    "outputs": re.compile(
        rf"output (?P<name>{_WORD})(?:: (?P<shape>list|nested|members)(?: from (?P<base>[01]))?)? "
        rf"= (?P<expression>.+)\Z"
    ),
    "tests": re.compile(rf"test (?P<name>{_WORD}): (?P<expect>optimal|infeasible|unbounded)\Z"),
}

_QUANTIFIED = ("variables", "definitions", "outputs")
"""Groups whose line may end in quantifiers."""


def parse_element(line: str) -> tuple[str, dict[str, Any]]:
    """The group and the fields of the element that `line` begins; of a constraint the pieces of its line.

    Raises:
        ValueError: The line has none of the forms.
        ExpressionError: A set of members cannot be read.
    """
    head, over = _split_over(line)
    for group, pattern in _LINES.items():
        if found := pattern.match(head if group in _QUANTIFIED else line):
            return group, _PARSERS[group](found.groupdict() | ({"over": over} if group in _QUANTIFIED else {}))
    raise ValueError(line)


def _split_over(text: str) -> tuple[str, str | None]:
    """`text` up to the first ``for`` outside brackets and quotes, and what follows it."""
    depth, quote, k = 0, "", 0
    while k < len(text):
        sign = text[k]
        if quote:
            k += sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif depth == 0 and text.startswith(" for ", k):
            return text[:k], text[k + 5 :]
        k += 1
    return text, None


def json_values(text: str) -> list[Any]:
    """JSON values parted by spaces."""
    decoder = json.JSONDecoder()
    values: list[Any] = []
    position = 0
    while position < len(text):
        value, position = decoder.raw_decode(text, position)
        values.append(value)
        position += 1
    return values


def _named(found: dict[str, str]) -> dict[str, Any]:
    element: dict[str, Any] = {"name": found["name"]}
    return element | ({"index": found["index"].split(", ")} if found["index"] is not None else {})


def _said(found: dict[str, str], *fields: str) -> dict[str, Any]:
    return {field: found[field] for field in fields if found[field] is not None}


# ---- sets


def _parse_set(found: dict[str, str]) -> dict[str, Any]:
    return {"name": found["name"], "content": _content(found["content"])}


def _content(text: str) -> dict[str, Any]:
    if text.startswith("column "):
        table, column = json_values(text.removeprefix("column "))
        return {"form": "column", "table": table, "column": column}
    if text.startswith("columns "):
        table, *columns = json_values(text.removeprefix("columns "))
        return {"form": "columns", "table": table, "columns": columns}
    if not text.startswith("{"):
        first, last = text.split("..")
        return {"form": "range", "first": _end(first), "last": _end(last)}
    inside = text[1:-1]
    if text[-1] != "}":
        raise ValueError(text)
    item, over = _split_over(inside)
    if over is not None:
        return {"form": "selected", "item": item, "over": over}
    node = parse_expression(f"[{inside}]") if inside else Listing(())
    return {"form": "members", "members": [_member(item) for item in node.items]} if isinstance(node, Listing) else {}


def _end(text: str) -> int | str:
    return int(text) if re.fullmatch(r"-?\d+", text, re.ASCII) else text


def _member(node: Node) -> Any:
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Number) and node.value.denominator == 1:
        return int(node.value)
    if isinstance(node, Tuple):
        return [_member(item) for item in node.items]
    raise ValueError("no member")


# ---- values


def _parse_parameter(found: dict[str, str]) -> dict[str, Any]:
    value = found["value"]
    sets = found["members_of"] is not None
    if value.startswith("derived "):
        expression, over = _split_over(value.removeprefix("derived "))
        inner: dict[str, Any] = {"form": "derived", "expression": expression} | ({} if over is None else {"over": over})
    elif value.startswith("table "):
        inner = {"form": "bound_sets" if sets else "bound"} | json.loads(value[6:])
    elif value.startswith(("missing ", "known ")):
        word, _, raw = value.partition(" ")
        inner = {"form": word} | json.loads(raw)
    elif value.startswith("{"):
        entries = [list(pair) for pair in _entries(value)]
        inner = {"form": "known_sets" if sets else "known", "entries": entries}
    else:
        inner = {"form": "known", "number": value}
    return _named(found) | _said(found, "members_of") | {"value": inner}


def _entries(value: str) -> Iterator[tuple[Any, Any]]:
    decoder = json.JSONDecoder()
    position = 1
    while value[position] != "}":
        key, position = decoder.raw_decode(value, position)
        if value[position : position + 3] == ": [":
            members, position = decoder.raw_decode(value, position + 2)
            yield key, members
        else:
            number = re.compile(r": ([^,}]+)").match(value, position)
            if number is None:
                raise ValueError(value[position:])
            position = number.end()
            yield key, number[1]
        position += 2 if value.startswith(", ", position) else 0


def _parse_variable(found: dict[str, str]) -> dict[str, Any]:
    element, domain = _named(found), found["domain"]
    if found["choice"] is not None:
        element["domain"] = {"form": "choice", "members": json.loads(f"[{found['choice']}]")}
    elif domain.startswith("interval"):
        optional = {"optional": True} if found["optional"] else {}
        element["domain"] = {"form": "interval"} | _said(found, "size", "least") | optional
    elif domain != "missing":
        element["domain"] = domain
    return element | _said(found, "lower", "upper", "over")


def _parse_definition(found: dict[str, str]) -> dict[str, Any]:
    return _named(found) | _said(found, "over", "expression")


def _parse_objective(found: dict[str, str]) -> dict[str, Any]:
    senses = {word: sense for sense, word in SENSES.items()}
    sense = {"sense": senses[found["sense"]]} if found["sense"] in senses else {}
    return {"name": found["name"]} | sense | _said(found, "expression")


def _parse_constraint(found: dict[str, str]) -> dict[str, Any]:
    each = {} if found["each"] is None else {"for_each": found["each"].removeprefix("; for ")}
    return {"name": found["name"], "kind": found["kind"], "row": found["row"]} | each


def _parse_output(found: dict[str, str]) -> dict[str, Any]:
    base = {} if found["base"] is None else {"base": int(found["base"])}
    return {"name": found["name"]} | _said(found, "expression", "over", "shape") | base


def _parse_test(found: dict[str, str]) -> dict[str, Any]:
    expect = {} if found["expect"] == "optimal" else {"expect": found["expect"]}
    return {"name": found["name"]} | expect


_PARSERS: dict[str, Callable[[dict[str, str]], dict[str, Any]]] = {
    "sets": _parse_set,
    "parameters": _parse_parameter,
    "variables": _parse_variable,
    "definitions": _parse_definition,
    "objectives": _parse_objective,
    "constraints": _parse_constraint,
    "outputs": _parse_output,
    "tests": _parse_test,
}
