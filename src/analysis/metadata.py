"""What the book says of itself to programs: who made it, its version, how it is cited.

One file is the source, ``CITATION.cff``; the descriptions for other services are made from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import yaml

from analysis.errors import message
from analysis.files import write_text
from analysis.language import Language

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "CITATION.cff"
ALL_AUTHORS = message("The contributors")
LICENCES = {
    "MIT": "https://spdx.org/licenses/MIT",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
}
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
LATEX = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_"})
LENGTH_OF_A_SUMMARY = 200

Data = dict[str, Any]


@dataclass(frozen=True)
class Publication:
    """The project as ``CITATION.cff`` describes it.

    Attributes
    ----------
    title, summary, authors, keywords, licences
        As written there; licences by their SPDX names.
    version
        Of the project.
    released
        Date of that version; empty while it is not released.
    references
        The works that it examines or builds on, as written there.
    """

    title: str
    summary: str
    authors: tuple[str, ...]
    version: str
    released: str
    licences: tuple[str, ...]
    keywords: tuple[str, ...]
    references: tuple[Data, ...]

    def authors_in(self, language: Language) -> list[str]:
        """Return the authors; a name that is a word is said in the reader's language."""
        return [language.text(name) if name == ALL_AUTHORS else name for name in self.authors]

    @property
    def year(self) -> str:
        """Year of the version; empty while it is not released."""
        return self.released[:4]


@cache
def read(root: Path = ROOT) -> Publication:
    """Read what ``CITATION.cff`` says."""
    cff = yaml.safe_load((root / SOURCE).read_text(encoding="utf-8"))
    licences = cff["license"]
    return Publication(
        title=cff["title"],
        summary=cff["abstract"].strip(),
        authors=tuple(_author(entry) for entry in cff["authors"]),
        version=str(cff["version"]),
        released=str(cff.get("date-released", "")),
        licences=(licences,) if isinstance(licences, str) else tuple(licences),
        keywords=tuple(cff["keywords"]),
        references=tuple(cff["references"]),
    )


def _author(entry: Mapping[str, str]) -> str:
    """Return the name of an author, who may be a person or a group."""
    return entry.get("name") or f"{entry['family-names']}, {entry['given-names']}"


# Files for other services -------------------------------------------------------------------


def codemeta(publication: Publication) -> Data:
    """Describe the project as CodeMeta 2.0 asks."""
    described = {
        "@context": "https://doi.org/10.5063/schema/codemeta-2.0",
        "@type": "SoftwareSourceCode",
        "name": publication.title,
        "description": publication.summary,
        "version": publication.version,
        "author": _organisations(publication),
        "license": [LICENCES[name] for name in publication.licences],
        "keywords": list(publication.keywords),
        "programmingLanguage": "Python",
        "datePublished": publication.released,
        "referencePublication": [_work(entry) for entry in publication.references],
    }
    return {name: value for name, value in described.items() if value}


def zenodo(publication: Publication) -> Data:
    """Describe a deposit as Zenodo reads it; of several licences it takes the first."""
    described = {
        "title": publication.title,
        "description": publication.summary,
        "upload_type": "software",
        "version": publication.version,
        "creators": [{"name": name} for name in publication.authors],
        "license": publication.licences[0].lower(),
        "notes": f"Licences: {', '.join(publication.licences)}.",
        "keywords": list(publication.keywords),
        "publication_date": publication.released,
        "related_identifiers": [
            {"identifier": entry["doi"], "relation": "references", "scheme": "doi"}
            for entry in publication.references
            if "doi" in entry
        ],
    }
    return {name: value for name, value in described.items() if value}


def as_json(described: Data) -> str:
    """Write a description as it lies in a file."""
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _organisations(publication: Publication) -> list[Data]:
    return [{"@type": "Organization", "name": name} for name in publication.authors]


def _work(entry: Mapping[str, Any]) -> Data:
    """Describe a work that the project examines or builds on."""
    kinds = {"article": "ScholarlyArticle", "thesis": "Thesis"}
    described = {
        "@type": kinds.get(entry["type"], "CreativeWork"),
        "name": entry["title"],
        "author": [
            {
                "@type": "Person",
                "familyName": name["family-names"],
                "givenName": name["given-names"],
            }
            for name in entry["authors"]
        ],
        "datePublished": str(entry["year"]),
        "sameAs": f"https://doi.org/{entry['doi']}" if "doi" in entry else "",
    }
    return {name: value for name, value in described.items() if value}


# What a page says ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """One page of one edition.

    Attributes
    ----------
    name
        Path within the edition, without suffix.
    title
        Its heading.
    summary
        Its first words.
    book
        Title of the book in the language of the edition.
    language
        The reader's language.
    address
        Where the edition is read, with its last slash; empty: not known.
    """

    name: str
    title: str
    summary: str
    book: str
    language: Language
    address: str = ""

    @property
    def url(self) -> str:
        """The whole address of the page; empty where it is not known."""
        return f"{self.address}{self.name}.html" if self.address else ""


def shorten(text: str, length: int = LENGTH_OF_A_SUMMARY) -> str:
    """Cut a text after its last whole word that fits."""
    words = " ".join(text.split())
    return words if len(words) <= length else words[:length].rpartition(" ")[0] + " …"


def linked_data(publication: Publication, page: Page, datasets: Sequence[Data] = ()) -> Data:
    """Describe a page, the book that it is part of, and data sets, in the words of schema.org."""
    book = {
        "@type": "Book",
        "name": page.book,
        "inLanguage": page.language.code,
        "version": publication.version,
        "datePublished": publication.released,
        "author": _organisations(publication),
        "license": [LICENCES[name] for name in publication.licences],
        "keywords": list(publication.keywords),
        "citation": [_work(entry) for entry in publication.references],
        "url": page.address,
    }
    chapter = {
        "@type": "Chapter",
        "name": page.title,
        "description": page.summary,
        "inLanguage": page.language.code,
        "url": page.url,
        "isPartOf": {name: value for name, value in book.items() if value},
    }
    graph = [{name: value for name, value in chapter.items() if value}, *datasets]
    return {"@context": "https://schema.org", "@graph": graph}


def title(language: Language, place: str = "") -> str:
    """Return the title of the book, with the place if it is not that of the first case."""
    said = language.text("Who is covered? Collaborative governance of workers' social security")
    return f"{said} · {place}" if place else said


def sitemap(address: str, pages: Sequence[str], languages: Sequence[str], released: str) -> str:
    """List the pages of all editions for search engines, each with its other languages.

    Parameters
    ----------
    address
        Where the front door is read, with its last slash.
    pages
        Pages of an edition, without suffix.
    languages
        Codes of the editions.
    released
        Date of the version; empty while it is not released.
    """
    ET.register_namespace("", SITEMAP)
    ET.register_namespace("xhtml", XHTML)
    urls = ET.Element(f"{{{SITEMAP}}}urlset")
    for page in pages:
        alternates = {code: f"{address}{code}/{page}.html" for code in languages}
        for code in languages:
            url = ET.SubElement(urls, f"{{{SITEMAP}}}url")
            ET.SubElement(url, f"{{{SITEMAP}}}loc").text = alternates[code]
            if released:
                ET.SubElement(url, f"{{{SITEMAP}}}lastmod").text = released
            for other, link in alternates.items():
                names = {"rel": "alternate", "hreflang": other, "href": link}
                ET.SubElement(url, f"{{{XHTML}}}link", names)
    ET.indent(urls)
    text = ET.tostring(urls, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


# Cite this page -----------------------------------------------------------------------------


def apa(publication: Publication, page: Page) -> str:
    """Cite a page in the style of the APA.

    The date is that of the version, never that of reading.
    """
    text = page.language.text
    authors = page.language.join(publication.authors_in(page.language))
    cited = text(
        "{authors}. ({year}). {page} In {book} (Version {version}).",
        authors=authors,
        year=publication.year or text("n.d."),
        page=page.title if page.title.endswith(("?", "!", ".")) else f"{page.title}.",
        book=page.book,
        version=publication.version,
    )
    return f"{cited} {page.url}".rstrip()


def bibtex(publication: Publication, page: Page) -> str:
    """Cite a page as an entry for BibTeX."""
    fields = {
        "author": " and ".join(f"{{{name}}}" for name in publication.authors_in(page.language)),
        "title": f"{{{page.title.translate(LATEX)}}}",
        "booktitle": f"{{{page.book.translate(LATEX)}}}",
        "year": publication.year,
        "version": publication.version,
        "url": page.url,
        "langid": {"en": "english", "id": "indonesian"}.get(page.language.code, ""),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    key = f"ucj-{publication.version}-{page.language.code}-{page.name.rpartition('/')[2]}"
    return "\n".join([f"@incollection{{{key},", *lines, "}"])


def write_files(root: Path = ROOT) -> None:
    """Write the files for other services, from what ``CITATION.cff`` says."""
    publication = read(root)
    write_text(root / "codemeta.json", as_json(codemeta(publication)))
    write_text(root / ".zenodo.json", as_json(zenodo(publication)))


if __name__ == "__main__":
    write_files()
