"""``dragoman read``: reports in, readings out to wherever they are wanted."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.cli import outputs
from dragoman.cli.text import say
from dragoman.errors import IntakeError, SettingsError
from dragoman.intake import reports
from dragoman.model import Reading, Report

if TYPE_CHECKING:
    from types import FrameType

    from dragoman.codebook import Codebook
    from dragoman.reader import Reader

REFUSED = 3


@dataclass(frozen=True)
class Options:
    """What the command was asked for."""

    sources: tuple[str, ...] = ()
    example: bool = False
    json: bool = False
    jsonl: bool = False
    csv: Path | None = None
    html: Path | None = None
    explain: bool = False
    published: str | None = None
    outlet: str | None = None
    language: str | None = None
    columns: str | None = None
    workers: int = 1
    codebook: Path | None = None
    pipeline: str | None = None
    safe_cells: bool = True
    quiet: bool = False


@dataclass
class Log:
    """What happened on the way."""

    read: int = 0
    refused: list[IntakeError] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)

    def refuse(self, error: IntakeError) -> None:
        """Remember and tell what cannot be read."""
        self.refused.append(error)
        say(f"dragoman: {error}")

    def dated(self, found: Iterable[Report]) -> Iterator[Report]:
        """The same reports; those without a date are remembered."""
        for report in found:
            if report.published is None:
                self.undated.append(report.title or report.text[:60])
            yield report

    def tell_undated(self) -> None:
        """Say once which reports have no date, and what to do about it."""
        if self.undated:
            others = f" and {len(self.undated) - 1} more" if len(self.undated) > 1 else ""
            say(
                f"dragoman: no date of publication in “{self.undated[0]}”{others}: words such as “Tuesday” stay without a date; "
                "say it with --published 2025-06-18"
            )


class _NothingRead(Exception):
    """Ends the outputs before they write anything."""


def read_all(options: Options) -> int:
    """Read everything and return the exit code: 0, or 3 where some reports were refused, or that of the refusal where nothing was read."""
    log = Log()
    try:
        _read(options, log)
    except _NothingRead:
        say("dragoman: nothing was read, so nothing was written")
        return log.refused[0].exit_code if log.refused else 0
    if not options.quiet:
        _sum_up(options, log)
    return REFUSED if log.refused else 0


def _read(options: Options, log: Log) -> None:
    with ExitStack() as stack, terminable():
        sources = [*options.sources, *([stack.enter_context(example())] if options.example else [])]
        found = reports(
            sources,
            refused=log.refuse,
            noted=lambda remark: None if options.quiet else say(f"dragoman: {remark}"),
            columns=columns_of(options.columns),
            published=options.published,
            outlet=options.outlet,
            language=options.language,
        )
        reader = _reader(options)
        reasons = _reasons(reader.codebook) if options.explain else None
        adds = [stack.enter_context(output) for output in outputs.chosen(options, reasons)]
        shown = stack.enter_context(_progress(sources)) if _is_watched(options) else _pass_on
        for reading in shown(reader.read_many(log.dated(found), workers=options.workers)):
            log.read += 1
            for add in adds:
                add(reading)
        if not log.read:
            raise _NothingRead


def _reader(options: Options) -> Reader:
    from dragoman.codebook import Codebook
    from dragoman.reader import Reader

    codebook = Codebook.load(options.codebook)
    return Reader(pipeline=options.pipeline, codebook=codebook) if options.pipeline else Reader(codebook=codebook)


def _reasons(codebook: Codebook) -> outputs.Reasons:
    from dragoman.cli.reasons import reasons

    return lambda reading: reasons(reading, codebook)


@contextmanager
def example() -> Iterator[str]:
    """The path of the report that comes with Dragoman."""
    with as_file(files("dragoman.cli") / "example.txt") as path:
        yield str(path)


def columns_of(text: str | None) -> dict[str, str]:
    """The names of a table's columns from ``text=content,published=date``. Raises `dragoman.errors.SettingsError`."""
    pairs = [pair.partition("=") for pair in text.split(",")] if text else []
    if any(not (ours and theirs) for ours, _, theirs in pairs):
        raise SettingsError(
            "columns", f"{text!r} is not of the form text=content,published=date", origin="option --columns"
        )
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _sum_up(options: Options, log: Log) -> None:
    log.tell_undated()
    for path in (options.csv, options.html):
        if path is not None:
            say(f"dragoman: {log.read} report{'s' * (log.read != 1)} in {path}")
    if len(log.refused) > 1:
        say(f"dragoman: {len(log.refused)} inputs refused, {log.read} reports read")


def _is_watched(options: Options) -> bool:
    """Whether a progress bar has its reader: stderr is a terminal, and stdout does not write on the same one."""
    to_files = options.csv is not None or options.html is not None
    prints = options.json or options.jsonl or not to_files
    return not options.quiet and sys.stderr.isatty() and not (prints and sys.stdout.isatty())


def _pass_on(readings: Iterable[Reading]) -> Iterable[Reading]:
    return readings


@contextmanager
def _progress(sources: list[str]) -> Iterator[outputs.Watch]:
    from dragoman.cli.progress import progress

    with progress(sources) as watch:
        yield watch


@contextmanager
def terminable() -> Iterator[None]:
    """A polite request to end counts as an interrupt, so that nothing is left half written."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
