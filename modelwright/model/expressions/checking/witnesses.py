"""Bindings at which an expression is read for sure: witnesses of an index out of range or a division by zero."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import prod

from modelwright.model.expressions.checking.known import KnownData
from modelwright.model.expressions.checking.members import MEMBERS, Binding
from modelwright.model.expressions.checking.types import Scope
from modelwright.model.expressions.nodes import Generator, Node, names_in

__all__ = ["witnesses"]

BINDINGS = 2_000
"""Bindings that are tried before a witness is given up."""


def witnesses(known: KnownData, node: Node, scope: Scope) -> Iterator[Binding]:
    """Bindings of the quantifiers that `node` reads at which every condition is known to hold, up to a limit.

    Quantifiers that neither `node` nor a condition on those of `node` reads are left out.
    """
    generators = [q.generator for q in scope.quantifiers]
    conditions = [*(g.condition for g in generators if g.condition is not None), *scope.guards]
    needed = set(names_in(node)) & set(scope.types)
    size = -1
    while size != len(needed):
        size = len(needed)
        for generator in generators:
            if needed & set(generator.ids):
                needed.update(generator.ids)
                needed.update(name for arg in generator.args for name in names_in(arg) if name in scope)
        for condition in conditions:
            names = set(names_in(condition)) & set(scope.types)
            if names & needed:
                needed |= names
    used = [g for g in generators if needed & set(g.ids)]
    touching = [c for c in conditions if needed & set(names_in(c))]
    return islice(_sampled(known, used, touching, {}, _width(known, used)), BINDINGS)


def _width(known: KnownData, generators: list[Generator]) -> int:
    """How many members of each set are tried, half of them from either end."""
    sizes = [len(known.members(g.set) or ()) or 2 for g in generators]
    return MEMBERS if prod(sizes) <= BINDINGS else max(2, int(BINDINGS ** (1 / len(sizes))))


def _sampled(
    known: KnownData, generators: list[Generator], conditions: list[Node], binding: Binding, width: int
) -> Iterator[Binding]:
    if not generators:
        if all(known.value(condition, binding) is True for condition in conditions):
            yield dict(binding)
        return
    members, name = known.domain(generators[0], binding)
    if members is None:
        return
    if len(members) > width:
        members = (*members[: (width + 1) // 2], *members[len(members) - width // 2 :])
    later = {name for g in generators[1:] for name in g.ids}
    for member in members:
        inner = {**binding, **known.bound(generators[0], member, name)}
        ready = [c for c in conditions if not later & set(names_in(c))]
        if all(known.value(condition, inner) is True for condition in ready):
            yield from _sampled(known, generators[1:], [c for c in conditions if c not in ready], inner, width)
