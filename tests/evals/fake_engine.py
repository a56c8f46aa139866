"""An engine for tests: the first word of a problem says what happens; `limit N` makes max x with x <= N."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import warnings
from collections.abc import Sequence
from typing import ClassVar

from modelwright.agent.formulation.formulation import Assumption, Formulation, Question
from modelwright.errors import FormulationFailed
from modelwright.model.canonical import model_from_object
from modelwright.model.data import Data
from modelwright.model.document import Model
from modelwright.model.sources import Statement


def make_model(limit: str = "7.5", domain: str = "continuous", lower: str = "0") -> Model:
    return model_from_object(
        {
            "format": "modelwright/model",
            "version": 1,
            "name": "fake",
            "variables": [{"name": "x", "domain": domain, "lower": lower}],
            "objectives": [{"name": "gain", "sense": "max", "expression": "x"}],
            "constraints": [{"kind": "algebraic", "name": "room", "expression": f"x <= {limit}"}],
        }
    )


class FakeEngine:
    name: ClassVar[str] = "fake"

    def formulate(self, statements: Sequence[Statement], data: Data | None = None) -> Formulation:
        word, _, rest = statements[0].text.partition(" ")
        return getattr(self, word.lower())(rest or "7.5")

    def limit(self, rest: str) -> Formulation:
        return Formulation(model=make_model(rest), confidence=0.9, engine=self.name)

    def whole(self, rest: str) -> Formulation:
        return Formulation(model=make_model(rest, "integer"), confidence=0.9, engine=self.name)

    def infeasible(self, rest: str) -> Formulation:
        return Formulation(model=make_model("1", lower="2"), engine=self.name)

    def asks(self, rest: str) -> Formulation:
        question = Question(topic="missing", wording="How many?")
        assumption = Assumption(text="One each", rule="test")
        return Formulation(model=make_model(rest), questions=(question,), assumptions=(assumption,), engine=self.name)

    def asks_infeasible(self, rest: str) -> Formulation:
        model = make_model("1", lower="2")
        return Formulation(model=model, questions=(Question(topic="t", wording="w"),), engine=self.name)

    def doubts(self, rest: str) -> Formulation:
        return Formulation(model=make_model(rest), confidence=0.1, engine=self.name)

    def refuses(self, rest: str) -> Formulation:
        raise FormulationFailed("No decision was found", code="no-decision")

    def fails(self, rest: str) -> Formulation:
        raise RuntimeError("a bug")

    def dies(self, rest: str) -> Formulation:
        os.abort()

    def hangs(self, rest: str) -> Formulation:
        subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({rest})"])
        time.sleep(float(rest))
        return self.limit("1")

    def eats(self, rest: str) -> Formulation:
        return self.limit(str(len(bytearray(8 * 1024**3))))

    def prints(self, rest: str) -> Formulation:
        print("noise on standard output")
        os.write(1, b"native noise\n")
        warnings.warn("noise", stacklevel=2)
        return self.limit(rest)

    def slow(self, rest: str) -> Formulation:
        time.sleep(0.05)
        return self.limit(rest)


class Broken:
    def __init__(self) -> None:
        raise RuntimeError("cannot start")
