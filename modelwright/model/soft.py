"""Rows under a penalty as hard rows: a decision says by how much each is missed, the objective pays for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from modelwright.errors import ModelError
from modelwright.model.document import Model
from modelwright.model.elements import (
    Choice,
    Definition,
    Derived,
    Domain,
    IndexSet,
    Interval,
    Known,
    Missing,
    Objective,
    Parameter,
    Variable,
)
from modelwright.model.expressions import (
    Add,
    Call,
    Compare,
    Comprehension,
    Div,
    FloorDiv,
    Generator,
    IfElse,
    In,
    Index,
    Listing,
    Logic,
    Mod,
    Mul,
    Name,
    Neg,
    Node,
    Not,
    Number,
    Power,
    Sum,
    Text,
    format_expression,
    parse_expression,
    parse_quantifiers,
)
from modelwright.model.expressions.nodes import Comparison, children, generators_in, names_in
from modelwright.model.expressions.parser import RESERVED
from modelwright.model.templates import Algebraic
from modelwright.model.templates.base import ConstraintBase, Must, Penalty

__all__ = ["soften"]

_MISSABLE = ("<=", ">=", "==")
_FINEST = 10_000
"""Misses are whole multiples of 1/n for n up to this; finer ones are continuous."""
_ONE = Number(Fraction(1))


def soften(model: Model) -> Model:
    """`model` with every row under a `Penalty` made hard; itself when there is none.

    A comparison ``l <= r`` becomes ``l <= r + missed``, an equation gets a decision for each direction, and each part
    of a chain is missed by itself; any other condition becomes ``broken == 1 or condition``. The decisions are indexed
    by the sets of `for_each`; those of rows that its condition leaves out are free and cost nothing. The cost, weight
    times miss for each row, goes to the first objective in order of priority (and is scaled with it by its weight), or
    to a new one where nothing is sought. Misses are whole where all decisions of the model are whole and the data show
    that no smaller miss is possible.

    Raises:
        ModelError: A quantifier runs over something that is no index set, or a slot is missing.
        ExpressionError: A slot of a soft row cannot be parsed.
    """
    if not any(isinstance(constraint.enforce, Penalty) for constraint in model.constraints):
        return model
    work = _Softening(model)
    constraints: list[ConstraintBase] = []
    for constraint in model.constraints:
        if isinstance(constraint.enforce, Penalty):
            constraints.extend(work.hardened(constraint, constraint.enforce))
        else:
            constraints.append(constraint)
    return model.model_copy(
        update={
            "variables": (*model.variables, *work.variables),
            "constraints": tuple(constraints),
            "objectives": work.objectives(),
        }
    )


@dataclass
class _Softening:
    """One model on its way; collects decisions and costs."""

    model: Model
    variables: list[Variable] = field(default_factory=list)
    costs: list[Node] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.taken |= {*self.model.by_name, *RESERVED}
        self.grain = _Grain(self.model)

    def name(self, wanted: str) -> str:
        """A name that nothing has."""
        while wanted in self.taken:
            wanted += "_"
        self.taken.add(wanted)
        return wanted

    def hardened(self, constraint: ConstraintBase, penalty: Penalty) -> Iterator[Algebraic]:
        """The hard rows that stand for a soft one."""
        if any(isinstance(slot.value, Missing) for slot in constraint.slots()):
            raise ModelError(f"`{constraint.name}` has an open slot", code="missing-slot", where="/constraints")
        node = constraint.to_node()
        generators = parse_quantifiers(constraint.for_each)
        # A quantifier would hide a decision of its name.
        self.taken |= {*names_in(node), *_ids(node), *(name for g in generators for name in g.ids)}
        row = _Row(self, constraint, generators, parse_expression(penalty.weight))
        for k, part in enumerate(_parts(node)):
            yield row.hard(self.name(f"{constraint.name}_{k + 1}") if k else constraint.name, part)

    def objectives(self) -> tuple[Objective, ...]:
        """The objectives with the costs in the first that seeks something."""
        sought = [o for o in self.model.objectives if o.sense != "satisfy" and o.expression is not None]
        if not sought:
            name = self.name("penalties")
            cost = format_expression(self.costs[0] if len(self.costs) == 1 else Add(tuple(self.costs)))
            return (*self.model.objectives, Objective(name=name, label="penalties", sense="min", expression=cost))
        first = min(sought, key=lambda objective: objective.priority)
        return tuple(self._with_costs(o) if o is first else o for o in self.model.objectives)

    def _with_costs(self, objective: Objective) -> Objective:
        if not isinstance(objective.expression, str):
            return objective
        node = parse_expression(objective.expression)
        costs = tuple(Neg(cost) for cost in self.costs) if objective.sense == "max" else tuple(self.costs)
        terms = node.terms if isinstance(node, Add) else (node,)
        return objective.model_copy(update={"expression": format_expression(Add((*terms, *costs)))})


@dataclass
class _Row:
    """One soft constraint."""

    work: _Softening
    constraint: ConstraintBase
    generators: tuple[Generator, ...]
    weight: Node

    def hard(self, name: str, node: Node) -> Algebraic:
        """The hard row for one part."""
        return Algebraic(
            name=name,
            label=self.constraint.shown,
            sources=self.constraint.sources,
            for_each=self.constraint.for_each,
            enforce=Must(),
            negotiable=self.constraint.negotiable,
            price=self.constraint.price,
            unit=self.constraint.unit,
            expression=format_expression(self._hard(node)),
        )

    def _hard(self, node: Node) -> Node:
        if not isinstance(node, Compare) or node.ops[0] not in _MISSABLE or any(map(_is_text, node.operands)):
            broken = self._decision("broken", "binary", _ONE)
            rest = node.operands if isinstance(node, Logic) and node.op == "or" else (node,)
            return Logic("or", (Compare((broken, _ONE), ("==",)), *rest))
        left, right = node.operands
        op = node.ops[0]
        domain, unit = self._measure(left, right)
        if op == "<=":
            return Compare((left, _plus(right, self._decision("missed", domain, unit))), (op,))
        if op == ">=":
            return Compare((_plus(left, self._decision("missed", domain, unit)), right), (op,))
        below, above = (self._decision(f"missed_{side}", domain, unit) for side in ("below", "above"))
        return Compare((_plus(left, below), _plus(right, above)), ("==",))

    def _measure(self, left: Node, right: Node) -> tuple[Domain, Node]:
        """Domain of a miss, and what one of it stands for."""
        grain = self.work.grain
        parts = lcm(grain.of(left) or 0, grain.of(right) or 0) if grain.all_whole else 0
        if not 0 < parts <= _FINEST:
            return "continuous", _ONE
        return "integer", Number(Fraction(1, parts))

    def _decision(self, prefix: str, domain: Domain, unit: Node) -> Node:
        """A new decision for each row, in units of `unit`; its cost is noted."""
        name = self.work.name(f"{prefix}_{self.constraint.name}")
        index = tuple(self._set_of(generator) for generator in self.generators)
        bounds = {} if domain == "binary" else {"lower": "0"}
        label = f"{self.constraint.shown}: {'broken' if domain == 'binary' else prefix.replace('_', ' by, ')}"
        self.work.variables.append(Variable(name=name, label=label, index=index, domain=domain, **bounds))
        args = tuple(Name(quantifier) for generator in self.generators for quantifier in generator.ids)
        found: Node = Index(name, args) if args else Name(name)
        if unit != _ONE:
            found = Mul((unit, found))
        cost: Node = Mul((self.weight, found))
        self.work.costs.append(Sum(cost, self.generators) if self.generators else cost)
        return found

    def _set_of(self, generator: Generator) -> str:
        """The index set that holds every value of a quantifier."""
        element = self.work.model.by_name.get(generator.set)
        if isinstance(element, IndexSet):
            return element.name
        if isinstance(element, Parameter) and element.members_of is not None:
            return element.members_of
        raise ModelError(f"There is no set `{generator.set}`", code="unknown-set", where=self.constraint.name)


def _parts(node: Node) -> Sequence[Node]:
    """The single comparisons of a chain, or the condition itself."""
    if not isinstance(node, Compare):
        return (node,)
    pairs = zip(node.operands, node.operands[1:], node.ops, strict=False)
    ops: list[tuple[Node, Node, Comparison]] = list(pairs)
    return tuple(Compare((left, right), (op,)) for left, right, op in ops)


def _ids(node: Node) -> Iterator[str]:
    """Every quantifier in `node`."""
    for generator in generators_in(node):
        yield from generator.ids
    for part in children(node):
        yield from _ids(part)


def _is_text(node: Node) -> bool:
    return isinstance(node, Text)


def _plus(node: Node, more: Node) -> Node:
    return Add((*(node.terms if isinstance(node, Add) else (node,)), more))


# ------------------------------------------------------------------------------------------- how fine numbers are


class _Grain:
    """Finds n such that an expression is a whole multiple of 1/n for sure."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.all_whole = all(
            isinstance(variable.domain, Choice | Interval) or variable.domain in ("integer", "binary")
            for variable in model.variables
        )
        self.known: dict[str, int | None] = {}

    def of(self, node: Node) -> int | None:
        """The number n, or ``None`` when there is none for sure."""
        match node:
            case Number(value=value):
                return value.denominator
            case Name(id=name) | Index(id=name):
                return self._named(name)
            case Neg(operand=part) | Sum(body=part) | Comprehension(body=part):
                return self.of(part)
            case Add(terms=terms):
                return self._together(terms)
            case Mul(factors=factors):
                return self._product(factors)
            case Div(left=left, right=Number(value=value)) if value:
                return self._product((left, Number(Fraction(1, abs(value.numerator)))))
            case Mod(left=left, right=right):
                return self._together((left, right))
            case Power(base=base, exponent=Number(value=value)) if value.denominator == 1 and 0 <= value <= 8:
                return self._product([base] * int(value))
            case IfElse(body=body, orelse=orelse):
                return self._together((body, orelse))
            case FloorDiv() | Compare() | Logic() | Not() | In():
                return 1
            case Call(function=function, args=args):
                return self._call(function, args)
            case _:
                return None

    def _call(self, function: str, args: tuple[Node, ...]) -> int | None:
        if function in ("exp", "log", "sqrt", "sin", "cos"):
            return None
        if function in ("abs", "min", "max"):
            parts = [part for arg in args for part in (arg.items if isinstance(arg, Listing) else (arg,))]
            return self._together(parts)
        return 1

    def _product(self, nodes: Sequence[Node]) -> int | None:
        found = 1
        for node in nodes:
            factor = self.of(node)
            if factor is None:
                return None
            found *= factor
        return found

    def _together(self, nodes: Sequence[Node]) -> int | None:
        parts = [self.of(node) for node in nodes]
        known = [part for part in parts if part is not None]
        return lcm(*known) if len(known) == len(parts) else None

    def _named(self, name: str) -> int | None:
        if name not in self.known:
            self.known[name] = None  # what needs itself is not known
            self.known[name] = self._look_up(name)
        return self.known[name]

    def _look_up(self, name: str) -> int | None:
        element = self.model.by_name.get(name)
        match element:
            case None:
                return 1  # a quantifier: where it is a number it is whole
            case Variable():
                return None if element.domain == "continuous" or isinstance(element.domain, Missing) else 1
            case Definition(expression=source) | Parameter(value=Derived(expression=source)):
                return self.of(parse_expression(source))
            case Parameter(value=Known() as value):
                numbers = [value.number, value.default, *(entry for _, entry in value.entries or ())]
                return lcm(*(number.denominator for number in numbers if number is not None))
            case _:
                return None
