"""What runs again after a change, and what does not."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis import execution, staleness
from analysis.errors import UserError
from analysis.project import Project
from small_book import SAVE, write_notebook, write_project
from small_case import edit, write_case

LOAD = """\
from analysis import cases
print(len(cases.load(case).documents))
"""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a book that has been run: one notebook saves, one loads the case, one does neither."""
    project = write_project(tmp_path_factory.mktemp("staleness") / "project")
    write_case(project.root / "data" / "example")
    write_notebook(project.root / "notebooks" / "01-one.ipynb", "One", LOAD)
    run(project)
    return project


@pytest.fixture
def project(finished: Project, tmp_path: Path) -> Iterator[Project]:
    """Return the book for a test to change; it is put back after it."""
    kept = tmp_path / "kept"
    shutil.copytree(finished.root, kept)
    yield finished
    shutil.rmtree(finished.root)
    shutil.move(kept, finished.root)


def run(project: Project, **how: object) -> None:
    execution.run(project, project.root / "data" / "example", {}, ["en"], jobs=2, **how)


def stale(project: Project, **parameters: object) -> list[str]:
    """Name the notebooks that a run would run."""
    case = project.root / "data" / "example"
    tasks = execution.plan(project, case, parameters, ["en"], project.notebooks())
    return [task.notebook.stem for task in tasks if not staleness.is_current(project, task)]


def append(path: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        with (project.root / path).open("a") as file:
            file.write("\n")

    return change


def remove(path: str) -> Callable[[Project], None]:
    return lambda project: (project.root / path).unlink()


def test_without_a_change_nothing_runs(project: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(execution, "execute", lambda *_: pytest.fail("something ran"))
    seen = []
    run(project, progress=seen.append)
    assert [outcome.task.notebook.stem for outcome in seen] == ["start", "01-one", "02-two"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (append("book/page.md"), []),
        (append("notebooks/02-two.ipynb"), ["02-two"]),
        (append("data/example/codings.csv"), ["01-one"]),
        (append("data/example/more.csv"), ["01-one"]),
        (remove("data/example/claims.csv"), ["01-one"]),
        (append("_build/example/run/en/02-two.ipynb"), ["02-two"]),
        (remove("_build/example/run/en/start.ipynb"), ["start"]),
        (remove("_build/example/run/en/results/start/numbers.csv"), ["start"]),
        (append("_build/example/run/en/results/02-two/more.csv"), ["02-two"]),
        (remove("_build/example/run/en/01-one.json"), ["01-one"]),
    ],
)
def test_only_what_depends_on_a_change_runs(
    project: Project, change: Callable[[Project], None], expected: list[str]
):
    (project.root / "_build/example/run/en/results/02-two").mkdir(parents=True, exist_ok=True)
    change(project)
    assert stale(project) == expected


def test_another_time_or_place_in_the_file_system_is_no_change(project: Project):
    for path in project.root.rglob("*"):
        path.touch()
    assert stale(project) == []


def test_another_parameter_is_a_change(project: Project):
    assert stale(project, seed=2) == ["start", "01-one", "02-two"]


def test_other_packages_are_a_change(project: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(staleness, "packages", lambda: "others")
    assert stale(project) == ["start", "01-one", "02-two"]


def test_what_failed_runs_again(project: Project):
    notebook = project.root / "notebooks" / "01-one.ipynb"
    write_notebook(notebook, "One", "1 / 0")
    for _ in range(2):
        with pytest.raises(UserError, match=r"01-one\.ipynb \(en\), cell 3"):
            run(project)
        assert stale(project) == ["01-one"]


def test_an_incremental_run_ends_as_a_clean_one(project: Project):
    """A row changes, one notebook saves no more, and one leaves the book."""
    edit(project.root / "data" / "example", "documents", "One,Paper", "Uno,Paper")
    write_notebook(project.root / "notebooks" / "start.ipynb", "Start", "print(1)")
    write_notebook(project.root / "notebooks" / "01-one.ipynb", "One", LOAD, SAVE)
    contents = project.root / "_toc.yml"
    contents.write_text(contents.read_text().replace("      - file: notebooks/02-two\n", ""))
    made = []
    for force in (False, True):
        run(project, force=force)
        folder = project.build("example")
        files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
        made.append({name: path.read_bytes() for name, path in files.items()})
        if not force:
            shutil.rmtree(folder)
    assert made[0] == made[1]


def test_a_module_counts_with_what_it_imports_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    package = tmp_path / "analysis"
    package.mkdir()
    monkeypatch.setattr(staleness, "PACKAGE", package)
    monkeypatch.setattr(staleness, "IMPORTS", tmp_path / "imports.json")
    (package / "first.py").write_text("from analysis import second\n")
    (package / "second").mkdir()
    (package / "second" / "__init__.py").write_text("def f():\n    import analysis.third\n")
    (package / "third.py").write_text("")
    (package / "fourth.py").write_text("")
    for language in ("en", "id"):
        (package / "locale" / language).mkdir(parents=True)
        (package / "locale" / language / "texts.po").write_text("")

    known_once = ("code", "_not_code", "_digest_once", "_sources", "_imported")

    def forget() -> None:
        for name in known_once:
            getattr(staleness, name).cache_clear()

    def now() -> str:
        forget()
        return staleness.code(frozenset({"first"}), "en")

    before = now()
    for path in ("fourth.py", "locale/id/texts.po"):
        (package / path).write_text("# changed\n")
        assert now() == before
    for path in ("third.py", "second/__init__.py", "locale/en/texts.po", "schema.json"):
        (package / path).write_text("# changed\n")
        assert now() != before
        before = now()
    assert json.loads((tmp_path / "imports.json").read_text())["first.py"]["imports"] == ["second"]
    forget()


def test_a_chapter_does_not_depend_on_the_command():
    modules = staleness.closure({"chapters"})
    assert {"cases", "claims", "language", "tables"} <= modules
    assert not {"cli", "publishing", "exchange"} & modules
