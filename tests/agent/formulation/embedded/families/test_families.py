"""Shipments, shifts and blends: each text of our own gives exactly the variables, objective and rows written down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelwright.agent.formulation.embedded import Limits
from modelwright.agent.formulation.embedded.doc import build_doc
from modelwright.agent.formulation.embedded.engine import _numbers
from modelwright.agent.formulation.embedded.families import join, propose
from modelwright.agent.formulation.embedded.goal import find_goals
from modelwright.agent.formulation.embedded.reading import Reading, row_terms


@dataclass(frozen=True, slots=True)
class Case:
    family: str
    text: str
    variables: tuple[str, ...]
    domain: str
    sense: str
    objective: str
    rows: tuple[tuple[str, str, str, str], ...]


def _load() -> list[Case]:
    items = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
    return [
        Case(**{**x, "variables": tuple(x["variables"]), "rows": tuple(tuple(r) for r in x["rows"])}) for x in items
    ]


CASES = _load()
PLAIN = [
    "A baker makes cakes and pies. A cake needs 2 cups of flour and earns $5. A pie needs 3 cups and earns $6. "
    "There are 30 cups of flour. Maximise profit.",
    "Two machines, old and new, make bolts. Each hour the old machine makes 40 bolts and uses 5 litres of oil while "
    "the new one makes 70 bolts and uses 8 litres. At least 500 bolts are needed and 60 litres of oil are available. "
    "Minimise the total hours.",
    "A farmer has 90 acres for oats and rye. At least 30% of the acres must be oats. An acre of oats earns $200 and an "
    "acre of rye earns $250. Maximise earnings.",
    "A mixture of lime, peat and sand has to hold at least 15% lime and no more than 50% sand.",
    "A van carries 10 crates from the farm to the market and a truck carries 25. At least 200 crates must be shipped "
    "and at most 9 trucks are allowed. Minimise the number of trips.",
    "A nurse earns $30 an hour and a doctor $90. From 8 to 12 there must be at least 2 nurses. Minimise cost.",
]


def propose_for(text: str) -> tuple[Reading, ...]:
    limits = Limits()
    doc = build_doc(text, limits.tokens, limits.numbers)
    return propose(doc, _numbers(doc), find_goals(doc), limits)


def _dense(terms: dict[int, Fraction], count: int) -> str:
    return " ".join(str(terms.get(v, 0)) for v in range(count))


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{c.family}-{k}") for k, c in enumerate(CASES)])
def test_model(case: Case) -> None:
    best = propose_for(case.text)[0]
    count = len(best.variables)
    assert best.origin == f"family/{case.family}"
    assert tuple(v.label for v in best.variables) == case.variables
    assert {v.domain for v in best.variables} == {case.domain}
    assert best.objective.sense == case.sense
    goal = {t.variable: t.coefficient.value for t in best.objective.terms}
    assert _dense(goal, count) == case.objective
    rows = []
    for row in best.rows:
        terms, limit = row_terms(row)
        rows.append((row.kind, _dense(terms, count), row.sense, str(limit)))
    assert tuple(rows) == case.rows


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{c.family}-{k}") for k, c in enumerate(CASES)])
def test_every_number_has_a_place(case: Case) -> None:
    best = propose_for(case.text)[0]
    assert all(use.element is not None or use.aside is not None for use in best.uses)
    assert all(row.span.of(case.text).strip() for row in best.rows)
    assert all(span.of(case.text) for v in best.variables for span in v.spans)


STRAY = [
    "A feed mill mixes oats and soya in 7 silos. Oats contain 4% fat and 11% protein and cost £0.20 per kg. Soya "
    "contains 20% fat and 36% protein and costs £0.50 per kg. The mix must contain at least 8% fat and at least 20% "
    "protein. How much of each is needed to make 500 kg of the mix at the lowest cost?",
    "Our works employs 35 people. It blends slag, which is 20% lime, with marl, which is 60% lime. The blend must be "
    "at least 35% lime. Slag costs $4 a tonne and marl $11 a tonne. We need exactly 90 tonnes of the blend at least "
    "cost.",
]


@pytest.mark.parametrize("text", STRAY)
def test_one_stray_number_costs_but_does_not_block(text: str) -> None:
    best = propose_for(text)[0]
    assert best.costs == (("open_number", 1.0),)
    assert sum(use.element is None and use.aside is None for use in best.uses) == 1


@pytest.mark.parametrize("text", PLAIN)
def test_other_problems_are_left_alone(text: str) -> None:
    assert propose_for(text) == ()


def test_join_puts_a_whole_family_first() -> None:
    family = propose_for(CASES[0].text)
    other = propose_for(CASES[-1].text)
    assert join(family, other, 6)[0].origin == family[0].origin
    assert join(family, other, 6)[1].score < 0
    assert join((), other, 6) == other
    assert join(family, family, 6) == family


WORDS = st.sampled_from(
    "from to A B depot shop 1 2 6 10 14 $3 4% at least most each shift covers blocks between and , . : - mix contains "
    "fat oats costs per kg half must be needs has respectively am pm noon Monday consecutive works 3 minimise".split()
)


@settings(max_examples=120, deadline=None)
@given(st.lists(WORDS, max_size=70))
def test_word_salad(words: list[str]) -> None:
    text = " ".join(words)
    assert propose_for(text) == propose_for(text)
