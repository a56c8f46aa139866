r"""The text form: a Model as lines that a person can write, print and parse back without loss.

::

    modelwright model 1
    name shop
    time_unit "hour"
    statement "s1" "user" "A shop makes …"

    set PLANTS = {"north", "south"}
    set ARCS = {("mill", "depot"), ("depot", "shop")}
    set WEEKS = 1..n
    set DAYS = column "calendar" "day"
    set ROADS = columns "roads" "from" "to"
    set PAIRS = {(i, j) for i in PLANTS, j in PLANTS if i != j}
    parameter wood = 400
      unit = "kg"
    parameter cost[PLANTS] = {["north"]: 3, ["south"]: 4.5}
    parameter covers[TOWNS] of SITES = {["ash"]: [1, 2]}
    parameter margin[PLANTS] = derived price[p] - cost[p] for p in PLANTS
    parameter demand = table {"table": "demand", "value": "amount"}
    parameter paint = missing {"slot": "paint per shelf"}
    variable chairs: integer >= 0
    variable y[PLANTS]: continuous >= 0 <= cap[p] for p in PLANTS
    variable gear: one of {1, 3, 5}
    variable job[JOBS]: interval size hours[j] optional >= 0 <= 24 for j in JOBS
    definition total = chairs + sum(y[p] for p in PLANTS)
    maximize profit = 45 * chairs
    constraint wood_limit: resource: 5 * chairs <= wood
      penalty 3
    constraint each: bound: y[p] >= 2; for p in PLANTS
    output plan: list = y[p] for p in PLANTS
    output open_sites: members from 1 = built[k] for k in SITES
    test nothing: infeasible
      given = [{"element": "wood", "value": "0"}]

Every other field stands below its element as ``field = JSON``, and places in the statements as ``from s1:48-50``.
An element that has no such line is written as ``element GROUP JSON``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from modelwright.errors import ExpressionError, InputError
from modelwright.model.canonical import dump_object, dump_part, model_from_object
from modelwright.model.document import GROUPS, MODEL_FORMAT, MODEL_VERSION, Model
from modelwright.model.expressions import parse_expression
from modelwright.model.expressions.printer import quote_member
from modelwright.model.templates import CATALOGUE
from modelwright.model.textlines import SENSES, json_values, parse_element

__all__ = ["HEAD", "parse_model", "print_model"]

HEAD = f"modelwright model {MODEL_VERSION}"
"""First line of the text form."""
_STATEMENT = ("id", "speaker", "text", "answers")
_HEADER = ("name", "label", "time_unit")
_KIND_BY_NAME = {cls.model_fields["kind"].default: cls for cls in CATALOGUE}
_FAULTS = (ValueError, KeyError, IndexError, AttributeError, TypeError, AssertionError, ExpressionError, RecursionError)
"""What a line of no known form raises."""


def print_model(model: Model) -> str:
    """`model` as text; ``parse_model(print_model(model)) == model``."""
    document = dump_object(model)
    lines = [HEAD, *(f"{k} {json.dumps(document[k], ensure_ascii=False)}" for k in _HEADER if k in document)]
    for statement in document.get("statements", ()):
        fields = (json.dumps(statement[k], ensure_ascii=False) for k in _STATEMENT if k in statement)
        lines.append(f"statement {' '.join(fields)}")
    bare = _without_rows(model)
    for group in GROUPS:
        if document.get(group):
            lines.append("")
        for element in document.get(group, ()):
            lines.extend(_print_element(group, element, bare))
    return "\n".join(lines) + "\n"


def _without_rows(model: Model) -> Model:
    """What a constraint may know of its Model while its line is read."""
    return model.model_copy(update={"constraints": (), "outputs": (), "tests": ()})


def parse_model(text: str) -> Model:
    """The Model that `text` writes down.

    Raises:
        InputError: A line cannot be read; the message names it.
        ModelError: Fields are wrong (see `load_model`).
    """
    document: dict[str, Any] = {"format": MODEL_FORMAT, "version": MODEL_VERSION}
    lines = [(k, line) for k, line in enumerate(text.split("\n"), 1) if line.strip() and not line.startswith("#")]
    if not lines or lines[0][1].strip() != HEAD:
        raise InputError(f"The text form begins with `{HEAD}`", code="not-a-model", where="line 1")
    rows: list[tuple[int, str, dict[str, Any]]] = []
    for number, line in lines[1:]:
        try:
            _parse_line(line.rstrip(), document)
        except _FAULTS as error:
            raise _bad_line(number, line, error) from None
        if line.startswith("constraint "):
            rows.append((number, line, document["constraints"][-1]))
    if rows:
        kept = {key: value for key, value in document.items() if key not in ("constraints", "outputs", "tests")}
        bare = _without_rows(model_from_object(kept))
    for number, line, row in rows:
        try:
            _read_row(row, bare)
        except _FAULTS as error:
            raise _bad_line(number, line, error) from None
    return model_from_object(document)


def _bad_line(number: int, line: str, error: BaseException) -> InputError:
    reason = error.message if isinstance(error, ExpressionError) else "it has none of the forms of the text form"
    hint = error.hint if isinstance(error, ExpressionError) else None
    where = f"line {number}: {line.strip()[:60]}"
    return InputError(f"Line {number} cannot be read: {reason}", code="bad-line", where=where, hint=hint)


# ------------------------------------------------------------------------------------------------------- printing


def _print_element(group: str, element: dict[str, Any], model: Model) -> Iterator[str]:
    head, said = _headline(group, element, model)
    rest = {key: value for key, value in element.items() if key not in said}
    lines = [head, *(_attribute(key, value) for key, value in rest.items())]
    if head and _reads_back(group, element, lines, model):
        yield from lines
    else:
        yield f"element {group} {json.dumps(element, ensure_ascii=False)}"


def _attribute(key: str, value: Any) -> str:
    if key == "sources" and all(source["type"] == "text" for source in value):
        places = (f"{source['statement']}:{source['start']}-{source['end']}" for source in value)
        return f"  from {' '.join(places)}"
    if key == "enforce" and set(value) == {"form", "weight"}:
        return f"  penalty {value['weight']}"
    return f"  {key} = {json.dumps(value, ensure_ascii=False)}"


def _reads_back(group: str, element: dict[str, Any], lines: list[str], model: Model) -> bool:
    document: dict[str, Any] = {}
    try:
        for line in lines:
            if "\n" in line or line != line.rstrip():
                return False
            _parse_line(line, document)
        if group == "constraints":
            _read_row(document[group][-1], model)
    except _FAULTS:
        return False
    return document == {group: [element]}


def _headline(group: str, element: dict[str, Any], model: Model) -> tuple[str, set[str]]:
    """The line of an element and the fields that it says."""
    name = element["name"]
    indexed = f"{name}[{', '.join(element['index'])}]" if "index" in element else name
    over = f" for {element['over']}" if "over" in element else ""
    common = {"name", "index", "over"}
    match group:
        case "sets":
            return f"set {name} = {_content(element['content'])}", {"name", "content"}
        case "parameters":
            of = f" of {element['members_of']}" if "members_of" in element else ""
            return f"parameter {indexed}{of} = {_value(element['value'])}", common | {"value", "members_of"}
        case "variables":
            domain = _domain(element["domain"])
            bounds = "".join(f" {op} {element[k]}" for k, op in (("lower", ">="), ("upper", "<=")) if k in element)
            said = common | {"lower", "upper"} | ({"domain"} if domain != "missing" else set())
            return f"variable {indexed}: {domain}{bounds}{over}", said
        case "definitions":
            return f"definition {indexed} = {element['expression']}{over}", common | {"expression"}
        case "objectives":
            return _objective(element)
        case "outputs":
            base = f" from {element['base']}" if "base" in element else ""
            shape = f": {element['shape']}{base}" if "shape" in element else ""
            said = common | {"expression", "shape", "base"}
            return f"output {name}{shape} = {element['expression']}{over}", said
        case "tests":
            return f"test {name}: {element.get('expect', 'optimal')}", {"name", "expect"}
        case _:
            return _constraint_line(element, model)


def _objective(element: dict[str, Any]) -> tuple[str, set[str]]:
    sense, expression = element["sense"], element.get("expression")
    word = SENSES[sense] if isinstance(sense, str) else "objective"
    tail = f" = {expression}" if isinstance(expression, str) else ""
    said = {"name"} | ({"sense"} if isinstance(sense, str) else set())
    return f"{word} {element['name']}{tail}", said | ({"expression"} if isinstance(expression, str) else set())


def _constraint_line(element: dict[str, Any], model: Model) -> tuple[str, set[str]]:
    kind = _KIND_BY_NAME[element["kind"]]
    try:
        row = kind.model_validate(element)
        expression = row.to_expression()
        slots = kind.match(parse_expression(expression), model) or {}
        said = dump_part(kind.model_validate({"name": element["name"], **slots}))
    except (ExpressionError, ValueError):
        return "", set()
    told = {field for field, value in said.items() if element.get(field) == value}
    each = f"; for {element['for_each']}" if "for_each" in element else ""
    return f"constraint {element['name']}: {element['kind']}: {expression}{each}", {"name", "kind", "for_each"} | told


def _content(content: dict[str, Any]) -> str:
    match content["form"]:
        case "members":
            return "{" + ", ".join(_member(m) for m in content["members"]) + "}"
        case "range":
            return f"{content['first']}..{content['last']}"
        case "selected":
            return f"{{{content['item']} for {content['over']}}}"
        case "columns":
            return f"columns {' '.join(json.dumps(name) for name in (content['table'], *content['columns']))}"
        case _:
            return f"column {json.dumps(content['table'])} {json.dumps(content['column'])}"


def _member(member: Any) -> str:
    return f"({', '.join(quote_member(part) for part in member)})" if isinstance(member, list) else quote_member(member)


def _value(value: dict[str, Any]) -> str:
    form = value["form"]
    rest = {k: v for k, v in value.items() if k != "form"}
    if form == "known" and set(rest) == {"number"}:
        return str(rest["number"])
    if form in ("known", "known_sets") and set(rest) == {"entries"}:
        numbers = ((json.dumps(key, ensure_ascii=False), number) for key, number in rest["entries"])
        said = (f"{key}: {n if isinstance(n, str) else json.dumps(n, ensure_ascii=False)}" for key, n in numbers)
        return "{" + ", ".join(said) + "}"
    if form == "derived":
        return f"derived {rest['expression']}" + (f" for {rest['over']}" if "over" in rest else "")
    word = "table" if form in ("bound", "bound_sets") else form
    return f"{word} {json.dumps(rest, ensure_ascii=False)}"


def _domain(domain: Any) -> str:
    if isinstance(domain, str):
        return domain
    if domain["form"] == "choice":
        return f"one of {{{', '.join(map(str, domain['members']))}}}"
    if domain["form"] == "interval":
        parts = [f" {key} {domain[key]}" for key in ("size", "least") if key in domain]
        return f"interval{''.join(parts)}{' optional' if domain.get('optional') else ''}"
    return "missing"


# -------------------------------------------------------------------------------------------------------- parsing


def _parse_line(line: str, document: dict[str, Any]) -> None:
    if line.startswith(("  ", "\t")):
        _parse_attribute(line.strip(), _last(document))
        return
    word, _, rest = line.partition(" ")
    if word in _HEADER:
        document[word] = json.loads(rest) if rest.startswith('"') else rest
    elif word == "statement":
        statement = dict(zip(_STATEMENT, json_values(rest), strict=False))
        document.setdefault("statements", []).append(statement)
    elif word == "element":
        group, _, raw = rest.partition(" ")
        if group not in GROUPS:
            raise ValueError(group)
        _append(document, group, json.loads(raw))
    else:
        _append(document, *parse_element(line))


def _parse_attribute(text: str, element: dict[str, Any]) -> None:
    if text.startswith("from "):
        element["sources"] = [_place(place) for place in text.split()[1:]]
    elif text.startswith("penalty "):
        element["enforce"] = {"form": "penalty", "weight": text.removeprefix("penalty ")}
    else:
        key, _, value = text.partition(" = ")
        element[key] = json.loads(value)


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


def _read_row(element: dict[str, Any], model: Model) -> None:
    """Put the slots of a constraint in the place of the text of its row."""
    kind = _KIND_BY_NAME[element["kind"]]
    slots = kind.match(parse_expression(element["row"]), model)
    if slots is None:
        raise ValueError(element["row"])
    try:
        row = kind.model_validate(slots | {k: v for k, v in element.items() if k != "row"})
    except ValidationError as error:
        raise ValueError(str(error)) from None
    element.clear()
    element.update(dump_part(row))
