"""Single stages: comparators, clause edges, variables, facts."""

from __future__ import annotations

import pytest

from modelwright.agent.formulation.embedded.doc import build_doc
from modelwright.agent.formulation.embedded.goal import find_goals
from modelwright.agent.formulation.embedded.roles import find_facts
from modelwright.agent.formulation.embedded.tokens import stem_of
from modelwright.agent.formulation.embedded.variables import candidates


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("at least 5 kites", ">="),
        ("no fewer than 5 kites", ">="),
        ("at most 5 kites", "<="),
        ("cannot make more than 5 kites", "<="),
        ("does not want to spend more than $5", "<="),
        ("must not fall below 5", ">="),
        ("more than 5 kites", ">="),
        ("exactly 5 kites", "=="),
    ],
)
def test_comparator_sense(text: str, sense: str) -> None:
    compares = build_doc(text, 100, 10).compares
    assert [c.sense for c in compares] == [sense]


def test_reason_clause_is_its_own_piece() -> None:
    doc = build_doc("Because kites sell fast, at least 5 kites must be made.", 100, 10)
    assert next((p.reason, doc.quote(p.first, p.last)) for p in doc.pieces) == (True, "Because kites sell fast")


def test_stems_meet() -> None:
    assert stem_of("peeling") == stem_of("peel")
    assert stem_of("boxes") == stem_of("box")
    assert stem_of("baking") == stem_of("bake")


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("A potter makes bowls and jugs. Each bowl earns $3 and each jug $4.", {"bowl", "jug"}),
        ("Mills sell two kinds of soap: rose and mint. Each rose soap costs $1, each mint soap $2.", {"ros", "mint"}),
        ("Coal goes by barge or by cart. A barge takes 9 tons, a cart takes 2 tons.", {"barg", "cart"}),
        ("Mine P yields 3 tons a day and mine Q yields 4 tons a day. Both mines cost $9.", {"p", "q"}),
    ],
)
def test_variables(text: str, stems: set[str]) -> None:
    best = candidates(build_doc(text, 200, 20), 4)[0]
    assert stems <= {s for n in best.names for s in n.stems}
    assert len(best.names) == 2


def _facts(text: str):
    doc = build_doc(text, 300, 40)
    return doc, find_facts(doc, candidates(doc, 1)[0].names)


def test_rates_and_limits_are_told_apart() -> None:
    text = "Each kite needs 3 m of silk and each flag needs 2 m of silk. There are 90 m of silk. At least 4 kites fly."
    doc, facts = _facts(text)
    assert [(doc.numbers[r.number].value, r.variables) for r in facts.rates] == [(3, (0,)), (2, (1,))]
    assert [(doc.numbers[x.number].value, x.sense, x.variables) for x in facts.limits] == [
        (90, "<=", ()),
        (4, ">=", (0,)),
    ]


def test_respectively_zips() -> None:
    doc, facts = _facts(
        "Loaves and rolls need 500 and 80 grams of flour, respectively. Each loaf is sold and each roll is sold."
    )
    assert [(doc.numbers[r.number].value, r.variables) for r in facts.rates] == [(500, (0,)), (80, (1,))]


def test_multiple_and_share() -> None:
    _, facts = _facts(
        "A mill sells flags and kites. Each flag earns $2 and each kite earns $3. "
        "At least twice as many flags as kites are needed. At most 40% of all items can be kites."
    )
    kinds = [(r.kind, r.sense, r.left, r.right) for r in facts.relations]
    assert kinds == [("multiple", ">=", (0,), (1,)), ("share", "<=", (1,), ())]


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("How many should be made to maximise profit?", "max"),
        ("What is the cheapest mix?", "min"),
        ("Keep the cost as low as possible.", "min"),
        ("Serve as many people as possible.", "max"),
        ("They are made at minimum cost.", "min"),
    ],
)
def test_goal(text: str, sense: str) -> None:
    assert find_goals(build_doc(text, 100, 10))[0].sense == sense
