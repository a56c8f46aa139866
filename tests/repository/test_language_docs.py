"""The reference of the language: its examples do what the pages say, its tables are those of the code.

``python tests/repository/test_language_docs.py`` writes the generated tables of ``docs/language.md`` anew.
"""

from __future__ import annotations

import importlib.util
import json
import keyword
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from modelwright.config import LIMITS
from modelwright.model import Model, dump_model, load_model, validate
from modelwright.model.exact import Evaluator
from modelwright.model.exact.points import evaluate
from modelwright.model.expressions import format_expression, parse_expression
from modelwright.model.expressions.functions import FUNCTIONS
from modelwright.model.expressions.parser import RESERVED
from modelwright.model.findings import CODES
from modelwright.model.text import HEAD, parse_model, print_model
from modelwright.solvers import Solved, solve_model
from modelwright.solvers.casecheck import run_test_cases

ROOT = Path(__file__).resolve().parents[2]
PATH = ROOT / "docs" / "language.md"
PAGES = {
    path.name: path.read_text("utf-8") for path in (PATH, ROOT / "docs" / "builder.md", ROOT / "docs" / "diagnosis.md")
}
PAGE = PAGES[PATH.name]
FENCES = [fence for page in PAGES.values() for fence in re.findall(r"^```(\w*)\n(.*?)^```$", page, re.M | re.S)]


def _fences(language: str) -> list[str]:
    return [text for name, text in FENCES if name == language]


def _expected(text: str) -> Iterator[tuple[str, str]]:
    """What the comments of a Model expect: ``# objective 34``, ``# output plan = [1, 2]``."""
    for line in text.splitlines():
        if found := re.fullmatch(r"# (\w+) (.+)", line):
            yield found[1], found[2]


MODELS = _fences("text")
EXPRESSIONS = [line for block in _fences("expression") for line in block.splitlines()]
EXPECTATIONS = ("objective", "output", "solver", "status", "finding", "cases")


def _heading(text: str) -> str:
    """The last heading above an example, as its name."""
    page = next(page for page in PAGES.values() if text in page)
    title: str = re.findall(r"^#+ (.*)$", page[: page.index(text)], re.M)[-1]
    return title.lower().replace(" ", "-")


# ------------------------------------------------------------------------------------------------------- examples


def test_there_are_examples_of_every_sort() -> None:
    assert {language for language, _ in FENCES} == {"text", "json", "expression", "python"}
    assert len(MODELS) >= 12
    assert len(EXPRESSIONS) >= 14
    assert len(_fences("python")) >= 4
    domains = " ".join(re.findall(r"^variable .*", "\n".join(MODELS), re.M))
    assert all(word in domains for word in ("continuous", "integer", "binary", "one of", "interval", "optional"))
    groups = {line.split()[0] for text in MODELS for line in text.splitlines() if line[:1].isalpha()}
    assert groups >= {"set", "parameter", "variable", "definition", "maximize", "constraint", "output", "test"}


@pytest.mark.parametrize("text", [pytest.param(text, id=_heading(text)) for text in MODELS])
def test_models_are_valid_and_solve_to_what_the_page_says(text: str) -> None:
    assert text.startswith(HEAD)
    model = parse_model(text)
    assert parse_model(print_model(model)) == model
    assert load_model(dump_model(model)) == model
    expected = list(_expected(text))
    assert expected
    assert {name for name, _ in expected} <= set(EXPECTATIONS)
    findings = [finding.code for finding in validate(model)]
    assert findings == [value for name, value in expected if name == "finding"]
    if findings:
        return
    if ("solver", "scip") in expected and importlib.util.find_spec("pyscipopt") is None:
        pytest.skip("SCIP is not installed")
    assert any(name in ("objective", "status") for name, _ in expected)
    solved = solve_model(model)
    assert solved.status == next((value for name, value in expected if name == "status"), "optimal")
    assert not solved.certificate.failed
    for name, value in expected:
        _compare(model, solved, name, value)
    assert sum(name == "cases" for name, _ in expected) == bool(model.tests)


def _compare(model: Model, solved: Solved, name: str, value: str) -> None:
    match name:
        case "objective":
            goal, _, number = value.rpartition(" = ")
            found = solved.objectives[goal] if goal else solved.objective
            assert found == pytest.approx(float(number), rel=1e-6)
        case "output":
            goal, _, document = value.partition(" = ")
            assert solved.outputs[goal] == json.loads(document)
        case "solver":
            assert solved.result.solver == value
        case "cases":
            results = run_test_cases(model)
            assert len(results) == int(value)
            assert all(result.passed for result in results), results
        case _:
            assert name == "status"


def test_the_json_document_is_the_first_model() -> None:
    (document,) = _fences("json")
    model = parse_model(MODELS[0])
    assert load_model(document) == model
    assert json.loads(dump_model(model)) == json.loads(document)


@pytest.mark.parametrize("line", EXPRESSIONS)
def test_expressions_read_as_the_page_says(line: str) -> None:
    source, _, said = (part.strip() for part in line.partition("#"))
    node = parse_expression(source)
    assert parse_expression(format_expression(node)) == node
    if said.startswith("same as "):
        assert parse_expression(said.removeprefix("same as ")) == node
    elif said:
        assert evaluate(Evaluator(Model()).tree(node, {}), {}) == Fraction(said)


@pytest.mark.parametrize("block", [pytest.param(text, id=_heading(text)) for text in _fences("python")])
def test_python_blocks_print_what_the_page_says(block: str) -> None:
    done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    expected = re.findall(r"^# > (.*)$", block, re.M)
    assert expected
    assert done.stdout.splitlines() == expected


def test_the_words_that_are_no_names() -> None:
    (said,) = re.findall(r"Python's keywords and (.*?) are no names", PAGE, re.S)
    functions = set(re.findall(r"`(\w+)`", said))
    assert functions == RESERVED & set(FUNCTIONS)
    assert RESERVED - functions <= set(keyword.kwlist)


@pytest.mark.parametrize("name", PAGES)
def test_files_that_the_pages_name_exist(name: str) -> None:
    for path in re.findall(r"\]\((?!https?:|#)([^)#]+)\)", PAGES[name]):
        assert (ROOT / "docs" / path).exists(), path


# --------------------------------------------------------------------------------------------------------- tables


def function_table() -> str:
    """Every function of the expression language."""
    rows = (f"| `{f.signature.replace(' or ', '` or `')}` | {f.meaning} |" for f in FUNCTIONS.values())
    return "\n".join(("| function | is |", "|---|---|", *rows))


def code_table() -> str:
    """Every code of a finding, in the order of the alphabet."""
    rows = (f"| `{code}` | {CODES[code]} |" for code in sorted(CODES))
    return "\n".join(("| code | the finding is |", "|---|---|", *rows))


TABLES = {"functions": function_table, "codes": code_table}


def with_tables(page: str) -> str:
    """`page` with its generated tables as they are now."""
    for name, table in TABLES.items():
        begin = f"<!-- {name}: generated by tests/repository/test_language_docs.py -->"
        end = f"<!-- end of {name} -->"
        before, _, rest = page.partition(begin)
        assert rest, begin
        _, _, after = rest.partition(end)
        assert after, end
        page = f"{before}{begin}\n{table()}\n{end}{after}"
    return page


def test_generated_tables_are_those_of_the_code() -> None:
    assert with_tables(PAGE) == PAGE, "run `python tests/repository/test_language_docs.py`"


def test_the_table_of_limits_is_that_of_the_code() -> None:
    rows: list[Any] = re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", PAGE, re.M)
    assert {name: int(value.replace(",", "")) for name, value in rows} == asdict(LIMITS)


if __name__ == "__main__":
    PATH.write_text(with_tables(PAGE), encoding="utf-8")
