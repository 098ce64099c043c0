"""The course teaches from the evidence, and its plans add up."""

import json
import re
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from analysis import cases
from analysis.project import ROOT

CATALOGUES = ROOT / "book" / "locale" / "id" / "LC_MESSAGES"
COURSE = ROOT / "book" / "course"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("course-*.ipynb"))
KEY = re.compile(r'"(padang-[^"]+|o[0-9a-f]{8})"')
MINUTES = re.compile(r"^\| (\d+) \| (.+?) \|", re.MULTILINE)


def code(notebook: Path) -> str:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def section(page: str, heading: str) -> str:
    text = (COURSE / page).read_text("utf-8")
    return re.split(r"^#+ ", text.partition(f"## {heading}")[2], maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_statement_and_figure_that_is_taught_is_in_the_case(notebook: Path):
    case = cases.load("padang")
    known = {*case.segments["segment_id"], *case.observations["observation_id"]}
    assert set(KEY.findall(code(notebook))) <= known


@pytest.mark.parametrize("heading", ["A meeting of 90 minutes", "A meeting of 150 minutes"])
def test_the_minutes_of_a_plan_add_up(heading: str):
    rows = MINUTES.findall(section("plan.md", heading))
    *parts, (total, last) = [(int(minutes), what) for minutes, what in rows]
    assert last == "sum"
    assert sum(minutes for minutes, _ in parts) == total == int(re.findall(r"\d+", heading)[0])


def test_the_minutes_of_the_role_play_add_up():
    told = re.search(r"\*\*Time\.\*\* (\d+) minutes", (COURSE / "role-play.md").read_text("utf-8"))
    assert told
    rows = MINUTES.findall(section("role-play.md", "The course of it"))
    assert sum(int(minutes) for minutes, _ in rows) == int(told[1])


def test_the_weights_of_the_assessment_add_to_a_hundred():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section("plan.md", "Weeks").splitlines()
        if line.startswith("|")
    ][2:]
    *weeks, total = rows
    assert [int(row[0]) for row in weeks] == list(range(1, 17))
    assert sum(int(row[-1]) for row in weeks) == int(total[-1]) == 100


def test_every_outcome_of_the_plan_is_taught_and_served():
    text = (COURSE / "plan.md").read_text("utf-8")
    weeks = section("plan.md", "Weeks")
    for ability in re.findall(r"^\| (Sub\d) ", text, re.MULTILINE):
        assert ability in weeks
    for outcome in re.findall(r"^\| (CPMK\d) ", text, re.MULTILINE):
        assert outcome in section("plan.md", "Abilities")
    for outcome in re.findall(r"^\| (CPL\d) ", text, re.MULTILINE):
        assert outcome in section("plan.md", "Outcomes of the course")


def longest_words(text: str) -> str:
    """Return the longest run of words that HTML, Markdown and JSON all write alike."""
    return max(re.split(r"[^\w ,]+", text), key=len).strip()


def for_instructors() -> set[str]:
    """Return words of every text on the instructors' pages, and of what quizzes answer."""
    listed = yaml.safe_load((COURSE / "instructor" / "_toc.yml").read_text("utf-8"))["chapters"]
    texts = []
    for chapter in listed:
        with (CATALOGUES / f"{chapter['file']}.po").open("rb") as handle:
            texts += [text for message in read_po(handle) for text in (message.id, message.string)]
    for notebook in NOTEBOOKS:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        for quiz in re.findall(r":::\{quiz\}(.*?):::", "\n".join(map(text_of, cells)), re.DOTALL):
            texts += re.findall(r"^  - (.*)$", quiz, re.MULTILINE)
    return {words for text in texts if len(words := longest_words(text)) > 45}


def text_of(cell: dict[str, list[str]]) -> str:
    return "".join(cell["source"])


def test_the_students_book_holds_no_text_for_instructors(book: Path):
    secret = for_instructors()
    assert len(secret) > 120
    kinds = {".html", ".md", ".ipynb", ".js", ".json", ".csv", ".txt"}
    for path in book.rglob("*"):
        if path.suffix in kinds and "vendor" not in path.parts:
            text = path.read_text("utf-8", errors="replace")
            assert not [words for words in secret if words in text], path
