"""A newcomer's way from an empty folder to a book: commands that are run, and what they print.

Nothing on the page is typed by hand: each command runs while the book is built.
The place and its numbers are invented and say so.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill
from unittest.mock import patch

from IPython.display import Markdown, display

from analysis import cli
from analysis.language import Language

WIDTH = 90
"""Columns of the terminal whose picture is taken."""
CASE = "my-city"
PLACE = "Kota Contoh"

FIGURES = """\
observation_id;series;geo;geo_level;period;value;unit;group;status;checked;publisher;title;url
m2023;active_members;Kota Contoh;distrik;2023-12;21450;persons;all;printed;once;Contoh;Contoh;\
https://example.org
w2023;employed;Kota Contoh;district;2023-08;102300;persons;all;printed;once;Contoh;Contoh;\
https://example.org
m2024;active_members;Kota Contoh;district;2024-13;24870;persons;all;printed;once;Contoh;Contoh;\
https://example.org
w2024;employed;Kota Contoh;district;2024-08;104100;persons;all;printed;once;Contoh;Contoh;\
https://example.org
"""
"""Figures as Excel saves them in Indonesia, with two mistakes."""
CORRECTIONS = {"distrik": "district", "2024-13": "2024-12"}
NEW_FIGURES = """\
observation_id;series;geo;geo_level;period;value;unit;group;status;checked;publisher;title;url
m2025;active_members;Kota Contoh;district;2025-12;27180;persons;all;printed;once;Contoh;Contoh;\
https://example.org
w2025;employed;Kota Contoh;district;2025-08;105900;persons;all;printed;once;Contoh;Contoh;\
https://example.org
"""
"""What a year later brings."""


@dataclass(frozen=True)
class Walk:
    """A terminal in a folder of its own.

    Attributes
    ----------
    language
        Language that the commands speak.
    home
        Where they run; by default a folder that goes with the walk.
    """

    language: Language
    home: TemporaryDirectory[str] = field(
        default_factory=lambda: TemporaryDirectory(prefix="ucj-", ignore_cleanup_errors=True)
    )

    @property
    def folder(self) -> Path:
        """The folder in which the commands run."""
        return Path(self.home.name).resolve()

    @property
    def case(self) -> Path:
        """The folder of the case."""
        return self.folder / CASE

    def ucj(self, *words: str) -> None:
        """Run a command, and show it with what it prints."""
        printed = StringIO()
        argv = ["ucj", "--lang", self.language.code, *words]
        with (
            chdir(self.folder),
            patch.object(sys, "argv", argv),
            patch.dict(os.environ, {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "TERM": "dumb"}),
            redirect_stdout(printed),
            redirect_stderr(printed),
        ):
            _run()
        line = " ".join(f'"{word}"' if " " in word else word for word in ("ucj", *words))
        # Paths are shown as the reader would see them in her own folder.
        said = printed.getvalue().replace(f"{self.folder}{os.sep}", "")
        _show(f"$ {line}\n{_wrapped(said)}")

    def list_files(self) -> None:
        """Show what is in the folder of the case."""
        names = sorted(path.name for path in self.case.iterdir())
        _show("\n".join(f"{CASE}/{name}" for name in names))

    def write(self, name: str, text: str) -> None:
        """Write a file and show it."""
        (self.folder / name).write_text(text, encoding="utf-8")
        _show(f"{name}\n\n{text}")

    def correct(self, name: str, corrections: Mapping[str, str]) -> None:
        """Replace texts in a file, as somebody does in an editor."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        for old, new in corrections.items():
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def keep(self, name: str) -> None:
        """Keep a copy of the case under another name."""
        shutil.copytree(self.case, self.folder / name)


def _run() -> None:
    with suppress(SystemExit):
        cli.main()


def _wrapped(text: str) -> str:
    """Break long lines, as a terminal does."""
    return "\n".join(fill(line, WIDTH) if len(line) > WIDTH else line for line in text.splitlines())


def _show(text: str) -> None:
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    display(Markdown(f"```text\n{lines}\n```"))
