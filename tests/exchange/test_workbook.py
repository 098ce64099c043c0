"""Workbooks: what is written comes back, and what cannot be used has a place."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from foreign_files import BOMB, DTD, OUTSIDE, write_zip
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.reader.strings import read_string_table
from openpyxl.xml.constants import SHEET_MAIN_NS

from analysis import cases
from analysis.checks import TABLES
from analysis.errors import UserError
from analysis.examples import EXAMPLES
from analysis.exchange import sheets, workbook
from analysis.exchange.sheets import ProblemsError
from analysis.language import Language

ENGLISH = Language("en")
CODING = {"segment_id": "s", "coder": "first", "code": "DR1", "stance": "supports", "rationale": ""}


def book(path: Path, rows: list[list[Any]], title: str = "codings", **formats: str) -> Path:
    made = Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for place, shown in formats.items():
        sheet[place].number_format = shown
    made.save(path)
    return path


def only(path: Path) -> list[dict[str, str]]:
    (sheet,), _ = workbook.read(path)
    return sheet.rows


def claims(*texts: str) -> dict[str, list[dict[str, str]]]:
    empty = dict.fromkeys(cases.columns("claims"), "") | {"dimension": "drivers"}
    return {
        "claims": [empty | {"claim_id": str(n), "text_en": text} for n, text in enumerate(texts)]
    }


def written(path: Path, tables: dict[str, list[dict[str, str]]]) -> dict[str, list[dict[str, str]]]:
    workbook.write_tables(tables, path, ENGLISH)
    read, _ = workbook.read(path)
    return {sheet.table: sheet.rows for sheet in read if sheet.rows}


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=6)
)
@example(["=1+1", "'=1", "+62 751", "@a", "\tb", "\rc", "_x000D_", "x005F_", "_x005F_x0041_"])
@example(
    ["001", "2024", "1e5", "TRUE", "a\r\nb", "\x0b", " lead", "trail ", "<script>alert(1)</script>"]
)
@settings(max_examples=25, deadline=None)
def test_every_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]):
    texts = [text.replace("\0", "") or "x" for text in texts]
    tables = claims(*texts)
    assert written(tmp_path_factory.mktemp("book") / "a.xlsx", tables) == tables


@given(
    st.lists(
        st.floats(allow_nan=False, allow_infinity=False) | st.integers(), min_size=1, max_size=6
    )
)
@settings(max_examples=15, deadline=None)
def test_every_number_comes_back(tmp_path_factory: pytest.TempPathFactory, numbers: list[float]):
    empty = dict.fromkeys(cases.columns("claim_tests"), "")
    rows = [empty | {"test_id": str(n), "threshold": repr(x)} for n, x in enumerate(numbers)]
    read = written(tmp_path_factory.mktemp("book") / "a.xlsx", {"claim_tests": rows})
    assert [float(row["threshold"]) for row in read["claim_tests"]] == [float(x) for x in numbers]


@pytest.mark.parametrize("text", ["_x000D_", "x005F_", "_x005F_x0041_", "a\rb", "\x0b"])
def test_texts_come_back_from_the_list_that_excel_keeps_them_in(tmp_path: Path, text: str):
    """Excel moves texts into a list of its own, from which openpyxl drops ``x005F_``."""
    path = tmp_path / "a.xlsx"
    workbook.write_tables(claims(text), path, ENGLISH)
    (cell,) = load_workbook(path)["claims"]["C2:C2"][0]
    listed = f"<sst xmlns='{SHEET_MAIN_NS}'><si><t>{cell.value}</t></si></sst>"
    (read,) = read_string_table(BytesIO(listed.encode()))
    assert workbook._unescape(read) == text


def test_no_cell_of_an_export_is_a_formula(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    workbook.write_tables(claims("=HYPERLINK(1)", "+1", "-1+2", "@SUM(1)"), path, ENGLISH)
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(tuple("=+-@"))


def test_a_text_longer_than_a_cell_is_refused_rather_than_cut(tmp_path: Path):
    with pytest.raises(UserError, match="claims, row 2, column text_en: the text is longer"):
        workbook.write_tables(claims("x" * 32_768), tmp_path / "a.xlsx", ENGLISH)
    assert not list(tmp_path.iterdir())


def test_dates_are_as_exact_as_their_cells_show(tmp_path: Path):
    header = ["agreement_id", "segment_id", "kind", "party", "other_party", "signed"]
    shown = {
        "yyyy-mm-dd": "2024-11-01",
        "[$-421]dd mmmm yyyy": "2024-11-01",
        "mm-dd-yy": "2024-11-01",
        "mmm-yy": "2024-11",
        '[$-421]mmmm\\ yyyy;"dd"': "2024-11",
        "yyyy": "2024",
    }
    rows = [[str(n), "s", "agreement", "a", "b", date(2024, 11, 1)] for n in range(len(shown))]
    formats = {f"F{n}": code for n, code in enumerate(shown, start=2)}
    path = book(tmp_path / "a.xlsx", [header, *rows], "agreements", **formats)
    assert [row["signed"] for row in only(path)] == list(shown.values())


def test_a_time_of_day_is_kept_so_that_the_check_can_refuse_it(tmp_path: Path):
    header = ["agreement_id", "segment_id", "kind", "party", "other_party", "signed"]
    rows = [header, ["1", "s", "agreement", "a", "b", datetime(2024, 11, 1, 9, 30)]]  # noqa: DTZ001
    assert only(book(tmp_path / "a.xlsx", rows, "agreements"))[0]["signed"] == "2024-11-01T09:30:00"


def test_numbers_that_excel_made_of_keys_are_texts_again(tmp_path: Path):
    row = only(book(tmp_path / "a.xlsx", [list(CODING), [7, 1.0, "DR1", "supports", True]]))[0]
    assert (row["segment_id"], row["coder"], row["rationale"]) == ("7", "1", "TRUE")


def test_a_number_typed_as_text_with_a_comma_is_a_number(tmp_path: Path):
    header = list(cases.columns("observations"))
    row = [dict.fromkeys(header, "x") | {"observation_id": "o", "value": "27,5"}]
    path = book(tmp_path / "a.xlsx", [header, [row[0][name] for name in header]], "observations")
    assert only(path)[0]["value"] == "27.5"


def test_formulas_and_errors_are_problems_with_their_places(tmp_path: Path):
    path = book(
        tmp_path / "a.xlsx",
        [list(CODING), ["s", "first", "=A2", "supports"], ["s", "first", "DR1", "#N/A"]],
    )
    with pytest.raises(ProblemsError) as caught:
        workbook.read(path)
    assert [(p.file, p.row, p.column) for p in caught.value.problems] == [
        ("a.xlsx › codings", 2, "code"),
        ("a.xlsx › codings", 3, "stance"),
    ]
    assert "formula" in caught.value.problems[0].message
    assert "#N/A" in caught.value.problems[1].message


def test_a_sheet_is_known_by_its_columns_and_others_are_named(tmp_path: Path):
    made = Workbook()
    made.active.title = "Sheet1"
    made.active.append(list(CODING))
    made.active.append(list(CODING.values()))
    made.create_sheet("Notes").append(["hello"])
    made.save(tmp_path / "a.xlsx")
    (sheet,), (notice,) = workbook.read(tmp_path / "a.xlsx")
    assert (sheet.table, sheet.rows) == ("codings", [CODING])
    assert notice.values == {"sheet": "Notes"}


def test_empty_rows_between_do_not_shift_the_places(tmp_path: Path):
    path = book(tmp_path / "a.xlsx", [list(CODING), [], [], list(CODING.values())])
    (sheet,), _ = workbook.read(path)
    assert sheet.numbers == [4]


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    path = book(tmp_path / "a.xlsx", [list(CODING)] + [list(CODING.values())] * 9)
    with pytest.raises(UserError, match="more than 3 rows"):
        workbook.read(path)


def test_a_row_at_an_impossible_place_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(workbook, "LAST_ROW", 1000)
    path = book(tmp_path / "a.xlsx", [list(CODING), list(CODING.values())])
    with workbook.archive.open_archive(path) as opened:
        members = {name: opened.read(name) for name in opened.members}
    sheet = members["xl/worksheets/sheet1.xml"].replace(b'r="2"', b'r="2000000000"', 1)
    sheet = sheet.replace(b"<dimension", b"<ignored")
    write_zip(path, members | {"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(UserError, match=r"rows|no workbook"):
        workbook.read(path)


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE, DTD, BOMB.encode("utf-16")])
@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml"])
def test_entities_are_refused_wherever_they_stand(tmp_path: Path, member: str, xml: str | bytes):
    path = book(tmp_path / "a.xlsx", [list(CODING), list(CODING.values())])
    with workbook.archive.open_archive(path) as opened:
        members: dict[str, Any] = {name: opened.read(name) for name in opened.members}
    write_zip(path, members | {member: xml})
    with pytest.raises(UserError, match=r"entities|broken XML"):
        workbook.read(path)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"a.txt": "x"}, "no Excel workbook"),
        ({"xl/workbook.xml": "<a>"}, "broken XML"),
        ({"xl/workbook.xml": ""}, "broken XML"),
        ({"xl/workbook.xml": "<a/>"}, "no workbook that can be read"),
    ],
)
def test_what_is_no_workbook_is_one_sentence(
    tmp_path: Path, members: dict[str, str | bytes], said: str
):
    with pytest.raises(UserError, match=said) as caught:
        workbook.read(write_zip(tmp_path / "a.xlsx", members))
    assert "a.xlsx" in str(caught.value)


def test_a_workbook_without_tables_is_refused(tmp_path: Path):
    with pytest.raises(UserError, match="holds no table of a case"):
        workbook.read(book(tmp_path / "a.xlsx", [["hello"]], "Sheet1"))


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "template.xlsx"
    workbook.write_template(path, Language("id"))
    return path


def test_the_template_has_a_sheet_for_each_table_with_notes_and_lists(template: Path):
    made = load_workbook(template)
    assert [name for name in made.sheetnames if made[name].sheet_state == "visible"] == [
        workbook.HELP,
        *TABLES,
    ]
    for table in TABLES:
        sheet = made[table]
        assert [cell.value for cell in sheet[1]] == list(cases.columns(table))
        for cell, field in zip(sheet[1], cases.schema(table)["fields"], strict=True):
            assert cell.comment.text.startswith(field["description_id"])


def test_every_closed_vocabulary_is_a_list_to_choose_from(template: Path):
    made = load_workbook(template)
    for table in TABLES:
        rules = {
            str(rule.sqref).split(":")[0]: rule.formula1
            for rule in made[table].data_validations.dataValidation
        }
        for cell, field in zip(made[table][1], cases.schema(table)["fields"], strict=True):
            if values := field.get("constraints", {}).get("enum"):
                column = rules[f"{cell.column_letter}2"].split("$")[1]
                listed = [item.value for item in made[workbook.LISTS][column] if item.value]
                assert listed == [str(value) for value in values]


def test_the_instructions_are_in_both_languages(template: Path):
    said = [cell.value or "" for (cell,) in load_workbook(template)[workbook.HELP].iter_rows()]
    assert any("ucj import" in line for line in said)
    assert len([line for line in said if line]) == 2 * len(workbook._guide(ENGLISH))


def test_example_rows_are_left_out_and_changed_ones_are_not(template: Path):
    read, (notice,) = workbook.read(template)
    assert notice.values == {"n": len(TABLES)}
    assert not any(sheet.rows for sheet in read)
    made = load_workbook(template)
    made["claims"]["A2"] = "C1"
    made.save(template)
    read, _ = workbook.read(template)
    assert [sheet.rows for sheet in read if sheet.rows] == [
        [EXAMPLES["claims"] | {"claim_id": "C1"}]
    ]


def test_limits_of_rows_are_the_same_everywhere():
    assert workbook.MAX_ROWS == sheets.MAX_ROWS
