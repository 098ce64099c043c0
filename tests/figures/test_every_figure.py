"""Figures as a reader meets them: a question, a reading, words for the picture, its data."""

import re

import pytest
from padang_figures import (
    ENGLISH,
    KINDS,
    NAMES,
    NO_ESTIMATE,
    PLACES,
    SVG,
    empty,
    exhibits,
    picture,
    words,
)

from analysis import cases, evidence, figures, trends


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
        figures.coverage_of_places(empty("base"), language=ENGLISH),
    ]
    assert [exhibit.name for exhibit in absent] == NAMES
    for exhibit in absent:
        assert exhibit.absent
        assert exhibit._repr_html_().startswith('<p class="exhibit-absent"')
