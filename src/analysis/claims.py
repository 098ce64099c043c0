"""Verdicts on the study's claims, by rules that stand in the data before any result."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import coverage, evidence
from analysis.cases import Case, Reference, all_figures, known_figures
from analysis.errors import UserError

AGREEMENT = "agreement"
PARTIAL = "partial_agreement"
UNDECIDED = "undecided"
DISSONANCE = "dissonance"
SILENCE = "silence"
VERDICTS = (AGREEMENT, PARTIAL, UNDECIDED, DISSONANCE, SILENCE)
MAIN = "main"
ALL = "all"
"""The date of all evidence in the column ``as_of``."""
MONTHS_APART = 2
"""Members are counted high at a year's end and low in its middle: only like months compare."""

Test = dict[Any, Any]
"""A rule: a row of the table ``claim_tests``."""

COLUMNS = [
    "claim_id",
    "test_id",
    "as_of",
    "variant",
    "layer",
    "measure",
    "comparison",
    "threshold",
    "estimate",
    "low",
    "high",
    "n_events",
    "n_documents",
    "n_speakers",
    "n_figures",
    "period",
    "verdict",
    "sources",
]


@dataclass(frozen=True)
class Measured:
    """What a rule found on the public record.

    Attributes
    ----------
    estimate, low, high
        Value and interval in the unit of the measure; missing where the record is silent.
    n_events, n_documents, n_speakers, n_figures
        What it rests on.
    counted
        The number that the rule's minimum is compared with.
    period
        Month of the figures, or the two months between which they changed.
    sources
        Keys of the figures or agreements used, separated by blanks.
    """

    estimate: float = math.nan
    low: float = math.nan
    high: float = math.nan
    n_events: int = 0
    n_documents: int = 0
    n_speakers: int = 0
    n_figures: int = 0
    counted: int = 0
    period: str = ""
    sources: str = ""


@dataclass(frozen=True)
class Figures:
    """The figures at one date.

    Attributes
    ----------
    geo, country
        The case and the country.
    table
        Coverage on one definition (:func:`analysis.coverage.consistent`).
    targets, changes
        Published targets, and the change of informal coverage.
    """

    geo: str
    country: str
    table: pd.DataFrame
    targets: pd.DataFrame
    changes: pd.DataFrame


@dataclass(frozen=True)
class Evidence:
    """The coded public record at one date, as one variant reads it.

    Attributes
    ----------
    case
        The case as known then.
    rows
        Coded evidence of the layer ``public``.
    roles
        Whose statements are an actor's: those it makes, or also those addressed to it.
    confidence, seed
        For the intervals.
    """

    case: Case
    rows: pd.DataFrame
    roles: tuple[str, ...]
    confidence: float
    seed: int


@dataclass(frozen=True)
class Variant:
    """One way to read the record.

    Attributes
    ----------
    name
        ``main``, or the name of the sensitivity.
    figures
        True if it bears on rules about figures; otherwise on rules about coded evidence.
    coder, scopes, roles
        Which coder, which documents, whose statements.
    printed_later
        True if figures count from the end of their period, whenever they were printed.
    """

    name: str
    figures: bool = False
    coder: str = "first"
    scopes: tuple[str, ...] = evidence.SCOPES
    roles: tuple[str, ...] = ("speaker", "addressed")
    printed_later: bool = False


VARIANTS = (
    Variant(MAIN),
    Variant(MAIN, figures=True),
    Variant("second_coder", coder="second"),
    Variant("scope_case", scopes=("case",)),
    Variant("scope_with_context", scopes=("case", "province", "context")),
    Variant("speaker_only", roles=("speaker",)),
    Variant("figures_by_period", figures=True, printed_later=True),
)


def of_claims(verdicts: pd.DataFrame, as_of: str = ALL) -> pd.DataFrame:
    """Return the verdict on each claim as a whole, at one date, by the main reading.

    Parameters
    ----------
    verdicts
        As `judge` gives it.
    as_of
        Date as the column ``as_of`` has it (``all`` for all evidence).
    """
    main = main_reading(verdicts, as_of)
    return main[main["test_id"] == ""]


def of_rules(verdicts: pd.DataFrame, as_of: str = ALL) -> pd.DataFrame:
    """Return the result of each rule, as `of_claims` does of each claim."""
    main = main_reading(verdicts, as_of)
    return main[main["test_id"] != ""]


def main_reading(verdicts: pd.DataFrame, as_of: str = ALL) -> pd.DataFrame:
    """Return claims and rules at one date, by the main reading."""
    return verdicts[(verdicts["variant"] == MAIN) & (verdicts["as_of"] == as_of)]


def judge(
    case: Case,
    reference: Reference,
    dates: list[str],
    *,
    confidence: float = 0.95,
    seed: int,
) -> pd.DataFrame:
    """Apply every rule of a case at every date, with its sensitivity rows.

    Parameters
    ----------
    case, reference
        With everything known; each date cuts them off.
    dates
        Partial dates; an empty one means all evidence.
    confidence
        Of the intervals.
    seed
        Of the resampling of events.

    Returns
    -------
    pandas.DataFrame
        One row for each claim, rule, date and variant: ``claim_id``, ``test_id`` (empty: the
        claim as a whole, from its rules), ``as_of`` (``all`` for all evidence), ``variant``
        (``main`` or the name of a sensitivity), ``layer`` (always ``public``), ``measure``,
        ``comparison``, ``threshold``, ``estimate``, ``low``, ``high``, ``n_events``,
        ``n_documents``, ``n_speakers``, ``n_figures``, ``period``, ``verdict``, ``sources``.
        Empty for a case without rules.

    Raises
    ------
    UserError
        If a rule names a measure that does not exist.
    """
    tests = case.claim_tests.to_dict("records")
    if unknown := {test["measure"] for test in tests} - {*_OF_FIGURES, *_OF_EVIDENCE}:
        raise UserError(
            "claim_tests.csv, column measure: there is no measure {unknown}; there are: {known}.",
            unknown=", ".join(sorted(unknown)),
            known=", ".join([*_OF_FIGURES, *_OF_EVIDENCE]),
        )
    rows = [
        _row(test, measured, date, variant)
        for date in dates
        for variant, test, measured in (
            *_measure_figures(case, reference, tests, date),
            *_measure_evidence(case, reference, tests, date, confidence, seed),
        )
    ]
    table = pd.DataFrame([*rows, *_whole_claims(rows)], columns=COLUMNS)
    return table.sort_values(["claim_id", "as_of", "variant", "test_id"], ignore_index=True)


def verdict(measured: Measured, comparison: str, threshold: float, minimum: int) -> str:
    """Turn a measure into a verdict.

    ``silence``: less than the rule needs.
    ``agreement``: estimate and interval lie on the claim's side of the threshold.
    ``partial_agreement``: the estimate does, the interval reaches across.
    ``dissonance``: the whole interval lies on the other side.
    ``undecided``: the estimate lies on the other side, the interval reaches across.
    """
    if measured.counted < minimum or math.isnan(measured.estimate):
        return SILENCE
    holds = _COMPARISONS[comparison]
    estimate, low, high = (
        holds(value, threshold) for value in (measured.estimate, measured.low, measured.high)
    )
    if estimate:
        return AGREEMENT if low and high else PARTIAL
    return UNDECIDED if low or high else DISSONANCE


def combine(verdicts: list[str]) -> str:
    """Return the verdict on a claim from those of its rules.

    All agree: ``agreement``; one agrees at least in part: ``partial_agreement``; otherwise
    ``dissonance`` goes before ``undecided``, and both before ``silence``.
    """
    if verdicts and all(item == AGREEMENT for item in verdicts):
        return AGREEMENT
    if {AGREEMENT, PARTIAL} & set(verdicts):
        return PARTIAL
    return next((item for item in (DISSONANCE, UNDECIDED) if item in verdicts), SILENCE)


_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda value, threshold: value < threshold,
    ">": lambda value, threshold: value > threshold,
    ">=": lambda value, threshold: value >= threshold,
}


def _measure_figures(
    case: Case, reference: Reference, tests: list[Test], date: str
) -> Iterator[tuple[Variant, Test, Measured]]:
    """Measure the rules about figures by each variant that bears on them."""
    wanted = [test for test in tests if test["measure"] in _OF_FIGURES]
    for variant in VARIANTS:
        if wanted and variant.figures and (date or not variant.printed_later):
            figures = _figures(case, reference, date, variant)
            for test in wanted:
                yield variant, test, _OF_FIGURES[test["measure"]](test, figures)


def _measure_evidence(
    case: Case,
    reference: Reference,
    tests: list[Test],
    date: str,
    confidence: float,
    seed: int,
) -> Iterator[tuple[Variant, Test, Measured]]:
    """Measure the rules about coded evidence by each variant that bears on them."""
    wanted = [test for test in tests if test["measure"] in _OF_EVIDENCE]
    if not wanted:
        return
    known = case.known(date, ("public",))
    coded = evidence.coded(
        known.documents, known.segments, known.codings, known.actors, reference.framework
    )
    evidence.require_public(coded)
    for variant in (each for each in VARIANTS if not each.figures):
        rows = evidence.select(coded, coder=variant.coder, scopes=variant.scopes)
        record = Evidence(known, rows, variant.roles, confidence, seed)
        for test in wanted:
            if _moves(test, variant):
                yield variant, test, _OF_EVIDENCE[test["measure"]](test, record)


def _moves(test: Test, variant: Variant) -> bool:
    """Tell whether a sensitivity can move a rule: an agreement has no coder, few rules a role."""
    if variant.name == MAIN:
        return True
    if variant.name == "speaker_only":
        return test["measure"] == "net_stance" and bool(test["actor_kind"])
    return bool(test["measure"] != "signed_agreements")


def _figures(case: Case, reference: Reference, date: str, variant: Variant) -> Figures:
    observations, derivations = all_figures(case, reference)
    here = observations["geo"].isin([case.geo, case.country])
    known = known_figures(observations[here], date, printed_later=variant.printed_later)
    derivations = derivations[derivations["geo"].isin([case.geo, case.country])]
    keys = set(observations["observation_id"])
    table = coverage.consistent(known, derivations, keys)
    return Figures(
        geo=case.geo,
        country=case.country,
        table=table,
        targets=coverage.targets(known, table, [case.geo]),
        changes=coverage.change(known, derivations, case.geo, known=keys),
    )


def _row(test: Test, measured: Measured, date: str, variant: Variant) -> dict[str, Any]:
    result = verdict(measured, test["comparison"], test["threshold"], int(test["minimum"]))
    silent = result == SILENCE and measured.counted == 0
    return {
        "claim_id": test["claim_id"],
        "test_id": test["test_id"],
        "as_of": date or ALL,
        "variant": variant.name,
        "layer": "public",
        "measure": test["measure"],
        "comparison": test["comparison"],
        "threshold": test["threshold"],
        "estimate": math.nan if silent else measured.estimate,
        "low": math.nan if silent else measured.low,
        "high": math.nan if silent else measured.high,
        "n_events": measured.n_events,
        "n_documents": measured.n_documents,
        "n_speakers": measured.n_speakers,
        "n_figures": measured.n_figures,
        "period": measured.period,
        "verdict": result,
        "sources": measured.sources,
    }


def _whole_claims(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give the verdict on each claim; a rule that a variant cannot move keeps its main result."""
    by_claim: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for row in rows:
        by_variant = by_claim.setdefault((row["claim_id"], row["as_of"]), {})
        by_variant.setdefault(row["variant"], {})[row["test_id"]] = row["verdict"]
    for (claim, date), by_variant in by_claim.items():
        for variant, verdicts in by_variant.items():
            yield {
                "claim_id": claim,
                "test_id": "",
                "as_of": date,
                "variant": variant,
                "layer": "public",
                "n_events": 0,
                "verdict": combine(list({**by_variant[MAIN], **verdicts}.values())),
            }


# Measures on figures: the interval is the range of what the figures can mean -----------------


def _own(figures: Figures, group: str) -> pd.DataFrame:
    table = figures.table
    base = "employed" if group == "all" else group
    return table[
        (table["geo"] == figures.geo) & (table["group"] == group) & (table["base"] == base)
    ].sort_values("date")


def _coverage_gap(test: Test, figures: Figures) -> Measured:
    own = _own(figures, test["group"])
    if own.empty:
        return Measured()
    latest = own.iloc[-1]
    nation = coverage.comparable(
        coverage.by_definition(figures.table), figures.country, latest["date"]
    )
    goals = figures.targets
    goals = goals[
        (goals["base"] == "employed")
        & (goals["group"] == test["group"])
        & (goals["year"] == int(latest["date"][:4]))
    ]
    if nation is None or nation["months_apart"] > MONTHS_APART or goals.empty:
        return Measured(period=latest["date"])
    goal = goals.iloc[0]
    sources = f"{latest['sources']} {nation['sources']} {goal['observation_id']}".split()
    return Measured(
        estimate=max(latest["value"] - nation["value"], latest["value"] - goal["target"]),
        low=max(latest["low"] - nation["high"], latest["low"] - goal["target"]),
        high=max(latest["high"] - nation["low"], latest["high"] - goal["target"]),
        n_figures=len(sources),
        counted=1,
        period=latest["date"],
        sources=" ".join(sources),
    )


def _coverage_ratio(test: Test, figures: Figures) -> Measured:
    informal, formal = _own(figures, test["group"]), _own(figures, "formal")
    both = informal.merge(formal, on="date", suffixes=("", "_formal"))
    if both.empty:
        return Measured(counted=len(informal))
    row = both.iloc[-1]
    sources = f"{row['sources']} {row['sources_formal']}".split()
    return Measured(
        estimate=row["value"] / row["value_formal"],
        low=row["low"] / row["high_formal"],
        high=row["high"] / row["low_formal"],
        n_figures=len(sources),
        counted=2,
        period=row["date"],
        sources=" ".join(sources),
    )


def _coverage_level(test: Test, figures: Figures) -> Measured:
    own = _own(figures, test["group"])
    if own.empty:
        return Measured()
    row = own.iloc[-1]
    return Measured(
        estimate=row["value"],
        low=row["low"],
        high=row["high"],
        n_figures=len(row["sources"].split()),
        counted=1,
        period=row["date"],
        sources=row["sources"],
    )


def _coverage_change(test: Test, figures: Figures) -> Measured:
    changes = figures.changes[figures.changes["group"] == test["group"]]
    if changes.empty:
        return Measured(counted=len(_own(figures, test["group"])))
    main = changes.iloc[0]
    sources = list(dict.fromkeys(" ".join(changes["sources"]).split()))
    return Measured(
        estimate=main["change"],
        low=changes["low"].min(),
        high=changes["high"].max(),
        n_figures=len(sources),
        counted=2,
        period=f"{main['start']}/{main['end']}",
        sources=" ".join(sources),
    )


# Measures on coded evidence: the interval resamples events ------------------------------------


def _of_evidence(result: evidence.Estimate, counted: int | None = None) -> Measured:
    return Measured(
        estimate=result.estimate,
        low=result.low,
        high=result.high,
        n_events=result.n_events,
        n_documents=result.n_documents,
        n_speakers=result.n_speakers,
        counted=result.n_events if counted is None else counted,
    )


def _hindered_dimensions(_: Test, record: Evidence) -> Measured:
    return _of_evidence(
        evidence.hindered_dimensions(record.rows, seed=record.seed, confidence=record.confidence)
    )


def _leading_difference(test: Test, record: Evidence) -> Measured:
    return _of_evidence(
        evidence.leading_difference(
            record.rows,
            test["codes"].split(),
            test["actor_kind"],
            test["other_kind"],
            seed=record.seed,
            confidence=record.confidence,
        )
    )


def _net_stance(test: Test, record: Evidence) -> Measured:
    return _of_evidence(
        evidence.net_stance(
            record.rows,
            test["codes"].split(),
            seed=record.seed,
            actor_kind=test["actor_kind"],
            roles=record.roles,
            confidence=record.confidence,
        )
    )


def _hindering_rank(test: Test, record: Evidence) -> Measured:
    result = evidence.hindering_rank(
        record.rows, test["codes"].split(), seed=record.seed, confidence=record.confidence
    )
    return _of_evidence(result, counted=int(result.details["n_events"].min()))


def _signed_agreements(test: Test, record: Evidence) -> Measured:
    """Count agreements between two kinds of actor; a count of the record has no interval."""
    wanted = {test["actor_kind"], test["other_kind"]}
    signed = evidence.agreements_between(record.case.agreements, record.case.actors, wanted)
    segments = record.case.segments.set_index("segment_id")["document_id"]
    return Measured(
        estimate=len(signed),
        low=len(signed),
        high=len(signed),
        n_events=len(signed),
        n_documents=signed["segment_id"].map(segments).nunique(),
        counted=len(signed),
        sources=" ".join(signed["agreement_id"]),
    )


_OF_FIGURES: dict[str, Callable[[Test, Figures], Measured]] = {
    "coverage_gap": _coverage_gap,
    "coverage_ratio": _coverage_ratio,
    "coverage_level": _coverage_level,
    "coverage_change": _coverage_change,
}
_OF_EVIDENCE: dict[str, Callable[[Test, Evidence], Measured]] = {
    "hindered_dimensions": _hindered_dimensions,
    "leading_difference": _leading_difference,
    "net_stance": _net_stance,
    "hindering_rank": _hindering_rank,
    "signed_agreements": _signed_agreements,
}
