"""Readings as an input: what ``dragoman read --jsonl`` and ``--json`` print, and Parquet tables with such a text in a column."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dragoman.errors import DragomanError, IntakeError, MissingExtra, OverLimit
from dragoman.intake.limits import MB, size
from dragoman.intake.places import STDIN
from dragoman.model import Reading

FORMAT = "dragoman.reading/"
LINES, WHOLE, PARQUET = (".jsonl", ".ndjson"), (".json",), ".parquet"
MOST_LINE, MOST_WHOLE = 100 * MB, 500 * MB
"""Bytes of one reading on a line, and of a file that is read as a whole."""
_HEAD = 1 << 16
_MARK = re.compile(rb'"schema"\s*:\s*"dragoman\.reading/')


class Found(NamedTuple):
    """A reading with where it stood, or why it is none, with the bytes that were refused."""

    where: str
    reading: Reading | None = None
    error: IntakeError | None = None
    content: bytes | None = None


def holds_readings(source: str | Path) -> bool:
    """Whether a file (or ``-``, the standard input) holds readings and not reports, by its first object."""
    if str(source) == STDIN:
        peek = getattr(sys.stdin.buffer, "peek", None)
        head = peek(_HEAD) if peek is not None else b""
        return head.lstrip(b"\xef\xbb\xbf \t\r\n[").startswith(b"{") and _MARK.search(head) is not None
    path, suffix = Path(source), Path(source).suffix.lower()
    if suffix == PARQUET:
        return True
    if suffix not in (*LINES, *WHOLE):
        return False
    try:
        with path.open("rb") as stream:
            head = stream.readline(MOST_LINE) if suffix in LINES else stream.read(_HEAD)
    except OSError:
        return False  # whoever reads it as a report says why it cannot be read
    return _MARK.search(head) is not None


def readings(source: str | Path) -> Iterator[Found]:
    """The readings of a file or of the standard input. What is none is given with the reason, and the rest goes on."""
    where = "standard input" if str(source) == STDIN else str(source)
    try:
        yield from _readings(source, where)
    except OSError as error:
        yield Found(where, error=IntakeError(where, f"cannot be read: {error.strerror or error}"))
    except IntakeError as error:
        yield Found(where, error=error)


def number_of(path: Path) -> int:
    """How many readings a file of JSON Lines holds at most: its lines."""
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))


def _readings(source: str | Path, where: str) -> Iterator[Found]:
    suffix = Path(source).suffix.lower()
    if str(source) == STDIN:
        yield from _mixed(where, sys.stdin.buffer)
    elif suffix == PARQUET:
        yield from _parquet(where, Path(source))
    elif suffix in LINES:
        with Path(source).open("rb") as stream:
            yield from _lines(where, stream)
    else:
        with Path(source).open("rb") as stream:
            yield from _whole(where, stream.read(MOST_WHOLE + 1))


def _mixed(where: str, stream: BinaryIO) -> Iterator[Found]:
    """One object a line, or indented: a first line that is no whole object means the latter."""
    first = stream.readline(MOST_LINE)
    try:
        json.loads(first)
    except ValueError:
        yield from _whole(where, first + stream.read(MOST_WHOLE))
        return
    yield _made(f"{where}, line 1", first)
    yield from _lines(where, stream, start=1)


def _lines(where: str, stream: BinaryIO, *, start: int = 0) -> Iterator[Found]:
    number = start
    while line := stream.readline(MOST_LINE + 1):
        number += 1
        at = f"{where}, line {number}"
        if len(line) > MOST_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MOST_LINE)
            yield Found(at, error=OverLimit(at, "is too large", limit=size(MOST_LINE)))
        elif line.strip():
            yield _made(at, line)


def _whole(where: str, data: bytes) -> Iterator[Found]:
    """Objects one after the other, or in a list."""
    if len(data) > MOST_WHOLE:
        raise OverLimit(where, "is too large", limit=size(MOST_WHOLE), hint="write it with --jsonl, one reading a line")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IntakeError(where, f"is not UTF-8: byte 0x{data[error.start]:02X}", hint="save it as UTF-8") from error
    decoder, at, number = json.JSONDecoder(), 0, 0
    while (at := _next(text, at)) < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            what = (
                f"{error.msg} at character {error.pos + 1:,}"
                if isinstance(error, json.JSONDecodeError)
                else "it is too deep"
            )
            raise IntakeError(where, f"is no JSON: {what}") from error
        for one in value if isinstance(value, list) else [value]:
            number += 1
            yield _made(f"{where}, item {number}", json.dumps(one).encode())


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _parquet(where: str, path: Path) -> Iterator[Found]:
    """The column ``reading`` of a table, or the only one of texts."""
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtra("parquet", "Readings in Parquet") from error
    try:
        with duckdb.connect() as connection:
            table = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
            texts = [name for name, kind, *_ in table if kind == "VARCHAR"]
            column = "reading" if "reading" in texts else texts[0] if len(texts) == 1 else None
            if column is None:
                known = ", ".join(name for name, *_ in table)
                raise IntakeError(
                    where,
                    f"has no column reading; its columns are {known}",
                    hint="rename the one with the readings' JSON",
                )
            quoted = column.replace('"', '""')
            rows = connection.execute(f'SELECT "{quoted}" FROM read_parquet(?)', [str(path)])  # noqa: S608 - a quoted name
            number = 0
            while row := rows.fetchone():
                number += 1
                at = f"{where}, row {number}"
                yield _made(at, row[0].encode()) if row[0] else Found(at, error=IntakeError(at, "is empty"))
    except duckdb.Error as error:
        raise IntakeError(where, f"is no Parquet file that can be read: {str(error).splitlines()[0]}") from error


def _made(where: str, data: bytes) -> Found:
    try:
        return Found(where, reading=Reading.model_validate_json(data))
    except DragomanError as error:
        return Found(where, error=IntakeError(where, str(error), hint="make the reading again"), content=data)
    except ValueError as error:
        return Found(where, error=_wrong(where, data, error), content=data)


def _wrong(where: str, data: bytes, error: ValueError) -> IntakeError:
    """Why a text is no reading, in a sentence."""
    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError) as fault:
        what = (
            f"{fault.msg} at character {fault.pos + 1:,}"
            if isinstance(fault, json.JSONDecodeError)
            else "it cannot be read"
        )
        return IntakeError(where, f"is no JSON: {what}")
    from pydantic import ValidationError

    known = loaded.get("schema") if isinstance(loaded, dict) else None
    if not isinstance(known, str) or not known.startswith(FORMAT):
        return IntakeError(
            where, "is no reading", hint="give what dragoman read --jsonl prints, or give the reports themselves"
        )
    if known != f"{FORMAT}1":
        return IntakeError(
            where,
            f"is a reading of another version, {known}; this Dragoman knows {FORMAT}1",
            hint="update with: pip install --upgrade dragoman",
        )
    first = error.errors()[0] if isinstance(error, ValidationError) else None
    if first is None:
        return IntakeError(where, f"is no sound reading: {error}")
    place = ".".join(str(step) for step in first["loc"])
    return IntakeError(
        where, f"is no sound reading: {f'{place}: ' if place else ''}{first['msg'].removeprefix('Value error, ')}"
    )
