"""Breaks named in advance: known ones are found, and what cannot be told is missing."""

from __future__ import annotations

import pandas as pd
import pytest
from small_series import broken, estimate

from analysis import trends


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
