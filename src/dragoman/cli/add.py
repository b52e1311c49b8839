"""``dragoman add``: reports and readings into a record; what changed goes to stdout, what was refused is kept with the reason."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.cli.machine import print_json
from dragoman.cli.opened import to_ask, to_change
from dragoman.cli.options import Form
from dragoman.cli.read import Log, Options, columns_of, terminable
from dragoman.cli.readings import LINES, holds_readings, number_of, readings
from dragoman.cli.text import say
from dragoman.errors import IntakeError
from dragoman.intake import reports
from dragoman.intake.limits import MB
from dragoman.intake.places import STDIN, files_of, read_file
from dragoman.model import ReaderInfo, Reading, Report
from dragoman.model.visible import one_line

if TYPE_CHECKING:
    from dragoman.reader import Reader
    from dragoman.record.changes import Change
    from dragoman.record.record import Record

REFUSED, INTERRUPTED = 3, 130
MOST_KEPT = 20 * MB
"""Bytes of a refused file that are kept; of a larger one the reason alone."""
_TOGETHER = 64
"""Reports that are looked up in the record at once."""
_ARRIVALS = ("new", "known", "copy", "version", "re-read")
"""The kinds of change of which each reading brings one."""


@dataclass
class _Inputs:
    """The files that are given: those with reports, and those with readings; what is no file is refused before anything is opened."""

    reports: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, sources: Iterable[str], log: Log) -> _Inputs:
        found = cls()
        for source in sources:
            for one in [source] if source == STDIN else files_of(source):
                if isinstance(one, IntakeError):
                    log.refuse(one)
                else:
                    (found.readings if holds_readings(one) else found.reports).append(str(one))
        return found

    def expected(self) -> int | None:
        """How many reports there are; null where that cannot be known before reading."""
        from dragoman.cli.progress import expected

        number = expected(self.reports)
        for path in self.readings:
            if number is None or path == STDIN or not path.lower().endswith(LINES):
                return None
            number += number_of(Path(path))
        return number


def add(where: str, options: Options, form: Form, *, dry_run: bool = False) -> int:
    """Add everything and return the exit code: 0, or 3 where something was refused, or that of the refusal where there was nothing else."""
    log = Log()
    inputs = _Inputs.of(options.sources, log)
    if not (inputs.reports or inputs.readings):
        say(f"dragoman: nothing to add, so {where} stays as it is")
        return log.refused[0].exit_code
    with _opened(where, options, dry_run=dry_run) as record, terminable():
        adding = _Adding(record, options, inputs, log, rehearsed=dry_run)
        try:
            _rehearse(adding) if dry_run else _print(adding, form)
        except KeyboardInterrupt:
            say(
                f"dragoman: interrupted; {adding.said()}, and that is safe. Run the same command again: what is there is skipped"
            )
            return INTERRUPTED
    if not options.quiet:
        log.tell_undated()
        say(f"dragoman: {'would be added: ' if dry_run else ''}{adding.said()}")
    if log.refused and not (adding.kinds or adding.skipped):
        return log.refused[0].exit_code
    return REFUSED if log.refused else 0


def _opened(where: str, options: Options, *, dry_run: bool) -> Record | nullcontext[None]:
    from dragoman.record.engine import is_address

    if not dry_run:
        return to_change(where, options.codebook, create=True)
    there = is_address(where) or Path(where).exists()
    return to_ask(where, options.codebook) if there else nullcontext()


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
    for report in adding.unknown():
        adding.kinds["new"] += 1
        print(f"would read  {one_line(report.title or report.text[:60])}  {one_line(adding.origin(report))}")
    for reading in adding.given():
        adding.kinds["new"] += 1
        print(f"would add   {one_line(reading.report.title or reading.report.text[:60])}  {one_line(adding.path)}")


class _Adding:
    """The way from sources to changes."""

    def __init__(self, record: Record | None, options: Options, inputs: _Inputs, log: Log, *, rehearsed: bool) -> None:
        self.record = record
        self.rehearsed = rehearsed
        self.options = options
        self.inputs = inputs
        self.log = log
        self.kinds = Counter[str]()
        """Changes, by kind."""
        self.skipped = 0
        """Reports that the record knows from this very reader."""
        self.path = ""
        """The input that is being read."""
        self._hashed = ("", "")
        """An input, and the SHA-256 of its bytes."""
        self._came: dict[str, list[tuple[str, str]]] = {}
        self._advance: Callable[[int], None] = lambda _: None

    def said(self) -> str:
        """What was done, in words."""
        arrived = {kind: self.kinds[kind] for kind in _ARRIVALS if self.kinds[kind]}
        known = arrived.pop("known", 0) + self.skipped
        number = sum(arrived.values())
        parts = [f"{number} report{'s' * (number != 1)} added"]
        parts += [f"{many} of them {kind}" for kind, many in arrived.items() if kind != "new"]
        parts += [f"{known} known already"] if known else []
        parts += [f"{len(self.log.refused)} refused"] if self.log.refused else []
        told = ", ".join(f"{many} {kind}" for kind, many in self.kinds.items() if kind not in _ARRIVALS)
        return ", ".join(parts) + (f"; {told}" if told else "")

    def changes(self) -> Iterator[Change]:
        """Everything that is added, as it changes the record; what was known already is only counted."""
        record = self.record
        if record is None:
            return
        with ExitStack() as stack:
            if not self.options.quiet and sys.stderr.isatty():
                from dragoman.cli.progress import bar

                self._advance = stack.enter_context(bar(self.inputs.expected()))
            for arriving in (self._read(), self.given()):
                for change in record.add(arriving):
                    self.kinds[change.kind] += 1
                    if change.kind in _ARRIVALS:
                        self._arrived(record, change.report)
                    if change.kind != "known":
                        yield change

    def _arrived(self, record: Record | None, report: str) -> None:
        """Write down where a report came from, now that it is there; one that was there already may have come from elsewhere, or its run was killed."""
        for path, digest in self._came.pop(report, []):
            if record is not None and not self.rehearsed:
                record.keep_source(report, digest, path)
        self._advance(1)

    def _read(self) -> Iterator[Reading]:
        if self.inputs.reports:
            yield from self._reader.read_many(self.log.dated(self.unknown()), workers=self.options.workers)

    @cached_property
    def _reader(self) -> Reader:
        from dragoman.codebook import Codebook
        from dragoman.reader import Reader

        codebook = self.record.codebook if self.record is not None else Codebook.load(self.options.codebook)
        pipeline = self.options.pipeline
        return Reader(pipeline=pipeline, codebook=codebook) if pipeline else Reader(codebook=codebook)

    def unknown(self) -> Iterator[Report]:
        """The reports that the record does not know from this reader, looked up by the dozen: a known one costs no reading."""
        found = reports(
            self._paths(), refused=self._refuse, noted=lambda remark: None if self.options.quiet else say(f"dragoman: {remark}"),
            columns=columns_of(self.options.columns), published=self.options.published, outlet=self.options.outlet, language=self.options.language,
        )  # fmt: skip
        info: ReaderInfo | None = None
        while together := list(islice(self._placed(found), _TOGETHER)):
            info = info or self._reader.info()
            known = self.record.known([one.id for one in together], info) if self.record is not None else frozenset()
            for report in together:
                if report.id in known:
                    self.skipped += 1
                    self._arrived(self.record, report.id)
                else:
                    yield report

    def origin(self, report: Report) -> str:
        """The input from which a report came that is not in the record yet."""
        return self._came.get(report.id, [("standard input", "")])[-1][0]

    def _paths(self) -> Iterator[str]:
        for path in self.inputs.reports:
            self.path = path
            yield path

    def _placed(self, found: Iterable[Report]) -> Iterator[Report]:
        """The same reports; from which input each came is remembered."""
        for report in found:
            if self.path != STDIN:
                if self._hashed[0] != self.path:
                    self._hashed = (self.path, _sha256(self.path))
                self._came.setdefault(report.id, []).append(self._hashed)
            yield report

    def given(self) -> Iterator[Reading]:
        """The readings that are given as such."""
        for path in self.inputs.readings:
            self.path = path
            for found in readings(path):
                if found.reading is not None:
                    yield found.reading
                elif found.error is not None:
                    self._refuse(found.error, found.content)

    def _refuse(self, error: IntakeError, content: bytes | None = None) -> None:
        """Tell what cannot be read, and keep it with the reason; a row of a table is kept by its place."""
        self.log.refuse(error)
        self._advance(1)
        if self.record is None or self.rehearsed:
            return
        if content is None and error.where == self.path and self.path != STDIN:
            content = _bytes(Path(self.path))
        kept = content if content is None or len(content) <= MOST_KEPT else None
        self.record.keep_refused(error.where, error.reason, kept)


def _bytes(path: Path) -> bytes | None:
    try:
        data, more = read_file(path, MOST_KEPT)
    except IntakeError:
        return None
    return None if more else data


def _sha256(path: str) -> str:
    made = sha256()
    with Path(path).open("rb") as stream:
        for block in iter(lambda: stream.read(MB), b""):
            made.update(block)
    return made.hexdigest()
