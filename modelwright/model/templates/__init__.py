"""The template catalogue: every kind of constraint, one file each, most specific first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from modelwright.lazy import handed_on
from modelwright.model.templates.base import ConstraintBase, Term
from modelwright.model.templates.kinds import KINDS, AnyKind

if TYPE_CHECKING:
    from modelwright.model.templates.absolute_deviation import AbsoluteDeviation
    from modelwright.model.templates.activation import Activation
    from modelwright.model.templates.algebraic import Algebraic
    from modelwright.model.templates.all_different import AllDifferent
    from modelwright.model.templates.alternative import Alternative
    from modelwright.model.templates.assignment import Assignment
    from modelwright.model.templates.at_least_k import AtLeastK
    from modelwright.model.templates.at_most_k import AtMostK
    from modelwright.model.templates.batch import Batch
    from modelwright.model.templates.bound import Bound
    from modelwright.model.templates.calendar import Calendar
    from modelwright.model.templates.capacity import Capacity
    from modelwright.model.templates.circuit import Circuit
    from modelwright.model.templates.comparison import Comparison
    from modelwright.model.templates.conditional import Conditional
    from modelwright.model.templates.count import Count
    from modelwright.model.templates.covering import Covering
    from modelwright.model.templates.cumulative import Cumulative
    from modelwright.model.templates.either_or import EitherOr
    from modelwright.model.templates.element import Element
    from modelwright.model.templates.equation import Equation
    from modelwright.model.templates.equivalence import Equivalence
    from modelwright.model.templates.exactly_k import ExactlyK
    from modelwright.model.templates.exclusion import Exclusion
    from modelwright.model.templates.fixed_charge import FixedCharge
    from modelwright.model.templates.flow_balance import FlowBalance
    from modelwright.model.templates.global_cardinality import GlobalCardinality
    from modelwright.model.templates.goal import Goal
    from modelwright.model.templates.implication import Implication
    from modelwright.model.templates.increasing import Increasing
    from modelwright.model.templates.inventory_balance import InventoryBalance
    from modelwright.model.templates.inverse import Inverse
    from modelwright.model.templates.lexicographic import Lexicographic
    from modelwright.model.templates.max_of import MaxOf
    from modelwright.model.templates.min_of import MinOf
    from modelwright.model.templates.minimum_lot import MinimumLot
    from modelwright.model.templates.no_overlap import NoOverlap
    from modelwright.model.templates.packing import Packing
    from modelwright.model.templates.partition import Partition
    from modelwright.model.templates.piecewise_linear import PiecewiseLinear
    from modelwright.model.templates.precedence import Precedence
    from modelwright.model.templates.requirement import Requirement
    from modelwright.model.templates.resource import Resource
    from modelwright.model.templates.share import Share
    from modelwright.model.templates.span import Span
    from modelwright.model.templates.table import Table
    from modelwright.model.templates.time_window import TimeWindow
    from modelwright.model.templates.total import Total

__all__ = [
    "CATALOGUE",
    "KINDS",
    "AbsoluteDeviation",
    "Activation",
    "Algebraic",
    "AllDifferent",
    "Alternative",
    "Assignment",
    "AtLeastK",
    "AtMostK",
    "Batch",
    "Bound",
    "Calendar",
    "Capacity",
    "Circuit",
    "Comparison",
    "Conditional",
    "Constraint",
    "ConstraintBase",
    "Count",
    "Covering",
    "Cumulative",
    "EitherOr",
    "Element",
    "Equation",
    "Equivalence",
    "ExactlyK",
    "Exclusion",
    "FixedCharge",
    "FlowBalance",
    "GlobalCardinality",
    "Goal",
    "Implication",
    "Increasing",
    "InventoryBalance",
    "Inverse",
    "Lexicographic",
    "MaxOf",
    "MinOf",
    "MinimumLot",
    "NoOverlap",
    "Packing",
    "Partition",
    "PiecewiseLinear",
    "Precedence",
    "Requirement",
    "Resource",
    "Share",
    "Span",
    "Table",
    "Term",
    "TimeWindow",
    "Total",
]

if TYPE_CHECKING:
    CATALOGUE: tuple[type[ConstraintBase], ...]
    """All kinds in canonical order: a row is of the first kind that says it (see ``docs/templates.md``)."""

    Constraint = Annotated[
        NoOverlap
        | Cumulative
        | Alternative
        | Span
        | Circuit
        | Inverse
        | AllDifferent
        | Increasing
        | Lexicographic
        | GlobalCardinality
        | Count
        | Table
        | Element
        | Precedence
        | TimeWindow
        | Calendar
        | PiecewiseLinear
        | MinOf
        | MaxOf
        | AbsoluteDeviation
        | Goal
        | FixedCharge
        | Activation
        | MinimumLot
        | InventoryBalance
        | Assignment
        | Partition
        | Packing
        | Covering
        | Implication
        | Equivalence
        | Exclusion
        | EitherOr
        | AtLeastK
        | AtMostK
        | ExactlyK
        | Conditional
        | Bound
        | Share
        | Comparison
        | Batch
        | Capacity
        | FlowBalance
        | Total
        | Resource
        | Requirement
        | Equation
        | Algebraic,
        Field(discriminator="kind"),
    ]
    """A constraint of any kind. `algebraic`: any condition that no other kind says."""
else:
    Constraint = Annotated[ConstraintBase, AnyKind()]

_load = handed_on(__name__, {kind: (name,) for kind, name in KINDS.class_names.items()})


def __getattr__(name: str) -> Any:
    if name == "CATALOGUE":
        globals()[name] = found = tuple(KINDS.values())
        return found
    return _load(name)
