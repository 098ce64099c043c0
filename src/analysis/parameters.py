"""The parameters of the notebooks: read from their cells, and checked before anything runs."""

from __future__ import annotations

import ast
import json
import tokenize
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from analysis.cases import LAYERS
from analysis.dates import is_partial
from analysis.errors import UsageError, UserError, message

TAG = "parameters"
GIVEN_BY_THE_RUN = ("case", "language", "output")
BASES = ("employed", "eligible", "labour_force")


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook.

    Attributes
    ----------
    name
        As it is written in the notebook.
    default
        The value that holds if none is given; its type is the parameter's type.
    help
        The comment that follows it.
    """

    name: str
    default: Any
    help: str

    @property
    def type(self) -> type:
        """The type that a value must have."""
        return type(self.default)


@dataclass(frozen=True)
class Range:
    """What a common parameter may be beyond its type, and the sentence for what it may not be."""

    holds: Callable[[Any], bool]
    refusal: str


RANGES = {
    "as_of": Range(
        lambda value: value == "" or is_partial(value),
        message(
            "The parameter as_of cannot be “{text}”: write a date such as 2025, 2025-06 or "
            "2025-06-30, or nothing."
        ),
    ),
    "base": Range(
        lambda value: value in BASES,
        message(
            "The parameter base cannot be “{text}”: choose employed, eligible or labour_force."
        ),
    ),
    "confidence": Range(
        lambda value: 0 < value < 1,
        message("The parameter confidence cannot be “{text}”: write a number above 0 and below 1."),
    ),
    "layers": Range(
        lambda value: bool(value) and set(value) <= set(LAYERS),
        message(
            "The parameter layers cannot be “{text}”: write one or more of study, public, teaching."
        ),
    ),
    "seed": Range(
        lambda value: value >= 0,
        message("The parameter seed cannot be “{text}”: write a whole number, 0 or more."),
    ),
}


def read_parameters(notebook: Path) -> list[Parameter]:
    """Read the parameters of a notebook from its cell tagged ``parameters``.

    Each is one assignment of a plain literal on a line of its own; a comment on that line is its
    help. A notebook without such a cell has no parameters.

    Raises
    ------
    UserError
        If the cell holds anything but assignments of literals.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    tagged = [cell for cell in cells if TAG in cell["metadata"].get("tags", [])]
    if not tagged:
        return []
    source = "".join(tagged[0]["source"])
    comments = {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    return [
        Parameter(*_assignment(statement, notebook), comments.get(statement.lineno, ""))
        for statement in ast.parse(source).body
    ]


def _assignment(statement: ast.stmt, notebook: Path) -> tuple[str, Any]:
    """Return name and value of an assignment of a literal."""
    try:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            return statement.targets[0].id, ast.literal_eval(statement.value)
    except ValueError:
        pass
    raise UserError(
        "{notebook}: the cell of parameters must hold only lines like name = value; "
        "“{line}” is none.",
        notebook=notebook.name,
        line=ast.unparse(statement),
    )


def check_parameters(given: Mapping[str, str], notebooks: Iterable[Path]) -> dict[str, Any]:
    """Check parameters given as text and turn them into values.

    Parameters
    ----------
    given
        Texts by name, as written on the command line. Lists are written with commas.
    notebooks
        The notebooks that will run; a parameter exists if one of them has it.

    Returns
    -------
    dict
        Values by name.

    Raises
    ------
    UsageError
        If a parameter does not exist, has another type or is out of range;
        the message lists what exists or says what is expected.
    """
    known = {
        parameter.name: parameter
        for notebook in notebooks
        for parameter in read_parameters(notebook)
        if parameter.name not in GIVEN_BY_THE_RUN
    }
    if unknown := [name for name in given if name not in known]:
        raise UsageError(
            "There is no parameter {unknown}; there are: {known}.",
            unknown=", ".join(unknown),
            known=", ".join(sorted(known)),
        )
    values = {name: _value(known[name], text) for name, text in given.items()}
    for name, value in values.items():
        if name in RANGES and not RANGES[name].holds(value):
            raise UsageError(RANGES[name].refusal, text=given[name])
    return values


def _value(parameter: Parameter, text: str) -> Any:
    """Turn a text into a value of the parameter's type."""
    kinds: dict[type, tuple[Callable[[str], Any], str]] = {
        str: (str, ""),
        int: (int, message("The parameter {name} cannot be “{text}”: write a whole number.")),
        float: (float, message("The parameter {name} cannot be “{text}”: write a number.")),
        bool: (_truth, message("The parameter {name} cannot be “{text}”: write true or false.")),
        list: (_words, ""),
    }
    read, refusal = kinds[parameter.type]
    try:
        return read(text)
    except (ValueError, KeyError):
        raise UsageError(refusal, name=parameter.name, text=text) from None


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


def _words(text: str) -> list[str]:
    """Split ``a, b`` or ``["a", "b"]`` into words."""
    return [word.strip("[]\"' ") for word in text.split(",") if word.strip("[]\"' ")]
