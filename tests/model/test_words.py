"""Expressions, conditions and quantifiers in the user's words."""

from __future__ import annotations

import pytest

from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.model.english import be, do_not, family, joined, one_of, plural, reads_on
from modelwright.model.words import Words


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(_model())


def _model() -> Model:
    members = {"form": "members", "members": ["north", "south"]}
    whole = {"domain": "integer", "lower": "0", "upper": "9"}
    sets = [{"name": "SITES", "content": members}, {"name": "DEPOTS", "label": "the old depots", "content": members}]
    sets += [{"name": "I", "content": members}, {"name": "WEEKS", "content": {"form": "range", "first": 1, "last": 4}}]
    entries = {"form": "known_sets", "entries": []}
    return model_from_object(
        {
            "format": "modelwright/model",
            "version": 1,
            "sets": sets,
            "parameters": [
                {"name": "most", "unit": "crate", "value": {"form": "known", "number": "40"}},
                {"name": "near", "label": "reach of", "index": ["I"], "members_of": "SITES", "value": entries},
            ],
            "variables": [
                {"name": "chairs", **whole},
                {"name": "s", **whole},
                {"name": "a", "label": "hours of work", **whole},
                {"name": "made", "label": "boxes made in", "index": ["SITES"], **whole},
                {"name": "stock", "index": ["I", "WEEKS"], **whole},
                {"name": "hire", "domain": "binary"},
                {"name": "open", "index": ["SITES"], "domain": "binary"},
                {"name": "job", "domain": {"form": "interval", "size": "2", "optional": True}},
            ],
        }
    )


CLAUSES = {
    "chairs >= 10": ("chairs are at least 10", "chairs are less than 10"),
    "s == 3": ("s is exactly 3", "s is not 3"),
    "t == 3": ("t is 3", "t is not 3"),
    "a <= most": ("hours of work are at most 40 crates", "hours of work are more than 40 crates"),
    "2 <= chairs < 5": ("chairs are at least 2 and less than 5", "chairs are less than 2 or at least 5"),
    "1 <= s <= t <= 4": ("1 is at most s and s is at most t and t is at most 4", None),
    "chairs in {1, 3}": ("chairs are 1 or 3", "chairs are not 1 or 3"),
    "i in SITES": ("i is in the sites", "i is not in the sites"),
    "(s, chairs) in DEPOTS": (
        "s and chairs together are in the old depots",
        "s and chairs together are not in the old depots",
    ),
    "hire": ("hire is chosen", "hire is not chosen"),
    "not hire": ("hire is not chosen", "hire is chosen"),
    "present(job)": ("job takes place", "job does not take place"),
    "hire and chairs >= 1": (
        "hire is chosen and chairs are at least 1",
        "hire is not chosen or chairs are less than 1",
    ),
    "hire or s >= 1 and s <= 2": ("hire is chosen or (s is at least 1 and s is at most 2)", None),
    "implies(hire, s >= 1)": ("if hire is chosen, then s is at least 1", "hire is chosen, and yet s is less than 1"),
    "iff(hire, s >= 1)": ("hire is chosen exactly when s is at least 1", None),
    'forall(open[i] for i in SITES if i != "north")': (
        "all of these hold: open (i) is chosen, for every site i where i is not north",
        "at least one of these does not hold: open (i) is chosen, for every site i where i is not north",
    ),
    "exists([hire, s >= 1])": (
        "at least one of these holds: hire is chosen; s is at least 1",
        "none of these holds: hire is chosen; s is at least 1",
    ),
    "all_different(s, chairs)": ("s, chairs all differ", "it is not so that s, chairs all differ"),
}


@pytest.mark.parametrize("expression", CLAUSES)
def test_conditions_and_their_denials(words: Words, expression: str) -> None:
    said, denied = CLAUSES[expression]
    assert words.condition(expression) == said
    assert denied is None or words.denial(expression) == denied


SAID = {
    'made["north"] + 2 * stock[i, t]': "boxes made in north + 2 × stock (i, t)",
    "3 if hire else (2 if s >= 1 else 1)": "3 if hire is chosen, else 2 if s is at least 1, else 1",
    "(3 if hire else 2) if s >= 1 else 1": "(3 if hire is chosen, else 2) if s is at least 1, else 1",
    "sum(made[i] for i in SITES if i != j) - s": "(the total of boxes made in i over all sites i where i is not j) − s",
    "sum(stock[i, t] for i in I for t in WEEKS)": "the total of stock (i, t) over all i in I and all weeks t",
    "sum(made[d] for d in DEPOTS)": "the total of boxes made in d over all old depots d",
    "sum(made[j] for j in near[i])": "the total of boxes made in j over all sites j in reach of i",
    "sum(stock[i, prev(t)] for t in WEEKS)": "the total of stock (i, the week before t) over all weeks t",
    "stock[i, next(t)]": "stock (i, the one after t)",
    "len(SITES)": "the number of the sites",
    "count(open[i] for i in SITES)": "the number of these that hold: open (i) is chosen, for every site i",
}


@pytest.mark.parametrize("expression", SAID)
def test_numbers(words: Words, expression: str) -> None:
    assert words.say(expression) == SAID[expression]


def test_quantifiers(words: Words) -> None:
    assert words.over("") == ""
    assert words.over("i in SITES, t in WEEKS if t > 1") == "for every site i and every week t where t is more than 1"
    assert words.over("(a, b) in BEFORE", "some") == "for some (a, b) in the before"
    assert words.over("i in") == ""
    assert words.within("t in WEEKS").say("stock[i, prev(t)]") == "stock (i, the week before t)"
    assert words.within("").sets == {}


def test_declared(words: Words) -> None:
    said = {v.name: words.declared(v) for v in words.model.variables}
    assert said["chairs"] == "chairs"
    assert said["made"] == "boxes made in every site"
    assert said["stock"] == "stock for every member of I and week"


def test_nouns() -> None:
    assert [
        plural(w) for w in ("job on the lathe", "hours of work", "box", "city", "person", "day", "foot", "work")
    ] == [*("jobs on the lathe", "hours of work", "boxes", "cities", "people", "days", "feet", "work")]
    assert [one_of(w) for w in ("jobs", "the combinations", "people", "I", "BUS", "work", "plants in the north")] == [
        *("job", "combination", "person", None, None, None, "plant in the north")
    ]
    assert [be(w) for w in ("chairs", "hours of work", "wood", "2 × chairs + tables", "glass", "s", "chairs made")] == [
        *("are", "are", "is", "is", "is", "is", "are")
    ]
    assert (do_not("wood for crates"), do_not("crates packed")) == ("does not", "do not")
    assert [family(w) for w in ("visit to a customer", "the seat", "stop that follows", "hours on", "work", "x2")] == [
        *("the visits to a customer", "the seats", None, None, None, None)
    ]
    assert (reads_on("hours on"), reads_on("on"), reads_on("cost of")) == (True, False, True)
    assert [joined(w) for w in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
