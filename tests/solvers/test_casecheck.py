"""Test cases: numbers are set, and what comes out is compared with what was expected."""

from fractions import Fraction

import pytest

from modelwright.errors import ModelError
from modelwright.model.canonical import model_from_object
from modelwright.model.data import Data, Table
from modelwright.model.elements import Fixing, Known
from modelwright.model.exact import Evaluator
from modelwright.solvers.adapters import Options
from modelwright.solvers.casecheck import CaseResult, run_test_cases, with_fixings


def fleet(*tests, **changes):
    """Loads carried by trucks: max 5 * load with load <= 10 * trucks, need[s] on each side."""
    document = {
        "format": "modelwright/model",
        "version": 1,
        "name": "fleet",
        "sets": [{"name": "SIDES", "content": {"form": "members", "members": ["north", "south"]}}],
        "parameters": [
            {"name": "room", "value": {"form": "known", "number": "10"}},
            {
                "name": "need",
                "index": ["SIDES"],
                "value": {"form": "known", "entries": [[["north"], "4"], [["south"], "6"]]},
            },
        ],
        "variables": [
            {"name": "trucks", "domain": "integer", "lower": "0", "upper": "3"},
            {"name": "load", "index": ["SIDES"], "domain": "continuous", "lower": "0", "upper": "100"},
        ],
        "objectives": [{"name": "gain", "sense": "max", "expression": "5 * sum(load[s] for s in SIDES) - trucks"}],
        "constraints": [
            {
                "kind": "algebraic",
                "name": "carried",
                "expression": "sum(load[s] for s in SIDES) <= room * trucks",
            },
            {"kind": "algebraic", "name": "needed", "for_each": "s in SIDES", "expression": "load[s] >= need[s]"},
        ],
        "tests": list(tests),
    }
    return model_from_object(document | changes)


def fixed(element, value, *key):
    return {"element": element, "key": list(key), "value": str(value)}


def case(*given, name="t", **expected):
    return {"name": name, "given": list(given)} | expected


@pytest.mark.parametrize(
    ("test", "passed", "words"),
    [
        (case(objective="147"), True, "expected optimal at 147; came out optimal at 147"),
        (case(objective="146"), False, "came out optimal at 147, not at 146"),
        (
            case(fixed("trucks", 0), expect="infeasible"),
            True,
            "with trucks = 0 expected infeasible; came out infeasible",
        ),
        (case(fixed("trucks", 1), expect="infeasible"), False, "came out optimal at 49, not infeasible"),
        (case(fixed("room", 2), expect="infeasible"), True, "with room = 2"),
        (case(fixed("room", "10/3")), True, "with room = 10/3 expected optimal; came out optimal"),
        (case(fixed("need", "30", "north"), expect="infeasible"), True, "with need[north] = 30"),
        (
            case(fixed("need", "24", "north"), objective="147", holds="load['south'] == 6"),
            True,
            "where `load['south'] == 6`",
        ),
        (case(fixed("load", "7.5", "south"), fixed("trucks", 2), holds="load['north'] >= 12.5"), True, "optimal at 98"),
        (
            case(holds="trucks == 3 and load['north'] <= 1"),
            False,
            "and `trucks == 3 and load['north'] <= 1` does not hold",
        ),
        (case(holds="trucks in {1, 3}"), True, "came out optimal at 147"),
        (case(holds="trucks in {1, 2}"), False, "does not hold"),
        (case(expect="unbounded"), False, "not unbounded"),
    ],
)
def test_one_case(test, passed, words):
    (result,) = run_test_cases(fleet(test))
    assert isinstance(result, CaseResult)
    assert (result.name, result.passed) == ("t", passed)
    assert words in result.sentence
    assert result.to_json() == {"name": "t", "passed": passed, "sentence": result.sentence}


def test_unbounded_is_an_expectation_like_others():
    free = [{"name": "trucks", "domain": "integer", "lower": "0"}, {"name": "load", "index": ["SIDES"], "lower": "0"}]
    assert run_test_cases(fleet(case(expect="unbounded"), variables=free))[0].passed


def test_results_come_in_order_and_the_model_stays():
    model = fleet(case(name="one"), case(fixed("trucks", 0), name="two"), case(name="three"))
    found = run_test_cases(model)
    assert [(r.name, r.passed) for r in found] == [("one", True), ("two", False), ("three", True)]
    assert model.parameters[0].value.number == 10
    assert run_test_cases(fleet()) == []


def test_a_case_that_cannot_be_solved_has_failed():
    (result,) = run_test_cases(fleet(case(fixed("wagons", 1))))
    assert not result.passed
    assert "could not be solved: `wagons` is neither a variable nor a parameter" in result.sentence
    (result,) = run_test_cases(fleet(case()), solver="nosuch")
    assert "could not be solved: There is no solver `nosuch`" in result.sentence


def test_soft_rows_and_their_cost():
    soft = {
        "kind": "algebraic",
        "name": "calm",
        "expression": "trucks <= 1",
        "enforce": {"form": "penalty", "weight": "40"},
    }
    model = fleet(case(objective="67", holds="trucks == 3"), case(fixed("room", 5), objective="0"))
    model = model.model_copy(update={"constraints": fleet(constraints=[soft]).constraints + model.constraints})
    # With presolve HiGHS 1.14 calls 49 the optimum of the first.
    first, second = run_test_cases(model, options=Options(presolve=False))
    assert first.passed, first.sentence
    # 15 tonnes in 3 trucks: 75 - 3 - 80; 10 tonnes in 2 trucks: 50 - 2 - 40
    assert "optimal at 8, not at 0" in second.sentence


# ------------------------------------------------------------------------------------------------------ changing


def numbers(model, data=None):
    evaluator = Evaluator(model, data)
    return [evaluator.parameter("need", (side,)) for side in evaluator.members("SIDES")]


def test_a_derived_or_bound_parameter_keeps_its_other_numbers():
    fixing = Fixing(element="need", key=("south",), value=Fraction(1, 2))
    derived = {"form": "derived", "expression": "room + 2"}
    bound = {"form": "bound", "table": "needs", "keys": ["side"], "value": "tonnes"}
    table = Table("needs", {"side": ("north", "south"), "tonnes": ("4", "9")})
    room = {"name": "room", "value": {"form": "known", "number": "10"}}
    for value, data, other in ((derived, None, 12), (bound, Data({"needs": table}), 4)):
        model = fleet(parameters=[room, {"name": "need", "index": ["SIDES"], "value": value}])
        changed = with_fixings(model, [fixing], data)
        assert isinstance(changed.parameters[1].value, Known)
        assert numbers(changed) == [other, Fraction(1, 2)]


def test_a_default_stays_for_the_other_keys():
    for known in ({"entries": [[["south"], "3"]], "default": "7"}, {"number": "7"}):
        need = {"name": "need", "index": ["SIDES"], "value": {"form": "known"} | known}
        changed = with_fixings(fleet(parameters=[need]), [Fixing(element="need", key=("south",), value=Fraction(1))])
        assert changed.parameters[0].value.entries == ((("south",), 1),)
        assert changed.parameters[0].value.default == 7


def test_the_last_of_two_wins_and_names_do_not_collide():
    twice = [Fixing(element="trucks", value=Fraction(k)) for k in (1, 2)]
    row = {"kind": "algebraic", "name": "fix_trucks", "expression": "trucks <= 3"}
    model = fleet(case(), constraints=[row])
    changed = with_fixings(model, [*twice, Fixing(element="load", key=("north",), value=Fraction(3, 2))])
    assert [(c.name, c.expression) for c in changed.constraints[1:]] == [
        ("fix_trucks_", "trucks == 2"),
        ("fix_load", 'load["north"] == 1.5'),
    ]
    assert changed.tests == ()
    with pytest.raises(ModelError, match="neither a variable nor a parameter"):
        with_fixings(model, [Fixing(element="SIDES", value=Fraction(1))])
