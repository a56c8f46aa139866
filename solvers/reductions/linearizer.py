"""The one that turns trees into forms and rows: it keeps what was made, and asks the reduction that fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from modelwright.model.exact.forms import Column
from modelwright.model.exact.trees import Apply, Choose, Condition, Element, Linear, Tree, negation
from modelwright.solvers.reductions import functions, logic, products, shapes
from modelwright.solvers.reductions.affine import Affine, total
from modelwright.solvers.reductions.definedness import is_partial
from modelwright.solvers.reductions.program import Literals, Program
from modelwright.solvers.reductions.refusals import not_linear

__all__ = ["ABOVE", "BELOW", "EXACT", "Linearizer", "Side"]

Side: TypeAlias = Literal[-1, 0, 1]
"""What a form may be of the value it stands for: `EXACT`; or `ABOVE`, at least the value at every point and equal to it
at some; or `BELOW`. A condition counts 1 or 0, so that `BELOW` is a literal which implies it, and `ABOVE` one that it
implies."""
ABOVE: Side = 1
BELOW: Side = -1
EXACT: Side = 0


class Linearizer:
    """Trees to forms and rows of a `Program`.

    A number is made with a `guard`: where one of its literals is 0 it does not matter whether the tree is defined (the
    branch of a choice that was not taken). Everywhere else the rows demand that it is.
    """

    def __init__(self, program: Program, index: Callable[[Column], int]) -> None:
        self.program = program
        self.index = index
        self._numbers: dict[tuple[Tree, Side], Affine] = {}
        self._partial: dict[Tree, bool] = {}

    def affine(self, tree: Linear) -> Affine:
        """The form of a linear tree."""
        return Affine({self.index(column): value for column, value in tree.terms}, tree.constant)

    def number(self, tree: Tree, side: Side = EXACT, guard: Literals = ()) -> Affine:
        """A form of the value of `tree`.

        Raises:
            UnsupportedModel: It has none.
        """
        if isinstance(tree, Linear):
            return self.affine(tree)
        if guard and not self.is_partial(tree):
            guard = ()
        found = None if guard else self._known(tree, side)
        if found is None:
            found = self._make(tree, side, guard)
            if not guard:
                self._numbers[tree, side] = found
        return found

    def _known(self, tree: Tree, side: Side) -> Affine | None:
        return self._numbers.get((tree, EXACT)) or self._numbers.get((tree, side))

    def _make(self, tree: Tree, side: Side, guard: Literals) -> Affine:
        if isinstance(tree, Condition):
            return self.literal(tree, side)
        if isinstance(tree, Choose):
            return shapes.choice(self, tree, side, guard)
        if isinstance(tree, Element):
            return functions.element(self, tree, side, guard)
        assert isinstance(tree, Apply)
        match tree.operation:
            case "+":
                return total(self.number(arg, side, guard) for arg in tree.args)
            case "*":
                return products.product(self, tree.args, side, guard)
            case "abs":
                return shapes.absolute(self, tree.args[0], side, guard)
            case "max":
                return shapes.largest(self, tree.args, side, guard)
            case "min":
                return shapes.smallest(self, tree.args, side, guard)
            case "floor" | "ceil" | "round":
                return functions.rounded(self, tree.operation, tree.args[0], side, guard)
            case _:
                return functions.table(self, tree, side, guard)

    def literal(self, tree: Tree, side: Side = EXACT) -> Affine:
        """A form that is 0 or 1, of whether the condition `tree` holds.

        Raises:
            UnsupportedModel: It has none.
        """
        found = self._known(tree, side)
        if found is None and not self.is_partial(tree):
            opposite = self._numbers.get((negation(tree), EXACT))
            found = None if opposite is None else opposite.complement()
        if found is None:
            found = logic.literal(self, tree, side)
            self._numbers[tree, side] = found
        return found

    def require(self, tree: Tree, when: Literals = ()) -> None:
        """Rows that make the condition `tree` hold wherever all of `when` are 1.

        Raises:
            UnsupportedModel: There are none.
        """
        logic.require(self, tree, when)

    def is_partial(self, tree: Tree) -> bool:
        """Whether `tree` is undefined at some points."""
        if tree not in self._partial:
            self._partial[tree] = is_partial(tree)
        return self._partial[tree]

    def refuse(self, what: str, hint: str) -> Exception:
        """The error for something without linear form."""
        return not_linear(what, self.program.where, hint)
