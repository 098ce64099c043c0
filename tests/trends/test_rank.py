"""Trend without a model: against published examples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from small_series import as_series, estimate

from analysis import trends


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
