"""A Model in the user's words: names become labels, parameters become their numbers with units."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from modelwright.errors import ExpressionError
from modelwright.model.elements import Definition, Element, Known, Missing, Parameter, Variable
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
)

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["CURRENCIES", "Words", "show_number"]

_COMPARED = {
    "<=": "is at most",
    ">=": "is at least",
    "==": "is",
    "<": "is less than",
    ">": "is more than",
    "!=": "is not",
}
_CALLS = {
    "min": "the smallest of {}",
    "max": "the largest of {}",
    "count": "the number of cases where {}",
    "forall": "always {}",
    "exists": "in at least one case {}",
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
    "present": "{} takes place",
    "implies": "if {} then {}",
    "iff": "{} exactly when {}",
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
    "prev": "the one before {}",
    "next": "the one after {}",
}
"""Calls in words, by function; one place for each argument."""

_PLURALS = {"foot": "feet", "percent": "percent", "each": "each"}

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
    if abs(number) == 1 or not spelled or unit.endswith("s"):
        return unit
    return _PLURALS.get(unit) or f"{unit}{'es' if unit.endswith(('ch', 'sh', 'x')) else 's'}"


class Words:
    """Says expressions of one Model in its labels."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def unit(self, element: Element) -> str | None:
        """The unit of an element as stated, or as the rest of the Model gives it: a measure or a currency."""
        stated: str | None = getattr(element, "unit", None)
        return stated or self._inferred.get(element.name)

    @cached_property
    def _inferred(self) -> dict[str, str]:
        from modelwright.model.units import measured

        return measured(self.model)

    def name(self, name: str) -> str:
        """The words for an element."""
        element = self.model.by_name.get(name)
        return element.shown if element is not None else name.replace("_", " ")

    def say(self, expression: str) -> str:
        """An expression in words: labels for decisions, numbers for known parameters."""
        try:
            return self._node(parse_expression(expression))
        except ExpressionError:
            return expression

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
        said = [self.say(e) for e in expressions]
        return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"

    # ---- nodes

    def _node(self, node: Node) -> str:
        match node:
            case Number(value=value):
                return show_number(value)
            case Text(value=value):
                return value
            case Name():
                return self._name(node)
            case Index(id=name, args=args):
                return f"{self.name(name)} ({', '.join(self._node(a) for a in args)})"
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
            case IfElse(body=body, condition=condition, orelse=orelse):
                return f"{self._node(body)} if {self._node(condition)}, else {self._node(orelse)}"
            case Tuple(items=items) | Listing(items=items):
                return ", ".join(self._node(item) for item in items)
            case In(item=item, set=where):
                found = f"one of {self._node(where)}" if isinstance(where, Listing) else f"in {self._node(where)}"
                return f"{self._node(item)} is {found}"
            case Compare(operands=operands, ops=ops):
                tail = (f" {_COMPARED[op]} {self._node(right)}" for op, right in zip(ops, operands[1:], strict=True))
                return self._node(operands[0]) + "".join(tail)
            case Logic(op=word, operands=operands):
                return f" {word} ".join(self._bracketed(o) for o in operands)
            case Not(operand=operand):
                return f"not {self._bracketed(operand)}"
            case Sum(body=body, generators=generators):
                return f"the sum of {self._node(body)} over {', '.join(self._generator(g) for g in generators)}"
            case Comprehension(body=body, generators=generators):
                return f"{self._node(body)} for {', '.join(self._generator(g) for g in generators)}"
            case Call():
                return self._call(node)

    def _sum(self, terms: tuple[Node, ...]) -> str:
        said = self._node(terms[0])
        for term in terms[1:]:
            inner = term.operand if isinstance(term, Neg) else term
            text = self._bracketed(inner) if isinstance(inner, Add) else self._node(inner)
            said += f" {'−' if isinstance(term, Neg) else '+'} {text}"
        return said

    def _call(self, node: Call) -> str:
        said = [self._node(arg) for arg in node.args]
        pattern = _CALLS.get(node.function)
        if pattern is None:
            return f"{node.function} of {', '.join(said)}"
        places = pattern.count("{}")
        if len(said) < places or (len(said) > places > 1):
            return f"{node.function} of {', '.join(said)}"
        return pattern.format(*said) if places == len(said) else pattern.format(", ".join(said))

    def _bracketed(self, node: Node) -> str:
        text = self._node(node)
        return f"({text})" if isinstance(node, Add | Compare | Logic | IfElse | In | Power | FloorDiv | Mod) else text

    def _generator(self, generator: Generator) -> str:
        args = f" ({', '.join(self._node(a) for a in generator.args)})" if generator.args else ""
        condition = "" if generator.condition is None else f" where {self._node(generator.condition)}"
        return f"{generator.id} in {self.name(generator.set)}{args}{condition}"

    def _name(self, node: Name) -> str:
        if node.id.startswith("missing:"):
            return "(still to be said)"
        element = self.model.by_name.get(node.id)
        if isinstance(element, Parameter) and isinstance(element.value, Known) and element.value.number is not None:
            return show_number(element.value.number, element.unit)
        if isinstance(element, Variable | Definition | Parameter):
            return element.shown
        return node.id
