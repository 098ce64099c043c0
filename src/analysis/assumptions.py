"""The rerun lab: change one assumption, see what happens to a number and to its verdict.

A student changes a base, a date, a threshold or a minimum in a cell and runs it again. What she
finds is checked as a number, with a tolerance and a hint (:mod:`analysis.answers`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from numbers import Real

import pandas as pd

from analysis import answers, cases, claims, coverage, vocabulary
from analysis.answers import Feedback, Slip
from analysis.chapters import Chapter
from analysis.dates import is_partial
from analysis.errors import Message, UserError, message
from analysis.exhibits import Column, Exhibit, html_table
from analysis.language import Language

MONTH, GROUP, BASE = "2025-10", "all", "labour_force"
"""Of whom the first exercise asks, and when."""
CHANGE, LEVEL, STANCE = "C6b", "C6a", "C4a"
"""The rules that the other exercises ask about."""
DIGITS = 2
"""Decimals that are shown, since the answers are asked for with as many."""
NO_NUMBER = message(
    "“{value}” is no number: write it without quotation marks,"
    " and with a point before the decimals, like 12.5."
)


@dataclass(frozen=True)
class Reading:
    """What an assumption leads to.

    Attributes
    ----------
    estimate, low, high
        The number and its interval; missing where the record is silent.
    n_events
        Events that a rule on coded evidence rests on.
    verdict
        Of a rule; empty for a coverage.
    exhibit
        The same as a table.
    """

    estimate: float
    low: float
    high: float
    n_events: int
    verdict: str
    exhibit: Exhibit

    def _repr_mimebundle_(self, **options: object) -> dict[str, str]:
        return self.exhibit._repr_mimebundle_(**options)


def read_coverage(
    chapter: Chapter, *, base: str = "employed", date: str = MONTH, group: str = GROUP
) -> Reading:
    """Read a coverage of the case over a base.

    Raises
    ------
    UserError
        If there is none; the message lists the bases and groups of that date, or all there are.
    """
    table = _coverage_table(chapter)
    found = table[(table["base"] == base) & (table["date"] == date) & (table["group"] == group)]
    if found.empty:
        same_date = table[table["date"] == date]
        known = table if same_date.empty else same_date
        raise _told(
            chapter,
            UserError(
                "There is no coverage for group {group} over base {base} in {date};"
                " there are: {known}",
                group=group,
                base=base,
                date=date,
                known="; ".join(
                    f"group={row.group}, base={row.base}, date={row.date}"
                    for row in known.itertuples()
                ),
            ),
        )
    language, row = chapter.language, found.iloc[0]
    shown = {
        language.text("Workers counted"): vocabulary.group(group, language),
        language.text("Share of"): vocabulary.base(base, language),
        language.text("Month"): language.date(date),
        language.text("Coverage"): language.percent(row["value"], DIGITS),
        language.text("Lowest"): language.percent(row["low"], DIGITS),
        language.text("Highest"): language.percent(row["high"], DIGITS),
    }
    title = language.text("What is the coverage under this assumption?")
    exhibit = _exhibit("coverage", [group, base, date], title, shown, found, language)
    return Reading(row["value"], row["low"], row["high"], 0, "", exhibit)


def read_rule(
    chapter: Chapter,
    test: str,
    *,
    as_of: str = "",
    threshold: float | None = None,
    minimum: int | None = None,
) -> Reading:
    """Apply one rule, as it stands in the data or with one thing changed.

    Parameters
    ----------
    chapter
        The open chapter.
    test
        The rule, such as ``C6b``.
    as_of
        Nothing published later counts; empty: all evidence.
    threshold, minimum
        In place of those of the rule.

    Raises
    ------
    UserError
        If the case has no such rule (the message lists those that it has), if the date is none,
        or if the threshold or the minimum is no number.
    """
    rules = chapter.whole.claim_tests
    if test not in set(rules["test_id"]):
        raise _told(
            chapter,
            UserError(
                "There is no rule {test}; there are: {known}.",
                test=test,
                known=", ".join(rules["test_id"]),
            ),
        )
    if as_of and not is_partial(as_of):
        problem = cases.not_a_date(as_of)
        raise _told(chapter, UserError(problem.template, **problem.values))
    for value in (threshold, minimum):
        if value is not None and (isinstance(value, bool) or not isinstance(value, Real)):
            raise _told(chapter, UserError(NO_NUMBER, value=value))
    changed = {"threshold": threshold, "minimum": minimum}
    changed = {name: value for name, value in changed.items() if value is not None}
    rule = rules[rules["test_id"] == test].assign(**changed)
    parameters = chapter.parameters
    judged = claims.judge(
        replace(chapter.whole, claim_tests=rule),
        chapter.reference,
        [as_of],
        confidence=parameters.confidence,
        seed=parameters.seed,
    )
    found = judged[(judged["test_id"] == test) & (judged["variant"] == claims.MAIN)]
    row, language = found.iloc[0], chapter.language
    number = {
        name: language.number(row[name], DIGITS) if pd.notna(row[name]) else ""
        for name in ("estimate", "low", "high")
    }
    shown = {
        language.text("Rule"): test,
        language.text("Evidence until"): language.date(as_of)
        if as_of
        else language.text("all evidence"),
        language.text("Estimate"): number["estimate"],
        language.text("Lowest"): number["low"],
        language.text("Highest"): number["high"],
        language.text("The claim holds if"): f"{row['comparison']} "
        + language.number(row["threshold"], DIGITS),
        language.text("Needs at least"): language.number(rule["minimum"].iloc[0]),
        language.text("Events"): language.number(row["n_events"]),
        language.text("Verdict"): vocabulary.verdict(row["verdict"], language),
    }
    title = language.text("What does the rule find under this assumption?")
    made = [test, as_of, *(f"{name}-{value:g}" for name, value in changed.items())]
    exhibit = _exhibit("rule", made, title, shown, found, language)
    return Reading(
        row["estimate"], row["low"], row["high"], int(row["n_events"]), row["verdict"], exhibit
    )


# Answers ------------------------------------------------------------------------------------


def check_base(chapter: Chapter, answer: object) -> Feedback:
    """Check the coverage of all workers over the labour force."""
    return answers.check_coverage(
        answer,
        _coverage_table(chapter),
        geo=chapter.case.geo,
        date=MONTH,
        group=GROUP,
        base=BASE,
        language=chapter.language,
    )


def check_date(chapter: Chapter, answer: object) -> Feedback:
    """Check by how many points informal coverage, as the rule finds it, moved with the date."""
    now = read_rule(chapter, LEVEL)
    then = read_rule(chapter, LEVEL, as_of=chapter.study_date)
    return answers.check_difference(
        answer, now.estimate, then.estimate, tolerance=0.05, language=chapter.language
    )


def check_bound(chapter: Chapter, answer: object) -> Feedback:
    """Check which end of the interval keeps the verdict from full agreement."""
    found, text = read_rule(chapter, CHANGE), chapter.language.text
    slips = [
        Slip(
            "estimate",
            found.estimate,
            text("That is the estimate. Which end of its interval lies across the threshold?"),
        ),
        Slip(
            "other_end",
            found.low,
            text("That end lies on the claim's side of the threshold. Look at the other one."),
        ),
    ]
    return answers.check(
        answer,
        found.high,
        tolerance=0.05,
        language=chapter.language,
        unit="points",
        slips=slips,
    )


def check_rule(chapter: Chapter, answer: object) -> Feedback:
    """Check the largest minimum of events with which the rule still gives a verdict."""
    found, text = read_rule(chapter, STANCE, as_of=chapter.study_date), chapter.language.text
    later = read_rule(chapter, STANCE)
    slips = [
        Slip(
            "one_more",
            found.n_events + 1,
            text("With that minimum the rule is silent already; the one below is meant."),
        ),
        Slip(
            "date",
            later.n_events,
            text("That holds for all evidence. Asked for is the date of the study."),
        ),
    ]
    return answers.check(
        answer,
        found.n_events,
        tolerance=0,
        language=chapter.language,
        unit="count",
        slips=slips,
    )


def _told(chapter: Chapter, error: UserError) -> UserError:
    """Put the sentence of an error into the language of the notebook that shows it."""
    error.shown = chapter.language.say(Message(error.template, error.values))
    return error


def _coverage_table(chapter: Chapter) -> pd.DataFrame:
    table = coverage.measures(*chapter.figures)
    return table[table["geo"] == chapter.case.geo]


def _exhibit(
    kind: str,
    made: list[str],
    title: str,
    shown: dict[str, str],
    data: pd.DataFrame,
    language: Language,
) -> Exhibit:
    name = "-".join(re.sub(r"[^a-z0-9]+", "-", part.lower()) for part in [kind, *made] if part)
    columns = [Column(label, label) for label in shown]
    caption = language.text("Change one value in the cell and run it again.")
    body = html_table(pd.DataFrame([shown]), columns, title, language)
    notes = f"analysis.assumptions.read_{kind}"
    return Exhibit(name, title, caption, "", data, language, notes=notes, body=body)
