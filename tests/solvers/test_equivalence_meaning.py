"""Models that mean the same however they are written, and points that tell others apart."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from math import prod

import pytest
from full_models import binary, ints, known, model, real, whole
from solver_models import linear

from modelwright.model.document import Model
from modelwright.solvers import Different, Equivalent, NotDecided, equivalent
from modelwright.solvers.equivalence.deciding import Comparison
from modelwright.solvers.equivalence.floating import Clock
from modelwright.solvers.equivalence.sides import named_columns, side_of

BASE = linear(["2 * x + 4 * y <= 40", "x >= 3"], "5 * x + 4 * y", integer="x")


def same(one: Model, other: Model) -> Equivalent:
    found = equivalent(one, other)
    assert isinstance(found, Equivalent), found
    assert isinstance(equivalent(other, one), Equivalent)
    return found


def apart(one: Model, other: Model) -> Different:
    found = equivalent(one, other)
    assert isinstance(found, Different), found
    assert isinstance(equivalent(other, one), Different)
    return found


@pytest.mark.parametrize(
    "other",
    [
        linear(["20 - x >= 2 * y", "-2 * x <= -6"], "5 * x + 4 * y", integer="x"),
        linear(["2 * x + 4 * y <= 40", "x >= 2.5", "x + y >= 0", "y >= 0"], "5 * x + 4 * y", integer="x"),
        linear(["2 * x + 4 * y <= 40", "3 * x + 4 * y >= 9", "x >= 3"], "5 * x + 4 * y", integer="x"),
        linear(["2 * b + 4 * a <= 40", "b >= 3"], "5 * b + 4 * a", integer="b", names="ab"),
        linear(["2 * y + 4 * z <= 40", "y >= 3"], "5 * y + 4 * z", integer="y", names="zy"),
    ],
)
def test_the_same_points_written_otherwise(other) -> None:
    assert same(BASE, other).factor == 1


def test_the_objective_counts_up_to_scale_and_constant() -> None:
    one = linear(["x + y <= 4"], "2 * x + y")
    found = same(one, linear(["x + y <= 4"], "-6 * x - 3 * y + 5", "min"))
    assert (found.factor, found.offset) == (Fraction(1, 3), Fraction(-5, 3))
    assert apart(one, linear(["x + y <= 4"], "2 * x + y", "min")).feasible_in == "both"
    assert apart(one, linear(["x + y <= 4"], "2 * x + 3 * y")).feasible_in == "both"
    assert apart(one, linear(["x + y <= 4"])).feasible_in == "both"


def test_an_objective_is_the_same_along_equalities() -> None:
    same(linear(["x + y == 10", "x <= 7"], "x"), linear(["x + y == 10", "x <= 7"], "10 - y"))
    same(linear(["x + y == 10", "x <= 7"], "x + y"), linear(["x + y == 10", "x <= 7"]))


@pytest.mark.parametrize(
    ("rows", "others"),
    [
        (["x + y == 4"], ["x + y <= 4", "-2 * x - 2 * y <= -8"]),
        (["x + y <= 4"], ["x + y <= 4", "x + y <= 5"]),
        (["x + y <= 4", "x - y <= 2"], ["x + y <= 4", "x - y <= 2", "2 * x <= 6"]),
        (["x + y == 4", "x - y == 2"], ["x == 3", "y == 1"]),
        (["1 <= x + y <= 4"], ["x + y <= 4", "x + y >= 1"]),
        (["x + y <= 4", "x + y >= 4", "x <= 4"], ["x + y == 4"]),
        (["x <= 0", "x + y <= 3"], ["x == 0", "y <= 3"]),
    ],
)
@pytest.mark.parametrize("names", ["xy", "ab"])
def test_rows_of_continuous_decisions(rows, others, names) -> None:
    renamed = [row.replace("x", names[0]).replace("y", names[1]) for row in others]
    same(linear(rows, "x + 3 * y"), linear(renamed, f"{names[0]} + 3 * {names[1]}", names=names))


@pytest.mark.parametrize(
    ("rows", "others"),
    [
        (["2 * x <= 7"], ["x <= 3"]),
        (["2 * x + 2 * y <= 7"], ["x + y <= 3"]),
        (["x + y <= 3.9", "x >= 0.2"], ["x + y <= 3", "x >= 1"]),
        (["x == 2 * y", "x <= 5"], ["x == 2 * y", "x <= 4"]),
        (["3 * x + 3 * y == 6"], ["x + y == 2"]),
    ],
)
def test_rows_of_whole_decisions(rows, others) -> None:
    def made(given, names):
        renamed = [row.replace("x", names[0]).replace("y", names[1]) for row in given]
        return linear(renamed, f"2 * {names[0]} + {names[1]}", integer=names, upper=50, names=names)

    same(made(rows, "xy"), made(others, "xy"))
    same(made(rows, "xy"), made(others, "ab"))
    fractional = linear(rows, "2 * x + y", upper=50), linear(others, "2 * x + y", upper=50)
    if rows != ["3 * x + 3 * y == 6"]:
        apart(*fractional)


def test_whole_points_that_no_rounding_shows() -> None:
    """The inequality removes the fractional corners of the first and no whole point: branch and bound proves it."""
    rows = ["2 * x + 2 * y <= 3 + 2 * z", "2 * x + 2 * z <= 3 + 2 * y"]
    one = linear([*rows, "2 * y + 2 * z <= 3 + 2 * x"], "x + y + z", binary="xyz", names="xyz")
    other = linear(["x + y <= 1 + z", "x + z <= 1 + y", "y + z <= 1 + x"], "x + y + z", binary="xyz", names="xyz")
    same(one, other)
    knapsack = linear(["5 * x + 5 * y + 3 * z <= 9"], "x + 2 * y + 4 * z", binary="xyz", names="xyz")
    same(knapsack, linear(["x + y <= 1"], "x + 2 * y + 4 * z", binary="xyz", names="xyz"))
    same(knapsack, linear(["a + b <= 1"], "a + 2 * b + 4 * c", binary="abc", names="abc"))
    apart(knapsack, linear(["a + c <= 1"], "a + 2 * b + 4 * c", binary="abc", names="abc"))


def test_a_big_coefficient_need_not_be_tight() -> None:
    def made(big, names="xu"):
        flow, use = names
        return model([whole(flow, 0, 8), binary(use)], [f"{flow} <= {big} * {use}"], f"5 * {use} - {flow}")

    same(made(8), made(1000))
    same(made(8), made(1000, "ab"))
    apart(made(8), made(7))
    flow = model([real("x", 0, 8), binary("u")], ["x <= 8 * u"], "5 * u - x")
    same(flow, model([real("x", 0, 8), binary("u")], ["x <= 50 * u"], "5 * u - x"))


def test_identical_items_of_a_knapsack() -> None:
    def made(name, count, capacity, rows=()):
        return model(
            [binary(name, "I")],
            [f"sum(3 * {name}[i] for i in I) <= {capacity}", *rows],
            f"sum({name}[i] for i in I)",
            "max",
            sets=[ints("I", 1, count)],
        )

    found = same(made("take", 30, 40), made("pick", 30, "41"))
    assert len(set(found.mapping.values())) == 30
    apart(made("take", 30, 40), made("pick", 30, 45))
    apart(made("take", 6, 9), made("pick", 6, 9, ["pick[1] <= pick[2]"]))


def assignment(costs, name, rows, columns, first="I", second="J") -> Model:
    entries = {(i, j): costs[r][c] for r, i in enumerate(rows) for c, j in enumerate(columns)}
    sets = [{"name": n, "content": {"form": "members", "members": m}} for n, m in ((first, rows), (second, columns))]
    return model(
        [{"name": name, "index": [first, second], "lower": "0", "upper": "1", "domain": "continuous"}],
        [
            (f"sum({name}[i, j] for j in {second}) == 1", f"i in {first}"),
            (f"sum({name}[i, j] for i in {first}) == 1", f"j in {second}"),
        ],
        f"sum(cost[i, j] * {name}[i, j] for i in {first} for j in {second})",
        sets=sets,
        parameters=[known("cost", entries, first, second)],
    )


COSTS = [[(7 * r * r + 3 * c + r * c * c) % 11 + 1 for c in range(5)] for r in range(5)]


def test_an_assignment_under_other_names_and_turned() -> None:
    one = assignment(COSTS, "x", ["a", "b", "c", "d", "e"], [1, 2, 3, 4, 5])
    order = [3, 0, 4, 1, 2]
    turned = [[COSTS[r][c] for r in order] for c in (2, 4, 0, 1, 3)]
    found = same(one, assignment(turned, "put", ["p", "q", "r", "s", "t"], ["A", "B", "C", "D", "E"]))
    assert found.mapping["x", ("d", 3)] == ("put", ("p", "A"))
    spoiled = [row[:] for row in turned]
    spoiled[1][1] += 1
    found = apart(one, assignment(spoiled, "put", ["p", "q", "r", "s", "t"], ["A", "B", "C", "D", "E"]))
    assert found.feasible_in == "both"


def test_long_and_wide_tables_of_a_transport_plan() -> None:
    sites, shops = ["north", "south"], ["red", "green", "blue"]
    costs = {("north", "red"): 4, ("north", "green"): 6, ("north", "blue"): 9}
    costs |= {("south", "red"): 5, ("south", "green"): 3, ("south", "blue"): 8}
    supply, demand = {"north": 30, "south": 40}, {"red": 20, "green": 25, "blue": 22}
    long = model(
        [real("ship", 0, None, "SITES", "SHOPS")],
        [
            ("sum(ship[p, s] for s in SHOPS) <= supply[p]", "p in SITES"),
            ("sum(ship[p, s] for p in SITES) >= demand[s]", "s in SHOPS"),
        ],
        "sum(cost[p, s] * ship[p, s] for p in SITES for s in SHOPS)",
        sets=[
            {"name": "SITES", "content": {"form": "members", "members": sites}},
            {"name": "SHOPS", "content": {"form": "members", "members": shops}},
        ],
        parameters=[
            known("cost", costs, "SITES", "SHOPS"),
            known("supply", supply, "SITES"),
            known("demand", demand, "SHOPS"),
        ],
    )

    def wide(changed=0):
        return model(
            [real(f"{p}_{s}", 0, None) for p, s in product(sites, shops)],
            [
                *(" + ".join(f"{p}_{s}" for s in shops) + f" <= {supply[p]}" for p in sites),
                *(f"{demand[s] + changed} <= " + " + ".join(f"{p}_{s}" for p in sites) for s in shops),
            ],
            " + ".join(f"{cost} * {p}_{s}" for (p, s), cost in costs.items()),
        )

    assert same(long, wide()).mapping["ship", ("south", "blue")] == ("south_blue", ())
    assert apart(long, wide(1)).points


TOTAL = [{"name": "total", "expression": "x + y"}]


def test_definitions_are_expanded() -> None:
    made = model(
        [real("x", 0, None), real("y", 0, None)],
        ["total <= 8"],
        "2 * total - y",
        definitions=TOTAL,
    )
    same(made, linear(["x + y <= 8"], "2 * x + y", "min"))


def test_what_has_no_point() -> None:
    empty = linear(["x + y <= 1", "x >= 2"], "x")
    found = same(empty, linear(["a + b <= -1"], "b", names="ab"))
    assert found.infeasible
    found = apart(empty, linear(["x + y <= 1"], "x"))
    assert found.point is not None
    odd = linear(["2 * x + 2 * y == 5"], "x", integer="xy")
    assert same(odd, empty).infeasible
    between = linear(["4 * x >= 1", "4 * x <= 3"], "x", integer="xy")
    assert same(between, odd).infeasible
    assert same(linear(["0 * x >= 1"]), linear(["x <= -1"])).infeasible


def test_units_that_are_stated_count() -> None:
    def made(name, unit, size):
        goods = {**real(name, 0, None), "unit": unit}
        other = {**real("other", 0, None), "unit": "kg"}
        return model([goods, other], [f"{name} + {size} * other <= 5 * {size}"], f"2 * {name} + {size} * other", "max")

    found = same(made("sand", "kg", 1), made("sand", "t", "1/1000"))
    assert found.scale == {("sand", ()): Fraction(1, 1000)}
    assert found.factor == 1000
    assert same(made("sand", "kg", 1), made("gravel", "t", "1/1000")).scale == {("sand", ()): Fraction(1, 1000)}
    found = apart(made("sand", "kg", 1), made("sand", "t", 1))
    (sand,), (tonnes,) = ([p["sand", ()] for p in points] for points in (found.points[:1], found.partners[:1]))
    assert sand == 1000 * tonnes
    apart(made("sand", None, 1), made("sand", "t", "1/1000"))


def test_whole_dozens_are_not_whole_pieces() -> None:
    one, other = (model([{**whole("x", 0, 9), "unit": unit}], [], "x", "max") for unit in ("dozen", None))
    same(one, other)
    found = equivalent(one, model([{**whole("x", 0, 108), "unit": "piece"}], [], "x", "max"))
    assert isinstance(found, NotDecided | Different)


def test_names_that_pair_all_decisions_are_kept() -> None:
    """Only exchanging x and y would make them equal, and the names forbid it."""
    found = apart(linear(["x <= 1", "y <= 2"]), linear(["x <= 2", "y <= 1"]))
    assert found.point["x", ()] <= 1 or found.feasible_in == "second"
    assert same(linear(["x <= 1", "y <= 2"]), linear(["a <= 2", "b <= 1"], names="ab")).mapping["x", ()] == ("b", ())


def test_whole_where_it_is_whole_anyway() -> None:
    def made(kind):
        return model([whole("x", 0, 4), whole("y", 0, 4), kind("z", 0, None)], ["z == x + 2 * y"], "z", "max")

    same(made(whole), made(real))
    loose = model([whole("x", 0, 4), whole("y", 0, 4), real("z", 0, None)], ["z <= x + 2 * y"], "z", "max")
    strict = model([whole("x", 0, 4), whole("y", 0, 4), whole("z", 0, None)], ["z <= x + 2 * y"], "z", "max")
    found = apart(loose, strict)
    assert found.point["z", ()].denominator > 1
    assert "whole number" in found.sentence


def test_numbers_of_decisions() -> None:
    found = apart(linear(names="xyz"), linear())
    assert found.feasible_in == "none"
    assert found.point is None
    assert "3 values (x, y, z)" in found.sentence


def test_sentences_have_labels_and_amounts() -> None:
    bread = {**real("x", 0, None), "label": "loaves of bread"}
    one = model([bread], ["2 * x <= 10"], "x", "max")
    other = model([bread], ["2 * x <= 8"], "x", "max")
    found = apart(one, other)
    assert found.feasible_in == "first"
    (amount,) = found.point.values()
    assert 4 < amount <= 5
    assert found.sentence.startswith("The first allows loaves of bread = ")
    assert "`row0` is missed by" in found.sentence


ROWS = ["x + y <= 3", "x + y <= 2", "2 * x + y <= 4", "x + 2 * y <= 4", "x - y <= 1", "x + 2 * y >= 1"]
GOALS = ["x + y", "x + 2 * y", "2 * x + y"]


def renamed(text: str) -> str:
    return text.replace("x", "a").replace("y", "b")


@pytest.mark.parametrize("row", ROWS)
def test_every_small_model_is_right(row) -> None:
    """Two whole decisions in 0..2: all pairs of rows and objectives, compared point by point under all matches."""
    for (s, g), h in product(product(ROWS, GOALS), GOALS[:2]):
        one = linear([row], h, integer="xy", upper=2)
        other = linear([renamed(s)], renamed(g), integer="ab", upper=2, names="ab")
        ours, theirs = values(row, h), values(s, g)
        expected = any(alike(ours, {(p[m[0]], p[m[1]]): v for p, v in theirs.items()}) for m in permutations((0, 1)))
        assert isinstance(equivalent(one, other), Equivalent if expected else Different), (s, g, h)


def values(row: str, goal: str) -> dict[tuple[int, ...], int]:
    """The objective by feasible point."""
    left, limit = row.split(" <= " if "<=" in row else " >= ")
    sign = 1 if "<=" in row else -1
    points = list(product(range(3), repeat=2))
    return {p: total(goal, p) for p in points if sign * total(left, p) <= sign * int(limit)}


def total(text: str, point: tuple[int, ...]) -> int:
    terms = text.replace("- ", "+ -1 * ").split(" + ")
    return sum(prod(point["xy".index(f)] if f in "xy" else int(f) for f in term.split(" * ")) for term in terms)


def alike(ours: dict, theirs: dict) -> bool:
    if ours.keys() != theirs.keys():
        return False
    first = next(iter(ours))
    steps = {(ours[p] - ours[first], theirs[p] - theirs[first]) for p in ours} - {(0, 0)}
    return not steps or all(a * d == b * c and a * b > 0 for a, b in steps for c, d in steps)


# ------------------------------------------------------------------------------------------------- not linear


XY = [whole("x", 0, 9), whole("y", 0, 9), binary("b")]


def test_conditions_that_are_not_linear() -> None:
    def made(rows, goal="x + y", sense="min", variables=XY):
        return model(variables, rows, goal, sense)

    other = [whole("p", 0, 9), whole("q", 0, 9), binary("c")]
    same(
        made(["x * y <= 12", "x + y <= 9"]), made(["12 >= q * p", "2 * q + 2 * p <= 18"], "3 * p + 3 * q", "min", other)
    )
    found = apart(made(["x * y <= 12"]), made(["x * y <= 20"]))
    assert found.feasible_in == "second"
    assert 12 < found.point["x", ()] * found.point["y", ()] <= 20
    found = apart(made(["x * y <= 12"], "x * y"), made(["x * y <= 12"], "x * y + 3 * y"))
    assert found.feasible_in == "both"
    assert isinstance(equivalent(made(["x * y <= 12"]), made(["p * q <= 13"], "p + q", "min", other)), NotDecided)
    assert isinstance(equivalent(made(["max(x, y) <= 4"]), made(["x <= 4", "y <= 4"])), NotDecided)


def test_several_objectives() -> None:
    def two(first, second):
        given = model([real("x", 0, 5), real("y", 0, 5)], ["x + y >= 3"], first)
        later = {"name": "later", "sense": "min", "expression": second, "priority": 1}
        document = given.model_dump(mode="json")
        return Model.model_validate(document | {"objectives": [*document["objectives"], later]})

    same(two("x", "y"), two("x", "y"))
    assert isinstance(equivalent(two("x", "y"), two("x", "2 * x + y")), NotDecided)


def test_the_time_limit_is_kept() -> None:
    found = equivalent(BASE, linear(["2 * x + 4 * y <= 41", "x >= 3"], "5 * x + 4 * y", integer="x"), time_limit_s=0)
    assert found == NotDecided("the time limit was reached")


def test_the_objectives_agree_as_told() -> None:
    """Factor and offset of the verdict hold at points."""
    one = linear(["x + y == 10", "x <= 7"], "3 * x + y")
    other = linear(["x + y == 10", "x <= 7"], "y - 4", "min")
    found = same(one, other)
    left, right = side_of(one, None), side_of(other, None)
    comparison = Comparison(left, right, named_columns(left, right))
    for x in range(8):
        point = [Fraction(x), Fraction(10 - x)]
        assert comparison.first.value(point) == found.factor * comparison.second.value(point) + found.offset
    assert comparison.decided(Clock(None)) == found
