"""Expressions of the Model as Python: data as plain Python, decisions in the words of a library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.errors import UnsupportedModel
from modelwright.model.elements import Choice, Definition, IndexSet, Interval, Known, Parameter, Variable
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
    format_expression,
    parse_expression,
)
from modelwright.model.expressions.nodes import children
from modelwright.solvers.export.code import Namer, literal, number
from modelwright.solvers.export.dialects import REDUCTIONS, Dialect

if TYPE_CHECKING:
    from modelwright.model.exact import Evaluator

__all__ = ["Writer"]

_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _UNARY, _POWER, _ATOM = range(10)
_SIGNS = {Div: "/", FloorDiv: "//", Mod: "%"}
_MATH = {"exp", "log", "sqrt", "sin", "cos", "floor", "ceil"}
_CONDITIONS = {"forall", "exists", "implies", "iff", "present"}
_WHOLE_CALLS = {"count", "floor", "ceil", "round", "len", "ord", "start", "end", "size", "present"}

Text_ = tuple[str, int]


class Writer:
    """Writes the expressions of one Model for one library.

    Attributes:
        used: Helpers that the text needs.
        places: Sets whose neighbours or positions the text needs, as ``(kind, set)``.
    """

    def __init__(self, evaluator: Evaluator, dialect: Dialect, name: Namer) -> None:
        self.evaluator = evaluator
        self.model = evaluator.model
        self.dialect = dialect
        self.name = name
        self.used: set[str] = set()
        self.modules: set[str] = set()
        self.places: dict[tuple[str, str], str] = {}
        self.where = ""
        self._sets: dict[str, str] = {}
        self._widths: dict[str, int] = {}
        self._whole: dict[str, bool] = {}

    # ---- what is known

    def decides(self, node: Node) -> bool:
        """Whether a decision stands in `node`."""
        return self.evaluator.decides(node)

    def refuse(self, said: str, hint: str | None = None) -> UnsupportedModel:
        """The refusal of something at `where`."""
        where = f"{self.where}: " if self.where else ""
        return UnsupportedModel(f"{where}{self.dialect.title} source cannot say {said}", code="export", hint=hint)

    def helper(self, name: str) -> str:
        """The helper `name`, which the script gets with those that it needs."""
        if name not in self.used:
            self.used.add(name)
            for other in REDUCTIONS[name][0] if name in REDUCTIONS else ():
                self.helper(other)
            if name == "circuit":
                self.helper("picked")
        return name

    @contextmanager
    def within(self, generators: tuple[Generator, ...]) -> Iterator[None]:
        """A block in which the quantifiers of `generators` are known."""
        before = self._sets, self._widths
        self._sets, self._widths = dict(self._sets), dict(self._widths)
        for generator in generators:
            found = self.evaluator.sets_of(generator)
            self._sets.update(found)
            for name in generator.ids:
                self._sets.pop(name, None) if name not in found else None
                self._widths[name] = 1
            if len(generator.ids) == 1:
                home = found.get(generator.ids[0])
                self._widths[generator.ids[0]] = self.evaluator.width(home) if home else 1
        try:
            yield
        finally:
            self._sets, self._widths = before

    def whole(self, node: Node) -> bool:
        """Whether the value of `node` is whole for sure, whatever the decisions are."""
        match node:
            case Number(value=value):
                return value.denominator == 1
            case Name(id=name) | Index(id=name):
                return self._whole_name(name)
            case Div() | Power():
                return False
            case Sum(body=body) | Comprehension(body=body):
                return self.whole(body)
            case IfElse(body=body, orelse=orelse):
                return self.whole(body) and self.whole(orelse)
            case Compare() | Logic() | Not() | In():
                return True
            case Call(function=function, args=args):
                if function in _WHOLE_CALLS or function in _CONDITIONS:
                    return True
                return function in ("min", "max", "abs", "overlap") and all(map(self.whole, args))
            case _:
                return all(map(self.whole, children(node)))

    def _whole_name(self, name: str) -> bool:
        if name in self._widths:
            return True
        if name not in self._whole:
            element = self.model.by_name.get(name)
            self._whole[name] = False
            match element:
                case Variable():
                    found = element.domain != "continuous"
                case Definition(expression=text):
                    found = self.whole(parse_expression(text))
                case Parameter():
                    found = self.whole_values(element)
                case _:
                    found = False
            self._whole[name] = found
        return self._whole[name]

    def whole_values(self, parameter: Parameter) -> bool:
        """Whether every value of `parameter` is whole."""
        if parameter.members_of is not None:
            return False
        keys = self.evaluator.columns(Variable(name="any", index=parameter.index))
        return all(self.evaluator.parameter(parameter.name, key).denominator == 1 for key in keys)

    # ---- numbers

    def say(self, node: Node, level: int = _IF) -> str:
        """`node` as Python, bracketed where it stands tighter than its operator."""
        text, own = self._number(node) if self.decides(node) else self._data(node)
        return text if own >= level else f"({text})"

    def _number(self, node: Node) -> Text_:
        match node:
            case Name(id=name):
                return self._reference(name, ())
            case Index(id=name, args=args):
                return self._reference(name, args)
            case Neg(operand=operand):
                return f"-{self.say(operand, _UNARY)}", _UNARY
            case Add(terms=terms):
                return self._added(terms)
            case Mul(factors=factors):
                return self._product(factors)
            case Div(left=left, right=right):
                if self.decides(right):
                    self._nonlinear("a quotient of decisions")
                return f"{self.say(left, _UNARY)} / {self.say(right, _POWER)}", _PRODUCT
            case Power(base=base, exponent=exponent):
                self._nonlinear("a power of decisions")
                return f"{self.say(base, _ATOM)} ** {self.say(exponent, _UNARY)}", _POWER
            case Sum(body=body, generators=generators):
                return self.dialect.total.format(self._comprehension(body, generators)), _ATOM
            case IfElse(body=body, condition=condition, orelse=orelse):
                return self._choice(body, condition, orelse)
            case Compare() | Logic() | Not() | In():
                return self._truth(node)
            case Call():
                return self._call(node)
            case _:
                raise self.refuse(f"`{format_expression(node)}`")

    def _nonlinear(self, said: str) -> None:
        if not self.dialect.nonlinear:
            raise self.refuse(said, "export to pyomo, or write it with straight pieces")
        self.used.add("nonlinear")

    def _added(self, terms: tuple[Node, ...]) -> Text_:
        text = self.say(terms[0], _SUM)
        for term in terms[1:]:
            inner = term.operand if isinstance(term, Neg) else term
            text += f" {'-' if isinstance(term, Neg) else '+'} {self.say(inner, _PRODUCT)}"
        return text, _SUM

    def _product(self, factors: tuple[Node, ...]) -> Text_:
        if sum(map(self.decides, factors)) > 1:
            self._nonlinear("a product of decisions")
        return " * ".join(self.say(factor, _UNARY) for factor in factors), _PRODUCT

    def _choice(self, body: Node, condition: Node, orelse: Node) -> Text_:
        if not self.decides(condition):
            return f"{self.say(body, _OR)} if {self.test(condition)} else {self.say(orelse, _IF)}", _IF
        yes, no = self.lit(condition, True), self.lit(condition, False)
        return f"{self.helper('chosen')}({yes}, {no}, {self.say(body)}, {self.say(orelse)})", _ATOM

    def _truth(self, node: Node) -> Text_:
        yes = self.lit(node, True)
        if not any(f"{name}(" in yes for name in ("at_most", "equal", "all_of", "any_of")):
            return yes, _SUM
        return f"{self.helper('truth')}({yes}, {self.lit(node, False)})", _ATOM

    def _call(self, node: Call) -> Text_:
        function, args = node.function, node.args
        if function in _CONDITIONS and function != "present":
            return self._truth(node)
        if function in ("start", "end", "size", "present"):
            return f"{self.say(args[0], _ATOM)}.{function}", _ATOM
        if function == "count":
            return self._counted(args)
        if function in ("min", "max"):
            helper = self.helper("largest" if function == "max" else "smallest")
            return f"{helper}({self.listed(args)})", _ATOM
        if function == "abs":
            return f"{self.helper('absolute')}({self.say(args[0])})", _ATOM
        if function in ("exp", "log", "sqrt", "sin", "cos") and self.dialect.nonlinear:
            self.used.add("nonlinear")
            return f"pyo.{function}({self.say(args[0])})", _ATOM
        raise self.refuse(f"`{format_expression(node)}`", "export to lp or mps")

    def _counted(self, args: tuple[Node, ...]) -> Text_:
        parts = args[0].items if len(args) == 1 and isinstance(args[0], Listing) else args
        if len(parts) == 1 and isinstance(parts[0], Comprehension):
            return self.say(Sum(parts[0].body, parts[0].generators)), _ATOM
        texts = [
            self.say(Sum(part.body, part.generators)) if isinstance(part, Comprehension) else self.say(part, _PRODUCT)
            for part in parts
        ]
        return " + ".join(texts), _SUM

    def listed(self, args: tuple[Node, ...], write: Callable[[Node], str] | None = None) -> str:
        """The argument of a helper that takes a list: a comprehension, or values in brackets."""
        write = write or self.say
        parts = args[0].items if len(args) == 1 and isinstance(args[0], Listing) else args
        if len(parts) == 1 and isinstance(parts[0], Comprehension):
            return self._comprehension(parts[0].body, parts[0].generators, write)
        said = [
            f"*({self._comprehension(part.body, part.generators, write)})"
            if isinstance(part, Comprehension)
            else write(part)
            for part in parts
        ]
        return f"[{', '.join(said)}]"

    def _comprehension(
        self, body: Node, generators: tuple[Generator, ...], write: Callable[[Node], str] | None = None
    ) -> str:
        with self.within(generators):
            return f"{(write or self.say)(body)} {self.loops(generators)}"

    def loops(self, generators: tuple[Generator, ...]) -> str:
        """``for i in I if …``; the quantifiers must be known (see `within`)."""
        return " ".join(
            f"for {self.target(g)} in {self.source(g)}"
            + ("" if g.condition is None else f" if {self.test(g.condition, _OR)}")
            for g in generators
        )

    def target(self, generator: Generator) -> str:
        """The names that a quantifier binds."""
        return ", ".join(self.name(name) for name in generator.ids)

    def source(self, generator: Generator) -> str:
        """The set that a quantifier runs over."""
        name = self.name(generator.set)
        if not generator.args:
            return name
        element = self.model.by_name[generator.set]
        assert isinstance(element, Parameter)
        return f"{name}[{self._key(element.index, generator.args)}]"

    # ---- references

    def _reference(self, name: str, args: tuple[Node, ...]) -> Text_:
        if name in self._widths:
            return self.name(name), _ATOM
        element = self.model.by_name.get(name)
        if not isinstance(element, Parameter | Variable | Definition) or not element.index:
            return self.name(name), _ATOM
        if any(self.decides(arg) for arg in args):
            return self._element(name, element, args)
        edges = [(k, arg) for k, arg in enumerate(args) if isinstance(arg, Call) and arg.keywords]
        text = f"{self.name(name)}[{self._key(element.index, args)}]"
        for _, edge in edges:
            assert isinstance(edge, Call)
            known = self._place("before" if edge.function == "prev" else "after", edge.args[0])
            text = f"({text} if {self.say(edge.args[0])} in {known} else {self.say(dict(edge.keywords)['initial'])})"
        return text, _ATOM

    def _element(self, name: str, element: Parameter | Variable | Definition, args: tuple[Node, ...]) -> Text_:
        open_ = [k for k, arg in enumerate(args) if self.decides(arg)]
        if len(open_) != 1 or len(args) != len(element.index) or not isinstance(element, Parameter):
            raise self.refuse(f"`{name}` at an index that is decided", "decide one index of a parameter")
        (place,) = open_
        key = self.name.new("key")
        parts = [key if k == place else self.part(arg) for k, arg in enumerate(args)]
        values = f"{{{key}: {self.name(name)}[{', '.join(parts)}] for {key} in {self.name(element.index[place])}}}"
        return f"{self.helper('element')}({values}, {self.say(args[place])})", _ATOM

    def _key(self, index: tuple[str, ...], args: tuple[Node, ...]) -> str:
        flat: list[Node] = []
        for arg in args:
            flat.extend(arg.items if isinstance(arg, Tuple) else (arg,))
        if len(flat) == 1:
            return self.say(flat[0])
        return ", ".join(self.part(arg) for arg in flat)

    def part(self, arg: Node) -> str:
        """A part of a key, spliced in where it is a whole tuple."""
        wide = isinstance(arg, Name) and self._widths.get(arg.id, 1) > 1
        if isinstance(arg, Call) and arg.function in ("prev", "next"):
            inner: Node = arg
            while isinstance(inner, Call):
                inner = inner.args[0]
            wide = isinstance(inner, Name) and self._widths.get(inner.id, 1) > 1
        if isinstance(arg, Call) and arg.function in ("first", "last") and isinstance(arg.args[0], Name):
            known = self.model.by_name.get(arg.args[0].id)
            wide = isinstance(known, IndexSet) and self.evaluator.width(known.name) > 1
        return f"*{self.say(arg)}" if wide else self.say(arg)

    def _place(self, kind: str, node: Node) -> str:
        """The table of neighbours or positions for the set that `node` runs over."""
        inner = node
        while isinstance(inner, Call):
            inner = inner.args[0]
        set_name = self._sets.get(inner.id) if isinstance(inner, Name) else None
        if set_name is None:
            raise self.refuse(f"`{format_expression(node)}`, whose set is not known")
        if (kind, set_name) not in self.places:
            self.places[kind, set_name] = self.name.new(f"{kind}_{set_name}")
        return self.places[kind, set_name]

    # ---- data

    def _data(self, node: Node) -> Text_:
        match node:
            case Number(value=value):
                return number(value), _ATOM if value >= 0 and value.denominator == 1 else _PRODUCT
            case Text(value=text):
                return literal(text), _ATOM
            case Name(id=name):
                return self._reference(name, ())
            case Index(id=name, args=args):
                return self._reference(name, args)
            case Neg(operand=operand):
                return f"-{self.say(operand, _UNARY)}", _UNARY
            case Add(terms=terms):
                return self._added(terms)
            case Mul(factors=factors):
                return " * ".join(self.say(f, _UNARY) for f in factors), _PRODUCT
            case Div(left=left, right=right) | FloorDiv(left=left, right=right) | Mod(left=left, right=right):
                lead = self.say(left, _PRODUCT if isinstance(left, Mul | Div) else _UNARY)
                return f"{lead} {_SIGNS[type(node)]} {self.say(right, _UNARY)}", _PRODUCT
            case Power(base=base, exponent=exponent):
                return f"{self.say(base, _ATOM)} ** {self.say(exponent, _UNARY)}", _POWER
            case IfElse(body=body, condition=condition, orelse=orelse):
                return f"{self.say(body, _OR)} if {self.test(condition)} else {self.say(orelse, _IF)}", _IF
            case Tuple(items=items):
                return f"({', '.join(self.part(item) for item in items)})", _ATOM
            case Listing(items=items):
                return f"[{', '.join(self.say(item) for item in items)}]", _ATOM
            case In(item=item, set=where):
                found = self._members(where)
                return f"{self.say(item, _SUM)} in {found}", _COMPARE
            case Compare(operands=operands, ops=ops):
                text = self.say(operands[0], _SUM)
                return text + "".join(
                    f" {op} {self.say(o, _SUM)}" for op, o in zip(ops, operands[1:], strict=True)
                ), _COMPARE
            case Logic(op=word, operands=operands):
                level = _OR if word == "or" else _AND
                return f" {word} ".join(self.say(o, level + 1) for o in operands), level
            case Not(operand=operand):
                return f"not {self.say(operand, _NOT)}", _NOT
            case Sum(body=body, generators=generators):
                return f"sum({self._comprehension(body, generators)})", _ATOM
            case Comprehension(body=body, generators=generators):
                return f"({self._comprehension(body, generators)})", _ATOM
            case Call():
                return self._data_call(node)

    def test(self, node: Node, level: int = _IF) -> str:
        """A condition of data."""
        return self.say(node, level)

    def _members(self, where: Node) -> str:
        if isinstance(where, Listing):
            return f"({', '.join(self.say(item) for item in where.items)},)"
        if isinstance(where, Index):
            element = self.model.by_name[where.id]
            assert isinstance(element, Parameter)
            return f"{self.name(where.id)}[{self._key(element.index, where.args)}]"
        return self.say(where, _ATOM)

    def _data_call(self, node: Call) -> Text_:
        function, args = node.function, node.args
        if function in ("min", "max", "abs"):
            return f"{function}({self.listed(args) if function != 'abs' else self.say(args[0])})", _ATOM
        if function in _MATH:
            self.modules.add("math")
            return f"math.{function}({self.say(args[0])})", _ATOM
        if function == "round":
            self.modules.add("math")
            return f"math.floor({self.say(args[0], _SUM)} + 0.5)", _ATOM
        if function in ("forall", "exists", "count"):
            word = {"forall": "all", "exists": "any", "count": "sum"}[function]
            return f"{word}({self.listed(args)})", _ATOM
        if function == "implies":
            return f"not {self.say(args[0], _NOT)} or {self.say(args[1], _AND)}", _OR
        if function == "iff":
            return f"({self.say(args[0])}) == ({self.say(args[1])})", _COMPARE
        if function in ("prev", "next"):
            kind = "before" if function == "prev" else "after"
            return f"{self._place(kind, args[0])}[{self.say(args[0])}]", _ATOM
        if function == "ord":
            return f"{self._place('place', args[0])}[{self.say(args[0])}]", _ATOM
        if function in ("first", "last"):
            return f"{self._members(args[0])}[{0 if function == 'first' else -1}]", _ATOM
        if function == "len":
            return f"len({self._members(args[0])})", _ATOM
        raise self.refuse(f"`{format_expression(node)}`")

    # ---- conditions as literals: forms that are 1 only where they hold

    def lit(self, node: Node, holds: bool) -> str:
        """A form of value 0 or 1; where it is 1, the condition `node` has the truth value `holds`."""
        if not self.decides(node):
            return f"int({self.test(node)})" if holds else f"int(not {self.test(node, _NOT)})"
        match node:
            case Name() | Index() | Call(function="present"):
                return self.say(node, _PRODUCT) if holds else f"(1 - {self.say(node, _PRODUCT)})"
            case Not(operand=operand):
                return self.lit(operand, not holds)
            case Logic(op=word, operands=operands):
                parts = ", ".join(self.lit(o, holds) for o in operands)
                return f"{self.helper('all_of' if (word == 'and') is holds else 'any_of')}([{parts}])"
            case Compare():
                return self._compared(node, holds)
            case In():
                return self._inside(node, holds)
            case IfElse(body=body, condition=condition, orelse=orelse):
                if not self.decides(condition):
                    return f"({self.lit(body, holds)} if {self.test(condition)} else {self.lit(orelse, holds)})"
                one = f"{self.helper('all_of')}([{self.lit(condition, True)}, {self.lit(body, holds)}])"
                other = f"all_of([{self.lit(condition, False)}, {self.lit(orelse, holds)}])"
                return f"{self.helper('any_of')}([{one}, {other}])"
            case Call(function="forall" | "exists" as function, args=args):
                helper = self.helper("all_of" if (function == "forall") is holds else "any_of")
                listed = self.listed(args, lambda part: self.lit(part, holds))
                return f"{helper}({listed if listed.startswith('[') else f'[{listed}]'})"
            case Call(function="implies", args=(left, right)):
                return self.lit(Logic("or", (Not(left), right)), holds)
            case Call(function="iff", args=(left, right)):
                same = Logic("or", (Logic("and", (left, right)), Logic("and", (Not(left), Not(right)))))
                other_ = Logic("or", (Logic("and", (left, Not(right))), Logic("and", (Not(left), right))))
                return self.lit(same if holds else other_, True)
            case _:
                raise self.refuse(f"the condition `{format_expression(node)}`", "export to lp or mps")

    def _inside(self, node: In, holds: bool) -> str:
        items = node.item.items if isinstance(node.item, Tuple) else (node.item,)
        if isinstance(node.set, Listing):
            parts = [self._atom(items[0], "==", item, holds) for item in node.set.items]
            return f"{self.helper('any_of' if holds else 'all_of')}([{', '.join(parts)}])"
        keys = [self.name.quantifier(f"part{k + 1}") for k in range(len(items))]
        for key in keys:
            self._widths[key] = 1
        rows = [self._atom(item, "==", Name(key), holds) for item, key in zip(items, keys, strict=True)]
        each = rows[0] if len(rows) == 1 else f"{self.helper('all_of' if holds else 'any_of')}([{', '.join(rows)}])"
        listed = f"[{each} for {', '.join(map(self.name, keys))} in {self._members(node.set)}]"
        return f"{self.helper('any_of' if holds else 'all_of')}({listed})"

    def _compared(self, node: Compare, holds: bool) -> str:
        pairs = zip(node.operands, node.ops, node.operands[1:], strict=False)
        atoms = [self._atom(left, op, right, holds) for left, op, right in pairs]
        if len(atoms) == 1:
            return atoms[0]
        return f"{self.helper('all_of' if holds else 'any_of')}([{', '.join(atoms)}])"

    def _atom(self, left: Node, op: str, right: Node, holds: bool) -> str:
        if not holds:
            op = {"<=": ">", ">=": "<", "==": "!=", "!=": "==", "<": ">=", ">": "<="}[op]
        if op in (">=", ">"):
            left, right, op = right, left, {">=": "<=", ">": "<"}[op]
        strict = op in ("<", "!=")
        if strict and not (self.whole(left) and self.whole(right)):
            raise self.refuse(
                f"that `{format_expression(left)}` and `{format_expression(right)}` differ, which may be fractions"
            )
        self.bounded(left)
        self.bounded(right)
        self.check_whole(left, right)
        form = self.difference(left, right)
        if op == "==":
            return f"{self.helper('equal')}({form})"
        if op == "<=":
            return f"{self.helper('at_most')}({form})"
        if op == "<":
            return f"{self.helper('at_most')}({form} + 1)"
        turned = self.difference(right, left)
        at_most = self.helper("at_most")
        return f"{self.helper('any_of')}([{at_most}({form} + 1), {at_most}({turned} + 1)])"

    def difference(self, left: Node, right: Node) -> str:
        """``left - right``."""
        if isinstance(right, Number) and right.value == 0:
            return self.say(left, _SUM)
        if isinstance(left, Number) and left.value == 0:
            return f"-{self.say(right, _UNARY)}"
        return f"{self.say(left, _SUM)} - {self.say(right, _PRODUCT)}"

    def check_whole(self, *nodes: Node) -> None:
        """Refuse fractions where the library takes whole numbers only."""
        if self.dialect.whole_only:
            for node in nodes:
                if not self.whole(node):
                    raise self.refuse(f"`{format_expression(node)}`, which may be a fraction, in a row")

    def bounded(self, node: Node) -> None:
        """Refuse a decision without two bounds in a condition: it has no largest coefficient."""
        for name in _names(node):
            element = self.model.by_name.get(name)
            if isinstance(element, Definition):
                self.bounded(parse_expression(element.expression))
            if (
                isinstance(element, Variable)
                and not isinstance(element.domain, Choice | Interval)
                and element.domain != "binary"
                and (element.lower is None or element.upper is None)
            ):
                raise self.refuse(f"a condition on `{name}` without finite bounds", f"give `{name}` both bounds")

    def number_of(self, text: str) -> Fraction | None:
        """The number that a bound is, when it is written as one."""
        node = parse_expression(text)
        if isinstance(node, Number):
            return node.value
        element = self.model.by_name.get(node.id) if isinstance(node, Name) else None
        if isinstance(element, Parameter) and isinstance(element.value, Known):
            return element.value.number
        return None


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, Name | Index):
        yield node.id
    for part in children(node):
        yield from _names(part)
