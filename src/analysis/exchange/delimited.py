"""CSV as Excel writes it in Indonesia and elsewhere, and as this project writes it.

Rules, in this order. Text: a byte-order mark decides; else zero bytes in every other place mean
UTF-16; else UTF-8 if every byte fits; else cp1252. Separator: of semicolon, tab and comma the one
that splits the first row into most names of columns that a table has. Decimal mark: see
:mod:`analysis.exchange.decimals`; a file with commas between cells is supposed to have points.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from analysis import cases
from analysis.checks import TABLES, Problem
from analysis.errors import UserError
from analysis.exchange import decimals, formulas
from analysis.exchange.archive import opened
from analysis.exchange.sheets import MAX_BYTES, ProblemsError, Sheet, arrange, plain, recognise

SEPARATORS = (";", "\t", ",")
SAMPLE = 4096
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
COLUMNS = {name for table in TABLES for name in cases.columns(table)}


def read(path: Path) -> Sheet:
    """Read a table from a file of separated values, row by row.

    Parameters
    ----------
    path
        The file. Its name decides which table it is if it is a table's name, else its header.

    Raises
    ------
    UserError
        If it cannot be opened, is empty or too large, or is no table of a case.
    ProblemsError
        If cells have problems; see :func:`analysis.exchange.sheets.arrange`.
    """
    encoding = _encoding(path)
    with opened(path), path.open(encoding=encoding, newline="") as handle:
        lines = _lines(path, handle)
        first = next(lines, "").removeprefix("\ufeff")
        separator = _declared(first)
        if separator:
            first = next(lines, "")
        separator = separator or _separator(first)
        reader = csv.reader(_chain(first, lines), delimiter=separator, strict=True)
        return _table(path, reader, separator)


def text(
    table: str,
    rows: Iterable[Mapping[str, str]],
    columns: Sequence[str] = (),
    *,
    neutral: bool = False,
) -> str:
    """Write rows as the project's CSV: commas, UTF-8, decimal points.

    Parameters
    ----------
    table
        Table that the rows belong to.
    rows
        Texts by column.
    columns
        Columns to write; by default those of the schema.
    neutral
        Whether texts that a spreadsheet would run are given a mark, as in every export.
        Numbers stay numbers.
    """
    kinds = cases.columns(table)
    names = list(columns or kinds)

    def cell(row: Mapping[str, str], name: str) -> str:
        given = row[name]
        if neutral and not (kinds[name] != "string" and decimals.number(given) is not None):
            return formulas.neutralise(given)
        return given

    return "".join([_line(names), *(_line(cell(row, name) for name in names) for row in rows)])


def _line(cells: Iterable[str]) -> str:
    # A carriage return within a cell is quoted only by a writer that ends its lines with one.
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()[:-2] + "\n"


def _encoding(path: Path) -> str:
    with opened(path), path.open("rb") as handle:
        size = handle.seek(0, io.SEEK_END)
        if size > MAX_BYTES:
            raise UserError(
                "{file} is larger than {most} million bytes, which no table of a case is;"
                " is it the right file?",
                file=path.name,
                most=MAX_BYTES // 1_000_000,
            )
        handle.seek(0)
        sample = handle.read(SAMPLE)
    if not sample.strip():
        raise UserError("{file} is empty; its first row must name the columns.", file=path.name)
    for start, encoding in MARKS.items():
        if sample.startswith(start):
            return _strict(path, encoding)
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even + odd > len(sample) // 4 and 0 in {even, odd}:
        return _strict(path, "utf-16-le" if odd else "utf-16-be")
    for encoding in ("utf-8", "cp1252"):
        if _fits(path, encoding):
            return encoding
    return _strict(path, "utf-8")


def _strict(path: Path, encoding: str) -> str:
    if not _fits(path, encoding):
        raise UserError(
            "{file} is no text in UTF-8, UTF-16 or cp1252; save the table as “CSV UTF-8”.",
            file=path.name,
        )
    return encoding


def _fits(path: Path, encoding: str) -> bool:
    try:
        with opened(path), path.open(encoding=encoding, newline="") as handle:
            while handle.read(1 << 20):
                pass
    except UnicodeError:
        return False
    return True


def _lines(path: Path, handle: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(handle, start=1):
        if "\0" in line:
            raise UserError(
                "{file}, line {line}: the text holds a NUL byte, which no table does;"
                " export the table anew.",
                file=path.name,
                line=number,
            )
        yield line


def _chain(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _declared(line: str) -> str:
    """Return the separator that Excel's own first line ``sep=;`` declares."""
    said = line.strip("\r\n").lower()
    return said[4:] if said.startswith("sep=") and len(said) == len("sep=") + 1 else ""


def _separator(line: str) -> str:
    def known(separator: str) -> int:
        try:
            row = next(csv.reader([line], delimiter=separator), [])
        except csv.Error:
            return 0
        return len(COLUMNS.intersection(plain(row)))

    return max(reversed(SEPARATORS), key=known)


def _table(path: Path, reader: Iterator[list[str]], separator: str) -> Sheet:
    header = plain(_next(path, reader, 1) or [])
    table = recognise(header, path.stem)
    if table is None or not COLUMNS.intersection(header):
        raise UserError(
            "{file} is no table of a case: its first row must name the columns of one of these"
            " tables: {tables}.",
            file=path.name,
            tables=", ".join(TABLES),
        )
    local = separator != ","
    return arrange(
        table, path.name, header, _body(path, reader), mark="" if local else ".", day_first=local
    )


def _body(path: Path, reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 2
    while (row := _next(path, reader, number)) is not None:
        yield number, row
        number += 1


def _next(path: Path, reader: Iterator[list[str]], number: int) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        problem = Problem(path.name, number, "", cases.NO_CSV, {"error": error})
        raise ProblemsError(path.name, [problem]) from error
