"""Coverage: against published sums, a published decomposition, and the notes on the figures."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import coverage
from analysis.cases import all_figures, known_figures, load, load_reference
from analysis.errors import UserError

PADANG, PROVINCE, NATION = "Kota Padang", "Sumatera Barat", "Indonesia"
THESIS = "2025-06-30"
KEY = ["geo", "date", "group", "count", "base"]
COLUMNS = ["observation_id", "series", "geo", "geo_level", "period_start", "period", "value"]
COLUMNS += ["unit", "group", "base", "status", "checked", "publisher", "published", "note"]


@cache
def figures(case: str = "padang") -> tuple[pd.DataFrame, pd.DataFrame]:
    return all_figures(load(case), load_reference())


@cache
def measures() -> pd.DataFrame:
    return coverage.measures(*figures())


@cache
def consistent() -> pd.DataFrame:
    return coverage.consistent(*figures())


@cache
def gap_inputs() -> pd.DataFrame:
    return coverage.gap_inputs(*figures(), load_reference().provinces_panel)


def pick(table: pd.DataFrame, **keys: object) -> pd.Series:
    for name, value in keys.items():
        table = table[table[name] == value]
    assert len(table) == 1, f"{len(table)} rows for {keys}"
    return table.iloc[0]


def observations(*rows: dict[str, Any]) -> pd.DataFrame:
    """Figures with usual values where a row says nothing."""
    usual = dict.fromkeys(COLUMNS, "") | {
        "geo": "A", "geo_level": "district", "period": "2024-12", "unit": "persons",
        "group": "all", "status": "printed", "checked": "once", "publisher": "Outlet",
    }  # fmt: skip
    table = pd.DataFrame(
        [usual | {"observation_id": f"o{number}"} | row for number, row in enumerate(rows)],
        columns=COLUMNS,
    )
    table["value"] = table["value"].astype(float)
    return table


def derivations(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {
        "geo": "A", "period": "2024-12", "group": "all", "base": "employed", "role": "value",
        "reason_en": "", "reason_id": "",
    }  # fmt: skip
    columns = ["derivation_id", *usual, "numerator", "denominator"]
    named = [usual | {"derivation_id": f"d{n}"} | row for n, row in enumerate(rows)]
    return pd.DataFrame(named, columns=columns)


# --- the sums that the sources allow ------------------------------------------------------------


def test_group_rates_of_the_province_give_the_printed_members() -> None:
    # 48.18 % of formal and 11.48 % of informal workers of 2,844,925: 700,485, printed 700,552.
    row = pick(gap_inputs(), geo=PROVINCE, date="2024-11")
    assert (row["formal_rate"], row["informal_rate"]) == (48.18, 11.48)
    assert row["formal_share"] == pytest.approx(0.3581)
    assert row["share_date"] == "2023-08"
    assert round(row["all_rate"] / 100 * 2_844_925) == 700_485


def test_members_by_office_add_up_to_the_national_count() -> None:
    provinces = load_reference().provinces_2023
    segments = ["wage", "self_employed", "construction"]
    sums = [provinces[f"{name}_members_office"].sum() for name in segments]
    assert sums == [25_004_383, 9_192_755, 7_363_800]
    assert sum(sums) == 41_560_938


@pytest.mark.parametrize(
    ("year", "millions"), [(2022, 135.30), (2023, 139.85), (2024, 144.64), (2025, 146.54)]
)
def test_employed_by_province_add_up_to_the_nation(year: int, millions: float) -> None:
    panel = load_reference().provinces_panel
    assert round(panel.loc[panel["year"] == year, "employed"].sum() / 1e6, 2) == millions


@pytest.mark.parametrize(
    ("date", "percent"),
    [
        ("2014-10", 14.25), ("2015-10", 16.58), ("2016-12", 19.09), ("2017-12", 21.68),
        ("2018-12", 24.56), ("2019-12", 27.01), ("2020-12", 23.34), ("2021-12", 23.40),
        ("2022-12", 26.50), ("2023-12", 29.72), ("2024-12", 31.27),
    ],
)  # fmt: skip
def test_national_series_as_published_in_the_notes(date: str, percent: float) -> None:
    row = pick(consistent(), geo=NATION, date=date, group="all", base="employed")
    assert round(row["value"], 2) == percent


# --- the case -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "group", "low", "value", "high"),
    [
        ("2024-11", "all", 27.5, 27.8, 30.9),
        ("2025-10", "all", 29.1, 29.1, 29.1),
        ("2024-11", "informal", 6.5, 6.5, 6.5),
        ("2025-07", "informal", 9.5, 9.5, 9.5),
        ("2025-10", "informal", 11.5, 11.5, 11.5),
        ("2024-11", "formal", 45.8, 45.8, 45.8),
        ("2024-12", "formal_with_construction", 52.4, 52.4, 52.4),
        ("2025-07", "formal", 42.0, 42.0, 42.0),
    ],
)
def test_coverage_of_the_case_as_in_the_notes(
    date: str, group: str, low: float, value: float, high: float
) -> None:
    row = pick(consistent(), geo=PADANG, date=date, group=group)
    assert [round(row[bound], 1) for bound in coverage.BOUNDS] == [low, value, high]


def test_every_reading_of_the_case_lies_below_the_nation_and_the_target() -> None:
    row = pick(consistent(), geo=PADANG, date="2024-11", group="all")
    nation = coverage.comparable(consistent(), NATION, "2024-11").iloc[0]
    assert nation["date"] == "2024-12"
    assert row["high"] < min(nation["low"], 32.48)


def test_province_rests_on_the_division_of_its_source() -> None:
    row = pick(consistent(), geo=PROVINCE, date="2024-10", group="all", base="employed")
    assert (row["numerator"], row["denominator"]) == (700_552, 2_844_925)
    assert round(row["value"], 2) == 24.62


def test_consistent_holds_one_row_for_each_thing_and_bounds_hold_the_value() -> None:
    table = measures()
    assert not table.duplicated(KEY).any()
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()


def test_nothing_published_later_is_used() -> None:
    everything, table = figures()
    known = known_figures(everything, THESIS)
    early = coverage.consistent(known, table, set(everything["observation_id"]))
    assert early[early["geo"] == PADANG]["date"].max() == "2024-12"
    used = {key for sources in early["sources"] for key in sources.split()}
    assert used <= set(known["observation_id"])


# --- classification -----------------------------------------------------------------------------


def test_44_percent_is_contradicted_by_the_parts_beside_it() -> None:
    table = coverage.classify(figures()[0])
    rows = table[(table["geo"] == PADANG) & (table["value"] == 44)].set_index("publisher")
    assert len(rows) == 4
    assert not rows["usable"].any()
    assert rows.loc["Marawa News", "reason"] == "contradicts_own_parts"
    assert rows.loc["Marawa News", "parts_high"] == pytest.approx(117 / 426 * 100)
    others = rows.drop("Marawa News")
    assert (others["reason"] == "contradicts_printed_parts").all()
    assert (rows["count"] == "not_stated").all()


@pytest.mark.parametrize(
    ("geo", "value", "reason", "usable"),
    [
        ("Bali", 50.88, "contradicts_own_parts", False),
        ("Kab. Solok", 13.85, "labour_force_base", False),
        (PROVINCE, 24.62, "active_of_employed", True),
        (PROVINCE, 25.0, "registered_not_active", False),
        (PROVINCE, 38.87, "undefined", False),
        (PROVINCE, 48.18, "part_of_workers", False),
        (PROVINCE, 43.0, "undefined", False),
        ("Riau", 40.0, "undefined", False),
        ("Riau", 31.91, "base_not_stated", False),
        (NATION, 37.01, "eligible_base", False),
        (NATION, 33.28, "eligible_base", False),
        (NATION, 56.0, "registered_not_active", False),
        (PADANG, 52.78, "part_of_workers", False),
        (PADANG, 32.48, "target", False),
    ],
)
def test_printed_figures_are_what_the_notes_say(
    geo: str, value: float, reason: str, usable: bool
) -> None:
    table = coverage.classify(figures()[0])
    rows = table[(table["geo"] == geo) & (table["value"] == value)]
    assert len(rows)
    assert set(rows["reason"]) == {reason}
    assert set(rows["usable"]) == {usable}


def test_claim_of_the_contrast_case_is_more_than_its_parts() -> None:
    table = coverage.classify(figures("padang-panjang")[0])
    row = pick(table, geo="Kota Padang Panjang", value=93.0)
    assert row["reason"] == "contradicts_printed_parts"
    assert round(row["parts_high"], 1) == 89.0
    assert pick(table, geo="Kota Padang Panjang", value=78.0)["reason"] == "eligible_base"


def test_parts_of_another_month_or_place_contradict_nothing() -> None:
    rows = [
        {"series": "coverage", "value": 44, "unit": "percent", "base": "employed"},
        {"series": "active_members", "value": 20, "period": "2023-12"},
        {"series": "active_members", "value": 20, "geo": "B"},
        {"series": "workers", "value": 100},
    ]
    assert coverage.classify(observations(*rows))["reason"].tolist() == ["active_of_employed"]
    rows[1]["period"] = "2024-12"
    assert coverage.classify(observations(*rows))["reason"].tolist() == ["contradicts_own_parts"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "series": st.sampled_from(
                    [*coverage.COVERAGE_SERIES, "active_members", "workers", "employed"]
                ),
                "value": st.floats(0, 100, allow_nan=False),
                "group": st.sampled_from(["all", "formal", "informal", "vulnerable"]),
                "base": st.sampled_from(["", "not_stated", "employed", "eligible", "working_age"]),
                "status": st.sampled_from(["printed", "derived", "claimed", "undefined", "target"]),
                "period": st.sampled_from(["2024", "2024-12", "2024-12-31"]),
            }
        ),
        max_size=8,
    )
)
def test_classification_drops_no_figure(rows: list[dict[str, Any]]) -> None:
    table = observations(*rows)
    expected = table[table["series"].isin(coverage.COVERAGE_SERIES)]["observation_id"]
    result = coverage.classify(table)
    assert sorted(result["observation_id"]) == sorted(expected)
    assert (result["reason"] != "").all()


# --- derivations --------------------------------------------------------------------------------


def test_arithmetic_is_kept_as_signed_terms() -> None:
    figures_ = observations(
        {"observation_id": "a", "series": "employed", "value": 400},
        {"observation_id": "b", "series": "uncovered_workers", "value": 300},
        {"observation_id": "c", "series": "coverage", "value": 25, "unit": "percent"},
        {"observation_id": "d", "series": "eligible_workers", "value": 200},
    )
    table = coverage.derive(
        derivations(
            {"numerator": "a-b", "denominator": "a"}, {"numerator": "c*d", "denominator": "a"}
        ),
        figures_,
    )
    assert table["value"].tolist() == [25.0, 12.5]
    first, second = table["numerator_terms"]
    assert [(term.sign, term.factors) for term in first] == [(1, (400.0,)), (-1, (300.0,))]
    assert [(term.factors, term.units) for term in second] == [
        ((25.0, 200.0), ("percent", "persons"))
    ]
    assert table["sources"].tolist() == ["a b", "c d a"]


def test_a_figure_not_yet_published_drops_its_derivation_only() -> None:
    table = observations({"observation_id": "a", "series": "active_members", "value": 20})
    rows = derivations(
        {"numerator": "a", "denominator": "a"}, {"numerator": "a", "denominator": "later"}
    )
    assert coverage.derive(rows, table, {"a", "later"})["derivation_id"].tolist() == ["d0"]
    with pytest.raises(UserError, match="d1: observation later does not exist"):
        coverage.derive(rows, table)


@pytest.mark.parametrize("sum_", ["", "a b", "a+", "a-*b", "a/b"])
def test_a_sum_that_cannot_be_read_is_refused(sum_: str) -> None:
    table = observations({"observation_id": "a", "series": "employed", "value": 1})
    with pytest.raises(UserError, match="d0"):
        coverage.derive(derivations({"numerator": sum_, "denominator": "a"}), table)


def test_a_denominator_of_zero_is_refused() -> None:
    table = observations({"observation_id": "a", "series": "employed", "value": 1})
    with pytest.raises(UserError, match="denominator a-a is zero"):
        coverage.derive(derivations({"numerator": "a", "denominator": "a-a"}), table)


# --- ratios and comparison ----------------------------------------------------------------------


def test_base_is_the_latest_august_and_never_a_february() -> None:
    table = observations(
        {"observation_id": "y", "series": "active_members", "value": 30, "period": "2024"},
        {"observation_id": "m", "series": "active_members", "value": 20, "period": "2025-06"},
        {"observation_id": "old", "series": "active_members", "value": 20, "period": "2027-01"},
        {"observation_id": "e3", "series": "employed", "value": 90, "period": "2023-08"},
        {"observation_id": "e4", "series": "employed", "value": 100, "period": "2024-08"},
        {"observation_id": "f5", "series": "employed", "value": 50, "period": "2025-02"},
        {"observation_id": "e5", "series": "employed", "value": 125, "period": "2025-08"},
    )
    result = coverage.ratios(table, "active", "employed")
    assert result.set_index("date")["value"].to_dict() == {"2024-12": 30.0, "2025-06": 20.0}


def test_counts_that_disagree_bound_the_value_and_roundings_do_not() -> None:
    table = observations(
        {"series": "active_members", "value": 45_230_000},
        {"series": "active_members", "value": 45_200_000, "period": "2024"},
        {"series": "active_members", "value": 45_120_000},
        {"series": "active_members", "value": 46_700_000, "checked": "contradicted"},
        {"series": "active_members", "value": 99_000_000, "checked": "not_found_again"},
        {"series": "employed", "value": 100_000_000, "period": "2024-08"},
    )
    row = pick(coverage.consistent(table, derivations()), date="2024-12")
    assert [row[bound] for bound in coverage.BOUNDS] == pytest.approx([45.12, 45.23, 46.70])


def test_a_rounding_of_the_count_is_no_other_reading() -> None:
    table = observations(
        {"series": "active_members", "value": 45_230_000},
        {"series": "active_members", "value": 45_200_000, "period": "2024"},
        {"series": "employed", "value": 100_000_000, "period": "2024-08"},
    )
    row = pick(coverage.consistent(table, derivations()), date="2024-12")
    assert [row[bound] for bound in coverage.BOUNDS] == pytest.approx([45.23, 45.23, 45.23])


def test_bounds_without_a_published_main_reading_are_left_out() -> None:
    table = observations(
        {"observation_id": "a", "series": "active_members", "value": 20},
        {"observation_id": "e", "series": "employed", "value": 100, "period": "2024-08"},
    )
    rows = derivations(
        {"numerator": "later", "denominator": "e"},
        {"numerator": "a+a", "denominator": "e", "role": "high"},
    )
    row = pick(coverage.consistent(table, rows, {"a", "e", "later"}), date="2024-12")
    assert (row["kind"], row["value"], row["high"]) == ("ratio", 20, 20)


def test_like_months_are_compared_within_the_year() -> None:
    nearest = coverage.comparable(consistent(), NATION, "2025-03").iloc[0]
    assert nearest["date"] == "2025-04"  # as near as February; the later of two
    assert coverage.comparable(consistent(), NATION, "2013-12").empty
    alone = consistent()[consistent()["date"] != "2025-10"]
    june = coverage.comparable(alone, NATION, "2025-10").iloc[0]
    assert (june["date"], june["months_apart"], june["like_months"]) == ("2025-06", 4, False)


# --- rounding and change ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "note", "bounds"),
    [
        (13_000, "", (12_500, 13_500)),
        (41_560_000, "", (41_555_000, 41_565_000)),
        (118_788, "", (118_788, 118_788)),
        (118_780, "", (118_780, 118_780)),
        (118_780, "rounded in source", (118_775, 118_785)),
        (0, "rounded", (0, 0)),
    ],
)
def test_rounded_counts_are_intervals(value: float, note: str, bounds: tuple[float, float]) -> None:
    assert coverage.rounding_bounds(value, note) == bounds


@given(st.integers(0, 10**9), st.sampled_from(["", "Rounded in source"]))
def test_rounding_bounds_hold_the_value_in_their_middle(value: int, note: str) -> None:
    low, high = coverage.rounding_bounds(value, note)
    assert low <= value <= high
    assert value - low == high - value


@pytest.mark.parametrize(
    ("variant", "low", "high", "digits"),
    [("moving_bases", 4.97, 4.99, 2), ("one_base", 4.1, 4.4, 1), ("rounding", 4.7, 5.2, 1)],
)
def test_rise_of_informal_coverage_as_in_the_notes(
    variant: str, low: float, high: float, digits: int
) -> None:
    row = pick(coverage.change(*figures(), PADANG), variant=variant)
    assert (row["start"], row["end"]) == ("2024-11", "2025-10")
    assert (round(row["low"], digits), round(row["high"], digits)) == (low, high)
    assert row["low"] <= row["change"] <= row["high"]
    assert row["n_figures"] == len(row["sources"].split())


def test_rounding_at_both_ends_widens_the_rise_by_both() -> None:
    # 1,000 to 2,000 of 10,001: half a thousand either way at each end is ten points in all.
    table = observations(
        {"observation_id": "a", "series": "active_members", "value": 1_000, "group": "informal"},
        {"observation_id": "b", "series": "active_members", "value": 2_000, "group": "informal"},
        {"observation_id": "w", "series": "workers", "value": 10_001, "group": "informal"},
    )
    usual = {"group": "informal", "base": "informal", "denominator": "w"}
    rows = derivations(
        usual | {"numerator": "a", "period": "2024"}, usual | {"numerator": "b", "period": "2025"}
    )
    row = pick(coverage.change(table, rows, "A"), variant="rounding")
    assert [row["low"], row["change"], row["high"]] == pytest.approx([0, 10, 20], abs=0.01)


def test_no_change_from_one_month() -> None:
    everything, table = figures()
    known = known_figures(everything, THESIS)
    result = coverage.change(known, table, PADANG, known=set(everything["observation_id"]))
    assert result.empty
    assert "change" in result


# --- reconciliation -----------------------------------------------------------------------------


def test_44_percent_step_by_step() -> None:
    case = load("padang")
    table = coverage.reconciliation(case.observations, case.derivations)
    printed = pick(table, step="printed")
    assert (printed["value"], printed["n_outlets"]) == (44, 4)
    beside = table[table["step"] == "target_beside"]
    assert beside["value"].tolist() == [32.48, 37.10]
    assert beside["below_printed"].all()
    parts = table[table["step"] == "part"].set_index("group")["value"].round(1)
    assert parts.to_dict() == {"formal": 45.8, "informal": 6.5}
    readings = [pick(table, step=f"all_{role}")["value"] for role in coverage.BOUNDS]
    assert [round(value, 1) for value in readings] == [27.5, 27.8, 30.9]
    base = pick(table, step="base_identified")
    assert (base["value"], base["date"], base["unit"]) == (426_765, "2023-08", "persons")
    assert [term.factors for term in base["numerator_terms"]] == [(227_000.0,), (199_000.0,)]
    shares = [
        pick(table, step=f"base_informal_share_{by}")["value"] for by in ("printed", "survey")
    ]
    assert [round(value, 2) for value in shares] == [46.71, 46.75]
    later = table[table["step"].str.startswith("later")]
    assert later["value"].round(2).tolist() == [52.42, 52.78, 42.0, 41.86]


def test_arithmetic_of_each_step_gives_its_value() -> None:
    case = load("padang")
    table = coverage.reconciliation(case.observations, case.derivations)
    divided = table[table["denominator_terms"].map(len) > 0]
    assert len(divided) >= 7
    for row in divided.to_dict("records"):
        upper = sum(term.value for term in row["numerator_terms"])
        assert row["value"] == pytest.approx(
            100 * upper / sum(t.value for t in row["denominator_terms"])
        )


def test_reconciliation_of_another_case() -> None:
    case = load("padang-panjang")
    table = coverage.reconciliation(case.observations, case.derivations)
    assert table["step"].tolist()[:2] == ["printed", "all_value"]
    assert table["value"].round(1).tolist()[:2] == [93.0, 89.0]
    calm = case.observations[case.observations["series"] != "coverage"]
    empty = coverage.reconciliation(calm, case.derivations, set(case.observations.iloc[:, 0]))
    assert empty.empty
    assert list(empty) == list(table)


# --- targets ------------------------------------------------------------------------------------


def test_growth_seen_and_needed_on_a_line() -> None:
    # One point a year from 20 % in 2020: 24 % in 2024, so 30 % in 2026 needs three a year.
    rows = [
        {"series": "active_members", "value": 20 + year - 2020, "period": str(year)}
        for year in range(2020, 2025)
    ]
    rows += [
        {"series": "employed", "value": 100, "period": f"{year}-08"} for year in range(2020, 2025)
    ]
    rows.append(
        {"series": "coverage_target", "value": 30, "period": "2026", "base": "employed"}
        | {"unit": "percent", "status": "target", "observation_id": "goal"}
    )
    table = observations(*rows)
    row = coverage.targets(table, coverage.measures(table, derivations()), ["A"]).iloc[0]
    assert row["seen_points"] == pytest.approx(1)
    assert row["needed_points"] == pytest.approx(3)
    assert (row["seen_method"], row["seen_n"], row["needed_from"]) == ("slope", 5, "2024-12")
    assert (row["status"], row["gap_points"], row["gap_persons"]) == ("below", 6, 6)
    logits = math.log(0.3 / 0.7) - math.log(0.24 / 0.76)
    assert row["needed_logit"] == pytest.approx(logits / 2)


def test_growth_seen_leaves_out_the_mid_year() -> None:
    # Year-ends 20 and 22 in a row; the dip between them is a season.
    rows = [
        {"series": "active_members", "value": value, "period": period}
        for period, value in [("2023-12", 20), ("2024-06", 15), ("2024-12", 22), ("2025-06", 16)]
    ]
    rows += [{"series": "employed", "value": 100, "period": f"{year}-08"} for year in (2023, 2024)]
    rows.append(
        {"series": "coverage_target", "value": 30, "period": "2025", "base": "employed"}
        | {"unit": "percent", "status": "target"}
    )
    table = observations(*rows)
    row = coverage.targets(table, coverage.measures(table, derivations()), ["A"]).iloc[0]
    assert (row["seen_method"], row["seen_n"], row["seen_points"]) == ("two_points", 2, 2)
    assert (row["latest_date"], row["value"]) == ("2025-06", 16)
    assert (row["needed_from"], row["needed_points"]) == ("2024-12", 8)


def test_targets_of_the_case_its_province_and_the_nation() -> None:
    table = coverage.targets(figures()[0], measures(), [PADANG, PROVINCE, NATION])
    own = pick(table, geo=PADANG, year=2024)
    assert own["gap_points"] == pytest.approx(32.48 - 118_788 / 426_765 * 100)
    assert math.isnan(own["needed_points"])
    later = pick(table, geo=PADANG, year=2025)
    assert later["needed_points"] == pytest.approx((37.10 - 27.8345) / (13 / 12), abs=1e-3)
    assert (later["seen_method"], later["seen_n"]) == ("two_points", 2)
    eligible = pick(table, geo=NATION, year=2025, base="eligible")
    assert (eligible["latest_date"], eligible["value"]) == ("2025-10", 37.01)
    assert eligible["gap_persons"] == pytest.approx((0.5215 - 0.3701) * 101_810_000)
    assert not pick(table, geo=NATION, year=2045)["base_stated"]


def test_a_target_is_never_compared_across_bases() -> None:
    table = coverage.targets(figures()[0], consistent(), [NATION])
    eligible = table[table["base"] == "eligible"]
    assert set(eligible["status"]) == {"not_comparable"}
    assert eligible["gap_points"].isna().all()


# --- decomposition ------------------------------------------------------------------------------

SIZES_1970 = [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9]
SIZES_1985 = [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5]
RATES_1970 = [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8]
RATES_1985 = [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2]


def test_decomposition_against_das_gupta_example_5_1() -> None:
    # Household headship rates, United States 1970 and 1985 (Das Gupta 1993, example 5.1).
    # R: DasGuptR::dgnpop(eg5.1, pop = "pop", factors = "rate", id_vars = "age_group",
    #    crossclassified = "size") |> dg_table()
    # prints age structure 1.2269, rate 1.7403, crude 44.7268 to 47.6940 (2.9672).
    names = [str(number) for number in range(13)]
    result = coverage.kitagawa(
        dict(zip(names, RATES_1985, strict=True)),
        {name: size / 100 for name, size in zip(names, SIZES_1985, strict=True)},
        dict(zip(names, RATES_1970, strict=True)),
        {name: size / 100 for name, size in zip(names, SIZES_1970, strict=True)},
    )
    assert result.mix == pytest.approx(1.2269, abs=6e-5)
    assert result.rate == pytest.approx(1.7403, abs=6e-5)
    assert result.total == pytest.approx(2.9672, abs=6e-5)


populations = st.integers(2, 5).flatmap(
    lambda n: st.tuples(
        *(st.lists(st.floats(0, 100), min_size=n, max_size=n) for _ in range(2)),
        *(st.lists(st.floats(0.01, 1), min_size=n, max_size=n) for _ in range(2)),
    )
)


@given(populations)
def test_decomposition_adds_up_and_changes_sign_with_the_order(
    drawn: tuple[list[float], ...],
) -> None:
    rates_a, rates_b, sizes_a, sizes_b = (
        {str(group): value for group, value in enumerate(values)} for values in drawn
    )
    shares_a = {group: size / sum(sizes_a.values()) for group, size in sizes_a.items()}
    shares_b = {group: size / sum(sizes_b.values()) for group, size in sizes_b.items()}
    one = coverage.kitagawa(rates_a, shares_a, rates_b, shares_b)
    other = coverage.kitagawa(rates_b, shares_b, rates_a, shares_a)
    gap = sum(rates_a[g] * shares_a[g] - rates_b[g] * shares_b[g] for g in rates_a)
    assert one.total == pytest.approx(gap, abs=1e-9)
    assert one.mix + one.rate == pytest.approx(one.total, abs=1e-9)
    assert [one.mix, one.rate] == pytest.approx([-other.mix, -other.rate], abs=1e-9)
    assert one.groups["rate"].sum() == pytest.approx(one.rate, abs=1e-9)
    same_mix = coverage.kitagawa(rates_a, shares_a, rates_b, shares_a)
    assert same_mix.mix == pytest.approx(0, abs=1e-9)


def test_decomposition_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="same groups"):
        coverage.kitagawa({"a": 1}, {"b": 1}, {"a": 1}, {"a": 1})
    with pytest.raises(ValueError, match="add up to one"):
        coverage.kitagawa({"a": 1}, {"a": 0.9}, {"a": 1}, {"a": 1})


def test_rates_of_the_nation_add_up_to_its_coverage() -> None:
    # 41,560,938 members by segment over 139.85 million: the 29.72 % of the series.
    row = pick(gap_inputs(), geo=NATION, date="2023-12", construction="included")
    assert row["all_rate"] == pytest.approx(29.72, abs=0.01)
    out = pick(gap_inputs(), geo=NATION, date="2023-12", construction="excluded")
    assert out["all_rate"] == pytest.approx((25_004_383 + 9_192_755) / 139_850_000 * 100, abs=1e-3)


def test_gaps_of_the_case() -> None:
    table = coverage.gaps(gap_inputs(), PADANG, [PROVINCE, NATION])
    row = pick(table, date="2024-11", geo_other=PROVINCE, date_other="2024-11")
    assert row["total"] == pytest.approx(117 / 426 * 100 - 24.6223, abs=1e-3)
    assert row["rate_formal"] + row["rate_informal"] == pytest.approx(row["rate"])
    assert (table["total"] - table["mix"] - table["rate"]).abs().max() < 1e-9
    assert table["months_apart"].max() <= 12
    assert set(table["construction_other"]) == {"included", "excluded", "not_stated"}


# --- multiverse ---------------------------------------------------------------------------------


def multiverse() -> pd.DataFrame:
    observed, derived = figures()
    goals = coverage.targets(observed, measures(), [PADANG])
    changes = coverage.change(observed, derived, PADANG)
    return coverage.multiverse(measures(), goals, changes, PADANG, NATION)


def test_every_combination_has_one_row_and_an_answer() -> None:
    table = multiverse()
    assert not table.duplicated(["conclusion", "date", "count", "base", "bound"]).any()
    assert table["conclusion"].nunique() == 5
    answered = table["result"] != "not_computable"
    assert (table.loc[answered, "reason"] == "").all()
    assert (table.loc[~answered, "reason"] != "").all()
    below = table["estimate"] < table["threshold"]
    assert (below[answered] == (table.loc[answered, "result"] == "holds")).all()


def test_conclusions_of_the_case() -> None:
    table = multiverse()
    results = table.groupby(["conclusion", "date"])["result"].agg(set)
    assert results["below_own_target", "2024-11"] == {"holds", "not_computable"}
    assert results["informal_below_quarter", "2025-10"] == {"holds", "not_computable"}
    rise = table[table["conclusion"] == "informal_rose_by_less_than_5"]
    assert set(rise.loc[rise["base"] != "rounding", "result"]) == {"holds"}
    assert pick(rise, base="rounding", bound="high")["result"] == "fails"
    nation = table[(table["conclusion"] == "below_nation") & (table["base"] == "employed")]
    assert set(nation.loc[(nation["date"] == "2024-11"), "result"]) == {"holds", "not_computable"}
    own = table[(table["conclusion"] == "below_own_target") & (table["count"] == "active")]
    assert set(own.loc[own["base"] == "labour_force", "reason"]) == {"other_base"}
    eligible = table[(table["conclusion"] == "below_nation") & (table["base"] == "eligible")]
    assert set(eligible["result"]) == {"not_computable"}
