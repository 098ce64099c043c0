"""How much of the framework the record has met, event by event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.evidence.intervals import flagged, quotient
from analysis.evidence.rows import require_one_layer


@dataclass(frozen=True)
class CodeCoverage:
    """How the codes of the framework were met, source after source.

    With codes fixed in advance this is *coverage of codes*, not saturation of themes.

    Attributes
    ----------
    sources
        One row per event in the order of publication: ``position, event, published, n_codes,
        new_codes, cumulative``, the ``share`` of the codebook met so far (0 to 1),
        and ``low, high``: the band of ``cumulative`` when the order is random.
    ratios
        ``position`` (last source before the window), ``new_codes`` in it, and ``ratio``
        (see :func:`new_information`).
    reached
        ``threshold`` and ``reached``, written ``6+2``; empty where it was never reached.
    """

    sources: pd.DataFrame
    ratios: pd.DataFrame
    reached: pd.DataFrame


def new_information(new_codes: Sequence[int], base: int = 4, run: int = 2) -> pd.DataFrame:
    """Say how much each further run of sources adds to what the first ones held.

    Parameters
    ----------
    new_codes
        The number of codes first met in each source, in order.
    base
        The number of sources whose unique codes are the fixed denominator.
    run
        The number of sources in each window; windows slide by one source.

    Returns
    -------
    DataFrame
        ``position`` (the last source before the window), ``new_codes`` in the window, ``ratio``.
        Empty where there are fewer sources than base and run.

    Notes
    -----
    Source: Guest, G., Namey, E., & Chen, M. (2020). A simple method to assess and report
    thematic saturation in qualitative research. *PLoS ONE*, 15(5), e0232076.
    """
    counts = np.asarray(new_codes, dtype=int)
    positions = np.arange(base, len(counts) - run + 1)
    added = np.array([counts[k : k + run].sum() for k in positions], dtype=int)
    ratio = quotient(added, counts[:base].sum())
    return pd.DataFrame({"position": positions, "new_codes": added, "ratio": ratio})


def reached_at(ratios: pd.DataFrame, threshold: float, run: int = 2) -> str:
    """Name the first source after which a run adds no more than a threshold, such as ``6+2``.

    It is empty where that never happens.
    """
    low = ratios.loc[ratios["ratio"] <= threshold, "position"]
    return f"{low.iloc[0]}+{run}" if len(low) else ""


def code_coverage(
    rows: pd.DataFrame,
    codes: Sequence[str],
    *,
    seed: int,
    base: int = 4,
    run: int = 2,
    thresholds: Sequence[float] = (0.05, 0.0),
    confidence: float = 0.95,
    replicates: int = 2000,
) -> CodeCoverage:
    """Follow how many codes of the framework were met, in the real order of the sources.

    Each event is a source. It stands where its first report was published;
    a date known only to the year stands before the days of that year, an unknown one at the end.
    The codes are fixed in advance, so that this is coverage of codes and not saturation.

    Parameters
    ----------
    rows
        Coded evidence of one layer.
    codes
        All codes that could be met.
    seed, confidence, replicates
        The band comes from random orders of the same sources.
    base, run, thresholds
        As in :func:`new_information`.

    Raises
    ------
    UserError
        If the rows are of more than one layer.
    """
    require_one_layer(rows)
    order = _order_of_events(rows)
    held = flagged(rows, "code", codes).reindex(order.index, fill_value=0).to_numpy()
    first = _first_met(held, np.arange(len(held))[np.newaxis])
    generator = np.random.default_rng(seed)
    orders = np.argsort(generator.random((replicates, len(held))), axis=1)
    met = _first_met(held, orders)
    random_curves = np.array([(met <= k).sum(axis=1) for k in range(len(held))])
    tail = (1 - confidence) / 2
    band = np.quantile(random_curves, [tail, 1 - tail], axis=1) if len(held) else np.empty((2, 0))
    new = np.bincount(first[first < len(held)], minlength=len(held))
    sources = pd.DataFrame(
        {
            "position": np.arange(1, len(held) + 1),
            "event": order.index,
            "published": order.to_numpy(),
            "n_codes": held.sum(axis=1),
            "new_codes": new,
            "cumulative": new.cumsum(),
            "share": new.cumsum() / len(codes),
            "low": band[0],
            "high": band[1],
        }
    )
    ratios = new_information(new.tolist(), base, run)
    reached = [(limit, reached_at(ratios, limit, run)) for limit in thresholds]
    return CodeCoverage(sources, ratios, pd.DataFrame(reached, columns=["threshold", "reached"]))


def _order_of_events(rows: pd.DataFrame) -> pd.Series:
    """Give each event's first date of publication, in the order of the dates."""
    dated = rows.assign(published=rows["published"].where(rows["published"] != ""))
    first = dated.groupby("event")["published"].min().fillna("")
    return first.iloc[np.lexsort((first.index, first, first == ""))]


def _first_met(held: NDArray[np.int_], orders: NDArray[np.int_]) -> NDArray[np.intp]:
    """Say for each order of sources at which place each code is first met.

    A code that no source holds is met after the last place.
    """
    places = np.argsort(orders, axis=1)
    unmet = held.shape[0]
    first = [places[:, column > 0].min(axis=1, initial=unmet) for column in held.T]
    return np.stack(first, axis=1)
