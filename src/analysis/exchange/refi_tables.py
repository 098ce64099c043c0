"""A REFI-QDA project becomes documents, segments, codings and actors of a case.

Variables that bear the name of a column fill that column. What a project does not say, and a case
must, is set to a plain default that the document's note names, so that a person can correct it.
Names of coders are not kept: they become first, second and so on.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from analysis import cases
from analysis.checks import Problem
from analysis.errors import Message
from analysis.exchange import mapping as mappings
from analysis.exchange.refi import Coding, Project, Selection, Source, Unit
from analysis.exchange.sheets import ProblemsError, Sheet

TABLES = ("actors", "documents", "segments", "codings")
ASSUMED = {
    "layer": "study",
    "publisher": "not stated",
    "publisher_type": "other",
    "language": "id",
    "scope": "case",
    "read": "whole",
}
UNKNOWN = {
    "actor_id": "not_stated",
    "kind": "other",
    "label_en": "Speaker not stated",
    "label_id": "Pembicara tidak disebut",
}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")

Row = dict[str, str]


def tables(
    project: Project, mapping: mappings.Mapping, file: str
) -> tuple[list[Sheet], list[Message]]:
    """Make the tables of a case from a project.

    Parameters
    ----------
    project
        As :func:`analysis.exchange.refi.read_project` gives it.
    mapping
        What its codes become; every code that is used must be decided.
    file
        Name of the project's file, for messages and notes.

    Returns
    -------
    tuple
        The four tables, and what the reader should know: passages that could not be verified,
        what was assumed, which coder became which, what the project holds that a case does not.

    Raises
    ------
    ProblemsError
        If a code that is used is not decided, or a coding has no stance or two.
    """
    maker = _Maker(project, mapping, file)
    maker.make()
    if maker.problems:
        raise ProblemsError(file, maker.problems)
    sheets = [
        Sheet(table, file, maker.rows[table], [0] * len(maker.rows[table])) for table in TABLES
    ]
    return sheets, list(maker.notices())


def used(project: Project) -> list[str]:
    """Return the names of the codes that codings use, those of the codebook in its order."""
    seen = {
        coding.code
        for source in project.sources
        for selection in source.selections
        for coding in selection.codings
    }
    return list(dict.fromkeys(name for guid, name in project.codes.items() if guid in seen))


@dataclass
class _Count:
    """What is worth telling about the whole."""

    unverified: int = 0
    selections: int = 0
    assumed: int = 0
    skipped: int = 0


class _Maker:
    """Fills the four tables, document by document."""

    def __init__(self, project: Project, mapping: mappings.Mapping, file: str) -> None:
        self.project, self.mapping, self.file = project, mapping, file
        self.rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self.problems: list[Problem] = []
        self.count = _Count()
        self.coders = _coders(project)
        self.taken: set[str] = set()
        self.actors: dict[str, str] = {}
        self.own = {
            guid: unit
            for unit in project.units
            if "segment_id" in unit.variables
            for guid in unit.refers
        }

    def make(self) -> None:
        for unit in self.project.units:
            if "segment_id" not in unit.variables:
                self.actor(unit)
        for source in self.project.sources:
            self.document(source)

    def actor(self, unit: Unit) -> None:
        row = _row("actors", unit.variables)
        row["actor_id"] = row["actor_id"] or self.fresh(unit.name or "actor")
        for column, value in {
            "kind": UNKNOWN["kind"],
            "label_en": unit.name or row["actor_id"],
            "label_id": unit.name or row["actor_id"],
        }.items():
            row[column] = row[column] or value
        self.rows["actors"].append(row)
        for guid in unit.refers:
            self.actors.setdefault(guid, row["actor_id"])

    def document(self, source: Source) -> None:
        row = _row("documents", source.variables)
        notes = [row["note"]] if row["note"] else []
        if not row["document_id"]:
            row["document_id"] = self.fresh(source.name or "document")
            row["title"] = row["title"] or source.name
            assumed = [name for name in ASSUMED if not row[name]]
            row |= {name: ASSUMED[name] for name in assumed}
            others = set(source.variables) - set(row)
            notes += [f"{name}: {source.variables[name]}" for name in sorted(others)]
            if assumed:
                self.count.assumed += 1
                notes.append(f"assumed on import from {self.file}: {', '.join(assumed)}")
        unverified: list[str] = []
        for number, selection in enumerate(source.selections, start=1):
            segment = self.segment(source, row, selection, number)
            self.codings(segment["segment_id"], selection)
            self.count.selections += 1
            if not selection.passage.verified and selection.guid not in self.own:
                unverified.append(segment["segment_id"])
        if unverified:
            self.count.unverified += len(unverified)
            notes.append(f"passages not verified against the text: {', '.join(unverified)}")
        row["note"] = "; ".join(notes)
        self.rows["documents"].append(row)

    def segment(self, source: Source, document: Row, selection: Selection, number: int) -> Row:
        own = self.own.get(selection.guid)
        if own is not None:
            row = _row("segments", own.variables)
            row["document_id"] = document["document_id"]
        else:
            speaker = self.actors.get(selection.guid) or self.actors.get(source.guid)
            row = _row("segments", {})
            row |= {
                "segment_id": f"{document['document_id']}-s{number}",
                "document_id": document["document_id"],
                "speaker": speaker or self.unknown(),
            }
            row[f"statement_{document['language']}"] = selection.passage.text
        self.rows["segments"].append(row)
        return row

    def unknown(self) -> str:
        row = _row("actors", UNKNOWN)
        if row not in self.rows["actors"]:
            self.rows["actors"].append(row)
        return row["actor_id"]

    def codings(self, segment: str, selection: Selection) -> None:
        found: dict[tuple[str, str], Row] = {}
        for coding in selection.codings:
            meaning = self.meaning(coding)
            if meaning.code == mappings.SKIP:
                self.count.skipped += 1
            elif meaning.code:
                coder = self.coders[coding.coder]
                stance = meaning.stance or self.stance(segment, coding, selection)
                row = {
                    "segment_id": segment,
                    "coder": coder,
                    "code": meaning.code,
                    "stance": stance,
                    "rationale": coding.note,
                }
                self.add(found, row)
        self.rows["codings"] += found.values()

    def add(self, found: dict[tuple[str, str], Row], row: Row) -> None:
        """Keep one row for a code, a coder and a segment; its notes stand together."""
        known = found.setdefault((row["coder"], row["code"]), row)
        if known is row:
            return
        if known["stance"] != row["stance"]:
            self.problem(
                "{segment}, coder {coder}, code {code}: the coding is both {one} and {other};"
                " keep one in the project.",
                segment=row["segment_id"],
                coder=row["coder"],
                code=row["code"],
                one=known["stance"],
                other=row["stance"],
            )
        elif row["rationale"] and row["rationale"] not in known["rationale"]:
            known["rationale"] = "; ".join(filter(None, (known["rationale"], row["rationale"])))

    def meaning(self, coding: Coding) -> mappings.Meaning:
        name = self.project.codes.get(coding.code)
        if name is None:
            self.problem("A coding has a code that the codebook of the project does not have.")
            return mappings.Meaning()
        meaning = self.mapping.get(name, mappings.Meaning())
        if not meaning.decided:
            self.problem(
                "The code “{name}” is not decided: give it a code of the framework and a stance,"
                " or {skip}, in the mapping.",
                name=name,
                skip=mappings.SKIP,
            )
        return meaning

    def stance(self, segment: str, coding: Coding, selection: Selection) -> str:
        """Return the stance that a code of its own gives to what one coder coded there."""
        name = self.project.codes[coding.code]
        said = {
            meaning.stance
            for other in selection.codings
            if other.coder == coding.coder
            and (meaning := self.mapping.get(self.project.codes.get(other.code, "")))
            and meaning.stance
            and not meaning.code
        }
        if len(said) == 1:
            return said.pop()
        self.problem(
            "The code “{name}” has no single stance at {segment}: write supports, hinders or"
            " neutral beside it in the mapping, or code the passage with one of them.",
            name=name,
            segment=segment,
        )
        return ""

    def problem(self, template: str, **values: object) -> None:
        problem = Problem(self.file, 0, "", template, values)
        if problem not in self.problems:
            self.problems.append(problem)

    def fresh(self, name: str) -> str:
        """Return a key made of a name that no other row has."""
        base = slug(name)
        key = next(key for key in _numbered(base) if key not in self.taken)
        self.taken.add(key)
        return key

    def notices(self) -> Iterator[Message]:
        count = self.count
        if count.unverified:
            yield Message(
                "{n} of {total} passages could not be verified against the text;"
                " the notes of the documents name them.",
                {"n": count.unverified, "total": count.selections},
            )
        if count.assumed:
            yield Message(
                "For {n} documents the project does not say all that a case must;"
                " their notes name what was assumed.",
                {"n": count.assumed},
            )
        if count.skipped:
            yield Message(
                "Codings left out because the mapping skips them: {n}.",
                {"n": count.skipped},
            )
        named = {
            self.project.coders.get(guid) or guid: coder
            for guid, coder in self.coders.items()
            if self.project.coders.get(guid) != coder
        }
        if named:
            pairs = ", ".join(f"{name} = {coder}" for name, coder in named.items())
            yield Message("Coders are stored without their names: {pairs}.", {"pairs": pairs})
        if self.project.left_out:
            kinds = ", ".join(f"{kind} {n}" for kind, n in self.project.left_out.items())
            yield Message("The project holds what a case does not: {kinds}.", {"kinds": kinds})


def slug(name: str) -> str:
    """Return a key made of a name: small letters, digits and hyphens."""
    stem = name.rpartition(".")[0] if re.search(r"\.\w{2,4}$", name) else name
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:60] or "item"


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _row(table: str, values: Mapping[str, str]) -> Row:
    given = {name.strip().lower(): value for name, value in values.items()}
    return {name: given.get(name, "") for name in cases.columns(table)}


def _coders(project: Project) -> dict[str, str]:
    """Name the coders first, second and so on; who coded most comes first.

    A project whose coders have such names already keeps them.
    """
    counts = Counter(
        coding.coder
        for source in project.sources
        for selection in source.selections
        for coding in selection.codings
    )
    names = {guid: project.coders.get(guid, "") for guid in counts}
    if all(name in _ordinals(len(ORDINALS)) for name in names.values()):
        return names
    order = sorted(counts, key=lambda guid: (-counts[guid], names[guid], guid))
    return dict(zip(order, _ordinals(len(order)), strict=True))


def _ordinals(n: int) -> Iterable[str]:
    return [*ORDINALS, *(f"coder{number}" for number in range(len(ORDINALS) + 1, n + 1))][:n]
