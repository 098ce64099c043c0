"""The data that a book is made from, as data sets for search engines and people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.cases import DATA, MANIFEST, Case
from analysis.language import Language


def data_packages(case: Case) -> list[Path]:
    """List the folders of data that the book of a case is made from."""
    beside = [case.folder.parent / case.contrast, DATA / case.contrast] if case.contrast else []
    contrast = [folder for folder in beside if (folder / MANIFEST).is_file()][:1]
    return [case.folder, *contrast, DATA / "reference", DATA / "framework"]


def dataset(folder: Path, language: Language) -> dict[str, Any]:
    """Describe a Data Package as a data set, in the words of schema.org.

    Parameters
    ----------
    folder
        Where its ``datapackage.json`` lies.
    """
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    described = {
        "@type": "Dataset",
        "name": _told(manifest, "title", language) or folder.name,
        "description": _told(manifest, "description", language),
        "version": manifest.get("version", ""),
        "license": [licence["path"] for licence in manifest.get("licenses", [])],
        "creator": [
            {"@type": "Organization", "name": entry["title"]}
            for entry in manifest.get("contributors", [])
        ],
        "isBasedOn": [entry["path"] for entry in manifest.get("sources", []) if "path" in entry],
        "variableMeasured": [
            _told(resource, "title", language) or resource["name"]
            for resource in manifest.get("resources", [])
        ],
        "isAccessibleForFree": True,
        "inLanguage": language.code,
    }
    return {name: value for name, value in described.items() if value}


def _told(entry: Mapping[str, Any], field: str, language: Language) -> str:
    """Return a text of a manifest, which is English where its name has no ending."""
    return str(entry.get(f"{field}_{language.code}") or entry.get(field, ""))
