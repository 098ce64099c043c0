"""The page that leads to the books of many cases: a picture and a table of all places."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis import cases, editions, figures, overview, publishing, tables
from analysis.exhibits import Exhibit
from analysis.files import write_text
from analysis.language import Language
from analysis.project import Project

NAME = "index"
"""Name of the folder under ``_build``, and of the page in it."""
TOC = f"format: jb-book\nroot: {NAME}\n"


def write(
    project: Project,
    done: Sequence[str | Path],
    languages: Sequence[str],
    *,
    as_of: str = "",
    stopped: Sequence[str] = (),
) -> Path:
    """Write the overview of cases that have been run.

    Parameters
    ----------
    project
        The book.
    done
        Names of cases under ``data/``, or folders of cases.
    languages
        Codes of the editions.
    as_of
        Date at which the record was read; empty: all evidence.
    stopped
        Names of cases that have no results.

    Returns
    -------
    Path
        The front door, ``_build/index/html/index.html``.

    Raises
    ------
    UserError
        If Sphinx finds a mistake.
    """
    folder = project.root / "_build" / NAME
    made = {case: project.build(case) for case in done}
    table = overview.overview(
        overview.row(
            _name(project, built), cases.find(case), overview.read(built / "results"), as_of
        )
        for case, built in made.items()
    )
    html, results, store = folder / "html", folder / "results", folder / "pages"
    for old in (html, results, store):
        shutil.rmtree(old, ignore_errors=True)
    text = table.to_csv(index=False, lineterminator="\n", float_format="%.10g")
    write_text(results / "places.csv", text)
    for code in languages:
        source = _assemble(project, folder / "source" / code, code, languages)
        books = _books(project, made.values(), code)
        page = _page(table, books, stopped, Language(code))
        write_text(source / f"{NAME}.md", page)
        warnings = editions.build("html", source, html / code, store / code)
        publishing.refuse([warnings] if warnings else [])
        publishing.remove_unused(html / code)
    shutil.copytree(results, html / "results")
    return publishing.write_front_door(html, NAME, languages)


def _assemble(project: Project, source: Path, code: str, languages: Sequence[str]) -> Path:
    """Put together what gives the page the look of the book."""
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(project.root / "book", source / "book", ignore=shutil.ignore_patterns("*.md"))
    write_text(source / "_toc.yml", TOC)
    settings = {
        "language": code,
        "html_context": {
            "editions": {other: publishing.edition_name(other) for other in languages},
            "place": "",
        },
    }
    publishing.write_configuration(project.root / "_config.yml", source, settings)
    return source


def _books(project: Project, made: Iterable[Path], code: str) -> dict[str, str]:
    """Return the addresses, seen from the page, of those books that have been built."""
    start = f"html/{code}/{project.pages()[0]}.html"
    return {
        _name(project, folder): f"../../../{_name(project, folder)}/{start}"
        for folder in made
        if (folder / start).is_file()
    }


def _name(project: Project, made: Path) -> str:
    """Name what was made of a case by its place under ``_build``."""
    return made.relative_to(project.root / "_build").as_posix()


def _page(
    table: pd.DataFrame, books: Mapping[str, str], stopped: Sequence[str], language: Language
) -> str:
    exhibits = [
        figures.coverage_of_places(table, language=language),
        tables.places(table, books, language=language),
    ]
    parts = [
        "---\nhtml_theme.sidebar_secondary.remove: true\n---",
        "# " + language.text("Place by place"),
        ":::{div} answer\n" + " ".join(_answer(table, language)) + "\n:::",
    ]
    if stopped:
        said = language.text(
            "These cases stopped with an error and are not shown: {names}.",
            names=language.join(stopped),
        )
        parts.append(f":::{{note}}\n{said}\n:::")
    parts += map(_raw, exhibits)
    return "\n\n".join(parts) + "\n"


def _answer(table: pd.DataFrame, language: Language) -> list[str]:
    known = table.loc[table["base"] == "employed", "value"]
    aimed = table["gap_points"].dropna()
    said = [
        language.plural(
            "{n} place; for {known} the coverage of employed persons is on record.",
            "{n} places; for {known} the coverage of employed persons is on record.",
            n=len(table),
            known=language.number(len(known)),
        )
    ]
    if len(known):
        said.append(
            language.text(
                "It goes from {low} to {high}; half of these places lie at or above {median}.",
                low=language.percent(known.min()),
                high=language.percent(known.max()),
                median=language.percent(known.median()),
            )
        )
    if len(aimed):
        said.append(
            language.text(
                "Of {n} places with a target for that year or a later one, {reached} have reached "
                "it.",
                n=language.number(len(aimed)),
                reached=language.number((aimed <= 0).sum()),
            )
        )
    return said


def _raw(exhibit: Exhibit) -> str:
    return f"```{{raw}} html\n{exhibit._repr_html_()}\n```"
