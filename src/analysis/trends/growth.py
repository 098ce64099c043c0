"""Growth of coverage: its slope, where it leads, and what a target would need."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.stattools import durbin_watson

from analysis.trends.estimates import as_table, estimate_row, missing_estimates, term_rows
from analysis.trends.rank import theil_sen
from analysis.trends.regression import least_squares, logit, percent
from analysis.trends.series import SMALLEST_SERIES


def logistic_growth(series: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Fit logistic growth: a straight line on the logit of coverage.

    The slope is the yearly growth of the log odds of being covered.
    `odds_growth` says the same in percent a year: by how much the odds grow.
    Intervals of `logistic_growth` are Student's t around least squares; those of
    `logistic_growth_hac` allow for errors that depend on the years before (Newey and West 1987,
    with the factor n / (n - k) and Student's t).
    The Durbin-Watson statistic lies near 2 without such dependence and near 0 with much of it.

    Parameters
    ----------
    series : DataFrame
        Columns `year` and `coverage` (percent, between 0 and 100).
    confidence : float
        Level of the intervals.

    Returns
    -------
    DataFrame
        Estimates.
        With fewer than three years they are missing and the note says `too_few_years`.
    """
    models = ["logistic_growth", "logistic_growth_hac"]
    if len(series) < SMALLEST_SERIES:
        return missing_estimates(models, ["slope", "odds_growth"], len(series), "too_few_years")
    fits = {model: _line(series, hac=model.endswith("_hac")) for model in models}
    rows = []
    for model, fit in fits.items():
        (slope,) = term_rows(fit, model, {"slope": "logit_per_year"}, confidence)
        rows += [slope, _odds_growth(slope)]
    statistic = float(durbin_watson(fits["logistic_growth"].resid))
    rows.append(estimate_row("logistic_growth", "durbin_watson", statistic, n=len(series)))
    return as_table(rows)


def growth_multiverse(series: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Show how the slope of logistic growth moves with the years that are used.

    Returns
    -------
    DataFrame
        Estimates of `slope` for `logistic_growth_comparable_years` (October counts left out) and
        `logistic_growth_without_<year>` for each year.
    """
    parts = {"comparable_years": series[series["comparable"]]}
    parts |= {f"without_{year}": series[series["year"] != year] for year in series["year"]}
    tables = []
    for name, part in parts.items():
        table = logistic_growth(part, confidence)
        slope = (table["model"] == "logistic_growth") & (table["term"] == "slope")
        tables.append(table[slope].assign(model=f"logistic_growth_{name}"))
    return pd.concat(tables, ignore_index=True)


def forecast(series: pd.DataFrame, years: Iterable[int], confidence: float = 0.95) -> pd.DataFrame:
    """Continue logistic growth into given years.

    The interval is a prediction interval: it holds the coverage of one future year with the
    given probability, if growth goes on as a straight line on the logit scale and the errors of
    different years are independent.
    It is computed on the logit scale and carried back, so it stays between 0 and 100.

    Returns
    -------
    DataFrame
        `year`, `coverage`, `low`, `high` (percent) and `n` (years used).
        Missing values with fewer than three years.
    """
    ahead = pd.DataFrame({"year": list(years)}).astype({"year": int})
    if len(series) < SMALLEST_SERIES:
        return ahead.assign(coverage=math.nan, low=math.nan, high=math.nan, n=len(series))
    centre, spread, degrees = _predictive(series, ahead["year"])
    width = stats.t.ppf((1 + confidence) / 2, degrees) * spread
    return ahead.assign(
        coverage=percent(centre),
        low=percent(centre - width),
        high=percent(centre + width),
        n=len(series),
    )


def reach_targets(
    series: pd.DataFrame, targets: pd.DataFrame, base: str = "employed"
) -> pd.DataFrame:
    """Compare growth with published targets.

    A target is compared only if it is printed on the base of the series.
    The probability of reaching it comes from the t distribution of the forecast for its year.
    The growth it needs runs from the last year of the series to the target's year; the growth
    seen is the Theil-Sen slope (points) and the slope of logistic growth (logit).

    Parameters
    ----------
    series : DataFrame
        As `national_series` gives it.
    targets : DataFrame
        Observations of targets: `observation_id`, `period`, `value` (percent), `base`.
    base : str
        Base of the series.

    Returns
    -------
    DataFrame
        `observation_id`, `year`, `target` (percent), `base`, `forecast` (percent),
        `probability` (0 to 1), `points_needed`, `points_seen` (points a year), `logit_needed`,
        `logit_seen` (a year), `last_year`, `n`, and `note`: `other_base` (not compared), `past`
        (the series already knows the year), `too_few_years`, or empty.
        What is not compared is missing.
    """
    table = pd.DataFrame(
        {
            "observation_id": targets["observation_id"],
            "year": targets["period"].str[:4].astype(int),
            "target": targets["value"].astype(float),
            "base": targets["base"],
        }
    )
    table = table.sort_values(["year", "observation_id"]).reset_index(drop=True)
    compared = [
        "forecast",
        "probability",
        "points_needed",
        "points_seen",
        "logit_needed",
        "logit_seen",
    ]
    last_year = int(series["year"].max()) if len(series) else 0
    table = table.assign(**dict.fromkeys(compared, math.nan), last_year=last_year, n=len(series))
    table["note"] = np.select(
        [table["base"] != base, len(series) < SMALLEST_SERIES, table["year"] <= last_year],
        ["other_base", "too_few_years", "past"],
        default="",
    )
    open_rows = table.index[table["note"] == ""]
    if len(open_rows):
        table.loc[open_rows, compared] = _against_growth(series, table.loc[open_rows])[compared]
    return table


def _against_growth(series: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Compute what `reach_targets` says about targets that can be compared."""
    last = series.sort_values("year").iloc[-1]
    years_left = targets["year"] - last["year"]
    goal = logit(targets["target"])
    centre, spread, degrees = _predictive(series, targets["year"])
    return pd.DataFrame(
        {
            "forecast": percent(centre),
            "probability": stats.t.sf((goal - centre) / spread, degrees),
            "points_needed": (targets["target"] - last["coverage"]) / years_left,
            "points_seen": theil_sen(series["year"], series["coverage"]).slope,
            "logit_needed": (goal - logit(last[["coverage"]])[0]) / years_left,
            "logit_seen": _line(series).params["slope"],
        },
        index=targets.index,
    )


def _line(series: pd.DataFrame, *, hac: bool = False) -> Any:
    """Regress the logit of coverage on the year, counted from the mean year."""
    design = _year_design(series["year"], series["year"].mean())
    return least_squares(logit(series["coverage"]), design, hac=hac)


def _year_design(years: pd.Series, origin: float) -> pd.DataFrame:
    return pd.DataFrame({"intercept": 1.0, "slope": years.to_numpy(dtype=float) - origin})


def _predictive(
    series: pd.DataFrame, years: pd.Series
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], float]:
    """Give centre, spread and degrees of freedom of the forecast on the logit scale."""
    fit = _line(series)
    ahead = fit.get_prediction(_year_design(years, series["year"].mean()))
    return ahead.predicted_mean, ahead.se_obs, float(fit.df_resid)


def _odds_growth(slope: dict[str, Any]) -> dict[str, Any]:
    scaled = {key: 100 * math.expm1(slope[key]) for key in ("estimate", "low", "high")}
    return slope | scaled | {"term": "odds_growth", "unit": "percent_per_year"}
