"""Findings about fields that a document should not have, or not so: from pydantic's errors, with fixes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from modelwright.model.findings import Finding, Fix
from modelwright.model.places import Place
from modelwright.model.repairs import choice_fix, field_fix, number_fix
from modelwright.model.templates import KINDS, ConstraintBase

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["reading_findings"]

_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")
_OF_OBJECTS = ("model_type", "model_attributes_type", "union_tag_not_found", "dict_type")
_SHOWN = 12
"""Choices that a hint lists."""


def reading_findings(error: ValidationError, document: Any, root: type[BaseModel]) -> tuple[Finding, ...]:
    """Every field that is wrong, each told once.

    Args:
        error: What pydantic says.
        document: What was read.
        root: The class that it was read as.
    """
    items = [(_pointer(item, document), item) for item in error.errors(include_url=False, include_input=False)]
    return tuple(
        _finding(pointer, item, document, root) for pointer, item in items if not _noise(pointer, item, items, document)
    )


def _noise(pointer: str, item: ErrorDetails, items: list[tuple[str, ErrorDetails]], document: Any) -> bool:
    """Whether an error is only about a form of the field that the user did not mean."""
    others = [(p, other) for p, other in items if other is not item]
    if isinstance(_at(document, pointer), dict):
        inside = any(p == pointer or p.startswith(f"{pointer}/") for p, _ in others)
        return item["type"] in ("literal_error", "string_type") and inside
    same = any(p == pointer and other["type"] not in _OF_OBJECTS for p, other in others)
    return item["type"] in _OF_OBJECTS and same


def _finding(pointer: str, item: ErrorDetails, document: Any, root: type[BaseModel]) -> Finding:
    kind, context = item["type"], item.get("ctx", {})
    value = _at(document, pointer)
    field = next((part for part in reversed(item["loc"]) if isinstance(part, str) and part in pointer.split("/")), "")
    name = f"`{field}`" if field else "the document"
    if kind == "extra_forbidden":
        return _unknown_field(pointer, item, document, root)
    if kind in ("literal_error", "union_tag_invalid"):
        if kind == "union_tag_invalid":
            field = context["discriminator"].strip("'")
            pointer, value, name = f"{pointer}/{field}", context["tag"], f"`{field}`"
        return _choice(pointer, name, value, _QUOTED.findall(context.get("expected", context.get("expected_tags", ""))))
    if kind == "union_tag_not_found":
        field = context["discriminator"].strip("'")
        hint = f'say what it is: `"{field}": "…"`'
        return _made("invalid-field", pointer, f"`{field}` is missing", hint, None)
    if kind == "value_error":
        message = f"{name}: {item['msg'].removeprefix('Value error, ')}"
        text = number_fix(value)
        hint = f"write `{text}`" if text else "write a decimal or a fraction: `0.1`, `1/3`"
        return _made("invalid-number", pointer, message, hint, text)
    if kind == "string_type" and isinstance(value, int) and not isinstance(value, bool):
        return _made("invalid-field", pointer, f"{name} is a text, not a number", f'write `"{value}"`', str(value))
    if kind == "missing":
        return _made("invalid-field", pointer, f"{name} is missing", f"add {name}", None)
    message = item["msg"][:1].lower() + item["msg"][1:]
    return _made(
        "invalid-field", pointer, f"{name}: {message}", "the fields and their forms are in docs/model.schema.json", None
    )


def _made(code: str, pointer: str, message: str, hint: str, text: str | None) -> Finding:
    fix = None if text is None else Fix(pointer=pointer, text=text)
    return Finding(code=code, place=Place(pointer=pointer), message=message, hint=hint, fix=fix)


def _choice(pointer: str, name: str, value: object, choices: list[str]) -> Finding:
    meant = choice_fix(value, choices)
    shown = ", ".join(f"`{choice}`" for choice in choices[:_SHOWN]) + (", …" if len(choices) > _SHOWN else "")
    hint = f"write `{meant}`" if meant else f"write one of {shown}"
    said = value if isinstance(value, str) else type(value).__name__
    return _made("invalid-field", pointer, f"{name} cannot be `{said}`: it is one of {shown}", hint, meant)


def _unknown_field(pointer: str, item: ErrorDetails, document: Any, root: type[BaseModel]) -> Finding:
    field = str(item["loc"][-1])
    classes = _classes(item["loc"], root)
    allowed = list(dict.fromkeys(name for cls in classes for name in cls.model_fields))
    here = _at(document, pointer.rpartition("/")[0])
    free = [name for name in allowed if not isinstance(here, dict) or name not in here]
    near = field_fix(field, free)
    hint = f"write `{near}`" if near else f"its fields: {', '.join(allowed[:_SHOWN])}"
    fix = Fix(pointer=pointer, text=near, target="key") if near else None
    message = f"`{field}` is no field here"
    return Finding(code="unknown-field", place=Place(pointer=pointer), message=message, hint=hint, fix=fix)


def _classes(loc: tuple[int | str, ...], root: type[BaseModel]) -> list[type[BaseModel]]:
    """The classes that the object at `loc` (which ends in one of its fields) may be of."""
    here = [root]
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        fields = [cls.model_fields[part] for cls in here if part in cls.model_fields]
        tagged = [cls for cls in here if part in (cls.__name__, *(_tags(cls)))]
        if fields:
            here = [cls for field in fields for cls in _models(field.annotation)]
        elif tagged:
            here = tagged
    return here


def _tags(cls: type[BaseModel]) -> list[Any]:
    return [cls.model_fields[name].default for name in ("kind", "form", "type") if name in cls.model_fields]


def _models(annotation: Any) -> list[type[BaseModel]]:
    if annotation is ConstraintBase:
        return list(KINDS.values())
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [cls for part in get_args(annotation) for cls in _models(part)]


def _at(document: Any, pointer: str) -> Any:
    here = document
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        try:
            here = here[int(key)] if isinstance(here, list) else here[key]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return here


def _pointer(item: ErrorDetails, document: Any) -> str:
    """JSON pointer of a pydantic location, which also holds the tags of unions."""
    loc = item["loc"]
    parts: list[str] = []
    here: Any = document
    for k, part in enumerate(loc):
        if isinstance(here, dict) and part in here:
            here = here[part]
        elif isinstance(here, list):
            if not isinstance(part, int) or part >= len(here):
                continue
            here = here[part]
        elif k != len(loc) - 1 or item["type"] != "missing":
            continue
        parts.append(str(part).replace("~", "~0").replace("/", "~1"))
    return "/" + "/".join(parts) if parts else ""
