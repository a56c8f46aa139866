"""Names of tables, and what single formats need."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from modelwright.errors import DataError, InputError
from modelwright.model import Table
from modelwright.model.data import load_tables


def book(path, **sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def test_the_sheet_of_a_workbook_has_two_names(tmp_path) -> None:
    data = load_tables([book(tmp_path / "limits.xlsx", Demand=[["m"], [1]], empty=[])])
    assert list(data.tables) == ["limits"]
    assert data.table("limits").column("m") == data.table("Demand").column("m") == [1]
    assert (data.table("limits").name, data.table("Demand").name) == ("limits", "Demand")


def test_a_default_name_is_none(tmp_path) -> None:
    data = load_tables([book(tmp_path / "limits.xlsx", Tabelle1=[["m"], [1]])])
    with pytest.raises(DataError, match="Tabelle1"):
        data.table("Tabelle1")


def test_a_file_comes_before_the_other_name_of_a_sheet(tmp_path) -> None:
    (tmp_path / "Demand.csv").write_text("m\n2\n")
    workbooks = [
        book(
            tmp_path / f"{name}.xlsx",
            Demand=[["m"], [1]],
        )
        for name in ("a", "b")
    ]
    assert load_tables([workbooks[0], tmp_path / "Demand.csv"]).table("Demand").column("m") == ["2"]
    with pytest.raises(DataError, match="Demand"):
        load_tables(workbooks).table("Demand")


def test_sheets_are_read_when_they_are_asked_for(tmp_path) -> None:
    data = load_tables([book(tmp_path / "b.xlsx", notes=[["see", "see"]], costs=[["c"], [0.5]])])
    assert list(data.tables) == ["notes", "costs"]
    assert data.table("costs").column("c") == [Decimal("0.5")]
    with pytest.raises(InputError, match="Two columns are named `see`"):
        data.table("notes")


def test_a_table_anywhere_in_a_sheet(tmp_path) -> None:
    rows = [[], [None, " plant ", None, "cost"], [], [None, " north", None, 3.0], [None, 7, None, date(2024, 1, 2)]]
    table = load_tables([book(tmp_path / "t.xlsx", Sheet=rows)]).table("t")
    assert {name: list(column) for name, column in table.columns.items()} == {
        "plant": ["north", 7],
        "cost": [3, "2024-01-02"],
    }
    assert table.place(1, "cost") == f'{tmp_path}/t.xlsx, sheet "Sheet", row 5, column "cost" (D5)'
    assert table.place(-1, "cost") == f'{tmp_path}/t.xlsx, sheet "Sheet", row 2, column "cost" (D2)'


def test_columns_beyond_z(tmp_path) -> None:
    names = [f"c{k}" for k in range(60)]
    table = load_tables([book(tmp_path / "t.xlsx", Sheet=[names, list(range(60))])]).table("t")
    assert [table.place(0, f"c{k}").rpartition(" ")[2] for k in (25, 26, 51, 52)] == ["(Z2)", "(AA2)", "(AZ2)", "(BA2)"]


def test_views_and_a_write_ahead_log(tmp_path) -> None:
    path = tmp_path / "shop.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE a (x)")
    connection.execute("INSERT INTO a VALUES (0.5), (NULL)")
    connection.execute("CREATE VIEW b AS SELECT x + 1 AS y FROM a WHERE x IS NOT NULL")
    connection.commit()
    data = load_tables([path])
    assert (list(data.table("a").column("x")), list(data.table("b").column("y"))) == (
        [Decimal("0.5"), None],
        [Decimal("1.5")],
    )
    made = Table.query("c", "SELECT x AS z FROM a ORDER BY x", connection)
    assert list(made.column("z")) == [None, Decimal("0.5")]
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("INSERT INTO a VALUES (2)")
    connection.commit()
    with pytest.raises(InputError, match="not in its file yet"):
        load_tables([path])
    connection.close()


def test_types_of_duckdb(tmp_path) -> None:
    import duckdb

    with duckdb.connect() as connection:
        sql = """SELECT 0.10::DECIMAL(9, 2) AS d, 12345678901234567890123::HUGEINT AS h, DATE '2024-01-02' AS day,
                 0.1 + 0.2::DOUBLE AS f, 'x'::ENUM('x', 'y') AS e, 7::TINYINT AS i, NULL::INTEGER AS n, true AS b"""
        table = Table.query("t", sql, connection)
    cells = {name: column for name, column in table.columns.items() if name != "b"}
    assert {name: column[0] for name, column in cells.items()} == {
        "d": "0.10", "h": "12345678901234567890123", "day": "2024-01-02", "f": Decimal("0.30000000000000004"),
        "e": "x", "i": 7, "n": None,
    }  # fmt: skip
    with pytest.raises(DataError, match="BOOLEAN"):
        table.column("b")
