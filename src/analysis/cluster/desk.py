"""What a worker of the cluster does; it travels there, so that nothing of ours need be installed.

Only the standard library and ``distributed`` may be imported here.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

PYTHON = "Python"
HELPER = "from analysis.cluster.helper import serve; serve()"


class Desk(WorkerPlugin):  # type: ignore[misc] # distributed has no types
    """The place on a worker where notebooks are run, with what they need laid out once.

    Parameters
    ----------
    parcel
        Archive of the project.
    wanted
        The versions that a worker must have, as `versions` gives them.
    """

    def __init__(self, parcel: bytes, wanted: Mapping[str, str]) -> None:
        self.parcel = parcel
        self.wanted = dict(wanted)
        self.name = f"ucj-{digest(parcel)}"

    def setup(self, worker: Worker) -> None:
        """Lay out the project, unless this worker has it."""
        # A worker that joins late was not asked for its versions before.
        self.differing = differences(versions(list(self.wanted)), self.wanted)
        self.folder = Path(worker.local_directory, self.name)
        unpack(self.parcel, self.folder / "project")
        self.idle: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - the interface
        """End the helpers."""
        while not self.idle.empty():
            helper = self.idle.get()
            if helper.stdin:
                helper.stdin.close()
            helper.wait()

    def run(self, task: Mapping[str, Any], parcel: bytes) -> tuple[dict[str, bytes], bytes]:
        """Run one notebook on one case; return the files it made, and what the helper says."""
        if self.differing:
            raise RuntimeError(f"other versions than asked for (in brackets): {self.differing}")
        carried = self.folder / digest(parcel)
        unpack(parcel, carried)
        root = Path(tempfile.mkdtemp(dir=self.folder, prefix="task-"))
        try:
            notebook = root / task["notebook"]
            notebook.parent.mkdir(parents=True)
            shutil.copy(self.folder / "project" / task["notebook"], notebook)
            said = self._ask({**task, "root": str(root), "carried": str(carried)})
            made = [path for path in sorted(root.rglob("*")) if path.is_file() and path != notebook]
            files = {path.relative_to(root).as_posix(): path.read_bytes() for path in made}
            return files, said
        finally:
            shutil.rmtree(root, ignore_errors=True)

    def _ask(self, task: Mapping[str, Any]) -> bytes:
        """Let a helper run a task; each has its code and imports from the task before."""
        try:
            helper = self.idle.get_nowait()
        except Empty:
            helper = subprocess.Popen(
                [sys.executable, "-c", HELPER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": str(self.folder / "project" / "src")},
            )
        if helper.stdin is None or helper.stdout is None:
            raise RuntimeError("A helper has no pipes.")
        helper.stdin.write(json.dumps(task) + "\n")
        helper.stdin.flush()
        answer = helper.stdout.readline()
        if not answer:
            raise RuntimeError(f"A helper ended with code {helper.wait()}.")
        self.idle.put(helper)
        return base64.b64decode(answer)


def run_there(name: str, task: Mapping[str, Any], parcel: bytes) -> tuple[dict[str, bytes], bytes]:
    """Run a task on the worker that this is called on."""
    desk: Desk = get_worker().plugins[name]
    return desk.run(task, parcel)


def differences(there: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """Name the versions that differ, with those that are wanted in brackets; empty if none do."""
    lines = [
        f"{name} {there.get(name) or '–'} ({wanted[name]})"
        for name in wanted
        if there.get(name) != wanted[name]
    ]
    return ", ".join(lines)


def versions(names: Sequence[str]) -> dict[str, str]:
    """Return the version of Python and of some packages; a package that is absent has none."""
    found = {PYTHON: ".".join(platform.python_version_tuple()[:2])}
    for name in (name for name in names if name != PYTHON):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def digest(content: bytes) -> str:
    """Name content by itself."""
    return hashlib.sha256(content).hexdigest()[:16]


def unpack(parcel: bytes, folder: Path) -> None:
    """Lay out an archive in a folder, whole or not at all, unless it is there."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(dir=folder.parent, prefix="unpack-"))
    with zipfile.ZipFile(io.BytesIO(parcel)) as archive:
        archive.extractall(stage)
    try:
        stage.rename(folder)
    except OSError:  # another thread was faster
        shutil.rmtree(stage)
