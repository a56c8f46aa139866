"""Repairs: the cheapest one, single rows that are enough, rows to leave out; each is a patch that was solved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from modelwright.errors import ModelwrightError
from modelwright.model.patches import Edit, Patch, apply_patch
from modelwright.model.validation import check
from modelwright.solvers.diagnosis.edits import left_out, limit_side, moved, only_at
from modelwright.solvers.diagnosis.elastic import Elastic, Miss, can_move, solve_elastic
from modelwright.solvers.diagnosis.reports import Change, Repair
from modelwright.solvers.diagnosis.wording import change_words, outcome_words
from modelwright.solvers.solve import solve_model

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.model.elements import Key
    from modelwright.model.exact import Evaluator
    from modelwright.model.templates import ConstraintBase
    from modelwright.solvers.adapters import Options
    from modelwright.solvers.diagnosis.atoms import Atom
    from modelwright.solvers.diagnosis.conflicts import Core
    from modelwright.solvers.diagnosis.oracle import Oracle

__all__ = ["Repairs", "find_repairs"]

_MOST = 8
"""Rows of a conflict whose change alone is tried."""

_LEVELS: tuple[tuple[Literal["yes", "unstated"], ...], ...] = (("yes",), ("yes", "unstated"))


@dataclass(slots=True)
class Repairs:
    """What was found.

    Attributes:
        found: Repairs, the cheapest first, each solved.
        helpless: Whether it was shown that no permitted change helps.
        complete: Whether everything was tried.
    """

    found: list[Repair]
    helpless: bool = False
    complete: bool = True


def find_repairs(model: Model, data: Data | None, hard: Model, core: Core, oracle: Oracle) -> Repairs:
    """Repairs of `model`, whose conflict is `core`.

    Args:
        model: The Model.
        data: Its tables.
        hard: `model` without objectives and without rows under a penalty.
        core: A conflict of `hard`.
        oracle: Says what parts of `hard` can hold.
    """
    rows = {constraint.name: constraint for constraint in hard.constraints}
    involved = {rows[atom.name].negotiable for atom in core.atoms if atom.kind == "row"}
    if involved <= {"no"}:
        return Repairs([], helpless=True)
    work = _Search(model, data, hard, oracle)
    for level in _LEVELS:
        if involved.isdisjoint(level):
            continue
        names = {name for name, row in rows.items() if row.negotiable in level}
        elastic = work.elastic(hard, names)
        if elastic is None or elastic.status not in ("optimal", "infeasible"):
            return Repairs([], complete=False)
        if elastic.status == "infeasible":
            continue
        found = [work.repair("cheapest", elastic.misses)]
        permitted = [atom for atom in core.atoms if atom.name in names and atom.kind == "row"]
        found += work.singles(permitted[:_MOST], elastic)
        found += work.drops(permitted, elastic)
        repairs = [repair for repair in found if repair is not None]
        return Repairs(repairs, complete=len(repairs) == len(found) and work.complete)
    return Repairs([], helpless=True)


class _Search:
    """Repairs of one Model.

    Attributes:
        complete: Whether everything was tried.
    """

    def __init__(self, model: Model, data: Data | None, hard: Model, oracle: Oracle) -> None:
        self.model, self.data, self.hard, self.oracle = model, data, hard, oracle
        self.evaluator: Evaluator = oracle.system.evaluator
        self.rows = {constraint.name: constraint for constraint in hard.constraints}
        self.complete = True

    @property
    def options(self) -> Options:
        """Options of one call, within the time."""
        return self.oracle.clock.options(self.oracle.options)

    def elastic(self, model: Model, names: Iterable[str]) -> Elastic | None:
        """The answer where the constraints `names` may be missed; ``None`` where none was found."""
        if not self.oracle.clock.left:
            return None
        self.oracle.solves += 1
        try:
            return solve_elastic(model, self.data, set(names), solver=self.oracle.solver, options=self.options)[0]
        except ModelwrightError:
            return None

    # ---- single rows

    def singles(self, atoms: Sequence[Atom], cheapest: Elastic) -> list[Repair | None]:
        """Repairs that move one row alone, but for the cheapest where it is one."""
        known = {(miss.constraint.name, miss.key) for miss in cheapest.misses}
        found: list[tuple[Fraction, Repair | None]] = []
        for atom in atoms:
            if known == {(atom.name, atom.key)} or not can_move(self.evaluator.node(self.rows[atom.name])):
                continue
            misses = self._alone(atom)
            if misses:
                found.append((sum((miss.cost for miss in misses), Fraction(0)), self.repair("single", misses)))
        return [repair for _, repair in sorted(found, key=lambda pair: pair[0])]

    def _alone(self, atom: Atom) -> tuple[Miss, ...]:
        """How the row of `atom` is missed where it alone may be; nothing where that is not enough."""
        constraint = self.rows[atom.name]
        name = constraint.name
        while name in self.hard.by_name:
            name += "_"
        one, others = only_at(constraint, atom.key, name)
        rest = [others if row is constraint else row for row in self.hard.constraints]
        rows = (*(row for row in rest if row is not None), one)
        elastic = self.elastic(self.hard.model_copy(update={"constraints": rows}), [name])
        if elastic is None or elastic.status not in ("optimal", "infeasible"):
            self.complete = False
        misses = () if elastic is None else elastic.misses
        return tuple(Miss(constraint, miss.key, miss.part, miss.amount, miss.cost) for miss in misses)

    # ---- rows to leave out

    def drops(self, atoms: Sequence[Atom], cheapest: Elastic) -> list[Repair | None]:
        """Single rows without which the others can hold; where there is none, a set of them."""
        everything = self.oracle.system.atoms
        alone: list[Repair | None] = []
        for atom in atoms[:_MOST]:
            if cheapest.misses[0].amount is None and _is_one(cheapest.misses, atom):
                continue  # the cheapest repair leaves out just this row
            answer = self.oracle.can_hold([other for other in everything if other is not atom])
            self.complete &= answer is not None
            if answer:
                alone.append(self.repair("drop", [self._dropped(atom.name, atom.key)]))
        if alone or all(miss.amount is None for miss in cheapest.misses):
            return alone
        return [self.repair("drop", self._several(cheapest.misses))]

    def _several(self, misses: Sequence[Miss]) -> list[Miss]:
        """Of the rows that the cheapest repair moves, some without which the others can hold, none of them in vain."""
        chosen = list(dict.fromkeys((miss.constraint.name, miss.key) for miss in misses))
        everything = self.oracle.system.atoms
        for row in list(chosen):
            fewer = [other for other in chosen if other != row]
            if fewer and self.oracle.can_hold(
                [a for a in everything if a.kind != "row" or (a.name, a.key) not in fewer]
            ):
                chosen = fewer
        return [self._dropped(*row) for row in chosen]

    def _dropped(self, name: str, key: Key) -> Miss:
        return Miss(self.rows[name], key, 0, None, Fraction(0))

    # ---- repairs

    def repair(self, kind: Literal["cheapest", "single", "drop"], misses: Sequence[Miss]) -> Repair | None:
        """The repair that mends `misses`, solved; ``None`` where the patched Model has no plan after all."""
        try:
            patch = Patch(edits=tuple(self._edits(misses)))
            patched, _ = apply_patch(self.model, patch)
            check(patched)
            solved = solve_model(patched, self.data, solver=self.oracle.solver, options=self.options)
        except ModelwrightError:
            return None
        self.oracle.solves += 1
        if solved.status not in ("optimal", "feasible", "unbounded"):
            return None
        changes = tuple(self._change(miss) for miss in misses)
        return Repair(
            kind=kind,
            changes=changes,
            cost=sum((change.cost for change in changes), Fraction(0)),
            patch=patch,
            status=solved.status,
            objective=solved.objective,
            words=outcome_words(patched, solved),
        )

    def _edits(self, misses: Sequence[Miss]) -> list[Edit]:
        edits: list[Edit] = []
        for name in dict.fromkeys(miss.constraint.name for miss in misses):
            constraint = self.rows[name]
            own = [miss for miss in misses if miss.constraint.name == name]
            gone = [miss.key for miss in own if miss.amount is None]
            if gone:
                edits.append(left_out(constraint, gone))
                continue
            moves: dict[Key, dict[int, Fraction]] = {}
            for miss in own:
                moves.setdefault(miss.key, {})[miss.part] = self._limit_move(constraint, miss)
            edits.append(moved(self.evaluator, constraint, moves))
        return edits

    def _limit_move(self, constraint: ConstraintBase, miss: Miss) -> Fraction:
        """By how much the limit moves so that the row holds."""
        assert miss.amount is not None
        return miss.amount if limit_side(self.evaluator, constraint, miss.part) else -miss.amount

    def _change(self, miss: Miss) -> Change:
        constraint = self.rows[miss.constraint.name]
        amount = None if miss.amount is None else self._limit_move(constraint, miss)
        return Change(
            name=constraint.name,
            key=miss.key,
            part=miss.part,
            amount=amount,
            cost=miss.cost,
            permission="yes" if constraint.negotiable == "yes" else "unstated",
            words=change_words(self.evaluator, constraint, miss.key, miss.part, amount),
        )


def _is_one(misses: Sequence[Miss], atom: Atom) -> bool:
    return {(miss.constraint.name, miss.key) for miss in misses} == {(atom.name, atom.key)}
