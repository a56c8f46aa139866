"""Minimal conflicts: a Farkas proof where the linear rows alone have one, then a deletion filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from modelwright.solvers.diagnosis.atoms import FRAME, Atom, System
from modelwright.solvers.proofs.claims import farkas_multipliers
from modelwright.solvers.proofs.program import Program

if TYPE_CHECKING:
    from modelwright.solvers.diagnosis.oracle import Oracle
    from modelwright.solvers.diagnosis.reports import Proof

__all__ = ["Core", "find_conflict"]

_ORDER = {"no": 0, "unstated": 1, "yes": 2}
"""What is left out first, so that a conflict is told by rows that may move where it can be."""


class Core:
    """A conflict as atoms.

    Attributes:
        atoms: Those that contradict each other.
        minimal: Whether each was shown to be needed.
        proof: How sure it is.
        notes: How it is known.
    """

    def __init__(self, atoms: list[Atom], minimal: bool, proof: Proof, notes: tuple[str, ...]) -> None:
        self.atoms, self.minimal, self.proof, self.notes = atoms, minimal, proof, notes


def find_conflict(oracle: Oracle) -> Core | None:
    """A minimal conflict of the system; ``None`` where it can hold, or that was not found out."""
    system = oracle.system
    known = _farkas_atoms(system)
    start = known or system.atoms
    if not known and oracle.can_hold(start) is not False:
        return None
    kept, minimal = _filtered(oracle, start)
    proof, note = oracle.proof(kept)
    notes = [note]
    if oracle.framed:
        notes.append(f"where bounds were left out, decisions were looked for between -{FRAME:,} and {FRAME:,}")
    place = {atom: k for k, atom in enumerate(system.atoms)}
    return Core(sorted(kept, key=place.__getitem__), minimal, proof, tuple(notes))


# ------------------------------------------------------------------------------------------------- deletion filter


def _filtered(oracle: Oracle, atoms: Sequence[Atom]) -> tuple[list[Atom], bool]:
    """The atoms of a minimal conflict among `atoms`, first by whole constraints and decisions, then one by one.

    Returns:
        They, and whether each of them was shown to be needed.
    """
    ordered = sorted(atoms, key=lambda atom: _rank(oracle.system, atom))
    groups = [list(group) for _, group in groupby(ordered, key=lambda a: (a.kind, a.name, a.side))]
    search = _Search(oracle)
    if len(groups) < len(ordered):
        groups = search.reduced(groups)
    kept = search.reduced([[atom] for group in groups for atom in group])
    return [atom for group in kept for atom in group], search.certain


def _rank(system: System, atom: Atom) -> tuple[int, int, str, str]:
    if atom.kind != "row":
        return (1 if atom.kind == "bound" else 2, 0, atom.name, atom.side)
    constraint = system.evaluator.model.by_name[atom.name]
    return (0, _ORDER[getattr(constraint, "negotiable", "no")], atom.name, "")


class _Search:
    """Leaves groups out as long as the rest cannot hold.

    Attributes:
        certain: Whether every question was answered.
    """

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.certain = True
        self._needed: set[Atom] = set()
        """Atoms without which what was kept then could hold, and so all that was kept later."""

    def reduced(self, groups: list[list[Atom]]) -> list[list[Atom]]:
        """The groups that are needed, found by leaving out halves, quarters and so on, at last one by one."""
        size = max(1, len(groups) // 2)
        while True:
            place = 0
            while place < len(groups):
                if not self._without(groups, place, size):
                    place += size
            if size == 1:
                return groups
            size //= 2

    def _without(self, groups: list[list[Atom]], place: int, size: int) -> bool:
        """Whether the groups from `place` on are not needed, and so were taken away."""
        tried = [atom for group in groups[place : place + size] for atom in group]
        if not self._needed.isdisjoint(tried):
            return False
        rest = [atom for k, group in enumerate(groups) if not place <= k < place + size for atom in group]
        answer = self.oracle.can_hold(rest) if self.oracle.clock.left else None
        if answer is False:
            del groups[place : place + size]
            return True
        if len(tried) == 1:
            self.certain &= answer is True
            self._needed |= set(tried)
        return False


# ---------------------------------------------------------------------------------------------------------- Farkas


def _farkas_atoms(system: System) -> list[Atom]:
    """Atoms that a rational Farkas proof of the linear rows uses; empty where there is none."""
    program, instance = system.program, system.instance
    if program is None or not program.rows:
        return []
    continuous = replace(program, integer=[False] * len(program.integer))
    duals = farkas_multipliers(continuous, instance)
    return [] if duals is None else _used(system, continuous, duals)


def _used(system: System, program: Program, duals: dict[int, Fraction]) -> list[Atom]:
    rows = {number for number, dual in duals.items() if dual}
    reduced: dict[int, Fraction] = {}
    for number, dual in duals.items():
        for column, value in program.rows[number].terms.items():
            reduced[column] = reduced.get(column, Fraction(0)) - dual * value
    lower = {column for column, value in reduced.items() if value > 0}
    upper = {column for column, value in reduced.items() if value < 0}
    sides = {"lower": lower, "upper": upper, "": lower | upper}
    return [
        atom for atom in system.atoms if not rows.isdisjoint(atom.rows) or not sides[atom.side].isdisjoint(atom.columns)
    ]
