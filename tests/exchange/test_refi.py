"""REFI-QDA projects and codebooks of other programs, and this project's own."""

from pathlib import Path

import pytest
from foreign_files import (
    BOMB,
    CODES,
    DEEP,
    DTD,
    HEAD,
    NAMESPACE,
    OUTSIDE,
    SAMPLE,
    SCHEMA,
    TEXT,
    coding,
    project,
    selection,
    write_qdpx,
    write_zip,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from analysis import cases
from analysis.errors import UserError
from analysis.exchange import refi, refi_writing
from analysis.exchange.archive import open_archive
from analysis.exchange.exporting import read_tables
from analysis.exchange.mapping import Meaning, draft
from analysis.exchange.refi_tables import slug, tables
from analysis.exchange.sheets import ProblemsError
from small_case import write_case

FRAMEWORK = cases.load_reference().framework
MAPPING = {
    "Sumber daya": Meaning("CJ4", ""),
    "kepemimpinan lokal": Meaning("DR1", "supports"),
    "hinders": Meaning("", "hinders"),
}
FIRST = "Wali kota menyerahkan bantuan iuran."


def made(path: Path, mapping: dict[str, Meaning] = MAPPING) -> dict[str, list[dict[str, str]]]:
    sheets, _ = tables(refi.read_project(path), mapping, path.name)
    return {sheet.table: sheet.rows for sheet in sheets}


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample project is not on this machine")
def test_a_project_of_atlas_ti_is_read():
    read = refi.read_project(SAMPLE)
    assert len(read.codes) == 14
    assert len(read.sources) == 12
    assert read.left_out == {"Link": 1, "Set": 16, "Graph": 1}
    mapping = {name: Meaning("AC", "neutral") for name in read.codes.values()}
    rows = {sheet.table: sheet.rows for sheet in tables(read, mapping, SAMPLE.name)[0]}
    assert len(rows["documents"]) == 12
    # Counted in the file: 6 passages of texts, 4 of a PDF (two of them in its text again),
    # 1 of a picture, 2 of a film.
    assert len(rows["segments"]) == 13
    assert len({row["segment_id"] for row in rows["segments"]}) == 13
    assert {row["coder"] for row in rows["codings"]} == {"first"}
    assert "Friedrich" not in str(rows)
    by_title = {row["title"]: row for row in rows["documents"]}
    assert "not verified" in by_title["Simon.docx"]["note"]
    pdf = next(row for title, row in by_title.items() if title.startswith("Pay de"))
    said = [row for row in rows["segments"] if row["document_id"] == pdf["document_id"]]
    assert any(row["statement_id"] == "granola" for row in said)


@pytest.mark.parametrize("folder", ["Sources", "sources"])
def test_documents_segments_codings_and_coders_become_rows(tmp_path: Path, folder: str):
    codings = coding("c-1") + coding("c-3") + coding("c-2", "u-2")
    path = write_qdpx(tmp_path / "p.qdpx", project(selection(0, 36, FIRST, codings)), TEXT, folder)
    rows = made(path)
    (document,) = rows["documents"]
    assert document["document_id"] == "wawancara-1"
    assert "assumed on import from p.qdpx: layer" in document["note"]
    (segment,) = rows["segments"]
    assert (segment["segment_id"], segment["statement_id"]) == ("wawancara-1-s1", FIRST)
    assert [(row["coder"], row["code"], row["stance"]) for row in rows["codings"]] == [
        ("first", "CJ4", "hinders"),
        ("second", "DR1", "supports"),
    ]
    assert [row["actor_id"] for row in rows["actors"]] == ["not_stated"]


def test_a_passage_that_does_not_agree_is_named_in_the_note(tmp_path: Path):
    path = write_qdpx(tmp_path / "p.qdpx", project(selection(3, 12, "a comment", "")))
    sheets, notices = tables(refi.read_project(path), MAPPING, path.name)
    documents = next(sheet for sheet in sheets if sheet.table == "documents")
    assert "passages not verified against the text: wawancara-1-s1" in documents.rows[0]["note"]
    assert notices[0].values == {"n": 1, "total": 1}


def test_cases_of_the_standard_become_speakers(tmp_path: Path):
    more = (
        '<Cases><Case guid="a-1" name="Pemerintah Kota"><SelectionRef targetGUID="s-1"/></Case>'
        '<Case guid="a-2" name="BPJS"><SourceRef targetGUID="d-1"/></Case></Cases>'
    )
    selections = selection(0, 9, "x", "") + selection(0, 9, "y", "", "s-2")
    rows = made(write_qdpx(tmp_path / "p.qdpx", project(selections, more=more)))
    assert [row["speaker"] for row in rows["segments"]] == ["pemerintah-kota", "bpjs"]
    assert rows["actors"][0]["label_id"] == "Pemerintah Kota"


def test_variables_with_the_name_of_a_column_fill_it_and_others_are_noted(tmp_path: Path):
    more = (
        '<Variables><Variable guid="v-1" name="Publisher" typeOfVariable="Text"/>'
        '<Variable guid="v-2" name="umur" typeOfVariable="Integer"/></Variables>'
    )
    variables = (
        '<VariableValue><VariableRef targetGUID="v-1"/><TextValue>Koran</TextValue></VariableValue>'
        '<VariableValue><VariableRef targetGUID="v-2"/><IntegerValue>41</IntegerValue>'
        "</VariableValue>"
    )
    xml = project(selection(0, 9, "Wali kota", ""), more=more, variables=variables)
    (document,) = made(write_qdpx(tmp_path / "p.qdpx", xml))["documents"]
    assert document["publisher"] == "Koran"
    assert "umur: 41" in document["note"]
    assert "publisher," not in document["note"]


def test_codes_that_nobody_decided_stop_the_import(tmp_path: Path):
    path = write_qdpx(tmp_path / "p.qdpx", project(selection(0, 9, "x", coding("c-2"))))
    with pytest.raises(ProblemsError, match="“kepemimpinan lokal” is not decided"):
        made(path, {})
    assert made(path, {"kepemimpinan lokal": Meaning("skip", "")})["codings"] == []


@pytest.mark.parametrize(
    ("codings", "said"),
    [(coding("c-1"), "no single stance"), (coding("c-9"), "does not have")],
)
def test_codings_without_stance_or_code_stop_the_import(tmp_path: Path, codings: str, said: str):
    path = write_qdpx(tmp_path / "p.qdpx", project(selection(0, 9, "x", codings)))
    with pytest.raises(ProblemsError, match=said):
        made(path)


def test_the_same_code_with_two_stances_stops_the_import(tmp_path: Path):
    mapping = MAPPING | {"Sumber daya": Meaning("DR1", "hinders")}
    path = write_qdpx(
        tmp_path / "p.qdpx", project(selection(0, 9, "x", coding("c-1") + coding("c-2")))
    )
    with pytest.raises(ProblemsError, match="both hinders and supports"):
        made(path, mapping)


def test_nested_codes_that_share_a_name_are_told_apart(tmp_path: Path):
    tree = """<CodeBook><Codes>
    <Code guid="1" name="A" isCodable="false"><Code guid="2" name="x" isCodable="true"/></Code>
    <Code guid="3" name="B" isCodable="true"><Code guid="4" name="x" isCodable="true"/></Code>
    </Codes></CodeBook>"""
    xml = project("").replace(CODES, tree)
    read = refi.read_project(write_qdpx(tmp_path / "p.qdpx", xml))
    assert list(read.codes.values()) == ["A / x", "B", "B / x"]


def test_a_path_in_the_project_is_only_a_name_among_the_members(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text(FIRST)
    for where in (f"absolute://{secret}", "relative:///../secret.txt", "internal://../secret.txt"):
        xml = project(selection(0, 36, "", "")).replace("internal://T.txt", where)
        assert made(write_qdpx(tmp_path / "p.qdpx", xml, None))["segments"][0]["statement_id"] == ""


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (BOMB, "entities"),
        (OUTSIDE, "entities"),
        (DTD, "document type"),
        (DEEP, "deeper than"),
        ("", "broken XML"),
        ("<Project>", "broken XML"),
        ("<Other/>", "no REFI-QDA"),
        ("<a>\0</a>", "broken XML"),
        ('<?xml version="1.0" encoding="no-such"?><a/>', "broken XML"),
    ],
)
def test_hostile_and_broken_projects_are_one_sentence(tmp_path: Path, xml: str, said: str):
    with pytest.raises(UserError, match=said):
        refi.read_project(write_qdpx(tmp_path / "p.qdpx", xml))
    codebook = tmp_path / "p.qdc"
    codebook.write_text(xml)
    with pytest.raises(UserError, match=said if xml else "is empty"):
        refi.read_codebook(codebook)


def test_an_archive_without_a_project_is_refused(tmp_path: Path):
    with pytest.raises(UserError, match="no REFI-QDA file"):
        refi.read_project(write_zip(tmp_path / "p.qdpx", {"a.txt": "x"}))


@pytest.mark.parametrize(
    ("name", "key"),
    [("Wawancara Dinas.docx", "wawancara-dinas"), ("Mabêl 2", "mabel-2"), ("…", "item")],
)
def test_keys_are_made_of_names(name: str, key: str):
    assert slug(name) == key


# Writing -------------------------------------------------------------------------------------


def rows_of(tables_: dict[str, list[dict[str, str]]]) -> dict[str, list[tuple[str, ...]]]:
    names = ("documents", "segments", "codings", "actors")
    return {name: sorted(tuple(row.values()) for row in tables_[name]) for name in names}


def back(path: Path) -> dict[str, list[dict[str, str]]]:
    read = refi.read_project(path)
    return made(path, draft(read.codes.values(), FRAMEWORK))


def valid(path: Path) -> None:
    with open_archive(path) as opened:
        content = opened.read("project.qde")
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(content))


@pytest.fixture(params=["padang", "padang-panjang", "small"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "small":
        return write_case(tmp_path / "case")
    return cases.find(request.param)


def test_a_case_comes_back_from_its_project(case: Path, tmp_path: Path):
    before = read_tables(case)
    path = tmp_path / "p.qdpx"
    refi_writing.write_project(case.name, before, FRAMEWORK, path)
    assert rows_of(back(path)) == rows_of(before)


@pytest.mark.skipif(not SCHEMA.exists(), reason="the published schema is not on this machine")
def test_a_project_is_valid_against_the_published_schema(case: Path, tmp_path: Path):
    path = tmp_path / "p.qdpx"
    refi_writing.write_project(case.name, read_tables(case), FRAMEWORK, path)
    valid(path)
    empty = {name: [] for name in ("documents", "segments", "codings", "actors")}
    refi_writing.write_project("empty", empty, FRAMEWORK, path)
    valid(path)


def test_the_offsets_of_a_project_cut_out_its_statements(case: Path, tmp_path: Path):
    path = tmp_path / "p.qdpx"
    refi_writing.write_project(case.name, read_tables(case), FRAMEWORK, path)
    read = refi.read_project(path)
    passages = [item.passage for source in read.sources for item in source.selections]
    assert all(passage.verified for passage in passages)
    assert len(passages) == len(read_tables(case)["segments"])


def test_a_project_is_the_same_bytes_every_time(tmp_path: Path):
    before = read_tables(write_case(tmp_path / "case"))
    for name in ("a.qdpx", "b.qdpx"):
        refi_writing.write_project("case", before, FRAMEWORK, tmp_path / name)
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


ANY = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"],
        include_characters="\t\n\r",
        exclude_characters="\ufffe\uffff",
    ),
    max_size=120,
)


@given(title=ANY, statement=ANY, rationale=ANY, note=ANY)
@settings(max_examples=40, deadline=None)
def test_every_text_comes_back_from_a_project(
    tmp_path_factory: pytest.TempPathFactory, title: str, statement: str, rationale: str, note: str
):
    folder = tmp_path_factory.mktemp("project")
    before = read_tables(write_case(folder / "case"))
    before["documents"][0] |= {"title": title, "note": note}
    before["segments"][0]["statement_id"] = statement
    before["codings"][0]["rationale"] = rationale
    before["actors"][0]["note_en"] = note
    refi_writing.write_project("case", before, FRAMEWORK, folder / "p.qdpx")
    assert rows_of(back(folder / "p.qdpx")) == rows_of(before)
    if SCHEMA.exists():
        valid(folder / "p.qdpx")


def test_a_control_character_is_refused_with_its_place(tmp_path: Path):
    before = read_tables(write_case(tmp_path / "case"))
    before["segments"][1]["statement_en"] = "a\x0bb"
    with pytest.raises(UserError, match=r"segments\.csv, row 3, column statement_en.*U\+000B"):
        refi_writing.write_project("case", before, FRAMEWORK, tmp_path / "p.qdpx")
    assert not (tmp_path / "p.qdpx").exists()


def test_a_codebook_comes_back_wholly_decided(tmp_path: Path):
    path = tmp_path / "codes.qdc"
    refi_writing.write_codebook(FRAMEWORK, path)
    drafted = draft(refi.read_codebook(path), FRAMEWORK)
    assert all(meaning.code and meaning.stance for meaning in drafted.values())
    parents = set(FRAMEWORK["parent"])
    leaves = [code for code in FRAMEWORK["code"] if code not in parents]
    assert len(drafted) == 3 * (len(leaves) + 1)


def test_a_codebook_with_the_namespace_of_projects_is_read(tmp_path: Path):
    path = tmp_path / "codes.qdc"
    path.write_text(
        f"\ufeff{HEAD}<CodeBook {NAMESPACE}>{CODES[10:-11]}</CodeBook>", encoding="utf-8"
    )
    assert refi.read_codebook(path) == ["Sumber daya", "kepemimpinan lokal", "hinders"]
