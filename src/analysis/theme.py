"""The Sphinx extension of the book: what it adds to its theme.

The scripts of the theme and of other extensions speak the language of the edition. Formulas
become MathML when the book is built, so that no page needs a script or a network for them, and
the scripts that sort tables or check answers are loaded only where there are any. What is for
instructors is removed from the pages of students as they are read.
"""

import html
import json
import re
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from markupsafe import Markup
from pybtex.backends import plaintext
from pybtex.plugin import register_plugin
from sphinx import addnodes, locale
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.i18n import docname_to_domain

from analysis import audiences, metadata, pages, quizzes, translated_texts
from analysis.language import SOURCE, Language
from analysis.marks import NOTEBOOK

logger = logging.getLogger(__name__)

AUTHORS = re.compile(
    r'(?P<before>\]</span></span>\s*<p>|#id\d+" title=")'
    r"(?P<names>(?:[^.<\"]|(?<=\b[A-Z])\.)+?),? and "
    r"(?P<last>(?:[^.,<\"]|(?<=\b[A-Z])\.)+\. )"
)
"""The authors of a work in the list of references, or in the hint of a citation."""

LOANS = re.compile(r"(?<![\w>\"])leading sector(?![\w\"])")
"""English words that Indonesian writes in italics, in tables that hold plain text."""

DATA_PAGE = "notebooks/data"
"""The page that lists the data sets."""


def set_title(_: Sphinx, config: Config) -> None:
    """Name the book in the language of the edition."""
    place = config.html_context.get("place", "")
    language = Language(config.language)
    config["html_title"] = config["project"] = metadata.title(language, place)
    if config.audience == audiences.INSTRUCTOR:
        config.html_theme_options["announcement"] = language.text(
            "Instructor edition: it holds the keys; do not hand it out."
        )


def read_for_audience(app: Sphinx, page: str, text: list[str]) -> None:
    """Remove what is not for the readers of this edition before anything is made of the page."""
    text[0] = audiences.source(app.env.doc2path(page), text[0], app.config.audience)


def clear_sources(app: Sphinx, error: Exception | None) -> None:
    """Let the sources beside a student's pages hold no more than the pages do."""
    sources = Path(app.outdir, "_sources")
    if error or app.builder.name != "html" or app.config.audience == audiences.INSTRUCTOR:
        return
    for path in (path for path in sources.rglob("*") if path.is_file()):
        path.write_text(audiences.published(path.name, path.read_text("utf-8")), encoding="utf-8")


class ForInstructors(SphinxDirective):
    """A part of a page that only the instructor edition has."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the part as a box with a title."""
        said = Language(self.config.language).text("For instructors")
        box = nodes.admonition("", nodes.title(said, "", nodes.Text(said), translatable=False))
        box["classes"] += ["admonition-instructor"]
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


def to_mathml(node: nodes.Node, *, block: bool) -> str:
    """Turn a formula in LaTeX into MathML; what cannot be read is a warning of the build."""
    formula = node.astext()
    try:
        return cast(str, tex2mathml(formula, as_block=block))
    except MathError as error:
        logger.warning("The formula %r cannot be read: %s", formula, error, location=node)
        return ""


def write_inline_formula(writer: Any, node: nodes.Element) -> None:
    """Write a formula within a line."""
    writer.body.append(to_mathml(node, block=False))
    raise nodes.SkipNode


def write_formula(writer: Any, node: nodes.Element) -> None:
    """Write a formula on a line of its own, which scrolls if it is wider than the screen."""
    writer.body.append('<div class="math notranslate nohighlight" tabindex="0">')
    writer.body.append(to_mathml(node, block=True))
    writer.body.append("</div>\n")
    raise nodes.SkipNode


class TranslateCaptions(SphinxTransform):
    """Translate the captions of the table of contents, which are put in after all else was."""

    default_priority = 110  # the captions come at 100

    def apply(self, **_: Any) -> None:
        """Replace each caption by its entry in the catalogue of the page."""
        folders = [str(Path(self.app.srcdir, folder)) for folder in self.config.locale_dirs]
        domain = docname_to_domain(self.env.docname, self.config.gettext_compact)
        catalogue, _found = locale.init(folders, self.config.language, domain)
        for contents in self.document.findall(addnodes.toctree):
            contents.preserve_original_messages()
            for caption in contents.extract_original_messages():
                contents.apply_translated_message(caption, catalogue.gettext(caption))


def translate_citations(body: str, language: Language) -> str:
    """Join the names of authors as a language does, in citations and in the list of references."""
    two = language.text("{first} and {last}", first=r"\1", last=r"\2")
    body = re.sub(r"(?<=>)([^<>]+) and ([^<>]+, \d{4}[a-z]?)(?=</a>)", two, body)
    body = body.replace("<em>et al.</em>", language.text("et al."))

    def joined(found: re.Match[str]) -> str:
        names = [name.strip() for name in found["names"].split(", ")]
        return found["before"] + language.join([*names, found["last"]])

    return AUTHORS.sub(joined, body)


def name_notebook(app: Sphinx, context: dict[str, Any]) -> str:
    """Name the notebook of a page, with a link where the book holds a copy of it."""
    source = context.get("sourcename") or ""
    if not source.endswith(".ipynb"):
        return ""
    name = html.escape(Path(source).name)
    if app.builder.format != "html" or app.builder.name == "epub":
        return f", {name}"
    address = html.escape(context["pathto"](f"_sources/{source}", 1))
    return f', <a href="{address}" download="{name}">{name}</a>'


def files_of(app: Sphinx, page: str) -> dict[str, str]:
    """Return what a page is handed out as, with the words that lead there."""
    text, name = Language(app.config.language).text, page.rpartition("/")[2]
    files: dict[str, str] = {}
    if app.builder.name != "html":
        return files
    if page in pages.SLIDES:
        files[pages.slides_of(name)] = text("Slides of this page")
    if page in pages.DOCUMENTS and app.config.audience == audiences.INSTRUCTOR:
        files[pages.document_of(name)] = text("This page as a document to edit (.docx)")
    return files


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Write slides and documents from the pages that have just been built."""
    if error:
        return
    language = Language(app.config.language)
    for page in app.env.found_docs:
        for name in files_of(app, page):
            path = Path(app.outdir, f"{page}.html")
            write = pages.write_document if name.endswith(".docx") else pages.write_slides
            write(path, path.with_name(name), language)


def complete_page(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Name the search field, load the script that sorts tables, and mend the list of references."""
    language = Language(app.config.language)
    context["theme_search_bar_text"] = language.text("Search this book")
    body = context.get("body", "")
    if language.code != SOURCE:
        body = LOANS.sub(r"<em>\g<0></em>", translate_citations(body, language))
    body = body.replace(NOTEBOOK, name_notebook(app, context))
    # Exhibits name other pages as files of this folder; another builder names them otherwise.
    body = body.replace(".html#rows-", f"{getattr(app.builder, 'out_suffix', '.html')}#rows-")
    # The role that docutils gives to a reference has been withdrawn from the standard.
    context["body"] = body.replace('role="doc-biblioentry"', 'role="listitem"')
    if 'x-data="explorer"' in body:
        app.add_js_file("explorer.js", loading_method="defer", priority=400)
        app.add_js_file("vendor/alpinejs/alpine-csp.min.js", loading_method="defer", priority=410)
    if re.search(r'<table class="[^"]*\bsortable\b', body):
        app.add_js_file("vendor/tablesort/tablesort.min.js", loading_method="defer", priority=400)
    links = [
        f'<a href="{name}">{html.escape(said)}</a>' for name, said in files_of(app, page).items()
    ]
    if links:
        said = f'</h1>\n<p class="page-files">{" · ".join(links)}</p>'
        context["body"] = context["body"].replace("</h1>", said, 1)
    if "data-sealed" in body:
        app.add_js_file(quizzes.SCRIPT, loading_method="defer")


def search_texts(language: Language) -> dict[str, str]:
    """Return what the search says, by what it says in English."""
    return {
        "Search Results": language.text("Search Results"),
        "Searching": language.text("Searching"),
        "Preparing search...": language.text("Preparing search..."),
        "Search finished, found ${resultCount} page(s) matching the search query.": language.text(
            "Pages found: {n}.", n="${resultCount}"
        ),
        "Your search did not match any documents. Please make sure that all words are spelled "
        "correctly and that you've selected enough categories.": language.text(
            "No page has all of these words. Check the spelling, or search for fewer words."
        ),
    }


def copy_texts(language: Language) -> dict[str, str]:
    """Return what the button beside a command says."""
    return {
        "copy": language.text("Copy"),
        "copy_to_clipboard": language.text("Copy to the clipboard"),
        "copy_success": language.text("Copied"),
        "copy_failure": language.text("It could not be copied"),
    }


def translate_scripts(app: Sphinx, exception: Exception | None) -> None:
    """Add to scripts what they say in the language of the edition, once they have been written."""
    static = Path(app.outdir, "_static")
    search, copy = static / "searchtools.js", static / "copybutton.js"
    if exception or not search.is_file():
        return
    language = Language(app.config.language)
    texts = json.dumps(search_texts(language), ensure_ascii=False)
    said = search.read_text(encoding="utf-8")
    search.write_text(f"Object.assign(Documentation.TRANSLATIONS, {texts});\n{said}", "utf-8")
    if copy.is_file():
        texts = json.dumps(copy_texts(language), ensure_ascii=False)
        # The last entry for a language holds.
        before, end, rest = copy.read_text(encoding="utf-8").partition("\n}\n")
        copy.write_text(f"{before},\n  '{language.code}': {texts}{end}{rest}", "utf-8")


def describe_page(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Give a page of the book what it says of itself to programs, and how it is cited."""
    if doctree is None:  # search, which is no page of the book
        return
    language = Language(app.config.language)
    page = metadata.Page(
        name=pagename,
        title=Markup(context["title"]).striptags(),  # noqa: S704 - the text of our own markup
        summary=metadata.shorten(first_paragraph(doctree)),
        book=app.config.project,
        language=language,
        address=app.config.html_baseurl,
    )
    publication = metadata.read()
    datasets = app.config.html_context.get("datasets", []) if pagename == DATA_PAGE else []
    described = metadata.linked_data(publication, page, datasets)
    context["described"] = page
    # Within a script, only this sign could end it too early.
    context["linked_data"] = json.dumps(described, ensure_ascii=False).replace("<", r"\u003c")
    context["citations"] = {
        "APA": metadata.apa(publication, page),
        "BibTeX": metadata.bibtex(publication, page),
    }


def first_paragraph(document: nodes.document) -> str:
    """Return the first words of a page; empty for one that has none."""
    found = next(iter(document.findall(nodes.paragraph)), None)
    return found.astext() if found else ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register what this extension adds."""
    app.add_html_math_renderer("mathml", (write_inline_formula, None), (write_formula, None))
    app.add_config_value("audience", audiences.STUDENT, "env", [str])
    app.add_directive(audiences.BLOCK, ForInstructors)
    app.add_transform(TranslateCaptions)
    # Otherwise it is looked for among all installed packages, for each citation.
    register_plugin("pybtex.backends", "plaintext", plaintext.Backend, force=True)
    quizzes.setup(app)
    translated_texts.setup(app)
    app.connect("source-read", read_for_audience)
    app.connect("build-finished", clear_sources)
    app.connect("build-finished", write_files)
    app.connect("config-inited", set_title)
    app.connect("html-page-context", complete_page)
    # After the extensions that write scripts of their own.
    app.connect("build-finished", translate_scripts, priority=900)
    app.connect("html-page-context", describe_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
