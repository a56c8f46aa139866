"""What random small Models get beside the rows of their samples; each twist changes a document in place."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from support.brute import brute_force

from modelwright.model.canonical import model_from_object
from modelwright.model.data import Data, Table
from modelwright.model.exact import Evaluator

__all__ = ["TWISTS", "algebraic", "continuous", "in_tables", "link", "unbeatable"]

Document = dict[str, Any]

# ------------------------------------------------------------------------------------------------------ expressions


def algebraic(name: str, expression: str) -> Document:
    """A row that says `expression`."""
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


def link(rng: random.Random, document: Document, part: Document) -> str:
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
            lambda: f"{a} not in {{{a_low}, {a_high}}}",
            lambda: f"lex_lesseq([{a}, {b}], [{b}, {near}])",
            lambda: f"strictly_increasing([{a}, {b}])",
            lambda: f"({a} - {b}) % 3 == {rng.randint(0, 2)}",
            lambda: f"{a} / ({b} + 9) {rng.choice(['<=', '>='])} {rng.choice(['1', '1/3'])}",
            lambda: f"min({a}, {b}, {near}) + ({p}) <= {near}",
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
    document["constraints"].append(algebraic("extra", link(rng, document, document)))
    return True


def _defined(rng: random.Random, document: Document) -> bool:
    """The first objective as a total by name, which a row reads too."""
    if not document.get("objectives") or "expression" not in document["objectives"][0]:
        return False
    goal = document["objectives"][0]
    document.setdefault("definitions", []).append({"name": "whole_sum", "expression": goal["expression"]})
    goal["expression"] = "whole_sum"
    op = rng.choice(["<=", ">="])
    document["constraints"].append(algebraic("on_sum", f"whole_sum {op} {rng.randint(0, 20)}"))
    return True


def _conflict(rng: random.Random, document: Document) -> bool:
    """Two rows on several decisions that no plan keeps."""
    names = numbers_in(document)
    total = " + ".join(f"{rng.randint(1, 3)} * {name}" for name, _, _ in rng.sample(names, min(3, len(names))))
    middle = rng.randint(1, 6)
    for row in (
        algebraic("conflict_least", f"{total} >= {middle}"),
        algebraic("conflict_most", f"{total} <= {middle - 1}"),
    ):
        document["constraints"].insert(rng.randint(0, len(document["constraints"])), row)
    return True


def _report(rng: random.Random, document: Document) -> bool:
    names = [name for name, _, _ in numbers_in(document)]
    expression = rng.choice([rng.choice(names), " + ".join(names[:3]), f"{names[0]} >= 1"])
    document.setdefault("outputs", []).append({"name": "report", "expression": expression})
    return True


TWISTS: tuple[tuple[str, Callable[[random.Random, Document], bool], float], ...] = (
    ("extra row", _extra_row, 0.25),
    ("penalty", _penalty, 0.2),
    ("second goal", _second_goal, 0.2),
    ("definition", _defined, 0.1),
    ("no goal", _no_goal, 0.06),
    ("conflict", _conflict, 0.06),
    ("report", _report, 0.15),
)


def continuous(rng: random.Random, document: Document) -> Document:
    """Adds a continuous decision that a row ties to the others; returns the same with a total in its place."""
    names = numbers_in(document)
    (a, _, _), (b, _, _) = rng.choice(names), rng.choice(names)
    expression = f"({a} + {rng.randint(1, 3)} * {b}) / {rng.choice([2, 3, 4])}"
    reference = dict(document)
    extra = [algebraic("on_middle", f"middle {rng.choice(['<=', '>='])} {rng.randint(0, 3)}")]
    goals = [
        goal | {"expression": f"{goal['expression']} + middle"} if "expression" in goal else goal
        for goal in document.get("objectives", [])
    ]
    if goals:
        document["objectives"] = reference["objectives"] = goals
    reference["definitions"] = [*document.get("definitions", []), {"name": "middle", "expression": expression}]
    reference["constraints"] = [*document["constraints"], *extra]
    tie = algebraic("tie", f"middle == {expression}")
    document["variables"] = [*document["variables"], {"name": "middle", "lower": "-99", "upper": "99"}]
    document["constraints"] = [*document["constraints"], *extra, tie]
    return reference


def unbeatable(rng: random.Random, document: Document, reference: Document | None) -> bool:
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
    row = algebraic("better", f"{goals[0]['expression']} {op} {limit}")
    for there in (document, reference):
        if there is not None:
            there["constraints"] = [*there["constraints"], row]
    return True


# ----------------------------------------------------------------------------------------------------------- tables


def in_tables(document: Document) -> Data:
    """Moves members and numbers of `document` to tables, and returns these."""
    tables: dict[str, Table] = {}
    for element in document.get("sets", []):
        content = element["content"]
        if content["form"] != "members" or not content["members"]:
            continue
        table, members = f"t_{element['name']}", content["members"]
        if isinstance(members[0], list):
            columns = [f"part {k}" for k in range(len(members[0]))]
            cells = {column: [member[k] for member in members] for k, column in enumerate(columns)}
            element["content"] = {"form": "columns", "table": table, "columns": columns}
        else:
            cells = {"member": [*members, members[0]]}
            element["content"] = {"form": "column", "table": table, "column": "member"}
        tables[table] = Table(table, cells)
    for element in document.get("parameters", []):
        value = element["value"]
        if value["form"] not in ("known", "known_sets") or any(
            isinstance(part, list) for key, _ in value.get("entries") or [] for part in key
        ):
            continue
        table = f"t_{element['name']}"
        keys = [f"key {k}" for k in range(len(element.get("index", ())))]
        if value["form"] == "known_sets":
            records = [(*key, member) for key, members in value.get("entries", []) for member in members]
            element["value"] = {"form": "bound_sets", "table": table, "keys": keys, "member": "value"}
        else:
            records = [(*key, number) for key, number in value.get("entries") or [((), value.get("number"))]]
            default = {"default": value["default"]} if "default" in value else {}
            element["value"] = {"form": "bound", "table": table, "keys": keys, "value": "value", **default}
        names = [*keys, "value"]
        tables[table] = Table(table, {name: [record[k] for record in records] for k, name in enumerate(names)})
    return Data(tables)
