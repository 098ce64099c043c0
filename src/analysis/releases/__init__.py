"""Releases: everything that is kept of a book in one folder, and whether it can be made again."""

from analysis.releases.comparing import Finding, compare
from analysis.releases.gathering import gather, release_folder
from analysis.releases.manifest import Manifest, changes, describe
from analysis.releases.reading import read
from analysis.releases.rebuilding import rebuild

__all__ = [
    "Finding",
    "Manifest",
    "changes",
    "compare",
    "describe",
    "gather",
    "read",
    "rebuild",
    "release_folder",
]
