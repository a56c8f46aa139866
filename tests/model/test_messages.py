"""Every code of validation, with its message word for word.

The messages are stored in ``tests/golden/messages.json``; ``MODELWRIGHT_GOLDEN=write`` writes them anew, for review.
"""

from __future__ import annotations

import copy
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from support.models import SHOP
from support.rich import RICH

from modelwright.errors import ModelError
from modelwright.model.canonical import dump_object, model_from_object
from modelwright.model.findings import CODES, Finding
from modelwright.model.fixes import apply_fix, apply_fix_to_object
from modelwright.model.text import locate, parse_model
from modelwright.model.validation import validate

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "messages.json"
BASES = {"shop": SHOP, **RICH}

Case = tuple[str, str, str, Any]
"""Code, name of the base, path that is changed (``-`` before it: dropped), value there."""

_REWORK = {"name": "order", "kind": "precedence", "before": "rework", "after": 'job["paint"]'}

CASES: list[Case] = [
    ("absent-interval", "schedule", "constraints/1", _REWORK),
    ("boolean-number", "shop", "constraints/0/limit", "wood <= 3"),
    ("boolean-number", "shop", "constraints/0/limit", '"north"'),
    ("boolean-number", "shop", "constraints/7/expression", "(tables <= 3) == 1"),
    ("boolean-number", "shop", "constraints/7/expression", "chairs or tables <= 3"),
    ("boolean-number", "shop", "constraints/7/for_each", "t in LATE if t + 1"),
    ("boolean-number", "covering", "constraints/0/expression", "covers[t] >= 1"),
    ("call-arity", "shop", "constraints/0/limit", "abs(wood, 3)"),
    ("call-arity", "shop", "constraints/7/expression", "make['north', prev(3)] <= 4"),
    ("call-arity", "shop", "constraints/0/limit", "len(wood)"),
    ("cycle", "shop", "parameters/3/value/expression", "twice[s]"),
    ("cycle", "shop", "sets/1/subset_of", "LATE"),
    ("decision-in-data", "shop", "constraints/0/terms/0/coefficient", "tables"),
    ("decision-in-data", "shop", "constraints/7/for_each", "t in LATE if chairs <= 1"),
    ("decision-in-data", "shop", "constraints/7/expression", "chairs in {tables, 2}"),
    ("duplicate-name", "shop", "constraints/1/name", "wood"),
    ("duplicate-name", "shop", "sets/0/content/members", ["north", "north"]),
    ("duplicate-name", "shop", "constraints/7/for_each", "wood in LATE"),
    ("duplicate-name", "covering", "outputs/1/report_as", "chosen"),
    ("edge", "stock", "constraints/1/for_each", "t in WEEKS"),
    ("edge", "stock", "constraints/2/for_each", "t in WEEKS if t != first(WEEKS)"),
    ("edge", "stock", "constraints/0/expression", "stock[t] <= prev(t, initial=2)"),
    ("empty-list", "shop", "constraints/7/expression", "max(make[s, t] for s in SITES if s == 'west') <= 3"),
    ("empty-model", "shop", "variables", []),
    ("empty-expression", "shop", "constraints/0/limit", ""),
    ("empty-expression", "shop", "objectives/0/expression", None),
    ("expression-depth", "shop", "constraints/0/limit", "(" * 99 + "1" + ")" * 99),
    ("expression-size", "shop", "constraints/0/limit", "1+" * 60_000 + "1"),
    ("function-domain", "shop", "constraints/0/limit", "log(wood - 400)"),
    ("function-domain", "stock", "constraints/5/expression", "staff[s] >= sqrt(want[s] - 3)"),
    ("index-arity", "shop", "constraints/0/terms/1/variable", "make[s]"),
    ("index-arity", "network", "constraints/1/expression", "flow[i] <= 20 * opened[j]"),
    ("index-arity", "network", "constraints/1/for_each", "(i, j, k) in ARCS"),
    ("index-arity", "shop", "parameters/3/value/over", "t in WEEKS"),
    ("index-range", "shop", "constraints/0/terms/1/variable", 'make["nort", t]'),
    ("index-range", "shop", "constraints/0/terms/1/variable", "make[s, 9]"),
    ("index-range", "shop", "constraints/0/terms/1/variable", "make[t, s]"),
    ("index-range", "stock", "constraints/3/for_each", "t in WEEKS"),
    ("index-range", "network", "constraints/2/expression", 'flow["shop", "mill"] <= 6'),
    ("index-range", "shop", "sets/1/subset_of", "SITES"),
    ("inline-size", "shop", "parameters/2/value", {"form": "known", "entries": [[["north"], "1"]] * 10_001}),
    ("interval-number", "schedule", "constraints/0/expression", "job[j] <= makespan"),
    ("interval-number", "schedule", "constraints/4/expression", 'rework or end(job["paint"]) <= 10'),
    ("interval-number", "schedule", "constraints/6/expression", "size(makespan) <= 3"),
    ("invalid-bounds", "shop", "variables/1/upper", "-1"),
    ("invalid-bounds", "tour", "constraints/5/enforce/weight", "-3"),
    ("invalid-field", "shop", "constraints/1/sense", "at most"),
    ("invalid-field", "shop", "objectives/0/sense", "maximise"),
    ("invalid-field", "shop", "variables/0/domain", "int"),
    ("invalid-field", "shop", "constraints/1/limit", 5),
    ("invalid-field", "shop", "-constraints/1/limit", None),
    ("invalid-field", "shop", "sets/0/content/members", ["north", 1]),
    ("invalid-field", "covering", "outputs/0/shape", "list"),
    ("invalid-name", "shop", "constraints/1/name", "at least"),
    ("invalid-number", "shop", "parameters/0/value/number", "1,000"),
    ("invalid-number", "shop", "parameters/0/value/number", "ten"),
    ("invalid-number", "shop", "parameters/0/value/number", "NaN"),
    ("invalid-number", "shop", "constraints/0/limit", "inf"),
    ("invalid-source", "shop", "parameters/0/sources/0/end", 999),
    ("list-place", "queens", "constraints/0/expression", "(place[i] for i in ROWS) <= 3"),
    ("list-place", "queens", "constraints/0/expression", "increasing(place[1])"),
    ("missing-slot", "shop", "constraints/0/limit", {"form": "missing", "slot": "wood limit", "unit": "kg"}),
    ("missing-value", "shop", "parameters/2/value/entries", [[["north"], "5"]]),
    ("no-decision", "shop", "constraints/7/expression", "wood <= 500"),
    ("no-objective", "shop", "objectives", []),
    ("nonlinear", "schedule", "variables/1/domain/size", "makespan * makespan"),
    ("not-a-comparison", "shop", "constraints/7/expression", "tables + 1"),
    ("not-a-variable", "shop", "constraints/0/terms/0/variable", "wood"),
    ("not-whole", "curves", "constraints/5/expression", "all_different(spread, 3)"),
    ("not-whole", "schedule", "variables/1/domain/size", "5 / 2"),
    ("not-whole", "queens", "parameters/0/value/number", "5.5"),
    ("reserved-name", "shop", "constraints/1/name", "sum"),
    ("set-size", "shop", "sets/1/content/last", 10**12),
    ("strict-comparison", "shop", "constraints/7/expression", "tables < 1"),
    ("strict-comparison", "shop", "constraints/7/expression", "tables != 1"),
    ("syntax", "shop", "constraints/0/limit", "wood +"),
    ("syntax", "shop", "constraints/7/expression", "tables = 3"),
    ("syntax", "shop", "constraints/7/expression", "tables ≤ 3"),
    ("syntax", "shop", "constraints/7/expression", "tables <= 3 && chairs <= 2"),
    ("syntax", "shop", "constraints/7/expression", "2 tables <= 3"),
    ("syntax", "shop", "constraints/7/expression", "tables <= 1,000"),
    ("syntax", "shop", "constraints/7/expression", "tables at most 3"),
    ("syntax", "shop", "objectives/0/expression", "sum(make[s, 1] for s in SITES"),
    ("unit-clash", "bakery", "parameters/2/unit", "$"),
    ("unit-label", "bakery", "parameters/1/unit", "$/roll"),
    ("unit-scale", "bakery", "parameters/4/unit", "h"),
    ("unknown-unit", "bakery", "parameters/2/unit", "kg^^2"),
    ("unknown-field", "shop", "constraints/0/limitt", "3"),
    ("unknown-field", "shop", "variables/0/zork", "3"),
    ("unknown-function", "shop", "objectives/0/expression", "Sum(make[s, 1] for s in SITES)"),
    ("unknown-function", "shop", "constraints/0/limit", "rate('north')"),
    ("unknown-function", "shop", "constraints/0/limit", "eval(3)"),
    ("unknown-name", "shop", "constraints/0/limit", "woood"),
    ("unknown-name", "shop", "constraints/0/limit", "SITES"),
    ("unknown-name", "shop", "constraints/7/expression", "make[north, t] <= 3"),
    ("unknown-name", "shop", "-definitions/0/over", None),
    ("unknown-name", "covering", "tests/0/given/0/element", "feee"),
    ("unknown-set", "shop", "constraints/0/terms/1/over", "s in SITE, t in WEEKS"),
    ("unknown-set", "shop", "variables/2/index", ["SITES", "WEEK"]),
    ("unsupported", "shop", "parameters/3/value/over", 's in SITES if s != "north"'),
    ("zero-division", "shop", "constraints/0/limit", "wood / 0"),
    ("zero-division", "stock", "parameters/1/value/entries/2/1", "0"),
]


TEXT = """modelwright model 1
set TOWNS = {"ash", "elm"}
parameter wood = 400
variable chairs: integer >= 0
variable job: interval size 3
variable build[TOWNS]: binary
maximize profit = 45 * chairs
"""
LINES: list[tuple[str, str]] = [
    ("bad-line", "var tables: integer >= 0"),
    ("bad-line", "zork 1"),
    ("bad-line", "subject to"),
    ("bad-line", "chairs <= 3"),
    ("bad-line", "maximise 3 * chairs"),
    ("bad-line", "variable tables integer >= 0"),
    ("bad-line", "variable tables >= 0"),
    ("bad-line", "variable tables: integer in 0..5"),
    ("bad-line", "variable tables: integer >= 0, <= 5"),
    ("bad-line", "variable tables[t in TOWNS]: binary"),
    ("bad-line", "variable paint: interval length 3"),
    ("bad-line", "constraint limit: 5 * chairs <= wood"),
    ("bad-line", "constraint 5 * chairs <= wood"),
    ("bad-line", "constraint limit[t]: bound: build[t] <= 0"),
    ("bad-line", "set DAYS = {1..7}"),
    ("bad-line", "set DAYS = [1, 2]"),
    ("bad-line", "set DAYS = {mon, tue}"),
    ("bad-line", 'parameter cost[TOWNS] = {"ash": 1}'),
    ("bad-line", 'parameter cost[TOWNS] = {["ash"]: 1'),
    ("bad-line", "parameter cost = missing price"),
    ("bad-line", "output plan[t] = build[t] for t in TOWNS"),
    ("bad-line", "output plan: list build[t] for t in TOWNS"),
    ("bad-line", 'unit = "kg"'),
    ("bad-line", "test some"),
    ("bad-line", "element zork {}"),
    ("bad-line", "  unit = kg"),
    ("bad-line", '  unit: "kg"'),
    ("bad-line", "  penalti 3"),
    ("boolean-number", "definition many = chairs >= 3"),
    ("call-arity", "definition both = sum(chairs, wood)"),
    ("call-arity", "definition built = sum(build[t])"),
    ("duplicate-name", "output wood = chairs"),
    ("interval-number", "constraint late: algebraic: end(chairs) <= 9"),
    ("invalid-field", "constraint limit: resorce: 5 * chairs <= wood"),
    ("invalid-field", "variable tables: int >= 0"),
    ("invalid-field", "variable tables: one of {2.5, 3}"),
    ("invalid-field", "test some: feasible"),
    ("invalid-field", "  price = 2"),
    ("invalid-name", "variable big-tables: integer >= 0"),
    ("invalid-number", "parameter glue = 2 * wood"),
    ("invalid-number", "parameter glue = 3 # kg"),
    ("invalid-number", 'parameter cost[TOWNS] = {["ash"]: 1,000, ["elm"]: 2}'),
    ("missing-slot", "variable tables: missing"),
    ("not-a-comparison", "constraint limit: algebraic: chairs + 1"),
    ("row-shape", "constraint limit: bound: chairs <= 2 * chairs"),
    ("row-shape", "constraint limit: bound: start(job) <= 3"),
    ("syntax", "constraint limit: resource: 5 * chairs = wood"),
    ("syntax", "constraint limit: algebraic: forall(build[t] for all t in TOWNS)"),
    ("syntax", "constraint limit: algebraic: max(build[t] for t in TOWNS, s in TOWNS) <= 1"),
    ("syntax", "definition twice = 2 * (chairs + 1"),
    ("unknown-field", '  description = "too much wood"'),
    ("unknown-function", "definition mean = average(build[t] for t in TOWNS)"),
    ("unknown-name", "constraint limit: resource: 5 * chiars <= wood"),
    ("unknown-name", "constraint limit: bound: build[t] <= 0"),
    ("unknown-name", "constraint limit: comparison: build[t] <= build[s]; for t in TOWNS"),
]
"""What one more line of `TEXT` is told."""


def document_of(case: Case) -> dict[str, Any]:
    _, base, path, value = case
    document = copy.deepcopy(BASES[base])
    *parts, last = path.removeprefix("-").split("/")
    here: Any = document
    for part in parts:
        here = here[int(part)] if isinstance(here, list) else here[part]
    key = int(last) if isinstance(here, list) else last
    here[key] = value
    if path.startswith("-") and value is None:
        del here[key]
    return document


def findings_of(document: dict[str, Any]) -> list[Finding]:
    try:
        return validate(model_from_object(document))
    except ModelError as error:
        return list(error.findings) or [Finding(code=error.code, message=error.message, hint=error.hint)]


def label(case: Case) -> str:
    code, base, path, value = case
    said = json.dumps(value, ensure_ascii=False)
    return f"{code}: {base}, {path} = {said if len(said) <= 80 else said[:77] + '…'}"


def shown(case: Case) -> dict[str, Any]:
    """The finding of a case as it is stored."""
    findings = [f for f in findings_of(document_of(case)) if f.code == case[0]]
    assert findings, [str(f) for f in findings_of(document_of(case))]
    first = findings[0]
    fix = first.fix and first.fix.model_dump(exclude_defaults=True)
    place = str(first.place)
    return {"place": place, "severity": first.severity, "message": first.message, "hint": first.hint, "fix": fix}


def findings_in(line: str) -> list[Finding]:
    row = "constraint last: bound: chairs <= 9\n" if line.startswith(" ") else ""
    text = f"{TEXT}{row}{line}\n"
    try:
        return locate(text, validate(parse_model(text)))
    except ModelError as error:
        return list(error.findings)


def said_of(code: str, line: str) -> dict[str, Any]:
    """The finding of a line as it is stored."""
    found = findings_in(line)
    assert found[0].code == code, found
    fix = found[0].fix and found[0].fix.model_dump(exclude_defaults=True)
    return {"place": str(found[0].place), "message": found[0].message, "hint": found[0].hint, "fix": fix}


@lru_cache
def stored() -> dict[str, Any]:
    if os.environ.get("MODELWRIGHT_GOLDEN") == "write":
        lines = {f"{code}: {line}": said_of(code, line) for code, line in LINES}
        text = json.dumps({label(case): shown(case) for case in CASES} | lines, ensure_ascii=False, indent=1)
        GOLDEN.write_text(text + "\n", "utf-8")
    found: dict[str, Any] = json.loads(GOLDEN.read_text("utf-8"))
    return found


def test_every_code_has_a_golden_message() -> None:
    assert {case[0] for case in (*CASES, *LINES)} == set(CODES)


def test_no_golden_message_is_left_over() -> None:
    assert list(stored()) == [*map(label, CASES), *(f"{code}: {line}" for code, line in LINES)]


@pytest.mark.parametrize(("code", "line"), LINES)
def test_lines_that_are_wrong(code: str, line: str) -> None:
    found = said_of(code, line)
    assert found == stored()[f"{code}: {line}"]
    number = (TEXT + line).count("\n") + 1 + line.startswith(" ")
    assert found["place"].startswith(f"line {number}")
    assert found["hint"]
    assert not found["message"].endswith(".")


@pytest.mark.parametrize("case", CASES, ids=label)
def test_messages(case: Case) -> None:
    assert shown(case) == stored()[label(case)]


@pytest.mark.parametrize("case", CASES, ids=label)
def test_messages_say_what_to_write(case: Case) -> None:
    found = shown(case)
    assert found["hint"], found["message"]
    assert not found["message"].endswith(".")


@pytest.mark.parametrize("case", CASES, ids=label)
def test_spans_lie_in_the_text(case: Case) -> None:
    document = document_of(case)
    for finding in findings_of(document):
        if finding.place.start is not None and finding.place.end is not None:
            here: Any = document
            for part in finding.place.pointer.split("/")[1:]:
                here = here[int(part)] if isinstance(here, list) else here.get(part, "")
            assert 0 <= finding.place.start <= finding.place.end <= len(here)


@pytest.mark.parametrize("case", [c for c in CASES if len(str(c[3])) < 1000], ids=label)
def test_a_fix_takes_its_finding_away(case: Case) -> None:
    document = document_of(case)
    for finding in findings_of(document):
        if finding.fix is None:
            continue
        repaired = findings_of(apply_fix_to_object(document, finding.fix))
        assert finding not in repaired


def test_a_fix_changes_the_model_and_leaves_the_rest() -> None:
    model = model_from_object(document_of(("", "shop", "constraints/0/limit", "woood")))
    (finding,) = validate(model)
    repaired = apply_fix(model, finding)
    assert validate(repaired) == []
    assert dump_object(repaired) == dump_object(model_from_object(SHOP))
