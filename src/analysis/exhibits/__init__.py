"""What a figure or a table is to the reader: title, caption, picture or table, sources and data.

An :class:`Exhibit` becomes plain HTML that needs no script, no network and no second file.
Pictures are drawn in the light colours of :data:`PALETTE` and refer to them by name,
so that the reader's style sheet can show the same picture on dark paper.
"""

from analysis.exhibits.exhibit import Exhibit, Source, exhibit_note
from analysis.exhibits.grids import Column, html_table, is_long
from analysis.exhibits.markup import folded, link
from analysis.exhibits.palette import PALETTE, Colour, colour, variable
from analysis.exhibits.pictures import axis_number, inline_svg, style
from analysis.exhibits.sources import figure_sources
from analysis.exhibits.wording import keep_together, p_value, with_interval

__all__ = [
    "PALETTE",
    "Colour",
    "Column",
    "Exhibit",
    "Source",
    "axis_number",
    "colour",
    "exhibit_note",
    "figure_sources",
    "folded",
    "html_table",
    "inline_svg",
    "is_long",
    "keep_together",
    "link",
    "p_value",
    "style",
    "variable",
    "with_interval",
]
