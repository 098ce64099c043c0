"""What a verdict rests on: the rows of the record that a rule counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import evidence

OF_STATEMENTS = ("hindered_dimensions", "leading_difference", "net_stance", "hindering_rank")
"""Measures on coded evidence; the others name figures or agreements as their sources."""

COLUMNS = ["test_id", "event", "segment_id", "code", "stance", "observation_id", "agreement_id"]


def statements(rule: Mapping[Any, Any], rows: pd.DataFrame) -> pd.DataFrame:
    """Return the codings that a rule on coded evidence counted.

    Parameters
    ----------
    rule
        Row of ``claim_tests.csv``.
    rows
        The public record as one coder read it (:func:`analysis.evidence.select`).

    Returns
    -------
    DataFrame
        Rows of the table, in its order.
        Their events are the n of the rule, but for ``hindering_rank``, whose n is that of the
        code with the fewest events.
    """
    codes = str(rule["codes"]).split()
    if rule["measure"] == "hindered_dimensions":
        return evidence.with_code(rows)
    if rule["measure"] == "leading_difference":
        return evidence.leading(rows, codes)
    if rule["measure"] == "net_stance":
        return evidence.concerning(rows, codes, rule["actor_kind"])
    return evidence.concerning(rows, codes)


def listed(result: Mapping[Any, Any], table: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the figures or agreements that a result names as its sources, in that order.

    Parameters
    ----------
    result
        Row of the table of verdicts (:func:`analysis.claims.judge`).
    table
        Figures or agreements.
    key
        Their key: ``observation_id`` or ``agreement_id``.
    """
    wanted = str(result["sources"] or "").split()
    return table[table[key].isin(wanted)].set_index(key, drop=False).reindex(wanted)


def behind(
    verdicts: pd.DataFrame,
    claim_tests: pd.DataFrame,
    rows: pd.DataFrame,
    observations: pd.DataFrame,
    agreements: pd.DataFrame,
) -> pd.DataFrame:
    """Name every row that the rules counted, rule by rule.

    Parameters
    ----------
    verdicts
        Main results of the rules at one date.
    claim_tests
        The rules.
    rows, observations, agreements
        The record, of which only the public part counts, the figures and the agreements at that
        date.

    Returns
    -------
    DataFrame
        ``test_id``, and of a coding ``event, segment_id, code, stance``, of a figure
        ``observation_id``, of an agreement ``agreement_id``.
    """
    tests = claim_tests.set_index("test_id", drop=False).to_dict("index")
    rows = rows[rows["layer"] == "public"]
    parts = [pd.DataFrame(columns=COLUMNS)]
    for result in verdicts.to_dict("records"):
        rule = tests[result["test_id"]]
        if rule["measure"] in OF_STATEMENTS:
            found = statements(rule, rows)
        elif rule["measure"] == "signed_agreements":
            found = listed(result, agreements, "agreement_id")
        else:
            found = listed(result, observations, "observation_id")
        parts.append(found.assign(test_id=result["test_id"]))
    return pd.concat(parts, ignore_index=True)[COLUMNS].fillna("")
