"""What it costs to pay the contributions of workers who cannot."""

import pandas as pd

MONTHS = 12
MILLION = 1_000_000
SERIES = ("publicly_paid_members", "vulnerable_members_target", "uncovered_workers")
"""Printed numbers of workers for whom somebody might pay."""


def contribution_costs(observations: pd.DataFrame, geo: str, fee: float) -> pd.DataFrame:
    """Multiply numbers of workers by a monthly contribution.

    Parameters
    ----------
    observations
        Printed figures.
    geo
        The place.
    fee
        Contribution of one worker for one month, in rupiah.

    Returns
    -------
    DataFrame
        One row per printed number of vulnerable or informal workers, the smallest first:
        ``observation_id, series, group, period, workers, fee``, and the cost of one month and of
        twelve, ``month`` and ``year``, in million rupiah.
    """
    wanted = observations[
        (observations["geo"] == geo)
        & observations["series"].isin(list(SERIES))
        & observations["group"].isin(["vulnerable", "informal"])
    ].sort_values("value", kind="stable")
    return pd.DataFrame(
        {
            **{name: wanted[name] for name in ("observation_id", "series", "group", "period")},
            "workers": wanted["value"],
            "fee": fee,
            "month": wanted["value"] * fee / MILLION,
            "year": wanted["value"] * fee * MONTHS / MILLION,
        }
    ).reset_index(drop=True)
