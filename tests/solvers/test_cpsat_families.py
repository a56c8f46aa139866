"""Interval variables and global conditions as arrays: the same Instance, points and optimum as tree by tree."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from full_models import binary, interval, ints, job_shop, known, members, model, whole
from solver_models import linear
from support.brute import brute_force
from tree_models import make_instance, num, var

from modelwright.errors import DataError, ModelError, UnsupportedModel
from modelwright.model.document import Model
from modelwright.model.exact import trees as t
from modelwright.model.exact.points import holds
from modelwright.model.outcome import Termination
from modelwright.solvers import Options, ground
from modelwright.solvers.adapters.cpsat import CpSat
from modelwright.solvers.adapters.cpsat.numbers import LARGEST
from modelwright.solvers.adapters.cpsat.program import translated
from modelwright.solvers.adapters.cpsat.ranges import WIDEST
from modelwright.solvers.adapters.cpsat.rows import WholeRow, whole_row, whole_rows
from modelwright.solvers.families import FamilyBlock, GlobalFamily, IntervalFamily
from modelwright.solvers.grounding import columns, rows
from modelwright.solvers.instance import problem_class

SENSES = ("min", "max")


def by_trees(given: Model, monkeypatch: pytest.MonkeyPatch):
    """The Instance of `given` without any family."""
    with monkeypatch.context() as patched:
        patched.setattr(columns, "interval_family", lambda *_: None)
        patched.setattr(rows, "global_family", lambda *_: None)
        return ground(given)


def family(instance, name):
    """The family of the block `name`, whose trees have not been made."""
    (block,) = (block for block in instance.trees if block.name == name)
    assert isinstance(block, FamilyBlock)
    assert "_made" not in vars(block)
    return block.family


def solve(instance):
    return CpSat().solve(instance, Options())


# --------------------------------------------------------------------------------------------- random schedules


def schedule(seed: int) -> Model:
    """A small scheduling model: fixed or open sizes, optional tasks or not, machines, a resource, alternatives."""
    rng = random.Random(seed)
    count, horizon = rng.randint(2, 3), rng.randint(5, 7)
    tasks = range(1, count + 1)
    optional, fixed = rng.random() < 0.5, rng.random() < 0.6
    size = {"size": "long[i]"} if fixed else {"size": None, "least": rng.choice(["0", "long[i]"])}
    lower = rng.choice([None, "0", "first[i]"])
    task = interval("task", None, rng.choice([horizon, "last[i]"]), "T", over="i in T", optional=optional)
    task = task | {"lower": lower, "domain": task["domain"] | size}
    given = [task, whole("late", 0, horizon)]
    listed = [("end(task[i]) <= late", "i in T")]
    if rng.random() < 0.7:
        listed.append(("no_overlap(task[i] for i in T if place[i] == m)", "m in M"))
    if rng.random() < 0.6:
        listed.append("cumulative((task[i] for i in T), [need[i] for i in T], limit)")
    if rng.random() < 0.4:
        listed.append(("end(task[i]) + 1 <= start(task[i + 1])", f"i in T if i < {count}"))
    if rng.random() < 0.3:
        listed.append("all_different(start(task[i]) + i for i in T)")
    if optional:
        listed.append(f"count(present(task[i]) for i in T) >= {rng.randint(1, count)}")
    if rng.random() < 0.3:
        listed.append(f"size(task[1]) + end(task[{count}]) - start(task[1]) >= {rng.randint(1, 4)}")
    if optional and not fixed and rng.random() < 0.5:
        listed.append("implies(present(task[1]), size(task[1]) >= 2)")
    goal = rng.choice(["late", "sum(end(task[i]) * i for i in T)", "sum(size(task[i]) for i in T) - 0.5 * late"])
    return model(
        given,
        listed,
        goal,
        rng.choice(SENSES),
        [ints("T", 1, count), ints("M", 1, 2)],
        [
            known("long", {i: rng.randint(0, 3) for i in tasks}, "T"),
            known("first", {i: rng.randint(-1, 3) for i in tasks}, "T"),
            known("last", {i: rng.randint(2, horizon) for i in tasks}, "T"),
            known("place", {i: rng.randint(1, 2) for i in tasks}, "T"),
            known("need", {i: rng.randint(0, 2) for i in tasks}, "T"),
            known("limit", rng.randint(1, 3)),
        ],
    )


def check_arrays(instance, block) -> None:
    """The arrays of a family of global conditions say what its trees do."""
    found = block.family
    assert isinstance(found, GlobalFamily)
    assert len(block.trees) == len(found.start) - 1
    for k, tree in enumerate(block.trees):
        part = slice(found.start[k], found.start[k + 1])
        assert tree.name == found.kind
        if found.kind == "all_different":
            terms = [(item.terms[0][0], item.terms[0][1], item.constant) for item in tree.lists[0]]
            assert [instance.column(*column) for column, _, _ in terms] == found.columns[part].tolist()
            assert [factor for _, factor, _ in terms] == found.factors[part].tolist()
            assert [constant for _, _, constant in terms] == found.constants[part].tolist()
            continue
        if found.kind == "circuit":
            assert [instance.column(*item.terms[0][0]) for item in tree.lists[0]] == found.columns[part].tolist()
            assert list(tree.places[0]) == found.constants[part].tolist()
            continue
        starts = [instance.column(*interval_.start.terms[0][0]) for interval_ in tree.intervals]
        assert starts == found.columns[part].tolist()
        if found.kind == "cumulative":
            assert [t.value_of(demand) for demand in tree.lists[0]] == found.factors[part].tolist()
            assert t.value_of(tree.lists[1][0]) == found.constants[k]


def check_same(seed: int, monkeypatch) -> Termination:
    given = schedule(seed)
    quick, slow = ground(given), by_trees(given, monkeypatch)
    assert any(isinstance(block, FamilyBlock) for block in quick.trees)
    assert problem_class(quick) == problem_class(slow)
    assert not any("_made" in vars(block) for block in quick.trees if isinstance(block, FamilyBlock))
    assert not any(isinstance(block, FamilyBlock) for block in slow.trees)
    found, expected = solve(quick), solve(slow)
    assert (found.termination, found.objective) == (expected.termination, expected.objective)
    assert found.objective_bound == expected.objective_bound
    assert [block.name for block in quick.trees] == [block.name for block in slow.trees]
    for made, known_ in zip(quick.trees, slow.trees, strict=True):
        assert (made.quantifiers, made.keys, made.trees) == (known_.quantifiers, known_.keys, known_.trees)
        if isinstance(made, FamilyBlock) and isinstance(made.family, GlobalFamily):
            check_arrays(quick, made)
    for name in ("column_lower", "column_upper", "integrality", "row_lower", "row_upper", "index", "value", "cost"):
        assert np.array_equal(getattr(quick, name), getattr(slow, name)), name
    if found.values is not None:
        assert (quick.column_lower <= found.values).all()
        assert (found.values <= quick.column_upper).all()
        point = {quick.column_key(c): value for c, value in enumerate(map(round, found.values.tolist()))}
        assert all(holds(tree, point) for block in slow.trees for tree in block.trees)
        activity = np.array([quick.row(r)[1] @ found.values[quick.row(r)[0]] for r in range(quick.num_rows)])
        assert ((quick.row_lower <= activity) & (activity <= quick.row_upper)).all()
    return found.termination


@pytest.mark.parametrize("start", [0, 20])
def test_random_schedules_are_the_same_by_arrays_and_tree_by_tree(start, monkeypatch) -> None:
    found = [check_same(seed, monkeypatch) for seed in range(start, start + 20)]
    assert set(found) == {Termination.OPTIMAL, Termination.INFEASIBLE}


@pytest.mark.slow
@pytest.mark.parametrize("start", range(100, 600, 50))
def test_many_random_schedules_are_the_same(start, monkeypatch) -> None:
    found = [check_same(seed, monkeypatch) for seed in range(start, start + 50)]
    assert set(found) == {Termination.OPTIMAL, Termination.INFEASIBLE}


@pytest.mark.parametrize("seed", range(12))
def test_random_schedules_by_trying_every_point(seed) -> None:
    given = schedule(seed)
    result, expected = solve(ground(given)), brute_force(given, limit=2_000_000)
    assert (result.termination is Termination.OPTIMAL) == (expected.status == "optimal")
    assert result.objective == expected.objective


@pytest.mark.parametrize("optional", [False, True])
@pytest.mark.parametrize("size", [{"size": "long[i]"}, {"size": None, "least": "long[i]"}, {"size": None}])
def test_the_rows_of_a_family_are_its_trees(optional, size, monkeypatch) -> None:
    task = interval("task", None, 9, "T", over="i in T", optional=optional)
    task["domain"] |= size
    given = model([task], sets=[ints("T", 1, 3)], parameters=[known("long", {1: 0, 2: 4, 3: 2}, "T")])
    instance = ground(given)
    found = family(instance, "task").rows()
    made = set()
    for row in range(found.count):
        part = slice(found.start[row], found.start[row + 1])
        terms = {(int(c), int(v)) for c, v in zip(found.index[part], found.value[part], strict=True) if v}
        made.add((frozenset(terms), float(found.lower[row]), float(found.upper[row])))
    expected = set()
    for (block,) in [by_trees(given, monkeypatch).trees]:
        for tree in block.trees:
            assert isinstance(tree, t.Relation)
            assert isinstance(tree.body, t.Linear)
            terms = {(instance.column(*column), int(value)) for column, value in tree.body.terms}
            limit = float(-tree.body.constant)
            turned = {(column, -value) for column, value in terms}
            lower = limit if tree.op == "==" else -np.inf
            expected |= {(frozenset(terms), lower, limit)}
            if tree.op == "==" and frozenset(turned) in {row[0] for row in made}:
                expected -= {(frozenset(terms), lower, limit)}
                expected |= {(frozenset(turned), -limit, -limit)}
    # A least size of zero demands nothing, and has no tree.
    trivial = {row for row in made if all(v < 0 for _, v in row[0]) and row[2] == 0}
    assert made - expected <= trivial
    assert expected <= made


# ------------------------------------------------------------------------------------------------ what CP-SAT gets


def test_a_job_shop_has_one_variable_and_one_interval_for_each_task() -> None:
    instance = ground(job_shop())
    assert family(instance, "op").size.tolist() == [3, 2, 2, 2, 4, 1, 0, 4, 3]
    assert [len(row) for row in np.split(family(instance, "row0").columns, [3, 6])] == [3, 3, 3]
    program = translated(instance, WIDEST)
    proto = program.on.model.proto
    kinds = [
        sum(has(c) for c in proto.constraints) for has in (lambda c: c.has_interval(), lambda c: c.has_no_overlap())
    ]
    assert kinds == [9, 3]
    ends = program.on.number(instance.objective_tree)
    assert len(proto.variables) == 9 + len(ends.terms)
    assert instance.num_columns == 36
    assert not any("_made" in vars(block) for block in instance.trees)


def test_an_interval_in_several_conditions_is_one() -> None:
    rows_ = ["no_overlap(task[i] for i in T)", "cumulative((task[i] for i in T), [1, 2, 1], 2)"]
    given = model(
        [interval("task", 2, 9, "T", optional=True), binary("b")],
        [*rows_, "no_overlap([task[1], task[3]])"],
        "0",
        sets=[ints("T", 1, 3)],
    )
    listed = list(translated(ground(given), WIDEST).on.model.proto.constraints)
    numbers = [k for k, constraint in enumerate(listed) if constraint.has_interval()]
    assert [list(listed[k].enforcement_literal) for k in numbers] == [[3], [4], [5]]
    apart = [list(constraint.no_overlap.intervals) for constraint in listed if constraint.has_no_overlap()]
    assert apart == [numbers, numbers[::2]]
    assert [list(c.cumulative.intervals) for c in listed if c.has_cumulative()] == [numbers]


def test_queens_are_families_of_linear_numbers() -> None:
    listed = [
        "all_different(q[i] for i in I)",
        "all_different(q[i] + i for i in I)",
        "all_different(q[i] - i for i in I)",
    ]
    instance = ground(model([whole("q", 1, 8, "I")], listed, "q[1]", sets=[ints("I", 1, 8)]))
    assert family(instance, "row1").constants.tolist() == list(range(1, 9))
    assert family(instance, "row2").constants.tolist() == [-k for k in range(1, 9)]
    result = solve(instance)
    assert result.objective == 1
    queens = [round(v) for v in result.values.tolist()]
    assert all(len({q + s * k for k, q in enumerate(queens)}) == 8 for s in (-1, 0, 1))
    assert len(instance.trees[1].trees) == 1


CIRCUITS = [
    ("circuit(next_[i] for i in I)", "", True),
    ("circuit([next_[i] for i in I])", "", True),
    ("circuit([[next_[i] for i in I]])", "", True),
    ("circuit([next_[4], next_[5], next_[6], next_[7]])", "", True),
    ("circuit(next_[i] for i in I if i != 5)", "", True),
    ("circuit(next_[i] for i in I if i > 3 + k and i < 8 - k)", "k in K", True),
    ("circuit(next_[i] for i in I if i == 5)", "", True),
    ("circuit(next_[i] + 1 for i in I)", "", False),
    ("circuit(2 * next_[i] - 4 for i in I)", "", False),
]


@pytest.mark.parametrize("low", [0, 4])
@pytest.mark.parametrize(("row", "each", "quick"), CIRCUITS)
def test_circuits(row, each, quick, low, monkeypatch) -> None:
    cost = {i: (7 * i) % 5 - 2 for i in range(4, 8)}
    given = model(
        [whole("next_", low, 8, "I")],
        [(row, each)],
        "sum(cost[i] * next_[i] for i in I) + abs(next_[4] - next_[7])",
        sets=[ints("I", 4, 7), ints("K", 0, 1)],
        parameters=[known("cost", cost, "I")],
    )
    instance = ground(given)
    assert isinstance(instance.trees[-1], FamilyBlock) is quick
    result, expected = solve(instance), brute_force(given)
    assert (result.termination is Termination.OPTIMAL) == (expected.status == "optimal")
    assert result.objective == expected.objective == solve(by_trees(given, monkeypatch)).objective
    if quick:
        check_arrays(instance, instance.trees[-1])


def test_lists_are_asked_for_as_before(monkeypatch) -> None:
    for row in ("no_overlap(task[1])", "cumulative(task[1], [1], 2)", "circuit(x)"):
        given = model([interval("task", 2, 9, "T"), whole("x", 1, 2)], [row], "0", sets=[ints("T", 1, 2)])
        with pytest.raises(ModelError, match="takes a list"):
            ground(given)


def test_rows_without_items_are_no_rows(monkeypatch) -> None:
    given = model(
        [interval("task", 2, 9, "T", over="i in T")],
        [
            ("no_overlap(task[i] for i in T if i >= m)", "m in M"),
            ("all_different(start(task[i]) for i in T if i > 9)", "m in M"),
        ],
        "0",
        sets=[ints("T", 1, 3), ints("M", 1, 5)],
    )
    quick, slow = ground(given), by_trees(given, monkeypatch)
    found = family(quick, "row0")
    assert isinstance(found, GlobalFamily)
    assert np.diff(found.start).tolist() == [3, 2, 1]
    assert [block.name for block in quick.trees] == [block.name for block in slow.trees] == ["task", "row0"]
    assert quick.trees[1].keys == slow.trees[1].keys == ((1,), (2,), (3,))


@pytest.mark.parametrize(
    "row",
    [
        "no_overlap((task[i] for i in T), gap)",
        "cumulative((task[i] for i in T), [1.5, 1, 1], 2)",
        "cumulative((task[i] for i in T), [x, 1, 1], 2)",
        "cumulative((task[i] for i in T), [1, 1, 1], x)",
        "cumulative((task[i] for i in T), [1, 1, 1], -1)",
        "all_different(x, 4, start(task[1]))",
        "all_different(x * x, start(task[1]))",
        "all_different(0.5 * x, start(task[1]))",
        "all_different(x + y, start(task[1]))",
        "all_equal(x, y)",
    ],
)
def test_what_is_unusual_goes_tree_by_tree(row, monkeypatch) -> None:
    gaps = {(i, j): 1 for i in (1, 2, 3) for j in (1, 2, 3)}
    given = model(
        [interval("task", 2, 9, "T"), whole("x", 0, 5), whole("y", 0, 5)],
        [row],
        "sum(end(task[i]) for i in T) + x",
        sets=[ints("T", 1, 3)],
        parameters=[known("gap", gaps, "T", "T")],
    )
    instance = ground(given)
    assert not isinstance(instance.trees[-1], FamilyBlock)
    expected = solve(by_trees(given, monkeypatch))
    found = solve(instance)
    assert (found.termination, found.objective) == (expected.termination, expected.objective)


# --------------------------------------------------------------------------------- columns that are no variables


def test_the_values_of_columns_that_are_no_variables() -> None:
    given = model(
        [interval("task", "long[i]", 20, "T", over="i in T"), interval("maybe", 3, 20, "T", optional=True)],
        ["no_overlap([task[1], task[2], maybe[1], maybe[2]])", "present(maybe[2])", "not present(maybe[1])"],
        "end(task[1]) + 2 * end(task[2]) + 4 * end(maybe[2])",
        sets=[ints("T", 1, 2)],
        parameters=[known("long", {1: 4, 2: 2}, "T")],
    )
    instance = ground(given)
    result = solve(instance)
    assert result.objective == 4 * 3 + 2 * 5 + 9
    parts = {name: [result.value(f"{name}.{p}", (i,)) for i in (1, 2) for p in ("start", "size", "end", "present")]
             for name in ("task", "maybe")}  # fmt: skip
    assert parts == {"task": [5, 4, 9, 1, 3, 2, 5, 1], "maybe": [0, 0, 0, 0, 0, 3, 3, 1]}


@pytest.mark.parametrize(
    ("column", "bounds"), [("size", (0, 2)), ("end", (7, 9)), ("end", (0, 3)), ("present", (0, 0))]
)
def test_bounds_of_columns_that_are_no_variables_hold(column, bounds) -> None:
    for optional in (False, True):
        given = model([interval("task", 3, 9, optional=optional)], (), "start(task) + 2 * end(task)", "max")
        instance = ground(given)
        lower, upper = instance.column_lower.copy(), instance.column_upper.copy()
        place = instance.column(f"task.{column}")
        lower[place], upper[place] = bounds
        result = solve(replace(instance, column_lower=lower, column_upper=upper))
        if not optional and column in ("size", "present"):
            assert result.termination is Termination.INFEASIBLE
            continue
        present = column == "end"
        expected = 3 * bounds[1] - 3 if present else 0
        assert result.objective == expected
        assert result.value("task.present") == present
        assert result.value("task.end") == result.value("task.start") + result.value("task.size")


def test_intervals_without_a_latest_end() -> None:
    variables = [interval("task", 3, 9, "T"), whole("late", 0, None)]
    variables[0]["upper"] = None
    listed = ["no_overlap(task[i] for i in T)", ("end(task[i]) <= late", "i in T")]
    instance = ground(model(variables, listed, "late", sets=[ints("T", 1, 4)]))
    assert np.isinf(family(instance, "task").latest).all()
    assert solve(instance).objective == 12
    endless = solve(ground(model(variables, listed, "late", "max", sets=[ints("T", 1, 4)])))
    assert endless.termination is Termination.DUAL_INFEASIBLE
    listed.append("late <= 40")
    bounded = ground(model(variables, listed, "sum(start(task[i]) for i in T)", "max", sets=[ints("T", 1, 4)]))
    assert solve(bounded).objective == 37 + 34 + 31 + 28


@pytest.mark.parametrize("optional", [False, True])
def test_a_task_longer_than_its_time_is_absent_or_infeasible(optional) -> None:
    given = model([interval("task", 7, 5, optional=optional)], (), "end(task)", "max")
    result = solve(ground(given))
    assert result.termination is (Termination.OPTIMAL if optional else Termination.INFEASIBLE)
    assert result.objective == (5 * 0 if optional else None)


@pytest.mark.parametrize("size", [0, 1])
def test_an_optional_task_that_must_end_before_it_can_start(size, monkeypatch) -> None:
    task = interval("task", size, 3, optional=True) | {"lower": "5"}
    given = model([task], (), "10 * present(task) + end(task)", "max")
    results = [brute_force(given), solve(by_trees(given, monkeypatch)), solve(ground(given))]
    assert [result.objective for result in results] == [5 if size else 15] * 3


@pytest.mark.parametrize(
    ("size", "numbers", "message"),
    [
        ("long[i]", {1: 2, 2: -1, 3: 1}, r"The size of `task\[2\]` is -1, not a whole number of time units"),
        ("long[i] / 2", {1: 2, 2: 3, 3: 1}, r"The size of `task\[2\]` is 3/2, not a whole number of time units"),
        ("long[i]", {1: 2, 3: 1}, r"Parameter `long` has no value"),
        ("lang[i]", {1: 2, 2: 3, 3: 1}, r"lang"),
    ],
)
def test_what_is_wrong_with_sizes_is_told_exactly(size, numbers, message, monkeypatch) -> None:
    given = model(
        [interval("task", size, 9, "T", over="i in T")],
        sets=[ints("T", 1, 3)],
        parameters=[known("long", numbers, "T")],
    )
    with pytest.raises((ModelError, DataError), match=message) as caught:
        ground(given)
    with pytest.raises((ModelError, DataError)) as expected:
        by_trees(given, monkeypatch)
    assert (str(caught.value), caught.value.where, caught.value.code, caught.value.hint) == (
        str(expected.value),
        expected.value.where,
        expected.value.code,
        expected.value.hint,
    )


def test_sizes_that_are_decisions_and_fractional_bounds_go_key_by_key() -> None:
    given = model(
        [whole("x", 1, 3), interval("task", "x + 1", "19 / 2", "T"), interval("other", 2, "19 / 2", "T")],
        ["no_overlap(task[i] for i in T)", "no_overlap([task[1], other[1], other[2]])"],
        "sum(end(task[i]) + end(other[i]) for i in T) - 20 * x",
        sets=[ints("T", 1, 2)],
    )
    instance = ground(given)
    kinds = [isinstance(block, FamilyBlock) and type(block.family) for block in instance.trees]
    assert kinds == [False, False, GlobalFamily, GlobalFamily]
    assert instance.column_upper[instance.column("other.end", (1,))] == 9
    assert solve(instance).objective == brute_force(given, limit=3_000_000).objective


def test_text_sets_and_several_lists() -> None:
    given = model(
        [interval("cut", 2, 9, "A"), interval("sew", "long[b]", 9, "B", over="b in B")],
        ["no_overlap([(cut[a] for a in A), (sew[b] for b in B)])"],
        'max(end(cut["x"]), end(sew[2]))',
        sets=[members("A", "x", "y"), ints("B", 1, 2)],
        parameters=[known("long", {1: 1, 2: 3}, "B")],
    )
    instance = ground(given)
    starts = [instance.column("cut.start", (a,)) for a in "xy"] + [instance.column("sew.start", (b,)) for b in (1, 2)]
    assert family(instance, "row0").columns.tolist() == starts
    assert isinstance(family(instance, "cut"), IntervalFamily)
    check_arrays(instance, instance.trees[-1])
    assert solve(instance).objective == 5


# ------------------------------------------------------------------------------------------------------- linear rows


def test_rows_all_at_once_are_the_rows_one_by_one() -> None:
    rng = random.Random(5)
    pool = ["1", "-2", "3", "0.5", "-0.25", "0.125", "1.5", "0.001", "7", "1/3", "2/7", "1000000", "123.456"]
    for _ in range(40):
        listed = []
        for _ in range(4):
            body = " + ".join(f"{rng.choice(pool)} * {x}" for x in rng.sample("xyz", rng.randint(1, 3)))
            listed.append(f"{body} {rng.choice(['<=', '>=', '=='])} {rng.choice(pool)}")
        instance = ground(linear(listed, "x", names="xyz", integer="xyz", upper=9))
        found, others = whole_rows(instance, np.full(3, 9.0))
        quick = [row for row in range(instance.num_rows) if row not in others]
        assert found.count == len(quick)
        for k, row in enumerate(quick):
            part = slice(found.start[k], found.start[k + 1])
            terms = dict(zip(found.index[part].tolist(), map(int, found.value[part].tolist()), strict=True))
            limits = [None if np.isinf(limit[k]) else int(limit[k]) for limit in (found.lower, found.upper)]
            assert WholeRow.of(terms, *limits) == whole_row(instance, row)
        texts = [listed[row] for row in others]
        assert all("1/3" in text or "2/7" in text for text in texts)


def test_assignment_of_binaries_with_decimal_costs() -> None:
    rng = np.random.default_rng(1)
    costs = {(i, j): f"{c / 100}" for (i, j), c in np.ndenumerate(rng.integers(0, 9999, (12, 12)))}
    given = model(
        [binary("x", "I", "J")],
        [("sum(x[i, j] for j in J) == 1", "i in I"), ("sum(x[i, j] for i in I) == 1", "j in J")],
        "sum(cost[i, j] * x[i, j] for i in I for j in J) + 0.5",
        sets=[ints("I", 0, 11), ints("J", 0, 11)],
        parameters=[known("cost", costs, "I", "J")],
    )
    instance = ground(given)
    program = translated(instance, WIDEST)
    assert (len(program.on.model.proto.variables), len(program.on.model.proto.constraints)) == (144, 24)
    assert program.goal.denominator == 100
    result = solve(instance)
    chosen = np.flatnonzero(result.values)
    assert len(chosen) == 12
    assert result.objective == pytest.approx(sum(float(costs[divmod(int(c), 12)]) for c in chosen) + 0.5)
    assert result.objective == result.objective_bound


def test_large_numbers_are_refused_or_exact_as_before() -> None:
    near = 2**52 + 1
    instance = ground(linear([f"{near} * x - {near} * y <= 0", "x >= 1"], "y", "min", integer="xy", upper=2))
    assert whole_rows(instance, np.full(2, 2.0))[1] == [0]
    assert solve(instance).objective == 1
    with pytest.raises(UnsupportedModel, match="`row0`"):
        solve(ground(linear([f"{LARGEST * 9} * x + 7 * y <= 15"], "x", integer="xy", upper=3)))
    with pytest.raises(UnsupportedModel, match="too large"):
        solve(ground(linear(["x <= 5"], "x", integer="xy", upper=2**63)))
    tree = t.relation("!=", var("x"), num(2))
    wide = make_instance([tree])
    assert solve(wide).termination is Termination.OPTIMAL
