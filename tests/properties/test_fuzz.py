"""Any input gives a Model, an expression or one of our errors, soon; the long run is ``benchmarks/fuzz.py``."""

from __future__ import annotations

import importlib.util
import random
from collections import Counter
from pathlib import Path
from time import perf_counter
from types import ModuleType

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "fuzz.py"
INPUTS = 1_500
SLOWEST_S = 2.0


def fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_any_input_is_read_or_refused() -> None:
    module = fuzz()
    accepted: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for (kind, text), _ in zip(module.inputs(random.Random(2026)), range(INPUTS), strict=False):
        began = perf_counter()
        accepted[kind] += module.read(kind, text)
        seconds = perf_counter() - began
        assert seconds < SLOWEST_S, f"{seconds:.1f} s for {kind}: {text[:500]!r}"
        seen[kind] += 1
    assert seen.total() == INPUTS
    assert set(seen) == set(+accepted) == {"expression", "quantifiers", "document"}
    assert accepted["document"] < seen["document"]
