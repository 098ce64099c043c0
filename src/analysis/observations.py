"""Printed figures as such: which may be used, how exact they are, and which of several is meant.

The same number of persons is often printed several times: to the person, in millions, or
corrected since.
Wherever one figure must stand for several of the same thing, one rule applies: a figure that
nothing contradicts comes first, then the one with most digits, then the larger.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dates import last_day

NOTED_ZEROS = 1
UNNOTED_ZEROS = 3
"""Trailing zeros from which a count is taken as rounded, with and without being told."""


def month(period: str) -> str:
    """Give a partial date as a month (``YYYY-MM``).

    A stock that is printed for a year alone is the year-end count, as in the agency's annual
    series, and stands in December.

    Raises
    ------
    ValueError
        If the text is no partial date.

    """
    return f"{last_day(period):%Y-%m}"


def last_place(value: float) -> int:
    """Give the power of ten of the last digit printed: 4 for 45,230,000, -2 for 13.37."""
    if not value:
        return 0
    if not float(value).is_integer():
        return -len(f"{value:.6f}".rstrip("0").partition(".")[2])
    digits = str(int(abs(value)))
    return len(digits) - len(digits.rstrip("0"))


def rounding_bounds(value: float, note: str = "") -> tuple[float, float]:
    """Interval that a printed count stands for.

    Parameters
    ----------
    value
        A count of persons as printed.
    note
        The note of the figure; the word "rounded" in it makes every trailing zero count.

    Returns
    -------
    tuple of float
        Half a unit of the last printed digit either way, so 13,000 is 12,500 to 13,500.
        A count with fewer than three trailing zeros that is not noted as rounded is exact.

    """
    place = last_place(value)
    if place < (NOTED_ZEROS if "rounded" in note.lower() else UNNOTED_ZEROS):
        return value, value
    half = 10**place / 2
    return value - half, value + half


def percent_bounds(value: float) -> tuple[float, float]:
    """Interval that a printed percentage stands for: half a unit of its last decimal either way."""
    half = 10.0 ** min(last_place(value), 0) / 2
    return value - half, value + half


def usable(
    observations: pd.DataFrame,
    *series: str,
    group: str = "all",
    geo: str | None = None,
) -> pd.DataFrame:
    """Select the figures of some series and one group that a computation may rest on.

    Parameters
    ----------
    observations
        Figures of any kind.
    series, group
        Series wanted, one or more, and group of workers.
    geo
        Place wanted; by default every place.

    Returns
    -------
    DataFrame
        The figures that are printed or derived (no targets, plans, claims or undefined figures)
        and that a second reading did not fail to find.  A contradicted figure stays: it still
        shows how far sources disagree.

    """
    rows = observations[
        observations["series"].isin(series)
        & (observations["group"] == group)
        & observations["status"].isin(["printed", "derived"])
        & (observations["checked"] != "not_found_again")
    ]
    return rows if geo is None else rows[rows["geo"] == geo]


def main_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Order figures of one thing: uncontradicted first, then most digits, then the larger."""
    keys = (
        rows["observation_id"].to_numpy(str),
        -rows["value"].to_numpy(float),
        np.array([last_place(value) for value in rows["value"]], int),
        (rows["checked"] == "contradicted").to_numpy(),
    )
    return rows.iloc[np.lexsort(keys)]


def without_roundings(rows: pd.DataFrame, thing: list[str]) -> pd.DataFrame:
    """Drop the figures that only round the main figure of the same thing.

    Parameters
    ----------
    rows
        Figures.
    thing
        Columns that are equal where figures speak of the same thing.

    Returns
    -------
    DataFrame
        The figures ordered by `thing`, the main one first, with ``main`` (true for the main
        figure, false for figures that disagree with it).

    """
    ordered = main_first(rows).sort_values(thing, kind="stable")
    things = ordered.groupby(thing, sort=False)
    main = things.cumcount() == 0
    bounds = [rounding_bounds(value, "rounded") for value in ordered["value"]]
    low, high = np.array(bounds).reshape(-1, 2).T
    rounded = ~main & things["value"].transform("first").between(low, high)
    return ordered.assign(main=main)[~rounded]
