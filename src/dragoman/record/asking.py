"""Asking a record: the half of it that writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from dragoman.codebook import Codebook
from dragoman.errors import NotInRecord, SettingsError
from dragoman.model import ReaderInfo, Reading, Report
from dragoman.model.tables import Row, Table
from dragoman.record import asking_entries, asking_events, checking, judging, moments, rebuild, review, schema, search
from dragoman.record.asking_events import Wanted
from dragoman.record.asking_outlines import AskingOutlines
from dragoman.record.changes import Change
from dragoman.record.checking import Checked
from dragoman.record.checks import Asked
from dragoman.record.coverage import Coverage
from dragoman.record.facts import Support
from dragoman.record.judging import Judgement
from dragoman.record.moments import Difference, Snapshot
from dragoman.record.opening import first_day, last_day
from dragoman.record.review import Question
from dragoman.record.selection import Selection
from dragoman.record.views import RecordedClaim, RecordedEntity, RecordedEvent, RecordedFigure, ReportInfo, Series

if TYPE_CHECKING:
    from dragoman.reader import Reader


class Asking(AskingOutlines):
    """Everything that can be asked of a record; `dragoman.record.Record` adds the writing."""

    def events(
        self, *, actor: str | None = None, recipient: str | None = None, party: str | None = None, type: str | None = None,  # noqa: A002
        mode: str | None = None, status: str | Iterable[str] | None = None, country: str | None = None,
        since: date | str | None = None, until: date | str | None = None, report: str | None = None, limit: int | None = None,
        as_published: date | str | None = None, as_recorded: str | None = None, machine_only: bool = False,
    ) -> Iterator[RecordedEvent]:  # fmt: skip
        """Merged events by date. ``actor``, ``recipient`` and ``party`` take an id, an ISO code or a name; a country means its people too."""
        statuses = (status,) if isinstance(status, str) else tuple(status or ())
        wanted = Wanted(
            actor=actor, recipient=recipient, party=party, type=type, mode=mode, status=statuses, country=country,
            since=first_day(since, "since"), until=last_day(until, "until"), report=report, limit=limit,
        )  # fmt: skip
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            yield from asking_events.events(connection, wanted, scope, self._writer)

    def event(
        self,
        id: str,  # noqa: A002
        *,
        as_published: date | str | None = None,
        as_recorded: str | None = None,
        machine_only: bool = False,
    ) -> RecordedEvent:
        """A merged event by its id, by one that it had before, or by that of a telling. Raises `NotInRecord`."""
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            found = asking_events.event(connection, id, scope, self._writer)
        if found is None:
            raise NotInRecord(self.where, "event", id)
        return found

    def figures(
        self, *, counted: str | None = None, of: str | None = None, origin: str | None = None, event: str | None = None,
        as_published: date | str | None = None, as_recorded: str | None = None, machine_only: bool = False,
    ) -> Iterator[Series]:  # fmt: skip
        """Series of figures: every point with its words. ``of`` takes a part of the words or an entity."""
        for series, _ in self._series(counted, of, event, as_published, as_recorded, machine_only=machine_only):
            if series is not None and (origin is None or self._speaks(origin, series.line.origin)):
                yield series

    def figures_alone(
        self, *, counted: str | None = None, of: str | None = None, event: str | None = None,
        as_published: date | str | None = None, as_recorded: str | None = None, machine_only: bool = False,
    ) -> Iterator[RecordedFigure]:  # fmt: skip
        """Figures that stand in no series: the outlets' own, those of unnamed sources, parts, rates."""
        for series, its in self._series(counted, of, event, as_published, as_recorded, machine_only=machine_only):
            if series is None:
                yield from its

    def support(
        self,
        figure: str,
        *,
        as_published: date | str | None = None,
        as_recorded: str | None = None,
        machine_only: bool = False,
    ) -> Support:
        """Who stands behind a figure: voices, works and pages."""
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            found = asking_entries.figure_support(connection, figure, scope, self._writer)
        if found is None:
            raise NotInRecord(self.where, "figure", figure)
        return found

    def claims(
        self, *, source: str | None = None, kind: str | None = None, certainty: str | None = None, report: str | None = None,
        limit: int | None = None, as_published: date | str | None = None, as_recorded: str | None = None, machine_only: bool = False,
    ) -> Iterator[RecordedClaim]:  # fmt: skip
        """Claims in order of publication. ``source`` takes an id or a name."""
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            yield from asking_entries.claims(
                connection, scope, source=source, kind=kind, certainty=certainty, report=report, limit=limit
            )

    def entities(
        self, *, name: str | None = None, kind: str | None = None, limit: int | None = None, as_published: date | str | None = None,
        as_recorded: str | None = None, machine_only: bool = False,
    ) -> Iterator[RecordedEntity]:  # fmt: skip
        """Entities, those that most reports speak of first. ``name`` takes a part of the name, or an id."""
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            yield from asking_entries.entities(connection, scope, name=name, kind=kind, limit=limit)

    def reports(
        self, *, as_published: date | str | None = None, as_recorded: str | None = None
    ) -> Iterator[ReportInfo]:
        """Reports by day of publication."""
        with self._asking(as_published, as_recorded, machine_only=False) as (connection, scope):
            yield from asking_entries.reports(connection, scope)

    def search(
        self, words: str, *, limit: int = 20, as_published: date | str | None = None, as_recorded: str | None = None, machine_only: bool = False
    ) -> search.Found:  # fmt: skip
        """Reports, entries and entities that have all words of a query, the best first; words in quotation marks stand side by side."""
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            return search.search(connection, words, scope, limit)

    def report(self, id: str) -> Report:  # noqa: A002
        """A report with its text. Raises `NotInRecord`."""
        return self.reading(id).report

    def reading(self, report: str, *, as_recorded: str | None = None) -> Reading:
        """The reading of a report that is held, as it was added. Raises `NotInRecord`."""
        with self._asking(None, as_recorded, machine_only=False) as (connection, scope):
            r, p = schema.reading.c, schema.report.c
            query = (
                select(r.n)
                .join(schema.report, p.n == r.report)
                .where(p.id == report, r.replaces.is_(None))
                .order_by(r.n.desc())
            )
            for number in connection.execute(query).scalars():
                if number not in scope.ended:
                    return rebuild.reading(connection, number)
        raise NotInRecord(self.where, "report", report)

    def judgements(self, *, standing: bool = True) -> Iterator[Judgement]:
        """What people said, in order."""
        with self._asking(None, None, machine_only=False) as (connection, _):
            yield from judging.judgements(connection, standing=standing)

    def coverages(self, *, as_recorded: str | None = None) -> tuple[Coverage, ...]:
        """The coverage statements that stand."""
        with self._asking(None, as_recorded, machine_only=False) as (connection, scope):
            return judging.coverages(connection, as_recorded=scope.as_recorded)

    def snapshots(self) -> tuple[Snapshot, ...]:
        """The named moments, in order."""
        with self._asking(None, None, machine_only=False) as (connection, _):
            return moments.snapshots(connection)

    def digest(self, *, as_published: date | str | None = None, as_recorded: str | None = None) -> str:
        """The hash of all that is held: two records with one hash hold the same."""
        with self._asking(as_published, as_recorded, machine_only=False) as (connection, scope):
            return moments.digest(connection, as_published=scope.as_published, as_recorded=scope.as_recorded).sha256

    def diff(self, before: str, after: str | None = None) -> Difference:
        """What was added, ended, revised, merged and split between two moments or snapshots; until now, if the second is left out."""
        with self._asking(None, None, machine_only=False) as (connection, _):
            return moments.diff(
                connection,
                moments.moment(connection, self.where, before),
                moments.moment(connection, self.where, after) if after else None,
            )

    def changes(self, *, since: str | None = None) -> Iterator[Change]:
        """What additions changed beyond what was new, in order. ``since`` takes a moment, or the name of a snapshot."""
        with self._asking(None, None, machine_only=False) as (connection, _):
            start = moments.moment(connection, self.where, since) if since else None
            yield from moments.changes(connection, since=start)

    def check(
        self, text: str, *, day: date | str, reader: Reader | None = None, as_published: date | str | None = None,
        as_recorded: str | None = None, machine_only: bool = False,
    ) -> tuple[Checked, ...]:  # fmt: skip
        """Check a first, last or n-times sentence as if it were published on a day, with the reports published by then.

        Raises `dragoman.errors.CheckError` where it names nobody or says nothing that can be counted.
        """
        said = last_day(day, "day")
        if said is None:
            raise SettingsError("day", "say on which day the sentence is said: 2025-09-02")
        by = last_day(as_published, "as_published") or said
        using = reader if reader is not None else _reader(self.codebook)
        with self._asking(by, as_recorded, machine_only=machine_only) as (connection, scope):
            return checking.ask(connection, self._writer, scope, text, using, day=said)

    def check_asked(
        self, asked: Asked, *, as_published: date | str, as_recorded: str | None = None, machine_only: bool = False
    ) -> Checked:
        """Check what is asked in its parts, with the reports published by a day."""
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            return checking.run(connection, self._writer, scope, asked, day=scope.as_published or date.max)

    def checks(self, *, report: str | None = None) -> Iterator[Checked]:
        """Check every first, last and n-times claim of the reports held, each as published by its own day."""
        with self._asking(None, None, machine_only=False) as (connection, _):
            yield from checking.of_reports(connection, self._writer, {}, report=report)

    def review(self, *, limit: int | None = None) -> list[Question]:
        """What a person could decide, the weightiest first."""
        with self._asking(None, None, machine_only=False) as (connection, scope):
            return review.questions(connection, self._writer, scope, limit=limit)

    def known(self, reports: Iterable[str], reader: ReaderInfo) -> frozenset[str]:
        """Those of some reports whose reading by this very reader is held or was: they need not be read again."""
        r, p = schema.reading.c, schema.report.c
        with self._asking(None, None, machine_only=False) as (connection, _):
            query = (
                select(p.id)
                .join(schema.reading, r.report == p.n)
                .where(
                    r.reader == reader.name,
                    r.version == reader.version,
                    r.pipeline == reader.pipeline,
                    r.codebook == reader.codebook,
                )
            )
            return frozenset(
                one
                for chunk in rebuild.chunks(sorted(set(reports)))
                for one in connection.execute(query.where(p.id.in_(chunk))).scalars()
            )

    @contextmanager
    def select(
        self, *, actor: str | None = None, recipient: str | None = None, party: str | None = None, type: str | None = None,  # noqa: A002
        status: str | Iterable[str] | None = None, country: str | None = None, since: date | str | None = None,
        until: date | str | None = None, as_published: date | str | None = None, as_recorded: str | None = None, machine_only: bool = False,
    ) -> Iterator[Selection]:  # fmt: skip
        """A selection for `dragoman.export.write`, which stays as it is while it is written."""
        named = {
            "actor": actor, "recipient": recipient, "party": party, "type": type, "status": status, "country": country,
            "since": since, "until": until, "machine_only": machine_only or None,
        }  # fmt: skip
        statuses = (status,) if isinstance(status, str) else tuple(status or ())
        wanted = Wanted(
            actor=actor, recipient=recipient, party=party, type=type, status=statuses, country=country,
            since=first_day(since, "since"), until=last_day(until, "until"),
        )  # fmt: skip
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            yield Selection(
                connection,
                self._writer,
                scope,
                wanted,
                {name: value for name, value in named.items() if value is not None},
            )

    def rows(
        self, table: Table, *, as_published: date | str | None = None, as_recorded: str | None = None
    ) -> Iterator[Row]:
        """The rows of one of our own tables: ``pandas.DataFrame(record.rows("events"))``."""
        with self.select(as_published=as_published, as_recorded=as_recorded) as selection:
            yield from selection.rows(table)

    def _series(
        self, counted: str | None, of: str | None, event: str | None, as_published: date | str | None, as_recorded: str | None, *,
        machine_only: bool,
    ) -> Iterator[tuple[Series | None, tuple[RecordedFigure, ...]]]:  # fmt: skip
        with self._asking(as_published, as_recorded, machine_only=machine_only) as (connection, scope):
            keys = asking_entries.blocks(connection, counted=counted, of=of, event_id=event)
            yield from asking_entries.series(connection, keys, scope, self._writer)

    def _speaks(self, name: str, origin: tuple[str, ...]) -> bool:
        with self._asking(None, None, machine_only=False) as (connection, _):
            return bool(set(asking_events.ids_of(connection, name)) & set(origin))


def _reader(codebook: Codebook) -> Reader:
    from dragoman.reader import Reader

    return Reader(codebook=codebook)
