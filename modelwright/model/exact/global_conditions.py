"""Global conditions as ground trees."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.errors import ModelError
from modelwright.model.elements import Parameter
from modelwright.model.exact.forms import ZERO
from modelwright.model.exact.members import Binding, Key
from modelwright.model.exact.points import holds
from modelwright.model.exact.trees import Global, GroundInterval, Tree, Truth, columns_of
from modelwright.model.expressions import Name, Node, format_expression
from modelwright.model.expressions.functions import FUNCTIONS
from modelwright.model.expressions.nodes import Call, Comprehension, Listing

if TYPE_CHECKING:
    from modelwright.model.exact.functions import Functions

__all__ = ["Globals"]

_INTERVALS = ("no_overlap", "cumulative", "alternative", "span")
_LISTS = {
    "increasing": (0,),
    "strictly_increasing": (0,),
    "lex_less": (0, 1),
    "lex_lesseq": (0, 1),
    "global_cardinality": (0, 1, 2),
    "circuit": (0,),
    "inverse": (0, 1),
    "no_overlap": (0,),
    "cumulative": (0, 1),
    "alternative": (1,),
    "span": (1,),
}
"""Which arguments are lists."""


class Globals:
    """Expands global conditions for an `Expander`."""

    def __init__(self, functions: Functions) -> None:
        self.functions = functions
        self.evaluator = functions.evaluator

    def condition(self, node: Call, binding: Binding) -> Tree:
        """The global condition, decided when it has no decision.

        Raises:
            ModelError: Code ``call-arity`` for lists whose lengths do not fit.
        """
        for k in _LISTS.get(node.function, ()):
            if not isinstance(node.args[k], Comprehension | Listing):
                raise ModelError(
                    f"`{node.function}` takes a list, not `{format_expression(node.args[k])}`",
                    code="list-place",
                    hint=f"write `{FUNCTIONS[node.function].signature}`, a LIST as `x[i] for i in I` or `[a, b]`",
                )
        made = self._scheduling(node, binding) if node.function in _INTERVALS else self._listing(node, binding)
        if made.intervals or any(columns_of(tree) for values in made.lists for tree in values):
            return made
        return Truth(holds(made, {}))

    def _listing(self, node: Call, binding: Binding) -> Global:
        name = node.function
        if name in ("all_different", "all_equal"):
            trees = tuple(
                self.functions.expander.tree(value, inner) for value, inner in self.functions.values(node.args, binding)
            )
            return Global(name, (trees,))
        lists = tuple(self.functions.numbers(arg, binding) for arg in node.args)
        if name == "global_cardinality":
            self._same_length(node, "values", lists[1], "counts", lists[2])
        places: tuple[tuple[int, ...], ...] = ()
        if name in ("circuit", "inverse"):
            places = tuple(self._places(arg, binding, len(v)) for arg, v in zip(node.args, lists, strict=True))
        if name == "inverse":
            self._same_length(node, "values in the first list", lists[0], "in the second", lists[1])
        return Global(name, lists, places=places)

    def _same_length(
        self, node: Call, one: str, left: tuple[object, ...], other: str, right: tuple[object, ...]
    ) -> None:
        if len(left) != len(right):
            raise ModelError(
                f"`{format_expression(node)}` has {len(left)} {one} and {len(right)} {other}",
                code="call-arity",
                hint=f"write `{FUNCTIONS[node.function].signature}` with lists of one length",
            )

    def _quantified(self, node: Node) -> Comprehension | None:
        """The comprehension that is the whole list, if there is one."""
        if isinstance(node, Listing) and len(node.items) == 1:
            node = node.items[0]
        return node if isinstance(node, Comprehension) and not isinstance(node.body, Comprehension | Listing) else None

    def _places(self, node: Node, binding: Binding, count: int) -> tuple[int, ...]:
        found = self._quantified(node)
        if found is not None and len(found.generators) == 1 and len(found.generators[0].ids) == 1:
            name = found.generators[0].ids[0]
            members = [inner[name] for inner in self.evaluator.bindings(found.generators, binding)]
            if all(isinstance(member, int) for member in members):
                return tuple(members)  # type: ignore[arg-type]
        return tuple(range(1, count + 1))

    # ---- scheduling

    def _scheduling(self, node: Call, binding: Binding) -> Global:
        name = node.function
        if name == "no_overlap":
            intervals = self._intervals(node.args[0], binding)
            transitions: tuple[tuple[Fraction, ...], ...] = ()
            if len(node.args) == 2:
                transitions = self._transitions(node.args[1], self._keys(node.args[0], binding, len(intervals)))
            return Global(name, intervals=intervals, transitions=transitions)
        if name == "cumulative":
            intervals = self._intervals(node.args[0], binding)
            demands = self.functions.numbers(node.args[1], binding)
            self._same_length(node, "intervals", intervals, "demands", demands)
            capacity = self.functions.expander.tree(node.args[2], binding)
            return Global(name, (demands, (capacity,)), intervals)
        main = self._interval(node.args[0], binding)
        return Global(name, intervals=(main, *self._intervals(node.args[1], binding)))

    def _interval(self, node: Node, binding: Binding) -> GroundInterval:
        return self.evaluator.intervals.ground(*self.functions.interval_key(node, binding))

    def _intervals(self, node: Node, binding: Binding) -> tuple[GroundInterval, ...]:
        return tuple(self._interval(value, inner) for value, inner in self.functions.values((node,), binding))

    def _keys(self, node: Node, binding: Binding, count: int) -> list[Key]:
        """What transitions are indexed by for each interval: what the quantifiers stand for, else 1, 2, …"""
        found = self._quantified(node)
        if found is None:
            return [(k,) for k in range(1, count + 1)]
        names = [(g.ids, len(g.ids) == 1) for g in found.generators]
        return [
            tuple(inner[ids[0]] if single else tuple(inner[q] for q in ids) for ids, single in names)  # type: ignore[misc]
            for inner in self.evaluator.bindings(found.generators, binding)
        ]

    def _transitions(self, where: Node, keys: list[Key]) -> tuple[tuple[Fraction, ...], ...]:
        parameter = self.evaluator.model.by_name.get(where.id) if isinstance(where, Name) else None
        if not isinstance(parameter, Parameter) or self.evaluator.is_set_valued(parameter.name):
            raise ModelError(
                f"`{format_expression(where)}` does not name a parameter of transition times",
                code="call-arity",
                hint="name a parameter over (index of the list, index of the list)",
            )
        value = self.evaluator.parameter
        return tuple(
            tuple(ZERO if i == j else value(parameter.name, one + other) for j, other in enumerate(keys))
            for i, one in enumerate(keys)
        )
