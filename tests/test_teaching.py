"""Synthetic interviews: marked everywhere, what was put in is found again, and no verdict."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import cases, checks, claims, evidence, reliability, teaching
from analysis.errors import UserError
from analysis.framework import NONE, elements
from analysis.teaching import MARK, Coder, Parameters

SEED = 1
PERFECT = Coder(1, 1, 1)
CHANCE = st.floats(0.05, 0.95)


@cache
def parameters() -> Parameters:
    return teaching.read_parameters()


@cache
def many() -> Parameters:
    """As many interviews as chance errors need to become small: 8000 statements."""
    return replace(parameters(), informants=dict.fromkeys(parameters().informants, 200))


def book() -> pd.DataFrame:
    return cases.load_reference().framework


def coded(tables: cases.Tables) -> pd.DataFrame:
    return evidence.coded(tables.documents, tables.segments, tables.codings, tables.actors, book())


# The package --------------------------------------------------------------------------------


def test_the_committed_interviews_are_what_the_generator_writes(tmp_path: Path):
    teaching.write(tmp_path, parameters())
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {f"{table}.csv" for table in teaching.TABLES} | {"datapackage.json"}
    for name in written:
        assert (tmp_path / name).read_bytes() == (teaching.FOLDER / name).read_bytes(), name


def test_what_is_read_is_what_was_drawn():
    drawn, read = teaching.generate(parameters()), teaching.load()
    for table in cases.Tables.__dataclass_fields__:
        if table in teaching.TABLES:
            pd.testing.assert_frame_equal(getattr(read, table), getattr(drawn, table))
        else:
            assert getattr(read, table).empty
            assert getattr(drawn, table).empty


def test_the_interviews_have_the_form_of_a_case(tmp_path: Path):
    teaching.write(tmp_path, parameters())
    manifest = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    manifest["case"] = {"place_en": "Nowhere", "place_id": "Entah", "geo": "Nowhere"}
    (tmp_path / "datapackage.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert checks.check(tmp_path) == []


@pytest.mark.parametrize("name", ["teaching", teaching.FOLDER])
def test_no_book_can_be_made_of_the_interviews(name: str | Path):
    assert "teaching" not in cases.names()
    with pytest.raises(UserError, match="no case"):
        cases.find(name)


def test_every_parameter_is_described_in_both_languages():
    entries = json.loads((teaching.FOLDER / teaching.PARAMETERS).read_text("utf-8"))
    assert set(entries) == set(Parameters.__dataclass_fields__)
    for entry in entries.values():
        assert entry["meaning_en"] != entry["meaning_id"]
        assert entry["meaning_en"].strip()
        assert entry["meaning_id"].strip()


def test_there_is_a_sentence_for_every_theme_direction_and_language():
    sentences = [
        option
        for theme in teaching.phrases()["themes"].values()
        for stance in ("supports", "hinders")
        for option in theme[stance]
    ]
    assert set(teaching.phrases()["themes"]) <= set(elements(book())["code"])
    for language in ("en", "id"):
        texts = [sentence[language] for sentence in sentences]
        assert all(texts)
        assert len(set(texts)) == len(texts)


# The mark -----------------------------------------------------------------------------------


def test_the_mark_in_both_languages_stands_in_every_row():
    tables = teaching.load()
    for frame, names in (
        (tables.documents, ["title", "publisher"]),
        (tables.segments, ["statement_en", "statement_id"]),
        (tables.actors, ["label_en", "label_id"]),
        (tables.codings, ["rationale"]),
    ):
        for name in names:
            assert frame[name].str.contains(MARK, regex=False).all(), name
    assert set(tables.documents["layer"]) == {"teaching"}
    assert tables.segments["statement_en"].str.startswith(MARK).all()
    assert tables.segments["statement_id"].str.startswith(MARK).all()


def test_no_synthetic_key_can_be_taken_for_a_real_one():
    tables = teaching.load()
    for frame, key in (
        (tables.documents, "document_id"),
        (tables.segments, "segment_id"),
        (tables.actors, "actor_id"),
    ):
        assert frame[key].str.startswith("synthetic").all()


def test_an_interview_has_no_date_so_that_no_date_lets_it_in():
    assert (teaching.load().documents["published"] == "").all()


# Drawing ------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_interviews_and_another_gives_others():
    one, again = teaching.generate(parameters()), teaching.generate(parameters())
    other = teaching.generate(replace(parameters(), seed=parameters().seed + 1))
    pd.testing.assert_frame_equal(one.segments, again.segments)
    pd.testing.assert_frame_equal(one.codings, again.codings)
    assert not one.segments["statement_en"].equals(other.segments["statement_en"])


def test_other_coders_read_the_same_statements():
    sloppy = replace(parameters(), coders={"first": PERFECT, "second": Coder(0.5, 0.9, 0.5)})
    one, other = teaching.generate(parameters()), teaching.generate(sloppy)
    pd.testing.assert_frame_equal(one.segments, other.segments)
    assert not one.codings.equals(other.codings)


def test_a_statement_says_the_sentences_of_its_themes():
    themes = teaching.themes(parameters())
    texts = teaching.load().segments.set_index("segment_id")
    for row in themes.to_dict("records"):
        options = (
            teaching.phrases()["nothing"]
            if row["code"] == NONE
            else teaching.phrases()["themes"][row["code"]][row["stance"]]
        )
        for language in ("en", "id"):
            text = texts.loc[row["segment_id"], f"statement_{language}"]
            assert any(option[language] in text for option in options), text


def test_a_faultless_coder_sees_the_themes():
    both = replace(parameters(), coders={"first": PERFECT, "second": PERFECT})
    codings = teaching.generate(both).codings
    first = codings.loc[codings["coder"] == "first", ["segment_id", "code", "stance"]]
    pd.testing.assert_frame_equal(
        first.reset_index(drop=True), teaching.themes(both), check_dtype=False
    )


def deviation(drawn: Parameters) -> float:
    """Sum up how far the shares lie from the prevalence, in squared standard errors."""
    counts = teaching.themes(drawn)["code"].value_counts()
    n = len(teaching.generate(drawn).segments)
    chances = pd.Series(drawn.prevalence)
    error = np.sqrt(chances * (1 - chances) / n)
    return float((((counts[chances.index] / n - chances) / error) ** 2).sum())


@pytest.mark.parametrize("drawn", [parameters, many])
def test_the_counts_lie_within_chance_of_the_prevalence(drawn: Callable[[], Parameters]):
    codes = len(drawn().prevalence)
    assert deviation(drawn()) < stats.chi2.ppf(0.999, codes)


def test_many_statements_recover_prevalence_and_direction():
    themes = teaching.themes(many())
    n = len(teaching.generate(many()).segments)
    assert n == 8000
    for code, prevalence in many().prevalence.items():
        found = themes[themes["code"] == code]
        assert len(found) / n == pytest.approx(prevalence, abs=0.02)
        hindering = (found["stance"] == "hinders").mean()
        assert hindering == pytest.approx(many().hinders[code], abs=0.06)


def test_the_agreement_of_the_coders_is_the_known_one():
    tables = teaching.generate(many())
    found = reliability.agreement(
        tables.codings, tables.segments, book(), seed=SEED, replicates=10
    ).set_index(["level", "code"])
    expected = teaching.expected_agreement(many(), book()).set_index(["level", "code"])
    for key, row in expected.iterrows():
        # A code has about 1000 statements that carry it; all codes together have ten times more.
        tolerance = 0.05 if key[0] == "code" else 0.02
        for name in ("alpha", "kappa", "ac1"):
            assert found.loc[key, name] == pytest.approx(row[name], abs=tolerance), (key, name)
        assert found.loc[key, "percent_agreement"] == pytest.approx(row["percent_agreement"], abs=2)
        if key[0] != "stance":
            assert found.loc[key, "prevalence"] == pytest.approx(row["prevalence"], abs=0.02)


def test_the_interval_of_the_committed_interviews_holds_the_known_agreement():
    tables = teaching.load()
    found = reliability.agreement(
        tables.codings, tables.segments, book(), seed=SEED, confidence=0.99
    ).set_index(["level", "code"])
    expected = teaching.expected_agreement(parameters(), book()).set_index(["level", "code"])
    for level in ("overall", "stance"):
        row = found.loc[(level, "")]
        assert row["alpha_low"] <= expected.loc[(level, ""), "alpha"] <= row["alpha_high"]


def test_coders_who_guess_agree_no_more_than_chance():
    guess = Coder(0.3, 0.7, 0.5)
    blind = replace(parameters(), coders={"first": guess, "second": guess})
    expected = teaching.expected_agreement(blind, book()).set_index("level")
    assert expected.loc["code", ["alpha", "kappa"]].to_numpy() == pytest.approx(0, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(prevalence=CHANCE, hinders=CHANCE, direction=CHANCE)
def test_faultless_coders_agree_always(prevalence: float, hinders: float, direction: float):
    some = replace(
        parameters(),
        prevalence={"DR1": prevalence},
        hinders={"DR1": hinders},
        coders={"first": PERFECT, "second": replace(PERFECT, direction=direction)},
    )
    expected = teaching.expected_agreement(some, book()).set_index("level")
    assert expected.loc["code", "alpha"] == pytest.approx(1)
    assert expected.loc["code", "prevalence"] == pytest.approx(prevalence)
    assert expected.loc["stance", "percent_agreement"] == pytest.approx(100 * direction)


@settings(max_examples=30, deadline=None)
@given(
    prevalence=CHANCE,
    first=st.tuples(CHANCE, CHANCE, CHANCE),
    second=st.tuples(CHANCE, CHANCE, CHANCE),
)
def test_the_order_of_the_coders_does_not_matter(
    prevalence: float, first: tuple[float, float, float], second: tuple[float, float, float]
):
    one, other = Coder(*first), Coder(*second)
    some = replace(parameters(), prevalence={"AC": prevalence}, hinders={"AC": 0.5})
    tables = [
        teaching.expected_agreement(replace(some, coders={"first": a, "second": b}), book())
        for a, b in ((one, other), (other, one))
    ]
    pd.testing.assert_frame_equal(*tables)


# Wrong parameters ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"prevalence": {"DR1": 1.2}, "hinders": {"DR1": 0.5}}, "prevalence DR1 is 1.2"),
        ({"prevalence": {"XX": 0.2}, "hinders": {"XX": 0.5}}, "names XX"),
        ({"hinders": {"DR1": 0.5}}, "the same codes"),
        ({"informants": {"mayor": 2}}, "names mayor"),
        ({"informants": {}}, "informants is empty"),
        ({"informants": {"agency": 0}}, "one or more"),
        ({"statements": 0}, "one or more"),
        ({"coders": {"first": PERFECT}}, "two coders"),
        ({"coders": {"first": PERFECT, "second": Coder(-0.1, 1, 1)}}, "second sensitivity"),
    ],
)
def test_parameters_that_mean_nothing_are_refused(change: dict, words: str):
    with pytest.raises(UserError, match=words):
        replace(parameters(), **change)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"seed": 1}', '{"coders": {"value": {}}}'])
def test_a_file_that_holds_no_parameters_is_refused(tmp_path: Path, content: str):
    path = tmp_path / "generator.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match="does not hold the parameters"):
        teaching.read_parameters(path)


# No verdict ---------------------------------------------------------------------------------

REFUSING = {
    "leading_acts": lambda rows: evidence.leading_acts(rows, ["DR1"], seed=SEED),
    "leading_difference": lambda rows: evidence.leading_difference(
        rows, ["DR1"], "agency", "local_government", seed=SEED
    ),
    "net_stance": lambda rows: evidence.net_stance(rows, ["DR1"], seed=SEED),
    "hindering_share": lambda rows: evidence.hindering_share(rows, ["DR1"], seed=SEED),
    "hindering_rank": lambda rows: evidence.hindering_rank(rows, ["DR1", "DR2"], seed=SEED),
    "hindered_dimensions": lambda rows: evidence.hindered_dimensions(rows, seed=SEED),
    "triangulate": lambda rows: evidence.triangulate(rows, "layer", ["DR1"]),
    "require_public": evidence.require_public,
}


@pytest.mark.parametrize("name", REFUSING)
def test_whatever_leads_to_a_verdict_refuses_the_interviews(name: str):
    with pytest.raises(UserError, match="teaching"):
        REFUSING[name](coded(teaching.load()))


def test_no_function_that_takes_evidence_of_one_layer_mixes_it_with_the_interviews():
    case = cases.load("padang")
    mixed = pd.concat([coded(teaching.load()), coded(case.known("", ("public",)))])
    for function in (
        evidence.element_by_speaker,
        lambda rows: evidence.triangulate(rows, "speaker_kind", ["DR1"]),
        lambda rows: evidence.code_coverage(rows, ["DR1"], seed=SEED),
        lambda rows: evidence.contrast(rows, rows, seed=SEED),
    ):
        with pytest.raises(UserError, match="layers"):
            function(mixed)


@cache
def verdicts(*, with_lessons: bool) -> pd.DataFrame:
    case, reference = cases.load("padang"), cases.load_reference()
    if with_lessons:
        lessons = teaching.load()
        case = replace(
            case,
            **{
                table: pd.concat([getattr(case, table), getattr(lessons, table)])
                for table in teaching.TABLES
            },
        )
    return claims.judge(case, reference, [""], seed=SEED)


def test_the_interviews_beside_the_record_move_no_verdict():
    pd.testing.assert_frame_equal(verdicts(with_lessons=True), verdicts(with_lessons=False))
    assert (verdicts(with_lessons=False)["verdict"] != claims.SILENCE).any()


def verdicts_on_interviews(rules: pd.DataFrame) -> pd.DataFrame:
    case, lessons = cases.load("padang"), teaching.load()
    taken = {
        table: getattr(lessons, table)
        for table in cases.Tables.__dataclass_fields__
        if table not in {"claims", "claim_tests"}
    }
    only = replace(case, geo="Nowhere", claim_tests=rules, **taken)
    return claims.judge(only, cases.load_reference(), [""], seed=SEED)


def test_a_case_of_interviews_only_leads_to_no_verdict():
    rules = cases.load("padang").claim_tests
    table = verdicts_on_interviews(rules[rules["measure"] != "signed_agreements"])
    assert len(table)
    assert set(table["verdict"]) == {claims.SILENCE}
    assert table["estimate"].isna().all()


def test_a_case_of_interviews_only_has_no_signed_agreement():
    rules = cases.load("padang").claim_tests
    table = verdicts_on_interviews(rules[rules["measure"] == "signed_agreements"])
    assert set(table["verdict"]) <= {claims.SILENCE}
