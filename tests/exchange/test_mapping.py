"""The table by which codes of a project become codes of the framework."""

from pathlib import Path

import pytest

from analysis import cases
from analysis.errors import UserError
from analysis.exchange import mapping as mappings
from analysis.exchange.mapping import Meaning, draft
from analysis.exchange.sheets import ProblemsError

FRAMEWORK = cases.load_reference().framework


@pytest.mark.parametrize(
    ("name", "code", "stance"),
    [
        ("DR1", "DR1", ""),
        ("dr1 hinders", "DR1", "hinders"),
        ("Sumber daya", "CJ4", ""),
        ("CJ4: Resources - supports", "CJ4", "supports"),
        ("NONE neutral", "NONE", "neutral"),
        ("hinders", "", "hinders"),
        ("Leadership", "", ""),
        ("Resources of the city", "", ""),
        ("breakfast", "", ""),
        ("", "", ""),
    ],
)
def test_only_names_without_doubt_are_decided(name: str, code: str, stance: str):
    assert draft([name], FRAMEWORK) == {name: Meaning(code, stance)}


def test_a_draft_comes_back_as_it_was_written(tmp_path: Path):
    drafted = draft(['=cmd|"x"', "a, b; c", "DR1 supports", "line\nbreak"], FRAMEWORK)
    path = tmp_path / "mapping.csv"
    path.write_text(mappings.text(drafted), encoding="utf-8", newline="")
    assert mappings.read(path, FRAMEWORK) == drafted
    assert "'=cmd" in path.read_text(encoding="utf-8")


def test_excel_may_have_saved_it_with_semicolons(tmp_path: Path):
    path = tmp_path / "mapping.csv"
    path.write_bytes("name_in_project;code;stance\r\ncafé;DR2;hinders\r\n".encode("cp1252"))
    assert mappings.read(path, FRAMEWORK) == {"café": Meaning("DR2", "hinders")}


def test_unknown_codes_and_stances_are_named_with_their_places(tmp_path: Path):
    path = tmp_path / "mapping.csv"
    path.write_text(
        "name_in_project,code,stance\na,DR9,supports\nb,DR1,suports\n", encoding="utf-8"
    )
    with pytest.raises(ProblemsError) as caught:
        mappings.read(path, FRAMEWORK)
    assert [(p.row, p.column) for p in caught.value.problems] == [(2, "code"), (3, "stance")]
    assert "did you mean “supports”" in caught.value.problems[1].message


@pytest.mark.parametrize("content", ["", "a,b\n", "name_in_project,code\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, content: str):
    path = tmp_path / "mapping.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=r"mapping\.csv"):
        mappings.read(path, FRAMEWORK)
