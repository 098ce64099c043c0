"""Check the data of a case: every problem at once, in plain words, with file, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from frictionless import Resource, Schema, system

from analysis import cases
from analysis.dates import first_day, is_partial, last_day
from analysis.errors import UserError
from analysis.framework import NONE, elements

TABLES = tuple(cases.Tables.__dataclass_fields__)
DATES = {"published", "happened", "period", "period_start", "signed"}
KEY = re.compile(r"[^+\-*\s]+")


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


def check(case: str | Path) -> list[Problem]:
    """Check a case against the schemas of its tables and against what figures can mean.

    Parameters
    ----------
    case
        Name under ``data/``, or a path to a folder.

    Returns
    -------
    list of Problem
        In the order of files and rows; empty when there is nothing to mend.

    Raises
    ------
    UserError
        If there is no such case.
    """
    folder = cases.find(case)
    problems = [
        problem
        for table in TABLES
        if (folder / f"{table}.csv").is_file()
        for problem in _structure(folder, table)
    ]
    if not problems:
        problems = list(_meaning(cases.load(folder), cases.load_reference()))
    return sorted(problems, key=lambda item: (item.file, item.row, item.column, item.message))


def require(case: str | Path) -> None:
    """Refuse a case with errors.

    Raises
    ------
    UserError
        With the first error and the number of the others.
    """
    if errors := [problem for problem in check(case) if problem.severity == "error"]:
        first = errors[0]
        where = f"{first.file}, row {first.row}, column {first.column}"
        raise UserError(
            f"The case “{case}” has {len(errors)} error(s); the first: {where}: {first.message}"
            f" `ucj check {case}` lists all."
        )


def _structure(folder: Path, table: str) -> Iterator[Problem]:
    descriptor = cases.schema(table)
    keys = descriptor.pop("foreignKeys", [])
    file = f"{table}.csv"
    with system.use_context(trusted=True):
        resource = Resource(
            path=str(folder / file), schema=Schema.from_descriptor(descriptor), encoding="utf-8"
        )
        report = resource.validate()
    broken = False
    for error in report.flatten(["rowNumber", "fieldName", "type", "message", "cells"]):
        row, column, kind, message, _ = error
        broken = True
        yield Problem(file, row or 0, column or "", _plainly(kind, message, descriptor, column))
    if not broken:
        frame = cases.read_table(folder, table)
        for key in keys:
            yield from _foreign_key(folder, file, frame, key)


def _plainly(kind: str, message: str, descriptor: dict[str, Any], column: str | None) -> str:
    field: dict[str, Any] = next(
        (item for item in descriptor["fields"] if item["name"] == column), {}
    )
    limits = field.get("constraints", {})
    broken = re.search(r'constraint "(\w+)"', message)
    header = ", ".join(item["name"] for item in descriptor["fields"])
    said = {
        "enum": f"The value is not one of: {', '.join(map(str, limits.get('enum', ())))}.",
        "required": "The cell is empty; a value is required.",
        "unique": "The key stands in an earlier row already.",
        "pattern": "The date is not of the form 2024, 2024-11 or 2024-11-11."
        if column in DATES
        else f"The value does not have the expected form ({limits.get('pattern')}).",
        "type-error": f"The value is no {field.get('type')}.",
        "primary-key": "The key stands in an earlier row already.",
        "missing-label": f"A column is missing; the columns are, in this order: {header}.",
        "incorrect-label": f"The columns are expected in this order: {header}.",
    }
    return said.get(broken[1] if broken else kind, message)


def _foreign_key(
    folder: Path, file: str, frame: pd.DataFrame, key: dict[str, Any]
) -> Iterator[Problem]:
    (column,), target = key["fields"], key["reference"]
    path = folder / f"{target['resource']}.csv"
    known = set(cases.read_table(folder, target["resource"])[target["fields"][0]])
    cells = frame[column]
    for index in frame.index[(cells != "") & ~cells.isin(known)]:
        yield Problem(file, _row(index), column, f"“{cells[index]}” does not stand in {path.name}.")


def _meaning(case: cases.Case, reference: cases.Reference) -> Iterator[Problem]:
    yield from _dates(case)
    yield from _codes(case, reference)
    yield from _figures(case)
    yield from _derivations(case, reference)


def _dates(case: cases.Case) -> Iterator[Problem]:
    today = date.today()  # noqa: DTZ011 - the reader's calendar day is meant
    for table, columns in {
        "documents": ["published"],
        "segments": ["happened"],
        "observations": ["published"],
        "agreements": ["signed"],
    }.items():
        frame: pd.DataFrame = getattr(case, table)
        for column in columns:
            for index, text in frame[column][frame[column] != ""].items():
                if not is_partial(text):
                    yield Problem(
                        f"{table}.csv", _row(index), column, f"“{text}” is no day of the calendar."
                    )
                elif first_day(text) > today:
                    yield Problem(
                        f"{table}.csv", _row(index), column, f"“{text}” lies in the future."
                    )
    ranges = case.observations[case.observations["period_start"] != ""]
    for index, row in ranges.iterrows():
        if first_day(row["period_start"]) > last_day(row["period"]):
            yield Problem(
                "observations.csv",
                _row(index),
                "period",
                f"The period ends ({row['period']}) before it begins ({row['period_start']}).",
            )


def _codes(case: cases.Case, reference: cases.Reference) -> Iterator[Problem]:
    known = {*elements(reference.framework)["code"], NONE}
    for table, column in (("codings", "code"), ("claim_tests", "codes")):
        frame: pd.DataFrame = getattr(case, table)
        for index, text in frame[column].items():
            if unknown := ", ".join(code for code in text.split() if code not in known):
                message = f"There is no code {unknown}; there are: {', '.join(sorted(known))}."
                yield Problem(f"{table}.csv", _row(index), column, message)


def _figures(case: cases.Case) -> Iterator[Problem]:
    figures = case.observations
    negative = figures["value"] < 0
    above = (figures["unit"] == "percent") & (figures["value"] > 100)  # noqa: PLR2004
    for index in figures.index[negative]:
        yield Problem("observations.csv", _row(index), "value", "The figure is below zero.")
    for index in figures.index[above]:
        yield Problem("observations.csv", _row(index), "value", "The share is above 100 percent.")
    for index in figures.index[(figures["url"] == "") & (figures["status"] != "derived")]:
        yield Problem(
            "observations.csv", _row(index), "url", "The figure has no address.", "warning"
        )


def _derivations(case: cases.Case, reference: cases.Reference) -> Iterator[Problem]:
    known = {*case.observations["observation_id"], *reference.observations["observation_id"]}
    for index, row in case.derivations.iterrows():
        for column in ("numerator", "denominator"):
            if unknown := [key for key in KEY.findall(row[column]) if key not in known]:
                yield Problem(
                    "derivations.csv",
                    _row(index),
                    column,
                    f"There is no figure with the key {', '.join(unknown)}.",
                )


def _row(index: Any) -> int:
    return int(index) + 2
