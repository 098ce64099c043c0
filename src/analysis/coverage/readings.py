"""Readings of a coverage: every way in which the figures give one, before they are weighed."""

from __future__ import annotations

import math
from itertools import product

import pandas as pd

from analysis.coverage.bases import Bases, base_figure
from analysis.coverage.classification import classify
from analysis.coverage.definitions import COUNTS, KEY
from analysis.observations import month, usable, without_roundings

COLUMNS = [*KEY, "kind", "role", "numerator", "denominator", "value", "sources"]


def derived_readings(derived: pd.DataFrame) -> pd.DataFrame:
    """Take the coverages that `derive` computed as readings (kind ``derivation``)."""
    return derived.assign(kind="derivation")[COLUMNS]


def rebased(derived: pd.DataFrame, bases: Bases) -> pd.DataFrame:
    """Divide derived counts of all workers by other bases than the one of their derivation."""
    rows = []
    whole = derived[(derived["group"] == "all") & (derived["base"] == "employed")]
    others = [base for base in bases if base != "employed"]
    for row, base in product(whole.to_dict("records"), others):
        figure = base_figure(bases, base, row["geo"], row["date"])
        if figure is None:
            continue
        keys = dict.fromkeys(key for term in row["numerator_terms"] for key in term.sources)
        rows.append(
            {
                **row,
                "base": base,
                "kind": "rebased",
                "denominator": figure["value"],
                "value": 100 * row["numerator"] / figure["value"],
                "sources": " ".join([*keys, figure["observation_id"]]),
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def printed_readings(observations: pd.DataFrame) -> pd.DataFrame:
    """Select printed coverages whose count, group and base are all clear (kind ``printed``)."""
    table = classify(observations)
    clear = ["active_of_employed", "eligible_base", "labour_force_base", "registered_not_active"]
    own_base = (table["reason"] == "part_of_workers") & table["base"].isin(["formal", "informal"])
    rows = table[(table["reason"].isin(clear) | own_base) & (table["base"] != "not_stated")]
    return rows.assign(
        date=rows["period"].map(month),
        kind="printed",
        role="value",
        numerator=math.nan,
        denominator=math.nan,
        sources=rows["observation_id"],
    )[COLUMNS]


def ratios(observations: pd.DataFrame, bases: Bases) -> pd.DataFrame:
    """Divide each printed count of members by each base, for every place and month that allows it.

    Parameters
    ----------
    observations
        Members (all workers), active and registered.
    bases
        As `base_figures` gives them: employed persons or the labour force (the latest August on
        or before the count, so the same year's August for year-end counts), or eligible workers
        (the latest year).

    Returns
    -------
    DataFrame
        Readings: geo, date, group, count, base, kind (``ratio``), role (``value`` for the main
        count of a month, ``other`` for counts by others), numerator, denominator, value
        (percent), sources.

    """
    members = usable(observations, *COUNTS.values())
    members = members.assign(date=members["period"].map(month))
    members = without_roundings(members, ["series", "geo", "date"])
    counts = {series: count for count, series in COUNTS.items()}
    rows = []
    for row, base in product(members.to_dict("records"), bases):
        figure = base_figure(bases, base, row["geo"], row["date"])
        if figure is None:
            continue
        key = (row["geo"], row["date"], "all", counts[row["series"]], base)
        rows.append(
            {
                **dict(zip(KEY, key, strict=True)),
                "kind": "ratio",
                "role": "value" if row["main"] else "other",
                "numerator": row["value"],
                "denominator": figure["value"],
                "value": 100 * row["value"] / figure["value"],
                "sources": f"{row['observation_id']} {figure['observation_id']}",
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)
