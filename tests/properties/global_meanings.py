"""The global conditions, as directly as they can be written, for `interpreter`."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from modelwright.model.expressions import nodes as n

if TYPE_CHECKING:
    from interpreter import Binding, Interpreter

__all__ = ["GLOBALS"]


def _lists(at: Interpreter, node: n.Call, b: Binding) -> list[list[Any]]:
    return [[Fraction(v) for v in at.listed((arg,), b)] for arg in node.args]


def _values(at: Interpreter, node: n.Call, b: Binding) -> list[Any]:
    return [Fraction(v) for v in at.listed(node.args, b)]


def _places(at: Interpreter, arg: n.Node, b: Binding) -> dict[int, Fraction]:
    """The list as a map from places."""
    values = [Fraction(v) for v in at.listed((arg,), b)]
    if isinstance(arg, n.Comprehension) and len(arg.generators) == 1 and len(arg.generators[0].ids) == 1:
        members = [inner[arg.generators[0].id][0] for inner in at.bindings(arg.generators, b)]
        if all(isinstance(member, int) for member in members):
            return dict(zip(members, values, strict=True))
    return dict(enumerate(values, 1))


def _circuit(at: Interpreter, node: n.Call, b: Binding) -> bool:
    after = _places(at, node.args[0], b)
    here = start = next(iter(after))
    seen = []
    while here in after and here not in seen:
        seen.append(here)
        here = int(after[here])
    return here == start and len(seen) == len(after)


def _inverse(at: Interpreter, node: n.Call, b: Binding) -> bool:
    one, other = (_places(at, arg, b) for arg in node.args)
    return (
        all((one[i] == j) == (other[j] == i) for i in one for j in other)
        and {*one.values()} <= {*other}
        and {*other.values()} <= {*one}
    )


def _no_overlap(at: Interpreter, node: n.Call, b: Binding) -> bool:
    listed = list(at.parts(node.args[:1], b))
    tasks = [(at.value(part, inner), part, inner) for part, inner in listed]
    between = node.args[1].id if len(node.args) > 1 and isinstance(node.args[1], n.Name) else None

    def gap(i: int, j: int) -> Any:
        if between is None:
            return 0
        keys = [tuple(at.plain(arg, tasks[k][2]) for arg in tasks[k][1].args) for k in (i, j)]  # type: ignore[union-attr]
        return dict(at.model.by_name[between].value.entries).get((*keys[0], *keys[1]), 0)  # type: ignore[attr-defined]

    present = [k for k, (task, _, _) in enumerate(tasks) if task["present"]]
    return all(
        tasks[i][0]["end"] + gap(i, j) <= tasks[j][0]["start"] or tasks[j][0]["end"] + gap(j, i) <= tasks[i][0]["start"]
        for i, j in itertools.combinations(present, 2)
    )


def _cumulative(at: Interpreter, node: n.Call, b: Binding) -> bool:
    tasks, demands = at.listed(node.args[:1], b), [Fraction(v) for v in at.listed(node.args[1:2], b)]
    capacity = at.number(node.args[2], b)
    running = [(t, d) for t, d in zip(tasks, demands, strict=True) if t["present"]]
    first = min((int(t["start"]) for t, _ in running), default=0)
    times = range(first, max((int(t["end"]) for t, _ in running), default=0))
    used = [sum(d for t, d in running if t["start"] <= time < t["end"]) for time in times]
    return max(used, default=0) <= capacity and capacity >= 0


def _alternative(at: Interpreter, node: n.Call, b: Binding) -> bool:
    main, chosen = at.value(node.args[0], b), [t for t in at.listed(node.args[1:], b) if t["present"]]
    if not main["present"]:
        return not chosen
    return [(t["start"], t["end"]) for t in chosen] == [(main["start"], main["end"])]


def _span(at: Interpreter, node: n.Call, b: Binding) -> bool:
    main, parts = at.value(node.args[0], b), [t for t in at.listed(node.args[1:], b) if t["present"]]
    if not parts or not main["present"]:
        return not parts and not main["present"]
    return (main["start"], main["end"]) == (min(t["start"] for t in parts), max(t["end"] for t in parts))


def _cardinality(at: Interpreter, node: n.Call, b: Binding) -> bool:
    values, wanted, counts = _lists(at, node, b)
    return [values.count(value) for value in wanted] == counts


def _different(at: Interpreter, node: n.Call, b: Binding) -> bool:
    return all(one != other for one, other in itertools.combinations(_values(at, node, b), 2))


GLOBALS: dict[str, Callable[[Interpreter, n.Call, Binding], bool]] = {
    "all_different": _different,
    "all_equal": lambda at, node, b: all(x == y for x, y in pairwise(_values(at, node, b))),
    "increasing": lambda at, node, b: all(x <= y for x, y in pairwise(_values(at, node, b))),
    "strictly_increasing": lambda at, node, b: all(x < y for x, y in pairwise(_values(at, node, b))),
    "lex_less": lambda at, node, b: tuple(_lists(at, node, b)[0]) < tuple(_lists(at, node, b)[1]),
    "lex_lesseq": lambda at, node, b: tuple(_lists(at, node, b)[0]) <= tuple(_lists(at, node, b)[1]),
    "global_cardinality": _cardinality,
    "circuit": _circuit,
    "inverse": _inverse,
    "no_overlap": _no_overlap,
    "cumulative": _cumulative,
    "alternative": _alternative,
    "span": _span,
}
