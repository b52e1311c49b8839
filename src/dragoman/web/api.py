"""The resources for programs that read, under ``/api/v1``: lists with cursors, tags (ETag), one error object.

Every list takes ``limit`` and ``after``; everything takes ``as_published``, ``as_recorded`` and ``machine_only``. What is there stays as it is within
the version: fields may come, none goes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.errors import NotInRecord
from dragoman.model import Reading
from dragoman.record import listing
from dragoman.record.checking import Checked
from dragoman.record.coverage import Coverage
from dragoman.record.judging import Judgement, judgements
from dragoman.record.listing import Item, Key, Part
from dragoman.record.moments import Snapshot
from dragoman.record.views import RecordedClaim, RecordedEntity, ReportInfo
from dragoman.web.answers import Change, EventAnswer, FigureAnswer, Listing
from dragoman.web.cursors import listed, place, tagged
from dragoman.web.errors import ErrorAnswer, gone
from dragoman.web.records import Asking, Looking

ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ErrorAnswer, "description": "What is wrong with the request"},
    "5XX": {"model": ErrorAnswer, "description": "What went wrong"},
}
"""The answers of every resource to what cannot be done."""
UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The caller has this answer already (If-None-Match)"}
}
router = APIRouter(prefix="/api/v1", responses=ERRORS | UNCHANGED, tags=["reading"])

Limit = Annotated[int, Query(ge=1, le=1000, description="No more items than this.")]
After = Annotated[str | None, Query(max_length=1000, description="The cursor that the answer before named as next.")]
Text = Annotated[str | None, Query(max_length=200)]
Id = Annotated[str | None, Query(max_length=200, description="An id.")]
Day = Annotated[str | None, Query(max_length=40, description="A day, a month or a year: 2025-09-02, 2025-09, 2025.")]


@router.get("/reports", response_model=Listing[ReportInfo])
def reports(
    request: Request, record: Asking, look: Looking, outlet: Text = None, title: Text = None, language: Text = None,
    limit: Limit = 100, after: After = None,
) -> Response:  # fmt: skip
    """Reports without their texts, by day of publication. ``title`` takes words of it."""
    key = place(after, "ss")
    with record.select(**look.arguments) as selection:
        return tagged(
            request, selection,
            lambda: listed(listing.reports(selection, limit=limit, after=key, outlet=outlet, title=title, language=language)),
        )  # fmt: skip


@router.get("/reports/{report}", response_model=Reading)
def report(request: Request, record: Asking, look: Looking, report: str) -> Response:
    """The reading of a report with its text, as it was added."""
    with record.select(**look.arguments) as selection:
        return tagged(request, selection, lambda: record.reading(report, as_recorded=look.as_recorded))


@router.get("/events", response_model=Listing[EventAnswer])
def events(
    request: Request, record: Asking, look: Looking, actor: Text = None, recipient: Text = None, party: Text = None,
    type: Text = None, mode: Text = None, status: Annotated[list[str] | None, Query(max_length=9)] = None,  # noqa: A002
    country: Text = None, since: Day = None, until: Day = None, report: Id = None, limit: Limit = 100, after: After = None,
) -> Response:  # fmt: skip
    """Merged events by date. ``actor``, ``recipient`` and ``party`` take an id, an ISO code or a name."""
    key = place(after, "sss")
    asked: dict[str, Any] = {"actor": actor, "recipient": recipient, "party": party, "type": type, "status": status}
    with record.select(**asked, country=country, since=since, until=until, **look.arguments) as selection:
        wanted = listing.wanting(selection, mode=mode, report=report)
        return tagged(request, selection, lambda: listed(listing.events(wanted, limit=limit, after=key)))


@router.get("/events/{event}", response_model=EventAnswer)
def event(request: Request, record: Asking, look: Looking, event: str) -> Response:
    """A merged event by its id, by one that it had before, or by that of a telling."""
    try:
        found = record.event(event, **look.arguments)
    except NotInRecord:
        if not look.is_present:
            record.event(event)  # raises where it is not held at all
            raise gone("event", event) from None
        raise
    with record.select(**look.arguments) as selection:
        return tagged(request, selection, lambda: found)


@router.get("/figures", response_model=Listing[FigureAnswer])
def figures(
    request: Request, record: Asking, look: Looking, counted: Text = None, of: Text = None, event: Id = None, limit: Limit = 100, after: After = None
) -> Response:  # fmt: skip
    """Figures, those that may be compared beside each other. ``of`` takes a part of the words or an entity, ``event`` the id of a merged event."""
    key = place(after, "sss")
    with record.select(**look.arguments) as selection:
        return tagged(
            request, selection, lambda: listed(listing.figures(selection, limit=limit, after=key, counted=counted, of=of, event=event))
        )  # fmt: skip


@router.get("/claims", response_model=Listing[RecordedClaim])
def claims(
    request: Request, record: Asking, look: Looking, source: Text = None, kind: Text = None, certainty: Text = None, report: Id = None,
    limit: Limit = 100, after: After = None,
) -> Response:  # fmt: skip
    """Claims in order of publication. ``source`` takes an id or a name."""
    key = place(after, "ssii")
    with record.select(**look.arguments) as selection:
        return tagged(
            request, selection,
            lambda: listed(listing.claims(selection, limit=limit, after=key, source=source, kind=kind, certainty=certainty, report=report)),
        )  # fmt: skip


@router.get("/entities", response_model=Listing[RecordedEntity])
def entities(
    request: Request, record: Asking, look: Looking, name: Text = None, kind: Text = None, limit: Limit = 100, after: After = None
) -> Response:  # fmt: skip
    """Entities by id. ``name`` takes a part of the name, or an id."""
    key = place(after, "s")
    with record.select(**look.arguments) as selection:
        return tagged(
            request,
            selection,
            lambda: listed(listing.entities(selection, limit=limit, after=key, name=name, kind=kind)),
        )


@router.get("/checks", response_model=Listing[Checked])
def checks(
    request: Request, record: Asking, look: Looking, report: Id = None, limit: Limit = 100, after: After = None
) -> Response:
    """The first, last and n-times claims of the reports, each against what was published by its own day."""
    key = place(after, "ssi")
    with record.select(**look.arguments) as selection:
        return tagged(
            request, selection, lambda: listed(listing.checks(selection, limit=limit, after=key, report=report))
        )


@router.get("/changes", response_model=Listing[Change])
def changes(
    request: Request, record: Asking, look: Looking, since: Annotated[str | None, Query(max_length=200, description="A moment, or a snapshot.")] = None,
    kind: Text = None, limit: Limit = 100, after: After = None,
) -> Response:  # fmt: skip
    """What additions changed beyond what was new, in the order in which the record learned it."""
    key = place(after, "i")
    with record.select(**look.arguments) as selection:
        return tagged(
            request,
            selection,
            lambda: listed(listing.changes(selection, limit=limit, after=key, since=since or None, kind=kind)),
        )


@router.get("/snapshots", response_model=Listing[Snapshot])
def snapshots(request: Request, record: Asking, look: Looking, limit: Limit = 100, after: After = None) -> Response:
    """The named moments, in order; with ``as_recorded`` those that there were by then."""
    key = place(after, "ss")
    with record.select(**look.arguments) as selection:
        by = selection.scope.as_recorded
        found = [one for one in record.snapshots() if by is None or one.as_recorded <= by]
        return tagged(
            request, selection, lambda: listed(part(found, lambda one: (one.as_recorded, one.name), limit, key))
        )


@router.get("/judgements", response_model=Listing[Judgement])
def all_judgements(
    request: Request, record: Asking, look: Looking, limit: Limit = 100, after: After = None
) -> Response:
    """What people said and what stands, in order; nothing with ``machine_only``."""
    key = place(after, "ss")
    with record.select(**look.arguments) as selection:
        by = selection.scope.as_recorded
        found = [] if look.machine_only else list(judgements(selection.connection, as_recorded=by))
        return tagged(request, selection, lambda: listed(part(found, lambda one: (one.at, one.id), limit, key)))


@router.get("/coverage", response_model=Listing[Coverage])
def coverage(request: Request, record: Asking, look: Looking, limit: Limit = 100, after: After = None) -> Response:
    """The statements that the record is complete for something; with ``as_published`` those that were made up to that day."""
    key = place(after, "s")
    with record.select(**look.arguments) as selection:
        day = look.as_published
        stated = [] if look.machine_only else record.coverages(as_recorded=look.as_recorded)
        found = [one for one in stated if day is None or one.as_published <= day]
        return tagged(request, selection, lambda: listed(part(found, lambda one: (one.id,), limit, key)))


def part(items: list[Item], place_of: Callable[[Item], Key], limit: int, after: Key | None) -> Part[Item]:
    """Some items of a short list that is in the order of its places."""
    rest = [one for one in items if after is None or place_of(one) > after]
    return Part(tuple(rest[:limit]), place_of(rest[limit - 1]) if len(rest) > limit else None)
