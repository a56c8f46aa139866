"""Whether two Models say the same: as they are written (`same_model`), or by what they mean (`equivalent`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.lazy import handed_on

if TYPE_CHECKING:
    from modelwright.solvers.equivalence.deciding import equivalent
    from modelwright.solvers.equivalence.same import Difference, same_model
    from modelwright.solvers.equivalence.verdicts import Different, Equivalent, NotDecided, Verdict

_HOMES = {
    "deciding": ("equivalent",),
    "same": ("Difference", "same_model"),
    "verdicts": ("Different", "Equivalent", "NotDecided", "Verdict"),
}
__all__ = ["Difference", "Different", "Equivalent", "NotDecided", "Verdict", "equivalent", "same_model"]


__getattr__ = handed_on(__name__, _HOMES)
