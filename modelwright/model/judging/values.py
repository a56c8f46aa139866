"""Rules of parameters, variables and definitions."""

from __future__ import annotations

from fractions import Fraction

from modelwright.model.elements import (
    Bound,
    BoundSets,
    Choice,
    Definition,
    Derived,
    Interval,
    Known,
    KnownSets,
    Missing,
    Parameter,
    Variable,
)
from modelwright.model.expressions.checking import Scope
from modelwright.model.expressions.checking.hints import cut
from modelwright.model.inline import inline_findings, set_findings
from modelwright.model.judging.judge import Judge

__all__ = ["judge_definition", "judge_parameter", "judge_variable"]


def scope_of(judge: Judge, element: Parameter | Variable | Definition, source: str, pointer: str) -> Scope:
    """Scope of an indexed element's own expressions, bound by the quantifiers of `over` at `pointer`."""
    scope = judge.quantifiers(source, pointer)
    generators = judge.generators(source, pointer) if source else ()
    if any(generator.condition is not None for generator in generators):
        message = f"The quantifiers of `{element.name}` carry a condition"
        judge.say("unsupported", pointer, message, "put the condition where it is used")
    if generators and tuple(g.set for g in generators) != element.index:
        wanted = ", ".join(f"{s.lower()[:1]} in {s}" for s in element.index)
        message = f"`over` must run over the index of `{element.name}`"
        hint = f"write `{wanted}`" if wanted else "leave it out"
        judge.say("index-arity", pointer, message, hint)
    return scope


def judge_parameter(judge: Judge, element: Parameter, pointer: str) -> None:
    """Everything wrong with one parameter."""
    known_sets = judge.sets(element.index, f"{pointer}/index")
    value, place = element.value, f"{pointer}/value"
    set_valued = isinstance(value, KnownSets | BoundSets)
    if element.members_of is not None:
        known_sets = judge.index_set(element.members_of, f"{pointer}/members_of") and known_sets
        if not set_valued and not isinstance(value, Missing):
            message = f"`{element.name}` has members of `{element.members_of}` and numbers as value"
            judge.say("invalid-field", place, message, "give `known_sets` or `bound_sets`, or drop `members_of`")
            return
    elif set_valued:
        message = f"`{element.name}` has sets as value and does not say of what"
        judge.say("invalid-field", f"{pointer}/members_of", message, "name the set of the members in `members_of`")
        return
    match value:
        case Missing():
            judge.missing(value, place)
        case Derived():
            judge.binding((value.expression,), f"{place}/over", _open(element, value.over))
            scope = scope_of(judge, element, value.over, f"{place}/over")
            instead = f"make `{element.name}` a definition, which may read decisions"
            judge.number(value.expression, f"{place}/expression", scope, degree=0, instead=instead)
        case Known() if known_sets:
            judge.checker.findings.extend(inline_findings(judge.checker.known, element, value, place))
        case KnownSets() if known_sets:
            judge.checker.findings.extend(set_findings(judge.checker.known, element, value, place))
        case Bound() | BoundSets():
            wanted = sum(judge.checker.known.width(name) for name in element.index)
            if len(value.keys) != wanted:
                message = f"`{element.name}` has {wanted} indices and {len(value.keys)} key columns"
                judge.say("index-arity", f"{place}/keys", message, "name one column for each index, in order")
    judge.checker.open_names = {}


def _open(element: Parameter | Variable | Definition, over: str) -> tuple[str, ...]:
    """The index whose quantifiers `over` should bind and does not."""
    return () if over else element.index


def judge_variable(judge: Judge, element: Variable, pointer: str) -> None:
    """Everything wrong with one variable."""
    judge.sets(element.index, f"{pointer}/index")
    domain = element.domain
    texts = {side: getattr(element, side) for side in ("lower", "upper") if getattr(element, side) is not None}
    if isinstance(domain, Interval):
        texts |= {"domain/least": domain.least} | ({} if domain.size is None else {"domain/size": domain.size})
    judge.binding(texts.values(), f"{pointer}/over", _open(element, element.over))
    scope = scope_of(judge, element, element.over, f"{pointer}/over")
    if isinstance(domain, Missing):
        judge.missing(domain, f"{pointer}/domain")
    elif isinstance(domain, Choice):
        _choice(judge, element, domain, f"{pointer}/domain")
    elif isinstance(domain, Interval):
        _interval(judge, element, domain, f"{pointer}/domain", scope)
    values: list[Fraction | None] = []
    for side in ("lower", "upper"):
        source = getattr(element, side)
        if source is not None:
            _bound(judge, element, source, f"{pointer}/{side}", scope)
        values.append(judge.value(source))
    lower, upper = values
    if lower is not None and upper is not None and lower > upper:
        message = f"The lower bound of `{element.name}` is above its upper bound"
        judge.say("invalid-bounds", pointer, message, "exchange them, or correct one", severity="warning")
    judge.checker.open_names = {}


def _bound(judge: Judge, element: Variable, source: str, pointer: str, scope: Scope) -> None:
    shown = f"{element.name}[…]" if element.index else element.name
    sign = ">=" if pointer.endswith("lower") else "<="
    instead = f"write a number here, and the limit as a constraint: `{shown} {sign} {cut(source)}`"
    found = judge.number(source, pointer, scope, degree=0, instead=instead)
    value = judge.value(source)
    if isinstance(element.domain, Interval) and found.kind == "number" and value is not None and value % 1:
        message = f"`{element.name}` is an interval of whole time units and its bound is {value}"
        judge.say("not-whole", pointer, message, "count in a smaller time unit")


def _choice(judge: Judge, element: Variable, domain: Choice, pointer: str) -> None:
    if not domain.members:
        judge.say("invalid-field", f"{pointer}/members", f"`{element.name}` has nothing to choose from", "list members")
    elif len(set(domain.members)) != len(domain.members):
        message = f"`{element.name}` lists a member of its domain twice"
        judge.say("duplicate-name", f"{pointer}/members", message, "list it once")


def _interval(judge: Judge, element: Variable, domain: Interval, pointer: str, scope: Scope) -> None:
    if domain.size is not None:
        place = f"{pointer}/size"
        found = judge.number(domain.size, place, scope, degree=1)
        _whole(judge, element, domain.size, place, sure=found.kind == "unknown" or found.whole)
    judge.number(domain.least, f"{pointer}/least", scope, degree=0)
    _whole(judge, element, domain.least, f"{pointer}/least", sure=judge.value(domain.least) is None)
    size = judge.value(domain.size)
    if size is not None and size < 0:
        message = f"`{element.name}` lasts {size}"
        judge.say("invalid-bounds", f"{pointer}/size", message, "write a size of at least 0")


def _whole(judge: Judge, element: Variable, source: str, pointer: str, *, sure: bool) -> None:
    value = judge.value(source)
    if value is not None and value % 1:
        message = f"`{element.name}` is an interval of whole time units and would last {value}"
        judge.say("not-whole", pointer, message, "count in a smaller time unit")
    elif value is None and not sure:
        message = f"`{element.name}` is an interval of whole time units and its size may be a fraction"
        judge.say("not-whole", pointer, message, "make the decision integer, or write `ceil(…)` around data")


def judge_definition(judge: Judge, element: Definition, pointer: str) -> None:
    """Everything wrong with one definition."""
    judge.sets(element.index, f"{pointer}/index")
    place = f"{pointer}/expression"
    judge.binding((element.expression,), f"{pointer}/over", _open(element, element.over))
    scope = scope_of(judge, element, element.over, f"{pointer}/over")
    judge.number(element.expression, place, scope)
    judge.checker.open_names = {}
