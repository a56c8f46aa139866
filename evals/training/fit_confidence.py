"""Fits the confidence of the embedded engine on NL4Opt train and writes its few weights.

    python -m modelwright.evals.training.fit_confidence [--write]

A logistic model over seven features; five-fold log loss and a coverage table are printed. The engine's rules were
developed on the same texts, so the intercept is lowered by `SHIFT`: what is right at 95% there is right at about 80%
elsewhere. The data (MIT licence) are bound by their hash.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from modelwright.agent.formulation.embedded import read
from modelwright.agent.formulation.embedded.calibration import FEATURES, features
from modelwright.evals.training.measure_embedded import split_file, value_match

SHIFT = 1.2
TARGET = Path(__file__).parents[2] / "agent/formulation/embedded/data/confidence.json"


def fit(x: np.ndarray, y: np.ndarray, l2: float = 2.0) -> np.ndarray:
    """Returns the weights (bias last) of a ridge logistic regression by Newton steps."""
    a = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(a.shape[1])
    penalty = np.full(a.shape[1], l2)
    penalty[-1] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-a @ w))
        gradient = a.T @ (p - y) + penalty * w
        hessian = (a * (p * (1 - p))[:, None]).T @ a + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-9:
            break
    return w


def main() -> None:
    """Fits, prints, and with --write stores the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    path = split_file("train")
    items = [json.loads(line) for line in path.read_text().splitlines()]
    items = [i for i in items if isinstance(i["answer_lp"], (int, float))]
    rows, right = [], []
    for item in items:
        found = read(item["question"])
        if found.best is not None:
            rows.append(features(found))
            right.append(float(value_match(found.best, item)))
    x, y = np.array(rows), np.array(right)
    out = np.zeros(len(y))
    for fold in range(5):
        held = np.arange(len(y)) % 5 == fold
        w = fit(x[~held], y[~held])
        out[held] = 1 / (1 + np.exp(-(np.hstack([x[held], np.ones((held.sum(), 1))]) @ w)))
    loss = -np.mean(y * np.log(out) + (1 - y) * np.log(1 - out))
    print(f"{len(y)} texts, right {y.mean():.3f}, five-fold log loss {loss:.4f}")
    for cut in (0.99, 0.98, 0.95, 0.9, 0.8, 0.5):
        keep = out >= cut
        if keep.any():
            print(f"  confidence >= {cut}: coverage {keep.mean():.3f}, precision {y[keep].mean():.3f}")
    w = fit(x, y)
    weights = {name: round(float(v), 4) for name, v in zip((*FEATURES, "bias"), w, strict=True)}
    weights["bias"] = round(weights["bias"] - SHIFT, 4)
    print(weights)
    if args.write:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        note = "Logistic weights fitted on NL4Opt train (MIT licence); no text of it is kept here."
        TARGET.write_text(
            json.dumps({"note": note, "data_sha256": digest, "shift": SHIFT, "weights": weights}, indent=1) + "\n"
        )


if __name__ == "__main__":
    main()
