"""A folder is written to by one command at a time."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.errors import UserError


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other commands of the same person on this machine from writing to a folder meanwhile.

    Raises
    ------
    UserError
        If another command is at work on it, or the temporary folder cannot be written.
    """
    # In the temporary folder, as a lock is left behind; its name is another for each person.
    name = hashlib.sha256(f"{Path.home()} {folder.resolve()}".encode()).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir(), f"ucj-{name}.lock"), timeout=0)
    try:
        held = lock.acquire()
    except Timeout as error:
        raise UserError(
            "Another command is at work on {folder}; wait until it has ended, then try again.",
            folder=folder,
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            "The work on {folder} could not begin ({reason}); it is as it was.",
            folder=folder,
            reason=reason,
        ) from error
    with held:
        yield
