"""Where the parts of a book lie."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sphinx_external_toc.parsing import parse_toc_data

from analysis import audiences, cases
from analysis.errors import UsageError
from analysis.files import write_text

ROOT = Path(__file__).resolve().parents[2]
OWNER = "case.txt"
"""Names the case that a folder under ``_build`` belongs to."""
RESERVED = ("catalogues", "index", "lock")
"""Folders under ``_build`` that belong to no case."""
STUDY = "padang-2025-thesis-abstract"
"""The study that the book began with, as the manifest of its case names it."""
COURSE = ("book/course/", "notebooks/course-")
"""How the pages of the course begin; it teaches with that study."""


@dataclass(frozen=True)
class Project:
    """Where the parts of a book lie.

    Attributes
    ----------
    root
        The folder that holds ``_toc.yml``, ``notebooks`` and ``book``.
    audience
        Whom the book is made for (see :mod:`analysis.audiences`).
    course
        Whether the course is a part of it.
    """

    root: Path = ROOT
    audience: str = audiences.STUDENT
    course: bool = True

    def of(self, case: str | Path) -> Project:
        """Return the book of a case: that of another study than the first has no course.

        Raises
        ------
        UserError
            If there is no such case.
        """
        return replace(self, course=cases.about(cases.find(case)).get("study", "") == STUDY)

    def contents(self) -> dict[str, Any]:
        """Return the table of contents."""
        whole = audiences.contents(self.root, self.audience)
        if not self.course:
            whole["parts"] = [part for part in whole["parts"] if not _teaches(part)]
        return whole

    def build(self, case: str | Path) -> Path:
        """Return the folder for all that is made of a case, given its name or its folder.

        What holds keys has a folder of its own in it.
        """
        folder = self._folder(case)
        return folder if self.audience == audiences.STUDENT else folder / self.audience

    def claim(self, case: str | Path) -> Path:
        """Note whose the folder for all that is made of a case is, and return `build`."""
        write_text(self._folder(case) / OWNER, str(_place(case)))
        return self.build(case)

    def _folder(self, case: str | Path) -> Path:
        """Give a case a folder with its name.

        A case of the same name as one under ``data/``, or as one that was built before and still
        exists, gets a few letters more, so that neither overwrites the other.
        """
        place, folder = _place(case), self.root / "_build" / Path(case).name
        if place == _place(folder.name):
            return folder
        if folder.name not in RESERVED and not _place(folder.name).is_dir():
            owner = folder / OWNER
            owned = Path(owner.read_text(encoding="utf-8")) if owner.is_file() else place
            if owned == place or not owned.is_dir():
                return folder
        digest = hashlib.sha256(str(place).encode()).hexdigest()
        return folder.with_name(f"{folder.name}-{digest[:6]}")

    def pages(self) -> list[str]:
        """List the pages of the book in their order, without suffix."""
        return list(parse_toc_data(self.contents()))

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


def _teaches(part: dict[str, Any]) -> bool:
    return all(chapter["file"].startswith(COURSE) for chapter in part["chapters"])


def _place(case: str | Path) -> Path:
    """Return where a case lies."""
    path = Path(case)
    return path.resolve() if path.is_dir() else ROOT / "data" / path.name
