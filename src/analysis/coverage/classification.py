"""What each printed coverage measures, judged by its own words and by the parts beside it."""

from __future__ import annotations

import math
from collections.abc import Collection
from itertools import product
from typing import Any, NamedTuple

import pandas as pd

from analysis.coverage.definitions import BASES, COUNTS, COVERAGE_SERIES, FORMAL_GROUPS, unique
from analysis.observations import percent_bounds, rounding_bounds

Figure = dict[Any, Any]
"""A row of the observations."""

WORKERS = ("workers", "potential_workers", *BASES.values())
"""Series that the press divides members by; the first names workers without saying which."""
PARTS_TOLERANCE = 0.5
"""Points by which a printed coverage may miss its parts beyond their rounding."""

COLUMNS = ["observation_id", "geo", "period", "publisher", "status", "value", "count", "group"]
COLUMNS += ["base", "usable", "reason", "parts_low", "parts_high", "parts_sources"]


def classify(observations: pd.DataFrame) -> pd.DataFrame:
    """Say what each printed coverage figure measures, and whether it is coverage of all workers.

    Parameters
    ----------
    observations
        The observations; only the series ``coverage``, ``coverage_registered`` and
        ``coverage_target`` are classified, the rest serves as their parts.

    Returns
    -------
    DataFrame
        One row for each printed figure, none dropped: observation_id, geo, period, publisher,
        status, value (percent), count (active, registered, not_stated), group, base, usable
        (true only for active members of employed persons, all workers, uncontradicted), reason
        (a code; the first that applies), parts_low and parts_high (percent; what the parts
        printed for the same place and period give), parts_sources.

    """
    counted = observations[observations["series"].isin([*COUNTS.values(), *WORKERS])]
    nearby: dict[str, list[Figure]] = {}
    for figure in counted.to_dict("records"):
        nearby.setdefault(figure["geo"], []).append(figure)
    printed = observations[observations["series"].isin(COVERAGE_SERIES)].to_dict("records")
    rows = [_classified(figure, nearby.get(figure["geo"], [])) for figure in printed]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(["geo", "period", "observation_id"], ignore_index=True)


def _classified(figure: Figure, nearby: list[Figure]) -> Figure:
    """Classify one printed coverage, given the counts of its place."""
    target = figure["series"] == "coverage_target"
    own = [] if target else _own_parts(figure, nearby)
    parts = own if own or target else _parts_of_others(figure, nearby)
    contradicted = _contradicts(figure["value"], parts)
    reason = _reason(figure, own=contradicted and bool(own), other=contradicted and not own)
    count = "registered" if figure["series"] == "coverage_registered" else "active"
    values = [part.value for part in parts]
    return {
        **figure,
        "count": "not_stated" if figure["status"] == "undefined" else count,
        "base": figure["base"] or "not_stated",
        "usable": reason == "active_of_employed",
        "reason": reason,
        "parts_low": min(values, default=math.nan),
        "parts_high": max(values, default=math.nan),
        "parts_sources": unique(" ".join(part.sources for part in parts)),
    }


def _reason(figure: Figure, *, own: bool, other: bool) -> str:
    """Give the first reason that settles what a printed figure is."""
    base = figure["base"]
    checks = [
        (figure["series"] == "coverage_target", "target"),
        (own, "contradicts_own_parts"),
        (other, "contradicts_printed_parts"),
        (figure["status"] == "undefined", "undefined"),
        (figure["series"] == "coverage_registered", "registered_not_active"),
        (figure["status"] not in ("printed", "derived"), "claimed"),
        (figure["checked"] == "not_found_again", "not_found_again"),
        (figure["group"] != "all", "part_of_workers"),
        (base in ("", "not_stated"), "base_not_stated"),
        (base == "eligible", "eligible_base"),
        (base == "labour_force", "labour_force_base"),
        (base == "employed", "active_of_employed"),
    ]
    return next((code for holds, code in checks if holds), "other_base")


class _Quotient(NamedTuple):
    """Members over workers in percent, with the bounds of rounding."""

    value: float
    low: float
    high: float
    sources: str


def _own_parts(figure: Figure, nearby: list[Figure]) -> list[_Quotient]:
    """Quotients of the parts that the publisher of a coverage prints for its period.

    They may rest on any base, and on a year's base for a month.
    """
    own = [part for part in nearby if part["publisher"] == figure["publisher"]]
    return _quotients(figure, own, WORKERS, {figure["period"], figure["period"][:4]})


def _parts_of_others(figure: Figure, nearby: list[Figure]) -> list[_Quotient]:
    """Quotients of the parts that anyone prints for the period of a coverage.

    They count only where they name workers as the press does, since the survey's bases are
    other bases.
    """
    return _quotients(figure, nearby, WORKERS[:1], {figure["period"]})


def _quotients(
    figure: Figure,
    parts: list[Figure],
    bases: Collection[str],
    base_periods: Collection[str],
) -> list[_Quotient]:
    """Divide all counts of members that a coverage may rest on by all counts of workers."""
    group = figure["group"]
    count = "registered" if figure["series"] == "coverage_registered" else "active"
    members = _persons(parts, [COUNTS[count]], {figure["period"]}, group)
    base_group = "formal" if group in FORMAL_GROUPS else group
    workers = _persons(parts, bases, base_periods, base_group)
    return [_quotient(upper, lower) for upper, lower in product(members, workers) if _sum(lower)]


def _persons(
    parts: list[Figure],
    series: Collection[str],
    periods: Collection[str],
    group: str,
) -> list[list[Figure]]:
    """Ways to count a group: as printed, or formal and informal added up."""
    rows = [part for part in parts if part["series"] in series and part["period"] in periods]
    ways = [[row] for row in rows if row["group"] == group]
    if group == "all":
        formal, informal = (
            [row for row in rows if row["group"] == name] for name in ("formal", "informal")
        )
        ways += [list(pair) for pair in product(formal, informal)]
    return ways


def _sum(figures: list[Figure]) -> float:
    return float(sum(figure["value"] for figure in figures))


def _quotient(upper: list[Figure], lower: list[Figure]) -> _Quotient:
    (upper_low, upper_high), (lower_low, lower_high) = _sum_bounds(upper), _sum_bounds(lower)
    return _Quotient(
        value=100 * _sum(upper) / _sum(lower),
        low=100 * upper_low / lower_high,
        high=100 * upper_high / lower_low,
        sources=" ".join(figure["observation_id"] for figure in (*upper, *lower)),
    )


def _sum_bounds(figures: list[Figure]) -> tuple[float, float]:
    bounds = [rounding_bounds(figure["value"], figure["note"]) for figure in figures]
    return sum(low for low, _ in bounds), sum(high for _, high in bounds)


def _contradicts(value: float, parts: list[_Quotient]) -> bool:
    """Tell whether no quotient of the parts comes near the printed value, rounding allowed."""
    low, high = percent_bounds(value)
    apart = [max(part.low - high, low - part.high) for part in parts]
    return bool(apart) and min(apart) > PARTS_TOLERANCE
