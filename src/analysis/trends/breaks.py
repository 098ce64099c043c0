"""Breaks in growth that were named in advance."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analysis.trends.estimates import as_table, missing_estimates, term_rows
from analysis.trends.regression import least_squares, logit

CERTAIN_LEVERAGE = 1 - 1e-8  # an observation with more is fitted exactly


def interrupted_series(
    series: pd.DataFrame,
    breaks: pd.DataFrame,
    *,
    slopes: bool = False,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Fit growth with breaks that were named in advance (Wagner et al. 2002).

    On the logit scale, `trend` is the yearly growth before the first break, `level:<id>` the
    step at the first count in or after the month of a break, and `slope:<id>` the change of
    yearly growth from then on.
    Two breaks within a year leave one count between them: its step is told by that count alone.

    Parameters
    ----------
    series : DataFrame
        Columns `year`, `date` (`YYYY-MM`) and `coverage`.
    breaks : DataFrame
        Columns `break_id` and `date` (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`), from the record and never
        picked by looking at the series.
    slopes : bool
        Let growth change at each break as well.

    Returns
    -------
    DataFrame
        Estimates of `interrupted_series` (t intervals around least squares) and
        `interrupted_series_hac` (Newey-West errors with small-sample correction).
        Models with slopes are named `..._with_slopes`.
        Notes: `not_identified` (the counts cannot tell the terms apart; all are missing),
        `one_year_segment` (a count is fitted exactly; Newey-West errors, which live on
        residuals, would be far too small and are missing).
    """
    design = _break_design(series, breaks, slopes=slopes)
    plain = "interrupted_series_with_slopes" if slopes else "interrupted_series"
    robust = f"{plain}_hac"
    terms = list(design.columns[1:])
    n, k = design.shape
    if n <= k or np.linalg.matrix_rank(design.to_numpy()) < k:
        return missing_estimates([plain, robust], terms, n, "not_identified", "logit")
    outcome = logit(series["coverage"])
    units = {term: "logit" if term.startswith("level:") else "logit_per_year" for term in terms}
    fit = least_squares(outcome, design)
    robust_fit = least_squares(outcome, design, hac=True)
    table = as_table(
        term_rows(fit, plain, units, confidence) + term_rows(robust_fit, robust, units, confidence)
    )
    if fit.get_influence().hat_matrix_diag.max() > CERTAIN_LEVERAGE:
        table["note"] = "one_year_segment"
        table.loc[table["model"] == robust, ["low", "high", "p_value"]] = math.nan
    return table


def _break_design(series: pd.DataFrame, breaks: pd.DataFrame, *, slopes: bool) -> pd.DataFrame:
    years = series["year"].to_numpy(dtype=float)
    design = pd.DataFrame({"intercept": np.ones(len(series)), "trend": years})
    design["trend"] -= years.min() if len(years) else 0
    for row in breaks.sort_values("date").itertuples():
        after = (series["date"] >= str(row.date)[: len("2020-09")]).to_numpy()
        design[f"level:{row.break_id}"] = after.astype(float)
        if slopes:
            first = years[after].min() if after.any() else 0
            design[f"slope:{row.break_id}"] = np.where(after, years - first, 0.0)
    return design
