"""Tables of the course tell only what the case holds, with its source."""

from dataclasses import replace

import pandas as pd
from padang_tables import ENGLISH, TOLD, exhibits, padang, printed

from analysis import cases, tables
from analysis.language import Language


def test_a_timeline_runs_in_the_order_of_time():
    rows = printed(exhibits()["timeline"])
    assert [row["When"] for row in rows] == ["11 November 2024", "23 July 2025"]
    assert rows[0]["Reported by"] == "Scientia Indonesia"


def test_facts_keep_the_order_of_the_sheet():
    sources = [row["Source"] for row in printed(exhibits()["facts-of-a-role"])]
    assert sources == ["Kitapunya.id, 23 July 2025", "Scientia Indonesia, 11 November 2024"]
    assert "July" not in exhibits()["facts-of-a-role"].data.to_csv()


def test_what_was_not_known_yet_is_not_told():
    early = padang()[0].known("2025-06-30", ("public",))
    assert len(printed(tables.timeline(early, TOLD, language=ENGLISH))) == 1


def test_a_case_without_the_statements_says_so():
    nothing = cases.empty(padang()[0])
    book = padang()[1].framework
    for exhibit in (
        tables.timeline(nothing, TOLD, language=ENGLISH),
        tables.facts(nothing, TOLD, name="facts", language=ENGLISH),
        tables.coded_statements(nothing, TOLD, book, name="coded", language=ENGLISH),
    ):
        assert exhibit.absent
        assert "holds none of these statements" in exhibit.caption


def test_synthetic_material_is_never_told_as_the_record():
    case = padang()[0]
    marked = replace(case, documents=case.documents.assign(layer="teaching"))
    assert tables.timeline(marked, TOLD, language=ENGLISH).absent
    assert tables.facts(marked, TOLD, name="facts", language=ENGLISH).absent


def test_both_coders_stand_side_by_side_in_the_order_of_the_codebook():
    row = printed(exhibits()["coded-statements"])[1]
    assert row["First coder"] == "SC1 (hinders) and PE2 (supports)"
    assert row["Second coder"] == "SC1 (hinders)"


def test_statements_are_told_in_the_language_of_the_reader():
    exhibit = tables.timeline(padang()[0], TOLD, language=Language("id"))
    assert "Pj wali kota" in exhibit.body


def test_actors_are_sorted_by_how_often_they_are_heard():
    rows = printed(exhibits()["actors"])
    assert rows[0]["Actor"] == "BPJS Ketenagakerjaan"
    assert not {"Press", "Academics", "Others"} & {row["Actor"] for row in rows}
    heard = [int(row["Speaks or acts"]) for row in rows]
    assert heard == sorted(heard, reverse=True)


def test_printed_figures_stand_as_printed():
    figures = pd.DataFrame(
        {
            "observation_id": ["a", "b", "c"],
            "series": ["coverage", "coverage_target", "active_members"],
            "group": "all",
            "base": ["not_stated", "employed", ""],
            "period": ["2024-11", "2024", "2024-11"],
            "value": [44.0, 32.48, 118788.0],
            "unit": ["percent", "percent", "persons"],
            "publisher": "Paper",
            "published": "2024-11",
            "url": "https://example.org",
        }
    )
    rows = printed(tables.printed_figures(figures, language=ENGLISH))
    assert [row["Share of"] for row in rows] == ["not stated", "employed persons", "–"]
    nbsp = "\N{NO-BREAK SPACE}"
    assert [row["Printed value"].replace(nbsp, " ") for row in rows] == [
        "44%",
        "32.48%",
        "118,788",
    ]
