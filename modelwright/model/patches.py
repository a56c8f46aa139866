"""Typed edits of a Model, addressed by element name, each with its inverse; applied wholly or not at all."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from modelwright.errors import PatchError
from modelwright.model.base import Frozen
from modelwright.model.canonical import model_hash
from modelwright.model.document import GROUPS, Model
from modelwright.model.elements import (
    Definition,
    Element,
    IndexSet,
    Objective,
    Output,
    Parameter,
    TestCase,
    Variable,
)
from modelwright.model.renaming import renamed, words_of
from modelwright.model.sources import Statement
from modelwright.model.templates import Constraint

__all__ = ["Add", "Drop", "Edit", "Patch", "Rename", "Replace", "SetField", "SetStatements", "apply_patch", "diff"]

_OWN = ("name", "label", "time_unit")
"""Fields of the Model itself."""

Group = Literal["sets", "parameters", "variables", "definitions", "objectives", "constraints", "outputs", "tests"]


class Add(Frozen):
    """Add an element to a group, before the element `before` or at the end."""

    edit: Literal["add"] = "add"
    group: Group
    element: dict[str, Any]
    before: str | None = None


class Drop(Frozen):
    """Remove the element `name`."""

    edit: Literal["drop"] = "drop"
    name: str


class Replace(Frozen):
    """Put another element of the same group in the place of `name`."""

    edit: Literal["replace"] = "replace"
    name: str
    element: dict[str, Any]


class SetField(Frozen):
    """Set one field of the element `name` (of the Model itself when `name` is empty)."""

    edit: Literal["set"] = "set"
    name: str
    field: str
    value: Any = None


class Rename(Frozen):
    """Give the element `name` the name `to`, wherever it is read."""

    edit: Literal["rename"] = "rename"
    name: str
    to: str


class SetStatements(Frozen):
    """Replace the statements that sources point into."""

    edit: Literal["statements"] = "statements"
    statements: tuple[Statement, ...]


Edit = Annotated[Add | Drop | Replace | SetField | Rename | SetStatements, Field(discriminator="edit")]


class Patch(Frozen):
    """Edits in order.

    Attributes:
        base: Hash of the Model that they edit, ``None`` for any.
        edits: Applied one after the other.
    """

    format: Literal["modelwright/patch"] = "modelwright/patch"
    version: Literal[1] = 1
    base: str | None = None
    edits: tuple[Edit, ...] = ()


def apply_patch(model: Model, patch: Patch) -> tuple[Model, Patch]:
    """The patched Model and the patch that undoes it.

    Raises:
        PatchError: The patch was made for another Model, or an edit does not fit; nothing is changed.
    """
    if patch.base is not None and patch.base != model_hash(model):
        raise PatchError("The patch was made for another version of the Model", code="patch-base")
    inverses: list[Edit] = []
    for k, edit in enumerate(patch.edits):
        try:
            model, inverse = _apply(model, edit)
        except PatchError as error:
            error.where = f"/edits/{k}"
            raise
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise PatchError(
                f"The edit does not give a valid element: {first['msg']}", code="patch-field", where=f"/edits/{k}"
            ) from None
        inverses.append(inverse)
    return model, Patch(base=model_hash(model), edits=tuple(reversed(inverses)))


def _apply(model: Model, edit: Edit) -> tuple[Model, Edit]:
    match edit:
        case Add(group=group, element=document, before=before):
            element = _element(group, document)
            if element.name in model.by_name:
                raise PatchError(f"There already is an element `{element.name}`", code="patch-name")
            elements = list(getattr(model, group))
            position = len(elements) if before is None else _find(model, before, group)[1]
            elements.insert(position, element)
            return _with(model, group, elements), Drop(name=element.name)
        case Drop(name=name):
            group, position = _find(model, name)
            elements = list(getattr(model, group))
            dropped = elements.pop(position)
            before = elements[position].name if position < len(elements) else None
            return _with(model, group, elements), Add(group=group, element=_plain(dropped), before=before)
        case Replace(name=name, element=document):
            group, position = _find(model, name)
            elements = list(getattr(model, group))
            old, new = elements[position], _element(group, document)
            if new.name != name and new.name in model.by_name:
                raise PatchError(f"There already is an element `{new.name}`", code="patch-name")
            elements[position] = new
            return _with(model, group, elements), Replace(name=new.name, element=_plain(old))
        case SetField(name=name, field=field, value=value):
            return _set_field(model, name, field, value)
        case Rename(name=name, to=to):
            return _rename(model, name, to)
        case SetStatements(statements=statements):
            return model.model_copy(update={"statements": statements}), SetStatements(statements=model.statements)


def _set_field(model: Model, name: str, field: str, value: Any) -> tuple[Model, Edit]:
    if not name:
        if field not in _OWN:
            hint = f"set {' or '.join(f'`{own}`' for own in _OWN)}"
            raise PatchError(f"`{field}` of the Model cannot be set", code="patch-field", hint=hint)
        inverse = SetField(name="", field=field, value=getattr(model, field))
        value = None if value is None and field == "time_unit" else str(value)
        return model.model_copy(update={field: value}), inverse
    group, position = _find(model, name)
    elements = list(getattr(model, group))
    old = elements[position]
    if field not in type(old).model_fields or field == "name":
        known = ", ".join(f"`{f}`" for f in type(old).model_fields if f != "name")
        raise PatchError(f"`{name}` has no field `{field}` to set", code="patch-field", hint=f"its fields: {known}")
    plain = _plain(old)
    previous = plain.get(field)
    elements[position] = _element(group, {**plain, field: value})
    return _with(model, group, elements), SetField(name=name, field=field, value=previous)


def _rename(model: Model, name: str, to: str) -> tuple[Model, Edit]:
    _find(model, name)
    if to in model.by_name:
        raise PatchError(f"There already is an element `{to}`", code="patch-name")
    documents = {group: [_plain(element) for element in getattr(model, group)] for group in GROUPS}
    if any(to in words_of(document) for elements in documents.values() for document in elements):
        raise PatchError(f"`{to}` is a word of an expression already", code="patch-name", hint="choose another name")
    changed: dict[str, tuple[Element, ...]] = {}
    for group, elements in documents.items():
        found = [renamed(document, name, to) for document in elements]
        for document in found:
            if document["name"] == name:
                document["name"] = to
        if found != elements:
            changed[group] = tuple(_element(group, document) for document in found)
    return model.model_copy(update=changed), Rename(name=to, to=name)


def _find(model: Model, name: str, group: str | None = None) -> tuple[Group, int]:
    for candidate in GROUPS if group is None else (group,):
        for position, element in enumerate(getattr(model, candidate)):
            if element.name == name:
                return candidate, position  # type: ignore[return-value]
    place = f" among the {group}" if group else ""
    raise PatchError(f"No element is named `{name}`{place}", code="patch-name")


class _Holder(Frozen):
    """Validates one element by its group."""

    sets: IndexSet | None = None
    parameters: Parameter | None = None
    variables: Variable | None = None
    definitions: Definition | None = None
    objectives: Objective | None = None
    constraints: Constraint | None = None
    outputs: Output | None = None
    tests: TestCase | None = None


def _element(group: str, document: dict[str, Any]) -> Element:
    element: Element = getattr(_Holder.model_validate({group: document}), group)
    return element


def _plain(element: Element) -> dict[str, Any]:
    return element.model_dump(mode="json")


def _with(model: Model, group: str, elements: list[Element]) -> Model:
    return model.model_copy(update={group: tuple(elements)})


def diff(old: Model, new: Model) -> Patch:
    """The patch that makes `new` from `old`: dropped, added and replaced elements by name, order kept.

    ``apply_patch(old, diff(old, new))[0] == new``.
    """
    edits: list[Edit] = []
    for field in _OWN:
        if getattr(old, field) != getattr(new, field):
            edits.append(SetField(name="", field=field, value=getattr(new, field)))
    if old.statements != new.statements:
        edits.append(SetStatements(statements=new.statements))
    added: list[Edit] = []
    for group in GROUPS:
        was = {e.name: e for e in getattr(old, group)}
        now = {e.name: e for e in getattr(new, group)}
        kept = [name for name in was if name in now]
        stable = set(_longest_common(kept, [name for name in now if name in was]))
        edits.extend(Drop(name=name) for name in was if name not in stable)
        for name in now:
            if name in stable and was[name] != now[name]:
                edits.append(Replace(name=name, element=_plain(now[name])))
        following: str | None = None
        for name in reversed(now):
            if name not in stable:
                added.append(Add(group=group, element=_plain(now[name]), before=following))
            following = name
    return Patch(base=model_hash(old), edits=(*edits, *added))


def _longest_common(a: list[str], b: list[str]) -> list[str]:
    """A longest common subsequence of two orders of the same names (longest increasing run of positions)."""
    position = {name: k for k, name in enumerate(b)}
    best: list[list[str]] = []
    for name in a:
        k = position[name]
        run = max((r for r in best if position[r[-1]] < k), key=len, default=[])
        best.append([*run, name])
    return max(best, key=len, default=[])
