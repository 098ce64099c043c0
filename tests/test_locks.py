"""A folder is written to by one command at a time."""

import shutil
from pathlib import Path

import pytest

from analysis import cases
from analysis.errors import UserError
from analysis.exchange.importing import import_file
from analysis.locks import alone


def test_two_commands_do_not_write_to_one_folder(tmp_path: Path):
    case, other = tmp_path / "case", tmp_path / "other"
    with alone(case):
        with alone(other):
            pass
        with pytest.raises(UserError, match="Another command is at work"), alone(case):
            pass
    with alone(case):
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_import_beside_another_one_changes_nothing(tmp_path: Path):
    case = tmp_path / "case"
    shutil.copytree(cases.find("padang-panjang"), case)
    rows = tmp_path / "observations.csv"
    rows.write_text((case / "observations.csv").read_text("utf-8").replace("2024", "2023"), "utf-8")
    before = {path: path.read_bytes() for path in case.iterdir()}
    with alone(case), pytest.raises(UserError, match="Another command is at work"):
        import_file(rows, case)
    assert {path: path.read_bytes() for path in case.iterdir()} == before
