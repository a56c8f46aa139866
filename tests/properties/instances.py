"""Random small Models for comparison with trying every point: samples of kinds, alone and joined, with twists.

A sample of the catalogue has one row. Joining renames two or three samples apart, lets them share a decision or links
them by a row, and the twists then add what a single row lacks: penalties, several objectives, rows in conflict, totals
by name, continuous decisions, reports. Everything follows from the random numbers given.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from support.brute import brute_force

from modelwright.model.canonical import dump_object, model_from_object
from modelwright.model.canonicalise import canonicalise
from modelwright.model.document import GROUPS, Model
from modelwright.model.exact import Evaluator
from modelwright.model.patches import Patch, Rename, apply_patch
from modelwright.model.templates import CATALOGUE
from modelwright.model.validation import validate

__all__ = ["KINDS", "SmallModel", "joined", "renamed_apart", "sample", "small_model"]

KINDS = {kind.model_fields["kind"].default: kind for kind in CATALOGUE}
MOST_POINTS = 4_000
"""Points of a joined Model, its rows left aside."""

Document = dict[str, Any]


@dataclass
class SmallModel:
    """A Model with what to compare it with.

    Attributes:
        model: What is solved.
        reference: What is tried out: the same, with continuous decisions as totals of the others.
        kinds: Kinds of the samples that it was made of; the first is the one that was asked for.
        twists: What was added.
    """

    model: Model
    reference: Model
    kinds: tuple[str, ...]
    twists: tuple[str, ...] = ()


def small_model(rng: random.Random, kind: str) -> SmallModel:
    """A random Model with a row of `kind`, alone or beside others."""
    shape = rng.random()
    if shape < 0.45:
        kinds: tuple[str, ...] = (kind,)
        document = sample(rng, kind, MOST_POINTS // 2)
    else:
        document, kinds = joined(rng, kind, 2 if shape < 0.85 else 3)
    _without_units(document)
    twists: list[str] = []
    reference: Document | None = None
    for name, twist, chance in _TWISTS:
        if rng.random() < chance and twist(rng, document):
            twists.append(name)
    if rng.random() < 0.1:
        reference = _continuous(rng, document)
        twists.append("continuous")
    if rng.random() < 0.1 and _unbeatable(rng, document, reference):
        twists.append("unbeatable")
    model = model_from_object(document)
    tried = model if reference is None else model_from_object(reference)
    faults = [f for f in validate(model) if f.severity != "warning"]
    assert not faults, (kinds, twists, faults)
    if rng.random() < 0.15:
        model = canonicalise(model)
        twists.append("canonical")
    return SmallModel(model, tried, kinds, tuple(twists))


def _without_units(document: Document) -> None:
    """Rows made at random add hours and boxes; units have tests of their own."""
    document.pop("time_unit", None)
    for group in GROUPS:
        for element in document.get(group, []):
            element.pop("unit", None)


# ---------------------------------------------------------------------------------------------------------- samples


def sample(rng: random.Random, kind: str, most: int | None = None, draws: int = 30) -> Document:
    """A sample of `kind` as JSON; with at most `most` points if some draws find one."""
    for _ in range(draws):
        document = dump_object(model_from_object(KINDS[kind].sample(rng)))
        if most is None or points_of(document) <= most:
            break
    return document


def points_of(document: Document) -> int:
    """How many points the bounds leave, at most; an interval counts by start and size."""
    model = model_from_object(document)
    evaluator = Evaluator(model)
    count = 1
    for variable in model.variables:
        for key in evaluator.columns(variable):
            parts = evaluator.parts(variable, key)
            widths = {name.rpartition(".")[2]: _width(*ends) for (name, _), ends in parts.items()}
            count *= widths["start"] * widths["size"] + 1 if len(widths) > 1 else math.prod(widths.values())
    return count


def _width(lower: Fraction | None, upper: Fraction | None) -> int:
    assert lower is not None
    assert upper is not None
    return math.floor(upper) - math.ceil(lower) + 1


def renamed_apart(document: Document, prefix: str) -> Document:
    """`document` with `prefix` before the name of every element."""
    model = model_from_object(document)
    edits = tuple(Rename(name=element.name, to=f"{prefix}{element.name}") for _, element in model.elements())
    return dump_object(apply_patch(model, Patch(edits=edits))[0])


def joined(rng: random.Random, kind: str, count: int) -> tuple[Document, tuple[str, ...]]:
    """A sample of `kind` with one or two of other kinds, sharing a decision or linked by a row."""
    document = renamed_apart(sample(rng, kind, 200), "a_")
    room = MOST_POINTS // points_of(document)
    kinds = [kind]
    for k in range(1, count):
        other, part = _fitting(rng, kinds, room // 3 if k < count - 1 else room)
        part = renamed_apart(part, f"{'abc'[k]}_")
        room = max(1, room // points_of(part))
        kinds.append(other)
        if not (rng.random() < 0.4 and _share(rng, document, part)):
            row = _row(f"link{k}", _link(rng, document, part))
            document["constraints"].append(row)
        for group in GROUPS:
            if group != "objectives":
                document[group] = document.get(group, []) + part.get(group, [])
        _join_goals(rng, document, part)
        document = {key: value for key, value in document.items() if value != []}
    return document, tuple(kinds)


def _fitting(rng: random.Random, kinds: list[str], most: int) -> tuple[str, Document]:
    """A sample of another kind than `kinds` with at most `most` points, or one of a kind of few points."""
    for other in rng.sample(sorted(set(KINDS) - set(kinds)), 8):
        document = sample(rng, other, most, draws=4)
        if points_of(document) <= most:
            return other, document
    other = rng.choice([name for name in ("bound", "packing", "partition", "covering") if name not in kinds])
    return other, sample(rng, other, max(4, most))


def _share(rng: random.Random, document: Document, part: Document) -> bool:
    """Let a decision of `part` be one of `document`, where both have one of the same bounds without index."""
    for mine in rng.sample(document["variables"], len(document["variables"])):
        for other in part["variables"]:
            same = {k: v for k, v in mine.items() if k not in ("name", "label")} == {
                k: v for k, v in other.items() if k not in ("name", "label")
            }
            if same and "index" not in mine:
                kept = apply_patch(
                    model_from_object(part), Patch(edits=(Rename(name=other["name"], to=mine["name"]),))
                )[0]
                part.clear()
                part.update(dump_object(kept))
                part["variables"] = [v for v in part["variables"] if v["name"] != mine["name"]]
                return True
    return False


def _join_goals(rng: random.Random, document: Document, part: Document) -> None:
    (goal,) = document["objectives"][:1]
    (other,) = part["objectives"]
    if rng.random() < 0.4:
        priority = rng.choice([0, 1, 1, 2])
        weight = rng.choice(["1", "2", "1/2", "3"])
        tolerance = rng.choice(["0", "0", "1/10", "1/4"])
        document["objectives"].append(other | {"priority": priority, "weight": weight, "tolerance": tolerance})
        return
    sign = "+" if goal["sense"] == other["sense"] else "-"
    goal["expression"] = f"{goal['expression']} {sign} ({other['expression']})"


# ------------------------------------------------------------------------------------------------------ expressions


def _row(name: str, expression: str) -> Document:
    return {"name": name, "kind": "algebraic", "expression": expression}


def numbers_in(document: Document) -> list[tuple[str, int, int]]:
    """Decisions as they stand in an expression, with their bounds."""
    model = model_from_object(document)
    evaluator = Evaluator(model)
    found = []
    for variable in model.variables:
        for key in evaluator.columns(variable):
            shown = variable.name + (f"[{', '.join(map(_member, key))}]" if key else "")
            for (name, _), (lower, upper) in evaluator.parts(variable, key).items():
                part = name.rpartition(".")[2] if "." in name else ""
                if part != "present":
                    found.append((f"{part}({shown})" if part else shown, math.ceil(lower or 0), math.floor(upper or 0)))
    return found


def _member(member: Any) -> str:
    if isinstance(member, tuple):
        return f"({', '.join(map(_member, member))})"
    return f'"{member}"' if isinstance(member, str) else str(member)


def _condition(rng: random.Random, document: Document) -> str:
    name, lower, upper = rng.choice(numbers_in(document))
    op = rng.choice(["<=", ">=", "==", "!=", "<", ">"])
    found = f"{name} {op} {rng.randint(lower, upper)}"
    return f"not ({found})" if rng.random() < 0.15 else found


def _link(rng: random.Random, document: Document, part: Document) -> str:
    """A condition on a decision of each; of any form of the language."""
    (a, a_low, a_high), (b, b_low, b_high) = rng.choice(numbers_in(document)), rng.choice(numbers_in(part))
    p, q = _condition(rng, document), _condition(rng, part)
    k = rng.randint(a_low + b_low, a_high + b_high)
    near = rng.randint(max(a_low, b_low), max(a_high, b_high))
    return rng.choice(
        [
            lambda: f"{a} + {b} <= {k}",
            lambda: f"2 * {a} - 3 * {b} >= {rng.randint(-4, 3)}",
            lambda: f"{a} {rng.choice(['==', '!=', '<', '>', '<=', '>='])} {b}",
            lambda: f"abs({a} - {b}) {rng.choice(['<=', '>=', '=='])} {rng.randint(0, 3)}",
            lambda: f"{rng.choice(['max', 'min'])}({a}, {b}) {rng.choice(['<=', '>=', '=='])} {near}",
            lambda: f"{a} * {b} {rng.choice(['<=', '>=', '!='])} {rng.randint(0, 9)}",
            lambda: f"{a} ** 2 + {b} <= {rng.randint(1, 16)}",
            lambda: f"{a} // 2 {rng.choice(['==', '<=', '!='])} {b} % {rng.choice([2, 3, -2])}",
            lambda: f"round({a} / 2) + floor({b} / 3) {rng.choice(['<=', '>='])} {rng.randint(0, 3)}",
            lambda: f"({a} if {q} else {b}) {rng.choice(['<=', '>='])} {near}",
            lambda: f"implies({p}, {q})",
            lambda: f"iff({p}, {q})",
            lambda: f"{p} or {q}",
            lambda: f"not (({p}) and ({q}))",
            lambda: f"count({p}, {q}) {rng.choice(['==', '<=', '>='])} 1",
            lambda: f"exists({p}, {q})",
            lambda: f"all_different({a}, {b} + {rng.randint(0, 1)})",
            lambda: f"({p}) + 2 * ({q}) {rng.choice(['<=', '>=', '!='])} {rng.randint(0, 2)}",
            lambda: f"({a}, {b}) in {{({a_low}, {b_low}), ({a_high}, {b_high}), ({a_low}, {b_high})}}",
            lambda: f"{a} + {b} in {{{k}, {k + 1}, {k - 2}}}",
            lambda: f"{a_low} <= {a} <= {b} + {rng.randint(0, 3)}",
        ]
    )()


# ----------------------------------------------------------------------------------------------------------- twists


def _penalty(rng: random.Random, document: Document) -> bool:
    row = rng.choice(document["constraints"])
    row["enforce"] = {"form": "penalty", "weight": rng.choice(["1", "2", "1/2", "7"])}
    return True


def _second_goal(rng: random.Random, document: Document) -> bool:
    names = numbers_in(document)
    (a, _, _), (b, _, _) = rng.choice(names), rng.choice(names)
    expression = rng.choice([a, f"{a} - 2 * {b}", f"abs({a} - {b})", f"max({a}, {b})", f"{a} * {b}", f"-{a}"])
    document["objectives"][0]["tolerance"] = rng.choice(["0", "0", "1/10", "1/3"])
    second = {"name": "second", "sense": rng.choice(["min", "max"]), "expression": expression}
    document["objectives"].append(second | {"priority": rng.choice([-1, 0, 1, 1, 5]), "weight": rng.choice(["1", "3"])})
    return True


def _no_goal(rng: random.Random, document: Document) -> bool:
    if rng.random() < 0.5:
        del document["objectives"]
    else:
        document["objectives"] = [{"name": "any", "sense": "satisfy"}]
    return True


def _extra_row(rng: random.Random, document: Document) -> bool:
    document["constraints"].append(_row("extra", _link(rng, document, document)))
    return True


def _defined(rng: random.Random, document: Document) -> bool:
    """The first objective as a total by name, which a row reads too."""
    if not document.get("objectives") or "expression" not in document["objectives"][0]:
        return False
    goal = document["objectives"][0]
    document.setdefault("definitions", []).append({"name": "whole_sum", "expression": goal["expression"]})
    goal["expression"] = "whole_sum"
    op = rng.choice(["<=", ">="])
    document["constraints"].append(_row("on_sum", f"whole_sum {op} {rng.randint(0, 20)}"))
    return True


def _conflict(rng: random.Random, document: Document) -> bool:
    """Two rows on several decisions that no plan keeps."""
    names = numbers_in(document)
    total = " + ".join(f"{rng.randint(1, 3)} * {name}" for name, _, _ in rng.sample(names, min(3, len(names))))
    middle = rng.randint(1, 6)
    for row in (_row("conflict_least", f"{total} >= {middle}"), _row("conflict_most", f"{total} <= {middle - 1}")):
        document["constraints"].insert(rng.randint(0, len(document["constraints"])), row)
    return True


def _report(rng: random.Random, document: Document) -> bool:
    names = [name for name, _, _ in numbers_in(document)]
    expression = rng.choice([rng.choice(names), " + ".join(names[:3]), f"{names[0]} >= 1"])
    document.setdefault("outputs", []).append({"name": "report", "expression": expression})
    return True


_TWISTS: tuple[tuple[str, Callable[[random.Random, Document], bool], float], ...] = (
    ("extra row", _extra_row, 0.25),
    ("penalty", _penalty, 0.2),
    ("second goal", _second_goal, 0.2),
    ("definition", _defined, 0.1),
    ("no goal", _no_goal, 0.06),
    ("conflict", _conflict, 0.06),
    ("report", _report, 0.15),
)


def _continuous(rng: random.Random, document: Document) -> Document:
    """Adds a continuous decision that a row ties to the others; returns the same with a total in its place."""
    names = numbers_in(document)
    (a, _, _), (b, _, _) = rng.choice(names), rng.choice(names)
    expression = f"({a} + {rng.randint(1, 3)} * {b}) / {rng.choice([2, 3, 4])}"
    reference = dict(document)
    extra = [_row("on_middle", f"middle {rng.choice(['<=', '>='])} {rng.randint(0, 3)}")]
    goals = [
        goal | {"expression": f"{goal['expression']} + middle"} if "expression" in goal else goal
        for goal in document.get("objectives", [])
    ]
    if goals:
        document["objectives"] = reference["objectives"] = goals
    reference["definitions"] = [*document.get("definitions", []), {"name": "middle", "expression": expression}]
    reference["constraints"] = [*document["constraints"], *extra]
    tie = _row("tie", f"middle == {expression}")
    document["variables"] = [*document["variables"], {"name": "middle", "lower": "-99", "upper": "99"}]
    document["constraints"] = [*document["constraints"], *extra, tie]
    return reference


def _unbeatable(rng: random.Random, document: Document, reference: Document | None) -> bool:
    """A row that asks for more than the optimum: infeasible, and only just."""
    goals = [goal for goal in document.get("objectives", []) if "expression" in goal]
    soft = any("enforce" in row for row in document["constraints"])
    if len(goals) != 1 or soft:
        return False
    found = brute_force(model_from_object(reference or document))
    if found.status != "optimal" or found.objective is None:
        return False
    step = rng.choice([Fraction(1, 4), Fraction(1)])
    op, limit = ("<=", found.objective - step) if goals[0]["sense"] == "min" else (">=", found.objective + step)
    row = _row("better", f"{goals[0]['expression']} {op} {limit}")
    for there in (document, reference):
        if there is not None:
            there["constraints"] = [*there["constraints"], row]
    return True
