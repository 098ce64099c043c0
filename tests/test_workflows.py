"""The workflows do what the README tells people to do, and name no host of packages."""

import re
from pathlib import Path

import pytest
import yaml

from analysis.project import ROOT

GITHUB, GITLAB = ROOT / ".github" / "workflows" / "pages.yml", ROOT / ".gitlab-ci.yml"
BLOCK = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
OF_THE_PROJECT = re.compile(r"(make|ucj|\.venv/)")


def jobs(path: Path) -> dict[str, dict]:
    content = yaml.safe_load(path.read_text("utf-8"))
    if path == GITHUB:
        return content["jobs"]
    return {name: job for name, job in content.items() if isinstance(job, dict)}


def commands(path: Path) -> list[str]:
    """Return what the jobs of a workflow run, line by line."""
    lines = []
    for job in jobs(path).values():
        steps = [step.get("run", "") for step in job.get("steps", [])]
        for text in [*steps, *job.get("script", [])]:
            lines += [line.strip() for line in text.splitlines() if line.strip()]
    return lines


@pytest.mark.parametrize("path", [GITHUB, GITLAB], ids=["github", "gitlab"])
def test_the_commands_of_the_project_are_those_of_the_readme(path: Path):
    readme = (ROOT / "README.md").read_text("utf-8")
    told = {line.strip() for block in BLOCK.findall(readme) for line in block.splitlines()}
    run = [line for line in commands(path) if OF_THE_PROJECT.match(line)]
    assert run == ["make test", ".venv/bin/ucj publish padang"]
    assert set(run) <= told


@pytest.mark.parametrize("path", [GITHUB, GITLAB], ids=["github", "gitlab"])
def test_a_workflow_names_no_host_of_packages(path: Path):
    assert not re.search(r"pypi|pythonhosted|registry\.|npmjs|https?://", path.read_text("utf-8"))


def test_actions_are_pinned_by_their_major_version():
    used = [
        step["uses"] for job in jobs(GITHUB).values() for step in job["steps"] if "uses" in step
    ]
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[\w-]+@v\d+", action), action


def test_what_is_kept_is_what_the_commands_make():
    text = GITHUB.read_text("utf-8") + GITLAB.read_text("utf-8")
    assert set(re.findall(r"_build/padang/\w+", text)) == {
        "_build/padang/html",
        "_build/padang/release",
    }


def test_pages_and_releases_are_made_from_the_tested_build():
    for path, build in ((GITHUB, "build"), (GITLAB, "build")):
        assert next(iter(jobs(path))) == build
    for name in ("deploy", "release"):
        assert jobs(GITHUB)[name]["needs"] == "build"
    order = yaml.safe_load(GITLAB.read_text("utf-8"))["stages"]
    assert [order.index(jobs(GITLAB)[name]["stage"]) for name in ("build", "pages", "release")] == [
        0,
        1,
        1,
    ]
