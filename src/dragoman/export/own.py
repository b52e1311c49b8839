"""Our own eleven tables as CSV and as JSON Lines: a folder with a file for each. JSON Lines loses nothing; CSV joins lists to texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import get_args

from dragoman.codebook import Codebook
from dragoman.export.about import About
from dragoman.export.cells import cell, csv_line, risky, text_of
from dragoman.export.files import new_files, open_text
from dragoman.export.lines import json_line
from dragoman.export.options import Options
from dragoman.export.source import Export
from dragoman.model.tables import Cell, Row, Table
from dragoman.record.columns import columns

TABLES: tuple[Table, ...] = get_args(Table)
"""The tables in order."""


def write_csv(source: Export, path: Path, _codebook: Codebook, options: Options, about: About) -> tuple[Path, ...]:
    """Write the tables as CSV (RFC 4180, with a header). Raises `dragoman.errors.ExportError` where they cannot be written."""
    about.safe_cells = options.safe_cells is not False

    def form(table: Table, write: Callable[[str], None]) -> Callable[[Row], None]:
        names = columns(table)
        write(csv_line(names))
        return lambda row: write(csv_line(_safe(row[name], about) for name in names))

    return _write(source, path, "csv", form, about, bom=options.bom)


def write_jsonl(source: Export, path: Path, _codebook: Codebook, options: Options, about: About) -> tuple[Path, ...]:
    """Write the tables as JSON Lines, lists as lists. Raises `dragoman.errors.ExportError` where they cannot be written."""

    def form(table: Table, write: Callable[[str], None]) -> Callable[[Row], None]:
        names = columns(table)
        return lambda row: write(json_line({name: row[name] for name in names}) + "\n")

    return _write(source, path, "jsonl", form, about, bom=options.bom)


def _write(
    source: Export,
    path: Path,
    ending: str,
    form: Callable[[Table, Callable[[str], None]], Callable[[Row], None]],
    about: About,
    *,
    bom: bool,
) -> tuple[Path, ...]:
    with new_files(path) as made:
        for table in TABLES:
            about.rows[table] = 0
            name = f"{table}.{ending}"
            with open_text(made / name, path / name, bom=bom) as write:
                add = form(table, write)
                for row in source.rows(table):
                    add(row)
                    about.rows[table] += 1
    return tuple(path / f"{table}.{ending}" for table in TABLES)


def _safe(value: Cell, about: About) -> str:
    if about.safe_cells and isinstance(value, str | tuple) and risky(text_of(value)):
        about.changed["cells with an apostrophe in front"] += 1
    return cell(value, safe_cells=about.safe_cells)
