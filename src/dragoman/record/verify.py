"""Whether a record is as it was written, and what was drawn is what follows from it: every fault found, none hidden by another.

The half that needs no rule comes first (`dragoman.record.verify_rows`). Then everything drawn is computed again from the rows that are held, report by
report, event by event and block by block, and compared. Only redirects are history and no function of the rows: each must lead to the event that has
its telling now, but one that was taken away is not missed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, or_, select

from dragoman.record import draw_events, draw_figures, draw_ties, schema
from dragoman.record import figures as rules
from dragoman.record.adding import Writer
from dragoman.record.copies import Fingerprint
from dragoman.record.draw_events import relation_row
from dragoman.record.draw_works import gathered, links, sketched
from dragoman.record.knowledge import Knowledge
from dragoman.record.load import Loader
from dragoman.record.rebuild import chunks, fetched
from dragoman.record.scope import Scope
from dragoman.record.verify_history import history
from dragoman.record.verify_readings import readings
from dragoman.record.verify_rows import TABLES, Fault, Tables, database, guarded, kept
from dragoman.record.works import canonical_url, works

__all__ = ["Fault", "verify"]

_PAGES = 20_000
"""Pages kept in memory at most."""


def verify(connection: Connection, writer: Writer) -> Generator[Fault]:
    """Every fault of a record, as it is found; none for a sound one. Values that cannot be read are faults and stop nothing."""
    with _readable(connection):
        tables = Tables(connection)
        for look in (database, kept, readings, history):
            yield from guarded(lambda look=look: look(tables), "", "")  # type: ignore[misc]
        if tables.names.issuperset(TABLES):
            yield from _Drawn(connection, writer).faults()


@contextmanager
def _readable(connection: Connection) -> Iterator[None]:
    """Text of SQLite that is no UTF-8 comes with its bytes escaped, so that the row it stands in can be named."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    usual, driver.text_factory = driver.text_factory, lambda told: told.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = usual


@dataclass
class _Drawn:
    """Draws everything again. Nothing that the writer has fetched is trusted, only what it knows of the codebook."""

    connection: Connection
    writer: Writer
    loader: Loader = field(default_factory=Loader)
    knowledge: Knowledge = field(init=False)
    scope: Scope = field(init=False)
    seen: set[str] = field(default_factory=set)
    """Reports and tellings that were drawn together with others."""

    def __post_init__(self) -> None:
        self.knowledge = self.writer.knowledge.afresh()

    def faults(self) -> Iterator[Fault]:
        yield from guarded(self._all, "", "")

    def _all(self) -> Iterator[Fault]:
        self.scope = Scope.of(self.connection, agencies=self.writer.agencies)
        for number, id_ in self._each(schema.report):
            yield from guarded(lambda number=number, id_=id_: self._report(number, id_), "report", id_)  # type: ignore[misc]
        for number, id_ in self._each(schema.reading):
            yield from guarded(lambda number=number: self._reading(number), "reading", id_)  # type: ignore[misc]
            if len(self.scope.pages) > _PAGES:
                self.scope.pages.clear()
        yield from guarded(self._redirects, "redirect", "")
        for (block,) in self.connection.execute(select(schema.figure_key.c.block).distinct()):
            yield from guarded(lambda block=block: self._block(block), "placed", block)  # type: ignore[misc]
        for lost in _LOST:
            yield from guarded(lambda lost=lost: self._lost(*lost), lost[0].table.name, "")  # type: ignore[misc]

    def _each(self, table: Table) -> Iterator[Any]:
        query = select(table.c.n, table.c.id).order_by(table.c.n)
        with self.connection.execute(query, execution_options={"yield_per": 500}) as found:
            yield from found

    def _rows(self, table: Table, *where: ColumnElement[bool]) -> list[Mapping[str, Any]]:
        return fetched(self.connection, select(table).where(*where))

    def _report(self, number: int, id_: str) -> Iterator[Fault]:
        """What was drawn of a report's text and addresses."""
        (row,) = self._rows(schema.report, schema.report.c.n == number)
        print_ = Fingerprint.of(row["text"], self.writer.agencies)
        if row["text_key"] != print_.key:
            yield Fault("stale", "report", id_, "text_key is not that of the text")
        yield from _differ(
            schema.sketch, self._rows(schema.sketch, schema.sketch.c.report == number), sketched(number, print_)
        )
        drawn = [one for one in links(self.connection, number, id_, print_, self.writer.agencies) if one["left"] == id_]
        yield from _differ(schema.report_link, self._rows(schema.report_link, schema.report_link.c.left == id_), drawn)
        for one in self._rows(schema.address, schema.address.c.report == number):
            if one["canonical_url"] != canonical_url(one["url"]):
                yield Fault("stale", "address", one["url"], "canonical_url is not that of the address")
        if id_ not in self.seen:
            yield from self._work(id_)

    def _work(self, report: str) -> Iterator[Fault]:
        pages, tied = gathered(self.connection, [report], self.writer.agencies)
        ids = [page.report for page in pages]
        if len(ids) > 1:
            self.seen.update(ids)
        drawn = [
            {"report": member.report, "work": one.id, "part": member.part, "counts": int(member.counts)}
            for one in works(pages, tied, apart=frozenset(self.scope.decided_apart()))
            for member in one.members
        ]
        yield from _differ(schema.work, self._in(schema.work, schema.work.c.report, ids), drawn)

    def _in(self, table: Table, where: ColumnElement[Any], ids: Iterable[str]) -> list[Mapping[str, Any]]:
        return [row for chunk in chunks(sorted(ids)) for row in self._rows(table, where.in_(chunk))]

    def _reading(self, number: int) -> Iterator[Fault]:
        """What was drawn of a reading's entries."""
        everything = Scope(agencies=self.writer.agencies, pages=self.scope.pages)
        numbers: dict[str, tuple[int, int]] = {
            one: (number, n)
            for table in (schema.event, schema.quantity)
            for one, n in self.connection.execute(select(table.c.id, table.c.n).where(table.c.reading == number))
        }
        tellings = self.loader.tellings(self.connection, numbers, everything)
        figures = self.loader.figures(self.connection, numbers, everything)
        keys = draw_ties.keyed(self.connection, tellings, numbers, self.knowledge)
        yield from _differ(
            schema.telling_key, self._rows(schema.telling_key, schema.telling_key.c.reading == number), keys
        )
        blocks = [{"block": rules.block(one), "reading": number, "n": numbers[one.id][1]} for one in figures]
        yield from _differ(
            schema.figure_key, self._rows(schema.figure_key, schema.figure_key.c.reading == number), blocks
        )
        ids = {one.id for one in tellings}
        yield from self._ties(ids, draw_ties.ties(self.connection, tellings, everything, self.loader, self.knowledge))
        for one in sorted(ids):
            if one not in self.seen:
                yield from guarded(lambda one=one: self._event(one), "member", one)  # type: ignore[misc]

    def _ties(self, ids: set[str], drawn: list[dict[str, str]]) -> Iterator[Fault]:
        """Ties of what is held have to be there; those of what is held no longer may be."""
        drawn = [row for row in drawn if row["left"] in ids]
        stored = self._in(schema.tie, schema.tie.c.left, ids)
        there = {(row["left"], row["right"]) for row in stored}
        ends = {one for row in drawn for one in (row["left"], row["right"])}
        held = {one.id for one in self.loader.tellings(self.connection, ends, self.scope)}
        needed = [row for row in drawn if (row["left"], row["right"]) in there or {row["left"], row["right"]} <= held]
        yield from _differ(schema.tie, stored, needed)

    def _event(self, telling: str) -> Iterator[Fault]:
        """The events that a telling is drawn together with."""
        ids = draw_events.component(self.connection, [telling], self.scope.decided)
        if len(ids) > 1:
            self.seen |= ids
        drawn, facts, relations = draw_events.groups(self.connection, ids, self.scope, self.loader, self.knowledge)
        r = schema.relation.c
        between = {
            (row["type"], row["left"], row["right"]): row
            for chunk in chunks(sorted(ids))
            for row in self._rows(
                schema.relation, r.scope == draw_events.SCOPE, or_(r.left.in_(chunk), r.right.in_(chunk))
            )
        }
        stored = {
            schema.member: self._in(schema.member, schema.member.c.telling, ids),
            schema.merged: self._in(schema.merged, schema.merged.c.id, ids),
            schema.merged_party: self._in(schema.merged_party, schema.merged_party.c.event, ids),
            schema.relation: list(between.values()),
        }
        for table, rows in draw_events.stored(
            drawn, facts, relations, self.knowledge.world(self.connection, facts.values())
        ).items():
            yield from _differ(table, stored[table], rows)

    def _redirects(self) -> Iterator[Fault]:
        """Whether every id that an event had leads to the event that has its telling now."""
        for row in self._rows(schema.redirect):
            source, end, steps = row["source"], row["target"], {row["source"]}
            while end not in steps and (further := self._event_of(schema.redirect, end)) is not None:
                steps.add(end)
                end = further
            now = self._event_of(schema.member, source)
            if self._event_of(schema.merged, source) is not None:
                yield Fault("stale", "redirect", source, "leads away from an event that is there")
            elif now is not None and now != row["target"]:
                yield Fault("stale", "redirect", source, f"leads to {row['target']}, and its telling is in {now}")
            elif now is None and not self._was(end):
                yield Fault("stale", "redirect", source, f"leads to {end}, which is no event")

    def _event_of(self, table: Table, id_: str) -> str | None:
        key, value = next(iter(table.c)), list(table.c)[0 if table is schema.merged else 1]
        found: str | None = self.connection.execute(select(value).where(key == id_)).scalar()
        return found

    def _was(self, id_: str) -> bool:
        """Whether an id is that of an event, or was: its telling is held no longer."""
        if self._event_of(schema.merged, id_) is not None:
            return True
        told = self.connection.execute(select(schema.event.c.id).where(schema.event.c.id == id_)).first() is not None
        return told and self._event_of(schema.member, id_) is None

    def _block(self, key: str) -> Iterator[Fault]:
        """The figures of a block."""
        block = draw_figures.draw(self.connection, key, self.scope, self.loader, self.knowledge)
        placed = self._rows(schema.placed, schema.placed.c.block == key)
        yield from _differ(schema.placed, placed, draw_figures.placements(block))
        between = self._rows(schema.relation, schema.relation.c.scope == key)
        drawn = [relation_row(key, one) for one in draw_figures.relations_of(block).values()]
        yield from _differ(schema.relation, between, drawn)

    def _lost(self, column: Column[Any], there: Column[Any]) -> Iterator[Fault]:
        """Rows of something that is not there."""
        table = column.table
        absent = ~select(there).where(there == column).exists()
        if table is schema.relation:
            of_events = table.c.scope == draw_events.SCOPE
            absent &= of_events if column is table.c.left else ~of_events
        for row in self._rows(table, absent):
            yield Fault("stale", table.name, _named(table, row), f"there is no such {column.key}")


def _named(table: Table, row: Mapping[str, Any]) -> str:
    return " ".join(str(row[column.name]) for column in table.primary_key.columns)


def _differ(table: Table, stored: Iterable[Mapping[str, Any]], drawn: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
    """Where what is stored is not what is drawn."""
    there = {_named(table, row): row for row in stored}
    made = {_named(table, row): row for row in drawn}
    for name in sorted(there.keys() | made.keys()):
        if name not in made:
            yield Fault("stale", table.name, name, "is stored and does not follow from the rows held")
        elif name not in there:
            yield Fault("stale", table.name, name, "follows from the rows held and is not stored")
        elif wrong := [key for key, value in made[name].items() if there[name][key] != value]:
            told = "; ".join(f"{key} is {there[name][key]!r} and should be {made[name][key]!r}" for key in wrong)
            yield Fault("stale", table.name, name, told)


_LOST = (
    (schema.sketch.c.report, schema.report.c.n),
    (schema.report_link.c.left, schema.report.c.id),
    (schema.work.c.report, schema.report.c.id),
    (schema.telling_key.c.reading, schema.reading.c.n),
    (schema.figure_key.c.reading, schema.reading.c.n),
    (schema.tie.c.left, schema.event.c.id),
    (schema.member.c.telling, schema.event.c.id),
    (schema.merged.c.id, schema.event.c.id),
    (schema.merged_party.c.event, schema.event.c.id),
    (schema.redirect.c.source, schema.event.c.id),
    (schema.placed.c.block, schema.figure_key.c.block),
    (schema.relation.c.scope, schema.figure_key.c.block),
    (schema.relation.c.left, schema.event.c.id),
)
"""Columns of drawn tables by which nothing that is there was looked at, and what they have to name."""
