"""An adapter around an adapter: the same answer, found by a process that can be killed."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from typing import TYPE_CHECKING, BinaryIO, cast

from modelwright.errors import SolverError
from modelwright.solvers.adapters.base import Adapter, Capability, Options, Progress
from modelwright.solvers.isolation.guards import search_path, why_it_ended
from modelwright.solvers.isolation.messages import (
    Message,
    framed,
    instance_message,
    options_message,
    raised,
    read_result,
    received,
)

if TYPE_CHECKING:
    from modelwright.solvers.instance import Instance
    from modelwright.solvers.result import Result

__all__ = ["Isolated"]

GRACE_S = 10.0
"""Seconds beyond the time limit, or after Ctrl-C, after which a worker is killed."""


class Isolated:
    """Another adapter in a process of its own: a hang, a crash or a hunger for memory ends in a `SolverError`.

    Args:
        inner: The adapter; its class takes no arguments.
        grace_s: Seconds beyond the time limit after which the worker is killed. Without a time limit it is not.
    """

    def __init__(self, inner: Adapter, grace_s: float = GRACE_S) -> None:
        self.inner = inner
        self.grace_s = grace_s
        self.name = inner.name
        self.capabilities: frozenset[Capability] = inner.capabilities | {Capability.MEMORY}

    def solve(self, instance: Instance, options: Options) -> Result:
        """The answer of the inner adapter.

        Raises:
            SolverError: Code ``timeout`` when the worker had to be killed, ``solver-died`` when it died, and whatever
                the inner adapter raises.
        """
        kind = type(self.inner)
        header, arrays = instance_message(instance)
        request = {
            "adapter": f"{kind.__module__}:{kind.__qualname__}",
            "instance": header,
            "options": options_message(options),
            "listens": options.progress is not None,
            "parent": os.getpid(),
        }
        limit = None if options.time_limit_s is None else options.time_limit_s + self.grace_s
        with tempfile.TemporaryFile() as words:
            worker = _Worker(cast(BinaryIO, words), (request, arrays), self.grace_s)
            try:
                return read_result(worker.answer(limit, options), instance)
            finally:
                worker.kill()


class _Worker:
    """One worker process, seen from its parent."""

    def __init__(self, words: BinaryIO, request: Message, grace_s: float) -> None:
        self._words = words
        self._grace_s = grace_s
        self._deadline = float("inf")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "modelwright.solvers.isolation.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            env=os.environ | {"PYTHONPATH": search_path()},
            process_group=0,
        )
        self._selector = selectors.DefaultSelector()
        assert self._process.stdout is not None
        self._selector.register(self._process.stdout, selectors.EVENT_READ)
        threading.Thread(target=self._send, args=(framed(request),), daemon=True).start()

    def _send(self, request: bytes) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # it died, or was killed: its output ends, which is noticed
            self._process.stdin.write(request)
            self._process.stdin.flush()

    def answer(self, limit: float | None, options: Options) -> Message:
        """Its answer within `limit` seconds; Ctrl-C is handed on, and its answer awaited."""
        if limit is not None:
            self._deadline = time.monotonic() + limit
        while True:
            message = received(self._exactly)
            if "progress" in message[0]:
                if options.progress is not None:
                    options.progress(Progress(**message[0]["progress"]))
            elif "error" in message[0]:
                raise raised(message[0]["error"])
            else:
                return message

    def _exactly(self, count: int) -> bytes:
        parts: list[bytes] = []
        interrupted = False
        while count:
            try:
                chunk = self._chunk(count)
            except KeyboardInterrupt:
                if interrupted:
                    raise
                interrupted = True
                self._deadline = min(self._deadline, time.monotonic() + self._grace_s)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._process.pid, signal.SIGINT)
                continue
            parts.append(chunk)
            count -= len(chunk)
        return b"".join(parts)

    def _chunk(self, most: int) -> bytes:
        left = self._deadline - time.monotonic()
        if not self._selector.select(None if left == float("inf") else max(0.0, left)):
            raise SolverError(
                "The solver gave no answer after its time limit, and was killed",
                code="timeout",
                hint="give it more time, or try another solver",
            )
        assert self._process.stdout is not None
        chunk = os.read(self._process.stdout.fileno(), min(most, 1 << 20))
        if not chunk:
            code = self.kill()
            last = self._last_words()
            raise SolverError(
                f"The solver's process died: {why_it_ended(code)}",
                code="solver-died",
                hint=f"its last words: {last}" if last else "it may have run out of memory; try another solver",
            )
        return chunk

    def _last_words(self) -> str:
        self._words.seek(max(0, self._words.seek(0, os.SEEK_END) - 2000))
        lines = self._words.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else ""

    def kill(self) -> int:
        """Ends its whole process group; gives its exit status."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            if self._process.poll() is None and self._deadline == float("inf"):
                self._process.wait(0.2)  # it is about to end by itself
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._selector.close()
        return code
