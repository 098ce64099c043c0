"""Reading a case: what a table becomes, what could be known when, and how mistakes are named."""

import shutil
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analysis import cases
from analysis.cases import (
    Case,
    TableError,
    Tables,
    known_figures,
    load,
    load_reference,
    read_table,
)
from analysis.errors import UserError
from small_case import TABLES, edit, write_case

EVIDENCE = ("documents", "segments", "codings", "agreements", "observations")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return load(write_case(tmp_path_factory.mktemp("cases") / "example"))


def ids(frame: pd.DataFrame) -> set[str]:
    return set(frame.iloc[:, 0])


def test_the_reference_is_parsed_once_and_again_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("reference", "framework"):
        shutil.copytree(cases.DATA / name, tmp_path / name)
    monkeypatch.setattr(cases, "DATA", tmp_path)
    before = load_reference()
    assert load_reference() is before
    path = tmp_path / "reference" / "provinces_2023.csv"
    first, second, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([first, *rest]), encoding="utf-8")
    assert len(load_reference().provinces_2023) == len(before.provinces_2023) - 1
    path.write_text("".join([first, second, *rest]), encoding="utf-8")
    pd.testing.assert_frame_equal(load_reference().provinces_2023, before.provinces_2023)


def test_a_case_is_read_by_its_name_or_by_its_folder():
    assert load("padang").folder == load(cases.DATA / "padang").folder
    assert cases.names() == ["padang", "padang-panjang"]


def test_the_manifest_names_the_place(case: Case):
    assert case.name == "example"
    assert case.place == {"en": "Example", "id": "Contoh"}
    assert (case.country, case.province, case.study_date) == ("Indonesia", "", "")


def test_an_unknown_case_is_refused_with_the_list_of_cases():
    with pytest.raises(UserError, match=r"no case “bukittinggi”.*padang, padang-panjang"):
        load("bukittinggi")


def test_a_folder_of_reference_tables_is_no_case():
    with pytest.raises(UserError, match="no case “reference”"):
        load("reference")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{", "no readable JSON"),
        (b"\xff\xfe\x00", "no readable JSON"),
        (b"[" * 100_000, "no readable JSON"),
        (b"[]", "one JSON object"),
        (b'{"case": "Padang"}', "There is no case"),
        (b'{"case": {"study_date": "June 2025"}}', "“June 2025” is no date"),
        (b'{"case": {"study_date": 2025.5}}', "“2025.5” is no date"),
    ],
)
def test_a_broken_manifest_is_named(tmp_path: Path, content: bytes, expected: str):
    folder = write_case(tmp_path / "example")
    (folder / "datapackage.json").write_bytes(content)
    with pytest.raises(UserError, match=expected):
        load(folder)


def test_text_stays_text_and_numbers_become_numbers(tmp_path: Path):
    folder = write_case(tmp_path / "example")
    edit(folder, "documents", ",One,", ",007,")
    edit(folder, "documents", ",Two,", ",NA,")
    read = load(folder)
    assert list(read.documents["title"][:2]) == ["007", "NA"]
    assert list(read.observations["value"]) == [250, 1000, 27.5, 3.5]
    assert pd.api.types.is_numeric_dtype(read.claim_tests["threshold"])


def test_an_empty_cell_is_an_empty_text_and_never_missing(case: Case):
    for field in fields(Tables):
        frame = getattr(case, field.name).select_dtypes("str")
        assert not frame.isna().any(axis=None), field.name
    assert case.documents["published"].iloc[3] == ""


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_table_that_is_not_there_is_empty_with_its_columns(tmp_path: Path, table: str):
    folder = write_case(tmp_path / "example", leave_out=(table,))
    frame = getattr(load(folder), table)
    assert frame.empty
    assert list(frame) == TABLES[table][0].split(",")


def test_a_case_without_any_table_can_be_read_and_filtered(tmp_path: Path):
    read = load(write_case(tmp_path / "example", leave_out=tuple(TABLES)))
    known = read.known("2024", ("public",))
    assert all(getattr(known, field.name).empty for field in fields(Tables))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_and_line_ends_of_other_systems_are_read(tmp_path: Path, mark: str, end: str):
    folder = write_case(tmp_path / "example")
    path = folder / "documents.csv"
    text = path.read_text("utf-8")
    path.write_bytes((mark + text.replace("\n", end)).encode("utf-8"))
    pd.testing.assert_frame_equal(load(folder).documents, load(write_case(folder)).documents)


def test_order_of_columns_and_columns_of_other_tools_do_not_matter(case: Case, tmp_path: Path):
    folder = write_case(tmp_path / "example")
    table = case.codings.assign(remark="mine")
    table[["remark", "stance", "coder", "rationale", "code", "segment_id"]].to_csv(
        folder / "codings.csv", index=False
    )
    pd.testing.assert_frame_equal(load(folder).codings, case.codings)


def test_rows_without_text_are_left_out_and_later_rows_keep_their_place(tmp_path: Path):
    folder = write_case(tmp_path / "example")
    edit(folder, "codings", "s-day,second", "\n,,,,\ns-day,second")
    frame = load(folder).codings
    assert len(frame) == len(TABLES["codings"]) - 1
    assert frame.loc[frame["coder"] == "second"].index[0] + 2 == 5


@pytest.mark.parametrize(
    ("table", "old", "new", "where", "what"),
    [
        ("observations", ",27.5,", ',"27,5",', "row 4, column value", "“27,5” is no number"),
        ("observations", ",250,", ",nan,", "row 2, column value", "“nan” is no number"),
        ("observations", ",250,", ",-inf,", "row 2, column value", "“-inf” is no number"),
        ("claim_tests", ",<,0,", ",<,low,", "row 2, column threshold", "“low” is no number"),
        ("documents", ",2024-11,", ",2025-02-30,", "row 3, column published", "is no date"),
        ("codings", "rationale", "reason", "row 1, column rationale", "The column is missing"),
        ("codings", ",stance,", ",code,", "row 1, column code", "stands twice"),
        ("codings", "DR1,supports,", "DR1,supports,a,b", "row 2", "more cells than the 5 columns"),
        ("codings", "s-month,first", '"s-month,first', "row 4", "quotation mark"),
    ],
)
def test_a_mistake_is_named_with_file_row_and_column(
    tmp_path: Path, table: str, old: str, new: str, where: str, what: str
):
    folder = write_case(tmp_path / "example")
    edit(folder, table, old, new)
    with pytest.raises(TableError) as caught:
        load(folder)
    assert str(caught.value).startswith(f"{folder / table}.csv, {where}: ")
    assert what in str(caught.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_in_place_of_a_table_are_read_or_refused(tmp_path: Path, content: bytes):
    folder = write_case(tmp_path / "example")
    (folder / "codings.csv").write_bytes(content)
    with pytest.raises(TableError):
        read_table(folder, "codings")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_a_quoted_text_comes_back_as_it_was_written(tmp_path: Path, title: str):
    folder = write_case(tmp_path / "example")
    quoted = title.replace('"', '""')
    path = folder / "documents.csv"
    text = path.read_text("utf-8").replace(",One,", f',"{quoted}",')
    path.write_bytes(text.encode("utf-8"))
    assert read_table(folder, "documents")["title"].iloc[0] == title


def test_without_limits_all_is_known(case: Case):
    whole = case.known()
    for field in fields(Tables):
        pd.testing.assert_frame_equal(getattr(whole, field.name), getattr(case, field.name))


@pytest.mark.parametrize(
    ("as_of", "documents"),
    [
        ("2024-11-10", {"d-lesson"}),
        ("2024-11-11", {"d-lesson", "d-day"}),
        ("2024-11-29", {"d-lesson", "d-day"}),
        ("2024-11-30", {"d-lesson", "d-day", "d-month"}),
        ("2024-11", {"d-lesson", "d-day", "d-month"}),
        ("2024-12-30", {"d-lesson", "d-day", "d-month"}),
        ("2024", {"d-lesson", "d-day", "d-month", "d-year"}),
        ("2025", {"d-lesson", "d-day", "d-month", "d-year", "d-study"}),
    ],
)
def test_a_document_counts_from_the_last_day_that_its_date_can_mean(
    case: Case, as_of: str, documents: set[str]
):
    assert ids(case.known(as_of).documents) == documents


def test_what_rests_on_an_unknown_document_goes_with_it(case: Case):
    known = case.known("2024-11-11", ("public",))
    assert ids(known.segments) == {"s-day"}
    assert list(known.codings["coder"]) == ["first", "second"]
    assert ids(known.agreements) == {"a-day"}
    assert "a-undated" in ids(case.known().agreements)


def test_claims_actors_and_derivations_do_not_depend_on_a_date(case: Case):
    known = case.known("1999", ())
    for table in ("actors", "derivations", "claims", "claim_tests"):
        pd.testing.assert_frame_equal(getattr(known, table), getattr(case, table))


@pytest.mark.parametrize(
    ("layers", "documents"),
    [
        (("study",), {"d-study"}),
        (("teaching",), {"d-lesson"}),
        (("public",), {"d-day", "d-month", "d-year", "d-undated"}),
        ((), set()),
    ],
)
def test_layers_never_mix(case: Case, layers: tuple[str, ...], documents: set[str]):
    known = case.known(layers=layers)
    assert ids(known.documents) == documents
    assert set(known.segments["document_id"]) <= documents
    assert set(known.codings["segment_id"]) == ids(known.segments)


def test_unknown_dates_and_layers_are_refused(case: Case):
    with pytest.raises(UserError, match="as_of is “2025-02-30”: write a date such as"):
        case.known("2025-02-30")
    with pytest.raises(UserError, match="no layer press; there are: study, public, teach"):
        case.known(layers=("public", "press"))


def test_a_figure_is_known_once_published_and_an_undated_one_once_its_period_ended(case: Case):
    figures = case.observations
    assert ids(known_figures(figures, "2024-08-30")) == set()
    assert ids(known_figures(figures, "2024-08-31")) == {"o2"}
    assert ids(known_figures(figures, "2024-11-11")) == {"o1", "o2"}
    assert ids(known_figures(figures, "2025-01-30")) == {"o1", "o2"}
    assert ids(known_figures(figures, "2025-01")) == {"o1", "o2", "o3"}
    assert ids(known_figures(figures, "")) == {"o1", "o2", "o3", "o4"}


def test_figures_printed_later_count_from_the_end_of_their_period(case: Case):
    figures = case.observations
    assert ids(known_figures(figures, "2024-10", printed_later=True)) == {"o1", "o2"}
    assert ids(known_figures(figures, "2024-12", printed_later=True)) == {"o1", "o2", "o3", "o4"}


@given(data=st.data())
def test_more_time_never_makes_less_known(case: Case, data: st.DataObject):
    months = st.dates().map(lambda day: day.isoformat()[:7])
    earlier, later = sorted([data.draw(months), data.draw(months)])
    assume(earlier != later)
    before, after = case.known(earlier), case.known(later)
    for table in EVIDENCE:
        assert ids(getattr(before, table)) <= ids(getattr(after, table))


def test_the_reference_of_an_earlier_day_knows_no_later_year():
    known = load_reference().known("2024-06-30")
    assert known.provinces_panel["year"].max() == 2023
    assert len(known.provinces_2023) == 34
    assert load_reference().known("2023-06-30").provinces_2023.empty
    assert len(known.observations) < len(load_reference().observations)
    assert len(load_reference().known().provinces_panel) == 136


@pytest.mark.parametrize(
    ("text", "options", "ending"),
    [
        ("pres", ["press", "government"], " (did you mean “press”?)"),
        ("PUBLIC", ["public"], " (did you mean “public”?)"),
        ("dr1", ["DR1", "DR2"], " (did you mean “DR1”?)"),
        ("zzz", ["press"], ""),
        ("", ["press"], ""),
        ("x", [], ""),
    ],
)
def test_the_nearest_option_is_named_where_one_is_near(text: str, options: list[str], ending: str):
    assert str(cases.nearest(text, options)) == ending
