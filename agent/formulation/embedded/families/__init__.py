"""Readers for families of problems whose decisions are no simple list: shipments, shifts and blends.

`propose` offers complete readings beside the ordinary hypotheses, priced by the same weights; `join` ranks both.
"""

from __future__ import annotations

from dataclasses import replace

from modelwright.agent.formulation.embedded.assemble import canonical
from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.families import blending, covering, products, transport
from modelwright.agent.formulation.embedded.families.finish import Frame, finish, make_frame
from modelwright.agent.formulation.embedded.goal import Goal
from modelwright.agent.formulation.embedded.limits import Limits
from modelwright.agent.formulation.embedded.reading import Number, Reading, Term
from modelwright.agent.formulation.embedded.score import HAND_WEIGHTS

_BESIDE = 1.5
_READERS = (transport.drafts, covering.drafts, blending.drafts, products.drafts)


def propose(doc: Doc, numbers: tuple[Number, ...], goals: tuple[Goal, ...], limits: Limits) -> tuple[Reading, ...]:
    """Returns the readings of every family that fits, best first; usually none."""
    frame = make_frame(doc, numbers, goals, limits)
    found = [finish(frame, draft) for reader in _READERS for draft in reader(frame)]
    return tuple(sorted((r for r in found if _plausible(r)), key=lambda r: -r.score))


def _plausible(reading: Reading) -> bool:
    """A family is told by its shape: at most one number open, and an optimum that is not zero."""
    costs = dict(reading.costs)
    if any(name in costs for name in ("unbounded", "unknown", "zero_optimum", "no_rows")):
        return False
    if "infeasible" in costs and reading.origin == "family/blending":
        return False
    return costs.get("open_number", 0.0) <= HAND_WEIGHTS["open_number"]


def join(found: tuple[Reading, ...], ordinary: tuple[Reading, ...], most: int) -> tuple[Reading, ...]:
    """Returns both kinds of readings, best first; at equal scores a family goes first.

    Where a family fits the whole text, an ordinary reading of it costs `beside_family` more; one that says the same as
    a family is left out.
    """
    if not found:
        return ordinary[:most]
    said = {_model(r) for r in found}
    rest = [r for r in ordinary if _model(r) not in said]
    if not found[0].costs:
        rest = [replace(r, score=r.score - _BESIDE, costs=(*r.costs, ("beside_family", _BESIDE))) for r in rest]
    return tuple(sorted((*found, *rest), key=lambda r: -r.score)[:most])


def _model(reading: Reading) -> tuple[object, ...]:
    """A form of the model that is the same in any order of variables named alike."""
    names = [v.label.lower() for v in reading.variables]
    order = sorted(range(len(names)), key=lambda k: names[k])
    place = {v: k for k, v in enumerate(order)}
    goal = replace(reading.objective, terms=_moved(reading.objective.terms, place))
    rows = tuple(
        replace(
            row,
            terms=_moved(row.terms, place),
            part=tuple(place[v] for v in row.part),
            whole=tuple(place[v] for v in row.whole),
            left=tuple(place[v] for v in row.left),
            right=tuple(place[v] for v in row.right),
        )
        for row in reading.rows
    )
    return (tuple(sorted(names)), canonical(len(names), goal, rows))


def _moved(terms: tuple[Term, ...], place: dict[int, int]) -> tuple[Term, ...]:
    return tuple(Term(place[t.variable], t.coefficient) for t in terms)


__all__ = ["Frame", "join", "propose"]
