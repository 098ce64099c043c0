"""Many cases side by side: what is read from the results of each, and their order."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import overview
from small_case import write_case
from small_places import places

COVERAGE = """\
geo,date,group,count,base,kind,low,value,high,numerator,denominator,sources
Example,2024-10,all,active,employed,ratio,24,25,26,250,1000,o1 o2
Example,2024-12,all,active,employed,ratio,27.5,27.5,27.5,275,1000,o3
Example,2025-06,all,active,eligible,printed,60,60,60,,,o4
Example,2025-06,formal,active,formal,printed,90,90,90,,,o5
Elsewhere,2025-12,all,active,employed,printed,99,99,99,,,o6
"""
TARGETS = """\
geo,group,base_compared,year,target,gap_points
Example,all,employed,2023,20,-3
Example,all,employed,2030,60,32.5
Example,all,employed,2025,40,12.5
Example,all,eligible,2024,70,10
Elsewhere,all,employed,2024,99,0
"""
CLAIMS = """\
claim_id,test_id,as_of,variant,verdict
C1,,2024-06-30,main,silence
C1,,all,main,agreement
C1,C1a,all,main,agreement
C2,,all,main,undecided
C2,,all,second_coder,silence
"""


@pytest.fixture
def results(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    folder.mkdir()
    tables = {"coverage": COVERAGE, "targets": TARGETS, "claims": CLAIMS}
    for name, text in {**tables, "record": "what,n\ndocuments,5\nevents,3\n"}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def described(results: Path, tmp_path: Path, as_of: str = "") -> dict[str, object]:
    case = write_case(tmp_path / "example")
    return overview.row("example-1", case, overview.read(results), as_of)


def test_a_case_is_described_by_its_results(results: Path, tmp_path: Path):
    row = described(results, tmp_path)
    assert (row["case"], row["place_en"], row["place_id"]) == ("example-1", "Example", "Contoh")
    assert (row["date"], row["base"], row["value"]) == ("2024-12", "employed", 27.5)
    assert (row["target"], row["target_year"], row["gap_points"]) == (40, 2025, 12.5)
    assert (row["n_documents"], row["n_events"]) == (5, 3)
    assert row["verdicts"] == "C1=agreement C2=undecided"


def test_verdicts_are_those_of_the_date_of_the_run(results: Path, tmp_path: Path):
    assert described(results, tmp_path, "2024-06-30")["verdicts"] == "C1=silence"


def test_another_base_counts_only_where_there_is_no_other(results: Path, tmp_path: Path):
    kept = [line for line in COVERAGE.splitlines() if ",employed," not in line]
    (results / "coverage.csv").write_text("\n".join(kept), encoding="utf-8")
    row = described(results, tmp_path)
    assert (row["date"], row["base"], row["value"]) == ("2025-06", "eligible", 60)
    assert "target" not in row  # that of 2024 was for an earlier year


def test_a_case_without_a_figure_has_no_gap(results: Path, tmp_path: Path):
    (results / "coverage.csv").write_text(COVERAGE.splitlines()[0], encoding="utf-8")
    row = described(results, tmp_path)
    assert row["date"] == ""
    assert "gap_points" not in row
    assert pd.isna(overview.overview([row])["value"].iloc[0])


def test_shares_of_another_base_are_not_ranked_among_the_others():
    assert list(places()["case"]) == ["two", "one", "three", "four"]
