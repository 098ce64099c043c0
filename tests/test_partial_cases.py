"""Cases that hold little: every chapter runs, says what it cannot show, and draws no empty axes."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure

from analysis import cases, chapters, execution, publishing
from analysis.checks import check
from analysis.figures import drawing
from analysis.parameters import read_parameters
from analysis.project import Project
from small_book import copy_project
from small_case import TABLES, edit, write_case

COVERAGE = (
    "observation_id,series,geo,geo_level,period,value,unit,group,base,status,checked,publisher,url",
    *(
        f"c{year},coverage,Kota Contoh,district,{year}-12,{year - 2000}.5,percent,all,employed,"
        "printed,once,BPS,https://example.org"
        for year in range(2013, 2025)
    ),
)
HEADERS = {name: ",".join(cases.columns(name)) for name in TABLES}


def write(folder: Path, about: dict[str, str], **tables: list[str]) -> Path:
    """Write a case of some tables, each a header and rows."""
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps({"name": "partial", "case": about}))
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def figures_only(folder: Path) -> Path:
    """Twelve rows of coverage, of a place that the country's figures name nowhere."""
    header = HEADERS["observations"]
    names = COVERAGE[0].split(",")
    rows = []
    for line in COVERAGE[1:]:
        cells = dict(zip(names, line.split(","), strict=True))
        rows.append(",".join(cells.get(name, "") for name in header.split(",")))
    about = {"place_en": "Example Town", "geo": "Kota Contoh"}
    return write(folder, about, observations=[header, *rows])


def evidence_only(folder: Path) -> Path:
    """Documents and their codings, without a figure, a claim or an agreement."""
    write_case(folder, leave_out=("observations", "derivations", "claims", "claim_tests"))
    (folder / "agreements.csv").unlink()
    return folder


def one_document(folder: Path) -> Path:
    """One document with one statement, in Indonesian only, by one coder; a place without a geo."""
    return write(
        folder,
        {"place_id": "Kota Kecil"},
        documents=[
            HEADERS["documents"],
            "d1,public,Satu,Koran,press,2024-05-01,https://example.org/1,id,,case,whole,",
        ],
        segments=[HEADERS["segments"], "s1,d1,city,,2024-05,,Wali kota memulai program."],
        codings=[HEADERS["codings"], "s1,first,DR1,supports,"],
        actors=[HEADERS["actors"], "city,local_government,,Pemerintah kota,,"],
    )


def one_coder(folder: Path) -> Path:
    write_case(folder)
    edit(folder, "codings", "s-day,second,NONE,neutral,\n", "")
    return folder


def no_claims(folder: Path) -> Path:
    return write_case(folder, leave_out=("claims", "claim_tests"))


def no_indonesian(folder: Path) -> Path:
    """No text in Indonesian in any table."""
    write_case(folder)
    for path in folder.glob("*.csv"):
        text = path.read_text("utf-8")
        for word in ("Pernyataan.", "Badan", "Kota", "Klaim.", "Karena."):
            text = text.replace(f",{word}", ",")
        path.write_text(text, encoding="utf-8")
    (folder / "datapackage.json").write_text(
        json.dumps({"name": "x", "case": {"place_en": "Example", "geo": "Example"}})
    )
    return folder


def nothing(folder: Path) -> Path:
    return write(folder, {})


def only_study(folder: Path) -> Path:
    """Claims and the study that makes them, but no record outside it."""
    write_case(folder, leave_out=("observations", "derivations", "agreements"))
    path = folder / "documents.csv"
    path.write_text(path.read_text("utf-8").replace(",public,", ",study,"), encoding="utf-8")
    return folder


def interviews(folder: Path) -> Path:
    """Write a study's own coded material, without claims and without a public record."""
    only_study(folder)
    for name in ("claims", "claim_tests"):
        (folder / f"{name}.csv").unlink()
    return folder


PARTIAL = [
    figures_only,
    evidence_only,
    one_document,
    one_coder,
    no_claims,
    no_indonesian,
    nothing,
    only_study,
    interviews,
]


def read_book(monkeypatch: pytest.MonkeyPatch, case: Path, language: str) -> dict[str, str]:
    """Run the code of every chapter in this process; return what each shows."""
    shown: list[str] = []

    def keep(item: Any) -> None:
        page = getattr(item, "_repr_html_", None)
        shown.append((page() if page else None) or str(getattr(item, "data", item)))

    monkeypatch.setattr(chapters, "display", keep)
    pages = {}
    for notebook in Project().of(case).notebooks():
        parameters = {one.name: one.default for one in read_parameters(notebook)}
        names = parameters | {"case": str(case), "language": language}
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", []):
                exec("".join(cell["source"]), names)  # noqa: S102 - the book's own code
        pages[notebook.stem] = "\n".join(shown)
        shown.clear()
    return pages


@pytest.mark.parametrize(
    ("make", "language"),
    [*((make, "en") for make in PARTIAL), *((make, "id") for make in (one_document, no_claims))],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_every_chapter_runs_and_draws_no_empty_axes(
    make: Callable[[Path], Path], language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    case = make(tmp_path / "partial")
    assert [item.message for item in check(case) if item.severity == "error"] == []
    whole = drawing.inline_svg

    def inline_svg(figure: Figure, name: str, alternative: str) -> str:
        assert all(axes.has_data() for axes in figure.axes), f"{name} has empty axes"
        assert alternative, f"{name} has no alternative text"
        return whole(figure, name, alternative)

    monkeypatch.setattr(drawing, "inline_svg", inline_svg)
    pages = read_book(monkeypatch, case, language)
    assert len(pages) >= 10
    for name, page in pages.items():
        assert not re.search(r"\bnan\b|\bNaN\b|\bNone\b|\binf\b", re.sub("<[^>]*>", " ", page)), (
            name
        )


def test_a_book_of_interviews_shows_what_they_hold_and_judges_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pages = read_book(monkeypatch, interviews(tmp_path / "interviews"), "en")
    assert "what a study's own material holds on Example" in pages["start"]
    for name in ("02-drivers", "03-dynamics"):
        assert "a study cannot confirm itself" in pages[name]
        assert "<svg" in pages[name]
    assert "no claims" in pages["06-findings"]


# Whole books --------------------------------------------------------------------------------


def build(case: Path | str, root: Path) -> dict[str, str]:
    """Build the English book of a case; return what a reader sees of each page."""
    project = copy_project(root / "project")
    execution.run(project, case, {}, ["en"], jobs=2)
    edition = publishing.publish(project, case, ["en"]).parent / "en"
    pages = {}
    for path in sorted([*edition.glob("notebooks/*.html"), *edition.glob("book/**/*.html")]):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for unseen in soup(["script", "style"]):
            unseen.decompose()
        pages[path.stem] = " ".join(soup.get_text(" ").split())
    return pages


@pytest.mark.parametrize(
    ("make", "place"), [(figures_only, "Example Town"), (evidence_only, "Example")]
)
def test_a_book_of_little_is_built_whole(make: Callable[[Path], Path], place: str, tmp_path: Path):
    pages = build(make(tmp_path / "partial"), tmp_path)
    assert len(pages) >= 17
    assert all(f"· {place}" in page for page in pages.values())
    assert "declares no study" in pages["study"]
    assert "no claims" in pages["06-findings"]


def test_the_book_of_the_contrast_case_holds_no_word_of_the_study(tmp_path: Path):
    pages = build("padang-panjang", tmp_path)
    claims = cases.load("padang").claims
    about_the_study = {"methods", "limitations", "about"}
    assert not [name for name in pages if name.startswith("course-")]
    assert not {"plan", "role-play", "unit", "assessment"} & pages.keys()
    assert "Two coders" not in pages["start"] + pages["06-findings"]
    for name, page in pages.items():
        assert "· Padang Panjang" in page, name
        assert not [text for text in claims["text_en"] if text in page], name
        if name in about_the_study:
            assert "was written for the study of Padang" in page
        elif name not in {"references", "glossary", "rerun"}:
            assert not re.search(r"\bthe thesis\b|Trimaulina|\bC[1-8]\b", page), name
