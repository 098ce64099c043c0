"""Take a case away: as a workbook, as a coding project, or as a package for deposit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from analysis import cases, checks
from analysis.errors import UsageError
from analysis.exchange import delimited, refi_writing, workbook
from analysis.exchange.archive import write_archive
from analysis.language import SOURCE, Language

FORMATS = ("xlsx", "qdpx", "zip")
MARKED = {
    "en": "Texts that begin with = + - @ have an apostrophe before them, so that nothing runs.",
    "id": "Teks yang diawali = + - @ didahului tanda petik tunggal, agar tidak dijalankan.",
}

Tables = dict[str, list[dict[str, str]]]


def export_case(
    case: str | Path,
    format: str,  # noqa: A002 - the word of the command
    path: Path,
    language: Language | None = None,
) -> Path:
    """Write a case to one file.

    Parameters
    ----------
    case
        Folder of the case, or its name under ``data/``.
    format
        ``xlsx``: all tables, to work on in Excel; errors may still be in them.
        ``qdpx``: documents, segments, codings and actors, for programs of qualitative research.
        ``zip``: a Data Package for deposit, the same bytes for the same case.
    path
        File to write.
    language
        Language of the notes in a workbook; English if there is none.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    UserError
        If the case cannot be read, has errors (qdpx and zip), or the file cannot be written.
    """
    if format not in FORMATS:
        raise UsageError(
            "There is no format {format}; there are: {formats}.",
            format=format,
            formats=", ".join(FORMATS),
        )
    folder = cases.find(case)
    if format == "xlsx":
        workbook.write_tables(read_tables(folder), path, language or Language(SOURCE))
        return path
    checks.require(folder)
    tables = read_tables(folder)
    if format == "qdpx":
        refi_writing.write_project(folder.name, tables, cases.load_reference().framework, path)
    else:
        write_archive(path, _package(folder, tables))
    return path


def read_tables(folder: Path) -> Tables:
    """Return the tables of a case as texts by column; a table that it does not have is empty.

    Raises
    ------
    TableError
        If a file is no table.
    """
    tables: Tables = {}
    for table in checks.TABLES:
        frame = cases.to_frame(cases.read_rows(folder, table), table)
        tables[table] = [
            {str(name): str(text) for name, text in row.items()}
            for row in frame.to_dict(orient="records")
        ]
    return tables


def _package(folder: Path, tables: Tables) -> dict[str, bytes]:
    """Return the members of the package: every table, and a manifest that describes them."""
    members = {
        f"{table}.csv": delimited.text(table, rows, neutral=True).encode()
        for table, rows in tables.items()
    }
    manifest: dict[str, Any] = json.loads((folder / cases.MANIFEST).read_text(encoding="utf-8-sig"))
    manifest["profile"] = "tabular-data-package"
    manifest["remark"], manifest["remark_id"] = MARKED["en"], MARKED["id"]
    manifest["resources"] = [_resource(table, members[f"{table}.csv"]) for table in tables]
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    return members | {cases.MANIFEST: f"{text}\n".encode()}


def describe(table: str) -> dict[str, Any]:
    """Describe a table as the manifest of a case does."""
    schema = cases.schema(table)
    return {
        "name": table,
        "path": f"{table}.csv",
        "title": schema["title"],
        "title_id": schema["title_id"],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _resource(table: str, content: bytes) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    return describe(table) | {"bytes": len(content), "hash": f"sha256:{digest}"}
