"""What people write for a date is understood days first, and only as exactly as they wrote it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dates import is_partial
from analysis.spoken_dates import meant


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("11/12/2024", "2024-12-11"),
        ("31-12-2024", "2024-12-31"),
        ("7 Agustus 2025", "2025-08-07"),
        ("Desember 2024", "2024-12"),
        ("Okt 2025", "2025-10"),
        ("12/2024", "2024-12"),
        ("soon", ""),
        ("32/12/2024", ""),
        ("", ""),
        ("Senin", ""),
    ],
)
def test_what_a_text_may_have_meant(text: str, date: str):
    assert meant(text) == date


@given(st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31)))
def test_a_day_is_understood_however_it_is_written(day: dt.date):
    assert {meant(day.strftime(form)) for form in ("%d/%m/%Y", "%d-%m-%Y", "%d %B %Y")} == {
        day.isoformat()
    }


@given(st.text(max_size=20))
def test_whatever_is_written_a_hint_is_a_date_or_nothing(text: str):
    assert meant(text) == "" or is_partial(meant(text))
