"""Broken tables of every kind: the message names file, row and column, and says what to write.

The messages are stored in ``tests/golden/tables.json``; ``MODELWRIGHT_GOLDEN=write`` writes them anew, for review.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pytest

from modelwright.config import LIMITS
from modelwright.errors import ModelwrightError
from modelwright.model import Model, Table
from modelwright.model.data import as_data, delimited, files
from modelwright.model.data import excel as workbooks
from modelwright.solvers.grounding import ground

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "tables.json"

PLANTS = {"name": "PLANTS", "content": {"form": "members", "members": ["north", "south"]}}
MARKETS = {"name": "MARKETS", "content": {"form": "members", "members": ["Oslo", "Bergen"]}}
OF_TABLE = {"name": "MARKETS", "content": {"form": "column", "table": "costs", "column": "market"}}
YEARS = {"name": "YEARS", "content": {"form": "range", "first": 1, "last": 2}}
COST = {"form": "bound", "table": "costs", "keys": ["plant", "market"], "value": "cost"}
TIME = COST | {"value": "hours"}


def model(*sets: dict, index=("PLANTS", "MARKETS"), values=(COST,)) -> Model:
    """A Model that reads every value of its parameters."""
    parameters = [{"name": f"p{k}", "index": list(index), "value": value} for k, value in enumerate(values)]
    ids = "ijk"[: len(index)]
    over = " ".join(f"for {i} in {s}" for i, s in zip(ids, index, strict=True))
    terms = [f"sum(p{k}[{', '.join(ids)}] * x {over})" for k in range(len(values))]
    return Model(
        sets=list(sets or (PLANTS, MARKETS)),
        parameters=parameters,
        variables=[{"name": "x", "lower": "0"}],
        objectives=[{"name": "o", "sense": "min", "expression": " + ".join(terms)}],
    )


LONG = model()
FROM_TABLE = model(PLANTS, OF_TABLE)
COVERS = {"form": "bound_sets", "table": "costs", "keys": ["plant"], "member": "market"}
SET_VALUED = Model(
    sets=[PLANTS, MARKETS],
    parameters=[{"name": "covers", "index": ["PLANTS"], "members_of": "MARKETS", "value": COVERS}],
    variables=[{"name": "x", "index": ["MARKETS"], "lower": "0"}],
    objectives=[
        {"name": "o", "sense": "min", "expression": "sum(x[m] for p in PLANTS for m in covers[p])"},
    ],
)
HEAD = "plant,market,cost\n"
GOOD = "north,Oslo,1\nnorth,Bergen,2\nsouth,Oslo,3\nsouth,Bergen,4\n"

Writer = Callable[[Path], Any]
"""Writes files into a folder and gives what `as_data` takes."""


def csv(*records: str, head: str = HEAD, name: str = "costs.csv") -> Writer:
    return raw((head + "\n".join(records) + "\n").encode(), name)


def raw(content: bytes, name: str = "costs.csv") -> Writer:
    def write(folder: Path) -> list[Path]:
        (folder / name).write_bytes(content)
        return [folder / name]

    return write


def replaced(line: int, record: str) -> Writer:
    """The good table with another record at `line`."""
    records = GOOD.splitlines()
    records[line - 2] = record
    return csv(*records)


def excel(*rows: list, sheet: str = "costs", merge: str | None = None, name: str = "costs.xlsx") -> Writer:
    def write(folder: Path) -> list[Path]:
        book = openpyxl.Workbook()
        book.active.title = sheet
        for row in rows:
            book.active.append(row)
        if merge:
            book.active.merge_cells(merge)
        book.create_sheet("notes").append(["see the other sheet"])
        book.save(folder / name)
        return [folder / name]

    return write


def sql(text: str, **files: str) -> Writer:
    def write(folder: Path) -> list[Path]:
        (folder / "in").mkdir()
        (folder / "outside.csv").write_text("plant,market,cost\nnorth,Oslo,1\n")
        (folder / "in" / "inside.csv").write_text("plant,market,cost\nnorth,Oslo,1\n")
        (folder / "in" / "costs.sql").write_text(text.replace("FOLDER", str(folder)))
        return [folder / "in" / "costs.sql"]

    return write


def database(folder: Path) -> list[Path]:
    connection = sqlite3.connect(folder / "shop.db")
    connection.execute("CREATE TABLE costs (plant, market, cost)")
    connection.executemany("INSERT INTO costs VALUES (?, ?, ?)", [("north", "Oslo", 1), ("north", "Bergen", b"\x00")])
    connection.commit()
    connection.close()
    return [folder / "shop.db"]


def duckdb_file(folder: Path) -> list[Path]:
    with duckdb.connect(folder / "shop.duckdb") as connection:
        connection.execute("CREATE TABLE costs AS SELECT 'north' AS plant, 'Oslo' AS market, [1, 2] AS cost")
    return [folder / "shop.duckdb"]


def parquet(folder: Path) -> list[Path]:
    frame = pl.DataFrame({"plant": ["north"], "market": ["Oslo"], "cost": [True]})
    frame.write_parquet(folder / "costs.parquet")
    return [folder / "costs.parquet"]


def two_files(folder: Path) -> list[Path]:
    (folder / "costs.csv").write_text(HEAD)
    (folder / "costs.tsv").write_text(HEAD.replace(",", "\t"))
    return [folder / "costs.csv", folder / "costs.tsv"]


def bomb(folder: Path) -> list[Path]:
    with zipfile.ZipFile(folder / "costs.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    return [folder / "costs.xlsx"]


def frame(**columns: Any) -> Writer:
    return lambda _: {"costs": pl.DataFrame(columns)}


def indexed(_: Path) -> Any:
    long = pd.DataFrame({"plant": ["north"], "market": ["Oslo"], "cost": [1.0]})
    return {"costs": long.set_index(["plant", "market"])}


def doubled(_: Path) -> Any:
    return {"costs": pd.DataFrame([["north", "Oslo", 1, 2]], columns=["plant", "market", "cost", "cost"])}


def grid(shape: tuple[int, ...], markets: tuple[str, ...] = ("Oslo", "Bergen")) -> Writer:
    axes = {"plant": ("north", "south"), "market": markets}
    return lambda _: {"costs": Table.grid("costs", axes, {"cost": np.ones(shape)})}


def workbook_of_two(folder: Path) -> Any:
    excel(["plant"], ["north"])(folder)
    return [("costs", folder / "costs.xlsx")]


WIDE = "plant,Oslo,Bergen\n"

Case = tuple[Model, Writer, tuple[str, ...]]
"""A Model, what writes its data, and what the place must say."""

CASES: dict[str, Case] = {
    "missing file": (LONG, lambda folder: [folder / "costs.csv"], ("costs.csv",)),
    "a folder": (LONG, lambda folder: [(folder / "costs.csv").mkdir() or folder / "costs.csv"], ("costs.csv",)),
    "unknown suffix": (LONG, raw(b"", "costs.docx"), ("costs.docx",)),
    "no suffix": (LONG, raw(b"", "costs"), ("costs",)),
    "empty file": (LONG, raw(b""), ("costs.csv", "line 1")),
    "no header": (LONG, csv(*GOOD.splitlines(), head=""), ("costs.csv",)),
    "blank header": (LONG, csv("north,Oslo,1", head="plant,,cost\n"), ("costs.csv", "line 1")),
    "duplicate header": (LONG, csv("north,Oslo,1", head="plant,market, market\n"), ("costs.csv", "line 1")),
    "semicolons": (LONG, csv("north;Oslo;1", head="plant;market;cost\n"), ("costs.csv", "line 1")),
    "commas in tsv": (LONG, csv("north,Oslo,1", name="costs.tsv"), ("costs.tsv",)),
    "ragged record": (LONG, replaced(4, "south,Oslo"), ("costs.csv", "line 4")),
    "decimal comma splits": (LONG, replaced(3, "north,Bergen,1,5"), ("costs.csv", "line 3")),
    "open quotation mark": (LONG, replaced(4, 'south,"Oslo,3'), ("costs.csv", "line")),
    "quotation mark inside": (LONG, replaced(4, 'south,"Os"lo,3'), ("costs.csv", "line 4")),
    "not UTF-8": (LONG, raw((HEAD + "north,Trömsö,1\n").encode("latin-1")), ("costs.csv",)),
    "UTF-16": (LONG, raw(HEAD.encode("utf-16")), ("costs.csv",)),
    "missing key": (LONG, csv("north,Oslo,1", "north,Bergen,2", "south,Oslo,3"), ("costs.csv", "`cost`")),
    "duplicate key": (LONG, csv(*GOOD.splitlines(), "south,Oslo,5"), ("costs.csv", "line 6", "`cost`")),
    "no number": (LONG, replaced(3, "north,Bergen,cheap"), ("costs.csv", "line 3", "`cost`")),
    "empty number": (LONG, replaced(3, "north,Bergen,"), ("costs.csv", "line 3", "`cost`")),
    "NaN": (LONG, replaced(3, "north,Bergen,NaN"), ("costs.csv", "line 3", "`cost`")),
    "infinity": (LONG, replaced(3, "north,Bergen,-inf"), ("costs.csv", "line 3", "`cost`")),
    "decimal comma": (LONG, replaced(3, 'north,Bergen,"1,5"'), ("costs.csv", "line 3", "`cost`")),
    "thousands": (LONG, replaced(3, 'north,Bergen,"1,234"'), ("costs.csv", "line 3", "`cost`")),
    "thousands and decimals": (LONG, replaced(3, 'north,Bergen,"1.234,50"'), ("costs.csv", "line 3", "`cost`")),
    "unit in the cell": (LONG, replaced(3, "north,Bergen,5 kg"), ("costs.csv", "line 3", "`cost`")),
    "per cent": (LONG, replaced(3, "north,Bergen,12%"), ("costs.csv", "line 3", "`cost`")),
    "money": (LONG, replaced(3, "north,Bergen,$5"), ("costs.csv", "line 3", "`cost`")),
    "division by zero": (LONG, replaced(3, "north,Bergen,1/0"), ("costs.csv", "line 3", "`cost`")),
    "long number": (LONG, replaced(3, "north,Bergen," + "9" * 500), ("costs.csv", "line 3", "`cost`")),
    "huge exponent": (LONG, replaced(3, "north,Bergen,1e999"), ("costs.csv", "line 3", "`cost`")),
    "unknown member": (LONG, replaced(3, "north,Paris,2"), ("costs.csv", "line 3", "`market`")),
    "member in another case": (LONG, replaced(3, "north,bergen,2"), ("costs.csv", "line 3", "`market`")),
    "member with a space": (LONG, replaced(3, "no rth,Bergen,2"), ("costs.csv", "line 3", "`plant`")),
    "empty member": (LONG, replaced(3, "north,,2"), ("costs.csv", "line 3", "`market`")),
    "empty member of a set": (FROM_TABLE, replaced(3, "north,,2"), ("costs.csv", "line 3", "`market`")),
    "a space inside a number of a key": (
        model(PLANTS, YEARS, index=("PLANTS", "YEARS")),
        csv("north,01,5"),
        ("costs.csv", "line 2", "`market`"),
    ),
    "negative member": (
        model(PLANTS, YEARS, index=("PLANTS", "YEARS")),
        csv("north,-1,5"),
        ("costs.csv", "line 2", "`market`"),
    ),
    "integers and texts": (
        model(PLANTS, YEARS | {"content": {"form": "members", "members": [1, 2]}}, index=("PLANTS", "YEARS")),
        csv("north,1,5", "north,second,5"),
        ("costs.csv", "line 3", "`market`"),
    ),
    "unknown member of a set value": (SET_VALUED, replaced(5, "south,oslo,2"), ("costs.csv", "line 5", "`market`")),
    "repeated member of a set value": (SET_VALUED, replaced(5, "south,Oslo,2"), ("costs.csv", "line 5", "`market`")),
    "missing column": (LONG, csv("north,Oslo", head="plant,market\n"), ("costs.csv",)),
    "missing table": (LONG, csv("north,Oslo,1", name="prices.csv"), ()),
    "wide header that is no member": (LONG, csv("north,1,2", head="plant,Oslo,Begen\n"), ("line 1", "`Begen`")),
    "wide header in another case": (LONG, csv("north,1,2", head="plant,Oslo,bergen\n"), ("line 1", "`bergen`")),
    "wide with a bad number": (LONG, csv("north,1,2", "south,x,4", head=WIDE), ("costs.csv", "line 3", "`Oslo`")),
    "wide with a hole": (LONG, csv("north,1,2", "south,,4", head=WIDE), ("costs.csv", "`cost`")),
    "wide with a repeated key": (LONG, csv("north,1,2", "north,3,4", head=WIDE), ("costs.csv", "line 3", "`Oslo`")),
    "wide with an unknown key": (LONG, csv("north,1,2", "west,3,4", head=WIDE), ("costs.csv", "line 3", "`plant`")),
    "wide without keys": (LONG, csv("1,2", head="Oslo,Bergen\n"), ("costs.csv",)),
    "wide with two candidates": (model(values=(COST, TIME)), csv("north,1,2", head=WIDE), ("costs.csv",)),
    "wide without members": (LONG, csv("north", head="plant\n"), ("costs.csv",)),
    "true and false in Excel": (
        LONG,
        excel(["plant", "market", "cost"], ["north", "Oslo", 1], ["north", "Bergen", True]),
        ("costs.xlsx", 'sheet "costs"', "row 3", '"cost"', "(C3)"),
    ),
    "a date as a number": (
        LONG,
        excel(["plant", "market", "cost"], ["north", "Oslo", date(2024, 1, 2)], ["north", "Bergen", 1]),
        ("costs.xlsx", 'sheet "costs"', "row 2", '"cost"', "(C2)"),
    ),
    "blank header in Excel": (
        LONG,
        excel(["plant", None, "cost"], ["north", "Oslo", 1]),
        ("costs.xlsx", 'sheet "costs"', "row 1", "(B1)"),
    ),
    "merged header": (
        LONG,
        excel(["plant", "market", "cost", None], ["north", "Oslo", 1, 2], merge="C1:D1"),
        ("costs.xlsx", 'sheet "costs"', "row 1", "(D1)"),
    ),
    "duplicate header in Excel": (
        LONG,
        excel([], ["plant", "cost", "cost"], ["north", 2, 1]),
        ("costs.xlsx", 'sheet "costs"', "row 2", "(C2)"),
    ),
    "text in Excel": (
        LONG,
        excel([None, "plant", "market", "cost"], [], [None, "north", "Oslo", "5 kg"]),
        ("costs.xlsx", 'sheet "costs"', "row 3", '"cost"', "(D3)"),
    ),
    "missing sheet": (LONG, excel(["plant"], ["north"], sheet="prices"), ()),
    "name for two sheets": (LONG, workbook_of_two, ("costs.xlsx",)),
    "blank workbook": (LONG, lambda folder: _blank(folder), ("costs.xlsx",)),
    "corrupt workbook": (LONG, raw(b"PK\x03\x04 broken", "costs.xlsx"), ("costs.xlsx",)),
    "locked workbook": (LONG, raw(b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "costs.xlsx"), ("costs.xlsx",)),
    "corrupt old workbook": (LONG, raw(b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "costs.xls"), ("costs.xls",)),
    "corrupt OpenDocument": (LONG, raw(b"PK", "costs.ods"), ("costs.ods",)),
    "a workbook that unpacks to too much": (LONG, bomb, ("costs.xlsx",)),
    "corrupt SQLite": (LONG, raw(b"SQLite format 3\x00" + b"x" * 200, "costs.db"), ("costs.db",)),
    "SQLite without tables": (LONG, raw(b"", "costs.db"), ("costs.db",)),
    "bytes in SQLite": (LONG, database, ("shop.db", "`costs`", "record 2", "`cost`")),
    "corrupt DuckDB": (LONG, raw(b"DUCK" * 50, "costs.duckdb"), ("costs.duckdb",)),
    "list in DuckDB": (LONG, duckdb_file, ("shop.duckdb", "`costs`", "`cost`")),
    "corrupt Parquet": (LONG, raw(b"PAR1" * 5, "costs.parquet"), ("costs.parquet",)),
    "corrupt Arrow": (LONG, raw(b"ARROW1" * 5, "costs.arrow"), ("costs.arrow",)),
    "truth values in Parquet": (LONG, parquet, ("costs.parquet", "`cost`")),
    "SQL that changes something": (LONG, sql("CREATE TABLE x (a INTEGER)"), ("costs.sql",)),
    "two queries": (LONG, sql("SELECT 1; SELECT 2"), ("costs.sql",)),
    "no query": (LONG, sql("-- nothing"), ("costs.sql",)),
    "SQL that is none": (LONG, sql("SELEC 1"), ("costs.sql",)),
    "SQL that fails": (LONG, sql("SELECT plnt FROM 'inside.csv'"), ("costs.sql",)),
    "SQL that reads elsewhere": (LONG, sql("SELECT * FROM 'FOLDER/outside.csv'"), ("costs.sql",)),
    "SQL that climbs": (LONG, sql("SELECT * FROM read_text('FOLDER/in/../outside.csv')"), ("costs.sql",)),
    "SQL with one name twice": (LONG, sql("SELECT cost, cost AS \"cost \" FROM 'inside.csv'"), ("costs.sql",)),
    "JSON that is none": (LONG, raw(b'[{"plant": 1},\n {"plant" 2}]', "costs.json"), ("costs.json", "line 2")),
    "JSON of another shape": (LONG, raw(b'"costs"', "costs.json"), ("costs.json",)),
    "JSON with NaN": (LONG, raw(b'[{"cost": NaN}]', "costs.json"), ("costs.json",)),
    "JSON with a field twice": (LONG, raw(b'[{"cost": 1, "cost": 2}]', "costs.json"), ("costs.json",)),
    "nested JSON": (
        LONG,
        raw(b'[{"plant": "north", "market": "Oslo", "cost": [1]}]', "costs.json"),
        ("costs.json", "record 1", "`cost`"),
    ),
    "JSON record without a field": (
        LONG,
        raw(b'[{"plant": "north", "cost": 1}, {"plant": "south"}]', "costs.json"),
        ("costs.json", "record 2", "`cost`"),
    ),
    "JSON columns of two lengths": (LONG, raw(b'{"plant": ["a", "b"], "cost": [1]}', "costs.json"), ("costs.json",)),
    "text in a JSON record": (
        LONG,
        raw(b'[{"plant": "north", "market": "Oslo", "cost": "much"}]', "costs.json"),
        ("costs.json", "record 1", "`cost`"),
    ),
    "broken line": (LONG, raw(b'{"plant": 1}\n\n{"plant": }\n', "costs.jsonl"), ("costs.jsonl", "line 3")),
    "line of another record": (LONG, raw(b'{"plant": 1}\n{"plnt": 2}\n', "costs.jsonl"), ("costs.jsonl", "line 2")),
    "line that is no record": (LONG, raw(b"[1]\n", "costs.jsonl"), ("costs.jsonl", "line 1")),
    "too large": (LONG, raw(b"x" * 41, "costs.csv"), ("costs.csv",)),
    "too large a cell": (LONG, replaced(3, "north,Bergen," + "x" * 200_000), ("costs.csv", "line 3")),
    "too many rows": (LONG, csv(*GOOD.splitlines()), ("costs.csv",)),
    "one table from two files": (LONG, two_files, ("costs.csv", "costs.tsv")),
    "without polars": (LONG, parquet, ("costs.parquet",)),
    "without calamine": (LONG, excel(["plant"], ["north"]), ("costs.xlsx",)),
    "without duckdb": (LONG, sql("SELECT 1"), ("costs.sql",)),
    "frame with an index": (LONG, indexed, ("costs",)),
    "frame with a column twice": (LONG, doubled, ("costs",)),
    "frame of truth values": (LONG, frame(plant=["north"], market=["Oslo"], cost=[True]), ("costs", "`cost`")),
    "frame of lists": (LONG, frame(plant=["north"], market=["Oslo"], cost=[[1]]), ("costs", "`cost`")),
    "frame with a missing number": (
        LONG,
        frame(plant=["north", "north"], market=["Oslo", "Bergen"], cost=[1.5, None]),
        ("costs", "record 2", "`cost`"),
    ),
    "columns of two lengths": (LONG, lambda _: {"costs": {"plant": ["north"], "cost": []}}, ("costs",)),
    "an object as a table": (LONG, lambda _: {"costs": 5}, ("costs",)),
    "grid of another shape": (LONG, grid((2, 3)), ("costs", "`cost`")),
    "grid with a label twice": (LONG, grid((2, 2), ("Oslo", "Oslo")), ("costs", "`market`")),
    "grid with an unknown label": (LONG, grid((2, 2), ("Oslo", "Paris")), ("costs", "`Paris`", "`market`")),
}
MISSING = {"without polars": "polars", "without calamine": "python_calamine", "without duckdb": "duckdb"}
LIMITED = {
    "too large": {"file_bytes": 40},
    "too many rows": {"table_rows": 3},
    "a workbook that unpacks to too much": {"unpacked_bytes": 1_000_000},
}


def _blank(folder: Path) -> list[Path]:
    openpyxl.Workbook().save(folder / "costs.xlsx")
    return [folder / "costs.xlsx"]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], dict[str, Any]]:
    """The message of a case, with the folder cut out."""

    def say(name: str) -> dict[str, Any]:
        document, write, _ = CASES[name]
        for module in (files, workbooks, delimited):
            monkeypatch.setattr(module, "LIMITS", replace(LIMITS, **LIMITED.get(name, {})))

        def attempt() -> None:
            source = write(tmp_path)
            if name in MISSING:
                monkeypatch.setitem(sys.modules, MISSING[name], None)
            ground(document, as_data(source))

        with pytest.raises(ModelwrightError) as caught:
            attempt()
        found = caught.value.to_json()
        return {part: text and text.replace(f"{tmp_path}/", "") for part, text in found.items()}

    return say


def stored() -> dict[str, Any]:
    return json.loads(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else {}


@pytest.mark.parametrize("name", CASES)
def test_messages(name: str, said) -> None:
    found = said(name)
    golden = stored()
    if os.environ.get("MODELWRIGHT_GOLDEN") == "write":
        golden[name] = found
        kept = {case: golden[case] for case in CASES if case in golden}
        GOLDEN.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == golden[name]


def test_no_message_is_left_over() -> None:
    assert list(stored()) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_messages_name_the_place_and_say_what_to_write(name: str, said) -> None:
    found = said(name)
    for token in CASES[name][2]:
        assert token in (found["where"] or ""), found
    assert found["hint"], found
    assert found["code"] not in {"error", "input", "data"}
    assert not found["message"].endswith(".")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("member in another case", "Bergen"),
        ("member with a space", "north"),
        ("wide header in another case", "Bergen"),
        ("unknown member of a set value", "Oslo"),
        ("a space inside a number of a key", "1"),
    ],
)
def test_a_member_that_is_nearly_right_is_put_right(name: str, written: str, said) -> None:
    assert f"`{written}`" in said(name)["hint"]
