"""Records for requests, and how each request looks at its record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from queue import Empty, LifoQueue
from threading import Lock
from typing import Annotated, TypedDict
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from dragoman.codebook import Codebook
from dragoman.errors import RecordBusy
from dragoman.record.opening import last_day
from dragoman.record.record import Record
from dragoman.web.security import check_token, given_token

AT_ONCE = 4
"""Records that are open for reading at once; requests beyond wait for their turn."""
WAIT_SECONDS = 30


class Records:
    """Opens records for requests: a `Record` is for one thread at a time, and each request has one for itself.

    Whoever asks gets a record for reading alone; the one record for writing is opened at the first write. Raises `dragoman.errors.RecordError` where
    there is none.
    """

    def __init__(self, where: str, *, codebook: Codebook | None = None) -> None:
        self.where = where
        self.codebook = codebook if codebook is not None else Codebook.load()
        self._free: LifoQueue[Record | None] = LifoQueue()
        self._writing: Record | None = None
        self._digests: tuple[str, str] = ("", "")
        self._lock = Lock()
        for _ in range(AT_ONCE - 1):
            self._free.put(None)
        self._free.put(self._open(readonly=True))  # what is wrong with the record shows at once

    def _open(self, *, readonly: bool) -> Record:
        return Record(self.where, codebook=self.codebook, create=False, readonly=readonly)

    @contextmanager
    def asking(self) -> Iterator[Record]:
        """A record to ask. Raises `dragoman.errors.RecordBusy` where none gets free in time."""
        try:
            record = self._free.get(timeout=WAIT_SECONDS)
        except Empty as error:
            raise RecordBusy(self.where) from error
        try:
            if record is None:
                record = self._open(readonly=True)
            yield record
        finally:
            self._free.put(record)

    @contextmanager
    def changing(self) -> Iterator[Record]:
        """The record to write into, for one request at a time."""
        with self._lock:
            if self._writing is None:
                self._writing = self._open(readonly=False)
            yield self._writing

    def digest(self, state: str, compute: Callable[[], str]) -> str:
        """The hash of all that is held in a state (`dragoman.record.listing.state`), computed once for each state."""
        known, found = self._digests
        if known != state:
            found = compute()
            self._digests = (state, found)
        return found

    def close(self) -> None:
        """Close all records that nobody uses."""
        while True:
            try:
                record = self._free.get_nowait()
            except Empty:
                break
            if record is not None:
                record.close()
        if self._writing is not None:
            self._writing.close()


class LookArguments(TypedDict):
    """A look as the arguments of the methods of `Record`."""

    as_published: date | None
    as_recorded: str | None
    machine_only: bool


@dataclass(frozen=True, slots=True)
class Look:
    """How a request looks at the record: as known on a day, as recorded at a moment, with or without what people decided."""

    as_published: date | None = None
    as_recorded: str | None = None
    machine_only: bool = False

    @property
    def arguments(self) -> LookArguments:
        """The same for a method of `Record`: ``record.events(**look.arguments)``."""
        return {
            "as_published": self.as_published,
            "as_recorded": self.as_recorded,
            "machine_only": self.machine_only,
        }

    @property
    def moment(self) -> dict[str, date | str | None]:
        """The same for a method that knows no people's judgements: ``record.reports(**look.moment)``."""
        return {"as_published": self.as_published, "as_recorded": self.as_recorded}

    @property
    def fields(self) -> dict[str, str]:
        """The same for an address: only what is set.

        >>> Look(as_published=date(2025, 9, 3)).fields
        {'as_published': '2025-09-03'}
        """
        found = {
            "as_published": self.as_published.isoformat() if self.as_published else "",
            "as_recorded": self.as_recorded or "",
            "machine_only": "1" if self.machine_only else "",
        }
        return {name: value for name, value in found.items() if value}

    @property
    def is_present(self) -> bool:
        """Whether it looks at all that is held now."""
        return self == Look()


def address(path: str, *fields: dict[str, str]) -> str:
    """A path with fields after it, those without a value left out.

    >>> address("/events", {"type": "AID", "actor": ""}, {"machine_only": "1"})
    '/events?type=AID&machine_only=1'
    """
    query = urlencode({name: value for some in fields for name, value in some.items() if value})
    return f"{path}?{query}" if query else path


def looking(
    as_published: Annotated[str | None, Query(description="As a reader of the news could know it on a day: 2025-09-02, 2025-09.", max_length=40)] = None,
    as_recorded: Annotated[
        str | None, Query(description="As this record held it at a moment (2025-09-03T12:00), or at a snapshot by its name.", max_length=200)
    ] = None,
    machine_only: Annotated[
        str | None, Query(description="Leave out what people decided: 1 or 0.", pattern="^(|0|1|true|false|on)$", max_length=5)
    ] = None,
) -> Look:  # fmt: skip
    """The look of a request, from its address. Raises `dragoman.errors.SettingsError` for what is no date."""
    return Look(
        last_day(as_published or None, "as_published"), as_recorded or None, machine_only in ("1", "true", "on")
    )


def records_of(request: Request) -> Records:
    """The records of the application that answers a request."""
    found: Records = request.app.state.records
    return found


def asking(request: Request) -> Iterator[Record]:
    """A record for one request."""
    with records_of(request).asking() as record:
        yield record


def changing(request: Request) -> Iterator[Record]:
    """The record to write into, for one request that brings the token in a header. Raises `dragoman.web.errors.Refused`."""
    check_token(request.app.state.token, given_token(request.headers))
    with records_of(request).changing() as record:
        yield record


Asking = Annotated[Record, Depends(asking)]
"""A parameter of an endpoint: the record to ask."""
Changing = Annotated[Record, Depends(changing)]
"""A parameter of an endpoint: the record to write into."""
Looking = Annotated[Look, Depends(looking)]
"""A parameter of an endpoint: how the request looks at the record."""
