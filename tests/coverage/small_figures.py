"""What the tests of coverage share: the project's own figures, and tables of a few figures."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from analysis import coverage
from analysis.cases import all_figures, load, load_reference

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
    table = coverage.measures(*figures())
    return coverage.gap_inputs(figures()[0], table, load_reference().provinces_panel)


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
