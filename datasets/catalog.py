"""Finding a benchmark by name: our own corpus, or a folder of the benchmark directory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from modelwright.errors import InputError

__all__ = ["CORPUS", "benchmark_names", "corpus_files", "find_benchmark", "find_benchmark_folder"]

CORPUS = "corpus"
"""Name of our own problems."""

_HOME = Path(__file__).resolve().parent


def corpus_files() -> tuple[Path, ...]:
    """The files of our own problems, in order of their names."""
    folder = _HOME / "problems"
    return tuple(sorted((*folder.rglob("*.jsonl"), *folder.rglob("*.jsonl.gz"))))


def find_benchmark_folder(environ: Mapping[str, str] | None = None) -> Path | None:
    """`MODELWRIGHT_BENCHMARKS`, else ``../shared/benchmarks`` beside the repository; ``None`` without such a folder."""
    environ = os.environ if environ is None else environ
    said = environ.get("MODELWRIGHT_BENCHMARKS")
    folder = Path(said) if said else _HOME.parent.parent / "shared" / "benchmarks"
    return folder if folder.is_dir() else None


def benchmark_names(environ: Mapping[str, str] | None = None) -> dict[str, Path]:
    """Files of the benchmarks that are there, by name: ``<folder>`` for its items, ``<folder>-<split>`` for others."""
    folder = find_benchmark_folder(environ)
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*/*.jsonl")) if folder else ():
        name = path.parent.name if path.stem == "items" else f"{path.parent.name}-{path.stem}"
        found[name] = path
    return found


def find_benchmark(name: str, environ: Mapping[str, str] | None = None) -> tuple[Path, ...]:
    """The files of benchmark `name`.

    Raises:
        InputError: There is no such benchmark here.
    """
    if name == CORPUS and (files := corpus_files()):
        return files
    known = benchmark_names(environ)
    if name in known:
        return (known[name],)
    if find_benchmark_folder(environ) is None:
        hint = "set MODELWRIGHT_BENCHMARKS to the folder of benchmarks, or give a file"
    else:
        hint = f"known: {', '.join((CORPUS, *known))}; or give a .jsonl file"
    raise InputError(f"There is no benchmark `{name}`", code="unknown-benchmark", hint=hint)
