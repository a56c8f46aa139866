"""Engines by name, and a fingerprint that changes when their code or data does."""

from __future__ import annotations

import hashlib
import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modelwright import errors
from modelwright.errors import UsageError

if TYPE_CHECKING:
    from modelwright.agent.formulation.formulation import Formulator

__all__ = ["EMBEDDED", "Engine", "engine_name_of_llm", "load_engine"]

EMBEDDED = "embedded"
"""Name of the engine that needs no chat model."""

_GROUP = "modelwright.engines"

_OURS = ("agent", "model", "solvers")
"""Folders whose files shape what our engines answer."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A language engine under the name that predictions carry.

    Attributes:
        name: As given on the command line.
        formulator: What reads the words.
        fingerprint: SHA-256 of its program and data files.
    """

    name: str
    formulator: Formulator
    fingerprint: str


def engine_name_of_llm(spec: str) -> str:
    """The engine that `--llm spec` selects.

    Raises:
        UsageError: It is not ``none``.
    """
    if spec.strip().lower() == "none":
        return EMBEDDED
    raise UsageError(
        f"The language engine `{spec}` is not available: this version has the embedded engine only",
        code="llm-not-available",
        hint="use --llm none, or leave the option away",
    )


def load_engine(name: str) -> Engine:
    """The engine `name`: ``embedded``, an entry point of `modelwright.engines`, or ``module:attribute``.

    Raises:
        UsageError: There is no such engine.
    """
    formulator = _formulator(name)
    return Engine(name, formulator, _fingerprint(formulator))


def _formulator(name: str) -> Formulator:
    if name == EMBEDDED:
        from modelwright.agent.formulation import formulator

        return formulator("none")
    plugin = next(iter(entry_points(group=_GROUP, name=name)), None)
    try:
        factory: Any = plugin.load() if plugin is not None else _attribute(name)
    except (ImportError, AttributeError) as error:
        raise _unknown(name, str(error)) from None
    found: Formulator = factory()
    return found


def _attribute(name: str) -> Any:
    module, colon, attribute = name.partition(":")
    if not colon or not module or not attribute:
        raise _unknown(name, None)
    return getattr(importlib.import_module(module), attribute)


def _unknown(name: str, why: str | None) -> UsageError:
    return UsageError(
        f"There is no engine `{name}`" + (f" ({why})" if why else ""),
        code="unknown-engine",
        hint=f"use {EMBEDDED}, an installed plug-in, or module:attribute",
    )


def _fingerprint(formulator: Formulator) -> str:
    module = sys.modules[type(formulator).__module__]
    file = getattr(module, "__file__", None)
    if not file:
        return ""
    digest = hashlib.sha256()
    for root, path in _files(module.__name__, Path(file).resolve()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(module: str, file: Path) -> Iterator[tuple[Path, Path]]:
    """What shapes the answers of an engine, each with the folder it is named in: our whole package, or its module."""
    package = Path(errors.__file__).resolve().parent
    roots = [package / name for name in _OURS] if module.startswith("modelwright.") else []
    if not roots:
        yield file.parent, file
    for root in roots:
        for path in sorted(path for path in root.resolve().rglob("*") if _counts(path)):
            yield root.resolve().parent, path


def _counts(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
