"""Patches of every edit, on Models of the whole language: undone they leave nothing, failing they change nothing."""

from __future__ import annotations

import copy
import random
from collections import Counter
from typing import Any, get_args

import pytest
from documents import GROUPS as OF_GROUP
from documents import documents, elements
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from instances import KINDS, small_model
from support.models import SHOP
from support.rich import RICH

from modelwright.errors import PatchError
from modelwright.model.canonical import dump_model, model_from_object, model_hash
from modelwright.model.document import GROUPS, Model
from modelwright.model.patches import (
    Add,
    Drop,
    Edit,
    Patch,
    Rename,
    Replace,
    SetField,
    SetStatements,
    apply_patch,
    diff,
)

MANY = settings(max_examples=4000, deadline=None, suppress_health_check=list(HealthCheck))
DOCUMENTS = [SHOP, *RICH.values()]
EDITS = {kind.model_fields["edit"].default: kind for kind in get_args(get_args(Edit)[0])}
MODELS = st.one_of(
    st.sampled_from(DOCUMENTS).map(model_from_object),
    documents().map(model_from_object),
    st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 99)).map(
        lambda t: small_model(random.Random(f"patch/{t}"), t[0]).model
    ),
)


@st.composite
def edits(draw: st.DrawFn, model: Model) -> Any:
    """An edit that may fit `model`."""
    names = [element.name for _, element in model.elements()] or ["x"]
    name = draw(st.sampled_from(names * 4 + ["zork"]))
    group = draw(st.sampled_from(GROUPS))
    found = model.by_name.get(name)
    match draw(st.sampled_from(["set", "rename", "drop", "replace", "add", "statements"])):
        case "add":
            before = draw(st.none() | st.sampled_from([e.name for e in getattr(model, group)] or [name]))
            return Add(group=group, element=draw(elements(group)), before=before)
        case "drop":
            return Drop(name=name)
        case "replace":
            home = next((g for g in GROUPS if found in getattr(model, g)), group)
            element = draw(elements(home))
            return Replace(name=name, element=element | ({"name": name} if draw(st.booleans()) else {}))
        case "set":
            if draw(st.integers(0, 4)) == 0:
                return SetField(name="", field=draw(st.sampled_from(["name", "label", "time_unit", "sets"])), value="u")
            field, value = draw(st.sampled_from(VALUES))
            return SetField(name=name, field=field, value=value)
        case "rename":
            return Rename(name=name, to=draw(st.sampled_from(["fresh", "other", "zz", "x", *names[:1]])))
        case _:
            return SetStatements(statements=draw(st.sampled_from([(), model.statements])))


VALUES: list[tuple[str, Any]] = [
    *(("label", "told"), ("unit", None), ("expression", "1 + 1"), ("over", "i in I"), ("sources", []), ("index", [])),
    *(("for_each", ""), ("enforce", {"form": "penalty", "weight": "2"}), ("domain", "integer"), ("lower", "0")),
    *(("value", {"form": "known", "number": "1/3"}), ("cyclic", True), ("sense", "max"), ("x", 1), ("label", None)),
]


def fits(model: Model, edit: Any) -> bool:
    try:
        apply_patch(model, Patch(edits=(edit,)))
    except PatchError:
        return False
    return True


@MANY
@given(st.data(), MODELS)
def test_a_patch_is_undone_or_not_done_at_all(data: st.DataObject, model: Model) -> None:
    before = dump_model(model)
    here, done = model, []
    for _ in range(data.draw(st.integers(1, 6))):
        edit = data.draw(edits(here))
        if fits(here, edit):
            here, _ = apply_patch(here, Patch(edits=(edit,)))
            done.append(edit)
            continue
        with pytest.raises(PatchError) as caught:
            apply_patch(model, Patch(edits=(*done, edit)))
        assert caught.value.code.startswith("patch-")
        assert caught.value.where == f"/edits/{len(done)}"
    patched, inverse = apply_patch(model, Patch(base=model_hash(model), edits=tuple(done)))
    assert dump_model(patched) == dump_model(here)
    again, forward = apply_patch(patched, inverse)
    assert again == model
    assert dump_model(again) == before == dump_model(model)
    assert apply_patch(again, forward)[0] == patched
    with pytest.raises(PatchError, match="another version"):
        apply_patch(patched, Patch(base="0" * 64, edits=tuple(done)))
    assert Patch.model_validate_json(inverse.model_dump_json()) == inverse


def test_most_edits_fit_and_all_are_tried() -> None:
    tried: Counter[str] = Counter()
    fitted: Counter[str] = Counter()

    @settings(MANY, max_examples=4000, derandomize=True, database=None)
    @given(st.data(), st.sampled_from(DOCUMENTS))
    def note(data: st.DataObject, document: dict[str, Any]) -> None:
        model = model_from_object(document)
        edit = data.draw(edits(model))
        tried[edit.edit] += 1
        fitted[edit.edit] += fits(model, edit)

    note()
    assert set(tried) == set(EDITS)
    assert all(0.3 * tried[kind] <= fitted[kind] for kind in EDITS), (tried, fitted)
    assert min(fitted.values()) >= 10, fitted


@MANY
@given(MODELS, MODELS)
def test_a_difference_applied_gives_the_other_model(old: Model, new: Model) -> None:
    for a, b in ((old, new), (new, old)):
        patch = diff(a, b)
        patched, inverse = apply_patch(a, patch)
        assert patched == b
        assert dump_model(patched) == dump_model(b)
        assert apply_patch(patched, inverse)[0] == a
        assert (patch.edits == ()) == (a == b)


@MANY
@given(st.data(), st.sampled_from(DOCUMENTS))
def test_the_difference_to_a_changed_model(data: st.DataObject, document: dict[str, Any]) -> None:
    changed = copy.deepcopy(document)
    for group in data.draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=3, unique=True)):
        found = data.draw(st.permutations(changed.get(group, [])))
        kept = found[: data.draw(st.integers(0, len(found)))]
        names = {element["name"] for g in GROUPS for element in changed.get(g, [])}
        more = data.draw(st.lists(elements(group), max_size=1))
        changed[group] = [*(element for element in more if element["name"] not in names), *kept]
    old, new = model_from_object(document), model_from_object(changed)
    assert apply_patch(old, diff(old, new))[0] == new
    assert apply_patch(new, diff(new, old))[0] == old


def test_every_group_has_a_strategy() -> None:
    assert sorted(OF_GROUP) == sorted(GROUPS)
