from __future__ import annotations

from typing import Any

import pytest
from support.models import shop

from modelwright.model.changes import changes
from modelwright.model.document import GROUPS
from modelwright.model.patches import Add, Drop, Patch, Rename, SetField, apply_patch

CASES: list[tuple[Any, list[str]]] = [
    (
        SetField(name="wood", field="value", value={"form": "known", "number": "380"}),
        ["The number wood goes from 400 kg to 380 kg."],
    ),
    (SetField(name="chairs", field="label", value="seats"), ["Chairs is now called seats."]),
    (SetField(name="", field="label", value="May"), ["The model is now called “May”."]),
    (
        SetField(name="chairs", field="domain", value="continuous"),
        ["The decision chairs is now with fractions allowed, at least 0; before, it was in whole numbers, at least 0."],
    ),
    (
        Add(group="variables", element={"name": "stools", "lower": "0"}),
        ["New: the decision stools, with fractions allowed, at least 0."],
    ),
    (
        Add(
            group="constraints",
            element={"kind": "bound", "name": "cap", "variable": "tables", "sense": "<=", "limit": "9"},
        ),
        ["New: tables: at most 9."],
    ),
]


@pytest.mark.parametrize(("edit", "told"), CASES)
def test_one_change_is_told_in_one_sentence(edit: Any, told: list[str]) -> None:
    old = shop()
    new, inverse = apply_patch(old, Patch(edits=(edit,)))
    assert changes(old, new) == told
    assert changes(new, old)
    assert changes(old, old) == []
    assert apply_patch(new, inverse)[0] == old


def test_every_field_of_every_element_is_told_when_it_changes() -> None:
    old = shop()
    for group in GROUPS:
        for element in getattr(old, group):
            dropped, _ = apply_patch(old, Patch(edits=(Drop(name=element.name),)))
            (told,) = changes(old, dropped)
            assert told.startswith("No longer: ")
            renamed, _ = apply_patch(old, Patch(edits=(Rename(name=element.name, to="other_name_"),)))
            assert len(changes(old, renamed)) >= 2
