"""The book as EPUB and PDF: valid, tagged, in light colours, and the same bytes each time."""

import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from analysis import archives, documents, editions, execution, publishing
from analysis.documents import making
from analysis.documents.pages import for_paper
from analysis.language import Language
from analysis.project import Project
from small_book import write_project

CHROMIUM = documents.chromium()
NEEDS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here")
EPUBCHECK = Path(shutil.which("epubcheck") or "/usr/bin/epubcheck")
TITLE = "A title & more"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = write_project(tmp_path_factory.mktemp("documents") / "project")
    execution.run(project, "padang", {}, ["en"], jobs=2)
    return project


def make(project: Project, folder: Path) -> dict[str, Path]:
    source = publishing.assemble(project, "padang", "en", ["en"])
    language = Language("en")
    made = documents.make(source, folder, "book", TITLE, language, editions.build)
    return {path.suffix: path for path in made}


@pytest.fixture(scope="module")
def made(project: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make(project, tmp_path_factory.mktemp("made"))


def test_the_epub_holds_every_page_and_no_script(made: dict[str, Path]):
    with zipfile.ZipFile(made[".epub"]) as book:
        names = book.namelist()
        assert names[0] == "mimetype"
        assert book.read("mimetype") == b"application/epub+zip"
        pages = {name for name in names if name.endswith(".xhtml")}
        assert {"contents.xhtml", "notebooks/start.xhtml", "book/page.xhtml"} <= pages
        assert not [name for name in names if name.endswith(".js")]
        for name in pages:
            etree.fromstring(book.read(name))
        assert b"<math" in book.read("book/page.xhtml")
        navigation = book.read("nav.xhtml").decode()
        assert "book/page.xhtml" in navigation
        assert "seed 1" in book.read("notebooks/start.xhtml").decode()


def test_the_epub_is_valid(made: dict[str, Path]):
    if not EPUBCHECK.is_file() or shutil.which("java") is None:
        pytest.skip("epubcheck and Java are not installed on this machine")
    words = ["java", "-jar", str(EPUBCHECK.resolve()), str(made[".epub"])]
    checked = subprocess.run(words, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 errors / 0 warnings" in checked.stdout + checked.stderr


def test_the_captions_of_the_contents_are_in_the_language_of_the_book():
    root = Project().root
    contents = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    making.translate_captions(contents, root, Language("id"))
    found = [part["caption"] for part in contents["parts"]]
    assert found[0] == "Pertanyaan"
    assert len(found) == 5
    bare = {"root": contents["root"], "parts": [{"chapters": []}]}
    making.translate_captions(bare, root, Language("id"))
    assert bare["parts"] == [{"chapters": []}]


def all_titles(items: Iterable[pikepdf.OutlineItem]) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from all_titles(item.children)


@NEEDS_CHROMIUM
def test_the_pdf_is_tagged_and_has_an_outline(made: dict[str, Path]):
    with pikepdf.open(made[".pdf"]) as book:
        assert book.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in book.Root
        assert str(book.Root.Lang) == "en"
        assert str(book.docinfo["/Title"]) == TITLE
        assert not {"/CreationDate", "/ModDate"} & set(book.docinfo.keys())
        with book.open_outline() as outline:
            titles = list(all_titles(outline.root))
        assert {TITLE, "Start", "A page", "A section"} <= set(titles)
        links = [note for page in book.pages for note in page.get("/Annots", []) if "/Dest" in note]
        assert links, "no reference within the book can be followed"


def test_the_same_book_gives_the_same_bytes(
    project: Project, made: dict[str, Path], tmp_path: Path
):
    again = make(project, tmp_path / "elsewhere")
    assert again.keys() == made.keys()
    for suffix, path in again.items():
        assert path.read_bytes() == made[suffix].read_bytes(), suffix


def test_without_chromium_all_else_is_made(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(making, "CHROMIUM", ("no-such-browser",))
    assert list(make(project, tmp_path)) == [".epub"]


def test_a_result_for_paper_is_unfolded_light_and_has_names_of_its_own():
    html = (
        '<details><summary>More</summary><figure id="a" aria-labelledby="b c" tabindex="0">'
        '<svg viewBox="0 0 1 1"><path id="p" style="fill: var(--ucj-ink, #1f2933)"/>'
        '<use href="#p" clip-path="url(#q)"/></svg>'
        '<a href="#b">x</a> · <a href="data:text/csv,a" download="a.csv">CSV</a> · end<i></i>'
        "</figure></details>"
    )
    text = for_paper(html, "page")
    root = etree.fromstring(text)
    assert root.tag == "div"
    assert not root.xpath("//details | //summary | //@tabindex | //a[@download]")
    assert root.xpath("//figure/@id") == ["page-a"]
    assert root.xpath("//figure/@aria-labelledby") == ["page-b page-c"]
    assert root.xpath("//a/@href") == ["#page-b"]
    for part in ('viewBox="0 0 1 1"', "fill: #1f2933", 'href="#page-p"', "url(#page-q)", "<i></i>"):
        assert part in text
    assert "CSV" not in text
    assert " end" in text


def test_what_only_a_script_can_show_is_left_out():
    html = '<p>a<br>b</p><noscript><p>c</p></noscript><div hidden @click="x"><b>d</b></div>'
    assert for_paper(html, "page") == "<p>a<br/>b</p><p>c</p>"


def test_a_link_to_the_page_beside_stays_in_the_book_that_is_one_page():
    text = for_paper('<a href="06-findings.html#rows-c2">x</a>', "notebooks-start")
    assert text == '<a href="#notebooks-06-findings-rows-c2">x</a>'


def test_names_stay_where_pages_stay_apart():
    assert for_paper('<p id="a"><a href="#a">b</a></p>', "") == '<p id="a"><a href="#a">b</a></p>'


FILES = st.dictionaries(st.text("abc", min_size=1, max_size=5), st.binary(max_size=20), min_size=1)


@given(FILES)
def test_an_archive_depends_on_names_and_contents_only(files: dict[str, bytes]):
    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder, "one.zip"), Path(folder, "two.zip")
        archives.write(one, files.items())
        archives.write(two, reversed(list(files.items())))
        assert one.read_bytes() == two.read_bytes()
        with zipfile.ZipFile(one) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == files
