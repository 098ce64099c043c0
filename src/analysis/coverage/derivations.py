"""Coverages derived by arithmetic that stands in the data as signed sums of figures."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from analysis.coverage.definitions import KEY
from analysis.errors import UserError
from analysis.observations import month, rounding_bounds

TERM = re.compile(r"([+-]?)\s*([\w*]+)\s*")

COLUMNS = ["derivation_id", *KEY, "role", "numerator", "denominator", "value"]
COLUMNS += ["numerator_terms", "denominator_terms", "sources", "reason_en", "reason_id"]


class Figure(NamedTuple):
    """What a sum needs of a figure."""

    series: str
    value: float
    unit: str


Figures = Mapping[str, Figure]
"""Figures by their keys."""


@dataclass(frozen=True)
class Term:
    """One signed member of a sum: a figure, or a percentage times a figure.

    Attributes
    ----------
    sign
        1 or -1.
    factors, units, sources
        Value, unit and key of each factor; a percentage counts as a share of the others.

    """

    sign: int
    factors: tuple[float, ...]
    units: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def value(self) -> float:
        """The signed product, with percentages as shares."""
        shares = (
            v / 100 if u == "percent" else v for v, u in zip(self.factors, self.units, strict=True)
        )
        return self.sign * math.prod(shares)


def derive(
    derivations: pd.DataFrame,
    observations: pd.DataFrame,
    known: Collection[str] | None = None,
) -> pd.DataFrame:
    """Compute the derived coverages from the arithmetic that stands in the data.

    Parameters
    ----------
    derivations
        The table of derivations: signed sums of observation keys over signed sums.
    observations
        The figures that may be used, such as those published by a cut-off date.
    known
        Keys of all observations of the case and the reference, whatever their date.  A key
        outside is an error; a key inside it but not among ``observations`` is not published
        yet, and its derivation is left out.  By default only ``observations`` are known.

    Returns
    -------
    DataFrame
        derivation_id, geo, date, group, count, base, role (value, low, high), numerator and
        denominator (persons), value (percent), numerator_terms and denominator_terms (tuples of
        `Term`, the arithmetic to show), sources, reason_en, reason_id.

    Raises
    ------
    UserError
        A sum cannot be read, names an observation that does not exist, or divides by zero.

    """
    needed = observations[["observation_id", *Figure._fields]]
    figures = {key: Figure(*rest) for key, *rest in needed.itertuples(index=False, name=None)}
    known = set(observations["observation_id"] if known is None else known)
    rows = [_derived(row, figures, known) for row in derivations.to_dict("records")]
    return pd.DataFrame([row for row in rows if row is not None], columns=COLUMNS)


def _derived(
    row: Mapping[Any, Any],
    figures: Figures,
    known: Collection[str],
) -> dict[Any, Any] | None:
    """Compute one derivation; None when a figure of it is known but not available."""
    where = row["derivation_id"]
    upper = _terms(row["numerator"], where, figures, known)
    lower = _terms(row["denominator"], where, figures, known)
    if upper is None or lower is None:
        return None
    numerator, denominator = sum(t.value for t in upper), sum(t.value for t in lower)
    if denominator == 0:
        raise UserError(
            "derivation {derivation}: the denominator {denominator} is zero; "
            "name figures that add up to the workers of the base.",
            derivation=where,
            denominator=row["denominator"],
        )
    sources = dict.fromkeys(key for term in (*upper, *lower) for key in term.sources)
    return {
        "reason_en": "",
        "reason_id": "",
        **row,
        "date": month(row["period"]),
        "count": _count(upper, figures),
        "numerator": numerator,
        "denominator": denominator,
        "value": 100 * numerator / denominator,
        "numerator_terms": upper,
        "denominator_terms": lower,
        "sources": " ".join(sources),
    }


def _terms(
    expression: str,
    where: str,
    figures: Figures,
    known: Collection[str],
) -> tuple[Term, ...] | None:
    """Look up the figures of a sum; None when one is known but not available."""
    signed = _split(expression, where)
    keys = [key for _, factors in signed for key in factors]
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise UserError(
            "derivation {derivation}: observation {observation} does not exist; "
            "correct the key, or add the observation.",
            derivation=where,
            observation=unknown[0],
        )
    if any(key not in figures for key in keys):
        return None
    return tuple(
        Term(
            sign,
            tuple(float(figures[key].value) for key in factors),
            tuple(str(figures[key].unit) for key in factors),
            tuple(factors),
        )
        for sign, factors in signed
    )


def _split(expression: str, where: str) -> list[tuple[int, list[str]]]:
    """Split ``a+b-c*d`` into signs and keys."""
    if not re.fullmatch(rf"(?:{TERM.pattern})(?:[+-]\s*[\w*]+\s*)*", expression.strip()):
        raise UserError(
            "derivation {derivation}: “{sum}” is not a sum of observation keys; "
            "expected something like a+b-c or a*b.",
            derivation=where,
            sum=expression,
        )
    return [(-1 if sign == "-" else 1, keys.split("*")) for sign, keys in TERM.findall(expression)]


def _count(terms: tuple[Term, ...], figures: Figures) -> str:
    """Tell which members a numerator counts."""
    series = {figures[key].series for term in terms for key in term.sources}
    if "members_unspecified" in series:
        return "not_stated"
    return "registered" if series & {"registered_members", "coverage_registered"} else "active"


def printed_notes(observations: pd.DataFrame) -> dict[str, str]:
    """Give the note of each figure, which tells whether it was printed rounded."""
    return dict(zip(observations["observation_id"], observations["note"], strict=True))


def term_bounds(terms: tuple[Term, ...], notes: Mapping[str, str]) -> tuple[float, float]:
    """Bounds of a sum whose counts may be rounded; products keep their value."""
    low = high = 0.0
    for term in terms:
        size = abs(term.value)
        single = len(term.factors) == 1
        bounds = rounding_bounds(size, notes.get(term.sources[0], "")) if single else (size, size)
        ends = sorted(term.sign * bound for bound in bounds)
        low, high = low + ends[0], high + ends[1]
    return low, high
