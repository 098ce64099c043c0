"""The data of the book: valid packages, whole tables, sums that hold, nothing personal."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package, system

import analysis
from analysis.cases import DATA, load, load_reference
from analysis.dates import is_partial

SCHEMAS = Path(analysis.__file__).parent / "schemas"
PACKAGES = sorted(path.parent.name for path in DATA.glob("*/datapackage.json"))
ROWS = {
    "framework/framework": 32,
    # 112 documents and 281 segments of the public record, the abstract and its eight statements.
    "padang/documents": 112 + 1,
    "padang/segments": 281 + 8,
    "padang/claims": 8,
    "padang/claim_tests": 12,
    "padang-panjang/documents": 19,
    "padang-panjang/segments": 53,
    "reference/provinces_2023": 34,
    "reference/provinces_panel": 136,
    "reference/regulations": 23,
}


def manifest(package: str) -> dict:
    return json.loads((DATA / package / "datapackage.json").read_text("utf-8"))


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def resources() -> list[tuple[str, str]]:
    return [(name, item["name"]) for name in PACKAGES for item in manifest(name)["resources"]]


def test_there_are_two_cases_a_codebook_and_a_reference():
    assert {"framework", "padang", "padang-panjang", "reference"} <= set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_valid_under_the_standard(package: str):
    with system.use_context(trusted=True):
        report = Package(str(DATA / package / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_names_every_table_of_its_folder(package: str):
    named = {item["path"] for item in manifest(package)["resources"]}
    assert named == {path.name for path in (DATA / package).glob("*.csv")}


@pytest.mark.parametrize(("package", "table"), resources())
def test_a_schema_is_the_one_that_every_case_is_checked_by(package: str, table: str):
    entry = next(item for item in manifest(package)["resources"] if item["name"] == table)
    titles = {key: entry[key] for key in ("title", "title_id")}
    assert titles | entry["schema"] == json.loads((SCHEMAS / f"{table}.json").read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_every_field_is_described_in_both_languages(path: Path):
    schema = json.loads(path.read_text("utf-8"))
    assert schema["title"]
    assert schema["title_id"]
    for field in schema["fields"]:
        english, indonesian = field["description"], field["description_id"]
        assert english.strip(), field["name"]
        assert indonesian.strip(), field["name"]
        assert english != indonesian, field["name"]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_its_title_licence_and_sources(package: str):
    about = manifest(package)
    for field in ("title", "title_id", "description", "description_id"):
        assert about[field].strip()
    assert about["licenses"][0]["name"] == "CC-BY-4.0"
    assert all(source["title"] for source in about["sources"])


@pytest.mark.parametrize(("table", "count"), ROWS.items())
def test_no_row_was_lost(table: str, count: int):
    assert len(rows(table)) == count


def test_the_figures_of_cases_and_reference_are_all_the_figures_and_none_stands_twice():
    keys = [
        row["observation_id"]
        for package in ("padang", "padang-panjang", "reference")
        for row in rows(f"{package}/observations")
    ]
    assert len(set(keys)) == len(keys)
    # 791 printed and derived figures were collected, others added with their sources since.
    assert len(keys) >= 791


def test_the_study_is_two_documents_and_the_rest_is_the_public_record():
    layers = Counter(row["layer"] for row in rows("padang/documents"))
    assert layers == {"study": 2, "public": 111}
    assert {row["layer"] for row in rows("padang-panjang/documents")} == {"public"}
    study = {row["document_id"] for row in rows("padang/documents") if row["layer"] == "study"}
    assert study == {manifest("padang")["case"]["study"], "padang-2025-garuda-5445799"}


def test_the_two_documents_of_the_study_are_one_source():
    events = {row["event"] for row in rows("padang/documents") if row["layer"] == "study"}
    assert len(events) == 1
    assert "" not in events


def test_every_claim_has_a_rule_and_every_rule_a_claim():
    claims = {row["claim_id"] for row in rows("padang/claims")}
    assert claims == {f"C{number}" for number in range(1, 9)}
    assert {row["claim_id"] for row in rows("padang/claim_tests")} == claims


def test_the_rules_are_the_ones_fixed_before_any_result():
    """A change of a rule is a change of this list too, and an entry in the changelog."""
    rules = {
        row["test_id"]: (
            f"{row['measure']} {row['codes']} {row['group']} {row['actor_kind']}"
            f" {row['other_kind']} {row['comparison']} {row['threshold']}"
            f" {row['minimum']} {row['minimum_unit']}"
        )
        for row in rows("padang/claim_tests")
    }
    assert {key: " ".join(rule.split()) for key, rule in rules.items()} == {
        "C1a": "coverage_gap all < 0 1 figures",
        "C1b": "coverage_ratio informal < 0.5 2 figures",
        "C2": "hindered_dimensions >= 3 20 events",
        "C3": "leading_difference DR1 CJ2 AC PE3 PE4 agency local_government > 0 20 events",
        "C4a": "net_stance DR1 local_government < 0 8 events",
        "C4b": "hindering_rank DR1 DR2 DR3 DR4 > 0 8 events",
        "C5": "net_stance CJ4 < 0 8 events",
        "C6a": "coverage_level informal < 25 1 figures",
        "C6b": "coverage_change informal < 5 2 figures",
        "C7a": "signed_agreements agency local_government >= 1 1 events",
        "C7b": "net_stance SM3 > 0 8 events",
        "C8": "net_stance CJ1 > 0 8 events",
    }


@pytest.mark.parametrize("package", ["padang", "padang-panjang", "reference"])
def test_the_keys_of_derivations_exist_and_belong_to_members_and_workers(package: str):
    figures = pd.concat(
        pd.DataFrame(rows(f"{name}/observations")) for name in {package, "reference"}
    ).set_index("observation_id")
    for row in rows(f"{package}/derivations"):
        for column in ("numerator", "denominator"):
            keys = re.findall(r"[^+\-*\s]+", row[column])
            assert keys, row["derivation_id"]
            assert set(keys) <= set(figures.index), row["derivation_id"]
            assert set(figures.loc[keys, "unit"]) <= {"persons", "percent"}


@pytest.mark.parametrize("case", ["padang", "padang-panjang"])
def test_codings_stand_for_every_segment_by_two_coders(case: str):
    coded: dict[str, set[str]] = {"first": set(), "second": set()}
    for row in rows(f"{case}/codings"):
        coded[row["coder"]].add(row["segment_id"])
    segments = {row["segment_id"] for row in rows(f"{case}/segments")}
    assert coded["first"] == segments
    assert coded["second"] <= segments


def test_a_public_document_has_an_address():
    for case in ("padang", "padang-panjang"):
        for row in rows(f"{case}/documents"):
            assert row["url"] or row["layer"] == "study", row["document_id"]


def test_every_figure_names_its_publisher_and_two_only_lack_the_exact_address():
    without = set()
    for package in ("padang", "padang-panjang", "reference"):
        for row in rows(f"{package}/observations"):
            assert row["publisher"], row["observation_id"]
            if not row["url"] and row["status"] != "derived":
                without.add(row["observation_id"])
    assert without == {"o787432f3", "o17cf1890"}


def test_a_share_has_a_base_or_says_that_none_is_stated():
    for package in ("padang", "padang-panjang", "reference"):
        for row in rows(f"{package}/observations"):
            if row["series"] in {"coverage", "coverage_target"}:
                assert row["base"], row["observation_id"]
            if row["unit"] != "percent":
                assert not row["base"], row["observation_id"]


def test_the_dates_of_the_data_are_dates():
    for package in ("padang", "padang-panjang", "reference"):
        for row in rows(f"{package}/observations"):
            assert is_partial(row["period"]), row["observation_id"]
            assert not row["published"] or is_partial(row["published"]), row["observation_id"]
    for row in rows("reference/breaks") + rows("reference/regulations"):
        assert is_partial(row["date"]), row


def test_the_thesis_is_cited_and_nothing_else_of_its_author_is_printed():
    thesis = next(
        row
        for row in rows("padang/documents")
        if row["document_id"] == "padang-2025-thesis-abstract"
    )
    assert "Y. Trimaulina" in thesis["note"]
    printed = " ".join(
        [
            *thesis.values(),
            *(
                " ".join(row.values())
                for row in rows("padang/segments")
                if row["document_id"] == thesis["document_id"]
            ),
        ]
    )
    assert not re.search(r"\d{8,}", printed), "a long number, such as a student number"
    assert "@" not in printed
    assert not re.search(r"\b(NIM|BP|No\.? ?BP)\b", printed)


@pytest.mark.parametrize("path", sorted(DATA.glob("*/*")), ids=lambda path: path.name)
def test_no_table_holds_an_address_of_a_person(path: Path):
    assert not re.search(r"[\w.]+@[\w-]+\.\w+", path.read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(DATA.glob("*/*.csv")), ids=lambda path: path.name)
def test_no_cell_is_a_formula(path: Path):
    """A spreadsheet would run a cell that begins with one of these signs."""
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.reader(handle):
            for cell in row:
                assert not cell.startswith(("=", "@", "\t", "\r")), cell
                assert not re.match(r"[+-]\D", cell), cell


# Sums that hold between publishers: the figures fit together, so that the columns are what they
# are said to be.


@pytest.mark.parametrize(
    ("year", "millions"), [(2022, 135.30), (2023, 139.85), (2024, 144.64), (2025, 146.54)]
)
def test_the_employed_of_the_provinces_add_up_to_the_nation_of_bps(year: int, millions: float):
    panel = load_reference().provinces_panel
    total = panel.loc[panel["year"] == year, "employed"].sum()
    assert total / 1e6 == pytest.approx(millions, abs=0.0051)


def test_members_by_domicile_add_up_to_the_members_of_the_ministry():
    table = load_reference().provinces_2023
    assert table["wage_members_domicile"].sum() == 25_004_383
    assert table["self_employed_members_domicile"].sum() == 9_192_755


def test_members_by_office_add_up_to_the_members_of_the_ministry():
    table = load_reference().provinces_2023
    assert table["wage_members_office"].sum() == 25_004_383
    assert table["self_employed_members_office"].sum() == 9_192_755
    assert table["construction_members_office"].sum() == 7_363_800


def test_members_of_december_2024_add_up_to_the_printed_millions():
    panel = load_reference().provinces_panel
    year = panel[panel["year"] == 2024]
    assert year["wage_members"].sum() / 1e6 == pytest.approx(29.3, abs=0.051)
    assert year["self_employed_members"].sum() / 1e6 == pytest.approx(9.9, abs=0.051)


def test_formal_and_informal_shares_add_up_to_all_workers():
    for table in (load_reference().provinces_2023, load_reference().provinces_panel):
        total = table["formal_share"] + table["informal_share"]
        assert total.to_numpy() == pytest.approx(100, abs=0.011)


def test_the_panel_has_every_province_in_every_year():
    panel = load_reference().provinces_panel
    assert panel.groupby("year")["province"].nunique().to_dict() == dict.fromkeys(
        range(2022, 2026), 34
    )
    assert set(panel["province"]) == set(load_reference().provinces_2023["province"])


def test_both_cases_can_be_loaded_and_name_each_other():
    assert load("padang").contrast == "padang-panjang"
    assert load("padang-panjang").contrast == "padang"
    assert load("padang-panjang").claims.empty
