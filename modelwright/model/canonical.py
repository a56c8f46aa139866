"""The canonical JSON form: `dump_model(load_model(text)) == text` for every text that `dump_model` wrote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from modelwright.config import LIMITS
from modelwright.errors import InputError, LimitError, ModelError, VersionError
from modelwright.model.document import MODEL_FORMAT, MODEL_VERSION, Model
from modelwright.model.numbers import parse_decimal

__all__ = ["dump_model", "dump_object", "dump_part", "load_model", "model_from_object", "model_hash", "model_schema"]

_LEFT_OUT = frozenset(
    """label sources index over for_each negotiable cyclic priority weight statements sets parameters definitions
    objectives constraints outputs tests of tolerance given optional least shape expect enforce""".split()
)
"""Fields left out of the canonical form when they have their default; a null is always left out."""

UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""Pure functions from a document of version N to version N + 1."""


def dump_object(model: Model) -> dict[str, Any]:
    """`model` as plain JSON values, defaults left out."""
    return dump_part(model)


def dump_part(part: BaseModel) -> dict[str, Any]:
    """One element of a Model as plain JSON values, as it stands in `dump_object`."""
    pruned: dict[str, Any] = _prune(part, part.model_dump(mode="json"))
    return pruned


def dump_model(model: Model) -> str:
    """The canonical JSON text of `model`, ending in a newline."""
    return json.dumps(dump_object(model), ensure_ascii=False, indent=2) + "\n"


def model_hash(model: Model) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(dump_model(model).encode()).hexdigest()


def model_schema() -> dict[str, Any]:
    """The JSON schema of the Model document."""
    return Model.model_json_schema()


def load_model(source: str | bytes | Path) -> Model:
    """The Model in a JSON text or file.

    Args:
        source: Path of a file, or the text itself.

    Raises:
        InputError: The file cannot be read, or is no Model document.
        LimitError: It is too large or too deep.
        VersionError: It is of a newer version.
        ModelError: Fields are wrong; every one is in `findings`. (Names and types are judged by `check`.)
    """
    where = str(source) if isinstance(source, Path) else None
    raw = _read(source) if isinstance(source, Path) else source
    if len(raw) > LIMITS.model_bytes:
        raise LimitError(
            f"A Model of {len(raw)} bytes; at most {LIMITS.model_bytes} are read", code="file-size", where=where
        )
    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as error:
        raise InputError(f"The Model is not UTF-8 text (byte {error.start})", code="not-text", where=where) from None
    return model_from_object(_parse(text, where), where=where)


def model_from_object(document: Any, *, where: str | None = None) -> Model:
    """The Model in parsed JSON (see `load_model`)."""
    if not isinstance(document, dict) or document.get("format") != MODEL_FORMAT:
        found = document.get("format") if isinstance(document, dict) else None
        told = f"its format is `{found}`" if found else "it has no `format`"
        raise InputError(
            f"Not a Model document: {told}", code="not-a-model", where=where, hint=f'"format": "{MODEL_FORMAT}"'
        )
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError("The `version` of the document is no positive integer", code="not-a-model", where=where)
    if version > MODEL_VERSION:
        raise VersionError(
            f"The Model is of format version {version}; this program reads up to {MODEL_VERSION}",
            where=where,
            hint="install a newer modelwright",
        )
    while version < MODEL_VERSION:
        document = UPGRADES[version](document)
        version += 1
    try:
        return Model.model_validate(document)
    except ValidationError as error:
        raise _model_error(error, document, where) from None


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LIMITS.model_bytes:
            raise LimitError(
                f"A Model of {size} bytes; at most {LIMITS.model_bytes} are read", code="file-size", where=str(path)
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read the Model: {error.strerror}", code="no-file", where=str(path)) from None


def _parse(text: str, where: str | None) -> Any:
    _limit_depth(text, where)
    try:
        return json.loads(text, parse_float=parse_decimal, parse_constant=_refuse, object_pairs_hook=_unique)
    except _BadNumberError as error:
        raise ModelError(
            f"`{error}` is not a finite number", code="invalid-number", where=where, hint="leave an absent bound out"
        ) from None
    except _DuplicateKeyError as error:
        raise InputError(f"The field `{error}` stands twice in one object", code="not-json", where=where) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(
            f"Not a JSON document: {error.msg}", code="not-json", where=f"{where}, {place}" if where else place
        ) from None
    except ValueError as error:
        raise InputError(f"Not a JSON document: {error}", code="not-json", where=where) from None


class _BadNumberError(ValueError):
    pass


class _DuplicateKeyError(ValueError):
    pass


def _refuse(word: str) -> None:
    raise _BadNumberError(word)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        raise _DuplicateKeyError(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return found


def _limit_depth(text: str, where: str | None) -> None:
    """Refuse deep nesting before the parser meets it."""
    if text.count("[") + text.count("{") <= LIMITS.json_depth:
        return
    depth, in_string, escaped = 0, False, False
    for character in text:
        if in_string:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                in_string = False
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            if depth > LIMITS.json_depth:
                raise LimitError(f"A document nested deeper than {LIMITS.json_depth}", code="json-depth", where=where)
        elif character in "]}":
            depth -= 1


def _model_error(error: ValidationError, document: Any, where: str | None) -> ModelError:
    from modelwright.model.reading import reading_findings  # of no use to a document that can be read

    findings = reading_findings(error, document, Model)
    first = findings[0]
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    place = f"{where} {first.place}" if where else str(first.place)
    return ModelError(f"{first.message}{more}", findings=findings, code=first.code, where=place, hint=first.hint)


def _prune(part: Any, dumped: Any) -> Any:
    """`dumped` without nulls and without the fields of `part` that have their default, where that may be left out."""
    if isinstance(part, BaseModel):
        fields = type(part).model_fields
        return {
            key: _prune(getattr(part, key), item)
            for key, item in dumped.items()
            if item is not None and not (key in _LEFT_OUT and _is_default(fields[key], getattr(part, key), item))
        }
    if isinstance(part, list | tuple) and isinstance(dumped, list):
        return [_prune(inner, item) for inner, item in zip(part, dumped, strict=True)]
    return dumped


def _is_default(field: FieldInfo, value: Any, dumped: Any) -> bool:
    return not field.is_required() and field.default in (value, dumped)
