"""A comparison of two states of knowledge in words: for the terminal, and as a page."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from babel import Locale

from analysis import vocabulary
from analysis.comparison import ADDED, CHANGED, REMOVED, Comparison, State
from analysis.errors import UserError
from analysis.exhibits import PALETTE, Column, Exhibit, exhibit_note, html_table
from analysis.files import write_text
from analysis.language import ABSENT, Language
from analysis.rendering import render
from analysis.tables.results import tell_nothing, write_result

LISTED = 12
"""So many rows are listed on the terminal for one rule; a page of its own lists all."""

Row = dict[Any, Any]


@dataclass(frozen=True)
class Section:
    """One question of a comparison with its answer.

    Attributes
    ----------
    name
        Short name in lower case with hyphens.
    title
        The question, in the reader's language.
    caption
        How to read it, or why there is nothing to show.
    headings
        Of the columns.
    rows
        Texts of the cells; empty if there is nothing to show.
    data
        The same in codes and numbers.
    """

    name: str
    title: str
    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    data: pd.DataFrame


@dataclass(frozen=True)
class Text:
    """A comparison in one language: a title, the answer in sentences, and the sections."""

    title: str
    answer: Sequence[str]
    sections: Sequence[Section]


def in_words(
    comparison: Comparison, first: State, second: State, language: Language, listed: int = LISTED
) -> Text:
    """Put a comparison into words.

    Parameters
    ----------
    comparison
        As `comparison.compare` gives it for the two states.
    first, second
        What was compared.
    language
        The reader's language.
    listed
        How many rows are listed for one rule; 0 lists all.
    """
    names = _names(first, second, language)
    return Text(
        title=language.text("{first} and {second} compared", first=names[0], second=names[1]),
        answer=_answer(comparison, language),
        sections=[
            _verdicts(comparison, names, language),
            _reasons(comparison, names, language, listed),
            _figures(comparison, names, language),
            _sizes(comparison, names, language),
        ],
    )


def write_page(
    path: Path,
    comparison: Comparison,
    first: State,
    second: State,
    languages: Sequence[Language],
) -> None:
    """Write a comparison as one page that holds every language and needs no other file.

    Raises
    ------
    UserError
        If the file cannot be written.
    """
    editions = []
    for language in languages:
        text = in_words(comparison, first, second, language, listed=0)
        shown = exhibits(text, language, suffix=f"-{language.code}")
        name = Locale.parse(language.code).get_display_name(language.code) or language.code
        edition = {"code": language.code, "name": name, "text": text, "exhibits": shown}
        editions.append(edition)
    try:
        write_text(path, render("comparison.html", editions=editions, palette=PALETTE))
    except OSError as error:
        raise UserError(
            "{path} cannot be written ({reason}).", path=path, reason=error.strerror or error
        ) from error


def exhibits(text: Text, language: Language, suffix: str = "") -> list[Exhibit]:
    """Make a table of each section.

    Parameters
    ----------
    text
        As `in_words` gives it.
    language
        The reader's language.
    suffix
        Ends each table's name, so that names are unique on a page of several languages.
    """
    return [_exhibit(section, f"{section.name}{suffix}", language) for section in text.sections]


def _names(first: State, second: State, language: Language) -> tuple[str, str]:
    """Name two states so that they can be told apart."""
    cases = first.case, second.case
    places = [case.place.get(language.code) or case.place["en"] for case in cases]
    if places[0] == places[1] and cases[0].name != cases[1].name:
        places = [f"{place} [{case.name}]" for place, case in zip(places, cases, strict=True)]
    if first.as_of == second.as_of == "":
        return places[0], places[1]
    named = [
        language.text("{place}, as of {date}", place=place, date=language.date(state.as_of))
        if state.as_of
        else language.text("{place}, all evidence", place=place)
        for place, state in zip(places, (first, second), strict=True)
    ]
    return named[0], named[1]


def _answer(comparison: Comparison, language: Language) -> list[str]:
    both = _shared(comparison.verdicts)
    rules, wholes = both[both["test_id"] != ""], both[both["test_id"] == ""]
    if both.empty:
        return [language.text("The two have no claim in common, so no verdict is compared.")]
    changed = wholes[wholes["changed"]]
    moved = [
        language.text(
            "{claim}: from {before} to {after}",
            claim=row["claim_id"],
            before=vocabulary.verdict(row["verdict_a"], language),
            after=vocabulary.verdict(row["verdict_b"], language),
        )
        for row in _records(changed)
    ]
    said = [
        language.text(
            "Claims with another verdict: {n} of {claims}.",
            n=language.number(len(changed)),
            claims=language.number(len(wholes)),
        )
    ]
    said += [f"{'; '.join(moved)}."] if moved else []
    said.append(
        language.text(
            "Rules with another verdict: {n} of {rules}.",
            n=language.number(rules["changed"].sum()),
            rules=language.number(len(rules)),
        )
    )
    return said


def _shared(verdicts: pd.DataFrame) -> pd.DataFrame:
    return verdicts[(verdicts["verdict_a"] != "") & (verdicts["verdict_b"] != "")]


def _verdicts(comparison: Comparison, names: Sequence[str], language: Language) -> Section:
    table = comparison.verdicts
    rows = []
    for row in _records(table):
        rule = bool(row["test_id"])
        # A claim and its only rule may share a name.
        own = language.text("rule {rule}", rule=row["test_id"])
        whole = language.text("claim {claim}", claim=row["claim_id"])
        cells = [f"   {own}" if rule else whole]
        for side in "ab":
            verdict = row[f"verdict_{side}"]
            cells.append(vocabulary.verdict(verdict, language) if verdict else ABSENT)
            cells.append(_result(row, side, language) if rule and verdict else "")
        cells.append(language.text("changed") if row["changed"] else "")
        rows.append(cells)
    caption = language.text(
        "Claims first, then their rules with the result, its interval and n: events, or figures "
        "for rules on figures."
    )
    result = language.text("result")
    headings = [language.text("claim or rule"), names[0], result, names[1], result]
    headings.append(language.text("changed"))
    return Section(
        "verdicts",
        language.text("Which verdicts differ?"),
        caption if rows else language.text("Neither of the two has claims to test."),
        headings,
        rows,
        table,
    )


def _result(row: Row, side: str, language: Language) -> str:
    own = {name: row[f"{name}_{side}"] for name in ("verdict", "estimate", "low", "high", "n")}
    if math.isnan(own["estimate"]):
        return tell_nothing(row["measure"], language)
    written = write_result(own | {"measure": row["measure"]}, language)
    return language.text("{estimate}; n = {n}", estimate=written, n=language.number(own["n"]))


def _reasons(
    comparison: Comparison, names: Sequence[str], language: Language, listed: int
) -> Section:
    """List the rows that lie behind the rules whose verdict differs."""
    verdicts, rows = comparison.verdicts, comparison.rows
    moved = verdicts.loc[verdicts["changed"] & (verdicts["test_id"] != ""), "test_id"]
    data = rows[rows["test_id"].isin(moved)]
    caption = language.text(
        "Codings are those of the codes and actors that a rule counts, each with its event; "
        "figures are those that a result rests on."
    )
    if not comparison.same_place:
        caption = language.text("The two are different places; their rows are not the same rows.")
    elif data.empty:
        caption = language.text("No rule gives another verdict.")
    cells: list[list[str]] = []
    for test in dict.fromkeys(data["test_id"]):
        own = _records(data[data["test_id"] == test])
        shown = own[:listed] if listed else own
        cells += [_reason(row, language) for row in shown]
        if len(own) > len(shown):
            rest = len(own) - len(shown)
            more = language.plural("and {n} more row", "and {n} more rows", n=rest)
            cells.append([test, "", more, _tally(own[len(shown) :], language), "", ""])
    headings = [
        language.text("rule"),
        language.text("kind"),
        language.text("row"),
        language.text("what"),
        *names,
    ]
    return Section("rows", language.text("Because of which rows?"), caption, headings, cells, data)


def _reason(row: Row, language: Language) -> list[str]:
    details = [_detail(row["table"], row[f"detail_{side}"], language) for side in "ab"]
    return [
        row["test_id"],
        _kind(row["table"], language),
        _key(row, language),
        _what(row["what"], language),
        *details,
    ]


def _kind(table: str, language: Language) -> str:
    words = {
        "claim_tests": language.text("rule"),
        "observations": language.text("figure"),
        "agreements": language.text("signed agreement"),
        "codings": language.text("coding"),
    }
    return words[table]


def _key(row: Row, language: Language) -> str:
    if not row["series"]:
        return str(row["key"])
    return language.text(
        "{key}: {series}, {group}, {geo}, {date}",
        key=row["key"],
        series=vocabulary.series(row["series"], language),
        group=vocabulary.group(row["group"], language),
        geo=row["geo"],
        date=language.date(row["period"]),
    )


def _what(code: str, language: Language) -> str:
    words = {
        ADDED: language.text("added"),
        REMOVED: language.text("no longer used"),
        CHANGED: language.text("changed"),
    }
    return words[code]


def _detail(table: str, detail: str, language: Language) -> str:
    if table == "codings" and detail:
        stance, _, event = detail.partition(" ")
        return f"{vocabulary.stance(stance, language)} ({event})"
    if table == "observations" and detail:
        digits = len(detail.partition(".")[2])
        return language.number(float(detail), digits)
    return detail


def _tally(rows: Iterable[Row], language: Language) -> str:
    counted = Counter(row["what"] for row in rows)
    said = [f"{_what(what, language)}: {language.number(n)}" for what, n in counted.items()]
    return "; ".join(said)


def _figures(comparison: Comparison, names: Sequence[str], language: Language) -> Section:
    table = comparison.figures
    rows = [
        [
            vocabulary.group(row["group"], language),
            *(cell for side in "ab" for cell in _coverage(row, side, language)),
        ]
        for row in _records(table)
    ]
    caption = language.text(
        "Active members in percent of the employed of each group: the latest figure of each, "
        "with the range that its sources leave open."
    )
    when = language.text("month")
    return Section(
        "coverage",
        language.text("What is covered?"),
        caption if rows else language.text("Neither of the two has a figure of coverage."),
        [language.text("group"), names[0], when, names[1], when],
        rows,
        table,
    )


def _coverage(row: Row, side: str, language: Language) -> list[str]:
    low, value, high = (row[f"{name}_{side}"] for name in ("low", "value", "high"))
    if math.isnan(value):
        return [ABSENT, ABSENT]
    text = language.percent(value)
    if language.number(low, 1) != language.number(high, 1):
        text += f" ({language.interval(low, high)})"
    return [text, language.date(row[f"date_{side}"])]


def _sizes(comparison: Comparison, names: Sequence[str], language: Language) -> Section:
    words = {
        "documents": language.text("documents"),
        "events": language.text("events"),
        "segments": language.text("segments"),
        "codings": language.text("codings"),
        "agreements": language.text("signed agreements"),
        "figures": language.text("figures"),
    }
    rows = [
        [words[row["what"]], language.number(row["n_a"]), language.number(row["n_b"])]
        for row in _records(comparison.sizes)
    ]
    return Section(
        "sizes",
        language.text("How much is on record?"),
        language.text("The public record as the first coder read it, and all figures of the case."),
        [language.text("what"), *names],
        rows,
        comparison.sizes,
    )


def _exhibit(section: Section, name: str, language: Language) -> Exhibit:
    if not section.rows:
        return exhibit_note(name, section.title, section.caption, language)
    columns = [Column(f"column-{place}", heading) for place, heading in enumerate(section.headings)]
    frame = pd.DataFrame(section.rows, columns=[column.name for column in columns])
    body = html_table(frame, columns, section.title, language)
    return Exhibit(name, section.title, section.caption, "", section.data, language, body=body)


def _records(table: pd.DataFrame) -> list[Row]:
    return table.to_dict("records")
