"""Derived coverages: arithmetic that stands in the data."""

from __future__ import annotations

import pytest
from small_figures import derivations, observations

from analysis import coverage
from analysis.errors import UserError


def test_arithmetic_is_kept_as_signed_terms() -> None:
    figures_ = observations(
        {"observation_id": "a", "series": "employed", "value": 400},
        {"observation_id": "b", "series": "uncovered_workers", "value": 300},
        {"observation_id": "c", "series": "coverage", "value": 25, "unit": "percent"},
        {"observation_id": "d", "series": "eligible_workers", "value": 200},
    )
    table = coverage.derive(
        derivations(
            {"numerator": "a-b", "denominator": "a"}, {"numerator": "c*d", "denominator": "a"}
        ),
        figures_,
    )
    assert table["value"].tolist() == [25.0, 12.5]
    first, second = table["numerator_terms"]
    assert [(term.sign, term.factors) for term in first] == [(1, (400.0,)), (-1, (300.0,))]
    assert [(term.factors, term.units) for term in second] == [
        ((25.0, 200.0), ("percent", "persons"))
    ]
    assert table["sources"].tolist() == ["a b", "c d a"]


def test_a_figure_not_yet_published_drops_its_derivation_only() -> None:
    table = observations({"observation_id": "a", "series": "active_members", "value": 20})
    rows = derivations(
        {"numerator": "a", "denominator": "a"}, {"numerator": "a", "denominator": "later"}
    )
    assert coverage.derive(rows, table, {"a", "later"})["derivation_id"].tolist() == ["d0"]
    with pytest.raises(UserError, match="d1: observation later does not exist"):
        coverage.derive(rows, table)


@pytest.mark.parametrize("sum_", ["", "a b", "a+", "a-*b", "a/b"])
def test_a_sum_that_cannot_be_read_is_refused(sum_: str) -> None:
    table = observations({"observation_id": "a", "series": "employed", "value": 1})
    with pytest.raises(UserError, match="d0"):
        coverage.derive(derivations({"numerator": sum_, "denominator": "a"}), table)


def test_a_denominator_of_zero_is_refused() -> None:
    table = observations({"observation_id": "a", "series": "employed", "value": 1})
    with pytest.raises(UserError, match="denominator a-a is zero"):
        coverage.derive(derivations({"numerator": "a", "denominator": "a-a"}), table)
