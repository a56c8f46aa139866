"""Inputs shared out over products: how much of each input goes into each product, under shares of each product."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.families.contents import is_money, tied_by_sentence
from modelwright.agent.formulation.embedded.families.finish import (
    Draft,
    Frame,
    open_numbers,
    plain_numbers,
    sense_of,
    spans,
)
from modelwright.agent.formulation.embedded.families.labels import Hit, Label, hits, lists, merge, phrase
from modelwright.agent.formulation.embedded.families.pairing import tie
from modelwright.agent.formulation.embedded.lexicon import units
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.reading import ONE, RowReading, Term, Value, VariableReading

_MODALS = frozenset("must should may can is needs has contains contain sells sell sold fetches consists earns".split())
_SHARED = frozenset("mix mixes mixture blend blends blended mixed made half third thirds quarter % percent".split())


@dataclass(frozen=True, slots=True)
class Plan:
    """One candidate: products, inputs, mentions of both (inputs counted after products) and the amounts."""

    products: tuple[Label, ...]
    inputs: tuple[Label, ...]
    hits: tuple[Hit, ...]
    amounts: tuple[Num, ...]
    aside: tuple[tuple[int, str], ...]

    def place(self, product: int, item: int) -> int:
        """Returns the variable of an input in a product."""
        return product * len(self.inputs) + item

    def of_product(self, product: int) -> tuple[int, ...]:
        """Returns the variables of a product."""
        return tuple(self.place(product, i) for i in range(len(self.inputs)))

    def of_input(self, item: int) -> tuple[int, ...]:
        """Returns the variables of an input."""
        return tuple(self.place(p, item) for p in range(len(self.products)))


def drafts(frame: Frame) -> list[Draft]:
    """Returns the models of inputs in products that the text admits."""
    doc = frame.doc
    governed = [n for n in doc.numbers if n.id in frame.govs and (n.percent or n.fraction)]
    if len(governed) < 2 or len(doc.numbers) < 5 or not any(t.low in _SHARED for t in doc.tokens):
        return []
    out: list[Draft] = []
    for products, inputs in _sets(doc, governed):
        draft = _read(frame, _plan(frame, products, inputs))
        if draft is not None:
            out.append(draft)
    out.sort(key=lambda d: open_numbers(frame, d))
    return out[:1]


def _sets(doc: Doc, governed: list[Num]) -> list[tuple[tuple[Label, ...], tuple[Label, ...]]]:
    """Products stand before the modal of a share, inputs after its number; lists complete both."""
    heads, tails = _ends(doc, governed)
    heads += _before_modals(doc, governed) if not heads else []
    stocks = [x for x in _stocks(doc) if not _touch((x,), heads)]
    groups = [merge(list(g)) for g in lists(doc)]
    inputs = [g for g in groups if _touch(g, tails)] + [merge(tails), merge(tails + stocks)]
    products = [g for g in groups if _touch(g, heads) and not _touch(g, tails)] + [_apart(merge(heads), tails)]
    pool = [(p, i) for p in products[:4] for i in inputs[-4:]]
    return [(p, i) for p, i in pool if 2 <= len(p) <= 4 and 2 <= len(i) <= 5 and not _touch(p, list(i))][:6]


def _ends(doc: Doc, governed: list[Num]) -> tuple[list[Label], list[Label]]:
    """Names at both ends of a share: "60% of HEAD must be TAIL", else "60% TAIL"."""
    heads: list[Label] = []
    tails: list[Label] = []
    for n in governed:
        of = doc.low(n.last) == "of"
        name = phrase(doc, n.last + of, len(doc.tokens))
        if name is None:
            continue
        i = name.last
        while of and doc.low(i) in ("must", "should", "may", "can", "could", "be", "has", "to", "is", "come", "from"):
            i += 1
        tail = phrase(doc, i, len(doc.tokens)) if i > name.last else None
        heads += [name] if tail is not None else []
        tails.append(tail if tail is not None else name)
    return heads, tails


def _before_modals(doc: Doc, governed: list[Num]) -> list[Label]:
    """Names before "must", "contains" and the like, in sentences that tell a share."""
    out: list[Label] = []
    for sentence in doc.sentences:
        if not any(sentence.first <= n.first < sentence.last for n in governed):
            continue
        for i in range(sentence.first + 1, sentence.last):
            if doc.low(i) not in _MODALS:
                continue
            for start in range(max(sentence.first, i - 4), i):
                name = phrase(doc, start, i, True)
                if name is not None and name.last == i:
                    out.append(name)
                    break
    return out


def _stocks(doc: Doc) -> list[Label]:
    """Names measured somewhere: "400 kg of NAME"."""
    places = (n.last for n in doc.numbers if doc.low(n.last) in units() and doc.low(n.last + 1) == "of")
    return [name for i in places if (name := phrase(doc, i + 2, len(doc.tokens))) is not None]


def _touch(group: tuple[Label, ...], others: list[Label]) -> bool:
    return bool({s for x in group for s in x.stems} & {s for x in others for s in x.stems})


def _apart(group: tuple[Label, ...], others: list[Label]) -> tuple[Label, ...]:
    return tuple(x for x in group if not _touch((x,), others))


def _plan(frame: Frame, products: tuple[Label, ...], inputs: tuple[Label, ...]) -> Plan:
    found = hits(frame.doc, (*products, *inputs))
    taken = frozenset(i for h in found for i in range(h.first, h.last))
    amounts, aside = plain_numbers(frame, taken)
    sizes = (len(products), len(inputs))
    counted = [n for n in amounts if n.words and n.value in sizes and n.id not in frame.govs and not n.fraction]
    counted = [n for n in counted if frame.doc.low(n.last) not in units() and n.currency is None and not n.multiple]
    rest = tuple(n for n in amounts if n not in counted)
    return Plan(products, inputs, found, rest, (*aside, *((n.id, "counter") for n in counted)))


def _side(plan: Plan, product: bool) -> tuple[Hit, ...]:
    size = len(plan.products)
    return tuple(
        h if product else Hit(h.label - size, h.first, h.last) for h in plan.hits if (h.label < size) == product
    )


def _read(frame: Frame, plan: Plan) -> Draft | None:
    shares, used = _share_rows(frame, plan)
    if len(used) < 2:
        return None
    goods, bads = _money(frame, plan, used)
    kept = sorted({row.whole[0] // len(plan.inputs) for row in shares} | set(goods))
    if 2 <= len(kept) < len(plan.products):
        return _read(frame, _plan(frame, tuple(plan.products[k] for k in kept), plan.inputs))
    goods = goods if len(goods) == len(plan.products) else {}
    bads = bads if len(bads) == len(plan.inputs) else {}
    if not goods and (not bads or (frame.goal is not None and frame.goal.sense == "max")):
        return None
    used |= set(goods.values()) | set(bads.values())
    rows = shares + _amount_rows(frame, plan, used)
    terms = []
    for p in range(len(plan.products)):
        for i in range(len(plan.inputs)):
            value = _margin(frame, goods.get(p), bads.get(i))
            terms += [Term(plan.place(p, i), value)] if value is not None else []
    unit = next((row.unit for row in rows if row.unit), None)
    variables = tuple(
        VariableReading(
            f"{item.text} in {product.text}",
            spans(frame.doc, [(item.first, item.last), (product.first, product.last)]),
            "continuous",
            "an amount in a mix",
            unit,
        )
        for product in plan.products
        for item in plan.inputs
    )
    return Draft(variables, tuple(terms), tuple(rows), plan.aside, "family/products", "profit")


def _margin(frame: Frame, price: int | None, cost: int | None) -> Value | None:
    """What one unit of an input in a product brings: price, less its cost where both are told."""
    if price is None:
        return frame.maker.value(cost) if cost is not None else None
    worth = frame.maker.value(price)
    return worth if cost is None else frame.maker.less(worth, frame.maker.value(cost))


def _share_rows(frame: Frame, plan: Plan) -> tuple[list[RowReading], set[int]]:
    """ "Gold must be at least two thirds clover": product before the number, input after it."""
    rows: list[RowReading] = []
    used: set[int] = set()
    products, inputs = _side(plan, True), _side(plan, False)
    for n in plan.amounts:
        if not (n.percent or n.fraction) or n.id not in frame.govs:
            continue
        sentence = next(s for s in frame.doc.sentences if s.first <= n.first < s.last)
        head = _owner(frame, products, n, sentence.first, sentence.last)
        tail = _nearest(inputs, n, sentence.first, sentence.last)
        if head is None or tail is None:
            continue
        used.add(n.id)
        part, whole = (plan.place(head, tail),), plan.of_product(head)
        span, value = frame.maker.span(sentence.first, sentence.last), frame.maker.value(n.id)
        label = f"{plan.inputs[tail].text} in {plan.products[head].text}"
        sense = sense_of(frame, n, ">=")
        rows.append(
            RowReading("share", sense, label, None, (), value, span, "a share of a product", part=part, whole=whole)
        )
    return rows, used


def _owner(frame: Frame, found: tuple[Hit, ...], n: Num, first: int, last: int) -> int | None:
    """The product of a share: right after it ("of Gold"), else the last one before, else the next one."""
    after = [h for h in found if n.last <= h.first < last]
    if after and all(w in ("of", "the", "in") for w in frame.doc.words(n.last, after[0].first)):
        return after[0].label
    before = [h for h in found if first <= h.first < n.first]
    return before[-1].label if before else after[0].label if after else None


def _nearest(found: tuple[Hit, ...], n: Num, first: int, last: int) -> int | None:
    after = [h for h in found if n.last <= h.first < last]
    before = [h for h in found if first <= h.first < n.first]
    if after and (after[0].first - n.last <= 6 or not before):
        return after[0].label
    return before[-1].label if before else None


def _money(frame: Frame, plan: Plan, used: set[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Prices of products and costs of inputs, by place."""
    money = tuple(n for n in plan.amounts if n.id not in used and is_money(frame.doc, n) and n.id not in frame.govs)
    both = tied_by_sentence(frame, money, plan.hits)
    size = len(plan.products)
    goods = {k: i for k, i in both.items() if k < size}
    bads = {k - size: i for k, i in both.items() if k >= size}
    return goods, bads


def _amount_rows(frame: Frame, plan: Plan, used: set[int]) -> list[RowReading]:
    """How much of each input there is, and how much of each product is asked for."""
    rows: list[RowReading] = []
    size = len(plan.products)
    for sentence in frame.doc.sentences:
        some = tuple(n for n in plan.amounts if sentence.first <= n.first < sentence.last and n.id not in used)
        some = tuple(n for n in some if not (n.percent or n.fraction or n.multiple or n.currency))
        near = tuple(h for h in plan.hits if sentence.first <= h.first < sentence.last)
        for number, k in tie(frame.doc, some, near).items():
            n = frame.doc.numbers[number]
            members = plan.of_product(k) if k < size else plan.of_input(k - size)
            sense = sense_of(frame, n, ">=" if k < size else "<=")
            span, value = frame.maker.span(sentence.first, sentence.last), frame.maker.value(number)
            low = frame.doc.low(n.last)
            unit = units()[low].name if low in units() else None
            label = (plan.products[k] if k < size else plan.inputs[k - size]).text
            why = "how much of a product" if k < size else "how much of an input"
            terms = tuple(Term(v, ONE) for v in members)
            rows.append(RowReading("total", sense, label, unit, terms, value, span, why))
    return rows
