"""One data set in every form that tables are read from."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import polars as pl

from modelwright.model import Data, Table
from modelwright.model.data import as_data

Records = list[dict[str, Any]]
"""A table: members as text or integers, numbers as text."""
DataSet = dict[str, Records]

WIDE = {
    "costs": ("market", "cost"),
    "roads": ("to", "width"),
    "demands": ("market", "demand"),
    "hours": ("day", "hours"),
}
"""Tables that may be wide: the key column and the value column that go."""
NUMBERS = {"cost", "width", "demand", "hours", "supply", "opening"}


def widened(records: Records, key: str, value: str) -> Records:
    """The records with the members of `key` as columns; ``""`` where there is no value."""
    headers = list(dict.fromkeys(str(record[key]) for record in records))
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for record in records:
        rest = {name: cell for name, cell in record.items() if name not in (key, value)}
        row = found.setdefault(tuple(rest.values()), rest | dict.fromkeys(headers, ""))
        row[str(record[key])] = record[value]
    return list(found.values())


def wide(data: DataSet) -> DataSet:
    return {name: widened(records, *WIDE[name]) if name in WIDE else records for name, records in data.items()}


def typed(cell: Any, column: str) -> Any:
    """A cell as a program with types holds it."""
    return float(cell) if column in NUMBERS and cell != "" else cell


def columns_of(records: Records, *, types: bool = False) -> dict[str, list[Any]]:
    names = list(records[0])
    return {name: [typed(r[name], name) if types else r[name] for r in records] for name in names}


def delimited(data: DataSet, folder: Path, suffix: str) -> Data:
    paths = []
    for name, records in data.items():
        paths.append(folder / f"{name}{suffix}")
        with paths[-1].open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(records[0]), delimiter="\t" if suffix == ".tsv" else ",")
            writer.writeheader()
            writer.writerows(records)
    return as_data(paths)


def json_files(data: DataSet, folder: Path, make: Callable[[Records], Any]) -> Data:
    for name, records in data.items():
        (folder / f"{name}.json").write_text(json.dumps(make(records)), "utf-8")
    return as_data(folder / f"{name}.json" for name in data)


def json_document(data: DataSet, folder: Path) -> Data:
    (folder / "all.json").write_text(json.dumps(data), "utf-8")
    return as_data([folder / "all.json"])


def json_lines(data: DataSet, folder: Path) -> Data:
    for name, records in data.items():
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n", "utf-8")
    return as_data(folder / f"{name}.jsonl" for name in data)


def workbook(data: DataSet, folder: Path) -> Data:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, records in data.items():
        sheet = book.create_sheet(name)
        sheet.append([])
        sheet.append([int(h) if h.isdigit() else h for h in records[0]])
        for record in records:
            sheet.append([None if cell == "" else number_of(cell) for cell in record.values()])
    book.save(folder / "book.xlsx")
    return as_data([folder / "book.xlsx"])


def number_of(cell: Any) -> Any:
    """A number where `cell` writes one, as a person types it into a sheet."""
    try:
        return float(cell)
    except ValueError:
        return cell


def sqlite_file(data: DataSet, folder: Path) -> Data:
    connection = sqlite3.connect(folder / "all.db")
    for name, records in data.items():
        header = ", ".join(f'"{column}"' for column in records[0])
        connection.execute(f'CREATE TABLE "{name}" ({header})')
        rows = [tuple(None if c == "" else typed(c, n) for n, c in r.items()) for r in records]
        connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(records[0]))})', rows)
    connection.commit()
    connection.close()
    return as_data([folder / "all.db"])


def polars_frame(records: Records, dtype: Any = pl.String) -> pl.DataFrame:
    frame = pl.DataFrame(columns_of(records, types=True))
    return frame.with_columns(pl.col(pl.String).cast(dtype))


def pandas_frame(records: Records, dtype: Any) -> pd.DataFrame:
    frame = pd.DataFrame(columns_of(records, types=True))
    texts = [name for name in frame if isinstance(frame[name].iloc[0], str)]
    return frame.astype(dict.fromkeys(texts, dtype))


def arrow_files(data: DataSet, folder: Path, suffix: str) -> Data:
    for name, records in data.items():
        frame, path = polars_frame(records), folder / f"{name}{suffix}"
        frame.write_parquet(path) if suffix == ".parquet" else frame.write_ipc(path)
    return as_data(folder / f"{name}{suffix}" for name in data)


def duckdb_file(data: DataSet, folder: Path) -> Data:
    delimited(data, folder, ".csv")
    with duckdb.connect(folder / "all.duckdb") as connection:
        for name in data:
            sql = f"SELECT * FROM read_csv('{folder / name}.csv')"
            connection.execute(f"CREATE TABLE {name} AS {sql}")
    return as_data([folder / "all.duckdb"])


def queries(data: DataSet, folder: Path) -> Data:
    (folder / "parts").mkdir()
    for name, records in data.items():
        delimited({f"{name}_part": records}, folder, ".csv")
        (folder / f"{name}.sql").write_text(f"-- the whole table\nSELECT * FROM '{name}_part.csv';\n", "utf-8")
    return as_data(folder / f"{name}.sql" for name in data)


def own_connection(data: DataSet, folder: Path) -> Data:
    duckdb_file(data, folder)
    with duckdb.connect(folder / "all.duckdb", read_only=True) as connection:
        return Data({name: Table.query(name, f"FROM {name}", connection) for name in data})


def grids(data: DataSet, folder: Path) -> Data:
    return as_data(
        {name: grid(name, records) if name in WIDE else columns_of(records) for name, records in data.items()}
    )


def grid(name: str, records: Records) -> Table:
    value = WIDE[name][1]
    axes: dict[str, Any] = {key: list(dict.fromkeys(r[key] for r in records)) for key in records[0] if key != value}
    array = np.full([len(labels) for labels in axes.values()], np.nan)
    for record in records:
        array[tuple(labels.index(record[key]) for key, labels in axes.items())] = float(record[value])
    return Table.grid(name, axes, {value: array})


def objects(data: DataSet, folder: Path) -> Data:
    """Plain columns of decimals."""
    return as_data(
        {
            name: {c: [Decimal(r[c]) if c in NUMBERS else r[c] for r in records] for c in records[0]}
            for name, records in data.items()
        }
    )


KINDS: dict[str, Callable[[DataSet, Path], Data]] = {
    "csv": lambda data, folder: delimited(data, folder, ".csv"),
    "csv wide": lambda data, folder: delimited(wide(data), folder, ".csv"),
    "tsv": lambda data, folder: delimited(data, folder, ".tsv"),
    "json records": lambda data, folder: json_files(data, folder, list),
    "json columns": lambda data, folder: json_files(data, folder, columns_of),
    "json document": json_document,
    "json wide": lambda data, folder: json_document(wide(data), folder),
    "jsonl": json_lines,
    "excel": workbook,
    "excel wide": lambda data, folder: workbook(wide(data), folder),
    "sqlite": sqlite_file,
    "sqlite wide": lambda data, folder: sqlite_file(wide(data), folder),
    "parquet": lambda data, folder: arrow_files(data, folder, ".parquet"),
    "arrow": lambda data, folder: arrow_files(data, folder, ".arrow"),
    "duckdb": duckdb_file,
    "sql": queries,
    "sql wide": lambda data, folder: queries(wide(data), folder),
    "own connection": own_connection,
    "pandas objects": lambda data, _: as_data({n: pandas_frame(r, object) for n, r in data.items()}),
    "pandas texts": lambda data, _: as_data({n: pandas_frame(r, "str") for n, r in data.items()}),
    "pandas categories": lambda data, _: as_data({n: pandas_frame(r, "category") for n, r in data.items()}),
    "polars texts": lambda data, _: as_data({n: polars_frame(r) for n, r in data.items()}),
    "polars categories": lambda data, _: as_data({n: polars_frame(r, pl.Categorical) for n, r in data.items()}),
    "polars wide": lambda data, _: as_data({n: polars_frame(r) for n, r in wide(data).items()}),
    "grids": grids,
    "columns": lambda data, _: Data({n: Table(n, columns_of(r)) for n, r in data.items()}),
    "columns wide": lambda data, _: as_data({n: columns_of(r) for n, r in wide(data).items()}),
    "objects": objects,
}
"""Every form: writes a data set into a folder, or makes objects of it, and gives what is read."""
