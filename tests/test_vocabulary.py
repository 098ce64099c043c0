"""Every code that the schemas allow has a word that a reader understands."""

import json
from pathlib import Path

import pytest

import analysis
from analysis import vocabulary
from analysis.language import Language

SCHEMAS = Path(analysis.__file__).parent / "schemas"
WORDS = [
    ("observations", "series", vocabulary.series),
    ("observations", "group", vocabulary.group),
    ("observations", "base", vocabulary.base),
    ("observations", "status", vocabulary.status),
    ("observations", "checked", vocabulary.checked),
    ("observations", "unit", vocabulary.unit),
    ("documents", "layer", vocabulary.layer),
    ("documents", "publisher_type", vocabulary.publisher_type),
    ("documents", "read", vocabulary.read),
    ("documents", "scope", vocabulary.scope),
    ("actors", "kind", vocabulary.actor_kind),
    ("codings", "stance", vocabulary.stance),
    ("claims", "dimension", vocabulary.dimension),
    ("claim_tests", "measure", vocabulary.measure),
]


@pytest.mark.parametrize(
    ("table", "field", "word"), WORDS, ids=lambda value: getattr(value, "__name__", value)
)
def test_every_allowed_code_has_a_word(table: str, field: str, word):  # noqa: ANN001
    schema = json.loads((SCHEMAS / f"{table}.json").read_text("utf-8"))
    codes = next(
        entry["constraints"]["enum"] for entry in schema["fields"] if entry["name"] == field
    )
    words = [word(code, Language("en")) for code in codes]
    assert not any("_" in text for text in words)
    assert len(set(words)) == len(words)


def test_an_unknown_code_is_shown_as_it_stands():
    assert vocabulary.group("fishers", Language("en")) == "fishers"
