"""The form that a student fills in, as a workbook with lists to choose from and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from analysis import vocabulary
from analysis.errors import UserError
from analysis.evidence import STANCES
from analysis.exchange.archive import without_time
from analysis.files import write_bytes
from analysis.framework import NONE, elements, labels
from analysis.language import Language
from analysis.teaching import MARK

FORMS = (".xlsx", ".csv")
ROWS_FOR_EACH = 3
"""Rows of a form for each excerpt: most carry one to three codes."""
WIDTHS = {"student": 10, "number": 9, "segment_id": 20, "statement": 80, "code": 34, "stance": 14}


def write_form(
    path: Path, segments: pd.DataFrame, framework: pd.DataFrame, language: Language
) -> None:
    """Write the form that a student fills in.

    Parameters
    ----------
    path
        ``.xlsx``: with lists to choose from, the codebook and instructions; ``.csv``: the form
        alone, with semicolons where the language writes decimals with a comma, as Excel does.
    segments
        The excerpts: ``number, segment_id, statement_en, statement_id``, and the names of who
        speaks and who is addressed.
    framework
        The codebook.
    language
        Of the statements, the codebook and the instructions.

    Raises
    ------
    UserError
        If the file is to be neither.
    """
    if path.suffix not in FORMS:
        raise UserError("A form is an .xlsx or a .csv file, not {name}.", name=path.name)
    write_bytes(path, form(path.suffix, segments, framework, language))


def form(ending: str, segments: pd.DataFrame, framework: pd.DataFrame, language: Language) -> bytes:
    """Return the content of a form; the same excerpts always give the same bytes.

    Parameters
    ----------
    ending
        ``.xlsx`` or ``.csv``.
    segments, framework, language
        As for :func:`write_form`.
    """
    rows = _blank_rows(segments, language)
    if ending == ".xlsx":
        return _saved(_form_book(rows, framework, language))
    buffer = io.StringIO()
    mark = ";" if "," in language.number(0.5, 1) else ","
    csv.writer(buffer, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + buffer.getvalue()).encode()


def table_rows(table: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows of a table one by one."""
    return table.to_dict("records")


def _blank_rows(segments: pd.DataFrame, language: Language) -> list[list[Any]]:
    rows: list[list[Any]] = [list(WIDTHS)]
    for excerpt in table_rows(segments):
        for place in range(ROWS_FOR_EACH):
            # The mark stands on every line of what is invented.
            invented = MARK if MARK in language.pick(excerpt, "statement") else ""
            said = _statement(excerpt, language) if place == 0 else invented
            rows.append(["", excerpt["number"], excerpt["segment_id"], said, "", ""])
    return rows


def _statement(excerpt: Mapping[Any, Any], language: Language) -> str:
    """Say who speaks to whom, and when, before the statement; a coder needs all of it."""
    about = [language.pick(excerpt, "speaker")]
    if addressed := language.pick(excerpt, "addressed"):
        about.append(language.text("to: {addressed}", addressed=addressed))
    if happened := excerpt.get("happened", ""):
        about.append(language.date(happened))
    said = language.pick(excerpt, "statement")
    context = ", ".join(part for part in about if part)
    return f"({context}) {said}" if context else said


def _form_book(rows: list[list[Any]], framework: pd.DataFrame, language: Language) -> Workbook:
    book = Workbook()
    guide, form = book.active, book.create_sheet(language.text("Form"))
    guide.title = language.text("Instructions")
    guide.column_dimensions["A"].width = 100
    for number, line in enumerate(_instructions(language), start=1):
        guide.cell(number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    guide["A1"].font = Font(bold=True)
    for row in rows:
        form.append(row)
    _dress(form, list(WIDTHS.values()))
    codebook, lists = book.create_sheet(language.text("Codebook")), book.create_sheet("lists")
    lists.sheet_state = "hidden"
    names = labels(framework, language)
    coded = elements(framework)
    codebook.append([language.text("Code"), language.text("Name"), language.text("Meaning")])
    for element in table_rows(coded):
        code = element["code"]
        codebook.append([code, names[code], language.pick(element, "definition")])
    none = language.text("no code fits")
    codebook.append([NONE, none, ""])
    _dress(codebook, [10, 40, 90])
    codes = [f"{code} {names[code]}" for code in coded["code"]]
    codes.append(f"{NONE} {none}")
    stances = [vocabulary.stance(stance, language) for stance in STANCES]
    for letter, column, options in (("A", "E", codes), ("B", "F", stances)):
        for number, option in enumerate(options, start=1):
            lists[f"{letter}{number}"] = option
        source = f"lists!${letter}$1:${letter}${len(options)}"
        rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.error = language.text("Choose from the list.")
        rule.add(f"{column}2:{column}{len(rows)}")
        form.add_data_validation(rule)
    whole = DataValidation(
        "whole", operator="greaterThan", formula1="0", allow_blank=True, showErrorMessage=True
    )
    whole.error = language.text("Write your number, not your name.")
    whole.add(f"A2:A{len(rows)}")
    form.add_data_validation(whole)
    book.active = form
    return book


def _dress(sheet: Any, widths: Sequence[int]) -> None:
    """Set widths, wrap long texts and keep the header in sight."""
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell, width in zip(sheet[1], widths, strict=True):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6F0")
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"


def _instructions(language: Language) -> list[str]:
    text = language.text
    return [
        text("How to fill in this form"),
        text("Write your number, not your name, in the first row of the column student."),
        text("Read each statement, who says it and to whom; add nothing that you know otherwise."),
        text("Choose one to three codes, each in a row of its own; the codebook explains them."),
        text("Choose NONE if no code fits; an empty excerpt counts as not read."),
        text("Choose a stance for each code: does what is said support or hinder, or neither?"),
        text("Leave rows that you do not need empty, and the first row and the keys as they are."),
        text("Code alone. Differences between readers are what the class will talk about."),
        text("[SYNTHETIC] / [SINTETIS] marks statements that were invented for this exercise."),
    ]


def _saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return without_time(written.getvalue())
