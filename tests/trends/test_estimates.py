"""All results in one table."""

from __future__ import annotations

import pytest
from small_series import broken, estimate, targets

from analysis import trends


def test_all_results_fit_into_one_table():
    series = broken(end=2025)
    ahead = trends.forecast(series, [2025, 2029])
    goals = trends.reach_targets(series, targets(("t1", "2029", 43.9, "employed")))
    table = trends.tidy(
        trends.logistic_growth(series), series=series, forecasts=ahead, targets=goals
    )
    assert table.columns.tolist() == ["variant", *trends.ESTIMATE_COLUMNS]
    assert set(table["variant"]) == {"main"}
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


def test_a_sensitivity_stands_beside_the_main_estimates_under_its_own_name():
    series = broken()
    main = trends.logistic_growth(series)
    late = trends.logistic_growth(series[series["year"] > 2016]).assign(variant="late_years")
    table = trends.tidy(main, late)
    assert table["variant"].tolist() == ["main"] * len(main) + ["late_years"] * len(late)
    assert table["estimate"].tolist() == [*main["estimate"], *late["estimate"]]
    with pytest.raises(ValueError, match="variant 'late_years'"):
        trends.tidy(main, late, late)


def test_no_results_give_an_empty_table_with_its_columns():
    assert trends.tidy().columns.tolist() == trends.TREND_COLUMNS
