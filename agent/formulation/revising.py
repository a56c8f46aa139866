"""From a Formulation read anew to the typed difference that new words make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from modelwright.agent.formulation.formulation import Formulation, Revision
from modelwright.errors import PatchError
from modelwright.model.document import Model
from modelwright.model.elements import Element
from modelwright.model.patches import Add, Drop, Edit, Patch, Replace, SetField, apply_patch, diff
from modelwright.model.sources import Statement
from modelwright.model.uses import names_used
from modelwright.model.validation import validate

__all__ = ["revision"]


def revision(current: Formulation, again: Formulation, new: Sequence[Statement]) -> Revision:
    """The part of the difference from `current` to `again` that the statements `new` account for.

    An edit is kept when its element has a source in a new statement, reads a number of one, or fills a slot that was
    Missing. The answer to a closed question accounts for the whole difference. When keeping only those edits gives a
    Model that does not validate, the whole difference is kept too.

    Args:
        current: What was understood before.
        again: All statements read together.
        new: The statements that were added.
    """
    whole = diff(current.model, again.model)
    ids = {s.id for s in new}
    open_names = _open(current.model)
    closed = any(s.answers is not None for s in new)
    kept: list[Edit] = []
    discarded: list[str] = []
    for edit in whole.edits:
        name = _name(edit)
        if closed or name is None or name in open_names or _touches(again.model, current.model, name, ids):
            kept.append(edit)
        else:
            discarded.append(name)
    patch = Patch(base=whole.base, edits=tuple(kept))
    if discarded:
        patched = _patched(current.model, patch)
        if patched is None:
            patch, discarded = whole, []
    model, _ = apply_patch(current.model, patch)
    return Revision(patch=patch, formulation=replace(again, model=model), discarded=tuple(discarded))


def _patched(model: Model, patch: Patch) -> Model | None:
    try:
        patched, _ = apply_patch(model, patch)
    except PatchError:
        return None
    return None if any(f.severity == "error" for f in validate(patched)) else patched


def _name(edit: Edit) -> str | None:
    if isinstance(edit, Add):
        name: str = edit.element["name"]
        return name
    if isinstance(edit, Drop | Replace | SetField):
        return edit.name or None
    return None


def _open(model: Model) -> frozenset[str]:
    """Names of elements with a Missing slot."""
    names = []
    elements = dict(model.elements())
    for finding in validate(model):
        if finding.severity == "missing":
            pointer = "/".join(finding.place.pointer.split("/")[:3])
            names.append(elements[pointer].name)
    return frozenset(names)


def _touches(new: Model, old: Model, name: str, statements: set[str]) -> bool:
    """Whether the element, as it is or as it was, rests on one of `statements` or on a number in one of them."""
    for model in (new, old):
        element = model.by_name.get(name)
        if element is not None and _rests_on(element, model, statements):
            return True
    return False


def _rests_on(element: Element, model: Model, statements: set[str]) -> bool:
    if any(s.type == "text" and s.statement in statements for s in element.sources):
        return True
    used = set(names_used(element))
    return any(
        p.name in used and any(s.type == "text" and s.statement in statements for s in p.sources)
        for p in model.parameters
    )
