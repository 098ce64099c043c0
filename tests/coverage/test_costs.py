"""What contributions cost agrees with a sum that was printed."""

import pandas as pd
import pytest

from analysis.coverage import contribution_costs


def figures(*rows: tuple[str, str, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["series", "group", "value"])
    table["observation_id"] = [f"o{i}" for i in range(len(table))]
    return table.assign(geo="Here", period="2021")


def test_three_months_cost_what_a_bank_paid():
    """Bank Nagari paid Rp202,608,000 for 4,020 workers and three months (Antara Sumbar, 2021)."""
    (cost,) = contribution_costs(
        figures(("publicly_paid_members", "vulnerable", 4_020)), "Here", 16_800
    ).to_dict("records")
    assert 3 * cost["month"] == pytest.approx(202.608)
    assert cost["year"] == pytest.approx(4 * 202.608)


def test_only_vulnerable_and_informal_workers_are_counted_smallest_first():
    table = contribution_costs(
        figures(
            ("uncovered_workers", "informal", 500),
            ("uncovered_workers", "all", 900),
            ("vulnerable_members_target", "vulnerable", 100),
            ("employed", "informal", 700),
        ),
        "Here",
        1,
    )
    assert list(table["workers"]) == [100, 500]
    assert contribution_costs(figures(("uncovered_workers", "informal", 1)), "There", 1).empty
