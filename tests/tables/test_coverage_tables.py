"""Tables of coverage keep bases, bounds, decimals and arithmetic."""

import re
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from padang_tables import ENGLISH, exhibits, printed

from analysis import coverage, tables
from analysis.coverage.multiverse import MULTIVERSE_COLUMNS
from analysis.tables.reconciling import _arithmetic


def test_reconciliation_shows_its_arithmetic():
    rows = {row["Step"]: row for row in printed(exhibits()["reconciliation"])}
    exact = rows["All workers: the exact count"]
    assert (exact["Arithmetic"], exact["Result"]) == ("118,788 / 426,765", "27.8%")
    parts = rows["All workers: the printed parts together"]
    assert parts["Arithmetic"] == "(104,000 + 13,000) / (227,000 + 199,000)"
    assert parts["Result"] == "27.5%"
    assert rows["Target for 2024, printed beside it"]["Result"] == "32.48%"
    assert exhibits()["reconciliation"].title == "What can the printed 44% mean?"


def test_arithmetic_of_the_data_has_no_language_and_is_right():
    """Evaluate what the CSV prints; the value must be what stands beside it."""
    data = exhibits()["reconciliation"].data
    checked = data[(data["unit"] == "percent") & (data["arithmetic"] != "")]
    assert len(checked) >= 6
    for row in checked.to_dict("records"):
        expression = row["arithmetic"].replace("\N{MINUS SIGN}", "-")
        assert re.fullmatch(r"[\d\s+\-/()]+", expression)
        assert 100 * eval(expression) == pytest.approx(row["value"])  # noqa: S307


def test_percentages_times_counts_are_written_as_such():
    term = coverage.Term(-1, (37.01, 101810000.0), ("percent", "persons"), ("a", "b"))
    row = {"numerator_terms": (term,), "denominator_terms": ()}
    assert _arithmetic(row, ENGLISH) == "\N{MINUS SIGN}37.01% × 101,810,000"


def test_targets_keep_their_base_and_leave_unknown_growth_open():
    rows = printed(exhibits()["targets"])
    by_target = {row["Target"]: row for row in rows}
    assert by_target["Padang: 32.48% by 2024"]["Needed, points a year"] == "\N{EN DASH}"
    assert by_target["Indonesia: 52.15% by 2025"]["Percent of"] == "eligible workers"
    assert "not stated" in by_target["Indonesia: 99.50% by 2045"]["Percent of"]


def test_parts_of_the_gap_add_up_in_print():
    for row in printed(exhibits()["decomposition"]):
        gap, mix, rates = (
            float(row[name].replace("\N{MINUS SIGN}", "-"))
            for name in ("Gap, points", "From the mix", "From the rates")
        )
        assert gap == pytest.approx(mix + rates, abs=0.11)


def test_printed_figures_keep_their_decimals_and_their_address():
    exhibit = exhibits()["classified"]
    assert any(row["Printed"] == "44%" for row in printed(exhibit))
    assert any(row["Printed"] == "52.78%" for row in printed(exhibit))
    links = list(ET.fromstring(exhibit.body).iter("a"))  # noqa: S314
    assert len(links) > 50
    assert "sortable" in exhibit.body


def test_a_rise_at_its_threshold_is_not_rounded_onto_it():
    values = [
        row["Lowest / main / highest"]
        for row in printed(exhibits()["multiverse"])
        if row["Conclusion"].startswith("Informal coverage rose")
    ]
    assert len(values) == 3
    assert any("4.97" in value for value in values)


def test_multiverse_says_where_the_bound_decides():
    tries = pd.DataFrame(
        [
            ("below_nation", "2024-11", "active", "employed", bound, value, 30.0, result, "")
            for bound, value, result in (
                ("low", 27.0, "holds"),
                ("value", 28.0, "holds"),
                ("high", 31.0, "fails"),
            )
        ],
        columns=MULTIVERSE_COLUMNS,
    )
    (row,) = printed(tables.multiverse(tries, language=ENGLISH))
    assert row["Outcome"] == "depends on the bound"
