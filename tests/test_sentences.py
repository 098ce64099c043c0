"""Sentences say what the tables say: the side of zero, the interval, the n, and silence."""

import math

import pandas as pd
import pytest

from analysis import sentences
from analysis.cases import load, load_reference
from analysis.language import Language

ENGLISH = Language("en")
FRAMEWORK = load_reference().framework
TESTS = {row["test_id"]: row for row in load("padang").claim_tests.to_dict("records")}


def found(test_id: str, estimate: float, low: float, high: float, **more: object) -> dict:
    test = TESTS[test_id]
    row = {"test_id": test_id, "measure": test["measure"], "verdict": "agreement", "period": ""}
    return row | {"estimate": estimate, "low": low, "high": high, "n_events": 12} | more


def said(test_id: str, *numbers: float, **more: object) -> str:
    return sentences.rule(found(test_id, *numbers, **more), TESTS[test_id], FRAMEWORK, ENGLISH)


@pytest.mark.parametrize(
    ("net", "words"),
    [(0.4, "more events support than hinder"), (-0.4, "more events hinder than support")],
)
def test_a_net_stance_names_its_element_and_its_side(net: float, words: str):
    sentence = said("C5", net, net - 0.1, net + 0.1)
    assert sentence.startswith("Resources: ")
    assert said("C4a", net, net - 0.1, net + 0.1).startswith("Leadership (city government): ")
    assert words in sentence
    assert "12 events" in sentence
    assert "−" in sentence or net > 0


def test_a_balance_of_zero_has_a_sentence_of_its_own():
    assert "as many events support as hinder" in said("C8", 0.0, -0.5, 0.5)


def test_a_gap_to_the_nation_says_above_or_below():
    below = said("C1a", -3.4, -3.8, -0.4, period="2024-11")
    above = said("C1a", 3.4, 3.1, 3.4, period="2025-10")
    assert "November 2024 lies below both" in below
    assert "3.4 points (range of the gap: −3.8 to −0.4)" in below
    assert "does not lie below both" in above
    assert "3.4 points above" in above


def test_a_difference_of_shares_is_told_in_points():
    assert "10 points above" in said("C3", 0.1, -0.2, 0.4)
    assert "10 points below" in said("C3", -0.1, -0.4, 0.2)


def test_a_rise_names_both_ends():
    sentence = said("C6b", 4.97, 4.08, 5.24, period="2024-11/2025-10")
    assert "From November 2024 to October 2025" in sentence
    assert "5.0 percentage points" in sentence
    assert "4.1 to 5.2" in sentence


def test_silence_says_what_was_missing():
    nothing = {"verdict": "silence", "n_events": 1}
    few = said("C7b", math.nan, math.nan, math.nan, **nothing)
    assert few == "Only 1 event on record speaks of it, fewer than the 8 that the rule needs."
    figures = said("C6b", math.nan, math.nan, math.nan, **nothing)
    assert "no figures that the rule may compare" in figures
    agreements = said("C7a", math.nan, math.nan, math.nan, **nothing)
    assert "absence from the press is no proof of absence" in agreements


def verdicts(then: str, now: str) -> pd.DataFrame:
    rows = [("C1", "2025-06-30", then), ("C1", "all", now), ("C2", "2025-06-30", "agreement")]
    rows.append(("C2", "all", "agreement"))
    table = pd.DataFrame(rows, columns=["claim_id", "as_of", "verdict"])
    return table.assign(variant="main", test_id="")


def test_findings_count_verdicts_and_name_what_changed():
    same = sentences.findings(verdicts("silence", "silence"), "2025-06-30", ENGLISH)
    assert "Of 2 claims, the public record agrees with 1 and agrees in part with 0" in same
    assert "silence (1)" in same
    assert "every verdict is the same" in same
    moved = sentences.findings(verdicts("silence", "dissonance"), "2025-06-30", ENGLISH)
    assert "the verdict on C1 differs" in moved


def test_a_case_without_claims_says_so():
    assert "declares no claims" in sentences.findings(
        verdicts("silence", "silence").iloc[:0], "", ENGLISH
    )


def coverage(low: float, value: float, high: float) -> pd.DataFrame:
    row = {"geo": "Here", "date": "2024-11", "group": "all", "base": "employed", "count": "active"}
    return pd.DataFrame([row | {"low": low, "value": value, "high": high}])


def test_coverage_carries_its_bounds_only_where_there_are_some():
    open_value = sentences.context(coverage(27.5, 27.8, 30.9), "Here", "Here", ENGLISH)
    assert "27.8% of employed persons in Here" in open_value
    assert "(27.5% to 30.9% by what the figures can mean)" in open_value
    one_value = sentences.context(coverage(27.8, 27.8, 27.8), "Here", "Here", ENGLISH)
    assert "can mean" not in one_value


def test_a_base_without_figures_is_named():
    sentence = sentences.context(
        coverage(27.8, 27.8, 27.8), "Here", "Here", ENGLISH, base="eligible"
    )
    assert "do not say how many of eligible workers in Here are covered" in sentence


def test_elements_without_events_are_a_result():
    table = pd.DataFrame({"code": ["DR1"], "n_events": [0], "supports": [0], "hinders": [0]})
    assert "Silence is a result" in sentences.elements(table, FRAMEWORK, ENGLISH)


def test_elements_that_are_hindered_are_named():
    table = pd.DataFrame(
        {"code": ["DR1", "DR4"], "n_events": [9, 4], "supports": [6, 1], "hinders": [2, 3]}
    )
    sentence = sentences.elements(table, FRAMEWORK, ENGLISH)
    assert "“Leadership”: in 9 events, of which 6 support it and 2 hinder it" in sentence
    assert "Hindered by more events than support it: Uncertainty." in sentence
    silent = "Consequential incentives and Interdependence"
    assert f"No event on record speaks of: {silent}. Silence is a result." in sentence


def test_where_every_element_is_spoken_of_nothing_is_called_silent():
    codes = ["DR1", "DR2", "DR3", "DR4"]
    table = pd.DataFrame({"code": codes, "n_events": 4, "supports": 3, "hinders": 1})
    assert "Silence" not in sentences.elements(table, FRAMEWORK, ENGLISH)


def test_a_contrast_begins_with_the_leadership_that_starts():
    row = {"level": "code", "code": "DR1", "events_a": 14, "events_b": 7}
    row |= {"net_a": 0.14, "net_b": 1.0, "net_difference": -0.86}
    row |= {"net_difference_low": -1.31, "net_difference_high": -0.43}
    row |= {"share_difference": -0.2, "share_difference_low": -0.5, "share_difference_high": 0.1}
    told = sentences.contrast(pd.DataFrame([row]), "Here", "There", FRAMEWORK, ENGLISH)
    assert "a net stance of 0.14 in Here (14 events) and of 1.00 in There (7 events)" in told
    assert "difference is −1.31 to −0.43" in told
    assert "No element differs clearly" in told
    row |= {"net_b": float("nan"), "net_difference": float("nan")}
    told = sentences.contrast(pd.DataFrame([row]), "Here", "There", FRAMEWORK, ENGLISH)
    assert told.startswith("No element")


def test_a_rule_on_other_actors_groups_and_codes_is_told_in_their_names():
    def told(test_id: str, numbers: tuple[float, float, float], **changes: str) -> str:
        row = found(test_id, *numbers, period="2024-11/2025-10")
        return sentences.rule(row, TESTS[test_id] | changes, FRAMEWORK, ENGLISH)

    assert "council 10 points above employers" in told(
        "C3", (0.1, 0.0, 0.2), actor_kind="council", other_kind="employer"
    )
    assert "(city council, employers)" in told(
        "C7a", (1, 1, 1), actor_kind="council", other_kind="employer"
    )
    assert "coverage of wage earners fell by 2.0" in told("C6b", (-2, -3, -1), group="wage")
    rank = told("C4b", (0.1, 0.0, 0.2), codes="SM1 SM2 SM3")
    assert rank.startswith("Mutual trust hinders")
    assert "eadership" not in rank
