"""The rerun lab, as a student meets it and as the instructor has it."""

import ast
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis import assumptions, audiences, chapters
from analysis.answers import Feedback
from analysis.audiences import INSTRUCTOR, STUDENT
from analysis.chapters import Chapter
from analysis.errors import UserError

LAB = Path(__file__).parents[1] / "notebooks" / "course-rerun.ipynb"
TASKS = 4


def work_through(audience: str, language: str) -> list[Feedback]:
    """Run the cells of the lab one after the other, and return what it says of the answers."""
    notebook = audiences.notebook(nbformat.read(LAB, as_version=4), audience)
    names: dict[str, Any] = {}
    said = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        *before, last = ast.parse(cell.source).body
        exec(compile(ast.Module(before, []), LAB.name, "exec"), names)  # noqa: S102
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), LAB.name, "eval"), names)  # noqa: S307
            said += [shown] if isinstance(shown, Feedback) else []
        else:
            exec(compile(ast.Module([last], []), LAB.name, "exec"), names)  # noqa: S102
        if "parameters" in cell.metadata.get("tags", []):
            names["language"] = language
    return said


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_instructor_s_notebook_is_all_right(language: str):
    said = work_through(INSTRUCTOR, language)
    assert [feedback.right for feedback in said] == [True] * TASKS


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_student_s_notebook_runs_and_says_what_is_missing(language: str):
    said = work_through(STUDENT, language)
    assert [feedback.slip for feedback in said] == ["empty"] * TASKS
    assert len({str(feedback) for feedback in said}) == 1


@cache
def chapter(language: str = "en") -> Chapter:
    return chapters.open_chapter(
        case="padang",
        language=language,
        as_of="",
        layers=["study", "public"],
        base="employed",
        confidence=0.95,
        seed=20251124,
        output="",
    )


@pytest.mark.parametrize(
    ("check", "answer", "slip"),
    [
        ("check_base", 29.13, "base"),  # over employed persons
        ("check_base", 24.42, "date"),  # a year earlier
        ("check_base", 0.2588, "share"),
        ("check_base", 0.26, "share"),
        ("check_base", "25.88", "no_number"),
        ("check_date", -4.97, "direction"),
        ("check_date", 11.51, "only_one"),
        ("check_bound", 4.97, "estimate"),
        ("check_bound", 4.08, "other_end"),
        ("check_rule", 9, "one_more"),
        ("check_rule", 5, "low"),
    ],
)
def test_a_wrong_answer_gets_the_hint_that_fits(check: str, answer: object, slip: str):
    feedback = getattr(assumptions, check)(chapter(), answer)
    assert not feedback.right
    assert feedback.slip == slip


@pytest.mark.parametrize(
    ("check", "answer"), [("check_base", 25.88), ("check_date", 4.97), ("check_bound", 5.24)]
)
def test_a_right_answer_may_be_rounded(check: str, answer: float):
    assert getattr(assumptions, check)(chapter(), answer).right


def test_coverage_is_the_count_over_the_base_that_was_printed():
    """Printed for October 2025: 127,738 active members, 493,647 persons in the labour force."""
    found = assumptions.read_coverage(chapter(), base="labour_force")
    assert found.estimate == pytest.approx(100 * 127_738 / 493_647)
    assert assumptions.read_coverage(chapter()).estimate == pytest.approx(100 * 127_738 / 438_441)


def test_what_is_shown_can_be_copied_as_an_answer():
    """Numbers are shown as exactly as they are asked for."""
    shown = assumptions.read_coverage(chapter("id"), base="labour_force").exhibit.body
    assert "25,88%" in shown
    assert "4,97" in assumptions.read_rule(chapter("id"), "C6b").exhibit.body


def test_a_rule_without_a_change_gives_the_verdict_of_the_book():
    verdicts = chapter().verdicts()
    main = verdicts[(verdicts["variant"] == "main") & (verdicts["as_of"] == "all")]
    for test in ("C6a", "C6b", "C4a"):
        (row,) = main[main["test_id"] == test].to_dict("records")
        found = assumptions.read_rule(chapter(), test)
        assert found.verdict == row["verdict"]
        assert found.estimate == pytest.approx(row["estimate"])


def test_a_changed_threshold_or_minimum_moves_the_verdict():
    assert assumptions.read_rule(chapter(), "C6b").verdict == "partial_agreement"
    assert assumptions.read_rule(chapter(), "C6b", threshold=5.3).verdict == "agreement"
    date = chapter().study_date
    events = assumptions.read_rule(chapter(), "C4a", as_of=date).n_events
    for minimum, silent in ((events, False), (events + 1, True)):
        found = assumptions.read_rule(chapter(), "C4a", as_of=date, minimum=minimum)
        assert (found.verdict == "silence") == silent


def test_what_does_not_exist_is_refused_with_what_there_is():
    with pytest.raises(UserError, match="C6a, C6b"):
        assumptions.read_rule(chapter(), "C99")
    with pytest.raises(UserError, match="base=labour_force, date=2025-10"):
        assumptions.read_coverage(chapter(), base="eligible")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"threshold": "10,5"}, "“10,5” bukan bilangan"),
        ({"minimum": "lima"}, "“lima” bukan bilangan"),
        ({"as_of": "kemarin"}, "“kemarin” bukan tanggal"),
    ],
)
def test_what_is_no_number_or_date_is_one_sentence_in_the_reader_s_language(
    changed: dict[str, Any], words: str
):
    with pytest.raises(UserError) as refused:
        assumptions.read_rule(chapter("id"), "C6b", **changed)
    (shown,) = refused.value._render_traceback_()
    assert shown.startswith(words)


def test_what_is_offered_in_place_of_a_wrong_base_is_of_the_same_month():
    with pytest.raises(UserError) as refused:
        assumptions.read_coverage(chapter(), base="labor_force")
    assert "base=labour_force, date=2025-10" in str(refused.value)
    assert "2024" not in str(refused.value)
