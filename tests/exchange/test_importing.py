"""A file comes into a case whole or not at all."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from foreign_files import (
    BOMB,
    SAMPLE,
    coding,
    encrypted,
    project,
    selection,
    write_qdpx,
    write_zip,
)
from openpyxl import load_workbook

from analysis import checks
from analysis.errors import UserError
from analysis.exchange import importing, workbook
from analysis.exchange.exporting import export_case, read_tables
from analysis.exchange.importing import Change, import_file
from analysis.exchange.sheets import ProblemsError
from analysis.language import Language
from small_case import edit, write_case

ENGLISH = Language("en")
ACTORS = "actor_id;kind;label_en;label_id\r\nport;state_company;The port;Pelabuhan\r\n"
FIRST = "Wali kota menyerahkan bantuan iuran."


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "place" / "case")


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file beside and in a case, hidden ones too."""
    return {
        str(path.relative_to(folder.parent)): path.read_bytes() if path.is_file() else b""
        for path in folder.parent.rglob("*")
    }


def write(path: Path, content: str) -> Path:
    path.write_bytes(content.encode("cp1252"))
    return path


def test_a_csv_of_indonesian_excel_adds_its_rows(case: Path, tmp_path: Path):
    report = import_file(write(tmp_path / "aktor.csv", ACTORS), case)
    assert report.changes == (Change("actors", added=1, changed=0, same=0),)
    assert report.sentences(ENGLISH) == ["actors: rows added: 1, changed: 0, there already: 0."]
    assert [row["actor_id"] for row in read_tables(case)["actors"]] == ["agency", "city", "port"]
    assert not [problem for problem in checks.check(case) if problem.severity == "error"]


def test_the_same_file_again_changes_nothing(case: Path, tmp_path: Path):
    path = write(tmp_path / "aktor.csv", ACTORS)
    import_file(path, case)
    before = snapshot(case)
    assert import_file(path, case).changes == (Change("actors", added=0, changed=0, same=1),)
    assert snapshot(case) == before


def test_rows_with_other_content_are_only_replaced_if_allowed(case: Path, tmp_path: Path):
    path = write(tmp_path / "aktor.csv", ACTORS.replace("port;state_company", "city;council"))
    before = snapshot(case)
    with pytest.raises(UserError, match="row 2, column kind: the case has the row “city”"):
        import_file(path, case)
    assert snapshot(case) == before
    report = import_file(path, case, replace=True)
    assert report.changes == (Change("actors", added=0, changed=1, same=0),)
    assert [row["kind"] for row in read_tables(case)["actors"]] == ["agency", "council"]


def test_columns_of_ones_own_and_broken_old_rows_are_kept(case: Path, tmp_path: Path):
    path = case / "actors.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([f"{lines[0]},mine", *(f"{line},kept" for line in lines[1:])]) + "\n")
    edit(case, "codings", "s-month,first,CJ4,hinders", "s-month,first,CJ4,hinder")
    import_file(write(tmp_path / "aktor.csv", ACTORS), case)
    assert path.read_text().splitlines()[1:] == [
        "agency,agency,The agency,Badan,,,kept",
        "city,local_government,The city,Kota,,,kept",
        "port,state_company,The port,Pelabuhan,,,",
    ]


def test_a_table_that_the_case_does_not_have_is_made(tmp_path: Path):
    case = write_case(
        tmp_path / "place" / "case", leave_out=("actors", "segments", "codings", "agreements")
    )
    import_file(write(tmp_path / "aktor.csv", ACTORS), case)
    assert (case / "actors.csv").exists()


def test_problems_have_their_place_in_the_file_that_was_brought(case: Path, tmp_path: Path):
    before = snapshot(case)
    content = (
        "segment_id;coder;code;stance\r\ns-day;third;DR1;supports\r\ns-dya;third;DR9;suport\r\n"
    )
    with pytest.raises(ProblemsError) as caught:
        import_file(write(tmp_path / "kode.csv", content), case)
    assert {(p.file, p.row, p.column) for p in caught.value.problems} == {
        ("kode.csv", 3, "segment_id"),
        ("kode.csv", 3, "code"),
        ("kode.csv", 3, "stance"),
    }
    assert any("did you mean “s-day”" in p.message for p in caught.value.problems)
    assert snapshot(case) == before


def test_a_key_that_stands_twice_in_the_file_is_a_problem(case: Path, tmp_path: Path):
    content = ACTORS + "port;other;P;P\r\n"
    with pytest.raises(ProblemsError, match="row 3, column actor_id"):
        import_file(write(tmp_path / "aktor.csv", content), case)


def test_a_workbook_comes_back_into_its_case_without_change(case: Path, tmp_path: Path):
    path = export_case(case, "xlsx", tmp_path / "case.xlsx", ENGLISH)
    before = snapshot(case)
    report = import_file(path, case)
    assert {change.added + change.changed for change in report.changes} == {0}
    assert snapshot(case) == before


def test_a_workbook_fills_an_empty_case(case: Path, tmp_path: Path):
    path = export_case(case, "xlsx", tmp_path / "case.xlsx", ENGLISH)
    empty = write_case(tmp_path / "empty", leave_out=checks.TABLES)
    import_file(path, empty)
    assert read_tables(empty) == read_tables(case)


def test_problems_of_a_workbook_name_sheet_row_and_column(case: Path, tmp_path: Path):
    path = export_case(case, "xlsx", tmp_path / "case.xlsx", ENGLISH)
    book = load_workbook(path)
    book["observations"]["G5"] = -3.5
    book["documents"]["B2"] = "pubic"
    book.save(path)
    with pytest.raises(ProblemsError) as caught:
        import_file(path, case, replace=True)
    assert {(p.file, p.row, p.column) for p in caught.value.problems} == {
        ("case.xlsx › documents", 2, "layer"),
        ("case.xlsx › observations", 5, "value"),
    }


def test_an_untouched_template_brings_nothing(case: Path, tmp_path: Path):
    workbook.write_template(tmp_path / "t.xlsx", ENGLISH)
    before = snapshot(case)
    report = import_file(tmp_path / "t.xlsx", case)
    assert report.changes == ()
    assert report.sentences(ENGLISH)[-1] == "The file holds no rows to import."
    assert snapshot(case) == before


def test_the_examples_of_the_template_are_a_case_without_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    case = write_case(tmp_path / "case", leave_out=checks.TABLES)
    workbook.write_template(tmp_path / "t.xlsx", ENGLISH)
    monkeypatch.setattr(workbook, "_is_example", lambda *_: False)
    report = import_file(tmp_path / "t.xlsx", case)
    assert [change.added for change in report.changes] == [1] * len(checks.TABLES)
    assert not [problem for problem in checks.check(case) if problem.severity == "error"]


# Projects ------------------------------------------------------------------------------------


def test_a_first_import_drafts_the_mapping_and_a_second_one_uses_it(case: Path, tmp_path: Path):
    codings = coding("c-1") + coding("c-3") + coding("c-2", "u-2")
    path = write_qdpx(tmp_path / "p.qdpx", project(selection(0, 36, FIRST, codings)))
    before = read_tables(case)
    report = import_file(path, case)
    assert (report.drafted, report.undecided, report.changes) == (case / "mapping.csv", 1, ())
    assert "1 must be decided" in report.sentences(ENGLISH)[-1]
    assert read_tables(case) == before
    drafted = (case / "mapping.csv").read_text(encoding="utf-8")
    assert drafted.splitlines()[1:] == [
        "Sumber daya,CJ4,",
        "kepemimpinan lokal,,",
        "hinders,,hinders",
    ]
    (case / "mapping.csv").write_text(drafted.replace("lokal,,", "lokal,DR1,supports"))
    report = import_file(path, case)
    assert {change.table: change.added for change in report.changes} == {
        "actors": 1,
        "documents": 1,
        "segments": 1,
        "codings": 2,
    }
    assert (
        "Coders are stored without their names: Siti = first, Budi = second."
        in report.sentences(ENGLISH)
    )
    assert not [problem for problem in checks.check(case) if problem.severity == "error"]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample project is not on this machine")
def test_a_project_of_atlas_ti_becomes_evidence_of_a_case(tmp_path: Path):
    case = write_case(tmp_path / "case", leave_out=checks.TABLES)
    mapping = tmp_path / "codes.csv"
    assert import_file(SAMPLE, case, mapping).undecided == 14
    mapping.write_text(
        mapping.read_text(encoding="utf-8").replace(",,\n", ",AC,neutral\n"), encoding="utf-8"
    )
    report = import_file(SAMPLE, case, mapping)
    assert not [problem for problem in checks.check(case) if problem.severity == "error"]
    assert any("could not be verified" in said for said in report.sentences(ENGLISH))


def test_a_project_of_ones_own_needs_no_mapping(case: Path, tmp_path: Path):
    path = export_case(case, "qdpx", tmp_path / "p.qdpx")
    empty = write_case(
        tmp_path / "empty", leave_out=("documents", "segments", "codings", "actors", "agreements")
    )
    import_file(path, empty)
    for table in ("documents", "segments", "codings", "actors"):
        assert read_tables(empty)[table] == read_tables(case)[table]


def test_a_codebook_drafts_a_mapping_but_never_over_another(case: Path, tmp_path: Path):
    path = tmp_path / "c.qdc"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
        '<Code guid="1" name="x"/></Codes></CodeBook>'
    )
    assert import_file(path, case).undecided == 1
    with pytest.raises(UserError, match="is there already"):
        import_file(path, case)


# What goes wrong -----------------------------------------------------------------------------


def broken_files(folder: Path) -> list[tuple[Path, str]]:
    """Write files that cannot be used, with a part of what is said of each."""

    def file(name: str, content: bytes) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    (folder / "folder.csv").mkdir()
    return [
        (file("empty.csv", b""), "is empty"),
        (file("empty.xlsx", b""), "is empty"),
        (file("empty.qdpx", b""), "is empty"),
        (file("empty.qdc", b""), "is empty"),
        (folder / "absent.csv", "There is no file"),
        (folder / "folder.csv", "cannot be read"),
        (file("page.pdf", b"%PDF-1.7"), "cannot be imported; the kinds are"),
        (file("page.csv", b"%PDF-1.7"), "not what its ending says"),
        (file("book.csv", b"PK\x03\x04abcd"), "not what its ending says"),
        (file("old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "old Excel or has a password"),
        (file("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "old Excel"),
        (file("text.xlsx", b"hello there"), "not what its ending says"),
        (file("cut.xlsx", b"PK\x03\x04" + b"\0" * 50), "damaged"),
        (file("text.qdc", b"hello there"), "broken XML"),
        (file("nul.csv", b"segment_id,coder,code,stance\ns\0,a,DR1,neutral\n"), "NUL byte"),
        (encrypted(folder / "secret.xlsx"), "password"),
        (write_zip(folder / "bomb.xlsx", {"xl/workbook.xml": b" " * 9_000_000}), "tightly"),
        (write_zip(folder / "out.xlsx", {"../../x": "x"}), "leads out"),
        (write_zip(folder / "nested.qdpx", {"project.qde": "x", "a.zip": "x"}), "another archive"),
        (write_qdpx(folder / "entities.qdpx", BOMB), "entities"),
    ]


def test_each_broken_file_is_one_sentence_and_changes_nothing(case: Path, tmp_path: Path):
    folder = tmp_path / "broken"
    folder.mkdir()
    before = snapshot(case)
    for path, said in broken_files(folder):
        with pytest.raises(UserError) as caught:
            import_file(path, case)
        assert said in str(caught.value), path.name
        assert path.name in str(caught.value)
        assert "\n" not in str(caught.value)
        assert snapshot(case) == before


def test_a_case_that_does_not_exist_is_refused(tmp_path: Path):
    with pytest.raises(UserError, match="There is no case"):
        import_file(write(tmp_path / "a.csv", ACTORS), tmp_path / "absent")


class Stopper:
    """Makes the n-th step that touches the disk fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException) -> None:
        self.left, self.error, self.fired = at, error, False
        for owner, name in (
            (Path, "mkdir"),
            (Path, "write_text"),
            (Path, "replace"),
            (Path, "unlink"),
            (shutil, "copy2"),
        ):
            monkeypatch.setattr(owner, name, self.wrap(getattr(owner, name)))

    def wrap(self, original: Any) -> Any:
        """Return a step of the disk that counts itself."""

        def step(*args: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                self.fired = True
                raise self.error
            return original(*args, **options)

        return step


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_whatever_step_fails_the_case_is_as_it_was(
    case: Path, tmp_path: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch
):
    source = write_case(tmp_path / "source" / "case")
    (case / "agreements.csv").unlink()
    for table, old in (("actors", "The city"), ("claims", "A claim."), ("documents", "Five")):
        edit(source, table, old, f"{old} anew")
    path = export_case(source, "xlsx", tmp_path / "case.xlsx", ENGLISH)
    before = snapshot(case)
    steps = 0
    while True:
        steps += 1
        with monkeypatch.context() as patch:
            stopper = Stopper(patch, steps, error)
            try:
                import_file(path, case, replace=True)
            except KeyboardInterrupt:
                assert isinstance(error, KeyboardInterrupt)
            except UserError as caught:
                assert "No space left on device" in str(caught)  # noqa: PT017
        if not stopper.fired:
            break
        assert snapshot(case) == before, f"step {steps}"
    assert steps > 15
    assert read_tables(case) == read_tables(source)
    assert not list(case.parent.glob(".*"))


def test_an_import_that_was_killed_is_undone_by_the_next(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = read_tables(case)
    changed = write_case(tmp_path / "source" / "case")
    (case / "agreements.csv").unlink()
    before["agreements"] = []
    edit(changed, "actors", "The city", "The town")
    path = export_case(changed, "xlsx", tmp_path / "case.xlsx", ENGLISH)
    with monkeypatch.context() as patch:
        # Killed: nothing is undone, not even what stands in a "finally".
        patch.setattr(importing, "recover", lambda _: None)
        original = Path.replace

        def killed(self: Path, target: Path) -> Path:
            if self.name == "agreements.csv":
                original(self, target)
                raise KeyboardInterrupt
            return original(self, target)

        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            import_file(path, case, replace=True)
    assert read_tables(case) != before
    with pytest.raises(UserError, match="is empty"):
        import_file(write(tmp_path / "nothing.csv", ""), case)
    assert read_tables(case) == before
    assert not list(case.parent.glob(".*"))
