"""Where events point: support less hindrance, and what hinders most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.evidence.intervals import (
    Estimate,
    Floats,
    estimated,
    flagged,
    mean_of_events,
    quotient,
    resamples,
    stance_flags,
)
from analysis.evidence.rows import COUNTS, concerning, count_by, require_record, with_code
from analysis.framework import DIMENSIONS


def net_stance(
    rows: pd.DataFrame,
    codes: Sequence[str],
    *,
    seed: int,
    actor_kind: str = "",
    roles: Sequence[str] = ("speaker", "addressed"),
    confidence: float = 0.95,
    replicates: int = 2000,
) -> Estimate:
    """Say whether the record on some codes supports or hinders, on balance.

    Events that support minus events that hinder, over all events that carry a code.
    An event that does both counts on both sides, and a neutral one only in the denominator.

    Parameters
    ----------
    rows
        Coded evidence of one layer: the public record, or the study's own material.
    codes
        One code or several taken together.
    actor_kind
        Keep only what concerns this kind of actor; empty keeps all.
    roles
        A statement concerns an actor who is its ``speaker``, or who is ``addressed``.
    seed, confidence, replicates
        The interval resamples the events that carry a code.

    Returns
    -------
    Estimate
        From -1 (all hinder) to 1 (all support).
        ``details``: ``stance`` and its ``n_events, n_documents, n_speakers``.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    require_record(rows)
    found = concerning(rows, codes, actor_kind, roles)
    flags = stance_flags(found)
    net = flags["supports"] - flags["hinders"]
    return mean_of_events(net, found, seed, confidence, replicates)


def hindering_share(
    rows: pd.DataFrame,
    codes: Sequence[str],
    *,
    seed: int,
    confidence: float = 0.95,
    replicates: int = 2000,
) -> Estimate:
    """Say how much of the evidence on some codes is evidence of hindrance.

    Events in which a code hinders, over all events that carry a code.

    Returns
    -------
    Estimate
        From 0 to 1. ``details`` as of :func:`net_stance`.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    require_record(rows)
    found = rows[rows["code"].isin(list(codes))]
    hinders = stance_flags(found)["hinders"]
    return mean_of_events(hinders, found, seed, confidence, replicates)


def hindering_rank(
    rows: pd.DataFrame,
    codes: Sequence[str],
    *,
    seed: int,
    confidence: float = 0.95,
    replicates: int = 2000,
) -> Estimate:
    """Say by how much the first code is the most hindered of several.

    The share of hindering events of the first code minus the highest share among the others
    (see :func:`hindering_share`). Above zero, the first is the main obstacle on the record.

    Returns
    -------
    Estimate
        From -1 to 1; the interval resamples the events that carry any of the codes.
        The numbers of events, documents and speakers are those of the code with the fewest events:
        a comparison is no stronger than its weakest part.
        ``details``: ``code, hinders`` (events), ``share`` and counts of each code.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    require_record(rows)
    found = concerning(rows, codes)
    carries = flagged(found, "code", codes)
    hinders = flagged(found[found["stance"] == "hinders"], "code", codes)
    hinders = hinders.reindex(carries.index, fill_value=0)

    def lead(draws: Floats) -> Floats:
        shares = quotient(draws @ hinders.to_numpy(), draws @ carries.to_numpy())
        highest: Floats = np.fmax.reduce(shares[:, 1:], axis=1)
        return shares[:, 0] - highest

    details = count_by(found, "code", codes)
    details.insert(0, "hinders", hinders.sum())
    details.insert(1, "share", quotient(details["hinders"], details["n_events"]))
    weakest = found[found["code"] == details["n_events"].idxmin()]
    return estimated(
        float(lead(np.ones((1, len(carries))))[0]),
        lead(resamples(len(carries), replicates, seed)),
        confidence,
        weakest,
        details.reset_index(),
    )


def hindered_dimensions(
    rows: pd.DataFrame,
    *,
    seed: int,
    events_needed: int = 3,
    kinds_needed: int = 2,
    confidence: float = 0.95,
    replicates: int = 2000,
) -> Estimate:
    """Count the dimensions of the framework in which obstacles are on record.

    A dimension counts with hindering evidence from enough events and enough kinds of speaker.

    Returns
    -------
    Estimate
        From 0 to 4; it rests on all events with a code. In a resample, an event that was drawn
        twice counts as two events, but never as two kinds of speaker.
        ``details``: ``dimension, n_events, n_documents, n_speakers, n_kinds`` of the hindering
        evidence, and whether the dimension is ``hindered``.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    require_record(rows)
    found = with_code(rows)
    hindering = found[found["stance"].eq("hinders") & found["dimension"].isin(DIMENSIONS)]
    events = sorted(found["event"].unique())

    kind, kinds = pd.factorize(hindering["speaker_kind"])
    event = pd.Index(events).get_indexer(pd.Index(hindering["event"]))
    dimension = pd.Index(DIMENSIONS).get_indexer(pd.Index(hindering["dimension"]))
    by_kind = np.zeros((len(kinds), len(events), len(DIMENSIONS)))
    by_kind[kind, event, dimension] = 1
    by_event = by_kind.max(axis=0, initial=0)

    def hindered(draws: Floats) -> Floats:
        n_events = draws @ by_event
        n_kinds = (draws @ by_kind > 0).sum(axis=0)
        enough = (n_events >= events_needed) & (n_kinds >= kinds_needed)
        return np.asarray(enough.sum(axis=1), dtype=float)

    counts = {**COUNTS, "n_kinds": "speaker_kind"}
    details = count_by(hindering, "dimension", DIMENSIONS, counts)
    enough = details["n_events"].ge(events_needed) & details["n_kinds"].ge(kinds_needed)
    return estimated(
        float(enough.sum()) if events else np.nan,
        hindered(resamples(len(events), replicates, seed)),
        confidence,
        found,
        details.assign(hindered=enough).reset_index(),
    )
