"""`modelwright export` and `modelwright.export`."""

from __future__ import annotations

from pathlib import Path

import pytest
from exported import models

import modelwright
from modelwright.cli.group import cli
from modelwright.cli.running import run_command
from modelwright.errors import UsageError
from modelwright.model.text import print_model
from modelwright.solvers.export import TARGETS


@pytest.mark.parametrize("to", TARGETS)
def test_every_target_by_the_command(to: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "model.mw"
    file.write_text(print_model(models()["lot_sizing"]), "utf-8")
    assert run_command(cli, ["export", str(file), "--to", to]) == 0
    printed = capsys.readouterr().out
    out = tmp_path / f"out{TARGETS[to]}"
    assert run_command(cli, ["export", str(file), "--to", to, "--out", str(out)]) == 0
    assert out.read_text("utf-8").rstrip() == printed.rstrip()
    assert printed.rstrip() == modelwright.export(models()["lot_sizing"], to).rstrip()


def test_what_is_wrong_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "model.mw"
    file.write_text(print_model(models()["tour"]), "utf-8")
    assert run_command(cli, ["export", str(file), "--to", "gams"]) == 2
    assert "There is no target `gams`" in capsys.readouterr().err
    assert run_command(cli, ["export", str(file), "--to", "pulp"]) == 2
    assert "row `row_1`: PuLP source cannot say `circuit`" in capsys.readouterr().err
    assert run_command(cli, ["export", str(file), "--to", "lp", "--out", str(tmp_path / "x.mps")]) == 2
    with pytest.raises(UsageError, match="no target"):
        modelwright.export(models()["tour"], "gams")
