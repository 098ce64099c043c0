"""What a page says before its evidence: the case, its study, and the claims that it tests."""

from __future__ import annotations

import pandas as pd

from analysis.cases import Case
from analysis.language import Language


def of_case(case: Case, place: str, language: Language) -> str:
    """Say what a book is about: the study whose claims it tests, or the record of the place.

    Parameters
    ----------
    case
        With everything known.
    place
        Name of the case in the reader's language.
    language
        The reader's language.
    """
    studies = case.documents[case.documents["layer"] == "study"]
    if case.claims.empty or studies.empty:
        return language.text(
            "This book brings together what the public record holds on {place}: {documents} "
            "documents and {figures} printed or derived figures, each with its source.",
            place=place,
            documents=language.number((case.documents["layer"] == "public").sum()),
            figures=language.number(len(case.observations)),
        )
    study = studies.iloc[-1]
    return language.text(
        "A study of {year} on {place} ({publisher}) draws conclusions about this. "
        "This book holds each of its {n} claims against the independent public record, by rules "
        "that were fixed before any result was computed.",
        year=study["published"][:4],
        place=place,
        publisher=study["publisher"],
        n=language.number(len(case.claims)),
    )


def of_claims(claims: pd.DataFrame, dimensions: list[str], language: Language) -> str:
    """Quote the claims of the study on some parts of the framework; empty without any.

    Parameters
    ----------
    claims
        Claims of the case.
    dimensions
        Parts of the framework, as in the column ``dimension``.
    language
        The reader's language.
    """
    wanted = claims[claims["dimension"].isin(dimensions)]
    if wanted.empty:
        return ""
    lines = [
        language.text(
            "- **{claim_id}.** {claim}",
            claim_id=row["claim_id"],
            claim=language.pick(row, "text"),
        )
        for row in wanted.to_dict("records")
    ]
    return "\n".join([language.text("**The study claims:**"), "", *lines])


def of_contrast(case: Case, place: str, language: Language) -> str:
    """Say which case is set beside this one, and why, in the words of its manifest."""
    if not case.contrast:
        return language.text("The case names no other case to compare it with.")
    return language.pick(case.contrast_note, "note") or language.text(
        "The record of {place} is set beside that of another case.", place=place
    )
