"""The rise of informal coverage, against the notes on the figures."""

from __future__ import annotations

import pytest
from small_figures import PADANG, THESIS, derivations, figures, observations, pick

from analysis import coverage
from analysis.cases import known_figures


@pytest.mark.parametrize(
    ("variant", "low", "high", "digits"),
    [("moving_bases", 4.97, 4.99, 2), ("one_base", 4.1, 4.4, 1), ("rounding", 4.7, 5.2, 1)],
)
def test_rise_of_informal_coverage_as_in_the_notes(
    variant: str, low: float, high: float, digits: int
) -> None:
    row = pick(coverage.change(*figures(), PADANG), variant=variant)
    assert (row["start"], row["end"]) == ("2024-11", "2025-10")
    assert (round(row["low"], digits), round(row["high"], digits)) == (low, high)
    assert row["low"] <= row["change"] <= row["high"]
    assert row["n_figures"] == len(row["sources"].split())


def test_rounding_at_both_ends_widens_the_rise_by_both() -> None:
    # 1,000 to 2,000 of 10,001: half a thousand either way at each end is ten points in all.
    table = observations(
        {"observation_id": "a", "series": "active_members", "value": 1_000, "group": "informal"},
        {"observation_id": "b", "series": "active_members", "value": 2_000, "group": "informal"},
        {"observation_id": "w", "series": "workers", "value": 10_001, "group": "informal"},
    )
    usual = {"group": "informal", "base": "informal", "denominator": "w"}
    rows = derivations(
        usual | {"numerator": "a", "period": "2024"}, usual | {"numerator": "b", "period": "2025"}
    )
    row = pick(coverage.change(table, rows, "A"), variant="rounding")
    assert [row["low"], row["change"], row["high"]] == pytest.approx([0, 10, 20], abs=0.01)


def test_no_change_from_one_month() -> None:
    everything, table = figures()
    known = known_figures(everything, THESIS)
    result = coverage.change(known, table, PADANG, known=set(everything["observation_id"]))
    assert result.empty
    assert "change" in result
