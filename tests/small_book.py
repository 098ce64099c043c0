"""A book of three notebooks and a page, for the tests that run and build one."""

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.project import ROOT, Project

PARAMETERS = """\
case = "padang"  # a name under data, or a path
language = "en"  # en or id
as_of = ""  # nothing later is used; empty: all evidence
layers = ["study", "public"]  # layers of evidence
base = "employed"  # base of coverage
confidence = 0.95  # width of the intervals
seed = 1
output = ""  # folder for results; empty: nothing is saved
"""

SAVE = """\
from pathlib import Path
if output:
    Path(output).mkdir(parents=True, exist_ok=True)
    Path(output, "numbers.csv").write_text(f"seed,base\\n{seed},{base}\\n")
print(f"seed {seed}")
"""

TOC = """\
format: jb-book
root: notebooks/start
parts:
  - caption: More
    chapters:
      - file: notebooks/01-one
      - file: notebooks/02-two
      - file: book/page
"""


def write_notebook(path: Path, title: str, *code: str) -> Path:
    """Write a notebook: a heading, the cell of parameters, and the given code."""
    cells = [
        new_markdown_cell(f"# {title}\n\nRead on in [the page](../book/page.md#a-section)."),
        new_code_cell(PARAMETERS, metadata={"tags": ["parameters", "remove-cell"]}),
        *map(new_code_cell, code),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"name": "none-such", "display_name": "None", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def write_project(root: Path) -> Project:
    """Write the book, with the configuration and the look of the real one."""
    notebooks, book = root / "notebooks", root / "book"
    notebooks.mkdir(parents=True)
    book.mkdir()
    shutil.copy(ROOT / "_config.yml", root)
    for folder in ("_static", "_templates"):
        shutil.copytree(ROOT / "book" / folder, book / folder)
    (root / "_toc.yml").write_text(TOC)
    (book / "references.bib").write_text("")
    (book / "page.md").write_text("# A page\n\n## A section\n\nA formula: $c = m / b$.\n")
    write_notebook(notebooks / "start.ipynb", "Start", SAVE)
    write_notebook(notebooks / "01-one.ipynb", "One", "import sys\nprint(sys.executable)")
    write_notebook(notebooks / "02-two.ipynb", "Two", "print(language)")
    return Project(root)


def copy_project(root: Path) -> Project:
    """Copy the real book, so that other cases can be built without touching its results."""
    root.mkdir()
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, root)
    for name in ("book", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    return Project(root)
