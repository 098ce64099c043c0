"""Tables of sources, coders and agreements."""

import math
from collections.abc import Mapping
from functools import partial

import pandas as pd

from analysis import evidence, vocabulary
from analysis.cases import Case
from analysis.exhibits import (
    Column,
    Exhibit,
    exhibit_note,
    with_interval,
)
from analysis.framework import labels
from analysis.language import Language
from analysis.tables.printing import as_exhibit, records


def triangulation(
    convergence: pd.DataFrame,
    names: Mapping[str, str],
    *,
    language: Language,
    smallest: int = 8,
) -> Exhibit:
    """Sum up how far pairs of groups of sources agree.

    Parameters
    ----------
    convergence
        As `evidence.convergence` gives it; the pairs to print.
    names
        Names of the groups by code.
    smallest
        Pairs that both speak of fewer elements are left to the data.
    """
    title = language.text("Do different sources say the same?")
    if convergence.empty:
        reason = language.text("There are no two groups of sources to compare.")
        return exhibit_note("triangulation", title, reason, language)
    shared = convergence[["agreement", "partial_agreement", "dissonance"]].sum(axis=1)
    printed = convergence[shared >= smallest]
    table = printed.assign(
        pair=[
            language.text(
                "{first} and {second}",
                first=names.get(row["group_a"], row["group_a"]),
                second=names.get(row["group_b"], row["group_b"]),
            )
            for row in records(printed)
        ]
    )
    outcomes = ["agreement", "partial_agreement", "dissonance", "silence", "not_addressed"]
    share = partial(language.number, digits=2)
    columns = [
        Column("pair", language.text("Pair")),
        *(
            Column(outcome, vocabulary.verdict(outcome, language), numeric=True)
            for outcome in outcomes
        ),
        Column("convergence", language.text("Convergence"), show=share, numeric=True),
        Column("coverage", language.text("Covered by both"), show=share, numeric=True),
    ]
    caption = language.text(
        "Number of elements by outcome, after Farmer et al. (2006). "
        "Agreement: both cover the element, with the same direction and prominence; "
        "partial: one of the two is the same; dissonance: neither; silence: only one covers it. "
        "Convergence runs from 0 to 1 and leaves silence out. "
        "Pairs that both speak of fewer than {smallest} elements are in the CSV only.",
        smallest=smallest,
    )
    return as_exhibit("triangulation", title, caption, convergence, table, columns, language)


def agreement(
    results: pd.DataFrame, framework: pd.DataFrame, *, language: Language, confidence: float = 0.95
) -> Exhibit:
    """List how far the coders agree, by family, by dimension, overall and on direction.

    Element by element the picture shows it, and the data hold it.

    Parameters
    ----------
    results
        As `reliability.agreement` gives it.
    framework
        The codebook, for the names.
    confidence
        Of the interval of alpha.
    """
    title = language.text("How far do the coders agree?")
    if results.empty:
        reason = language.text("Fewer than two coders read the record.")
        return exhibit_note("agreement", title, reason, language)
    names = labels(framework, language)
    none = language.text("no code fits")
    rows = []
    for row in records(results[results["level"] != "code"]):
        level = vocabulary.level(row["level"], language)
        what = vocabulary.dimension(row["code"], language)
        if row["level"] == "family":
            what = f"{row['code']} {names.get(row['code'], none)}"
        alpha = ""
        if not math.isnan(row["alpha"]):
            alpha = with_interval(row["alpha"], row["alpha_low"], row["alpha_high"], language)
        rows.append(
            {
                "what": f"{level}: {what}" if what else level,
                "n": row["n_units"],
                "both": row["n_both"],
                "percent": row["percent_agreement"],
                "alpha": alpha,
                "kappa": row["kappa"],
                "ac1": row["ac1"],
            }
        )
    coefficient = partial(language.number, digits=2)
    columns = [
        Column("what", language.text("Compared on")),
        Column("n", language.text("Judgements"), show=language.number, numeric=True),
        Column("both", language.text("Given by all"), show=language.number, numeric=True),
        Column("percent", language.text("Agreement"), show=language.percent, numeric=True),
        Column("alpha", language.text("Krippendorff's alpha"), numeric=True),
        Column("kappa", language.text("Kappa"), show=coefficient, numeric=True),
        Column("ac1", language.text("Gwet's AC1"), show=coefficient, numeric=True),
    ]
    caption = language.text(
        "A judgement is whether a coder gave an element to a segment. Alpha has a "
        "{level} interval from resampling segments. For rare elements kappa falls "
        "towards zero even where coders agree; AC1 does not. High agreement shows "
        "that the rules can be followed, not that the codes are true.",
        level=language.percent(100 * confidence, 0),
    )
    return as_exhibit("agreement", title, caption, results, pd.DataFrame(rows), columns, language)


def agreements(
    signed: pd.DataFrame, case: Case, *, kinds: tuple[str, str], language: Language
) -> Exhibit:
    """List the agreements on record, with what is said of them and where.

    Parameters
    ----------
    signed
        The agreements of a case.
    case
        The case, for actors, statements and addresses.
    kinds
        Two kinds of actor; the caption counts the agreements between them.
    """
    title = language.text("Which agreements are on record?")
    if signed.empty:
        reason = language.text("The record holds no signed agreement.")
        return exhibit_note("agreements", title, reason, language)
    actors = {row["actor_id"]: language.pick(row, "label") for row in records(case.actors)}
    segments = {row["segment_id"]: row for row in records(case.segments)}
    documents = {row["document_id"]: row for row in records(case.documents)}
    rows = []
    for row in records(signed):
        segment = segments[row["segment_id"]]
        document = documents[segment["document_id"]]
        rows.append(
            {
                # A name may itself hold an "and".
                "parties": "; ".join(
                    actors.get(party, party) for party in (row["party"], row["other_party"])
                ),
                "kind": vocabulary.agreement_kind(row["kind"], language),
                "signed": row["signed"],
                "statement": language.pick(segment, "statement"),
                "publisher": document["publisher"],
                "url": document["url"],
            }
        )
    columns = [
        Column("parties", language.text("Parties")),
        Column("kind", language.text("Kind")),
        Column("signed", language.text("Signed"), show=language.date),
        Column("statement", language.text("What is reported")),
        Column("publisher", language.text("Reported by"), url="url"),
    ]
    between = evidence.agreements_between(signed, case.actors, kinds)
    first, second = (vocabulary.actor_kind(kind, language) for kind in kinds)
    caption = language.plural(
        "{n} agreement that a document reports as signed; between {first} and {second}: {between}. "
        "What is not reported may still exist.",
        "{n} agreements that documents report as signed; between {first} and {second}: {between}. "
        "What is not reported may still exist.",
        n=len(signed),
        first=first,
        second=second,
        between=language.number(len(between)),
    )
    return as_exhibit("agreements", title, caption, signed, pd.DataFrame(rows), columns, language)
