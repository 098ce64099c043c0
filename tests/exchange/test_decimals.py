"""Numbers with decimal commas and points."""

import pytest

from analysis.exchange import decimals


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["27,5"], ","),
        (["27.5"], "."),
        (["1.234.567"], ","),
        (["1,234.5", "1,234"], "."),
        (["1.234,5", "1.234"], ","),
        (["0.123"], "."),
        (["1.234", "88169"], ""),
        (["1,5", "1.5"], ""),
        (["abc", ""], ""),
    ],
)
def test_the_file_shows_its_decimal_mark(texts: list[str], mark: str):
    assert decimals.mark(texts) == mark


@pytest.mark.parametrize(
    ("text", "mark", "plain"),
    [
        ("27,5", "", "27.5"),
        ("1.234,5", "", "1234.5"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1.234", "", "1.234"),
        ("-1,68", "", "-1.68"),
        ("1e5", ",", "1e5"),
        ("12.345.6", "", "12.345.6"),
        ("37.10", "", "37.10"),
    ],
)
def test_numbers_are_written_with_a_point(text: str, mark: str, plain: str):
    assert decimals.plain(text, mark) == plain


def test_only_a_doubtful_text_is_ambiguous():
    assert decimals.ambiguous("1.234", "", "1.234")
    assert not decimals.ambiguous("1.234", ",", "1.234")
    assert not decimals.ambiguous("1.234", "", 1.234)
    assert not decimals.ambiguous("1234", "", "1234")


@pytest.mark.parametrize("text", ["", "nan", "inf", "1_0", " 1", "1e999"])
def test_what_is_no_number_of_a_table(text: str):
    assert decimals.number(text) is None
