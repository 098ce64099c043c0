"""Growth of coverage over the years, and how coverage differs between provinces.

Coverage is a proportion, so growth is modelled on the logit scale: a straight line there is
logistic growth and can never pass 100 %.
The annual series is short.
Every result therefore carries its number of observations, and rank-based results stand beside
the model.

Estimates come as tables with the columns `ESTIMATE_COLUMNS`; what a model cannot tell apart is
not a number but a missing value with a note.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import special, stats
from statsmodels.stats.stattools import durbin_watson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ESTIMATE_COLUMNS = ["model", "term", "estimate", "low", "high", "p_value", "n", "unit", "note"]
"""Columns of a table of estimates: one row for each term of each model."""

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

READING_ORDER = {"confirmed": 0, "corrected": 0, "once": 1, "not_found_again": 2}
"""Trust in a figure by the outcome of its second reading, the best first."""

TARGET_UNITS = {
    "probability": "probability",
    "points_needed": "points_per_year",
    "logit_needed": "logit_per_year",
}
"""What the table of trends says about a target, with its unit."""

WHOLE = 100  # percent
SMALLEST_SERIES = 3  # years; fewer leave no degree of freedom around a line
CERTAIN_LEVERAGE = 1 - 1e-8  # an observation with more is fitted exactly


# The annual series


def national_series(
    observations: pd.DataFrame, geo: str = "Indonesia", base: str = "employed"
) -> pd.DataFrame:
    """Give annual coverage on one definition.

    Coverage is the number of active members (all groups) at the year's end in percent of the
    workers of August of the same year.

    Where several counts exist for a year, the first by this order is used:

    1. a printed figure before a derived one;
    2. a count at the year's end before one of October; an October count is used when no printed
       year-end count exists, and is marked as not comparable;
    3. confirmed or corrected by a second reading, then read once, then not found again;
    4. a count dated December before one that names the year only;
    5. the count published last.

    A count that names the year only is a year-end count if it was published after that year.
    Contradicted figures, claims and targets are never used, nor are counts of other months:
    membership is high at the year's end and low in its middle.

    Parameters
    ----------
    observations : DataFrame
        Observations, possibly cut off at an earlier date.
    geo : str
        Name of the country, province or district.
    base : str
        Series to divide by, of August: `employed` or `labour_force`.

    Returns
    -------
    DataFrame
        One row a year: `year`, `date` (month of the count), `members` (persons), `employed`
        (persons; named like the base), `coverage` (percent), `comparable` (False for October
        counts), `members_source` and `employed_source` (ids of the observations that carry the
        value used, the preferred one first).
        Empty if nothing is known.
    """
    rows = _usable(observations, geo)
    members = _one_a_year(_year_end_counts(rows[rows["series"] == "active_members"]))
    workers = _one_a_year(_august(rows[rows["series"] == base]))
    both = members.merge(workers, on="year", suffixes=("", "_base"))
    return pd.DataFrame(
        {
            "year": both["year"],
            "date": both["year"].astype(str) + np.where(both["october"], "-10", "-12"),
            "members": both["value"],
            base: both["value_base"],
            "coverage": 100 * both["value"] / both["value_base"],
            "comparable": ~both["october"],
            "members_source": both["source"],
            f"{base}_source": both["source_base"],
        }
    )


def labour_market(observations: pd.DataFrame, geo: str, breaks: pd.DataFrame) -> pd.DataFrame:
    """Give the informal share and the unemployment rate of August, year by year.

    Where several figures exist for a year, the first by the order of `national_series` is used.
    A year without a figure keeps a row without a value, so that a gap is seen as a gap.

    Parameters
    ----------
    observations : DataFrame
        Observations, possibly cut off at an earlier date.
    geo : str
        Name of the place.
    breaks : DataFrame
        Known breaks, with `kind` and `date`; those of kind `measurement` are new weights of the
        survey.

    Returns
    -------
    DataFrame
        `year`, `informal_share` (percent of employed persons), `unemployment_rate` (percent of
        the labour force), `informal_share_source` and `unemployment_rate_source` (ids of
        observations, empty without a figure), `weights_break` (True in a year in which the
        survey first used new weights: the change on the year before is partly theirs).
        Empty if nothing is known.
    """
    rows = _august(_usable(observations, geo))
    columns = {
        name: _one_a_year(rows[rows["series"] == name]).set_index("year")
        for name in ("informal_share", "unemployment_rate")
    }
    known = sorted({year for column in columns.values() for year in column.index})
    years = pd.RangeIndex(known[0], known[-1] + 1) if known else pd.RangeIndex(0)
    table = pd.DataFrame({"year": years})
    for name, column in columns.items():
        table[name] = column["value"].reindex(years).to_numpy(dtype=float)
    for name, column in columns.items():
        table[f"{name}_source"] = column["source"].reindex(years).fillna("").to_numpy(dtype=object)
    new_weights = breaks.loc[breaks["kind"] == "measurement", "date"].str[:4].astype(int)
    table["weights_break"] = table["year"].isin(new_weights)
    return table


def _usable(observations: pd.DataFrame, geo: str) -> pd.DataFrame:
    """Keep printed and derived figures of one place, all groups, that nothing contradicts."""
    keep = (
        (observations["geo"] == geo)
        & (observations["group"] == "all")
        & observations["status"].isin(["printed", "derived"])
        & (observations["checked"] != "contradicted")
        & observations["value"].notna()
    )
    rows = observations[keep]
    year = pd.to_numeric(rows["period"].str[:4], errors="coerce")
    return rows.assign(year=year, october=False)[year.notna()].astype({"year": int})


def _august(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["period"].str[5:7] == "08"]


def _year_end_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep counts of December, of October, and of a year that was over when they were printed."""
    month = rows["period"].str[5:7]
    looks_back = rows["published"].str[:4] > rows["period"].str[:4]
    keep = month.isin(["10", "12"]) | ((month == "") & looks_back)
    return rows.assign(october=month == "10")[keep]


def _one_a_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Choose one value a year by the order that `national_series` states."""
    ordered = rows.assign(
        derived=rows["status"] == "derived",
        reading=rows["checked"].map(READING_ORDER).fillna(len(READING_ORDER)),
        dated=rows["period"].str.len() > len("2024"),
    ).sort_values(
        ["year", "derived", "october", "reading", "dated", "published", "observation_id"],
        ascending=[True, True, True, True, False, False, True],
    )
    chosen = ordered.drop_duplicates("year")[["year", "value", "october"]]
    same = ordered.merge(chosen, on=["year", "value", "october"])
    source = same.groupby("year")["observation_id"].agg(" ".join).rename("source")
    return chosen.merge(source, on="year").astype({"october": bool}).reset_index(drop=True)


# Growth


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
        return _missing(models, ["slope", "odds_growth"], len(series), "too_few_years")
    fits = {model: _line(series, hac=model.endswith("_hac")) for model in models}
    rows = [
        row
        for model, fit in fits.items()
        for slope in [_terms(fit, model, {"slope": "logit_per_year"}, confidence)[0]]
        for row in (slope, _odds_growth(slope))
    ]
    statistic = float(durbin_watson(fits["logistic_growth"].resid))
    rows.append(_row("logistic_growth", "durbin_watson", statistic, n=len(series)))
    return _estimates(rows)


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
        coverage=_percent(centre),
        low=_percent(centre - width),
        high=_percent(centre + width),
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
    goal = _logit(targets["target"])
    centre, spread, degrees = _predictive(series, targets["year"])
    return pd.DataFrame(
        {
            "forecast": _percent(centre),
            "probability": stats.t.sf((goal - centre) / spread, degrees),
            "points_needed": (targets["target"] - last["coverage"]) / years_left,
            "points_seen": theil_sen(series["year"], series["coverage"]).slope,
            "logit_needed": (goal - _logit(last[["coverage"]])[0]) / years_left,
            "logit_seen": _line(series).params["slope"],
        },
        index=targets.index,
    )


def newey_west_lags(n: int) -> int:
    """Give the number of years that errors are allowed to depend on: floor(4 (n/100)^(2/9)).

    The rule of thumb of Newey and West (1994) for the Bartlett kernel.
    """
    return math.floor(4 * math.pow(n / 100, 2 / 9))


def _logit(percent: pd.Series) -> np.ndarray[Any, Any]:
    return np.asarray(special.logit(percent.to_numpy(dtype=float) / 100))


def _percent(logit: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.asarray(100 * special.expit(logit))


def _line(series: pd.DataFrame, *, hac: bool = False) -> Any:
    """Regress the logit of coverage on the year, counted from the mean year."""
    design = _year_design(series["year"], series["year"].mean())
    return _least_squares(_logit(series["coverage"]), design, hac=hac)


def _year_design(years: pd.Series, origin: float) -> pd.DataFrame:
    return pd.DataFrame({"intercept": 1.0, "slope": years.to_numpy(dtype=float) - origin})


def _least_squares(
    outcome: np.ndarray[Any, Any], design: pd.DataFrame, *, hac: bool = False
) -> Any:
    model = sm.OLS(outcome, design)
    if not hac:
        return model.fit()
    options = {"maxlags": newey_west_lags(len(design)), "use_correction": True}
    return model.fit(cov_type="HAC", cov_kwds=options, use_t=True)


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


# Trend without a model


@dataclass(frozen=True)
class MannKendall:
    """Result of the Mann-Kendall test for a trend.

    `s` is the number of pairs of years in which the later value is higher less the number in
    which it is lower; `tau` (tau-b) scales it to -1 to 1.
    `p_value` is two-sided: `exact` without ties, otherwise `normal`, with the variance corrected
    for ties and a correction for continuity.
    """

    s: int
    tau: float
    variance: float
    p_value: float
    method: str
    n: int


@dataclass(frozen=True)
class TheilSen:
    """Median of the slopes of all pairs of years, with the interval of Sen (1968)."""

    slope: float
    low: float
    high: float
    n: int


def mann_kendall(
    times: Sequence[float] | pd.Series, values: Sequence[float] | pd.Series
) -> MannKendall:
    """Test whether values tend to rise or fall over time (Mann 1945; Kendall 1975).

    The test asks for the direction only, so any rising transformation of the values gives the
    same result.
    It takes the values of different times as independent.

    Raises
    ------
    ValueError
        If two values stand at the same time.
    """
    t = np.asarray(times, dtype=float)
    x = np.asarray(values, dtype=float)
    n = len(x)
    if len(np.unique(t)) < n:
        raise ValueError(
            "The Mann-Kendall test found two values at one time; expected one value for each time."
        )
    if n < SMALLEST_SERIES:
        return MannKendall(0, math.nan, math.nan, math.nan, "none", n)
    pairs = np.sign(np.subtract.outer(t, t)) * np.sign(np.subtract.outer(x, x))
    s = round(pairs.sum() / 2)
    _, ties = np.unique(x, return_counts=True)
    variance = (_tie_term(np.array([n])) - _tie_term(ties)) / 18
    tau = float(stats.kendalltau(t, x).statistic)
    if ties.max() == 1:
        p_value, method = float(stats.kendalltau(t, x, method="exact").pvalue), "exact"
    else:
        z = (abs(s) - 1) / math.sqrt(variance) if s else 0.0
        p_value, method = float(2 * stats.norm.sf(z)), "normal"
    return MannKendall(s, tau, variance, p_value, method, n)


def theil_sen(
    times: Sequence[float] | pd.Series,
    values: Sequence[float] | pd.Series,
    confidence: float = 0.95,
) -> TheilSen:
    """Estimate the slope that half of all pairs of years exceed (Theil 1950; Sen 1968).

    One wrong value moves it little.
    The unit is that of the values, per unit of time.
    """
    n = len(values)
    if n < SMALLEST_SERIES:
        return TheilSen(math.nan, math.nan, math.nan, n)
    found = stats.theilslopes(np.asarray(values, float), np.asarray(times, float), confidence)
    return TheilSen(float(found.slope), float(found.low_slope), float(found.high_slope), n)


def rank_trend(series: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Give the Mann-Kendall test and the Theil-Sen slope of coverage as a table of estimates.

    Rows: `mann_kendall` with `s` and `tau` and the p-value (the note names the method),
    `theil_sen` with `slope` in points a year.
    """
    test = mann_kendall(series["year"], series["coverage"])
    line = theil_sen(series["year"], series["coverage"], confidence)
    shared = {"p_value": test.p_value, "note": test.method}
    slope = _row("theil_sen", "slope", line.slope, n=line.n, unit="points_per_year")
    rows = [
        _row("mann_kendall", "s", test.s, n=test.n, unit="pairs") | shared,
        _row("mann_kendall", "tau", test.tau, n=test.n) | shared,
        slope | {"low": line.low, "high": line.high},
    ]
    return _estimates(rows)


def _tie_term(sizes: np.ndarray[Any, Any]) -> float:
    return float((sizes * (sizes - 1) * (2 * sizes + 5)).sum())


# Breaks named in advance


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
    suffix = "_with_slopes" if slopes else ""
    models = [f"interrupted_series{suffix}", f"interrupted_series{suffix}_hac"]
    terms = list(design.columns[1:])
    n, k = design.shape
    if n <= k or np.linalg.matrix_rank(design.to_numpy()) < k:
        return _missing(models, terms, n, "not_identified", "logit")
    outcome = _logit(series["coverage"])
    units = {term: "logit" if term.startswith("level:") else "logit_per_year" for term in terms}
    plain = _least_squares(outcome, design)
    one_year = bool(plain.get_influence().hat_matrix_diag.max() > CERTAIN_LEVERAGE)
    note = "one_year_segment" if one_year else ""
    rows = _terms(plain, models[0], units, confidence, note)
    robust = _terms(_least_squares(outcome, design, hac=True), models[1], units, confidence, note)
    if one_year:
        robust = [row | {"low": math.nan, "high": math.nan, "p_value": math.nan} for row in robust]
    return _estimates(rows + robust)


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


# Provinces


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
    if model not in ("least_squares", "fractional_logit"):
        raise ValueError(f"Unknown model {model!r}; expected least_squares or fractional_logit.")
    if provinces.empty:
        return pd.DataFrame(columns=CROSS_SECTION_COLUMNS)
    table = _without(provincial_coverage(provinces, placement), without)
    too_high = (table["coverage"] > WHOLE) & (model == "fractional_logit")
    used, design = _cross_section_design(table[~too_high], adjusted=adjusted)
    fit = _hc3_rows if model == "least_squares" else _fractional_rows
    note = "coverage_above_100_left_out" if too_high.any() else ""
    rows = fit(used["coverage"], design, confidence, note)
    return pd.DataFrame(rows).assign(
        placement=placement,
        model=model,
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
        row = _hc3_rows(used["coverage"][rest], design[rest], confidence, "")[1]
        slopes.append(row | {"province": used.loc[left_out, "province"]})
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
    _without(table, province)
    ranks = table["coverage"].rank(ascending=False, method="min")
    return int(ranks[table["province"] == province].iloc[0])


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
    choices = list(product(PLACEMENTS, (False, True), ("", capital)))
    tables = []
    for placement, adjusted, without in choices:
        for model in ("least_squares", "fractional_logit"):
            found = cross_section(
                provinces,
                placement,
                model,
                adjusted=adjusted,
                without=without,
                confidence=confidence,
            )
            tables.append(found)
            if model == "least_squares":
                tables.append(_leave_one_out_range(provinces, found, confidence))
    if province:
        tables.extend(_rank_row(provinces, province, placement) for placement in PLACEMENTS)
    return pd.concat(tables, ignore_index=True)[CROSS_SECTION_COLUMNS]


def _leave_one_out_range(
    provinces: pd.DataFrame, found: pd.DataFrame, confidence: float
) -> pd.DataFrame:
    row = found[found["term"] == "informal_share"].iloc[0]
    others = leave_one_out(
        provinces,
        row["placement"],
        adjusted=bool(row["adjusted_for"]),
        without=row["without"],
        confidence=confidence,
    )
    return pd.DataFrame(
        [
            row.to_dict()
            | {
                "term": "informal_share_leave_one_out",
                "low": others["estimate"].min(),
                "high": others["estimate"].max(),
                "p_value": math.nan,
                "note": "range_without_one_province",
            }
        ]
    )


def _rank_row(provinces: pd.DataFrame, province: str, placement: str) -> pd.DataFrame:
    row = _row(
        "rank",
        province,
        coverage_rank(provinces, province, placement),
        n=len(provinces),
        unit="rank",
    )
    return pd.DataFrame(
        [row | {"placement": placement, "adjusted_for": "", "without": "", "left_out": ""}]
    )


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
    if not province:
        return table
    if province not in set(table["province"]):
        raise ValueError(
            f"No province is named {province!r} in the table of provinces; "
            "write the name as its column `province` has it."
        )
    return table[table["province"] != province]


def _hc3_rows(
    coverage: pd.Series, design: pd.DataFrame, confidence: float, note: str
) -> list[dict[str, Any]]:
    fit = sm.OLS(coverage, design).fit(cov_type="HC3", use_t=True)
    units = {
        "intercept": "percent",
        "informal_share": "points_per_point",
        "log_grdp_per_head": "points_per_log_unit",
    }
    return _terms(fit, "least_squares", _present(units, design), confidence, note)


def _fractional_rows(
    coverage: pd.Series, design: pd.DataFrame, confidence: float, note: str
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
    rows = _terms(fit, "fractional_logit", _present(units, design), confidence, note)
    effects = fit.get_margeff(at="overall")
    low, high = np.asarray(effects.conf_int(1 - confidence))[0]
    effect = _row(
        "fractional_logit",
        "average_effect",
        100 * effects.margeff[0],
        low=100 * low,
        high=100 * high,
        p_value=float(effects.pvalues[0]),
        n=len(design),
        unit="points_per_point",
        note=note,
    )
    return [*rows, effect]


def _present(units: dict[str, str], design: pd.DataFrame) -> dict[str, str]:
    return {term: unit for term, unit in units.items() if term in design}


# Provinces over time


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
    parts = {"panel_dated": table[dated], "panel_all_years": table}
    notes = {"panel_dated": "", "panel_all_years": "" if dated.all() else "undated_year"}
    rows = [
        row
        for model, part in parts.items()
        for row in (
            _within_row(part, model, confidence, notes[model]),
            *_variation_rows(part, model, notes[model]),
        )
    ]
    return _estimates(rows)


def _within_row(part: pd.DataFrame, model: str, confidence: float, note: str) -> dict[str, Any]:
    design = _two_way_design(part[["informal_share"]], part["province"], part["year"])
    if not len(part) or np.linalg.matrix_rank(design.to_numpy()) < design.shape[1]:
        return _row(model, "within_slope", math.nan, n=len(part), note="not_identified")
    fit = _clustered(part["coverage"], design, part["province"])
    units = {"informal_share": "points_per_point"}
    return _terms(fit, model, units, confidence, note)[0] | {"term": "within_slope"}


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
    means = share.groupby(part["province"]).transform("mean")
    between = float(share.groupby(part["province"]).mean().std())
    within = float((share - means).std())
    total = float(((share - share.mean()) ** 2).sum())
    share_within = 100 * float(((share - means) ** 2).sum()) / total if total else math.nan
    return [
        _row(model, "between_sd", between, n=part["province"].nunique(), unit="points", note=note),
        _row(model, "within_sd", within, n=len(part), unit="points", note=note),
        _row(model, "within_share", share_within, n=len(part), unit="percent", note=note),
    ]


# Tables of estimates


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
    series, forecasts, targets : DataFrame, optional
        As `national_series`, `forecast` and `reach_targets` give them.
        Their rows become models `series`, `forecast`, `target_probability`,
        `target_points_needed` and `target_logit_needed`; the term is the year, or the id of the
        target's observation.

    Returns
    -------
    DataFrame
        `ESTIMATE_COLUMNS`, in the order given.

    Raises
    ------
    ValueError
        If a term of a model occurs twice.
    """
    tables = list(estimates)
    if series is not None:
        tables.append(_series_rows(series))
    if forecasts is not None:
        tables.append(_forecast_rows(forecasts))
    if targets is not None:
        tables.extend(_target_rows(targets, measure) for measure in TARGET_UNITS)
    table = pd.concat([table for table in tables if len(table)] or [_estimates([])])
    twice = table[table.duplicated(["model", "term"])]
    if len(twice):
        first = twice.iloc[0]
        raise ValueError(
            f"The term {first['term']!r} of the model {first['model']!r} occurs twice among the "
            "estimates; expected each once, so give each table its own model name."
        )
    return table[ESTIMATE_COLUMNS].reset_index(drop=True)


def _series_rows(series: pd.DataFrame) -> pd.DataFrame:
    rows = [
        _row("series", str(row["year"]), row["coverage"], n=1, unit="percent", note=note)
        for row in series.to_dict("records")
        for note in ["" if row["comparable"] else "october_count"]
    ]
    return _estimates(rows)


def _forecast_rows(forecasts: pd.DataFrame) -> pd.DataFrame:
    rows = [
        _row("forecast", str(row["year"]), row["coverage"], n=row["n"], unit="percent")
        | {"low": row["low"], "high": row["high"], "note": "prediction_interval"}
        for row in forecasts.to_dict("records")
    ]
    return _estimates(rows)


def _target_rows(targets: pd.DataFrame, measure: str) -> pd.DataFrame:
    unit = TARGET_UNITS[measure]
    rows = [
        _row(f"target_{measure}", row["observation_id"], row[measure], n=row["n"], unit=unit)
        | {"note": row["note"]}
        for row in targets.to_dict("records")
    ]
    return _estimates(rows)


def _row(
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


def _terms(
    fit: Any, model: str, units: dict[str, str], confidence: float, note: str = ""
) -> list[dict[str, Any]]:
    """Give one row for each named term of a fitted model."""
    interval = fit.conf_int(1 - confidence)
    return [
        _row(
            model,
            term,
            fit.params[term],
            low=float(interval.loc[term, 0]),
            high=float(interval.loc[term, 1]),
            p_value=float(fit.pvalues[term]),
            n=int(fit.nobs),
            unit=unit,
            note=note,
        )
        for term, unit in units.items()
    ]


def _missing(
    models: list[str], terms: list[str], n: int, note: str, unit: str = ""
) -> pd.DataFrame:
    return _estimates(
        [
            _row(model, term, math.nan, n=n, unit=unit, note=note)
            for model in models
            for term in terms
        ]
    )


def _estimates(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=ESTIMATE_COLUMNS)
