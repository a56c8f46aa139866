"""Scripts run in a process of their own, many in one: importing a library costs more than a small model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_RUNNER = """
import contextlib, io, json, os, runpy, sys
found = []
for path in json.loads(sys.stdin.read()):
    os.chdir(os.path.dirname(path))
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            runpy.run_path(path, run_name="__main__")
        found.append([out.getvalue(), ""])
    except BaseException as error:
        found.append([out.getvalue(), f"{type(error).__name__}: {error}"])
print("\\n" + json.dumps(found))
"""


def outputs(paths: Sequence[Path]) -> list[tuple[list[str], str]]:
    """For each script: the lines that it prints, and the error that it ends with (or nothing)."""
    done = subprocess.run(
        [sys.executable, "-c", _RUNNER], input=json.dumps([str(p) for p in paths]), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [(text.splitlines(), error) for text, error in json.loads(done.stdout.splitlines()[-1])]
