"""What a diagnosis says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from modelwright.model.numbers import format_number

if TYPE_CHECKING:
    from fractions import Fraction

    from modelwright.model.elements import Key
    from modelwright.model.patches import Patch
    from modelwright.model.templates.base import Negotiable

__all__ = ["Change", "Conflict", "Diagnosis", "Endless", "Member", "MissingBound", "Proof", "Repair"]

Proof: TypeAlias = Literal["proven", "agreed", "claimed"]
"""``proven`` in exact arithmetic; ``agreed``: two solvers say so; ``claimed``: one does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One part of a conflict.

    Attributes:
        kind: ``row`` (a constraint at one key), ``bound`` of a decision, or ``domain``: whole, or yes or no.
        name: Name of the constraint or decision.
        key: What its quantifiers (or indices) stand for.
        side: ``lower`` or ``upper`` for a bound, else ``""``.
        negotiable: Whether a repair may move it; bounds and domains are ``no``.
        words: What it says, in the user's words.
        quotes: The user's own words that it comes from.
    """

    kind: Literal["row", "bound", "domain"]
    name: str
    key: Key = ()
    side: Literal["lower", "upper", ""] = ""
    negotiable: Negotiable = "no"
    words: str = ""
    quotes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "kind": self.kind,
            "name": self.name,
            "key": _key_json(self.key),
            "side": self.side or None,
            "negotiable": self.negotiable,
            "words": self.words,
            "quotes": list(self.quotes),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Rows, bounds and domains that cannot hold together.

    Attributes:
        members: In the order of the Model, rows first.
        minimal: Whether it was shown that without any one of them the rest can hold, by a point that was checked.
        proof: How sure it is that they contradict each other.
        notes: How that was shown.
        solves: Calls of a solver that it took.
    """

    members: tuple[Member, ...]
    minimal: bool
    proof: Proof
    notes: tuple[str, ...] = ()
    solves: int = 0

    def to_json(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "members": [member.to_json() for member in self.members],
            "minimal": self.minimal,
            "proof": self.proof,
            "notes": list(self.notes),
            "solves": self.solves,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row that a repair changes.

    Attributes:
        name: Name of the constraint.
        key: What its quantifiers stand for.
        part: Number of the comparison in a chain.
        amount: By how much its limit moves, signed (up is positive); ``None`` where the row is left out.
        cost: Price of that.
        permission: ``yes``, or ``unstated``: nobody said that it may move.
        words: The change in words.
    """

    name: str
    key: Key = ()
    part: int = 0
    amount: Fraction | None = None
    cost: Fraction
    permission: Literal["yes", "unstated"]
    words: str = ""

    def to_json(self) -> dict[str, Any]:
        """As JSON has it; exact numbers are strings."""
        return {
            "name": self.name,
            "key": _key_json(self.key),
            "part": self.part,
            "amount": None if self.amount is None else format_number(self.amount),
            "cost": format_number(self.cost),
            "permission": self.permission,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Changes after which the Model has a plan; it was solved with them.

    Attributes:
        kind: ``cheapest`` (all changes together cost least), ``single`` (one row alone is enough), ``drop``.
        changes: What changes.
        cost: Total price of the changes.
        patch: The edit of the Model.
        status: Status of the patched Model.
        objective: Its first objective; ``None`` without one.
        words: What becomes of the objective.
    """

    kind: Literal["cheapest", "single", "drop"]
    changes: tuple[Change, ...]
    cost: Fraction
    patch: Patch
    status: str
    objective: float | None = None
    words: str = ""

    def to_json(self) -> dict[str, Any]:
        """As JSON has it; exact numbers are strings."""
        return {
            "kind": self.kind,
            "changes": [change.to_json() for change in self.changes],
            "cost": format_number(self.cost),
            "patch": self.patch.model_dump(mode="json"),
            "status": self.status,
            "objective": self.objective,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingBound:
    """A limit on one decision that takes part in stopping the objective.

    Attributes:
        name: Name of the decision.
        key: Its key.
        side: ``upper`` or ``lower``.
        alone: Whether this limit by itself is enough; else all that are named are needed together.
        words: In the user's words.
    """

    name: str
    key: Key = ()
    side: Literal["upper", "lower"] = "upper"
    alone: bool = True
    words: str = ""

    def to_json(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "name": self.name,
            "key": _key_json(self.key),
            "side": self.side,
            "alone": self.alone,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Endless:
    """Why an objective has no best value.

    Attributes:
        direction: Decisions that move together for ever: name, key and exact step. Empty where none was found.
        gain: By how much the objective improves with each step.
        proof: ``proven`` when rows, bounds and objective were checked in exact arithmetic along the direction.
        missing: Limits that would stop it.
        rows: Names of constraints in which a decision of the direction occurs, none of which stops it.
        words: The direction in words.
    """

    direction: tuple[tuple[str, Key, Fraction], ...] = ()
    gain: Fraction | None = None
    proof: Proof = "claimed"
    missing: tuple[MissingBound, ...] = ()
    rows: tuple[str, ...] = ()
    words: str = ""

    def to_json(self) -> dict[str, Any]:
        """As JSON has it; exact numbers are strings."""
        return {
            "direction": [[name, _key_json(key), format_number(step)] for name, key, step in self.direction],
            "gain": None if self.gain is None else format_number(self.gain),
            "proof": self.proof,
            "missing": [bound.to_json() for bound in self.missing],
            "rows": list(self.rows),
            "words": self.words,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Why a Model has no plan, or no best one.

    Attributes:
        status: ``infeasible``, ``unbounded``, ``optimal`` (there is nothing to diagnose), or ``limit``.
        conflict: For ``infeasible``: rows that contradict each other.
        repairs: For ``infeasible``: what would help, the cheapest first.
        helpless: For ``infeasible``: whether it was shown that no permitted change helps.
        endless: For ``unbounded``: the direction, and what would stop it.
        sentences: How sure that is, and what grows without end, in plain words.
        lists: The conflict and the repairs in plain words, with their titles.
        complete: Whether everything was looked at within the time.
    """

    status: Literal["infeasible", "unbounded", "optimal", "limit"]
    conflict: Conflict | None = None
    repairs: tuple[Repair, ...] = ()
    helpless: bool = False
    endless: Endless | None = None
    sentences: tuple[str, ...] = ()
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    complete: bool = True

    def to_json(self) -> dict[str, Any]:
        """The object that `modelwright diagnose --json` prints."""
        return {
            "format": "modelwright/diagnosis",
            "version": 1,
            "status": self.status,
            "conflict": None if self.conflict is None else self.conflict.to_json(),
            "repairs": [repair.to_json() for repair in self.repairs],
            "helpless": self.helpless,
            "endless": None if self.endless is None else self.endless.to_json(),
            "complete": self.complete,
            "text": str(self),
            "error": None,
        }

    def __str__(self) -> str:
        listed = ["\n".join([f"{title}:", *(f"  - {item}" for item in items)]) for title, items in self.lists]
        return "\n\n".join([*self.sentences, *listed])


def _key_json(key: Key) -> list[Any]:
    return [list(member) if isinstance(member, tuple) else member for member in key]
