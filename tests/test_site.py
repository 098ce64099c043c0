"""What a book needs as a site: redirects, a page for what is lost, a map of pages."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from analysis import links, site
from analysis.errors import UserError
from analysis.language import Language, languages
from analysis.project import ROOT

EDITIONS = languages()


def table(root: Path, *rows: str) -> Path:
    (root / "book").mkdir()
    (root / site.REDIRECTS).write_text("\n".join(["from,to", *rows]) + "\n", "utf-8")
    return root


def built(root: Path) -> Path:
    """Return a book of two pages in each edition, without its furniture."""
    html = root / "html"
    for code in EDITIONS:
        for page in ("notebooks/start", "book/new"):
            path = html / code / f"{page}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("<html><body>x</body></html>")
    return html


def test_the_redirects_of_the_book_can_be_read():
    assert isinstance(site.redirects(ROOT), dict)


def test_a_page_that_moved_leads_to_where_it_is_now(tmp_path: Path):
    root, html = table(tmp_path, "notebooks/old,book/new", "first,notebooks/start"), built(tmp_path)
    site.complete(root, html, ["notebooks/start", "book/new"], EDITIONS, "")
    for code in EDITIONS:
        page = BeautifulSoup((html / code / "notebooks/old.html").read_text("utf-8"), "html.parser")
        assert page.html["lang"] == code
        assert page.a["href"] == "../book/new.html"
        assert page.title.get_text() == Language(code).text("This page has moved")
        assert (html / code / "first.html").is_file()
    assert [fault for fault in links.faults(html) if "404" not in fault] == []


def test_a_redirect_to_nowhere_is_a_dead_link(tmp_path: Path):
    root, html = table(tmp_path, "old,book/nothing"), built(tmp_path)
    site.complete(root, html, ["notebooks/start"], EDITIONS, "")
    assert any("en/old.html" in fault for fault in links.faults(html))


@pytest.mark.parametrize(
    "rows", [["a"], ["a,"], ["/a,b"], ["../a,b"], ["a,b.html"], ["a,b", "a,c"], [",b"]]
)
def test_a_redirect_that_is_none_is_refused_with_its_row(tmp_path: Path, rows: list[str]):
    with pytest.raises(UserError, match=rf"redirects\.csv, row {len(rows) + 1}"):
        site.redirects(table(tmp_path, *rows))


def test_a_map_of_pages_needs_an_address(tmp_path: Path):
    html = built(tmp_path)
    site.complete(tmp_path, html, ["book/new"], EDITIONS, "")
    assert not (html / "sitemap.xml").exists()
    site.complete(tmp_path, html, ["book/new"], EDITIONS, "https://example.org/book/")
    assert "https://example.org/book/id/book/new.html" in (html / "sitemap.xml").read_text("utf-8")


def test_the_lost_page_speaks_every_language_and_needs_no_other_file():
    page = BeautifulSoup(site.lost_page("notebooks/start", EDITIONS, ""), "html.parser")
    assert [part["lang"] for part in page.find_all("section")] == EDITIONS
    assert len(page.find_all("h1")) == 1
    assert page.find_all(["img", "link"]) == []
    known = BeautifulSoup(site.lost_page("a", EDITIONS, "https://example.org/b/"), "html.parser")
    assert [link["href"] for link in known.find_all("a")] == [
        f"https://example.org/b/{code}/a.html" for code in EDITIONS
    ]
    assert known.script is None


@pytest.mark.browser
@pytest.mark.parametrize("lost", ["nothing.html", "en/nothing.html", "en/a/b/c/nothing.html"])
def test_the_lost_page_finds_the_start_from_any_depth(
    browser: Browser, book: Path, address: str, lost: str
):
    """A host shows the page at the wrong address; here its copy stands for that."""
    page = browser.new_page()
    shown = (book / site.LOST).read_text("utf-8")
    page.route(f"{address}/{lost}", lambda route: route.fulfill(status=404, body=shown))
    page.goto(f"{address}/{lost}")
    link = page.locator("section[lang=en] a")
    # The script looks folder by folder, and then sets the links.
    start = f"{address}/en/notebooks/start.html"
    page.wait_for_function("start => document.querySelector('section a').href === start", arg=start)
    assert link.evaluate("a => a.href") == start
    page.close()


def test_files_to_keep_are_offered_once_however_often(tmp_path: Path):
    page = tmp_path / "html" / "en" / "book" / "about.html"
    page.parent.mkdir(parents=True)
    page.write_text("<html><body><article><h1>A</h1></article></body></html>", "utf-8")
    files = [tmp_path / "html" / site.DOCUMENTS / f"a.{kind}" for kind in ("epub", "pdf")]
    files[0].parent.mkdir()
    for file in files:
        file.write_bytes(b"x" * 1_500_000)
    for _ in range(2):
        site.offer(page, files, Language("en"))
    offered = BeautifulSoup(page.read_text("utf-8"), "html.parser").select("article #downloads a")
    assert [link["href"] for link in offered] == [
        "../../documents/a.epub",
        "../../documents/a.pdf",
    ]
    assert "1.5 MB" in page.read_text("utf-8")
    assert links.faults(tmp_path / "html") == []
