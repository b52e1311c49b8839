"""Where readings go: the terminal, JSON, tables, a page. All of them may be asked for at once, and each takes one reading after another."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, get_args

from dragoman.cli.files import new_file, new_files, writing
from dragoman.cli.text import safe_json
from dragoman.model import Reading
from dragoman.model.columns import COLUMNS
from dragoman.model.tables import Cell, Table

if TYPE_CHECKING:
    from dragoman.cli.entries import Row
    from dragoman.cli.read import Options

Add = Callable[[Reading], None]
Watch = Callable[[Iterable[Reading]], Iterable[Reading]]
Reasons = Callable[[Reading], "dict[str, list[Row]]"]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""


@contextmanager
def terminal(reasons: Reasons | None) -> Iterator[Add]:
    """Readings to look at, on stdout."""
    from dragoman.cli.terminal import show
    from dragoman.cli.text import console

    screen, number = console(), 0

    def add(reading: Reading) -> None:
        nonlocal number
        if number:
            screen.rule(style="bright_black")
        number += 1
        show(reading, screen, reasons=reasons(reading) if reasons else None)
        sys.stdout.flush()

    yield add


@contextmanager
def json_text(*, lines: bool) -> Iterator[Add]:
    """JSON on stdout: an object a report, indented or on a line of its own; each is written at once, so that none is cut."""

    def add(reading: Reading) -> None:
        sys.stdout.write(safe_json(reading.model_dump_json(indent=None if lines else 2)) + "\n")
        sys.stdout.flush()

    yield add


@contextmanager
def csv_tables(folder: Path, *, safe: bool) -> Iterator[Add]:
    """One CSV file a table (RFC 4180, UTF-8), all of them there at the end or none.

    Lists stand in one cell, joined by `` | ``. Ids of events, claims and figures are those of one reading, so every table has the column
    ``report``. With ``safe``, texts that a spreadsheet would take for a formula get an apostrophe in front.
    """
    with new_files(folder) as made, ExitStack() as files:
        with writing(folder):
            writers = {
                table: _writer(files.enter_context(_open(made / f"{table}.csv")), table) for table in get_args(Table)
            }

        def add(reading: Reading) -> None:
            with writing(folder):
                for table, writer in writers.items():
                    own = {} if table == "reports" else {"report": reading.report.id}
                    for row in reading.rows(table):
                        writer.writerow({name: cell(value, safe=safe) for name, value in {**own, **row}.items()})

        yield add
        with writing(folder):
            files.close()


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _writer(file: TextIO, table: Table) -> csv.DictWriter[str]:
    columns = COLUMNS[table]
    names = columns if table == "reports" or "report" in columns else ("report", *columns)
    writer = csv.DictWriter(file, names, lineterminator="\n")
    writer.writeheader()
    return writer


def cell(value: Cell, *, safe: bool) -> str:
    """A value as the text of a cell; null is empty."""
    if isinstance(value, tuple):
        return " | ".join(cell(one, safe=safe) for one in value)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if safe and isinstance(value, str) and text.startswith(FORMULA) else text


@contextmanager
def html_page(path: Path, reasons: Reasons | None) -> Iterator[Add]:
    """One page of all readings, there at the end or not at all."""
    from dragoman.cli.html import page

    readings: list[Reading] = []
    with new_file(path) as made:
        yield readings.append
        with writing(path):
            why = [reasons(reading) for reading in readings] if reasons else ()
            made.write_text(page(readings, reasons=why), encoding="utf-8")


def chosen(options: Options, reasons: Reasons | None) -> Iterator[AbstractContextManager[Add]]:
    """The outputs that the options ask for; the terminal where they ask for none."""
    if options.json:
        yield json_text(lines=False)
    if options.jsonl:
        yield json_text(lines=True)
    if options.csv is not None:
        yield csv_tables(options.csv, safe=options.safe_cells)
    if options.html is not None:
        yield html_page(options.html, reasons)
    if not (options.json or options.jsonl or options.csv or options.html):
        yield terminal(reasons)
