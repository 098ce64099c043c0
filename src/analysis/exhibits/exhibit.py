"""A figure or a table with all that a reader needs: question, reading, data, sources, code."""

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pandas as pd

from analysis.exhibits.markup import check_name, folded, link
from analysis.exhibits.wording import keep_together
from analysis.language import Language
from analysis.marks import NOTEBOOK

PLAIN_IN_ADDRESS = " ,;:/()[]!*'@+=?&$|~-_."
"""Characters that may stand as they are in the address that holds the data."""

SOURCES_SHOWN = 2
"""So many sources fit in one quiet line; all of them are behind it."""


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: a name that the reader knows, and its address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Exhibit:
    """A figure or table with all that a reader needs to judge it and to use it again.

    Attributes
    ----------
    name
        Short name in lower case with hyphens; unique on a page.
    title
        The question that the exhibit answers, in the reader's language.
    caption
        How to read it, with n and the interval.
    alternative
        What the picture shows, computed from the data; for those who do not see it.
    data
        What is shown, in words and numbers that no language changes; the CSV link gives it.
    language
        The reader's language, for the quiet line.
    sources
        Shown under the exhibit; the first few by name.
    notes
        The function that made it.
    body
        The picture or table as HTML.
    summary
        If given, the exhibit is closed until the reader opens it at these words.
    absent
        True if there is nothing to show; then `body` says why and stands alone.
    run
        What the page was run with, and the version that ran.
    """

    name: str
    title: str
    caption: str
    alternative: str
    data: pd.DataFrame
    language: Language
    sources: Sequence[Source] = ()
    notes: str = ""
    body: str = field(default="", repr=False)
    summary: str = ""
    absent: bool = False
    run: str = ""

    def __post_init__(self) -> None:
        """Refuse a name that cannot be an HTML identifier and a file name."""
        check_name(self.name)

    def __str__(self) -> str:
        return f"{self.name}: {self.title}"

    def _repr_html_(self) -> str:
        """Return the exhibit as one HTML element."""
        if self.absent:
            return self.body
        shown = keep_together(
            f'<figcaption><p class="exhibit-title">{html.escape(self.title)}</p>\n'
            f'<p class="exhibit-caption">{html.escape(self.caption)}</p></figcaption>\n'
            f"{self.body}"
        )
        figure = (
            f'<figure class="exhibit" id="{self.name}">\n{shown}\n'
            f'<div class="exhibit-line">{_quiet_line(self)}</div>\n</figure>'
        )
        return folded(figure, self.summary) if self.summary else figure

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Give notebooks the HTML, and a short text that holds no memory address."""
        return {"text/html": self._repr_html_(), "text/plain": str(self)}


def exhibit_note(name: str, title: str, reason: str, language: Language) -> Exhibit:
    """Say that an exhibit cannot be shown, and why; empty axes would only puzzle the reader."""
    check_name(name)
    body = (
        f'<p class="exhibit-absent" id="{name}"><strong>{html.escape(title)}</strong> '
        f"{html.escape(reason)}</p>"
    )
    return Exhibit(name, title, reason, "", pd.DataFrame(), language, body=body, absent=True)


def _quiet_line(exhibit: Exhibit) -> str:
    """Return one line with sources and data; how the exhibit was made opens behind it."""
    language = exhibit.language
    sources = [link(source.label, source.url) for source in dict.fromkeys(exhibit.sources)]
    parts = []
    if sources:
        listed = "; ".join(sources[:SOURCES_SHOWN])
        if rest := len(sources[SOURCES_SHOWN:]):
            more = language.plural("and {n} more", "and {n} more", n=rest)
            listed += " " + html.escape(more)
        name = html.escape(language.text("Sources"))
        parts.append(f"{name}: {listed}")
    if not exhibit.data.empty:
        parts.append(_download(exhibit))
    name = html.escape(language.text("Link"))
    parts.append(f'<a href="#{exhibit.name}">{name}</a>')
    return f"<p>{' · '.join(parts)}</p>\n{_making(exhibit, sources)}"


def _making(exhibit: Exhibit, sources: Sequence[str]) -> str:
    """Return what opens behind the quiet line: all sources, code, parameters, version."""
    text = exhibit.language.text
    told, kind = [], "exhibit-made"
    if len(sources) > SOURCES_SHOWN:
        kind += " exhibit-sources"
        told.append((text("All sources"), "; ".join(sources)))
    if exhibit.notes:
        told.append((text("Code"), f"<code>{html.escape(exhibit.notes)}</code>{NOTEBOOK}"))
    if exhibit.run:
        told.append((text("Run with"), f"<code>{html.escape(exhibit.run)}</code>"))
    if not told:
        return ""
    told.append((text("Licence"), "CC BY 4.0"))
    lines = "".join(f"<li>{html.escape(name)}: {value}</li>" for name, value in told)
    summary = html.escape(text("How this was made"))
    return f'<details class="{kind}"><summary>{summary}</summary>\n<ul>{lines}</ul></details>'


def _download(exhibit: Exhibit) -> str:
    """Return a link that holds the data themselves, so that it works from a file."""
    table = exhibit.data.to_csv(index=False, lineterminator="\n", float_format="%.10g")
    # Text that stays text is a third of its size on its way to the reader; base64 is not.
    encoded = html.escape(quote(table, safe=PLAIN_IN_ADDRESS))
    text = html.escape(exhibit.language.text("Data (CSV)"))
    return (
        f'<a download="{exhibit.name}.csv" href="data:text/csv;charset=utf-8,{encoded}">{text}</a>'
    )
