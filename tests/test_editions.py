"""Editions: what Sphinx reads again after a change; the pages are those of a clean build."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import editions, execution, publishing
from analysis.errors import UserError
from analysis.project import Project
from small_book import write_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = write_project(tmp_path_factory.mktemp("editions") / "project")
    execution.run(project, "padang", {}, ["en"], jobs=2)
    publish(project)
    return project


@pytest.fixture
def page(project: Project) -> Iterator[Path]:
    """Return a page that a test may change."""
    path = project.root / "book" / "page.md"
    text = path.read_text()
    yield path
    path.write_text(text)


def publish(project: Project, **how: object) -> dict[str, bytes]:
    html = publishing.publish(project, "padang", ["en"], **how).parent
    files = {path.relative_to(html): path for path in html.rglob("*") if path.is_file()}
    return {name.as_posix(): path.read_bytes() for name, path in files.items()}


def test_without_a_change_sphinx_does_not_start(project: Project, monkeypatch: pytest.MonkeyPatch):
    before = publish(project)
    monkeypatch.setattr(editions, "build", lambda *_: pytest.fail("Sphinx was started"))
    assert publish(project) == before


def test_one_page_changed_gives_the_pages_of_a_clean_build(
    project: Project, page: Path, monkeypatch: pytest.MonkeyPatch
):
    """Also where the change shows on other pages: a title in the contents, a section linked to."""
    publish(project)
    page.write_text(page.read_text().replace("# A page", "# Another title") + "\nMore words.\n")
    kept = []
    monkeypatch.setattr(shutil, "rmtree", noting(kept, shutil.rmtree))
    incremental = publish(project)
    assert not [path for path in kept if path.name == ".sphinx-en"]
    monkeypatch.undo()
    assert incremental == publish(project, force=True)
    assert b"Another title" in incremental["en/notebooks/start.html"]


def noting(kept: list[Path], function):  # noqa: ANN001
    def noted(path: Path, *arguments: object, **named: object) -> None:
        kept.append(Path(path))
        function(path, *arguments, **named)

    return noted


def test_an_edition_with_a_mistake_never_counts_as_done(project: Project, page: Path):
    page.write_text(page.read_text() + "\n[nowhere](nowhere.md)\n")
    for _ in range(2):
        with pytest.raises(UserError, match=r"nowhere\.md"):
            publish(project)
        assert not (project.build("padang") / "html" / "index.html").exists()


def test_pages_that_somebody_changed_are_made_anew(project: Project):
    before = publish(project)
    (project.build("padang") / "html" / "en" / "book" / "page.html").write_text("")
    assert publish(project) == before


def test_a_folder_mirrors_another_and_touches_only_what_differs(tmp_path: Path):
    fresh, kept = tmp_path / "fresh", tmp_path / "kept"
    for folder, files in ((fresh, {"a": "1", "b/c": "2", "t.po": "3"}), (kept, {"a": "1"})):
        for name, text in {**files, "same.md": "same"}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    for name in ("old.md", "t.mo", "gone.mo"):
        (kept / name).write_text("old")
    before = (kept / "same.md").stat().st_mtime_ns
    editions.mirror(fresh, kept)
    found = {path.relative_to(kept).as_posix() for path in kept.rglob("*") if path.is_file()}
    assert found == {"a", "b/c", "t.po", "t.mo", "same.md"}
    assert (kept / "same.md").stat().st_mtime_ns == before
