"""What it costs to send notebooks to workers through a Dask scheduler."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

from analysis import execution
from analysis.cluster import cluster_workers
from analysis.project import Project
from benchmarks.measuring import Pairs, Row, side_by_side

DASK = (sys.executable, "-m", "dask")


@contextmanager
def small_cluster() -> Iterator[str]:
    """Run a scheduler and two workers on this machine, and yield the address of the scheduler."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "scheduler.json")
        options = ["--no-dashboard", "--scheduler-file", str(file)]
        commands = [["scheduler", "--host", "127.0.0.1", "--port", "0", *options]]
        commands += [["worker", "--nthreads", "1", "--no-nanny", *options]] * 2
        processes = []
        try:
            for command in commands:
                processes.append(
                    subprocess.Popen([*DASK, *command], cwd=folder, stderr=subprocess.DEVNULL)
                )
                while not file.is_file():
                    time.sleep(0.1)
            with Client(scheduler_file=str(file), set_as_default=False) as client:
                client.wait_for_workers(2)
                address = client.scheduler.address
            yield address
        finally:
            for process in reversed(processes):
                process.kill()
                process.wait()


def two_workers(repetitions: int) -> Pairs:
    """Run every chapter in one language, on two workers and in two processes, all warm."""
    project = Project()

    def run(workers: execution.Workers) -> None:
        execution.run(project, "padang", {}, ["en"], force=True, workers=workers)

    with (
        small_cluster() as address,
        cluster_workers(project, address) as remote,
        execution.local_workers(project, jobs=2) as local,
    ):
        for workers in (remote, local):
            run(workers)
        return side_by_side(lambda: run(remote), lambda: run(local), repetitions)


ROWS = [
    Row("dask", "all chapters on two Dask workers", "in two local processes", 1.3, two_workers),
]
