"""The command ``ucj``: build, run, check, read and compare the book, and bring in other data."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.main
from typer import rich_utils
from typer.exceptions import TyperException

from analysis.errors import UsageError, UserError, message
from analysis.given import (
    as_named,
    check_data,
    check_languages,
    check_values,
    comparison_parameters,
    find_case,
    find_cases,
    one_of,
    project_for,
    read_state,
    tell_apart,
)
from analysis.language import Language, languages
from analysis.terminal import (
    as_json,
    explain,
    messages,
    plain_console,
    print_comparison,
    print_problems,
    problem_table,
    progress,
    translate,
    user_language,
    waiting,
)

# The statistics are imported only by the commands that need them: help must come at once.
if TYPE_CHECKING:
    from analysis.batch import Wanted
    from analysis.execution import Workers
    from analysis.notebooks import Outcome
    from analysis.project import Project


app = typer.Typer(
    help=message("A reproducible book on workers' social security: build it, rerun it, check it."),
    add_completion=False,
    pretty_exceptions_enable=False,
)

CASE = Annotated[str, typer.Argument(help=message("A name under data/, or the path of a folder."))]
CASES = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[CASE]...",
        help=message(
            "Names under data/, paths of folders, or patterns in quotes such as 'regions/*'."
        ),
    ),
]
LANGUAGES = Annotated[
    list[str] | None,
    typer.Option(
        "--lang",
        help=message("Language of the edition; repeat it for more. Default: all."),
    ),
]
PARAMETERS = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        "-p",
        metavar="NAME=VALUE",
        help=message("Change a parameter of the notebooks, such as as_of=2025-06-30; repeatable."),
    ),
]
AUDIENCE = Annotated[
    str,
    typer.Option(
        "--edition",
        metavar="student|instructor",
        help=message("For students, or with the keys and notes for instructors."),
    ),
]
JOBS = Annotated[
    int,
    typer.Option(min=0, help=message("How many notebooks run at once; 0: one for each processor.")),
]
FORCE = Annotated[
    bool, typer.Option("--force", help=message("Make everything anew, also what has not changed."))
]
FRESH = Annotated[
    bool,
    typer.Option(
        "--fresh-kernels",
        help=message("Start Python anew for each notebook; slower, with the same results."),
    ),
]
SCHEDULER = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        help=message(
            "Run the notebooks on a Dask cluster, given its scheduler such as tcp://10.0.0.1:8786."
        ),
    ),
]
QUIET = Annotated[
    bool, typer.Option("--quiet", "-q", help=message("Print nothing if all is well."))
]
DEBUG = Annotated[bool, typer.Option("--debug", help=message("Show the full trace of an error."))]
ADDRESS = Annotated[
    str,
    typer.Option(
        "--base-url",
        metavar="URL",
        envvar="UCJ_BASE_URL",
        show_envvar=False,  # it would be shown in English
        help=message(
            "Where the book will be read, for links to whole addresses. Default: UCJ_BASE_URL."
        ),
    ),
]
DEFAULT_CASE = "padang"


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            help=message("Language of messages and help. Default: UCJ_LANG, else your system's."),
        ),
    ] = None,
) -> None:
    """Check what holds for every command; without a command, show the help."""
    check_languages([lang] if lang else None)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command(
    help=message(
        "Run the notebooks of a case and build the book. Of several cases, also build a page that "
        "leads to all."
    )
)
def build(
    context: typer.Context,
    cases: CASES = None,
    lang: LANGUAGES = None,
    parameter: PARAMETERS = None,
    edition: AUDIENCE = "student",
    jobs: JOBS = 0,
    force: FORCE = False,
    fresh_kernels: FRESH = False,
    scheduler: SCHEDULER = "",
    address: ADDRESS = "",
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Run the notebooks and publish the pages."""
    from analysis import status
    from analysis.batch import Wanted
    from analysis.locks import alone
    from analysis.publishing import publish, published_address

    started = time.monotonic()
    editions = check_languages(lang)
    language = context.obj
    project = project_for(edition)
    address = published_address(project, address)
    folders = find_cases(cases or [DEFAULT_CASE])
    how: dict[str, Any] = {"jobs": jobs, "fork": not fresh_kernels, "scheduler": scheduler}
    if len(folders) > 1:
        values = check_values(project.notebooks(), parameter)
        wanted = Wanted(values, editions, address=address, force=force)
        make_many(project, language, folders, wanted, how, quiet=quiet)
        return
    (folder,) = folders
    with alone(project.build(folder)):
        run_notebooks(
            project, language, folder, [], editions, parameter, quiet=quiet, force=force, **how
        )
        ran = time.monotonic()
        with progress(language.text("Building pages"), len(editions), quiet=quiet) as advance:
            door = publish(
                project, folder, editions, address=address, force=force, progress=advance
            )
        seconds = {"notebooks": ran - started, "pages": time.monotonic() - ran}
        status.write_times(project.build(folder), seconds)
    if not quiet:
        typer.echo(door)


@app.command(
    help=message(
        "Run notebooks of a case without building pages. Of several cases, build the page that "
        "shows all."
    )
)
def run(
    context: typer.Context,
    cases: Annotated[
        list[str],
        typer.Argument(
            metavar="CASE... [NOTEBOOK]...",
            help=message(
                "Cases as in build, then notebooks such as 05-trends. Without one: all notebooks."
            ),
        ),
    ],
    lang: LANGUAGES = None,
    parameter: PARAMETERS = None,
    edition: AUDIENCE = "student",
    jobs: JOBS = 0,
    force: FORCE = False,
    fresh_kernels: FRESH = False,
    scheduler: SCHEDULER = "",
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Run the notebooks."""
    from analysis.batch import Wanted
    from analysis.locks import alone

    editions = check_languages(lang)
    project = project_for(edition)
    words, names = tell_apart(cases)
    folders = find_cases(words)
    how: dict[str, Any] = {"jobs": jobs, "fork": not fresh_kernels, "scheduler": scheduler}
    if len(folders) > 1:
        notebooks = project.notebooks(names)
        values = check_values(notebooks, parameter)
        wanted = Wanted(values, editions, notebooks if names else (), books=False, force=force)
        make_many(project, context.obj, folders, wanted, how, quiet=quiet)
        return
    (folder,) = folders
    with alone(project.build(folder)):
        run_notebooks(
            project,
            context.obj,
            folder,
            names,
            editions,
            parameter,
            quiet=quiet,
            force=force,
            **how,
        )
    if not quiet:
        typer.echo(project.build(folder) / "results")


@app.command(help=message("Check the tables of a case and report every problem."))
def check(
    context: typer.Context,
    case: CASE,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="text|json",
            help=message("A table for people (text), or a list for programs (json)."),
        ),
    ] = "text",
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Check the data."""
    from analysis import checks

    language = context.obj
    one_of(form, ("text", "json"))
    folder = find_case(case)
    problems = checks.check(folder)
    if form == "json":
        typer.echo(as_json(problems, language))
    elif problems:
        print_problems(problems, language)
    elif not quiet:
        typer.echo(language.text("No problem was found in {folder}.", folder=folder))
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(1)


@app.command(help=message("Make a new case with example rows, a workbook to fill and a README."))
def new(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help=message("Folder to make, anywhere."))],
    place: Annotated[str, typer.Option(help=message("Name of the place for readers."))] = "",
    geo: Annotated[
        str,
        typer.Option(help=message("Its name in the figures. Without one: the name of the place.")),
    ] = "",
    province: Annotated[
        str, typer.Option(help=message("Its province, as the figures name it."))
    ] = "",
    country: Annotated[str, typer.Option(help=message("Its country."))] = "Indonesia",
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Make a new case."""
    from analysis import creating

    language = context.obj
    made = creating.create(
        folder, language, place=place, geo=geo, province=province, country=country
    )
    if not quiet:
        readme = made / f"README.{language.code}.md"
        typer.echo(language.text("The case is in {folder}.", folder=made))
        typer.echo(language.text("What to do next is in {file}.", file=readme))


@app.command("import", help=message("Bring a workbook, a table or a coding project into a case."))
def import_(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help=message("A file: .xlsx, .csv, .tsv, .txt, .qdpx or .qdc."))
    ],
    to: Annotated[
        str, typer.Option(help=message("The case: a name under data/, or the path of a folder."))
    ],
    mapping: Annotated[
        Path | None,
        typer.Option(help=message("What the codes of a project mean; drafted if there is none.")),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=message("Overwrite rows that have the same key."))
    ] = False,
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Bring a file into a case."""
    from analysis.exchange.importing import import_file
    from analysis.exchange.sheets import ProblemsError

    language = context.obj
    folder = find_case(to)
    try:
        with waiting(language.text("Reading {file}", file=file.name), quiet=quiet):
            report = import_file(file, folder, mapping, replace=replace)
    except ProblemsError as error:
        print_problems(error.problems, language)
        raise UserError(
            "{file} was not imported; mend what the table names and import it again.",
            file=file.name,
        ) from error
    if not quiet:
        for sentence in report.sentences(language):
            typer.echo(sentence)


@app.command(help=message("Take a case away as one file."))
def export(
    context: typer.Context,
    case: CASE,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="xlsx|qdpx|zip",
            help=message("A workbook, a coding project, or a package for deposit."),
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(help=message("File to write. Without one: the name of the case, here.")),
    ] = None,
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Write a case to one file."""
    from analysis.exchange.exporting import export_case

    language = context.obj
    folder = find_case(case)
    path = output or Path(f"{folder.name}.{form}")
    with waiting(language.text("Writing {file}", file=path.name), quiet=quiet):
        export_case(folder, form, path, language)
    if not quiet:
        typer.echo(path)
        if form == "qdpx":
            note = language.text(
                "A coding project holds documents, segments, codings and actors; "
                "figures, agreements and claims travel in xlsx and zip only."
            )
            typer.echo(note, err=True)


STATE = Annotated[
    str,
    typer.Argument(help=message("A case, or a case at a date such as padang@2025-06-30.")),
]


@app.command(help=message("Compare two cases, two dates, or a case before and after new data."))
def compare(
    context: typer.Context,
    first: STATE,
    second: STATE,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter",
            "-p",
            metavar="NAME=VALUE",
            help=message("Change as_of (of both, where no date is named), confidence or seed."),
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help=message("Also write a page (.html) with every row."))
    ] = None,
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Say which verdicts, rows and figures differ."""
    from analysis import cases, comparison, comparison_report

    language = context.obj
    values = comparison_parameters(parameter or [])
    one, other = (read_state(text, values["as_of"], language) for text in (first, second))
    with waiting(language.text("Comparing"), quiet=quiet):
        found = comparison.compare(
            one,
            other,
            cases.load_reference(),
            confidence=values["confidence"],
            seed=values["seed"],
        )
    if output:
        editions = [Language(code) for code in languages()]
        comparison_report.write_page(output, found, one, other, editions)
    if not quiet:
        print_comparison(comparison_report.in_words(found, one, other, language))
        if output:
            typer.echo(language.text("The page is in {file}.", file=output))


@app.command(help=message("Make the coding lab of a class: excerpts, blank forms, a README."))
def lab(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help=message("Folder to make, anywhere."))],
    case: Annotated[
        str,
        typer.Option(
            help=message(
                "The case of the book that the class reads: a name under data/, or a path."
            )
        ),
    ] = DEFAULT_CASE,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0,
            help=message(
                "Draw other excerpts than the book's page, with a key that only you have."
            ),
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(help=message("Also write the key to this file, outside of the folder.")),
    ] = None,
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Make the folder of a class."""
    from analysis import cases, classroom

    language = context.obj
    drawn = classroom.draw_lab(cases.load(find_case(case)), seed)
    if key:
        classroom.refuse_key(key, drawn.key, folder)
    classroom.write_lab(folder, drawn.excerpts, cases.load_reference().framework, languages())
    if key:
        classroom.write_key(key, drawn.key, folder)
    if not quiet:
        readme = folder / f"README.{language.code}.md"
        typer.echo(language.text("The lab is in {folder}.", folder=folder))
        typer.echo(language.text("What to do next is in {file}.", file=readme))


@app.command("class", help=message("Read the forms of a class and write a report to discuss."))
def class_(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(help=message("Folder with excerpts.csv and the forms."))
    ],
    lang: LANGUAGES = None,
    key: Annotated[
        Path | None,
        typer.Option(help=message("The key, if it lies elsewhere than in the folder.")),
    ] = None,
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Report how far a class agrees; problems in forms are told and stop nothing."""
    from analysis import classroom

    language, editions = context.obj, check_languages(lang)
    if not folder.is_dir():
        raise UsageError("There is no folder {folder}.", folder=folder)
    with waiting(language.text("Reading the forms"), quiet=quiet):
        reports, problems = classroom.discuss(folder, editions, key=key)
    if problems and not quiet:
        console = plain_console()
        console.print(language.text("What could not be read:"), style="bold")
        console.print(problem_table(problems, language))
    if not quiet:
        for path in reports:
            typer.echo(language.text("The report is in {file}.", file=path))


@app.command(help=message("Build the book of a case and gather all that is kept of it."))
def publish(
    context: typer.Context,
    case: CASE = DEFAULT_CASE,
    lang: LANGUAGES = None,
    parameter: PARAMETERS = None,
    jobs: JOBS = 0,
    address: ADDRESS = "",
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Gather a release: pages, EPUB, PDF, notebooks, data, results, hashes."""
    from analysis import documents, publishing, releases
    from analysis.locks import alone

    editions = check_languages(lang)
    language, project = context.obj, project_for("student")
    address = publishing.published_address(project, address)
    folder = find_case(case)
    with alone(project.build(folder)):
        run_notebooks(
            project, language, folder, [], editions, parameter, quiet=quiet, force=True, jobs=jobs
        )
        with waiting(language.text("Building pages"), quiet=quiet):
            publishing.publish(project, folder, editions, address=address, force=True)
        with waiting(language.text("Gathering the release"), quiet=quiet):
            named = str(as_named(folder))
            manifest = releases.describe(project, named, editions, parameter or [], address)
            release = releases.gather(project, manifest)
    if not manifest.versions["chromium"]:
        messages.print(language.text(documents.PDF_NEEDS), markup=False, soft_wrap=True)
    if not quiet:
        if not address:
            typer.echo(language.text("The address of the book is not known; pages name none."))
        typer.echo(release)


@app.command(help=message("Make a release again, and say file by file what is the same."))
def verify(
    context: typer.Context,
    release: Annotated[Path, typer.Argument(help=message("A folder that ucj publish made."))],
    jobs: JOBS = 0,
    quiet: QUIET = False,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Rebuild a release in a temporary place and compare."""
    import tempfile

    from analysis import releases

    language, project = context.obj, project_for("student")
    then = releases.read(release)
    with tempfile.TemporaryDirectory(prefix="ucj-verify-") as work:
        with waiting(language.text("Making the release again"), quiet=quiet):
            now, rebuilt = releases.rebuild(project, then, Path(work), jobs)
        findings = releases.compare(release, rebuilt)
    differing = [finding for finding in findings if finding.difference]
    for finding in findings:
        if finding.difference:
            typer.echo(f"{finding.name}: {language.say(finding.difference)}")
        elif not quiet:
            typer.echo(language.text("{file}: the same", file=finding.name))
    if differing:
        for reason in releases.changes(then, now):
            typer.echo(language.say(reason))
        raise typer.Exit(1)


@app.command(help=message("Show a built book in the browser."))
def serve(
    context: typer.Context,
    case: Annotated[
        str, typer.Argument(help=message("A case as in build, or index: the page of all cases."))
    ] = DEFAULT_CASE,
    edition: AUDIENCE = "student",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help=message("Port on this computer."))
    ] = 8000,
    debug: DEBUG = False,  # noqa: ARG001 - main() looks for it
) -> None:
    """Serve the built pages on this computer until interrupted."""
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    project = project_for(edition)
    index = project.root / "_build" / "index" / "html"
    html = index if case == "index" else project.build(case) / "html"
    if not (html / "index.html").is_file():
        raise UsageError(
            "There is no book of {case} yet; build it with: ucj build {case}", case=case
        )

    # The page of all cases leads to books beside it.
    root = project.root / "_build" if html == index else html
    handler = partial(SimpleHTTPRequestHandler, directory=str(root))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise UsageError(
            "Port {port} cannot be used; choose another one with --port.", port=port
        ) from error
    with server:
        place = f"{html.relative_to(root).as_posix()}/".removeprefix("./")
        address = f"http://127.0.0.1:{server.server_port}/{place}"
        language = context.obj
        typer.echo(language.text("The book is at {address}; stop with Ctrl+C.", address=address))
        server.serve_forever()


# Parts of the commands ----------------------------------------------------------------------


def run_notebooks(
    project: Project,
    language: Language,
    folder: Path,
    names: Sequence[str],
    editions: Sequence[str],
    given: Sequence[str] | None,
    *,
    quiet: bool,
    scheduler: str = "",
    **how: Any,
) -> None:
    """Check parameters and data of a case, and run its notebooks."""
    from analysis import execution

    notebooks = project.notebooks(names)
    values = check_values(notebooks, given)
    check_data(folder, language)
    total = len(notebooks) * len(editions)
    with (
        cluster(project, scheduler) if scheduler else nullcontext() as workers,
        progress(language.text("Running notebooks"), total, quiet=quiet) as advance,
    ):

        def done(outcome: Outcome) -> None:
            advance(outcome.task.notebook.stem)

        execution.run(
            project,
            as_named(folder),
            values,
            editions,
            notebooks=notebooks if names else (),
            progress=done,
            workers=workers,
            **how,
        )


def cluster(project: Project, scheduler: str) -> AbstractContextManager[Workers]:
    """Return the workers of a cluster, to be used in a ``with``."""
    from analysis.cluster import cluster_workers

    return cluster_workers(project, scheduler)


def make_many(
    project: Project,
    language: Language,
    folders: Sequence[Path],
    wanted: Wanted,
    how: Mapping[str, Any],
    *,
    quiet: bool,
) -> None:
    """Make cases one after another, then the page of all; tell at the end what went wrong."""
    from functools import partial

    from analysis import batch, execution, overview_page

    local = {name: value for name, value in how.items() if name != "scheduler"}
    address = how["scheduler"]
    with (
        (
            cluster(project, address) if address else execution.local_workers(project, **local)
        ) as workers,
        progress(language.text("Cases"), len(folders), quiet=quiet) as advance,
    ):
        failed = batch.make_all(
            [as_named(folder) for folder in folders],
            partial(batch.make, project, wanted=wanted, workers=workers),
            progress=lambda case: advance(Path(case).name),
        )
    for case, error in failed.items():
        messages.print(f"{case}: {explain(error, language)}", markup=False, soft_wrap=True)
    done = [case for case in map(as_named, folders) if case not in failed]
    if not wanted.notebooks:
        stopped = [Path(case).name for case in failed]
        door = overview_page.write(
            project,
            done,
            wanted.languages,
            as_of=wanted.parameters.get("as_of", ""),
            stopped=stopped,
        )
        if not quiet:
            typer.echo(door)
    if failed:
        raise UserError(
            "{n} of {all} cases stopped with an error; all others are done.",
            n=len(failed),
            all=len(folders),
        )


def main() -> None:
    """Run the command; an error is a sentence, and a traceback only with ``--debug``."""
    language = user_language(sys.argv[1:])
    rich_utils.REQUIRED_LONG_STRING = "[" + language.text("required") + "]"
    command = typer.main.get_command(app)
    translate(command, language)
    try:
        sys.exit(command(prog_name="ucj", standalone_mode=False, obj=language))
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        messages.print(f"ucj: {explain(error, language)}", markup=False, soft_wrap=True)
        sys.exit(2 if isinstance(error, UsageError | TyperException) else 1)
