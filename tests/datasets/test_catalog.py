"""Benchmarks by name."""

import pytest

from modelwright.datasets.catalog import benchmark_names, find_benchmark, find_benchmark_folder
from modelwright.datasets.reader import read_dataset
from modelwright.errors import InputError


@pytest.fixture
def environ(tmp_path):
    for name in ("easy/items.jsonl", "nl/dev.jsonl", "nl/train.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"id": "a", "question": "q"}\n')
    return {"MODELWRIGHT_BENCHMARKS": str(tmp_path)}


def test_names(environ, tmp_path):
    assert find_benchmark_folder(environ) == tmp_path
    assert list(benchmark_names(environ)) == ["easy", "nl-dev", "nl-train"]
    assert find_benchmark("nl-dev", environ) == (tmp_path / "nl" / "dev.jsonl",)


def test_unknown(environ):
    with pytest.raises(InputError) as caught:
        find_benchmark("nl", environ)
    assert caught.value.code == "unknown-benchmark"
    assert "nl-dev" in caught.value.hint


def test_without_a_folder(tmp_path):
    environ = {"MODELWRIGHT_BENCHMARKS": str(tmp_path / "absent")}
    assert find_benchmark_folder(environ) is None
    with pytest.raises(InputError, match="no benchmark"):
        find_benchmark("nl-dev", environ)


def test_our_own_corpus_has_no_broken_line():
    assert read_dataset(find_benchmark("corpus")).dropped == ()
