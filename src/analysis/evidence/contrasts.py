"""Two records side by side, as shares of their events."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence.intervals import (
    Floats,
    percentile_interval,
    quotient,
    resamples,
    stance_flags,
)
from analysis.evidence.rows import require_one_layer, with_code

CONTRAST_COLUMNS = [
    *("level", "code", "n_events_a", "events_a", "share_a", "net_a"),
    *("n_events_b", "events_b", "share_b", "net_b"),
    *("share_difference", "share_difference_low", "share_difference_high"),
    *("net_difference", "net_difference_low", "net_difference_high"),
]


def contrast(
    rows_a: pd.DataFrame,
    rows_b: pd.DataFrame,
    *,
    seed: int,
    confidence: float = 0.95,
    replicates: int = 2000,
) -> pd.DataFrame:
    """Set two cases side by side, code by code and family by family.

    Parameters
    ----------
    rows_a, rows_b
        Coded evidence of the two cases, both of one and the same layer.
    seed, confidence, replicates
        The events of each case are resampled by themselves.

    Returns
    -------
    DataFrame
        ``level`` (code or family) and ``code``; for each case, with the suffix ``_a`` or ``_b``,
        ``n_events`` (of the case), ``events`` (with the code), ``share`` (0 to 1) and ``net``
        stance (-1 to 1, missing where no event has the code); and the differences a minus b,
        ``share_difference`` and ``net_difference``, each with ``_low`` and ``_high``.
        Empty if one of the cases has no evidence.

    Raises
    ------
    UserError
        If the rows are of more than one layer.
    """
    require_one_layer(pd.concat([rows_a, rows_b]))
    if rows_a.empty or rows_b.empty:
        return pd.DataFrame(columns=CONTRAST_COLUMNS)
    draws = [
        resamples(rows["event"].nunique(), replicates, seed + case)
        for case, rows in enumerate((rows_a, rows_b))
    ]
    both = with_code(pd.concat([rows_a, rows_b]))
    return pd.DataFrame(
        [
            {
                "level": level,
                "code": code,
                **_contrast_row(
                    [_event_table(rows, level, code) for rows in (rows_a, rows_b)],
                    draws,
                    confidence,
                ),
            }
            for level in ("code", "family")
            for code in sorted(both[level].unique())
        ]
    )


def _event_table(rows: pd.DataFrame, level: str, code: str) -> Floats:
    """Say for each event whether it has the code, and its net stance on it (-1, 0 or 1)."""
    events = sorted(rows["event"].unique())
    flags = stance_flags(rows[rows[level] == code])
    net = (flags["supports"] - flags["hinders"]).reindex(events, fill_value=0)
    carries = pd.Index(events).isin(flags.index)
    return np.column_stack([carries, net]).astype(float)


def _contrast_row(tables: list[Floats], draws: list[Floats], confidence: float) -> dict[str, float]:
    """Compare share and net stance between two cases, with the intervals of the differences."""
    sums = [table.sum(axis=0) for table in tables]
    totals = [drawn @ table for drawn, table in zip(draws, tables, strict=True)]
    row: dict[str, float] = {}
    for side, table, (events, net) in zip("ab", tables, sums, strict=True):
        row |= {
            f"n_events_{side}": len(table),
            f"events_{side}": int(events),
            f"share_{side}": float(quotient(events, len(table))),
            f"net_{side}": float(quotient(net, events)),
        }
    share = [total[:, 0] / max(len(table), 1) for total, table in zip(totals, tables, strict=True)]
    net = [quotient(total[:, 1], total[:, 0]) for total in totals]
    for name, drawn, size in (
        ("share", share[0] - share[1], min(len(table) for table in tables)),
        ("net", net[0] - net[1], min(events for events, _ in sums)),
    ):
        row[f"{name}_difference"] = row[f"{name}_a"] - row[f"{name}_b"]
        interval = percentile_interval(drawn, confidence) if size > 1 else (np.nan, np.nan)
        row[f"{name}_difference_low"], row[f"{name}_difference_high"] = interval
    return row
