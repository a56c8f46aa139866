"""Running the test cases of a Model: set numbers, solve, and compare with what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.errors import InternalError, ModelError, ModelwrightError
from modelwright.model.document import Model
from modelwright.model.elements import Fixing, Known, Member, Parameter, TestCase, Variable
from modelwright.model.exact import Evaluator, show_key
from modelwright.model.exact.points import evaluate, holds
from modelwright.model.exact.trees import Junction, Linear, Relation, Tree
from modelwright.model.expressions import (
    Compare,
    Index,
    Name,
    Node,
    Number,
    Text,
    Tuple,
    format_expression,
    parse_expression,
)
from modelwright.model.numbers import format_number
from modelwright.model.templates import Algebraic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from modelwright.model.data import Data
    from modelwright.model.exact.forms import Column
    from modelwright.solvers.adapters import Options
    from modelwright.solvers.solve import Solved

__all__ = ["CaseResult", "run_test_cases", "with_fixings"]

TOLERANCE = Fraction(1, 1_000_000)
"""How far an objective, or a comparison on continuous decisions, may be off, relative to its size."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of one test case.

    Attributes:
        name: Its name.
        passed: Whether everything came out as expected.
        sentence: What was expected of which numbers, and what came out.
    """

    name: str
    passed: bool
    sentence: str

    def to_json(self) -> dict[str, str | bool]:
        """A plain object."""
        return {"name": self.name, "passed": self.passed, "sentence": self.sentence}


def run_test_cases(
    model: Model, data: Data | None = None, *, solver: str = "auto", options: Options | None = None
) -> list[CaseResult]:
    """The result of each test case of `model`, in order.

    A case that cannot be solved at all (a solver refuses it, a number is lacking) has not passed; the sentence says
    why.

    Args:
        model: A Model without open slots.
        data: Tables that it is bound to.
        solver: Name of a solver, or ``auto``.
        options: Limits, gap, threads and seed, for each case.
    """
    return [_run(model, test, data, solver, options) for test in model.tests]


def _run(model: Model, test: TestCase, data: Data | None, solver: str, options: Options | None) -> CaseResult:
    from modelwright.solvers.solve import solve_model

    given = ", ".join(f"{show_key(f.element, f.key)} = {format_number(f.value)}" for f in test.given)
    expected = f"{f'with {given} ' if given else ''}expected {_expected(test)}"
    try:
        changed = with_fixings(model, test.given, data)
        solved = solve_model(changed, data, solver=solver, options=options)
        faults = list(_faults(test, changed, data, solved))
    except InternalError:
        raise
    except ModelwrightError as error:
        return CaseResult(test.name, False, f"{expected}; it could not be solved: {error.message}")
    found: str = solved.status
    if solved.objective is not None:
        found += f" at {solved.objective:.10g}"
    return CaseResult(
        test.name, not faults, f"{expected}; came out {found}" + "".join(f", {fault}" for fault in faults)
    )


def _expected(test: TestCase) -> str:
    said: str = test.expect
    if test.objective is not None:
        said += f" at {format_number(test.objective)}"
    return f"{said} where `{test.holds}`" if test.holds is not None else said


def _faults(test: TestCase, model: Model, data: Data | None, solved: Solved) -> Iterable[str]:
    """What did not come out as expected."""
    if solved.status != test.expect:
        yield f"not {test.expect}"
        return
    if test.expect != "optimal":
        return
    if test.objective is not None:
        found = None if solved.objective is None else Fraction(solved.objective)
        if found is None:
            yield "without an objective"
        elif abs(found - test.objective) > TOLERANCE * max(Fraction(1), abs(test.objective)):
            yield f"not at {format_number(test.objective)}"
    if test.holds is not None and solved.result.values is not None:
        from modelwright.solvers.proofs.conditions import Point

        tree = Evaluator(model, data).condition(parse_expression(test.holds), {})
        if not _nearly_holds(tree, Point(solved.instance, solved.result.values)):
            yield f"and `{test.holds}` does not hold"


def _nearly_holds(tree: Tree, point: Mapping[Column, Fraction]) -> bool:
    """Whether a condition holds, a comparison up to the tolerance of what continuous solvers return."""
    if isinstance(tree, Junction):
        found = (_nearly_holds(arg, point) for arg in tree.args)
        return all(found) if tree.op == "and" else any(found)
    if holds(tree, point):
        return True
    if not isinstance(tree, Relation) or tree.op not in ("<=", "==") or not isinstance(tree.body, Linear):
        return False
    size = 1 + sum((abs(value * point[column]) for column, value in tree.body.terms), abs(tree.body.constant))
    return abs(evaluate(tree.body, point)) <= TOLERANCE * size


# ------------------------------------------------------------------------------------------------------ changing


def with_fixings(model: Model, fixings: Iterable[Fixing], data: Data | None = None) -> Model:
    """`model` with variables fixed by a row each and parameters replaced; its test cases left out.

    Args:
        model: Any Model.
        fixings: What is set; the last of two for one place wins.
        data: Tables from which an indexed parameter gets its other numbers.

    Raises:
        ModelError: A fixing names neither a variable nor a parameter.
        DataError: Another number of an indexed parameter cannot be read.
    """
    rows: dict[str, Algebraic] = {}
    replaced: dict[str, Parameter] = {}
    for fixing in fixings:
        element = model.by_name.get(fixing.element)
        if isinstance(element, Variable):
            row = _fixing_row(model, fixing)
            rows[show_key(fixing.element, fixing.key)] = row
        elif isinstance(element, Parameter):
            known = replaced.get(element.name, element)
            replaced[element.name] = _with_number(known, fixing, model, data)
        else:
            raise ModelError(f"`{fixing.element}` is neither a variable nor a parameter", code="unknown-name")
    names = _Names(model)
    return model.model_copy(
        update={
            "parameters": tuple(replaced.get(parameter.name, parameter) for parameter in model.parameters),
            "constraints": (
                *model.constraints,
                *(row.model_copy(update={"name": names.new(row.name)}) for row in rows.values()),
            ),
            "tests": (),
        }
    )


class _Names:
    def __init__(self, model: Model) -> None:
        self.taken = set(model.by_name)

    def new(self, wanted: str) -> str:
        """A name that nothing has."""
        while wanted in self.taken:
            wanted += "_"
        self.taken.add(wanted)
        return wanted


def _fixing_row(model: Model, fixing: Fixing) -> Algebraic:
    args = tuple(_member_node(member) for member in fixing.key)
    left: Node = Index(fixing.element, args) if args else Name(fixing.element)
    shown = model.by_name[fixing.element].shown
    return Algebraic(
        name=f"fix_{fixing.element}",
        label=f"{show_key(shown, fixing.key)} is set to {format_number(fixing.value)}",
        expression=format_expression(Compare((left, Number(fixing.value)), ("==",))),
        negotiable="no",
    )


def _member_node(member: Member) -> Node:
    if isinstance(member, tuple):
        return Tuple(tuple(_member_node(part) for part in member))
    return Number(Fraction(member)) if isinstance(member, int) else Text(member)


def _with_number(parameter: Parameter, fixing: Fixing, model: Model, data: Data | None) -> Parameter:
    """`parameter` with one number replaced; those of other keys stay what they are."""
    if not parameter.index:
        return parameter.model_copy(update={"value": Known(number=fixing.value)})
    value = parameter.value
    if isinstance(value, Known):
        entries, default = dict(value.entries or ()), value.default if value.number is None else value.number
    else:
        evaluator = Evaluator(model, data)
        keys = list(_keys(evaluator, parameter))
        entries, default = {key: evaluator.parameter(parameter.name, key) for key in keys if key != fixing.key}, None
    entries[fixing.key] = fixing.value
    return parameter.model_copy(update={"value": Known(entries=tuple(entries.items()), default=default)})


def _keys(evaluator: Evaluator, parameter: Parameter) -> Iterable[tuple[Member, ...]]:
    from itertools import product

    return product(*(evaluator.members(name) for name in parameter.index))
