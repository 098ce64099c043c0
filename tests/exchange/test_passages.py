"""Passages are believed only if the selection's own name agrees."""

import pytest
from foreign_files import TEXT

from analysis.exchange.passages import locate

LINES = TEXT.replace("\r\n", "\n")
SECOND = "Kantor cabang belum siap melayani"
AFTER = "pekerja."


def test_a_plain_offset_is_verified():
    assert locate(TEXT, 0, 9, "Wali kota").verified


@pytest.mark.parametrize("shift", [0, -1, 1])
def test_offsets_that_count_line_ends_or_marks_otherwise_are_understood(shift: int):
    start = TEXT.index(SECOND) + shift
    passage = locate(TEXT, start, start + len(SECOND), SECOND)
    assert passage.verified
    assert passage.text == SECOND


def test_offsets_in_utf16_units_are_understood():
    start = len(TEXT[: TEXT.index(AFTER)].encode("utf-16-le")) // 2
    passage = locate(TEXT, start, start + len(AFTER), AFTER)
    assert (passage.text, passage.verified) == (AFTER, True)


def test_carriage_returns_that_only_the_writer_counted_are_understood():
    start = TEXT.index(SECOND)
    assert locate(LINES, start, start + len(SECOND), SECOND).text == SECOND


@pytest.mark.parametrize("dots", ["…", "..."])
def test_a_name_that_is_cut_short_verifies_the_whole_passage(dots: str):
    passage = locate(TEXT, 0, 36, f"Wali kota menyerahkan{dots}")
    assert passage.verified
    assert passage.text == "Wali kota menyerahkan bantuan iuran."


@pytest.mark.parametrize("name", ["a comment", "", "Quotation 6:1"])
def test_a_name_that_does_not_agree_leaves_the_passage_unverified(name: str):
    passage = locate(TEXT, 0, 9, name)
    assert (passage.text, passage.verified) == ("Wali kota", False)


@pytest.mark.parametrize(("start", "end"), [(5_000, 6_000), (-1, 4), (9, 3)])
def test_impossible_offsets_fall_back_on_the_name(start: int, end: int):
    passage = locate(TEXT, start, end, "something else")
    assert (passage.text, passage.verified) == ("something else", False)


def test_a_missing_text_cannot_verify_anything():
    assert not locate(None, 0, 9, "Wali kota").verified
