"""How far independent coders agree.

Every coefficient here reads *ratings*: a table with one row per unit and one column per coder,
missing where a coder did not judge the unit, or the *counts* made of it by :func:`value_counts`.
High agreement says that the rules can be followed. It does not say that the codes are true.
"""

from collections.abc import Iterator
from typing import Literal

import krippendorff
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss_kappa

from analysis.evidence import Floats, percentile_interval, resamples
from analysis.framework import NONE, elements, family

MINIMUM = 2
"""Agreement needs at least so many coders on a unit."""

_COLUMNS_AFTER_COUNTS = [
    "n_both",
    "prevalence",
    "percent_agreement",
    "alpha",
    "alpha_low",
    "alpha_high",
    "kappa",
    "ac1",
    "reason",
]


def value_counts(ratings: pd.DataFrame) -> pd.DataFrame:
    """Count, for each unit, how many coders gave each value.

    Parameters
    ----------
    ratings
        One row per unit, one column per coder; missing where a coder did not judge.

    Returns
    -------
    DataFrame
        One row per unit, one column per value in use, in sorted order.
    """
    values = sorted(pd.Series(ratings.to_numpy().ravel()).dropna().unique())
    counts = {value: ratings.eq(value).sum(axis=1) for value in values}
    return pd.DataFrame(counts, index=ratings.index, dtype=int)


def percent_agreement(counts: pd.DataFrame) -> float:
    """Give the share of pairs of coders who agree, averaged over units, in percent.

    Units that fewer than two coders judged say nothing and are left out.
    Agreement by chance is part of it, so that a rare code always scores high.
    """
    judged = counts.to_numpy(dtype=float)
    judged = judged[judged.sum(axis=1) >= MINIMUM]
    if not len(judged):
        return np.nan
    coders = judged.sum(axis=1)
    pairs = (judged * (judged - 1)).sum(axis=1) / (coders * (coders - 1))
    return float(100 * pairs.mean())


def krippendorff_alpha(
    counts: pd.DataFrame,
    level_of_measurement: Literal["nominal", "ordinal", "interval", "ratio"] = "nominal",
) -> float:
    """Give Krippendorff's alpha: 1 is full agreement, 0 is what chance would give.

    It takes any number of coders and units that some coders left out.
    Krippendorff asks for .800 before firm conclusions, and .667 before tentative ones.
    It is missing where all judgements are the same, since nothing then could have differed.

    Source: Krippendorff, K. (2011). *Computing Krippendorff's alpha-reliability*.
    """
    if not _varies(counts):
        return np.nan
    nominal = level_of_measurement == "nominal"
    return float(
        krippendorff.alpha(
            value_counts=counts.to_numpy(),
            value_domain=None if nominal else counts.columns.to_numpy(dtype=float),
            level_of_measurement=level_of_measurement,
        )
    )


def cohen_kappa(ratings: pd.DataFrame) -> float:
    """Give Cohen's kappa of two coders over the units that both judged.

    It collapses for rare codes even where coders nearly always agree: read AC1 beside it.
    It is missing where all judgements are the same.

    Source: Cohen, J. (1960). A coefficient of agreement for nominal scales.
    """
    both = ratings.dropna()
    given, values = pd.factorize(both.to_numpy().ravel(), sort=True)
    if len(values) < MINIMUM:
        return np.nan
    table = np.zeros((len(values), len(values)))
    np.add.at(table, (given[::2], given[1::2]), 1)
    return float(cohens_kappa(table, return_results=False))


def fleiss_kappa(counts: pd.DataFrame) -> float:
    """Give Fleiss' kappa, for any fixed number of coders per unit.

    It is missing where units were judged by unequal numbers of coders,
    and where all judgements are the same.

    Source: Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters.
    """
    if _unequal(counts) or not _varies(counts):
        return np.nan
    return float(statsmodels_fleiss_kappa(counts.to_numpy()))


def gwet_ac1(counts: pd.DataFrame) -> float:
    """Give Gwet's AC1, which stays steady where a code is rare.

    Chance agreement is ``sum(p (1 - p)) / (q - 1)`` over the ``q`` values in use;
    ``p`` is the mean, over units judged at least once, of the share of coders who gave the value.
    It is missing where only one value is in use.

    Source: Gwet, K. L. (2008). Computing inter-rater reliability and its variance
    in the presence of high agreement.
    """
    judged = counts[counts.sum(axis=1) > 0]
    if not _varies(counts):
        return np.nan
    shares = judged.div(judged.sum(axis=1), axis=0).mean().to_numpy()
    shares = shares[shares > 0]
    chance = float((shares * (1 - shares)).sum() / (len(shares) - 1))
    return (percent_agreement(counts) / 100 - chance) / (1 - chance)


def agreement(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    seed: int,
    confidence: float = 0.95,
    replicates: int = 2000,
) -> pd.DataFrame:
    """Say how far the coders agree: on each code, each family, each dimension, on all, on stance.

    A judgement is whether a coder gave a code to a segment.
    All segments count, those too to which no one gave the code: leaving them out hides agreement.
    A coder who coded nothing in a document has not read it, and is missing there, not silent.
    A family, a dimension and ``overall`` pool the judgements on their codes.
    Stance is compared where at least two coders gave the same code to a segment.

    Parameters
    ----------
    codings
        One row per segment, coder and code; at least ``segment_id, coder, code, stance``.
    segments
        At least ``segment_id, document_id``. Those that fewer than two coders read are left out.
    framework
        The codebook.
    seed, replicates, confidence
        The interval of alpha is a percentile bootstrap that resamples segments.
        Replicates without variation are left out of it.
        Of what one segment alone carries there is none: each replicate would say the same.

    Returns
    -------
    DataFrame
        ``level`` (code, family, dimension, overall, stance), ``code`` (of that level, or empty),
        ``n_units`` (judgements), ``n_<coder>`` for each coder and ``n_both``
        (how often each coder, and every coder, gave the code),
        ``prevalence`` (share of judgements that give the code, 0 to 1), ``percent_agreement``,
        ``alpha, alpha_low, alpha_high``, ``kappa`` (Cohen's for two coders, Fleiss' for more),
        ``ac1``, and ``reason`` why a coefficient is missing:
        ``no_units``, ``no_variation`` or ``unequal_ratings``.
        Empty where no two coders read the same document.
    """
    coders = sorted(codings["coder"].unique())
    counts = [f"n_{coder}" for coder in coders]
    columns = ["level", "code", "n_units", *counts, *_COLUMNS_AFTER_COUNTS]
    given = _presence(codings, segments, framework, coders)
    ids = _segment_ids(given).unique()
    if ids.empty:
        return pd.DataFrame(columns=columns)
    draws = resamples(len(ids), replicates, seed)

    def row(level: str, code: str, ratings: pd.DataFrame, gave: pd.DataFrame) -> dict[str, object]:
        tally = value_counts(ratings)
        alphas = _alpha_replicates(tally, ids.get_indexer(_segment_ids(tally)), draws)
        carrying = _segment_ids(gave[gave.eq(1).any(axis=1)]).nunique()
        low, high = (
            percentile_interval(alphas, confidence) if carrying >= MINIMUM else (np.nan, np.nan)
        )
        return {
            "level": level,
            "code": code,
            "n_units": len(ratings),
            **dict(zip(counts, gave.sum().astype(int), strict=True)),
            "n_both": int(gave.fillna(1).all(axis=1).sum()),
            "prevalence": float(np.nanmean(gave)) if level != "stance" else np.nan,
            "percent_agreement": percent_agreement(tally),
            "alpha": krippendorff_alpha(tally),
            "alpha_low": low,
            "alpha_high": high,
            "kappa": cohen_kappa(ratings) if len(coders) == MINIMUM else fleiss_kappa(tally),
            "ac1": gwet_ac1(tally),
            "reason": _reason(tally),
        }

    rows = [
        row(level, code, ratings, ratings) for level, code, ratings in _levels(given, framework)
    ]
    stances = _stances(codings[codings["segment_id"].isin(ids)], coders)
    rows.append(row("stance", "", stances.dropna(thresh=MINIMUM), stances.notna()))
    return pd.DataFrame(rows, columns=columns)


def _varies(counts: pd.DataFrame) -> bool:
    """Say whether the units that at least two coders judged hold more than one value."""
    return bool((counts[counts.sum(axis=1) >= MINIMUM].sum() > 0).sum() > 1)


def _unequal(counts: pd.DataFrame) -> bool:
    """Say whether some units were judged by more coders than others."""
    coders = counts.sum(axis=1)
    return bool(coders.min() != coders.max())


def _reason(counts: pd.DataFrame) -> str:
    """Name why a coefficient cannot be given."""
    if counts.empty:
        return "no_units"
    if not _varies(counts):
        return "no_variation"
    return "unequal_ratings" if _unequal(counts) else ""


def _presence(
    codings: pd.DataFrame, segments: pd.DataFrame, framework: pd.DataFrame, coders: list[str]
) -> pd.DataFrame:
    """Say by coder whether a code was given to a segment: 1, 0, or missing if it was not read.

    One row per code and segment that at least two coders read.
    """
    document = segments.set_index("segment_id")["document_id"].sort_index()
    coded = codings[codings["segment_id"].isin(document.index)]
    codes = list(elements(framework)["code"])
    if coded["code"].eq(NONE).any():
        codes.append(NONE)
    every = pd.MultiIndex.from_product([document.index, codes], names=["segment_id", "code"])
    given = pd.crosstab([coded["segment_id"], coded["code"]], coded["coder"]).clip(upper=1)
    given = given.reindex(index=every, columns=coders, fill_value=0)
    read = pd.crosstab(coded["segment_id"].map(document), coded["coder"]) > 0
    read = read.reindex(index=document, columns=coders, fill_value=False)
    return given.where(read.to_numpy().repeat(len(codes), axis=0)).dropna(thresh=MINIMUM)


def _levels(
    given: pd.DataFrame, framework: pd.DataFrame
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Cut the judgements by code, family and dimension, in the order of the framework."""
    code = given.index.get_level_values("code")
    book = elements(framework).set_index("code")
    families = book.index.to_series().map(family)
    for name in code.unique():
        yield "code", name, given[code == name]
    # The mark for "nothing fits" says again what all codes say together, so it is not pooled.
    for level, groups in (("family", families), ("dimension", book["dimension"])):
        for name in groups.unique():
            yield level, name, given[code.isin(groups.index[groups == name])]
    yield "overall", "", given[code != NONE]


def _stances(codings: pd.DataFrame, coders: list[str]) -> pd.DataFrame:
    """Set the stances side by side, one row per segment and code that anyone gave."""
    coded = codings[codings["code"] != NONE]
    table = coded.pivot_table(
        index=["segment_id", "code"], columns="coder", values="stance", aggfunc="first"
    )
    return table.reindex(columns=coders)


def _segment_ids(counts: pd.DataFrame) -> pd.Index:
    return counts.index.get_level_values("segment_id")


def _alpha_replicates(counts: pd.DataFrame, cluster: NDArray[np.intp], draws: Floats) -> Floats:
    """Give nominal alpha for each resample, from how often each segment was drawn.

    Alpha depends only on sums over units: of the disagreements within units,
    and of each value's count. So all resamples are one product of matrices.
    """
    judged = counts.to_numpy(dtype=float)
    coders = judged.sum(axis=1)
    pairable = coders >= MINIMUM
    judged, coders, cluster = judged[pairable], coders[pairable], cluster[pairable]
    within = (coders**2 - (judged**2).sum(axis=1)) / (coders - 1)
    sums = np.zeros((draws.shape[1], 1 + judged.shape[1]))
    np.add.at(sums, cluster, np.column_stack([within, judged]))
    totals = draws @ sums
    disagreements, values = totals[:, 0], totals[:, 1:]
    n = values.sum(axis=1)
    expected = n**2 - (values**2).sum(axis=1)
    varied = expected > 0
    alphas: Floats = 1 - (n[varied] - 1) * disagreements[varied] / expected[varied]
    return alphas
