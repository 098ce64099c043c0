"""Where the parts of a book lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinx_external_toc.parsing import parse_toc_data

from analysis import audiences
from analysis.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Project:
    """Where the parts of a book lie.

    Attributes
    ----------
    root
        The folder that holds ``_toc.yml``, ``notebooks`` and ``book``.
    audience
        Whom the book is made for (see :mod:`analysis.audiences`).
    """

    root: Path = ROOT
    audience: str = audiences.STUDENT

    def build(self, case: str) -> Path:
        """Return the folder for all that is made of a case; what holds keys has one of its own."""
        folder = self.root / "_build" / case
        return folder if self.audience == audiences.STUDENT else folder / self.audience

    def pages(self) -> list[str]:
        """List the pages of the book in their order, without suffix."""
        return list(parse_toc_data(audiences.contents(self.root, self.audience)))

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
