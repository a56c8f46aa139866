"""What was probably meant by a text that does not parse or a field that has no such value."""

from __future__ import annotations

import re
from collections.abc import Iterable

from modelwright.errors import ExpressionError
from modelwright.model.expressions.checking.hints import NUMBER_WORDS, closest
from modelwright.model.expressions.functions import FUNCTIONS
from modelwright.model.expressions.parser import parse_expression, parse_quantifiers
from modelwright.model.findings import Fix
from modelwright.model.numbers import format_number, parse_number

__all__ = ["arguments_at", "choice_fix", "field_fix", "function_hint", "number_fix", "syntax_fix"]

_FOREIGN = {
    "≤": "<=",
    "⩽": "<=",
    "≥": ">=",
    "⩾": ">=",
    "≠": "!=",
    "×": "*",
    "·": "*",
    "⋅": "*",
    "∙": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "^": "**",
    "²": "**2",
    "³": "**3",
    "&&": " and ",
    "&": " and ",
    "∧": " and ",
    "||": " or ",
    "|": " or ",
    "∨": " or ",
    "!": "not ",
    "¬": "not ",
    "∈": " in ",
    "“": '"',
    "”": '"',
    "„": '"',
    "$": "",
    "€": "",
    "£": "",
    ";": "",
    "∑": "sum",
    "Σ": "sum",
}
"""Signs of other languages, the longest of those that begin alike first."""
_SPOKEN = (
    (re.compile(r"(at most|no more than|not more than|up to)\b", re.IGNORECASE), "<="),
    (re.compile(r"(at least|no less than|not less than)\b", re.IGNORECASE), ">="),
    (re.compile(r"(equals|equal to|is equal to|is exactly|exactly)\b", re.IGNORECASE), "=="),
    (re.compile(r"(times|multiplied by)\b", re.IGNORECASE), "*"),
    (re.compile(r"(divided by)\b", re.IGNORECASE), "/"),
    (re.compile(r"(plus)\b", re.IGNORECASE), "+"),
    (re.compile(r"(minus)\b", re.IGNORECASE), "-"),
    (re.compile(r"(AND)\b"), "and"),
    (re.compile(r"(OR)\b"), "or"),
)
_FUNCTION_WORDS = {
    "ln": "log",
    "ceiling": "ceil",
    "minimum": "min",
    "maximum": "max",
    "all": "forall",
    "any": "exists",
    "absolute": "abs",
    "sqr": "sqrt",
    "total": "sum",
    "sigma": "sum",
    "if_then": "implies",
    "alldiff": "all_different",
    "previous": "prev",
    "length": "len",
    "position": "ord",
    "duration": "size",
}
_EVERY = re.compile(r"\b((?:all|each|every|any)\s+)\Z")
_THOUSANDS = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?![\d,])")
_TRIED = 400
"""Characters of a text in which a missing bracket is looked for."""


_INSTEAD = {
    "sum(x[i] for i in SET) / len(SET)": "average avg mean",
    "a ** b": "pow power",
    "a % b": "mod modulo rem remainder",
    "a // b": "div intdiv quotient",
    "floor(a)": "int trunc truncate integer",
    "a if condition else b": "if iif ifelse if_then_else where switch",
    "a * b * c": "prod product",
    "not a": "no negate",
    "x[first(SET)]": "head",
    "0 <= x <= 9": "between",
    "abs(a - b)": "distance dist",
}


def function_hint(word: str) -> str | None:
    """What to write for a function that the language does not have, or ``None``."""
    said = next((text for text, words in _INSTEAD.items() if _folded(word) in words.split()), None)
    return f"write `{said}`" if said else None


def syntax_fix(source: str, error: ExpressionError, pointer: str, names: Iterable[str] = ()) -> Fix | None:
    """The edit with which `source` goes on being read past `error`, where one reading exists.

    Args:
        source: An expression, or quantifiers.
        error: Why it cannot be read.
        pointer: JSON pointer of `source`.
        names: Names of elements, for an element called like a function.
    """
    found = _syntax_edit(source, error, set(names))
    return None if found is None else Fix(pointer=pointer, start=found[0], end=found[1], text=found[2])


def _syntax_edit(source: str, error: ExpressionError, names: set[str]) -> tuple[int, int, str] | None:
    start, end = error.start, error.end
    rest = source[start:]
    if error.code == "unknown-function":
        return _function(source, error, names)
    if error.code == "call-arity" and error.piece == "sum":
        return _added(source, error)
    if error.code != "syntax":
        return None
    if error.piece == "," and (place := re.compile(r"\s*,(?=\s*\(?\w[\w, ]*\)?\s+in\b)").match(source, start)):
        if re.search(r"\bfor\b.*\bin\b", source[:start]):
            return place.start(), place.end(), " for"
        return None
    if "`in` expected" in error.message and (place := _EVERY.search(source[:start])):
        return place.start(1), place.end(1), ""
    if rest.startswith("#"):
        return len(source[:start].rstrip()), len(source), ""
    if source[max(0, start - 1) : start + 1] == "<>":
        return start - 1, start + 1, "!="
    if rest[:2] in ("=>", "=<"):
        return start, start + 2, {"=>": ">=", "=<": "<="}[rest[:2]]
    if "takes no argument" in error.message and (place := re.compile(r"\s*(=)").match(source, end)):
        function = FUNCTIONS[error.message.split("`")[1]]
        return (start, end, function.keywords[0]) if function.keywords else (place.start(1), place.end(1), "==")
    if error.piece == "=":
        return start, end, "=="
    if error.piece == "is":
        negated = re.match(r"is\s+not\b", rest)
        return start, start + (negated.end() if negated else 2), "!=" if negated else "=="
    for sign, meant in _FOREIGN.items():
        if rest.startswith(sign):
            return _sign(source, start, start + len(sign), meant)
    for said, meant in _SPOKEN:
        if place := said.match(rest):
            return start, start + place.end(), meant
    if place := next((m for m in _THOUSANDS.finditer(source) if m.start() < start < m.end()), None):
        return place.start(), place.end(), place[0].replace(",", "")
    return _product(source, start, error.piece) or _bracket(source, error)


def _sign(source: str, start: int, end: int, meant: str) -> tuple[int, int, str]:
    before, after = source[start - 1 : start], source[end : end + 1]
    if meant.startswith(" ") and before.isspace():
        meant = meant[1:]
    if meant.endswith(" ") and after.isspace():
        meant = meant[:-1]
    return start, end, meant


def _function(source: str, error: ExpressionError, names: set[str]) -> tuple[int, int, str] | None:
    word = error.piece
    if word in names:
        depth = 0
        for k in range(error.end, len(source)):
            depth += {"(": 1, ")": -1}.get(source[k], 0)
            if depth == 0:
                inside = source[error.end + 1 : k]
                return error.start, k + 1, f"{word}[{inside}]" if inside.strip() else word
        return None
    meant = _FUNCTION_WORDS.get(word.lower()) or closest(word, FUNCTIONS)
    return None if meant is None else (error.start, error.end, meant)


def arguments_at(source: str, start: int) -> tuple[list[str], int]:
    """The arguments in the bracket that opens at `start` of `source`, and where it closes."""
    depth, pieces, begin = 0, [], source.find("(", start) + 1
    for k in range(begin - 1, len(source)):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(source[k], 0)
        if depth == 0 or (depth == 1 and source[k] == ","):
            pieces.append(source[begin:k].strip())
            begin = k + 1
        if depth == 0:
            return pieces, k
    return [], len(source)


def _added(source: str, error: ExpressionError) -> tuple[int, int, str] | None:
    """``sum(a, b)`` as ``(a + b)``."""
    pieces, end = arguments_at(source, error.end)
    good = len(pieces) > 1 and all(pieces) and not any(" for " in piece for piece in pieces)
    return (error.start, end + 1, f"({' + '.join(pieces)})") if good else None


def _product(source: str, start: int, piece: str) -> tuple[int, int, str] | None:
    """``2 x`` and ``2(a + b)`` are products."""
    before = source[:start].rstrip()
    follows = piece == "(" or re.match(r"[A-Za-z_]\w*\Z", piece, re.ASCII)
    if follows and re.search(r"(?<![\w.])\d+(\.\d+)?\Z", before, re.ASCII) and piece not in ("for", "in", "if", "else"):
        return len(before), start, " * "
    return None


def _bracket(source: str, error: ExpressionError) -> tuple[int, int, str] | None:
    """The only place at which a closing bracket makes the text readable."""
    wanted = re.match(r"`([)\]}])` expected", error.message)
    if wanted is None or len(source) > _TRIED:
        return None
    places = [m.end() for m in re.finditer(r"\w+|[^\w\s]", source)]
    good = [place for place in places if _reads(f"{source[:place]}{wanted[1]}{source[place:]}")]
    return (good[0], good[0], wanted[1]) if len(good) == 1 else None


def _reads(source: str) -> bool:
    for parse in (parse_expression, parse_quantifiers):
        try:
            parse(source)
        except ExpressionError:
            continue
        return True
    return False


# ---------------------------------------------------------------------------------------------------- fields

_SENSE_WORDS = {
    "<=": "≤ =< < le leq lte less_than_or_equal less_or_equal at_most atmost no_more_than max maximum up_to upper "
    "under",
    ">=": "≥ => > ge geq gte greater_than_or_equal greater_or_equal at_least atleast no_less_than min minimum lower "
    "over",
    "==": "= eq equal equals equal_to exactly is",
}
_WORDS_BY_CHOICE = {
    "min": "minimise minimize minimum minimal least lowest smallest",
    "max": "maximise maximize maximum maximal most highest largest",
    "satisfy": "feasible feasibility any none satisfiable",
    "integer": "int integers whole discrete count counts natural",
    "continuous": "real reals float number decimal fractional fraction cont rational",
    "binary": "bool boolean 0/1 0-1 yes/no logical flag bit",
    "yes": "true negotiable soft",
    "no": "false fixed hard",
    "infeasible": "impossible unsatisfiable unsat",
    "scalar": "number single value",
    "members": "selected chosen set",
    "known": "number constant value",
    "bound": "table data upper_bound lower_bound upperbound lowerbound limit",
    "derived": "expression computed formula",
    "resource": "capacity_use consumption",
    "requirement": "demand minimum_requirement",
    "equation": "equality",
    "share": "ratio proportion percentage",
    "algebraic": "expression linear general",
    "penalty": "soft",
    "must": "hard required",
    "interval": "task span_of_time",
}


def _folded(word: str) -> str:
    return re.sub(r"[\s_-]+", "_", word.strip().lower())


_WORDS_BY_FIELD = {
    "label": "description desc title comment note notes caption text doc",
    "lower": "lb lower_bound lowerbound min minimum at_least",
    "upper": "ub upper_bound upperbound max maximum at_most capacity",
    "domain": "type vartype var_type kind category",
    "kind": "type template form",
    "expression": "expr formula value body equation objective",
    "sense": "direction operator op relation goal type",
    "index": "indices index_sets sets indexed_by dims dimensions",
    "for_each": "forall for_all over quantifiers each foreach",
    "over": "for_each forall for quantifiers",
    "limit": "rhs bound right capacity",
    "enforce": "soft penalty",
    "members": "values elements items",
    "content": "members values elements",
    "expect": "status result expected",
    "given": "set fixed with inputs",
    "report_as": "name_as alias reported_as",
    "sources": "source from origin",
    "unit": "uom measure",
}


def field_fix(word: str, fields: Iterable[str]) -> str | None:
    """The one of `fields` that `word` means, or ``None``."""
    allowed, folded = list(fields), _folded(word)
    near = closest(word, allowed)
    meant = [field for field in allowed if folded in _WORDS_BY_FIELD.get(field, "").split()]
    return near or (meant[0] if len(meant) == 1 else None)


def choice_fix(word: object, choices: Iterable[str]) -> str | None:
    """The one of the fixed words of the format that `word` means, or ``None``."""
    allowed = list(choices)
    if not isinstance(word, str):
        return None
    folded = _folded(word)
    exact = [choice for choice in allowed if _folded(choice) == folded]
    if exact:
        return exact[0]
    tables = (_SENSE_WORDS, _WORDS_BY_CHOICE) if "<=" in allowed else (_WORDS_BY_CHOICE,)
    for table in tables:
        for choice, words in table.items():
            if choice in allowed and folded in map(_folded, words.split()):
                return choice
    return closest(word, allowed)


def number_fix(text: object) -> str | None:
    """The number that `text` means: ``"1,000"``, ``"$45"``, ``"12%"``, ``"ten"``."""
    if isinstance(text, float):
        return repr(text) if text == text and abs(text) != float("inf") else None
    if not isinstance(text, str):
        return None
    word = text.strip().lower()
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    bare = re.sub(r"^[$€£¥]\s*|\s*[$€£¥]$", "", word)
    bare = bare.replace("−", "-")
    if _THOUSANDS.fullmatch(bare.split(".")[0]):
        bare = bare.replace(",", "")
    elif re.fullmatch(r"\d{1,3}( \d{3})+", bare):
        bare = bare.replace(" ", "")
    percent = bare.endswith("%")
    try:
        value = parse_number(bare.removesuffix("%").strip())
    except ValueError:
        return None
    return format_number(value / 100 if percent else value)
