"""Gather all that is kept of a built book in one folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis import archives, cases, datasets, documents, editions, metadata, publishing, site
from analysis.files import digest, write_text
from analysis.language import Language
from analysis.project import Project
from analysis.releases.manifest import FILE, SUMS, Manifest


def release_folder(project: Project, case: str) -> Path:
    """Return where the release of a case goes."""
    return project.build(case) / "release"


def gather(project: Project, manifest: Manifest) -> Path:
    """Gather the release of a case that has been built.

    Parameters
    ----------
    project
        The book.
    manifest
        What it was made from.

    Returns
    -------
    Path
        The folder: the pages as an archive to read without a network, an EPUB and, where there
        is Chromium, a PDF of each edition, the executed notebooks, the data, the results, the
        manifest, and the SHA-256 of each of these.
    """
    folder = release_folder(project, manifest.case)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    name, built = Path(manifest.case).name, project.build(manifest.case)
    case = cases.load(manifest.case)
    for code in manifest.languages:
        language = Language(code)
        told = metadata.title(language, publishing.other_place(case, code))
        made = documents.make(
            built / "source" / code, folder, f"{name}-{code}", told, language, editions.build
        )
        _offer(built / "html", code, made)
    for suffix, files in {
        "html": archives.contents(built / "html", frozenset({".buildinfo"})),
        "notebooks": _notebooks(built, manifest),
        "data": _data(case),
        "results": archives.contents(built / "results"),
    }.items():
        archives.write(folder / f"{name}-{suffix}.zip", files)
    write_text(folder / FILE, manifest.as_json())
    sums = [f"{digest(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    write_text(folder / SUMS, "".join(sums))
    return folder


def _offer(html: Path, code: str, made: Sequence[Path]) -> None:
    """Lay the files to keep beside the pages, and offer them on the page about the book."""
    folder = html / site.DOCUMENTS
    folder.mkdir(exist_ok=True)
    offered = [Path(shutil.copy(path, folder)) for path in made]
    page = html / code / site.ABOUT
    if page.is_file():
        site.offer(page, offered, Language(code))


def _notebooks(built: Path, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Yield the notebooks as they were run, by language."""
    for code in manifest.languages:
        for path in sorted((built / "run" / code).rglob("*.ipynb")):
            yield f"{code}/{path.name}", path.read_bytes()


def _data(case: cases.Case) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the Data Packages."""
    for package in datasets.data_packages(case):
        for name, content in archives.contents(package):
            yield f"{package.name}/{name}", content
