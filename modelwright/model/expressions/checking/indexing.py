"""Names, indices and quantifiers: what they name, how many indices they take, and which members those may be."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, TypeAlias

from modelwright.model.elements import (
    Definition,
    IndexSet,
    Interval,
    Member,
    Missing,
    Parameter,
    Range,
    Variable,
)
from modelwright.model.expressions.checking import hints, naming, rewriting
from modelwright.model.expressions.checking.members import as_member
from modelwright.model.expressions.checking.types import UNKNOWN, Scope, Type
from modelwright.model.expressions.checking.witnesses import witnesses
from modelwright.model.expressions.nodes import Generator, Index, Name, Node, Number, Text, Tuple
from modelwright.model.expressions.printer import quote_member

if TYPE_CHECKING:
    from modelwright.model.expressions.checking.checker import Checker

__all__ = ["bind", "index", "literal", "name", "outside", "parts_words", "set_named"]

Valued: TypeAlias = Parameter | Variable | Definition


# ---- quantifiers


def bind(checker: Checker, generator: Generator, scope: Scope) -> dict[str, Type]:
    """Types of the names that `generator` binds; its set is checked."""
    element = checker.model.by_name.get(generator.set)
    if isinstance(element, Parameter) and element.members_of is not None:
        named: Name | Index = Index(generator.set, generator.args) if generator.args else Name(generator.set)
        with_span = _at(named, generator)
        set_name = set_named(checker, with_span, scope)
    elif isinstance(element, IndexSet) and not generator.args:
        set_name = element.name
    elif isinstance(element, IndexSet):
        message = f"`{element.name}` is an index set and takes no index"
        checker.report("index-arity", message, generator, f"write `{generator.id} in {element.name}`")
        set_name = element.name
    else:
        naming.unknown_set(checker, generator, generator.set)
        set_name = None
    for quantifier in generator.ids:
        if quantifier in checker.model.by_name:
            message = f"The quantifier `{quantifier}` has the name of an element"
            checker.report("duplicate-name", message, generator, "name it otherwise")
    return _bound(checker, generator, set_name)


def _at(node: Name | Index, place: Generator) -> Name | Index:
    if isinstance(node, Name):
        return Name(node.id, place.start, place.end)
    return Index(node.id, node.args, place.start, place.end)


def _bound(checker: Checker, generator: Generator, set_name: str | None) -> dict[str, Type]:
    if set_name is None:
        return dict.fromkeys(generator.ids, UNKNOWN)
    width = checker.known.width(set_name)
    if len(generator.ids) == 1:
        return {generator.ids[0]: Type("member", set=set_name, whole=checker.integers(set_name))}
    if len(generator.ids) != width:
        said = f"members of {width} parts" if width > 1 else "members of one part"
        message = f"`{set_name}` has {said} and {len(generator.ids)} names take them apart"
        example = f"({', '.join('ijklmnop'[k % 8] for k in range(width))})" if width > 1 else generator.ids[0]
        checker.report("index-arity", message, generator, f"write `{example} in {set_name}`")
        return dict.fromkeys(generator.ids, UNKNOWN)
    return dict(zip(generator.ids, part_types(checker, set_name), strict=True))


def part_types(checker: Checker, set_name: str) -> list[Type]:
    """Types of the parts of the members of a set of tuples."""
    width, of, members = (
        checker.known.width(set_name),
        checker.known.parts(set_name),
        checker.known.members(set_name),
    )
    types: list[Type] = []
    for k in range(width):
        if len(of) == width:
            types.append(Type("member", set=of[k], whole=checker.integers(of[k])))
            continue
        atoms = {m[k] for m in members or () if isinstance(m, tuple) and len(m) == width}
        whole = all(isinstance(atom, int) for atom in atoms)
        types.append(Type("member" if members is None or not whole else "number", whole=whole))
    return types


def set_named(checker: Checker, node: Name | Index, scope: Scope) -> str | None:
    """The index set that the members of a set or set-valued parameter are of; reports what is none."""
    element = checker.model.by_name.get(node.id)
    args = node.args if isinstance(node, Index) else ()
    if isinstance(element, IndexSet):
        if args:
            checker.report("index-arity", f"`{node.id}` is an index set and takes no index", node, f"write `{node.id}`")
        return element.name
    if isinstance(element, Parameter) and element.members_of is not None:
        arguments(checker, node, element, args, scope)
        return element.members_of
    naming.unknown_set(checker, node, node.id)
    return None


def parts_words(checker: Checker, set_name: str) -> str:
    """How a member of a set is written."""
    width = checker.known.width(set_name)
    return f"`({', '.join('ijklmnop'[k % 8] for k in range(width))})`" if width > 1 else "a single member"


# ---- names and indices


def name(checker: Checker, node: Name, scope: Scope) -> Type:
    """The type of a name without indices."""
    if node.id in scope:
        return scope.types[node.id]
    if node.id.startswith("missing:"):
        return Type("number", whole=True)
    element = checker.model.by_name.get(node.id)
    if not isinstance(element, Valued):
        return naming.unknown_name(checker, node, scope)
    if element.index:
        return rewriting.arity(checker, node, element, (), scope)
    return value_of(checker, element)


def index(checker: Checker, node: Index, scope: Scope) -> Type:
    """The type of an indexed name."""
    element = checker.model.by_name.get(node.id)
    if not isinstance(element, Valued):
        return naming.unknown_name(checker, node, scope)
    degree = arguments(checker, node, element, node.args, scope)
    if degree is None:
        return UNKNOWN
    found = value_of(checker, element)
    if not degree:
        return found
    if found.kind == "interval":
        message = "An interval cannot be chosen by a decision"
        return checker.report("unsupported", message, node, "use `alternative(…)`, or index it by data")
    return Type(found.kind, 2, found.set, whole=found.whole)


def value_of(checker: Checker, element: Valued) -> Type:
    """The type of an element at a key."""
    if isinstance(element, Definition):
        return checker.definition(element)
    found = checker.named.get(element.name)
    if found is None:
        found = checker.named[element.name] = _value_of(checker, element)
    return found


def _value_of(checker: Checker, element: Parameter | Variable) -> Type:
    if isinstance(element, Parameter):
        if element.members_of is not None:
            return Type("set", set=element.members_of)
        return Type("number", whole=checker.whole_parameter(element))
    if isinstance(element.domain, Interval):
        return Type("interval", 1)
    if isinstance(element.domain, Missing):
        return Type("number", 1, whole=True, binary=True)
    return Type("number", 1, whole=element.domain != "continuous", binary=element.domain == "binary")


def arguments(
    checker: Checker, node: Name | Index, element: Valued, args: tuple[Node, ...], scope: Scope
) -> int | None:
    """Check the indices of `element`: the largest degree among them, ``None`` when they are wrong."""
    with nullcontext() if isinstance(element, Parameter) and element.members_of is not None else checker.indexing():
        types = [checker.type(arg, scope) for arg in args]
    groups = _groups(checker, element.index, args, types)
    if groups is None:
        rewriting.arity(checker, node, element, args, scope)
        return None
    good = len(checker.findings)
    for set_name, pieces in groups:
        _group(checker, element, set_name, [(args[k], types[k]) for k in pieces], scope)
    if len(checker.findings) > good:
        rewriting.reorder(checker, node, element, args, scope, good)
        return None
    return None if any(found.kind == "unknown" for found in types) else max((t.degree for t in types), default=0)


def _groups(
    checker: Checker, names: tuple[str, ...], args: tuple[Node, ...], types: list[Type]
) -> list[tuple[str, range]] | None:
    """The arguments that belong to each index set: one, or as many as its members have parts."""
    groups: list[tuple[str, range]] = []
    place = 0
    for set_name in names:
        width = checker.known.width(set_name)
        whole = width == 1 or (place < len(args) and _is_tuple(checker, types[place]))
        pieces = range(place, place + (1 if whole else width))
        groups.append((set_name, pieces))
        place = pieces.stop
    return groups if place == len(args) else None


def _is_tuple(checker: Checker, found: Type) -> bool:
    return found.kind == "tuple" or (found.kind == "member" and checker.known.width(found.set) > 1)


def _group(checker: Checker, element: Valued, set_name: str, pieces: list[tuple[Node, Type]], scope: Scope) -> None:
    target = checker.model.by_name.get(set_name)
    if not isinstance(target, IndexSet):
        return
    width = checker.known.width(set_name)
    if len(pieces) == 1 and (width == 1 or pieces[0][1].kind == "member"):
        _member(checker, *pieces[0], target, scope)
        return
    node, found = pieces[0]
    parts = list(found.parts) if len(pieces) == 1 else [piece[1] for piece in pieces]
    nodes = list(node.items) if isinstance(node, Tuple) else [piece[0] for piece in pieces]
    if len(parts) != width:
        message = f"The members of `{set_name}` have {width} parts and {len(parts)} are given"
        checker.report("index-arity", message, node, f"write {parts_words(checker, set_name)}")
        return
    before = len(checker.findings)
    of = checker.known.parts(set_name)
    for k, (piece, part) in enumerate(zip(nodes, parts, strict=True)):
        inner = checker.model.by_name.get(of[k]) if k < len(of) else None
        if isinstance(inner, IndexSet):
            _member(checker, piece, part, inner, scope)
        else:
            _kind(checker, piece, part, None)
    if len(checker.findings) == before and not any(part.degree for part in parts):
        whole = Tuple(tuple(nodes), nodes[0].start, nodes[-1].end)
        _membership(checker, whole, Type("tuple"), target, scope)


def _kind(checker: Checker, arg: Node, found: Type, target: IndexSet | None) -> bool:
    """Whether `found` can be an index at all; reports what cannot."""
    if found.kind == "boolean":
        checker.report("boolean-number", "A condition stands where a member is needed", arg, "write a member")
    elif found.kind in ("interval", "set", "list"):
        checker.as_number(found, arg)
    elif found.kind == "number" and found.degree and not found.whole:
        message = f"`{hints.text(arg)}` may be a fraction; an index must be a whole number"
        checker.report("not-whole", message, arg, "make the decision integer")
    elif target is not None and found.kind == "number" and not checker.integers(target.name):
        hint = _members_words(checker, target)
        checker.report("index-range", f"A number is no member of `{target.name}`", arg, hint)
    elif target is not None and found.kind == "tuple":
        checker.report("index-arity", f"The members of `{target.name}` have one part", arg, "write a single member")
    else:
        return found.kind != "unknown"
    return False


def _member(checker: Checker, arg: Node, found: Type, target: IndexSet, scope: Scope) -> None:
    """Check one index."""
    if isinstance(arg, Text | Number):
        literal(checker, arg, target)
    elif _kind(checker, arg, found, target) and not found.degree:
        _membership(checker, arg, found, target, scope)


def _membership(checker: Checker, arg: Node, found: Type, target: IndexSet, scope: Scope) -> None:
    """Report an index whose members are known to lie outside `target` at some binding."""
    if found.kind == "member" and found.set and subset(checker, found.set, target.name):
        return
    places = checker.known.positions(target.name)
    if places is None:
        return
    for binding in witnesses(checker.known, arg, scope):
        value = checker.known.value(arg, binding)
        member = as_member(value)
        if value is None or member in places:
            continue
        if isinstance(arg, Name) and found.set:
            hint = f"declare `{found.set}` as a subset of `{target.name}`, or run over `{target.name}`"
            message = f"`{found.set}` has members that `{target.name}` lacks (`{_shown(member)}`)"
            checker.report("index-range", message, arg, hint, rewriting.other_quantifier(checker, target.name, scope))
            return
        at = hints.shown(binding)
        if not at:
            message = f"`{hints.text(arg)}` is not a member of `{target.name}`"
            checker.report("index-range", message, arg, _members_words(checker, target))
            return
        said = _shown(member) if member is not None else value
        message = f"`{hints.text(arg)}` is {said} {at}, which is not a member of `{target.name}`"
        range_words = _members_words(checker, target)
        checker.report("index-range", message, arg, f"{range_words}; keep others out with a condition `if …`")
        return


def subset(checker: Checker, inner: str, outer: str) -> bool:
    """Whether `inner` is `outer`, or declared to be part of it."""
    seen: set[str] = set()
    current: str | None = inner
    while current is not None and current not in seen:
        if current == outer:
            return True
        seen.add(current)
        element = checker.model.by_name.get(current)
        current = element.subset_of if isinstance(element, IndexSet) else None
    return False


# ---- literals


def literal(checker: Checker, arg: Text | Number, target: IndexSet) -> None:
    """Report a literal that is no member of `target`."""
    if isinstance(arg, Number) and arg.value.denominator != 1:
        checker.report("index-range", "A fraction is no member of a set", arg, _members_words(checker, target))
        return
    member = arg.value if isinstance(arg, Text) else int(arg.value)
    if isinstance(target.content, Range):
        ends = checker.known.bounds(target.content)
        if ends is not None and not (isinstance(member, int) and ends[0] <= member <= ends[1]):
            outside(checker, arg, member, target)
        return
    members = checker.known.positions(target.name)
    if members is not None and member not in members:
        outside(checker, arg, member, target)


def outside(checker: Checker, arg: Node, member: Member, target: IndexSet) -> None:
    """Report that `member` is none of `target`."""
    fix = None
    if isinstance(target.content, Range):
        ends = checker.known.bounds(target.content)
        known = "none" if ends is None else f"{ends[0]} to {ends[1]}"
        number = int(member) if isinstance(member, str) and member.lstrip("-").isdigit() else None
        fix = str(number) if number is not None and ends is not None and ends[0] <= number <= ends[1] else None
    else:
        members = checker.known.members(target.name) or ()
        near = hints.closest(str(member), [str(m) for m in members])
        found = next((m for m in members if str(m) == near), None)
        fix = None if found is None or isinstance(found, tuple) else quote_member(found)
        known = near or ", ".join(str(m) for m in members[:5])
    message = f"`{_shown(member)}` is not a member of `{target.name}`"
    checker.report("index-range", message, arg, f"its members: {known}", fix)


def _members_words(checker: Checker, target: IndexSet) -> str:
    if isinstance(target.content, Range) and (ends := checker.known.bounds(target.content)) is not None:
        return f"its members: {ends[0]} to {ends[1]}"
    members = checker.known.members(target.name) or ()
    more = ", …" if len(members) > 5 else ""
    return f"its members: {', '.join(_shown(m) for m in members[:5])}{more}" if members else "run over the set"


def _shown(member: Member | None) -> str:
    return f"({', '.join(map(str, member))})" if isinstance(member, tuple) else str(member)
