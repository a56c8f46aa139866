"""Random small Models for comparison with trying every point: samples of kinds, alone and joined, with twists.

A sample of the catalogue has one row. Joining renames two or three samples apart, lets them share a decision or links
them by a row, and the twists then add what a single row lacks: penalties, several objectives, rows in conflict, totals
by name, continuous decisions, reports. Everything follows from the random numbers given.
"""

from __future__ import annotations

import copy
import math
import random
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from twists import TWISTS, algebraic, continuous, in_tables, link, unbeatable

from modelwright.model.canonical import dump_object, model_from_object
from modelwright.model.canonicalise import canonicalise
from modelwright.model.data import Data
from modelwright.model.document import GROUPS, Model
from modelwright.model.exact import Evaluator
from modelwright.model.patches import Patch, Rename, apply_patch
from modelwright.model.templates import CATALOGUE
from modelwright.model.validation import validate

__all__ = ["KINDS", "SmallModel", "joined", "renamed_apart", "reordered", "sample", "small_model"]

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
        data: Its tables.
    """

    model: Model
    reference: Model
    kinds: tuple[str, ...]
    twists: tuple[str, ...] = ()
    data: Data | None = None


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
    for name, twist, chance in TWISTS:
        if rng.random() < chance and twist(rng, document):
            twists.append(name)
    if rng.random() < 0.1:
        reference = continuous(rng, document)
        twists.append("continuous")
    if rng.random() < 0.1 and unbeatable(rng, document, reference):
        twists.append("unbeatable")
    data = None
    if rng.random() < 0.1:
        reference = copy.deepcopy(reference or document)
        data = in_tables(document)
        twists.append("tables")
    model = model_from_object(document)
    tried = model if reference is None else model_from_object(reference)
    faults = [f for f in validate(model) if f.severity != "warning"]
    assert not faults, (kinds, twists, faults)
    if rng.random() < 0.15:
        model = canonicalise(model)
        twists.append("canonical")
    return SmallModel(model, tried, kinds, tuple(twists), data)


def _without_units(document: Document) -> None:
    """Rows made at random add hours and boxes; units have tests of their own."""
    document.pop("time_unit", None)
    for group in GROUPS:
        for element in document.get(group, []):
            element.pop("unit", None)


def sample(rng: random.Random, kind: str, most: int | None = None, draws: int = 30) -> Document:
    """A sample of `kind` as JSON; with at most `most` points if some draws find one."""
    for _ in range(draws):
        document = dump_object(model_from_object(KINDS[kind].sample(rng)))
        if most is None or points_of(document) <= most:
            break
    return document


def reordered(model: Model, rng: random.Random) -> Model:
    """`model` with the elements of each group in another order; objectives of one priority keep theirs."""
    document = dump_object(model)
    for group in GROUPS:
        if group in document:
            document[group] = rng.sample(document[group], len(document[group]))
    if "objectives" in document:
        order = [o["name"] for o in dump_object(model)["objectives"]]
        document["objectives"].sort(key=lambda o: order.index(o["name"]))
        document["objectives"].sort(key=lambda o: -o.get("priority", 0))
    return model_from_object(document)


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
            document["constraints"].append(algebraic(f"link{k}", link(rng, document, part)))
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
