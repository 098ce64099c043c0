"""Running notebooks: parameters, kernels, failures and results."""

import sys
from pathlib import Path

import nbformat
import pytest

from analysis import execution
from analysis.errors import UsageError, UserError
from analysis.execution import Outcome, Parameter, Project
from small_book import write_notebook, write_project

READ = {"seed": 7}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write_project(tmp_path / "project")


def outputs(notebook: Path) -> str:
    cells = nbformat.read(notebook, as_version=4).cells
    return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))


# Parameters


def test_a_parameter_has_the_type_of_its_default_and_its_comment_as_help(project: Project):
    parameters = execution.read_parameters(project.notebooks()[0])
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
        execution.read_parameters(notebook)


def test_texts_become_values_of_the_parameter_s_type(project: Project):
    given = {"seed": "7", "confidence": "0.9", "layers": "study, public", "as_of": "2025-06"}
    assert execution.check_parameters(given, project.notebooks()) == {
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
        execution.check_parameters({name: text}, project.notebooks())
    assert name in str(refusal.value)


def test_an_unknown_notebook_is_refused_with_those_that_exist(project: Project):
    with pytest.raises(
        UsageError, match=r"no notebook 09-none; there are: start, 01-one, 02-two\."
    ):
        project.notebooks(["09-none"])


# Running


def test_a_run_is_the_same_bytes_twice_on_this_very_python(project: Project):
    runs = []
    for _ in range(2):
        results = execution.run(project, "padang", READ, ["en"], jobs=2)
        made = project.build("padang")
        files = [path for path in made.rglob("*") if path.is_file()]
        runs.append({path.relative_to(made).as_posix(): path.read_bytes() for path in files})
    assert runs[0] == runs[1]
    assert (results / "numbers.csv").read_text() == "seed,base\n7,employed\n"
    executed = project.build("padang") / "run" / "en"
    assert outputs(executed / "01-one.ipynb").strip() == sys.executable
    for content in runs[0].values():
        assert str(project.root).encode() not in content


def test_a_failing_cell_is_named_and_the_other_notebooks_still_run(project: Project):
    notebooks = project.root / "notebooks"
    write_notebook(notebooks / "01-one.ipynb", "One", "fine = 1", "print(1 / 0)")
    write_notebook(notebooks / "02-two.ipynb", "Two", "import os", "os._exit(1)")
    seen: list[Outcome] = []
    with pytest.raises(UserError) as failure:
        execution.run(project, "padang", READ, ["en"], jobs=2, progress=seen.append)
    _, first, second = str(failure.value).splitlines()
    assert first == "01-one.ipynb (en), cell 4: ZeroDivisionError: division by zero"
    assert second.startswith("02-two.ipynb (en): ")
    assert "Traceback" in failure.value.__notes__[0]
    executed = project.build("padang") / "run" / "en"
    assert "seed 7" in outputs(executed / "start.ipynb")
    assert len(seen) == 3


def test_one_notebook_can_be_run_alone(project: Project):
    chosen = project.notebooks(["02-two.ipynb"])
    execution.run(project, "padang", {}, ["en"], notebooks=chosen, jobs=1)
    executed = project.build("padang") / "run" / "en"
    assert [path.name for path in executed.glob("*.ipynb")] == ["02-two.ipynb"]


def test_a_notebook_gets_only_the_parameters_that_it_has(tmp_path: Path, project: Project):
    notebook = project.notebooks()[0]
    notebook.write_text(notebook.read_text().replace('base = \\"employed\\"', "scope = 1"))
    (task,) = execution.plan(tmp_path, "padang", {"base": "eligible"}, ["en"], [notebook])
    assert "base" not in task.parameters
    assert task.parameters["case"] == "padang"


# Results


def save(folder: Path, language: str, text: str, name: str = "numbers.csv") -> None:
    results = folder / "run" / language / "results"
    results.mkdir(parents=True, exist_ok=True)
    (results / name).write_text(text)


def test_results_of_two_languages_are_gathered_if_they_are_the_same(tmp_path: Path):
    for language in ("en", "id"):
        save(tmp_path, language, "n\n1\n")
    results = execution.gather(tmp_path, ["en", "id"])
    assert (results / "numbers.csv").read_text() == "n\n1\n"


def test_a_result_that_differs_between_languages_is_an_error(tmp_path: Path):
    save(tmp_path, "en", "n,text\n1,1.5\n2,x\n")
    save(tmp_path, "id", "n,text\n1,1.5\n2,y\n")
    with pytest.raises(UserError, match=r"numbers\.csv differs .* en and id \(line 3\)"):
        execution.gather(tmp_path, ["en", "id"])


def test_a_result_in_one_language_only_is_an_error(tmp_path: Path):
    save(tmp_path, "en", "n\n1\n")
    save(tmp_path, "id", "n\n1\n")
    save(tmp_path, "id", "n\n1\n", "more.csv")
    with pytest.raises(UserError, match=r"more\.csv was saved in only one"):
        execution.gather(tmp_path, ["en", "id"])


def test_old_results_do_not_stay(tmp_path: Path):
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "old.csv").write_text("n\n")
    save(tmp_path, "en", "n\n1\n")
    results = execution.gather(tmp_path, ["en"])
    assert [path.name for path in results.iterdir()] == ["numbers.csv"]
