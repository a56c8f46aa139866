"""What Python values are in the document of a Model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from pydantic.fields import FieldInfo

from modelwright.errors import ModelError
from modelwright.model.builder.expressions import SetReference, collected, to_node
from modelwright.model.expressions import Generator, Logic, format_expression, format_quantifiers
from modelwright.model.templates.shapes import product_parts

__all__ = [
    "Index",
    "as_text",
    "is_rule",
    "key_values",
    "member_value",
    "over_text",
    "rule_parts",
    "set_content",
    "sets_of",
    "slot_value",
    "text_and_over",
    "walked",
]

Index: TypeAlias = SetReference | Sequence[SetReference]


def sets_of(index: Index) -> tuple[SetReference, ...]:
    """The sets of an index."""
    return (index,) if isinstance(index, SetReference) else tuple(index)


def walked(name: str, values: Any, index: tuple[SetReference, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Keys and numbers of nested lists, one level for each index set."""
    if not index:
        yield (), values
        return
    members = index[0].members
    if members is None or not isinstance(values, list | tuple) or len(values) != len(members):
        known = "unknown members" if members is None else f"{len(members)} members"
        given = len(values) if isinstance(values, list | tuple) else values
        raise ModelError(
            f"The list for `{name}` has {given} at a level where `{index[0].name}` has {known}",
            code="missing-value",
            hint="give one value for each member, or a mapping from keys",
        )
    for member, inner in zip(members, values, strict=True):
        for key, number in walked(name, inner, index[1:]):
            yield (member, *key), number


def set_content(members: Iterable[Any]) -> tuple[dict[str, Any], tuple[Any, ...] | None, int]:
    """The content of a set, its members where they are known, and how many parts a member has."""
    if isinstance(members, Sequence | range | dict):
        known = tuple(members)
        width = len(known[0]) if known and isinstance(known[0], tuple) else 1
        return {"form": "members", "members": [member_value(m) for m in known]}, known, width
    item, generators = collected(members)
    width = len(item) if isinstance(item, tuple) else 1
    content = {"form": "selected", "item": as_text(item), "over": over_text(generators)}
    return content, None, width


def member_value(member: Any) -> Any:
    """A member of a set."""
    return list(member) if isinstance(member, tuple) else member


def key_values(key: Any) -> list[Any]:
    """A key: one member for each index set."""
    return [member_value(part) for part in key] if isinstance(key, tuple) else [key]


def as_text(value: Any) -> str:
    """An operand as an expression."""
    return format_expression(to_node(value))


def is_rule(value: object) -> bool:
    """Whether `value` is a comprehension that has not run yet."""
    return hasattr(value, "__next__")


def text_and_over(rule: Any) -> tuple[str, str]:
    """An expression and its quantifiers, both as text."""
    text, over, _ = rule_parts(rule)
    return text, over


def rule_parts(rule: Any) -> tuple[str, str, tuple[Generator, ...]]:
    """An expression as text, and its quantifiers as text and as they are."""
    if not is_rule(rule):
        return as_text(rule), "", ()
    body, generators = collected(rule)
    return as_text(body), over_text(generators), generators


def over_text(generators: tuple[Generator, ...]) -> str:
    """Quantifiers as text, the conditions of all behind the last."""
    conditions = [g.condition for g in generators if g.condition is not None]
    joined = conditions[0] if len(conditions) == 1 else Logic("and", tuple(conditions)) if conditions else None
    plain = [Generator(g.ids, g.set, None, g.args) for g in generators]
    plain[-1] = Generator(plain[-1].ids, plain[-1].set, joined, plain[-1].args)
    return format_quantifiers(tuple(plain))


def slot_value(value: Any, field: FieldInfo | None) -> Any:
    """A slot as JSON, by the type that its field has."""
    kind = str(field.annotation) if field is not None else ""
    if "Term" in kind or "Items" in kind:
        make = _term if "Term" in kind else _items
        parts = value if isinstance(value, list | tuple) else [value]
        return [dict(part) if isinstance(part, Mapping) else make(part) for part in parts]
    if isinstance(value, list | tuple):
        return [slot_value(item, None) for item in value]
    return value if isinstance(value, str | bool) or value is None else as_text(value)


def _items(value: Any) -> dict[str, Any]:
    text, over = text_and_over(value)
    return {"expression": text, "over": over}


def _term(value: Any) -> dict[str, Any]:
    """``2 * x``, ``rate[i] * x[i] for i in I``, or a decision alone."""
    body, generators = collected(value) if is_rule(value) else (value, ())
    coefficient, variable = map(format_expression, product_parts(to_node(body)))
    return {"coefficient": coefficient, "variable": variable, "over": over_text(generators) if generators else ""}
