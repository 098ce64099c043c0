"""Gaps between places in coverage, decomposed by formal and informal work."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.coverage.bases import Figure, survey
from analysis.coverage.decomposition import kitagawa
from analysis.coverage.definitions import FORMAL_GROUPS, unique
from analysis.coverage.measures import Coverages, by_definition, comparable, on_definition
from analysis.dates import months_apart
from analysis.observations import main_first, month

YEAR = 12
"""Months within which two places are compared."""

CONSTRUCTION = ("construction", "construction_and_migrant")
"""Groups in which offices count the members of construction, where they count them apart."""
SEGMENTS = ("wage", "self_employed", "construction")

Augusts = dict[str, list[Figure]]
"""The rows of the survey of each place, the earliest first."""

GAP_INPUT_COLUMNS = ["geo", "date", "construction", "kind", "formal_rate", "informal_rate"]
GAP_INPUT_COLUMNS += ["formal_share", "share_date", "all_rate", "sources"]


def _recent(augusts: Sequence[Figure], date: str) -> list[Figure]:
    """Keep the Augusts of the same year and the year before, up to a month."""
    earliest = f"{int(date[:4]) - 1}-01"
    return [august for august in augusts if earliest <= august["date"] <= date]


def _share_of_printed(
    row: Mapping[str, Any], augusts: Sequence[Figure], coverages: Coverages
) -> Figure | None:
    """Find the August whose formal share lies behind printed group rates.

    Offices divide by the last August that is published.  Of the two latest, that one is taken
    that comes nearer to the all-worker coverage of the place; without one, the latest.
    """
    candidates = _recent(augusts, row["date"])
    near = comparable(coverages, row["geo"], row["date"])
    if near is None or not near["like_months"]:
        return candidates[-1] if candidates else None
    value = near["value"]

    def apart(august: Figure) -> float:
        share = august["formal_share"]
        return float(abs(share * row["formal_rate"] + (1 - share) * row["informal_rate"] - value))

    return min(candidates, key=apart, default=None)


def _inputs_from_rates(table: pd.DataFrame, augusts: Augusts) -> list[dict[str, Any]]:
    """Pairs of a formal and an informal rate of one place, at most three months apart."""
    rows = []
    coverages = by_definition(table)
    formal = table[table["group"].isin(FORMAL_GROUPS) & (table["base"] == "formal")]
    for upper in formal.to_dict("records"):
        geo, date, group = upper["geo"], upper["date"], upper["group"]
        lower = comparable(coverages, geo, date, group="informal", base="informal")
        if lower is None or not lower["like_months"]:
            continue
        row = {
            "geo": geo,
            "date": date,
            "construction": "included" if group == "formal_with_construction" else "not_stated",
            "kind": upper["kind"],
            "formal_rate": upper["value"],
            "informal_rate": lower["value"],
            "sources": f"{upper['sources']} {lower['sources']}",
        }
        workers = upper["denominator"] + lower["denominator"]
        if math.isnan(workers):
            share = _share_of_printed(row, augusts.get(geo, []), coverages)
            if share is None:
                continue
            row |= {"formal_share": share["formal_share"], "share_date": share["date"]}
            row["sources"] += f" {share['sources']}"
        else:
            row |= {"formal_share": upper["denominator"] / workers, "share_date": lower["date"]}
        rows.append(row)
    return rows


def _members_by_segment(observations: pd.DataFrame) -> dict[tuple[str, str], dict[str, Figure]]:
    """Gather the main count of wage workers, self-employed and construction, by place and month."""
    members = observations[
        (observations["series"] == "active_members")
        & observations["group"].isin(["wage", "self_employed", *CONSTRUCTION])
        & (observations["status"] == "printed")
        & (observations["checked"] != "not_found_again")
    ]
    found: dict[tuple[str, str], dict[str, Figure]] = {}
    for row in main_first(members).to_dict("records"):
        segment = "construction" if row["group"] in CONSTRUCTION else row["group"]
        found.setdefault((row["geo"], month(row["period"])), {}).setdefault(segment, row)
    return found


def _inputs_from_counts(observations: pd.DataFrame, augusts: Augusts) -> list[dict[str, Any]]:
    """Rates from members by segment, where construction is counted apart."""
    rows = []
    for (geo, date), members in sorted(_members_by_segment(observations).items()):
        recent = _recent(augusts.get(geo, []), date)
        if len(members) < len(SEGMENTS) or not recent:
            continue
        august = recent[-1]
        wage, self_employed, construction = (members[segment] for segment in SEGMENTS)
        share = august["formal_share"]
        formal, informal = august["employed"] * share, august["employed"] * (1 - share)
        for variant, added in (("included", construction["value"]), ("excluded", 0.0)):
            keys = [wage["observation_id"], self_employed["observation_id"]]
            keys += [construction["observation_id"]] if added else []
            rows.append(
                {
                    "geo": geo,
                    "date": date,
                    "construction": variant,
                    "kind": "counts",
                    "formal_rate": 100 * (wage["value"] + added) / formal,
                    "informal_rate": 100 * self_employed["value"] / informal,
                    "formal_share": share,
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
    augusts: Augusts = {}
    for august in survey(observations, provinces_panel).to_dict("records"):
        augusts.setdefault(august["geo"], []).append(august)
    rows = _inputs_from_rates(on_definition(table), augusts)
    rows += _inputs_from_counts(observations, augusts)
    result = pd.DataFrame(rows, columns=GAP_INPUT_COLUMNS)
    result["sources"] = result["sources"].map(unique)
    share = result["formal_share"]
    result["all_rate"] = share * result["formal_rate"] + (1 - share) * result["informal_rate"]
    return result.sort_values(["geo", "date", "construction", "kind"], ignore_index=True)


def _nearest_pairs(
    inputs: pd.DataFrame, geo: str, others: Collection[str]
) -> Iterator[tuple[Figure, Figure]]:
    """Pair each month of a place with the nearest of the others, of every construction variant."""
    rest = inputs[inputs["geo"].isin(others)].to_dict("records")
    for first in inputs[inputs["geo"] == geo].to_dict("records"):
        apart = [{**row, "months_apart": months_apart(row["date"], first["date"])} for row in rest]
        near = sorted(apart, key=itemgetter("months_apart", "date"))
        found: dict[tuple[str, str], Figure] = {}
        for row in near:
            if row["months_apart"] <= YEAR:
                found.setdefault((row["geo"], row["construction"]), row)
        yield from ((first, second) for second in found.values())


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
    shown = ["geo", "date", "construction", "kind", "share_date", "all_rate"]
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
        rows.append(
            {
                **{name: first[name] for name in shown},
                **{f"{name}_other": second[name] for name in shown},
                "months_apart": second["months_apart"],
                "same_construction": first["construction"] == second["construction"],
                "total": split.total,
                "mix": split.mix,
                "rate": split.rate,
                "rate_formal": split.rates["formal"],
                "rate_informal": split.rates["informal"],
                "sources": unique(f"{first['sources']} {second['sources']}"),
            }
        )
    columns = [*shown, *(f"{name}_other" for name in shown), "months_apart", "same_construction"]
    columns += ["total", "mix", "rate", "rate_formal", "rate_informal", "sources"]
    order = ["geo_other", "date", "construction", "date_other", "construction_other"]
    return pd.DataFrame(rows, columns=columns).sort_values(order, ignore_index=True)
