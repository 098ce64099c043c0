"""What travels to another machine, as one archive: the project, or one case."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analysis import archives, cases
from analysis.project import ROOT, Project

LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


def pack_project(project: Project) -> bytes:
    """Pack the code, the notebooks, the pages, and the data that belong to no case."""
    own = [project.root / name for name in ("notebooks", "book", "_toc.yml", "_config.yml")]
    shared = [path for path in cases.DATA.iterdir() if path.name not in cases.names()]
    files = {path: path.relative_to(project.root) for path in _files(own)}
    files |= {path: path.relative_to(ROOT) for path in _files([ROOT / "src", *shared])}
    return _archive(files)


def pack_case(case: str) -> bytes:
    """Pack a case, and beside it the one that it is compared with; nothing, if none is named."""
    if not case:
        return _archive({})
    folder = cases.find(case)
    folders = [folder]
    if contrast := cases.about(folder).get("contrast", ""):
        beside = folder.parent / contrast
        folders.append(beside if beside.is_dir() else cases.find(contrast))
    return _archive(
        {path: path.relative_to(each.parent) for each in folders for path in _files([each])}
    )


def _files(places: Iterable[Path]) -> list[Path]:
    """List the files at some places, and under them."""
    return [
        path
        for place in places
        for path in ([place] if place.is_file() else sorted(place.rglob("*")))
        if path.is_file() and not LEFT_OUT.intersection(path.parts)
    ]


def _archive(files: dict[Path, Path]) -> bytes:
    return archives.pack((name.as_posix(), path.read_bytes()) for path, name in files.items())
