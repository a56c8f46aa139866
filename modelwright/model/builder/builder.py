"""A Model built in Python: ``m = Model.build(); x = m.variable("x", upper=4); m.add(x + y <= 4)``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any, Literal, TypeAlias

from modelwright.errors import ModelError
from modelwright.model.builder.expressions import Expression, Operand, Reference, SetReference
from modelwright.model.builder.values import (
    Index,
    as_text,
    is_rule,
    key_values,
    member_value,
    rule_parts,
    set_content,
    sets_of,
    slot_value,
    text_and_over,
    walked,
)
from modelwright.model.canonical import model_from_object
from modelwright.model.canonicalise import canonicalise
from modelwright.model.document import GROUPS, MODEL_FORMAT, MODEL_VERSION, Model
from modelwright.model.templates import KINDS
from modelwright.model.validation import check

__all__ = ["Builder"]


Rule: TypeAlias = "Operand | Iterable[Expression]"
"""An expression, or one for each member: ``price[p] - cost[p] for p in PRODUCTS``."""


class Builder:
    """Collects elements; `model` makes the document.

    Attributes:
        name: Identifier of the model.
        label: What it is about.
    """

    def __init__(self, name: str = "model", label: str = "") -> None:
        self.name, self.label = name, label
        self._names: set[str] = set()
        self._elements: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}

    # ---- elements

    def set(
        self,
        name: str,
        members: Iterable[Any] | None = None,
        *,
        first: int | Expression | None = None,
        last: int | Expression | None = None,
        table: str | None = None,
        column: str | Sequence[str] | None = None,
        of: Index = (),
        subset_of: SetReference | None = None,
        cyclic: bool = False,
        label: str = "",
    ) -> SetReference:
        """An index set: members (texts, integers or tuples), a range from `first` to `last`, columns of a table, or a
        comprehension over other sets (``(i, j) for i in N for j in N.where(…)``).

        Raises:
            ModelError: None of these, or more than one.
        """
        given = [members is not None, first is not None or last is not None, table is not None]
        if sum(given) != 1:
            raise ModelError(
                f"The set `{name}` needs members, a range, or a table", code="invalid-field", hint="give one of them"
            )
        known: tuple[Any, ...] | None = None
        if members is not None:
            content, known, width = set_content(members)
        elif table is not None:
            width = 1 if isinstance(column, str) else len(column or ())
            chosen = {"form": "column", "column": column} if width == 1 and isinstance(column, str) else None
            content = {"table": table, **(chosen or {"form": "columns", "columns": list(column or ())})}
        else:
            ends = [end if isinstance(end, int) else as_text(end) for end in (1 if first is None else first, last)]
            content, width = {"form": "range", "first": ends[0], "last": ends[1]}, 1
            if isinstance(ends[0], int) and isinstance(ends[1], int):
                known = tuple(range(ends[0], ends[1] + 1))
        document: dict[str, Any] = {"name": name, "label": label, "content": content, "cyclic": cyclic}
        document["of"] = [s.name for s in sets_of(of)]
        document["subset_of"] = None if subset_of is None else subset_of.name
        self._add("sets", document)
        return SetReference(name, width, members=known, names=self._names)

    def parameter(
        self,
        name: str,
        value: Rule | Mapping[Any, Any] | list[Any] | None = None,
        *,
        index: Index = (),
        members_of: SetReference | None = None,
        default: Operand | None = None,
        table: str | None = None,
        keys: Sequence[str] = (),
        column: str | None = None,
        unit: str | None = None,
        label: str = "",
    ) -> Reference:
        """A number, numbers by key, numbers worked out from others, a column of a table; or members of another set.

        A list (of lists) gives the numbers in the order of the members, which must be known: ``[[3, 1], [2, 5]]``.
        """
        over = ""
        if isinstance(value, list):
            value = dict(walked(name, value, sets_of(index)))
        if table is not None:
            form = (
                {"form": "bound", "value": column} if members_of is None else {"form": "bound_sets", "member": column}
            )
            document: dict[str, Any] = {**form, "table": table, "keys": list(keys)}
            if default is not None:
                document["default"] = as_text(default)
        elif isinstance(value, Mapping) and members_of is not None:
            entries = [[key_values(key), [member_value(m) for m in found]] for key, found in value.items()]
            document = {"form": "known_sets", "entries": entries}
        elif isinstance(value, Mapping):
            document = {
                "form": "known",
                "entries": [[key_values(key), as_text(number)] for key, number in value.items()],
            }
            if default is not None:
                document["default"] = as_text(default)
        elif isinstance(value, Expression) or is_rule(value):
            text, over = text_and_over(value)
            document = {"form": "derived", "expression": text, "over": over}
        elif value is None:
            document = {"form": "missing", "slot": label or name}
        else:
            document = {"form": "known", "number": as_text(value)}
        element = {"name": name, "label": label, "index": [s.name for s in sets_of(index)], "unit": unit}
        self._add(
            "parameters", {**element, "members_of": None if members_of is None else members_of.name, "value": document}
        )
        return Reference(name, members_of)

    def variable(
        self,
        name: str,
        *,
        index: Index = (),
        domain: Literal["continuous", "integer", "binary"] | Iterable[int] = "continuous",
        lower: Rule | None = 0,
        upper: Rule | None = None,
        unit: str | None = None,
        label: str = "",
    ) -> Reference:
        """Something to decide. `domain` may list integers; `lower` is 0 unless given, ``None`` for no bound."""
        document = domain if isinstance(domain, str) else {"form": "choice", "members": list(domain)}
        return self._variable(name, index, document, {"lower": lower, "upper": upper}, unit, label)

    def interval(
        self,
        name: str,
        *,
        index: Index = (),
        size: Rule | None = None,
        least: Rule = 0,
        optional: bool = False,
        earliest: Rule | None = 0,
        latest: Rule | None = None,
        label: str = "",
    ) -> Reference:
        """A span of time: from `earliest` to `latest`, lasting `size`, or any time from `least` on."""
        bounds = {"lower": earliest, "upper": latest}
        inner = {"size": size, "least": least}
        return self._variable(name, index, {"form": "interval", "optional": optional}, bounds, None, label, inner)

    def _variable(
        self,
        name: str,
        index: Index,
        domain: str | dict[str, Any],
        bounds: dict[str, Rule | None],
        unit: str | None,
        label: str,
        inner: dict[str, Rule | None] | None = None,
    ) -> Reference:
        element: dict[str, Any] = {
            "name": name,
            "label": label,
            "index": [s.name for s in sets_of(index)],
            "unit": unit,
        }
        quantifiers = {""}
        for fields, target in ((bounds, element), (inner or {}, domain)):
            for field, rule in fields.items():
                if rule is not None:
                    text, over = text_and_over(rule)
                    target[field] = text  # type: ignore[index]
                    quantifiers.add(over)
        if domain == "binary" or (isinstance(domain, dict) and domain["form"] == "choice"):
            element.pop("lower", None)
        if len(quantifiers) > 2:
            raise ModelError(f"The bounds of `{name}` run over different sets", code="index-arity")
        self._add("variables", {**element, "domain": domain, "over": max(quantifiers)})
        return Reference(name)

    def define(self, name: str, rule: Rule, *, unit: str | None = None, label: str = "") -> Reference:
        """A named expression; ``… for p in PRODUCTS`` makes it indexed."""
        text, over, generators = rule_parts(rule)
        index = [generator.set for generator in generators]
        self._add(
            "definitions",
            {"name": name, "label": label, "index": index, "over": over, "expression": text, "unit": unit},
        )
        return Reference(name)

    # ---- rows and objectives

    def add(
        self,
        row: Expression | Iterable[Expression],
        *,
        name: str = "",
        label: str = "",
        penalty: Operand | None = None,
        negotiable: Literal["yes", "unstated", "no"] = "unstated",
        unit: str | None = None,
    ) -> None:
        """A condition that must hold, or one for each member: ``x[i] <= cap[i] for i in I``.

        It gets the most specific kind that says it.

        Args:
            row: The condition, or a comprehension of it.
            name: Identifier; one is made when it is empty.
            label: The user's words for it.
            penalty: Cost of breaking it; ``None``: it must hold.
            negotiable: Whether a repair may move it.
            unit: Unit of both sides.
        """
        text, over = text_and_over(row)
        common = {"kind": "algebraic", "expression": text, "for_each": over, "negotiable": negotiable, "unit": unit}
        self._row(name, label, common, penalty)

    def constraint(
        self, kind: str, *, name: str = "", label: str = "", penalty: Operand | None = None, **slots: Any
    ) -> None:
        """A row of a kind of the catalogue with its slots; expressions may be written with operators."""
        fields = KINDS[kind].model_fields if kind in KINDS else {}
        said = {field: slot_value(value, fields.get(field)) for field, value in slots.items()}
        self._row(name, label, {"kind": kind, **said}, penalty)

    def _row(self, name: str, label: str, fields: dict[str, Any], penalty: Operand | None) -> None:
        number = len(self._elements["constraints"]) + 1
        element = {"name": name or f"row_{number}", "label": label, **fields}
        if penalty is not None:
            element["enforce"] = {"form": "penalty", "weight": as_text(penalty)}
        self._add("constraints", element)

    def minimize(self, expression: Expression, **fields: Any) -> None:
        """An objective to make small; `fields`: name, label, unit, priority, weight, tolerance (see `Objective`)."""
        self._objective("min", expression, fields)

    def maximize(self, expression: Expression, **fields: Any) -> None:
        """An objective to make large."""
        self._objective("max", expression, fields)

    def _objective(self, sense: str, expression: Expression, fields: dict[str, Any]) -> None:
        number = len(self._elements["objectives"]) + 1
        name = fields.pop("name", "objective" if number == 1 else f"objective_{number}")
        for field in ("weight", "tolerance"):
            if field in fields:
                fields[field] = as_text(fields[field])
        self._add("objectives", {"name": name, "sense": sense, "expression": as_text(expression), **fields})

    def output(
        self, name: str, rule: Rule, *, shape: str | None = None, base: int | None = None, report_as: str | None = None
    ) -> None:
        """What is reported: a value, or a list for a comprehension; `shape` as in `Output`.

        A `name` that an element has already is what it is reported as; the output itself is called ``x_output`` then.
        """
        text, over, generators = rule_parts(rule)
        shape = shape or ("scalar" if not generators else "list" if len(generators) == 1 else "nested")
        if name in self._names - {output["name"] for output in self._elements["outputs"]}:
            report_as = report_as or name
            name = next(n for k in count(1) if (n := f"{name}_output{'' if k == 1 else k}") not in self._names)
        element = {"name": name, "expression": text, "over": over, "shape": shape}
        self._add("outputs", {**element, "base": base, "report_as": report_as})

    def test(
        self,
        name: str,
        given: Mapping[str, Operand] | None = None,
        *,
        expect: str = "optimal",
        objective: Operand | None = None,
        holds: Expression | None = None,
    ) -> None:
        """What must come out when scalar elements are set as `given`."""
        element: dict[str, Any] = {"name": name, "expect": expect}
        element["given"] = [{"element": key, "value": as_text(value)} for key, value in (given or {}).items()]
        element["objective"] = None if objective is None else as_text(objective)
        element["holds"] = None if holds is None else as_text(holds)
        self._add("tests", element)

    def _add(self, group: str, element: dict[str, Any]) -> None:
        self._names.add(element["name"])
        self._elements[group].append({field: value for field, value in element.items() if value is not None})

    # ---- the document

    def model(self) -> Model:
        """The Model, every row of its most specific kind.

        Raises:
            ModelError: Something is wrong with it; every error is in `findings`.
        """
        document = {"format": MODEL_FORMAT, "version": MODEL_VERSION, "name": self.name, "label": self.label}
        model = model_from_object({**document, **self._elements})
        check(model)
        return canonicalise(model)
