"""Many cases in one go: a case that fails stops no other, and is told at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import checks, execution, publishing
from analysis.execution import Workers, ignore
from analysis.locks import alone
from analysis.project import Project

Case = str | Path

AT_ONCE = 2
"""So many cases are in hand at a time, that the workers never wait for the end of one.

Only what these need is in memory, however many cases there are.
"""


@dataclass(frozen=True)
class Wanted:
    """What is to be made of every case.

    Attributes
    ----------
    parameters
        Checked values for the notebooks.
    languages
        Codes of the editions.
    notebooks
        Which to run; empty: all.
    books
        Whether pages are built too.
    address
        Where the books will be read (see :func:`analysis.publishing.publish`).
    force
        Whether what has not changed is made anew too.
    """

    parameters: Mapping[str, Any]
    languages: Sequence[str]
    notebooks: Sequence[Path] = ()
    books: bool = True
    address: str = ""
    force: bool = False


def make(project: Project, case: str | Path, wanted: Wanted, workers: Workers) -> None:
    """Check one case, run its notebooks and build its book.

    Raises
    ------
    UserError
        If the data have errors, a notebook fails or a page has a mistake.
    """
    checks.require(case)
    with alone(project.build(case)):
        execution.run(
            project,
            case,
            wanted.parameters,
            wanted.languages,
            notebooks=wanted.notebooks,
            force=wanted.force,
            workers=workers,
        )
        if wanted.books:
            publishing.publish(
                project, case, wanted.languages, address=wanted.address, force=wanted.force
            )


def make_all(
    cases: Iterable[Case],
    make_one: Callable[[Case], object],
    progress: Callable[[Case], object] = ignore,
) -> dict[Case, Exception]:
    """Make cases, a few at a time.

    Parameters
    ----------
    cases
        Names under ``data/``, or folders.
    make_one
        Makes one; an exception is the outcome of that case and stops no other.
    progress
        Told of each case when it is done.

    Returns
    -------
    dict
        What went wrong, by case, in the order of the cases; empty if all went well.
    """
    failed: dict[Case, Exception] = {}
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        futures = {pool.submit(make_one, case): case for case in cases}
        for future in as_completed(futures):
            if error := future.exception():
                if not isinstance(error, Exception):
                    raise error
                failed[futures[future]] = error
            progress(futures[future])
    finally:
        # After an interrupt nothing new is begun.
        pool.shutdown(wait=False, cancel_futures=True)
    return {case: failed[case] for case in futures.values() if case in failed}
