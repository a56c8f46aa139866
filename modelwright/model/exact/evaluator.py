"""The evaluator: what a Model means exactly with its Data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from modelwright.errors import ModelError
from modelwright.model import elements as el
from modelwright.model.elements import Member, Variable
from modelwright.model.exact.arithmetic import Arithmetic
from modelwright.model.exact.forms import ONE, ZERO, Column
from modelwright.model.exact.linearity import Linearity
from modelwright.model.exact.members import Binding, Key
from modelwright.model.exact.trees import Tree
from modelwright.model.expressions import Node, parse_expression

if TYPE_CHECKING:
    from modelwright.model.exact.expand import Expander
    from modelwright.model.exact.intervals import Intervals
    from modelwright.model.exact.whole import Whole
    from modelwright.model.templates import ConstraintBase

__all__ = ["Evaluator"]


class Evaluator(Arithmetic):
    """Exact values, trees and columns of a Model with its Data, worked out when asked for and kept."""

    # ---- trees; most Models are linear, and never load what makes them

    @cached_property
    def expander(self) -> Expander:
        """Makes trees of expressions."""
        from modelwright.model.exact.expand import Expander

        return Expander(self)

    @cached_property
    def intervals(self) -> Intervals:
        """What interval variables mean."""
        from modelwright.model.exact.intervals import Intervals

        return Intervals(self)

    @cached_property
    def _whole(self) -> Whole:
        from modelwright.model.exact.whole import Whole

        return Whole(self.model)

    @cached_property
    def _linearity(self) -> Linearity:
        return Linearity(self)

    @cached_property
    def _nodes(self) -> dict[int, tuple[ConstraintBase, Node]]:
        return {}

    def node(self, constraint: ConstraintBase) -> Node:
        """`constraint.to_node()`, made once.

        Raises:
            ExpressionError: A slot cannot be parsed.
        """
        known = self._nodes.get(id(constraint))
        if known is None:
            # The constraint is kept, so that its id stays its own.
            known = self._nodes[id(constraint)] = constraint, constraint.to_node()
        return known[1]

    def tree(self, node: Node, binding: Binding) -> Tree:
        """What `node` means at `binding`: a number or a condition, data folded, definitions expanded.

        Raises:
            ModelError: An unknown name or key, an undefined operation on data, a strict comparison of numbers that may
                be fractions, a member where a number is needed.
            DataError: A parameter has no value.
        """
        return _guarded(self.expander.tree, node, binding)

    def condition(self, node: Node, binding: Binding) -> Tree:
        """The condition that `node` means at `binding`; a binary decision means ``== 1``.

        Raises:
            ModelError: As `tree`, and code ``boolean-number`` for a number.
            DataError: A parameter has no value.
        """
        return _guarded(self.expander.condition, node, binding)

    def linear(self, node: Node) -> bool:
        """Whether `node`, a comparison or a number, is made of linear pieces over sets of texts and integers alone, so
        that `form` and `row_parts` say all of it."""
        return self._linearity.linear(node)

    def is_whole(self, tree: Tree) -> bool:
        """Whether the value of `tree` is a whole number for sure."""
        return self._whole.is_whole(tree)

    def is_binary(self, column: Column) -> bool:
        """Whether `column` is a binary decision or the presence of an interval."""
        return self._whole.is_binary(column)

    def step(self, tree: Tree) -> Fraction | None:
        """1/n such that the value of `tree` is a multiple of it for sure, or ``None``."""
        return self._whole.step(tree)

    def closed(self, tree: Tree) -> Tree:
        """`tree` with ``a < b`` written ``a + step <= b`` wherever `step` knows one."""
        return self._whole.closed(tree)

    def rows_of(self, constraint: ConstraintBase) -> Iterator[tuple[dict[str, Member], Tree]]:
        """One condition for each binding of `for_each`, the last quantifier running fastest.

        A comparison under a `Penalty` that is decided by data alone stays a `Relation`, so that its shortfall is known.

        Raises:
            ModelError: As `condition`; code ``not-a-comparison`` for a constraint that is a number.
            DataError: A parameter has no value.
        """
        from modelwright.model.exact.rows import ground_rows

        return ground_rows(self, constraint)

    # ---- variables

    def columns(self, variable: Variable) -> Iterator[Key]:
        """Every key of `variable`, in order."""
        return product(*(self.members(name) for name in variable.index))

    def bounds(self, variable: Variable, key: Key = ()) -> tuple[Fraction | None, Fraction | None]:
        """Lower and upper bound of one decision, ``None`` where there is none; a binary one lies in 0..1, a choice
        between its smallest and its largest member; of an interval, earliest start and latest end.

        Raises:
            ModelError: A bound is no data expression, or the domain is a missing slot.
        """
        scope = self.key_scope(variable.name, variable.index, variable.over, key)
        lower = None if variable.lower is None else self.number(parse_expression(variable.lower), scope)
        upper = None if variable.upper is None else self.number(parse_expression(variable.upper), scope)
        domain = variable.domain
        if isinstance(domain, el.Missing):
            raise ModelError(f"The domain of `{variable.name}` has not been said yet", code="missing-slot")
        least, most = (ZERO, ONE) if domain == "binary" else (None, None)
        if isinstance(domain, el.Choice):
            if not domain.members:
                raise ModelError(f"`{variable.name}` has nothing to choose from", code="invalid-bounds")
            least, most = Fraction(min(domain.members)), Fraction(max(domain.members))
        if least is not None:
            lower = least if lower is None else max(least, lower)
        if most is not None:
            upper = most if upper is None else min(most, upper)
        return lower, upper

    def parts(self, variable: Variable, key: Key = ()) -> dict[Column, tuple[Fraction | None, Fraction | None]]:
        """The columns of one decision with their bounds: one, or start, size, end and presence of an interval.

        Raises:
            ModelError: As `bounds`; code ``invalid-bounds`` for an interval whose size is no whole number.
        """
        if isinstance(variable.domain, el.Interval):
            return self.intervals.parts(variable, key)
        return {(variable.name, key): self.bounds(variable, key)}

    def structure(self, variable: Variable, key: Key = ()) -> tuple[Tree, ...]:
        """What the domain of one decision demands beside bounds and wholeness: conditions that must hold.

        Raises:
            ModelError: As `parts`.
        """
        if isinstance(variable.domain, el.Interval):
            return self.intervals.structure(variable, key)
        if isinstance(variable.domain, el.Choice):
            return self._whole.choice(variable.domain, (variable.name, key), self.bounds(variable, key))
        return ()


def _guarded(make: Callable[[Node, Binding], Tree], node: Node, binding: Binding) -> Tree:
    try:
        return make(node, binding)
    except RecursionError:
        raise ModelError(
            "Definitions nested too deeply in each other", code="expression-depth", hint="join some of them"
        ) from None
