"""``dragoman add``: reports and readings into a record; what changed goes to stdout, what was refused is kept with the reason."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.cli.machine import print_json
from dragoman.cli.opened import to_change
from dragoman.cli.options import Form
from dragoman.cli.read import Options, columns_of, make_reader, terminable
from dragoman.cli.readings import holds_readings, number_of, readings
from dragoman.cli.text import say
from dragoman.errors import IntakeError, OverLimit
from dragoman.intake import reports
from dragoman.intake.limits import MB
from dragoman.intake.places import STDIN, files_of
from dragoman.model import ReaderInfo, Reading, Report

if TYPE_CHECKING:
    from dragoman.reader import Reader
    from dragoman.record.changes import Change
    from dragoman.record.record import Record

REFUSED, INTERRUPTED = 3, 130
MOST_KEPT = 20 * MB
"""Bytes of a refused file that are kept; of a larger one only the reason."""
_TOGETHER = 64
"""Reports that are looked up in the record at once."""
_QUIET_KINDS = ("new", "known", "copy", "version", "re-read")
"""Changes that say no more than that a report is here."""


@dataclass
class _Log:
    """What happened on the way."""

    kinds: Counter[str] = field(default_factory=Counter)
    skipped: int = 0
    undated: list[str] = field(default_factory=list)
    refused: list[IntakeError] = field(default_factory=list)


@dataclass
class _Place:
    """The input that is being read, and the hash of its bytes."""

    path: str = ""
    digest: str = ""

    def enter(self, source: str | Path) -> None:
        self.path = str(source)
        self.digest = ""

    def sha256(self) -> str:
        if not self.digest and self.path != STDIN:
            made = sha256()
            with Path(self.path).open("rb") as stream:
                for block in iter(lambda: stream.read(MB), b""):
                    made.update(block)
            self.digest = made.hexdigest()
        return self.digest


def add(where: str, options: Options, form: Form, *, dry_run: bool) -> int:
    """Add everything and return the exit code: 0, or 3 where some were refused, or that of the refusal where nothing could be added."""
    log = _Log()
    with to_change(where, options.codebook, create=not dry_run) as record, terminable():
        adding = _Adding(record, options, log)
        try:
            if dry_run:
                _rehearse(adding)
            else:
                _print(adding, form)
        except KeyboardInterrupt:
            done = log.kinds.total() - log.kinds["known"] if log.kinds else 0
            say(f"dragoman: interrupted; what was added is safe ({done} changes). Run the same command again: what is there is skipped")
            return INTERRUPTED
    _sum_up(where, log, quiet=options.quiet, dry_run=dry_run)
    if log.refused and not (log.skipped or log.kinds):
        return log.refused[0].exit_code
    return REFUSED if log.refused else 0


def _print(adding: _Adding, form: Form) -> None:
    found = adding.changes()
    if form.json or form.jsonl:
        print_json(found, lines=form.jsonl)
        return
    from dragoman.cli.changes import Lines

    lines = Lines()
    for change in found:
        lines.add(change)


def _rehearse(adding: _Adding) -> None:
    """Say what would be read and added, without doing it."""
    from dragoman.model.visible import one_line

    for report in adding.unknown_reports():
        adding.log.kinds["new"] += 1
        print(f"would read  {one_line(report.title or report.text[:60])}  ({one_line(adding.place.path)})")
    for reading in adding.given_readings():
        adding.log.kinds["new"] += 1
        print(f"would add   {one_line(reading.report.title or reading.report.text[:60])}  ({one_line(adding.place.path)})")


class _Adding:
    """The way from sources to changes."""

    def __init__(self, record: Record, options: Options, log: _Log, *, rehearsed: bool = False) -> None:
        self.record = record
        self.options = options
        self.log = log
        self.place = _Place()
        self.came: dict[str, tuple[str, str]] = {}
        self.advance: Callable[[int], None] = lambda _: None

    def changes(self) -> Iterator[Change]:
        """Everything that is added, as it changes the record; what was known already is only counted."""
        with ExitStack() as stack:
            if not self.options.quiet and sys.stderr.isatty():
                self.advance = stack.enter_context(_bar(self.options.sources))
            for given in (self._read(), self.given_readings()):
                for change in self.record.add(given):
                    self._arrived(change)
                    self.log.kinds[change.kind] += 1
                    if change.kind != "known":
                        yield change

    def _arrived(self, change: Change) -> None:
        """Write down where a report came from, once it is safe."""
        if change.kind in _QUIET_KINDS and (came := self.came.pop(change.report, None)):
            self.record.keep_source(change.report, came[1], came[0])
            self.advance(1)

    def _read(self) -> Iterator[Reading]:
        """The readings of reports that the record does not know from this reader yet."""
        reader: Reader | None = None
        for report in self.unknown_reports():
            if reader is None:
                reader = self.reader
                waiting = self._dated(report)
                yield from reader.read_many(waiting, workers=self.options.workers)

    def unknown_reports(self) -> Iterator[Report]:
        raise NotImplementedError
