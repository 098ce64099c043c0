"""Tables of models: growth over the years, and provinces."""

import math
from collections.abc import Mapping
from functools import partial

import pandas as pd

from analysis import vocabulary
from analysis.exhibits import (
    Column,
    Exhibit,
    exhibit_note,
    p_value,
    with_interval,
)
from analysis.language import Language
from analysis.tables.printing import Row, as_exhibit, records


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
    title = language.text("How much does the link across provinces depend on choices of method?")
    keys = ["placement", "adjusted_for", "without"]
    rows = []
    for key, part in estimates[estimates["model"] != "rank"].groupby(keys, sort=False):
        choice = dict(zip(keys, map(str, key), strict=True))
        found = {(row["model"], row["term"]): row for row in records(part)}
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
            "Points of coverage that go with one percentage point more of informal work, "
            "with {level} intervals. The range shows how this slope moves when one "
            "province at a time is left out.",
            level=language.percent(100 * confidence, 0),
        )
    ]
    caption.extend(
        language.text(
            "{province} ranks {rank} of {n} by coverage if members are counted {placement}.",
            province=row["term"],
            rank=language.number(row["estimate"]),
            n=row["n"],
            placement=vocabulary.placement(row["placement"], language),
        )
        for row in records(estimates[estimates["model"] == "rank"])
    )
    return as_exhibit(
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
    names = {row["break_id"]: language.pick(row, "label") for row in records(breaks)}
    rows, columns = _estimates(estimates, names, language)
    caption = language.text(
        "Estimates with {level} intervals. "
        "Log odds compare the covered with the uncovered; a straight line there is logistic "
        "growth. "
        "The breaks were named in advance from the record.",
        level=language.percent(100 * confidence, 0),
    )
    return as_exhibit(
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
    return as_exhibit("panel", title, caption, estimates, rows, columns, language, row_headers=2)


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
        for row in records(estimates)
    ]
    columns = [
        Column("model", language.text("Model")),
        Column("term", language.text("Term")),
        Column("estimate", language.text("Estimate"), numeric=True),
        Column("unit", language.text("Unit")),
        Column(
            "p_value",
            language.text("p-value"),
            show=partial(p_value, language=language),
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
    return with_interval(row["estimate"], row["low"], row["high"], language, digits)
