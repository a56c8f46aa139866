"""Grounding of tuples, shifts, chosen members and data functions against exact evaluation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelwright.errors import ModelwrightError
from modelwright.model.data import Data, Table
from modelwright.model.document import Model
from modelwright.model.exact import Evaluator, exact_rows, linear_row
from modelwright.model.expressions import parse_expression
from modelwright.solvers import ground
from modelwright.solvers.grounding.rows import is_quick
from tests.support.exact_rows import assert_same_numbers


def members(name, *found, **rest):
    return {"name": name, "content": {"form": "members", "members": list(found)}, **rest}


def known(name, index, entries, **rest):
    value = {"form": "known", "entries": [[list(key), number] for key, number in entries.items()], **rest}
    return {"name": name, "index": index, "value": value}


SETS = [
    members("I", "a", "b", "c"),
    members("J", "c", "a", subset_of="I"),
    {"name": "T", "content": {"form": "range", "first": 1, "last": 4}},
    members("C", 5, 1, 3, cyclic=True),
    members("ARCS", ("a", "b"), ("b", "c"), ("a", "c"), ("c", "a"), of=["I", "I"]),
    members("TRIPS", ("a", 2), ("c", 9), ("a", 7)),
    {"name": "LOOPS", "content": {"form": "selected", "item": "(i, t)", "over": "i in I, t in T if t != 2"}},
    members("E"),
]
PARAMETERS = [
    {"name": "k", "value": {"form": "known", "number": "1/3"}},
    known("c", ["I"], {("a",): "2", ("b",): "-1", ("c",): "0.5"}),
    {"name": "h", "index": ["T"], "value": {"form": "bound", "table": "t", "keys": ["t"], "value": "h"}},
    known("d", ["I", "T"], {("a", 1): "3", ("b", 4): "-0.5"}, default="0.25"),
    known("cap", ["ARCS"], {(("a", "b"),): "4", (("b", "c"),): "0.3", (("a", "c"),): "5", (("c", "a"),): "0"}),
    {
        "name": "far",
        "index": ["ARCS"],
        "value": {"form": "bound", "table": "arcs", "keys": ["from", "to"], "value": "km"},
    },
    known("trip", ["TRIPS"], {(("a", 2),): "1.5"}, default="0.1"),
    {
        "name": "late",
        "index": ["T"],
        "value": {"form": "derived", "expression": "h[t] - h[prev(t, initial=k)]", "over": "t in T"},
    },
    {
        "name": "both",
        "index": ["I", "T"],
        "value": {"form": "derived", "expression": "c[i] * max(h[t], 2)", "over": "i in I, t in T"},
    },
    {
        "name": "load",
        "index": ["ARCS"],
        "value": {"form": "derived", "expression": "cap[i, j] + c[j]", "over": "(i, j) in ARCS"},
    },
    {
        "name": "covers",
        "index": ["I"],
        "members_of": "T",
        "value": {"form": "known_sets", "entries": [[["a"], [1, 3]], [["c"], [4]]]},
    },
    {"name": "picked", "members_of": "I", "value": {"form": "known_sets", "entries": [[[], ["c", "b"]]]}},
    {
        "name": "ways",
        "index": ["T"],
        "members_of": "ARCS",
        "value": {"form": "known_sets", "entries": [[[1], [["a", "b"], ["c", "a"]]], [[3], [["b", "c"]]]]},
    },
]
VARIABLES = [
    {"name": "x", "index": ["I", "T"], "lower": "-late[t]", "upper": "both[i, t]", "over": "i in I, t in T"},
    {"name": "y", "index": ["T"]},
    {"name": "w", "index": ["C"]},
    {"name": "z", "domain": "binary"},
    {"name": "f", "index": ["ARCS"], "upper": "cap[i, j]", "over": "(i, j) in ARCS"},
    {"name": "g", "index": ["TRIPS", "T"], "lower": "trip[p] - t", "over": "p in TRIPS, t in T"},
    {"name": "l", "index": ["LOOPS"]},
    {"name": "task", "index": ["T"], "domain": {"form": "interval", "size": "2"}, "upper": "20"},
]
DEFINITIONS = [
    {"name": "gone", "index": ["I"], "over": "i in I", "expression": "sum(f[n, j] for (n, j) in ARCS if n == i) - z"},
    {"name": "kept", "index": ["T"], "over": "t in T", "expression": "y[t] - 2 * y[prev(t, initial=z)] + h[t]"},
    {"name": "all", "expression": "sum(kept[t] for t in T if ord(t) != 2)"},
]
DATA = Data(
    {
        "t": Table("t", {"t": ["4", "2", "3", "1"], "h": ["1", "0.1", "2.5", "4"]}, "t.csv"),
        "arcs": Table("arcs", {"to": ["b", "a", "c", "c"], "from": ["a", "c", "b", "a"], "km": ["1", "2.5", "0", "4"]}),
    }
)

# ------------------------------------------------------------------------------------------------ random expressions

QUANTIFIERS = {
    "i": "i in I", "j": "j in J", "t": "t in T", "s": "s in T", "u": "u in C", "a": "a in ARCS", "m": "(m, n) in ARCS",
    "p": "p in TRIPS", "q": "(q, r) in TRIPS", "v": "v in covers[i]", "b": "b in picked", "e": "(e, o) in ways[t]",
    "g": "(x1, x2) in LOOPS", "none": "none in E",
}  # fmt: skip
NEEDS = {"v": {"i"}, "e": {"t"}}
OF_I, OF_T = ("i", "j", "b", "m", "n", "e", "o"), ("t", "s", "v")
CONDITIONS = {
    "t": ["t > 1", "t != first(T)", "h[t] > 1", "t in {1, 3}", "t > 1 and prev(t) != 2", "not (t == 3)", "late[t] > 0"],
    "i": ["i != 'b'", "c[i] > 0", "i in picked", "i < 'c'", "len(covers[i]) > 0"],
    "a": ["a != ('b', 'c')", "cap[a] > 0.3", "a in ARCS"],
    "m": ["m < n", "cap[m, n] > 0", "n == 'c' or m == 'c'", "far[m, n] >= 2.5"],
    "p": ["trip[p] > 1", "p != first(TRIPS)"],
    "q": ["r > 2", "trip[q, r] < 1"],
    "u": ["u > 1", "prev(u) != 5"],
    "it": ["d[i, t] > 0.25", "t in covers[i]", "(i, t) in LOOPS", "both[i, t] > 0"],
    "is": ["s in covers[i]"],
    "st": ["s < t", "s != t", "t > 1 and s == prev(t)"],
    "jm": ["j == m"],
}


def names_of(scope):
    return {part for key in scope for part in {"m": "mn", "q": "qr", "e": "eo", "g": ("x1", "x2")}.get(key, (key,))}


@st.composite
def generator_text(draw, scope, most=2):
    """Quantifiers that are not in `scope` yet, and the scope with them."""
    found, inner = [], set(scope)
    for _ in range(draw(st.integers(1, most))):
        free = sorted(key for key in QUANTIFIERS if key not in inner and NEEDS.get(key, set()) <= inner)
        if key := draw(st.sampled_from(free)):
            inner.add(key)
            fitting = [c for names, texts in CONDITIONS.items() if key in names and set(names) <= inner for c in texts]
            condition = draw(st.sampled_from(["", *fitting]))
            found.append(QUANTIFIERS[key] + (f" if {condition}" if condition else ""))
    return found, inner


def data_leaves(scope):
    names = names_of(scope)
    leaves = ["2", "0.1", "k", 'c["b"]', "late[2]", "load['b', 'c']", "max(c[first(I)], k)"]
    leaves += [f"c[{n}]" for n in OF_I if n in names]
    for n in (n for n in OF_T if n in names):
        leaves += [n, f"h[{n}]", f"late[{n}]", f"ord({n})", f"max(h[{n}], {n})", f"(3 if {n} > 2 else h[{n}])"]
        leaves += [f"h[prev({n}, initial=k)]", f"h[next({n}, initial=5)]", f"{n} % 2"]
        leaves += [f"both[{i}, {n}]" for i in OF_I if i in names] + [f"d[{i}, {n}]" for i in OF_I if i in names]
    if "a" in names:
        leaves += ["cap[a]", "far[a]", "load[a]"]
    if "m" in names:
        leaves += ["cap[m, n]", "far[m, n]", "load[m, n]", "cap[(m, n)]"]
    leaves += ["trip[p]"] * ("p" in names) + ["trip[q, r]", "r"] * ("q" in names)
    return leaves


def decision_leaves(scope):
    names = names_of(scope)
    leaves = ["z", "x['b', 3]", "all", "gone['c']", "f['a', 'c']", "f[last(ARCS)]", "end(task[3])"]
    for n in (n for n in OF_T if n in names):
        leaves += [f"y[{n}]", f"kept[{n}]", f"y[prev({n}, initial=z)]", f"y[next({n}, initial=2)]", f"end(task[{n}])"]
        leaves += [f"(y[{n}] if h[{n}] > 1 else 2 * kept[{n}])", f"(y[prev({n})] if {n} > 1 else k)"]
        leaves += [f"y[prev(prev({n}, initial=z), initial=1)]", f"g['a', 7, {n}]", f"start(task[prev({n}, initial=3)])"]
        leaves += [f"x[{i}, {n}]" for i in OF_I if i in names]
        leaves += [f"x[{i}, prev({n}, initial=h[{n}])]" for i in OF_I if i in names]
        leaves += [f"kept[prev({n}, initial=y[{n}])]", f"g[p, {n}]" if "p" in names else "z"]
    leaves += [part for i in OF_I if i in names for part in (f"gone[{i}]", f"(0 if {i} in picked else gone[{i}])")]
    leaves += ["w[u]", "w[prev(u)]", "w[next(next(u))]"] * ("u" in names)
    leaves += ["f[a]"] * ("a" in names) + ["f[m, n]", "f[(m, n)]"] * ("m" in names)
    leaves += ["g[q, r, 2]"] * ("q" in names) + ["l[x1, x2]"] * ("x1" in names)
    return leaves


@st.composite
def body_text(draw, scope, depth=2):
    form = draw(st.sampled_from(["leaf", "scaled", "add", "sum"])) if depth else "leaf"
    if form == "leaf":
        return draw(st.sampled_from(decision_leaves(scope)))
    if form == "scaled":
        return f"{draw(st.sampled_from(data_leaves(scope)))} * ({draw(body_text(scope, depth - 1))})"
    if form == "add":
        one, other = draw(body_text(scope, depth - 1)), draw(body_text(scope, depth - 1))
        return f"{one} - ({other}) / 4 + {draw(st.sampled_from(data_leaves(scope)))}"
    generators, inner = draw(generator_text(scope))
    return f"sum({draw(body_text(inner, depth - 1))} {' '.join(f'for {g}' for g in generators)})"


@st.composite
def row_text(draw):
    generators, scope = draw(st.one_of(st.just(([], set())), generator_text(set(), 3)))
    shape = draw(st.sampled_from(["{l} <= {r}", "{r} >= {l}", "{l} == {r}", "0 <= {l} <= 5", "{l} >= {d}"]))
    right = draw(st.sampled_from(data_leaves(scope)))
    for_each = ", ".join([*(g.partition(" if ")[0] for g in generators[:-1]), *generators[-1:]])
    return shape.format(l=draw(body_text(scope)), r=right, d=draw(body_text(scope, 1))), for_each


def model_of(*rows, objective=None):
    found = [
        {"kind": "algebraic", "name": f"row{k}", "expression": expression, "for_each": for_each}
        for k, (expression, for_each) in enumerate(rows)
    ]
    objectives = [{"name": "goal", "sense": "min", "expression": objective}] if objective else []
    return Model(
        sets=SETS,
        parameters=PARAMETERS,
        variables=VARIABLES,
        definitions=DEFINITIONS,
        constraints=found,
        objectives=objectives,
    )


def evaluated(model, objective):
    """What exact evaluation says: nothing, or the kind of its error."""
    evaluator = Evaluator(model, DATA)
    try:
        for constraint in model.constraints:
            list(exact_rows(evaluator, constraint))
        linear_row(evaluator, parse_expression(objective), {})
    except ModelwrightError as error:
        return error.code
    return None


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(row_text(), min_size=1, max_size=2), body_text(set()))
def test_random_models_are_grounded_as_they_evaluate(rows, objective) -> None:
    model = model_of(*rows, objective=objective)
    evaluator = Evaluator(model, DATA)
    assert all(is_quick(evaluator, constraint) for constraint in model.constraints)
    code = evaluated(model, objective)
    if code is not None:
        with pytest.raises(ModelwrightError) as caught:
            ground(model, DATA)
        assert caught.value.code == code
        return
    instance = ground(model, DATA)
    assert_same_numbers(instance, model, DATA)
    terms, constant = linear_row(evaluator, parse_expression(objective), {})
    cost = {instance.column_key(int(c)): instance.cost[c] for c in np.flatnonzero(np.abs(instance.cost) > 1e-12)}
    assert cost == pytest.approx({k: float(v) for k, v in terms.items()}, rel=1e-11)
    assert instance.offset == pytest.approx(float(constant), rel=1e-11, abs=1e-11)


def test_bounds_over_tuples_are_grounded_as_they_evaluate() -> None:
    model = model_of()
    instance, evaluator = ground(model, DATA), Evaluator(model, DATA)
    for variable in model.variables[:-1]:
        for key in evaluator.columns(variable):
            column = instance.column(variable.name, key)
            lower, upper = evaluator.bounds(variable, key)
            assert instance.column_lower[column] == pytest.approx(-np.inf if lower is None else float(lower))
            assert instance.column_upper[column] == pytest.approx(np.inf if upper is None else float(upper))
