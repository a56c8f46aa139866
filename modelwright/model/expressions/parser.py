"""Text to syntax tree, with limits applied while reading, so that no input is too deep or too long to refuse.

Grammar (Python's precedence)::

    condition  := and ("or" and)*           and := not ("and" not)*      not := "not" not | comparison
    comparison := sum (("<=" | ">=" | "==" | "<" | ">" | "!=") sum)*
    sum        := product (("+" | "-") product)*
    product    := unary (("*" | "/") unary)*
    unary      := ("-" | "+") unary | atom
    atom       := number | text | name | name "[" condition ("," condition)* "]" | "(" condition ")"
                | "sum" "(" condition generators ")"
    generators := ("for" name "in" name ("if" or)?)+
    quantifiers := name "in" name ("," name "in" name)* ("if" condition)?
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import NoReturn, cast

from modelwright.config import LIMITS
from modelwright.errors import ExpressionError
from modelwright.model.expressions.nodes import (
    Add,
    Compare,
    Comparison,
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
from modelwright.model.numbers import parse_number

__all__ = ["FUNCTIONS", "RESERVED", "parse_expression", "parse_quantifiers"]

FUNCTIONS = frozenset({"sum"})
"""Functions that an expression may call."""

LATER = frozenset(
    """
    min max abs exp log sqrt sin cos floor ceil round count forall exists implies iff prev next len start end
    size present overlap all_different element table cumulative no_overlap circuit inverse
    """.split()
)
"""Functions of the language that this version does not read yet."""

RESERVED = (
    frozenset(
        """
        and or not in if else for is lambda True False None import from def class return while with as try
        except finally raise yield global nonlocal pass break continue del assert async await
        """.split()
    )
    | FUNCTIONS
    | LATER
)
"""Words that no element may be named."""

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
            hint="expressions hold numbers, names, + - * /, comparisons, and, or, not, sum(… for i in I)",
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

    def expect(self, text: str) -> _Token:
        if not self.at(text):
            found = f"`{self.token.text}`" if self.token.kind != "end" else "the end of the expression"
            self.fail(f"`{text}` expected, {found} found")
        return self.advance()

    def nest(self) -> None:
        self.depth += 1
        if self.depth > LIMITS.expression_depth:
            self.fail(
                f"An expression nested deeper than {LIMITS.expression_depth}",
                code="expression-depth",
                hint="name a part of it with a Definition",
            )

    # ---- grammar

    def condition(self) -> Node:
        self.nest()
        node = self._logic("or", self._and)
        self.depth -= 1
        return node

    def _and(self) -> Node:
        return self._logic("and", self._not)

    def _logic(self, word: str, part: object) -> Node:
        first = part()  # type: ignore[operator]
        if not self.at(word):
            return cast("Node", first)
        operands = [first]
        while self.at(word):
            self.advance()
            operands.append(part())  # type: ignore[operator]
        return Logic(word, tuple(operands), operands[0].start, operands[-1].end)  # type: ignore[arg-type]

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
        ops: list[Comparison] = []
        while self.at("<=", ">=", "==", "<", ">", "!="):
            ops.append(cast("Comparison", self.advance().text))
            operands.append(self._sum())
        if self.at("="):
            self.fail("`=` is not a comparison", hint="write `==`")
        if self.at("in", "is"):
            self.fail(f"`{self.token.text}` cannot be read yet", code="unsupported")
        if not ops:
            return operands[0]
        return Compare(tuple(operands), tuple(ops), operands[0].start, operands[-1].end)

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
        while self.at("*", "/", "//", "%", "**"):
            token = self.advance()
            if token.text not in "*/":
                self.fail(f"`{token.text}` cannot be read yet", code="unsupported", token=token)
            factor = self._unary()
            if token.text == "*":
                factors.append(factor)
                continue
            divisions += 1
            self.nest()
            left = factors[0] if len(factors) == 1 else Mul(tuple(factors), factors[0].start, factors[-1].end)
            factors = [Div(left, factor, left.start, factor.end)]
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
        return self._atom()

    def _atom(self) -> Node:
        token = self.advance()
        if token.kind == "number":
            try:
                return Number(parse_number(token.text), token.start, token.end)
            except ValueError as error:
                self.fail(f"`{token.text[:40]}`: {error}", code="invalid-number", token=token)
        if token.kind == "text":
            return Text(_ESCAPE.sub(r"\1", token.text[1:-1]), token.start, token.end)
        if token.kind == "op" and token.text == "(":
            node = self.condition()
            self.expect(")")
            return node
        if token.kind == "name":
            return self._name(token)
        if token.kind == "end":
            if len(self.tokens) == 1:
                self.fail("An empty expression", code="empty-expression", token=token)
            self.fail("The expression ends where a number or a name should follow", token=token)
        self.fail(f"`{token.text}` stands where a number or a name should", token=token)

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
        if token.text in RESERVED:
            if token.text in ("if", "else"):
                self.fail(
                    f"`{token.text}`: conditional expressions cannot be read yet", code="unsupported", token=token
                )
            self.fail(f"`{token.text}` is a word of the language, not a name", code="syntax", token=token)
        if not self.at("["):
            return Name(token.text, token.start, token.end)
        self.advance()
        args = [self.condition()]
        while self.at(","):
            self.advance()
            args.append(self.condition())
        closing = self.expect("]")
        return Index(token.text, tuple(args), token.start, closing.end)

    def _call(self, token: _Token) -> Node:
        if token.text in LATER:
            self.fail(f"`{token.text}(…)` cannot be read yet", code="unsupported", token=token)
        if token.text not in FUNCTIONS:
            close = get_close_matches(token.text.lower(), FUNCTIONS, 1)
            self.fail(
                f"`{token.text}` is not a function of the expression language",
                code="unknown-function",
                token=token,
                hint=f"write `{close[0]}(…)`" if close else "the function is `sum(… for i in I)`",
            )
        self.advance()
        body = self.condition()
        generators = []
        while self.at("for"):
            generators.append(self._generator(self.advance()))
        if not generators:
            self.fail("`sum(…)` needs `for i in SET`", hint="to add single terms write `a + b`")
        closing = self.expect(")")
        return Sum(body, tuple(generators), token.start, closing.end)

    def _generator(self, first: _Token) -> Generator:
        name, set_name = self._membership()
        condition = None
        if self.at("if"):
            self.advance()
            condition = self.condition()
        return Generator(name.text, set_name.text, condition, first.start, self.tokens[self.position - 1].end)

    def _membership(self) -> tuple[_Token, _Token]:
        name = self.advance()
        if name.kind != "name" or name.text in RESERVED:
            self.fail("the name of a quantifier should follow", token=name, hint="write `i in SET`")
        self.expect("in")
        set_name = self.advance()
        if set_name.kind != "name" or set_name.text in RESERVED:
            self.fail("the name of a set should follow `in`", token=set_name, hint="write `i in SET`")
        return name, set_name

    def quantifiers(self) -> tuple[Generator, ...]:
        pairs: list[tuple[_Token, _Token]] = [self._membership()]
        while self.at(","):
            self.advance()
            pairs.append(self._membership())
        condition = None
        if self.at("if"):
            self.advance()
            condition = self.condition()
        last = len(pairs) - 1
        return tuple(
            Generator(name.text, set_name.text, condition if k == last else None, name.start, set_name.end)
            for k, (name, set_name) in enumerate(pairs)
        )

    def finish(self) -> None:
        if self.token.kind != "end":
            self.fail(f"`{self.token.text}` stands where the expression should end")


@lru_cache(maxsize=4096)
def parse_expression(source: str) -> Node:
    """The syntax tree of `source`.

    Raises:
        ExpressionError: With code, offending piece and its span.
    """
    parser = _Parser(source)
    node = parser.condition()
    parser.finish()
    return node


@lru_cache(maxsize=1024)
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
