"""Kinds on lists: the CP globals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.kind_checks import CHECKS
from support.rows import samples, workshop

from modelwright.model.expressions import parse_expression
from modelwright.model.templates.all_different import AllDifferent
from modelwright.model.templates.base import ConstraintBase, Items
from modelwright.model.templates.circuit import Circuit
from modelwright.model.templates.count import Count
from modelwright.model.templates.element import Element
from modelwright.model.templates.global_cardinality import GlobalCardinality
from modelwright.model.templates.increasing import Increasing
from modelwright.model.templates.inverse import Inverse
from modelwright.model.templates.lexicographic import Lexicographic
from modelwright.model.templates.table import Table
from modelwright.model.validation import validate
from modelwright.model.words import Words

KINDS = (AllDifferent, Circuit, Count, Element, GlobalCardinality, Increasing, Inverse, Lexicographic, Table)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("check", CHECKS)
def test_kind(check: Callable[[type[ConstraintBase]], None], kind: type[ConstraintBase]) -> None:
    check(kind)


@pytest.mark.parametrize("listed", ["engine, gearbox, fee + 1", "[engine, gearbox, fee + 1]"])
def test_several_values_are_a_list(listed: str) -> None:
    slots = AllDifferent.match(parse_expression(f"all_different({listed})"), workshop(AllDifferent))
    assert slots is not None
    assert [item.expression for item in slots["items"]] == ["engine", "gearbox", "fee + 1"]


def test_a_list_of_lists_is_refused() -> None:
    model = workshop(AllDifferent)
    assert AllDifferent.match(parse_expression("all_different([[engine, gearbox], fee])"), model) is None
    early = "all_different(queen[i] for i in PLACES if i > 1 for j in PLACES)"
    assert AllDifferent.match(parse_expression(early), model) is None


@pytest.mark.parametrize(
    "text",
    [
        "count(colour[i] == i for i in PLACES) <= 2",
        "count(colour[i] >= 3 for i in PLACES) <= 2",
        "count([engine == 1, gearbox == 2]) <= 1",
        "count(price[k] == 3 for k in PLANS) <= 2",
        "count(colour[i] == 3 for i in PLACES) < 2",
    ],
)
def test_counts_of_something_else(text: str) -> None:
    assert Count.match(parse_expression(text), workshop(Count)) is None


def test_a_count_over_several_families() -> None:
    node = parse_expression("count([(colour[i] == fee for i in PLACES), engine == fee]) >= choice")
    slots = Count.match(node, workshop(Count))
    assert slots is not None
    assert Count.model_validate({"name": "row", **slots}).to_node() == node
    assert (slots["value"], slots["sense"], slots["limit"]) == ("fee", ">=", "choice")


def test_an_element_needs_a_decided_index() -> None:
    model = workshop(Element)
    assert Element.match(parse_expression("fee == price[3]"), model) is None
    assert Element.match(parse_expression("2 * fee - 1 == queen[engine]"), model) is not None
    assert Element.match(parse_expression("price[choice] == fee"), model) is None


def test_forbidden_combinations() -> None:
    model = workshop(Table)
    row = Table(name="row", items=("engine", "gearbox"), allowed="BUILDABLE", forbidden=True)
    assert row.to_expression() == "not (engine, gearbox) in BUILDABLE"
    assert row.sentence(Words(model)) == "engine and gearbox together are not one of the buildable"
    assert row.negation(Words(model)) == "engine and gearbox together are one of the buildable"
    assert Table.match(parse_expression("engine in {1, 2}"), model) is None
    assert Table.match(parse_expression("(1, 2) in BUILDABLE"), model) is None
    assert Table.match(parse_expression("engine in PLANS"), model) is not None


@pytest.mark.parametrize(("kind", "strict"), [(Lexicographic, "lex_less("), (Increasing, "strictly_increasing(")])
def test_strict_orders(kind: type[ConstraintBase], strict: str) -> None:
    row = workshop(kind).constraints[0]
    tight = row.model_copy(update={"strict": True})
    assert not row.to_expression().startswith(strict)
    assert tight.to_expression().startswith(strict)
    assert tight.sentence(Words(workshop(kind))) != row.sentence(Words(workshop(kind)))


def test_counts_of_values_in_other_order() -> None:
    row = GlobalCardinality(
        name="row",
        items=(Items(expression="shift[i]", over="i in PLACES"),),
        values=(Items(expression="1"), Items(expression="2")),
        counts=(Items(expression="nurses[k]", over="k in SHIFTS if k < 3"),),
    )
    words = Words(workshop(GlobalCardinality))
    assert row.sentence(words) == (
        "among the shifts, 1 and 2 occur exactly so often: nurses (k) for every shift k where k is less than 3"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_some_samples_are_lists_and_some_families(kind: type[ConstraintBase]) -> None:
    rows = {model.constraints[0].to_expression() for model in samples(kind, 40, seed=5)}
    assert any(" for " in row for row in rows) or kind in (Element, Table)
    assert len(rows) >= 2


@pytest.mark.parametrize(
    ("allowed", "code"), [("BUILDABEL", "unknown-set"), ("ROADS", "index-range"), ("PLANS", "index-arity")]
)
def test_wrong_tables_are_found(allowed: str, code: str) -> None:
    model = workshop(Table)
    row = model.constraints[0].model_copy(update={"allowed": allowed})
    findings = validate(model.model_copy(update={"constraints": (row,)}))
    assert [f.code for f in findings] == [code]
