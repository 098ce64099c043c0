"""Run the notebooks: their parameters checked before, their results gathered after."""

from __future__ import annotations

import ast
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import tokenize
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
import papermill
from sphinx_external_toc.parsing import parse_toc_data
from traitlets.config import Config

from analysis import audiences
from analysis.cases import LAYERS
from analysis.dates import is_partial
from analysis.errors import UsageError, UserError, message

ROOT = Path(__file__).resolve().parents[2]
TAG = "parameters"
GIVEN_BY_THE_RUN = ("case", "language", "output")
BASES = ("employed", "eligible", "labour_force")
KERNEL = "ucj"


@dataclass(frozen=True)
class Project:
    """Where the parts of a book lie.

    Attributes
    ----------
    root
        The folder that holds ``_toc.yml``, ``notebooks`` and ``book``.
    audience
        Whom the book is made for (see :mod:`analysis.audiences`).
    """

    root: Path = ROOT
    audience: str = audiences.STUDENT

    def build(self, case: str) -> Path:
        """Return the folder for all that is made of a case; what holds keys has one of its own."""
        folder = self.root / "_build" / case
        return folder if self.audience == audiences.STUDENT else folder / self.audience

    def pages(self) -> list[str]:
        """List the pages of the book in their order, without suffix."""
        return list(parse_toc_data(audiences.contents(self.root, self.audience)))

    def notebooks(self, names: Sequence[str] = ()) -> list[Path]:
        """List the notebooks of the book in their order.

        Parameters
        ----------
        names
            Names such as ``03-dynamics``, to take only these; empty: all.

        Raises
        ------
        UsageError
            If a name is no notebook of the book; the message lists those that exist.
        """
        files = [self.root / f"{page}.ipynb" for page in self.pages()]
        found = {file.stem: file for file in files if file.is_file()}
        wanted = [Path(name).stem for name in names] or list(found)
        if unknown := [name for name in wanted if name not in found]:
            raise UsageError(
                "There is no notebook {unknown}; there are: {known}.",
                unknown=", ".join(unknown),
                known=", ".join(found),
            )
        return [found[name] for name in wanted]


def ignore(_step: object) -> None:
    """Take no notice of a step; the progress of those who do not watch."""


# Parameters ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook.

    Attributes
    ----------
    name
        As it is written in the notebook.
    default
        The value that holds if none is given; its type is the parameter's type.
    help
        The comment that follows it.
    """

    name: str
    default: Any
    help: str

    @property
    def type(self) -> type:
        """The type that a value must have."""
        return type(self.default)


@dataclass(frozen=True)
class Range:
    """What a common parameter may be beyond its type, and the sentence for what it may not be."""

    holds: Callable[[Any], bool]
    refusal: str


RANGES = {
    "as_of": Range(
        lambda value: value == "" or is_partial(value),
        message(
            "The parameter as_of cannot be “{text}”: write a date such as 2025, 2025-06 or "
            "2025-06-30, or nothing."
        ),
    ),
    "base": Range(
        lambda value: value in BASES,
        message(
            "The parameter base cannot be “{text}”: choose employed, eligible or labour_force."
        ),
    ),
    "confidence": Range(
        lambda value: 0 < value < 1,
        message("The parameter confidence cannot be “{text}”: write a number above 0 and below 1."),
    ),
    "layers": Range(
        lambda value: bool(value) and set(value) <= set(LAYERS),
        message(
            "The parameter layers cannot be “{text}”: write one or more of study, public, teaching."
        ),
    ),
    "seed": Range(
        lambda value: value >= 0,
        message("The parameter seed cannot be “{text}”: write a whole number, 0 or more."),
    ),
}


def read_parameters(notebook: Path) -> list[Parameter]:
    """Read the parameters of a notebook from its cell tagged ``parameters``.

    Each is one assignment of a plain literal on a line of its own; a comment on that line is its
    help. A notebook without such a cell has no parameters.

    Raises
    ------
    UserError
        If the cell holds anything but assignments of literals.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    tagged = [cell for cell in cells if TAG in cell["metadata"].get("tags", [])]
    if not tagged:
        return []
    source = "".join(tagged[0]["source"])
    comments = {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    return [
        Parameter(*_assignment(statement, notebook), comments.get(statement.lineno, ""))
        for statement in ast.parse(source).body
    ]


def _assignment(statement: ast.stmt, notebook: Path) -> tuple[str, Any]:
    """Return name and value of an assignment of a literal."""
    try:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            return statement.targets[0].id, ast.literal_eval(statement.value)
    except ValueError:
        pass
    raise UserError(
        "{notebook}: the cell of parameters must hold only lines like name = value; "
        "“{line}” is none.",
        notebook=notebook.name,
        line=ast.unparse(statement),
    )


def check_parameters(given: Mapping[str, str], notebooks: Iterable[Path]) -> dict[str, Any]:
    """Check parameters given as text and turn them into values.

    Parameters
    ----------
    given
        Texts by name, as written on the command line. Lists are written with commas.
    notebooks
        The notebooks that will run; a parameter exists if one of them has it.

    Returns
    -------
    dict
        Values by name.

    Raises
    ------
    UsageError
        If a parameter does not exist, has another type or is out of range;
        the message lists what exists or says what is expected.
    """
    known = {
        parameter.name: parameter
        for notebook in notebooks
        for parameter in read_parameters(notebook)
        if parameter.name not in GIVEN_BY_THE_RUN
    }
    if unknown := [name for name in given if name not in known]:
        raise UsageError(
            "There is no parameter {unknown}; there are: {known}.",
            unknown=", ".join(unknown),
            known=", ".join(sorted(known)),
        )
    values = {name: _value(known[name], text) for name, text in given.items()}
    for name, value in values.items():
        if name in RANGES and not RANGES[name].holds(value):
            raise UsageError(RANGES[name].refusal, text=given[name])
    return values


def _value(parameter: Parameter, text: str) -> Any:
    """Turn a text into a value of the parameter's type."""
    kinds: dict[type, tuple[Callable[[str], Any], str]] = {
        str: (str, ""),
        int: (int, message("The parameter {name} cannot be “{text}”: write a whole number.")),
        float: (float, message("The parameter {name} cannot be “{text}”: write a number.")),
        bool: (_truth, message("The parameter {name} cannot be “{text}”: write true or false.")),
        list: (_words, ""),
    }
    read, refusal = kinds[parameter.type]
    try:
        return read(text)
    except (ValueError, KeyError):
        raise UsageError(refusal, name=parameter.name, text=text) from None


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


def _words(text: str) -> list[str]:
    """Split ``a, b`` or ``["a", "b"]`` into words."""
    return [word.strip("[]\"' ") for word in text.split(",") if word.strip("[]\"' ")]


# Running ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Task:
    """One notebook to be run in one language.

    Attributes
    ----------
    notebook
        The source.
    language
        Code of the language.
    parameters
        All values that the notebook gets.
    executed
        Where the executed notebook goes.
    audience
        For whom it is run; what is for others is removed before.
    """

    notebook: Path
    language: str
    parameters: Mapping[str, Any]
    executed: Path
    audience: str = audiences.STUDENT


@dataclass(frozen=True)
class Outcome:
    """What became of a task.

    Attributes
    ----------
    task
        What was to be run.
    failure
        One line: notebook, cell and reason; empty if all went well.
    trace
        The same at full length.
    """

    task: Task
    failure: str = ""
    trace: str = ""


def run(
    project: Project,
    case: str | Path,
    parameters: Mapping[str, Any],
    languages: Sequence[str],
    *,
    notebooks: Sequence[Path] = (),
    jobs: int = 0,
    progress: Callable[[Outcome], object] = ignore,
) -> Path:
    """Run notebooks in each language and gather their results.

    Executed notebooks go to ``_build/<case>/run/<language>/``.
    What they save goes to ``results`` beneath it, and then, if it is the same in all languages, to
    ``_build/<case>/results/``.

    Parameters
    ----------
    project
        The book.
    case
        Name under ``data/`` or a path.
    parameters
        Checked values (see :func:`check_parameters`).
    languages
        Codes of the languages.
    notebooks
        Which to run; empty: all, and what an earlier run left is removed first.
    jobs
        How many at once; 0: one for each processor.
    progress
        Told of each outcome as it comes.

    Returns
    -------
    Path
        The folder of the results.

    Raises
    ------
    UserError
        If a notebook failed (the others have run), or if results differ between languages.
    """
    folder = project.build(Path(case).name)
    if not notebooks:
        shutil.rmtree(folder / "run", ignore_errors=True)
    chosen = notebooks or project.notebooks()
    tasks = plan(folder, case, parameters, languages, chosen, project.audience)
    outcomes = execute(tasks, jobs, progress)
    if failed := [outcome for outcome in outcomes if outcome.failure]:
        failures = "\n".join(outcome.failure for outcome in failed)
        error = UserError("Notebooks stopped with an error:\n{failures}", failures=failures)
        for outcome in failed:
            error.add_note(outcome.trace)
        raise error
    return gather(folder, languages)


def plan(
    folder: Path,
    case: str | Path,
    parameters: Mapping[str, Any],
    languages: Sequence[str],
    notebooks: Sequence[Path],
    audience: str = audiences.STUDENT,
) -> list[Task]:
    """List the tasks; each notebook gets those of the parameters that it has."""
    tasks = []
    for notebook in notebooks:
        names = {parameter.name for parameter in read_parameters(notebook)}
        for language in languages:
            results = folder / "run" / language / "results"
            # A path from the notebook's folder is the same on every machine.
            output = Path(os.path.relpath(results, notebook.parent)).as_posix()
            own = {"case": str(case), "language": language, "output": output}
            values = {name: value for name, value in {**parameters, **own}.items() if name in names}
            executed = folder / "run" / language / notebook.name
            tasks.append(Task(notebook, language, values, executed, audience))
    return tasks


def execute(
    tasks: Sequence[Task], jobs: int, progress: Callable[[Outcome], object]
) -> list[Outcome]:
    """Run tasks in processes of their own and return the outcomes in the order of the tasks."""
    with own_kernel() as environment:
        # The working directory belongs to a process, so that each notebook needs one.
        pool = ProcessPoolExecutor(
            jobs or os.cpu_count(),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_set_environment,
            initargs=(environment,),
        )
        with pool:
            futures = [pool.submit(execute_one, task) for task in tasks]
            for future in as_completed(futures):
                progress(future.result())
    return [future.result() for future in futures]


@contextmanager
def own_kernel() -> Iterator[dict[str, str]]:
    """Describe a kernel that is this very Python, and yield the environment that names it.

    A kernel installed elsewhere under a common name, or a reader's start-up files,
    could otherwise run the notebooks with other packages.
    """
    # The names of the files through which kernels talk must be short.
    short = "/tmp" if os.name == "posix" else None  # noqa: S108
    with tempfile.TemporaryDirectory(
        prefix="ucj-", dir=short, ignore_cleanup_errors=True
    ) as folder:
        kernel = Path(folder, "kernels", KERNEL, "kernel.json")
        kernel.parent.mkdir(parents=True)
        launcher = ["-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=CRITICAL"]
        command = [sys.executable, *launcher]
        described = {"argv": command, "display_name": KERNEL, "language": "python"}
        kernel.write_text(json.dumps(described), encoding="utf-8")
        yield {
            "JUPYTER_PATH": folder,
            "JUPYTER_RUNTIME_DIR": folder,
            "IPYTHONDIR": folder,
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            # As many processes as processors run already; one thread each also gives the same
            # last digit on every machine.
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }


def _set_environment(values: dict[str, str]) -> None:
    os.environ.update(values)


def execute_one(task: Task) -> Outcome:
    """Run one notebook; an error in it is the outcome, not an exception."""
    task.executed.parent.mkdir(parents=True, exist_ok=True)
    try:
        source = nbformat.read(task.notebook, as_version=4)
        notebook = papermill.execute_notebook(
            audiences.notebook(source, task.audience),
            task.executed,
            parameters=dict(task.parameters),
            kernel_name=KERNEL,
            cwd=task.notebook.parent,
            progress_bar=False,
            request_save_on_cell_execute=False,
            config=_transport(task),
        )
    except papermill.PapermillExecutionError as error:
        number = _cell_number(task, error.cell_index)
        last = f"{error.ename}: {error.evalue}".splitlines()[0]
        failure = f"{task.notebook.name} ({task.language}), cell {number}: {last}"
        return Outcome(task, failure, str(error))
    except Exception as error:  # noqa: BLE001 - a kernel that died is reported like a failed cell
        failure = f"{task.notebook.name} ({task.language}): {error}"
        return Outcome(task, failure, traceback.format_exc())
    nbformat.write(tidy(notebook), task.executed)
    return Outcome(task)


def _transport(task: Task) -> Any:
    """Let each kernel talk through files of its own where the system can.

    Two kernels that start at once may otherwise be given the same network port.
    """
    if os.name != "posix":
        return Config()
    name = Path(os.environ["JUPYTER_RUNTIME_DIR"], f"{task.language}-{task.notebook.stem}")
    return Config({"KernelManager": {"transport": "ipc", "ip": str(name)}})


def _cell_number(task: Task, index: int) -> int:
    """Return the number of a cell in the source, which lacks the cell that papermill adds."""
    cells = json.loads(task.notebook.read_text(encoding="utf-8"))["cells"]
    tagged = [place for place, cell in enumerate(cells) if TAG in cell["metadata"].get("tags", [])]
    return index + 1 - bool(task.parameters and index > tagged[0])


def tidy(notebook: Any) -> Any:
    """Remove times, paths and random names, so that the same run gives the same bytes."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
        if cell.metadata.get("tags") == []:
            del cell.metadata["tags"]
    return notebook


# Results ------------------------------------------------------------------------------------


def gather(folder: Path, languages: Sequence[str]) -> Path:
    """Copy the results to one place, after a check that all languages gave the same bytes.

    Raises
    ------
    UserError
        If a table exists in one language only or differs between two.
    """
    first, *others = [folder / "run" / language / "results" for language in languages]
    for other in others:
        _compare(first, other)
    results = folder / "results"
    shutil.rmtree(results, ignore_errors=True)
    if first.is_dir():
        shutil.copytree(first, results)
    results.mkdir(parents=True, exist_ok=True)
    return results


def _compare(first: Path, other: Path) -> None:
    one, two = _tables(first), _tables(other)
    languages = f"{first.parent.name} and {other.parent.name}"
    for name in sorted(one.keys() | two.keys()):
        if name not in one or name not in two:
            raise UserError(
                "{name} was saved in only one of the languages {languages}.",
                name=name,
                languages=languages,
            )
        if one[name] != two[name]:
            lines = zip(one[name].splitlines(), two[name].splitlines(), strict=False)
            line = next((n for n, (a, b) in enumerate(lines, start=1) if a != b), "last")
            raise UserError(
                "{name} differs between the languages {languages} (line {line}); "
                "results must not depend on the language.",
                name=name,
                languages=languages,
                line=line,
            )


def _tables(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
