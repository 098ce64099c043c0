"""What many cases cost: beside the plain way, beside few of them, and in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from analysis.project import ROOT, Project
from benchmarks.books import copied, in_fresh_kernel
from benchmarks.generate_cases import ALL, generate
from benchmarks.measuring import Pairs, Row, seconds

FEW = 16
MANY = int(os.environ.get("CASES", ALL))
RUN = """\
import sys
from functools import partial
from pathlib import Path
from analysis import batch, execution
from analysis.project import Project
if __name__ == "__main__":
    project, wanted = Project(Path(sys.argv[1])), batch.Wanted({}, ["en"], books=False)
    with execution.local_workers(project) as workers:
        make = partial(batch.make, project, wanted=wanted, workers=workers)
        failed = batch.make_all(sorted(Path(sys.argv[2]).iterdir()), make)
    sys.exit(str(failed) if failed else 0)
"""


@cache
def run(number: int) -> tuple[float, float]:
    """Run every chapter on so many cases; return the seconds and the most megabytes at a time.

    The memory is that of the largest process.
    """
    with copied() as project, tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), number)
        process = subprocess.Popen([sys.executable, "-c", RUN, project.root, folder], cwd=ROOT)
        used = []
        taken = seconds(lambda: used.append(os.wait4(process.pid, 0)))
        _, status, resources = used[0]
        if status:
            raise RuntimeError(f"A run of {number} cases failed.")
        return taken, resources.ru_maxrss / 1024


def run_plainly(project: Project, case: Path) -> None:
    """Run every chapter on a case, each with papermill in a fresh kernel."""
    for notebook in project.of(case).notebooks():
        in_fresh_kernel(notebook, project.root / "plain.ipynb", case=str(case))


def beside_the_plain_way(_repetitions: int) -> Pairs:
    """Set many cases beside the plain way, extrapolated from one case."""
    with copied() as project, tempfile.TemporaryDirectory() as folder:
        (case,) = generate(Path(folder), 1)
        plain = seconds(lambda: run_plainly(project, case))
    return [run(MANY)[0]], [plain * MANY]


def beside_few(_repetitions: int) -> Pairs:
    """Set the seconds for each of many cases beside those for each of few."""
    return [run(MANY)[0] / MANY], [run(FEW)[0] / FEW]


def in_memory(_repetitions: int) -> Pairs:
    """Set the most memory for many cases beside that for few."""
    return [run(MANY)[1]], [run(FEW)[1]]


ROWS = [
    Row(
        "many-plain",
        f"every chapter on {MANY} cases in one language",
        "papermill with a fresh kernel on one of them, times their number",
        1 / 8,
        beside_the_plain_way,
    ),
    Row(
        "many-each",
        f"seconds for each of {MANY} cases",
        f"seconds for each of {FEW}",
        1.2,
        beside_few,
    ),
    Row(
        "many-memory",
        f"megabytes of the largest process, {MANY} cases",
        f"the same, {FEW} cases",
        1.2,
        in_memory,
    ),
]
