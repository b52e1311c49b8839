"""Writing what was read: reports, readings and their rows. Nothing is drawn from them here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any
from zlib import compress

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlalchemy.sql.dml import ReturningInsert

from dragoman.model import Reading, Report
from dragoman.record import schema, search
from dragoman.record.ids import sealed
from dragoman.record.rebuild import chunks
from dragoman.record.rows import Row, Rows

_ENTITIES_KEPT = 50_000
_POINTERS = ("event", "quantity", "part_of", "added_to", "revises")
"""Columns that point to entries by their numbers, which content ids leave out: the same entry has other numbers in another reading."""


class Store:
    """Inserts readings; remembers the numbers of entities it has met, so that each is looked up once."""

    def __init__(self) -> None:
        self._entities: dict[str, int] = {}
        self.met: list[Row] = []
        """What the last reading knew of entities that no reading had known."""

    def report(self, connection: Connection, report: Report, *, text_key: str, at: str) -> tuple[int, bool]:
        """The number of a report, and whether it is new."""
        known = connection.execute(_REPORT, {"report": report.id}).scalar()
        if known is not None:
            return int(known), False
        row = {
            "id": report.id, "outlet": report.outlet, "title": report.title, "author": report.author,
            "published": report.published.isoformat() if report.published else None, "language": report.language,
            "text": report.text, "text_sha256": sha256(report.text.encode("utf-8")).hexdigest(), "text_key": text_key,
            "first_seen": at,
        }  # fmt: skip
        number = _inserted(connection, schema.report, _with_seal(schema.report, row))
        search.index(connection, number, report.title, report.text)
        return number, True

    def address(self, connection: Connection, report: int, url: str, canonical: str, *, at: str) -> bool:
        """Where a report was seen; whether that is new."""
        if connection.execute(_ADDRESS, {"report": report, "url": url}).scalar() is not None:
            return False
        row = {"report": report, "url": url, "canonical_url": canonical, "seen_at": at}
        connection.execute(schema.into(schema.address), _with_seal(schema.address, row))
        return True

    def source_file(self, connection: Connection, report: int, digest: str, where: str) -> None:
        """Which input a report came from, by the hash of its bytes."""
        f = schema.source_file.c
        known = select(f.report).where(f.report == report, f.sha256 == digest, f.where == where)
        if connection.execute(known).scalar() is None:
            row = {"report": report, "sha256": digest, "where": where}
            connection.execute(schema.into(schema.source_file), _with_seal(schema.source_file, row))

    def refusal(self, connection: Connection, where: str, reason: str, content: bytes | None, *, at: str) -> None:
        """What was not read, why, and its bytes, so that nothing is lost."""
        row = {
            "where": where, "reason": reason, "at": at, "sha256": sha256(content).hexdigest() if content is not None else None,
            "bytes": compress(content) if content is not None else None,
        }  # fmt: skip
        r = schema.refusal.c
        known = select(r.n).where(r.where == where, r.reason == reason, r.sha256.is_not_distinct_from(row["sha256"]))
        if connection.execute(known).first() is None:
            connection.execute(schema.into(schema.refusal), _with_seal(schema.refusal, row))

    def reading(
        self, connection: Connection, reading: Reading, rows: Rows, report: int, *, at: str, replaces: str | None = None
    ) -> int:
        """Insert a reading with all its rows and return its number."""
        info = reading.reader
        row = {
            "id": rows.id, "report": report, "reader": info.name, "version": info.version, "pipeline": info.pipeline,
            "codebook": info.codebook, "digest": rows.digest, "replaces": replaces, "read_at": at,
        }  # fmt: skip
        pointers = [
            [table.name, one["local"], *(one.get(name) for name in _POINTERS)]
            for table in schema.ENTRIES
            for one in rows.tables[table.name]
        ]
        seal = sealed(schema.reading.name, {**row, "entries": pointers})
        number = _inserted(connection, schema.reading, {**row, "seal": seal})
        numbers = self._known(connection, rows.entities)
        _add(
            connection,
            schema.cast,
            number,
            [{"n": n, "entity": numbers[row["key"]]} for n, row in enumerate(rows.entities)],
        )
        for table in (*schema.ENTRIES, *schema.PARTS):
            if table.name in rows.tables:
                _add(connection, table, number, rows.tables[table.name])
        return number

    def _known(self, connection: Connection, rows: Iterable[Row]) -> Mapping[str, int]:
        """The numbers of entities; those that are met for the first time are inserted."""
        wanted = {row["key"]: row for row in rows}
        if len(self._entities) > _ENTITIES_KEPT:
            self._entities.clear()
        self._look(connection, wanted)
        self.met = [row for key, row in wanted.items() if key not in self._entities]
        if self.met:
            connection.execute(schema.into(schema.entity), self.met)
            self._look(connection, wanted)
        return {key: self._entities[key] for key in wanted}

    def _look(self, connection: Connection, wanted: Iterable[str]) -> None:
        for chunk in chunks(key for key in wanted if key not in self._entities):
            self._entities |= dict(connection.execute(_NUMBERS, {"keys": chunk}).all())

    def forget(self) -> None:
        """Forget the numbers: the transaction in which they were given may have been undone."""
        self._entities.clear()


def hold(connection: Connection, row: str, kind: str, *, at: str, change: int) -> None:
    """What is held from now on."""
    connection.execute(schema.into(schema.held), {"row": row, "kind": kind, "since": at, "added_by": change})


def end(connection: Connection, row: str, *, at: str, change: int) -> None:
    """What is held no longer. It stays where it is, and can be asked for."""
    h = schema.held
    connection.execute(update(h).where(h.c.row == row, h.c.until.is_(None)).values(until=at, ended_by=change))


def is_held(connection: Connection, row: str) -> bool:
    """Whether a row is held now."""
    h = schema.held.c
    return connection.execute(select(h.n).where(h.row == row, h.until.is_(None))).first() is not None


def changed(connection: Connection, *, at: str, op: str, by: str, why: str, **more: str | None) -> int:
    """Write down what is done to the record, and return its number. Its chain ties it to all that was done before."""
    before = connection.execute(_LAST_CHAIN).scalar() or ""
    row = {"at": at, "op": op, "by": by, "why": why, **more}
    return _inserted(connection, schema.change, {**row, "chain": sealed(before, row)})


def _with_seal(table: Table, row: Row) -> Row:
    return {**row, "seal": sealed(table.name, row)}


_NUMBERS = select(schema.entity.c.key, schema.entity.c.n).where(
    schema.entity.c.key.in_(bindparam("keys", expanding=True))
)
_LAST_CHAIN = select(schema.change.c.chain).order_by(schema.change.c.n.desc()).limit(1)
_REPORT = select(schema.report.c.n).where(schema.report.c.id == bindparam("report"))
_ADDRESS = select(schema.address.c.url).where(
    schema.address.c.report == bindparam("report"), schema.address.c.url == bindparam("url")
)


@cache
def _returning(table: Table) -> ReturningInsert[Any]:
    return schema.into(table).returning(table.c.n)


def _inserted(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    (number,) = connection.execute(_returning(table), row).one()
    return int(number)


def _add(connection: Connection, table: Table, reading: int, rows: list[Row]) -> None:
    if rows:
        connection.execute(schema.into(table), [{**row, "reading": reading} for row in rows])
