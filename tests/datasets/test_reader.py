"""Files of problems: a broken line is named and the rest is read."""

import gzip
import json

import pytest

from modelwright.datasets import reader
from modelwright.datasets.reader import read_dataset
from modelwright.errors import InputError, UsageError

LINES = [
    b'\xef\xbb\xbf{"id": "a", "question": "first"}',
    b"",
    b'{"id": "b", "question": ',
    b'{"id": "a", "question": "again"}',
    b'{"question": "no id"}',
    b'{"id": "c", "question": "\xff"}',
    b'{"id": "d", "question": "last", "answer": 1}',
]


def test_broken_lines_are_named_and_the_rest_is_read(tmp_path):
    path = tmp_path / "problems.jsonl"
    path.write_bytes(b"\r\n".join(LINES))
    dataset = read_dataset([path])
    assert [problem.id for problem in dataset.problems] == ["a", "d"]
    assert [(line.line, line.code) for line in dataset.dropped] == [
        (3, "bad-json"),
        (4, "duplicate-id"),
        (5, "bad-record"),
        (6, "not-text"),
    ]
    assert str(dataset.dropped[0]).startswith(f"{path}:3: Not JSON")
    assert len(dataset.sha256) == 64


def test_an_oversized_line(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "LINE_BYTES", 60)
    path = tmp_path / "p.jsonl"
    path.write_text(f'{{"id": "a", "question": "{"x" * 60}"}}\n{{"id": "b", "question": "q"}}\n')
    dataset = read_dataset([path])
    assert [line.code for line in dataset.dropped] == ["line-size"]
    assert [problem.id for problem in dataset.problems] == ["b"]


def test_gzip(tmp_path):
    path = tmp_path / "p.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "a", "question": "q"}\n'))
    assert [problem.id for problem in read_dataset([path]).problems] == ["a"]


def test_a_file_that_is_no_gzip(tmp_path):
    path = tmp_path / "p.jsonl.gz"
    path.write_bytes(b"plain")
    with pytest.raises(InputError) as caught:
        read_dataset([path])
    assert caught.value.code == "not-gzip"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"junk\n", b"\x00\x01\xff" * 100])
def test_nothing_usable(tmp_path, content):
    path = tmp_path / "p.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_dataset([path])
    assert caught.value.code == "no-problems"
    assert str(path) in caught.value.where


@pytest.mark.parametrize("name", ["absent.jsonl", "."])
def test_a_file_that_cannot_be_read(tmp_path, name):
    with pytest.raises(InputError) as caught:
        read_dataset([tmp_path / name])
    assert caught.value.code == "no-file"


def test_formats(tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": 1, "Question": "q", "Answer": "12.5", "Type": "easy"}\n')
    problem = read_dataset([path], format_name="mamo").problems[0]
    assert (problem.id, problem.answer, problem.kind) == ("1", 12.5, "easy")
    path.write_text('{"id": 1, "en_question": "q", "en_answer": "No Best Solution"}\n')
    assert read_dataset([path], format_name="orlm").problems[0].answer == "infeasible"
    with pytest.raises(UsageError):
        read_dataset([path], format_name="xml")


@pytest.mark.parametrize(("name", "count"), [("dev", 99), ("train", 713)])
def test_nl4opt_is_read_as_it_is(benchmark_folder, name, count):
    path = benchmark_folder / "nl4opt" / f"{name}.jsonl"
    dataset = read_dataset([path])
    assert (len(dataset.problems), dataset.dropped) == (count, ())
    first = json.loads(path.read_text("utf-8").splitlines()[0])
    assert dataset.problems[0].answer_lp == first["answer_lp"]
