"""Our own tables as Parquet: a folder with a file for each; lists stay lists, days are days, moments are UTC. Needs the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.codebook import Codebook
from dragoman.errors import ExportError, MissingExtra
from dragoman.export.about import About
from dragoman.export.files import new_files, open_text, writing
from dragoman.export.lines import json_line
from dragoman.export.options import Options
from dragoman.export.own import TABLES
from dragoman.export.source import Export
from dragoman.model.tables import Table
from dragoman.record.columns import COLUMNS, Kind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GROUP = 128_000
"""Rows of a row group."""
TYPES: Mapping[Kind, str] = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "number": "DOUBLE",
    "day": "DATE",
    "time": "TIMESTAMPTZ",
    "texts": "VARCHAR[]",
    "wholes": "BIGINT[]",
}
"""What each kind of column is to DuckDB."""


def write(source: Export, path: Path, _codebook: Codebook, _options: Options, about: About) -> tuple[Path, ...]:
    """Write the files. Raises `dragoman.errors.MissingExtra` without DuckDB, and `dragoman.errors.ExportError` where they cannot be written."""
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtra("parquet", "Parquet") from error
    with new_files(path) as made, duckdb.connect() as database:
        # One thread writes the rows in their order, so equal rows give equal bytes.
        database.execute("SET threads = 1; SET TimeZone = 'UTC'")
        for table in TABLES:
            name = f"{table}.parquet"
            lines = made / f"{table}.jsonl"
            with open_text(lines, path / name) as put:
                about.rows[table] = _lines(source, table, put)
            try:
                _convert(database, table, lines, made / name)
            except duckdb.Error as error:
                raise ExportError(str(path / name), str(error)) from error
            with writing(path / name):
                lines.unlink()
    return tuple(path / f"{table}.parquet" for table in TABLES)


def _lines(source: Export, table: Table, put: Callable[[str], None]) -> int:
    """The rows on disk as JSON Lines, so that a long table is never in memory as a whole."""
    number = 0
    for row in source.rows(table):
        put(json_line({column.name: row[column.name] for column in COLUMNS[table]}) + "\n")
        number += 1
    return number


def _convert(database: DuckDBPyConnection, table: Table, lines: Path, made: Path) -> None:
    types = ", ".join(f"{_quoted(column.name)}: {_quoted(TYPES[column.kind])}" for column in COLUMNS[table])
    read = f"read_json({_quoted(str(lines))}, format = 'newline_delimited', columns = {{{types}}}, maximum_object_size = {1 << 28})"
    form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP}"
    database.execute(f"COPY (SELECT * FROM {read}) TO {_quoted(str(made))} ({form})")  # noqa: S608 - every name is quoted


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
