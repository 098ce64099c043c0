"""A page introduces the case it is about, and quotes a study only where there is one."""

from dataclasses import replace

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
