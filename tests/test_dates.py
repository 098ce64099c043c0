"""Partial dates against the standard library's calendar."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.dates import first_day, is_partial, known_by, last_day, months_apart

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
PARTIAL = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_every_day_of_the_calendar_lies_within_its_year_month_and_day(day: date, length: int):
    partial = day.isoformat()[:length]
    assert is_partial(partial)
    assert first_day(partial) <= day <= last_day(partial)


@given(PARTIAL)
def test_the_days_just_outside_have_another_partial_date(partial: str):
    before = first_day(partial) - timedelta(days=1)
    after = last_day(partial) + timedelta(days=1)
    assert not before.isoformat().startswith(partial)
    assert not after.isoformat().startswith(partial)


@given(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 32))
def test_a_day_is_a_date_exactly_when_the_calendar_has_it(year: int, month: int, day: int):
    try:
        date(year, month, day)
    except ValueError:
        exists = False
    else:
        exists = True
    assert is_partial(f"{year:04}-{month:02}-{day:02}") is exists


@given(st.text())
def test_any_text_is_either_a_partial_date_or_refused(text: str):
    if is_partial(text):
        assert first_day(text) <= last_day(text)
    else:
        with pytest.raises(ValueError, match="is no date: write 2024, 2024-11 or 2024-11-11"):
            last_day(text)


@pytest.mark.parametrize(
    "text",
    [
        *["", "24", "2024-", "2024-1", "2024-13", "2024-00", "2025-02-29", "2025-02-30", "0000"],
        *["11/11/2024", "2024-11-11 ", "2024-11-11T00:00", "２０２４", "2024-11-11\n", "-2024"],
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str):
    assert not is_partial(text)


def test_a_year_ends_in_december_and_february_on_its_last_day():
    assert last_day("2025") == date(2025, 12, 31)
    assert last_day("2024-02") == date(2024, 2, 29)
    assert last_day("1900-02") == date(1900, 2, 28)
    assert last_day("2000-02") == date(2000, 2, 29)
    assert first_day("2025") == date(2025, 1, 1)


@given(PARTIAL, PARTIAL, PARTIAL)
def test_what_was_known_stays_known(published: str, earlier: str, later: str):
    assume(last_day(earlier) <= last_day(later))
    assert known_by(published, later) or not known_by(published, earlier)


@given(PARTIAL)
def test_a_thing_is_known_from_its_last_possible_day_on_and_not_before(published: str):
    last = last_day(published)
    assert known_by(published, last.isoformat())
    assert not known_by(published, (last - timedelta(days=1)).isoformat())


def test_the_undated_is_known_only_without_a_limit():
    assert known_by("", "")
    assert not known_by("", "2199")


@given(PARTIAL)
def test_without_a_limit_everything_is_known(published: str):
    assert known_by(published, "")


@given(DAYS, st.integers(0, 600))
def test_months_are_counted_the_same_in_both_directions(day: date, months: int):
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    later = f"{years:04}-{month + 1:02}"
    assert months_apart(day.isoformat(), later) == months
    assert months_apart(later, day.isoformat()) == months


def test_a_year_stands_for_its_december_when_months_are_counted():
    assert months_apart("2024", "2024-12-01") == 0
    assert months_apart("2024-11", "2025-01-15") == 2


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_has_as_many_days_as_the_calendar_says(year: int, month: int):
    partial = f"{year:04}-{month:02}"
    days = (last_day(partial) - first_day(partial)).days + 1
    assert days == calendar.monthrange(year, month)[1]
