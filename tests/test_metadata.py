"""What the book says of itself to programs: one source, valid, and no address invented."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from analysis import cases, datasets, metadata
from analysis.language import Language, languages

PUBLICATION = metadata.read()
RELEASED = replace(PUBLICATION, released="2027-02-03", version="1.0.0")
PAGE = metadata.Page(
    name="notebooks/05-trends",
    title="Is 5% & more enough?",
    summary="A summary.",
    book="Who is covered?",
    language=Language("en"),
)
PUBLISHED = replace(PAGE, address="https://example.org/a_book/en/")


def test_the_citation_is_valid_under_its_standard():
    """The schema is that of the Citation File Format 1.2.0 (CC BY 4.0, its authors)."""
    schema = json.loads((Path(__file__).parent / "cff-schema-1.2.0.json").read_text("utf-8"))
    # In YAML a date without quotes is a date; the schema is about JSON, where it is a text.
    text = (metadata.ROOT / metadata.SOURCE).read_text("utf-8")
    cff = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    for reference in cff["references"]:
        for name in {"year", "volume", "start", "end"} & reference.keys():
            reference[name] = int(reference[name])
    jsonschema.validate(cff, schema)


@pytest.mark.parametrize(
    ("file", "describe"),
    [("codemeta.json", metadata.codemeta), (".zenodo.json", metadata.zenodo)],
)
def test_other_services_are_told_the_same_as_the_citation_says(file: str, describe: Callable):
    made = metadata.as_json(describe(PUBLICATION))
    assert (metadata.ROOT / file).read_text("utf-8") == made, (
        f"{file} is not what CITATION.cff says; write it anew with: python -m analysis.metadata"
    )


def test_the_version_is_one():
    project = (metadata.ROOT / "pyproject.toml").read_text("utf-8")
    changes = (metadata.ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f'version = "{PUBLICATION.version}"' in project
    assert f"## [{PUBLICATION.version}] - {PUBLICATION.released or 'unreleased'}" in changes


def test_a_page_without_a_known_address_names_none():
    told = json.dumps(metadata.linked_data(PUBLICATION, PAGE))
    assert '"url"' not in told
    assert metadata.apa(RELEASED, PAGE) == (
        "The contributors. (2027). Is 5% & more enough? In Who is covered? (Version 1.0.0)."
    )
    assert "url" not in metadata.bibtex(RELEASED, PAGE)


def test_a_page_with_an_address_names_it():
    address = "https://example.org/a_book/en/notebooks/05-trends.html"
    (chapter,) = metadata.linked_data(RELEASED, PUBLISHED)["@graph"]
    assert chapter["url"] == address
    assert chapter["isPartOf"]["url"] == PUBLISHED.address
    assert chapter["isPartOf"]["datePublished"] == "2027-02-03"
    assert metadata.apa(RELEASED, PUBLISHED).endswith(address)


def test_a_version_that_is_not_released_has_no_date():
    assert "(n.d.)" in metadata.apa(replace(PUBLICATION, released=""), PAGE)
    assert "year" not in metadata.bibtex(replace(PUBLICATION, released=""), PAGE)


@pytest.mark.parametrize("code", languages())
def test_a_program_reads_the_entry_for_bibtex(code: str):
    page = replace(PUBLISHED, language=Language(code))
    (entry,) = parse_string(metadata.bibtex(RELEASED, page), "bibtex").entries.values()
    assert entry.type == "incollection"
    assert entry.fields["title"] == r"{Is 5\% \& more enough?}"
    assert entry.fields["year"] == "2027"
    assert entry.fields["url"] == f"{PUBLISHED.address}notebooks/05-trends.html"
    named = {"en": "{The contributors}", "id": "{Para kontributor}"}
    assert str(entry.persons["author"][0]) == named[code]


@pytest.mark.parametrize("code", languages())
def test_every_data_set_of_the_book_is_described(code: str):
    packages = datasets.data_packages(cases.load("padang"))
    assert [package.name for package in packages] == [
        "padang",
        "padang-panjang",
        "reference",
        "framework",
    ]
    for package in packages:
        told = datasets.dataset(package, Language(code))
        assert {"@type", "name", "description", "license", "creator", "version"} <= told.keys()
        assert 40 <= len(told["description"]) <= 5000
        assert told["variableMeasured"]


def test_the_map_of_pages_names_each_page_in_each_language():
    text = metadata.sitemap("https://example.org/", ["a", "b/c"], ["en", "id"], "2027-02-03")
    places = {"s": metadata.SITEMAP, "x": metadata.XHTML}
    found = ET.fromstring(text).findall("s:url", places)  # noqa: S314 - our own text
    assert [url.find("s:loc", places).text for url in found] == [
        f"https://example.org/{code}/{page}.html" for page in ("a", "b/c") for code in ("en", "id")
    ]
    for url in found:
        links = url.findall("x:link", places)
        assert {link.get("hreflang") for link in links} == {"en", "id"}
        assert url.find("s:lastmod", places).text == "2027-02-03"


@given(st.text(), st.integers(min_value=10, max_value=200))
def test_a_summary_is_short_and_begins_as_the_text_does(text: str, length: int):
    short = metadata.shorten(text, length)
    assert len(short) <= length + 2
    assert " ".join(text.split()).startswith(short.removesuffix(" …").strip())
