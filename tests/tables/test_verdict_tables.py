"""Tables of verdicts say the result, its interval and what it rests on."""

from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup
from padang_tables import ENGLISH, VERDICTS, exhibits, padang, printed

from analysis import claims, tables, vocabulary
from analysis.tables.results import chip_colour


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


def test_verdicts_that_exist_have_a_word_and_a_colour():
    for verdict in claims.VERDICTS:
        assert "_" not in vocabulary.verdict(verdict, ENGLISH)
        assert chip_colour(verdict) in {
            "agreement",
            "partial",
            "undecided",
            "dissonance",
            "silence",
        }


def test_a_rule_with_nothing_on_record_says_so():
    (_, third) = printed(exhibits()["verdict-rules"])[-2:]
    assert third["Rests on"] == "nothing on record"
    claim = printed(exhibits()["verdicts-at-dates"])[-1]
    assert claim["Rests on"] == "nothing on record"


def test_the_glance_holds_every_claim_once_under_its_verdict():
    case, reference, *_ = padang()
    exhibit = tables.verdicts_at_a_glance(
        VERDICTS,
        case.claims,
        case.claim_tests,
        reference.framework,
        as_of="all",
        language=ENGLISH,
    )
    page = BeautifulSoup(exhibit.body, "html.parser")
    whole = VERDICTS[(VERDICTS["test_id"] == "") & (VERDICTS["variant"] == "main")]
    claims = [entry["id"] for entry in page.select(".glance-claims > li")]
    assert sorted(claims) == sorted(f"claim-{claim.lower()}" for claim in whole["claim_id"])
    assert [tile["href"] for tile in page.select(".glance-tiles a")] == [f"#{c}" for c in claims]
    for group, head in zip(
        page.select(".glance-claims"), page.select(".glance-verdict"), strict=True
    ):
        verdict = head.select_one(".chip").get_text()
        for entry in group.select(":scope > li"):
            row = whole[whole["claim_id"].str.lower() == entry["id"].removeprefix("claim-")]
            assert vocabulary.verdict(row["verdict"].iloc[0], ENGLISH) == verdict
