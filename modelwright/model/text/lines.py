"""The lines of the text form, by group of elements: their patterns, and what one line says of an element."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from modelwright.errors import ExpressionError
from modelwright.model.expressions import Listing, Node, Number, Text, Tuple, parse_expression
from modelwright.model.expressions.checking.hints import cut
from modelwright.model.numbers import parse_number
from modelwright.model.repairs import number_fix
from modelwright.model.text.faults import LineFault, load_json
from modelwright.model.text.guesses import explain
from modelwright.model.text.values import entry_fault, set_fault, value_fault

__all__ = ["SENSES", "json_values", "match_element", "missing_domain", "parse_element"]

SENSES = {"min": "minimize", "max": "maximize", "satisfy": "satisfy"}
_GOALS = {word: sense for sense, word in SENSES.items()} | {"minimise": "min", "maximise": "max"}
_WORD = r"[A-Za-z_][A-Za-z0-9_]*"
_INDEX = rf"\s*(?:\[\s*(?P<index>{_WORD}(?:\s*,\s*{_WORD})*)\s*\])?"
_INTERVAL = (
    r"interval(?P<early>\s+optional)?(?:\s+size\s+(?P<size>.+?))?(?:\s+least\s+(?P<least>.+?))?"
    r"(?P<late>\s+optional)?"
)
_LINES = {
    "sets": re.compile(rf"set\s+(?P<name>{_WORD})\s*=\s*(?P<content>.+)\Z"),
    "parameters": re.compile(
        rf"parameter\s+(?P<name>{_WORD}){_INDEX}\s*(?:(?<=[\]\s])of\s+(?P<members_of>{_WORD}))?\s*=(?!=)\s*(?P<value>.+)\Z"
    ),
    "variables": re.compile(
        rf"variable\s+(?P<name>{_WORD}){_INDEX}\s*:\s*"
        rf"(?P<domain>continuous|integer|binary|missing|one of\s*\{{(?P<choice>[^}}]*)\}}|{_INTERVAL})\Z"
    ),
    "definitions": re.compile(rf"definition\s+(?P<name>{_WORD}){_INDEX}\s*=(?!=)\s*(?P<expression>.+)\Z"),
    "objectives": re.compile(
        rf"(?P<sense>{'|'.join(_GOALS)}|objective)\s+(?P<name>{_WORD})(?:\s*=(?!=)\s*(?P<expression>.+))?\Z"
    ),
    "constraints": re.compile(rf"constraint\s+(?P<name>{_WORD})\s*:\s*(?P<kind>{_WORD})\s*:\s*(?P<row>.+)\Z"),
    "outputs": re.compile(
        rf"output\s+(?P<name>{_WORD})\s*(?::\s*(?P<shape>scalar|list|nested|members)(?:\s+from\s+(?P<base>[01]))?\s*)?"
        rf"=(?!=)\s*(?P<expression>.+)\Z"
    ),
    "tests": re.compile(rf"test\s+(?P<name>{_WORD})\s*:\s*(?P<expect>optimal|infeasible|unbounded)\Z"),
}

_QUANTIFIED = ("variables", "definitions", "outputs", "constraints")
"""Groups whose line may end in quantifiers."""


def parse_element(line: str) -> tuple[str, dict[str, Any]]:
    """The group and the fields of the element that `line` begins; of a constraint the pieces of its line.

    Raises:
        LineFault: The line has none of the forms.
    """
    found = match_element(line)
    if found is None:
        raise explain(line)
    return found


def match_element(line: str) -> tuple[str, dict[str, Any]] | None:
    """As `parse_element`; ``None`` for a line that has none of the forms.

    Raises:
        LineFault: A set or value in it cannot be read.
    """
    head, over = _split_over(line)
    bare, bounds = _split_bounds(head)
    for group, pattern in _LINES.items():
        text = bare if group == "variables" else head if group in _QUANTIFIED else line
        if found := pattern.match(text):
            more = {"over": over, "bounds": bounds} if group in _QUANTIFIED else {}
            return group, _PARSERS[group](found.groupdict() | more)
    return None


def _split_over(text: str) -> tuple[str, str | None]:
    """`text` up to the first ``for`` or ``; for`` outside brackets and quotes, and what follows it."""
    found = next((k for k in _outside(text) if text.startswith(" for ", k)), None)
    if found is None and (last := text.rfind("; for ")) > 0:  # brackets that do not close
        found = last + 1
    if found is None:
        return text, None
    return text[:found].rstrip().removesuffix(";").rstrip(), text[found + 5 :].strip()


def _split_bounds(text: str) -> tuple[str, str]:
    """`text` up to its first ``>=`` or ``<=`` outside brackets and quotes, and the rest."""
    found = next((k for k in _outside(text) if text.startswith((">=", "<="), k)), len(text))
    return text[:found].rstrip(), text[found:]


def _outside(text: str) -> Iterator[int]:
    """The places of `text` outside of brackets and quotes."""
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
        elif depth == 0:
            yield k
        k += 1


def json_values(text: str, shape: str) -> list[Any]:
    """JSON values parted by spaces.

    Raises:
        LineFault: `text` is no such list; the hint is `shape`.
    """
    decoder = json.JSONDecoder()
    values: list[Any] = []
    position = 0
    text = text.strip()
    while position < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except ValueError:
            message = f"`{cut(text[position:])}` is no text in quotes"
            raise LineFault(message, text[position:], f"write `{shape}`") from None
        values.append(value)
        position += len(text[position:]) - len(text[position:].lstrip())
    return values


def _named(found: dict[str, str]) -> dict[str, Any]:
    element: dict[str, Any] = {"name": found["name"]}
    return element | ({"index": re.split(r"\s*,\s*", found["index"])} if found["index"] is not None else {})


def _said(found: dict[str, str], *fields: str) -> dict[str, Any]:
    return {field: found[field] for field in fields if found[field] is not None}


# ---- sets


def _parse_set(found: dict[str, str]) -> dict[str, Any]:
    return {"name": found["name"], "content": _content(found["content"].strip())}


def _content(text: str) -> dict[str, Any]:
    if text.startswith("column "):
        values = json_values(text.removeprefix("column "), 'column "table" "name"')
        if len(values) != 2:
            raise LineFault("A column is a table and the name of the column", text, 'write `column "table" "name"`')
        return {"form": "column", "table": values[0], "column": values[1]}
    if text.startswith("columns "):
        table, *columns = json_values(text.removeprefix("columns "), 'columns "table" "from" "to"')
        return {"form": "columns", "table": table, "columns": columns}
    if not text.startswith("{"):
        first, dots, last = text.partition("..")
        if not dots or ".." in last or not first.strip() or not last.strip() or last.startswith("."):
            raise set_fault(text)
        return {"form": "range", "first": _end(first.strip()), "last": _end(last.strip())}
    inside = text[1:-1].strip()
    if text[-1] != "}":
        raise LineFault("The braces of the set do not close at its end", text, f"write `{text}}}`")
    item, over = _split_over(inside)
    if over is not None:
        return {"form": "selected", "item": item, "over": over}
    try:
        node = parse_expression(f"[{inside}]") if inside else Listing(())
    except ExpressionError as error:
        raise set_fault(text, error) from None
    if not isinstance(node, Listing):
        raise set_fault(text)
    return {"form": "members", "members": [_member(item, text) for item in node.items]}


def _end(text: str) -> int | str:
    return int(text) if re.fullmatch(r"-?\d+", text, re.ASCII) else text


def _member(node: Node, text: str) -> Any:
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Number) and node.value.denominator == 1:
        return int(node.value)
    if isinstance(node, Tuple):
        return [_member(item, text) for item in node.items]
    raise set_fault(text, node)


# ---- values


def _parse_parameter(found: dict[str, str]) -> dict[str, Any]:
    value = found["value"].strip()
    sets = found["members_of"] is not None
    word, _, rest = value.partition(" ")
    if word == "derived" and rest:
        expression, over = _split_over(rest)
        inner: dict[str, Any] = {"form": "derived", "expression": expression} | ({} if over is None else {"over": over})
    elif word in ("table", "missing", "known"):
        form = word if word != "table" else "bound_sets" if sets else "bound"
        said = load_json(rest, f"{word} ") if rest.startswith("{") else None
        if not isinstance(said, dict):
            raise value_fault(value)
        inner = {"form": form} | said
    elif value.startswith("{"):
        inner = {"form": "known_sets" if sets else "known", "entries": [list(pair) for pair in _entries(value)]}
    else:
        try:
            parse_number(value)
        except ValueError:
            if number_fix(value) is None:
                raise value_fault(value) from None
        inner = {"form": "known", "number": value}
    return _named(found) | _said(found, "members_of") | {"value": inner}


_COLON, _COMMA = re.compile(r"\s*:\s*"), re.compile(r"\s*(?:,\s*|(?=\}))")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?=\s*[,}])")
_NUMBER = re.compile(r"[^,}\[\s][^,}\[]*")


def _entries(value: str) -> Iterator[tuple[Any, Any]]:
    if not value.endswith("}") and "}" not in value:
        raise LineFault("The braces of the numbers do not close", value, f"write `{cut(value)}}}`")
    decoder = json.JSONDecoder()
    position = 1 + len(value[1:]) - len(value[1:].lstrip())
    while not value.startswith("}", position):
        begin = position
        try:
            key, position = decoder.raw_decode(value, position)
            colon = _COLON.match(value, position)
            if colon is None or not isinstance(key, list):
                raise entry_fault(value[begin:])
            position = colon.end()
            if value.startswith("[", position):
                members, position = decoder.raw_decode(value, position)
                yield key, members
            elif number := _GROUPED.match(value, position):
                plain = number[0].replace(",", "")
                raise LineFault(f"`{number[0]}` is no number", number[0], f"write `{plain}`", "invalid-number")
            elif number := _NUMBER.match(value, position):
                position = number.end()
                yield key, number[0].strip()
            else:
                raise entry_fault(value[begin:])
        except ValueError:
            raise entry_fault(value[begin:]) from None
        comma = _COMMA.match(value, position)
        if comma is None:
            raise entry_fault(value[begin:])
        position = comma.end()
    if value[position + 1 :].strip():
        raise LineFault(
            f"`{cut(value[position + 1 :])}` cannot follow the braces", value[position + 1 :], "leave it out"
        )


def _parse_variable(found: dict[str, str]) -> dict[str, Any]:
    element, domain = _named(found), found["domain"]
    if found["choice"] is not None:
        try:
            members = json.loads(f"[{found['choice']}]")
        except ValueError:
            members = [""]
        if not all(isinstance(member, int) for member in members):
            hint = "write `one of {1, 3, 5}`; for texts take a binary decision for each: `variable x[SET]: binary`"
            raise LineFault("The choices of `one of` are integers", found["choice"], hint, "invalid-field")
        element["domain"] = {"form": "choice", "members": members}
    elif domain.startswith("interval"):
        optional = {"optional": True} if found["early"] or found["late"] else {}
        element["domain"] = {"form": "interval"} | _said(found, "size", "least") | optional
    elif domain == "missing":
        element["domain"] = missing_domain(found["name"])
    else:
        element["domain"] = domain
    return element | _bounds(found["bounds"]) | _said(found, "over")


def missing_domain(name: str) -> dict[str, str]:
    """The open domain of a variable of which nothing more is said."""
    return {
        "form": "missing",
        "slot": f"domain of {name}",
        "expects": "continuous, integer, binary, one of or interval",
    }


_SIDES = {">=": "lower", "<=": "upper"}


def _bounds(text: str) -> dict[str, str]:
    places = [k for k in _outside(text) if text.startswith((">=", "<="), k)]
    said: dict[str, str] = {}
    for begin, end in pairwise([*places, len(text)]):
        sign, bound = text[begin : begin + 2], text[begin + 2 : end].strip()
        if _SIDES[sign] in said:
            message = f"The {_SIDES[sign]} bound is given twice"
            raise LineFault(message, text[begin:end].strip(), f"keep one `{sign}`; other limits are constraints")
        bare = re.sub(r"(,|\band)$", "", bound).strip()
        if not bare or bare != bound:
            hint = f"write `{re.sub(r'(,| and) *(?=[<>]=|$)', ' ', text).strip()}`" if bare else "write `>= 0 <= 5`"
            raise LineFault("Bounds stand beside each other, with a blank between", text[begin:end].strip(), hint)
        said[_SIDES[sign]] = bound
    return said


def _parse_definition(found: dict[str, str]) -> dict[str, Any]:
    return _named(found) | _said(found, "over", "expression")


def _parse_objective(found: dict[str, str]) -> dict[str, Any]:
    sense = {"sense": _GOALS[found["sense"]]} if found["sense"] in _GOALS else {}
    return {"name": found["name"]} | sense | _said(found, "expression")


def _parse_constraint(found: dict[str, str]) -> dict[str, Any]:
    each = {} if found["over"] is None else {"for_each": found["over"]}
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
