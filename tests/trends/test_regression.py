"""Least squares with errors that depend on the years before: against Stata."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from statsmodels.datasets import macrodata

from analysis import trends
from analysis.trends.regression import least_squares


def test_newey_west_errors_reproduce_stata():
    """Stata: ivreg2 g_realinv g_realgdp L.realint, robust bw(5) small (four lags, n = 202).

    The values are those that statsmodels keeps in results_macro_ols_robust.py.
    """
    data = macrodata.load_pandas().data
    growth = 400 * np.diff(np.log(data["realgdp"]))
    investment = 400 * np.diff(np.log(data["realinv"]))
    design = pd.DataFrame({"growth": growth, "interest": data["realint"][:-1], "constant": 1.0})
    assert trends.newey_west_lags(len(design)) == 4
    fit = least_squares(investment, design, hac=True)
    expected = np.sqrt([0.10973083489998, 0.08751152891247, 1.4064389987868])
    np.testing.assert_allclose(fit.bse, expected, rtol=1e-9)
    assert fit.conf_int().loc["growth", 1] == pytest.approx(
        4.3742216647032 + 1.971956544 * math.sqrt(0.10973083489998), rel=1e-8
    )
