"""Text tables: polars and the csv module read the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from modelwright.errors import ModelwrightError
from modelwright.model.data import delimited, load_tables
from modelwright.model.data.files import DataFile

SETTINGS = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = st.sampled_from(
    ["a", "b", "1", "0.5", "", " ", "é", "\u00a0", "x y", ",", ",", ",", "\n", "\n", "\r\n", "\r", '"', '""', '"a,b"',
     "\t", "#", "null", "\x1c", "\ufeff", "NaN", "'"]
)  # fmt: skip
RAGGED = st.lists(PIECES, max_size=25).map("".join)
CELLS = st.sampled_from(
    ["a", " b ", "1", "0.50", "", "é", "\u2003x", "NaN", "null", '"q"', '"a,b"', '"two\nlines"', '"']
)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Records of one length, mostly, ended in one of several ways."""
    width, end = draw(st.integers(1, 3)), draw(st.sampled_from(["\n", "\r\n"]))
    records = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
    lines = [",".join("abc"[:width]), *(",".join(record) for record in records)]
    return draw(st.sampled_from(["", "\ufeff"])) + end.join(lines) + draw(st.sampled_from(["", end, end * 2]))


def outcome(read, path: Path):
    try:
        table = read(DataFile(path))
    except ModelwrightError as error:
        return error.to_json()
    if table is None:
        return None
    columns = {name: list(column) for name, column in table.columns.items()}
    numbers = {name: column.numbers() for name, column in table.columns.items()}
    codes = {name: column.factorised() for name, column in table.columns.items()}
    return (
        columns,
        {n: found and (found.values.tobytes(), found.integral) for n, found in numbers.items()},
        {n: (found.codes.tolist(), list(found.levels)) for n, found in codes.items()},
        [table.place(row, name) for row in range(-1, len(table)) for name in columns],
    )


@SETTINGS
@given(text=st.one_of(RAGGED.map("a,b\n".__add__), RAGGED, tables()))
@example(text="a\n \n")
@example(text="a,b\n1,2\n3,4")
@example(text="a\n\x85\n")
@example(text="a,b\n\ufeff,")
@example(text="a\ra\na")
def test_both_readers_agree(text: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    found = outcome(delimited.read_with_polars, path)
    assert found is None or found == outcome(delimited.read_with_csv, path)


@SETTINGS
@given(raw=st.binary(max_size=40))
def test_any_bytes(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n" + raw)
    found = outcome(delimited.read_with_polars, path)
    assert found is None or found == outcome(delimited.read_with_csv, path)


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", "a,b\r\n1,2\r\n é , \r\n", "\ufeffa,b\n1,2", "a\n1\n \n2\n", '"a","b"\n1,2\n', "a,b\n,\nNaN,null\n"],
)
def test_plain_text_is_read_by_polars(text: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    assert outcome(delimited.read_with_polars, path) == outcome(delimited.read_with_csv, path) != None  # noqa: E711


def test_large_files_are_read_by_polars_and_in_blocks(tmp_path: Path, monkeypatch) -> None:
    from modelwright.model.data.frames import Polars

    monkeypatch.setattr(delimited, "_BLOCK", 64)
    monkeypatch.setattr(delimited, "_LARGE", 1000)
    lines = [f"plant {k % 7},{k / 8}" for k in range(500)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["p,v", *lines]) + "\n")
    large = load_tables([path]).table("t")
    assert isinstance(large.column("p"), Polars)
    assert large == delimited.read_with_csv(DataFile(path))
    path.write_text("\n".join(["p,v", *lines, "", "x,1"]) + "\n")
    table = load_tables([path]).table("t")
    assert not isinstance(table.column("p"), Polars)
    assert (len(table), table.place(500, "v")) == (501, f"{path}, line 503, column `v`")


def test_a_place_counts_lines_as_an_editor_does(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b\n\n"two\nlines",1\nx,2\n')
    table = load_tables([path]).table("t")
    assert [table.place(row, "b") for row in (-1, 0, 1)] == [f"{path}, line {n}, column `b`" for n in (1, 4, 5)]
    path.unlink()
    assert table.place(1, "b") == f"{path}, record 2, column `b`"
