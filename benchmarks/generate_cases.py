"""Make cases from a seed, as many as wanted, to measure what many of them cost.

They are invented for measuring alone: title, names and statements say so, and every document is of
the layer ``teaching``, which no verdict uses. The figures carry no mark, as no figure may; their
publisher is the generator. A case is as large as a district with a fair record, and they differ:
some have no figure, some no target, some no documents.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from analysis import cases
from analysis.checks import TABLES
from analysis.exchange.exporting import describe
from analysis.framework import elements

MARK = "[SYNTHETIC] / [SINTETIS]"
ALL = 514
"""Districts and cities of Indonesia."""
NO_FIGURES, NO_TARGET, NO_DOCUMENTS = 25, 10, 40
"""Every so many cases lack these."""

Row = dict[str, object]


def generate(folder: Path, number: int, seed: int = 1) -> list[Path]:
    """Make so many cases in a folder; the same seed makes the same bytes.

    Returns
    -------
    list of Path
        Their folders. The first cases are the same however many are made.
    """
    reference = cases.load_reference()
    provinces = sorted(reference.provinces_2023["province"])
    codes = list(elements(reference.framework)["code"])
    made = []
    for place in range(1, number + 1):
        random = np.random.default_rng([seed, place])
        name = f"synthetic-{place:03}"
        province = str(random.choice(provinces))
        tables: dict[str, list[Row]] = {
            "actors": list(_actors()),
            "claims": [_claim(number) for number in (1, 2)],
            "claim_tests": [_claim_test(number) for number in (1, 2)],
        }
        if place % NO_FIGURES:
            tables["observations"] = list(_figures(name, random, target=place % NO_TARGET != 0))
        if place % NO_DOCUMENTS:
            tables |= _record(name, codes, random)
        made.append(_write(folder / name, name, province, tables))
    return made


def _figures(name: str, random: np.random.Generator, *, target: bool) -> Iterator[Row]:
    employed = int(random.integers(20_000, 900_000))
    covered = random.uniform(0.08, 0.55)
    informal = random.uniform(0.3, 0.75)
    for year in range(2021, 2026):
        employed = int(employed * random.uniform(0.99, 1.04))
        covered *= random.uniform(0.98, 1.12)
        covered = min(covered, 0.9)
        workers = {"informal": int(employed * informal), "formal": 0}
        workers["formal"] = employed - workers["informal"]
        members = {"formal": int(workers["formal"] * covered)}
        members["informal"] = int(workers["informal"] * covered / 4)
        members["all"] = members["formal"] + members["informal"]
        yield _figure(name, "employed", f"{year}-08", employed)
        for group, count in members.items():
            yield _figure(name, "active_members", f"{year}-11", count, group)
        for group, count in workers.items():
            yield _figure(name, "workers", f"{year}-11", count, group)
    if target:
        share = round(100 * members["all"] / employed + random.uniform(-3, 15), 2)
        extra = {"unit": "percent", "base": "employed", "status": "target"}
        yield _figure(name, "coverage_target", "2025", share) | extra


def _figure(name: str, series: str, period: str, value: float, group: str = "all") -> Row:
    return {
        "observation_id": f"{series}_{group}_{period}".replace("-", "_"),
        "series": series,
        "geo": name,
        "geo_level": "district",
        "period": period,
        "value": value,
        "unit": "persons",
        "group": group,
        "status": "printed",
        "checked": "once",
        "publisher": "benchmarks/generate_cases.py",
        "title": "Invented for measuring",
        "url": "https://example.org/",
    }


def _record(
    name: str, codes: Sequence[str], random: np.random.Generator
) -> Mapping[str, list[Row]]:
    documents: list[Row] = []
    segments: list[Row] = []
    codings: list[Row] = []
    for number in range(int(random.integers(10, 60))):
        document = f"{name}-{number}"
        documents.append(
            {
                "document_id": document,
                "layer": "teaching",
                "title": f"{MARK} {number}",
                "publisher": MARK,
                "publisher_type": "other",
                "published": f"{random.integers(2019, 2025)}-{random.integers(1, 12):02}",
                "language": "id",
                "scope": "case",
                "read": "whole",
            }
        )
        for part in range(int(random.integers(1, 5))):
            segment = f"{document}-{part}"
            segments.append(
                {
                    "segment_id": segment,
                    "document_id": document,
                    "speaker": random.choice(["agency", "city", "workers"]),
                    "statement_en": f"{MARK} {part}",
                    "statement_id": f"{MARK} {part}",
                }
            )
            codings += [
                {
                    "segment_id": segment,
                    "coder": coder,
                    "code": random.choice(codes),
                    "stance": random.choice(["supports", "hinders"]),
                }
                for coder in ("first", "second")
            ]
    return {"documents": documents, "segments": segments, "codings": codings}


def _actors() -> Iterator[Row]:
    kinds = {"agency": "agency", "city": "local_government", "workers": "workers"}
    for actor, kind in kinds.items():
        label = f"{actor} {MARK}"
        yield {"actor_id": actor, "kind": kind, "label_en": label, "label_id": label}


def _claim(number: int) -> Row:
    texts = {f"text_{code}": f"{MARK} {number}" for code in ("en", "id")}
    dimension = ("background", "outcomes")[number - 1]
    return {"claim_id": f"C{number}", "dimension": dimension, "locator": "-"} | texts


def _claim_test(number: int) -> Row:
    reasons = {f"rationale_{code}": MARK for code in ("en", "id")}
    rule: Row = {"measure": "coverage_gap", "group": "all", "comparison": "<", "threshold": 0}
    if number != 1:
        rule = {"measure": "coverage_level", "group": "informal"}
        rule |= {"comparison": "<", "threshold": 10}
    named = {"test_id": f"C{number}a", "claim_id": f"C{number}"}
    return named | rule | {"minimum": 1, "minimum_unit": "figures"} | reasons


def _write(folder: Path, name: str, province: str, tables: Mapping[str, list[Row]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    number = name.rpartition("-")[2]
    about = {"place_en": f"Invented {number}", "place_id": f"Rekaan {number}", "geo": name}
    about |= {"province": province, "country": "Indonesia"}
    manifest = {
        "profile": "tabular-data-package",
        "name": name,
        "title": f"{MARK} {number}",
        "version": "0.1.0",
        "case": about,
        "resources": [describe(table) for table in TABLES if table in tables],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / cases.MANIFEST).write_text(f"{text}\n", encoding="utf-8")
    for table, rows in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(cases.columns(table)), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def main() -> None:
    """Make the cases that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate_cases")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--number", type=int, default=ALL)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    generate(given.folder, given.number, given.seed)


if __name__ == "__main__":
    main()
