"""One table as it was brought: its rows under the columns of the schema, and where they stood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis import cases
from analysis.checks import TABLES, Problem
from analysis.errors import UserError, message
from analysis.exchange import decimals, formulas

DOUBTFUL = message(
    "“{text}” can be a thousand times more or less, as its mark separates thousands or decimals;"
    " write the number without thousands marks."
)
MAX_ROWS = 200_000
MAX_BYTES = 200_000_000
DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)

Cell = str | int | float


class ProblemsError(UserError):
    """A file with problems in its cells; nothing of it is used.

    Attributes
    ----------
    problems
        Every problem, with the place where it stands in the file that was brought.
    """

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        super().__init__(
            message("{file} was not imported: problems: {n}. The first: {place}: {said}"),
            file=file,
            n=len(problems),
            place=problems[0].place,
            said=problems[0].said,
        )
        self.problems = list(problems)


@dataclass(frozen=True)
class Sheet:
    """The rows of one table of a file.

    Attributes
    ----------
    table
        Table of the case that they belong to.
    file
        How a message names the place, such as ``city.xlsx › codings``.
    rows
        Texts by column; every column of the schema is there.
    numbers
        Row of the file, as a spreadsheet counts it, for each row; 0 where there are none.
    unused
        Columns of the file that the table does not have.
    """

    table: str
    file: str
    rows: list[dict[str, str]]
    numbers: list[int]
    unused: tuple[str, ...] = ()


def required(table: str) -> list[str]:
    """Return the columns of a table that cannot be empty."""
    return [
        item["name"]
        for item in cases.schema(table)["fields"]
        if item.get("constraints", {}).get("required")
    ]


def key(table: str) -> list[str]:
    """Return the columns that name a row."""
    return list(cases.schema(table)["primaryKey"])


def plain(header: Iterable[object]) -> list[str]:
    """Return the names of a header as a schema writes them."""
    return [str(name if name is not None else "").strip().lower() for name in header]


def recognise(header: Sequence[str], name: str = "") -> str | None:
    """Tell which table a header belongs to.

    Parameters
    ----------
    header
        Names of columns, as :func:`plain` gives them.
    name
        Name of the file or sheet; it decides if it is the name of a table.

    Returns
    -------
    str or None
        The table that has most of the columns, among those whose required columns are all there;
        None if there is none, or more than one.
    """
    if name.lower() in TABLES:
        return name.lower()
    fits = {
        table: len(set(header) & set(cases.columns(table)))
        for table in TABLES
        if set(required(table)) <= set(header)
    }
    best = [table for table, count in fits.items() if count == max(fits.values())]
    return best[0] if len(best) == 1 else None


def arrange(
    table: str,
    file: str,
    header: Sequence[str],
    body: Iterable[tuple[int, Sequence[Cell]]],
    *,
    mark: str = "",
    day_first: bool = False,
) -> Sheet:
    """Set cells under the columns of a table.

    Parameters
    ----------
    table, file
        What the rows are, and how a message names the place.
    header
        Names of columns, as :func:`plain` gives them.
    body
        For each row its number in the file and its cells; numbers may still be numbers.
    mark
        Decimal mark to suppose where the file itself does not show it; empty: none.
    day_first
        Whether ``11/12/2024`` is a date with the day first.

    Raises
    ------
    ProblemsError
        If the header lacks a column that must have values or names one twice, a row is longer than
        the header, or a number could be read in two ways.
    UserError
        If there are more rows than a table of a case can have.
    """
    names = list(cases.columns(table))
    if problems := list(_header_problems(table, file, header)):
        raise ProblemsError(file, problems)
    places = {name: header.index(name) for name in names if name in header}
    rows: list[dict[str, Cell]] = []
    numbers: list[int] = []
    for number, cells in body:
        if all(cell == "" for cell in cells):
            continue
        if len(rows) >= MAX_ROWS:
            raise UserError(
                "{file} has more than {most} rows, which no table of a case has;"
                " is it the right file?",
                file=file,
                most=MAX_ROWS,
            )
        if any(cell != "" for cell in cells[len(header) :]):
            many = Problem(file, number, "", cases.MANY_CELLS, {"n": len(header)})
            raise ProblemsError(file, [many])
        found: dict[str, Cell] = dict.fromkeys(names, "")
        found |= {
            name: cells[place] if place < len(cells) else "" for name, place in places.items()
        }
        rows.append(found)
        numbers.append(number)
    return Sheet(
        table,
        file,
        _texts(table, file, rows, numbers, mark, day_first=day_first),
        numbers,
        tuple(name for name in header if name and name not in names),
    )


def _header_problems(table: str, file: str, header: Sequence[str]) -> Iterator[Problem]:
    names = cases.columns(table)
    for name in required(table):
        if name not in header:
            meant = cases.nearest(name, set(header) - set(names))
            values = {"meant": meant, "names": ", ".join(names)}
            yield Problem(file, 1, name, cases.NO_COLUMN, values)
    for name, count in Counter(header).items():
        if count > 1 and name in names:
            yield Problem(file, 1, name, cases.TWO_COLUMNS)


def _texts(
    table: str,
    file: str,
    rows: list[dict[str, Cell]],
    numbers: list[int],
    mark: str,
    *,
    day_first: bool,
) -> list[dict[str, str]]:
    kinds = cases.columns(table)
    written = [
        cell
        for row in rows
        for name, cell in row.items()
        if kinds[name] in {"number", "integer"} and isinstance(cell, str)
    ]
    mark = decimals.mark(written) or mark
    problems: list[Problem] = []
    texts: list[dict[str, str]] = []
    for number, row in zip(numbers, rows, strict=True):
        text: dict[str, str] = {}
        for name, cell in row.items():
            text[name] = _text(name, kinds[name], cell, mark, day_first=day_first)
            if kinds[name] in {"number", "integer"} and decimals.ambiguous(text[name], mark, cell):
                problems.append(Problem(file, number, name, DOUBTFUL, {"text": text[name]}))
        texts.append(text)
    if problems:
        raise ProblemsError(file, problems)
    return texts


def _text(name: str, kind: str, cell: Any, mark: str, *, day_first: bool) -> str:
    if not isinstance(cell, str):
        return decimals.write(cell)
    if kind in {"number", "integer"}:
        return decimals.plain(formulas.restore(cell.strip()), mark)
    if name in cases.DATES and day_first and (found := DAY_FIRST.fullmatch(cell.strip())):
        day, month, year = found.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return formulas.restore(cell)
