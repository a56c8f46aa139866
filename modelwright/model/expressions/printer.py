"""Syntax tree to text; `parse_expression(format_expression(node)) == node`."""

from __future__ import annotations

from modelwright.model.expressions.nodes import (
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
)
from modelwright.model.numbers import format_number

__all__ = ["format_expression", "format_quantifiers", "quote_member"]

_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _UNARY, _POWER, _ATOM = range(10)
_SIGNS = {Div: "/", FloorDiv: "//", Mod: "%"}


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
            lead = _print(first)[0] if isinstance(first, Div | FloorDiv | Mod) else _at(first, _UNARY)
            return " * ".join([lead, *(_at(f, _UNARY) for f in factors[1:])]), _PRODUCT
        case Div(left=left, right=right) | FloorDiv(left=left, right=right) | Mod(left=left, right=right):
            lead = _print(left)[0] if isinstance(left, Mul | Div | FloorDiv | Mod) else _at(left, _UNARY)
            return f"{lead} {_SIGNS[type(node)]} {_at(right, _UNARY)}", _PRODUCT
        case Power(base=base, exponent=exponent):
            return f"{_at(base, _ATOM)} ** {_at(exponent, _UNARY)}", _POWER
        case IfElse(body=body, condition=condition, orelse=orelse):
            return f"{_at(body, _OR)} if {_at(condition, _OR)} else {_at(orelse, _IF)}", _IF
        case Tuple(items=items):
            return f"({_listed(items)})", _ATOM
        case Listing(items=items):
            return f"[{_listed(items)}]", _ATOM
        case In(item=item, set=where):
            found = f"{{{_listed(where.items)}}}" if isinstance(where, Listing) else _print(where)[0]
            return f"{_at(item, _SUM)} in {found}", _COMPARE
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
            return f"sum({_comprehension(body, generators)})", _ATOM
        case Comprehension(body=body, generators=generators):
            return f"({_comprehension(body, generators)})", _ATOM
        case Call(function=function, args=args, keywords=keywords):
            if len(args) == 1 and isinstance(args[0], Comprehension) and not keywords:
                return f"{function}({_comprehension(args[0].body, args[0].generators)})", _ATOM
            said = [_print(a)[0] for a in args] + [f"{name}={_print(value)[0]}" for name, value in keywords]
            return f"{function}({', '.join(said)})", _ATOM


def _at(node: Node, level: int) -> str:
    text, own = _print(node)
    return text if own >= level else f"({text})"


def _listed(items: tuple[Node, ...]) -> str:
    return ", ".join(_print(item)[0] for item in items)


def _comprehension(body: Node, generators: tuple[Generator, ...]) -> str:
    return f"{_print(body)[0]} {' '.join(f'for {_generator(g)}' for g in generators)}"


def _generator(generator: Generator) -> str:
    args = f"[{_listed(generator.args)}]" if generator.args else ""
    condition = "" if generator.condition is None else f" if {_at(generator.condition, _OR)}"
    return f"{generator.id} in {generator.set}{args}{condition}"


def format_expression(node: Node) -> str:
    """The text of `node`, with as few brackets as the grammar allows."""
    return _print(node)[0]


def format_quantifiers(generators: tuple[Generator, ...]) -> str:
    """The text of a `for_each`."""
    return ", ".join(_generator(g) for g in generators)
