"""Syntax tree to text; `parse_expression(format_expression(node)) == node`."""

from __future__ import annotations

from modelwright.model.expressions.nodes import (
    Add,
    Compare,
    Div,
    Generator,
    Index,
    Logic,
    Mul,
    Name,
    Neg,
    Node,
    Not,
    Number,
    Sum,
    Text,
)
from modelwright.model.numbers import format_number

__all__ = ["format_expression", "format_quantifiers", "quote_member"]

_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _UNARY, _ATOM = range(8)


def quote_member(value: str | int) -> str:
    """A set member as it stands in an expression."""
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _number(node: Number) -> tuple[str, int]:
    text = format_number(node.value)
    if "/" in text:
        return text, _PRODUCT
    return text, _UNARY if node.value < 0 else _ATOM


def _print(node: Node) -> tuple[str, int]:
    match node:
        case Number():
            return _number(node)
        case Text(value=value):
            return quote_member(value), _ATOM
        case Name(id=name):
            return name, _ATOM
        case Index(id=name, args=args):
            return f"{name}[{', '.join(_print(a)[0] for a in args)}]", _ATOM
        case Neg(operand=operand):
            return f"-{_at(operand, _UNARY)}", _UNARY
        case Add(terms=terms):
            pieces = [_at(terms[0], _PRODUCT)]
            for term in terms[1:]:
                negated = isinstance(term, Neg)
                inner = term.operand if isinstance(term, Neg) else term
                pieces.append(f" {'-' if negated else '+'} {_at(inner, _PRODUCT)}")
            return "".join(pieces), _SUM
        case Mul(factors=factors):
            first = factors[0]
            # A quotient may lead a product unbracketed: a / b * c reads as (a / b) * c.
            lead = _print(first)[0] if isinstance(first, Div) else _at(first, _UNARY)
            return " * ".join([lead, *(_at(f, _UNARY) for f in factors[1:])]), _PRODUCT
        case Div(left=left, right=right):
            lead = _print(left)[0] if isinstance(left, Mul | Div) else _at(left, _UNARY)
            return f"{lead} / {_at(right, _UNARY)}", _PRODUCT
        case Compare(operands=operands, ops=ops):
            pieces = [_at(operands[0], _SUM)]
            for op, operand in zip(ops, operands[1:], strict=True):
                pieces.append(f" {op} {_at(operand, _SUM)}")
            return "".join(pieces), _COMPARE
        case Logic(op=word, operands=operands):
            level = _OR if word == "or" else _AND
            return f" {word} ".join(_at(o, level + 1) for o in operands), level
        case Not(operand=operand):
            return f"not {_at(operand, _NOT)}", _NOT
        case Sum(body=body, generators=generators):
            clauses = " ".join(f"for {_generator(g)}" for g in generators)
            return f"sum({_print(body)[0]} {clauses})", _ATOM


def _at(node: Node, level: int) -> str:
    text, own = _print(node)
    return text if own >= level else f"({text})"


def _generator(generator: Generator) -> str:
    condition = "" if generator.condition is None else f" if {_print(generator.condition)[0]}"
    return f"{generator.id} in {generator.set}{condition}"


def format_expression(node: Node) -> str:
    """The text of `node`, with as few brackets as the grammar allows."""
    return _print(node)[0]


def format_quantifiers(generators: tuple[Generator, ...]) -> str:
    """The text of a `for_each`."""
    return ", ".join(_generator(g) for g in generators)
