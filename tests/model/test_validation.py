from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from support.models import changed, shop

from modelwright.errors import DataError, LimitError, ModelError
from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.model.exact import Evaluator, exact_rows
from modelwright.model.validation import check, validate


def test_the_shop_is_valid() -> None:
    assert validate(shop()) == []


CASES: list[tuple[str, str, Any, str, str]] = [
    ("constraints/0/limit", "unknown-name", "woood", "/constraints/0/limit", "write `wood`"),
    ("constraints/0/limit", "unknown-name", "SITES", "/constraints/0/limit", ""),
    ("constraints/0/limit", "syntax", "wood +", "/constraints/0/limit", ""),
    ("constraints/0/limit", "unknown-function", "eval(3)", "/constraints/0/limit", ""),
    ("constraints/0/limit", "zero-division", "wood / 0", "/constraints/0/limit", ""),
    ("constraints/0/limit", "empty-expression", "", "/constraints/0/limit", ""),
    ("constraints/0/limit", "expression-depth", "(" * 99 + "1" + ")" * 99, "/constraints/0/limit", ""),
    ("constraints/0/limit", "expression-size", "1+" * 60_000 + "1", "/constraints/0/limit", ""),
    ("constraints/0/limit", "boolean-number", "wood <= 3", "/constraints/0/limit", ""),
    ("constraints/0/limit", "boolean-number", '"north"', "/constraints/0/limit", ""),
    ("constraints/0/limit", "invalid-number", "inf", "/constraints/0/limit", ""),
    ("constraints/0/limit", "missing-slot", {"form": "missing", "slot": "wood limit"}, "/constraints/0/limit", ""),
    ("constraints/0/terms/0/coefficient", "decision-in-data", "tables", "/constraints/0/terms/0/coefficient", ""),
    ("constraints/0/terms/0/variable", "not-a-variable", "wood", "/constraints/0/terms/0/variable", ""),
    (
        "constraints/0/terms/1/over",
        "unknown-set",
        "s in SITE, t in WEEKS",
        "/constraints/0/terms/1/over",
        "write `SITES`",
    ),
    (
        "constraints/0/terms/1/variable",
        "index-arity",
        "make[s]",
        "/constraints/0/terms/1/variable",
        "make[s, t]",
    ),
    ("constraints/0/terms/1/variable", "index-range", 'make["nort", t]', "/constraints/0/terms/1/variable", "north"),
    ("constraints/0/terms/1/variable", "index-range", "make[s, 9]", "/constraints/0/terms/1/variable", "1 to 4"),
    ("constraints/0/terms/1/variable", "index-range", "make[t, t]", "/constraints/0/terms/1/variable", ""),
    ("constraints/3/fraction", "decision-in-data", "chairs", "/constraints/3/fraction", ""),
    ("constraints/7/expression", "not-a-comparison", "tables + 1", "/constraints/7/expression", ""),
    ("constraints/7/expression", "strict-comparison", "tables < 1", "/constraints/7/expression", "`<=`"),
    ("constraints/7/for_each", "boolean-number", "t in LATE if t + 1", "/constraints/7/for_each", ""),
    ("constraints/7/for_each", "decision-in-data", "t in LATE if chairs <= 1", "/constraints/7/for_each", ""),
    ("constraints/7/for_each", "duplicate-name", "wood in LATE", "/constraints/7/for_each", ""),
    ("constraints/1/name", "duplicate-name", "wood", "/constraints/1/name", ""),
    ("constraints/1/name", "reserved-name", "sum", "/constraints/1/name", "sum_"),
    ("constraints/1/name", "invalid-name", "at least", "/constraints/1/name", "at_least"),
    ("variables/0/domain", "missing-slot", {"form": "missing", "slot": "domain"}, "/variables/0/domain", ""),
    ("variables/1/upper", "decision-in-data", "chairs", "/variables/1/upper", ""),
    ("variables/1/upper", "invalid-bounds", "-1", "/variables/1", ""),
    ("variables/2/index", "unknown-set", ["SITES", "WEEK"], "/variables/2/index/1", ""),
    ("parameters/0/value", "missing-slot", {"form": "missing", "slot": "price"}, "/parameters/0/value", ""),
    ("parameters/0/value", "missing-value", {"form": "known"}, "/parameters/0/value", ""),
    ("parameters/2/value/entries", "missing-value", [[["north"], "5"]], "/parameters/2/value", "default"),
    ("parameters/2/value/entries/1", "index-range", [["east"], "5"], "/parameters/2/value/entries/1", ""),
    ("parameters/2/value/entries/1", "duplicate-name", [["north"], "5"], "/parameters/2/value/entries/1", ""),
    ("parameters/2/value/entries/1", "index-arity", [["south", 1], "5"], "/parameters/2/value/entries/1", ""),
    ("parameters/3/value/expression", "cycle", "twice[s]", "/parameters/3", ""),
    ("parameters/3/value/over", "index-arity", "t in WEEKS", "/parameters/3/value/over", ""),
    ("parameters/0/sources/0/end", "invalid-source", 999, "/parameters/0/sources/0", ""),
    ("sets/1/content/last", "set-size", 10**12, "/sets/1/content", ""),
    ("sets/0/content/members", "duplicate-name", ["north", "north"], "/sets/0/content", ""),
    ("sets/0/content/members", "invalid-field", ["north", 1], "/sets/0/content", ""),
    ("sets/1/subset_of", "index-range", "SITES", "/sets/1/subset_of", "take it out"),
    ("parameters/3/value/over", "unsupported", 's in SITES if s != "north"', "/parameters/3/value/over", ""),
    ("sets/1/subset_of", "cycle", "LATE", "/sets/1", ""),
    ("objectives/0/expression", "empty-expression", None, "/objectives/0/expression", ""),
    ("objectives", "no-objective", [], "/objectives", ""),
    ("variables", "empty-model", [], "/variables", ""),
    (
        "parameters/2/value",
        "inline-size",
        {"form": "known", "entries": [[["north"], "1"]] * 10_001},
        "/parameters/2/value",
        "table",
    ),
]


@pytest.mark.parametrize(("path", "code", "value", "pointer", "hint"), CASES)
def test_findings(path: str, code: str, value: Any, pointer: str, hint: str) -> None:
    findings = validate(shop((path, value)))
    found = [f for f in findings if f.code == code and f.place.pointer == pointer]
    assert found, [str(f) for f in findings]
    assert hint in (found[0].hint or "")


def test_all_findings_at_once() -> None:
    model = shop(
        ("constraints/0/limit", "woood"), ("objectives/0/expression", "pric * chairs"), ("variables/1/upper", "zork")
    )
    assert [f.code for f in validate(model)].count("unknown-name") == 3


def test_check_raises_with_every_finding_and_the_first_in_words() -> None:
    with pytest.raises(ModelError) as caught:
        check(shop(("constraints/0/limit", "woood"), ("variables/1/upper", "zork")))
    assert len(caught.value.findings) == 2
    assert "and 1 more" in caught.value.message
    assert "`tables`" in (caught.value.where or "")


def test_warnings_do_not_stop() -> None:
    check(shop(("objectives", [])))


def test_a_huge_sum_is_checked() -> None:
    document = changed(("objectives/0/expression", " + ".join(["chairs"] * 10_000)))
    assert validate(model_from_object(document)) == []


def first_fault(model: Model) -> str | None:
    """The code of the first error of exact evaluation."""
    evaluator = Evaluator(model)
    try:
        for index_set in model.sets:
            evaluator.members(index_set.name)
        for parameter in model.parameters:
            for key in product(*map(evaluator.members, parameter.index)):
                evaluator.parameter(parameter.name, key)
        for variable in model.variables:
            for key in evaluator.columns(variable):
                evaluator.bounds(variable, key)
        for constraint in model.constraints:
            list(exact_rows(evaluator, constraint))
    except (ModelError, LimitError, DataError) as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("sets/0/content/members", ["north", "north"], "duplicate-name"),
        ("sets/0/content/members", ["north", 1], "invalid-field"),
        ("sets/1/content/last", 10**12, "set-size"),
        ("sets/1/subset_of", "SITES", "index-range"),
        ("sets/1/subset_of", "LATE", "cycle"),
        ("parameters/0/value", {"form": "missing", "slot": "price"}, "missing-slot"),
        ("parameters/2/value/entries", [[["north"], "5"]], "missing-value"),
        ("parameters/2/value/entries/1", [["north"], "5"], "duplicate-name"),
        ("parameters/2/value/entries/1", [["east"], "5"], "index-range"),
        ("parameters/2/value/entries/1", [["south", 1], "5"], "index-arity"),
        ("parameters/3/value/over", "t in WEEKS", "index-arity"),
        ("parameters/3/value/over", "s in SITES if 1 < 2", "unsupported"),
        ("parameters/3/value/expression", "twice[s]", "cycle"),
        ("parameters/3/value/expression", "chairs", "decision-in-data"),
        ("variables/1/upper", "wood / 0", "zero-division"),
        ("variables/1/upper", "woood", "unknown-name"),
        ("constraints/7/expression", "tables < 1", "strict-comparison"),
        ("constraints/7/expression", "tables + 1", "not-a-comparison"),
        ("constraints/7/for_each", "t in LATE if t + 1", "boolean-number"),
        ("constraints/7/for_each", "t in NEVER", "unknown-set"),
    ],
)
def test_exact_evaluation_raises_what_validation_reports(path: str, value: Any, code: str) -> None:
    model = shop((path, value))
    assert first_fault(shop()) is None
    assert first_fault(model) == code
    assert code in {finding.code for finding in validate(model)}
