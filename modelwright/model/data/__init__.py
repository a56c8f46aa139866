"""Data beside the Model: tables from files, frames and arrays, column by column, kept as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.lazy import handed_on
from modelwright.model.data.columns import Cell, Column, Factor, Numbers
from modelwright.model.data.table import Data, DataSource, Entry, Table, as_data

if TYPE_CHECKING:
    from modelwright.model.data.arrays import Axis
    from modelwright.model.data.sources import load_tables

__all__ = [
    "Axis",
    "Cell",
    "Column",
    "Data",
    "DataSource",
    "Entry",
    "Factor",
    "Numbers",
    "Table",
    "as_data",
    "load_tables",
]

__getattr__ = handed_on(__name__, {"arrays": ("Axis",), "sources": ("load_tables",)})
