"""Pictures as a browser receives them: named, coloured by name, the same every time."""

import re
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from analysis.exhibits import (
    axis_number,
    colour,
    inline_svg,
    style,
)
from analysis.language import Language, languages

ENGLISH = Language("en")
HOSTILE = '<script>alert("x")</script>'

SVG = "{http://www.w3.org/2000/svg}"


def drawing() -> Figure:
    with style():
        figure = Figure()
        axes = figure.subplots()
        axes.plot([0, 1, 2], [3, 1, 2], color=colour("series-1"), marker="o")
        axes.bar([0, 1], [1, 2], color="none", edgecolor=colour("neutral"), hatch="//")
        axes.set_title("a < b & c")
    return figure


def picture(name: str = "drawing") -> ET.Element:
    return ET.fromstring(inline_svg(drawing(), name, f"Falls from 3 to 1. {HOSTILE}"))  # noqa: S314


def test_picture_names_itself_for_screen_readers():
    root = picture()
    assert root.get("role") == "img"
    description = root.find(f"{SVG}desc")
    assert description.get("id") == root.get("aria-labelledby") == "drawing-desc"
    assert description.text == f"Falls from 3 to 1. {HOSTILE}"


def test_picture_keeps_text_as_text():
    assert "a < b & c" in [element.text for element in picture().iter(f"{SVG}text")]


def test_picture_has_only_colours_of_the_palette_by_name():
    text = inline_svg(drawing(), "drawing", "")
    assert "var(--ucj-series-1, #0b6aa2)" in text
    assert not re.search(r"(?<!, )#[0-9a-f]{6}", text)


def test_picture_refuses_a_colour_outside_the_palette():
    figure = Figure()
    figure.subplots().plot([1, 2], color="#123456")
    with pytest.raises(ValueError, match="not in the palette"):
        inline_svg(figure, "drawing", "")


def test_identifiers_are_used_and_belong_to_the_picture():
    text = inline_svg(drawing(), "drawing", "")
    defined = re.findall(r' id="([^"]+)"', text)
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', text)) | {"drawing-desc"}
    assert len(defined) == len(set(defined))
    assert set(defined) == used
    assert all(identifier.startswith("drawing-") for identifier in defined)


def test_picture_fits_its_column_and_leaves_the_page_alone():
    text = inline_svg(drawing(), "drawing", "")
    opening = text[: text.index(">")]
    assert 'width="100%"' in opening
    assert re.search(r'viewBox="0 0 360 [\d.]+"', opening)
    assert " height=" not in opening
    assert "<style" not in text
    assert "<metadata" not in text
    assert "font:" not in text
    assert "DejaVu" not in text


def test_picture_is_the_same_every_time():
    assert inline_svg(drawing(), "drawing", "x") == inline_svg(drawing(), "drawing", "x")


def test_text_is_large_enough_on_a_phone():
    """A column of 328 px shows 360 units; no text may fall below 9.5 px."""
    sizes = re.findall(r"font-size: ([\d.]+)px", inline_svg(drawing(), "drawing", ""))
    assert sizes
    assert min(float(size) for size in sizes) * 328 / 360 >= 9.5


def test_style_leaves_no_trace():
    before = dict(mpl.rcParams)
    with style():
        pass
    assert dict(mpl.rcParams) == before


def test_axis_number_writes_as_the_language_does():
    assert axis_number(ENGLISH, 1, " %")(1234.5, None) == "1,234.5 %"


@pytest.mark.skipif("id" not in languages(), reason="there is no Indonesian catalogue yet")
def test_axis_number_follows_the_language():
    assert axis_number(Language("id"), 1, " %")(1234.5, None) == "1.234,5 %"


def test_numbers_in_the_text_of_a_picture_keep_their_decimals():
    figure = Figure()
    figure.text(0.123456, 0.5, "0.667", color=colour("ink"))
    svg = inline_svg(figure, "decimals", "Words.")
    assert ">0.667<" in svg
    assert not re.search(r"\d\.\d{3}", re.sub(r">[^<]*<", "><", svg))
