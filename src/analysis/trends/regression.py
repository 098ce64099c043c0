"""Least squares on the logit scale, where a straight line is logistic growth."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import special


def newey_west_lags(n: int) -> int:
    """Give the number of years that errors are allowed to depend on: floor(4 (n/100)^(2/9)).

    The rule of thumb of Newey and West (1994) for the Bartlett kernel.
    """
    return math.floor(4 * math.pow(n / 100, 2 / 9))


def logit(percent: pd.Series) -> np.ndarray[Any, Any]:
    """Give the log odds of percentages."""
    return np.asarray(special.logit(percent.to_numpy(dtype=float) / 100))


def percent(logit: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Give the percentages of log odds."""
    return np.asarray(100 * special.expit(logit))


def least_squares(outcome: np.ndarray[Any, Any], design: pd.DataFrame, *, hac: bool = False) -> Any:
    """Fit least squares, with plain errors or with those of Newey and West (1987).

    Parameters
    ----------
    outcome : ndarray
        One value for each row of the design, in order of time.
    design : DataFrame
        One column for each term, the intercept among them.
    hac : bool
        Allow for errors that depend on the years before, with the factor n / (n - k) and
        Student's t.

    Returns
    -------
    RegressionResults
        The fit, as statsmodels gives it.
    """
    model = sm.OLS(outcome, design)
    if not hac:
        return model.fit()
    options = {"maxlags": newey_west_lags(len(design)), "use_correction": True}
    return model.fit(cov_type="HAC", cov_kwds=options, use_t=True)
