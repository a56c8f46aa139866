from __future__ import annotations

import pickle
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelwright.errors import InputError
from modelwright.model.units import Unit, parse_unit
from modelwright.model.units.parsing import MAX_READINGS, parse_readings
from modelwright.model.units.table import singular, table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kg", "kg"),
        ("Kilograms", "kg"),
        ("KG", "kg"),
        ("hours per day", "hour per day"),
        ("hours a day", "hour per day"),
        ("weekly hours", "hour per week"),
        ("$/kg", "$/kg"),
        ("$ per kilo", "$/kg"),
        ("minutes per unit", "minute"),
        ("dollars per box", "$/box"),
        ("dollars for each box", "$/box"),
        ("kg/m^2", "kg/m^2"),
        ("kg per square metre", "kg/m^2"),
        ("kg m^-2", "kg/m^2"),
        ("m²", "m^2"),
        ("m2", "m^2"),
        ("worker hours", "worker hour"),
        ("worker-hours", "worker hour"),
        ("boxes", "box"),
        ("milking stools", "milking stool"),
        ("people", "person"),
        ("%", "%"),
        ("per cent", "%"),
        ("percentage points", "%"),
        ("per week", "per week"),
        ("k$", "thousand $"),
        ("$k", "thousand $"),
        ("€m", "million €"),
        ("thousand dollars per truck", "thousand $ per truck"),
        ("US$", "$"),
        ("$ per 100 kg", "$ per 100 kg"),
        ("$/(kg*day)", "$/kg/day"),
        ("kg of wood per chair", "kg per chair"),
        ("pairs of shoes", "pair shoe"),
        ("dozen eggs", "dozen egg"),
        ("kilowatt-hours", "kW*hour"),
        ("square feet", "square foot"),
        ("each", "1"),
        ("1", "1"),
        ("furlongs", "furlong"),
    ],
)
def test_units_are_read_and_printed(text: str, shown: str) -> None:
    unit = parse_unit(text)
    assert str(unit) == shown
    assert parse_unit(shown) == unit


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("kWh", "kilowatt hours"),
        ("60 minutes", "hour"),
        ("sq ft", "square feet"),
        ("L", "1000 cm^3"),
        ("100 cents", "$"),
        ("Mbps", "Mbit/s"),
        ("MWh", "1000 kWh"),
        ("hectare", "10000 m2"),
        ("m/s^2", "metres per second squared"),
        ("boxes", "box"),
        ("lbs", "16 oz"),
    ],
)
def test_equal_units_written_differently(left: str, right: str) -> None:
    assert parse_unit(left) == parse_unit(right)
    assert hash(parse_unit(left)) == hash(parse_unit(right))


def test_an_ambiguous_unit_keeps_its_readings() -> None:
    assert [str(u) for u in parse_readings("tons")] == ["tonne", "short ton", "long ton"]
    assert [str(u) for u in parse_readings("pounds")] == ["lb", "£"]
    assert [u.currencies for u in parse_readings("cents")][:2] == [{"USD"}, {"EUR"}]
    assert parse_readings("bars")[0].labels == (("bar", 1),)
    assert len(parse_readings("tons per gallon")) <= MAX_READINGS
    # One word means one thing wherever it stands.
    assert all(unit.dimension == () for unit in parse_readings("tons per ton"))


def test_algebra() -> None:
    rate, chairs = parse_unit("minutes per chair"), parse_unit("chairs")
    assert rate * chairs == parse_unit("minutes")
    assert parse_unit("kg") / parse_unit("kg") == parse_unit("1")
    assert parse_unit("m") ** 2 == parse_unit("m^2")
    assert (parse_unit("m^2") ** Fraction(1, 2)) == parse_unit("m")
    assert parse_unit("hour").factor_to(parse_unit("minute")) == 60
    assert parse_unit("tonne").factor_to(parse_unit("kg")) == 1000
    assert parse_unit("chairs").compatible(parse_unit("tables"))
    assert not parse_unit("$").compatible(parse_unit("€"))
    assert rate.above == parse_unit("minute")
    assert rate.below == chairs
    assert rate.without_labels == parse_unit("minute")
    with pytest.raises(InputError, match="time") as caught:
        parse_unit("hour").factor_to(parse_unit("kg"))
    assert caught.value.code == "unit-clash"


def test_a_unit_is_immutable_and_survives_pickling() -> None:
    unit = parse_unit("$/kg")
    with pytest.raises(AttributeError):
        unit.factor = Fraction(2)  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(unit)) == unit


@pytest.mark.parametrize(
    "text", ["", " ", "!!", "kg//m", "kg per", "a" * 81, "m^99", "()", "kg)", "(kg", "q", "m^", "0 kg", "sq", "kg^0"]
)
def test_what_is_no_unit_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_unit(text)
    assert caught.value.code == "unknown-unit"
    assert caught.value.hint


PIECES = st.sampled_from(
    "kg minutes hours $ € % boxes workers per / * - ( ) ^ 2 3 100 1/3 k m M thousand square of each a in sq ft ² . , "
    "tons cents pairs dozen milking stools x".split()
)


@given(st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=12).map(" ".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_unit_or_refused(text: str) -> None:
    try:
        unit = parse_unit(text)
    except InputError:
        return
    assert isinstance(unit, Unit)
    assert str(unit)


ATOMS = st.sampled_from(
    [*sorted(set(table().units) - {"month30", "month4", "year365", "year52", "pressure_bar"}), "'box", "'milking stool"]
)


@given(st.dictionaries(ATOMS, st.sampled_from([-3, -2, -1, 1, 1, 1, 2]), max_size=3))
@settings(max_examples=300, deadline=None)
def test_what_is_printed_reads_back(parts: dict[str, int]) -> None:
    unit = Unit(tuple(parts.items()))
    read = parse_readings(str(unit))
    assert any(found == unit for found in read) or str(unit) in ("fraction", "1")


def test_singular() -> None:
    words = "boxes workers batteries people glasses buses horses shelves bus gas pieces lenses"
    assert [singular(w) for w in words.split()] == (
        "box worker battery person glass bus horse shelf bus gas piece lens".split()
    )


def test_pint_is_loaded_for_its_own_units_alone() -> None:
    code = """
import sys
from modelwright.model.units import parse_unit
for text in ("kg", "boxes", "hours per day", "$/kg", "candy bars", "k$", "tons", "workers"):
    parse_unit(text)
assert "pint" not in sys.modules and "numpy" not in sys.modules, "loaded"
assert str(parse_unit("furlongs")) == "furlong"
assert "pint" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
