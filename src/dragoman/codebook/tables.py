"""The tables of a codebook: thousands of flat rows that people edit in a spreadsheet.

A table is UTF-8 CSV with a header row, comma as separator and ``|`` between several values of one cell. Rows become
typed only when they are asked for, since a reader needs a handful of the forty thousand places.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import ClassVar, Generic, Literal, TypeVar, get_args, get_type_hints

from .problems import Problem, nearest

Kind = Literal["text", "many", "number", "whole", "flag"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; every kind of row has ``where`` (file:line) beside its columns."""

    KEY: ClassVar[tuple[str, ...]] = ("id",)
    """Columns that say which row it is."""
    where: str

    @property
    def key(self) -> str:
        """What an overlay replaces."""
        return " ".join(str(getattr(self, name)) for name in self.KEY)


@dataclass(frozen=True, slots=True)
class CountryRow(Row):
    """A state, territory, dissolved state or partly recognised entity; the id is ISO 3166-1 alpha-3."""

    id: str
    iso2: str
    numeric: str
    name: str
    formal_name: str
    qid: str
    cow: str
    gw: str
    fips: str
    cameo: str
    plover: str
    """The code that it folds into on export."""
    capital: str
    demonyms: tuple[str, ...]
    adjectives: tuple[str, ...]
    regions: tuple[str, ...]
    until: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntityRow(Row):
    """A person, organization or group."""

    id: str
    name: str
    kind: str
    qid: str
    country: str
    sector: str
    other_sectors: tuple[str, ...]
    parent: str
    since: str
    until: str
    description: str
    source: tuple[str, ...]
    checked: str


@dataclass(frozen=True, slots=True)
class NameRow(Row):
    """One name of a country, entity or outlet."""

    KEY: ClassVar[tuple[str, ...]] = ("entity", "name", "lang", "kind")
    entity: str
    name: str
    lang: str
    kind: str
    needs: tuple[str, ...]
    """Words of which one must be near; such a name is never used alone."""
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class OfficeRow(Row):
    """A role held in time; ``start`` and ``end`` are EDTF, an empty end means still held as known on ``as_known``."""

    KEY: ClassVar[tuple[str, ...]] = ("holder", "office", "start")
    holder: str
    office: str
    office_qid: str
    body: str
    country: str
    role: str
    start: str
    end: str
    as_known: str
    source: tuple[str, ...]
    checked: str


@dataclass(frozen=True, slots=True)
class PlaceRow(Row):
    """A place; coordinates are WGS 84 degrees."""

    id: str
    name: str
    kind: str
    country: str
    admin1: str
    lat: float | None
    lon: float | None
    radius_km: float | None
    geonames: int | None
    qid: str
    parent: str
    population: int | None
    names: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutletRow(Row):
    """Who publishes."""

    id: str
    name: str
    kind: str
    domains: tuple[str, ...]
    country: str
    languages: tuple[str, ...]
    ownership: str
    state_controlled: str
    controlled_by: str
    owner: str
    reliability: str
    copies_from: tuple[str, ...]
    feeds: tuple[str, ...]
    per_day: str
    source: tuple[str, ...]
    checked: str


@dataclass(frozen=True, slots=True)
class CameoRow(Row):
    """A CAMEO code, and the type and mode of PLOVER that it becomes."""

    KEY: ClassVar[tuple[str, ...]] = ("code",)
    code: str
    type: str
    mode: str
    contexts: tuple[str, ...]
    mark: str
    """m c t s r: corrected against the published map; - no PLOVER type."""
    goldstein_icews: float | None
    goldstein_phoenix: float | None
    meaning: str
    icews_text: str


R = TypeVar("R", bound=Row)
OVERLAY_COLUMN = "drop"


@dataclass(frozen=True, slots=True)
class Columns(Generic[R]):
    """What a table's rows are made of."""

    row: type[R]
    names: tuple[str, ...]
    kinds: tuple[Kind, ...]

    @classmethod
    def of(cls, row: type[R]) -> Columns[R]:
        """The columns that a class of rows declares."""
        hints = get_type_hints(row)
        names = tuple(field.name for field in fields(row) if field.name != "where")
        return cls(row, names, tuple(_kind(hints[name]) for name in names))


def _kind(hint: object) -> Kind:
    options = get_args(hint)
    if hint == tuple[str, ...]:
        return "many"
    if float in options:
        return "number"
    return "whole" if int in options else "text"


class RowTable(Generic[R]):
    """The rows of one table, typed on demand. Rows are found by their id, or by the value of any column."""

    def __init__(self, columns: Columns[R], cells: Sequence[Sequence[str]], wheres: Callable[[int], str]) -> None:
        self._columns = columns
        self._cells = cells
        self._wheres = wheres
        self._built: dict[int, R] = {}
        self._indexes: dict[str, dict[str, tuple[int, ...]]] = {}

    def __len__(self) -> int:
        return len(self._cells)

    def __iter__(self) -> Iterator[R]:
        return (self._row(at) for at in range(len(self._cells)))

    def __contains__(self, id_: object) -> bool:
        return str(id_).casefold() in self._index(self._columns.names[0])

    def __getitem__(self, id_: str) -> R:
        row = self.get(id_)
        if row is None:
            raise KeyError(id_)
        return row

    def get(self, id_: str) -> R | None:
        """The row whose first column has this value, None where there is none; capitals count."""
        found = self.find(self._columns.names[0], id_)
        return next((row for row in found if getattr(row, self._columns.names[0]) == id_), None)

    def find(self, column: str, value: str) -> tuple[R, ...]:
        """The rows with a value in a column (one of several, in a cell of many); capitals do not count.

        Raises ``KeyError`` for a column that the table does not have.
        """
        return tuple(self._row(at) for at in self._index(column).get(value.casefold(), ()))

    @property
    def columns(self) -> Columns[R]:
        """What the rows are made of."""
        return self._columns

    def cells(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The rows as they were typed, each with its file:line."""
        return ((self._wheres(at), cells) for at, cells in enumerate(self._cells))

    def _index(self, column: str) -> dict[str, tuple[int, ...]]:
        index = self._indexes.get(column)
        if index is None:
            if column not in self._columns.names:
                raise KeyError(column)
            number = self._columns.names.index(column)
            many = self._columns.kinds[number] == "many"
            grown: dict[str, list[int]] = {}
            for at, cells in enumerate(self._cells):
                for value in cells[number].split("|") if many else (cells[number],):
                    if value:
                        grown.setdefault(value.strip().casefold(), []).append(at)
            index = {value: tuple(rows) for value, rows in grown.items()}
            self._indexes[column] = index
        return index

    def _row(self, at: int) -> R:
        row = self._built.get(at)
        if row is None:
            values = [
                _convert(cell.strip(), kind) for cell, kind in zip(self._cells[at], self._columns.kinds, strict=True)
            ]
            row = self._columns.row(self._wheres(at), *values)
            self._built[at] = row
        return row


def _convert(cell: str, kind: Kind) -> str | float | int | tuple[str, ...] | None:
    if kind == "text":
        return cell
    if kind == "many":
        return tuple(part.strip() for part in cell.split("|") if part.strip())
    try:
        return (float(cell) if kind == "number" else int(cell)) if cell else None
    except ValueError:
        return None  # check names it; a reader does without


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file as cells: what was typed, with the line of each row."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line_numbers: tuple[int, ...]


def read_sheet(data: bytes, file: str, problems: list[Problem]) -> Sheet | None:
    """The cells of a CSV file; None, with a problem noted, where it is no such file."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(Problem(file, line, "not UTF-8 text", "save the table as CSV UTF-8"))
        return None
    if text.startswith("\ufeff"):
        problems.append(Problem(file, 1, "byte-order mark at the start", "save as UTF-8 without a byte-order mark"))
        text = text[1:]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    before = 0
    try:
        for row in reader:
            if row:
                rows.append(tuple(row))
                numbers.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        problems.append(
            Problem(file, before + 1, f"not CSV: {error}", "a quotation mark is not closed, or stands inside a cell")
        )
        return None
    if not rows:
        problems.append(Problem(file, 1, "the table is empty", "the first row names the columns"))
        return None
    return Sheet(file, rows[0], tuple(rows[1:]), tuple(numbers[1:]))


def fit_columns(sheet: Sheet, columns: Columns[R], problems: list[Problem]) -> Sheet | None:
    """The sheet with its columns in the declared order (an overlay's ``drop`` last); None where columns are wrong."""
    header = tuple(name.strip() for name in sheet.header)
    if header == columns.names:
        return _even(sheet, len(header), problems)
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        sign = ";" if ";" in header[0] else "tab"
        problems.append(
            Problem(sheet.file, 1, f"columns are parted by {sign!r}", "save the table with commas as separator")
        )
        return None
    wrong = False
    allowed = (*columns.names, OVERLAY_COLUMN)
    for name in header:
        if name not in allowed:
            problems.append(Problem(sheet.file, 1, f"unknown column {name!r}", nearest(name, allowed)))
            wrong = True
    for name in columns.row.KEY:
        if name not in header:
            problems.append(
                Problem(sheet.file, 1, f"column {name!r} is missing", f"columns: {','.join(columns.names)}")
            )
            wrong = True
    if len(set(header)) != len(header):
        problems.append(Problem(sheet.file, 1, "a column stands twice"))
        wrong = True
    even = None if wrong else _even(sheet, len(header), problems)
    if even is None:
        return None
    order = [header.index(name) if name in header else -1 for name in allowed]
    rows = tuple(tuple(row[at] if at >= 0 else "" for at in order) for row in even.rows)
    return Sheet(sheet.file, allowed, rows, even.line_numbers)


def _even(sheet: Sheet, width: int, problems: list[Problem]) -> Sheet:
    """The rows that have as many cells as the header; the others are problems."""
    if all(len(row) == width for row in sheet.rows):
        return sheet
    rows, numbers = [], []
    for row, line in zip(sheet.rows, sheet.line_numbers, strict=True):
        if len(row) == width:
            rows.append(row)
            numbers.append(line)
        else:
            problems.append(
                Problem(
                    sheet.file,
                    line,
                    f"{len(row)} cells, and the header has {width}",
                    "a comma inside a cell needs quotation marks",
                )
            )
    return Sheet(sheet.file, sheet.header, tuple(rows), tuple(numbers))
