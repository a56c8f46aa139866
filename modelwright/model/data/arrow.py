"""Tables of Parquet and Arrow files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from modelwright.model.data.files import DataFile, Reading, check_size, needs
from modelwright.model.data.table import Table, places_of_records

__all__ = ["read"]


def read(file: DataFile) -> Reading:
    """The table of a .parquet, .arrow or .feather file."""
    polars = needs("polars", file.where)
    return {file.stem: lambda: _read(file, polars)}


def _read(file: DataFile, polars: Any) -> Table:
    parquet = file.path.suffix.lower() == ".parquet"
    try:
        lazy = polars.scan_parquet(file.path, glob=False) if parquet else polars.scan_ipc(file.path, glob=False)
        check_size(lazy.select(polars.len()).collect().item(), len(lazy.collect_schema()), file.where)
        frame = lazy.collect()
    except (polars.exceptions.PolarsError, OSError) as error:
        raise file.not_a("a Parquet file" if parquet else "an Arrow file", error) from None
    table = Table.of_frame(file.stem, frame, where=file.where)
    return replace(table, origin=file.where, digest=file.digest, locate=places_of_records(file.where))
