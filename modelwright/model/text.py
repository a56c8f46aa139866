r"""The text form: a Model as lines that a person can write, print and parse back without loss.

::

    modelwright model 1
    name shop
    statement "s1" "user" "A shop makes …"

    set PLANTS = {"north", "south"}
    set WEEKS = 1..12
    set DAYS = column "calendar" "day"
    parameter wood = 400
      unit = "kg"
    parameter cost[PLANTS] = {["north"]: 3, ["south"]: 4.5}
    parameter margin[PLANTS] = derived price[p] - cost[p] for p in PLANTS
    parameter demand = table {"table": "demand", "value": "amount"}
    parameter paint = missing {"slot": "paint per shelf"}
    variable chairs: integer >= 0
    variable y[PLANTS]: continuous >= 0 <= cap[p] for p in PLANTS
    definition total = chairs + sum(y[p] for p in PLANTS)
    maximize profit = 45 * chairs
    constraint wood_limit: resource: 5 * chairs <= wood

Every other field stands below its element as ``field = JSON``, and places in the statements as ``from s1:48-50``.
An element that has no such line is written as ``element GROUP JSON``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from modelwright.errors import ExpressionError, InputError
from modelwright.model.canonical import dump_object, model_from_object
from modelwright.model.document import GROUPS, MODEL_FORMAT, MODEL_VERSION, Model
from modelwright.model.expressions import parse_expression
from modelwright.model.expressions.printer import quote_member
from modelwright.model.templates import CATALOGUE

__all__ = ["parse_model", "print_model"]

_HEAD = f"modelwright model {MODEL_VERSION}"
_STATEMENT = ("id", "speaker", "text", "answers")
_SENSES = {"min": "minimize", "max": "maximize", "satisfy": "satisfy"}
_KIND_BY_NAME = {cls.model_fields["kind"].default: cls for cls in CATALOGUE}
_WORD = r"[A-Za-z_][A-Za-z0-9_]*"
_INDEX = rf"(?:\[(?P<index>{_WORD}(?:, {_WORD})*)\])?"
_OVER = rf"(?: for (?P<over>{_WORD} in .+))?"
_LINES = {
    "sets": re.compile(rf"set (?P<name>{_WORD}) = (?P<content>.+)\Z"),
    "parameters": re.compile(rf"parameter (?P<name>{_WORD}){_INDEX} = (?P<value>.+)\Z"),
    "variables": re.compile(
        rf"variable (?P<name>{_WORD}){_INDEX}: (?P<domain>continuous|integer|binary|missing)"
        rf"(?: >= (?P<lower>.+?))?(?: <= (?P<upper>.+?))?{_OVER}\Z"
    ),
    "definitions": re.compile(rf"definition (?P<name>{_WORD}){_INDEX} = (?P<expression>.+?){_OVER}\Z"),
    "objectives": re.compile(
        rf"(?P<sense>minimize|maximize|satisfy|objective) (?P<name>{_WORD})(?: = (?P<expression>.+))?\Z"
    ),
    "constraints": re.compile(rf"constraint (?P<name>{_WORD}): (?P<kind>{_WORD}): (?P<row>.+?)(?P<each>; for .+)?\Z"),
}


def print_model(model: Model) -> str:
    """`model` as text; ``parse_model(print_model(model)) == model``."""
    document = dump_object(model)
    lines = [_HEAD, f"name {json.dumps(document['name'], ensure_ascii=False)}"]
    if "label" in document:
        lines.append(f"label {json.dumps(document['label'], ensure_ascii=False)}")
    for statement in document.get("statements", ()):
        fields = (json.dumps(statement[k], ensure_ascii=False) for k in _STATEMENT if k in statement)
        lines.append(f"statement {' '.join(fields)}")
    for group in GROUPS:
        if document.get(group):
            lines.append("")
        for element in document.get(group, ()):
            lines.extend(_print_element(group, element))
    return "\n".join(lines) + "\n"


def parse_model(text: str) -> Model:
    """The Model that `text` writes down.

    Raises:
        InputError: A line cannot be read; the message names it.
        ModelError: Fields are wrong (see `load_model`).
    """
    document: dict[str, Any] = {"format": MODEL_FORMAT, "version": MODEL_VERSION}
    lines = [(k, line) for k, line in enumerate(text.split("\n"), 1) if line.strip() and not line.startswith("#")]
    if not lines or lines[0][1].strip() != _HEAD:
        raise InputError(f"The text form begins with `{_HEAD}`", code="not-a-model", where="line 1")
    for number, line in lines[1:]:
        try:
            _parse_line(line.rstrip(), document)
        except (ValueError, KeyError, IndexError, AttributeError, TypeError, ExpressionError, RecursionError) as error:
            reason = (
                error.message if isinstance(error, ExpressionError) else "it has none of the forms of the text form"
            )
            raise InputError(
                f"Line {number} cannot be read: {reason}", code="bad-line", where=f"line {number}: {line.strip()[:60]}"
            ) from None
    return model_from_object(document)


# ------------------------------------------------------------------------------------------------------- printing


def _print_element(group: str, element: dict[str, Any]) -> Iterator[str]:
    head, said = _headline(group, element)
    rest = {key: value for key, value in element.items() if key not in said}
    lines = [head, *(_attribute(key, value) for key, value in rest.items())]
    if head and _reads_back(group, element, lines):
        yield from lines
    else:
        yield f"element {group} {json.dumps(element, ensure_ascii=False)}"


def _attribute(key: str, value: Any) -> str:
    if key == "sources" and all(source["type"] == "text" for source in value):
        places = (f"{source['statement']}:{source['start']}-{source['end']}" for source in value)
        return f"  from {' '.join(places)}"
    return f"  {key} = {json.dumps(value, ensure_ascii=False)}"


def _reads_back(group: str, element: dict[str, Any], lines: list[str]) -> bool:
    document: dict[str, Any] = {}
    try:
        for line in lines:
            if "\n" in line:
                return False
            _parse_line(line, document)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, ExpressionError):
        return False
    return document == {group: [element]}


def _headline(group: str, element: dict[str, Any]) -> tuple[str, set[str]]:
    """The line of an element and the fields that it says."""
    name = element["name"]
    indexed = f"{name}[{', '.join(element['index'])}]" if "index" in element else name
    over = f" for {element['over']}" if "over" in element else ""
    common = {"name", "index", "over"}
    if group == "sets":
        return f"set {name} = {_content(element['content'])}", {"name", "content"}
    if group == "parameters":
        return f"parameter {indexed} = {_value(element['value'])}", common | {"value"}
    if group == "variables":
        domain = element["domain"] if isinstance(element["domain"], str) else "missing"
        bounds = "".join(f" {op} {element[k]}" for k, op in (("lower", ">="), ("upper", "<=")) if k in element)
        said = common | {"lower", "upper"} | ({"domain"} if domain != "missing" else set())
        return f"variable {indexed}: {domain}{bounds}{over}", said
    if group == "definitions":
        return f"definition {indexed} = {element['expression']}{over}", common | {"expression"}
    if group == "objectives":
        sense, expression = element["sense"], element.get("expression")
        word = _SENSES[sense] if isinstance(sense, str) else "objective"
        tail = f" = {expression}" if isinstance(expression, str) else ""
        said = {"name"} | ({"sense"} if isinstance(sense, str) else set())
        return f"{word} {name}{tail}", said | ({"expression"} if isinstance(expression, str) else set())
    return _constraint_line(element)


def _constraint_line(element: dict[str, Any]) -> tuple[str, set[str]]:
    kind = _KIND_BY_NAME[element["kind"]]
    try:
        row = kind.model_validate(element)
        expression = row.to_expression()
        slots = kind.match(parse_expression(expression)) or {}
    except (ExpressionError, ValueError):
        return "", set()
    each = f"; for {element['for_each']}" if "for_each" in element else ""
    return f"constraint {element['name']}: {element['kind']}: {expression}{each}", {"name", "kind", "for_each", *slots}


def _content(content: dict[str, Any]) -> str:
    if content["form"] == "members":
        return "{" + ", ".join(quote_member(m) for m in content["members"]) + "}"
    if content["form"] == "range":
        return f"{content['first']}..{content['last']}"
    return f"column {json.dumps(content['table'])} {json.dumps(content['column'])}"


def _value(value: dict[str, Any]) -> str:
    rest = {k: v for k, v in value.items() if k != "form"}
    if value["form"] == "known" and set(rest) == {"number"}:
        return str(rest["number"])
    if value["form"] == "known" and set(rest) == {"entries"}:
        pairs = (f"{json.dumps(key, ensure_ascii=False)}: {number}" for key, number in rest["entries"])
        return "{" + ", ".join(pairs) + "}"
    if value["form"] == "derived":
        return f"derived {rest['expression']}" + (f" for {rest['over']}" if "over" in rest else "")
    word = "table" if value["form"] == "bound" else value["form"]
    return f"{word} {json.dumps(rest, ensure_ascii=False)}"


# -------------------------------------------------------------------------------------------------------- parsing


def _parse_line(line: str, document: dict[str, Any]) -> None:
    if line.startswith(("  ", "\t")):
        key, _, value = line.strip().partition(" = ")
        if key.startswith("from "):
            _last(document)["sources"] = [_place(place) for place in line.split()[1:]]
        else:
            _last(document)[key] = json.loads(value)
        return
    word, _, rest = line.partition(" ")
    if word in ("name", "label"):
        document[word] = json.loads(rest) if rest.startswith('"') else rest
    elif word == "statement":
        statement = dict(zip(_STATEMENT, _values(rest), strict=False))
        document.setdefault("statements", []).append(statement)
    elif word == "element":
        group, _, raw = rest.partition(" ")
        if group not in GROUPS:
            raise ValueError(group)
        _append(document, group, json.loads(raw))
    else:
        group, found = next(((g, m) for g in GROUPS if (m := _LINES[g].match(line))), ("", None))
        if found is None:
            raise ValueError(line)
        _append(document, group, _PARSERS[group](found.groupdict()))


def _append(document: dict[str, Any], group: str, element: dict[str, Any]) -> None:
    """Add an element; its group becomes the last key, so that `_last` finds it in whatever order groups come."""
    elements = document.pop(group, [])
    elements.append(element)
    document[group] = elements


def _last(document: dict[str, Any]) -> dict[str, Any]:
    """The element that was read last."""
    element: dict[str, Any] = document[next(reversed(document))][-1]
    return element


def _place(text: str) -> dict[str, Any]:
    found = re.fullmatch(r"(?P<statement>\S+):(?P<start>\d+)-(?P<end>\d+)", text)
    if found is None:
        raise ValueError(text)
    return {"type": "text", "statement": found["statement"], "start": int(found["start"]), "end": int(found["end"])}


def _values(text: str) -> list[Any]:
    """JSON values parted by spaces."""
    decoder = json.JSONDecoder()
    values: list[Any] = []
    position = 0
    while position < len(text):
        value, position = decoder.raw_decode(text, position)
        values.append(value)
        position += 1
    return values


def _parse_set(found: dict[str, str]) -> dict[str, Any]:
    content = found["content"]
    if bounds := re.fullmatch(r"(-?\d+)\.\.(-?\d+)", content):
        inner: dict[str, Any] = {"form": "range", "first": int(bounds[1]), "last": int(bounds[2])}
    elif content.startswith("column "):
        table, column = _values(content[7:])
        inner = {"form": "column", "table": table, "column": column}
    else:
        inner = {"form": "members", "members": json.loads(f"[{content[1:-1]}]")}
    return {"name": found["name"], "content": inner}


def _parse_parameter(found: dict[str, str]) -> dict[str, Any]:
    value = found["value"]
    if value.startswith("derived "):
        body = re.fullmatch(rf"derived (?P<expression>.+?){_OVER}", value)
        assert body is not None
        inner: dict[str, Any] = {"form": "derived"} | {k: v for k, v in body.groupdict().items() if v is not None}
    elif value.startswith("table "):
        inner = {"form": "bound"} | json.loads(value[6:])
    elif value.startswith(("missing ", "known ")):
        word, _, raw = value.partition(" ")
        inner = {"form": word} | json.loads(raw)
    elif value.startswith("{"):
        inner = {"form": "known", "entries": [list(pair) for pair in _entries(value)]}
    else:
        inner = {"form": "known", "number": value}
    return _named(found) | {"value": inner}


def _entries(value: str) -> Iterator[tuple[Any, str]]:
    decoder = json.JSONDecoder()
    position = 1
    while value[position] != "}":
        key, position = decoder.raw_decode(value, position)
        number = re.compile(r": ([^,}]+)(?:, )?").match(value, position)
        if number is None:
            raise ValueError(value[position:])
        position = number.end()
        yield key, number[1]


def _parse_variable(found: dict[str, str]) -> dict[str, Any]:
    element = _named(found)
    if found["domain"] != "missing":
        element["domain"] = found["domain"]
    return element | {k: found[k] for k in ("lower", "upper", "over") if found[k] is not None}


def _parse_definition(found: dict[str, str]) -> dict[str, Any]:
    return _named(found) | {k: found[k] for k in ("over", "expression") if found[k] is not None}


def _parse_objective(found: dict[str, str]) -> dict[str, Any]:
    element: dict[str, Any] = {"name": found["name"]}
    senses = {word: sense for sense, word in _SENSES.items()}
    if found["sense"] in senses:
        element["sense"] = senses[found["sense"]]
    return element | ({"expression": found["expression"]} if found["expression"] is not None else {})


def _parse_constraint(found: dict[str, str]) -> dict[str, Any]:
    slots = _KIND_BY_NAME[found["kind"]].match(parse_expression(found["row"]))
    if slots is None:
        raise ValueError(found["row"])
    element = {"name": found["name"], "kind": found["kind"]}
    if found["each"] is not None:
        element["for_each"] = found["each"].removeprefix("; for ")
    return element | {k: _plain_slot(v) for k, v in slots.items() if v is not None}


def _plain_slot(value: Any) -> Any:
    if isinstance(value, list):
        return [
            {k: v for k, v in term.model_dump(mode="json").items() if not (k == "over" and v == "")} for term in value
        ]
    return value


def _named(found: dict[str, str]) -> dict[str, Any]:
    element: dict[str, Any] = {"name": found["name"]}
    return element | ({"index": found["index"].split(", ")} if found["index"] is not None else {})


_PARSERS = {
    "sets": _parse_set,
    "parameters": _parse_parameter,
    "variables": _parse_variable,
    "definitions": _parse_definition,
    "objectives": _parse_objective,
    "constraints": _parse_constraint,
}
