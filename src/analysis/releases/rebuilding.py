"""Make a release again, apart from the book that lies here."""

from __future__ import annotations

import shutil
from pathlib import Path

from analysis import execution, publishing
from analysis.errors import UserError
from analysis.language import languages
from analysis.parameters import check_parameters
from analysis.project import Project
from analysis.releases.gathering import gather
from analysis.releases.manifest import Manifest, describe


def rebuild(
    project: Project, manifest: Manifest, work: Path, jobs: int = 0
) -> tuple[Manifest, Path]:
    """Make a release again from what is here now.

    Parameters
    ----------
    project
        The book.
    manifest
        What the release was made from: its case, languages, parameters and address are taken.
    work
        An empty folder; nothing is written elsewhere.

    Returns
    -------
    tuple
        The manifest of what was made now, and the folder of the release that was made now.

    Raises
    ------
    UserError
        If the case, a language or a parameter does not exist here, or a notebook stops.
    """
    if unknown := [code for code in manifest.languages if code not in languages()]:
        raise UserError(
            "The release has the language {unknown}; here are: {known}.",
            unknown=", ".join(unknown),
            known=", ".join(languages()),
        )
    now = describe(
        project, manifest.case, manifest.languages, manifest.parameters, manifest.address
    )
    copy = copy_of(project, work / "project")
    given = dict(item.split("=", 1) for item in manifest.parameters if "=" in item)
    values = check_parameters(given, copy.notebooks())
    publishing.published_address(copy, manifest.address)
    execution.run(copy, manifest.case, values, manifest.languages, jobs=jobs)
    publishing.publish(copy, manifest.case, manifest.languages, address=manifest.address)
    return now, gather(copy, now)


def copy_of(project: Project, root: Path) -> Project:
    """Copy what a book is written in, without what was made of it."""
    root.mkdir(parents=True)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(project.root / name, root)
    for name in ("book", "notebooks"):
        shutil.copytree(project.root / name, root / name)
    return Project(root)
