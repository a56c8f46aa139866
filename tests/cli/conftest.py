"""Running commands, in this process and as a real one."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from modelwright.cli.group import cli

SHOP = (
    "A baker makes cakes and pies. A cake brings $4 and takes 2 eggs. A pie brings $3 and takes 1 egg. "
    "There are 10 eggs. At most 6 pies can be sold. Maximize the profit."
)


@dataclass
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def object(self) -> dict:
        """Standard output as the one object it must be."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("MODELWRIGHT_") and name != "MODELWRIGHT_BENCHMARKS"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def call():
    """Run a command in this process."""

    def run(*words, stdin=None) -> Ran:
        result = CliRunner().invoke(cli, [str(word) for word in words], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert "Traceback" not in result.stderr
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def spawn():
    """Run a command as a process of its own."""

    def run(*words, stdin=b"", **environ) -> Ran:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "modelwright", *map(str, words)],
            input=stdin,
            capture_output=True,
            env=os.environ | environ,
            timeout=60,
            check=False,
        )
        error = done.stderr.decode("utf-8", "replace")
        assert "Traceback" not in error
        return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), error)

    return run


def model_document(**changes) -> dict:
    """A small Model: max x + y with 2x + 2y <= 15 in whole numbers; 7."""
    variables = [{"name": name, "domain": "integer", "lower": "0", "upper": "100"} for name in ("x", "y")]
    return {
        "format": "modelwright/model",
        "version": 1,
        "name": "tiny",
        "variables": variables,
        "objectives": [{"name": "total", "sense": "max", "expression": "x + y"}],
        "constraints": [{"kind": "algebraic", "name": "room", "expression": "2 * x + 2 * y <= 15"}],
    } | changes


@pytest.fixture
def write_model(tmp_path):
    """Write a Model with changes; returns its path."""

    def write(**changes):
        path = tmp_path / "model.json"
        path.write_text(json.dumps(model_document(**changes)), "utf-8")
        return path

    return write


@pytest.fixture
def shop() -> str:
    """A problem that the embedded engine reads."""
    return SHOP
