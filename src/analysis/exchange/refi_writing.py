"""REFI-QDA, writing: a project that other programs open and that comes back without loss.

The published schema fixes the order of children and what may stand where. A coding carries no
score, so a stance is part of the code (``DR1 supports``). Variables hold the columns of a row:
those of documents with their source, those of segments and actors with a case of the standard.
Keys are made of names, so that the same case always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement

import pandas as pd

from analysis import cases
from analysis.errors import UserError
from analysis.exchange import xml
from analysis.exchange.archive import whole, write_archive
from analysis.exchange.mapping import STANCES
from analysis.exchange.refi import CODEBOOK, PROJECT
from analysis.framework import NONE

ORIGIN = "ucj"
PREVIEW = 100

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]


def write_project(name: str, tables: Tables, framework: pd.DataFrame, path: Path) -> None:
    """Write documents, segments, codings and actors as a ``.qdpx``.

    The text of a source is what the case holds of it: its title and its statements. Figures,
    claims and agreements have no place in the standard; the formats xlsx and zip carry them.

    Parameters
    ----------
    name
        Name of the project; keys are made of it too.
    tables
        Rows of the four tables, as texts by column.
    framework
        The codebook.
    path
        File to write.

    Raises
    ------
    UserError
        If the file cannot be written, or a text holds a character that XML cannot carry.
    """
    for table in ("documents", "segments", "codings", "actors"):
        _refuse_control_characters(table, tables[table])
    writer = _Writer(name, tables, framework)
    members = {"project.qde": xml.write(writer.project())}
    members |= {f"sources/{key}.txt": text.encode() for key, text in writer.texts.items()}
    write_archive(path, members)


def write_codebook(framework: pd.DataFrame, path: Path) -> None:
    """Write the framework as a ``.qdc``, with a code for each stance of each element.

    Raises
    ------
    UserError
        If the file cannot be written.
    """
    root = Element("CodeBook", xmlns=CODEBOOK, origin=ORIGIN)
    _codes(SubElement(root, "Codes"), framework, "framework")
    with whole(path) as temporary:
        temporary.write_bytes(xml.write(root))


class _Writer:
    """Builds one project; keeps the texts of its sources."""

    def __init__(self, name: str, tables: Tables, framework: pd.DataFrame) -> None:
        self.name, self.tables, self.framework = name, tables, framework
        self.texts: dict[str, str] = {}
        self.variables = list(
            dict.fromkeys(
                column
                for table in ("documents", "segments", "actors")
                for column in cases.columns(table)
            )
        )
        self.segments: dict[str, list[Row]] = {}
        for row in tables["segments"]:
            self.segments.setdefault(row["document_id"], []).append(row)
        self.codings: dict[str, list[Row]] = {}
        for row in tables["codings"]:
            self.codings.setdefault(row["segment_id"], []).append(row)

    def project(self) -> Element:
        root = Element("Project", xmlns=PROJECT, name=self.name, origin=ORIGIN)
        self.users(root)
        _codes(SubElement(SubElement(root, "CodeBook"), "Codes"), self.framework, self.name)
        variables = SubElement(root, "Variables")
        for column in self.variables:
            guid = self.guid("variable", column)
            SubElement(variables, "Variable", guid=guid, name=column, typeOfVariable="Text")
        self.units(root)
        self.sources(root)
        self.notes(root)
        return root

    def users(self, root: Element) -> None:
        coders = dict.fromkeys(row["coder"] for row in self.tables["codings"])
        if coders:
            users = SubElement(root, "Users")
            for coder in coders:
                SubElement(users, "User", guid=self.guid("coder", coder), name=coder)

    def units(self, root: Element) -> None:
        """Write actors with what they said, and segments with their columns, as cases."""
        actors, segments = self.tables["actors"], self.tables["segments"]
        if not actors and not segments:
            return
        units = SubElement(root, "Cases")
        for row in actors:
            key = row["actor_id"]
            unit = SubElement(units, "Case", guid=self.guid("actor", key), name=row["label_en"])
            self.values(unit, row)
            for segment in segments:
                if segment["speaker"] == key:
                    guid = self.guid("segment", segment["segment_id"])
                    SubElement(unit, "SelectionRef", targetGUID=guid)
        for row in segments:
            key = row["segment_id"]
            unit = SubElement(units, "Case", guid=self.guid("segment case", key), name=key)
            self.values(unit, row)
            SubElement(unit, "SelectionRef", targetGUID=self.guid("segment", key))

    def sources(self, root: Element) -> None:
        if not self.tables["documents"]:
            return
        sources = SubElement(root, "Sources")
        for row in self.tables["documents"]:
            guid = self.guid("document", row["document_id"])
            source = SubElement(
                sources,
                "TextSource",
                guid=guid,
                name=row["title"] or row["document_id"],
                plainTextPath=f"internal://{guid}.txt",
            )
            text = row["title"]
            for segment in self.segments.get(row["document_id"], ()):
                said = _statement(segment, row["language"])
                text += "\n\n"
                self.selection(source, segment, len(text), said)
                text += said
            self.texts[guid] = text
            self.values(source, row)

    def selection(self, source: Element, segment: Row, start: int, said: str) -> None:
        key = segment["segment_id"]
        item = SubElement(
            source,
            "PlainTextSelection",
            guid=self.guid("segment", key),
            name=said if len(said) <= PREVIEW else f"{said[:PREVIEW]}…",
            startPosition=str(start),
            endPosition=str(start + len(said)),
        )
        for row in self.codings.get(key, ()):
            user = self.guid("coder", row["coder"])
            coding = SubElement(item, "Coding", guid=self.coding(row), creatingUser=user)
            code = _guid(self.name, "code", f"{row['code']} {row['stance']}")
            SubElement(coding, "CodeRef", targetGUID=code)
            if row["rationale"]:
                SubElement(coding, "NoteRef", targetGUID=self.rationale(row))

    def notes(self, root: Element) -> None:
        reasoned = [row for row in self.tables["codings"] if row["rationale"]]
        if reasoned:
            notes = SubElement(root, "Notes")
            for row in reasoned:
                note = SubElement(notes, "Note", guid=self.rationale(row))
                SubElement(note, "PlainTextContent").text = row["rationale"]

    def values(self, item: Element, row: Row) -> None:
        for column, text in row.items():
            if text:
                value = SubElement(item, "VariableValue")
                SubElement(value, "VariableRef", targetGUID=self.guid("variable", column))
                SubElement(value, "TextValue").text = text

    def coding(self, row: Row) -> str:
        return self.guid("coding", row["segment_id"], row["coder"], row["code"])

    def rationale(self, row: Row) -> str:
        return self.guid("rationale", row["segment_id"], row["coder"], row["code"])

    def guid(self, *parts: str) -> str:
        return _guid(self.name, *parts)


def _codes(codes: Element, framework: pd.DataFrame, name: str) -> None:
    """Write the codebook as a tree; what can be given is an element with a stance."""
    rows = framework.sort_values("order").to_dict(orient="records")
    parents = {row["parent"] for row in rows}
    built: dict[str, Element] = {"": codes}
    for row in rows:
        code = str(row["code"])
        label = f"{code} {row['label_2012_en']}"
        item = SubElement(
            built[row["parent"]],
            "Code",
            guid=_guid(name, "code", code),
            name=label,
            isCodable="false",
        )
        SubElement(item, "Description").text = str(row["definition_en"])
        built[code] = item
        if code not in parents:
            _stances(item, code, name)
    none = SubElement(
        codes,
        "Code",
        guid=_guid(name, "code", NONE),
        name=f"{NONE} of the codes",
        isCodable="false",
    )
    _stances(none, NONE, name)


def _stances(parent: Element, code: str, name: str) -> None:
    # Some programs want each name once in the whole codebook.
    for stance in STANCES:
        full = f"{code} {stance}"
        SubElement(parent, "Code", guid=_guid(name, "code", full), name=full, isCodable="true")


def _statement(segment: Row, language: str) -> str:
    said = [segment[f"statement_{language}"], segment["statement_en"], segment["statement_id"]]
    return next(filter(None, said), segment["segment_id"])


def _guid(*parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, "\0".join((ORIGIN, *parts))))


def _refuse_control_characters(table: str, rows: Iterable[Row]) -> None:
    for number, row in enumerate(rows, start=2):
        for column, text in row.items():
            if found := xml.FORBIDDEN.search(text):
                raise UserError(
                    "{place}: the text holds a control character (U+{code}), which the format"
                    " cannot carry; delete it.",
                    place=cases.place(f"{table}.csv", number, column),
                    code=f"{ord(found[0]):04X}",
                )
