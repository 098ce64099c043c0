"""Run the notebooks of a case, many at once, and gather their results."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from analysis import staleness
from analysis.errors import UserError
from analysis.files import remove
from analysis.kernels import CAN_FORK, running_server
from analysis.notebooks import Outcome, Task, run_notebook
from analysis.parameters import read_parameters
from analysis.project import Project

SECONDS_TO_END = 3


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
    force: bool = False,
    fork: bool = True,
    workers: Workers | None = None,
    progress: Callable[[Outcome], object] = ignore,
) -> Path:
    """Run notebooks in each language, as far as an earlier run does not hold, and gather results.

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
        Which to run; empty: all, and what is left of others is removed.
    jobs
        How many at once; 0: one for each processor.
    force
        Run also what has not changed (see :mod:`analysis.staleness`).
    fork
        Start kernels as copies of a process that has its imports done, where that can be.
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
    project = project.of(case)
    folder = project.claim(case)
    tasks = plan(project, case, parameters, languages, notebooks or project.notebooks())
    if not notebooks:
        remove_others(folder / "run", project, tasks)
    stale = [task for task in tasks if force or not staleness.is_current(project, task)]
    for task in tasks:
        if task not in stale:
            progress(Outcome(task))
    began = time.time()
    keys = [staleness.key(project, task) for task in stale]
    for task in stale:
        staleness.forget(project, task)

    def done(outcome: Outcome) -> None:
        if not outcome.failure:
            known = keys[stale.index(outcome.task)]
            staleness.remember(project, outcome, known, began)
        progress(outcome)

    if stale:
        own = local_workers(project, jobs=jobs, fork=fork, tasks=len(stale))
        with nullcontext(workers) if workers else own as those:
            outcomes = execute(stale, those.work, those.executor, done)
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
            task = Task(source, language, {}, run / language / notebook.name)
            output = Path(os.path.relpath(task.results, source.parent)).as_posix()
            own = {"case": str(case), "language": language, "output": output}
            values = {name: value for name, value in {**parameters, **own}.items() if name in names}
            tasks.append(replace(task, parameters=values))
    return tasks


def remove_others(folder: Path, project: Project, tasks: Sequence[Task]) -> None:
    """Remove what earlier runs made of notebooks that are not in the book any more."""
    kept = {project.root / path for task in tasks for path in (task.executed, task.results)}
    languages = {task.language for task in tasks}
    for language in languages:
        for path in [*(folder / language).glob("*.ipynb"), *(folder / language).glob("results/*")]:
            if path not in kept:
                path.with_suffix(".json").unlink(missing_ok=True)
                remove(path)


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
def local_workers(
    project: Project, *, jobs: int = 0, fork: bool = True, tasks: int = sys.maxsize
) -> Iterator[Workers]:
    """Yield processes on this machine, whose kernels are copies of one.

    Parameters
    ----------
    project
        The book.
    jobs
        How many; 0: one for each processor.
    fork
        False: kernels are fresh interpreters.
    tasks
        How many tasks there are at most.
    """
    server = running_server() if fork else nullcontext("")
    with server as address, local_pool(min(jobs or processors(), tasks)) as pool:
        yield Workers(pool, partial(until_interrupted, partial(run_notebook, project, address)))


@contextmanager
def local_pool(jobs: int) -> Iterator[Executor]:
    """Yield a pool of processes on this machine; an error or an interrupt drops what waits.

    Where it can be, they are copies of a process that has the imports of :mod:`analysis.notebooks`
    done.
    """
    context = multiprocessing.get_context("forkserver" if CAN_FORK else "spawn")
    context.set_forkserver_preload([run_notebook.__module__, "papermill"])
    pool = ProcessPoolExecutor(max(jobs, 1), context, initializer=end_with_parent)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.join(SECONDS_TO_END)  # an interrupt at the keyboard has reached it too
            process.terminate()
        raise
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


def until_interrupted(work: Callable[[Task], Outcome], task: Task) -> Outcome:
    """Do a task in a process of a pool; after an interrupt the process begins no other."""
    try:
        return work(task)
    except KeyboardInterrupt:
        os._exit(1)


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
    results.mkdir(parents=True)
    for name, path in _tables(first).items():
        (results / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, results / name)
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
        texts = (one[name].read_bytes(), two[name].read_bytes())
        if texts[0] != texts[1]:
            lines = zip(*(text.splitlines() for text in texts), strict=False)
            line = next((n for n, (a, b) in enumerate(lines, start=1) if a != b), "last")
            raise UserError(
                "{name} differs between the languages {languages} (line {line}); "
                "results must not depend on the language.",
                name=name,
                languages=languages,
                line=line,
            )


def _tables(folder: Path) -> dict[str, Path]:
    """Return the results by name; each notebook has saved its own in a folder of its own."""
    files = sorted(path for path in folder.glob("*/**/*") if path.is_file())
    return {"/".join(path.relative_to(folder).parts[1:]): path for path in files}
