"""What cannot be, or needs a second look, though every cell of a case has the right form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import cases, coverage
from analysis.coverage import COVERAGE_SERIES
from analysis.errors import Message, message
from analysis.examples import EXAMPLES, is_example

MARKS = ("[SYNTHETIC]", "[SINTETIS]")
"""What invented material carries in every text."""
WORKERS = ("employed", "workers", "eligible_workers")
RELIABLE = ("printed", "derived")
IN_EACH_LANGUAGE = {"actors": "label", "claims": "text", "claim_tests": "rationale"}
"""Texts that a row needs in one language at least."""
LANGUAGES = ("en", "id")

MORE_MEMBERS = message(
    "There are more active members ({members}) than workers ({workers}, {period}) in this place"
    " and group. If one of the two counts other people, give it the status undefined."
)
CONTRADICTED = message(
    "The printed coverage of {value} percent does not follow from the members and workers that"
    " are printed beside it ({sources}); they give {parts} percent."
)
MIXED = message(
    "The series “{series}” of {geo} ({group}) has figures on several bases: {bases}."
    " Figures on different bases are never compared."
)

EXAMPLE = message("This is the example row of a new case, and invented; replace it, or remove it.")

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Doubt:
    """Something in a table that cannot be, or may not be meant.

    Attributes
    ----------
    table
        The table.
    index
        Place of the row in it; ``None`` where the whole column is meant.
    column
        The column.
    said
        What is wrong and what is expected.
    severity
        ``error`` or ``warning``.
    """

    table: str
    index: Any
    column: str
    said: Message
    severity: str = "error"


def doubts(frames: Frames) -> Iterator[Doubt]:
    """Find what is implausible in the tables of a case.

    Parameters
    ----------
    frames
        Tables as texts; a table that cannot be read is missing.
    """
    yield from _texts(frames)
    yield from _invented(frames)
    yield from _examples(frames)
    if "observations" in frames:
        figures = frames["observations"].copy()
        figures["value"] = pd.to_numeric(figures["value"], errors="coerce")
        figures = figures[figures["value"].notna() & ~cases.no_date(figures["period"])]
        figures = figures[figures["period"] != ""]
        yield from _members(figures)
        yield from _contradictions(figures)
        yield from _bases(figures)


def _texts(frames: Frames) -> Iterator[Doubt]:
    """Find rows without a text in any language, and tables without texts in one."""
    for table, field in IN_EACH_LANGUAGE.items():
        if table not in frames:
            continue
        frame = frames[table]
        texts = frame[[f"{field}_{code}" for code in LANGUAGES]] != ""
        for index in frame.index[~texts.any(axis=1)]:
            yield Doubt(
                table,
                index,
                f"{field}_{LANGUAGES[0]}",
                Message(
                    "The row has this text in no language; write it in one of the columns"
                    " {columns} at least.",
                    {"columns": ", ".join(texts.columns)},
                ),
            )
        for column in texts.columns:
            if len(frame) and not texts[column].any():
                said = Message(
                    "The column is empty; the edition in this language shows the other language."
                )
                yield Doubt(table, None, column, said, "warning")


def _examples(frames: Frames) -> Iterator[Doubt]:
    """Find the example rows of a new case, which a book would show as if they were true."""
    for table, frame in frames.items():
        key, example = next(iter(EXAMPLES[table].items()))
        for index, row in frame[frame[key] == example].iterrows():
            if is_example(table, row.to_dict()):
                yield Doubt(table, index, key, Message(EXAMPLE))


def _invented(frames: Frames) -> Iterator[Doubt]:
    """Find invented material that does not stand in the layer of teaching."""
    invented = {
        table: frame.index[
            frame.apply(lambda texts: texts.map(lambda text: any(m in text for m in MARKS))).any(
                axis=1
            )
        ]
        for table, frame in frames.items()
        if len(frame)
    }
    if "documents" not in frames:
        return
    documents = frames["documents"]
    teaching = set(documents.loc[documents["layer"] == "teaching", "document_id"])
    for index in invented.get("documents", []):
        if documents.loc[index, "layer"] != "teaching":
            said = Message("The document is marked as invented; its layer must be teaching.")
            yield Doubt("documents", index, "layer", said)
    for index in invented.get("segments", []):
        if frames["segments"].loc[index, "document_id"] not in teaching:
            said = Message(
                "The statement is marked as invented; it can only stand in a document of the"
                " layer teaching."
            )
            yield Doubt("segments", index, "document_id", said)
    for index in invented.get("observations", []):
        said = Message("The figure is marked as invented; no figure may be.")
        yield Doubt("observations", index, "value", said)
    yield from _shared_events(documents)
    if "segments" in frames:
        yield from _agreements(frames, teaching)


def _shared_events(documents: pd.DataFrame) -> Iterator[Doubt]:
    """Find teaching material that shares an event with other layers."""
    real = set(documents.loc[documents["layer"] != "teaching", "event"]) - {""}
    rows = documents[(documents["layer"] == "teaching") & documents["event"].isin(real)]
    for index, event in rows["event"].items():
        said = Message(
            "The event “{event}” is reported by documents of other layers too; an invented"
            " document cannot report it.",
            {"event": event},
        )
        yield Doubt("documents", index, "event", said)


def _agreements(frames: Frames, teaching: set[str]) -> Iterator[Doubt]:
    """Find agreements that only invented material reports, next to a record that is real."""
    if "agreements" not in frames or teaching >= set(frames["documents"]["document_id"]):
        return
    segments = frames["segments"]
    invented = segments.loc[segments["document_id"].isin(teaching), "segment_id"]
    rows = frames["agreements"]
    for index, segment in rows.loc[rows["segment_id"].isin(invented), "segment_id"].items():
        said = Message(
            "The segment “{segment}” is of the layer teaching, so it is no evidence of an"
            " agreement.",
            {"segment": segment},
        )
        yield Doubt("agreements", index, "segment_id", said, "warning")


def _members(figures: pd.DataFrame) -> Iterator[Doubt]:
    """Find more members than workers: an error in one period, a warning within a year."""
    figures = figures[(figures["unit"] == "persons") & figures["status"].isin(RELIABLE)]
    workers = figures[figures["series"].isin(WORKERS)]
    for index, row in figures[figures["series"] == "active_members"].iterrows():
        near = workers[
            (workers["geo"] == row["geo"])
            & (workers["group"] == row["group"])
            & (workers["period"].str[:4] == row["period"][:4])
        ]
        same = near[near["period"] == row["period"]]
        for rows, severity in ((same, "error"), (near, "warning")):
            if len(rows) and row["value"] > rows["value"].max():
                most = rows.loc[rows["value"].idxmax()]
                values = {
                    "members": float(row["value"]),
                    "workers": float(most["value"]),
                    "period": most["period"],
                }
                yield Doubt("observations", index, "value", Message(MORE_MEMBERS, values), severity)
                break


def _contradictions(figures: pd.DataFrame) -> Iterator[Doubt]:
    """Find printed coverage that no division of the members and workers beside it gives."""
    places = {key: index for index, key in figures["observation_id"].items()}
    for row in coverage.classify(figures).to_dict("records"):
        if row["reason"].startswith("contradicts_") and row["observation_id"] in places:
            low, high = (round(float(row[name]), 1) for name in ("parts_low", "parts_high"))
            values = {
                "value": float(row["value"]),
                "sources": ", ".join(row["parts_sources"].split()),
                "parts": low
                if low == high
                else Message("{low} to {high}", {"low": low, "high": high}),
            }
            index = places[row["observation_id"]]
            yield Doubt("observations", index, "value", Message(CONTRADICTED, values), "warning")


def _bases(figures: pd.DataFrame) -> Iterator[Doubt]:
    """Find series of coverage whose figures do not all have one base."""
    printed = figures[figures["series"].isin(COVERAGE_SERIES) & (figures["base"] != "")]
    for (series, geo, group), rows in printed.groupby(["series", "geo", "group"], sort=False):
        if (rows["base"] != rows["base"].iloc[0]).any():
            first = rows.index[rows["base"] != rows["base"].iloc[0]][0]
            values = {
                "series": series,
                "geo": geo,
                "group": group,
                "bases": ", ".join(dict.fromkeys(rows["base"])),
            }
            yield Doubt("observations", first, "base", Message(MIXED, values), "warning")
