"""Parts that pictures share: named rows, labels beside points, axes that fit a phone."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.transforms import blended_transform_factory

from analysis import framework as codebook
from analysis.exhibits import (
    Exhibit,
    Source,
    axis_number,
    colour,
    inline_svg,
)
from analysis.language import Language

TEXT_SIZE = 11
"""Points of all text in a picture, as the style sets it."""

LINE_HEIGHT = 0.185
"""Inches for one line of text."""

ROW_HEIGHT = 0.36
"""Inches for a named row of a picture, if its name fits one line."""

LABEL_ROOM = 178
"""Points for a row's name before it breaks into another line; half of the picture."""
AXIS_ROOM = 180
"""Points that the name of an axis has beside the names of the rows."""


def as_exhibit(
    function: str,
    title: str,
    caption: str,
    alternative: str,
    data: pd.DataFrame,
    figure: Figure,
    language: Language,
    sources: Sequence[Source] = (),
    name: str = "",
) -> Exhibit:
    """Make an exhibit of a picture."""
    name = name or function.replace("_", "-")
    return Exhibit(
        name,
        title,
        caption,
        alternative,
        data,
        language,
        sources,
        f"analysis.figures.{function}",
        inline_svg(figure, name, alternative),
    )


def list_rows(rows: pd.DataFrame, language: Language, digits: int = 1) -> str:
    """Say label, value and bounds of each row."""
    entries = []
    for row in rows.to_dict("records"):
        entry = f"{row['label']}: {language.percent(row['value'], digits)}"
        if round(row["low"], digits) < round(row["high"], digits):
            entry += f" ({language.interval(row['low'], row['high'], digits)})"
        entries.append(entry)
    return "; ".join(entries) + "."


def records(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows one by one."""
    return rows.to_dict("records")


def in_order(rows: pd.DataFrame, framework: pd.DataFrame) -> pd.DataFrame:
    """Sort rows with a code as the codebook has them."""
    order = {code: place for place, code in enumerate(framework.sort_values("order")["code"])}
    rows = rows[rows["code"].isin(order)]
    return rows.sort_values("code", key=lambda codes: codes.map(order), kind="stable").reset_index(
        drop=True
    )


def element_names(codes: Iterable[str], framework: pd.DataFrame, language: Language) -> list[str]:
    """Name elements by their code and label."""
    labels = codebook.labels(framework, language)
    return [f"{code} {labels[code]}" for code in codes]


def write_beside(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    offset: tuple[float, float] = (0, 8),
    align: str = "center",
    hue: str = "ink",
) -> None:
    """Write beside a point what it is."""
    axes.annotate(
        text,
        (x, y),
        offset,
        textcoords="offset points",
        ha=align,
        color=colour(hue),
        annotation_clip=False,
    )


def write_above(axes: Axes, x: float, text: str, align: str = "center", hue: str = "ink") -> None:
    """Write above the axes what stands below."""
    over = blended_transform_factory(axes.transData, axes.transAxes)
    axes.text(x, 1.01, text, transform=over, ha=align, va="bottom", color=colour(hue))


def write_right(axes: Axes, place: float, text: str) -> None:
    """Write to the right of the axes."""
    right = blended_transform_factory(axes.transAxes, axes.transData)
    axes.text(1.03, place, text, transform=right, va="center", color=colour("muted"))


def keep_room(figure: Figure, axes: Axes, before: float, after: float) -> None:
    """Widen an axis until so many points lie before and after zero.

    Bars that grow from zero to both sides have headings above them that must not meet what
    stands beside the axes.
    """
    lay_out(figure)
    width = axes.get_window_extent().width * 72 / figure.dpi
    low, high = axes.get_xlim()
    if high < (high - low) * after / width:
        high = -low * after / (width - after)
    elif -low < (high - low) * before / width:
        low = -high * before / (width - before)
    axes.set_xlim(low, high)


def lay_out(figure: Figure) -> None:
    """Give the axes of a picture the place that they will have when it is drawn."""
    if engine := figure.get_layout_engine():
        engine.execute(figure)


def write_where_free(
    figure: Figure, axes: Axes, at: tuple[float, float], text: str, others: pd.DataFrame
) -> None:
    """Write a name beside a point, on the side where it covers the fewest other points.

    Parameters
    ----------
    at
        The point.
    others
        All points, ``x`` and ``y``.
    """
    lay_out(figure)
    scale = 72 / figure.dpi
    points = axes.transData.transform(others[["x", "y"]].to_numpy()) * scale
    x, y = axes.transData.transform(at) * scale
    frame = axes.get_window_extent()
    width = text_width(text)
    sides = [
        (across, up, align)
        for up in (-4, 6, -14, 14, -23, 24)
        for across, align in ((9, "left"), (-9, "right"), (0, "center"))
        if align != "center" or up not in (-4, 6)
    ]
    starts = {"left": 0.0, "right": width, "center": width / 2}

    def covered(side: tuple[float, float, str]) -> int:
        left, low = x + side[0] - starts[side[2]], y + side[1]
        inside = (points[:, 0] > left - 4) & (points[:, 0] < left + width + 4)
        inside &= (points[:, 1] > low - 4) & (points[:, 1] < low + TEXT_SIZE + 2)
        outside = left < frame.x0 * scale or left + width > frame.x1 * scale
        return int(inside.sum()) + (100 if outside else 0)

    across, up, align = min(sides, key=covered)
    write_beside(axes, *at, text, (across, up), align)


def year_axis(axes: Axes, years: pd.Series) -> None:
    """Show whole years, few enough for a phone."""
    first, last = int(years.min()), int(years.max())
    step = max(1, -(-(last - first) // 6))
    shown = list(range(first, last + 1, step))
    axes.set_xticks(shown, [str(year) for year in shown])
    axes.set_xlim(first - 0.6, last + 0.9)
    axes.grid(visible=False, axis="x")


def percent_axis(axes: Axes, highest: float, language: Language) -> None:
    """Start at zero and leave room for the numbers beside the points."""
    axes.set_xlim(0, highest * 1.3)
    axes.xaxis.set_major_formatter(axis_number(language, 0, "%"))


@cache
def text_width(text: str) -> float:
    """Return the width of a text in points, in a typeface wider than most that readers have."""
    typeface = FontProperties(family="DejaVu Sans", size=TEXT_SIZE)
    return float(text_to_path.get_text_width_height_descent(text, typeface, ismath=False)[0])


def fold(text: str, room: float) -> list[str]:
    """Break a text into as few lines as fit the room, of about the same length."""
    lines = _fill(text, room)
    while len(shorter := _fill(text, room - 4)) == len(lines) > 1 and room > 0:
        lines, room = shorter, room - 4
    return lines


def _fill(text: str, room: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or text_width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def row_figure(labels: Iterable[str], extra: float = 0.7) -> tuple[Figure, Axes]:
    """Make a picture with one named row for each label, the first on top."""
    labels = list(labels)
    lines = [len(fold(label, LABEL_ROOM)) for label in labels]
    # Half of each of two neighbours lies between their middles.
    most = max(((one + other) / 2 for one, other in pairwise(lines)), default=1)
    pitch = max(ROW_HEIGHT, LINE_HEIGHT * most + 0.07)
    figure = Figure(figsize=(5.0, extra + pitch * len(labels)))
    axes = figure.subplots()
    name_rows(axes, labels)
    return figure, axes


def name_rows(axes: Axes, labels: Sequence[str], room: float = LABEL_ROOM) -> None:
    """Name the rows, in as many lines as each needs."""
    names = ["\n".join(fold(label, room)) for label in labels]
    axes.set_yticks(range(len(labels)), names)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")


def name_axis(axes: Axes, text: str) -> None:
    """Name the horizontal axis of a picture of rows, in as many lines as stay in the picture."""
    axes.set_xlabel("\n".join(fold(text, AXIS_ROOM)))


def draw_dots(
    axes: Axes,
    rows: pd.DataFrame,
    wanted: pd.Series,
    hue: str,
    marker: str,
    language: Language,
    digits: int = 1,
) -> None:
    """Draw the wanted rows as points with their bounds and their value in writing."""
    for place in rows.index[wanted]:
        row = rows.loc[place]
        axes.hlines(place, row["low"], row["high"], color=colour(hue), lw=2)
        axes.plot(row["value"], place, marker, color=colour(hue))
        end = row["value"] if pd.isna(row["high"]) else max(row["high"], row["value"])
        write_beside(axes, end, place, language.percent(row["value"], digits), (7, -4), "left")
