"""Source for PuLP, Pyomo and OR-Tools: the scripts run by themselves and find our optimum."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import zlib
from functools import cache
from pathlib import Path

import pytest
from exported import models, optimum
from scripts import outputs

import modelwright
from modelwright.errors import UnsupportedModel, UsageError
from modelwright.model.canonical import model_from_object
from modelwright.model.data import Data, Table
from modelwright.model.document import Model
from modelwright.model.templates import CATALOGUE
from modelwright.model.text import parse_model
from modelwright.solvers import solve_model
from modelwright.solvers.export import export_model

TARGETS = ("pulp", "pyomo", "ortools")
DOCUMENTS = Path(__file__).resolve().parents[3] / "docs" / "language.md"


def _script(folder: Path, name: str, model: Model, to: str, data: Data | None = None) -> Path:
    made = export_model(model, to, data)
    home = folder / name
    home.mkdir(exist_ok=True)
    for file, text in made.files.items():
        (home / file).write_text(text, "utf-8")
    path = home / f"by_{to}.py"
    path.write_text(made.text, "utf-8")
    return path


def _check(folder: Path, cases: dict[str, Model], to: str) -> int:
    """Runs the scripts of all cases that `to` takes; how many there were."""
    paths: dict[str, Path] = {}
    for name, model in cases.items():
        try:
            paths[name] = _script(folder, name, model, to)
        except UnsupportedModel:
            continue
    for (name, _), (lines, error) in zip(paths.items(), outputs(list(paths.values())), strict=True):
        status, objective = optimum(name) if name in models() else _optimum(cases[name])
        assert (name, error, lines[0]) == (name, "", f"status: {status}")
        if objective is not None:
            assert float(lines[1].removeprefix("objective: ")) == pytest.approx(objective, rel=1e-6, abs=1e-5), name
    return len(paths)


def _optimum(model: Model) -> tuple[str, float | None]:
    solved = solve_model(model)
    return solved.status, solved.objective


def _third(name: str, to: str) -> bool:
    return zlib.crc32(f"{name} {to}".encode()) % 3 == 0


@pytest.mark.parametrize("to", TARGETS)
def test_examples_and_corpus(to: str, tmp_path: Path) -> None:
    chosen = {name: model for name, model in models().items() if _third(name, to) or "-" not in name}
    assert _check(tmp_path, chosen, to) >= 12


@pytest.mark.slow
@pytest.mark.parametrize("to", TARGETS)
def test_all_examples_and_the_whole_corpus(to: str, tmp_path: Path) -> None:
    assert _check(tmp_path, models(), to) == {"pulp": 43, "pyomo": 43, "ortools": 45}[to]


@cache
def _documented() -> dict[str, Model]:
    texts = re.findall(r"```text\n(modelwright model 1.*?)```", DOCUMENTS.read_text("utf-8"), re.DOTALL)
    found = {}
    for k, text in enumerate(texts):
        model = parse_model(text)
        if "# finding" not in text:
            found[f"documented{k}"] = model
    return found


def _kinds(seed: int) -> dict[str, Model]:
    return {
        f"{kind.model_fields['kind'].default}{seed}": model_from_object(kind.sample(random.Random(seed)))
        for kind in CATALOGUE
    }


@pytest.mark.parametrize("to", TARGETS)
def test_documented_models(to: str, tmp_path: Path) -> None:
    assert _check(tmp_path, _documented(), to) >= 8


@pytest.mark.parametrize("to", TARGETS)
def test_every_kind(to: str, tmp_path: Path) -> None:
    assert _check(tmp_path, _kinds(1), to) >= 36


@pytest.mark.slow
@pytest.mark.parametrize("to", TARGETS)
@pytest.mark.parametrize("seed", range(2, 8))
def test_every_kind_more(to: str, seed: int, tmp_path: Path) -> None:
    assert _check(tmp_path, _kinds(seed), to) >= 34  # what a target refuses differs a little between samples


# --------------------------------------------------------------------------------------------- what is refused

GOLDEN = Path(__file__).with_name("refusals.json")


def test_refusals_are_those_of_the_golden_table() -> None:
    found: dict[str, dict[str, str]] = {}
    for to in ("lp", "mps", *TARGETS):
        for name, model in (models() | _documented() | _kinds(1)).items():
            try:
                export_model(model, to)
            except UnsupportedModel as error:
                found.setdefault(to, {})[name] = error.message
    assert found == json.loads(GOLDEN.read_text("utf-8"))


# ------------------------------------------------------------------------------------------------ what is printed

PRINTED = """modelwright model 1
set TOWNS = {"ash", "elm"}
set DAYS = 1..2
parameter room[TOWNS, DAYS] = {["ash", 1]: 3, ["ash", 2]: 0, ["elm", 1]: 2, ["elm", 2]: 5/2}
variable sent[TOWNS, DAYS]: continuous >= 0 <= room[i, t] for i in TOWNS, t in DAYS
variable spare: integer >= 0 <= 9
maximize total = sum(sent[i, t] for i in TOWNS for t in DAYS) - spare
"""


@pytest.mark.parametrize("to", TARGETS)
def test_lines(to: str, tmp_path: Path) -> None:
    ((lines, error),) = outputs([_script(tmp_path, "lines", parse_model(PRINTED), to)])
    assert error == ""
    assert lines == [
        "status: optimal",
        "objective: 7.5",
        "sent[ash, 1] = 3",
        "sent[ash, 2] = 0",
        "sent[elm, 1] = 2",
        "sent[elm, 2] = 2.5",
        "spare = 0",
    ]


@pytest.mark.parametrize("to", TARGETS)
@pytest.mark.parametrize(
    ("row", "status"), [("x + y >= 30", "infeasible"), ("x - y <= 3", "optimal"), ("z >= 1", "unbounded")]
)
def test_statuses(to: str, row: str, status: str, tmp_path: Path) -> None:
    goal = "x + z" if status == "unbounded" else "x + y"
    model = parse_model(
        "modelwright model 1\nvariable x: integer >= 0 <= 9\nvariable y: integer >= 0 <= 9\n"
        f"variable z: continuous >= 0\nmaximize goal = {goal}\nconstraint only: algebraic: {row}\n"
    )
    ((lines, error),) = outputs([_script(tmp_path, "statuses", model, to)])
    assert (error, lines[0]) == ("", f"status: {status}")
    assert solve_model(model).status == status


@pytest.mark.parametrize("to", TARGETS)
def test_priorities_and_weights(to: str, tmp_path: Path) -> None:
    model = parse_model("""modelwright model 1
variable x: integer >= 0 <= 10
variable y: integer >= 0 <= 10
minimize cost = 2 * x + 3 * y
  priority = 1
  tolerance = "0.1"
maximize many = x
  priority = 1
  weight = "0.5"
maximize spread = y
  priority = 2
constraint enough: algebraic: x + y >= 12
""")
    assert _check(tmp_path, {"priorities": model}, to) == 1


# ------------------------------------------------------------------------------------------------ nothing escapes

MEMBERS = [
    "it's",
    'a "quoted" word',
    "back\\slash",
    "two\nlines",
    "'); __import__('os').system('touch escaped'); ('",
    "{__import__('os').system('touch escaped')}",
    '"""',
    "naïve 日本 \u202e",
    "m" * 300,
    "# noqa",
    "",
]


def _hostile() -> Model:
    bad = "x\nimport os\n__import__('os').system('touch escaped')  \"\"\" '''"
    names = [
        "__import__",
        "pulp",
        "model",
        "list_",
        "list",
        "lambda_",
        "print",
        "solve",
        "value",
        "largest",
        "l",
        "k",
        "key",
    ]
    return model_from_object(
        {
            "format": "modelwright/model",
            "version": 1,
            "name": "hostile",
            "label": bad,
            "sets": [
                {"name": "range", "label": bad, "content": {"form": "members", "members": MEMBERS}},
                {"name": "dict", "content": {"form": "range", "first": 1, "last": 2}},
            ],
            "parameters": [
                {"name": "enumerate", "index": ["range"], "label": bad, "value": {"form": "known", "default": "2"}},
            ],
            "variables": [
                *({"name": name, "domain": "integer", "lower": "0", "upper": "5", "label": bad} for name in names),
                {"name": "itertools", "index": ["range", "dict"], "domain": "integer", "lower": "0", "upper": "3"},
                {"name": "v" * 200, "domain": "integer", "lower": "0", "upper": "1"},
            ],
            "objectives": [
                {
                    "name": "goal",
                    "label": bad,
                    "sense": "max",
                    "expression": " + ".join([*names, "v" * 200, "sum(itertools[i, j] for i in range for j in dict)"]),
                }
            ],
            "constraints": [
                {
                    "name": "sum_",
                    "label": bad,
                    "kind": "algebraic",
                    "for_each": "goals in range",
                    "expression": "sum(itertools[goals, j] for j in dict) <= enumerate[goals]",
                },
                {"name": "print_values", "kind": "algebraic", "expression": 'itertools["it\'s", 1] >= 1'},
            ],
        }
    )


@pytest.mark.parametrize("to", TARGETS)
def test_hostile_names_and_labels(to: str, tmp_path: Path) -> None:
    path = _script(tmp_path, "hostile", _hostile(), to)
    ((lines, error),) = outputs([path])
    assert (error, lines[:2]) == ("", ["status: optimal", f"objective: {13 * 5 + 1 + 2 * len(MEMBERS)}"])
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name]
    text = path.read_text("utf-8")
    assert not re.search(r"\b(eval|exec)\(", text)
    for line in text.splitlines():
        assert "import os" not in line or line.startswith("#")


@pytest.mark.skipif(shutil.which("ruff") is None and not (Path(sys.prefix) / "bin" / "ruff").exists(), reason="no ruff")
def test_sources_are_clean(tmp_path: Path) -> None:
    for name, model in ({"hostile": _hostile()} | models() | _documented() | _kinds(1)).items():
        for to in TARGETS:
            try:
                _script(tmp_path, name, model, to)
            except UnsupportedModel:
                continue
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E,F", str(tmp_path)],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout[-2000:]) == (0, "All checks passed!\n")


# ---------------------------------------------------------------------------------------------------- long tables

LONG = """modelwright model 1
set ITEMS = column "items" "item"
set HALF = {(i, j) for i in ITEMS, j in ITEMS if i == j and worth[i] >= 3}
parameter worth[ITEMS] = table {"table": "items", "keys": ["item"], "value": "worth"}
variable take[ITEMS]: continuous >= 0 <= 1
maximize value = sum(worth[i] * take[i] for i in ITEMS)
constraint few: algebraic: sum(take[i] for i in ITEMS) <= 10
"""


@pytest.mark.parametrize("to", TARGETS)
def test_long_tables_lie_in_a_file(to: str, tmp_path: Path) -> None:
    names = [f"item {k}" for k in range(10_001)]
    data = Data({"items": Table("items", {"item": names, "worth": [str(k / 4) for k in range(10_001)]})})
    model = parse_model(
        LONG.replace("set HALF = {(i, j) for i in ITEMS, j in ITEMS if i == j and worth[i] >= 3}\n", "")
    )
    path = _script(tmp_path, "long", model, to, data)
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name, "model.json"]
    ((lines, error),) = outputs([path])
    assert (error, lines[:2]) == ("", ["status: optimal", f"objective: {sum(range(9_991, 10_001)) / 4}"])
    assert len(lines) == 10_003
    with pytest.raises(UsageError, match=r"model\.json"):
        modelwright.export(model, to, data)


def test_derived_data_stay_derived(tmp_path: Path) -> None:
    model = _documented()["documented2"]
    text = export_model(model, "pulp").text
    assert "paid = {k: price[k] + fee for k in SITES}" in text
    assert "for t in TOWNS:" in text
