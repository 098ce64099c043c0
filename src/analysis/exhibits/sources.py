"""Where figures come from, as a reader names it."""

from collections.abc import Iterable

import pandas as pd

from analysis.exhibits.exhibit import Source
from analysis.language import Language


def figure_sources(
    observations: pd.DataFrame, ids: Iterable[str], language: Language
) -> tuple[Source, ...]:
    """Return the sources of figures by their ids; an entry may hold several ids in a row."""
    wanted = dict.fromkeys(part for entry in ids for part in str(entry).split())
    known = observations[observations["observation_id"].isin(wanted)]
    rows = {row["observation_id"]: row for row in known.to_dict("records")}
    found = [rows[key] for key in wanted if key in rows]
    return tuple(
        dict.fromkeys(
            Source(_label(row["publisher"], row["published"], language), row["url"])
            for row in found
            if row["publisher"] != "derived"
        )
    )


def _label(publisher: str, published: str, language: Language) -> str:
    return f"{publisher} ({language.date(published)})" if published else publisher
