"""Text to syntax tree, with limits applied while reading, so that no input is too deep or too long to refuse.

Grammar (Python's precedence)::

    condition  := or ("if" or "else" condition)?
    or         := and ("or" and)*           and := not ("and" not)*      not := "not" not | comparison
    comparison := sum (("<=" | ">=" | "==" | "<" | ">" | "!=") sum)* | sum "not"? "in" set
    set        := name | name "[" list "]" | "{" list "}"
    sum        := product (("+" | "-") product)*
    product    := unary (("*" | "/" | "//" | "%") unary)*
    unary      := ("-" | "+") unary | power
    power      := atom ("**" unary)?
    atom       := number | text | name | name "[" list "]" | "(" list ")" | "(" comprehension ")"
                | "[" list "]" | "[" comprehension "]" | function "(" comprehension ")"
                | function "(" argument ("," argument)* ")"
    list       := condition ("," condition)*
    argument   := condition | name "=" condition
    comprehension := condition ("for" membership ("if" or)?)+
    membership := (name | "(" name ("," name)* ")") "in" (name | name "[" list "]")
    quantifiers := membership ("," membership)* ("if" condition)?
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, NoReturn, cast

from modelwright.config import LIMITS
from modelwright.errors import ExpressionError
from modelwright.model.expressions.functions import FUNCTIONS, Function
from modelwright.model.expressions.nodes import (
    Add,
    Call,
    Compare,
    Comparison,
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
from modelwright.model.numbers import parse_number

__all__ = ["RESERVED", "parse_expression", "parse_quantifiers"]

RESERVED = frozenset(
    """
    and or not in if elif else for is lambda True False None import from def class return while with as try
    except finally raise yield global nonlocal pass break continue del assert async await
    sum min max abs forall exists implies iff prev next
    """.split()
)
"""Words that no element may be named: those of Python, and the functions that nobody would take for a name."""

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
    (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<op><=|>=|==|!=|//|\*\*|[-+*/%<>=()\[\],.:{}])
    )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_QUOTIENTS: dict[str, type[Div | FloorDiv | Mod]] = {"/": Div, "//": FloorDiv, "%": Mod}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def _tokens(source: str) -> list[_Token]:
    if len(source) > LIMITS.expression_chars:
        raise ExpressionError(
            f"An expression of {len(source)} characters; at most {LIMITS.expression_chars} are read",
            code="expression-size",
            hint="use an indexed sum, or a Definition for a part of it",
        )
    tokens: list[_Token] = []
    position = 0
    while match := _TOKEN.match(source, position):
        kind = cast("str", match.lastgroup)
        tokens.append(_Token(kind, match[kind], match.start(kind), match.end(kind)))
        position = match.end()
        if len(tokens) > LIMITS.expression_tokens:
            raise ExpressionError(
                f"An expression of more than {LIMITS.expression_tokens} tokens",
                code="expression-size",
                hint="use an indexed sum, or a Definition for a part of it",
            )
    rest = source[position:]
    stripped = rest.lstrip()
    if stripped:
        start = position + len(rest) - len(stripped)
        raise ExpressionError(
            f"`{stripped[0]}` cannot be read in an expression",
            code="syntax",
            piece=stripped[:1],
            start=start,
            end=start + 1,
            hint="expressions hold numbers, names, + - * / // % **, comparisons, and, or, not, calls of functions",
        )
    tokens.append(_Token("end", "", len(source), len(source)))
    return tokens


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = _tokens(source)
        self.position = 0
        self.depth = 0

    # ---- helpers

    @property
    def token(self) -> _Token:
        return self.tokens[self.position]

    def advance(self) -> _Token:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def at(self, *texts: str) -> bool:
        token = self.tokens[self.position]
        return token.kind in ("op", "name") and token.text in texts

    def fail(
        self, message: str, *, code: str = "syntax", token: _Token | None = None, hint: str | None = None
    ) -> NoReturn:
        token = token or self.token
        raise ExpressionError(message, code=code, piece=token.text, start=token.start, end=token.end, hint=hint)

    def expect(self, text: str, opening: _Token | None = None) -> _Token:
        if not self.at(text):
            found = f"`{self.token.text}`" if self.token.kind != "end" else "the end of the expression"
            message, hint = f"`{text}` expected, {found} found", None
            if opening is not None:
                piece = self.source[max(0, opening.start - 15) : opening.end]
                message = f"{message}: `{re.sub(r'^.*[ ,(]', '', piece[:-1])}{piece[-1]}` at {opening.start} is open"
                hint = f"write `{text}` where what `{opening.text}` begins should end"
            self.fail(message, hint=hint)
        return self.advance()

    def nest(self) -> None:
        self.depth += 1
        if self.depth > LIMITS.expression_depth:
            self.fail(
                f"An expression nested deeper than {LIMITS.expression_depth}",
                code="expression-depth",
                hint="name a part of it with a Definition",
            )

    # ---- conditions

    def condition(self) -> Node:
        self.nest()
        node = self._or()
        if self.at("if"):
            self.advance()
            condition = self._or()
            if not self.at("else"):
                self.fail("`a if condition` needs `else`", hint="write `a if condition else b`")
            self.advance()
            orelse = self.condition()
            node = IfElse(node, condition, orelse, node.start, orelse.end)
        self.depth -= 1
        return node

    def _or(self) -> Node:
        return self._logic("or", self._and)

    def _and(self) -> Node:
        return self._logic("and", self._not)

    def _logic(self, word: Literal["and", "or"], part: Callable[[], Node]) -> Node:
        operands = [part()]
        while self.at(word):
            self.advance()
            operands.append(part())
        return operands[0] if len(operands) == 1 else Logic(word, tuple(operands), operands[0].start, operands[-1].end)

    def _not(self) -> Node:
        if self.at("not"):
            token = self.advance()
            self.nest()
            operand = self._not()
            self.depth -= 1
            return Not(operand, token.start, operand.end)
        return self._comparison()

    def _comparison(self) -> Node:
        operands = [self._sum()]
        if self.at("in", "not"):
            return self._contained(operands[0])
        ops: list[Comparison] = []
        while self.at("<=", ">=", "==", "<", ">", "!="):
            ops.append(cast("Comparison", self.advance().text))
            operands.append(self._sum())
        if self.at("="):
            self.fail("`=` is not a comparison", hint="write `==`")
        if self.at("is"):
            self.fail("`is` is not a comparison", hint="write `==`")
        if not ops:
            return operands[0]
        if self.at("in"):
            self.fail("`in` does not join a chain of comparisons", hint="write `a == b and c in SET`")
        return Compare(tuple(operands), tuple(ops), operands[0].start, operands[-1].end)

    def _contained(self, item: Node) -> Node:
        negated = self.at("not")
        if negated:
            self.advance()
        self.expect("in")
        where: Node
        if self.at("{"):
            opening = self.advance()
            items = self._list()
            where = Listing(items, opening.start, self.expect("}").end)
        else:
            name, args = self._set()
            end = self.tokens[self.position - 1].end
            where = Index(name.text, args, name.start, end) if args else Name(name.text, name.start, end)
        found = In(item, where, item.start, where.end)
        return Not(found, item.start, where.end) if negated else found

    # ---- numbers

    def _sum(self) -> Node:
        terms = [self._product()]
        while self.at("+", "-"):
            token = self.advance()
            term = self._product()
            terms.append(term if token.text == "+" else Neg(term, token.start, term.end))
        return terms[0] if len(terms) == 1 else Add(tuple(terms), terms[0].start, terms[-1].end)

    def _product(self) -> Node:
        factors = [self._unary()]
        divisions = 0
        while self.at("*", "/", "//", "%"):
            token = self.advance()
            factor = self._unary()
            if token.text == "*":
                factors.append(factor)
                continue
            divisions += 1
            self.nest()
            left = factors[0] if len(factors) == 1 else Mul(tuple(factors), factors[0].start, factors[-1].end)
            factors = [_QUOTIENTS[token.text](left, factor, left.start, factor.end)]
        self.depth -= divisions
        return factors[0] if len(factors) == 1 else Mul(tuple(factors), factors[0].start, factors[-1].end)

    def _unary(self) -> Node:
        if self.at("-", "+"):
            token = self.advance()
            self.nest()
            operand = self._unary()
            self.depth -= 1
            if token.text == "+":
                return operand
            if isinstance(operand, Number) and operand.value > 0:
                return Number(-operand.value, token.start, operand.end)
            return Neg(operand, token.start, operand.end)
        return self._power()

    def _power(self) -> Node:
        base = self._atom()
        if not self.at("**"):
            return base
        self.advance()
        self.nest()
        exponent = self._unary()
        self.depth -= 1
        return Power(base, exponent, base.start, exponent.end)

    # ---- atoms

    def _atom(self) -> Node:
        token = self.advance()
        if token.kind == "number":
            try:
                return Number(parse_number(token.text), token.start, token.end)
            except ValueError as error:
                self.fail(f"`{token.text[:40]}`: {error}", code="invalid-number", token=token)
        if token.kind == "text":
            return Text(_ESCAPE.sub(r"\1", token.text[1:-1]), token.start, token.end)
        if token.kind == "op" and token.text in ("(", "["):
            return self._bracket(token)
        if token.kind == "name":
            return self._name(token)
        if token.kind == "end":
            if len(self.tokens) == 1:
                self.fail("An empty expression", code="empty-expression", token=token)
            self.fail(f"After `{self.source.rstrip()[-20:].lstrip()}` a number or a name should follow", token=token)
        self.fail(f"`{token.text}` stands where a number or a name should", token=token)

    def _bracket(self, opening: _Token) -> Node:
        closing = ")" if opening.text == "(" else "]"
        first = self.condition()
        if self.at("for"):
            generators = self._generators()
            return Comprehension(first, generators, opening.start, self.expect(closing, opening).end)
        items = self._rest(first)
        end = self.expect(closing, opening).end
        if closing == "]":
            return Listing(items, opening.start, end)
        return first if len(items) == 1 else Tuple(items, opening.start, end)

    def _list(self) -> tuple[Node, ...]:
        return self._rest(self.condition())

    def _rest(self, first: Node) -> tuple[Node, ...]:
        items = [first]
        while self.at(","):
            self.advance()
            items.append(self.condition())
        return tuple(items)

    def _name(self, token: _Token) -> Node:
        if self.at("."):
            self.fail(
                f"`{token.text}.`: an expression reads no attributes",
                hint="write a name alone, or a number with a digit before the point",
            )
        if self.at("("):
            return self._call(token)
        if token.text.lower() in ("nan", "inf", "infinity"):
            self.fail(f"`{token.text}` is not a finite number", code="invalid-number", token=token)
        if token.text in FUNCTIONS and token.text in RESERVED:
            hint = f"write `{FUNCTIONS[token.text].signature.replace('LIST', 'x[i] for i in SET')}`"
            self.fail(f"`{token.text}` is a function: `(` should follow", token=token, hint=hint)
        if token.text in RESERVED:
            self.fail(f"`{token.text}` is a word of the language, not a name", code="syntax", token=token)
        if not self.at("["):
            return Name(token.text, token.start, token.end)
        opening = self.advance()
        args = self._list()
        return Index(token.text, args, token.start, self.expect("]", opening).end)

    def _call(self, token: _Token) -> Node:
        function = FUNCTIONS.get(token.text)
        if function is None:
            close = get_close_matches(token.text.lower(), FUNCTIONS, 1)
            self.fail(
                f"`{token.text}` is not a function of the expression language",
                code="unknown-function",
                token=token,
                hint=f"write `{close[0]}(…)`" if close else f"the functions are {', '.join(FUNCTIONS)}",
            )
        opening = self.advance()
        args, keywords = self._arguments(function)
        end = self.expect(")", opening).end
        if function.name == "sum":
            if len(args) != 1 or not isinstance(args[0], Comprehension):
                message = "`sum` adds up one list, `x[i] for i in SET`"
                hint = "write `a + b`" if len(args) > 1 else "write `sum(x[i] for i in SET)`"
                self.fail(message, code="call-arity", token=token, hint=hint)
            return Sum(args[0].body, args[0].generators, token.start, end)
        if len(args) < function.least or (function.most is not None and len(args) > function.most):
            self.fail(
                f"`{token.text}` is called with {len(args)} arguments",
                code="call-arity",
                token=token,
                hint=f"write `{function.signature}`",
            )
        return Call(token.text, args, keywords, token.start, end)

    def _arguments(self, function: Function) -> tuple[tuple[Node, ...], tuple[tuple[str, Node], ...]]:
        args: list[Node] = []
        keywords: list[tuple[str, Node]] = []
        while not self.at(")"):
            token = self.token
            if token.kind == "name" and self.tokens[self.position + 1].text == "=":
                if token.text not in function.keywords or any(name == token.text for name, _ in keywords):
                    self.fail(
                        f"`{function.name}` takes no argument `{token.text}`", hint=f"write `{function.signature}`"
                    )
                self.position += 2
                keywords.append((token.text, self.condition()))
            else:
                if keywords:
                    self.fail("An argument without a name follows one with a name")
                argument = self.condition()
                if self.at("for"):
                    if args:
                        self.fail("A list beside other arguments needs brackets", hint="write `(x[i] for i in I)`")
                    generators = self._generators()
                    argument = Comprehension(argument, generators, argument.start, generators[-1].end)
                    if self.at(","):
                        hint = "write `x[i, j] for i in I for j in J`, or brackets around a list beside other arguments"
                        self.fail("A list ends before `,`: each quantifier has its own `for`", hint=hint)
                args.append(argument)
            if not self.at(","):
                break
            self.advance()
        return tuple(args), tuple(keywords)

    # ---- quantifiers

    def _generators(self) -> tuple[Generator, ...]:
        generators = []
        while self.at("for"):
            first = self.advance()
            ids, name, args = self._membership()
            condition = None
            if self.at("if"):
                self.advance()
                condition = self._or()
            end = self.tokens[self.position - 1].end
            generators.append(Generator(ids, name.text, condition, args, first.start, end))
        return tuple(generators)

    def _membership(self) -> tuple[tuple[str, ...], _Token, tuple[Node, ...]]:
        if self.at("("):
            self.advance()
            ids = [self._quantifier()]
            while self.at(","):
                self.advance()
                ids.append(self._quantifier())
            self.expect(")")
        else:
            ids = [self._quantifier()]
        self.expect("in")
        return (tuple(ids), *self._set())

    def _quantifier(self) -> str:
        name = self.advance()
        if name.kind != "name" or name.text in RESERVED:
            self.fail("the name of a quantifier should follow", token=name, hint="write `i in SET`")
        return name.text

    def _set(self) -> tuple[_Token, tuple[Node, ...]]:
        name = self.advance()
        if name.kind != "name" or name.text in RESERVED:
            self.fail("the name of a set should follow `in`", token=name, hint="write `i in SET`")
        args: tuple[Node, ...] = ()
        if self.at("["):
            self.advance()
            args = self._list()
            self.expect("]")
        return name, args

    def quantifiers(self) -> tuple[Generator, ...]:
        found: list[Generator] = []
        while True:
            start = self.token.start
            ids, name, args = self._membership()
            found.append(Generator(ids, name.text, None, args, start, self.tokens[self.position - 1].end))
            if not self.at(","):
                break
            self.advance()
        if self.at("if"):
            self.advance()
            found[-1] = replace(found[-1], condition=self.condition())
        return tuple(found)

    def finish(self) -> None:
        if self.token.kind != "end":
            self.fail(f"`{self.token.text}` stands where the expression should end")


@lru_cache(maxsize=16384)
def parse_expression(source: str) -> Node:
    """The syntax tree of `source`.

    Raises:
        ExpressionError: With code, offending piece and its span.
    """
    parser = _Parser(source)
    node = parser.condition()
    parser.finish()
    return node


@lru_cache(maxsize=4096)
def parse_quantifiers(source: str) -> tuple[Generator, ...]:
    """The quantifiers of a `for_each`: ``"i in PLANTS, t in PERIODS if t > 1"``; empty text gives none.

    A condition is attached to the last quantifier.

    Raises:
        ExpressionError: With code, offending piece and its span.
    """
    if not source.strip():
        return ()
    parser = _Parser(source)
    generators = parser.quantifiers()
    parser.finish()
    return generators
