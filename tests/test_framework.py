"""The codebook: codes, families and the names of both versions."""

import pandas as pd
import pytest

from analysis.cases import load_reference
from analysis.framework import (
    DIMENSIONS,
    NONE,
    crosswalk,
    elements,
    family,
    label,
    labels,
)
from analysis.language import Language

ENGLISH = Language("en")
SMALL = pd.DataFrame(
    {
        "code": ["DR", "DR2", "DR1", "AC"],
        "parent": ["", "DR", "DR", ""],
        "kind": ["dimension", "element", "element", "dimension"],
        "order": [1, 3, 2, 4],
        "label_2012_en": ["Drivers", "Incentives", "Leadership", "Actions"],
        "label_2015_en": ["Drivers", "Perceived incentives", "", "Actions"],
        "label_id": ["Pendorong", "Insentif", "Kepemimpinan", "Tindakan"],
    }
)


@pytest.fixture(scope="module")
def framework() -> pd.DataFrame:
    return load_reference().framework


def test_segments_are_coded_with_leaves_in_the_order_of_the_codebook():
    assert list(elements(SMALL)["code"]) == ["DR1", "DR2", "AC"]


def test_the_codebook_has_the_elements_of_emerson_nabatchi_and_balogh(framework: pd.DataFrame):
    """Emerson, Nabatchi & Balogh (2012), Figure 1 and Table 1.

    Seven conditions of the context, four drivers, four elements each of principled engagement,
    shared motivation and capacity for joint action, then actions, impacts and adaptation.
    """
    counts = elements(framework)["code"].map(family).value_counts().to_dict()
    assert counts == {"SC": 7, "DR": 4, "PE": 4, "SM": 4, "CJ": 4, "AC": 1, "IM": 1, "AD": 1}


def test_every_code_belongs_to_one_of_the_four_dimensions(framework: pd.DataFrame):
    assert set(framework["dimension"]) == set(DIMENSIONS)


def test_no_element_has_the_code_for_none(framework: pd.DataFrame):
    assert NONE not in set(framework["code"])
    assert family(NONE) == NONE


def test_every_parent_stands_in_the_codebook(framework: pd.DataFrame):
    assert set(framework["parent"]) - {""} <= set(framework["code"])
    assert framework["code"].is_unique
    assert framework["order"].is_unique


@pytest.mark.parametrize("code", ["DR1", "DR2", "DR"])
def test_a_family_is_the_code_of_its_parent(code: str):
    assert family(code) == "DR"


def test_the_names_follow_version_and_language(framework: pd.DataFrame):
    row = SMALL.iloc[1].to_dict()
    assert label(row, ENGLISH) == "Incentives"
    assert label(row, ENGLISH, version=2015) == "Perceived incentives"
    assert set(labels(framework, ENGLISH)) == set(framework["code"])


def test_an_element_that_2015_dropped_keeps_its_name_of_2012():
    assert label(SMALL.iloc[2].to_dict(), ENGLISH, version=2015) == "Leadership"


def test_the_crosswalk_tells_what_the_second_version_did():
    changes = crosswalk(SMALL).set_index("code")["change"].to_dict()
    assert changes == {"DR": "same", "DR1": "dropped", "DR2": "renamed", "AC": "same"}


def test_the_crosswalk_leaves_the_codebook_as_it_was():
    before = SMALL.copy()
    crosswalk(SMALL)
    pd.testing.assert_frame_equal(SMALL, before)


def test_every_code_has_a_name_and_a_definition_in_both_languages(framework: pd.DataFrame):
    columns = ["label_2012_en", "label_id", "definition_en", "definition_id"]
    assert (framework[columns] != "").all(axis=None)


def test_only_prior_failure_was_dropped_in_2015(framework: pd.DataFrame):
    """Emerson & Nabatchi (2015), chapter 3: six elements of the context remain."""
    table = crosswalk(framework)
    assert list(table.loc[table["change"] == "dropped", "code"]) == ["SC3"]
