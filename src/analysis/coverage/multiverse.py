"""Conclusions on coverage, tried on every count, base and bound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import pandas as pd

from analysis.coverage.definitions import BASES, BOUNDS, COUNTS
from analysis.coverage.measures import Coverages, by_definition, comparable, of_month

HALF = 50.0
QUARTER = 25.0
RISE = 5.0
"""Thresholds of the conclusions: percent, percent, and percentage points."""

MULTIVERSE_COLUMNS = ["conclusion", "date", "count", "base", "bound"]
MULTIVERSE_COLUMNS += ["estimate", "threshold", "result", "reason"]


def _verdict(
    conclusion: str,
    where: tuple[str, str, str, str],
    estimate: float,
    threshold: float,
    reason: str = "",
) -> dict[str, Any]:
    """Compare one estimate with its threshold; every conclusion says "below"."""
    missing = bool(reason) or math.isnan(estimate) or math.isnan(threshold)
    result = "not_computable" if missing else "holds" if estimate < threshold else "fails"
    values = (conclusion, *where, estimate, threshold, result, reason)
    return dict(zip(MULTIVERSE_COLUMNS, values, strict=True))


def _below_nation(coverages: Coverages, geo: str, nation: str, dates: list[str]) -> list[Any]:
    rows = []
    for date, count, base in product(dates, COUNTS, BASES):
        own = of_month(coverages, geo, date, count=count, base=base)
        other = comparable(coverages, nation, date, count=count, base=base)
        reason = ""
        if own is None:
            reason = "no_figure_of_the_case"
        elif other is None:
            reason = "no_national_figure"
        elif not other["like_months"]:
            reason = "other_season"
        threshold = math.nan if other is None else other["value"]
        rows += [
            _verdict(
                "below_nation",
                (date, count, base, bound),
                math.nan if own is None else own[bound],
                threshold,
                reason,
            )
            for bound in BOUNDS
        ]
    return rows


def _below_target(
    coverages: Coverages,
    geo: str,
    goals: Sequence[dict[Any, Any]],
    dates: list[str],
) -> list[Any]:
    rows = []
    own_goals = [goal for goal in goals if goal["geo"] == geo and goal["group"] == "all"]
    for date, count, base in product(dates, COUNTS, BASES):
        goal = next((goal for goal in own_goals if goal["year"] == int(date[:4])), None)
        own = of_month(coverages, geo, date, count=count, base=base)
        reason = ""
        if own is None:
            reason = "no_figure_of_the_case"
        elif goal is None:
            reason = "no_target"
        elif goal["base"] not in (base, "not_stated"):
            reason = "other_base"
        rows += [
            _verdict(
                "below_own_target",
                (date, count, base, bound),
                math.nan if own is None else own[bound],
                math.nan if goal is None else goal["target"],
                reason,
            )
            for bound in BOUNDS
        ]
    return rows


def _informal_against_formal(coverages: Coverages, geo: str, dates: list[str]) -> list[Any]:
    opposite = {"low": "high", "value": "value", "high": "low"}
    rows = []
    for date, count in product(dates, COUNTS):
        informal = of_month(coverages, geo, date, count=count, base="informal", group="informal")
        formal = of_month(coverages, geo, date, count=count, base="formal", group="formal")
        for bound in BOUNDS:
            estimate, reason = math.nan, "no_figure_of_the_case"
            if informal is not None and formal is not None:
                estimate, reason = 100 * informal[bound] / formal[opposite[bound]], ""
            where = (date, count, "own_group", bound)
            rows.append(_verdict("informal_below_half_of_formal", where, estimate, HALF, reason))
    return rows


def _informal_below_quarter(coverages: Coverages, geo: str, dates: list[str]) -> list[Any]:
    rows = []
    for date, count in product(dates, COUNTS):
        own = of_month(coverages, geo, date, count=count, base="informal", group="informal")
        rows += [
            _verdict(
                "informal_below_quarter",
                (date, count, "own_group", bound),
                math.nan if own is None else own[bound],
                QUARTER,
                "no_figure_of_the_case" if own is None else "",
            )
            for bound in BOUNDS
        ]
    return rows


def _informal_rise(changes: pd.DataFrame) -> list[Any]:
    if changes.empty:
        return [
            _verdict(
                "informal_rose_by_less_than_5",
                ("", "active", base, bound),
                math.nan,
                RISE,
                "fewer_than_two_figures",
            )
            for base, bound in product(["moving_bases", "one_base", "rounding"], BOUNDS)
        ]
    columns = {"low": "low", "value": "change", "high": "high"}
    return [
        _verdict(
            "informal_rose_by_less_than_5",
            (row["end"], "active", row["variant"], bound),
            row[columns[bound]],
            RISE,
        )
        for row, bound in product(changes.to_dict("records"), BOUNDS)
    ]


def multiverse(
    table: pd.DataFrame,
    goals: pd.DataFrame,
    changes: pd.DataFrame,
    geo: str,
    nation: str,
) -> pd.DataFrame:
    """Try each conclusion on every count, base and bound.

    Parameters
    ----------
    table
        A table from `measures`.
    goals
        A table from `targets`.
    changes
        A table from `change` for informal workers of the case.
    geo, nation
        The case and the country.

    Returns
    -------
    DataFrame
        One row for each combination: conclusion, date, count, base (for the rise of informal
        coverage its variant), bound (low, value, high), estimate, threshold (percent, or
        percentage points for the rise), result (holds, fails, not_computable), reason (why it
        cannot be computed: no_figure_of_the_case, no_national_figure, other_season, no_target,
        other_base, fewer_than_two_figures).

    """
    own = table[table["geo"] == geo]
    whole = sorted(own.loc[own["group"] == "all", "date"].unique())
    informal = sorted(own.loc[own["group"] == "informal", "date"].unique())
    coverages = by_definition(table)
    rows = [
        *_below_nation(coverages, geo, nation, whole),
        *_below_target(coverages, geo, goals.to_dict("records"), whole),
        *_informal_against_formal(coverages, geo, informal),
        *_informal_below_quarter(coverages, geo, informal),
        *_informal_rise(changes),
    ]
    return pd.DataFrame(rows, columns=MULTIVERSE_COLUMNS)
