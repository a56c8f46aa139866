"""Trees as variables and constraints of CP-SAT.

A number becomes a linear form over auxiliary variables; a condition is posted, posted where literals hold, or made the
meaning of a literal. An operation without a value (a division by zero, a key outside a table) makes the comparison,
table or global condition around it false, and its negation too: a value is demanded wherever one of them is relied on.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from modelwright.model.exact import trees as t
from modelwright.model.exact.forms import Column
from modelwright.model.exact.trees import Tree
from modelwright.solvers.adapters.cpsat import conditions, operations
from modelwright.solvers.adapters.cpsat.builder import Builder, Literals
from modelwright.solvers.adapters.cpsat.divisions import cleared
from modelwright.solvers.adapters.cpsat.numbers import Number, added, constant_number, times
from modelwright.solvers.reductions.definedness import falsity, is_partial

__all__ = ["Translator"]


class Translator(Builder):
    """Translates trees whose decisions `column` gives as linear forms over variables."""

    def __init__(self, column: Callable[[Column], Number]) -> None:
        super().__init__()
        self._column = column
        self._numbers: dict[tuple[Tree, Literals], Number] = {}
        self._literals: dict[tuple[Tree, Literals], int] = {}

    # ---- numbers

    def number(self, tree: Tree, under: Literals = ()) -> Number:
        """The value of `tree`; where `under` do not all hold it need not have one.

        Raises:
            UnsupportedModel: CP-SAT has no such operation, or the numbers become too large.
        """
        if isinstance(tree, t.Linear):
            return self._linear(tree)
        key = (tree, under if is_partial(tree) else ())
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = self._new_number(tree, under)
        return found

    def _linear(self, tree: t.Linear) -> Number:
        if not tree.terms:
            return constant_number(tree.constant)
        columns = [times(self._column(column), value) for column, value in tree.terms]
        return added([*columns, constant_number(tree.constant)])

    def _new_number(self, tree: Tree, under: Literals) -> Number:
        match tree:
            case t.Apply(operation=operation, args=args):
                return operations.applied(self, operation, args, under)
            case t.Choose(condition=condition, body=body, orelse=orelse):
                return operations.chosen(self, condition, body, orelse, under)
            case t.Element(indices=indices, keys=keys, values=values):
                return operations.element(self, indices, keys, values, under)
            case _:
                return self.of_literal(self.holds(tree, under))

    # ---- conditions

    def holds(self, tree: Tree, under: Literals = ()) -> int:
        """A literal that holds exactly where the condition `tree` does."""
        if isinstance(tree, t.Truth):
            return self.truth(tree.holds)
        if isinstance(tree, t.Negation) and not is_partial(tree):
            return ~self.holds(tree.operand, under)
        found = self._known(tree, under)
        if found is None:
            found = self.boolean()
            self.post(tree, (found,))
            self.post(falsity(tree), (~found,))
            self._literals[tree, ()] = found
        return found

    def implying(self, tree: Tree) -> int:
        """A literal under which the condition `tree` holds."""
        if isinstance(tree, t.Truth):
            return self.truth(tree.holds)
        found = self._known(tree, ())
        if found is None:
            found = self.boolean()
            self.post(tree, (found,))
        return found

    def _known(self, tree: Tree, under: Literals) -> int | None:
        """The literal that a condition is already: a binary decision compared, or one met before."""
        found = self._literals.get((tree, ()))
        if found is None and isinstance(tree, t.Relation) and not is_partial(tree):
            found = self._simple(tree.op, self.number(tree.body, under))
            if found is not None:
                self._literals[tree, ()] = found
        return found

    def _simple(self, op: str, number: Number) -> int | None:
        """A comparison of one variable with values 0 and 1, or one that the ranges decide."""
        low, high = self.bounds(number)
        if len(number.terms) == 1 and self.as_literal(Number(dict.fromkeys(number.terms, 1))) is not None:
            ((variable, coefficient),) = number.terms.items()
            at = [t.is_kept(op, number.constant + coefficient * value) for value in (0, 1)]
            return self.truth(at[0]) if at[0] == at[1] else variable if at[1] else ~variable
        if (op == "<=" and high <= 0) or (op == "<" and high < 0) or (op == "!=" and (low > 0 or high < 0)):
            return self.truth(True)
        if (op == "<=" and low > 0) or (op == "<" and low >= 0) or (op == "==" and (low > 0 or high < 0)):
            return self.truth(False)
        return None

    def post(self, tree: Tree, under: Literals = ()) -> None:
        """The condition `tree` holds wherever `under` do.

        Raises:
            UnsupportedModel: CP-SAT has no such condition.
        """
        match tree:
            case t.Truth(holds=holds):
                if not holds:
                    self.clause((), under)
            case t.Relation():
                self._relation(tree, under)
            case t.Junction(op="and", args=args):
                for arg in args:
                    self.post(arg, under)
            case t.Junction(args=args):
                self.clause([self.implying(arg) for arg in args], under)
            case t.Same(left=left, right=right):
                self._same(left, right, under, negated=False)
            case t.Among():
                self._among(tree, under, outside=False)
            case t.Global():
                conditions.post(self, tree, under)
            case t.Negation(operand=t.Same(left=left, right=right)):
                self._same(left, right, under, negated=True)
            case t.Negation(operand=t.Among() as among):
                self._among(among, under, outside=True)
            case t.Negation(operand=t.Global() as condition):
                for part in t.parts(condition):
                    self.number(part, under)
                self.post(conditions.negated(condition), under)
            case t.Negation(operand=operand):
                self.post(t.negation(operand), under)
            case _:
                self._relation(t.Relation("!=", tree), under)

    def _relation(self, tree: t.Relation, under: Literals) -> None:
        without = cleared(tree, lambda part: self.bounds(self.number(part, under)))
        if without is not None:
            self.post(without, under)
            return
        self.row(self.number(tree.body, under), tree.op, under)

    def _same(self, left: Tree, right: Tree, under: Literals, *, negated: bool) -> None:
        one, other = self.holds(left), self.holds(right)
        other = ~other if negated else other
        self.clause((~one, other), under)
        self.clause((one, ~other), under)

    def _among(self, tree: t.Among, under: Literals, *, outside: bool) -> None:
        numbers = [self.number(item, under) for item in tree.items]
        rows = [_whole(row, numbers) for row in tree.rows]
        kept = [row for row in rows if row is not None]
        if len(numbers) == 1:
            self.in_values(numbers[0], [row[0] for row in kept], under, outside=outside)
            return
        if not kept:
            if not outside:
                self.clause((), under)
            return
        expressions = [self.affine(number) for number in numbers]
        add = self.model.add_forbidden_assignments if outside else self.model.add_allowed_assignments
        self.under(add(expressions, kept), under)


def _whole(row: tuple[Fraction, ...], numbers: list[Number]) -> tuple[int, ...] | None:
    """The numerators that `row` asks for, ``None`` where one is no whole number."""
    found = [value * number.denominator for value, number in zip(row, numbers, strict=True)]
    return tuple(value.numerator for value in found) if all(v.denominator == 1 for v in found) else None
