"""What is done once before kernels are copied is there afterwards; a fault in it is an error."""

from pathlib import Path

import pytest

from analysis import cases, rehearsal
from analysis.figures.drawing import text_width


def test_after_a_rehearsal_tables_and_typefaces_are_known():
    text_width.cache_clear()
    rehearsal.rehearse()
    assert text_width.cache_info().currsize
    known = cases.load_reference()
    rehearsal.rehearse()
    assert cases.load_reference() is known


def test_a_reference_that_cannot_be_read_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "breaks.csv").write_text("nothing\n1\n")
    monkeypatch.setattr(cases, "DATA", tmp_path)
    with pytest.raises(cases.TableError, match=r"breaks\.csv"):
        rehearsal.rehearse()
