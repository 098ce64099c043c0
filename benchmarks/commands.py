"""What a command costs before it does anything."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from analysis.project import ROOT
from benchmarks.measuring import Pairs, Row, command, side_by_side

EMPTY = """\
import typer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def one() -> None:
    '''Do nothing.'''


@app.command()
def other() -> None:
    '''Do nothing either.'''


app()
"""
UCJ = "import sys; sys.argv[0] = 'ucj'; from analysis.cli import main; main()"


def help_of(language: str, repetitions: int) -> Pairs:
    """Show the help of the command, beside that of a program with two empty commands."""
    environment = {**os.environ, "UCJ_LANG": language}
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, "empty.py")
        program.write_text(EMPTY, encoding="utf-8")
        return side_by_side(
            command([sys.executable, "-c", UCJ, "--help"], ROOT, environment),
            command([sys.executable, program, "--help"], ROOT, environment),
            5 * repetitions,
        )


ROWS = [
    Row(
        f"help-{language}",
        f"ucj --help ({language})",
        "a typer program with two empty commands",
        1.3,
        lambda repetitions, language=language: help_of(language, repetitions),  # type: ignore[misc]
    )
    for language in ("en", "id")
]
