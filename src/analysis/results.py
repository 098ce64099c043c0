"""The index of the results: what each table of numbers holds, for people and for programs."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from analysis import metadata
from analysis.cases import SCHEMAS
from analysis.files import write_text

INDEX = "datapackage.json"

Description = dict[str, str]


def descriptions() -> dict[tuple[str, str], Description]:
    """Return what tables and columns mean, by table and column.

    A row without a table is about a column that means the same in every table; one without a
    column is the title of a table.
    """
    with (SCHEMAS / "results.csv").open(encoding="utf-8", newline="") as handle:
        return {(row["table"], row["column"]): row for row in csv.DictReader(handle)}


def describe(folder: Path) -> dict[str, Any]:
    """Describe the tables of a folder as a Data Package.

    Returns
    -------
    dict
        Each table with its title and, for each column, type, meaning in both languages and unit;
        a column that nobody has described has its name only.
    """
    known = descriptions()
    publication = metadata.read()
    return {
        "profile": "tabular-data-package",
        "name": "results",
        "title": publication.title,
        "version": publication.version,
        "licenses": [{"name": name, "path": metadata.LICENCES[name]} for name in ("CC-BY-4.0",)],
        "resources": [_resource(path, known) for path in sorted(folder.glob("*.csv"))],
    }


def write_index(folder: Path) -> Path:
    """Write the description of a folder's tables into it, and return its path."""
    path = folder / INDEX
    write_text(path, metadata.as_json(describe(folder)))
    return path


def _resource(path: Path, known: dict[tuple[str, str], Description]) -> dict[str, Any]:
    title = known.get((path.stem, ""), {})
    with path.open(encoding="utf-8", newline="") as handle:
        columns = next(csv.reader(handle), [])
    return {
        "name": path.stem.replace("_", "-"),
        "path": path.name,
        "profile": "tabular-data-resource",
        "title": title.get("text_en", path.stem),
        "title_id": title.get("text_id", path.stem),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(path.stem, name, known) for name in columns]},
    }


def _field(table: str, column: str, known: dict[tuple[str, str], Description]) -> dict[str, str]:
    """Describe a column: as of this table, else as of every table, else by its name."""
    found = known.get((table, column)) or known.get(("", column), {})
    described = {
        "name": column,
        "type": found.get("type", "any"),
        "description": found.get("text_en", ""),
        "description_id": found.get("text_id", ""),
        "unit": found.get("unit", ""),
    }
    return {name: value for name, value in described.items() if value}
