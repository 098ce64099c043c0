"""Make a new case: every table with an example row, a manifest, a workbook, and what to do next."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis import cases
from analysis.checks import TABLES
from analysis.errors import UserError
from analysis.examples import EXAMPLES
from analysis.exchange import delimited, exporting, importing, mapping, workbook
from analysis.exchange.sheets import required
from analysis.framework import elements, label
from analysis.language import Language, languages

TEMPLATE = "template.xlsx"
EXAMPLE_PLACE = {"en": "Example City", "id": "Kota Contoh"}
EXAMPLE_GEO = EXAMPLES["observations"]["geo"]
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}


def create(
    folder: Path,
    language: Language,
    *,
    place: str = "",
    geo: str = "",
    province: str = "",
    country: str = "Indonesia",
) -> Path:
    """Make a case for somebody to fill; once its example rows are gone, it passes the check.

    Parameters
    ----------
    folder
        Where the case goes; its name becomes the name of the case.
    language
        Language of the notes in the workbook. There is a README in every language.
    place
        Name of the place in every language; without one, that of the example rows.
    geo
        Its name in the column ``geo`` of the figures; without one, the name of the place.
    province, country
        Their names in the column ``geo``; an empty province is none.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    UserError
        If the folder holds anything, or cannot be written; then nothing is left of the case.
    """
    folder = folder.resolve()
    _refuse_used(folder)
    names = dict.fromkeys(EXAMPLE_PLACE, place) if place else EXAMPLE_PLACE
    about = {f"place_{code}": name for code, name in names.items()} | {
        "geo": geo or place or EXAMPLE_GEO,
        "province": province,
        "country": country,
    }
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.new"))
        try:
            _fill(stage, folder.name, about, language)
            stage.chmod(0o755)
            if folder.exists():
                folder.rmdir()
            stage.rename(folder)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise UserError(
            "The case {folder} could not be written ({reason}).",
            folder=folder,
            reason=error.strerror or error,
        ) from error
    return folder


def _refuse_used(folder: Path) -> None:
    if folder == Path.cwd():
        raise UserError("Give the name of a folder that does not exist yet; it will be made.")
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise UserError(
            "{folder} is there already and is not empty; give the name of a new folder.",
            folder=folder,
        )


def _fill(folder: Path, name: str, about: Mapping[str, str], language: Language) -> None:
    for table, row in EXAMPLES.items():
        text = delimited.text(table, [row])
        (folder / f"{table}.csv").write_text(text, encoding="utf-8", newline="")
    manifest = json.dumps(_manifest(name, about), ensure_ascii=False, indent=1)
    (folder / cases.MANIFEST).write_text(f"{manifest}\n", encoding="utf-8")
    for code in languages():
        readme = _readme(Language(code), about)
        (folder / f"README.{code}.md").write_text(readme, encoding="utf-8")
    workbook.write_template(folder / TEMPLATE, language)


def _manifest(name: str, about: Mapping[str, str]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": name.lower().replace(" ", "-"),
        "title": about["place_en"],
        "title_id": about["place_id"],
        "version": "0.1.0",
        "licenses": [LICENCE],
        "case": dict(about),
        "resources": [exporting.describe(table) for table in TABLES],
    }


def _readme(language: Language, about: Mapping[str, str]) -> str:
    """Explain the folder to somebody who has never seen one."""
    text = language.text
    title = "title" if language.code == "en" else f"title_{language.code}"
    parts = [
        "# " + text("The case {place}", place=about[f"place_{language.code}"]),
        text(
            "This folder is a case: what is on record about workers' social security in one "
            "place, each row with its source. "
            "The command `ucj` makes a book of it."
        ),
        "## " + text("What to do next"),
        "\n".join(
            [
                text(
                    "1. Name your place in `{manifest}`, under `case`: `place_en` and `place_id` "
                    "are its names for readers, `geo` is its name in the column `geo` of the "
                    "figures, and `province` and `country` are those that it belongs to.",
                    manifest=cases.MANIFEST,
                ),
                text(
                    "2. Fill the workbook `{template}` in Excel, or the CSV files in any editor. "
                    "Begin with what you have: figures alone are a case, and so is one document.",
                    template=TEMPLATE,
                ),
                text(
                    "3. Bring the workbook in with `ucj import {template} --to .` while you are "
                    "in this folder. The example rows leave with the first import; if you fill "
                    "the CSV files, delete them yourself.",
                    template=TEMPLATE,
                ),
                text("4. Find every mistake at once with `ucj check` and the path of the folder."),
                text("5. Make the book with `ucj build` and the path of the folder."),
            ]
        ),
        "## " + text("The tables"),
        text(
            "All tables are optional. A column in bold needs a value in every row. "
            "Dates are as exact as you know them: `2024`, `2024-11` or `2024-11-11`."
        ),
    ]
    for table in TABLES:
        schema = cases.schema(table)
        parts += [f"### `{table}.csv`: {schema[title]}", _columns(table, schema, language)]
    parts += [
        "## " + text("Interviews coded in another program"),
        text(
            "Bring a project of NVivo, ATLAS.ti, MAXQDA or QualCoder in with "
            "`ucj import project.qdpx --to .` while you are in this folder. "
            "The first import writes `{mapping}`, with a row for each code of the project. "
            "Give each a code of the table below and a stance (supports, hinders, neutral). "
            "A stance alone is for a code that only says the direction of the others on its "
            "passage; `{skip}` leaves a code out. Then import the project again.",
            mapping=importing.MAPPING,
            skip=mapping.SKIP,
        ),
        text(
            "The documents of a project come in as the study's own material, in the layer "
            "`study`. The book shows them, but no verdict rests on them; write `public` for what "
            "is public and independent of the study."
        ),
        "## " + text("The codes"),
        _codes(language),
    ]
    return "\n\n".join(parts) + "\n"


def _columns(table: str, schema: Mapping[str, Any], language: Language) -> str:
    """Describe the columns of a table as a table of Markdown."""
    text, needed = language.text, required(table)
    heads = (text("Column"), text("Meaning"), text("Values"))
    lines = ["| " + " | ".join(heads) + " |", "|---|---|---|"]
    for field in schema["fields"]:
        name = f"**{field['name']}**" if field["name"] in needed else field["name"]
        said = field.get(f"description_{language.code}") or field["description"]
        values = ", ".join(map(str, field.get("constraints", {}).get("enum", ())))
        lines.append(f"| {name} | {said} | {values} |")
    return "\n".join(lines)


def _codes(language: Language) -> str:
    """List the codes of the framework, with what each means."""
    text = language.text
    heads = (text("Code"), text("Name"), text("Meaning"))
    lines = ["| " + " | ".join(heads) + " |", "|---|---|---|"]
    lines += [
        f"| {row['code']} | {label(row, language)} | {language.pick(row, 'definition')} |"
        for row in elements(cases.load_reference().framework).to_dict("records")
    ]
    return "\n".join(lines)
