"""The class of an Instance, from what its trees contain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from modelwright.model.exact import trees as t

if TYPE_CHECKING:
    from modelwright.model.exact.trees import Tree
    from modelwright.solvers.instance import Instance

__all__ = ["ProblemClass", "is_algebraic", "problem_class"]

ProblemClass: TypeAlias = Literal["LP", "MILP", "QP", "MIQP", "NLP", "MINLP", "CP", "feasibility"]

_SMOOTH = frozenset({"exp", "log", "sqrt", "sin", "cos", "/", "**"})
_CONTINUOUS = _SMOOTH | {"+", "*", "abs", "min", "max"}
_ENDLESS = 1_000
"""The degree of what is no polynomial."""
_NAMED = 3
"""Integer decisions that are named."""


@dataclass(frozen=True, slots=True)
class _Nature:
    """What trees contain.

    Attributes:
        degree: Largest degree as a polynomial; `_ENDLESS` for none.
        function: A function, product or quotient that is not linear, as it is written; ``""`` for none.
        logic: A logical or global condition or an operation with steps, as it is called; ``""`` for none.
        curved: Where `degree` is reached, in words.
        joint: Where `logic` is, in words.
    """

    degree: int = 0
    function: str = ""
    logic: str = ""
    curved: str = ""
    joint: str = ""

    def joined(self, other: _Nature, degree: int | None = None) -> _Nature:
        """What both contain."""
        most = max(self.degree, other.degree) if degree is None else degree
        higher = other.degree > self.degree
        return _Nature(
            min(most, _ENDLESS),
            other.function if higher and other.function else self.function or other.function,
            self.logic or other.logic,
            other.curved if higher else self.curved,
            self.joint if self.logic else other.joint,
        )

    def at(self, where: str) -> _Nature:
        """The same, found in `where`."""
        return replace(self, curved=where, joint=where)


def problem_class(instance: Instance) -> tuple[ProblemClass, str]:
    """The class of `instance` before any reduction, and why: what makes it so, in which row, and which decisions are
    integer.

    ``feasibility`` is a model without objective. Products of two decisions make a QP or MIQP, other functions an NLP or
    MINLP; logical and global rows make a CP where every decision is integer, else a MINLP, which reductions turn into
    a MILP where they can.
    """
    integers = int(np.count_nonzero(instance.integrality))
    columns = instance.num_columns
    nature = _Nature()
    for where, tree in _trees(instance):
        nature = nature.joined(_nature(tree).at(where))
    class_, why = _class(nature, integers, columns)
    domains = _domains(instance, integers)
    if instance.sense == "satisfy":
        return "feasibility", f"nothing is optimised; {why.replace('rows and objective', 'rows')}, and {domains}"
    return class_, f"{why}, and {domains}"


def _domains(instance: Instance, integers: int) -> str:
    """How many decisions are integer, and which."""
    columns = instance.num_columns
    if integers in (0, columns):
        return "all decisions are integer" if integers else "all decisions are continuous"
    named = [f"`{b.name}`" for b in instance.variables if instance.integrality[b.start : b.start + b.count].any()]
    shown = ", ".join(named[:_NAMED]) + (", …" if len(named) > _NAMED else "")
    return f"{integers} of {columns} decisions are integer ({shown})"


def is_algebraic(instance: Instance) -> bool:
    """Whether rows and objective are comparisons of products, quotients, powers and functions, without logic."""
    objective = () if instance.objective_tree is None else (instance.objective_tree,)
    rows = (tree for block in instance.trees for tree in block.outline)
    return all(map(_is_number, objective)) and all(map(_is_comparison, rows))


def _is_comparison(tree: Tree) -> bool:
    match tree:
        case t.Relation(op="<=" | "==", body=body):
            return _is_number(body)
        case t.Junction(op="and", args=args):
            return all(map(_is_comparison, args))
        case _:
            return isinstance(tree, t.Truth)


def _is_number(tree: Tree) -> bool:
    if isinstance(tree, t.Apply):
        return tree.operation in _CONTINUOUS and all(map(_is_number, tree.args))
    return isinstance(tree, t.Linear)


def _class(nature: _Nature, integers: int, columns: int) -> tuple[ProblemClass, str]:
    if nature.logic:
        beyond = f"`{nature.logic}` in {nature.joint} is a condition beyond linear rows"
        if integers == columns and not (nature.degree == _ENDLESS and nature.function not in ("/", "**")):
            return "CP", beyond
        return "MINLP", f"{beyond} (it may be reduced to a MILP)"
    if nature.degree <= 1:
        return ("MILP" if integers else "LP"), "rows and objective are linear"
    if nature.degree == 2:
        return ("MIQP" if integers else "QP"), f"two decisions are multiplied in {nature.curved}, and nothing more"
    return ("MINLP" if integers else "NLP"), f"`{nature.function}` in {nature.curved} is not linear"


def _trees(instance: Instance) -> Iterator[tuple[str, Tree]]:
    """Every tree that counts, with its place in words."""
    for block in instance.trees:
        for tree in block.outline:
            yield f"`{block.name}`", tree
    if instance.objective_tree is not None:
        yield "the objective", instance.objective_tree


def _nature(tree: Tree, *, row: bool = True) -> _Nature:
    match tree:
        case t.Linear(terms=terms):
            return _Nature(1 if terms else 0)
        case t.Relation(op=op, body=body) if row:
            found = _nature(body, row=False)
            return found.joined(_Nature(1, "", "!=" if op == "!=" else ""))
        case t.Junction(op="and", args=args) if row:
            return _joined(args, row=True)
        case t.Truth():
            return _Nature()
        case t.Apply():
            return _operation(tree)
        case _:
            return _Nature(1, "", _called(tree)).joined(_joined(tuple(t.parts(tree)), row=False))


def _joined(trees: tuple[Tree, ...], *, row: bool) -> _Nature:
    found = _Nature()
    for tree in trees:
        found = found.joined(_nature(tree, row=row))
    return found


def _operation(tree: t.Apply) -> _Nature:
    natures = [_nature(arg, row=False) for arg in tree.args]
    found = _joined(tree.args, row=False)
    match tree.operation:
        case "+":
            return found
        case "*":
            degree = sum(nature.degree for nature in natures)
            return found.joined(_Nature(0, "*" if degree > 1 else ""), degree)
        case "/" if not natures[1].degree:
            return found
        case "**" if (power := t.value_of(tree.args[1])) is not None and power.denominator == 1 and power >= 0:
            return found.joined(_Nature(0, "**"), natures[0].degree * power.numerator)
        case operation if operation in _SMOOTH:
            return found.joined(_Nature(_ENDLESS, operation))
        case operation:
            return found.joined(_Nature(1, "", operation))


def _called(tree: Tree) -> str:
    match tree:
        case t.Global(name=name):
            return name
        case t.Junction(op=op):
            return op
        case t.Negation():
            return "not"
        case t.Same():
            return "iff"
        case t.Among():
            return "in"
        case t.Choose():
            return "if"
        case t.Element():
            return "x[y]"
        case _:
            return "a condition counted as 0 or 1"
