from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from support.examples import example_model
from support.models import shop

from modelwright.model.canonical import dump_model, load_model, model_from_object
from modelwright.model.document import Model
from modelwright.model.expressions import format_expression, parse_expression, parse_quantifiers
from modelwright.model.renaming import renamed
from modelwright.model.templates import CATALOGUE, ConstraintBase
from modelwright.model.templates.documentation import example_row, prompt_text, with_table
from modelwright.model.uses import names_used
from modelwright.model.validation import validate
from modelwright.model.words import Words, show_number

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "templates.txt"
KINDS = {kind.model_fields["kind"].default: kind for kind in CATALOGUE}

EXPRESSIONS = {
    "wood_use": "5 * chairs + sum(rate[s] * make[s, t] for s in SITES for t in WEEKS if t != 2) <= wood",
    "least": "chairs >= 2",
    "both": "chairs + tables <= 60",
    "mix": "chairs >= third * (chairs + tables)",
    "pair": "tables <= 2 * chairs + 5",
    "need": "made[s] >= 4",
    "exact": "2 * tables == 8",
    "free": '1 <= make["north", t] + tables <= 90',
}
SENTENCES = {
    "least": "chairs: at least 2",
    "both": "chairs and tables together: at most 60",
    "mix": "chairs: at least 33.3333% of chairs and tables",
    "pair": "tables: at most 2 times chairs plus 5",
    "exact": "exact (2 × tables): exactly 8",
    "free": "make (north, t) + tables is at least 1 and at most 90",
}
NEGATIONS = {
    "wood_use": "more than 400 kg of wood (5 × chairs + the total of rate (s) × make (s, t) over "
    "all sites s and all weeks t where t is not 2) is used",
    "least": "chairs are less than 2",
    "both": "chairs and tables together are more than 60",
    "mix": "chairs are less than 33.3333% of chairs and tables",
    "pair": "tables are more than 2 times chairs plus 5",
    "exact": "not exactly 8 of 2 × tables is reached",
    "free": "make (north, t) + tables is less than 1 or more than 90",
}


def sample(kind: str, seed: int) -> Model:
    return model_from_object(KINDS[kind].sample(random.Random(seed)))


def filled(constraint: ConstraintBase, slots: dict[str, Any]) -> ConstraintBase:
    kept = ("name", "label", "sources", "for_each", "enforce", "negotiable", "price", "unit")
    return type(constraint).model_validate({name: getattr(constraint, name) for name in kept} | slots)


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_meaning(name: str) -> None:
    constraint = next(c for c in shop().constraints if c.name == name)
    assert constraint.to_expression() == EXPRESSIONS[name]


@pytest.mark.parametrize(("name", "sentence"), SENTENCES.items())
def test_read_back(name: str, sentence: str) -> None:
    constraint = next(c for c in shop().constraints if c.name == name)
    assert constraint.sentence(Words(shop())) == sentence


@pytest.mark.parametrize(("name", "clause"), NEGATIONS.items())
def test_what_breaks_a_row(name: str, clause: str) -> None:
    constraint = next(c for c in shop().constraints if c.name == name)
    assert constraint.negation(Words(shop())) == clause


def test_kinds_have_one_name_and_one_class_each() -> None:
    assert len(KINDS) == len(CATALOGUE) == 48
    assert CATALOGUE[-1].model_fields["kind"].default == "algebraic"


def test_every_kind_belongs_to_the_union_of_the_document() -> None:
    for name in KINDS:
        (constraint,) = sample(name, 0).constraints
        assert constraint.kind == name
        assert type(constraint) is KINDS[name]


@pytest.mark.parametrize("constraint", shop().constraints, ids=lambda c: c.name)
def test_a_kind_matches_its_own_expression(constraint: ConstraintBase) -> None:
    slots = type(constraint).match(parse_expression(constraint.to_expression()), shop())
    assert slots is not None
    assert filled(constraint, slots).to_expression() == constraint.to_expression()


@pytest.mark.parametrize("kind", KINDS)
def test_fifty_samples(kind: str) -> None:
    texts = set()
    for seed in range(50):
        model = sample(kind, seed)
        (row,) = model.constraints
        assert [f for f in validate(model) if f.severity != "warning"] == [], (seed, row.to_expression())
        node = parse_expression(row.to_expression())
        assert node == row.to_node(), (seed, row.to_expression())
        slots = type(row).match(node, model)
        assert slots is not None, (seed, row.to_expression())
        assert filled(row, slots) == row, seed
        assert load_model(dump_model(model)) == model
        said, broken = row.sentence(Words(model)), row.negation(Words(model))
        assert said
        assert broken
        assert said != broken, (seed, said)
        texts.add(dump_model(model))
    assert len(texts) >= 5, "samples hardly vary"


@pytest.mark.parametrize("kind", KINDS)
def test_the_names_a_row_uses_are_those_that_renaming_changes(kind: str) -> None:
    for seed in range(12):
        model = sample(kind, seed)
        for _, element in model.elements():
            plain = element.model_dump(mode="json")
            found = {e.name for _, e in model.elements() if renamed(plain, e.name, f"{e.name}_other") != plain}
            assert found == set(names_used(element)), (seed, element.name)


@pytest.mark.parametrize("kind", KINDS)
def test_the_documented_example(kind: str) -> None:
    about = KINDS[kind].documentation
    row = example_row(KINDS[kind])
    assert row.kind == kind
    assert parse_expression(format_expression(row.to_node())) == row.to_node()
    parse_quantifiers(row.for_each)
    own = set(KINDS[kind].model_fields) - set(ConstraintBase.model_fields)
    assert own == set(about.slots), "the documentation explains other slots than the kind has"
    assert set(about.example) <= own | {"for_each"}
    assert about.meaning.endswith(".")
    assert about.text.endswith(".")


def golden() -> str:
    blocks = []
    for name, kind in KINDS.items():
        model = example_model(kind)
        (row,) = model.constraints
        words = Words(model)
        lines = [name, f"  text: {kind.documentation.text}", f"  expression: {row.to_expression()}"]
        lines += [f"  sentence: {row.read_back(words)}", f"  negation: {row.negation(words.within(row.for_each))}"]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def test_sentences_of_the_examples() -> None:
    """To accept new sentences, write ``golden()`` to the file and read what changed."""
    assert golden() == GOLDEN.read_text(encoding="utf-8")


def test_the_prompt_explains_every_slot() -> None:
    paragraphs = prompt_text().split("\n\n")
    assert len(paragraphs) == len(CATALOGUE)
    for paragraph, kind in zip(paragraphs, CATALOGUE, strict=True):
        assert paragraph.startswith(f"{kind.model_fields['kind'].default}: {kind.documentation.meaning}\n")
        for slot, meaning in kind.documentation.slots.items():
            assert f"\n  {slot} (" in paragraph or f"\n  {slot}: " in paragraph
            assert meaning in paragraph


def test_the_table_of_the_documentation_is_current() -> None:
    path = ROOT / "docs" / "templates.md"
    text = path.read_text(encoding="utf-8")
    assert with_table(text) == text, "run python -m modelwright.model.templates.documentation docs/templates.md"
    with pytest.raises(ValueError, match="has no lines"):
        with_table("# Nothing here")


def test_numbers_for_people() -> None:
    assert show_number(1234567.0) == "1,234,567"
    assert show_number(-12.5, "$") == "-$12.5"
    assert show_number(3, "kg") == "3 kg"
