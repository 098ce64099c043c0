"""What differs between two states of knowledge: two dates, new data, or two places.

A state is a case and a date. Verdicts, the rows that moved them, figures and numbers of documents
are set side by side. Rows are matched by their keys, so they are compared only where both states
speak of one place.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import claims, coverage, evidence, grounds
from analysis.cases import Case, Reference, all_figures, known_figures

GROUPS = {"all": "employed", "formal": "formal", "informal": "informal"}
"""Groups of workers whose coverage is compared, with the base of each."""
ADDED, REMOVED, CHANGED = "added", "removed", "changed"

VERDICT_COLUMNS = ["claim_id", "test_id", "measure", "verdict_a", "verdict_b", "changed"]
VERDICT_COLUMNS += [f"{name}_{side}" for side in "ab" for name in ("estimate", "low", "high", "n")]
ROW_COLUMNS = ["test_id", "table", "key", "what", "detail_a", "detail_b"]
ABOUT = ["series", "geo", "group", "period"]
FIGURE_COLUMNS = ["group"]
FIGURE_COLUMNS += [f"{name}_{side}" for side in "ab" for name in ("date", "low", "value", "high")]
SIZES = ("documents", "events", "segments", "codings", "agreements", "figures")


@dataclass(frozen=True)
class State:
    """What was known of a case at a date.

    Attributes
    ----------
    case
        With everything known.
    as_of
        Partial date; empty for all evidence.
    """

    case: Case
    as_of: str = ""


@dataclass(frozen=True)
class Comparison:
    """Two states side by side, the first called ``a`` and the second ``b``.

    Attributes
    ----------
    verdicts
        One row for each claim (``test_id`` is empty) and each rule: ``claim_id, test_id, measure,
        verdict_a, verdict_b, changed``, and for both sides ``estimate, low, high`` and ``n``
        (events, or figures for a rule on figures). A verdict is empty where a state lacks the rule.
    rows
        What lies behind each rule that differs: ``test_id``, ``table``, ``key`` of the row,
        ``what`` (added, removed, changed), and ``detail_a, detail_b``: stance and event of a
        coding, value of a figure, the terms of a rule. For a figure also what it is: ``series,
        geo, group, period``.
        Empty if the states speak of different places.
    figures
        Latest coverage on one definition: ``group``, and for both sides ``date`` (month),
        ``low, value, high`` (percent).
    sizes
        ``what`` (documents, events, segments, codings, agreements, figures), ``n_a``, ``n_b``;
        only what the public record holds, as the first coder read it.
    same_place
        Whether both states speak of one place.
    """

    verdicts: pd.DataFrame
    rows: pd.DataFrame
    figures: pd.DataFrame
    sizes: pd.DataFrame
    same_place: bool


def compare(
    first: State, second: State, reference: Reference, *, confidence: float = 0.95, seed: int
) -> Comparison:
    """Set two states of knowledge side by side.

    Parameters
    ----------
    first, second
        What is compared; for new data the state before comes first.
    reference
        With everything known; each date cuts it off.
    confidence
        Of the intervals.
    seed
        Of the resampling of events.
    """
    judged = [_judged(state, reference, confidence, seed) for state in (first, second)]
    verdicts = _side_by_side(*judged)
    same_place = first.case.geo == second.case.geo
    rows = list(_rows(first, second, reference, *judged)) if same_place else []
    return Comparison(
        verdicts=verdicts,
        rows=_described(pd.DataFrame(rows, columns=ROW_COLUMNS), first, second, reference),
        figures=_figures(first, second, reference),
        sizes=_sizes(first, second, reference),
        same_place=same_place,
    )


# Verdicts -----------------------------------------------------------------------------------


def _judged(state: State, reference: Reference, confidence: float, seed: int) -> pd.DataFrame:
    """Return the main verdicts of a state, by claim and rule."""
    table = claims.judge(state.case, reference, [state.as_of], confidence=confidence, seed=seed)
    main = table[table["variant"] == claims.MAIN].copy()
    main["n"] = main["n_events"].where(main["n_figures"].fillna(0) == 0, main["n_figures"])
    return main.set_index(["claim_id", "test_id"])


def _side_by_side(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    kept = ["measure", "verdict", "estimate", "low", "high", "n"]
    both = first[kept].merge(
        second[kept], how="outer", left_index=True, right_index=True, suffixes=("_a", "_b")
    )
    both = both.reset_index()
    both["measure"] = both.pop("measure_a").fillna(both.pop("measure_b"))
    for name in ("measure", "verdict_a", "verdict_b"):
        both[name] = both[name].fillna("").astype(str)
    both["changed"] = (
        (both["verdict_a"] != both["verdict_b"])
        & (both["verdict_a"] != "")
        & (both["verdict_b"] != "")
    )
    return both[VERDICT_COLUMNS]


# Rows ---------------------------------------------------------------------------------------


def _rows(
    first: State, second: State, reference: Reference, before: pd.DataFrame, after: pd.DataFrame
) -> Iterator[dict[str, str]]:
    """List the rows behind each rule that differ, rule by rule."""
    records = [_coded(state, reference) for state in (first, second)]
    rules = [state.case.claim_tests.set_index("test_id", drop=False) for state in (first, second)]
    figures = [_values(state.case, reference) for state in (first, second)]
    for claim, test in before.index.intersection(after.index):
        if not test:
            continue
        a, b = before.loc[(claim, test)], after.loc[(claim, test)]
        old, new = ({str(k): str(v) for k, v in table.loc[test].items()} for table in rules)
        parts: dict[str, list[dict[str, str]]] = {
            "claim_tests": [{test: _rule(old)}, {test: _rule(new)}]
        }
        if a["n_figures"] or b["n_figures"]:
            pairs = zip((a, b), figures, strict=True)
            parts["observations"] = [_used(row["sources"], known) for row, known in pairs]
        elif new["measure"] == "signed_agreements":
            parts["agreements"] = [dict.fromkeys(str(row["sources"]).split(), "") for row in (a, b)]
        else:
            parts["codings"] = [_stances(rows, new) for rows in records]
        for table, (was, now) in parts.items():
            yield from ({"test_id": test, "table": table, **row} for row in _differences(was, now))


def _described(
    rows: pd.DataFrame, first: State, second: State, reference: Reference
) -> pd.DataFrame:
    """Say of each figure what it is."""
    tables = [second.case.observations, first.case.observations, reference.observations]
    figures = pd.concat(tables).drop_duplicates("observation_id")
    about = figures.set_index("observation_id")[ABOUT]
    return rows.join(about, on="key").fillna(dict.fromkeys(ABOUT, ""))


def _differences(was: dict[str, str], now: dict[str, str]) -> Iterator[dict[str, str]]:
    """Compare what stands under each key."""
    for key in sorted({*was, *now}):
        if key not in was or key not in now or was[key] != now[key]:
            what = ADDED if key not in was else REMOVED if key not in now else CHANGED
            yield {
                "key": key,
                "what": what,
                "detail_a": was.get(key, ""),
                "detail_b": now.get(key, ""),
            }


def _rule(row: dict[str, str]) -> str:
    """Write what a rule measures and asks for, which is all that moves a verdict."""
    names = ("measure", "codes", "group", "actor_kind", "other_kind", "comparison", "threshold")
    return " ".join(filter(None, [*(row[name] for name in names), row["minimum"]]))


def _coded(state: State, reference: Reference) -> pd.DataFrame:
    """Return the public record as the first coder read it, as the rules do."""
    known = state.case.known(state.as_of, ("public",))
    return evidence.select(
        evidence.coded(
            known.documents, known.segments, known.codings, known.actors, reference.framework
        )
    )


def _stances(rows: pd.DataFrame, rule: dict[str, str]) -> dict[str, str]:
    """Return stance and event of each coding that a rule counts, by segment and code."""
    counted = grounds.statements(rule, rows)
    return {
        f"{row.segment_id} {row.code}": f"{row.stance} {row.event}" for row in counted.itertuples()
    }


def _values(case: Case, reference: Reference) -> dict[str, str]:
    """Return the values of all figures by key."""
    observations, _ = all_figures(case, reference)
    keys, values = observations["observation_id"], observations["value"]
    return {str(key): f"{value:.10g}" for key, value in zip(keys, values, strict=True)}


def _used(sources: object, values: dict[str, str]) -> dict[str, str]:
    """Return the figures that a result rests on, with their values."""
    return {key: values.get(key, "") for key in str(sources or "").split() if key in values}


# Figures and sizes --------------------------------------------------------------------------


def _figures(first: State, second: State, reference: Reference) -> pd.DataFrame:
    latest = [_latest(state, reference) for state in (first, second)]
    rows = [
        {"group": group}
        | {
            f"{name}_{side}": found.get(group, {}).get(name, "" if name == "date" else math.nan)
            for side, found in zip("ab", latest, strict=True)
            for name in ("date", "low", "value", "high")
        }
        for group in GROUPS
        if any(group in found for found in latest)
    ]
    return pd.DataFrame(rows, columns=FIGURE_COLUMNS)


def _latest(state: State, reference: Reference) -> dict[str, dict[Any, Any]]:
    """Return the latest coverage of each group on one definition."""
    case = state.case
    observations, derivations = all_figures(case, reference)
    table = coverage.consistent(
        known_figures(observations[observations["geo"] == case.geo], state.as_of),
        derivations[derivations["geo"] == case.geo],
        set(observations["observation_id"]),
    )
    found = {}
    for group, base in GROUPS.items():
        rows = table[(table["group"] == group) & (table["base"] == base)].sort_values("date")
        if not rows.empty:
            found[group] = rows.iloc[-1].to_dict()
    return found


def _sizes(first: State, second: State, reference: Reference) -> pd.DataFrame:
    counted = [_counts(state, reference) for state in (first, second)]
    rows = [{"what": what, "n_a": counted[0][what], "n_b": counted[1][what]} for what in SIZES]
    return pd.DataFrame(rows)


def _counts(state: State, reference: Reference) -> dict[str, int]:
    known = state.case.known(state.as_of, ("public",))
    rows = _coded(state, reference)
    return {
        "documents": len(known.documents),
        "events": rows["event"].nunique(),
        "segments": len(known.segments),
        "codings": len(rows),
        "agreements": len(known.agreements),
        "figures": len(known.observations),
    }
