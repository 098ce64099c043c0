"""What of an earlier run still holds: a task runs again only if what it depends on has changed.

A task depends on its notebook, its parameters, the modules that the notebook uses, the texts of its
language, the packages, and the files that it read. All are compared by content, never by time.
Beside each executed notebook lies a record of them; it is removed before the notebook runs and
written when it has succeeded, so that nothing half done counts.

A general tool for such graphs, ``pytask``, was weighed: it would have to be told before a run which
files a notebook reads, where here the kernel tells, and it would bring its own parallel runner and
its own report beside those of the command. What is left to do is this module.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from analysis import files
from analysis.cases import MANIFEST
from analysis.notebooks import Outcome, Task
from analysis.project import Project

PACKAGE = Path(__file__).parent
IMPORTS = Path(__file__).parents[2] / "_build" / "imports.json"
RUNNERS = ("kernels", "notebooks")
"""Modules that every executed notebook depends on, as they make it."""


def is_current(project: Project, task: Task) -> bool:
    """Tell whether what an earlier run made of a task is what a run would make now."""
    try:
        record = json.loads(_record(project, task).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(
        record["key"] == key(project, task)
        and record["made"] == _made(project, task)
        and all(digest(project.root / path) == known for path, known in record["read"].items())
    )


def forget(project: Project, task: Task) -> None:
    """Remove the record of a task and all that it made."""
    _record(project, task).unlink(missing_ok=True)
    for path in _files(project, task):
        path.unlink()


def remember(project: Project, outcome: Outcome, known: str, began: float) -> None:
    """Write the record of a task that has succeeded.

    Parameters
    ----------
    project
        The book.
    outcome
        What became of the task.
    known
        Its key before it ran.
    began
        When it was read; a file that is younger may have been read in an earlier state, so that
        nothing is recorded.
    """
    read = {_tied(project, path) for path in outcome.read}
    paths = {name: project.root / name for name in sorted(read) if (project.root / name).exists()}
    if all(path.stat().st_mtime < began for path in paths.values()):
        record = {
            "key": known,
            "read": {name: digest(path) for name, path in paths.items()},
            "made": _made(project, outcome.task),
        }
        files.write_text(_record(project, outcome.task), json.dumps(record, indent=1))


def key(project: Project, task: Task) -> str:
    """Return what stands for all that a task depends on and that is known before it runs."""
    source = (project.root / task.notebook).read_text(encoding="utf-8")
    parts = {
        "notebook": source,
        "audience": project.audience,
        "parameters": dict(task.parameters),
        "code": code(frozenset(uses(source)) | set(RUNNERS), task.language),
        "packages": packages(),
    }
    return _hash(json.dumps(parts, sort_keys=True))


def uses(source: str) -> set[str]:
    """Return the modules of the package that a notebook imports; all, if it is not plain Python."""
    cells = json.loads(source)["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    try:
        return imports("\n".join(code))
    except SyntaxError:
        return {path.stem for path in PACKAGE.iterdir()}


def imports(source: str) -> set[str]:
    """Return the modules of the package that a piece of code imports, without what these import."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "analysis":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= _inside([node.module or ""])
        elif isinstance(node, ast.Import):
            found |= _inside(alias.name for alias in node.names)
    return found


def closure(modules: Iterable[str]) -> set[str]:
    """Return modules with all that these import in turn."""
    found: set[str] = set()
    waiting = set(modules)
    while waiting:
        module = waiting.pop()
        found.add(module)
        waiting |= {name for path in _sources(module) for name in _imported()[path]} - found
    return found


@cache
def code(modules: frozenset[str], language: str) -> str:
    """Return what stands for modules, for what they import, and for the texts of a language."""
    paths = {path for module in closure(modules) for path in _sources(module)}
    texts_of_others = {path for path in (PACKAGE / "locale").glob("*") if path.name != language}
    paths |= {path for path in _not_code() if not texts_of_others & set(path.parents)}
    known = {path.relative_to(PACKAGE).as_posix(): _digest_once(path) for path in paths}
    return _hash(_lines(known))


@cache
def _not_code() -> list[Path]:
    """List the files of the package that are no code: schemas, templates, texts."""
    paths = (path for path in PACKAGE.rglob("*") if path.suffix not in {".py", ".pyc"})
    return [path for path in paths if path.is_file()]


@cache
def _digest_once(path: Path) -> str:
    """Return what stands for a file of the package, which a process reads once."""
    return digest(path)


@cache
def packages() -> str:
    """Return what stands for Python and the packages that are installed."""
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    names = {path.name for folder in folders for path in Path(folder).glob("*.dist-info")}
    return _hash("\n".join([sys.version, *sorted(names)]))


def digest(path: Path) -> str:
    """Return what stands for the content of a file or of all files in a folder; empty for none."""
    if path.is_dir():
        inside = (file for file in path.iterdir() if file.is_file())
        return _hash(_lines({file.name: digest(file) for file in inside}))
    return files.digest(path) if path.is_file() else ""


def digests(folder: Path) -> dict[str, str]:
    """Return what stands for each file under a folder, by its path from there."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): digest(path) for path in paths}


def _tied(project: Project, path: str) -> str:
    """Return a file that was read, as seen from the project; of a table, its whole folder.

    A table that is added to the folder matters as much as one that is changed.
    """
    file = Path(path)
    if (file.parent / MANIFEST).is_file():
        file = file.parent
    inside = file.is_relative_to(project.root)
    return (file.relative_to(project.root) if inside else file).as_posix()


def _record(project: Project, task: Task) -> Path:
    return (project.root / task.executed).with_suffix(".json")


def _made(project: Project, task: Task) -> dict[str, str]:
    root = project.root
    return {path.relative_to(root).as_posix(): digest(path) for path in _files(project, task)}


def _files(project: Project, task: Task) -> Iterator[Path]:
    executed = project.root / task.executed
    if executed.is_file():
        yield executed
    results = project.root / task.results
    yield from (path for path in sorted(results.rglob("*")) if path.is_file())


def _inside(modules: Iterable[str]) -> set[str]:
    return {name.split(".")[1] for name in modules if name.startswith("analysis.")}


@cache
def _sources(module: str) -> list[Path]:
    paths = [PACKAGE / f"{module}.py", *sorted((PACKAGE / module).rglob("*.py"))]
    return [path for path in paths if path.is_file()]


@cache
def _imported() -> dict[Path, list[str]]:
    """Return what each file of the package imports.

    It is kept with the digest of the file, as finding it takes longer than all that is compared.
    """
    try:
        kept = json.loads(IMPORTS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    found, finder = {}, digest(Path(__file__))
    for path in sorted(PACKAGE.rglob("*.py")):
        name, known = path.relative_to(PACKAGE).as_posix(), finder + _digest_once(path)
        found[name] = kept.get(name, {})
        if found[name].get("digest") != known:
            names = sorted(imports(path.read_text(encoding="utf-8")))
            found[name] = {"digest": known, "imports": names}
    if found != kept:
        files.keep(IMPORTS, json.dumps(found).encode(), IMPORTS.parent)
    return {PACKAGE / name: each["imports"] for name, each in found.items()}


def _lines(entries: Mapping[str, Any]) -> str:
    return "\n".join(f"{name} {entries[name]}" for name in sorted(entries))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
