"""Conclusions on every count, base and bound."""

from __future__ import annotations

import pandas as pd
from small_figures import NATION, PADANG, figures, measures, pick

from analysis import coverage


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
