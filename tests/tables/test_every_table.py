"""Tables as a reader meets them: a question, an answer, words, and what is missing."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from padang_tables import (
    ENGLISH,
    NAMES,
    NO_FIGURES,
    PARTNERS,
    PLACES,
    VERDICTS,
    empty,
    exhibits,
    padang,
    printed,
)

import analysis
from analysis import tables, trends
from analysis.language import Language


def test_the_list_of_agreements_counts_those_between_two_kinds_of_actor():
    """Of the four signings on record, none is between the agency and the city government."""
    caption = exhibits()["agreements"].caption
    assert "signed; between agency and city government: 0." in caption
    case, *_ = padang()
    other = tables.agreements(
        case.agreements, case, kinds=("agency", "employer"), language=ENGLISH
    ).caption
    assert "between agency and employers: 1." in other


def test_every_table_is_tested_here():
    assert list(exhibits()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_table_asks_and_answers(name: str):
    exhibit = exhibits()[name]
    assert not exhibit.absent
    assert exhibit.title.endswith("?")
    assert exhibit.caption
    assert not exhibit.data.empty
    rows = printed(exhibit)
    assert rows
    assert not any(text in {"nan", "None", "NaN"} for row in rows for text in row.values())
    assert hasattr(tables, exhibit.notes.removeprefix("analysis.tables."))


@pytest.mark.parametrize("name", NAMES)
def test_no_code_of_the_data_is_shown_to_the_reader(name: str):
    """A word with an underscore is a code; only the data pages print codes."""
    if name in {"dictionary-observations", "parameters"}:
        return
    text = "".join(ET.fromstring(exhibits()[name].body).itertext())  # noqa: S314
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b", text.replace("phk_dashboard", ""))


def test_nothing_to_print_is_said():
    case, reference, *_ = padang()
    book = reference.framework
    none = VERDICTS.iloc[:0]
    shared = {"observations": NO_FIGURES, "language": ENGLISH}
    last = {"as_of": "all", "language": ENGLISH}
    absent = [
        tables.verdict_overview(none, case.claims, case.claim_tests, book, **last),
        tables.verdict_rules(none, case.claim_tests, book, **last),
        tables.verdicts_at_dates(none, case.claims, language=ENGLISH),
        tables.sensitivity(none, case.claim_tests, book, **last),
        tables.rules(case.claims, case.claim_tests.iloc[:0], book, language=ENGLISH),
        tables.reconciliation(empty("step"), **shared),
        tables.targets(empty("geo"), places=PLACES, **shared),
        tables.decomposition(empty("geo"), places=PLACES, **shared),
        tables.classified(empty("observation_id"), **shared),
        tables.changes(empty("group"), **shared),
        tables.multiverse(empty("result"), language=ENGLISH),
        tables.cross_section_models(empty(*trends.CROSS_SECTION_COLUMNS), language=ENGLISH),
        tables.trend_models(empty(*trends.ESTIMATE_COLUMNS), reference.breaks, language=ENGLISH),
        tables.panel(empty(*trends.ESTIMATE_COLUMNS), language=ENGLISH),
        tables.triangulation(empty("group_a"), {}, language=ENGLISH),
        tables.agreement(empty("level"), book, language=ENGLISH),
        tables.agreements(case.agreements.iloc[:0], case, kinds=PARTNERS, language=ENGLISH),
        tables.documents(case.documents.iloc[:0], case.segments, language=ENGLISH),
        tables.regulations(reference.regulations.iloc[:0], language=ENGLISH),
    ]
    assert all(exhibit.absent for exhibit in absent)
    assert len({exhibit.name for exhibit in absent}) == len(absent)


SPEAKING = [
    path
    for pattern in ("exhibits/*.py", "figures/*.py", "tables/*.py", "sentences.py", "vocabulary.py")
    for path in sorted(Path(analysis.__file__).parent.glob(pattern))
]


def calls_for_text(path: Path) -> list[ast.Call]:
    """Return the calls of a module that ask a language for a text."""
    return [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"text", "plural"}
        and isinstance(node.func.value, (ast.Name, ast.Attribute))
        and ast.unparse(node.func.value).endswith("language")
    ]


def test_every_text_can_be_found_by_the_catalogue():
    """Texts reach the catalogue by being read from the source, so each must be a literal."""
    calls = [call for path in SPEAKING for call in calls_for_text(path)]
    assert len(calls) > 300
    for call in calls:
        messages = call.args[: 2 if call.func.attr == "plural" else 1]
        assert all(isinstance(message, ast.Constant) for message in messages), ast.unparse(call)


def test_no_text_hides_in_another_string():
    """The extractor does not look into the braces of a formatted string."""
    hidden = [
        f"{path.name}, line {node.lineno}"
        for path in Path(analysis.__file__).parent.rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(string, ast.JoinedStr)
        for node in ast.walk(string)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"text", "plural"}
    ]
    assert hidden == []


def test_headings_come_from_the_catalogue(monkeypatch: pytest.MonkeyPatch):
    """With every text of the catalogue marked, no heading, title or caption stays unmarked."""
    monkeypatch.setattr(
        Language,
        "text",
        lambda _self, message, /, **values: (
            # The locale of numbers and dates is asked for as a text, and shown to nobody.
            message if message.startswith("locale: ") else f"«{message.format(**values)}»"
        ),
    )
    monkeypatch.setattr(
        Language, "plural", lambda _self, _one, many, /, **values: f"«{many.format(**values)}»"
    )
    exhibits.cache_clear()
    try:
        marked = exhibits()
    finally:
        exhibits.cache_clear()
    for exhibit in marked.values():
        texts = [exhibit.title, exhibit.caption, *printed(exhibit)[0]]
        assert all(text.startswith("«") for text in texts), exhibit.name
