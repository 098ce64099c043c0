"""Tables of the data describe, escape and count."""

from xml.etree import ElementTree as ET

import pandas as pd
from padang_tables import ENGLISH, exhibits, printed

from analysis import tables

HOSTILE = '<script>alert("x")</script>'


def test_documents_are_escaped_linked_and_counted():
    listed = pd.DataFrame(
        [
            {
                "document_id": "a",
                "layer": "public",
                "title": HOSTILE,
                "publisher": "Paper",
                "publisher_type": "press",
                "published": "2024-11",
                "url": "javascript:alert(1)",
                "scope": "case",
                "read": "opening",
                "language": "id",
            }
        ]
    )
    segments = pd.DataFrame({"document_id": ["a", "a", "b"]})
    exhibit = tables.documents(listed, segments, language=ENGLISH)
    (row,) = printed(exhibit)
    assert (row["Document"], row["Published"], row["Statements"]) == (HOSTILE, "November 2024", "2")
    assert "<script" not in exhibit._repr_html_()
    assert "<a href" not in exhibit.body
    assert exhibit.body.count(' lang="id"') == 2  # the title and the publisher


def test_dictionary_describes_every_field_in_the_readers_language():
    fields = [
        {"name": "geo", "type": "string", "description": "Place.", "description_id": "Tempat."},
        {"name": "unit", "type": "string", "description": "Unit.", "constraints": {"enum": ["%"]}},
    ]
    rows = printed(tables.dictionary("figures", "Figures", fields, n_rows=1, language=ENGLISH))
    assert [row["Meaning"] for row in rows] == ["Place.", "Unit."]
    assert rows[1]["Values"] == "%"


def test_crosswalk_leaves_the_dropped_name_open():
    row = next(row for row in printed(exhibits()["crosswalk"]) if row["Code"] == "SC3")
    assert (row["2015"], row["Change"]) == ("\N{EN DASH}", "no longer separate")


def test_parameters_are_written_plainly():
    rows = printed(exhibits()["parameters"])
    assert [row["Value"] for row in rows] == ["padang", "study, public"]


def test_a_long_table_is_closed_and_a_dictionary_is_closed_as_a_whole():
    codebook, fields = exhibits()["codebook"], exhibits()["dictionary-observations"]
    assert ET.fromstring(codebook.body).find("summary").text == "Show the table (32 rows)"  # noqa: S314
    assert fields._repr_html_().startswith(
        '<details class="exhibit-fold"><summary>Figures: 93 rows</summary>'
    )
    assert exhibits()["parameters"].body.startswith("<table")
