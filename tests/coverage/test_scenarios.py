"""Scenarios are arithmetic that can be done by hand, and lead back to what was printed."""

import math

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import cases, coverage

WORKFORCE = {
    "formal": 600.0,
    "informal": 400.0,
    "employed": 1000.0,
    "eligible": 800.0,
    "labour_force": 1250.0,
}
RATES = st.floats(min_value=0, max_value=100)


def test_coverage_on_each_base_by_hand():
    """50 percent of 600 and 10 percent of 400 are 340 members."""
    found = coverage.scenario(WORKFORCE, 50, 10)
    assert found.members == pytest.approx(340)
    assert (found.employed, found.eligible) == (pytest.approx(34), pytest.approx(42.5))
    assert found.labour_force == pytest.approx(27.2)


def test_a_base_that_is_not_known_gives_no_coverage():
    found = coverage.scenario({**WORKFORCE, "eligible": math.nan}, 50, 10)
    assert math.isnan(found.eligible)
    assert found.employed == pytest.approx(34)


def test_members_move_both_rates_in_proportion_until_one_is_whole():
    assert coverage.rates_of(WORKFORCE, 170, 50, 10) == pytest.approx((25, 5))
    assert coverage.rates_of(WORKFORCE, 800, 50, 10) == pytest.approx((100, 50))
    assert coverage.rates_of(WORKFORCE, 700, 0, 0) == pytest.approx((70, 70))


@given(members=st.floats(min_value=0, max_value=1000), formal=RATES, informal=RATES)
def test_rates_of_members_give_these_members(members: float, formal: float, informal: float):
    before = coverage.scenario(WORKFORCE, formal, informal).members
    assume(before == 0 or before > 1e-6)
    rates = coverage.rates_of(WORKFORCE, members, formal, informal)
    assert all(-1e-6 <= rate <= 100 + 1e-6 for rate in rates)
    assert coverage.scenario(WORKFORCE, *rates).members == pytest.approx(members, abs=1e-6)


def test_the_distance_to_a_target_is_in_points_and_persons_of_its_base():
    goals = pd.DataFrame({"observation_id": ["t"], "target": [40.0], "base_compared": ["eligible"]})
    found = coverage.gaps_to(WORKFORCE, coverage.scenario(WORKFORCE, 30, 10), goals)
    assert found["gap_points"].iloc[0] == pytest.approx(40 - 27.5)
    assert found["gap_persons"].iloc[0] == pytest.approx(100)


def test_the_rates_printed_for_padang_lead_back_to_its_printed_members():
    """310,703 of 438,441 were without cover in October 2025, as printed."""
    case, reference = cases.load("padang"), cases.load_reference()
    observations, derivations = cases.all_figures(case, reference)
    places = [case.geo]
    workers = coverage.workforces(observations, places)
    rates = coverage.printed_rates(coverage.consistent(observations, derivations), places)
    (start,) = rates.to_dict("records")
    last = workers[workers["year"] == 2024].to_dict("records")[0]
    found = coverage.scenario(last, start["formal_rate"], start["informal_rate"])
    assert start["date"] == "2025-10"
    assert found.members == pytest.approx(438_441 - 310_703, rel=0.001)


def test_informal_workers_alone_reach_the_target_of_a_scenario():
    goals = pd.DataFrame({"observation_id": ["t"], "target": [40.0], "base_compared": ["employed"]})
    table = coverage.scenarios(WORKFORCE, {"formal_rate": 50, "informal_rate": 10}, goals)
    row = table.set_index("scenario").loc["t"]
    assert row["employed"] == pytest.approx(40)
    assert (row["formal_rate"], row["informal_rate"]) == (50, pytest.approx(25))
