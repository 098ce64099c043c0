"""Tables of what the case holds: documents, regulations, fields, parameters."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from analysis import vocabulary
from analysis.exhibits import (
    Column,
    Exhibit,
    exhibit_note,
)
from analysis.language import Language
from analysis.tables.printing import Row, as_exhibit, records


def documents(listed: pd.DataFrame, segments: pd.DataFrame, *, language: Language) -> Exhibit:
    """List the documents with addresses, and how far each was read.

    Parameters
    ----------
    listed
        Documents of a case.
    segments
        Its segments, for their number.
    """
    title = language.text("Which documents make up the record?")
    if listed.empty:
        reason = language.text("The case has no documents yet.")
        return exhibit_note("documents", title, reason, language)
    counted = segments["document_id"].value_counts()
    table = listed.assign(
        statements=listed["document_id"].map(counted).fillna(0).astype(int),
        title=listed["title"].where(listed["title"] != "", listed["document_id"]),
        names="id",  # publishers are Indonesian, whatever language a document is in
        place=[
            vocabulary.scope(row["scope"], language)
            if row["layer"] == "public"
            else vocabulary.layer(row["layer"], language)
            for row in records(listed)
        ],
    ).sort_values(["published", "document_id"], ascending=[False, True])
    columns = [
        Column("title", language.text("Document"), url="url", spoken="language"),
        Column("publisher", language.text("Publisher"), spoken="names"),
        Column(
            "publisher_type",
            language.text("Kind"),
            show=partial(vocabulary.publisher_type, language=language),
        ),
        Column("published", language.text("Published"), show=language.date),
        Column("place", language.text("Use")),
        Column("read", language.text("Read"), show=partial(vocabulary.read, language=language)),
        Column("statements", language.text("Statements"), numeric=True),
    ]
    opening = int((listed["read"] == "opening").sum())
    caption = language.text(
        "n = {n} documents; of {opening} only the opening was read. "
        "Some titles were rebuilt from the address of the page.",
        n=len(listed),
        opening=opening,
    )
    return as_exhibit("documents", title, caption, listed, table, columns, language, sortable=True)


def dictionary(
    resource: str,
    name: str,
    fields: Sequence[Row],
    *,
    n_rows: int,
    language: Language,
) -> Exhibit:
    """Describe the fields of one table of the data.

    Parameters
    ----------
    resource
        File name of the table, without its ending.
    name
        Title of the table, in the reader's language.
    fields
        The ``fields`` of its Table Schema.
    n_rows
        Rows that the table has.
    """
    rows = []
    for entry in fields:
        limits = entry.get("constraints", {})
        texts = {
            "text_en": entry.get("description", ""),
            "text_id": entry.get("description_id", ""),
        }
        rows.append(
            {
                "field": entry["name"],
                "type": entry["type"],
                "meaning": language.pick(texts, "text"),
                "required": language.text("yes") if limits.get("required") else language.text("no"),
                "values": ", ".join(str(value) for value in limits.get("enum", [])),
            }
        )
    table = pd.DataFrame(rows)
    columns = [
        Column("field", language.text("Field")),
        Column("type", language.text("Type")),
        Column("meaning", language.text("Meaning")),
        Column("required", language.text("Required")),
        Column("values", language.text("Values")),
    ]
    title = language.text("What does the table “{name}” hold?", name=name)
    rows_told = language.plural("{n} row", "{n} rows", n=n_rows)
    caption = language.text(
        "The fields of the table; {rows} in the data of this case.", rows=rows_told
    )
    data = pd.DataFrame(
        [
            {
                "field": entry["name"],
                "type": entry["type"],
                "description": entry.get("description", ""),
                "description_id": entry.get("description_id", ""),
            }
            for entry in fields
        ]
    )
    return as_exhibit(
        "dictionary",
        title,
        caption,
        data,
        table,
        columns,
        language,
        name=f"dictionary-{resource.replace('_', '-')}",
        summary=language.text("{name}: {rows}", name=name, rows=rows_told),
    )


def regulations(listed: pd.DataFrame, *, language: Language) -> Exhibit:
    """List the laws and regulations, with what the record takes from each.

    Parameters
    ----------
    listed
        The table of regulations.
    """
    title = language.text("Which laws and regulations matter here?")
    if listed.empty:
        reason = language.text("No regulation was known at this date.")
        return exhibit_note("regulations", title, reason, language)
    columns = [
        Column("regulation", language.text("Regulation"), url="url"),
        Column("date", language.text("Date"), show=language.date),
        Column("subject", language.text("Subject")),
        Column("fact", language.text("What it says")),
        Column("publisher", language.text("Read at")),
    ]
    caption = language.text("n = {n} regulations, in the words of the project.", n=len(listed))
    table = listed.assign(
        subject=[language.pick(row, "subject") for row in records(listed)],
        fact=[language.pick(row, "fact") for row in records(listed)],
    )
    return as_exhibit(
        "regulations", title, caption, listed, table, columns, language, sortable=True
    )


def parameters(
    values: Mapping[str, object], meanings: Mapping[str, str], *, language: Language
) -> Exhibit:
    """List the parameters that a page was run with.

    Parameters
    ----------
    values
        Value by name.
    meanings
        What each parameter does, in the reader's language, by name.
    """
    title = language.text("With which parameters was this page computed?")
    table = pd.DataFrame(
        [
            {"name": name, "value": _plain(value), "meaning": meanings.get(name, "")}
            for name, value in values.items()
        ],
        columns=["name", "value", "meaning"],
    )
    columns = [
        Column("name", language.text("Parameter")),
        Column("value", language.text("Value")),
        Column("meaning", language.text("Meaning")),
    ]
    caption = language.text("Anyone can run the page again with other values.")
    return as_exhibit(
        "parameters",
        title,
        caption,
        table[["name", "value"]],
        table,
        columns,
        language,
        summary=language.text("Parameters of this page"),
    )


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    return str(value)
