"""The ledger: where every number of the text went."""

from __future__ import annotations

from modelwright.agent.formulation.embedded.reading import Number, NumberUse, ObjectiveReading, RowReading


def make_uses(
    numbers: tuple[Number, ...],
    objective: ObjectiveReading,
    rows: tuple[RowReading, ...],
    aside: tuple[tuple[int, str], ...],
) -> tuple[NumberUse, ...]:
    """Returns one entry for each use of a number; unused numbers are set aside with a reason or left open."""
    places: dict[int, list[str]] = {}

    def note(ids: tuple[int, ...], element: str) -> None:
        for id_ in ids:
            if element not in places.setdefault(id_, []):
                places[id_].append(element)

    for term in objective.terms:
        note(term.coefficient.numbers, "objective")
    for k, row in enumerate(rows):
        for term in row.terms:
            note(term.coefficient.numbers, f"row {k}")
        for value in (row.limit, row.factor, row.offset):
            if value is not None:
                note(value.numbers, f"row {k}")
    reasons = dict(aside)
    out: list[NumberUse] = []
    for number in numbers:
        elements = places.get(number.id, [])
        out += [NumberUse(number.id, element, None) for element in elements]
        if not elements:
            out.append(NumberUse(number.id, None, reasons.get(number.id)))
    return tuple(out)
