"""Shipments between two sets of places: a cost for each pair, supply at sources, demand at destinations."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from modelwright.agent.formulation.embedded.families.finish import (
    Draft,
    Frame,
    domain_of,
    noun_after,
    plain_numbers,
    sense_of,
    spans,
)
from modelwright.agent.formulation.embedded.families.labels import Hit, Label, hits
from modelwright.agent.formulation.embedded.families.pairing import Cell, cells, tie
from modelwright.agent.formulation.embedded.families.places import place_sets
from modelwright.agent.formulation.embedded.lexicon import word_class
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.reading import ONE, RowKind, RowReading, Sense, Term, VariableReading
from modelwright.agent.formulation.embedded.tokens import Sentence, noun_stem

_ALL_WORDS = frozenset(("each", "every", "both", "all", "either"))
_MOVES = frozenset("ship send transport deliver supply haul truck rout dispatch distribut".split())


@dataclass(frozen=True, slots=True)
class Net:
    """The places of one candidate, their mentions, and the numbers that may be amounts."""

    sources: tuple[Label, ...]
    targets: tuple[Label, ...]
    hits: tuple[Hit, ...]
    amounts: tuple[Num, ...]
    aside: tuple[tuple[int, str], ...]
    money: bool

    def side(self, sentence: Sentence, source: bool) -> tuple[Hit, ...]:
        """Returns the mentions of one side in a sentence; labels count from 0 on each side."""
        n = len(self.sources)
        found = (h for h in self.hits if sentence.first <= h.first < sentence.last and (h.label < n) == source)
        return tuple(h if source else Hit(h.label - n, h.first, h.last) for h in found)


def drafts(frame: Frame) -> list[Draft]:
    """Returns the shipment models the text admits, the best set of places only."""
    if len(frame.doc.numbers) < 7 or not _moves(frame):
        return []
    out: list[tuple[int, Draft]] = []
    for sources, targets in place_sets(frame.doc):
        net = _net(frame, sources, targets)
        priced = _prices(frame, net)
        if len(priced) >= 4 and _lone(net, priced):
            sources = tuple(x for i, x in enumerate(sources) if any(a == i for a, _ in priced))
            targets = tuple(x for j, x in enumerate(targets) if any(b == j for _, b in priced))
            net = _net(frame, sources, targets)
            priced = _prices(frame, net)
        missing = len(sources) * len(targets) - len(priced)
        if missing > 1 or len(priced) < 4:
            continue
        draft = _draft(frame, net, priced)
        if _held(net, draft):
            out.append((_left(net, priced), draft))
    out.sort(key=lambda pair: pair[0])
    return [draft for _, draft in out[:2]]


def _moves(frame: Frame) -> bool:
    """Cheap look: the text speaks of moving things, or names two ways."""
    stems = [t.stem for t in frame.doc.tokens]
    return stems.count("from") + stems.count("→") >= 2 or any(s in _MOVES for s in stems)


def _held(net: Net, draft: Draft) -> bool:
    """All places but one are limited, sources and destinations both."""
    reasons = {row.reason for row in draft.rows}
    leaving = sum(_why(net, k) in reasons for k in range(len(net.sources)))
    arriving = sum(_why(net, k + len(net.sources)) in reasons for k in range(len(net.targets)))
    return leaving > 0 and arriving > 0 and leaving + arriving >= len(net.sources) + len(net.targets) - 1


def _lone(net: Net, priced: dict[tuple[int, int], int]) -> bool:
    return len({a for a, _ in priced}) < len(net.sources) or len({b for _, b in priced}) < len(net.targets)


def _net(frame: Frame, sources: tuple[Label, ...], targets: tuple[Label, ...]) -> Net:
    found = hits(frame.doc, (*sources, *targets))
    taken = frozenset(i for h in found for i in range(h.first, h.last))
    amounts, aside = plain_numbers(frame, taken)
    sizes = (len(sources), len(targets), len(sources) + len(targets))
    ways = len(sources) * len(targets)
    counts = [n for n in amounts if n.id not in frame.govs and not _measured(n)]
    heads = {x.stems[0] for x in (*sources, *targets) if len(x.stems) > 1}
    counts = [n for n in counts if _counts_places(frame, n, heads)]
    counts = [
        n for n in counts if (n.words and n.value in sizes) or (n.value in (ways, ways - 1) and _all_of(frame, n))
    ]
    aside += [(n.id, "counter") for n in counts]
    rest = tuple(n for n in amounts if n not in counts)
    return Net(sources, targets, found, rest, tuple(aside), sum(n.currency is not None for n in rest) >= 4)


def _measured(n: Num) -> bool:
    return n.currency is not None or n.percent or n.fraction or n.multiple


def _counts_places(frame: Frame, n: Num, heads: set[str]) -> bool:
    """ "two depots": a plural noun follows that is no measure, or that the places are called by ("Yard 1")."""
    noun = noun_after(frame.doc, n)
    if n.words and noun is not None and noun_stem(noun) in heads:
        return True
    return noun is not None and domain_of(frame, [noun])[0] == "integer"


def _all_of(frame: Frame, n: Num) -> bool:
    """ "each of the six routes", "all 6 routes", "the six lanes": the number says how many there are."""
    return frame.doc.low(n.first - 1) in ("of", "all", "the", "these", "those", "possible")


def _prices(frame: Frame, net: Net) -> dict[tuple[int, int], int]:
    """Returns the number id of each priced pair."""
    out: dict[tuple[int, int], int] = {}
    carried: int | None = None
    order: tuple[int, ...] = ()
    for sentence in frame.doc.sentences:
        for part in _stretches(frame, net, sentence):
            found = _cells(frame, net, part, carried) or _repeated(frame, net, part, order)
            for cell in found:
                out.setdefault((cell.row, cell.column), cell.number)
            rows = net.side(part, True)
            if len(rows) == 1 and len(found) == len(net.targets):
                order = tuple(c.column for c in sorted(found, key=lambda c: c.number))
            carried = rows[-1].label if rows else carried if found else None
    return out


def _stretches(frame: Frame, net: Net, sentence: Sentence) -> list[Sentence]:
    """A sentence whole where that comes out even, else its parts between semicolons."""
    if _cells(frame, net, sentence, None) or ";" not in frame.doc.words(sentence.first, sentence.last):
        return [sentence]
    cuts = [i for i in range(sentence.first, sentence.last) if frame.doc.low(i) == ";"]
    edges = [sentence.first, *cuts, sentence.last]
    return [Sentence(sentence.index, a, b, False) for a, b in itertools.pairwise(edges)]


def _cells(frame: Frame, net: Net, part: Sentence, carried: int | None) -> list[Cell]:
    numbers = tuple(n for n in net.amounts if part.first <= n.first < part.last and _may_price(frame, net, n))
    rows, columns = net.side(part, True), net.side(part, False)
    if not numbers or not (columns or rows) or not _linked(frame, net, (*rows, *columns)):
        return []
    return cells(frame.doc, numbers, rows, columns, carried)


def _repeated(frame: Frame, net: Net, part: Sentence, order: tuple[int, ...]) -> list[Cell]:
    """ "from T they are 5, 3 and 8": the columns of the source before, in the same order."""
    numbers = [n for n in net.amounts if part.first <= n.first < part.last and _may_price(frame, net, n)]
    rows = net.side(part, True)
    if len(rows) != 1 or len(numbers) != len(order) or net.side(part, False):
        return []
    return [Cell(n.id, rows[0].label, column) for n, column in zip(numbers, order, strict=True)]


def _may_price(frame: Frame, net: Net, n: Num) -> bool:
    if net.money and n.currency is None:
        return False
    return n.id not in frame.govs and not n.percent


def _linked(frame: Frame, net: Net, found: tuple[Hit, ...]) -> bool:
    """Prices need a direction ("from", "to", a dash) near a mention, or a currency in the text."""
    if net.money:
        return True
    for hit in found:
        near = frame.doc.words(hit.first - 2, hit.first) + frame.doc.words(hit.last, hit.last + 1)
        if any(w in ("from", "to", "-", "–", "—", "→", "into", "towards", "reach") for w in near):
            return True
    return False


def _left(net: Net, priced: dict[tuple[int, int], int]) -> int:
    return len(net.amounts) - len(priced) + 3 * (len(net.sources) * len(net.targets) - len(priced))


def _draft(frame: Frame, net: Net, priced: dict[tuple[int, int], int]) -> Draft:
    order = [(i, j) for i in range(len(net.sources)) for j in range(len(net.targets)) if (i, j) in priced]
    used = set(priced.values())
    rows: list[RowReading] = []
    nouns: list[str] = []
    n_sources = len(net.sources)
    for sentence in frame.doc.sentences:
        some = tuple(n for n in net.amounts if sentence.first <= n.first < sentence.last and n.id not in used)
        near = tuple(h for h in net.hits if sentence.first <= h.first < sentence.last)
        for n, (i, j) in _pair_limits(frame, some, near, n_sources):
            k = order.index((i, j)) if (i, j) in order else -1
            if k >= 0:
                used.add(n.id)
                rows.append(_row(frame, n, sentence, (k,), sense_of(frame, n, "<="), "limits one route"))
        some = tuple(n for n in some if n.id not in used)
        for n, label in _place_limits(frame, net, some, near, sentence):
            used.add(n.id)
            for place in label:
                source = place < n_sources
                members = tuple(k for k, (i, j) in enumerate(order) if (i if source else j + n_sources) == place)
                rows.append(_row(frame, n, sentence, members, _sense(frame, n, sentence, source), _why(net, place)))
            noun = noun_after(frame.doc, n)
            nouns += [noun] if noun else []
    domain, reason, unit = domain_of(frame, nouns)
    variables = tuple(
        VariableReading(
            f"{net.sources[i].text} to {net.targets[j].text}",
            spans(frame.doc, [(x.first, x.last) for x in (net.sources[i], net.targets[j])]),
            domain,  # type: ignore[arg-type]
            reason,
            unit,
        )
        for i, j in order
    )
    terms = tuple(Term(k, frame.maker.value(priced[pair])) for k, pair in enumerate(order))
    absent = float(n_sources * len(net.targets) - len(order))
    return Draft(variables, terms, tuple(rows), net.aside, "family/transport", "cost", (("row_partial", absent),))


def _row(frame: Frame, n: Num, sentence: Sentence, members: tuple[int, ...], sense: Sense, reason: str) -> RowReading:
    kind: RowKind = "bound" if len(members) == 1 else "total"
    span = frame.maker.span(sentence.first, sentence.last)
    terms = tuple(Term(k, ONE) for k in members)
    label = reason.split(": ")[-1] if ": " in reason else ""
    return RowReading(kind, sense, label, noun_after(frame.doc, n), terms, frame.maker.value(n.id), span, reason)


def _why(net: Net, place: int) -> str:
    if place < len(net.sources):
        return f"what leaves: {net.sources[place].text}"
    return f"what arrives: {net.targets[place - len(net.sources)].text}"


def _pair_limits(
    frame: Frame, numbers: tuple[Num, ...], found: tuple[Hit, ...], n_sources: int
) -> list[tuple[Num, tuple[int, int]]]:
    """ "at most 15 from S to D", "between S and D at most 15": a governed number next to a pair of places."""
    out: list[tuple[Num, tuple[int, int]]] = []
    for n in numbers:
        if n.id not in frame.govs:
            continue
        limit = next((m.first for m in numbers if m.first > n.first), 10**9)
        after = [h for h in found if n.last <= h.first < limit][:2]
        before = [h for h in found if h.last <= n.first][-2:]
        if _joined(frame, before, n_sources) and _parted(frame, n, after):
            after = []
        near = next((pair for pair in (after, before) if _joined(frame, pair, n_sources)), None)
        if near is not None:
            source, target = sorted(h.label for h in near)
            out.append((n, (source, target - n_sources)))
    return out


def _joined(frame: Frame, near: list[Hit], n_sources: int) -> bool:
    """ "S to D", "S – D", "between S and D" or "between D and S": one place of each side makes a way."""
    if len(near) != 2 or (near[0].label < n_sources) == (near[1].label < n_sources):
        return False
    doc, dets = frame.doc, word_class("determiners")
    glue = [w for w in doc.words(near[0].last, near[1].first) if w not in dets]
    opener = near[0].first - 1
    opener -= doc.low(opener) in dets
    if glue == ["and"]:
        return doc.low(opener) == "between"
    if near[0].label >= n_sources:
        return False
    if len(glue) == 1 and glue[0] in ("-", "–", "—", "→"):
        return True
    return "to" in glue and len(glue) <= 3 and doc.low(near[0].first - 1) not in (",", "and")


def _parted(frame: Frame, n: Num, after: list[Hit]) -> bool:
    """Whether a clause ends between a number and the places after it."""
    return bool(after) and any(w in (",", ";", "and", "while") for w in frame.doc.words(n.last, after[0].first))


def _place_limits(
    frame: Frame, net: Net, numbers: tuple[Num, ...], found: tuple[Hit, ...], sentence: Sentence
) -> list[tuple[Num, tuple[int, ...]]]:
    """Limits of places: tied to their mentions, two ends of a range to one, "each depot" to a whole side."""
    numbers = tuple(n for n in numbers if not (n.percent or n.fraction or n.multiple or n.currency))
    if not numbers:
        return []
    if not found:
        return _for_all(frame, net, numbers, sentence)
    tied = _tied(frame, numbers, found, _range)
    if len(tied) < len(numbers):
        both = _tied(frame, numbers, found, _two_ends)
        tied = both if len(both) > len(tied) else tied
    return [(n, (tied[n.id],)) for n in numbers if n.id in tied]


def _tied(
    frame: Frame, numbers: tuple[Num, ...], found: tuple[Hit, ...], one: Callable[[Frame, Num, Num], bool]
) -> dict[int, int]:
    """Place by number; the second number of a pair that `one` accepts goes with the first."""
    tops = {b.id: a.id for a, b in itertools.pairwise(numbers) if one(frame, a, b)}
    tied = tie(frame.doc, tuple(n for n in numbers if n.id not in tops), found)
    tied.update({b: tied[a] for b, a in tops.items() if a in tied})
    return tied


def _range(frame: Frame, a: Num, b: Num) -> bool:
    return frame.doc.low(a.first - 1) == "between" and frame.doc.words(a.last, b.first) in (["and"], ["to"])


def _two_ends(frame: Frame, a: Num, b: Num) -> bool:
    """ "at least 10 tonnes and at most 20": two opposite comparators with no other words but a unit between."""
    if _range(frame, a, b):
        return True
    if {sense_of(frame, a, "=="), sense_of(frame, b, "==")} != {"<=", ">="}:
        return False
    inside = {i for c in frame.doc.compares for i in range(c.first, c.last)}
    noun = noun_after(frame.doc, a)
    words = [frame.doc.low(i) for i in range(a.last + (noun is not None), b.first) if i not in inside]
    return all(w in (",", "and", "but", "or") for w in words)


def _for_all(frame: Frame, net: Net, numbers: tuple[Num, ...], sentence: Sentence) -> list[tuple[Num, tuple[int, ...]]]:
    words = frame.doc.words(sentence.first, sentence.last)
    if not any(w in _ALL_WORDS for w in words) or len(numbers) != 1:
        return []
    n_sources, total = len(net.sources), len(net.sources) + len(net.targets)
    source = sense_of(frame, numbers[0], ">=" if _demands(words) else "<=") == "<="
    return [(numbers[0], tuple(range(n_sources) if source else range(n_sources, total)))]


def _demands(words: list[str]) -> bool:
    return any(w in word_class("demand") for w in words) and not any(w in ("has", "have", "supply") for w in words)


def _sense(frame: Frame, n: Num, sentence: Sentence, source: bool) -> Sense:
    """The comparator of the number or of its list, else supply is a ceiling and demand a floor."""
    if n.id in frame.govs:
        return sense_of(frame, n, "<=")
    doc = frame.doc
    before = [c for c in doc.compares if sentence.first <= c.first < n.first and not c.after]
    if before and _one_list(frame, before[-1].last, n.first):
        return before[-1].sense  # type: ignore[return-value]
    return "<=" if source else ">="


def _one_list(frame: Frame, first: int, last: int) -> bool:
    """No verb and no new clause between a comparator and the number: one list."""
    words = frame.doc.words(first, last)
    verbs = word_class("auxiliaries") | word_class("consumption_verbs") | {"while", "whereas", "but", ";"}
    return not any(w in verbs for w in words) and any(w in (",", "and") for w in words)
