"""What people decide: verdicts on rows and on pairs, coverage statements; each can be ended again, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, insert, select

from dragoman.errors import NotInRecord, SettingsError
from dragoman.model import Claim, Event, Quantity, ReaderInfo, Reading
from dragoman.model.edtf import bounds
from dragoman.record import rebuild, schema
from dragoman.record.adding import Placed, Writer
from dragoman.record.coverage import Coverage
from dragoman.record.ids import content_id
from dragoman.record.rows import lines, rows_of
from dragoman.record.scope import PERSON
from dragoman.record.store import changed, end, hold, is_held

Said = Literal["accepted", "rejected", "corrected", "unsure"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said of a row, or of two tellings."""

    id: str
    row: str
    other: str | None
    verdict: Said
    by: str
    at: str
    why: str
    replacement: str | None = None
    """The id of the row that a correction put in its place."""


def judge(
    connection: Connection, writer: Writer, where: str, row: str, verdict: Said, *, by: str, at: str, why: str = "",
    replacement: Event | Quantity | Claim | None = None,
) -> Judgement:  # fmt: skip
    """Write down what a person says of an event as told, a figure or a claim; an earlier judgement of the same person on it ends."""
    found = _row(connection, row)
    if found is None:
        raise NotInRecord(where, "event as told, figure or claim", row, hint="an id is shown beside each entry")
    if (verdict == "corrected") != (replacement is not None):
        raise SettingsError("verdict", "a correction needs the corrected entry, and nothing else does")
    reading, anchor = found
    put = None
    change = changed(connection, at=at, op="judge", by=by, subject=row, why=why or verdict, after=verdict)
    if replacement is not None:
        put = _corrected(connection, writer, reading, row, replacement, by=by, at=at, change=change)
    _end_own(connection, row, None, by=by, at=at, change=change)
    made = _insert(connection, row, None, anchor, verdict, put, by=by, at=at, why=why)
    if is_held(connection, made.id) is False:
        hold(connection, made.id, "judgement", at=at, change=change)
    _redraw(connection, writer, [row, *([put] if put else []), *_at_anchor(connection, anchor)])
    return made


def join(
    connection: Connection,
    writer: Writer,
    where: str,
    one: str,
    other: str,
    *,
    same: bool,
    by: str,
    at: str,
    why: str = "",
) -> Judgement:
    """Write down that two tellings tell one event, or two; two merged events are meant by any of their tellings."""
    pair = [_telling(connection, id_) for id_ in (one, other)]
    for id_, found in zip((one, other), pair, strict=True):
        if found is None:
            raise NotInRecord(where, "event", id_)
    left, right = sorted(found for found in pair if found)
    if left == right:
        raise SettingsError("events", "these are one telling; give two")
    verdict: Said = "accepted" if same else "rejected"
    change = changed(
        connection, at=at, op="merge" if same else "split", by=by, subject=left, why=why or verdict, after=right
    )
    _end_own(connection, left, right, by=by, at=at, change=change)
    made = _insert(connection, left, right, None, verdict, None, by=by, at=at, why=why)
    hold(connection, made.id, "judgement", at=at, change=change)
    _redraw(connection, writer, [left, right])
    return made


def undo(
    connection: Connection, writer: Writer, where: str, judgement: str, *, by: str, at: str, why: str = ""
) -> Judgement:
    """End a judgement; everything is again as it was without it."""
    j = schema.judgement
    row = next(iter(rebuild.fetched(connection, select(j).where(j.c.id == judgement))), None)
    if row is None or not is_held(connection, judgement):
        raise NotInRecord(where, "standing judgement", judgement)
    made = _judgement(row)
    change = changed(
        connection, at=at, op="restore", by=by, subject=made.row, why=why or "judgement ended", before=made.verdict
    )
    end(connection, judgement, at=at, change=change)
    touched = [made.row, *([made.other] if made.other else [])]
    if made.replacement:
        touched.append(made.replacement)
        end(connection, _reading_of(connection, made.replacement), at=at, change=change)
    if row["anchor"]:
        touched += _at_anchor(connection, row["anchor"])
    _redraw(connection, writer, touched)
    return made


def judgements(connection: Connection, *, standing: bool = True, as_recorded: str | None = None) -> Iterator[Judgement]:
    """What people said, in order; ``as_recorded``: what stood at a moment."""
    j, h = schema.judgement.c, schema.held.c
    query = select(schema.judgement).order_by(j.at, j.id)
    if as_recorded is not None:
        then = (h.since <= as_recorded) & (h.until.is_(None) | (h.until > as_recorded))
        query = query.join(schema.held, (h.row == j.id) & then)
    elif standing:
        query = query.join(schema.held, (h.row == j.id) & h.until.is_(None))
    for row in rebuild.fetched(connection, query):
        yield _judgement(row)


def cover(connection: Connection, statement: Coverage, *, at: str) -> Coverage:
    """Write down that the record is complete for something; the id follows from what is stated."""
    bounds(statement.window)
    said = {
        "of": statement.of, "parties": list(statement.parties), "place": statement.place, "window": statement.window,
        "complete": statement.complete, "as_published": statement.as_published.isoformat(), "by": statement.by, "why": statement.why,
    }  # fmt: skip
    id_ = content_id("coverage", said)
    c = schema.coverage
    if connection.execute(select(c.c.id).where(c.c.id == id_)).first() is None:
        row = {**said, "id": id_, "parties": lines(statement.parties), "complete": int(statement.complete)}
        connection.execute(insert(c), row)
    if not is_held(connection, id_):
        change = changed(
            connection, at=at, op="add", by=statement.by, subject=id_, why=statement.why or "coverage stated"
        )
        hold(connection, id_, "coverage", at=at, change=change)
    return Coverage(
        id=id_, of=statement.of, parties=statement.parties, window=statement.window, as_published=statement.as_published,
        by=statement.by, place=statement.place, complete=statement.complete, why=statement.why,
    )  # fmt: skip


def uncover(connection: Connection, where: str, coverage: str, *, by: str, at: str, why: str = "") -> None:
    """End a coverage statement."""
    if connection.execute(
        select(schema.coverage.c.id).where(schema.coverage.c.id == coverage)
    ).first() is None or not is_held(connection, coverage):
        raise NotInRecord(where, "standing coverage statement", coverage)
    change = changed(connection, at=at, op="end", by=by, subject=coverage, why=why or "coverage ended")
    end(connection, coverage, at=at, change=change)


def coverages(connection: Connection, *, as_recorded: str | None = None) -> tuple[Coverage, ...]:
    """The coverage statements that stand, now or at a moment, by id."""
    c, h = schema.coverage.c, schema.held.c
    there = (
        h.until.is_(None)
        if as_recorded is None
        else (h.since <= as_recorded) & (h.until.is_(None) | (h.until > as_recorded))
    )
    query = select(schema.coverage).join(schema.held, (h.row == c.id) & there).order_by(c.id).distinct()
    return tuple(
        Coverage(
            id=row["id"], of=row["of"], parties=rebuild.listed(row["parties"]), window=row["window"],
            as_published=date.fromisoformat(row["as_published"]), by=row["by"], place=row["place"],
            complete=bool(row["complete"]), why=row["why"],
        )
        for row in rebuild.fetched(connection, query)
    )  # fmt: skip


def _row(connection: Connection, id_: str) -> tuple[int, str] | None:
    """The newest reading that has a row, and its anchor."""
    for table in schema.ENTRIES:
        found = connection.execute(
            select(table.c.reading, table.c.anchor).where(table.c.id == id_).order_by(table.c.reading.desc())
        ).first()
        if found is not None:
            return int(found[0]), str(found[1])
    return None


def _telling(connection: Connection, id_: str) -> str | None:
    m, e = schema.member.c, schema.event.c
    own = connection.execute(select(e.id).where(e.id == id_)).scalar()
    return own or connection.execute(select(m.telling).where(m.event == id_)).scalars().first()


def _at_anchor(connection: Connection, anchor: str) -> list[str]:
    return [
        id_
        for table in schema.ENTRIES
        for id_ in connection.execute(select(table.c.id).where(table.c.anchor == anchor)).scalars()
    ]


def _end_own(connection: Connection, row: str, other: str | None, *, by: str, at: str, change: int) -> None:
    """What the same person said of it before ends."""
    j, h = schema.judgement.c, schema.held.c
    query = (
        select(j.id, j.replacement)
        .join(schema.held, (h.row == j.id) & h.until.is_(None))
        .where(j.row == row, j.by == by, j.other.is_not_distinct_from(other))
    )
    for id_, replacement in connection.execute(query).all():
        end(connection, id_, at=at, change=change)
        if replacement:
            end(connection, _reading_of(connection, replacement), at=at, change=change)


def _insert(
    connection: Connection, row: str, other: str | None, anchor: str | None, verdict: Said, replacement: str | None, *,
    by: str, at: str, why: str,
) -> Judgement:  # fmt: skip
    said = {"row": row, "other": other, "verdict": verdict, "by": by, "at": at, "why": why, "replacement": replacement}
    made = Judgement(
        id=content_id("judgement", said),
        row=row,
        other=other,
        verdict=verdict,
        by=by,
        at=at,
        why=why,
        replacement=replacement,
    )
    j = schema.judgement
    if connection.execute(select(j.c.id).where(j.c.id == made.id)).first() is None:
        connection.execute(insert(j), {**said, "id": made.id, "anchor": anchor})
    return made


def _judgement(row: rebuild.Row) -> Judgement:
    return Judgement(
        id=row["id"], row=row["row"], other=row["other"], verdict=row["verdict"], by=row["by"], at=row["at"], why=row["why"],
        replacement=row["replacement"],
    )  # fmt: skip


def _corrected(
    connection: Connection,
    writer: Writer,
    reading: int,
    row: str,
    entry: Event | Quantity | Claim,
    *,
    by: str,
    at: str,
    change: int,
) -> str:
    """Add a reading by a person that holds the corrected entry and what it needs, and return the id of the entry."""
    whole = rebuild.reading(connection, reading)
    made = Reading.model_validate(
        {
            "report": whole.report,
            "entities": whole.entities,
            "reader": ReaderInfo(name=f"{PERSON}{by}", version="1", pipeline="", codebook=""),
            **_with_claims(whole, row, entry, connection),
        }
    )
    rows = rows_of(made)
    kind = "event" if isinstance(entry, Event) else "quantity" if isinstance(entry, Quantity) else "claim"
    id_ = next(one["id"] for one in rows.tables[kind] if one["local"] == entry.id)
    r = schema.reading.c
    if connection.execute(select(r.n).where(r.id == rows.id)).first() is None:
        report = connection.execute(select(r.report).where(r.n == reading)).scalar_one()
        number = writer.store.reading(connection, made, rows, report, at=at, replaces=row)
        writer.index(connection, Placed(rows, number, made.report))
    if not is_held(connection, rows.id):
        hold(connection, rows.id, "reading", at=at, change=change)
    writer.loader.forget([id_])
    return str(id_)


def _with_claims(
    whole: Reading, row: str, entry: Event | Quantity | Claim, connection: Connection
) -> dict[str, object]:
    """The corrected entry with the claims about the one that it replaces, and the events that it points to."""
    if isinstance(entry, Claim):
        figures = [
            one.replace(part_of=None, added_to=None, revises=None)
            for one in whole.quantities
            if one.id == entry.quantity
        ]
        events = [one for one in whole.events if one.id in (entry.event, *(figure.event for figure in figures))]
        return {"claims": (entry,), "events": tuple(events), "quantities": tuple(figures)}
    table, name = (schema.event, "event") if isinstance(entry, Event) else (schema.quantity, "quantity")
    local = connection.execute(select(table.c.local).where(table.c.id == row)).scalar_one()
    claims = [
        one.replace(**{name: entry.id, **({"quantity": None} if name == "event" else {"event": None})})
        for one in whole.claims
        if getattr(one, name) == local
    ]
    if isinstance(entry, Event):
        return {"events": (entry,), "claims": tuple(claims)}
    free = entry.replace(event=None, part_of=None, added_to=None, revises=None)
    return {"quantities": (free,), "claims": tuple(claims)}


def _reading_of(connection: Connection, row: str) -> str:
    found = _row(connection, row)
    return str(
        connection.execute(
            select(schema.reading.c.id).where(schema.reading.c.n == (found[0] if found else -1))
        ).scalar_one()
    )


def _redraw(connection: Connection, writer: Writer, rows: Iterable[str]) -> None:
    scope = writer.scope(connection, again=True)
    touched = sorted(set(rows))
    writer.redraw(connection, scope, "", None, touched, fresh=touched)
