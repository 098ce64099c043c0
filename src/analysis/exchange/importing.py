"""Bring a file into a case: all of its tables, or none."""

from __future__ import annotations

import dataclasses
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis import cases
from analysis.checks import TABLES, Problem, check
from analysis.errors import Message, UserError, message
from analysis.examples import EXAMPLES, is_example
from analysis.exchange import decimals, delimited, refi, refi_tables, workbook
from analysis.exchange import mapping as mappings
from analysis.exchange.archive import opened, whole
from analysis.exchange.sheets import ProblemsError, Sheet, key
from analysis.language import Language
from analysis.locks import alone

MAPPING = "mapping.csv"
BEGUN = "begun"
NEW = "+"
TEXTS = frozenset({".csv", ".tsv", ".txt"})
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
TWICE = message("The key of this row stands in an earlier row already; a key stands once.")
UNUSED = message("{file}: columns that no table has were left out: {columns}.")
KINDS = ".xlsx, .csv, .tsv, .txt, .qdpx, .qdc"


@dataclass(frozen=True)
class Change:
    """How many rows of one table were new, changed, or there already."""

    table: str
    added: int
    changed: int
    same: int


@dataclass(frozen=True)
class Report:
    """What an import did.

    Attributes
    ----------
    changes
        For each table of the file what became of its rows; empty if a mapping was drafted.
    notices
        What the person should know.
    drafted
        The mapping that must be completed before the project can be imported; None if it was.
    undecided
        Codes in it that nobody has decided.
    """

    changes: tuple[Change, ...] = ()
    notices: tuple[Message, ...] = ()
    drafted: Path | None = None
    undecided: int = 0

    def sentences(self, language: Language) -> list[str]:
        """Say what was done, one sentence for each table and each notice."""
        said = [
            language.text(
                "{table}: rows added: {added}, changed: {changed}, there already: {same}.",
                table=change.table,
                added=language.number(change.added),
                changed=language.number(change.changed),
                same=language.number(change.same),
            )
            for change in self.changes
        ]
        said += [language.say(notice) for notice in self.notices]
        if self.drafted is not None:
            said.append(
                language.text(
                    "{file} lists the codes of the project; {n} must be decided by you."
                    " Complete it and import the project again.",
                    file=self.drafted,
                    n=language.number(self.undecided),
                )
            )
        return said


def import_file(
    path: Path, to_case: Path, mapping: Path | None = None, *, replace: bool = False
) -> Report:
    """Bring a file into a case.

    A workbook or a CSV brings tables. A project (``.qdpx``) brings documents, segments, codings
    and actors; its codes become codes of the framework by a mapping. If there is none yet and a
    code's meaning is in doubt, a mapping is drafted and nothing else is done. A codebook
    (``.qdc``) drafts a mapping.

    Parameters
    ----------
    path
        The file.
    to_case
        Folder of the case, or its name under ``data/``.
    mapping
        The mapping of codes; by default ``mapping.csv`` in the case.
    replace
        Whether rows of the case whose key the file has with other content are overwritten.

    Raises
    ------
    UserError
        If the file cannot be used, or rows would be overwritten; the case is as it was.
    ProblemsError
        The same, with every problem and its place in the file.
    """
    folder = cases.find(to_case)
    with alone(folder):
        recover(folder)
        kind = _kind(path)
        if kind in {".qdpx", ".qdc"}:
            return _import_codes(path, folder, kind, mapping or folder / MAPPING, replace=replace)
        if kind == ".xlsx":
            sheets, notices = workbook.read(path)
        else:
            sheets, notices = [delimited.read(path)], []
        return merge(sheets, folder, notices, replace=replace)


def merge(
    sheets: Sequence[Sheet], folder: Path, notices: Iterable[Message] = (), *, replace: bool = False
) -> Report:
    """Merge tables into a case: new rows come last, known rows stay where they are.

    Raises
    ------
    UserError
        If rows would be overwritten, or the files cannot be written; the case is as it was.
    ProblemsError
        If the case would have errors that it does not have yet.
    """
    found = list(notices)
    tables: dict[str, _Table] = {}
    for sheet in sheets:
        if sheet.unused:
            columns = ", ".join(sheet.unused)
            values: dict[str, object] = {"file": sheet.file, "columns": columns}
            found.append(Message(UNUSED, values))
        if sheet.rows:
            table = tables.setdefault(sheet.table, _Table(folder, sheet.table))
            table.merge(sheet, replace=replace)
    if not tables:
        found.append(Message("The file holds no rows to import."))
    changed = [table for table in tables.values() if table.added or table.changed]
    if changed:
        changed += _without_examples(folder, tables, found)
        _replace(folder, changed)
    return Report(tuple(table.change for table in tables.values()), tuple(found))


def recover(folder: Path) -> None:
    """Put a case back as it was if an import into it was cut off.

    Only names are changed, so that a full disk cannot hinder it, and it can itself be repeated.
    """
    stage = _stage(folder)
    if (stage / BEGUN).exists():
        for line in (stage / BEGUN).read_text(encoding="utf-8").splitlines():
            file = line.removeprefix(NEW)
            if line.startswith(NEW):
                (folder / file).unlink(missing_ok=True)
            elif (stage / "before" / file).exists():
                (stage / "before" / file).replace(folder / file)
        (stage / BEGUN).unlink()
    if stage.exists():
        shutil.rmtree(stage)


# Parts ---------------------------------------------------------------------------------------


def _kind(path: Path) -> str:
    """Tell what a file is by its ending, and refuse what its first bytes contradict."""
    with opened(path), path.open("rb") as handle:
        start = handle.read(8)
    kind = path.suffix.lower()
    if not start:
        raise UserError("{file} is empty.", file=path.name)
    if kind in TEXTS and not start.startswith((b"PK\x03\x04", OLD_EXCEL, b"%PDF")):
        return ".csv"
    if kind in {".xlsx", ".qdpx"} and start.startswith(b"PK"):
        return kind
    if kind == ".qdc":
        return kind
    if start.startswith(OLD_EXCEL):
        raise UserError(
            "{file} is a workbook of old Excel or has a password;"
            " save it as .xlsx without a password.",
            file=path.name,
        )
    if kind in {".xlsx", ".qdpx", *TEXTS}:
        raise UserError(
            "{file} is not what its ending says; save or export it again as {kind}.",
            file=path.name,
            kind=kind,
        )
    raise UserError(
        "{file} cannot be imported; the kinds are: {kinds}.", file=path.name, kinds=KINDS
    )


def _import_codes(path: Path, folder: Path, kind: str, given: Path, *, replace: bool) -> Report:
    framework = cases.load_reference().framework
    if kind == ".qdc":
        return _draft(mappings.draft(refi.read_codebook(path), framework), given)
    project = refi.read_project(path)
    known = mappings.draft(project.codes.values(), framework)
    if given.exists():
        known |= mappings.read(given, framework)
    elif any(not known[name].decided for name in refi_tables.used(project)):
        return _draft(known, given)
    sheets, notices = refi_tables.tables(project, known, path.name)
    return merge(sheets, folder, notices, replace=replace)


def _draft(mapping: mappings.Mapping, path: Path) -> Report:
    if path.exists():
        raise UserError(
            "{path} is there already; give another name for the mapping, or delete it.", path=path
        )
    with whole(path) as temporary:
        temporary.write_text(mappings.text(mapping), encoding="utf-8", newline="")
    undecided = sum(not meaning.decided for meaning in mapping.values())
    return Report(drafted=path, undecided=undecided)


class _Table:
    """A table of the case, with the rows that a file brings."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.file = name, f"{name}.csv"
        self.header, *lines = cases.read_rows(folder, name)
        for number, line in enumerate(lines, start=2):
            if len(line) > len(self.header):
                path, many = folder / self.file, len(self.header)
                raise cases.TableError(path, cases.MANY_CELLS, number, n=many)
        empty = dict.fromkeys(self.header, "")
        self.rows = [
            empty | dict(zip(self.header, line, strict=False)) for line in lines if any(line)
        ]
        self.keys = key(name)
        self.places = {self.key(row): place for place, row in enumerate(self.rows)}
        self.origin: dict[int, tuple[str, int]] = {}
        self.added = self.changed = self.same = 0

    def key(self, row: dict[str, str]) -> tuple[str, ...]:
        return tuple(row[name] for name in self.keys)

    @property
    def change(self) -> Change:
        return Change(self.name, self.added, self.changed, self.same)

    @property
    def text(self) -> str:
        return delimited.text(self.name, self.rows, self.header)

    def merge(self, sheet: Sheet, *, replace: bool) -> None:
        brought: set[tuple[str, ...]] = set()
        for row, number in zip(sheet.rows, sheet.numbers, strict=True):
            if self.key(row) in brought:
                twice = Problem(sheet.file, number, self.keys[0], TWICE)
                raise ProblemsError(sheet.file, [twice])
            brought.add(self.key(row))
            self.bring(row, sheet.file, number, replace=replace)

    def bring(self, row: dict[str, str], file: str, number: int, *, replace: bool) -> None:
        place = self.places.get(self.key(row))
        if place is None:
            place = self.places[self.key(row)] = len(self.rows)
            self.rows.append(dict.fromkeys(self.header, "") | row)
            self.added += 1
        elif (column := self.difference(self.rows[place], row)) is None:
            self.same += 1
        elif replace:
            self.rows[place] |= row
            self.changed += 1
        else:
            raise UserError(
                "{place}: the case has the row “{key}” with other content; nothing was imported."
                " Allow rows to be replaced if the file is right.",
                place=cases.place(file, number, column),
                key=" ".join(self.key(row)),
            )
        self.origin[place] = (file, number)

    def drop_examples(self) -> None:
        kept = [place for place, row in enumerate(self.rows) if not is_example(self.name, row)]
        moved = {old: new for new, old in enumerate(kept)}
        self.rows = [self.rows[place] for place in kept]
        self.origin = {moved[old]: where for old, where in self.origin.items() if old in moved}

    def difference(self, first: dict[str, str], second: dict[str, str]) -> str | None:
        """Return the first column in which rows differ; numbers are compared as numbers."""
        for name, kind in cases.columns(self.name).items():
            alike = kind != "string" and decimals.same(first[name], second[name])
            if first[name] != second[name] and not alike:
                return name
        return None


def _without_examples(
    folder: Path, tables: Mapping[str, _Table], found: list[Message]
) -> list[_Table]:
    """Take the example rows of a new case out of all its tables, unless another row needs them.

    Returns
    -------
    list
        Tables that nothing else would change.
    """
    every = {
        name: tables.get(name) or _Table(folder, name)
        for name in TABLES
        if name in tables or (folder / f"{name}.csv").exists()
    }
    keys = {EXAMPLES[name][key(name)[0]] for name in TABLES}
    own = [row for name, table in every.items() for row in table.rows if not is_example(name, row)]
    if any(word in cell for word in keys for row in own for cell in row.values()):
        return []
    holding = [
        table for name, table in every.items() if any(is_example(name, row) for row in table.rows)
    ]
    for table in holding:
        table.drop_examples()
    if holding:
        found.append(Message("The example rows of the new case were taken out."))
    return [table for table in holding if not (table.added or table.changed)]


def _replace(folder: Path, tables: Sequence[_Table]) -> None:
    """Write files next to the case, check what the case would be, and only then replace them."""
    stage = _stage(folder)
    after, before = stage / "after", stage / "before"
    files = [table.file for table in tables]
    try:
        with _undone(folder):
            after.mkdir(parents=True)
            before.mkdir()
            for file in (cases.MANIFEST, *(f"{table}.csv" for table in TABLES)):
                if (folder / file).exists():
                    shutil.copy2(folder / file, (before if file in files else after) / file)
            for table in tables:
                (after / table.file).write_text(table.text, encoding="utf-8", newline="")
            _refuse_new_errors(folder, after, tables)
            # From here on the next import undoes what was begun, even if this one is killed.
            old = [file if (folder / file).exists() else NEW + file for file in files]
            (after / BEGUN).write_text("\n".join(old), encoding="utf-8")
            (after / BEGUN).replace(stage / BEGUN)
            for file in files:
                (after / file).replace(folder / file)
            (stage / BEGUN).unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            "The case {case} could not be written ({reason}); it is as it was.",
            case=folder.name,
            reason=reason,
        ) from error


@contextmanager
def _undone(folder: Path) -> Iterator[None]:
    """Undo what was begun if anything stops it, and leave nothing behind."""
    try:
        yield
    finally:
        recover(folder)


def _stage(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.import"


def _refuse_new_errors(folder: Path, staged: Path, tables: Sequence[_Table]) -> None:
    """Refuse errors that the case does not have yet; those that it has are not held against it."""
    old = Counter(_said(problem) for problem in check(folder) if problem.severity == "error")
    by_file = {table.file: table for table in tables}
    problems: list[Problem] = []
    for problem in check(staged):
        if problem.severity != "error":
            continue
        if old[_said(problem)]:
            old[_said(problem)] -= 1
            continue
        origin = by_file[problem.file].origin if problem.file in by_file else {}
        file, row = origin.get(problem.row - 2, (problem.file, problem.row))
        problems.append(dataclasses.replace(problem, file=file, row=row))
    if problems:
        raise ProblemsError(problems[0].file.partition(" › ")[0], problems)


def _said(problem: Problem) -> tuple[str, str, str]:
    return problem.file, problem.column, problem.message
