"""Tables of coverage: targets, gaps, printed figures, rises, and every way to compute."""

import math
from collections.abc import Mapping
from functools import partial

import pandas as pd

from analysis import vocabulary
from analysis.exhibits import (
    Column,
    Exhibit,
    exhibit_note,
    figure_sources,
)
from analysis.language import Language
from analysis.tables.printing import Row, as_exhibit, records
from analysis.tables.reconciling import as_printed


def targets(
    goals: pd.DataFrame,
    *,
    places: Mapping[str, str],
    observations: pd.DataFrame,
    language: Language,
) -> Exhibit:
    """Set each published target beside what was reached and the growth that it needs.

    Parameters
    ----------
    goals
        As `coverage.targets` gives it.
    places
        Names to show by name in the data.
    observations
        The printed figures, for the sources.
    """
    title = language.text("How far away are the targets?")
    if goals.empty:
        reason = language.text("No target is on record.")
        return exhibit_note("targets", title, reason, language)
    rows = []
    for row in records(goals):
        known = not math.isnan(row["value"])
        reached = ""
        if known:
            reached = language.text(
                "{value}, {date}",
                value=_bounded(row, language),
                date=language.date(row["latest_date"]),
            )
        base = vocabulary.base(row["base"], language)
        if not row["base_stated"]:
            assumed = vocabulary.base(row["base_compared"], language)
            base = language.text("not stated; compared with {base}", base=assumed)
        rows.append(
            {
                "target": language.text(
                    "{place}: {target} by {year}",
                    place=places.get(row["geo"], row["geo"]),
                    target=language.percent(row["target"], 2),
                    year=row["year"],
                ),
                "base": base,
                "reached": reached,
                "gap": row["gap_points"],
                "persons": row["gap_persons"],
                "needed": row["needed_points"],
                "seen": row["seen_points"],
                "status": vocabulary.target_status(row["status"], language),
            }
        )
    points = partial(language.number, digits=1)
    columns = [
        Column("target", language.text("Target")),
        Column("base", language.text("Percent of")),
        Column("reached", language.text("Reached")),
        Column("gap", language.text("Gap, points"), show=points, numeric=True),
        Column("persons", language.text("Gap, persons"), show=language.number, numeric=True),
        Column("needed", language.text("Needed, points a year"), show=points, numeric=True),
        Column("seen", language.text("Seen, points a year"), show=points, numeric=True),
        Column("status", language.text("Status")),
    ]
    caption = language.text(
        "Each target stands beside the last coverage on the same base (n = {n} "
        "targets). Growth needed runs from the last count at a year's end; growth "
        "seen is a slope over the counts at years' ends, or between two of them. A "
        "dash means that the figures do not allow the computation.",
        n=len(goals),
    )
    return as_exhibit(
        "targets",
        title,
        caption,
        goals,
        pd.DataFrame(rows),
        columns,
        language,
        sources=figure_sources(
            observations, [*goals["observation_id"], *goals["sources"]], language
        ),
    )


def decomposition(
    gaps: pd.DataFrame,
    *,
    places: Mapping[str, str],
    observations: pd.DataFrame,
    language: Language,
) -> Exhibit:
    """Split the gap between two coverages into the mix of workers and the rates within it.

    Parameters
    ----------
    gaps
        Rows of `coverage.gaps`.
    places
        Names to show by name in the data.
    observations
        The printed figures, for the sources.
    """
    title = language.text("Is the gap due to more informal work, or to lower rates?")
    if gaps.empty:
        reason = language.text("Formal and informal coverage are not known for two places.")
        return exhibit_note("decomposition", title, reason, language)
    rows = [
        {
            "pair": language.text(
                "{first}, {date}, against {second}, {date_second}",
                first=places.get(row["geo"], row["geo"]),
                date=language.date(row["date"]),
                second=places.get(row["geo_other"], row["geo_other"]),
                date_second=language.date(row["date_other"]),
            ),
            "construction": language.text(
                "{first}; {second}",
                first=vocabulary.construction(row["construction"], language),
                second=vocabulary.construction(row["construction_other"], language),
            ),
            **{
                name: row[name] for name in ("total", "mix", "rate", "rate_formal", "rate_informal")
            },
        }
        for row in records(gaps)
    ]
    points = partial(language.number, digits=1)
    columns = [
        Column("pair", language.text("Pair")),
        Column("construction", language.text("Construction workers, first and second")),
        Column("total", language.text("Gap, points"), show=points, numeric=True),
        Column("mix", language.text("From the mix"), show=points, numeric=True),
        Column("rate", language.text("From the rates"), show=points, numeric=True),
        Column("rate_formal", language.text("of formal workers"), show=points, numeric=True),
        Column("rate_informal", language.text("of informal workers"), show=points, numeric=True),
    ]
    caption = language.text(
        "The gap is the first place minus the second; mix and rates add up to it "
        "(Kitagawa 1955; n = {n} pairs). A positive number is in favour of the first "
        "place, a negative one of the second. Where construction workers are counted "
        "differently, the rates differ for that alone; where the months are, the season is "
        "in them.",
        n=len(gaps),
    )
    return as_exhibit(
        "decomposition",
        title,
        caption,
        gaps,
        pd.DataFrame(rows),
        columns,
        language,
        sources=figure_sources(observations, gaps["sources"], language),
    )


def classified(figures: pd.DataFrame, *, observations: pd.DataFrame, language: Language) -> Exhibit:
    """List every printed coverage with what it is.

    Parameters
    ----------
    figures
        As `coverage.classify` gives it.
    observations
        The printed figures, for addresses.
    """
    title = language.text("What does each printed coverage measure?")
    if figures.empty:
        reason = language.text("No coverage is printed on record.")
        return exhibit_note("classified", title, reason, language)
    urls = {row["observation_id"]: row["url"] for row in records(observations)}
    table = figures.assign(
        url=[urls.get(key, "") for key in figures["observation_id"]],
        parts=[
            "" if math.isnan(row["parts_low"]) else _interval_percent(row, language)
            for row in records(figures)
        ],
    )
    columns = [
        Column("geo", language.text("Place")),
        Column("period", language.text("Date"), show=language.date),
        Column(
            "value",
            language.text("Printed"),
            show=partial(as_printed, language=language),
            numeric=True,
        ),
        Column(
            "base", language.text("Percent of"), show=partial(vocabulary.base, language=language)
        ),
        Column(
            "reason",
            language.text("What it is"),
            show=partial(vocabulary.classified_as, language=language),
        ),
        Column("parts", language.text("Its parts give"), numeric=True),
        Column("publisher", language.text("Printed by"), url="url"),
    ]
    caption = language.text(
        "{usable} of {n} printed figures are coverage of all workers: "
        "active members in percent of employed persons. "
        "The others have another base, another count or no definition.",
        usable=int(figures["usable"].sum()),
        n=len(figures),
    )
    return as_exhibit(
        "classified", title, caption, figures, table, columns, language, sortable=True
    )


def changes(rises: pd.DataFrame, *, observations: pd.DataFrame, language: Language) -> Exhibit:
    """Show how far the coverage of a group rose, in every way that the figures allow.

    Parameters
    ----------
    rises
        As `coverage.change` gives it.
    observations
        The printed figures, for the sources.
    """
    title = language.text("How far did coverage rise?")
    if rises.empty:
        reason = language.text("There are no two comparable figures of this group.")
        return exhibit_note("changes", title, reason, language)
    first = records(rises)[0]
    table = rises.assign(
        way=[vocabulary.basis(code, language) for code in rises["variant"]],
        range=[language.interval(row["low"], row["high"], 2) for row in records(rises)],
    )
    columns = [
        Column("way", language.text("Computed with")),
        Column("start_value", language.text("First"), show=language.percent, numeric=True),
        Column("end_value", language.text("Last"), show=language.percent, numeric=True),
        Column(
            "change",
            language.text("Rise, points"),
            show=partial(language.number, digits=2),
            numeric=True,
        ),
        Column("range", language.text("Range"), numeric=True),
    ]
    caption = language.text(
        "Coverage of {group} from {start} to {end} (n = {n} figures). Where a "
        "threshold lies inside a range, the figures do not decide.",
        group=vocabulary.group(first["group"], language),
        start=language.date(first["start"]),
        end=language.date(first["end"]),
        n=first["n_figures"],
    )
    return as_exhibit(
        "changes",
        title,
        caption,
        rises,
        table,
        columns,
        language,
        sources=figure_sources(observations, rises["sources"], language),
    )


def multiverse(tries: pd.DataFrame, *, language: Language) -> Exhibit:
    """Try each conclusion on every count, base and bound that the figures allow.

    Parameters
    ----------
    tries
        As `coverage.multiverse` gives it.
    """
    title = language.text("Do the conclusions depend on the base?")
    known = tries[tries["result"] != "not_computable"]
    if known.empty:
        reason = language.text("No conclusion can be computed from the figures.")
        return exhibit_note("multiverse", title, reason, language)
    keys = ["conclusion", "date", "count", "base"]
    rows = []
    for key, part in known.groupby(keys, sort=False):
        entry = dict(zip(keys, map(str, key), strict=True))
        found = {row["bound"]: row for row in records(part)}
        # A rise of 4.97 must not be printed as 5.0, which is its threshold.
        digits = 2 if entry["conclusion"] == "informal_rose_by_less_than_5" else 1
        values = [
            language.number(found[bound]["estimate"], digits)
            for bound in ("low", "value", "high")
            if bound in found
        ]
        results = list(dict.fromkeys(part["result"]))
        whole = results[0] if len(results) == 1 else "open"
        rows.append(
            {
                "conclusion": vocabulary.conclusion(entry["conclusion"], language),
                "where": language.text(
                    "{date}; {count} members; {base}",
                    date=language.date(entry["date"]),
                    count=vocabulary.count(entry["count"], language),
                    base=vocabulary.basis(entry["base"], language),
                ),
                "values": " / ".join(dict.fromkeys(values)),
                "threshold": part["threshold"].iloc[0],
                "result": language.text("depends on the bound")
                if whole == "open"
                else vocabulary.result(whole, language),
                "chip": {"holds": "agreement", "fails": "dissonance"}.get(whole, "undecided"),
            }
        )
    columns = [
        Column("conclusion", language.text("Conclusion")),
        Column("where", language.text("Computed for")),
        Column("values", language.text("Lowest / main / highest"), numeric=True),
        Column(
            "threshold",
            language.text("Threshold"),
            show=partial(language.number, digits=1),
            numeric=True,
        ),
        Column("result", language.text("Outcome"), chip="chip"),
    ]
    missing = tries[tries["result"] == "not_computable"]
    reasons = missing.drop_duplicates([*keys, "reason"])["reason"].value_counts().sort_index()
    told = [
        language.text("{reason} ({n})", reason=vocabulary.reason(str(code), language), n=number)
        for code, number in reasons.items()
    ]
    caption = language.text(
        "Each conclusion on every date, count and base that the figures allow (n = {n}).",
        n=len(rows),
    )
    if told:
        caption += " " + language.text("Cannot be computed: {reasons}.", reasons="; ".join(told))
    return as_exhibit(
        "multiverse", title, caption, tries, pd.DataFrame(rows), columns, language, row_headers=2
    )


def _bounded(row: Row, language: Language) -> str:
    value = language.percent(row["value"])
    if round(row["low"], 1) == round(row["high"], 1):
        return value
    return f"{value} ({language.interval(row['low'], row['high'])})"


def _interval_percent(row: Row, language: Language) -> str:
    if round(row["parts_low"], 1) == round(row["parts_high"], 1):
        return language.percent(row["parts_low"])
    return language.interval(row["parts_low"], row["parts_high"]) + "%"
