"""A class codes excerpts: what to hand out, what comes back, and what there is to discuss.

A folder holds the excerpts (``excerpts.csv``), one form for each student (Excel or CSV) and, if
the lecturer wishes, a key (``key.csv`` or ``key.xlsx``). Numbers stand for students; no name is
needed. :func:`discuss` reads the folder and writes a report in each language.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.cases import load_reference
from analysis.checks import Problem
from analysis.classroom.blanks import form, write_form
from analysis.classroom.forms import read_excerpts, read_forms, read_key
from analysis.classroom.lab import (
    Lab,
    draw_lab,
    lab_excerpts,
    lab_key,
    refuse_key,
    write_key,
    write_lab,
)
from analysis.classroom.page import excerpts_to_code, forms_to_fill, lab_key_table
from analysis.classroom.report import report
from analysis.classroom.results import ClassResults, results
from analysis.errors import UserError
from analysis.language import Language
from analysis.reliability import MINIMUM

__all__ = [
    "ClassResults",
    "Lab",
    "discuss",
    "draw_lab",
    "excerpts_to_code",
    "form",
    "forms_to_fill",
    "lab_excerpts",
    "lab_key",
    "lab_key_table",
    "read_excerpts",
    "read_forms",
    "read_key",
    "refuse_key",
    "report",
    "results",
    "write_form",
    "write_key",
    "write_lab",
]

SEED = 20250630
"""For the intervals of a report, so that the same forms give the same report."""


def discuss(
    folder: Path, editions: Sequence[str], *, key: Path | None = None, seed: int = SEED
) -> tuple[list[Path], list[Problem]]:
    """Read a folder of forms and write a report to discuss, in each language.

    Parameters
    ----------
    folder
        With ``excerpts.csv``, the forms and perhaps a key.
    editions
        Languages of the reports, such as ``["en", "id"]``.
    key
        The lecturer's key; without one, ``key.csv`` or ``key.xlsx`` of the folder, if it has any.
    seed
        Of the intervals.

    Returns
    -------
    tuple
        The reports written (``report-<language>.html`` in the folder), and every problem
        found in the forms, which does not stop the others.

    Raises
    ------
    UserError
        If the folder has no excerpts, fewer than two students can be read, or the key that is
        given cannot be.
    """
    framework = load_reference().framework
    excerpts = read_excerpts(folder)
    forms, problems = read_forms(folder, excerpts, framework)
    expected, key_problems = read_key(folder, excerpts, framework, key)
    if key and expected.empty and key_problems:
        raise UserError(
            "Nothing of the key {path} can be used. The first problem: {place}: {problem}",
            path=key,
            place=key_problems[0].place,
            problem=key_problems[0].said,
        )
    problems = [*key_problems, *problems]
    if problems and forms["student"].nunique() < MINIMUM:
        raise UserError(
            "Agreement needs the forms of at least two students; {n} could be read."
            " The first problem: {place}: {problem}",
            n=forms["student"].nunique(),
            place=problems[0].place,
            problem=problems[0].said,
        )
    found = results(forms, expected, framework, seed=seed)
    paths = []
    for code in editions:
        path = folder / f"report-{code}.html"
        report(path, found, excerpts, problems, framework, Language(code))
        paths.append(path)
    return paths, problems
