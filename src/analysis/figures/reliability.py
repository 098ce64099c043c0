"""Pictures of how far coders agree, and of how much of the framework was met."""

import pandas as pd
from matplotlib.figure import Figure

from analysis import framework as codebook
from analysis.evidence import CodeCoverage
from analysis.exhibits import (
    Exhibit,
    axis_number,
    colour,
    exhibit_note,
    style,
    with_interval,
)
from analysis.figures.drawing import (
    as_exhibit,
    element_names,
    records,
    row_figure,
    write_above,
    write_beside,
)
from analysis.language import Language

TENTATIVE, FIRM = 0.667, 0.8
"""Krippendorff's values of alpha for tentative and for firm conclusions."""


def agreement_by_code(
    table: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    language: Language,
    confidence: float = 0.95,
) -> Exhibit:
    """Draw how far the coders agree on each element, with intervals.

    Parameters
    ----------
    table
        As `reliability.agreement` gives it.
    framework
        The codebook, for the names.
    confidence
        Of the intervals.
    """
    title = language.text("On which elements do the coders agree?")
    rows = table[(table["level"] == "code") & (table["code"] != codebook.NONE)]
    drawn = rows[rows["alpha"].notna()].reset_index(drop=True)
    if drawn.empty:
        reason = language.text("Fewer than two coders read the record, or nothing differs.")
        return exhibit_note("agreement-by-code", title, reason, language)
    with style():
        figure, axes = row_figure(element_names(drawn["code"], framework, language), extra=1.1)
        places = range(len(drawn))
        axes.hlines(
            places, drawn["alpha_low"], drawn["alpha_high"], color=colour("series-1"), lw=1.6
        )
        axes.plot(drawn["alpha"], places, "o", color=colour("series-1"))
        for value, align in ((TENTATIVE, "right"), (FIRM, "left")):
            axes.axvline(value, color=colour("ink"), ls=":", lw=1.2)
            write_above(axes, value, language.number(value, 3 if value == TENTATIVE else 2), align)
        axes.set_xlim(min(-0.05, drawn["alpha_low"].min() - 0.05), 1.05)
        axes.xaxis.set_major_formatter(axis_number(language, 1))
        axes.set_xlabel(language.text("Krippendorff's alpha"))
    caption = language.text(
        "Alpha is 1 where coders always agree and 0 where they agree no more than by chance. "
        "Lines are {level} intervals over n = {n} segments. "
        "Krippendorff asks for {firm} before firm conclusions and for {tentative} before "
        "tentative ones. "
        "Rare elements have wide intervals, and one that a single segment carries has none.",
        level=language.percent(100 * confidence, 0),
        n=language.number(rows["n_units"].max()),
        firm=language.number(FIRM, 2),
        tentative=language.number(TENTATIVE, 3),
    )
    alternative = language.text(
        "Of {n} elements, {firm} reach {firm_value} and {weak} stay below {weak_value}.",
        n=len(drawn),
        firm=int((drawn["alpha"] >= FIRM).sum()),
        firm_value=language.number(FIRM, 2),
        weak=int((drawn["alpha"] < TENTATIVE).sum()),
        weak_value=language.number(TENTATIVE, 3),
    )
    overall = table[table["level"] == "overall"]
    for row in records(overall[overall["alpha"].notna()]):
        alternative += " " + language.text(
            "Over all elements alpha is {alpha}.",
            alpha=with_interval(row["alpha"], row["alpha_low"], row["alpha_high"], language),
        )
    return as_exhibit("agreement_by_code", title, caption, alternative, rows, figure, language)


def code_coverage(
    met: CodeCoverage, *, n_codes: int, language: Language, confidence: float = 0.95
) -> Exhibit:
    """Draw how many codes of the framework were met, source after source.

    Parameters
    ----------
    met
        As `evidence.code_coverage` gives it.
    n_codes
        Number of codes that could be met.
    confidence
        Of the band.
    """
    title = language.text("Would more sources have shown more parts of the framework?")
    table = met.sources
    if table.empty:
        reason = language.text("The record has no coded event.")
        return exhibit_note("code-coverage", title, reason, language)
    last = table.iloc[-1]
    with style():
        figure = Figure(figsize=(5.0, 3.4))
        axes = figure.subplots()
        axes.fill_between(
            table["position"],
            table["low"],
            table["high"],
            color=colour("series-1"),
            alpha=0.18,
            lw=0,
        )
        axes.step(table["position"], table["cumulative"], where="post", color=colour("series-1"))
        axes.axhline(n_codes, color=colour("ink"), ls=":", lw=1.2)
        text = language.text("{n} codes in all", n=n_codes)
        write_beside(axes, table["position"].iloc[0], n_codes, text, (2, 4), "left")
        text = language.text("{n} found", n=int(last["cumulative"]))
        write_beside(
            axes, last["position"], last["cumulative"], text, (0, -16), "right", "series-1"
        )
        axes.set_ylim(0, n_codes * 1.15)
        axes.set_xlabel(language.text("events, in the order of their first report"))
        axes.xaxis.set_major_formatter(axis_number(language, 0))
    caption = language.text(
        "Codes found so far, event after event (n = {n} events). The band holds "
        "{level} of the curves that come from putting the same events in random "
        "order. The codes were fixed in advance: this is coverage of codes, not "
        "saturation of themes.",
        n=len(table),
        level=language.percent(100 * confidence, 0),
    )
    half = table[table["cumulative"] >= last["cumulative"] / 2].iloc[0]
    newest = table[table["new_codes"] > 0].iloc[-1] if (table["new_codes"] > 0).any() else last
    alternative = language.text(
        "{met} of {n} codes are found; half of these after {half} events, the last "
        "new one at event {newest}.",
        met=int(last["cumulative"]),
        n=n_codes,
        half=int(half["position"]),
        newest=int(newest["position"]),
    )
    return as_exhibit("code_coverage", title, caption, alternative, table, figure, language)
