"""Annual series: national coverage, and the labour market of a place."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.observations import main_first, usable

SMALLEST_SERIES = 3  # years; fewer leave no degree of freedom around a line


def national_series(
    observations: pd.DataFrame, geo: str = "Indonesia", base: str = "employed"
) -> pd.DataFrame:
    """Give annual coverage on one definition.

    Coverage is the number of active members (all groups) at the year's end in percent of the
    workers of August of the same year.

    Where several counts exist for a year, the first by this order is used:

    1. a printed figure before a derived one;
    2. a count at the year's end before one of October; an October count is used when no printed
       year-end count exists, and is marked as not comparable;
    3. the count printed with most digits, then the larger, as everywhere
       (`analysis.observations.main_first`).

    A count that names the year only is a year-end count if it was published after that year.
    Contradicted figures, those that a second reading did not find, claims and targets are never
    used, nor are counts of other months: membership is high at the year's end and low in its
    middle.

    Parameters
    ----------
    observations : DataFrame
        Observations, possibly cut off at an earlier date.
    geo : str
        Name of the country, province or district.
    base : str
        Series to divide by, of August: `employed` or `labour_force`.

    Returns
    -------
    DataFrame
        One row a year: `year`, `date` (month of the count), `members` (persons), `employed`
        (persons; named like the base), `coverage` (percent), `comparable` (False for October
        counts), `members_source` and `employed_source` (ids of the observations that carry the
        value used, the preferred one first).
        Empty if nothing is known.
    """
    members = _one_a_year(_year_end(_figures(observations, "active_members", geo)))
    workers = _one_a_year(_august(_figures(observations, base, geo)))
    both = members.merge(workers, on="year", suffixes=("", "_base"))
    return pd.DataFrame(
        {
            "year": both["year"],
            "date": both["year"].astype(str) + np.where(both["october"], "-10", "-12"),
            "members": both["value"],
            base: both["value_base"],
            "coverage": 100 * both["value"] / both["value_base"],
            "comparable": ~both["october"],
            "members_source": both["source"],
            f"{base}_source": both["source_base"],
        }
    )


def labour_market(observations: pd.DataFrame, geo: str, breaks: pd.DataFrame) -> pd.DataFrame:
    """Give the informal share and the unemployment rate of August, year by year.

    Where several figures exist for a year, the first by the order of `national_series` is used.
    A year without a figure keeps a row without a value, so that a gap is seen as a gap.

    Parameters
    ----------
    observations : DataFrame
        Observations, possibly cut off at an earlier date.
    geo : str
        Name of the place.
    breaks : DataFrame
        Known breaks, with `kind` and `date`; those of kind `measurement` are new weights of the
        survey.

    Returns
    -------
    DataFrame
        `year`, `informal_share` (percent of employed persons), `unemployment_rate` (percent of
        the labour force), `informal_share_source` and `unemployment_rate_source` (ids of
        observations, empty without a figure), `weights_break` (True in a year in which the
        survey first used new weights: the change on the year before is partly theirs).
        Empty if nothing is known.
    """
    columns = {
        name: _one_a_year(_august(_figures(observations, name, geo))).set_index("year")
        for name in ("informal_share", "unemployment_rate")
    }
    known = sorted({year for column in columns.values() for year in column.index})
    years = pd.RangeIndex(known[0], known[-1] + 1) if known else pd.RangeIndex(0)
    table = pd.DataFrame({"year": years})
    for name, column in columns.items():
        table[name] = column["value"].reindex(years).to_numpy(dtype=float)
    for name, column in columns.items():
        table[f"{name}_source"] = column["source"].reindex(years).fillna("").to_numpy(dtype=object)
    new_weights = breaks.loc[breaks["kind"] == "measurement", "date"].str[:4].astype(int)
    table["weights_break"] = table["year"].isin(new_weights)
    return table


def _figures(observations: pd.DataFrame, series: str, geo: str) -> pd.DataFrame:
    """Select the usable figures of one series and place that nothing contradicts."""
    rows = usable(observations, series, geo=geo)
    rows = rows[rows["checked"] != "contradicted"]
    return rows.assign(
        year=rows["period"].str[:4].astype(int), october=rows["period"].str[5:7] == "10"
    )


def _august(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["period"].str[5:7] == "08"]


def _year_end(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep counts of December, of October, and of a year that was over when they were printed."""
    month = rows["period"].str[5:7]
    looks_back = rows["published"].str[:4] > rows["period"].str[:4]
    return rows[month.isin(["10", "12"]) | ((month == "") & looks_back)]


def _one_a_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Choose one value a year by the order that `national_series` states."""
    derived = rows["status"] == "derived"
    ordered = main_first(rows.assign(derived=derived)).sort_values(
        ["year", "derived", "october"], kind="stable"
    )
    chosen = ordered.drop_duplicates("year")[["year", "value", "october"]]
    same = ordered.merge(chosen, on=["year", "value", "october"])
    source = same.groupby("year")["observation_id"].agg(" ".join).rename("source")
    return chosen.merge(source, on="year").astype({"october": bool}).reset_index(drop=True)
