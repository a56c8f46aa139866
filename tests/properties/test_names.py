"""Names and the order of elements mean nothing: renamed and reordered Models say the same and have the same optimum."""

from __future__ import annotations

import random
from typing import Any

import pytest
from instances import KINDS, SmallModel, reordered, small_model
from support.models import SHOP
from support.rich import RICH

from modelwright.model.canonical import dump_model, dump_object, model_from_object
from modelwright.model.canonicalise import canonicalise
from modelwright.model.document import Model
from modelwright.model.patches import Patch, Rename, apply_patch
from modelwright.model.validation import validate
from modelwright.solvers import solve_model
from modelwright.solvers.equivalence import same_model

WHOLE_LANGUAGE = [SHOP, *RICH.values()]


def made(label: str, kind: str) -> SmallModel:
    return small_model(random.Random(f"{label}/{kind}"), kind)


def renamed(model: Model, rng: random.Random) -> tuple[Model, dict[str, str]]:
    """`model` with fresh names for all elements, changed in any order."""
    names = [element.name for _, element in model.elements()]
    fresh = {name: f"n{rng.randrange(10**6)}_{k}" for k, name in enumerate(names)}
    edits = tuple(Rename(name=name, to=fresh[name]) for name in rng.sample(names, len(names)))
    return apply_patch(model, Patch(edits=edits))[0], fresh


def back(model: Model, fresh: dict[str, str]) -> Model:
    return apply_patch(model, Patch(edits=tuple(Rename(name=to, to=name) for name, to in fresh.items())))[0]


def judged(model: Model) -> list[tuple[str, str]]:
    """The findings without names and places."""
    return sorted((finding.code, finding.severity) for finding in validate(model))


def rows(model: Model) -> list[Any]:
    """The canonical rows as text, in any order."""
    return sorted((c.name, c.kind, c.for_each, c.to_expression()) for c in canonicalise(model).constraints)


@pytest.mark.parametrize("document", WHOLE_LANGUAGE, ids=lambda d: d["name"])
def test_names_of_the_whole_language_mean_nothing(document: dict[str, Any]) -> None:
    model = model_from_object(document)
    for seed in range(5):
        other, fresh = renamed(model, random.Random(seed))
        assert not {name for _, element in other.elements() for name in [element.name]} & set(fresh)
        assert judged(other) == judged(model)
        assert [c.kind for c in canonicalise(other).constraints] == [c.kind for c in canonicalise(model).constraints]
        assert dump_model(back(other, fresh)) == dump_model(model)
        assert judged(reordered(other, random.Random(seed))) == judged(model)


@pytest.mark.parametrize("kind", KINDS)
def test_renamed_and_reordered_models_have_the_same_optimum(kind: str) -> None:
    small = made("names", kind)
    model, rng = small.model, random.Random(kind)
    found = solve_model(model, small.data)
    other, fresh = renamed(model, rng)
    assert dump_model(back(other, fresh)) == dump_model(model)
    for variant in (other, reordered(model, rng), reordered(other, rng)):
        solved = solve_model(variant, small.data)
        assert solved.status == found.status
        assert solved.certificate.objective == found.certificate.objective


@pytest.mark.parametrize("kind", KINDS)
def test_reordered_models_are_the_same_model(kind: str) -> None:
    compared = 0
    for label in ("same", "same too"):
        small = made(label, kind)
        model, data, rng = small.model, small.data, random.Random(kind)
        other = reordered(model, rng)
        assert rows(other) == rows(model)
        difference = same_model(model, other, data, data)
        assert difference is None, difference
        compared += 1
        renamed_one, _ = renamed(model, rng)
        if len(model.variables) <= 3:
            difference = same_model(model, renamed_one, data, data)
            assert difference is None, difference
            compared += 1
    assert compared >= 2


def test_another_cost_or_limit_is_another_model() -> None:
    """`same_model` tells Models apart: a cost more, and a bound less, are found wherever there is a plain decision."""
    compared = 0
    for kind in KINDS:
        model = made("other", kind).reference
        first = model.variables[0]
        if first.index or first.domain != "integer" or not model.objectives or model.objectives[0].sense == "satisfy":
            continue
        document = dump_object(model)
        document["objectives"][0]["expression"] += f" + 7 * {first.name}"
        assert same_model(model, model_from_object(document)) is not None
        document = dump_object(model)
        document["variables"][0]["upper"] += " + 1"
        assert same_model(model, model_from_object(document)) is not None
        compared += 1
    assert compared >= 10
