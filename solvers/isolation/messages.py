"""Instances, options, results and errors as bytes between processes: a JSON header and the arrays behind it."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from modelwright import errors
from modelwright.errors import InternalError, ModelwrightError
from modelwright.model.exact import trees as t
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers.adapters.base import Options
from modelwright.solvers.instance import Instance, RowBlock, TreeBlock, VariableBlock
from modelwright.solvers.result import Basis, Result

__all__ = [
    "Message",
    "error_message",
    "framed",
    "instance_message",
    "options_message",
    "raised",
    "read_instance",
    "read_options",
    "read_result",
    "received",
    "result_message",
]

Arrays = dict[str, npt.NDArray[Any]]
Message = tuple[dict[str, Any], Arrays]
"""A header, and arrays by name."""

_LENGTH = struct.Struct("<Q")
_VECTORS = (
    "start",
    "index",
    "value",
    "row_lower",
    "row_upper",
    "column_lower",
    "column_upper",
    "cost",
    "integrality",
)
_POINTS = ("values", "activity", "duals", "reduced_costs")
_WORDS = ("raw_status", "objective", "objective_bound", "seconds", "seed", "solver", "solver_version")
_TREES = {
    kind.__name__: kind
    for kind in (
        t.Linear,
        t.Apply,
        t.Choose,
        t.Element,
        t.Truth,
        t.Relation,
        t.Junction,
        t.Negation,
        t.Same,
        t.Among,
        t.GroundInterval,
        t.Global,
    )
}


# ----------------------------------------------------------------------------------------------------------- frames


def framed(message: Message) -> bytes:
    """The bytes of a message."""
    header, arrays = message
    kept = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    shapes = {name: [array.dtype.str, list(array.shape)] for name, array in kept.items()}
    words = json.dumps({**header, "arrays": shapes}, separators=(",", ":")).encode()
    return b"".join([_LENGTH.pack(len(words)), words, *(array.tobytes() for array in kept.values())])


def received(read: Callable[[int], bytes]) -> Message:
    """The next message.

    Args:
        read: Gives exactly so many bytes.

    Raises:
        EOFError: `read` does, at the end of the stream.
    """
    header: dict[str, Any] = json.loads(read(_LENGTH.unpack(read(_LENGTH.size))[0]))
    arrays: Arrays = {}
    for name, (kind, shape) in header.pop("arrays").items():
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
        arrays[name] = np.frombuffer(read(size), kind).reshape(shape)
    return header, arrays


# -------------------------------------------------------------------------------------------------------- instances


def instance_message(instance: Instance) -> Message:
    """An Instance; of rows only the names of their constraints go along."""
    nodes = _Nodes()
    header = {
        "offset": instance.offset,
        "sense": instance.sense,
        "variables": [
            [b.name, list(b.sets), [_members(m) for m in b.members], b.start, list(b.shape)] for b in instance.variables
        ],
        "rows": [[b.name, b.part, b.start, b.count] for b in instance.rows],
        "trees": [
            [b.name, list(b.quantifiers), _listed(b.keys), [nodes.place(tree) for tree in b.trees]]
            for b in instance.trees
        ],
        "objective_tree": None if instance.objective_tree is None else nodes.place(instance.objective_tree),
    }
    return {**header, "nodes": nodes.made}, {name: getattr(instance, name) for name in _VECTORS}


def read_instance(message: Message) -> Instance:
    """The Instance of a message."""
    header, arrays = message
    made: list[Any] = []
    for node in header["nodes"]:
        made.append(_node(node, made))
    tree = header["objective_tree"]
    return Instance(
        **{name: arrays[name] for name in _VECTORS},
        offset=header["offset"],
        sense=header["sense"],
        variables=tuple(
            VariableBlock(name, tuple(sets), tuple(map(_tupled, members)), start, tuple(shape))
            for name, sets, members, start, shape in header["variables"]
        ),
        rows=tuple(RowBlock(*block) for block in header["rows"]),
        trees=tuple(
            TreeBlock(name, tuple(quantifiers), _tupled(keys), tuple(made[place] for place in places))
            for name, quantifiers, keys, places in header["trees"]
        ),
        objective_tree=None if tree is None else made[tree],
    )


def _members(members: Any) -> list[Any]:
    return [list(member) if isinstance(member, tuple) else member for member in members]


def _listed(value: Any) -> Any:
    return [_listed(part) for part in value] if isinstance(value, tuple) else value


def _tupled(value: Any) -> Any:
    return tuple(_tupled(part) for part in value) if isinstance(value, list) else value


class _Nodes:
    """Trees as a list in which parts come before wholes; what is shared is written once."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self._places: dict[int, tuple[Any, int]] = {}

    def place(self, tree: Any) -> int:
        """The place of `tree` in the list."""
        known = self._places.get(id(tree))
        if known is not None:
            return known[1]
        written = [type(tree).__name__, *(self._written(getattr(tree, field.name)) for field in fields(tree))]
        self.made.append(written)
        self._places[id(tree)] = tree, len(self.made) - 1  # the tree is kept, so that its id stays its own
        return len(self.made) - 1

    def _written(self, value: Any) -> Any:
        if isinstance(value, Fraction):
            return {"number": str(value)}
        if isinstance(value, tuple):
            return [self._written(part) for part in value]
        if type(value).__name__ in _TREES:
            return {"node": self.place(value)}
        return value


def _node(written: list[Any], made: list[Any]) -> Any:
    return _TREES[written[0]](*(_read(value, made) for value in written[1:]))


def _read(value: Any, made: list[Any]) -> Any:
    if isinstance(value, list):
        return tuple(_read(part, made) for part in value)
    if isinstance(value, dict):
        return made[value["node"]] if "node" in value else Fraction(value["number"])
    return value


# --------------------------------------------------------------------------------------------------------- options


def options_message(options: Options) -> dict[str, Any]:
    """Options; the listener to progress stays behind."""
    kept = {field.name: getattr(options, field.name) for field in fields(options)}
    return kept | {"log_path": None if options.log_path is None else str(options.log_path), "progress": None}


def read_options(header: Mapping[str, Any], progress: Any) -> Options:
    """The Options of a message, with a listener of its own."""
    path = header["log_path"]
    return Options(**(dict(header) | {"log_path": None if path is None else Path(path), "progress": progress}))


# --------------------------------------------------------------------------------------------------------- results


def result_message(result: Result) -> Message:
    """A Result without its Instance."""
    arrays = {name: array for name in _POINTS if (array := getattr(result, name)) is not None}
    if result.basis is not None:
        arrays |= {"basis_columns": result.basis.columns, "basis_rows": result.basis.rows}
    header = {name: getattr(result, name) for name in _WORDS}
    statuses = {name: getattr(result, name).name for name in ("termination", "primal", "dual")}
    return {"result": header | statuses}, arrays


def read_result(message: Message, instance: Instance) -> Result:
    """The Result of a message on `instance`."""
    header, arrays = message
    found = header["result"]
    basis = Basis(arrays["basis_columns"], arrays["basis_rows"]) if "basis_columns" in arrays else None
    given: dict[str, Any] = {name: found[name] for name in _WORDS} | {name: arrays.get(name) for name in _POINTS}
    return Result(
        instance=instance,
        termination=Termination[found["termination"]],
        primal=PrimalStatus[found["primal"]],
        dual=PrimalStatus[found["dual"]],
        basis=basis,
        **given,
    )


# ---------------------------------------------------------------------------------------------------------- errors


def error_message(error: ModelwrightError) -> dict[str, Any]:
    """An error of ours."""
    kind = type(error).__name__
    return {"type": kind, "message": error.message, "code": error.code, "where": error.where, "hint": error.hint}


def raised(found: Mapping[str, Any]) -> ModelwrightError:
    """The error of a message, as the class it had."""
    kind = getattr(errors, str(found.get("type")), InternalError)
    if not (isinstance(kind, type) and issubclass(kind, ModelwrightError)):
        kind = InternalError
    return kind(str(found["message"]), code=found["code"], where=found["where"], hint=found["hint"])
