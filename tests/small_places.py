"""An overview of few places, or of many, for the tests that draw and print one."""

import pandas as pd

from analysis import overview

FIRST = {
    "case": "one",
    "place_en": "One",
    "place_id": "Satu",
    "province": "Riau",
    "date": "2025-11",
    "base": "employed",
    "low": 30.0,
    "value": 31.5,
    "high": 32.0,
    "target": 40.3,
    "target_year": 2026,
    "gap_points": 8.8,
    "n_documents": 12,
    "n_events": 7,
    "verdicts": "C1=agreement C2=silence C3=agreement",
}
BETTER = FIRST | {"case": "two", "place_en": "Two", "low": 50.0, "value": 50.0, "high": 50.0}
BETTER |= {"gap_points": -9.8, "verdicts": ""}
OTHER_BASE = {"case": "three", "place_en": "Three", "place_id": "Tiga", "province": ""}
OTHER_BASE |= {"date": "2024-12", "base": "eligible", "low": 78.0, "value": 78.0, "high": 78.0}
OTHER_BASE |= {"n_documents": 1, "n_events": 1, "verdicts": ""}
NO_FIGURE = {"case": "four", "place_en": "<Four>", "place_id": "<Empat>", "province": ""}
NO_FIGURE |= {"date": "", "base": "", "n_documents": 0, "n_events": 0, "verdicts": ""}


def places() -> pd.DataFrame:
    """Return four places, each of its own kind."""
    return overview.overview([NO_FIGURE, OTHER_BASE, FIRST, BETTER])


def many(number: int) -> pd.DataFrame:
    """Return so many places, all with a figure."""
    rows = [
        FIRST | {"case": f"place-{n:03}", "place_en": f"Place {n}", "value": 10 + n / 20}
        for n in range(number)
    ]
    return overview.overview(rows)
