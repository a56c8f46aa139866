"""The run folder: lock, resume, torn and damaged lines."""

import hashlib
import json
import subprocess
import sys

import pytest

from modelwright.errors import InputError, UsageError
from modelwright.evals.predictions import KEYS, blank
from modelwright.evals.run_folder import RunFolder


def write(path, count=3):
    with RunFolder(path) as folder:
        for k in range(count):
            folder.append(blank(f"p{k}", "e"), f'{{"n": {k}}}\n')


def test_lines_and_models(tmp_path):
    write(tmp_path)
    lines = (tmp_path / "predictions.jsonl").read_text("utf-8").splitlines()
    found = json.loads(lines[1])
    assert tuple(found) == KEYS
    text = (tmp_path / found["model"]).read_bytes()
    assert found["model"] == f"models/{hashlib.sha256(text).hexdigest()}.json"
    with RunFolder(tmp_path) as folder:
        assert list(folder.predictions) == [("p0", "e", 0), ("p1", "e", 0), ("p2", "e", 0)]
        assert folder.read_model(found) == '{"n": 1}\n'


@pytest.mark.parametrize("torn", [b'{"id": "p3", "eng', b'{"id": "p3"}\n', b"\xff\xfe", b"nonsense\n"])
def test_a_torn_last_line_is_cut_and_the_others_stay(tmp_path, torn):
    write(tmp_path)
    path = tmp_path / "predictions.jsonl"
    before = path.read_bytes()
    path.write_bytes(before + torn)
    with RunFolder(tmp_path) as folder:
        assert len(folder.predictions) == 3
        folder.append(blank("p3", "e"))
    assert path.read_bytes().startswith(before + b'{"id":"p3","engine":"e"')
    assert path.read_bytes().count(b"\n") == 4


def test_a_line_that_only_lacks_its_end_is_done_again(tmp_path):
    write(tmp_path)
    path = tmp_path / "predictions.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    with RunFolder(tmp_path) as folder:
        assert len(folder.predictions) == 2


def test_a_damaged_line_in_the_middle_is_refused_with_its_place(tmp_path):
    write(tmp_path)
    path = tmp_path / "predictions.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"junk\n" + lines[2])
    with pytest.raises(InputError) as caught, RunFolder(tmp_path):
        pass
    assert caught.value.where == f"{path}:2"
    assert path.read_bytes() == lines[0] + b"junk\n" + lines[2]


def test_two_runs_on_one_folder(tmp_path):
    with RunFolder(tmp_path):
        with pytest.raises(UsageError) as caught, RunFolder(tmp_path):
            pass
        assert caught.value.code == "run-locked"
    with RunFolder(tmp_path):
        pass


def test_the_lock_of_a_dead_process_is_free(tmp_path):
    code = (
        "import os, sys; from pathlib import Path; from modelwright.evals.run_folder import RunFolder;"
        "RunFolder(Path(sys.argv[1])).__enter__(); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == -9
    assert (tmp_path / "run.lock").read_text().strip().isdigit()
    with RunFolder(tmp_path):
        pass


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError) as caught, RunFolder(tmp_path / "file" / "run"):
        pass
    assert caught.value.code == "run-folder"


@pytest.mark.parametrize("text", ["{", "[]", "\xff"])
def test_a_broken_manifest(tmp_path, text):
    (tmp_path / "run.json").write_text(text, "latin-1")
    with RunFolder(tmp_path) as folder, pytest.raises(InputError):
        folder.manifest()


@pytest.mark.parametrize("pointer", ["/etc/passwd", "models/../../x", "../x.json", 3, None])
def test_a_model_is_read_from_the_folder_alone(tmp_path, pointer):
    with RunFolder(tmp_path) as folder:
        assert folder.read_model({"model": pointer}) is None
