"""What the page of the coding lab shows: the excerpts, the forms to download, and the key."""

from __future__ import annotations

import base64
import html
from functools import partial

import pandas as pd

from analysis import vocabulary
from analysis.classroom.blanks import FORMS, form, table_rows
from analysis.evidence import STANCES
from analysis.exhibits import Column, Exhibit, Source, html_table
from analysis.framework import NONE, labels
from analysis.language import Language, languages

KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
}


def excerpts_to_code(excerpts: pd.DataFrame, language: Language) -> Exhibit:
    """List what is coded: who says it to whom, when, and where it stands.

    Parameters
    ----------
    excerpts
        As :func:`analysis.classroom.lab_excerpts` gives them.
    """
    title = language.text("Which excerpts are coded?")
    rows = pd.DataFrame(
        [
            {
                "number": row["number"],
                "who": language.pick(row, "speaker"),
                "to": language.pick(row, "addressed"),
                "when": language.date(row["happened"]) if row["happened"] else "",
                "statement": language.pick(row, "statement"),
            }
            for row in table_rows(excerpts)
        ]
    )
    columns = [
        Column("number", language.text("Number"), language.number, numeric=True),
        Column("who", language.text("Who says it")),
        Column("to", language.text("To whom")),
        Column("when", language.text("When")),
        Column("statement", language.text("What is said")),
    ]
    invented = int((excerpts["layer"] == "teaching").sum())
    caption = language.text(
        "{n} excerpts. {real} are paraphrases of the public record, which this book does not count:"
        " they are about what lies around the case, or about the case that it is compared with."
        " {invented} were invented for this exercise and say so in every line.",
        n=len(excerpts),
        real=len(excerpts) - invented,
        invented=invented,
    )
    real = excerpts[excerpts["layer"] != "teaching"]
    sources = [Source(row["title"], row["url"]) for row in table_rows(real)]
    return Exhibit(
        "lab-excerpts",
        title,
        caption,
        "",
        excerpts,
        language,
        sources,
        notes="analysis.classroom.draw_lab",
        body=html_table(rows, columns, title, language),
    )


def forms_to_fill(excerpts: pd.DataFrame, framework: pd.DataFrame, language: Language) -> Exhibit:
    """Offer the forms for download, the reader's language first.

    Parameters
    ----------
    excerpts
        What is coded.
    framework
        The codebook, which the workbook holds as a sheet.
    """
    title = language.text("Which form do you fill in?")
    codes = sorted(languages(), key=lambda code: code != language.code)
    items = "\n".join(
        f"<li>{_download(code, ending, excerpts, framework, language)}</li>"
        for code in codes
        for ending in FORMS
    )
    caption = language.text(
        "The workbook has lists to choose from, the codebook and instructions on sheets of their"
        " own. The CSV file holds the form alone, for any other program."
    )
    return Exhibit(
        "lab-forms",
        title,
        caption,
        "",
        excerpts,
        language,
        notes="analysis.classroom.write_form",
        body=f'<ul class="exhibit-list">\n{items}\n</ul>',
    )


def _download(
    code: str, ending: str, excerpts: pd.DataFrame, framework: pd.DataFrame, language: Language
) -> str:
    """Return a link that holds the form itself, so that it works from a file."""
    own = Language(code)
    said = {
        ".xlsx": own.text("Form in English, Excel workbook"),
        ".csv": own.text("Form in English, CSV"),
    }
    content = base64.b64encode(form(ending, excerpts, framework, own)).decode()
    spoken = "" if code == language.code else f' lang="{code}"'
    return (
        f'<a{spoken} download="form-{code}{ending}"'
        f' href="data:{KINDS[ending]};base64,{content}">{html.escape(said[ending])}</a>'
    )


def lab_key_table(
    key: pd.DataFrame, excerpts: pd.DataFrame, framework: pd.DataFrame, language: Language
) -> Exhibit:
    """Set the key beside the excerpts; for the instructor only.

    Parameters
    ----------
    key
        As :func:`analysis.classroom.lab_key` gives it.
    excerpts
        What is coded.
    framework
        The codebook, for the names of codes.
    """
    title = language.text("What does the key say of each excerpt?")
    names = labels(framework, language) | {NONE: language.text("no code fits")}
    say = partial(vocabulary.stance, language=language)
    rows = []
    for excerpt in table_rows(excerpts):
        own = key[key["segment_id"] == excerpt["segment_id"]]
        given = [
            f"{row['code']} {names[row['code']]}"
            + (f" ({say(row['stance'])})" if row["code"] != NONE else "")
            for row in table_rows(own)
        ]
        rows.append(
            {
                "number": excerpt["number"],
                "statement": language.pick(excerpt, "statement"),
                "codes": "; ".join(given),
            }
        )
    columns = [
        Column("number", language.text("Number"), language.number, numeric=True),
        Column("statement", language.text("What is said")),
        Column("codes", language.text("Codes")),
    ]
    caption = language.text(
        "For real statements the key is one reading by one coder; for invented ones it is what"
        " was put in. Possible directions: {stances}.",
        stances=language.join([say(stance) for stance in STANCES]),
    )
    body = html_table(pd.DataFrame(rows), columns, title, language)
    notes = "analysis.classroom.lab_key"
    return Exhibit("lab-key", title, caption, "", key, language, notes=notes, body=body)
