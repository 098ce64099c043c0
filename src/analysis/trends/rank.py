"""Trend without a model: the Mann-Kendall test and the Theil-Sen slope."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.trends.estimates import as_table, estimate_row
from analysis.trends.series import SMALLEST_SERIES


@dataclass(frozen=True)
class MannKendall:
    """Result of the Mann-Kendall test for a trend.

    `s` is the number of pairs of years in which the later value is higher less the number in
    which it is lower; `tau` (tau-b) scales it to -1 to 1.
    `p_value` is two-sided: `exact` without ties, otherwise `normal`, with the variance corrected
    for ties and a correction for continuity.
    """

    s: int
    tau: float
    variance: float
    p_value: float
    method: str
    n: int


@dataclass(frozen=True)
class TheilSen:
    """Median of the slopes of all pairs of years, with the interval of Sen (1968)."""

    slope: float
    low: float
    high: float
    n: int


def mann_kendall(
    times: Sequence[float] | pd.Series, values: Sequence[float] | pd.Series
) -> MannKendall:
    """Test whether values tend to rise or fall over time (Mann 1945; Kendall 1975).

    The test asks for the direction only, so any rising transformation of the values gives the
    same result.
    It takes the values of different times as independent.

    Raises
    ------
    ValueError
        If two values stand at the same time.
    """
    t = np.asarray(times, dtype=float)
    x = np.asarray(values, dtype=float)
    n = len(x)
    if len(np.unique(t)) < n:
        raise ValueError(
            "The Mann-Kendall test found two values at one time; expected one value for each time."
        )
    if n < SMALLEST_SERIES:
        return MannKendall(0, math.nan, math.nan, math.nan, "none", n)
    pairs = np.sign(np.subtract.outer(t, t)) * np.sign(np.subtract.outer(x, x))
    s = round(pairs.sum() / 2)
    _, ties = np.unique(x, return_counts=True)
    variance = (_tie_term(np.array([n])) - _tie_term(ties)) / 18
    untied = ties.max() == 1
    kendall = stats.kendalltau(t, x, method="exact" if untied else "asymptotic")
    if untied:
        p_value, method = float(kendall.pvalue), "exact"
    else:
        z = (abs(s) - 1) / math.sqrt(variance) if s else 0.0
        p_value, method = float(2 * stats.norm.sf(z)), "normal"
    return MannKendall(s, float(kendall.statistic), variance, p_value, method, n)


def theil_sen(
    times: Sequence[float] | pd.Series,
    values: Sequence[float] | pd.Series,
    confidence: float = 0.95,
) -> TheilSen:
    """Estimate the slope that half of all pairs of years exceed (Theil 1950; Sen 1968).

    One wrong value moves it little.
    The unit is that of the values, per unit of time.
    """
    n = len(values)
    if n < SMALLEST_SERIES:
        return TheilSen(math.nan, math.nan, math.nan, n)
    found = stats.theilslopes(np.asarray(values, float), np.asarray(times, float), confidence)
    return TheilSen(float(found.slope), float(found.low_slope), float(found.high_slope), n)


def rank_trend(series: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Give the Mann-Kendall test and the Theil-Sen slope of coverage as a table of estimates.

    Rows: `mann_kendall` with `s` and `tau` and the p-value (the note names the method),
    `theil_sen` with `slope` in points a year.
    """
    test = mann_kendall(series["year"], series["coverage"])
    line = theil_sen(series["year"], series["coverage"], confidence)
    shared = {"p_value": test.p_value, "note": test.method}
    slope = estimate_row(
        "theil_sen",
        "slope",
        line.slope,
        low=line.low,
        high=line.high,
        n=line.n,
        unit="points_per_year",
    )
    rows = [
        estimate_row("mann_kendall", "s", test.s, n=test.n, unit="pairs") | shared,
        estimate_row("mann_kendall", "tau", test.tau, n=test.n) | shared,
        slope,
    ]
    return as_table(rows)


def _tie_term(sizes: np.ndarray[Any, Any]) -> float:
    return float((sizes * (sizes - 1) * (2 * sizes + 5)).sum())
