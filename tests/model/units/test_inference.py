from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import Any

import pytest
from support.models import shop

from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.model.findings import Finding
from modelwright.model.fixes import apply_fix
from modelwright.model.templates import CATALOGUE
from modelwright.model.units import infer_units, unit_findings, unit_of

UNITS = [
    None,
    "kg",
    "hours",
    "minutes",
    "$",
    "€",
    "%",
    "boxes",
    "$ per box",
    "kg/hour",
    "per week",
    "tons",
    "???",
    "cents",
]


def model(
    parameters: dict[str, Any], variables: dict[str, Any], *rows: str, goal: str | None = None, **more: Any
) -> Model:
    """Parameters as ``name: unit`` or ``name: (number, unit)``, variables as ``name: unit``, rows as expressions."""
    return model_from_object(
        {
            "format": "modelwright/model",
            "version": 1,
            "name": "m",
            "parameters": [_parameter(name, said) for name, said in parameters.items()],
            "variables": [
                {"name": name, "lower": "0", **(said if isinstance(said, dict) else {"unit": said})}
                for name, said in variables.items()
            ],
            "objectives": [{"name": "goal", "sense": "max", "expression": goal}] if goal else [],
            "constraints": [{"name": f"row{k}", "kind": "algebraic", "expression": r} for k, r in enumerate(rows)],
            **more,
        }
    )


def _parameter(name: str, said: Any) -> dict[str, Any]:
    number, unit = said if isinstance(said, tuple) else ("40", said)
    value = number if isinstance(number, dict) else {"form": "known", "number": number}
    index = ["I"] if "entries" in value else []
    return {"name": name, "unit": unit, "value": value, "index": index}


def codes(found: Model) -> list[str]:
    return [f.code for f in unit_findings(found)]


def only(found: Model) -> Finding:
    (finding,) = unit_findings(found)
    return finding


@pytest.mark.parametrize(
    ("parameters", "variables", "row"),
    [
        # a rate without "per"
        ({"rate": "minutes", "limit": "minutes"}, {"x": None}, "rate * x <= limit"),
        ({"rate": "minutes", "limit": "minutes"}, {"x": "chairs"}, "rate * x <= limit"),
        ({"rate": "g", "limit": "g"}, {"x": "kg"}, "rate * x >= limit"),
        ({"rate": "€", "limit": "EUR"}, {"x": "kg"}, "rate * x <= limit"),
        ({"rate": "MWh", "limit": "MWh"}, {"x": "hectares"}, "rate * x <= limit"),
        ({"rate": "units", "limit": "units"}, {"x": "kg"}, "rate * x <= limit"),
        # a rate with "per"
        ({"rate": "minutes per chair", "limit": "minutes"}, {"x": "chairs"}, "rate * x <= limit"),
        ({"rate": "minutes per unit", "limit": "minutes"}, {"x": "chairs"}, "rate * x <= limit"),
        ({"rate": "$/kg", "limit": "$"}, {"x": "kg"}, "rate * x <= limit"),
        ({"rate": "$/kg", "limit": "$"}, {"x": None}, "rate * x <= limit"),
        ({"rate": "kg per kg", "limit": "kg"}, {"x": "kg"}, "rate * x <= limit"),
        ({"rate": "minutes per chair", "limit": "minutes per week"}, {"x": "chairs"}, "rate * x <= limit"),
        ({"rate": "hours per day", "limit": "hours"}, {"x": "days"}, "rate * x <= limit"),
        # changes of scale written out
        ({"rate": "minutes", "limit": "hours"}, {"x": None}, "rate * x <= 60 * limit"),
        ({"rate": "minutes", "limit": "hours"}, {"x": None}, "rate / 60 * x <= limit"),
        ({"rate": "minutes", "limit": "days"}, {"x": None}, "rate * x <= limit * 24 * 60"),
        ({"share": "%", "limit": "$"}, {"x": "$", "y": "$"}, "share / 100 * x + y <= limit"),
        ({"fat": "%", "low": "%"}, {"x": "litres", "y": "litres"}, "(fat - low) / 100 * x + fat / 100 * y >= 0"),
        ({"share": ("0.3", "%")}, {"x": "kg", "y": "kg"}, "x >= share * (x + y)"),
        # items of all sorts
        ({"limit": "boxes"}, {"x": "chairs", "y": "tables"}, "x + y <= limit"),
        ({"limit": "dozen"}, {"x": "dozen"}, "x <= limit"),
        # written numbers are of any unit where they are added or are a limit
        ({}, {"x": "kg", "y": "kg"}, "x + 5 <= 2 * y + 40"),
        ({"limit": "kg"}, {"x": "chairs"}, "2 * x <= limit"),
        ({"limit": "kg"}, {"x": "hours"}, "5 * x <= limit"),
        # a yes or no
        ({"cost": "$", "limit": "$"}, {"x": {"domain": "binary"}}, "cost * x <= limit"),
        ({"room": "kg"}, {"x": "kg", "y": {"domain": "binary"}}, "x <= room * y"),
        ({}, {"x": "kg", "y": {"domain": "binary"}}, "x <= 1000 * y"),
        # what may be several things
        ({"rate": "tons", "limit": "pounds"}, {"x": None}, "rate * 2000 * x <= limit"),
        ({"rate": "cents", "limit": "€"}, {"x": None}, "rate / 100 * x <= limit"),
        ({"rate": "pounds", "limit": "£"}, {"x": None}, "rate * x <= limit"),
        # functions and conditions
        ({"a": "kg", "b": "kg"}, {"x": "kg"}, "max(a, b) + abs(x) <= min(a, x + b)"),
        ({"a": "kg"}, {"x": "kg"}, "sqrt(x * x) <= a"),
        ({"a": "kg"}, {"x": "kg"}, "x ** 2 <= a ** 2"),
        ({"a": "kg", "b": "hours"}, {"x": "kg", "y": "hours"}, "implies(x >= a, y <= b)"),
        ({"a": "kg", "b": "kg"}, {"x": "kg"}, "x <= (a if b >= 3 else b)"),
        ({"a": "kg"}, {"x": "kg"}, "(x >= a) + (x <= a) <= 1"),
    ],
)
def test_what_agrees(parameters: dict[str, Any], variables: dict[str, Any], row: str) -> None:
    assert codes(model(parameters, variables, row)) == []


@pytest.mark.parametrize(
    ("parameters", "variables", "row", "code"),
    [
        ({"rate": "minutes", "limit": "hours"}, {"x": None}, "rate * x <= limit", "unit-scale"),
        ({"rate": "minutes", "limit": "hours per day"}, {"x": None}, "rate * x <= limit", "unit-scale"),
        ({"rate": "$/kg", "limit": "$"}, {"x": "tonnes"}, "rate * x <= limit", "unit-scale"),
        ({"rate": "k$", "limit": "$"}, {"x": None}, "rate * x <= limit", "unit-scale"),
        ({"rate": "cents", "limit": "€"}, {"x": None}, "rate * x <= limit", "unit-scale"),
        ({"share": ("30", "%")}, {"x": "kg", "y": "kg"}, "x >= share * (x + y)", "unit-scale"),
        ({"a": "%", "b": "fraction"}, {"x": "kg"}, "a * x <= b * x", "unit-scale"),
        ({"rate": "minutes", "limit": "hours"}, {"x": None}, "rate * x <= 24 * limit", "unit-scale"),
        ({"rate": "thousand bottles", "limit": "bottles"}, {"x": None}, "rate * x <= limit", "unit-scale"),
        ({"rate": "kg", "limit": "hours"}, {"x": None}, "rate * x <= limit", "unit-clash"),
        ({"rate": "$", "limit": "€"}, {"x": "chairs"}, "rate * x <= limit", "unit-clash"),
        ({"rate": "$/kg", "limit": "$"}, {"x": "hours"}, "rate * x <= limit", "unit-clash"),
        ({}, {"x": "kg", "y": "hours"}, "x + y <= 40", "unit-clash"),
        ({"a": "kg"}, {"x": "litres"}, "max(a, x) <= 40", "unit-clash"),
        ({"a": "kg", "b": "hours"}, {"x": "kg", "y": "hours"}, "implies(x >= b, y <= 5)", "unit-clash"),
        ({"a": "kg"}, {"x": "kg"}, "x * x <= a", "unit-clash"),
        ({"a": "kg", "b": "$"}, {"x": "kg"}, "x <= (a if b >= 3 else b)", "unit-clash"),
        ({"rate": "$ per box", "limit": "$"}, {"x": "workers"}, "rate * x <= limit", "unit-label"),
        ({"rate": "$ per kg", "limit": "$"}, {"x": "workers"}, "rate * x <= limit", "unit-label"),
        ({"rate": "minutes per chair"}, {"chairs": None, "tables": None}, "rate * tables <= 40", "unit-label"),
        ({"limit": "kg"}, {"x": "chairs"}, "x <= limit", "unit-label"),
        ({"limit": "xq7!"}, {"x": "chairs"}, "x <= limit", "unknown-unit"),
    ],
)
def test_what_does_not(parameters: dict[str, Any], variables: dict[str, Any], row: str, code: str) -> None:
    found = only(model(parameters, variables, row))
    assert found.code == code
    assert found.severity == ("error" if code in ("unit-clash", "unit-scale") else "warning")
    assert found.hint


def test_a_finding_names_both_units_where_they_come_from_and_what_to_write() -> None:
    found = only(model({"rate": "minutes", "limit": "hours"}, {"x": None}, "2 * x >= 1", "rate * x <= limit"))
    assert found.message == "`rate * x` is in minute, `limit` in hour (`rate` in minute)"
    assert found.hint == "divide by 60 to turn minute into hour: write `(rate * x) / 60`"
    assert (found.place.pointer, found.place.start, found.place.end) == ("/constraints/1/expression", 0, 8)
    clash = only(model({"a": "kg", "b": "hours"}, {"x": None}, "x <= a", "x <= b"))
    assert clash.message == "`x` is in kg by `row0` and in hour by `row1`"


def test_the_hint_mends() -> None:
    wrong = model({"rate": "minutes", "limit": "hours"}, {"x": None}, "rate * x <= limit")
    hint = only(wrong).hint
    assert hint is not None
    mended = hint.split("write `")[1].rstrip("`")
    assert codes(model({"rate": "minutes", "limit": "hours"}, {"x": None}, f"{mended} <= limit")) == []


def test_places_of_template_slots() -> None:
    row = {"name": "r", "kind": "resource", "terms": [{"coefficient": "rate", "variable": "x"}], "limit": "most"}
    found = only(model({"rate": "kg", "most": "kg"}, {"x": "t"}, constraints=[row | {"unit": "hours"}]))
    assert found.place.pointer.startswith("/constraints/0/")
    two = row | {"terms": [*row["terms"], {"coefficient": "other", "variable": "x"}]}
    found = only(model({"rate": "kg", "most": "kg", "other": "g"}, {"x": None}, constraints=[two]))
    assert found.place.pointer == "/constraints/0/terms/1/coefficient"
    assert found.hint == "divide by 1000 to turn g into kg: write `(other * x) / 1000`"
    share = {"name": "r", "kind": "share", "part": [{"variable": "x"}], "sense": ">=", "fraction": "f",
             "whole": [{"variable": "x"}, {"variable": "y"}]}  # fmt: skip
    found = only(model({"f": ("30", "%")}, {"x": None, "y": None}, constraints=[share]))
    assert (found.code, found.place.pointer) == ("unit-scale", "/constraints/0/fraction")
    assert found.hint == "divide by 100: write `f / 100`"


def test_bounds_definitions_objectives_outputs_and_derived_parameters() -> None:
    found = only(model({"most": "hours"}, {"x": {"unit": "kg", "upper": "most"}}))
    assert (found.code, found.place.pointer) == ("unit-clash", "/variables/0/upper")
    definition = {"name": "used", "expression": "rate * x", "unit": "hours"}
    found = only(model({"rate": "minutes"}, {"x": None}, definitions=[definition]))
    assert (found.code, found.place.pointer) == ("unit-scale", "/definitions/0/expression")
    objective = {"name": "goal", "sense": "max", "expression": "price * x", "unit": "€"}
    found = only(model({"price": "$"}, {"x": None}, objectives=[objective]))
    assert (found.code, found.place.pointer) == ("unit-clash", "/objectives/0/expression")
    margin = {"form": "derived", "expression": "price - cost"}
    found = only(model({"price": "$", "cost": "€", "margin": (margin, None)}, {"x": None}))
    assert (found.code, found.place.pointer) == ("unit-clash", "/parameters/2/value/expression")
    output = {"name": "o", "expression": "x", "unit": "hours"}
    assert only(model({}, {"x": "kg"}, outputs=[output])).place.pointer == "/outputs/0/expression"


def test_indexed_elements_and_sums() -> None:
    sets = [{"name": "I", "content": {"form": "members", "members": ["a", "b"]}}]
    entries = {"form": "known", "entries": [[["a"], "5"], [["b"], "6"]]}
    variables = {"x": {"index": ["I"], "unit": "chairs"}}
    rates = {"rate": (entries, "minutes per chair"), "limit": "hours"}
    found = only(model(rates, variables, "sum(rate[i] * x[i] for i in I) <= limit", sets=sets))
    assert found.code == "unit-scale"
    assert codes(model(rates, variables, "sum(rate[i] / 60 * x[i] for i in I) <= limit", sets=sets)) == []


def test_what_is_inferred() -> None:
    found = infer_units(
        model(
            {"price": "$/kg", "rate": "minutes per chair", "most": None, "pace": None, "yield_": ("2", None)},
            {"x": None, "y": None, "z": "litres", "n": None},
            "rate * y <= most",
            "pace * z <= most",
            "n <= 4",
            goal="price * x",
            objectives=[{"name": "goal", "sense": "max", "expression": "price * x", "unit": "$"}],
            definitions=[{"name": "busy", "expression": "rate * y"}, {"name": "per_minute", "expression": "1 / rate"}],
        )
    )
    texts = {name: found.text(name) for name in found.units}
    assert texts["x"] == "kg"
    assert texts["most"] == "minute"
    assert texts["pace"] == "minute per litre"
    assert texts["busy"] == "minute"
    assert texts["per_minute"] == "chair per minute"
    assert texts["goal"] == "$"
    assert texts["row0"] == texts["row1"] == "minute"
    assert texts["n"] is texts["yield_"] is None
    assert found.stated == {"price", "rate", "z", "goal"}


def test_two_readings_leave_a_unit_unknown() -> None:
    report = infer_units(model({"a": "chairs", "b": "tables"}, {"x": None}, "x <= a", "x <= b"))
    assert report.text("x") is None
    assert report.findings == ()


def test_one_number_may_stand_for_two_things() -> None:
    rows = ("x <= n", "y <= n", "m * x <= 5 * n", "m * y <= 40", "x >= m * y", "y >= m * x")
    parameters = {"n": ("100", None), "m": ("2", None), "kilos": "kg", "hours": "hours"}
    found = model(parameters, {"x": "kg", "y": "hours"}, *rows, "m * x <= hours", "m * y <= kilos")
    assert codes(found) == []
    assert unit_of(found, "n") is unit_of(found, "m") is None


def test_unit_of_is_as_stated_or_as_inferred() -> None:
    found = model({"rate": "minutes per chair", "most": "kilograms"}, {"x": None, "y": None}, "x <= most")
    assert unit_of(found, "most") == "kilograms"
    assert unit_of(found, "x") == "kg"
    assert unit_of(found, "y") is None
    assert unit_of(found, "nobody") is None


def test_nothing_to_say_of_a_model_without_units() -> None:
    assert unit_findings(model({"a": None}, {"x": None}, "a * x <= 5")) == []


def test_the_shop() -> None:
    assert unit_findings(shop()) == []
    assert unit_of(shop(), "made") is None
    assert codes(shop(("constraints/0/unit", "hours"))) == ["unit-clash"]


def test_what_does_not_parse_or_goes_in_circles_is_left_out() -> None:
    definitions = [
        {"name": "a", "expression": "b + x", "unit": "kg"},
        {"name": "b", "expression": "c + 1"},
        {"name": "c", "expression": "b * ("},
        {"name": "d", "expression": "d + e"},
        {"name": "e", "expression": "d"},
    ]
    assert codes(model({}, {"x": "kg"}, "x <= nobody", "x[", definitions=definitions)) == []
    deep = " * ".join(["p"] * 500)
    assert codes(model({"p": "hours"}, {"x": "kg"}, f"{deep} * x <= 5", "x ** 99 <= p")) == []


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: kind.__name__)
def test_no_kind_with_any_units_raises(kind: Any) -> None:
    rng = random.Random(0)
    for _ in range(20):
        document = {"format": "modelwright/model", "version": 1, "name": "m", **kind.sample(rng)}
        for group in ("parameters", "variables", "definitions", "objectives", "constraints"):
            for element in document.get(group, ()):
                element["unit"] = rng.choice(UNITS)
        report = infer_units(model_from_object(document))
        assert all(f.code in ("unit-clash", "unit-scale", "unit-label", "unknown-unit") for f in report.findings)


def test_long_expressions_take_no_time_to_speak_of() -> None:
    terms = " + ".join(["p * x", "q * x", "r"] * 3000)
    product = " * ".join(["p", "x", "q"] * 3000)
    start = time.perf_counter()
    found = model({"p": "minutes per chair", "q": "hours", "r": "kg"}, {"x": None}, f"{terms} <= 5", f"{product} <= 5")
    assert 0 < len(unit_findings(found)) < 20
    assert time.perf_counter() - start < 5


def test_twenty_rows_take_two_milliseconds() -> None:
    parameters = {f"r{k}_{j}": "minutes" for k in range(20) for j in range(4)} | {f"l{k}": "minutes" for k in range(20)}
    rows = [" + ".join(f"r{k}_{j} * x{j}" for j in range(4)) + f" <= l{k}" for k in range(20)]
    found = model(parameters, {f"x{j}": None for j in range(4)}, *rows)
    infer_units(found)
    times = []
    for _ in range(7):
        start = time.perf_counter()
        infer_units(found)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.008  # 2 ms on an idle machine; tests run beside others


def test_findings_load_neither_pint_nor_numpy() -> None:
    code = """
import sys
sys.path.insert(0, "tests/support")
from modelwright.model.elements import Parameter, Variable
from modelwright.model.document import Model
from modelwright.model.units import unit_findings, unit_of
model = Model(
    parameters=[Parameter(name="a", unit="boxes per worker", value={"form": "known", "number": "1"})],
    variables=[Variable(name="x", unit="workers", upper="a")],
)
unit_findings(model), unit_of(model, "a")
assert not {"pint", "numpy"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_fixes_are_carried_out() -> None:
    row = {"name": "r", "kind": "resource", "terms": [{"coefficient": "rate", "variable": "x"}], "limit": "most"}
    two = row | {"terms": [*row["terms"], {"coefficient": "other", "variable": "x"}]}
    share = {"name": "r", "kind": "share", "part": [{"variable": "x"}], "sense": ">=", "fraction": "rate",
             "whole": [{"variable": "x"}, {"variable": "y"}]}  # fmt: skip
    definition = {"name": "used", "expression": "other + rate * x", "unit": "hours"}
    for wrong in (
        model({"rate": "minutes", "limit": "hours"}, {"x": None}, "rate * x <= limit"),
        model({"rate": "minutes", "limit": "hours"}, {"x": None}, "limit >= 3 + rate * x"),
        model({"rate": "kg", "most": "kg", "other": "g"}, {"x": None}, constraints=[two]),
        model({"rate": "kg", "most": "g", "other": "kg"}, {"x": None}, constraints=[two]),
        model({"rate": ("30", "%")}, {"x": None, "y": None}, constraints=[share]),
        model({"rate": "minutes", "other": "hours"}, {"x": None}, definitions=[definition]),
        model({"most": "tonnes"}, {"x": {"unit": "kg", "upper": "most"}}),
    ):
        assert unit_findings(apply_fix(wrong, only(wrong))) == []
    pounds = only(model({"a": "kg", "b": "lb"}, {"x": None}, "a * x <= b"))
    assert pounds.fix is None or "/" not in pounds.fix.text
    row_unit = only(model({"rate": "kg", "most": "kg"}, {"x": "t"}, constraints=[row | {"unit": "g"}]))
    assert row_unit.fix is None or row_unit.place.pointer.endswith(("coefficient", "limit"))


def test_a_plain_number_does_not_hide_a_clash() -> None:
    found = only(model({"a": "kg", "b": "hours", "c": "units"}, {"x": None}, "a + b <= c"))
    assert found.code == "unit-clash"


def test_times_of_intervals_are_in_the_time_unit() -> None:
    job = {"domain": {"form": "interval", "size": "length"}, "unit": None}
    parameters = {"length": "hours", "due": "days"}
    found = only(model(parameters, {"job": job}, time_unit="minutes"))
    assert (found.code, found.place.pointer) == ("unit-scale", "/variables/0/domain/size")
    assert codes(model(parameters, {"job": job}, "end(job) <= 24 * due", time_unit="hours")) == []
    assert codes(model(parameters, {"job": job}, "end(job) <= due", time_unit="hours")) == ["unit-scale"]
    assert codes(model(parameters, {"job": job}, time_unit="q!")) == ["unknown-unit"]


def test_a_written_number_is_a_rate_beside_a_limit_and_a_multiple_between_decisions() -> None:
    assert codes(model({"limit": "kg"}, {"x": "hours"}, "5 * x <= limit")) == []
    assert codes(model({"limit": "kg"}, {"x": "hours"}, "60 * x <= limit")) == ["unit-clash"]
    assert codes(model({"way": "km", "limit": "$"}, {"x": None}, "0.05 * way * x <= limit")) == []
    row = {"name": "r", "kind": "comparison", "left": "x", "sense": ">=", "factor": "2", "right": "y"}
    assert codes(model({}, {"x": "hours", "y": "kg"}, constraints=[row])) == ["unit-clash"]
