"""Carrying out the fix of a finding."""

from __future__ import annotations

import copy
from typing import Any

from modelwright.errors import PatchError
from modelwright.model.canonical import dump_object, model_from_object
from modelwright.model.document import Model
from modelwright.model.findings import Finding, Fix

__all__ = ["apply_fix", "apply_fix_to_object"]


def apply_fix(model: Model, finding: Finding) -> Model:
    """`model` with the fix of `finding` carried out.

    Raises:
        PatchError: The finding has no fix, or it is of another Model.
        ModelError: A field is wrong afterwards.
    """
    if finding.fix is None:
        raise PatchError(f"The finding `{finding.code}` has no fix", code="no-fix", where=str(finding.place))
    return model_from_object(apply_fix_to_object(dump_object(model), finding.fix))


def apply_fix_to_object(document: Any, fix: Fix) -> Any:
    """A copy of a JSON document with `fix` carried out.

    Raises:
        PatchError: Nothing stands at its place.
    """
    changed = copy.deepcopy(document)
    *path, last = [part.replace("~1", "/").replace("~0", "~") for part in fix.pointer.split("/")[1:]] or [""]
    here = changed
    try:
        for part in path:
            here = here[int(part) if isinstance(here, list) else part]
        key: Any = int(last) if isinstance(here, list) else last
        if fix.target == "key":
            _rename(here, key, fix.text)
        elif fix.start is None:
            here[key] = fix.text
        else:
            here[key] = _replaced(here[key], fix)
    except (KeyError, IndexError, TypeError, ValueError):
        raise PatchError("The fix is of another document", code="wrong-model", where=fix.pointer) from None
    return changed


def _rename(here: dict[str, Any], key: str, name: str) -> None:
    if name in here:
        raise ValueError(name)
    items = [(name if k == key else k, value) for k, value in here.items()]
    here.clear()
    here.update(items)


def _replaced(text: Any, fix: Fix) -> str:
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str) or fix.start is None or fix.end is None or not fix.start <= fix.end <= len(text):
        raise ValueError(fix.pointer)
    return text[: fix.start] + fix.text + text[fix.end :]
