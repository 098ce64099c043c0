"""A chapter opens on what was known at its date, and saves results whole."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import chapters
from analysis.cases import DATA
from analysis.chapters import Chapter
from analysis.errors import UserError
from small_case import write_case

PARAMETERS: dict[str, Any] = {
    "case": "padang",
    "language": "en",
    "as_of": "",
    "layers": ["study", "public"],
    "base": "employed",
    "confidence": 0.95,
    "seed": 1,
    "output": "",
}


def opened(**changes: object) -> Chapter:
    return chapters.open_chapter(**(PARAMETERS | changes))


@pytest.mark.parametrize(
    ("name", "value"), [("base", "population"), ("confidence", 1.0), ("as_of", "last year")]
)
def test_a_parameter_out_of_range_is_refused_by_name(name: str, value: object):
    with pytest.raises(UserError, match=name):
        opened(**{name: value})


def test_nothing_later_than_the_date_is_in_a_chapter():
    early = opened(as_of="2025-06-30")
    assert early.case.documents["published"].max() <= "2025-06-30"
    assert early.figures.observations["published"].max() <= "2025-06-30"
    assert len(early.whole.documents) > len(early.case.documents)
    assert set(early.figures.observations["observation_id"]) < early.figures.keys


def test_the_dates_of_verdicts_are_those_of_study_and_page():
    assert opened().dates == ["2025-06-30", ""]
    assert opened(as_of="2025-06-30").dates == ["2025-06-30"]
    assert opened(as_of="2024").as_of == "2024"


def test_the_public_record_holds_no_other_layer():
    chapter = opened()
    assert set(chapter.record()["layer"]) == {"public"}
    assert set(chapter.coded["layer"]) == {"public", "study"}
    assert not chapter.shows_study


def test_without_a_public_record_a_page_shows_the_material_of_the_study_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
):
    chapter = opened(layers=["study"])
    assert set(chapter.record()["layer"]) == {"study"}
    assert set(chapter.contrast().coded["layer"]) <= {"study"}
    shown: list[str] = []
    monkeypatch.setattr(chapters, "display", lambda item: shown.append(item.data))
    chapter.answer("An answer.")
    assert ["a study cannot confirm itself" in text for text in shown] == [True, False]
    assert set(chapter.verdicts()["layer"].dropna()) == {"public"}


def test_the_contrast_is_read_at_the_same_date_and_saves_nothing(tmp_path: Path):
    other = opened(as_of="2023", output=str(tmp_path)).contrast()
    assert other.case.name == "padang-panjang"
    assert other.case.documents["published"].max() < "2024"
    assert other.output is None


def test_a_case_without_a_contrast_is_set_beside_nothing(tmp_path: Path):
    alone = opened(case=str(write_case(tmp_path / "alone")), layers=["public"])
    other = alone.contrast()
    assert other.record().empty
    assert other.case.observations.empty
    assert other.place == "another case"


def test_a_page_is_compared_with_the_date_of_the_study_another_date_or_another_case(tmp_path: Path):
    chapter = opened(as_of="2025-11")
    assert [state.as_of for state in chapter.states()] == ["2025-06-30", "2025-11"]
    assert [state.as_of for state in chapter.states("2024")] == ["2024", "2025-11"]
    before, after = chapter.states(str(write_case(tmp_path / "before")))
    assert (before.case.name, before.as_of) == ("before", "2025-11")
    assert after.case is chapter.whole
    with pytest.raises(UserError, match="nowhere"):
        chapter.states("nowhere")


def test_a_result_is_saved_whole_and_alike_in_any_language(tmp_path: Path):
    table = pd.DataFrame({"name": ["a", "b"], "value": [1 / 3, None]})
    for language in ("first", "second"):
        opened(output=str(tmp_path / language)).save("result", table)
    first, second = (tmp_path / name / "result.csv" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
    assert first.read_text() == "name,value\na,0.3333333333\nb,\n"
    assert [path.name for path in first.parent.iterdir()] == ["result.csv"]


def test_without_a_folder_nothing_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    opened().save("result", pd.DataFrame({"a": [1]}))
    assert list(tmp_path.iterdir()) == []


def test_every_table_is_described_with_its_rows():
    described = {exhibit.name: exhibit for exhibit in opened().dictionary()}
    assert "dictionary-observations" in described
    lines = [
        len((DATA / name / "observations.csv").read_text().splitlines()) - 1
        for name in ("padang", "reference")
    ]
    assert f"{sum(lines)} rows" in described["dictionary-observations"].caption


def test_an_earlier_page_judges_as_the_record_stood():
    verdicts = opened(as_of="2025-06-30").verdicts()
    assert set(verdicts["as_of"]) == {"2025-06-30"}
    later = opened().verdicts()
    kept = later[later["as_of"] == "2025-06-30"].reset_index(drop=True)
    pd.testing.assert_frame_equal(verdicts, kept)
