"""Run the notebooks of a case, many at once, and gather their results."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from analysis.errors import UserError
from analysis.kernels import running_server
from analysis.notebooks import Outcome, Task, run_notebook
from analysis.parameters import read_parameters
from analysis.project import Project


@dataclass(frozen=True)
class Workers:
    """Who runs notebooks.

    Attributes
    ----------
    executor
        Processes on this machine, or on others.
    work
        What they do with a task.
    """

    executor: Executor
    work: Callable[[Task], Outcome]


def ignore(_step: object) -> None:
    """Take no notice of a step; the progress of those who do not watch."""


def run(
    project: Project,
    case: str | Path,
    parameters: Mapping[str, Any],
    languages: Sequence[str],
    *,
    notebooks: Sequence[Path] = (),
    jobs: int = 0,
    workers: Workers | None = None,
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
        Checked values (see :func:`analysis.parameters.check_parameters`).
    languages
        Codes of the languages.
    notebooks
        Which to run; empty: all, and what an earlier run left is removed first.
    jobs
        How many at once; 0: one for each processor.
    workers
        Who runs them, if several cases share them; otherwise as many processes as `jobs`.
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
    folder = project.claim(case)
    if not notebooks:
        shutil.rmtree(folder / "run", ignore_errors=True)
    tasks = plan(project, case, parameters, languages, notebooks or project.notebooks())
    crew = (
        nullcontext(workers)
        if workers
        else local_workers(project, min(jobs or processors(), len(tasks)))
    )
    with crew as those:
        outcomes = execute(tasks, those.work, those.executor, progress)
    refuse_failures(outcomes)
    return gather(folder, languages)


def plan(
    project: Project,
    case: str | Path,
    parameters: Mapping[str, Any],
    languages: Sequence[str],
    notebooks: Sequence[Path],
) -> list[Task]:
    """List the tasks; each notebook gets those of the parameters that it has."""
    run = project.build(case).relative_to(project.root) / "run"
    tasks = []
    for notebook in notebooks:
        names = {parameter.name for parameter in read_parameters(notebook)}
        source = notebook.relative_to(project.root)
        for language in languages:
            # A path from the notebook's folder is the same on every machine.
            output = Path(os.path.relpath(run / language / "results", source.parent)).as_posix()
            own = {"case": str(case), "language": language, "output": output}
            values = {name: value for name, value in {**parameters, **own}.items() if name in names}
            tasks.append(Task(source, language, values, run / language / notebook.name))
    return tasks


def execute(
    tasks: Sequence[Task],
    work: Callable[[Task], Outcome],
    executor: Executor,
    progress: Callable[[Outcome], object] = ignore,
) -> list[Outcome]:
    """Run tasks wherever an executor runs them.

    Parameters
    ----------
    tasks
        What to run.
    work
        Runs one task, such as :func:`analysis.notebooks.run_notebook` with its first arguments.
    executor
        A pool on this machine (:func:`local_pool`) or the executor of a cluster.
    progress
        Told of each outcome as it comes.

    Returns
    -------
    list
        The outcomes in the order of the tasks.
    """
    futures = [executor.submit(work, task) for task in tasks]
    for future in as_completed(futures):
        progress(future.result())
    return [future.result() for future in futures]


@contextmanager
def local_workers(project: Project, jobs: int) -> Iterator[Workers]:
    """Yield so many processes on this machine, whose kernels are copies of one."""
    with running_server() as server, local_pool(jobs) as pool:
        yield Workers(pool, partial(run_notebook, project, server))


@contextmanager
def local_pool(jobs: int) -> Iterator[Executor]:
    """Yield a pool of processes on this machine; an error or an interrupt drops what waits."""
    pool = ProcessPoolExecutor(
        max(jobs, 1), multiprocessing.get_context("spawn"), initializer=end_with_parent
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def end_with_parent() -> None:
    """Let a process of a pool end when the one that started it has been killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def refuse_failures(outcomes: Sequence[Outcome]) -> None:
    """Raise one error for all notebooks that failed.

    Raises
    ------
    UserError
        If one did; the traces are its notes.
    """
    if failed := [outcome for outcome in outcomes if outcome.failure]:
        failures = tuple(outcome.failure for outcome in failed)
        error = UserError("Notebooks stopped with an error:\n{failures}", failures=failures)
        for outcome in failed:
            error.add_note(outcome.trace)
        raise error


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
