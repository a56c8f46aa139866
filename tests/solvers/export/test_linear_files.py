"""LP and MPS files: what other solvers and our own readers make of them."""

from __future__ import annotations

import math
from pathlib import Path

import highspy
import numpy as np
import pytest
from exported import models, optimum
from hypothesis import given, settings
from hypothesis import strategies as st

from modelwright.errors import InputError, UnsupportedModel
from modelwright.model.text import parse_model
from modelwright.solvers.adapters import Options, get_adapter
from modelwright.solvers.export import demangle, export_model, mangle, read_lp, read_mps, write_instance
from modelwright.solvers.instance import Instance, RowBlock, VariableBlock

NAMES = [
    *(n for n in ("facility_location", "job_shop", "lot_sizing", "roster", "tour")),
    *(n for n in models() if "-" in n),
]
READ = {"lp": read_lp, "mps": read_mps}


def _highs(path: Path) -> tuple[str, float]:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    return highs.modelStatusToString(highs.getModelStatus()), highs.getObjectiveValue()


@pytest.mark.parametrize("to", READ)
@pytest.mark.parametrize("name", NAMES)
def test_highs_and_our_reader_find_the_optimum(name: str, to: str, tmp_path: Path) -> None:
    status, objective = optimum(name)
    text = export_model(models()[name], to).text
    file = tmp_path / f"model.{to}"
    file.write_text(text, "utf-8")
    assert (status, _highs(file)) == ("optimal", ("Optimal", pytest.approx(objective, abs=1e-6, rel=1e-6)))
    ours = get_adapter("highs").solve(READ[to](text), Options())
    assert ours.objective == pytest.approx(objective, abs=1e-6, rel=1e-6)


@pytest.mark.parametrize("to", READ)
@pytest.mark.parametrize("name", ["roster", "lot_sizing", "tour", "diet-03", "transport-01"])
def test_scip_finds_the_optimum(name: str, to: str, tmp_path: Path) -> None:
    pyscipopt = pytest.importorskip("pyscipopt")
    file = tmp_path / f"model.{to}"
    file.write_text(export_model(models()[name], to).text, "utf-8")
    scip = pyscipopt.Model()
    scip.hideOutput()
    scip.readProblem(str(file))
    scip.optimize()
    assert scip.getObjVal() == pytest.approx(optimum(name)[1], abs=1e-6)


def test_pulp_reads_mps(tmp_path: Path) -> None:
    pulp = pytest.importorskip("pulp")
    file = tmp_path / "model.mps"
    file.write_text(export_model(models()["facility_location"], "mps").text, "utf-8")
    _, problem = pulp.LpProblem.fromMPS(str(file), sense=pulp.LpMinimize)
    problem.solve(pulp.HiGHS(msg=False))
    assert pulp.value(problem.objective) == pytest.approx(3837.5)


# ------------------------------------------------------------------------------------------------ every array back

_numbers = st.one_of(
    st.integers(-9, 9).map(float), st.floats(-1e6, 1e6, allow_nan=False).map(lambda v: v + 0.0), st.just(1 / 3)
)
_bounds = st.one_of(
    st.just((0.0, math.inf)),
    st.just((-math.inf, math.inf)),
    st.just((0.0, 1.0)),
    st.tuples(_numbers, _numbers).map(lambda pair: (min(pair), max(pair))),
    _numbers.map(lambda v: (-math.inf, v)),
    _numbers.map(lambda v: (v, math.inf)),
    st.just((0.0, -4.0)),
)


@st.composite
def _instances(draw: st.DrawFn) -> Instance:
    columns = draw(st.integers(1, 5))
    rows = draw(st.lists(st.tuples(st.dictionaries(st.integers(0, columns - 1), _numbers), _bounds), max_size=5))
    rows = [(terms, (low, high)) for terms, (low, high) in rows if low <= high]
    boxes = draw(st.lists(_bounds, min_size=columns, max_size=columns))
    terms = [{k: v for k, v in sorted(found.items()) if v} for found, _ in rows]
    sense = draw(st.sampled_from(["min", "max"]))
    return Instance(
        start=np.cumsum([0, *map(len, terms)], dtype=np.int32),
        index=np.array([k for found in terms for k in found], dtype=np.int32),
        value=np.array([v for found in terms for v in found.values()], dtype=float),
        row_lower=np.array([low for _, (low, _) in rows], dtype=float),
        row_upper=np.array([high for _, (_, high) in rows], dtype=float),
        column_lower=np.array([low for low, _ in boxes], dtype=float),
        column_upper=np.array([high for _, high in boxes], dtype=float),
        cost=np.array(draw(st.lists(_numbers, min_size=columns, max_size=columns)), dtype=float),
        integrality=np.array(draw(st.lists(st.integers(0, 1), min_size=columns, max_size=columns)), dtype=np.uint8),
        offset=draw(_numbers),
        sense=sense,
        variables=tuple(VariableBlock(f"x{k}", (), (), k, ()) for k in range(columns)),
        rows=tuple(RowBlock(f"row{k}", 0, k, 1) for k in range(len(rows))),
    )


@settings(max_examples=150, deadline=None)
@given(_instances(), st.sampled_from(sorted(READ)))
def test_every_array_comes_back(instance: Instance, to: str) -> None:
    back = READ[to](write_instance(instance, to))
    names = [block.name for block in back.variables]
    assert sorted(names) == sorted(block.name for block in instance.variables)
    order = [names.index(block.name) for block in instance.variables]
    assert (back.sense, back.offset) == (instance.sense, instance.offset)
    for array in ("column_lower", "column_upper", "cost", "integrality"):
        assert getattr(back, array)[order].tolist() == getattr(instance, array).tolist(), array
    assert [block.name for block in back.rows] == [block.name for block in instance.rows]
    assert back.row_lower.tolist() == instance.row_lower.tolist()
    assert back.row_upper.tolist() == instance.row_upper.tolist()
    for row in range(instance.num_rows):
        index, value = instance.row(row)
        found = dict(zip((names[k] for k in back.row(row)[0]), back.row(row)[1].tolist(), strict=True))
        assert found == dict(zip((f"x{k}" for k in index), value.tolist(), strict=True))


@settings(max_examples=60, deadline=None)
@given(instance=_instances(), to=st.sampled_from(sorted(READ)))
def test_highs_reads_the_same_arrays(tmp_path_factory: pytest.TempPathFactory, instance: Instance, to: str) -> None:
    file = tmp_path_factory.mktemp("files") / f"model.{to}"
    file.write_text(write_instance(instance, to), "utf-8")
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(file)) != highspy.HighsStatus.kError  # crossed bounds are a warning
    lp = highs.getLp()
    order = [list(lp.col_names_).index(block.name) for block in instance.variables]
    assert np.array(lp.col_lower_)[order].tolist() == instance.column_lower.tolist()
    assert np.array(lp.col_upper_)[order].tolist() == instance.column_upper.tolist()
    assert np.array(lp.col_cost_)[order] == pytest.approx(instance.cost)
    assert lp.offset_ == pytest.approx(instance.offset)
    assert (lp.sense_ == highspy.ObjSense.kMaximize) == (instance.sense == "max")


# ----------------------------------------------------------------------------------------------------------- names


@given(
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,9}\Z"), st.lists(st.one_of(st.text(max_size=6), st.integers()), max_size=3)
)
def test_names_come_back(name: str, key: list[str | int]) -> None:
    made = mangle(name, tuple(key))
    assert set(made) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~")
    assert made[0] not in "eE0123456789."
    assert demangle(made) == (name, tuple(map(str, key)))


HOSTILE = """modelwright model 1
set S = {"a b", "x\\nEnd", "\\\\ *", "São", "free", "e5", ""}
parameter most = 3
variable free[S]: integer >= -2 <= 5
variable e9: continuous <= -1
variable st: binary
maximize End = sum(free[s] for s in S) + 2 * e9 + st + 7
  label = "End\\nSubject To"
constraint Bounds: bound: free[s] <= most; for s in S
constraint long: algebraic: -4 <= e9 + st <= 0
""".replace("x\\n", "x ")


@pytest.mark.parametrize("to", READ)
def test_hostile_names(to: str, tmp_path: Path) -> None:
    model = parse_model(HOSTILE)
    long = "y" * 300
    model = model.model_copy(
        update={
            "label": "a\nEnd\n* \\",
            "variables": (*model.variables, model.variables[2].model_copy(update={"name": long})),
            "objectives": (
                model.objectives[0].model_copy(update={"expression": f"{model.objectives[0].expression} + {long}"}),
            ),
        }
    )
    text = export_model(model, to).text
    file = tmp_path / f"model.{to}"
    file.write_text(text, "utf-8")
    assert _highs(file) == ("Optimal", 21 - 2 + 1 + 7 + 1)
    back = READ[to](text)
    assert get_adapter("highs").solve(back, Options()).objective == 28
    shown = {demangle(block.name) for block in back.variables if len(block.name) < 250}
    assert {("free", ("a b",)), ("free", ("São",)), ("e9", ()), ("st", ())} <= shown


def test_reduced_rows_are_told() -> None:
    text = export_model(models()["tour"], "lp").text
    assert "auxiliary columns: ~2e~auxiliary.0 to ~2e~auxiliary." in text


def test_several_priorities_are_refused() -> None:
    model = parse_model(
        "modelwright model 1\nvariable x: continuous >= 0 <= 4\n"
        "maximize a = x\n  priority = 1\nminimize b = x\n  priority = 2\n"
    )
    with pytest.raises(UnsupportedModel, match="2 priorities"):
        export_model(model, "mps")


# ---------------------------------------------------------------------------------------------- files of others

LP_OF_OTHERS = """\\ by hand
MAXIMIZE
 profit: 3 x + 2.5 y
  - z + 4
st
 c1: x + y <= 4
 2 x - y >= -2
 -3 <= x - z <= 8
 x + 1 >= y - 2
bounds
 x <= 3
 -inf <= z <= 10
 y free
generals
 x
end
"""


def test_lp_by_hand() -> None:
    found = read_lp(LP_OF_OTHERS)
    assert found.sense == "max"
    assert found.offset == 4
    assert found.cost.tolist() == [3, 2.5, -1]
    assert found.row_lower.tolist() == [-math.inf, -2, -3, -3]
    assert found.row_upper.tolist() == [4, math.inf, 8, math.inf]
    assert found.value.tolist() == [1, 1, 2, -1, 1, -1, 1, -1]
    assert found.column_lower.tolist() == [0, -math.inf, -math.inf]
    assert found.column_upper.tolist() == [3, math.inf, 10]


MPS_OF_OTHERS = """NAME test
ROWS
 N cost
 L lim1
 G lim2
 E eqn
COLUMNS
 x cost 1 lim1 1
 x lim2 1
 MARKER MARKER 'MARKER' 'INTORG'
 y cost 2 lim1 1
 y eqn -1
 M2 'MARKER' 'INTEND'
 z cost -1 eqn 1
RHS
 RHS lim1 4 lim2 1
 RHS eqn 7 cost -2
RANGES
 RNG lim1 2.5 eqn -3
BOUNDS
 UP BND x 4
 UP BND y -1
 MI BND z
ENDATA
"""


def test_mps_by_hand() -> None:
    found = read_mps(MPS_OF_OTHERS)
    assert (found.sense, found.offset) == ("min", 2)
    assert found.row_lower.tolist() == [1.5, 1, 4]
    assert found.row_upper.tolist() == [4, math.inf, 7]
    assert found.integrality.tolist() == [0, 1, 0]
    assert found.column_lower.tolist() == [0, 0, -math.inf]
    assert found.column_upper.tolist() == [4, -1, math.inf]


@pytest.mark.parametrize(
    ("read", "text", "where"),
    [
        (read_lp, "x + y\n", "line 1"),
        (read_lp, "min\n x\nst\n c: x + [ x^2 ] <= 3\nend\n", "line 4"),
        (read_lp, "min\n x\nst\n c: x + y\nend\n", "line 4"),
        (read_lp, "min\n x\nst\n c: x >= 1\nbounds\n x <= y\nend\n", "line 6"),
        (read_lp, "min\n x\nst\n c: x >= 1\nSOS1\nend\n", "line 5"),
        (read_mps, "NAME a\nROWS\n Q c\nENDATA\n", "line 3"),
        (read_mps, "NAME a\nROWS\n N c\nCOLUMNS\n x d 1\nENDATA\n", "line 5"),
        (read_mps, "NAME a\nROWS\n N c\nCOLUMNS\n x c one\nENDATA\n", "line 5"),
        (read_mps, "NAME a\nROWS\n N c\nCOLUMNS\n x c 1\nBOUNDS\n SC B x 1\nENDATA\n", "line 7"),
        (read_mps, "NAME a\nROWS\n N c\n", "line 4"),
    ],
)
def test_broken_files_name_the_line(read, text: str, where: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.where == where


@pytest.mark.slow
def test_a_million_coefficients(tmp_path: Path) -> None:
    rows, width = 100_000, 10
    rng = np.random.default_rng(1)
    index = np.sort(
        rng.permuted(np.tile(np.arange(50_000, dtype=np.int32).reshape(5_000, 10), (20, 1)), axis=1), axis=1
    )
    columns = 50_000
    instance = Instance(
        start=np.arange(0, rows * width + 1, width, dtype=np.int32),
        index=index.ravel().astype(np.int32),
        value=rng.integers(1, 99, rows * width) / 10,
        row_lower=np.full(rows, -np.inf),
        row_upper=rng.integers(100, 999, rows).astype(float),
        column_lower=np.zeros(columns),
        column_upper=np.full(columns, np.inf),
        cost=np.ones(columns),
        integrality=np.zeros(columns, dtype=np.uint8),
        offset=0.0,
        sense="max",
        variables=(VariableBlock("x", ("I",), (range(columns),), 0, (columns,)),),
        rows=(RowBlock("limit", 0, 0, rows, ("i",), (range(rows),), (np.arange(rows),)),),
    )
    for to, read in READ.items():
        back = read(write_instance(instance, to))
        assert back.num_nonzeros == rows * width
        assert back.value.sum() == pytest.approx(instance.value.sum())
