"""What a person reads, where the answer shows it, and what the time does."""

import json

from infeasible_models import HELPLESS, INFEASIBLE, model, row

import modelwright
from modelwright.model.data import as_data
from modelwright.model.document import Model
from modelwright.model.patches import Drop, Replace, SetField
from modelwright.solvers import Options, diagnose

STUDIO = (
    "A pottery studio makes bowls and jugs. Each bowl needs 2 kg of clay, while each jug needs 3 kg of clay. "
    "The studio has 120 kg of clay. At least 50 jugs must be made for a standing order. "
    "A bowl earns a profit of $9 and a jug earns a profit of $16. "
    "How many bowls and jugs should the studio make to maximize its profit?"
)


def told(name):
    return str(diagnose({**INFEASIBLE, **HELPLESS}[name]()))


def test_limits_with_prices():
    assert told("two_limits") == (
        "That they contradict each other is proven: "
        "rational multipliers of the rows prove that they contradict each other.\n\n"
        "These cannot all hold together; without any one of them the others can:\n"
        "  - x + y is at most 10\n"
        "  - x is at least 12\n"
        "  - y is never negative\n\n"
        "Any one of these would help:\n"
        "  - the smallest change: least: at least 10 instead of 12; the change costs 4; then the largest goal is 10\n"
        "  - enough by itself: most: at most 12 instead of 10; the change costs 6; then the largest goal is 12\n"
        "  - leave out “x + y is at most 10”; then the largest goal is 16\n"
        "  - leave out “x is at least 12”; then the largest goal is 10"
    ).replace("then the largest goal is 16", "then nothing stops the goal: another limit is missing")


def test_rows_of_a_family_are_told_by_key():
    text = told("by_key")
    assert "cap (a): x (a) is at most 4" in text
    assert "the smallest change: cap (a): at most 7 instead of 4; the change costs 3" in text


def test_what_nobody_said_may_move():
    assert "a: at most 5 instead of 3 (if this can move); the change costs 2" in told("unstated_only")


def test_rules_are_left_out():
    text = told("rules")
    assert "if rain is chosen, then coat is chosen" in text
    assert "the smallest change: hat on: exactly 0 instead of 1; the change costs 2" in text
    assert "leave out “if rain is chosen, then coat is chosen”" in text


def test_fixed_rows():
    assert "Nothing that may be changed helps: every way out would have to touch what is fixed." in told("in_vain")


def test_the_answer_shows_the_users_words_and_a_repair():
    answer = modelwright.solve(STUDIO)
    assert answer.status == "infeasible"
    assert "“At least 50 jugs must be made for a standing order”" in answer.explanation.text.replace("\n    ", " ")
    assert "jugs: at least 40 instead of 50" in answer.explanation.text.replace("\n    ", " ")
    found = json.loads(json.dumps(answer.to_json()))["diagnosis"]
    assert found["conflict"]["minimal"]
    assert found["repairs"][0]["cost"] == "10"
    assert modelwright.run(answer.model).diagnosis == answer.diagnosis


def test_a_feasible_answer_has_no_diagnosis():
    assert modelwright.solve(STUDIO.replace("50", "5")).to_json()["diagnosis"] is None
    assert diagnose(model([{"name": "x", "lower": "0", "upper": "3"}], goal="x")).status == "optimal"


# ------------------------------------------------------------------------------------------------------------ patches


def edits(name):
    return diagnose(INFEASIBLE[name]()).repairs[0].patch.edits


def test_a_parameter_that_is_the_limit_is_changed():
    (edit,) = edits("by_key")
    assert isinstance(edit, SetField)
    assert edit.name == "room"
    assert edit.value["entries"] == [[["a"], "7"], [["b"], "5"], [["c"], "6"]]


def test_a_parameter_that_others_use_is_not():
    rows = [row("a", "x <= room"), row("b", "x >= 5", negotiable="no"), row("c", "y <= room", negotiable="no")]
    number = {"name": "room", "value": {"form": "known", "number": "3"}}
    found = diagnose(
        model([{"name": "x", "lower": "0"}, {"name": "y", "lower": "0"}], *rows, goal="y", parameters=[number])
    )
    (edit,) = found.repairs[0].patch.edits
    assert isinstance(edit, Replace)
    assert edit.element["expression"] == "x <= room + 2"
    assert found.repairs[0].objective == 3


def test_a_chain_moves_on_its_side():
    (edit,) = edits("chain")
    assert edit.element["expression"] == "5 <= x <= 11"


def test_a_slot_of_a_kind_is_set():
    bound = {"kind": "bound", "name": "cap", "variable": "x", "sense": "<=", "limit": "4", "negotiable": "yes"}
    (edit,) = (
        diagnose(model([{"name": "x", "lower": "0"}], bound, row("b", "x >= 7", negotiable="no")))
        .repairs[0]
        .patch.edits
    )
    assert (edit.name, edit.field, edit.value) == ("cap", "limit", "7")


def test_conditions_are_dropped():
    assert [type(edit) for edit in edits("pigeons")] == [Drop]


# --------------------------------------------------------------------------------------------------- data and soft rows


def test_limits_from_a_table_move_in_the_row():
    found = Model.model_validate(
        {
            "sets": [{"name": "P", "content": {"form": "column", "table": "plants", "column": "plant"}}],
            "parameters": [
                {
                    "name": "room",
                    "index": ["P"],
                    "value": {"form": "bound", "table": "plants", "keys": ["plant"], "value": "room"},
                }
            ],
            "variables": [{"name": "x", "index": ["P"], "lower": "0"}],
            "constraints": [
                row("cap", "x[p] <= room[p]", "p in P"),
                row("need", "sum(x[p] for p in P) >= 10", negotiable="no"),
            ],
        }
    )
    data = as_data({"plants": {"plant": ["north", "south"], "room": [3, 4]}})
    repair = diagnose(found, data).repairs[0]
    assert repair.cost == 3
    assert repair.patch.edits[0].element["expression"].startswith("x[p] <= room[p] + (3 if p == ")


def test_soft_rows_are_no_part_of_a_conflict():
    soft = {**row("wish", "x >= 9"), "enforce": {"form": "penalty", "weight": "2"}}
    found = diagnose(model([{"name": "x", "lower": "0"}], soft, row("a", "x <= 3"), row("b", "x >= 5"), goal="-x"))
    assert [member.name for member in found.conflict.members] == ["a", "b"]
    assert found.repairs[0].cost == 2


# ------------------------------------------------------------------------------------------------------------- time


def test_without_time_it_is_not_called_minimal(monkeypatch):
    from modelwright.solvers.diagnosis.oracle import Clock

    monkeypatch.setattr(Clock, "left", 0.0)
    found = diagnose(INFEASIBLE["fractions"](), status="infeasible")
    assert not found.complete
    assert not found.conflict.minimal
    assert "that all of them are needed was not shown" in str(found)


def test_a_large_model_is_told_by_few_rows():
    """Two thousand rows, four of which contradict each other: they are found by a Farkas proof."""
    found = Model.model_validate(
        {
            "sets": [{"name": "I", "content": {"form": "range", "first": 1, "last": 1000}}],
            "variables": [{"name": "x", "index": ["I"], "lower": "0"}],
            "constraints": [
                row("cap", "x[i] <= 5", "i in I"),
                row("step", "x[i] - x[next(i)] <= 1", "i in I if i < 1000"),
                row("high", "x[77] >= 4", negotiable="no"),
                row("low", "x[79] <= 1", negotiable="no"),
            ],
        }
    )
    conflict = diagnose(found, options=Options(time_limit_s=60)).conflict
    assert [(member.name, member.key) for member in conflict.members] == [
        ("step", (77,)),
        ("step", (78,)),
        ("high", ()),
        ("low", ()),
    ]
    assert (conflict.minimal, conflict.proof) == (True, "proven")
