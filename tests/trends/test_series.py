"""The annual series: which counts enter, and which never do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import trends


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


@pytest.mark.parametrize("periods", [("2022", "2022-12"), ("2022-12", "2022")])
def test_the_count_with_most_digits_is_preferred_then_the_larger(periods: tuple[str, str]):
    rows = observations(
        observation("m1", "active_members", periods[0], 310),
        observation("m2", "active_members", periods[0], 301),
        observation("m3", "active_members", periods[1], 302),
    )
    assert trends.national_series(rows)["members_source"].tolist() == ["m3"]


def test_contradicted_unfound_claimed_and_partial_counts_are_never_used():
    rows = observations(
        observation("m0", "active_members", "2022-12", 300, checked="not_found_again"),
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
        observation("m3", "active_members", "2022", 200, published="2023-02"),
    )
    assert trends.national_series(rows)["members_source"].tolist() == ["m1 m2"]


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
        observation("u2", "unemployment_rate", "2022-08", 12, checked="contradicted"),
    )
    table = trends.labour_market(rows, "Indonesia", BREAKS)
    assert table["year"].tolist() == [2020, 2021, 2022, 2023]
    np.testing.assert_array_equal(table["informal_share"], [45, np.nan, np.nan, 47])
    np.testing.assert_array_equal(table["unemployment_rate"], [np.nan, np.nan, 11, np.nan])
    assert table["unemployment_rate_source"].tolist() == ["", "", "u1", ""]
    assert table["weights_break"].tolist() == [False, False, False, True]


def test_the_labour_market_of_an_unknown_place_is_empty():
    assert trends.labour_market(observations(), "Nowhere", BREAKS).empty
