"""Synthetic interviews for exercises: invented informants, two invented coders, a known truth.

The statements are put together from sentences whose theme is known, and the coders err with known
chances. So a class can see that a method finds what was put in, and how far it misses.
Nothing here is evidence: every document is of the layer ``teaching``, every title, name and
statement carries :data:`MARK`, and whatever computes a verdict refuses the layer.

The package in ``data/teaching`` is no case, so it cannot be chosen for a book. It does not hold
the themes either: they are the key of the exercise, and :func:`themes` draws them anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cases import DATA, MANIFEST, Tables, columns, read_table, schema, to_frame
from analysis.errors import UserError
from analysis.files import write_text
from analysis.framework import NONE, elements

FOLDER = DATA / "teaching"
PARAMETERS = "generator.json"
PHRASES = "phrases.json"
MARK = "[SYNTHETIC] / [SINTETIS]"
"""Stands in every title, name and statement, in both languages."""

TABLES = ("documents", "segments", "codings", "actors")

Draws = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Coder:
    """How well an invented coder sees what was put in.

    Attributes
    ----------
    sensitivity
        Chance to give a code that belongs to a statement.
    specificity
        Chance not to give a code that does not belong.
    direction
        Chance to see the direction of a code that belongs. Otherwise, and for a code that does
        not belong, the coder writes ``neutral``.
    """

    sensitivity: float
    specificity: float
    direction: float


@dataclass(frozen=True)
class Parameters:
    """What the interviews are drawn from.

    Attributes
    ----------
    seed
        Starts the random numbers.
    informants
        Number of informants of each body that ``phrases.json`` describes.
    statements
        Statements of each informant.
    prevalence
        Chance that a statement is about a code; codes are drawn independently.
    hinders
        Chance that a statement about a code says that it hinders; otherwise it supports.
    coders
        The two coders by name.
    """

    seed: int
    informants: Mapping[str, int]
    statements: int
    prevalence: Mapping[str, float]
    hinders: Mapping[str, float]
    coders: Mapping[str, Coder]

    def __post_init__(self) -> None:
        """Refuse parameters from which nothing can be drawn."""
        known = phrases()
        _require_known("informants", self.informants, known["informants"])
        _require_known("prevalence", self.prevalence, known["themes"])
        if set(self.hinders) != set(self.prevalence):
            raise UserError("The parameters prevalence and hinders must name the same codes.")
        if len(self.coders) != 2:  # noqa: PLR2004
            raise UserError("The parameter coders must name two coders.")
        if self.statements < 1 or min(self.informants.values()) < 1:
            raise UserError("The parameters informants and statements must be one or more.")
        chances = {
            **{f"prevalence {code}": value for code, value in self.prevalence.items()},
            **{f"hinders {code}": value for code, value in self.hinders.items()},
            **{
                f"coders {name} {what}": value
                for name, coder in self.coders.items()
                for what, value in vars(coder).items()
            },
        }
        for name, value in chances.items():
            if not 0 <= value <= 1:
                raise UserError(
                    "The parameter {name} is {value}; a chance lies between 0 and 1.",
                    name=name,
                    value=value,
                )


def read_parameters(path: Path = FOLDER / PARAMETERS) -> Parameters:
    """Read the parameters; each stands in the file with its meaning in both languages.

    Raises
    ------
    UserError
        If the file is no such list of parameters, or nothing can be drawn from them.
    """
    try:
        values = {
            name: entry["value"] for name, entry in json.loads(path.read_text("utf-8")).items()
        }
        coders = {name: Coder(**coder) for name, coder in values.pop("coders").items()}
        return Parameters(coders=coders, **values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UserError(
            "{path} does not hold the parameters of the synthetic interviews ({error}).",
            path=path,
            error=error,
        ) from error


@cache
def phrases() -> dict[str, Any]:
    """Return the sentences of which statements are made, with the bodies that speak."""
    content: dict[str, Any] = json.loads((FOLDER / PHRASES).read_text("utf-8"))
    return content


def generate(parameters: Parameters) -> Tables:
    """Draw interviews and how two coders coded them.

    Returns
    -------
    Tables
        Documents (one for each informant), segments, codings and actors; the others are empty.
        A coder who finds no code in a statement writes ``NONE``.
    """
    return Tables(
        documents=_frame("documents", _documents(parameters)),
        segments=_frame("segments", _segments(parameters)),
        codings=_frame("codings", _codings(parameters)),
        actors=_frame("actors", _actors(parameters)),
        **{
            table: _frame(table, []) for table in Tables.__dataclass_fields__ if table not in TABLES
        },
    )


def themes(parameters: Parameters) -> pd.DataFrame:
    """Return what the statements are about: the truth that the coders try to see.

    Returns
    -------
    pandas.DataFrame
        ``segment_id, code, stance``; a statement about nothing has the code ``NONE``, neutral.
    """
    present, hinders = _truth(parameters)
    stance = np.where(hinders, "hinders", "supports")
    rows = _judgements(parameters, present, stance)
    return pd.DataFrame(rows, columns=["segment_id", "code", "stance"])


def expected_agreement(parameters: Parameters, framework: pd.DataFrame) -> pd.DataFrame:
    """Work out from the parameters how far the two coders agree in the long run.

    The chance of each pair of judgements follows from the prevalence and from the chances of the
    coders, who err independently; each coefficient then follows from its published formula.
    It is what :func:`analysis.reliability.agreement` comes near to as interviews become many.

    Returns
    -------
    pandas.DataFrame
        ``level`` (code, overall, stance), ``code``, ``prevalence`` (of the code among both coders'
        judgements), ``percent_agreement``, ``alpha``, ``kappa`` (Cohen's) and ``ac1``.
    """
    first, second = parameters.coders.values()
    pairs = {
        code: _pairs(first, second, prevalence)
        for code, prevalence in parameters.prevalence.items()
    }
    rows = [{"level": "code", "code": code} | _coefficients(table) for code, table in pairs.items()]
    silent = len(elements(framework)) - len(pairs)
    both_absent = np.array([[1.0, 0.0], [0.0, 0.0]])
    overall = (sum(pairs.values()) + silent * both_absent) / (len(pairs) + silent)
    rows.append({"level": "overall", "code": ""} | _coefficients(overall))
    stance = sum(_stance_pairs(parameters, code) for code in parameters.prevalence)
    rows.append(
        {"level": "stance", "code": ""}
        | _coefficients(np.asarray(stance) / np.sum(stance))
        | {"prevalence": np.nan}
    )
    return pd.DataFrame(rows)


def load(folder: Path = FOLDER) -> Tables:
    """Read the interviews of a folder."""
    return Tables(**{table: read_table(folder, table) for table in Tables.__dataclass_fields__})


def write(folder: Path, parameters: Parameters) -> None:
    """Write the interviews as a Data Package: its tables and its manifest."""
    tables = generate(parameters)
    for table in TABLES:
        frame: pd.DataFrame = getattr(tables, table)
        write_text(folder / f"{table}.csv", frame.to_csv(index=False, lineterminator="\n"))
    manifest = json.dumps(_manifest(), ensure_ascii=False, indent=1)
    write_text(folder / MANIFEST, manifest + "\n")


# What is drawn ------------------------------------------------------------------------------


def _informants(parameters: Parameters) -> list[tuple[str, str]]:
    """Return for each informant the body and the key of the interview."""
    return [
        (body, f"synthetic-{body.replace('_', '-')}-{number:02}")
        for body, count in parameters.informants.items()
        for number in range(1, count + 1)
    ]


def _segment_ids(parameters: Parameters) -> list[str]:
    return [
        f"{document}-s{number}"
        for _, document in _informants(parameters)
        for number in range(1, parameters.statements + 1)
    ]


def _draws(parameters: Parameters, stream: int, *shape: int) -> Draws:
    """Draw uniform numbers; each use has a stream of its own, so that none moves another."""
    return np.random.default_rng([parameters.seed, stream]).random(shape)


def _truth(parameters: Parameters) -> tuple[Flags, Flags]:
    """Say for each statement and code whether it is there, and whether it hinders."""
    shape = (len(_segment_ids(parameters)), len(parameters.prevalence))
    prevalence = np.array(list(parameters.prevalence.values()))
    hinders = np.array([parameters.hinders[code] for code in parameters.prevalence])
    return (
        _draws(parameters, 0, *shape) < prevalence,
        _draws(parameters, 1, *shape) < hinders,
    )


def _judgements(
    parameters: Parameters, given: Flags, stance: NDArray[np.str_]
) -> list[dict[str, str]]:
    """List the codes given to each statement, or ``NONE``."""
    codes, rows = list(parameters.prevalence), []
    for place, segment in enumerate(_segment_ids(parameters)):
        found = [
            {"segment_id": segment, "code": codes[code], "stance": str(stance[place, code])}
            for code in np.flatnonzero(given[place])
        ]
        rows += found or [{"segment_id": segment, "code": NONE, "stance": "neutral"}]
    return rows


def _codings(parameters: Parameters) -> list[dict[str, str]]:
    present, hinders = _truth(parameters)
    rows: list[dict[str, str]] = []
    for place, (name, coder) in enumerate(parameters.coders.items()):
        seen, directed = (
            _draws(parameters, stream, *present.shape) for stream in (10 + place, 20 + place)
        )
        given = seen < np.where(present, coder.sensitivity, 1 - coder.specificity)
        sees_direction = present & (directed < coder.direction)
        stance = np.where(sees_direction, np.where(hinders, "hinders", "supports"), "neutral")
        rows += [
            row | {"coder": name, "rationale": MARK}
            for row in _judgements(parameters, given, stance)
        ]
    return rows


def _documents(parameters: Parameters) -> list[dict[str, str]]:
    rows = []
    for body, document in _informants(parameters):
        label = phrases()["informants"][body]["label"]
        number = document.rpartition("-")[2]
        rows.append(
            {
                "document_id": document,
                "layer": "teaching",
                "title": (
                    f"{MARK} Interview {number}, {label['en'].lower()}"
                    f" / Wawancara {number}, {label['id'].lower()}"
                ),
                "publisher": MARK,
                "publisher_type": "other",
                "language": "id",
                "scope": "case",
                "read": "whole",
                "note": (
                    "Invented for exercises; no such interview took place."
                    " / Rekaan untuk latihan; wawancara ini tidak pernah berlangsung."
                ),
            }
        )
    return rows


def _segments(parameters: Parameters) -> list[dict[str, str]]:
    chosen = iter(_sentences(parameters))
    rows = []
    for body, document in _informants(parameters):
        for number in range(1, parameters.statements + 1):
            english, indonesian = next(chosen)
            rows.append(
                {
                    "segment_id": f"{document}-s{number}",
                    "document_id": document,
                    "speaker": f"synthetic_{body}",
                    "statement_en": english,
                    "statement_id": indonesian,
                }
            )
    return rows


def _sentences(parameters: Parameters) -> list[tuple[str, str]]:
    """Say each statement in both languages: who speaks, then a sentence for each theme."""
    bodies = [body for body, _ in _informants(parameters) for _ in range(parameters.statements)]
    present, hinders = _truth(parameters)
    codes = list(parameters.prevalence)
    choice = _draws(parameters, 2, len(bodies), len(codes) + 2)
    texts = []
    for place, body in enumerate(bodies):
        opening, nothing, *theme = choice[place]
        parts = [_pick(phrases()["informants"][body]["openings"], opening)]
        for code in np.flatnonzero(present[place]):
            stance = "hinders" if hinders[place, code] else "supports"
            parts.append(_pick(phrases()["themes"][codes[code]][stance], theme[code]))
        if not present[place].any():
            parts.append(_pick(phrases()["nothing"], nothing))
        english, indonesian = (
            " ".join([MARK, *(part[code] for part in parts)]) for code in ("en", "id")
        )
        texts.append((english, indonesian))
    return texts


def _pick(options: list[dict[str, str]], draw: float) -> dict[str, str]:
    return options[int(draw * len(options))]


def _actors(parameters: Parameters) -> list[dict[str, str]]:
    rows = []
    for body in parameters.informants:
        about = phrases()["informants"][body]
        rows.append(
            {
                "actor_id": f"synthetic_{body}",
                "kind": about["kind"],
                "label_en": f"{about['label']['en']} {MARK}",
                "label_id": f"{about['label']['id']} {MARK}",
                "note_en": "Invented for exercises.",
                "note_id": "Rekaan untuk latihan.",
            }
        )
    return rows


def _frame(table: str, rows: list[dict[str, str]]) -> pd.DataFrame:
    names = list(columns(table))
    return to_frame([names, *([row.get(name, "") for name in names] for row in rows)], table)


# What is expected ---------------------------------------------------------------------------


def _pairs(first: Coder, second: Coder, prevalence: float) -> Draws:
    """Return the chances of the four pairs of judgements: absent or present, by two coders."""
    table = np.zeros((2, 2))
    for weight, a, b in (
        (1 - prevalence, 1 - first.specificity, 1 - second.specificity),
        (prevalence, first.sensitivity, second.sensitivity),
    ):
        table += weight * np.outer([1 - a, a], [1 - b, b])
    return table


def _stance_pairs(parameters: Parameters, code: str) -> Draws:
    """Return the chances that both give a code, by their stances: supports, hinders, neutral."""
    first, second = parameters.coders.values()
    prevalence, hinders = parameters.prevalence[code], parameters.hinders[code]
    table = np.zeros((3, 3))
    for stance, chance in enumerate((1 - hinders, hinders)):
        sees = [np.zeros(3), np.zeros(3)]
        for seen, coder in zip(sees, (first, second), strict=True):
            seen[stance], seen[2] = coder.direction, 1 - coder.direction
        both = prevalence * first.sensitivity * second.sensitivity
        table += both * chance * np.outer(*sees)
    table[2, 2] += (1 - prevalence) * (1 - first.specificity) * (1 - second.specificity)
    return table


def _coefficients(pairs: Draws) -> dict[str, float]:
    """Turn chances of pairs of judgements into the coefficients that they lead to."""
    rows, cols = pairs.sum(axis=1), pairs.sum(axis=0)
    values = (rows + cols) / 2
    agreed = float(np.trace(pairs))

    def beyond(chance: float) -> float:
        return (agreed - chance) / (1 - chance) if chance < 1 else np.nan

    in_use = np.count_nonzero(values)
    return {
        "prevalence": float(values[-1]),
        "percent_agreement": 100 * agreed,
        "alpha": beyond(float((values**2).sum())),
        "kappa": beyond(float((rows * cols).sum())),
        "ac1": beyond(float((values * (1 - values)).sum()) / (in_use - 1))
        if in_use > 1
        else np.nan,
    }


# What is written ----------------------------------------------------------------------------


def _manifest() -> dict[str, Any]:
    """Return the manifest; it has no entry ``case``, so that no book can be made of it."""
    return {
        "profile": "tabular-data-package",
        "name": "teaching",
        "title": f"{MARK} Interviews for exercises",
        "title_id": f"{MARK} Wawancara untuk latihan",
        "description": (
            "Invented interviews with two invented coders, drawn from a seed"
            f" ({PARAMETERS}, {PHRASES}); they show how methods work and are no evidence."
        ),
        "description_id": (
            "Wawancara rekaan dengan dua pengode rekaan, diundi dari satu benih"
            f" ({PARAMETERS}, {PHRASES}); untuk menunjukkan cara kerja metode, bukan bukti."
        ),
        "version": "0.1.0",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0 International",
            }
        ],
        "contributors": [{"title": "The contributors of this project", "role": "author"}],
        "sources": [{"title": f"Drawn from a seed with the parameters in {PARAMETERS}"}],
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: str) -> dict[str, Any]:
    described = schema(table)
    titles = {name: described.pop(name) for name in ("title", "title_id")}
    return {
        "name": table,
        "path": f"{table}.csv",
        **titles,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": described,
    }


def _require_known(
    parameter: str, given: Mapping[str, object], known: Mapping[str, object]
) -> None:
    if not given:
        raise UserError("The parameter {parameter} is empty.", parameter=parameter)
    if unknown := [name for name in given if name not in known]:
        raise UserError(
            "The parameter {parameter} names {unknown}, for which there are no sentences;"
            " there are: {known}.",
            parameter=parameter,
            unknown=", ".join(unknown),
            known=", ".join(known),
        )
