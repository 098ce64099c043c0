"""The student edition holds no key: not in a page, a source, a notebook, a download or an index."""

import base64
import csv
import io
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from analysis import audiences, cases, classroom, teaching
from analysis.audiences import BEGIN, END
from analysis.language import languages
from analysis.project import ROOT

READABLE = {".html", ".ipynb", ".md", ".js", ".json", ".csv", ".txt", ".xml"}
LONG = 25
"""So many characters make a sentence that stands nowhere else by chance."""


def sources() -> list[Path]:
    notebooks = (ROOT / "notebooks").glob("course-*.ipynb")
    return sorted([*(ROOT / "book" / "course").rglob("*.md"), *notebooks])


def plain(text: str) -> str:
    """Return the words of a text without marks, as they are in a page, a source and an index."""
    bare = re.sub(r"^\s*\d+\. |\{[a-z:]+\}|\([^()\s]*\)", " ", text.lower())
    return " ".join(re.findall(r"\w+", bare))


def markdown_of(path: Path) -> list[str]:
    if path.suffix == ".md":
        return [path.read_text("utf-8")]
    notebook = nbformat.read(path, as_version=4)
    own = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    return [cell.source for cell in own if "instructor" not in cell.metadata.get("tags", [])]


@cache
def secrets() -> frozenset[str]:
    """Return what only instructors may read: each line that the student's source does not have."""
    found: set[str] = set()
    for path in sources():
        instructors = audiences.PAGES in path.relative_to(ROOT).parents
        for text in markdown_of(path):
            kept = "" if instructors else audiences.published(path.with_suffix(".md").name, text)
            given = {plain(line) for line in kept.splitlines()}
            found |= {plain(line) for line in text.splitlines()} - given
    return frozenset(line for line in found if len(line) > LONG)


@cache
def said_to_students() -> str:
    """Return all that the sources say to students, where a secret would be no secret."""
    pages = [*(ROOT / "book").rglob("*.md"), *(ROOT / "notebooks").glob("*.ipynb")]
    return "\n".join(
        plain(audiences.published(path.name, path.read_text("utf-8")))
        for path in pages
        if audiences.PAGES not in path.relative_to(ROOT).parents
    )


@cache
def translated_secrets(language: str) -> frozenset[str]:
    found: set[str] = set()
    for path in (ROOT / "book" / "locale" / language / "LC_MESSAGES").rglob("*.po"):
        with path.open("rb") as handle:
            for message in read_po(handle, locale=language):
                lines = plain(str(message.id))
                if any(secret in lines for secret in secrets()):
                    found.add(plain(str(message.string)))
    return frozenset(text for text in found if len(text) > LONG)


@pytest.fixture(scope="module")
def words(book: Path) -> dict[str, str]:
    """Return the words of every file of the student edition that holds text."""
    files = (path for path in book.rglob("*") if path.suffix in READABLE)
    return {
        str(path.relative_to(book)): plain(unquote(path.read_text("utf-8", errors="replace")))
        for path in files
        if "_static" not in path.parts
    }


def test_there_is_something_to_keep_from_students():
    assert len(secrets()) > 8
    for language in set(languages()) - {"en"}:
        assert len(translated_secrets(language)) > 8


def test_what_instructors_read_is_in_no_file_of_the_student_edition(words: dict[str, str]):
    for secret in secrets():
        if secret not in said_to_students():
            assert [name for name, text in words.items() if secret in text] == [], secret
    for language in set(languages()) - {"en"}:
        own = {name: text for name, text in words.items() if name.startswith(f"{language}/")}
        for secret in translated_secrets(language):
            assert [name for name, text in own.items() if secret in text] == [], secret


def test_no_mark_of_a_key_is_left(book: Path):
    marks = (BEGIN, END, ":right:", "{instructor}", "admonition-instructor", "course/instructor")
    for path in (path for path in book.rglob("*") if path.suffix in READABLE):
        if "_static" not in path.parts:
            text = path.read_text("utf-8", errors="replace")
            assert [mark for mark in marks if mark in text] == [], path


def test_no_solution_is_left_in_a_notebook(book: Path):
    solutions = set()
    for path in (ROOT / "notebooks").glob("course-*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if "solution" in cell.metadata.get("tags", []):
                stub = set(audiences.stub(cell.source).splitlines())
                solutions |= {line.strip() for line in cell.source.splitlines() if line not in stub}
    solutions -= {BEGIN, END, ")", ""}
    assert solutions
    for edition in languages():
        for path in (book / edition / "_sources").rglob("*.ipynb"):
            code = [
                "".join(cell["source"])
                for cell in json.loads(path.read_text("utf-8"))["cells"]
                if cell["cell_type"] == "code"
            ]
            assert [line for line in solutions if any(line in source for source in code)] == []


# The coding lab -----------------------------------------------------------------------------


def tables_of(book: Path) -> dict[str, list[dict[str, str]]]:
    """Return every table that can be taken from the book: published ones, and those in pages."""
    found = {}
    for path in book.rglob("*.csv"):
        found[path.name] = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    for path in book.glob("en/**/*.html"):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for link in soup.select('a[href^="data:text/csv"]'):
            head, _, content = link["href"].partition(",")
            text = base64.b64decode(content).decode("utf-8-sig") if "base64" in head else content
            rows = list(csv.DictReader(io.StringIO(unquote(text))))
            found[f"{path.name} {link['download']}"] = rows
    return found


def test_the_codes_of_no_excerpt_of_the_lab_can_be_taken_from_the_book(book: Path):
    lab = classroom.draw_lab(cases.load("padang"))
    excerpts = set(lab.excerpts["segment_id"])
    tables = tables_of(book)
    assert any(row.get("segment_id") in excerpts for rows in tables.values() for row in rows)
    for name, rows in tables.items():
        coded = [
            row["segment_id"]
            for row in rows
            if row.get("segment_id") in excerpts and (row.get("code") or row.get("stance"))
        ]
        assert coded == [], name


def test_no_chapter_tells_of_an_excerpt_of_the_lab(book: Path):
    """Chapters tell how statements were coded; pages of the course do not."""
    lab = classroom.draw_lab(cases.load("padang"))
    for edition in languages():
        for path in (book / edition).rglob("*"):
            if path.suffix not in READABLE or "course-" in path.name:
                continue
            if path.name == "searchindex.js" or "_static" in path.parts:
                continue
            text = path.read_text("utf-8", errors="replace")
            found = [key for key in lab.excerpts["segment_id"] if key in text]
            assert found == [], path


def test_nothing_from_which_the_key_could_be_drawn_is_published(book: Path):
    names = {path.name for path in book.rglob("*")}
    kept = {path.name for path in teaching.FOLDER.iterdir()} - {"datapackage.json"}
    kept |= {"key.csv"}
    own = {"actors.csv", "documents.csv", "segments.csv"}
    assert names & (kept - own) == set()
