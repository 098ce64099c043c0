"""Exhibits as a browser receives them: escaped, with sources and data."""

import base64
import io
import re
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from analysis.exhibits import (
    Exhibit,
    Source,
    exhibit_note,
    figure_sources,
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
    table = pd.read_csv(io.BytesIO(base64.b64decode(encoded[1])))
    pd.testing.assert_frame_equal(table, exhibit().data)


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


def test_sources_are_named_up_to_six_and_then_counted():
    many = tuple(Source(f"paper {number}") for number in range(9))
    page = exhibit(sources=(*many, many[0]))._repr_html_()
    assert "paper 5" in page
    assert "paper 6" not in page
    assert "and 3 more in the CSV" in page


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
