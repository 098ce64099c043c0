"""What the user gave: words of the command line turned into cases, parameters and editions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.dates import is_partial
from analysis.errors import UsageError, UserError
from analysis.language import Language, languages
from analysis.terminal import print_problems

# As in the command: what is not needed is not imported.
if TYPE_CHECKING:
    from analysis.comparison import State
    from analysis.project import Project


def project_for(edition: str) -> Project:
    """Return the book for an audience."""
    from analysis.audiences import AUDIENCES
    from analysis.project import Project

    if edition not in AUDIENCES:
        raise UsageError(
            "There is no edition {edition}; there are: {editions}.",
            edition=edition,
            editions=", ".join(AUDIENCES),
        )
    return replace(Project(), audience=edition)


def check_values(notebooks: Sequence[Path], given: Sequence[str] | None) -> dict[str, Any]:
    """Check the parameters that were given, and return their values."""
    from analysis.parameters import check_parameters

    values = check_parameters(split(given or []), notebooks)
    if (against := values.get("against", "")) and not is_partial(against):
        values["against"] = str(find_case(against))
    return values


def tell_apart(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tell cases from notebooks: the first word is a case, and so is all that can be one."""
    from analysis import cases

    first, *rest = words
    names = [word for word in rest if not cases.may_be(word)]
    return [first, *(word for word in rest if word not in names)], names


def find_cases(words: Sequence[str]) -> list[Path]:
    """Return the folders of cases, given names, paths and patterns."""
    from analysis import cases

    with as_usage():
        return cases.find_all(words)


def as_named(folder: Path) -> str | Path:
    """Return a case as the notebooks get it: a name if it lies under ``data/``, else its path."""
    from analysis import cases

    return folder.name if folder.parent == cases.DATA.resolve() else folder


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

    with as_usage():
        return cases.find(case)


@contextmanager
def as_usage() -> Iterator[None]:
    """Call what goes wrong a wrong use of the command."""
    try:
        yield
    except UserError as error:
        raise UsageError(error.template, **error.values) from error


def check_data(folder: Path, language: Language) -> None:
    """Refuse data with errors before anything is run on them."""
    from analysis import checks

    errors = [problem for problem in checks.check(folder) if problem.severity == "error"]
    if errors:
        print_problems(errors, language)
        raise UserError("The data of {name} have errors; mend them first.", name=folder.name)


def comparison_parameters(given: Sequence[str]) -> dict[str, Any]:
    """Check the parameters of a comparison; those not given are as in the book."""
    from analysis.parameters import check_parameters, read_parameters
    from analysis.project import Project

    known = ("as_of", "confidence", "seed")
    notebooks = Project().notebooks(["06-findings"])
    texts = split(given)
    if unknown := [name for name in texts if name not in known]:
        raise UsageError(
            "There is no parameter {unknown}; there are: {known}.",
            unknown=", ".join(unknown),
            known=", ".join(known),
        )
    defaults = {p.name: p.default for p in read_parameters(notebooks[0])}
    return defaults | check_parameters(texts, notebooks)


def read_state(text: str, as_of: str, language: Language) -> State:
    """Read ``case`` or ``case@date``; a case without errors."""
    from analysis import cases
    from analysis.comparison import State

    name, _, date = text.rpartition("@") if "@" in text else (text, "", as_of)
    if date and not is_partial(date):
        raise UsageError(
            "“{date}” is no date; write a case at a date like padang@2025-06-30.", date=date
        )
    folder = find_case(name)
    check_data(folder, language)
    return State(cases.load(folder), date)


def one_of(given: str, known: Sequence[str]) -> None:
    """Refuse a format that does not exist."""
    if given not in known:
        raise UsageError(
            "There is no format {format}; there are: {formats}.",
            format=given,
            formats=", ".join(known),
        )
