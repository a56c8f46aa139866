"""Models of every form are written and read back without loss: JSON byte for byte, and the text form."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from typing import Any

import pytest
from documents import documents
from hypothesis import HealthCheck, given, settings
from instances import KINDS, small_model
from support.models import SHOP
from support.rich import RICH

from modelwright.errors import ModelwrightError
from modelwright.model.canonical import dump_model, load_model, model_from_object, model_hash
from modelwright.model.changes import changes
from modelwright.model.document import Model
from modelwright.model.render.markdown import to_markdown
from modelwright.model.text import parse_model, print_model
from modelwright.model.validation import validate

MANY = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))


def keeps(model: Model) -> None:
    """JSON and text lose nothing, and are what they were when written once more."""
    written = dump_model(model)
    again = load_model(written)
    assert again == model
    assert dump_model(again) == written
    assert model_hash(again) == model_hash(model)
    assert dump_model(load_model(json.dumps(json.loads(written), indent=3, sort_keys=True))) == written
    text = print_model(model)
    read = parse_model(text)
    assert read == model, text
    assert print_model(read) == text


@MANY
@given(documents())
def test_any_document_is_kept(document: dict[str, Any]) -> None:
    keeps(model_from_object(document))


@MANY
@given(documents())
def test_any_document_is_judged_and_told(document: dict[str, Any]) -> None:
    """Whatever a Model says, it is judged; what differs from nothing can be told where it can be read."""
    model = model_from_object(document)
    assert all(finding.code and finding.message for finding in validate(model))
    with suppress(ModelwrightError):
        assert bool(changes(Model(), model)) == (dump_model(model) != dump_model(Model()))
    with suppress(ModelwrightError):
        assert to_markdown(model)


@pytest.mark.parametrize("document", [SHOP, *RICH.values()], ids=lambda document: document["name"])
def test_the_models_of_the_whole_language_are_kept(document: dict[str, Any]) -> None:
    keeps(model_from_object(document))


@pytest.mark.parametrize("kind", KINDS)
def test_small_models_are_kept(kind: str) -> None:
    for seed in range(5):
        made = small_model(random.Random(f"kept/{seed}"), kind)
        keeps(made.model)
        assert to_markdown(made.model)
