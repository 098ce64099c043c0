"""What a printed coverage without a definition can mean."""

from __future__ import annotations

import pytest
from small_figures import pick

from analysis import coverage
from analysis.cases import load


def test_44_percent_step_by_step() -> None:
    case = load("padang")
    table = coverage.reconciliation(case.observations, case.derivations)
    printed = pick(table, step="printed")
    assert (printed["value"], printed["n_outlets"]) == (44, 4)
    beside = table[table["step"] == "target_beside"]
    assert beside["value"].tolist() == [32.48, 37.10]
    assert beside["below_printed"].all()
    parts = table[table["step"] == "part"].set_index("group")["value"].round(1)
    assert parts.to_dict() == {"formal": 45.8, "informal": 6.5}
    readings = [pick(table, step=f"all_{role}")["value"] for role in coverage.BOUNDS]
    assert [round(value, 1) for value in readings] == [27.5, 27.8, 30.9]
    base = pick(table, step="base_identified")
    assert (base["value"], base["date"], base["unit"]) == (426_765, "2023-08", "persons")
    assert [term.factors for term in base["numerator_terms"]] == [(227_000.0,), (199_000.0,)]
    shares = [
        pick(table, step=f"base_informal_share_{by}")["value"] for by in ("printed", "survey")
    ]
    assert [round(value, 2) for value in shares] == [46.71, 46.75]
    later = table[table["step"].str.startswith("later")]
    assert later["value"].round(2).tolist() == [52.42, 52.78, 42.0, 41.86]


def test_arithmetic_of_each_step_gives_its_value() -> None:
    case = load("padang")
    table = coverage.reconciliation(case.observations, case.derivations)
    divided = table[table["denominator_terms"].map(len) > 0]
    assert len(divided) >= 7
    for row in divided.to_dict("records"):
        upper = sum(term.value for term in row["numerator_terms"])
        assert row["value"] == pytest.approx(
            100 * upper / sum(t.value for t in row["denominator_terms"])
        )


def test_reconciliation_of_another_case() -> None:
    case = load("padang-panjang")
    table = coverage.reconciliation(case.observations, case.derivations)
    assert table["step"].tolist()[:2] == ["printed", "all_value"]
    assert table["value"].round(1).tolist()[:2] == [93.0, 89.0]
    calm = case.observations[case.observations["series"] != "coverage"]
    empty = coverage.reconciliation(calm, case.derivations, set(case.observations.iloc[:, 0]))
    assert empty.empty
    assert list(empty) == list(table)
