"""Pictures of coverage keep bounds, bases and months apart."""

import pandas as pd
from padang_figures import ENGLISH, exhibits, words

from analysis import figures


def test_coverage_of_the_case_is_told_with_its_bounds():
    """The bounds that the reconciliation of the city's figures leaves: 27.5 to 30.9."""
    assert (
        "Padang, November 2024: 27.8% (27.5 to 30.9)" in exhibits()["coverage-compared"].alternative
    )


def test_months_that_are_not_alike_are_left_out():
    keys = {"group": "all", "count": "active", "base": "employed", "kind": "ratio"}
    values = {"low": 20.0, "value": 20.0, "high": 20.0, "numerator": 2.0, "denominator": 10.0}
    rows = [
        {"geo": "City", "date": "2024-12", "sources": ""},
        {"geo": "Nation", "date": "2024-06", "sources": ""},
    ]
    table = pd.DataFrame([row | keys | values for row in rows])
    goals = pd.DataFrame(columns=["geo", "group", "base", "year", "target", "observation_id"])
    exhibit = figures.coverage_compared(
        table,
        goals,
        places={"City": "City", "Nation": "Nation"},
        observations=pd.DataFrame(columns=["observation_id", "publisher", "published", "url"]),
        language=ENGLISH,
    )
    assert "no figure from a like month" in exhibit.body
    assert list(exhibit.data["value"].dropna()) == [20.0]
    assert "Nation" not in exhibit.alternative


def test_each_base_is_named_beside_its_point():
    rows = [text for text in words("bases-compared") if "of" in text]
    assert len(rows) >= 6
