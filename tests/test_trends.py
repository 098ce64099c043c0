"""Trends: against certified, published and documented values, and against known parameters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from statsmodels.datasets import grunfeld, macrodata

from analysis import trends

if TYPE_CHECKING:
    from collections.abc import Callable

DAMPED = 0.001
"""Published outcomes are scaled down so that they fit on the logit scale as coverage."""


def as_series(years: Any, outcome: Any, scale: float = 1.0):
    """Disguise any outcome as coverage: its logit is the scaled outcome."""
    return pd.DataFrame(
        {
            "year": years,
            "coverage": 100 * special.expit(scale * np.asarray(outcome, dtype=float)),
            "comparable": True,
        }
    )


def estimate(table: pd.DataFrame, model: str, term: str):
    row = table[(table["model"] == model) & (table["term"] == term)]
    assert len(row) == 1
    return row.iloc[0]


def observation(identifier: str, series: str, period: str, value: float, **more: str):
    return {
        "observation_id": identifier,
        "series": series,
        "geo": "Indonesia",
        "period": period,
        "value": float(value),
        "group": "all",
        "status": "printed",
        "checked": "confirmed",
        "published": "2024-03",
    } | more


def observations(*rows: dict[str, Any]):
    return pd.DataFrame([observation("e1", "employed", "2022-08", 1000), *rows])


# The annual series


def test_a_mid_year_count_never_enters():
    rows = observations(observation("m1", "active_members", "2022-06", 300))
    assert trends.national_series(rows).empty


@pytest.mark.parametrize("published", ["2022", "2022-07", "2022-12-30", ""])
def test_a_year_alone_is_no_year_end_while_the_year_runs(published: str):
    rows = observations(observation("m1", "active_members", "2022", 300, published=published))
    assert trends.national_series(rows).empty


def test_a_year_alone_is_a_year_end_when_printed_afterwards():
    rows = observations(observation("m1", "active_members", "2022", 300, published="2023-01-05"))
    series = trends.national_series(rows)
    assert series["members_source"].tolist() == ["m1"]
    assert series["coverage"].tolist() == [30.0]
    assert series["date"].tolist() == ["2022-12"]


def test_a_december_count_is_preferred_to_a_year_alone():
    rows = observations(
        observation("m1", "active_members", "2022", 300),
        observation("m2", "active_members", "2022-12", 301, published="2023-01"),
    )
    assert trends.national_series(rows)["members_source"].tolist() == ["m2"]


def test_a_confirmed_count_is_preferred_to_one_not_found_again():
    rows = observations(
        observation("m1", "active_members", "2022", 300),
        observation("m2", "active_members", "2022-12-08", 280, checked="not_found_again"),
    )
    assert trends.national_series(rows)["members_source"].tolist() == ["m1"]


def test_contradicted_claimed_and_partial_counts_are_never_used():
    rows = observations(
        observation("m1", "active_members", "2022-12", 300, checked="contradicted"),
        observation("m2", "active_members", "2022-12", 300, status="claimed"),
        observation("m3", "active_members", "2022-12", 300, status="target"),
        observation("m4", "active_members", "2022-12", 300, group="wage"),
        observation("m5", "registered_members", "2022-12", 300),
        observation("m6", "active_members", "2022-12", 300, geo="Riau"),
    )
    assert trends.national_series(rows).empty


def test_a_printed_october_count_comes_before_a_derived_year_end_and_is_flagged():
    rows = observations(
        observation("m1", "active_members", "2022-12", 310, status="derived"),
        observation("m2", "active_members", "2022-10", 300),
    )
    series = trends.national_series(rows)
    assert series["members_source"].tolist() == ["m2"]
    assert series["date"].tolist() == ["2022-10"]
    assert not series["comparable"].any()


def test_a_derived_count_serves_when_there_is_nothing_else():
    rows = observations(observation("m1", "active_members", "2022-12", 310, status="derived"))
    assert trends.national_series(rows)["members_source"].tolist() == ["m1"]


def test_all_sources_of_one_value_are_named():
    rows = observations(
        observation("m1", "active_members", "2022", 300, published="2023-01"),
        observation("m2", "active_members", "2022", 300, published="2024-01"),
        observation("m3", "active_members", "2022", 290, published="2023-02"),
    )
    assert trends.national_series(rows)["members_source"].tolist() == ["m2 m1"]


def test_the_series_can_stand_on_the_labour_force():
    rows = observations(
        observation("m1", "active_members", "2022-12", 300),
        observation("l1", "labour_force", "2022-08", 1200),
        observation("l2", "labour_force", "2022-02", 1100),
    )
    series = trends.national_series(rows, base="labour_force")
    assert series["coverage"].tolist() == [25.0]
    assert series["labour_force_source"].tolist() == ["l1"]


def test_nothing_known_gives_an_empty_series_with_its_columns():
    series = trends.national_series(observations(), geo="Nowhere")
    assert series.columns.tolist() == [
        "year",
        "date",
        "members",
        "employed",
        "coverage",
        "comparable",
        "members_source",
        "employed_source",
    ]
    assert series.empty


BREAKS = pd.DataFrame(
    {
        "break_id": ["relief", "weights"],
        "kind": ["policy", "measurement"],
        "date": ["2020-09", "2023-08"],
    }
)


def test_the_labour_market_keeps_gaps_open_and_flags_new_weights():
    rows = observations(
        observation("i1", "informal_share", "2020-08", 45),
        observation("i2", "informal_share", "2020-02", 44),
        observation("i3", "informal_share", "2023-08", 47),
        observation("u1", "unemployment_rate", "2022-08", 11),
        observation("u2", "unemployment_rate", "2022-08", 12, checked="once"),
    )
    table = trends.labour_market(rows, "Indonesia", BREAKS)
    assert table["year"].tolist() == [2020, 2021, 2022, 2023]
    np.testing.assert_array_equal(table["informal_share"], [45, np.nan, np.nan, 47])
    np.testing.assert_array_equal(table["unemployment_rate"], [np.nan, np.nan, 11, np.nan])
    assert table["unemployment_rate_source"].tolist() == ["", "", "u1", ""]
    assert table["weights_break"].tolist() == [False, False, False, True]


def test_the_labour_market_of_an_unknown_place_is_empty():
    assert trends.labour_market(observations(), "Nowhere", BREAKS).empty


# Growth

NORRIS_X = """0.2 337.4 118.2 884.6 10.1 226.5 666.3 996.3 448.6 777.0 558.2 0.4 0.6 775.5 666.9
338.0 447.5 11.6 556.0 228.1 995.8 887.6 120.2 0.3 0.3 556.8 339.1 887.2 999.0 779.0 11.1 118.3
229.2 669.1 448.9 0.5"""
NORRIS_Y = """0.1 338.8 118.1 888.0 9.2 228.1 668.5 998.5 449.1 778.9 559.2 0.3 0.1 778.1 668.8
339.3 448.9 10.8 557.7 228.3 998.0 888.8 119.6 0.3 0.6 557.6 339.3 888.0 998.5 778.9 10.2 117.6
228.9 668.4 449.2 0.2"""


def numbers(text: str):
    return np.array(text.split(), dtype=float)


def test_the_line_reproduces_the_certified_norris_values():
    """NIST Statistical Reference Datasets, Norris: B1 and its standard deviation, 34 df."""
    series = as_series(numbers(NORRIS_X), numbers(NORRIS_Y), DAMPED)
    slope = estimate(trends.logistic_growth(series), "logistic_growth", "slope")
    assert slope["estimate"] / DAMPED == pytest.approx(1.00211681802045, rel=1e-10)
    standard_error = (slope["high"] - slope["estimate"]) / DAMPED / 2.0322445093177
    assert standard_error == pytest.approx(0.429796848199937e-03, rel=1e-7)
    assert slope["n"] == 36


CARS_SPEED = """4 4 7 7 8 9 10 10 10 11 11 12 12 12 12 13 13 13 13 14 14 14 14 15 15 15 16 16 17 17
17 18 18 18 18 19 19 19 20 20 20 20 20 22 23 24 24 24 24 25"""
CARS_DISTANCE = """2 10 4 22 16 10 18 26 34 17 28 14 20 24 28 26 34 34 46 26 36 60 80 20 26 54 32 40
32 40 50 42 56 76 84 36 46 68 32 48 52 56 64 66 54 70 92 93 120 85"""


def test_forecasts_reproduce_the_prediction_intervals_of_r():
    """R: predict(lm(dist ~ speed, cars), data.frame(speed = c(12, 19, 24)), interval = "pred")."""
    series = as_series(numbers(CARS_SPEED), numbers(CARS_DISTANCE), DAMPED)
    ahead = trends.forecast(series, [12, 19, 24])
    found = special.logit(ahead[["coverage", "low", "high"]].to_numpy() / 100) / DAMPED
    expected = [
        [29.60981, -1.749529, 60.96915],
        [57.13667, 25.76176, 88.51159],
        [76.79872, 44.75248, 108.84497],
    ]
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_newey_west_errors_reproduce_stata():
    """Stata: ivreg2 g_realinv g_realgdp L.realint, robust bw(5) small (four lags, n = 202).

    The values are those that statsmodels keeps in results_macro_ols_robust.py.
    """
    data = macrodata.load_pandas().data
    growth = 400 * np.diff(np.log(data["realgdp"]))
    investment = 400 * np.diff(np.log(data["realinv"]))
    design = pd.DataFrame({"growth": growth, "interest": data["realint"][:-1], "constant": 1.0})
    assert trends.newey_west_lags(len(design)) == 4
    fit = trends._least_squares(investment, design, hac=True)
    expected = np.sqrt([0.10973083489998, 0.08751152891247, 1.4064389987868])
    np.testing.assert_allclose(fit.bse, expected, rtol=1e-9)
    assert fit.conf_int().loc["growth", 1] == pytest.approx(
        4.3742216647032 + 1.971956544 * math.sqrt(0.10973083489998), rel=1e-8
    )


def test_exact_logistic_growth_is_found_again():
    years = np.arange(2010, 2020)
    table = trends.logistic_growth(as_series(years, -1 + 0.1 * (years - 2010)))
    for model in ("logistic_growth", "logistic_growth_hac"):
        assert estimate(table, model, "slope")["estimate"] == pytest.approx(0.1)
        odds = estimate(table, model, "odds_growth")
        assert odds["estimate"] == pytest.approx(100 * math.expm1(0.1))
        assert odds["unit"] == "percent_per_year"


def noisy(rng: np.random.Generator, years: Any, slope: float = 0.08, spread: float = 0.1):
    return as_series(years, -1.5 + slope * (years - years[0]) + rng.normal(0, spread, len(years)))


def test_intervals_of_slope_and_forecast_hold_their_level():
    """Known parameters, 400 simulated series of eleven years; tolerance is about 3 errors."""
    rng = np.random.default_rng(1)
    years = np.arange(2014, 2025)
    runs, slopes, forecasts = 400, 0, 0
    for _ in range(runs):
        series = noisy(rng, np.append(years, 2027))
        past, future = series.iloc[:-1], series.iloc[-1]["coverage"]
        slope = estimate(trends.logistic_growth(past, 0.9), "logistic_growth", "slope")
        ahead = trends.forecast(past, [2027], 0.9).iloc[0]
        slopes += slope["low"] <= 0.08 <= slope["high"]
        forecasts += ahead["low"] <= future <= ahead["high"]
    assert slopes / runs == pytest.approx(0.9, abs=0.045)
    assert forecasts / runs == pytest.approx(0.9, abs=0.045)


@given(st.integers(0, 10_000), st.integers(2025, 2200))
@settings(max_examples=25, deadline=None)
def test_forecasts_stay_between_nothing_and_everything(seed: int, year: int):
    ahead = trends.forecast(noisy(np.random.default_rng(seed), np.arange(2014, 2025)), [year])
    low, value, high = ahead.iloc[0][["low", "coverage", "high"]]
    assert 0 <= low <= value <= high <= 100


@pytest.mark.parametrize("n", [0, 1, 2])
def test_two_years_are_too_few_for_growth(n: int):
    series = as_series(np.arange(2014, 2014 + n), np.zeros(n))
    growth = trends.logistic_growth(series)
    assert growth["estimate"].isna().all()
    assert set(growth["note"]) == {"too_few_years"}
    assert trends.forecast(series, [2030])["coverage"].isna().all()
    assert trends.rank_trend(series)["p_value"].isna().all()


def test_the_multiverse_leaves_out_october_counts_and_each_year():
    series = noisy(np.random.default_rng(5), np.arange(2014, 2020))
    series["comparable"] = series["year"] != 2014
    table = trends.growth_multiverse(series)
    assert len(table) == 1 + len(series)
    first = estimate(table, "logistic_growth_comparable_years", "slope")
    same = estimate(table, "logistic_growth_without_2014", "slope")
    assert first["estimate"] == same["estimate"]
    assert first["n"] == 5


# Targets


def targets(*rows: tuple[str, str, float, str]):
    return pd.DataFrame(rows, columns=["observation_id", "period", "value", "base"])


def test_only_targets_on_the_base_of_the_series_are_compared():
    series = noisy(np.random.default_rng(1), np.arange(2014, 2025))
    table = trends.reach_targets(
        series,
        targets(
            ("t1", "2029-12", 43.9, "employed"),
            ("t2", "2029", 52.2, "eligible"),
            ("t3", "2021", 30.0, "employed"),
        ),
    ).set_index("observation_id")
    assert table["note"].to_dict() == {"t1": "", "t2": "other_base", "t3": "past"}
    assert table["probability"].notna().to_dict() == {"t1": True, "t2": False, "t3": False}
    assert table.loc["t2", ["points_needed", "logit_needed"]].isna().all()


def test_a_target_at_the_forecast_has_an_even_chance():
    series = noisy(np.random.default_rng(2), np.arange(2014, 2025))
    middle = trends.forecast(series, [2029])["coverage"].iloc[0]
    table = trends.reach_targets(series, targets(("t", "2029", middle, "employed")))
    assert table["probability"].iloc[0] == pytest.approx(0.5)
    assert table["forecast"].iloc[0] == pytest.approx(middle)


def test_an_end_of_the_interval_is_passed_with_the_remaining_probability():
    series = noisy(np.random.default_rng(3), np.arange(2014, 2025))
    high = trends.forecast(series, [2029], 0.9)["high"].iloc[0]
    table = trends.reach_targets(series, targets(("t", "2029", high, "employed")))
    assert table["probability"].iloc[0] == pytest.approx(0.05)


@given(st.floats(1, 98), st.floats(0.1, 1))
@settings(max_examples=25, deadline=None)
def test_a_higher_target_is_less_likely_and_needs_more(target: float, more: float):
    series = noisy(np.random.default_rng(4), np.arange(2014, 2025))
    both = trends.reach_targets(
        series, targets(("a", "2029", target, "employed"), ("b", "2029", target + more, "employed"))
    )
    assert both["probability"].is_monotonic_decreasing
    assert both["points_needed"].diff().iloc[1] == pytest.approx(more / 5)
    assert both["logit_needed"].diff().iloc[1] > 0


def test_needed_growth_leads_from_the_last_year_to_the_target():
    series = as_series(np.arange(2014, 2025), special.logit(np.linspace(0.10, 0.30, 11)))
    row = trends.reach_targets(series, targets(("t", "2029", 40.0, "employed"))).iloc[0]
    assert row["points_needed"] == pytest.approx(2.0)
    assert row["points_seen"] == pytest.approx(2.0)
    assert row["logit_needed"] == pytest.approx((special.logit(0.4) - special.logit(0.3)) / 5)
    assert row["last_year"] == 2024


# Trend without a model


def test_mann_kendall_with_ties_reproduces_the_example_of_the_epa():
    """EPA QA/G-9S (2006), box on the normal approximation: S = 22, Var 155.33, z = 1.685."""
    test = trends.mann_kendall(range(11), [10, 10, 10, 5, 10, 20, 18, 17, 15, 24, 15])
    assert test.s == 22
    assert test.variance == pytest.approx(155.33, abs=0.005)
    assert test.method == "normal"
    assert test.p_value == pytest.approx(2 * 0.04600, abs=5e-5)


@pytest.mark.parametrize(
    ("values", "s", "upper_tail"),
    [([5, 6, 11, 8, 10], 6, 0.117), ([1, 2, 4, 3], 4, 0.167), ([1, 2, 3, 4, 5], 10, 0.0083)],
)
def test_mann_kendall_is_exact_without_ties(values: list[int], s: int, upper_tail: float):
    """Exact upper tails of S: Gilbert (1987), table A18; Hollander and Wolfe, table A.30."""
    test = trends.mann_kendall(range(len(values)), values)
    assert test.s == s
    assert test.method == "exact"
    assert test.p_value / 2 == pytest.approx(upper_tail, abs=5e-4)


def test_theil_sen_reproduces_the_example_of_sen():
    """Sen (1968), p. 1388: slope 4 and the 93 percent interval from 26/7 to 35/8."""
    slope = trends.theil_sen([1, 2, 3, 4, 10, 12, 18], [9, 15, 19, 20, 45, 55, 78], 0.93)
    assert slope.slope == pytest.approx(4)
    assert slope.low == pytest.approx(26 / 7)
    assert slope.high == pytest.approx(35 / 8)


@given(st.lists(st.integers(-50, 50), min_size=3, max_size=15))
@settings(max_examples=50, deadline=None)
def test_mann_kendall_sees_the_order_only(values: list[int]):
    years = range(len(values))
    plain = trends.mann_kendall(years, values)
    cubed = trends.mann_kendall(years, [v**3 + 7 for v in values])
    assert (cubed.s, cubed.variance, cubed.p_value) == (plain.s, plain.variance, plain.p_value)
    mirrored = trends.mann_kendall(years, [-v for v in values])
    assert (mirrored.s, mirrored.p_value) == (-plain.s, plain.p_value)


@given(st.lists(st.integers(-50, 50), min_size=3, max_size=12), st.integers(-9, 9))
@settings(max_examples=50, deadline=None)
def test_theil_sen_follows_an_added_line(values: list[int], slope: int):
    years = range(len(values))
    plain = trends.theil_sen(years, values).slope
    tilted = trends.theil_sen(years, [v + slope * y for v, y in zip(values, years, strict=True)])
    assert tilted.slope == pytest.approx(plain + slope)


def test_two_values_at_one_time_are_refused():
    with pytest.raises(ValueError, match="one value for each time"):
        trends.mann_kendall([2014, 2014, 2015], [1, 2, 3])


def test_rank_results_come_as_estimates():
    series = as_series(np.arange(2014, 2025), special.logit(np.linspace(0.10, 0.30, 11)))
    table = trends.rank_trend(series)
    assert table.columns.tolist() == trends.ESTIMATE_COLUMNS
    assert estimate(table, "mann_kendall", "tau")["estimate"] == pytest.approx(1)
    assert estimate(table, "mann_kendall", "s")["note"] == "exact"
    assert estimate(table, "theil_sen", "slope")["estimate"] == pytest.approx(2)


# Breaks


def broken(slope: float = -0.05, spread: float = 0.0, end: int = 2030):
    years = np.arange(2014, end)
    after = years >= 2020
    outcome = -1.5 + 0.15 * (years - 2014) + after * (-0.4 + slope * (years - 2020))
    noise = np.random.default_rng(7).normal(0, spread, len(years))
    return as_series(years, outcome + noise).assign(date=[f"{year}-12" for year in years])


def named(*dates: str):
    return pd.DataFrame({"break_id": [f"b{i}" for i in range(len(dates))], "date": list(dates)})


def test_a_known_break_is_found_again():
    table = trends.interrupted_series(broken(), named("2020-09"), slopes=True)
    for model in ("interrupted_series_with_slopes", "interrupted_series_with_slopes_hac"):
        assert estimate(table, model, "trend")["estimate"] == pytest.approx(0.15)
        assert estimate(table, model, "level:b0")["estimate"] == pytest.approx(-0.4)
        assert estimate(table, model, "slope:b0")["estimate"] == pytest.approx(-0.05)


def test_a_break_takes_hold_at_the_first_count_after_its_date():
    """A break of January 2020 and one of December 2020 both precede the count of 2020."""
    series = broken(spread=0.05)
    tables = [trends.interrupted_series(series, named(date)) for date in ("2020-01", "2020-12-01")]
    pd.testing.assert_frame_equal(
        tables[0], trends.interrupted_series(series, named("2019-12-31").assign(date="2020"))
    )
    late = trends.interrupted_series(series, named("2021-01"))
    assert estimate(tables[0], "interrupted_series", "level:b0")["estimate"] != pytest.approx(
        estimate(late, "interrupted_series", "level:b0")["estimate"]
    )
    pd.testing.assert_frame_equal(tables[0], tables[1])


def test_newey_west_errors_are_withheld_where_one_count_is_fitted_exactly():
    table = trends.interrupted_series(broken(slope=0.0, spread=0.05), named("2020-09", "2021-03"))
    assert set(table["note"]) == {"one_year_segment"}
    robust = table[table["model"] == "interrupted_series_hac"]
    assert robust["estimate"].notna().all()
    assert robust[["low", "high", "p_value"]].isna().all(axis=None)
    assert table[table["model"] == "interrupted_series"]["p_value"].notna().all()


@pytest.mark.parametrize(
    ("breaks", "slopes"),
    [
        (named("2020-09", "2021-03"), True),
        (named("2045"), False),
        (named("2001"), False),
    ],
)
def test_terms_that_the_counts_cannot_tell_apart_are_missing(breaks: pd.DataFrame, slopes: bool):
    table = trends.interrupted_series(broken(end=2025), breaks, slopes=slopes)
    assert set(table["note"]) == {"not_identified"}
    assert table["estimate"].isna().all()


def test_an_empty_series_identifies_nothing():
    table = trends.interrupted_series(broken().iloc[:0], named("2020-09"))
    assert set(table["note"]) == {"not_identified"}
    assert set(table["n"]) == {0}


# Provinces

SCHOOLS = """275 6247 821 10851 339 7374 275 6183 387 8850 452 8001 531 8914 424 8604 316 7505
265 6700 403 8380 304 6813 437 8745 345 7696 431 7873 355 8001 260 6615 316 6640 327 6333 427 8306
427 8063 466 8442 477 7847 259 5736 274 7342 433 7051 294 7391 359 9032 279 7277 423 8818 388 6505
447 8267 335 6607 311 7478 322 7812 320 6951 397 7839 412 7733 342 7526 315 6242 321 6841 268 6489
315 7697 417 6622 353 6541 356 7624 415 8450 428 10022 320 6456 500 9096"""


def test_hc3_errors_reproduce_r():
    """R: coeftest(fm, vcov = vcovHC(fm, type = "HC3")) of the package sandwich.

    fm is lm(Expenditure ~ Income + I(Income^2)) on PublicSchools without Wisconsin, income in
    ten thousands; the squared term enters as the second covariate.
    """
    spending, income = numbers(SCHOOLS).reshape(-1, 2).T
    design = pd.DataFrame(
        {
            "intercept": 1.0,
            "informal_share": income / 1e4,
            "log_grdp_per_head": (income / 1e4) ** 2,
        }
    )
    rows = pd.DataFrame(trends._hc3_rows(pd.Series(spending), design, 0.95, "")).set_index("term")
    np.testing.assert_allclose(rows["estimate"], [832.91, -1834.20, 1587.04], atol=0.005)
    errors = (rows["high"] - rows["estimate"]) / 2.0117405137297655  # t, 47 degrees of freedom
    np.testing.assert_allclose(errors, [1095.00, 2975.41, 1995.24], atol=0.006)
    np.testing.assert_allclose(rows["p_value"], [0.4507, 0.5406, 0.4304], atol=5e-5)
    assert (rows["n"] == 50).all()


BLOTCH = """0.05 0.00 1.25 2.50 5.50 1.00 5.00 5.00 17.50
0.00 0.05 1.25 0.50 1.00 5.00 0.10 10.00 25.00 0.00 0.05 2.50 0.01 6.00 5.00 5.00 5.00 42.50
0.10 0.30 16.60 3.00 1.10 5.00 5.00 5.00 50.00 0.25 0.75 2.50 2.50 2.50 5.00 50.00 25.00 37.50
0.05 0.30 2.50 0.01 8.00 5.00 10.00 75.00 95.00 0.50 3.00 0.00 25.00 16.50 10.00 50.00 50.00 62.50
1.30 7.50 20.00 55.00 29.50 5.00 25.00 75.00 95.00 1.50 1.00 37.50 5.00 20.00 50.00 50.00 75.00
95.00 1.50 12.70 26.25 40.00 43.50 75.00 75.00 75.00 95.00"""


def test_the_fractional_logit_reproduces_the_leaf_blotch_model():
    """Wedderburn (1974), leaf blotch on barley, R: glm(y ~ variety + site, quasibinomial).

    Variety 10 against variety 1, with all other effects as further columns.
    """
    share = pd.Series(numbers(BLOTCH))
    variety = pd.get_dummies(np.repeat(np.arange(1, 11), 9), prefix="variety", dtype=float)
    site = pd.get_dummies(np.tile(np.arange(1, 10), 10), prefix="site", dtype=float)
    design = pd.concat(
        [
            pd.Series(1.0, index=share.index, name="intercept"),
            variety["variety_10"].rename("informal_share"),
            variety.drop(columns=["variety_1", "variety_10"]),
            site.drop(columns="site_1"),
        ],
        axis="columns",
    )
    rows = pd.DataFrame(trends._fractional_rows(share, design, 0.95, "")).set_index("term")
    assert rows.loc["intercept", "estimate"] == pytest.approx(-8.0546, abs=5e-5)
    assert rows.loc["informal_share", "estimate"] == pytest.approx(4.2530, abs=5e-5)


def provinces(n: int):
    rng = np.random.default_rng(11)
    informal = rng.uniform(30, 85, n)
    mean = special.expit(1 - 0.03 * informal)
    coverage = rng.beta(40 * mean, 40 * (1 - mean))
    return pd.DataFrame(
        {
            "province": [f"P{i}" for i in range(n)],
            "employed_aug": 1000.0,
            "informal_share": informal,
            "grdp_per_head_thousand_idr": np.exp(rng.normal(10.8, 0.5, n)),
            "wage_members_domicile": 700 * coverage,
            "self_employed_members_domicile": 300 * coverage,
            "wage_members_office": 700 * coverage,
            "self_employed_members_office": 200 * coverage,
            "construction_members_office": 100 * coverage,
        }
    )


def test_the_fractional_logit_finds_known_parameters_again():
    rows = trends.cross_section(provinces(2000), model="fractional_logit").set_index("term")
    assert rows.loc["intercept", "estimate"] == pytest.approx(1, abs=0.1)
    assert rows.loc["informal_share", "estimate"] == pytest.approx(-0.03, abs=0.002)


def test_the_fractional_logit_is_a_binomial_glm_with_robust_errors():
    table = provinces(60)
    rows = trends.cross_section(table, model="fractional_logit", adjusted=True).set_index("term")
    data = trends.provincial_coverage(table)
    design = sm.add_constant(data[["informal_share", "log_grdp_per_head"]])
    glm = sm.GLM(data["coverage"] / 100, design, family=sm.families.Binomial())
    fit = glm.fit(cov_type="HC1")
    terms = ["intercept", "informal_share", "log_grdp_per_head"]
    np.testing.assert_allclose(rows.loc[terms, "estimate"], fit.params, rtol=1e-6)
    np.testing.assert_allclose(rows.loc[terms, "low"], fit.conf_int()[0], rtol=1e-4)


def test_the_average_effect_is_the_mean_change_for_one_more_point():
    table = provinces(60)
    rows = trends.cross_section(table, model="fractional_logit").set_index("term")
    a, b = rows.loc[["intercept", "informal_share"], "estimate"]
    step = 1e-5
    share = table["informal_share"]
    change = special.expit(a + b * (share + step)) - special.expit(a + b * (share - step))
    assert rows.loc["average_effect", "estimate"] == pytest.approx(
        100 * change.mean() / (2 * step), rel=1e-6
    )
    assert rows.loc["average_effect", "unit"] == "points_per_point"


def test_a_coverage_above_100_is_left_out_of_the_fractional_model_and_named():
    table = provinces(40)
    table.loc[3, "wage_members_office"] = 2000
    fractional = trends.cross_section(table, "office", "fractional_logit")
    assert set(fractional["left_out"]) == {"P3"}
    assert set(fractional["note"]) == {"coverage_above_100_left_out"}
    assert set(fractional["n"]) == {39}
    same = trends.cross_section(table, "office", "fractional_logit", without="P3")
    np.testing.assert_array_equal(fractional["estimate"], same["estimate"])
    assert set(same["left_out"]) == {""}
    squares = trends.cross_section(table, "office")
    assert set(squares["n"]) == {40}
    assert set(squares["left_out"]) == {""}


def test_placements_add_up_their_members():
    one = provinces(1).assign(
        wage_members_domicile=200,
        self_employed_members_domicile=50,
        wage_members_office=300,
        self_employed_members_office=60,
        construction_members_office=40,
    )
    found = [
        trends.provincial_coverage(one, name)["coverage"].iloc[0] for name in trends.PLACEMENTS
    ]
    assert found == [25.0, 36.0, 40.0]


def test_leave_one_out_agrees_with_a_fit_without_the_province():
    table = provinces(20)
    slopes = trends.leave_one_out(table).set_index("province")["estimate"]
    assert len(slopes) == 20
    direct = trends.cross_section(table, without="P7").set_index("term")
    assert slopes["P7"] == pytest.approx(direct.loc["informal_share", "estimate"])
    assert slopes.is_monotonic_increasing


def test_the_rank_counts_from_the_highest():
    table = provinces(5).assign(wage_members_domicile=[10, 50, 30, 30, 20])
    table["self_employed_members_domicile"] = 0
    ranks = [trends.coverage_rank(table, f"P{i}") for i in range(5)]
    assert ranks == [5, 1, 2, 2, 4]


def test_the_cross_sections_cover_every_choice_once():
    table = trends.cross_sections(provinces(30), "P4", capital="P0")
    assert table.columns.tolist() == trends.CROSS_SECTION_COLUMNS
    choices = ["placement", "model", "adjusted_for", "without", "term"]
    assert not table.duplicated(choices).any()
    assert (table["term"] == "informal_share").sum() == 3 * 2 * 2 * 2
    ends = table[table["term"] == "informal_share_leave_one_out"]
    assert len(ends) == 3 * 2 * 2
    assert (ends["low"] <= ends["estimate"]).all()
    assert (ends["estimate"] <= ends["high"]).all()
    assert (table["model"] == "rank").sum() == 3


def test_without_provinces_there_is_no_cross_section():
    empty = provinces(3).iloc[:0]
    assert trends.cross_section(empty).empty
    assert trends.cross_sections(empty, "P1").columns.tolist() == trends.CROSS_SECTION_COLUMNS


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda table: trends.cross_section(table, "factory"), "expected one of domicile, office"),
        (lambda table: trends.cross_section(table, model="probit"), "expected least_squares"),
        (lambda table: trends.cross_section(table, without="Jakarta"), "No province is named"),
        (lambda table: trends.coverage_rank(table, "Padang"), "No province is named"),
    ],
)
def test_an_unknown_choice_is_refused_with_what_is_expected(
    call: Callable[[pd.DataFrame], object], message: str
):
    with pytest.raises(ValueError, match=message):
        call(provinces(10))


# Provinces over time


def firms():
    """Return the ten firms of Grunfeld (1958), as in the R package plm."""
    data = grunfeld.load_pandas().data
    return data[data["firm"] != "American Steel"]


def test_the_two_way_within_slope_reproduces_r():
    """R: plm(inv ~ value + capital, Grunfeld, model = "within", effect = "twoways")."""
    data = firms()
    design = trends._two_way_design(data[["value", "capital"]], data["firm"], data["year"])
    fit = trends._clustered(data["invest"], design, data["firm"])
    assert fit.params["value"] == pytest.approx(0.117716, abs=5e-7)
    assert fit.params["capital"] == pytest.approx(0.357916, abs=5e-7)


def test_clustered_errors_reproduce_stata():
    """Stata: regress invest mvalue kstock, vce(cluster company); nine degrees of freedom."""
    data = firms()
    design = sm.add_constant(data[["value", "capital"]])
    fit = trends._clustered(data["invest"], design, data["firm"])
    errors = fit.bse[["value", "capital", "const"]]
    np.testing.assert_allclose(errors, [0.01589433647768, 0.08496711097464, 20.425202580078], 1e-6)
    assert fit.conf_int().loc["value", 0] == pytest.approx(0.07960666895505, rel=1e-6)


def panel(years: tuple[int, ...] = (2022, 2023, 2024, 2025)):
    rng = np.random.default_rng(3)
    rows = []
    for province in range(12):
        level = rng.uniform(10, 40)
        informal = rng.uniform(40, 70)
        for year in years:
            share = informal + rng.normal(0, 1)
            coverage = level - 0.5 * share + 40 + (year - 2022)
            rows.append(
                {
                    "province": f"P{province}",
                    "year": year,
                    "employed": 1000.0,
                    "informal_share": share,
                    "wage_members": 8 * coverage,
                    "self_employed_members": 2 * coverage,
                    "timing": "month not stated" if year == 2025 else "Dec",
                }
            )
    return pd.DataFrame(rows)


def test_a_known_within_slope_is_found_again_with_and_without_the_undated_year():
    table = trends.panel_description(panel())
    for model, n, note in (("panel_dated", 36, ""), ("panel_all_years", 48, "undated_year")):
        row = estimate(table, model, "within_slope")
        assert row["estimate"] == pytest.approx(-0.5)
        assert (row["n"], row["note"]) == (n, note)


def test_variation_splits_into_between_and_within():
    still = panel().assign(informal_share=lambda t: t["province"].str[1:].astype(float))
    odd = (still["year"] + still["informal_share"].astype(int)) % 2
    still["informal_share"] += np.where(odd, 0.1, -0.1)
    table = trends.panel_description(still)
    row = {
        term: estimate(table, "panel_all_years", term)["estimate"] for term in set(table["term"])
    }
    assert row["between_sd"] == pytest.approx(math.sqrt(13))
    assert row["within_sd"] == pytest.approx(0.1 * math.sqrt(48 / 47))
    assert row["within_share"] == pytest.approx(100 * 0.01 / (143 / 12 + 0.01))


def test_a_slope_that_the_years_cannot_tell_is_missing():
    one_year = panel(years=(2022,))
    only_common_change = panel().assign(informal_share=lambda t: t["year"] - 2000.0)
    nothing = panel().iloc[:0]
    for table in map(trends.panel_description, (one_year, only_common_change, nothing)):
        slopes = table[table["term"] == "within_slope"]
        assert set(slopes["note"]) == {"not_identified"}
        assert slopes["estimate"].isna().all()


# Tables


def test_all_results_fit_into_one_table():
    series = broken(end=2025)
    ahead = trends.forecast(series, [2025, 2029])
    goals = trends.reach_targets(series, targets(("t1", "2029", 43.9, "employed")))
    table = trends.tidy(
        trends.logistic_growth(series), series=series, forecasts=ahead, targets=goals
    )
    assert table.columns.tolist() == trends.ESTIMATE_COLUMNS
    assert estimate(table, "forecast", "2029")["low"] == ahead["low"].iloc[1]
    probability = estimate(table, "target_probability", "t1")
    assert probability["estimate"] == goals["probability"].iloc[0]
    assert estimate(table, "series", "2014")["estimate"] == series["coverage"].iloc[0]
    assert not table.duplicated(["model", "term"]).any()


def test_october_counts_are_noted_in_the_table():
    series = broken().assign(comparable=lambda t: t["year"] != 2014)
    table = trends.tidy(series=series)
    assert estimate(table, "series", "2014")["note"] == "october_count"
    assert estimate(table, "series", "2015")["note"] == ""


def test_a_term_may_not_stand_twice():
    growth = trends.logistic_growth(broken())
    with pytest.raises(ValueError, match="occurs twice"):
        trends.tidy(growth, growth)


def test_no_results_give_an_empty_table_with_its_columns():
    assert trends.tidy().columns.tolist() == trends.ESTIMATE_COLUMNS
