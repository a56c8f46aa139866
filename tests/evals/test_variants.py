"""The same Model with other domains."""

import pytest

from modelwright.evals.metrics.variants import optimum, with_domains
from modelwright.model.canonical import model_from_object


def model(domain, upper="3.5", **fields):
    return model_from_object(
        {
            "format": "modelwright/model",
            "version": 1,
            "variables": [{"name": "x", "domain": domain, **fields}],
            "objectives": [{"name": "gain", "sense": "max", "expression": "x"}],
            "constraints": [{"kind": "algebraic", "name": "room", "expression": f"x <= {upper}"}],
        }
    )


@pytest.mark.parametrize(
    ("domain", "variant", "value"),
    [
        ("continuous", "own", 3.5),
        ("continuous", "integer", 3),
        ("continuous", "lp", 3.5),
        ("integer", "lp", 3.5),
        ("binary", "integer", 1),
        ("binary", "lp", 1),
    ],
)
def test_optimum(domain, variant, value):
    assert optimum(model(domain), variant, None) == pytest.approx(value)


def test_words():
    assert optimum(model("continuous", lower="4"), "own", None) == "infeasible"
    unbounded = model("continuous").model_copy(update={"constraints": ()})
    assert optimum(unbounded, "own", None) == "unbounded"
    assert optimum(unbounded.model_copy(update={"objectives": ()}), "own", None) == "satisfiable"


def test_what_cannot_be_solved_is_unknown():
    assert optimum(model("continuous", upper="y"), "own", None) is None


def test_a_binary_variable_keeps_its_own_bounds():
    relaxed = with_domains(model("binary", lower="0.5"), "lp").variables[0]
    assert (relaxed.domain, relaxed.lower, relaxed.upper) == ("continuous", "0.5", "1")
