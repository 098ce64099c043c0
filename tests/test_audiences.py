"""What students get: everything but what is marked for instructors, whatever the way to build."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell
from playwright.sync_api import Browser, expect

from analysis import audiences, execution, publishing, quizzes
from analysis.audiences import INSTRUCTOR, STUDENT
from analysis.errors import UserError
from analysis.project import Project
from small_book import write_notebook, write_project

KEY = "sealedkeyword"
"""Stands wherever only instructors may read."""

PAGE = f"""\
# A lesson

Everyone reads this.

::::{{instructor}}
Only instructors read {KEY}.

:::{{note}}
And this {KEY}.
:::
::::

:::{{quiz}}
:right: 2

What does the figure count?

- All residents.
  - Children are residents too; {KEY}.
- *Workers*.
  - Yes, {KEY}.
- Nobody.
:::

This stays.
"""

SOLUTION = f"""\
answer = None
### BEGIN SOLUTION
answer = 6 * 7  # {KEY}
### END SOLUTION
print("no answer yet" if answer is None else answer)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a book with a lesson, a lab, and a page for instructors."""
    root = write_project(tmp_path_factory.mktemp("audiences") / "project").root
    instructor = root / audiences.PAGES
    instructor.mkdir(parents=True)
    (root / "book" / "course" / "lesson.md").write_text(PAGE)
    (instructor / "note.md").write_text(f"# Teaching note\n\nThe {KEY}.\n")
    (instructor / "_toc.yml").write_text(
        "caption: For instructors\nchapters:\n  - file: book/course/instructor/note\n"
    )
    contents = (root / "_toc.yml").read_text() + "      - file: book/course/lesson\n"
    (root / "_toc.yml").write_text(contents)
    lab = root / "notebooks" / "02-two.ipynb"
    write_notebook(lab, "Two")
    notebook = nbformat.read(lab, as_version=4)
    notebook.cells += [
        new_code_cell(SOLUTION, metadata={"tags": ["solution"]}, id="task"),
        new_code_cell(f"print('{KEY}')", metadata={"tags": ["instructor"]}, id="note"),
        new_markdown_cell(f"Read.\n\n:::{{instructor}}\n{KEY}\n:::\n", id="text"),
    ]
    nbformat.write(notebook, lab)
    return root


@pytest.fixture(scope="module")
def student(root: Path) -> Path:
    execution.run(Project(root), "padang", {}, ["en"], jobs=2)
    return publishing.publish(Project(root), "padang", ["en"]).parent


@pytest.fixture(scope="module")
def instructor(root: Path) -> Path:
    project = Project(root, INSTRUCTOR)
    execution.run(project, "padang", {}, ["en"], jobs=2)
    return publishing.publish(project, "padang", ["en"]).parent


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def holding(folder: Path, word: str) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [str(path.relative_to(folder)) for path in files if word.encode() in path.read_bytes()]


# The rules


def test_a_block_for_instructors_is_removed_with_all_that_is_in_it():
    kept = audiences.page(PAGE, STUDENT)
    assert "Only instructors" not in kept
    assert "And this" not in kept
    assert kept.startswith("# A lesson\n\nEveryone reads this.\n\n")
    assert kept.endswith("This stays.\n")
    assert audiences.page(PAGE, INSTRUCTOR) == PAGE


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters=":`")))
def test_a_page_without_blocks_stays_as_it_is(text: str):
    assert audiences.page(text, STUDENT) == text
    assert audiences.without_keys(text) == text


@pytest.mark.parametrize("fence", [":::", "::::", "```", "  :::"])
def test_a_block_may_have_any_fence(fence: str):
    text = f"one\n{fence}{{instructor}}\nkey\n{fence}\ntwo\n"
    assert audiences.page(text, STUDENT) == "one\ntwo\n"


def test_a_block_that_is_not_closed_is_refused():
    with pytest.raises(UserError, match=r"not closed; it begins with: secret"):
        audiences.page("one\n::::{instructor}\nsecret\n:::\n", STUDENT)


def test_of_a_quiz_the_source_keeps_what_a_student_reads():
    kept = audiences.without_keys(PAGE)
    assert ":right:" not in kept
    assert "Children" not in kept
    for text in ("What does the figure count?", "- All residents.", "- *Workers*.", "- Nobody."):
        assert text in kept


def test_a_solution_gives_way_to_a_stub():
    assert audiences.stub(
        "a = 1\nif a:\n    ### BEGIN SOLUTION\n    b = 2\n    ### END SOLUTION"
    ) == ("a = 1\nif a:\n    ...")
    assert audiences.stub("answer = 42") == "..."


def test_what_was_removed_once_stays_as_it_is(root: Path):
    lab = (root / "notebooks" / "02-two.ipynb").read_text()
    once = audiences.published("lab.ipynb", lab)
    assert audiences.published("lab.ipynb", once) == once
    assert audiences.published("page.md", once_page := audiences.published("page.md", PAGE)) == (
        once_page
    )


@pytest.mark.parametrize(
    "code",
    [
        "### BEGIN SOLUTION\na = 1",
        "a = 1\n### END SOLUTION",
        "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION",
    ],
)
def test_marks_of_a_solution_that_do_not_pair_are_refused(code: str):
    with pytest.raises(UserError, match="needs one ### END SOLUTION"):
        audiences.stub(code)


# The editions


def test_the_student_edition_holds_no_key_in_any_file(student: Path):
    assert holding(student, KEY) == []
    assert holding(student, ":right:") == []
    assert not (student / "en" / "book" / "course" / "instructor").exists()


def test_a_student_runs_the_lab_without_its_solution(student: Path):
    lab = student / "en" / "_sources" / "notebooks" / "02-two.ipynb"
    cells = {cell["id"]: cell for cell in json.loads(lab.read_text())["cells"]}
    assert "note" not in cells
    assert cells["task"]["outputs"][0]["text"] == ["no answer yet\n"]
    assert "answer = None\n...\n" in "".join(cells["task"]["source"])


def test_the_instructor_edition_says_what_it_is_and_holds_the_keys(instructor: Path):
    assert instructor.parent.name == INSTRUCTOR
    lesson = soup(instructor / "en" / "book" / "course" / "lesson.html")
    assert "Instructor edition" in lesson.find(class_="bd-header-announcement").get_text()
    assert lesson.find(class_="admonition-instructor").get_text().count(KEY) == 2
    options = [item.get_text(" ", strip=True) for item in lesson.select(".quiz > ul > li")]
    assert [("right answer" in option) for option in options] == [False, True, False]
    assert KEY in options[0]
    assert (instructor / "en" / "book" / "course" / "instructor" / "note.html").is_file()
    lab = (instructor / "en" / "notebooks" / "02-two.html").read_text()
    assert "42" in lab


def test_the_student_edition_has_no_mark_of_the_other(student: Path):
    assert holding(student, "Instructor edition") == []


def test_texts_for_instructors_can_be_translated(root: Path):
    texts = publishing.extract(root)
    found = "".join(path.read_text(encoding="utf-8") for path in texts.rglob("*.pot"))
    for text in (f"The {KEY}.", f"Only instructors read {KEY}.", f"Yes, {KEY}.", "*Workers*."):
        assert f'msgid "{text}"' in found


def test_plain_sphinx_removes_the_same(root: Path, tmp_path: Path):
    """Another way to build the book goes around the command, and finds no key either."""
    settings = {"nb_execution_mode": "off", "language": "en"}
    source = tmp_path / "source"
    publishing.copy_pages(Project(root, INSTRUCTOR), source)
    contents = (root / "_toc.yml").read_text()
    (source / "_toc.yml").write_text(contents)
    shutil.copytree(root / "notebooks", source / "notebooks")
    publishing.write_configuration(root / "_config.yml", source, settings)
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", source, tmp_path / "html"]
    subprocess.run(command, check=True, capture_output=True)
    assert (tmp_path / "html" / "book" / "course" / "lesson.html").is_file()
    assert holding(tmp_path / "html", KEY) == []


# Quizzes


def test_what_is_sealed_says_nothing_by_its_length():
    sealed = quizzes.seal(["short", "a much longer text", ""], 2, "salt")
    assert len({len(text) for text in sealed}) == 1
    assert len(set(sealed)) == 3


@pytest.mark.browser
def test_a_quiz_is_answered_by_keyboard(student: Path, browser: Browser):
    page = browser.new_page()
    page.goto((student / "en" / "book" / "course" / "lesson.html").as_uri())
    said = page.locator(".quiz output")
    page.get_by_role("button", name="Check").press("Enter")
    expect(said).to_have_text("Choose an answer first.")
    page.get_by_role("radio").first.press("Space")
    page.keyboard.press("Enter")
    expect(said).to_have_text(f"Not this one. Children are residents too; {KEY}.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(said).to_have_text(f"Right. Yes, {KEY}.")
    expect(page.get_by_role("group", name="What does the figure count?")).to_be_visible()
    page.close()


@pytest.mark.browser
def test_a_quiz_is_a_plain_list_without_javascript(student: Path, browser: Browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto((student / "en" / "book" / "course" / "lesson.html").as_uri())
    expect(page.locator(".quiz li")).to_have_text(["All residents.", "Workers.", "Nobody."])
    page.close()
