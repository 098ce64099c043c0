"""Coverage and informality within provinces over the years."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm

from analysis.trends.estimates import as_table, estimate_row, term_rows


def panel_description(panel: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Describe coverage and informality within provinces over the years.

    The `within` slope compares each province with itself, year effects removed, with errors
    clustered by province.
    It can find little if informality hardly varies within provinces: the standard deviations
    between and within provinces stand beside it (`within` after the mean of the province is
    taken away).
    A year whose members carry no month in `timing` is not of December; its counts are never set
    against another year's.
    All is given without and with such years; year effects take up a date that all provinces
    share.

    Parameters
    ----------
    panel : DataFrame
        `province`, `year`, `employed`, `informal_share`, `wage_members`, `self_employed_members`
        and `timing`.
    confidence : float
        Level of the intervals.

    Returns
    -------
    DataFrame
        Estimates of `panel_dated` (years with a month) and `panel_all_years`: `within_slope`
        (points for a point), `between_sd`, `within_sd` (points of informal share) and
        `within_share` (percent of the variance of informal share).
        The note is `undated_year` where such a year is in, `not_identified` where the years
        cannot tell a slope.
    """
    coverage = 100 * (panel["wage_members"] + panel["self_employed_members"]) / panel["employed"]
    table = panel.assign(coverage=coverage).dropna(subset=["coverage", "informal_share"])
    dated = table["timing"].str.startswith("Dec")
    note = "" if dated.all() else "undated_year"
    rows = [
        _within_row(table[dated], "panel_dated", confidence, ""),
        *_variation_rows(table[dated], "panel_dated", ""),
        _within_row(table, "panel_all_years", confidence, note),
        *_variation_rows(table, "panel_all_years", note),
    ]
    return as_table(rows)


def _within_row(part: pd.DataFrame, model: str, confidence: float, note: str) -> dict[str, Any]:
    design = _two_way_design(part[["informal_share"]], part["province"], part["year"])
    if not len(part) or np.linalg.matrix_rank(design.to_numpy()) < design.shape[1]:
        return estimate_row(model, "within_slope", math.nan, n=len(part), note="not_identified")
    fit = _clustered(part["coverage"], design, part["province"])
    (row,) = term_rows(fit, model, {"informal_share": "points_per_point"}, confidence)
    return row | {"term": "within_slope", "note": note}


def _two_way_design(regressors: pd.DataFrame, unit: pd.Series, period: pd.Series) -> pd.DataFrame:
    """Put an effect of each unit and of each period but the first beside the regressors."""
    units = pd.get_dummies(unit, dtype=float)
    periods = pd.get_dummies(period, drop_first=True, dtype=float)
    return pd.concat([regressors, units, periods], axis="columns")


def _clustered(outcome: pd.Series, design: pd.DataFrame, groups: pd.Series) -> Any:
    codes = pd.factorize(groups)[0]
    return sm.OLS(outcome, design).fit(
        cov_type="cluster", cov_kwds={"groups": codes, "use_correction": True}, use_t=True
    )


def _variation_rows(part: pd.DataFrame, model: str, note: str) -> list[dict[str, Any]]:
    share = part["informal_share"]
    provinces = share.groupby(part["province"])
    means = provinces.transform("mean")
    between = float(provinces.mean().std())
    within = float((share - means).std())
    total = float(((share - share.mean()) ** 2).sum())
    share_within = 100 * float(((share - means) ** 2).sum()) / total if total else math.nan
    return [
        estimate_row(model, "between_sd", between, n=provinces.ngroups, unit="points", note=note),
        estimate_row(model, "within_sd", within, n=len(part), unit="points", note=note),
        estimate_row(model, "within_share", share_within, n=len(part), unit="percent", note=note),
    ]
