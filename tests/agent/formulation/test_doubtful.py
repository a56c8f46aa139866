from __future__ import annotations

from modelwright.agent.formulation.doubtful import without_doubtful_units
from modelwright.model.canonical import dump_model
from modelwright.model.document import Model
from modelwright.model.patches import Patch, SetField, apply_patch


def _model(unit: str) -> Model:
    m = Model.build("shop")
    clay = m.parameter("clay", 120, unit=unit)
    rate = m.parameter("rate", 2, unit="kg")
    bowls = m.variable("bowls", domain="integer")
    m.add(rate * bowls <= clay, name="use")
    m.maximize(9 * bowls, unit="$")
    model, _ = apply_patch(m.model(), Patch())
    return model


def test_units_that_agree_stay() -> None:
    model = _model("kg")
    assert without_doubtful_units(model) == (model, ())


def test_units_that_clash_are_left_out_and_told() -> None:
    fine = _model("kg")
    clashing, _ = apply_patch(fine, Patch(edits=(SetField(name="clay", field="unit", value="hour"),)))
    model, clashes = without_doubtful_units(clashing)
    assert [finding.code for finding in clashes] == ["unit-clash"]
    assert '"unit"' not in dump_model(model)
    assert [e.name for _, e in model.elements()] == [e.name for _, e in clashing.elements()]


def test_a_model_without_units_is_not_looked_at() -> None:
    bare, _ = without_doubtful_units(Model())
    assert bare == Model()
