"""Whether groups of sources say the same: agreement, partial agreement, dissonance, silence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.errors import UserError
from analysis.evidence.intervals import quotient
from analysis.evidence.rows import count_by, require_one_layer, stance_summary

OUTCOMES = ["not_addressed", "silence", "agreement", "partial_agreement", "dissonance"]


def triangulate(rows: pd.DataFrame, by: str, codes: Sequence[str]) -> pd.DataFrame:
    """Compare what groups of sources say about each code, pair by pair.

    Views are not averaged. They are sorted by the scheme of Farmer et al. (2006):
    neither group covers the code (``not_addressed``), one does (``silence``), or both do.
    Then stance and prominence are compared: both equal is ``agreement``, one is
    ``partial_agreement``, neither is ``dissonance``.

    Stance is that of :func:`stance_summary`, over the events of the group.
    Prominence ranks the codes that the group covers by the share of its documents with the code;
    equal shares have their mean rank. With rank ``r`` of ``m``, counted from the least,
    ``(r - 1/2) / m`` up to 1/3 is ``low``, up to 2/3 ``middle``, and above that ``high``.
    So a third of the codes is high in a large group and in a small one.

    Parameters
    ----------
    rows
        Coded evidence.
    by
        The column that tells groups apart: ``layer``, ``speaker_kind``, ``publisher_type``,
        or ``case`` where rows of two cases were put together. Empty values are no group.
    codes
        All codes that could have been addressed.

    Returns
    -------
    DataFrame
        ``by, group_a, group_b, code``, for each group ``n_events, n_documents, share`` (0 to 1),
        ``prominence`` and ``stance`` with the suffix ``_a`` or ``_b``, and ``outcome``.

    Raises
    ------
    UserError
        If layers would be counted together, or teaching material compared with evidence.
    """
    if by != "layer":
        require_one_layer(rows)
    elif rows["layer"].eq("teaching").any():
        raise UserError(
            "Evidence of layer teaching was given to be compared with other layers;"
            " it is made up and bears on nothing: select the layers study and public."
        )
    groups = sorted(set(rows[by]) - {""})
    profiles = {group: _profile(rows[rows[by] == group], codes) for group in groups}
    pairs = [
        _compare(profiles[a], profiles[b]).assign(by=by, group_a=a, group_b=b)
        for a, b in combinations(groups, 2)
    ]
    sides = [f"{name}_{side}" for side in "ab" for name in _PROFILE]
    columns = ["by", "group_a", "group_b", "code", *sides, "outcome"]
    if not pairs:
        return pd.DataFrame(columns=columns)
    return pd.concat(pairs, ignore_index=True)[columns]


def convergence(triangulation: pd.DataFrame) -> pd.DataFrame:
    """Sum up how far pairs of groups agree.

    Parameters
    ----------
    triangulation
        Result of :func:`triangulate`.

    Returns
    -------
    DataFrame
        For each pair the number of codes by outcome; ``convergence``, (A + P/2) / (A + P + D),
        which leaves silence out; and ``coverage``, (A + P + D) / (A + P + D + S).
        Both run from 0 to 1 and are missing where nothing was covered.
    """
    keys = [triangulation[name] for name in ("by", "group_a", "group_b")]
    table = pd.crosstab(keys, triangulation["outcome"]).reindex(columns=OUTCOMES, fill_value=0)
    both = table["agreement"] + table["partial_agreement"] + table["dissonance"]
    table["convergence"] = quotient(table["agreement"] + table["partial_agreement"] / 2, both)
    table["coverage"] = quotient(both, both + table["silence"])
    return table.rename_axis(columns=None).reset_index()


_PROFILE = ["n_events", "n_documents", "share", "prominence", "stance"]


def _profile(rows: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Say how prominent each code is in one group of sources, and in which direction."""
    events = {"n_events": "event"}
    table = count_by(rows, "code", codes, {**events, "n_documents": "document_id"})
    table = table[table["n_events"] > 0].sort_index()
    table["share"] = table["n_documents"] / rows["document_id"].nunique()
    position = (table["n_documents"].rank() - 0.5) / len(table)
    thirds = pd.cut(position, [0, 1 / 3, 2 / 3, 1], labels=["low", "middle", "high"])
    table["prominence"] = thirds.astype("str")
    table["stance"] = stance_summary(
        *(
            count_by(rows[rows["stance"] == stance], "code", table.index, events)["n_events"]
            for stance in ("supports", "hinders")
        )
    )
    absent = {"n_events": 0, "n_documents": 0, "share": 0.0, "prominence": "", "stance": ""}
    return table.reindex(list(codes)).fillna(absent).astype({"n_events": int, "n_documents": int})


def _compare(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Sort each code of two profiles by the scheme of Farmer et al."""
    covered = (a["n_events"] > 0).astype(int) + (b["n_events"] > 0).astype(int)
    equal = (a["stance"] == b["stance"]).astype(int) + (a["prominence"] == b["prominence"])
    outcome = np.select(
        [covered == 0, covered == 1, equal == 2, equal == 1],  # noqa: PLR2004
        OUTCOMES[:4],
        OUTCOMES[4],
    )
    table = a.add_suffix("_a").join(b.add_suffix("_b")).assign(outcome=outcome)
    return table.rename_axis("code").reset_index()
