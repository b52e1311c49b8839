"""Rows as answers: tellings, figures and claims as the types that were put in, with the pages on which they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, func, select

from dragoman.model import Attribution, Claim, Entity, Quantity
from dragoman.record import rebuild, schema
from dragoman.record.rebuild import Row, chunks, day, fetched
from dragoman.record.scope import Scope
from dragoman.record.views import RecordedClaim, ReportInfo, Told

_Key = tuple[int, int]


class Head(NamedTuple):
    """A reading without its entries."""

    report: int
    reader: str
    codebook: str
    read_at: datetime


class Shelf:
    """The rows of some readings, fetched for all of them at once when they are first asked for."""

    def __init__(self, connection: Connection, readings: Iterable[int], scope: Scope) -> None:
        self.connection = connection
        self.scope = scope
        self.readings = sorted(set(readings))

    def rows(self, query: Callable[[list[int]], Select[Any]]) -> Iterator[Row]:
        """The rows of a query over the readings."""
        for chunk in chunks(self.readings):
            yield from fetched(self.connection, query(chunk))

    @cached_property
    def heads(self) -> Mapping[int, Head]:
        """Reader and report of each reading."""
        r = schema.reading.c
        return {
            row["n"]: Head(row["report"], f"{row['reader']} {row['version']}", row["codebook"], moment(row["read_at"]))
            for row in self.rows(lambda chunk: select(schema.reading).where(r.n.in_(chunk)))
        }

    @cached_property
    def reports(self) -> Mapping[int, ReportInfo]:
        """The reports that the readings read."""
        return report_infos(self.connection, {head.report for head in self.heads.values()}, self.scope)

    @cached_property
    def entities(self) -> Mapping[int, Mapping[str, Entity]]:
        """The entities of each reading."""
        c, e = schema.cast.c, schema.entity.c
        known: dict[int, Entity] = {}
        found: defaultdict[int, dict[str, Entity]] = defaultdict(dict)
        for row in self.rows(
            lambda chunk: (
                select(c.reading, schema.entity).join(schema.entity, e.n == c.entity).where(c.reading.in_(chunk))
            )
        ):
            if row["n"] not in known:
                known[row["n"]] = rebuild.entity(row)
            found[row["reading"]][row["id"]] = known[row["n"]]
        return found

    @cached_property
    def local(self) -> Mapping[str, Mapping[_Key, str]]:
        """The local ids of events and figures."""
        return {table.name: self.column(table, "local") for table in (schema.event, schema.quantity)}

    def column(self, table: Table, name: str) -> Mapping[_Key, str]:
        """A column of entries, by reading and number."""
        c = table.c
        return {
            (row["reading"], row["n"]): row[name]
            for row in self.rows(lambda chunk: select(c.reading, c.n, c[name]).where(c.reading.in_(chunk)))
        }

    @cached_property
    def participants(self) -> defaultdict[_Key, list[Row]]:
        """Who takes part, by event."""
        return self._parts(schema.participant, "event")

    @cached_property
    def marks(self) -> defaultdict[_Key, list[Row]]:
        """What tells an event from others, by event."""
        return self._parts(schema.mark, "event")

    @cached_property
    def chains(self) -> defaultdict[_Key, list[Row]]:
        """The links of chains, by claim."""
        return self._parts(schema.attribution, "claim")

    @cached_property
    def contents(self) -> defaultdict[_Key, list[Row]]:
        """The pieces of contents, by claim."""
        return self._parts(schema.content, "claim")

    def _parts(self, table: Table, owner: str) -> defaultdict[_Key, list[Row]]:
        found: defaultdict[_Key, list[Row]] = defaultdict(list)
        for row in self.rows(
            lambda chunk: select(table).where(table.c.reading.in_(chunk)).order_by(*table.primary_key.columns)
        ):
            found[row["reading"], row[owner]].append(row)
        return found

    @cached_property
    def claims(self) -> defaultdict[tuple[str, int, int], list[Row]]:
        """The claims about events and figures, by kind, reading and number of what they are about."""
        found: defaultdict[tuple[str, int, int], list[Row]] = defaultdict(list)
        c = schema.claim.c
        for row in self.rows(lambda chunk: select(schema.claim).where(c.reading.in_(chunk)).order_by(c.reading, c.n)):
            for about in ("event", "quantity"):
                if row[about] is not None:
                    found[about, row["reading"], row[about]].append(row)
        return found

    def claim(self, row: Row) -> Claim:
        """A claim with its chain."""
        key = (row["reading"], row["n"])
        return rebuild.claim(row, self.contents[key], self.chains[key], self.numbered(row["reading"], row))

    def numbered(self, reading: int, row: Row) -> Mapping[str, Mapping[int, str]]:
        """The local ids that a row's references mean."""
        wanted = {"event": ("event",), "quantity": ("quantity", "part_of", "added_to", "revises")}
        return {
            kind: {row[name]: self.local[kind][reading, row[name]] for name in names if row.get(name) is not None}
            for kind, names in wanted.items()
        }

    def named(self, reading: int, ids: Iterable[str | None]) -> Mapping[str, Entity]:
        """Some of a reading's entities."""
        known = self.entities.get(reading, {})
        return {one: known[one] for one in sorted({one for one in ids if one is not None}) if one in known}

    def of_chain(self, reading: int, number: int) -> tuple[tuple[Attribution, ...], set[str | None]]:
        """A claim's chain, and the ids of its sources."""
        links = self.chains[reading, number]
        return tuple(rebuild.attribution(link) for link in links), {link["entity"] for link in links}


def moment(text: str) -> datetime:
    """A moment from its text."""
    return datetime.fromisoformat(text)


def report_infos(connection: Connection, numbers: Iterable[int], scope: Scope) -> dict[int, ReportInfo]:
    """Reports without their texts, by number."""
    r, a, w = schema.report.c, schema.address.c, schema.work.c
    found: dict[int, ReportInfo] = {}
    for chunk in chunks(sorted(set(numbers))):
        urls: dict[int, str] = {}
        for report, url in connection.execute(select(a.report, a.url).where(a.report.in_(chunk)).order_by(a.url)):
            urls.setdefault(report, url)
        told = select(
            r.n,
            r.id,
            r.outlet,
            r.title,
            r.author,
            r.published,
            r.language,
            r.text_sha256,
            r.first_seen,
            func.length(r.text).label("characters"),
            w.part,
        ).outerjoin(schema.work, w.report == r.id)
        rows = fetched(connection, told.where(r.n.in_(chunk)))
        scope.look(connection, (row["id"] for row in rows))
        for row in rows:
            page = scope.page(connection, row["id"])
            work = page.work if page else row["id"]
            found[row["n"]] = ReportInfo(
                id=row["id"], outlet=row["outlet"], title=row["title"], author=row["author"], published=day(row["published"]),
                language=row["language"], url=urls.get(row["n"]), characters=row["characters"], text_sha256=row["text_sha256"],
                work=work, link=row["part"] if work != row["id"] else None, first_seen=moment(row["first_seen"]),
            )  # fmt: skip
    return found


def rows_by_id(connection: Connection, table: Table, ids: Iterable[str], scope: Scope) -> dict[str, Row]:
    """One row for each id, of a reading that counts in the scope."""
    found: dict[str, Row] = {}
    for chunk in chunks(sorted(set(ids))):
        for row in fetched(
            connection, select(table).where(table.c.id.in_(chunk)).order_by(table.c.reading, table.c.n.desc())
        ):
            if scope.holds((row["reading"],), row["id"]) or row["id"] not in found:
                found[row["id"]] = row
    return found


def tellings(connection: Connection, ids: Iterable[str], scope: Scope) -> dict[str, Told]:
    """Tellings by their content ids."""
    rows = rows_by_id(connection, schema.event, ids, scope)
    shelf = Shelf(connection, (row["reading"] for row in rows.values()), scope)
    found = {}
    for id_, row in rows.items():
        reading = row["reading"]
        key = (reading, row["n"])
        event = rebuild.event(row, shelf.participants[key], shelf.marks[key])
        claims = tuple(shelf.claim(claim) for claim in shelf.claims["event", *key])
        sources = {link.source.entity for claim in claims for link in claim.attribution}
        parties = {one.entity for one in (*event.actors, *event.recipients, *event.with_)}
        head = shelf.heads[reading]
        found[id_] = Told(
            id=id_, event=event, report=shelf.reports[head.report], entities=shelf.named(reading, sources | parties),
            claims=claims, reader=head.reader, codebook=head.codebook,
        )  # fmt: skip
    return found


class ToldFigure(NamedTuple):
    """A figure with its page and who says so."""

    quantity: Quantity
    report: ReportInfo
    attribution: tuple[Attribution, ...]
    entities: Mapping[str, Entity]
    claim: str | None
    event: str | None
    """The content id of the telling to which it belongs."""


def figures(connection: Connection, ids: Iterable[str], scope: Scope) -> dict[str, ToldFigure]:
    """Figures by their content ids."""
    rows = rows_by_id(connection, schema.quantity, ids, scope)
    shelf = Shelf(connection, (row["reading"] for row in rows.values()), scope)
    events = shelf.column(schema.event, "id")
    found = {}
    for id_, row in rows.items():
        reading = row["reading"]
        claims = shelf.claims["quantity", reading, row["n"]]
        claim = next((one for one in claims if one["kind"] != "revision"), claims[0] if claims else None)
        chain, sources = shelf.of_chain(reading, claim["n"]) if claim else ((), set())
        found[id_] = ToldFigure(
            quantity=rebuild.quantity(row, shelf.numbered(reading, row)), report=shelf.reports[shelf.heads[reading].report],
            attribution=chain, entities=shelf.named(reading, {*sources, row["of_entity"]}), claim=claim["id"] if claim else None,
            event=events.get((reading, row["event"])),
        )  # fmt: skip
    return found


def claims(
    connection: Connection, ids: Iterable[str], scope: Scope, merged: Callable[[str], str | None]
) -> dict[str, RecordedClaim]:
    """Claims by their content ids. ``merged`` gives the event to which a telling belongs."""
    rows = rows_by_id(connection, schema.claim, ids, scope)
    shelf = Shelf(connection, (row["reading"] for row in rows.values()), scope)
    named = {table.name: shelf.column(table, "id") for table in (schema.event, schema.quantity)}
    found = {}
    for id_, row in rows.items():
        reading = row["reading"]
        head = shelf.heads[reading]
        _, sources = shelf.of_chain(reading, row["n"])
        telling = named["event"].get((reading, row["event"]))
        found[id_] = RecordedClaim(
            id=id_, claim=shelf.claim(row), report=shelf.reports[head.report], entities=shelf.named(reading, sources),
            event=merged(telling) if telling else None, figure=named["quantity"].get((reading, row["quantity"])),
            recorded_at=head.read_at, judgement=scope.verdicts.get(id_),
        )  # fmt: skip
    return found
