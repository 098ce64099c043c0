"""Build one edition with Sphinx, as far as an earlier build does not hold.

If nothing of an edition has changed, Sphinx does not start. If only pages have, it reads those
anew and takes the others from its store of pages read before; all pages are written in any case,
into an empty folder, as each may show something of another. Whatever else changes (settings, theme,
templates, texts of the code, packages) makes Sphinx read everything. What a build that failed or
was interrupted left behind is not used.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from analysis import staleness
from analysis.files import write_text

PAGES = (".md", ".ipynb", ".po")
"""Suffixes of what Sphinx reads page by page."""
RECORD = "record.json"
PROGRAM = """
import gc
gc.set_threshold(100_000, 20)
from sphinx.cmd.build import main
raise SystemExit(main())
"""
"""Sphinx. Pages are large trees that are all needed; looking through them for what is not, as often
as Python does by itself, takes about a fifth of the time."""


def refresh(source: Path, output: Path, finish: Callable[[Path], Sequence[str]]) -> list[str]:
    """Bring an edition up to date.

    Parameters
    ----------
    source
        Folder that plain Sphinx can build, named like the language of the edition.
    output
        Where the pages go.
    finish
        Told of the folder of new pages before they count; returns what is wrong with them.

    Returns
    -------
    list
        What is wrong; then there are no pages.
    """
    store = source.parent / f".sphinx-{source.name}"
    found = {name: known for name, known in staleness.digests(source).items() if _is_source(name)}
    now: dict[str, Any] = {
        "pages": {name: found[name] for name in found if name.endswith(PAGES)},
        "rest": {name: found[name] for name in found if not name.endswith(PAGES)},
        "code": staleness.code(frozenset({"theme", "editions"}), source.name),
        "packages": staleness.packages(),
    }
    before = _remembered(store)
    if before == {**now, "made": staleness.digests(output)}:
        return []
    shutil.rmtree(output, ignore_errors=True)
    same_list = before.get("pages", {}).keys() == now["pages"].keys()
    if not same_list or any(before.get(part) != now[part] for part in ("rest", "code", "packages")):
        shutil.rmtree(store, ignore_errors=True)
    (store / RECORD).unlink(missing_ok=True)
    made = store / "html"
    shutil.rmtree(made, ignore_errors=True)
    warnings = build("html", source, made, store / "pages")
    if faults := [warnings] if warnings else list(finish(made)):
        shutil.rmtree(store, ignore_errors=True)
        return faults
    output.parent.mkdir(parents=True, exist_ok=True)
    made.rename(output)
    write_text(store / RECORD, json.dumps({**now, "made": staleness.digests(output)}))
    return []


def build(builder: str, source: Path, output: Path, store: Path) -> str:
    """Let Sphinx build a source folder, and return its warnings, which are errors here.

    Parameters
    ----------
    builder
        Name of the builder.
    source, output
        Folders.
    store
        Folder of the pages that Sphinx has read.
    """
    strict = ["-n", "-W", "--keep-going", "-q", "--no-color", "-d", str(store)]
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM, "-b", builder, *strict, source, output],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if process.returncode == 0:
        return ""
    said = re.sub(re.escape(str(source) + os.sep), "", process.stderr)
    return said.strip() or f"Sphinx ended with code {process.returncode}."


def mirror(fresh: Path, kept: Path) -> None:
    """Make a folder hold what another holds; a file that is the same already is not touched.

    What Sphinx has made beside the texts of a language (``.mo``) stays.
    """
    new, old = staleness.digests(fresh), staleness.digests(kept)
    for name in old.keys() - new.keys():
        if _is_source(name) or f"{name.removesuffix('.mo')}.po" not in new:
            (kept / name).unlink()
    for name in (name for name in new if new[name] != old.get(name)):
        (kept / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(fresh / name, kept / name)


def _is_source(name: str) -> bool:
    return not name.endswith(".mo")


def _remembered(store: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((store / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found
