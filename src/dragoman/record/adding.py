"""Adding readings: one transaction for each, in which it is written and everything that it touches is drawn again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, delete, func, or_, select

from dragoman.codebook import Codebook
from dragoman.model import Reading, Report
from dragoman.record import draw_events, draw_figures, draw_ties, merge, schema
from dragoman.record.changes import Before, Change, Kind, before_of, of_events, of_figures
from dragoman.record.copies import Fingerprint
from dragoman.record.draw_works import link_report, new_work, redraw_works, shares_address
from dragoman.record.facts import Telling
from dragoman.record.knowledge import Knowledge
from dragoman.record.load import Loader
from dragoman.record.rebuild import chunks
from dragoman.record.rows import Rows, rows_of
from dragoman.record.scope import PERSON, Scope
from dragoman.record.store import Store, changed, end, hold
from dragoman.record.wording import Agencies
from dragoman.record.works import canonical_url


@dataclass(frozen=True, slots=True)
class Placed:
    """A reading that was written: its rows, its number, and its report."""

    rows: Rows
    number: int
    report: Report


@dataclass
class Writer:
    """Writes into a record. It keeps what it has fetched, so one writer should add many readings."""

    codebook: Codebook
    store: Store = field(default_factory=Store)
    loader: Loader = field(default_factory=Loader)
    _scope: Scope | None = None
    seen: int = 0
    """The number of the last change that this writer knows of."""

    @cached_property
    def knowledge(self) -> Knowledge:
        """What is known beyond the pages."""
        return Knowledge(self.codebook)

    @cached_property
    def agencies(self) -> Agencies:
        """The news agencies that texts credit."""
        return Agencies.of(self.codebook.outlets, self.codebook.names)

    def scope(self, connection: Connection, *, again: bool = False) -> Scope:
        """The present. ``again``: what is held, or what people said, has changed."""
        if self._scope is None or again:
            pages = self._scope.pages if self._scope is not None else {}
            self._scope = Scope.of(connection, agencies=self.agencies)
            self._scope.pages = pages
        return self._scope

    def begin(self, connection: Connection) -> None:
        """At the start of a transaction: forget what another writer may have changed since."""
        last = connection.execute(select(func.max(schema.change.c.n))).scalar() or 0
        if last != self.seen:
            self.forget()
            self.seen = last

    def done(self, connection: Connection) -> None:
        """At the end of a transaction: what there is now is known."""
        self.seen = connection.execute(select(func.max(schema.change.c.n))).scalar() or 0

    def forget(self) -> None:
        """Forget what was fetched: a transaction was undone, or another process wrote."""
        self.store, self.loader, self._scope, self.seen = Store(), Loader(), None, 0
        if "knowledge" in self.__dict__:
            self.__dict__["knowledge"] = self.knowledge.afresh()

    def add(self, connection: Connection, reading: Reading, *, at: str, by: str = "") -> list[Change]:
        """Add a reading and return what it changed. A reading that was added before changes nothing."""
        rows = rows_of(reading)
        report = reading.report
        if connection.execute(select(schema.reading.c.n).where(schema.reading.c.id == rows.id)).first() is not None:
            return self._again(connection, reading, at)
        fingerprint = Fingerprint.of(report.text, self.agencies)
        number, is_new = self.store.report(connection, report, text_key=fingerprint.key, at=at)
        change = changed(
            connection, at=at, op="add", by=by or reading.reader.name, report=report.id, subject=rows.id,
            why=f"read by {reading.reader.name} {reading.reader.version}",
        )  # fmt: skip
        old = self._replaced(connection, number, reading, at=at, change=change)
        placed = Placed(rows, self.store.reading(connection, reading, rows, number, at=at), report)
        hold(connection, rows.id, "reading", at=at, change=change)
        scope = self.scope(connection, again=bool(old))
        moved = self._find_work(connection, scope, number, report, fingerprint if is_new else None, at=at)
        changes = [_news(connection, reading, rows, is_new=is_new)]
        changes += self.redraw(connection, scope, report.id, placed, old, moved - {report.id})
        for one in changes[1:]:
            changed(
                connection, at=at, op="draw", by=by or reading.reader.name, kind=one.kind, report=one.report, subject=one.subject, title=one.title,
                before=one.before, after=one.after, why=one.why,
            )  # fmt: skip
        return changes

    def _find_work(
        self, connection: Connection, scope: Scope, number: int, report: Report, fingerprint: Fingerprint | None, *, at: str
    ) -> set[str]:  # fmt: skip
        """Find the work of a report that is new (then with its fingerprint) or has a new address; returns the reports whose works are others now."""
        found = None
        if report.url:
            canonical = canonical_url(report.url)
            if self.store.address(connection, number, report.url, canonical, at=at):
                found = canonical
        tied = fingerprint is not None and link_report(connection, number, report.id, fingerprint, self.agencies)
        if fingerprint is None and found is None:
            return set()
        if fingerprint is not None and not tied and (found is None or not shares_address(connection, found, number)):
            new_work(connection, report.id)
            moved = {report.id}
        else:
            moved = redraw_works(connection, {report.id}, self.agencies, scope.decided_apart())
        scope.forget(moved)
        return moved

    def _again(self, connection: Connection, reading: Reading, at: str) -> list[Change]:
        """The same reading once more: at most its address is new."""
        report = reading.report
        number = connection.execute(select(schema.report.c.n).where(schema.report.c.id == report.id)).scalar_one()
        scope = self.scope(connection)
        if moved := self._find_work(connection, scope, number, report, None, at=at):
            self.redraw(connection, scope, report.id, None, moved=moved)
        return [Change("known", report.id, report.id, report.title)]

    def _replaced(self, connection: Connection, report: int, reading: Reading, *, at: str, change: int) -> set[str]:
        """End the readings that a newer one of the same report takes the place of; returns the ids of their entries."""
        r, h = schema.reading.c, schema.held.c
        if reading.reader.name.startswith(PERSON):
            return set()
        told = (
            select(r.n, r.id)
            .join(schema.held, (h.row == r.id) & h.until.is_(None))
            .where(r.report == report, r.reader.not_like(f"{PERSON}%"))
        )
        ids: set[str] = set()
        for number, id_ in connection.execute(told).all():
            end(connection, id_, at=at, change=change)
            ids |= {
                one
                for table in schema.ENTRIES
                for one in connection.execute(select(table.c.id).where(table.c.reading == number)).scalars()
            }
        self.loader.forget(ids)
        return ids

    def index(self, connection: Connection, placed: Placed) -> tuple[list[Telling], set[str]]:
        """Make the entries of new rows findable, whatever scope they are in; returns the tellings, and the blocks of the figures."""
        rows = placed.rows
        self.knowledge.forget(connection, (row["id"] for row in rows.entities))
        page = self.scope(connection).page(connection, placed.report.id)
        tellings, figures = self.loader.put(rows, placed.number, placed.report, page)
        numbers = {row["id"]: (placed.number, row["n"]) for name in ("event", "quantity") for row in rows.tables[name]}
        draw_ties.index(connection, tellings, numbers, self.knowledge)
        return tellings, draw_figures.index(connection, figures, numbers)

    def redraw(
        self, connection: Connection, scope: Scope, report: str, placed: Placed | None, others: Iterable[str] = (), moved: Iterable[str] = (),
        fresh: Iterable[str] = (),
    ) -> list[Change]:  # fmt: skip
        """Draw again what new rows, other entries, entries that are new to the present, and reports of other works touch.

        Returns what the new rows changed.
        """
        entries = _entries(connection, moved)
        events, quantities = _kinds([*others, *entries])
        new_events = [row["id"] for row in placed.rows.tables["event"]] if placed else []
        new_quantities = [row["id"] for row in placed.rows.tables["quantity"]] if placed else []
        blocks = draw_figures.blocks_of(connection, quantities)
        tellings: list[Telling] = []
        if placed:
            tellings, own = self.index(connection, placed)
            blocks |= own
            if altered := self.knowledge.altered(connection, self.store.met):
                involved = draw_ties.involved(connection, altered)
                blocks |= draw_figures.involving(connection, altered)
                draw_ties.index_again(connection, involved, self.loader, Scope(agencies=self.agencies), self.knowledge)
                events, fresh = [*events, *involved], [*fresh, *involved]
        retied = self.loader.tellings(connection, _kinds([*entries, *fresh])[0], scope)
        _untie(connection, [one.id for one in retied])
        draw_ties.tie_new(connection, [*tellings, *retied], scope, self.loader, self.knowledge)
        redrawn = draw_events.redraw(connection, [*new_events, *events], scope, self.loader, self.knowledge)
        blocks |= draw_figures.touched_by_denials(connection, [*tellings, *retied])
        drawn = draw_figures.redraw(connection, sorted(blocks), scope, self.loader, self.knowledge)
        return list(
            self._changes(connection, scope, report, redrawn, drawn, frozenset(new_events), frozenset(new_quantities))
        )

    def _changes(
        self, connection: Connection, scope: Scope, report: str, redrawn: draw_events.Redrawn, blocks: list[draw_figures.Block],
        events: frozenset[str], figures: frozenset[str],
    ) -> Iterator[Change]:  # fmt: skip
        world = self.knowledge.world(connection, redrawn.tellings.values())
        yield from of_events(redrawn, self._before(scope, redrawn, events, connection), report, events, world)
        for block in blocks:
            if block.new:
                yield from of_figures(block, figures, report, self.knowledge.world(connection, block.figures.values()))

    def _before(
        self, scope: Scope, redrawn: draw_events.Redrawn, own: frozenset[str], connection: Connection
    ) -> dict[str, Before]:
        """The events that the tellings of others made without the new ones."""
        mixed = [group for group in redrawn.after.values() if own & set(group.tellings) and set(group.tellings) - own]
        old = [redrawn.tellings[one] for group in mixed for one in group.tellings if one not in own]
        if not old:
            return {}
        world = self.knowledge.world(connection, old)
        by_id = {one.id: one for one in old}
        return before_of((group, by_id, world) for group in merge.groups(old, world, decided=scope.decided))


def _news(connection: Connection, reading: Reading, rows: Rows, *, is_new: bool) -> Change:
    """That a report is new, a copy, a version, or read again."""
    w = schema.work.c
    report = reading.report
    work = connection.execute(select(w.work, w.part).where(w.report == report.id)).one_or_none()
    counts = {
        name: len(rows.tables[table])
        for name, table in (("events", "event"), ("claims", "claim"), ("figures", "quantity"))
    }
    if not is_new:
        return Change(
            "re-read",
            report.id,
            report.id,
            report.title,
            why=f"by {reading.reader.name} {reading.reader.version}",
            counts=counts,
        )
    if work is not None and work.work != report.id:
        kind: Kind = "copy" if work.part == "copy" else "version"
        return Change(kind, report.id, report.id, report.title, before=work.work, counts=counts)
    return Change("new", report.id, report.id, report.title, counts=counts)


def _entries(connection: Connection, reports: Iterable[str]) -> list[str]:
    """The ids of the entries of some reports, in the readings that are held."""
    found: list[str] = []
    r, p, h = schema.reading.c, schema.report.c, schema.held.c
    for chunk in chunks(sorted(set(reports))):
        for table in (schema.event, schema.quantity):
            told = (
                select(table.c.id)
                .join(schema.reading, r.n == table.c.reading)
                .join(schema.report, p.n == r.report)
                .join(schema.held, (h.row == r.id) & h.until.is_(None))
                .where(p.id.in_(chunk))
            )
            found += connection.execute(told).scalars()
    return found


def _kinds(ids: Iterable[str]) -> tuple[list[str], list[str]]:
    """Ids of events, and ids of figures."""
    known = sorted(set(ids))
    return [one for one in known if one.startswith("e")], [one for one in known if one.startswith("q")]


def _untie(connection: Connection, tellings: Iterable[str]) -> None:
    t = schema.tie.c
    for chunk in chunks(sorted(set(tellings))):
        connection.execute(delete(schema.tie).where(or_(t.left.in_(chunk), t.right.in_(chunk))))
