"""Models without a plan: feasible ones that were tightened, and some written for it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from support import rich

from modelwright.model.document import Model
from modelwright.model.numbers import format_number
from modelwright.model.templates import KINDS
from modelwright.solvers import solve_model

__all__ = ["HELPLESS", "INFEASIBLE", "sample_target", "targeted"]

_PROBLEMS = Path(__file__).parents[3] / "datasets" / "problems"


def row(name: str, expression: str, each: str = "", negotiable: str = "yes", **more: Any) -> dict[str, Any]:
    return {
        "kind": "algebraic",
        "name": name,
        "expression": expression,
        "for_each": each,
        "negotiable": negotiable,
        **more,
    }


def whole(name: str, upper: int, **more: Any) -> dict[str, Any]:
    return {"name": name, "domain": "integer", "lower": "0", "upper": str(upper), **more}


def model(variables: list[dict[str, Any]], *rows: dict[str, Any], goal: str = "", **groups: Any) -> Model:
    objectives = [{"name": "goal", "sense": "max", "expression": goal}] if goal else []
    return Model.model_validate({"variables": variables, "constraints": rows, "objectives": objectives, **groups})


def allowed(found: Model, negotiable: str) -> Model:
    """`found` with what was not said about its rows said."""
    rows = [
        c.model_copy(update={"negotiable": negotiable}) if c.negotiable == "unstated" else c for c in found.constraints
    ]
    return found.model_copy(update={"constraints": tuple(rows)})


def targeted(found: Model, *, moves: bool) -> Model:
    """`found` with its objective asked to be better than it can be.

    Args:
        found: A feasible Model.
        moves: Whether that wish may move, at a price of 2 (then nothing is said of the other rows); else it is fixed,
            and the other rows may move.
    """
    best = Fraction(solve_model(found).objective or 0).limit_denominator(10**6)
    goal = found.objective
    assert goal is not None
    step = max(Fraction(1), Fraction(int(abs(best) / 5)))
    op, limit = (">=", best + step) if goal.sense == "max" else ("<=", best - step)
    wish = row(
        "wish", f"({goal.expression}) {op} {format_number(limit)}", negotiable="yes" if moves else "no", price="2"
    )
    tight = Model.model_validate({**found.model_dump(mode="json"), "constraints": [*_plain(found), wish]})
    return tight if moves else allowed(tight, "yes")


def _plain(found: Model) -> list[Any]:
    return found.model_dump(mode="json")["constraints"]


def corpus(name: str, place: int, *, moves: bool) -> Model:
    """A problem of our corpus with a wish."""
    lines = (_PROBLEMS / f"{name}.jsonl").read_text("utf-8").splitlines()
    return targeted(Model.model_validate(json.loads(lines[place])["reference_model"]), moves=moves)


def sample_target(kind: str, seed: int, *, moves: bool) -> Model | None:
    """A random small Model of a kind with a wish; ``None`` where the sample has no plan or is too large."""
    found = Model.model_validate(KINDS[kind].sample(random.Random(seed)))
    if solve_model(found).status != "optimal":
        return None
    return targeted(found, moves=moves)


def sample(kind: str, *, moves: bool) -> Model:
    """As `sample_target`, the first one that has a plan."""
    return next(found for seed in range(3, 50) if (found := sample_target(kind, seed, moves=moves)) is not None)


def tightened(document: dict[str, Any], *rows: dict[str, Any], **parameters: str) -> Model:
    """One of the rich Models with more rows and other numbers; its rows may move."""
    numbers = [
        {**p, "value": {"form": "known", "number": parameters[p["name"]]}} if p["name"] in parameters else p
        for p in document.get("parameters", [])
    ]
    found = {**document, "parameters": numbers, "constraints": [*document["constraints"], *rows], "tests": []}
    return allowed(Model.model_validate(found), "yes")


# ------------------------------------------------------------------------------------------------- written for this


def two_limits() -> Model:
    return model(
        [{"name": "x", "lower": "0"}, {"name": "y", "lower": "0"}],
        row("most", "x + y <= 10", price="3"),
        row("least", "x >= 12", price="2"),
        row("other", "y <= 4"),
        goal="x + y",
    )


def two_conflicts() -> Model:
    return model(
        [{"name": "x", "lower": "0", "upper": "5"}, {"name": "y", "lower": "0"}],
        row("a", "x >= 7"),
        row("b", "y <= 2", price="4"),
        row("c", "y >= 5/2", price="5"),
        goal="x - y",
    )


def by_key() -> Model:
    entries = [[["a"], "4"], [["b"], "5"], [["c"], "6"]]
    return model(
        [{"name": "x", "index": ["I"], "lower": "0"}],
        row("cap", "x[i] <= room[i]", "i in I"),
        row("need", "sum(x[i] for i in I) >= 18", negotiable="no"),
        goal="-x['a']",
        sets=[{"name": "I", "content": {"form": "members", "members": ["a", "b", "c"]}}],
        parameters=[{"name": "room", "index": ["I"], "value": {"form": "known", "entries": entries}}],
    )


def prices_by_key() -> Model:
    entries = [[[1], "5"], [[2], "1"], [[3], "3"]]
    return model(
        [whole("x", 9, index=["I"])],
        row("cap", "x[i] <= 2", "i in I", price="price[i]"),
        row("need", "sum(x[i] for i in I) >= 9", negotiable="no"),
        row("even", "x[1] == x[3]", negotiable="no"),
        goal="-x[1]",
        sets=[{"name": "I", "content": {"form": "range", "first": 1, "last": 3}}],
        parameters=[{"name": "price", "index": ["I"], "value": {"form": "known", "entries": entries}}],
    )


def chain() -> Model:
    return model(
        [{"name": "x", "lower": "0", "upper": "20"}, {"name": "y", "lower": "0", "upper": "3"}],
        row("band", "5 <= x <= 8"),
        row("total", "x + y >= 14", negotiable="no"),
        goal="x",
    )


def unstated_only() -> Model:
    return model(
        [{"name": "x", "lower": "0"}],
        row("a", "x <= 3", negotiable="unstated"),
        row("b", "x >= 5", negotiable="unstated", price="2"),
        goal="x",
    )


def parity() -> Model:
    return model([whole("x", 10), whole("y", 10)], row("odd", "2 * x + 2 * y == 7"), row("a", "x <= 8"), goal="-x - y")


def knapsack() -> Model:
    return model(
        [{"name": name, "domain": "binary"} for name in ("a", "b", "c")],
        row("weight", "5 * a + 6 * b + 7 * c <= 11", price="2"),
        row("value", "a + b + c >= 3", price="5"),
        goal="a",
    )


def fractions() -> Model:
    return model(
        [whole("x", 6), whole("y", 6)],
        row("least", "3 * x + 3 * y >= 4"),
        row("most", "3 * x + 3 * y <= 5"),
        goal="x",
    )


def pigeons() -> Model:
    return model(
        [whole("hole", 3, index=["P"], lower="1")],
        row("apart", "all_different(hole[p] for p in P)", price="3"),
        row("first", "hole[1] == 1", price="1"),
        goal="hole[2]",
        sets=[{"name": "P", "content": {"form": "range", "first": 1, "last": 4}}],
    )


def rules() -> Model:
    return model(
        [{"name": name, "domain": "binary"} for name in ("rain", "coat", "hat")],
        row("if_rain", "implies(rain, coat)", price="4"),
        row("not_both", "not (coat and hat)", price="3"),
        row("hat_on", "hat == 1", price="2"),
        row("wet", "rain == 1", negotiable="no"),
        goal="rain + coat",
    )


def meetings() -> Model:
    task = {"form": "interval", "size": "3"}
    return model(
        [{"name": "talk", "index": ["T"], "domain": task, "lower": "0", "upper": "9"}],
        row("apart", "no_overlap(talk[t] for t in T)", negotiable="no"),
        row("early", "end(talk[1]) <= 5"),
        row("late", "start(talk[t]) >= 1", "t in T"),
        goal="start(talk[2])",
        sets=[{"name": "T", "content": {"form": "range", "first": 1, "last": 3}}],
    )


def crew() -> Model:
    task = {"form": "interval", "size": "2"}
    return model(
        [{"name": "job", "index": ["J"], "domain": task, "lower": "0", "upper": "6"}],
        row("people", "cumulative((job[j] for j in J), (2 for j in J), 3)", negotiable="no"),
        row("soon", "end(job[j]) <= 4", "j in J", price="2"),
        goal="start(job[1])",
        sets=[{"name": "J", "content": {"form": "range", "first": 1, "last": 3}}],
    )


def box() -> Model:
    return model(
        [whole("x", 6), {"name": "y", "lower": "0", "upper": "4"}],
        row("area", "x * y >= 30"),
        row("rim", "x + y <= 9", price="3"),
        goal="x",
    )


def disc() -> Model:
    return model(
        [{"name": "x", "lower": "-5", "upper": "5"}, {"name": "y", "lower": "-5", "upper": "5"}],
        row("disc", "x ** 2 + y ** 2 <= 4", price="2"),
        row("far", "x + y >= 4"),
        goal="x",
    )


def root() -> Model:
    return model(
        [{"name": "x", "lower": "0", "upper": "16"}, whole("k", 5)],
        row("grow", "sqrt(x) >= k", negotiable="no"),
        row("small", "x <= 4"),
        row("many", "k >= 3", price="9"),
        goal="k",
    )


def product() -> Model:
    return model(
        [{"name": "x", "lower": "1", "upper": "4"}, {"name": "y", "lower": "1", "upper": "4"}],
        row("much", "x * y >= 18", price="2"),
        row("ratio", "x == 2 * y", price="50"),
        goal="x",
    )


def power() -> Model:
    return model(
        [{"name": "x", "lower": "0", "upper": "3"}, whole("n", 4)],
        row("volume", "n * x ** 2 >= 40"),
        row("cost", "n + x <= 9", negotiable="unstated"),
        goal="-n",
    )


INFEASIBLE: dict[str, Callable[[], Model]] = {
    # LP and MILP of our corpus
    **{
        f"{name} {place}": lambda name=name, place=place, moves=moves: corpus(name, place, moves=moves)
        for name, place, moves in (
            ("blending", 0, True),
            ("blending", 1, False),
            ("diet", 0, False),
            ("diet", 2, True),
            ("production", 0, False),
            ("production", 3, False),
            ("transport", 0, False),
            ("transport", 1, True),
            ("farming", 0, False),
            ("staffing", 0, False),
            ("energy", 0, True),
        )
    },
    # small ones of the kinds: whole decisions, logic, global conditions, intervals
    **{
        kind: lambda kind=kind, moves=moves: sample(kind, moves=moves)
        for kind, moves in (
            ("no_overlap", True),
            ("span", False),
            ("circuit", False),
            ("inverse", True),
            ("global_cardinality", True),
            ("table", False),
            ("element", True),
            ("precedence", False),
            ("max_of", True),
            ("minimum_lot", True),
            ("implication", True),
            ("packing", False),
        )
    },
    "network": lambda: tightened(rich.NETWORK, row("little", "sum(flow[e] for e in ARCS) <= 8", negotiable="no")),
    "stock": lambda: tightened(rich.STOCK, row("small", "sum(make[t] for t in WEEKS) <= 50", price="1/10")),
    "schedule": lambda: tightened(rich.SCHEDULE, row("quick", "makespan <= 6", price="1/4"), horizon="10"),
    "covering": lambda: tightened(rich.COVERING, row("few", "sum(built[k] for k in SITES) <= 1")),
    **{
        made.__name__: made
        for made in (
            two_limits,
            two_conflicts,
            by_key,
            prices_by_key,
            chain,
            unstated_only,
            parity,
            knapsack,
            fractions,
            pigeons,
            rules,
            meetings,
            crew,
            box,
            disc,
            root,
            product,
            power,
        )
    },
}
"""Models that some permitted change helps, by name."""


def fixed(made: Callable[[], Model]) -> Callable[[], Model]:
    """As `made`, with every row fixed."""

    def make() -> Model:
        found = made()
        return found.model_copy(
            update={"constraints": tuple(c.model_copy(update={"negotiable": "no"}) for c in found.constraints)}
        )

    return make


def in_vain() -> Model:
    return model(
        [{"name": "x", "lower": "0", "upper": "3"}, {"name": "y", "lower": "0"}],
        row("fixed", "x >= 5", negotiable="no"),
        row("free", "x + y <= 9"),
        goal="x",
    )


def second_fixed() -> Model:
    """One conflict may be mended, the other may not."""
    return model(
        [{"name": "x", "lower": "0"}, {"name": "y", "lower": "0", "upper": "1"}],
        row("a", "x <= 1"),
        row("b", "x >= 2"),
        row("c", "y >= 3", negotiable="no"),
        goal="x",
    )


HELPLESS: dict[str, Callable[[], Model]] = {
    "in_vain": in_vain,
    "second_fixed": second_fixed,
    **{f"fixed {made.__name__}": fixed(made) for made in (by_key, knapsack, pigeons, meetings, disc)},
}
"""Models that no permitted change helps."""
