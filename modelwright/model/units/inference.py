"""The unit of every element of a Model, and where units contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modelwright.errors import ExpressionError, InputError
from modelwright.model.elements import Definition, Derived, Element, Interval, Parameter, Variable
from modelwright.model.expressions import Compare
from modelwright.model.expressions.nodes import names_in
from modelwright.model.findings import Finding, Fix
from modelwright.model.places import Place
from modelwright.model.units.labels import LabelCheck
from modelwright.model.units.measures import OPAQUE, Level, Measure, Readings, closest, meet
from modelwright.model.units.parsing import parse_readings
from modelwright.model.units.solving import left_over, parsed, small_percentage
from modelwright.model.units.telling import Change, Teller
from modelwright.model.units.unit import ONE, Unit
from modelwright.model.units.walking import Group, Item, Walker

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.templates import ConstraintBase

__all__ = ["UnitReport", "infer_units"]

_ROUNDS = 3
_BINARY = Measure(decided=(ONE,))


@dataclass(frozen=True, slots=True)
class UnitReport:
    """What a Model is measured in.

    Attributes:
        units: Unit of every parameter, variable, definition, objective and constraint by name; ``None`` when it is
            unknown: neither stated nor of a single reading.
        stated: Names whose unit the Model states.
        findings: ``unit-clash`` and ``unit-scale`` (errors), ``unit-label`` and ``unknown-unit`` (warnings).
    """

    units: Mapping[str, Unit | None]
    stated: frozenset[str]
    findings: tuple[Finding, ...] = ()

    def text(self, name: str) -> str | None:
        """The unit of an element as readable text, ``None`` when unknown or plain numbers."""
        unit = self.units.get(name)
        return None if unit is None or not unit.parts else str(unit)


def infer_units(model: Model) -> UnitReport:
    """Units of all elements by unification over definitions, bounds, derived parameters, objectives and rows.

    Never raises: what does not parse is left out.
    """
    return _Inference(model).run()


class _Inference:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.known: dict[str, Readings] = {}
        self.origin: dict[str, str] = {}
        self.stated: set[str] = set()
        self.measures: dict[str, Measure] = {}
        self.findings: list[Finding] = []
        self.computed: dict[str, tuple[str, str]] = {}
        self.contradicted: set[str] = set()
        self.main: dict[str, Group] = {}
        self.labels = LabelCheck(model, self.known)
        self.walker = Walker(self._measure, self.labels.see)
        self.decisions = frozenset(v.name for v in model.variables) | frozenset(d.name for d in model.definitions)
        self.whole = frozenset(v.name for v in model.variables if v.domain == "integer")

    def run(self) -> UnitReport:
        self._state()
        groups = self._walk()
        for _ in range(_ROUNDS):
            if not self._solve(groups):
                break
            groups = self._walk()
        if self._retract(groups):
            groups = self._walk()
        teller = Teller(self.model, self.known, self.origin)
        for group in groups:
            self.findings.extend(teller.tell(group))
        self.findings.extend(self.labels.findings())
        return UnitReport(self._units(), frozenset(self.stated), tuple(_once(self.findings)))

    # ---- what is stated

    def _state(self) -> None:
        for pointer, element in self.model.elements():
            unit = getattr(element, "unit", None)
            if not isinstance(unit, str) or not unit.strip() or element.name in self.stated:
                continue
            readings = self._readings(unit, f"{pointer}/unit", f"`{element.name}`")
            if readings is None:
                continue
            if isinstance(element, Parameter) and small_percentage(element, readings):
                readings = (*readings, ONE)
            self.known[element.name] = readings
            self.stated.add(element.name)
        self._time()
        for k, parameter in enumerate(self.model.parameters):
            if isinstance(parameter.value, Derived):
                self.computed[parameter.name] = (f"/parameters/{k}/value/expression", parameter.value.expression)
        for k, definition in enumerate(self.model.definitions):
            self.computed[definition.name] = (f"/definitions/{k}/expression", definition.expression)

    def _time(self) -> None:
        """Intervals are in the time unit of the Model."""
        intervals = [v.name for v in self.model.variables if isinstance(v.domain, Interval)]
        if self.model.time_unit and intervals:
            readings = self._readings(self.model.time_unit, "/time_unit", "times")
            for name in intervals:
                if readings is not None and name not in self.known:
                    self.known[name] = readings

    def _readings(self, unit: str, pointer: str, of: str) -> Readings | None:
        try:
            return parse_readings(unit)
        except InputError as error:
            message = f"The unit of {of} is not known: {error.message}"
            place = Place(pointer=pointer)
            self.findings.append(
                Finding(code="unknown-unit", severity="warning", place=place, message=message, hint=error.hint)
            )
            return None

    # ---- walking

    def _walk(self) -> list[Group]:
        self.measures = {}
        self.walker = Walker(self._measure, self.labels.see)
        for name in self.computed:
            self._measure(name)
        for k, variable in enumerate(self.model.variables):
            self._bound(variable, variable.lower, f"/variables/{k}/lower")
            self._bound(variable, variable.upper, f"/variables/{k}/upper")
            if isinstance(variable.domain, Interval):
                self._bound(variable, variable.domain.size, f"/variables/{k}/domain/size")
        for k, objective in enumerate(self.model.objectives):
            if isinstance(objective.expression, str) and (node := parsed(objective.expression)) is not None:
                self.walker.enter(f"/objectives/{k}/expression", objective.name, own=True)
                self.main[objective.name] = self.walker.compare((node,), self._own(objective, "the objective"))
        for k, output in enumerate(self.model.outputs):
            if (node := parsed(output.expression)) is not None:
                self.walker.enter(f"/outputs/{k}/expression", output.name, own=True)
                self.main[output.name] = self.walker.compare((node,), self._own(output, f"`{output.name}`"))
        for k, constraint in enumerate(self.model.constraints):
            self._row(constraint, f"/constraints/{k}")
        return self.walker.groups

    def _own(self, element: Element, subject: str) -> tuple[Item, ...]:
        readings = self.known.get(element.name)
        return () if readings is None else (Item(Measure(decided=readings), None, subject),)

    def _bound(self, variable: Variable, source: str | None, pointer: str) -> None:
        if source is None or source.isdigit():
            return
        node = parsed(source)
        if node is not None:
            self.walker.enter(pointer, variable.name, own=True)
            self.walker.compare((node,), (Item(self._measure(variable.name), None, f"`{variable.name}`"),))

    def _row(self, constraint: ConstraintBase, pointer: str) -> None:
        try:
            node = constraint.to_node()
        except (ExpressionError, ArithmeticError):
            return
        own = constraint.kind == "algebraic"
        self.walker.enter(
            f"{pointer}/expression" if own else pointer,
            constraint.name,
            own=own,
            multiples=constraint.kind == "comparison",
        )
        extra = self._own(constraint, "the row")
        if self._fraction(constraint, pointer):
            return
        if isinstance(node, Compare):
            self.main[constraint.name] = self.walker.compare(node.operands, extra)
        else:
            self.walker.walk(node)

    def _fraction(self, constraint: ConstraintBase, pointer: str) -> bool:
        """A percentage where a fraction is multiplied: 30 in the place of 0.3."""
        slot = {"share": "fraction", "comparison": "factor"}.get(constraint.kind, "")
        source = getattr(constraint, slot, None)
        node = parsed(source) if isinstance(source, str) else None
        readings = None if node is None else self.walker.walk(node).readings
        if not readings or not all(u.dimensionless and not u.labels and u.factor < 1 for u in readings):
            return False
        change = Change(readings[0].factor)
        mended = change.of(str(source))
        place = Place(pointer=f"{pointer}/{slot}")
        self.findings.append(
            Finding(
                code="unit-scale",
                place=place,
                message=f"`{source}` is in {readings[0]} where `{constraint.name}` multiplies by a fraction",
                hint=f"{change.words}: write `{mended}`",
                fix=None if mended is None else Fix(pointer=place.pointer, text=mended),
            )
        )
        return True

    def _measure(self, name: str) -> Measure:
        found = self.measures.get(name)
        if found is None:
            self.measures[name] = OPAQUE  # while it is made: a circle says nothing
            found = self.measures[name] = self._made(name)
        return found

    def _made(self, name: str) -> Measure:
        element = self.model.by_name.get(name)
        if not isinstance(element, Parameter | Variable | Definition):
            return OPAQUE
        known = self.known.get(name)
        if isinstance(element, Variable):
            if known is not None:
                return Measure(decided=known)
            return _BINARY if element.domain == "binary" else Measure(free=((name, 1),))
        if name in self.computed:
            found = self._computed(element)
            if known is None and found is not None:
                return found
        decided = isinstance(element, Definition) and self._decides(element)
        if known is None:
            return Measure(free=((name, 1),)) if decided else Measure(unknown=((name, 1),))
        return Measure(decided=known) if decided else Measure(rate=known)

    def _computed(self, element: Element) -> Measure | None:
        """What the expression of a definition or derived parameter is measured in, ``None`` when it does not say."""
        pointer, source = self.computed[element.name]
        node = parsed(source)
        if node is None:
            return None
        walker = self.walker
        before = (walker.pointer, walker.owner, walker.own, walker.multiples)
        walker.enter(pointer, element.name, own=True)
        group = walker.compare((node,), self._own(element, f"`{element.name}`"))
        walker.enter(before[0], before[1], own=before[2], multiples=before[3])
        common = group.common()
        if common is None:
            return None
        self.origin.setdefault(element.name, element.name)
        decided = isinstance(element, Definition) and self._decides(element)
        return Measure(decided=common) if decided else Measure(rate=common)

    def _decides(self, element: Definition) -> bool:
        node = parsed(element.expression)
        return node is not None and not self.decisions.isdisjoint(names_in(node))

    # ---- solving

    def _solve(self, groups: Iterable[Group]) -> bool:
        """Units that one reading of a group leaves for an unknown factor; whether any was found."""
        found: dict[str, tuple[Readings, str]] = {}
        for group in groups:
            common = group.common()
            if common is None or any(not u.compatible(common[0]) for u in common):
                continue
            bare = all(
                (item.measure.rate is None or not item.measure.has_decision) and abs(item.measure.literal) == 1
                for item in group.items
            )
            several = bare and sum(bool(item.measure.free) for item in group.items) > 1
            for item in group.items:
                name, readings = left_over(item.measure, common, bare=bare)
                if readings is None or name in self.known or name in self.contradicted:
                    continue
                if several and name in self.whole and readings[0].dimension and not readings[0].currencies:
                    continue  # "x + y <= 40" hours may count pieces of one hour each
                if self.labels.misnamed(name, readings[0]):
                    continue
                if name in found:
                    self._join(name, found, readings, group)
                else:
                    found[name] = (readings, group.owner)
        new = {name: pair for name, pair in found.items() if name not in self.contradicted and pair[0] != (ONE,)}
        for name, (readings, owner) in new.items():
            self.known[name] = readings
            self.origin[name] = owner
        return bool(new)

    def _join(self, name: str, found: dict[str, tuple[Readings, str]], readings: Readings, group: Group) -> None:
        before, owner = found[name]
        both = meet(before, readings)
        if both is not None:
            found[name] = (both, owner)
            return
        self.contradicted.add(name)
        level = closest(before, readings)[0]
        if level == Level.LABEL or isinstance(self.model.by_name.get(name), Parameter):
            return  # one number may stand for two things: "100 kg and 100 hours"
        self.findings.append(
            Finding(
                code="unit-scale" if level == Level.SCALE else "unit-clash",
                place=Place(pointer=group.pointer),
                message=f"`{name}` is in {before[0]} by `{owner}` and in {readings[0]} by `{group.owner}`",
                hint=f"state the unit of `{name}` and convert where it is used",
            )
        )

    def _retract(self, groups: Iterable[Group]) -> bool:
        """Forget inferred units of numbers that lead to a contradiction; whether there were any."""
        guessed = {n for n in self.origin if n not in self.computed and isinstance(self.model.by_name[n], Parameter)}
        if not guessed:
            return False
        wrong: set[str] = set()
        for group in groups:
            if group.common() is None:
                wrong.update(*(names_in(item.node) for item in group.items if item.node is not None))
        for name in guessed & wrong:
            del self.known[name]
            self.contradicted.add(name)
        return bool(guessed & wrong)

    def _units(self) -> dict[str, Unit | None]:
        units: dict[str, Unit | None] = {}
        for _, element in self.model.elements():
            if not hasattr(element, "unit"):
                continue
            readings = self.known.get(element.name)
            if readings is None:
                measure = self.measures.get(element.name, OPAQUE)
                readings = measure.readings if not isinstance(element, Variable) else None
            if readings is None and element.name in self.main:
                readings = self.main[element.name].common()
            units.setdefault(element.name, readings[0] if readings else None)
        return units


def _once(findings: Iterable[Finding]) -> list[Finding]:
    seen: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.code, str(finding.place), finding.message), finding)
    return list(seen.values())
