"""The table that shows, step by step, what a printed coverage can mean."""

from collections.abc import Callable, Sequence

import pandas as pd

from analysis import vocabulary
from analysis.coverage import Term
from analysis.exhibits import (
    Column,
    Exhibit,
    exhibit_note,
    figure_sources,
)
from analysis.language import Language
from analysis.tables.printing import Row, as_exhibit, records


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
    printed = records(steps[steps["step"] == "printed"])[0]
    title = language.text(
        "What can the printed {value} mean?", value=as_printed(printed["value"], language)
    )
    rows = [
        {
            "step": _step(row, language),
            "arithmetic": _arithmetic(row, language),
            "value": _step_value(row, language),
            "outlets": row["n_outlets"],
        }
        for row in records(steps)
    ]
    columns = [
        Column("step", language.text("Step")),
        Column("arithmetic", language.text("Arithmetic")),
        Column("value", language.text("Result"), numeric=True),
        Column("outlets", language.text("Outlets"), numeric=True),
    ]
    below = steps[steps["step"].isin(["all_low", "all_value", "all_high"])]
    caption = language.text(
        "Coverage of all workers lies between {low} and {high}; the printed figure "
        "fits only a part of the workers. Every figure is as printed; only the "
        "arithmetic is the project's.",
        low=language.percent(below["value"].min()),
        high=language.percent(below["value"].max()),
    )
    if below.empty:
        caption = language.text("The parts that would explain the printed figure are not known.")
    data = steps.assign(arithmetic=[_plain_arithmetic(row) for row in records(steps)]).drop(
        columns=["numerator_terms", "denominator_terms"]
    )
    return as_exhibit(
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
        else as_printed(row["value"], language)
    )


def as_printed(value: float, language: Language) -> str:
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
