"""The text form: what is read, what is refused, and on which line."""

from __future__ import annotations

import random

import pytest
from support.rich import RICH

from modelwright.errors import InputError, ModelError
from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.model.elements import Missing
from modelwright.model.expressions.parser import RESERVED
from modelwright.model.findings import Finding
from modelwright.model.fixes import apply_fix
from modelwright.model.templates import CATALOGUE
from modelwright.model.text import locate, parse_model, print_model
from modelwright.model.validation import validate

HEAD = "modelwright model 1\n"
SHOP = f"""{HEAD}set TOWNS = {{"ash", "elm"}}
parameter wood = 400
variable chairs: integer >= 0
variable build[TOWNS]: binary
maximize profit = 45 * chairs
"""


def faults(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(ModelError) as caught:
        parse_model(text)
    assert caught.value.code == caught.value.findings[0].code
    assert caught.value.hint
    return [(finding.place.line, finding.code) for finding in caught.value.findings]


# ---------------------------------------------------------------------------------------------------- several errors


def test_all_wrong_lines_are_told_together() -> None:
    text = f"""{SHOP}
varable tables: integer
constraint one: resorce: 5 * chairs <= wood
# a comment
constraint two: resource: 5 * chairs <= wood
  colour = "red"
  price = 2
constraint three: bound: chairs <= 2 * chairs
definition four = 3 * (chairs
output five: lists = build[t] for t in TOWNS
"""
    assert faults(text) == [
        (8, "bad-line"),
        (9, "invalid-field"),
        (12, "unknown-field"),
        (13, "invalid-field"),
        (14, "row-shape"),
        (15, "syntax"),
        (16, "invalid-field"),
    ]


def test_what_is_missing_because_of_a_wrong_line_is_not_told_again() -> None:
    text = f"{SHOP}varable tables: integer\nconstraint one: bound: tables <= 3\noutput two = tables\n"
    assert faults(text) == [(7, "bad-line")]


def test_fields_below_a_wrong_line_are_passed_over() -> None:
    assert faults(f'{SHOP}varable tables: integer\n  unit = "kg"\n  colour = "red"\n') == [(7, "bad-line")]


def test_the_message_names_line_piece_and_more() -> None:
    with pytest.raises(ModelError) as caught:
        parse_model(f"{SHOP}varable tables: integer\nzork 1\n")
    said = str(caught.value)
    assert said.startswith("Line 7: `varable` begins no line of the text form (and 1 more)")
    assert "line 7: varable tables: integer" in said
    assert "write `variable tables: integer`" in said


def test_the_span_is_that_of_the_piece() -> None:
    line = "constraint one: resorce: 5 * chairs <= wood"
    with pytest.raises(ModelError) as caught:
        parse_model(f"{SHOP}{line}\n")
    place = caught.value.findings[0].place
    assert line[place.start : place.end] == "resorce"


@pytest.mark.parametrize("text", ["", "zork", 'name "shop"\n', '{"format": "modelwright/model"}'])
def test_other_texts_are_no_text_form(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_model(text)
    assert caught.value.code == "not-a-model"
    assert caught.value.hint


def test_a_fix_of_a_field_below_a_row_points_to_it() -> None:
    text = f"{SHOP}constraint zero: bound: chairs <= 9\nconstraint one: bound: chairs <= 8\n  price = 2\n"
    with pytest.raises(ModelError) as caught:
        parse_model(text)
    (finding,) = caught.value.findings
    assert finding.fix is not None
    assert finding.fix.pointer == finding.place.pointer == "/constraints/1/price"


# ------------------------------------------------------------------------------------------------------ rows of kinds


@pytest.mark.parametrize(
    ("row", "code", "kind"),
    [
        ("resource: 5 * chiars <= wood", "unknown-name", "resource"),
        ("resource: 5 * chairs <= woood", "unknown-name", "resource"),
        ("covering: sum(biuld[t] for t in TOWNS) >= 1", "unknown-name", "covering"),
        ("resource: 5 * tables <= wood", "unknown-name", "algebraic"),
        ("bound: chairs + 1", "not-a-comparison", "algebraic"),
        ("algebraic: chairs + 1", "not-a-comparison", "algebraic"),
        ("bound: chairs = 3", "syntax", "algebraic"),
        ("bound: (chairs <= 3", "syntax", "algebraic"),
        ("bound: build[3] <= wood / 0", "index-range", "bound"),
        ("bound: chairs < 2.5", "strict-comparison", "algebraic"),
    ],
)
def test_a_row_that_is_wrong_in_itself_is_judged_by_validation(row: str, code: str, kind: str) -> None:
    text = f"{SHOP}variable half: continuous >= 0\nconstraint one: {row.replace('chairs <', 'half <')}\n"
    model = parse_model(text)
    assert model.constraints[0].kind == kind
    finding = locate(text, validate(model))[0]
    assert (finding.code, finding.place.line) == (code, 8)
    if finding.fix is not None:
        assert finding not in validate(apply_fix(model, finding))


@pytest.mark.parametrize(
    ("row", "advice"),
    [
        ("bound: chairs <= 2 * chairs", "`comparison`"),
        ("covering: chairs <= wood", "`bound`"),
        ("cumulative: 5 * chairs <= wood", "`resource`"),
        ("resource: chairs * chairs <= wood", "`algebraic`"),
    ],
)
def test_a_good_row_of_another_kind_is_refused_with_the_kind_that_says_it(row: str, advice: str) -> None:
    with pytest.raises(ModelError) as caught:
        parse_model(f"{SHOP}constraint one: {row}\n")
    (finding,) = caught.value.findings
    assert finding.code == "row-shape"
    assert finding.hint is not None
    assert advice in finding.hint
    assert row.partition(": ")[2] in finding.message


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda cls: cls.__name__)
def test_every_kind_says_its_shape_when_it_cannot_say_a_row(kind: type) -> None:
    name = kind.model_fields["kind"].default
    if name == "algebraic":
        return
    with pytest.raises(ModelError) as caught:
        parse_model(f"{SHOP}constraint one: {name}: chairs ** 3 + 2 ** chairs <= 4 and chairs % 7 == 5\n")
    (finding,) = caught.value.findings
    assert finding.code == "row-shape"
    assert ", as in `" in finding.message


def test_fields_of_the_stated_kind_do_not_hide_what_is_wrong() -> None:
    text = f'{SHOP}constraint one: precedence: zork <= 3\n  optional = true\n  label = "first"\n'
    model = parse_model(text)
    assert model.constraints[0].label == "first"
    assert [finding.code for finding in validate(model)] == ["unknown-name"]


# ------------------------------------------------------------------------------------------------- what is read anyway


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("minimise cost = chairs", "minimize cost = chairs"),
        ("maximise cost = chairs", "maximize cost = chairs"),
        ("variable x[TOWNS,TOWNS] :integer>=0<=5", "variable x[TOWNS, TOWNS]: integer >= 0 <= 5"),
        ("variable x: integer <= 5 >= 0", "variable x: integer >= 0 <= 5"),
        ("variable x: interval optional size 3", "variable x: interval size 3 optional"),
        (
            "variable x: interval size (2 if wood >= 3 else 4) >= 1",
            'element variables {"name": "x", "domain": {"form": "interval", "size": "(2 if wood >= 3 else 4)"}, '
            '"lower": "1"}',
        ),
        ("constraint c: bound: build[t] <= 0 for t in TOWNS", "constraint c: bound: build[t] <= 0; for t in TOWNS"),
        ("definition d[TOWNS] = build[t]; for t in TOWNS", "definition d[TOWNS] = build[t] for t in TOWNS"),
        ("constraint  c :bound:  chairs <= 3", "constraint c: bound: chairs <= 3"),
        ('parameter p[TOWNS]={["ash"]:1,["elm"] : 2}', 'parameter p[TOWNS] = {["ash"]: 1, ["elm"]: 2}'),
        ("parameter proof = 3", 'element parameters {"name": "proof", "value": {"form": "known", "number": "3"}}'),
        ("set S = 1 .. 4", "set S = 1..4"),
        ("  # indented", "# not"),
        ("variable x: missing", 'variable x: missing\n  domain = {"form": "missing", "slot": "domain of x"}'),
    ],
)
def test_other_ways_to_write_a_line(line: str, same: str) -> None:
    one, other = parse_model(f"{SHOP}{line}\n"), parse_model(f"{SHOP}{same}\n")
    if "missing" in line:
        assert isinstance(one.variables[-1].domain, Missing)
        assert isinstance(other.variables[-1].domain, Missing)
        assert one.variables[-1].domain.slot == other.variables[-1].domain.slot
    else:
        assert one == other
    assert parse_model(print_model(one)) == one


def test_an_open_domain_is_a_missing_slot() -> None:
    model = parse_model(f"{SHOP}variable tables: missing >= 0\n")
    (finding,) = validate(model)
    assert (finding.code, finding.severity) == ("missing-slot", "missing")
    assert "domain of tables" in finding.message
    assert "\nvariable tables: missing >= 0\n" in print_model(model)


def test_fields_stand_with_their_own_element() -> None:
    text = f'{SHOP}parameter glue = 3\n\n  unit = "kg"\n# note\n  label = "glue of a chair"\n'
    glue = parse_model(text).by_name["glue"]
    assert (glue.unit, glue.label) == ("kg", "glue of a chair")


def test_findings_get_the_line_of_their_field() -> None:
    glue = 'parameter glue = 3\n  label = "glue"\n  unit = "kg^^2"\n'
    text = f'{SHOP}{glue}constraint c: bound: chairs <= 3\n  price = "zork"\n'
    located = locate(text, validate(parse_model(text)))
    assert {(finding.code, finding.place.line) for finding in located} == {("unknown-unit", 9), ("unknown-name", 11)}


def test_words_that_are_no_names() -> None:
    assert "elif" in RESERVED


SPOILT = '"[]{}():=,;#<>.+- \tx1'


def read(text: str) -> tuple[Model | None, list[Finding]]:
    try:
        model = parse_model(text)
    except ModelError as error:
        return None, list(error.findings)
    return model, locate(text, validate(model))


@pytest.mark.parametrize("name", RICH)
def test_spoilt_lines_are_read_or_refused_with_their_line(name: str) -> None:
    lines = print_model(model_from_object(RICH[name])).splitlines()
    rng = random.Random(name)
    refused = 0
    for _ in range(120):
        number = rng.randrange(1, len(lines))
        line = lines[number]
        place = rng.randrange(len(line) + 1)
        cut = place + rng.choice([0, 0, 1, 1, 4])
        spoilt = [*lines[:number], line[:place] + rng.choice(["", *SPOILT]) + line[cut:], *lines[number + 1 :]]
        text = "\n".join(spoilt)
        model, findings = read(text)
        if model is None:
            refused += 1
            assert findings
            assert all(finding.place.line for finding in findings), findings
            assert all(finding.hint for finding in findings), findings
        else:
            assert parse_model(print_model(model)) == model
            assert all(finding.place.line or finding.place.pointer.count("/") == 1 for finding in findings)
    assert refused >= 10
