"""Reads translated texts with one Markdown parser, where Sphinx would make one for each.

Sphinx lets the parser of a page read each of its translated texts as a small document, twice. MyST
then makes its parser anew, and default settings of docutils that nobody looks at; together that is
most of the time that a translated edition takes to read.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst.languages import get_language
from markdown_it import MarkdownIt
from myst_nb.sphinx_ import Parser
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from sphinx.application import Sphinx

TRANSLATED = "<translated>"
"""How the source of a translated text ends, as Sphinx names it."""
TOP_MATTER = "---"


class TextRenderer(SphinxRenderer):
    """Writes into the document that it is given, and makes no other."""

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Begin a document; what is set is what the library sets."""
        self.md_env = env
        self.md_options = options
        self.md_config = options["myst_config"]
        self.document = self.current_node = options["document"]
        self.reporter = self.document.reporter
        self.language_module_rst = get_language(self.document.settings.language_code)
        self._heading_offset = 0
        self._level_to_section = {0: self.document}
        self._heading_slugs = {}


class TextParser(Parser):  # type: ignore[misc]
    """Parser of pages and notebooks that is quick with translated texts."""

    kept: ClassVar[MarkdownIt | None] = None

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Read a page, a notebook or a translated text into a document."""
        if not document.current_source.endswith(TRANSLATED) or inputstring.startswith(TOP_MATTER):
            super().parse(inputstring, document)
            return
        parser = self.parser(document.settings.env.myst_config)
        parser.options["document"] = document
        parser.render(inputstring)

    @classmethod
    def parser(cls, config: MdParserConfig) -> MarkdownIt:
        """Return the parser of all texts that are read with one configuration."""
        if cls.kept is None or cls.kept.options["myst_config"] is not config:
            cls.kept = create_md_parser(config, TextRenderer)
        return cls.kept


def setup(app: Sphinx) -> None:
    """Let Sphinx read with this parser."""
    app.setup_extension("myst_nb")  # has registered the one that is replaced
    app.add_source_parser(TextParser, override=True)
