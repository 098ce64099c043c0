"""The rows behind a verdict are those that its rule counted: the numbers must be the same."""

from functools import cache

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis import cases, claims, evidence, grounds, tables
from analysis.language import Language

DATES = ["2025-06-30", ""]


@cache
def padang(date: str) -> tuple[cases.Case, cases.Reference, pd.DataFrame, pd.DataFrame]:
    """Return case, reference, public record and main verdicts on the rules, as of a date."""
    whole, reference = cases.load("padang"), cases.load_reference()
    case = whole.known(date)
    rows = evidence.select(
        evidence.coded(
            case.documents, case.segments, case.codings, case.actors, reference.framework
        )
    )
    table = claims.judge(whole, reference, [date], seed=1)
    main = table[(table["variant"] == claims.MAIN) & (table["test_id"] != "")]
    return case, reference, rows, main


@cache
def behind(date: str) -> pd.DataFrame:
    case, reference, rows, main = padang(date)
    observations, _ = cases.all_figures(cases.load("padang"), reference)
    return grounds.behind(main, case.claim_tests, rows, observations, case.agreements)


@pytest.mark.parametrize("date", DATES)
def test_every_rule_opens_to_as_many_rows_as_it_counted(date: str):
    _, _, rows, main = padang(date)
    documents = rows.drop_duplicates("segment_id").set_index("segment_id")
    for result in main.to_dict("records"):
        found = behind(date)[behind(date)["test_id"] == result["test_id"]]
        if result["measure"] == "hindering_rank":
            events = found.groupby("code")["event"].nunique()
            found = found[found["code"] == events.idxmin()]
        if result["measure"] in grounds.OF_STATEMENTS:
            told = documents.loc[found["segment_id"]]
            assert found["event"].nunique() == result["n_events"], result["test_id"]
            assert told["document_id"].nunique() == result["n_documents"], result["test_id"]
            assert told["speaker"].nunique() == result["n_speakers"], result["test_id"]
        elif result["measure"] == "signed_agreements":
            assert len(found) == result["n_events"]
        else:
            assert len(found) == result["n_figures"], result["test_id"]
            assert (found["observation_id"] != "").all()


def test_what_the_study_says_itself_is_behind_no_verdict():
    case, reference, rows, main = padang("")
    observations, _ = cases.all_figures(case, reference)
    own = rows.assign(layer="study")
    found = grounds.behind(main, case.claim_tests, own, observations, case.agreements)
    assert (found["event"] == "").all()


@pytest.mark.parametrize("code", ["en", "id"])
def test_the_page_numbers_as_many_entries_as_the_verdict_counts(code: str):
    """And each statement has its words in the reader's language, a speaker and an address."""
    case, reference, rows, main = padang("")
    observations, _ = cases.all_figures(case, reference)
    exhibit = tables.verdict_grounds(
        main,
        rows,
        observations,
        case,
        reference.framework,
        as_of="all",
        language=Language(code),
    )
    page = BeautifulSoup(exhibit.body, "html.parser")
    rules = page.select("details")
    assert len(rules) == len(main)
    texts = set(case.segments[f"statement_{code}"])
    for rule, result in zip(rules, main.to_dict("records"), strict=True):
        entries = rule.select(".grounds-list > li")
        if result["measure"] != "hindering_rank":
            assert len(entries) == result["n_figures"] or result["n_events"]
            assert len(entries) == max(result["n_figures"], result["n_events"])
        for statement in rule.select(".grounds-list ul > li"):
            said, where = statement.select("p")
            assert said.get_text() in texts
            assert where.select_one("a[href^=http]") or where.get_text().strip()
            assert statement.select(".chip")
