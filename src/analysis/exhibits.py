"""What a figure or a table is to the reader: title, caption, picture or table, sources and data.

An :class:`Exhibit` becomes plain HTML that needs no script, no network and no second file.
Pictures are drawn in the light colours of :data:`PALETTE` and refer to them by name,
so that the reader's style sheet can show the same picture on dark paper.
"""

import base64
import html
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.language import Language


class Colour(NamedTuple):
    """One colour, on light and on dark paper."""

    light: str
    dark: str


PALETTE = {
    "ink": Colour("#1f2933", "#e8eaed"),
    "muted": Colour("#5a6570", "#a7b0ba"),
    "grid": Colour("#d8dde2", "#3a424b"),
    "paper": Colour("#ffffff", "#14181d"),
    "series-1": Colour("#0b6aa2", "#5eb3e8"),
    "series-2": Colour("#b34700", "#ff9d5c"),
    "series-3": Colour("#00745a", "#45c9a0"),
    "series-4": Colour("#9c3f78", "#e79bc6"),
    "series-5": Colour("#7d5a00", "#e3b84f"),
    "series-6": Colour("#5b4b9a", "#b6a6f2"),
    "supports": Colour("#1b6baf", "#63b4f0"),
    "hinders": Colour("#b04a0c", "#f79a58"),
    "neutral": Colour("#69737e", "#959fa9"),
    "agreement": Colour("#005a9c", "#6db8f5"),
    "partial": Colour("#2f7587", "#8ccbd9"),
    "silence": Colour("#66707a", "#9ba5af"),
    "dissonance": Colour("#a83a06", "#fa9a66"),
    "undecided": Colour("#6f5a00", "#e0c25a"),
}
"""Colours by name; the style sheet repeats them as ``--ucj-<name>``. No two are equal."""

SOURCES_SHOWN = 6
"""So many sources fit in one quiet line; the rest are in the data."""

_NAMES = {colour.light: name for name, colour in PALETTE.items()}


def colour(name: str) -> str:
    """Return the light value of a named colour, in which pictures are drawn.

    Raises
    ------
    KeyError
        If the palette has no colour of that name.
    """
    return PALETTE[name].light


def variable(name: str) -> str:
    """Return a named colour as a style sheet writes it, with its light value to fall back on."""
    return f"var(--ucj-{name}, {colour(name)})"


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: a name that the reader knows, and its address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Exhibit:
    """A figure or table with all that a reader needs to judge it and to use it again.

    Attributes
    ----------
    name
        Short name in lower case with hyphens; unique on a page.
    title
        The question that the exhibit answers, in the reader's language.
    caption
        How to read it, with n and the interval.
    alternative
        What the picture shows, computed from the data; for those who do not see it.
    data
        What is shown, in words and numbers that no language changes; the CSV link gives it.
    language
        The reader's language, for the quiet line.
    sources
        Shown under the exhibit; the first few by name.
    notes
        The function that made it, and its parameters.
    body
        The picture or table as HTML.
    absent
        True if there is nothing to show; then `body` says why and stands alone.
    """

    name: str
    title: str
    caption: str
    alternative: str
    data: pd.DataFrame
    language: Language
    sources: Sequence[Source] = ()
    notes: str = ""
    body: str = field(default="", repr=False)
    absent: bool = False

    def __post_init__(self) -> None:
        """Refuse a name that cannot be an HTML identifier and a file name."""
        _check_name(self.name)

    def __str__(self) -> str:
        return f"{self.name}: {self.title}"

    def _repr_html_(self) -> str:
        """Return the exhibit as one HTML element."""
        if self.absent:
            return self.body
        return (
            f'<figure class="exhibit" id="{self.name}">\n'
            f'<figcaption><p class="exhibit-title">{html.escape(self.title)}</p>\n'
            f'<p class="exhibit-caption">{html.escape(self.caption)}</p></figcaption>\n'
            f"{self.body}\n"
            f'<p class="exhibit-line">{_quiet_line(self)}</p>\n'
            "</figure>"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Give notebooks the HTML, and a short text that holds no memory address."""
        return {"text/html": self._repr_html_(), "text/plain": str(self)}


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
    """

    name: str
    label: str
    show: Callable[[Any], str] = str
    numeric: bool = False
    url: str = ""
    chip: str = ""
    markup: bool = False


def exhibit_note(name: str, title: str, reason: str, language: Language) -> Exhibit:
    """Say that an exhibit cannot be shown, and why; empty axes would only puzzle the reader."""
    _check_name(name)
    body = (
        f'<p class="exhibit-absent" id="{name}"><strong>{html.escape(title)}</strong> '
        f"{html.escape(reason)}</p>"
    )
    return Exhibit(name, title, reason, "", pd.DataFrame(), language, body=body, absent=True)


# Pictures ---------------------------------------------------------------------------------


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
    _check_name(name)
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
    inner = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", inner)
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
        if light not in _NAMES:
            raise ValueError(
                f"The figure uses the colour {light}, which is not in the palette; "
                "draw with exhibits.colour(name)."
            )
        return variable(_NAMES[light])

    declarations = re.sub(r"#[0-9a-fA-F]{6}\b", named, attribute[1])
    declarations = re.sub(
        r"font: (?:(?:italic|oblique) )?(?:(bold|\d{3}) )?([\d.]+)px [^;]*",
        lambda font: f"font-size: {font[2]}px" + (f"; font-weight: {font[1]}" if font[1] else ""),
        re.sub(r"font-family: [^;]*(?:; )?", "", declarations),
    )
    return f'style="{declarations}"'


def _rename(svg: str, name: str) -> str:
    """Prefix the identifiers that are referred to and drop all others."""
    used = dict.fromkeys(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    names = {old: f"{name}-{number}" for number, old in enumerate(used, start=1)}

    def identifier(match: re.Match[str]) -> str:
        return f' id="{names[match[1]]}"' if match[1] in names else ""

    svg = re.sub(r' id="([^"]*)"', identifier, svg)
    return re.sub(r'(url\(#|href="#)([^)"]+)', lambda m: m[1] + names[m[2]], svg)


# Tables -----------------------------------------------------------------------------------


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
    heads = "".join(_head(column, sortable=sortable) for column in columns)
    rows = "\n".join(
        "<tr>"
        + "".join(
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
    if stacked:
        return table
    return (
        '<div class="exhibit-scroll" role="region" tabindex="0" '
        f'aria-label="{html.escape(caption)}">\n{table}\n</div>'
    )


def link(text: str, url: str) -> str:
    """Return escaped text, linked if the address is one that a browser may safely open."""
    if not re.match(r"https?://", url):
        return html.escape(text)
    return f'<a href="{html.escape(url)}" rel="external noopener">{html.escape(text)}</a>'


def _head(column: Column, *, sortable: bool) -> str:
    method = ' data-sort-method="number"' if sortable and column.numeric else ""
    return f'<th scope="col"{_numeric(column)}{method}>{html.escape(column.label)}</th>'


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
    if sortable and not column.markup:
        attributes += f' data-sort="{"" if missing else html.escape(str(value))}"'
    attributes += f' data-label="{html.escape(column.label)}"'
    if header:
        return f'<th scope="row"{attributes}>{content}</th>'
    return f"<td{attributes}>{content}</td>"


def _numeric(column: Column) -> str:
    return ' class="numeric"' if column.numeric else ""


# The quiet line ---------------------------------------------------------------------------


def _quiet_line(exhibit: Exhibit) -> str:
    """Return sources, data and code in one line of HTML."""
    language = exhibit.language
    parts = []
    sources = list(dict.fromkeys(exhibit.sources))
    if sources:
        links = [link(source.label, source.url) for source in sources[:SOURCES_SHOWN]]
        rest = len(sources) - SOURCES_SHOWN
        listed = "; ".join(links)
        if rest > 0:
            more = language.plural("and {n} more in the CSV", "and {n} more in the CSV", n=rest)
            listed += "; " + html.escape(more)
        parts.append(f"{html.escape(language.text('Sources'))}: {listed}")
    if not exhibit.data.empty:
        parts.append(_download(exhibit))
    if exhibit.notes:
        code = html.escape(language.text("Code"))
        parts.append(f"{code}: <code>{html.escape(exhibit.notes)}</code>")
    return " · ".join(parts)


def _download(exhibit: Exhibit) -> str:
    """Return a link that holds the data themselves, so that it works from a file."""
    table = exhibit.data.to_csv(index=False, lineterminator="\n", float_format="%.10g")
    encoded = base64.b64encode(table.encode()).decode("ascii")
    text = html.escape(exhibit.language.text("Data (CSV)"))
    return (
        f'<a download="{exhibit.name}.csv" '
        f'href="data:text/csv;charset=utf-8;base64,{encoded}">{text}</a>'
    )


def distinct_sources(labels: Iterable[str], urls: Iterable[str]) -> tuple[Source, ...]:
    """Pair labels with addresses, each pair once, in the order of first appearance."""
    pairs = zip(labels, urls, strict=True)
    return tuple(dict.fromkeys(Source(label, url) for label, url in pairs if label))


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(
            f"The exhibit's name {name!r} must be lower-case letters, digits and hyphens, "
            "and start with a letter."
        )
