"""What coverage would be: members from the rates of two groups, over each base."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.coverage.bases import base_figure, base_figures, survey
from analysis.coverage.definitions import BASES, unique
from analysis.coverage.targets import distance

GROUPS = ("formal", "informal")
WORKFORCE_COLUMNS = ["geo", "year", "formal", "informal", *BASES, "sources"]
SCENARIO_COLUMNS = ["scenario", "formal_rate", "informal_rate", "members", *BASES]


@dataclass(frozen=True)
class Scenario:
    """Coverage at given rates.

    Attributes
    ----------
    formal_rate, informal_rate
        Percent of formal and of informal workers who are active members.
    members
        Active members of both groups.
    employed, eligible, labour_force
        Members in percent of each base; missing where the base is not known.
    """

    formal_rate: float
    informal_rate: float
    members: float
    employed: float
    eligible: float
    labour_force: float


def workforces(
    observations: pd.DataFrame, geos: Collection[str], provinces_panel: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Gather the workers of each place and year: formal and informal, and every base.

    Parameters
    ----------
    observations, provinces_panel
        As for `survey`.
    geos
        Places wanted.

    Returns
    -------
    DataFrame
        geo, year, formal, informal, employed, eligible, labour_force (persons; the last two may
        be missing), sources. The bases are those that a count at the year's end is divided by.
    """
    bases = base_figures(observations)
    rows = []
    for august in survey(observations, provinces_panel).to_dict("records"):
        if august["geo"] not in geos:
            continue
        employed, share = august["employed"], august["formal_share"]
        row = {
            "geo": august["geo"],
            "year": int(august["date"][:4]),
            "formal": employed * share,
            "informal": employed * (1 - share),
            "employed": employed,
        }
        sources = august["sources"]
        for base in ("eligible", "labour_force"):
            figure = base_figure(bases, base, august["geo"], f"{row['year']}-12")
            row[base] = math.nan if figure is None else figure["value"]
            sources += "" if figure is None else f" {figure['observation_id']}"
        rows.append({**row, "sources": unique(sources)})
    return pd.DataFrame(rows, columns=WORKFORCE_COLUMNS)


def printed_rates(table: pd.DataFrame, geos: Collection[str]) -> pd.DataFrame:
    """Find the latest month of each place in which both groups have a coverage.

    Parameters
    ----------
    table
        A table from `consistent`.
    geos
        Places wanted.

    Returns
    -------
    DataFrame
        geo, date, formal_rate, informal_rate (percent), sources; places without such a month
        are missing.
    """
    rows = table[table["geo"].isin(list(geos))]
    formal, informal = (rows[(rows["group"] == g) & (rows["base"] == g)] for g in GROUPS)
    both = formal.merge(informal, on=["geo", "date"], suffixes=("_formal", "_informal"))
    both = both.sort_values("date").groupby("geo", sort=False).tail(1)
    return pd.DataFrame(
        {
            "geo": both["geo"],
            "date": both["date"],
            "formal_rate": both["value_formal"],
            "informal_rate": both["value_informal"],
            "sources": (both["sources_formal"] + " " + both["sources_informal"]).map(unique),
        }
    ).reset_index(drop=True)


def scenario(workforce: Mapping[Any, Any], formal_rate: float, informal_rate: float) -> Scenario:
    """Compute coverage on every base from the coverage of formal and of informal workers.

    Parameters
    ----------
    workforce
        A row of `workforces`.
    formal_rate, informal_rate
        Percent of each group.
    """
    members = (workforce["formal"] * formal_rate + workforce["informal"] * informal_rate) / 100
    coverage = {base: 100 * members / workforce[base] for base in BASES}
    return Scenario(formal_rate, informal_rate, members, **coverage)


def rates_of(
    workforce: Mapping[Any, Any], members: float, formal_rate: float, informal_rate: float
) -> tuple[float, float]:
    """Return the rates at which there are so many members, moving both in proportion.

    A rate stops at 100 percent; the other then takes the rest. Where nobody was a member, both
    groups get the same rate.

    Parameters
    ----------
    workforce
        A row of `workforces`.
    members
        From 0 to all formal and informal workers.
    formal_rate, informal_rate
        The rates that are moved, in percent.
    """
    formal, informal = workforce["formal"], workforce["informal"]
    before = scenario(workforce, formal_rate, informal_rate).members
    if before == 0:
        return (100 * members / (formal + informal),) * 2
    first = min(100.0, formal_rate * members / before)
    second = min(100.0, (100 * members - formal * first) / informal)
    return (100 * members - informal * second) / formal, second


def scenarios(
    workforce: Mapping[Any, Any], rates: Mapping[Any, Any], goals: pd.DataFrame
) -> pd.DataFrame:
    """Compute some scenarios that a reader would ask for.

    Parameters
    ----------
    workforce
        A row of `workforces`.
    rates
        A row of `printed_rates`.
    goals
        Targets of the place, a table from `targets`.

    Returns
    -------
    DataFrame
        scenario (``known``, ``informal_doubled``, ``informal_as_formal``, ``formal_whole``, or
        the ``observation_id`` of a target that informal workers alone would have to reach),
        formal_rate, informal_rate (percent; above 100 where informal workers alone cannot),
        members, employed, eligible, labour_force.
    """
    formal, informal = rates["formal_rate"], rates["informal_rate"]
    tried = {
        "known": (formal, informal),
        "informal_doubled": (formal, min(100.0, 2 * informal)),
        "informal_as_formal": (formal, formal),
        "formal_whole": (100.0, informal),
    }
    for goal in goals.to_dict("records"):
        base = workforce[goal["base_compared"]]
        if not math.isnan(base):
            wanted = goal["target"] * base - formal * workforce["formal"]
            tried[goal["observation_id"]] = (formal, wanted / workforce["informal"])
    rows = [{"scenario": name, **vars(scenario(workforce, *pair))} for name, pair in tried.items()]
    return pd.DataFrame(rows, columns=SCENARIO_COLUMNS)


def gaps_to(workforce: Mapping[Any, Any], reached: Scenario, goals: pd.DataFrame) -> pd.DataFrame:
    """Measure how far a scenario is from each target, on the base of the target.

    Returns
    -------
    DataFrame
        observation_id, gap_points, gap_persons; below zero where the target is met, missing
        where the base is not known.
    """
    rows = []
    for goal in goals.to_dict("records"):
        base = goal["base_compared"]
        points, persons = distance(goal["target"], getattr(reached, base), workforce[base])
        rows.append((goal["observation_id"], points, persons))
    return pd.DataFrame(rows, columns=["observation_id", "gap_points", "gap_persons"])
