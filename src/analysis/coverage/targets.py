"""Published targets beside the coverage of the same place on the same base."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.coverage.bases import Bases, base_figure, base_figures
from analysis.coverage.definitions import unique
from analysis.coverage.measures import Coverage, Coverages, by_definition
from analysis.dates import months_apart

LEAST_LEAD = 0.5
"""Years that must be left to a target before a growth per year means anything."""
LEAST_POINTS = 3
"""Points that a series needs before a slope is fitted to it."""


def distance(target: float, coverage: float, persons: float) -> tuple[float, float]:
    """Return the points from a coverage to a target, and the persons of the base that they are."""
    points = target - coverage
    return points, points / 100 * persons


def _growth_seen(points: Sequence[Coverage]) -> dict[str, Any]:
    """Growth per year of year-end points: a fitted slope, or the step between two points."""
    if len(points) <= 1:
        return {"seen_points": math.nan, "seen_logit": math.nan, "seen_method": "none"}
    from scipy.special import logit
    from scipy.stats import linregress

    first = points[0]["date"]
    years = np.array([months_apart(point["date"], first) / 12 for point in points])
    values = np.array([point["value"] for point in points])
    logits = logit(values / 100)
    if len(points) < LEAST_POINTS:
        return {
            "seen_points": (values[-1] - values[0]) / years[-1],
            "seen_logit": (logits[-1] - logits[0]) / years[-1],
            "seen_method": "two_points",
        }
    return {
        "seen_points": linregress(years, values).slope,
        "seen_logit": linregress(years, logits).slope,
        "seen_method": "slope",
    }


def _growth_needed(points: Sequence[Coverage], goal: float, year: int) -> dict[str, Any]:
    """Growth per year from the last year-end that leaves time enough to the target's year-end."""
    left = [months_apart(point["date"], f"{year}-12") / 12 for point in points]
    starts = [pair for pair in zip(points, left, strict=True) if pair[1] >= LEAST_LEAD]
    if not starts:
        return {}
    from scipy.special import logit

    start, years = starts[-1]
    return {
        "needed_from": start["date"],
        "needed_points": (goal - start["value"]) / years,
        "needed_logit": (logit(goal / 100) - logit(start["value"] / 100)) / years,
    }


def _year_ends(rows: Sequence[Coverage]) -> list[Coverage]:
    """One point a year, the latest from October on, so that like months are compared."""
    late = {row["date"][:4]: row for row in rows if row["date"][5:7] >= "10"}
    return list(late.values())


def _target_row(target: Mapping[Any, Any], coverages: Coverages, bases: Bases) -> dict[str, Any]:
    stated = target["base"] not in ("", "not_stated")
    base, year = (target["base"] if stated else "employed"), int(target["period"][:4])
    rows = [
        row
        for row in coverages.get((target["geo"], target["group"], "active", base), [])
        if row["date"] <= f"{year}-12"
    ]
    row: dict[str, Any] = {
        **{name: target[name] for name in ("observation_id", "geo", "group")},
        "base": target["base"] or "not_stated",
        "base_compared": base,
        "year": year,
        "target": target["value"],
        "published": target["published"],
        "sources": target["observation_id"],
    }
    if not rows:
        return {**row, "status": "not_comparable", "seen_method": "none", "seen_n": 0}
    latest, points = rows[-1], _year_ends(rows)
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
        "seen_from": points[0]["date"] if points else "",
        "seen_to": points[-1]["date"] if points else "",
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
    bases, coverages = base_figures(observations), by_definition(table)
    rows = [_target_row(target, coverages, bases) for target in chosen.to_dict("records")]
    result = pd.DataFrame(rows, columns=[*columns, "sources"])
    result["base_stated"] = ~result["base"].isin(["not_stated"])
    texts = ["latest_date", "needed_from", "seen_from", "seen_to"]
    result[texts] = result[texts].astype(object).where(result[texts].notna(), "")
    return result.sort_values(["geo", "year", "base", "observation_id"], ignore_index=True)
