"""Tables of results and of data: each function takes tables and returns an exhibit.

No function here reads a file or computes a statistic.
The data of an exhibit are the result as it is, in no language;
what is printed is the same in the reader's words and numbers.
"""

import html
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from analysis import sentences, vocabulary
from analysis.cases import Case
from analysis.claims import ALL, MAIN, SILENCE
from analysis.coverage import Term
from analysis.exhibits import (
    Column,
    Exhibit,
    Source,
    exhibit_note,
    html_table,
    variable,
)
from analysis.figures import figure_sources
from analysis.framework import crosswalk as name_changes
from analysis.framework import labels
from analysis.language import Language

Row = Mapping[Any, Any]

CHIPS = {"partial_agreement": "partial"}
"""Colour names of verdicts where they are not the verdict itself."""

RANGES = {
    "coverage_ratio": (0.0, 1.0),
    "coverage_level": (0.0, 100.0),
    "coverage_change": (0.0, 10.0),
    "hindered_dimensions": (0.0, 4.0),
    "leading_difference": (-1.0, 1.0),
    "net_stance": (-1.0, 1.0),
    "hindering_rank": (-1.0, 1.0),
}
"""What a measure can be, or mostly is; a wider result widens the scale."""


# Verdicts ---------------------------------------------------------------------------------


def verdict_overview(
    verdicts: pd.DataFrame,
    claims: pd.DataFrame,
    claim_tests: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    as_of: str,
    language: Language,
) -> Exhibit:
    """List each claim with what the public record says and the verdict.

    Parameters
    ----------
    verdicts
        As `claims.judge` gives it.
    claims, claim_tests
        The claims of the study and the rules that test them.
    framework
        The codebook, for the names of elements.
    as_of
        Date of the verdicts, as the column ``as_of`` has it (``all`` for all evidence).
    """
    title = language.text("What does the study claim, and what does the public record say?")
    main = verdicts[(verdicts["variant"] == MAIN) & (verdicts["as_of"] == as_of)]
    if main.empty:
        reason = language.text("The case has no claims to test.")
        return exhibit_note("verdict-overview", title, reason, language)
    wholes = {row["claim_id"]: row for row in _records(main[main["test_id"] == ""])}
    rules = main[main["test_id"] != ""]
    tests = {row["test_id"]: row for row in _records(claim_tests)}
    rows = []
    for claim in _records(claims[claims["claim_id"].isin(wholes)]):
        own = _records(rules[rules["claim_id"] == claim["claim_id"]])
        found = "".join(
            f"<li>{_found(row, tests[row['test_id']], framework, language)}</li>" for row in own
        )
        rows.append(
            {
                "claim_id": claim["claim_id"],
                "claim": f"{claim['claim_id']} {language.pick(claim, 'text')}",
                "record": f'<ul class="exhibit-list">{found}</ul>',
                "chip": _chip(wholes[claim["claim_id"]]["verdict"]),
                "verdict": vocabulary.verdict(wholes[claim["claim_id"]]["verdict"], language),
            }
        )
    columns = [
        Column("claim", language.text("The study claims")),
        Column("record", language.text("The public record"), markup=True),
        Column("verdict", language.text("Verdict"), chip="chip"),
    ]
    return _printed(
        "verdict_overview",
        title,
        " ".join([_date_told(as_of, language), _scale_told(language)]),
        main,
        pd.DataFrame(rows),
        columns,
        language,
    )


def verdict_rules(
    verdicts: pd.DataFrame,
    claim_tests: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    as_of: str,
    language: Language,
) -> Exhibit:
    """List each rule with its result against its threshold, and what it rests on.

    Parameters
    ----------
    verdicts
        As `claims.judge` gives it.
    claim_tests
        The rules.
    framework
        The codebook, for the names of elements.
    as_of
        Date of the verdicts, as the column ``as_of`` has it (``all`` for all evidence).
    """
    title = language.text("By which rule, and by how much?")
    data = verdicts[
        (verdicts["variant"] == MAIN) & (verdicts["as_of"] == as_of) & (verdicts["test_id"] != "")
    ]
    if data.empty:
        reason = language.text("The case has no claims to test.")
        return exhibit_note("verdict-rules", title, reason, language)
    measures = _measures(claim_tests, framework, language)
    rows = [
        {
            "rule": f"{row['test_id']} {measures[row['test_id']]}",
            "condition": _condition(row, language),
            "estimate": _estimate(row, language),
            "gauge": _gauge(row),
            "n": _rests_on(row, language),
            "chip": _chip(row["verdict"]),
            "verdict": vocabulary.verdict(row["verdict"], language),
        }
        for row in _records(data)
    ]
    columns = [
        Column("rule", language.text("Rule")),
        Column("condition", language.text("The claim holds if")),
        Column("estimate", language.text("Result"), numeric=True),
        Column("gauge", language.text("Picture"), markup=True),
        Column("n", language.text("Rests on")),
        Column("verdict", language.text("Verdict"), chip="chip"),
    ]
    return _printed(
        "verdict_rules",
        title,
        " ".join([_date_told(as_of, language), _scale_told(language)]),
        data,
        pd.DataFrame(rows),
        columns,
        language,
    )


def verdicts_at_dates(
    verdicts: pd.DataFrame, claims: pd.DataFrame, *, language: Language
) -> Exhibit:
    """Set the verdicts of several dates side by side.

    Parameters
    ----------
    verdicts
        As `claims.judge` gives it.
    claims
        The claims of the study.
    """
    title = language.text("What does the public record say of each claim, then and now?")
    main = verdicts[verdicts["variant"] == MAIN]
    data = main[main["test_id"] == ""]
    if data.empty:
        reason = language.text("The case has no claims to test.")
        return exhibit_note("verdicts-at-dates", title, reason, language)
    texts = {row["claim_id"]: language.pick(row, "text") for row in _records(claims)}
    dates = sorted(data["as_of"].unique())
    found = {(row["claim_id"], row["as_of"]): row["verdict"] for row in _records(data)}
    columns = [Column("claim", language.text("Claim"))]
    columns += [
        Column(f"verdict {date}", _as_of(date, language), chip=f"chip {date}") for date in dates
    ]
    columns.append(Column("rests on", language.text("Rests on")))
    rows = []
    for claim in dict.fromkeys(data["claim_id"]):
        rules = main[
            (main["claim_id"] == claim) & (main["as_of"] == dates[-1]) & (main["test_id"] != "")
        ]
        numbers = [_counted(row, language) for row in _records(rules)]
        row = {
            "claim": f"{claim} {texts.get(claim, '')}",
            "rests on": "; ".join(dict.fromkeys(numbers)),
        }
        for date in dates:
            verdict = found.get((claim, date), "")
            row |= {
                f"verdict {date}": vocabulary.verdict(verdict, language),
                f"chip {date}": _chip(verdict),
            }
        rows.append(row)
    moved = data.groupby("claim_id")["verdict"].nunique()
    caption = language.plural(
        "The same rules at each date; {n} verdict changed. "
        "The last column says what each rule rests on at the last date.",
        "The same rules at each date; {n} verdicts changed. "
        "The last column says what each rule rests on at the last date.",
        n=int((moved > 1).sum()),
    )
    return _printed(
        "verdicts_at_dates", title, caption, data, pd.DataFrame(rows), columns, language
    )


def sensitivity(
    verdicts: pd.DataFrame,
    claim_tests: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    as_of: str,
    language: Language,
) -> Exhibit:
    """Show how far verdicts hang on the coder and on the documents that count.

    Parameters
    ----------
    verdicts
        As `claims.judge` gives it.
    claim_tests
        The rules.
    framework
        The codebook, for the names of elements.
    as_of
        Date of the verdicts, as the column ``as_of`` has it (``all`` for all evidence).
    """
    title = language.text("Would another reading of the record change a verdict?")
    data = verdicts[(verdicts["as_of"] == as_of) & (verdicts["test_id"] != "")]
    moved = data.loc[data["variant"] != MAIN, "test_id"].unique()
    data = data[data["test_id"].isin(moved)]
    if data.empty:
        reason = language.text("No verdict rests on coded evidence.")
        return exhibit_note("sensitivity", title, reason, language)
    measures = _measures(claim_tests, framework, language)
    variants = list(dict.fromkeys([MAIN, *data["variant"]]))
    found = {(row["test_id"], row["variant"]): row for row in _records(data)}
    rows = [
        {"rule": f"{test} {measures[test]}"}
        | {name: _reading(found.get((test, name)), language) for name in variants}
        for test in dict.fromkeys(data["test_id"])
    ]
    columns = [
        Column("rule", language.text("Rule")),
        *(Column(name, vocabulary.variant(name, language), markup=True) for name in variants),
    ]
    verdicts_found = data.groupby("test_id")["verdict"].agg(set)
    steady = verdicts_found.map(len) == 1
    caption = language.text(
        "Each rule by each reading of the same record. "
        "{steady} of {n} rules give one verdict in every reading. "
        "Rules on figures have no coder and are not listed.",
        steady=int(steady.sum()),
        n=len(steady),
    )
    return _printed("sensitivity", title, caption, data, pd.DataFrame(rows), columns, language)


def _reading(row: Row | None, language: Language) -> str:
    """Write verdict and result of one reading as HTML."""
    if row is None:
        return ""
    verdict = html.escape(vocabulary.verdict(row["verdict"], language))
    text = language.text(
        "{estimate}; n = {n}", estimate=_estimate(row, language), n=int(row["n_events"])
    )
    chip = html.escape(_chip(row["verdict"]))
    return f'<span class="chip chip-{chip}">{verdict}</span> {html.escape(text)}'


def rules(
    claims: pd.DataFrame,
    claim_tests: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    language: Language,
) -> Exhibit:
    """List the claims with the rules that test them, as they were fixed before any result.

    Parameters
    ----------
    claims, claim_tests
        Tables of the case.
    framework
        The codebook, for the names of elements.
    """
    title = language.text("How is each claim tested?")
    if claim_tests.empty:
        reason = language.text("The case has no claims to test.")
        return exhibit_note("rules", title, reason, language)
    texts = {row["claim_id"]: row for row in _records(claims)}
    measures = _measures(claim_tests, framework, language)
    rows = [
        {
            "rule": test["test_id"],
            "claim": language.pick(texts[test["claim_id"]], "text"),
            "measure": measures[test["test_id"]],
            "condition": _condition(test, language),
            "minimum": _minimum(test, language),
            "reason": language.pick(test, "rationale"),
        }
        for test in _records(claim_tests)
    ]
    columns = [
        Column("rule", language.text("Rule")),
        Column("claim", language.text("The study claims")),
        Column("measure", language.text("Measured by")),
        Column("condition", language.text("The claim holds if")),
        Column("minimum", language.text("Needs")),
        Column("reason", language.text("Why")),
    ]
    caption = language.text(
        "The rules stand in the data and were fixed before any result. "
        "Less evidence than a rule needs is silence, not disagreement."
    )
    return _printed("rules", title, caption, claim_tests, pd.DataFrame(rows), columns, language)


def _found(row: Row, test: Row, framework: pd.DataFrame, language: Language) -> str:
    """Say in a sentence and a small picture what a rule found."""
    sentence = sentences.rule(row, test, framework, language)
    if row["n_figures"]:
        sentence += f" ({_rests_on(row, language)})"
    return f"{html.escape(sentence)} {_gauge(row)}"


def _estimate(row: Row, language: Language) -> str:
    """Write the result of a rule with its interval, in the unit of its measure."""
    if row["verdict"] == SILENCE and math.isnan(row["estimate"]):
        return language.text("nothing on record")
    digits = _digits(row["measure"])
    value = language.number(row["estimate"], digits)
    if row["measure"] in {"coverage_level", "coverage_gap", "coverage_change"}:
        value = _unit(row["measure"], value, language)
    if round(row["low"], digits) == round(row["high"], digits):
        return value
    return f"{value} ({language.interval(row['low'], row['high'], digits)})"


def _digits(measure: str) -> int:
    if measure in {"hindered_dimensions", "signed_agreements"}:
        return 0
    return 1 if measure in {"coverage_level", "coverage_gap"} else 2


def _unit(measure: str, value: str, language: Language) -> str:
    if measure == "coverage_level":
        return f"{value}%"
    return language.text("{value} points", value=value)


def _condition(row: Row, language: Language) -> str:
    """Write a rule's comparison in words."""
    digits = 0 if float(row["threshold"]).is_integer() else 2
    threshold = language.number(row["threshold"], digits)
    if row["measure"] in {"coverage_level", "coverage_gap", "coverage_change"}:
        threshold = _unit(row["measure"], threshold, language)
    if row["comparison"] == "<":
        return language.text("below {threshold}", threshold=threshold)
    if row["comparison"] == ">":
        return language.text("above {threshold}", threshold=threshold)
    return language.text("at least {threshold}", threshold=threshold)


def _measures(
    claim_tests: pd.DataFrame, framework: pd.DataFrame, language: Language
) -> dict[str, str]:
    """Name for each rule what it measures, of which elements and of whom."""
    names = labels(framework, language)
    measures = {}
    for test in _records(claim_tests):
        codes = test["codes"].split()
        details = [f"{code} {names[code]}" for code in codes] if len(codes) == 1 else codes
        if test["group"]:
            details.append(vocabulary.group(test["group"], language))
        if test["measure"] == "net_stance" and test["actor_kind"]:
            details.append(vocabulary.actor_kind(test["actor_kind"], language))
        name = vocabulary.measure(test["measure"], language)
        measures[test["test_id"]] = f"{name} ({', '.join(details)})" if details else name
    return measures


def _minimum(test: Row, language: Language) -> str:
    if test["minimum_unit"] == "events":
        return language.plural("{n} event", "{n} events", n=int(test["minimum"]))
    return language.plural("{n} figure", "{n} figures", n=int(test["minimum"]))


def _rests_on(row: Row, language: Language) -> str:
    if row["n_figures"]:
        return language.plural("n = {n} figure", "n = {n} figures", n=int(row["n_figures"]))
    return language.text(
        "n = {events} events, {documents} documents, {speakers} speakers",
        events=int(row["n_events"]),
        documents=int(row["n_documents"]),
        speakers=int(row["n_speakers"]),
    )


def _counted(row: Row, language: Language) -> str:
    if row["n_figures"]:
        return language.plural("{n} figure", "{n} figures", n=int(row["n_figures"]))
    return sentences.events(row["n_events"], language)


def _chip(verdict: str) -> str:
    return CHIPS.get(verdict, verdict)


def _as_of(date: str, language: Language) -> str:
    if date == ALL:
        return language.text("With all evidence")
    return language.text("As of {date}", date=language.date(date))


def _date_told(as_of: str, language: Language) -> str:
    if as_of == ALL:
        return language.text("With all evidence.")
    return language.text("As the record stood on {date}.", date=language.date(as_of))


def _scale_told(language: Language) -> str:
    return language.text(
        "In the small pictures the shaded side is where the claim holds, "
        "the point is the result and the line its interval. "
        "The interval of coded evidence comes from resampling events, "
        "that of figures from what they leave open."
    )


def _gauge(row: Row) -> str:
    """Draw a result against its threshold; the text beside it says the same."""
    values = [row["estimate"], row["low"], row["high"]]
    if row["measure"] == "signed_agreements" or any(math.isnan(value) for value in values):
        return ""
    threshold = float(row["threshold"])
    widest = max(abs(value - threshold) for value in values) * 1.3
    low, high = RANGES.get(row["measure"], (threshold - widest, threshold + widest))
    low, high = min([low, *values]), max([high, *values])

    def place(value: float) -> str:
        return f"{4 + 112 * (value - low) / (high - low):.1f}"

    side = (low, threshold) if row["comparison"] == "<" else (threshold, high)
    width = float(place(side[1])) - float(place(side[0]))
    ink, hue = variable("ink"), variable(_chip(row["verdict"]))
    return (
        '<svg class="exhibit-gauge" aria-hidden="true" '
        'viewBox="0 0 120 16" width="120" height="16">'
        f'<rect x="{place(side[0])}" y="2" width="{width:.1f}" height="12" '
        f'style="fill: {hue}; opacity: 0.18"/>'
        f'<path d="M{place(low)} 8H{place(high)}" style="stroke: {variable("muted")}"/>'
        f'<path d="M{place(threshold)} 1V15" style="stroke: {ink}; stroke-dasharray: 2 2"/>'
        f'<path d="M{place(row["low"])} 8H{place(row["high"])}" '
        f'style="stroke: {hue}; stroke-width: 3"/>'
        f'<circle cx="{place(row["estimate"])}" cy="8" r="4" style="fill: {hue}"/></svg>'
    )


# Coverage ---------------------------------------------------------------------------------


def reconciliation(
    steps: pd.DataFrame, *, observations: pd.DataFrame, language: Language
) -> Exhibit:
    """Show step by step what a printed coverage without a definition can mean.

    Parameters
    ----------
    steps
        As `coverage.reconciliation` gives it.
    observations
        The printed figures, for the sources.
    """
    title = language.text("What can the printed figure mean?")
    if steps.empty:
        reason = language.text("The record has no printed coverage that lacks a definition.")
        return exhibit_note("reconciliation", title, reason, language)
    printed = _records(steps[steps["step"] == "printed"])[0]
    title = language.text(
        "What can the printed {value} mean?", value=_as_printed(printed["value"], language)
    )
    rows = [
        {
            "step": _step(row, language),
            "arithmetic": _arithmetic(row, language),
            "value": _step_value(row, language),
            "outlets": row["n_outlets"],
        }
        for row in _records(steps)
    ]
    columns = [
        Column("step", language.text("Step")),
        Column("arithmetic", language.text("Arithmetic")),
        Column("value", language.text("Result"), numeric=True),
        Column("outlets", language.text("Outlets"), numeric=True),
    ]
    below = steps[steps["step"].isin(["all_low", "all_value", "all_high"])]
    caption = language.text(
        "All workers come to between {low} and {high}; the printed figure fits a part of them."
        " Every figure is as printed; only the arithmetic is the project's.",
        low=language.percent(below["value"].min()),
        high=language.percent(below["value"].max()),
    )
    if below.empty:
        caption = language.text("The parts that would explain the printed figure are not known.")
    data = steps.assign(arithmetic=[_plain_arithmetic(row) for row in _records(steps)]).drop(
        columns=["numerator_terms", "denominator_terms"]
    )
    return _printed(
        "reconciliation",
        title,
        caption,
        data,
        pd.DataFrame(rows),
        columns,
        language,
        sources=figure_sources(observations, steps["sources"], language),
    )


def _step_value(row: Row, language: Language) -> str:
    if row["unit"] != "percent":
        return language.number(row["value"])
    return (
        language.percent(row["value"])
        if row["numerator_terms"]
        else _as_printed(row["value"], language)
    )


def _as_printed(value: float, language: Language) -> str:
    """Write a printed percentage with the decimals that it was printed with."""
    decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    return language.percent(value, decimals)


def _step(row: Row, language: Language) -> str:
    """Say what a step of the reconciliation is."""
    group = vocabulary.group(row["group"], language)
    date = language.date(row["date"])
    words = {
        "printed": language.text("Printed as coverage of workers, {date}", date=date),
        "target_beside": language.text("Target for {date}, printed beside it", date=date),
        "part": language.text("Part: {group}, {date}", group=group, date=date),
        "all_low": language.text("All workers: the printed parts together"),
        "all_value": language.text("All workers: the exact count"),
        "all_high": language.text("All workers: if the exact count leaves out informal members"),
        "base_identified": language.text(
            "Employed persons of {date}, which the printed parts round", date=date
        ),
        "base_informal_share_printed": language.text("Share of informal workers in the parts"),
        "base_informal_share_survey": language.text(
            "Share of informal workers in the survey, {date}", date=date
        ),
        "later_printed": language.text("Printed later: {group}, {date}", group=group, date=date),
        "later_computed": language.text("Computed later: {group}, {date}", group=group, date=date),
    }
    return words.get(row["step"], str(row["step"]))


def _arithmetic(row: Row, language: Language) -> str:
    """Write a quotient of sums as the reader's language writes numbers."""

    def number(value: float, unit: str) -> str:
        if unit == "percent":
            return language.percent(value, 2)
        return language.number(value)

    return _quotient(row["numerator_terms"], row["denominator_terms"], number)


def _plain_arithmetic(row: Row) -> str:
    """Write a quotient of sums in no language, for the data."""

    def number(value: float, unit: str) -> str:
        return f"{value:g}%" if unit == "percent" else f"{value:.0f}"

    return _quotient(row["numerator_terms"], row["denominator_terms"], number)


def _quotient(
    numerator: Sequence[Term], denominator: Sequence[Term], number: Callable[[float, str], str]
) -> str:
    upper, lower = (_sum(terms, number) for terms in (numerator, denominator))
    if not lower:
        return upper
    upper = f"({upper})" if len(numerator) > 1 else upper
    lower = f"({lower})" if len(denominator) > 1 else lower
    return f"{upper} / {lower}"


def _sum(terms: Sequence[Term], number: Callable[[float, str], str]) -> str:
    text = ""
    for term in terms:
        factors = [
            number(value, unit) for value, unit in zip(term.factors, term.units, strict=True)
        ]
        sign = "+" if term.sign > 0 else "\N{MINUS SIGN}"
        text += (f" {sign} " if text else "" if term.sign > 0 else sign) + " × ".join(factors)
    return text


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
    title = language.text("How far are the targets?")
    if goals.empty:
        reason = language.text("No target is on record.")
        return exhibit_note("targets", title, reason, language)
    rows = []
    for row in _records(goals):
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
        "Each target stands beside the last coverage on the same base "
        "(n = {n} targets). "
        "Growth needed runs from the last count at a year's end; "
        "growth seen is a slope over the counts at years' ends, or between two of them. "
        "A dash means that the figures do not allow it.",
        n=len(goals),
    )
    return _printed(
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
        for row in _records(gaps)
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
        "(Kitagawa 1955; n = {n} pairs). "
        "A positive part raises the first place. "
        "Where construction workers are counted differently, the rates differ for that alone.",
        n=len(gaps),
    )
    return _printed(
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
    urls = {row["observation_id"]: row["url"] for row in _records(observations)}
    table = figures.assign(
        url=[urls.get(key, "") for key in figures["observation_id"]],
        parts=[
            "" if math.isnan(row["parts_low"]) else _interval_percent(row, language)
            for row in _records(figures)
        ],
    )
    columns = [
        Column("geo", language.text("Place")),
        Column("period", language.text("Date"), show=language.date),
        Column(
            "value",
            language.text("Printed"),
            show=partial(_as_printed, language=language),
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
    return _printed("classified", title, caption, figures, table, columns, language, sortable=True)


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
    first = _records(rises)[0]
    table = rises.assign(
        way=[vocabulary.basis(code, language) for code in rises["variant"]],
        range=[language.interval(row["low"], row["high"], 2) for row in _records(rises)],
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
        "Coverage of {group} from {start} to {end}, from n = {n} figures. "
        "A threshold inside a range cannot be decided.",
        group=vocabulary.group(first["group"], language),
        start=language.date(first["start"]),
        end=language.date(first["end"]),
        n=first["n_figures"],
    )
    return _printed(
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
    title = language.text("Do the conclusions hang on the base?")
    known = tries[tries["result"] != "not_computable"]
    if known.empty:
        reason = language.text("No conclusion can be computed from the figures.")
        return exhibit_note("multiverse", title, reason, language)
    keys = ["conclusion", "date", "count", "base"]
    rows = []
    for key, part in known.groupby(keys, sort=False):
        entry = dict(zip(keys, map(str, key), strict=True))
        found = {row["bound"]: row for row in _records(part)}
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
        language.text("{reason}: {n}", reason=vocabulary.reason(str(code), language), n=number)
        for code, number in reasons.items()
    ]
    caption = language.text(
        "Each conclusion on every date, count and base that the figures allow (n = {n}).",
        n=len(rows),
    )
    if told:
        caption += " " + language.text("Not computable: {reasons}.", reasons="; ".join(told))
    return _printed(
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


# Models -----------------------------------------------------------------------------------


def cross_section_models(
    estimates: pd.DataFrame, *, language: Language, confidence: float = 0.95
) -> Exhibit:
    """List what the provincial cross-section finds under every choice.

    Parameters
    ----------
    estimates
        As `trends.cross_sections` gives it.
    confidence
        Of the intervals.
    """
    title = language.text("How far does the link between provinces hang on the choices?")
    keys = ["placement", "adjusted_for", "without"]
    rows = []
    for key, part in estimates[estimates["model"] != "rank"].groupby(keys, sort=False):
        choice = dict(zip(keys, map(str, key), strict=True))
        found = {(row["model"], row["term"]): row for row in _records(part)}
        line = found["least_squares", "informal_share"]
        logit = found["fractional_logit", "average_effect"]
        one_out = found["least_squares", "informal_share_leave_one_out"]
        effect = _estimated(logit, language)
        if logit["left_out"]:
            effect += " " + language.text("without {places}", places=logit["left_out"])
        rows.append(
            {
                "placement": vocabulary.placement(choice["placement"], language),
                "adjusted": language.text("yes") if choice["adjusted_for"] else language.text("no"),
                "without": choice["without"],
                "line": _estimated(line, language),
                "range": language.interval(one_out["low"], one_out["high"], 2),
                "effect": effect,
                "n": line["n"],
            }
        )
    if not rows:
        reason = language.text("No figures of provinces were known at this date.")
        return exhibit_note("cross-section-models", title, reason, language)
    columns = [
        Column("placement", language.text("Members placed")),
        Column("adjusted", language.text("Income held equal")),
        Column("without", language.text("Left out")),
        Column("line", language.text("Least squares (HC3)"), numeric=True),
        Column("range", language.text("Range without one province"), numeric=True),
        Column("effect", language.text("Fractional logit"), numeric=True),
        Column("n", language.text("n"), numeric=True),
    ]
    caption = [
        language.text(
            "Points of coverage for one point of informal share, with {level} intervals. "
            "The range shows the slope when one more province at a time is left out.",
            level=language.percent(100 * confidence, 0),
        )
    ]
    caption.extend(
        language.text(
            "{province} has rank {rank} of {n} by coverage with members placed {placement}.",
            province=row["term"],
            rank=language.number(row["estimate"]),
            n=row["n"],
            placement=vocabulary.placement(row["placement"], language),
        )
        for row in _records(estimates[estimates["model"] == "rank"])
    )
    return _printed(
        "cross_section_models",
        title,
        " ".join(caption),
        estimates,
        pd.DataFrame(rows),
        columns,
        language,
    )


def trend_models(
    estimates: pd.DataFrame,
    breaks: pd.DataFrame,
    *,
    language: Language,
    confidence: float = 0.95,
) -> Exhibit:
    """List what the models of growth find.

    Parameters
    ----------
    estimates
        Tables of estimates of `trends`, one below the other.
    breaks
        Breaks named in advance, for their names.
    confidence
        Of the intervals.
    """
    title = language.text("What do the models of growth find?")
    if estimates.empty:
        reason = language.text("There are too few years for a model.")
        return exhibit_note("trend-models", title, reason, language)
    names = {row["break_id"]: language.pick(row, "label") for row in _records(breaks)}
    rows, columns = _estimates(estimates, names, language)
    caption = language.text(
        "Estimates with {level} intervals. "
        "Log odds compare the covered with the uncovered; a straight line there is logistic "
        "growth. "
        "The breaks were named in advance from the record.",
        level=language.percent(100 * confidence, 0),
    )
    return _printed(
        "trend_models",
        title,
        caption,
        estimates,
        rows,
        columns,
        language,
        row_headers=2,
    )


def panel(estimates: pd.DataFrame, *, language: Language, confidence: float = 0.95) -> Exhibit:
    """List how coverage and informality move within provinces over the years.

    Parameters
    ----------
    estimates
        As `trends.panel_description` gives it.
    confidence
        Of the intervals.
    """
    title = language.text("Does coverage move with informal work within a province?")
    if estimates.empty:
        reason = language.text("No figures of provinces were known at this date.")
        return exhibit_note("panel", title, reason, language)
    caption = language.text(
        "The slope compares each province with itself over the years, with its {level} interval. "
        "It can find little where informal work hardly varies within provinces.",
        level=language.percent(100 * confidence, 0),
    )
    rows, columns = _estimates(estimates, {}, language)
    return _printed("panel", title, caption, estimates, rows, columns, language, row_headers=2)


def _estimates(
    estimates: pd.DataFrame, breaks: Mapping[str, str], language: Language
) -> tuple[pd.DataFrame, list[Column]]:
    """Put estimates into words, with the columns to print."""
    rows = [
        {
            "model": vocabulary.model(row["model"], language),
            "term": _term(row["term"], breaks, language),
            "estimate": _estimated(row, language),
            "unit": vocabulary.estimate_unit(row["unit"], language),
            "p_value": row["p_value"],
            "n": row["n"],
            "note": vocabulary.estimate_note(row["note"], language),
        }
        for row in _records(estimates)
    ]
    columns = [
        Column("model", language.text("Model")),
        Column("term", language.text("Term")),
        Column("estimate", language.text("Estimate"), numeric=True),
        Column("unit", language.text("Unit")),
        Column(
            "p_value",
            language.text("p-value"),
            show=partial(language.number, digits=3),
            numeric=True,
        ),
        Column("n", language.text("n"), numeric=True),
        Column("note", language.text("Note")),
    ]
    return pd.DataFrame(rows), columns


def _term(code: str, breaks: Mapping[str, str], language: Language) -> str:
    kind, _, name = code.partition(":")
    if kind == "level":
        return language.text("step after: {name}", name=breaks.get(name, name))
    if kind == "slope" and name:
        return language.text("change of growth after: {name}", name=breaks.get(name, name))
    return vocabulary.term(code, language)


def _estimated(row: Row, language: Language) -> str:
    if math.isnan(row["estimate"]):
        return ""
    digits = 0 if row["unit"] in {"rank", "pairs"} else 2
    value = language.number(row["estimate"], digits)
    if math.isnan(row["low"]):
        return value
    return f"{value} ({language.interval(row['low'], row['high'], digits)})"


# Evidence ---------------------------------------------------------------------------------


def triangulation(
    convergence: pd.DataFrame,
    names: Mapping[str, str],
    *,
    language: Language,
    smallest: int = 8,
) -> Exhibit:
    """Sum up how far pairs of groups of sources agree.

    Parameters
    ----------
    convergence
        As `evidence.convergence` gives it; the pairs to print.
    names
        Names of the groups by code.
    smallest
        Pairs that both speak of fewer elements are left to the data.
    """
    title = language.text("Do different sources say the same?")
    if convergence.empty:
        reason = language.text("There are no two groups of sources to compare.")
        return exhibit_note("triangulation", title, reason, language)
    shared = convergence[["agreement", "partial_agreement", "dissonance"]].sum(axis=1)
    printed = convergence[shared >= smallest]
    table = printed.assign(
        pair=[
            language.text(
                "{first} and {second}",
                first=names.get(row["group_a"], row["group_a"]),
                second=names.get(row["group_b"], row["group_b"]),
            )
            for row in _records(printed)
        ]
    )
    outcomes = ["agreement", "partial_agreement", "dissonance", "silence", "not_addressed"]
    share = partial(language.number, digits=2)
    columns = [
        Column("pair", language.text("Pair")),
        *(
            Column(outcome, vocabulary.verdict(outcome, language), numeric=True)
            for outcome in outcomes
        ),
        Column("convergence", language.text("Convergence"), show=share, numeric=True),
        Column("coverage", language.text("Covered by both"), show=share, numeric=True),
    ]
    caption = language.text(
        "Number of elements by outcome, after Farmer et al. (2006). "
        "Agreement: both cover the element, with the same direction and prominence; "
        "partial: one of the two is the same; dissonance: neither; silence: only one covers it. "
        "Convergence runs from 0 to 1 and leaves silence out. "
        "Pairs that both speak of fewer than {smallest} elements are in the CSV only.",
        smallest=smallest,
    )
    return _printed("triangulation", title, caption, convergence, table, columns, language)


def agreement(
    results: pd.DataFrame, framework: pd.DataFrame, *, language: Language, confidence: float = 0.95
) -> Exhibit:
    """List how far the coders agree, by family, by dimension, overall and on direction.

    Element by element the picture shows it, and the data hold it.

    Parameters
    ----------
    results
        As `reliability.agreement` gives it.
    framework
        The codebook, for the names.
    confidence
        Of the interval of alpha.
    """
    title = language.text("How far do the coders agree?")
    if results.empty:
        reason = language.text("Fewer than two coders read the record.")
        return exhibit_note("agreement", title, reason, language)
    names = labels(framework, language)
    rows = []
    for row in _records(results[results["level"] != "code"]):
        level = vocabulary.level(row["level"], language)
        what = vocabulary.dimension(row["code"], language)
        if row["level"] == "family":
            what = f"{row['code']} {names.get(row['code'], language.text('no code fits'))}"
        alpha = ""
        if not math.isnan(row["alpha"]):
            interval = language.interval(row["alpha_low"], row["alpha_high"], 2)
            alpha = f"{language.number(row['alpha'], 2)} ({interval})"
        rows.append(
            {
                "what": f"{level}: {what}" if what else level,
                "n": row["n_units"],
                "both": row["n_both"],
                "percent": row["percent_agreement"],
                "alpha": alpha,
                "kappa": row["kappa"],
                "ac1": row["ac1"],
            }
        )
    coefficient = partial(language.number, digits=2)
    columns = [
        Column("what", language.text("Compared on")),
        Column("n", language.text("Judgements"), show=language.number, numeric=True),
        Column("both", language.text("Given by all"), show=language.number, numeric=True),
        Column("percent", language.text("Agreement"), show=language.percent, numeric=True),
        Column("alpha", language.text("Krippendorff's alpha"), numeric=True),
        Column("kappa", language.text("Kappa"), show=coefficient, numeric=True),
        Column("ac1", language.text("Gwet's AC1"), show=coefficient, numeric=True),
    ]
    caption = language.text(
        "A judgement is whether a coder gave an element to a segment. "
        "Alpha has a {level} interval from resampling segments. "
        "Kappa collapses for rare elements; AC1 does not. "
        "High agreement shows that the rules can be followed, not that the codes are true.",
        level=language.percent(100 * confidence, 0),
    )
    return _printed("agreement", title, caption, results, pd.DataFrame(rows), columns, language)


def agreements(signed: pd.DataFrame, case: Case, *, language: Language) -> Exhibit:
    """List the agreements on record, with what is said of them and where.

    Parameters
    ----------
    signed
        The agreements of a case.
    case
        The case, for actors, statements and addresses.
    """
    title = language.text("Which agreements are on record?")
    if signed.empty:
        reason = language.text("The record holds no signed agreement.")
        return exhibit_note("agreements", title, reason, language)
    actors = {row["actor_id"]: language.pick(row, "label") for row in _records(case.actors)}
    segments = {row["segment_id"]: row for row in _records(case.segments)}
    documents = {row["document_id"]: row for row in _records(case.documents)}
    rows = []
    for row in _records(signed):
        segment = segments[row["segment_id"]]
        document = documents[segment["document_id"]]
        rows.append(
            {
                "parties": language.text(
                    "{first} and {second}",
                    first=actors.get(row["party"], row["party"]),
                    second=actors.get(row["other_party"], row["other_party"]),
                ),
                "kind": vocabulary.agreement_kind(row["kind"], language),
                "signed": row["signed"],
                "statement": language.pick(segment, "statement"),
                "publisher": document["publisher"],
                "url": document["url"],
            }
        )
    columns = [
        Column("parties", language.text("Parties")),
        Column("kind", language.text("Kind")),
        Column("signed", language.text("Signed"), show=language.date),
        Column("statement", language.text("What is reported")),
        Column("publisher", language.text("Reported by"), url="url"),
    ]
    caption = language.plural(
        "{n} agreement that a document reports as signed. What is not reported may still exist.",
        "{n} agreements that documents report as signed. What is not reported may still exist.",
        n=len(signed),
    )
    return _printed("agreements", title, caption, signed, pd.DataFrame(rows), columns, language)


# Data, framework, parameters --------------------------------------------------------------


def documents(listed: pd.DataFrame, segments: pd.DataFrame, *, language: Language) -> Exhibit:
    """List the documents with addresses, and how far each was read.

    Parameters
    ----------
    listed
        Documents of a case.
    segments
        Its segments, for their number.
    """
    title = language.text("Which documents make up the record?")
    if listed.empty:
        reason = language.text("The case has no documents yet.")
        return exhibit_note("documents", title, reason, language)
    counted = segments["document_id"].value_counts()
    table = listed.assign(
        statements=listed["document_id"].map(counted).fillna(0).astype(int),
        title=listed["title"].where(listed["title"] != "", listed["document_id"]),
        place=[
            vocabulary.scope(row["scope"], language)
            if row["layer"] == "public"
            else vocabulary.layer(row["layer"], language)
            for row in _records(listed)
        ],
    ).sort_values(["published", "document_id"], ascending=[False, True])
    columns = [
        Column("title", language.text("Document"), url="url"),
        Column("publisher", language.text("Publisher")),
        Column(
            "publisher_type",
            language.text("Kind"),
            show=partial(vocabulary.publisher_type, language=language),
        ),
        Column("published", language.text("Published"), show=language.date),
        Column("place", language.text("Use")),
        Column("read", language.text("Read"), show=partial(vocabulary.read, language=language)),
        Column("statements", language.text("Statements"), numeric=True),
    ]
    opening = int((listed["read"] == "opening").sum())
    caption = language.text(
        "n = {n} documents; of {opening} only the opening was read. "
        "Titles in brackets were rebuilt from the address.",
        n=len(listed),
        opening=opening,
    )
    return _printed("documents", title, caption, listed, table, columns, language, sortable=True)


def dictionary(
    resource: str,
    name: str,
    fields: Sequence[Row],
    *,
    n_rows: int,
    language: Language,
) -> Exhibit:
    """Describe the fields of one table of the data.

    Parameters
    ----------
    resource
        File name of the table, without its ending.
    name
        Title of the table, in the reader's language.
    fields
        The ``fields`` of its Table Schema.
    n_rows
        Rows that the table has.
    """
    rows = []
    for entry in fields:
        limits = entry.get("constraints", {})
        texts = {
            "text_en": entry.get("description", ""),
            "text_id": entry.get("description_id", ""),
        }
        rows.append(
            {
                "field": entry["name"],
                "type": entry["type"],
                "meaning": language.pick(texts, "text"),
                "required": language.text("yes") if limits.get("required") else language.text("no"),
                "values": ", ".join(str(value) for value in limits.get("enum", [])),
            }
        )
    table = pd.DataFrame(rows)
    columns = [
        Column("field", language.text("Field")),
        Column("type", language.text("Type")),
        Column("meaning", language.text("Meaning")),
        Column("required", language.text("Required")),
        Column("values", language.text("Values")),
    ]
    title = language.text("What does the table “{name}” hold?", name=name)
    caption = language.plural("{n} row.", "{n} rows.", n=n_rows)
    data = pd.DataFrame(
        [
            {
                "field": entry["name"],
                "type": entry["type"],
                "description": entry.get("description", ""),
                "description_id": entry.get("description_id", ""),
            }
            for entry in fields
        ]
    )
    return _printed(
        "dictionary",
        title,
        caption,
        data,
        table,
        columns,
        language,
        name=f"dictionary-{resource.replace('_', '-')}",
    )


def regulations(listed: pd.DataFrame, *, language: Language) -> Exhibit:
    """List the laws and regulations, with what the record takes from each.

    Parameters
    ----------
    listed
        The table of regulations.
    """
    title = language.text("Which laws and regulations matter here?")
    if listed.empty:
        reason = language.text("No regulation was known at this date.")
        return exhibit_note("regulations", title, reason, language)
    columns = [
        Column("regulation", language.text("Regulation"), url="url"),
        Column("date", language.text("Date"), show=language.date),
        Column("subject", language.text("Subject")),
        Column("fact", language.text("What it says")),
        Column("publisher", language.text("Read at")),
    ]
    caption = language.text("n = {n} regulations, in the words of the project.", n=len(listed))
    return _printed("regulations", title, caption, listed, listed, columns, language, sortable=True)


def codebook(framework: pd.DataFrame, *, language: Language) -> Exhibit:
    """List the parts of the framework with their meaning.

    Parameters
    ----------
    framework
        The codebook.
    """
    title = language.text("What does each part of the framework mean?")
    names = labels(framework, language)
    ordered = framework.sort_values("order")
    table = pd.DataFrame(
        [
            {
                "name": f"{row['code']} {names[row['code']]}",
                "part": names.get(row["parent"], ""),
                "definition": language.pick(row, "definition"),
            }
            for row in _records(ordered)
        ]
    )
    columns = [
        Column("name", language.text("Name")),
        Column("part", language.text("Part of")),
        Column("definition", language.text("Meaning, paraphrased")),
    ]
    caption = language.text(
        "{n} elements are coded; dimensions and components hold them together. "
        "The definitions are the project's paraphrase of the framework.",
        n=int((framework["kind"] == "element").sum()),
    )
    return _printed("codebook", title, caption, ordered, table, columns, language)


def crosswalk(framework: pd.DataFrame, *, language: Language) -> Exhibit:
    """Set the names of the framework of 2012 and 2015 side by side.

    Parameters
    ----------
    framework
        The codebook.
    """
    title = language.text("How do the two versions of the framework name their parts?")
    changes = name_changes(framework)
    definitions = {row["code"]: language.pick(row, "definition") for row in _records(framework)}
    words = {
        "same": language.text("same"),
        "renamed": language.text("renamed"),
        "dropped": language.text("no longer separate"),
    }
    table = changes.assign(
        definition=changes["code"].map(definitions), told=changes["change"].map(words)
    )
    columns = [
        Column("code", language.text("Code")),
        Column("label_2012_en", language.text("2012")),
        Column("label_2015_en", language.text("2015")),
        Column("label_id", language.text("In Indonesian")),
        Column("told", language.text("Change")),
        Column("definition", language.text("Meaning, paraphrased")),
    ]
    caption = language.text(
        "{n} entries: {renamed} renamed and {dropped} no longer separate in 2015. "
        "The definitions are the project's paraphrase.",
        n=len(changes),
        renamed=int((changes["change"] == "renamed").sum()),
        dropped=int((changes["change"] == "dropped").sum()),
    )
    sources = (
        Source("Emerson, Nabatchi & Balogh (2012)", "https://doi.org/10.1093/jopart/mur011"),
        Source("Emerson & Nabatchi (2015)"),
    )
    return _printed("crosswalk", title, caption, changes, table, columns, language, sources=sources)


def parameters(
    values: Mapping[str, object], meanings: Mapping[str, str], *, language: Language
) -> Exhibit:
    """List the parameters that a page was run with.

    Parameters
    ----------
    values
        Value by name.
    meanings
        What each parameter does, in the reader's language, by name.
    """
    title = language.text("With which parameters was this page computed?")
    table = pd.DataFrame(
        [
            {"name": name, "value": _plain(value), "meaning": meanings.get(name, "")}
            for name, value in values.items()
        ],
        columns=["name", "value", "meaning"],
    )
    columns = [
        Column("name", language.text("Parameter")),
        Column("value", language.text("Value")),
        Column("meaning", language.text("Meaning")),
    ]
    caption = language.text("Anyone can run the page again with other values.")
    return _printed(
        "parameters", title, caption, table[["name", "value"]], table, columns, language
    )


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    return str(value)


# Parts of tables --------------------------------------------------------------------------


def _printed(
    function: str,
    title: str,
    caption: str,
    data: pd.DataFrame,
    table: pd.DataFrame,
    columns: Sequence[Column],
    language: Language,
    *,
    sources: Sequence[Source] = (),
    sortable: bool = False,
    row_headers: int = 1,
    name: str = "",
) -> Exhibit:
    """Make an exhibit of a table; the table is its own text for those who do not see it."""
    return Exhibit(
        name or function.replace("_", "-"),
        title,
        caption,
        "",
        data,
        language,
        sources,
        f"analysis.tables.{function}",
        html_table(table, columns, title, language, sortable=sortable, row_headers=row_headers),
    )


def _records(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    return rows.to_dict("records")
