"""What starting costs: `--help` loads nothing heavy, `solve` nothing that it does not need."""

import subprocess
import sys
import time

import pytest

import modelwright
from modelwright.cli.group import COMMANDS

LOADED = """
import sys
import time
from modelwright.cli.group import cli
from modelwright.cli.running import run_command
code = run_command(cli, sys.argv[1:])
sys.stderr.write("\\n" + " ".join(sorted({name.partition(".")[0] for name in sys.modules})))
sys.exit(code)
"""


def loaded(*words: str) -> tuple[int, set[str]]:
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=False)
    return done.returncode, set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("solve", "--help"), ("eval", "--help")])
def test_help_loads_nothing_heavy(words):
    code, names = loaded(*words)
    assert code == 0
    assert "click" in names
    assert not names & {"numpy", "pydantic", "rich", "highspy", "langchain", "logging.config"}


def test_solve_loads_only_what_it_needs(shop):
    code, names = loaded("solve", shop, "--assume")
    assert code == 0
    assert "highspy" in names
    heavy = {"langchain", "langchain_core", "pyomo", "ortools", "matplotlib", "pint", "pandas", "scipy", "pulp"}
    assert not names & (heavy | {"prompt_toolkit", "duckdb", "polars"})


def test_json_needs_no_rich(shop):
    code, names = loaded("solve", shop, "--assume", "--json")
    assert code == 0
    assert "rich" not in names


def test_help_lists_every_command_and_each_can_be_imported(call):
    told = call("--help")
    assert told.code == 0
    for name in COMMANDS:
        assert f"  {name} " in told.out
        one = call(name, "--help")
        assert one.code == 0
        assert one.out.startswith(f"Usage: modelwright {name}")
    assert max(map(len, told.out.splitlines())) <= 80


def test_version(call, spawn):
    assert call("--version").out == f"modelwright {modelwright.__version__}\n"
    assert spawn("--version").out == f"modelwright {modelwright.__version__}\n"


def test_help_costs_at_most_six_bare_starts():
    def best(*words: str) -> float:
        times = []
        for _ in range(5):
            started = time.perf_counter()
            subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
            times.append(time.perf_counter() - started)
        return min(times)

    assert best("-m", "modelwright", "--help") <= 6 * best("-c", "pass")
