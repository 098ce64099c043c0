"""A new case: complete, without problems, and never over something that is there."""

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from analysis import cases, creating
from analysis.checks import TABLES, check
from analysis.errors import UserError
from analysis.examples import EXAMPLES
from analysis.framework import elements
from analysis.language import Language, languages
from analysis.plausibility import EXAMPLE

ENGLISH = Language("en")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return creating.create(
        tmp_path / "my-city", ENGLISH, place="My City", geo="Kota Saya", province="Bali"
    )


def only_the_examples(case: Path) -> bool:
    """Whether the check finds the example row of each table, and nothing else."""
    found = check(case)
    said = {problem.template for problem in found}
    return said == {EXAMPLE} and [problem.file for problem in found] == sorted(
        f"{table}.csv" for table in TABLES
    )


def test_a_new_case_has_every_table_and_no_problem_but_its_examples(case: Path):
    assert only_the_examples(case)
    for table in TABLES:
        path = case / f"{table}.csv"
        path.write_text(path.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    assert [problem for problem in check(case) if problem.severity == "error"] == []


def test_a_new_case_shows_how_each_table_is_filled(case: Path):
    for table in TABLES:
        header, row = cases.read_rows(case, table)
        assert dict(zip(header, row, strict=True)) == EXAMPLES[table]


def test_a_new_case_is_that_of_its_place(case: Path):
    loaded = cases.load(case)
    assert (loaded.geo, loaded.province, loaded.country) == ("Kota Saya", "Bali", "Indonesia")
    assert loaded.place == {"en": "My City", "id": "My City"}


def test_the_manifest_describes_every_table_as_it_is_checked(case: Path):
    manifest = json.loads((case / cases.MANIFEST).read_text("utf-8"))
    described = {entry["name"]: entry for entry in manifest["resources"]}
    assert set(described) == set(TABLES)
    for table, entry in described.items():
        assert entry["schema"] == cases.schema(table)
        assert (case / entry["path"]).is_file()


def test_there_is_a_readme_in_every_language_that_names_every_column(case: Path):
    for code in languages():
        text = (case / f"README.{code}.md").read_text("utf-8")
        for table in TABLES:
            assert f"`{table}.csv`" in text
            assert all(column in text for column in cases.columns(table))


def test_the_readme_names_every_code_that_a_mapping_can_have(case: Path):
    codes = elements(cases.load_reference().framework)["code"]
    for code in languages():
        text = (case / f"README.{code}.md").read_text("utf-8")
        assert all(f"| {element} |" in text for element in codes)
        assert "`mapping.csv`" in text


def test_there_is_a_workbook_with_a_sheet_for_every_table(case: Path):
    assert set(TABLES) <= set(load_workbook(case / creating.TEMPLATE).sheetnames)


def test_without_a_place_the_case_is_that_of_its_examples(tmp_path: Path):
    loaded = cases.load(creating.create(tmp_path / "new", ENGLISH))
    assert loaded.place == {"en": "Example City", "id": "Kota Contoh"}
    assert set(loaded.observations["geo"]) == {loaded.geo}


def test_an_empty_folder_is_used_and_a_used_one_refused(tmp_path: Path):
    empty, used = tmp_path / "empty", tmp_path / "used"
    empty.mkdir()
    assert only_the_examples(creating.create(empty, ENGLISH))
    used.mkdir()
    (used / "letter.txt").write_text("Dear")
    with pytest.raises(UserError, match="not empty"):
        creating.create(used, ENGLISH)
    assert [path.name for path in used.iterdir()] == ["letter.txt"]


def test_a_file_of_that_name_and_the_present_folder_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="not empty"):
        creating.create(tmp_path / "file", ENGLISH)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    with pytest.raises(UserError, match="does not exist yet"):
        creating.create(Path(), ENGLISH)


def test_what_stops_it_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(creating.workbook, "write_template", full)
    with pytest.raises(UserError, match="No space left"):
        creating.create(tmp_path / "new", ENGLISH)
    assert list(tmp_path.iterdir()) == []


def test_it_has_no_problem_after_its_rows_are_replaced(case: Path):
    """Somebody fills it with the tables of another case, and has no claims."""
    for table in TABLES:
        (case / f"{table}.csv").unlink()
        source = cases.DATA / "padang-panjang" / f"{table}.csv"
        if source.exists():
            shutil.copy(source, case)
    assert [problem for problem in check(case) if problem.severity == "error"] == []
