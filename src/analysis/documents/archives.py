"""Archives with the same bytes for the same content: fixed order, times and rights."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can hold; no file says when it was made."""


def write(path: Path, files: Iterable[tuple[str, bytes]], first: str = "") -> Path:
    """Write a zip archive whose bytes depend on names and contents only.

    Parameters
    ----------
    files
        Names with contents.
    first
        Name of the file that comes first and is not compressed, as an EPUB asks; empty: none.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in sorted(files, key=lambda file: (file[0] != first, file[0])):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return path


def contents(folder: Path, skipped: frozenset[str] = frozenset()) -> Iterable[tuple[str, bytes]]:
    """Yield names and contents of the files of a folder, without those with a skipped name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not skipped & set(path.relative_to(folder).parts):
            yield path.relative_to(folder).as_posix(), path.read_bytes()
