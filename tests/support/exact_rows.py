"""An Instance against the exact rows of its Model."""

from __future__ import annotations

import numpy as np
import pytest

from modelwright.model.exact import Evaluator, exact_rows


def assert_same_numbers(instance, model, data) -> None:
    """Every row has the key, the coefficients and the limits that exact evaluation gives it."""
    evaluator = Evaluator(model, data)
    number = 0
    for constraint in model.constraints:
        for row in exact_rows(evaluator, constraint):
            assert instance.row_key(number) == (row.constraint, tuple(row.binding.values()))
            columns, values = instance.row(number)
            assert (columns[1:] > columns[:-1]).all()
            found = {instance.column_key(int(c)): v for c, v in zip(columns, values, strict=True)}
            exact = {k: float(v) for k, v in row.terms.items()}
            scale = max(map(abs, exact.values()), default=1.0)
            # Sums of floats that cancel exactly may leave a trace.
            assert {k for k, v in found.items() if abs(v) > 1e-12 * scale} == set(exact)
            assert all(found[k] == pytest.approx(v, rel=1e-11, abs=1e-12 * scale) for k, v in exact.items())
            lower = -np.inf if row.lower is None else float(row.lower)
            upper = np.inf if row.upper is None else float(row.upper)
            assert instance.row_lower[number] == pytest.approx(lower, rel=1e-11, abs=1e-11)
            assert instance.row_upper[number] == pytest.approx(upper, rel=1e-11, abs=1e-11)
            number += 1
    assert number == instance.num_rows
