"""One invented row for each table, which shows a newcomer how a row is filled.

Together they are a whole case: every key that one names stands in another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis import cases

_FILLED: dict[str, dict[str, str]] = {
    "documents": {
        "document_id": "example-document",
        "layer": "teaching",
        "title": "Kota Contoh melindungi pekerja rentan",
        "publisher": "Harian Contoh",
        "publisher_type": "press",
        "published": "2024-11-11",
        "url": "https://example.org/berita/1",
        "language": "id",
        "scope": "case",
        "read": "whole",
        "note": "example row: replace it",
    },
    "segments": {
        "segment_id": "example-segment",
        "document_id": "example-document",
        "speaker": "example-city",
        "happened": "2024-11",
        "statement_en": "The city pays the contributions of 500 vulnerable workers.",
        "statement_id": "Kota membayar iuran 500 pekerja rentan.",
    },
    "codings": {
        "segment_id": "example-segment",
        "coder": "first",
        "code": "CJ4",
        "stance": "supports",
        "rationale": "money is given",
    },
    "actors": {
        "actor_id": "example-city",
        "kind": "local_government",
        "label_en": "City of Example",
        "label_id": "Kota Contoh",
    },
    "agreements": {
        "agreement_id": "example-agreement",
        "segment_id": "example-segment",
        "kind": "agreement",
        "party": "example-city",
        "other_party": "example-city",
        "signed": "2024",
    },
    "observations": {
        "observation_id": "example_workers",
        "series": "employed",
        "geo": "Kota Contoh",
        "geo_level": "district",
        "period": "2024-08",
        "value": "1000",
        "unit": "persons",
        "group": "all",
        "status": "printed",
        "checked": "once",
        "publisher": "BPS",
        "title": "Keadaan ketenagakerjaan",
        "published": "2024-11",
        "url": "https://example.org/bps",
    },
    "derivations": {
        "derivation_id": "example-coverage",
        "geo": "Kota Contoh",
        "period": "2024-08",
        "group": "all",
        "base": "employed",
        "role": "value",
        "numerator": "example_workers",
        "denominator": "example_workers",
        "reason_en": "example row: replace it",
        "reason_id": "baris contoh: ganti",
    },
    "claims": {
        "claim_id": "example-claim",
        "dimension": "drivers",
        "text_en": "Leadership drives the collaboration.",
        "text_id": "Kepemimpinan mendorong kolaborasi.",
        "locator": "page 1",
    },
    "claim_tests": {
        "test_id": "example-test",
        "claim_id": "example-claim",
        "measure": "net_stance",
        "codes": "DR1",
        "comparison": ">",
        "threshold": "0",
        "minimum": "8",
        "minimum_unit": "events",
        "rationale_en": "More events support leadership than hinder it.",
        "rationale_id": "Lebih banyak peristiwa mendukung kepemimpinan daripada menghambatnya.",
    },
}

EXAMPLES: dict[str, dict[str, str]] = {
    table: dict.fromkeys(cases.columns(table), "") | row for table, row in _FILLED.items()
}
"""For each table a filled row, every column of the schema in it."""


def is_example(table: str, row: Mapping[Any, str]) -> bool:
    """Tell whether a row of a table is the example row, every cell the same."""
    return all(row[name] == text for name, text in EXAMPLES[table].items())
