"""What a spreadsheet would run is marked, and comes back as it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.exchange.formulas import neutralise, restore


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_would_run_gets_a_mark(sign: str):
    assert neutralise(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["", "a=b", "'quoted'", "<script>", "2024-11", " =1"])
def test_other_texts_stay(text: str):
    assert neutralise(text) == restore(text) == text


@given(st.text(alphabet="'=+-@\t\r\nab＝"))
@example("''=1")
def test_every_text_comes_back_and_none_begins_as_a_formula(text: str):
    assert restore(neutralise(text)) == text
    assert neutralise(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
