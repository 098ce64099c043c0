"""Coverage on one definition: against sums that sources allow, and the notes on the figures."""

from __future__ import annotations

import pandas as pd
import pytest
from small_figures import (
    KEY,
    NATION,
    PADANG,
    PROVINCE,
    THESIS,
    consistent,
    derivations,
    figures,
    measures,
    observations,
    pick,
)

from analysis import coverage
from analysis.cases import known_figures, load_reference


def test_members_by_office_add_up_to_the_national_count() -> None:
    provinces = load_reference().provinces_2023
    segments = ["wage", "self_employed", "construction"]
    sums = [provinces[f"{name}_members_office"].sum() for name in segments]
    assert sums == [25_004_383, 9_192_755, 7_363_800]
    assert sum(sums) == 41_560_938


@pytest.mark.parametrize(
    ("year", "millions"), [(2022, 135.30), (2023, 139.85), (2024, 144.64), (2025, 146.54)]
)
def test_employed_by_province_add_up_to_the_nation(year: int, millions: float) -> None:
    panel = load_reference().provinces_panel
    assert round(panel.loc[panel["year"] == year, "employed"].sum() / 1e6, 2) == millions


@pytest.mark.parametrize(
    ("date", "percent"),
    [
        ("2014-10", 14.25), ("2015-10", 16.58), ("2016-12", 19.09), ("2017-12", 21.68),
        ("2018-12", 24.56), ("2019-12", 27.01), ("2020-12", 23.34), ("2021-12", 23.40),
        ("2022-12", 26.50), ("2023-12", 29.72), ("2024-12", 31.27),
    ],
)  # fmt: skip
def test_national_series_as_published_in_the_notes(date: str, percent: float) -> None:
    row = pick(consistent(), geo=NATION, date=date, group="all", base="employed")
    assert round(row["value"], 2) == percent


@pytest.mark.parametrize(
    ("date", "group", "low", "value", "high"),
    [
        ("2024-11", "all", 27.5, 27.8, 30.9),
        ("2025-10", "all", 29.1, 29.1, 29.1),
        ("2024-11", "informal", 6.5, 6.5, 6.5),
        ("2025-07", "informal", 9.5, 9.5, 9.5),
        ("2025-10", "informal", 11.5, 11.5, 11.5),
        ("2024-11", "formal", 45.8, 45.8, 45.8),
        ("2024-12", "formal_with_construction", 52.4, 52.4, 52.4),
        ("2025-07", "formal", 42.0, 42.0, 42.0),
    ],
)
def test_coverage_of_the_case_as_in_the_notes(
    date: str, group: str, low: float, value: float, high: float
) -> None:
    row = pick(consistent(), geo=PADANG, date=date, group=group)
    assert [round(row[bound], 1) for bound in coverage.BOUNDS] == [low, value, high]


def test_every_reading_of_the_case_lies_below_the_nation_and_the_target() -> None:
    row = pick(consistent(), geo=PADANG, date="2024-11", group="all")
    nation = coverage.comparable(coverage.by_definition(consistent()), NATION, "2024-11")
    assert nation is not None
    assert nation["date"] == "2024-12"
    assert row["high"] < min(nation["low"], 32.48)


def test_province_rests_on_the_division_of_its_source() -> None:
    row = pick(consistent(), geo=PROVINCE, date="2024-10", group="all", base="employed")
    assert (row["numerator"], row["denominator"]) == (700_552, 2_844_925)
    assert round(row["value"], 2) == 24.62


def test_consistent_holds_one_row_for_each_thing_and_bounds_hold_the_value() -> None:
    table = measures()
    assert not table.duplicated(KEY).any()
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()


def test_nothing_published_later_is_used() -> None:
    everything, table = figures()
    known = known_figures(everything, THESIS)
    early = coverage.consistent(known, table, set(everything["observation_id"]))
    assert early[early["geo"] == PADANG]["date"].max() == "2024-12"
    used = {key for sources in early["sources"] for key in sources.split()}
    assert used <= set(known["observation_id"])


def test_measures_hold_what_is_consistent() -> None:
    kept = coverage.on_definition(measures())
    pd.testing.assert_frame_equal(kept, consistent())
    assert 0 < len(kept) < len(measures())
    assert set(kept.loc[kept["kind"] != "derivation", "count"]) == {"active"}
    assert set(kept["base"]) == {"employed", "formal", "informal"}


def test_counts_that_disagree_bound_the_value_and_roundings_do_not() -> None:
    table = observations(
        {"series": "active_members", "value": 45_230_000},
        {"series": "active_members", "value": 45_200_000, "period": "2024"},
        {"series": "active_members", "value": 45_120_000},
        {"series": "active_members", "value": 46_700_000, "checked": "contradicted"},
        {"series": "active_members", "value": 99_000_000, "checked": "not_found_again"},
        {"series": "employed", "value": 100_000_000, "period": "2024-08"},
    )
    row = pick(coverage.consistent(table, derivations()), date="2024-12")
    assert [row[bound] for bound in coverage.BOUNDS] == pytest.approx([45.12, 45.23, 46.70])


def test_a_rounding_of_the_count_is_no_other_reading() -> None:
    table = observations(
        {"series": "active_members", "value": 45_230_000},
        {"series": "active_members", "value": 45_200_000, "period": "2024"},
        {"series": "employed", "value": 100_000_000, "period": "2024-08"},
    )
    row = pick(coverage.consistent(table, derivations()), date="2024-12")
    assert [row[bound] for bound in coverage.BOUNDS] == pytest.approx([45.23, 45.23, 45.23])


def test_bounds_without_a_published_main_reading_are_left_out() -> None:
    table = observations(
        {"observation_id": "a", "series": "active_members", "value": 20},
        {"observation_id": "e", "series": "employed", "value": 100, "period": "2024-08"},
    )
    rows = derivations(
        {"numerator": "later", "denominator": "e"},
        {"numerator": "a+a", "denominator": "e", "role": "high"},
    )
    row = pick(coverage.consistent(table, rows, {"a", "e", "later"}), date="2024-12")
    assert (row["kind"], row["value"], row["high"]) == ("ratio", 20, 20)


def test_like_months_are_compared_within_the_year() -> None:
    coverages = coverage.by_definition(consistent())
    nearest = coverage.comparable(coverages, NATION, "2025-03")
    assert nearest is not None
    assert nearest["date"] == "2025-04"  # as near as February; the later of two
    assert coverage.comparable(coverages, NATION, "2013-12") is None
    alone = coverage.by_definition(consistent()[consistent()["date"] != "2025-10"])
    june = coverage.comparable(alone, NATION, "2025-10")
    assert june is not None
    assert (june["date"], june["months_apart"], june["like_months"]) == ("2025-06", 4, False)
