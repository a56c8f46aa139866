"""Caps of the engine and its conventions: it is budgeted by counts, never by the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on each stage, and how doubtful words are read.

    `conventions`: "honest" reads "must be twice" as an equality; "nl4opt" follows that benchmark (a bare multiple or
    share
    is a lower bound).
    """

    tokens: int = 2500
    numbers: int = 120
    candidates: int = 8
    objectives: int = 3
    choices: int = 3
    hypotheses: int = 200
    solves: int = 24
    readings: int = 6
    conventions: Literal["honest", "nl4opt"] = "honest"
