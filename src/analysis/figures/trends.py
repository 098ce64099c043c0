"""Pictures of coverage and of the labour market over the years."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.exhibits import (
    Exhibit,
    axis_number,
    colour,
    exhibit_note,
    figure_sources,
    style,
)
from analysis.figures.drawing import (
    as_exhibit,
    name_rows,
    records,
    write_above,
    write_beside,
    year_axis,
)
from analysis.language import Language


def national_growth(
    series: pd.DataFrame,
    forecasts: pd.DataFrame,
    targets: pd.DataFrame,
    breaks: pd.DataFrame,
    *,
    observations: pd.DataFrame,
    place: str,
    language: Language,
    confidence: float = 0.95,
) -> Exhibit:
    """Draw counted coverage by year, the logistic curve through it, its forecast and the targets.

    Parameters
    ----------
    series
        As `trends.national_series` gives it.
    forecasts
        As `trends.forecast` gives it, for the years of the series and later ones.
    targets
        As `trends.reach_targets` gives it; only targets on the base of the series are drawn.
    breaks
        Breaks named in advance: ``date`` and labels.
    observations
        The printed figures, for the sources.
    place
        Name of the country.
    confidence
        Of the forecast.
    """
    title = language.text(
        "How has coverage in {place} grown, and where would the same growth lead?", place=place
    )
    if series.empty:
        reason = language.text("No year has both a count of members and a count of workers.")
        return exhibit_note("national-growth", title, reason, language)
    last = series.iloc[-1]
    goals = targets[targets["note"] != "other_base"]
    ahead = forecasts[forecasts["year"] >= last["year"]]
    marks = [
        (chr(ord("A") + place_in_order), row)
        for place_in_order, row in enumerate(breaks.sort_values("date").to_dict("records"))
    ]
    with style():
        figure = Figure(figsize=(5.0, 4.4))
        axes = figure.subplots()
        for counted, face, name in (
            (True, colour("ink"), language.text("counted, end of year")),
            (False, colour("paper"), language.text("counted, October")),
        ):
            part = series[series["comparable"] == counted]
            if len(part):
                axes.plot(
                    part["year"],
                    part["coverage"],
                    "o",
                    color=colour("ink"),
                    markerfacecolor=face,
                    label=name,
                )
        if len(goals):
            name = language.text("target")
            axes.plot(goals["year"], goals["target"], "D", color=colour("series-2"), label=name)
        axes.plot(
            forecasts["year"],
            forecasts["coverage"],
            "--",
            color=colour("series-1"),
            label=language.text("steady growth"),
        )
        axes.fill_between(
            ahead["year"],
            ahead["low"],
            ahead["high"],
            color=colour("series-1"),
            alpha=0.18,
            lw=0,
            label=language.text("forecast, {level}", level=language.percent(100 * confidence, 0)),
        )
        figure.legend(loc="outside lower center", ncols=2)
        _mark_breaks(axes, [(letter, _year(row["date"])) for letter, row in marks])
        write_beside(
            axes,
            last["year"],
            last["coverage"],
            language.percent(last["coverage"]),
            (-5, 7),
            "right",
        )
        for goal in records(goals):
            # The curve rises, so there is room to the left above it and to the right below it.
            under = goal["target"] < goal["forecast"]
            offset, align = ((5, -15), "left") if under else ((4, 8), "right")
            text = language.percent(goal["target"], 2)
            write_beside(axes, goal["year"], goal["target"], text, offset, align)
        axes.yaxis.set_major_formatter(axis_number(language, 0, "%"))
        axes.set_ylim(bottom=0)
        year_axis(axes, pd.concat([series["year"], ahead["year"], goals["year"]]))
    columns = {"coverage": "fitted", "low": "forecast_low", "high": "forecast_high"}
    data = series.merge(
        forecasts[["year", *columns]].rename(columns=columns), on="year", how="outer"
    ).merge(goals[["year", "target"]], on="year", how="left")
    ids = [*series.filter(regex="_source$").to_numpy().T.ravel(), *goals["observation_id"]]
    return as_exhibit(
        "national_growth",
        title,
        _growth_caption(series, marks, confidence, language),
        _growth_told(series, goals, language),
        data,
        figure,
        language,
        figure_sources(observations, ids, language),
    )


def _growth_caption(
    series: pd.DataFrame,
    marks: Sequence[tuple[str, dict[Any, Any]]],
    confidence: float,
    language: Language,
) -> str:
    sentences = [
        language.text(
            "Active members at the end of the year in percent of employed persons in August "
            "(n = {n} years).",
            n=len(series),
        )
    ]
    if not series["comparable"].all():
        years = [str(year) for year in series.loc[~series["comparable"], "year"]]
        sentences.append(
            language.text(
                "Open points ({years}) are counts of October.", years=language.join(years)
            )
        )
    sentences.append(
        language.text(
            "The dashed line is logistic growth. If growth goes on as before, the "
            "coverage of any one later year lies in the band with a probability of "
            "{level}.",
            level=language.percent(100 * confidence, 0),
        )
    )
    sentences.extend(
        language.text(
            "{letter}: {label}, {date}.",
            letter=letter,
            label=language.pick(row, "label"),
            date=language.date(row["date"]),
        )
        for letter, row in marks
    )
    return " ".join(sentences)


def _growth_told(series: pd.DataFrame, goals: pd.DataFrame, language: Language) -> str:
    first, last = series.iloc[0], series.iloc[-1]
    sentences = [
        language.text(
            "Coverage went from {first} in {first_year} to {last} in {last_year}.",
            first=language.percent(first["coverage"]),
            first_year=first["year"],
            last=language.percent(last["coverage"]),
            last_year=last["year"],
        )
    ]
    falls = series[series["coverage"].diff() < 0]
    if not falls.empty:
        years = language.join([str(year) for year in falls["year"]])
        sentences.append(language.text("It fell in {years}.", years=years))
    sentences.extend(
        language.text(
            "For {year} the forecast is {forecast} and the target {target}.",
            year=goal["year"],
            forecast=language.percent(goal["forecast"]),
            target=language.percent(goal["target"], 2),
        )
        for goal in goals[goals["forecast"].notna()].to_dict("records")
    )
    return " ".join(sentences)


def growth_needed(
    targets: pd.DataFrame, *, observations: pd.DataFrame, place: str, language: Language
) -> Exhibit:
    """Draw the yearly growth that each target needs beside the growth that was seen.

    Parameters
    ----------
    targets
        As `trends.reach_targets` gives it.
    observations
        The printed figures, for the sources.
    place
        Name of the country.
    """
    title = language.text(
        "How fast would coverage in {place} have to grow to reach its targets?", place=place
    )
    rows = targets[targets["points_needed"].notna()].reset_index(drop=True)
    if rows.empty:
        reason = language.text("No open target stands on the same base as the series.")
        return exhibit_note("growth-needed", title, reason, language)
    seen = float(rows["points_seen"].iloc[0])
    labels = [
        language.text(
            "{target} by {year}", target=language.percent(row["target"], 2), year=row["year"]
        )
        for row in records(rows)
    ]
    with style():
        figure = Figure(figsize=(5.0, 1.1 + 0.45 * len(rows)))
        axes = figure.subplots()
        axes.barh(rows.index, rows["points_needed"], height=0.5, color=colour("series-2"))
        for place_in_order, needed in enumerate(rows["points_needed"]):
            write_beside(axes, needed, place_in_order, language.number(needed, 2), (5, -4), "left")
        axes.axvline(seen, color=colour("ink"), ls="--")
        text = language.text("seen: {points}", points=language.number(seen, 2))
        write_above(axes, seen, text)
        name_rows(axes, labels)
        axes.set_xlim(
            min(0, rows["points_needed"].min() * 1.2), max(seen, rows["points_needed"].max()) * 1.2
        )
        axes.set_xlabel(language.text("percentage points a year"))
        axes.xaxis.set_major_formatter(axis_number(language, 1))
    chances = [
        language.text("{label}: {chance}", label=label, chance=language.percent(100 * chance, 0))
        for label, chance in zip(labels, rows["probability"], strict=True)
    ]
    caption = language.text(
        "Bars: points a year needed from {last_year} to the year of the target. "
        "Dashed line: the growth seen, the median over all pairs of years (n = {n} years). "
        "Probability of reaching the target if growth goes on as before: {chances}.",
        last_year=rows["last_year"].iloc[0],
        n=rows["n"].iloc[0],
        chances="; ".join(chances),
    )
    needs = [
        f"{label}: {language.number(needed, 2)}"
        for label, needed in zip(labels, rows["points_needed"], strict=True)
    ]
    alternative = language.text(
        "Growth seen: {seen} points a year. Needed: {needed}.",
        seen=language.number(seen, 2),
        needed="; ".join(needs),
    )
    return as_exhibit(
        "growth_needed",
        title,
        caption,
        alternative,
        rows,
        figure,
        language,
        figure_sources(observations, rows["observation_id"], language),
    )


def labour_market(
    table: pd.DataFrame, *, observations: pd.DataFrame, place: str, language: Language
) -> Exhibit:
    """Draw informality and unemployment of a place over the years, each on its own axis.

    Parameters
    ----------
    table
        As `trends.labour_market` gives it.
    observations
        The printed figures, for the sources.
    place
        Name of the place.
    """
    title = language.text(
        "How many work informally in {place}, and how many look for work?", place=place
    )
    panels = {
        "informal_share": language.text("informal workers, percent of employed persons"),
        "unemployment_rate": language.text("unemployed, percent of the labour force"),
    }
    if table.empty or table[list(panels)].isna().all(axis=None):
        reason = language.text("The record has no figures of the labour force survey.")
        return exhibit_note("labour-market", title, reason, language)
    new_weights = [int(year) for year in table.loc[table["weights_break"], "year"]]
    with style():
        figure = Figure(figsize=(5.0, 4.4))
        for axes, (field, label), hue in zip(
            figure.subplots(2, sharex=True), panels.items(), ("series-1", "series-2"), strict=True
        ):
            axes.plot(table["year"], table[field], "o-", color=colour(hue))
            axes.set_title(label, color=colour(hue))
            known = table[table[field].notna()]
            for row in (known.iloc[0], known.iloc[-1]) if len(known) else ():
                write_beside(axes, row["year"], row[field], language.percent(row[field]), (0, 9))
            for year in new_weights:
                axes.axvline(year - 0.5, color=colour("muted"), ls=":", lw=1.2)
            axes.set_ylim(0, table[field].max() * 1.3)
            axes.yaxis.set_major_formatter(axis_number(language, 0, "%"))
            year_axis(axes, table["year"])
    caption = language.text(
        "Labour force survey of August (n = {n} years with a figure). "
        "The two panels have different bases. "
        "A gap is a year without a figure.",
        n=int(table[list(panels)].notna().any(axis=1).sum()),
    )
    if new_weights:
        caption += " " + language.text(
            "Dotted lines: the survey took new weights in {years}; "
            "a change across a line is partly due to them.",
            years=language.join([str(year) for year in new_weights]),
        )
    alternative = " ".join(
        language.text(
            "{label}: {first} in {first_year}, {last} in {last_year}; "
            "highest {high} in {high_year}.",
            label=label,
            first=language.percent(known.iloc[0][field]),
            first_year=int(known.iloc[0]["year"]),
            last=language.percent(known.iloc[-1][field]),
            last_year=int(known.iloc[-1]["year"]),
            high=language.percent(known[field].max()),
            high_year=int(known["year"][known[field] == known[field].max()].iloc[0]),
        )
        for field, label in panels.items()
        if len(known := table[table[field].notna()])
    )
    ids = [*table["informal_share_source"], *table["unemployment_rate_source"]]
    return as_exhibit(
        "labour_market",
        title,
        caption,
        alternative,
        table,
        figure,
        language,
        figure_sources(observations, ids, language),
    )


def _year(partial: str) -> float:
    """Place a partial date on an axis where a year's number stands for its end."""
    parts = [int(part) for part in partial.split("-")]
    return parts[0] - 1 + ((parts[1] - 0.5) / 12 if len(parts) > 1 else 0.5)


def _mark_breaks(axes: Axes, marks: Sequence[tuple[str, float]]) -> None:
    """Draw breaks as dotted lines, their letters apart where the lines are close."""
    times = [when for _, when in marks]
    for letter, when in marks:
        axes.axvline(when, color=colour("muted"), ls=":", lw=1.2)
        follows = any(0 < other - when < 1 for other in times)
        precedes = any(0 < when - other < 1 for other in times)
        write_above(axes, when, letter, "right" if follows else "left" if precedes else "center")
