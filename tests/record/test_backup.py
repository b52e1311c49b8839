"""Copies that are made while the record is written to: each is a whole record."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from dragoman.model import Reading, Report
from dragoman.record.record import Record

COPIES = 5


def as_printed(reading: Reading, number: int) -> Reading:
    """The same report of another outlet."""
    told = reading.report
    report = Report(title=told.title, published=told.published, outlet=f"paper-{number}", text=told.text)
    return reading.replace(report=report)


def test_copies_made_while_another_thread_adds_are_whole(
    tmp_path: Path, open_record: Callable[[str], Record], read_examples: tuple[Reading, ...]
) -> None:
    where = tmp_path / "record.db"
    writer = open_record(str(where))
    list(writer.add(read_examples[:1]))
    enough, added, failed = threading.Event(), [0], list[BaseException]()

    def add() -> None:
        try:
            while not enough.is_set() and added[0] < 60:
                list(writer.add([as_printed(read_examples[added[0] % 4], added[0])]))
                added[0] += 1
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failed.append(error)

    thread = threading.Thread(target=add)
    thread.start()
    before = []
    for number in range(COPIES):
        while thread.is_alive() and added[0] <= number:
            enough.wait(0.01)
        before.append(added[0])
        with sqlite3.connect(where) as source, sqlite3.connect(tmp_path / f"copy-{number}.db") as target:
            source.backup(target, pages=64, sleep=0.001)
        source.close()
        target.close()
    enough.set()
    thread.join()
    assert failed == []
    assert before[-1] > before[0]
    for number in range(COPIES):
        copy = open_record(str(tmp_path / f"copy-{number}.db"))
        assert list(copy.verify()) == []
        assert len(list(copy.reports())) > before[number]
