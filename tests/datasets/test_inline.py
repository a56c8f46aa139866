"""Tables that a record carries."""

from decimal import Decimal

import pytest

from modelwright.datasets.inline import read_tables
from modelwright.datasets.records import Problem
from modelwright.errors import InputError


def problem(data):
    return Problem(id="a", question="q", data=data)


def test_inline_records():
    tables = read_tables(problem({"t": [{"k": "a", "v": 0.1}, {"k": "b", "v": 2}]}))
    assert tables.table("t").column("v") == [Decimal("0.1"), 2]


def test_files_beside_the_problem(tmp_path):
    (tmp_path / "t.csv").write_text("k,v\na,1\n")
    assert read_tables(problem(["t.csv"]), tmp_path).table("t").column("k") == ["a"]


@pytest.mark.parametrize("data", [None, {}, []])
def test_none(data):
    assert read_tables(problem(data)) is None


@pytest.mark.parametrize(
    "data",
    [3, [3], {"t": 1}, {"t": [1]}, {"t": [{"a": 1}, {"b": 1}]}, {"t": [{"a": [1]}]}, {"t": [{"a": True}]},
     ["/etc/passwd"], ["../x.csv"]],
)  # fmt: skip
def test_refused(data, tmp_path):
    with pytest.raises(InputError):
        read_tables(problem(data), tmp_path)
