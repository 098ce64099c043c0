"""What the record says: counts by event, direction, and intervals."""

from collections.abc import Callable
from itertools import permutations
from random import Random

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import cases, evidence
from analysis.errors import UserError
from analysis.framework import elements

FRAMEWORK = cases.load_reference().framework
CODES = list(elements(FRAMEWORK)["code"])
DIMENSION = elements(FRAMEWORK).set_index("code")["dimension"].to_dict()
LEADING = ["DR1", "CJ2", "AC", "PE3", "PE4"]


def rows_of(*lines: tuple[str, ...], **columns: object) -> pd.DataFrame:
    """Write coded evidence: event, code, stance, and kind of speaker."""
    table = pd.DataFrame(
        [(*line, "agency")[:4] for line in lines],
        columns=["event", "code", "stance", "speaker_kind"],
    ).astype("str")
    table["segment_id"] = [f"s{i}" for i in range(len(table))]
    table["document_id"] = "doc-" + table["event"]
    table["speaker"] = table["speaker_kind"]
    table["family"] = table["code"].str[:2]
    table["dimension"] = table["code"].map(DIMENSION).fillna("")
    fixed = {
        "layer": "public",
        "scope": "case",
        "publisher_type": "press",
        "published": "2024-05-01",
        "year": pd.array([2024] * len(table), dtype="Int64"),
        "addressed": "",
        "addressed_kind": "",
        "coder": "first",
    }
    return table.assign(**(fixed | columns))


def coded_case(name: str) -> pd.DataFrame:
    case = cases.load(name)
    return evidence.coded(case.documents, case.segments, case.codings, case.actors, FRAMEWORK)


@pytest.fixture(scope="module")
def padang() -> pd.DataFrame:
    return coded_case("padang")


# Rows


def test_one_row_per_coding(padang: pd.DataFrame):
    codings = cases.load("padang").codings
    assert padang["segment_id"].tolist() == codings["segment_id"].tolist()
    assert padang["code"].tolist() == codings["code"].tolist()
    known = padang[padang["code"] != "NONE"]
    assert set(known["family"]) == {"SC", "DR", "PE", "SM", "CJ", "AC", "IM", "AD"}
    assert len(set(known["dimension"])) == 4
    assert (padang["speaker_kind"] != "").all()


def test_documents_of_one_event_are_one_source_and_others_stand_alone(padang: pd.DataFrame):
    event = padang.groupby("document_id")["event"].first()
    documents = cases.load("padang").documents.set_index("document_id")["event"]
    alone = documents[documents == ""].index.intersection(event.index)
    assert (event[alone] == alone).all()
    tied = documents[documents != ""].index.intersection(event.index)
    assert (event[tied] == documents[tied]).all()


def test_year_is_that_of_the_happening_else_of_publication():
    documents = pd.DataFrame(
        {
            "document_id": ["d"],
            "layer": "public",
            "scope": "case",
            "publisher_type": "press",
            "published": "2024-02",
            "event": "",
        }
    )
    segments = pd.DataFrame(
        {
            "segment_id": ["a", "b"],
            "document_id": "d",
            "speaker": "x",
            "addressed": "",
            "happened": ["2023-12-30", ""],
        }
    )
    codings = pd.DataFrame(
        {"segment_id": ["a", "b"], "coder": "first", "code": ["DR1", "NONE"], "stance": "supports"}
    )
    actors = pd.DataFrame({"actor_id": ["x"], "kind": "agency"})
    rows = evidence.coded(documents, segments, codings, actors, FRAMEWORK)
    assert rows["year"].tolist() == [2023, 2024]
    assert rows["family"].tolist() == ["DR", ""]
    assert rows["addressed_kind"].tolist() == ["", ""]


def test_selection_leaves_out_context_other_layers_and_the_other_coder(padang: pd.DataFrame):
    chosen = evidence.select(padang)
    assert set(chosen["layer"]) == {"public"}
    assert set(chosen["scope"]) == {"case", "province"}
    assert set(chosen["coder"]) == {"first"}
    everything = evidence.select(padang, scopes=("case", "province", "context"))
    assert everything["event"].nunique() > chosen["event"].nunique()


# Layers


VERDICTS = [
    lambda rows: evidence.leading_acts(rows, LEADING, seed=1, replicates=10),
    lambda rows: evidence.leading_difference(
        rows, LEADING, "agency", "local_government", seed=1, replicates=10
    ),
    lambda rows: evidence.net_stance(rows, ["DR1"], seed=1, replicates=10),
    lambda rows: evidence.hindering_share(rows, ["DR1"], seed=1, replicates=10),
    lambda rows: evidence.hindering_rank(rows, ["DR1", "DR2"], seed=1, replicates=10),
    lambda rows: evidence.hindered_dimensions(rows, seed=1, replicates=10),
]


@pytest.mark.parametrize("function", VERDICTS)
@pytest.mark.parametrize("layer", ["teaching", "study"])
def test_only_the_public_layer_may_bear_on_a_verdict(
    function: Callable[[pd.DataFrame], object], layer: str
):
    rows = rows_of(("a", "DR1", "supports"), ("b", "DR1", "hinders"))
    function(rows)
    mixed = pd.concat([rows, rows.assign(layer=layer)])
    with pytest.raises(UserError, match=layer):
        function(mixed)


@pytest.mark.parametrize(
    "function",
    [
        evidence.element_by_speaker,
        lambda rows: evidence.triangulate(rows, "speaker_kind", CODES),
        lambda rows: evidence.contrast(rows, rows, seed=1, replicates=10),
        lambda rows: evidence.code_coverage(rows, CODES, seed=1, replicates=10),
    ],
)
def test_layers_are_never_counted_together(function: Callable[[pd.DataFrame], object]):
    rows = rows_of(("a", "DR1", "supports"))
    function(rows.assign(layer="teaching"))
    with pytest.raises(UserError, match="public, study"):
        function(pd.concat([rows, rows.assign(layer="study")]))


def test_teaching_material_is_not_triangulated_with_evidence():
    rows = rows_of(("a", "DR1", "supports"))
    with pytest.raises(UserError, match="teaching"):
        evidence.triangulate(pd.concat([rows, rows.assign(layer="teaching")]), "layer", CODES)


# Elements and speakers


def test_presence_and_direction_stay_apart():
    rows = rows_of(
        ("a", "DR1", "hinders"),
        ("a", "DR1", "hinders"),
        ("b", "DR1", "neutral"),
        ("c", "NONE", "neutral"),
        ("a", "AC", "supports", "press"),
    )
    table = evidence.element_by_speaker(rows, "speaker_kind").set_index(["code", "speaker_kind"])
    assert list(table.index) == [("AC", "press"), ("DR1", "agency")]
    hindered = table.loc[("DR1", "agency")]
    assert hindered[["n_events", "n_documents", "n_segments"]].tolist() == [2, 2, 3]
    assert hindered[["supports", "hinders", "neutral"]].tolist() == [0, 1, 1]
    assert hindered["stance"] == "hinders"


@pytest.mark.parametrize(
    ("supports", "hinders", "expected"),
    [
        (2, 1, "supports"),
        (1, 2, "hinders"),
        (3, 2, "mixed"),
        (1, 1, "mixed"),
        (0, 0, "mixed"),
        (1, 0, "supports"),
    ],
)
def test_two_thirds_make_a_direction(supports: int, hinders: int, expected: str):
    assert evidence.stance_summary(pd.Series([supports]), pd.Series([hinders]))[0] == expected


# Leading


def test_an_act_is_one_event_one_actor_one_code():
    rows = rows_of(
        ("a", "AC", "supports", "agency"),
        ("a", "AC", "supports", "agency"),
        ("a", "DR1", "supports", "agency"),
        ("a", "AC", "supports", "local_government"),
        ("b", "AC", "hinders", "local_government"),
        ("b", "SC1", "supports", "local_government"),
        ("b", "AC", "supports", "agency"),
    )
    found = evidence.leading_difference(rows, LEADING, "agency", "local_government", seed=1)
    assert found.estimate == pytest.approx(3 / 4 - 1 / 4)
    assert (found.n_events, found.n_documents, found.n_speakers) == (2, 2, 2)
    table = evidence.leading_acts(rows, LEADING, seed=1)
    whole = table[table["period"] == "all"].set_index("speaker_kind")
    assert whole["n_acts"].to_dict() == {"agency": 3, "local_government": 1}
    assert whole["n_events"].to_dict() == {"agency": 2, "local_government": 1}


def test_an_event_of_two_years_counts_in_its_first():
    rows = rows_of(("a", "AC", "supports"), ("a", "AC", "supports"))
    rows["year"] = pd.array([2025, 2024], dtype="Int64")
    table = evidence.leading_acts(rows, LEADING, seed=1)
    assert table["period"].tolist() == ["all", "2024"]


def test_shares_of_a_period_add_up(padang: pd.DataFrame):
    table = evidence.leading_acts(evidence.select(padang), LEADING, seed=1, replicates=50)
    np.testing.assert_allclose(table.groupby("period")["share"].sum(), 1)
    years = table[table["period"] != "all"]
    assert years["n_acts"].sum() == table[table["period"] == "all"]["n_acts"].sum()


def test_interval_of_a_difference_is_that_of_scipy():
    """A ratio over clusters, against scipy's own percentile bootstrap."""
    rng = np.random.default_rng(11)
    kinds = ["agency", "local_government", "press"]
    lines = [
        (f"e{event:02}", code, "supports", rng.choice(kinds, p=[0.5, 0.3, 0.2]))
        for event in range(60)
        for code in rng.choice(LEADING, size=rng.integers(1, 4), replace=False)
    ]
    rows = rows_of(*lines)
    found = evidence.leading_difference(
        rows, LEADING, "agency", "local_government", seed=1, replicates=9999
    )
    acts = pd.crosstab(rows["event"], rows["speaker_kind"]).to_numpy()

    def difference(
        agency: np.ndarray, city: np.ndarray, press: np.ndarray, axis: int = -1
    ) -> np.ndarray:
        whole = agency.sum(axis) + city.sum(axis) + press.sum(axis)
        return (agency.sum(axis) - city.sum(axis)) / whole

    expected = scipy.stats.bootstrap(
        tuple(acts.T), difference, paired=True, vectorized=True, method="percentile", rng=2
    ).confidence_interval
    assert found.low == pytest.approx(expected.low, abs=0.02)
    assert found.high == pytest.approx(expected.high, abs=0.02)


# Stance


def test_an_event_with_both_directions_counts_on_both_sides():
    rows = rows_of(
        ("a", "DR1", "supports"),
        ("a", "DR1", "hinders"),
        ("b", "DR1", "hinders"),
        ("c", "DR1", "neutral"),
        ("d", "AC", "supports"),
    )
    found = evidence.net_stance(rows, ["DR1"], seed=1)
    assert found.estimate == pytest.approx((1 - 2) / 3)
    assert found.n_events == 3
    assert found.details.set_index("stance")["n_events"].to_dict() == {
        "supports": 1,
        "hinders": 2,
        "neutral": 1,
    }
    assert evidence.hindering_share(rows, ["DR1"], seed=1).estimate == pytest.approx(2 / 3)


def test_an_actor_counts_as_speaker_and_as_addressed():
    rows = rows_of(
        ("a", "DR1", "supports", "local_government"),
        ("b", "DR1", "hinders", "agency"),
        ("c", "DR1", "hinders", "agency"),
        addressed_kind=["", "local_government", "press"],
    )
    found = evidence.net_stance(rows, ["DR1"], seed=1, actor_kind="local_government")
    assert (found.estimate, found.n_events) == (0, 2)
    spoken = evidence.net_stance(
        rows, ["DR1"], seed=1, actor_kind="local_government", roles=("speaker",)
    )
    assert (spoken.estimate, spoken.n_events) == (1, 1)


@pytest.mark.parametrize(("events", "hindering"), [(30, 15), (60, 6)])
def test_interval_of_a_share_has_the_exact_binomial_limits(events: int, hindering: int):
    """The bootstrap distribution of a share is binomial, so its quantiles are known."""
    rows = rows_of(
        *[(f"e{i:02}", "CJ4", "hinders" if i < hindering else "neutral") for i in range(events)]
    )
    found = evidence.hindering_share(rows, ["CJ4"], seed=4, replicates=20000)
    exact = scipy.stats.binom(events, hindering / events).ppf([0.025, 0.975]) / events
    np.testing.assert_allclose([found.low, found.high], exact, atol=1e-9)
    net = evidence.net_stance(rows, ["CJ4"], seed=4, replicates=20000)
    np.testing.assert_allclose([-net.high, -net.low], exact, atol=1e-9)


def test_one_event_has_no_interval_and_none_has_no_estimate():
    one = evidence.net_stance(rows_of(("a", "DR1", "supports")), ["DR1"], seed=1)
    assert (one.estimate, one.n_events) == (1, 1)
    assert np.isnan([one.low, one.high]).all()
    none = evidence.net_stance(rows_of(("a", "DR1", "supports")), ["AC"], seed=1)
    assert none.n_events == 0
    assert np.isnan([none.estimate, none.low, none.high]).all()


lines = st.lists(
    st.tuples(
        st.sampled_from("abcdefgh"),
        st.sampled_from(["DR1", "DR2", "AC", "NONE"]),
        st.sampled_from(evidence.STANCES),
        st.sampled_from(["agency", "local_government", "press"]),
    ),
    min_size=1,
    max_size=30,
)


def estimates(rows: pd.DataFrame) -> list[evidence.Estimate]:
    options = {"seed": 3, "replicates": 40}
    return [
        evidence.leading_difference(rows, LEADING, "agency", "press", **options),
        evidence.net_stance(rows, ["DR1"], **options),
        evidence.hindering_share(rows, ["DR1", "AC"], **options),
        evidence.hindering_rank(rows, ["DR1", "DR2"], **options),
        evidence.hindered_dimensions(rows, **options),
    ]


def numbers(found: evidence.Estimate) -> list[float]:
    return [found.estimate, found.low, found.high, found.n_events, found.n_speakers]


@settings(max_examples=25, deadline=None)
@given(lines, st.randoms())
def test_neither_repetition_nor_order_of_rows_moves_an_estimate(
    drawn: list[tuple[str, ...]], random: Random
):
    """A second report of an event is no second source."""
    rows = rows_of(*drawn)
    again = pd.concat([rows, rows.assign(document_id="again-" + rows["event"])])
    order = list(range(len(again)))
    random.shuffle(order)
    pairs = zip(estimates(rows), estimates(again.iloc[order]), strict=True)
    for one, other in pairs:
        np.testing.assert_array_equal(numbers(one), numbers(other))


@settings(max_examples=25, deadline=None)
@given(lines)
def test_estimates_stay_within_their_bounds(drawn: list[tuple[str, ...]]):
    bounds = [(-1, 1), (-1, 1), (0, 1), (-1, 1), (0, 4)]
    for found, (low, high) in zip(estimates(rows_of(*drawn)), bounds, strict=True):
        values = np.array([found.estimate, found.low, found.high])
        values = values[~np.isnan(values)]
        assert ((values >= low - 1e-12) & (values <= high + 1e-12)).all()


def test_the_first_code_is_compared_with_the_highest_other():
    rows = rows_of(
        *[(f"a{i}", "DR1", "hinders" if i < 6 else "supports") for i in range(8)],
        *[(f"b{i}", "DR2", "hinders" if i < 2 else "supports") for i in range(8)],
        *[(f"c{i}", "DR3", "hinders" if i < 1 else "supports") for i in range(5)],
    )
    found = evidence.hindering_rank(rows, ["DR1", "DR2", "DR3"], seed=1)
    assert found.estimate == pytest.approx(6 / 8 - 2 / 8)
    assert found.low < found.estimate < found.high
    assert found.n_events == 5
    assert found.details["n_events"].tolist() == [8, 8, 5]


def test_a_dimension_is_hindered_by_enough_events_and_kinds():
    enough = [
        ("a", "SC1", "hinders", "agency"),
        ("b", "SC1", "hinders", "agency"),
        ("c", "SC2", "hinders", "press"),
    ]
    one_kind = [(event, "DR1", "hinders", "agency") for event in "abc"]
    two_events = [("a", "AC", "hinders", "agency"), ("b", "AC", "hinders", "press")]
    support = [(event, "CJ1", "supports", kind) for event, kind in zip("abc", "xyz", strict=True)]
    found = evidence.hindered_dimensions(rows_of(*enough, *one_kind, *two_events, *support), seed=1)
    assert found.estimate == 1
    hindered = found.details.set_index("dimension")["hindered"]
    assert hindered[hindered].index.tolist() == ["system_context"]
    assert found.low < 1


# Triangulation


def test_convergence_and_coverage_of_the_worked_example():
    """A = 6, P = 2, S = 5, D = 2 gives .70 and .667 (scheme of Farmer et al. 2006)."""
    outcomes = ["agreement"] * 6 + ["partial_agreement"] * 2 + ["silence"] * 5 + ["dissonance"] * 2
    table = pd.DataFrame(
        {"by": "layer", "group_a": "a", "group_b": "b", "outcome": [*outcomes, "not_addressed"]}
    )
    found = evidence.convergence(table).iloc[0]
    assert found["convergence"] == pytest.approx(0.70)
    assert found["coverage"] == pytest.approx(0.667, abs=5e-4)
    assert found["not_addressed"] == 1


def test_the_scheme_compares_stance_and_prominence():
    documents = {
        # code: documents of group a, stance; documents of group b, stance
        "SC1": (1, "supports", 1, "supports"),  # both low, both support
        "SC2": (2, "supports", 2, "hinders"),  # both middle, stances differ
        "SC3": (3, "supports", 0, ""),  # only the first covers it
        "DR1": (0, "", 3, "supports"),
    }
    lines = [
        (f"{kind}{i}", code, stance, kind)
        for code, (n_a, stance_a, n_b, stance_b) in documents.items()
        for kind, n, stance in (("agency", n_a, stance_a), ("press", n_b, stance_b))
        for i in range(n)
    ]
    table = evidence.triangulate(rows_of(*lines), "speaker_kind", [*documents, "AD"])
    found = table.set_index("code")
    assert found["prominence_a"].tolist() == ["low", "middle", "high", "", ""]
    assert found["outcome"].to_dict() == {
        "SC1": "agreement",
        "SC2": "partial_agreement",
        "SC3": "silence",
        "DR1": "silence",
        "AD": "not_addressed",
    }
    opposite = rows_of(
        ("a", "SC1", "supports", "agency"),
        ("b", "SC1", "supports", "agency"),
        ("b", "SC2", "supports", "agency"),
        ("c", "SC1", "hinders", "press"),
        ("d", "SC2", "hinders", "press"),
        ("e", "SC2", "hinders", "press"),
    )
    table = evidence.triangulate(opposite, "speaker_kind", ["SC1", "SC2"])
    assert set(table["outcome"]) == {"dissonance"}


def test_equally_prominent_codes_are_all_in_the_middle():
    rows = rows_of(*[(event, code, "supports", event) for event in "ab" for code in CODES[:2]])
    table = evidence.triangulate(rows, "speaker_kind", CODES[:2])
    assert set(table["prominence_a"]) == {"middle"}


def test_a_group_always_agrees_with_itself(padang: pd.DataFrame):
    rows = evidence.select(padang)
    twice = pd.concat([rows.assign(case="a"), rows.assign(case="b")])
    table = evidence.triangulate(twice, "case", CODES)
    assert set(table["outcome"]) <= {"agreement", "not_addressed"}
    assert evidence.convergence(table)["convergence"].tolist() == [1.0]


def test_layers_are_compared_without_being_merged(padang: pd.DataFrame):
    rows = pd.concat([evidence.select(padang), evidence.select(padang, layer="study")])
    table = evidence.triangulate(rows, "layer", CODES).set_index("code")
    alone = evidence.select(padang)
    carries = alone[alone["code"] == "SC1"]["document_id"].nunique()
    assert table.loc["SC1", "n_documents_a"] == carries


# Two cases


def test_a_case_does_not_differ_from_itself(padang: pd.DataFrame):
    rows = evidence.select(padang)
    table = evidence.contrast(rows, rows, seed=1, replicates=200)
    assert (table["share_difference"] == 0).all()
    assert (table["share_difference_low"] <= 0).all()
    assert (table["share_difference_high"] >= 0).all()


def test_contrast_counts_events_with_and_without_the_code():
    a = rows_of(
        ("a", "DR1", "hinders"), ("b", "DR1", "supports"), ("c", "AC", "supports"),
        ("d", "NONE", "neutral"),
    )  # fmt: skip
    b = rows_of(("a", "DR1", "supports"), ("b", "DR1", "supports"))
    table = evidence.contrast(a, b, seed=1).set_index(["level", "code"])
    found = table.loc[("code", "DR1")]
    assert (found["n_events_a"], found["events_a"], found["share_a"]) == (4, 2, 0.5)
    assert found["share_difference"] == pytest.approx(-0.5)
    assert found["net_difference"] == pytest.approx(-1)
    action = table.loc[("family", "AC")]
    assert action["share_b"] == 0
    assert np.isnan(action[["net_b", "net_difference", "net_difference_low"]].astype(float)).all()


def test_interval_of_a_difference_between_cases_is_near_the_textbook_one():
    """Two shares of many events: the bootstrap nears Wald's interval."""
    sizes, counts = (300, 200), (120, 50)
    a, b = (
        rows_of(*[(f"e{i:03}", "AC" if i < k else "SC1", "supports") for i in range(n)])
        for n, k in zip(sizes, counts, strict=True)
    )
    table = evidence.contrast(a, b, seed=1, replicates=8000).set_index(["level", "code"])
    found = table.loc[("code", "AC")]
    spread = np.sqrt(0.4 * 0.6 / 300 + 0.25 * 0.75 / 200)
    limits = 0.15 + scipy.stats.norm.ppf([0.025, 0.975]) * spread
    assert found["share_difference_low"] == pytest.approx(limits[0], abs=0.006)
    assert found["share_difference_high"] == pytest.approx(limits[1], abs=0.006)


# Coverage of codes


def test_new_information_of_the_worked_example():
    """The method of Guest, Namey & Chen (2020) on a constructed series."""
    new = [12, 11, 8, 6, 4, 3, 1, 0, 1, 0, 0, 0]
    ratios = evidence.new_information(new, base=4, run=2)
    expected = [0.1892, 0.1081, 0.0270, 0.0270, 0.0270, 0, 0]
    np.testing.assert_allclose(ratios["ratio"], expected, atol=5e-5)
    assert evidence.reached_at(ratios, 0.05) == "6+2"
    assert evidence.reached_at(ratios, 0.0) == "9+2"
    assert evidence.reached_at(ratios.head(2), 0.05) == ""
    assert evidence.new_information(new[:5]).empty


def test_sources_stand_in_the_order_of_publication():
    rows = rows_of(
        ("late", "DR1", "supports"),
        ("early", "DR2", "supports"),
        ("undated", "AC", "supports"),
        ("early", "DR1", "supports"),
        ("nothing", "NONE", "neutral"),
        published=["2024-05-01", "2023", "", "2024-01-01", "2024"],
    )
    found = evidence.code_coverage(rows, CODES, seed=1, replicates=50).sources
    assert found["event"].tolist() == ["early", "nothing", "late", "undated"]
    assert found["new_codes"].tolist() == [2, 0, 0, 1]
    assert found["cumulative"].tolist() == [2, 2, 2, 3]
    assert found["share"].iloc[-1] == pytest.approx(3 / 26)


def test_the_band_is_that_of_all_orders():
    held = {"a": {"DR1", "DR2", "DR3"}, "b": {"DR1"}, "c": {"AC"}, "d": {"AC", "DR1"}, "e": {"IM"}}
    rows = rows_of(*[(event, code, "supports") for event in held for code in sorted(held[event])])
    found = evidence.code_coverage(rows, CODES, seed=1, replicates=20000, confidence=0.6).sources
    curves = [
        [len(set.union(*(held[event] for event in order[: k + 1]))) for k in range(5)]
        for order in permutations(held)
    ]
    low, high = np.quantile(curves, [0.2, 0.8], axis=0, method="inverted_cdf")
    inside = (found["low"] >= low - 1e-9) & (found["high"] <= high + 1e-9)
    assert inside.all()
    assert found["low"].iloc[-1] == found["high"].iloc[-1] == 5


# The same bytes


def test_the_same_seed_gives_the_same_bytes(padang: pd.DataFrame):
    rows = evidence.select(padang)
    shuffled = rows.sample(frac=1, random_state=1)
    for function in (
        lambda r: evidence.leading_acts(r, LEADING, seed=9, replicates=100),
        lambda r: evidence.contrast(r, r, seed=9, replicates=100),
        lambda r: evidence.triangulate(r, "publisher_type", CODES),
        lambda r: evidence.code_coverage(r, CODES, seed=9, replicates=100).sources,
        evidence.element_by_speaker,
    ):
        assert function(rows).to_csv() == function(shuffled).to_csv()


def test_another_seed_gives_another_interval():
    rows = rows_of(*[(f"e{i}", "AC", "supports" if i % 3 else "hinders") for i in range(30)])
    draws = [evidence.resamples(30, 5, seed) for seed in (1, 2)]
    assert not np.array_equal(*draws)
    assert (draws[0].sum(axis=1) == 30).all()
    assert evidence.net_stance(rows, ["AC"], seed=1) == evidence.net_stance(rows, ["AC"], seed=1)


# Presence


def test_presence_counts_events_and_keeps_speaking_and_being_addressed_apart():
    rows = rows_of(
        ("e1", "AC", "supports"),
        ("e1", "DR1", "supports"),
        ("e2", "AC", "supports"),
        ("e3", "AC", "supports", "workers"),
    )
    rows["addressed"] = ["workers", "workers", "", "agency"]
    rows["published"] = ["2024-05-01", "2024-05-01", "", "2025-01-01"]
    found = evidence.presence(rows).set_index("actor")
    assert dict(found.loc["agency"]) == {"n_speaking": 2, "n_addressed": 1, "last": "2025-01-01"}
    assert dict(found.loc["workers"]) == {"n_speaking": 1, "n_addressed": 1, "last": "2025-01-01"}


def test_presence_refuses_layers_that_are_mixed():
    with pytest.raises(UserError, match="layers never mix"):
        evidence.presence(
            rows_of(("e1", "AC", "supports"), ("e2", "AC", "supports"), layer="x").assign(
                layer=["study", "public"]
            )
        )
