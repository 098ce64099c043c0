"""Kernels: nothing leaks from one to the next, and none is left behind, however a run ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import nbformat
import psutil
import pytest

from analysis import execution
from analysis.kernels import CAN_FORK, running_server
from analysis.notebooks import Outcome, run_notebook
from analysis.project import Project
from small_book import write_notebook, write_project

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="kernels cannot be forked here")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_server() as address:
        yield address


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write_project(tmp_path / "project")


def run_code(project: Project, server: str, *code: str, limit: int = 60) -> Outcome:
    """Run a notebook with this code."""
    notebook = write_notebook(project.root / "notebooks" / "01-one.ipynb", "One", *code)
    (task,) = execution.plan(project, "padang", {}, ["en"], [notebook])
    return run_notebook(project, server, task, limit=limit)


def printed(project: Project, outcome: Outcome) -> str:
    assert outcome.failure is None, outcome.trace
    cells = nbformat.read(project.root / outcome.task.executed, as_version=4).cells
    return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))


TRACES = """\
import os, random, sys
import matplotlib, numpy, pandas
from analysis import dates
print(
    "left" in globals(), os.environ.get("LEFT"), os.getcwd().endswith("notebooks"),
    matplotlib.rcParams["font.size"] == 99, hasattr(dates, "left"), "left" in sys.modules,
    pandas.get_option("display.max_rows") == 7, os.path.exists("/proc/self/fd/77"),
)
"""
LEAVE = """\
left = os.environ["LEFT"] = "x"
matplotlib.rcParams["font.size"] = 99
dates.left = sys.modules["left"] = os
pandas.set_option("display.max_rows", 7)
os.chdir("/")
os.dup2(1, 77)
"""


def test_nothing_of_a_notebook_is_seen_in_the_next(project: Project, server: str):
    for _ in range(2):
        outcome = run_code(project, server, TRACES, LEAVE)
        assert printed(project, outcome).split() == ["False", "None", "True", *["False"] * 5]


def test_random_numbers_without_a_seed_differ_between_notebooks(project: Project, server: str):
    code = "import random, numpy\nprint(random.random(), numpy.random.random())"
    first, second = (printed(project, run_code(project, server, code)).split() for _ in range(2))
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_a_forked_kernel_gives_the_same_bytes_as_a_fresh_one(project: Project, server: str):
    """Text, tables, pictures, and an open figure that the kernel shows by itself."""
    code = (
        "import sys\nimport pandas as pd\nimport matplotlib.pyplot as plt",
        "plt.plot([1, 2]);",
        "pd.DataFrame({'a': range(100)})",
        "print(plt.get_backend(), sys.stdin.isatty(), sys.path[-1], seed)",
        "print('take care', file=sys.stderr)",
        "{name: len(name) for name in ('a', 'bb')}",
    )
    made = []
    for address in (server, ""):
        outcome = run_code(project, address, *code)
        assert outcome.failure is None
        made.append((project.root / outcome.task.executed).read_bytes())
    assert made[0] == made[1]
    assert b"image/png" in made[0]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os\nos._exit(3)", "cell 4: Kernel died"),
        ("import time\ntime.sleep(60)", "cell 4: A cell timed out while it was being executed"),
        ("while True: pass", "cell 4: A cell timed out while it was being executed"),
    ],
)
def test_a_kernel_that_dies_or_hangs_is_named_and_takes_nothing_down(
    project: Project, server: str, code: str, said: str
):
    outcome = run_code(project, server, "fine = 1", code, limit=2)
    failure = str(outcome.failure)
    assert failure.startswith("01-one.ipynb (en), " + said)
    assert "\n" not in failure
    assert printed(project, run_code(project, server, "print(1)")) == "1\n"


def test_kernels_of_a_server_are_gone_when_their_notebooks_are(project: Project, server: str):
    run_code(project, server, "import subprocess, sys", "subprocess.Popen(['sleep', '61'])")
    wait_for(lambda: not started_by(os.getpid(), "sleep 61"), seconds=5)


def test_no_file_of_a_kernel_is_left_when_its_notebook_is_done(project: Project, server: str):
    """Beside the socket of the server there is the folder of the kernel that waits."""
    run_code(project, server, "print(1)")
    wait_for(lambda: len(list(Path(server).parent.iterdir())) == 2, seconds=5)


def test_what_only_the_asker_knows_reaches_a_kernel_that_waited(
    project: Project, server: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KNOWN", "late")
    code = """\
import os, tempfile, IPython
print(os.environ["KNOWN"], os.environ["TERM"], os.environ["PAGER"])
print(tempfile.gettempdir() == os.environ["TMPDIR"])
"""
    for address in (server, ""):
        said = printed(project, run_code(project, address, code)).split()
        assert said == ["late", "xterm-color", "cat", "True"]


def test_a_server_that_has_died_is_told_in_one_line(project: Project):
    before = psutil.Process().children()
    with running_server() as address:
        assert printed(project, run_code(project, address, "print(1)")) == "1\n"
        (own,) = set(psutil.Process().children()) - set(before)
        for process in [own, *own.children()]:
            process.kill()
        outcome = run_code(project, address, "print(1)")
    assert "The process that starts kernels has ended." in str(outcome.failure)


def test_a_file_that_a_notebook_reads_is_noted(project: Project, server: str):
    (project.root / "data").mkdir()
    (project.root / "data" / "more.csv").write_text("a\n1\n")
    code = "import pandas\npandas.read_csv('../data/more.csv')", "open('made.txt', 'w').close()"
    for address in (server, ""):
        outcome = run_code(project, address, *code)
        assert outcome.read == (str(project.root / "data" / "more.csv"),)


def started_by(pid: int, words: str = "") -> list[psutil.Process]:
    """Return the processes under one whose command line holds these words."""
    found = []
    for child in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it may end while it is looked at
            if words in " ".join(child.cmdline()):
                found.append(child)
    return found


PROGRAM = """\
import signal
import sys
from pathlib import Path
from analysis import execution
from analysis.project import Project
if __name__ == "__main__":
    # Whoever starts the tests in the background lets them ignore interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    fork = sys.argv[2] == "fork"
    execution.run(Project(Path(sys.argv[1])), "padang", {}, ["en"], jobs=2, fork=fork)
"""


@pytest.mark.parametrize(
    ("ending", "kernels"),
    [(signal.SIGKILL, "fork"), (signal.SIGKILL, "fresh"), (signal.SIGINT, "fork")],
)
def test_no_process_is_left_when_a_run_is_ended(
    project: Project, ending: signal.Signals, kernels: str
):
    started = project.root / "started"
    code = f"open({str(started)!r}, 'w').close()", "while True: pass"
    for name in ("start", "01-one", "02-two"):
        write_notebook(project.root / "notebooks" / f"{name}.ipynb", name, *code)
    program = project.root / "program.py"
    program.write_text(PROGRAM)
    command = subprocess.Popen(
        [sys.executable, program, project.root, kernels],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for(started.exists)
    family = started_by(command.pid)
    assert len(family) >= 3
    if ending == signal.SIGINT:  # as the keyboard does: to the whole group
        os.killpg(command.pid, ending)
    else:
        command.send_signal(ending)
    command.wait(30)
    _, alive = psutil.wait_procs(family, timeout=20)
    assert not alive


def wait_for(condition, seconds: float = 60):  # noqa: ANN001
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_task_and_its_outcome_can_go_to_another_machine(project: Project):
    """They name no folder of this one."""
    tasks = execution.plan(project, "padang", {}, ["en"], project.notebooks())
    for task in tasks:
        assert not task.notebook.is_absolute()
        assert not task.executed.is_absolute()
        assert str(project.root) not in repr(replace(task))
