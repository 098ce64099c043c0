"""Compare two releases file by file, and say where the first difference is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from analysis.errors import Message, message
from analysis.releases.manifest import SUMS

ARCHIVES = {".zip", ".epub"}
LARGEST = 500_000_000
"""Bytes that an archive may unpack to."""


@dataclass(frozen=True)
class Finding:
    """What became of one file of a release.

    Attributes
    ----------
    name
        Of the file.
    difference
        Where the first difference is; ``None`` where all bytes are the same.
    """

    name: str
    difference: Message | None = None


def compare(release: Path, rebuilt: Path) -> list[Finding]:
    """Compare a release with one that was made again, in the order of their names."""
    names = {path.name for folder in (release, rebuilt) for path in folder.iterdir()} - {SUMS}
    return [Finding(name, _difference(release / name, rebuilt / name)) for name in sorted(names)]


def _difference(one: Path, other: Path) -> Message | None:
    """Say where two files differ first."""
    if not other.is_file():
        return Message(message("It was not made again."), {})
    if not one.is_file():
        return Message(message("The release does not have it."), {})
    if one.read_bytes() == other.read_bytes():
        return None
    if one.suffix in ARCHIVES:
        return _in_archives(one, other)
    return _in_content(one.read_bytes(), other.read_bytes(), "")


def _in_archives(one: Path, other: Path) -> Message:
    """Name the first member that differs."""
    try:
        with zipfile.ZipFile(one) as first, zipfile.ZipFile(other) as second:
            names = set(first.namelist()), set(second.namelist())
            unpacked = sum(entry.file_size for entry in first.infolist())
            if unpacked > LARGEST:
                return Message(message("It unpacks to too much to be compared."), {})
            for name in sorted(names[0] | names[1]):
                if name not in names[1]:
                    return Message(message("{member} was not made again."), {"member": name})
                if name not in names[0]:
                    return Message(message("{member} is new."), {"member": name})
                if first.read(name) != second.read(name):
                    return _in_content(first.read(name), second.read(name), name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        return Message(message("It is no archive that can be read."), {})
    return Message(message("Its members are the same, but are packed in another way."), {})


def _in_content(one: bytes, other: bytes, member: str) -> Message:
    """Name the first line that differs, or the first byte where there are no lines."""
    values: dict[str, object] = {"member": member}
    try:
        lines = _split(one, bytes.decode), _split(other, bytes.decode)
        place = message("line {line}")
        whole = message("{member}, line {line}")
    except UnicodeDecodeError:
        lines = list(map(str, one)), list(map(str, other))
        place = message("byte {line}")
        whole = message("{member}, byte {line}")
    pairs = enumerate(zip_longest(*lines), start=1)
    values["line"] = next((number for number, (a, b) in pairs if a != b), len(lines[0]))
    return Message(whole if member else place, values)


def _split(content: bytes, decode: Callable[[bytes], str]) -> list[str]:
    return decode(content).splitlines(keepends=True)
