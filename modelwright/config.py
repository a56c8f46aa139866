"""Limits on everything that comes from outside, and settings.

Settings are looked up in the order: argument, `MODELWRIGHT_*` variable, the file given with `--config`, the user's
configuration file, default. A file in the working directory is never read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from modelwright.errors import InputError

__all__ = ["LIMITS", "Limits", "Settings", "load_settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds on what is read, built and run."""

    text_chars: int = 200_000
    """Characters of one problem text."""
    file_bytes: int = 256 * 1024 * 1024
    """Bytes of one data file."""
    unpacked_bytes: int = 1024 * 1024 * 1024
    """Bytes of one data file when it is unpacked (a workbook)."""
    table_rows: int = 20_000_000
    """Rows of one table."""
    table_cells: int = 200_000_000
    """Cells of one table."""
    query_bytes: int = 2 * 1024 * 1024 * 1024
    """Memory that a query over data files may take."""
    model_bytes: int = 64 * 1024 * 1024
    """Bytes of one Model file."""
    json_depth: int = 64
    """Nesting of a JSON document."""
    expression_chars: int = 200_000
    """Characters of one expression."""
    expression_tokens: int = 50_000
    """Tokens of one expression."""
    expression_depth: int = 60
    """Nesting of brackets, unary operators and powers in one expression."""
    inline_numbers: int = 10_000
    """Numbers that one parameter may hold inside the Model; larger tables live in Data."""
    set_size: int = 5_000_000
    """Members of one index set."""
    rows: int = 20_000_000
    """Rows of one Instance."""
    columns: int = 20_000_000
    """Columns of one Instance."""
    nonzeros: int = 200_000_000
    """Coefficients of one Instance."""
    number_digits: int = 400
    """Characters of one number; also bounds its exponent."""
    exact_nonzeros: int = 200_000
    """Above this many coefficients, verification screens rows in floating point first."""


LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user can set once; an argument of a call overrides it."""

    llm: str = "none"
    """Language engine: `none` is the embedded engine, else `provider:model[@base_url]`."""
    solver: str = "auto"
    """Name of a solver, or `auto`."""
    time_limit_s: float | None = None
    """Seconds a solver may take; `None` for no limit."""
    gap_rel: float = 0.0
    """Relative MIP gap at which a solver may stop."""
    threads: int | None = None
    """Solver threads; `None` for one."""
    seed: int = 0
    """Random seed of solvers."""
    confidence_threshold: float = 0.5
    """Below it an answer has status `question`."""
    config_files: tuple[str, ...] = field(default=(), compare=False)
    """The files that were read."""


def load_settings(*, config: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings from the user's file, the file `config`, and `MODELWRIGHT_*` variables, later ones winning.

    Args:
        config: File given by the user; it must exist.
        environ: Environment to read; the process's own by default.

    Raises:
        InputError: A file cannot be read, or a key or value is not one of `Settings`.
    """
    environ = os.environ if environ is None else environ
    home = environ.get("XDG_CONFIG_HOME") or os.path.join(environ.get("HOME", ""), ".config")
    user_file = Path(home) / "modelwright" / "config.toml"
    settings = Settings()
    for path, required in ((user_file, False), (config, True)):
        if path is None or (not required and not path.is_file()):
            continue
        settings = replace(
            _merge(settings, _read_toml(path), str(path)), config_files=(*settings.config_files, str(path))
        )
    prefix = "MODELWRIGHT_"
    names = {f.name for f in fields(Settings)} - {"config_files"}
    found = {name: environ[prefix + name.upper()] for name in sorted(names) if prefix + name.upper() in environ}
    return _merge(settings, found, "the environment")


def _read_toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"Cannot read the settings file: {error.strerror}", where=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"The settings file is not TOML: {error}", where=str(path)) from None


_KINDS: dict[str, type] = {
    "llm": str,
    "solver": str,
    "time_limit_s": float,
    "gap_rel": float,
    "threads": int,
    "seed": int,
    "confidence_threshold": float,
}


def _merge(settings: Settings, found: Mapping[str, Any], where: str) -> Settings:
    changes: dict[str, Any] = {}
    for name, value in found.items():
        kind = _KINDS.get(name)
        if kind is None:
            raise InputError(
                f"Unknown setting `{name}`", where=where, hint=f"known settings: {', '.join(sorted(_KINDS))}"
            )
        try:
            changes[name] = kind(value)
        except (TypeError, ValueError):
            raise InputError(f"Setting `{name}` is not a {kind.__name__}: {value!r}", where=where) from None
    return replace(settings, **changes)
