"""Says rows of a reading in the user's words."""

from __future__ import annotations

from modelwright.agent.formulation.embedded.reading import Reading, Readings, RowReading

_WORDS = {"<=": "at most", ">=": "at least", "==": "exactly"}


def say_sense(sense: str) -> str:
    """Returns "at most", "at least" or "exactly"."""
    return _WORDS[sense]


def join(parts: list[str], word: str) -> str:
    """Returns "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def number_text(readings: Readings, row: RowReading) -> str:
    """Returns the number that a row turns on, as written."""
    for value in (row.limit, row.factor, row.offset):
        if value is not None and value.numbers:
            return readings.numbers[value.numbers[-1]].text
    for term in row.terms:
        if term.coefficient.op == "difference":
            return readings.numbers[term.coefficient.numbers[-1]].text
    return row.span.of(readings.text)


def describe_row(readings: Readings, reading: Reading, row: RowReading) -> str:
    """Returns what a row says, without its number: "a limit on hours", "the least number of chairs"."""
    labels = [v.label for v in reading.variables]
    most = "the most" if row.sense == "<=" else "the least" if row.sense == ">=" else "the exact"
    if row.kind == "bound":
        return f"{most} number of {labels[row.terms[0].variable]}"
    if row.kind == "total":
        return f"{most} number of {join([labels[t.variable] for t in row.terms], 'and')} together"
    if row.kind == "share":
        return f"{most} share of {join([labels[v] for v in row.part], 'and')} in the total"
    if row.kind == "comparison":
        left = join([labels[v] for v in row.left], "and")
        right = join([labels[v] for v in row.right], "and")
        return f"how {left} compare with {right}"
    if row.kind == "algebraic":
        return f"{most} share of {row.label or 'it'} in the mixture"
    return f"{most} {row.label or 'amount'} in all"
