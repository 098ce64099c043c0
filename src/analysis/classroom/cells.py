"""The cells of a file that a student handed in, however a spreadsheet has saved it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from analysis.errors import UserError, message

READABLE = (".csv", ".xlsx", ".xlsm")
MAX_BYTES = 5_000_000
MAX_UNPACKED = 100_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 50
HEADER_WITHIN = 20
"""The row with the names of the columns is looked for in so many rows."""
TOO_LARGE = message("The file was not read: it is far larger than a form; is it the right one?")

Cells = list[tuple[int, list[str]]]


def read_cells(path: Path, needed: Sequence[str]) -> Cells:
    """Read the cells of a form as text, with the number of each row.

    Of a workbook the first sheet counts that has a row with the needed columns.

    Raises
    ------
    UserError
        If the file is no form.
    """
    if path.suffix.lower() not in READABLE:
        raise UserError(
            "The file was not read: a form is an Excel workbook (.xlsx) or a CSV file."
            " Open it and save it as one of these."
        )
    if path.stat().st_size > MAX_BYTES:
        raise UserError(TOO_LARGE)
    return read_csv(path) if path.suffix.lower() == ".csv" else _workbook(path, needed)


def read_csv(path: Path) -> Cells:
    """Read a CSV file, whatever its encoding, with commas, semicolons or tabs.

    Raises
    ------
    UserError
        If it is empty or no CSV.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UserError("The file cannot be opened ({reason}).", reason=error.strerror) from error
    text = _decode(raw)
    if not text.strip() or "\0" in text:
        raise UserError("The file is empty or no text; fill in the form and save it as CSV anew.")
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep="):
        mark, text, skipped = first[4:5], rest, 1
    else:
        mark, skipped = max(",;\t", key=text[: 10 * len(first) + 1000].count), 0
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except (csv.Error, TypeError) as error:
        raise UserError(
            "The file is no CSV ({reason}); is a quotation mark left open? Save it as CSV anew.",
            reason=error,
        ) from error
    return _numbered(rows, skipped)


def _decode(raw: bytes) -> str:
    """Read what spreadsheets call CSV; keys and codes are plain letters in every encoding."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _workbook(path: Path, needed: Sequence[str]) -> Cells:
    """Read the sheet of a workbook that has the columns of a form."""
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise UserError(
            "The file is no Excel workbook that can be opened; it may have a password or an older"
            " format. Save it as an Excel workbook (.xlsx) without a password."
        ) from error
    if unpacked > MAX_UNPACKED:
        raise UserError(TOO_LARGE)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheets = [list(_sheet(sheet)) for sheet in book.worksheets]
        book.close()
    except Exception as error:  # the library raises whatever it meets in a broken file
        raise UserError(
            "The workbook is damaged ({reason}); save it as an Excel workbook (.xlsx) anew.",
            reason=f"{type(error).__name__}: {error}"[:200],
        ) from error
    found = (cells for cells in map(_numbered, sheets) if header_row(cells, needed) is not None)
    return next(found, _numbered(sheets[0]) if sheets else [])


def _sheet(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # some programs write a wrong size
    for row in sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS):
        yield [_text(value) for value in row]


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _numbered(rows: Sequence[Sequence[str]], skipped: int = 0) -> Cells:
    """Give each row the number that a spreadsheet gives it, and forget the empty ones."""
    filled = [
        (number, [cell.strip() for cell in row])
        for number, row in enumerate(rows, start=1 + skipped)
        if any(cell.strip() for cell in row)
    ]
    if filled and filled[-1][0] > MAX_ROWS:
        raise UserError(TOO_LARGE)
    return filled


def plain(names: Iterable[str]) -> list[str]:
    """Return the names of columns as they are compared."""
    return [name.strip().lower() for name in names]


def header_row(cells: Cells, needed: Sequence[str]) -> int | None:
    """Find the row that names the columns."""
    for place, (_, row) in enumerate(cells[:HEADER_WITHIN]):
        if set(needed) <= set(plain(row)):
            return place
    return None
