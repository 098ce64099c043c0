"""Names and headings in pictures are whole and do not meet, in every language."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from padang_figures import SVG

from analysis import cases, figures
from analysis.figures import drawing
from analysis.language import Language, languages


@pytest.mark.parametrize("code", languages())
def test_names_of_rows_are_whole_and_fit_their_rows(code: str):
    """Every name of the framework, in every language, in the longest picture that names them."""
    book = cases.load_reference().framework
    labels = drawing.element_names(book["code"], book, Language(code))
    figure, axes = drawing.row_figure(labels)
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in axes.get_yticklabels()]
    assert [" ".join(text.get_text().split()) for text in axes.get_yticklabels()] == labels
    assert all(upper.y0 >= lower.y1 for upper, lower in pairwise(boxes))
    assert axes.get_window_extent().width > 0.4 * figure.bbox.width


@given(st.lists(st.sampled_from(["a", "word", "considerations", "of"]), min_size=1, max_size=12))
def test_a_name_is_folded_into_the_fewest_lines(words: list[str]):
    lines = drawing.fold(" ".join(words), 120)
    assert " ".join(lines).split() == words
    assert all(drawing.text_width(line) <= 120 for line in lines)
    assert len(lines) <= 1 + sum(map(drawing.text_width, words)) // 40


@pytest.mark.parametrize("code", languages())
def test_headings_beside_each_other_do_not_meet(code: str):
    """Nearly all events hinder, so the heading of those that support has little room."""
    book = cases.load_reference().framework
    elements = pd.DataFrame(
        [{"code": "CJ4", "supports": 1, "hinders": 32, "neutral": 2, "n_events": 35}]
    )
    language = Language(code)
    exhibit = figures.stance_by_element(elements, book, language=language)
    starts = {
        text.text: float(text.get("x") or re.findall(r"[-\d.]+", text.get("transform"))[0])
        for text in ET.fromstring(exhibit.body).iter(f"{SVG}text")  # noqa: S314
    }
    supports, neutral = language.text("supports"), language.text("neutral")
    assert starts[supports] + drawing.text_width(supports) < starts[neutral]
