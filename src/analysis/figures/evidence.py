"""Pictures of what is on record about the elements of the framework."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis import vocabulary
from analysis.evidence import Estimate
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
    in_order,
    keep_room,
    name_rows,
    records,
    row_figure,
    text_width,
    write_above,
    write_beside,
    write_right,
)
from analysis.language import Language

SPEAKERS_SHOWN = 8
"""So many columns of numbers fit on a phone."""

STRONGEST_SHADE = 0.45
"""Shade of the largest number in a matrix; darker would make the number hard to read."""


def stance_by_element(
    elements: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    language: Language,
    name: str = "stance-by-element",
) -> Exhibit:
    """Draw for each element how many events support and how many hinder it.

    Parameters
    ----------
    elements
        Rows of `evidence.element_by_speaker` with one row per element (``by="layer"``);
        the elements to draw.
    framework
        The codebook, for names and order.
    name
        Name of the exhibit, where a page shows several.
    """
    title = language.text("Which elements do events support, and which do they hinder?")
    data = in_order(elements, framework)
    if data.empty:
        reason = language.text("The public record does not speak about these elements.")
        return exhibit_note(name, title, reason, language)
    labels = element_names(data["code"], framework, language)
    with style():
        figure, axes = row_figure(labels, extra=1.0)
        places = list(range(len(data)))
        axes.barh(places, data["supports"], 0.55, color=colour("supports"))
        axes.barh(
            places,
            -data["hinders"],
            0.55,
            color="none",
            edgecolor=colour("hinders"),
            hatchcolor=colour("hinders"),
            hatch="////",
        )
        axes.axvline(0, color=colour("ink"), lw=1)
        room = 0.22 * max(data["supports"].max() + data["hinders"].max(), 1)
        axes.set_xlim(-data["hinders"].max() - room, data["supports"].max() + room)
        for place, row in enumerate(records(data)):
            if row["supports"]:
                write_beside(axes, row["supports"], place, str(row["supports"]), (4, -4), "left")
            if row["hinders"]:
                write_beside(axes, -row["hinders"], place, str(row["hinders"]), (-4, -4), "right")
            if row["neutral"]:
                write_right(axes, place, str(row["neutral"]))
        write_above(axes, -0.1 * room, language.text("hinders"), "right", "hinders")
        write_above(axes, 0.1 * room, language.text("supports"), "left", "supports")
        if data["neutral"].any():
            write_right(axes, -0.75, language.text("neutral"))
        words = language.text("hinders"), language.text("supports")
        keep_room(figure, axes, *(text_width(word) + 8 for word in words))
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
    caption = language.text(
        "Events in the public record, by element of the framework. "
        "An event counts once for each element, however often it was reported; "
        "an event that points both ways counts on both sides, and a neutral one only in the "
        "column on the right. "
        "The press reports ceremonies: counts are not rates. "
        "n = {n} pairs of event and element.",
        n=int(data["n_events"].sum()),
    )
    alternative = " ".join(
        language.text(
            "{label}: {supports} support, {hinders} hinder, {neutral} neutral.",
            label=label,
            supports=row["supports"],
            hinders=row["hinders"],
            neutral=row["neutral"],
        )
        for label, row in zip(labels, records(data), strict=True)
    )
    return as_exhibit(
        "stance_by_element", title, caption, alternative, data, figure, language, name=name
    )


def element_by_speaker(
    matrix: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    language: Language,
    name: str = "element-by-speaker",
) -> Exhibit:
    """Draw which kind of speaker speaks about which element, and in which direction.

    Parameters
    ----------
    matrix
        As `evidence.element_by_speaker` gives it with ``by="speaker_kind"``; the elements to draw.
    framework
        The codebook, for names and order.
    name
        Name of the exhibit, where a page shows several.
    """
    title = language.text("Who speaks about what?")
    data = in_order(matrix[matrix["speaker_kind"] != ""], framework)
    if data.empty:
        reason = language.text("The public record does not speak about these elements.")
        return exhibit_note(name, title, reason, language)
    sums = data.groupby("speaker_kind")["n_events"].sum()
    kinds = list(sums.sort_index().sort_values(ascending=False, kind="stable").index)
    shown = kinds[:SPEAKERS_SHOWN]
    codes = list(dict.fromkeys(data["code"]))
    looks = {"supports": ("supports", "+"), "hinders": ("hinders", "\N{MINUS SIGN}")}
    with style():
        heads = [vocabulary.actor_kind(kind, language) for kind in shown]
        # Headings lean at 60 degrees, whose sine is 0.87.
        extra = 0.45 + 0.87 * max(map(text_width, heads)) / 72
        names = element_names(codes, framework, language)
        figure, axes = row_figure(names, extra)
        largest = data["n_events"].max()
        for row in records(data[data["speaker_kind"].isin(shown)]):
            hue, sign = looks.get(row["stance"], ("neutral", "\N{PLUS-MINUS SIGN}"))
            column, place = shown.index(row["speaker_kind"]), codes.index(row["code"])
            axes.barh(
                place,
                0.92,
                0.86,
                column - 0.46,
                color=colour(hue),
                alpha=STRONGEST_SHADE * (0.35 + 0.65 * row["n_events"] / largest),
            )
            axes.text(
                column, place, f"{row['n_events']}{sign}", ha="center", va="center", fontsize=10.5
            )
        axes.set_xlim(-0.5, len(shown) - 0.5)
        axes.set_xticks(
            range(len(shown)),
            heads,
            rotation=60,
            ha="left",
            rotation_mode="anchor",
        )
        axes.tick_params(axis="x", top=False, bottom=False, labeltop=True, labelbottom=False)
        axes.grid(visible=False)
        axes.spines["bottom"].set_visible(False)
    caption = language.text(
        "Number of events in which a kind of speaker speaks about an element. "
        "+: at least two thirds of those with a direction support it; "
        "\N{MINUS SIGN}: at least two thirds hinder; \N{PLUS-MINUS SIGN}: mixed or neutral. "
        "An empty cell is silence. "
        "n = {n} pairs of event, speaker and element.",
        n=int(data["n_events"].sum()),
    )
    if len(kinds) > len(shown):
        left = language.join(
            [vocabulary.actor_kind(kind, language) for kind in kinds[len(shown) :]]
        )
        caption += " " + language.text("Only in the CSV, with few events: {kinds}.", kinds=left)
    named = dict(zip(codes, names, strict=True))
    alternative = " ".join(
        _speaker_told(data[data["speaker_kind"] == kind], kind, named, language) for kind in shown
    )
    return as_exhibit(
        "element_by_speaker", title, caption, alternative, data, figure, language, name=name
    )


def _speaker_told(
    rows: pd.DataFrame, kind: str, elements: Mapping[str, str], language: Language
) -> str:
    most = records(rows.sort_values("n_events", ascending=False, kind="stable"))[0]
    return language.plural(
        "{speaker}: {n} element, most often {element} ({events}).",
        "{speaker}: {n} elements, most often {element} ({events}).",
        n=len(rows),
        speaker=vocabulary.actor_kind(kind, language),
        element=elements[most["code"]],
        events=language.plural("{n} event", "{n} events", n=int(most["n_events"])),
    )


def net_stance(
    estimates: Mapping[str, Estimate],
    framework: pd.DataFrame,
    *,
    language: Language,
    confidence: float = 0.95,
    name: str = "net-stance",
) -> Exhibit:
    """Draw for each element whether the record supports or hinders it on balance.

    Parameters
    ----------
    estimates
        As `evidence.net_stance` gives it, by code.
    framework
        The codebook, for names and order.
    confidence
        Of the intervals.
    name
        Name of the exhibit, where a page shows several.
    """
    title = language.text("On balance, do events support or hinder each element?")
    data = pd.DataFrame(
        [
            {
                "code": code,
                "value": found.estimate,
                "low": found.low,
                "high": found.high,
                "n_events": found.n_events,
                "n_documents": found.n_documents,
                "n_speakers": found.n_speakers,
            }
            for code, found in estimates.items()
            if found.n_events
        ],
        columns=["code", "value", "low", "high", "n_events", "n_documents", "n_speakers"],
    )
    data = in_order(data, framework)
    if data.empty:
        reason = language.text("The public record does not speak about these elements.")
        return exhibit_note(name, title, reason, language)
    labels = element_names(data["code"], framework, language)
    with style():
        figure, axes = row_figure(labels, extra=1.1)
        for place, row in enumerate(records(data)):
            hue, marker = ("hinders", "v") if row["value"] < 0 else ("supports", "^")
            axes.hlines(place, row["low"], row["high"], color=colour(hue), lw=1.6)
            axes.plot(row["value"], place, marker, color=colour(hue))
            write_right(axes, place, str(row["n_events"]))
        write_right(axes, -0.75, "n")
        axes.axvline(0, color=colour("ink"), lw=1)
        axes.set_xlim(-1.05, 1.05)
        axes.xaxis.set_major_formatter(axis_number(language, 1))
        axes.set_xlabel(
            language.text("hinders all  \N{LEFTWARDS ARROW}   \N{RIGHTWARDS ARROW}  supports all")
        )
    caption = language.text(
        "Supporting minus hindering events, over all events that speak about the element: "
        "1 if all support, \N{MINUS SIGN}1 if all hinder. "
        "Lines are {level} intervals from resampling events; n is the number of events. "
        "With few events the line says little.",
        level=language.percent(100 * confidence, 0),
    )
    alternative = " ".join(
        language.text(
            "{label}: {value}; n = {n}.",
            label=label,
            value=with_interval(row["value"], row["low"], row["high"], language),
            n=row["n_events"],
        )
        for label, row in zip(labels, records(data), strict=True)
    )
    return as_exhibit("net_stance", title, caption, alternative, data, figure, language, name=name)


def contrast_by_family(
    table: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    places: tuple[str, str],
    language: Language,
) -> Exhibit:
    """Draw two cases beside each other: how often and in which direction each family is told.

    Parameters
    ----------
    table
        As `evidence.contrast` gives it; rows of level ``family`` are drawn.
    framework
        The codebook, for names and order.
    places
        Names of the two cases.
    """
    title = language.text(
        "How does the record of {first} differ from that of {second}?",
        first=places[0],
        second=places[1],
    )
    data = in_order(table[table["level"] == "family"], framework)
    if data.empty or not (data["n_events_a"].min() and data["n_events_b"].min()):
        reason = language.text("One of the two cases has no public record.")
        return exhibit_note("contrast-by-family", title, reason, language)
    labels = element_names(data["code"], framework, language)
    panels = {
        "share": (language.text("share of events"), (0, 1.05)),
        "net": (language.text("net stance"), (-1.1, 1.1)),
    }
    with style():
        figure = Figure(figsize=(5.0, 1.5 + 0.45 * len(data)))
        both = figure.subplots(1, 2, sharey=True)
        for axes, (field, (label, limits)) in zip(both, panels.items(), strict=True):
            rows = range(len(data))
            axes.hlines(rows, data[f"{field}_a"], data[f"{field}_b"], color=colour("muted"), lw=1.2)
            axes.plot(data[f"{field}_a"], rows, "o", color=colour("series-1"), label=places[0])
            axes.plot(
                data[f"{field}_b"],
                rows,
                "D",
                color=colour("series-2"),
                markerfacecolor=colour("paper"),
                label=places[1],
            )
            axes.set_xlim(*limits)
            axes.set_title(label)
        both[0].xaxis.set_major_formatter(_shares(language))
        both[1].xaxis.set_major_formatter(axis_number(language, 0))
        both[1].axvline(0, color=colour("ink"), lw=1)
        name_rows(both[0], labels, 120)
        figure.set_layout_engine("constrained", wspace=0.1)
        both[1].grid(visible=False, axis="y")
        both[1].tick_params(axis="y", length=0)
        handles = both[0].get_lines()
        figure.legend(handles=handles, loc="outside lower center", ncols=2)
    apart = data[(data["share_difference_low"] > 0) | (data["share_difference_high"] < 0)]
    turned = data[(data["net_difference_low"] > 0) | (data["net_difference_high"] < 0)]
    caption = language.text(
        "Left: share of each case's events that speak of a family of elements. Right:"
        " supporting minus hindering events, over all that speak of it. n = {n_a} "
        "events in {first} and n = {n_b} in {second}. Clearly different, since the "
        "interval of the difference excludes zero, are the shares of: {shares}; and "
        "the directions of: {nets}. The intervals are in the CSV.",
        n_a=int(data["n_events_a"].iloc[0]),
        n_b=int(data["n_events_b"].iloc[0]),
        first=places[0],
        second=places[1],
        shares=language.join(element_names(apart["code"], framework, language))
        or language.text("none"),
        nets=language.join(element_names(turned["code"], framework, language))
        or language.text("none"),
    )
    alternative = " ".join(
        language.text(
            "{label}: {first} {share_a} of events, net stance {net_a}; "
            "{second} {share_b}, net stance {net_b}.",
            label=label,
            first=places[0],
            second=places[1],
            share_a=language.percent(100 * row["share_a"], 0),
            share_b=language.percent(100 * row["share_b"], 0),
            net_a=language.number(row["net_a"], 2),
            net_b=language.number(row["net_b"], 2),
        )
        for label, row in zip(labels, records(data), strict=True)
    )
    return as_exhibit("contrast_by_family", title, caption, alternative, data, figure, language)


def _shares(language: Language) -> FuncFormatter:
    return FuncFormatter(lambda value, _: language.percent(100 * value, 0))
