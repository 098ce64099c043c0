"""What a class's codings say: how far it agrees, where it splits, how it differs from a key."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import reliability
from analysis.errors import UserError
from analysis.evidence import STANCES
from analysis.framework import NONE

SPLITS = [
    "segment_id",
    "n_students",
    "entropy",
    "modal_code",
    "modal_share",
    "divided_code",
    "divided_share",
]
COUNTS = ["n_key", "n_given", "n_both"]


@dataclass(frozen=True)
class ClassResults:
    """What there is to discuss.

    Attributes
    ----------
    n_students, n_segments
        Students whose forms could be read, and excerpts that at least one of them coded.
    agreement
        As :func:`analysis.reliability.agreement` gives it, without the counts of each student.
        A student who left an excerpt out is missing there, and not counted as silent.
    shares
        For each excerpt and code given to it: ``segment_id, code, n_students`` (who coded the
        excerpt), ``n_gave, share`` (0 to 1), and how many of these saw it as ``supports``,
        ``hinders`` or ``neutral``.
    splits
        For each excerpt, the most divided first: ``segment_id, n_students``, ``entropy`` (bits,
        summed over codes; 1 is one code that half the class gave), the code that most gave
        (``modal_code, modal_share``) and the code on which the class is nearest to half and half
        (``divided_code, divided_share``; empty and missing where all agree on every code).
    by_student, by_code
        Comparison with the key on the excerpts that it covers; empty without a key. Counts are
        codes on excerpts: ``n_key`` in the key, ``n_given`` by students, ``n_both`` by both.
        By student: ``student, n_segments``, ``found`` (both over key), ``right`` (both over
        given) and ``same_stance`` (of both). By code: ``code, n_judgements, sensitivity`` (the
        code was given where the key has it), ``specificity`` (not given where it has not).
        All shares run from 0 to 1.
    """

    n_students: int
    n_segments: int
    agreement: pd.DataFrame
    shares: pd.DataFrame
    splits: pd.DataFrame
    by_student: pd.DataFrame
    by_code: pd.DataFrame


def results(
    forms: pd.DataFrame, key: pd.DataFrame, framework: pd.DataFrame, *, seed: int
) -> ClassResults:
    """Compare the students with each other, and with a key if there is one.

    Parameters
    ----------
    forms
        ``student, segment_id, code, stance`` as :func:`analysis.classroom.read_forms` gives them.
    key
        ``segment_id, code, stance``; may be empty. It is one reading, not the truth.
    framework
        The codebook.
    seed
        Of the intervals of agreement, which resample excerpts.

    Raises
    ------
    UserError
        If there are fewer than two students.
    """
    n_students = forms["student"].nunique()
    if n_students < reliability.MINIMUM:
        raise UserError(
            "Agreement needs the forms of at least two students; {n} could be read.", n=n_students
        )
    shares = _shares(forms)
    return ClassResults(
        n_students=n_students,
        n_segments=forms["segment_id"].nunique(),
        agreement=_agreement(forms, framework, seed),
        shares=shares,
        splits=_splits(shares),
        by_student=_by_student(forms, key),
        by_code=_by_code(forms, key, framework),
    )


def _agreement(forms: pd.DataFrame, framework: pd.DataFrame, seed: int) -> pd.DataFrame:
    names = forms["student"].map("student_{:015}".format)
    codings = forms.assign(coder=names).drop(columns="student")
    segments = pd.DataFrame({"segment_id": sorted(forms["segment_id"].unique())})
    # Each excerpt is read by itself, so that one left out is missing and not silent.
    segments["document_id"] = segments["segment_id"]
    table = reliability.agreement(codings, segments, framework, seed=seed)
    return table.drop(columns=[f"n_{name}" for name in names.unique()])


def _shares(forms: pd.DataFrame) -> pd.DataFrame:
    judged = forms.groupby("segment_id")["student"].nunique()
    keys = [forms["segment_id"], forms["code"]]
    stances = pd.crosstab(keys, forms["stance"]).reindex(columns=STANCES, fill_value=0)
    table = stances.rename_axis(columns=None).reset_index()
    table.insert(2, "n_students", table["segment_id"].map(judged))
    table.insert(3, "n_gave", table[STANCES].sum(axis=1))
    table.insert(4, "share", table["n_gave"] / table["n_students"])
    return table.sort_values(
        ["segment_id", "share", "code"], ascending=[True, False, True], ignore_index=True
    )


def _splits(shares: pd.DataFrame) -> pd.DataFrame:
    table = shares.assign(entropy=binary_entropy(shares["share"]))
    rows = []
    for segment, codes in table.groupby("segment_id"):
        elements = codes[codes["code"] != NONE]
        divided = elements[elements["entropy"] > 0].nlargest(1, "entropy")
        rows.append(
            {
                "segment_id": segment,
                "n_students": codes["n_students"].iloc[0],
                # NONE says again what the codes say together.
                "entropy": float(elements["entropy"].sum()),
                "modal_code": codes["code"].iloc[0],
                "modal_share": codes["share"].iloc[0],
                "divided_code": "".join(divided["code"]),
                "divided_share": divided["share"].sum() if len(divided) else np.nan,
            }
        )
    return pd.DataFrame(rows, columns=SPLITS).sort_values(
        ["entropy", "segment_id"], ascending=[False, True], ignore_index=True
    )


def binary_entropy(shares: pd.Series) -> pd.Series:
    """Return how divided a class is on a code: 0 if all agree, 1 bit if half of it gave it."""
    parts = pd.DataFrame({"gave": shares, "not": 1 - shares}).clip(lower=0)
    logs = np.log2(parts.where(parts > 0, 1))
    return -(parts * logs).sum(axis=1)


def _compared(forms: pd.DataFrame, key: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Set each student's codes beside the key's on the excerpts that both cover.

    Returns the readings (a student and an excerpt), and for each of them and each code that either
    gave, both stances.
    """
    readings = forms.loc[forms["segment_id"].isin(key["segment_id"]), ["student", "segment_id"]]
    readings = readings.drop_duplicates(ignore_index=True)
    wanted = readings.merge(key[key["code"] != NONE], on="segment_id")
    given = forms[(forms["code"] != NONE) & forms["segment_id"].isin(key["segment_id"])]
    pairs = wanted.merge(
        given, on=["student", "segment_id", "code"], how="outer", suffixes=("_key", "_given")
    )
    in_key, gave = pairs["stance_key"].notna(), pairs["stance_given"].notna()
    same = pairs["stance_key"] == pairs["stance_given"]
    return readings, pairs.assign(n_key=in_key, n_given=gave, n_both=in_key & gave, same=same)


def _by_student(forms: pd.DataFrame, key: pd.DataFrame) -> pd.DataFrame:
    readings, pairs = _compared(forms, key)
    counts = pairs.groupby("student")[[*COUNTS, "same"]].sum()
    table = readings.groupby("student").size().rename("n_segments").to_frame().join(counts)
    table = table.fillna(0).astype(int)
    table["found"] = _share(table["n_both"], table["n_key"])
    table["right"] = _share(table["n_both"], table["n_given"])
    table["same_stance"] = _share(table.pop("same"), table["n_both"])
    return table.reset_index()


def _by_code(forms: pd.DataFrame, key: pd.DataFrame, framework: pd.DataFrame) -> pd.DataFrame:
    readings, pairs = _compared(forms, key)
    order = {code: place for place, code in enumerate(framework.sort_values("order")["code"])}
    table = pairs.groupby("code")[COUNTS].sum().astype(int)
    table = table.loc[sorted(table.index, key=order.__getitem__)]
    table.insert(0, "n_judgements", len(readings))
    absent = table["n_judgements"] - table["n_key"]
    table["sensitivity"] = _share(table["n_both"], table["n_key"])
    table["specificity"] = _share(absent - (table["n_given"] - table["n_both"]), absent)
    return table.rename_axis("code").reset_index()


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (part / whole.where(whole > 0)).astype(float)
