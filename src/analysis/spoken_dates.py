"""Dates as people write them, for the hint at what a cell may have meant."""

from __future__ import annotations

from datetime import datetime

from dateutil.parser import parse, parserinfo


class _Names(parserinfo):  # type: ignore[misc]  # the library is untyped
    """Months as they are written in English and in Indonesian."""

    MONTHS = [  # noqa: RUF012 - the library's own form
        ("Jan", "January", "Januari"),
        ("Feb", "February", "Februari", "Pebruari"),
        ("Mar", "March", "Maret"),
        ("Apr", "April"),
        ("May", "Mei"),
        ("Jun", "June", "Juni"),
        ("Jul", "July", "Juli"),
        ("Aug", "August", "Agustus", "Agu", "Agt"),
        ("Sep", "Sept", "September"),
        ("Oct", "October", "Okt", "Oktober"),
        ("Nov", "November", "Nopember"),
        ("Dec", "December", "Des", "Desember"),
    ]


def meant(text: str) -> str:
    """Return the partial date that a text may have meant, days first; empty if none can be told.

    ``11/12/2024`` gives ``2024-12-11``, and ``Desember 2024`` gives ``2024-12``.
    """
    try:
        # What differs between two starting points was not in the text.
        one, other = (
            parse(text, _Names(dayfirst=True), default=start)
            for start in (datetime(2001, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001
        )
    except (ValueError, OverflowError):
        return ""
    parts = [one.year == other.year, one.month == other.month, one.day == other.day]
    exact = one.strftime("%Y-%m-%d")
    return (
        exact[: (10, 7, 4)[parts.count(False)]] if parts[0] and parts != [True, False, True] else ""
    )
