"""Reads the files of a codebook: the shipped ones, and a user's folder laid over them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from csv import writer
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from dragoman.errors import CodebookError

from .about import parse_about
from .merge import overlay as lay_over
from .problems import Problem, nearest
from .shape import YES, Fields
from .tables import (
    CameoRow,
    Columns,
    CountryRow,
    EntityRow,
    NameRow,
    OfficeRow,
    OutletRow,
    PlaceRow,
    Row,
    RowTable,
    Sheet,
    fit_columns,
    read_sheet,
)
from .yamltext import Items, Node, Table, YamlProblem, load_text

LANGUAGE = "en"
SINGLE = (
    "contexts.yml", "sectors.yml", "status.yml", "policies.yml", "cameo_map.yml", "vocabulary.yml", "roles.yml",
    "cues/en.yml", "hedges/en.yml", "quantities/en.yml", "dates/en.yml", "status_words/en.yml", "marks/en.yml",
)  # fmt: skip
"""YAML files of which there is one each (and one per language, in folders)."""
EVENTS = "events"
TABLES: dict[str, type[Row]] = {
    "cameo": CameoRow,
    "countries": CountryRow,
    "entities": EntityRow,
    "names": NameRow,
    "offices": OfficeRow,
    "places": PlaceRow,
    "outlets": OutletRow,
}
"""CSV files by name, and what their rows are."""


@dataclass(frozen=True)
class TableSource:
    """Where the rows of a table come from."""

    name: str
    base: Traversable | None
    base_name: str
    over: Sheet | None = None
    """Rows of an overlay, its column ``drop`` last."""

    def table(self) -> RowTable[Any]:
        """Its rows. Raises ``CodebookError`` where the file is damaged."""
        problems: list[Problem] = []
        table = self.rows(problems)
        if problems:
            raise CodebookError(problems)
        return table

    def rows(self, problems: list[Problem]) -> RowTable[Any]:
        """The rows that can be read; what is wrong with the others is added to ``problems``."""
        columns: Columns[Any] = Columns.of(TABLES[self.name])
        cells, places = _lay_rows(self.sheet(columns, problems), self.over, columns)
        return RowTable(columns, cells, lambda at: f"{places[at][0]}:{places[at][1]}")

    def sheet(self, columns: Columns[Any], problems: list[Problem]) -> Sheet | None:
        """The shipped rows alone."""
        if self.base is None:
            return None
        sheet = read_sheet(self.base.read_bytes(), self.base_name, problems)
        return fit_columns(sheet, columns, problems) if sheet is not None else None

    def digest(self) -> str:
        """A hash of the rows in which neither order nor blank lines count."""
        if self.over is None:
            lines = self.base.read_bytes().split(b"\n") if self.base is not None else []
        else:
            columns: Columns[Any] = Columns.of(TABLES[self.name])
            rows, _ = _lay_rows(self.sheet(columns, []), self.over, columns)
            out = io.StringIO()
            writer(out, lineterminator="\n").writerows((columns.names, *rows))
            lines = out.getvalue().encode().split(b"\n")
        return hashlib.sha256(b"\n".join(sorted(filter(None, (line.strip() for line in lines))))).hexdigest()


@dataclass
class Loaded:
    """The files of a codebook as text, overlay laid over, before they are typed."""

    nodes: dict[str, Table] = field(default_factory=dict)
    """File name to content, for the files of which there is one each."""
    events: dict[str, Table] = field(default_factory=dict)
    """Type of event to content."""
    tables: dict[str, TableSource] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def digest(self) -> str:
        """A hash of the YAML content: neither the order of entries and keys nor blanks, comments and headers count.

        Examples do not count either: they test an entry and change no reading.
        """
        parts = sorted(f"{name}\x1f{_digest(node)}" for name, node in (*self.nodes.items(), *self.events.items()))
        return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


def shipped() -> Traversable:
    """The folder of files inside the package."""
    return files("dragoman.codebook") / "files"


def load(overlay: Path | None = None) -> Loaded:
    """The shipped files with a user's folder laid over them; what is wrong stands in ``problems``."""
    loaded = Loaded()
    base = shipped()
    _read_yaml(base, "", loaded)
    for name in TABLES:
        file = base / f"{name}.csv"
        loaded.tables[name] = TableSource(name, file if file.is_file() else None, file.name)
    if overlay is not None:
        _lay_folder(overlay, loaded)
    return loaded


def _read_yaml(folder: Traversable, prefix: str, loaded: Loaded) -> None:
    for name in SINGLE:
        node = _node(folder, name, prefix, loaded.problems)
        if node is not None:
            loaded.nodes[name] = node
    events = folder / EVENTS
    names = sorted(file.name for file in events.iterdir() if file.name.endswith(".yml")) if events.is_dir() else []
    for name in names:
        node = _node(folder, f"{EVENTS}/{name}", prefix, loaded.problems)
        if node is None:
            continue
        type_ = str(node.get("type", ""))
        if type_ in loaded.events:
            first = loaded.events[type_].file
            loaded.problems.append(Problem(node.file, 1, f"type {type_!r} has two files", f"the other is {first}"))
        loaded.events[type_] = node


def _node(folder: Traversable, name: str, prefix: str, problems: list[Problem]) -> Table | None:
    file = folder
    for part in name.split("/"):
        file = file / part
    if not file.is_file():
        return None
    shown = f"{prefix}{name}"
    try:
        node: Node = load_text(file, shown)
    except YamlProblem as error:
        problems.append(error.problem)
        return None
    except OSError as error:
        problems.append(Problem(shown, 1, f"cannot be opened: {error.strerror}"))
        return None
    if not isinstance(node, Table):
        problems.append(Problem(shown, 1, "a file is a mapping (about: …)", "see the README beside the shipped files"))
        return None
    parse_about(Fields(node, shown, problems))
    return node


def _lay_folder(folder: Path, loaded: Loaded) -> None:
    prefix = f"{str(folder).rstrip('/')}/"
    if not folder.is_dir():
        loaded.problems.append(Problem(str(folder), 1, "no such folder", "a codebook is a folder of files"))
        return
    _unknown_files(folder, loaded.problems)
    over = Loaded(problems=loaded.problems)
    _read_yaml(folder, prefix, over)
    for mine, theirs in ((loaded.nodes, over.nodes), (loaded.events, over.events)):
        for name, node in theirs.items():
            mine[name] = lay_over(mine[name], node, loaded.problems) if name in mine else node
    for name in TABLES:
        file = folder / f"{name}.csv"
        if file.is_file():
            sheet = _overlay_sheet(file, name, loaded.problems)
            source = loaded.tables[name]
            loaded.tables[name] = TableSource(name, source.base, source.base_name, sheet)


def _overlay_sheet(file: Path, name: str, problems: list[Problem]) -> Sheet | None:
    check_header(file, str(file), problems)
    columns: Columns[Any] = Columns.of(TABLES[name])
    sheet = read_sheet(file.read_bytes(), str(file), problems)
    return fit_columns(sheet, columns, problems) if sheet is not None else None


def check_header(csv: Traversable, shown: str, problems: list[Problem]) -> None:
    """A table's header file, ``NAME.about.yml`` beside it."""
    name = csv.name.removesuffix(".csv") + ".about.yml"
    parent = csv.parent if isinstance(csv, Path) else shipped()
    shown = shown.removesuffix(csv.name) + name
    file = parent / name
    if not file.is_file():
        problems.append(
            Problem(shown, 1, f"{csv.name} has no header file {name}", "about: {origin: …, licence: …, updated: …}")
        )
        return
    try:
        node = load_text(file, shown)
    except YamlProblem as error:
        problems.append(error.problem)
        return
    fields = Fields(node, shown, problems)
    parse_about(fields)
    fields.done()


def _unknown_files(folder: Path, problems: list[Problem]) -> None:
    known = {*SINGLE, *(f"{name}.csv" for name in TABLES), *(f"{name}.about.yml" for name in TABLES), "README.md"}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_dir() or name in known or any(part.startswith(".") for part in name.split("/")):
            continue
        if name.startswith(f"{EVENTS}/") and name.endswith(".yml"):
            continue
        problems.append(Problem(str(file), 1, "a file of this name is not read", nearest(name, known)))


def _lay_rows(
    base: Sheet | None, over: Sheet | None, columns: Columns[Any]
) -> tuple[list[tuple[str, ...]], list[tuple[str, int]]]:
    """The rows of both sheets: same key, later wins; and where each is from."""
    width = len(columns.names)
    if over is None:
        rows = [row[:width] for row in base.rows] if base is not None else []
        return rows, [(base.file, line) for line in base.line_numbers] if base is not None else []
    at = [columns.names.index(name) for name in columns.row.KEY]
    new = {tuple(row[column] for column in at) for row in over.rows}
    kept: list[tuple[tuple[str, ...], tuple[str, int]]] = [
        (row[:width], place) for row, place in _placed(base) if tuple(row[column] for column in at) not in new
    ]
    for row, place in _placed(over):
        if len(row) <= width or row[width].strip().lower() not in YES:
            kept.append((row[:width], place))
    return [row for row, _ in kept], [place for _, place in kept]


def _placed(sheet: Sheet | None) -> Iterator[tuple[tuple[str, ...], tuple[str, int]]]:
    if sheet is not None:
        for row, line in zip(sheet.rows, sheet.line_numbers, strict=True):
            yield row, (sheet.file, line)


def _digest(node: Table) -> str:
    """The content of a file as text: entries of a section in sorted order, keys sorted."""
    parts = []
    for key in sorted(node):
        value = node[key]
        if key == "about":
            continue
        if isinstance(value, Items) and any(isinstance(item, Table) for item in value):
            parts.append([key, sorted(_dump(item) for item in value)])
        else:
            parts.append([key, _dump(value)])
    return json.dumps(parts, ensure_ascii=False)


def _dump(node: Node) -> str:
    if isinstance(node, Table):
        node_without = {key: value for key, value in node.items() if key != "examples"}
        return json.dumps(node_without, sort_keys=True, ensure_ascii=False)
    return json.dumps(node, sort_keys=True, ensure_ascii=False)
