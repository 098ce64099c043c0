"""Coverage on one definition, with the bounds that disagreeing sources leave."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.coverage.bases import base_figures
from analysis.coverage.definitions import KEY, unique
from analysis.coverage.derivations import derive
from analysis.coverage.readings import derived_readings, printed_readings, ratios, rebased
from analysis.dates import months_apart
from analysis.observations import percent_bounds

Coverage = dict[Any, Any]
"""A row of a table from `measures`."""

Coverages = dict[tuple[str, ...], list[Coverage]]
"""Coverages of each place and definition, the earliest first."""

DEFINITION = ["geo", "group", "count", "base"]

COLUMNS = [*KEY, "kind", "low", "value", "high", "numerator", "denominator", "sources"]

KIND_ORDER = {"derivation": 0, "rebased": 1, "ratio": 2, "printed": 3}
ROLE_ORDER = {"value": 0, "low": 1, "high": 2, "other": 3}
"""Which reading of one thing is the main one."""

LIKE_MONTHS = 3
"""Counts further apart than this within a year are of different seasons."""


def measures(
    observations: pd.DataFrame,
    derivations: pd.DataFrame,
    known: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give every coverage that the figures allow, on every count and base, with its bounds.

    Parameters
    ----------
    observations, derivations, known
        As for `derive`.

    Returns
    -------
    DataFrame
        geo, date (month), group, count, base, kind of the main reading (derivation, rebased: the
        derivation's count over another base, ratio: count over the survey's base, printed), low,
        value, high (percent), numerator, denominator (persons; missing for a printed
        percentage), sources.  Rows of different bases must never share a line in a chart.

    """
    derived = derive(derivations, observations, known)
    # Bounds without their main reading, which is not published yet, say nothing.
    derived = derived[_is_among(derived, derived[derived["role"] == "value"])]
    bases = base_figures(observations)
    tables = [
        derived_readings(derived),
        printed_readings(observations),
        ratios(observations, bases),
        rebased(derived, bases),
    ]
    tables = [table for table in tables if not table.empty]
    if not tables:
        return pd.DataFrame(columns=COLUMNS)
    return _bounded(pd.concat(tables, ignore_index=True))


def on_definition(table: pd.DataFrame) -> pd.DataFrame:
    """Keep coverage on one definition: active members over the workers that they are part of.

    The denominators are employed persons for all workers, and formal or informal workers for
    the groups; a derivation on another base is kept and says so in ``base``.

    Parameters
    ----------
    table
        A table from `measures`.

    Returns
    -------
    DataFrame
        The rows of the table on this definition.

    """
    one_base = table["base"].isin(["employed", "formal", "informal"])
    kept = (one_base & (table["count"] == "active")) | (table["kind"] == "derivation")
    return table[kept].reset_index(drop=True)


def consistent(
    observations: pd.DataFrame,
    derivations: pd.DataFrame,
    known: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give coverage on one definition: `measures`, of which `on_definition` is kept.

    Parameters
    ----------
    observations, derivations, known
        As for `derive`.

    Returns
    -------
    DataFrame
        geo, date, group, count, base, kind, low, value, high (percent), numerator, denominator
        (persons), sources.

    """
    return on_definition(measures(observations, derivations, known))


def by_definition(table: pd.DataFrame) -> Coverages:
    """Arrange coverages so that those of one place and definition are found at once.

    Parameters
    ----------
    table
        A table from `consistent` or `measures`.

    Returns
    -------
    dict
        Rows of the table, the earliest first, by geo, group, count and base.

    """
    found: Coverages = {}
    for row in table.sort_values("date").to_dict("records"):
        found.setdefault(tuple(row[name] for name in DEFINITION), []).append(row)
    return found


def of_month(
    coverages: Coverages, geo: str, date: str, *, group: str = "all", count: str, base: str
) -> Coverage | None:
    """Find the coverage of a place in a month; None where there is none."""
    rows = coverages.get((geo, group, count, base), [])
    return next((row for row in rows if row["date"] == date), None)


def comparable(
    coverages: Coverages,
    geo: str,
    date: str,
    *,
    group: str = "all",
    count: str = "active",
    base: str = "employed",
) -> Coverage | None:
    """Find the coverage of a place that may be set beside a coverage of a given month.

    Year-end counts are high and mid-year counts low, so only the same year is searched and the
    nearest month is taken.

    Parameters
    ----------
    coverages
        Coverages from `by_definition`.
    geo, date
        The place to compare with, and the month of the figure it is compared with.
    group, count, base
        What must be equal.

    Returns
    -------
    dict or None
        A row of the table, with ``months_apart`` and ``like_months`` (true within three months);
        None when the year has none.  Of two equally near, the later.

    """
    rows = [
        {**row, "months_apart": months_apart(row["date"], date)}
        for row in coverages.get((geo, group, count, base), [])
        if row["date"][:4] == date[:4]
    ]
    if not rows:
        return None
    nearest = min(reversed(rows), key=itemgetter("months_apart"))
    return {**nearest, "like_months": nearest["months_apart"] <= LIKE_MONTHS}


def _is_among(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Tell which rows speak of the same thing as one of the others."""
    keys = set(others[KEY].itertuples(index=False, name=None))
    among = [key in keys for key in rows[KEY].itertuples(index=False, name=None)]
    return pd.Series(among, index=rows.index, dtype=bool)


def _bounded(readings: pd.DataFrame) -> pd.DataFrame:
    """Bring the readings of one thing into one row: main reading, lowest, highest.

    Where there is a derivation, only derivations bound it.
    """
    derivation = readings["kind"] == "derivation"
    readings = readings[derivation | ~_is_among(readings, readings[derivation])]
    ranked = readings.assign(
        _kind=readings["kind"].map(KIND_ORDER),
        _role=readings["role"].map(ROLE_ORDER),
    ).sort_values([*KEY, "_kind", "_role", "sources"])
    things = groupby(ranked.to_dict("records"), key=itemgetter(*KEY))
    return pd.DataFrame([_one_row(list(same)) for _, same in things], columns=COLUMNS)


def _one_row(readings: list[dict[Any, Any]]) -> dict[Any, Any]:
    """Bound the main reading of one thing, which comes first, by all its readings."""
    main = readings[0]
    values = [row["value"] for row in readings if not _echoes(row, main["value"])]
    values = values or [row["value"] for row in readings]
    return {
        **main,
        "low": min(values),
        "high": max(values),
        "sources": unique(" ".join(row["sources"] for row in readings)),
    }


def _echoes(reading: dict[Any, Any], main: float) -> bool:
    """Tell whether a printed percentage rounds the main reading, so is the same figure."""
    low, high = percent_bounds(reading["value"])
    return bool(reading["kind"] == "printed" and low <= main <= high)
