"""Partial dates: a year, a month or a day, as exact as a source is."""

from __future__ import annotations

import calendar
import re
from datetime import date

PATTERN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def is_partial(text: str) -> bool:
    """Tell whether a text is a partial date (``2024``, ``2024-11`` or ``2024-11-11``)."""
    if not PATTERN.fullmatch(text):
        return False
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return year > 0 and day <= calendar.monthrange(year, month)[1]


def first_day(partial: str) -> date:
    """Return the first day that a partial date can mean.

    Raises
    ------
    ValueError
        If the text is no partial date.
    """
    year, month, day = _parts(partial)
    return date(year, month or 1, day or 1)


def last_day(partial: str) -> date:
    """Return the last day that a partial date can mean.

    A document of "2025" may be of December: it counts as known only at the end of the year.

    Raises
    ------
    ValueError
        If the text is no partial date.
    """
    year, month, day = _parts(partial)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def known_by(partial: str, as_of: str) -> bool:
    """Tell whether something of a partial date was surely known at a partial date.

    Without a limit (``as_of`` empty) everything is known.
    With one, the undated is not: it cannot be shown to be earlier.
    """
    if not as_of:
        return True
    return bool(partial) and last_day(partial) <= last_day(as_of)


def months_apart(one: str, other: str) -> int:
    """Return the number of months between two partial dates, at their last possible day."""
    a, b = last_day(one), last_day(other)
    return abs((a.year - b.year) * 12 + a.month - b.month)


def _parts(partial: str) -> tuple[int, int, int]:
    if not is_partial(partial):
        raise ValueError(f"“{partial}” is no date: write 2024, 2024-11 or 2024-11-11.")
    numbers = [int(part) for part in partial.split("-")]
    year, month, day = (*numbers, 0, 0)[:3]
    return year, month, day
