"""Pictures of the provinces: informal work and coverage."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.exhibits import (
    Exhibit,
    Source,
    axis_number,
    colour,
    exhibit_note,
    style,
)
from analysis.figures.drawing import as_exhibit, records, write_beside, write_where_free
from analysis.language import Language


def provinces_scatter(
    provinces: pd.DataFrame,
    estimates: pd.DataFrame,
    *,
    named: Sequence[str],
    language: Language,
    confidence: float = 0.95,
) -> Exhibit:
    """Draw coverage of provinces against informality, with the line of least squares.

    Parameters
    ----------
    provinces
        As `trends.provincial_coverage` gives it.
    estimates
        Rows of `trends.cross_section` for least squares without income, with ``intercept``
        and ``informal_share``.
    named
        Provinces to name in the picture.
    confidence
        Of the slope.
    """
    title = language.text("Do provinces with more informal work have lower coverage?")
    table = provinces.dropna(subset=["coverage", "informal_share"])
    if table.empty or estimates.empty:
        reason = language.text("No figures of provinces were known at this date.")
        return exhibit_note("provinces-scatter", title, reason, language)
    terms = {row["term"]: row for row in records(estimates)}
    slope = terms["informal_share"]
    fitted = terms["intercept"]["estimate"] + slope["estimate"] * table["informal_share"]
    table = table.assign(fitted=fitted).sort_values("informal_share", ignore_index=True)
    marked = table["province"].isin(named)
    with style():
        figure = Figure(figsize=(5.0, 3.6))
        axes = figure.subplots()
        axes.plot(table["informal_share"], table["fitted"], "--", color=colour("series-1"))
        axes.plot(
            table.loc[~marked, "informal_share"],
            table.loc[~marked, "coverage"],
            "o",
            color=colour("muted"),
            alpha=0.75,
        )
        for row in records(table[marked]):
            at = row["informal_share"], row["coverage"]
            axes.plot(*at, "D", color=colour("series-2"))
        axes.set_xlabel(language.text("informal workers, percent of employed persons"))
        axes.set_ylabel(language.text("coverage"))
        axes.xaxis.set_major_formatter(axis_number(language, 0, "%"))
        axes.yaxis.set_major_formatter(axis_number(language, 0, "%"))
        axes.set_ylim(bottom=0)
        points = table.rename(columns={"informal_share": "x", "coverage": "y"})
        across = np.linspace(table["informal_share"].min(), table["informal_share"].max(), 60)
        line = pd.DataFrame({"x": across})
        line["y"] = terms["intercept"]["estimate"] + slope["estimate"] * across
        for row in records(table[marked]):
            write_where_free(
                figure,
                axes,
                (row["informal_share"], row["coverage"]),
                row["province"],
                pd.concat([points, line]),
            )
    caption = language.text(
        "Each point is a province (n = {n}). Along the dashed line, one percentage "
        "point more of informal work goes with {slope} points of coverage ({level} "
        "interval {interval}). This compares provinces; it does not show what a "
        "change would cause.",
        n=len(table),
        slope=language.number(slope["estimate"], 2),
        level=language.percent(100 * confidence, 0),
        interval=language.interval(slope["low"], slope["high"], 2),
    )
    return as_exhibit(
        "provinces_scatter",
        title,
        caption,
        _provinces_told(table, named, language),
        table[["province", "informal_share", "coverage"]],
        figure,
        language,
        _province_sources(language),
    )


def _provinces_told(table: pd.DataFrame, named: Sequence[str], language: Language) -> str:
    ranked = table.sort_values(["coverage", "province"], ascending=[False, True])
    ranked = ranked.assign(rank=ranked["coverage"].rank(ascending=False, method="min").astype(int))
    highest, lowest = records(ranked.iloc[[0, -1]])
    sentences = [
        language.text(
            "Coverage reaches from {low} ({lowest}) to {high} ({highest}).",
            low=language.percent(lowest["coverage"]),
            lowest=lowest["province"],
            high=language.percent(highest["coverage"]),
            highest=highest["province"],
        )
    ]
    sentences.extend(
        language.text(
            "{province}: coverage {coverage}, rank {rank} of {n}; informal work {informal}.",
            province=row["province"],
            coverage=language.percent(row["coverage"]),
            rank=row["rank"],
            n=len(table),
            informal=language.percent(row["informal_share"]),
        )
        for row in records(ranked[ranked["province"].isin(named)])
    )
    return " ".join(sentences)


def leave_one_out(slopes: pd.DataFrame, *, language: Language, confidence: float = 0.95) -> Exhibit:
    """Draw how the slope between informality and coverage moves when one province is left out.

    Parameters
    ----------
    slopes
        As `trends.leave_one_out` gives it.
    confidence
        Of the intervals.
    """
    title = language.text(
        "Does the link between informal work and coverage rest on a single province?"
    )
    if slopes.empty:
        reason = language.text("No figures of provinces were known at this date.")
        return exhibit_note("leave-one-out", title, reason, language)
    table = slopes.sort_values("estimate", ignore_index=True)
    lowest, highest = table.iloc[0], table.iloc[-1]
    with style():
        figure = Figure(figsize=(5.0, 3.2))
        axes = figure.subplots()
        axes.vlines(table.index, table["low"], table["high"], color=colour("series-1"), alpha=0.45)
        axes.plot(table.index, table["estimate"], "o", color=colour("series-1"), markersize=4.5)
        axes.axhline(0, color=colour("muted"), lw=1)
        write_beside(axes, 0, lowest["low"], lowest["province"], (-2, -14), "left")
        write_beside(axes, len(table) - 1, highest["high"], highest["province"], (2, 6), "right")
        axes.set_ylim(min(table["low"].min() * 1.2, 0), max(table["high"].max() * 1.2, 0.05))
        axes.set_xticks([])
        axes.grid(visible=False, axis="x")
        axes.yaxis.set_major_formatter(axis_number(language, 1))
        axes.set_ylabel(language.text("points of coverage per point"))
        axes.set_xlabel(language.text("province left out, in order of the slope"))
    caption = language.text(
        "Each point is the slope when one province is left out (n = {n} others each time), "
        "with its {level} interval. "
        "If a single province made the link, its point would stand far from the rest.",
        n=int(table["n"].iloc[0]),
        level=language.percent(100 * confidence, 0),
    )
    crossing = int(((table["low"] <= 0) & (table["high"] >= 0)).sum())
    alternative = " ".join(
        [
            language.text(
                "The slope reaches from {low} without {lowest} to {high} without {highest}.",
                low=language.number(lowest["estimate"], 2),
                lowest=lowest["province"],
                high=language.number(highest["estimate"], 2),
                highest=highest["province"],
            ),
            language.plural(
                "{n} interval includes zero.", "{n} intervals include zero.", n=crossing
            )
            if crossing
            else language.text("No interval includes zero."),
        ]
    )
    return as_exhibit(
        "leave_one_out",
        title,
        caption,
        alternative,
        table,
        figure,
        language,
        _province_sources(language),
    )


def _province_sources(language: Language) -> tuple[Source, ...]:
    return (
        Source(
            language.text("Ministry of Manpower, Satu Data"), "https://satudata.kemnaker.go.id/"
        ),
        Source(
            language.text("National Economic Council, phk_dashboard"),
            "https://github.com/den-econ/phk_dashboard",
        ),
        Source("BPS", "https://www.bps.go.id/"),
    )
