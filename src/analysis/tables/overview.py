"""The table of many places."""

import html
from collections.abc import Mapping
from functools import partial
from itertools import groupby

import pandas as pd

from analysis import vocabulary
from analysis.exhibits import Column, Exhibit, exhibit_note
from analysis.language import Language
from analysis.tables.printing import Row, as_exhibit, records
from analysis.tables.results import chip_colour


def places(table: pd.DataFrame, books: Mapping[str, str], *, language: Language) -> Exhibit:
    """List every place with its coverage, gap, record and verdicts.

    Parameters
    ----------
    table
        As `overview.overview` gives it.
    books
        Addresses of the books that exist, by name of the case.
    """
    title = language.text("What is known of each place?")
    if table.empty:
        reason = language.text("No case has been run.")
        return exhibit_note("places", title, reason, language)
    rows = [
        row
        | {
            "place": _linked(language.pick(row, "place"), books.get(row["case"], "")),
            "month": f"{row['date']} {row['base']}",
            "verdicts": _chips(row, language),
        }
        for row in records(table)
    ]
    percent, points = language.percent, partial(language.number, digits=1)
    columns = [
        Column("place", language.text("Place"), markup=True),
        Column("province", language.text("Province")),
        Column("value", language.text("Coverage"), show=percent, numeric=True),
        Column("month", language.text("Month"), show=partial(_month, language=language)),
        Column("target", language.text("Target"), show=percent, numeric=True),
        Column("gap_points", language.text("Gap, points"), show=points, numeric=True),
        Column("n_documents", language.text("Documents"), show=language.number, numeric=True),
        Column("n_events", language.text("Events"), show=language.number, numeric=True),
        Column("verdicts", language.text("Verdicts"), markup=True),
    ]
    caption = language.text(
        "Active members in percent of employed persons, unless another base is named: the latest "
        "figure of each place, the next target on the same base, and the gap to it in percentage "
        "points. Documents and events are those of the public record. n = {n} places.",
        n=language.number(len(table)),
    )
    return as_exhibit(
        "places", title, caption, table, pd.DataFrame(rows), columns, language, sortable=True
    )


def _linked(place: str, book: str) -> str:
    """Name a place, and lead to its book, which lies beside this page."""
    said = html.escape(place)
    return f'<a href="{html.escape(book)}">{said}</a>' if book else said


def _month(month: str, language: Language) -> str:
    """Say of when a figure is, and of whom where that is not the common base."""
    date, _, base = month.partition(" ")
    if not date:
        return language.text("no figure")
    if base == "employed":
        return language.date(date)
    return language.text(
        "{date}, percent of {base}",
        date=language.date(date),
        base=vocabulary.base(base, language),
    )


def _chips(row: Row, language: Language) -> str:
    """Print the claims under their verdicts, each verdict once."""
    pairs = sorted(pair.partition("=")[::-2] for pair in row["verdicts"].split())
    chips = []
    for verdict, claims in groupby(pairs, key=lambda pair: pair[0]):
        names = ", ".join(claim for _, claim in claims)
        said = html.escape(f"{vocabulary.verdict(verdict, language)}: {names}")
        chips.append(f'<li><span class="chip chip-{chip_colour(verdict)}">{said}</span></li>')
    return f'<ul class="exhibit-list">{"".join(chips)}</ul>' if chips else ""
