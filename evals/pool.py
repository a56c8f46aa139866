"""Worker processes that take tasks, are killed when one takes too long, and are replaced when they die."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, BinaryIO, cast

from modelwright.errors import InternalError
from modelwright.solvers.isolation.guards import search_path, why_it_ended
from modelwright.solvers.isolation.messages import raised

__all__ = ["Pool", "Reply"]

Task = Mapping[str, Any]
Reply = tuple[Task, dict[str, Any]]
"""A task with its answer: what the worker said, or ``{"failed": {code, message, …}}``."""

_START_S = 120.0
_WAIT_S = 3600.0


class WorkerProcess:
    """One worker, seen from its parent.

    Attributes:
        task: What it works on, or ``None``.
        ready: Whether it has loaded its engines.
        deadline: When it is to be killed, on the monotonic clock.
    """

    def __init__(self, setup: Mapping[str, Any]) -> None:
        self.task: Task | None = None
        self.ready = False
        self.deadline = time.monotonic() + _START_S
        self.started = time.monotonic()
        self._errors: BinaryIO = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  closed by kill()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "modelwright.evals.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            bufsize=0,
            env=os.environ | {"PYTHONPATH": search_path()},
            process_group=0,
        )
        self._rest = b""
        self._write(dict(setup) | {"parent": os.getpid()})

    def fileno(self) -> int:
        """Where its answers come from."""
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    def give(self, task: Task, timeout_s: float) -> None:
        """Hand it a task."""
        self.task, self.started = task, time.monotonic()
        self.deadline = self.started + timeout_s
        self._write(task)

    def read(self) -> tuple[list[dict[str, Any]], bool]:
        """What it said since, and whether it is still there."""
        chunk = os.read(self.fileno(), 1 << 20)
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        return [json.loads(line) for line in lines], bool(chunk)

    def last_words(self) -> str:
        """The end of what it printed."""
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - 2000))
        return self._errors.read().decode("utf-8", "replace").strip()

    def kill(self) -> int:
        """End its whole process group now; returns its exit status."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        code = self._process.wait()
        self._errors.close()
        return code

    def _write(self, message: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        data = memoryview(json.dumps(message, separators=(",", ":")).encode() + b"\n")
        with contextlib.suppress(OSError):  # it died: its output ends, and that is noticed
            while data:
                data = data[self._process.stdin.write(data) or 0 :]


class Pool:
    """Workers behind one queue. A context that leaves no process behind.

    Args:
        setup: First line that each worker gets.
        jobs: How many workers.
        timeout_s: Wall-clock seconds that one task may take.
    """

    def __init__(self, setup: Mapping[str, Any], *, jobs: int, timeout_s: float) -> None:
        self._setup, self._jobs, self._timeout_s = setup, jobs, timeout_s
        self._workers: list[WorkerProcess] = []
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in list(self._workers):
            self._drop(worker)
        self._selector.close()

    def describe(self) -> dict[str, Any]:
        """What a worker says of its engines.

        Raises:
            ModelwrightError: The engines cannot be loaded.
        """
        worker = self._workers[0] if self._workers else self._start()
        while True:
            self._wait(worker.deadline)
            messages, alive = worker.read() if self._readable(worker) else ([], True)
            if messages or not alive or time.monotonic() > worker.deadline:
                return self._first_words(worker, messages)

    def replies(self, tasks: Iterable[Task]) -> Iterator[Reply]:
        """Every task with its answer, in the order in which they are finished.

        Raises:
            ModelwrightError: A worker cannot start.
        """
        waiting = deque(tasks)
        while waiting or any(worker.task for worker in self._workers):
            self._employ(waiting)
            self._wait(min(worker.deadline for worker in self._workers))
            for worker in list(self._workers):
                yield from self._attend(worker)

    def _employ(self, waiting: deque[Task]) -> None:
        while len(self._workers) < min(self._jobs, len(waiting) + sum(1 for w in self._workers if w.task)):
            self._start()
        for worker in self._workers:
            if waiting and worker.ready and worker.task is None:
                worker.give(waiting.popleft(), self._timeout_s)

    def _wait(self, deadline: float) -> None:
        self._selector.select(min(_WAIT_S, max(0.0, deadline - time.monotonic())))

    def _readable(self, worker: WorkerProcess) -> bool:
        return any(key.fileobj is worker for key, _ in self._selector.select(0))

    def _attend(self, worker: WorkerProcess) -> Iterator[Reply]:
        messages, alive = worker.read() if self._readable(worker) else ([], True)
        if not worker.ready and (messages or not alive or time.monotonic() > worker.deadline):
            self._first_words(worker, messages)
            return
        for message in messages:
            task, worker.task, worker.deadline = worker.task, None, float("inf")
            if task is not None:
                yield task, message
        if not alive or (worker.task is not None and time.monotonic() > worker.deadline):
            yield from self._bury(worker, alive)

    def _first_words(self, worker: WorkerProcess, messages: list[dict[str, Any]]) -> dict[str, Any]:
        if messages and "ready" in messages[0]:
            worker.ready, worker.deadline = True, float("inf")
            return messages[0]
        if messages and "fatal" in messages[0]:
            raise raised(messages[0]["fatal"])
        raise InternalError("A worker could not start", code="worker-start", hint=worker.last_words()[-500:] or None)

    def _bury(self, worker: WorkerProcess, alive: bool) -> Iterator[Reply]:
        task, words = worker.task, worker.last_words()
        seconds = time.monotonic() - worker.started
        code = self._drop(worker)
        if task is not None:
            failed = _timed_out(self._timeout_s) if alive else _died(code, words)
            yield task, {"failed": failed, "seconds": round(seconds, 6)}

    def _start(self) -> WorkerProcess:
        worker = WorkerProcess(self._setup)
        self._workers.append(worker)
        self._selector.register(worker, selectors.EVENT_READ)
        return worker

    def _drop(self, worker: WorkerProcess) -> int:
        self._selector.unregister(worker)
        self._workers.remove(worker)
        return worker.kill()


def _timed_out(timeout_s: float) -> dict[str, Any]:
    message = f"No answer within {timeout_s:g} seconds; the worker was killed"
    return {"code": "timeout", "message": message, "where": None, "hint": None, "type": "TimeoutError"}


def _died(code: int, words: str) -> dict[str, Any]:
    last = words.splitlines()[-1][:300] if words else None
    message = f"The worker died: {why_it_ended(code)}"
    return {"code": "worker-died", "message": message, "where": last, "hint": None, "type": "InternalError"}
