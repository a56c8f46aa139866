"""Names that a package hands on from its modules, loaded when first asked for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["handed_on"]


def handed_on(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """A module `__getattr__` for `package` that loads each name from its module.

    Args:
        package: Name of the package.
        homes: Names by module of the package.
    """
    home_by_name = {name: home for home, names in homes.items() for name in names}

    def get(name: str) -> Any:
        home = home_by_name.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        # Kept under its name, or a later import of a submodule of that name would hide it.
        found = getattr(importlib.import_module(f"{package}.{home}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return get
