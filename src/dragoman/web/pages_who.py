"""Who is spoken of: the list, one entity with what it did and said, and two parties together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.errors import NotInRecord
from dragoman.model.tables import Cell
from dragoman.record.checking import Checked
from dragoman.record.checks import Asked
from dragoman.record.record import Record
from dragoman.record.views import RecordedClaim, RecordedEntity, RecordedEvent
from dragoman.web.pages import csv_answer, json_answer
from dragoman.web.pages_events import TELLINGS, names_of, telling_row
from dragoman.web.plainly import draw
from dragoman.web.records import Asking, Look, Looking

router = APIRouter(include_in_schema=False)
COLUMNS = ("id", "name", "kind", "country", "sector", "office", "reports", "mentions", "events", "names")
SHOWN = 100
"""Entities on one page, and events or claims of one of them."""
MOST = 500
"""Events of one entity that are looked through."""
MEETINGS = "CONSULT"
Field = Annotated[str, Query(max_length=200)]


def row(one: RecordedEntity) -> Mapping[str, Cell]:
    """An entity as a row."""
    entity = one.entity
    return {
        "id": entity.id, "name": entity.name, "kind": entity.kind, "country": entity.country, "sector": entity.sector, "office": entity.office,
        "reports": one.reports, "mentions": one.mentions, "events": one.events, "names": ", ".join(one.names),
    }  # fmt: skip


def found(record: Record, look: Look, name: str, kind: str, limit: int | None = None) -> list[RecordedEntity]:
    """The entities that fit, those that most reports speak of first."""
    return list(record.entities(name=name.strip() or None, kind=kind or None, limit=limit, **look.arguments))


@router.get("/who.json")
def who_json(record: Asking, look: Looking, name: Field = "", kind: Field = "") -> Response:
    """The same as JSON."""
    return json_answer([row(one) for one in found(record, look, name, kind)])


@router.get("/who.csv")
def who_csv(record: Asking, look: Looking, name: Field = "", kind: Field = "") -> Response:
    """The same as CSV."""
    return csv_answer(COLUMNS, (row(one) for one in found(record, look, name, kind)), "who.csv")


@router.get("/who")
def who(
    request: Request,
    record: Asking,
    look: Looking,
    name: Field = "",
    kind: Field = "",
    after: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """The page; ``after`` is how many entities stand before it."""
    known = found(record, look, name, kind, after + SHOWN + 1)
    return draw(
        request, "who.html", entities=known[after : after + SHOWN], name=name, kind=kind,
        kinds=("person", "organization", "country", "group"), more=str(after + SHOWN) if len(known) > after + SHOWN else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """An entity with what it did and said."""

    entity: RecordedEntity
    events: list[RecordedEvent]
    claims: list[RecordedClaim]
    first_seen: date | None
    """The first day on which a report tells of it."""
    last_seen: date | None


def find(record: Record, look: Look, entity: str) -> Known:
    """An entity. Raises `NotInRecord`."""
    one = next((each for each in record.entities(name=entity, **look.arguments) if each.entity.id == entity), None)
    if one is None:
        raise NotInRecord(record.where, "entity", entity)
    events = list(record.events(party=entity, limit=MOST, **look.arguments))
    claims = list(record.claims(source=entity, limit=MOST, **look.arguments))
    days = [
        day
        for day in (
            *(told.report.published for each in events for told in each.tellings),
            *(each.report.published for each in claims),
        )
        if day
    ]
    return Known(one, events, claims, min(days, default=None), max(days, default=None))


@router.get("/who/{entity}.json")
def entity_json(record: Asking, look: Looking, entity: str) -> Response:
    """The same as JSON."""
    its = find(record, look, entity)
    return json_answer(
        {"entity": its.entity, "first_seen": its.first_seen, "last_seen": its.last_seen, "events": [one.group for one in its.events],
         "claims": [one.claim for one in its.claims]}
    )  # fmt: skip


@router.get("/who/{entity}.csv")
def entity_csv(record: Asking, look: Looking, entity: str) -> Response:
    """The tellings of its events as CSV."""
    its = find(record, look, entity)
    return csv_answer(TELLINGS, (telling_row(told) for one in its.events for told in one.tellings), "who.csv")


@router.get("/who/{entity}")
def entity_page(request: Request, record: Asking, look: Looking, entity: str) -> Response:
    """The page."""
    its = find(record, look, entity)
    names = {id_: one for each in its.events for id_, one in names_of(each).items()}
    return draw(request, "entity.html", its=its, one=its.entity, entity=its.entity.entity, names=names, shown=SHOWN)


# Two parties


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties, and the events in which both take part."""

    a: RecordedEntity | None
    b: RecordedEntity | None
    events: list[RecordedEvent]
    meetings: list[RecordedEvent]
    """Those of them that are meetings or talks and took place."""
    count: Checked | None
    """How often they met, by the events held and by coverage."""


def _chosen(record: Record, look: Look, name: str) -> RecordedEntity | None:
    """The entity that a name or an id means: the one that most reports speak of."""
    if not name.strip():
        return None
    known = list(record.entities(name=name.strip(), **look.arguments))
    exact = [one for one in known if name.strip() in (one.entity.id, one.entity.name)]
    return next(iter(exact or known), None)


def pair_of(record: Record, look: Look, a: str, b: str) -> Pair:
    """Two parties together."""
    left, right = _chosen(record, look, a), _chosen(record, look, b)
    if left is None or right is None or left.entity.id == right.entity.id:
        return Pair(left, right, [], [], None)
    events = [
        one
        for one in record.events(party=left.entity.id, limit=MOST, **look.arguments)
        if _takes_part(one, right.entity.id, is_country=right.entity.kind == "country")
    ]
    meetings = [one for one in events if one.group.type == MEETINGS and one.group.status in ("happened", "under_way")]
    day = look.as_published or max(
        (told.report.published for one in events for told in one.tellings if told.report.published), default=None
    )
    count = None
    if day is not None:
        asked = Asked("count", parties=(left.entity.id, right.entity.id), n=len(meetings), what="how often they met")
        count = record.check_asked(
            asked, as_published=day, as_recorded=look.as_recorded, machine_only=look.machine_only
        )
    return Pair(left, right, events, meetings, count)


def _takes_part(one: RecordedEvent, id_: str, *, is_country: bool) -> bool:
    """Whether somebody takes part in an event; a country by its people and bodies too."""
    for told in one.tellings:
        for each in (*told.event.actors, *told.event.recipients, *told.event.with_):
            known = told.entities.get(each.entity or "")
            if each.entity == id_ or (is_country and known is not None and known.country == id_):
                return True
    return False


@router.get("/pair.json")
def pair_json(record: Asking, look: Looking, a: Field = "", b: Field = "") -> Response:
    """The same as JSON."""
    its = pair_of(record, look, a, b)
    return json_answer(
        {
            "a": its.a,
            "b": its.b,
            "events": [one.group for one in its.events],
            "meetings": [one.id for one in its.meetings],
            "count": its.count,
        }
    )


@router.get("/pair.csv")
def pair_csv(record: Asking, look: Looking, a: Field = "", b: Field = "") -> Response:
    """The tellings of their events as CSV."""
    its = pair_of(record, look, a, b)
    return csv_answer(TELLINGS, (telling_row(told) for one in its.events for told in one.tellings), "pair.csv")


@router.get("/pair")
def pair(request: Request, record: Asking, look: Looking, a: Field = "", b: Field = "") -> Response:
    """The page."""
    its = pair_of(record, look, a, b)
    names = {id_: one for each in its.events for id_, one in names_of(each).items()}
    known = [one.entity for one in found(record, look, "", "", 2 * SHOWN) if one.entity.kind != "group"]
    return draw(request, "pair.html", its=its, a=a, b=b, names=names, known=known)
