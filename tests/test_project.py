"""Where the parts of a book lie."""

from pathlib import Path

import pytest

from analysis.errors import UsageError
from small_book import write_project


def test_an_unknown_notebook_is_refused_with_those_that_exist(tmp_path: Path):
    project = write_project(tmp_path / "project")
    with pytest.raises(
        UsageError, match=r"no notebook 09-none; there are: start, 01-one, 02-two\."
    ):
        project.notebooks(["09-none"])
