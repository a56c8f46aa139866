from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.models import SHOP, changed, shop

from modelwright.errors import PatchError
from modelwright.model.canonical import dump_model, model_from_object, model_hash
from modelwright.model.document import GROUPS, Model
from modelwright.model.patches import Add, Drop, Patch, Rename, Replace, SetField, SetStatements, apply_patch, diff

EDITS = [
    SetField(name="wood", field="value", value={"form": "known", "number": "380"}),
    SetField(name="wood_use", field="limit", value="2 * wood"),
    SetField(name="", field="label", value="another week"),
    Drop(name="pair"),
    Drop(name="chairs"),
    Add(
        group="constraints", element={"kind": "bound", "name": "cap", "variable": "tables", "sense": "<=", "limit": "9"}
    ),
    Add(group="variables", element={"name": "stools", "lower": "0"}, before="tables"),
    Replace(name="least", element={"kind": "bound", "name": "most", "variable": "chairs", "sense": "<=", "limit": "9"}),
    SetStatements(statements=()),
    SetField(name="", field="time_unit", value="minute"),
    Rename(name="chairs", to="seats"),
    Rename(name="SITES", to="PLACES"),
    Rename(name="make", to="produce"),
    Add(group="outputs", element={"name": "made_north", "expression": 'made["north"]'}),
    Add(
        group="tests", element={"name": "no_wood", "given": [{"element": "wood", "value": "0"}], "holds": "chairs == 0"}
    ),
]


@given(st.lists(st.sampled_from(EDITS), unique_by=lambda e: e.model_dump_json(), max_size=6))
def test_a_patch_and_its_inverse_are_identity(edits: list[Any]) -> None:
    model = shop()
    try:
        patched, inverse = apply_patch(model, Patch(base=model_hash(model), edits=tuple(edits)))
    except PatchError:  # an edit of something that an earlier one renamed or dropped
        assume(False)
    restored, _ = apply_patch(patched, inverse)
    assert restored == model
    assert dump_model(restored) == dump_model(model)


@settings(max_examples=60)
@given(st.data())
def test_diff_makes_the_new_from_the_old(data: st.DataObject) -> None:
    old, new = shop(), _shuffled(data)
    assert apply_patch(old, diff(old, new))[0] == new
    assert apply_patch(new, diff(new, old))[0] == old


def _shuffled(data: st.DataObject) -> Model:
    document = changed(("label", "changed"))
    for group in GROUPS:
        elements = data.draw(st.permutations(SHOP.get(group, [])))
        document[group] = elements[: data.draw(st.integers(0, len(elements)))]
    return model_from_object(document)


def test_equal_models_have_an_empty_diff() -> None:
    assert diff(shop(), shop()).edits == ()


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Drop(name="zork"), "patch-name"),
        (SetField(name="wood", field="zork"), "patch-field"),
        (SetField(name="wood", field="name", value="x"), "patch-field"),
        (SetField(name="", field="version", value=2), "patch-field"),
        (SetField(name="chairs", field="domain", value="whole"), "patch-field"),
        (Add(group="variables", element={"name": "wood"}), "patch-name"),
        (Add(group="variables", element={"name": "stools"}, before="wood"), "patch-name"),
        (Replace(name="chairs", element={"name": "tables"}), "patch-name"),
    ],
)
def test_edits_that_do_not_fit_change_nothing(edit: Any, code: str) -> None:
    model = shop()
    with pytest.raises(PatchError) as caught:
        apply_patch(model, Patch(edits=(Drop(name="pair"), edit)))
    assert (caught.value.code, caught.value.where) == (code, "/edits/1")
    assert model == shop()


def test_a_patch_for_another_model_is_refused() -> None:
    with pytest.raises(PatchError, match="another version"):
        apply_patch(shop(), Patch(base="0" * 64))


def test_renaming_changes_every_mention_and_no_data() -> None:
    model = shop()
    renamed, _ = apply_patch(model, Patch(edits=(Rename(name="SITES", to="PLACES"), Rename(name="rate", to="speed"))))
    text = dump_model(renamed)
    assert "SITES" not in text
    assert '"rate' not in text
    assert "speed[s]" in text
    assert renamed.statements == model.statements
    back, _ = apply_patch(renamed, Patch(edits=(Rename(name="PLACES", to="SITES"), Rename(name="speed", to="rate"))))
    assert dump_model(back) == dump_model(model)


@pytest.mark.parametrize("to", ["tables", "s", "sum"])
def test_a_name_in_use_is_refused(to: str) -> None:
    with pytest.raises(PatchError) as caught:
        apply_patch(shop(), Patch(edits=(Rename(name="chairs", to=to),)))
    assert caught.value.code == "patch-name"
