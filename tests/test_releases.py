"""Releases: gathered, read without trust, made again, and compared file by file."""

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import execution, publishing, releases
from analysis.errors import UserError
from analysis.language import Language
from analysis.project import Project
from analysis.releases.comparing import _in_content
from analysis.releases.manifest import FILE, SUMS, Manifest, digest, from_json
from small_book import write_project

ENGLISH = Language("en")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return write_project(tmp_path_factory.mktemp("releases") / "project")


@pytest.fixture(scope="module")
def release(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    execution.run(project, "padang", {"seed": 7}, ["en"], jobs=2)
    publishing.publish(project, "padang", ["en"])
    made = releases.gather(project, releases.describe(project, "padang", ["en"], ["seed=7"], ""))
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("kept") / "release"))


def test_a_release_holds_all_that_is_kept(release: Path):
    names = {path.name for path in release.iterdir()} - {"padang-en.pdf"}
    assert names == {
        "padang-html.zip",
        "padang-notebooks.zip",
        "padang-data.zip",
        "padang-results.zip",
        "padang-en.epub",
        FILE,
        SUMS,
    }
    with zipfile.ZipFile(release / "padang-html.zip") as pages:
        assert {"index.html", "404.html", "en/book/page.html"} <= set(pages.namelist())
    with zipfile.ZipFile(release / "padang-data.zip") as data:
        assert "reference/datapackage.json" in data.namelist()
    with zipfile.ZipFile(release / "padang-results.zip") as tables:
        assert tables.read("numbers.csv") == b"seed,base\n7,employed\n"


def test_the_manifest_names_inputs_and_versions(release: Path):
    manifest = releases.read(release)
    assert {"data/padang/claims.csv", "notebooks/start.ipynb", "book/page.md"} <= set(
        manifest.inputs
    )
    assert {"python", "pandas", "system", "chromium"} <= set(manifest.versions)
    assert manifest.parameters == ("seed=7",)


def test_a_release_can_be_made_again_byte_for_byte(project: Project, release: Path, tmp_path: Path):
    then = releases.read(release)
    now, rebuilt = releases.rebuild(project, then, tmp_path)
    findings = releases.compare(release, rebuilt)
    assert [finding for finding in findings if finding.difference] == []
    assert {finding.name for finding in findings} >= {"padang-html.zip", "padang-en.epub"}
    assert releases.changes(then, now) == []


# What differs, and why ----------------------------------------------------------------------


def said(one: Path, other: Path) -> dict[str, str]:
    findings = releases.compare(one, other)
    return {
        finding.name: ENGLISH.say(finding.difference) for finding in findings if finding.difference
    }


def pack(path: Path, **members: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_the_first_line_that_differs_is_named(tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    pack(one / "a.zip", same=b"x", text=b"a\nb\nc\n")
    pack(other / "a.zip", same=b"x", text=b"a\nB\nc\n")
    (one / "b.pdf").write_bytes(b"\xff\x00\x01")
    (other / "b.pdf").write_bytes(b"\xff\x00\x02")
    (one / "c.txt").write_text("a\n")
    (other / "c.txt").write_text("a\nb\n")
    (one / "only").write_text("")
    (other / "new").write_text("")
    assert said(one, other) == {
        "a.zip": "text, line 2",
        "b.pdf": "byte 3",
        "c.txt": "line 2",
        "only": "It was not made again.",
        "new": "The release does not have it.",
    }


def test_archives_say_which_member_is_missing_or_that_they_are_none(tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    pack(one / "a.zip", gone=b"x")
    pack(other / "a.zip", other=b"x")
    (one / "b.zip").write_bytes(b"PK\x03\x04 broken")
    pack(other / "b.zip", x=b"x")
    assert said(one, other) == {
        "a.zip": "gone was not made again.",
        "b.zip": "It is no archive that can be read.",
    }


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_any_two_contents_are_compared(one: bytes, other: bytes):
    place = ENGLISH.say(_in_content(one, other, ""))
    assert place.split()[0] in {"line", "byte"}


def test_what_changed_since_is_named(project: Project):
    now = releases.describe(project, "padang", ["en"], [], "")
    then = replace(
        now,
        inputs={**now.inputs, "book/page.md": "0" * 64, "gone.md": "0" * 64},
        versions={**now.versions, "pandas": "0.1"},
    )
    told = [ENGLISH.say(change) for change in releases.changes(then, now)]
    assert "The input book/page.md has changed." in told
    assert "The input gone.md is gone." in told
    pandas = now.versions["pandas"]
    assert f"The version of pandas is {pandas}; the release was made with 0.1." in told
    assert len(told) == 3


# A release is not trusted -------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a whole release of one file, which a test may spoil."""
    manifest = Manifest("padang", ("en",), (), "", {"a": "b"}, {"python": "3"})
    (tmp_path / FILE).write_text(manifest.as_json(), "utf-8")
    (tmp_path / "a.txt").write_text("a")
    seal(tmp_path)
    return tmp_path


def seal(folder: Path) -> None:
    lines = [f"{digest(path)}  {path.name}\n" for path in folder.iterdir() if path.name != SUMS]
    (folder / SUMS).write_text("".join(lines))


def refusal(folder: Path) -> str:
    with pytest.raises(UserError) as caught:
        releases.read(folder)
    text = ENGLISH.text(caught.value.template, **caught.value.values)
    assert "\n" not in text
    return text


def test_a_whole_release_is_read(small: Path):
    assert releases.read(small).case == "padang"


def test_a_file_that_was_changed_added_or_lost_is_named(small: Path):
    (small / "a.txt").write_text("b")
    assert "a.txt (changed)" in refusal(small)
    (small / "a.txt").unlink()
    assert "a.txt (missing)" in refusal(small)
    (small / "a.txt").write_text("a")
    (small / "b.txt").write_text("b")
    assert "b.txt (added)" in refusal(small)


def test_a_link_out_of_the_release_is_refused(
    small: Path, tmp_path_factory: pytest.TempPathFactory
):
    elsewhere = tmp_path_factory.mktemp("else") / "a.txt"
    elsewhere.write_text("a")
    (small / "a.txt").unlink()
    (small / "a.txt").symlink_to(elsewhere)
    assert "a.txt (no file)" in refusal(small)


@pytest.mark.parametrize(
    "line",
    ["", "abc  a.txt", f"{'0' * 64} a.txt", f"{'0' * 64}  ../a.txt", f"{'0' * 64}  /etc/passwd"],
)
def test_a_line_that_is_no_hash_is_named(small: Path, line: str):
    (small / SUMS).write_text(f"{line}\n")
    assert "line 1: expected a SHA-256" in refusal(small)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "{}",
        '{"case": 1}',
        "null",
        "[" * 100_000,
        '"x"',
        '{"case": "a", "address": ""}',
    ],
)
def test_a_manifest_that_is_none_is_refused_in_a_sentence(small: Path, text: str):
    (small / FILE).write_text(text, "utf-8")
    assert "is no release" in refusal(small)


def test_a_folder_that_is_no_release_is_refused(tmp_path: Path):
    assert "is no release" in refusal(tmp_path)
    assert "is no release" in refusal(tmp_path / "nowhere")
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    assert "is no release" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [("languages", "en"), ("parameters", [1]), ("inputs", []), ("versions", {"a": 1})],
)
def test_a_manifest_with_a_value_of_another_kind_is_refused(small: Path, name: str, value: object):
    content = json.loads((small / FILE).read_text("utf-8")) | {name: value}
    with pytest.raises(ValueError, match=name):
        from_json(content)


def test_a_release_in_an_unknown_language_is_refused(project: Project, tmp_path: Path):
    manifest = Manifest("padang", ("xx",), (), "", {}, {})
    with pytest.raises(UserError, match="xx"):
        releases.rebuild(project, manifest, tmp_path)
