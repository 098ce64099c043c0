"""Annual series: national coverage, and the labour market of a place."""

from __future__ import annotations

import numpy as np
import pandas as pd

READING_ORDER = {"confirmed": 0, "corrected": 0, "once": 1, "not_found_again": 2}
"""Trust in a figure by the outcome of its second reading, the best first."""

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
    3. confirmed or corrected by a second reading, then read once, then not found again;
    4. a count dated December before one that names the year only;
    5. the count published last.

    A count that names the year only is a year-end count if it was published after that year.
    Contradicted figures, claims and targets are never used, nor are counts of other months:
    membership is high at the year's end and low in its middle.

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
    rows = _usable(observations, geo)
    members = _one_a_year(_year_end_counts(rows[rows["series"] == "active_members"]))
    workers = _one_a_year(_august(rows[rows["series"] == base]))
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
    rows = _august(_usable(observations, geo))
    columns = {
        name: _one_a_year(rows[rows["series"] == name]).set_index("year")
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


def _usable(observations: pd.DataFrame, geo: str) -> pd.DataFrame:
    """Keep printed and derived figures of one place, all groups, that nothing contradicts."""
    keep = (
        (observations["geo"] == geo)
        & (observations["group"] == "all")
        & observations["status"].isin(["printed", "derived"])
        & (observations["checked"] != "contradicted")
        & observations["value"].notna()
    )
    rows = observations[keep]
    year = pd.to_numeric(rows["period"].str[:4], errors="coerce")
    return rows.assign(year=year, october=False)[year.notna()].astype({"year": int})


def _august(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["period"].str[5:7] == "08"]


def _year_end_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep counts of December, of October, and of a year that was over when they were printed."""
    month = rows["period"].str[5:7]
    looks_back = rows["published"].str[:4] > rows["period"].str[:4]
    keep = month.isin(["10", "12"]) | ((month == "") & looks_back)
    return rows.assign(october=month == "10")[keep]


def _one_a_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Choose one value a year by the order that `national_series` states."""
    ordered = rows.assign(
        derived=rows["status"] == "derived",
        reading=rows["checked"].map(READING_ORDER).fillna(len(READING_ORDER)),
        dated=rows["period"].str.len() > len("2024"),
    ).sort_values(
        ["year", "derived", "october", "reading", "dated", "published", "observation_id"],
        ascending=[True, True, True, True, False, False, True],
    )
    chosen = ordered.drop_duplicates("year")[["year", "value", "october"]]
    same = ordered.merge(chosen, on=["year", "value", "october"])
    source = same.groupby("year")["observation_id"].agg(" ".join).rename("source")
    return chosen.merge(source, on="year").astype({"october": bool}).reset_index(drop=True)
