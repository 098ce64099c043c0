"""From a matplotlib figure to a picture that can stand in a page."""

import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.exhibits.markup import check_name
from analysis.exhibits.palette import NAMES, colour, variable
from analysis.language import Language


@contextmanager
def style() -> Iterator[None]:
    """Draw in the book's manner: narrow enough for a phone, light grid, no boxes."""
    ink, muted, grid = colour("ink"), colour("muted"), colour("grid")
    settings: Any = {
        # 5 inches are 360 units; on a phone of 328 px a text of 11 units is 10 px high.
        "figure.figsize": (5.0, 3.2),
        "figure.constrained_layout.use": True,
        "font.family": "sans-serif",
        "font.size": 11,
        "axes.labelsize": 11,
        "axes.titlesize": 11,
        "axes.titlelocation": "left",
        "xtick.labelsize": 11,
        "ytick.labelsize": 11,
        "legend.fontsize": 11,
        "legend.frameon": False,
        "text.color": ink,
        "axes.labelcolor": ink,
        "axes.titlecolor": ink,
        "axes.edgecolor": muted,
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "xtick.color": muted,
        "ytick.color": muted,
        "xtick.labelcolor": ink,
        "ytick.labelcolor": ink,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "ytick.left": False,
        "grid.color": grid,
        "grid.linewidth": 0.8,
        "lines.linewidth": 1.8,
        "lines.markersize": 6,
        "hatch.color": ink,
        "hatch.linewidth": 0.7,
        "axes.unicode_minus": False,
        "text.parse_math": False,  # a dollar sign in the data is a dollar sign
    }
    with mpl.rc_context(settings):
        yield


def axis_number(language: Language, digits: int = 0, suffix: str = "") -> FuncFormatter:
    """Return an axis formatter that writes numbers as the reader's language does."""
    return FuncFormatter(lambda value, _: language.number(value, digits) + suffix)


def inline_svg(figure: Figure, name: str, alternative: str) -> str:
    """Turn a matplotlib figure into SVG that can stand in a page.

    The text stays text, every colour refers to the palette, identifiers start with `name`,
    and the same figure gives the same bytes.
    The alternative text names the picture for screen readers;
    it is a ``desc`` and not a ``title``, which browsers would show as a tooltip.

    Raises
    ------
    ValueError
        If the figure uses a colour that is not in the palette.
    """
    check_name(name)
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(
            buffer,
            format="svg",
            transparent=True,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    svg = buffer.getvalue()
    view = re.search(r'viewBox="([^"]+)"', svg)
    start = svg.index(">", svg.index("<svg")) + 1
    inner = svg[start : svg.rindex("</svg>")]
    # The style element would reach the whole page; the root element carries the rule instead.
    for needless in (r"<metadata>.*?</metadata>", r"<style.*?</style>", r"<!--.*?-->"):
        inner = re.sub(needless, "", inner, flags=re.DOTALL)
    inner = re.sub(r'style="([^"]*)"', _restyle, inner)
    inner = re.sub(r"<[^>]*>", _shorten, inner)
    inner = re.sub(r"\s*\n\s*", "\n", _rename(inner, name)).strip()
    return (
        f'<svg class="exhibit-picture" role="img" aria-labelledby="{name}-desc" '
        f'viewBox="{view[1] if view else ""}" width="100%" '
        'font-family="system-ui, sans-serif" stroke-linejoin="round" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f'<desc id="{name}-desc">{html.escape(alternative)}</desc>\n{inner}\n</svg>'
    )


def _restyle(attribute: re.Match[str]) -> str:
    """Name the colours of a style attribute and leave the typeface to the page."""

    def named(value: re.Match[str]) -> str:
        light = value[0].lower()
        if light not in NAMES:
            raise ValueError(
                f"The figure uses the colour {light}, which is not in the palette; "
                "draw with exhibits.colour(name)."
            )
        return variable(NAMES[light])

    declarations = re.sub(r"#[0-9a-fA-F]{6}\b", named, attribute[1])
    declarations = re.sub(
        r"font: (?:(?:italic|oblique) )?(?:(bold|\d{3}) )?([\d.]+)px [^;]*",
        lambda font: f"font-size: {font[2]}px" + (f"; font-weight: {font[1]}" if font[1] else ""),
        re.sub(r"font-family: [^;]*(?:; )?", "", declarations),
    )
    return f'style="{declarations}"'


def _shorten(tag: re.Match[str]) -> str:
    """Round the coordinates of a tag; numbers in the text of a picture stay as they are."""
    return re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", tag[0])


def _rename(svg: str, name: str) -> str:
    """Prefix the identifiers that are referred to and drop all others."""
    used = dict.fromkeys(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    names = {old: f"{name}-{number}" for number, old in enumerate(used, start=1)}

    def identifier(match: re.Match[str]) -> str:
        return f' id="{names[match[1]]}"' if match[1] in names else ""

    svg = re.sub(r' id="([^"]*)"', identifier, svg)
    return re.sub(r'(url\(#|href="#)([^)"]+)', lambda m: m[1] + names[m[2]], svg)
