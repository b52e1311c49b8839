"""A selection of a record as exporters ask for it: events, figures, the rows of our own tables, and what the sidecar says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from dragoman.model import Check
from dragoman.model.tables import Row, Table
from dragoman.record import asking_entries, asking_events, checking, moments, rebuild, schema, tables
from dragoman.record.adding import Writer
from dragoman.record.asking_events import Wanted
from dragoman.record.scope import Scope
from dragoman.record.tables import Held
from dragoman.record.told import moment
from dragoman.record.views import RecordedEvent, RecordedFigure

if TYPE_CHECKING:
    from dragoman.record.views import RecordedClaim

TOLERANCE = "tolerance/1"
"""The policy by which figures are compared."""


@dataclass
class Selection:
    """What is exported of a record, at one moment. It lives as long as the transaction in which it was made."""

    connection: Connection
    writer: Writer
    scope: Scope
    wanted: Wanted
    selection: Mapping[str, object]

    def events(self) -> Iterator[RecordedEvent]:
        """The merged events, in the order of exports."""
        return asking_events.events(self.connection, self.wanted, self.scope, self.writer)

    def figures(self, event: str) -> Iterable[RecordedFigure]:
        """The figures of a merged event."""
        return self._figures_of.get(event, ())

    @cached_property
    def _figures_of(self) -> Mapping[str, list[RecordedFigure]]:
        found: defaultdict[str, list[RecordedFigure]] = defaultdict(list)
        for one in self._figures():
            if one.event is not None:
                found[one.event].append(one)
        for its in found.values():
            its.sort(key=lambda one: (one.report.published or date.max, one.id))
        return found

    def _figures(self) -> Iterator[RecordedFigure]:
        keys = asking_entries.blocks(self.connection)
        for _, its in asking_entries.series(self.connection, keys, self.scope, self.writer):
            yield from its

    def text(self, report: str) -> str:
        """The text of a report."""
        return str(
            self.connection.execute(select(schema.report.c.text).where(schema.report.c.id == report)).scalar_one()
        )

    def about(self) -> Mapping[str, object]:
        """What was selected, of which state of the record, by which codebook."""
        held = moments.digest(self.connection, as_published=self.scope.as_published, as_recorded=self.scope.as_recorded)
        r = schema.reading.c
        readers = self.connection.execute(select(r.reader, r.version).distinct().order_by(r.reader, r.version)).all()
        return {
            "snapshot": held.sha256, "codebook": self.writer.codebook.hash, "reader": ", ".join(f"{one.reader} {one.version}" for one in readers),
            "as_published": self.scope.as_published, "as_recorded": self.scope.as_recorded, "selection": dict(self.selection),
            "policies": {"tolerance": TOLERANCE, "vague_numbers": "words/1"},
        }  # fmt: skip

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of one of our own tables, in a stable order."""
        return {
            "reports": self._reports, "events": self._events, "participants": self._participants, "claims": self._claims,
            "attributions": self._attributions, "quantities": self._quantities, "entities": self._entities,
            "mentions": self._mentions, "relations": self._relations, "checks": self._checks, "notes": self._notes,
        }[table]()  # fmt: skip

    def _reports(self) -> Iterator[Row]:
        for one in asking_entries.reports(self.connection, self.scope):
            yield tables.report_row(one)

    def _events(self) -> Iterator[Row]:
        for one in self.events():
            yield from tables.event_rows(one, self.writer.codebook, self._held)

    def _participants(self) -> Iterator[Row]:
        for one in self.events():
            yield from tables.participant_rows(one, self.writer.codebook)

    def _recorded_claims(self) -> Iterator[RecordedClaim]:
        return asking_entries.claims(self.connection, self.scope)

    def _claims(self) -> Iterator[Row]:
        for one in self._recorded_claims():
            yield tables.claim_row(one, self._held)

    def _attributions(self) -> Iterator[Row]:
        for one in self._recorded_claims():
            yield from tables.attribution_rows(one)

    def _quantities(self) -> Iterator[Row]:
        for one in self._figures():
            yield tables.figure_row(one, tolerance=TOLERANCE)

    def _entities(self) -> Iterator[Row]:
        for one in sorted(asking_entries.entities(self.connection, self.scope), key=lambda one: one.entity.id):
            yield tables.entity_row(one, self.writer.codebook)

    def _readings(self) -> Iterator[tuple[str, int]]:
        """Report and number of the machine's readings in the scope, by report."""
        r, p = schema.reading.c, schema.report.c
        told = select(p.id, r.n).join(schema.reading, r.report == p.n).where(r.replaces.is_(None)).order_by(p.id, r.n)
        for report, number in self.connection.execute(told).all():
            if number not in self.scope.ended and self.scope.page(self.connection, report) is not None:
                yield report, number

    def _mentions(self) -> Iterator[Row]:
        for report, number in self._readings():
            for entity in rebuild.reading(self.connection, number).entities:
                yield from tables.mention_rows(report, entity)

    def _notes(self) -> Iterator[Row]:
        for report, number in self._readings():
            for note in rebuild.reading(self.connection, number).notes:
                yield tables.note_row(report, note)

    def _relations(self) -> Iterator[Row]:
        lived = Held(since=moment("1970-01-01T00:00:00+00:00"))
        for key in asking_entries.blocks(self.connection):
            for one in asking_entries.relations(self.connection, key, self.scope, self.writer):
                yield tables.relation_row(one, lived)
        for event in self.events():
            for one in event.relations:
                if event.id == (one.left if one.type in ("part_of", "member_of", "taken_up_again") else one.right):
                    yield tables.relation_row(one, lived)

    def _checks(self) -> Iterator[Row]:
        scopes: dict[date, Scope] = {}
        for one in checking.of_reports(self.connection, self.writer, scopes):
            if one.claim is None or self.scope.page(self.connection, one.report or "") is None:
                continue
            found = one.verdict
            check = Check(
                kind=one.asked.kind, claim=one.claim, claimed=found.claimed, record_min=found.record_min, record_max=found.record_max,
                verdict=found.verdict, why=found.why,
            )  # fmt: skip
            coverage = found.coverage[0] if found.coverage else None
            yield tables.check_row(
                f"{one.claim}-{one.asked.kind}", check, coverage=coverage, checked_at=self._held(one.claim).since
            )

    def _held(self, row: str) -> Held:
        """When a row was held: as its reading was."""
        if row not in self._lives:
            self._lives[row] = self._look(row)
        return self._lives[row]

    @cached_property
    def _lives(self) -> dict[str, Held]:
        return {}

    def _look(self, row: str) -> Held:
        h, c, r = schema.held.c, schema.change.c, schema.reading.c
        for table in schema.ENTRIES:
            told = (
                select(h.since, h.until, c.why)
                .join(schema.reading, r.id == h.row)
                .join(table, table.c.reading == r.n)
                .outerjoin(schema.change, c.n == h.ended_by)
                .where(table.c.id == row)
                .order_by(h.n.desc())
            )
            found = self.connection.execute(told).first()
            if found is not None:
                return Held(
                    since=moment(found.since),
                    until=moment(found.until) if found.until else None,
                    why=found.why if found.until else None,
                )
        raise KeyError(row)
