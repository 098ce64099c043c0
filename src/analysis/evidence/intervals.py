"""Estimates with intervals that resample events, never segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.evidence.rows import STANCES, count_by

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """One number about the record, how sure it is, and how much evidence it rests on.

    Attributes
    ----------
    estimate, low, high
        The value and its interval; missing (NaN) where the evidence does not define them.
    n_events, n_documents, n_speakers
        What the value rests on.
    details
        The counts behind it, one row per group.
    """

    estimate: float
    low: float
    high: float
    n_events: int
    n_documents: int
    n_speakers: int
    details: pd.DataFrame = field(compare=False)


@lru_cache(maxsize=16)  # drawing takes longer than what is done with it, and sizes come again
def resamples(units: int, replicates: int, seed: int) -> Floats:
    """Say for each resample (row) how often each unit (column) was drawn.

    A sum over a resample is then one product of matrices. The array cannot be changed.
    """
    if not units:
        return np.zeros((replicates, 0))
    generator = np.random.default_rng(seed)
    chances = np.full(units, 1 / units)
    drawn = generator.multinomial(units, chances, size=replicates).astype(float)
    drawn.flags.writeable = False
    return drawn


def percentile_interval(drawn: Floats, confidence: float) -> tuple[float, float]:
    """Give the percentile interval of replicates; those that are undefined are left out."""
    defined = drawn[~np.isnan(drawn)]
    if not len(defined):
        return np.nan, np.nan
    tail = (1 - confidence) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return float(low), float(high)


def quotient(part: object, whole: object) -> Floats:
    """Divide, with a missing result where there is nothing to divide by."""
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    result: Floats = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole != 0)
    return result


def estimated(
    value: float, drawn: Floats, confidence: float, rows: pd.DataFrame, details: pd.DataFrame
) -> Estimate:
    """Join a value with its interval and the size of what it rests on."""
    n_events = rows["event"].nunique()
    low, high = percentile_interval(drawn, confidence) if n_events > 1 else (np.nan, np.nan)
    return Estimate(
        estimate=value,
        low=low,
        high=high,
        n_events=n_events,
        n_documents=rows["document_id"].nunique(),
        n_speakers=rows["speaker"].nunique(),
        details=details,
    )


def mean_of_events(
    values: pd.Series, rows: pd.DataFrame, seed: int, confidence: float, replicates: int
) -> Estimate:
    """Average a value of each event; the details count the evidence by stance."""
    draws = np.vstack([np.ones(len(values)), resamples(len(values), replicates, seed)])
    means = quotient(draws @ values.to_numpy(dtype=float), len(values))
    details = count_by(rows, "stance", STANCES)
    return estimated(float(means[0]), means[1:], confidence, rows, details.reset_index())


def flagged(rows: pd.DataFrame, column: str, values: Sequence[str]) -> pd.DataFrame:
    """Say for each event, in sorted order, whether (1) it has each value or not (0)."""
    known = rows[rows[column].notna()]
    number, events = pd.factorize(known["event"], sort=True)
    place = pd.Index(list(values)).get_indexer(pd.Index(known[column]))
    table = np.zeros((len(events), len(values)), dtype=int)
    table[number[place >= 0], place[place >= 0]] = 1
    return pd.DataFrame(table, index=pd.Index(events, name="event"), columns=list(values))


def stance_flags(rows: pd.DataFrame) -> pd.DataFrame:
    """Say of each event whether it supports, hinders or stays neutral: one column each, 0 or 1."""
    return flagged(rows, "stance", STANCES)
