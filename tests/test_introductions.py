"""A page introduces the case it is about, and quotes a study only where there is one."""

from dataclasses import replace

from markdown_it import MarkdownIt

from analysis import introductions
from analysis.cases import load
from analysis.language import Language

ENGLISH = Language("en")
PADANG = load("padang")
CONTRAST = load("padang-panjang")


def test_a_case_with_a_study_names_it_and_counts_its_claims():
    text = introductions.of_case(PADANG, "Padang", ENGLISH)
    assert "A study of 2025 on Padang (Universitas Andalas)" in text
    assert "8 claims" in text


def test_a_case_without_a_study_counts_its_record():
    text = introductions.of_case(CONTRAST, "Padang Panjang", ENGLISH)
    assert "19 documents" in text
    assert f"{len(CONTRAST.observations)} printed or derived figures" in text
    assert "study" not in text


def test_claims_are_quoted_by_part_of_the_framework():
    text = introductions.of_claims(PADANG.claims, ["drivers"], ENGLISH)
    assert "**C4.** Leadership is the main obstacle" in text
    assert "C5" not in text
    assert introductions.of_claims(CONTRAST.claims, ["drivers"], ENGLISH) == ""


def test_the_contrast_is_told_in_the_words_of_the_case():
    assert "the mayor led" in introductions.of_contrast(PADANG, "Padang", ENGLISH)
    silent = replace(PADANG, contrast_note={})
    assert "The record of Padang" in introductions.of_contrast(silent, "Padang", ENGLISH)
    alone = replace(PADANG, contrast="")
    assert "names no other case" in introductions.of_contrast(alone, "Padang", ENGLISH)


def test_the_page_on_the_study_says_that_there_is_none():
    text = introductions.of_study(CONTRAST, "Padang Panjang", ENGLISH)
    assert text.startswith("# The study\n")
    assert "Padang Panjang declares no study" in text
    assert "(../notebooks/data.ipynb)" in text


def test_the_page_on_the_study_of_another_case_cites_it_and_quotes_its_claims():
    text = introductions.of_study(PADANG, "Padang", ENGLISH)
    assert "Universitas Andalas, 2025." in text
    assert text.count("\n- **C") == len(PADANG.claims)


def test_text_of_the_data_is_shown_and_never_run():
    hostile = "<script>alert(1)</script> [x](javascript:y) $a$ {raw}`b` **c**\n# d"
    claims = PADANG.claims.assign(text_en=hostile)
    for text in (
        introductions.of_claims(claims, ["drivers"], ENGLISH),
        introductions.of_case(PADANG, hostile, ENGLISH),
        introductions.of_study(CONTRAST, hostile, ENGLISH),
        introductions.of_contrast(replace(PADANG, contrast_note={"note_en": hostile}), "", ENGLISH),
    ):
        html = MarkdownIt().render(text)
        assert "<script" not in html
        assert "alert(1)" in html
        assert "javascript:y)" in html
        assert 'href="javascript' not in html
        assert "<h1>d" not in html
