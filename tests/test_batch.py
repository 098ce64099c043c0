"""Many cases in one go: each is tried, what fails is kept, and no more than a few are in hand."""

import threading
import time
from pathlib import Path

import pytest

from analysis import batch, cases, cli
from analysis.errors import UserError
from analysis.project import OWNER, Project
from small_book import write_project
from small_case import edit, write_case


def test_a_case_that_fails_stops_no_other():
    done: list[object] = []

    def make(case: object) -> None:
        if case in {"two", "four"}:
            raise UserError("no {case}", case=case)

    failed = batch.make_all(["one", "two", "three", "four"], make, done.append)
    assert {case: str(error) for case, error in failed.items()} == {
        "two": "no two",
        "four": "no four",
    }
    assert sorted(map(str, done)) == ["four", "one", "three", "two"]


def test_few_cases_are_in_hand_at_a_time():
    lock, in_hand, most = threading.Lock(), 0, 0

    def make(_: object) -> None:
        nonlocal in_hand, most
        with lock:
            in_hand += 1
            most = max(most, in_hand)
        with lock:
            in_hand -= 1

    assert batch.make_all(map(str, range(100)), make) == {}
    assert most <= batch.AT_ONCE


def test_an_interrupt_begins_no_other():
    begun: list[object] = []

    def make(case: object) -> None:
        begun.append(case)
        if case == "0":
            raise KeyboardInterrupt
        time.sleep(0.01)

    with pytest.raises(KeyboardInterrupt):
        batch.make_all(map(str, range(1000)), make)
    assert len(begun) < 1000


def test_patterns_mean_cases_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    places = [write_case(tmp_path / "all" / name) for name in ("b", "a")]
    (tmp_path / "all" / "notes").mkdir()
    monkeypatch.chdir(tmp_path)
    assert cases.find_all(["all/*", str(places[0])]) == sorted(places)
    assert [folder.name for folder in cases.find_all(["padang*"])] == ["padang", "padang-panjang"]
    with pytest.raises(UserError, match="No case matches “none/\\*”"):
        cases.find_all(["none/*"])


def test_cases_of_one_name_do_not_overwrite_each_other(tmp_path: Path):
    project = Project(tmp_path / "project")
    one, other = (write_case(tmp_path / name / "city") for name in ("one", "other"))
    assert project.claim(one) == tmp_path / "project" / "_build" / "city"
    second = project.claim(other)
    assert second.name.startswith("city-")
    assert project.build(one) == tmp_path / "project" / "_build" / "city"
    assert project.build(other) == second
    assert (second / OWNER).read_text(encoding="utf-8") == str(other)


def test_a_name_under_data_is_never_given_away(tmp_path: Path):
    project = Project(tmp_path)
    elsewhere = write_case(tmp_path / "elsewhere" / "padang")
    assert project.build("padang") == project.build(cases.DATA / "padang")
    assert project.build("padang") == tmp_path / "_build" / "padang"
    assert project.build(elsewhere) != project.build("padang")
    assert project.build(write_case(tmp_path / "index")).name != "index"


def test_the_command_goes_on_and_tells_all_failures_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    project = write_project(tmp_path / "project")
    monkeypatch.setattr(cli, "project_for", lambda _: project)
    monkeypatch.setenv("UCJ_LANG", "en")
    places = [write_case(tmp_path / "all" / name) for name in ("a", "b", "c")]
    edit(places[1], "documents", "2024-11-11,https", "2024-13-11,https")
    words = ["ucj", "run", str(tmp_path / "all" / "*"), "start", "--lang", "en"]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 1
    said = capsys.readouterr().err
    assert "2024-13-11" in said
    assert "1 of 3 cases stopped with an error" in said
    for place in (places[0], places[2]):
        assert (project.build(place) / "results" / "numbers.csv").is_file()
    # Once the case is mended, the command goes on where it stopped.
    made = {place: project.build(place) / "run" / "en" / "start.ipynb" for place in places}
    before = {place: made[place].stat().st_mtime_ns for place in (places[0], places[2])}
    edit(places[1], "documents", "2024-13-11,https", "2024-11-11,https")
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert not end.value.code
    assert made[places[1]].is_file()
    assert {place: made[place].stat().st_mtime_ns for place in before} == before
