"""Bad input of every kind: the right exit code, one object with --json, no traceback (the fixtures look for it)."""

import json
import os
import re

import pytest


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("", 2, "empty-text"),
        ("   \n\t ", 2, "empty-text"),
        ("The weather is lovely today.", 6, None),
        ("We painted the kitchen in 1999 and 3 friends came for 2 days.", 6, None),
        ("1 2 3 4.5 99", 6, None),
        ("x" * 2_000_000, 2, "text-size"),
        ("profit " * 40_000, 2, "text-size"),
        ("max \x00 x", 2, "not-text"),
        ("max \udcff x", 2, "not-text"),
        ("absent.txt", 2, "no-file"),
        ("plans/absent", 2, "no-file"),
        ("prices.CSV", 2, "no-file"),
        ("-", 2, "empty-text"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_texts(call, text, code, word):
    told = call("solve", text, "--json")
    found = told.object
    assert (told.code, found["status"]) == (code, "error")
    assert word in (None, found["error"]["code"])
    assert set(found["error"]) == {"code", "message", "where", "hint"}
    plain = call("solve", text)
    assert (plain.code, plain.out) == (code, "")
    assert "Error: " in plain.err


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00max", bytes(range(256)) * 10, b"\x1f\x8b\x08\x00", b"max \x00 x"])
def test_binary(call, tmp_path, raw):
    path = tmp_path / "problem.txt"
    path.write_bytes(raw)
    for words, stdin in (([path], None), (["-"], raw)):
        told = call("formulate", *words, "--json", stdin=stdin)
        assert (told.code, told.object["error"]["code"]) == (2, "not-text")


def test_two_megabytes_from_a_file(call, tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("We make chairs. " * 125_000)
    told = call("solve", path, "--json")
    assert (told.code, told.object["error"]["code"]) == (2, "text-size")
    assert "200000" in told.object["error"]["message"]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("p.json", "{", "bad-json"),
        ("p.json", "[1]", "bad-record"),
        ("p.json", '{"id": "a"}', "bad-record"),
        ("p.json", '{"format": "modelwright/model", "version": 1}', "not-words"),
        ("p.json", "[" * 100_000, "bad-json"),
        ("p.csv", "a,b\n1,2\n", "not-words"),
        ("p.jsonl", '{"id": "a", "question": "q"}\n', "not-words"),
    ],
)
def test_files_that_are_no_words(call, tmp_path, name, content, word):
    path = tmp_path / name
    path.write_text(content)
    told = call("solve", path, "--json")
    assert (told.code, told.object["error"]["code"]) == (2, word)
    assert str(path) in told.object["error"]["where"]


def test_a_folder_is_no_file(call, tmp_path):
    assert call("solve", tmp_path, "--json").object["error"]["code"] == "no-file"
    assert call("run", tmp_path, "--json").object["error"]["code"] == "no-file"


def test_data_files(call, shop, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1\n")
    for file, word in ((tmp_path / "absent.csv", "no-file"), (table, "ragged-table")):
        told = call("solve", shop, "--data", file, "--json")
        assert (told.code, told.object["error"]["code"]) == (2, word)


NESTED = "(" * 10_000 + "x" + ")" * 10_000
MEMBERS = {"content": {"form": "range", "first": 1, "last": 10**9}}


def changed(expression="x + y", **fields) -> dict:
    return {"objectives": [{"name": "total", "sense": "max", "expression": expression}]} | fields


def derived(name, expression):
    return {"name": name, "value": {"form": "derived", "expression": expression}}


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        (changed("x + zz"), "unknown-name"),
        (changed("__import__('os')"), None),
        (changed("x.__class__"), None),
        (changed(NESTED), "expression-depth"),
        (changed("x +"), None),
        (changed(parameters=[derived("a", "b"), derived("b", "a")]), "cycle"),
        (
            changed(
                "sum(z[i] for i in HUGE)",
                sets=[{"name": "HUGE"} | MEMBERS],
                variables=[{"name": "z", "index": ["HUGE"], "domain": "integer"}],
                constraints=[],
            ),
            None,
        ),
        (changed(parameters=[{"name": "a", "value": {"form": "known", "number": "NaN"}}]), "invalid-number"),
        (changed(parameters=[{"name": "a", "value": {"form": "known", "number": float("nan")}}]), "invalid-number"),
        ({"version": 2}, "newer-format"),
        ({"version": 0}, None),
        ({"format": "modelwright/answer"}, None),
        ({"surprise": 1}, "unknown-field"),
        (changed("x + (y"), "syntax"),
        ({"variables": [], "constraints": [], "objectives": []}, "empty-model"),
    ],
    ids=lambda value: re.sub(r"\W+", "-", str(value))[:30],
)
def test_models(call, write_model, changes, word):
    told = call("run", write_model(**changes), "--json")
    found = told.object
    assert (told.code, found["status"]) == (2, "error")
    assert word in (None, found["error"]["code"])
    assert len(found["error"]["message"]) < 500


def test_a_flat_sum_of_ten_thousand_terms_works(call, write_model):
    names = [f"x{k}" for k in range(10_000)]
    variables = [{"name": name, "lower": "0", "upper": "1"} for name in names]
    told = call("run", write_model(**changed(" + ".join(names), variables=variables, constraints=[])), "--json")
    assert (told.code, told.object["objective"]) == (0, pytest.approx(10_000))


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "[" * 10_000, '{"format": 1, "format": 2}', "\xff"])
def test_files_that_are_no_models(call, tmp_path, text):
    path = tmp_path / "m.json"
    path.write_text(text, "latin-1")
    for command in ("run", "check"):
        told = call(command, path, "--json")
        assert (told.code, told.object["status"]) == (2, "error")


USAGE = [
    ([], "usage"),
    (["--bogus"], "usage"),
    (["sovle", "x"], "unknown-command"),
    (["A farmer has 3 fields"], "unknown-command"),
    (["solve", "a b", "--bogus"], "usage"),
    (["solve", "a b", "c d"], "usage"),
    (["solve", "a b", "--solver", "cplex"], "unknown-solver"),
    (["solve", "a b", "--llm", "openai:gpt-9"], "llm-not-available"),
    (["formulate", "a b", "--llm", "ollama"], "llm-not-available"),
    (["solve", "a b", "--assume", "--interactive"], "usage"),
    (["solve", "-", "--interactive"], "usage"),
    (["solve", "a b", "--time-limit", "nan"], "usage"),
    (["solve", "a b", "--time-limit", "0"], "usage"),
    (["solve", "a b", "--gap", "-1"], "usage"),
    (["solve", "a b", "--threads", "0"], "usage"),
    (["solve", "a b", "--seed", "x"], "usage"),
    (["solve", "a b", "--out", "answer.pdf"], "unknown-format"),
    (["solve", "a b", "--out", "/absent/folder/a.json"], "no-folder"),
    (["solve", "a b", "--log", "/absent/folder/log"], "no-folder"),
    (["solve", "a b", "--config", "absent.toml"], "input"),
    (["run"], "usage"),
    (["run", "absent.json"], "no-file"),
    (["check", "absent.json"], "no-file"),
    (["eval", "corpus"], "usage"),
    (["eval", "absent-benchmark", "--out", "out"], "unknown-benchmark"),
    (["eval", "absent.jsonl", "--out", "out"], "no-file"),
    (["eval", "corpus", "--out", "out", "--jobs", "0"], "usage"),
    (["eval", "corpus", "--out", "out", "--executor", "dask"], "not-available"),
    (["eval", "corpus", "--out", "out", "--executor", "slurm"], "usage"),
    (["eval", "corpus", "--out", "out", "--predictions", "p.jsonl", "--llm", "none"], "usage"),
    (["doctor", "extra"], "usage"),
]


@pytest.mark.parametrize(("words", "word"), USAGE, ids=lambda value: " ".join(value)[:40] if value else "none")
def test_usage(call, words, word):
    told = call(*words, "--json")
    found = told.object
    assert (told.code, found["status"]) == (2, "error")
    assert found["error"]["code"] == word
    assert found["error"]["message"]
    assert call(*words).code == 2


def test_no_command_shows_the_help(call):
    told = call()
    assert (told.code, told.out) == (2, "")
    assert "Usage: modelwright" in told.err


def test_a_fault_of_ours_is_said_as_one(call, shop, monkeypatch):
    def broken(*_args, **_options):
        raise ZeroDivisionError("surprise")

    monkeypatch.setattr("modelwright.api.formulate", broken)
    told = call("solve", shop, "--json")
    assert (told.code, told.object["error"]["code"]) == (1, "internal")
    assert "MODELWRIGHT_DEBUG=1" in told.object["error"]["hint"]


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [(KeyboardInterrupt(), 130, "interrupted"), (MemoryError(), 1, "memory"), (OSError(28, "No space"), 1, "system")],
)
def test_what_the_system_does(call, shop, monkeypatch, error, code, word):
    def broken(*_args, **_options):
        raise error

    monkeypatch.setattr("modelwright.api.formulate", broken)
    told = call("solve", shop, "--json")
    assert (told.code, told.object["error"]["code"]) == (code, word)
    if code == 130:
        assert told.err.splitlines()[-1] == "Interrupted"


def test_real_processes(spawn, tmp_path):
    path = tmp_path / "p.txt"
    path.write_bytes(b"\xff\x00")
    assert spawn("solve", path, "--json").object["error"]["code"] == "not-text"
    assert spawn("solve", os.fsdecode(b"max \xff profit"), "--json").object["error"]["code"] == "not-text"
    ascii_only = spawn("solve", "bücher 3 von 4", "--json", PYTHONIOENCODING="ascii")
    assert json.loads(ascii_only.out.encode("ascii"))["status"] == "error"
