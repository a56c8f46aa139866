"""`kill -9` in the middle of a run: nothing finished is lost, and no process is left."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def start(problems: Path, out: Path, jobs: int = 2) -> subprocess.Popen:
    words = ["eval", str(problems), "--engine", "fake_engine:FakeEngine", "--out", str(out), "--jobs", str(jobs)]
    return subprocess.Popen(
        [sys.executable, "-m", "modelwright", *words, "--json"],
        env=os.environ | {"PYTHONPATH": str(HERE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent:
                found.append(int(path.parent.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds: float = 60.0, run: subprocess.Popen | None = None) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert run is None or run.poll() is None, f"the run ended: {run.stdout.read()}"
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def num_lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def kill_and_resume(tmp_path: Path, count: int, kill_at: int, question: str) -> None:
    problems, out = tmp_path / "problems.jsonl", tmp_path / "run"
    problems.write_text("".join(json.dumps({"id": f"p{k}", "question": question}) + "\n" for k in range(count)))
    predictions = out / "predictions.jsonl"

    with start(problems, out) as run:
        wait_for(lambda: num_lines(predictions) >= kill_at, run=run)
        workers = children(run.pid)
        assert len(workers) == 2
        assert {os.getpgid(worker) for worker in workers} == set(workers)
        run.send_signal(signal.SIGKILL)
        run.communicate()
    wait_for(lambda: not any(is_alive(worker) for worker in workers), 10)

    raw = predictions.read_bytes()
    finished = raw[: raw.rfind(b"\n") + 1]
    assert kill_at <= finished.count(b"\n") < count
    with predictions.open("ab") as stream:
        stream.write(b'{"id":"p0","engine":"fa')

    with start(problems, out) as run:
        told = json.loads(run.communicate(timeout=500)[0])
    assert (run.returncode, told["status"], told["error"]) == (0, "finished", None)
    assert predictions.read_bytes().startswith(finished)
    ids = [json.loads(line)["id"] for line in predictions.read_bytes().splitlines()]
    assert sorted(ids) == sorted(f"p{k}" for k in range(count))


@linux_only
def test_kill_and_resume(tmp_path):
    kill_and_resume(tmp_path, 60, 12, "slow 3")


@linux_only
@pytest.mark.slow
def test_kill_and_resume_two_thousand(tmp_path):
    kill_and_resume(tmp_path, 2000, 700, "limit 3")


@pytest.fixture
def hanging(tmp_path):
    """A run whose two workers hang, each with a program that it started."""
    problems = tmp_path / "problems.jsonl"
    problems.write_text('{"id": "a", "question": "hangs 300"}\n{"id": "b", "question": "hangs 300"}\n')
    with start(problems, tmp_path / "run") as run:
        # A worker has a guard process besides the program that the engine started.
        wait_for(lambda: [len(children(worker)) for worker in children(run.pid)] == [2, 2], run=run)
        everyone = [pid for worker in children(run.pid) for pid in (worker, *children(worker))]
        yield run, everyone
    wait_for(lambda: not any(is_alive(pid) for pid in everyone), 10)


@linux_only
def test_workers_in_the_middle_of_a_task_die_with_the_parent(hanging):
    run, everyone = hanging
    assert len(everyone) == 6
    run.send_signal(signal.SIGKILL)
    run.communicate()


@linux_only
def test_ctrl_c_leaves_no_process(hanging):
    run, _ = hanging
    run.send_signal(signal.SIGINT)
    out, _ = run.communicate(timeout=20)
    assert run.returncode == 130
    assert json.loads(out)["error"]["code"] == "interrupted"
