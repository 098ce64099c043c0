"""Tables as a reader meets them: the result in words, the arithmetic, and what is missing."""

import ast
import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

import analysis
from analysis import cases, claims, coverage, evidence, reliability, tables, trends, vocabulary
from analysis.cases import all_figures
from analysis.exhibits import Exhibit
from analysis.language import Language

ENGLISH = Language("en")
PLACES = {"Kota Padang": "Padang", "Sumatera Barat": "Sumatera Barat", "Indonesia": "Indonesia"}
HOSTILE = '<script>alert("x")</script>'
NO_FIGURES = pd.DataFrame(columns=["observation_id", "publisher", "published", "url"])

DIFFERENCE = {"claim_id": "C3", "test_id": "C3", "measure": "leading_difference"}
DIFFERENCE |= {"comparison": ">", "threshold": 0.0}
VERDICTS = pd.DataFrame(
    [
        {
            "claim_id": "C1",
            "test_id": "C1a",
            "measure": "coverage_gap",
            "comparison": "<",
            "threshold": 0.0,
            "estimate": -4.6,
            "low": -5.4,
            "high": -1.6,
            "n_events": 0,
            "n_figures": 7,
            "verdict": "agreement",
        },
        {"claim_id": "C1", "test_id": "", "verdict": "agreement"},
        DIFFERENCE
        | {"estimate": 0.5, "low": -0.5, "high": 1.0, "n_events": 40, "n_figures": 0}
        | {"verdict": "partial_agreement"},
        DIFFERENCE
        | {"estimate": -0.2, "low": -0.5, "high": 0.1, "n_events": 38, "n_figures": 0}
        | {"verdict": "undecided", "variant": "second_coder"},
        {"claim_id": "C3", "test_id": "", "verdict": "partial_agreement"},
        {
            "claim_id": "C7",
            "test_id": "C7a",
            "measure": "signed_agreements",
            "comparison": ">=",
            "threshold": 1.0,
            "n_events": 0,
            "n_figures": 0,
            "verdict": "silence",
        },
        {"claim_id": "C7", "test_id": "", "verdict": "silence"},
    ]
).assign(as_of="all", period="2024-11", n_documents=50, n_speakers=9)
VERDICTS["variant"] = VERDICTS["variant"].fillna("main")


@cache
def padang() -> tuple[cases.Case, cases.Reference, pd.DataFrame, pd.DataFrame]:
    case, reference = cases.load("padang"), cases.load_reference()
    return case, reference, *all_figures(case, reference)


@cache
def exhibits() -> dict[str, Exhibit]:
    """Every table, on the record of Padang; few resamples, since only the form is tested."""
    case, reference, observations, derivations = padang()
    book = reference.framework
    rows = evidence.select(
        evidence.coded(case.documents, case.segments, case.codings, case.actors, book)
    )
    measured = coverage.measures(observations, derivations)
    goals = coverage.targets(observations, measured, list(PLACES))
    rises = coverage.change(observations, derivations, "Kota Padang")
    inputs = coverage.gap_inputs(observations, derivations, reference.provinces_panel)
    codes = list(book.loc[book["kind"] == "element", "code"])
    pairs = evidence.convergence(evidence.triangulate(rows, "publisher_type", codes))
    series = trends.national_series(observations)
    policy = reference.breaks[reference.breaks["kind"] == "policy"]
    growth = [trends.logistic_growth(series), trends.interrupted_series(series, policy)]
    judged = reliability.agreement(case.codings, case.segments, book, seed=1, replicates=50)
    shared = {"observations": observations, "language": ENGLISH}
    tests = (case.claim_tests, book)
    last = {"as_of": "all", "language": ENGLISH}
    steps = coverage.reconciliation(
        case.observations, case.derivations, set(observations["observation_id"])
    )
    fields = cases.schema("observations")["fields"]
    printed = [
        tables.verdict_overview(VERDICTS, case.claims, *tests, **last),
        tables.verdict_rules(VERDICTS, *tests, **last),
        tables.verdicts_at_dates(VERDICTS, case.claims, language=ENGLISH),
        tables.sensitivity(VERDICTS, *tests, **last),
        tables.rules(case.claims, *tests, language=ENGLISH),
        tables.reconciliation(steps, **shared),
        tables.targets(goals, places=PLACES, **shared),
        tables.decomposition(
            coverage.gaps(inputs, "Kota Padang", ["Indonesia"]), places=PLACES, **shared
        ),
        tables.classified(coverage.classify(observations), **shared),
        tables.changes(rises, **shared),
        tables.multiverse(
            coverage.multiverse(measured, goals, rises, "Kota Padang", "Indonesia"),
            language=ENGLISH,
        ),
        tables.cross_section_models(
            trends.cross_sections(reference.provinces_2023, "Sumatera Barat"), language=ENGLISH
        ),
        tables.trend_models(
            pd.concat(growth, ignore_index=True), reference.breaks, language=ENGLISH
        ),
        tables.panel(trends.panel_description(reference.provinces_panel), language=ENGLISH),
        tables.triangulation(pairs, {}, language=ENGLISH),
        tables.agreement(judged, book, language=ENGLISH),
        tables.agreements(case.agreements, case, language=ENGLISH),
        tables.documents(case.documents, case.segments, language=ENGLISH),
        tables.dictionary("observations", "Figures", fields, n_rows=93, language=ENGLISH),
        tables.regulations(reference.regulations, language=ENGLISH),
        tables.codebook(book, language=ENGLISH),
        tables.crosswalk(book, language=ENGLISH),
        tables.parameters({"case": "padang", "layers": ["study", "public"]}, {}, language=ENGLISH),
    ]
    return {exhibit.name: exhibit for exhibit in printed}


NAMES = [
    "verdict-overview",
    "verdict-rules",
    "verdicts-at-dates",
    "sensitivity",
    "rules",
    "reconciliation",
    "targets",
    "decomposition",
    "classified",
    "changes",
    "multiverse",
    "cross-section-models",
    "trend-models",
    "panel",
    "triangulation",
    "agreement",
    "agreements",
    "documents",
    "dictionary-observations",
    "regulations",
    "codebook",
    "crosswalk",
    "parameters",
]


def printed(exhibit: Exhibit) -> list[dict[str, str]]:
    """Return the rows as they are printed, by heading."""
    root = ET.fromstring(exhibit.body)  # noqa: S314
    heads = [head.text or "" for head in root.find("thead").iter("th")]
    return [
        dict(zip(heads, ("".join(cell.itertext()) for cell in row), strict=True))
        for row in root.find("tbody")
    ]


def test_every_table_is_tested_here():
    assert list(exhibits()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_table_asks_and_answers(name: str):
    exhibit = exhibits()[name]
    assert not exhibit.absent
    assert exhibit.title.endswith("?")
    assert exhibit.caption
    assert not exhibit.data.empty
    rows = printed(exhibit)
    assert rows
    assert not any(text in {"nan", "None", "NaN"} for row in rows for text in row.values())
    assert hasattr(tables, exhibit.notes.removeprefix("analysis.tables."))


@pytest.mark.parametrize("name", NAMES)
def test_no_code_of_the_data_is_shown_to_the_reader(name: str):
    """A word with an underscore is a code; only the data pages print codes."""
    if name in {"dictionary-observations", "parameters"}:
        return
    text = "".join(ET.fromstring(exhibits()[name].body).itertext())  # noqa: S314
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b", text.replace("phk_dashboard", ""))


def test_overview_has_one_row_for_each_claim():
    rows = printed(exhibits()["verdict-overview"])
    assert [row["The study claims"][:2] for row in rows] == ["C1", "C3", "C7"]
    assert [row["Verdict"] for row in rows] == ["agreement", "partial agreement", "silence"]
    assert "at least 4.6 points" in rows[0]["The public record"]
    assert "n = 7 figures" in rows[0]["The public record"]


def test_rules_show_result_interval_and_evidence():
    first, second, third = printed(exhibits()["verdict-rules"])
    assert first["Result"] == "\N{MINUS SIGN}4.6 points (\N{MINUS SIGN}5.4 to \N{MINUS SIGN}1.6)"
    assert second["The claim holds if"] == "above 0"
    assert second["Rests on"] == "n = 40 events, 50 documents, 9 speakers"
    assert third["Result"] == "nothing on record"
    assert third["Verdict"] == "silence"


def test_small_picture_stands_where_the_numbers_say():
    """On a scale from -1 to 1, drawn from 4 to 116, zero is at 60 and 0.5 at 88."""
    root = ET.fromstring(exhibits()["verdict-rules"].body)  # noqa: S314
    gauge = list(root.find("tbody"))[1].find(".//{*}svg")
    point = gauge.find("{*}circle")
    shaded = gauge.find("{*}rect")
    assert point.get("cx") == "88.0"
    assert (shaded.get("x"), shaded.get("width")) == ("60.0", "56.0")
    assert gauge.get("aria-hidden") == "true"


def test_silence_has_no_picture():
    root = ET.fromstring(exhibits()["verdict-rules"].body)  # noqa: S314
    assert list(root.find("tbody"))[2].find(".//{*}svg") is None


def test_readings_stand_beside_the_main_one():
    (row,) = printed(exhibits()["sensitivity"])
    assert row["main reading"].startswith("partial agreement 0.50")
    assert row["second coder"].startswith("undecided \N{MINUS SIGN}0.20")
    assert "0 of 1 rules" in exhibits()["sensitivity"].caption


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
    assert tables._arithmetic(row, ENGLISH) == "\N{MINUS SIGN}37.01% × 101,810,000"


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
        columns=coverage.MULTIVERSE_COLUMNS,
    )
    (row,) = printed(tables.multiverse(tries, language=ENGLISH))
    assert row["Outcome"] == "depends on the bound"


def test_models_name_their_breaks():
    terms = [row["Term"] for row in printed(exhibits()["trend-models"])]
    assert "step after: Contribution relief (PP 49/2020)" in terms


def test_models_of_provinces_keep_the_choices_apart():
    rows = printed(exhibits()["cross-section-models"])
    assert len(rows) == 12
    assert {row["n"] for row in rows} == {"33", "34"}


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
            }
        ]
    )
    segments = pd.DataFrame({"document_id": ["a", "a", "b"]})
    exhibit = tables.documents(listed, segments, language=ENGLISH)
    (row,) = printed(exhibit)
    assert (row["Document"], row["Published"], row["Statements"]) == (HOSTILE, "November 2024", "2")
    assert "<script" not in exhibit._repr_html_()
    assert "<a href" not in exhibit.body


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


def empty(*columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))


def test_nothing_to_print_is_said():
    case, reference, *_ = padang()
    book = reference.framework
    none = VERDICTS.iloc[:0]
    shared = {"observations": NO_FIGURES, "language": ENGLISH}
    last = {"as_of": "all", "language": ENGLISH}
    absent = [
        tables.verdict_overview(none, case.claims, case.claim_tests, book, **last),
        tables.verdict_rules(none, case.claim_tests, book, **last),
        tables.verdicts_at_dates(none, case.claims, language=ENGLISH),
        tables.sensitivity(none, case.claim_tests, book, **last),
        tables.rules(case.claims, case.claim_tests.iloc[:0], book, language=ENGLISH),
        tables.reconciliation(empty("step"), **shared),
        tables.targets(empty("geo"), places=PLACES, **shared),
        tables.decomposition(empty("geo"), places=PLACES, **shared),
        tables.classified(empty("observation_id"), **shared),
        tables.changes(empty("group"), **shared),
        tables.multiverse(empty("result"), language=ENGLISH),
        tables.cross_section_models(empty(*trends.CROSS_SECTION_COLUMNS), language=ENGLISH),
        tables.trend_models(empty(*trends.ESTIMATE_COLUMNS), reference.breaks, language=ENGLISH),
        tables.panel(empty(*trends.ESTIMATE_COLUMNS), language=ENGLISH),
        tables.triangulation(empty("group_a"), {}, language=ENGLISH),
        tables.agreement(empty("level"), book, language=ENGLISH),
        tables.agreements(case.agreements.iloc[:0], case, language=ENGLISH),
        tables.documents(case.documents.iloc[:0], case.segments, language=ENGLISH),
        tables.regulations(reference.regulations.iloc[:0], language=ENGLISH),
    ]
    assert all(exhibit.absent for exhibit in absent)
    assert len({exhibit.name for exhibit in absent}) == len(absent)


def test_verdicts_that_exist_have_a_word_and_a_colour():
    for verdict in claims.VERDICTS:
        assert "_" not in vocabulary.verdict(verdict, ENGLISH)
        assert tables._chip(verdict) in {
            "agreement",
            "partial",
            "undecided",
            "dissonance",
            "silence",
        }


@pytest.mark.parametrize("module", ["exhibits", "figures", "tables", "vocabulary"])
def test_every_text_can_be_found_by_the_catalogue(module: str):
    """Texts reach the catalogue by being read from the source, so each must be a literal."""
    source = (Path(analysis.__file__).parent / f"{module}.py").read_text("utf-8")
    calls = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"text", "plural"}
        and isinstance(node.func.value, (ast.Name, ast.Attribute))
        and ast.unparse(node.func.value).endswith("language")
    ]
    assert calls
    for call in calls:
        messages = call.args[: 2 if call.func.attr == "plural" else 1]
        assert all(isinstance(message, ast.Constant) for message in messages), ast.unparse(call)


def test_headings_come_from_the_catalogue(monkeypatch: pytest.MonkeyPatch):
    """With every text of the catalogue marked, no heading, title or caption stays unmarked."""
    monkeypatch.setattr(
        Language, "text", lambda _self, message, /, **values: f"«{message.format(**values)}»"
    )
    monkeypatch.setattr(
        Language, "plural", lambda _self, _one, many, /, **values: f"«{many.format(**values)}»"
    )
    exhibits.cache_clear()
    try:
        marked = exhibits()
    finally:
        exhibits.cache_clear()
    for exhibit in marked.values():
        texts = [exhibit.title, exhibit.caption, *printed(exhibit)[0]]
        assert all(text.startswith("«") for text in texts), exhibit.name
