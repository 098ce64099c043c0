"""What the tests of tables share: every table, printed on the record of Padang."""

from functools import cache
from xml.etree import ElementTree as ET

import pandas as pd

from analysis import cases, coverage, evidence, reliability, tables, trends
from analysis.cases import all_figures
from analysis.exhibits import Exhibit
from analysis.language import Language
from small_places import places

ENGLISH = Language("en")
PARTNERS = ("agency", "local_government")
PLACES = {"Kota Padang": "Padang", "Sumatera Barat": "Sumatera Barat", "Indonesia": "Indonesia"}
NO_FIGURES = pd.DataFrame(columns=["observation_id", "publisher", "published", "url"])
DIFFERENCE = {"claim_id": "C3", "test_id": "C3", "measure": "leading_difference"}
DIFFERENCE |= {"comparison": ">", "threshold": 0.0}
VERDICTS = pd.DataFrame(
    [
        {
            "claim_id": "C1",
            "test_id": "C1a",
            "measure": "coverage_gap",
            "comparison": "<",
            "threshold": 0.0,
            "estimate": -4.6,
            "low": -5.4,
            "high": -1.6,
            "n_events": 0,
            "n_figures": 7,
            "verdict": "agreement",
        },
        {"claim_id": "C1", "test_id": "", "verdict": "agreement"},
        DIFFERENCE
        | {"estimate": 0.5, "low": -0.5, "high": 1.0, "n_events": 40, "n_figures": 0}
        | {"verdict": "partial_agreement"},
        DIFFERENCE
        | {"estimate": -0.2, "low": -0.5, "high": 0.1, "n_events": 38, "n_figures": 0}
        | {"verdict": "undecided", "variant": "second_coder"},
        {"claim_id": "C3", "test_id": "", "verdict": "partial_agreement"},
        {
            "claim_id": "C7",
            "test_id": "C7a",
            "measure": "signed_agreements",
            "comparison": ">=",
            "threshold": 1.0,
            "n_events": 0,
            "n_figures": 0,
            "verdict": "silence",
        },
        {"claim_id": "C7", "test_id": "", "verdict": "silence"},
    ]
).assign(as_of="all", period="2024-11", n_documents=50, n_speakers=9)
TOLD = ["padang-2025-07-23-kitapunya-s2", "padang-2024-11-11-scientia-s1"]
VERDICTS["variant"] = VERDICTS["variant"].fillna("main")


@cache
def padang() -> tuple[cases.Case, cases.Reference, pd.DataFrame, pd.DataFrame]:
    case, reference = cases.load("padang"), cases.load_reference()
    return case, reference, *all_figures(case, reference)


@cache
def exhibits() -> dict[str, Exhibit]:
    """Every table, on the record of Padang; few resamples, since only the form is tested."""
    case, reference, observations, derivations = padang()
    book = reference.framework
    rows = evidence.select(
        evidence.coded(case.documents, case.segments, case.codings, case.actors, book)
    )
    measured = coverage.measures(observations, derivations)
    goals = coverage.targets(observations, measured, list(PLACES))
    rises = coverage.change(observations, derivations, "Kota Padang")
    inputs = coverage.gap_inputs(observations, measured, reference.provinces_panel)
    codes = list(book.loc[book["kind"] == "element", "code"])
    pairs = evidence.convergence(evidence.triangulate(rows, "publisher_type", codes))
    series = trends.national_series(observations)
    policy = reference.breaks[reference.breaks["kind"] == "policy"]
    growth = [trends.logistic_growth(series), trends.interrupted_series(series, policy)]
    judged = reliability.agreement(case.codings, case.segments, book, seed=1, replicates=50)
    shared = {"observations": observations, "language": ENGLISH}
    tests = (case.claim_tests, book)
    last = {"as_of": "all", "language": ENGLISH}
    steps = coverage.reconciliation(
        case.observations, case.derivations, set(observations["observation_id"])
    )
    fields = cases.schema("observations")["fields"]
    printed = [
        tables.verdict_overview(VERDICTS, case.claims, *tests, **last),
        tables.verdict_rules(VERDICTS, *tests, **last),
        tables.verdicts_at_dates(VERDICTS, case.claims, language=ENGLISH),
        tables.sensitivity(VERDICTS, *tests, **last),
        tables.rules(case.claims, *tests, language=ENGLISH),
        tables.reconciliation(steps, **shared),
        tables.targets(goals, places=PLACES, **shared),
        tables.decomposition(
            coverage.gaps(inputs, "Kota Padang", ["Indonesia"]), places=PLACES, **shared
        ),
        tables.classified(coverage.classify(observations), **shared),
        tables.changes(rises, **shared),
        tables.multiverse(
            coverage.multiverse(measured, goals, rises, "Kota Padang", "Indonesia"),
            language=ENGLISH,
        ),
        tables.cross_section_models(
            trends.cross_sections(reference.provinces_2023, "Sumatera Barat"), language=ENGLISH
        ),
        tables.trend_models(
            pd.concat(growth, ignore_index=True), reference.breaks, language=ENGLISH
        ),
        tables.panel(trends.panel_description(reference.provinces_panel), language=ENGLISH),
        tables.triangulation(pairs, {}, language=ENGLISH),
        tables.agreement(judged, book, language=ENGLISH),
        tables.agreements(case.agreements, case, kinds=PARTNERS, language=ENGLISH),
        tables.documents(case.documents, case.segments, language=ENGLISH),
        tables.timeline(case, TOLD, language=ENGLISH),
        tables.facts(case, TOLD, name="facts-of-a-role", language=ENGLISH),
        tables.coded_statements(case, TOLD, book, name="coded-statements", language=ENGLISH),
        tables.actors(case, evidence.presence(rows), language=ENGLISH),
        tables.printed_figures(case.observations.head(3), language=ENGLISH),
        tables.contribution_costs(
            coverage.contribution_costs(observations, "Kota Padang", 16_800), case, language=ENGLISH
        ),
        tables.dictionary("observations", "Figures", fields, n_rows=93, language=ENGLISH),
        tables.regulations(reference.regulations, language=ENGLISH),
        tables.codebook(book, language=ENGLISH),
        tables.crosswalk(book, language=ENGLISH),
        tables.parameters({"case": "padang", "layers": ["study", "public"]}, {}, language=ENGLISH),
        tables.places(places(), {}, language=ENGLISH),
    ]
    return {exhibit.name: exhibit for exhibit in printed}


NAMES = [
    "verdict-overview",
    "verdict-rules",
    "verdicts-at-dates",
    "sensitivity",
    "rules",
    "reconciliation",
    "targets",
    "decomposition",
    "classified",
    "changes",
    "multiverse",
    "cross-section-models",
    "trend-models",
    "panel",
    "triangulation",
    "agreement",
    "agreements",
    "documents",
    "timeline",
    "facts-of-a-role",
    "coded-statements",
    "actors",
    "printed-figures",
    "contribution-costs",
    "dictionary-observations",
    "regulations",
    "codebook",
    "crosswalk",
    "parameters",
    "places",
]


def printed(exhibit: Exhibit) -> list[dict[str, str]]:
    """Return the rows as they are printed, by heading."""
    root = ET.fromstring(exhibit.body)  # noqa: S314
    heads = [head.text or "" for head in next(root.iter("thead")).iter("th")]
    return [
        dict(zip(heads, ("".join(cell.itertext()) for cell in row), strict=True))
        for row in next(root.iter("tbody"))
    ]


def empty(*columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))
