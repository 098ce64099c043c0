"""CSV as Excel writes it with Indonesian settings, and broken CSV."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import cases
from analysis.errors import UserError
from analysis.exchange import delimited, sheets
from analysis.exchange.sheets import ProblemsError

FIGURES = list(cases.columns("observations"))
FIGURE = dict.fromkeys(FIGURES, "") | {
    "observation_id": "o1",
    "series": "coverage",
    "geo": "Kota Contoh",
    "geo_level": "district",
    "period": "2024-11",
    "value": "27,5",
    "unit": "percent",
    "group": "all",
    "status": "printed",
    "checked": "once",
    "publisher": "Koran “Contoh” – é",
}


def dialect(rows: list[dict[str, str]], separator: str, end: str = "\r\n") -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, FIGURES, delimiter=separator, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.mark.parametrize(
    "encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_every_dialect_gives_the_same_rows(tmp_path: Path, separator: str, encoding: str):
    path = write(tmp_path / "figures.csv", dialect([FIGURE], separator), encoding)
    sheet = delimited.read(path)
    assert sheet.table == "observations"
    assert sheet.numbers == [2]
    assert sheet.rows == [FIGURE | {"value": "27.5"}]


def test_the_separator_that_excel_declares_is_used(tmp_path: Path):
    path = write(tmp_path / "figures.csv", "sep=|\r\n" + dialect([FIGURE], "|"))
    assert delimited.read(path).rows[0]["value"] == "27.5"


def test_the_name_of_the_file_decides_for_a_short_header(tmp_path: Path):
    path = write(tmp_path / "actors.csv", "Actor_ID ;kind;label_en;label_id\r\na;other;A;A\r\n")
    assert delimited.read(path).rows[0]["actor_id"] == "a"


def test_thousands_are_read_as_the_file_shows(tmp_path: Path):
    rows = [FIGURE | {"observation_id": "o2", "value": "88.169"}, FIGURE]
    sheet = delimited.read(write(tmp_path / "f.csv", dialect(rows, ";")))
    assert [row["value"] for row in sheet.rows] == ["88169", "27.5"]


def test_a_number_that_can_be_two_is_not_guessed_at(tmp_path: Path):
    rows = [FIGURE | {"value": "88.169"}]
    with pytest.raises(ProblemsError, match=r"f\.csv, row 2, column value.*thousand times"):
        delimited.read(write(tmp_path / "f.csv", dialect(rows, ";")))
    assert (
        delimited.read(write(tmp_path / "f.csv", dialect(rows, ","))).rows[0]["value"] == "88.169"
    )


def test_days_come_first_where_cells_are_split_by_semicolons(tmp_path: Path):
    rows = [FIGURE | {"published": "3/11/2024"}]
    assert (
        delimited.read(write(tmp_path / "f.csv", dialect(rows, ";"))).rows[0]["published"]
        == "2024-11-03"
    )
    assert (
        delimited.read(write(tmp_path / "f.csv", dialect(rows, ","))).rows[0]["published"]
        == "3/11/2024"
    )


def test_columns_that_are_not_needed_may_be_absent_and_strange_ones_are_named(tmp_path: Path):
    path = write(
        tmp_path / "codings.csv", "segment_id,coder,code,stance,mood\ns,first,DR1,supports,x\n"
    )
    sheet = delimited.read(path)
    assert sheet.rows[0]["rationale"] == ""
    assert sheet.unused == ("mood",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\r\n\r\n", "is empty"),
        (b"a;b\r\n1;2\r\n", "is no table of a case"),
        (b"\x00\x01\x02\x03" * 50, "NUL|no table|no text"),
        (b"segment_id,coder,code,stance\ns,first,\x00DR1,neutral\n", "line 2: .*NUL byte"),
        (b"segment_id,coder,code,stance\ns,\x81\n", "no text in UTF-8"),
        (b"\xff\xfea\x00;\x00b", "no text in UTF-8"),
        (b'segment_id,coder,code,stance\ns,"first,DR1,neutral\n', "quotation mark"),
        (b"segment_id,coder,code,stance\ns,first,DR1,neutral,a,b\n", "more cells"),
        (b"segment_id,coder,code,stance,code\n", "no table of a case|stands twice"),
        (b"%PDF-1.7 segment_id", "is no table"),
    ],
)
def test_broken_files_are_one_sentence(tmp_path: Path, content: bytes, said: str):
    with pytest.raises(UserError, match=said) as caught:
        delimited.read(write(tmp_path / "f.csv", content))
    assert "f.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_column_is_named_with_what_was_meant(tmp_path: Path):
    with pytest.raises(ProblemsError, match=r"column stance: The column is missing.*“stanc”"):
        delimited.read(write(tmp_path / "codings.csv", "segment_id,coder,code,stanc\n"))


def test_a_file_with_too_many_rows_is_left_at_the_first_that_is_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    path = write(
        tmp_path / "codings.csv", "segment_id,coder,code,stance\n" + "s,first,DR1,neutral\n" * 9
    )
    with pytest.raises(UserError, match="more than 2 rows"):
        delimited.read(path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(delimited, "MAX_BYTES", 3)
    with pytest.raises(UserError, match="is larger than"):
        delimited.read(write(tmp_path / "codings.csv", "segment_id,coder"))


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20
)


@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=5),
    neutral=st.booleans(),
)
@settings(deadline=None)
def test_every_text_comes_back_from_the_projects_csv(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], *, neutral: bool
):
    texts = [
        dict.fromkeys(cases.columns("claims"), "")
        | {"claim_id": key, "dimension": "drivers", "text_en": english, "text_id": indonesian}
        for key, english, indonesian in rows
    ]
    content = delimited.text("claims", texts, neutral=neutral)
    lines = list(csv.reader(io.StringIO(content, newline="")))
    assert len(lines) == len(texts) + 1
    if neutral:
        path = tmp_path_factory.mktemp("csv") / "claims.csv"
        path.write_bytes(content.encode())
        assert delimited.read(path).rows == texts
        assert not any(cell[:1] in set("=+-@\t\r") for line in lines[1:] for cell in line)
    else:
        assert [dict(zip(lines[0], line, strict=True)) for line in lines[1:]] == texts


def test_numbers_stay_numbers_in_an_export():
    row = dict.fromkeys(cases.columns("claim_tests"), "") | {
        "threshold": "-0.5",
        "rationale_en": "-a",
    }
    line = delimited.text("claim_tests", [row], neutral=True).splitlines()[1].split(",")
    assert "-0.5" in line
    assert "'-a" in line
