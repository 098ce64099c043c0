"""Turn executed notebooks and prose into the book: one edition of HTML for each language."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import nbformat
import yaml
from jupyter_book.config import get_final_config

from analysis import (
    audiences,
    cases,
    datasets,
    editions,
    introductions,
    links,
    metadata,
    site,
    status,
    translations,
)
from analysis.errors import UsageError, UserError
from analysis.execution import ignore
from analysis.files import remove
from analysis.language import Language
from analysis.project import ROOT, STUDY, Project
from analysis.rendering import render

STUDY_PAGE = "study.md"
PAGES_OF_THE_STUDY = ("methods.md", "limitations.md", "about.md")
FIRST_CASE = "first-case"
"""Tag of the cells of a notebook that tell of the first case and its record only."""
UNUSED_EXTENSIONS = ("sphinx_thebe", "sphinx_comments", "sphinx_togglebutton")
"""Extensions of Jupyter Book that the book does not use; two of them name other hosts."""

UNUSED_FILES = (
    "_static/**/*.map",
    "_static/*macros.html",
    "_static/scripts/bootstrap.js*",
    "_static/scripts/fontawesome.js*",
    "_static/vendor/fontawesome",
    "_static/locales",
)
"""What the themes bring along and no page asks for: more than 5 MB in each edition."""


def publish(
    project: Project,
    case: str | Path,
    languages: Sequence[str],
    *,
    address: str = "",
    force: bool = False,
    progress: Callable[[str], object] = ignore,
) -> Path:
    """Make the book of a case that has been run, as far as an earlier book does not hold.

    Parameters
    ----------
    project
        The book.
    case
        Name under ``data/``, or the path of a folder.
    languages
        Codes of the editions.
    address
        Where the front door will be read, such as ``https://example.org/book/``: pages then name
        their own address. Empty: as ``html: baseurl`` in ``_config.yml``, else no page does.
    force
        Build also what has not changed (see :mod:`analysis.editions`).
    progress
        Told of each edition when it is done.

    Returns
    -------
    Path
        The front door, ``_build/<case>/html/index.html``.

    Raises
    ------
    UserError
        If a page has a mistake; every warning of Sphinx counts as one and is in the message.
    UsageError
        If the address is none.
    """
    address = published_address(project, address)
    project = project.of(case)
    name = Path(case).name
    folder = project.build(case)
    html = folder / "html"
    if force:
        shutil.rmtree(folder / "source", ignore_errors=True)
    keep_only(html, languages)
    refuse([fault for code in languages for fault in catalogue_faults(project, code)])
    # Other cases may hold texts of one language only.
    complete = cases.find(case) == (project.root / "data" / name).resolve()

    def edition(language: str) -> list[str]:
        def finish(pages: Path) -> list[str]:
            remove_unused(pages)
            return list(page_faults(pages, language, whole=complete))

        source = assemble(project, case, language, languages, address)
        faults = editions.refresh(source, html / language, finish)
        progress(language)
        return faults

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        refuse([fault for faults in pool.map(edition, languages) for fault in faults])
    places = {code: other_place(cases.load(case), code) for code in languages}
    site.add_results(folder / "results", html)
    door = write_front_door(html, project.pages()[0], languages, places, address)
    site.complete(project.root, html, project.pages(), languages, address)
    refuse(links.faults(html))
    return door


def keep_only(html: Path, languages: Sequence[str]) -> None:
    """Remove of an earlier book all but the editions in some languages."""
    html.mkdir(parents=True, exist_ok=True)
    for path in (path for path in html.iterdir() if path.name not in languages):
        remove(path)


def published_address(project: Project, given: str = "") -> str:
    """Return the address at which the book will be read, with its last slash; empty: not known."""
    config = yaml.safe_load((project.root / "_config.yml").read_text(encoding="utf-8"))
    address = given or config.get("html", {}).get("baseurl", "")
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise UsageError(
            "“{address}” is no address of a book; write one such as https://example.org/book/.",
            address=address,
        )
    return f"{address.rstrip('/')}/" if address else ""


def refuse(faults: Sequence[str]) -> None:
    """Stop the build if there are mistakes, and name them all."""
    if faults:
        raise mistakes("\n".join(faults))


def catalogue_faults(project: Project, language: str) -> list[str]:
    """List what is missing or changed in the catalogues of a language."""
    paths = translations.catalogues(project.root, language)
    return [fault for path in paths for fault in translations.faults(path, language)]


def page_faults(html: Path, language: str, *, whole: bool) -> Iterator[str]:
    """Say what the pages of an edition keep from its readers.

    Parameters
    ----------
    html
        Folder of the edition.
    language
        Its language.
    whole
        Whether all of its texts should be in this language.

    Yields
    ------
    str
        Page and pictures without a text, or words that are left over of another language.
    """
    for path in sorted(html.rglob("*.html")):
        if "_static" in path.parts:
            continue
        page, name = links.read(path), path.relative_to(html)
        if silent := translations.silent_pictures(page):
            pictures = ", ".join(silent)
            yield f"{name}: pictures without a text for those who cannot see them: {pictures}"
        if whole and (words := translations.foreign_words(page, language)):
            yield f"{name}: words of another language: {', '.join(words)}"


def assemble(
    project: Project,
    case: str | Path,
    language: str,
    languages: Sequence[str],
    address: str = "",
) -> Path:
    """Put together what one edition is made of, as a folder that plain Sphinx can build.

    Returns
    -------
    Path
        ``_build/<case>/source/<language>``: pages, executed notebooks and ``conf.py``.
    """
    project = project.of(case)
    folder = project.build(case)
    source = folder / "source" / f".new-{language}"
    shutil.rmtree(source, ignore_errors=True)
    copy_pages(project, source)
    for other in (source / "book" / "locale").glob("*"):
        if other.name != language:
            shutil.rmtree(other)
    (source / "notebooks").mkdir()
    for notebook in project.notebooks():
        executed = folder / "run" / language / notebook.name
        if not executed.is_file():
            raise UserError(
                "{notebook} has not been run in the language {language}.",
                notebook=notebook.name,
                language=language,
            )
        shutil.copy(executed, source / "notebooks")
    names = {code: edition_name(code) for code in languages}
    loaded = cases.load(case)
    if loaded.study != STUDY:
        adapt_pages(source / "book", loaded, Language(language))
    status.complete(source / status.PAGE, project, loaded, Language(language))
    settings = {
        "language": language,
        "nb_execution_mode": "off",
        "audience": project.audience,
        "html_baseurl": f"{address}{language}/" if address else "",
        "html_context": {
            "editions": names,
            "address": address,
            "place": other_place(loaded, language),
            "datasets": [
                datasets.dataset(package, Language(language))
                for package in datasets.data_packages(loaded)
            ],
        },
    }
    write_configuration(project.root / "_config.yml", source, settings)
    kept = folder / "source" / language
    editions.mirror(source, kept)
    shutil.rmtree(source)
    return kept


def copy_pages(project: Project, source: Path) -> None:
    """Copy the pages for an audience and the table of contents that lists them."""
    shutil.copytree(project.root / "book", source / "book")
    if project.audience == audiences.STUDENT:
        shutil.rmtree(source / audiences.PAGES, ignore_errors=True)
    for path in (source / "book").rglob("*.md"):
        text = audiences.page(path.read_text(encoding="utf-8"), project.audience)
        path.write_text(text, encoding="utf-8")
    contents = yaml.safe_dump(project.contents())
    (source / audiences.CONTENTS).write_text(contents, encoding="utf-8")


def other_place(case: cases.Case, language: str) -> str:
    """Return the name of a place that the title of the book does not take for granted."""
    return "" if case.study == STUDY else case.place.get(language, case.place["en"])


def adapt_pages(pages: Path, case: cases.Case, language: Language) -> None:
    """Let the pages that tell of the first case and its study say which case this book is about."""
    place = other_place(case, language.code)
    note = f":::{{note}}\n{introductions.of_other_case(place, language)}\n:::"
    for path in pages.glob("*.md"):
        if path.name == STUDY_PAGE:
            text = introductions.of_study(case, place, language)
            path.write_text(text, encoding="utf-8")
        elif path.name in PAGES_OF_THE_STUDY:
            heading, _, rest = path.read_text(encoding="utf-8").partition("\n")
            path.write_text(f"{heading}\n\n{note}\n{rest}", encoding="utf-8")
    for path in pages.parent.glob("notebooks/*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        kept = [cell for cell in notebook.cells if FIRST_CASE not in cell.metadata.get("tags", [])]
        if len(kept) < len(notebook.cells):
            notebook.cells = kept
            nbformat.write(notebook, path)


def remove_unused(html: Path) -> None:
    """Remove what no page asks for."""
    for path in {path for pattern in UNUSED_FILES for path in html.glob(pattern)}:
        remove(path)


def edition_name(language: str) -> str:
    """Return the name of a language in that language, such as "Bahasa Indonesia"."""
    return Language(language).text("English")


def write_configuration(config: Path, source: Path, settings: dict[str, Any]) -> None:
    """Write ``conf.py`` from the book's ``_config.yml`` and the settings of one edition."""
    values, _ = get_final_config(
        user_yaml=config,
        sourcedir=source,
        cli_config={
            "latex_individualpages": False,
            "external_toc_path": "_toc.yml",
            **settings,
        },
    )
    values["extensions"] = [name for name in values["extensions"] if name not in UNUSED_EXTENSIONS]
    lines = ['"""Made from _config.yml; edit that."""', ""]
    lines += [f"{name} = {value!r}" for name, value in sorted(values.items())]
    (source / "conf.py").write_text("\n".join(lines) + "\n", encoding="utf-8")


def mistakes(warnings: str) -> UserError:
    """Return the error that says what Sphinx found."""
    return UserError("The book has mistakes:\n{warnings}", warnings=warnings)


def write_front_door(
    html: Path,
    page: str,
    languages: Sequence[str],
    places: Mapping[str, str] = MappingProxyType({}),
    address: str = "",
) -> Path:
    """Write the page that leads each reader to the edition in her language."""
    door = html / "index.html"
    text = render(
        "front_door.html",
        languages=list(languages),
        page=page,
        address=address,
        titles={code: metadata.title(Language(code), places.get(code, "")) for code in languages},
        names={code: edition_name(code) for code in languages},
    )
    door.write_text(text, encoding="utf-8")
    return door


def extract(root: Path = ROOT) -> Path:
    """Extract the texts of pages, notebooks and page templates for translators.

    Returns
    -------
    Path
        ``_build/catalogues/texts``: one template (``.pot``) for each page.

    Raises
    ------
    UserError
        If a page has a mistake.
    """
    project = Project(root, audiences.INSTRUCTOR)  # it has all there is
    folder = root / "_build" / "catalogues"
    source = folder / "source"
    shutil.rmtree(folder, ignore_errors=True)
    copy_pages(project, source)
    shutil.copytree(root / "notebooks", source / "notebooks")
    settings = {"nb_execution_mode": "off", "audience": project.audience}
    write_configuration(root / "_config.yml", source, settings)
    if warnings := editions.build("gettext", source, folder / "texts", folder / "pages"):
        raise mistakes(warnings)
    return folder / "texts"
