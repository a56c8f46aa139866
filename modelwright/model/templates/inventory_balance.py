"""`inventory_balance`: what is in stock is what was there, plus what comes, less what goes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.expressions import (
    Add,
    Call,
    Index,
    Mul,
    Neg,
    Node,
    Sum,
    format_expression,
    parse_expression,
)
from modelwright.model.templates.base import (
    ConstraintBase,
    Documentation,
    Expr,
    SlotType,
    Structural,
    Term,
    compare,
    single_comparison,
    slot_node,
)
from modelwright.model.templates.phrases import said_terms
from modelwright.model.templates.sampling import index_range, integer, numbers, objective, small_model
from modelwright.model.templates.shapes import ONE, is_reference, product_parts, quantifier_text

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class InventoryBalance(ConstraintBase):
    """``stock == previous + Σ inflow − Σ outflow``; the terms may be decisions or data."""

    kind: Literal["inventory_balance"] = "inventory_balance"
    negotiable: Structural = "no"
    stock: Expr
    previous: Expr | Missing
    inflow: tuple[Term, ...] = ()
    outflow: tuple[Term, ...] = ()

    slot_types: ClassVar[dict[str, SlotType]] = {
        "stock": "decision",
        "previous": "number",
        "inflow": "number",
        "outflow": "number",
    }

    documentation: ClassVar[Documentation] = Documentation(
        meaning="What is in stock at the end of a period is what was there before, plus what comes, less what goes.",
        slots={
            "stock": "the stock at the end of the period",
            "previous": "the stock before: `stock[prev(t, initial=v)]`, with v the stock at the very beginning",
            "inflow": "what comes in, as terms (decisions or data)",
            "outflow": "what goes out, as terms (decisions or data)",
        },
        text="Jars made in a week go to the store, and the week's orders are served from it; 5 jars are there now.",
        example={
            "for_each": "t in WEEKS",
            "stock": "stock[t]",
            "previous": "stock[prev(t, initial=opening)]",
            "inflow": [{"variable": "make[t]"}],
            "outflow": [{"variable": "orders[t]"}],
        },
    )

    def to_node(self) -> Node:
        """``stock[t] == stock[prev(t, initial=s)] + make[t] - orders[t]``."""
        arriving = [term.to_node() for term in self.inflow]
        leaving = [Neg(term.to_node()) for term in self.outflow]
        before = slot_node(self.previous)
        after = Add((before, *arriving, *leaving)) if arriving or leaving else before
        return compare(parse_expression(self.stock), "==", after)

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of an indexed stock that equals itself at another index, plus and less terms."""
        sides = single_comparison(node)
        if sides is None or sides[1] != "==" or not isinstance(sides[2], Add):
            return None
        stock, (before, *rest) = sides[0], sides[2].terms
        if not (isinstance(stock, Index) and isinstance(before, Index) and stock.id == before.id and stock != before):
            return None
        inflow = [_term(part) for part in rest if not isinstance(part, Neg)]
        outflow = [_term(part.operand) for part in rest if isinstance(part, Neg)]
        if None in inflow or None in outflow or not is_reference(stock, model):
            return None
        said = {"stock": format_expression(stock), "previous": format_expression(before)}
        return cls.to_letter(node, said | {"inflow": inflow, "outflow": outflow})

    def sentence(self, words: Words) -> str:
        """``"stock (t) is stock (the one before t), or 5 at the beginning, plus make (t) less orders (t)"``."""
        return f"{words.say(self.stock)} is {self._after(words)}"

    def negation(self, words: Words) -> str:
        """``"stock (t) is not stock (the one before t), or 5 at the beginning, plus make (t) less orders (t)"``."""
        return f"{words.say(self.stock)} is not {self._after(words)}"

    def _after(self, words: Words) -> str:
        arriving = f" plus {said_terms(words, self.inflow)}" if self.inflow else ""
        leaving = f" less {said_terms(words, self.outflow)}" if self.outflow else ""
        return f"{words.value(self.previous)}{self._opening(words)}{arriving}{leaving}"

    def _opening(self, words: Words) -> str:
        """The stock at the very beginning, when `previous` names it."""
        before = slot_node(self.previous)
        for part in before.args if isinstance(before, Index) else ():
            for _, value in part.keywords if isinstance(part, Call) else ():
                return f", or {words.node(value)} at the beginning,"
        return ""

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Two or three periods with an opening stock."""
        periods = rng.randint(2, 3)
        opening = rng.randint(0, 2)
        sold = rng.random() < 0.4 and periods == 2
        wasted = rng.random() < 0.3
        shifted = rng.random() < 0.3
        row: dict[str, Any] = {
            "kind": "inventory_balance",
            "for_each": "t in WEEKS if t > 1" if shifted else "t in WEEKS",
            "stock": "stock[t]",
            "previous": "stock[t - 1]"
            if shifted
            else f"stock[prev(t, initial={rng.choice([str(opening), 'opening'])})]",
            "inflow": [{"variable": "make[t]"}],
            "outflow": [{"variable": "sell[t]" if sold else "orders[t]"}],
        }
        if wasted:
            row["outflow"].append({"coefficient": "1", "variable": "1"})
        orders = {t: rng.randint(0, 2) for t in range(1, periods + 1)}
        decided = [
            integer("stock", 0, 3, ("WEEKS",)) | {"label": "jars in store"},
            integer("make", 0, 2, ("WEEKS",)) | {"label": "jars made"},
        ]
        if sold:
            decided.append(integer("sell", 0, 2, ("WEEKS",)) | {"label": "jars sold"})
        return small_model(
            row,
            decided,
            objective("min", "sum(2 * stock[t] + make[t] for t in WEEKS)"),
            sets=[index_range("WEEKS", 1, periods)],
            parameters=[numbers("opening", opening), numbers("orders", orders, "WEEKS")],
        )


def _term(node: Node) -> Term | None:
    """The term that is `node`; its amount may be any number."""
    body, over = (node.body, quantifier_text(node.generators)) if isinstance(node, Sum) else (node, "")
    if over is None:
        return None
    coefficient, amount = product_parts(body) if isinstance(body, Mul) else (ONE, body)
    return Term(coefficient=format_expression(coefficient), variable=format_expression(amount), over=over)
