"""Pictures of who leads, by the acts on record."""

import pandas as pd
from matplotlib.figure import Figure

from analysis import vocabulary
from analysis.evidence import Estimate
from analysis.exhibits import (
    Exhibit,
    colour,
    exhibit_note,
    style,
    with_interval,
)
from analysis.figures.drawing import (
    as_exhibit,
    draw_dots,
    list_rows,
    percent_axis,
    row_figure,
    write_beside,
    year_axis,
)
from analysis.language import Language


def leading_acts(
    acts: pd.DataFrame,
    difference: Estimate,
    *,
    kinds: tuple[str, str],
    language: Language,
    confidence: float = 0.95,
) -> Exhibit:
    """Draw each kind of actor's share of the acts that lead.

    Parameters
    ----------
    acts
        As `evidence.leading_acts` gives it, by ``speaker_kind``; the rows of all periods are drawn.
    difference
        As `evidence.leading_difference` gives it for the two kinds.
    kinds
        The kind that leads by the claim, and the one that should.
    confidence
        Of the intervals.
    """
    title = language.text("Who leads, by the public record?")
    data = acts[(acts["period"] == "all") & (acts["speaker_kind"] != "")]
    data = data.sort_values(["share", "speaker_kind"], ascending=[False, True], ignore_index=True)
    if data.empty:
        reason = language.text("The public record has no act that leads.")
        return exhibit_note("leading-acts", title, reason, language)
    data = data.assign(
        label=[vocabulary.actor_kind(kind, language) for kind in data["speaker_kind"]],
        value=100 * data["share"],
    )
    drawn = data.assign(low=100 * data["low"], high=100 * data["high"])
    with style():
        figure, axes = row_figure(drawn["label"])
        named = drawn["speaker_kind"]
        draw_dots(axes, drawn, named == kinds[0], "series-1", "o", language, 0)
        draw_dots(axes, drawn, named == kinds[1], "series-2", "D", language, 0)
        draw_dots(axes, drawn, ~named.isin(kinds), "muted", "s", language, 0)
        percent_axis(axes, float(drawn[["value", "high"]].max().max()), language)
    caption = language.text(
        "Share of all acts that lead: starting or giving priority, directing, acting,"
        " deliberating, deciding. An act is one event, one actor, one element (n = "
        "{acts} acts in {events} events). Lines are {level} intervals from resampling"
        " events. Difference in points, {first} minus {second}: {difference}.",
        acts=int(data["n_acts"].sum()),
        events=difference.n_events,
        level=language.percent(100 * confidence, 0),
        first=vocabulary.actor_kind(kinds[0], language),
        second=vocabulary.actor_kind(kinds[1], language),
        difference=with_interval(
            100 * difference.estimate, 100 * difference.low, 100 * difference.high, language, 1
        ),
    )
    alternative = list_rows(drawn, language, 0)
    return as_exhibit(
        "leading_acts",
        title,
        caption,
        alternative,
        data.drop(columns=["label", "value"]),
        figure,
        language,
    )


def leading_acts_by_year(
    acts: pd.DataFrame, *, kinds: tuple[str, str], language: Language
) -> Exhibit:
    """Draw the number of acts that lead, year by year.

    Parameters
    ----------
    acts
        As `evidence.leading_acts` gives it, by ``speaker_kind`` and year.
    kinds
        The two kinds of actor to tell apart; all others stand together.
    """
    title = language.text("Who led in which year?")
    data = acts[~acts["period"].isin(["all", ""])]
    if data.empty:
        reason = language.text("The public record has no dated act that leads.")
        return exhibit_note("leading-acts-by-year", title, reason, language)
    years = data["period"].astype(int)
    group = data["speaker_kind"].where(data["speaker_kind"].isin(kinds), "")
    table = (
        pd.crosstab(years, group, data["n_acts"], aggfunc="sum")
        .reindex(index=range(years.min(), years.max() + 1), columns=[*kinds, ""])
        .fillna(0)
        .astype(int)
    )
    names = [
        *(vocabulary.actor_kind(kind, language) for kind in kinds),
        language.text("all others"),
    ]
    with style():
        figure = Figure(figsize=(5.0, 4.2))
        panels = figure.subplots(3, sharex=True, sharey=True)
        for axes, kind, label, hue in zip(
            panels, table.columns, names, ("series-1", "series-2", "muted"), strict=True
        ):
            axes.bar(table.index, table[kind], 0.7, color=colour(hue))
            axes.set_title(label, color=colour(hue))
            for year, number in zip(table.index, table[kind], strict=True):
                if number:
                    write_beside(axes, year, number, str(number), (0, 3))
            axes.set_ylim(0, int(table.to_numpy().max()) * 1.35)
            axes.set_yticks([])
            axes.grid(visible=False, axis="y")
            year_axis(axes, pd.Series(table.index))
    caption = language.text(
        "Acts that lead on the public record, by the year in which they happened "
        "(n = {n} dated acts). "
        "Single years hold few acts: shares with their intervals are in the CSV. "
        "A year with more acts may also be a year with more reports.",
        n=int(data["n_acts"].sum()),
    )
    alternative = " ".join(
        language.text(
            "{label}: {acts}.",
            label=label,
            acts="; ".join(f"{year}: {number}" for year, number in table[kind].items() if number)
            or language.text("none"),
        )
        for kind, label in zip(table.columns, names, strict=True)
    )
    return as_exhibit("leading_acts_by_year", title, caption, alternative, data, figure, language)
