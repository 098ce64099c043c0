"""From a frame to a table that screen readers and phones can read."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.exhibits.markup import link
from analysis.language import Language

LONG = 70
"""Cells beyond which a table does not simply stand in the page; on a phone each is a line."""


@dataclass(frozen=True)
class Column:
    """One column of a printed table.

    Attributes
    ----------
    name
        Column of the frame.
    label
        Heading, in the reader's language.
    show
        Turns a value into text; by default the value itself.
    numeric
        True for numbers, which are set to the right.
    url
        Column of the frame with the address that the cell links to.
    chip
        Column of the frame with the colour name of the label around the text.
    markup
        True if the values are HTML made by this package; nothing else may be left unescaped.
    spoken
        Column of the frame with the language of the text, where it may not be the reader's.
    """

    name: str
    label: str
    show: Callable[[Any], str] = str
    numeric: bool = False
    url: str = ""
    chip: str = ""
    markup: bool = False
    spoken: str = ""


def html_table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    caption: str,
    language: Language,
    *,
    stacked: bool = True,
    sortable: bool = False,
    row_headers: int = 1,
) -> str:
    """Write a frame as a table that screen readers and phones can read.

    Parameters
    ----------
    frame
        The rows, in the order in which they are printed.
    columns
        What to print, from left to right.
    caption
        Name of the table; inside an exhibit the style sheet leaves it to screen readers.
    language
        The reader's language.
    stacked
        True if a phone may show each row as a small card; otherwise the table scrolls sideways.
    sortable
        True if a script may sort it; cells then carry their plain values.
    row_headers
        How many of the first columns name the row.

    Returns
    -------
    str
        HTML. All text is escaped; an address becomes a link only if it is http or https.
    """
    classes = " ".join(
        word for word, wanted in (("stacked", stacked), ("sortable", sortable)) if wanted
    )
    # A line for each cell: the search, and whoever copies the text, see where one ends.
    heads = "\n".join(_head(column) for column in columns)
    rows = "\n".join(
        "<tr>"
        + "\n".join(
            _cell(row, column, language, header=place < row_headers, sortable=sortable)
            for place, column in enumerate(columns)
        )
        + "</tr>"
        for row in frame.to_dict("records")
    )
    table = (
        f'<table class="{f"exhibit {classes}".strip()}">\n'
        f"<caption>{html.escape(caption)}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )
    if sortable and is_long(frame, columns):
        return _scrolled(table, "exhibit-scroll exhibit-window", caption)
    return table if stacked else _scrolled(table, "exhibit-scroll", caption)


def is_long(frame: pd.DataFrame, columns: Sequence[Column]) -> bool:
    """Say whether a table is too long to simply stand in the page."""
    return len(frame) * len(columns) > LONG


def _scrolled(table: str, kind: str, caption: str) -> str:
    """Let a table move in a window that keys can reach."""
    return (
        f'<div class="{kind}" role="region" tabindex="0" '
        f'aria-label="{html.escape(caption)}">\n{table}\n</div>'
    )


def _head(column: Column) -> str:
    return f'<th scope="col"{_numeric(column)}>{html.escape(column.label)}</th>'


def _cell(
    row: dict[Any, Any], column: Column, language: Language, *, header: bool, sortable: bool
) -> str:
    value = row[column.name]
    missing = value is None or value == "" or value is pd.NA or value != value  # noqa: PLR0124
    if missing:
        label = html.escape(language.text("no value"))
        content = f'<span role="img" aria-label="{label}">\N{EN DASH}</span>'
    elif column.markup:
        content = value
    else:
        content = link(column.show(value), str(row[column.url]) if column.url else "")
    if column.chip and not missing:
        content = f'<span class="chip chip-{html.escape(str(row[column.chip]))}">{content}</span>'
    attributes = _numeric(column)
    if column.spoken and row[column.spoken] != language.code:
        attributes += f' lang="{html.escape(str(row[column.spoken]))}"'
    if sortable and not column.markup and not missing and column.show(value) != str(value):
        attributes += f' data-value="{html.escape(str(value))}"'
    attributes += f' data-label="{html.escape(column.label)}"'
    if header:
        return f'<th scope="row"{attributes}>{content}</th>'
    return f"<td{attributes}>{content}</td>"


def _numeric(column: Column) -> str:
    return ' class="numeric"' if column.numeric else ""
