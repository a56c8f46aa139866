from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

import modelwright.model.units.table as home
from modelwright.model.units import generate
from modelwright.model.units.table import atom, table

pint = pytest.importorskip("pint")
FILE = Path(home.__file__).parent / "table.json"


def test_every_physical_unit_is_what_pint_says() -> None:
    registry = pint.UnitRegistry(non_int_type=Fraction)
    rows = {name: row for name, row in json.loads(FILE.read_text("utf-8"))["units"].items() if "pint" in row}
    assert len(rows) > 100
    for name, row in rows.items():
        factor, dimension = generate.pint_factor(registry, row["pint"])
        assert Fraction(row["factor"]) == factor, name
        assert {base: e for base, e in row["dimension"].items() if base != "bit"} == dimension, name


def test_every_physical_unit_is_what_pint_says_in_floats() -> None:
    """The factors again with pint's own float arithmetic, which knows nothing of our generator."""
    registry = pint.UnitRegistry()
    for name, row in json.loads(FILE.read_text("utf-8"))["units"].items():
        if "pint" in row:
            theirs = registry.parse_expression(row["pint"]).to_base_units().magnitude
            assert abs(float(Fraction(row["factor"])) / theirs - 1) < 1e-12, name


def test_the_table_is_what_the_generator_writes() -> None:
    """Run `python -m modelwright.model.units.generate` when the lists in it changed."""
    built = generate.build()
    shipped = json.loads(FILE.read_text("utf-8"))
    assert built.pop("pint")  # the names of another version of pint may differ
    assert shipped.pop("pint")
    assert built == shipped


def test_names_lead_to_units_and_no_name_is_lost() -> None:
    known = table()
    for name, ids in known.names.items():
        assert ids, name
        assert all(word == "" or word in known.units for word in ids), name
    for name, unit in known.units.items():
        assert unit.factor > 0, name
        assert atom(name) is unit
    assert {"USD", "EUR", "GBP", "JPY"} <= known.currencies


def test_an_acre_is_43560_square_feet_and_an_hour_3600_seconds() -> None:
    units = table().units
    assert units["acre"].factor / units["square_foot"].factor == 43_560
    assert units["hour"].factor / units["second"].factor == 3600
    assert units["pound"].factor == Fraction("0.45359237")
    assert units["short_ton"].factor / units["pound"].factor == 2000
    assert units["kilowatt_hour"].factor / units["megajoule"].factor == Fraction("3.6")
    assert units["gigabyte"].factor / units["megabyte"].factor == 1000
    assert units["degree_fahrenheit"].factor == Fraction(5, 9)
