"""A Model as LaTeX, in words where labels are words."""

from __future__ import annotations

from modelwright.errors import ExpressionError
from modelwright.model.document import Model
from modelwright.model.elements import Choice, Definition, Interval, Missing, Objective, Parameter, Variable
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
from modelwright.model.numbers import format_number
from modelwright.model.templates import ConstraintBase

__all__ = ["expression_to_latex", "to_latex"]

_OPS = {"<=": r"\le", ">=": r"\ge", "==": "=", "<": "<", ">": ">", "!=": r"\ne"}
_WORDS = {"and": r"\land", "or": r"\lor"}
_ESCAPES = {
    "\\": r"\textbackslash{}",
    **{c: f"\\{c}" for c in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def escape(text: str) -> str:
    """`text` with LaTeX's own characters made harmless."""
    return "".join(_ESCAPES.get(c, c) for c in text)


def to_latex(model: Model) -> str:
    r"""`model` as one ``align*`` environment (needs ``amsmath``)."""
    lines = [_objective(o) for o in model.objectives] or [r"\text{find}\quad & \text{a feasible plan}"]
    first = r"\text{subject to}\quad & "
    for row in model.constraints:
        lines.append(f"{first}{_row(row)} && \\text{{{escape(row.shown)}}}")
        first = "& "
    for definition in model.definitions:
        lines.append(f"{first}{_definition(definition)}")
        first = "& "
    for variable in model.variables:
        lines.append(f"& {_variable(variable)} && \\text{{{escape(variable.shown)}}}")
    lines.extend(f"& {_parameter(p)} && \\text{{{escape(p.shown)}}}" for p in model.parameters)
    body = " \\\\\n".join(f"  {line}" for line in lines)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}\n"


def expression_to_latex(source: str | Missing) -> str:
    """An expression as LaTeX mathematics; one that does not parse is shown as it stands."""
    if isinstance(source, Missing):
        return r"\text{?}"
    try:
        return _node(parse_expression(source))
    except ExpressionError:
        return rf"\texttt{{{escape(source)}}}"


def _objective(objective: Objective) -> str:
    words = {"min": "minimise", "max": "maximise", "satisfy": "find"}
    sense = words[objective.sense] if isinstance(objective.sense, str) else "optimise"
    expression = "" if objective.expression is None else expression_to_latex(objective.expression)
    return rf"\text{{{sense}}}\quad & {expression} && \text{{{escape(objective.shown)}}}"


def _row(row: ConstraintBase) -> str:
    try:
        text = _node(row.to_node())
        quantifiers = parse_quantifiers(row.for_each)
    except ExpressionError:
        return rf"\texttt{{{escape(row.name)}}}"
    return text + (rf" \quad \forall {', '.join(_generator(g) for g in quantifiers)}" if quantifiers else "")


def _definition(definition: Definition) -> str:
    return f"{_identifier(definition.name)} := {expression_to_latex(definition.expression)}"


def _variable(variable: Variable) -> str:
    symbol = _identifier(variable.name)
    lower, upper = variable.lower, variable.upper
    text = symbol
    if lower is not None:
        text = rf"{text} \ge {expression_to_latex(lower)}"
    if upper is not None:
        text = (
            rf"{text},\ {symbol} \le {expression_to_latex(upper)}"
            if lower is not None
            else (rf"{symbol} \le {expression_to_latex(upper)}")
        )
    domain = _domain(variable)
    index = rf" \quad \forall {', '.join(_identifier(s) for s in variable.index)}" if variable.index else ""
    return rf"{text},\ {symbol} \in {domain}{index}"


def _domain(variable: Variable) -> str:
    sets = {"integer": r"\mathbb{Z}", "binary": r"\{0, 1\}", "continuous": r"\mathbb{R}"}
    match variable.domain:
        case Choice(members=members):
            return rf"\{{{', '.join(map(str, members))}\}}"
        case Interval(size=size, optional=optional):
            length = "" if size is None else rf" of length {escape(size)}"
            return rf"\text{{{'optional ' if optional else ''}intervals{length}}}"
        case str(word):
            return sets[word]
        case _:
            return r"\text{?}"


def _parameter(parameter: Parameter) -> str:
    value = parameter.value
    symbol = _identifier(parameter.name)
    if value.form == "known":
        return (
            f"{symbol} = {format_number(value.number)}" if value.number is not None else rf"{symbol} \text{{ (table)}}"
        )
    if value.form == "derived":
        return f"{symbol} = {expression_to_latex(value.expression)}"
    if value.form in ("known_sets", "bound_sets"):
        return rf"{symbol} \subseteq {_identifier(parameter.members_of or '?')}"
    if value.form == "bound":
        return rf"{symbol} \text{{ (table {escape(value.table)})}}"
    return rf"{symbol} = \text{{?}}"


def _identifier(name: str) -> str:
    return escape(name) if len(name) == 1 else rf"\mathit{{{escape(name)}}}"


def _node(node: Node) -> str:
    match node:
        case Number(value=value):
            text = format_number(value)
            return rf"\tfrac{{{value.numerator}}}{{{value.denominator}}}" if "/" in text else text
        case Text(value=value):
            return rf"\text{{{escape(value)}}}"
        case Name(id=name):
            return _identifier(name)
        case Index(id=name, args=args):
            return f"{_identifier(name)}_{{{', '.join(_node(a) for a in args)}}}"
        case Neg(operand=operand):
            return f"-{_bracketed(operand)}"
        case Add(terms=terms):
            text = _node(terms[0])
            for term in terms[1:]:
                inner = term.operand if isinstance(term, Neg) else term
                said = _bracketed(inner) if isinstance(inner, Add) else _node(inner)
                text += f" {'-' if isinstance(term, Neg) else '+'} {said}"
            return text
        case Mul(factors=factors):
            return r" \cdot ".join(_bracketed(f) for f in factors)
        case Div(left=left, right=right):
            return rf"\frac{{{_node(left)}}}{{{_node(right)}}}"
        case FloorDiv(left=left, right=right):
            return rf"\left\lfloor \frac{{{_node(left)}}}{{{_node(right)}}} \right\rfloor"
        case Mod(left=left, right=right):
            return rf"{_bracketed(left)} \bmod {_bracketed(right)}"
        case Power(base=base, exponent=exponent):
            return rf"{{{_bracketed(base)}}}^{{{_node(exponent)}}}"
        case IfElse(body=body, condition=condition, orelse=orelse):
            cases = rf"{_node(body)} & \text{{if }} {_node(condition)} \\ {_node(orelse)} & \text{{else}}"
            return rf"\begin{{cases}} {cases} \end{{cases}}"
        case Tuple(items=items):
            return rf"\left({_listed(items)}\right)"
        case Listing(items=items):
            return rf"\left[{_listed(items)}\right]"
        case In(item=item, set=where):
            found = rf"\left\{{{_listed(where.items)}\right\}}" if isinstance(where, Listing) else _node(where)
            return rf"{_node(item)} \in {found}"
        case Compare(operands=operands, ops=ops):
            tail = (f" {_OPS[op]} {_node(right)}" for op, right in zip(ops, operands[1:], strict=True))
            return _node(operands[0]) + "".join(tail)
        case Logic(op=word, operands=operands):
            return f" {_WORDS[word]} ".join(_bracketed(o) for o in operands)
        case Not(operand=operand):
            return rf"\lnot {_bracketed(operand)}"
        case Sum(body=body, generators=generators):
            under = ", ".join(_generator(g) for g in generators)
            return rf"\sum_{{{under}}} {_bracketed(body)}"
        case Comprehension(body=body, generators=generators):
            return rf"{_node(body)} \;|\; {', '.join(_generator(g) for g in generators)}"
        case Call():
            return _call(node)


_CALLS = {
    "abs": r"\left|{}\right|",
    "sqrt": r"\sqrt{{{}}}",
    "floor": r"\left\lfloor {} \right\rfloor",
    "ceil": r"\left\lceil {} \right\rceil",
    "len": r"\left|{}\right|",
    "implies": r"{} \Rightarrow {}",
    "iff": r"{} \Leftrightarrow {}",
}
_OPERATORS = {"min": r"\min", "max": r"\max", "exp": r"\exp", "log": r"\ln", "sin": r"\sin", "cos": r"\cos"}
_QUANTIFIED = {"forall": r"\forall", "exists": r"\exists"}


def _call(node: Call) -> str:
    if node.function in _QUANTIFIED and len(node.args) == 1 and isinstance(node.args[0], Comprehension):
        generators = ", ".join(_generator(g) for g in node.args[0].generators)
        return rf"{_QUANTIFIED[node.function]} {generators} : {_bracketed(node.args[0].body)}"
    if node.function in _CALLS:
        return _CALLS[node.function].format(*(_bracketed(a) if len(node.args) > 1 else _node(a) for a in node.args))
    operator = _OPERATORS.get(node.function, rf"\operatorname{{{escape(node.function)}}}")
    said = [_node(a) for a in node.args] + [rf"\text{{{name}}} = {_node(value)}" for name, value in node.keywords]
    return rf"{operator}\left({', '.join(said)}\right)"


def _listed(items: tuple[Node, ...]) -> str:
    return ", ".join(_node(item) for item in items)


def _bracketed(node: Node) -> str:
    text = _node(node)
    return rf"\left({text}\right)" if isinstance(node, Add | Compare | Logic | In) else text


def _generator(generator: Generator) -> str:
    condition = "" if generator.condition is None else rf" : {_node(generator.condition)}"
    names = ", ".join(_identifier(name) for name in generator.ids)
    shown = names if len(generator.ids) == 1 else rf"\left({names}\right)"
    args = f"_{{{_listed(generator.args)}}}" if generator.args else ""
    return rf"{shown} \in {_identifier(generator.set)}{args}{condition}"
