"""From the callbacks of a solver to `Options.progress`."""

from __future__ import annotations

import math
from time import perf_counter
from typing import TYPE_CHECKING

from modelwright.solvers.adapters.base import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Listener"]

_ENDLESS = 1e20


class Listener:
    """Hands on news, and only news; an exception of the one who is told ends the telling and is kept for later."""

    def __init__(self, solver: str, tell: Callable[[Progress], None]) -> None:
        self._solver = solver
        self._tell = tell
        self._began = perf_counter()
        self._last: tuple[float | None, float | None] = (None, None)
        self._error: Exception | None = None

    def hear(self, objective: float | None, bound: float | None) -> None:
        """What the solver says: infinities, and numbers from 1e20 on, mean that it knows nothing."""
        news = _known(objective), _known(bound)
        if news == self._last or self._error is not None:
            return
        self._last = news
        try:
            self._tell(
                Progress(solver=self._solver, seconds=perf_counter() - self._began, objective=news[0], bound=news[1])
            )
        except Exception as error:  # nothing may pass through the code of the solver
            self._error = error

    def raise_kept(self) -> None:
        """Raises the exception that was kept, if there is one."""
        if self._error is not None:
            raise self._error


def _known(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) or abs(number) >= _ENDLESS else float(number)
