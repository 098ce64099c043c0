"""Reading the book as readers do: over a slow line, from a file, by keyboard, on paper."""

import gzip
import io
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from analysis.execution import Project
from analysis.language import languages
from conftest import QuietHandler

PAGES = Project().pages()
EDITIONS = languages()
FINDINGS = "notebooks/06-findings"
FIRST_PAGE, NEXT_PAGE = 600_000, 100_000
"""Bytes that a first page and a next one may bring with them."""
PACKED = {".html", ".css", ".js", ".svg", ".csv", ".json", ".txt"}


class PackingHandler(QuietHandler):
    """A handler that packs texts and lets the browser keep them, as hosts of pages do."""

    def do_GET(self) -> None:  # noqa: N802 - the name that the server calls
        """Answer with the packed file."""
        path = Path(self.translate_path(self.path))
        if path.suffix not in PACKED or not path.is_file():
            super().do_GET()
            return
        content = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="module")
def packed(book: Path) -> Iterator[str]:
    """Serve the book as a host would, and yield its address."""
    handler = partial(PackingHandler, directory=str(book))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def transferred(context: BrowserContext, address: str) -> int:
    """Open a page and count the bytes that came over the line, headers included."""
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    page.close()
    return int(sum(sizes))


@pytest.mark.browser
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_page_is_light(browser: Browser, packed: str, edition: str):
    """As a first page with nothing kept, and as the next one after the first of the book."""
    heavy = {}
    reader = browser.new_context()
    transferred(reader, f"{packed}/{edition}/{PAGES[0]}.html")
    for page in PAGES:
        address = f"{packed}/{edition}/{page}.html"
        newcomer = browser.new_context()
        first = transferred(newcomer, address)
        newcomer.close()
        following = transferred(reader, address) if page != PAGES[0] else 0
        assert first > 10_000, "nothing was counted"
        if first > FIRST_PAGE or following > NEXT_PAGE:
            heavy[page] = (first, following)
    reader.close()
    assert heavy == {}


@pytest.mark.browser
def test_the_book_can_be_read_and_searched_from_a_file(browser: Browser, book: Path):
    """The search then names the pages, without the passages, which a browser does not fetch."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_offline(offline=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((book / "index.html").as_uri())
    page.wait_for_url(f"**/{PAGES[0]}.html")
    page.locator("nav.bd-docs-nav a").filter(has_text="6").first.click()
    page.locator(".grounds").wait_for()
    assert page.evaluate("getComputedStyle(document.querySelector('.answer')).borderLeftWidth")
    assert wrong == []
    page.goto((book / "en" / "search.html").as_uri() + "?q=coverage")
    page.locator("#search-results li a").first.wait_for()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("width", [360, 1280])
def test_without_a_script_all_is_there(browser: Browser, address: str, edition: str, width: int):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{address}/{edition}/{FINDINGS}.html")
    assert page.locator("figure.exhibit svg.exhibit-picture").first.is_visible()
    assert page.locator("nav.bd-docs-nav a").first.is_visible()
    assert page.locator(".language-switch a").first.is_visible()
    fold = page.locator(".grounds details").first
    rows = fold.locator(".grounds-list > li").first
    assert rows.is_hidden()
    fold.locator("summary").press("Enter")
    assert rows.is_visible()
    page.locator(".language-switch a").first.click()
    assert page.locator("html").get_attribute("lang") != edition
    assert page.locator("article h1").is_visible()
    context.close()


def walk(page: Page, steps: int) -> list[str]:
    """Press Tab and tell what has the focus each time; what has it must be seen."""
    told: list[str] = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # the end of the page
        told.append(
            page.evaluate(
                """() => {
                    const at = document.activeElement;
                    const box = at.getBoundingClientRect();
                    const style = getComputedStyle(at);
                    const marked = style.outlineStyle !== "none" || style.boxShadow !== "none";
                    if (box.width === 0 || !marked) return `unseen: ${at.outerHTML.slice(0, 200)}`;
                    return at.getAttribute("aria-label") || at.textContent.trim() || at.name;
                }"""
            )
        )
    return told


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_is_walked_by_keyboard(browser: Browser, address: str, width: int):
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.goto(f"{address}/en/notebooks/01-context.html")
    told = walk(page, 70)
    assert [name for name in told if name.startswith("unseen")] == []
    assert told[0] == "Skip to main content"
    for name in ("Indonesia", "Download the notebook of this page", "Data (CSV)"):
        assert any(name in seen for seen in told), name
    fold = page.locator(".exhibit-made > summary").first
    fold.focus()
    page.keyboard.press("Enter")
    assert page.locator(".exhibit-made").first.get_attribute("open") is not None
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_search_is_opened_used_and_followed_by_keyboard(
    browser: Browser, address: str, edition: str
):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/{edition}/{PAGES[0]}.html")
    page.keyboard.press("Control+k")
    field = page.locator("input[type=search]:focus")
    expect(field).to_be_visible()
    page.keyboard.type("Padang")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=Padang**")
    page.locator("#search-results li a").first.wait_for()
    page.locator("#search-results li a").first.press("Enter")
    page.locator("article h1").wait_for()
    assert "search.html" not in page.url
    page.close()


@pytest.mark.browser
def test_a_link_to_the_rows_behind_a_verdict_opens_them(browser: Browser, address: str):
    page = browser.new_page()
    page.goto(f"{address}/en/{PAGES[0]}.html")
    page.locator(".glance-claims .exhibit-rows").first.press("Enter")
    page.wait_for_url("**#rows-*")
    anchor = page.url.split("#")[1]
    expect(page.locator(f"#{anchor} .grounds-list > li").first).to_be_in_viewport()
    page.close()


@pytest.mark.browser
def test_nothing_moves_for_readers_who_asked_for_rest(browser: Browser, address: str):
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{address}/en/notebooks/explorer.html")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((part) => {
            const style = getComputedStyle(part);
            const long = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
            return style.animationName !== "none" || long(style.transitionDuration);
        }).length"""
    )
    assert moving == 0
    page.close()


@pytest.mark.browser
def test_paper_has_the_text_and_not_the_machinery(browser: Browser, address: str):
    page = browser.new_page(viewport={"width": 800, "height": 1100})
    page.goto(f"{address}/en/{FINDINGS}.html#rows-c4a")
    page.emulate_media(media="print")
    for machinery in ("nav.bd-docs-nav", ".bd-header-article", ".prev-next-area", ".table-bar"):
        for part in page.locator(machinery).all():
            assert part.is_hidden(), machinery
    assert page.locator("article h1").is_visible()
    assert page.locator("#rows-c4a .grounds-list > li").first.is_visible()
    assert page.locator(".exhibit-made li").first.is_visible()
    told = page.evaluate(
        """() => getComputedStyle(document.querySelector(".grounds-list a[href^=http]"), "::after")
            .content"""
    )
    assert "http" in told
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("edition", languages())
def test_the_case_is_two_printed_pages(browser: Browser, address: str, edition: str):
    page = browser.new_page()
    page.goto(f"{address}/{edition}/notebooks/course-case.html")
    with pikepdf.open(io.BytesIO(page.pdf(format="A4"))) as printed:
        assert len(printed.pages) == 2
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_words_in_pictures_can_be_read(browser: Browser, address: str, mode: str):
    """Each colour of text in a picture has a contrast of 4.5 to the paper of the page."""
    page = browser.new_page(color_scheme=mode)
    faint = []
    for name in (page for page in PAGES if page.startswith("notebooks/")):
        page.goto(f"{address}/en/{name}.html")
        faint += page.evaluate(
            """() => {
                const light = (colour) => {
                    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
                        const raw = part / 255;
                        return raw <= 0.04045 ? raw / 12.92 : ((raw + 0.055) / 1.055) ** 2.4;
                    });
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const paper = light(getComputedStyle(document.body).backgroundColor);
                const fills = [...document.querySelectorAll("svg.exhibit-picture text")].map(
                    (text) => getComputedStyle(text).fill);
                return [...new Set(fills)].filter((fill) => {
                    const pair = [paper, light(fill)].sort((a, b) => a - b);
                    return (pair[1] + 0.05) / (pair[0] + 0.05) < 4.5;
                });
            }"""
        )
    assert faint == []
    page.close()
