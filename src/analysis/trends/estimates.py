"""The common shape of results: one row for each term of each model."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

ESTIMATE_COLUMNS = ["model", "term", "estimate", "low", "high", "p_value", "n", "unit", "note"]
"""Columns of a table of estimates: one row for each term of each model."""

TREND_COLUMNS = ["variant", *ESTIMATE_COLUMNS]
"""Columns of the table of all trends: estimates with the choices they rest on."""

MAIN = "main"
"""The variant of estimates that rest on the main choices."""

TARGET_UNITS = {
    "probability": "probability",
    "points_needed": "points_per_year",
    "logit_needed": "logit_per_year",
}
"""What the table of trends says about a target, with its unit."""


def tidy(
    *estimates: pd.DataFrame,
    series: pd.DataFrame | None = None,
    forecasts: pd.DataFrame | None = None,
    targets: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Gather all results on trends into one table, the one behind `trends.csv`.

    Parameters
    ----------
    *estimates : DataFrame
        Tables of estimates.
        The same model on other choices, such as another base, is a sensitivity: its table
        carries a column `variant` with the name of that choice.
    series, forecasts, targets : DataFrame, optional
        As `national_series`, `forecast` and `reach_targets` give them.
        Their rows become models `series`, `forecast`, `target_probability`,
        `target_points_needed` and `target_logit_needed`; the term is the year, or the id of the
        target's observation.

    Returns
    -------
    DataFrame
        `TREND_COLUMNS`, in the order given; `variant` is `main` where a table names none.

    Raises
    ------
    ValueError
        If a term of a model occurs twice in one variant.
    """
    rows = [*_series_rows(series), *_forecast_rows(forecasts), *_target_rows(targets)]
    tables = [
        table.assign(variant=table.get("variant", MAIN))
        for table in (*estimates, as_table(rows))
        if len(table)
    ]
    table = pd.concat(tables) if tables else pd.DataFrame(columns=TREND_COLUMNS)
    twice = table[table.duplicated(["variant", "model", "term"])]
    if len(twice):
        first = twice.iloc[0]
        raise ValueError(
            f"The term {first['term']!r} of the model {first['model']!r} occurs twice among the "
            f"estimates of the variant {first['variant']!r}; expected each once, so name a "
            "sensitivity in a column `variant`."
        )
    return table[TREND_COLUMNS].reset_index(drop=True)


def estimate_row(
    model: str,
    term: str,
    estimate: float,
    *,
    low: float = math.nan,
    high: float = math.nan,
    p_value: float = math.nan,
    n: int,
    unit: str = "",
    note: str = "",
) -> dict[str, Any]:
    """Give one row of a table of estimates; what is not known is missing."""
    return {
        "model": model,
        "term": term,
        "estimate": float(estimate),
        "low": low,
        "high": high,
        "p_value": p_value,
        "n": n,
        "unit": unit,
        "note": note,
    }


def term_rows(
    fit: Any, model: str, units: dict[str, str], confidence: float
) -> list[dict[str, Any]]:
    """Give one row for each named term of a fitted model."""
    low, high = np.asarray(fit.conf_int(1 - confidence)).T
    places = {term: place for place, term in enumerate(fit.model.exog_names)}
    estimates, p_values = np.asarray(fit.params), np.asarray(fit.pvalues)
    return [
        estimate_row(
            model,
            term,
            estimates[places[term]],
            low=float(low[places[term]]),
            high=float(high[places[term]]),
            p_value=float(p_values[places[term]]),
            n=int(fit.nobs),
            unit=unit,
        )
        for term, unit in units.items()
    ]


def missing_estimates(
    models: list[str], terms: list[str], n: int, note: str, unit: str = ""
) -> pd.DataFrame:
    """Give a table that names each term of each model, without a number, and says why."""
    return as_table(
        [
            estimate_row(model, term, math.nan, n=n, unit=unit, note=note)
            for model in models
            for term in terms
        ]
    )


def as_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Give rows the columns of a table of estimates, even if there are none."""
    return pd.DataFrame(rows, columns=ESTIMATE_COLUMNS)


def _series_rows(series: pd.DataFrame | None) -> list[dict[str, Any]]:
    return [
        estimate_row(
            "series",
            str(row["year"]),
            row["coverage"],
            n=1,
            unit="percent",
            note="" if row["comparable"] else "october_count",
        )
        for row in _records(series)
    ]


def _forecast_rows(forecasts: pd.DataFrame | None) -> list[dict[str, Any]]:
    return [
        estimate_row(
            "forecast",
            str(row["year"]),
            row["coverage"],
            low=row["low"],
            high=row["high"],
            n=row["n"],
            unit="percent",
            note="prediction_interval",
        )
        for row in _records(forecasts)
    ]


def _target_rows(targets: pd.DataFrame | None) -> list[dict[str, Any]]:
    return [
        estimate_row(
            f"target_{measure}",
            row["observation_id"],
            row[measure],
            n=row["n"],
            unit=unit,
            note=row["note"],
        )
        for measure, unit in TARGET_UNITS.items()
        for row in _records(targets)
    ]


def _records(table: pd.DataFrame | None) -> list[dict[Any, Any]]:
    return [] if table is None else table.to_dict("records")
