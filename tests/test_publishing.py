"""Publishing: from executed notebooks and prose to pages."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from analysis import cases, editions, execution, metadata, publishing
from analysis.errors import UsageError, UserError
from analysis.exhibits import PALETTE
from analysis.language import Language
from analysis.project import ROOT, Project
from small_book import write_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a book whose notebooks have been run."""
    project = write_project(tmp_path_factory.mktemp("publishing") / "project")
    execution.run(project, "padang", {}, ["en"], jobs=2)
    return project


@pytest.fixture(scope="module")
def html(project: Project) -> Path:
    return publishing.publish(project, "padang", ["en"]).parent


@pytest.fixture
def page(project: Project) -> Iterator[Path]:
    """Return a page that a test may spoil."""
    path = project.root / "book" / "page.md"
    text = path.read_text()
    yield path
    path.write_text(text)


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def mistakes(project: Project) -> str:
    """Build the English edition on the side and return what Sphinx says."""
    source = publishing.assemble(project, "padang", "en", ["en"])
    spoilt = project.root / "spoilt"
    shutil.rmtree(spoilt, ignore_errors=True)
    return editions.build("html", source, spoilt / "html", spoilt / "pages")


def test_the_book_has_each_page_and_the_results(html: Path):
    for name in ("notebooks/start", "notebooks/01-one", "notebooks/02-two", "book/page"):
        assert (html / "en" / f"{name}.html").is_file()
    assert (html / "results" / "numbers.csv").read_bytes() == b"seed,base\n1,employed\n"


def test_the_book_brings_only_what_its_pages_ask_for(html: Path):
    names = sorted(path.name for path in html.iterdir())
    assert names == ["404.html", "en", "index.html", "results"]
    assert list(html.rglob("*.map")) == []
    assert list(html.rglob("*fontawesome*")) == []
    assert sum(path.stat().st_size for path in html.rglob("*") if path.is_file()) < 1_500_000


def test_a_page_shows_what_the_notebook_printed_and_not_its_code(html: Path):
    page = soup(html / "en" / "notebooks" / "start.html")
    article = page.find("article").get_text()
    assert "seed 1" in article
    assert "write_text" not in article
    assert "nothing later is used" not in article


def test_the_notebook_of_a_page_can_be_downloaded(html: Path):
    page = html / "en" / "notebooks" / "start.html"
    (link,) = soup(page).find_all("a", download=True)
    assert (page.parent / link["href"]).is_file()


def test_formulas_are_in_the_page_itself(html: Path):
    page = soup(html / "en" / "book" / "page.html")
    assert page.find("article").find("math").get_text(strip=True) == "c=m/b"
    assert not [tag for tag in page.find_all("script", src=True) if "math" in tag["src"].lower()]


def test_a_formula_that_cannot_be_read_is_a_mistake(project: Project, page: Path):
    page.write_text(page.read_text().replace("$c = m / b$", r"$\nosuchthing{c}$"))
    assert "nosuchthing" in mistakes(project)


def test_a_warning_of_sphinx_is_an_error_that_names_the_page(project: Project, page: Path):
    page.write_text(page.read_text() + "\nSee [nothing](nowhere.md).\n")
    assert "nowhere.md" in mistakes(project)
    assert "book/page.md:7" in mistakes(project)


def test_a_book_with_a_mistake_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "_config.yml").write_text("title: A book", "utf-8")
    monkeypatch.setattr(publishing, "assemble", lambda *_: tmp_path)
    monkeypatch.setattr(editions, "build", lambda *_: "page.md: WARNING: nothing there")
    with pytest.raises(UserError, match=r"page\.md: WARNING: nothing there"):
        publishing.publish(Project(tmp_path), "padang", ["en"])


def test_a_notebook_that_was_not_run_is_named(project: Project):
    with pytest.raises(UserError, match=r"start\.ipynb has not been run in the language id"):
        publishing.assemble(project, "padang", "id", ["en", "id"])


def test_the_front_door_of_one_edition_leads_there(html: Path):
    door = soup(html / "index.html")
    assert (
        door.find("meta", {"http-equiv": "refresh"})["content"] == "0; url=en/notebooks/start.html"
    )
    assert [link["href"] for link in door.find_all("a")] == ["en/notebooks/start.html"]


def test_the_front_door_of_two_editions_shows_both(tmp_path: Path):
    door = soup(publishing.write_front_door(tmp_path, "notebooks/start", ["en", "id"]))
    assert door.find("meta", {"http-equiv": "refresh"}) is None
    links = {link["hreflang"]: link["href"] for link in door.find_all("a")}
    assert links == {"en": "en/notebooks/start.html", "id": "id/notebooks/start.html"}
    assert [heading.get_text().rpartition(" (")[2] for heading in door.select("h1, h2")] == [
        "English)",
        "Bahasa Indonesia)",
    ]


def test_an_edition_offers_the_same_page_in_the_other_language(project: Project):
    source = publishing.assemble(project, "padang", "en", ["en", "id"])
    output = project.root / "two"
    assert editions.build("html", source, output, Path(f"{output}-store")) == ""
    page = soup(output / "book" / "page.html")
    (link,) = page.find("nav", class_="language-switch").find_all("a")
    assert link["href"] == "../../id/book/page.html"
    alternates = {tag["hreflang"]: tag["href"] for tag in page.find_all("link", rel="alternate")}
    assert alternates == {"en": "../../en/book/page.html", "id": "../../id/book/page.html"}


def canonical(page: BeautifulSoup) -> list[str]:
    return [tag["href"] for tag in page.find_all("link", rel="canonical")]


def test_pages_name_their_own_address_if_one_is_known(project: Project):
    address = "https://example.org/book/"
    source = publishing.assemble(project, "padang", "en", ["en", "id"], address)
    output = project.root / "addressed"
    assert editions.build("html", source, output, Path(f"{output}-store")) == ""
    page = soup(output / "book" / "page.html")
    assert canonical(page) == ["https://example.org/book/en/book/page.html"]
    alternates = {tag["hreflang"]: tag["href"] for tag in page.find_all("link", rel="alternate")}
    assert alternates == {code: f"{address}{code}/book/page.html" for code in ("en", "id")}
    assert shared(page)["og:url"] == canonical(page)[0]
    picture = shared(page)["og:image"].removeprefix(f"{address}en/")
    assert (output / picture).is_file()
    # The switch itself also works on a copy that lies elsewhere.
    (link,) = page.select("nav.language-switch a")
    assert link["href"] == "../../id/book/page.html"


def shared(page: BeautifulSoup) -> dict[str, str]:
    """Return what services show of a page that is shared."""
    return {tag["property"]: tag["content"] for tag in page.select("meta[property^=og]")}


def test_a_page_says_what_it_is_and_how_it_is_cited(html: Path):
    page = soup(html / "en" / "book" / "page.html")
    told = json.loads(page.find("script", type="application/ld+json").string)
    assert told["@graph"][0]["name"] == "A page"
    assert told["@graph"][0]["isPartOf"]["name"] == metadata.title(Language("en"))
    assert page.find("meta", {"name": "description"})["content"].startswith("A formula")
    assert shared(page)["og:title"] == "A page"
    assert "og:image" not in shared(page)
    cited = page.select_one("details.cite-page").get_text()
    assert "The contributors. (" in cited
    assert "@incollection{" in cited


def test_what_a_page_says_of_itself_cannot_end_early(project: Project, page: Path):
    page.write_text('# A page\n\nNever write `</script>` here, nor `"` & `<b>`.\n\n## A section\n')
    source = publishing.assemble(project, "padang", "en", ["en"])
    output = project.root / "hostile"
    assert editions.build("html", source, output, Path(f"{output}-store")) == ""
    spoilt = soup(output / "book" / "page.html")
    told = json.loads(spoilt.find("script", type="application/ld+json").string)
    expected = 'Never write </script> here, nor " & <b>.'
    assert told["@graph"][0]["description"] == expected
    assert shared(spoilt)["og:description"] == expected


def test_pages_invent_no_address(html: Path):
    assert canonical(soup(html / "en" / "book" / "page.html")) == []
    assert canonical(soup(html / "index.html")) == []


def test_the_front_door_names_its_address_and_the_editions(tmp_path: Path):
    door = publishing.write_front_door(
        tmp_path, "notebooks/start", ["en", "id"], address="https://example.org/book/"
    )
    page = soup(door)
    assert canonical(page) == ["https://example.org/book/index.html"]
    alternates = {tag["hreflang"]: tag["href"] for tag in page.find_all("link", rel="alternate")}
    assert alternates == {
        "en": "https://example.org/book/en/notebooks/start.html",
        "id": "https://example.org/book/id/notebooks/start.html",
        "x-default": "https://example.org/book/index.html",
    }


@pytest.mark.parametrize("given", ["https://example.org/book", "https://example.org/book/"])
def test_the_address_of_a_book_ends_with_a_slash(project: Project, given: str):
    assert publishing.published_address(project, given) == "https://example.org/book/"


def test_the_address_of_a_book_may_stand_in_its_configuration(tmp_path: Path):
    (tmp_path / "_config.yml").write_text("html: {baseurl: 'https://example.org'}", "utf-8")
    assert publishing.published_address(Project(tmp_path)) == "https://example.org/"
    assert publishing.published_address(Project(tmp_path), "http://a.b") == "http://a.b/"
    (tmp_path / "_config.yml").write_text("title: A book", "utf-8")
    assert publishing.published_address(Project(tmp_path)) == ""


@pytest.mark.parametrize("given", ["example.org/book", "ftp://example.org", "https://", "/book"])
def test_what_is_no_address_of_a_book_is_refused(project: Project, given: str):
    with pytest.raises(UsageError, match=r"is no address of a book.*https://example\.org/book/"):
        publishing.published_address(project, given)


def test_one_edition_offers_no_other_language(html: Path):
    page = soup(html / "en" / "book" / "page.html")
    assert page.find("nav", class_="language-switch") is None
    assert page.find_all("link", rel="alternate") == []


def test_all_texts_of_pages_can_be_translated(project: Project):
    texts = publishing.extract(project.root)
    found = "".join(path.read_text(encoding="utf-8") for path in texts.rglob("*.pot"))
    for text in ("A section", "Read on in [the page](../book/page.md#a-section).", "More"):
        assert f'msgid "{text}"' in found
    assert "On this page" in (texts / "sphinx.pot").read_text(encoding="utf-8")


def test_the_title_is_the_same_for_both_ways_to_build():
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert config["title"] == metadata.title(Language("en"))


def test_the_pages_and_the_pictures_have_one_palette():
    css = (ROOT / "book" / "_static" / "ucj.css").read_text(encoding="utf-8")
    light, dark = (
        re.search(rf"^ *{re.escape(scope)} {{(.*?)^ *}}", css, re.DOTALL | re.MULTILINE)[1]
        for scope in ("html", 'html[data-theme="dark"]')
    )
    for name, colour in PALETTE.items():
        assert f"--ucj-{name}: {colour.light};" in light
        assert f"--ucj-{name}: {colour.dark};" in dark


def test_the_pages_of_another_case_are_about_that_case(tmp_path: Path):
    """The page on the study is written anew, and pages with its rules say whose rules they are."""
    pages = tmp_path / "book"
    shutil.copytree(ROOT / "book", pages)
    case = cases.load("padang-panjang")
    publishing.adapt_pages(pages, case, Language("en"))
    study = (pages / "study.md").read_text("utf-8")
    assert "Padang Panjang declares no study" in study
    assert "C1" not in study
    for name in publishing.PAGES_OF_THE_STUDY:
        heading, _, rest = (pages / name).read_text("utf-8").partition("\n")
        assert heading.startswith("# ")
        assert rest.startswith("\n:::{note}\nThis page was written for the study of Padang")
        assert rest.endswith((ROOT / "book" / name).read_text("utf-8").partition("\n")[2])


def test_the_title_names_a_place_that_is_not_that_of_the_study():
    padang, other = cases.load("padang"), cases.load("padang-panjang")
    assert publishing.other_place(padang, "en") == ""
    assert metadata.title(Language("en"), publishing.other_place(other, "en")).endswith(
        " · Padang Panjang"
    )
    assert publishing.other_place(other, "id") == "Kota Padang Panjang"


def test_the_scripts_of_a_page_speak_its_language(project: Project):
    """The search and the copy button have their texts from the catalogue, not from the themes."""
    for code, found, copy in (
        ("en", "Pages found: ${resultCount}.", "Copy"),
        ("id", "Halaman yang ditemukan: ${resultCount}.", "Salin"),
    ):
        source = publishing.assemble(project, "padang", "en", ["en"])
        configuration = source / "conf.py"
        said = configuration.read_text("utf-8").replace("language = 'en'", f"language = '{code}'")
        configuration.write_text(said, "utf-8")
        output = project.root / f"scripts-{code}"
        assert editions.build("html", source, output, Path(f"{output}-store")) == ""
        scripts = output / "_static"
        assert f': "{found}"' in (scripts / "searchtools.js").read_text("utf-8").splitlines()[0]
        assert f'\'{code}\': {{"copy": "{copy}"' in (scripts / "copybutton.js").read_text("utf-8")
