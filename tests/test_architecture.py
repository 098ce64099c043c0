"""The architecture map in CONTRIBUTING is true: every module has a room, imports run one way."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "analysis"
ROW = re.compile(r"^\| (\d) \| `(\w+)` \|", re.MULTILINE)
TITLE = re.compile(r"(\{[\w. -]+\}\n)?# ")
"""The heading of a page, perhaps under a class for its style."""


def rooms() -> dict[str, int]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return {module: int(room) for room, module in ROW.findall(text)}


def module_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def modules() -> list[str]:
    names = {module_of(path) for path in SOURCE.rglob("*.py")} - {"__init__"}
    return sorted(names)


def imported(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, as the room table names them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "analysis":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.split(".")[1]
                for alias in node.names
                if alias.name.startswith("analysis.")
            }
    return found


def test_every_module_has_a_room_and_every_room_a_module():
    assert sorted(rooms()) == modules()


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_from_its_room_or_those_above(module: str):
    room = rooms()
    paths = [SOURCE / f"{module}.py", *(SOURCE / module).rglob("*.py")]
    for path in paths:
        if path.is_file():
            below = {name for name in imported(path) if room.get(name, 0) > room[module]}
            assert not below, f"{path.relative_to(ROOT)} imports from a room below: {below}"


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_a_notebook_is_thin_and_holds_no_output(path: Path):
    cells = nbformat.read(path, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert (
        sum(bool(TITLE.match(cell.source)) for cell in cells if cell.cell_type == "markdown") == 1
    )
    for cell in code:
        if "parameters" not in cell.metadata.get("tags", []) and "open_chapter(" not in cell.source:
            statements = ast.parse(cell.source).body
            assert len(statements) <= 3, cell.source
    for cell in cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"\d ?%", cell.source), cell.source
