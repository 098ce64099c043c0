"""Checking a case: one mistake in a small case, and the words that name it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.checks import Problem, check, require
from analysis.errors import UserError
from small_case import TABLES, edit, write_case


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_case(tmp_path / "example")


def rewrite(folder: Path, table: str, change: Callable[[bytes], bytes]) -> None:
    path = folder / f"{table}.csv"
    content = path.read_bytes()
    changed = change(content)
    assert changed != content
    path.write_bytes(changed)


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, [f"{item.place}: {item.message}" for item in problems]
    return problems[0]


def test_the_small_case_has_nothing_to_mend(folder: Path):
    assert check(folder) == []
    require(folder)


@pytest.mark.parametrize("case", ["padang", "padang-panjang"])
def test_the_cases_of_the_book_have_nothing_to_mend(case: str):
    assert [problem for problem in check(case) if problem.severity == "error"] == []
    require(case)


def test_an_unknown_case_is_refused():
    with pytest.raises(UserError, match="no case “nowhere”"):
        check("nowhere")


CELLS = {
    "a word that is not in the vocabulary": (
        ("documents", "One,Paper,press", "One,Paper,pres"),
        ("documents.csv", 2, "publisher_type"),
        "“pres” is not one of the values",
        "did you mean “press”?",
    ),
    "a word in capitals": (
        ("documents", "d-day,public", "d-day,Public"),
        ("documents.csv", 2, "layer"),
        "did you mean “public”?",
        "study, public, teaching",
    ),
    "an empty cell that is required": (
        ("documents", "d-day,public", "d-day,"),
        ("documents.csv", 2, "layer"),
        "a value is required",
    ),
    "a day that no calendar has": (
        ("documents", ",2024-11,", ",2025-02-30,"),
        ("documents.csv", 3, "published"),
        "“2025-02-30” is no date; write 2024, 2024-11 or 2024-11-11",
    ),
    "a date of another form": (
        ("documents", ",2024-11,", ",30/11/2024,"),
        ("documents.csv", 3, "published"),
        "“30/11/2024” is no date (did you mean “2024-11-30”?); write 2024, 2024-11 or 2024-11-11",
    ),
    "a period that is no date": (
        ("observations", ",2024-10,", ",2024-02-31,"),
        ("observations.csv", 2, "period"),
        "“2024-02-31” is no date",
    ),
    "a beginning that is no date": (
        ("observations", ",2024-01,", ",2024-02-31,"),
        ("observations.csv", 5, "period_start"),
        "“2024-02-31” is no date",
    ),
    "a date in the future": (
        ("documents", "press,2024-11-11", "press,2999-01-01"),
        ("documents.csv", 2, "published"),
        "“2999-01-01” lies in the future",
    ),
    "an end before its beginning": (
        ("observations", ",2024-01,", ",2025-01,"),
        ("observations.csv", 5, "period"),
        "ends (2024-12) before it begins (2025-01)",
    ),
    "an unknown actor": (
        ("segments", "d-day,agency", "d-day,agensy"),
        ("segments.csv", 2, "speaker"),
        "“agensy” does not stand in actors.csv",
        "did you mean “agency”?",
    ),
    "an unknown claim": (
        ("claim_tests", "C1a,C1", "C1a,C9"),
        ("claim_tests.csv", 2, "claim_id"),
        "“C9” does not stand in claims.csv",
    ),
    "an unknown code": (
        ("codings", "s-day,first,DR1", "s-day,first,DR9"),
        ("codings.csv", 2, "code"),
        "“DR9” is no code of the codebook",
        "AC, AD, CJ1",
    ),
    "a code in small letters": (
        ("codings", "s-day,first,DR1", "s-day,first,dr1"),
        ("codings.csv", 2, "code"),
        "did you mean “DR1”?",
    ),
    "an unknown code in a rule": (
        ("claim_tests", "DR1 DR2", "DR1 DRX"),
        ("claim_tests.csv", 2, "codes"),
        "“DRX” is no code of the codebook",
    ),
    "a share above one hundred": (
        ("observations", ",27.5,", ",127.5,"),
        ("observations.csv", 4, "value"),
        "The share is above 100 percent",
    ),
    "a count below zero": (
        ("observations", ",250,", ",-250,"),
        ("observations.csv", 2, "value"),
        "below zero",
    ),
    "a decimal comma": (
        ("observations", ",27.5,", ',"27,5",'),
        ("observations.csv", 4, "value"),
        "“27,5” is no number; write it like 1234.5",
    ),
    "a word for a number": (
        ("observations", ",250,", ",many,"),
        ("observations.csv", 2, "value"),
        "“many” is no number",
    ),
    "a number without end": (
        ("observations", ",250,", ",inf,"),
        ("observations.csv", 2, "value"),
        "“inf” is no number",
    ),
    "half an event": (
        ("claim_tests", ",8,events", ",8.5,events"),
        ("claim_tests.csv", 2, "minimum"),
        "“8.5” is no whole number",
    ),
    "a minimum of nothing": (
        ("claim_tests", ",8,events", ",0,events"),
        ("claim_tests.csv", 2, "minimum"),
        "“0” is below the least that is allowed, 1",
    ),
    "an unknown figure in a derivation": (
        ("derivations", "o1,o2", "o1,o2+o_none"),
        ("derivations.csv", 2, "denominator"),
        "There is no figure “o_none”",
    ),
    "a sum that is not finished": (
        ("derivations", "o1,o2", "o1+,o2"),
        ("derivations.csv", 2, "numerator"),
        "“o1+” is no sum of keys",
        "a+b-c",
    ),
    "a key that a sum cannot hold": (
        ("observations", "o3,coverage", "o-3,coverage"),
        ("observations.csv", 4, "observation_id"),
        "“o-3” cannot stand in a sum",
    ),
    "an address that is none": (
        ("documents", "https://example.org/2", "javascript:alert(1)"),
        ("documents.csv", 3, "url"),
        "“javascript:alert(1)” is no address of a page",
        "https://",
    ),
    "a key that stands twice": (
        ("agreements", "a-undated,", "a-day,"),
        ("agreements.csv", 3, "agreement_id"),
        "“a-day” stands in an earlier row already",
    ),
    "the same coding twice": (
        ("codings", "s-day,second,NONE", "s-day,first,DR1"),
        ("codings.csv", 3, ""),
        "stands in an earlier row already",
    ),
    "a row with too many cells": (
        ("codings", "s-month,first,CJ4,hinders,", "s-month,first,CJ4,hinders,one, two"),
        ("codings.csv", 4, ""),
        "more cells than the 5 columns",
        "in quotes",
    ),
    "a row that ends early": (
        ("codings", "s-month,first,CJ4,hinders,", "s-month,first,CJ4,hinders"),
        ("codings.csv", 4, "rationale"),
        "The row ends before this column",
    ),
    "a column that is missing": (
        ("codings", ",rationale", ",reasons"),
        ("codings.csv", 1, "rationale"),
        "The column is missing",
        "segment_id, coder, code, stance, rationale",
    ),
    "a column of almost the right name": (
        ("codings", ",stance,", ",Stances,"),
        ("codings.csv", 1, "stance"),
        "did you mean “Stances”?",
    ),
    "a column that stands twice": (
        ("codings", ",rationale", ",rationale,code"),
        ("codings.csv", 1, "code"),
        "stands twice",
    ),
    "a quotation mark left open": (
        ("codings", "s-month,first", '"s-month,first'),
        ("codings.csv", 4, ""),
        "is a quotation mark left open?",
    ),
}


@pytest.mark.parametrize(
    ("mistake", "place", "words"),
    [
        pytest.param(mistake, place, words, id=name)
        for name, (mistake, place, *words) in CELLS.items()
    ],
)
def test_one_mistake_gives_one_problem_in_plain_words(
    folder: Path, mistake: tuple[str, str, str], place: tuple[str, int, str], words: list[str]
):
    edit(folder, *mistake)
    problem = only(check(folder))
    assert (problem.file, problem.row, problem.column) == place
    assert problem.severity == "error"
    for word in words:
        assert word in problem.message


FILES: dict[str, tuple[Callable[[bytes], bytes], int, str]] = {
    "an empty file": (lambda _: b"", 0, "The file is empty"),
    "blank lines only": (lambda _: b"\n\n \n", 0, "The file is empty"),
    "semicolons": (lambda text: text.replace(b",", b";"), 1, "separated by semicolons"),
    "tabs": (lambda text: text.replace(b",", b"\t"), 1, "separated by tabs"),
    "a NUL byte": (lambda text: text.replace(b"s-month", b"s-mo\0nth"), 4, "NUL byte"),
    "NUL bytes at the end": (lambda text: text + b"\0" * 512, 9, "NUL byte"),
    "cp1252": (
        lambda text: text.replace(b"hinders,", "hinders,d\xe9j\xe0".encode("cp1252"), 1),
        4,
        "save the table as “CSV UTF-8”",
    ),
    "utf-16": (lambda text: text.decode().encode("utf-16"), 1, "save the table as “CSV UTF-8”"),
    "a spreadsheet under a wrong name": (lambda _: b"PK\x03\x04\xff\x00", 1, "not in UTF-8"),
}


@pytest.mark.parametrize(
    ("change", "row", "words"), [pytest.param(*case, id=name) for name, case in FILES.items()]
)
def test_a_file_that_is_no_table_is_named_once(
    folder: Path, change: Callable[[bytes], bytes], row: int, words: str
):
    rewrite(folder, "codings", change)
    problem = only(check(folder))
    assert (problem.file, problem.row, problem.column) == ("codings.csv", row, "")
    assert problem.severity == "error"
    assert words in problem.message


def test_a_folder_in_place_of_a_table_is_named(folder: Path):
    (folder / "codings.csv").unlink()
    (folder / "codings.csv").mkdir()
    assert "cannot be opened" in only(check(folder)).message


def test_an_extra_column_is_a_warning(folder: Path):
    lines = TABLES["codings"]
    text = "\n".join([f"{lines[0]},remark", *(f"{line},mine" for line in lines[1:])])
    (folder / "codings.csv").write_text(text, encoding="utf-8")
    problem = only(check(folder))
    assert (problem.file, problem.row, problem.column) == ("codings.csv", 1, "remark")
    assert "not used" in problem.message
    assert problem.severity == "warning"
    require(folder)


def test_an_extra_column_in_the_header_alone_is_one_warning_too(folder: Path):
    edit(folder, "codings", ",rationale", ",rationale,remark")
    assert only(check(folder)).severity == "warning"


def test_another_order_of_columns_is_a_warning(folder: Path):
    rows = [line.split(",") for line in TABLES["codings"]]
    text = "\n".join(",".join([second, first, *rest]) for first, second, *rest in rows)
    (folder / "codings.csv").write_text(text, encoding="utf-8")
    problem = only(check(folder))
    assert (problem.file, problem.row, problem.severity) == ("codings.csv", 1, "warning")
    assert "segment_id, coder, code, stance, rationale" in problem.message


def test_an_empty_row_is_a_warning_and_does_not_shift_the_rows_below(folder: Path):
    edit(folder, "codings", "s-day,second,NONE", "\n,,,,\ns-day,second,DR9")
    found = {(item.row, item.column): item.severity for item in check(folder)}
    assert found == {(3, ""): "warning", (4, ""): "warning", (5, "code"): "error"}


def test_a_line_break_within_a_text_does_not_shift_the_rows_below(folder: Path):
    edit(folder, "segments", "2024-11-11,A statement.", '2024-11-11,"A\nlong\nstatement."')
    edit(folder, "segments", "s-year,d-year,city", "s-year,d-year,town")
    assert str(only(check(folder)).place) == "segments.csv, row 4, column speaker"


def test_a_figure_without_a_source_is_a_warning_unless_it_is_derived(folder: Path):
    path = folder / "observations.csv"
    path.write_text(path.read_text("utf-8").replace("https://example.org/2", ""), "utf-8")
    edit(
        folder,
        "observations",
        "district,2024-01,2024-12,3.5,billion_idr,all,,printed",
        "district,2024-01,2024-12,3.5,billion_idr,all,,derived",
    )
    problem = only(check(folder))
    assert (problem.row, problem.column, problem.severity) == (4, "url", "warning")


def test_a_table_that_cannot_be_read_is_not_held_against_the_others(folder: Path):
    rewrite(folder, "segments", lambda text: text.replace(b",", b";"))
    edit(folder, "observations", ",250,", ",-250,")
    assert [item.file for item in check(folder)] == ["observations.csv", "segments.csv"]


def test_every_problem_is_said_at_once_in_the_order_of_files_and_rows(folder: Path):
    edit(folder, "documents", "d-day,public", "d-day,Public")
    edit(folder, "documents", ",2024-11,", ",2025-02-30,")
    edit(folder, "codings", "s-year,first,AC", "s-year,first,AX")
    edit(folder, "observations", ",27.5,", ",127.5,")
    edit(folder, "observations", ",250,", ",many,")
    edit(folder, "derivations", "o1,o2", "o1,o7")
    assert [str(item.place) for item in check(folder)] == [
        "codings.csv, row 5, column code",
        "derivations.csv, row 2, column denominator",
        "documents.csv, row 2, column layer",
        "documents.csv, row 3, column published",
        "observations.csv, row 2, column value",
        "observations.csv, row 4, column value",
    ]


@pytest.mark.parametrize(
    "kept", [("observations",), ("documents", "segments", "codings", "actors"), ("documents",), ()]
)
def test_a_case_may_have_only_some_tables(tmp_path: Path, kept: tuple[str, ...]):
    left_out = tuple(table for table in TABLES if table not in kept)
    assert check(write_case(tmp_path / "example", leave_out=left_out)) == []


def test_what_refers_to_a_table_that_is_not_there_is_named(folder: Path):
    (folder / "claims.csv").unlink()
    assert "“C1” does not stand in claims.csv" in only(check(folder)).message


def test_a_case_with_errors_is_refused_with_the_first_and_their_number(folder: Path):
    edit(folder, "codings", "s-day,first,DR1", "s-day,first,DR9")
    edit(folder, "documents", "d-day,public", "d-day,Public")
    with pytest.raises(UserError) as caught:
        require(folder)
    assert "2 error(s); the first: codings.csv, row 2, column code: “DR9”" in str(caught.value)
    assert f"`ucj check {folder}` lists all" in str(caught.value)


@pytest.mark.parametrize("table", sorted(TABLES))
@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20
)
@given(data=st.data())
def test_any_cell_may_hold_any_text_without_a_traceback(
    folder: Path, table: str, data: st.DataObject
):
    header, *rows = (line.split(",") for line in TABLES[table])
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(header) - 1))
    cell = data.draw(st.text(st.characters(codec="utf-8"), max_size=30))
    rows[row][column] = '"' + cell.replace('"', '""') + '"'
    text = "\n".join(",".join(line) for line in [header, *rows])
    (folder / f"{table}.csv").write_bytes(text.encode("utf-8"))
    for problem in check(folder):
        assert problem.file != f"{table}.csv" or problem.row <= text.count("\n") + 1
        assert problem.message.endswith((".", "?"))
        assert "Traceback" not in problem.message
        assert "constraint" in cell or "constraint" not in problem.message
