"""The command: what it prints, refuses and returns."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import cli, execution, language
from analysis.project import Project
from small_book import write_project
from small_case import edit, write_case

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Put a small book in place of the real one."""
    project = write_project(tmp_path / "project")
    monkeypatch.setattr(cli, "project_for", lambda _: project)
    return project


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: object) -> None:
        raise AssertionError("a notebook was run")

    monkeypatch.setattr(execution, "execute", started)


CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "There is no case “{case}”: give a folder with a {manifest} that describes a case, or one of \
{names}."
msgstr "Kasus “{case}” tidak ada; berikan folder dengan {manifest} atau salah satu dari {names}."

msgid "“{text}” is not one of the values that this column can have{meant}: {options}."
msgstr "“{text}” bukan nilai untuk kolom ini{meant}: {options}."

msgid " (did you mean “{option}”?)"
msgstr " (maksud Anda “{option}”?)"

msgid "There is no parameter {unknown}; there are: {known}."
msgstr "Tidak ada parameter {unknown}; yang ada: {known}."

msgid "There is no command {name}."
msgstr "Tidak ada perintah {name}."

msgid "The option {name} is missing."
msgstr "Opsi {name} belum diberikan."

msgid "Help: {command} --help"
msgstr "Bantuan: {command} --help"

msgid "problem"
msgstr "masalah"

msgid "Running notebooks"
msgstr "Menjalankan notebook"

msgid "Building pages"
msgstr "Membangun halaman"

msgid "Check the tables of a case and report every problem."
msgstr "Periksa tabel suatu kasus."

msgid "A name under data/, or the path of a folder."
msgstr "Nama di bawah data/."

msgid "Show this message and exit."
msgstr "Tampilkan bantuan ini."

msgid "Usage:"
msgstr "Pemakaian:"

msgid "Arguments"
msgstr "Argumen"

msgid "Options"
msgstr "Opsi"

msgid "required"
msgstr "wajib"

msgid "Commands"
msgstr "Perintah"
"""


@pytest.fixture(autouse=True)
def indonesian(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Read a small catalogue, and follow neither language nor terminal of whoever runs tests."""
    folder = tmp_path_factory.mktemp("locale")
    path = folder / "id" / "LC_MESSAGES" / "analysis.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(language, "CATALOGUES", folder)
    monkeypatch.setenv("UCJ_LANG", "en")
    monkeypatch.delenv("COLUMNS", raising=False)
    language._translations.cache_clear()
    yield
    language._translations.cache_clear()


def ucj(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run the command in this process and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["ucj", *words])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


@pytest.mark.usefixtures("project", "no_kernel")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "padang", "-p", "bass=all"], "no parameter bass; there are: as_of, base"),
        (["build", "padang", "-p", "base"], "NAME=VALUE"),
        (["build", "padang", "-p", "confidence=2"], "above 0 and below 1"),
        (["build", "nowhere"], "no case"),
        (["build", "--lang", "xx"], "no language xx; there are: en"),
        (["run", "padang", "99-none"], "no notebook 99-none"),
        (["serve", "padang"], "ucj build padang"),
        (["serve", "--port", "many"], "The value of --port must be a whole number."),
        (["serve", "--port", "70000"], "The value of --port must be 65535 or less."),
        (["build", "--jobs", "-1"], "The value of --jobs must be 0 or more."),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, words: list[str], said: str
):
    assert ucj(monkeypatch, *words) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""


@pytest.mark.usefixtures("no_kernel")
def test_what_a_page_is_compared_with_must_exist(monkeypatch: pytest.MonkeyPatch, capsys: Capture):
    words = ["run", "padang", "08-changes", "-p", "against=nowhere"]
    assert ucj(monkeypatch, *words) == 2
    assert "no case “nowhere”" in capsys.readouterr().err


def test_what_is_no_release_is_not_made_again(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
):
    assert ucj(monkeypatch, "verify", str(tmp_path)) == 1
    assert "is no release" in capsys.readouterr().err
    assert ucj(monkeypatch, "publish", "nowhere", "--base-url", "nowhere") == 2
    assert "is no address of a book" in capsys.readouterr().err


def test_an_unknown_command_is_exit_code_2(monkeypatch: pytest.MonkeyPatch):
    assert ucj(monkeypatch, "bild") == 2


@pytest.mark.usefixtures("project", "no_kernel")
def test_an_error_that_nobody_foresaw_asks_for_debug(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
):
    assert ucj(monkeypatch, "run", "padang") == 1
    said = capsys.readouterr().err
    assert "AssertionError: a notebook was run" in said
    assert "--debug" in said


@pytest.mark.usefixtures("project", "no_kernel")
def test_debug_shows_the_trace(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "argv", ["ucj", "run", "padang", "--debug"])
    with pytest.raises(AssertionError, match="a notebook was run"):
        cli.main()


@pytest.mark.usefixtures("project", "no_kernel")
def test_data_with_errors_are_not_run(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
):
    case = write_case(tmp_path / "example")
    edit(case, "documents", "2024-11-11,https", "2024-13-11,https")
    assert ucj(monkeypatch, "build", str(case)) == 1
    assert "2024-13-11" in capsys.readouterr().out


def test_check_prints_file_row_column_and_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
):
    case = write_case(tmp_path / "example")
    assert ucj(monkeypatch, "check", str(case)) == 0
    edit(case, "documents", "2024-11-11,https", "2024-13-11,https")
    capsys.readouterr()
    assert ucj(monkeypatch, "check", str(case)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Errors")
    assert lines[1].split() == ["file", "row", "column", "problem"]
    assert lines[2].split()[:3] == ["documents.csv", "2", "published"]
    assert "2024-13-11" in lines[2]


def test_check_tells_warnings_apart_from_errors(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
):
    case = write_case(tmp_path / "example")
    edit(case, "observations", "One,2024-11-11,https://example.org/1", "One,2024-11-11,")
    assert ucj(monkeypatch, "check", str(case)) == 0
    assert capsys.readouterr().out.startswith("Warnings")
    edit(case, "documents", "2024-11-11,https", "2024-13-11,https")
    assert ucj(monkeypatch, "check", str(case)) == 1
    said = capsys.readouterr().out
    assert said.index("Errors") < said.index("2024-13-11") < said.index("Warnings")


def test_check_gives_programs_one_list(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
):
    case = write_case(tmp_path / "example")
    assert ucj(monkeypatch, "check", str(case), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []
    edit(case, "documents", "2024-11-11,https", "2024-13-11,https")
    assert ucj(monkeypatch, "check", str(case), "--format", "json") == 1
    (problem,) = json.loads(capsys.readouterr().out)
    assert problem["message"].startswith("“2024-13-11”")
    del problem["message"]
    assert problem == {
        "file": "documents.csv",
        "row": 2,
        "column": "published",
        "severity": "error",
    }


def test_a_newcomer_makes_fills_checks_compares_and_takes_away_a_case(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
):
    monkeypatch.chdir(tmp_path)
    assert ucj(monkeypatch, "new", "city", "--place", "City", "--geo", "Kota Baru") == 0
    assert "README.en.md" in capsys.readouterr().out
    assert ucj(monkeypatch, "new", "city") == 1
    assert "not empty" in capsys.readouterr().err
    (tmp_path / "observations.csv").write_text(
        "observation_id;series;geo;geo_level;period;value;unit;group;base;status;checked;publisher\n"
        "a;coverage;Kota Baru;district;2023-12;27,5;percent;all;employed;printed;once;Koran\n",
        encoding="cp1252",
    )
    assert ucj(monkeypatch, "import", "observations.csv", "--to", "city") == 0
    said = capsys.readouterr().out
    assert "observations: rows added: 1" in said
    assert "example rows" in said
    assert ucj(monkeypatch, "check", "city") == 0
    shutil.copytree("city", "before")
    new = Path("observations.csv").read_text().replace("a;cov", "b;cov").replace("2023", "2024")
    Path("observations.csv").write_text(new.replace("27,5", "127,5"))
    assert ucj(monkeypatch, "import", "observations.csv", "--to", "city") == 1
    captured = capsys.readouterr()
    assert "above 100" in captured.out
    assert "observations.csv was not imported" in captured.err
    Path("observations.csv").write_text(new.replace("27,5", "30,5"))
    assert ucj(monkeypatch, "import", "observations.csv", "--to", "city") == 0
    capsys.readouterr()
    assert ucj(monkeypatch, "compare", "before", "city", "--output", "page.html") == 0
    said = capsys.readouterr().out
    assert "27.5%" in said
    assert "30.5%" in said
    assert 'id="en"' in Path("page.html").read_text("utf-8")
    for form in ("xlsx", "qdpx", "zip"):
        assert ucj(monkeypatch, "export", "city", "--format", form) == 0
        assert Path(f"city.{form}").stat().st_size


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "padang", "--format", "xml"], "no format xml; there are: text, json"),
        (["export", "padang", "--format", "pdf"], "no format pdf; there are: xlsx, qdpx, zip"),
        (["compare", "padang@soon", "padang"], "“soon” is no date"),
        (["compare", "padang", "padang", "-p", "base=eligible"], "no parameter base"),
        (["compare", "padang", "nowhere"], "no case “nowhere”"),
        (["import", "x.xlsx", "--to", "nowhere"], "no case “nowhere”"),
    ],
)
def test_the_commands_for_other_data_refuse_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, words: list[str], said: str
):
    assert ucj(monkeypatch, *words) == 2
    assert said in capsys.readouterr().err


def test_build_prints_the_path_of_the_book_and_quiet_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, project: Project
):
    case = project.root / "city"
    write_case(case)
    assert ucj(monkeypatch, "build", str(case), "-p", "seed=3", "--jobs", "2") == 0
    captured = capsys.readouterr()
    door = project.build("city") / "html" / "index.html"
    assert captured.out.strip() == str(door)
    assert door.is_file()
    assert (door.parent / "results" / "numbers.csv").read_text() == "seed,base\n3,employed\n"
    assert "Running notebooks" in captured.err
    assert ucj(monkeypatch, "run", str(case), "02-two", "-q") == 0
    captured = capsys.readouterr()
    assert captured.out + captured.err == ""


def test_help_comes_without_the_statistics():
    """Half a second matters to somebody who only wants to look up an option."""
    code = "import sys, analysis.cli; sys.exit('pandas' in sys.modules or 'sphinx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("language", ["en_GB", "de_DE", ""])
def test_a_language_without_catalogue_is_answered_in_english(language: str):
    environment = {**os.environ, "UCJ_LANG": language, "LC_ALL": "C"}
    command = [sys.executable, "-c", "from analysis.cli import main; main()", "--help"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "Run the notebooks of a case and build the book." in done.stdout


@pytest.mark.usefixtures("project", "no_kernel")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["build", "padang", "-p", "bass=all"],
            "Tidak ada parameter bass; yang ada: as_of",
        ),
        (["build", "nowhere"], "Kasus “nowhere” tidak ada"),
        (["check", "nowhere"], "Kasus “nowhere” tidak ada"),
        (["bild"], "Tidak ada perintah bild. Bantuan: ucj --help"),
        (["import", "a.csv"], "Opsi --to belum diberikan."),
    ],
)
def test_a_refusal_is_in_the_language_of_the_reader(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, words: list[str], said: str
):
    monkeypatch.setenv("UCJ_LANG", "id")
    assert ucj(monkeypatch, *words) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "variable", "spoken"),
    [
        (["--lang", "id", "check", "nowhere"], "en", "id"),
        (["--lang=id", "check", "nowhere"], "", "id"),
        (["--lang", "en", "check", "nowhere"], "id", "en"),
        (["build", "nowhere", "--lang", "id"], "en", "id"),
        (["build", "nowhere", "--lang", "id", "--lang", "en"], "en", "en"),
        (["--lang", "id", "build", "nowhere", "--lang", "en"], "en", "id"),
        (["check", "nowhere"], "id_ID.UTF-8", "id"),
        (["check", "nowhere"], "de", "en"),
        (["check", "nowhere"], "idx", "en"),
    ],
)
def test_the_language_is_the_option_before_the_command_else_the_only_edition_else_the_variable(
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
    words: list[str],
    variable: str,
    spoken: str,
):
    monkeypatch.setenv("UCJ_LANG", variable)
    assert ucj(monkeypatch, *words) == 2
    said = {"id": "Kasus “nowhere” tidak ada", "en": "There is no case “nowhere”"}
    assert said[spoken] in capsys.readouterr().err


def test_an_unknown_language_of_messages_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
):
    assert ucj(monkeypatch, "--lang", "xx", "check", "padang") == 2
    assert "no language xx; there are: en, id" in capsys.readouterr().err


def test_problems_are_told_in_the_language_of_the_reader(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
):
    monkeypatch.setenv("UCJ_LANG", "id")
    case = write_case(tmp_path / "example")
    edit(case, "documents", "d-day,public", "d-day,publik")
    assert ucj(monkeypatch, "check", str(case)) == 1
    _, heading, row, *_ = capsys.readouterr().out.splitlines()
    assert heading.split()[-1] == "masalah"
    assert "“publik” bukan nilai untuk kolom ini (maksud Anda “public”?): study, public" in row


def test_progress_is_told_in_the_language_of_the_reader(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, project: Project
):
    case = write_case(project.root / "city")
    assert ucj(monkeypatch, "build", str(case), "--lang", "id") == 0
    said = capsys.readouterr().err
    assert "Menjalankan notebook" in said
    assert "Membangun halaman" in said


@pytest.mark.parametrize("words", [["--help"], []])
def test_help_lists_the_commands_in_the_language_of_the_reader(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, words: list[str]
):
    monkeypatch.setenv("UCJ_LANG", "id")
    assert ucj(monkeypatch, *words) == 0
    said = capsys.readouterr().out
    for word in ("Pemakaian: ucj", "Opsi", "Perintah", "Periksa tabel", "Tampilkan bantuan ini"):
        assert word in said
    for word in ("Usage", "Commands", "Show this message"):
        assert word not in said


def test_help_of_a_command_is_in_the_language_of_the_reader(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
):
    assert ucj(monkeypatch, "--lang", "id", "check", "--help") == 0
    said = capsys.readouterr().out
    for word in ("Pemakaian: ucj check", "Argumen", "[wajib]", "Opsi", "Periksa tabel", "Nama di"):
        assert word in said


# What no command needs before it runs notebooks or builds pages; it would cost seconds.
HEAVY = {"IPython", "matplotlib", "papermill", "scipy", "seaborn", "sphinx", "statsmodels"}
REPORT = """
import atexit, sys
atexit.register(lambda: print(*{name.split(".")[0] for name in sys.modules}, file=sys.stderr))
from analysis.cli import main
sys.argv[0] = "ucj"
main()
"""


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        (["--help"], HEAVY | {"pandas", "numpy", "babel", "frictionless", "jinja2"}),
        (["build", "--help"], HEAVY | {"pandas", "numpy", "babel", "frictionless", "jinja2"}),
        (["check", "padang", "-q"], HEAVY),
    ],
)
def test_a_command_imports_only_what_it_needs(words: list[str], spared: set[str]):
    command = [sys.executable, "-c", REPORT, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    imported = set(done.stderr.splitlines()[-1].split())
    assert "typer" in imported
    assert not imported & spared
