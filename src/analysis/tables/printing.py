"""What every table does to become an exhibit."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.exhibits import (
    Column,
    Exhibit,
    Source,
    folded,
    html_table,
    is_long,
)
from analysis.language import Language

Row = Mapping[Any, Any]


def as_exhibit(
    function: str,
    title: str,
    caption: str,
    data: pd.DataFrame,
    table: pd.DataFrame,
    columns: Sequence[Column],
    language: Language,
    *,
    sources: Sequence[Source] = (),
    sortable: bool = False,
    row_headers: int = 1,
    name: str = "",
    summary: str = "",
) -> Exhibit:
    """Make an exhibit of a table; the table is its own text for those who do not see it.

    On a phone a long table that cannot be searched is closed until the reader opens it.
    """
    printed = html_table(
        table, columns, title, language, sortable=sortable, row_headers=row_headers
    )
    if is_long(table, columns) and not sortable and not summary:
        printed = folded(
            printed, language.text("Show the table ({n} rows)", n=len(table)), narrow=True
        )
    return Exhibit(
        name or function.replace("_", "-"),
        title,
        caption,
        "",
        data,
        language,
        sources,
        f"analysis.tables.{function}",
        printed,
        summary,
    )


def records(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows one by one."""
    return rows.to_dict("records")
