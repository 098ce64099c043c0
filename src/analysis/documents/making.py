"""Make an EPUB and a PDF of an edition, from the folder that its pages are built from."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pikepdf
import yaml
from babel.messages.pofile import read_po
from lxml import etree
from playwright.sync_api import sync_playwright

from analysis import archives, links, metadata
from analysis.errors import UserError, message
from analysis.files import write_text
from analysis.language import Language

TEMPLATES = Path(__file__).parents[1] / "templates"
STYLES = ("document.css", "paper.css")
"""For both, and for the PDF only."""
FIRST = "contents"
"""The page before all others, which only these files have."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PDF_NEEDS = message(
    "A PDF needs the browser Chromium, which is not installed here; all else was made."
)
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
UNLISTED = re.compile(r"\.(js|buildinfo|epub|html)$|paper\.css$|mystnb[^/]*\.css$")
"""What Sphinx writes and an EPUB does not hold: styles of the web page, scripts, its own notes."""
OTHER_STYLES = re.compile(rb'<link [^>]*href="[^"]*(?:mystnb|paper)[^"]*\.css"[^>]*/>')
OPF = "http://www.idpf.org/2007/opf"
FOOTER = (
    '<div style="font: 8px sans-serif; width: 100%; text-align: center; color: #5a6570">'
    '<span class="pageNumber"></span></div>'
)

Builder = Callable[[str, Path, Path, Path], str]


def make(
    source: Path, folder: Path, name: str, title: str, language: Language, build: Builder
) -> list[Path]:
    """Make the files to keep of one edition.

    Parameters
    ----------
    source
        What the pages of the edition are built from, with its ``conf.py``.
    folder
        Where the files go.
    name
        Their name, without suffix.
    title
        Title of the book.
    language
        Language of the edition.
    build
        Lets Sphinx build (:func:`analysis.editions.build`), and returns its warnings.

    Returns
    -------
    list
        The EPUB, and the PDF where there is Chromium.

    Raises
    ------
    UserError
        If a page has a mistake.
    """
    work = folder / f".{name}"
    shutil.rmtree(work, ignore_errors=True)
    prepared = prepare(source, work / "source", title, language)
    made = []
    for builder, finish, suffix in (("epub", write_epub, "epub"), ("singlehtml", write_pdf, "pdf")):
        output = work / builder
        if warnings := build(builder, prepared, output, work / f"doctrees-{builder}"):
            raise UserError("The book has mistakes:\n{warnings}", warnings=warnings)
        # In the book that is one page, every link within the book leads to a place on the page.
        if dead := [fault for fault in links.faults(output) if "“#" in fault]:
            raise UserError("The book has mistakes:\n{warnings}", warnings="\n".join(dead))
        path = finish(output, folder / f"{name}.{suffix}", title, language)
        made += [path] if path else []
    shutil.rmtree(work)
    return made


def prepare(source: Path, prepared: Path, title: str, language: Language) -> Path:
    """Copy what an edition is built from, with settings for paper in place of those for the web.

    A first page comes before all others: title, version, licences and the list of chapters.
    """
    shutil.copytree(source, prepared, ignore=shutil.ignore_patterns("_static", "_templates"))
    contents = yaml.safe_load((prepared / "_toc.yml").read_text(encoding="utf-8"))
    translate_captions(contents, prepared, language)
    start, contents["root"] = contents["root"], FIRST
    contents["parts"].insert(0, {"chapters": [{"file": start}]})
    write_text(prepared / "_toc.yml", yaml.safe_dump(contents, sort_keys=False))
    write_text(prepared / f"{FIRST}.md", first_page(title, contents["parts"], language))
    static = prepared / "paper"
    static.mkdir()
    for style in STYLES:
        shutil.copy(TEMPLATES / style, static)
    publication = metadata.read()
    authors = ", ".join(publication.authors_in(language))
    settings: dict[str, object] = {
        "templates_path": [],
        "html_static_path": ["paper"],
        "html_css_files": list(STYLES),
        "html_js_files": [],
        "html_theme": "basic",
        "html_theme_options": {},
        "html_sidebars": {"**": []},
        "html_favicon": None,
        "html_copy_source": False,
        "html_permalinks": False,
        "epub_theme": "epub",
        "epub_css_files": list(STYLES[:1]),
        "epub_basename": "book",
        "epub_title": title,
        "epub_author": authors,
        "epub_copyright": f"{authors}, {', '.join(publication.licences)}",
        "epub_publisher": authors,
        "epub_identifier": f"ucj-{publication.version}",
        "epub_uid": f"ucj-{publication.version}",
        "epub_scheme": "",
        "epub_show_urls": "no",
        "epub_use_index": False,
        "epub_tocdepth": 2,
        "epub_tocscope": "includehidden",
        "version": publication.version,
        "suppress_warnings": [
            "myst.domains",
            "epub.unknown_project_files",
            "epub.duplicated_toc_entry",
        ],
    }
    lines = [f"{name} = {value!r}" for name, value in settings.items()]
    unwanted = "{'sphinx_copybutton', 'sphinx_book_theme'}"
    lines += [f"extensions = [name for name in extensions if name not in {unwanted}]"]
    lines += ["extensions += ['analysis.documents.pages']"]
    conf = prepared / "conf.py"
    write_text(conf, conf.read_text(encoding="utf-8") + "\n".join(lines) + "\n")
    return prepared


def translate_captions(contents: dict[str, Any], source: Path, language: Language) -> None:
    """Say the captions of a table of contents in a language; they are in its first page's texts."""
    path = source / "book" / "locale" / language.code / "LC_MESSAGES" / f"{contents['root']}.po"
    if path.is_file():
        with path.open("rb") as handle:
            catalogue = read_po(handle)
        for part in (part for part in contents["parts"] if "caption" in part):
            found = catalogue.get(part["caption"])
            if found and found.string:
                part["caption"] = found.string


def first_page(title: str, parts: Sequence[Mapping[str, Any]], language: Language) -> str:
    """Return the first page: what the book is, and its chapters."""
    publication = metadata.read()
    version = language.text("Version {version}", version=publication.version)
    date = [language.date(publication.released)] if publication.released else []
    licences = language.text(
        "Code: MIT licence. Data and text: CC BY 4.0. Each figure belongs to its publisher."
    )
    lines = [
        f"# {title}",
        language.join(publication.authors_in(language)),
        ", ".join([version, *date]),
        licences,
    ]
    for part in parts:
        lines += [f"**{part['caption']}**"] if "caption" in part else []
        lines.append("\n".join(_chapters(part["chapters"], "")))
    return "\n\n".join(lines) + "\n"


def _chapters(entries: Sequence[Mapping[str, Any]], indent: str) -> Iterator[str]:
    """Yield a line for each chapter, and under it those for its sections."""
    for entry in entries:
        yield f"{indent}- {{doc}}`/{entry['file']}`"
        yield from _chapters(entry.get("sections", []), indent + "  ")


# EPUB ---------------------------------------------------------------------------------------


def write_epub(output: Path, path: Path, _title: str, _language: Language) -> Path:
    """Pack an EPUB whose bytes depend on its content only, and complete its list of files."""
    listed = output / "content.opf"
    write_text(listed, complete_list(listed.read_text(encoding="utf-8"), output))
    files = [
        (name, OTHER_STYLES.sub(b"", content) if name.endswith(".xhtml") else content)
        for name, content in archives.contents(output)
        if not UNLISTED.search(name)
    ]
    return archives.write(path, files, first="mimetype")


def complete_list(opf: str, output: Path) -> str:
    """Say of each page of an EPUB that it holds formulas or pictures, as the standard asks.

    The date of the last change, which the standard asks for too, is that of the version.
    """
    root = etree.fromstring(opf.encode())
    for item in list(root.iter(f"{{{OPF}}}item")):
        page = output / item.get("href")
        if UNLISTED.search(item.get("href")):
            item.getparent().remove(item)
        if page.suffix != ".xhtml" or item.get("properties"):
            continue
        text = page.read_text(encoding="utf-8")
        held = [name for name, mark in (("mathml", "<math"), ("svg", "<svg")) if mark in text]
        if held:
            item.set("properties", " ".join(held))
    text = etree.tostring(root, encoding="unicode")
    day = metadata.read().released or "1980-01-01"
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f"{day}T00:00:00Z", text)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


# PDF ----------------------------------------------------------------------------------------


def chromium() -> str | None:
    """Return the path of the browser that prints the PDF; ``None`` without one."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def write_pdf(output: Path, path: Path, title: str, language: Language) -> Path | None:
    """Print the book that is one page; ``None`` without Chromium."""
    program = chromium()
    if program is None:
        return None
    # A thread of its own: whoever calls may be inside an event loop.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_print, program, output / f"{FIRST}.html", path).result()
    normalise(path, title, language)
    return path


def _print(program: str, page: Path, path: Path) -> None:
    """Print a page to a PDF as a reader without JavaScript would."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        try:
            shown = browser.new_page(java_script_enabled=False, color_scheme="light")
            shown.goto(page.resolve().as_uri())
            shown.emulate_media(media="print", color_scheme="light")
            shown.pdf(
                path=path,
                format="A4",
                tagged=True,
                outline=True,
                print_background=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=FOOTER,
                margin={"top": "18mm", "bottom": "18mm", "left": "18mm", "right": "18mm"},
            )
        finally:
            browser.close()


def normalise(path: Path, title: str, language: Language) -> None:
    """Remove from a PDF when it was made, and name its title and language."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        for name in ("/CreationDate", "/ModDate"):
            if name in pdf.docinfo:
                del pdf.docinfo[name]
        pdf.docinfo["/Title"] = title
        pdf.docinfo["/Author"] = ", ".join(metadata.read().authors_in(language))
        pdf.Root.Lang = pikepdf.String(language.code)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.save(path, deterministic_id=True)
