"""The report of a coding exercise: one page that needs no network and no second file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import figures, tables, vocabulary
from analysis.checks import Problem
from analysis.classroom.results import ClassResults
from analysis.evidence import STANCES
from analysis.exhibits import (
    PALETTE,
    Column,
    Exhibit,
    axis_number,
    colour,
    exhibit_note,
    html_table,
    inline_svg,
    style,
)
from analysis.figures.drawing import name_axis, name_rows, records, row_figure, write_beside
from analysis.files import write_text
from analysis.framework import NONE, labels
from analysis.language import Language
from analysis.rendering import render
from analysis.teaching import MARK

SHOWN = 12
"""So many of the most divided excerpts are drawn; the table has all."""
CODES_SHOWN = 3
CODES_LISTED = 5


def report(
    path: Path,
    found: ClassResults,
    excerpts: pd.DataFrame,
    problems: Sequence[Problem],
    framework: pd.DataFrame,
    language: Language,
) -> None:
    """Write the report of a class: agreement, splits, comparison with the key, faults.

    Parameters
    ----------
    path
        The HTML file; it is written whole or not at all.
    found
        What :func:`analysis.classroom.results` found.
    excerpts
        What was coded, with numbers and statements.
    problems
        What could not be read.
    framework
        The codebook.
    language
        The readers' language.
    """
    write_text(
        path,
        render(
            "class_report.html",
            language=language.code,
            palette=PALETTE,
            text=_texts(found, excerpts, language),
            problems=_problems(problems, language),
            agreement=_html(_agreement(found, framework, language)),
            splits=_html(_split_exhibits(found, excerpts, framework, language)),
            key=_html(_key_exhibits(found, framework, language)),
            students=_html(_student_exhibits(found, language)),
        ),
    )


def _html(exhibits: Iterable[Exhibit]) -> list[Markup]:
    # The package makes this HTML and escapes what it puts in.
    return [Markup(exhibit._repr_html_()) for exhibit in exhibits]  # noqa: S704


def _texts(found: ClassResults, excerpts: pd.DataFrame, language: Language) -> dict[str, str]:
    text = language.text
    synthetic = int(_synthetic(excerpts).sum())
    return {
        "title": text("What the class saw in the excerpts"),
        "summary": text(
            "{students} students coded {segments} excerpts.",
            students=language.number(found.n_students),
            segments=language.number(found.n_segments),
        ),
        "mark": text(
            "{mark} stands by {n} statements that were invented for this exercise."
            " They are no evidence, and nothing on this page is a finding about any city.",
            mark=MARK,
            n=language.number(synthetic),
        )
        if synthetic
        else "",
        "agreement": text("How far does the class agree?"),
        "agreement_note": text(
            "Agreement shows that the rules of coding can be followed. It does not show that the"
            " codes are true, and disagreement is where the talk begins."
        ),
        "splits": text("Where does the class split?"),
        "splits_note": text(
            "Ask those who gave a code to name the words of the statement that led them to it."
        ),
        "key": text("How does the class differ from the key?"),
        "caution": text(
            "The key is one reading by one coder. For invented statements it is what was put in."
            " Where many differ from it, the rule or the key may be at fault: talk about both."
        ),
        "students": text("Each student beside the key"),
        "problems": text("What could not be read?"),
        "no_problems": text("Every row of every form could be read."),
        "problems_note": text(
            "A row that cannot be read takes the student's whole reading of that excerpt with it,"
            " since dropping the row alone would say that the code was not given."
        ),
    }


def _problems(problems: Sequence[Problem], language: Language) -> Markup:
    if not problems:
        return Markup()
    rows = pd.DataFrame(
        [
            {
                "file": item.file,
                "row": item.row or "",
                "column": item.column,
                "message": language.say(item.said),
            }
            for item in problems
        ]
    )
    columns = [
        Column("file", language.text("File")),
        Column("row", language.text("Row"), numeric=True),
        Column("column", language.text("Column")),
        Column("message", language.text("Problem")),
    ]
    title = language.text("What could not be read?")
    return Markup(html_table(rows, columns, title, language))  # noqa: S704 - escaped there


# Agreement ----------------------------------------------------------------------------------


def _agreement(
    found: ClassResults, framework: pd.DataFrame, language: Language
) -> Iterable[Exhibit]:
    yield figures.agreement_by_code(found.agreement, framework, language=language)
    yield tables.agreement(found.agreement, framework, language=language)


# Splits -------------------------------------------------------------------------------------


def _split_exhibits(
    found: ClassResults, excerpts: pd.DataFrame, framework: pd.DataFrame, language: Language
) -> Iterable[Exhibit]:
    about = excerpts.assign(label=_excerpt_labels(excerpts, language))
    about = about.drop(columns=["title", "url", "happened"], errors="ignore")
    splits = found.splits.merge(about, on="segment_id")
    yield _split_figure(found, splits, language)
    yield _split_table(found, splits, framework, language)


def _split_figure(found: ClassResults, splits: pd.DataFrame, language: Language) -> Exhibit:
    """Draw the codes that compete in the excerpts on which the class is most divided."""
    name, title = "class-splits", language.text("On which excerpts does the class split most?")
    divided = splits[splits["entropy"] > 0].head(SHOWN)
    if divided.empty:
        reason = language.text("Everyone gave the same codes to every excerpt.")
        return exhibit_note(name, title, reason, language)
    rows = found.shares[found.shares["segment_id"].isin(divided["segment_id"])]
    rows = rows.groupby("segment_id").head(CODES_SHOWN)
    about = divided[["segment_id", "number", "layer", "entropy"]]
    rows = rows.merge(about, on="segment_id")
    place = {segment: row for row, segment in enumerate(divided["segment_id"])}
    with style():
        figure = Figure(figsize=(5.0, 0.9 + 0.72 * len(divided)))
        axes = figure.subplots()
        rank = rows.groupby("segment_id").cumcount()
        heights = rows["segment_id"].map(place) + (rank - 1) * 0.26
        axes.barh(heights, 100 * rows["share"], height=0.2, color=colour("series-1"))
        for height, row in zip(heights, records(rows), strict=True):
            said = f"{row['code']} {language.percent(100 * row['share'], 0)}"
            write_beside(axes, 100 * row["share"], height, said, (4, -4), "left")
        name_rows(axes, list(divided["label"]))
        # A mark is shown whole.
        axes.set_yticks(range(len(divided)), [_broken(label) for label in divided["label"]])
        _share_axis(axes, language)
        name_axis(axes, language.text("Share of the students who coded the excerpt"))
    caption = language.text(
        "The {shown} most divided of {n} excerpts, each with the {codes} codes that most students"
        " gave. A student may give several codes, so shares can add up to more than 1."
        " n = {students} students.",
        shown=len(divided),
        n=len(splits),
        codes=CODES_SHOWN,
        students=found.n_students,
    )
    alternative = " ".join(
        language.text(
            "{label}: {codes}.", label=row["label"], codes=_shortly(row, found.shares, language)
        )
        for row in records(divided)
    )
    return Exhibit(
        name,
        title,
        caption,
        alternative,
        rows,
        language,
        notes="analysis.classroom.report",
        body=inline_svg(figure, name, alternative),
    )


def _split_table(
    found: ClassResults, splits: pd.DataFrame, framework: pd.DataFrame, language: Language
) -> Exhibit:
    """List every excerpt with the codes that it got."""
    title = language.text("What did the class give to each excerpt?")
    names = labels(framework, language) | {NONE: language.text("no code fits")}
    rows = pd.DataFrame(
        [
            {
                "label": row["label"],
                "statement": language.pick(row, "statement"),
                "n": row["n_students"],
                "codes": _fully(row, found.shares, names, language),
                "entropy": row["entropy"],
            }
            for row in records(splits)
        ]
    )
    columns = [
        Column("label", language.text("Excerpt")),
        Column("statement", language.text("Statement")),
        Column("n", language.text("Students"), show=language.number, numeric=True),
        Column("codes", language.text("Codes given, with the stances seen")),
        Column("entropy", language.text("Division"), partial(language.number, digits=2), True),
    ]
    caption = language.text(
        "Division is the entropy in bits, summed over codes: 0 where all gave the same codes,"
        " and 1 for each code that half of the students gave. The most divided excerpt comes first."
    )
    body = html_table(rows, columns, title, language)
    data = splits[["number", "layer", "segment_id", "entropy"]].merge(found.shares)
    notes = "analysis.classroom.results"
    return Exhibit("class-excerpts", title, caption, "", data, language, notes=notes, body=body)


def _shortly(row: Mapping[Any, Any], shares: pd.DataFrame, language: Language) -> str:
    """Say which codes an excerpt got most, from how many percent of the class."""
    own = shares[shares["segment_id"] == row["segment_id"]].head(CODES_SHOWN)
    return "; ".join(
        f"{code['code']} {language.percent(100 * code['share'], 0)}" for code in records(own)
    )


def _fully(
    row: Mapping[Any, Any], shares: pd.DataFrame, names: Mapping[str, str], language: Language
) -> str:
    """Say which codes an excerpt got, from how many students, and in which directions."""
    own = shares[shares["segment_id"] == row["segment_id"]]
    parts = []
    for code in records(own.head(CODES_LISTED)):
        said = f"{code['code']} {names[code['code']]} {language.number(code['n_gave'])}"
        if code["code"] != NONE:
            seen = [
                f"{vocabulary.stance(stance, language)} {language.number(code[stance])}"
                for stance in STANCES
                if code[stance]
            ]
            said += f" ({', '.join(seen)})"
        parts.append(said)
    if (rest := len(own) - CODES_LISTED) > 0:
        parts.append(language.plural("and {n} more in the CSV", "and {n} more in the CSV", n=rest))
    return "; ".join(parts)


def _synthetic(excerpts: pd.DataFrame) -> pd.Series:
    marked = excerpts["statement_en"].str.contains(MARK, regex=False)
    return excerpts["layer"].eq("teaching") | marked


def _excerpt_labels(excerpts: pd.DataFrame, language: Language) -> list[str]:
    """Name the excerpts by their numbers; an invented one carries the mark."""
    return [
        language.text("Excerpt {number}", number=number) + (f" {MARK}" if synthetic else "")
        for number, synthetic in zip(excerpts["number"], _synthetic(excerpts), strict=True)
    ]


def _broken(label: str) -> str:
    """Break a label before its mark, and the mark before its second language."""
    return label.replace(f" {MARK}", "\n" + MARK.replace(" / ", "\n"))


# The key ------------------------------------------------------------------------------------


def _key_exhibits(
    found: ClassResults, framework: pd.DataFrame, language: Language
) -> Iterable[Exhibit]:
    if not found.by_code.empty:
        yield _key_figure(found, framework, language)


def _key_figure(found: ClassResults, framework: pd.DataFrame, language: Language) -> Exhibit:
    """Draw for each code of the key how many readings found it."""
    name, title = "class-key", language.text("Which codes of the key did the class find?")
    rows = found.by_code[found.by_code["n_key"] > 0].reset_index(drop=True)
    if rows.empty:
        reason = language.text("The key gives no code to what the class has coded.")
        return exhibit_note(name, title, reason, language)
    names = labels(framework, language)
    with style():
        figure, axes = row_figure([f"{code} {names[code]}" for code in rows["code"]], extra=0.9)
        axes.plot(100 * rows["sensitivity"], range(len(rows)), "o", color=colour("series-1"))
        for place, row in enumerate(records(rows)):
            said = f"{language.number(row['n_both'])}/{language.number(row['n_key'])}"
            write_beside(axes, 100 * row["sensitivity"], place, said, (7, -4), "left")
        _share_axis(axes, language)
        name_axis(axes, language.text("Share of readings that gave the code of the key"))
    both, in_key, given = (
        int(found.by_code[column].sum()) for column in ("n_both", "n_key", "n_given")
    )
    caption = language.text(
        "A reading is one student on one excerpt; beside each point stand the readings that gave"
        " the code, and those where the key has it."
        " Over all codes the class found {found} of what the key has, and {right} of what it gave"
        " is in the key. The key is one reading.",
        found=language.percent(100 * both / in_key, 0),
        right=language.percent(100 * both / given, 0) if given else language.percent(0, 0),
    )
    alternative = "; ".join(
        f"{row['code']} {names[row['code']]}: {language.percent(100 * row['sensitivity'], 0)}"
        for row in records(rows)
    )
    return Exhibit(
        name,
        title,
        caption,
        f"{alternative}.",
        found.by_code,
        language,
        notes="analysis.classroom.results",
        body=inline_svg(figure, name, f"{alternative}."),
    )


def _share_axis(axes: Axes, language: Language) -> None:
    """Run from nothing to all, with room for what stands beside the last mark."""
    axes.set_xlim(0, 135)
    axes.set_xticks([0, 50, 100])
    axes.xaxis.set_major_formatter(axis_number(language, 0, "%"))


def _student_exhibits(found: ClassResults, language: Language) -> Iterable[Exhibit]:
    if found.by_student.empty:
        return
    title = language.text("How does each student's reading compare with the key?")
    rows = found.by_student.assign(
        **{name: 100 * found.by_student[name] for name in ("found", "right", "same_stance")}
    )
    share = partial(language.percent, digits=0)
    columns = [
        Column("student", language.text("Student")),
        Column("n_segments", language.text("Excerpts"), show=language.number, numeric=True),
        Column("n_given", language.text("Codes given"), show=language.number, numeric=True),
        Column("found", language.text("Of the key's codes, found"), show=share, numeric=True),
        Column("right", language.text("Of the codes given, in the key"), show=share, numeric=True),
        Column(
            "same_stance", language.text("Of the codes in both, same stance"), share, numeric=True
        ),
    ]
    caption = language.text(
        "Numbers stand for students. A difference from the key is a matter to talk about, no mark."
    )
    body = html_table(rows, columns, title, language)
    notes = "analysis.classroom.results"
    yield Exhibit(
        "class-students", title, caption, "", found.by_student, language, notes=notes, body=body
    )
