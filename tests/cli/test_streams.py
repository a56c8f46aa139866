"""Standard output and its ends: pipes, colours, encodings, signals."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

COMMAND = [sys.executable, "-P", "-m", "modelwright"]


def test_a_reader_that_goes_away_is_no_error(write_model):
    with subprocess.Popen(
        [*COMMAND, "run", str(write_model()), "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_disk(write_model):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, "run", str(write_model())], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_an_output_file_that_cannot_be_written(call, write_model, tmp_path):
    folder = tmp_path / "answer.json"
    folder.mkdir()
    assert call("run", write_model(), "--out", folder, "--json").object["error"]["code"] == "no-file"


@pytest.mark.parametrize("environ", [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1", "NO_COLOR": "1"}])
def test_no_colour_codes_in_a_pipe(spawn, write_model, environ):
    told = spawn("run", write_model(), **environ)
    assert told.code == 0
    shown = re.sub(r"\x1b\[[01]?m", "", told.out)  # bold is no colour
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_readable_in_ascii(spawn, write_model):
    told = spawn("run", write_model(), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert told.code == 0
    assert told.out.isascii()
    assert "\\x" not in told.out


def test_labels_are_no_markup(call, write_model):
    variables = [{"name": n, "label": f"[bold]{n}[/bold] :smile:", "lower": "0", "upper": "9"} for n in ("x", "y")]
    assert "[bold]x[/bold] :smile:" in call("run", write_model(variables=variables)).out


def test_ctrl_c(tmp_path):
    """Ctrl-C while the command waits for its problem: one line, exit code 130."""
    with subprocess.Popen(
        [*COMMAND, "solve", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores Ctrl-C
    ) as run:
        time.sleep(0.6)
        run.send_signal(signal.SIGINT)
        out, err = run.stdout.read(), run.stderr.read()
    assert run.returncode == 130
    assert err == b"Interrupted\n"
    assert b'"interrupted"' in out
