"""ZIP archives with the same bytes for the same content: fixed order, times and rights."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from analysis.files import write_bytes

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can hold; no file says when it was made."""


def pack(files: Iterable[tuple[str, bytes]], *, first: str = "", compressed: bool = True) -> bytes:
    """Return an archive whose bytes depend on names and contents only.

    Parameters
    ----------
    files
        Names with contents.
    first
        Name of the file that comes first and is not compressed, as an EPUB asks; empty: none.
    compressed
        False: larger, and the same bytes also where another library compresses.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in sorted(files, key=lambda file: (file[0] != first, file[0])):
            entry = zipfile.ZipInfo(name, EARLIEST)
            if compressed and name != first:
                entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # as on Unix, on every system
            archive.writestr(entry, content)
    return made.getvalue()


def write(path: Path, files: Iterable[tuple[str, bytes]], first: str = "") -> Path:
    """Write an archive as `pack` makes it, and return its path."""
    write_bytes(path, pack(files, first=first))
    return path


def contents(folder: Path, skipped: frozenset[str] = frozenset()) -> Iterable[tuple[str, bytes]]:
    """Yield names and contents of the files of a folder, without those with a skipped name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not skipped & set(path.relative_to(folder).parts):
            yield path.relative_to(folder).as_posix(), path.read_bytes()
