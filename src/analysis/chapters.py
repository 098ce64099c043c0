"""What a notebook opens: the case, the reader's language, and where results go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from IPython.display import Markdown, display

from analysis import cases, evidence
from analysis.dates import is_partial
from analysis.errors import UserError
from analysis.exhibits import Exhibit
from analysis.files import write_text
from analysis.language import Language

BASES = ("employed", "eligible", "labour_force")


@dataclass(frozen=True)
class Parameters:
    """What a reader may change before a chapter runs (see the page on rerunning)."""

    case: str
    language: str
    as_of: str
    layers: tuple[str, ...]
    base: str
    confidence: float
    seed: int


@dataclass(frozen=True)
class Figures:
    """The figures of a case and of the reference, as known at a date.

    Attributes
    ----------
    observations, derivations
        Tables of case and reference together.
    keys
        Keys of all figures, also of those that were not known yet.
    """

    observations: pd.DataFrame
    derivations: pd.DataFrame
    keys: frozenset[str]


@dataclass(frozen=True)
class Chapter:
    """One page of the book while it runs.

    Attributes
    ----------
    case, reference
        The case and the reference as they could be known at the date of the parameters.
    whole
        The case with everything known since, for what compares two dates.
    language
        The reader's language.
    parameters
        What the page was run with.
    output
        Folder that results go to; ``None``: nothing is saved.
    """

    case: cases.Case
    whole: cases.Case
    reference: cases.Reference
    language: Language
    parameters: Parameters
    output: Path | None

    @property
    def place(self) -> str:
        """Name of the case in the reader's language."""
        return self.case.place.get(self.language.code, self.case.place["en"])

    @property
    def figures(self) -> Figures:
        """The figures of case and reference that may be used."""
        observations, derivations = cases.all_figures(self.case, self.reference)
        whole, _ = cases.all_figures(self.whole, cases.load_reference())
        return Figures(observations, derivations, frozenset(whole["observation_id"]))

    def coded(self) -> pd.DataFrame:
        """Return the coded evidence of every layer, coder and scope."""
        case = self.case
        return evidence.coded(
            case.documents, case.segments, case.codings, case.actors, self.reference.framework
        )

    def public(self) -> pd.DataFrame:
        """Return the public record as the first coder read it, in the scopes that count."""
        return evidence.select(self.coded())

    def say(self, text: str) -> None:
        """Print sentences that were computed."""
        display(Markdown(text))

    def show(self, *exhibits: Exhibit) -> None:
        """Show figures and tables, one below the other."""
        for exhibit in exhibits:
            display(exhibit)

    def save(self, name: str, result: pd.DataFrame) -> None:
        """Save a result as ``<name>.csv``, the same bytes for the same input in any language."""
        if self.output is not None:
            text = result.to_csv(index=False, lineterminator="\n", float_format="%.10g")
            write_text(self.output / f"{name}.csv", text)


def open_chapter(
    *,
    case: str,
    language: str,
    as_of: str,
    layers: list[str],
    base: str,
    confidence: float,
    seed: int,
    output: str,
) -> Chapter:
    """Open a chapter with the parameters of its notebook.

    Raises
    ------
    UserError
        If the case does not exist or a parameter is out of its range.
    """
    if base not in BASES:
        raise UserError(f"base is “{base}”: choose one of {', '.join(BASES)}.")
    if not 0 < confidence < 1:
        raise UserError(f"confidence is {confidence}: give a share between 0 and 1, such as 0.95.")
    if as_of and not is_partial(as_of):
        raise UserError(f"as_of is “{as_of}”: write a date such as 2025-06-30, or nothing.")
    whole = cases.load(case)
    return Chapter(
        case=whole.known(as_of, tuple(layers)),
        whole=whole,
        reference=cases.load_reference().known(as_of),
        language=Language(language),
        parameters=Parameters(case, language, as_of, tuple(layers), base, confidence, seed),
        output=Path(output) if output else None,
    )
