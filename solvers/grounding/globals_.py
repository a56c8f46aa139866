"""Global conditions grounded for a whole index set at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np

from modelwright.errors import DataError, ModelError
from modelwright.model.exact.forms import ZERO
from modelwright.model.expressions import Generator, Index, Name, Node, Number, Sum, parse_quantifiers
from modelwright.model.expressions.nodes import Call, Comprehension, Listing
from modelwright.solvers.families import GlobalFamily, GlobalKind
from modelwright.solvers.grounding.conditions import expand
from modelwright.solvers.grounding.forms import form, number
from modelwright.solvers.grounding.frames import SCALAR, Frame
from modelwright.solvers.grounding.intervals import is_moderate, over_grid

if TYPE_CHECKING:
    from modelwright.model.templates import ConstraintBase
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.instance import Floats, Positions

__all__ = ["global_family"]


class _UnusualError(Exception):
    """What is grounded tree by tree."""


@dataclass(frozen=True, slots=True)
class _Items:
    """The values of a list, for all rows.

    Attributes:
        row: Row of each, ascending.
        columns: Column of the decision, or of the start of the interval, of each; none of data.
        factors: What the decision is multiplied by.
        constants: What is added; data are constants alone.
    """

    row: Positions
    columns: Positions
    factors: Floats
    constants: Floats


def global_family(context: Context, constraint: ConstraintBase) -> GlobalFamily | None:
    """The conditions of `constraint` as arrays; ``None`` for what is grounded tree by tree, errors among it."""
    node = context.evaluator.node(constraint)
    if not isinstance(node, Call) or node.function not in get_args(GlobalKind):
        return None
    generators = parse_quantifiers(constraint.for_each)
    try:
        if generators:
            _require(context.evaluator.linear(Sum(Number(ZERO), generators)))
        frame = expand(context, SCALAR, generators)[0] if generators else SCALAR
        return _family(context, node, frame)
    except (_UnusualError, ModelError, DataError):
        return None


def _require(holds: bool) -> None:
    if not holds:
        raise _UnusualError


def _family(context: Context, node: Call, frame: Frame) -> GlobalFamily:
    _require(not node.keywords)
    factors = constants = np.zeros(0)
    kind: GlobalKind
    match node:
        case Call(function="all_different", args=args):
            items = _items(context, args, frame)
            kind, factors, constants = "all_different", items.factors, items.constants
        case Call(function="no_overlap", args=(Comprehension() | Listing() as intervals,)):
            items = _items(context, (intervals,), frame, "start")
            kind = "no_overlap"
        case Call(
            function="cumulative",
            args=(Comprehension() | Listing() as intervals, Comprehension() | Listing() as demands, capacity),
        ):
            items, wanted = _items(context, (intervals,), frame, "start"), _items(context, (demands,), frame)
            _require(not len(wanted.columns) and np.array_equal(wanted.row, items.row))
            _require(not context.evaluator.decides(capacity))
            kind, factors = "cumulative", wanted.constants
            constants = over_grid(number(context, capacity, frame), frame)
            _require(bool((factors >= 0).all() and (constants >= 0).all() and is_moderate(constants)))
        case Call(function="circuit", args=(Comprehension() | Listing() as successors,)):
            items = _items(context, (successors,), frame)
            _require(bool((items.factors == 1).all()) and not items.constants.any())
            kind, constants = "circuit", _places(context, successors, frame, items.row)
        case _:
            raise _UnusualError
    counts = np.bincount(items.row, minlength=frame.size)
    _require(len(items.columns) > 0 and len(items.columns) == len(items.row))
    if kind == "cumulative":
        constants = constants[counts > 0]
    start = np.concatenate(([0], np.cumsum(counts[counts > 0])))
    return GlobalFamily(kind, start, items.columns, factors, constants)


def _places(context: Context, listed: Node, frame: Frame, row: Positions) -> Floats:
    """The number of the place of each successor: what its one quantifier over integers stands for, else 1, 2, …"""
    if isinstance(listed, Listing) and len(listed.items) == 1:
        (listed,) = listed.items
    if isinstance(listed, Comprehension) and len(listed.generators) == 1 and len(listed.generators[0].ids) == 1:
        name = listed.generators[0].ids[0]
        inner = expand(context, frame, listed.generators)[0]
        if context.is_integer(inner.quantifiers[name].domain):
            return over_grid(number(context, Name(name), inner), inner)
    first = np.searchsorted(row, np.arange(frame.size))
    return (np.arange(len(row)) - first[row] + 1).astype(np.float64)


# ----------------------------------------------------------------------------------------------------------- lists


def _items(context: Context, lists: tuple[Node, ...], frame: Frame, part: str = "") -> _Items:
    """The values of `lists` in order: numbers, or that `part` of intervals."""
    found = [_piece(context, body, generators, frame, part) for body, generators in _pieces(lists)]
    _require(bool(found))
    items = _Items(
        np.concatenate([piece.row for piece in found]),
        np.concatenate([piece.columns for piece in found]),
        np.concatenate([piece.factors for piece in found]),
        np.concatenate([piece.constants for piece in found]),
    )
    if len(found) == 1:
        return items
    order = np.argsort(items.row, kind="stable")
    chosen = order
    if len(items.columns) != len(items.row):  # some are data
        _require(not len(items.columns))
        chosen = order[:0]
    return _Items(items.row[order], items.columns[chosen], items.factors[chosen], items.constants[order])


def _pieces(lists: tuple[Node, ...]) -> list[tuple[Node, tuple[Generator, ...]]]:
    """Each value with the quantifiers that it is listed for; lists in lists are spliced in."""
    found: list[tuple[Node, tuple[Generator, ...]]] = []
    for value in lists:
        match value:
            case Listing(items=items):
                found.extend(_pieces(items))
            case Comprehension(body=Comprehension() | Listing()):
                raise _UnusualError
            case Comprehension(body=body, generators=generators):
                found.append((body, generators))
            case _:
                found.append((value, ()))
    return found


def _piece(context: Context, body: Node, generators: tuple[Generator, ...], frame: Frame, part: str) -> _Items:
    if part:
        _require(isinstance(body, Name | Index))
        body = Call(part, (body,))
    _require(context.evaluator.linear(body))
    inner, row = frame, np.arange(frame.size)
    if generators:
        _require(context.evaluator.linear(Sum(Number(ZERO), generators)))
        inner, parent = expand(context, frame, generators)
        row = row if parent is None else parent
        row = np.repeat(row, inner.size // len(row) if len(row) else 0)
    found = form(context, body, inner)
    constants = over_grid(found.constant, inner)
    _require(is_moderate(constants))
    if found.blocks is None:
        return _Items(row, np.zeros(0, np.intp), np.zeros(0), constants)
    _require(len(found.blocks) == 1)
    (block,) = found.blocks
    _require(block.rows is None and block.present is None)
    columns = np.full(inner.shape, block.base, np.intp)
    for offsets in block.offsets:
        columns = columns + offsets
    factors = over_grid(block.coefficients, inner)
    _require(is_moderate(factors) and bool(factors.all()))
    return _Items(row, columns.ravel(), factors, constants)
