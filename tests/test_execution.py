"""Running notebooks: what runs, failures and results."""

import sys
from pathlib import Path

import nbformat
import pytest

from analysis import execution
from analysis.errors import UserError
from analysis.notebooks import Outcome
from analysis.project import Project
from small_book import write_notebook, write_project

READ = {"seed": 7}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write_project(tmp_path / "project")


def outputs(notebook: Path) -> str:
    cells = nbformat.read(notebook, as_version=4).cells
    return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))


def test_a_run_is_the_same_bytes_with_any_number_of_jobs_on_this_very_python(project: Project):
    runs = []
    for jobs in (2, 1):
        results = execution.run(project, "padang", READ, ["en"], jobs=jobs, force=True)
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
    assert second == "02-two.ipynb (en), cell 4: Kernel died"
    assert "Traceback" in failure.value.__notes__[0]
    executed = project.build("padang") / "run" / "en"
    assert "seed 7" in outputs(executed / "start.ipynb")
    assert len(seen) == 3


def test_one_notebook_can_be_run_alone(project: Project):
    chosen = project.notebooks(["02-two.ipynb"])
    execution.run(project, "padang", {}, ["en"], notebooks=chosen, jobs=1)
    executed = project.build("padang") / "run" / "en"
    assert [path.name for path in executed.glob("*.ipynb")] == ["02-two.ipynb"]


def test_a_notebook_gets_only_the_parameters_that_it_has(project: Project):
    notebook = project.notebooks()[0]
    notebook.write_text(notebook.read_text().replace('base = \\"employed\\"', "scope = 1"))
    (task,) = execution.plan(project, "padang", {"base": "eligible"}, ["en"], [notebook])
    assert "base" not in task.parameters
    assert task.parameters["case"] == "padang"


# Results


def save(folder: Path, language: str, text: str, name: str = "numbers.csv") -> None:
    results = folder / "run" / language / "results" / "start"
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
