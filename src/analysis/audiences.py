"""What students get and what only instructors get, from one source.

The source holds everything. The student edition is made from it by removal, before anything is
run or built: pages in ``book/course/instructor``, blocks ``:::{instructor}`` of a page, cells of a
notebook with the tag ``instructor``, and what stands between ``### BEGIN SOLUTION`` and
``### END SOLUTION`` in a cell with the tag ``solution``, as nbgrader has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import yaml

from analysis.errors import UserError

STUDENT, INSTRUCTOR = "student", "instructor"
AUDIENCES = (STUDENT, INSTRUCTOR)

PAGES = Path("book", "course", "instructor")
"""Pages for instructors, and the part of the table of contents that lists them."""
CONTENTS = "_toc.yml"

BLOCK, QUIZ, TAG, SOLUTION = "instructor", "quiz", "instructor", "solution"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
STUB = "..."
FENCE = re.compile(r"\s*(?P<mark>:{3,}|`{3,})\{(?P<name>[\w-]+)\}")


def page(text: str, audience: str) -> str:
    """Return the Markdown of a page for an audience.

    Raises
    ------
    UserError
        If a block for instructors is not closed: what follows would be handed out.
    """
    if audience == INSTRUCTOR:
        return text
    return _replaced(text, BLOCK, lambda _: [])


def without_keys(text: str) -> str:
    """Return Markdown whose quizzes have their questions and options, and nothing more."""
    return _replaced(text, QUIZ, _questions)


def _questions(block: list[str]) -> list[str]:
    """Keep of a quiz what a student reads: not the right option, and not what is said of any."""
    kept, said = [], False
    for line in block:
        # What is said of an option is a list under it.
        said = line.startswith((" ", "\t")) and (said or line.lstrip().startswith(("-", "*")))
        if not said and not line.lstrip().startswith(":right:"):
            kept.append(line)
    return kept


def _replaced(text: str, name: str, change: Callable[[list[str]], list[str]]) -> str:
    """Change the blocks of a name; all else stays as it is."""
    lines, done, kept = text.splitlines(keepends=True), 0, []
    for first, last in _blocks(lines, name):
        kept += [*lines[done:first], *change(lines[first:last])]
        done = last
    return "".join([*kept, *lines[done:]])


def _blocks(lines: list[str], name: str) -> Iterator[tuple[int, int]]:
    """Yield the first line of each block of a name, and the line after its last."""
    place = 0
    while place < len(lines):
        opened = FENCE.match(lines[place])
        if not opened or opened["name"] != name:
            place += 1
            continue
        mark = opened["mark"]
        closing = re.compile(rf"\s*{mark[0]}{{{len(mark)},}}\s*$")
        ends = (n for n in range(place + 1, len(lines)) if closing.match(lines[n]))
        last = next(ends, None)
        if last is None:
            raise UserError(
                "A block of the kind {name} is not closed; it begins with: {line}",
                name=name,
                line="".join(lines[place + 1 : place + 2]).strip(),
            )
        yield place, last + 1
        place = last + 1


def notebook(content: nbformat.NotebookNode, audience: str) -> nbformat.NotebookNode:
    """Return a notebook for an audience; a student writes where a solution stood."""
    if audience == INSTRUCTOR:
        return content
    content.cells = [cell for cell in content.cells if TAG not in _tags(cell)]
    for cell in content.cells:
        if cell.cell_type == "markdown":
            cell.source = page(cell.source, audience)
        elif SOLUTION in _tags(cell):
            cell.source = stub(cell.source)
            cell.metadata.tags.remove(SOLUTION)  # it holds none any more
    return content


def _tags(cell: nbformat.NotebookNode) -> list[str]:
    tags: list[str] = cell.metadata.get("tags", [])
    return tags


def stub(code: str) -> str:
    """Return a cell with ``...`` in place of each solution; without marks, of all of it.

    Raises
    ------
    UserError
        If the marks do not come in pairs.
    """
    if BEGIN not in code and END not in code:
        return STUB
    lines: list[str] = []
    within = False
    for line in code.splitlines():
        mark = line.strip()
        if mark == (BEGIN if within else END):
            break
        if mark == BEGIN:
            lines.append(line.replace(BEGIN, STUB))
            within = True
        elif mark == END:
            within = False
        elif not within:
            lines.append(line)
    else:
        if not within:
            return "\n".join(lines)
    raise UserError(
        "In a cell with the tag solution, each line {begin} needs one {end} after it.",
        begin=BEGIN,
        end=END,
    )


def source(name: str, text: str, audience: str) -> str:
    """Return the source of a page or a notebook as an audience may read it."""
    if audience == INSTRUCTOR:
        return text
    if not name.endswith(".ipynb"):
        return page(text, audience)
    return _written(notebook(nbformat.reads(text, as_version=4), audience))


def published(name: str, text: str) -> str:
    """Return the source of a page or a notebook as it lies beside the student's page."""
    text = source(name, text, STUDENT)
    if not name.endswith(".ipynb"):
        return without_keys(text)
    content = nbformat.reads(text, as_version=4)
    for cell in content.cells:
        if cell.cell_type == "markdown":
            cell.source = without_keys(cell.source)
    return _written(content)


def _written(content: nbformat.NotebookNode) -> str:
    return f"{nbformat.writes(content)}\n"


def contents(root: Path, audience: str) -> dict[str, Any]:
    """Return the table of contents for an audience: that of the book, and the instructors' part."""
    whole: dict[str, Any] = yaml.safe_load((root / CONTENTS).read_text("utf-8"))
    own = root / PAGES / CONTENTS
    if audience == INSTRUCTOR and own.is_file():
        whole["parts"] = [*whole["parts"], yaml.safe_load(own.read_text("utf-8"))]
    return whole
