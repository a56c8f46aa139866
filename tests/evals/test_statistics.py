"""Counts with their uncertainty."""

import pytest

from modelwright.evals.statistics import Share, wilson


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    # Agresti and Coull, The American Statistician 52 (1998): 0 of 10, 5 of 10; the others by the formula by hand.
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (62, 92, 0.5728, 0.7610)],
)
def test_wilson(right, of, low, high):
    assert wilson(right, of) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


def test_nothing_counted():
    assert wilson(0, 0) == (0.0, 1.0)
    assert str(Share(0, 0)) == "0/0"


def test_a_share_is_never_a_bare_percentage():
    assert str(Share(62, 92)) == "62/92 (67.4%, Wilson 95% 57–76)"
