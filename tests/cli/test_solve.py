"""`solve` and `formulate`: what they read, print and write."""

import json

import pytest


def test_words_to_answer(call, shop):
    told = call("solve", shop, "--assume")
    assert told.code == 0
    assert "26" in told.out
    assert "Language engine: embedded" in told.err
    assert max(map(len, told.out.splitlines())) <= 80
    assert "\x1b" not in told.out


def test_json(call, shop):
    told = call("solve", shop, "--assume", "--json", "--llm", "none")
    found = told.object
    assert (told.code, found["status"], found["objective"], found["error"]) == (0, "optimal", 26.0, None)
    assert list(found)[:2] == ["format", "version"]
    assert told.err == ""


@pytest.mark.parametrize("way", ["text", "file", "dash", "pipe", "record"])
def test_ways_to_give_the_problem(call, shop, tmp_path, way):
    (tmp_path / "shop.txt").write_text(shop, "utf-8")
    (tmp_path / "shop.json").write_text(json.dumps({"id": "a", "question": shop, "answer": 26}), "utf-8")
    words, stdin = {
        "text": ([shop], None),
        "file": ([tmp_path / "shop.txt"], None),
        "dash": (["-"], shop),
        "pipe": ([], shop),
        "record": ([tmp_path / "shop.json"], None),
    }[way]
    told = call("solve", *words, "--assume", "--json", stdin=stdin)
    assert told.object["objective"] == 26.0


@pytest.mark.parametrize("suffix", [".json", ".md", ".txt"])
def test_out(call, shop, tmp_path, suffix):
    out = tmp_path / f"answer{suffix}"
    out.write_text("old")
    told = call("solve", shop, "--assume", "--out", out)
    text = out.read_text("utf-8")
    assert told.code == 0
    assert f"Written: {out}" in told.err
    assert "26" in text
    if suffix == ".json":
        assert json.loads(text)["format"] == "modelwright/answer"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_formulate_then_run(call, shop, tmp_path):
    out = tmp_path / "model.json"
    told = call("formulate", shop, "--out", out)
    assert told.code in (0, 5)
    assert told.out.startswith("modelwright model 1")
    printed = call("formulate", shop, "--json")
    assert printed.object == json.loads(out.read_text("utf-8"))
    assert call("run", out, "--json").object["objective"] == 26.0
    assert call("run", "-", "--json", stdin=printed.out).object["objective"] == 26.0


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_formulate_to_other_forms(call, shop, tmp_path, suffix):
    out = tmp_path / f"model{suffix}"
    assert call("formulate", shop, "--out", out).code in (0, 5)
    assert out.read_text("utf-8").strip()


def test_solver_options_reach_the_solver(call, shop, tmp_path):
    log = tmp_path / "solver.log"
    words = ["--time-limit", "10", "--gap", "0.1", "--threads", "2", "--seed", "3", "--memory", "2000", "--log", log]
    told = call("solve", shop, "--assume", "--json", "--solver", "highs", *words)
    assert (told.code, told.object["solver"]) == (0, "highs")
    assert "HiGHS" in log.read_text("utf-8")


def test_settings_file(call, shop, tmp_path):
    config = tmp_path / "settings.toml"
    config.write_text('solver = "absent"\n')
    assert call("solve", shop, "--json", "--config", config).object["error"]["code"] == "unknown-solver"
    assert call("--config", config, "solve", shop, "--json").object["error"]["code"] == "unknown-solver"
    assert call("solve", shop, "--json", "--assume", "--config", config, "--solver", "highs").code == 0
    config.write_text('llm = "openai:gpt"\n')
    told = call("solve", shop, "--json", "--config", config)
    assert (told.code, told.object["error"]["code"]) == (2, "llm-not-available")
    config.write_text("nonsense")
    assert call("solve", shop, "--config", config).code == 2


def test_a_key_in_the_environment_selects_nothing(call, shop, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    told = call("solve", shop, "--assume")
    assert told.code == 0
    assert "embedded" in told.err
    assert "sk-secret" not in told.out + told.err
