"""The manifest of a release: what went in, by hash, and with which versions it was made."""

from __future__ import annotations

import platform
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analysis import cases, datasets, metadata, status
from analysis.documents import chromium
from analysis.errors import Message, message
from analysis.files import digest
from analysis.project import Project

FILE, SUMS = "manifest.json", "SHA256SUMS"
PARTS = ("book", "notebooks", "src/analysis")
SINGLE = ("_config.yml", "_toc.yml", "CITATION.cff", "requirements.in", "requirements.lock")
SKIPPED = {"__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Manifest:
    """What a release was made from.

    Attributes
    ----------
    case
        As it was named: under ``data/``, or the path of a folder.
    languages, parameters, address
        As they were given to the command.
    inputs
        SHA-256 of each file of data, notebooks, pages and code.
    versions
        Of Python, the packages that the project names, the browser and the system.
    """

    case: str
    languages: tuple[str, ...]
    parameters: tuple[str, ...]
    address: str
    inputs: Mapping[str, str]
    versions: Mapping[str, str]

    def as_json(self) -> str:
        """Write the manifest as it lies in the release."""
        return metadata.as_json(asdict(self))


def describe(
    project: Project, case: str, languages: Sequence[str], parameters: Sequence[str], address: str
) -> Manifest:
    """Describe what a release of a case would be made from now."""
    return Manifest(
        case=case,
        languages=tuple(languages),
        parameters=tuple(parameters),
        address=address,
        inputs=dict(sorted(_inputs(project.root, case))),
        versions=versions(),
    )


def _inputs(root: Path, case: str) -> Iterator[tuple[str, str]]:
    """Yield name and hash of each file that goes into a book."""
    for package in datasets.data_packages(cases.load(case)):
        for path in sorted(package.iterdir()):
            if path.is_file():
                yield f"data/{package.name}/{path.name}", digest(path)
    files = [root / name for name in SINGLE]
    files += [path for part in PARTS for path in (root / part).rglob("*")]
    for path in files:
        if path.is_file() and not SKIPPED & set(path.parts):
            yield path.relative_to(root).as_posix(), digest(path)


def versions() -> dict[str, str]:
    """Return the versions of what a release is made with: packages, system and browser."""
    return {**status.versions(), "system": platform.system(), "chromium": _browser()}


def _browser() -> str:
    """Return the version of the browser that prints the PDF; empty without one."""
    path = chromium()
    if path is None:
        return ""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+(\.\d+)+", said)
    return number[0] if number else ""


def changes(then: Manifest, now: Manifest) -> list[Message]:
    """Say what differs between what a release was made from and what is here now."""
    said = []
    for name in sorted(then.inputs.keys() | now.inputs.keys()):
        before, after = then.inputs.get(name), now.inputs.get(name)
        if before is None:
            said.append(Message(message("The input {name} is new."), {"name": name}))
        elif after is None:
            said.append(Message(message("The input {name} is gone."), {"name": name}))
        elif before != after:
            said.append(Message(message("The input {name} has changed."), {"name": name}))
    said += [
        Message(
            message("The version of {name} is {after}; the release was made with {before}."),
            {
                "name": name,
                "before": then.versions.get(name) or "–",
                "after": now.versions.get(name) or "–",
            },
        )
        for name in sorted(then.versions.keys() | now.versions.keys())
        if then.versions.get(name) != now.versions.get(name)
    ]
    return said


def from_json(content: Mapping[str, Any]) -> Manifest:
    """Read a manifest.

    Raises
    ------
    ValueError
        If something is missing or is not what it should be.
    """
    texts = {name: content.get(name) for name in ("case", "address")}
    lists = {name: content.get(name) for name in ("languages", "parameters")}
    tables = {name: content.get(name) for name in ("inputs", "versions")}
    for name, value in {**texts, **lists, **tables}.items():
        kind = str if name in texts else list if name in lists else dict
        inside = value.values() if isinstance(value, dict) else value
        if not isinstance(value, kind) or not all(isinstance(item, str) for item in inside or ()):
            raise ValueError(name)
    return Manifest(
        case=str(texts["case"]),
        address=str(texts["address"]),
        languages=tuple(lists["languages"] or ()),
        parameters=tuple(lists["parameters"] or ()),
        inputs=dict(tables["inputs"] or {}),
        versions=dict(tables["versions"] or {}),
    )
