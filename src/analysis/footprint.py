"""Which files a kernel reads, so that it is known what a notebook depends on."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

LOG = "read.txt"


def watch(log: str, roots: Sequence[str]) -> None:
    """Write the path of each file that this process opens for reading to a log.

    Parameters
    ----------
    log
        File with one path a line.
    roots
        Folders that matter; hidden folders in them, and what is built in ``_build``, do not.
    """
    prefixes = tuple(os.path.join(os.path.abspath(root), "") for root in roots)  # noqa: PTH100, PTH118
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    seen: set[str] = set()

    # Called at each opening of a file, so it is quick and holds no Path.
    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event != "open" or not isinstance(arguments[0], str):
            return
        flags = arguments[2]
        if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR):
            return
        path = os.path.abspath(arguments[0])  # noqa: PTH100
        if path in seen or not path.startswith(prefixes):
            return
        seen.add(path)
        rest = next(path.removeprefix(root) for root in prefixes if path.startswith(root))
        if not rest.startswith((".", "_build" + os.sep, "src" + os.sep)):
            os.write(descriptor, f"{path}\n".encode())

    sys.addaudithook(note)


def read(folder: Path) -> list[str]:
    """Return the paths in the log of a folder, each once."""
    log = folder / LOG
    return sorted(set(log.read_text(encoding="utf-8").splitlines())) if log.is_file() else []
