"""Every message can be translated: it is a literal that the catalogue finds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir

import analysis
from analysis.project import ROOT

SOURCE = Path(analysis.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
# Which argument of a call is the message, as the Makefile tells Babel.
KEYWORDS = {
    name: int(place or 1)
    for name, place in re.findall(r"-k (\w+):?(\d?)", (ROOT / "Makefile").read_text("utf-8"))
}
NO_MESSAGES = {"axes", "delimited", "mappings"}  # whose method `text` is another


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str, ast.expr]]:
    """Yield the calls that say something: the call, its name and its message."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            owner = getattr(getattr(node.func, "value", None), "id", "")
            place = KEYWORDS.get(name, 0) - 1
            starred = any(isinstance(argument, ast.Starred) for argument in node.args)
            if owner not in NO_MESSAGES and not starred and 0 <= place < len(node.args):
                yield node, name, node.args[place]


def composed(value: ast.expr) -> bool:
    """Tell whether a text is put together by code, or is a literal that nothing marks."""
    return (
        isinstance(value, ast.JoinedStr | ast.Constant)
        or (isinstance(value, ast.BinOp) and not isinstance(value.op, ast.BitOr))
        or (isinstance(value, ast.IfExp) and (composed(value.body) or composed(value.orelse)))
        or (isinstance(value, ast.Call) and getattr(value.func, "attr", "") in {"format", "join"})
    )


def faults(source: str) -> list[str]:
    """Name the messages in a source that could never be translated."""
    tree = ast.parse(source)
    in_strings = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for inner in ast.walk(node)
    }
    assigned = [
        (target.id, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "__init__":
            found += [
                f"line {node.lineno}: mark it with message()"
                for argument in node.args
                if composed(argument)
            ]
    for call, _, said in calls(tree):
        literal = isinstance(said, ast.Constant) and isinstance(said.value, str)
        variable = said.id if isinstance(said, ast.Name) else ""
        if call in in_strings:
            found.append(f"line {call.lineno}: within an f-string")
        elif not literal and composed(said):
            found.append(f"line {call.lineno}: not a literal")
        elif any(name == variable and composed(value) for name, value in assigned):
            found.append(f"line {call.lineno}: {variable} is not a marked literal")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_messages_are_literals_outside_of_f_strings(path: Path):
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        'UserError(f"There is no {case}.")',
        'UserError("There is no " + case)',
        'UserError("There is no {}.".format(case))',
        'Problem(file, 1, "", f"There is no {case}.")',
        'said = f"There is no {case}."\nProblem(file, 1, "", said)',
        'super().__init__("There is none.")',
        'said = "There is none."\nraise UserError(said)',
        'said = "One." if one else message("Two.")\nraise UserError(said)',
        """f"{language.text('Sources')}: {links}\"""",
        """f"{language.plural('one', 'many', n=2)}\"""",
    ],
)
def test_a_message_that_cannot_be_translated_is_found(source: str):
    assert len(faults(source)) == 1


def test_every_placeholder_of_an_error_has_its_value():
    """An error whose sentence cannot be filled would hide the mistake that it is about."""
    own = {"TableError": {"row", "column"}, "_problem": {"severity"}}
    for path in FILES:
        for call, name, said in calls(ast.parse(path.read_text("utf-8"))):
            given = {keyword.arg for keyword in call.keywords}
            if not isinstance(said, ast.Constant) or None in given:
                continue
            fields = {field for _, field, _, _ in Formatter().parse(str(said.value)) if field}
            if name in {"text", "UserError", "UsageError", "TableError", "_problem"}:
                assert given - own.get(name, set()) == fields, f"{path.name}, line {call.lineno}"


def test_the_catalogue_finds_every_message_and_nothing_else():
    keywords = {name: (place,) for name, place in KEYWORDS.items()} | {"plural": (1, 2)}
    extracted = {
        entry if isinstance(entry, str) else entry[0]
        for _, _, entry, _, _ in extract_from_dir(SOURCE, keywords=keywords)
    }
    literals = {
        said.value
        for path in FILES
        for _, _, said in calls(ast.parse(path.read_text("utf-8")))
        if isinstance(said, ast.Constant)
    }
    assert len(literals) > 500
    assert extracted == literals
