"""The reference Models of our corpus dressed in units, and mechanical clashes planted in them."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from modelwright.datasets.catalog import corpus_files
from modelwright.model.expressions import Add, Mul, Name, Number, format_expression, parse_expression
from modelwright.model.numbers import format_number
from modelwright.model.units.table import readings

Document = dict[str, Any]
RATES = {"time": ["minute", "hour", "days"], "mass": ["kg", "g", "tonnes"], "volume": ["litres", "mL"]}
OTHER = {"time": "mass", "mass": "volume", "volume": "time"}
SCALED = {
    "minute": "hours", "hour": "minutes", "days": "hours", "kg": "grams", "g": "kg", "tonnes": "kg", "litres": "mL",
    "mL": "L", "$": "k$", "hectare": "m^2",
}  # fmt: skip
MEASURED = {"kg": "mass", "litres": "volume", "hectare": "area"}
LINEAR = ("resource", "requirement", "equation")


def reference_models() -> Iterator[Document]:
    for path in corpus_files():
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)["reference_model"]


def item_word(name: str) -> str | None:
    """The noun of a decision's name; ``None`` for a letter ("lot_a") and for what is a unit ("walk_in_days")."""
    word = name.split("_")[-1]
    return word if len(word) > 2 and readings(word) is None else None


class Dressed:
    """A reference Model whose numbers are parameters with units; `rows` says in which dimension each row is."""

    def __init__(self, source: Document, rng: random.Random) -> None:
        self.document = copy.deepcopy(source)
        self.document["parameters"] = []
        self.rng = rng
        self.rows: dict[str, str] = {}
        self.units: dict[str, dict[str, Any]] = {}
        style = rng.choice(["none", "label", "measured"])
        self.measure = rng.choice(list(MEASURED)) if style == "measured" else None
        for variable in self.document["variables"]:
            if style != "none":
                variable["unit"] = self.measure or item_word(variable["name"])
        self.of = {v["name"]: v.get("unit") for v in self.document["variables"]}
        for row in self.document["constraints"]:
            self.row(row)
        self.objective(self.document["objectives"][0])

    def parameter(self, number: str, unit: str | None) -> str:
        name = f"n{len(self.document['parameters'])}"
        known = {"form": "known", "number": number}
        self.document["parameters"].append({"name": name, "unit": unit, "value": known})
        self.units[name] = self.document["parameters"][-1]
        return name

    def rate(self, number: str, unit: str, variable: str, explicit: bool) -> str:
        per = self.of[variable]
        return self.parameter(number, f"{unit} per {per}" if explicit and per else unit)

    def row(self, row: Document) -> None:
        match row["kind"]:
            case "resource" | "requirement" | "equation":
                dimension = self.rng.choice(list(RATES))
                unit = self.rng.choice(RATES[dimension])
                self.rows[row["name"]] = unit
                explicit = self.rng.random() < 0.5
                for term in row["terms"]:
                    term["coefficient"] = self.rate(term["coefficient"], unit, term["variable"], explicit)
                row["limit"] = self.parameter(row["limit"], unit)
                if self.rng.random() < 0.5:
                    row["unit"] = unit
                if self.rng.random() < 0.3:
                    self.write_out(row)
            case "bound" | "total":
                row["limit"] = self.parameter(row["limit"], self.measure)
            case "share":
                if self.rng.random() < 0.5:
                    number = parse_expression(row["fraction"])
                    percent = format_number(100 * number.value) if isinstance(number, Number) else "66"
                    row["fraction"] = f"{self.parameter(percent, '%')} / 100"
                else:
                    row["fraction"] = self.parameter(row["fraction"], "fraction")

    @staticmethod
    def write_out(row: Document) -> None:
        sense = {"resource": "<=", "requirement": ">=", "equation": "=="}[row["kind"]]
        left = " + ".join(f"{t['coefficient']} * {t['variable']}" for t in row.pop("terms"))
        row.update(kind="algebraic", expression=f"{left} {sense} {row.pop('limit')}")

    def objective(self, goal: Document) -> None:
        node = parse_expression(goal["expression"])
        terms = node.terms if isinstance(node, Add) else (node,)
        explicit = self.rng.random() < 0.5
        said = []
        for term in terms:
            if isinstance(term, Mul) and isinstance(term.factors[0], Number) and isinstance(term.factors[-1], Name):
                name = self.rate(format_number(term.factors[0].value), "$", term.factors[-1].id, explicit)
                said.append(f"{name} * {term.factors[-1].id}")
            else:
                said.append(format_expression(term))
        goal["expression"] = " + ".join(said)
        if any("n" in s.split(" ")[0][:1] and " * " in s for s in said) and self.rng.random() < 0.5:
            goal["unit"] = "$"

    # ---- planting: each returns the code that must be found and the pointer below which, or None where it cannot be

    def linear(self) -> tuple[int, Document, list[str], str] | None:
        """A row of rates: its number, itself, its rates, its limit."""
        rows = [(k, r) for k, r in enumerate(self.document["constraints"]) if r["name"] in self.rows]
        if not rows:
            return None
        k, row = self.rng.choice(rows)
        if row["kind"] in LINEAR:
            return k, row, [t["coefficient"] for t in row["terms"]], row["limit"]
        words = row["expression"].split(" ")
        return k, row, words[:-2:4], words[-1]

    def restate(self, name: str, unit: str) -> None:
        old = self.units[name]["unit"]
        _, per, rest = (old or "").partition(" per ")
        self.units[name]["unit"] = unit + per + rest

    def money(self) -> list[str]:
        return [n for n, p in self.units.items() if (p["unit"] or "").startswith("$")]


Planted = tuple[str, str]
"""The code that must be found, and the pointer below which."""


def scale_of_rate(d: Dressed) -> Planted | None:
    found = d.linear()
    if found is None:
        return None
    k, row, rates, _ = found
    d.restate(d.rng.choice(rates), SCALED[d.rows[row["name"]]])
    return "unit-scale", f"/constraints/{k}"


def scale_of_limit(d: Dressed) -> Planted | None:
    found = d.linear()
    if found is None:
        return None
    k, row, _, limit = found
    d.restate(limit, SCALED[d.rows[row["name"]]])
    return "unit-scale", f"/constraints/{k}"


def _elsewhere(d: Dressed, unit: str) -> str:
    dimension = next(name for name, units in RATES.items() if unit in units)
    return d.rng.choice(RATES[OTHER[dimension]])


def dimension_of_rate(d: Dressed) -> Planted | None:
    found = d.linear()
    if found is None:
        return None
    k, row, rates, _ = found
    d.restate(d.rng.choice(rates), _elsewhere(d, d.rows[row["name"]]))
    return "unit-clash", f"/constraints/{k}"


def dimension_of_limit(d: Dressed) -> Planted | None:
    found = d.linear()
    if found is None:
        return None
    k, row, _, limit = found
    d.restate(limit, d.rng.choice(["€", _elsewhere(d, d.rows[row["name"]])]))
    return "unit-clash", f"/constraints/{k}"


def currency_of_rate(d: Dressed) -> Planted | None:
    rates = d.money()
    if len(rates) < 2:
        return None
    d.restate(d.rng.choice(rates), d.rng.choice(["€", "GBP", "euros"]))
    return "unit-clash", "/objectives/0"


def currency_of_goal(d: Dressed) -> Planted | None:
    if not d.money():
        return None
    d.document["objectives"][0]["unit"] = d.rng.choice(["€", "£", "yen"])
    return "unit-clash", "/objectives/0"


def scale_of_money(d: Dressed) -> Planted | None:
    rates = d.money()
    if len(rates) < 2:
        return None
    if d.rng.random() < 0.5:
        d.restate(d.rng.choice(rates), d.rng.choice(["k$", "thousand dollars", "cents", "million USD"]))
    else:
        d.document["objectives"][0]["unit"] = d.rng.choice(["k$", "thousand dollars", "cents"])
    return "unit-scale", "/objectives/0"


def percent(d: Dressed) -> Planted | None:
    for k, row in enumerate(d.document["constraints"]):
        if row["kind"] == "share":
            name = row["fraction"].split(" ")[0]
            d.units[name]["unit"] = d.rng.choice(["%", "percent"])
            d.units[name]["value"]["number"] = str(d.rng.randint(5, 95))
            row["fraction"] = name
            return "unit-scale", f"/constraints/{k}"
    return None


def swapped_labels(d: Dressed) -> Planted | None:
    found = d.linear()
    if found is None or d.measure or not all(d.of.values()):
        return None
    k, _, rates, _ = found
    if len(rates) < 2 or not all(" per " in d.units[n]["unit"] for n in rates[:2]):
        return None
    a, b = d.units[rates[0]], d.units[rates[1]]
    if a["unit"].split()[-1] == b["unit"].split()[-1]:
        return None
    a["unit"], b["unit"] = b["unit"], a["unit"]
    return "unit-label", f"/constraints/{k}"


def bound(d: Dressed) -> Planted | None:
    rows = [(k, r) for k, r in enumerate(d.document["constraints"]) if r["kind"] in ("bound", "total")]
    if d.measure is None or not rows:
        return None
    k, row = d.rng.choice(rows)
    if d.rng.random() < 0.5 and d.measure in SCALED:
        d.units[row["limit"]]["unit"] = SCALED[d.measure]
        return "unit-scale", f"/constraints/{k}"
    d.units[row["limit"]]["unit"] = d.rng.choice(["hours", "$"])
    return "unit-clash", f"/constraints/{k}"


def definition(d: Dressed) -> Planted | None:
    found = d.linear()
    if found is None or found[1]["kind"] not in LINEAR:
        return None
    _, row, _, _ = found
    unit = d.rows[row["name"]]
    wrong = d.rng.random() < 0.5
    total = " + ".join(f"{t['coefficient']} * {t['variable']}" for t in row["terms"])
    stated = _elsewhere(d, unit) if wrong else SCALED[unit]
    d.document["definitions"] = [{"name": "used_in_all", "expression": total, "unit": stated}]
    return "unit-clash" if wrong else "unit-scale", "/definitions/0"


def derived(d: Dressed) -> Planted | None:
    wrong = d.rng.random() < 0.5
    d.parameter("12", "$ per unit")
    last = d.parameter("7", d.rng.choice(["€", "£"]) if wrong else "cents")
    price = f"n{int(last[1:]) - 1}"
    d.document["parameters"].append({"name": "margin", "value": {"form": "derived", "expression": f"{price} - {last}"}})
    return "unit-clash" if wrong else "unit-scale", f"/parameters/{len(d.units)}"


def rate_per(d: Dressed) -> Planted | None:
    """A rate per something that the decision is not measured in."""
    rates = d.money()
    if d.measure is None or not rates:
        return None
    scaled = d.rng.random() < 0.5 and d.measure in SCALED
    if not scaled and len(rates) < 2 and "unit" not in d.document["objectives"][0]:
        return None
    if len(rates) < 2:
        d.document["objectives"][0]["unit"] = "$"
    d.units[d.rng.choice(rates)]["unit"] = f"$ per {SCALED[d.measure]}" if scaled else "$ per km"
    return "unit-scale" if scaled else "unit-clash", "/objectives/0"


def unit_of_row(d: Dressed) -> Planted | None:
    found = d.linear()
    if found is None:
        return None
    k, row, _, _ = found
    unit = d.rows[row["name"]]
    wrong = d.rng.random() < 0.5
    row["unit"] = _elsewhere(d, unit) if wrong else SCALED[unit]
    return "unit-clash" if wrong else "unit-scale", f"/constraints/{k}"


def upper_bound(d: Dressed) -> Planted | None:
    if d.measure not in SCALED:
        return None
    k = d.rng.randrange(len(d.of))
    wrong = d.rng.random() < 0.5
    d.document["variables"][k]["upper"] = d.parameter("99", "€" if wrong else SCALED[d.measure])
    return "unit-clash" if wrong else "unit-scale", f"/variables/{k}/upper"


def through_a_definition(d: Dressed) -> Planted | None:
    """The clash stands two steps away: a definition without unit of its own against a limit."""
    found = d.linear()
    if found is None or found[1]["kind"] not in LINEAR:
        return None
    k, row, _, limit = found
    d.document["definitions"] = [
        {"name": "used_up", "expression": " + ".join(f"{t['coefficient']} * {t['variable']}" for t in row["terms"])}
    ]
    row["terms"] = [{"variable": "used_up"}]
    d.restate(limit, _elsewhere(d, d.rows[row["name"]]))
    return "unit-clash", f"/constraints/{k}"


def two_decisions(d: Dressed) -> Planted | None:
    """One decision against another that is measured in something else."""
    for k, row in enumerate(d.document["constraints"]):
        if row["kind"] == "comparison" and d.measure is not None:
            right = next(v for v in d.document["variables"] if v["name"] == row["right"])
            wrong = d.measure not in SCALED or d.rng.random() < 0.5
            right["unit"] = "hours" if wrong else SCALED[d.measure]
            return "unit-clash" if wrong else "unit-scale", f"/constraints/{k}"
    return None


def two_limits(d: Dressed) -> Planted | None:
    """A decision without unit against kg here and against hours there.

    A total of whole numbers is left out: "at most 40 hours" of pieces that take an hour each is no clash.
    """
    whole = {v["name"] for v in d.document["variables"] if v["domain"] == "integer"}
    rows = [(k, r) for k, r in enumerate(d.document["constraints"]) if r["kind"] in ("bound", "total")]
    if any(d.of.values()) or len(rows) < 2:
        return None
    for k, (_, one) in enumerate(rows):
        for _, other in rows[k + 1 :]:
            pair = (one, other)
            direct = all(row["kind"] == "bound" or not whole & _decisions(row) for row in pair)
            if direct and _decisions(one) & _decisions(other):
                d.units[one["limit"]]["unit"], d.units[other["limit"]]["unit"] = "kg", "hours"
                return "unit-clash", "/constraints"
    return None


def _decisions(row: Document) -> set[str]:
    return {row["variable"]} if row["kind"] == "bound" else {t["variable"] for t in row["of"]}


KINDS: dict[str, Callable[[Dressed], Planted | None]] = {
    "scale of a rate": scale_of_rate,
    "scale of a limit": scale_of_limit,
    "dimension of a rate": dimension_of_rate,
    "dimension of a limit": dimension_of_limit,
    "currency of a rate": currency_of_rate,
    "currency of the goal": currency_of_goal,
    "scale of money": scale_of_money,
    "percentage as a fraction": percent,
    "labels swapped": swapped_labels,
    "bound or total": bound,
    "definition": definition,
    "derived parameter": derived,
    "rate per another thing": rate_per,
    "unit of a row": unit_of_row,
    "upper bound": upper_bound,
    "through a definition": through_a_definition,
    "two decisions": two_decisions,
    "two limits": two_limits,
}


def planted(seed: int, each: int) -> Iterator[tuple[str, Document, Document, Planted]]:
    """For every kind `each` Models: (kind, without the clash, with it, what must be found)."""
    rng = random.Random(seed)
    sources = list(reference_models())
    for kind, plant in KINDS.items():
        made = 0
        while made < each:
            state = rng.random()
            source = rng.choice(sources)
            clean, wrong = (Dressed(source, random.Random(state)) for _ in range(2))
            wanted = plant(wrong)
            if wanted is not None:
                made += 1
                yield kind, clean.document, wrong.document, wanted
