"""Index expressions: from ``i``, ``"steel"``, ``t - 1``, ``prev(t)`` or ``(i, j)`` to positions in index sets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from modelwright.errors import ModelError
from modelwright.model.exact.members import atoms
from modelwright.model.exact.navigation import AtEdge
from modelwright.model.expressions import Name, Node, Text, format_expression
from modelwright.model.expressions.nodes import Call, Tuple
from modelwright.solvers.grounding import forms
from modelwright.solvers.grounding.fallback import listed_members
from modelwright.solvers.grounding.frames import Domain, Frame, Quantified, place_array
from modelwright.solvers.instance import Along, Place

if TYPE_CHECKING:
    from modelwright.model.elements import Member
    from modelwright.solvers.grounding.blocks import Value
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.grounding.frames import Mask
    from modelwright.solvers.instance import Positions

__all__ = ["Edge", "Located", "locate", "positions"]


@dataclass(frozen=True, slots=True)
class Edge:
    """Rows where `prev` or `next` leaves its set, and the expression that stands there instead."""

    mask: Mask
    initial: Node


@dataclass(frozen=True, slots=True)
class Located:
    """Where an index leads.

    Attributes:
        places: For each index set positions in it; anything at an edge.
        edges: First come, first served: of several at one row the first counts.
    """

    places: list[Place]
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Integers computed from data."""

    value: Value
    arg: Node


@dataclass(frozen=True, slots=True)
class _Constant:
    member: Member


@dataclass(frozen=True, slots=True)
class _Listed:
    """Some of `members`, by position."""

    members: tuple[Member, ...]
    place: Positions


_Part: TypeAlias = Quantified | _Numbers | _Constant | _Listed


@dataclass(frozen=True, slots=True)
class _Use:
    """An index where it is written, for errors."""

    context: Context
    name: str
    index: tuple[str, ...]
    args: tuple[Node, ...]
    frame: Frame

    def fail(self, lost: Mask | bool) -> ModelError:
        """The error of the first row in `lost`, told by exact evaluation."""
        evaluator = self.context.evaluator
        row = int(np.argmax(np.broadcast_to(lost, self.frame.shape))) if self.frame.shape else 0
        binding = self.context.binding(self.frame, row)
        evaluator.check_key(self.name, self.index, evaluator.key(self.name, self.index, self.args, binding))
        raise AssertionError(f"`{self.name}` is in order at {binding}")


def positions(context: Context, name: str, index: tuple[str, ...], args: tuple[Node, ...], frame: Frame) -> list[Place]:
    """For each index set of `name` the positions that `args` stand for.

    Raises:
        ModelError: As `locate`; code ``edge`` where `prev` or `next` leaves its set.
    """
    found = locate(context, name, index, args, frame)
    for edge in found.edges:
        _Use(context, name, index, args, frame).fail(edge.mask)
    return found.places


def locate(context: Context, name: str, index: tuple[str, ...], args: tuple[Node, ...], frame: Frame) -> Located:
    """For each index set of `name` the positions that `args` stand for, and where they leave their sets.

    Raises:
        ModelError: Wrong number of indices, or a member that its set lacks.
    """
    use = _Use(context, name, index, args, frame)
    edges: list[Edge] = []
    parts = [part for arg in args for part in _parts(use, arg, edges)]
    groups = _grouped(use, parts)
    skipped: Mask | bool = False
    for edge in edges:
        skipped = skipped | edge.mask
    return Located([_position(use, s, group, skipped) for s, group in zip(index, groups, strict=True)], tuple(edges))


def _grouped(use: _Use, parts: list[_Part]) -> list[list[_Part]]:
    """As many parts for each index set as its members have; a tuple that fits stays whole."""
    context = use.context
    widths = [context.evaluator.width(set_name) for set_name in use.index]
    given = [_width(context, part) for part in parts]
    if sum(given) != sum(widths):
        shown = f"{use.name}[{', '.join(map(format_expression, use.args))}]" if use.args else use.name
        raise ModelError(
            f"`{shown}` has {sum(given)} indices; `{use.name}` has {sum(widths)}",
            code="index-arity",
        )
    if given == widths:
        return [[part] for part in parts]
    rest = list(parts)[::-1]
    groups: list[list[_Part]] = []
    for width in widths:
        group: list[_Part] = []
        wanted = width
        while wanted:
            part = rest.pop()
            own = _width(context, part)
            if own == 1 or (own == width == wanted):
                group.append(part)
                wanted -= own
            else:
                rest.extend(_split(use, part)[::-1])
        groups.append(group)
    return groups


def _width(context: Context, part: _Part) -> int:
    match part:
        case Quantified(domain=domain):
            return context.width(domain)
        case _Constant(member=tuple() as member) | _Listed(members=(tuple() as member, *_)):
            return len(member)
        case _:
            return 1


def _split(use: _Use, part: _Part) -> list[_Part]:
    """The atoms of a tuple."""
    match part:
        case Quantified():
            return list(use.context.atoms(part, len(use.frame.shape)))
        case _Constant(member=member):
            return [_Constant(atom) for atom in atoms((member,))]
        case _Listed(members=members, place=place):
            return [_Listed(column, place) for column in zip(*map(atoms, zip(members)), strict=True)]
        case _:
            return [part]


# ----------------------------------------------------------------------------------------------------------- parts


def _parts(use: _Use, arg: Node, edges: list[Edge]) -> list[_Part]:
    frame = use.frame
    if isinstance(arg, Text):
        return [_Constant(arg.value)]
    if isinstance(arg, Name) and arg.id in frame.quantifiers:
        return [frame.quantifiers[arg.id]]
    if isinstance(arg, Tuple):
        return [part for item in arg.items for part in _parts(use, item, edges)]
    if isinstance(arg, Call) and arg.function in ("prev", "next", "first", "last"):
        return _moved(use, arg, edges)
    return [_Numbers(forms.number(use.context, arg, frame), arg)]


def _moved(use: _Use, arg: Call, edges: list[Edge]) -> list[_Part]:
    context, frame = use.context, use.frame
    if frame.scalar:
        try:
            return [_Constant(context.evaluator.member(arg, context.binding(frame, 0)))]
        except AtEdge as edge:
            edges.append(Edge(np.ones((), np.bool_), edge.initial))
            return [_Constant("")]
    if arg.function in ("first", "last"):
        return [_Listed(*listed_members(context, arg, frame))]
    found = _neighbour(use, arg, edges)
    return [_Listed(*listed_members(context, arg, frame))] if found is None else [found]


def _neighbour(use: _Use, arg: Call, edges: list[Edge]) -> Quantified | None:
    """The place beside that of a quantifier; ``None`` for what is no quantifier over an index set."""
    inner = arg.args[0]
    frame = use.frame
    if isinstance(inner, Call) and inner.function in ("prev", "next"):
        known = _neighbour(use, inner, edges)
    else:
        known = frame.quantifiers.get(inner.id) if isinstance(inner, Name) else None
    if known is None or not isinstance(known.domain, str):
        return None
    evaluator = use.context.evaluator
    axes = len(frame.shape)
    place = np.full((1,) * axes, known.place) if isinstance(known.place, int) else place_array(known.place, axes)
    place = place + (1 if arg.function == "next" else -1)
    count = evaluator.size(known.domain)
    out = (place < 0) | (place >= count)
    initial = dict(arg.keywords).get("initial")
    if frame.size and out.any():
        if initial is not None:
            edges.append(Edge(out, initial))
        elif evaluator.index_set(known.domain).cyclic:
            return Quantified(known.domain, place % count)
        else:
            skipped = np.zeros_like(out)
            for edge in edges:
                skipped = skipped | edge.mask
            if (out & ~skipped).any():
                use.fail(out & ~skipped)
    return Quantified(known.domain, np.clip(place, 0, max(count - 1, 0)))


# ------------------------------------------------------------------------------------------------------- positions


def _position(use: _Use, set_name: str, group: list[_Part], skipped: Mask | bool) -> Place:
    context = use.context
    if len(group) == 1 and context.evaluator.width(set_name) == 1:
        return _checked(use, set_name, group[0], skipped)
    if len(group) == 1:
        (part,) = group
        if isinstance(part, Quantified) and part.domain == set_name:
            return part.place
        if isinstance(part, Quantified) and isinstance(part.place, int):
            part = _Constant(context.members(part.domain)[part.place])
        return _checked(use, set_name, part, skipped)
    number: int | Positions = 0
    lost: Mask | bool = False
    for k, part in enumerate(group):
        domain = context.part_domain(set_name, k)
        place = _place_in(use, domain, part)
        if isinstance(place, Along):
            place = place_array(place, len(use.frame.shape))
        absent = place < 0
        lost = lost | absent
        number = number * context.size(domain) + (np.where(absent, 0, place) if np.any(absent) else place)
    numbers, order = context.tuple_index(set_name)
    if len(numbers) == 0:
        found = np.zeros(np.shape(number), np.intp)
        lost = np.ones(np.shape(number), np.bool_)
    else:
        near = np.minimum(np.searchsorted(numbers, number), len(numbers) - 1)
        lost = lost | (numbers[near] != number)
        found = order[near]
    _refuse(use, lost, skipped)
    return int(found) if np.ndim(found) == 0 else np.asarray(found)


def _checked(use: _Use, domain: Domain, part: _Part, skipped: Mask | bool) -> Place:
    place = _place_in(use, domain, part)
    if isinstance(place, Along):
        return place
    if isinstance(place, int):
        _refuse(use, place < 0, skipped)
        return max(place, 0)
    lost = place < 0
    if lost.any():
        _refuse(use, lost, skipped)
        place = np.maximum(place, 0)
    return place


def _refuse(use: _Use, lost: Mask | bool, skipped: Mask | bool) -> None:
    wrong = lost & ~np.asarray(skipped)
    if use.frame.size and np.any(wrong):
        use.fail(wrong)


def _place_in(use: _Use, domain: Domain, part: _Part) -> Place:
    """Positions in `domain`, -1 for what is no member of it."""
    context = use.context
    match part:
        case Quantified(domain=own, place=place) if own == domain:
            return place
        case Quantified(domain=own, place=int() as one):
            return context.positions(domain).get(context.members(own)[one], -1)
        case Quantified(domain=own):
            assert not isinstance(part.place, int)
            return context.domain_map(own, domain)[place_array(part.place, len(use.frame.shape))]
        case _Constant(member=member):
            return context.positions(domain).get(member, -1)
        case _Listed(members=members, place=place):
            known = context.positions(domain)
            return np.array([known.get(member, -1) for member in members], np.intp)[place]
        case _Numbers(value=value, arg=arg):
            return _of_number(use, domain, arg, value)


def _of_number(use: _Use, domain: Domain, arg: Node, value: Value) -> int | Positions:
    if isinstance(value, Fraction):
        if value.denominator != 1:
            raise _not_integer(arg, value)
        return use.context.positions(domain).get(value.numerator, -1)
    rounded = np.rint(value)
    if not np.array_equal(rounded, value):
        raise _not_integer(arg, value[rounded != value][0])
    return _of_integers(use.context, domain, rounded.astype(np.int64))


def _of_integers(context: Context, domain: Domain, members: Positions) -> Positions:
    if not context.is_integer(domain):
        return np.full(members.shape, -1, np.intp)
    ends = context.range_ends(domain)
    if ends is not None:
        first, last = ends
        return np.where((members < first) | (members > last), -1, members - first)
    own = context.integers(domain)
    order = np.argsort(own)
    place = np.minimum(np.searchsorted(own, members, sorter=order), len(own) - 1)
    found = order[place]
    return np.where(own[found] != members, -1, found)


def _not_integer(arg: Node, value: object) -> ModelError:
    return ModelError(f"The index `{format_expression(arg)}` is {value}, not an integer", code="index-range")
