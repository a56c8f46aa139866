"""A memory limit for the time of a solve."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["memory_limit"]


@contextmanager
def memory_limit(megabytes: int | None) -> Iterator[None]:
    """Lets this process take so many MiB more than it has; what is refused becomes a MemoryError.

    Does nothing without a limit, or where the system has none.
    """
    taken = _address_space()
    if megabytes is None or taken is None:
        yield
        return
    import resource

    before, allowed = resource.getrlimit(resource.RLIMIT_AS)
    wanted = taken + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (wanted if allowed < 0 else min(wanted, allowed), allowed))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, allowed))


def _address_space() -> int | None:
    """Bytes of address space that this process has, as Linux says."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        return pages * resource.getpagesize()
    except (ImportError, OSError, ValueError, IndexError):
        return None
