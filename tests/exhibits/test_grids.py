"""Tables as a browser receives them: headed, labelled for the phone, escaped."""

from xml.etree import ElementTree as ET

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.exhibits import (
    Column,
    html_table,
    link,
)
from analysis.language import Language

ENGLISH = Language("en")
HOSTILE = '<script>alert("x")</script>'

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
    values = [row[1].get("data-value") for row in table(sortable=True).find("tbody")]
    assert values == ["27.5", None]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))))
def test_any_text_stays_text(text: str):
    element = ET.fromstring(f"<p>{link(text, text)}</p>")  # noqa: S314
    assert "".join(element.itertext()) == text


def test_a_long_list_that_can_be_sorted_moves_in_a_window():
    rows = pd.DataFrame({"place": [f"Place {number}" for number in range(81)]})
    columns = [Column("place", "Place")]
    window = ET.fromstring(html_table(rows, columns, "Places", ENGLISH, sortable=True))  # noqa: S314
    assert (window.get("role"), window.get("tabindex")) == ("region", "0")
    assert len(window.findall("table/tbody/tr")) == 81
    short = ET.fromstring(html_table(rows[:9], columns, "Places", ENGLISH, sortable=True))  # noqa: S314
    assert short.tag == "table"
