"""Where readings go: the terminal, JSON, tables, a page. All of them may be asked for at once, and each takes one reading after another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, get_args

from dragoman.cli.text import safe_json
from dragoman.export.cells import cell, csv_line
from dragoman.export.files import new_file, new_files, writing
from dragoman.model import Reading
from dragoman.model.columns import COLUMNS
from dragoman.model.tables import Table

if TYPE_CHECKING:
    from dragoman.cli.entries import Row
    from dragoman.cli.read import Options

Add = Callable[[Reading], None]
Watch = Callable[[Iterable[Reading]], Iterable[Reading]]
Reasons = Callable[[Reading], "dict[str, list[Row]]"]


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
            tables = {table: files.enter_context(_open(made / f"{table}.csv")) for table in get_args(Table)}
            for table, file in tables.items():
                file.write(csv_line(_names(table)))

        def add(reading: Reading) -> None:
            with writing(folder):
                for table, file in tables.items():
                    own = {} if table == "reports" else {"report": reading.report.id}
                    for row in reading.rows(table):
                        full = {**own, **row}
                        file.write(csv_line(cell(full[name], safe_cells=safe) for name in _names(table)))

        yield add
        with writing(folder):
            files.close()


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _names(table: Table) -> tuple[str, ...]:
    columns = COLUMNS[table]
    return columns if table == "reports" or "report" in columns else ("report", *columns)


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
