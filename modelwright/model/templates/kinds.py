"""The kinds of constraints by name. Each is loaded when it is first needed: all of them take longer than a solve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import core_schema

from modelwright.model.templates.base import ConstraintBase

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

__all__ = ["KINDS", "AnyKind", "Kinds"]


class Kinds(Mapping[str, type[ConstraintBase]]):
    """Classes of constraints by the name of their kind, in canonical order; the module of a kind is named like it.

    Attributes:
        class_names: Names of the classes by kind.
    """

    def __init__(self, class_names: Mapping[str, str]) -> None:
        self.class_names = class_names
        self._loaded: dict[str, type[ConstraintBase]] = {}

    def __getitem__(self, kind: str) -> type[ConstraintBase]:
        found = self._loaded.get(kind)
        if found is None:
            name = self.class_names[kind]
            found = self._loaded[kind] = getattr(import_module(f"{__package__}.{kind}"), name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.class_names)

    def __len__(self) -> int:
        return len(self.class_names)

    @cached_property
    def union(self) -> TypeAdapter[ConstraintBase]:
        """A constraint of any kind, told by its field `kind`."""
        kinds: Any = Annotated[Union[tuple(self.values())], Field(discriminator="kind")]  # noqa: UP007
        return TypeAdapter(kinds)


KINDS = Kinds(
    {
        "no_overlap": "NoOverlap",
        "cumulative": "Cumulative",
        "alternative": "Alternative",
        "span": "Span",
        "circuit": "Circuit",
        "inverse": "Inverse",
        "all_different": "AllDifferent",
        "increasing": "Increasing",
        "lexicographic": "Lexicographic",
        "global_cardinality": "GlobalCardinality",
        "count": "Count",
        "table": "Table",
        "element": "Element",
        "precedence": "Precedence",
        "time_window": "TimeWindow",
        "calendar": "Calendar",
        "piecewise_linear": "PiecewiseLinear",
        "min_of": "MinOf",
        "max_of": "MaxOf",
        "absolute_deviation": "AbsoluteDeviation",
        "goal": "Goal",
        "fixed_charge": "FixedCharge",
        "activation": "Activation",
        "minimum_lot": "MinimumLot",
        "inventory_balance": "InventoryBalance",
        "assignment": "Assignment",
        "partition": "Partition",
        "packing": "Packing",
        "covering": "Covering",
        "implication": "Implication",
        "equivalence": "Equivalence",
        "exclusion": "Exclusion",
        "either_or": "EitherOr",
        "at_least_k": "AtLeastK",
        "at_most_k": "AtMostK",
        "exactly_k": "ExactlyK",
        "conditional": "Conditional",
        "bound": "Bound",
        "share": "Share",
        "comparison": "Comparison",
        "batch": "Batch",
        "capacity": "Capacity",
        "flow_balance": "FlowBalance",
        "total": "Total",
        "resource": "Resource",
        "requirement": "Requirement",
        "equation": "Equation",
        "algebraic": "Algebraic",
    }
)
"""All kinds in canonical order: a row is of the first kind that says it (see ``docs/templates.md``)."""


class AnyKind:
    """Marks a field that holds a constraint of any kind; only the kinds that occur are loaded."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(_validated)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(KINDS.union.core_schema)


def _validated(value: Any) -> ConstraintBase:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    cls = KINDS.get(kind) if isinstance(kind, str) else None
    if cls is not None:
        if type(value) is cls:
            return value
        try:
            return cls.model_validate(value)
        except ValidationError:
            pass  # told below, with its place in the union
    return KINDS.union.validate_python(value)
