"""Who leads: acts that initiate, decide or act, by kind of actor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.evidence.intervals import (
    Estimate,
    Floats,
    estimated,
    percentile_interval,
    quotient,
    resamples,
)
from analysis.evidence.rows import COUNTS, count_by, require_record

LEADING = ("DR1", "CJ2", "AC", "PE3", "PE4")
"""Codes of leading acts: to start or give priority, to direct, act, deliberate or decide."""


def leading(rows: pd.DataFrame, codes: Sequence[str], by: str = "speaker_kind") -> pd.DataFrame:
    """Keep the rows in which a known actor leads."""
    require_record(rows)
    leads = rows["code"].isin(list(codes)) & rows["stance"].eq("supports") & rows[by].ne("")
    return rows[leads]


def leading_acts(
    rows: pd.DataFrame,
    codes: Sequence[str],
    *,
    seed: int,
    by: str = "speaker_kind",
    period: str = "year",
    confidence: float = 0.95,
    replicates: int = 2000,
) -> pd.DataFrame:
    """Say who leads, over time: each actor's share of the acts that lead.

    An act is one event, one actor, one code, with stance ``supports``; the actor is who speaks.
    However often an event is reported, an act in it counts once, in its first period.

    Parameters
    ----------
    rows
        Coded evidence of one layer: the public record, or the study's own material.
    codes
        The codes that mean leading.
    by
        What an actor is: ``speaker_kind`` or ``speaker``.
    period
        The column that tells periods apart.
    seed, confidence, replicates
        The intervals resample the events of the period.

    Returns
    -------
    DataFrame
        ``period`` (first ``all``; empty if unknown), the actor, ``n_acts``,
        ``share`` of all acts of the period with ``low, high`` (0 to 1),
        and ``n_events, n_documents, n_speakers`` with an act of the actor.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    led = leading(rows, codes, by)
    first = led.groupby(["event", by, "code"])[period].transform("min")
    led = led.assign(period=first.astype("string").fillna(""))
    spans = {"all": led, **dict(tuple(led.groupby("period")))}
    shares = [
        _leading_shares(part, by, _acts(part, by), seed, confidence, replicates).assign(period=span)
        for span, part in spans.items()
    ]
    columns = ["period", by, "n_acts", "share", "low", "high", *COUNTS]
    return pd.concat(shares, ignore_index=True)[columns]


def leading_difference(
    rows: pd.DataFrame,
    codes: Sequence[str],
    actor_kind: str,
    other_kind: str,
    *,
    seed: int,
    confidence: float = 0.95,
    replicates: int = 2000,
) -> Estimate:
    """Say how much larger one kind of actor's share of leading acts is than another's.

    Acts are those of :func:`leading_acts`; the shares are of the acts of all actors.
    Above zero, the first leads more often on the record.

    Returns
    -------
    Estimate
        A difference of shares (-1 to 1). It rests on all events with a leading act.
        ``details``: ``speaker_kind, n_acts, share`` and counts of every actor.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    led = leading(rows, codes)
    acts = _acts(led, "speaker_kind")
    pair = acts.reindex(columns=[actor_kind, other_kind], fill_value=0)
    by_event = np.column_stack([pair, acts.sum(axis=1)])

    def difference(draws: Floats) -> Floats:
        totals = draws @ by_event
        return quotient(totals[:, 0] - totals[:, 1], totals[:, 2])

    return estimated(
        float(difference(np.ones((1, len(acts))))[0]),
        difference(resamples(len(acts), replicates, seed)),
        confidence,
        led,
        _leading_shares(led, "speaker_kind", acts, seed, confidence, replicates),
    )


def _acts(led: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count acts, with one row per event in sorted order and one column per actor."""
    acts = led[["event", by, "code"]].drop_duplicates()
    event, events = pd.factorize(acts["event"], sort=True)
    actor, actors = pd.factorize(acts[by], sort=True)
    counted = np.zeros((len(events), len(actors)), dtype=int)
    np.add.at(counted, (event, actor), 1)
    return pd.DataFrame(counted, index=events, columns=actors)


def _leading_shares(
    led: pd.DataFrame, by: str, acts: pd.DataFrame, seed: int, confidence: float, replicates: int
) -> pd.DataFrame:
    """Give each actor's acts and share of acts, the largest first."""
    totals = resamples(len(acts), replicates, seed) @ acts.to_numpy(dtype=float)
    shares = quotient(totals, totals.sum(axis=1, keepdims=True))
    table = count_by(led, by, acts.columns)
    table.insert(0, "n_acts", acts.sum())
    table.insert(1, "share", quotient(table["n_acts"], table["n_acts"].sum()))
    intervals = [
        percentile_interval(column, confidence) if len(acts) > 1 else (np.nan, np.nan)
        for column in shares.T
    ]
    table[["low", "high"]] = np.array(intervals, dtype=float).reshape(-1, 2)
    return table.reset_index().sort_values(["n_acts", by], ascending=[False, True])
