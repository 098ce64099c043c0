"""What the status page says: what ran, with which versions, which checks, how old the data are.

Nothing on it changes from one build to the next while data, code and versions stay the same.
How long a build took does change; it is written beside the book, into ``status.json``.
"""

from __future__ import annotations

import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analysis import cases, checks, datasets, metadata
from analysis.files import write_text
from analysis.language import Language
from analysis.project import ROOT, Project

PAGE = Path("book", "status.md")
TIMES = "status.json"


def complete(page: Path, project: Project, case: cases.Case, language: Language) -> None:
    """Add to the status page of an edition what holds for this build; without the page, nothing."""
    if page.is_file():
        text = page.read_text(encoding="utf-8")
        write_text(page, f"{text}\n{tables(project, case, language)}\n")


def tables(project: Project, case: cases.Case, language: Language) -> str:
    """Return what ran, versions, checks and dates, as Markdown."""
    text = language.text
    problems = checks.check(case.folder)
    errors = sum(problem.severity == "error" for problem in problems)
    sections = {
        text("Checks"): (
            [text("What"), text("Outcome")],
            [
                [text("data: errors"), language.number(errors)],
                [
                    text("data: warnings, which ask for a second look"),
                    language.number(len(problems) - errors),
                ],
                [
                    text("pages: mistakes, dead links, texts that are not translated"),
                    text("none; a book that has any is not built"),
                ],
            ],
        ),
        text("Age of the data"): (
            [text("Data set"), text("Version"), text("Last changed")],
            [_package(folder, language) for folder in datasets.data_packages(case)],
        ),
        text("Chapters that ran"): (
            [text("Notebook")],
            [[f"`{notebook.name}`"] for notebook in project.notebooks()],
        ),
        text("Versions"): (
            [text("Program"), text("Version")],
            [[f"`{name}`", number] for name, number in versions().items()],
        ),
    }
    return "\n\n".join(f"## {title}\n\n{_table(*rows)}" for title, rows in sections.items())


def versions(root: Path = ROOT) -> dict[str, str]:
    """Return the versions of Python and of the packages that the project names."""
    found = {"python": platform.python_version()}
    lines = (root / "requirements.in").read_text(encoding="utf-8").splitlines()
    for name in (re.split(r"[<>=\[; ]", line)[0] for line in lines if line[:1].isalpha()):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def last_change(folder: Path) -> str:
    """Return the day on which a folder was last changed, as the history of the project has it.

    Returns
    -------
    str
        Empty where there is no history, or where something was changed since.
    """
    if _git(folder, "status", "--porcelain", "--", "."):
        return ""
    return _git(folder, "log", "-1", "--format=%cs", "--", ".")


def _git(folder: Path, *words: str) -> str:
    """Return what git says in a folder; nothing without git or without a history."""
    try:
        done = subprocess.run(
            ["git", *words], cwd=folder, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def write_times(folder: Path, seconds: Mapping[str, float]) -> Path:
    """Write how long each step of a build took, in seconds, beside the book."""
    path = folder / TIMES
    write_text(
        path, metadata.as_json({"seconds": {name: round(n, 1) for name, n in seconds.items()}})
    )
    return path


def _package(folder: Path, language: Language) -> list[str]:
    """Return name, version and date of a data set."""
    told = datasets.dataset(folder, language)
    day = last_change(folder)
    date = language.date(day) if day else language.text("not recorded")
    return [str(told["name"]), str(told.get("version", "")), date]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
