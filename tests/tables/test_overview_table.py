"""The table of all places: books, months, missing figures and verdicts."""

from padang_tables import ENGLISH, printed

from analysis import tables
from small_places import places

BOOKS = {"one": "../../../one/html/en/start.html"}


def test_each_place_has_its_row():
    two, one, three, four = printed(tables.places(places(), BOOKS, language=ENGLISH))
    assert (one["Coverage"], one["Target"], one["Gap, points"]) == ("31.5%", "40.3%", "8.8")
    assert (one["Month"], one["Events"]) == ("November 2025", "7")
    assert two["Gap, points"] == "−9.8"
    assert three["Month"] == "December 2024, percent of eligible workers"
    assert (four["Place"], four["Month"], four["Coverage"]) == ("<Four>", "no figure", "–")


def test_verdicts_are_gathered_and_books_linked():
    body = tables.places(places(), BOOKS, language=ENGLISH).body
    assert '<span class="chip chip-agreement">agreement: C1, C3</span>' in body
    assert '<a href="../../../one/html/en/start.html">One</a>' in body
    assert body.count("<a ") == 1


def test_months_are_sorted_by_their_date():
    assert 'data-value="2025-11 employed"' in tables.places(places(), {}, language=ENGLISH).body
