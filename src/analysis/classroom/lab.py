"""The coding lab: which excerpts a class codes, and the key that a lecturer may compare with.

No page and no table of a book may hold the key beside the excerpts. So the real statements are
such as the book of the case does not count: those about what lies around the case, and those about
the case that it is compared with. The synthetic ones can be drawn from a seed that only the
lecturer knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import cases, evidence, teaching
from analysis.cases import Case, Tables
from analysis.chapters import beside
from analysis.classroom.blanks import ROWS_FOR_EACH, write_form
from analysis.classroom.forms import EXCERPTS
from analysis.errors import UserError
from analysis.files import write_text
from analysis.language import Language
from analysis.teaching import MARK

REAL, SYNTHETIC = 24, 12
"""How many excerpts; real ones, half each from around the case and from the contrast case."""
CODER = "first"
FORMS = ("xlsx", "csv")


@dataclass(frozen=True)
class Lab:
    """A coding lab.

    Attributes
    ----------
    excerpts
        As :func:`lab_excerpts` gives them.
    key
        As :func:`lab_key` gives it; for the instructor only.
    """

    excerpts: pd.DataFrame
    key: pd.DataFrame


def draw_lab(case: Case, seed: int | None = None) -> Lab:
    """Draw a lab: its excerpts, and the key to them.

    Parameters
    ----------
    case
        The case of the book that the class reads.
    seed
        Of the choice and of the synthetic interviews; without one that of the book, whose key
        follows from what the project publishes. One of the lecturer's own gives a key that only
        she can draw again.
    """
    parameters = teaching.read_parameters()
    if seed is not None:
        parameters = replace(parameters, seed=seed)
    contrast = cases.load(beside(case)) if case.contrast else cases.empty(case)
    excerpts = lab_excerpts(case, contrast, teaching.generate(parameters), parameters.seed)
    return Lab(excerpts, lab_key([case, contrast], teaching.themes(parameters), excerpts))


def lab_excerpts(case: Case, contrast: Case, synthetic: Tables, seed: int) -> pd.DataFrame:
    """Choose what a class codes: real statements of the public record, and synthetic ones.

    The rule: statements about what lies around the case (its scope is ``context``) and about the
    contrast case, with at most three codes, in an order drawn from the seed. One after the other,
    the statement is taken whose codes, stances and speaker have been taken least, and no event is
    taken twice. Real and synthetic ones are then mixed.

    Parameters
    ----------
    case, contrast
        The case and the one that it is compared with, with their public records.
    synthetic
        Synthetic interviews (:func:`analysis.teaching.generate`).
    seed
        Of the order.

    Returns
    -------
    pandas.DataFrame
        ``number`` (1 to 36), ``segment_id, layer`` (public or teaching), ``speaker_en,
        speaker_id, addressed_en, addressed_id, happened, statement_en, statement_id``, and
        ``title, url`` of the document. It does not hold any code.
    """
    generator = np.random.default_rng(seed)
    chosen = [
        _spread(case, "public", "context", REAL // 2, generator),
        _spread(contrast, "public", "case", REAL // 2, generator),
        _spread(synthetic, "teaching", "case", SYNTHETIC, generator),
    ]
    mixed = pd.concat(chosen, ignore_index=True)
    mixed = mixed.iloc[np.argsort(generator.random(len(mixed)))].reset_index(drop=True)
    mixed.insert(0, "number", range(1, len(mixed) + 1))
    return mixed


def lab_key(known: Sequence[Case], themes: pd.DataFrame, excerpts: pd.DataFrame) -> pd.DataFrame:
    """Return the key to the excerpts; for the instructor only.

    Parameters
    ----------
    known
        Cases; their first coder's reading is the key to the real excerpts: one reading, not the
        truth.
    themes
        What the synthetic statements are about (:func:`analysis.teaching.themes`).
    excerpts
        As :func:`lab_excerpts` gives them.

    Returns
    -------
    pandas.DataFrame
        ``segment_id, code, stance`` in the order of the excerpts.
    """
    names = ["segment_id", "code", "stance"]
    read = [case.codings.loc[case.codings["coder"] == CODER, names] for case in known]
    return excerpts[["segment_id"]].merge(pd.concat([*read, themes]), on="segment_id")


def write_lab(
    folder: Path, excerpts: pd.DataFrame, framework: pd.DataFrame, editions: Sequence[str]
) -> None:
    """Write what a class needs: excerpts, blank forms in the folder ``blank``, and a README.

    Students' forms then go beside ``excerpts.csv``. No key is written.

    Raises
    ------
    UserError
        If the folder is a file, or holds other excerpts: forms that were filled in would be read
        as theirs.
    """
    if folder.exists() and not folder.is_dir():
        raise UserError(
            "{folder} is there already and is not empty; give the name of a new folder.",
            folder=folder,
        )
    table = excerpts.to_csv(index=False, lineterminator="\n")
    path = folder / EXCERPTS
    if path.is_file() and path.read_text("utf-8") != table:
        raise UserError(
            "{folder} holds the excerpts of another exercise; choose a folder that does not exist.",
            folder=folder,
        )
    write_text(path, table)
    for code in editions:
        language = Language(code)
        for ending in FORMS:
            write_form(folder / "blank" / f"form-{code}.{ending}", excerpts, framework, language)
        write_text(folder / f"README.{code}.md", _readme(language))


def write_key(path: Path, key: pd.DataFrame, folder: Path) -> None:
    """Write the key for the lecturer.

    Raises
    ------
    UserError
        As :func:`refuse_key`.
    """
    refuse_key(path, key, folder)
    write_text(path, _key_text(key))


def refuse_key(path: Path, key: pd.DataFrame, folder: Path) -> None:
    """Refuse a place for the key before anything is written.

    Raises
    ------
    UserError
        If it would lie in the folder of the class, which may be shared with it, or if something
        else is there already: it could be the only key of another class.
    """
    if path.resolve().is_relative_to(folder.resolve()):
        raise UserError(
            "The key must not lie in the folder of the class; choose another place than {path}.",
            path=path,
        )
    if path.exists() and not (path.is_file() and path.read_bytes() == _key_text(key).encode()):
        raise UserError("{path} is there already; choose another file for the key.", path=path)


def _key_text(key: pd.DataFrame) -> str:
    return key.to_csv(index=False, lineterminator="\n")


def _readme(language: Language) -> str:
    text = language.text
    steps = [
        text("Give each student a number and one form from the folder `blank`: Excel or CSV."),
        text("Students code alone; the form says how, and its codebook explains the codes."),
        text("Put the forms that come back into this folder, whatever their names are."),
        text("Run `ucj class` with the name of this folder; add `--key FILE` if you have the key."),
        text("Open the report in the browser and discuss it; the forms stay as they are."),
    ]
    notes = [
        text("`excerpts.csv` holds what is coded; keep it as it is, it is needed for the report."),
        text("{mark} stands by statements that were invented for this exercise.", mark=MARK),
        text("No names are needed. This folder holds no key; keep the key elsewhere."),
    ]
    lines = ["# " + text("Coding lab of a class"), ""]
    lines += [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
    return "\n".join([*lines, "", *(f"- {note}" for note in notes), ""])


def _spread(
    tables: Tables, layer: str, scope: str, wanted: int, generator: np.random.Generator
) -> pd.DataFrame:
    """Choose statements that spread over codes, stances and speakers."""
    rows = evidence.coded(
        tables.documents,
        tables.segments,
        tables.codings,
        tables.actors,
        cases.load_reference().framework,
    )
    rows = evidence.select(rows, coder=CODER, scopes=(scope,), layer=layer)
    texts = tables.segments.set_index("segment_id")["statement_en"]
    left = {
        str(segment): (part["event"].iloc[0], part["code"], part["stance"], part["speaker"].iloc[0])
        for segment, part in rows.groupby("segment_id")
        if len(part) <= ROWS_FOR_EACH
    }
    order = [sorted(left)[place] for place in np.argsort(generator.random(len(left)))]
    taken: Counter[str] = Counter()
    chosen: list[str] = []

    def need(segment: str) -> float:
        _, codes, stances, speaker = left[segment]
        return (
            float(np.mean([1 / (1 + taken[code]) for code in codes]))
            + float(np.mean([1 / (1 + taken[stance]) for stance in stances]))
            + 1 / (1 + taken[speaker])
        )

    while order and len(chosen) < wanted:
        best = max(order, key=need)
        event, codes, stances, speaker = left[best]
        chosen.append(best)
        taken.update([*codes, *stances, speaker])
        order = [
            segment
            for segment in order
            if left[segment][0] != event and texts[segment] != texts[best]
        ]
    return _described(tables, chosen)


def _described(tables: Tables, chosen: list[str]) -> pd.DataFrame:
    """Say of each statement who speaks to whom, when and where it stands."""
    rows = tables.segments.set_index("segment_id").loc[chosen].reset_index()
    rows = rows.merge(tables.documents[["document_id", "layer", "title", "url"]], on="document_id")
    actors = tables.actors.set_index("actor_id")
    for role in ("speaker", "addressed"):
        for code in ("en", "id"):
            rows[f"{role}_{code}"] = rows[role].map(actors[f"label_{code}"]).fillna("")
    names = ["segment_id", "layer", "speaker_en", "speaker_id", "addressed_en", "addressed_id"]
    return rows[[*names, "happened", "statement_en", "statement_id", "title", "url"]]
