from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from modelwright.agent.formulation.draft import Draft, DraftDecision, DraftGoal, DraftNumber, DraftRow, DraftTerm
from modelwright.agent.formulation.embedded.drafting import amount
from modelwright.agent.formulation.embedded.reading import Value
from modelwright.agent.formulation.lower import identifier, lower
from modelwright.model.elements import Missing
from modelwright.model.sources import Statement, TextSpan
from modelwright.model.validation import validate

TEXT = "A mug takes 3 minutes, a vase 7; 2 hours are left. Mugs bring $4, vases $9. At least 30% must be vases."
STATEMENT = Statement(id="s1", text=TEXT)


def _number(k: int, text: str, value: str) -> DraftNumber:
    start = TEXT.index(text)
    span = TextSpan(statement="s1", start=start, end=start + len(text))
    return DraftNumber(id=f"n{k}", span=span, text=text, value=value)


def _draft(**changes: Any) -> Draft:
    fields: dict[str, Any] = {
        "title": "mugs and vases",
        "numbers": (
            _number(0, "3", "3"),
            _number(1, "7", "7"),
            _number(2, "2", "2"),
            _number(3, "$4", "4"),
            _number(4, "$9", "9"),
            _number(5, "30%", "30"),
        ),
        "decisions": (DraftDecision(label="mugs", domain="integer"), DraftDecision(label="vases", domain="integer")),
        "goal": DraftGoal(
            label="profit",
            sense="max",
            terms=(DraftTerm(decision=0, amount="n3"), DraftTerm(decision=1, amount="n4")),
        ),
        "rows": (
            DraftRow(
                kind="resource",
                label="time",
                terms=(DraftTerm(decision=0, amount="n0"), DraftTerm(decision=1, amount="n1")),
                limit="n2 * 60",
            ),
            DraftRow(kind="share", label="vases", sense=">=", part=(1,), whole=(0, 1), limit="n5 / 100"),
        ),
    }
    return Draft(**(fields | changes))


def test_a_draft_becomes_a_model_whose_numbers_point_to_their_words() -> None:
    lowered = lower(_draft(), [STATEMENT])
    model = lowered.model
    assert lowered.findings == ()
    assert validate(model) == []
    assert [c.to_expression() for c in model.constraints] == [
        "time_per_mugs * mugs + time_per_vases * vases <= time_limit * 60",
        "vases >= vases_share / 100 * (mugs + vases)",
    ]
    for parameter in model.parameters:
        (source,) = parameter.sources
        assert isinstance(source, TextSpan)
        assert TEXT[source.start : source.end].strip("$%") == str(parameter.value.number)  # type: ignore[union-attr]
    assert lowered.elements["n2"] == ("time",)


def test_all_findings_about_a_draft_at_once() -> None:
    rows = (
        DraftRow(kind="resource", terms=(DraftTerm(decision=9, amount="n0"),), limit="n2"),
        DraftRow(kind="resource", terms=(DraftTerm(decision=0, amount="n99"),), limit="17"),
        DraftRow(kind="bound", terms=(DraftTerm(decision=0),), limit="__import__('os')"),
        DraftRow(kind="comparison", left=0, right=1, factor="n0 <= 3"),
    )
    numbers = (*_draft().numbers[:5], _number(5, "30%", "30").model_copy(update={"text": "40%"}))
    codes = [f.code for f in lower(_draft(rows=rows, numbers=numbers), [STATEMENT]).findings]
    assert codes == [
        "invalid-source",
        "unknown-name",
        "unknown-name",
        "invalid-number",
        "unknown-function",
        "unsupported",
    ]


def test_open_slots_become_missing() -> None:
    draft = _draft(
        goal=DraftGoal(label="profit"),
        decisions=(DraftDecision(label="mugs"), DraftDecision(label="vases", domain="continuous")),
        rows=(DraftRow(kind="bound", terms=(DraftTerm(decision=0),)),),
    )
    model = lower(draft, [STATEMENT]).model
    assert isinstance(model.variables[0].domain, Missing)
    assert isinstance(model.objectives[0].sense, Missing)
    assert isinstance(model.objectives[0].expression, Missing)
    findings = validate(model)
    assert {f.severity for f in findings} == {"missing"}
    assert len(findings) == 4


def test_names_are_unique_identifiers() -> None:
    decisions = tuple(
        DraftDecision(label=label, domain="integer") for label in ("sum", "2 x 4s", "2 X 4s", "%", "profit")
    )
    model = lower(_draft(decisions=decisions, rows=()), [STATEMENT]).model
    assert [v.name for v in model.variables] == ["sum_", "x_4s", "x_4s_2", "x", "profit"]
    assert model.objectives[0].name == "profit_2"
    assert validate(model) == []


def test_identifier_is_bounded() -> None:
    assert len(identifier("word " * 100)) <= 48


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value("number", (0,), Fraction(30)), "n0"),
        (Value("percent", (0,), Fraction(3, 10)), "n0 / 100"),
        (Value("negated", (0,), Fraction(-30)), "-n0"),
        (Value("reciprocal", (0,), Fraction(1, 30)), "1 / n0"),
        (Value("number", (0,), Fraction(1800)), "n0 * 60"),
        (Value("number", (0,), Fraction(1, 2)), "n0 / 60"),
        (Value("product", (0, 1), Fraction(120)), "n0 * n1"),
        (Value("difference", (0, 1), Fraction(26, 100)), "(n0 - n1) / 100"),
        (Value("difference", (1, 0), Fraction(-26)), "(n1 - n0)"),
        (Value("complement", (0,), Fraction(7, 10)), "1 - n0 / 100"),
        (Value("quotient", (0, 1), Fraction(15, 2)), "n0 / n1"),
        (Value("sum", (0, 1), Fraction(34)), "(n0 + n1)"),
        (Value("one", (), Fraction(1)), "1"),
    ],
)
def test_values_become_amounts(value: Value, text: str) -> None:
    assert amount(value, {0: Fraction(30), 1: Fraction(4)}) == text


def test_a_value_that_is_not_made_of_its_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="not made of"):
        amount(Value("number", (0,), Fraction(17)), {0: Fraction(30)})
