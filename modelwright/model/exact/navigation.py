"""Members named by their place in a set: `prev`, `next`, `first`, `last`, `ord`, `len`; and tuples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.errors import ModelError
from modelwright.model.elements import IndexSet, Member, Parameter
from modelwright.model.exact.members import Binding, Scope, Source, atoms, show_key, show_member
from modelwright.model.expressions import Index, Name, Node, Text, format_expression
from modelwright.model.expressions.nodes import Call, Tuple

if TYPE_CHECKING:
    from modelwright.model.exact.setvalued import SetParameters

__all__ = ["AtEdge", "Navigation"]


class AtEdge(ModelError):
    """`prev` or `next` with `initial` at the edge of its set; the element indexed by it stands for `initial`.

    Attributes:
        initial: The expression given as `initial`.
        binding: Where it is evaluated.
    """

    def __init__(self, node: Call, initial: Node, binding: Binding) -> None:
        super().__init__(
            f"`{format_expression(node)}` stands for the initial value of an element, and there is none around it",
            code="edge",
            hint=f"write it as an index, for instance `x[{format_expression(node)}]`",
        )
        self.initial = initial
        self.binding = binding


class Navigation:
    """Resolves the functions of members."""

    def __init__(self, sets: SetParameters) -> None:
        self.sets = sets

    def member(self, node: Node, binding: Binding) -> Member | None:
        """The member that `node` names by place or as a tuple; ``None`` when it is no such expression.

        Raises:
            AtEdge: The place is outside, and `initial` is given.
            ModelError: Code ``edge`` for a place outside a set, ``call-arity`` for what is no quantifier or set.
        """
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Name) and node.id in binding:
            return binding[node.id]
        if isinstance(node, Tuple):
            return atoms(self.sets.member(item, binding) for item in node.items)
        if isinstance(node, Call):
            if node.function in ("prev", "next"):
                return self._neighbour(node, binding)[0]
            if node.function in ("first", "last"):
                return self._end(node, binding)
        return None

    def order(self, node: Call, binding: Binding) -> int:
        """The value of ``ord(t)``."""
        member, set_name = self._place(node, node.args[0], binding)
        return self.sets.positions(set_name)[member] + 1

    def length(self, node: Call, binding: Binding) -> int:
        """The value of ``len(SET)``."""
        name, key = self.source(node.args[0], binding)
        return self.sets.size(name) if not self.sets.is_set_valued(name) else len(self.sets.set_members(name, key))

    def source(self, node: Node, binding: Binding) -> Source:
        """The index set, or the set-valued parameter with its key, that `node` names.

        Raises:
            ModelError: It names neither.
        """
        if isinstance(node, Name):
            known = self.sets.model.by_name.get(node.id)
            if known is None:
                self.sets.index_set(node.id)
            if isinstance(known, IndexSet) or self.sets.is_set_valued(node.id):
                return node.id, ()
        if isinstance(node, Index) and self.sets.is_set_valued(node.id):
            parameter = self.sets.model.by_name[node.id]
            assert isinstance(parameter, Parameter)
            return node.id, self.sets.key(node.id, parameter.index, node.args, binding)
        raise ModelError(
            f"`{format_expression(node)}` is not a set",
            code="call-arity",
            hint="name an index set or a set-valued parameter",
        )

    def _end(self, node: Call, binding: Binding) -> Member:
        source = self.source(node.args[0], binding)
        members = self.sets.set_members(*source)
        if not members:
            raise ModelError(
                f"`{format_expression(node)}`: `{show_key(*source)}` has no members",
                code="edge",
                hint="keep this case out with a condition on its `len`",
            )
        return members[0] if node.function == "first" else members[-1]

    def _place(self, call: Call, node: Node, binding: Binding) -> tuple[Member, str]:
        """A member and the index set in which its neighbours are."""
        if isinstance(node, Call) and node.function in ("prev", "next"):
            return self._neighbour(node, binding)
        if isinstance(node, Name) and node.id in binding:
            set_name = binding.sets.get(node.id) if isinstance(binding, Scope) else None
            if set_name is not None:
                return binding[node.id], set_name
            raise ModelError(
                f"`{format_expression(call)}`: the set of `{node.id}` is not known",
                code="call-arity",
                hint="say in `of` which sets the parts of the tuples belong to",
            )
        raise ModelError(
            f"`{call.function}` takes a quantifier, not `{format_expression(node)}`",
            code="call-arity",
            hint=f"write `{call.function}(t)` for a `t` of `for t in SET`",
        )

    def _neighbour(self, node: Call, binding: Binding) -> tuple[Member, str]:
        member, set_name = self._place(node, node.args[0], binding)
        members = self.sets.members(set_name)
        place = self.sets.positions(set_name)[member] + (1 if node.function == "next" else -1)
        if 0 <= place < len(members):
            return members[place], set_name
        initial = dict(node.keywords).get("initial")
        if initial is not None:
            raise AtEdge(node, initial, binding)
        if self.sets.index_set(set_name).cyclic:
            return members[place % len(members)], set_name
        raise _no_neighbour(node, member, set_name)


def _no_neighbour(node: Call, member: Member, set_name: str) -> ModelError:
    end, other = ("last", "after") if node.function == "next" else ("first", "before")
    inner = format_expression(node.args[0])
    return ModelError(
        f"`{format_expression(node)}`: no member of `{set_name}` comes {other} `{show_member(member)}`",
        code="edge",
        hint=f"keep it out with `if {inner} != {end}({set_name})`, write `{node.function}({inner}, initial=…)`, "
        f"or declare `{set_name}` as cyclic",
    )
