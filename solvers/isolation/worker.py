"""The worker: ``python -P -m modelwright.solvers.isolation.worker``. It reads one request, and answers it.

Whatever a solver prints goes to standard error. The worker leads its own process group, which dies with the parent.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from dataclasses import asdict
from typing import Any, BinaryIO

from modelwright.solvers.isolation.guards import die_with_parent, post_guard, private_output

__all__ = ["main"]


def main() -> None:
    """Serve one request."""
    post_guard()
    channel = private_output()
    from modelwright.solvers.isolation.messages import framed, received

    request = received(_exactly)
    die_with_parent(request[0]["parent"])
    reply = _answer(request, channel)
    channel.write(framed(reply))
    channel.flush()
    os._exit(0)  # what a solver left running does not hold the answer back


def _answer(request: Any, channel: BinaryIO) -> Any:
    from modelwright.errors import ModelwrightError, SolverError
    from modelwright.solvers.isolation import messages

    header, _ = request
    lock = threading.Lock()

    def tell(progress: Any) -> None:
        with lock:
            channel.write(messages.framed(({"progress": asdict(progress)}, {})))
            channel.flush()

    try:
        module, _, name = header["adapter"].partition(":")
        adapter = getattr(importlib.import_module(module), name)()
        options = messages.read_options(header["options"], tell if header["listens"] else None)
        instance = messages.read_instance((header["instance"], request[1]))
        _limit_memory(options.memory_mb)
        return messages.result_message(adapter.solve(instance, options))
    except ModelwrightError as error:
        return {"error": messages.error_message(error)}, {}
    except MemoryError:
        refused = SolverError("The memory did not suffice", code="memory", hint="allow more with `memory_mb`")
        return {"error": messages.error_message(refused)}, {}
    except Exception as error:
        failed = SolverError(f"The solver failed: {type(error).__name__}: {error}")
        return {"error": messages.error_message(failed)}, {}


def _exactly(count: int) -> bytes:
    found = sys.stdin.buffer.read(count)
    if len(found) < count:
        os._exit(1)
    return found


def _limit_memory(megabytes: int | None) -> None:
    """Lets this process take so many MiB more than it has."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if megabytes is None:
        return
    with open("/proc/self/statm", encoding="ascii") as file:
        taken = int(file.read().split()[0]) * resource.getpagesize()
    _, allowed = resource.getrlimit(resource.RLIMIT_AS)
    wanted = taken + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (wanted if allowed < 0 else min(wanted, allowed), allowed))


if __name__ == "__main__":
    main()
