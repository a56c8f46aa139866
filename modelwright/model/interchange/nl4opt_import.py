"""NL4Opt's declarations read as rows (see `nl4opt`)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from modelwright.errors import InputError
from modelwright.model.document import Model
from modelwright.model.elements import Objective, Variable
from modelwright.model.interchange.common import identifiers, written_sum
from modelwright.model.interchange.spans import STATEMENT, Places
from modelwright.model.interchange.wording import number_of
from modelwright.model.numbers import format_number
from modelwright.model.sources import Statement
from modelwright.model.templates import (
    Algebraic,
    Bound,
    Comparison,
    Constraint,
    Requirement,
    Resource,
    Share,
    Term,
    Total,
)

__all__ = ["SENSES", "TYPES", "import_declaration", "import_problem", "limit_of"]

TYPES = ("sum", "upperbound", "lowerbound", "linear", "ratio", "xby", "xy")
"""NL4Opt's seven types of constraints."""
SENSES: dict[str, Literal["<=", ">="]] = {"LESS_OR_EQUAL": "<=", "GREATER_OR_EQUAL": ">="}
"""Its operators."""
_ROLES = {
    "sum": ("direction", "limit"),
    "upperbound": ("direction", "limit", "var"),
    "lowerbound": ("direction", "limit", "var"),
    "ratio": ("direction", "limit", "var"),
    "linear": ("direction", "limit"),
    "xby": ("direction", "x_var", "param", "y_var"),
    "xy": ("direction", "x_var", "y_var"),
}
"""The fields whose words are the sources of a row, in order; a `linear` row adds variable and number of each term."""
_MIN = ("min", "low", "least", "few", "small", "reduc", "decreas", "cheap")
_MAX = ("max", "most", "high", "great", "large", "increas")


def import_declaration(
    declaration: Mapping[str, Any], variables: Mapping[str, str], name: str, places: Places | None = None
) -> Constraint:
    """The row that a constraint declaration means.

    Args:
        declaration: One of `const_declarations`.
        variables: Name of the decision that each mention names, decisions in their order.
        name: Name of the row.
        places: Finds the words of the declaration in its document; ``None`` leaves the row without sources.

    Raises:
        InputError: A field is missing or cannot be read, a mention names no decision, or the operator does not fit
            the type.
    """
    kind = _field(declaration, "type")
    if kind not in TYPES:
        raise _bad(f"`{kind}` is no type of constraint", f"types: {', '.join(TYPES)}")
    sense = SENSES.get(_field(declaration, "operator"))
    if sense is None or (kind, sense) in (("upperbound", ">="), ("lowerbound", "<=")):
        raise _bad(f"The operator `{declaration['operator']}` does not fit `{kind}`", f"one of {', '.join(SENSES)}")
    wordings = [_field(declaration, role) for role in _ROLES[kind]]
    terms = _field(declaration, "terms") if kind == "linear" else {}
    wordings += [wording for pair in terms.items() for wording in pair]
    common: dict[str, Any] = {"name": name, "sources": places.together(wordings) if places else ()}
    number = "param" if kind == "xby" else "limit"
    limit = "1" if kind == "xy" else format_number(limit_of(_field(declaration, number), kind))
    whole = tuple(Term(variable=v) for v in dict.fromkeys(variables.values()))
    if kind == "sum":
        return Total(of=whole, sense=sense, limit=limit, **common)
    if kind == "linear" and not terms:
        return Algebraic(expression=f"0 {sense} {limit}", **common)
    if kind == "linear":
        products = tuple(
            Term(coefficient=format_number(number_of(value)), variable=_named(mention, variables))
            for mention, value in terms.items()
        )
        return (Resource if sense == "<=" else Requirement)(terms=products, limit=limit, **common)
    if kind in ("xby", "xy"):
        left, right = (_named(_field(declaration, role), variables) for role in ("x_var", "y_var"))
        return Comparison(left=left, sense=sense, factor=limit, right=right, **common)
    variable = _named(_field(declaration, "var"), variables)
    if kind == "ratio":
        return Share(part=(Term(variable=variable),), sense=sense, fraction=limit, whole=whole, **common)
    return Bound(variable=variable, sense=sense, limit=limit, **common)


def import_problem(problem: Mapping[str, Any], *, domain: Literal["integer", "continuous"] = "integer") -> Model:
    """The Model that an annotated problem means; its rows are named ``row_1``, ``row_2`` and so on.

    Args:
        problem: The annotated object of a line (what stands below its id).
        domain: Of every decision; the annotation does not say it.

    Raises:
        InputError: See `import_declaration`.
    """
    labels, mapping = list(_field(problem, "vars")), _field(problem, "order_mapping")
    rows = _field(problem, "const_declarations")
    names = identifiers(labels, ["objective", *(f"row_{k}" for k in range(1, len(rows) + 1))])
    if not all(isinstance(k, int) and 0 <= k < len(names) for k in mapping.values()):
        raise _bad("`order_mapping` numbers a variable that `vars` does not have")
    variables = {mention: names[k] for mention, k in sorted(mapping.items(), key=lambda pair: pair[1])}
    text = str(problem.get("document", ""))
    places = Places(text, problem.get("spans", ()))
    decisions = []
    for label, name in zip(labels, names, strict=True):
        found = (places.together([mention]) for mention, named in variables.items() if named == name)
        sources = tuple(source for spans in found for source in spans)
        decisions.append(Variable(name=name, label=label, domain=domain, lower="0", sources=sources))
    return Model(
        statements=(Statement(id=STATEMENT, speaker="file", text=text),) if text else (),
        variables=tuple(decisions),
        objectives=(_import_objective(_field(problem, "obj_declaration"), variables, places),),
        constraints=tuple(import_declaration(row, variables, f"row_{k}", places) for k, row in enumerate(rows, 1)),
    )


def _import_objective(declaration: Mapping[str, Any], variables: Mapping[str, str], places: Places) -> Objective:
    direction, label = _field(declaration, "direction"), _field(declaration, "name")
    wordings = [direction, label]
    if _field(declaration, "type") == "objvar":
        mentions = _field(declaration, "vars")
        wordings += mentions
        expression = " + ".join(_named(mention, variables) for mention in mentions)
    else:
        terms = _field(declaration, "terms")
        wordings += [wording for pair in terms.items() for wording in pair]
        expression = written_sum((number_of(value), _named(mention, variables)) for mention, value in terms.items())
    sense = _objective_sense(direction)
    sources = places.together(wordings)
    return Objective(name="objective", label=label, sense=sense, expression=expression, sources=sources)


def _objective_sense(direction: str) -> Literal["min", "max"]:
    word = direction.lower()
    if any(stem in word for stem in _MAX):
        return "max"
    if any(stem in word for stem in _MIN):
        return "min"
    raise _bad(f"`{direction}` is no direction of an objective", "write maximize or minimize")


def limit_of(text: str, kind: str) -> Fraction:
    """The number of a declaration of type `kind`; the limit of a `ratio` is a share.

    Raises:
        InputError: It cannot be read.
    """
    value = number_of(text)
    return value / 100 if kind == "ratio" and value > 1 and not text.rstrip(" .").endswith("%") else value


def _named(mention: str, variables: Mapping[str, str]) -> str:
    if mention not in variables:
        raise _bad(f"`{mention}` names no variable", "add it to `order_mapping`")
    return variables[mention]


def _field(found: Mapping[str, Any], name: str) -> Any:
    if name not in found:
        raise _bad(f"A declaration of type `{found.get('type', 'unknown')}` lacks `{name}`")
    return found[name]


def _bad(message: str, hint: str | None = None) -> InputError:
    return InputError(message, code="bad-declaration", hint=hint)
