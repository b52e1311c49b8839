"""The list of merged events, and one event: who tells it, field by field, how it stood over time, and what stands against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from dragoman.errors import NotInRecord
from dragoman.model import Entity
from dragoman.model.tables import Cell
from dragoman.record.outlines import Outline
from dragoman.record.record import Record
from dragoman.record.views import RecordedEvent, RecordedFigure, Told
from dragoman.web.errors import gone
from dragoman.web.filters import STATUSES, Filters
from dragoman.web.pages import csv_answer, json_answer
from dragoman.web.plainly import Say, draw
from dragoman.web.records import Asking, Look, Looking

router = APIRouter(include_in_schema=False)
COLUMNS = ("id", "type", "mode", "status", "actors", "recipients", "place", "country", "when", "contested", "tellings")
TELLINGS = (
    "id",
    "report",
    "published",
    "outlet",
    "type",
    "mode",
    "status",
    "actors",
    "recipients",
    "with",
    "place",
    "when",
    "words",
    "says",
)
SHOWN = 100
"""Events on one page."""

Field = Annotated[str, Query(max_length=200)]


def filters(
    actor: Field = "", type: Field = "", status: Field = "", country: Field = "", source: Field = "", since: Field = "", until: Field = ""  # noqa: A002
) -> Filters:  # fmt: skip
    """The filters of a request."""
    return Filters(actor.strip(), type, status, source, since.strip(), until.strip(), country.strip().upper())


Filtering = Annotated[Filters, Depends(filters)]


def named(record: Record, its: Sequence[Outline]) -> Mapping[str, str]:
    """The names of those who take part in some events."""
    return record.names({id_ for one in its for id_ in (*one.group.actors, *one.group.recipients)})


def row(one: Outline, names: Mapping[str, str]) -> Mapping[str, Cell]:
    """A merged event as a row."""
    group = one.group
    return {
        "id": group.id, "type": group.type, "mode": group.mode, "status": group.status, "actors": _listed(group.actors, names),
        "recipients": _listed(group.recipients, names), "place": group.place.name if group.place else None,
        "country": group.place.country if group.place else None, "when": " or ".join(group.when), "contested": ", ".join(group.contested),
        "tellings": len(group.tellings),
    }  # fmt: skip


def _listed(ids: Sequence[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(one, one) for one in ids)


@router.get("/events.json")
def events_json(record: Asking, look: Looking, by: Filtering) -> Response:
    """The same as JSON."""
    its = list(by.outlines(record, look))
    names = named(record, its)
    return json_answer([row(one, names) for one in its])


@router.get("/events.csv")
def events_csv(record: Asking, look: Looking, by: Filtering) -> Response:
    """The same as CSV."""
    its = list(by.outlines(record, look))
    names = named(record, its)
    return csv_answer(COLUMNS, (row(one, names) for one in its), "events.csv")


@router.get("/events")
def events(request: Request, record: Asking, look: Looking, by: Filtering, after: Field = "") -> Response:
    """The page."""
    everything = list(by.outlines(record, look))
    places = {one.id: at for at, one in enumerate(everything, 1)}
    start = places.get(after, 0)
    here = everything[start : start + SHOWN]
    return draw(
        request, "events.html", events=here, names=named(record, here), number=len(everything), by=by, kinds=record.source_kinds(), types=sorted(record.codebook.types),
        statuses=STATUSES, more=here[-1].id if start + SHOWN < len(everything) else None,
    )  # fmt: skip


# One event


@dataclass(frozen=True, slots=True)
class Said:
    """One value of a field, and the tellings that give it."""

    value: str
    tellings: tuple[Told, ...]
    agreed: bool
    """Whether it is the value of the merged event."""


@dataclass(frozen=True, slots=True)
class FieldOf:
    """A field of an event as its tellings give it."""

    name: str
    values: tuple[Said, ...]
    contested: bool


def fields(one: RecordedEvent, names: Mapping[str, Entity]) -> Iterator[FieldOf]:
    """Every field with each value that a telling gives it, the commonest first."""
    group = one.group

    def named(ids: Sequence[str]) -> str:
        return ", ".join(sorted(names[each].name if each in names else each for each in ids))

    agreed = {
        "type": " ".join(filter(None, (group.type, group.mode))), "status": Say.plain(group.status), "actors": named(group.actors),
        "recipients": named(group.recipients), "place": group.place.name if group.place else "", "when": " or ".join(group.when),
    }  # fmt: skip
    reads: Mapping[str, Callable[[Told], str]] = {
        "type": lambda each: " ".join(filter(None, (each.event.type, each.event.mode))),
        "status": lambda each: Say.plain(each.event.status),
        "actors": lambda each: _parties(each, "actors"),
        "recipients": lambda each: _parties(each, "recipients"),
        "with": lambda each: _parties(each, "with_"),
        "place": lambda each: each.event.place.name if each.event.place else "",
        "when": lambda each: each.event.when.edtf if each.event.when else "",
    }
    for name, read in reads.items():
        values: defaultdict[str, list[Told]] = defaultdict(list)
        for each in one.tellings:
            values[read(each)].append(each)
        if set(values) == {""}:
            continue
        ordered = sorted(values.items(), key=lambda item: (item[0] == "", -len(item[1]), item[0]))
        told = tuple(Said(value, tuple(its), value in (agreed.get(name, value), *group.when)) for value, its in ordered)
        yield FieldOf(name, told, name in group.contested)


def _parties(each: Told, side: str) -> str:
    return ", ".join(sorted(Say.party(one, each.entities) for one in getattr(each.event, side)))


def names_of(one: RecordedEvent) -> dict[str, Entity]:
    """The entities that the tellings of an event point to."""
    return {id_: entity for each in one.tellings for id_, entity in each.entities.items()}


def find(record: Record, look: Look, event: str) -> RecordedEvent:
    """An event. Raises `NotInRecord`, or a refusal where it is not in the look."""
    try:
        return record.event(event, **look.arguments)
    except NotInRecord:
        if not look.is_present:
            record.event(event)
            raise gone("event", event) from None
        raise


def figures_of(record: Record, look: Look, event: str) -> list[RecordedFigure]:
    """The figures of an event, by day of publication."""
    known = {one.id: one for series in record.figures(event=event, **look.arguments) for one in series.figures}
    known |= {one.id: one for one in record.figures_alone(event=event, **look.arguments)}
    its = [one for one in known.values() if one.event == event]
    return sorted(
        its, key=lambda one: (one.quantity.counted, one.report.published is None, str(one.report.published), one.id)
    )


def telling_row(each: Told) -> Mapping[str, Cell]:
    """A telling as a row."""
    event = each.event
    return {
        "id": each.id, "report": each.report.id, "published": each.report.published, "outlet": each.report.outlet, "type": event.type, "mode": event.mode,
        "status": event.status, "actors": _parties(each, "actors"), "recipients": _parties(each, "recipients"), "with": _parties(each, "with_"),
        "place": event.place.name if event.place else None, "when": event.when.edtf if event.when else None, "words": event.evidence.words,
        "says": " | ".join(Say.who(one.attribution, each.entities) for one in each.claims) or "the report itself",
    }  # fmt: skip


@router.get("/events/{event}.json")
def event_json(record: Asking, look: Looking, event: str) -> Response:
    """The same as JSON."""
    return json_answer(find(record, look, event))


@router.get("/events/{event}.csv")
def event_csv(record: Asking, look: Looking, event: str) -> Response:
    """Its tellings as CSV."""
    one = find(record, look, event)
    return csv_answer(TELLINGS, (telling_row(each) for each in one.tellings), f"{one.id}.csv")


@router.get("/events/{event}")
def event_page(request: Request, record: Asking, look: Looking, event: str) -> Response:
    """The page."""
    one = find(record, look, event)
    names = names_of(one)
    works: defaultdict[str, list[Told]] = defaultdict(list)
    for each in one.tellings:
        works[each.report.work].append(each)
    others: dict[str, RecordedEvent | Told] = {each.id: each for each in one.tellings}
    for relation in one.relations:
        for end in {relation.left, relation.right} - {one.id} - others.keys():
            try:
                others[end] = record.event(end, **look.arguments)
            except NotInRecord:
                continue
    return draw(
        request, "event.html", one=one, group=one.group, names=names, fields=list(fields(one, names)), works=list(works.values()), others=others,
        figures=figures_of(record, look, one.id), type=record.codebook.explain(one.group.type),
    )  # fmt: skip
