"""Gaps between places, and the formal and informal coverage behind them."""

from __future__ import annotations

import pytest
from small_figures import NATION, PADANG, PROVINCE, gap_inputs, pick

from analysis import coverage


def test_group_rates_of_the_province_give_the_printed_members() -> None:
    # 48.18 % of formal and 11.48 % of informal workers of 2,844,925: 700,485, printed 700,552.
    row = pick(gap_inputs(), geo=PROVINCE, date="2024-11")
    assert (row["formal_rate"], row["informal_rate"]) == (48.18, 11.48)
    assert row["formal_share"] == pytest.approx(0.3581)
    assert row["share_date"] == "2023-08"
    assert round(row["all_rate"] / 100 * 2_844_925) == 700_485


def test_rates_of_the_nation_add_up_to_its_coverage() -> None:
    # 41,560,938 members by segment over 139.85 million: the 29.72 % of the series.
    row = pick(gap_inputs(), geo=NATION, date="2023-12", construction="included")
    assert row["all_rate"] == pytest.approx(29.72, abs=0.01)
    out = pick(gap_inputs(), geo=NATION, date="2023-12", construction="excluded")
    assert out["all_rate"] == pytest.approx((25_004_383 + 9_192_755) / 139_850_000 * 100, abs=1e-3)


def test_gaps_of_the_case() -> None:
    table = coverage.gaps(gap_inputs(), PADANG, [PROVINCE, NATION])
    row = pick(table, date="2024-11", geo_other=PROVINCE, date_other="2024-11")
    assert row["total"] == pytest.approx(117 / 426 * 100 - 24.6223, abs=1e-3)
    assert row["rate_formal"] + row["rate_informal"] == pytest.approx(row["rate"])
    assert (table["total"] - table["mix"] - table["rate"]).abs().max() < 1e-9
    assert table["months_apart"].max() <= 12
    assert set(table["construction_other"]) == {"included", "excluded", "not_stated"}
