"""The words of a definition of coverage: counts, bases, groups, and the key of a coverage."""

from __future__ import annotations

COUNTS = {"active": "active_members", "registered": "registered_members"}
BASES = {"employed": "employed", "eligible": "eligible_workers", "labour_force": "labour_force"}
"""Series that holds each count and each base of all workers."""

COVERAGE_SERIES = ("coverage", "coverage_registered", "coverage_target")
FORMAL_GROUPS = ("formal", "formal_with_construction")

BOUNDS = ("low", "value", "high")
KEY = ["geo", "date", "group", "count", "base"]
"""What must be equal where two coverages speak of the same thing."""


def unique(sources: str) -> str:
    """Name each source once, in order."""
    return " ".join(dict.fromkeys(sources.split()))
