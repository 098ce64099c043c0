"""The coding lab: which excerpts a class codes, and the key that a lecturer may compare with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import cases, evidence
from analysis.cases import Case, Tables
from analysis.classroom.blanks import ROWS_FOR_EACH, write_form
from analysis.classroom.forms import EXCERPTS
from analysis.files import write_text
from analysis.language import Language

REAL, SYNTHETIC = 24, 12
CODER = "first"


def lab_excerpts(case: Case, teaching: Tables, seed: int) -> pd.DataFrame:
    """Choose what a class codes: real statements of the public record, and synthetic ones.

    The rule: statements about the case itself with at most three codes, in an order drawn from
    the seed. One after the other, the statement is taken whose codes, stances and speaker have
    been taken least, and no event is taken twice. Real and synthetic ones are then mixed.

    Parameters
    ----------
    case
        The case with its public record.
    teaching
        Synthetic interviews (:func:`analysis.teaching.load`).
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
        _spread(case, "public", REAL, generator),
        _spread(teaching, "teaching", SYNTHETIC, generator),
    ]
    mixed = pd.concat(chosen, ignore_index=True)
    mixed = mixed.iloc[np.argsort(generator.random(len(mixed)))].reset_index(drop=True)
    mixed.insert(0, "number", range(1, len(mixed) + 1))
    return mixed


def lab_key(case: Case, themes: pd.DataFrame, excerpts: pd.DataFrame) -> pd.DataFrame:
    """Return the key to the excerpts; for the instructor only.

    Parameters
    ----------
    case
        Its first coder's reading is the key to the real excerpts: one reading, not the truth.
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
    known = pd.concat([case.codings.loc[case.codings["coder"] == CODER, names], themes])
    return excerpts[["segment_id"]].merge(known, on="segment_id")


def write_lab(
    folder: Path, excerpts: pd.DataFrame, framework: pd.DataFrame, editions: Sequence[str]
) -> None:
    """Write what a class needs: the excerpts, and blank forms in the folder ``blank``.

    Students' forms then go beside ``excerpts.csv``. No key is written.
    """
    table = excerpts.to_csv(index=False, lineterminator="\n")
    write_text(folder / EXCERPTS, table)
    for code in editions:
        for ending in ("xlsx", "csv"):
            path = folder / "blank" / f"form-{code}.{ending}"
            write_form(path, excerpts, framework, Language(code))


def _spread(
    tables: Tables, layer: str, wanted: int, generator: np.random.Generator
) -> pd.DataFrame:
    """Choose statements that spread over codes, stances and speakers."""
    rows = evidence.coded(
        tables.documents,
        tables.segments,
        tables.codings,
        tables.actors,
        cases.load_reference().framework,
    )
    rows = evidence.select(rows, coder=CODER, scopes=("case",), layer=layer)
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
