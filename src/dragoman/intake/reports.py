"""The one door: sources in, reports out."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from dragoman.errors import IntakeError, OverLimit, SettingsError, UnknownFormat
from dragoman.intake.dates import day_of
from dragoman.intake.decode import decode, looks_binary
from dragoman.intake.draft import Draft, Given, Remark, finish
from dragoman.intake.head import read_head
from dragoman.intake.languages import READABLE
from dragoman.intake.limits import Limits, size
from dragoman.intake.markdown import read_markdown
from dragoman.intake.page import PageReader
from dragoman.intake.places import STDIN, files_of, read_file
from dragoman.intake.tables import COLUMNS, Read, read_csv, read_json, read_json_lines
from dragoman.model.report import Report

_TEXT, _MARKDOWN, _PAGE = ("", ".txt", ".text"), (".md", ".markdown"), (".html", ".htm", ".xhtml")
_LINES, _JSON, _CSV = (".jsonl", ".ndjson"), (".json",), (".csv", ".tsv")
KNOWN = (*_TEXT[1:], *_MARKDOWN, *_PAGE, *_LINES, *_JSON, *_CSV)
"""The endings of files that can be read; a file without an ending is plain text."""

_IS_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}\?>\s*){0,3}<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEAD_OF_FILE = 4096


def reports(
    source: str | Path | Iterable[str | Path],
    *,
    refused: Callable[[IntakeError], object] | None = None,
    noted: Callable[[Remark], object] | None = None,
    columns: Mapping[str, str] | None = None,
    published: date | str | None = None,
    outlet: str | None = None,
    language: str | None = None,
    limits: Limits | None = None,
) -> Iterator[Report]:
    """The reports of a file, a folder, a pattern, ``-`` for the standard input, or several of these, read one by one.

    ``refused`` is called with the error of each input that cannot be read, and the rest goes on; without it the first such error is raised.
    ``noted`` is called with remarks: a column that is missing, a date that differs from the one given.
    ``columns`` maps our names of columns to those of a table: ``{"text": "content"}``. ``published`` (a date, or ``2025-09-02``) and
    ``outlet`` say what a file does not; ``language`` insists, and no language is looked for.

    >>> list(reports("no-such-file.txt"))
    Traceback (most recent call last):
    ...
    dragoman.errors.IntakeError: no-such-file.txt: does not exist; check the spelling, or give a folder

    Raises `dragoman.errors.IntakeError` as said, and `dragoman.errors.SettingsError` for an option that cannot be.
    """
    given = Given(_published(published), outlet, _language(language))
    mapped = _columns(columns or {})
    sources = [source] if isinstance(source, str | Path) else source
    return _reports(
        sources, given, mapped, limits=limits or Limits(), refuse=refused or _raise, note=noted or _keep_quiet
    )


def _raise(error: IntakeError) -> None:
    raise error


def _keep_quiet(remark: Remark) -> None:
    """Remarks are for those who ask for them."""


def _published(value: date | str | None) -> date | None:
    day = day_of(value) if isinstance(value, str) else value
    if value is not None and day is None:
        raise SettingsError("published", f"{value!r} is no date; write it as 2025-09-02")
    return day


def _language(value: str | None) -> str | None:
    if value is not None and value.replace("_", "-").split("-")[0].lower() not in READABLE:
        raise SettingsError("language", f"{value!r} cannot be read; known are {' '.join(READABLE)}")
    return value


def _columns(columns: Mapping[str, str]) -> Mapping[str, str]:
    for name in columns:
        if name not in COLUMNS:
            raise SettingsError("columns", f"{name!r} is none of {' '.join(COLUMNS)}")
    return columns


def _reports(
    sources: Iterable[str | Path],
    given: Given,
    columns: Mapping[str, str],
    *,
    limits: Limits,
    refuse: Callable[[IntakeError], object],
    note: Callable[[Remark], object],
) -> Iterator[Report]:
    with PageReader(limits) as pages:
        reader = _Files(pages, limits, columns, note)
        for one in sources:
            for read in reader.drafts(one):
                if isinstance(read, IntakeError):
                    refuse(read)
                    continue
                try:
                    report = finish(read, given, limits, note)
                except IntakeError as error:
                    refuse(error)
                else:
                    yield report


class _Files:
    """Reads files of all kinds; it holds what their readers share."""

    def __init__(
        self, pages: PageReader, limits: Limits, columns: Mapping[str, str], note: Callable[[Remark], object]
    ) -> None:
        self.pages = pages
        self.limits = limits
        self.columns = columns
        self.note = note

    def drafts(self, source: str | Path) -> Iterator[Read]:
        """What a source holds: drafts, and the reasons for what is none."""
        if source == STDIN:
            yield from self._guarded("standard input", self._standard_input())
            return
        for path in files_of(source):
            if isinstance(path, IntakeError):
                yield path
            else:
                yield from self._guarded(str(path), self._file(path))

    def _guarded(self, where: str, drafts: Iterator[Read]) -> Iterator[Read]:
        """The drafts of one file; what ends the file early is one more refusal."""
        try:
            yield from drafts
        except IntakeError as error:
            yield error
        except OSError as error:
            yield IntakeError(where, f"cannot be read: {error.strerror or error}")

    def _standard_input(self) -> Iterator[Read]:
        data = sys.stdin.buffer.read(self.limits.report_bytes + 1)
        if len(data) > self.limits.report_bytes:
            raise OverLimit("standard input", "is too large", limit=size(self.limits.report_bytes))
        yield self._text("standard input", data)

    def _file(self, path: Path) -> Iterator[Read]:
        where, suffix = str(path), path.suffix.lower()
        if suffix in _LINES:
            with path.open("rb") as stream:
                yield from read_json_lines(where, stream, self.limits, self.columns, self.note)
        elif suffix in _CSV:
            with _table(path) as lines:
                delimiter = "\t" if suffix == ".tsv" else None
                yield from read_csv(where, lines, self.limits, self.columns, self.note, delimiter=delimiter)
        elif suffix in (*_TEXT, *_MARKDOWN, *_PAGE, *_JSON):
            data = self._whole(path)
            if suffix in _JSON:
                yield from read_json(where, data, self.columns, self.note)
            elif suffix in _PAGE:
                yield self._page(where, data)
            elif suffix in _MARKDOWN:
                yield read_markdown(where, decode(where, data))
            else:
                yield self._text(where, data)
        else:
            raise UnknownFormat(where, path.suffix, known=KNOWN)

    def _whole(self, path: Path) -> bytes:
        data, more = read_file(path, self.limits.report_bytes)
        if more:
            total = path.stat().st_size
            raise OverLimit(
                str(path),
                "is too large",
                limit=size(self.limits.report_bytes),
                value=size(total) if total else None,
                hint="split it into one file a report, or into rows of JSON Lines",
            )
        return data

    def _text(self, where: str, data: bytes) -> Draft:
        return (
            self._page(where, data) if _IS_PAGE.match(data[:_HEAD_OF_FILE]) else read_head(where, decode(where, data))
        )

    def _page(self, where: str, data: bytes) -> Draft:
        if not data.strip():
            raise IntakeError(where, "is empty")
        return self.pages.read(where, data)


@contextmanager
def _table(path: Path) -> Iterator[io.TextIOWrapper]:
    """The lines of a table. Bytes that are not UTF-8 become surrogates, so that a row can be refused alone."""
    with path.open("rb") as stream:
        _refuse_binary(path, stream)
        with io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
            yield lines


def _refuse_binary(path: Path, stream: io.BufferedReader) -> None:
    if looks_binary(stream.peek(_HEAD_OF_FILE)):
        raise IntakeError(str(path), "is binary data, not a table of text")
