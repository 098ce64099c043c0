"""The rows behind each verdict, as a list that opens: statements, figures or agreements."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pandas as pd

from analysis import grounds, vocabulary
from analysis.cases import Case
from analysis.claims import of_rules
from analysis.exhibits import Exhibit, link
from analysis.framework import labels
from analysis.language import Language
from analysis.tables.printing import Row, records
from analysis.tables.results import (
    chip_colour,
    measure_names,
    no_claims,
    rows_anchor,
    tell_date,
    tell_evidence,
    write_condition,
)


@dataclass(frozen=True)
class _Record:
    """What is known of the rows that a rule can count, by key, and the reader's language."""

    actors: dict[str, str]
    segments: dict[str, Row]
    documents: dict[str, Row]
    agreements: dict[str, Row]
    figures: dict[str, Row]
    elements: Mapping[str, str]
    language: Language


def verdict_grounds(
    verdicts: pd.DataFrame,
    rows: pd.DataFrame,
    observations: pd.DataFrame,
    case: Case,
    framework: pd.DataFrame,
    *,
    as_of: str,
    language: Language,
) -> Exhibit:
    """Open each verdict to the rows that its rule counted.

    Parameters
    ----------
    verdicts
        As `claims.judge` gives it.
    rows
        The public record as the first coder read it.
    observations
        The figures of case and reference.
    case
        The case, for statements, documents, actors, agreements and rules.
    framework
        The codebook, for the names of elements.
    as_of
        Date of the verdicts, as the column ``as_of`` has it (``all`` for all evidence).
    """
    title = language.text("Which rows of the record lie behind each verdict?")
    main = of_rules(verdicts, as_of)
    if main.empty:
        return no_claims("verdict-grounds", title, language)
    known = _Record(
        actors={row["actor_id"]: language.pick(row, "label") for row in records(case.actors)},
        segments=_by(case.segments, "segment_id"),
        documents=_by(case.documents, "document_id"),
        agreements=_by(case.agreements, "agreement_id"),
        figures=_by(observations, "observation_id"),
        elements=labels(framework, language),
        language=language,
    )
    counted = grounds.behind(main, case.claim_tests, rows, observations, case.agreements)
    names = measure_names(case.claim_tests, framework, language)
    tests = _by(case.claim_tests, "test_id")
    opened = "\n".join(
        _rule(
            result,
            tests[result["test_id"]],
            names[result["test_id"]],
            counted[counted["test_id"] == result["test_id"]],
            known,
        )
        for result in records(main)
    )
    caption = language.text(
        "Each line opens. Events and figures are numbered, so the last number is n. "
        "An event may be told by several documents, and a statement may say several things. "
        "Statements are paraphrased; the address leads to the source."
    )
    return Exhibit(
        "verdict-grounds",
        title,
        " ".join([tell_date(as_of, language), caption]),
        "",
        counted,
        language,
        notes="analysis.tables.verdict_grounds",
        body=f'<div class="grounds">\n{opened}\n</div>',
    )


def _by(table: pd.DataFrame, key: str) -> dict[str, Row]:
    return {row[key]: row for row in records(table)}


def _rule(result: Row, test: Row, name: str, counted: pd.DataFrame, known: _Record) -> str:
    """Write one rule as a line that opens to its rows."""
    language = known.language
    condition = language.text(
        "The claim holds if: {condition}.", condition=write_condition(result, language)
    )
    if test["measure"] == "hindering_rank":
        condition += " " + _weakest(counted, known)
    verdict = html.escape(vocabulary.verdict(result["verdict"], language))
    return (
        '<details class="exhibit-fold"><summary>'
        f"{html.escape(result['test_id'])} {html.escape(name)} "
        f'<span class="chip chip-{chip_colour(result["verdict"])}">{verdict}</span> '
        f'<span class="grounds-n">{html.escape(tell_evidence(result, language))}</span></summary>\n'
        f'<div class="grounds-rows" id="{rows_anchor(result["test_id"])}">\n'
        f"<p>{html.escape(language.pick(test, 'rationale'))} {html.escape(condition)}</p>\n"
        f"{_rows(test, counted, known)}\n</div></details>"
    )


def _weakest(counted: pd.DataFrame, known: _Record) -> str:
    """Say what n is where a rule compares several elements."""
    language = known.language
    events = counted.groupby("code")["event"].nunique()
    return language.text(
        "The rule compares elements, so its n is that of the one with the fewest events: {events}.",
        events=language.join(
            [f"{known.elements[str(code)]} {language.number(n)}" for code, n in events.items()]
        ),
    )


def _rows(test: Row, counted: pd.DataFrame, known: _Record) -> str:
    """Write the rows of a rule as a numbered list, one entry for each that its n counts."""
    language = known.language
    if counted.empty:
        nothing = language.text("The record holds nothing that this rule counts.")
        return f"<p>{html.escape(nothing)}</p>"
    if test["measure"] in grounds.OF_STATEMENTS:
        ordered = records(_in_order(counted, known))
        entries: Iterable[str] = (
            _event(same, known) for _, same in groupby(ordered, key=itemgetter("event"))
        )
    elif test["measure"] == "signed_agreements":
        entries = (_agreement(known.agreements[key], known) for key in counted["agreement_id"])
    else:
        entries = (_figure(known.figures[key], known) for key in counted["observation_id"])
    items = "\n".join(f"<li>{entry}</li>" for entry in entries)
    return f'<ol class="grounds-list">\n{items}\n</ol>'


def _in_order(counted: pd.DataFrame, known: _Record) -> pd.DataFrame:
    """Put events in the order of their first report, and their statements in order of reports."""
    published = counted["segment_id"].map(lambda key: _document(key, known)["published"])
    rows = counted.assign(published=published)
    first = rows.groupby("event")["published"].transform("min")
    return rows.assign(first=first).sort_values(
        ["first", "event", "published", "segment_id", "code"]
    )


def _document(segment: str, known: _Record) -> Row:
    return known.documents[known.segments[segment]["document_id"]]


def _event(codings: Iterable[Row], known: _Record) -> str:
    """Write what the record says of one event: its statements, with who, what and where."""
    statements = [
        f"<li>{_statement(segment, same, known)}</li>"
        for segment, same in groupby(codings, key=itemgetter("segment_id"))
    ]
    return f"<ul>{''.join(statements)}</ul>"


def _statement(segment: str, codings: Iterable[Row], known: _Record) -> str:
    language = known.language
    row, document = known.segments[segment], _document(segment, known)
    speaker = known.actors.get(row["speaker"], "") or language.text("speaker not named")
    chips = " ".join(
        f'<span class="chip chip-{coding["stance"]}">{html.escape(_said(coding, known))}</span>'
        for coding in codings
    )
    said = html.escape(language.pick(row, "statement"))
    return f"<p>{said}</p><p>{html.escape(speaker)} · {_place(document, language)} {chips}</p>"


def _said(coding: Row, known: _Record) -> str:
    """Name an element and the direction in which a statement bears on it."""
    element = known.elements.get(coding["code"], coding["code"])
    return f"{element}: {vocabulary.stance(coding['stance'], known.language)}"


def _place(row: Row, language: Language) -> str:
    """Write publisher and date, linked to the address."""
    return link(f"{row['publisher']}, {language.date(row['published'])}", row["url"])


def _agreement(row: Row, known: _Record) -> str:
    language = known.language
    segment, document = known.segments[row["segment_id"]], _document(row["segment_id"], known)
    parties = language.join(
        [known.actors.get(row[side], str(row[side])) for side in ("party", "other_party")]
    )
    signed = language.text(
        "{parties}, signed {date}", parties=parties, date=language.date(row["signed"])
    )
    said = html.escape(language.pick(segment, "statement"))
    return f"<p>{said}</p><p>{html.escape(signed)} · {_place(document, language)}</p>"


def _figure(row: Row, known: _Record) -> str:
    """Write a printed figure: what it counts, of whom, where, when, and its value."""
    language = known.language
    digits = 0 if float(row["value"]).is_integer() else 2
    value = language.number(row["value"], digits)
    what = language.text(
        "{series} ({group}), {place}, {date}: {value} {unit}",
        series=vocabulary.series(row["series"], language),
        group=vocabulary.group(row["group"], language),
        place=row["geo"],
        date=language.date(row["period"]),
        value=value,
        unit=vocabulary.unit(row["unit"], language),
    )
    return f"<p>{html.escape(what)}</p><p>{_place(row, language)}</p>"
