"""Tables of the course: what happened, who acts, what one may know, and what a proposal costs."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from analysis import vocabulary
from analysis.cases import Case
from analysis.exhibits import Column, Exhibit, exhibit_note, figure_sources
from analysis.language import Language
from analysis.tables.printing import as_exhibit, records

ONLOOKERS = ("press", "academic", "other")
"""Kinds of actor that report or study the matter and have no part in it."""


def timeline(case: Case, segment_ids: Sequence[str], *, language: Language) -> Exhibit:
    """Tell in the order of time what the record reports, each line with its source.

    Parameters
    ----------
    case
        As known at the date of the page; what it does not hold is left out.
    segment_ids
        Statements to tell.
    """
    title = language.text("What happened, and what was said?")
    told = _statements(case, segment_ids, language).sort_values("day", kind="stable")
    if told.empty:
        return exhibit_note("timeline", title, _unknown(language), language)
    caption = language.plural(
        "{n} statement of the public record, in the words of the project.",
        "{n} statements of the public record, in the words of the project.",
        n=len(told),
    )
    columns = [
        Column("day", language.text("When"), show=language.date),
        *_telling(language),
    ]
    return as_exhibit("timeline", title, caption, _plain(told), told, columns, language)


def facts(case: Case, segment_ids: Sequence[str], *, name: str, language: Language) -> Exhibit:
    """List what a role in an exercise may know, each line with its source.

    Parameters
    ----------
    case
        As known at the date of the page; what it does not hold is left out.
    segment_ids
        Statements, in the order in which they are printed.
    name
        Name of the exhibit, unique on its page.
    """
    title = language.text("What does the record report, and where?")
    told = _statements(case, segment_ids, language)
    if told.empty:
        return exhibit_note(name, title, _unknown(language), language)
    caption = language.text("From the public record, in the words of the project.")
    dated = [f"{row['publisher']}, {language.date(row['day'])}" for row in records(told)]
    statement, who, _ = _telling(language)
    columns = [statement, who, Column("source", language.text("Source"), url="url")]
    return as_exhibit(
        "facts",
        title,
        caption,
        _plain(told),
        told.assign(source=dated),
        columns,
        language,
        name=name,
        row_headers=0,
    )


def coded_statements(
    case: Case,
    segment_ids: Sequence[str],
    framework: pd.DataFrame,
    *,
    name: str,
    language: Language,
) -> Exhibit:
    """Set beside statements the codes that each of the project's coders gave them.

    Parameters
    ----------
    case
        As known at the date of the page; what it does not hold is left out.
    segment_ids
        Statements, in the order in which they are printed.
    framework
        The codebook, for the order of the codes.
    name
        Name of the exhibit, unique on its page.
    """
    title = language.text("Which codes did the two coders of this book give?")
    told = _statements(case, segment_ids, language)
    if told.empty:
        return exhibit_note(name, title, _unknown(language), language)
    order = {code: place for place, code in enumerate(framework["code"])}
    codings = case.codings[case.codings["segment_id"].isin(told["segment_id"])]
    given = codings.sort_values("code", key=lambda codes: codes.map(order), kind="stable")
    told = told.assign(
        **{
            str(coder): [
                language.join(
                    [
                        f"{row['code']} ({vocabulary.stance(row['stance'], language)})"
                        for row in records(rows[rows["segment_id"] == segment])
                    ]
                )
                for segment in told["segment_id"]
            ]
            for coder, rows in given.groupby("coder")
        }
    )
    coders = [coder for coder in ("first", "second") if coder in told]
    names = {
        "first": language.text("First coder"),
        "second": language.text("Second coder"),
    }
    columns = [
        Column("statement", language.text("Statement")),
        *(Column(coder, names[coder]) for coder in coders),
    ]
    caption = language.text(
        "Two readings made without seeing each other; where they differ, both can be defended."
    )
    data = given[["segment_id", "coder", "code", "stance"]]
    return as_exhibit("coded_statements", title, caption, data, told, columns, language, name=name)


def actors(case: Case, presence: pd.DataFrame, *, language: Language) -> Exhibit:
    """List the actors with how often the record hears them; who only looks on is left out.

    Parameters
    ----------
    case
        The case, for the names.
    presence
        As `evidence.presence` gives it.
    """
    title = language.text("Who acts, and who is spoken to?")
    acting = case.actors[~case.actors["kind"].isin(ONLOOKERS)]
    table = acting.merge(presence, left_on="actor_id", right_on="actor")
    if table.empty:
        reason = language.text("The case names no actor of whom the record speaks.")
        return exhibit_note("actors", title, reason, language)
    named = [language.pick(row, "label") for row in records(table)]
    table = table.assign(label=named).sort_values(
        ["n_speaking", "n_addressed"], ascending=False, kind="stable"
    )
    columns = [
        Column("label", language.text("Actor")),
        Column("n_speaking", language.text("Speaks or acts"), language.number, numeric=True),
        Column("n_addressed", language.text("Is spoken to"), language.number, numeric=True),
        Column("last", language.text("Last heard"), show=language.date),
    ]
    caption = language.text(
        "Numbers of events in the public record; reports of one occasion count once. "
        "Who is seldom quoted may still do much."
    )
    return as_exhibit("actors", title, caption, presence, table, columns, language)


def chosen_figures(observations: pd.DataFrame, observation_ids: Sequence[str]) -> pd.DataFrame:
    """Return some printed figures in the order asked for; what is not known is left out."""
    found = observations.set_index("observation_id", drop=False)
    return found.loc[[key for key in observation_ids if key in found.index]].reset_index(drop=True)


def printed_figures(printed: pd.DataFrame, *, language: Language) -> Exhibit:
    """List figures as they were printed, with the outlet of each.

    Parameters
    ----------
    printed
        Observations, in the order in which they are printed.
    """
    title = language.text("What was printed, where and when?")
    if printed.empty:
        reason = language.text("Not one of these figures is in the case at this date.")
        return exhibit_note("printed-figures", title, reason, language)
    rows = records(printed)
    table = printed.assign(
        series=[vocabulary.series(row["series"], language) for row in rows],
        group=[vocabulary.group(row["group"], language) for row in rows],
        base=[vocabulary.base(row["base"], language) for row in rows],
        value=[_value(row["value"], row["unit"], language) for row in rows],
    )
    columns = [
        Column("series", language.text("What")),
        Column("group", language.text("Of whom")),
        Column("base", language.text("Share of")),
        Column("period", language.text("For when"), show=language.date),
        Column("value", language.text("Printed value"), numeric=True),
        Column("publisher", language.text("Printed by"), url="url", spoken="names"),
    ]
    caption = language.text("n = {n} figures, as they stand in their sources.", n=len(printed))
    return as_exhibit(
        "printed_figures",
        title,
        caption,
        printed,
        table.assign(names="id"),
        columns,
        language,
        sources=figure_sources(printed, printed["observation_id"], language),
    )


def contribution_costs(costs: pd.DataFrame, case: Case, *, language: Language) -> Exhibit:
    """Say what it costs to pay the contributions of so many workers.

    Parameters
    ----------
    costs
        As `coverage.contribution_costs` gives it.
    case
        The case, for the sources.
    """
    title = language.text("What would a year of contributions cost?")
    if costs.empty:
        reason = language.text("The record names no number of workers to pay for.")
        return exhibit_note("contribution-costs", title, reason, language)
    rows = records(costs)
    table = costs.assign(
        series=[vocabulary.series(row["series"], language) for row in rows],
        group=[vocabulary.group(row["group"], language) for row in rows],
    )
    million = partial(language.number, digits=1)
    columns = [
        Column("series", language.text("What")),
        Column("group", language.text("Of whom")),
        Column("workers", language.text("Workers"), show=language.number, numeric=True),
        Column("month", language.text("One month, million rupiah"), show=million, numeric=True),
        Column("year", language.text("Twelve months, million rupiah"), show=million, numeric=True),
    ]
    caption = language.text(
        "Number of workers times {fee} rupiah a month, the contribution for accident and death "
        "cover that the record names. Nobody has published the city's own cost.",
        fee=language.number(costs["fee"].iloc[0]),
    )
    return as_exhibit(
        "contribution_costs",
        title,
        caption,
        costs,
        table,
        columns,
        language,
        sources=figure_sources(case.observations, costs["observation_id"], language),
    )


def _statements(case: Case, segment_ids: Sequence[str], language: Language) -> pd.DataFrame:
    """Return the statements that the case holds, in the order asked for, with their sources."""
    joined = case.segments.merge(case.documents, on="document_id", validate="many_to_one")
    found = joined[joined["layer"] == "public"].set_index("segment_id", drop=False)
    chosen = found.loc[[key for key in segment_ids if key in found.index]]
    labels = {row["actor_id"]: language.pick(row, "label") for row in records(case.actors)}
    return chosen.assign(
        day=chosen["happened"].where(chosen["happened"] != "", chosen["published"]),
        who=chosen["speaker"].map(labels).fillna(""),
        statement=[language.pick(row, "statement") for row in records(chosen)],
        names="id",
    ).reset_index(drop=True)


def _telling(language: Language) -> list[Column]:
    return [
        Column("statement", language.text("What is reported")),
        Column("who", language.text("Who speaks or acts")),
        Column("publisher", language.text("Reported by"), url="url", spoken="names"),
    ]


def _plain(told: pd.DataFrame) -> pd.DataFrame:
    return told[["segment_id", "day", "speaker", "publisher", "url"]]


def _value(value: float, unit: str, language: Language) -> str:
    if unit == "percent":
        return language.percent(value, 0 if value == round(value) else 2)
    return language.number(value)


def _unknown(language: Language) -> str:
    return language.text("The case holds none of these statements at this date.")
