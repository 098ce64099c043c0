"""What a built page is handed out as: slides to show and print, and a document to edit.

Both are made from the page itself, so they say what the page says, with the same figures and
numbers, in its language and for its readers.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu
from markupsafe import Markup

from analysis.exchange.archive import without_time
from analysis.files import write_bytes, write_text
from analysis.language import Language
from analysis.rendering import render

SLIDES = (
    "notebooks/course-case",
    "notebooks/course-figure",
    "notebooks/course-coding",
    "notebooks/course-leading",
)
"""Pages that are taught from slides."""
DOCUMENTS = ("book/course/plan",)
"""Pages that a lecturer changes for a programme of her own."""

ROOM = 1000
"""Characters that fit on a slide at the size at which a class can read them."""
ROOM_BESIDE = 250
"""Characters that fit above a figure or a table."""
SHORT = 160
"""So few characters never stand alone: they lead to what follows, or end what came before."""
NARROW = 6
"""Characters for which the narrowest column of a document has room."""
OPEN = "details.exhibit-fold-narrow"
"""Tables that only phones fold; a slide shows them."""
LEFT_OUT = (
    "a.headerlink, .quiz, .exhibit-fold, .exhibit-made, .admonition-instructor, .page-files, script"
)
HEADINGS = ("h1", "h2", "h3", "h4")


def slides_of(page: str) -> str:
    """Return the name of the slides of a page, beside it, so that its links hold."""
    return f"{page}-slides.html"


def document_of(page: str) -> str:
    """Return the name of the document of a page, beside it."""
    return f"{page}.docx"


# Slides -------------------------------------------------------------------------------------


@dataclass
class Slide:
    """A slide: its heading, and what stands below it."""

    title: str
    parts: list[Tag] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Characters on the slide."""
        return sum(len(part.get_text(" ", strip=True)) for part in self.parts)

    @property
    def wide(self) -> bool:
        """Whether a figure or a table needs the slide for itself."""
        return any(_is_exhibit(part) for part in self.parts)

    @property
    def content(self) -> Markup:
        """The parts as HTML; they come from a page that has been built."""
        return Markup("\n".join(map(str, self.parts)))  # noqa: S704


def write_slides(page: Path, output: Path, language: Language) -> None:
    """Write the slides of a page: one or more for each section and for each figure or table.

    Parameters
    ----------
    page
        A page of the built book.
    output
        The slides; they lie beside the page.
    language
        Of the page.
    """
    article = _article(page)
    _unfold(article)
    for tag in article.select(LEFT_OUT):
        tag.decompose()
    _leave_sources(article)
    slides = list(_slides(article))
    static = "../" * len(page.relative_to(_edition(page)).parents[1:]) + "_static"
    text = language.text
    write_text(
        output,
        render(
            "slides.html",
            language=language.code,
            static=static,
            page=page.name,
            title=slides[0].title,
            slides=slides,
            text={
                "slides": text("Slides"),
                "back": text("Back to the page"),
                "keys": text("Page up and page down turn the slides; print them from the browser."),
                "places": [
                    text("Slide {number} of {all}", number=number, all=len(slides))
                    for number in range(1, len(slides) + 1)
                ],
            },
        ),
    )


def _unfold(article: Tag) -> None:
    """Show the tables that a wide page shows too."""
    for fold in article.select(OPEN):
        for summary in fold.find_all("summary", recursive=False):
            summary.decompose()
        fold.unwrap()


def _leave_sources(article: Tag) -> None:
    """Keep the sources of an exhibit, and leave what can only be clicked to the page."""
    for line in article.select(".exhibit-line"):
        for anchor in line.select('a[download], a[href^="#"]'):
            before = anchor.previous_sibling
            if isinstance(before, NavigableString):
                before.replace_with(str(before).removesuffix(" \N{MIDDLE DOT} "))
            anchor.decompose()
        if not line.get_text(strip=True):
            line.decompose()


def _slides(article: Tag) -> Iterator[Slide]:
    """Cut a page into slides at its headings, its exhibits, and where a slide is full."""
    slide = Slide("")
    for part in _parts(article):
        if part.name in HEADINGS:
            if slide.parts:
                yield slide
            slide = Slide(_heading(part))
            continue
        if slide.parts and not _fits(slide, part):
            yield slide
            slide = Slide(slide.title)
        slide.parts.append(part)
    if slide.parts:
        yield slide


def _fits(slide: Slide, part: Tag) -> bool:
    """Tell whether a part has room on a slide that has some already."""
    if slide.wide:
        return False
    if slide.size <= SHORT:
        return True
    if _is_exhibit(part):
        return slide.size <= ROOM_BESIDE
    text = len(part.get_text(" ", strip=True))
    return slide.size + text <= ROOM + (SHORT if text <= SHORT else 0)


def _heading(part: Tag) -> str:
    """Return the words of a heading; those in italics have no space of their own."""
    return " ".join(part.get_text().split())


def _parts(tag: Tag) -> Iterator[Tag]:
    """Yield headings, paragraphs, lists and exhibits in their order, whatever they lie in."""
    for child in tag.find_all(True, recursive=False):
        inner = child.select_one("figure, section, p, ul, ol, h2")
        if (
            child.name in {"section", "div"}
            and inner
            and "answer" not in child.get_attribute_list("class")
        ):
            yield from _parts(child)
        elif child.get_text(strip=True) or child.name in {"figure", "img", "svg"}:
            yield child


def _is_exhibit(part: Tag) -> bool:
    return part.name in {"figure", "table"} or part.select_one("figure, table") is not None


# Documents ----------------------------------------------------------------------------------


def write_document(page: Path, output: Path, language: Language) -> None:
    """Write a page as a text document (``.docx``), with its headings, lists and tables.

    Parameters
    ----------
    page
        A page of the built book.
    output
        The document.
    language
        Of the page, for the spelling of whoever edits it.
    """
    article = _article(page)
    for tag in article.select("a.headerlink, .page-files, script"):
        tag.decompose()
    document = Document()
    _set_up(document, language)
    for part in _parts(article):
        _add(document, part)
    document.core_properties.title = next(iter(document.paragraphs)).text
    document.core_properties.author = ""
    document.core_properties.language = language.code
    written = io.BytesIO()
    document.save(written)
    write_bytes(output, without_time(written.getvalue()))


def _set_up(document: Any, language: Language) -> None:
    """Lay A4 across, since a course plan is a wide table, and say the language."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), {"en": "en-GB", "id": "id-ID"}.get(language.code, language.code))
    document.styles["Normal"].element.get_or_add_rPr().append(spoken)


def _add(document: Any, part: Tag) -> None:
    if part.name in HEADINGS:
        document.add_heading(_heading(part), int(part.name[1]) - 1)
    elif part.name in {"ul", "ol"}:
        style = "List Bullet" if part.name == "ul" else "List Number"
        for item in part.find_all("li", recursive=False):
            _write(document.add_paragraph(style=style), item)
    elif (table := part if part.name == "table" else part.find("table")) is not None:
        _add_table(document, table)
    else:
        _write(document.add_paragraph(), part)


def _add_table(document: Any, table: Tag) -> None:
    rows = table.find_all("tr")
    width = max(len(row.find_all(["th", "td"])) for row in rows)
    made = document.add_table(rows=0, cols=width, style="Table Grid")
    for row in rows:
        line = made.add_row()
        _mark_row(line, "w:cantSplit")
        for place, cell in enumerate(row.find_all(["th", "td"])):
            _write(line.cells[place].paragraphs[0], cell, bold=cell.name == "th")
    if rows and not rows[0].find("td"):
        # The head of a table that goes over pages stands on each of them.
        _mark_row(made.rows[0], "w:tblHeader")
    _keep_ends_together(document, made)
    _set_widths(made, document.sections[0])
    document.add_paragraph()


def _mark_row(row: Any, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))  # noqa: SLF001 - no other way


def _keep_ends_together(document: Any, table: Any) -> None:
    """Keep what leads to a table and its first rows on one page, and so its last rows."""
    before = table._tbl.getprevious()  # noqa: SLF001 - no other way
    kept = [paragraph for paragraph in document.paragraphs if paragraph._p is before]  # noqa: SLF001
    for row in [*table.rows[:2], *table.rows[-3:-1]]:
        kept += [cell.paragraphs[0] for cell in row.cells]
    for paragraph in kept:
        paragraph.paragraph_format.keep_with_next = True


def _set_widths(table: Any, section: Any) -> None:
    """Give each column the width that its texts ask for, between a word and most of the page."""
    longest = [max(len(cell.text) for cell in column.cells) for column in table.columns]
    words = [
        max((len(word) for cell in column.cells for word in cell.text.split()), default=0)
        for column in table.columns
    ]
    asked = [max(word, length**0.7, NARROW) for word, length in zip(words, longest, strict=True)]
    whole = section.page_width - section.left_margin - section.right_margin
    table.autofit = False
    for column, share in zip(table.columns, asked, strict=True):
        width = Emu(int(whole * share / sum(asked)))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _write(paragraph: Any, tag: Tag, *, bold: bool = False, italic: bool = False) -> None:
    """Write the text of an element with its bold and italic words."""
    for child in tag.children:
        if isinstance(child, Tag):
            _write(
                paragraph,
                child,
                bold=bold or child.name in {"strong", "b"},
                italic=italic or child.name in {"em", "i"},
            )
        elif isinstance(child, NavigableString):
            run = paragraph.add_run(" ".join(str(child).split("\n")))
            run.bold, run.italic = bold or None, italic or None


def _article(page: Path) -> Tag:
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    article = soup.select_one("article")
    if article is None:
        raise ValueError(page)
    return article


def _edition(page: Path) -> Path:
    """Return the folder of the edition that a page belongs to."""
    return next(folder for folder in page.parents if (folder / "_static").is_dir())
