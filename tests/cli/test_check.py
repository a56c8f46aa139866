"""`check` runs the test cases of a Model that can be solved."""

import pytest


def case(name, value, **expected):
    return {"name": name, "given": [{"element": "x", "value": value}]} | expected


def test_passing_cases(call, write_model):
    path = write_model(tests=[case("few", "2", objective="7"), case("many", "9", expect="infeasible")])
    told = call("check", path, "--json")
    found = told.object
    assert (told.code, found["status"], found["error"]) == (0, "valid", None)
    assert [(test["name"], test["passed"]) for test in found["tests"]] == [("few", True), ("many", True)]
    plain = call("check", path)
    assert plain.code == 0
    assert plain.out.splitlines() == [
        "passed: few: with x = 2 expected optimal at 7; came out optimal at 7",
        "passed: many: with x = 9 expected infeasible; came out infeasible",
        "0 findings, 0 of 2 test cases failed: valid",
    ]


def test_a_failing_case(call, write_model):
    path = write_model(tests=[case("few", "2", objective="8"), case("many", "9", expect="infeasible")])
    told = call("check", path, "--json")
    found = told.object
    assert (told.code, found["status"], found["error"]["code"]) == (2, "error", "test-case")
    assert "`few` failed" in found["error"]["message"]
    assert [test["passed"] for test in found["tests"]] == [False, True]
    plain = call("check", path)
    assert plain.code == 2
    assert plain.out.startswith("FAILED: few: ")
    assert plain.out.endswith("1 of 2 test cases failed: error\n")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"constraints": [{"kind": "algebraic", "name": "room", "expression": "x <= zz"}]}, 2),
        ({"parameters": [{"name": "a", "value": {"form": "missing", "slot": "paint"}}]}, 5),
    ],
)
def test_a_model_that_cannot_be_solved_runs_no_case(call, write_model, changes, code):
    told = call("check", write_model(tests=[case("few", "2")], **changes), "--json")
    assert (told.code, told.object["tests"]) == (code, [])


def test_cases_read_data(call, write_model, tmp_path):
    table = tmp_path / "limits.csv"
    table.write_text("kind,most\nx,1\n")
    limit = {"name": "limit", "value": {"form": "bound", "table": "limits", "value": "most"}}
    row = {"kind": "algebraic", "name": "row", "expression": "x <= limit"}
    path = write_model(parameters=[limit], constraints=[row], tests=[{"name": "all", "objective": "101"}])
    assert call("check", path, "--data", table).code == 0
    assert call("check", path).code == 2


def test_a_model_without_cases_is_not_solved(call, write_model, monkeypatch):
    monkeypatch.setattr("modelwright.solvers.solve.solve_model", lambda *_, **__: pytest.fail("solved"))
    told = call("check", write_model(), "--json")
    assert (told.code, told.object["tests"]) == (0, [])


def test_every_wrong_line_of_a_text_is_told(call, tmp_path):
    path = tmp_path / "shop.mw"
    path.write_text("modelwright model 1\nvarable x: integer\nmaximize z = 3 *\nconstraint a: resorce: 5 * x <= 3\n")
    told = call("check", path)
    assert told.code == 2
    lines = told.out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["error", "error", "error", "3 findings"]
    assert [line.split(" at ")[1][:6] for line in lines[:3]] == ["line 2", "line 3", "line 4"]
    found = call("check", path, "--json").object
    assert [finding["place"]["line"] for finding in found["findings"]] == [2, 3, 4]
    assert (found["status"], found["tests"], found["error"]["code"]) == ("error", [], "bad-line")


def test_findings_about_a_text_have_their_line(call, tmp_path):
    path = tmp_path / "shop.mw"
    path.write_text("modelwright model 1\n# words\nvariable x: integer >= 0 <= y\nmaximize z = x\n")
    told = call("check", path)
    assert told.code == 2
    assert told.out.startswith("error: unknown-name at line 3, /variables/0/upper characters 0 to 1: ")


def test_every_wrong_field_of_a_json_document_is_told(call, write_model):
    path = write_model(objectives=[{"name": "z", "sense": "maximise", "expression": "x", "colour": "red"}])
    told = call("check", path, "--json")
    assert told.code == 2
    assert sorted(finding["code"] for finding in told.object["findings"]) == ["invalid-field", "unknown-field"]


def test_a_text_without_its_first_line(call, tmp_path):
    path = tmp_path / "shop.mw"
    path.write_text("variable x: integer\n")
    told = call("check", path, "--json")
    assert (told.code, told.object["error"]["code"]) == (2, "not-a-model")
