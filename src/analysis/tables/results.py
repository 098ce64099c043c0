"""The result of a rule in words and in a small picture."""

import html
import math

import pandas as pd

from analysis import sentences, vocabulary
from analysis.claims import ALL, SILENCE
from analysis.exhibits import Exhibit, exhibit_note, variable
from analysis.framework import labels
from analysis.language import Language
from analysis.tables.printing import Row, records

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


def no_claims(name: str, title: str, language: Language) -> Exhibit:
    """Say in place of an exhibit that the case has no claims."""
    return exhibit_note(name, title, language.text("The case has no claims to test."), language)


def tell_nothing(measure: str, language: Language) -> str:
    """Say that a rule found nothing to rest on: figures may be on record and yet not fit it."""
    if measure.startswith("coverage_"):
        return language.text("no figures to compare")
    return language.text("nothing on record")


def write_result(row: Row, language: Language) -> str:
    """Write the result of a rule with its interval, in the unit of its measure."""
    if row["verdict"] == SILENCE and math.isnan(row["estimate"]):
        return tell_nothing(row["measure"], language)
    digits = _digits(row["measure"])
    value = language.number(row["estimate"], digits)
    if row["measure"] in {"coverage_level", "coverage_gap", "coverage_change"}:
        value = _unit(row["measure"], value, language)
    if math.isnan(row["low"]) or round(row["low"], digits) == round(row["high"], digits):
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


def write_condition(row: Row, language: Language) -> str:
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


def measure_names(
    claim_tests: pd.DataFrame, framework: pd.DataFrame, language: Language
) -> dict[str, str]:
    """Name for each rule what it measures, of which elements and of whom."""
    names = labels(framework, language)
    measures = {}
    for test in records(claim_tests):
        codes = test["codes"].split()
        details = [f"{code} {names[code]}" for code in codes] if len(codes) == 1 else codes
        if test["group"]:
            details.append(vocabulary.group(test["group"], language))
        if test["measure"] == "net_stance" and test["actor_kind"]:
            details.append(vocabulary.actor_kind(test["actor_kind"], language))
        name = vocabulary.measure(test["measure"], language)
        measures[test["test_id"]] = f"{name} ({', '.join(details)})" if details else name
    return measures


def rows_anchor(test_id: str) -> str:
    """Return where on the page of findings the rows behind a rule are listed."""
    return f"rows-{test_id.lower()}"


def tell_evidence(row: Row, language: Language) -> str:
    """Say what a result rests on."""
    if not row["n_figures"] and not row["n_events"]:
        return tell_nothing(row["measure"], language)
    if row["n_figures"]:
        return language.plural("n = {n} figure", "n = {n} figures", n=int(row["n_figures"]))
    return language.text(
        "n = {events} events, {documents} documents, {speakers} speakers",
        events=int(row["n_events"]),
        documents=int(row["n_documents"]),
        speakers=int(row["n_speakers"]),
    )


def tell_finding(
    row: Row, test: Row, framework: pd.DataFrame, language: Language, page: str = ""
) -> str:
    """Say as HTML what a rule found, with a small picture and a way to the rows behind it.

    Parameters
    ----------
    row
        Row of the table of verdicts.
    test
        The rule.
    framework
        The codebook, for the names of elements.
    page
        The page that lists the rows, if it is another one.
    """
    sentence = html.escape(sentences.rule(row, test, framework, language))
    if row["n_figures"]:
        sentence += html.escape(f" ({tell_evidence(row, language)})")
    rows = html.escape(language.text("rows behind {rule}", rule=row["test_id"]))
    opened = f'<a class="exhibit-rows" href="{page}#{rows_anchor(row["test_id"])}">{rows}</a>'
    return f'{sentence} <span class="exhibit-result">{draw_gauge(row)} {opened}</span>'


def chip_colour(verdict: str) -> str:
    """Return the name of the colour of a verdict."""
    return CHIPS.get(verdict, verdict)


def tell_date(as_of: str, language: Language) -> str:
    """Say at which date the record was read."""
    if as_of == ALL:
        return language.text("With all evidence.")
    return language.text("As the record stood on {date}.", date=language.date(as_of))


def tell_scale(language: Language) -> str:
    """Say how to read the small pictures."""
    return language.text(
        "In each small picture the shaded side is where the claim holds, the dot is "
        "the result and the thick line its interval. For coded evidence the interval "
        "comes from resampling events; for figures it is the range that the printed "
        "figures allow."
    )


def draw_gauge(row: Row) -> str:
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
    ink, hue = variable("ink"), variable(chip_colour(row["verdict"]))
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
