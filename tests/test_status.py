"""The status page says what a copy was made of, the same for the same data, code and versions."""

import json
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from analysis import cases, status
from analysis.language import Language, languages
from analysis.project import Project


def git(folder: Path, *words: str) -> None:
    names = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("code", languages())
def test_the_page_names_checks_data_chapters_and_versions(code: str):
    case = cases.load("padang")
    told = status.tables(Project(), case, Language(code))
    assert told == status.tables(Project(), case, Language(code))
    assert told.count("## ") == 4
    assert f"| `pandas` | {version('pandas')} |" in told
    for notebook in Project().notebooks():
        assert f"| `{notebook.name}` |" in told
    for line in told.splitlines():
        assert not line or line.startswith(("##", "|")), line


def test_the_day_of_the_last_change_is_that_of_the_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2025-03-04T12:00:00+0000")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.csv").write_text("a\n")
    assert status.last_change(data) == ""
    git(tmp_path, "init", "-q")
    assert status.last_change(data) == "", "not recorded yet"
    git(tmp_path, "add", "data")
    git(tmp_path, "commit", "-q", "-m", "data")
    assert status.last_change(data) == "2025-03-04"
    (tmp_path / "other").write_text("x")
    assert status.last_change(data) == "2025-03-04", "another file does not count"
    (data / "a.csv").write_text("b\n")
    assert status.last_change(data) == "", "changed since"


def test_a_book_without_the_page_gets_none(tmp_path: Path):
    page = tmp_path / "status.md"
    status.complete(page, Project(), cases.load("padang"), Language("en"))
    assert not page.exists()


def test_times_are_written_beside_the_book(tmp_path: Path):
    path = status.write_times(tmp_path, {"pages": 1.26})
    assert json.loads(path.read_text("utf-8")) == {"seconds": {"pages": 1.3}}
