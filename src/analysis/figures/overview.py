"""The picture of many places at once, without a map."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.exhibits import Exhibit, colour, exhibit_note, style
from analysis.figures.drawing import as_exhibit, name_rows, percent_axis, row_figure
from analysis.language import Language

NAMED = 40
"""So many places can each have a named row; of more, every so-manieth is named."""
NAMES_OF_MANY = 16
PITCH = 0.03
"""Inches for the row of a place that is not named."""
LEAST = 5.0
"""Inches of the height of a picture of many places, at least: room for the names."""


def coverage_of_places(table: pd.DataFrame, *, language: Language) -> Exhibit:
    """Draw the latest coverage of each place with its gap to the target, the highest on top.

    Only coverage of employed persons is drawn: shares of different bases are not compared.

    Parameters
    ----------
    table
        As `overview.overview` gives it.
    """
    title = language.text("How many workers are covered in each place, and how far is the target?")
    rows = table[table["base"] == "employed"].reset_index(drop=True)
    if rows.empty:
        reason = language.text("No place has a figure of the coverage of employed persons.")
        return exhibit_note("coverage-of-places", title, reason, language)
    names = [language.pick(row, "place") for row in rows.to_dict("records")]
    with style():
        figure, axes = _rows(names)
        _draw(axes, rows, many=len(rows) > NAMED)
        percent_axis(axes, rows[["high", "target"]].max().max() / 1.2, language)
    short = rows[rows["gap_points"] > 0]
    caption = " ".join(
        [
            language.text(
                "Dots: active members in percent of employed persons, the latest figure of each "
                "place. Short strokes: the next target; the line between them is the gap. "
                "n = {n} places; {without} without such a figure are not drawn.",
                n=language.number(len(rows)),
                without=language.number(len(table) - len(rows)),
            ),
            language.text("The figures are of different months, which the table gives."),
        ]
    )
    alternative = language.text(
        "From {highest} ({high}) down to {lowest} ({low}); half of the places lie at or above "
        "{median}. Of {targets} places with a target, {short} are below it.",
        highest=names[0],
        high=language.percent(rows["value"].iloc[0]),
        lowest=names[-1],
        low=language.percent(rows["value"].iloc[-1]),
        median=language.percent(rows["value"].median()),
        targets=language.number(rows["target"].count()),
        short=language.number(len(short)),
    )
    return as_exhibit(
        "coverage_of_places",
        title,
        caption,
        alternative,
        rows.drop(columns=["verdicts", "n_documents", "n_events"]),
        figure,
        language,
    )


def _rows(names: list[str]) -> tuple[Figure, Axes]:
    """Make a row for each place; of many places only some are named."""
    if len(names) <= NAMED:
        return row_figure(names)
    figure = Figure(figsize=(5.0, max(LEAST, 0.7 + PITCH * len(names))))
    axes = figure.subplots()
    step = (len(names) - 1) / (NAMES_OF_MANY - 1)
    shown = [round(step * place) for place in range(NAMES_OF_MANY)]
    name_rows(axes, [f"{place + 1} {names[place]}" for place in shown])
    axes.set_yticks(shown, [label.get_text() for label in axes.get_yticklabels()])
    axes.set_ylim(len(names) - 0.5, -0.5)
    return figure, axes


def _draw(axes: Axes, rows: pd.DataFrame, *, many: bool) -> None:
    places = rows.index.to_numpy()
    aimed = rows["target"].notna().to_numpy()
    axes.hlines(
        places[aimed],
        rows["value"][aimed],
        rows["target"][aimed],
        color=colour("muted"),
        lw=0.6 if many else 1.2,
    )
    axes.scatter(
        rows["target"][aimed],
        places[aimed],
        8 if many else 60,
        colour("series-2"),
        marker="|",
        linewidths=1 if many else 2,
    )
    axes.scatter(rows["value"], places, 5 if many else 36, colour("series-1"), linewidths=0)
