"""How far the coverage of one group rose, on moving bases, on one base, and with rounding."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd

from analysis.coverage.bases import survey
from analysis.coverage.derivations import derive, printed_notes, term_bounds

EXACT_BASE_TOLERANCE = 0.01
"""Share by which an exact survey count may differ from the rounded base that stands for it."""


@dataclass(frozen=True)
class _End:
    """One end of a change: the count and the bases that it may be divided by."""

    date: str
    count: float
    count_bounds: tuple[float, float]
    bases: tuple[float, ...]
    base_bounds: tuple[float, float]
    sources: tuple[str, ...]


def _exact_bases(
    denominator: float,
    geo: str,
    group: str,
    augusts: pd.DataFrame,
) -> list[tuple[float, str]]:
    """Survey counts that a rounded base stands for: the nearest, if it is near."""
    rows = augusts[augusts["geo"] == geo]
    share = rows["formal_share"] if group == "formal" else 1 - rows["formal_share"]
    persons = rows["employed"] * (1.0 if group == "all" else share)
    apart = (persons / denominator - 1).abs()
    if apart.empty or apart.min() > EXACT_BASE_TOLERANCE:
        return []
    nearest = int(apart.to_numpy().argmin())
    return [(float(persons.iloc[nearest]), str(rows["sources"].iloc[nearest]))]


def _end(row: pd.Series, augusts: pd.DataFrame, notes: Mapping[str, str]) -> _End:
    base_low, base_high = term_bounds(row["denominator_terms"], notes)
    exact = (
        _exact_bases(row["denominator"], row["geo"], row["group"], augusts)
        if base_low < base_high
        else []
    )
    bases = (row["denominator"], *(value for value, _ in exact))
    keys = [*row["sources"].split(), *(key for _, text in exact for key in text.split())]
    return _End(
        date=row["date"],
        count=row["numerator"],
        count_bounds=term_bounds(row["numerator_terms"], notes),
        bases=bases,
        base_bounds=(min(base_low, *bases), max(base_high, *bases)),
        sources=tuple(dict.fromkeys(keys)),
    )


def _change_row(
    variant: str,
    first: _End,
    last: _End,
    changes: list[float],
    main: float,
) -> dict[str, Any]:
    start, end = 100 * first.count / first.bases[0], 100 * last.count / last.bases[0]
    keys = dict.fromkeys([*first.sources, *last.sources])
    return {
        "variant": variant,
        "start": first.date,
        "end": last.date,
        "start_value": start,
        "end_value": end,
        "low": min(changes),
        "change": main,
        "high": max(changes),
        "n_figures": len(keys),
        "sources": " ".join(keys),
    }


def change(
    observations: pd.DataFrame,
    derivations: pd.DataFrame,
    geo: str,
    *,
    group: str = "informal",
    known: Collection[str] | None = None,
) -> pd.DataFrame:
    """Measure how far the coverage of a group rose, in every way that the figures allow.

    The first and the last month with a derivation of the group (role ``value``) are compared.
    A base that is printed rounded is also replaced by the survey's count that it rounds.

    Parameters
    ----------
    observations, derivations, known
        As for `derive`.
    geo, group
        Place and group of workers.

    Returns
    -------
    DataFrame
        geo, group, variant, start, end (months), start_value, end_value (percent), low, change,
        high (percentage points), n_figures, sources.  Variants: ``moving_bases`` (each count
        over the base of its own time), ``one_base`` (both counts over one base, in turn each
        of them; the main reading uses the latest), ``rounding`` (moving bases, with rounded
        counts and bases as intervals).  Empty with fewer than two months.

    """
    derived = derive(derivations, observations, known)
    rows = derived[
        (derived["geo"] == geo) & (derived["group"] == group) & (derived["role"] == "value")
    ].sort_values("date")
    columns = ["geo", "group", "variant", "start", "end", "start_value", "end_value"]
    columns += ["low", "change", "high", "n_figures", "sources"]
    if rows.empty or rows["date"].iloc[0] == rows["date"].iloc[-1]:
        return pd.DataFrame(columns=columns)
    augusts = survey(observations)
    notes = printed_notes(observations)
    first, last = _end(rows.iloc[0], augusts, notes), _end(rows.iloc[-1], augusts, notes)
    moving = [
        100 * (last.count / after - first.count / before)
        for before, after in product(first.bases, last.bases)
    ]
    fixed = [100 * (last.count - first.count) / base for base in (*last.bases, *first.bases)]
    (start_low, start_high), (end_low, end_high) = (
        (
            100 * end.count_bounds[0] / end.base_bounds[1],
            100 * end.count_bounds[1] / end.base_bounds[0],
        )
        for end in (first, last)
    )
    table = pd.DataFrame(
        [
            _change_row("moving_bases", first, last, moving, moving[0]),
            _change_row("one_base", first, last, fixed, fixed[0]),
            _change_row(
                "rounding",
                first,
                last,
                [end_low - start_high, end_high - start_low],
                moving[0],
            ),
        ]
    )
    table.insert(0, "geo", geo)
    table.insert(1, "group", group)
    return table
