"""The table of the benchmarks: pairs taken in turn, ratios, and the file."""

import csv
import sys
from pathlib import Path

import pytest

from benchmarks import commands
from benchmarks.measuring import Row, command, side_by_side, summary, write


def test_both_are_timed_in_turn_and_each_goes_first_as_often():
    order: list[str] = []
    pairs = side_by_side(lambda: order.append("ours"), lambda: order.append("plain"), 4)
    assert order == ["ours", "plain", "plain", "ours"] * 2
    assert [len(times) for times in pairs] == [4, 4]


def test_a_ratio_is_of_what_was_taken_together():
    row = Row("r", "one", "other", 0.5, lambda _: ([], []))
    result = summary(row, ([1.0, 4.0, 1.0], [2.0, 2.0, 4.0]))
    assert (result["n"], result["ratio"], result["low"], result["high"]) == (3, 0.5, 0.25, 2.0)
    assert result["reached"] is True
    assert summary(row, ([3.0], [4.0]))["reached"] is False


def test_a_command_that_fails_is_not_timed(tmp_path: Path):
    command([sys.executable, "-c", ""], tmp_path)()
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        command([sys.executable, "-c", "1 / 0"], tmp_path)()


def test_the_table_is_a_csv(tmp_path: Path):
    row = Row("r", "one", "other", 0.5, lambda _: ([], []))
    write(tmp_path / "new" / "table.csv", [summary(row, ([1.0], [4.0]))])
    (line,) = csv.DictReader((tmp_path / "new" / "table.csv").open(encoding="utf-8"))
    assert (line["row"], line["ratio"], line["reached"]) == ("r", "0.25", "True")


def test_a_row_takes_seconds_of_both():
    ours, plain = commands.help_of("en", 1)
    assert len(ours) == len(plain) > 1
    assert min(ours + plain) > 0
