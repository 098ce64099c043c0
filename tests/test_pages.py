"""What a page is handed out as: slides that show and print, and a document that can be edited."""

import io
from pathlib import Path

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from docx import Document
from playwright.sync_api import Browser, Page, expect

from analysis import pages
from analysis.language import Language, languages

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGE = """\
<html><body><article><section><h1>A plan<a class="headerlink" href="#">#</a></h1>
<p class="page-files"><a href="plan.docx">Document</a></p>
<p>First <strong>bold</strong> and <em>slanted</em>.</p>
<section><h2>Weeks</h2>
<p>Before the table.</p>
<div class="scroll"><table><thead><tr><th>week</th><th>weight</th></tr></thead>
<tbody><tr><td>1</td><td>40</td></tr><tr><td>2</td><td>60</td></tr></tbody></table></div>
<ul><li>one</li><li>two</li></ul><ol><li>step</li></ol>
<div class="quiz"><p>A question?</p></div>
</section>
<section><h2>Long</h2>
{paragraphs}
<figure class="exhibit" id="f"><svg role="img" aria-label="A line that rises"></svg></figure>
</section></section></article></body></html>
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "_static").mkdir()
    path = tmp_path / "book" / "plan.html"
    path.parent.mkdir()
    paragraphs = "\n".join(f"<p>{'word ' * 60}{number}.</p>" for number in range(4))
    path.write_text(PAGE.format(paragraphs=paragraphs))
    return path


def test_slides_hold_all_that_the_page_shows_in_its_order(page: Path):
    output = page.with_name("slides.html")
    pages.write_slides(page, output, Language("en"))
    html = BeautifulSoup(output.read_text(), "html.parser")
    slides = html.select("section.slide")
    titles = [slide.find(["h1", "h2"]).get_text() for slide in slides]
    assert titles[:2] == ["A plan", "Weeks"]
    assert titles[-1] == "Long"
    assert titles.count("Long") > 2
    text = html.get_text(" ")
    for number in range(4):
        assert f"word {number}." in text
    assert len(html.find_all("svg")) == len(html.find_all("h1")) == 1
    assert "A question?" not in text
    assert html.find("link", href="../_static/slides.css")
    assert max(len(slide.get_text()) for slide in slides) < pages.ROOM + 300


def test_slides_show_the_tables_that_only_a_phone_keeps_closed(page: Path):
    fold = '<details class="exhibit-fold{kind}"><summary>Show</summary>{table}</details>'
    table = "<table><tr><td>{word}</td></tr></table>"
    figures = "".join(
        f'<figure class="exhibit">{fold.format(kind=kind, table=table.format(word=word))}</figure>'
        for kind, word in ((" exhibit-fold-narrow", "shown"), ("", "closed"))
    )
    page.write_text(PAGE.format(paragraphs=figures))
    output = page.with_name("slides.html")
    pages.write_slides(page, output, Language("en"))
    html = BeautifulSoup(output.read_text(), "html.parser")
    cells = [cell.get_text() for cell in html.select("figure td")]
    assert cells == ["shown"]
    assert not html.find("details")


def made_slides(page: Path, article: str) -> list[str]:
    """Return the text of each slide of a page."""
    page.write_text(f"<html><body><article>{article}</article></body></html>")
    output = page.with_name("slides.html")
    pages.write_slides(page, output, Language("en"))
    html = BeautifulSoup(output.read_text(), "html.parser")
    return [" ".join(part.get_text().split()) for part in html.select(".slide-content")]


def test_a_line_that_leads_to_a_list_is_on_its_slide(page: Path):
    long = "word " * (pages.ROOM // 5)
    shown = made_slides(page, f"<h1>A</h1><p>These:</p><ul><li>{long}</li></ul><p>Then go on.</p>")
    assert len(shown) == 1
    shown = made_slides(page, f"<h1>A</h1><p>{long}</p><ul><li>{long}</li></ul>")
    assert len(shown) == 2


def test_a_slide_shows_the_table_that_a_phone_folds_and_the_sources_alone(page: Path):
    figure = """<figure class="exhibit" id="f"><figcaption>Title</figcaption>
    <details class="exhibit-fold exhibit-fold-narrow"><summary>Show</summary>
    <table><tr><td>cell</td></tr></table></details><div class="exhibit-line">
    <p>{sources}<a href="data:x" download="f.csv">Data</a> · <a href="#f">Link</a></p>
    <details class="exhibit-made"><summary>How</summary><ul><li>Code: x</li></ul></details>
    </div></figure>"""
    named = 'Sources: <a href="https://a.id">Press</a> and 2 more · '
    (shown,) = made_slides(page, f"<h1>A</h1>{figure.format(sources=named)}")
    assert shown == "Title cell Sources: Press and 2 more"
    (shown,) = made_slides(page, f"<h1>A</h1>{figure.format(sources='')}")
    assert shown == "Title cell"


def test_a_word_in_italics_gets_no_space_of_its_own(page: Path):
    page.write_text("<article><h1>Key points (<em>rangkuman</em>)</h1><p>One.</p></article>")
    pages.write_slides(page, page.with_name("slides.html"), Language("en"))
    assert "<h1>Key points (rangkuman)</h1>" in page.with_name("slides.html").read_text()


def test_a_document_holds_headings_lists_and_tables_to_edit(page: Path):
    output = page.with_name("plan.docx")
    pages.write_document(page, output, Language("id"))
    document = Document(str(output))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["A plan"] == "Title"
    assert styles["Weeks"] == "Heading 1"
    assert styles["one"] == "List Bullet"
    assert styles["step"] == "List Number"
    bold = [run.text for run in document.paragraphs[1].runs if run.bold]
    slanted = [run.text for run in document.paragraphs[1].runs if run.italic]
    assert (bold, slanted) == (["bold"], ["slanted"])
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells == [["week", "weight"], ["1", "40"], ["2", "60"]]
    assert document.core_properties.language == "id"
    assert document.sections[0].page_width > document.sections[0].page_height


def test_a_table_of_a_document_gives_room_by_what_stands_in_it_and_breaks_between_rows(page: Path):
    rows = "".join(f"<tr><td>{n}</td><td>{'a long text ' * 9}</td></tr>" for n in range(9))
    table = f"<table><tr><th>no.</th><th>text</th></tr>{rows}</table>"
    page.write_text(f"<article><h1>A</h1><p>Before it.</p>{table}</article>")
    output = page.with_name("plan.docx")
    pages.write_document(page, output, Language("en"))
    document = Document(str(output))
    (table,) = document.tables
    narrow, wide = (column.width for column in table.columns)
    assert 3 * narrow < wide
    section = document.sections[0]
    assert narrow + wide <= section.page_width - section.left_margin - section.right_margin
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)
    assert "w:tblHeader" in table.rows[0]._tr.xml
    together = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert together == [True, True, *[None] * 5, True, True, None]
    assert document.paragraphs[1].paragraph_format.keep_with_next


def test_the_same_page_gives_the_same_document(page: Path):
    made = []
    for name in ("one.docx", "two.docx"):
        pages.write_document(page, page.with_name(name), Language("en"))
        made.append(page.with_name(name).read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize("edition", languages())
@pytest.mark.parametrize("name", pages.SLIDES)
def test_a_session_has_slides_that_its_page_leads_to(book: Path, edition: str, name: str):
    shown = BeautifulSoup((book / edition / f"{name}.html").read_text("utf-8"), "html.parser")
    (link,) = shown.select(".page-files a")
    path = book / edition / Path(name).with_name(link["href"])
    slides = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    assert slides.html["lang"] == edition
    figures = {tag["id"] for tag in shown.select("article figure.exhibit")}
    folded = {tag["id"] for tag in shown.select(".exhibit-fold figure.exhibit")}
    assert {tag["id"] for tag in slides.select("figure.exhibit")} == figures - folded
    names = [tag["id"] for tag in slides.find_all(id=True)]
    assert len(names) == len(set(names))


def opened(browser: Browser, address: str) -> Page:
    """Open slides on a screen of a usual size."""
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page.goto(address)
    return page


@pytest.mark.browser
@pytest.mark.parametrize("edition", languages())
@pytest.mark.parametrize("name", pages.SLIDES)
def test_slides_are_turned_by_key_fit_and_are_accessible(
    browser: Browser, address: str, edition: str, name: str
):
    page = opened(browser, f"{address}/{edition}/{pages.slides_of(name)}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.keyboard.press("PageDown")
    expect(page.locator("#slide-2 h2")).to_be_in_viewport()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#slide-1 h1")).to_be_in_viewport()
    found = Axe().run(page, options={"runOnly": RULES, "preload": False})
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 360, "height": 720})
    found = Axe().run(page, options={"runOnly": RULES, "preload": False})
    assert found.violations_count == 0, found.generate_report()
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("edition", languages())
@pytest.mark.parametrize("name", pages.SLIDES)
def test_each_slide_is_one_screen_and_one_printed_page(
    browser: Browser, address: str, edition: str, name: str
):
    page = opened(browser, f"{address}/{edition}/{pages.slides_of(name)}")
    heights = page.eval_on_selector_all(
        ".slide:not(.slide-wide)", "all => all.map((slide) => slide.scrollHeight)"
    )
    assert max(heights) <= 720
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == page.locator(".slide").count()
    page.close()
