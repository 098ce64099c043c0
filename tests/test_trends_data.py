"""Trends on the project's own tables: the sums that hold, and the values that follow."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import cases, coverage, trends

REFERENCE = cases.load_reference()
PADANG = cases.load("padang")
SERIES = trends.national_series(REFERENCE.observations)
POLICY = REFERENCE.breaks[REFERENCE.breaks["kind"] == "policy"]


def value_of(**chosen: str):
    rows = REFERENCE.observations
    for column, wanted in chosen.items():
        rows = rows[rows[column] == wanted]
    assert len(rows) >= 1
    return rows["value"].tolist()


# Sums that hold


@pytest.mark.parametrize(
    ("year", "millions"), [(2022, 135.30), (2023, 139.85), (2024, 144.64), (2025, 146.54)]
)
def test_employed_persons_of_the_provinces_add_up_to_the_nation(year: int, millions: float):
    panel = REFERENCE.provinces_panel
    total = panel.loc[panel["year"] == year, "employed"].sum()
    assert total / 1e6 == pytest.approx(millions, abs=0.005)
    assert millions * 1e6 in value_of(
        geo="Indonesia", series="employed", period=f"{year}-08", group="all"
    )


def test_members_by_domicile_add_up_to_the_ministry_of_december_2023():
    provinces = REFERENCE.provinces_2023
    assert provinces["wage_members_domicile"].sum() == pytest.approx(25_004_383, abs=1)
    assert provinces["self_employed_members_domicile"].sum() == pytest.approx(9_192_755, abs=1)


def test_members_by_office_add_up_to_the_nation_of_december_2023():
    provinces = REFERENCE.provinces_2023
    sums = [provinces[column].sum() for column in trends.PLACEMENTS["office_with_construction"]]
    assert sums == [25_004_383, 9_192_755, 7_363_800]
    assert sum(sums) == 41_560_938
    printed = value_of(geo="Indonesia", series="active_members", period="2023-12", group="all")
    assert printed == [pytest.approx(41_560_938, abs=5_000)]


def test_members_of_the_panel_add_up_to_december_2023_and_2024():
    panel = REFERENCE.provinces_panel.groupby("year")[["wage_members", "self_employed_members"]]
    sums = panel.sum()
    assert sums.loc[2023].tolist() == [25_004_383, 9_192_755]
    assert sums.loc[2024, "wage_members"] / 1e6 == pytest.approx(29.3, abs=0.05)
    assert sums.loc[2024, "self_employed_members"] / 1e6 == pytest.approx(9.9, abs=0.05)


def test_the_parts_of_west_sumatra_add_up_to_its_members():
    """48.18 % of formal and 11.48 % of informal workers, shares of August 2023."""
    provinces = REFERENCE.provinces_2023.set_index("province")
    row = provinces.loc["Sumatera Barat"]
    assert row["employed_aug"] == 2_844_925
    parts = 0.4818 * row["formal_share"] / 100 + 0.1148 * row["informal_share"] / 100
    assert parts * row["employed_aug"] == pytest.approx(700_485, abs=1)
    assert 700_552 in value_of(geo="Sumatera Barat", series="active_members", group="all")


def test_the_cross_section_and_the_panel_agree_on_2023():
    provinces = REFERENCE.provinces_2023.set_index("province")
    panel = REFERENCE.provinces_panel
    same = panel[panel["year"] == 2023].set_index("province").loc[provinces.index]
    assert (same["employed"] == provinces["employed_aug"]).all()
    assert (same["informal_share"] - provinces["informal_share"]).abs().max() < 0.01
    assert (same["wage_members"] == provinces["wage_members_domicile"]).all()


def test_only_2025_has_no_month():
    panel = REFERENCE.provinces_panel
    assert set(panel.loc[~panel["timing"].str.startswith("Dec"), "year"]) == {2025}
    assert len(panel) == 4 * 34


# What follows


def test_national_coverage_is_what_the_sources_give():
    """Values of the data's description."""
    expected = {
        2014: 14.25,
        2015: 16.58,
        2016: 19.09,
        2017: 21.68,
        2018: 24.56,
        2019: 27.01,
        2020: 23.34,
        2021: 23.40,
        2022: 26.50,
        2023: 29.72,
        2024: 31.27,
    }
    found = SERIES.set_index("year")["coverage"]
    assert found.index.tolist() == list(expected)
    assert found.to_dict() == pytest.approx(expected, abs=0.005)
    assert SERIES.loc[~SERIES["comparable"], "date"].tolist() == ["2014-10", "2015-10"]
    assert SERIES["date"].str[5:].isin(["10", "12"]).all()


def test_trends_and_coverage_rest_on_the_same_figures():
    figures = cases.all_figures(PADANG, REFERENCE)
    table = coverage.consistent(*figures)
    here = (table["geo"] == PADANG.country) & (table["group"] == "all")
    ratios = table[here].set_index("date").loc[SERIES["date"]]
    assert SERIES["members"].tolist() == ratios["numerator"].tolist()
    assert SERIES["employed"].tolist() == ratios["denominator"].tolist()
    assert SERIES["coverage"].tolist() == ratios["value"].tolist()


def test_every_source_of_the_series_exists_and_carries_the_value():
    rows = REFERENCE.observations.set_index("observation_id")
    for record in SERIES.to_dict("records"):
        for value, sources in (("members", "members_source"), ("employed", "employed_source")):
            for identifier in record[sources].split():
                assert rows.loc[identifier, "value"] == record[value]
                assert rows.loc[identifier, "checked"] != "contradicted"


def test_the_series_can_be_read_as_of_an_earlier_day():
    known = trends.national_series(REFERENCE.known("2020-06-30").observations)
    assert known["year"].max() < 2020
    assert trends.national_series(REFERENCE.known("2013-12-31").observations).empty


def test_coverage_grew_and_broke_off_in_2020():
    growth = trends.logistic_growth(SERIES).set_index(["model", "term"])
    assert growth.loc[("logistic_growth", "slope"), "low"] > 0
    assert growth.loc[("logistic_growth", "slope"), "n"] == 11
    broken = trends.interrupted_series(SERIES, POLICY)
    steps = broken[broken["term"].str.startswith("level:")]
    assert (steps["estimate"] < 0).all()
    assert set(broken["note"]) == {"one_year_segment"}


def test_only_national_targets_on_employed_persons_are_compared():
    rows = REFERENCE.observations
    targets = rows[(rows["series"] == "coverage_target") & (rows["geo"] == "Indonesia")]
    table = trends.reach_targets(SERIES, targets)
    compared = table["note"] == ""
    assert set(table.loc[compared, "base"]) == {"employed"}
    assert table.loc[compared, "probability"].between(0, 1).all()
    assert table.loc[~compared, "probability"].isna().all()


def slope(**choices: object):
    table = trends.cross_section(REFERENCE.provinces_2023, **choices).set_index("term")
    return table.loc["informal_share"]


def test_coverage_by_domicile_falls_with_the_informal_share():
    """First look of the data's description: -0.66 (HC3 error 0.08), -0.45 with income."""
    plain = slope()
    assert plain["estimate"] == pytest.approx(-0.66, abs=0.01)
    half_width = plain["high"] - plain["estimate"]
    assert half_width / 2.0369 == pytest.approx(0.08, abs=0.006)  # t, 32 degrees of freedom
    assert plain["n"] == 34
    assert slope(adjusted=True)["estimate"] == pytest.approx(-0.45, abs=0.01)


def test_the_office_slope_hangs_on_jakarta_and_the_domicile_slope_does_not():
    jakarta = "DKI Jakarta"
    with_it, without_it = slope(placement="office"), slope(placement="office", without=jakarta)
    assert abs(with_it["estimate"] - without_it["estimate"]) > 0.4
    assert abs(slope()["estimate"] - slope(without=jakarta)["estimate"]) < 0.05
    fractional = slope(placement="office", model="fractional_logit")
    assert fractional["left_out"] == jakarta
    assert fractional["n"] == 33


def test_jakarta_passes_100_percent_by_office_only():
    shares = {
        name: trends.provincial_coverage(REFERENCE.provinces_2023, name)
        .set_index("province")
        .loc["DKI Jakarta", "coverage"]
        for name in trends.PLACEMENTS
    }
    assert shares["domicile"] == pytest.approx(43, abs=0.5)
    assert shares["office"] > 100
    assert shares["office_with_construction"] == pytest.approx(148, abs=0.5)


def test_west_sumatra_ranks_23rd_by_domicile():
    assert trends.coverage_rank(REFERENCE.provinces_2023, PADANG.province) == 23


def test_within_provinces_nothing_is_found_since_informality_hardly_varies():
    table = trends.panel_description(REFERENCE.provinces_panel).set_index(["model", "term"])
    for model, n in (("panel_dated", 102), ("panel_all_years", 136)):
        within = table.loc[(model, "within_slope")]
        assert within["low"] < 0 < within["high"]
        assert within["n"] == n
        assert table.loc[(model, "within_share"), "estimate"] < 5


def test_ten_years_of_padang_keep_2016_empty():
    rows = pd.concat([PADANG.observations, REFERENCE.observations])
    table = trends.labour_market(rows, PADANG.geo, REFERENCE.breaks).set_index("year")
    assert table.loc[2016, ["informal_share", "unemployment_rate"]].isna().all()
    known = table["informal_share"].dropna()
    assert known.index.tolist() == [2014, 2015, *range(2017, 2025)]
    assert table.loc[2021, "unemployment_rate"] == 13.37
    assert table.index[table["weights_break"]].tolist() == [2020, 2023]


def test_all_results_of_the_book_fit_into_two_tables():
    rows = REFERENCE.observations
    targets = rows[(rows["series"] == "coverage_target") & (rows["geo"] == "Indonesia")]
    table = trends.tidy(
        trends.logistic_growth(SERIES),
        trends.growth_multiverse(SERIES),
        trends.rank_trend(SERIES),
        trends.interrupted_series(SERIES, POLICY),
        trends.interrupted_series(SERIES, POLICY.iloc[:1], slopes=True),
        trends.panel_description(REFERENCE.provinces_panel),
        series=SERIES,
        forecasts=trends.forecast(SERIES, range(2025, 2030)),
        targets=trends.reach_targets(SERIES, targets),
    )
    assert table["n"].notna().all()
    sections = trends.cross_sections(REFERENCE.provinces_2023, PADANG.province)
    assert sections["n"].isin([33, 34]).all()
