"""The what-if explorer computes in a browser what the package computes, and works by keyboard."""

import html
import json
import math
import random

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from analysis import cases, coverage, explorer
from analysis.language import Language, languages

PAGE = "notebooks/explorer"


def known() -> explorer.Knowledge:
    case, reference = cases.load("padang"), cases.load_reference()
    observations, derivations = cases.all_figures(case, reference)
    places = {case.geo: "Padang", case.province: case.province, case.country: case.country}
    keys = frozenset(observations["observation_id"])
    return explorer.knowledge(observations, derivations, reference.provinces_panel, places, keys)


def test_the_page_holds_the_numbers_of_the_data():
    found = known()
    body = explorer.scenarios(found, Language("en")).body
    given = BeautifulSoup(body, "html.parser").select_one("[data-explorer]")["data-explorer"]
    places = json.loads(html.unescape(given))["places"]
    assert list(places) == list(found.places)
    for row in found.workforces.to_dict("records"):
        held = places[row["geo"]]["workers"][str(row["year"])]
        for name, value in held.items():
            assert math.isnan(row[name]) if value is None else value == row[name]


def test_a_case_without_the_figures_says_what_is_missing():
    found = known()
    lacking = explorer.Knowledge(
        found.workforces[found.workforces["geo"] != "Kota Padang"],
        found.rates[found.rates["geo"] != "Kota Padang"],
        found.measures,
        found.goals,
        found.observations,
        found.places,
    )
    caption = explorer.scenarios(lacking, Language("en")).caption
    assert "employed persons and the share of formal workers" in caption
    assert "coverage of formal and of informal workers" in caption
    nothing = explorer.Knowledge(
        lacking.workforces.iloc[:0],
        lacking.rates.iloc[:0],
        found.measures,
        found.goals,
        found.observations,
        {"Kota Padang": "Padang"},
    )
    exhibit = explorer.scenarios(nothing, Language("en"))
    assert exhibit.absent
    assert "Padang" in exhibit.caption


# In a browser -------------------------------------------------------------------------------


@pytest.fixture
def page(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(f"{address}/en/{PAGE}.html")
    page.locator(".explorer").wait_for()
    yield page
    page.close()


@pytest.mark.browser
def test_the_formulas_of_the_script_are_those_of_the_package(page: Page):
    """Two hundred settings of rates, members and targets, on every place and year."""
    chance = random.Random(20251124)  # noqa: S311 - no secret
    workers = known().workforces.to_dict("records")
    settings = [
        {
            "workers": {
                name: None if pd.isna(value) else value
                for name, value in chance.choice(workers).items()
                if name in {"formal", "informal", *explorer.BASES}
            },
            "formal": chance.choice([0, 100, chance.uniform(0, 100)]),
            "informal": chance.choice([0, 100, chance.uniform(0, 100)]),
            "share": chance.random(),
            "target": chance.uniform(0, 100),
        }
        for _ in range(200)
    ]
    computed = page.evaluate(
        """settings => settings.map(({ workers, formal, informal, share, target }) => {
            const { members, coverage } = ucjFormulas.scenario(workers, formal, informal);
            const wanted = share * (workers.formal + workers.informal);
            const rates = ucjFormulas.ratesOf(workers, wanted, formal, informal);
            const gap = ucjFormulas.distance(target, coverage.employed, workers.employed);
            return { members, coverage, rates, gap };
        })""",
        settings,
    )
    for setting, found in zip(settings, computed, strict=True):
        force = {k: math.nan if v is None else v for k, v in setting["workers"].items()}
        rates = setting["formal"], setting["informal"]
        expected = coverage.scenario(force, *rates)
        assert found["members"] == pytest.approx(expected.members)
        for base in explorer.BASES:
            value = found["coverage"][base]
            if value is None:
                assert math.isnan(getattr(expected, base))
            else:
                assert value == pytest.approx(getattr(expected, base))
        wanted = setting["share"] * (force["formal"] + force["informal"])
        assert found["rates"] == pytest.approx(coverage.rates_of(force, wanted, *rates), abs=1e-9)
        goal = pd.DataFrame(
            {
                "observation_id": ["t"],
                "target": [setting["target"]],
                "base_compared": ["employed"],
            }
        )
        gap = coverage.gaps_to(force, expected, goal)
        assert found["gap"] == pytest.approx(
            [gap["gap_points"].iloc[0], gap["gap_persons"].iloc[0]]
        )


@pytest.mark.browser
@pytest.mark.parametrize("edition", languages())
def test_keys_move_the_numbers_and_the_result_is_announced(
    browser: Browser, address: str, edition: str
):
    page = browser.new_page()
    page.goto(f"{address}/{edition}/{PAGE}.html")
    said = page.locator(".explorer [role=status]")
    before = said.inner_text()
    slider = page.locator("#explorer-informal")
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(said).not_to_have_text(before)
    start = known().starts()["Kota Padang"]
    moved = round(start[1]["informal_rate"], 1) + 1
    reached = coverage.scenario(start[0], start[1]["formal_rate"], moved)
    assert Language(edition).percent(reached.employed) in said.inner_text()
    assert Language(edition).number(reached.members) in said.inner_text()

    number = page.locator("input[type=number][name=members]")
    number.fill("200000")
    number.press("Enter")
    number.blur()
    assert Language(edition).number(200000) in said.inner_text()
    page.locator(".explorer button").press("Enter")
    expect(said).to_have_text(before)
    page.close()


@pytest.mark.browser
def test_another_place_and_year_can_be_chosen(page: Page):
    said = page.locator(".explorer [role=status]")
    page.locator(".explorer select").first.select_option("Indonesia")
    start = known().starts()["Indonesia"]
    reached = coverage.scenario(start[0], start[1]["formal_rate"], start[1]["informal_rate"])
    expect(said).to_contain_text(Language("en").percent(reached.employed))
    page.locator(".explorer select").nth(1).select_option("2025")
    rows = known().workforces
    force = rows[(rows["geo"] == "Indonesia") & (rows["year"] == 2025)].to_dict("records")[0]
    reached = coverage.scenario(force, start[1]["formal_rate"], start[1]["informal_rate"])
    expect(said).to_contain_text(Language("en").percent(reached.employed))
    strong = page.locator(".explorer-base strong").nth(1)
    expect(strong).to_have_text(Language("en").percent(reached.eligible))


@pytest.mark.browser
def test_the_page_is_complete_without_a_script(browser: Browser, address: str):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/en/{PAGE}.html")
    assert page.locator(".explorer").is_hidden()
    assert page.locator("#explorer > table.exhibit tbody tr").count() > 4
    assert page.locator("#explorer > details table.exhibit").count() == 2
    assert page.locator("#explorer noscript").is_visible()
    page.close()
