"""What the tests of figures share: every figure, drawn on the record of Padang."""

from functools import cache
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd

from analysis import cases, coverage, evidence, figures, framework, reliability, trends
from analysis.cases import all_figures
from analysis.exhibits import Exhibit
from analysis.language import Language
from small_places import places

ENGLISH = Language("en")
SVG = "{http://www.w3.org/2000/svg}"
LEADING = ["DR1", "CJ2", "AC", "PE3", "PE4"]
KINDS = ("agency", "local_government")
PLACES = {"Kota Padang": "Padang", "Sumatera Barat": "Sumatera Barat", "Indonesia": "Indonesia"}
NO_ESTIMATE = evidence.Estimate(np.nan, np.nan, np.nan, 0, 0, 0, pd.DataFrame())


def coded(case: cases.Case) -> pd.DataFrame:
    book = cases.load_reference().framework
    rows = evidence.coded(case.documents, case.segments, case.codings, case.actors, book)
    return evidence.select(rows)


@cache
def exhibits() -> dict[str, Exhibit]:
    """Every figure, on the record of Padang; few resamples, since only the form is tested."""
    reference, case = cases.load_reference(), cases.load("padang")
    observations, derivations = all_figures(case, reference)
    rows, book = coded(case), reference.framework
    codes = list(framework.elements(book)["code"])
    few = {"seed": 1, "replicates": 50}
    table = coverage.measures(observations, derivations)
    goals = coverage.targets(observations, table, list(PLACES))
    series = trends.national_series(observations)
    national = observations[
        (observations["series"] == "coverage_target") & (observations["geo"] == "Indonesia")
    ]
    reached = trends.reach_targets(series, national)
    policy = reference.breaks[reference.breaks["kind"] == "policy"]
    acts = evidence.leading_acts(rows, LEADING, **few)
    shared = {"observations": observations, "language": ENGLISH}
    drawn = [
        figures.coverage_compared(
            coverage.consistent(observations, derivations), goals, places=PLACES, **shared
        ),
        figures.coverage_by_group(
            coverage.consistent(observations, derivations),
            geo="Kota Padang",
            place="Padang",
            **shared,
        ),
        figures.bases_compared(table, places=PLACES, **shared),
        figures.national_growth(
            series,
            trends.forecast(series, range(2014, 2030)),
            reached,
            policy,
            place="Indonesia",
            **shared,
        ),
        figures.growth_needed(reached, place="Indonesia", **shared),
        figures.labour_market(
            trends.labour_market(observations, "Kota Padang", reference.breaks),
            place="Padang",
            **shared,
        ),
        figures.provinces_scatter(
            trends.provincial_coverage(reference.provinces_2023),
            trends.cross_section(reference.provinces_2023),
            named=["Sumatera Barat", "DKI Jakarta"],
            language=ENGLISH,
        ),
        figures.leave_one_out(trends.leave_one_out(reference.provinces_2023), language=ENGLISH),
        figures.stance_by_element(
            evidence.element_by_speaker(rows, by="layer"), book, language=ENGLISH
        ),
        figures.element_by_speaker(
            evidence.element_by_speaker(rows, by="speaker_kind"), book, language=ENGLISH
        ),
        figures.leading_acts(
            acts,
            evidence.leading_difference(rows, LEADING, *KINDS, **few),
            kinds=KINDS,
            language=ENGLISH,
        ),
        figures.leading_acts_by_year(acts, kinds=KINDS, language=ENGLISH),
        figures.net_stance(
            {code: evidence.net_stance(rows, [code], **few) for code in codes},
            book,
            language=ENGLISH,
        ),
        figures.contrast_by_family(
            evidence.contrast(rows, coded(cases.load("padang-panjang")), **few),
            book,
            places=("Padang", "Padang Panjang"),
            language=ENGLISH,
        ),
        figures.agreement_by_code(
            reliability.agreement(case.codings, case.segments, book, **few), book, language=ENGLISH
        ),
        figures.code_coverage(
            evidence.code_coverage(rows, codes, **few), n_codes=len(codes), language=ENGLISH
        ),
        figures.coverage_of_places(places(), language=ENGLISH),
    ]
    return {exhibit.name: exhibit for exhibit in drawn}


NAMES = [
    "coverage-compared",
    "coverage-by-group",
    "bases-compared",
    "national-growth",
    "growth-needed",
    "labour-market",
    "provinces-scatter",
    "leave-one-out",
    "stance-by-element",
    "element-by-speaker",
    "leading-acts",
    "leading-acts-by-year",
    "net-stance",
    "contrast-by-family",
    "agreement-by-code",
    "code-coverage",
    "coverage-of-places",
]


def picture(name: str) -> ET.Element:
    return ET.fromstring(exhibits()[name].body)  # noqa: S314


def words(name: str) -> list[str]:
    return [element.text or "" for element in picture(name).iter(f"{SVG}text")]


def empty(*columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))
