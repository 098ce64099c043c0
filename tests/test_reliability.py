"""Coefficients of agreement, against published worked examples."""

from typing import Literal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import cases
from analysis.evidence import resamples
from analysis.reliability import (
    _alpha_replicates,
    agreement,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    value_counts,
)

Level = Literal["nominal", "ordinal", "interval", "ratio"]


def ratings_of(*coders: str) -> pd.DataFrame:
    """Read one string per coder, one character per unit; a full stop is missing."""
    columns = {f"c{i}": list(line) for i, line in enumerate(coders)}
    return pd.DataFrame(columns).replace(".", np.nan)


def ratings_of_table(table: list[list[int]]) -> pd.DataFrame:
    """Write a cross-table of two coders out as ratings."""
    pairs = [
        (i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)
    ]
    return pd.DataFrame(pairs, columns=["first", "second"])


BINARY = ratings_of("0100000010", "1110010000")
NOMINAL = ratings_of("aabbdcccedda", "babbbccceddd")
FOUR = ratings_of("123321412...", "1233224125.3", ".3332342251.", "12332441251.")

# Gwet's R package irrCAC: data set cont3x3abstractors.
ABSTRACTORS = ratings_of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])

# irrCAC: data set distrib.6raters, six psychiatrists, fifteen patients, five diagnoses.
PSYCHIATRISTS = pd.DataFrame(
    [
        [0, 0, 0, 6, 0],
        [0, 3, 0, 0, 3],
        [0, 1, 4, 0, 1],
        [0, 0, 0, 0, 6],
        [0, 3, 0, 3, 0],
        [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2],
        [2, 0, 3, 1, 0],
        [2, 0, 0, 4, 0],
        [0, 0, 0, 0, 6],
        [1, 0, 0, 5, 0],
        [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0],
        [1, 0, 0, 5, 0],
        [0, 2, 0, 3, 1],
    ]
)

# The worked example of Fleiss' kappa in Wikipedia: fourteen raters, ten subjects.
FOURTEEN = pd.DataFrame(
    [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
)


@pytest.mark.parametrize(
    ("counts", "level", "expected"),
    [
        # Krippendorff (2011), sections A, B and C.
        (value_counts(BINARY), "nominal", 0.0952),
        (value_counts(NOMINAL), "nominal", 0.692),
        (value_counts(FOUR), "nominal", 0.7434),
        (value_counts(FOUR), "ordinal", 0.8154),
        (value_counts(FOUR), "interval", 0.8491),
        (value_counts(FOUR), "ratio", 0.7974),
        # R: krippen2.table(cont3x3abstractors), krippen.alpha.dist(distrib.6raters).
        (value_counts(ABSTRACTORS), "nominal", 0.7972585),
        (PSYCHIATRISTS, "nominal", 0.4204384),
    ],
)
def test_alpha_of_published_examples(counts: pd.DataFrame, level: Level, expected: float):
    digits = len(str(expected).split(".")[1])
    assert krippendorff_alpha(counts, level) == pytest.approx(expected, abs=0.6 * 10**-digits)


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        (NOMINAL, 0.6842),
        (ratings_of_table([[20, 5], [10, 15]]), 0.40),
        (ratings_of_table([[118, 5], [2, 0]]), -0.0234),
        (ABSTRACTORS, 0.7964094),  # R: kappa2.table(cont3x3abstractors)
    ],
)
def test_cohen_kappa_of_published_examples(ratings: pd.DataFrame, expected: float):
    assert cohen_kappa(ratings) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [(FOURTEEN, 0.210), (PSYCHIATRISTS, 0.4139265)],  # R: fleiss.kappa.dist(distrib.6raters)
)
def test_fleiss_kappa_of_published_examples(counts: pd.DataFrame, expected: float):
    assert fleiss_kappa(counts) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (value_counts(NOMINAL), 0.6897),
        (value_counts(ratings_of_table([[20, 5], [10, 15]])), 0.4059),
        (value_counts(ratings_of_table([[118, 5], [2, 0]])), 0.9408),
        # R: gwet.ac1.table(cont3x3abstractors), gwet.ac1.dist(distrib.6raters),
        # gwet.ac1.raw(cac.raw4raters).
        (value_counts(ABSTRACTORS), 0.8493305),
        (PSYCHIATRISTS, 0.4448007),
        (value_counts(FOUR), 0.77544),
    ],
)
def test_ac1_of_published_examples(counts: pd.DataFrame, expected: float):
    assert gwet_ac1(counts) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (value_counts(ratings_of_table([[118, 5], [2, 0]])), 94.4),
        (value_counts(ABSTRACTORS), 89.0),  # R: pa2.table(cont3x3abstractors)
        (value_counts(FOUR), 81.81818),  # R: pa.coeff.raw(cac.raw4raters)
        (PSYCHIATRISTS, 55.11111),
    ],
)
def test_percent_agreement_of_published_examples(counts: pd.DataFrame, expected: float):
    assert percent_agreement(counts) == pytest.approx(expected, abs=1e-4)


def test_without_variation_nothing_is_claimed():
    same = ratings_of("0000", "0000")
    assert percent_agreement(value_counts(same)) == 100
    for value in (
        krippendorff_alpha(value_counts(same)),
        cohen_kappa(same),
        fleiss_kappa(value_counts(same)),
        gwet_ac1(value_counts(same)),
    ):
        assert np.isnan(value)


def test_fleiss_kappa_is_missing_for_unequal_numbers_of_coders():
    assert np.isnan(fleiss_kappa(value_counts(FOUR)))


letters = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.sampled_from("abc")),
    min_size=3,
    max_size=25,
)


@settings(max_examples=50, deadline=None)
@given(letters)
def test_identical_coders_agree_fully(units: list[tuple[str, ...]]):
    one = [unit[0] for unit in units]
    counts = value_counts(pd.DataFrame({"a": one, "b": one, "c": one}))
    expected = 1.0 if len(set(one)) > 1 else np.nan
    for coefficient in (krippendorff_alpha, fleiss_kappa, gwet_ac1):
        assert coefficient(counts) == pytest.approx(expected, nan_ok=True)


@settings(max_examples=50, deadline=None)
@given(letters, st.permutations("abc"), st.permutations([0, 1, 2]))
def test_neither_names_nor_order_of_coders_matter(
    units: list[tuple[str, ...]], names: list[str], order: list[int]
):
    ratings = pd.DataFrame(units, columns=["x", "y", "z"])
    renamed = ratings.iloc[:, order].replace(dict(zip("abc", names, strict=True)))
    for coefficient in (krippendorff_alpha, fleiss_kappa, gwet_ac1, percent_agreement):
        expected = coefficient(value_counts(ratings))
        assert coefficient(value_counts(renamed)) == pytest.approx(expected, nan_ok=True)
    pair, swapped = ratings[["x", "y"]], renamed[["y", "x"]]
    assert cohen_kappa(swapped) == pytest.approx(cohen_kappa(pair), nan_ok=True)


@settings(max_examples=50, deadline=None)
@given(letters)
def test_ac1_stays_within_its_bounds(units: list[tuple[str, ...]]):
    value = gwet_ac1(value_counts(pd.DataFrame(units)))
    assert np.isnan(value) or -1 - 1e-12 <= value <= 1 + 1e-12


FRAMEWORK = cases.load_reference().framework


def codings_of(*lines: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=["segment_id", "coder", "code", "stance"])


def segments_of(n: int, document: str = "d") -> pd.DataFrame:
    names = [f"{document}{i:02}" for i in range(n)]
    return pd.DataFrame({"segment_id": names, "document_id": document})


def row(table: pd.DataFrame, level: str, code: str = "") -> pd.Series:
    return table[(table["level"] == level) & (table["code"] == code)].iloc[0]


def agree(codings: pd.DataFrame, segments: pd.DataFrame, **options: int) -> pd.DataFrame:
    return agreement(codings, segments, FRAMEWORK, seed=1, **{"replicates": 200, **options})


def binary_codings() -> pd.DataFrame:
    """Write Krippendorff's binary example as one code given or not to ten segments."""
    coders = zip(("first", "second"), BINARY.T.to_numpy(), strict=True)
    return codings_of(
        *[
            (f"d{i:02}", coder, "DR1", "supports")
            for coder, marks in coders
            for i, mark in enumerate(marks)
            if mark == "1"
        ]
    )


def test_segments_without_the_code_count():
    found = row(agree(binary_codings(), segments_of(10)), "code", "DR1")
    assert (found["n_units"], found["n_first"], found["n_second"], found["n_both"]) == (10, 2, 4, 1)
    assert found["alpha"] == pytest.approx(0.0952, abs=5e-5)
    assert found["percent_agreement"] == 60
    assert found["prevalence"] == pytest.approx(0.3)


def test_a_code_that_no_one_gave_has_a_reason_and_no_coefficient():
    found = row(agree(binary_codings(), segments_of(10)), "code", "SM2")
    assert found["reason"] == "no_variation"
    assert found[["alpha", "alpha_low", "alpha_high", "kappa", "ac1"]].isna().all()
    assert found["percent_agreement"] == 100


def test_pooled_levels_add_up():
    table = agree(binary_codings(), segments_of(10))
    codes = table[(table["level"] == "code") & (table["code"] != "NONE")]
    assert len(codes) == 26
    for level in ("family", "dimension", "overall"):
        pooled = table[table["level"] == level]
        for column in ("n_units", "n_first", "n_second", "n_both"):
            assert pooled[column].sum() == codes[column].sum()


def test_a_document_that_only_one_coder_read_is_no_disagreement():
    alone = codings_of(("e00", "first", "DR1", "hinders"))
    segments = pd.concat([segments_of(10), segments_of(3, "e")])
    both = agree(pd.concat([binary_codings(), alone]), segments)
    pd.testing.assert_frame_equal(both, agree(binary_codings(), segments_of(10)))


def test_one_coder_gives_an_empty_table():
    codings = binary_codings()
    table = agree(codings[codings["coder"] == "first"], segments_of(10))
    assert table.empty
    assert "alpha" in table


def test_none_is_judged_like_a_code_but_not_pooled():
    nothing = codings_of(("d03", "second", "NONE", "neutral"))
    table = agree(pd.concat([binary_codings(), nothing]), segments_of(10))
    assert row(table, "code", "NONE")["n_second"] == 1
    assert row(table, "overall")["n_units"] == 260


def test_stance_is_compared_where_both_gave_the_code():
    lines = [
        (f"d{i:02}", coder, "SC1", stance)
        for coder, stances in (("first", NOMINAL["c0"]), ("second", NOMINAL["c1"]))
        for i, stance in enumerate(stances)
    ]
    alone = [("d00", "first", "AC", "a"), ("d01", "second", "IM", "b")]
    found = row(agree(codings_of(*lines, *alone), segments_of(12)), "stance")
    assert (found["n_units"], found["n_first"], found["n_second"]) == (12, 13, 13)
    assert found["alpha"] == pytest.approx(0.692, abs=5e-4)
    assert found["ac1"] == pytest.approx(0.6897, abs=5e-5)


def test_more_than_two_coders_have_fleiss_kappa():
    rows = ratings_of("110100", "110000", "100101").T.to_numpy()
    lines = [
        (f"d{i:02}", f"coder{c}", "AC", "supports")
        for c, marks in enumerate(rows)
        for i, mark in enumerate(marks)
        if mark == "1"
    ]
    found = row(agree(codings_of(*lines), segments_of(6)), "code", "AC")
    counts = value_counts(pd.DataFrame(rows.T))
    assert found["kappa"] == pytest.approx(fleiss_kappa(counts))
    assert found["n_both"] == 1
    assert found["n_coder2"] == 3


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=4, max_size=12))
def test_resampled_alpha_is_the_published_alpha_of_the_resample(units: list[tuple[bool, bool]]):
    """Resampling by matrix product gives what the package gives for each resample."""
    ratings = pd.DataFrame(units).astype(int)
    draws = resamples(len(units), 10, seed=3)
    fast = _alpha_replicates(value_counts(ratings), np.arange(len(units)), draws)
    slow = [
        krippendorff_alpha(value_counts(ratings.loc[ratings.index.repeat(times.astype(int))]))
        for times in draws
    ]
    np.testing.assert_allclose(fast, [alpha for alpha in slow if not np.isnan(alpha)])


def test_what_one_segment_carries_has_no_interval():
    one = [("d00", "first", "AC", "supports"), ("d00", "second", "AC", "supports")]
    read = [(f"d{i:02}", coder, "IM", "a") for i in range(12) for coder in ("first", "second")]
    lonely = row(agree(codings_of(*one, *read), segments_of(12)), "code", "AC")
    assert lonely["alpha"] == 1
    assert np.isnan(lonely["alpha_low"])
    assert np.isnan(lonely["alpha_high"])
    two = [("d01", "first", "AC", "supports"), *one]
    found = row(agree(codings_of(*two, *read), segments_of(12)), "code", "AC")
    assert found["alpha_low"] < found["alpha"] <= found["alpha_high"]


def test_the_interval_covers_the_true_alpha():
    """Coders who copy the truth with chance .8, and else guess, have alpha .64 (seeded)."""
    rng = np.random.default_rng(7)
    covered = 0
    for trial in range(40):
        truth = rng.random(150) < 0.5
        lines = []
        for coder in ("first", "second"):
            seen = np.where(rng.random(150) < 0.8, truth, rng.random(150) < 0.5)
            lines += [(f"d{i:03}", coder, "AC", "supports") for i in np.flatnonzero(seen)]
        names = [f"d{i:03}" for i in range(150)]
        segments = pd.DataFrame({"segment_id": names, "document_id": "d"})
        book = FRAMEWORK[FRAMEWORK["code"] == "AC"]
        table = agreement(codings_of(*lines), segments, book, seed=trial, replicates=300)
        found = row(table, "code", "AC")
        covered += found["alpha_low"] <= 0.64 <= found["alpha_high"]
    assert covered >= 34


def test_the_same_seed_gives_the_same_bytes_in_any_order():
    case = cases.load("padang-panjang")
    tables = [
        agree(codings, case.segments)
        for codings in (case.codings, case.codings.sample(frac=1, random_state=5))
    ]
    assert tables[0].to_csv() == tables[1].to_csv()
