"""Fits the weights of the hypothesis scorer of the embedded engine on NL4Opt train, and on our own problems.

    python evals/training/fit_scorer.py [--l2 3.0] [--write]

A log-linear model over all priced hypotheses of a text: those whose canonical model is the annotated one (or, where
none is, whose optimum is) count as right together. L2 pulls the weights towards the hand weights, and no weight may
change its sign. Five-fold value match is printed for the hand weights and for the fitted ones.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from measure_embedded import DATA, row_counts, value_match

from modelwright.agent.formulation.embedded import Limits
from modelwright.agent.formulation.embedded.assemble import hypotheses
from modelwright.agent.formulation.embedded.doc import build_doc
from modelwright.agent.formulation.embedded.goal import find_goals
from modelwright.agent.formulation.embedded.reading import Reading, VariableReading
from modelwright.agent.formulation.embedded.score import HAND_WEIGHTS, price
from modelwright.agent.formulation.embedded.variables import candidates

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "agent/formulation/embedded/data/scorer.json"
NAMES = sorted(HAND_WEIGHTS)
Block = tuple[np.ndarray, np.ndarray]


def hypothesis_block(text: str, limits: Limits, judge: Any) -> Block | None:
    """Returns the feature matrix of a text's hypotheses and which are right; None where none is."""
    doc = build_doc(text, limits.tokens, limits.numbers)
    pool = hypotheses(doc, candidates(doc, limits.candidates), find_goals(doc), limits)
    priced = price(pool, limits)
    rows, right = [], []
    for p in priced:
        table = dict.fromkeys(NAMES, 0.0)
        for name, x in p.features:
            if name in table:
                table[name] += x
        rows.append([table[n] for n in NAMES])
        h = p.hypothesis
        labels = tuple(VariableReading(n.label or doc.quote(n.first, n.last), (), "integer", "", None) for n in h.names)
        right.append(judge(Reading(labels, h.objective, h.rows, (), 0.0, ())))
    levels = np.array(right)
    if not len(levels) or levels.max() == 0:
        return None
    return np.array(rows), (levels == levels.max()).astype(float)


def train_blocks(limits: Limits) -> list[Block | None]:
    """Returns one block a training text with a finite optimum."""
    out: list[Block | None] = []
    for line in (DATA / "train.jsonl").read_text().splitlines():
        item = json.loads(line)
        if not isinstance(item["answer_lp"], (int, float)):
            continue

        def judge(reading: Reading, item: dict[str, Any] = item) -> int:
            if row_counts(reading, item)[4] == "fine":
                return 2
            return 1 if value_match(reading, item) else 0

        out.append(hypothesis_block(item["question"], limits, judge))
    return out


def own_blocks(limits: Limits) -> list[Block | None]:
    """Returns one block for each of our own problems."""
    path = ROOT / "tests/agent/formulation/embedded"
    sys.path.insert(0, str(path))
    spec = importlib.util.spec_from_file_location("judging", path / "judging.py")
    assert spec is not None
    assert spec.loader is not None
    judging = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judging)
    out: list[Block | None] = []
    for case in judging.CASES:
        wanted = judging.wanted_model(case)
        out.append(
            hypothesis_block(case.text, limits, lambda r, c=case, w=wanted: int(judging.read_model(r, c.names) == w))
        )
    return out


def fit(blocks: list[Block], start: np.ndarray, l2: float, steps: int = 400) -> np.ndarray:
    """Returns weights that make the right hypotheses cheap, by projected gradient descent (Adam, fixed steps)."""
    w = start.copy()
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        gradient = l2 * (w - start)
        for x, y in blocks:
            s = -x @ w
            p = np.exp(s - s.max())
            p /= p.sum()
            q = p * y
            q /= max(q.sum(), 1e-12)
            gradient += x.T @ (q - p)
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        w -= 0.02 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        w = np.maximum(w, 0.0)
    return w


def accuracy(blocks: list[Block | None], w: np.ndarray) -> int:
    """Returns how many texts have a right hypothesis first."""
    return sum(1 for b in blocks if b is not None and b[1][int(np.argmin(b[0] @ w))] > 0)


def main() -> None:
    """Fits, prints, and with --write stores the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--l2", type=float, default=3.0)
    parser.add_argument("--own", type=int, default=3, help="weight of our own problems")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    limits = Limits()
    train, own = train_blocks(limits), own_blocks(limits)
    start = np.array([HAND_WEIGHTS[n] for n in NAMES])
    print(f"hand: train {accuracy(train, start)}/{len(train)}, own {accuracy(own, start)}/{len(own)}")
    total = total_own = 0
    for fold in range(5):
        kept = [b for i, b in enumerate(train) if i % 5 != fold and b is not None]
        kept += [b for i, b in enumerate(own) if i % 5 != fold and b is not None] * args.own
        w = fit(kept, start, args.l2)
        total += accuracy([b for i, b in enumerate(train) if i % 5 == fold], w)
        total_own += accuracy([b for i, b in enumerate(own) if i % 5 == fold], w)
    print(f"fitted, five folds: train {total}/{len(train)}, own {total_own}/{len(own)}")
    w = fit([b for b in train if b is not None] + [b for b in own if b is not None] * args.own, start, args.l2)
    weights = {n: round(float(x), 4) for n, x in zip(NAMES, w, strict=True)}
    print(weights)
    if args.write:
        digest = hashlib.sha256((DATA / "train.jsonl").read_bytes()).hexdigest()
        note = "Fitted on NL4Opt train (MIT licence) and our own problems; no text of the data is kept here."
        TARGET.write_text(
            json.dumps({"note": note, "data_sha256": digest, "l2": args.l2, "weights": weights}, indent=1) + "\n"
        )


if __name__ == "__main__":
    main()
