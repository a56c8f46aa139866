"""A worker process: ``python -m modelwright.evals.worker``.

It reads JSON lines from its standard input: one with the setup, then one for each task; and answers with JSON lines
on what was its standard output. Whatever else is printed, by a solver's native code too, goes to standard error.
It leads its own process group, and the group dies with the process that started it.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import threading
from collections.abc import Mapping
from typing import Any, BinaryIO

from modelwright.solvers.isolation.guards import die_with_parent, post_guard, private_output

__all__ = ["main"]


class Desk:
    """What a worker holds from task to task.

    Attributes:
        engines: Loaded engines by name.
        choice: How candidates are solved.
    """

    def __init__(self, setup: Mapping[str, Any]) -> None:
        from modelwright.evals.choice import SolverChoice
        from modelwright.evals.engines import load_engine

        self.engines = {name: load_engine(name) for name in setup["engines"]}
        self.choice = SolverChoice(**setup["choice"])

    def describe(self) -> dict[str, Any]:
        """What the manifest says of the engines."""
        return {"ready": True, "engines": {name: engine.fingerprint for name, engine in self.engines.items()}}

    def work(self, task: Mapping[str, Any]) -> dict[str, Any]:
        """The reply to a task."""
        return self._optimum(task) if task["do"] == "optimum" else self._predict(task)

    def _predict(self, task: Mapping[str, Any]) -> dict[str, Any]:
        from modelwright.evals.predict import predict

        found = predict(task, self.engines[task["engine"]], self.choice)
        return {"prediction": found.line, "model": found.model}

    def _optimum(self, task: Mapping[str, Any]) -> dict[str, Any]:
        from modelwright.evals.metrics.variants import optimum
        from modelwright.evals.predict import tables_of_task
        from modelwright.model.canonical import load_model

        model, tables = load_model(task["model"]), tables_of_task(task)
        options = self.choice.options()
        return {"optimum": optimum(model, task["variant"], tables, solver=self.choice.solver, options=options)}


def main() -> None:
    """Serve tasks until killed."""
    post_guard()
    channel = private_output()
    tasks: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    setup = tasks.get()
    die_with_parent(setup["parent"])
    _limit_memory(setup.get("memory_mb"))
    desk = _open_desk(setup, channel)
    while True:
        _send(channel, _reply(desk, tasks.get()))


def _open_desk(setup: Mapping[str, Any], channel: BinaryIO) -> Desk:
    from modelwright.evals.predictions import error_object

    try:
        desk = Desk(setup)
    except Exception as error:
        _send(channel, {"fatal": error_object(error)})
        os._exit(1)
    _send(channel, desk.describe())
    return desk


def _reply(desk: Desk, task: Mapping[str, Any]) -> dict[str, Any]:
    from modelwright.evals.predictions import error_object

    try:
        return desk.work(task)
    except Exception as error:
        return {"failed": error_object(error)}


def _send(channel: BinaryIO, message: Mapping[str, Any]) -> None:
    channel.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
    channel.flush()


def _listen(tasks: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Pass lines on; at the end of the input the parent is gone, and the whole group has to go."""
    rest = b""
    while chunk := os.read(0, 1 << 16):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            tasks.put(json.loads(line))
    os.killpg(0, signal.SIGKILL)


def _limit_memory(megabytes: int | None) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if megabytes:
        _, allowed = resource.getrlimit(resource.RLIMIT_AS)
        size = megabytes * 1024 * 1024
        size = size if allowed == resource.RLIM_INFINITY else min(size, allowed)
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    main()
