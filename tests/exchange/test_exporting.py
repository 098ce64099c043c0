"""What is taken away from a case."""

import json
import zipfile
from pathlib import Path

import pytest
from frictionless import Package

from analysis import cases, checks
from analysis.errors import UsageError, UserError
from analysis.exchange import delimited
from analysis.exchange.exporting import export_case, read_tables
from small_case import edit, write_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "case")


def unpacked(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as file:
        file.extractall(folder)
    return folder


@pytest.mark.parametrize("name", ["padang", "padang-panjang"])
def test_the_deposit_is_a_valid_data_package_with_every_row(name: str, tmp_path: Path):
    folder = unpacked(export_case(name, "zip", tmp_path / "d.zip"), tmp_path / "unpacked")
    report = Package(folder / cases.MANIFEST).validate()
    assert report.valid, report.flatten(["resource", "rowNumber", "message"])[:3]
    tables = read_tables(cases.find(name))
    for table in checks.TABLES:
        if rows := tables[table]:
            assert delimited.read(folder / f"{table}.csv").rows == rows
    manifest = json.loads((folder / cases.MANIFEST).read_text(encoding="utf-8"))
    assert manifest["licenses"][0]["name"] == "CC-BY-4.0"
    assert [item["name"] for item in manifest["resources"]] == list(checks.TABLES)


def test_the_deposit_is_the_same_bytes_every_time(case: Path, tmp_path: Path):
    first = export_case(case, "zip", tmp_path / "a.zip").read_bytes()
    assert export_case(case, "zip", tmp_path / "b.zip").read_bytes() == first


def test_no_text_of_the_deposit_would_run_in_a_spreadsheet(case: Path, tmp_path: Path):
    edit(case, "actors", "The city", "=HYPERLINK(0)")
    folder = unpacked(export_case(case, "zip", tmp_path / "a.zip"), tmp_path / "unpacked")
    assert "'=HYPERLINK(0)" in (folder / "actors.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["qdpx", "zip"])
def test_a_case_with_errors_is_not_deposited_but_can_be_mended_in_excel(
    case: Path, tmp_path: Path, kind: str
):
    edit(case, "codings", "s-month,first,CJ4,hinders", "s-month,first,CJ4,hinder")
    with pytest.raises(UserError, match="has 1 error"):
        export_case(case, kind, tmp_path / f"a.{kind}")
    assert not (tmp_path / f"a.{kind}").exists()
    assert export_case(case, "xlsx", tmp_path / "a.xlsx").exists()


def test_an_unknown_format_is_refused_with_those_that_exist(case: Path, tmp_path: Path):
    with pytest.raises(UsageError, match="there are: xlsx, qdpx, zip"):
        export_case(case, "docx", tmp_path / "a.docx")


@pytest.mark.parametrize("kind", ["xlsx", "qdpx", "zip"])
def test_a_place_that_cannot_be_written_is_refused(case: Path, tmp_path: Path, kind: str):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        export_case(case, kind, tmp_path / "file" / f"a.{kind}")
