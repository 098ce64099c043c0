"""The picture of all places: which are drawn, named and told."""

from padang_figures import ENGLISH

from analysis import figures
from analysis.language import Language
from small_places import many, places


def test_only_coverage_of_one_base_is_drawn():
    exhibit = figures.coverage_of_places(places(), language=ENGLISH)
    assert list(exhibit.data["case"]) == ["two", "one"]
    assert "n = 2 places; 2 without" in exhibit.caption
    assert exhibit.alternative == (
        "From Two (50.0%) down to One (31.5%); half of the places lie at or above 40.8%. "
        "Of 2 places with a target, 1 are below it."
    )
    assert ">Two<" in exhibit.body


def test_of_many_places_some_are_named_and_all_are_drawn():
    exhibit = figures.coverage_of_places(many(514), language=Language("en"))
    assert ">1 Place 513<" in exhibit.body
    assert ">514 Place 0<" in exhibit.body
    assert exhibit.body.count("Place ") < 30
    assert exhibit.body.count("<use ") > 2 * 514
    assert len(exhibit._repr_html_()) < 400_000
