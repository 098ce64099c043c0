"""How coverage differs between provinces, and what a comparison hangs on."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm

from analysis.trends.estimates import ESTIMATE_COLUMNS, estimate_row, term_rows

CROSS_SECTION_COLUMNS = ["placement", "adjusted_for", "without", "left_out", *ESTIMATE_COLUMNS]
"""Columns of the provincial cross-section: estimates with the choices that led to them."""

PLACEMENTS = {
    "domicile": ["wage_members_domicile", "self_employed_members_domicile"],
    "office": ["wage_members_office", "self_employed_members_office"],
    "office_with_construction": [
        "wage_members_office",
        "self_employed_members_office",
        "construction_members_office",
    ],
}
"""Ways to place members in a province, each with the columns that are added up."""

MODELS = ("least_squares", "fractional_logit")
WHOLE = 100  # percent


def provincial_coverage(provinces: pd.DataFrame, placement: str = "domicile") -> pd.DataFrame:
    """Give coverage of each province for one way to place its members.

    By `domicile`, members count where they live; by `office`, where their employer registers
    them, which puts head offices into the capital and can pass 100 %.
    Construction members are known by office only.

    Returns
    -------
    DataFrame
        `province`, `coverage` (members in percent of employed persons), `informal_share`
        (percent), `log_grdp_per_head` (natural logarithm of thousand rupiah).

    Raises
    ------
    ValueError
        If the placement is not one of `PLACEMENTS`.
    """
    if placement not in PLACEMENTS:
        raise ValueError(
            f"Unknown placement {placement!r} of members; expected one of {', '.join(PLACEMENTS)}."
        )
    members = provinces[PLACEMENTS[placement]].sum(axis="columns", skipna=False)
    return pd.DataFrame(
        {
            "province": provinces["province"],
            "coverage": 100 * members / provinces["employed_aug"],
            "informal_share": provinces["informal_share"].astype(float),
            "log_grdp_per_head": np.log(provinces["grdp_per_head_thousand_idr"].astype(float)),
        }
    )


def cross_section(
    provinces: pd.DataFrame,
    placement: str = "domicile",
    model: str = "least_squares",
    *,
    adjusted: bool = False,
    without: str = "",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Regress the coverage of provinces on their informal share.

    `least_squares` reads in points of coverage for a point of informal share, with HC3 errors
    (MacKinnon and White 1985; Long and Ervin 2000) and Student's t.
    `fractional_logit` (Papke and Wooldridge 1996) respects that coverage lies between 0 and
    100 %; its `average_effect` reads in points for a point, with robust errors (HC1).
    A coverage above 100 % cannot enter the fractional model: such provinces are left out, named
    in `left_out` and never cut to 100.
    The comparison describes provinces; it does not show what a change would cause.

    Parameters
    ----------
    provinces : DataFrame
        The cross-section of provinces.
    placement : str
        One of `PLACEMENTS`.
    model : str
        `least_squares` or `fractional_logit`.
    adjusted : bool
        Compare provinces of the same (log) GRDP per head.
    without : str
        A province to leave out, as its name stands in the table.
    confidence : float
        Level of the intervals.

    Returns
    -------
    DataFrame
        Estimates with `CROSS_SECTION_COLUMNS`; empty without provinces.

    Raises
    ------
    ValueError
        If the model or the placement is unknown, or no province has the name to leave out.
    """
    if model not in MODELS:
        raise ValueError(f"Unknown model {model!r}; expected {' or '.join(MODELS)}.")
    if provinces.empty:
        return pd.DataFrame(columns=CROSS_SECTION_COLUMNS)
    table = _without(provincial_coverage(provinces, placement), without)
    too_high = (table["coverage"] > WHOLE) & (model == "fractional_logit")
    used, design = _cross_section_design(table[~too_high], adjusted=adjusted)
    fit = _hc3_rows if model == "least_squares" else _fractional_rows
    rows = fit(used["coverage"], design, confidence)
    return pd.DataFrame(rows).assign(
        note="coverage_above_100_left_out" if too_high.any() else "",
        placement=placement,
        adjusted_for="log_grdp_per_head" if adjusted else "",
        without=without,
        left_out="; ".join(table.loc[too_high, "province"]),
    )[CROSS_SECTION_COLUMNS]


def leave_one_out(
    provinces: pd.DataFrame,
    placement: str = "domicile",
    *,
    adjusted: bool = False,
    without: str = "",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Show how the least-squares slope on the informal share hangs on single provinces.

    Returns
    -------
    DataFrame
        One row for each province that is left out: `province`, `estimate`, `low`, `high`
        (points for a point, HC3) and `n`; the strongest slope first.
    """
    table = _without(provincial_coverage(provinces, placement), without)
    used, design = _cross_section_design(table, adjusted=adjusted)
    slopes = []
    for left_out in used.index:
        rest = used.index != left_out
        _, slope, *_ = _hc3_rows(used["coverage"][rest], design[rest], confidence)
        slopes.append(slope | {"province": used.loc[left_out, "province"]})
    columns = ["province", "estimate", "low", "high", "n"]
    return (
        pd.DataFrame(slopes, columns=columns)
        .sort_values(["estimate", "province"])
        .reset_index(drop=True)
    )


def coverage_rank(provinces: pd.DataFrame, province: str, placement: str = "domicile") -> int:
    """Give the rank of a province by coverage, 1 being the highest.

    Raises
    ------
    ValueError
        If the table has no such province.
    """
    table = provincial_coverage(provinces, placement)
    ranks = table["coverage"].rank(ascending=False, method="min")
    return int(ranks[_is_province(table, province)].iloc[0])


def cross_sections(
    provinces: pd.DataFrame,
    province: str = "",
    capital: str = "DKI Jakarta",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Run the cross-section under every choice: placement, model, income, capital.

    Beside the models there are, for least squares, rows with the range of the slope when one
    province at a time is left out (`low` and `high` are its ends, not an interval) and, with a
    province given, its rank by coverage.

    Returns
    -------
    DataFrame
        `CROSS_SECTION_COLUMNS`, the table behind `cross_section.csv`; empty without provinces.
    """
    if provinces.empty:
        return pd.DataFrame(columns=CROSS_SECTION_COLUMNS)
    tables = []
    for placement, adjusted, without, model in product(
        PLACEMENTS, (False, True), ("", capital), MODELS
    ):
        found = cross_section(
            provinces, placement, model, adjusted=adjusted, without=without, confidence=confidence
        )
        tables.append(found)
        if model == "least_squares":
            tables.append(_leave_one_out_range(provinces, found))
    if province:
        tables.extend(_rank_row(provinces, province, placement) for placement in PLACEMENTS)
    return pd.concat(tables, ignore_index=True)[CROSS_SECTION_COLUMNS]


def _leave_one_out_range(provinces: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Give the range of the slope of a model when one province at a time is left out.

    Only the slopes are wanted here, so they are computed without errors and intervals.
    """
    slope = found[found["term"] == "informal_share"]
    row = slope.iloc[0]
    table = _without(provincial_coverage(provinces, row["placement"]), row["without"])
    used, design = _cross_section_design(table, adjusted=bool(row["adjusted_for"]))
    outcome, covariates = used["coverage"].to_numpy(), design.to_numpy()
    others = [
        np.linalg.lstsq(np.delete(covariates, one, axis=0), np.delete(outcome, one))[0][1]
        for one in range(len(outcome))
    ]
    return slope.assign(
        term="informal_share_leave_one_out",
        low=min(others),
        high=max(others),
        p_value=math.nan,
        note="range_without_one_province",
    )


def _rank_row(provinces: pd.DataFrame, province: str, placement: str) -> pd.DataFrame:
    rank = coverage_rank(provinces, province, placement)
    row = estimate_row("rank", province, rank, n=len(provinces), unit="rank")
    return pd.DataFrame([row]).assign(placement=placement, adjusted_for="", without="", left_out="")


def _cross_section_design(
    table: pd.DataFrame, *, adjusted: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the provinces with complete values and their covariates."""
    covariates = ["informal_share"] + (["log_grdp_per_head"] if adjusted else [])
    used = table.dropna(subset=["coverage", *covariates])
    design = used[covariates].copy()
    design.insert(0, "intercept", 1.0)
    return used, design


def _without(table: pd.DataFrame, province: str) -> pd.DataFrame:
    return table[~_is_province(table, province)] if province else table


def _is_province(table: pd.DataFrame, province: str) -> pd.Series:
    found = table["province"] == province
    if not found.any():
        raise ValueError(
            f"No province is named {province!r} in the table of provinces; "
            "write the name as its column `province` has it."
        )
    return found


def _hc3_rows(coverage: pd.Series, design: pd.DataFrame, confidence: float) -> list[dict[str, Any]]:
    fit = sm.OLS(coverage, design).fit(cov_type="HC3", use_t=True)
    units = {
        "intercept": "percent",
        "informal_share": "points_per_point",
        "log_grdp_per_head": "points_per_log_unit",
    }
    return term_rows(fit, "least_squares", _present(units, design), confidence)


def _fractional_rows(
    coverage: pd.Series, design: pd.DataFrame, confidence: float
) -> list[dict[str, Any]]:
    """Fit the binomial quasi-likelihood with a logit link.

    `Logit` takes proportions and has average marginal effects with the delta method; its
    coefficients are those of a binomial GLM.
    """
    fit = sm.Logit(coverage / 100, design).fit(cov_type="HC1", disp=False)
    units = {
        "intercept": "logit",
        "informal_share": "logit_per_point",
        "log_grdp_per_head": "logit_per_log_unit",
    }
    rows = term_rows(fit, "fractional_logit", _present(units, design), confidence)
    effects = fit.get_margeff(at="overall")
    low, high = np.asarray(effects.conf_int(1 - confidence))[0]
    effect = estimate_row(
        "fractional_logit",
        "average_effect",
        100 * effects.margeff[0],
        low=100 * low,
        high=100 * high,
        p_value=float(effects.pvalues[0]),
        n=len(design),
        unit="points_per_point",
    )
    return [*rows, effect]


def _present(units: dict[str, str], design: pd.DataFrame) -> dict[str, str]:
    return {term: unit for term, unit in units.items() if term in design}
