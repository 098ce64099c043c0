"""Exhibits as a browser receives them: escaped, with sources and data."""

import csv
import html
import io
import math
import re
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis.exhibits import (
    Exhibit,
    Source,
    exhibit_note,
    figure_sources,
    p_value,
    with_interval,
)
from analysis.language import Language

ENGLISH = Language("en")
HOSTILE = '<script>alert("x")</script>'


def exhibit(**changes: object) -> Exhibit:
    values = {
        "name": "coverage",
        "title": "How many are covered?",
        "caption": "Of all workers.",
        "alternative": "",
        "data": pd.DataFrame({"place": ["Padang", "Nation"], "value": [27.5, 1 / 3]}),
        "language": ENGLISH,
        "sources": (Source("BPS", "https://bps.go.id/"),),
        "notes": "analysis.figures.coverage_by_group",
        "body": "<p>picture</p>",
    } | changes
    return Exhibit(**values)


def test_exhibit_gives_its_data_back():
    page = exhibit()._repr_html_()
    encoded = re.search(r'download="coverage.csv" href="data:text/csv[^,]*,([^"]+)"', page)
    table = pd.read_csv(io.StringIO(unquote(html.unescape(encoded[1]))))
    pd.testing.assert_frame_equal(table, exhibit().data)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1))
def test_any_data_survive_the_address(text: str):
    page = exhibit(data=pd.DataFrame({"note": [text]}))._repr_html_()
    encoded = re.search(r'href="data:text/csv[^,]*,([^"]+)"', page)[1]
    rows = list(csv.reader(io.StringIO(unquote(html.unescape(encoded)))))
    assert rows == [["note"], [text]]
    assert not re.search(r"[#<>\n]", encoded.replace("&#x27;", ""))


def test_n_is_not_parted_from_its_number():
    page = exhibit(caption="n = 7 years; p < 0.001")._repr_html_()
    assert "n\u00a0=\u00a07 years" in page
    assert "p &lt;\u00a00.001" in page


def test_data_keep_their_spaces():
    assert "n = 7" in unquote(exhibit(data=pd.DataFrame({"note": ["n = 7"]}))._repr_html_())


def test_a_closed_exhibit_opens_at_its_words_and_is_whole_inside():
    root = ET.fromstring(exhibit(summary="Years: 3 rows")._repr_html_())  # noqa: S314
    assert (root.tag, root.find("summary").text) == ("details", "Years: 3 rows")
    assert root.get("open") is None
    assert root.find("figure").get("id") == "coverage"


def test_an_interval_that_is_missing_leaves_no_brackets():
    assert with_interval(-1.0, math.nan, math.nan, ENGLISH) == "\N{MINUS SIGN}1.00"
    assert with_interval(0.5, 0.25, 0.75, ENGLISH) == "0.50 (0.25 to 0.75)"
    assert with_interval(5.0, 4.0, 6.0, ENGLISH, 1, "%") == "5.0% (4.0 to 6.0)"


@pytest.mark.parametrize(
    ("value", "text"), [(0.0004, "< 0.001"), (0.001, "0.001"), (0.0463, "0.046")]
)
def test_a_p_value_is_never_printed_as_nothing(value: float, text: str):
    assert p_value(value, ENGLISH) == text


def test_exhibit_escapes_what_it_is_given():
    page = exhibit(
        title=HOSTILE,
        caption=HOSTILE,
        notes=HOSTILE,
        sources=(Source(HOSTILE, "javascript:alert(1)"), Source("x", f"https://x/{HOSTILE}")),
    )._repr_html_()
    assert "<script" not in page
    assert "javascript:" not in page
    assert page.count("&lt;script&gt;") >= 4


def test_exhibit_is_well_formed_and_without_script():
    root = ET.fromstring(exhibit()._repr_html_())  # noqa: S314
    assert root.tag == "figure"
    assert root.get("class") == "exhibit"
    assert root.get("id") == "coverage"
    assert not list(root.iter("script"))


def test_two_sources_stand_in_the_line_and_all_of_them_behind_it():
    many = tuple(Source(f"paper {number}", f"https://x/{number}") for number in range(9))
    line = BeautifulSoup(exhibit(sources=(*many, many[0]))._repr_html_(), "html.parser")
    line = line.select_one(".exhibit-line")
    shown, behind = line.find("p"), line.find("details")
    assert len(shown.select('a[href^="https://x/"]')) == 2
    assert "and 7 more" in shown.get_text()
    assert len(behind.select('a[href^="https://x/"]')) == 9


def test_what_made_an_exhibit_opens_behind_the_line():
    page = BeautifulSoup(exhibit(run='as_of = ""; ucj 0.1.0')._repr_html_(), "html.parser")
    told = page.select_one(".exhibit-line details").get_text()
    assert "analysis.figures.coverage_by_group" in told
    assert 'as_of = ""; ucj 0.1.0' in told
    assert not BeautifulSoup(exhibit(notes="")._repr_html_(), "html.parser").select("details")


def test_plain_text_is_short_and_holds_no_address():
    bundle = exhibit()._repr_mimebundle_()
    assert bundle["text/plain"] == "coverage: How many are covered?"
    assert bundle["text/html"] == exhibit()._repr_html_()


@pytest.mark.parametrize("name", ["", "Two Words", "1st", 'a"b', "a/b"])
def test_a_name_must_fit_an_identifier_and_a_file(name: str):
    with pytest.raises(ValueError, match="lower-case"):
        exhibit(name=name)


def test_note_stands_alone_and_says_why():
    note = exhibit_note("gap", "How wide?", f"No figures. {HOSTILE}", ENGLISH)
    root = ET.fromstring(note._repr_html_())  # noqa: S314
    assert (root.tag, root.get("class")) == ("p", "exhibit-absent")
    assert "".join(root.itertext()) == f"How wide? No figures. {HOSTILE}"
    assert note.absent


def test_derived_figures_are_no_source():
    observations = pd.DataFrame(
        [
            {"observation_id": "a", "publisher": "derived", "published": "", "url": "https://x/"},
            {
                "observation_id": "b",
                "publisher": "BPS",
                "published": "2024-11",
                "url": "https://y/",
            },
        ]
    )
    found = figure_sources(observations, ["a b", "b missing"], ENGLISH)
    assert [source.label for source in found] == ["BPS (November 2024)"]
