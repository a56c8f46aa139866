"""Fuzzes the expression parser and the Model reader: only our own errors, bounded time and memory.

``python benchmarks/fuzz.py --minutes 10`` prints how many inputs were read, how many were accepted, the slowest one and
the peak of memory; it stops with exit status 1 at the first other exception. The inputs follow from ``--seed``.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SLOWEST_S = 5.0

WORDS = """
    x y z cost cap task i j t I J T ARCS covers open sum min max count forall exists abs exp prev next first last ord
    len start end size present implies iff all_different circuit cumulative no_overlap alternative initial for in if
    else and or not nan inf True
""".split()
SIGNS = [
    "+",
    "-",
    "*",
    "/",
    "//",
    "%",
    "**",
    "<=",
    ">=",
    "==",
    "<",
    ">",
    "!=",
    "=",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
]
ODD = [
    "\x00",
    "é",
    "≤",
    "'",
    '"',
    "\\",
    "\n",
    "\t",
    "9" * 50,
    "1e999",
    "1e-999",
    "0.1",
    "0",
    "1",
    "7",
    '"a"',
    "lambda",
    ":",
]
SEEDS = [
    "2 * x + sum(cost[i] * y[i] for i in I if i != 1) <= cap",
    "implies(open[i], x[prev(t, initial=0)] >= 1 if t > 2 else x[t] == 0)",
    "cumulative((task[j] for j in J), [1, 2, (cost[i] for i in I)], cap)",
    "forall(x[i] <= max(y[i, j] for (i, j) in ARCS) for i in covers[j]) and not (i, j) in ARCS",
    "abs(x - 3) ** 2 // 4 % 5 - -x / 7",
]


def expressions(rng: random.Random) -> str:
    """A text that may be an expression: a soup of tokens, or a good one with pieces changed."""
    if rng.random() < 0.4:
        tokens = [rng.choice(rng.choice([WORDS, SIGNS, ODD])) for _ in range(rng.choice([1, 3, 10, 40, 400]))]
        return rng.choice(["", " "]).join(tokens)
    if rng.random() < 0.1:
        opening = rng.choice(["(", "[", "-", "not ", "x[", "abs(", "1 if x else ", "x ** ", "1 - (", "{"])
        return opening * rng.choice([10, 59, 60, 61, 1_000, 30_000])
    text = rng.choice(SEEDS)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(text) + 1)
        match rng.randrange(4):
            case 0:
                text = text[:at] + text[at + rng.randint(1, 5) :]
            case 1:
                text = text[:at] + rng.choice(rng.choice([WORDS, SIGNS, ODD])) + text[at:]
            case 2:
                text = text[:at] + rng.choice(SEEDS) + text[at:]
            case _:
                text = f"({text}) {rng.choice(SIGNS)} {rng.choice(SEEDS)}"
    return text


def documents(rng: random.Random, seeds: list[dict[str, Any]]) -> str:
    """A text that may be a Model document: a good one with values, fields or characters changed."""
    document = json.loads(json.dumps(rng.choice(seeds)))
    for _ in range(rng.randint(0, 5)):
        _change(document, rng)
    text = json.dumps(document, ensure_ascii=rng.random() < 0.5)
    if rng.random() < 0.3:
        for _ in range(rng.randint(1, 5)):
            at = rng.randrange(len(text))
            text = (
                text[:at]
                + rng.choice(["", "{", "[", "]", "}", '"', ",", ":", "\\", "NaN", "1e999", "\x00"])
                + text[at + 1 :]
            )
    if rng.random() < 0.02:
        text = rng.choice(["[", '{"a":', '{"format": "modelwright/model", "version": 1, "sets": [']) * rng.choice(
            [50, 100_000]
        )
    return text


def _change(document: Any, rng: random.Random) -> None:
    """One change somewhere in `document`."""
    here, parent, key = document, None, None
    while isinstance(here, dict | list) and here and (parent is None or rng.random() < 0.85):
        parent = here
        key = rng.choice(list(here)) if isinstance(here, dict) else rng.randrange(len(here))
        here = here[key]
    if parent is None:
        return
    values: list[Callable[[], Any]] = [
        lambda: None,
        lambda: rng.choice([0, 1, -1, 10**30, 1.5, True, [], {}, "", "x", "1/0", "1/3", "nan", "🙂", 2**63]),
        lambda: expressions(rng)[:2_000],
        lambda: [here, here],
        lambda: {
            "form": rng.choice(["known", "range", "members", "interval", "missing", "bound", "selected"]),
            "x": here,
        },
    ]
    if isinstance(parent, dict) and rng.random() < 0.2:
        if rng.random() < 0.5:
            del parent[key]
        else:
            parent[rng.choice(WORDS)] = here
    else:
        parent[key] = rng.choice(values)()


def seeds() -> list[dict[str, Any]]:
    """Good documents to start from: the corpus of the package."""
    found: list[dict[str, Any]] = []
    for path in sorted((ROOT / "datasets" / "problems").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            model = json.loads(line).get("reference_model")
            if isinstance(model, dict):
                found.append(model)
    return found


def inputs(rng: random.Random) -> Iterator[tuple[str, str]]:
    """Kinds and texts, without end."""
    good = seeds()
    while True:
        if rng.random() < 0.7:
            yield rng.choice(["expression", "quantifiers"]), expressions(rng)
        else:
            yield "document", documents(rng, good)


def read(kind: str, text: str) -> bool:
    """Read one input; whether it was accepted.

    Raises:
        AssertionError: What was accepted does not print and read back.
        Exception: Anything but our own errors is a fault.
    """
    from modelwright.errors import ModelwrightError
    from modelwright.model.canonical import dump_model, load_model
    from modelwright.model.expressions import (
        format_expression,
        format_quantifiers,
        parse_expression,
        parse_quantifiers,
    )
    from modelwright.model.text import parse_model, print_model
    from modelwright.model.validation import validate

    try:
        if kind == "expression":
            node = parse_expression(text)
            again = format_expression(node)
            assert format_expression(parse_expression(again)) == again, text
        elif kind == "quantifiers":
            generators = parse_quantifiers(text)
            assert parse_quantifiers(format_quantifiers(generators)) == generators, text
        else:
            model = load_model(text)
            validate(model)
            assert dump_model(load_model(dump_model(model))) == dump_model(model), text
            assert parse_model(print_model(model)) == model, text
    except ModelwrightError:
        return False
    return True


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    began = perf_counter()
    count = accepted = 0
    slowest, slowest_text = 0.0, ""
    for kind, text in inputs(random.Random(options.seed)):
        start = perf_counter()
        if start - began > 60 * options.minutes:
            break
        try:
            accepted += read(kind, text)
        except Exception as error:
            print(f"{type(error).__name__}: {error}\n{kind}: {text[:2_000]!r}")
            return 1
        seconds = perf_counter() - start
        if seconds > slowest:
            slowest, slowest_text = seconds, f"{kind} of {len(text)} characters"
        if seconds > SLOWEST_S:
            print(f"{seconds:.1f} s for {kind}: {text[:2_000]!r}")
            return 1
        count += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} inputs, {accepted} accepted; slowest {slowest * 1000:.0f} ms ({slowest_text}); peak {peak:.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
