"""Opening a record, and the scope in which each question is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection

from dragoman.codebook import Codebook
from dragoman.errors import SettingsError
from dragoman.model.edtf import bounds
from dragoman.record import moments
from dragoman.record.adding import Writer
from dragoman.record.engine import Database, without_password
from dragoman.record.scope import Scope

if TYPE_CHECKING:
    from types import TracebackType


class Opened:
    """A record that is open."""

    def __init__(
        self, where: str, *, codebook: Codebook | None = None, create: bool = True, readonly: bool = False
    ) -> None:
        self.where = without_password(str(where))
        """The file or the address, as messages may show it."""
        self._given = codebook
        self._database = Database(str(where), create=create, readonly=readonly)

    @cached_property
    def codebook(self) -> Codebook:
        """What counts as what; the shipped codebook unless another was given."""
        return self._given if self._given is not None else Codebook.load()

    @cached_property
    def _writer(self) -> Writer:
        return Writer(self.codebook)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the record. What was added is safe already."""
        self._database.close()

    @contextmanager
    def _asking(
        self, as_published: date | str | None, as_recorded: str | None, *, machine_only: bool
    ) -> Iterator[tuple[Connection, Scope]]:
        with self._database.read() as connection:
            moment = moments.moment(connection, self.where, as_recorded) if as_recorded else None
            self._writer.begin(connection)
            yield connection, Scope.of(
                connection, as_published=last_day(as_published, "as_published"), as_recorded=moment, machine_only=machine_only,
                agencies=self._writer.agencies,
            )  # fmt: skip


def first_day(value: date | str | None, name: str) -> date | None:
    """The first day of a date, a month or a year."""
    return _day(value, name, 0)


def last_day(value: date | str | None, name: str) -> date | None:
    """The last day of a date, a month or a year.

    >>> last_day("2025-02", "until")
    datetime.date(2025, 2, 28)
    """
    return _day(value, name, 1)


def _day(value: date | str | None, name: str, end: int) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        found = bounds(value)[end]
    except ValueError as error:
        raise SettingsError(name, f"{value!r} is no date; write it as 2025-09-02, 2025-09 or 2025") from error
    return found
