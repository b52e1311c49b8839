"""Our own tables as one Excel workbook: a sheet for each, one that explains the columns, one about the export. No cell is a formula or a link."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from dragoman.codebook import Codebook
from dragoman.errors import ExportError
from dragoman.export.about import About, iso
from dragoman.export.cells import risky, safe, text_of
from dragoman.export.files import new_file, writing
from dragoman.export.options import Options
from dragoman.export.own import TABLES
from dragoman.export.source import Export
from dragoman.model.tables import Cell, Table
from dragoman.record.columns import COLUMNS, columns

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_576
"""Rows of a sheet, the header among them."""
LONGEST = 32_767
"""UTF-16 units of a cell."""
CUT = " … [cut]"
"""What stands at the end of a cell that was too long."""
_FIRST_DAY = date(1900, 3, 1)  # before it, programs disagree on what a number of days means
_MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's moments have no zone
_SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write(source: Export, path: Path, _codebook: Codebook, options: Options, about: About) -> tuple[Path, ...]:
    """Write the workbook. Raises `dragoman.errors.ExportError` where it cannot be written."""
    about.safe_cells = options.safe_cells is not False
    with new_file(path) as made, _workbook(made, path) as book:
        book.set_properties({"created": _MADE})
        sheets = _Sheets(book, path, about)
        for table in TABLES:
            sheets.table(source, table)
        sheets.explain()
        sheets.tell()
    return (path,)


@contextmanager
def _workbook(made: Path, path: Path) -> Iterator[Workbook]:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    with TemporaryDirectory(prefix=f".{path.name}.", dir=made.parent) as rows:
        book = Workbook(str(made), {**_SETTINGS, "tmpdir": rows})
        try:
            yield book
        except BaseException:
            with suppress(Exception):  # the first error is the one to tell
                book.close()
            raise
        try:
            with writing(path):
                book.close()
        except XlsxWriterException as error:
            raise ExportError(str(path), str(error)) from error


class _Sheets:
    """The sheets of a workbook, written from top to bottom."""

    def __init__(self, book: Workbook, path: Path, about: About) -> None:
        self._book = book
        self._path = path
        self._about = about
        self._head = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def table(self, source: Export, table: Table) -> None:
        """The sheet of a table; rows that do not fit are counted."""
        names = columns(table)
        sheet = self._sheet(table, names)
        number = 0
        for number, row in enumerate(source.rows(table), 1):
            if number >= ROWS:
                self._about.left_out[f"rows of {table} beyond the {ROWS} of a sheet"] += 1
                continue
            with writing(self._path):
                for place, name in enumerate(names):
                    self._cell(sheet, number, place, row[name])
        self._about.rows[table] = min(number, ROWS - 1)

    def explain(self) -> None:
        """The sheet that explains the columns."""
        sheet = self._sheet("columns", ("table", "column", "holds", "says"))
        told = [(table, column.name, column.kind, column.says) for table in TABLES for column in COLUMNS[table]]
        for number, values in enumerate(told, 1):
            for place, value in enumerate(values):
                sheet.write_string(number, place, value)

    def tell(self) -> None:
        """The sheet about the export itself."""
        sheet = self._sheet("about", ("what", "value"))
        for number, (name, value) in enumerate(_flat("", self._about.document()), 1):
            sheet.write_string(number, 0, name)
            self._cell(sheet, number, 1, value)

    def _sheet(self, name: str, names: tuple[str, ...]) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(names):
            sheet.write_string(0, place, column, self._head)
        return sheet

    def _cell(self, sheet: Worksheet, row: int, place: int, value: Cell) -> None:
        if value is None:
            return
        if isinstance(value, datetime):
            moment = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            sheet.write_datetime(row, place, moment, self._moment)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), self._day)  # noqa: DTZ001
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value)
        else:
            text = self._fitting(text_of(value))
            if text:
                sheet.write_string(row, place, text)

    def _fitting(self, text: str) -> str:
        if self._about.safe_cells and risky(text):
            self._about.changed["cells with an apostrophe in front"] += 1
            text = safe(text)
        units = text.encode("utf-16-le")
        if len(units) <= 2 * LONGEST:
            return text
        self._about.losses[f"ends of cells longer than {LONGEST} characters"] += 1
        return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", errors="ignore") + CUT


def _flat(name: str, value: Any) -> Iterator[tuple[str, Cell]]:  # noqa: ANN401 - plain values of JSON
    """The account of an export as lines of name and value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}" if name else str(key), inner)
    elif isinstance(value, str | int | float | None):
        yield name, str(value) if isinstance(value, bool) else value
    else:
        yield name, ", ".join(map(str, value)) if isinstance(value, list | tuple) else iso(value)
