"""What a batch run is to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from modelwright.datasets.reader import Dataset
from modelwright.datasets.records import Problem
from modelwright.evals.choice import SolverChoice
from modelwright.evals.predictions import Key

__all__ = ["Plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Problems, engines and limits of a batch run.

    Attributes:
        dataset: The problems.
        engines: Names of engines, each tried on every problem.
        out: The run folder.
        choice: How candidates are solved.
        samples: Tries per problem and engine, with seeds counted up from `seed`.
        seed: Seed of the first sample.
        limit: Only so many problems, from the first.
        jobs: Worker processes.
        timeout_s: Wall-clock seconds for one problem, then its worker is killed.
        memory_mb: Address space of one worker, in MiB; ``None`` for no limit.
        answer_all: Whether the candidate of a question counts as its answer. Shapes the scores alone.
    """

    dataset: Dataset
    engines: tuple[str, ...]
    out: Path
    choice: SolverChoice = field(default_factory=SolverChoice)
    samples: int = 1
    seed: int = 0
    limit: int | None = None
    jobs: int = 1
    timeout_s: float = 60.0
    memory_mb: int | None = None
    answer_all: bool = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems that are wanted."""
        return self.dataset.problems[: self.limit]

    @property
    def folder(self) -> str:
        """Where data files of the problems lie."""
        return str(self.dataset.paths[0].resolve().parent) if self.dataset.paths else ""

    def wanted(self) -> Iterator[tuple[Problem, Key]]:
        """Every prediction to make, in order."""
        for engine in self.engines:
            for sample in range(self.samples):
                for problem in self.problems:
                    yield problem, (problem.id, engine, sample)

    def setup(self) -> dict[str, Any]:
        """The first line for a worker.

        One solver thread unless asked for, whatever the number of cores: predictions are to be the same on every
        machine and with any `jobs`, and HiGHS does not promise that another number of threads ends at the same one of
        several optima. Nothing is lost: with two, 192 small MILPs had the same points, the longer ones no sooner.
        """
        return {"engines": list(self.engines), "choice": asdict(self.choice), "memory_mb": self.memory_mb}

    def options(self) -> dict[str, Any]:
        """What shapes the predictions, besides problems and engines."""
        own = {"samples": self.samples, "seed": self.seed, "timeout_s": self.timeout_s, "memory_mb": self.memory_mb}
        return asdict(self.choice) | own
