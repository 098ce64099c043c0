"""Sentences that state results; every number in them comes from a table of results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis import vocabulary
from analysis.claims import AGREEMENT, PARTIAL, SILENCE, of_claims
from analysis.exhibits import keep_together
from analysis.framework import labels
from analysis.language import Language

Row = Mapping[Any, Any]
Names = Mapping[str, Any]


# Rules and claims ------------------------------------------------------------------------------


def rule(row: Row, test: Row, framework: pd.DataFrame, language: Language) -> str:
    """State what one rule found, without its verdict.

    Parameters
    ----------
    row
        Row of the table of claims (:func:`analysis.claims.judge`).
    test
        Row of the rules with the same ``test_id``.
    framework
        Codebook, for the names of codes.
    language
        The reader's language.
    """
    if row["verdict"] == SILENCE:
        return _silence(row, test, language)
    names = labels(framework, language)
    said = {
        "codes": [names[code] for code in test["codes"].split()],
        "group": vocabulary.group(test["group"], language),
        "actor": vocabulary.actor_kind(test["actor_kind"], language),
        "other": vocabulary.actor_kind(test["other_kind"], language),
    }
    return _STATES[row["measure"]](row, said, language)


def findings(verdicts: pd.DataFrame, study_date: str, language: Language) -> str:
    """Say in two sentences how many claims the public record bears out."""
    whole = of_claims(verdicts)
    if whole.empty:
        return language.text(
            "The case declares no claims of a study. There is nothing to hold against the record."
        )
    first = _tally(whole, language)
    then = of_claims(verdicts, study_date)[["claim_id", "verdict"]]
    moved = whole.merge(then, on="claim_id", suffixes=("", "_then"))
    changed = moved[moved["verdict"] != moved["verdict_then"]]["claim_id"].tolist()
    if moved.empty:
        return first
    if not changed:
        second = language.text(
            "Read as of {date}, the date of the study, every verdict is the same.",
            date=language.date(study_date),
        )
    else:
        second = language.text(
            "Read as of {date}, the date of the study, the verdict on {claims} differs.",
            date=language.date(study_date),
            claims=language.join(changed),
        )
    return f"{first} {second}"


def _tally(whole: pd.DataFrame, language: Language) -> str:
    counts = whole["verdict"].value_counts()
    full, part = int(counts.get(AGREEMENT, 0)), int(counts.get(PARTIAL, 0))
    others = [
        f"{vocabulary.verdict(code, language)} ({language.number(counts[code])})"
        for code in counts.index
        if code not in {AGREEMENT, PARTIAL}
    ]
    text = language.text(
        "Of {n} claims, the public record agrees with {full} and agrees in part with {part}.",
        n=language.number(len(whole)),
        full=language.number(full),
        part=language.number(part),
    )
    if not others:
        return text
    return text + " " + language.text("The rest: {others}.", others=language.join(others))


def _silence(row: Row, test: Row, language: Language) -> str:
    if row["measure"] == "signed_agreements":
        return language.text(
            "No signed agreement is on record ({actor}, {other}); "
            "absence from the press is no proof of absence.",
            actor=vocabulary.actor_kind(test["actor_kind"], language),
            other=vocabulary.actor_kind(test["other_kind"], language),
        )
    if test["minimum_unit"] == "figures":
        return language.text("The record holds no figures that the rule may compare.")
    return language.plural(
        "Only {n} event on record speaks of it, fewer than the {minimum} that the rule needs.",
        "Only {n} events on record speak of it, fewer than the {minimum} that the rule needs.",
        n=int(row["n_events"]),
        minimum=language.number(int(test["minimum"])),
    )


def _coverage_gap(row: Row, said: Names, language: Language) -> str:
    values = {
        "group": said["group"],
        "period": language.date(row["period"]),
        "gap": language.number(abs(row["estimate"]), 1),
        "interval": _interval(row, language),
    }
    if row["estimate"] < 0:
        return language.text(
            "Coverage of {group} in {period} lies below both the nation and the place's own "
            "target, by at least {gap} points (range of the gap: {interval}).",
            **values,
        )
    return language.text(
        "Coverage of {group} in {period} does not lie below both the nation and the place's own "
        "target: it is {gap} points above one of them (range: {interval}).",
        **values,
    )


def _coverage_ratio(row: Row, said: Names, language: Language) -> str:
    return language.text(
        "In {period}, coverage of {group} is {share} of that of formal workers.",
        period=language.date(row["period"]),
        group=said["group"],
        share=language.percent(100 * row["estimate"], 0),
    )


def _coverage_level(row: Row, said: Names, language: Language) -> str:
    return language.text(
        "In {period}, {share} of {group} are covered.",
        period=language.date(row["period"]),
        group=said["group"],
        share=language.percent(row["estimate"]),
    )


def _coverage_change(row: Row, said: Names, language: Language) -> str:
    start, end = row["period"].split("/")
    values = {
        "start": language.date(start),
        "end": language.date(end),
        "group": said["group"],
        "change": language.number(abs(row["estimate"]), 1),
        "interval": _interval(row, language),
    }
    if row["estimate"] < 0:
        return language.text(
            "From {start} to {end}, coverage of {group} fell by {change} percentage points; "
            "base and rounding allow {interval}.",
            **values,
        )
    return language.text(
        "From {start} to {end}, coverage of {group} rose by {change} percentage points; "
        "base and rounding allow {interval}.",
        **values,
    )


def _hindered_dimensions(row: Row, _: Names, language: Language) -> str:
    return language.text(
        "Obstacles are on record in {n} of the four dimensions (interval {interval}; {events}).",
        n=language.number(row["estimate"]),
        interval=language.interval(row["low"], row["high"], 0),
        events=events(row["n_events"], language),
    )


def _leading_difference(row: Row, said: Names, language: Language) -> str:
    values = _in_points(row, language) | {"actor": said["actor"], "other": said["other"]}
    if row["estimate"] > 0:
        return language.text(
            "Share of leading acts: {actor} {points} points above {other} "
            "(interval {interval}; {events}).",
            **values,
        )
    return language.text(
        "Share of leading acts: {actor} {points} points below {other} "
        "(interval {interval}; {events}).",
        **values,
    )


def _net_stance(row: Row, said: Names, language: Language) -> str:
    values = {
        "subject": _subject(said, language),
        "net": language.number(row["estimate"], 2),
        "interval": language.interval(row["low"], row["high"], 2),
        "events": events(row["n_events"], language),
    }
    if row["estimate"] > 0:
        return language.text(
            "{subject}: more events support than hinder (net stance {net}, interval {interval}; "
            "{events}).",
            **values,
        )
    if row["estimate"] < 0:
        return language.text(
            "{subject}: more events hinder than support (net stance {net}, interval {interval}; "
            "{events}).",
            **values,
        )
    return language.text(
        "{subject}: as many events support as hinder (net stance {net}, interval {interval}; "
        "{events}).",
        **values,
    )


def _subject(said: Names, language: Language) -> str:
    """Name the elements of a rule, and whose they are if it looks at one actor only."""
    elements = language.join(said["codes"])
    if not said["actor"]:
        return elements
    return language.text("{elements} ({actor})", elements=elements, actor=said["actor"])


def _hindering_rank(row: Row, said: Names, language: Language) -> str:
    first, *rest = said["codes"]
    values = _in_points(row, language) | {"first": first, "rest": language.join(rest)}
    if row["estimate"] > 0:
        return language.text(
            "{first} hinders in the largest share of its events, {points} points above the next "
            "of these: {rest} (interval {interval}; at least {events} each).",
            **values,
        )
    return language.text(
        "{first} does not hinder in the largest share of its events: it lies {points} points "
        "below one of these: {rest} (interval {interval}; at least {events} each).",
        **values,
    )


def _in_points(row: Row, language: Language) -> dict[str, str]:
    """Write a difference of shares, its interval and the events that it rests on."""
    return {
        "points": language.number(abs(100 * row["estimate"]), 0),
        "interval": language.interval(100 * row["low"], 100 * row["high"], 0),
        "events": events(row["n_events"], language),
    }


def _signed_agreements(row: Row, said: Names, language: Language) -> str:
    return language.plural(
        "{n} signed agreement is on record ({actor}, {other}).",
        "{n} signed agreements are on record ({actor}, {other}).",
        n=int(row["estimate"]),
        actor=said["actor"],
        other=said["other"],
    )


_STATES: Mapping[str, Callable[[Row, Names, Language], str]] = {
    "coverage_gap": _coverage_gap,
    "coverage_ratio": _coverage_ratio,
    "coverage_level": _coverage_level,
    "coverage_change": _coverage_change,
    "hindered_dimensions": _hindered_dimensions,
    "leading_difference": _leading_difference,
    "net_stance": _net_stance,
    "hindering_rank": _hindering_rank,
    "signed_agreements": _signed_agreements,
}


def events(n: float, language: Language) -> str:
    """Write a number of events."""
    return language.plural("{n} event", "{n} events", n=int(n))


def _interval(row: Row, language: Language) -> str:
    return language.interval(row["low"], row["high"], 1)


# Answers of the chapters -----------------------------------------------------------------------


def context(
    table: pd.DataFrame, geo: str, place: str, language: Language, base: str = "employed"
) -> str:
    """Say how many workers are covered, and how informal workers fare.

    Parameters
    ----------
    table
        Coverage on every base (:func:`analysis.coverage.measures`).
    geo
        The case in that table.
    place
        Name of the case.
    language
        The reader's language.
    base
        Whom coverage of all workers is a share of.
    """
    own = table[(table["geo"] == geo) & (table["count"] == "active")]
    whole = own[(own["group"] == "all") & (own["base"] == base)].sort_values("date")
    values = {"place": place, "base": vocabulary.base(base, language)}
    if whole.empty:
        return language.text(
            "The figures on record do not say how many of {base} in {place} are covered. "
            "This chapter shows what they do say.",
            **values,
        )
    latest = whole.iloc[-1]
    values |= {
        "date": language.date(latest["date"]),
        "value": language.percent(latest["value"]),
        "low": language.percent(latest["low"]),
        "high": language.percent(latest["high"]),
    }
    if latest["high"] > latest["low"]:
        first = language.text(
            "In {date}, {value} of {base} in {place} were active members "
            "({low} to {high} by what the figures can mean).",
            **values,
        )
    else:
        first = language.text(
            "In {date}, {value} of {base} in {place} were active members.", **values
        )
    pairs = own[(own["group"] == "informal") & (own["base"] == "informal")].merge(
        own[(own["group"] == "formal") & (own["base"] == "formal")],
        on="date",
        suffixes=("", "_formal"),
    )
    if pairs.empty:
        return first
    pair = pairs.sort_values("date").iloc[-1]
    second = language.text(
        "Of formal workers {formal} were covered, of informal workers {informal} ({date}).",
        formal=language.percent(pair["value_formal"]),
        informal=language.percent(pair["value"]),
        date=language.date(pair["date"]),
    )
    return f"{first} {second}"


def elements(table: pd.DataFrame, framework: pd.DataFrame, language: Language) -> str:
    """Say which elements most events speak of, which are hindered, and which no event speaks of.

    The last are those of the dimensions in the table.

    Parameters
    ----------
    table
        One row per element: ``code``, ``n_events``, ``supports``, ``hinders``.
    framework
        Codebook, for the names.
    language
        The reader's language.
    """
    spoken = table[table["n_events"] > 0]
    if spoken.empty:
        return language.text(
            "The public record does not speak of these elements. Silence is a result."
        )
    names = labels(framework, language)
    most = spoken.sort_values(["n_events", "code"], ascending=[False, True]).iloc[0]
    first = language.text(
        "Of these elements the public record speaks most of “{name}”: in {events}, of"
        " which {supports} support it and {hinders} hinder it.",
        name=names[most["code"]],
        events=events(most["n_events"], language),
        supports=language.number(most["supports"]),
        hinders=language.number(most["hinders"]),
    )
    hindered = spoken[spoken["hinders"] > spoken["supports"]].sort_values(
        ["hinders", "code"], ascending=[False, True]
    )
    if hindered.empty:
        second = language.text("No element is hindered by more events than support it.")
    else:
        second = language.text(
            "Hindered by more events than support it: {names}.",
            names=language.join([names[code] for code in hindered["code"]]),
        )
    silent = _silent(spoken["code"], framework)
    if not silent:
        return f"{first} {second}"
    third = language.text(
        "No event on record speaks of: {names}. Silence is a result.",
        names=language.join([names[code] for code in silent]),
    )
    return f"{first} {second} {third}"


def _silent(spoken: pd.Series, framework: pd.DataFrame) -> list[str]:
    """Return the codes of the same dimensions that no event speaks of, in their order."""
    coded = framework[~framework["code"].isin(framework["parent"])]
    dimensions = coded.loc[coded["code"].isin(spoken), "dimension"]
    same = coded[coded["dimension"].isin(dimensions) & ~coded["code"].isin(spoken)]
    return same.sort_values("order")["code"].tolist()


def outcomes(changes: pd.DataFrame, place: str, language: Language) -> str:
    """Say how far informal coverage rose, and what leaves the rise open.

    Parameters
    ----------
    changes
        As :func:`analysis.coverage.change` gives it.
    place
        Name of the case.
    language
        The reader's language.
    """
    if changes.empty:
        return language.text(
            "The record has fewer than two comparable figures of informal coverage in {place}. "
            "How far it rose cannot be said.",
            place=place,
        )
    main = changes.iloc[0]
    first = language.text(
        "Informal coverage in {place} went from {start} ({start_date}) to {end} ({end_date}).",
        place=place,
        start=language.percent(main["start_value"]),
        start_date=language.date(main["start"]),
        end=language.percent(main["end_value"]),
        end_date=language.date(main["end"]),
    )
    second = language.text(
        "That is a rise of {change} percentage points; the choice of base and the rounding of the "
        "sources allow {low} to {high}.",
        change=language.number(main["change"], 1),
        low=language.number(changes["low"].min(), 1),
        high=language.number(changes["high"].max(), 1),
    )
    return f"{first} {second}"


def growth(series: pd.DataFrame, targets: pd.DataFrame, language: Language) -> str:
    """Say how far national coverage went, and whether the same growth would reach its targets.

    Parameters
    ----------
    series
        As :func:`analysis.trends.national_series` gives it.
    targets
        As :func:`analysis.trends.reach_targets` gives it.
    language
        The reader's language.
    """
    if series.empty:
        return language.text(
            "No year has both a count of members and a count of workers on this base. "
            "This chapter can show no series."
        )
    ordered = series.sort_values("year")
    start, end = ordered.iloc[0], ordered.iloc[-1]
    first = language.text(
        "National coverage went from {start} in {first_year} to {end} in {last_year} "
        "(n = {n} years).",
        start=language.percent(start["coverage"]),
        first_year=start["year"],
        end=language.percent(end["coverage"]),
        last_year=end["year"],
        n=len(series),
    )
    first = keep_together(first)
    reachable = targets.dropna(subset=["probability"]).sort_values("year")
    if reachable.empty:
        second = language.text("No open target stands on the same base.")
    else:
        chances = [
            language.text(
                "{target} in {year} with probability {probability}",
                target=language.percent(row["target"], 2),
                year=row["year"],
                probability=language.number(row["probability"], 2),
            )
            for row in reachable.to_dict("records")
        ]
        second = language.text(
            "If growth went on as before, it would reach {chances}.",
            chances=language.join(chances),
        )
    return f"{first} {second}"


def contrast(
    table: pd.DataFrame,
    place: str,
    other_place: str,
    framework: pd.DataFrame,
    language: Language,
) -> str:
    """Say in which elements the records of two cases clearly differ.

    Parameters
    ----------
    table
        As :func:`analysis.evidence.contrast` gives it.
    place, other_place
        Names of the cases.
    framework
        Codebook, for the names.
    language
        The reader's language.
    """
    if table.empty:
        return language.text("There are no two records of evidence to set side by side.")
    codes = table[table["level"] == "code"]
    names = labels(framework, language)
    more = codes[codes["share_difference_low"] > 0].sort_values("share_difference", ascending=False)
    less = codes[codes["share_difference_high"] < 0].sort_values("share_difference")
    sentences = [
        language.text(
            "A larger share of events speaks of these elements in {place} than in "
            "{other}: {names}.",
            place=first,
            other=second,
            names=language.join([names[code] for code in rows["code"]]),
        )
        for rows, first, second in ((less, other_place, place), (more, place, other_place))
        if len(rows)
    ]
    lead = _starting(codes, place, other_place, language)
    clear = " ".join(sentences) or language.text(
        "No element differs clearly between the records of {place} and {other}. "
        "Both records are small, so this is weak evidence of likeness.",
        place=place,
        other=other_place,
    )
    return f"{lead} {clear}".strip()


def _starting(codes: pd.DataFrame, place: str, other_place: str, language: Language) -> str:
    """Say how the direction of initiating leadership differs between two records."""
    rows = codes[(codes["code"] == "DR1") & codes["net_difference"].notna()]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    return language.text(
        "Initiating leadership (DR1) has a net stance of {net} in {place} ({events}) and of "
        "{other_net} in {other} ({other_events}); the interval of the difference is {interval}.",
        place=place,
        net=language.number(row["net_a"], 2),
        events=events(row["events_a"], language),
        other=other_place,
        other_net=language.number(row["net_b"], 2),
        other_events=events(row["events_b"], language),
        interval=language.interval(row["net_difference_low"], row["net_difference_high"], 2),
    )
