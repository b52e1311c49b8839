"""JSON Lines and CSV: one report a row, the columns by the names of the contract or as the user maps them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import BinaryIO

from dragoman.errors import IntakeError, OverLimit
from dragoman.intake.decode import unix
from dragoman.intake.draft import Draft, Remark
from dragoman.intake.head import said_day
from dragoman.intake.limits import Limits, size

COLUMNS = ("title", "text", "body", "published", "outlet", "author", "url", "language")
"""The columns that are known; the text stands in ``text`` or ``body``."""

Columns = Mapping[str, str]
"""Which column of the file stands for one of ours: ``{"text": "content"}``."""

Row = Mapping[str, object]
"""The cells of a row by the names of their columns."""

Read = Draft | IntakeError
"""What a row becomes: the draft of a report, or the reason why it is none."""


def read_json_lines(
    where: str, stream: BinaryIO, limits: Limits, columns: Columns, note: Callable[[Remark], object]
) -> Iterator[Read]:
    """The drafts of a file with one JSON object a line; blank lines do not count. A bad line is refused alone."""
    named = _Names(where, columns, note)
    for number, line in _lines(stream, limits.report_bytes):
        at = f"{where}, line {number}"
        if line is None:
            yield OverLimit(at, "is too large", limit=size(limits.report_bytes))
        elif line.strip():
            yield named.read(at, partial(_loaded_object, at, line))


def read_json(where: str, data: bytes, columns: Columns, note: Callable[[Remark], object]) -> Iterator[Read]:
    """The drafts of a file that is one JSON object, or one list of them."""
    loaded = _loaded(where, data)
    named = _Names(where, columns, note)
    if isinstance(loaded, dict):
        yield named.read(where, partial(_object, where, loaded))
        return
    if not isinstance(loaded, list):
        raise IntakeError(where, "is neither a JSON object nor a list of them")
    for number, row in enumerate(loaded, 1):
        at = f"{where}, item {number}"
        yield named.read(at, partial(_object, at, row))


def read_csv(
    where: str,
    stream: Iterable[str],
    limits: Limits,
    columns: Columns,
    note: Callable[[Remark], object],
    *,
    delimiter: str | None,
) -> Iterator[Read]:
    """The drafts of a table with a header; without a delimiter, the one that is commonest in the header is taken."""
    lines = iter(stream)
    header = next(lines, "")
    if not header.strip():
        raise IntakeError(where, "is empty")
    mark = delimiter or max(",;\t", key=header.count)
    names = next(csv.reader([header], delimiter=mark))
    named = _Names(where, columns, note)
    table = csv.reader(lines, delimiter=mark)
    number = 1
    while True:
        number += 1
        at = f"{where}, row {number}"
        try:
            row = _next_row(table, limits.report_bytes)
        except csv.Error as error:
            yield IntakeError(at, f"is no row of a table: {error}")
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield named.read(at, partial(_cells, at, names, row))


def _next_row(table: Iterator[list[str]], longest: int) -> list[str] | None:
    """The next row, null at the end. The limit of the csv module is one for the whole process: it is lent and given back."""
    before = csv.field_size_limit(longest)
    try:
        return next(table, None)
    finally:
        csv.field_size_limit(before)


def _cells(where: str, names: list[str], row: list[str]) -> Row:
    if len(row) > len(names):
        raise IntakeError(where, f"has {len(row)} cells under {len(names)} columns")
    if any("\udc80" <= character <= "\udcff" for cell in row for character in cell):
        raise IntakeError(where, "is not UTF-8", hint="save the file as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)")
    return dict(zip(names, row, strict=False))


def _lines(stream: BinaryIO, longest: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream with their numbers; null for one that is too long, which is skipped to its end."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) <= longest:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(longest + 1)
        yield number, None


def _loaded(where: str, data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise IntakeError(where, f"is not UTF-8: byte 0x{data[error.start]:02X}", hint="save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise IntakeError(where, f"is no JSON: {error.msg} at character {error.pos + 1:,}") from error
    except (ValueError, RecursionError) as error:
        raise IntakeError(where, "is JSON with a number too long or lists too deep to be read") from error


def _loaded_object(where: str, line: bytes) -> Row:
    return _object(where, _loaded(where, line))


def _object(where: str, value: object) -> Row:
    if not isinstance(value, dict):
        raise IntakeError(where, "is no JSON object")
    return value


class _Names:
    """The columns of one file: which stands for what, and what was already said about them."""

    def __init__(self, where: str, columns: Columns, note: Callable[[Remark], object]) -> None:
        self.where = where
        self.columns = {name: columns.get(name, name) for name in COLUMNS}
        self.note = note
        self.told = False

    def read(self, where: str, load: Callable[[], Row]) -> Read:
        """What a row becomes."""
        try:
            return self._draft(where, load())
        except IntakeError as error:
            return error

    def _draft(self, where: str, row: Row) -> Draft:
        plain = {str(name).strip(): value for name, value in row.items()}
        self._tell(plain)
        cells = {name: _cell(where, column, plain.get(column)) for name, column in self.columns.items()}
        if not {self.columns["text"], self.columns["body"]} & plain.keys():
            known = ", ".join(plain) or "none"
            raise IntakeError(
                where, f"has no column text or body; its columns are {known}", hint="name it with --columns text=NAME"
            )
        title = " ".join(cells["title"].split())
        body = unix(cells["text"] or cells["body"]).strip("\n")
        first, _, rest = body.partition("\n")
        if title and " ".join(first.split()) == title:
            body = rest.lstrip("\n")
        return Draft(
            where,
            body,
            title=title,
            published=said_day(f"{where}, published", cells["published"]) if cells["published"] else None,
            author=cells["author"],
            outlet=cells["outlet"] or None,
            url=cells["url"] or None,
            language=cells["language"] or None,
        )

    def _tell(self, row: Row) -> None:
        """Say once for the whole file which columns are not there."""
        if self.told:
            return
        self.told = True
        missing = [name for name in COLUMNS if name not in ("text", "body") and self.columns[name] not in row]
        if missing:
            self.note(Remark(self.where, f"has no column {', '.join(missing)} (--columns {missing[0]}=NAME names one)"))


def _cell(where: str, column: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    raise IntakeError(where, f"has no text in the column {column}")
