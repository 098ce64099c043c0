"""A case: a folder of tables with their manifest, checked and typed."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from glob import glob
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.dates import is_partial, known_by, last_day
from analysis.errors import Message, UserError, message
from analysis.spoken_dates import meant

DATA = Path(__file__).resolve().parents[2] / "data"
SCHEMAS = Path(__file__).parent / "schemas"
MANIFEST = "datapackage.json"
CARRIED, CARRIED_CASE = "UCJ_CARRIED", "UCJ_CARRIED_CASE"
"""On another machine these variables of the environment say where the case that came along is."""
LAYERS = ("study", "public", "teaching")
DATES = frozenset({"published", "happened", "period", "period_start", "signed"})
NO_NUMBER = message("“{text}” is no number; write it like 1234.5.")
MEANT = message(" (did you mean “{option}”?)")
NO_DATE = message("“{text}” is no date{meant}; write 2024, 2024-11 or 2024-11-11.")
MANY_CELLS = message(
    "The row has more cells than the {n} columns; put a text with commas in quotes."
)
NO_CSV = message("The row is no CSV ({error}); is a quotation mark left open?")
NO_COLUMN = message("The column is missing{meant}; the columns of this table are: {names}.")
TWO_COLUMNS = message("The column stands twice in the header; keep one.")
OTHER_SEPARATORS = {
    ";": message("The cells are separated by semicolons; save the table with commas."),
    "\t": message("The cells are separated by tabs; save the table with commas."),
}

Row = dict[str, Any]


class TableError(UserError):
    """A table that cannot be read.

    Parameters
    ----------
    path
        The file.
    template
        What is wrong and what is expected, as in :class:`UserError`.
    row
        Row as a spreadsheet counts it: the header is row 1; 0 where the whole file is meant.
    column
        Column; empty where the whole row is meant.
    values
        What the placeholders stand for.
    """

    def __init__(
        self, path: Path, template: str, /, row: int = 0, column: str = "", **values: object
    ) -> None:
        self.said, self.row, self.column = Message(template, values), row, column
        where = place(str(path), row, column)
        super().__init__(message("{place}: {said}"), place=where, said=self.said)


@dataclass(frozen=True)
class Tables:
    """The tables of a case; a table that the case does not have is empty, with its columns."""

    documents: pd.DataFrame
    segments: pd.DataFrame
    codings: pd.DataFrame
    actors: pd.DataFrame
    agreements: pd.DataFrame
    observations: pd.DataFrame
    derivations: pd.DataFrame
    claims: pd.DataFrame
    claim_tests: pd.DataFrame


@dataclass(frozen=True)
class Case(Tables):
    """One city with its record.

    Attributes
    ----------
    name
        Name of the folder.
    place
        Name of the place by language (``{"en": ..., "id": ...}``).
    geo, province, country
        Names of the place, its province and its country in the column ``geo`` of the figures.
    study
        Key of the study whose claims are tested; empty where there is none.
    study_date
        Last day of what the study could know; empty where there is no study.
    contrast
        Name of the case that it is compared with; empty where there is none.
    contrast_note
        Why that case, by language (``{"note_en": ..., "note_id": ...}``).
    """

    name: str
    folder: Path
    place: dict[str, str]
    geo: str
    province: str
    country: str
    study: str
    study_date: str
    contrast: str
    contrast_note: dict[str, str]

    def known(self, as_of: str = "", layers: tuple[str, ...] = LAYERS) -> Case:
        """Return the case as it could be known at a date, with the named layers only.

        Parameters
        ----------
        as_of
            Nothing published later is kept; a partial date counts at its last possible day and an
            undated document is left out. Figures without a date of publication count from the end
            of their period. Empty: all evidence.
        layers
            Layers of evidence to keep.

        Raises
        ------
        UserError
            If ``as_of`` is no date or a layer does not exist.
        """
        if as_of and not is_partial(as_of):
            raise UserError(
                "as_of is “{as_of}”: write a date such as 2025-06-30, or nothing.", as_of=as_of
            )
        if unknown := set(layers) - set(LAYERS):
            raise UserError(
                "There is no layer {unknown}; there are: {known}.",
                unknown=", ".join(sorted(unknown)),
                known=", ".join(LAYERS),
            )
        documents = self.documents[
            self.documents["layer"].isin(layers)
            & self.documents["published"].map(lambda day: known_by(day, as_of)).astype(bool)
        ]
        segments = self.segments[self.segments["document_id"].isin(documents["document_id"])]
        kept = segments["segment_id"]
        return replace(
            self,
            documents=documents,
            segments=segments,
            codings=self.codings[self.codings["segment_id"].isin(kept)],
            agreements=self.agreements[self.agreements["segment_id"].isin(kept)],
            observations=known_figures(self.observations, as_of),
        )


@dataclass(frozen=True)
class Reference:
    """What is known beyond a case: figures of country and provinces, regulations, the codebook."""

    observations: pd.DataFrame
    derivations: pd.DataFrame
    regulations: pd.DataFrame
    breaks: pd.DataFrame
    provinces_2023: pd.DataFrame
    provinces_panel: pd.DataFrame
    framework: pd.DataFrame

    def known(self, as_of: str = "") -> Reference:
        """Return the reference as it could be known at a date (see :meth:`Case.known`)."""
        if not as_of:
            return self
        year = last_day(as_of).year
        panel = self.provinces_panel
        return replace(
            self,
            observations=known_figures(self.observations, as_of),
            provinces_panel=panel[
                panel["year"].map(lambda y: known_by(str(y), as_of)).astype(bool)
            ],
            provinces_2023=self.provinces_2023 if year > 2023 else self.provinces_2023.iloc[:0],  # noqa: PLR2004
        )


def known_figures(
    observations: pd.DataFrame, as_of: str, *, printed_later: bool = False
) -> pd.DataFrame:
    """Keep the figures that were known by a date.

    Parameters
    ----------
    observations
        Figures.
    as_of
        Partial date; empty keeps all.
    printed_later
        False: a figure is known once it is published, or once its period has ended where no date
        of publication is known. True: it counts from the end of its period, whenever it was
        printed.
    """
    if not as_of:
        return observations
    published, period = observations["published"], observations["period"]
    day = period if printed_later else published.where(published != "", period)
    return observations[day.map(lambda partial: known_by(partial, as_of)).astype(bool)]


def all_figures(case: Case, reference: Reference) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the figures and the derivations of a case and the reference together."""
    return (
        pd.concat([case.observations, reference.observations], ignore_index=True),
        pd.concat([case.derivations, reference.derivations], ignore_index=True),
    )


def find(case: str | Path) -> Path:
    """Return the folder of a case, given its name under ``data/`` or a path to a folder.

    Raises
    ------
    UserError
        If there is no such case; the message lists those that exist.
    """
    for folder in _places(case):
        if (folder / MANIFEST).is_file() and _describes_case(folder):
            return folder.resolve()
    raise UserError(
        "There is no case “{case}”: give a folder with a {manifest} that describes a case,"
        " or one of {names}.",
        case=case,
        manifest=MANIFEST,
        names=", ".join(names()),
    )


def _places(case: str | Path) -> Iterator[Path]:
    """Give the folders that a case may mean, the likeliest first."""
    if os.environ.get(CARRIED_CASE) == str(case):
        yield Path(os.environ[CARRIED], Path(case).name)
    yield Path(case)
    yield DATA / case


def find_all(wanted: Iterable[str]) -> list[Path]:
    """Return the folders of cases, given names, paths and patterns such as ``"regions/*"``.

    A pattern means all cases whose name or path it matches; other folders that it matches are left
    out. Each case comes once, in the order in which it was named.

    Raises
    ------
    UserError
        If there is no such case, or none that matches.
    """
    found: list[Path] = []
    for word in wanted:
        matched = _matching(word) if _is_pattern(word) else [find(word)]
        if not matched:
            raise UserError(
                "No case matches “{pattern}”; a case is a folder with a {manifest} that describes "
                "one.",
                pattern=word,
                manifest=MANIFEST,
            )
        found += matched
    return list(dict.fromkeys(found))


def may_be(word: str) -> bool:
    """Tell whether a word can mean cases: a name under ``data/``, a folder, or a pattern."""
    return _is_pattern(word) or Path(word).is_dir() or word in names()


def _is_pattern(word: str) -> bool:
    return any(mark in word for mark in "*?[")


def _matching(pattern: str) -> list[Path]:
    """Return the cases under ``data/``, and at any path, that match."""
    paths = [DATA / name for name in names() if fnmatchcase(name, pattern)]
    paths += [Path(path) for path in sorted(glob(pattern))]  # noqa: PTH207 - may be absolute
    return [
        path.resolve() for path in paths if (path / MANIFEST).is_file() and _describes_case(path)
    ]


def names() -> list[str]:
    """List the cases under ``data/``."""
    folders = sorted(path.parent for path in DATA.glob(f"*/{MANIFEST}"))
    return [folder.name for folder in folders if _describes_case(folder)]


def load(case: str | Path) -> Case:
    """Read a case.

    Parameters
    ----------
    case
        Name under ``data/``, or a path to a folder anywhere.

    Raises
    ------
    UserError
        If the case does not exist, a table lacks a column, or a number or a date is none.
    """
    folder = find(case)
    described = about(folder)
    named = [described.get("place_en"), described.get("place_id"), folder.name]
    any_name = next(name for name in named if name)
    place = {"en": named[0] or any_name, "id": named[1] or any_name}
    return Case(
        name=folder.name,
        folder=folder,
        place=place,
        geo=described.get("geo", ""),
        province=described.get("province", ""),
        country=described.get("country", "Indonesia"),
        study=described.get("study", ""),
        study_date=described.get("study_date", ""),
        contrast=described.get("contrast", ""),
        contrast_note={
            name: described.get(f"contrast_{name}", "") for name in ("note_en", "note_id")
        },
        **{field.name: read_table(folder, field.name) for field in fields(Tables)},
    )


def about(folder: Path) -> Row:
    """Return what the manifest of a case says of it.

    Raises
    ------
    UserError
        If the day of the study is no date.
    """
    described: Row = _manifest(folder)["case"]
    if (day := described.get("study_date", "")) and not is_partial(str(day)):
        raise UserError(
            "{path}: study_date: {said}",
            path=folder / MANIFEST,
            said=not_a_date(day),
        )
    return described


def empty(case: Case) -> Case:
    """Return a case of the same kind that holds nothing, for what has nothing to be set beside."""
    tables = {field.name: getattr(case, field.name).iloc[:0] for field in fields(Tables)}
    return replace(case, place=dict.fromkeys(case.place, ""), contrast="", **tables)


def load_reference() -> Reference:
    """Read the reference tables and the codebook; what has not changed is parsed once."""
    folders = (DATA / "reference", DATA / "framework")
    paths = sorted(path for folder in folders for path in folder.glob("*.csv"))
    return _parse_reference(tuple((path.name, path.read_bytes()) for path in paths))


@lru_cache(maxsize=1)
def _parse_reference(_content: tuple[tuple[str, bytes], ...]) -> Reference:
    """Parse the tables; their content is what the result is kept by."""
    tables = {
        field.name: read_table(DATA / "reference", field.name)
        for field in fields(Reference)
        if field.name != "framework"
    }
    return Reference(framework=read_table(DATA / "framework", "framework"), **tables)


def schema(table: str) -> Row:
    """Return the Table Schema of a table: fields with types, descriptions and constraints."""
    content: Row = json.loads((SCHEMAS / f"{table}.json").read_text(encoding="utf-8"))
    return content


def read_table(folder: Path, table: str) -> pd.DataFrame:
    """Read one table with the types of its schema; text stays text, an empty cell an empty text.

    Raises
    ------
    TableError
        If the file is no table with the columns of the schema, a row has too many cells, a cell of
        a number column is no number, or a date is none.
    """
    path, (header, *rows) = folder / f"{table}.csv", read_rows(folder, table)
    for number, row in enumerate(rows, start=2):
        if len(row) > len(header):
            raise TableError(path, MANY_CELLS, number, n=len(header))
    frame = to_frame([header, *rows], table)
    for name, kind in columns(table).items():
        if kind in {"number", "integer"}:
            _refuse(path, frame[name], no_number(frame[name]), NO_NUMBER)
            frame[name] = pd.to_numeric(frame[name], errors="coerce")
        elif name in DATES:
            for index, text in frame[name][no_date(frame[name])].items():
                said = not_a_date(text)
                raise TableError(path, said.template, int(str(index)) + 2, name, **said.values)
    return frame


def read_rows(folder: Path, table: str) -> list[list[str]]:
    """Read the rows of a table as they stand in its file, the header first.

    A table that the folder does not have is its header alone.

    Raises
    ------
    TableError
        If the file is empty, is no CSV in UTF-8 with commas, or lacks a column.
    """
    names, path = list(columns(table)), folder / f"{table}.csv"
    if not path.exists():
        return [names]
    rows = _parse(path, _text(path))
    header = rows[0]
    for separator, refusal in OTHER_SEPARATORS.items():
        if len(header) == 1 and names[0] in header[0].split(separator)[:-1]:
            raise TableError(path, refusal, 1)
    for name in names:
        if name not in header:
            meant = nearest(name, set(header) - set(names))
            raise TableError(path, NO_COLUMN, 1, name, meant=meant, names=", ".join(names))
        if header.count(name) > 1:
            raise TableError(path, TWO_COLUMNS, 1, name)
    return rows


def to_frame(rows: list[list[str]], table: str) -> pd.DataFrame:
    """Set the rows of a file under the columns of the schema, as text.

    Columns that the schema does not name, and rows without any text, are left out.
    The index is the place of the row in the file: add 2 for the row of a spreadsheet.
    """
    header, *body = rows
    names = list(columns(table))
    places = [header.index(name) for name in names]
    cells = [[row[place] if place < len(row) else "" for place in places] for row in body]
    kept = {number: row for number, row in enumerate(cells) if any(row)}
    index = pd.Index(list(kept), dtype="int64")
    return pd.DataFrame(list(kept.values()), index, names, dtype="str")


@cache
def columns(table: str) -> Mapping[str, str]:
    """Return the columns of a table with their types, in order."""
    return {field["name"]: field["type"] for field in schema(table)["fields"]}


def no_number(texts: pd.Series) -> pd.Series:
    """Tell which texts are neither empty nor a finite number."""
    finite: pd.Series = np.isfinite(pd.to_numeric(texts, errors="coerce"))
    return ~finite & (texts != "")


def no_date(texts: pd.Series) -> pd.Series:
    """Tell which texts are neither empty nor a partial date."""
    return ~texts.map(is_partial).astype(bool) & (texts != "")


def nearest(text: str, options: Iterable[str]) -> Message | str:
    """Name the option that a text may have meant, as the end of a sentence; else nothing."""
    by_lower = {option.lower(): option for option in sorted(options)}
    found = get_close_matches(text.lower(), by_lower, n=1)
    return Message(MEANT, {"option": by_lower[found[0]]}) if found else ""


def not_a_date(text: object) -> Message:
    """Say that a text is no date, and which date it may have meant."""
    date = meant(str(text))
    hint = Message(MEANT, {"option": date}) if date else ""
    return Message(NO_DATE, {"text": text, "meant": hint})


def place(file: str, row: int, column: str) -> Message:
    """Name a place in a table, such as ``codings.csv, row 3, column code``."""
    values = {"file": file, "row": row, "column": column}
    if row and column:
        return Message("{file}, row {row}, column {column}", values)
    if row:
        return Message("{file}, row {row}", values)
    if column:
        return Message("{file}, column {column}", values)
    return Message(file)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise TableError(
            path, "The file cannot be opened ({error}).", error=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        raise TableError(
            path, "The text is not in UTF-8; save the table as “CSV UTF-8”.", row
        ) from error
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise TableError(
            path, "The text holds a NUL byte, which no table does; export the table anew.", row
        )
    if not text.strip():
        raise TableError(path, "The file is empty; its first row must name the columns.")
    return text


def _parse(path: Path, text: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise TableError(path, NO_CSV, len(rows) + 1, error=error) from error
    return rows


def _refuse(path: Path, texts: pd.Series, bad: pd.Series, template: str) -> None:
    for index, text in texts[bad].items():
        raise TableError(path, template, int(str(index)) + 2, str(texts.name), text=text)


def _describes_case(folder: Path) -> bool:
    return isinstance(_manifest(folder).get("case"), dict)


def _manifest(folder: Path) -> Row:
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(
            "{path}: the manifest is no readable JSON ({error}).", path=path, error=error
        ) from error
    if not isinstance(content, dict):
        raise UserError("{path}: the manifest must be one JSON object.", path=path)
    return content
