"""A class's coding exercise: forms filled in and fed back, broken forms, and known results."""

import csv
import io
import re
import sys
import zipfile
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from openpyxl import Workbook, load_workbook

from analysis import cases, classroom, teaching, vocabulary
from analysis.checks import Problem
from analysis.classroom.results import binary_entropy
from analysis.errors import UserError
from analysis.exhibits import inline_svg
from analysis.framework import NONE, elements
from analysis.language import Language, languages
from analysis.teaching import MARK

SEED = 1
HEADER = "student,segment_id,code,stance"
ENGLISH = Language("en")


@cache
def book() -> pd.DataFrame:
    return cases.load_reference().framework


@cache
def drawn(seed: int | None) -> classroom.Lab:
    return classroom.draw_lab(cases.load("padang"), seed)


@cache
def lab() -> pd.DataFrame:
    return drawn(SEED).excerpts


@cache
def key() -> pd.DataFrame:
    return drawn(SEED).key


NO_KEY = pd.DataFrame(columns=["segment_id", "code", "stance"])


def excerpts(count: int = 3) -> pd.DataFrame:
    numbers = range(1, count + 1)
    return pd.DataFrame(
        {
            "number": numbers,
            "segment_id": [f"s{number}" for number in numbers],
            "layer": "public",
            "statement_en": [f"Statement {number}." for number in numbers],
            "statement_id": [f"Pernyataan {number}." for number in numbers],
        }
    )


def forms(*rows: str) -> pd.DataFrame:
    """Turn rows such as ``1 s1 DR1 supports`` into what forms are read as."""
    table = pd.DataFrame(
        [row.split() for row in rows], columns=["student", "segment_id", "code", "stance"]
    )
    return table.astype({"student": int})


def form(student: object, *rows: str) -> str:
    """Write a form that codes all three excerpts but for the rows that are given."""
    filled = rows or ("s1,DR1,supports", "s2,AC,hinders", "s3,NONE,neutral")
    return "\n".join([HEADER, *(f"{student},{row}" for row in filled)]) + "\n"


def read(folder: Path, *, known: int = 3) -> tuple[pd.DataFrame, list[Problem]]:
    return classroom.read_forms(folder, excerpts(known), book())


# The excerpts -------------------------------------------------------------------------------


def test_the_lab_has_real_and_synthetic_excerpts_that_say_what_they_are():
    assert lab()["layer"].value_counts().to_dict() == {"public": 24, "teaching": 12}
    assert lab()["number"].tolist() == list(range(1, 37))
    assert lab()["segment_id"].is_unique
    assert lab()["statement_en"].is_unique
    marked = lab()["statement_en"].str.contains(MARK, regex=False)
    assert (marked == (lab()["layer"] == "teaching")).all()
    assert (marked == lab()["statement_id"].str.contains(MARK, regex=False)).all()
    real = lab()[lab()["layer"] == "public"]
    assert real["url"].str.startswith("http").all()
    assert not lab().columns.isin(["code", "stance"]).any()


@pytest.mark.parametrize(("name", "scope"), [("padang", "context"), ("padang-panjang", "case")])
def test_real_excerpts_are_of_the_public_record_that_the_book_does_not_count(name: str, scope: str):
    case = cases.load(name)
    real = lab().loc[lab()["layer"] == "public", "segment_id"]
    segments = case.segments[case.segments["segment_id"].isin(real)]
    documents = case.documents[case.documents["document_id"].isin(segments["document_id"])]
    assert set(documents["layer"]) == {"public"}
    assert set(documents["scope"]) == {scope}
    assert len(documents) == 12


def test_the_excerpts_spread_over_codes_stances_and_speakers():
    counts = key()["code"].value_counts()
    assert len(counts) >= 20
    assert counts.max() <= 8
    assert key()["stance"].value_counts().min() >= 8
    assert lab()["speaker_en"].nunique() >= 12
    assert lab()["speaker_en"].value_counts().max() <= 6
    assert not (
        lab()["layer"].diff() if False else lab()["layer"].eq("public")
    ).is_monotonic_decreasing


def test_the_seed_chooses_and_nothing_else_does():
    again = classroom.draw_lab(cases.load("padang"), SEED)
    pd.testing.assert_frame_equal(again.excerpts, lab())
    pd.testing.assert_frame_equal(again.key, key())
    other = drawn(SEED + 1)
    assert set(other.excerpts["segment_id"]) != set(lab()["segment_id"])


def test_a_seed_of_the_lecturer_draws_interviews_that_the_project_does_not_publish():
    def invented(excerpts: pd.DataFrame) -> set[str]:
        return set(excerpts.loc[excerpts["layer"] == "teaching", "statement_en"])

    published = set(teaching.load().segments["statement_en"])
    assert invented(drawn(None).excerpts) <= published
    assert len(invented(drawn(SEED).excerpts) - published) > 6


def test_the_key_covers_every_excerpt_and_is_nowhere_in_what_is_handed_out(tmp_path: Path):
    assert set(key()["segment_id"]) == set(lab()["segment_id"])
    classroom.write_lab(tmp_path, lab(), book(), ["en", "id"])
    written = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    blanks = {f"blank/form-{code}.{end}" for code in ("en", "id") for end in ("csv", "xlsx")}
    assert written == {"excerpts.csv", "README.en.md", "README.id.md"} | blanks
    for path in blanks:
        if path.endswith("csv"):
            rows = blank_rows(tmp_path / path)
            assert {row["code"] + row["stance"] for row in rows} == {""}
    pd.testing.assert_frame_equal(
        classroom.read_excerpts(tmp_path)[lab().columns.tolist()], lab(), check_dtype=False
    )


# Forms filled in and fed back ---------------------------------------------------------------


def blank_rows(path: Path) -> list[dict[str, str]]:
    text = path.read_text("utf-8-sig")
    mark = ";" if ";" in text.splitlines()[0] else ","
    return list(csv.DictReader(io.StringIO(text), delimiter=mark))


def chosen(language: Language) -> dict[tuple[str, int], tuple[str, str]]:
    """Return what a student with the key would choose from the lists, by excerpt and place."""
    names = {row["code"]: row for row in elements(book()).to_dict("records")}
    label = "label_id" if language.code == "id" else "label_2012_en"
    choices = {}
    for segment, part in key().groupby("segment_id"):
        for place, (code, stance) in enumerate(zip(part["code"], part["stance"], strict=True)):
            said = code if code == NONE else f"{code} {names[code][label]}"
            choices[segment, place] = (said, vocabulary.stance(stance, language))
    return choices


@pytest.mark.parametrize("code", ["en", "id"])
def test_an_excel_form_filled_in_from_its_lists_is_read_as_it_was_meant(tmp_path: Path, code: str):
    path = tmp_path / "form.xlsx"
    classroom.write_form(path, lab(), book(), Language(code))
    workbook = load_workbook(path)
    sheet = workbook.worksheets[1]
    lists = {
        cell.value
        for row in workbook["lists"].iter_rows()
        for cell in row
        if cell.value is not None
    }
    sheet["A2"] = 7
    places: dict[str, int] = {}
    for row in sheet.iter_rows(min_row=2):
        segment = row[2].value
        place = places[segment] = places.get(segment, -1) + 1
        if (segment, place) in chosen(Language(code)):
            row[4].value, row[5].value = chosen(Language(code))[segment, place]
            assert {row[4].value.split()[0], row[5].value} <= lists | {
                item.split()[0] for item in lists
            }
    workbook.save(path)
    found, problems = classroom.read_forms(tmp_path, lab(), book())
    assert problems == []
    assert set(found["student"]) == {7}
    wanted = key().sort_values(["segment_id", "code"], ignore_index=True)
    given = found.sort_values(["segment_id", "code"], ignore_index=True)
    pd.testing.assert_frame_equal(given[wanted.columns.tolist()], wanted, check_dtype=False)


@pytest.mark.parametrize("code", ["en", "id"])
def test_a_csv_form_filled_in_is_read_as_it_was_meant(tmp_path: Path, code: str):
    path = tmp_path / "form.csv"
    classroom.write_form(path, lab(), book(), Language(code))
    rows = blank_rows(path)
    rows[0]["student"] = "7"
    places: dict[str, int] = {}
    for row in rows:
        place = places[row["segment_id"]] = places.get(row["segment_id"], -1) + 1
        row["code"], row["stance"] = chosen(Language(code)).get(
            (row["segment_id"], place), ("", "")
        )
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    found, problems = classroom.read_forms(tmp_path, lab(), book())
    assert problems == []
    assert len(found) == len(key())
    assert set(found["student"]) == {7}


def test_a_form_has_lists_a_codebook_instructions_and_no_answer(tmp_path: Path):
    path = tmp_path / "form.xlsx"
    classroom.write_form(path, lab(), book(), ENGLISH)
    workbook = load_workbook(path)
    guide, sheet, codebook, lists = workbook.worksheets
    assert workbook.active == sheet
    assert lists.sheet_state == "hidden"
    assert [cell.value for cell in sheet[1]] == [
        "student", "number", "segment_id", "statement", "code", "stance"
    ]  # fmt: skip
    assert sheet.max_row == 1 + 3 * 36
    assert all(cell.value is None for column in "AEF" for cell in sheet[column][1:])
    kinds = {str(rule.sqref): rule.type for rule in sheet.data_validations.dataValidation}
    assert kinds == {"A2:A109": "whole", "E2:E109": "list", "F2:F109": "list"}
    assert codebook.max_row == 1 + 26 + 1
    assert "number" in guide["A2"].value
    statements = [cell.value for cell in sheet["D"][1:] if cell.value]
    # Each line of an invented excerpt has the mark, also where a student adds a code.
    assert len(statements) == 24 + 3 * 12
    assert sum(MARK in said for said in statements) == 3 * 12
    assert sum(MARK in statement.partition(") ")[2] for statement in statements) == 12


def test_a_blank_form_is_told_and_nothing_is_read(tmp_path: Path):
    classroom.write_form(tmp_path / "form.xlsx", excerpts(), book(), ENGLISH)
    found, (problem,) = read(tmp_path)
    assert found.empty
    assert "Nothing is filled in" in problem.message


def test_a_form_of_another_kind_is_refused(tmp_path: Path):
    with pytest.raises(UserError, match=r"form\.doc"):
        classroom.write_form(tmp_path / "form.doc", excerpts(), book(), ENGLISH)


# Broken forms -------------------------------------------------------------------------------


def workbook_bytes(*rows: tuple[object, ...]) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def zip_bytes(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return buffer.getvalue()


GOOD = form(9).encode()
COLUMNS = tuple(HEADER.split(","))
UNREADABLE = {
    "an empty file": ("a.csv", b"", "empty"),
    "a file of blanks": ("a.csv", b" \n\n", "empty"),
    "bytes that are no text": ("a.csv", b"\x00\x01\x02\x00", "empty or no text"),
    "a photograph": ("a.jpg", b"\xff\xd8\xff", "Excel workbook (.xlsx) or a CSV"),
    "an old workbook": ("a.xls", b"\xd0\xcf\x11\xe0", "Excel workbook (.xlsx) or a CSV"),
    "a text document": ("a.docx", zip_bytes("word/document.xml", b""), "or a CSV"),
    "a locked workbook": ("a.xlsx", b"\xd0\xcf\x11\xe0" * 200, "password"),
    "a CSV that is called a workbook": ("a.xlsx", GOOD, "no Excel workbook"),
    "an archive that is no workbook": ("a.xlsx", zip_bytes("x", b""), "damaged"),
    "half a workbook": ("a.xlsx", workbook_bytes(COLUMNS)[:-600], "no Excel workbook"),
    "a workbook that unpacks without end": (
        "a.xlsx",
        zip_bytes("xl/workbook.xml", b"0" * 100_000_001),
        "far larger",
    ),
    "far too many rows": ("a.csv", GOOD + b"9,s1,DR1,supports\n" * 5000, "far larger"),
    "a table of something else": ("a.csv", b"name,age\nA,3\n", "no column student, segment_id"),
    "a form without a column": ("a.csv", b"student,segment_id,code\n9,s1,AC\n", "no column stance"),
    "a workbook without the columns": ("a.xlsx", workbook_bytes(("x", "y")), "no column student"),
    "an open quotation mark": (
        "a.csv",
        b'student,segment_id,code,stance\n9,"s1,DR1,supports\n9,s2,AC,hinders\n',
        "quotation mark left open",
    ),
    "a form without answers": ("a.csv", f"{HEADER}\n9,s1,,\n".encode(), "Nothing is filled in"),
    "a form without a number": ("a.csv", form("").encode(), "number of the student is missing"),
    "a name for a number": ("a.csv", form("Siti").encode(), "“Siti” is no number"),
    "a number below one": ("a.csv", form("0").encode(), "“0” is no number"),
    "a number with a fraction": ("a.csv", form("1.5").encode(), "“1.5” is no number"),
    "a formula without a result": (
        "a.xlsx",
        workbook_bytes(COLUMNS, ("=A9", "s1", "DR1", "supports")),
        "number of the student is missing",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_form_that_cannot_be_read_is_told_and_stops_no_other(tmp_path: Path, name: str):
    file, content, words = UNREADABLE[name]
    (tmp_path / file).write_bytes(content)
    (tmp_path / "z.csv").write_text(form(2), encoding="utf-8")
    found, problems = read(tmp_path)
    assert set(found["student"]) == {2}
    assert len(found) == 3
    assert [problem.file for problem in problems] == [file]
    assert words in problems[0].message


SAVED = {
    "commas": form(9).encode(),
    "semicolons": form(9).replace(",", ";").encode(),
    "tabs": form(9).replace(",", "\t").encode(),
    "a mark of the encoding": b"\xef\xbb\xbf" + form(9).encode(),
    "two bytes a letter": form(9).replace(",", "\t").encode("utf-16"),
    "a line that names the separator": b"sep=;\n" + form(9).replace(",", ";").encode(),
    "ends of lines of Windows": form(9).replace("\n", "\r\n").encode(),
    "ends of lines of old computers": form(9).replace("\n", "\r").encode(),
    "capitals and blanks": form(9, " s1 , dr1 ,Supports", "s2,AC  Action,HINDERS", "s3,none,")
    .upper()
    .replace("S1", "s1")
    .replace("S2", "s2")
    .replace("S3", "s3")
    .encode(),
    "letters of an old encoding": form(9).replace("\n", ",caf\xe9\n").encode("cp1252"),
    "a title above": b"Form of the class,,,\n\n" + form(9).encode(),
    "columns in another order": (
        b"code,stance,note,student,segment_id\nDR1,supports,x,9,s1\nAC,hinders,,,s2\nNONE,,,,s3\n"
    ),
    "codes as people write them": form(
        9, "s1,Dr 1.,supports", "s2,AC: Action,hinders", "s3,none.,"
    ).encode(),
    "codes with a line between": form(
        9, "s1,DR-1 Lead,supports", "s2,ac,hinders", "s3,NONE,"
    ).encode(),
    "the number once": f"{HEADER}\n9,s1,DR1,supports\n,s2,AC,hinders\n,s3,NONE,\n".encode(),
    "the number above the answers": (
        f"{HEADER}\n9,s1,,\n,s1,DR1,supports\n,s2,AC,hinders\n,s3,NONE,neutral\n".encode()
    ),
    "a number as a spreadsheet writes it": form("9.0").encode(),
    "zeros before the number": form("009").encode(),
}


@pytest.mark.parametrize("name", SAVED)
def test_a_form_may_be_saved_in_many_ways(tmp_path: Path, name: str):
    (tmp_path / "a.csv").write_bytes(SAVED[name])
    found, problems = read(tmp_path)
    assert [problem.message for problem in problems] == []
    wanted = forms("9 s1 DR1 supports", "9 s2 AC hinders", "9 s3 NONE neutral")
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False)


ROWS = {
    "an unknown code": (("s1,DR9,supports",), "code", "“DR9” is no code (did you mean"),
    "no code": (("s1,,supports",), "code", "The code is missing"),
    "an unknown stance": (("s1,DR1,good",), "stance", "“good” is no stance; write supports"),
    "no stance": (("s1,DR1,",), "stance", "The stance is missing; write supports"),
    "nothing and something": (
        ("s1,NONE,neutral", "s1,DR1,supports"), "code", "row 2 gives another answer"
    ),
    "something and nothing": (
        ("s1,DR1,supports", "s1,NONE,"), "code", "row 2 gives another answer"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_wrong_row_takes_the_reading_of_its_excerpt_and_no_more(tmp_path: Path, name: str):
    rows, column, words = ROWS[name]
    text = form(9, *rows, "s1,AC,supports", "s2,AC,hinders", "s3,NONE,")
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found, problems = read(tmp_path)
    wanted = forms("9 s2 AC hinders", "9 s3 NONE neutral")
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False)
    first, *_, last = problems
    assert (first.file, first.row, first.column) == ("a.csv", 1 + len(rows), column)
    assert words in first.message
    assert last.severity == "warning"
    assert last.message == "Student 9 has no readable answer to: 1."


def test_an_unknown_excerpt_is_told_with_the_one_that_may_be_meant(tmp_path: Path):
    text = form(9, "s11,DR1,supports", "s1,DR1,supports", "s2,AC,hinders", "s3,NONE,")
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found, (problem,) = read(tmp_path)
    assert len(found) == 3
    assert (problem.row, problem.column) == (2, "segment_id")
    assert "did you mean “s1”" in problem.message


def test_a_code_given_twice_counts_once(tmp_path: Path):
    text = form(9, "s1,DR1,supports", "s1,DR1,hinders", "s2,AC,hinders", "s3,NONE,")
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found, (problem,) = read(tmp_path)
    assert found["stance"].tolist() == ["supports", "hinders", "neutral"]
    assert (problem.row, problem.severity) == (3, "warning")


def test_excerpts_without_an_answer_are_named_by_number(tmp_path: Path):
    (tmp_path / "a.csv").write_text(form(9, "s2,AC,hinders"), encoding="utf-8")
    _, (problem,) = read(tmp_path)
    assert problem.message == "Student 9 has no readable answer to: 1, 3."
    assert problem.severity == "warning"


def test_a_number_used_by_two_students_is_told_with_both_files(tmp_path: Path):
    (tmp_path / "a.csv").write_text(form(9), encoding="utf-8")
    (tmp_path / "b.csv").write_text(form(9, "s1,AC,hinders"), encoding="utf-8")
    found, (problem,) = read(tmp_path)
    assert len(found) == 3
    assert problem.file == "b.csv"
    assert "Student 9 has handed in a.csv already" in problem.message


def test_a_whole_class_in_one_file_is_read_too(tmp_path: Path):
    (tmp_path / "a.csv").write_text(form(1) + form(2).partition("\n")[2], encoding="utf-8")
    found, problems = read(tmp_path)
    assert problems == []
    assert found["student"].tolist() == [1, 1, 1, 2, 2, 2]


def test_files_that_programs_leave_behind_and_folders_are_not_read(tmp_path: Path):
    for name in (".DS_Store", "~$form.xlsx", "report-en.html", "excerpts.csv", "Key.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "blank").mkdir()
    found, problems = read(tmp_path)
    assert found.empty
    assert problems == []


def test_every_problem_can_be_said_in_every_language(tmp_path: Path):
    for number, (file, content, _) in enumerate(UNREADABLE.values()):
        if len(content) < 1_000_000:
            (tmp_path / f"{number}{file}").write_bytes(content)
    for number, (rows, *_) in enumerate(ROWS.values()):
        (tmp_path / f"r{number}.csv").write_text(form(number + 1, *rows), encoding="utf-8")
    _, problems = read(tmp_path)
    assert len(problems) > 25
    for problem in problems:
        for code in ("en", "id"):
            assert "{" not in Language(code).say(problem.said)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
@pytest.mark.parametrize("file", ["a.csv", "a.xlsx"])
def test_no_file_whatever_it_holds_stops_the_others(file: str, content: bytes):
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / file).write_bytes(content)
        (folder / "b.csv").write_text(form(2), encoding="utf-8")
        found, problems = read(folder)
    assert 2 in set(found["student"])
    assert problems


CELLS = st.sampled_from(
    ["", "1", "2", "x", "s1", "s2", "s9", "DR1", "AC", "NONE", "supports", "no"]
)


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=12))
def test_what_is_read_is_always_a_code_by_a_student_on_an_excerpt(rows: list[tuple[str, ...]]):
    with TemporaryDirectory() as name:
        text = "\n".join([HEADER, *(",".join(row) for row in rows)])
        (Path(name) / "a.csv").write_text(text, encoding="utf-8")
        found, problems = read(Path(name))
    assert set(found["segment_id"]) <= {"s1", "s2"}
    assert set(found["code"]) <= {"DR1", "AC", "NONE"}
    assert set(found["stance"]) <= {"supports", "hinders", "neutral"}
    assert not found.duplicated(["student", "segment_id", "code"]).any()
    for _, reading in found.groupby(["student", "segment_id"]):
        assert NONE not in set(reading["code"]) or len(reading) == 1
    assert problems or len(found)


# The key and the excerpts -------------------------------------------------------------------


def test_a_key_is_read_from_csv_or_excel(tmp_path: Path):
    assert classroom.read_key(tmp_path, excerpts(), book())[0].empty
    rows = [("segment_id", "code", "stance"), ("s1", "DR1", "hinders"), ("s2", "NONE", None)]
    (tmp_path / "key.xlsx").write_bytes(workbook_bytes(*rows))
    found, problems = classroom.read_key(tmp_path, excerpts(), book())
    assert problems == []
    assert found.to_dict("list") == {
        "segment_id": ["s1", "s2"],
        "code": ["DR1", "NONE"],
        "stance": ["hinders", "neutral"],
    }


def test_a_broken_key_is_told(tmp_path: Path):
    (tmp_path / "key.csv").write_text("segment_id,code,stance\ns1,DR7,hinders\n", encoding="utf-8")
    found, (problem,) = classroom.read_key(tmp_path, excerpts(), book())
    assert found.empty
    assert (problem.file, problem.row, problem.column) == ("key.csv", 2, "code")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, r"no excerpts\.csv"),
        ("", "empty"),
        ("a,b\n1,2\n", "must name the columns segment_id"),
        ("segment_id,statement_en,statement_id\n", "must hold excerpts"),
        ("segment_id,statement_en,statement_id\ns1,a,b\ns1,c,d\n", "a key of its own"),
    ],
)
def test_a_folder_without_usable_excerpts_is_refused(
    tmp_path: Path, content: str | None, words: str
):
    if content is not None:
        (tmp_path / "excerpts.csv").write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=words):
        classroom.discuss(tmp_path, ["en"])


def test_excerpts_of_a_lecturer_need_keys_and_texts_only(tmp_path: Path):
    (tmp_path / "excerpts.csv").write_text(
        "segment_id;statement_en;statement_id\ns1;One.;Satu.\ns2;Two.;Dua.\n", encoding="utf-8"
    )
    found = classroom.read_excerpts(tmp_path)
    assert found["number"].tolist() == [1, 2]
    for number in (1, 2):
        rows = form(number, "s1,DR1,supports", "s2,AC,hinders")
        (tmp_path / f"{number}.csv").write_text(rows, encoding="utf-8")
    paths, problems = classroom.discuss(tmp_path, ["en"])
    assert problems == []
    assert "2 students coded 2 excerpts" in paths[0].read_text("utf-8")


# Results ------------------------------------------------------------------------------------


def test_agreement_is_the_published_value():
    """Krippendorff (2011), two coders and ten binary units: alpha is 0.0952."""
    rows = [
        f"{student} s{unit} {'DR1 supports' if mark == '1' else 'NONE neutral'}"
        for student, marks in ((1, "0100000010"), (2, "1110010000"))
        for unit, mark in enumerate(marks)
    ]
    found = classroom.results(forms(*rows), NO_KEY, book(), seed=SEED)
    row = found.agreement.set_index(["level", "code"]).loc[("code", "DR1")]
    assert row["alpha"] == pytest.approx(0.0952, abs=5e-5)
    assert row["n_units"] == 10
    assert row["percent_agreement"] == pytest.approx(60)


def test_an_excerpt_that_a_student_left_out_is_missing_and_not_a_no():
    rows = ["1 s1 DR1 supports", "2 s1 DR1 supports", "1 s2 DR1 supports"]
    found = classroom.results(forms(*rows), NO_KEY, book(), seed=SEED)
    row = found.agreement.set_index(["level", "code"]).loc[("code", "DR1")]
    assert row["n_units"] == 1
    assert row["percent_agreement"] == 100
    shares = found.shares.set_index("segment_id")
    assert shares.loc["s2", "n_students"] == 1
    assert shares.loc["s2", "share"] == 1


def test_a_split_is_measured_in_bits():
    """Four students: half against half is 1 bit; a quarter is 0.8113 bits (Shannon)."""
    rows = [
        "1 s1 DR1 supports", "2 s1 DR1 hinders", "3 s1 CJ2 supports", "4 s1 CJ2 supports",
        "1 s2 AC supports", "2 s2 AC supports", "3 s2 AC supports", "4 s2 NONE neutral",
        "1 s3 IM supports", "2 s3 IM supports", "3 s3 IM supports", "4 s3 IM hinders",
    ]  # fmt: skip
    found = classroom.results(forms(*rows), NO_KEY, book(), seed=SEED)
    splits = found.splits.set_index("segment_id")
    assert splits.index.tolist() == ["s1", "s2", "s3"]
    assert splits["entropy"].tolist() == pytest.approx([2, 0.8113, 0], abs=5e-5)
    assert splits["modal_code"].tolist() == ["CJ2", "AC", "IM"]
    assert splits["modal_share"].tolist() == [0.5, 0.75, 1]
    assert splits["divided_code"].tolist() == ["CJ2", "AC", ""]
    assert splits.loc["s2", "divided_share"] == 0.75
    assert np.isnan(splits.loc["s3", "divided_share"])
    shares = found.shares.set_index(["segment_id", "code"])
    assert shares.loc[("s1", "DR1"), ["n_gave", "supports", "hinders", "neutral"]].tolist() == [
        2, 1, 1, 0
    ]  # fmt: skip
    assert shares.loc[("s2", "NONE"), "share"] == 0.25


@given(share=st.floats(0, 1))
def test_entropy_is_between_nothing_and_one_bit_and_the_same_for_yes_and_no(share: float):
    one, other = binary_entropy(pd.Series([share, 1 - share]))
    assert 0 <= one <= 1
    assert one == pytest.approx(other, abs=1e-9)


def test_the_comparison_with_a_key_counts_what_was_found_and_what_was_right():
    answers = pd.DataFrame(
        [("s1", "DR1", "hinders"), ("s1", "AC", "supports"), ("s2", "NONE", "neutral")],
        columns=["segment_id", "code", "stance"],
    )
    rows = [
        "1 s1 DR1 hinders", "1 s1 IM supports", "1 s2 NONE neutral", "1 s3 SC1 hinders",
        "2 s1 DR1 supports", "2 s1 AC supports", "2 s2 DR1 supports",
    ]  # fmt: skip
    found = classroom.results(forms(*rows), answers, book(), seed=SEED)
    table = found.by_student.set_index("student")
    assert table["n_segments"].tolist() == [2, 2]
    assert table["n_key"].tolist() == [2, 2]
    assert table["n_given"].tolist() == [2, 3]
    assert table["n_both"].tolist() == [1, 2]
    assert table["found"].tolist() == [0.5, 1]
    assert table["right"].tolist() == pytest.approx([1 / 2, 2 / 3])
    assert table["same_stance"].tolist() == [1, 0.5]
    codes = found.by_code.set_index("code")
    assert codes.index.tolist() == ["DR1", "AC", "IM"]
    assert (codes["n_judgements"] == 4).all()
    assert codes["sensitivity"].tolist()[:2] == [1, 0.5]
    assert np.isnan(codes.loc["IM", "sensitivity"])
    assert codes["specificity"].tolist() == [0.5, 1, 0.75]


def test_without_a_key_nothing_is_compared():
    answers = forms("1 s1 DR1 supports", "2 s1 DR1 hinders")
    found = classroom.results(answers, NO_KEY, book(), seed=SEED)
    assert found.by_student.empty
    assert found.by_code.empty


def test_students_who_share_no_code_are_a_class_too():
    answers = forms("1 s1 DR1 supports", "2 s1 AC hinders")
    found = classroom.results(answers, NO_KEY, book(), seed=SEED)
    assert found.splits["entropy"].tolist() == [2]


@pytest.mark.parametrize("rows", [(), ("1 s1 DR1 supports",)])
def test_one_student_is_no_class(rows: tuple[str, ...]):
    with pytest.raises(UserError, match="at least two students"):
        classroom.results(forms(*rows), NO_KEY, book(), seed=SEED)


@cache
def truth() -> pd.DataFrame:
    """Say for each excerpt of the lab (row) and code (column) whether the key has it."""
    table = pd.crosstab(key()["segment_id"], key()["code"]) > 0
    return table.reindex(index=lab()["segment_id"], columns=elements(book())["code"]).fillna(False)


def simulated(students: int, sensitivity: float, specificity: float) -> pd.DataFrame:
    """Let students read the lab's excerpts as well as the key with known chances of error."""
    chance = np.where(truth(), sensitivity, 1 - specificity)
    given = np.random.default_rng(SEED).random((students, *chance.shape)) < chance
    segments, codes = truth().index, truth().columns
    rows = [
        (student + 1, segments[segment], codes[code], "supports")
        for student, segment, code in np.argwhere(given)
    ]
    rows += [
        (student + 1, segments[segment], NONE, "neutral")
        for student, segment in np.argwhere(~given.any(axis=2))
    ]
    return pd.DataFrame(rows, columns=["student", "segment_id", "code", "stance"])


def test_two_hundred_students_recover_what_they_were_made_of():
    """200 students see 0.8 of the key and add 0.02 of what is not in it."""
    found = classroom.results(simulated(200, 0.8, 0.98), key(), book(), seed=SEED)
    assert found.n_students == 200
    assert found.n_segments == 36
    assert len(found.splits) == 36
    assert len(found.by_student) == 200
    codes = found.by_code[found.by_code["n_key"] > 0]
    both, in_key = codes["n_both"].sum(), codes["n_key"].sum()
    assert both / in_key == pytest.approx(0.8, abs=0.01)
    table = found.by_code
    extra = table["n_given"].sum() - table["n_both"].sum()
    absent = 26 * 36 * 200 - table["n_key"].sum()
    assert extra / absent == pytest.approx(0.02, abs=0.001)
    for row in codes.to_dict("records"):
        error = np.sqrt(0.8 * 0.2 / row["n_key"])
        assert row["sensitivity"] == pytest.approx(0.8, abs=4 * error)


def test_two_faultless_students_agree_on_everything():
    found = classroom.results(simulated(2, 1, 1), key(), book(), seed=SEED)
    overall = found.agreement[found.agreement["level"] == "overall"].iloc[0]
    assert overall["alpha"] == pytest.approx(1)
    assert found.splits["entropy"].abs().max() == 0
    assert (found.by_student[["found", "right"]] == 1).all(axis=None)


@settings(max_examples=5, deadline=None)
@given(order=st.permutations(range(4)))
def test_it_does_not_matter_who_is_which_number(order: list[int]):
    answers = simulated(4, 0.7, 0.97)
    names = {number + 1: 100 + place for number, place in enumerate(order)}
    renamed = answers.assign(student=answers["student"].map(names))
    one = classroom.results(answers, key(), book(), seed=SEED)
    other = classroom.results(renamed, key(), book(), seed=SEED)
    pd.testing.assert_frame_equal(one.splits, other.splits)
    pd.testing.assert_frame_equal(one.by_code, other.by_code)
    pd.testing.assert_frame_equal(one.agreement, other.agreement)


# The report ---------------------------------------------------------------------------------


class Page(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep what a reader reads."""
        if self.tags and self.tags[-1][0] != "style":
            self.text += data


def hand_in(folder: Path, students: int, *, with_key: bool = True) -> None:
    classroom.write_lab(folder, lab(), book(), ["en"])
    if with_key:
        key().to_csv(folder / "key.csv", index=False)
    for student, rows in simulated(students, 0.8, 0.98).groupby("student"):
        rows.to_csv(folder / f"form {student}.csv", index=False, sep=";")


@pytest.mark.parametrize("code", languages())
def test_the_words_in_a_picture_of_the_report_stay_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
):
    outside = []

    def measured(figure: Figure, name: str, alternative: str) -> str:
        figure.draw_without_rendering()
        for axes in figure.axes:
            for text in [axes.xaxis.label, *axes.get_yticklabels()]:
                box = text.get_window_extent()
                if box.x0 < 0 or box.x1 > figure.bbox.x1 or box.y0 < 0:
                    outside.append((name, text.get_text()))
        return inline_svg(figure, name, alternative)

    # The package has a function of the same name as the module.
    monkeypatch.setattr(sys.modules["analysis.classroom.report"], "inline_svg", measured)
    hand_in(tmp_path, 5)
    classroom.discuss(tmp_path, [code])
    assert outside == []


@pytest.mark.parametrize("students", [2, 200])
def test_a_class_of_any_size_gets_a_report_in_both_languages(tmp_path: Path, students: int):
    hand_in(tmp_path, students)
    paths, problems = classroom.discuss(tmp_path, ["en", "id"])
    assert problems == []
    assert [path.name for path in paths] == ["report-en.html", "report-id.html"]
    for path, code in zip(paths, ("en", "id"), strict=True):
        page = Page(path)
        names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(names) == len(set(names))
        assert {"class-splits", "class-excerpts", "class-key", "class-students"} <= set(names)
        assert ("html", {"lang": code}) in page.tags
        for excerpt in lab()[f"statement_{code}"]:
            assert excerpt in page.text
        if code == "en":
            assert f"{students} students coded 36 excerpts" in page.text
            assert "The key is one reading by one coder" in page.text


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of a class of three, in English."""
    folder = tmp_path_factory.mktemp("class")
    hand_in(folder, 3)
    (path,), _ = classroom.discuss(folder, ["en"])
    return path


def test_a_report_needs_no_network_and_no_second_file(path: Path):
    page = Page(path)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
    for _, attributes in page.tags:
        assert not {"src", "onclick", "onload"} & set(attributes)
        assert (attributes.get("href") or "#").startswith(("#", "data:text/csv"))
    assert "url(http" not in path.read_text("utf-8")
    assert not list(path.parent.glob(".*"))


def test_an_invented_excerpt_is_marked_wherever_the_report_names_it(path: Path):
    text = path.read_text("utf-8")
    for number in lab().loc[lab()["layer"] == "teaching", "number"]:
        found = re.findall(rf"Excerpt {number}\b(.{{500}})", text, re.DOTALL)
        assert found
        for after in found:
            # A label of a picture stands on three lines, each with its style.
            assert re.sub(r"<[^>]*>|\s", "", after).startswith("[SYNTHETIC]"), after
    assert "12 statements that were invented" in text


def test_without_a_key_the_report_does_not_speak_of_one(tmp_path: Path):
    hand_in(tmp_path, 2, with_key=False)
    (path, *_), _ = classroom.discuss(tmp_path, ["en"])
    assert "key" not in Page(path).text.partition("What could not be read?")[0].lower()


def test_a_class_that_agrees_on_all_gets_a_report_too(tmp_path: Path):
    classroom.write_lab(tmp_path, lab(), book(), [])
    for student, rows in simulated(2, 1, 1).groupby("student"):
        rows.to_csv(tmp_path / f"{student}.csv", index=False)
    (path, *_), _ = classroom.discuss(tmp_path, ["en"])
    assert "Everyone gave the same codes" in path.read_text("utf-8")


def test_what_students_write_cannot_become_part_of_the_page(tmp_path: Path):
    hand_in(tmp_path, 2)
    bad = "<script>alert(1)</script>"
    (tmp_path / "a.csv").write_text(form(77, f"{bad},{bad},x"), encoding="utf-8")
    (tmp_path / "b.csv").write_text(form(bad, "s1,AC,hinders"), encoding="utf-8")
    (path, *_), problems = classroom.discuss(tmp_path, ["en"])
    assert len(problems) == 2
    assert "<script" not in path.read_text("utf-8")
    assert bad in Page(path).text


def test_the_same_forms_give_the_same_report(path: Path):
    first = path.read_bytes()
    classroom.discuss(path.parent, ["en"])
    assert path.read_bytes() == first


def test_too_few_readable_forms_are_refused_with_the_first_reason(tmp_path: Path):
    hand_in(tmp_path, 1, with_key=False)
    (tmp_path / "photo.jpg").write_bytes(b"\xff")
    with pytest.raises(UserError, match=r"two students; 1 could be read.*photo\.jpg.*Excel"):
        classroom.discuss(tmp_path, ["en"])
    assert not list(tmp_path.glob("report-*"))


def test_a_class_reads_real_and_invented_statements_and_no_verdict_follows(path: Path):
    text = Page(path).text.lower()
    for word in ("verdict", "dissonance", "partial agreement"):
        assert word not in text


def test_a_key_that_is_asked_for_and_cannot_be_used_writes_no_report(tmp_path: Path):
    hand_in(tmp_path / "class", 2, with_key=False)
    wrong = tmp_path / "key.csv"
    wrong.write_text("name,mark\nsomebody,9\n", "utf-8")
    with pytest.raises(UserError, match=r"Nothing of the key .* can be used"):
        classroom.discuss(tmp_path / "class", ["en"], key=wrong)
    assert not list((tmp_path / "class").glob("report-*"))
