"""Tables of the framework's parts and their names."""

import pandas as pd

from analysis.exhibits import (
    Column,
    Exhibit,
    Source,
)
from analysis.framework import crosswalk as name_changes
from analysis.framework import elements, labels
from analysis.language import Language
from analysis.tables.printing import as_exhibit, records


def codebook(framework: pd.DataFrame, *, language: Language) -> Exhibit:
    """List the parts of the framework with their meaning.

    Parameters
    ----------
    framework
        The codebook.
    """
    title = language.text("What does each part of the framework mean?")
    names = labels(framework, language)
    ordered = framework.sort_values("order")
    table = pd.DataFrame(
        [
            {
                "name": f"{row['code']} {names[row['code']]}",
                "part": names.get(row["parent"], ""),
                "definition": language.pick(row, "definition"),
            }
            for row in records(ordered)
        ]
    )
    columns = [
        Column("name", language.text("Name")),
        Column("part", language.text("Part of")),
        Column("definition", language.text("Meaning, paraphrased")),
    ]
    caption = language.text(
        "{n} parts are coded: the elements, and the results that have none. "
        "Dimensions and components hold them together. The definitions are the "
        "project's paraphrase of the framework.",
        n=len(elements(framework)),
    )
    return as_exhibit("codebook", title, caption, ordered, table, columns, language)


def crosswalk(framework: pd.DataFrame, *, language: Language) -> Exhibit:
    """Set the names of the framework of 2012 and 2015 side by side.

    Parameters
    ----------
    framework
        The codebook.
    """
    title = language.text("How do the two versions of the framework name their parts?")
    changes = name_changes(framework)
    definitions = {row["code"]: language.pick(row, "definition") for row in records(framework)}
    words = {
        "same": language.text("same"),
        "renamed": language.text("renamed"),
        "dropped": language.text("no longer separate"),
    }
    table = changes.assign(
        definition=changes["code"].map(definitions),
        told=changes["change"].map(words),
        english="en",
        indonesian="id",
    )
    columns = [
        Column("code", language.text("Code")),
        Column("label_2012_en", language.text("2012"), spoken="english"),
        Column("label_2015_en", language.text("2015"), spoken="english"),
        Column("label_id", language.text("In Indonesian"), spoken="indonesian"),
        Column("told", language.text("Change")),
        Column("definition", language.text("Meaning, paraphrased")),
    ]
    caption = language.text(
        "{n} entries: {renamed} renamed and {dropped} no longer separate in 2015. "
        "The definitions are the project's paraphrase.",
        n=len(changes),
        renamed=int((changes["change"] == "renamed").sum()),
        dropped=int((changes["change"] == "dropped").sum()),
    )
    sources = (
        Source("Emerson, Nabatchi & Balogh (2012)", "https://doi.org/10.1093/jopart/mur011"),
        Source("Emerson & Nabatchi (2015)"),
    )
    return as_exhibit(
        "crosswalk", title, caption, changes, table, columns, language, sources=sources
    )
