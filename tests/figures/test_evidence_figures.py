"""Pictures of evidence tell what they draw, and not by colour alone."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from padang_figures import ENGLISH, SVG, words

from analysis import cases, figures
from analysis.exhibits import PALETTE


def test_stance_counts_are_told_and_drawn():
    book = cases.load_reference().framework
    elements = pd.DataFrame(
        [
            {"code": "CJ4", "supports": 3, "hinders": 7, "neutral": 2, "n_events": 11},
            {"code": "DR1", "supports": 5, "hinders": 0, "neutral": 0, "n_events": 5},
        ]
    )
    exhibit = figures.stance_by_element(elements, book, language=ENGLISH)
    assert exhibit.alternative == (
        "DR1 Leadership: 5 support, 0 hinder, 0 neutral. "
        "CJ4 Resources: 3 support, 7 hinder, 2 neutral."
    )
    drawn = [text.text for text in ET.fromstring(exhibit.body).iter(f"{SVG}text")]  # noqa: S314
    assert {"3", "7", "2", "5"} <= set(drawn)
    assert "0" not in drawn


def test_matrix_shows_directions_by_sign_and_not_by_colour_alone():
    cells = [text for text in words("element-by-speaker") if re.fullmatch(r"\d+\D", text)]
    assert {text[-1] for text in cells} == {"+", "\N{MINUS SIGN}", "\N{PLUS-MINUS SIGN}"}


@pytest.mark.parametrize("paper", ["light", "dark"])
@pytest.mark.parametrize("name", ["supports", "hinders", "neutral"])
def test_numbers_on_the_darkest_cell_can_be_read(name: str, paper: str):
    def channels(value: str) -> np.ndarray:
        return np.array([int(value[place : place + 2], 16) for place in (1, 3, 5)])

    def luminance(levels: np.ndarray) -> float:
        scaled = levels / 255
        linear = np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    shade = figures.STRONGEST_SHADE
    cell = shade * channels(getattr(PALETTE[name], paper)) + (1 - shade) * channels(
        getattr(PALETTE["paper"], paper)
    )
    dark, light = sorted([luminance(cell), luminance(channels(getattr(PALETTE["ink"], paper)))])
    assert (light + 0.05) / (dark + 0.05) >= 4.5
