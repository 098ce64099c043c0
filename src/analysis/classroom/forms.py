"""The forms of a class, read with every problem told.

A row that cannot be read takes the student's whole judgement of that excerpt with it. To drop the
row alone would say that the student did not give the code, which is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import vocabulary
from analysis.cases import nearest
from analysis.checks import Problem
from analysis.classroom.cells import (
    HEADER_WITHIN,
    READABLE,
    Cells,
    header_row,
    plain,
    read_cells,
    read_csv,
)
from analysis.errors import Message, UserError, message
from analysis.evidence import STANCES
from analysis.framework import NONE, elements
from analysis.language import Language, languages

COLUMNS = ["student", "segment_id", "code", "stance"]
OF_KEY = COLUMNS[1:]
EXCERPTS = "excerpts.csv"
KEY = "key"
REPORT = "report-"
README = "README."
NUMBER = re.compile(r"(\d{1,15})(\.0+)?", re.ASCII)
CODE = re.compile(r"([A-Z]{2})[\s.-]*([1-9]\b)")
"""A code, written as one word or as ``CJ 2``."""


@dataclass(frozen=True)
class Vocabulary:
    """What the cells of a form may say."""

    segments: frozenset[str]
    codes: tuple[str, ...]
    stances: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One filled row of a form: its number in the file, whose it is, and its cells by column."""

    number: int
    student: int
    cell: Mapping[str, str]

    @property
    def code(self) -> str:
        """The code, where the cell may say ``DR1``, ``DR 1`` or ``DR1 Leadership`` as the list."""
        text = self.cell["code"].upper()
        if found := CODE.match(text):
            return "".join(found.groups())
        return text.split()[0].rstrip(".,:;-") if text else ""

    @property
    def key(self) -> tuple[int, str]:
        """The student and the excerpt."""
        return self.student, self.cell["segment_id"]


def read_excerpts(folder: Path) -> pd.DataFrame:
    """Read the excerpts that a class has coded.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.classroom.lab_excerpts` gives them; texts, and ``number`` as a number.
        Columns that the file does not have are empty.

    Raises
    ------
    UserError
        If the folder has no ``excerpts.csv`` or it lacks the keys or the texts.
    """
    path = folder / EXCERPTS
    if not path.is_file():
        raise UserError(
            "There is no {name} in {folder}; it must hold the excerpts that the class has coded.",
            name=EXCERPTS,
            folder=folder,
        )
    needed = ["segment_id", "statement_en", "statement_id"]
    try:
        cells = read_csv(path)
    except UserError as error:
        said = Message(error.template, error.values)
        raise UserError("{path}: {problem}", path=path, problem=said) from error
    header = header_row(cells, needed)
    if header is None:
        raise UserError(
            "{path} must name the columns {columns} in its first row.",
            path=path,
            columns=", ".join(needed),
        )
    names = plain(cells[header][1])
    rows = [dict(zip(names, row, strict=False)) for _, row in cells[header + 1 :] if any(row)]
    table = pd.DataFrame(rows, dtype="str").fillna("")
    if table.empty or table["segment_id"].duplicated().any() or (table["segment_id"] == "").any():
        raise UserError("{path} must hold excerpts, each with a key of its own.", path=path)
    number = pd.Series(range(1, len(table) + 1), index=table.index)
    if "number" in table and table["number"].str.fullmatch(r"[0-9]{1,6}").all():
        number = table["number"].astype(int)
    layer = table.get("layer", pd.Series("", index=table.index))
    return table.assign(number=number, layer=layer)


def read_forms(
    folder: Path, excerpts: pd.DataFrame, framework: pd.DataFrame
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read the forms of a class.

    Parameters
    ----------
    folder
        One form for each student; Excel (``.xlsx``) or CSV with commas, semicolons or tabs.
    excerpts
        What was to be coded: at least ``segment_id, number``.
    framework
        The codebook.

    Returns
    -------
    forms : pandas.DataFrame
        ``student`` (number), ``segment_id``, ``code``, ``stance``; one row for each code given.
    problems : list of Problem
        Missing and wrong rows. The forms of other students are read all the same.
    """
    words = _vocabulary(excerpts, framework)
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    file_of: dict[int, str] = {}
    for path in _handed_in(folder):
        try:
            cells = read_cells(path, OF_KEY)
        except UserError as error:
            problems.append(Problem(path.name, 0, "", error.template, error.values))
            continue
        found, wrong = _read(path.name, cells, words, COLUMNS)
        problems += wrong
        for student in sorted({row["student"] for row in found}):
            if student in file_of:
                said = message(
                    "Student {student} has handed in {first} already; this form was left out."
                    " Give each student a number of their own, and keep one form for each."
                )
                values = {"student": student, "first": file_of[student]}
                problems.append(Problem(path.name, 0, "student", said, values))
                found = [row for row in found if row["student"] != student]
            else:
                file_of[student] = path.name
        rows += found
    forms = pd.DataFrame(rows, columns=COLUMNS).astype({"student": int})
    return forms, [*problems, *_missing(forms, excerpts, file_of)]


def read_key(
    folder: Path, excerpts: pd.DataFrame, framework: pd.DataFrame, own: Path | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read the lecturer's key; without one the table is empty.

    Parameters
    ----------
    folder
        Of the class; ``key.csv`` or ``key.xlsx`` in it is the key.
    excerpts, framework
        As for :func:`read_forms`.
    own
        The file of the key, where it lies elsewhere.

    Returns
    -------
    tuple
        ``segment_id, code, stance``, and the problems. Excerpts that the key leaves out are not
        compared with it.
    """
    words, nothing = _vocabulary(excerpts, framework), pd.DataFrame(columns=OF_KEY)
    if own and not own.is_file():
        raise UserError("There is no key {path}.", path=own)
    found = [
        path
        for path in sorted(folder.iterdir())
        if path.stem.lower() == KEY and path.suffix.lower() in READABLE
    ]
    for path in [own] if own else found[:1]:
        try:
            rows, problems = _read(path.name, read_cells(path, OF_KEY), words, OF_KEY)
        except UserError as error:
            return nothing, [Problem(path.name, 0, "", error.template, error.values)]
        return pd.DataFrame(rows, columns=COLUMNS)[OF_KEY], problems
    return nothing, []


def _handed_in(folder: Path) -> list[Path]:
    """Return the files of a folder that may be forms, in the order of their names."""
    return [
        path
        for path in sorted(folder.iterdir())
        if path.is_file()
        and not path.name.startswith((".", "~$", REPORT, README))
        and path.name != EXCERPTS
        and path.stem.lower() != KEY
    ]


def _vocabulary(excerpts: pd.DataFrame, framework: pd.DataFrame) -> Vocabulary:
    """Return what cells may say; a stance may be written in any language of the book."""
    stances = {
        said.lower(): stance
        for stance in STANCES
        for said in (stance, *(vocabulary.stance(stance, Language(code)) for code in languages()))
    }
    codes = (*elements(framework)["code"], NONE)
    return Vocabulary(frozenset(excerpts["segment_id"]), codes, stances)


def _read(
    file: str, cells: Cells, words: Vocabulary, needed: Sequence[str]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Read the rows of a form, or of a key, which has no student."""
    lines, problems = _lines(file, cells, needed)
    rows: list[dict[str, Any]] = []
    spoiled: set[tuple[int, str]] = set()
    given: dict[tuple[int, str], dict[str, int]] = {}
    for line in lines:
        earlier = given.setdefault(line.key, {})
        problem = _wrong(file, line, words) or _clash(file, line, earlier)
        if problem:
            problems.append(problem)
            if problem.severity == "error":
                spoiled.add(line.key)
            continue
        earlier[line.code] = line.number
        stance = line.cell["stance"].lower()
        rows.append(
            {
                "student": line.student,
                "segment_id": line.cell["segment_id"],
                "code": line.code,
                "stance": words.stances[stance] if stance else "neutral",
            }
        )
    if not lines and not problems:
        said = message("Nothing is filled in: no row has a code or a stance.")
        problems.append(Problem(file, 0, "", said))
    return [row for row in rows if (row["student"], row["segment_id"]) not in spoiled], problems


def _lines(file: str, cells: Cells, needed: Sequence[str]) -> tuple[list[Line], list[Problem]]:
    """Find the filled rows, and whose they are: a number holds until the next one."""
    header = header_row(cells, needed)
    if header is None:
        return [], [_no_header(file, cells, needed)]
    names = plain(cells[header][1])
    places = {name: names.index(name) for name in needed}
    student = None if "student" in needed else 0
    refused = ""
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, row in cells[header + 1 :]:
        cell = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        filled = bool(cell["code"] or cell["stance"])
        if written := cell.get("student"):
            student = _student(written)
            if student is None and written != refused:
                refused = written
                said = message(
                    "“{text}” is no number of a student; write a whole number such as 7, no name."
                    " The rows under it were left out."
                )
                problems.append(Problem(file, number, "student", said, {"text": written}))
        elif filled and student is None and not problems:
            said = message(
                "The number of the student is missing; write it in the first row of the form."
                " The rows without it were left out."
            )
            problems.append(Problem(file, number, "student", said))
        if filled and student is not None:
            lines.append(Line(number, student, cell))
    return lines, problems


def _no_header(file: str, cells: Cells, needed: Sequence[str]) -> Problem:
    """Say which columns are missing in the row that has most of them."""
    rows = [set(plain(row)) for _, row in cells[:HEADER_WITHIN]]
    best = max(rows, key=lambda names: len(names & set(needed)), default=set())
    said = message(
        "There is no column {missing}; the first row of a form names {needed}."
        " Keep it as it is in the form that was handed out."
    )
    missing = ", ".join(name for name in needed if name not in best)
    return Problem(file, 1, "", said, {"missing": missing, "needed": ", ".join(needed)})


def _student(text: str) -> int | None:
    found = NUMBER.fullmatch(text)
    return int(found[1]) or None if found else None


def _wrong(file: str, line: Line, words: Vocabulary) -> Problem | None:
    """Say what is wrong with a row; the first problem says it best."""
    segment, stance = line.cell["segment_id"], line.cell["stance"]
    if segment not in words.segments:
        said = message(
            "“{text}” is no excerpt of this exercise{nearest}; keep the keys as they were handed"
            " out. The row was left out."
        )
        values = {"text": segment, "nearest": nearest(segment, words.segments)}
        return Problem(file, line.number, "segment_id", said, values)
    if not line.code:
        said = message(
            "The code is missing; choose one, or NONE if nothing fits."
            " The student's reading of this excerpt was left out."
        )
        return Problem(file, line.number, "code", said)
    if line.code not in words.codes:
        said = message(
            "“{text}” is no code{nearest}; the codes are {codes}."
            " The student's reading of this excerpt was left out."
        )
        values = {
            "text": line.cell["code"],
            "nearest": nearest(line.code, words.codes),
            "codes": ", ".join(words.codes),
        }
        return Problem(file, line.number, "code", said, values)
    if not stance and line.code != NONE:
        said = message(
            "The stance is missing; write {stances}."
            " The student's reading of this excerpt was left out."
        )
        values = {"stances": ", ".join(words.stances)}
        return Problem(file, line.number, "stance", said, values)
    if stance and stance.lower() not in words.stances:
        said = message(
            "“{text}” is no stance; write {stances}."
            " The student's reading of this excerpt was left out."
        )
        values = {"text": stance, "stances": ", ".join(words.stances)}
        return Problem(file, line.number, "stance", said, values)
    return None


def _clash(file: str, line: Line, earlier: Mapping[str, int]) -> Problem | None:
    """Say where a row contradicts an earlier one on the same excerpt."""
    if line.code in earlier:
        said = message("{code} was given to this excerpt in row {row} already; that row counts.")
        values = {"code": line.code, "row": earlier[line.code]}
        return Problem(file, line.number, "code", said, values, "warning")
    if earlier and NONE in {line.code, *earlier}:
        said = message(
            "NONE says that nothing fits, and row {row} gives another answer to this excerpt."
            " The student's reading of this excerpt was left out."
        )
        return Problem(file, line.number, "code", said, {"row": next(iter(earlier.values()))})
    return None


def _missing(
    forms: pd.DataFrame, excerpts: pd.DataFrame, file_of: Mapping[int, str]
) -> Iterator[Problem]:
    """Say for each student which excerpts are not coded."""
    number = excerpts.set_index("segment_id")["number"]
    done = forms.groupby("student")["segment_id"].agg(set)
    for student, file in file_of.items():
        if left := sorted(number[~number.index.isin(done[student])]):
            said = message("Student {student} has no readable answer to: {numbers}.")
            values = {"student": student, "numbers": ", ".join(str(item) for item in left)}
            yield Problem(file, 0, "segment_id", said, values, "warning")
