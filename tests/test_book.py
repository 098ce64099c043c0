"""The built book as a reader meets it: its files, and its pages in a browser."""

import base64
import csv
import io
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, Request, expect

from analysis.language import languages
from analysis.project import Project

PAGES = [*Project().pages(), "search"]
EDITIONS = languages()
EVERY_PAGE = pytest.mark.parametrize(
    ("edition", "page"), [(edition, page) for edition in EDITIONS for page in PAGES]
)
WIDTHS = pytest.mark.parametrize("width", [360, 1280])
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Dark mode changes colours and nothing else.
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
LABELS = ("aria-label", "title", "placeholder", "data-bs-title")
PHONE = {"width": 360, "height": 740}


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def exhibits(book: Path, edition: str, page: str) -> list[Tag]:
    return soup(book / edition / f"{page}.html").select("figure.exhibit")


# The files ----------------------------------------------------------------------------------


@EVERY_PAGE
def test_a_page_says_its_language_and_has_one_heading(book: Path, edition: str, page: str):
    html = soup(book / edition / f"{page}.html")
    assert html.html["lang"] == edition
    assert len(html.find_all("h1")) == 1
    assert html.title.get_text(strip=True)


def labels(path: Path) -> set[str]:
    """Return what the theme and its parts say around the text of a page, to eye or ear."""
    html = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    for part in html.select("head, script, article, [lang]:not(html)"):
        part.decompose()
    said = {tag.get(name, "") for tag in html.find_all(True) for name in LABELS}
    return {" ".join(text.split()) for text in said} | set(html.stripped_strings)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_around_a_page_is_left_in_the_other_language(book: Path, page: str):
    one, other = (labels(book / edition / f"{page}.html") for edition in ("en", "id"))
    same = {text for text in one & other if any(letter.islower() for letter in text)}
    assert same <= {"html", "BibTeX", "Ctrl", "Parameter", "Status"}


@EVERY_PAGE
def test_identifiers_are_unique_on_a_page(book: Path, edition: str, page: str):
    names = [tag["id"] for tag in soup(book / edition / f"{page}.html").find_all(id=True)]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def has_anchor(path: Path, anchor: str) -> bool:
    return not anchor or path.suffix != ".html" or soup(path).find(id=anchor) is not None


@EVERY_PAGE
def test_every_link_within_the_book_leads_somewhere(book: Path, edition: str, page: str):
    path = book / edition / f"{page}.html"
    broken = []
    for tag in soup(path).select("[href], [src]"):
        link = tag.get("href") or tag.get("src")
        if urlsplit(link).scheme or link.startswith("//"):
            continue
        address, anchor = urldefrag(link)
        target = path if not address else path.parent / unquote(urlsplit(address).path)
        if not target.is_file() or not has_anchor(target.resolve(), anchor):
            broken.append(link)
    assert broken == []


@EVERY_PAGE
def test_links_out_of_the_book_are_well_formed(book: Path, edition: str, page: str):
    links = [tag["href"] for tag in soup(book / edition / f"{page}.html").select("a[href]")]
    for link in links:
        address = urlsplit(link)
        if address.scheme in {"", "data"}:
            continue
        assert address.scheme in {"http", "https"}, link
        assert "." in address.netloc, link
        assert " " not in link, link


@EVERY_PAGE
def test_an_exhibit_says_what_it_shows_and_gives_its_data(book: Path, edition: str, page: str):
    for figure in exhibits(book, edition, page):
        name = figure["id"]
        assert figure.select_one("figcaption .exhibit-title").get_text(strip=True), name
        assert figure.select_one("figcaption .exhibit-caption").get_text(strip=True), name
        assert figure.select_one(".exhibit-line").get_text(strip=True), name
        link = figure.select_one('a[download$=".csv"]')
        kind, _, content = link["href"].partition(",")
        assert kind.startswith("data:text/csv"), name
        if kind.endswith(";base64"):  # a form to fill, as Excel wants it
            text = base64.b64decode(unquote(content)).decode("utf-8-sig")
            separator = {"en": ",", "id": ";"}[edition]
        else:
            text, separator = unquote(content), ","
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
        assert len(rows) > 1, name
        assert {len(row) for row in rows} == {len(rows[0])}, name


@EVERY_PAGE
def test_every_picture_says_in_words_what_it_shows(book: Path, edition: str, page: str):
    html = soup(book / edition / f"{page}.html")
    for picture in html.select("article svg[role=img]"):
        described = picture.get("aria-label") or html.find(id=picture["aria-labelledby"]).get_text()
        assert len(described.split()) > 3, picture.get("aria-labelledby")
    for picture in html.select("article img"):
        assert picture.get("alt", "").strip(), picture["src"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_book_has_figures(book: Path, edition: str):
    assert sum(len(exhibits(book, edition, page)) for page in PAGES) > 0


def test_the_results_are_published_with_the_book(book: Path):
    def tables(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.glob("*.csv")}

    assert tables(book / "results")
    assert tables(book / "results") == tables(book.parent / "results")


def test_the_front_door_offers_every_edition(book: Path):
    links = {tag["hreflang"]: tag["href"] for tag in soup(book / "index.html").select("a")}
    assert links == {edition: f"{edition}/{PAGES[0]}.html" for edition in EDITIONS}


# In a browser -------------------------------------------------------------------------------


def open_page(browser: Browser, url: str, width: int) -> tuple[Page, list[str]]:
    """Open a page as a reader would, and return it with all that goes wrong."""
    screen = {"width": width, "height": 900}
    page = browser.new_page(viewport=screen, color_scheme="light", reduced_motion="reduce")
    host = urlsplit(url).netloc
    troubles: list[str] = []

    def seen(request: Request) -> None:
        if urlsplit(request.url).scheme != "data" and urlsplit(request.url).netloc != host:
            troubles.append(f"request to {request.url}")

    def failed(request: Request) -> None:
        # What the browser gives up by itself, because the reader leaves the page, is no fault.
        if request.failure != "net::ERR_ABORTED":
            troubles.append(f"failed: {request.url} ({request.failure})")

    page.on("request", seen)
    page.on("requestfailed", failed)
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on(
        "console",
        lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None,
    )
    page.goto(url)
    return page, troubles


@pytest.mark.browser
@WIDTHS
@EVERY_PAGE
def test_a_page_works_fits_and_is_accessible(
    browser: Browser, address: str, edition: str, page: str, width: int
):
    shown, troubles = open_page(browser, f"{address}/{edition}/{page}.html", width)
    # What is folded away is there to be read too.
    shown.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for mode, rules in (("light", RULES), ("dark", COLOUR_RULES)):
        shown.emulate_media(color_scheme=mode)
        shown.wait_for_function("mode => document.documentElement.dataset.theme === mode", arg=mode)
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        # Without preloading, axe asks for no style sheet a second time.
        found = Axe().run(shown, options={"runOnly": rules, "preload": False})
        assert found.violations_count == 0, found.generate_report()
    assert troubles == []
    shown.close()


@pytest.mark.browser
@WIDTHS
def test_the_lost_page_is_accessible(browser: Browser, address: str, width: int):
    shown, _ = open_page(browser, f"{address}/404.html", width)
    for mode, rules in (("light", RULES), ("dark", COLOUR_RULES)):
        shown.emulate_media(color_scheme=mode)
        found = Axe().run(shown, options={"runOnly": rules, "preload": False})
        assert found.violations_count == 0, found.generate_report()
    shown.close()


@pytest.mark.browser
def test_the_front_door_follows_the_earlier_choice(browser: Browser, address: str):
    page = browser.new_page(locale="en-GB")
    page.goto(f"{address}/index.html")
    page.wait_for_url(f"**/en/{PAGES[0]}.html")
    page.evaluate("localStorage.setItem('ucj-language', 'xx')")
    page.goto(f"{address}/index.html")
    page.wait_for_url(f"**/en/{PAGES[0]}.html")
    for edition in EDITIONS:
        page.evaluate("code => localStorage.setItem('ucj-language', code)", edition)
        page.goto(f"{address}/index.html")
        page.wait_for_url(f"**/{edition}/{PAGES[0]}.html")
    page.close()


@pytest.mark.browser
@WIDTHS
@pytest.mark.parametrize(("edition", "other"), [("en", "id"), ("id", "en")])
def test_the_switch_keeps_the_section_that_is_being_read(
    browser: Browser, address: str, edition: str, other: str, width: int
):
    """By keyboard, at the third figure; the section has the same name in both languages."""
    page, troubles = open_page(browser, f"{address}/{edition}/notebooks/05-trends.html", width)
    figure = page.locator("article figure.exhibit").nth(2)
    figure.evaluate("figure => figure.scrollIntoView({behavior: 'instant', block: 'start'})")
    section = figure.evaluate("figure => figure.closest('section[id]').id")
    page.locator(f"nav.language-switch a[data-language={other}]").press("Enter")
    page.wait_for_url(f"**/{other}/notebooks/05-trends.html#{section}")
    heading = page.locator(f"section[id='{section}'] :is(h2, h3)").first
    assert 0 <= heading.bounding_box()["y"] < page.viewport_size["height"] / 3
    assert troubles == []
    page.close()


@pytest.mark.browser
def test_the_switch_leads_to_the_page_without_javascript(browser: Browser, address: str):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/en/notebooks/05-trends.html")
    page.locator("nav.language-switch a").click()
    page.wait_for_url("**/id/notebooks/05-trends.html")
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(("locale", "edition"), [("id-ID", "id"), ("en-GB", "en"), ("de-DE", "en")])
def test_the_front_door_follows_the_language_of_the_browser(
    browser: Browser, address: str, locale: str, edition: str
):
    page = browser.new_page(locale=locale)
    page.goto(f"{address}/index.html")
    page.wait_for_url(f"**/{edition}/{PAGES[0]}.html")
    page.close()


@pytest.mark.browser
def test_a_page_is_complete_without_javascript(browser: Browser, address: str):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/en/{PAGES[0]}.html")
    assert page.locator("article h1").is_visible()
    assert page.locator("article").inner_text().strip()
    page.goto(f"{address}/index.html")
    page.locator("h1").wait_for()
    page.close()


@pytest.mark.browser
def test_the_search_finds_a_page(browser: Browser, address: str):
    page, troubles = open_page(browser, f"{address}/en/search.html?q=coverage", 1280)
    page.locator("#search-results li a").first.wait_for()
    assert troubles == []
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("words", ["kepesertaan", "pekerja rentan", "kepemimpinan", "cakupan"])
def test_the_search_finds_indonesian_words_and_says_so(browser: Browser, address: str, words: str):
    page, troubles = open_page(browser, f"{address}/id/search.html?q={words}", 1280)
    page.locator("#search-results li a").first.wait_for()
    expect(page.locator("#search-results")).to_contain_text("Halaman yang ditemukan: ")
    assert troubles == []
    page.close()


@pytest.mark.browser
def test_a_phone_opens_and_closes_the_list_of_pages(browser: Browser, address: str):
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{address}/en/{PAGES[0]}.html")
    link = page.locator("#pst-primary-sidebar-modal a.reference").first
    page.locator("button.primary-toggle").press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    page.close()


@pytest.mark.browser
def test_a_sortable_table_is_sorted_and_searched_by_keyboard(
    browser: Browser, book: Path, address: str
):
    found = [page for page in PAGES if soup(book / "en" / f"{page}.html").select("table.sortable")]
    if not found:
        pytest.skip("the book has no sortable table")
    page, _ = open_page(browser, f"{address}/en/{found[0]}.html", 1280)
    table = page.locator("table.sortable").first
    head = table.locator("thead th").first
    rows = table.locator("tbody tr")

    def column() -> list[str]:
        return rows.locator("th:first-child, td:first-child").evaluate_all(
            "cells => cells.map(cell => cell.dataset.value || cell.textContent)"
        )

    before = column()
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    ascending = column()
    assert sorted(ascending) == sorted(before)
    head.locator("button").press("Space")
    assert head.get_attribute("aria-sort") == "descending"
    assert column() == ascending[::-1] or len(set(ascending)) < len(ascending)

    word = max(ascending[0].split(), key=len)
    page.get_by_label("Search this table").first.fill(word)
    shown = [row.inner_text().lower() for row in rows.all() if row.is_visible()]
    assert 0 < len(shown) <= len(before)
    assert all(word.lower() in text for text in shown)
    page.close()
