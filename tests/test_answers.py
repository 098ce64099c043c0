"""Answers of students: right ones, wrong ones, and hints that help without telling."""

import math
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import cases, coverage, evidence
from analysis.answers import (
    Feedback,
    Slip,
    check,
    check_coverage,
    check_difference,
    check_estimate,
)
from analysis.errors import UserError
from analysis.language import Language, languages

ENGLISH = Language("en")
NUMBERS = st.floats(-1e6, 1e6)
UNIT = st.sampled_from(["percent", "points", "share", "count"])


@cache
def table() -> pd.DataFrame:
    case, reference = cases.load("padang"), cases.load_reference()
    return coverage.measures(*cases.all_figures(case, reference))


@cache
def rows() -> pd.DataFrame:
    case = cases.load("padang")
    book = cases.load_reference().framework
    coded = evidence.coded(case.documents, case.segments, case.codings, case.actors, book)
    return evidence.select(coded)


def of_padang(answer: object, **asked: str) -> Feedback:
    wanted = {"geo": "Kota Padang", "date": "2024-11", "language": ENGLISH} | asked
    return check_coverage(answer, table(), **wanted)


def cell(column: str = "value", **wanted: str) -> float:
    wanted = {"geo": "Kota Padang", "date": "2024-11", "group": "all", "count": "active"} | wanted
    found = table()
    for name, value in wanted.items():
        found = found[found[name] == value]
    assert len(found) == 1
    return float(found[column].iloc[0])


# Any number ---------------------------------------------------------------------------------


@given(truth=NUMBERS, tolerance=st.floats(1e-6, 10), part=st.floats(-1, 1), unit=UNIT)
def test_within_the_tolerance_is_right(truth: float, tolerance: float, part: float, unit: str):
    answer = truth + part * tolerance
    assert check(answer, truth, tolerance=tolerance, language=ENGLISH, unit=unit).right


@given(truth=NUMBERS, answer=NUMBERS, tolerance=st.floats(0, 10), unit=UNIT)
def test_beyond_the_tolerance_is_wrong_and_gets_a_hint(
    truth: float, answer: float, tolerance: float, unit: str
):
    assume(abs(answer - truth) > 1.001 * tolerance + 1e-5)
    found = check(answer, truth, tolerance=tolerance, language=ENGLISH, unit=unit)
    assert not found.right
    assert found.slip
    assert len(found.hint) > 20


@given(truth=st.floats(1.11, 1e6), answer=NUMBERS)
def test_a_hint_does_not_tell_the_result(truth: float, answer: float):
    assume(abs(answer - truth) > 0.05)
    hint = check(answer, truth, tolerance=0.05, language=ENGLISH).hint
    for digits in (1, 2):
        assert ENGLISH.number(truth, digits) not in hint


@given(truth=st.floats(0.02, 0.98))
def test_a_percentage_for_a_share_and_a_share_for_a_percentage_are_seen(truth: float):
    assume(abs(truth * 100 - round(truth * 100, 1)) > 1e-6)
    found = check(100 * truth, truth, tolerance=0.0005, language=ENGLISH, unit="share")
    assert found.slip == "percent"
    found = check(truth, 100 * truth, tolerance=0.05, language=ENGLISH)
    assert found.slip == "share"


@given(truth=st.floats(1, 90))
def test_the_wrong_direction_is_seen(truth: float):
    found = check(-truth, truth, tolerance=0.05, language=ENGLISH, unit="points")
    assert found.slip == "direction"


@pytest.mark.parametrize(
    ("answer", "slip"),
    [
        (27.83, ""),
        (27.8, ""),
        (np.float64(27.83), ""),
        (np.int64(28), "rounded"),
        (28, "rounded"),
        (27, "rounded"),
        (30, "rounded"),
        (0.2783, "share"),
        (-27.83, "direction"),
        (359.27, "inverse"),
        (-5, "direction"),
        (28.5, "close"),
        (26.9, "close"),
        (61.7, "high"),
        (3.3, "low"),
        (0, "low"),
    ],
)
def test_an_answer_of_27_point_83_percent_and_what_went_wrong(answer: float, slip: str):
    found = check(answer, 27.834, tolerance=0.05, language=ENGLISH)
    assert found.slip == slip
    assert found.right == (slip == "")


@pytest.mark.parametrize(
    ("answer", "slip"),
    [(118_788, ""), (118.788, "scale"), (118_788_000, "scale"), (119_000, "rounded")],
)
def test_a_count_in_thousands_is_seen(answer: float, slip: str):
    found = check(answer, 118_788, tolerance=0.5, language=ENGLISH, unit="count")
    assert found.slip == slip


@pytest.mark.parametrize("answer", [None, ...])
def test_no_answer_is_asked_for(answer: object):
    found = check(answer, 1, tolerance=0.1, language=ENGLISH)
    assert (found.right, found.slip) == (False, "empty")


@pytest.mark.parametrize("answer", ["27.8", "27,8", "", True, math.nan, math.inf, [27.8], 1j])
def test_what_is_no_number_is_told_how_to_write_one(answer: object):
    found = check(answer, 27.8, tolerance=0.1, language=ENGLISH)
    assert (found.right, found.slip) == (False, "no_number")
    assert "12.3" in found.hint


def test_a_slip_of_the_exercise_is_named_unless_the_answer_is_right():
    slip = Slip("mine", 50, "You have halved it.")
    found = check(50, 25, tolerance=0.1, language=ENGLISH, slips=[slip])
    assert (found.slip, found.hint) == ("mine", "You have halved it.")
    assert check(50, 50.05, tolerance=0.1, language=ENGLISH, slips=[slip]).right


@pytest.mark.parametrize(
    ("truth", "tolerance", "unit"),
    [(math.nan, 0.1, "percent"), (1, -1, "percent"), (1, 0.1, "bananas")],
)
def test_a_question_without_a_result_is_refused(truth: float, tolerance: float, unit: str):
    with pytest.raises(UserError, match="tolerance"):
        check(1, truth, tolerance=tolerance, language=ENGLISH, unit=unit)


def test_a_notebook_shows_the_hint_safely():
    shown = Feedback(right=False, slip="mine", hint="a < b")._repr_html_()
    assert "a &lt; b" in shown
    assert str(Feedback(right=True, slip="", hint="Right.")) == "Right."


@pytest.mark.parametrize("code", languages())
def test_every_hint_can_be_said_in_every_language(code: str):
    language = Language(code)
    answers = [None, "x", 27.8, 28, 0.278, -27.834, 359.27, -5, 28.5, 61.7, 3.3]
    hints = {check(answer, 27.834, tolerance=0.05, language=language).hint for answer in answers}
    assert len(hints) == len(answers)
    assert not any("{" in hint for hint in hints)


# Coverage -----------------------------------------------------------------------------------


def test_the_coverage_of_the_case_is_right_on_the_base_that_was_asked_for():
    assert of_padang(cell(base="employed")).right
    assert of_padang(round(cell(base="employed"), 1)).right
    assert of_padang(cell(base="labour_force"), base="labour_force").right


@pytest.mark.parametrize(
    ("wanted", "column", "slip", "word"),
    [
        ({"base": "labour_force"}, "value", "base", "the labour force"),
        ({"base": "employed"}, "low", "bound", "another end"),
        ({"base": "employed"}, "high", "bound", "another end"),
        ({"base": "employed", "date": "2025-10"}, "value", "date", "October 2025"),
        ({"base": "formal", "group": "formal"}, "value", "base", "formal workers"),
        ({"base": "informal", "group": "informal"}, "value", "base", "informal workers"),
    ],
)
def test_another_base_date_group_or_bound_is_named(
    wanted: dict[str, str], column: str, slip: str, word: str
):
    found = of_padang(cell(column, **wanted))
    assert not found.right
    assert found.slip == slip
    assert word in found.hint


def test_a_bound_can_be_asked_for():
    assert of_padang(cell("high", base="employed"), column="high").right
    assert of_padang(cell(base="employed"), column="high").slip == "bound"


def test_the_hint_names_the_other_base_in_the_language_of_the_student():
    found = of_padang(cell(base="labour_force"), language=Language("id"))
    assert "angkatan kerja" in found.hint


def test_a_coverage_that_is_not_there_cannot_be_asked_for():
    with pytest.raises(UserError, match="no coverage of Kota Padang in 1999"):
        of_padang(1, date="1999")


# Differences and estimates ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "slip"),
    [
        (-14.2, ""),
        (14.2, "direction"),
        (27.8, "only_one"),
        (42.0, "only_one"),
        (-33.8, "relative"),
        (-51.1, "relative"),
        (-0.338, "relative"),
        (0.662, "ratio"),
        (-14, "rounded"),
        (-0.142, "share"),
    ],
)
def test_a_difference_of_27_point_8_and_42(answer: float, slip: str):
    found = check_difference(answer, 27.8, 42.0, tolerance=0.04, language=ENGLISH)
    assert found.slip == slip
    assert found.right == (slip == "")


def test_a_difference_from_nothing_can_be_checked():
    assert check_difference(0, 0, 0, tolerance=0.1, language=ENGLISH).right
    assert not check_difference(5, 0, 3, tolerance=0.1, language=ENGLISH).right


def test_an_estimate_is_checked_with_its_interval():
    net = evidence.net_stance(rows(), ["CJ4"], seed=1, replicates=200)
    shared = {"tolerance": 0.005, "language": ENGLISH}
    assert check_estimate(net.estimate, net, **shared).right
    assert check_estimate(net.high, net, **shared).slip == "bound"
    assert check_estimate(net.n_events, net, **shared).slip == "count"
    assert check_estimate(100 * net.estimate, net, **shared).slip == "percent"


def test_a_hint_speaks_of_a_division_only_where_there_is_one():
    for unit, divided in (("percent", True), ("share", True), ("points", False), ("count", False)):
        for number in (1.0, 99.0):
            hint = check(number, 42.0, tolerance=0.1, language=ENGLISH, unit=unit).hint
            assert ("divided" in hint) == divided


def test_a_share_with_two_decimals_is_known_for_one():
    assert check(0.26, 25.88, tolerance=0.05, language=ENGLISH).slip == "share"
    assert check(0.27, 25.88, tolerance=0.05, language=ENGLISH).slip != "share"
    assert check(0.004, 0.3, tolerance=0.05, language=ENGLISH).slip != "share"
