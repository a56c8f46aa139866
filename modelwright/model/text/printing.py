"""A Model as lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from modelwright.errors import ExpressionError
from modelwright.model.canonical import dump_object
from modelwright.model.document import GROUPS, Model
from modelwright.model.expressions.printer import quote_member
from modelwright.model.templates import KINDS
from modelwright.model.text.faults import LineFault
from modelwright.model.text.lines import SENSES, missing_domain
from modelwright.model.text.reading import HEAD, Reader
from modelwright.model.text.rows import FieldFaults, read_row

__all__ = ["print_model"]

_STATEMENT = ("id", "speaker", "text", "answers")
_HEADER = ("name", "label", "time_unit")


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
    if any("\n" in line or line != line.rstrip() for line in lines):
        return False
    reader = Reader("\n".join((HEAD, *lines)))
    if group == "constraints" and not reader.faults:
        reader.read_rows(model)
    return not reader.faults and [(e.group, e.fields) for e in reader.entries] == [(group, element)]


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
            is_said = domain != "missing" or element["domain"] == missing_domain(name)
            said = common | {"lower", "upper"} | ({"domain"} if is_said else set())
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
    try:
        expression = KINDS[element["kind"]].model_validate(element).to_expression()
        said = read_row({"name": element["name"], "kind": element["kind"], "row": expression}, model)
    except (ExpressionError, ValueError, LineFault, FieldFaults):
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
