"""What the command prints: refusals, problems, comparisons, progress, help, in the user's words."""

from __future__ import annotations

import argparse
import json
import locale
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from typer.exceptions import TyperException

from analysis.errors import UserError, message
from analysis.language import SOURCE, Language, languages

if TYPE_CHECKING:
    from rich.table import Table

    from analysis import comparison_report
    from analysis.checks import Problem

messages = Console(stderr=True, highlight=False, force_jupyter=False)

WRONG_VALUE = r"Invalid value for '(?P<name>.*?)'"
# How the library that reads the command line names a misuse, and how this command says it.
MISUSES = {
    r"No such command '(?P<name>.*?)'": message("There is no command {name}."),
    r"No such option: (?P<name>\S+)": message("There is no option {name}."),
    r"Missing option '(?P<name>\S+).*?'": message("The option {name} is missing."),
    r"Missing argument '(?P<name>.*?)'": message("The argument {name} is missing."),
    r"Option '(?P<name>.*?)' requires an argument": message("The option {name} needs a value."),
    r"Got unexpected extra argument\S* \((?P<name>.*)\)": message("This is too much: {name}."),
    WRONG_VALUE + r": Input should be a valid integer": message(
        "The value of {name} must be a whole number."
    ),
    WRONG_VALUE + r": Input should be greater than or equal to (?P<n>\S+)": message(
        "The value of {name} must be {n} or more."
    ),
    WRONG_VALUE + r": Input should be less than or equal to (?P<n>\S+)": message(
        "The value of {name} must be {n} or less."
    ),
    WRONG_VALUE: message("The value of {name} cannot be used."),
}


def as_json(problems: Sequence[Problem], language: Language) -> str:
    """Write problems as one JSON array, for programs."""
    rows = [
        {
            "file": problem.file,
            "row": problem.row,
            "column": problem.column,
            "severity": problem.severity,
            "message": language.say(problem.said),
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def print_comparison(said: comparison_report.Text) -> None:
    """Print a comparison: the answer, then a table for each question."""
    from rich.table import Table

    console = plain_console()
    console.print(said.title, style="bold")
    for sentence in said.answer:
        console.print(sentence)
    for section in said.sections:
        console.print(f"\n{section.title}", style="bold")
        console.print(section.caption)
        if section.rows:
            table = Table(box=None, pad_edge=False, header_style="bold")
            for heading in section.headings:
                table.add_column(heading, overflow="fold")
            for row in section.rows:
                table.add_row(*row)
            console.print(table)


def print_problems(problems: Sequence[Problem], language: Language) -> None:
    """Print errors and warnings, each as a plain table."""
    console = plain_console()
    kinds = {
        "error": language.text("Errors: a book cannot be built before they are mended."),
        "warning": language.text("Warnings: a second look is needed; a book can be built."),
    }
    for severity, title in kinds.items():
        own = [problem for problem in problems if problem.severity == severity]
        if own:
            console.print(title, style="bold")
            console.print(problem_table(own, language))


def problem_table(problems: Sequence[Problem], language: Language) -> Table:
    """Set problems in a plain table."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(language.text("file"))
    table.add_column(language.text("row"), justify="right")
    table.add_column(language.text("column"))
    table.add_column(language.text("problem"), overflow="fold")
    for problem in problems:
        row = str(problem.row) if problem.row else ""
        table.add_row(problem.file, row, problem.column, language.say(problem.said))
    return table


def plain_console() -> Console:
    """Return what prints tables; where nobody looks, such as in a file, a row stays on one line."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 10_000
    return Console(highlight=False, markup=False, width=width, force_jupyter=False)


@contextmanager
def waiting(label: str, *, quiet: bool) -> Iterator[None]:
    """Show on standard error that something is being done."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), SpinnerColumn(), TimeElapsedColumn())
    hidden = quiet or not messages.is_terminal
    with Progress(*columns, console=messages, disable=hidden, transient=True) as bar:
        bar.add_task(label, total=None)
        yield


@contextmanager
def progress(label: str, total: int, *, quiet: bool) -> Iterator[Any]:
    """Show progress on standard error; yield a function to be told of each step."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

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


def user_language(words: Sequence[str]) -> Language:
    """Return the language in which the command speaks; English if it is unknown.

    ``--lang`` before the command decides. After it, it names editions; messages follow it if it
    names one. Else the variable ``UCJ_LANG`` decides, else the locale of the system.
    """
    # Read before anything else is, as help and refusals are in the reader's language too.
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--lang", action="append", nargs="?", default=[])
    named = list(dict.fromkeys(parser.parse_known_args(words)[0].lang))
    first = bool(words) and words[0].partition("=")[0] == "--lang"
    wanted = (
        (named[0] if first or len(named) == 1 else "")
        or os.environ.get("UCJ_LANG")
        or locale.getlocale()[0]
        or os.environ.get("LANG", "")
    )
    code = re.split(r"[-_.@]", wanted.lower())[0]
    return Language(code if code in languages() else SOURCE)


def translate(command: Any, language: Language, panel: str = "") -> None:
    """Put the help of a command, and of those under it, into a language."""
    command.help = language.text(command.help)
    command.rich_help_panel = panel
    for parameter in command.params:
        option = parameter.param_type_name == "option"
        parameter.rich_help_panel = (
            language.text("Options") if option else language.text("Arguments")
        )
        parameter.help = language.text(parameter.help)
        if parameter.default not in (None, "") and parameter.default is not False:
            parameter.show_default = False
            parameter.help += " " + language.text("Default: {value}.", value=parameter.default)
    asking = command.get_help_option(typer.Context(command))
    asking.help = language.text("Show this message and exit.")
    asking.rich_help_panel = language.text("Options")

    def usage(context: typer.Context, formatter: Any) -> None:
        said = {
            "[OPTIONS]": language.text("[OPTIONS]"),
            "COMMAND [ARGS]...": language.text("COMMAND [ARGUMENTS]..."),
        }
        pieces = " ".join(said.get(piece, piece) for piece in command.collect_usage_pieces(context))
        formatter.write_usage(context.command_path, pieces, language.text("Usage:") + " ")

    command.format_usage = usage
    for each in getattr(command, "commands", {}).values():
        translate(each, language, language.text("Commands"))


def explain(error: Exception, language: Language) -> str:
    """Return the sentence of an error in the reader's language."""
    if isinstance(error, UserError):
        return language.text(error.template, **error.values)
    if isinstance(error, TyperException):
        return misuse(error, language)
    return language.text(
        "Something unexpected happened ({error}). Run it again with --debug to see where.",
        error=f"{type(error).__name__}: {error}",
    )


def misuse(error: Any, language: Language) -> str:
    """Say what is wrong with the words of a command, and where help is."""
    said: str = error.format_message()
    for pattern, template in MISUSES.items():
        if found := re.match(pattern, said):
            said = language.text(template, **found.groupdict())
    command = error.ctx.command_path if error.ctx else "ucj"
    return said + " " + language.text("Help: {command} --help", command=command)
