"""Check the data of a case: every problem at once, in plain words, with file, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from frictionless import Dialect, Resource, Schema

from analysis import cases
from analysis.dates import first_day, is_partial, last_day
from analysis.errors import UserError
from analysis.framework import NONE, elements

TABLES = tuple(cases.Tables.__dataclass_fields__)
PAST = frozenset({"published", "happened", "signed"})
KEY = re.compile(r"\w+")
SUM = re.compile(r"\s*[+-]?\s*\w+(\*\w+|\s*[+-]\s*\w+)*\s*")

Rows = dict[str, list[list[str]]]
Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Problem:
    """One problem in the data.

    Attributes
    ----------
    file
        Name of the file.
    row
        Row as a spreadsheet counts it: the header is row 1; 0 where the whole file is meant.
    column
        Column; empty where the whole row is meant.
    message
        What is wrong and what is expected.
    severity
        ``error`` stops a build; ``warning`` does not.
    """

    file: str
    row: int
    column: str
    message: str
    severity: str = "error"

    @property
    def place(self) -> str:
        """Where the problem is, in words."""
        return cases.place(self.file, self.row, self.column)


def check(case: str | Path) -> list[Problem]:
    """Check a case against the schemas of its tables and against what figures can mean.

    Parameters
    ----------
    case
        Name under ``data/``, or a path to a folder.

    Returns
    -------
    list of Problem
        In the order of files and rows, one for each cell; empty when there is nothing to mend.
        A table that cannot be read has one problem, and others are not held against it.

    Raises
    ------
    UserError
        If there is no such case.
    """
    folder = cases.find(case)
    cases.about(folder)
    rows: Rows = {}
    found: list[Problem] = []
    for table in TABLES:
        try:
            rows[table] = cases.read_rows(folder, table)
        except cases.TableError as error:
            found.append(Problem(f"{table}.csv", error.row, error.column, error.message))
    frames = {table: cases.to_frame(lines, table) for table, lines in rows.items()}
    found += _meaning(frames, cases.load_reference())
    for table, lines in rows.items():
        found += _structure(table, lines)
    # The first problem of a cell says it best; what is found later follows from it.
    first = {(item.file, item.row, item.column): item for item in reversed(found)}
    return [first[key] for key in sorted(first)]


def require(case: str | Path) -> None:
    """Refuse a case with errors.

    Raises
    ------
    UserError
        With the first error and the number of the others.
    """
    if errors := [problem for problem in check(case) if problem.severity == "error"]:
        raise UserError(
            f"The case “{case}” has {len(errors)} error(s); the first: {errors[0].place}:"
            f" {errors[0].message} `ucj check {case}` lists all."
        )


def _structure(table: str, rows: list[list[str]]) -> Iterator[Problem]:
    file, (header, *_) = f"{table}.csv", rows
    names = list(cases.columns(table))
    if extra := [name for name in header if name not in names]:
        said = f"The column is not used; the columns of this table are: {', '.join(names)}."
        yield from (Problem(file, 1, name, said, "warning") for name in extra)
    elif header != names:
        said = f"The columns usually stand in this order: {', '.join(names)}."
        yield Problem(file, 1, "", said, "warning")
    descriptor = cases.schema(table) | {"fieldsMatch": "subset"}
    descriptor.pop("foreignKeys", None)
    if len(descriptor["primaryKey"]) == 1:
        del descriptor["primaryKey"]  # its column is unique, which names the column too
    fields = {field["name"]: field for field in descriptor["fields"]}
    # The row of the header is given, so that none is guessed.
    resource = Resource(
        data=rows, schema=Schema.from_descriptor(descriptor), dialect=Dialect(header_rows=[1])
    )
    report = resource.validate()
    for row, column, kind, message, cell in report.flatten(
        ["rowNumber", "fieldName", "type", "message", "cell"]
    ):
        if kind == "blank-row":
            yield Problem(file, row, "", "The row is empty; delete it.", "warning")
        elif kind == "missing-cell" and column not in fields:
            continue  # a column that is not used
        else:
            said = _plainly(kind, message, fields.get(column, {}), cell or "", len(header))
            yield Problem(file, row or 0, column or "", said)


def _plainly(kind: str, message: str, field: dict[str, Any], cell: str, width: int) -> str:
    limits = field.get("constraints", {})
    broken = re.search(r'constraint "(\w+)"', message)
    values = [str(value) for value in limits.get("enum", ())]
    said = {
        "enum": f"“{cell}” is not one of the values that this column can have"
        f"{cases.nearest(cell, values)}: {', '.join(values)}.",
        "required": "The cell is empty; a value is required.",
        "unique-error": f"“{cell}” stands in an earlier row already; a key stands once.",
        "primary-key": "The key of this row stands in an earlier row already.",
        "pattern": _form(field.get("name", ""), cell),
        "minimum": f"“{cell}” is below the least that is allowed, {limits.get('minimum')}.",
        "type-error": f"“{cell}” is no whole number; write it like 1234."
        if field.get("type") == "integer"
        else cases.NO_NUMBER.format(text=cell),
        "missing-cell": "The row ends before this column; add the commas that are missing.",
        "extra-cell": cases.MANY_CELLS.format(n=width),
    }
    return said.get(broken[1] if broken else kind, message)


def _form(column: str, cell: str) -> str:
    if column in cases.DATES:
        return cases.NO_DATE.format(text=cell)
    if column == "url":
        return f"“{cell}” is no address of a page; it begins with http:// or https://."
    return f"“{cell}” does not have the form that this column asks for."


def _meaning(frames: Frames, reference: cases.Reference) -> Iterator[Problem]:
    for table, frame in frames.items():
        yield from _numbers(table, frame)
        yield from _dates(table, frame)
        yield from _foreign_keys(table, frames)
    yield from _codes(frames, reference)
    if "observations" in frames:
        yield from _figures(frames["observations"])
        if "derivations" in frames:
            yield from _derivations(frames, reference)


def _numbers(table: str, frame: pd.DataFrame) -> Iterator[Problem]:
    for column, kind in cases.columns(table).items():
        if kind == "number":
            for index, text in frame[column][cases.no_number(frame[column])].items():
                yield _problem(table, index, column, cases.NO_NUMBER.format(text=text))


def _dates(table: str, frame: pd.DataFrame) -> Iterator[Problem]:
    today = date.today()  # noqa: DTZ011 - the reader's calendar day is meant
    for column in sorted(cases.DATES.intersection(frame)):
        for index, text in frame[column][cases.no_date(frame[column])].items():
            yield _problem(table, index, column, cases.NO_DATE.format(text=text))
        for index, text in frame[column][frame[column].map(is_partial).astype(bool)].items():
            if column in PAST and first_day(text) > today:
                yield _problem(table, index, column, f"“{text}” lies in the future.")


def _foreign_keys(table: str, frames: Frames) -> Iterator[Problem]:
    for key in cases.schema(table).get("foreignKeys", []):
        (column,), target = key["fields"], key["reference"]["resource"]
        if target in frames:
            cells = frames[table][column]
            known = set(frames[target][key["reference"]["fields"][0]])
            for index, text in cells[(cells != "") & ~cells.isin(known)].items():
                message = f"“{text}” does not stand in {target}.csv{cases.nearest(text, known)}."
                yield _problem(table, index, column, message)


def _codes(frames: Frames, reference: cases.Reference) -> Iterator[Problem]:
    known = {*elements(reference.framework)["code"], NONE}
    for table, column in (("codings", "code"), ("claim_tests", "codes")):
        for index, text in frames.get(table, pd.DataFrame({column: []}))[column].items():
            if unknown := [code for code in text.split() if code not in known]:
                message = (
                    f"“{unknown[0]}” is no code of the codebook{cases.nearest(unknown[0], known)};"
                    f" the codes are: {', '.join(sorted(known))}."
                )
                yield _problem(table, index, column, message)


def _figures(figures: pd.DataFrame) -> Iterator[Problem]:
    table = "observations"
    value = pd.to_numeric(figures["value"], errors="coerce")
    for index in figures.index[value < 0]:
        yield _problem(table, index, "value", "The figure is below zero.")
    for index in figures.index[(figures["unit"] == "percent") & (value > 100)]:  # noqa: PLR2004
        yield _problem(table, index, "value", "The share is above 100 percent.")
    for index in figures.index[(figures["url"] == "") & (figures["status"] != "derived")]:
        yield _problem(table, index, "url", "The figure has no address.", "warning")
    dated = figures[
        figures["period_start"].map(is_partial).astype(bool)
        & figures["period"].map(is_partial).astype(bool)
    ]
    for index, start, end in dated[["period_start", "period"]].itertuples():
        if first_day(start) > last_day(end):
            message = f"The period ends ({end}) before it begins ({start})."
            yield _problem(table, index, "period", message)


def _derivations(frames: Frames, reference: cases.Reference) -> Iterator[Problem]:
    own = frames["observations"]["observation_id"]
    known = {*own, *reference.observations["observation_id"]}
    for index, text in own[(own != "") & ~own.str.fullmatch(KEY)].items():
        message = f"“{text}” cannot stand in a sum; a key has letters, digits and underscores only."
        yield _problem("observations", index, "observation_id", message)
    for column in ("numerator", "denominator"):
        for index, text in frames["derivations"][column].items():
            unknown = [key for key in KEY.findall(text) if key not in known]
            if text and not SUM.fullmatch(text):
                message = f"“{text}” is no sum of keys of figures; write it like a+b-c or a*b."
                yield _problem("derivations", index, column, message)
            elif unknown:
                message = f"There is no figure “{unknown[0]}”{cases.nearest(unknown[0], known)}."
                yield _problem("derivations", index, column, message)


def _problem(table: str, index: Any, column: str, message: str, severity: str = "error") -> Problem:
    return Problem(f"{table}.csv", int(index) + 2, column, message, severity)
