"""Rows as the types that were put in: the way back from a record to readings and their entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Executable, Table, select

from dragoman.model import (
    Attribution,
    Check,
    Claim,
    Entity,
    Event,
    Mark,
    Note,
    Participant,
    Place,
    Plover,
    Quantity,
    ReaderInfo,
    Reading,
    Report,
    Source,
    Span,
    When,
)
from dragoman.record import schema
from dragoman.record.ids import number

Row = Mapping[str, Any]
_MANY = 400
"""Values in one IN list."""


def fetched(connection: Connection, query: Executable) -> list[Row]:
    """The rows of a query as plain dictionaries."""
    found = connection.execute(query)
    names = list(found.keys())
    return [dict(zip(names, row, strict=True)) for row in found]


def chunks(items: Iterable[Any], size: int = _MANY) -> Iterator[list[Any]]:
    """Items in lists of at most so many."""
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


def reading(connection: Connection, n: int) -> Reading:
    """The reading with a number, whole: equal to the one that was added."""
    (head,) = fetched(connection, select(schema.reading).where(schema.reading.c.n == n))
    (told,) = fetched(connection, select(schema.report).where(schema.report.c.n == head["report"]))
    url = (
        connection.execute(
            select(schema.address.c.url).where(schema.address.c.report == head["report"]).order_by("url")
        )
        .scalars()
        .first()
    )
    rows = {table.name: _of(connection, table, n) for table in (*schema.ENTRIES, *schema.PARTS)}
    known = fetched(
        connection,
        select(schema.cast.c.n.label("place"), schema.entity)
        .join(schema.entity, schema.entity.c.n == schema.cast.c.entity)
        .where(schema.cast.c.reading == n)
        .order_by(schema.cast.c.n),
    )
    locals_ = {name: {row["n"]: row["local"] for row in rows[name]} for name in ("event", "quantity", "claim")}
    mentions = grouped(rows["mention"], "entity")
    return Reading(
        report=report(told, url),
        entities=tuple(entity(row, [span("", one) for one in mentions[row["place"]]]) for row in known),
        events=tuple(
            event(row, grouped(rows["participant"], "event")[row["n"]], grouped(rows["mark"], "event")[row["n"]])
            for row in rows["event"]
        ),
        claims=tuple(
            claim(
                row,
                grouped(rows["content"], "claim")[row["n"]],
                grouped(rows["attribution"], "claim")[row["n"]],
                locals_,
            )
            for row in rows["claim"]
        ),
        quantities=tuple(quantity(row, locals_) for row in rows["quantity"]),
        checks=tuple(_check(row, locals_["claim"]) for row in rows["checked"]),
        notes=tuple(Note(kind=row["kind"], words=span("", row), message=row["message"]) for row in rows["note"]),
        reader=ReaderInfo(
            name=head["reader"], version=head["version"], pipeline=head["pipeline"], codebook=head["codebook"]
        ),
    )


def _of(connection: Connection, table: Table, n: int) -> list[Row]:
    keys = [column for column in table.primary_key.columns if column.name != "reading"]
    return fetched(connection, select(table).where(table.c.reading == n).order_by(*keys))


def grouped(rows: Iterable[Row], by: str) -> defaultdict[int, list[Row]]:
    """Rows by the number of the entry that they are parts of."""
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[by]].append(row)
    return found


def report(row: Row, url: str | None) -> Report:
    """A report with its text."""
    return Report(
        id=row["id"], title=row["title"], published=day(row["published"]), author=row["author"], outlet=row["outlet"],
        url=url, language=row["language"], text=row["text"],
    )  # fmt: skip


def day(value: str | None) -> date | None:
    """A day from its text."""
    return date.fromisoformat(value) if value else None


def span(prefix: str, row: Row) -> Span | None:
    """The exact words in three columns; null where there are none."""
    start = row[f"{prefix}start"]
    return None if start is None else Span(start=start, end=row[f"{prefix}end"], words=row[f"{prefix}words"])


def _words(prefix: str, row: Row) -> Span:
    return Span(start=row[f"{prefix}start"], end=row[f"{prefix}end"], words=row[f"{prefix}words"])


def listed(text: str | None) -> tuple[str, ...]:
    """A list that stands in one column."""
    return tuple(text.split("\n")) if text else ()


def entity(row: Row, mentions: Iterable[Span | None] = ()) -> Entity:
    """What is known of an entity."""
    return Entity(
        id=row["id"], name=row["name"], kind=row["kind"], qid=row["qid"], country=row["country"], sector=row["sector"],
        office=row["office"], controlled_by=row["controlled_by"], members=listed(row["members"]),
        mentions=tuple(one for one in mentions if one is not None),
    )  # fmt: skip


def place(row: Row) -> Place | None:
    """Where an event was, or a count holds."""
    if row["place_name"] is None:
        return None
    return Place(
        name=row["place_name"], country=row["place_country"], geonames=row["place_geonames"], lat=row["place_lat"],
        lon=row["place_lon"], precision=row["place_precision"], within=listed(row["place_within"]), words=_words("place_", row),
    )  # fmt: skip


def event(row: Row, participants: Iterable[Row], marks: Iterable[Row]) -> Event:
    """An event with who takes part."""
    roles: dict[str, list[Participant]] = {"actor": [], "recipient": [], "with": []}
    for one in sorted(participants, key=lambda one: one["k"]):
        roles[one["role"]].append(Participant(entity=one["entity"], words=_words("", one)))
    when = None
    if row["edtf"] is not None:
        when = When(
            edtf=row["edtf"], earliest=day(row["earliest"]), latest=day(row["latest"]), time_of_day=row["time_of_day"],
            basis=row["basis"], words=span("when_", row),
        )  # fmt: skip
    return Event(
        id=row["local"], type=row["type"], mode=row["mode"], cameo=row["cameo"], contexts=listed(row["contexts"]),
        plover=Plover(type=row["plover_type"], mode=row["plover_mode"]) if row["plover_type"] else None,
        actors=tuple(roles["actor"]), recipients=tuple(roles["recipient"]), with_=tuple(roles["with"]), place=place(row),
        when=when, status=row["status"], trigger=_words("trigger_", row), evidence=_words("evidence_", row),
        closed=day(row["closed"]), is_set=bool(row["is_set"]), again=span("again_", row),
        marks=tuple(Mark(kind=one["kind"], value=one["value"], words=span("", one)) for one in marks),
    )  # fmt: skip


def quantity(row: Row, local: Mapping[str, Mapping[int, str]]) -> Quantity:
    """A figure. ``local`` gives the ids of the reading's entries by their numbers."""
    events, figures = local["event"], local["quantity"]
    return Quantity(
        id=row["local"], counted=row["counted"], of=row["of_words"], of_entity=row["of_entity"],
        event=events.get(row["event"]), place=place(row), includes=listed(row["includes"]), excludes=listed(row["excludes"]),
        op=row["op"], low=number(row["low"]), high=number(row["high"]), point=number(row["point"]), unit=row["unit"],
        aggregation=row["aggregation"], as_of=row["as_of"], as_of_basis=row["as_of_basis"],
        part_of=figures.get(row["part_of"]), added_to=figures.get(row["added_to"]), revises=figures.get(row["revises"]),
        words=_words("", row),
    )  # fmt: skip


def claim(row: Row, contents: Iterable[Row], links: Iterable[Row], local: Mapping[str, Mapping[int, str]]) -> Claim:
    """A claim with its chain."""
    return Claim(
        id=row["local"], kind=row["kind"], event=local["event"].get(row["event"]), quantity=local["quantity"].get(row["quantity"]),
        n=row["times"], content=tuple(_words("", one) for one in contents), time_ref=row["time_ref"],
        author_certainty=row["author_certainty"], attribution=tuple(attribution(one) for one in links),
    )  # fmt: skip


def attribution(row: Row) -> Attribution:
    """One link of a chain."""
    return Attribution(
        source=Source(entity=row["entity"], descriptor=row["descriptor"], words=span("source_", row)), cue=span("cue_", row),
        attitude=row["attitude"], certainty=row["certainty"], scope=row["scope"],
    )  # fmt: skip


def _check(row: Row, claims: Mapping[int, str]) -> Check:
    return Check(
        kind=row["kind"], claim=claims[row["claim"]],
        claimed=row["claimed_text"] if row["claimed_text"] is not None else number(row["claimed_number"]),
        record_min=number(row["record_min"]), record_max=number(row["record_max"]), verdict=row["verdict"], why=row["why"],
    )  # fmt: skip
