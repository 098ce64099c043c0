"""Verdicts: the rules stand in the data, and nothing but the public record can move them."""

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims
from analysis.cases import Case, Reference, load, load_reference
from analysis.claims import Measured, combine, judge, verdict
from analysis.errors import UserError

SEED = 7
DATES = ["2025-06-30", ""]
SIDES = st.sampled_from(["<", ">", ">="])
NUMBERS = st.floats(min_value=-10, max_value=10, allow_nan=False)


@cache
def padang() -> tuple[Case, Reference]:
    return load("padang"), load_reference()


@cache
def verdicts() -> pd.DataFrame:
    return judge(*padang(), DATES, seed=SEED)


def found(test: str, as_of: str = claims.ALL, variant: str = claims.MAIN) -> pd.Series:
    table = verdicts()
    (row,) = table[
        (table["test_id"] == test) & (table["as_of"] == as_of) & (table["variant"] == variant)
    ].iterrows()
    return row[1]


# A measure against its threshold ------------------------------------------------------------


@pytest.mark.parametrize(
    ("estimate", "low", "high", "expected"),
    [
        (-2, -3, -1, "agreement"),
        (-1, -3, 1, "partial_agreement"),
        (1, -1, 3, "undecided"),
        (2, 1, 3, "dissonance"),
    ],
)
def test_a_verdict_says_where_estimate_and_interval_lie(
    estimate: float, low: float, high: float, expected: str
):
    measured = Measured(estimate, low, high, counted=8)
    assert verdict(measured, "<", 0, 8) == expected
    mirrored = Measured(-estimate, -high, -low, counted=8)
    assert verdict(mirrored, ">", 0, 8) == expected


def test_too_little_evidence_is_silence_whatever_it_says():
    assert verdict(Measured(-2, -3, -1, counted=7), "<", 0, 8) == "silence"
    assert verdict(Measured(counted=9), "<", 0, 8) == "silence"


def test_a_threshold_of_at_least_holds_at_the_threshold():
    assert verdict(Measured(3, 3, 3, counted=20), ">=", 3, 20) == "agreement"
    assert verdict(Measured(3, 3, 3, counted=20), ">", 3, 20) == "dissonance"


@given(NUMBERS, st.floats(0, 5), st.floats(0, 5), SIDES, NUMBERS)
def test_an_interval_on_one_side_is_never_partial_or_undecided(
    value: float, below: float, above: float, side: str, bound: float
):
    low, high = value - below, value + above
    result = verdict(Measured(value, low, high, counted=9), side, bound, 1)
    assert result in claims.VERDICTS
    if low > bound or high < bound:
        assert result in {"agreement", "dissonance"}
    assert result != "silence"


# The rules of one claim ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (["agreement"], "agreement"),
        (["agreement", "agreement"], "agreement"),
        (["agreement", "silence"], "partial_agreement"),
        (["agreement", "dissonance"], "partial_agreement"),
        (["partial_agreement", "undecided"], "partial_agreement"),
        (["dissonance", "undecided"], "dissonance"),
        (["dissonance", "silence"], "dissonance"),
        (["undecided", "silence"], "undecided"),
        (["silence", "silence"], "silence"),
        ([], "silence"),
    ],
)
def test_the_rules_of_a_claim_combine_as_the_methods_page_says(rules: list[str], expected: str):
    assert combine(rules) == expected


@given(st.lists(st.sampled_from(claims.VERDICTS), max_size=4))
def test_the_order_of_rules_does_not_matter(rules: list[str]):
    assert combine(rules) == combine(rules[::-1])


# The real case ------------------------------------------------------------------------------


def test_every_rule_is_judged_at_both_dates():
    main = verdicts()[(verdicts()["variant"] == claims.MAIN) & (verdicts()["test_id"] != "")]
    tests = list(padang()[0].claim_tests["test_id"])
    for date in ("2025-06-30", claims.ALL):
        assert sorted(main[main["as_of"] == date]["test_id"]) == sorted(tests)
    assert set(verdicts()["layer"]) == {"public"}


def test_informal_coverage_is_the_quotient_of_the_printed_parts():
    # 13,000 of 199,000 in November 2024; 162,666 of 183,814 without cover in October 2025.
    assert found("C6a", "2025-06-30")["estimate"] == pytest.approx(100 * 13000 / 199000)
    assert found("C6a")["estimate"] == pytest.approx(100 * (1 - 162666 / 183814))


def test_the_rise_of_informal_coverage_cannot_be_decided():
    row = found("C6b")
    assert row["low"] < 5 < row["high"]
    assert row["verdict"] == "partial_agreement"


def test_coverage_is_set_beside_the_nation_in_like_months_only():
    # 127,738 of 438,441; the nation: 37.01 % of 101.81 million over 146.54 million.
    city = 100 * (438441 - 310703) / 438441
    nation = 37.01 * 101.81 / 146.54
    assert found("C1a")["estimate"] == pytest.approx(city - nation)
    # The national count at the end of 2024 was printed only in July 2025.
    assert found("C1a", "2025-06-30")["verdict"] == "silence"
    by_period = found("C1a", "2025-06-30", "figures_by_period")
    assert by_period["estimate"] == pytest.approx(
        100 * (118788 / 426765 - 45.23 / 144.64), abs=0.02
    )
    assert by_period["verdict"] == "agreement"


def test_no_agreement_of_city_and_agency_on_record_is_silence():
    row = found("C7a")
    assert row["verdict"] == "silence"
    assert row["n_events"] == 0


def test_an_agreement_of_city_and_agency_would_be_found():
    case, reference = padang()
    signed = case.agreements.iloc[[0]].assign(party="city_government", other_party="bpjs")
    table = judge(replace(case, agreements=signed), reference, [""], seed=SEED)
    row = table[(table["test_id"] == "C7a") & (table["variant"] == claims.MAIN)].iloc[0]
    assert row["verdict"] == "agreement"
    assert row["sources"] == signed["agreement_id"].iloc[0]


def test_nothing_later_than_the_date_moves_a_verdict():
    case, reference = padang()
    early = case.documents["published"].map(lambda day: day != "" and day < "2025-07")
    cut = replace(case, documents=case.documents[early])
    kept = verdicts()[verdicts()["as_of"] == "2025-06-30"].reset_index(drop=True)
    again = judge(cut, reference, ["2025-06-30"], seed=SEED)
    coded = kept["measure"].isin(["net_stance", "hindered_dimensions", "leading_difference"])
    pd.testing.assert_frame_equal(kept[coded], again[coded])


def test_teaching_material_and_the_study_cannot_move_a_verdict():
    case, reference = padang()
    flood = []
    for table in (case.documents, case.segments, case.codings):
        added = table.copy()
        for key in ("document_id", "segment_id"):
            if key in added:
                added[key] = "lesson-" + added[key]
        flood.append(added)
    documents, segments, codings = flood
    documents = documents.assign(layer="teaching", event="")
    codings = codings.assign(stance="hinders")
    with_lessons = replace(
        case,
        documents=pd.concat([case.documents, documents], ignore_index=True),
        segments=pd.concat([case.segments, segments], ignore_index=True),
        codings=pd.concat([case.codings, codings], ignore_index=True),
    )
    pd.testing.assert_frame_equal(judge(with_lessons, reference, DATES, seed=SEED), verdicts())
    without_study = replace(case, documents=case.documents[case.documents["layer"] == "public"])
    pd.testing.assert_frame_equal(judge(without_study, reference, DATES, seed=SEED), verdicts())


def test_the_same_seed_gives_the_same_table():
    pd.testing.assert_frame_equal(judge(*padang(), DATES, seed=SEED), verdicts())


def test_a_case_without_rules_has_no_verdicts():
    case, reference = padang()
    assert judge(
        replace(case, claim_tests=case.claim_tests.iloc[:0]), reference, DATES, seed=1
    ).empty


def test_an_unknown_measure_is_refused_with_those_that_exist():
    case, reference = padang()
    tests = case.claim_tests.assign(measure="gut_feeling")
    with pytest.raises(UserError, match=r"gut_feeling.*net_stance"):
        judge(replace(case, claim_tests=tests), reference, DATES, seed=1)
