"""The record: many reports, one account that shows its words and its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select, text

from dragoman.errors import NotInRecord
from dragoman.model import Claim, Event, Quantity, Reading
from dragoman.record import judging, moments, schema
from dragoman.record.asking import Asking
from dragoman.record.changes import Change
from dragoman.record.coverage import Coverage
from dragoman.record.judging import Judgement, Said
from dragoman.record.moments import Snapshot
from dragoman.record.verify import Fault, verify


class Record(Asking):
    """A record in a file (SQLite) or at the address of a server (``postgresql://…``); made where there is none.

    >>> with Record("korea.db") as record:  # doctest: +SKIP
    ...     for change in record.add(reader.read_many(reports("inbox/"))):
    ...         print(change.kind, change.title)

    ``as_published`` asks what a reader of the news could know on a day, ``as_recorded`` what this record held at a moment (ISO 8601, or the name of a
    snapshot), ``machine_only`` leaves people's judgements out. Raises `dragoman.errors.RecordError` and its kinds.
    """

    def add(self, readings: Iterable[Reading], *, by: str = "", at: str | None = None) -> Iterator[Change]:
        """Add readings, each in a transaction of its own, and yield what each changed once it is safe.

        Adding twice is adding once; the order does not matter. ``at`` is the moment to write down, the database's clock if left out.
        """
        for reading in readings:
            with self._writing(at) as (connection, now):
                changes = self._writer.add(connection, reading, at=now, by=by)
            yield from changes

    def keep_source(self, report: str, digest: str, where: str) -> None:
        """Write down from which input a report came: the SHA-256 of its bytes, and its place."""
        with self._writing(None) as (connection, _):
            number = self._report_number(connection, report)
            self._writer.store.source_file(connection, number, digest, where)

    def keep_refused(self, where: str, reason: str, content: bytes | None = None, *, at: str | None = None) -> None:
        """Keep what was refused, with the reason; the bytes are kept compressed."""
        with self._writing(at) as (connection, now):
            self._writer.store.refusal(connection, where, reason, content, at=now)

    def judge(
        self,
        row: str,
        verdict: Said,
        *,
        by: str,
        why: str = "",
        replacement: Event | Quantity | Claim | None = None,
        at: str | None = None,
    ) -> Judgement:
        """Accept, reject, correct or doubt an event as told, a figure or a claim. The machine's row stays beside it."""
        with self._writing(at) as (connection, now):
            return judging.judge(
                connection, self._writer, self.where, row, verdict, by=by, at=now, why=why, replacement=replacement
            )

    def join(self, one: str, other: str, *, same: bool, by: str, why: str = "", at: str | None = None) -> Judgement:
        """Decide that two tellings (or merged events) tell one event, or two."""
        with self._writing(at) as (connection, now):
            return judging.join(connection, self._writer, self.where, one, other, same=same, by=by, at=now, why=why)

    def undo(self, judgement: str, *, by: str, why: str = "", at: str | None = None) -> Judgement:
        """End a judgement; everything is again as it was without it."""
        with self._writing(at) as (connection, now):
            return judging.undo(connection, self._writer, self.where, judgement, by=by, at=now, why=why)

    def cover(self, statement: Coverage, *, at: str | None = None) -> Coverage:
        """State that the record is complete for something; only then can a count be confirmed."""
        with self._writing(at) as (connection, now):
            return judging.cover(connection, statement, at=now)

    def uncover(self, coverage: str, *, by: str, why: str = "", at: str | None = None) -> None:
        """End a coverage statement."""
        with self._writing(at) as (connection, now):
            judging.uncover(connection, self.where, coverage, by=by, at=now, why=why)

    def snapshot(self, name: str, *, as_published: date | None = None, at: str | None = None) -> Snapshot:
        """Name this moment, with a hash of all that is held; two records with one hash hold the same."""
        with self._writing(at) as (connection, now):
            return moments.snapshot(connection, self.where, name, as_published=as_published, at=now)

    def verify(self) -> Iterator[Fault]:
        """Every fault of the record, as it is found; none for a sound one. Nothing that can be computed again is trusted."""
        with self._database.read() as connection:
            yield from verify(connection, self._writer)

    def _report_number(self, connection: Connection, report: str) -> int:
        number = connection.execute(select(schema.report.c.n).where(schema.report.c.id == report)).scalar()
        if number is None:
            raise NotInRecord(self.where, "report", report)
        return int(number)

    @contextmanager
    def _writing(self, at: str | None) -> Iterator[tuple[Connection, str]]:
        try:
            with self._database.write() as connection:
                self._writer.begin(connection)
                yield connection, at or self._now(connection)
                self._writer.done(connection)
        except BaseException:
            self._writer.forget()
            raise

    def _now(self, connection: Connection) -> str:
        """The database's clock, in UTC, to the millisecond; always later than what was done before, so that a moment tells two changes apart."""
        if self._database.dialect == "sqlite":
            query = "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"
        else:
            query = "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS') || '+00:00'"
        now = str(connection.execute(text(query)).scalar_one())
        c = schema.change.c
        last = connection.execute(select(c.at).order_by(c.n.desc()).limit(1)).scalar() or ""
        if now > last or not last.startswith(now[:10]):
            return now  # moments that were given ("at") may lie anywhere
        return (datetime.fromisoformat(last) + timedelta(milliseconds=1)).isoformat(timespec="milliseconds")
