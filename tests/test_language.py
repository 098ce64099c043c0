"""Texts, numbers and dates as English and Indonesian write them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from analysis import language
from analysis.errors import Message, Sentence, UsageError
from analysis.language import Language, languages

CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Coverage of {place}"
msgstr "Cakupan {place}"

msgid "one document"
msgid_plural "{n} documents"
msgstr[0] "{n} dokumen"

msgid "{low} to {high}"
msgstr "{low} sampai {high}"

msgid "{first} and {last}"
msgstr "{first} dan {last}"

msgid "{items} and {last}"
msgstr "{items}, dan {last}"

msgid "undated"
msgstr "tanpa tanggal"

msgid "There is no notebook {unknown}; there are: {known}."
msgstr "Tidak ada notebook {unknown}; yang ada: {known}."
"""
ENGLISH = Language("en")


@pytest.fixture(scope="module", autouse=True)
def indonesian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Read a small catalogue, so that no sentence of the book is needed here."""
    folder = tmp_path_factory.mktemp("locale")
    path = folder / "id" / "LC_MESSAGES" / "analysis.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    language._translations.cache_clear()
    language._patterns.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "CATALOGUES", folder)
        yield
    language._translations.cache_clear()
    language._patterns.cache_clear()


def test_the_languages_are_english_and_those_with_a_catalogue():
    assert languages() == ["en", "id"]


def test_an_unknown_language_is_refused_with_the_list_of_languages():
    with pytest.raises(ValueError, match="no language “min”; there are: en, id"):
        Language("min")


def test_a_text_is_translated_before_its_places_are_filled():
    assert Language("id").text("Coverage of {place}", place="Padang") == "Cakupan Padang"
    assert ENGLISH.text("Coverage of {place}", place="Padang") == "Coverage of Padang"


def test_a_text_without_translation_stands_in_english():
    assert Language("id").text("Nothing yet") == "Nothing yet"


def test_braces_in_a_filled_value_stay_as_they_are():
    assert ENGLISH.text("{title}", title="{place} {0}") == "{place} {0}"


def test_a_message_is_put_into_the_language_with_the_messages_in_it():
    inner = Message("Coverage of {place}", {"place": "{Padang}"})
    outer = Message("{low} to {high}", {"low": inner, "high": 2})
    assert str(outer) == "Coverage of {Padang} to 2"
    assert ENGLISH.say(outer) == "Coverage of {Padang} to 2"
    assert Language("id").say(outer) == "Cakupan {Padang} sampai 2"


def test_a_message_that_is_finished_keeps_its_braces():
    assert str(Message("{place}")) == Language("id").say(Message("{place}")) == "{place}"


def test_a_plural_follows_the_rules_of_its_language():
    def write(code: str, n: int) -> str:
        return Language(code).plural("one document", "{n} documents", n=n)

    assert write("en", 1) == "one document"
    assert write("en", 0) == "0 documents"
    assert write("en", 1234) == "1,234 documents"
    assert write("id", 1) == "1 dokumen"
    assert write("id", 1234) == "1.234 dokumen"


@pytest.mark.parametrize(
    ("value", "digits", "english", "indonesian"),
    [
        (1234567.891, 2, "1,234,567.89", "1.234.567,89"),
        (1234.5, 1, "1,234.5", "1.234,5"),
        (0, 0, "0", "0"),
        (27.8, 1, "27.8", "27,8"),
        (5, 2, "5.00", "5,00"),
        (-4.97, 2, "−4.97", "−4,97"),
        (float("nan"), 1, "–", "–"),
        (None, 0, "–", "–"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value, digits, english, indonesian):  # noqa: ANN001
    assert ENGLISH.number(value, digits) == english
    assert Language("id").number(value, digits) == indonesian


@given(
    st.floats(-1e12, 1e12),
    st.integers(0, 6),
    st.sampled_from(["en", "id"]),
)
def test_a_written_number_can_be_read_back(value: float, digits: int, code: str):
    written = Language(code).number(value, digits).replace("−", "-")
    read = float(parse_decimal(written, locale=code, strict=True))
    # Half a unit of the last digit, and what a float of this size cannot hold.
    assert read == pytest.approx(value, rel=1e-12, abs=0.5000001 * 10**-digits)


@given(st.integers(0, 10**15), st.sampled_from(["en", "id"]))
def test_a_count_loses_nothing(count: int, code: str):
    assert int(parse_decimal(Language(code).number(count), locale=code, strict=True)) == count


def test_a_percentage_is_given_in_percent_and_a_missing_one_has_no_sign():
    assert ENGLISH.percent(27.83) == "27.8%"
    assert Language("id").percent(27.83) == "27,8%"
    assert ENGLISH.percent(float("nan")) == "–"


def test_an_interval_names_both_ends():
    assert ENGLISH.interval(27.5, 30.9) == "27.5 to 30.9"
    assert Language("id").interval(27.5, 30.9) == "27,5 sampai 30,9"


@pytest.mark.parametrize(
    ("partial", "english", "indonesian"),
    [
        ("2024-08-17", "17 August 2024", "17 Agustus 2024"),
        ("2024-08", "August 2024", "Agustus 2024"),
        ("2024", "2024", "2024"),
        ("", "undated", "tanpa tanggal"),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known(partial: str, english: str, indonesian: str):
    assert ENGLISH.date(partial) == english
    assert Language("id").date(partial) == indonesian


def test_a_text_that_is_no_date_is_refused():
    with pytest.raises(ValueError, match="2025-02-30"):
        ENGLISH.date("2025-02-30")


@pytest.mark.parametrize(
    ("items", "english", "indonesian"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a dan b"),
        (["a", "b", "c"], "a, b and c", "a, b, dan c"),
    ],
)
def test_items_are_joined_as_running_text(items: list[str], english: str, indonesian: str):
    assert ENGLISH.join(items) == english
    assert Language("id").join(items) == indonesian


def test_a_field_is_picked_in_the_language_and_else_in_english():
    row = {"label_en": "city", "label_id": "kota", "note_en": "only here", "note_id": ""}
    assert Language("id").pick(row, "label") == "kota"
    assert ENGLISH.pick(row, "label") == "city"
    assert Language("id").pick(row, "note") == "only here"
    assert ENGLISH.pick(row, "absent") == ""


def test_a_catalogue_is_compiled_once_and_anew_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "KEPT", tmp_path / "kept")
    path = tmp_path / "analysis.po"
    for word in ("Cakupan {place}", "Cakupan di {place}"):
        path.write_text(CATALOGUE.replace("Cakupan {place}", word), encoding="utf-8")
        first = language._compiled(path, "id")
        assert word.encode() in first
        assert language._compiled(path, "id") == first
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_a_catalogue_is_read_where_nothing_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "KEPT", tmp_path / "absent" / "kept")
    path = tmp_path / "analysis.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    assert b"Cakupan" in language._compiled(path, "id")
    assert not (tmp_path / "absent").exists()


def test_the_catalogues_of_the_package_can_be_read():
    for path in (Path(language.__file__).parent / "locale").glob("*/LC_MESSAGES/analysis.po"):
        with path.open("rb") as handle:
            assert read_po(handle, abort_invalid=True)


def test_a_number_among_the_values_of_a_text_is_written_as_the_language_writes_it():
    """A float is a number; an int is a row or a year, a text is a name."""
    said = Message("Row {row} of {file}: {value}.", {"row": 1024, "file": "a1.5", "value": 1234.5})
    assert str(said) == "Row 1024 of a1.5: 1234.5."
    assert Language("en").say(said) == "Row 1024 of a1.5: 1,234.5."
    assert Language("id").say(said) == "Row 1024 of a1.5: 1.234,5."


def test_a_message_among_the_values_and_a_line_for_each_of_several():
    inner = Message("{low} to {high}", {"low": 27.5, "high": 30.0})
    said = Message("These:\n{all}", {"all": (inner, inner)})
    assert str(said) == "These:\n27.5 to 30\n27.5 to 30"
    assert Language("id").say(said) == "These:\n27,5 sampai 30\n27,5 sampai 30"


def test_a_sentence_that_came_as_plain_english_is_repeated_in_the_language():
    error = UsageError(
        "There is no notebook {unknown}; there are: {known}.", unknown="x", known="a, b"
    )
    assert Language("id").repeat(str(error)) == "Tidak ada notebook x; yang ada: a, b."
    assert Language("en").repeat(str(error)) == str(error)
    assert Language("id").repeat("Said by somebody else.") == "Said by somebody else."
    assert Language("id").text("{said}", said=Sentence(str(error))).startswith("Tidak ada")
