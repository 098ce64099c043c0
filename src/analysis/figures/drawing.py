"""Parts that pictures share: named rows, labels beside points, axes that fit a phone."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
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

ROW_HEIGHT = 0.36
"""Inches for one named row of a picture: two lines of text."""

LABEL_WIDTH = 29
"""Letters of a row's name before it breaks into a second line."""


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


def row_figure(labels: Iterable[str], extra: float = 0.7) -> tuple[Figure, Axes]:
    """Make a picture with one named row for each label, the first on top."""
    labels = list(labels)
    figure = Figure(figsize=(5.0, extra + ROW_HEIGHT * len(labels)))
    axes = figure.subplots()
    name_rows(axes, labels)
    return figure, axes


def name_rows(axes: Axes, labels: Sequence[str], width: int = LABEL_WIDTH) -> None:
    """Name the rows, in at most two lines each."""
    names = [
        "\n".join(textwrap.wrap(label, width, max_lines=2, placeholder="\N{HORIZONTAL ELLIPSIS}"))
        for label in labels
    ]
    axes.set_yticks(range(len(labels)), names)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")


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
