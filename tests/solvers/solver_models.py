"""Models for the tests of the solving layer."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from modelwright.model.document import Model


def linear(rows=(), objective=None, sense="max", *, integer="", free="", binary="", upper=None, names="xy") -> Model:
    """A Model of scalar variables, non-negative unless in `free`, with rows as text."""
    domains = {name: "binary" if name in binary else "integer" if name in integer else "continuous" for name in names}
    return Model(
        variables=[
            {
                "name": name,
                "domain": domains[name],
                "lower": None if name in free else "0",
                "upper": None if upper is None else str(upper),
            }
            for name in names
        ],
        objectives=[{"name": "goal", "sense": sense, "expression": objective}] if objective else [],
        constraints=[{"kind": "algebraic", "name": f"row{k}", "expression": row} for k, row in enumerate(rows)],
    )


SMALL = st.integers(-4, 4)


@st.composite
def small_programs(draw, integer=False):
    """Up to 3 bounded variables and 3 rows: (model, rows, senses, limits, costs, uppers)."""
    names = "xyz"[: draw(st.integers(1, 3))]
    uppers = [draw(st.integers(0, 4)) for _ in names]
    kinds = [integer and draw(st.booleans()) for _ in names]
    rows = draw(st.lists(st.tuples(*[SMALL for _ in names]), max_size=3))
    senses = [draw(st.sampled_from(["<=", ">=", "=="])) for _ in rows]
    limits = [draw(st.integers(-6, 9)) for _ in rows]
    costs = [draw(SMALL) for _ in names]
    model = Model(
        variables=[
            {"name": n, "domain": "integer" if k else "continuous", "lower": "0", "upper": str(u)}
            for n, k, u in zip(names, kinds, uppers, strict=True)
        ],
        objectives=[
            {"name": "goal", "sense": draw(st.sampled_from(["min", "max"])), "expression": combination(costs, names)}
        ],
        constraints=[
            {"kind": "algebraic", "name": f"row{k}", "expression": f"{combination(row, names)} {sense} {limit}"}
            for k, (row, sense, limit) in enumerate(zip(rows, senses, limits, strict=True))
        ],
    )
    return model, rows, senses, limits, costs, uppers


def combination(coefficients, names) -> str:
    return " + ".join(f"({c}) * {n}" for c, n in zip(coefficients, names, strict=True))


def fits(row, sense, limit, point) -> bool:
    value = sum(Fraction(c) * v for c, v in zip(row, point, strict=True))
    return value <= limit if sense == "<=" else value >= limit if sense == ">=" else value == limit


def best_integer_point(rows, senses, limits, costs, uppers, sense):
    """The optimum over integer points by looking at all of them; None when there is none."""
    values = [
        sum(c * v for c, v in zip(costs, point, strict=True))
        for point in product(*(range(u + 1) for u in uppers))
        if all(fits(r, s, b, point) for r, s, b in zip(rows, senses, limits, strict=True))
    ]
    return (min if sense == "min" else max)(values, default=None)
