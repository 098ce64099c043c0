"""ZIP files from outside: each attack and each fault is one sentence."""

import warnings
import zipfile
from pathlib import Path

import pytest
from foreign_files import encrypted, write_zip

from analysis.errors import UserError
from analysis.exchange import archive
from analysis.exchange.archive import open_archive, write_archive


def read_all(path: Path) -> None:
    with open_archive(path) as opened:
        for member in opened.members:
            opened.read(member)


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_all(path)
    said = str(caught.value)
    assert path.name in said
    assert "\n" not in said
    return said


def test_members_are_found_whatever_their_capitals(tmp_path: Path):
    with open_archive(write_zip(tmp_path / "a.zip", {"Project.qde": "x"})) as opened:
        assert opened.find("project.qde") == "Project.qde"
        assert opened.find("absent") is None
        assert opened.read("Project.qde") == b"x"


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/etc/passwd", "C:/x", "..\\x", "\\x", "C:\\x"]
)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str):
    assert "leads out" in refused(write_zip(tmp_path / "a.zip", {name: "x"}))


def test_a_name_with_a_nul_is_refused(tmp_path: Path):
    path = write_zip(tmp_path / "a.zip", {"aXb.txt": "x"})
    path.write_bytes(path.read_bytes().replace(b"aXb.txt", b"a\0b.txt"))
    assert "control character" in refused(path)


def test_a_name_that_stands_twice_is_refused(tmp_path: Path):
    path = tmp_path / "a.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as file:
        warnings.simplefilter("ignore")
        file.writestr("a.txt", "1")
        file.writestr("A.txt", "2")
    assert "twice" in refused(path)


def test_a_password_is_refused(tmp_path: Path):
    assert "password" in refused(encrypted(tmp_path / "a.xlsx"))


@pytest.mark.parametrize("name", ["in.zip", "Sources/b.QDPX", "c.tar"])
def test_an_archive_within_is_refused(tmp_path: Path, name: str):
    assert "another archive" in refused(write_zip(tmp_path / "a.zip", {name: "x"}))


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path):
    assert "tightly" in refused(write_zip(tmp_path / "a.zip", {"bomb": b"\0" * 5_000_000}))


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    assert "more than 2" in refused(write_zip(tmp_path / "a.zip", {"a": "", "b": "", "c": ""}))


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MAX_TOTAL", 10)
    assert "unpacks to more" in refused(write_zip(tmp_path / "a.zip", {"a": "x" * 6, "b": "x" * 6}))


def test_a_member_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MAX_MEMBER", 3)
    assert "million bytes" in refused(write_zip(tmp_path / "a.zip", {"a": "xxxx"}))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06", b"no zip at all"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert "damaged" in refused(path)


def test_a_damaged_member_is_refused(tmp_path: Path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.txt", "content")
    path.write_bytes(path.read_bytes().replace(b"content", b"c0ntent"))
    assert "damaged" in refused(path)


@pytest.mark.parametrize("cut", [10, 60, 100])
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, cut: int):
    path = write_zip(tmp_path / "a.zip", {"a.txt": "content" * 30})
    path.write_bytes(path.read_bytes()[:cut])
    assert "damaged" in refused(path)


def test_a_folder_and_an_absent_file_are_refused(tmp_path: Path):
    assert "cannot be read" in refused(tmp_path)
    assert "There is no file" in refused(tmp_path / "absent.zip")


def test_the_same_members_are_the_same_bytes(tmp_path: Path):
    write_archive(tmp_path / "a.zip", {"b": b"2", "a": b"1"})
    write_archive(tmp_path / "b.zip", {"a": b"1", "b": b"2"})
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as file:
        assert file.namelist() == ["a", "b"]
        assert {item.date_time for item in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "a.zip"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(UserError, match="cannot be written: No space left"):
        write_archive(path, {"a": b"1"})
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
