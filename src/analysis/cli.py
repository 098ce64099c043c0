"""The command ``ucj``: build, run, check and read the book."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from analysis.errors import UsageError, UserError
from analysis.language import SOURCE, Language, languages

# The statistics are imported only by the commands that need them: help must come at once.
if TYPE_CHECKING:
    from analysis.checks import Problem
    from analysis.execution import Outcome


def user_language() -> Language:
    """Return the language in which the command speaks.

    The variable ``UCJ_LANG`` decides, else the locale of the system; English if it is unknown.
    """
    wanted = os.environ.get("UCJ_LANG") or locale.getlocale()[0] or os.environ.get("LANG", "")
    code = wanted[:2].lower()
    return Language(code if code in languages() else SOURCE)


text = user_language().text
app = typer.Typer(
    help=text("A reproducible book on workers' social security: build it, rerun it, check it."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
messages = Console(stderr=True, highlight=False)

CASE = Annotated[str, typer.Argument(help=text("A name under data/, or the path of a folder."))]
LANGUAGES = Annotated[
    list[str] | None,
    typer.Option("--lang", help=text("Language of the edition; repeat it for more. Default: all.")),
]
PARAMETERS = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        "-p",
        metavar="NAME=VALUE",
        help=text("Change a parameter of the notebooks, such as as_of=2025-06-30; repeatable."),
    ),
]
JOBS = Annotated[
    int,
    typer.Option(min=0, help=text("How many notebooks run at once; 0: one for each processor.")),
]
QUIET = Annotated[bool, typer.Option("--quiet", "-q", help=text("Print nothing if all is well."))]
DEBUG = Annotated[bool, typer.Option("--debug", help=text("Show the full trace of an error."))]
DEFAULT_CASE = "padang"


@app.command(help=text("Run the notebooks of a case and build the book."))
def build(
    case: CASE = DEFAULT_CASE,
    lang: LANGUAGES = None,
    parameter: PARAMETERS = None,
    jobs: JOBS = 0,
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Run the notebooks and publish the pages."""
    from analysis.execution import Project
    from analysis.publishing import publish

    editions = check_languages(lang)
    folder = run_notebooks(case, [], editions, parameter, jobs, quiet=quiet)
    with progress(text("Building pages"), len(editions), quiet=quiet) as advance:
        door = publish(Project(), folder.name, editions, progress=advance)
    if not quiet:
        typer.echo(door)


@app.command(help=text("Run notebooks of a case without building pages."))
def run(
    case: CASE,
    notebooks: Annotated[
        list[str] | None, typer.Argument(help=text("Such as 05-trends. Default: all."))
    ] = None,
    lang: LANGUAGES = None,
    parameter: PARAMETERS = None,
    jobs: JOBS = 0,
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Run the notebooks."""
    from analysis.execution import Project

    editions = check_languages(lang)
    folder = run_notebooks(case, notebooks or [], editions, parameter, jobs, quiet=quiet)
    if not quiet:
        typer.echo(Project().build(folder.name) / "results")


@app.command(help=text("Check the tables of a case and report every problem."))
def check(
    case: CASE,
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Check the data."""
    from analysis import checks

    folder = find_case(case)
    problems = checks.check(folder)
    if problems:
        print_problems(problems)
    elif not quiet:
        typer.echo(text("No problem was found in {folder}.", folder=folder))
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(1)


@app.command(help=text("Show a built book in the browser."))
def serve(
    case: CASE = DEFAULT_CASE,
    port: Annotated[int, typer.Option(help=text("Port on this computer."))] = 8000,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Serve the built pages on this computer until interrupted."""
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    from analysis.execution import Project

    html = Project().build(Path(case).name) / "html"
    if not (html / "index.html").is_file():
        raise UsageError(
            "There is no book of {case} yet; build it with: ucj build {case}", case=case
        )

    handler = partial(SimpleHTTPRequestHandler, directory=str(html))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        typer.echo(text("The book is at {address}; stop with Ctrl+C.", address=address))
        server.serve_forever()


# Parts of the commands ----------------------------------------------------------------------


def run_notebooks(
    case: str,
    names: Sequence[str],
    editions: Sequence[str],
    given: Sequence[str] | None,
    jobs: int,
    *,
    quiet: bool,
) -> Path:
    """Check parameters and data, run the notebooks, and return the case's folder."""
    from analysis import execution

    project = execution.Project()
    notebooks = project.notebooks(names)
    values = execution.check_parameters(split(given or []), notebooks)
    folder = find_case(case)
    check_data(folder)
    total = len(notebooks) * len(editions)
    with progress(text("Running notebooks"), total, quiet=quiet) as advance:

        def done(outcome: Outcome) -> None:
            advance(outcome.task.notebook.stem)

        execution.run(
            project,
            folder if Path(case).is_dir() else case,
            values,
            editions,
            notebooks=notebooks if names else (),
            jobs=jobs,
            progress=done,
        )
    return folder


def check_languages(given: Sequence[str] | None) -> list[str]:
    """Return the languages to build, all of them if none is given."""
    known = languages()
    wanted = list(dict.fromkeys(given or known))
    if unknown := [code for code in wanted if code not in known]:
        raise UsageError(
            "There is no language {unknown}; there are: {known}.",
            unknown=", ".join(unknown),
            known=", ".join(known),
        )
    return wanted


def split(given: Sequence[str]) -> dict[str, str]:
    """Split ``NAME=VALUE`` texts."""
    pairs = [item.partition("=") for item in given]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise UsageError(
            "Write a parameter as NAME=VALUE; {wrong} has no =.", wrong=", ".join(wrong)
        )
    return {name.strip(): value for name, _, value in pairs}


def find_case(case: str) -> Path:
    """Return the folder of a case."""
    from analysis import cases

    try:
        return cases.find(case)
    except UserError as error:
        raise UsageError(str(error)) from error


def check_data(folder: Path) -> None:
    """Refuse data with errors before anything is run on them."""
    from analysis import checks

    errors = [problem for problem in checks.check(folder) if problem.severity == "error"]
    if errors:
        print_problems(errors)
        raise UserError("The data of {name} have errors; mend them first.", name=folder.name)


def print_problems(problems: Sequence[Problem]) -> None:
    """Print problems as a plain table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(text("file"))
    table.add_column(text("row"), justify="right")
    table.add_column(text("column"))
    table.add_column(text("problem"), overflow="fold")
    for problem in problems:
        row = str(problem.row) if problem.row else ""
        table.add_row(problem.file, row, problem.column, problem.message)
    # Where nobody looks, such as in a file, a row stays on one line.
    console = Console(highlight=False, markup=False)
    console.print(table, width=None if console.is_terminal else 10_000)


@contextmanager
def progress(label: str, total: int, *, quiet: bool) -> Iterator[Any]:
    """Show progress on standard error; yield a function to be told of each step."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=messages, disable=quiet) as bar:
        task = bar.add_task(label, total=total)

        def advance(step: str) -> None:
            bar.update(task, advance=1, description=f"{label}: {step}")

        yield advance
        bar.update(task, description=label)


def explain(error: Exception) -> str:
    """Return the sentence of an error in the reader's language."""
    if not isinstance(error, UserError):
        return text(
            "Something unexpected happened ({error}). Run it again with --debug to see where.",
            error=f"{type(error).__name__}: {error}",
        )
    return text(error.template, **error.values) if error.values else str(error)


def main() -> None:
    """Run the command; an error is a sentence, and a traceback only with ``--debug``."""
    try:
        app()
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        messages.print(f"ucj: {explain(error)}", markup=False, soft_wrap=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
