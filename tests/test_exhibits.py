"""Exhibits as a browser receives them: escaped, named, coloured by name, the same every time."""

import base64
import io
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from analysis.exhibits import (
    PALETTE,
    Column,
    Exhibit,
    Source,
    axis_number,
    colour,
    distinct_sources,
    exhibit_note,
    html_table,
    inline_svg,
    link,
    style,
)
from analysis.language import Language, languages

ENGLISH = Language("en")
STYLE_SHEET = Path(__file__).parents[1] / "book" / "_static" / "ucj.css"
HOSTILE = '<script>alert("x")</script>'
SVG = "{http://www.w3.org/2000/svg}"


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


def exhibit(**changes: object) -> Exhibit:
    values = {
        "name": "coverage",
        "title": "How many are covered?",
        "caption": "Of all workers.",
        "alternative": "",
        "data": pd.DataFrame({"place": ["Padang", "Nation"], "value": [27.5, 1 / 3]}),
        "language": ENGLISH,
        "sources": (Source("BPS", "https://bps.go.id/"),),
        "notes": "analysis.figures.coverage_by_group",
        "body": "<p>picture</p>",
    } | changes
    return Exhibit(**values)


def test_exhibit_gives_its_data_back():
    page = exhibit()._repr_html_()
    encoded = re.search(r'download="coverage.csv" href="data:text/csv[^,]*,([^"]+)"', page)
    table = pd.read_csv(io.BytesIO(base64.b64decode(encoded[1])))
    pd.testing.assert_frame_equal(table, exhibit().data)


def test_exhibit_escapes_what_it_is_given():
    page = exhibit(
        title=HOSTILE,
        caption=HOSTILE,
        notes=HOSTILE,
        sources=(Source(HOSTILE, "javascript:alert(1)"), Source("x", f"https://x/{HOSTILE}")),
    )._repr_html_()
    assert "<script" not in page
    assert "javascript:" not in page
    assert page.count("&lt;script&gt;") >= 4


def test_exhibit_is_well_formed_and_without_script():
    root = ET.fromstring(exhibit()._repr_html_())  # noqa: S314
    assert root.tag == "figure"
    assert root.get("class") == "exhibit"
    assert root.get("id") == "coverage"
    assert not list(root.iter("script"))


def test_sources_are_named_up_to_six_and_then_counted():
    many = tuple(Source(f"paper {number}") for number in range(9))
    page = exhibit(sources=(*many, many[0]))._repr_html_()
    assert "paper 5" in page
    assert "paper 6" not in page
    assert "and 3 more in the CSV" in page


def test_plain_text_is_short_and_holds_no_address():
    bundle = exhibit()._repr_mimebundle_()
    assert bundle["text/plain"] == "coverage: How many are covered?"
    assert bundle["text/html"] == exhibit()._repr_html_()


@pytest.mark.parametrize("name", ["", "Two Words", "1st", 'a"b', "a/b"])
def test_a_name_must_fit_an_identifier_and_a_file(name: str):
    with pytest.raises(ValueError, match="lower-case"):
        exhibit(name=name)


def test_note_stands_alone_and_says_why():
    note = exhibit_note("gap", "How wide?", f"No figures. {HOSTILE}", ENGLISH)
    root = ET.fromstring(note._repr_html_())  # noqa: S314
    assert (root.tag, root.get("class")) == ("p", "exhibit-absent")
    assert "".join(root.itertext()) == f"How wide? No figures. {HOSTILE}"
    assert note.absent


ROWS = pd.DataFrame(
    {
        "place": ["Padang", HOSTILE],
        "share": [27.5, None],
        "tone": ["agreement", "silence"],
        "verdict": ["agreement", "silence"],
        "url": ["https://example.org/?a=1&b=2", "javascript:alert(1)"],
    }
)
COLUMNS = [
    Column("place", "Place", url="url"),
    Column("share", "Share", show=ENGLISH.percent, numeric=True),
    Column("verdict", "Verdict", chip="tone"),
]


def table(**options: bool) -> ET.Element:
    return ET.fromstring(html_table(ROWS, COLUMNS, "Shares", ENGLISH, **options))  # noqa: S314


def test_table_says_what_heads_what():
    root = table()
    assert root.find("caption").text == "Shares"
    assert [head.get("scope") for head in root.iter("th")] == ["col"] * 3 + ["row"] * 2
    assert root.get("class") == "exhibit stacked"


def test_table_labels_each_cell_for_the_phone():
    cells = [cell.get("data-label") for row in table().find("tbody") for cell in row]
    assert cells == ["Place", "Share", "Verdict"] * 2


def test_table_sets_numbers_right_and_explains_empty_cells():
    rows = list(table().find("tbody"))
    assert rows[0][1].get("class") == "numeric"
    assert rows[0][1].text == "27.5%"
    dash = rows[1][1].find("span")
    assert (dash.text, dash.get("aria-label")) == ("\N{EN DASH}", "no value")


def test_table_links_only_web_addresses_and_escapes_text():
    rows = list(table().find("tbody"))
    assert rows[0][0].find("a").get("href") == "https://example.org/?a=1&b=2"
    assert rows[1][0].find("a") is None
    assert rows[1][0].text == HOSTILE


def test_table_chips_carry_words_and_a_colour_name():
    chip = next(iter(table().find("tbody")))[2].find("span")
    assert (chip.get("class"), chip.text) == ("chip chip-agreement", "agreement")


def test_table_leaves_only_declared_markup_unescaped():
    frame = pd.DataFrame({"bar": ["<b>27</b>"]})
    columns = [Column("bar", "Bar", markup=True)]
    assert "<b>27</b>" in html_table(frame, columns, "x", ENGLISH)
    assert "&lt;b&gt;" in html_table(frame, [Column("bar", "Bar")], "x", ENGLISH)


def test_table_that_is_not_stacked_scrolls_by_keyboard():
    root = table(stacked=False, sortable=True)
    assert (root.tag, root.get("role"), root.get("tabindex")) == ("div", "region", "0")
    assert root.get("aria-label") == "Shares"
    assert root.find("table").get("class") == "exhibit sortable"


def test_sortable_table_carries_plain_values():
    values = [row[1].get("data-sort") for row in table(sortable=True).find("tbody")]
    assert values == ["27.5", ""]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))))
def test_any_text_stays_text(text: str):
    element = ET.fromstring(f"<p>{link(text, text)}</p>")  # noqa: S314
    assert "".join(element.itertext()) == text


def test_sources_are_distinct_in_order():
    assert distinct_sources(["b", "a", "b", ""], ["", "u", "", "v"]) == (
        Source("b"),
        Source("a", "u"),
    )
