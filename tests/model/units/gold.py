"""NL4Opt training declarations as Models, with the units that the text writes beside their numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.model.units.table import readings

MONEY = re.compile(r"profit|cost|revenue|earn|wage|income|expens", re.IGNORECASE)
AFTER = re.compile(r"[\s-]*(?P<words>%|[^\W\d_]+(?:[ -][^\W\d_]+)?)(?P<rest>[^.;,]*)")
PER = re.compile(r"\s+(?:per|an?|each|every)\s+(?P<word>[^\W\d_]+)")
OF = re.compile(r"(?P<word>(?:(?:square|sq|cubic) )?[^\W\d_]+) of (?:the |each )?\Z", re.IGNORECASE)
NO_UNIT = frozenset("in at a an s and of share ratio each good goods count number quarter real pair".split())
"""Names of the table that are ordinary words in these texts."""
WORDS = {"half": "1/2", "third": "1/3", "quarter": "1/4", "twice": "2", "double": "2", "two": "2", "three": "3"}
OPERATORS = {"LESS_OR_EQUAL": "<=", "GREATER_OR_EQUAL": ">="}


@dataclass(frozen=True)
class Gold:
    id: str
    model: Model
    attached: int
    """Units of parameters, variables and the objective that the text gave."""


def gold_models(folder: Path) -> Iterator[Gold]:
    """Every training item whose declarations name its variables."""
    for k, line in enumerate((folder / "nl4opt" / "train-annotated.jsonl").read_text("utf-8").splitlines()):
        ((key, item),) = json.loads(line).items()
        built = _Builder(item).build()
        if built is not None:
            document, attached = built
            yield Gold(f"{k + 1} ({key})", model_from_object(document), attached)


def unit_after(text: str, end: int) -> str | None:
    """The unit that follows a number: "5 minutes", "40 square feet", "$12 per kg"; ``None`` without a known one."""
    found = AFTER.match(text, end)
    if found is None:
        return None
    words = found["words"]
    tail = text[found.end("words") :]
    for name in (words, re.split(r"[ -]", words)[0]):
        if _known(name):
            return name + _per(tail if name == words else text[found.start("words") + len(name) :])
    return None


def _known(name: str) -> bool:
    if name.lower() in NO_UNIT:
        return False
    head, _, last = name.partition(" ")
    if last and head.lower() in ("square", "sq", "cubic"):
        return _known(last)
    return readings(name) is not None


def _per(tail: str) -> str:
    found = PER.match(tail)
    return f" per {found['word']}" if found and (_known(found["word"])) else ""


class _Builder:
    def __init__(self, item: dict[str, Any]) -> None:
        self.item = item
        self.text: str = item["document"]
        self.parameters: list[dict[str, Any]] = []
        self.units: dict[str, set[str | None]] = {}
        for span in item["spans"]:
            if span["label"] in ("PARAM", "LIMIT"):
                self.units.setdefault(span["text"], set()).add(self.unit_at(span))
        self.attached = 0

    def unit_at(self, span: dict[str, Any]) -> str | None:
        start, end = span["start"], span["end"]
        if self.text[start:end].endswith("%"):
            return "%"
        before = self.text[:start].rstrip()[-1:]
        if before in "$€£" and before:
            return before + _per(self.text[end:])
        return unit_after(self.text, end)

    def build(self) -> tuple[dict[str, Any], int] | None:
        order: dict[str, int] = self.item["order_mapping"]
        self.names = {mention: f"x{k}" for mention, k in order.items()}
        count = max(order.values()) + 1
        goal, rows = self.item["obj_declaration"], self.item["const_declarations"]
        if not rows:
            return None
        variables = [self.variable(k, order) for k in range(count)]
        everything = [{"variable": f"x{k}"} for k in range(count)]
        # Two declarations of the split have no terms at all.
        said = [row for row in rows if row["type"] != "linear" or row["terms"]]
        constraints = [self.row(row, f"row{k}", everything) for k, row in enumerate(said)]
        objective = {
            "name": "goal",
            "sense": "max" if goal["direction"].lower().startswith(("max", "most", "high")) else "min",
            "expression": self.goal(goal),
        }
        if "$" in self.text and MONEY.search(str(goal.get("name"))):
            objective["unit"] = "$"
            self.attached += 1
        document = {
            "format": "modelwright/model", "version": 1, "name": "gold", "parameters": self.parameters,
            "variables": variables, "objectives": [objective], "constraints": constraints,
        }  # fmt: skip
        return document, self.attached

    def variable(self, k: int, order: dict[str, int]) -> dict[str, Any]:
        """A decision is in the unit that each of its mentions with "… of" before it has: "acres of corn"."""
        found: set[str] = set()
        for span in self.item["spans"]:
            if span["label"] == "VAR" and order.get(span["text"]) == k:
                of = OF.search(self.text[: span["start"]])
                if of and _known(of["word"]):
                    found.add(of["word"])
        unit = found.pop() if len(found) == 1 else None
        self.attached += unit is not None
        return {"name": f"x{k}", "lower": "0", "unit": unit}

    def number(self, written: str) -> str:
        """A parameter for a number, with its unit; a percentage is divided by 100."""
        units = self.units.get(written) or {None}
        unit = next(iter(units)) if len(units) == 1 else None
        if written.endswith("%"):
            unit = "%"
        self.attached += unit is not None
        name = f"n{len(self.parameters)}"
        self.parameters.append({"name": name, "unit": unit, "value": {"form": "known", "number": str(_value(written))}})
        return f"{name} / 100" if unit == "%" else name

    def terms(self, terms: dict[str, str]) -> list[dict[str, str]]:
        return [{"coefficient": self.number(c), "variable": self.names[v]} for v, c in terms.items()]

    def goal(self, goal: dict[str, Any]) -> str:
        if goal["type"] == "objvar":
            return " + ".join(dict.fromkeys(self.names[v] for v in goal["vars"]))
        return " + ".join(f"{t['coefficient']} * {t['variable']}" for t in self.terms(goal["terms"]))

    def row(self, row: dict[str, Any], name: str, everything: list[dict[str, str]]) -> dict[str, Any]:
        sense = OPERATORS[row["operator"]]
        base: dict[str, Any] = {"name": name, "sense": sense}
        match row["type"]:
            case "sum":
                return base | {"kind": "total", "of": everything, "limit": self.number(row["limit"])}
            case "lowerbound" | "upperbound":
                return base | {"kind": "bound", "variable": self.names[row["var"]], "limit": self.number(row["limit"])}
            case "ratio":
                fraction = self.number(row["limit"])
                if not fraction.endswith("100") and abs(_value(row["limit"])) > 1:
                    fraction += " / 100"
                part = [{"variable": self.names[row["var"]]}]
                return base | {"kind": "share", "part": part, "fraction": fraction, "whole": everything}
            case "xy" | "xby":
                factor = self.number(row["param"]) if "param" in row else "1"
                left, right = self.names[row["x_var"]], self.names[row["y_var"]]
                return base | {"kind": "comparison", "left": left, "factor": factor, "right": right}
            case _:
                kind = "resource" if sense == "<=" else "requirement"
                terms = self.terms(row["terms"])
                return {"name": name, "kind": kind, "terms": terms, "limit": self.number(row["limit"])}


def _value(written: str) -> Fraction:
    text = written.replace(",", "").rstrip("%").strip()
    try:
        return Fraction(WORDS.get(text.lower(), text))
    except (ValueError, ZeroDivisionError):
        return Fraction(2)
