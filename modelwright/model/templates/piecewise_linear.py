"""`piecewise_linear`: a number that depends on another along straight pieces."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from modelwright.model.elements import Missing
from modelwright.model.english import breaking_words, sense_words
from modelwright.model.expressions import Add, Call, Div, Mul, Neg, Node, format_expression, parse_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Documentation,
    Expr,
    Sense,
    SlotType,
    Structural,
    compare,
    single_comparison,
    slot_node,
)
from modelwright.model.templates.sampling import index_set, integer, numbers, objective, small_model
from modelwright.model.templates.shapes import ZERO, difference, is_data, subtracted, written_number

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class PiecewiseLinear(ConstraintBase):
    """``output sense f(input)``, where f joins the points (`at`, `values`) by straight lines.

    The first and last piece go on beyond the outer points; bounds of the input say where it ends. The meaning is a sum:
    the first piece, and at each inner point the change of slope times what the input has above it,
    ``values[0] + slope * (x - at[0]) + (next slope - slope) * max(0, x - at[1]) + …``.
    """

    kind: Literal["piecewise_linear"] = "piecewise_linear"
    negotiable: Structural = "no"
    output: Expr
    sense: Sense = "=="
    input: Expr
    at: tuple[Expr | Missing, ...] = Field(min_length=3)
    values: tuple[Expr | Missing, ...] = Field(min_length=3)

    slot_types: ClassVar[dict[str, SlotType]] = {
        "output": "number",
        "input": "number",
        "at": "data",
        "values": "data",
    }

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A number follows another along straight pieces between given points: tiers, discounts, curves.",
        slots={
            "output": "the number that depends: a decision",
            "sense": "`==` (usual), or `<=` or `>=` when the curve is only a limit",
            "input": "what it depends on: a decision, or an expression of decisions",
            "at": "where the points are: three or more data values of the input, growing",
            "values": "the output at each of these points; the last two say how it goes on beyond them",
        },
        text="Paper costs $5 a box for the first 100 boxes and $4 a box beyond.",
        example={"output": "paper_cost", "input": "boxes", "at": ["0", "100", "200"], "values": ["0", "500", "900"]},
    )

    @model_validator(mode="after")
    def _points(self) -> Self:
        if len(self.at) != len(self.values):
            raise ValueError(f"`at` has {len(self.at)} points and `values` {len(self.values)}: give as many of each")
        for before, after in pairwise(self.at):
            low, high = written_number(before), written_number(after)
            if low is not None and high is not None and low >= high:
                raise ValueError(f"the points of `at` must grow: `{after}` follows `{before}`")
        return self

    def to_node(self) -> Node:
        """``y == v0 + (v1 - v0) / (b1 - b0) * (x - b0) + (… - …) * max(0, x - b1)``."""
        where, at = parse_expression(self.input), [slot_node(b) for b in self.at]
        values = [slot_node(v) for v in self.values]
        slopes = [
            Div(difference(v, u), difference(b, a))
            for (a, b), (u, v) in zip(pairwise(at), pairwise(values), strict=True)
        ]
        terms: list[Node] = [] if values[0] == ZERO else [values[0]]
        terms.append(Mul((slopes[0], difference(where, at[0]))))
        for point, (slope, after) in zip(at[1:-1], pairwise(slopes), strict=True):
            terms.append(Mul((difference(after, slope), Call("max", (ZERO, difference(where, point))))))
        return compare(parse_expression(self.output), self.sense, Add(tuple(terms)))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of the sum of a first piece and changes of slope."""
        sides = single_comparison(node)
        if sides is None or not isinstance(sides[2], Add) or is_data(sides[0], model) or is_data(sides[2], model):
            return None
        terms = sides[2].terms
        bends = [bend for bend in map(_bend, terms) if bend is not None]
        first = len(terms) - len(bends) - 1
        if not bends or first not in (0, 1):
            return None
        for slots in _readings(terms[0] if first else ZERO, terms[first], bends):
            slots |= {"output": format_expression(sides[0]), "sense": sides[1]}
            if found := cls.to_letter(node, slots):
                return found
        return None

    def sentence(self, words: Words) -> str:
        """``"cost of paper goes with boxes: 0 at 0, 500 at 100, 900 at 200, evenly in between"``."""
        return self._said(words, "goes" if self.sense == "==" else f"is {sense_words(self.sense)} what goes")

    def negation(self, words: Words) -> str:
        """``"cost of paper does not go with boxes: 0 at 0, 500 at 100, 900 at 200, evenly in between"``."""
        wrong = f"is {breaking_words(self.sense)} what goes"
        return self._said(words, "does not go" if self.sense == "==" else wrong)

    def _said(self, words: Words, verb: str) -> str:
        points = (f"{words.value(v)} at {words.value(b)}" for b, v in zip(self.at, self.values, strict=True))
        return f"{words.say(self.output)} {verb} with {words.say(self.input)}: {', '.join(points)}, evenly in between"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """A cost with two or three pieces, or the same curve for each of two goods."""
        count = rng.randint(3, 4)
        at = sorted(rng.sample(range(0, 7), count))
        values = [rng.choice([0, 0, 1])]
        for before, after in pairwise(at):
            values.append(values[-1] + rng.randint(0, 3) * (after - before))
        row: dict[str, Any] = {
            "kind": "piecewise_linear",
            "sense": rng.choice(["==", "==", ">=", "<="]),
            "at": [str(b) for b in at],
            "values": [str(v) for v in values],
        }
        parameters = [numbers("tier", at[1]), numbers("level", values[1])]
        if rng.random() < 0.4:
            row["at"][1], row["values"][1] = "tier", "level"
        if rng.random() < 0.7:
            row |= {"output": "cost", "input": rng.choice(["boxes", "boxes + reams"])}
            decisions = [
                integer("cost", 0, 24) | {"label": "cost of paper"},
                integer("boxes", 0, 8) | {"label": "boxes of paper"},
                integer("reams", 0, 2) | {"label": "single reams"},
            ]
            goal = objective("max", f"{rng.randint(2, 4)} * boxes + reams - cost")
            return small_model(row, decisions, goal, parameters=parameters)
        row |= {"for_each": "g in GOODS", "output": "cost[g]", "input": "bought[g]"}
        return small_model(
            row,
            [
                integer("cost", 0, 8, ("GOODS",)) | {"label": "cost of"},
                integer("bought", 0, 4, ("GOODS",)) | {"label": "amount of"},
            ],
            objective("max", "sum(3 * bought[g] - cost[g] for g in GOODS)"),
            sets=[index_set("GOODS", ["paper", "ink"])],
            parameters=parameters,
        )


def _bend(node: Node) -> Node | None:
    """The change of slope in a product with ``max(0, …)``, or ``None`` for any other term."""
    match node:
        case Mul(factors=(change, Call(function="max", args=(zero, _)))) if zero == ZERO:
            return change
    return None


def _readings(start: Node, first: Node, bends: list[Node]) -> Iterator[dict[str, Any]]:
    """Input and points of a curve that starts at the value `start`, for every reading of its first piece."""
    match first:
        case Mul(factors=(Div() as slope, above)):
            slopes = [slope]
        case _:
            return
    for bend in bends:
        match bend:
            case Add(terms=(Div() as slope, Neg())):
                slopes.append(slope)
            case _:
                return
    for where, origin in subtracted(above):
        at, values = [origin], [start]
        for slope in slopes:
            point, value = _added_back(slope.right, at[-1]), _added_back(slope.left, values[-1])
            if point is None or value is None:
                break
            at.append(point)
            values.append(value)
        else:
            yield {
                "input": format_expression(where),
                "at": [format_expression(point) for point in at],
                "values": [format_expression(value) for value in values],
            }


def _added_back(node: Node, right: Node) -> Node | None:
    """The left side of the difference `node`, whose right side is given."""
    return next((left for left, found in subtracted(node) if found == right), None)
