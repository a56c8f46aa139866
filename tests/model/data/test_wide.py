"""Wide tables are read as long ones."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from modelwright.errors import DataError
from modelwright.model import Model, Table
from modelwright.model.data import Axis, as_data
from modelwright.model.exact import Evaluator


def bound(name: str, index: list[str], keys: list[str], value: str, **more) -> dict:
    return {"name": name, "index": index, "value": {"form": "bound", "table": "t", "keys": keys, "value": value} | more}


def of(*columns: str) -> dict:
    if len(columns) == 1:
        return {"form": "column", "table": "t", "column": columns[0]}
    return {"form": "columns", "table": "t", "columns": columns}


def evaluator(columns, parameters: list[dict], **sets) -> Evaluator:
    model = Model(sets=[{"name": n, "content": c} for n, c in sets.items()], parameters=parameters)
    return Evaluator(model, as_data({"t": columns}))


def test_headers_are_members_in_order() -> None:
    columns = {"p": ["a", "b"], "m2": ["1", "2"], "m1": ["3", "4"]}
    found = evaluator(columns, [bound("c", ["P", "M"], ["p", "m"], "c")], P=of("p"), M=of("m"))
    assert (found.members("P"), found.members("M")) == (("a", "b"), ("m2", "m1"))
    assert [found.parameter("c", (p, m)) for p in "ab" for m in ("m2", "m1")] == [1, 3, 2, 4]
    view = found.table("t", ("p", "m", "c"))
    assert isinstance(view.column("p"), Axis)
    assert isinstance(view.column("m"), Axis)
    assert (view.column("p").axis, view.column("m").axis, view.column("m").shape) == (0, 1, (2, 2))
    np.testing.assert_array_equal(view.column("c").floats().values, [1, 3, 2, 4])
    assert found.table("t", ("p", "m", "c")).column("m") is view.column("m")
    assert found.codes("M", view, ("m",)).tolist() == [0, 1, 0, 1]


def test_columns_that_the_model_names_are_no_members() -> None:
    columns = {"p": ["a"], "most": ["9"], "m1": ["3"]}
    parameters = [bound("c", ["P", "M"], ["p", "m"], "c"), bound("most", ["P"], ["p"], "most")]
    found = evaluator(columns, parameters, P=of("p"), M=of("m"))
    assert found.members("M") == ("m1",)
    assert found.parameter("most", ("a",)) == 9


def test_one_record_for_one_key() -> None:
    found = evaluator({"1": ["0.1"], "2": ["7"]}, [bound("d", ["T"], ["t"], "d")], T=of("t"))
    assert found.members("T") == (1, 2)
    assert found.parameter("d", (1,)) == Fraction(1, 10)
    view = found.table("t", ("t", "d"))
    assert (view.column("t").axis, view.column("t").shape) == (0, (2,))


def test_empty_cells_are_values_that_are_not_there() -> None:
    columns = {"p": ["a", "b"], "m": ["1", ""], "n": [None, "4"]}
    parameters = [bound("c", ["P", "N"], ["p", "x"], "c", default="5"), bound("d", ["PAIRS"], ["p", "x"], "c")]
    found = evaluator(columns, parameters, P=of("p"), N=of("x"), PAIRS=of("p", "x"))
    assert found.members("N") == ("m", "n")
    assert found.members("PAIRS") == (("a", "m"), ("b", "n"))
    assert [found.parameter("c", (p, x)) for p in "ab" for x in "mn"] == [1, 5, 5, 4]
    assert found.parameter("d", (("b", "n"),)) == 4
    view = found.table("t", ("p", "x", "c"))
    assert (list(view.column("p")), list(view.column("x"))) == (["a", "b"], ["m", "n"])
    assert view.place(1, "c") == "t, record 2, column `n`"


def test_several_keys_beside_the_wide_one() -> None:
    columns = {"p": ["a", "a", "b"], "q": ["x", "y", "x"], "1": ["1", "2", "3"], "2": ["4", "5", "6"]}
    sets = {"P": of("p"), "Q": of("q"), "T": of("t"), "PQ": of("p", "q")}
    parameters = [
        bound("c", ["P", "Q", "T"], ["p", "q", "t"], "c", default="0"),
        bound("d", ["PQ", "T"], ["p", "q", "t"], "c"),
    ]
    found = evaluator(columns, parameters, **sets)
    assert found.parameter("c", ("a", "y", 2)) == 5
    assert found.parameter("c", ("b", "y", 2)) == 0
    assert found.parameter("d", (("b", "x"), 1)) == 3
    assert not isinstance(found.table("t", ("p", "q", "t", "c")).column("t"), Axis)


def test_a_grid_with_holes() -> None:
    grid = Table.grid("t", {"p": ["a", "b"], "m": [1, 2]}, {"c": np.array([[1, np.nan], [0.5, 4]])})
    found = evaluator(
        grid, [bound("c", ["P", "M"], ["p", "m"], "c", default="9")], P=of("p"), M=of("m"), A=of("p", "m")
    )
    assert [found.parameter("c", (p, m)) for p in "ab" for m in (1, 2)] == [1, 9, Fraction(1, 2), 4]
    assert found.members("A") == (("a", 1), ("b", 1), ("b", 2))
    assert found.table("t", ("p", "m", "c")).place(1, "c") == "t, p `b`, m `1`, column `c`"


def test_a_table_that_is_not_wide_says_what_was_tried() -> None:
    found = evaluator({"x": ["1"]}, [bound("c", ["P", "M"], ["p", "m"], "c")], P=of("p"), M=of("m"))
    with pytest.raises(DataError) as caught:
        found.members("M")
    assert caught.value.code == "unknown-column"
    assert caught.value.hint == "its columns are `x`; a wide table lacks one key column only, this one lacks `p`, `m`"
