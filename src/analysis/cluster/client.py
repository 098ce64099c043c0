"""Send notebooks to the workers of a Dask cluster, and write what comes back."""

from __future__ import annotations

import importlib.util
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import Any

from distributed import Client

from analysis import cases
from analysis.cluster import desk as here
from analysis.cluster.parcels import pack_case, pack_project
from analysis.errors import Message, UserError
from analysis.execution import Workers
from analysis.files import write_bytes
from analysis.notebooks import Outcome, Task
from analysis.project import ROOT, Project

SECONDS_TO_CONNECT = 10
SENT_AHEAD = 2
"""Tasks in hand for each one that the cluster can run at a time, so that none of it waits."""
PACKAGES = (
    "Babel",
    "dask",
    "distributed",
    "ipykernel",
    "jupyter_client",
    "krippendorff",
    "matplotlib",
    "nbclient",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "scipy",
    "seaborn",
    "statsmodels",
)
"""What decides whether another machine gives the same bytes."""

packed_case = lru_cache(maxsize=8)(pack_case)


@contextmanager
def cluster_workers(project: Project, address: str) -> Iterator[Workers]:
    """Yield the workers of a cluster.

    Parameters
    ----------
    project
        The book.
    address
        Of the scheduler, such as ``tcp://192.168.1.10:8786``.

    Raises
    ------
    UserError
        If no scheduler answers, it has no workers, or a worker has other versions of Python or of
        a package.
    """
    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UserError(
            "No scheduler answers at {address}; start one with: dask scheduler", address=address
        ) from error
    with client:
        desk = send_desk(client)
        own = desk.Desk(pack_project(project), check_versions(client, address, desk))
        client.register_plugin(own, name=own.name)
        threads = ThreadPoolExecutor(SENT_AHEAD * sum(client.nthreads().values()))
        try:
            yield Workers(
                threads, partial(run_elsewhere, client, project, partial(desk.run_there, own.name))
            )
        finally:
            threads.shutdown(cancel_futures=True)
        client.unregister_worker_plugin(own.name)


def send_desk(client: Client) -> Any:
    """Give the module of the desk to all workers, so that nothing of ours need be installed there.

    Its name holds its content: a worker that has an older one takes this one beside it.
    """
    source = Path(here.__file__).read_bytes()
    name = f"ucj_desk_{here.digest(source)}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.py")
        path.write_bytes(source)
        client.upload_file(str(path))
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise ImportError(name)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return module


def check_versions(client: Client, address: str, desk: Any) -> dict[str, str]:
    """Refuse workers that have other versions than this machine, and return its versions.

    Raises
    ------
    UserError
        With the first worker that differs, and in what.
    """
    own: dict[str, str] = desk.versions(PACKAGES)
    workers = client.run(desk.versions, PACKAGES)
    if not workers:
        raise UserError(
            "The scheduler at {address} has no workers; start some with: dask worker {address}",
            address=address,
        )
    for worker, there in sorted(workers.items()):
        if differing := desk.differences(there, own):
            raise UserError(
                "The worker {worker} has other versions than this machine (in brackets): "
                "{versions}. Make its environment from the same requirements.lock.",
                worker=worker,
                versions=differing,
            )
    return own


def run_elsewhere(
    client: Client, project: Project, run_there: Callable[..., Any], task: Task
) -> Outcome:
    """Let the cluster run a task, and write the files that it made under ``_build`` here."""
    parameters = dict(task.parameters)
    case = parameters.get("case", "")
    described = {
        "notebook": task.notebook.as_posix(),
        "executed": task.executed.as_posix(),
        "language": task.language,
        "parameters": parameters,
        "audience": project.audience,
    }
    try:
        parcel = packed_case(case)
        future = client.submit(run_there, described, parcel, pure=False, retries=2)
        files, said = future.result()
    except Exception as error:  # noqa: BLE001 - whatever happens there is the outcome of this task
        failed = Message(
            "{notebook} ({language}): the cluster did not run it ({error}).",
            {"notebook": task.notebook.name, "language": task.language, "error": error},
        )
        return Outcome(task, failed, repr(error))
    for path, content in files.items():
        if ".." not in PurePosixPath(path).parts and not PurePosixPath(path).is_absolute():
            write_bytes(project.root / path, content)
    failure, trace, read = pickle.loads(said)  # noqa: S301 - from workers that run our code
    beside = cases.find(case).parent if case else project.root
    here_too = [project.root, ROOT, beside]
    return Outcome(task, failure, trace, tuple(str(here_too[place] / path) for place, path in read))
