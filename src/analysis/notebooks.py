"""Run one notebook with papermill; what went wrong in it is told as notebook, cell and reason."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from traitlets.config import Config

from analysis import audiences, footprint
from analysis.cases import CARRIED, DATA
from analysis.errors import Message, Sentence, UserError
from analysis.files import write_text
from analysis.kernels import ForkedKernel, FreshKernel
from analysis.parameters import TAG
from analysis.project import Project

if TYPE_CHECKING:
    from papermill import PapermillExecutionError

LIMIT = 600
"""Seconds that a cell may take, as in ``_config.yml``."""


@dataclass(frozen=True)
class Task:
    """One notebook to be run in one language.

    All paths are relative to the root of the project, so that another machine can run it.

    Attributes
    ----------
    notebook
        The source, such as ``notebooks/05-trends.ipynb``.
    language
        Code of the language.
    parameters
        All values that the notebook gets.
    executed
        Where the executed notebook goes.
    """

    notebook: Path
    language: str
    parameters: Mapping[str, Any]
    executed: Path

    @property
    def results(self) -> Path:
        """Where the results of the notebook go."""
        return self.executed.parent / "results" / self.notebook.stem


@dataclass(frozen=True)
class Outcome:
    """What became of a task.

    Attributes
    ----------
    task
        What was to be run.
    failure
        One line: notebook, cell and reason; none if all went well.
    trace
        The same at full length.
    read
        Files that the notebook read.
    """

    task: Task
    failure: Message | None = None
    trace: str = ""
    read: tuple[str, ...] = ()


def run_notebook(project: Project, server: str, task: Task, *, limit: int = LIMIT) -> Outcome:
    """Run one notebook; an error in it is the outcome, not an exception.

    Parameters
    ----------
    project
        The book, on the machine that runs this; what is for another audience is removed before.
    server
        Address of what forks kernels (see :mod:`analysis.kernels`); empty: a fresh interpreter.
    task
        What to run.
    limit
        Seconds that a cell may take.
    """
    import papermill

    path, executed = project.root / task.notebook, project.root / task.executed
    source = audiences.notebook(nbformat.read(path, as_version=4), project.audience)
    executed.parent.mkdir(parents=True, exist_ok=True)
    reached = 0

    def note(*, cell_index: int, **_: object) -> None:
        nonlocal reached
        reached = cell_index

    # The names of the files through which kernels talk must be short.
    short = "/tmp" if os.name == "posix" else None  # noqa: S108
    with tempfile.TemporaryDirectory(
        prefix="ucj-", dir=short, ignore_cleanup_errors=True
    ) as folder:
        try:
            notebook = papermill.execute_notebook(
                source,
                executed,
                parameters=dict(task.parameters),
                kernel_name="ucj",
                resources={"metadata": {"path": str(path.parent)}},
                progress_bar=False,
                request_save_on_cell_execute=False,
                execution_timeout=limit,
                kernel_manager_class=ForkedKernel if server else FreshKernel,
                shutdown_kernel="immediate",
                on_cell_start=note,
                config=_settings(server, folder, _watched(project, task)),
            )
        except papermill.PapermillExecutionError as error:
            failure = _failure(task, _cell_number(source, error.cell_index), _reason(error))
            return Outcome(task, failure, str(error))
        except Exception as error:  # noqa: BLE001 - a kernel that died is reported like a failed cell
            first = str(error).partition("\n")[0]
            failure = _failure(task, _cell_number(source, reached), first)
            return Outcome(task, failure, traceback.format_exc())
        read = tuple(footprint.read(Path(folder)))
    write_text(executed, nbformat.writes(tidy(notebook)) + "\n")
    return Outcome(task, read=read)


def _failure(task: Task, cell: int, reason: str) -> Message:
    """Return the line that says where and why a notebook failed."""
    return Message(
        "{notebook} ({language}), cell {cell}: {reason}",
        {
            "notebook": task.notebook.name,
            "language": task.language,
            "cell": cell,
            "reason": reason,
        },
    )


def _reason(error: PapermillExecutionError) -> str:
    """Return why a cell failed: a sentence that is meant for people, else the error as it is."""
    kinds: list[type] = [UserError, *UserError.__subclasses__()]
    if error.ename in {kind.__name__ for kind in kinds}:
        return Sentence(error.evalue)
    return f"{error.ename}: {error.evalue}".splitlines()[0]


def _watched(project: Project, task: Task) -> list[str]:
    """List the folders whose files the notebook may depend on."""
    case, carried = Path(task.parameters.get("case", "")), Path(os.environ.get(CARRIED, ""))
    return [str(path) for path in (project.root, DATA, case, carried) if path.is_absolute()]


def _settings(server: str, folder: str, watched: list[str]) -> Config:
    """Give a kernel its folder, and let it talk through files there where the system can.

    Two kernels that start at once may otherwise be given the same network port.
    """
    own = {
        "folder": folder,
        "connection_file": str(Path(folder, "connection.json")),
        "watched": watched,
    }
    if os.name == "posix":
        own |= {"transport": "ipc", "ip": str(Path(folder, "kernel"))}
    return Config({"FreshKernel": own, "ForkedKernel": {"server": server}})


def _cell_number(source: Any, index: int) -> int:
    """Return the number of a cell in the source, which lacks the cell that papermill adds."""
    tagged = [
        place for place, cell in enumerate(source.cells) if TAG in cell.metadata.get("tags", [])
    ]
    return index + 1 - any(index > place for place in tagged)


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
