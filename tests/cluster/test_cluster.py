"""A cluster of processes on this machine: the same bytes, also when a worker is lost."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from distributed import Client

from analysis import execution
from analysis.cluster import client as sending
from analysis.cluster import cluster_workers, desk
from analysis.cluster.parcels import pack_case, pack_project
from analysis.errors import UserError
from analysis.project import Project
from small_book import write_notebook, write_project
from small_case import write_case

Workers = list[subprocess.Popen[bytes]]
SLOW = "import time\nfrom analysis import cases\ntime.sleep(2)\nprint(cases.load(case).place)"


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, Workers]]:
    """Start a scheduler and two workers that know nothing of this project."""
    file, environment = tmp_path / "scheduler.json", dict(os.environ)
    environment.pop("PYTHONPATH", None)
    shared = {"cwd": tmp_path, "env": environment, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    options = ["--no-dashboard", "--scheduler-file", str(file)]
    begin: list[str] = [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *options]
    worker = [*dask, "worker", "--nthreads", "1", "--no-nanny", *options]
    processes = [subprocess.Popen(begin, **shared)]
    try:
        while not file.is_file():
            time.sleep(0.1)
        processes += [
            subprocess.Popen([*worker, "--local-directory", str(tmp_path / name)], **shared)
            for name in ("one", "other")
        ]
        with Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address, processes[1:]
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def files(folder: Path) -> dict[str, bytes]:
    made = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in made}


def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed(
    cluster: tuple[str, Workers], tmp_path: Path
):
    address, processes = cluster
    project, case = write_project(tmp_path / "project"), write_case(tmp_path / "a & b" / "city")
    for name in ("01-one", "02-two"):
        write_notebook(project.root / "notebooks" / f"{name}.ipynb", name, SLOW)
    execution.run(project, case, {}, ["en", "id"])
    local = files(project.build(case))
    shutil.rmtree(project.build(case) / "run")
    shutil.rmtree(project.build(case) / "results")
    with cluster_workers(project, address) as workers, ThreadPoolExecutor(1) as thread:
        running = thread.submit(execution.run, project, case, {}, ["en", "id"], workers=workers)
        while not list(tmp_path.glob("one/**/task-*")):
            time.sleep(0.05)
        processes[0].send_signal(signal.SIGKILL)
        running.result()
    assert files(project.build(case)) == local
    assert b"Contoh" in local["run/id/01-one.ipynb"]


def test_a_notebook_without_a_case_takes_none_along(tmp_path: Path):
    desk.unpack(pack_case(""), tmp_path / "none")
    assert list((tmp_path / "none").iterdir()) == []


def test_a_scheduler_that_does_not_answer_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sending, "SECONDS_TO_CONNECT", 0.2)
    with (
        pytest.raises(UserError, match="No scheduler answers at tcp"),
        cluster_workers(Project(tmp_path), "tcp://127.0.0.1:9"),
    ):
        pass


def test_a_worker_that_joins_late_with_other_versions_runs_nothing(tmp_path: Path):
    parcel = pack_project(Project())
    late = desk.Desk(parcel, {**desk.versions(["pandas"]), "pandas": "0.1"})
    late.setup(SimpleNamespace(local_directory=str(tmp_path)))
    with pytest.raises(RuntimeError, match=r"other versions .*pandas [\d.]+ \(0\.1\)"):
        late.run({}, parcel)


def test_other_versions_are_refused_with_their_names():
    own = desk.versions(sending.PACKAGES)
    there: dict[str, Any] = {"tcp://b": own | {"pandas": "1.0", "Python": "3.9"}, "tcp://a": own}
    client = SimpleNamespace(run=lambda *_: there)
    with pytest.raises(UserError) as error:
        sending.check_versions(client, "tcp://s", desk)
    assert "tcp://b has other versions" in str(error.value)
    assert f"Python 3.9 ({own['Python']}), pandas 1.0 ({own['pandas']})" in str(error.value)
    with pytest.raises(UserError, match="has no workers"):
        sending.check_versions(SimpleNamespace(run=lambda *_: {}), "tcp://s", desk)
