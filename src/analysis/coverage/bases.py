"""The workers that members are divided by: figures of a date, and the August survey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.coverage.definitions import BASES
from analysis.observations import main_first, month, usable

Figure = dict[Any, Any]
"""A row of the observations with its ``month``."""

Bases = dict[str, dict[str, list[Figure]]]
"""The figures of each base and place, the latest first."""

SURVEY_COLUMNS = ["geo", "date", "employed", "formal_share", "sources"]


def base_figures(observations: pd.DataFrame) -> Bases:
    """Gather the figures of each place that may serve as its denominators, the latest first.

    Employed persons and the labour force come from the August round of the survey; a February
    round is another season.
    Eligible workers are printed for a year and carry no season.
    """
    rows = usable(observations, *BASES.values())
    seasonless = rows["series"] == BASES["eligible"]
    rows = rows[seasonless | (rows["period"].str[5:7] == "08")]
    rows = rows.assign(month=rows["period"].map(month))
    rows = main_first(rows).drop_duplicates(["series", "geo", "month"])
    figures: Bases = {base: {} for base in BASES}
    names = {series: base for base, series in BASES.items()}
    for row in rows.sort_values("month", ascending=False).to_dict("records"):
        figures[names[row["series"]]].setdefault(row["geo"], []).append(row)
    return figures


def base_figure(bases: Bases, base: str, geo: str, date: str) -> Figure | None:
    """Find the denominator of a month: the latest August on or before it, or the year's figure.

    A base older than the year before is not used.
    """
    latest = f"{date[:4]}-12" if base == "eligible" else date
    earliest = f"{int(date[:4]) - 1}-01"
    figures = bases[base].get(geo, [])
    return next((row for row in figures if earliest <= row["month"] <= latest), None)


def survey(observations: pd.DataFrame, provinces_panel: pd.DataFrame | None = None) -> pd.DataFrame:
    """Gather employed persons and the formal share of each August.

    Parameters
    ----------
    observations
        Series ``employed``, ``formal_share`` and ``informal_share`` of an August.
    provinces_panel
        The panel of provinces; its exact counts stand in where they are more exact.

    Returns
    -------
    DataFrame
        geo, date (``YYYY-08``), employed (persons), formal_share (0 to 1), sources (keys of
        observations, ``provinces_panel`` for the panel).

    """
    shares: dict[tuple[str, str], tuple[float, str]] = {}
    for series in ("formal_share", "informal_share"):
        for geo, date, value, source in _printed(observations, series):
            share = value / 100 if series == "formal_share" else 1 - value / 100
            shares.setdefault((geo, date), (share, source))
    rows: dict[tuple[str, str], tuple[str, str, float, float, str]] = {}
    for geo, date, value, source in _printed(observations, "employed"):
        if date[5:7] == "08" and (geo, date) in shares:
            share, other = shares[geo, date]
            rows.setdefault((geo, date), (geo, date, value, share, f"{source} {other}"))
    table = pd.DataFrame(rows.values(), columns=SURVEY_COLUMNS)
    if provinces_panel is not None:
        panel = pd.DataFrame(
            {
                "geo": provinces_panel["province"],
                "date": provinces_panel["year"].astype(str) + "-08",
                "employed": provinces_panel["employed"].astype(float),
                "formal_share": provinces_panel["formal_share"].astype(float) / 100,
                "sources": "provinces_panel",
            }
        )
        table = pd.concat([panel, table]).drop_duplicates(["geo", "date"])
    return table.sort_values(["geo", "date"], ignore_index=True)


def _printed(observations: pd.DataFrame, series: str) -> Iterator[tuple[str, str, float, str]]:
    """Go through place, period, value and key of the figures of a series, the main ones first."""
    rows = main_first(usable(observations, series))
    needed = rows[["geo", "period", "value", "observation_id"]]
    return needed.itertuples(index=False, name=None)
