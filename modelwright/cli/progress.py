"""Progress on standard error: of a batch run a bar on a terminal, else lines; of one solve a line on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from modelwright.cli.output import say

if TYPE_CHECKING:
    from modelwright import solvers
    from modelwright.evals.progress import OnProgress, Progress

__all__ = ["progress_display", "solver_display"]

_EVERY_S = 5.0
_SILENT_S = 1.0
_WORDS = {"predict": "Problems", "score": "Scoring"}


@contextmanager
def progress_display() -> Iterator[OnProgress]:
    """Shows the progress that it is told while the context lasts."""
    if sys.stderr is not None and sys.stderr.isatty():
        with _bars() as tell:
            yield tell
    else:
        yield _Lines().tell


class _Lines:
    """A line every few seconds, and one at the end of each stage."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started: dict[str, float] = {}
        self._last = clock()

    def tell(self, progress: Progress) -> None:
        now = self._clock()
        started = self._started.setdefault(progress.stage, now)
        if progress.done < progress.total and now - self._last < _EVERY_S:
            return
        self._last = now
        say(describe(progress, now - started))


def describe(progress: Progress, seconds: float) -> str:
    """How far it is, how fast, and how long it will take."""
    text = f"{_WORDS.get(progress.stage, progress.stage)}: {progress.done} of {progress.total}"
    if progress.resumed:
        text += f" ({progress.resumed} of an earlier run)"
    made = progress.done - progress.resumed
    if made <= 0 or seconds <= 0:
        return text
    rate = made / seconds
    left = (progress.total - progress.done) / rate
    return f"{text}, {rate:.1f} a second" + (f", about {left:.0f} s left" if left else "")


@contextmanager
def _bars() -> Iterator[OnProgress]:
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    from modelwright.cli.drawing import make_console

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    rate, left = TextColumn("{task.fields[rate]}"), TimeRemainingColumn()
    with Bars(*columns, rate, left, console=make_console(stderr=True)) as bars:
        tasks: dict[str, tuple[TaskID, float]] = {}

        def tell(progress: Progress) -> None:
            if progress.stage not in tasks:
                words = _WORDS.get(progress.stage, progress.stage)
                tasks[progress.stage] = (bars.add_task(words, total=progress.total, rate=""), time.monotonic())
            task, started = tasks[progress.stage]
            made, seconds = progress.done - progress.resumed, time.monotonic() - started
            rate_now = f"{made / seconds:.1f}/s" if made > 0 and seconds > 0 else ""
            bars.update(task, completed=progress.done, rate=rate_now)

        yield tell


@contextmanager
def solver_display() -> Iterator[Callable[[solvers.Progress], None] | None]:
    """Shows what a solver that takes more than a second has found so far; ``None`` where nobody would see it."""
    stream = sys.stderr
    if stream is None or not stream.isatty():
        yield None
        return
    shown = False

    def tell(progress: solvers.Progress) -> None:
        nonlocal shown
        if progress.seconds >= _SILENT_S:
            shown = True
            stream.write(f"{_LINE_AGAIN}{describe_solver(progress)}")
            stream.flush()

    try:
        yield tell
    finally:
        if shown:
            stream.write(_LINE_AGAIN)
            stream.flush()


_LINE_AGAIN = "\r\x1b[2K"


def describe_solver(progress: solvers.Progress) -> str:
    """The incumbent, the bound and the gap."""
    found = "no plan yet" if progress.objective is None else f"best {progress.objective:.6g}"
    text = f"{progress.solver}, {progress.seconds:.0f} s: {found}"
    if progress.bound is not None:
        text += f", possible {progress.bound:.6g}"
    return text if progress.gap is None else f"{text}, gap {progress.gap:.2%}"
