"""What a book needs as a site, beside its pages: results, a map of pages, a page for what is lost.

Pages that move leave a redirect behind; the table ``book/redirects.csv`` says from where to where.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from analysis import metadata, results
from analysis.errors import UserError
from analysis.files import write_text
from analysis.language import Language
from analysis.rendering import render

REDIRECTS = "book/redirects.csv"
LOST = "404.html"
DOCUMENTS = "documents"
ABOUT = "book/about.html"
"""The page that offers the files to keep."""
OFFER = "<!-- downloads -->"


def add_results(folder: Path, html: Path) -> None:
    """Lay the results beside the pages, with an index that says what each table holds."""
    results.write_index(folder)
    shutil.copytree(folder, html / "results", dirs_exist_ok=True)


def complete(
    root: Path, html: Path, pages: Sequence[str], languages: Sequence[str], address: str
) -> None:
    """Write redirects, the page for addresses that lead nowhere, and the map of pages.

    Parameters
    ----------
    root
        Folder of the project.
    html
        The built book.
    pages
        Pages of an edition in their order, without suffix.
    languages
        Codes of the editions.
    address
        Where the front door is read, with its last slash; empty: not known, and then there is no
        map, as it must hold whole addresses.
    """
    for page in (html / code / ABOUT for code in languages):
        if page.is_file():
            write_text(page, _without_offer(page))
    for old, new in redirects(root).items():
        for code in languages:
            write_text(html / code / f"{old}.html", moved_page(new, Language(code)))
    write_text(html / LOST, lost_page(pages[0], languages, address))
    if address:
        released = metadata.read().released
        write_text(html / "sitemap.xml", metadata.sitemap(address, pages, languages, released))


def offer(page: Path, files: Sequence[Path], language: Language) -> None:
    """Offer files to download at the end of a page; what was offered there before is replaced."""
    text = _without_offer(page)
    offered = render(
        "downloads.html",
        title=language.text("The book to keep"),
        files=[
            {
                "address": PurePosixPath(os.path.relpath(path, page.parent)).as_posix(),
                "name": path.suffix[1:].upper(),
                "size": language.number(path.stat().st_size / 1e6, 1),
            }
            for path in files
        ],
    )
    before, end, after = text.rpartition("</article>")
    write_text(page, f"{before}{OFFER}{offered}{OFFER}{end}{after}")


def _without_offer(page: Path) -> str:
    """Return a page without the files that an earlier release offered on it."""
    return re.sub(f"{OFFER}.*?{OFFER}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def lost_page(page: str, languages: Sequence[str], address: str) -> str:
    """Return the page that a host shows for an address that leads nowhere.

    It is shown at any depth, so that it needs no other file. Where the address of the book is not
    known, a script looks for the start page from the folder of the wrong address upwards.
    """
    editions = [Language(code) for code in languages]
    return render(
        "lost_page.html",
        page=page,
        address=address,
        texts=[
            {
                "code": language.code,
                "title": language.text("This page is not here"),
                "reason": language.text("The address may be mistyped, or the page may have moved."),
                "link": language.text("Go to the start of the book"),
            }
            for language in editions
        ],
    )


def moved_page(target: str, language: Language) -> str:
    """Return the page that stays behind where a page was."""
    return render(
        "moved_page.html",
        code=language.code,
        target=target,
        title=language.text("This page has moved"),
        link=language.text("Go to the page"),
    )


def redirects(root: Path) -> dict[str, str]:
    """Return the pages that moved: where each led before, and where it leads from there.

    Returns
    -------
    dict
        Old page without suffix, and the new one as an address relative to the old.

    Raises
    ------
    UserError
        If a page is named that is no page of a book, or one that moved twice.
    """
    path = root / REDIRECTS
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    moved: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        old, new = (row.get(column) or "" for column in ("from", "to"))
        if not (_is_page(old) and _is_page(new)) or old in moved:
            raise UserError(
                "{file}, row {row}: write a page that moved and where it is now, such as "
                "book/old and book/new, each old page once.",
                file=REDIRECTS,
                row=number,
            )
        target = os.path.relpath(f"{new}.html", PurePosixPath(old).parent)
        moved[old] = PurePosixPath(target).as_posix()
    return moved


def _is_page(name: str) -> bool:
    """Whether a text is a path within a book, without suffix."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and not path.suffix
