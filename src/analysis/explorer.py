"""The what-if explorer: controls and numbers for the page, and scenarios for those without them."""

from __future__ import annotations

import html
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import coverage, vocabulary
from analysis.exhibits import Column, Exhibit, exhibit_note, figure_sources, folded, html_table
from analysis.language import Language

BASES = ("employed", "eligible", "labour_force")
RATES = ("formal", "informal")
POINTS_TOLD = 3
"""So many printed points are written out; all of them are drawn."""


@dataclass(frozen=True)
class Knowledge:
    """What scenarios are computed from.

    Attributes
    ----------
    workforces, rates
        As `coverage.workforces` and `coverage.printed_rates` give them.
    measures, goals
        As `coverage.measures` and `coverage.targets` give them.
    observations
        The figures, for the sources.
    places
        Names of the places to show, by their names in the data; the case comes first.
    """

    workforces: pd.DataFrame
    rates: pd.DataFrame
    measures: pd.DataFrame
    goals: pd.DataFrame
    observations: pd.DataFrame
    places: Mapping[str, str]

    def starts(self) -> dict[str, tuple[dict[Any, Any], dict[Any, Any]]]:
        """Return for each place the workers and the rates that its scenarios start from.

        The workers are those of the last August before the month of the rates.
        """
        found = {}
        for rates in self.rates.to_dict("records"):
            rows = self.workforces[
                (self.workforces["geo"] == rates["geo"])
                & (self.workforces["year"].map("{}-08".format) <= rates["date"])
            ]
            if rates["geo"] in self.places and not rows.empty:
                found[rates["geo"]] = (rows.sort_values("year").iloc[-1].to_dict(), rates)
        return {geo: found[geo] for geo in self.places if geo in found}


def knowledge(
    observations: pd.DataFrame,
    derivations: pd.DataFrame,
    provinces_panel: pd.DataFrame,
    places: Mapping[str, str],
    known: frozenset[str],
) -> Knowledge:
    """Gather from figures and derivations what scenarios are computed from."""
    measures = coverage.measures(observations, derivations, known)
    return Knowledge(
        workforces=coverage.workforces(observations, places, provinces_panel),
        rates=coverage.printed_rates(coverage.on_definition(measures), places),
        measures=measures[(measures["count"] == "active") & (measures["group"] == "all")],
        goals=coverage.targets(observations, measures, places),
        observations=observations,
        places=places,
    )


def scenarios(found: Knowledge, language: Language) -> Exhibit:
    """Show scenarios as a table, and before it the controls that make others.

    Parameters
    ----------
    found
        What they are computed from.
    language
        The reader's language.
    """
    title = language.text("What would coverage be if more workers were members?")
    starts, lacking = found.starts(), missing(found, language)
    if not starts:
        return exhibit_note("explorer", title, lacking, language)
    rows = [
        {"geo": geo, "year": workers["year"], **row}
        for geo, (workers, rates) in starts.items()
        for row in coverage.scenarios(workers, rates, _goals_of(found, geo)).to_dict("records")
    ]
    data = pd.DataFrame(rows)
    caption = language.text(
        "Members are the formal and the informal workers times the coverage of each. The first row "
        "of a place starts from its latest printed or derived rates; the last ones ask what "
        "informal workers alone would have to reach for a target. Above 100%, they cannot."
    )
    sources = [row["sources"] for pair in starts.values() for row in pair]
    return Exhibit(
        "explorer",
        title,
        f"{caption} {lacking}".strip(),
        "",
        data,
        language,
        figure_sources(found.observations, sources, language),
        "analysis.explorer.scenarios",
        _controls(found, starts, language) + _tables(data, found, starts, language),
    )


def missing(found: Knowledge, language: Language) -> str:
    """Say which figures the case lacks for scenarios of its own; nothing if it has them."""
    geo = next(iter(found.places), "")
    if geo in found.starts():
        return ""
    needs = []
    if geo not in set(found.workforces["geo"]):
        needs.append(
            language.text("employed persons and the share of formal workers in one August")
        )
    if geo not in set(found.rates["geo"]):
        needs.append(language.text("the coverage of formal and of informal workers in one month"))
    needs = needs or [language.text("workers of an August before the month of the rates")]
    return language.text(
        "For scenarios of {place}, these figures are missing: {figures}.",
        place=found.places.get(geo, language.text("the case")),
        figures=language.join(needs),
    )


def _goals_of(found: Knowledge, geo: str) -> pd.DataFrame:
    return found.goals[(found.goals["geo"] == geo) & (found.goals["group"] == "all")]


def _goal_name(goal: Mapping[Any, Any], places: Mapping[str, str], language: Language) -> str:
    return language.text(
        "{place}: {target} by {year}",
        place=places[goal["geo"]],
        target=language.percent(goal["target"], 2),
        year=goal["year"],
    )


# The tables -----------------------------------------------------------------------------------


def _tables(
    data: pd.DataFrame,
    found: Knowledge,
    starts: Mapping[str, tuple[dict[Any, Any], dict[Any, Any]]],
    language: Language,
) -> str:
    """Write the scenarios of the first place as a table, and those of the others to be opened."""
    goals = {goal["observation_id"]: goal for goal in found.goals.to_dict("records")}
    parts: list[str] = []
    for geo, (_, rates) in starts.items():
        rows = data[data["geo"] == geo]
        named = [_name(row, rates, goals, language) for row in rows.to_dict("records")]
        title = language.text("{place}: scenarios", place=found.places[geo])
        table = html_table(rows.assign(named=named), _columns(language), title, language)
        parts.append(folded(table, title) if parts else table)
    return "\n".join(parts)


def _name(
    row: Mapping[Any, Any],
    rates: Mapping[Any, Any],
    goals: Mapping[Any, Mapping[Any, Any]],
    language: Language,
) -> str:
    """Name a scenario."""
    if goal := goals.get(row["scenario"]):
        return language.text(
            "target reached by informal workers alone: {target} by {year}",
            target=language.percent(goal["target"], 2),
            year=goal["year"],
        )
    names = {
        "known": language.text(
            "rates of {month}, workers of {year}",
            month=language.date(rates["date"]),
            year=row["year"],
        ),
        "informal_doubled": language.text("informal coverage doubled"),
        "informal_as_formal": language.text("informal coverage as high as formal"),
        "formal_whole": language.text("every formal worker covered"),
    }
    return names[row["scenario"]]


def _columns(language: Language) -> list[Column]:
    return [
        Column("named", language.text("Scenario")),
        *(
            Column(f"{rate}_rate", label, show=language.percent, numeric=True)
            for rate, label in _rate_names(language).items()
        ),
        Column("members", language.text("Active members"), show=language.number, numeric=True),
        *(
            Column(
                base,
                language.text("Percent of {base}", base=vocabulary.base(base, language)),
                show=language.percent,
                numeric=True,
            )
            for base in BASES
        ),
    ]


def _rate_names(language: Language) -> dict[str, str]:
    return {
        "formal": language.text("Formal workers covered"),
        "informal": language.text("Informal workers covered"),
    }


# The controls ---------------------------------------------------------------------------------


def _controls(
    found: Knowledge,
    starts: Mapping[str, tuple[dict[Any, Any], dict[Any, Any]]],
    language: Language,
) -> str:
    """Write controls that stay hidden until the script takes them over."""
    places = {geo: _place(found, geo, *starts[geo], language) for geo in starts}
    content = {"places": places, "words": _words(language)}
    given = html.escape(json.dumps(content, ensure_ascii=False, allow_nan=False))
    text = {
        "place": language.text("Place"),
        "year": language.text("Workers of the year"),
        "members": language.text("Active members"),
        "number": language.text("as a number"),
        "reset": language.text("Back to the printed figures"),
        "target": language.text("Target"),
        "of": language.text("Percent of"),
        "points": language.text("Points missing"),
        "persons": language.text("Persons missing"),
        "legend": language.text("Bar: the scenario. Dots: printed or derived. Lines: targets."),
        "script": language.text(
            "The controls for other numbers need a script. "
            "The scenarios in the table were computed when the book was built."
        ),
    }
    text = {key: html.escape(value) for key, value in text.items()}
    names = {rate: f"{label}, %" for rate, label in _rate_names(language).items()}
    sliders = "\n".join(
        _slider(name, label, text["number"])
        for name, label in {**names, "members": text["members"]}.items()
    )
    bases = "\n".join(_base(base, vocabulary.base(base, language)) for base in BASES)
    options = "".join(
        f'<option value="{html.escape(geo)}">{html.escape(found.places[geo])}</option>'
        for geo in places
    )
    return f"""<noscript><p>{text["script"]}</p></noscript>
<div class="explorer" hidden x-data="explorer" data-explorer="{given}">
<div class="explorer-controls">
<label>{text["place"]} <select x-on:change="choosePlace">{options}</select></label>
<label>{text["year"]} <select x-ref="year" x-on:change="chooseYear"></select></label>
{sliders}
<button type="button" class="btn btn-sm" x-on:click="reset">{text["reset"]}</button>
</div>
<p class="explorer-said" role="status" x-text="said"></p>
<p class="explorer-note">{text["legend"]}</p>
{bases}
<table class="exhibit stacked"><thead><tr><th scope="col">{text["target"]}</th>
<th scope="col">{text["of"]}</th><th scope="col" class="numeric">{text["points"]}</th>
<th scope="col" class="numeric">{text["persons"]}</th></tr></thead>
<tbody><template x-for="goal in goals"><tr><th scope="row" x-text="goal.name"></th>
<td data-label="{text["of"]}" x-text="goal.of"></td>
<td class="numeric" data-label="{text["points"]}" x-text="goal.points"></td>
<td class="numeric" data-label="{text["persons"]}" x-text="goal.persons"></td></tr></template>
</tbody></table></div>
"""


def _slider(name: str, label: str, number: str) -> str:
    label = html.escape(label)
    return (
        f'<div class="explorer-slider"><label for="explorer-{name}">{label}</label>'
        f'<input type="range" id="explorer-{name}" name="{name}" x-on:input="move" '
        f'x-bind:max="most.{name}" x-bind:step="step.{name}" x-bind:value="shown.{name}">'
        f'<input type="number" name="{name}" min="0" aria-label="{label} ({number})" '
        f'x-on:change="move" x-bind:max="most.{name}" x-bind:step="step.{name}" '
        f'x-bind:value="shown.{name}"></div>'
    )


def _base(base: str, label: str) -> str:
    return (
        f'<div class="explorer-base"><p>{html.escape(label)} <strong x-text="told.{base}"></strong>'
        '</p><div class="explorer-track" aria-hidden="true">'
        f'<span class="explorer-bar" x-bind:style="bars.{base}"></span>'
        f'<template x-for="point in points.{base}"><span class="explorer-point" '
        'x-bind:style="point"></span></template>'
        f'<template x-for="line in lines.{base}"><span class="explorer-target" '
        'x-bind:style="line"></span></template></div>'
        f'<p class="explorer-note" x-text="printed.{base}"></p></div>'
    )


def _place(
    found: Knowledge, geo: str, workers: dict[Any, Any], rates: dict[Any, Any], language: Language
) -> dict[str, Any]:
    """Gather what the script needs to know of a place."""
    rows = found.workforces[found.workforces["geo"] == geo].to_dict("records")
    points = found.measures[found.measures["geo"] == geo].to_dict("records")
    return {
        "year": workers["year"],
        "formal": rates["formal_rate"],
        "informal": rates["informal_rate"],
        "workers": {
            str(row["year"]): {
                name: None if math.isnan(row[name]) else row[name] for name in (*RATES, *BASES)
            }
            for row in rows
        },
        "points": {base: [row["value"] for row in points if row["base"] == base] for base in BASES},
        "printed": {
            base: _printed([row for row in points if row["base"] == base], language)
            for base in BASES
        },
        "goals": [
            {
                "name": _goal_name(goal, found.places, language),
                "target": goal["target"],
                "base": goal["base_compared"],
                "of": vocabulary.base(goal["base_compared"], language),
            }
            for goal in _goals_of(found, geo).to_dict("records")
        ],
    }


def _printed(points: list[dict[Any, Any]], language: Language) -> str:
    """Write the latest printed or derived coverages on a base."""
    if not points:
        return language.text("Nothing printed on this base.")
    latest = sorted(points, key=lambda row: row["date"])[-POINTS_TOLD:]
    told = [
        language.text(
            "{value} in {date}",
            value=language.percent(row["value"]),
            date=language.date(row["date"]),
        )
        for row in latest
    ]
    return language.text("Printed or derived: {points}.", points=language.join(told))


def _words(language: Language) -> dict[str, str]:
    """Give the script the sentences that it fills in."""
    return {
        "said": language.text(
            "With {members} active members, {coverage} of employed persons are covered.",
            members="{members}",
            coverage="{coverage}",
        ),
        "unknown": language.text("not known for this year"),
        "met": language.text("reached"),
    }
