"""A built book is searched for links that lead nowhere; each kind of mistake is found."""

from pathlib import Path

import pytest

from analysis import links


def write(folder: Path, body: str) -> Path:
    (folder / "en" / "book").mkdir(parents=True)
    (folder / "en" / "a.html").write_text(f"<html><body>{body}</body></html>", "utf-8")
    page = '<html><body><h2 id="here">Here</h2><p id="l\u00e9gende">x</p></body></html>'
    (folder / "en" / "book" / "b c.html").write_text(page, "utf-8")
    (folder / "en" / "data.csv").write_text("a\n")
    return folder


@pytest.mark.parametrize(
    "link",
    [
        "book/b%20c.html",
        "book/b%20c.html#here",
        "book/b%20c.html#l%C3%A9gende",
        "../en/data.csv",
        "#top",
        "?q=word",
        "https://example.org/a?b=c#d",
        "http://192.0.2.1/x",
        "data:text/csv,a%2Cb",
    ],
)
def test_a_link_that_leads_somewhere_is_no_fault(tmp_path: Path, link: str):
    assert links.faults(write(tmp_path, f'<i id="top"></i><a href="{link}">x</a>')) == []


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("book/nothing.html", "leads nowhere"),
        ("book", "leads nowhere"),
        ("book/b%20c.html#there", "a place that its page does not have"),
        ("#nowhere", "a place that its page does not have"),
        ("../../outside.html", "leads out of the book"),
        ("https://", "is no address"),
        ("https://nohost/x", "is no address"),
        ("https://example.org/a b", "is no address"),
        ("htp://example.org", "is no address"),
        ("https://[::1/x", "is no address"),
        ("//", "is no address"),
    ],
)
def test_a_link_that_leads_nowhere_is_named_with_its_page(tmp_path: Path, link: str, reason: str):
    (fault,) = links.faults(write(tmp_path, f'<a href="{link}">x</a><a href="{link}">y</a>'))
    assert fault.startswith(f"en/a.html: “{link}”")
    assert reason in fault


def test_pictures_scripts_and_redirects_are_links_too(tmp_path: Path):
    body = '<img src="no.png"><meta http-equiv="refresh" content="0; url=no.html">'
    assert len(links.faults(write(tmp_path, body))) == 2


def test_the_book_has_no_dead_link(book: Path):
    assert links.faults(book) == []
