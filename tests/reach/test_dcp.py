"""The Model language reaches constraint problems: public items written by hand, solved, and judged by a checker."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from dcp_models import MODELS
from support.benchmark_data import absent

from modelwright import SolvedModel, run
from modelwright.model.canonical import dump_model, load_model
from modelwright.model.document import Model
from modelwright.model.elements import Choice, Interval
from modelwright.model.expressions import FUNCTIONS, Node, parse_expression, parse_quantifiers
from modelwright.model.expressions.nodes import Call, Sum, children
from modelwright.model.text import parse_model, print_model
from modelwright.model.uses import expressions_of, quantifiers_of
from modelwright.solvers import Options

SLOW = {"hidato"}
TWO_SOLVERS = (
    "allergy among ages_of_the_sons send_more_money zebra csplib_028_bibd set_game giant_cat_army sudoku kenken "
    "csplib_057_killer_sudoku archery_puzzle bus_scheduling cell_tower facility_location media_selection twelve_pack "
    "csplib_034_warehouse_location csplib_008_vessel_loading room_assignment session2_movie_scheduling"
).split()
"""Solved by the reductions to linear rows as well."""
UNUSED = {"exp", "log", "sqrt", "sin", "cos", "floor", "round"}


@pytest.fixture(scope="module")
def checker(benchmark_folder: Path) -> ModuleType:
    """The independent judge of DCP-Bench answers; a skip, or a failure where it is required."""
    path = benchmark_folder.parent / "tools" / "check_dcp.py"
    if not path.is_file():
        absent(f"no checker at {path}")
    spec = importlib.util.spec_from_file_location("check_dcp", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def items(benchmark_folder: Path) -> dict[str, Any]:
    """The public items by name."""
    lines = (benchmark_folder / "dcp-bench" / "items.jsonl").read_text("utf-8").splitlines()
    found = {item["id"].removeprefix("dcp-"): item for item in map(json.loads, lines)}
    return {name: found[name] for name in MODELS}


@pytest.fixture(scope="module")
def models(benchmark_folder: Path) -> dict[str, Model]:
    """Every Model, made of the first instance of its item."""

    def instance(name: str) -> dict[str, Any]:
        path = benchmark_folder / "dcp-bench" / "upstream" / "dataset" / name / f"{name}.json"
        instances = json.loads(path.read_text("utf-8")) if path.is_file() else []
        return instances[0] if instances else {}

    return {name: make(instance(name)).model() for name, make in MODELS.items()}


def plain(value: Any) -> Any:
    """An output as JSON has it."""
    match value:
        case dict():
            return {key: plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
        case Fraction():
            return float(value)
        case _:
            return value


def judged(checker: ModuleType, item: dict[str, Any], answer: SolvedModel) -> tuple[str, str]:
    verdict = checker.judge(item, {"outputs": plain(answer.outputs), "objective": answer.objective})
    return verdict.status, verdict.why if verdict.status != "valid" else ""


@cache
def _answer(text: str, solver: str) -> SolvedModel:
    return run(load_model(text), solver=solver, options=Options(time_limit_s=60))


def answered(model: Model, solver: str = "auto") -> SolvedModel:
    return _answer(dump_model(model), solver)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in MODELS]
)
def test_the_answer_is_valid(name: str, models: dict[str, Model], items: dict[str, Any], checker: ModuleType) -> None:
    answer = answered(models[name])
    assert answer.status == "optimal"
    assert answer.certificate is not None
    assert answer.certificate.feasible == "exact"
    wanted = items[name]["answer"]
    assert answer.objective == (None if wanted == "satisfiable" else wanted)
    assert judged(checker, items[name], answer) == ("valid", "")


@pytest.mark.parametrize("name", TWO_SOLVERS)
def test_reduced_to_linear_rows_it_is_the_same(
    name: str, models: dict[str, Model], items: dict[str, Any], checker: ModuleType
) -> None:
    linear, chosen = answered(models[name], "highs"), answered(models[name])
    assert linear.solved is not None
    assert linear.solved.result.solver == "highs"
    assert (linear.status, linear.objective) == (chosen.status, chosen.objective)
    assert judged(checker, items[name], linear) == ("valid", "")


def test_the_checker_sees_a_wrong_cell(models: dict[str, Model], items: dict[str, Any], checker: ModuleType) -> None:
    outputs = plain(answered(models["sudoku"]).outputs)
    outputs["grid"][0][0] = outputs["grid"][0][0] % 9 + 1
    assert checker.judge(items["sudoku"], {"outputs": outputs}).status == "invalid"


def test_every_model_reads_itself_back(models: dict[str, Model]) -> None:
    for name, model in models.items():
        assert load_model(dump_model(model)) == model, name
        assert parse_model(print_model(model)) == model, name


def _nodes(model: Model) -> Iterator[Node]:
    elements = [e for group in ("sets", "parameters", "variables", "definitions") for e in getattr(model, group)]
    rows = [*elements, *model.objectives, *model.constraints, *model.outputs]
    roots = [parse_expression(source) for row in rows for source in expressions_of(row)]
    roots += [parse_expression(row.to_expression()) for row in model.constraints]
    for source in (source for row in rows for source in quantifiers_of(row)):
        for generator in parse_quantifiers(source):
            roots += [*generator.args, *([] if generator.condition is None else [generator.condition])]
    while roots:
        node = roots.pop()
        yield node
        roots += children(node)


def test_together_they_use_the_whole_language(models: dict[str, Model]) -> None:
    nodes = [node for model in models.values() for node in _nodes(model)]
    called = {node.function for node in nodes if isinstance(node, Call)}
    called |= {"sum" for node in nodes if isinstance(node, Sum)}
    assert FUNCTIONS.keys() - called == UNUSED
    assert {type(node) for node in nodes} == set(Node.__args__)

    variables = [variable for model in models.values() for variable in model.variables]
    domains = [v.domain if isinstance(v.domain, str) else type(v.domain) for v in variables]
    assert set(domains) == {"integer", "binary", Choice, Interval}
    sets = [s for model in models.values() for s in model.sets]
    assert {s.content.form for s in sets} == {"members", "range", "selected"}
    assert any(s.cyclic for s in sets)
    assert any(s.subset_of for s in sets)
    parameters = [p for model in models.values() for p in model.parameters]
    assert {p.value.form for p in parameters} == {"known", "known_sets", "derived"}
    assert {o.shape for model in models.values() for o in model.outputs} == {"scalar", "list", "nested"}
    senses = [[o.sense for o in model.objectives] for model in models.values()]
    assert (senses.count(["min"]), senses.count(["max"]), senses.count(["min", "min"])) == (13, 9, 1)
    assert any(row.enforce.form == "penalty" for model in models.values() for row in model.constraints)
