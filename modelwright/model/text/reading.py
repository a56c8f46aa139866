"""Lines to a Model, and findings to lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from modelwright.errors import InputError, ModelError
from modelwright.model.canonical import model_from_object
from modelwright.model.document import GROUPS, MODEL_FORMAT, MODEL_VERSION, Model
from modelwright.model.expressions.checking.hints import closest, cut
from modelwright.model.findings import Finding
from modelwright.model.places import Place
from modelwright.model.text.faults import LineFault, load_json
from modelwright.model.text.guesses import SHAPES, explain
from modelwright.model.text.lines import json_values, parse_element
from modelwright.model.text.rows import FieldFaults, read_row

__all__ = ["HEAD", "Reader", "locate", "parse_model"]

HEAD = f"modelwright model {MODEL_VERSION}"
"""First line of the text form."""
_STATEMENT = ("id", "speaker", "text", "answers")
_HEADER = ("name", "label", "time_unit")
_ROWS = ("constraints", "outputs", "tests")
_READING = ("syntax", "empty-expression", "unknown-function", "expression-depth", "expression-size")
"""Codes of expressions that cannot be read, whatever the rest of the Model is."""


def parse_model(text: str) -> Model:
    """The Model that `text` writes down.

    Expressions are judged by `modelwright.model.validate`, whose findings `locate` puts on their lines.

    Raises:
        InputError: It does not begin as the text form does.
        ModelError: Lines cannot be read, or fields are wrong: every one is in `findings`, with its line.
    """
    return Reader(text).model()


def locate(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """`findings` about the Model that `text` writes down, with the line that each is about."""
    reader = Reader(text)
    return [reader.located(finding) for finding in findings]


@dataclass(eq=False, slots=True)
class _Entry:
    """An element and its lines: where it begins, and where each field stands."""

    group: str
    fields: dict[str, Any]
    line: int
    lines: dict[str, int] = field(default_factory=dict)
    is_broken: bool = False


class Reader:
    """The elements in a text.

    Attributes:
        entries: Elements in the order of their lines.
        faults: What is wrong with lines.
    """

    def __init__(self, text: str) -> None:
        self.entries: list[_Entry] = []
        self.faults: list[Finding] = []
        self._header: dict[str, Any] = {}
        self._header_lines: dict[str, int] = {}
        self._statements: list[dict[str, Any]] = []
        self._open: _Entry | None = None
        self._lines = text.split("\n")
        numbers = [k for k, line in enumerate(self._lines, 1) if line.strip() and not line.lstrip().startswith("#")]
        if not numbers or self._lines[numbers[0] - 1].strip() != HEAD:
            raise _not_ours(text, numbers[0] if numbers else 1)
        for number in numbers[1:]:
            self.feed(number, self._lines[number - 1].rstrip())

    # ---- lines

    def feed(self, number: int, line: str) -> None:
        """Read one line."""
        try:
            if line[0].isspace():
                self._field(number, line.strip())
            else:
                self._open = None
                self._element(number, line)
        except LineFault as fault:
            self._report(number, fault)
            if self._open is None:
                self._open = _Entry("", {}, number, is_broken=True)
            self._open.is_broken = True

    def _report(self, number: int, fault: LineFault) -> None:
        line = self._lines[number - 1]
        piece = fault.piece or line.strip()
        start = line.find(piece)
        span = {} if start < 0 else {"start": start, "end": start + len(piece)}
        place = Place(line=number, **span)
        self.faults.append(Finding(code=fault.code, place=place, message=fault.message, hint=fault.hint))

    def _element(self, number: int, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word in _HEADER:
            self._header[word] = _header_value(word, rest.strip())
            self._header_lines[word] = number
        elif word == "statement":
            values = json_values(rest, SHAPES["statement"])
            if not 3 <= len(values) <= len(_STATEMENT):
                raise LineFault("A statement is an id, a speaker and a text", line, f"write `{SHAPES['statement']}`")
            self._statements.append(dict(zip(_STATEMENT, values, strict=False)))
        elif word == "element":
            group, _, raw = rest.strip().partition(" ")
            found = load_json(raw, f"element {group} ") if group in GROUPS else None
            if not isinstance(found, dict):
                raise explain(line)
            self._add(number, group, found)
        else:
            self._add(number, *parse_element(line))

    def _add(self, number: int, group: str, fields: dict[str, Any]) -> None:
        self._open = _Entry(group, fields, number)
        self.entries.append(self._open)

    def _field(self, number: int, text: str) -> None:
        if self._open is None:
            word = text.split()[0]
            hint = f"write `{text}` at the start of the line" if word in SHAPES else "write it below an element"
            raise LineFault(f"`{cut(text)}` is indented, and no element stands above it", text, hint)
        name, value = _field_value(text)
        self._open.fields[name] = value
        self._open.lines[name] = number

    # ---- the Model

    def model(self) -> Model:
        """The Model.

        Raises:
            ModelError: See `parse_model`.
        """
        self.read_rows(self._bare())
        document, order = self._document(entry for entry in self.entries if not entry.is_broken)
        model = None
        try:
            model = model_from_object(document)
        except ModelError as error:
            self.faults.extend(self._located(finding, order) for finding in error.findings)
        if not self.faults and model is not None:
            return model
        if model is not None:
            self.faults.extend(self._located(finding, order) for finding in _unreadable(model))
        raise self._error()

    def read_rows(self, model: Model) -> None:
        """Put the slots of its kind in the place of each row, in the light of `model`."""
        for entry in self.entries:
            if entry.is_broken or "row" not in entry.fields or entry.group != "constraints":
                continue
            try:
                entry.fields = read_row(entry.fields, model)
            except LineFault as fault:
                entry.is_broken = True
                self._report(entry.line, fault)
            except FieldFaults as faults:
                entry.is_broken = True
                order = self._document(self.entries)[1]
                above = f"/constraints/{order['constraints'].index(entry)}"
                self.faults.extend(self._located(_below(above, finding), order) for finding in faults.findings)

    def located(self, finding: Finding) -> Finding:
        """`finding` about the Model of this text, with its line."""
        return self._located(finding, self._document(self.entries)[1])

    def _document(self, entries: Iterable[_Entry]) -> tuple[dict[str, Any], dict[str, list[_Entry]]]:
        order: dict[str, list[_Entry]] = {}
        for entry in entries:
            order.setdefault(entry.group, []).append(entry)
        document: dict[str, Any] = {"format": MODEL_FORMAT, "version": MODEL_VERSION, **self._header}
        if self._statements:
            document["statements"] = self._statements
        return document | {group: [entry.fields for entry in found] for group, found in order.items()}, order

    def _bare(self) -> Model:
        """What a row may know of its Model: all that can be read but rows, outputs and test cases."""
        kept = [entry for entry in self.entries if not entry.is_broken and entry.group not in _ROWS]
        while True:
            document, order = self._document(kept)
            try:
                return model_from_object(document)
            except ModelError as error:
                bad = {_entry_of(finding.place, order) for finding in error.findings}
                if bad == {None}:
                    return Model()
                kept = [entry for entry in kept if entry not in bad]

    def _located(self, finding: Finding, order: dict[str, list[_Entry]]) -> Finding:
        entry = _entry_of(finding.place, order)
        parts = finding.place.pointer.split("/")[1:]
        if entry is not None:
            line = entry.lines.get(parts[2], entry.line) if len(parts) > 2 else entry.line
        else:
            line = self._header_lines.get(parts[0] if parts else "", 0)
        if not line or finding.place.line is not None:
            return finding
        return finding.model_copy(update={"place": finding.place.model_copy(update={"line": line})})

    def _error(self) -> ModelError:
        faults = tuple(sorted(dict.fromkeys(self.faults), key=lambda fault: fault.place.line or 0))
        first = faults[0]
        line = first.place.line
        where = str(first.place) if line is None else f"line {line}: {self._lines[line - 1].strip()[:60]}"
        said = first.message if line is None else f"Line {line}: {first.message}"
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        return ModelError(f"{said}{more}", findings=faults, code=first.code, where=where, hint=first.hint)


def _below(pointer: str, finding: Finding) -> Finding:
    """`finding` about a row, placed below the pointer of the row."""
    fix = finding.fix and finding.fix.model_copy(update={"pointer": f"{pointer}{finding.fix.pointer}"})
    place = finding.place.model_copy(update={"pointer": f"{pointer}{finding.place.pointer}"})
    return finding.model_copy(update={"place": place, "fix": fix})


def _not_ours(text: str, number: int) -> InputError:
    is_json = text.lstrip().startswith("{")
    hint = "this is JSON: read it with `load_model`" if is_json else f"write `{HEAD}` above it"
    return InputError(f"The text form begins with `{HEAD}`", code="not-a-model", where=f"line {number}", hint=hint)


def _header_value(word: str, text: str) -> Any:
    if text.startswith('"'):
        return load_json(text, f"{word} ")
    if not text or re.match(r"[=:]", text):
        said = text.lstrip("=: ")
        hint = f"write `{word} {said}`" if said.startswith('"') else f"write `{SHAPES[word]}`"
        if text and word == "label":
            hint += f"; the label of an element stands below it, indented by two spaces: `  label = {said}`"
        raise LineFault(f"A text should follow `{word}`", f"{word} {text}".strip(), hint)
    return text


def _field_value(text: str) -> tuple[str, Any]:
    word = text.split()[0]
    if word == "from":
        return "sources", [_source(place) for place in text.split()[1:]]
    if word == "penalty" and not re.match(r"penalty\s*=", text):
        weight = text.removeprefix("penalty").strip()
        if not weight:
            raise LineFault("A penalty has a weight", text, "write `penalty 3`")
        return "enforce", {"form": "penalty", "weight": weight}
    found = re.match(r"(\w+)\s*=\s*", text)
    if found is None:
        raise _bad_field(text, word)
    return found[1], load_json(text[found.end() :], f"{found[1]} = ")


def _bad_field(text: str, word: str) -> LineFault:
    if word in SHAPES and not re.match(r"\w+\s*[=:]", text) and word not in _HEADER:
        return LineFault(f"The line of `{cut(text)}` is indented", text, f"write `{text}` at the start of the line")
    near = closest(word, ("penalty", "from"))
    if near is not None and word not in ("form", "price"):
        return LineFault(f"`{word}` begins no line below an element", word, f"write `{near}{text[len(word) :]}`")
    found = re.match(r"(\w+)\s*:?\s*(.+)", text)
    if found is None:
        return LineFault(f"`{cut(text)}` is no field", text, 'write `FIELD = JSON`, such as `unit = "kg"`')
    return LineFault("`=` should stand between a field and its value", text, f"write `{found[1]} = {found[2]}`")


def _source(text: str) -> dict[str, Any]:
    found = re.fullmatch(r"(?P<statement>\S+):(?P<start>\d+)-(?P<end>\d+)", text)
    if found is None:
        message = f"`{text}` is no place in a statement: its id, the first character and the one behind the last"
        raise LineFault(message, text, "write `from s1:48-50`")
    return {"type": "text", "statement": found["statement"], "start": int(found["start"]), "end": int(found["end"])}


def _entry_of(place: Place, order: dict[str, list[_Entry]]) -> _Entry | None:
    parts = place.pointer.split("/")[1:]
    if len(parts) < 2 or not parts[1].isdigit():
        return None
    group = order.get(parts[0], [])
    return group[int(parts[1])] if int(parts[1]) < len(group) else None


def _unreadable(model: Model) -> list[Finding]:
    """Expressions that cannot be read."""
    from modelwright.model.validation import validate

    return [finding for finding in validate(model) if finding.code in _READING]
