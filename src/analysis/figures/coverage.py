"""Pictures of coverage now: places, groups and bases side by side."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from analysis import coverage, vocabulary
from analysis.exhibits import (
    Exhibit,
    colour,
    exhibit_note,
    figure_sources,
    style,
)
from analysis.figures.drawing import (
    as_exhibit,
    draw_dots,
    list_rows,
    percent_axis,
    records,
    row_figure,
)
from analysis.language import Language


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
    coverages = coverage.by_definition(table)
    rows: list[dict[Any, Any]] = []
    for row in own.sort_values("date").to_dict("records"):
        rows.append(row | {"kind": "case"})
        for goal in goals[goals["year"] == int(row["date"][:4])].to_dict("records"):
            bound = {"low": goal["target"], "value": goal["target"], "high": goal["target"]}
            keys = {"geo": case, "date": str(goal["year"]), "sources": goal["observation_id"]}
            rows.append(bound | keys | {"kind": "target"})
        for geo in others:
            near = coverage.comparable(coverages, geo, row["date"], base=base)
            if near and near["like_months"]:
                rows.append(near | {"kind": "other"})
            else:
                rows.append({"geo": geo, "date": row["date"], "kind": "none", "sources": ""})
    data = pd.DataFrame(rows)
    data["label"] = [
        language.text("{place}, target for {year}", place=places[row["geo"]], year=row["date"])
        if row["kind"] == "target"
        else language.text(
            "{place}, {date}", place=places[row["geo"]], date=language.date(row["date"])
        )
        for row in records(data)
    ]
    with style():
        figure, axes = row_figure(data["label"])
        looks = {
            "case": ("series-1", "o"),
            "other": ("series-3", "s"),
            "target": ("series-2", "D"),
        }
        for kind, (hue, marker) in looks.items():
            draw_dots(axes, data, data["kind"] == kind, hue, marker, language)
        _say_missing(axes, data, language.text("no figure from a like month"))
        percent_axis(axes, data["high"].max(), language)
    caption = language.text(
        "Active members in percent of {base}. A line is the range that the printed "
        "figures allow; a point without a line is a single value. Membership rises "
        "and falls within a year, so only months at most three apart are compared. n "
        "= {n} figures.",
        base=vocabulary.base(base, language),
        n=len(data[data["kind"] != "none"]),
    )
    alternative = list_rows(data[data["value"].notna()], language)
    return as_exhibit(
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
        for row in records(data)
    ]
    with style():
        figure, axes = row_figure(data["label"])
        for (group, marker), hue in zip(
            groups.items(), ("series-1", "series-5", "series-2"), strict=True
        ):
            draw_dots(axes, data, data["group"] == group, hue, marker, language)
        percent_axis(axes, data["high"].max(), language)
    counted = data[data["numerator"].notna()]
    parts = [
        language.text(
            "{label}: {members} of {workers}",
            label=row["label"],
            members=language.number(row["numerator"]),
            workers=language.number(row["denominator"]),
        )
        for row in records(counted)
    ]
    caption = language.text(
        "Each group in percent of its own workers; the three groups have different bases. "
        "n = {n} figures.",
        n=len(data),
    )
    if parts:
        caption += " " + language.text("Members and workers: {parts}.", parts="; ".join(parts))
    return as_exhibit(
        "coverage_by_group",
        title,
        caption,
        list_rows(data, language),
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
    title = language.text("How much does coverage depend on the base that members are divided by?")
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
        for row in records(data)
    ]
    with style():
        figure, axes = row_figure(data["label"])
        for base, hue, marker in (
            ("employed", "series-1", "o"),
            ("eligible", "series-2", "D"),
            ("labour_force", "series-3", "s"),
        ):
            draw_dots(axes, data, data["base"] == base, hue, marker, language)
        percent_axis(axes, data["high"].max(), language)
    counts = [
        language.text(
            "{place}, {date}: {members} members",
            place=places[row["geo"]],
            date=language.date(row["date"]),
            members=language.number(row["numerator"]),
        )
        for row in records(data.drop_duplicates("geo"))
    ]
    caption = language.text(
        "The same active members, divided by each base in use. {counts}. Only figures"
        " on the same base can be compared. A line is the range that the printed "
        "figures allow.",
        counts="; ".join(counts),
    )
    return as_exhibit(
        "bases_compared",
        title,
        caption,
        list_rows(data, language),
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


def _say_missing(axes: Axes, rows: pd.DataFrame, text: str) -> None:
    """Say in a row that there is nothing to draw."""
    for place in rows.index[rows["value"].isna()]:
        right = blended_transform_factory(axes.transAxes, axes.transData)
        axes.text(0.02, place, text, transform=right, va="center", color=colour("muted"))
