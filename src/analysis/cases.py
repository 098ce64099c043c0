"""A case: a folder of tables with their manifest, checked and typed."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.dates import is_partial, known_by, last_day
from analysis.errors import UserError

DATA = Path(__file__).resolve().parents[2] / "data"
SCHEMAS = Path(__file__).parent / "schemas"
MANIFEST = "datapackage.json"
LAYERS = ("study", "public", "teaching")

Row = dict[str, Any]


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
    study_date
        Last day of what the study could know; empty where there is no study.
    contrast
        Name of the case that it is compared with; empty where there is none.
    """

    name: str
    folder: Path
    place: dict[str, str]
    geo: str
    province: str
    country: str
    study_date: str
    contrast: str

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
            raise UserError(f"as_of is “{as_of}”: write a date such as 2025-06-30, or nothing.")
        if unknown := set(layers) - set(LAYERS):
            raise UserError(f"There is no layer {sorted(unknown)}; there are: {', '.join(LAYERS)}.")
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


def known_figures(observations: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Keep the figures that were published by a date, or whose period had ended where undated."""
    day = observations["published"].where(observations["published"] != "", observations["period"])
    return observations[day.map(lambda partial: known_by(partial, as_of)).astype(bool)]


def find(case: str | Path) -> Path:
    """Return the folder of a case, given its name under ``data/`` or a path to a folder.

    Raises
    ------
    UserError
        If there is no such case; the message lists those that exist.
    """
    for folder in (Path(case), DATA / case):
        if (folder / MANIFEST).is_file() and "case" in _manifest(folder):
            return folder.resolve()
    raise UserError(
        f"There is no case “{case}”: give a folder with a {MANIFEST} that describes a case,"
        f" or one of {', '.join(names())}."
    )


def names() -> list[str]:
    """List the cases under ``data/``."""
    folders = sorted(path.parent for path in DATA.glob(f"*/{MANIFEST}"))
    return [folder.name for folder in folders if "case" in _manifest(folder)]


def load(case: str | Path) -> Case:
    """Read a case.

    Parameters
    ----------
    case
        Name under ``data/``, or a path to a folder anywhere.

    Raises
    ------
    UserError
        If the case does not exist, a table lacks a column, or a number is none.
    """
    folder = find(case)
    manifest = _manifest(folder)
    about = manifest["case"]
    place = {"en": about.get("place_en", folder.name), "id": about.get("place_id", folder.name)}
    return Case(
        name=folder.name,
        folder=folder,
        place=place,
        geo=about.get("geo", ""),
        province=about.get("province", ""),
        country=about.get("country", "Indonesia"),
        study_date=about.get("study_date", ""),
        contrast=about.get("contrast", ""),
        **{field.name: read_table(folder, field.name) for field in fields(Tables)},
    )


@cache
def load_reference() -> Reference:
    """Read the reference tables and the codebook."""
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
    UserError
        If a column is missing, or a cell of a number column is no number.
    """
    columns = {field["name"]: field["type"] for field in schema(table)["fields"]}
    path = folder / f"{table}.csv"
    if not path.is_file():
        frame = pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    else:
        try:
            frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
        except (ValueError, OSError) as error:
            raise UserError(f"{path}: the table cannot be read as CSV ({error}).") from error
    if missing := [name for name in columns if name not in frame]:
        raise UserError(f"{path}: the column {', '.join(missing)} is missing.")
    frame = frame[list(columns)].copy()
    for name, kind in columns.items():
        if kind in {"number", "integer"}:
            frame[name] = _numbers(frame[name], path)
    return frame


def _numbers(column: pd.Series, path: Path) -> pd.Series:
    numbers = pd.to_numeric(column.mask(column == ""), errors="coerce")
    if (bad := column[numbers.isna() & (column != "")]).size:
        raise UserError(
            f"{path}, row {bad.index[0] + 2}, column {column.name}:"
            f" “{bad.iloc[0]}” is no number; write it like 1234.5."
        )
    return numbers


def _manifest(folder: Path) -> Row:
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: the manifest is no readable JSON ({error}).") from error
    if not isinstance(content, dict):
        raise UserError(f"{path}: the manifest must be one JSON object.")
    return content
