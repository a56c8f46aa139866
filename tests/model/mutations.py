"""Mistakes as people and language models make them, put into valid Models: what, where, and under which code."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from modelwright.errors import ExpressionError
from modelwright.model.expressions import FUNCTIONS, Call, Compare, Div, Index, Name, Node, Text, parse_expression
from modelwright.model.expressions.nodes import children

__all__ = ["KINDS", "Mistake"]

Document: TypeAlias = dict[str, Any]

_EXPRESSIONS = frozenset(
    "expression coefficient variable limit lower upper left right factor offset fraction previous size".split()
)
_QUANTIFIERS = frozenset({"for_each", "over"})


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a document.

    Attributes:
        document: With the mistake.
        codes: Codes that name it.
        pointer: JSON pointer of the field where it shows.
        span: Characters of that field that are wrong, or ``None`` for the whole field.
    """

    document: Document
    codes: frozenset[str]
    pointer: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A text of a document."""

    pointer: str
    text: str
    element: dict[str, Any]

    @property
    def field(self) -> str:
        return self.pointer.rpartition("/")[2]


def sites(document: Document, fields: frozenset[str] = _EXPRESSIONS) -> list[Site]:
    """Every text under one of `fields`."""
    found: list[Site] = []

    def walk(here: Any, pointer: str, element: dict[str, Any]) -> None:
        pairs = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        for key, value in pairs:
            inner = here if isinstance(here, dict) and "name" in here else element
            if key in fields and isinstance(value, str):
                found.append(Site(f"{pointer}/{key}", value, inner))
            walk(value, f"{pointer}/{key}", inner)

    walk({k: v for k, v in document.items() if isinstance(v, list) and k != "statements"}, "", {})
    return found


def replaced(document: Document, pointer: str, value: Any) -> Document:
    changed = copy.deepcopy(document)
    *path, last = pointer.split("/")[1:]
    here: Any = changed
    for part in path:
        here = here[int(part) if isinstance(here, list) else part]
    here[int(last) if isinstance(here, list) else last] = value
    return changed


def dropped(document: Document, pointer: str) -> Document:
    changed = copy.deepcopy(document)
    *path, last = pointer.split("/")[1:]
    here: Any = changed
    for part in path:
        here = here[int(part) if isinstance(here, list) else part]
    del here[int(last) if isinstance(here, list) else last]
    return changed


def nodes(site: Site) -> Iterator[Node]:
    """Every node of the expression of `site`."""
    try:
        stack = [parse_expression(site.text)]
    except ExpressionError:
        return
    while stack:
        node = stack.pop()
        yield node
        stack.extend(children(node))


def rewrite(document: Document, site: Site, start: int, end: int, text: str, *codes: str) -> Mistake:
    """`text` in the place of the characters from `start` to `end`."""
    whole = site.text[:start] + text + site.text[end:]
    span = (start, max(start + len(text), start + 1))
    return Mistake(replaced(document, site.pointer, whole), frozenset(codes), site.pointer, span)


def typo(word: str, rng: random.Random) -> str:
    """`word` with one slip of the hand."""
    k = rng.randrange(1, len(word) - 1)
    return rng.choice(
        [word[:k] + word[k + 1 :], word[:k] + word[k] + word[k:], word[:k] + word[k + 1] + word[k] + word[k + 2 :]]
    )


def names_of(document: Document, *groups: str) -> dict[str, dict[str, Any]]:
    return {e["name"]: e for group in groups for e in document.get(group, ())}


def pick(options: list[Mistake], rng: random.Random) -> Mistake | None:
    return rng.choice(options) if options else None


def _valued(document: Document) -> dict[str, dict[str, Any]]:
    return names_of(document, "parameters", "variables", "definitions")


def indexed(document: Document) -> Iterator[tuple[Site, Index]]:
    valued = _valued(document)
    for site in sites(document):
        for node in nodes(site):
            if isinstance(node, Index) and node.id in valued:
                yield site, node


# ------------------------------------------------------------------------------------------------- names and indices


def misspelt_name(document: Document, rng: random.Random) -> Mistake | None:
    valued = _valued(document)
    options = []
    for site in sites(document):
        for node in nodes(site):
            if isinstance(node, Name | Index) and node.id in valued and len(node.id) > 3:
                wrong = typo(node.id, rng)
                if wrong not in valued:
                    end = node.start + len(node.id)
                    options.append(rewrite(document, site, node.start, end, wrong, "unknown-name"))
    return pick(options, rng)


def misspelt_set(document: Document, rng: random.Random) -> Mistake | None:
    sets = names_of(document, "sets")
    options = []
    for site in sites(document, _QUANTIFIERS | _EXPRESSIONS):
        for found in re.finditer(r"\bin (\w+)", site.text):
            wrong = typo(found[1], rng) if len(found[1]) > 3 else found[1]
            if found[1] in sets and wrong not in sets:
                options.append(rewrite(document, site, *found.span(1), wrong, "unknown-set"))
    return pick(options, rng)


def dropped_index(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for site, node in indexed(document):
        inside = [site.text[a.start : a.end] for a in node.args]
        if any("(" in text for text in inside):
            continue
        del inside[rng.randrange(len(inside))]
        text = f"{node.id}[{', '.join(inside)}]" if inside else node.id
        options.append(rewrite(document, site, node.start, node.end, text, "index-arity"))
    return pick(options, rng)


def extra_index(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for site, node in indexed(document):
        inside = [site.text[a.start : a.end] for a in node.args]
        if not any("(" in text for text in inside):
            text = f"{node.id}[{', '.join([*inside, inside[-1]])}]"
            options.append(rewrite(document, site, node.start, node.end, text, "index-arity"))
    return pick(options, rng)


def swapped_indices(document: Document, rng: random.Random) -> Mistake | None:
    valued = _valued(document)
    options = []
    for site, node in indexed(document):
        index = valued[node.id].get("index", [])
        if (
            len(node.args) == len(index) == 2
            and index[0] != index[1]
            and all(isinstance(a, Name | Text) for a in node.args)
        ):
            first, second = (site.text[a.start : a.end] for a in node.args)
            text = f"{node.id}[{second}, {first}]"
            options.append(rewrite(document, site, node.start, node.end, text, "index-range"))
    return pick(options, rng)


def wrong_member(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for site, node in indexed(document):
        for arg in node.args:
            if isinstance(arg, Text) and len(arg.value) > 2:
                text = f'"{typo(arg.value, rng)}"'
                if text[1:-1] != arg.value:
                    options.append(rewrite(document, site, arg.start, arg.end, text, "index-range"))
    for k, parameter in enumerate(document.get("parameters", ())):
        for n, (key, _) in enumerate(parameter["value"].get("entries") or ()):
            if key and isinstance(key[-1], str) and len(key[-1]) > 2:
                wrong = typo(key[-1], rng)
                if wrong != key[-1]:
                    pointer = f"/parameters/{k}/value/entries/{n}"
                    place = f"{pointer}/0/{len(key) - 1}"
                    options.append(Mistake(replaced(document, place, wrong), frozenset({"index-range"}), pointer))
    return pick(options, rng)


def unquoted_member(document: Document, rng: random.Random) -> Mistake | None:
    options = [
        rewrite(document, site, arg.start, arg.end, arg.value, "unknown-name")
        for site, node in indexed(document)
        for arg in node.args
        if isinstance(arg, Text) and arg.value.isidentifier() and arg.value not in _valued(document)
    ]
    return pick(options, rng)


def round_brackets(document: Document, rng: random.Random) -> Mistake | None:
    options = [
        rewrite(
            document,
            site,
            node.start,
            node.end,
            f"{node.id}({site.text[node.start + len(node.id) + 1 : node.end - 1]})",
            "unknown-function",
        )
        for site, node in indexed(document)
    ]
    return pick(options, rng)


# ------------------------------------------------------------------------------------------------------- words


def wrong_sense(document: Document, rng: random.Random) -> Mistake | None:
    words = {
        "<=": ["atmost", "≤", "=<", "le", "at most"],
        ">=": ["atleast", "≥", "=>", "ge", "at least"],
        "==": ["=", "equal", "eq"],
    }
    options = [
        Mistake(
            replaced(document, site.pointer, rng.choice(words[site.text])), frozenset({"invalid-field"}), site.pointer
        )
        for site in sites(document, frozenset({"sense"}))
        if site.text in words
    ]
    return pick(options, rng)


def wrong_direction(document: Document, rng: random.Random) -> Mistake | None:
    words = {
        "min": ["minimise", "minimize", "Min", "MIN", "minimum"],
        "max": ["maximise", "maximize", "Max", "maximum"],
    }
    options = [
        Mistake(
            replaced(document, site.pointer, rng.choice(words[site.text])), frozenset({"invalid-field"}), site.pointer
        )
        for site in sites(document, frozenset({"sense"}))
        if site.text in words
    ]
    return pick(options, rng)


def wrong_domain(document: Document, rng: random.Random) -> Mistake | None:
    words = {
        "integer": ["int", "Integer", "integers", "whole"],
        "continuous": ["real", "float", "continous", "Continuous"],
        "binary": ["bool", "boolean", "0/1", "Binary"],
    }
    options = [
        Mistake(
            replaced(document, site.pointer, rng.choice(words[site.text])), frozenset({"invalid-field"}), site.pointer
        )
        for site in sites(document, frozenset({"domain"}))
        if site.text in words
    ]
    return pick(options, rng)


def wrong_kind(document: Document, rng: random.Random) -> Mistake | None:
    options = [
        Mistake(replaced(document, site.pointer, typo(site.text, rng)), frozenset({"invalid-field"}), site.pointer)
        for site in sites(document, frozenset({"kind"}))
    ]
    return pick([o for o in options if o.document != document], rng)


def unknown_field(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for group in ("parameters", "variables", "objectives", "constraints"):
        for k, element in enumerate(document.get(group, ())):
            for field in element:
                if len(field) > 4:
                    wrong = typo(field, rng)
                    if wrong not in element:
                        changed = copy.deepcopy(document)
                        items = [(wrong if key == field else key, value) for key, value in element.items()]
                        changed[group][k] = dict(items)
                        options.append(Mistake(changed, frozenset({"unknown-field"}), f"/{group}/{k}/{wrong}"))
    return pick(options, rng)


def wrong_number(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for site in sites(document, frozenset({"number"})):
        if site.pointer.startswith("/parameters") and re.fullmatch(r"\d+", site.text):
            wrong = {"10": "ten", "12": "twelve", "5": "five", "2": "two"}.get(site.text, f"${site.text}")
            if len(site.text) > 3:
                wrong = rng.choice([f"{site.text[:-3]},{site.text[-3:]}", f"{site.text[:-3]} {site.text[-3:]}", "NaN"])
            options.append(
                Mistake(replaced(document, site.pointer, wrong), frozenset({"invalid-number"}), site.pointer)
            )
    for k, parameter in enumerate(document.get("parameters", ())):
        for n, (_, number) in enumerate(parameter["value"].get("entries") or ()):
            if isinstance(number, str):
                pointer = f"/parameters/{k}/value/entries/{n}/1"
                wrong = rng.choice([f"${number}", f"{number}€", "inf", f" {number} £"])
                options.append(Mistake(replaced(document, pointer, wrong), frozenset({"invalid-number"}), pointer))
    return pick(options, rng)


# -------------------------------------------------------------------------------------------------------- syntax


def unknown_function(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for site in sites(document):
        for found in re.finditer(r"\b([a-z_]+)\(", site.text):
            if found[1] in FUNCTIONS:
                wrong = rng.choice([found[1].capitalize(), found[1].upper(), typo(found[1], rng)])
                if wrong not in FUNCTIONS:
                    options.append(rewrite(document, site, *found.span(1), wrong, "unknown-function"))
    return pick(options, rng)


def single_equals(document: Document, rng: random.Random) -> Mistake | None:
    wrong = {"==": "=", ">=": "=>", "<=": "=<"}
    options = [
        rewrite(document, site, *found.span(), wrong[found[0]], "syntax")
        for site in sites(document)
        for found in re.finditer(r"==|>=|<=", site.text)
    ]
    return pick(options, rng)


def foreign_sign(document: Document, rng: random.Random) -> Mistake | None:
    wrong = {"<=": "≤", ">=": "≥", "!=": "≠", "**": "^", "*": "×", "/": "÷", "and": "&&", "or": "||", "-": "−"}
    options = [
        rewrite(document, site, *found.span(), wrong[found[0]], "syntax")
        for site in sites(document)
        for found in re.finditer(r"<=|>=|!=|\*\*|\*|/|\band\b|\bor\b|-", site.text)
    ]
    return pick(options, rng)


def missing_bracket(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for site in sites(document):
        for found in re.finditer(r"[)\]]", site.text):
            mistake = rewrite(document, site, found.start(), found.end(), "", "syntax")
            options.append(Mistake(mistake.document, mistake.codes, site.pointer, (found.start(), len(site.text))))
    return pick(options, rng)


def implicit_product(document: Document, rng: random.Random) -> Mistake | None:
    options = [
        rewrite(document, site, found.start(1), found.end(1), rng.choice([" ", ""]), "syntax")
        for site in sites(document)
        for found in re.finditer(r"(?<![\w.])\d+(?:\.\d+)?( \* )[a-zA-Z(]", site.text)
    ]
    return pick(options, rng)


# --------------------------------------------------------------------------------------------------------- types


def condition_as_number(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for site in sites(document, frozenset({"expression"})):
        node = next(nodes(site), None)
        if site.pointer.startswith("/constraints") and isinstance(node, Compare) and len(node.ops) == 1:
            options.append(rewrite(document, site, 0, len(site.text), f"({site.text}) == 1", "boolean-number"))
    return pick(options, rng)


def decision_in_data(document: Document, rng: random.Random) -> Mistake | None:
    scalar = [
        v["name"] for v in document.get("variables", ()) if not v.get("index") and not isinstance(v["domain"], dict)
    ]
    options = [
        rewrite(document, site, 0, len(site.text), rng.choice(scalar), "decision-in-data")
        for site in sites(document, frozenset({"coefficient", "lower", "upper", "factor", "fraction"}))
        if scalar and (site.field != "factor" or site.element.get("kind") in ("comparison", "share"))
    ]
    return pick(options, rng)


def strict_comparison(document: Document, rng: random.Random) -> Mistake | None:
    continuous = {n for n, v in names_of(document, "variables").items() if v["domain"] == "continuous"}
    options = []
    for site in sites(document, frozenset({"expression"})):
        node = next(nodes(site), None)
        if not isinstance(node, Compare) or not site.pointer.startswith("/constraints"):
            continue
        if not any(isinstance(n, Name | Index) and n.id in continuous for n in nodes(site)):
            continue
        for found in re.finditer(r"<=|>=", site.text):
            top = any(a.end <= found.start() < b.start for a, b in zip(node.operands, node.operands[1:], strict=False))
            if top and len(node.ops) == 1:
                options.append(rewrite(document, site, *found.span(), found[0][0], "strict-comparison"))
    return pick(options, rng)


def lost_accessor(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for site in sites(document):
        for node in nodes(site):
            if isinstance(node, Call) and node.function in ("start", "end", "size", "present"):
                arg = site.text[node.args[0].start : node.args[0].end]
                options.append(rewrite(document, site, node.start, node.end, arg, "interval-number"))
    return pick(options, rng)


def lost_guard(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for k, row in enumerate(document.get("constraints", ())):
        each, _, guard = row.get("for_each", "").partition(" if ")
        if "first(" not in guard and "last(" not in guard:
            continue
        for site in sites({"constraints": [row]}):
            for node in nodes(site):
                if isinstance(node, Call) and node.function in ("prev", "next") and not node.keywords:
                    pointer = site.pointer.replace("/constraints/0", f"/constraints/{k}", 1)
                    changed = replaced(document, f"/constraints/{k}/for_each", each)
                    options.append(Mistake(changed, frozenset({"edge"}), pointer, (node.start, node.end)))
    return pick(options, rng)


# ---------------------------------------------------------------------------------------------------------- data


def zero_division(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for site in sites(document):
        for node in nodes(site):
            if isinstance(node, Div) and isinstance(node.right, Index | Name):
                options.extend(_zero(document, site, node.right))
        if site.field in ("limit", "upper", "coefficient") and re.fullmatch(r"[\w.]+", site.text):
            place = len(site.text)
            options.append(rewrite(document, site, place, place, " / 0", "zero-division"))
    return pick(options, rng)


def _zero(document: Document, site: Site, node: Index | Name) -> Iterator[Mistake]:
    for k, parameter in enumerate(document.get("parameters", ())):
        if parameter["name"] == node.id:
            for n, _ in enumerate(parameter["value"].get("entries") or ()):
                changed = replaced(document, f"/parameters/{k}/value/entries/{n}/1", "0")
                yield Mistake(changed, frozenset({"zero-division"}), site.pointer, (node.start, node.end))


def missing_value(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for k, parameter in enumerate(document.get("parameters", ())):
        value = parameter["value"]
        if value["form"] == "known" and value.get("entries") and "default" not in value:
            pointer = f"/parameters/{k}/value"
            changed = dropped(document, f"{pointer}/entries/{rng.randrange(len(value['entries']))}")
            options.append(Mistake(changed, frozenset({"missing-value"}), pointer))
    return pick(options, rng)


# -------------------------------------------------------------------------------------------------------- elements


def duplicate_name(document: Document, rng: random.Random) -> Mistake | None:
    rows = document.get("constraints", [])
    if len(rows) < 2:
        return None
    first, second = sorted(rng.sample(range(len(rows)), 2))
    pointer = f"/constraints/{second}/name"
    return Mistake(replaced(document, pointer, rows[first]["name"]), frozenset({"duplicate-name"}), pointer)


def invalid_name(document: Document, rng: random.Random) -> Mistake | None:
    rows = document.get("constraints", [])
    if not rows:
        return None
    k = rng.randrange(len(rows))
    pointer, code = f"/constraints/{k}/name", "invalid-name"
    words = rng.choice([rows[k]["name"].replace("_", " ") + " row", f"{rows[k]['name']} (1)", f"{k + 1}st row", "sum"])
    return Mistake(
        replaced(document, pointer, words), frozenset({"reserved-name" if words == "sum" else code}), pointer
    )


def cycle(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    for k, definition in enumerate(document.get("definitions", ())):
        ids = re.findall(r"(\w+) in", definition.get("over", ""))
        own = f"{definition['name']}[{', '.join(ids)}]" if ids else definition["name"]
        text = f"{definition['expression']} + {own}"
        changed = replaced(document, f"/definitions/{k}/expression", text)
        options.append(Mistake(changed, frozenset({"cycle"}), f"/definitions/{k}"))
    for k, parameter in enumerate(document.get("parameters", ())):
        if parameter["value"]["form"] == "derived":
            ids = re.findall(r"(\w+) in", parameter["value"].get("over", ""))
            own = f"{parameter['name']}[{', '.join(ids)}]" if ids else parameter["name"]
            text = f"{parameter['value']['expression']} + {own}"
            changed = replaced(document, f"/parameters/{k}/value/expression", text)
            options.append(Mistake(changed, frozenset({"cycle"}), f"/parameters/{k}"))
    return pick(options, rng)


def lost_quantifier(document: Document, rng: random.Random) -> Mistake | None:
    options = []
    valued = _valued(document)
    for site in sites(document, _QUANTIFIERS):
        if "/terms" in site.pointer or " if " in site.text or not site.text or "," in site.text:
            continue
        name = re.split(r" in ", site.text)[0]
        base = site.pointer.rpartition("/")[0]
        for other in sites(document):
            uses = [n for n in nodes(other) if isinstance(n, Index) and n.id in valued]
            free = [a for n in uses for a in n.args if isinstance(a, Name) and a.id == name]
            if other.pointer.startswith(f"{base}/") and free and f"for {name} in" not in other.text:
                if (
                    "over" in other.pointer.split("/")
                    or sum(s.pointer.startswith(f"{base}/") for s in sites(document)) > 1
                ):
                    continue
                span = (free[0].start, free[0].end)
                changed = dropped(document, site.pointer)
                options.append(Mistake(changed, frozenset({"unknown-name"}), other.pointer, span))
    return pick(options, rng)


def other_scale(document: Document, rng: random.Random) -> Mistake | None:
    scales = {"kg": "g", "min": "hour", "h": "min", "hour": "min", "g": "kg", "m": "km", "km": "m"}
    options = []
    for k, row in enumerate(document.get("parameters", ())):
        unit = row.get("unit")
        if unit in scales:
            changed = replaced(document, f"/parameters/{k}/unit", scales[unit])
            readers = [
                site
                for site in sites(document)
                if site.pointer.startswith("/constraints") and re.search(rf"\b{row['name']}\b", site.text)
            ]
            options.extend(Mistake(changed, frozenset({"unit-scale"}), site.pointer) for site in readers[:1])
    return pick(options, rng)


KINDS: dict[str, Callable[[Document, random.Random], Mistake | None]] = {
    function.__name__: function
    for function in (
        misspelt_name,
        misspelt_set,
        dropped_index,
        extra_index,
        swapped_indices,
        wrong_member,
        unquoted_member,
        round_brackets,
        wrong_sense,
        wrong_direction,
        wrong_domain,
        wrong_kind,
        unknown_field,
        wrong_number,
        unknown_function,
        single_equals,
        foreign_sign,
        missing_bracket,
        implicit_product,
        condition_as_number,
        decision_in_data,
        strict_comparison,
        lost_accessor,
        lost_guard,
        zero_division,
        missing_value,
        duplicate_name,
        invalid_name,
        cycle,
        lost_quantifier,
        other_scale,
    )
}
"""By name: puts one mistake of the kind into a document; ``None`` when it has no place for it."""
