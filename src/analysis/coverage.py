"""Coverage of workers by the employment insurance, on one definition and with bounds.

One consistent measure: active members as a share of employed persons.
The press prints at least two counts (active, registered) over three bases (employed persons,
eligible workers, the labour force) under one name; here each figure is classified, recomputed
where its parts are known, and never compared across bases.

All functions take tables and return tables or frozen dataclasses.  They return codes, never
sentences.  Dates in results are months (``YYYY-MM``): a stock that is printed for a year alone
is the year-end count, as in the agency's annual series, and stands in December.
Sources are the keys of the observations used, separated by blanks.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import logit
from scipy.stats import linregress

from analysis.dates import last_day, months_apart
from analysis.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

COUNTS = {"active": "active_members", "registered": "registered_members"}
BASES = {"employed": "employed", "eligible": "eligible_workers", "labour_force": "labour_force"}
BOUNDS = ("low", "value", "high")
FORMAL_GROUPS = ("formal", "formal_with_construction")
WORKERS = ("workers", "potential_workers", *BASES.values())
COVERAGE_SERIES = ("coverage", "coverage_registered", "coverage_target")

KEY = ["geo", "date", "group", "count", "base"]
COVERAGE_COLUMNS = [*KEY, "kind", *BOUNDS, "numerator", "denominator", "sources"]
READING_COLUMNS = [*KEY, "kind", "role", "numerator", "denominator", "value", "sources"]

YEAR = 12
LIKE_MONTHS = 3
"""Counts further apart than this within a year are of different seasons."""
PARTS_TOLERANCE = 0.5
"""Points by which a printed coverage may miss its parts beyond their rounding."""
EXACT_BASE_TOLERANCE = 0.01
"""Share by which an exact survey count may differ from the rounded base that stands for it."""
LEAST_LEAD = 0.5
"""Years that must be left to a target before a growth per year means anything."""
LEAST_POINTS = 3
"""Points that a series needs before a slope is fitted to it."""
ROUNDED_ZEROS = 3
"""Trailing zeros from which a count is taken as rounded without being told."""

HALF = 50.0
QUARTER = 25.0
RISE = 5.0


# --- dates and rounding -----------------------------------------------------------------------


def _month_index(period: str) -> int:
    """Months since year 0; a year alone is its December."""
    day = last_day(period)
    return day.year * 12 + day.month - 1


def _month(period: str) -> str:
    """Give a partial date as a month, a year alone as its December."""
    return f"{last_day(period):%Y-%m}"


def _years_until_end(date: str, year: int) -> float:
    return (_month_index(f"{year}-12") - _month_index(date)) / 12


def _unique(sources: str) -> str:
    """Name each source once, in order."""
    return " ".join(dict.fromkeys(sources.split()))


def _trailing_zeros(value: float) -> int:
    if not value or not float(value).is_integer():
        return 0
    digits = str(int(abs(value)))
    return len(digits) - len(digits.rstrip("0"))


def rounding_bounds(value: float, note: str = "") -> tuple[float, float]:
    """Interval that a printed count stands for.

    Parameters
    ----------
    value
        A count of persons as printed.
    note
        The note of the figure; the word "rounded" in it makes every trailing zero count.

    Returns
    -------
    tuple of float
        Half a unit of the last printed digit either way, so 13,000 is 12,500 to 13,500.
        A count with fewer than three trailing zeros that is not noted as rounded is exact.

    """
    zeros = _trailing_zeros(value)
    if zeros < (1 if "rounded" in note.lower() else ROUNDED_ZEROS):
        return value, value
    half = 10**zeros / 2
    return value - half, value + half


def _percent_bounds(value: float) -> tuple[float, float]:
    """Half a unit of the last decimal that a printed percentage shows."""
    decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    half = 10.0**-decimals / 2
    return value - half, value + half


# --- picking among figures that say the same ----------------------------------------------------


def _figures(
    observations: pd.DataFrame,
    series: str,
    group: str = "all",
    geo: str | None = None,
) -> pd.DataFrame:
    """Select the figures of one series that may be used: printed or derived, and found again."""
    rows = observations[
        (observations["series"] == series)
        & (observations["group"] == group)
        & observations["status"].isin(["printed", "derived"])
        & (observations["checked"] != "not_found_again")
    ]
    return rows if geo is None else rows[rows["geo"] == geo]


def _main_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Order figures of one thing: uncontradicted first, then most digits, then the larger."""
    contradicted = rows["checked"] == "contradicted"
    zeros = rows["value"].map(_trailing_zeros)
    return (
        rows.assign(_contradicted=contradicted, _zeros=zeros)
        .sort_values(
            ["_contradicted", "_zeros", "value", "observation_id"],
            ascending=[True, True, False, True],
        )
        .drop(columns=["_contradicted", "_zeros"])
    )


def _distinct(rows: pd.DataFrame) -> pd.DataFrame:
    """Drop figures that are only roundings of the main one, which stays first."""
    ordered = _main_first(rows)
    main = ordered["value"].iloc[0]
    spans = [rounding_bounds(value, "rounded") for value in ordered["value"]]
    coarser = [low <= main <= high and index > 0 for index, (low, high) in enumerate(spans)]
    return ordered[~np.array(coarser)]


def _base_figure(observations: pd.DataFrame, base: str, geo: str, date: str) -> pd.Series | None:
    """Find the denominator of a date: the latest August on or before it, or the year's figure.

    Employed persons and the labour force come from the August round of the survey; a February
    round is another season.  Eligible workers are printed for a year and carry no season.
    A base older than the August of the year before is not used.
    """
    rows = _figures(observations, BASES[base], geo=geo)
    if base == "eligible":
        rows = rows[rows["period"].str[:4] <= date[:4]]
    else:
        rows = rows[(rows["period"].str[5:7] == "08") & (rows["period"].map(_month) <= date)]
    rows = rows[rows["period"].str[:4].astype(int) >= int(date[:4]) - 1]
    if rows.empty:
        return None
    months = rows["period"].map(_month_index)
    return _main_first(rows[months == months.max()]).iloc[0]


# --- classification -----------------------------------------------------------------------------


def _persons(
    observations: pd.DataFrame,
    series: Collection[str],
    group: str,
) -> list[pd.DataFrame]:
    """Ways to count a group: as printed, or formal and informal added up."""
    rows = observations[observations["series"].isin(series)]
    keys = rows.loc[rows["group"] == group, "observation_id"]
    ways = [rows[rows["observation_id"] == key] for key in keys]
    if group == "all":
        formal, informal = rows[rows["group"] == "formal"], rows[rows["group"] == "informal"]
        ways += [
            pd.concat([formal.iloc[[first]], informal.iloc[[second]]])
            for first, second in product(range(len(formal)), range(len(informal)))
        ]
    return ways


def _sum_bounds(rows: pd.DataFrame) -> tuple[float, float]:
    bounds = [rounding_bounds(row.value, row.note) for row in rows.itertuples()]  # type: ignore[arg-type]
    return sum(low for low, _ in bounds), sum(high for _, high in bounds)


def _quotients(numerators: list[pd.DataFrame], denominators: list[pd.DataFrame]) -> pd.DataFrame:
    """Divide all numerators by all denominators, in percent, with the bounds of rounding."""
    rows = []
    for upper, lower in product(numerators, denominators):
        if lower["value"].sum() == 0:
            continue
        (upper_low, upper_high), (lower_low, lower_high) = _sum_bounds(upper), _sum_bounds(lower)
        rows.append(
            {
                "value": 100 * upper["value"].sum() / lower["value"].sum(),
                "low": 100 * upper_low / lower_high,
                "high": 100 * upper_high / lower_low,
                "sources": " ".join([*upper["observation_id"], *lower["observation_id"]]),
            }
        )
    return pd.DataFrame(rows, columns=["value", "low", "high", "sources"])


def _parts(row: pd.Series, parts: pd.DataFrame, *, own: bool) -> pd.DataFrame:
    """Quotients of the parts printed beside a coverage by its publisher, or by the others.

    The publisher's own parts may rest on any base, and on a year's base for a month.
    The parts of others count only where they name workers as the press does, since the
    survey's bases are other bases.
    """
    group, count = row["group"], "registered" if row["series"].endswith("registered") else "active"
    nearby = parts[parts["geo"] == row["geo"]]
    if own:
        nearby = nearby[nearby["publisher"] == row["publisher"]]
        denominators = nearby[nearby["period"].isin([row["period"], row["period"][:4]])]
        bases = WORKERS
    else:
        denominators = nearby[nearby["period"] == row["period"]]
        bases = WORKERS[:1]
    same = nearby[nearby["period"] == row["period"]]
    if same.empty or denominators.empty:
        return _quotients([], [])
    base_group = "formal" if group in FORMAL_GROUPS else group
    return _quotients(
        _persons(same, [COUNTS[count]], group),
        _persons(denominators, bases, base_group),
    )


def _contradicts(value: float, parts: pd.DataFrame) -> bool:
    """Tell whether no quotient of the parts comes near the printed value, rounding allowed."""
    if parts.empty:
        return False
    low, high = _percent_bounds(value)
    apart = np.maximum(parts["low"] - high, low - parts["high"])
    return bool(apart.min() > PARTS_TOLERANCE)


def _reason(row: pd.Series, *, own: bool, other: bool) -> str:
    """Give the first reason that settles what a printed figure is."""
    base = row["base"]
    checks = [
        (row["series"] == "coverage_target", "target"),
        (own, "contradicts_own_parts"),
        (other, "contradicts_printed_parts"),
        (row["status"] == "undefined", "undefined"),
        (row["series"] == "coverage_registered", "registered_not_active"),
        (row["status"] != "printed" and row["status"] != "derived", "claimed"),
        (row["checked"] == "not_found_again", "not_found_again"),
        (row["group"] != "all", "part_of_workers"),
        (base in ("", "not_stated"), "base_not_stated"),
        (base == "eligible", "eligible_base"),
        (base == "labour_force", "labour_force_base"),
        (base == "employed", "active_of_employed"),
    ]
    return next((code for holds, code in checks if holds), "other_base")


def classify(observations: pd.DataFrame) -> pd.DataFrame:
    """Say what each printed coverage figure measures, and whether it is coverage of all workers.

    Parameters
    ----------
    observations
        The observations; only the series ``coverage``, ``coverage_registered`` and
        ``coverage_target`` are classified, the rest serves as their parts.

    Returns
    -------
    DataFrame
        One row for each printed figure, none dropped: observation_id, geo, period, publisher,
        status, value (percent), count (active, registered, not_stated), group, base, usable
        (true only for active members of employed persons, all workers, uncontradicted), reason
        (a code; the first that applies), parts_low and parts_high (percent; what the parts
        printed for the same place and period give), parts_sources.

    """
    rows = []
    counted = observations[observations["series"].isin([*COUNTS.values(), *WORKERS])]
    for _, row in observations[observations["series"].isin(COVERAGE_SERIES)].iterrows():
        target = row["series"] == "coverage_target"
        own = _parts(row, counted, own=True)
        others = _parts(row, counted, own=False)
        parts = own if not own.empty else others
        reason = _reason(
            row,
            own=not target and _contradicts(row["value"], own),
            other=not target and own.empty and _contradicts(row["value"], others),
        )
        count = "registered" if row["series"] == "coverage_registered" else "active"
        rows.append(
            {
                **row[["observation_id", "geo", "period", "publisher", "status", "value"]],
                "count": "not_stated" if row["status"] == "undefined" else count,
                "group": row["group"],
                "base": row["base"] or "not_stated",
                "usable": reason == "active_of_employed",
                "reason": reason,
                "parts_low": math.nan if target else parts["value"].min(),
                "parts_high": math.nan if target else parts["value"].max(),
                "parts_sources": "" if target else _unique(" ".join(parts["sources"])),
            }
        )
    columns = ["observation_id", "geo", "period", "publisher", "status", "value", "count"]
    columns += ["group", "base", "usable", "reason", "parts_low", "parts_high", "parts_sources"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["geo", "period", "observation_id"], ignore_index=True)


# --- derivations --------------------------------------------------------------------------------


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


TERM = re.compile(r"([+-]?)\s*([\w*]+)\s*")


def _split(expression: str, where: str) -> list[tuple[int, list[str]]]:
    """Split ``a+b-c*d`` into signs and keys."""
    if not re.fullmatch(rf"(?:{TERM.pattern})(?:[+-]\s*[\w*]+\s*)*", expression.strip()):
        raise UserError(
            f"derivation {where}: '{expression}' is not a sum of observation keys; "
            "expected something like a+b-c or a*b.",
        )
    return [(-1 if sign == "-" else 1, keys.split("*")) for sign, keys in TERM.findall(expression)]


def _terms(
    expression: str,
    where: str,
    available: pd.DataFrame,
    known: Collection[str],
) -> tuple[Term, ...] | None:
    """Look up the figures of a sum; None when one is known but not available."""
    signed = _split(expression, where)
    keys = [key for _, factors in signed for key in factors]
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise UserError(
            f"derivation {where}: observation {unknown[0]} does not exist; "
            "correct the key, or add the observation.",
        )
    if any(key not in available.index for key in keys):
        return None
    return tuple(
        Term(
            sign,
            tuple(float(available.loc[key, "value"]) for key in factors),  # type: ignore[arg-type]
            tuple(str(available.loc[key, "unit"]) for key in factors),
            tuple(factors),
        )
        for sign, factors in signed
    )


def _count_of(keys: Iterable[str], available: pd.DataFrame) -> str:
    series = {str(available.loc[key, "series"]) for key in keys}
    if "members_unspecified" in series:
        return "not_stated"
    return "registered" if series & {"registered_members", "coverage_registered"} else "active"


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
    available = observations.set_index("observation_id")
    known = set(available.index) if known is None else set(known)
    rows = []
    for _, row in derivations.iterrows():
        where = row["derivation_id"]
        upper = _terms(row["numerator"], where, available, known)
        lower = _terms(row["denominator"], where, available, known)
        if upper is None or lower is None:
            continue
        numerator, denominator = sum(t.value for t in upper), sum(t.value for t in lower)
        if denominator == 0:
            raise UserError(
                f"derivation {where}: the denominator {row['denominator']} is zero; "
                "name figures that add up to the workers of the base.",
            )
        keys = list(dict.fromkeys(key for term in (*upper, *lower) for key in term.sources))
        rows.append(
            {
                **row[["derivation_id", "geo", "group", "base", "role"]],
                "date": _month(row["period"]),
                "count": _count_of((k for term in upper for k in term.sources), available),
                "numerator": numerator,
                "denominator": denominator,
                "value": 100 * numerator / denominator,
                "numerator_terms": upper,
                "denominator_terms": lower,
                "sources": " ".join(keys),
                "reason_en": row.get("reason_en", ""),
                "reason_id": row.get("reason_id", ""),
            }
        )
    columns = ["derivation_id", *KEY, "role", "numerator", "denominator", "value"]
    columns += ["numerator_terms", "denominator_terms", "sources", "reason_en", "reason_id"]
    return pd.DataFrame(rows, columns=columns)


# --- one consistent measure ---------------------------------------------------------------------


def ratios(observations: pd.DataFrame, count: str, base: str) -> pd.DataFrame:
    """Divide each printed count of members by its base, for every place and month that allows it.

    Parameters
    ----------
    observations
        Members (all workers) and bases.
    count
        ``active`` or ``registered``.
    base
        ``employed`` or ``labour_force`` (the latest August on or before the count, so the same
        year's August for year-end counts), or ``eligible`` (the latest year).

    Returns
    -------
    DataFrame
        Readings: geo, date, group, count, base, kind (``ratio``), role (``value`` for the main
        count of a month, ``other`` for counts by others), numerator, denominator, value
        (percent), sources.

    """
    members = _figures(observations, COUNTS[count])
    bases = observations[observations["series"] == BASES[base]]
    rows = []
    for (geo, date), counts in members.groupby(["geo", members["period"].map(_month)]):
        denominator = _base_figure(bases, base, str(geo), str(date))
        if denominator is None:
            continue
        for index, figure in enumerate(_distinct(counts).itertuples()):
            rows.append(
                {
                    **dict(zip(KEY, (geo, date, "all", count, base), strict=True)),
                    "kind": "ratio",
                    "role": "other" if index else "value",
                    "numerator": figure.value,
                    "denominator": denominator["value"],
                    "value": 100 * figure.value / denominator["value"],  # type: ignore[operator]
                    "sources": f"{figure.observation_id} {denominator['observation_id']}",
                }
            )
    return pd.DataFrame(rows, columns=READING_COLUMNS)


def _derived_readings(derived: pd.DataFrame) -> pd.DataFrame:
    return derived.assign(kind="derivation")[READING_COLUMNS]


def _rebased_readings(
    derived: pd.DataFrame,
    observations: pd.DataFrame,
    base: str,
) -> pd.DataFrame:
    """Divide derived counts of all workers by another base than the one of their derivation."""
    rows = []
    for _, row in derived[(derived["group"] == "all") & (derived["base"] == "employed")].iterrows():
        figure = _base_figure(observations, base, row["geo"], row["date"])
        if figure is None:
            continue
        keys = {key for term in row["numerator_terms"] for key in term.sources}
        used = [key for key in row["sources"].split() if key in keys]
        rows.append(
            {
                **row[["geo", "date", "group", "count", "role", "numerator"]],
                "base": base,
                "kind": "rebased",
                "denominator": figure["value"],
                "value": 100 * row["numerator"] / figure["value"],
                "sources": " ".join([*used, figure["observation_id"]]),
            }
        )
    return pd.DataFrame(rows, columns=READING_COLUMNS)


def _printed_readings(observations: pd.DataFrame) -> pd.DataFrame:
    """Select printed coverages whose count, group and base are all clear."""
    table = classify(observations)
    clear = ["active_of_employed", "eligible_base", "labour_force_base", "registered_not_active"]
    own_base = (table["reason"] == "part_of_workers") & table["base"].isin(["formal", "informal"])
    rows = table[(table["reason"].isin(clear) | own_base) & (table["base"] != "not_stated")]
    return rows.assign(
        date=rows["period"].map(_month),
        kind="printed",
        role="value",
        numerator=math.nan,
        denominator=math.nan,
        sources=rows["observation_id"],
    )[READING_COLUMNS]


def _is_among(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Tell which rows speak of the same thing as one of the others."""
    keys = pd.MultiIndex.from_frame(others[KEY])
    return pd.Series(pd.MultiIndex.from_frame(rows[KEY]).isin(keys), index=rows.index)


def _bounded(readings: pd.DataFrame) -> pd.DataFrame:
    """Bring the readings of one thing into one row: main reading, lowest, highest.

    Where there is a derivation, only derivations bound it.
    """
    derivation = readings["kind"] == "derivation"
    readings = readings[derivation | ~_is_among(readings, readings[derivation])]
    order = {"derivation": 0, "rebased": 1, "ratio": 2, "printed": 3}
    roles = {"value": 0, "low": 1, "high": 2, "other": 3}
    ranked = readings.assign(
        _kind=readings["kind"].map(order),
        _role=readings["role"].map(roles),
    ).sort_values([*KEY, "_kind", "_role", "sources"])
    rows = []
    for key, group in ranked.groupby(KEY, sort=True):
        main = group.iloc[0]
        # A printed percentage that rounds the main reading is the same figure, not another one.
        low, high = zip(*(_percent_bounds(value) for value in group["value"]), strict=True)
        echo = (
            (group["kind"] == "printed")
            & (np.array(low) <= main["value"])
            & (np.array(high) >= main["value"])
        )
        values = group.loc[~echo, "value"] if not echo.all() else group["value"]
        rows.append(
            {
                **dict(zip(KEY, key, strict=True)),
                **main[["kind", "value", "numerator", "denominator"]],
                "low": values.min(),
                "high": values.max(),
                "sources": _unique(" ".join(group["sources"])),
            }
        )
    return pd.DataFrame(rows, columns=COVERAGE_COLUMNS)


def measures(
    observations: pd.DataFrame,
    derivations: pd.DataFrame,
    known: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give every coverage that the figures allow, on every count and base, with its bounds.

    Parameters
    ----------
    observations, derivations, known
        As for `derive`.

    Returns
    -------
    DataFrame
        geo, date (month), group, count, base, kind of the main reading (derivation, rebased: the
        derivation's count over another base, ratio: count over the survey's base, printed), low,
        value, high (percent), numerator, denominator (persons; missing for a printed
        percentage), sources.  Rows of different bases must never share a line in a chart.

    """
    derived = derive(derivations, observations, known)
    # Bounds without their main reading, which is not published yet, say nothing.
    derived = derived[_is_among(derived, derived[derived["role"] == "value"])]
    tables = [_derived_readings(derived), _printed_readings(observations)]
    tables += [ratios(observations, count, base) for count in COUNTS for base in BASES]
    tables += [
        _rebased_readings(derived, observations, base) for base in BASES if base != "employed"
    ]
    tables = [table for table in tables if not table.empty]
    if not tables:
        return pd.DataFrame(columns=COVERAGE_COLUMNS)
    return _bounded(pd.concat(tables, ignore_index=True))


def consistent(
    observations: pd.DataFrame,
    derivations: pd.DataFrame,
    known: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give coverage on one definition: active members over the workers that they are part of.

    The denominators are employed persons for all workers, and formal or informal workers for
    the groups; a derivation on another base is kept and says so in ``base``.

    Parameters
    ----------
    observations, derivations, known
        As for `derive`.

    Returns
    -------
    DataFrame
        The rows of `measures` on this definition: geo, date, group, count, base, kind, low,
        value, high (percent), numerator, denominator (persons), sources.

    """
    table = measures(observations, derivations, known)
    one_base = table["base"].isin(["employed", "formal", "informal"])
    kept = (one_base & (table["count"] == "active")) | (table["kind"] == "derivation")
    return table[kept].reset_index(drop=True)


def comparable(
    table: pd.DataFrame,
    geo: str,
    date: str,
    *,
    group: str = "all",
    count: str = "active",
    base: str = "employed",
) -> pd.DataFrame:
    """Find the coverage of a place that may be set beside a coverage of a given month.

    Year-end counts are high and mid-year counts low, so only the same year is searched and the
    nearest month is taken.

    Parameters
    ----------
    table
        A table from `consistent` or `measures`.
    geo, date
        The place to compare with, and the month of the figure it is compared with.
    group, count, base
        What must be equal.

    Returns
    -------
    DataFrame
        At most one row of the table, with ``months_apart`` and ``like_months`` (true within
        three months); empty when the year has none.  Of two equally near, the later.

    """
    rows = table[
        (table["geo"] == geo)
        & (table["date"].str[:4] == date[:4])
        & (table["group"] == group)
        & (table["count"] == count)
        & (table["base"] == base)
    ]
    apart = rows["date"].map(lambda other: months_apart(other, date))
    rows = rows.assign(months_apart=apart, like_months=apart <= LIKE_MONTHS)
    nearest = rows.sort_values(["months_apart", "date"], ascending=[True, False])
    return nearest.head(1).reset_index(drop=True)


# --- change of one group ------------------------------------------------------------------------


@dataclass(frozen=True)
class _End:
    """One end of a change: the count and the bases that it may be divided by."""

    date: str
    count: float
    count_bounds: tuple[float, float]
    bases: tuple[float, ...]
    base_bounds: tuple[float, float]
    sources: tuple[str, ...]


def survey(observations: pd.DataFrame, provinces_panel: pd.DataFrame | None = None) -> pd.DataFrame:
    """Gather employed persons and the formal share of each August.

    Parameters
    ----------
    observations
        Series ``employed``, ``formal_share`` and ``informal_share`` of an August.
    provinces_panel
        The panel of provinces; its exact counts stand in where they are more exact.

    Returns
    -------
    DataFrame
        geo, date (``YYYY-08``), employed (persons), formal_share (0 to 1), sources (keys of
        observations, ``provinces_panel`` for the panel).

    """
    formal = _main_first(_figures(observations, "formal_share"))
    informal = _main_first(_figures(observations, "informal_share"))
    shares = pd.concat(
        [
            formal.assign(formal_share=formal["value"] / 100),
            informal.assign(formal_share=1 - informal["value"] / 100),
        ]
    ).drop_duplicates(["geo", "period"])
    employed = _main_first(_figures(observations, "employed"))
    employed = employed.drop_duplicates(["geo", "period"])
    table = employed.merge(shares, on=["geo", "period"], suffixes=("", "_share"))
    table = table[table["period"].str[5:7] == "08"]
    table = pd.DataFrame(
        {
            "geo": table["geo"],
            "date": table["period"],
            "employed": table["value"],
            "formal_share": table["formal_share"],
            "sources": table["observation_id"] + " " + table["observation_id_share"],
        }
    )
    if provinces_panel is not None:
        panel = pd.DataFrame(
            {
                "geo": provinces_panel["province"],
                "date": provinces_panel["year"].astype(str) + "-08",
                "employed": provinces_panel["employed"].astype(float),
                "formal_share": provinces_panel["formal_share"].astype(float) / 100,
                "sources": "provinces_panel",
            }
        )
        table = pd.concat([panel, table]).drop_duplicates(["geo", "date"])
    return table.sort_values(["geo", "date"], ignore_index=True)


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


def _notes(observations: pd.DataFrame) -> dict[str, str]:
    return dict(zip(observations["observation_id"], observations["note"], strict=True))


def _term_bounds(terms: tuple[Term, ...], notes: Mapping[str, str]) -> tuple[float, float]:
    """Bounds of a sum whose counts may be rounded; products keep their value."""
    low = high = 0.0
    for term in terms:
        single = len(term.factors) == 1
        bounds = (
            rounding_bounds(abs(term.value), notes.get(term.sources[0], ""))
            if single
            else (abs(term.value), abs(term.value))
        )
        ends = sorted(term.sign * bound for bound in bounds)
        low, high = low + ends[0], high + ends[1]
    return low, high


def _end(row: pd.Series, augusts: pd.DataFrame, notes: Mapping[str, str]) -> _End:
    base_low, base_high = _term_bounds(row["denominator_terms"], notes)
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
        count_bounds=_term_bounds(row["numerator_terms"], notes),
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
    notes = _notes(observations)
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


# --- reconciliation -----------------------------------------------------------------------------


def _contested(observations: pd.DataFrame) -> pd.DataFrame:
    """Find the all-worker coverage without a definition that most outlets print."""
    table = classify(observations)
    contested = ["undefined", "contradicts_own_parts", "contradicts_printed_parts"]
    rows = table[table["reason"].isin(contested) & (table["group"] == "all")]
    if rows.empty:
        return rows
    outlets = rows.groupby(["geo", "period", "value"])["publisher"].transform("nunique")
    first = rows[outlets == outlets.max()].iloc[0]
    same = rows[["geo", "period", "value"]].eq(first[["geo", "period", "value"]]).all(axis=1)
    return rows[same]


def _printed_step(step: str, rows: pd.DataFrame) -> dict[str, Any]:
    first = rows.iloc[0]
    return {
        "step": step,
        "date": first["period"],
        "group": first["group"],
        "base": first["base"] or "not_stated",
        "value": first["value"],
        "unit": "percent",
        "n_outlets": rows["publisher"].nunique(),
        "numerator_terms": (),
        "denominator_terms": (),
        "sources": " ".join(rows["observation_id"]),
    }


def _derived_step(step: str, row: pd.Series, observations: pd.DataFrame) -> dict[str, Any]:
    used = observations[observations["observation_id"].isin(row["sources"].split())]
    return {
        "step": step,
        **row[["date", "group", "base", "value", "numerator_terms", "denominator_terms"]],
        "unit": "percent",
        "n_outlets": used["publisher"].nunique(),
        "sources": row["sources"],
    }


def _base_steps(parts: pd.DataFrame, observations: pd.DataFrame) -> list[dict[str, Any]]:
    """Identify the survey count that the printed workers of a month round."""
    if set(parts["group"]) != {"formal", "informal"}:
        return []
    terms = [term for row in parts["denominator_terms"] for term in row]
    low, high = _term_bounds(tuple(terms), _notes(observations))
    geo = parts["geo"].iloc[0]
    employed = _figures(observations, "employed", geo=geo)
    match = employed[employed["value"].between(low, high)]
    if match.empty:
        return []
    figure = _main_first(match).iloc[0]
    total = {
        "step": "base_identified",
        "date": figure["period"],
        "group": "all",
        "base": "employed",
        "value": figure["value"],
        "unit": "persons",
        "n_outlets": 1,
        "numerator_terms": tuple(terms),
        "denominator_terms": (),
        "sources": " ".join([*(key for t in terms for key in t.sources), figure["observation_id"]]),
    }
    informal = tuple(parts.loc[parts["group"] == "informal", "denominator_terms"].iloc[0])
    printed_share = {
        **total,
        "step": "base_informal_share_printed",
        "date": parts["date"].iloc[0],
        "group": "informal",
        "value": 100 * sum(t.value for t in informal) / sum(t.value for t in terms),
        "unit": "percent",
        "numerator_terms": informal,
        "denominator_terms": tuple(terms),
        "sources": " ".join(key for t in terms for key in t.sources),
    }
    share = _figures(observations, "informal_share", geo=geo)
    share = _main_first(share[share["period"] == figure["period"]]).head(1)
    steps = [total, printed_share]
    if not share.empty:
        steps.append(
            {
                **_printed_step("base_informal_share_survey", share.assign(group="informal")),
                "base": "employed",
            }
        )
    return steps


def reconciliation(
    observations: pd.DataFrame,
    derivations: pd.DataFrame,
    known: Collection[str] | None = None,
) -> pd.DataFrame:
    """Show step by step what a printed coverage without a definition can mean.

    The figure explained is the undefined or contradicted all-worker coverage that most outlets
    print; everything else is found from the data, so any case can be reconciled.

    Parameters
    ----------
    observations
        The figures of one case.
    derivations, known
        As for `derive`.

    Returns
    -------
    DataFrame
        One row for each step: step (``printed``, ``target_beside``, ``part`` for each group,
        ``all_low``, ``all_value``, ``all_high``, ``base_identified``,
        ``base_informal_share_printed``, ``base_informal_share_survey``, ``later_printed``,
        ``later_computed``), date, group, base, value, unit (percent or persons), below_printed,
        n_outlets, numerator_terms and denominator_terms (the arithmetic; empty for a printed
        figure), sources.  Empty when the case has no such figure.

    """
    columns = ["step", "date", "group", "base", "value", "unit", "below_printed", "n_outlets"]
    columns += ["numerator_terms", "denominator_terms", "sources"]
    printed = _contested(observations)
    if printed.empty:
        return pd.DataFrame(columns=columns)
    geo, period, value = printed[["geo", "period", "value"]].iloc[0]
    place = observations[observations["geo"] == geo]
    derived = derive(derivations, observations, known)
    derived = derived[derived["geo"] == geo]
    month = derived[derived["date"] == _month(period)]
    parts = month[month["group"].isin(["formal", "informal"]) & (month["role"] == "value")]

    steps = [_printed_step("printed", printed)]
    beside = place[
        (place["series"] == "coverage_target")
        & place["publisher"].isin(printed["publisher"])
        & (place["published"].str[:7] == _month(period))
    ].sort_values("period")
    steps += [_printed_step("target_beside", row.to_frame().T) for _, row in beside.iterrows()]
    steps += [_derived_step("part", row, place) for _, row in parts.iterrows()]
    for role in BOUNDS:
        rows = month[(month["group"] == "all") & (month["role"] == role)]
        steps += [_derived_step(f"all_{role}", row, place) for _, row in rows.iterrows()]
    steps += _base_steps(parts, place)

    formal = place[
        (place["series"] == "coverage")
        & place["group"].isin(FORMAL_GROUPS)
        & (place["period"].map(_month) > _month(period))
    ]
    computed = derived[derived["group"].isin(FORMAL_GROUPS) & (derived["date"] > _month(period))]
    later = [
        (_month(key[0]), _printed_step("later_printed", rows))
        for key, rows in formal.groupby(["period", "group", "value"])
    ]
    later += [
        (row["date"], _derived_step("later_computed", row, place)) for _, row in computed.iterrows()
    ]
    steps += [step for _, step in sorted(later, key=lambda pair: (pair[0], pair[1]["step"]))]

    table = pd.DataFrame(steps)
    percent = table["unit"] == "percent"
    return table.assign(below_printed=percent & (table["value"] < value))[columns]


# --- targets ------------------------------------------------------------------------------------


def _growth_seen(points: pd.DataFrame) -> dict[str, Any]:
    """Growth per year of year-end points: a fitted slope, or the step between two points."""
    if len(points) <= 1:
        return {"seen_points": math.nan, "seen_logit": math.nan, "seen_method": "none"}
    years = points["date"].map(_month_index) / 12
    logits = points["value"].map(lambda percent: float(logit(percent / 100)))
    if len(points) < LEAST_POINTS:
        span = years.iloc[-1] - years.iloc[0]
        return {
            "seen_points": (points["value"].iloc[-1] - points["value"].iloc[0]) / span,
            "seen_logit": (logits.iloc[-1] - logits.iloc[0]) / span,
            "seen_method": "two_points",
        }
    return {
        "seen_points": linregress(years, points["value"]).slope,
        "seen_logit": linregress(years, logits).slope,
        "seen_method": "slope",
    }


def _year_ends(rows: pd.DataFrame) -> pd.DataFrame:
    """One point a year, the latest from October on, so that like months are compared."""
    late = rows[rows["date"].str[5:7] >= "10"].sort_values("date")
    return late.groupby(late["date"].str[:4]).tail(1)


def _target_row(target: pd.Series, table: pd.DataFrame, observations: pd.DataFrame) -> Any:
    stated = target["base"] not in ("", "not_stated")
    base, year = (target["base"] if stated else "employed"), int(target["period"][:4])
    rows = table[
        (table["geo"] == target["geo"])
        & (table["group"] == target["group"])
        & (table["count"] == "active")
        & (table["base"] == base)
        & (table["date"] <= f"{year}-12")
    ].sort_values("date")
    row: dict[str, Any] = {
        **target[["observation_id", "geo", "group"]],
        "base": target["base"] or "not_stated",
        "base_compared": base,
        "year": year,
        "target": target["value"],
        "published": target["published"],
        "sources": target["observation_id"],
    }
    if rows.empty:
        return {**row, "status": "not_comparable", "seen_method": "none", "seen_n": 0}
    latest, points = rows.iloc[-1], _year_ends(rows)
    start = points[points["date"].map(lambda d: _years_until_end(d, year)) >= LEAST_LEAD].tail(1)
    persons = latest["denominator"]
    figure = _base_figure(observations, base, target["geo"], latest["date"])
    if math.isnan(persons) and figure is not None:
        persons = figure["value"]
    gap = target["value"] - latest["value"]
    row |= {
        "status": "met" if gap <= 0 else "below",
        "base_stated": stated,
        "latest_date": latest["date"],
        "low": latest["low"],
        "value": latest["value"],
        "high": latest["high"],
        "gap_points": gap,
        "gap_persons": gap / 100 * persons,
        "sources": _unique(f"{target['observation_id']} {latest['sources']}"),
        "seen_n": len(points),
        "seen_from": points["date"].min() if len(points) else "",
        "seen_to": points["date"].max() if len(points) else "",
        **_growth_seen(points),
    }
    if not start.empty:
        since, value = start["date"].iloc[0], start["value"].iloc[0]
        years = _years_until_end(since, year)
        row |= {
            "needed_from": since,
            "needed_points": (target["value"] - value) / years,
            "needed_logit": (logit(target["value"] / 100) - logit(value / 100)) / years,
        }
    return row


def targets(
    observations: pd.DataFrame,
    table: pd.DataFrame,
    geos: Collection[str],
) -> pd.DataFrame:
    """Set each published target beside the coverage of the same place on the same base.

    Parameters
    ----------
    observations
        Holds the targets (series ``coverage_target``) and the counts of the bases.
    table
        A table from `measures`.
    geos
        Places wanted, such as the case, its province and the country.

    Returns
    -------
    DataFrame
        One row for each target: observation_id, geo, group, base (as the data give it),
        base_compared (employed persons where none is stated), base_stated, year, target
        (percent), published, latest_date, low, value, high (percent: the last coverage in or
        before the target's year), gap_points, gap_persons (persons of the base as last known,
        so the growth of the base is not in it), status (met, below, not_comparable: no coverage
        of that place on that base), needed_from, needed_points, needed_logit (growth per year
        from the last year-end coverage that leaves half a year or more to the target's year-end),
        seen_points, seen_logit (growth per year over the year-end points), seen_method (slope,
        two_points, none), seen_n, seen_from, seen_to, sources.

    """
    columns = ["observation_id", "geo", "group", "base", "base_compared", "base_stated", "year"]
    columns += ["target", "published", "latest_date", "low", "value", "high", "gap_points"]
    columns += ["gap_persons", "status", "needed_from", "needed_points", "needed_logit"]
    columns += ["seen_points", "seen_logit", "seen_method", "seen_n", "seen_from", "seen_to"]
    chosen = observations[
        (observations["series"] == "coverage_target") & observations["geo"].isin(geos)
    ]
    rows = [_target_row(target, table, observations) for _, target in chosen.iterrows()]
    result = pd.DataFrame(rows, columns=[*columns, "sources"])
    result["base_stated"] = ~result["base"].isin(["not_stated"])
    texts = ["latest_date", "needed_from", "seen_from", "seen_to"]
    result[texts] = result[texts].astype(object).where(result[texts].notna(), "")
    return result.sort_values(["geo", "year", "base", "observation_id"], ignore_index=True)


# --- decomposition ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decomposition:
    """The gap between two rates, split into what the mix and what the rates account for.

    Attributes
    ----------
    total, mix, rate
        Gap, and the parts from the composition and from the rates within groups, in the unit
        of the rates (percentage points); mix and rate add up to total.
    groups
        group, mix, rate.  The rate parts of groups may be read one by one; the mix parts only
        in sum, since the share of one group rises where another falls.

    """

    total: float
    mix: float
    rate: float
    groups: pd.DataFrame


def kitagawa(
    rates_a: Mapping[str, float],
    shares_a: Mapping[str, float],
    rates_b: Mapping[str, float],
    shares_b: Mapping[str, float],
) -> Decomposition:
    """Split the gap between two populations into a mix part and a rate part.

    Positive parts raise *a* above *b*.  The average of both populations serves as standard, so
    there is no residual and the result does not depend on which comes first, but for the sign.

    Parameters
    ----------
    rates_a, rates_b
        Rate of each group.
    shares_a, shares_b
        Share of each group, adding up to one.

    Returns
    -------
    Decomposition
        Total, mix part, rate part, and both for each group.

    Raises
    ------
    ValueError
        The four do not name the same groups, or shares do not add up to one.

    Notes
    -----
    Kitagawa, E. M. (1955). Components of a difference between two rates. *Journal of the
    American Statistical Association*, 50(272), 1168-1194.

    """
    groups = list(rates_a)
    if any(set(other) != set(groups) for other in (shares_a, rates_b, shares_b)):
        raise ValueError("Rates and shares must name the same groups in both populations.")
    if any(not math.isclose(sum(s.values()), 1, abs_tol=1e-6) for s in (shares_a, shares_b)):
        raise ValueError("The shares of the groups must add up to one in each population.")
    parts = pd.DataFrame(
        [
            {
                "group": group,
                "mix": (shares_a[group] - shares_b[group]) * (rates_a[group] + rates_b[group]) / 2,
                "rate": (rates_a[group] - rates_b[group]) * (shares_a[group] + shares_b[group]) / 2,
            }
            for group in groups
        ]
    )
    mix, rate = float(parts["mix"].sum()), float(parts["rate"].sum())
    return Decomposition(total=mix + rate, mix=mix, rate=rate, groups=parts)


GAP_INPUT_COLUMNS = ["geo", "date", "construction", "kind", "formal_rate", "informal_rate"]
GAP_INPUT_COLUMNS += ["formal_share", "share_date", "all_rate", "sources"]


def _share_of_printed(
    row: Mapping[str, Any],
    augusts: pd.DataFrame,
    table: pd.DataFrame,
) -> pd.Series | None:
    """Find the August whose formal share lies behind printed group rates.

    Offices divide by the last August that is published.  Of the two latest, that one is taken
    that comes nearer to the all-worker coverage of the place; without one, the latest.
    """
    year = int(row["date"][:4])
    candidates: pd.DataFrame = augusts[
        (augusts["geo"] == row["geo"])
        & (augusts["date"] <= row["date"])
        & (augusts["date"].str[:4].astype(int) >= year - 1)
    ]
    if candidates.empty:
        return None
    near = comparable(table, row["geo"], row["date"])
    near = near[near["like_months"]]
    if near.empty:
        return candidates.iloc[len(candidates) - 1]
    share = candidates["formal_share"]
    implied = share * row["formal_rate"] + (1 - share) * row["informal_rate"]
    apart = (implied - near["value"].iloc[0]).abs()
    return candidates.iloc[int(apart.to_numpy().argmin())]


def _inputs_from_rates(table: pd.DataFrame, augusts: pd.DataFrame) -> list[dict[str, Any]]:
    """Pairs of a formal and an informal rate of one place, at most three months apart."""
    rows = []
    informal = table[(table["group"] == "informal") & (table["base"] == "informal")]
    formal = table[table["group"].isin(FORMAL_GROUPS) & (table["base"] == "formal")]
    for _, upper in formal.iterrows():
        lower = comparable(informal, upper["geo"], upper["date"], group="informal", base="informal")
        lower = lower[lower["like_months"]]
        if lower.empty:
            continue
        other = lower.iloc[0]
        row = {
            "geo": upper["geo"],
            "date": upper["date"],
            "construction": "included"
            if upper["group"] == "formal_with_construction"
            else "not_stated",
            "kind": upper["kind"],
            "formal_rate": upper["value"],
            "informal_rate": other["value"],
            "sources": f"{upper['sources']} {other['sources']}",
        }
        workers = upper["denominator"] + other["denominator"]
        if math.isnan(workers):
            share = _share_of_printed(row, augusts, table)
            if share is None:
                continue
            row |= {"formal_share": share["formal_share"], "share_date": share["date"]}
            row["sources"] += f" {share['sources']}"
        else:
            row |= {"formal_share": upper["denominator"] / workers, "share_date": other["date"]}
        rows.append(row)
    return rows


def _inputs_from_counts(observations: pd.DataFrame, augusts: pd.DataFrame) -> list[dict[str, Any]]:
    """Rates from members by segment, where construction is counted apart."""
    rows = []
    members = observations[
        (observations["series"] == "active_members")
        & (observations["status"] == "printed")
        & (observations["checked"] != "not_found_again")
    ]
    for (geo, date), group in members.groupby(["geo", members["period"].map(_month)]):
        wage, self_employed = (group[group["group"] == name] for name in ("wage", "self_employed"))
        construction = group[group["group"].isin(["construction", "construction_and_migrant"])]
        augusts_before = augusts[(augusts["geo"] == geo) & (augusts["date"] <= date)].tail(1)
        if any(part.empty for part in (wage, self_employed, construction, augusts_before)):
            continue
        august = augusts_before.iloc[0]
        if int(august["date"][:4]) < int(str(date)[:4]) - 1:
            continue
        first, second, third = (
            _main_first(part).iloc[0] for part in (wage, self_employed, construction)
        )
        workers = august["employed"]
        formal, informal = (
            workers * share for share in (august["formal_share"], 1 - august["formal_share"])
        )
        for variant, added in (("included", third["value"]), ("excluded", 0.0)):
            keys = [first["observation_id"], second["observation_id"]]
            keys += [third["observation_id"]] if added else []
            rows.append(
                {
                    "geo": geo,
                    "date": date,
                    "construction": variant,
                    "kind": "counts",
                    "formal_rate": 100 * (first["value"] + added) / formal,
                    "informal_rate": 100 * second["value"] / informal,
                    "formal_share": august["formal_share"],
                    "share_date": august["date"],
                    "sources": " ".join([*keys, august["sources"]]),
                }
            )
    return rows


def gap_inputs(
    observations: pd.DataFrame,
    derivations: pd.DataFrame,
    provinces_panel: pd.DataFrame,
    known: Collection[str] | None = None,
) -> pd.DataFrame:
    """Gather the formal and informal coverage and the formal share of each place and month.

    Parameters
    ----------
    observations, derivations, known
        As for `derive`, with the national and provincial figures.
    provinces_panel
        The panel of provinces, for formal shares and employed persons.

    Returns
    -------
    DataFrame
        geo, date, construction (included, excluded, not_stated: whether construction members
        count as formal), kind (derivation, printed: rates as given; counts: members by segment
        over employed persons), formal_rate, informal_rate, all_rate (percent; the last as the
        other two and the share imply it), formal_share (0 to 1), share_date, sources.

    """
    augusts = survey(observations, provinces_panel)
    table = consistent(observations, derivations, known)
    rows = _inputs_from_rates(table, augusts) + _inputs_from_counts(observations, augusts)
    result = pd.DataFrame(rows, columns=GAP_INPUT_COLUMNS)
    result["sources"] = result["sources"].map(_unique)
    share = result["formal_share"]
    result["all_rate"] = share * result["formal_rate"] + (1 - share) * result["informal_rate"]
    return result.sort_values(["geo", "date", "construction", "kind"], ignore_index=True)


def _nearest_pairs(
    inputs: pd.DataFrame,
    geo: str,
    others: Collection[str],
) -> Iterable[tuple[pd.Series, pd.Series]]:
    """Pair each month of a place with the nearest of the others, of every construction variant."""
    rest = inputs[inputs["geo"].isin(others)]
    for _, first in inputs[inputs["geo"] == geo].iterrows():
        apart = rest["date"].map(lambda date, own=first["date"]: months_apart(date, own))
        near = rest.assign(months_apart=apart)[apart <= YEAR].sort_values(["months_apart", "date"])
        for _, second in near.drop_duplicates(["geo", "construction"]).iterrows():
            yield first, second


def gaps(inputs: pd.DataFrame, geo: str, others: Collection[str]) -> pd.DataFrame:
    """Decompose the gap between a place and others, each at its nearest month within a year.

    Parameters
    ----------
    inputs
        A table from `gap_inputs`.
    geo
        The place whose gap is explained.
    others
        Places that it is compared with; each with its nearest month for every way of counting
        construction, since that changes the rates more than the months do.

    Returns
    -------
    DataFrame
        geo, date, construction, kind, share_date, all_rate of the place; the same with the
        suffix ``_other``; months_apart, same_construction, total, mix, rate, rate_formal,
        rate_informal (percentage points, place minus other; mix and rate add up to total),
        sources.

    """
    rows = []
    for first, second in _nearest_pairs(inputs, geo, others):
        sides = [
            (
                {"formal": side["formal_rate"], "informal": side["informal_rate"]},
                {"formal": side["formal_share"], "informal": 1 - side["formal_share"]},
            )
            for side in (first, second)
        ]
        split = kitagawa(*sides[0], *sides[1])
        rate = split.groups.set_index("group")["rate"]
        shown = ["geo", "date", "construction", "kind", "share_date", "all_rate"]
        rows.append(
            {
                **first[shown],
                **second[shown].add_suffix("_other"),
                "months_apart": second["months_apart"],
                "same_construction": first["construction"] == second["construction"],
                "total": split.total,
                "mix": split.mix,
                "rate": split.rate,
                "rate_formal": rate["formal"],
                "rate_informal": rate["informal"],
                "sources": _unique(f"{first['sources']} {second['sources']}"),
            }
        )
    shown = ["geo", "date", "construction", "kind", "share_date", "all_rate"]
    columns = [*shown, *(f"{name}_other" for name in shown), "months_apart", "same_construction"]
    columns += ["total", "mix", "rate", "rate_formal", "rate_informal", "sources"]
    order = ["geo_other", "date", "construction", "date_other", "construction_other"]
    return pd.DataFrame(rows, columns=columns).sort_values(order, ignore_index=True)


# --- multiverse ---------------------------------------------------------------------------------

MULTIVERSE_COLUMNS = ["conclusion", "date", "count", "base", "bound"]
MULTIVERSE_COLUMNS += ["estimate", "threshold", "result", "reason"]


def _verdict(
    conclusion: str,
    where: tuple[str, str, str, str],
    estimate: float,
    threshold: float,
    reason: str = "",
) -> dict[str, Any]:
    """Compare one estimate with its threshold; every conclusion says "below"."""
    missing = bool(reason) or math.isnan(estimate) or math.isnan(threshold)
    result = "not_computable" if missing else "holds" if estimate < threshold else "fails"
    values = (conclusion, *where, estimate, threshold, result, reason)
    return dict(zip(MULTIVERSE_COLUMNS, values, strict=True))


def _at(table: pd.DataFrame, **keys: str) -> pd.Series | None:
    """Find the row of a table under a key."""
    rows = table[np.logical_and.reduce([table[name] == value for name, value in keys.items()])]
    return None if rows.empty else rows.iloc[0]


def _below_nation(table: pd.DataFrame, geo: str, nation: str, dates: list[str]) -> list[Any]:
    rows = []
    for date, count, base in product(dates, COUNTS, BASES):
        own = _at(table, geo=geo, date=date, group="all", count=count, base=base)
        other = comparable(table, nation, date, count=count, base=base)
        reason = ""
        if own is None:
            reason = "no_figure_of_the_case"
        elif other.empty:
            reason = "no_national_figure"
        elif not other["like_months"].iloc[0]:
            reason = "other_season"
        threshold = math.nan if other.empty else float(other["value"].iloc[0])
        rows += [
            _verdict(
                "below_nation",
                (date, count, base, bound),
                math.nan if own is None else own[bound],
                threshold,
                reason,
            )
            for bound in BOUNDS
        ]
    return rows


def _below_target(
    table: pd.DataFrame,
    geo: str,
    goals: pd.DataFrame,
    dates: list[str],
) -> list[Any]:
    rows = []
    own_goals = goals[(goals["geo"] == geo) & (goals["group"] == "all")]
    for date, count, base in product(dates, COUNTS, BASES):
        goal = own_goals[own_goals["year"] == int(date[:4])].head(1)
        own = _at(table, geo=geo, date=date, group="all", count=count, base=base)
        reason = ""
        if own is None:
            reason = "no_figure_of_the_case"
        elif goal.empty:
            reason = "no_target"
        elif goal["base"].iloc[0] not in (base, "not_stated"):
            reason = "other_base"
        rows += [
            _verdict(
                "below_own_target",
                (date, count, base, bound),
                math.nan if own is None else own[bound],
                math.nan if goal.empty else float(goal["target"].iloc[0]),
                reason,
            )
            for bound in BOUNDS
        ]
    return rows


def _informal_against_formal(table: pd.DataFrame, geo: str, dates: list[str]) -> list[Any]:
    opposite = {"low": "high", "value": "value", "high": "low"}
    rows = []
    for date, count in product(dates, COUNTS):
        informal = _at(table, geo=geo, date=date, group="informal", count=count, base="informal")
        formal = _at(table, geo=geo, date=date, group="formal", count=count, base="formal")
        for bound in BOUNDS:
            estimate, reason = math.nan, "no_figure_of_the_case"
            if informal is not None and formal is not None:
                estimate, reason = 100 * informal[bound] / formal[opposite[bound]], ""
            where = (date, count, "own_group", bound)
            rows.append(_verdict("informal_below_half_of_formal", where, estimate, HALF, reason))
    return rows


def _informal_below_quarter(table: pd.DataFrame, geo: str, dates: list[str]) -> list[Any]:
    rows = []
    for date, count in product(dates, COUNTS):
        own = _at(table, geo=geo, date=date, group="informal", count=count, base="informal")
        rows += [
            _verdict(
                "informal_below_quarter",
                (date, count, "own_group", bound),
                math.nan if own is None else own[bound],
                QUARTER,
                "no_figure_of_the_case" if own is None else "",
            )
            for bound in BOUNDS
        ]
    return rows


def _informal_rise(changes: pd.DataFrame) -> list[Any]:
    if changes.empty:
        return [
            _verdict(
                "informal_rose_by_less_than_5",
                ("", "active", base, bound),
                math.nan,
                RISE,
                "fewer_than_two_figures",
            )
            for base, bound in product(["moving_bases", "one_base", "rounding"], BOUNDS)
        ]
    columns = {"low": "low", "value": "change", "high": "high"}
    return [
        _verdict(
            "informal_rose_by_less_than_5",
            (row["end"], "active", row["variant"], bound),
            row[columns[bound]],
            RISE,
        )
        for (_, row), bound in product(changes.iterrows(), BOUNDS)
    ]


def multiverse(
    table: pd.DataFrame,
    goals: pd.DataFrame,
    changes: pd.DataFrame,
    geo: str,
    nation: str,
) -> pd.DataFrame:
    """Try each conclusion on every count, base and bound.

    Parameters
    ----------
    table
        A table from `measures`.
    goals
        A table from `targets`.
    changes
        A table from `change` for informal workers of the case.
    geo, nation
        The case and the country.

    Returns
    -------
    DataFrame
        One row for each combination: conclusion, date, count, base (for the rise of informal
        coverage its variant), bound (low, value, high), estimate, threshold (percent, or
        percentage points for the rise), result (holds, fails, not_computable), reason (why it
        cannot be computed: no_figure_of_the_case, no_national_figure, other_season, no_target,
        other_base, fewer_than_two_figures).

    """
    own = table[table["geo"] == geo]
    whole = sorted(own.loc[own["group"] == "all", "date"].unique())
    informal = sorted(own.loc[own["group"] == "informal", "date"].unique())
    conclusions: list[Callable[[], list[Any]]] = [
        lambda: _below_nation(table, geo, nation, whole),
        lambda: _below_target(table, geo, goals, whole),
        lambda: _informal_against_formal(table, geo, informal),
        lambda: _informal_below_quarter(table, geo, informal),
        lambda: _informal_rise(changes),
    ]
    rows = [row for conclusion in conclusions for row in conclusion()]
    return pd.DataFrame(rows, columns=MULTIVERSE_COLUMNS)
