"""A Model in the user's words: names become labels, parameters become their numbers with units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from modelwright.errors import ExpressionError
from modelwright.model.clauses import CONDITIONS, condition, denial
from modelwright.model.elements import Definition, Element, IndexSet, Known, Missing, Parameter, Variable
from modelwright.model.english import joined, members_of, one_of, plural, reads_on
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
    Tuple,
    parse_expression,
    parse_quantifiers,
)

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["CURRENCIES", "Words", "show_number"]

_CALLS = {
    "min": "the smallest of {}",
    "max": "the largest of {}",
    "abs": "the size of {}",
    "sqrt": "the square root of {}",
    "floor": "{} rounded down",
    "ceil": "{} rounded up",
    "round": "{} rounded",
    "first": "the first of {}",
    "last": "the last of {}",
    "len": "the number of {}",
    "ord": "the position of {}",
    "start": "the start of {}",
    "end": "the end of {}",
    "size": "the length of {}",
    "overlap": "the time that {} and {} share",
    "all_different": "{} all differ",
    "all_equal": "{} are all equal",
    "increasing": "{} never go down",
    "strictly_increasing": "{} always go up",
    "lex_less": "{} comes before {}",
    "lex_lesseq": "{} does not come after {}",
    "global_cardinality": "among {} the values {} occur {} times",
    "circuit": "{} form one round trip",
    "inverse": "{} and {} undo each other",
    "no_overlap": "{} do not overlap",
    "cumulative": "{}, each taking {}, together take at most {}",
    "alternative": "{} takes place as exactly one of {}",
    "span": "{} reaches over {}",
}
"""Calls in words, by function; one place for each argument."""

_BESIDE = {"prev": "before", "next": "after"}

_INVARIABLE = frozenset({"percent", "each"})

CURRENCIES = {"$": "$", "€": "€", "£": "£", "USD": "$", "EUR": "€", "GBP": "£"}
"""Signs written before a number, by unit."""


def show_number(value: Fraction | float, unit: str | None = None) -> str:
    """A number for people: grouped digits, about six of them significant, its unit behind or its sign before it."""
    exact = value if isinstance(value, Fraction) else Fraction(repr(float(value)))
    if exact.denominator == 1:
        text = f"{exact.numerator:,}"
    else:
        whole = abs(int(exact))
        rounded = round(float(exact), max(2, 6 - len(str(whole)) if whole else 6))
        text = f"{rounded:,.6f}".rstrip("0").rstrip(".")
    sign = CURRENCIES.get(unit or "")
    if sign:
        return f"-{sign}{text[1:]}" if text.startswith("-") else f"{sign}{text}"
    return f"{text} {text_unit(unit, exact)}" if unit and unit != "1" else text


def text_unit(unit: str, number: Fraction) -> str:
    """`unit` as it follows `number`: a spelled-out unit takes its plural, a symbol stays.

    >>> text_unit("minute", Fraction(2)), text_unit("kg", Fraction(2)), text_unit("foot", Fraction(3))
    ('minutes', 'kg', 'feet')
    """
    spelled = len(unit) > 3 and unit.replace(" ", "").isalpha() and unit.islower()
    if abs(number) == 1 or not spelled or unit.endswith("s") or unit in _INVARIABLE:
        return unit
    return plural(unit)


class Words:
    """Says expressions of one Model in its labels.

    Attributes:
        model: The Model.
        sets: The set of each quantifier around the expressions, where that is known.
    """

    def __init__(self, model: Model, sets: Mapping[str, str] | None = None) -> None:
        self.model = model
        self.sets = dict(sets or {})

    def within(self, over: str | tuple[Generator, ...]) -> Words:
        """These words for expressions behind quantifiers."""
        sets = {name: g.set for g in _generators(over) if len(g.ids) == 1 and not g.args for name in g.ids}
        return Words(self.model, self.sets | sets) if sets else self

    def unit(self, element: Element) -> str | None:
        """The unit of an element as stated, or as the rest of the Model gives it: a measure or a currency."""
        stated: str | None = getattr(element, "unit", None)
        return stated or self._inferred.get(element.name)

    @cached_property
    def _inferred(self) -> dict[str, str]:
        from modelwright.model.units import measured

        return measured(self.model)

    def name(self, name: str) -> str:
        """The words for an element; an index set without a label is said in lower case: ``"machines"``."""
        element = self.model.by_name.get(name)
        if element is None or (isinstance(element, IndexSet) and not element.label):
            words = name.replace("_", " ")
            return words.lower() if len(name) > 2 else words
        return element.shown

    def members(self, name: str) -> str:
        """All members of an index set: ``"the machines"``."""
        return members_of(self.name(name))

    def one(self, name: str) -> str | None:
        """One member of an index set: ``"machine"``; ``None`` where its words do not tell."""
        return one_of(self.name(name))

    def declared(self, variable: Variable) -> str:
        """A decision with its index: ``"boxes made for every plant and week"``, ``"hours on every day"``."""
        said = [self.one(name) or f"member of {self.members(name)}" for name in variable.index]
        if not said:
            return variable.shown
        return f"{variable.shown}{'' if reads_on(variable.shown) else ' for'} every {joined(said)}"

    def say(self, expression: str) -> str:
        """An expression in words: labels for decisions, numbers for known parameters."""
        try:
            return self.node(parse_expression(expression))
        except ExpressionError:
            return expression

    def condition(self, expression: str | Missing) -> str:
        """A condition as a clause: ``"chairs are at least 10"``, ``"open north is chosen"``."""
        return self._clause(expression, condition)

    def denial(self, expression: str | Missing) -> str:
        """That a condition does not hold: ``"chairs are less than 10"``, ``"open north is not chosen"``."""
        return self._clause(expression, denial)

    def _clause(self, expression: str | Missing, said: Callable[[Words, Node], str]) -> str:
        if isinstance(expression, Missing):
            return self.value(expression)
        try:
            return said(self, parse_expression(expression))
        except ExpressionError:
            return expression

    def over(self, over: str | tuple[Generator, ...], each: str = "every") -> str:
        """Quantifiers: ``"for every job j and every week t where t is not 2"``; nothing when there are none."""
        generators = _generators(over)
        return f"for {joined([self._member(g, each) for g in generators])}" if generators else ""

    def value(self, expression: str | Missing) -> str:
        """A limit: its number with unit when it is known, else its words."""
        if isinstance(expression, Missing):
            return "(still to be said)"
        return self.say(expression)

    def percent(self, expression: str | Missing) -> str:
        """A fraction as a percentage when it is known."""
        number = None if isinstance(expression, Missing) else self.number(expression)
        return self.value(expression) if number is None else f"{show_number(number * 100)}%"

    def number(self, expression: str) -> Fraction | None:
        """The known number that an expression is, or ``None``."""
        try:
            node = parse_expression(expression)
        except ExpressionError:
            return None
        if isinstance(node, Number):
            return node.value
        element = self.model.by_name.get(node.id) if isinstance(node, Name) else None
        if isinstance(element, Parameter) and isinstance(element.value, Known):
            return element.value.number
        return None

    def listing(self, expressions: Iterable[str]) -> str:
        """``"a, b and c"``."""
        return joined([self.say(e) for e in expressions])

    # ---- nodes

    def node(self, node: Node) -> str:
        """An expression in words, by its syntax tree."""
        match node:
            case Number(value=value):
                return show_number(value)
            case Text(value=value):
                return value
            case Name():
                return self._name(node)
            case Index(id=name, args=args):
                return self.indexed(name, [self.node(arg) for arg in args])
            case Neg(operand=operand):
                return f"-{self._bracketed(operand)}"
            case Add(terms=terms):
                return self._sum(terms)
            case Mul(factors=factors):
                return " × ".join(self._bracketed(f) for f in factors)
            case Div(left=left, right=right):
                return f"{self._bracketed(left)} / {self._bracketed(right)}"
            case FloorDiv(left=left, right=right):
                return f"{self._bracketed(left)} / {self._bracketed(right)} rounded down"
            case Mod(left=left, right=right):
                return f"the rest of {self._bracketed(left)} / {self._bracketed(right)}"
            case Power(base=base, exponent=exponent):
                return f"{self._bracketed(base)} to the power of {self._bracketed(exponent)}"
            case IfElse(body=body, condition=case, orelse=orelse):
                said = f"({self.node(body)})" if isinstance(body, IfElse) else self.node(body)
                return f"{said} if {condition(self, case)}, else {self.node(orelse)}"
            case Tuple(items=items) | Listing(items=items):
                return ", ".join(self.node(item) for item in items)
            case Compare() | Logic() | Not() | In():
                return condition(self, node)
            case Sum(body=body, generators=generators):
                every = joined([self._members(generator) for generator in generators])
                return f"the total of {self.within(generators).node(body)} over {every}"
            case Comprehension(body=body, generators=generators):
                return f"{self.within(generators).node(body)} {self.over(generators)}"
            case Call(function=function) if function in CONDITIONS:
                return condition(self, node)
            case Call():
                return self._call(node)

    def indexed(self, name: str, args: Sequence[str]) -> str:
        """An element at an index: ``"task (cut)"``; ``"hours on monday"`` where the label asks for it."""
        shown = self.name(name)
        return f"{shown} {', '.join(args)}" if reads_on(shown) else f"{shown} ({', '.join(args)})"

    def _sum(self, terms: tuple[Node, ...]) -> str:
        said = ""
        for k, term in enumerate(terms):
            inner = term.operand if isinstance(term, Neg) and k else term
            ends = k == len(terms) - 1 and not isinstance(inner, Add)
            text = self.node(inner) if ends else self._bracketed(inner)
            said += text if not k else f" {'−' if isinstance(term, Neg) else '+'} {text}"
        return said

    def _call(self, node: Call) -> str:
        beside = _BESIDE.get(node.function)
        if beside is not None and isinstance(node.args[0], Name):
            one = self.one(self.sets.get(node.args[0].id, ""))
            return f"the {one or 'one'} {beside} {node.args[0].id}"
        said = [self.node(arg) for arg in node.args]
        pattern = _CALLS.get(node.function)
        if pattern is None:
            return f"{node.function} of {', '.join(said)}"
        places = pattern.count("{}")
        if len(said) < places or (len(said) > places > 1):
            return f"{node.function} of {', '.join(said)}"
        return pattern.format(*said) if places == len(said) else pattern.format(", ".join(said))

    def _bracketed(self, node: Node) -> str:
        long = isinstance(node, Add | Compare | Logic | IfElse | In | Power | FloorDiv | Mod | Sum)
        return f"({self.node(node)})" if long else self.node(node)

    def _member(self, generator: Generator, each: str) -> str:
        """``"every job j"``, ``"every roster r in rosters (f) where …"``."""
        return self._quantified(generator, each, self.one(self._home(generator)))

    def _members(self, generator: Generator) -> str:
        """``"all jobs j"``."""
        home = self._home(generator)
        return self._quantified(generator, "all", self.name(home).removeprefix("the ") if self.one(home) else None)

    def _quantified(self, generator: Generator, each: str, noun: str | None) -> str:
        said = f"{each} {noun} {generator.id}" if noun else f"{each} {generator.id}"
        if noun is None or self._home(generator) != generator.set:
            args = [self.node(arg) for arg in generator.args]
            said += f" in {self.indexed(generator.set, args) if args else self.members(generator.set)}"
        return said if generator.condition is None else f"{said} where {condition(self, generator.condition)}"

    def _home(self, generator: Generator) -> str:
        """The index set that the members are of."""
        element = self.model.by_name.get(generator.set)
        return element.members_of or generator.set if isinstance(element, Parameter) else generator.set

    def _name(self, node: Name) -> str:
        if node.id.startswith("missing:"):
            return "(still to be said)"
        element = self.model.by_name.get(node.id)
        if isinstance(element, Parameter) and isinstance(element.value, Known) and element.value.number is not None:
            return show_number(element.value.number, element.unit)
        if isinstance(element, IndexSet):
            return self.members(node.id)
        if isinstance(element, Variable | Definition | Parameter):
            return element.shown
        return node.id


def _generators(over: str | tuple[Generator, ...]) -> tuple[Generator, ...]:
    """The quantifiers of a field; none where they cannot be read."""
    try:
        return parse_quantifiers(over) if isinstance(over, str) else over
    except ExpressionError:
        return ()
