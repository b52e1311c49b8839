"""Asking for much at once: events without their tellings, and which figures there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dragoman.record import asking_entries, outlines
from dragoman.record.asking_events import Wanted
from dragoman.record.opening import Opened, first_day, last_day
from dragoman.record.outlines import Counted, Outline
from dragoman.record.views import RecordedFigure, Series


class AskingOutlines(Opened):
    """What lists and charts ask of a record."""

    def outlines(
        self, *, party: str | None = None, type: str | None = None, status: str | None = None, source_kind: str | None = None,  # noqa: A002
        country: str | None = None, since: date | str | None = None, until: date | str | None = None,
        as_published: date | str | None = None, as_recorded: str | None = None, machine_only: bool = False,
    ) -> Iterator[Outline]:  # fmt: skip
        """Merged events without their tellings, by date: thousands at once. ``source_kind`` keeps what a source of a kind tells."""
        wanted = Wanted(
            party=party, type=type, status=(status,) if status else (), country=country,
            since=first_day(since, "since"), until=last_day(until, "until"),
        )  # fmt: skip
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            yield from outlines.outlines(connection, wanted, scope, self._writer, source_kind=source_kind)

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """The names of some entities."""
        with self._asking(None, None, machine_only=False) as (connection, _):
            return outlines.names(connection, ids)

    def source_kinds(self) -> list[str]:
        """The kinds of those who are named as sources."""
        with self._asking(None, None, machine_only=False) as (connection, _):
            return outlines.source_kinds(connection)

    def series(
        self, block: str, *, as_published: date | str | None = None, as_recorded: str | None = None, machine_only: bool = False
    ) -> tuple[tuple[Series, ...], tuple[RecordedFigure, ...]]:  # fmt: skip
        """The series of a block of `counts`, and its figures that stand in none."""
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            found = list(asking_entries.series(connection, [block], scope, self._writer))
        alone = (one for series, its in found if series is None for one in its)
        return tuple(series for series, _ in found if series is not None), tuple(alone)

    def counts(
        self, *, counted: str | None = None, of: str | None = None, origin: str | None = None,
        as_published: date | str | None = None, as_recorded: str | None = None, machine_only: bool = False,
    ) -> list[Counted]:  # fmt: skip
        """Which figures there are: what is counted, of whom, where, and how much is drawn of it."""
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            return outlines.counts(connection, scope, self._writer, counted=counted, of=of, origin=origin)

    def blocks_of(self, figure: str) -> list[str]:
        """The blocks of a figure, in whatever scope; none where there is no such figure."""
        with self._asking(None, None, machine_only=False) as (connection, _):
            return outlines.blocks_of(connection, figure)

    def blocks_beside(self, block: str) -> list[str]:
        """The blocks in which something else is counted of the same people in the same place."""
        with self._asking(None, None, machine_only=False) as (connection, _):
            return outlines.beside(connection, block)
