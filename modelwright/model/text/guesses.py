"""Lines of the text form that have none of its forms: what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable

from modelwright.errors import ExpressionError
from modelwright.model.document import GROUPS, Model
from modelwright.model.expressions import Number, parse_expression
from modelwright.model.expressions.checking.hints import closest, cut
from modelwright.model.repairs import choice_fix
from modelwright.model.templates import KINDS
from modelwright.model.templates.shapes import is_condition
from modelwright.model.text.faults import LineFault, unknown_kind

__all__ = ["SHAPES", "explain"]

_WORD = r"[A-Za-z_][A-Za-z0-9_]*"
_DOMAINS = ("continuous", "integer", "binary", "one of", "interval", "missing")
_OUTPUT_SHAPES = ("scalar", "list", "nested", "members")
_STATUSES = ("optimal", "infeasible", "unbounded")

SHAPES = {
    "name": 'name "TEXT"',
    "label": 'label "TEXT"',
    "time_unit": 'time_unit "UNIT"',
    "statement": 'statement "ID" "SPEAKER" "TEXT"',
    "set": "set NAME = {MEMBERS}, or `set NAME = 1..n`",
    "parameter": "parameter NAME[SET, …] = VALUE",
    "variable": "variable NAME[SET, …]: DOMAIN >= LOWER <= UPPER for QUANTIFIERS",
    "definition": "definition NAME[SET, …] = EXPRESSION for QUANTIFIERS",
    "minimize": "minimize NAME = EXPRESSION",
    "maximize": "maximize NAME = EXPRESSION",
    "satisfy": "satisfy NAME",
    "objective": "objective NAME = EXPRESSION",
    "constraint": "constraint NAME: KIND: CONDITION; for QUANTIFIERS",
    "output": "output NAME: SHAPE = EXPRESSION for QUANTIFIERS",
    "test": "test NAME: optimal",
    "element": "element GROUP JSON",
}
"""What a line that begins with a word looks like."""

_MEANT = {
    "variable": "var vars variables decision decisions decide dvar",
    "parameter": "param params parameters data constant const given input number",
    "set": "sets index indices",
    "definition": "def define defined let expression expr definitions where",
    "minimize": "min minimum",
    "maximize": "max maximum",
    "objective": "goal obj",
    "satisfy": "solve feasible feasibility",
    "constraint": "constrain constraints subject such s.t. st row rule require must restriction con",
    "output": "report show print outputs return reports",
    "test": "tests case testcase check expect",
}
_WORDS = {word: meant for meant, words in _MEANT.items() for word in words.split()}
_FIELDS = (
    "unit sources from penalty price negotiable enforce priority weight tolerance report_as given holds of subset_of "
    "cyclic domain lower upper"
).split()


def explain(line: str) -> LineFault:
    """Why `line`, which begins an element, has none of the forms."""
    word, rest = _split(line)
    if word in _EXPLAIN and re.match(r"\s|:|\Z", rest):
        found = _EXPLAIN[word](rest.strip(": "), word)
        return found or LineFault(f"`{word}` cannot be read so", rest.strip(), _shape(word))
    return _unknown_word(line, word, rest)


def _split(line: str) -> tuple[str, str]:
    found = re.match(r"[^\s:=\[({\"]+", line)
    word = found[0] if found else line[:1]
    return word, line[len(word) :]


def _shape(word: str) -> str:
    return f"write `{SHAPES[word.replace('imise', 'imize')]}`"


def _unknown_word(line: str, word: str, rest: str) -> LineFault:
    if word in SHAPES:
        said = rest.lstrip("=: ")
        return LineFault(f"A blank should follow `{word}`", line, f"write `{word} {said}`" if said else _shape(word))
    message = f"`{cut(word)}` begins no line of the text form"
    folded = word.lower().rstrip(".:")
    if folded in _FIELDS:
        hint = f"a field stands below its element, indented by two spaces: `  {line.strip()}`"
        return LineFault(f"`{word}` is a field, and its line is not indented", word, hint)
    if folded in ("subject", "such", "s.t", "st", "constraints"):
        row = re.sub(r"(?i)^(subject to|such that|s\.?t\.?|constraints)\b\W*", "", line) or "CONDITION"
        drop = "leave this line out; " if row == "CONDITION" else ""
        hint = f"{drop}each condition has a line of its own: `constraint NAME: algebraic: {row}`"
        return LineFault(message, line, hint)
    meant_line = _bare_row(line)
    if meant_line is not None:
        return LineFault(f"No word says what `{cut(line)}` is", line, f"write `{meant_line}`")
    meant = _WORDS.get(folded) or next((w for w in SHAPES if w == folded), None) or closest(word, SHAPES)
    if meant is None:
        return LineFault(message, word, f"lines begin with {', '.join(SHAPES)}; fields are indented by two spaces")
    said = f"{meant}{rest}"
    return LineFault(message, word, f"write `{said}`" if _is_good(said) else f"{_shape(meant)}")


def _bare_row(line: str) -> str | None:
    """The line of a condition, or of a named expression, that stands alone."""
    named = re.match(rf"({_WORD}(?:\[[^\]]*\])?)\s*:?=(?!=)\s*(.+)", line)
    try:
        node = parse_expression(named[2] if named else line.partition(";")[0])
    except ExpressionError:
        return None
    if named:
        return f"{'parameter' if isinstance(node, Number) else 'definition'} {named[1]} = {named[2]}"
    return f"constraint NAME: algebraic: {line}" if is_condition(node, Model()) else None


def _is_good(line: str) -> bool:
    from modelwright.model.text.lines import match_element

    try:
        return match_element(line) is not None
    except LineFault:
        return False


def _named(rest: str, word: str) -> tuple[LineFault | None, str, str]:
    """The fault of the name that begins `rest`, or the name and what follows it."""
    found = re.match(_WORD, rest)
    after = rest[found.end() :] if found else rest
    if found is None or re.match(r"[-.'’$€]|\w", after):
        first = re.match(r"[^\s:=\[]*", rest)
        piece = first[0] if first and first[0] else rest
        if found is None and not re.search(r"[A-Za-z]", piece):
            return LineFault(f"A name should follow `{word}`", rest, _shape(word)), "", ""
        other = re.sub(r"\W+", "_", piece).strip("_")
        other = f"n{other}" if other[:1].isdigit() else other
        hint = f"write `{word} {other}{rest[len(piece) :]}`" if len(rest) < 60 else f"write `{other}`"
        return LineFault(f"`{cut(piece)}` is no identifier", piece, hint, "invalid-name"), "", ""
    return None, found[0], after


def _index(word: str, name: str, after: str) -> tuple[LineFault | None, str]:
    """The fault of the index in brackets, or what follows it."""
    bare = after.lstrip()
    if not bare.startswith("["):
        return None, bare
    inside, closed, rest = bare[1:].partition("]")
    if not closed:
        return LineFault(f"The index of `{name}` has no `]`", bare, f"write `{word} {name}[SET]`"), ""
    sets = re.findall(rf"\bin\s+({_WORD})", inside)
    if sets:
        hint = (
            f"write `{name}[{', '.join(sets)}]`, and the quantifiers at the end: `for {', '.join(inside.split(', '))}`"
        )
        return LineFault(f"The index of `{name}` names its sets alone", f"[{inside}]", hint), ""
    if re.fullmatch(rf"\s*{_WORD}(\s*,\s*{_WORD})*\s*", inside) is None:
        hint = f"declare `set NAME = {{…}}` and write `{word} {name}[NAME]`"
        return LineFault(f"`[{inside}]` does not name index sets", f"[{inside}]", hint), ""
    return None, rest.strip()


def _no_index(word: str, name: str, after: str, instead: str) -> LineFault | None:
    if not after.lstrip().startswith("["):
        return None
    piece = after[: after.find("]") + 1] or after
    return LineFault(f"The name of {_a(word)} takes no index", piece, instead)


def _a(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _equals(word: str, name: str, after: str, instead: str) -> LineFault | None:
    """The fault of what follows the name, where `=` should."""
    bare = after.strip()
    if bare.startswith("=") and not bare.startswith("=="):
        if bare[1:].strip():
            return None
        return LineFault(f"Nothing follows the `=` of `{name}`", after, f"write `{instead}`")
    sign = re.match(r":=|==|:|<-|\bis\b|\bin\b", bare)
    rest = (bare[sign.end() :] if sign else bare).strip()
    said = f"{word} {name} = {rest}" if rest else instead
    return LineFault(f"`=` should follow `{name}`", bare or name, f"write `{said}`")


def _set(rest: str, word: str) -> LineFault | None:
    fault, name, after = _named(rest, word)
    return (
        fault
        or _no_index(word, name, after, f"write `{word} {name} = …`; the index stands where the set is used")
        or _equals(word, name, after, f'{word} {name} = {{"a", "b"}}')
    )


def _valued(rest: str, word: str) -> LineFault | None:
    fault, name, after = _named(rest, word)
    if fault:
        return fault
    fault, after = _index(word, name, after)
    if fault:
        return fault
    bare = re.sub(rf"^of\s+{_WORD}\s*", "", after) if word == "parameter" else after
    index = rest[len(name) :][: len(rest) - len(name) - len(after)].strip()
    return _equals(word, f"{name}{index}", bare, f"{word} {name}{index} = …")


def _variable(rest: str, word: str) -> LineFault | None:
    fault, name, after = _named(rest, word)
    if fault:
        return fault
    fault, after = _index(word, name, after)
    if fault:
        return fault
    index = rest[len(name) :][: len(rest) - len(name) - len(after)].strip()
    head = f"{word} {name}{index}"
    if not after.startswith(":"):
        domain = choice_fix(re.split(r"[\s<>=]", after)[0], _DOMAINS) if after[:1].isalpha() else None
        said = f"{head}: {after}" if domain and domain in after else f"{head}: {domain or 'continuous'}"
        said = f"{head}: continuous {after}" if after[:2] in (">=", "<=") else said
        return LineFault(f"`: DOMAIN` should follow `{name}`", after or rest, f"write `{said}`")
    return _domain(head, after[1:].strip())


def _domain(head: str, text: str) -> LineFault | None:
    found = re.match(r"one of\b|[^\s<>={(\[]+", text)
    word = found[0] if found else ""
    if word not in _DOMAINS:
        near = choice_fix(word, [domain for domain in _DOMAINS if domain != "one of"]) if word else None
        near = "one of" if text.startswith("{") or word == "one" else near
        after = text[len(word) :].strip()
        good = near is not None and _is_good(f"{head}: {near} {after}".strip())
        hint = f"write `{head}: {near} {after}".strip() + "`" if good else f"it is one of {', '.join(_DOMAINS)}"
        said = f"`{cut(word)}` is no domain" if word else "A domain should follow the `:`"
        return LineFault(said, word or text, hint, "invalid-field")
    if word == "one of":
        return LineFault("The choices of `one of` are integers in braces", text, f"write `{head}: one of {{1, 3, 5}}`")
    after = text[len(word) :].strip()
    if word == "interval":
        sized = re.sub(r"^(\w+\s+)?(?=\d)|^(length|duration|lasting|for|of)\b", "size ", after).replace("  ", " ")
        said = f"interval {sized}" if _is_good(f"{head}: interval {sized}") else "interval size 3 optional >= 0 <= 24"
        hint = f"write `{head}: {said}`"
        return LineFault(f"`{cut(after)}` does not follow `interval`", after, hint)
    ends = re.findall(r"-?\d+(?:\.\d+)?", after)
    said = f">= {ends[0]} <= {ends[1]}" if len(ends) == 2 else ">= LOWER <= UPPER"
    return LineFault(f"`{cut(after)}` cannot follow `{word}`", after, f"write bounds as `{head}: {word} {said}`")


def _goal(rest: str, word: str) -> LineFault | None:
    bare = rest.lstrip(": ")
    found = re.match(rf"{_WORD}\s*(?=[:=]|\Z)(?!==)", bare)
    if found is None or found.end() == len(bare):
        said = bare if re.match(rf"{_WORD}\s*=(?!=)", bare) else f"goal = {bare}" if bare else "goal = …"
        return LineFault(f"A name and `=` should follow `{word}`", rest, f"write `{word} {said}`")
    return _equals(word, found[0].strip(), bare[found.end() :], f"{word} {found[0].strip()} = …")


def _constraint(rest: str, word: str) -> LineFault | None:
    name_first = re.match(rf"({_WORD})\s*(\[[^\]]*\]|\([^)]*\))?\s*:", rest)
    if name_first is None:
        if re.match(rf"{_WORD}\s*\Z", rest):
            return LineFault(f"`{rest}` has no row", rest, f"write `{word} {rest}: algebraic: CONDITION`")
        if re.match(r"[^\s:]+\s*:\s*\w+\s*:", rest):
            return _named(rest, word)[0]
        kind = re.match(rf"\s*({'|'.join(KINDS)})\s*:\s*", rest)
        said = rest[kind.end() :] if kind else rest.removeprefix(":").strip()
        return LineFault(
            "A name and a kind should stand before the row", rest, f"write `{word} NAME: algebraic: {said}`"
        )
    name, index = name_first[1], name_first[2]
    row = rest[name_first.end() :].strip()
    if index:
        each = ", ".join(f"{part.strip()} in SET" for part in index[1:-1].split(","))
        each = index[1:-1] if " in " in index else each
        hint = f"write `{word} {name}: {row.partition(';')[0]}; for {each}`"
        return LineFault("The name of a constraint takes no index", index, hint)
    if not row:
        return LineFault(f"`{name}` has no row", rest, f"write `{word} {name}: algebraic: CONDITION`")
    kind = re.match(r"([^\s:]+)\s*:", row)
    if kind is None:
        near = re.match(r"\w+", row)
        if near and near[0] in KINDS and len(near[0]) < len(row):
            hint = f"write `{word} {name}: {near[0]}: {row[near.end() :].strip()}`"
            return LineFault(f"`:` should follow the kind `{near[0]}`", near[0], hint)
        return LineFault(f"The kind of `{name}` is missing", row, f"write `{word} {name}: algebraic: {row}`")
    if re.fullmatch(_WORD, kind[1]) is None:
        return unknown_kind(kind[1])
    return LineFault(f"`{name}` has no row", rest, f"write `{word} {name}: {kind[1]}: CONDITION`")


def _output(rest: str, word: str) -> LineFault | None:
    fault, name, after = _named(rest, word)
    if fault:
        return fault
    shaped = f"write `{word} {name}: list = …` with its quantifiers at the end: `for t in SET`"
    fault = _no_index(word, name, after, shaped)
    if fault:
        return fault
    bare = after.strip()
    if bare.startswith(":") and not bare.startswith(":="):
        shape, sign, said = bare[1:].partition("=")
        first = (shape.split() or [""])[0]
        if not sign and first not in _OUTPUT_SHAPES:
            return LineFault(f"`=` should follow `{name}`", bare, f"write `{word} {name} = {bare[1:].strip()}`")
        if first not in _OUTPUT_SHAPES:
            near = choice_fix(first, _OUTPUT_SHAPES)
            hint = f"write `{word} {name}: {near} = {said.strip()}`" if near else "it is list, nested or members"
            return LineFault(f"`{first}` is no shape of an output", first, hint, "invalid-field")
        if not sign:
            return LineFault(f"`=` should follow the shape of `{name}`", bare, f"write `{word} {name}: {first} = …`")
        hint = f"write `{word} {name}: {first} = …`, or `members from 1`"
        return LineFault(f"`{cut(shape.strip())}` is no shape of an output", shape.strip(), hint, "invalid-field")
    return _equals(word, name, after, f"{word} {name} = …")


def _test(rest: str, word: str) -> LineFault | None:
    fault, name, after = _named(rest, word)
    said = after.strip().removeprefix(":").strip()
    near = "optimal" if said in ("", "feasible", "solvable", "solved") else choice_fix(said, _STATUSES)
    if fault or not after.strip().startswith(":"):
        return fault or LineFault(
            f"`: STATUS` should follow `{name}`", rest, f"write `{word} {name}: {near or 'optimal'}`"
        )
    hint = f"write `{word} {name}: {near}`" if near else f"it is one of {', '.join(_STATUSES)}"
    return LineFault(f"`{cut(said)}` is no status", said or rest, hint, "invalid-field")


def _element(rest: str, word: str) -> LineFault | None:
    group, _, _ = rest.partition(" ")
    near = closest(group, GROUPS)
    hint = f"write `{near}`" if near else f"the groups are {', '.join(GROUPS)}"
    return LineFault(f"`{cut(group)}` is no group of elements", group, hint)


_EXPLAIN: dict[str, Callable[[str, str], LineFault | None]] = {
    "set": _set,
    "parameter": _valued,
    "variable": _variable,
    "definition": _valued,
    "minimize": _goal,
    "maximize": _goal,
    "minimise": _goal,
    "maximise": _goal,
    "satisfy": _goal,
    "objective": _goal,
    "constraint": _constraint,
    "output": _output,
    "test": _test,
    "element": _element,
}
