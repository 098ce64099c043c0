"""Comparison of provinces: against documented values of R, and known parameters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import special
from small_series import numbers

from analysis import trends
from analysis.trends.provinces import _fractional_rows, _hc3_rows

SCHOOLS = """275 6247 821 10851 339 7374 275 6183 387 8850 452 8001 531 8914 424 8604 316 7505
265 6700 403 8380 304 6813 437 8745 345 7696 431 7873 355 8001 260 6615 316 6640 327 6333 427 8306
427 8063 466 8442 477 7847 259 5736 274 7342 433 7051 294 7391 359 9032 279 7277 423 8818 388 6505
447 8267 335 6607 311 7478 322 7812 320 6951 397 7839 412 7733 342 7526 315 6242 321 6841 268 6489
315 7697 417 6622 353 6541 356 7624 415 8450 428 10022 320 6456 500 9096"""


def test_hc3_errors_reproduce_r():
    """R: coeftest(fm, vcov = vcovHC(fm, type = "HC3")) of the package sandwich.

    fm is lm(Expenditure ~ Income + I(Income^2)) on PublicSchools without Wisconsin, income in
    ten thousands; the squared term enters as the second covariate.
    """
    spending, income = numbers(SCHOOLS).reshape(-1, 2).T
    design = pd.DataFrame(
        {
            "intercept": 1.0,
            "informal_share": income / 1e4,
            "log_grdp_per_head": (income / 1e4) ** 2,
        }
    )
    rows = pd.DataFrame(_hc3_rows(pd.Series(spending), design, 0.95)).set_index("term")
    np.testing.assert_allclose(rows["estimate"], [832.91, -1834.20, 1587.04], atol=0.005)
    errors = (rows["high"] - rows["estimate"]) / 2.0117405137297655  # t, 47 degrees of freedom
    np.testing.assert_allclose(errors, [1095.00, 2975.41, 1995.24], atol=0.006)
    np.testing.assert_allclose(rows["p_value"], [0.4507, 0.5406, 0.4304], atol=5e-5)
    assert (rows["n"] == 50).all()


BLOTCH = """0.05 0.00 1.25 2.50 5.50 1.00 5.00 5.00 17.50
0.00 0.05 1.25 0.50 1.00 5.00 0.10 10.00 25.00 0.00 0.05 2.50 0.01 6.00 5.00 5.00 5.00 42.50
0.10 0.30 16.60 3.00 1.10 5.00 5.00 5.00 50.00 0.25 0.75 2.50 2.50 2.50 5.00 50.00 25.00 37.50
0.05 0.30 2.50 0.01 8.00 5.00 10.00 75.00 95.00 0.50 3.00 0.00 25.00 16.50 10.00 50.00 50.00 62.50
1.30 7.50 20.00 55.00 29.50 5.00 25.00 75.00 95.00 1.50 1.00 37.50 5.00 20.00 50.00 50.00 75.00
95.00 1.50 12.70 26.25 40.00 43.50 75.00 75.00 75.00 95.00"""


def test_the_fractional_logit_reproduces_the_leaf_blotch_model():
    """Wedderburn (1974), leaf blotch on barley, R: glm(y ~ variety + site, quasibinomial).

    Variety 10 against variety 1, with all other effects as further columns.
    """
    share = pd.Series(numbers(BLOTCH))
    variety = pd.get_dummies(np.repeat(np.arange(1, 11), 9), prefix="variety", dtype=float)
    site = pd.get_dummies(np.tile(np.arange(1, 10), 10), prefix="site", dtype=float)
    design = pd.concat(
        [
            pd.Series(1.0, index=share.index, name="intercept"),
            variety["variety_10"].rename("informal_share"),
            variety.drop(columns=["variety_1", "variety_10"]),
            site.drop(columns="site_1"),
        ],
        axis="columns",
    )
    rows = pd.DataFrame(_fractional_rows(share, design, 0.95)).set_index("term")
    assert rows.loc["intercept", "estimate"] == pytest.approx(-8.0546, abs=5e-5)
    assert rows.loc["informal_share", "estimate"] == pytest.approx(4.2530, abs=5e-5)


def provinces(n: int):
    rng = np.random.default_rng(11)
    informal = rng.uniform(30, 85, n)
    mean = special.expit(1 - 0.03 * informal)
    coverage = rng.beta(40 * mean, 40 * (1 - mean))
    return pd.DataFrame(
        {
            "province": [f"P{i}" for i in range(n)],
            "employed_aug": 1000.0,
            "informal_share": informal,
            "grdp_per_head_thousand_idr": np.exp(rng.normal(10.8, 0.5, n)),
            "wage_members_domicile": 700 * coverage,
            "self_employed_members_domicile": 300 * coverage,
            "wage_members_office": 700 * coverage,
            "self_employed_members_office": 200 * coverage,
            "construction_members_office": 100 * coverage,
        }
    )


def test_the_fractional_logit_finds_known_parameters_again():
    rows = trends.cross_section(provinces(2000), model="fractional_logit").set_index("term")
    assert rows.loc["intercept", "estimate"] == pytest.approx(1, abs=0.1)
    assert rows.loc["informal_share", "estimate"] == pytest.approx(-0.03, abs=0.002)


def test_the_fractional_logit_is_a_binomial_glm_with_robust_errors():
    table = provinces(60)
    rows = trends.cross_section(table, model="fractional_logit", adjusted=True).set_index("term")
    data = trends.provincial_coverage(table)
    design = sm.add_constant(data[["informal_share", "log_grdp_per_head"]])
    glm = sm.GLM(data["coverage"] / 100, design, family=sm.families.Binomial())
    fit = glm.fit(cov_type="HC1")
    terms = ["intercept", "informal_share", "log_grdp_per_head"]
    np.testing.assert_allclose(rows.loc[terms, "estimate"], fit.params, rtol=1e-6)
    np.testing.assert_allclose(rows.loc[terms, "low"], fit.conf_int()[0], rtol=1e-4)


def test_the_average_effect_is_the_mean_change_for_one_more_point():
    table = provinces(60)
    rows = trends.cross_section(table, model="fractional_logit").set_index("term")
    a, b = rows.loc[["intercept", "informal_share"], "estimate"]
    step = 1e-5
    share = table["informal_share"]
    change = special.expit(a + b * (share + step)) - special.expit(a + b * (share - step))
    assert rows.loc["average_effect", "estimate"] == pytest.approx(
        100 * change.mean() / (2 * step), rel=1e-6
    )
    assert rows.loc["average_effect", "unit"] == "points_per_point"


def test_a_coverage_above_100_is_left_out_of_the_fractional_model_and_named():
    table = provinces(40)
    table.loc[3, "wage_members_office"] = 2000
    fractional = trends.cross_section(table, "office", "fractional_logit")
    assert set(fractional["left_out"]) == {"P3"}
    assert set(fractional["note"]) == {"coverage_above_100_left_out"}
    assert set(fractional["n"]) == {39}
    same = trends.cross_section(table, "office", "fractional_logit", without="P3")
    np.testing.assert_array_equal(fractional["estimate"], same["estimate"])
    assert set(same["left_out"]) == {""}
    squares = trends.cross_section(table, "office")
    assert set(squares["n"]) == {40}
    assert set(squares["left_out"]) == {""}


def test_placements_add_up_their_members():
    one = provinces(1).assign(
        wage_members_domicile=200,
        self_employed_members_domicile=50,
        wage_members_office=300,
        self_employed_members_office=60,
        construction_members_office=40,
    )
    found = [
        trends.provincial_coverage(one, name)["coverage"].iloc[0] for name in trends.PLACEMENTS
    ]
    assert found == [25.0, 36.0, 40.0]


def test_leave_one_out_agrees_with_a_fit_without_the_province():
    table = provinces(20)
    slopes = trends.leave_one_out(table).set_index("province")["estimate"]
    assert len(slopes) == 20
    direct = trends.cross_section(table, without="P7").set_index("term")
    assert slopes["P7"] == pytest.approx(direct.loc["informal_share", "estimate"])
    assert slopes.is_monotonic_increasing


def test_the_rank_counts_from_the_highest():
    table = provinces(5).assign(wage_members_domicile=[10, 50, 30, 30, 20])
    table["self_employed_members_domicile"] = 0
    ranks = [trends.coverage_rank(table, f"P{i}") for i in range(5)]
    assert ranks == [5, 1, 2, 2, 4]


def test_the_cross_sections_cover_every_choice_once():
    table = trends.cross_sections(provinces(30), "P4", capital="P0")
    assert table.columns.tolist() == trends.CROSS_SECTION_COLUMNS
    choices = ["placement", "model", "adjusted_for", "without", "term"]
    assert not table.duplicated(choices).any()
    assert (table["term"] == "informal_share").sum() == 3 * 2 * 2 * 2
    ends = table[table["term"] == "informal_share_leave_one_out"]
    assert len(ends) == 3 * 2 * 2
    assert (ends["low"] <= ends["estimate"]).all()
    assert (ends["estimate"] <= ends["high"]).all()
    assert (table["model"] == "rank").sum() == 3


def test_without_provinces_there_is_no_cross_section():
    empty = provinces(3).iloc[:0]
    assert trends.cross_section(empty).empty
    assert trends.cross_sections(empty, "P1").columns.tolist() == trends.CROSS_SECTION_COLUMNS


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda table: trends.cross_section(table, "factory"), "expected one of domicile, office"),
        (lambda table: trends.cross_section(table, model="probit"), "expected least_squares"),
        (lambda table: trends.cross_section(table, without="Jakarta"), "No province is named"),
        (lambda table: trends.coverage_rank(table, "Padang"), "No province is named"),
    ],
)
def test_an_unknown_choice_is_refused_with_what_is_expected(
    call: Callable[[pd.DataFrame], object], message: str
):
    with pytest.raises(ValueError, match=message):
        call(provinces(10))
