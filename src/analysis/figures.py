"""Pictures of results: each function takes result tables and returns an exhibit.

No function here reads a file or computes a statistic.
The title is the question that the picture answers.
Where there is nothing to draw, the exhibit says so and why.
"""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import blended_transform_factory

from analysis import coverage, vocabulary
from analysis import framework as codebook
from analysis.evidence import CodeCoverage, Estimate
from analysis.exhibits import (
    Exhibit,
    Source,
    axis_number,
    colour,
    exhibit_note,
    inline_svg,
    style,
)
from analysis.language import Language

ROW_HEIGHT = 0.36
"""Inches for one named row of a picture: two lines of text."""

LABEL_WIDTH = 29
"""Letters of a row's name before it breaks into a second line."""

SPEAKERS_SHOWN = 8
"""So many columns of numbers fit on a phone."""

STRONGEST_SHADE = 0.45
"""Shade of the largest number in a matrix; darker would make the number hard to read."""

TENTATIVE, FIRM = 0.667, 0.8
"""Krippendorff's values of alpha for tentative and for firm conclusions."""


# Coverage now -----------------------------------------------------------------------------


def coverage_compared(
    table: pd.DataFrame,
    goals: pd.DataFrame,
    *,
    places: Mapping[str, str],
    observations: pd.DataFrame,
    language: Language,
    base: str = "employed",
) -> Exhibit:
    """Draw all-worker coverage of the case beside province and nation, in like months.

    Parameters
    ----------
    table
        As `coverage.measures` gives it.
    goals
        As `coverage.targets` gives it; targets of the case for all workers are drawn.
    places
        Names to show by name in the data; the case first.
    observations
        The printed figures, for the sources.
    base
        Whom coverage is a share of.
    """
    title = language.text("How many workers are covered, here and elsewhere?")
    case, *others = places
    table = table[
        (table["count"] == "active") & (table["group"] == "all") & (table["base"] == base)
    ]
    own = table[table["geo"] == case]
    if own.empty:
        reason = language.text("The record has no count of all members and all workers here.")
        return exhibit_note("coverage-compared", title, reason, language)
    goals = goals[(goals["geo"] == case) & (goals["group"] == "all") & (goals["base"] == base)]
    rows: list[dict[Any, Any]] = []
    for row in own.sort_values("date").to_dict("records"):
        rows.append(row | {"kind": "case"})
        for goal in goals[goals["year"] == int(row["date"][:4])].to_dict("records"):
            bound = {"low": goal["target"], "value": goal["target"], "high": goal["target"]}
            keys = {"geo": case, "date": str(goal["year"]), "sources": goal["observation_id"]}
            rows.append(bound | keys | {"kind": "target"})
        for geo in others:
            near = coverage.comparable(table, geo, row["date"], base=base)
            near = near[near["like_months"]]
            rows.extend(found | {"kind": "other"} for found in near.to_dict("records"))
            if near.empty:
                rows.append({"geo": geo, "date": row["date"], "kind": "none", "sources": ""})
    data = pd.DataFrame(rows)
    data["label"] = [
        language.text("{place}, target for {year}", place=places[row["geo"]], year=row["date"])
        if row["kind"] == "target"
        else language.text(
            "{place}, {date}", place=places[row["geo"]], date=language.date(row["date"])
        )
        for row in _records(data)
    ]
    with style():
        figure, axes = _row_figure(data["label"])
        looks = {
            "case": ("series-1", "o"),
            "other": ("series-3", "s"),
            "target": ("series-2", "D"),
        }
        for kind, (hue, marker) in looks.items():
            _dots(axes, data, data["kind"] == kind, hue, marker, language)
        _say_missing(axes, data, language.text("no figure from a like month"))
        _percent_axis(axes, data["high"].max(), language)
    caption = language.text(
        "Active members in percent of {base}. "
        "Lines show how far the figures leave the value open; a point without a line has one "
        "value only. "
        "Members are many at the end of a year and few in its middle, so only months at most "
        "three apart stand together. "
        "n = {n} figures.",
        base=vocabulary.base(base, language),
        n=len(data[data["kind"] != "none"]),
    )
    alternative = _listed(data[data["value"].notna()], language)
    return _drawn(
        "coverage_compared",
        title,
        caption,
        alternative,
        data.drop(columns=["label"]).reindex(
            columns=["geo", "date", "kind", "low", "value", "high", "sources"]
        ),
        figure,
        language,
        figure_sources(observations, data["sources"], language),
    )


def coverage_by_group(
    table: pd.DataFrame,
    *,
    geo: str,
    place: str,
    observations: pd.DataFrame,
    language: Language,
) -> Exhibit:
    """Draw formal and informal coverage of a place, month by month.

    Parameters
    ----------
    table
        As `coverage.consistent` gives it.
    geo, place
        Name of the place in the data, and for the reader.
    observations
        The printed figures, for the sources.
    """
    title = language.text(
        "How many formal and how many informal workers of {place} are covered?", place=place
    )
    groups = {"formal": "o", "formal_with_construction": "s", "informal": "D"}
    data = table[(table["geo"] == geo) & table["group"].isin(groups)].copy()
    if data.empty:
        reason = language.text("The record has no figures of formal or informal members here.")
        return exhibit_note("coverage-by-group", title, reason, language)
    data["order"] = data["group"].map(list(groups).index)
    data = data.sort_values(["order", "date"], ignore_index=True)
    data["label"] = [
        language.text(
            "{group}, {date}",
            group=vocabulary.group(row["group"], language),
            date=language.date(row["date"]),
        )
        for row in _records(data)
    ]
    with style():
        figure, axes = _row_figure(data["label"])
        for (group, marker), hue in zip(
            groups.items(), ("series-1", "series-5", "series-2"), strict=True
        ):
            _dots(axes, data, data["group"] == group, hue, marker, language)
        _percent_axis(axes, data["high"].max(), language)
    counted = data[data["numerator"].notna()]
    parts = [
        language.text(
            "{label}: {members} of {workers}",
            label=row["label"],
            members=language.number(row["numerator"]),
            workers=language.number(row["denominator"]),
        )
        for row in _records(counted)
    ]
    caption = language.text(
        "Each group in percent of its own workers; the three groups have different bases. "
        "n = {n} figures.",
        n=len(data),
    )
    if parts:
        caption += " " + language.text("Members and workers: {parts}.", parts="; ".join(parts))
    return _drawn(
        "coverage_by_group",
        title,
        caption,
        _listed(data, language),
        data.drop(columns=["label", "order"]),
        figure,
        language,
        figure_sources(observations, data["sources"], language),
    )


def bases_compared(
    table: pd.DataFrame,
    *,
    places: Mapping[str, str],
    observations: pd.DataFrame,
    language: Language,
) -> Exhibit:
    """Draw what the same members come to on each base that is in use.

    Parameters
    ----------
    table
        As `coverage.measures` gives it.
    places
        Names to show by name in the data.
    observations
        The printed figures, for the sources.
    """
    title = language.text("How much does the answer depend on whom one divides by?")
    active = table[(table["group"] == "all") & (table["count"] == "active")]
    parts = [_same_members(active[active["geo"] == geo]) for geo in places]
    data = pd.concat([part for part in parts if len(part) > 1] or [active.iloc[:0]])
    if data.empty:
        reason = language.text("No count of members is known on more than one base.")
        return exhibit_note("bases-compared", title, reason, language)
    data = data.reset_index(drop=True)
    data["label"] = [
        language.text(
            "{place}, of {base}",
            place=places[row["geo"]],
            base=vocabulary.base(row["base"], language),
        )
        for row in _records(data)
    ]
    with style():
        figure, axes = _row_figure(data["label"])
        for base, hue, marker in (
            ("employed", "series-1", "o"),
            ("eligible", "series-2", "D"),
            ("labour_force", "series-3", "s"),
        ):
            _dots(axes, data, data["base"] == base, hue, marker, language)
        _percent_axis(axes, data["high"].max(), language)
    counts = [
        language.text(
            "{place}, {date}: {members} members",
            place=places[row["geo"]],
            date=language.date(row["date"]),
            members=language.number(row["numerator"]),
        )
        for row in _records(data.drop_duplicates("geo"))
    ]
    caption = language.text(
        "The same active members, divided by each base in use. "
        "{counts}. "
        "Only figures on the same base can be compared. "
        "Lines show how far the figures leave the value open.",
        counts="; ".join(counts),
    )
    return _drawn(
        "bases_compared",
        title,
        caption,
        _listed(data, language),
        data.drop(columns=["label"]),
        figure,
        language,
        figure_sources(observations, data["sources"], language),
    )


def _same_members(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the latest count of members that stands on the most bases."""
    rows = rows[rows["numerator"].notna()]
    if rows.empty:
        return rows
    sizes = rows.groupby(["date", "numerator"])["base"].transform("nunique")
    most = rows[sizes == sizes.max()]
    latest = most[most["date"] == most["date"].max()]
    same: pd.DataFrame = latest[latest["numerator"] == latest["numerator"].iloc[0]]
    return same


# Coverage over the years ------------------------------------------------------------------


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
        figure = Figure(figsize=(5.0, 3.7))
        axes = figure.subplots()
        axes.fill_between(
            ahead["year"], ahead["low"], ahead["high"], color=colour("series-1"), alpha=0.18, lw=0
        )
        axes.plot(forecasts["year"], forecasts["coverage"], "--", color=colour("series-1"))
        for counted, face in ((True, colour("ink")), (False, colour("paper"))):
            part = series[series["comparable"] == counted]
            axes.plot(
                part["year"], part["coverage"], "o", color=colour("ink"), markerfacecolor=face
            )
        axes.plot(goals["year"], goals["target"], "D", color=colour("series-2"))
        _mark_breaks(axes, [(letter, _year(row["date"])) for letter, row in marks])
        _label(
            axes,
            last["year"],
            last["coverage"],
            language.percent(last["coverage"]),
            (-5, 7),
            "right",
        )
        for number, goal in enumerate(_records(goals), start=1):
            last_one = number == len(goals)
            # Targets of neighbouring years would write over each other on one side.
            offset = (0, 9) if last_one or number % 2 == 0 else (2, -17)
            _label(axes, goal["year"], goal["target"], language.percent(goal["target"], 2), offset)
            if last_one:
                text = language.text("targets")
                _label(axes, goal["year"], goal["target"], text, (0, 23), hue="series-2")
        if not ahead.empty:
            end = ahead.iloc[-1]
            text = language.text("forecast")
            _label(axes, end["year"], end["low"], text, (0, -14), "right", "series-1")
        axes.yaxis.set_major_formatter(axis_number(language, 0, "%"))
        axes.set_ylim(bottom=0)
        _year_axis(axes, pd.concat([series["year"], ahead["year"], goals["year"]]))
    columns = {"coverage": "fitted", "low": "forecast_low", "high": "forecast_high"}
    data = series.merge(
        forecasts[["year", *columns]].rename(columns=columns), on="year", how="outer"
    ).merge(goals[["year", "target"]], on="year", how="left")
    ids = [*series.filter(regex="_source$").to_numpy().T.ravel(), *goals["observation_id"]]
    return _drawn(
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
            "The dashed line is logistic growth. "
            "The band holds the coverage of a single later year with a probability of {level}, "
            "if growth goes on as before.",
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
        for row in _records(rows)
    ]
    with style():
        figure = Figure(figsize=(5.0, 1.1 + 0.45 * len(rows)))
        axes = figure.subplots()
        axes.barh(rows.index, rows["points_needed"], height=0.5, color=colour("series-2"))
        for place_in_order, needed in enumerate(rows["points_needed"]):
            _label(axes, needed, place_in_order, language.number(needed, 2), (5, -4), "left")
        axes.axvline(seen, color=colour("ink"), ls="--")
        text = language.text("seen: {points}", points=language.number(seen, 2))
        _top_label(axes, seen, text)
        _rows(axes, labels)
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
    return _drawn(
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
                _label(axes, row["year"], row[field], language.percent(row[field]), (0, 9))
            for year in new_weights:
                axes.axvline(year - 0.5, color=colour("muted"), ls=":", lw=1.2)
            axes.set_ylim(0, table[field].max() * 1.3)
            axes.yaxis.set_major_formatter(axis_number(language, 0, "%"))
            _year_axis(axes, table["year"])
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
    return _drawn(
        "labour_market",
        title,
        caption,
        alternative,
        table,
        figure,
        language,
        figure_sources(observations, ids, language),
    )


# Provinces --------------------------------------------------------------------------------


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
    terms = {row["term"]: row for row in _records(estimates)}
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
        for row in _records(table[marked]):
            at = row["informal_share"], row["coverage"]
            axes.plot(*at, "D", color=colour("series-2"))
            low = row["coverage"] < row["fitted"]
            # Away from the line there is more room for a name.
            offset, align = ((-6, -14), "right") if low else ((7, 4), "left")
            _label(axes, *at, row["province"], offset, align)
        axes.set_xlabel(language.text("informal workers, percent of employed persons"))
        axes.set_ylabel(language.text("coverage"))
        axes.xaxis.set_major_formatter(axis_number(language, 0, "%"))
        axes.yaxis.set_major_formatter(axis_number(language, 0, "%"))
        axes.set_ylim(bottom=0)
    caption = language.text(
        "Each point is a province (n = {n}). "
        "One point more of informal work goes with {slope} points of coverage on the dashed line "
        "({level} interval {interval}). "
        "This compares provinces; it does not show what a change would cause.",
        n=len(table),
        slope=language.number(slope["estimate"], 2),
        level=language.percent(100 * confidence, 0),
        interval=language.interval(slope["low"], slope["high"], 2),
    )
    return _drawn(
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
    highest, lowest = _records(ranked.iloc[[0, -1]])
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
        for row in _records(ranked[ranked["province"].isin(named)])
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
    title = language.text("Does the link between informal work and coverage hang on one province?")
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
        _label(axes, 0, lowest["low"], lowest["province"], (-2, -14), "left")
        _label(axes, len(table) - 1, highest["high"], highest["province"], (2, 6), "right")
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
            language.plural("{n} interval holds zero.", "{n} intervals hold zero.", n=crossing),
        ]
    )
    return _drawn(
        "leave_one_out",
        title,
        caption,
        alternative,
        table,
        figure,
        language,
        _province_sources(language),
    )


# Evidence ---------------------------------------------------------------------------------


def stance_by_element(
    elements: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    language: Language,
    name: str = "stance-by-element",
) -> Exhibit:
    """Draw for each element how many events support and how many hinder it.

    Parameters
    ----------
    elements
        Rows of `evidence.element_by_speaker` with one row per element (``by="layer"``);
        the elements to draw.
    framework
        The codebook, for names and order.
    name
        Name of the exhibit, where a page shows several.
    """
    title = language.text("What does the record support, and what does it hinder?")
    data = _in_order(elements, framework)
    if data.empty:
        reason = language.text("The public record does not speak about these elements.")
        return exhibit_note(name, title, reason, language)
    labels = _names(data["code"], framework, language)
    with style():
        figure, axes = _row_figure(labels, extra=1.0)
        places = list(range(len(data)))
        axes.barh(places, data["supports"], 0.55, color=colour("supports"))
        axes.barh(
            places,
            -data["hinders"],
            0.55,
            color="none",
            edgecolor=colour("hinders"),
            hatchcolor=colour("hinders"),
            hatch="////",
        )
        axes.axvline(0, color=colour("ink"), lw=1)
        room = 0.22 * max(data["supports"].max() + data["hinders"].max(), 1)
        axes.set_xlim(-data["hinders"].max() - room, data["supports"].max() + room)
        for place, row in enumerate(_records(data)):
            if row["supports"]:
                _label(axes, row["supports"], place, str(row["supports"]), (4, -4), "left")
            if row["hinders"]:
                _label(axes, -row["hinders"], place, str(row["hinders"]), (-4, -4), "right")
            if row["neutral"]:
                _beside(axes, place, str(row["neutral"]))
        _top_label(axes, -0.1 * room, language.text("hinders"), "right", "hinders")
        _top_label(axes, 0.1 * room, language.text("supports"), "left", "supports")
        if data["neutral"].any():
            _beside(axes, -0.75, language.text("neutral"))
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
    caption = language.text(
        "Events in the public record, by element of the framework. "
        "An event counts once for each element, however often it was reported; "
        "an event that points both ways counts on both sides, and a neutral one only in the "
        "column on the right. "
        "The press reports ceremonies: counts are not rates. "
        "n = {n} pairs of event and element.",
        n=int(data["n_events"].sum()),
    )
    alternative = " ".join(
        language.text(
            "{label}: {supports} support, {hinders} hinder, {neutral} neutral.",
            label=label,
            supports=row["supports"],
            hinders=row["hinders"],
            neutral=row["neutral"],
        )
        for label, row in zip(labels, _records(data), strict=True)
    )
    return _drawn(
        "stance_by_element", title, caption, alternative, data, figure, language, name=name
    )


def element_by_speaker(
    matrix: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    language: Language,
    name: str = "element-by-speaker",
) -> Exhibit:
    """Draw which kind of speaker speaks about which element, and in which direction.

    Parameters
    ----------
    matrix
        As `evidence.element_by_speaker` gives it with ``by="speaker_kind"``; the elements to draw.
    framework
        The codebook, for names and order.
    name
        Name of the exhibit, where a page shows several.
    """
    title = language.text("Who speaks about what?")
    data = _in_order(matrix[matrix["speaker_kind"] != ""], framework)
    if data.empty:
        reason = language.text("The public record does not speak about these elements.")
        return exhibit_note(name, title, reason, language)
    sums = data.groupby("speaker_kind")["n_events"].sum()
    kinds = list(sums.sort_index().sort_values(ascending=False, kind="stable").index)
    shown = kinds[:SPEAKERS_SHOWN]
    codes = list(dict.fromkeys(data["code"]))
    looks = {"supports": ("supports", "+"), "hinders": ("hinders", "\N{MINUS SIGN}")}
    with style():
        figure, axes = _row_figure(_names(codes, framework, language), extra=1.3)
        largest = data["n_events"].max()
        for row in _records(data[data["speaker_kind"].isin(shown)]):
            hue, sign = looks.get(row["stance"], ("neutral", "\N{PLUS-MINUS SIGN}"))
            column, place = shown.index(row["speaker_kind"]), codes.index(row["code"])
            axes.barh(
                place,
                0.92,
                0.86,
                column - 0.46,
                color=colour(hue),
                alpha=STRONGEST_SHADE * (0.35 + 0.65 * row["n_events"] / largest),
            )
            axes.text(
                column, place, f"{row['n_events']}{sign}", ha="center", va="center", fontsize=10.5
            )
        axes.set_xlim(-0.5, len(shown) - 0.5)
        axes.set_xticks(
            range(len(shown)),
            [vocabulary.actor_kind(kind, language) for kind in shown],
            rotation=60,
            ha="left",
            rotation_mode="anchor",
        )
        axes.tick_params(axis="x", top=False, bottom=False, labeltop=True, labelbottom=False)
        axes.grid(visible=False)
        axes.spines["bottom"].set_visible(False)
    caption = language.text(
        "Number of events in which a kind of speaker speaks about an element. "
        "+: at least two thirds of those with a direction support it; "
        "\N{MINUS SIGN}: at least two thirds hinder; \N{PLUS-MINUS SIGN}: mixed or neutral. "
        "An empty cell is silence. "
        "n = {n} pairs of event, speaker and element.",
        n=int(data["n_events"].sum()),
    )
    if len(kinds) > len(shown):
        left = language.join(
            [vocabulary.actor_kind(kind, language) for kind in kinds[len(shown) :]]
        )
        caption += " " + language.text("Only in the CSV, with few events: {kinds}.", kinds=left)
    alternative = " ".join(
        _speaker_told(data[data["speaker_kind"] == kind], kind, framework, language)
        for kind in shown
    )
    return _drawn(
        "element_by_speaker", title, caption, alternative, data, figure, language, name=name
    )


def _speaker_told(
    rows: pd.DataFrame, kind: str, framework: pd.DataFrame, language: Language
) -> str:
    most = _records(rows.sort_values("n_events", ascending=False, kind="stable"))[0]
    return language.text(
        "{speaker}: {n} elements, most often {element} ({events} events).",
        speaker=vocabulary.actor_kind(kind, language),
        n=len(rows),
        element=_names([most["code"]], framework, language)[0],
        events=most["n_events"],
    )


def leading_acts(
    acts: pd.DataFrame,
    difference: Estimate,
    *,
    kinds: tuple[str, str],
    language: Language,
    confidence: float = 0.95,
) -> Exhibit:
    """Draw each kind of actor's share of the acts that lead.

    Parameters
    ----------
    acts
        As `evidence.leading_acts` gives it, by ``speaker_kind``; the rows of all periods are drawn.
    difference
        As `evidence.leading_difference` gives it for the two kinds.
    kinds
        The kind that leads by the claim, and the one that should.
    confidence
        Of the intervals.
    """
    title = language.text("Who leads on the public record?")
    data = acts[(acts["period"] == "all") & (acts["speaker_kind"] != "")]
    data = data.sort_values(["share", "speaker_kind"], ascending=[False, True], ignore_index=True)
    if data.empty:
        reason = language.text("The public record has no act that leads.")
        return exhibit_note("leading-acts", title, reason, language)
    data = data.assign(
        label=[vocabulary.actor_kind(kind, language) for kind in data["speaker_kind"]],
        value=100 * data["share"],
    )
    drawn = data.assign(low=100 * data["low"], high=100 * data["high"])
    with style():
        figure, axes = _row_figure(drawn["label"])
        named = drawn["speaker_kind"]
        _dots(axes, drawn, named == kinds[0], "series-1", "o", language, 0)
        _dots(axes, drawn, named == kinds[1], "series-2", "D", language, 0)
        _dots(axes, drawn, ~named.isin(kinds), "muted", "s", language, 0)
        _percent_axis(axes, float(drawn[["value", "high"]].to_numpy().max()), language)
    caption = language.text(
        "Share of all acts that lead: starting or giving priority, directing, acting, "
        "deliberating, deciding. "
        "An act is one event, one actor, one element (n = {acts} acts in {events} events). "
        "Lines are {level} intervals from resampling events. "
        "The share of {first} minus that of {second} is {difference} points ({interval}).",
        acts=int(data["n_acts"].sum()),
        events=difference.n_events,
        level=language.percent(100 * confidence, 0),
        first=vocabulary.actor_kind(kinds[0], language),
        second=vocabulary.actor_kind(kinds[1], language),
        difference=language.number(100 * difference.estimate, 1),
        interval=language.interval(100 * difference.low, 100 * difference.high, 1),
    )
    alternative = _listed(drawn, language, 0)
    return _drawn(
        "leading_acts",
        title,
        caption,
        alternative,
        data.drop(columns=["label", "value"]),
        figure,
        language,
    )


def leading_acts_by_year(
    acts: pd.DataFrame, *, kinds: tuple[str, str], language: Language
) -> Exhibit:
    """Draw the number of acts that lead, year by year.

    Parameters
    ----------
    acts
        As `evidence.leading_acts` gives it, by ``speaker_kind`` and year.
    kinds
        The two kinds of actor to tell apart; all others stand together.
    """
    title = language.text("When did who lead?")
    data = acts[~acts["period"].isin(["all", ""])]
    if data.empty:
        reason = language.text("The public record has no dated act that leads.")
        return exhibit_note("leading-acts-by-year", title, reason, language)
    years = data["period"].astype(int)
    group = data["speaker_kind"].where(data["speaker_kind"].isin(kinds), "")
    table = (
        pd.crosstab(years, group, data["n_acts"], aggfunc="sum")
        .reindex(index=range(years.min(), years.max() + 1), columns=[*kinds, ""])
        .fillna(0)
        .astype(int)
    )
    names = [
        *(vocabulary.actor_kind(kind, language) for kind in kinds),
        language.text("all others"),
    ]
    with style():
        figure = Figure(figsize=(5.0, 4.2))
        panels = figure.subplots(3, sharex=True, sharey=True)
        for axes, kind, label, hue in zip(
            panels, table.columns, names, ("series-1", "series-2", "muted"), strict=True
        ):
            axes.bar(table.index, table[kind], 0.7, color=colour(hue))
            axes.set_title(label, color=colour(hue))
            for year, number in zip(table.index, table[kind], strict=True):
                if number:
                    _label(axes, year, number, str(number), (0, 3))
            axes.set_ylim(0, int(table.to_numpy().max()) * 1.35)
            axes.set_yticks([])
            axes.grid(visible=False, axis="y")
            _year_axis(axes, pd.Series(table.index))
    caption = language.text(
        "Acts that lead on the public record, by the year in which they happened "
        "(n = {n} dated acts). "
        "Single years hold few acts: shares with their intervals are in the CSV. "
        "A year with more acts may also be a year with more reports.",
        n=int(data["n_acts"].sum()),
    )
    alternative = " ".join(
        language.text(
            "{label}: {acts}.",
            label=label,
            acts="; ".join(f"{year}: {number}" for year, number in table[kind].items() if number)
            or language.text("none"),
        )
        for kind, label in zip(table.columns, names, strict=True)
    )
    return _drawn("leading_acts_by_year", title, caption, alternative, data, figure, language)


def net_stance(
    estimates: Mapping[str, Estimate],
    framework: pd.DataFrame,
    *,
    language: Language,
    confidence: float = 0.95,
    name: str = "net-stance",
) -> Exhibit:
    """Draw for each element whether the record supports or hinders it on balance.

    Parameters
    ----------
    estimates
        As `evidence.net_stance` gives it, by code.
    framework
        The codebook, for names and order.
    confidence
        Of the intervals.
    name
        Name of the exhibit, where a page shows several.
    """
    title = language.text("Which elements does the record support on balance?")
    data = pd.DataFrame(
        [
            {
                "code": code,
                "value": found.estimate,
                "low": found.low,
                "high": found.high,
                "n_events": found.n_events,
                "n_documents": found.n_documents,
                "n_speakers": found.n_speakers,
            }
            for code, found in estimates.items()
            if found.n_events
        ],
        columns=["code", "value", "low", "high", "n_events", "n_documents", "n_speakers"],
    )
    data = _in_order(data, framework)
    if data.empty:
        reason = language.text("The public record does not speak about these elements.")
        return exhibit_note(name, title, reason, language)
    labels = _names(data["code"], framework, language)
    with style():
        figure, axes = _row_figure(labels, extra=1.1)
        for place, row in enumerate(_records(data)):
            hue, marker = ("hinders", "v") if row["value"] < 0 else ("supports", "^")
            axes.hlines(place, row["low"], row["high"], color=colour(hue), lw=1.6)
            axes.plot(row["value"], place, marker, color=colour(hue))
            _beside(axes, place, str(row["n_events"]))
        _beside(axes, -0.75, "n")
        axes.axvline(0, color=colour("ink"), lw=1)
        axes.set_xlim(-1.05, 1.05)
        axes.xaxis.set_major_formatter(axis_number(language, 1))
        axes.set_xlabel(
            language.text("hinders all  \N{LEFTWARDS ARROW}   \N{RIGHTWARDS ARROW}  supports all")
        )
    caption = language.text(
        "Supporting minus hindering events, over all events that speak about the element: "
        "1 if all support, \N{MINUS SIGN}1 if all hinder. "
        "Lines are {level} intervals from resampling events; n is the number of events. "
        "With few events the line says little.",
        level=language.percent(100 * confidence, 0),
    )
    alternative = " ".join(
        language.text(
            "{label}: {value} ({interval}, n = {n}).",
            label=label,
            value=language.number(row["value"], 2),
            interval=language.interval(row["low"], row["high"], 2),
            n=row["n_events"],
        )
        for label, row in zip(labels, _records(data), strict=True)
    )
    return _drawn("net_stance", title, caption, alternative, data, figure, language, name=name)


def contrast_by_family(
    table: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    places: tuple[str, str],
    language: Language,
) -> Exhibit:
    """Draw two cases beside each other: how often and in which direction each family is told.

    Parameters
    ----------
    table
        As `evidence.contrast` gives it; rows of level ``family`` are drawn.
    framework
        The codebook, for names and order.
    places
        Names of the two cases.
    """
    title = language.text(
        "How does the record of {first} differ from that of {second}?",
        first=places[0],
        second=places[1],
    )
    data = _in_order(table[table["level"] == "family"], framework)
    if data.empty or not (data["n_events_a"].min() and data["n_events_b"].min()):
        reason = language.text("One of the two cases has no public record.")
        return exhibit_note("contrast-by-family", title, reason, language)
    labels = _names(data["code"], framework, language)
    panels = {
        "share": (language.text("share of events"), (0, 1.05)),
        "net": (language.text("net stance"), (-1.1, 1.1)),
    }
    with style():
        figure = Figure(figsize=(5.0, 1.5 + 0.45 * len(data)))
        both = figure.subplots(1, 2, sharey=True)
        for axes, (field, (label, limits)) in zip(both, panels.items(), strict=True):
            rows = range(len(data))
            axes.hlines(rows, data[f"{field}_a"], data[f"{field}_b"], color=colour("muted"), lw=1.2)
            axes.plot(data[f"{field}_a"], rows, "o", color=colour("series-1"), label=places[0])
            axes.plot(
                data[f"{field}_b"],
                rows,
                "D",
                color=colour("series-2"),
                markerfacecolor=colour("paper"),
                label=places[1],
            )
            axes.set_xlim(*limits)
            axes.set_title(label)
        both[0].xaxis.set_major_formatter(_shares(language))
        both[1].xaxis.set_major_formatter(axis_number(language, 0))
        both[1].axvline(0, color=colour("ink"), lw=1)
        _rows(both[0], labels, 20)
        both[1].grid(visible=False, axis="y")
        both[1].tick_params(axis="y", length=0)
        handles = both[0].get_lines()
        figure.legend(handles=handles, loc="outside lower center", ncols=2)
    apart = data[(data["share_difference_low"] > 0) | (data["share_difference_high"] < 0)]
    turned = data[(data["net_difference_low"] > 0) | (data["net_difference_high"] < 0)]
    caption = language.text(
        "Left: share of each case's events that speak of a family of elements. "
        "Right: supporting minus hindering events, over all that speak of it. "
        "n = {n_a} events in {first} and {n_b} in {second}. "
        "Intervals of the differences leave out zero for the share of {shares}, and for the "
        "direction of {nets}; they are in the CSV.",
        n_a=int(data["n_events_a"].iloc[0]),
        n_b=int(data["n_events_b"].iloc[0]),
        first=places[0],
        second=places[1],
        shares=language.join(_names(apart["code"], framework, language)) or language.text("none"),
        nets=language.join(_names(turned["code"], framework, language)) or language.text("none"),
    )
    alternative = " ".join(
        language.text(
            "{label}: {first} {share_a} of events, net stance {net_a}; "
            "{second} {share_b}, net stance {net_b}.",
            label=label,
            first=places[0],
            second=places[1],
            share_a=language.percent(100 * row["share_a"], 0),
            share_b=language.percent(100 * row["share_b"], 0),
            net_a=language.number(row["net_a"], 2),
            net_b=language.number(row["net_b"], 2),
        )
        for label, row in zip(labels, _records(data), strict=True)
    )
    return _drawn("contrast_by_family", title, caption, alternative, data, figure, language)


# Coders and codes -------------------------------------------------------------------------


def agreement_by_code(
    table: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    language: Language,
    confidence: float = 0.95,
) -> Exhibit:
    """Draw how far the coders agree on each element, with intervals.

    Parameters
    ----------
    table
        As `reliability.agreement` gives it.
    framework
        The codebook, for the names.
    confidence
        Of the intervals.
    """
    title = language.text("On which elements do the coders agree?")
    rows = table[(table["level"] == "code") & (table["code"] != codebook.NONE)]
    drawn = rows[rows["alpha"].notna()].reset_index(drop=True)
    if drawn.empty:
        reason = language.text("Fewer than two coders read the record, or nothing differs.")
        return exhibit_note("agreement-by-code", title, reason, language)
    with style():
        figure, axes = _row_figure(_names(drawn["code"], framework, language), extra=1.1)
        places = range(len(drawn))
        axes.hlines(
            places, drawn["alpha_low"], drawn["alpha_high"], color=colour("series-1"), lw=1.6
        )
        axes.plot(drawn["alpha"], places, "o", color=colour("series-1"))
        for value, align in ((TENTATIVE, "right"), (FIRM, "left")):
            axes.axvline(value, color=colour("ink"), ls=":", lw=1.2)
            _top_label(axes, value, language.number(value, 3 if value == TENTATIVE else 2), align)
        axes.set_xlim(min(-0.05, drawn["alpha_low"].min() - 0.05), 1.05)
        axes.xaxis.set_major_formatter(axis_number(language, 1))
        axes.set_xlabel(language.text("Krippendorff's alpha"))
    caption = language.text(
        "Alpha is 1 where coders always agree and 0 where they agree no more than by chance. "
        "Lines are {level} intervals over n = {n} segments. "
        "Krippendorff asks for {firm} before firm conclusions and for {tentative} before "
        "tentative ones. "
        "Rare elements have wide intervals.",
        level=language.percent(100 * confidence, 0),
        n=language.number(rows["n_units"].max()),
        firm=language.number(FIRM, 2),
        tentative=language.number(TENTATIVE, 3),
    )
    alternative = language.text(
        "Of {n} elements, {firm} reach {firm_value} and {weak} stay below {weak_value}.",
        n=len(drawn),
        firm=int((drawn["alpha"] >= FIRM).sum()),
        firm_value=language.number(FIRM, 2),
        weak=int((drawn["alpha"] < TENTATIVE).sum()),
        weak_value=language.number(TENTATIVE, 3),
    )
    overall = table[table["level"] == "overall"]
    for row in _records(overall[overall["alpha"].notna()]):
        alternative += " " + language.text(
            "Over all elements alpha is {alpha} ({interval}).",
            alpha=language.number(row["alpha"], 2),
            interval=language.interval(row["alpha_low"], row["alpha_high"], 2),
        )
    return _drawn("agreement_by_code", title, caption, alternative, rows, figure, language)


def code_coverage(
    met: CodeCoverage, *, n_codes: int, language: Language, confidence: float = 0.95
) -> Exhibit:
    """Draw how many codes of the framework were met, source after source.

    Parameters
    ----------
    met
        As `evidence.code_coverage` gives it.
    n_codes
        Number of codes that could be met.
    confidence
        Of the band.
    """
    title = language.text("Would more sources have shown more of the framework?")
    table = met.sources
    if table.empty:
        reason = language.text("The record has no coded event.")
        return exhibit_note("code-coverage", title, reason, language)
    last = table.iloc[-1]
    with style():
        figure = Figure(figsize=(5.0, 3.4))
        axes = figure.subplots()
        axes.fill_between(
            table["position"],
            table["low"],
            table["high"],
            color=colour("series-1"),
            alpha=0.18,
            lw=0,
        )
        axes.step(table["position"], table["cumulative"], where="post", color=colour("series-1"))
        axes.axhline(n_codes, color=colour("ink"), ls=":", lw=1.2)
        text = language.text("{n} codes in all", n=n_codes)
        _label(axes, table["position"].iloc[0], n_codes, text, (2, 4), "left")
        text = language.text("{n} met", n=int(last["cumulative"]))
        _label(axes, last["position"], last["cumulative"], text, (0, -16), "right", "series-1")
        axes.set_ylim(0, n_codes * 1.15)
        axes.set_xlabel(language.text("events, in the order of their first report"))
        axes.xaxis.set_major_formatter(axis_number(language, 0))
    caption = language.text(
        "Codes met so far, event after event (n = {n} events). "
        "The band holds {level} of the curves that random orders of the same events give. "
        "The codes were fixed in advance: this is coverage of codes, not saturation of themes.",
        n=len(table),
        level=language.percent(100 * confidence, 0),
    )
    half = table[table["cumulative"] >= last["cumulative"] / 2].iloc[0]
    newest = table[table["new_codes"] > 0].iloc[-1] if (table["new_codes"] > 0).any() else last
    alternative = language.text(
        "{met} of {n} codes are met; half of these after {half} events, the last new one at "
        "event {newest}.",
        met=int(last["cumulative"]),
        n=n_codes,
        half=int(half["position"]),
        newest=int(newest["position"]),
    )
    return _drawn("code_coverage", title, caption, alternative, table, figure, language)


# Sources ----------------------------------------------------------------------------------


def figure_sources(
    observations: pd.DataFrame, ids: Iterable[str], language: Language
) -> tuple[Source, ...]:
    """Return the sources of figures by their ids; an entry may hold several ids in a row."""
    wanted = dict.fromkeys(part for entry in ids for part in str(entry).split())
    rows = {row["observation_id"]: row for row in _records(observations)}
    found = [rows[key] for key in wanted if key in rows]
    return tuple(
        dict.fromkeys(
            Source(_source_label(row["publisher"], row["published"], language), row["url"])
            for row in found
            if row["publisher"] != "derived"
        )
    )


def _source_label(publisher: str, published: str, language: Language) -> str:
    return f"{publisher} ({language.date(published)})" if published else publisher


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


# Parts of pictures ------------------------------------------------------------------------


def _drawn(
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


def _listed(rows: pd.DataFrame, language: Language, digits: int = 1) -> str:
    """Say label, value and bounds of each row."""
    entries = []
    for row in rows.to_dict("records"):
        entry = f"{row['label']}: {language.percent(row['value'], digits)}"
        if round(row["low"], digits) < round(row["high"], digits):
            entry += f" ({language.interval(row['low'], row['high'], digits)})"
        entries.append(entry)
    return "; ".join(entries) + "."


def _records(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    return rows.to_dict("records")


def _in_order(rows: pd.DataFrame, framework: pd.DataFrame) -> pd.DataFrame:
    """Sort rows with a code as the codebook has them."""
    order = {code: place for place, code in enumerate(framework.sort_values("order")["code"])}
    rows = rows[rows["code"].isin(order)]
    return rows.sort_values("code", key=lambda codes: codes.map(order), kind="stable").reset_index(
        drop=True
    )


def _names(codes: Iterable[str], framework: pd.DataFrame, language: Language) -> list[str]:
    labels = codebook.labels(framework, language)
    return [f"{code} {labels[code]}" for code in codes]


def _year(partial: str) -> float:
    """Place a partial date on an axis where a year's number stands for its end."""
    parts = [int(part) for part in partial.split("-")]
    return parts[0] - 1 + ((parts[1] - 0.5) / 12 if len(parts) > 1 else 0.5)


def _shares(language: Language) -> FuncFormatter:
    return FuncFormatter(lambda value, _: language.percent(100 * value, 0))


def _label(
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


def _top_label(axes: Axes, x: float, text: str, align: str = "center", hue: str = "ink") -> None:
    """Write above the axes what stands below."""
    over = blended_transform_factory(axes.transData, axes.transAxes)
    axes.text(x, 1.01, text, transform=over, ha=align, va="bottom", color=colour(hue))


def _beside(axes: Axes, place: float, text: str) -> None:
    """Write to the right of the axes."""
    right = blended_transform_factory(axes.transAxes, axes.transData)
    axes.text(1.03, place, text, transform=right, va="center", color=colour("muted"))


def _mark_breaks(axes: Axes, marks: Sequence[tuple[str, float]]) -> None:
    """Draw breaks as dotted lines, their letters apart where the lines are close."""
    times = [when for _, when in marks]
    for letter, when in marks:
        axes.axvline(when, color=colour("muted"), ls=":", lw=1.2)
        follows = any(0 < other - when < 1 for other in times)
        precedes = any(0 < when - other < 1 for other in times)
        _top_label(axes, when, letter, "right" if follows else "left" if precedes else "center")


def _year_axis(axes: Axes, years: pd.Series) -> None:
    """Show whole years, few enough for a phone."""
    first, last = int(years.min()), int(years.max())
    step = max(1, -(-(last - first) // 6))
    shown = list(range(first, last + 1, step))
    axes.set_xticks(shown, [str(year) for year in shown])
    axes.set_xlim(first - 0.6, last + 0.9)
    axes.grid(visible=False, axis="x")


def _percent_axis(axes: Axes, highest: float, language: Language) -> None:
    """Start at zero and leave room for the numbers beside the points."""
    axes.set_xlim(0, highest * 1.3)
    axes.xaxis.set_major_formatter(axis_number(language, 0, "%"))


def _row_figure(labels: Iterable[str], extra: float = 0.7) -> tuple[Figure, Axes]:
    """Make a picture with one named row for each label, the first on top."""
    labels = list(labels)
    figure = Figure(figsize=(5.0, extra + ROW_HEIGHT * len(labels)))
    axes = figure.subplots()
    _rows(axes, labels)
    return figure, axes


def _rows(axes: Axes, labels: Sequence[str], width: int = LABEL_WIDTH) -> None:
    """Name the rows, in at most two lines each."""
    names = [
        "\n".join(textwrap.wrap(label, width, max_lines=2, placeholder="\N{HORIZONTAL ELLIPSIS}"))
        for label in labels
    ]
    axes.set_yticks(range(len(labels)), names)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")


def _dots(
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
        _label(axes, end, place, language.percent(row["value"], digits), (7, -4), "left")


def _say_missing(axes: Axes, rows: pd.DataFrame, text: str) -> None:
    """Say in a row that there is nothing to draw."""
    for place in rows.index[rows["value"].isna()]:
        right = blended_transform_factory(axes.transAxes, axes.transData)
        axes.text(0.02, place, text, transform=right, va="center", color=colour("muted"))
