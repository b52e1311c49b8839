"""One report in, one reading out.

`Reader` holds names and a codebook and loads its model in each process on first use; it is frozen and can be sent to workers.
"""

from __future__ import annotations

import functools
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.synchronize import Event
from typing import TYPE_CHECKING

from dragoman import language
from dragoman.codebook import Codebook
from dragoman.errors import DragomanError
from dragoman.extract import extract
from dragoman.model import ReaderInfo, Reading, Report
from dragoman.resolve import resolve

if TYPE_CHECKING:
    from spacy.language import Language

_AHEAD = 4
"""Reports under way per worker, so that reading keeps a bounded number in memory."""


@dataclass(frozen=True)
class Reader:
    """Reads reports with a language pipeline and a codebook.

    `pipeline` is what `dragoman.language.load` takes: the name of the model that ships, or of a spaCy pipeline with UD labels.
    """

    pipeline: str = language.DEFAULT
    codebook: Codebook = field(default_factory=Codebook.load)
    threads: int = 2
    """Threads of the network for one reader; workers of `read_many` take one each."""

    def read(self, report: Report) -> Reading:
        """Return the reading of one report. Raises `PipelineError` where the pipeline lacks something."""
        nlp = language.load(self.pipeline, threads=self.threads)
        doc = nlp(report.text)
        found = resolve(extract(doc, self.codebook), report, self.codebook)
        return Reading(
            report=report,
            entities=found.entities,
            events=found.events,
            claims=found.claims,
            quantities=found.quantities,
            checks=found.checks,
            notes=found.notes,
            reader=self._info(nlp),
        )

    def info(self) -> ReaderInfo:
        """Return what its readings say of their reader, so that a reading that exists need not be made again."""
        return self._info(language.load(self.pipeline, threads=self.threads))

    def _info(self, nlp: Language) -> ReaderInfo:
        return ReaderInfo(
            name="rules", version=_version(), pipeline=language.digest(nlp), codebook=self.codebook.hash[:16]
        )

    def read_many(self, reports: Iterable[Report], *, workers: int = 1) -> Iterator[Reading]:
        """Yield the readings of many reports, in their order; with several workers, each in a process of its own.

        Nothing is collected: a report is taken when a worker is nearly free for it. The readings do not depend on `workers`.
        """
        if workers <= 1:
            for report in reports:
                yield self.read(report)
            return
        single = Reader(self.pipeline, self.codebook, threads=1)
        waiting: deque[Future[Reading]] = deque()
        context = get_context("spawn")
        ended = context.Event()
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(single, ended)) as pool:
            try:
                for report in reports:
                    with _uninterrupted():
                        waiting.append(pool.submit(_read, report))
                    if len(waiting) >= workers * _AHEAD:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except BrokenProcessPool as error:
                raise DragomanError(
                    "a process that read was killed, perhaps for want of memory; run the same command again, with fewer --workers"
                ) from error
            finally:
                ended.set()  # whoever stops early does not wait for reports that are still queued


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Processes that start here never see an interrupt from the keyboard: it is the parent's to handle, and it ends them in order."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """The reader of a worker process."""

    reader: Reader | None = None
    ended: Event | None = None


def _start(reader: Reader, ended: Event) -> None:
    _Worker.reader, _Worker.ended = reader, ended
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for its next report for ever: the queue stays open, because the workers themselves hold it."""
    if parent := parent_process():
        parent.join()
        signal.raise_signal(signal.SIGTERM)  # no handler of Python's stands in a worker, so the system ends it at once


def _read(report: Report) -> Reading:
    reader = _Worker.reader
    if reader is None or _Worker.ended is None:
        raise RuntimeError("a worker was asked to read before it was started")
    if _Worker.ended.is_set():
        raise CancelledError
    return reader.read(report)


@functools.cache
def default_reader() -> Reader:
    """Return the reader that `read` uses, built once."""
    return Reader()


def read(report: Report) -> Reading:
    """Return the reading of one report by the default reader."""
    return default_reader().read(report)


def _version() -> str:
    from dragoman import __version__

    return __version__
