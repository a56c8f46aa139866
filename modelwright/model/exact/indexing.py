"""Elements at indices that decisions choose, and membership in sets."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from modelwright.config import LIMITS
from modelwright.errors import LimitError, ModelError
from modelwright.model.elements import Definition, Member, Parameter, Variable
from modelwright.model.exact.forms import unknown_name
from modelwright.model.exact.members import Atom, Binding, Key, atoms, show_member
from modelwright.model.exact.trees import Among, Element, Tree, Truth, constant, disjunction, relation, value_of
from modelwright.model.expressions import Index, Name, Node, Number, Text, format_expression
from modelwright.model.expressions.nodes import In, Listing, Tuple

if TYPE_CHECKING:
    from modelwright.model.exact.expand import Expander

__all__ = ["Indexing"]

Leaf: TypeAlias = Callable[[str, Key], Tree]
"""The value of a named element at a key."""
Part: TypeAlias = Tree | Atom | Fraction
"""A part of an item: a tree of decisions, or data."""


class Indexing:
    """Resolves indices for an `Expander`."""

    def __init__(self, expander: Expander) -> None:
        self.expander = expander
        self.evaluator = expander.evaluator
        self._tables: dict[object, tuple[tuple[tuple[int, ...], ...], tuple[Tree, ...]]] = {}

    def at(self, node: Index, binding: Binding, leaf: Leaf) -> Tree:
        """The element that `node` names: `leaf` at a key of data, else an `Element` over all keys that may be meant.

        Raises:
            ModelError: As `Evaluator.tree`; code ``not-whole`` for an index by a decision that may be a fraction,
                ``index-range`` where the index set is not one of integers.
        """
        element = self.evaluator.model.by_name.get(node.id)
        if not isinstance(element, Parameter | Variable | Definition):
            raise unknown_name(node.id)
        index = element.index
        if not any(self._open(arg, binding) for arg in node.args):
            return leaf(node.id, self.evaluator.key(node.id, index, node.args, binding))
        parts = self._parts(node, node.args, binding)
        groups = self.evaluator.grouped(node.id, index, parts)
        axes = [self._axis(node, name, group) for name, group in zip(index, groups, strict=True)]
        indices = tuple(part for group in groups for part in group if not isinstance(part, str | int))
        if not indices:
            return leaf(node.id, tuple(axis[0] for axis in axes))
        pattern = tuple(part if isinstance(part, str | int) else None for group in groups for part in group)
        name = (node.id, leaf, pattern)
        if name not in self._tables:
            self._tables[name] = self._table(node, axes, pattern, leaf)
        keys, values = self._tables[name]
        return Element(indices, keys, values)

    def _open(self, arg: Node, binding: Binding) -> bool:
        if isinstance(arg, Text | Number) or (isinstance(arg, Name) and arg.id in binding):
            return False
        return self.evaluator.decides(arg)

    def _parts(self, node: Node, args: tuple[Node, ...], binding: Binding) -> list[Tree | Member]:
        """Members, or trees of whole numbers that decisions choose."""
        parts: list[Tree | Member] = []
        for arg in args:
            if isinstance(arg, Tuple):
                parts.extend(self._parts(node, arg.items, binding))
            elif not self._open(arg, binding):
                parts.append(self.evaluator.member(arg, binding))
            else:
                tree = self.expander.tree(arg, binding)
                value = value_of(tree)
                if value is not None and value.denominator == 1:
                    parts.append(value.numerator)
                elif value is not None or not self.evaluator.is_whole(tree):
                    raise ModelError(
                        f"`{format_expression(arg)}` in `{format_expression(node)}` need not be a whole number",
                        code="not-whole",
                        hint="make it an integer decision, or take `floor(…)` or `round(…)` of it",
                    )
                else:
                    parts.append(tree)
        return parts

    def _axis(self, node: Index, set_name: str, group: list[Tree | Atom]) -> list[Member]:
        """The members of an index set that agree with the parts that are known."""
        wide = self.evaluator.width(set_name) > 1
        known = [(k, part) for k, part in enumerate(group) if isinstance(part, str | int)]
        if len(known) == len(group):
            member: Member = tuple(part for _, part in known) if wide else known[0][1]
            if member not in self.evaluator.positions(set_name):
                raise self.evaluator.out_of_range(node.id, member, set_name)
            return [member]
        axis: list[Member] = []
        for member in self.evaluator.members(set_name):
            written = member if isinstance(member, tuple) else (member,)
            if any(isinstance(part, str) and not isinstance(group[k], str) for k, part in enumerate(written)):
                raise ModelError(
                    f"`{format_expression(node)}` is indexed by a decision, and `{show_member(member)}` in "
                    f"`{set_name}` is no integer",
                    code="index-range",
                    hint=f"make `{set_name}` a range of integers, or sum over binary decisions",
                )
            if all(written[k] == part for k, part in known):
                axis.append(member)
        return axis

    def _table(
        self, node: Index, axes: list[list[Member]], pattern: tuple[Atom | None, ...], leaf: Leaf
    ) -> tuple[tuple[tuple[int, ...], ...], tuple[Tree, ...]]:
        size = prod(map(len, axes))
        if size > LIMITS.set_size:
            raise LimitError(
                f"`{format_expression(node)}` may mean any of {size} elements; at most {LIMITS.set_size} are allowed",
                code="set-size",
            )
        keys: list[tuple[int, ...]] = []
        values: list[Tree] = []
        for key in product(*axes):
            flat = atoms(key)
            keys.append(tuple(part for part, known in zip(flat, pattern, strict=True) if known is None))  # type: ignore[misc]
            values.append(leaf(node.id, key))
        return tuple(keys), tuple(values)

    # ---- membership

    def contained(self, node: In, binding: Binding) -> Tree:
        """``item in set``.

        Raises:
            ModelError: As `Evaluator.tree`; code ``index-range`` for a decision in a set of texts.
        """
        item, where = node.item, node.set
        open_item = self.evaluator.decides(item)
        if isinstance(where, Listing):
            return self._listed(node, item, where, binding)
        source = self.evaluator.navigation.source(where, binding)
        if not open_item:
            return Truth(self._item(item, binding) in self.evaluator.set_positions(*source))
        return self._among(node, self._item_parts(item, binding), self.evaluator.set_members(*source))

    def _item_parts(self, item: Node, binding: Binding) -> list[Part]:
        parts: list[Part] = []
        for part in item.items if isinstance(item, Tuple) else (item,):
            if self._open(part, binding):
                tree = self.expander.tree(part, binding)
                value = value_of(tree)
                parts.append(tree if value is None else value)
            else:
                found = self._item(part, binding)
                parts.extend(found if isinstance(found, tuple) else (found,))
        return parts

    def _item(self, node: Node, binding: Binding) -> Member | Fraction:
        if isinstance(node, Tuple):
            return self.evaluator.member(node, binding)
        found = self.evaluator.operand(node, binding)
        return found.numerator if isinstance(found, Fraction) and found.denominator == 1 else found

    def _among(self, node: In, parts: list[Part], members: tuple[Member, ...]) -> Tree:
        items = {place: part for place, part in enumerate(parts) if not isinstance(part, str | int | Fraction)}
        known = {place: part for place, part in enumerate(parts) if isinstance(part, str | int | Fraction)}
        rows: dict[tuple[Fraction, ...], None] = {}
        for member in members:
            written = member if isinstance(member, tuple) else (member,)
            if len(written) != len(parts):
                raise ModelError(
                    f"`{format_expression(node)}`: the item has {len(parts)} parts, and `{show_member(member)}` "
                    f"has {len(written)}",
                    code="index-arity",
                )
            if all(written[place] == value for place, value in known.items()):
                rows[tuple(self._number(node, written[place]) for place in items)] = None
        return self._table_condition(list(items.values()), rows)

    def _number(self, node: In, member: Atom) -> Fraction:
        if isinstance(member, int):
            return Fraction(member)
        raise ModelError(
            f"`{format_expression(node)}` asks whether a decision is the text `{member}`",
            code="index-range",
            hint="decisions are numbers; use a set of integers",
        )

    def _table_condition(self, items: list[Tree], rows: dict[tuple[Fraction, ...], None]) -> Tree:
        if not rows or not items:
            return Truth(bool(rows))
        if len(items) == 1 and len(rows) == 1:
            return relation("==", items[0], constant(next(iter(rows))[0]))
        return Among(tuple(items), tuple(rows))

    def _listed(self, node: In, item: Node, where: Listing, binding: Binding) -> Tree:
        values = list(self.expander.functions.values((where,), binding))
        if not self.evaluator.decides(node):
            found = self._item(item, binding)
            return Truth(any(found == self._item(value, inner) for value, inner in values))
        if isinstance(item, Tuple):
            members = tuple(self.evaluator.member(value, inner) for value, inner in values)
            return self._among(node, self._item_parts(item, binding), members)
        if any(self._open(value, inner) for value, inner in values):
            left = self.expander.tree(item, binding)
            return disjunction(
                self.expander.conditions.equal(node, left, self.expander.tree(value, inner)) for value, inner in values
            )
        tree = self.expander.tree(item, binding)
        rows: dict[tuple[Fraction, ...], None] = dict.fromkeys(
            (self.evaluator.number(value, inner),) for value, inner in values
        )
        known = value_of(tree)
        return Truth((known,) in rows) if known is not None else self._table_condition([tree], rows)
