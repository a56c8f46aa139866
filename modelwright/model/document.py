"""The Model itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from modelwright.model.base import Frozen
from modelwright.model.elements import (
    Definition,
    Element,
    IndexSet,
    Objective,
    Output,
    Parameter,
    TestCase,
    Variable,
)
from modelwright.model.sources import Statement
from modelwright.model.templates import Constraint

if TYPE_CHECKING:
    from modelwright.model.builder import Builder

__all__ = ["GROUPS", "MODEL_FORMAT", "MODEL_VERSION", "Model"]

MODEL_FORMAT: Literal["modelwright/model"] = "modelwright/model"
MODEL_VERSION: Literal[1] = 1

GROUPS = ("sets", "parameters", "variables", "definitions", "objectives", "constraints", "outputs", "tests")
"""The groups of named elements, in the order of the document."""


class Model(Frozen):
    """An optimisation model, symbolic and frozen; a change makes a new one.

    Attributes:
        name: Identifier of the model.
        label: What it is about, in the user's words.
        statements: The words that text sources point into.
        sets: Index sets.
        parameters: Numbers that are given.
        variables: What is decided.
        definitions: Named expressions.
        objectives: What is sought; empty asks for any feasible plan.
        constraints: What must hold.
        outputs: What is reported; empty for all decisions and definitions.
        tests: What must come out under given numbers.
        time_unit: Unit of the times of intervals.
    """

    format: Literal["modelwright/model"] = MODEL_FORMAT
    version: Literal[1] = MODEL_VERSION
    name: str = "model"
    label: str = ""
    statements: tuple[Statement, ...] = ()
    sets: tuple[IndexSet, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    variables: tuple[Variable, ...] = ()
    definitions: tuple[Definition, ...] = ()
    objectives: tuple[Objective, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    outputs: tuple[Output, ...] = ()
    tests: tuple[TestCase, ...] = ()
    time_unit: str | None = None

    @classmethod
    def build(cls, name: str = "model", label: str = "") -> Builder:
        """A builder of a Model in Python, with ordinary operators (see `modelwright.model.builder`)."""
        from modelwright.model.builder import Builder

        return Builder(name, label)

    def elements(self) -> Iterator[tuple[str, Element]]:
        """Every named element with its JSON pointer."""
        for group in GROUPS:
            for k, element in enumerate(getattr(self, group)):
                yield f"/{group}/{k}", element

    @cached_property
    def by_name(self) -> dict[str, Element]:
        """Elements by name; of two with one name, the first."""
        found: dict[str, Element] = {}
        for _, element in self.elements():
            found.setdefault(element.name, element)
        return found

    @property
    def states_units(self) -> bool:
        """Whether a unit of measure is stated anywhere; without one there is nothing to infer or to contradict."""
        return self.time_unit is not None or any(getattr(element, "unit", None) for _, element in self.elements())

    @property
    def objective(self) -> Objective | None:
        """The first objective in order of priority, or ``None``."""
        return min(self.objectives, key=lambda o: o.priority, default=None)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Model:
        """A copy with fields replaced and nothing cached (pydantic copies cached properties too)."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("by_name", None)
        return copied

    def __str__(self) -> str:
        from modelwright.model.text import print_model

        return print_model(self)

    def _repr_markdown_(self) -> str:
        from modelwright.model.render.markdown import to_markdown

        return to_markdown(self)
