"""Gaps between places in coverage, decomposed by formal and informal work."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.coverage.bases import survey
from analysis.coverage.decomposition import kitagawa
from analysis.coverage.definitions import FORMAL_GROUPS, unique
from analysis.coverage.measures import comparable, on_definition
from analysis.dates import months_apart
from analysis.observations import main_first, month

YEAR = 12
"""Months within which two places are compared."""

CONSTRUCTION = ("construction", "construction_and_migrant")
"""Groups in which offices count the members of construction, where they count them apart."""

GAP_INPUT_COLUMNS = ["geo", "date", "construction", "kind", "formal_rate", "informal_rate"]
GAP_INPUT_COLUMNS += ["formal_share", "share_date", "all_rate", "sources"]


def _share_of_printed(
    row: Mapping[str, Any],
    augusts: pd.DataFrame,
    table: pd.DataFrame,
) -> pd.Series | None:
    """Find the August whose formal share lies behind printed group rates.

    Offices divide by the last August that is published.  Of the two latest, that one is taken
    that comes nearer to the all-worker coverage of the place; without one, the latest.
    """
    year = int(row["date"][:4])
    candidates: pd.DataFrame = augusts[
        (augusts["geo"] == row["geo"])
        & (augusts["date"] <= row["date"])
        & (augusts["date"].str[:4].astype(int) >= year - 1)
    ]
    if candidates.empty:
        return None
    near = comparable(table, row["geo"], row["date"])
    near = near[near["like_months"]]
    if near.empty:
        return candidates.iloc[len(candidates) - 1]
    share = candidates["formal_share"]
    implied = share * row["formal_rate"] + (1 - share) * row["informal_rate"]
    apart = (implied - near["value"].iloc[0]).abs()
    return candidates.iloc[int(apart.to_numpy().argmin())]


def _inputs_from_rates(table: pd.DataFrame, augusts: pd.DataFrame) -> list[dict[str, Any]]:
    """Pairs of a formal and an informal rate of one place, at most three months apart."""
    rows = []
    informal = table[(table["group"] == "informal") & (table["base"] == "informal")]
    formal = table[table["group"].isin(FORMAL_GROUPS) & (table["base"] == "formal")]
    for _, upper in formal.iterrows():
        lower = comparable(informal, upper["geo"], upper["date"], group="informal", base="informal")
        lower = lower[lower["like_months"]]
        if lower.empty:
            continue
        other = lower.iloc[0]
        row = {
            "geo": upper["geo"],
            "date": upper["date"],
            "construction": "included"
            if upper["group"] == "formal_with_construction"
            else "not_stated",
            "kind": upper["kind"],
            "formal_rate": upper["value"],
            "informal_rate": other["value"],
            "sources": f"{upper['sources']} {other['sources']}",
        }
        workers = upper["denominator"] + other["denominator"]
        if math.isnan(workers):
            share = _share_of_printed(row, augusts, table)
            if share is None:
                continue
            row |= {"formal_share": share["formal_share"], "share_date": share["date"]}
            row["sources"] += f" {share['sources']}"
        else:
            row |= {"formal_share": upper["denominator"] / workers, "share_date": other["date"]}
        rows.append(row)
    return rows


def _inputs_from_counts(observations: pd.DataFrame, augusts: pd.DataFrame) -> list[dict[str, Any]]:
    """Rates from members by segment, where construction is counted apart."""
    rows = []
    members = observations[
        (observations["series"] == "active_members")
        & observations["group"].isin(["wage", "self_employed", *CONSTRUCTION])
        & (observations["status"] == "printed")
        & (observations["checked"] != "not_found_again")
    ]
    for (geo, date), group in members.groupby(["geo", members["period"].map(month)]):
        wage, self_employed = (group[group["group"] == name] for name in ("wage", "self_employed"))
        construction = group[group["group"].isin(CONSTRUCTION)]
        augusts_before = augusts[(augusts["geo"] == geo) & (augusts["date"] <= date)].tail(1)
        if any(part.empty for part in (wage, self_employed, construction, augusts_before)):
            continue
        august = augusts_before.iloc[0]
        if int(august["date"][:4]) < int(str(date)[:4]) - 1:
            continue
        first, second, third = (
            main_first(part).iloc[0] for part in (wage, self_employed, construction)
        )
        workers = august["employed"]
        formal, informal = (
            workers * share for share in (august["formal_share"], 1 - august["formal_share"])
        )
        for variant, added in (("included", third["value"]), ("excluded", 0.0)):
            keys = [first["observation_id"], second["observation_id"]]
            keys += [third["observation_id"]] if added else []
            rows.append(
                {
                    "geo": geo,
                    "date": date,
                    "construction": variant,
                    "kind": "counts",
                    "formal_rate": 100 * (first["value"] + added) / formal,
                    "informal_rate": 100 * second["value"] / informal,
                    "formal_share": august["formal_share"],
                    "share_date": august["date"],
                    "sources": " ".join([*keys, august["sources"]]),
                }
            )
    return rows


def gap_inputs(
    observations: pd.DataFrame, table: pd.DataFrame, provinces_panel: pd.DataFrame
) -> pd.DataFrame:
    """Gather the formal and informal coverage and the formal share of each place and month.

    Parameters
    ----------
    observations
        The figures, with the national and provincial ones.
    table
        A table from `measures`.
    provinces_panel
        The panel of provinces, for formal shares and employed persons.

    Returns
    -------
    DataFrame
        geo, date, construction (included, excluded, not_stated: whether construction members
        count as formal), kind (derivation, printed: rates as given; counts: members by segment
        over employed persons), formal_rate, informal_rate, all_rate (percent; the last as the
        other two and the share imply it), formal_share (0 to 1), share_date, sources.

    """
    augusts = survey(observations, provinces_panel)
    rows = _inputs_from_rates(on_definition(table), augusts) + _inputs_from_counts(
        observations, augusts
    )
    result = pd.DataFrame(rows, columns=GAP_INPUT_COLUMNS)
    result["sources"] = result["sources"].map(unique)
    share = result["formal_share"]
    result["all_rate"] = share * result["formal_rate"] + (1 - share) * result["informal_rate"]
    return result.sort_values(["geo", "date", "construction", "kind"], ignore_index=True)


def _nearest_pairs(
    inputs: pd.DataFrame,
    geo: str,
    others: Collection[str],
) -> Iterable[tuple[pd.Series, pd.Series]]:
    """Pair each month of a place with the nearest of the others, of every construction variant."""
    rest = inputs[inputs["geo"].isin(others)]
    for _, first in inputs[inputs["geo"] == geo].iterrows():
        apart = rest["date"].map(lambda date, own=first["date"]: months_apart(date, own))
        near = rest.assign(months_apart=apart)[apart <= YEAR].sort_values(["months_apart", "date"])
        for _, second in near.drop_duplicates(["geo", "construction"]).iterrows():
            yield first, second


def gaps(inputs: pd.DataFrame, geo: str, others: Collection[str]) -> pd.DataFrame:
    """Decompose the gap between a place and others, each at its nearest month within a year.

    Parameters
    ----------
    inputs
        A table from `gap_inputs`.
    geo
        The place whose gap is explained.
    others
        Places that it is compared with; each with its nearest month for every way of counting
        construction, since that changes the rates more than the months do.

    Returns
    -------
    DataFrame
        geo, date, construction, kind, share_date, all_rate of the place; the same with the
        suffix ``_other``; months_apart, same_construction, total, mix, rate, rate_formal,
        rate_informal (percentage points, place minus other; mix and rate add up to total),
        sources.

    """
    rows = []
    for first, second in _nearest_pairs(inputs, geo, others):
        sides = [
            (
                {"formal": side["formal_rate"], "informal": side["informal_rate"]},
                {"formal": side["formal_share"], "informal": 1 - side["formal_share"]},
            )
            for side in (first, second)
        ]
        split = kitagawa(*sides[0], *sides[1])
        rate = split.groups.set_index("group")["rate"]
        shown = ["geo", "date", "construction", "kind", "share_date", "all_rate"]
        rows.append(
            {
                **first[shown],
                **second[shown].add_suffix("_other"),
                "months_apart": second["months_apart"],
                "same_construction": first["construction"] == second["construction"],
                "total": split.total,
                "mix": split.mix,
                "rate": split.rate,
                "rate_formal": rate["formal"],
                "rate_informal": rate["informal"],
                "sources": unique(f"{first['sources']} {second['sources']}"),
            }
        )
    shown = ["geo", "date", "construction", "kind", "share_date", "all_rate"]
    columns = [*shown, *(f"{name}_other" for name in shown), "months_apart", "same_construction"]
    columns += ["total", "mix", "rate", "rate_formal", "rate_informal", "sources"]
    order = ["geo_other", "date", "construction", "date_other", "construction_other"]
    return pd.DataFrame(rows, columns=columns).sort_values(order, ignore_index=True)
