"""Files appear whole or not at all."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest

from dragoman.cli.outputs import csv_tables, html_page
from dragoman.errors import ExportError
from dragoman.export.files import new_file, new_files
from dragoman.model import Reading
from dragoman.model.columns import COLUMNS
from dragoman.model.tables import Table


class Halt(Exception):
    """Stands for whatever ends the work early."""


def test_a_file_is_there_after_the_block(tmp_path: Path) -> None:
    with new_file(tmp_path / "deep" / "page.html") as made:
        made.write_text("well", "utf-8")
        assert not (tmp_path / "deep" / "page.html").exists()
    assert (tmp_path / "deep" / "page.html").read_text("utf-8") == "well"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["page.html"]


@pytest.mark.parametrize("error", [Halt, KeyboardInterrupt])
def test_what_ends_early_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    (tmp_path / "page.html").write_text("old", "utf-8")

    def work() -> None:
        with new_file(tmp_path / "page.html") as made:
            made.write_text("half", "utf-8")
            raise error

    with pytest.raises(error):
        work()
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["old"]


def test_what_ends_early_leaves_no_folder(tmp_path: Path, reading: Reading) -> None:
    def work() -> None:
        with csv_tables(tmp_path / "tables", safe=True) as add:
            add(reading)
            raise Halt

    with pytest.raises(Halt):
        work()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_keeps_its_other_files(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with new_files(tmp_path) as made:
        (made / "a.csv").write_text("a", "utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "mine.txt"]


def test_what_cannot_be_written_is_said(tmp_path: Path, reading: Reading) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ExportError, match="there is a file of this name"), csv_tables(tmp_path / "file", safe=True):
        pass
    with pytest.raises(ExportError, match="cannot be written"), html_page(tmp_path / "file" / "page.html", None) as add:
        add(reading)


def test_tables_have_the_columns_that_are_told(tmp_path: Path, reading: Reading) -> None:
    with csv_tables(tmp_path / "tables", safe=True) as add:
        add(reading)
        add(reading)
    assert sorted(path.stem for path in (tmp_path / "tables").iterdir()) == sorted(get_args(Table))
    for table in get_args(Table):
        with (tmp_path / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        told = reading.rows(table)
        assert len(rows) == 2 * len(told)
        assert all(tuple(row) == COLUMNS[table] for row in told)
        assert all(row["id" if table == "reports" else "report"] == reading.report.id for row in rows)
        own = [{name: value for name, value in row.items() if name in COLUMNS[table]} for row in rows]
        assert [tuple(row) for row in own] == [COLUMNS[table]] * len(own)
