"""Whole things or measured ones, and what a goal is about: both as the user's words say."""

from __future__ import annotations

import pytest

from modelwright.agent.formulation.embedded import read

_TWO = "A {m} of alpha costs $4 and holds 3 g of salt; a {m} of beta costs $6 and holds 5 g of salt. "
_END = "At least 60 g of salt are needed. {tail} Minimize the cost."


@pytest.mark.parametrize(
    ("measure", "tail", "domain"),
    [
        ("kilogram", "", "continuous"),
        ("scoop", "", "integer"),
        ("scoop", "Part scoops are no problem.", "continuous"),
        ("ladle", "Half ladles are allowed.", "continuous"),
        ("ladle", "The amounts need not be whole.", "continuous"),
        ("litre", "Only whole numbers make sense.", "integer"),
        ("crate", "No part of a crate can be bought.", "integer"),
        ("bag", "They can be bought in any amount.", "continuous"),
    ],
)
def test_words_and_measures(measure: str, tail: str, domain: str) -> None:
    best = read(_TWO.format(m=measure) + _END.format(tail=tail)).best
    assert best is not None
    assert [v.domain for v in best.variables] == [domain, domain]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        (
            "Straw heat costs $30 and oil heat costs $70. At least 40 MWh of oil heat are needed, and at least 90 MWh "
            "in total. How many MWh should come from each to minimize the cost?",
            "continuous",
        ),
        (
            "A cup sells for $4 and takes 2 minutes; a plate sells for $6 and takes 3 minutes. There are 300 minutes. "
            "How many cups and how many plates bring the highest sales?",
            "integer",
        ),
        (
            "A van carries 8 tonnes and costs $40; a lorry carries 20 tonnes and costs $90. At least 200 tonnes must "
            "be moved. At most 5 vans are free. Minimize the cost.",
            "integer",
        ),
    ],
)
def test_what_is_counted(text: str, domain: str) -> None:
    best = read(text).best
    assert best is not None
    assert {v.domain for v in best.variables} == {domain}


def test_a_plain_name_shares_the_measure_of_the_other() -> None:
    text = (
        "Rye costs $3 a kilogram and spelt costs $5 a kilogram. Rye has 90 g of protein per kilogram and spelt has "
        "150 g. We need at least 3,000 g of protein and at least 4 kg of spelt. Keep it as cheap as possible."
    )
    best = read(text).best
    assert best is not None
    assert {v.domain for v in best.variables} == {"continuous"}


@pytest.mark.parametrize(
    ("goal", "sense", "objective", "label"),
    [
        ("Make it as cheap as possible.", "min", [4, 6], "cost"),
        ("We want to spend as little as possible.", "min", [4, 6], "spend"),
        ("Which choice costs least?", "min", [4, 6], "costs"),
        ("Do it for the least money.", "min", [4, 6], "money"),
        ("Use as little diesel as we can.", "min", [7, 9], "diesel"),
        ("What plan keeps the total bill as low as possible?", "min", [4, 6], "bill"),
    ],
)
def test_goal(goal: str, sense: str, objective: list[int], label: str) -> None:
    text = (
        "A kite costs $4 and burns 7 litres of diesel; a drone costs $6 and burns 9 litres of diesel. A kite carries "
        "30 seeds and a drone 50 seeds. At least 900 seeds must be carried. " + goal
    )
    best = read(text).best
    assert best is not None
    assert best.objective.sense == sense
    assert [t.coefficient.value for t in best.objective.terms] == objective
    assert label in best.objective.label
