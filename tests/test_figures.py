"""Figures as a reader meets them: a question, a reading, words for the picture, its data."""

import re
from functools import cache
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from analysis import cases, coverage, evidence, figures, framework, reliability, trends
from analysis.cases import all_figures
from analysis.exhibits import PALETTE, Exhibit
from analysis.language import Language

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
]


def picture(name: str) -> ET.Element:
    return ET.fromstring(exhibits()[name].body)  # noqa: S314


def words(name: str) -> list[str]:
    return [element.text or "" for element in picture(name).iter(f"{SVG}text")]


def test_every_figure_is_tested_here():
    assert list(exhibits()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_figure_asks_reads_and_tells(name: str):
    exhibit = exhibits()[name]
    assert not exhibit.absent
    assert exhibit.title.endswith("?")
    assert re.search(r"\bn\b|\d", exhibit.caption)
    assert picture(name).find(f"{SVG}desc").text == exhibit.alternative
    assert re.search(r"\d", exhibit.alternative)
    assert "nan" not in f"{exhibit.caption} {exhibit.alternative} {' '.join(words(name))}"
    assert not exhibit.data.empty
    assert hasattr(figures, exhibit.notes.removeprefix("analysis.figures."))


@pytest.mark.parametrize("name", NAMES)
def test_text_stays_in_the_picture_and_large_enough(name: str):
    """The column of a phone of 360 px is 328 px wide and shows 360 units."""
    root = picture(name)
    width = float(root.get("viewBox").split()[2])
    assert width == 360
    for text in root.iter(f"{SVG}text"):
        size = re.search(r"font-size: ([\d.]+)px", text.get("style"))
        assert float(size[1]) * 328 / 360 >= 9.5
        place = text.get("x") or re.search(r"translate\(([-\d.]+)", text.get("transform"))[1]
        assert -1 <= float(place) <= width + 1


@pytest.mark.parametrize("name", NAMES)
def test_figure_is_light(name: str):
    assert len(exhibits()[name].body) < 60_000


def test_figure_is_the_same_every_time():
    def drawn() -> str:
        provinces = trends.provincial_coverage(cases.load_reference().provinces_2023)
        estimates = trends.cross_section(cases.load_reference().provinces_2023)
        exhibit = figures.provinces_scatter(provinces, estimates, named=["Aceh"], language=ENGLISH)
        return exhibit._repr_html_()

    assert drawn() == drawn()


def test_coverage_of_the_case_is_told_with_its_bounds():
    """The bounds that the reconciliation of the city's figures leaves: 27.5 to 30.9."""
    assert (
        "Padang, November 2024: 27.8% (27.5 to 30.9)" in exhibits()["coverage-compared"].alternative
    )


def test_months_that_are_not_alike_are_left_out():
    keys = {"group": "all", "count": "active", "base": "employed", "kind": "ratio"}
    values = {"low": 20.0, "value": 20.0, "high": 20.0, "numerator": 2.0, "denominator": 10.0}
    rows = [
        {"geo": "City", "date": "2024-12", "sources": ""},
        {"geo": "Nation", "date": "2024-06", "sources": ""},
    ]
    table = pd.DataFrame([row | keys | values for row in rows])
    goals = pd.DataFrame(columns=["geo", "group", "base", "year", "target", "observation_id"])
    exhibit = figures.coverage_compared(
        table,
        goals,
        places={"City": "City", "Nation": "Nation"},
        observations=pd.DataFrame(columns=["observation_id", "publisher", "published", "url"]),
        language=ENGLISH,
    )
    assert "no figure from a like month" in exhibit.body
    assert list(exhibit.data["value"].dropna()) == [20.0]
    assert "Nation" not in exhibit.alternative


def test_targets_on_another_base_never_share_the_picture():
    """The home ministry's 52.15 percent is a share of eligible workers."""
    drawn = words("national-growth")
    assert "43.92%" in drawn
    assert not any("52.1" in text for text in drawn)
    assert set(exhibits()["growth-needed"].data["base"]) == {"employed"}


def test_each_base_is_named_beside_its_point():
    rows = [text for text in words("bases-compared") if "of" in text]
    assert len(rows) >= 6


def test_stance_counts_are_told_and_drawn():
    book = cases.load_reference().framework
    elements = pd.DataFrame(
        [
            {"code": "CJ4", "supports": 3, "hinders": 7, "neutral": 2, "n_events": 11},
            {"code": "DR1", "supports": 5, "hinders": 0, "neutral": 0, "n_events": 5},
        ]
    )
    exhibit = figures.stance_by_element(elements, book, language=ENGLISH)
    assert exhibit.alternative == (
        "DR1 Leadership: 5 support, 0 hinder, 0 neutral. "
        "CJ4 Resources: 3 support, 7 hinder, 2 neutral."
    )
    drawn = [text.text for text in ET.fromstring(exhibit.body).iter(f"{SVG}text")]  # noqa: S314
    assert {"3", "7", "2", "5"} <= set(drawn)
    assert "0" not in drawn


def test_matrix_shows_directions_by_sign_and_not_by_colour_alone():
    cells = [text for text in words("element-by-speaker") if re.fullmatch(r"\d+\D", text)]
    assert {text[-1] for text in cells} == {"+", "\N{MINUS SIGN}", "\N{PLUS-MINUS SIGN}"}


@pytest.mark.parametrize("paper", ["light", "dark"])
@pytest.mark.parametrize("name", ["supports", "hinders", "neutral"])
def test_numbers_on_the_darkest_cell_can_be_read(name: str, paper: str):
    def channels(value: str) -> np.ndarray:
        return np.array([int(value[place : place + 2], 16) for place in (1, 3, 5)])

    def luminance(levels: np.ndarray) -> float:
        scaled = levels / 255
        linear = np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    shade = figures.STRONGEST_SHADE
    cell = shade * channels(getattr(PALETTE[name], paper)) + (1 - shade) * channels(
        getattr(PALETTE["paper"], paper)
    )
    dark, light = sorted([luminance(cell), luminance(channels(getattr(PALETTE["ink"], paper)))])
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_derived_figures_are_no_source():
    observations = pd.DataFrame(
        [
            {"observation_id": "a", "publisher": "derived", "published": "", "url": "https://x/"},
            {
                "observation_id": "b",
                "publisher": "BPS",
                "published": "2024-11",
                "url": "https://y/",
            },
        ]
    )
    found = figures.figure_sources(observations, ["a b", "b missing"], ENGLISH)
    assert [source.label for source in found] == ["BPS (November 2024)"]


def empty(*columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))


def test_nothing_to_draw_is_said_and_not_drawn():
    book = cases.load_reference().framework
    none = empty("observation_id", "publisher", "published", "url")
    cover = empty("geo", "date", "group", "count", "base", "value", "numerator")
    shared = {"observations": none, "language": ENGLISH}
    acts = empty("period", "speaker_kind", "share", "n_acts")
    absent = [
        figures.coverage_compared(cover, cover, places=PLACES, **shared),
        figures.coverage_by_group(cover, geo="Kota Padang", place="Padang", **shared),
        figures.bases_compared(cover, places=PLACES, **shared),
        figures.national_growth(
            empty("year"), empty("year"), empty("note"), empty("date"), place="X", **shared
        ),
        figures.growth_needed(empty("points_needed"), place="X", **shared),
        figures.labour_market(
            empty("year", "informal_share", "unemployment_rate"), place="X", **shared
        ),
        figures.provinces_scatter(
            empty("coverage", "informal_share"), empty("term"), named=[], language=ENGLISH
        ),
        figures.leave_one_out(empty("estimate"), language=ENGLISH),
        figures.stance_by_element(empty("code"), book, language=ENGLISH),
        figures.element_by_speaker(empty("code", "speaker_kind"), book, language=ENGLISH),
        figures.leading_acts(acts, NO_ESTIMATE, kinds=KINDS, language=ENGLISH),
        figures.leading_acts_by_year(acts, kinds=KINDS, language=ENGLISH),
        figures.net_stance({"DR1": NO_ESTIMATE}, book, language=ENGLISH),
        figures.contrast_by_family(
            empty("level", "code"), book, places=("A", "B"), language=ENGLISH
        ),
        figures.agreement_by_code(empty("level", "code", "alpha"), book, language=ENGLISH),
        figures.code_coverage(
            evidence.CodeCoverage(empty("position"), empty(), empty()), n_codes=26, language=ENGLISH
        ),
    ]
    assert [exhibit.name for exhibit in absent] == NAMES
    for exhibit in absent:
        assert exhibit.absent
        assert exhibit._repr_html_().startswith('<p class="exhibit-absent"')
