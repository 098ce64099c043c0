"""What each printed coverage measures, against the notes on the figures."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_figures import NATION, PADANG, PROVINCE, figures, observations, pick

from analysis import coverage


def test_44_percent_is_contradicted_by_the_parts_beside_it() -> None:
    table = coverage.classify(figures()[0])
    rows = table[(table["geo"] == PADANG) & (table["value"] == 44)].set_index("publisher")
    assert len(rows) == 4
    assert not rows["usable"].any()
    assert rows.loc["Marawa News", "reason"] == "contradicts_own_parts"
    assert rows.loc["Marawa News", "parts_high"] == pytest.approx(117 / 426 * 100)
    others = rows.drop("Marawa News")
    assert (others["reason"] == "contradicts_printed_parts").all()
    assert (rows["count"] == "not_stated").all()


@pytest.mark.parametrize(
    ("geo", "value", "reason", "usable"),
    [
        ("Bali", 50.88, "contradicts_own_parts", False),
        ("Kab. Solok", 13.85, "labour_force_base", False),
        (PROVINCE, 24.62, "active_of_employed", True),
        (PROVINCE, 25.0, "registered_not_active", False),
        (PROVINCE, 38.87, "undefined", False),
        (PROVINCE, 48.18, "part_of_workers", False),
        (PROVINCE, 43.0, "undefined", False),
        ("Riau", 40.0, "undefined", False),
        ("Riau", 31.91, "base_not_stated", False),
        (NATION, 37.01, "eligible_base", False),
        (NATION, 33.28, "eligible_base", False),
        (NATION, 56.0, "registered_not_active", False),
        (PADANG, 52.78, "part_of_workers", False),
        (PADANG, 32.48, "target", False),
    ],
)
def test_printed_figures_are_what_the_notes_say(
    geo: str, value: float, reason: str, usable: bool
) -> None:
    table = coverage.classify(figures()[0])
    rows = table[(table["geo"] == geo) & (table["value"] == value)]
    assert len(rows)
    assert set(rows["reason"]) == {reason}
    assert set(rows["usable"]) == {usable}


def test_claim_of_the_contrast_case_is_more_than_its_parts() -> None:
    table = coverage.classify(figures("padang-panjang")[0])
    row = pick(table, geo="Kota Padang Panjang", value=93.0)
    assert row["reason"] == "contradicts_printed_parts"
    assert round(row["parts_high"], 1) == 89.0
    assert pick(table, geo="Kota Padang Panjang", value=78.0)["reason"] == "eligible_base"


def test_parts_of_another_month_or_place_contradict_nothing() -> None:
    rows = [
        {"series": "coverage", "value": 44, "unit": "percent", "base": "employed"},
        {"series": "active_members", "value": 20, "period": "2023-12"},
        {"series": "active_members", "value": 20, "geo": "B"},
        {"series": "workers", "value": 100},
    ]
    assert coverage.classify(observations(*rows))["reason"].tolist() == ["active_of_employed"]
    rows[1]["period"] = "2024-12"
    assert coverage.classify(observations(*rows))["reason"].tolist() == ["contradicts_own_parts"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "series": st.sampled_from(
                    [*coverage.COVERAGE_SERIES, "active_members", "workers", "employed"]
                ),
                "value": st.floats(0, 100, allow_nan=False),
                "group": st.sampled_from(["all", "formal", "informal", "vulnerable"]),
                "base": st.sampled_from(["", "not_stated", "employed", "eligible", "working_age"]),
                "status": st.sampled_from(["printed", "derived", "claimed", "undefined", "target"]),
                "period": st.sampled_from(["2024", "2024-12", "2024-12-31"]),
            }
        ),
        max_size=8,
    )
)
def test_classification_drops_no_figure(rows: list[dict[str, Any]]) -> None:
    table = observations(*rows)
    expected = table[table["series"].isin(coverage.COVERAGE_SERIES)]["observation_id"]
    result = coverage.classify(table)
    assert sorted(result["observation_id"]) == sorted(expected)
    assert (result["reason"] != "").all()
