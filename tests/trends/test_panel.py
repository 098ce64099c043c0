"""Provinces over time: against documented values of R and Stata, and known parameters."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from small_series import estimate
from statsmodels.datasets import grunfeld

from analysis import trends
from analysis.trends.panel import _clustered, _two_way_design


def firms():
    """Return the ten firms of Grunfeld (1958), as in the R package plm."""
    data = grunfeld.load_pandas().data
    return data[data["firm"] != "American Steel"]


def test_the_two_way_within_slope_reproduces_r():
    """R: plm(inv ~ value + capital, Grunfeld, model = "within", effect = "twoways")."""
    data = firms()
    design = _two_way_design(data[["value", "capital"]], data["firm"], data["year"])
    fit = _clustered(data["invest"], design, data["firm"])
    assert fit.params["value"] == pytest.approx(0.117716, abs=5e-7)
    assert fit.params["capital"] == pytest.approx(0.357916, abs=5e-7)


def test_clustered_errors_reproduce_stata():
    """Stata: regress invest mvalue kstock, vce(cluster company); nine degrees of freedom."""
    data = firms()
    design = sm.add_constant(data[["value", "capital"]])
    fit = _clustered(data["invest"], design, data["firm"])
    errors = fit.bse[["value", "capital", "const"]]
    np.testing.assert_allclose(errors, [0.01589433647768, 0.08496711097464, 20.425202580078], 1e-6)
    assert fit.conf_int().loc["value", 0] == pytest.approx(0.07960666895505, rel=1e-6)


def panel(years: tuple[int, ...] = (2022, 2023, 2024, 2025)):
    rng = np.random.default_rng(3)
    rows = []
    for province in range(12):
        level = rng.uniform(10, 40)
        informal = rng.uniform(40, 70)
        for year in years:
            share = informal + rng.normal(0, 1)
            coverage = level - 0.5 * share + 40 + (year - 2022)
            rows.append(
                {
                    "province": f"P{province}",
                    "year": year,
                    "employed": 1000.0,
                    "informal_share": share,
                    "wage_members": 8 * coverage,
                    "self_employed_members": 2 * coverage,
                    "timing": "month not stated" if year == 2025 else "Dec",
                }
            )
    return pd.DataFrame(rows)


def test_a_known_within_slope_is_found_again_with_and_without_the_undated_year():
    table = trends.panel_description(panel())
    for model, n, note in (("panel_dated", 36, ""), ("panel_all_years", 48, "undated_year")):
        row = estimate(table, model, "within_slope")
        assert row["estimate"] == pytest.approx(-0.5)
        assert (row["n"], row["note"]) == (n, note)


def test_variation_splits_into_between_and_within():
    still = panel().assign(informal_share=lambda t: t["province"].str[1:].astype(float))
    odd = (still["year"] + still["informal_share"].astype(int)) % 2
    still["informal_share"] += np.where(odd, 0.1, -0.1)
    table = trends.panel_description(still)
    row = {
        term: estimate(table, "panel_all_years", term)["estimate"] for term in set(table["term"])
    }
    assert row["between_sd"] == pytest.approx(math.sqrt(13))
    assert row["within_sd"] == pytest.approx(0.1 * math.sqrt(48 / 47))
    assert row["within_share"] == pytest.approx(100 * 0.01 / (143 / 12 + 0.01))


def test_a_slope_that_the_years_cannot_tell_is_missing():
    one_year = panel(years=(2022,))
    only_common_change = panel().assign(informal_share=lambda t: t["year"] - 2000.0)
    nothing = panel().iloc[:0]
    for table in map(trends.panel_description, (one_year, only_common_change, nothing)):
        slopes = table[table["term"] == "within_slope"]
        assert set(slopes["note"]) == {"not_identified"}
        assert slopes["estimate"].isna().all()
