"""What a worker process owes its parent: a private pipe, a group of its own, and an end when the parent ends."""

from __future__ import annotations

import os
import select
import signal
import sys
from typing import BinaryIO

__all__ = ["die_with_parent", "post_guard", "private_output", "search_path", "why_it_ended"]


def private_output() -> BinaryIO:
    """The pipe to the parent, after standard output was led to standard error."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return channel


def post_guard() -> None:
    """Leave a process in the group that ends the group when the parent is gone, programs that a solver started too.

    It watches for the other end of standard input to close, and reads nothing. Called first, while there is one thread.
    """
    if sys.platform != "linux" or os.fork() != 0:
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for descriptor in (1, 2):  # or the parent would wait for the end of a dead worker's output
        os.close(descriptor)
    watch = select.poll()
    watch.register(0, 0)
    watch.poll()
    os.killpg(0, signal.SIGKILL)


def die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process when its parent dies."""
    if sys.platform == "linux":
        import ctypes

        set_death_signal = 1
        ctypes.CDLL(None, use_errno=True).prctl(set_death_signal, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def search_path() -> str:
    """This process's import path, for a child that is not to look into the working directory first."""
    return os.pathsep.join(dict.fromkeys(entry or os.getcwd() for entry in sys.path))


def why_it_ended(code: int) -> str:
    """An exit status in words."""
    if code >= 0:
        return f"exit status {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = "unknown"
    return f"killed by signal {-code} ({name})"
