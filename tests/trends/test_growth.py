"""Growth, forecasts and targets: against certified and documented values, and known parameters."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from small_series import DAMPED, as_series, estimate, noisy, numbers, targets

from analysis import trends

NORRIS_X = """0.2 337.4 118.2 884.6 10.1 226.5 666.3 996.3 448.6 777.0 558.2 0.4 0.6 775.5 666.9
338.0 447.5 11.6 556.0 228.1 995.8 887.6 120.2 0.3 0.3 556.8 339.1 887.2 999.0 779.0 11.1 118.3
229.2 669.1 448.9 0.5"""

NORRIS_Y = """0.1 338.8 118.1 888.0 9.2 228.1 668.5 998.5 449.1 778.9 559.2 0.3 0.1 778.1 668.8
339.3 448.9 10.8 557.7 228.3 998.0 888.8 119.6 0.3 0.6 557.6 339.3 888.0 998.5 778.9 10.2 117.6
228.9 668.4 449.2 0.2"""


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


def test_exact_logistic_growth_is_found_again():
    years = np.arange(2010, 2020)
    table = trends.logistic_growth(as_series(years, -1 + 0.1 * (years - 2010)))
    for model in ("logistic_growth", "logistic_growth_hac"):
        assert estimate(table, model, "slope")["estimate"] == pytest.approx(0.1)
        odds = estimate(table, model, "odds_growth")
        assert odds["estimate"] == pytest.approx(100 * math.expm1(0.1))
        assert odds["unit"] == "percent_per_year"


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
