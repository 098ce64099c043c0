"""Kitagawa's decomposition, against a published example."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import coverage

SIZES_1970 = [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9]
SIZES_1985 = [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5]
RATES_1970 = [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8]
RATES_1985 = [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2]


def test_decomposition_against_das_gupta_example_5_1() -> None:
    # Household headship rates, United States 1970 and 1985 (Das Gupta 1993, example 5.1).
    # R: DasGuptR::dgnpop(eg5.1, pop = "pop", factors = "rate", id_vars = "age_group",
    #    crossclassified = "size") |> dg_table()
    # prints age structure 1.2269, rate 1.7403, crude 44.7268 to 47.6940 (2.9672).
    names = [str(number) for number in range(13)]
    result = coverage.kitagawa(
        dict(zip(names, RATES_1985, strict=True)),
        {name: size / 100 for name, size in zip(names, SIZES_1985, strict=True)},
        dict(zip(names, RATES_1970, strict=True)),
        {name: size / 100 for name, size in zip(names, SIZES_1970, strict=True)},
    )
    assert result.mix == pytest.approx(1.2269, abs=6e-5)
    assert result.rate == pytest.approx(1.7403, abs=6e-5)
    assert result.total == pytest.approx(2.9672, abs=6e-5)


populations = st.integers(2, 5).flatmap(
    lambda n: st.tuples(
        *(st.lists(st.floats(0, 100), min_size=n, max_size=n) for _ in range(2)),
        *(st.lists(st.floats(0.01, 1), min_size=n, max_size=n) for _ in range(2)),
    )
)


@given(populations)
def test_decomposition_adds_up_and_changes_sign_with_the_order(
    drawn: tuple[list[float], ...],
) -> None:
    rates_a, rates_b, sizes_a, sizes_b = (
        {str(group): value for group, value in enumerate(values)} for values in drawn
    )
    shares_a = {group: size / sum(sizes_a.values()) for group, size in sizes_a.items()}
    shares_b = {group: size / sum(sizes_b.values()) for group, size in sizes_b.items()}
    one = coverage.kitagawa(rates_a, shares_a, rates_b, shares_b)
    other = coverage.kitagawa(rates_b, shares_b, rates_a, shares_a)
    gap = sum(rates_a[g] * shares_a[g] - rates_b[g] * shares_b[g] for g in rates_a)
    assert one.total == pytest.approx(gap, abs=1e-9)
    assert one.mix + one.rate == pytest.approx(one.total, abs=1e-9)
    assert [one.mix, one.rate] == pytest.approx([-other.mix, -other.rate], abs=1e-9)
    assert sum(one.rates.values()) == pytest.approx(one.rate, abs=1e-9)
    same_mix = coverage.kitagawa(rates_a, shares_a, rates_b, shares_a)
    assert same_mix.mix == pytest.approx(0, abs=1e-9)


def test_decomposition_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="same groups"):
        coverage.kitagawa({"a": 1}, {"b": 1}, {"a": 1}, {"a": 1})
    with pytest.raises(ValueError, match="add up to one"):
        coverage.kitagawa({"a": 1}, {"a": 0.9}, {"a": 1}, {"a": 1})
