"""Rows of the Model as statements of a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from modelwright.model.expressions import (
    Call,
    Compare,
    Comprehension,
    Generator,
    IfElse,
    In,
    Index,
    Listing,
    Logic,
    Name,
    Node,
    Not,
    format_expression,
)
from modelwright.solvers.export.expressions import Writer

__all__ = ["loops", "required"]

Lines = list[tuple[int, str]]
"""Depth and text of statements."""


def loops(writer: Writer, generators: tuple[Generator, ...]) -> Lines:
    """``for`` statements, one in the other; the quantifiers must be known to `writer`."""
    lines: Lines = []
    for generator in generators:
        lines.append((len(lines), f"for {writer.target(generator)} in {writer.source(generator)}:"))
        if generator.condition is not None:
            lines.append((len(lines), f"if {writer.test(generator.condition)}:"))
    return lines


def required(writer: Writer, node: Node, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Statements after which `node`, a condition, holds.

    Raises:
        UnsupportedModel: The library cannot say it.
    """
    if isinstance(node, Compare) and not _strict(node):
        for left, op, right in zip(node.operands, node.ops, node.operands[1:], strict=False):
            writer.check_whole(left, right)
            if not writer.decides(left) and not writer.decides(right):
                yield depth, f"{writer.helper('keep')}({writer.test(Compare((left, right), (op,)))})"
            else:
                yield depth, _row(writer, f"{writer.say(left, 5)} {op} {writer.say(right, 5)}")
    elif isinstance(node, Compare) and all(op == "<" or op == ">" for op in node.ops):
        for left, op, right in zip(node.operands, node.ops, node.operands[1:], strict=False):
            small, large = (left, right) if op == "<" else (right, left)
            writer.check_whole(small, large)
            yield depth, _row(writer, f"{writer.say(small, 5)} + 1 <= {writer.say(large, 5)}")
    elif isinstance(node, Logic) and node.op == "and":
        for part in node.operands:
            yield from required(writer, part, depth)
    elif isinstance(node, Call) and node.function == "forall":
        for part in node.args[0].items if isinstance(node.args[0], Listing) else node.args:
            yield from _each(writer, part, depth)
    elif isinstance(node, Call) and node.function == "implies" and _is_literal(node.args[0]):
        yield from _implied(writer, node, depth)
    elif isinstance(node, IfElse) and not writer.decides(node.condition):
        yield depth, f"if {writer.test(node.condition)}:"
        yield from required(writer, node.body, depth + 1)
        yield depth, "else:"
        yield from required(writer, node.orelse, depth + 1)
    elif isinstance(node, Call) and node.function in _GLOBALS:
        yield from ((depth + more, text) for more, text in _GLOBALS[node.function](writer, node))
    elif isinstance(node, Call | Logic | Not | Compare | In | Name | Index):
        yield depth, f"{writer.helper('keep')}({writer.lit(node, True)} >= 1)"
    else:
        raise writer.refuse(f"the condition `{format_expression(node)}`")


def _row(writer: Writer, text: str) -> str:
    said = writer.dialect.row.format(text)
    if said.startswith("keep("):
        writer.helper("keep")
    return said


def _strict(node: Compare) -> bool:
    return any(op in ("<", ">", "!=") for op in node.ops)


def _each(writer: Writer, part: Node, depth: int) -> Iterator[tuple[int, str]]:
    if not isinstance(part, Comprehension):
        yield from required(writer, part, depth)
        return
    with writer.within(part.generators):
        lines = loops(writer, part.generators)
        yield from ((depth + more, text) for more, text in lines)
        yield from required(writer, part.body, depth + len(lines))


def _is_literal(node: Node) -> bool:
    return isinstance(node, Name | Index) or (isinstance(node, Not) and _is_literal(node.operand))


def _implied(writer: Writer, node: Call, depth: int) -> Iterator[tuple[int, str]]:
    """A row that counts where a binary decision is 1: its largest value is its coefficient elsewhere."""
    condition, row = node.args
    if not isinstance(row, Compare) or _strict(row) or not writer.decides(row) or not writer.decides(condition):
        yield depth, f"{writer.helper('keep')}({writer.lit(node, True)} >= 1)"
        return
    literal = writer.lit(condition, True)
    for left, op, right in zip(row.operands, row.ops, row.operands[1:], strict=False):
        for small, large in {"<=": [(left, right)], ">=": [(right, left)]}.get(op, [(left, right), (right, left)]):
            writer.bounded(small)
            writer.bounded(large)
            writer.check_whole(small, large)
            yield depth, f"{writer.helper('if_so')}({literal}, {writer.difference(small, large)})"


# ------------------------------------------------------------------------------------------------ global conditions


def _values(writer: Writer, node: Node) -> str:
    text = writer.listed((node,))
    return text if text.startswith("[") else f"[{text}]"


def _only(writer: Writer, node: Call) -> None:
    if not writer.dialect.intervals:
        raise writer.refuse(
            f"`{node.function}`",
            "export to ortools (where all decisions are whole), lp or mps",
        )
    if node.function in ("all_different", "circuit"):
        for part in node.args:
            writer.check_whole(*(part.items if isinstance(part, Listing) else (part,)))


def _all_different(writer: Writer, node: Call) -> Lines:
    _only(writer, node)
    part = node.args[0] if len(node.args) == 1 else Listing(node.args)
    return [(0, f"model.add_all_different({_values(writer, part)})")]


def _circuit(writer: Writer, node: Call) -> Lines:
    _only(writer, node)
    part = node.args[0]
    places = None
    if isinstance(part, Comprehension) and len(part.generators) == 1 and len(part.generators[0].ids) == 1:
        generator = part.generators[0]
        with writer.within((generator,)):
            home = writer.evaluator.sets_of(generator).get(generator.ids[0])
            if home and writer.evaluator.is_integer_set(home):
                loop = writer.loops((generator,))
                places = f"[{writer.target(generator)} {loop}]" if generator.condition else writer.source(generator)
    if places is None:
        text = _values(writer, part)
        return [(0, f"{writer.helper('circuit')}({text}, range(1, len({text}) + 1))")]
    return [(0, f"{writer.helper('circuit')}({_values(writer, part)}, {places})")]


def _intervals(writer: Writer, node: Node) -> str:
    text = _values(writer, node)
    if isinstance(node, Comprehension):
        with writer.within(node.generators):
            return f"[{writer.say(node.body, 9)}.interval {writer.loops(node.generators)}]"
    task = writer.name.new("task")
    return f"[{task}.interval for {task} in {text}]"


def _no_overlap(writer: Writer, node: Call) -> Lines:
    _only(writer, node)
    if len(node.args) > 1:
        raise writer.refuse("`no_overlap` with transitions", "export to lp or mps")
    return [(0, f"model.add_no_overlap({_intervals(writer, node.args[0])})")]


def _cumulative(writer: Writer, node: Call) -> Lines:
    _only(writer, node)
    tasks, demands, capacity = node.args
    writer.check_whole(capacity, *(demands.items if isinstance(demands, Listing) else (demands,)))
    parts = _intervals(writer, tasks), _values(writer, demands), writer.say(capacity)
    return [(0, f"model.add_cumulative({', '.join(parts)})")]


def _alternative(writer: Writer, node: Call) -> Lines:
    _only(writer, node)
    return [(0, f"{writer.helper('alternative')}({writer.say(node.args[0])}, {_values(writer, node.args[1])})")]


def _neighbours(op: str, more: str = "") -> Callable[[Writer, Call], Lines]:
    def made(writer: Writer, node: Call) -> Lines:
        one, other = writer.name.new("one"), writer.name.new("other")
        values = writer.name.new("values")
        part = node.args[0] if len(node.args) == 1 else Listing(node.args)
        return [
            (0, f"{values} = {_values(writer, part)}"),
            (0, f"for {one}, {other} in zip({values}, {values}[1:]):"),
            (1, f"{writer.helper('keep')}({one}{more} {op} {other})"),
        ]

    return made


def _cardinality(writer: Writer, node: Call) -> Lines:
    listed, values, counts = node.args
    number, count, item = (writer.name.new(word) for word in ("number", "count", "item"))
    for part in listed.items if isinstance(listed, Listing) else (listed,):
        if not writer.whole(part):
            raise writer.refuse("`global_cardinality` of fractions")
        writer.bounded(part)
    equal, at_most = writer.helper("equal"), writer.helper("at_most")
    writer.helper("any_of")
    writer.helper("truth")
    against = f"any_of([{at_most}({item} - {number} + 1), {at_most}({number} - {item} + 1)])"
    return [
        (0, f"for {number}, {count} in zip({_values(writer, values)}, {_values(writer, counts)}):"),
        (
            1,
            f"{writer.helper('keep')}(sum(truth({equal}({item} - {number}), {against}) "
            f"for {item} in {_values(writer, listed)}) == {count})",
        ),
    ]


_GLOBALS: dict[str, Callable[[Writer, Call], Lines]] = {
    "all_different": _all_different,
    "circuit": _circuit,
    "no_overlap": _no_overlap,
    "cumulative": _cumulative,
    "alternative": _alternative,
    "increasing": _neighbours("<="),
    "strictly_increasing": _neighbours("<=", " + 1"),
    "all_equal": _neighbours("=="),
    "global_cardinality": _cardinality,
}
