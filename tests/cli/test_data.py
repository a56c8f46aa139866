"""Data files on the command line."""

from __future__ import annotations

import openpyxl
import pytest

from modelwright.model import Model, dump_model


@pytest.fixture
def folder(tmp_path):
    """A Model of two tables, one as CSV and one as a sheet."""
    values = {
        "cost": {"form": "bound", "table": "costs", "keys": ["product"], "value": "cost"},
        "most": {"form": "bound", "table": "limits", "keys": ["product"], "value": "most"},
    }
    model = Model(
        sets=[{"name": "PRODUCTS", "content": {"form": "column", "table": "costs", "column": "product"}}],
        parameters=[{"name": name, "index": ["PRODUCTS"], "value": value} for name, value in values.items()],
        variables=[
            {"name": "make", "index": ["PRODUCTS"], "lower": "0", "upper": "most[p]", "over": "p in PRODUCTS"},
        ],
        objectives=[{"name": "o", "sense": "max", "expression": "sum(cost[p] * make[p] for p in PRODUCTS)"}],
    )
    (tmp_path / "model.json").write_text(dump_model(model))
    (tmp_path / "costs.csv").write_text("product,cost\nmug,0.5\nbowl,2\n")
    book = openpyxl.Workbook()
    for row in (["product", "most"], ["bowl", 10], ["mug", 4]):
        book.active.append(row)
    book.save(tmp_path / "limits.xlsx")
    return tmp_path


def test_a_text_and_a_workbook(call, folder):
    data = ["--data", folder / "costs.csv", "--data", folder / "limits.xlsx"]
    found = call("run", folder / "model.json", *data, "--json")
    assert (found.code, found.object["status"], found.object["objective"]) == (0, "optimal", 22.0)


def test_a_name_for_a_file(call, folder):
    (folder / "costs.csv").rename(folder / "prices 2024=new.csv")
    data = ["--data", f"costs={folder}/prices 2024=new.csv", "--data", f"limits={folder}/limits.xlsx"]
    found = call("run", folder / "model.json", *data, "--json")
    assert (found.code, found.object["objective"]) == (0, 22.0)


def test_a_file_whose_name_looks_like_one_with_a_name(call, folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "costs.csv").rename(folder / "x=costs.csv")
    found = call("run", "model.json", "--data", "x=costs.csv", "--data", "limits.xlsx", "--json")
    assert found.object["error"]["code"] == "unknown-table"
    assert "`x=costs`" in found.object["error"]["hint"]


def test_a_fault_has_a_place(call, folder):
    book = openpyxl.load_workbook(folder / "limits.xlsx")
    book.active["B3"] = "4 pieces"
    book.save(folder / "limits.xlsx")
    found = call("run", folder / "model.json", "--data", folder / "costs.csv", "--data", folder / "limits.xlsx")
    assert found.code == 2
    assert f'{folder}/limits.xlsx, sheet "Sheet", row 3, column "most" (B3)' in found.err.replace("\n", "")
    assert "write `4`; the unit belongs to the Model" in found.err.replace("\n", " ")


def test_two_files_of_one_name(call, folder):
    found = call("run", folder / "model.json", "--data", folder / "costs.csv", "--data", f"costs={folder}/limits.xlsx")
    assert found.code == 2
    assert "Two tables are named `costs`" in found.err
