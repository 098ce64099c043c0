"""What a book costs: whole, one notebook of it, and once more after no change or a small one."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

import nbformat

from analysis import execution, publishing
from analysis.kernels import running_server
from analysis.notebooks import Task, run_notebook
from analysis.parameters import read_parameters
from analysis.project import ROOT, Project
from benchmarks.measuring import Pairs, Row, command, seconds, side_by_side

CASE = "padang"
LANGUAGES = ("en", "id")
NOTEBOOKS = ("02-drivers", "04-outcomes", "05-trends")
"""Of the chapters, one that is quick, one that is slow, and one between."""
TEXT = 'msgstr "'
PYTHON = sys.executable
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"


@contextmanager
def copied() -> Iterator[Project]:
    """Yield a copy of the book in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("book", "notebooks"):
            shutil.copytree(ROOT / name, Path(folder, name))
        for name in ("_config.yml", "_toc.yml"):
            shutil.copy(ROOT / name, folder)
        yield Project(Path(folder))


def build(project: Project, *, force: bool = False) -> None:
    """Run the notebooks and build the pages."""
    execution.run(project, CASE, {}, LANGUAGES, force=force)
    publishing.publish(project, CASE, LANGUAGES, force=force)


def build_plainly(project: Project) -> None:
    """Run each notebook with papermill, then build a book of each language."""
    for language in LANGUAGES:
        folder = project.root / "_build" / f"plain-{language}"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(project.root / "book", folder / "book")
        (folder / "notebooks").mkdir()
        shutil.copy(project.root / "_toc.yml", folder)
        config = (project.root / "_config.yml").read_text(encoding="utf-8")
        off = config.replace("execute_notebooks: force", "execute_notebooks: off")
        off = off.replace("language: en", f"language: {language}")
        (folder / "_config.yml").write_text(off, encoding="utf-8")
        for notebook in project.notebooks():
            words = [PYTHON, "-m", "papermill", notebook, folder / "notebooks" / notebook.name]
            words += ["-k", "python3", "--cwd", notebook.parent, "-p", "language", language]
            command([*words, "-p", "output", folder / "results"], project.root)()
        command([PYTHON, "-c", JUPYTER_BOOK, "build", folder], project.root)()


def whole(repetitions: int) -> Pairs:
    """Build the whole book."""
    with copied() as project:

        def ours() -> None:
            shutil.rmtree(project.root / "_build" / CASE, ignore_errors=True)
            command([PYTHON, "-c", f"{BUILD}", project.root], ROOT)()

        return side_by_side(ours, lambda: build_plainly(project), repetitions)


BUILD = """\
import sys
from pathlib import Path
from analysis.project import Project
from benchmarks.books import build
if __name__ == "__main__":
    build(Project(Path(sys.argv[1])))
"""


def again(change: Callable[[Project, int], None], repetitions: int) -> Pairs:
    """Build once more after a change, beside a build from nothing."""
    pairs: Pairs = ([], [])
    with copied() as project:
        anew = command([PYTHON, "-c", BUILD, project.root], ROOT)
        for number in range(repetitions):
            shutil.rmtree(project.root / "_build", ignore_errors=True)
            pairs[1].append(seconds(anew))
            change(project, number)
            pairs[0].append(seconds(anew))
    return pairs


def change_page(project: Project, number: int) -> None:
    """Change a word of a page in one language."""
    path = project.root / "book/locale/id/LC_MESSAGES/book/limitations.po"
    head, *rest = path.read_text(encoding="utf-8").split("\n\n", 2)
    rest[-1] = rest[-1].replace(TEXT, f"{TEXT}Catatan{'!' * number} ", 1)
    path.write_text("\n\n".join([head, *rest]), encoding="utf-8")


def one_notebook(plain: Callable[[Path, Path], object], repetitions: int) -> Pairs:
    """Run notebooks one by one in copies of a warm process, beside another way."""
    pairs: Pairs = ([], [])
    with copied() as project, running_server() as server:
        tasks = execution.plan(project, CASE, {}, ["en"], project.notebooks(NOTEBOOKS))
        run_notebook(project, server, tasks[0])  # waits until the server is there
        for task in tasks:
            source, target = project.root / task.notebook, project.root / "plain.ipynb"

            def ours(task: Task = task) -> None:
                if failure := run_notebook(project, server, task).failure:
                    raise RuntimeError(failure)

            def other(source: Path = source, target: Path = target) -> None:
                plain(source, target)

            other()  # whatever it imports once is not counted
            for times, more in zip(pairs, side_by_side(ours, other, repetitions), strict=True):
                times.extend(more)
    return pairs


def in_fresh_kernel(source: Path, target: Path, **parameters: str) -> None:
    """Run a notebook with papermill as it is."""
    import papermill  # noqa: PLC0415 - else each build that is timed would load it too

    papermill.execute_notebook(
        source,
        target,
        {"output": str(target.with_suffix("")), **parameters},
        kernel_name="python3",
        cwd=source.parent,
        progress_bar=False,
    )


def in_this_process(source: Path, target: Path) -> None:
    """Run the cells of a notebook one after another, here."""
    values = {parameter.name: parameter.default for parameter in read_parameters(source)}
    values["output"] = str(target.with_suffix(""))
    cells = nbformat.read(source, as_version=4).cells
    here = Path.cwd()
    os.chdir(source.parent)
    try:
        with redirect_stdout(StringIO()):
            for cell in cells:
                if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
                    exec(compile(cell.source, source.name, "exec"), values)  # noqa: S102
    finally:
        os.chdir(here)


def leave(_project: Project, _number: int) -> None:
    """Change nothing."""


ROWS = [
    Row(
        "whole-book",
        "the whole book in two languages",
        "papermill for each notebook and language, then jupyter-book for each language",
        1 / 6,
        whole,
    ),
    Row(
        "notebook-fresh",
        "one notebook in a copy of a warm process",
        "papermill with a fresh kernel",
        1 / 7,
        lambda repetitions: one_notebook(in_fresh_kernel, repetitions),
    ),
    Row(
        "notebook-warm",
        "one notebook in a copy of a warm process",
        "its cells in one warm process",
        2.5,
        lambda repetitions: one_notebook(in_this_process, repetitions),
    ),
    Row(
        "unchanged",
        "the whole book again, nothing changed",
        "the whole book from nothing",
        1 / 10,
        lambda repetitions: again(leave, repetitions),
    ),
    Row(
        "one-page",
        "the whole book again, one page changed in one language",
        "the whole book from nothing",
        1 / 3,
        lambda repetitions: again(change_page, repetitions),
    ),
]
