"""Read a release that somebody hands over: nothing in it is taken on trust."""

from __future__ import annotations

import json
import re
from pathlib import Path

from analysis.errors import Message, UserError, message
from analysis.files import digest
from analysis.releases.manifest import FILE, SUMS, Manifest, from_json

LINE = re.compile(r"(?P<hash>[0-9a-f]{64})  (?P<name>[\w.+-]+)")
LARGEST = 50_000_000
"""Bytes that a manifest or a list of hashes may have."""


def read(folder: Path) -> Manifest:
    """Read a release, and check that its files are those that it was handed out with.

    Raises
    ------
    UserError
        If the folder is no release, or if a file was changed, is missing or was added since; the
        sentence names the file.
    """
    manifest = _manifest(folder)
    sums = _sums(folder)
    held = {path.name for path in folder.iterdir()} - {SUMS}
    for name in sorted(held | sums.keys()):
        if name not in held:
            reason = Message(message("missing"), {})
        elif name not in sums:
            reason = Message(message("added"), {})
        elif (folder / name).is_symlink() or not (folder / name).is_file():
            reason = Message(message("no file"), {})
        elif digest(folder / name) != sums[name]:
            reason = Message(message("changed"), {})
        else:
            continue
        raise UserError(
            "The release {folder} is not as it was handed out: {name} ({reason}); "
            "get it anew from where it was published.",
            folder=folder,
            name=name,
            reason=reason,
        )
    return manifest


def _text(folder: Path, name: str) -> str:
    """Read a text file of a release."""
    path = folder / name
    try:
        if path.is_file() and path.stat().st_size <= LARGEST:
            return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        pass
    raise UserError(
        "{folder} is no release: it has no file {name} that can be read; "
        "give a folder that ucj publish made.",
        folder=folder,
        name=name,
    )


def _manifest(folder: Path) -> Manifest:
    try:
        return from_json(json.loads(_text(folder, FILE)))
    except (ValueError, AttributeError, RecursionError) as error:
        raise UserError(
            "{folder} is no release: its {name} is not what ucj publish writes ({reason}).",
            folder=folder,
            name=FILE,
            reason=str(error)[:80],
        ) from None


def _sums(folder: Path) -> dict[str, str]:
    sums = {}
    for number, line in enumerate(_text(folder, SUMS).splitlines(), start=1):
        found = LINE.fullmatch(line)
        if found is None or found["name"] in sums:
            raise UserError(
                "{name}, line {line}: expected a SHA-256, two spaces and the name of a file, "
                "each file once.",
                name=folder / SUMS,
                line=number,
            )
        sums[found["name"]] = found["hash"]
    return sums
