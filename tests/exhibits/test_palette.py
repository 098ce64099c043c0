"""The book's colours can be read on both papers, and told apart."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from analysis.exhibits import (
    PALETTE,
)

STYLE_SHEET = Path(__file__).parents[1] / "book" / "_static" / "ucj.css"


def channels(value: str) -> np.ndarray:
    """Red, green and blue as linear light (sRGB, IEC 61966-2-1)."""
    raw = np.array([int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(raw <= 0.04045, raw / 12.92, ((raw + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2: relative luminances, each plus 0.05."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(weights @ channels(value)) for value in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_agrees_with_published_ratios():
    """W3C: black on white is 21:1, and #767676 is the lightest grey that passes on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777", "#ffffff") < 4.5


@pytest.mark.parametrize("name", sorted(set(PALETTE) - {"grid", "paper"}))
def test_every_colour_may_carry_text_on_both_papers(name: str):
    assert contrast(PALETTE[name].light, PALETTE["paper"].light) >= 4.5
    assert contrast(PALETTE[name].dark, PALETTE["paper"].dark) >= 4.5


def deuteranope(value: str) -> np.ndarray:
    """Linear light as seen without the middle cones (Vienot, Brettel & Mollon 1999)."""
    matrix = np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]])
    return np.clip(matrix @ channels(value), 0, 1)


def lab(linear: np.ndarray) -> np.ndarray:
    """CIE L*a*b* under D65."""
    to_xyz = np.array(
        [
            [0.4124, 0.3576, 0.1805],
            [0.2126, 0.7152, 0.0722],
            [0.0193, 0.1192, 0.9505],
        ]
    )
    ratio = to_xyz @ linear / np.array([0.95047, 1.0, 1.08883])
    cube = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * cube[1] - 16, 500 * (cube[0] - cube[1]), 200 * (cube[1] - cube[2])])


@pytest.mark.parametrize(
    "pair",
    [
        ("supports", "hinders"),
        ("supports", "neutral"),
        ("hinders", "neutral"),
        ("series-1", "series-2"),
        ("agreement", "dissonance"),
        ("agreement", "silence"),
    ],
)
@pytest.mark.parametrize("paper", ["light", "dark"])
def test_colours_that_stand_side_by_side_differ_for_colour_blind_readers(
    pair: tuple[str, str], paper: str
):
    seen = [lab(deuteranope(getattr(PALETTE[name], paper))) for name in pair]
    assert np.linalg.norm(seen[0] - seen[1]) > 15


def test_no_two_colours_are_equal():
    for one, other in combinations(PALETTE.values(), 2):
        assert one.light != other.light


@pytest.mark.skipif(not STYLE_SHEET.exists(), reason="the book's style sheet is not there")
def test_style_sheet_repeats_the_palette():
    declared = re.findall(
        r"--ucj-([a-z0-9-]+):\s*(#[0-9a-fA-F]{3,8})\b", STYLE_SHEET.read_text("utf-8")
    )
    for name, shades in PALETTE.items():
        values = {value.lower() for key, value in declared if key == name}
        assert set(shades) <= values <= {*shades, "#000000", "#ffffff"}, (
            name
        )  # black on white in print
