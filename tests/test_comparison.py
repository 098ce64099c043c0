"""Two states of knowledge side by side, against differences that the test puts in itself."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import cases, comparison, comparison_report
from analysis.comparison import State, compare
from analysis.language import Language
from small_case import write_case

SEED = 20251124
LANGUAGES = [Language("en"), Language("id")]


@pytest.fixture(scope="module")
def reference() -> cases.Reference:
    return cases.load_reference()


@pytest.fixture(scope="module")
def dates(reference: cases.Reference) -> tuple[comparison.Comparison, State, State]:
    """Compare the case of the book at the date of its study with all evidence."""
    case = cases.load("padang")
    first, second = State(case, case.study_date), State(case)
    return compare(first, second, reference, seed=SEED), first, second


def rule_rows(found: comparison.Comparison, test: str) -> dict[str, str]:
    rows = found.rows[found.rows["test_id"] == test]
    return dict(zip(rows["key"], rows["what"], strict=True))


def test_a_case_does_not_differ_from_itself(reference: cases.Reference, tmp_path: Path):
    case = cases.load(write_case(tmp_path / "example"))
    found = compare(State(case), State(case), reference, seed=1)
    assert not found.verdicts["changed"].any()
    assert found.rows.empty
    assert (found.sizes["n_a"] == found.sizes["n_b"]).all()


def test_new_rows_are_named_with_the_rule_that_they_move(
    reference: cases.Reference, tmp_path: Path
):
    """Nine events of DR1 that hinder are added: the rule needs eight, so silence ends."""
    before = write_case(tmp_path / "before")
    after = tmp_path / "after"
    shutil.copytree(before, after)
    for name, row in {
        "documents": "n{n},public,New,Paper,press,2025-01-0{n},https://example.org,id,,case,whole,",
        "segments": "n{n}-s,n{n},city,,,A statement.,Pernyataan.",
        "codings": "n{n}-s,first,DR1,hinders,",
    }.items():
        with (after / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.writelines(row.format(n=n) + "\n" for n in range(1, 10))
    found = compare(State(cases.load(before)), State(cases.load(after)), reference, seed=1)
    (rule,) = found.verdicts[found.verdicts["test_id"] == "C1a"].to_dict("records")
    assert (rule["verdict_a"], rule["verdict_b"], rule["changed"]) == ("silence", "agreement", True)
    assert rule_rows(found, "C1a") == {f"n{n}-s DR1": "added" for n in range(1, 10)}
    sizes = found.sizes.set_index("what")
    assert (sizes["n_b"] - sizes["n_a"]).to_dict() == {
        "documents": 9,
        "events": 9,
        "segments": 9,
        "codings": 9,
        "agreements": 0,
        "figures": 0,
    }


def test_a_changed_stance_and_a_changed_rule_are_told(reference: cases.Reference, tmp_path: Path):
    """Rows of other codes and other actors are not: the rule does not count them."""
    before = write_case(tmp_path / "before")
    after = tmp_path / "after"
    shutil.copytree(before, after)
    for table, old, new in [
        ("codings", "s-day,first,DR1,supports", "s-day,first,DR1,hinders"),
        ("codings", "s-month,first,CJ4,hinders", "s-month,first,CJ4,supports"),
        ("claim_tests", ",<,0,8,", ",<,0,1,"),
    ]:
        path = after / f"{table}.csv"
        path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    found = compare(State(cases.load(before)), State(cases.load(after)), reference, seed=1)
    assert rule_rows(found, "C1a") == {"C1a": "changed", "s-day DR1": "changed"}
    row = found.rows[found.rows["key"] == "s-day DR1"].iloc[0]
    assert (row["detail_a"], row["detail_b"]) == ("supports launch", "hinders launch")


def test_the_latest_figure_known_at_each_date_is_taken(
    dates: tuple[comparison.Comparison, State, State],
):
    """At the date of the study: 13,000 informal members of 199,000 informal workers, as printed."""
    figures = dates[0].figures.set_index("group")
    assert figures.loc["informal", "value_a"] == pytest.approx(100 * 13_000 / 199_000)
    assert figures.loc["informal", "date_a"] <= "2025-06" < figures.loc["informal", "date_b"]
    assert (figures["low_b"] <= figures["value_b"]).all()
    assert (figures["value_b"] <= figures["high_b"]).all()


def test_a_figure_that_ends_a_silence_was_not_known_before(
    dates: tuple[comparison.Comparison, State, State],
):
    found, first, _ = dates
    rows = found.rows[(found.rows["test_id"] == "C1a") & (found.rows["what"] == "added")]
    own = first.case.known(first.as_of).observations["observation_id"]
    verdicts = found.verdicts.set_index("test_id")
    assert verdicts.loc["C1a", "verdict_a"] == "silence"
    assert verdicts.loc["C1a", "changed"]
    assert not set(rows["key"]) <= set(own)
    assert (rows["series"] != "").all()


def test_every_coding_that_is_named_was_published_after_the_first_date(
    dates: tuple[comparison.Comparison, State, State],
):
    found, first, _ = dates
    rows = found.rows[found.rows["table"] == "codings"]
    segments = rows["key"].str.split().str[0]
    published = first.case.segments.merge(first.case.documents, on="document_id").set_index(
        "segment_id"
    )["published"]
    day = published[segments]
    assert len(day) > 100
    assert not day.map(lambda text: bool(text) and text <= "2025-06-30" and len(text) == 10).any()


def test_two_places_have_no_rows_in_common(reference: cases.Reference):
    first, second = State(cases.load("padang")), State(cases.load("padang-panjang"))
    found = compare(first, second, reference, seed=SEED)
    assert not found.same_place
    assert found.rows.empty
    assert not found.verdicts["changed"].any()
    said = comparison_report.in_words(found, first, second, LANGUAGES[0])
    assert said.title == "Padang and Padang Panjang compared"
    assert "no claim in common" in said.answer[0]
    assert "different places" in said.sections[1].caption


def test_a_case_of_nothing_can_be_compared(reference: cases.Reference, tmp_path: Path):
    folder = write_case(tmp_path / "one")
    for path in folder.glob("*.csv"):
        path.unlink()
    state = State(cases.load(folder))
    found = compare(state, state, reference, seed=1)
    for language in LANGUAGES:
        said = comparison_report.in_words(found, state, state, language)
        assert [section.name for section in said.sections if section.rows] == ["sizes"]
        assert all(section.caption for section in said.sections)


def test_the_words_count_what_changed(dates: tuple[comparison.Comparison, State, State]):
    found, first, second = dates
    said = comparison_report.in_words(found, first, second, LANGUAGES[0])
    wholes = found.verdicts[found.verdicts["test_id"] == ""]
    n = int(wholes["changed"].sum())
    assert said.answer[0] == f"Claims with another verdict: {n} of {len(wholes)}."
    assert said.title == "Padang, as of 30 June 2025 and Padang, all evidence compared"


def test_two_folders_of_one_place_are_told_apart(reference: cases.Reference, tmp_path: Path):
    states = [State(cases.load(write_case(tmp_path / name))) for name in ("before", "after")]
    found = compare(states[0], states[1], reference, seed=1)
    said = comparison_report.in_words(found, states[0], states[1], LANGUAGES[0])
    assert said.title == "Example [before] and Example [after] compared"


def test_the_terminal_lists_few_rows_and_the_page_all(
    dates: tuple[comparison.Comparison, State, State],
):
    found, first, second = dates
    few, every = (
        comparison_report.in_words(found, first, second, LANGUAGES[0], listed).sections[1]
        for listed in (2, 0)
    )
    moved = found.verdicts[found.verdicts["changed"] & (found.verdicts["test_id"] != "")]
    wanted = found.rows[found.rows["test_id"].isin(moved["test_id"])]
    assert len(every.rows) == len(wanted)
    assert len(few.rows) == 3 * moved["test_id"].nunique()


def test_the_page_holds_every_language_and_shows_markup_as_text(
    dates: tuple[comparison.Comparison, State, State], tmp_path: Path
):
    found, first, second = dates
    rows = found.rows.copy()
    moved = found.verdicts.loc[found.verdicts["changed"], "test_id"]
    rows.loc[rows["test_id"].isin(moved), "key"] = "<script>alert(1)</script>"
    hostile = comparison.Comparison(
        found.verdicts, rows, found.figures, found.sizes, same_place=True
    )
    page = tmp_path / "page.html"
    comparison_report.write_page(page, hostile, first, second, LANGUAGES)
    text = page.read_text("utf-8")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    for code in ("en", "id"):
        assert f'<section id="{code}" lang="{code}">' in text
        assert f'id="coverage-{code}"' in text
    assert text.count("<h1") == 1
    assert "http" not in text.replace("https://example.org", "")


def test_a_chapter_shows_what_the_words_say_with_every_row_to_download(
    dates: tuple[comparison.Comparison, State, State],
):
    found, first, second = dates
    for language in LANGUAGES:
        text = comparison_report.in_words(found, first, second, language, listed=5)
        shown = comparison_report.exhibits(text, language)
        assert [exhibit.name for exhibit in shown] == ["verdicts", "rows", "coverage", "sizes"]
        assert [exhibit.title for exhibit in shown] == [part.title for part in text.sections]
        assert len(shown[1].data) > len(text.sections[1].rows)


def test_columns_are_as_described(dates: tuple[comparison.Comparison, State, State]):
    found = dates[0]
    assert list(found.verdicts) == comparison.VERDICT_COLUMNS
    assert list(found.rows) == comparison.ROW_COLUMNS + comparison.ABOUT
    assert list(found.figures) == comparison.FIGURE_COLUMNS
    assert isinstance(found.sizes, pd.DataFrame)
