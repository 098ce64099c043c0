"""ZIP files from outside, opened with care, and ZIP files that are the same bytes every time.

Nothing is ever unpacked: members are read into memory by name, up to a limit.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from analysis import archives
from analysis.errors import UserError, message

MAX_MEMBERS = 10_000
MAX_TOTAL = 2_000_000_000
MAX_MEMBER = 100_000_000
MAX_RATIO = 200
SMALL = 1_000_000
ENCRYPTED = 0x1
NESTED = frozenset({".zip", ".qdpx", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar"})
WHEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
CORE = "docProps/core.xml"
"""Where an Office file says when it was made."""
BROKEN = message("{file} is damaged or no ZIP file; save or download it again.")
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    ValueError,
    RuntimeError,
)


@contextmanager
def opened(path: Path) -> Iterator[None]:
    """Turn a failure to read a file into a sentence."""
    try:
        yield
    except FileNotFoundError as error:
        raise UserError("There is no file {file}; check its name and folder.", file=path) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            "{file} cannot be read: {reason}.", file=path.name, reason=reason
        ) from error


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield a temporary path whose file takes the place of ``path`` at the end, or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(descriptor)
        try:
            yield Path(name)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError("{path} cannot be written: {reason}.", path=path, reason=reason) from error


@dataclass(frozen=True)
class Archive:
    """A ZIP file whose members have been looked at and found harmless."""

    name: str
    file: zipfile.ZipFile

    @property
    def members(self) -> list[str]:
        """Names of the members."""
        return [item.filename for item in self.file.infolist() if not item.is_dir()]

    def find(self, *names: str) -> str | None:
        """Return the member with one of the names, whatever their capitals; else None."""
        by_lower = {member.lower(): member for member in self.members}
        return next((by_lower[name.lower()] for name in names if name.lower() in by_lower), None)

    def read(self, member: str) -> bytes:
        """Return the content of a member.

        Raises
        ------
        UserError
            If it is damaged or larger than a text can be.
        """
        try:
            with self.file.open(member) as handle:
                content = handle.read(MAX_MEMBER + 1)
        except FAULTS as error:
            raise UserError(BROKEN, file=self.name) from error
        if len(content) > MAX_MEMBER:
            raise UserError(
                "{file} holds a member of more than {most} million bytes; it is not opened.",
                file=self.name,
                most=MAX_MEMBER // 1_000_000,
            )
        return content


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a ZIP file from outside.

    Raises
    ------
    UserError
        If it is no ZIP file, or has too many members, too much in them, members packed too
        tightly, twice the same name, a name that leads out of the archive, an archive within, or
        a password.
    """
    with opened(path), path.open("rb") as handle:
        try:
            file = zipfile.ZipFile(handle)
        except FAULTS as error:
            raise UserError(BROKEN, file=path.name) from error
        with file:
            _examine(path.name, file.infolist())
            yield Archive(path.name, file)


def write_archive(path: Path, members: Mapping[str, bytes]) -> None:
    """Write a ZIP file: the same members always give the same bytes.

    Names are sorted, times are fixed, and nothing is packed, since packers differ in their bytes.
    """
    with whole(path) as temporary:
        temporary.write_bytes(archives.pack(members.items(), compressed=False))


def without_time(office_file: bytes) -> bytes:
    """Return a workbook or text document without the time at which it was made.

    The same content then gives the same bytes, with the same packer.
    """
    with zipfile.ZipFile(io.BytesIO(office_file)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    if core := members.get(CORE):
        members[CORE] = WHEN.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", core)
    return archives.pack(members.items())


def _examine(name: str, items: list[zipfile.ZipInfo]) -> None:
    if len(items) > MAX_MEMBERS:
        raise UserError(
            "{file} holds more than {most} members; it is not opened.", file=name, most=MAX_MEMBERS
        )
    if sum(item.file_size for item in items) > MAX_TOTAL:
        raise UserError(
            "{file} unpacks to more than {most} million bytes; it is not opened.",
            file=name,
            most=MAX_TOTAL // 1_000_000,
        )
    seen: set[str] = set()
    for item in items:
        _examine_member(name, item)
        if item.filename.lower() in seen:
            raise UserError(
                "{file} holds “{member}” twice; it is not opened.",
                file=name,
                member=item.filename,
            )
        seen.add(item.filename.lower())


def _examine_member(name: str, item: zipfile.ZipInfo) -> None:
    given = item.orig_filename
    parts = PurePosixPath(given.replace("\\", "/")).parts
    if ".." in parts or given.startswith(("/", "\\")) or given[1:2] == ":":
        raise UserError(
            "{file} holds the name “{member}”, which leads out of the archive; it is not opened.",
            file=name,
            member=given,
        )
    if not given.isprintable():
        raise UserError(
            "{file} holds a name with a control character; it is not opened.", file=name
        )
    if item.flag_bits & ENCRYPTED:
        raise UserError("{file} has a password; save it without one.", file=name)
    if PurePosixPath(given).suffix.lower() in NESTED:
        raise UserError(
            "{file} holds another archive, “{member}”; unpack that one and bring it by itself.",
            file=name,
            member=given,
        )
    if item.file_size > max(SMALL, MAX_RATIO * item.compress_size):
        raise UserError(
            "{file} is packed more tightly than any text (“{member}”); it is not opened.",
            file=name,
            member=given,
        )
