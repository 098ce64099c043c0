"""What a page says before its evidence: the case, its study, and the claims that it tests."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from analysis.cases import Case
from analysis.language import Language

ADDRESS = re.compile(r"https?://[^\s<>]+")
MARKUP = re.compile(r"[\\`*_{}\[\]<>$#|~&]")


def plain(text: str) -> str:
    """Return a text of the data such that Markdown shows it as it stands, markup included."""
    return MARKUP.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))


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
    public = case.documents[case.documents["layer"] == "public"]
    if public.empty and not studies.empty and case.claims.empty:
        return language.text(
            "This book shows what a study's own material holds on {place}: {documents} documents, "
            "such as interviews. Nothing is tested, since the case holds neither claims nor an "
            "independent public record.",
            place=plain(place),
            documents=language.number(len(studies)),
        )
    if case.claims.empty or studies.empty:
        return language.text(
            "This book brings together what the public record holds on {place}: {documents} "
            "documents and {figures} printed or derived figures, each with its source.",
            place=plain(place),
            documents=language.number(len(public)),
            figures=language.number(len(case.observations)),
        )
    study = studies.iloc[-1]
    return language.text(
        "A study of {year} on {place} ({publisher}) draws conclusions about this. "
        "This book holds each of its {n} claims against the independent public record, by rules "
        "that were fixed before any result was computed.",
        year=study["published"][:4],
        place=plain(place),
        publisher=plain(study["publisher"]),
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
            claim_id=plain(row["claim_id"]),
            claim=plain(language.pick(row, "text")),
        )
        for row in wanted.to_dict("records")
    ]
    return "\n".join([language.text("**The study claims:**"), "", *lines])


def of_contrast(case: Case, place: str, language: Language) -> str:
    """Say which case is set beside this one, and why, in the words of its manifest."""
    if not case.contrast:
        return language.text("The case names no other case to compare it with.")
    return plain(language.pick(case.contrast_note, "note")) or language.text(
        "The record of {place} is set beside that of another case.", place=plain(place)
    )


def of_own_material(language: Language) -> str:
    """Say that a page shows the study's own material, for want of a public record."""
    return language.text(
        "This case holds no coded public record. The page shows the study's own material, such as "
        "interviews: where it speaks of the record, this material is meant. No verdict rests on "
        "it, since a study cannot confirm itself."
    )


def of_study(case: Case, place: str, language: Language) -> str:
    """Write the page on the study for a case other than the one that the book began with.

    Parameters
    ----------
    case
        With everything known.
    place
        Name of the case in the reader's language.
    language
        The reader's language.
    """
    text = language.text
    studies = case.documents[case.documents["layer"] == "study"]
    parts = ["# " + text("The study")]
    if case.claims.empty or studies.empty:
        parts.append(
            text(
                "The case {place} declares no study whose claims could be tested, so no verdict "
                "is given on it.",
                place=plain(place),
            )
        )
    else:
        parts.append(text("The case {place} tests the claims of this study:", place=plain(place)))
        parts.append("\n".join(_cited(row, language) for row in studies.to_dict("records")))
        parts.append(of_claims(case.claims, list(case.claims["dimension"]), language))
    parts.append(
        text(
            "Its record, with the source of every document and figure, and its rules, if it has "
            "any, are listed in [the data](../notebooks/data.ipynb)."
        )
    )
    return "\n\n".join(parts) + "\n"


def _cited(row: dict[Any, Any], language: Language) -> str:
    title = plain(row["title"] or row["document_id"])
    address = f" <{row['url']}>" if ADDRESS.fullmatch(row["url"]) else ""
    return f"- {title}. {plain(row['publisher'])}, {language.date(row['published'])}.{address}"


def of_other_case(place: str, language: Language) -> str:
    """Say on a page that was written for the first case which case the book is about."""
    return language.text(
        "This page was written for the study of Padang, with which the book began; the claims and "
        "rules that it names are of that study. This book is about {place}: what holds there is "
        "computed in the chapters.",
        place=plain(place),
    )
