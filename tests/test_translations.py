"""Translations keep what must be kept, and pages speak one language."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from analysis.language import SOURCE, languages
from analysis.project import Project
from analysis.translations import (
    catalogues,
    differences,
    faults,
    foreign_words,
    silent_pictures,
)

TRANSLATIONS = [code for code in languages() if code != SOURCE]
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_text_of_the_book_is_translated(language: str):
    paths = catalogues(Project().root, language)
    assert any(path.name == "analysis.po" for path in paths)
    assert {path.stem for path in paths} >= {Path(page).name for page in Project().pages()}
    assert [fault for path in paths for fault in faults(path, language)] == []


def written(tmp_path: Path, entry: str) -> Path:
    path = tmp_path / "some.po"
    path.write_text(f"{HEADER}\n{entry}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ('msgid "One"\nmsgstr ""', "not translated"),
        ('#, fuzzy\nmsgid "One"\nmsgstr "Satu"', "fuzzy"),
        ('msgid "{n} of 3"\nmsgstr "{m} dari 3"', "placeholder"),
        ('msgid "n = 3"\nmsgstr "n = 4"', "number"),
        ('msgid "See [this](a.md)"\nmsgstr "Lihat [ini](b.md)"', "link"),
        ('msgid "File `a.csv`"\nmsgstr "Berkas `b.csv`"', "code"),
        ('msgid "So {cite:p}`a2012`"\nmsgstr "Jadi"', "role"),
        ('msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] ""', "not translated"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, entry: str, word: str):
    (fault,) = faults(written(tmp_path, entry), "id")
    assert word in fault


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("1,234.5 persons", "1.234,5 orang"),
        ("alpha of .800", "alfa 0,800"),
        ("in {year} 95 %", "95% pada {year}"),
        ("read {cite:p}`a2012` and `claims.csv`", "baca `claims.csv` dan {cite:p}`a2012`"),
    ],
)
def test_what_the_other_language_writes_otherwise_is_no_fault(source: str, translation: str):
    assert differences(source, translation) == []


@given(st.text())
def test_a_text_does_not_differ_from_itself(text: str):
    assert differences(text, text) == []


def parsed(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def test_words_of_another_language_are_found_but_not_in_names_and_loans():
    page = "<article><p>Ini the halaman <em>of the record</em> <code>for</code></p></article>"
    assert foreign_words(parsed(page), "id") == {"the": 1}
    assert foreign_words(parsed("<article>Cakupan yang rendah</article>"), "en") == {"yang": 1}
    assert foreign_words(parsed("<article>Coverage of workers</article>"), "en") == {}


@pytest.mark.parametrize(
    "quoted",
    [
        "<cite>the</cite>",
        "<blockquote>the</blockquote>",
        "<script>the</script>",
        "<svg><title>the</title></svg>",
        '<span lang="en">the</span>',
        '<span data-original="x">the</span>',
        '<p class="a citation b">the <b>record</b></p>',
        '<p class="exhibit-line">the</p>',
        '<a class="reference external" href="x">the</a>',
        '<a rel="nofollow external" href="x">the</a>',
        '<nav class="language-switch">the</nav>',
    ],
)
def test_what_may_be_of_any_language_is_not_searched_but_what_follows_it_is(quoted: str):
    page = f'<html lang="id"><article>{quoted} of <!-- the --> data</article></html>'
    assert foreign_words(parsed(page), "id") == {"of": 1}


@pytest.mark.parametrize("said", ['<a href="x">the</a>', '<p class="citations">the</p>'])
def test_a_link_or_a_class_of_a_like_name_is_searched(said: str):
    assert foreign_words(parsed(f"<article>{said}</article>"), "id") == {"the": 1}


def test_a_language_that_is_not_listed_may_share_words_with_others_but_not_with_the_source():
    assert foreign_words(parsed("<article>Cakupan yang rendah of workers</article>"), "min") == {
        "of": 1
    }


@pytest.mark.parametrize(
    ("picture", "silent"),
    [
        ('<img src="a.png" alt="A line that rises">', []),
        ('<img src="a.png" alt=" ">', ["a.png"]),
        ('<img src="a.png">', ["a.png"]),
        ('<svg role="img" aria-labelledby="t"><title id="t">A line that rises</title></svg>', []),
        ('<svg role="img" aria-labelledby="t"><title id="t"></title></svg>', ["t"]),
        ('<svg role="img" aria-label="A line that rises"></svg>', []),
        ('<svg role="img"></svg>', ["a drawing"]),
        ("<svg></svg>", []),
    ],
)
def test_a_picture_that_says_nothing_in_words_is_found(picture: str, silent: list[str]):
    assert silent_pictures(parsed(f"<article>{picture}</article>")) == silent
