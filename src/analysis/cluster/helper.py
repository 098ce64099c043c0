"""The process beside a worker that runs notebooks with the code that was sent."""

from __future__ import annotations

import base64
import json
import os
import pickle
import sys
from pathlib import Path

from analysis.cases import CARRIED, CARRIED_CASE
from analysis.kernels import server_of_process
from analysis.notebooks import Task, run_notebook
from analysis.project import ROOT, Project


def serve() -> None:
    """Run the tasks that come line by line, until there are no more.

    Each answer is the failure, the trace, and the files that were read: each as the place of its
    folder (the project, the package, what came along with the case) and its path from there.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what else is printed is no answer
    for line in sys.stdin:
        asked = json.loads(line)
        os.environ[CARRIED] = asked["carried"]
        os.environ[CARRIED_CASE] = asked["parameters"].get("case", "")
        task = Task(
            Path(asked["notebook"]),
            asked["language"],
            asked["parameters"],
            Path(asked["executed"]),
        )
        project = Project(Path(asked["root"]), asked["audience"])
        outcome = run_notebook(project, server_of_process(), task)
        own = [Path(asked["root"]), ROOT, Path(asked["carried"])]
        read = [
            (own.index(folder), Path(path).relative_to(folder).as_posix())
            for path in outcome.read
            for folder in own
            if Path(path).is_relative_to(folder)
        ]
        said = pickle.dumps((outcome.failure, outcome.trace, read))
        answers.write(base64.b64encode(said).decode() + "\n")
        answers.flush()
