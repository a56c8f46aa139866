"""`doctor` says what works, and fails when something core does not."""

from modelwright.errors import SolverError


def test_healthy(call):
    told = call("doctor", "--json")
    found = told.object
    assert (told.code, found["status"], found["error"]) == (0, "healthy", None)
    checks = {check["name"]: check for check in found["checks"]}
    assert {"Python", "modelwright", "highspy", "solver highs", "embedded engine", "settings", "benchmarks"} <= set(
        checks
    )
    assert checks["highspy then ortools in one process"]["is_good"]
    assert checks["ortools then highspy in one process"]["is_good"]


def test_broken(call, monkeypatch):
    def refuse(*_args, **_options):
        raise SolverError("no licence")

    monkeypatch.setattr("modelwright.solvers.solve_model", refuse)
    monkeypatch.setattr("modelwright.cli.checkup._shared_process", lambda: iter(()))
    told = call("doctor", "--json")
    assert (told.code, told.object["status"]) == (1, "error")
    assert told.object["error"]["message"] == "Broken: solver highs"
    plain = call("doctor")
    assert plain.code == 1
    assert "BROKEN" in plain.out


def test_broken_settings_are_shown(call, monkeypatch):
    monkeypatch.setattr("modelwright.cli.checkup._shared_process", lambda: iter(()))
    monkeypatch.setenv("MODELWRIGHT_THREADS", "many")
    found = call("doctor", "--json").object
    assert found["error"]["message"] == "Broken: settings"
