"""Many cases side by side: of each its latest coverage, the gap, the record and the verdicts.

Nothing is computed anew: every number is read from the tables of results of a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.cases import about
from analysis.claims import ALL, of_claims

COLUMNS = (
    "case",
    "place_en",
    "place_id",
    "province",
    "date",
    "base",
    "low",
    "value",
    "high",
    "target",
    "target_year",
    "gap_points",
    "n_documents",
    "n_events",
    "verdicts",
)
TABLES = ("coverage", "targets", "record", "claims")
"""The results that are read."""

Results = Mapping[str, pd.DataFrame]


def overview(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Set cases side by side, the highest coverage of employed persons first.

    Parameters
    ----------
    rows
        As `row` gives them.

    Returns
    -------
    DataFrame
        case (name of its folder of results), place_en, place_id, province, date (month of the
        coverage), base, low, value, high (percent), target (percent), target_year, gap_points
        (the target minus the coverage of then, in percentage points), n_documents, n_events (of
        the public record), verdicts (such as ``C1=agreement C2=silence``). Coverage on another
        base comes after all others, and cases without a figure last, with dates empty and numbers
        missing.
    """
    table = pd.DataFrame(list(rows), columns=list(COLUMNS))
    other_base = (table["base"] != "employed").rename("other_base")
    order = pd.concat([other_base, -table["value"], table["case"]], axis="columns")
    places = order.sort_values(list(order.columns)).index
    return table.loc[places].reset_index(drop=True)


def row(name: str, folder: Path, results: Results, as_of: str = "") -> dict[str, Any]:
    """Describe one case by its results.

    Parameters
    ----------
    name
        Name of its folder of results.
    folder
        The case itself, for the names of the place and its province.
    results
        Its tables of results by name (see `read`).
    as_of
        Date at which the record was read; empty: all evidence.
    """
    described = about(folder)
    place = described.get("place_en") or described.get("place_id") or folder.name
    geo = described.get("geo", "")
    latest = _latest(results["coverage"], geo)
    counts = dict(zip(results["record"]["what"], results["record"]["n"], strict=True))
    return {
        "case": name,
        "place_en": place,
        "place_id": described.get("place_id") or place,
        "province": described.get("province", ""),
        **latest,
        **_goal(results["targets"], geo, latest),
        "n_documents": counts.get("documents", 0),
        "n_events": counts.get("events", 0),
        "verdicts": _verdicts(results["claims"], as_of or ALL),
    }


def read(results: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of results that an overview needs."""
    texts = dict.fromkeys(("date", "as_of", "test_id", "claim_id", "base", "base_compared"), str)
    return {
        name: pd.read_csv(results / f"{name}.csv", dtype=texts, keep_default_na=True).fillna(
            dict.fromkeys(texts, "")
        )
        for name in TABLES
    }


def _latest(coverage: pd.DataFrame, geo: str) -> dict[str, Any]:
    """Return the last coverage of employed persons; without any, the last on another base."""
    rows = coverage[(coverage["geo"] == geo) & (coverage["group"] == "all")]
    if rows.empty:
        return {"date": "", "base": ""}
    last = rows.assign(common=rows["base"] == "employed").sort_values(["common", "date"]).iloc[-1]
    return {name: last[name] for name in ("date", "base", "low", "value", "high")}


def _goal(targets: pd.DataFrame, geo: str, latest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the next target on the base of the latest coverage, and how far it is."""
    if not latest["date"]:
        return {}
    rows = targets[
        (targets["geo"] == geo)
        & (targets["group"] == "all")
        & (targets["base_compared"] == latest["base"])
        & (targets["year"] >= int(latest["date"][:4]))
    ]
    if rows.empty:
        return {}
    first = rows.sort_values("year").iloc[0]
    return {
        "target": first["target"],
        "target_year": first["year"],
        "gap_points": first["gap_points"],
    }


def _verdicts(claims: pd.DataFrame, as_of: str) -> str:
    wholes = of_claims(claims, as_of)
    return " ".join(f"{row.claim_id}={row.verdict}" for row in wholes.itertuples())
