"""Readers for families of problems whose decisions are no simple list: shipments, shifts and blends.

`propose` offers complete readings beside the ordinary hypotheses, priced by the same weights; `join` ranks both.
"""

from __future__ import annotations

from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.families import blending, covering, transport
from modelwright.agent.formulation.embedded.families.finish import Frame, finish, make_frame
from modelwright.agent.formulation.embedded.goal import Goal
from modelwright.agent.formulation.embedded.limits import Limits
from modelwright.agent.formulation.embedded.reading import Number, Reading

_READERS = (transport.drafts, covering.drafts, blending.drafts)


def propose(
    doc: Doc, numbers: tuple[Number, ...], goals: tuple[Goal, ...], limits: Limits
) -> tuple[Reading, ...]:
    """Returns the readings of every family that fits, best first; usually none."""
    frame = make_frame(doc, numbers, goals, limits)
    found = [finish(frame, draft) for reader in _READERS for draft in reader(frame)]
    return tuple(sorted((r for r in found if _plausible(r)), key=lambda r: -r.score))


def _plausible(reading: Reading) -> bool:
    """A family is told by its shape: no number open, and an optimum that is not zero."""
    costs = dict(reading.costs)
    if any(name in costs for name in ("unbounded", "unknown", "zero_optimum", "no_rows")):
        return False
    if "infeasible" in costs and reading.origin == "family/blending":
        return False
    return "open_number" not in costs


__all__ = ["Frame", "propose"]
