"""`run.json`: what a run was made of, so that a resume with something else is refused."""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from modelwright.errors import InputError, UsageError, VersionError
from modelwright.evals.plan import Plan
from modelwright.evals.run_folder import RunFolder

__all__ = ["RUN_FORMAT", "RUN_VERSION", "admit", "finish", "make_manifest"]

RUN_FORMAT = "modelwright/run"
RUN_VERSION = 1

_PACKAGES = ("pydantic", "numpy", "highspy", "ortools", "pulp", "pyomo", "langchain-core")


def make_manifest(plan: Plan, engines: Mapping[str, str]) -> dict[str, Any]:
    """What `run.json` says while the run goes on.

    Args:
        plan: What is to do.
        engines: Fingerprints by name.
    """
    dataset = plan.dataset
    made_of: dict[str, Any] = {
        "dataset": {"sha256": dataset.sha256},
        "engines": dict(engines),
        "options": plan.options(),
        "modelwright": _version("modelwright"),
    }
    about: dict[str, Any] = {
        "name": dataset.name,
        "files": [str(path) for path in dataset.paths],
        "problems": len(dataset.problems),
    }
    return {
        "format": RUN_FORMAT,
        "version": RUN_VERSION,
        "hash": hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest(),
        **made_of,
        "dataset": about | {"sha256": dataset.sha256},
        "versions": _versions(),
        "state": "running",
        "counts": {},
        "dropped": [line.to_json() for line in dataset.dropped],
    }


def admit(folder: RunFolder, manifest: Mapping[str, Any]) -> None:
    """Start the run in a new folder, or go on with the same run in an old one.

    Raises:
        UsageError: The folder holds a run of another dataset, engine or options.
        InputError: It holds predictions of an unknown run.
        VersionError: A newer version of Modelwright wrote it.
    """
    found = folder.manifest()
    if found is None and folder.predictions:
        raise InputError("The folder has predictions but no run.json", code="run-folder", where=str(folder.path))
    if found is not None:
        _compare(found, manifest, str(folder.path / "run.json"))
    folder.write("run.json", manifest)


def _compare(found: Mapping[str, Any], manifest: Mapping[str, Any], where: str) -> None:
    if found.get("format") != RUN_FORMAT:
        raise InputError(f"This is no `{RUN_FORMAT}` document", code="run-folder", where=where)
    if not isinstance(found.get("version"), int) or found["version"] > RUN_VERSION:
        raise VersionError(f"The run has format version {found.get('version')}; this version reads {RUN_VERSION}")
    if found.get("hash") == manifest["hash"]:
        return
    raise UsageError(
        f"The folder holds another run: {'; '.join(_differences(found, manifest)) or 'another hash'}",
        code="other-run",
        where=where,
        hint="give another --out folder, or the dataset, engines and options of that run",
    )


def _differences(found: Mapping[str, Any], manifest: Mapping[str, Any]) -> list[str]:
    said: list[str] = []
    if _part(found, "dataset").get("sha256") != manifest["dataset"]["sha256"]:
        said.append("another dataset")
    if _part(found, "engines") != manifest["engines"]:
        said.append("another engine, or the engine has changed")
    before, now = _part(found, "options"), manifest["options"]
    said += [f"`{key}` was {before.get(key)} and is {now[key]}" for key in now if before.get(key) != now[key]]
    if found.get("modelwright") != manifest["modelwright"]:
        said.append(f"made with Modelwright {found.get('modelwright')}")
    return said


def _part(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = found.get(name)
    return part if isinstance(part, Mapping) else {}


def finish(folder: RunFolder, manifest: Mapping[str, Any], predictions: Iterable[Mapping[str, Any]]) -> None:
    """Write the counts of a run that came to its end."""
    statuses = Counter(prediction["status"] for prediction in predictions)
    counts = {"predictions": sum(statuses.values()), "by_status": dict(sorted(statuses.items()))}
    folder.write("run.json", dict(manifest) | {"state": "finished", "counts": counts})


def _versions() -> dict[str, str | None]:
    packages = {package: _version(package) for package in _PACKAGES}
    return {"python": platform.python_version(), "platform": platform.platform(), **packages}


def _version(package: str) -> str | None:
    """Its version; ``None`` when it is not installed (or runs from a folder)."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
