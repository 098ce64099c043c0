"""The commands for a class: a lab made, forms filled in and fed back, as a lecturer would."""

import csv
import io
import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from analysis import cli
from analysis.teaching import MARK

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("UCJ_LANG", "en")
    monkeypatch.setenv("COLUMNS", "10000")


def ucj(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["ucj", *words])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


def fill_csv(blank: Path, filled: Path, student: int, codes: list[str]) -> None:
    text = blank.read_text("utf-8-sig")
    mark = ";" if ";" in text.splitlines()[0] else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    for place, row in enumerate(rows[1:]):
        row[0] = str(student)
        if place % 3 == 0:
            row[4], row[5] = codes[place // 3 % len(codes)], "supports"
    with filled.open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle, delimiter=mark).writerows(rows)


def fill_workbook(blank: Path, filled: Path, student: int) -> None:
    book = load_workbook(blank)
    sheet = book["Formulir"]
    sheet["A2"] = student
    for row in range(2, sheet.max_row + 1, 3):
        sheet.cell(row, 5, "DR1")
        sheet.cell(row, 6, "mendukung")
    book.save(filled)


def test_a_lecturer_makes_a_lab_and_gets_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
):
    folder, key = tmp_path / "class", tmp_path / "key.csv"
    assert ucj(monkeypatch, "lab", str(folder), "--seed", "7", "--key", str(key)) == 0
    assert "README.en.md" in capsys.readouterr().out
    blank = folder / "blank"
    fill_csv(blank / "form-en.csv", folder / "first.csv", 1, ["DR1", "CJ4", "AC"])
    fill_csv(blank / "form-id.csv", folder / "second.csv", 2, ["DR1", "CJ4", "XX9"])
    fill_workbook(blank / "form-id.xlsx", folder / "third.xlsx", 3)
    assert ucj(monkeypatch, "class", str(folder), "--key", str(key)) == 0
    said = capsys.readouterr().out
    assert re.search(r"second\.csv +8 +code +“XX9” is no code", said)
    for code, heading in (("en", "What the class saw"), ("id", "kelas")):
        report = BeautifulSoup((folder / f"report-{code}.html").read_text("utf-8"), "html.parser")
        assert report.html["lang"] == code
        assert heading in report.h1.get_text()
        assert MARK in report.get_text()
        assert len(report.select("svg[role=img]")) >= 3  # agreement, splits, the key
        assert "XX9" in report.get_text()


def test_the_folder_of_a_class_holds_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder, key = tmp_path / "class", tmp_path / "key.csv"
    ucj(monkeypatch, "lab", str(folder), "--key", str(key), "--quiet")
    answers = pd.read_csv(key)
    assert set(answers.columns) == {"segment_id", "code", "stance"}
    assert answers["segment_id"].nunique() == 36
    for path in folder.rglob("*.csv"):
        table = pd.read_csv(path, sep=None, engine="python", encoding="utf-8-sig")
        assert table.filter(["code", "stance"]).isna().all(axis=None)
    assert "key.csv" not in {path.name for path in folder.rglob("*")}


def test_a_key_in_the_folder_of_the_class_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
):
    folder = tmp_path / "class"
    assert ucj(monkeypatch, "lab", str(folder), "--key", str(folder / "key.csv")) == 1
    assert "must not lie in the folder" in capsys.readouterr().err
    assert not folder.exists()


def test_a_lab_does_not_take_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
):
    folder = str(tmp_path / "class")
    assert ucj(monkeypatch, "lab", folder, "--seed", "1") == 0
    assert ucj(monkeypatch, "lab", folder, "--seed", "1") == 0
    assert ucj(monkeypatch, "lab", folder, "--seed", "2") == 1
    assert "another exercise" in capsys.readouterr().err


def test_a_lab_that_is_refused_leaves_the_key_of_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
):
    folder, key = str(tmp_path / "class"), tmp_path / "key.csv"
    assert ucj(monkeypatch, "lab", folder, "--seed", "1", "--key", str(key)) == 0
    written = key.read_bytes()
    assert ucj(monkeypatch, "lab", folder, "--seed", "1", "--key", str(key)) == 0
    for words in ([folder], [str(tmp_path / "other")]):
        assert ucj(monkeypatch, "lab", *words, "--seed", "2", "--key", str(key)) == 1
    assert "choose another file" in capsys.readouterr().err
    assert key.read_bytes() == written
    assert not (tmp_path / "other").exists()
    assert ucj(monkeypatch, "lab", folder, "--seed", "2", "--key", str(tmp_path / "new.csv")) == 1
    assert not (tmp_path / "new.csv").exists()


def test_a_file_in_place_of_a_folder_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
):
    (tmp_path / "list.csv").write_text("a,b")
    assert ucj(monkeypatch, "lab", str(tmp_path / "list.csv")) == 1
    assert "give the name of a new folder" in capsys.readouterr().err
    assert ucj(monkeypatch, "lab", str(tmp_path / "new"), "--key", str(tmp_path)) == 1
    assert "choose another file for the key" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["class", "nowhere"], ["class", ".", "--lang", "xx"]])
def test_wrong_use_is_refused(words: list[str], monkeypatch: pytest.MonkeyPatch):
    assert ucj(monkeypatch, *words) == 2


def test_a_folder_without_excerpts_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
):
    assert ucj(monkeypatch, "class", str(tmp_path)) == 1
    assert "excerpts.csv" in capsys.readouterr().err
