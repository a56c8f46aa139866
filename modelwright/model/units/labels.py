"""Item words of rates against what they are multiplied with: "$ per box" times a number of workers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from modelwright.model.elements import Definition, Element, Parameter, Variable
from modelwright.model.expressions import Index, Name, Node
from modelwright.model.findings import Finding
from modelwright.model.places import Place
from modelwright.model.units.measures import PERIODS, Readings
from modelwright.model.units.table import atom, singular
from modelwright.model.units.unit import Unit

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["LabelCheck"]

_FACTORS = 12
"""Longer products are not judged."""
_WORD = re.compile(r"[^\W\d_]+")


class LabelCheck:
    """Sees every product and reports a rate whose item word is not what it is multiplied with."""

    def __init__(self, model: Model, known: Mapping[str, Readings]) -> None:
        self._model = model
        self._known = known
        self._found: dict[tuple[str, str, str], Finding] = {}
        self._words: dict[str, frozenset[str]] = {}

    def findings(self) -> list[Finding]:
        """What was reported, each once."""
        return list(self._found.values())

    def misnamed(self, decision: str, unit: Unit) -> bool:
        """Whether another decision is named like the item words of `unit`, and this one is not."""
        words = {w for label, _ in unit.labels for w in label.split()}
        return bool(words) and self._wrong_by_name(words, decision) is not None

    def see(self, factors: tuple[Node, ...], pointer: str, owner: str) -> None:
        """Judge one product.

        Args:
            factors: Its factors.
            pointer: Where it stands.
            owner: Name of the element it stands in.
        """
        names = [factor.id for factor in factors if isinstance(factor, Name | Index)]
        if not 2 <= len(names) <= _FACTORS or not any(self._per(name) for name in names):
            return
        decisions = [n for n in names if isinstance(self._model.by_name.get(n), Variable | Definition)]
        if len(decisions) != 1:
            return
        decision = decisions[0]
        rates = [n for n in names if n != decision and n in self._known]
        total = self._known[rates[0]][0]
        for name in rates[1:]:
            total = total * self._known[name][0]
        spare = {word for word, power in total.labels if power < 0}
        wrong = self._wrong(spare, decision) or self._uncounted(total, decision)
        if wrong is None:
            return
        rate = next(n for n in rates if self._per(n))
        message = f"`{rate}` is in {self._known[rate][0]}, but `{decision}` {wrong}"
        self._found.setdefault(
            (owner, rate, decision),
            Finding(
                code="unit-label",
                severity="warning",
                place=Place(pointer=pointer),
                message=message,
                hint=f"multiply `{rate}` by what it is per, or state its unit otherwise",
            ),
        )

    def _per(self, name: str) -> bool:
        readings = self._known.get(name)
        if readings is None or not isinstance(self._model.by_name.get(name), Parameter):
            return False
        return any(power < 0 for _, power in readings[0].parts)

    def _uncounted(self, total: Unit, decision: str) -> str | None:
        """A rate per kg of something that counts items."""
        readings = self._known.get(decision)
        if readings is None or readings[0].dimension or not readings[0].labels:
            return None
        below = [name for name, power in total.parts if power < 0 and name not in PERIODS and atom(name).dimension]
        return f"is in {readings[0]}" if below else None

    def _wrong(self, spare: set[str], decision: str) -> str | None:
        """What the decision is instead, ``None`` when it may be what the rate is per."""
        if not spare:
            return None
        words = {w for label in spare for w in label.split()}
        readings = self._known.get(decision)
        if readings is None:
            return self._wrong_by_name(words, decision)
        unit = readings[0]
        own = {w for label, power in unit.labels if power > 0 for w in label.split()}
        if own & words or (not own and not unit.dimension) or self._words_of(decision) & words:
            return None
        return f"is in {unit}"

    def _wrong_by_name(self, words: set[str], decision: str) -> str | None:
        """A decision without unit is named otherwise, and another one is named like the label."""
        if self._words_of(decision) & words:
            return None
        for other in self._model.variables:
            if other.name != decision and words <= self._words_of(other.name):
                return f"is not `{other.name}`"
        return None

    def _words_of(self, name: str) -> frozenset[str]:
        found = self._words.get(name)
        if found is None:
            element = self._model.by_name.get(name)
            text = f"{name} {element.label}" if isinstance(element, Element) else name
            found = frozenset(singular(w.lower()) for w in _WORD.findall(text.replace("_", " ")))
            self._words[name] = found
        return found
