"""The index of the results says what every table and every column holds."""

from pathlib import Path

from frictionless import Package, system

from analysis import results


def test_every_table_and_column_of_the_book_is_described(book: Path):
    described = results.describe(book.parent / "results")
    assert described["resources"]
    for table in described["resources"]:
        assert table["title"] != table["name"], table["name"]
        for field in table["schema"]["fields"]:
            assert field.keys() >= {"type", "description", "description_id"}, (
                table["name"],
                field["name"],
            )


def test_nothing_is_described_that_no_table_holds(book: Path):
    held = {
        (table["path"].removesuffix(".csv"), field["name"])
        for table in results.describe(book.parent / "results")["resources"]
        for field in table["schema"]["fields"]
    }
    columns = {column for _, column in held} | {""}
    tables = {table for table, _ in held} | {""}
    for table, column in results.descriptions():
        assert table in tables
        assert column in columns
        assert not (table and column) or (table, column) in held


def test_the_results_are_a_valid_data_package(book: Path):
    with system.use_context(trusted=True):
        report = Package(str(book / "results" / results.INDEX)).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])


def test_a_table_that_nobody_has_described_is_listed_with_its_columns(tmp_path: Path):
    (tmp_path / "mine.csv").write_text("low,own\n1,2\n")
    (table,) = results.describe(tmp_path)["resources"]
    low, own = table["schema"]["fields"]
    assert low["type"] == "number"
    assert own == {"name": "own", "type": "any"}
