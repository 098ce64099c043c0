"""The small table by which the codes of a coding project become codes of the framework.

A first import drafts it; a person completes it. Columns: ``name_in_project``, ``code``, ``stance``.
A code of the framework and a stance together are what a coding becomes. A stance alone is a code
that only says the direction of the others on its passage. ``skip`` leaves a code out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import cases
from analysis.checks import Problem
from analysis.errors import UserError, message
from analysis.exchange import formulas
from analysis.exchange.archive import opened
from analysis.exchange.sheets import ProblemsError, plain
from analysis.framework import NONE, elements

COLUMNS = ("name_in_project", "code", "stance")
SKIP = "skip"
STANCES = ("supports", "hinders", "neutral")
LARGEST = 5_000_000
UNKNOWN = message("“{text}” is none of these{meant}: {options}.")
SIGNS = re.compile(r"[:/|>,;()\[\]_]+| - ")


@dataclass(frozen=True)
class Meaning:
    """What a code of a project becomes; both empty: not decided yet."""

    code: str = ""
    stance: str = ""

    @property
    def decided(self) -> bool:
        """Whether a person or a clear name has said what the code becomes."""
        return bool(self.code or self.stance)


Mapping = dict[str, Meaning]


def draft(names: Iterable[str], framework: pd.DataFrame) -> Mapping:
    """Propose what codes become, where their names leave no doubt.

    The code of an element, its label in either language, or both, is that element, with the stance
    that the name may end in; the name of a stance is that stance. A label that two elements share,
    and every other name, is left for a person to decide.
    """
    known = _known(framework)
    return {name: _meaning(name, known) for name in dict.fromkeys(names)}


def text(mapping: Mapping) -> str:
    """Write a mapping as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        (formulas.neutralise(name), meaning.code, meaning.stance)
        for name, meaning in mapping.items()
    )
    return buffer.getvalue()


def read(path: Path, framework: pd.DataFrame) -> Mapping:
    """Read a mapping that a person completed, with commas or semicolons.

    Raises
    ------
    UserError
        If it cannot be read or lacks a column.
    ProblemsError
        If a code or a stance does not exist.
    """
    header, *rows = _rows(path)
    if missing := [name for name in COLUMNS if name not in plain(header)]:
        raise UserError(
            "{file} lacks the column {column}; its columns are: {columns}.",
            file=path.name,
            column=missing[0],
            columns=", ".join(COLUMNS),
        )
    places = [plain(header).index(name) for name in COLUMNS]
    known = {*elements(framework)["code"], NONE, SKIP}
    found: Mapping = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=2):
        cells = [row[place] if place < len(row) else "" for place in places]
        name, code, stance = formulas.restore(cells[0]), cells[1].strip(), cells[2].strip()
        for column, text, options in (("code", code, known), ("stance", stance, STANCES)):
            if text and text not in options:
                meant = cases.nearest(text, options)
                values = {"text": text, "meant": meant, "options": ", ".join(sorted(options))}
                problems.append(Problem(path.name, number, column, UNKNOWN, values))
        if name:
            found[name] = Meaning(code, stance)
    if problems:
        raise ProblemsError(path.name, problems)
    return found


def _rows(path: Path) -> list[list[str]]:
    with opened(path), path.open("rb") as handle:
        content = handle.read(LARGEST)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            said = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UserError("{file} is no text in UTF-8; save it as “CSV UTF-8”.", file=path.name)
    first = said.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(said, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UserError("{file} is no CSV: {error}.", file=path.name, error=error) from error
    if not rows:
        raise UserError("{file} is empty.", file=path.name)
    return rows


def _known(framework: pd.DataFrame) -> dict[str, set[str]]:
    """Return the codes that a name can mean: its own code, and its labels in both languages."""
    known: dict[str, set[str]] = {NONE.lower(): {NONE}}
    for row in elements(framework).to_dict(orient="records"):
        code = str(row["code"])
        known.setdefault(code.lower(), set()).add(code)
        for column in ("label_2012_en", "label_2015_en", "label_id"):
            if label := str(row[column]).lower():
                known.setdefault(label, set()).add(code)
                known.setdefault(f"{code.lower()} {label}", set()).add(code)
    return known


def _meaning(name: str, known: dict[str, set[str]]) -> Meaning:
    said = " ".join(SIGNS.sub(" ", name.lower()).split())
    if said in STANCES:
        return Meaning("", said)
    stance = next((stance for stance in STANCES if said.endswith(f" {stance}")), "")
    codes = known.get(said.removesuffix(stance).strip(), set())
    return Meaning(next(iter(codes)), stance) if len(codes) == 1 else Meaning()
