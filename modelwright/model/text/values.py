"""Sets and values of the text form that cannot be read: what was probably meant."""

from __future__ import annotations

import json
import re

from modelwright.errors import ExpressionError
from modelwright.model.expressions import Listing, Name, Node, parse_expression
from modelwright.model.expressions.checking.hints import cut
from modelwright.model.expressions.printer import format_expression, quote_member
from modelwright.model.repairs import number_fix
from modelwright.model.text.faults import LineFault

__all__ = ["entry_fault", "set_fault", "value_fault"]

_SET_FORMS = '{"a", "b"}`, `{1, 4}`, `1..n`, `{i for i in SET if CONDITION}` or `column "table" "name"'
_RANGE = r"(-?\w+)\s*(?:\.{3,}|:|,|-|–|\bto\b)\s*(-?\w+)"


def set_fault(text: str, why: ExpressionError | Node | None = None) -> LineFault:
    """The fault of the content of a set.

    Args:
        text: What stands behind the ``=``.
        why: Why it cannot be read, or the member that is none.
    """
    inside = text[1:-1].strip()
    braced = text.startswith("{")
    ends = re.fullmatch(r"(.+?)\s*\.\.\s*(.+)", inside) if braced else None
    ends = ends or re.fullmatch(rf"range\s*\(?\s*{_RANGE}\s*\)?|{_RANGE}", text)
    if ends is not None:
        first, last = [part for part in ends.groups() if part]
        return LineFault(f"`{cut(text)}` is no set", text, f"write `{first}..{last}`")
    if isinstance(why, ExpressionError):
        return LineFault(
            f"The set cannot be read: {why.message}", why.piece or text, why.hint or f"write `{_SET_FORMS}`"
        )
    if isinstance(why, Node):
        said = format_expression(why)
        hint = (
            f"write `{_quoted(inside)}`: members stand in quotes" if isinstance(why, Name) else f"write `{_SET_FORMS}`"
        )
        return LineFault(f"`{cut(said)}` is no member: a member is a text, a whole number, or a tuple", said, hint)
    if re.fullmatch(r"[\[(].*[\])]", text):
        return LineFault("The members of a set stand in braces", text, f"write `{{{inside}}}`")
    if re.fullmatch(r"[A-Za-z_]\w*", text):
        return LineFault(
            f"`{text}` is no set content", text, f"write `{{i for i in {text}}}`, or list members: `{_SET_FORMS}`"
        )
    if "," in text:
        return LineFault("The members of a set stand in braces", text, f"write `{_quoted(text)}`")
    return LineFault(f"`{cut(text)}` is no set", text, f"write `{_SET_FORMS}`")


def _quoted(inside: str) -> str:
    """Members with their quotes."""
    try:
        node = parse_expression(f"[{inside}]")
    except ExpressionError:
        return _SET_FORMS
    assert isinstance(node, Listing)
    said = [quote_member(item.id) if isinstance(item, Name) else format_expression(item) for item in node.items]
    return f"{{{', '.join(said)}}}"


_VALUE_FORMS = {
    "table": 'table {"table": "shops", "keys": ["shop"], "value": "need"}',
    "missing": 'missing {"slot": "price of paint"}',
    "known": 'known {"entries": [[["ash"], "3"]], "default": "0"}',
    "derived": "derived 2 * n",
}


def value_fault(text: str) -> LineFault:
    """The fault of the value of a parameter: what stands behind the ``=``."""
    word, _, rest = text.partition(" ")
    if "#" in text and '"' not in text:
        comment = text[text.index("#") :]
        hint = f"leave it out, or write it on a line of its own: `{comment}`"
        return LineFault("A comment begins at the start of a line", comment, hint, "invalid-number")
    if word in _VALUE_FORMS:
        said = json.dumps({"slot": rest.strip(' "')}, ensure_ascii=False)
        form = f"missing {said}" if word == "missing" and rest.strip(' "') else _VALUE_FORMS[word]
        message = f"`{cut(rest)}` cannot follow `{word}`" if rest.strip() else f"`{word}` alone says no value"
        return LineFault(message, text, f"write `{form}`")
    if text.startswith("["):
        return LineFault("Numbers stand by their keys", text, 'write `{["ash"]: 3, ["elm"]: 4}`')
    head, over, quantifiers = text.partition(" for ")
    try:
        node = parse_expression(head)
    except ExpressionError as error:
        hint = f"{error.hint or 'write a number, numbers by key, or `derived EXPRESSION`'}"
        return LineFault(f"`{cut(text)}` is no number: {error.message}", text, hint, "invalid-number")
    if isinstance(node, Name) and not over:
        hint = f"write a number, or `derived {text}`"
    else:
        hint = f"write `derived {head}{over}{quantifiers}`"
    if re.fullmatch(r"\"[^\"]*\"", text):
        number = number_fix(text.strip('"'))
        hint = f"write `{number}`" if number else 'write a number; words about it go below: `  label = "…"`'
    return LineFault(f"`{cut(text)}` is no number", text, hint, "invalid-number")


def entry_fault(text: str) -> LineFault:
    """The fault of the first entry of `text`, the rest of a table of numbers by key."""
    found = re.match(
        r"\s*(?P<key>\[[^\]]*\]|\([^)]*\)|\"[^\"]*\"|[^,:}]*)\s*(?P<sign>:|=>?)?\s*(?P<value>[^,}\[]*)", text
    )
    key, sign, value = (found["key"].strip(), found["sign"], found["value"].strip()) if found else (text, None, "")
    parts = [part.strip() for part in key.strip("[]()").split(",") if part.strip()]
    said = ", ".join(part if re.fullmatch(r"\".*\"|-?\d+", part) else json.dumps(part.strip("'")) for part in parts)
    example = f"[{said}]: {value or 3}"
    if sign == ":" and re.fullmatch(r"\[.*\]", key) and said == key[1:-1].strip() and value:
        return LineFault(f"`,` or `}}` should follow `{cut(key)}: {cut(value)}`", text, f"write `{{{example}, …}}`")
    return LineFault(f"`{cut(text)}` is no entry: a key in brackets, `:` and a number", text, f"write `{{{example}}}`")
