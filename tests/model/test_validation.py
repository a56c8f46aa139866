from __future__ import annotations

import copy
import random
from itertools import product
from typing import Any

import pytest
from support.models import changed, shop
from support.rich import RICH

from modelwright.errors import DataError, LimitError, ModelError
from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.model.exact import Evaluator, exact_rows
from modelwright.model.templates import CATALOGUE, ConstraintBase
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


@pytest.mark.parametrize("name", RICH)
def test_the_whole_language_is_valid(name: str) -> None:
    assert validate(model_from_object(RICH[name])) == []


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda c: c.__name__)
def test_every_kind_of_row_is_valid(kind: type[ConstraintBase]) -> None:
    for seed in range(8):
        assert validate(model_from_object(kind.sample(random.Random(seed)))) == []


VALID_ROWS: list[tuple[str, str, str]] = [
    ("stock", "make[prev(t)] <= 8", "t in WEEKS if t > 1"),
    ("stock", "make[prev(t)] <= 8", "t in WEEKS if t >= 2 and t != 4"),
    ("stock", "make[prev(t)] <= 8", "t in WEEKS if ord(t) > 1"),
    ("stock", "make[prev(prev(t))] <= 8", "t in WEEKS if ord(t) > 2"),
    ("stock", "make[next(t)] <= 8", "t in WEEKS if orders[t] < 16"),
    ("stock", "make[t] <= (make[prev(t)] if t != first(WEEKS) else 3)", "t in WEEKS"),
    ("stock", "sum(make[next(t)] - make[t] for t in WEEKS if t < 6) >= 0", ""),
    ("stock", "staff[next(s)] <= 9", "s in SEASONS"),
    ("stock", "(staff['spring'] >= 2) + (staff['summer'] >= 2) >= 1", ""),
    ("stock", "staff['spring'] < staff['summer'] + 2", ""),
    ("stock", "make[t] / pace[t] <= 3 * stock[1] ** 2", "t in WEEKS"),
    ("stock", "make[1] / (1 + stock[1]) <= 3", ""),
    ("stock", "make[t] <= orders[t] / (t - 1)", "t in WEEKS if t != 1"),
    ("stock", "count(staff[s] == 2 for s in SEASONS) <= 3", ""),
    ("stock", "increasing(stock[t] for t in WEEKS)", ""),
    ("network", "flow[e] <= 3", "e in ARCS"),
    ("network", "flow[(i, j)] <= 3", "(i, j) in ARCS"),
    ("network", "flow[i, j] <= 3", "(i, j) in PAIRS if (i, j) in ARCS"),
    ("network", "sum(flow[n, j] for j in NODES if (n, j) in ARCS) <= 9", "n in NODES"),
    ("network", "implies(opened['mill'], opened['depot'] and not opened['shop'])", ""),
    ("covering", "built[k] <= 1", "t in TOWNS, k in covers[t]"),
    ("covering", "built[1] or built[2]", ""),
    ("covering", "len(covers['ash']) * patrol['ash'] >= 1", ""),
    ("tour", "miles[after[i], i] + gain[pick] <= 20", "i in STOPS"),
    ("tour", "all_different(after[1], after[2], pick)", ""),
    ("tour", "lex_lesseq([after[1], after[2]], [after[3], after[4]])", ""),
    ("tour", "global_cardinality((after[i] for i in STOPS), [1, 2], [1, pick])", ""),
    ("tour", "max(t for t in STOPS) * gear <= 12", ""),
    ("schedule", "alternative(job['cut'], [rework])", ""),
    ("schedule", "span(rework, [job['cut'], (job[j] for j in JOBS if j != 'cut')])", ""),
    ("schedule", "(end(job['cut']) <= 5) or not present(rework)", ""),
    ("queens", "place[n] >= place[n - 1] - 4", ""),
    ("queens", "place[i] % 2 == 0", "i in ROWS if i % 2 == 0"),
    ("queens", "place[i] in {1, 3, n}", "i in ROWS"),
]


@pytest.mark.parametrize(("name", "expression", "each"), VALID_ROWS)
def test_rows_that_are_valid(name: str, expression: str, each: str) -> None:
    assert validate(_with_row(name, expression, each)) == []


INVALID_ROWS: list[tuple[str, str, str, str, str]] = [
    ("stock", "make[prev(t)] <= 8", "t in WEEKS", "edge", "prev(t)"),
    ("stock", "make[prev(t)] <= 8", "t in WEEKS if t > 0", "edge", "prev(t)"),
    ("stock", "make[prev(prev(t))] <= 8", "t in WEEKS if t > 1", "edge", "prev(prev(t))"),
    ("stock", "sum(make[next(t)] for t in WEEKS) <= 8", "", "edge", "next(t)"),
    ("stock", "make[t - 2] <= 8", "t in WEEKS if t > 1", "index-range", "t - 2"),
    ("stock", "make[prev(3)] <= 8", "", "call-arity", "prev(3)"),
    ("stock", "make[stock[1]] <= 8", "", "not-whole", "stock[1]"),
    ("stock", "make[stock[1] <= 2] <= 8", "", "boolean-number", "stock[1] <= 2"),
    ("stock", "staff[hired['spring']] <= 8", "", "index-range", "hired['spring']"),
    ("stock", "make[t] <= orders[t] / (t - 1)", "t in WEEKS", "zero-division", "t - 1"),
    ("stock", "all_different(stock[t] for t in WEEKS)", "", "not-whole", "stock[t]"),
    ("stock", "implies(hired['spring'], stock[1] <= 2)", "", "boolean-number", "hired['spring']"),
    ("stock", "(stock[1] <= 2) == (stock[2] <= 2)", "", "boolean-number", "stock[1] <= 2) == (stock[2] <= 2"),
    ("stock", "[stock[1], stock[2]] <= 8", "", "list-place", "[stock[1], stock[2]]"),
    ("stock", "stock[1] < make[1]", "", "strict-comparison", "stock[1] < make[1]"),
    ("stock", "staff['spring'] in SEASONS", "", "index-range", "staff['spring']"),
    ("stock", "sum(make[t] for t in WEEKS if stock[t] >= 1) <= 8", "", "decision-in-data", "stock[t] >= 1"),
    ("stock", "held <= 8 for t in WEEKS", "", "syntax", "for"),
    ("network", "flow[i] <= 3", "i in NODES", "index-arity", "flow[i]"),
    ("network", "flow[i, j] <= 3", "(i, j) in PAIRS", "index-range", "i, j"),
    ("network", "flow[a, b, c] <= 3", "(a, b) in ARCS, c in NODES", "index-arity", "flow[a, b, c]"),
    ("network", "opened[i] == 1", "(i, j, k) in ARCS", "index-arity", "(i, j, k) in ARCS"),
    ("network", "opened[a] == 1", "a in ARCS", "index-range", "a"),
    ("network", "opened[i] >= ((i, j) in ARCS)", "(i, j) in ARCS", "boolean-number", ""),
    ("covering", "built[k] <= 1", "k in covers", "index-arity", "k in covers"),
    ("covering", "built[covers['ash']] <= 1", "", "boolean-number", "covers['ash']"),
    ("covering", "built[k] <= 1", "k in fee", "unknown-set", "k in fee"),
    ("schedule", "job['cut'] <= 3", "", "interval-number", "job['cut']"),
    ("schedule", "no_overlap(makespan, rework)", "", "list-place", "makespan"),
    ("schedule", "no_overlap([makespan, rework])", "", "interval-number", "makespan"),
    ("schedule", "no_overlap((job[j] for j in JOBS), hours)", "", "index-arity", "hours"),
    ("tour", "gear in {1, 'a'}", "", "boolean-number", "'a'"),
    ("tour", "circuit(after[1])", "", "list-place", "after[1]"),
]


@pytest.mark.parametrize(("name", "expression", "each", "code", "piece"), INVALID_ROWS)
def test_rows_that_are_not(name: str, expression: str, each: str, code: str, piece: str) -> None:
    findings = validate(_with_row(name, expression, each))
    assert findings[0].code == code, findings
    place = findings[0].place
    source = each if place.pointer.endswith("for_each") else expression
    assert not piece or source[place.start : place.end] == piece


def _with_row(name: str, expression: str, each: str) -> Model:
    document = copy.deepcopy(RICH[name])
    document["constraints"] = [{"name": "row", "kind": "algebraic", "expression": expression, "for_each": each}]
    return model_from_object(document)


ELEMENTS: list[tuple[str, str, Any, str, str]] = [
    ("network", "sets/1/of", ["NODES"], "index-arity", "/sets/1/of"),
    ("network", "sets/1/of", ["NODES", "NODE"], "unknown-set", "/sets/1/of/1"),
    ("network", "sets/1/content/members", [["mill", "moon"]], "index-range", "/sets/1/content/members/0"),
    ("network", "sets/1/content/members", [["mill", "shop"], ["mill"]], "invalid-field", "/sets/1/content"),
    ("network", "sets/2/content/item", "(a, q)", "unknown-name", "/sets/2/content/item"),
    ("network", "sets/2/content/over", "", "empty-expression", "/sets/2/content/over"),
    ("queens", "sets/0/content/last", "m", "unknown-name", "/sets/0/content/last"),
    ("queens", "sets/0/content/last", "place[1]", "decision-in-data", "/sets/0/content/last"),
    ("covering", "parameters/0/members_of", None, "invalid-field", "/parameters/0/members_of"),
    ("covering", "parameters/0/value/entries/0/1", [1, 9], "index-range", "/parameters/0/value/entries/0"),
    ("covering", "parameters/0/value/entries/0/0", ["moon"], "index-range", "/parameters/0/value/entries/0"),
    ("covering", "parameters/1/members_of", "SITES", "invalid-field", "/parameters/1/value"),
    ("tour", "variables/1/domain/members", [], "invalid-field", "/variables/1/domain/members"),
    ("tour", "variables/1/domain/members", [1, 1], "duplicate-name", "/variables/1/domain/members"),
    ("schedule", "variables/0/domain/size", "hours[k]", "unknown-name", "/variables/0/domain/size"),
    ("schedule", "variables/1/domain/size", "-2", "invalid-bounds", "/variables/1/domain/size"),
    ("schedule", "variables/1/lower", "0.5", "not-whole", "/variables/1/lower"),
    ("tour", "objectives/0/tolerance", "-1", "invalid-bounds", "/objectives/0/tolerance"),
    ("tour", "objectives/1/weight", "0", "invalid-bounds", "/objectives/1/weight"),
    ("tour", "constraints/5/enforce/weight", "pick", "decision-in-data", "/constraints/5/enforce/weight"),
    ("covering", "outputs/0/over", "", "invalid-field", "/outputs/0/over"),
    ("covering", "outputs/0/expression", "patrol['ash']", "boolean-number", "/outputs/0/expression"),
    ("covering", "outputs/1/shape", "scalar", "invalid-field", "/outputs/1/shape"),
    ("covering", "outputs/1/base", 0, "invalid-field", "/outputs/1/base"),
    ("covering", "tests/0/given/0/key", [9], "index-range", "/tests/0/given/0/key"),
    ("covering", "tests/0/given/0/key", [], "index-arity", "/tests/0/given/0/key"),
    ("covering", "tests/0/holds", "built[1] + 1", "not-a-comparison", "/tests/0/holds"),
    ("covering", "tests/0/expect", "infeasible", "invalid-field", "/tests/0/holds"),
]


@pytest.mark.parametrize(("name", "path", "value", "code", "pointer"), ELEMENTS)
def test_elements_that_are_wrong(name: str, path: str, value: Any, code: str, pointer: str) -> None:
    document = copy.deepcopy(RICH[name])
    *parts, last = path.split("/")
    here: Any = document
    for part in parts:
        here = here[int(part) if part.isdigit() else part]
    here[int(last) if last.isdigit() else last] = value
    found = {(f.code, f.place.pointer) for f in validate(model_from_object(document))}
    assert (code, pointer) in found, found


def test_a_set_from_a_table_is_not_judged_by_its_members() -> None:
    document = copy.deepcopy(RICH["stock"])
    document["sets"][0]["content"] = {"form": "column", "table": "t", "column": "c"}
    codes = {f.code for f in validate(model_from_object(document))}
    assert codes == set()
    document["constraints"][1]["for_each"] = "t in WEEKS"
    assert [f.code for f in validate(model_from_object(document))] == ["edge"]


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
