"""What a printed coverage without a definition can mean, step by step from its own parts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from analysis.coverage.classification import classify
from analysis.coverage.definitions import BOUNDS, FORMAL_GROUPS
from analysis.coverage.derivations import derive, printed_notes, term_bounds
from analysis.observations import main_first, month, usable


def _contested(observations: pd.DataFrame) -> pd.DataFrame:
    """Find the all-worker coverage without a definition that most outlets print."""
    table = classify(observations)
    contested = ["undefined", "contradicts_own_parts", "contradicts_printed_parts"]
    rows = table[table["reason"].isin(contested) & (table["group"] == "all")]
    if rows.empty:
        return rows
    outlets = rows.groupby(["geo", "period", "value"])["publisher"].transform("nunique")
    first = rows[outlets == outlets.max()].iloc[0]
    same = rows[["geo", "period", "value"]].eq(first[["geo", "period", "value"]]).all(axis=1)
    return rows[same]


def _printed_step(step: str, rows: pd.DataFrame) -> dict[str, Any]:
    first = rows.iloc[0]
    return {
        "step": step,
        "date": first["period"],
        "group": first["group"],
        "base": first["base"] or "not_stated",
        "value": first["value"],
        "unit": "percent",
        "n_outlets": rows["publisher"].nunique(),
        "numerator_terms": (),
        "denominator_terms": (),
        "sources": " ".join(rows["observation_id"]),
    }


def _derived_step(step: str, row: pd.Series, observations: pd.DataFrame) -> dict[str, Any]:
    used = observations[observations["observation_id"].isin(row["sources"].split())]
    return {
        "step": step,
        **row[["date", "group", "base", "value", "numerator_terms", "denominator_terms"]],
        "unit": "percent",
        "n_outlets": used["publisher"].nunique(),
        "sources": row["sources"],
    }


def _base_steps(parts: pd.DataFrame, observations: pd.DataFrame) -> list[dict[str, Any]]:
    """Identify the survey count that the printed workers of a month round."""
    if set(parts["group"]) != {"formal", "informal"}:
        return []
    terms = [term for row in parts["denominator_terms"] for term in row]
    low, high = term_bounds(tuple(terms), printed_notes(observations))
    geo = parts["geo"].iloc[0]
    employed = usable(observations, "employed", geo=geo)
    match = employed[employed["value"].between(low, high)]
    if match.empty:
        return []
    figure = main_first(match).iloc[0]
    total = {
        "step": "base_identified",
        "date": figure["period"],
        "group": "all",
        "base": "employed",
        "value": figure["value"],
        "unit": "persons",
        "n_outlets": 1,
        "numerator_terms": tuple(terms),
        "denominator_terms": (),
        "sources": " ".join([*(key for t in terms for key in t.sources), figure["observation_id"]]),
    }
    informal = tuple(parts.loc[parts["group"] == "informal", "denominator_terms"].iloc[0])
    printed_share = {
        **total,
        "step": "base_informal_share_printed",
        "date": parts["date"].iloc[0],
        "group": "informal",
        "value": 100 * sum(t.value for t in informal) / sum(t.value for t in terms),
        "unit": "percent",
        "numerator_terms": informal,
        "denominator_terms": tuple(terms),
        "sources": " ".join(key for t in terms for key in t.sources),
    }
    share = usable(observations, "informal_share", geo=geo)
    share = main_first(share[share["period"] == figure["period"]]).head(1)
    steps = [total, printed_share]
    if not share.empty:
        steps.append(
            {
                **_printed_step("base_informal_share_survey", share.assign(group="informal")),
                "base": "employed",
            }
        )
    return steps


def reconciliation(
    observations: pd.DataFrame,
    derivations: pd.DataFrame,
    known: Collection[str] | None = None,
) -> pd.DataFrame:
    """Show step by step what a printed coverage without a definition can mean.

    The figure explained is the undefined or contradicted all-worker coverage that most outlets
    print; everything else is found from the data, so any case can be reconciled.

    Parameters
    ----------
    observations
        The figures of one case.
    derivations, known
        As for `derive`.

    Returns
    -------
    DataFrame
        One row for each step: step (``printed``, ``target_beside``, ``part`` for each group,
        ``all_low``, ``all_value``, ``all_high``, ``base_identified``,
        ``base_informal_share_printed``, ``base_informal_share_survey``, ``later_printed``,
        ``later_computed``), date, group, base, value, unit (percent or persons), below_printed,
        n_outlets, numerator_terms and denominator_terms (the arithmetic; empty for a printed
        figure), sources.  Empty when the case has no such figure.

    """
    columns = ["step", "date", "group", "base", "value", "unit", "below_printed", "n_outlets"]
    columns += ["numerator_terms", "denominator_terms", "sources"]
    printed = _contested(observations)
    if printed.empty:
        return pd.DataFrame(columns=columns)
    geo, period, value = printed[["geo", "period", "value"]].iloc[0]
    place = observations[observations["geo"] == geo]
    derived = derive(derivations, observations, known)
    derived = derived[derived["geo"] == geo]
    then = derived[derived["date"] == month(period)]
    parts = then[then["group"].isin(["formal", "informal"]) & (then["role"] == "value")]

    steps = [_printed_step("printed", printed)]
    beside = place[
        (place["series"] == "coverage_target")
        & place["publisher"].isin(printed["publisher"])
        & (place["published"].str[:7] == month(period))
    ].sort_values("period")
    steps += [_printed_step("target_beside", row.to_frame().T) for _, row in beside.iterrows()]
    steps += [_derived_step("part", row, place) for _, row in parts.iterrows()]
    for role in BOUNDS:
        rows = then[(then["group"] == "all") & (then["role"] == role)]
        steps += [_derived_step(f"all_{role}", row, place) for _, row in rows.iterrows()]
    steps += _base_steps(parts, place)

    formal = place[
        (place["series"] == "coverage")
        & place["group"].isin(FORMAL_GROUPS)
        & (place["period"].map(month) > month(period))
    ]
    computed = derived[derived["group"].isin(FORMAL_GROUPS) & (derived["date"] > month(period))]
    later = [
        (month(key[0]), _printed_step("later_printed", rows))
        for key, rows in formal.groupby(["period", "group", "value"])
    ]
    later += [
        (row["date"], _derived_step("later_computed", row, place)) for _, row in computed.iterrows()
    ]
    steps += [step for _, step in sorted(later, key=lambda pair: (pair[0], pair[1]["step"]))]

    table = pd.DataFrame(steps)
    percent = table["unit"] == "percent"
    return table.assign(below_printed=percent & (table["value"] < value))[columns]
