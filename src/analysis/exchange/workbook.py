"""Workbooks: a sheet for each table of a case, for those who live in Excel.

A formula is never evaluated and its last result never used: it is a problem with a place.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from analysis import cases
from analysis.checks import TABLES, Problem
from analysis.errors import Message, UserError, message
from analysis.examples import EXAMPLES
from analysis.exchange import archive, decimals, formulas, xml
from analysis.exchange.sheets import (
    MAX_ROWS,
    Cell,
    ProblemsError,
    Sheet,
    arrange,
    plain,
    recognise,
    required,
)
from analysis.framework import NONE, elements
from analysis.language import Language, languages

FAULT = message("The cell holds the error {error} of Excel; write a value or leave it empty.")
LISTS = "lists"
HELP = "Petunjuk - Instructions"
MAX_COLUMNS = 100
LAST_ROW = 1_048_576
LIST_ROWS = 5_000
LONGEST = 32_767
TEXT = "@"
HEADER = PatternFill("solid", fgColor="DDE6F0")
NEEDED = PatternFill("solid", fgColor="B8CCE4")
GREY = Font(italic=True, color="595959")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LITERAL = re.compile(r"x(?=[0-9A-Fa-f]{4}_)")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


# Writing -------------------------------------------------------------------------------------


def write_template(path: Path, language: Language) -> None:
    """Write an empty workbook: a sheet for each table, instructions, lists to choose from.

    Each table has an example row in grey, which import leaves out as long as it is unchanged.

    Parameters
    ----------
    path
        File to write; its ending should be ``.xlsx``.
    language
        Language of the notes on the columns. The instructions are in every language.

    Raises
    ------
    UserError
        If the file cannot be written.
    """
    _save(_workbook({table: [row] for table, row in EXAMPLES.items()}, language, GREY), path)


def write_tables(
    tables: Mapping[str, Iterable[Mapping[str, str]]], path: Path, language: Language
) -> None:
    """Write the tables of a case as a workbook.

    Parameters
    ----------
    tables
        For each table its rows, as texts by column.
    path
        File to write; its ending should be ``.xlsx``.
    language
        Language of the notes on the columns.

    Raises
    ------
    UserError
        If the file cannot be written, or a text is longer than a cell can be.
    """
    _save(_workbook(tables, language, Font()), path)


def _save(book: Workbook, path: Path) -> None:
    with archive.whole(path) as temporary:
        book.save(temporary)


def _workbook(
    tables: Mapping[str, Iterable[Mapping[str, str]]], language: Language, font: Font
) -> Workbook:
    book = Workbook()
    _instructions(book.active)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for table in TABLES:
        sheet = book.create_sheet(table)
        _header(sheet, table, language)
        _validation(sheet, lists, table)
        for number, row in enumerate(tables.get(table, ()), start=2):
            _write_row(sheet, number, table, row, font)
    book.move_sheet(LISTS, len(TABLES))
    return book


def _header(sheet: Any, table: str, language: Language) -> None:
    needed = required(table)
    for place, field in enumerate(cases.schema(table)["fields"], start=1):
        cell = sheet.cell(1, place, field["name"])
        cell.font = Font(bold=True)
        cell.fill = NEEDED if field["name"] in needed else HEADER
        cell.comment = Comment(_describe(field, language), "ucj", height=120, width=320)
        letter = get_column_letter(place)
        wide = field["name"].startswith(("statement", "text_", "rationale", "reason", "note"))
        sheet.column_dimensions[letter].width = 60 if wide else max(14, len(field["name"]) + 4)
        if field["type"] == "string":
            # Otherwise Excel takes 2024-11 for a day.
            sheet.column_dimensions[letter].number_format = TEXT
    sheet.freeze_panes = "A2"


def _describe(field: Mapping[str, Any], language: Language) -> str:
    said = field.get(f"description_{language.code}") or field["description"]
    if field.get("constraints", {}).get("required"):
        required_too = language.text("A value is required.")
        return f"{said} {required_too}"
    return str(said)


def _validation(sheet: Any, lists: Any, table: str) -> None:
    """Offer the values of closed vocabularies, the codes, and the keys of other tables."""
    chosen = {
        field["name"]: _list(lists, field["constraints"]["enum"])
        for field in cases.schema(table)["fields"]
        if "enum" in field.get("constraints", {})
    }
    if table == "codings":
        codes = elements(cases.load_reference().framework)["code"]
        chosen["code"] = _list(lists, [*codes, NONE])
    offered = {}
    for foreign in cases.schema(table).get("foreignKeys", []):
        target = foreign["reference"]["resource"]
        letter = get_column_letter(
            list(cases.columns(target)).index(foreign["reference"]["fields"][0]) + 1
        )
        offered[foreign["fields"][0]] = f"{target}!${letter}$2:${letter}${LIST_ROWS}"
    for place, name in enumerate(cases.columns(table), start=1):
        if source := chosen.get(name) or offered.get(name):
            rule = DataValidation("list", formula1=source, allow_blank=True)
            rule.showErrorMessage = name in chosen
            letter = get_column_letter(place)
            rule.add(f"{letter}2:{letter}{MAX_ROWS}")
            sheet.add_data_validation(rule)


def _list(lists: Any, values: Sequence[object]) -> str:
    """Write values into a column of the hidden sheet, and return where they stand."""
    place = lists.max_column + 1 if lists["A1"].value else 1
    for number, value in enumerate(values, start=1):
        _set(lists.cell(number, place), str(value))
    letter = get_column_letter(place)
    return f"{LISTS}!${letter}$1:${letter}${len(values)}"


def _write_row(sheet: Any, number: int, table: str, row: Mapping[str, str], font: Font) -> None:
    for place, (name, kind) in enumerate(cases.columns(table).items(), start=1):
        text = row[name]
        if not text:
            continue
        cell = sheet.cell(number, place)
        cell.font = font
        value = decimals.number(text) if kind in {"number", "integer"} else None
        # Excel keeps fifteen digits; what has more is written as text, which keeps them all.
        if value is not None and float(f"{value:.15g}") == value:
            cell.value = value
        else:
            _set(cell, formulas.neutralise(text), cases.place(table, number, name))
            cell.number_format = TEXT


def _set(cell: Any, text: str, place: Message | str = "") -> None:
    """Set a text that stays a text, with the characters that a workbook must write otherwise."""
    escaped = CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", LITERAL.sub("_x0078_", text))
    if len(escaped) > LONGEST:
        raise UserError(
            "{place}: the text is longer than the {most} characters that a cell of Excel holds;"
            " use the format zip.",
            place=place,
            most=LONGEST,
        )
    cell.value = escaped
    cell.data_type = "s"


def _instructions(sheet: Any) -> None:
    sheet.title = HELP
    sheet.column_dimensions["A"].width = 110
    number = 1
    for code in reversed(languages()):
        for line in _guide(Language(code)):
            cell = sheet.cell(number, 1, line)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            number += 1
        number += 1


def _guide(language: Language) -> list[str]:
    text = language.text
    return [
        text("How to fill this workbook"),
        text("Each sheet is one table; its first row names the columns and must stay as it is."),
        text(
            "Point at the name of a column to read what belongs there; dark columns need a value."
        ),
        text("Choose from the list where a cell offers one."),
        text("Grey rows are examples: replace them; unchanged ones are left out."),
        text("Write dates as 2024, 2024-11 or 2024-11-11, as exactly as they are known."),
        text("Write plain values: formulas are refused, since their results cannot be traced."),
        text("Start with documents and actors; then segments, which name both; then codings."),
        text("Figures go into observations, each with its source."),
        text("Leave sheets empty that you do not need."),
        text("Then run: ucj import FILE --to CASE"),
    ]


# Reading -------------------------------------------------------------------------------------


def read(path: Path) -> tuple[list[Sheet], list[Message]]:
    """Read the tables of a workbook.

    Parameters
    ----------
    path
        An ``.xlsx`` file.

    Returns
    -------
    tuple
        The sheets that are tables and hold rows, and what the reader should know: sheets that are
        no table, example rows that were left out.
        Dates come as ISO text as exactly as the cell shows them, numbers as numbers.

    Raises
    ------
    UserError
        If the file is no workbook, is unsafe, or holds no table.
    ProblemsError
        If cells hold formulas, errors, or numbers that can be read in two ways.
    """
    with archive.open_archive(path) as opened:
        if opened.find("xl/workbook.xml") is None:
            raise UserError(
                "{file} is no Excel workbook; save it as .xlsx in Excel or LibreOffice.",
                file=path.name,
            )
        for member in opened.members:
            if member.lower().endswith((".xml", ".rels", ".vml")):
                xml.examine(opened.read(member), path.name)
        return _read(path, opened)


def _read(path: Path, opened: archive.Archive) -> tuple[list[Sheet], list[Message]]:
    sheets: list[Sheet] = []
    notices: list[Message] = []
    problems: list[Problem] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(opened.file.fp, read_only=True)
            for sheet in book.worksheets:
                if sheet.title in {LISTS, HELP}:
                    continue
                rows = list(_rows(path, sheet, problems))
                table = recognise(plain(rows[0][1]), sheet.title) if rows else None
                if table is not None:
                    sheets.append(_sheet(path, sheet.title, table, rows))
                elif rows:
                    notices.append(
                        Message(
                            "The sheet “{sheet}” is no table and was not read.",
                            {"sheet": sheet.title},
                        )
                    )
        except UserError:
            raise
        except Exception as error:
            # The parser takes a good file for granted; a bad one can make it stumble anywhere.
            raise UserError(
                "{file} is no workbook that can be read; open it in Excel and save it again.",
                file=path.name,
            ) from error
    if problems:
        raise ProblemsError(path.name, problems)
    if not sheets:
        raise UserError(
            "{file} holds no table of a case: the sheets must have the names {tables}.",
            file=path.name,
            tables=", ".join(TABLES),
        )
    return _without_examples(sheets, notices)


def _sheet(path: Path, title: str, table: str, rows: list[tuple[int, list[Cell]]]) -> Sheet:
    (_, header), *body = rows
    return arrange(table, f"{path.name} › {title}", plain(header), body)


def _rows(path: Path, sheet: Any, problems: list[Problem]) -> Iterator[tuple[int, list[Cell]]]:
    """Yield rows that hold anything, and collect the cells that cannot be used."""
    found = 0
    header: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        if number > LAST_ROW or found > MAX_ROWS:
            raise UserError(
                "{file} has more than {most} rows, which no table of a case has;"
                " is it the right file?",
                file=f"{path.name} › {sheet.title}",
                most=MAX_ROWS,
            )
        values: list[Cell] = []
        for place, cell in enumerate(cells):
            value, fault = _value(cell)
            values.append(value)
            if fault is not None:
                column = header[place] if place < len(header) else get_column_letter(place + 1)
                file = f"{path.name} › {sheet.title}"
                problems.append(Problem(file, number, column, fault.template, fault.values))
        while values and values[-1] == "":
            values.pop()
        if values:
            found += 1
            header = header or plain(values)
            yield number, values


def _value(cell: Any) -> tuple[Cell, Message | None]:
    """Return what a cell holds, and what is wrong with it."""
    value = cell.value
    if cell.data_type == "f":
        return "", Message("The cell holds a formula; write its value instead.")
    if cell.data_type == "e":
        return "", Message(FAULT, {"error": value})
    return _content(cell, value), None


def _content(cell: Any, value: Any) -> Cell:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime | date):
        return _partial(value, str(cell.number_format))
    return "" if value is None else _unescape(str(value))


def _partial(value: date, shown: str) -> str:
    """Write a date as exactly as its cell shows it: a cell that shows Nov-24 knows no day."""
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) != (0, 0, 0):
        return value.isoformat()
    code = QUOTED.sub("", shown).lower()
    if "d" in code or "y" not in code:
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    return f"{value.year:04}-{value.month:02}" if "m" in code else f"{value.year:04}"


def _unescape(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        return found[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)  # noqa: PLR2004

    return ESCAPED.sub(character, text)


def _without_examples(
    sheets: list[Sheet], notices: list[Message]
) -> tuple[list[Sheet], list[Message]]:
    kept: list[Sheet] = []
    left = 0
    for sheet in sheets:
        own = [
            (row, number)
            for row, number in zip(sheet.rows, sheet.numbers, strict=True)
            if not _is_example(sheet.table, row)
        ]
        left += len(sheet.rows) - len(own)
        rows, numbers = [row for row, _ in own], [number for _, number in own]
        kept.append(Sheet(sheet.table, sheet.file, rows, numbers, sheet.unused))
    if left:
        notices.append(Message("Example rows of the template were left out: {n}.", {"n": left}))
    return kept, notices


def _is_example(table: str, row: Mapping[str, str]) -> bool:
    return row == EXAMPLES[table]
