"""Who said and did what, on which element, and in which direction.

Everything here counts *events*: documents that report one event are one source.
Presence and direction stay apart: a hindered element is present, with a stance of its own.
Counts are what the record holds, not how often things happened, and absence proves nothing.

Intervals are percentile intervals of a cluster bootstrap that resamples events
(Efron & Tibshirani 1993; Davison & Hinkley 1997, ch. 2.4).
They have no width where all events say the same, and they are missing for fewer than two events:
read them with ``n_events``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import UserError
from analysis.framework import DIMENSIONS, NONE, elements, family

STANCES = ["supports", "hinders", "neutral"]
OUTCOMES = ["not_addressed", "silence", "agreement", "partial_agreement", "dissonance"]
SCOPES = ("case", "province")
"""The scopes that count by default: documents of scope ``context`` do not mention the agency."""
LEADING = ("DR1", "CJ2", "AC", "PE3", "PE4")
"""Codes of leading acts: to start or give priority, to direct, act, deliberate or decide."""

CONTRAST_COLUMNS = [
    *("level", "code", "n_events_a", "events_a", "share_a", "net_a"),
    *("n_events_b", "events_b", "share_b", "net_b"),
    *("share_difference", "share_difference_low", "share_difference_high"),
    *("net_difference", "net_difference_low", "net_difference_high"),
]

_COUNTS = {
    "n_events": ("event", "nunique"),
    "n_documents": ("document_id", "nunique"),
    "n_speakers": ("speaker", "nunique"),
}

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """One number about the record, how sure it is, and how much evidence it rests on.

    Attributes
    ----------
    estimate, low, high
        The value and its interval; missing (NaN) where the evidence does not define them.
    n_events, n_documents, n_speakers
        What the value rests on.
    details
        The counts behind it, one row per group.
    """

    estimate: float
    low: float
    high: float
    n_events: int
    n_documents: int
    n_speakers: int
    details: pd.DataFrame = field(compare=False)


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


def coded(
    documents: pd.DataFrame,
    segments: pd.DataFrame,
    codings: pd.DataFrame,
    actors: pd.DataFrame,
    framework: pd.DataFrame,
) -> pd.DataFrame:
    """Put all that is known about each coding into one row.

    Parameters
    ----------
    documents, segments, codings, actors
        Tables of a case.
    framework
        The codebook.

    Returns
    -------
    DataFrame
        One row per coding, in the order of ``codings``: ``segment_id, document_id``,
        ``event`` (of the document, or the document itself where it has none),
        ``layer, scope, publisher_type, published, happened``,
        ``year`` (of the happening, else of publication; missing if unknown),
        ``speaker, speaker_kind, addressed, addressed_kind, coder, code, stance``,
        ``family`` and ``dimension``. The code NONE has neither family nor dimension.
    """
    kind = actors.set_index("actor_id")["kind"]
    dimension = elements(framework).set_index("code")["dimension"]
    rows = codings.merge(segments, on="segment_id", validate="many_to_one")
    rows = rows.merge(documents, on="document_id", validate="many_to_one")
    day = rows["happened"].where(rows["happened"] != "", rows["published"])
    return pd.DataFrame(
        {
            "segment_id": rows["segment_id"],
            "document_id": rows["document_id"],
            "event": rows["event"].where(rows["event"] != "", rows["document_id"]),
            "layer": rows["layer"],
            "scope": rows["scope"],
            "publisher_type": rows["publisher_type"],
            "published": rows["published"],
            "happened": rows["happened"],
            "year": _year(day),
            "speaker": rows["speaker"],
            "speaker_kind": rows["speaker"].map(kind).fillna(""),
            "addressed": rows["addressed"],
            "addressed_kind": rows["addressed"].map(kind).fillna(""),
            "coder": rows["coder"],
            "code": rows["code"],
            "stance": rows["stance"],
            "family": rows["code"].map(family).where(rows["code"] != NONE, ""),
            "dimension": rows["code"].map(dimension).fillna(""),
        }
    )


def select(
    rows: pd.DataFrame,
    *,
    coder: str = "first",
    scopes: Sequence[str] = SCOPES,
    layer: str = "public",
) -> pd.DataFrame:
    """Choose the codings of one coder, in one layer, in some scopes."""
    chosen = rows["coder"].eq(coder) & rows["scope"].isin(list(scopes)) & rows["layer"].eq(layer)
    return rows[chosen].reset_index(drop=True)


def with_code(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows that carry an element of the framework."""
    return rows[rows["code"] != NONE]


def concerning(
    rows: pd.DataFrame,
    codes: Sequence[str],
    actor_kind: str = "",
    roles: Sequence[str] = ("speaker", "addressed"),
) -> pd.DataFrame:
    """Keep the rows with one of the codes that concern a kind of actor; empty keeps all actors.

    A statement concerns an actor who is its ``speaker``, or who is ``addressed``.
    """
    found = rows[rows["code"].isin(list(codes))]
    if not actor_kind:
        return found
    kinds = found[[f"{role}_kind" for role in roles]]
    return found[(kinds == actor_kind).any(axis=1)]


def leading(rows: pd.DataFrame, codes: Sequence[str], by: str = "speaker_kind") -> pd.DataFrame:
    """Keep the rows in which a known actor leads."""
    require_record(rows)
    leads = rows["code"].isin(list(codes)) & rows["stance"].eq("supports") & rows[by].ne("")
    return rows[leads]


def require_public(rows: pd.DataFrame) -> None:
    """Refuse rows that may not bear on a verdict: only the public record may.

    Raises
    ------
    UserError
        If there is a row of layer ``study`` or ``teaching``.
    """
    if other := sorted(set(rows["layer"]) - {"public"}):
        raise UserError(
            "Evidence of layer {layers} was given where a verdict may follow;"
            " only the layer public may bear on one: select that layer first.",
            layers=", ".join(other),
        )


def require_one_layer(rows: pd.DataFrame) -> None:
    """Refuse rows of several layers, which are never counted together.

    Raises
    ------
    UserError
        If the rows are of more than one layer.
    """
    if len(layers := sorted(set(rows["layer"]))) > 1:
        raise UserError(
            "Evidence of the layers {layers} would be counted together;"
            " layers never mix: select one layer first.",
            layers=", ".join(layers),
        )


def require_record(rows: pd.DataFrame) -> None:
    """Refuse rows of several layers, and synthetic ones, where a real record is described.

    Raises
    ------
    UserError
        If there are rows of more than one layer, or of layer ``teaching``.
    """
    require_one_layer(rows)
    if (rows["layer"] == "teaching").any():
        raise UserError(
            "Synthetic evidence of layer teaching was given where a real record is described;"
            " select the layer public or study."
        )


def stance_summary(supports: pd.Series, hinders: pd.Series) -> pd.Series:
    """Name the direction in which events point.

    It is ``supports`` or ``hinders`` where at least two thirds of the events with a direction
    point that way, and ``mixed`` otherwise, also where none has a direction.
    An event that points both ways counts on both sides.
    """
    directed = (supports + hinders).replace(0, np.nan)
    summary = np.select(
        [3 * supports >= 2 * directed, 3 * hinders >= 2 * directed], STANCES[:2], "mixed"
    )
    return pd.Series(summary, index=supports.index)


def element_by_speaker(rows: pd.DataFrame, by: str = "speaker") -> pd.DataFrame:
    """Cross the elements of the framework with those who speak about them.

    Parameters
    ----------
    rows
        Coded evidence of one layer.
    by
        ``speaker``, ``speaker_kind``, or another column that tells sources apart.

    Returns
    -------
    DataFrame
        One row per element and speaker that occur together: ``code, family, dimension``, the
        speaker, ``n_events, n_documents, n_segments`` (presence), the number of events that
        ``supports``, ``hinders`` or are ``neutral``, and their summary ``stance`` (direction).

    Raises
    ------
    UserError
        If the rows are of more than one layer.
    """
    require_one_layer(rows)
    keys = ["code", "family", "dimension", by]
    found = with_code(rows)
    cells = found.groupby(keys).agg(
        n_events=("event", "nunique"),
        n_documents=("document_id", "nunique"),
        n_segments=("segment_id", "nunique"),
    )
    cells = cells.join(_events_by_stance(found, keys))
    cells["stance"] = stance_summary(cells["supports"], cells["hinders"])
    return cells.reset_index()


def leading_acts(
    rows: pd.DataFrame,
    codes: Sequence[str],
    *,
    seed: int,
    by: str = "speaker_kind",
    period: str = "year",
    confidence: float = 0.95,
    replicates: int = 2000,
) -> pd.DataFrame:
    """Say who leads, over time: each actor's share of the acts that lead.

    An act is one event, one actor, one code, with stance ``supports``; the actor is who speaks.
    However often an event is reported, an act in it counts once, in its first period.

    Parameters
    ----------
    rows
        Coded evidence of one layer: the public record, or the study's own material.
    codes
        The codes that mean leading.
    by
        What an actor is: ``speaker_kind`` or ``speaker``.
    period
        The column that tells periods apart.
    seed, confidence, replicates
        The intervals resample the events of the period.

    Returns
    -------
    DataFrame
        ``period`` (first ``all``; empty if unknown), the actor, ``n_acts``,
        ``share`` of all acts of the period with ``low, high`` (0 to 1),
        and ``n_events, n_documents, n_speakers`` with an act of the actor.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    led = leading(rows, codes, by)
    first = led.groupby(["event", by, "code"])[period].transform("min")
    led = led.assign(period=first.astype("string").fillna(""))
    spans = {"all": led, **dict(tuple(led.groupby("period")))}
    shares = [
        _leading_shares(acts, by, seed, confidence, replicates).assign(period=span)
        for span, acts in spans.items()
    ]
    columns = ["period", by, "n_acts", "share", "low", "high", *_COUNTS]
    return pd.concat(shares, ignore_index=True)[columns]


def leading_difference(
    rows: pd.DataFrame,
    codes: Sequence[str],
    actor_kind: str,
    other_kind: str,
    *,
    seed: int,
    confidence: float = 0.95,
    replicates: int = 2000,
) -> Estimate:
    """Say how much larger one kind of actor's share of leading acts is than another's.

    Acts are those of :func:`leading_acts`; the shares are of the acts of all actors.
    Above zero, the first leads more often on the record.

    Returns
    -------
    Estimate
        A difference of shares (-1 to 1). It rests on all events with a leading act.
        ``details``: ``speaker_kind, n_acts, share`` and counts of every actor.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    led = leading(rows, codes)
    acts = _acts(led, "speaker_kind")
    pair = acts.reindex(columns=[actor_kind, other_kind], fill_value=0)
    by_event = np.column_stack([pair, acts.sum(axis=1)])

    def difference(draws: Floats) -> Floats:
        totals = draws @ by_event
        return _ratio(totals[:, 0] - totals[:, 1], totals[:, 2])

    return _estimate(
        float(difference(np.ones((1, len(acts))))[0]),
        difference(resamples(len(acts), replicates, seed)),
        confidence,
        led,
        _leading_shares(led, "speaker_kind", seed, confidence, replicates),
    )


def net_stance(
    rows: pd.DataFrame,
    codes: Sequence[str],
    *,
    seed: int,
    actor_kind: str = "",
    roles: Sequence[str] = ("speaker", "addressed"),
    confidence: float = 0.95,
    replicates: int = 2000,
) -> Estimate:
    """Say whether the record on some codes supports or hinders, on balance.

    Events that support minus events that hinder, over all events that carry a code.
    An event that does both counts on both sides, and a neutral one only in the denominator.

    Parameters
    ----------
    rows
        Coded evidence of one layer: the public record, or the study's own material.
    codes
        One code or several taken together.
    actor_kind
        Keep only what concerns this kind of actor; empty keeps all.
    roles
        A statement concerns an actor who is its ``speaker``, or who is ``addressed``.
    seed, confidence, replicates
        The interval resamples the events that carry a code.

    Returns
    -------
    Estimate
        From -1 (all hinder) to 1 (all support).
        ``details``: ``stance`` and its ``n_events, n_documents, n_speakers``.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    require_record(rows)
    found = concerning(rows, codes, actor_kind, roles)
    flags = _stance_flags(found)
    net = flags["supports"] - flags["hinders"]
    return _mean_of_events(net, found, seed, confidence, replicates)


def hindering_share(
    rows: pd.DataFrame,
    codes: Sequence[str],
    *,
    seed: int,
    confidence: float = 0.95,
    replicates: int = 2000,
) -> Estimate:
    """Say how much of the evidence on some codes is evidence of hindrance.

    Events in which a code hinders, over all events that carry a code.

    Returns
    -------
    Estimate
        From 0 to 1. ``details`` as of :func:`net_stance`.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    require_record(rows)
    found = rows[rows["code"].isin(list(codes))]
    hinders = _stance_flags(found)["hinders"]
    return _mean_of_events(hinders, found, seed, confidence, replicates)


def hindering_rank(
    rows: pd.DataFrame,
    codes: Sequence[str],
    *,
    seed: int,
    confidence: float = 0.95,
    replicates: int = 2000,
) -> Estimate:
    """Say by how much the first code is the most hindered of several.

    The share of hindering events of the first code minus the highest share among the others
    (see :func:`hindering_share`). Above zero, the first is the main obstacle on the record.

    Returns
    -------
    Estimate
        From -1 to 1; the interval resamples the events that carry any of the codes.
        The numbers of events, documents and speakers are those of the code with the fewest events:
        a comparison is no stronger than its weakest part.
        ``details``: ``code, hinders`` (events), ``share`` and counts of each code.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    require_record(rows)
    found = concerning(rows, codes)
    carries = _flags(found, "code", codes)
    hinders = _flags(found[found["stance"] == "hinders"], "code", codes)
    hinders = hinders.reindex(carries.index, fill_value=0)

    def lead(draws: Floats) -> Floats:
        shares = _ratio(draws @ hinders.to_numpy(), draws @ carries.to_numpy())
        highest: Floats = np.fmax.reduce(shares[:, 1:], axis=1)
        return shares[:, 0] - highest

    details = found.groupby("code").agg(**_COUNTS).reindex(list(codes), fill_value=0)
    details.insert(0, "hinders", hinders.sum())
    details.insert(1, "share", _ratio(details["hinders"], details["n_events"]))
    weakest = found[found["code"] == details["n_events"].idxmin()]
    return _estimate(
        float(lead(np.ones((1, len(carries))))[0]),
        lead(resamples(len(carries), replicates, seed)),
        confidence,
        weakest,
        details.rename_axis("code").reset_index(),
    )


def hindered_dimensions(
    rows: pd.DataFrame,
    *,
    seed: int,
    events_needed: int = 3,
    kinds_needed: int = 2,
    confidence: float = 0.95,
    replicates: int = 2000,
) -> Estimate:
    """Count the dimensions of the framework in which obstacles are on record.

    A dimension counts with hindering evidence from enough events and enough kinds of speaker.

    Returns
    -------
    Estimate
        From 0 to 4; it rests on all events with a code. In a resample, an event that was drawn
        twice counts as two events, but never as two kinds of speaker.
        ``details``: ``dimension, n_events, n_documents, n_speakers, n_kinds`` of the hindering
        evidence, and whether the dimension is ``hindered``.

    Raises
    ------
    UserError
        If the rows are of several layers, or synthetic.
    """
    require_record(rows)
    found = with_code(rows)
    hindering = found[found["stance"] == "hinders"]
    events = sorted(found["event"].unique())

    def flags(part: pd.DataFrame) -> Floats:
        table = _flags(part, "dimension", DIMENSIONS).reindex(events, fill_value=0)
        return table.to_numpy(dtype=float)

    by_event = flags(hindering)
    by_kind = [flags(part) for _, part in hindering.groupby("speaker_kind")]

    def hindered(draws: Floats) -> Floats:
        n_events = draws @ by_event
        n_kinds = np.sum([draws @ kind > 0 for kind in by_kind], axis=0)
        enough = (n_events >= events_needed) & (n_kinds >= kinds_needed)
        return np.asarray(enough.sum(axis=1), dtype=float)

    details = hindering.groupby("dimension").agg(**_COUNTS, n_kinds=("speaker_kind", "nunique"))
    details = details.reindex(list(DIMENSIONS), fill_value=0)
    enough = details["n_events"].ge(events_needed) & details["n_kinds"].ge(kinds_needed)
    return _estimate(
        float(enough.sum()) if events else np.nan,
        hindered(resamples(len(events), replicates, seed)),
        confidence,
        found,
        details.assign(hindered=enough).rename_axis("dimension").reset_index(),
    )


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
    table["convergence"] = _ratio(table["agreement"] + table["partial_agreement"] / 2, both)
    table["coverage"] = _ratio(both, both + table["silence"])
    return table.rename_axis(columns=None).reset_index()


def contrast(
    rows_a: pd.DataFrame,
    rows_b: pd.DataFrame,
    *,
    seed: int,
    confidence: float = 0.95,
    replicates: int = 2000,
) -> pd.DataFrame:
    """Set two cases side by side, code by code and family by family.

    Parameters
    ----------
    rows_a, rows_b
        Coded evidence of the two cases, both of one and the same layer.
    seed, confidence, replicates
        The events of each case are resampled by themselves.

    Returns
    -------
    DataFrame
        ``level`` (code or family) and ``code``; for each case, with the suffix ``_a`` or ``_b``,
        ``n_events`` (of the case), ``events`` (with the code), ``share`` (0 to 1) and ``net``
        stance (-1 to 1, missing where no event has the code); and the differences a minus b,
        ``share_difference`` and ``net_difference``, each with ``_low`` and ``_high``.
        Empty if one of the cases has no evidence.

    Raises
    ------
    UserError
        If the rows are of more than one layer.
    """
    require_one_layer(pd.concat([rows_a, rows_b]))
    if rows_a.empty or rows_b.empty:
        return pd.DataFrame(columns=CONTRAST_COLUMNS)
    draws = [
        resamples(rows["event"].nunique(), replicates, seed + case)
        for case, rows in enumerate((rows_a, rows_b))
    ]
    both = with_code(pd.concat([rows_a, rows_b]))
    return pd.DataFrame(
        [
            {
                "level": level,
                "code": code,
                **_contrast_row(
                    [_event_table(rows, level, code) for rows in (rows_a, rows_b)],
                    draws,
                    confidence,
                ),
            }
            for level in ("code", "family")
            for code in sorted(both[level].unique())
        ]
    )


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
    ratio = _ratio(added, counts[:base].sum())
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
    held = _flags(rows, "code", codes).reindex(order.index, fill_value=0).to_numpy()
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


def presence(rows: pd.DataFrame) -> pd.DataFrame:
    """Count how often the record hears each actor, and how often it is spoken to.

    Parameters
    ----------
    rows
        Coded evidence of one layer.

    Returns
    -------
    DataFrame
        One row per actor: ``actor``, the number of events in which it speaks or acts
        (``n_speaking``) and in which it is addressed (``n_addressed``), and ``last``,
        the last day of publication; empty if no document of its events is dated.

    Raises
    ------
    UserError
        If the rows are of more than one layer.
    """
    require_one_layer(rows)
    counts = {
        name: rows[rows[role] != ""].groupby(role)["event"].nunique()
        for role, name in (("speaker", "n_speaking"), ("addressed", "n_addressed"))
    }
    table = pd.DataFrame(counts).fillna(0).astype(int)
    named = pd.concat([rows.set_index(role)["published"] for role in ("speaker", "addressed")])
    last = named.groupby(level=0).max().reindex(table.index)
    return table.assign(last=last).rename_axis("actor").reset_index()


def timeline(documents: pd.DataFrame) -> pd.DataFrame:
    """Count the record by year of publication, layer and kind of publisher.

    Parameters
    ----------
    documents
        Documents of a case.

    Returns
    -------
    DataFrame
        ``year`` (missing if unknown), ``layer, publisher_type, n_documents``,
        ``n_events`` (documents that report one event are one), and ``opening_share``:
        the share of documents (0 to 1) of which only the opening was read.
    """
    event = documents["event"].where(documents["event"] != "", documents["document_id"])
    rows = documents.assign(
        year=_year(documents["published"]), event=event, opening=documents["read"].eq("opening")
    )
    table = rows.groupby(["year", "layer", "publisher_type"], dropna=False).agg(
        n_documents=("document_id", "nunique"),
        n_events=("event", "nunique"),
        opening_share=("opening", "mean"),
    )
    return table.reset_index()


def resamples(units: int, replicates: int, seed: int) -> Floats:
    """Say for each resample (row) how often each unit (column) was drawn.

    A sum over a resample is then one product of matrices.
    """
    if not units:
        return np.zeros((replicates, 0))
    generator = np.random.default_rng(seed)
    chances = np.full(units, 1 / units)
    return generator.multinomial(units, chances, size=replicates).astype(float)


def percentile_interval(drawn: Floats, confidence: float) -> tuple[float, float]:
    """Give the percentile interval of replicates; those that are undefined are left out."""
    defined = drawn[~np.isnan(drawn)]
    if not len(defined):
        return np.nan, np.nan
    tail = (1 - confidence) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return float(low), float(high)


_PROFILE = ["n_events", "n_documents", "share", "prominence", "stance"]


def _year(days: pd.Series) -> pd.Series:
    return pd.to_numeric(days.str[:4], errors="coerce").astype("Int64")


def _ratio(part: object, whole: object) -> Floats:
    """Divide, with a missing result where there is nothing to divide by."""
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    result: Floats = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole != 0)
    return result


def _estimate(
    value: float, drawn: Floats, confidence: float, rows: pd.DataFrame, details: pd.DataFrame
) -> Estimate:
    """Join a value with its interval and the size of what it rests on."""
    n_events = rows["event"].nunique()
    low, high = percentile_interval(drawn, confidence) if n_events > 1 else (np.nan, np.nan)
    return Estimate(
        estimate=value,
        low=low,
        high=high,
        n_events=n_events,
        n_documents=rows["document_id"].nunique(),
        n_speakers=rows["speaker"].nunique(),
        details=details,
    )


def _mean_of_events(
    values: pd.Series, rows: pd.DataFrame, seed: int, confidence: float, replicates: int
) -> Estimate:
    """Average a value of each event; the details count the evidence by stance."""
    draws = np.vstack([np.ones(len(values)), resamples(len(values), replicates, seed)])
    means = _ratio(draws @ values.to_numpy(dtype=float), len(values))
    details = rows.groupby("stance").agg(**_COUNTS).reindex(STANCES, fill_value=0)
    return _estimate(float(means[0]), means[1:], confidence, rows, details.reset_index())


def _flags(rows: pd.DataFrame, column: str, values: Sequence[str]) -> pd.DataFrame:
    """Say for each event, in sorted order, whether (1) it has each value or not (0)."""
    table = pd.crosstab(rows["event"], rows[column]).clip(upper=1)
    return table.reindex(columns=list(values), fill_value=0)


def _stance_flags(rows: pd.DataFrame) -> pd.DataFrame:
    return _flags(rows, "stance", STANCES)


def _events_by_stance(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Count for each group the events with each stance."""
    table = rows.pivot_table(
        index=keys, columns="stance", values="event", aggfunc="nunique", fill_value=0
    )
    return table.reindex(columns=STANCES, fill_value=0)


def _acts(led: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count acts, with one row per event in sorted order and one column per actor."""
    acts = led[["event", by, "code"]].drop_duplicates()
    return pd.crosstab(acts["event"], acts[by])


def _leading_shares(
    led: pd.DataFrame, by: str, seed: int, confidence: float, replicates: int
) -> pd.DataFrame:
    """Give each actor's acts and share of acts, the largest first."""
    acts = _acts(led, by)
    totals = resamples(len(acts), replicates, seed) @ acts.to_numpy(dtype=float)
    shares = _ratio(totals, totals.sum(axis=1, keepdims=True))
    table = led.groupby(by).agg(**_COUNTS)
    table.insert(0, "n_acts", acts.sum())
    table.insert(1, "share", _ratio(table["n_acts"], table["n_acts"].sum()))
    intervals = [
        percentile_interval(column, confidence) if len(acts) > 1 else (np.nan, np.nan)
        for column in shares.T
    ]
    table[["low", "high"]] = np.array(intervals, dtype=float).reshape(-1, 2)
    return table.reset_index().sort_values(["n_acts", by], ascending=[False, True])


def _profile(rows: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Say how prominent each code is in one group of sources, and in which direction."""
    found = rows[rows["code"].isin(list(codes))]
    table = found.groupby("code").agg(
        n_events=("event", "nunique"), n_documents=("document_id", "nunique")
    )
    table["share"] = table["n_documents"] / rows["document_id"].nunique()
    position = (table["n_documents"].rank() - 0.5) / len(table)
    thirds = pd.cut(position, [0, 1 / 3, 2 / 3, 1], labels=["low", "middle", "high"])
    table["prominence"] = thirds.astype("str")
    directions = _events_by_stance(found, ["code"])
    table["stance"] = stance_summary(directions["supports"], directions["hinders"])
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


def _event_table(rows: pd.DataFrame, level: str, code: str) -> Floats:
    """Say for each event whether it has the code, and its net stance on it (-1, 0 or 1)."""
    events = sorted(rows["event"].unique())
    flags = _stance_flags(rows[rows[level] == code])
    net = (flags["supports"] - flags["hinders"]).reindex(events, fill_value=0)
    carries = pd.Index(events).isin(flags.index)
    return np.column_stack([carries, net]).astype(float)


def _contrast_row(tables: list[Floats], draws: list[Floats], confidence: float) -> dict[str, float]:
    """Compare share and net stance between two cases, with the intervals of the differences."""
    sums = [table.sum(axis=0) for table in tables]
    totals = [drawn @ table for drawn, table in zip(draws, tables, strict=True)]
    row: dict[str, float] = {}
    for side, table, (events, net) in zip("ab", tables, sums, strict=True):
        row |= {
            f"n_events_{side}": len(table),
            f"events_{side}": int(events),
            f"share_{side}": float(_ratio(events, len(table))),
            f"net_{side}": float(_ratio(net, events)),
        }
    share = [total[:, 0] / max(len(table), 1) for total, table in zip(totals, tables, strict=True)]
    net = [_ratio(total[:, 1], total[:, 0]) for total in totals]
    for name, drawn, size in (
        ("share", share[0] - share[1], min(len(table) for table in tables)),
        ("net", net[0] - net[1], min(events for events, _ in sums)),
    ):
        row[f"{name}_difference"] = row[f"{name}_a"] - row[f"{name}_b"]
        interval = percentile_interval(drawn, confidence) if size > 1 else (np.nan, np.nan)
        row[f"{name}_difference_low"], row[f"{name}_difference_high"] = interval
    return row


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
