"""Printed figures as such: use, exactness, and the choice of one among several."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.observations import (
    main_first,
    month,
    percent_bounds,
    rounding_bounds,
    usable,
    without_roundings,
)


def figures(*rows: dict[str, Any]) -> pd.DataFrame:
    """Figures with usual values where a row says nothing."""
    usual = {"series": "active_members", "geo": "A", "period": "2024-12", "group": "all"}
    usual |= {"status": "printed", "checked": "once"}
    named = [usual | {"observation_id": f"o{number}"} | row for number, row in enumerate(rows)]
    return pd.DataFrame(named)


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2024", "2024-12"), ("2024-02", "2024-02"), ("2024-02-29", "2024-02")],
)
def test_a_year_alone_is_its_december(period: str, expected: str) -> None:
    assert month(period) == expected


@pytest.mark.parametrize(
    ("value", "note", "bounds"),
    [
        (13_000, "", (12_500, 13_500)),
        (41_560_000, "", (41_555_000, 41_565_000)),
        (118_788, "", (118_788, 118_788)),
        (118_780, "", (118_780, 118_780)),
        (118_780, "rounded in source", (118_775, 118_785)),
        (0, "rounded", (0, 0)),
    ],
)
def test_rounded_counts_are_intervals(value: float, note: str, bounds: tuple[float, float]) -> None:
    assert rounding_bounds(value, note) == bounds


@given(st.integers(0, 10**9), st.sampled_from(["", "Rounded in source"]))
def test_rounding_bounds_hold_the_value_in_their_middle(value: int, note: str) -> None:
    low, high = rounding_bounds(value, note)
    assert low <= value <= high
    assert value - low == high - value


@pytest.mark.parametrize(
    ("value", "bounds"),
    [(44, (43.5, 44.5)), (9.5, (9.45, 9.55)), (32.48, (32.475, 32.485))],
)
def test_percentages_are_exact_to_their_last_decimal(
    value: float, bounds: tuple[float, float]
) -> None:
    assert percent_bounds(value) == pytest.approx(bounds)


@pytest.mark.parametrize(
    "other",
    [
        {"status": "target"},
        {"status": "claimed"},
        {"status": "undefined"},
        {"checked": "not_found_again"},
        {"series": "registered_members"},
        {"group": "formal"},
        {"geo": "B"},
    ],
)
def test_only_sure_figures_of_the_series_group_and_place_are_usable(other: dict[str, str]) -> None:
    rows = figures(
        {"value": 1.0},
        {"value": 1.0, "status": "derived"},
        {"value": 1.0, "checked": "contradicted"},
        {"value": 1.0} | other,
    )
    chosen = usable(rows, "active_members", geo="A")
    assert chosen["observation_id"].tolist() == ["o0", "o1", "o2"]


def test_figures_of_every_place_are_usable_unless_one_is_named() -> None:
    rows = figures({"value": 1.0}, {"value": 1.0, "geo": "B"})
    assert usable(rows, "active_members")["geo"].tolist() == ["A", "B"]


def test_the_main_figure_is_uncontradicted_then_most_exact_then_larger() -> None:
    rows = figures(
        {"value": 46_781_234.0, "checked": "contradicted"},
        {"value": 45_300_000.0},
        {"value": 45_220_000.0},
        {"value": 45_230_000.0},
    )
    assert main_first(rows)["observation_id"].tolist() == ["o3", "o2", "o1", "o0"]


def test_a_rate_with_more_decimals_is_more_exact() -> None:
    rows = figures({"value": 14.0}, {"value": 13.4}, {"value": 13.37})
    assert main_first(rows)["value"].tolist() == [13.37, 13.4, 14.0]


def test_roundings_of_the_main_figure_of_the_same_thing_are_dropped() -> None:
    rows = figures(
        {"value": 45_200_000.0},  # rounds the main figure
        {"value": 45_230_000.0},  # the main figure
        {"value": 45_120_000.0},  # disagrees with it
        {"value": 45_200_000.0, "period": "2023-12"},  # another thing
    )
    kept = without_roundings(rows, ["geo", "period"])
    assert kept["observation_id"].tolist() == ["o3", "o1", "o2"]
    assert kept["main"].tolist() == [True, True, False]


def test_no_figures_have_no_main_one() -> None:
    rows = figures({"value": 1.0}).head(0)
    assert without_roundings(rows, ["geo", "period"]).empty


@settings(deadline=None)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_the_main_figure_is_always_kept(values: list[int]) -> None:
    rows = figures(*({"value": float(value)} for value in values))
    kept = without_roundings(rows, ["geo", "period"])
    assert kept["value"].iloc[0] == main_first(rows)["value"].iloc[0]
    assert kept["main"].tolist() == [True] + [False] * (len(kept) - 1)
