"""Check the data of a case: every problem at once, in plain words, with file, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from frictionless import Dialect, Resource, Schema

from analysis import cases, plausibility
from analysis.dates import first_day, is_partial, last_day
from analysis.errors import Message, UserError, message
from analysis.framework import NONE, elements

TABLES = tuple(cases.Tables.__dataclass_fields__)
WHOLE = message("“{text}” is no whole number; write it like 1234.")
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
    template
        What is wrong and what is expected: a literal text with ``{placeholders}``.
    values
        What the placeholders stand for.
    severity
        ``error`` stops a build; ``warning`` does not.
    """

    file: str
    row: int
    column: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    severity: str = "error"

    @property
    def place(self) -> Message:
        """Where the problem is, in words."""
        return cases.place(self.file, self.row, self.column)

    @property
    def said(self) -> Message:
        """What is wrong and what is expected."""
        return Message(self.template, self.values)

    @property
    def message(self) -> str:
        """The same in English."""
        return str(self.said)


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
            said = error.said
            place = f"{table}.csv", error.row, error.column
            found.append(Problem(*place, said.template, said.values))
    frames = {table: cases.to_frame(lines, table) for table, lines in rows.items()}
    found += _meaning(frames, cases.load_reference())
    found += _manifest(cases.about(folder), cases.load_reference())
    for table, lines in rows.items():
        found += _structure(table, tuple(map(tuple, lines)))
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
            "The case “{case}” has {n} error(s); the first: {place}: {said}"
            " `ucj check {case}` lists all.",
            case=case,
            n=len(errors),
            place=errors[0].place,
            said=errors[0].said,
        )


@lru_cache(maxsize=64)  # a case is checked again beside others, with most of its tables the same
def _structure(table: str, rows: tuple[tuple[str, ...], ...]) -> tuple[Problem, ...]:
    """Hold the rows of a table against its schema."""
    return tuple(_compared(table, list(map(list, rows))))


def _compared(table: str, rows: list[list[str]]) -> Iterator[Problem]:
    file, (header, *_) = f"{table}.csv", rows
    names = list(cases.columns(table))
    if extra := [name for name in header if name not in names]:
        for name in extra:
            yield Problem(
                file,
                1,
                name,
                "The column is not used; the columns of this table are: {names}.",
                {"names": ", ".join(names)},
                "warning",
            )
    elif header != names:
        yield Problem(
            file,
            1,
            "",
            "The columns usually stand in this order: {names}.",
            {"names": ", ".join(names)},
            "warning",
        )
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
    for row, column, kind, reason, cell in report.flatten(
        ["rowNumber", "fieldName", "type", "message", "cell"]
    ):
        if kind == "blank-row":
            yield Problem(file, row, "", "The row is empty; delete it.", severity="warning")
        elif kind == "missing-cell" and column not in fields:
            continue  # a column that is not used
        else:
            said = _plainly(kind, reason, fields.get(column, {}), cell or "", len(header))
            yield Problem(file, row or 0, column or "", said.template, said.values)


def _plainly(kind: str, reason: str, field: dict[str, Any], cell: str, width: int) -> Message:
    limits = field.get("constraints", {})
    broken = re.search(r'constraint "(\w+)"', reason)
    options = [str(value) for value in limits.get("enum", ())]
    number = WHOLE if field.get("type") == "integer" else cases.NO_NUMBER
    text = {"text": cell}
    said = {
        "enum": Message(
            "“{text}” is not one of the values that this column can have{meant}: {options}.",
            text | {"meant": cases.nearest(cell, options), "options": ", ".join(options)},
        ),
        "required": Message("The cell is empty; a value is required."),
        "unique-error": Message(
            "“{text}” stands in an earlier row already; a key stands once.", text
        ),
        "primary-key": Message("The key of this row stands in an earlier row already."),
        "pattern": _form(field.get("name", ""), cell),
        "minimum": Message(
            "“{text}” is below the least that is allowed, {minimum}.",
            text | {"minimum": limits.get("minimum")},
        ),
        "type-error": Message(number, text),
        "missing-cell": Message(
            "The row ends before this column; add the commas that are missing."
        ),
        "extra-cell": Message(cases.MANY_CELLS, {"n": width}),
    }
    other = Message("“{text}” does not fit the column ({reason}).", text | {"reason": reason})
    return said.get(broken[1] if broken else kind, other)


def _form(column: str, text: str) -> Message:
    if column in cases.DATES:
        return cases.not_a_date(text)
    values = {"text": text}
    if column == "url":
        return Message(
            "“{text}” is no address of a page; it begins with http:// or https://.", values
        )
    return Message("“{text}” does not have the form that this column asks for.", values)


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
    for doubt in plausibility.doubts(frames):
        row = 0 if doubt.index is None else int(doubt.index) + 2
        said = doubt.said
        file = f"{doubt.table}.csv"
        yield Problem(file, row, doubt.column, said.template, said.values, doubt.severity)


def _manifest(about: Mapping[str, Any], reference: cases.Reference) -> Iterator[Problem]:
    """Find a province that the reference does not know, so that no page can show it."""
    known = sorted(set(reference.provinces_2023["province"]))
    if (province := about.get("province", "")) and province not in known:
        values = {"text": province, "meant": cases.nearest(province, known)}
        yield Problem(
            cases.MANIFEST,
            0,
            "province",
            "“{text}” is no province of the reference figures{meant}; leave it empty or write it"
            " as they do.",
            values,
            "warning",
        )


def _numbers(table: str, frame: pd.DataFrame) -> Iterator[Problem]:
    for column, kind in cases.columns(table).items():
        if kind == "number":
            for index, text in frame[column][cases.no_number(frame[column])].items():
                yield _problem(table, index, column, cases.NO_NUMBER, text=text)


def _dates(table: str, frame: pd.DataFrame) -> Iterator[Problem]:
    today = date.today()  # noqa: DTZ011 - the reader's calendar day is meant
    for column in sorted(cases.DATES.intersection(frame)):
        for index, text in frame[column][cases.no_date(frame[column])].items():
            said = cases.not_a_date(text)
            yield Problem(f"{table}.csv", int(str(index)) + 2, column, said.template, said.values)
        for index, text in frame[column][frame[column].map(is_partial).astype(bool)].items():
            if column in PAST and first_day(text) > today:
                yield _problem(table, index, column, "“{text}” lies in the future.", text=text)


def _foreign_keys(table: str, frames: Frames) -> Iterator[Problem]:
    for key in cases.schema(table).get("foreignKeys", []):
        (column,), target = key["fields"], key["reference"]["resource"]
        if target in frames:
            cells = frames[table][column]
            known = set(frames[target][key["reference"]["fields"][0]])
            for index, text in cells[(cells != "") & ~cells.isin(known)].items():
                yield _problem(
                    table,
                    index,
                    column,
                    "“{text}” does not stand in {file}{meant}.",
                    text=text,
                    file=f"{target}.csv",
                    meant=cases.nearest(text, known),
                )


def _codes(frames: Frames, reference: cases.Reference) -> Iterator[Problem]:
    known = {*elements(reference.framework)["code"], NONE}
    for table, column in (("codings", "code"), ("claim_tests", "codes")):
        for index, text in frames.get(table, pd.DataFrame({column: []}))[column].items():
            if unknown := [code for code in text.split() if code not in known]:
                yield _problem(
                    table,
                    index,
                    column,
                    "“{code}” is no code of the codebook{meant}; the codes are: {codes}.",
                    code=unknown[0],
                    meant=cases.nearest(unknown[0], known),
                    codes=", ".join(sorted(known)),
                )


def _figures(figures: pd.DataFrame) -> Iterator[Problem]:
    table = "observations"
    value = pd.to_numeric(figures["value"], errors="coerce")
    for index in figures.index[value < 0]:
        yield _problem(table, index, "value", "The figure is below zero.")
    for index in figures.index[(figures["unit"] == "percent") & (value > 100)]:  # noqa: PLR2004
        yield _problem(table, index, "value", "The share is above 100 percent.")
    for index in figures.index[(figures["url"] == "") & (figures["status"] != "derived")]:
        yield _problem(
            table,
            index,
            "url",
            "The figure has no address; without one, nobody can see whether it is right.",
            severity="warning",
        )
    dated = figures[
        figures["period_start"].map(is_partial).astype(bool)
        & figures["period"].map(is_partial).astype(bool)
    ]
    for index, start, end in dated[["period_start", "period"]].itertuples():
        if first_day(start) > last_day(end):
            yield _problem(
                table,
                index,
                "period",
                "The period ends ({end}) before it begins ({start}).",
                end=end,
                start=start,
            )


def _derivations(frames: Frames, reference: cases.Reference) -> Iterator[Problem]:
    own = frames["observations"]["observation_id"]
    known = {*own, *reference.observations["observation_id"]}
    for index, text in own[(own != "") & ~own.str.fullmatch(KEY)].items():
        yield _problem(
            "observations",
            index,
            "observation_id",
            "“{text}” cannot stand in a sum; a key has letters, digits and underscores only.",
            text=text,
        )
    for column in ("numerator", "denominator"):
        for index, text in frames["derivations"][column].items():
            unknown = [key for key in KEY.findall(text) if key not in known]
            if text and not SUM.fullmatch(text):
                yield _problem(
                    "derivations",
                    index,
                    column,
                    "“{text}” is no sum of keys of figures; write it like a+b-c or a*b.",
                    text=text,
                )
            elif unknown:
                yield _problem(
                    "derivations",
                    index,
                    column,
                    "There is no figure “{key}”{meant}.",
                    key=unknown[0],
                    meant=cases.nearest(unknown[0], known),
                )


def _problem(
    table: str, index: Any, column: str, template: str, severity: str = "error", **values: object
) -> Problem:
    return Problem(f"{table}.csv", int(index) + 2, column, template, values, severity)
