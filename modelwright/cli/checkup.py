"""What `doctor` looks at."""

from __future__ import annotations

import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import modelwright
from modelwright.errors import ModelwrightError

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["Finding", "examine"]

_OPTIONAL = ("pyscipopt", "langchain-openai", "langchain-anthropic", "langchain-ollama")
_IMPORTS = ("highspy", "ortools.linear_solver.pywraplp")
_WORDS = (
    "A baker makes cakes and pies. A cake brings $4 and takes 2 eggs. A pie brings $3 and takes 1 egg. "
    "There are 10 eggs. At most 6 pies can be sold. Maximize the profit."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: What.
        is_good: Whether it works.
        detail: Version, place, or what is wrong.
        is_core: Whether everything needs it.
    """

    name: str
    is_good: bool
    detail: str
    is_core: bool = True

    @property
    def is_broken(self) -> bool:
        """Whether something that everything needs does not work."""
        return self.is_core and not self.is_good

    @property
    def mark(self) -> str:
        """One word for the table."""
        return "ok" if self.is_good else "BROKEN" if self.is_core else "absent"

    def to_json(self) -> dict[str, Any]:
        """A plain object."""
        return asdict(self)


def examine(config: Path | None) -> Iterator[Finding]:
    """Everything, one after the other."""
    python = f"{platform.python_version()}, {sys.executable}"
    yield Finding(name="Python", is_good=sys.version_info >= (3, 11), detail=python)
    home = Path(modelwright.__file__).parent
    yield Finding(name="modelwright", is_good=True, detail=f"{modelwright.__version__}, {home}")
    yield from _packages()
    yield from _solvers()
    yield from _shared_process()
    yield _embedded_engine()
    yield _settings(config)
    yield _benchmarks()


def _packages() -> Iterator[Finding]:
    for name in (*_required(), *_OPTIONAL):
        try:
            yield Finding(name=name, is_good=True, detail=version(name))
        except PackageNotFoundError:
            yield Finding(name=name, is_good=False, detail="not installed", is_core=name not in _OPTIONAL)


def _required() -> list[str]:
    try:
        wanted = requires("modelwright") or []
    except PackageNotFoundError:
        return []
    return [_bare(line) for line in wanted if "extra ==" not in line]


def _bare(requirement: str) -> str:
    for position, character in enumerate(requirement):
        if not (character.isalnum() or character in "-_."):
            return requirement[:position]
    return requirement


def _solvers() -> Iterator[Finding]:
    from modelwright.solvers.adapters import known_solvers

    for name in known_solvers():
        try:
            told = ", ".join(
                f"{kind} {_solve(name, domain)}" for kind, domain in _DOMAINS.items() if _takes(name, kind)
            )
            yield Finding(name=f"solver {name}", is_good=True, detail=told)
        except Exception as error:  # whatever is broken is to be shown, not to stop the examination
            yield Finding(name=f"solver {name}", is_good=False, detail=_said(error), is_core=name == "highs")


def _takes(solver: str, kind: str) -> bool:
    from modelwright.solvers.adapters import Capability, get_adapter

    return (Capability.WHOLE if kind == "MILP" else Capability.LP) in get_adapter(solver).capabilities


_DOMAINS = {"LP": "continuous", "MILP": "integer"}
_OPTIMA = {"continuous": 7.5, "integer": 7.0}


def _tiny_model(domain: str) -> Model:
    from modelwright.model.canonical import model_from_object

    # max x + y with 2x + 2y <= 15: 7.5, and 7 in whole numbers.
    variables = [{"name": name, "domain": domain, "lower": "0"} for name in ("x", "y")]
    return model_from_object(
        {
            "format": "modelwright/model",
            "version": 1,
            "name": "tiny",
            "variables": variables,
            "objectives": [{"name": "total", "sense": "max", "expression": "x + y"}],
            "constraints": [{"kind": "algebraic", "name": "room", "expression": "2 * x + 2 * y <= 15"}],
        }
    )


def _solve(solver: str, domain: str) -> str:
    from modelwright.errors import SolverError
    from modelwright.solvers import solve_model

    solved = solve_model(_tiny_model(domain), None, solver=solver)
    objective = solved.result.objective
    if solved.status != "optimal" or objective is None or abs(objective - _OPTIMA[domain]) > 1e-6:
        raise SolverError(f"found {solved.status} {objective} instead of {_OPTIMA[domain]}")
    return f"solved ({solved.result.solver_version})"


def _shared_process() -> Iterator[Finding]:
    """Whether HiGHS and OR-Tools load into one process; some of their versions ship clashing libraries."""
    for order in (_IMPORTS, _IMPORTS[::-1]):
        name = " then ".join(module.partition(".")[0] for module in order) + " in one process"
        lines = "; ".join(f"import {module}" for module in order)
        done = subprocess.run(
            [sys.executable, "-P", "-c", lines], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        last = done.stderr.strip().splitlines()[-1:] or [f"exit status {done.returncode}"]
        yield Finding(name=name, is_good=done.returncode == 0, detail="loads" if done.returncode == 0 else last[0])


def _embedded_engine() -> Finding:
    from modelwright.agent.formulation import formulator
    from modelwright.model.sources import Statement

    try:
        found = formulator("none").formulate((Statement(id="s1", text=_WORDS),))
    except Exception as error:  # as with the solvers
        return Finding(name="embedded engine", is_good=False, detail=_said(error))
    size = f"{len(found.model.variables)} variables, {len(found.model.constraints)} constraints"
    return Finding(name="embedded engine", is_good=bool(found.model.variables), detail=f"reads a problem: {size}")


def _said(error: Exception) -> str:
    return error.message if isinstance(error, ModelwrightError) else f"{type(error).__name__}: {error}"


def _settings(config: Path | None) -> Finding:
    from modelwright.config import load_settings

    try:
        settings = load_settings(config=config)
    except ModelwrightError as error:
        return Finding(name="settings", is_good=False, detail=f"{error.message} ({error.where})")
    files = ", ".join(settings.config_files) or "no file"
    return Finding(name="settings", is_good=True, detail=f"{files}; llm {settings.llm}, solver {settings.solver}")


def _benchmarks() -> Finding:
    from modelwright.datasets.catalog import benchmark_names, find_benchmark_folder

    folder = find_benchmark_folder()
    if folder is None:
        return Finding(name="benchmarks", is_good=False, detail="set MODELWRIGHT_BENCHMARKS", is_core=False)
    names = benchmark_names()
    return Finding(name="benchmarks", is_good=bool(names), detail=f"{folder}: {', '.join(names)}", is_core=False)
