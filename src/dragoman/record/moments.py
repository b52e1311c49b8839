"""Moments of a record: snapshots, what was held then, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select

from dragoman.errors import NotInRecord, SettingsError
from dragoman.record import schema
from dragoman.record.changes import Change
from dragoman.record.ids import sealed


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A name for a moment. Nothing is overwritten, so it costs one row."""

    name: str
    as_recorded: str
    as_published: date | None
    rows: int
    """Readings, judgements and coverage statements held."""
    sha256: str
    """Over their sorted ids."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held, counted and hashed."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Something that is no longer held, and why."""

    row: str
    kind: str
    at: str
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between two moments."""

    before: str
    after: str | None
    added: tuple[tuple[str, str, str], ...]
    """Row, kind and title of what is held since."""
    ended: tuple[Ended, ...]
    changes: tuple[Change, ...]
    """What was revised, contradicted, confirmed, denied, carried out."""
    decided: tuple[tuple[str, str, str], ...]
    """What people did: operation, subject, why."""


def moment(connection: Connection, where: str, name: str) -> str:
    """The moment that a name or a text means. Raises `NotInRecord` or `SettingsError`."""
    s = schema.snapshot.c
    known = connection.execute(select(s.as_recorded).where(s.name == name)).scalar()
    if known is not None:
        return str(known)
    if not name[:4].isdigit():
        names = connection.execute(select(s.name).order_by(s.as_recorded)).scalars().all()
        hint = f"there are {', '.join(names)}" if names else "there is none yet"
        raise NotInRecord(where, "snapshot", name, hint=f"{hint}; or give a moment: 2025-09-03T12:00")
    try:
        found = datetime.fromisoformat(name)
    except ValueError as error:
        raise SettingsError(
            "as_recorded", f"{name!r} is no moment; write it as 2025-09-03 or 2025-09-03T12:00"
        ) from error
    if len(name) == len("2025-09-03"):
        return f"{name}T23:59:59.999+00:00"
    utc = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    return utc.isoformat(timespec="milliseconds")


def digest(connection: Connection, *, as_published: date | None = None, as_recorded: str | None = None) -> Held:
    """The number and the hash of the ids that are held."""
    h, r, p = schema.held.c, schema.reading.c, schema.report.c
    here = (
        h.until.is_(None)
        if as_recorded is None
        else (h.since <= as_recorded) & or_(h.until.is_(None), h.until > as_recorded)
    )
    query = select(h.row).where(here)
    if as_published is not None:
        later = (
            select(r.id)
            .join(schema.report, p.n == r.report)
            .where(or_(p.published.is_(None), p.published > as_published.isoformat()))
        )
        c = schema.coverage.c
        query = query.where(
            h.row.not_in(later), h.row.not_in(select(c.id).where(c.as_published > as_published.isoformat()))
        )
    ids = sorted(set(connection.execute(query).scalars()))
    return Held(len(ids), sha256("\n".join(ids).encode()).hexdigest())


def snapshot(connection: Connection, where: str, name: str, *, as_published: date | None, at: str) -> Snapshot:
    """Name this moment. Raises `SettingsError` for a name that is taken, or that could be a date."""
    if not name or name[:4].isdigit():
        raise SettingsError("snapshot", f"{name!r} could be a date; begin the name with a letter")
    s = schema.snapshot
    if connection.execute(select(s.c.name).where(s.c.name == name)).first() is not None:
        raise SettingsError("snapshot", f"{where} has a snapshot {name!r} already, and what it says never changes")
    held = digest(connection, as_published=as_published)
    row = {
        "name": name, "as_recorded": at, "as_published": as_published.isoformat() if as_published else None,
        "rows": held.rows, "sha256": held.sha256,
    }  # fmt: skip
    connection.execute(insert(s), {**row, "seal": sealed(s.name, row)})
    return Snapshot(name, at, as_published, held.rows, held.sha256)


def snapshots(connection: Connection) -> tuple[Snapshot, ...]:
    """The named moments, in order."""
    s = schema.snapshot.c
    return tuple(
        Snapshot(
            row.name,
            row.as_recorded,
            date.fromisoformat(row.as_published) if row.as_published else None,
            row.rows,
            row.sha256,
        )
        for row in connection.execute(select(schema.snapshot).order_by(s.as_recorded, s.name))
    )


def changes(connection: Connection, *, since: str | None = None, until: str | None = None) -> Iterator[Change]:
    """What additions changed, in the order in which the record learned it."""
    c = schema.change.c
    query = select(schema.change).where(c.op == "draw").order_by(c.n)
    if since is not None:
        query = query.where(c.at > since)
    if until is not None:
        query = query.where(c.at <= until)
    yield from map(change_of, connection.execute(query))


def change_of(row: Row[Any]) -> Change:
    """A change out of its row."""
    return Change(
        kind=row.kind, report=row.report or "", subject=row.subject or "", title=row.title or "", before=row.before or "",
        after=row.after or "", why=row.why, at=row.at,
    )  # fmt: skip


def diff(connection: Connection, before: str, after: str | None) -> Difference:
    """What lies between two moments."""
    h, c = schema.held.c, schema.change.c
    until = after or "9"
    born = (
        select(h.row, h.kind)
        .where(h.since > before, h.since <= until, or_(h.until.is_(None), h.until > until))
        .order_by(h.n)
    )
    added = tuple((row.row, row.kind, _title(connection, row.row, row.kind)) for row in connection.execute(born).all())
    gone = (
        select(h.row, h.kind, h.until, c.why)
        .join(schema.change, c.n == h.ended_by)
        .where(h.until > before, h.until <= until, h.since <= before)
        .order_by(h.n)
    )
    people = (
        select(c.op, c.subject, c.why)
        .where(c.at > before, c.at <= until, c.op.in_(("judge", "merge", "split", "restore", "end")))
        .order_by(c.n)
    )
    return Difference(
        before=before, after=after, added=added,
        ended=tuple(Ended(row.row, row.kind, row.until, row.why) for row in connection.execute(gone)),
        changes=tuple(changes(connection, since=before, until=after)),
        decided=tuple((row.op, row.subject or "", row.why) for row in connection.execute(people)),
    )  # fmt: skip


def _title(connection: Connection, row: str, kind: str) -> str:
    r, p = schema.reading.c, schema.report.c
    if kind == "reading":
        return str(
            connection.execute(select(p.title).join(schema.reading, r.report == p.n).where(r.id == row)).scalar() or ""
        )
    if kind == "coverage":
        return str(connection.execute(select(schema.coverage.c.of).where(schema.coverage.c.id == row)).scalar() or "")
    return str(
        connection.execute(select(schema.judgement.c.verdict).where(schema.judgement.c.id == row)).scalar() or ""
    )
