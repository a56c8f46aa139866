"""Lists of numbers against lists of names or nouns of the same length: one each, in order."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.context import View, coordinated
from modelwright.agent.formulation.embedded.lexicon import word_class
from modelwright.agent.formulation.embedded.mentions import ALL
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.subjects import group_after, group_before


@dataclass(frozen=True, slots=True)
class Attached:
    """The role of a number; `partner` is a list neighbour that carries its noun, `conjunct` its own share of a noun
    list.
    """

    role: str
    variables: tuple[int, ...] = ()
    inherited: bool = False
    partner: int | None = None
    conjunct: tuple[str, ...] = ()


def number_runs(view: View, numbers: tuple[Num, ...]) -> list[list[Num]]:
    """Returns the lists of two or more numbers side by side."""
    runs: list[list[Num]] = []
    current: list[Num] = []
    for n in numbers:
        if current and coordinated(view.doc, current[-1], n):
            current.append(n)
        else:
            if len(current) > 1:
                runs.append(current)
            current = [n]
    if len(current) > 1:
        runs.append(current)
    return runs


def zip_run(view: View, run: list[Num], out: dict[int, Attached], count: int) -> None:
    """A list of numbers against a list of names of the same length: one each, in order."""
    doc = view.doc
    roles = {out[n.id].role for n in run}
    tail = run[-1].id
    if len(run) == count and _all_in_order(view, run):
        for k, n in enumerate(run):
            out[n.id] = Attached("rate", (k,), partner=tail if n.id != tail else None)
    elif roles == {"rate"}:
        group = max((out[n.id].variables for n in run), key=len)
        if len(group) == len(run):
            for n, var in zip(run, group, strict=True):
                out[n.id] = Attached("rate", (var,), partner=tail if n.id != tail else None)
        elif (
            len(group) == 1 and "respectively" in doc.words(view.piece.first, view.piece.last) and noun_list(view, run)
        ):
            nouns = noun_list(view, run)
            for k, n in enumerate(run):
                out[n.id] = Attached("rate", group, partner=None, conjunct=nouns[k])
        elif len(run) == count and len(group) == 1 and "respectively" in doc.words(view.piece.first, view.piece.last):
            for k, n in enumerate(run):
                out[n.id] = Attached("rate", (k,), partner=tail if n.id != tail else None)
    elif roles == {"limit"}:
        nouns = noun_list(view, run)
        named = _named(view, run)
        for k, n in enumerate(run):
            conjunct = nouns[k] if nouns else ()
            own = (named[k],) if named else ()
            out[n.id] = Attached("limit", own, partner=tail if n.id != tail else None, conjunct=conjunct)


def _named(view: View, run: list[Num]) -> tuple[int, ...]:
    """The variables named in one list of the length of a number list that "respectively" ties to it."""
    doc = view.doc
    if "respectively" not in doc.words(run[-1].last, view.piece.last):
        return ()
    before = [m for m in view.mentions if m.last <= run[0].first and m.var != ALL]
    after = [m for m in view.mentions if m.first >= run[-1].last and m.var != ALL]
    for group in (group_before(view, before[-1]) if before else (), group_after(view, after[0]) if after else ()):
        if len(group) == len(run):
            return group
    return ()


def _all_in_order(view: View, run: list[Num]) -> bool:
    """ "The margins are 2, 3 and 4 respectively": one number for each decision, in order, though none is named."""
    doc, first, last = view.doc, _after_numbers(view, run), view.piece.last
    last = min([last, *(n.first for n in view.numbers if n.first >= run[-1].last)])
    tail = doc.words(run[-1].last, last)
    ordered = "respectively" in tail or any(w in ("that", "this") and "order" in tail for w in tail)
    if not ordered or any(first <= m.first < last for m in view.mentions) or noun_list(view, run):
        return False
    before = doc.words(first, run[0].first)
    copula = any(w in ("is", "are", "of", "at", ":", "was", "were") for w in before[-2:])
    return (
        copula
        and not any(i in doc.compare_at for i in range(first, last))
        and not any(w in word_class("availability") for w in before + tail)
    )


def _after_numbers(view: View, run: list[Num]) -> int:
    """Where the piece goes on behind the last number before a list."""
    return max([view.piece.first, *(n.last for n in view.numbers if n.last <= run[0].first)])


def noun_list(view: View, run: list[Num]) -> list[tuple[str, ...]]:
    """The noun list that matches a number list: after it ("25 and 35 hours of X and Y") or before it."""
    doc = view.doc
    respectively = "respectively" in doc.words(run[-1].last, view.piece.last)
    last = view.piece.last
    after: list[tuple[str, ...]] = []
    current: list[str] = []
    for i in range(run[-1].last, last):
        low = doc.low(i)
        if low in ("and", ",", "or"):
            if current:
                after.append(tuple(current))
            current = []
        elif low in ("available", "respectively", ".", ";", "each", "per", "?") or low in word_class("auxiliaries"):
            break
        elif (
            doc.tokens[i].kind == "w" and low not in word_class("prepositions") and low not in word_class("determiners")
        ):
            current.append(doc.tokens[i].stem)
    if current:
        after.append(tuple(current))
    if len(after) == len(run) and (respectively or len(run) > 1):
        return after
    before: list[tuple[str, ...]] = []
    current = []
    for i in range(_after_numbers(view, run), run[0].first):
        low = doc.low(i)
        if low in ("and", ",", "or"):
            if current:
                before.append(tuple(current))
            current = []
        elif doc.tokens[i].kind == "w" and low not in word_class("prepositions") | word_class(
            "determiners"
        ) | word_class("auxiliaries"):
            current.append(doc.tokens[i].stem)
    if current:
        before.append(tuple(current))
    if respectively and len(before) >= len(run):
        return before[-len(run) :]
    return []
