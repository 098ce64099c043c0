"""Targets beside coverage, and the growth that they need."""

from __future__ import annotations

import math

import pytest
from small_figures import (
    NATION,
    PADANG,
    PROVINCE,
    consistent,
    derivations,
    figures,
    measures,
    observations,
    pick,
)

from analysis import coverage


def test_growth_seen_and_needed_on_a_line() -> None:
    # One point a year from 20 % in 2020: 24 % in 2024, so 30 % in 2026 needs three a year.
    rows = [
        {"series": "active_members", "value": 20 + year - 2020, "period": str(year)}
        for year in range(2020, 2025)
    ]
    rows += [
        {"series": "employed", "value": 100, "period": f"{year}-08"} for year in range(2020, 2025)
    ]
    rows.append(
        {"series": "coverage_target", "value": 30, "period": "2026", "base": "employed"}
        | {"unit": "percent", "status": "target", "observation_id": "goal"}
    )
    table = observations(*rows)
    row = coverage.targets(table, coverage.measures(table, derivations()), ["A"]).iloc[0]
    assert row["seen_points"] == pytest.approx(1)
    assert row["needed_points"] == pytest.approx(3)
    assert (row["seen_method"], row["seen_n"], row["needed_from"]) == ("slope", 5, "2024-12")
    assert (row["status"], row["gap_points"], row["gap_persons"]) == ("below", 6, 6)
    logits = math.log(0.3 / 0.7) - math.log(0.24 / 0.76)
    assert row["needed_logit"] == pytest.approx(logits / 2)


def test_growth_seen_leaves_out_the_mid_year() -> None:
    # Year-ends 20 and 22 in a row; the dip between them is a season.
    rows = [
        {"series": "active_members", "value": value, "period": period}
        for period, value in [("2023-12", 20), ("2024-06", 15), ("2024-12", 22), ("2025-06", 16)]
    ]
    rows += [{"series": "employed", "value": 100, "period": f"{year}-08"} for year in (2023, 2024)]
    rows.append(
        {"series": "coverage_target", "value": 30, "period": "2025", "base": "employed"}
        | {"unit": "percent", "status": "target"}
    )
    table = observations(*rows)
    row = coverage.targets(table, coverage.measures(table, derivations()), ["A"]).iloc[0]
    assert (row["seen_method"], row["seen_n"], row["seen_points"]) == ("two_points", 2, 2)
    assert (row["latest_date"], row["value"]) == ("2025-06", 16)
    assert (row["needed_from"], row["needed_points"]) == ("2024-12", 8)


def test_targets_of_the_case_its_province_and_the_nation() -> None:
    table = coverage.targets(figures()[0], measures(), [PADANG, PROVINCE, NATION])
    own = pick(table, geo=PADANG, year=2024)
    assert own["gap_points"] == pytest.approx(32.48 - 118_788 / 426_765 * 100)
    assert math.isnan(own["needed_points"])
    later = pick(table, geo=PADANG, year=2025)
    assert later["needed_points"] == pytest.approx((37.10 - 27.8345) / (13 / 12), abs=1e-3)
    assert (later["seen_method"], later["seen_n"]) == ("two_points", 2)
    eligible = pick(table, geo=NATION, year=2025, base="eligible")
    assert (eligible["latest_date"], eligible["value"]) == ("2025-10", 37.01)
    assert eligible["gap_persons"] == pytest.approx((0.5215 - 0.3701) * 101_810_000)
    assert not pick(table, geo=NATION, year=2045)["base_stated"]


def test_a_target_is_never_compared_across_bases() -> None:
    table = coverage.targets(figures()[0], consistent(), [NATION])
    eligible = table[table["base"] == "eligible"]
    assert set(eligible["status"]) == {"not_comparable"}
    assert eligible["gap_points"].isna().all()
