"""Published targets beside the coverage of the same place on the same base."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from analysis.coverage.bases import Bases, base_figure, base_figures
from analysis.coverage.definitions import unique
from analysis.dates import months_apart

LEAST_LEAD = 0.5
"""Years that must be left to a target before a growth per year means anything."""
LEAST_POINTS = 3
"""Points that a series needs before a slope is fitted to it."""


def distance(target: float, coverage: float, persons: float) -> tuple[float, float]:
    """Return the points from a coverage to a target, and the persons of the base that they are."""
    points = target - coverage
    return points, points / 100 * persons


def _growth_seen(points: pd.DataFrame) -> dict[str, Any]:
    """Growth per year of year-end points: a fitted slope, or the step between two points."""
    if len(points) <= 1:
        return {"seen_points": math.nan, "seen_logit": math.nan, "seen_method": "none"}
    from scipy.special import logit
    from scipy.stats import linregress

    years = points["date"].map(lambda date: months_apart(date, points["date"].iloc[0])) / 12
    logits = points["value"].map(lambda percent: float(logit(percent / 100)))
    if len(points) < LEAST_POINTS:
        span = years.iloc[-1] - years.iloc[0]
        return {
            "seen_points": (points["value"].iloc[-1] - points["value"].iloc[0]) / span,
            "seen_logit": (logits.iloc[-1] - logits.iloc[0]) / span,
            "seen_method": "two_points",
        }
    return {
        "seen_points": linregress(years, points["value"]).slope,
        "seen_logit": linregress(years, logits).slope,
        "seen_method": "slope",
    }


def _growth_needed(points: pd.DataFrame, goal: float, year: int) -> dict[str, Any]:
    """Growth per year from the last year-end that leaves time enough to the target's year-end."""
    left = points["date"].map(lambda date: months_apart(date, f"{year}-12") / 12)
    start = points[left >= LEAST_LEAD].tail(1)
    if start.empty:
        return {}
    from scipy.special import logit

    since, value, years = start["date"].iloc[0], start["value"].iloc[0], left[start.index[0]]
    return {
        "needed_from": since,
        "needed_points": (goal - value) / years,
        "needed_logit": (logit(goal / 100) - logit(value / 100)) / years,
    }


def _year_ends(rows: pd.DataFrame) -> pd.DataFrame:
    """One point a year, the latest from October on, so that like months are compared."""
    late = rows[rows["date"].str[5:7] >= "10"].sort_values("date")
    return late.groupby(late["date"].str[:4]).tail(1)


def _target_row(
    target: Mapping[Any, Any],
    table: pd.DataFrame,
    bases: Bases,
) -> dict[str, Any]:
    stated = target["base"] not in ("", "not_stated")
    base, year = (target["base"] if stated else "employed"), int(target["period"][:4])
    rows = table[
        (table["geo"] == target["geo"])
        & (table["group"] == target["group"])
        & (table["count"] == "active")
        & (table["base"] == base)
        & (table["date"] <= f"{year}-12")
    ].sort_values("date")
    row: dict[str, Any] = {
        **{name: target[name] for name in ("observation_id", "geo", "group")},
        "base": target["base"] or "not_stated",
        "base_compared": base,
        "year": year,
        "target": target["value"],
        "published": target["published"],
        "sources": target["observation_id"],
    }
    if rows.empty:
        return {**row, "status": "not_comparable", "seen_method": "none", "seen_n": 0}
    latest, points = rows.iloc[-1], _year_ends(rows)
    persons = latest["denominator"]
    if math.isnan(persons) and base in bases:
        figure = base_figure(bases, base, target["geo"], latest["date"])
        persons = persons if figure is None else figure["value"]
    gap, gap_persons = distance(target["value"], latest["value"], persons)
    return row | {
        "status": "met" if gap <= 0 else "below",
        "latest_date": latest["date"],
        "low": latest["low"],
        "value": latest["value"],
        "high": latest["high"],
        "gap_points": gap,
        "gap_persons": gap_persons,
        "sources": unique(f"{target['observation_id']} {latest['sources']}"),
        "seen_n": len(points),
        "seen_from": points["date"].min() if len(points) else "",
        "seen_to": points["date"].max() if len(points) else "",
        **_growth_seen(points),
        **_growth_needed(points, target["value"], year),
    }


def targets(
    observations: pd.DataFrame,
    table: pd.DataFrame,
    geos: Collection[str],
) -> pd.DataFrame:
    """Set each published target beside the coverage of the same place on the same base.

    Parameters
    ----------
    observations
        Holds the targets (series ``coverage_target``) and the counts of the bases.
    table
        A table from `measures`.
    geos
        Places wanted, such as the case, its province and the country.

    Returns
    -------
    DataFrame
        One row for each target: observation_id, geo, group, base (as the data give it),
        base_compared (employed persons where none is stated), base_stated, year, target
        (percent), published, latest_date, low, value, high (percent: the last coverage in or
        before the target's year), gap_points, gap_persons (persons of the base as last known,
        so the growth of the base is not in it), status (met, below, not_comparable: no coverage
        of that place on that base), needed_from, needed_points, needed_logit (growth per year
        from the last year-end coverage that leaves half a year or more to the target's year-end),
        seen_points, seen_logit (growth per year over the year-end points), seen_method (slope,
        two_points, none), seen_n, seen_from, seen_to, sources.

    """
    columns = ["observation_id", "geo", "group", "base", "base_compared", "base_stated", "year"]
    columns += ["target", "published", "latest_date", "low", "value", "high", "gap_points"]
    columns += ["gap_persons", "status", "needed_from", "needed_points", "needed_logit"]
    columns += ["seen_points", "seen_logit", "seen_method", "seen_n", "seen_from", "seen_to"]
    chosen = observations[
        (observations["series"] == "coverage_target") & observations["geo"].isin(geos)
    ]
    bases = base_figures(observations)
    rows = [_target_row(target, table, bases) for target in chosen.to_dict("records")]
    result = pd.DataFrame(rows, columns=[*columns, "sources"])
    result["base_stated"] = ~result["base"].isin(["not_stated"])
    texts = ["latest_date", "needed_from", "seen_from", "seen_to"]
    result[texts] = result[texts].astype(object).where(result[texts].notna(), "")
    return result.sort_values(["geo", "year", "base", "observation_id"], ignore_index=True)
