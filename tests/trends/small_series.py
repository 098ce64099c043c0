"""Short series with known properties, for the tests of trends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import special

DAMPED = 0.001
"""Published outcomes are scaled down so that they fit on the logit scale as coverage."""


def as_series(years: Any, outcome: Any, scale: float = 1.0):
    """Disguise any outcome as coverage: its logit is the scaled outcome."""
    return pd.DataFrame(
        {
            "year": years,
            "coverage": 100 * special.expit(scale * np.asarray(outcome, dtype=float)),
            "comparable": True,
        }
    )


def estimate(table: pd.DataFrame, model: str, term: str):
    row = table[(table["model"] == model) & (table["term"] == term)]
    assert len(row) == 1
    return row.iloc[0]


def numbers(text: str):
    return np.array(text.split(), dtype=float)


def noisy(rng: np.random.Generator, years: Any, slope: float = 0.08, spread: float = 0.1):
    return as_series(years, -1.5 + slope * (years - years[0]) + rng.normal(0, spread, len(years)))


def targets(*rows: tuple[str, str, float, str]):
    return pd.DataFrame(rows, columns=["observation_id", "period", "value", "base"])


def broken(slope: float = -0.05, spread: float = 0.0, end: int = 2030):
    years = np.arange(2014, end)
    after = years >= 2020
    outcome = -1.5 + 0.15 * (years - 2014) + after * (-0.4 + slope * (years - 2020))
    noise = np.random.default_rng(7).normal(0, spread, len(years))
    return as_series(years, outcome + noise).assign(date=[f"{year}-12" for year in years])
