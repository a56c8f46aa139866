"""Random small programs of four families, solved by every solver that takes them, and by trying every point."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from support.brute import brute_force

from modelwright.errors import ModelwrightError, SolverNotInstalled, UnsupportedModel
from modelwright.model.document import Model
from modelwright.solvers import known_solvers, solve_model
from modelwright.solvers.adapters import get_adapter

__all__ = ["FAMILIES", "Differences", "Program", "compare", "random_program"]

FAMILIES = ("LP", "MILP", "IP", "CP", "MINLP")
_NEAR = 1e-6
_LOOSE = {"pdlp": 1e-3, "scip": 1e-5, "pyomo-scip": 1e-5, "gscip": 1e-5}
"""What a solver of tolerances may be off by, relative to 1 + |objective|."""

KNOWN = {(1335, "scip"), (1335, "gscip"), (1486, "pulp-cbc")}
"""Bugs of solvers, told as errors: SCIP ends with an error of its LP solver, CBC's point breaks a row by 1."""


@dataclass(frozen=True)
class Program:
    """A Model, with all its points when its decisions are few whole numbers.

    Attributes:
        family: One of `FAMILIES`.
        model: The Model.
        best: ``("optimal", objective)`` or ``("infeasible", None)`` from trying every point; ``None`` elsewhere.
    """

    family: str
    model: Model
    best: tuple[str, float | None] | None


@dataclass
class Differences:
    """What a run found.

    Attributes:
        programs: Programs by family.
        answers: Answers by solver.
        statuses: Programs by status.
        refused: Refusals by solver: it takes no such models.
        known: Errors that are known to be the solver's own, by solver.
        failed: Errors by solver, in words.
        mismatches: What differs.
    """

    programs: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    mismatches: list[str] = field(default_factory=list)


def random_program(seed: int) -> Program:
    """The program of `seed`: two to four decisions, up to four rows, coefficients of one digit."""
    rng = random.Random(seed)
    family = FAMILIES[seed % len(FAMILIES)]
    names = "xyzw"[: rng.randint(2, 3 if family in ("IP", "CP") else 4)]
    whole = {
        n: family in ("IP", "CP") or (family in ("MILP", "MINLP") and (n == "x" or rng.random() < 0.5)) for n in names
    }
    bounded = family in ("IP", "CP", "MINLP")
    lower = {n: rng.choice([0, 0, 0, -3, None if not bounded else -1]) for n in names}
    upper = {n: rng.randint(2, 4) if bounded or rng.random() < 0.5 else None for n in names}

    def sum_of() -> str:
        return " + ".join(f"({rng.choice([-4, -3, -2, -1, 0, 1, 1, 2, 3, 5])}) * {n}" for n in names)

    def body() -> str:
        linear = sum_of()
        if family == "CP" and rng.random() < 0.6:
            one, two = rng.choices(names, k=2)
            extra = rng.choice([f"max({one}, {two})", f"abs({one} - {two})", f"{one} * {two}", f"min({one}, 2)"])
            return f"{linear} + {rng.choice([-2, 1, 3])} * {extra}"
        if family == "MINLP":
            one, two = rng.choices(names, k=2)
            return f"{linear} + {rng.choice([-1, 1, 2])} * {one} * {two}"
        return linear

    rows = [f"{body()} {rng.choice(['<=', '<=', '>=', '=='])} {rng.randint(-6, 12)}" for _ in range(rng.randint(1, 4))]
    if family == "CP" and rng.random() < 0.5:
        one, two = rng.sample(names, 2)
        rows.append(
            rng.choice([f"not ({one} >= 1) or ({two} <= 1)", f"{one} != {two}", f"({one} == 0) or ({two} >= 1)"])
        )
    goal, sense = body(), rng.choice(["min", "max"])
    model = Model(
        variables=[
            {
                "name": n,
                "domain": "integer" if whole[n] else "continuous",
                "lower": None if lower[n] is None else str(lower[n]),
                "upper": None if upper[n] is None else str(upper[n]),
            }
            for n in names
        ],
        objectives=[{"name": "goal", "sense": sense, "expression": goal}],
        constraints=[{"kind": "algebraic", "name": f"r{k}", "expression": row} for k, row in enumerate(rows)],
    )
    if family not in ("IP", "CP"):
        return Program(family, model, None)
    tried = brute_force(model)
    return Program(family, model, (tried.status, None if tried.objective is None else float(tried.objective)))


def solvers() -> list[str]:
    """``auto`` and every solver that is installed here."""
    found = ["auto"]
    for name in known_solvers():
        try:
            get_adapter(name)
        except SolverNotInstalled:
            continue
        found.append(name)
    return found


def compare(seeds, differences: Differences | None = None) -> Differences:
    """Solves the programs of `seeds` by every solver; answers are verified by `solve_model` itself."""
    told = differences or Differences()
    names = solvers()
    for seed in seeds:
        given = random_program(seed)
        told.programs[given.family] += 1
        expected = given.best
        for name in names:
            try:
                solved = solve_model(given.model, solver=name)
            except UnsupportedModel:
                told.refused[name] += 1
                continue
            except ModelwrightError as error:
                if (seed, name) in KNOWN:
                    told.known[name] += 1
                    continue
                told.failed.append(f"seed {seed}, {given.family}, {name}: {error.message}")
                continue
            told.answers[name] += 1
            found = (solved.status, solved.objective)
            if expected is None:
                expected = found
            if not _agree(found, expected, _LOOSE.get(name, _NEAR)):
                told.mismatches.append(f"seed {seed}, {given.family}, {name}: {found} instead of {expected}")
        if expected is not None:
            told.statuses[expected[0]] += 1
    return told


def _agree(found, expected, tolerance) -> bool:
    if found[0] != expected[0] or found[1] is None or expected[1] is None:
        return found == expected
    return abs(found[1] - expected[1]) <= tolerance * (1 + abs(expected[1]))
