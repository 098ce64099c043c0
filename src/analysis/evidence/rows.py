"""The coded record: one row for each coding, and what may be chosen of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.errors import UserError
from analysis.framework import NONE, elements, family

STANCES = ["supports", "hinders", "neutral"]


SCOPES = ("case", "province")
"""The scopes that count by default: documents of scope ``context`` do not mention the agency."""


COUNTS = {"n_events": "event", "n_documents": "document_id", "n_speakers": "speaker"}
"""What evidence is counted by: each column's different values."""


def coded(
    documents: pd.DataFrame,
    segments: pd.DataFrame,
    codings: pd.DataFrame,
    actors: pd.DataFrame,
    framework: pd.DataFrame,
) -> pd.DataFrame:
    """Put all that is known about each coding into one row.

    Parameters
    ----------
    documents, segments, codings, actors
        Tables of a case.
    framework
        The codebook.

    Returns
    -------
    DataFrame
        One row per coding, in the order of ``codings``: ``segment_id, document_id``,
        ``event`` (of the document, or the document itself where it has none),
        ``layer, scope, publisher_type, published, happened``,
        ``year`` (of the happening, else of publication; missing if unknown),
        ``speaker, speaker_kind, addressed, addressed_kind, coder, code, stance``,
        ``family`` and ``dimension``. The code NONE has neither family nor dimension.
    """
    kind = actors.set_index("actor_id")["kind"]
    dimension = elements(framework).set_index("code")["dimension"]
    rows = codings.merge(segments, on="segment_id", validate="many_to_one")
    rows = rows.merge(documents, on="document_id", validate="many_to_one")
    day = rows["happened"].where(rows["happened"] != "", rows["published"])
    return pd.DataFrame(
        {
            "segment_id": rows["segment_id"],
            "document_id": rows["document_id"],
            "event": rows["event"].where(rows["event"] != "", rows["document_id"]),
            "layer": rows["layer"],
            "scope": rows["scope"],
            "publisher_type": rows["publisher_type"],
            "published": rows["published"],
            "happened": rows["happened"],
            "year": _year(day),
            "speaker": rows["speaker"],
            "speaker_kind": rows["speaker"].map(kind).fillna(""),
            "addressed": rows["addressed"],
            "addressed_kind": rows["addressed"].map(kind).fillna(""),
            "coder": rows["coder"],
            "code": rows["code"],
            "stance": rows["stance"],
            "family": rows["code"].map(family).where(rows["code"] != NONE, ""),
            "dimension": rows["code"].map(dimension).fillna(""),
        }
    )


def select(
    rows: pd.DataFrame,
    *,
    coder: str = "first",
    scopes: Sequence[str] = SCOPES,
    layer: str = "public",
) -> pd.DataFrame:
    """Choose the codings of one coder, in one layer, in some scopes."""
    chosen = rows["coder"].eq(coder) & rows["scope"].isin(list(scopes)) & rows["layer"].eq(layer)
    return rows[chosen].reset_index(drop=True)


def with_code(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows that carry an element of the framework."""
    return rows[rows["code"] != NONE]


def concerning(
    rows: pd.DataFrame,
    codes: Sequence[str],
    actor_kind: str = "",
    roles: Sequence[str] = ("speaker", "addressed"),
) -> pd.DataFrame:
    """Keep the rows with one of the codes that concern a kind of actor; empty keeps all actors.

    A statement concerns an actor who is its ``speaker``, or who is ``addressed``.
    """
    found = rows[rows["code"].isin(list(codes))]
    if not actor_kind:
        return found
    kinds = found[[f"{role}_kind" for role in roles]]
    return found[(kinds == actor_kind).any(axis=1)]


def require_public(rows: pd.DataFrame) -> None:
    """Refuse rows that may not bear on a verdict: only the public record may.

    Raises
    ------
    UserError
        If there is a row of layer ``study`` or ``teaching``.
    """
    if other := sorted(set(rows["layer"]) - {"public"}):
        raise UserError(
            "Evidence of layer {layers} was given where a verdict may follow;"
            " only the layer public may bear on one: select that layer first.",
            layers=", ".join(other),
        )


def require_one_layer(rows: pd.DataFrame) -> None:
    """Refuse rows of several layers, which are never counted together.

    Raises
    ------
    UserError
        If the rows are of more than one layer.
    """
    if len(layers := sorted(set(rows["layer"]))) > 1:
        raise UserError(
            "Evidence of the layers {layers} would be counted together;"
            " layers never mix: select one layer first.",
            layers=", ".join(layers),
        )


def require_record(rows: pd.DataFrame) -> None:
    """Refuse rows of several layers, and synthetic ones, where a real record is described.

    Raises
    ------
    UserError
        If there are rows of more than one layer, or of layer ``teaching``.
    """
    require_one_layer(rows)
    if (rows["layer"] == "teaching").any():
        raise UserError(
            "Synthetic evidence of layer teaching was given where a real record is described;"
            " select the layer public or study."
        )


def count_by(
    rows: pd.DataFrame,
    column: str,
    values: Iterable[str],
    counts: Mapping[str, str] = MappingProxyType(COUNTS),
) -> pd.DataFrame:
    """Count the evidence with each value of a column.

    Parameters
    ----------
    rows
        Coded evidence.
    column, values
        The column, and the values wanted in their order.
    counts
        Names of the counts, and the columns whose different values they count.

    Returns
    -------
    DataFrame
        One row per value, also where there is no evidence, and one column per count.
    """
    index = pd.Index(list(values), name=column)
    place = index.get_indexer(pd.Index(rows[column]))
    table = pd.DataFrame(index=index)
    for name, counted in counts.items():
        number, different = pd.factorize(rows[counted])
        pairs = np.unique((place * len(different) + number)[place >= 0])
        table[name] = np.bincount(pairs // max(len(different), 1), minlength=len(index))
    return table


def stance_summary(supports: pd.Series, hinders: pd.Series) -> pd.Series:
    """Name the direction in which events point.

    It is ``supports`` or ``hinders`` where at least two thirds of the events with a direction
    point that way, and ``mixed`` otherwise, also where none has a direction.
    An event that points both ways counts on both sides.
    """
    directed = (supports + hinders).replace(0, np.nan)
    summary = np.select(
        [3 * supports >= 2 * directed, 3 * hinders >= 2 * directed], STANCES[:2], "mixed"
    )
    return pd.Series(summary, index=supports.index)


def element_by_speaker(rows: pd.DataFrame, by: str = "speaker") -> pd.DataFrame:
    """Cross the elements of the framework with those who speak about them.

    Parameters
    ----------
    rows
        Coded evidence of one layer.
    by
        ``speaker``, ``speaker_kind``, or another column that tells sources apart.

    Returns
    -------
    DataFrame
        One row per element and speaker that occur together: ``code, family, dimension``, the
        speaker, ``n_events, n_documents, n_segments`` (presence), the number of events that
        ``supports``, ``hinders`` or are ``neutral``, and their summary ``stance`` (direction).

    Raises
    ------
    UserError
        If the rows are of more than one layer.
    """
    require_one_layer(rows)
    keys = ["code", "family", "dimension", by]
    found = with_code(rows)
    cells = found.groupby(keys).agg(
        n_events=("event", "nunique"),
        n_documents=("document_id", "nunique"),
        n_segments=("segment_id", "nunique"),
    )
    cells = cells.join(events_by_stance(found, keys))
    cells["stance"] = stance_summary(cells["supports"], cells["hinders"])
    return cells.reset_index()


def presence(rows: pd.DataFrame) -> pd.DataFrame:
    """Count how often the record hears each actor, and how often it is spoken to.

    Parameters
    ----------
    rows
        Coded evidence of one layer.

    Returns
    -------
    DataFrame
        One row per actor: ``actor``, the number of events in which it speaks or acts
        (``n_speaking``) and in which it is addressed (``n_addressed``), and ``last``,
        the last day of publication; empty if no document of its events is dated.

    Raises
    ------
    UserError
        If the rows are of more than one layer.
    """
    require_one_layer(rows)
    counts = {
        name: rows[rows[role] != ""].groupby(role)["event"].nunique()
        for role, name in (("speaker", "n_speaking"), ("addressed", "n_addressed"))
    }
    table = pd.DataFrame(counts).fillna(0).astype(int)
    named = pd.concat([rows.set_index(role)["published"] for role in ("speaker", "addressed")])
    last = named.groupby(level=0).max().reindex(table.index)
    return table.assign(last=last).rename_axis("actor").reset_index()


def agreements_between(
    agreements: pd.DataFrame, actors: pd.DataFrame, kinds: Collection[str]
) -> pd.DataFrame:
    """Keep the agreements whose two parties are of two kinds of actor, whichever signed first."""
    kind = actors.set_index("actor_id")["kind"]
    between = [
        {kind.get(row.party), kind.get(row.other_party)} == set(kinds)
        for row in agreements.itertuples()
    ]
    return agreements[pd.Series(between, index=agreements.index, dtype=bool)]


def _year(days: pd.Series) -> pd.Series:
    return pd.to_numeric(days.str[:4], errors="coerce").astype("Int64")


def events_by_stance(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Count for each group the events with each stance."""
    table = rows.pivot_table(
        index=keys, columns="stance", values="event", aggfunc="nunique", fill_value=0
    )
    return table.reindex(columns=STANCES, fill_value=0)
