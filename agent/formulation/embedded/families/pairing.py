"""Ties numbers to mentions: each to the last one before, to the next one after, or two lists in step."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.families.labels import Hit
from modelwright.agent.formulation.embedded.numbers import Num

_CUTS = ((";",), ("while", "whereas", "but"), (",", "and"))


def tie(doc: Doc, numbers: tuple[Num, ...], found: tuple[Hit, ...], level: int = 0) -> dict[int, int]:
    """Returns label by number id, one label a number and one number a label; what does not fit is left out.

    The whole stretch is tried first, then its parts between stronger and weaker cuts.
    """
    if not numbers or not found:
        return {}
    whole = _in_step(numbers, found) or _one_way(numbers, found, True) or _one_way(numbers, found, False)
    if whole is not None:
        return whole
    while level < len(_CUTS):
        cuts = _cuts(doc, numbers, found, _CUTS[level])
        if cuts:
            return _parts(doc, numbers, found, cuts, level)
        level += 1
    return {}


def _parts(doc: Doc, numbers: tuple[Num, ...], found: tuple[Hit, ...], cuts: list[int], level: int) -> dict[int, int]:
    out: dict[int, int] = {}
    edges = [-1, *cuts, len(doc.tokens)]
    for a, b in itertools.pairwise(edges):
        some = tuple(n for n in numbers if a < n.first < b)
        near = tuple(h for h in found if a < h.first < b)
        for number, label in tie(doc, some, near, level + 1).items():
            if label not in out.values():
                out[number] = label
    return out


def _cuts(doc: Doc, numbers: tuple[Num, ...], found: tuple[Hit, ...], words: tuple[str, ...]) -> list[int]:
    first = min(numbers[0].first, found[0].first)
    last = max(numbers[-1].last, found[-1].last)
    return [i for i in range(first, last) if doc.low(i) in words]


def _in_step(numbers: tuple[Num, ...], found: tuple[Hit, ...]) -> dict[int, int] | None:
    """ "A, B and C: 1, 2 and 3", in either order."""
    order = list(dict.fromkeys(h.label for h in found))
    if len(numbers) < 2 or len(order) != len(numbers) or len(found) != len(order):
        return None
    if found[-1].first < numbers[0].first or numbers[-1].first < found[0].first:
        return {n.id: k for n, k in zip(numbers, order, strict=True)}
    return None


def _one_way(numbers: tuple[Num, ...], found: tuple[Hit, ...], back: bool) -> dict[int, int] | None:
    out: dict[int, int] = {}
    for n in numbers:
        near = [h for h in found if h.last <= n.first][-1:] if back else [h for h in found if h.first >= n.last][:1]
        if not near or near[0].label in out.values():
            return None
        out[n.id] = near[0].label
    return out


@dataclass(frozen=True, slots=True)
class Cell:
    """A number tied to a row label and a column label."""

    number: int
    row: int
    column: int


def cells(
    doc: Doc, numbers: tuple[Num, ...], rows: tuple[Hit, ...], columns: tuple[Hit, ...], carried: int | None
) -> list[Cell]:
    """Returns one cell a number of a stretch, or nothing where they do not come out even.

    `carried` is the row of the stretch before, for one that names only columns.
    """
    if not numbers or not (columns or rows):
        return []
    tries = (
        _alternating(numbers, rows, columns),
        _grouped(doc, numbers, rows, columns, carried),
        [Cell(c.number, c.column, c.row) for c in _grouped(doc, numbers, columns, rows, None)],
    )
    for found in tries:
        if len(found) == len(numbers) and len({(c.row, c.column) for c in found}) == len(found):
            return found
    return []


def _alternating(numbers: tuple[Num, ...], rows: tuple[Hit, ...], columns: tuple[Hit, ...]) -> list[Cell]:
    """ "4 from S to D, 6 from S to E": pairs and numbers in turn."""
    marks = sorted([(h.first, True, h.label) for h in rows] + [(h.first, False, h.label) for h in columns])
    if len(marks) != 2 * len(numbers):
        return []
    out: list[Cell] = []
    edge = -1
    before = numbers[0].first < marks[0][0]
    for k, n in enumerate(numbers):
        a, b = marks[2 * k], marks[2 * k + 1]
        after = numbers[k + 1].first if k + 1 < len(numbers) else 10**9
        fits = edge < n.first < a[0] and b[0] < after if before else edge < a[0] and b[0] < n.first
        if a[1] == b[1] or not (fits or (edge < a[0] < n.first < b[0] < after)):
            return []
        row, column = (a[2], b[2]) if a[1] else (b[2], a[2])
        out.append(Cell(n.id, row, column))
        edge = max(n.first, b[0])
    return out


def _grouped(
    doc: Doc, numbers: tuple[Num, ...], outer: tuple[Hit, ...], inner: tuple[Hit, ...], carried: int | None
) -> list[Cell]:
    """ "from S 4 to D and 6 to E, from T ...": each outer mention opens a group of inner ones."""
    if not inner:
        return []
    if not outer:
        return [Cell(n, carried, k) for n, k in tie(doc, numbers, inner).items()] if carried is not None else []
    best: list[Cell] = []
    for lead in (True, False):
        out: list[Cell] = []
        for k, hit in enumerate(outer):
            low = hit.first if lead else (outer[k - 1].last if k else -1)
            high = (outer[k + 1].first if k + 1 < len(outer) else 10**9) if lead else hit.first
            if len(outer) == 1:
                low, high = -1, 10**9
            some = tuple(n for n in numbers if low < n.first < high)
            near = tuple(h for h in inner if low < h.first < high)
            out += [Cell(n, hit.label, c) for n, c in tie(doc, some, near).items()]
        if len(out) > len(best):
            best = out
    return best
