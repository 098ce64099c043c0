"""Parameters of notebooks: what is read, and what is refused."""

from pathlib import Path

import pytest

from analysis.errors import UsageError, UserError
from analysis.parameters import Parameter, check_parameters, read_parameters
from analysis.project import Project
from small_book import write_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write_project(tmp_path / "project")


def test_a_parameter_has_the_type_of_its_default_and_its_comment_as_help(project: Project):
    parameters = read_parameters(project.notebooks()[0])
    assert parameters[2] == Parameter("as_of", "", "nothing later is used; empty: all evidence")
    assert parameters[6] == Parameter("seed", 1, "")
    types = {parameter.name: parameter.type for parameter in parameters}
    assert types["confidence"] is float
    assert types["layers"] is list


def test_a_parameter_that_is_computed_is_refused(project: Project):
    notebook = project.notebooks()[0]
    text = notebook.read_text().replace("seed = 1", "seed = len('a')")
    notebook.write_text(text)
    with pytest.raises(UserError, match="seed = len"):
        read_parameters(notebook)


def test_texts_become_values_of_the_parameter_s_type(project: Project):
    given = {"seed": "7", "confidence": "0.9", "layers": "study, public", "as_of": "2025-06"}
    assert check_parameters(given, project.notebooks()) == {
        "seed": 7,
        "confidence": 0.9,
        "layers": ["study", "public"],
        "as_of": "2025-06",
    }


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("bass", "employed", "as_of, base, confidence, layers, seed"),
        ("language", "id", "as_of, base, confidence, layers, seed"),
        ("seed", "seven", "a whole number"),
        ("seed", "-1", "0 or more"),
        ("seed", "1.5", "a whole number"),
        ("confidence", "high", "a number"),
        ("confidence", "1", "above 0 and below 1"),
        ("confidence", "nan", "above 0 and below 1"),
        ("base", "everyone", "employed, eligible or labour_force"),
        ("layers", "rumour", "study, public, teaching"),
        ("layers", "", "study, public, teaching"),
        ("as_of", "2025-13", "2025-06-30"),
        ("as_of", "30 June 2025", "2025-06-30"),
    ],
)
def test_a_wrong_parameter_is_refused_with_what_exists(
    project: Project, name: str, text: str, expected: str
):
    with pytest.raises(UsageError, match=expected) as refusal:
        check_parameters({name: text}, project.notebooks())
    assert name in str(refusal.value)


@pytest.mark.parametrize("notebook", Project().notebooks(), ids=lambda path: path.stem)
def test_a_notebook_names_its_case_and_language(notebook: Path):
    """By the parameter `case` the data go along to a machine that has none."""
    names = [parameter.name for parameter in read_parameters(notebook)]
    saves = {"output"} if notebook.stem != "own-case" else set()  # a walk in a folder of its own
    assert {"case", "language"} | saves <= set(names)
