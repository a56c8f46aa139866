"""Columns: the same cells give the same levels and numbers, whatever holds them."""

from __future__ import annotations

import math
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelwright.errors import DataError
from modelwright.model import Data, Model, Table
from modelwright.model.data.arrays import Array, Axis, Spread, Stacked
from modelwright.model.data.columns import Cells, by_first_appearance, is_empty
from modelwright.model.data.wrapping import as_column
from modelwright.model.exact import Evaluator
from modelwright.model.numbers import parse_number

TEXTS = st.one_of(
    st.none(),
    st.sampled_from(["", "a", "b", " a", "1", "01", "1.0", "-0", "+4.", ".5", "1e3", "NaN", "inf", "é", ".", "1_0"]),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    st.from_regex(r"[+-]?[0-9]{1,20}(\.[0-9]{0,20})?", fullmatch=True),
)


def plain(cells: list) -> tuple[list, list]:
    """Codes and levels, worked out slowly."""
    levels = list(dict.fromkeys(cell for cell in cells if not is_empty(cell)))
    return [-1 if is_empty(cell) else levels.index(cell) for cell in cells], levels


def check(column, cells: list) -> None:
    """`column` is the column of `cells`, in all its parts."""
    assert list(column) == [column[k] for k in range(len(cells))] == cells
    codes, levels = plain(cells)
    assert (column.factorised().codes.tolist(), list(column.levels())) == (codes, levels)
    assert column.factorised().codes.dtype == np.intp
    empty = [k for k, cell in enumerate(cells) if is_empty(cell)]
    assert column.first_empty() == (empty[0] if empty else None)
    numbers = column.numbers()
    if numbers is not None:
        exact = [None if is_empty(cell) else parse_number(cell) for cell in cells]
        assert [math.nan if e is None else float(e) for e in exact] == pytest.approx(
            numbers.values.tolist(), rel=0, abs=0, nan_ok=True
        )
        assert numbers.integral == all(e is None or (e.denominator == 1 and abs(e) < 2**53) for e in exact)
        assert (column.floats() is not None) == (not empty)
        assert column.filled().tolist() == [not is_empty(cell) for cell in cells]
    else:
        assert column.floats() is None
    rows = np.arange(len(cells))[::-2]
    taken = column.take(rows)
    assert list(taken) == [cells[k] for k in rows]
    assert taken.factorised().codes.tolist() == plain(list(taken))[0]


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_texts(cells: list) -> None:
    check(as_column(cells, "c"), cells)
    check(as_column(pl.Series(cells, dtype=pl.String), "c"), cells)
    check(as_column(pl.Series(cells, dtype=pl.Categorical), "c"), cells)
    for dtype in ("str", object, "category"):
        series = pd.Series(cells, dtype="str").astype(dtype)
        check(as_column(series, "c"), cells)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.integers(-20, 20), st.integers(-(2**62), 2**62)), min_size=1, max_size=12))
def test_integers(cells: list[int]) -> None:
    for values in (cells, np.array(cells), pl.Series(cells), pd.Series(cells), pd.Series(cells, dtype="Int64")):
        check(as_column(values, "c"), cells)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(st.none(), st.floats(allow_infinity=False, min_value=-1e300, max_value=1e300)),
        min_size=1,
        max_size=12,
    )
)
def test_floats(values: list) -> None:
    numbers = [math.nan if value is None else value for value in values]
    for made in (
        numbers,
        np.array(numbers),
        pl.Series(numbers),
        pl.Series(values, dtype=pl.Float64),
        pd.Series(numbers),
    ):
        column = as_column(made, "c")
        assert [None if c is None else float(c) for c in column] == [None if math.isnan(n) else n for n in numbers]
        if not isinstance(column, Cells):
            floats = column.numbers()
            assert floats is not None
            np.testing.assert_array_equal(floats.values, numbers)


def test_a_float_is_the_decimal_it_prints() -> None:
    column = as_column(np.array([0.1, 3.0, 1e16, np.nan, -0.0]), "c")
    assert list(column) == [Decimal("0.1"), 3, Decimal("1e16"), None, 0]
    assert next(map(parse_number, column)) == Fraction(1, 10)
    assert list(as_column(np.array([0.5], np.float32), "c")) == [Decimal("0.5")]


def test_arrays_are_not_copied() -> None:
    values = np.linspace(0, 1, 12).reshape(3, 4)
    table = Table.grid("t", {"i": ["a", "b", "c"], "j": [1, 2, 3, 4]}, {"v": values})
    floats = table.column("v").floats()
    assert floats is not None
    assert np.shares_memory(floats.values, values)
    check(table.column("i"), [i for i in "abc" for _ in range(4)])
    check(table.column("j"), [1, 2, 3, 4] * 3)
    axis = table.column("j")
    assert isinstance(axis, Axis)
    assert (axis.axis, axis.shape, list(axis.levels())) == (1, (3, 4), [1, 2, 3, 4])


def test_columns_of_wide_tables() -> None:
    check(Spread(Cells(["a", None, "a"]), 0, (3, 2)), ["a", "a", None, None, "a", "a"])
    check(Stacked([Cells(["1", "2"]), Array(np.array([0.5, np.nan]))]), ["1", Decimal("0.5"), "2", None])
    check(Stacked([Cells(["x", "2"]), Array(np.array([0.5, 3]))]), ["x", Decimal("0.5"), "2", 3])


def test_dates_are_text() -> None:
    days = pl.Series(["2024-01-01", None]).str.to_date()
    assert list(as_column(days, "c")) == ["2024-01-01", None]
    times = ["2024-01-01 00:00:00", "2024-01-02 10:30:00"]
    expected = ["2024-01-01T00:00:00", "2024-01-02T10:30:00"]
    assert list(as_column(pl.Series(times).str.to_datetime(), "c")) == expected
    assert list(as_column(pd.to_datetime(pd.Series(times)), "c")) == expected
    assert list(as_column(pd.to_datetime(pd.Series(["2024-01-01", None])), "c")) == ["2024-01-01", None]
    assert list(as_column(np.array(["2024-01-01", "NaT"], "datetime64[D]"), "c")) == ["2024-01-01", None]


@pytest.mark.parametrize(
    "values", [np.array([True]), pl.Series([True]), pd.Series([True]), [True], pl.Series([[1]]), {"a": 1}, 3, "abc",
               np.ones((2, 2)), np.array([1j])]
)  # fmt: skip
def test_refused(values) -> None:
    with pytest.raises(DataError) as caught:
        as_column(values, "t, column `c`")
    assert caught.value.where.startswith("t, column `c`")
    assert caught.value.hint


def test_a_column_that_nobody_reads_does_no_harm() -> None:
    frame = pl.DataFrame({"p": ["a"], "open": [True]})
    table = Table.of_frame("t", frame)
    assert list(table.column("p")) == ["a"]
    with pytest.raises(DataError, match="Boolean"):
        table.column("open")


@given(st.lists(st.integers(-1, 5), max_size=20))
def test_codes_in_order_of_first_appearance(raw: list[int]) -> None:
    codes, kept = by_first_appearance(np.array(raw, np.int8), 6)
    assert kept.tolist() == list(dict.fromkeys(code for code in raw if code >= 0))
    assert [-1 if code < 0 else kept[code] for code in codes] == raw


# --------------------------------------------------------------------------------------------- codes in index sets


def evaluator(columns, **sets) -> Evaluator:
    made = [{"name": name, "content": content} for name, content in sets.items()]
    return Evaluator(Model(sets=made), Data({"t": Table("t", columns)}))


def of_column(*names: str) -> dict:
    if len(names) == 1:
        return {"form": "column", "table": "t", "column": names[0]}
    return {"form": "columns", "table": "t", "columns": names}


def test_codes_of_a_set_made_of_the_column_are_its_own() -> None:
    found = evaluator({"p": pl.Series(["b", "a", "b"])}, P=of_column("p"))
    table = found.table("t", ("p",))
    assert found.size("P") == 2
    assert "P" not in found._members
    assert found.codes("P", table, ("p",)) is table.column("p").factorised().codes
    assert found.members("P") == ("b", "a")


def test_codes_in_another_set() -> None:
    found = evaluator(
        {"p": ["b", "a", "b"], "t": ["3", "1", "2"]},
        S={"form": "members", "members": ["a", "b", "c"]},
        T={"form": "range", "first": 1, "last": 3},
        FEW={"form": "members", "members": ["a"]},
        PAIRS={"form": "members", "members": [("a", 1), ("b", 2), ("b", 3), ("c", 1)]},
    )
    table = found.table("t", ("p", "t"))
    assert found.codes("S", table, ("p",)).tolist() == [1, 0, 1]
    assert found.codes("T", table, ("t",)).tolist() == [2, 0, 1]
    assert found.codes("PAIRS", table, ("p", "t")).tolist() == [2, 0, 1]
    assert found.codes("FEW", table, ("p",)) is None
    assert found.level_positions("FEW", table.column("p")) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["1", "2", "10"])), min_size=1, max_size=12))
def test_codes_of_tuples(pairs: list) -> None:
    columns = {"p": [p for p, _ in pairs], "t": [t for _, t in pairs]}
    members = list(dict.fromkeys((p, int(t)) for p, t in pairs))
    shuffled = {"form": "members", "members": members[::-1]}
    found = evaluator(columns, A=of_column("p", "t"), B=shuffled)
    assert list(found.members("A")) == members
    table = found.table("t", ("p", "t"))
    for name in "AB":
        codes = found.codes(name, table, ("p", "t"))
        assert [found.members(name)[code] for code in codes] == [(p, int(t)) for p, t in pairs]


def test_one_member_written_in_two_ways() -> None:
    found = evaluator({"p": ["1", 1, 2]}, P=of_column("p"), PAIRS=of_column("p", "p"))
    assert (found.size("P"), found.members("P")) == (2, (1, 2))
    assert found.codes("P", found.table("t", ("p",)), ("p",)).tolist() == [0, 0, 1]
    assert found.members("PAIRS") == ((1, 1), (2, 2))
    assert found.codes("PAIRS", found.table("t", ("p",)), ("p", "p")).tolist() == [0, 0, 1]


def test_nothing_is_loaded_before_it_is_used() -> None:
    code = (
        "import sys; from modelwright.model import Data, Table; Table('t', {'a': ['1']}); Data();"
        "print([m for m in ('numpy', 'polars', 'pandas', 'duckdb', 'python_calamine') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
