"""The codebook: the elements of the Collaborative Governance Regime framework."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from analysis.language import Language

DIMENSIONS = ("system_context", "drivers", "collaborative_dynamics", "outcomes")
NONE = "NONE"


def elements(framework: pd.DataFrame) -> pd.DataFrame:
    """Return the leaf codes that segments are coded with, in the order of the codebook.

    A leaf is no one's parent: the elements, and the three dimensions of results that have none.
    Columns are those of the codebook (``code``, ``parent``, ``dimension``, labels, definitions).
    """
    leaves = framework[~framework["code"].isin(framework["parent"])]
    return leaves.sort_values("order", ignore_index=True)


def family(code: str) -> str:
    """Return the family of a code: ``DR`` for ``DR1``; ``AC`` for itself."""
    return code[:2] if code != NONE else NONE


def label(row: Mapping[Any, Any], language: Language, version: int = 2012) -> str:
    """Return the name of a code in the reader's language and in the words of one version.

    The Indonesian names serve both versions; an element that the version of 2015 dropped has the
    name of 2012.
    """
    if language.code != "en":
        return str(row["label_id"])
    return str(row[f"label_{version}_en"] or row["label_2012_en"])


def labels(framework: pd.DataFrame, language: Language, version: int = 2012) -> dict[str, str]:
    """Return the name of every code, by code."""
    rows = framework[["code", "label_id", "label_2012_en", "label_2015_en"]].to_dict("records")
    return {row["code"]: label(row, language, version) for row in rows}


def crosswalk(framework: pd.DataFrame) -> pd.DataFrame:
    """Set the names of 2012 and 2015 side by side.

    Returns
    -------
    pandas.DataFrame
        ``code``, ``label_2012_en``, ``label_2015_en``, ``label_id`` and ``change``: ``same``,
        ``renamed`` or ``dropped`` (no separate element in 2015).
    """
    table = framework.sort_values("order", ignore_index=True)[
        ["code", "kind", "label_2012_en", "label_2015_en", "label_id"]
    ].copy()
    table["change"] = "renamed"
    table.loc[table["label_2012_en"] == table["label_2015_en"], "change"] = "same"
    table.loc[table["label_2015_en"] == "", "change"] = "dropped"
    return table
