"""Translated texts are read as the library reads them."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from myst_nb.sphinx_ import Parser
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser

from analysis.translated_texts import TextParser, TextRenderer

SOURCE = "page.md:3:<translated>"
EXTENSIONS = {"attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist"}
TEXTS = (
    "Satu kalimat dengan *loan*, `kode` dan $c = m / b$.",
    "Sebuah [tautan](https://example.org) dan [rujukan][x].\n\n[x]: https://example.org/x",
    "Judul\n=====",
    "Judul\n=====",
    "::\n\n   teks",
    "- satu\n- dua[^1]\n\n[^1]: Catatan.",
    "---\nmyst:\n  enable_extensions: []\n---\n$c$",
)


@pytest.fixture(scope="module")
def environment() -> SimpleNamespace:
    return SimpleNamespace(
        myst_config=MdParserConfig(enable_extensions=EXTENSIONS),
        mystnb_config=SimpleNamespace(custom_formats={}),
        docname="page",
        doc2path=lambda _: "page.md",
        metadata={"page": {}},
    )


def document(environment: SimpleNamespace) -> nodes.document:
    empty = new_document(SOURCE, get_default_settings(Parser))
    empty.settings.env = environment
    return empty


def read(parser: Parser, text: str, environment: SimpleNamespace) -> str:
    into = document(environment)
    parser.env = environment
    parser.parse(text, into)
    return into.pformat()


def test_texts_that_one_parser_reads_in_turn_are_those_of_a_new_parser_each(
    environment: SimpleNamespace,
):
    for text in TEXTS:
        expected = read(Parser(), text, environment)
        assert read(TextParser(), text, environment) == expected


def test_texts_share_a_parser_as_long_as_the_configuration_is_one(environment: SimpleNamespace):
    kept = TextParser.parser(environment.myst_config)
    assert TextParser.parser(environment.myst_config) is kept
    assert TextParser.parser(MdParserConfig()) is not kept


def test_a_text_begins_with_all_that_the_library_sets(environment: SimpleNamespace):
    into = document(environment)
    states = []
    for kind in (SphinxRenderer, TextRenderer):
        parser = create_md_parser(environment.myst_config, kind)
        parser.options["document"] = into
        parser.renderer.setup_render(parser.options, {})
        own = ("md", "rules", "md_options")
        states.append({k: v for k, v in vars(parser.renderer).items() if k not in own})
    assert states[0] == states[1]
