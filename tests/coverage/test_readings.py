"""Readings of a coverage: which base a count is divided by."""

from __future__ import annotations

from small_figures import observations

from analysis import coverage


def test_base_is_the_latest_august_and_never_a_february() -> None:
    table = observations(
        {"observation_id": "y", "series": "active_members", "value": 30, "period": "2024"},
        {"observation_id": "m", "series": "active_members", "value": 20, "period": "2025-06"},
        {"observation_id": "old", "series": "active_members", "value": 20, "period": "2027-01"},
        {"observation_id": "e3", "series": "employed", "value": 90, "period": "2023-08"},
        {"observation_id": "e4", "series": "employed", "value": 100, "period": "2024-08"},
        {"observation_id": "f5", "series": "employed", "value": 50, "period": "2025-02"},
        {"observation_id": "e5", "series": "employed", "value": 125, "period": "2025-08"},
    )
    result = coverage.ratios(table, coverage.base_figures(table))
    result = result[(result["count"] == "active") & (result["base"] == "employed")]
    assert result.set_index("date")["value"].to_dict() == {"2024-12": 30.0, "2025-06": 20.0}
