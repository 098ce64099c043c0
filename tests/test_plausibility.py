"""What cannot be, or needs a second look."""

from pathlib import Path

import pytest

from analysis.checks import Problem, check
from small_case import TABLES, edit, write_case

ROW = (
    "{key},{series},Example,district,,{period},{value},{unit},{group},{base},printed,once,"
    "Paper,One,,https://example.org/1,"
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "example")


def add(case: Path, table: str, *rows: str) -> None:
    with (case / f"{table}.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


def figure(key: str, series: str, value: float, **other: str) -> str:
    cells = {"period": "2024-10", "unit": "persons", "group": "all", "base": ""} | other
    return ROW.format(key=key, series=series, value=value, **cells)


def found(case: Path, severity: str, word: str) -> list[Problem]:
    return [item for item in check(case) if item.severity == severity and word in item.message]


def test_the_small_case_gives_no_doubt(case: Path):
    assert check(case) == []


def test_more_members_than_workers_of_one_month_is_an_error(case: Path):
    add(case, "observations", figure("o5", "employed", 200))
    (problem,) = found(case, "error", "more active members")
    assert (problem.file, problem.row, problem.column) == ("observations.csv", 2, "value")
    assert "250" in problem.message
    assert "200" in problem.message


def test_more_members_than_workers_of_one_year_is_a_warning(case: Path):
    edit(case, "observations", "2024-08,1000", "2024-08,240")
    (problem,) = found(case, "warning", "more active members")
    assert problem.row == 2
    assert not found(case, "error", "more active members")


@pytest.mark.parametrize(
    "other",
    [
        {"group": "formal"},
        {"period": "2023-10"},
        {"unit": "percent"},
    ],
)
def test_other_groups_years_and_units_are_not_compared(case: Path, other: dict[str, str]):
    add(case, "observations", figure("o5", "employed", 90, **other))
    assert not [item for item in check(case) if "more active members" in item.message]


def test_a_coverage_that_its_parts_do_not_give_is_a_warning(case: Path):
    """250 members of 1,003 workers are 24.9 percent; 44 is something else, 25.2 is rounding."""
    add(
        case,
        "observations",
        figure("o5", "workers", 1003),
        figure("o6", "coverage", 44, unit="percent", base="employed"),
        figure("o7", "coverage", 25.2, unit="percent", base="employed"),
    )
    (problem,) = found(case, "warning", "does not follow")
    assert problem.row == 7
    assert "they give 24.9 percent" in problem.message


def test_several_bases_in_one_series_are_a_warning(case: Path):
    add(
        case,
        "observations",
        figure("o5", "coverage", 30, unit="percent", base="eligible", period="2025-10"),
    )
    (problem,) = found(case, "warning", "several bases")
    assert (problem.row, problem.column) == (6, "base")
    assert "employed, eligible" in problem.message


def test_a_figure_without_address_is_a_warning(case: Path):
    edit(case, "observations", "One,2024-11-11,https://example.org/1", "One,2024-11-11,")
    (problem,) = found(case, "warning", "no address")
    assert problem.row == 2


@pytest.mark.parametrize(
    ("table", "old", "new", "column"),
    [
        ("documents", "public,One,", "public,[SYNTHETIC] One,", "layer"),
        ("segments", "city,2024-11-11,A", "city,2024-11-11,[SINTETIS] A", "document_id"),
        ("documents", "en,,context", "en,launch,context", "event"),
        ("observations", "One,,https://example.org/1,", "[SYNTHETIC],,,", "value"),
    ],
)
def test_teaching_material_outside_its_layer_is_an_error(
    case: Path, table: str, old: str, new: str, column: str
):
    edit(case, table, old, new)
    (problem,) = [item for item in check(case) if item.severity == "error"]
    assert (problem.file, problem.column) == (f"{table}.csv", column)


def test_an_agreement_that_only_teaching_reports_is_a_warning(case: Path):
    edit(case, "agreements", "a-day,s-day", "a-day,s-lesson")
    (problem,) = found(case, "warning", "teaching")
    assert (problem.file, problem.row) == ("agreements.csv", 2)


def test_a_text_is_needed_in_one_language_only(case: Path):
    edit(case, "claims", "A claim.,Klaim.", "A claim.,")
    (problem,) = check(case)
    assert (problem.severity, problem.column, problem.row) == ("warning", "text_id", 0)
    edit(case, "claims", "A claim.,", ",")
    problems = check(case)
    assert [item.column for item in problems if item.severity == "error"] == ["text_en"]


def test_an_unknown_province_is_a_warning(case: Path):
    manifest = case / "datapackage.json"
    manifest.write_text(manifest.read_text().replace('"geo"', '"province": "Sumatra Barat", "geo"'))
    (problem,) = check(case)
    assert problem.severity == "warning"
    assert "did you mean “Sumatera Barat”" in problem.message


def test_the_tables_of_the_small_case_are_all_examined():
    assert len(TABLES) == 9
