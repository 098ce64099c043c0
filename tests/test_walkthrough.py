"""The newcomer's way: the page's own commands, and the book that stands at its end."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from analysis import chapters, execution, publishing, walkthrough
from analysis.checks import check
from analysis.language import languages
from analysis.parameters import read_parameters
from analysis.project import ROOT
from small_book import copy_project

NOTEBOOK = ROOT / "notebooks" / "own-case.ipynb"


def walk(monkeypatch: pytest.MonkeyPatch, language: str) -> tuple[walkthrough.Walk, list[str]]:
    """Run the cells of the page in this process; return the walk and what was shown."""
    shown: list[str] = []

    def keep(item: Any) -> None:
        shown.append(str(getattr(item, "data", item)))

    monkeypatch.setattr(walkthrough, "display", keep)
    monkeypatch.setattr(chapters, "display", keep)
    names = {one.name: one.default for one in read_parameters(NOTEBOOK)} | {"language": language}
    for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", []):
            exec("".join(cell["source"]), names)  # noqa: S102 - the book's own code
    return names["walk"], shown


@pytest.mark.parametrize("language", languages())
def test_every_command_of_the_page_does_what_the_page_says(
    monkeypatch: pytest.MonkeyPatch, language: str
):
    done, shown = walk(monkeypatch, language)
    pictures = [text for text in shown if text.startswith("```text\n$ ucj")]
    commands = [re.search(r"\$ (ucj \w+)", text)[1] for text in pictures]  # type: ignore[index]
    expected = ["new", "import", "import", "check", "import", "compare", "export"]
    assert commands == [f"ucj {name}" for name in expected]
    refused, brought, found, compared = (pictures[number] for number in (1, 2, 3, 5))
    for place in ("geo_level", "period", "distrik", "2024-13"):
        assert place in refused
    assert ": 4, " in brought
    assert "observations" not in found
    assert ("23.9%" if language == "en" else "23,9%") in compared
    assert ("25.7%" if language == "en" else "25,7%") in compared
    assert check(done.case) == []
    assert (done.folder / "my-city.zip").is_file()


def test_no_path_of_a_machine_is_shown(monkeypatch: pytest.MonkeyPatch):
    done, shown = walk(monkeypatch, "en")
    assert not [text for text in shown if str(done.folder) in text or "/tmp" in text]  # noqa: S108
    assert all(len(line) <= 120 for text in shown for line in text.splitlines())


def test_the_way_ends_in_a_book(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    done, _ = walk(monkeypatch, "en")
    project = copy_project(tmp_path / "project")
    execution.run(project, done.case, {}, ["en"], jobs=2)
    door = publishing.publish(project, done.case, ["en"])
    text = (door.parent / "en" / "notebooks" / "01-context.html").read_text("utf-8")
    assert "25.7% of employed persons in Kota Contoh were active members" in text
