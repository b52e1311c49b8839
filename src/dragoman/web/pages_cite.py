"""Citing a report, one of its entries, or an event."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dragoman.errors import NotInRecord
from dragoman.model import Span
from dragoman.record.record import Record
from dragoman.web import pages_events, pages_report
from dragoman.web.citing import Citation
from dragoman.web.pages import csv_answer, json_answer
from dragoman.web.plainly import Say, draw
from dragoman.web.records import Asking, Look, Looking, address

router = APIRouter(include_in_schema=False)
COLUMNS = ("id", "kind", "report", "title", "outlet", "published", "url", "quote", "sha256", "record")

Local = Annotated[str, Query(max_length=40)]


def of_report(request: Request, record: Record, look: Look, report: str, entry: str) -> Citation:
    """A report, or its entry with a local id (``e1`` ``q2`` ``c3``), as it is cited. Raises `NotInRecord`."""
    info, _ = pages_report.find(record, look, report)
    page = str(request.base_url).rstrip("/") + address(f"/reports/{report}", look.fields)
    snapshot = record.digest(as_published=look.as_published, as_recorded=look.as_recorded)
    if not entry:
        text = record.report(report).text
        return Citation(report, "report", info, text, (), "The whole report.", (), snapshot, page, look.as_published)
    seen = pages_report.seen(record, look, info)
    one = next(
        (each for each in seen.entries if each.local == entry or any(claim.id == entry for claim in each.claims)), None
    )
    if one is None:
        raise NotInRecord(record.where, "entry of this report", entry)
    row = pages_report.row(one, seen.reading)
    spans = (
        (one.event.evidence,)
        if one.event
        else (one.figure.words,)
        if one.figure
        else one.claim.content
        if one.claim
        else ()
    )
    said = (
        str(row["what"]),
        Say.plain(str(row["status"] or "")),
        Say.amount(one.figure) if one.figure else "",
        f"who says so: {row['says'] or 'the report itself'}",
    )
    return _made(
        info.id if one.content_id is None else one.content_id,
        one.layer,
        seen,
        spans,
        ", ".join(filter(None, said)),
        snapshot,
        f"{page}#{entry}",
        look,
    )


def _made(
    id_: str, layer: str, seen: pages_report.Seen, spans: tuple[Span, ...], abstract: str, snapshot: str, page: str, look: Look
) -> Citation:  # fmt: skip
    kind = {"number": "figure", "content": "claim"}.get(layer, layer)
    return Citation(
        id_, kind, seen.info, seen.reading.report.text, spans, abstract, (kind,), snapshot, page, look.as_published
    )


def of_event(request: Request, record: Record, look: Look, event: str) -> Citation:
    """An event, by the words of its main telling, as it is cited. Raises `NotInRecord`."""
    one = pages_events.find(record, look, event)
    group, names, told = one.group, pages_events.names_of(one), one.main
    who = " → ".join(
        filter(
            None,
            (
                ", ".join(names[each].name if each in names else each for each in side)
                for side in (group.actors, group.recipients)
            ),
        )
    )
    abstract = ", ".join(
        filter(
            None,
            (
                f"{group.type} {group.mode or ''}".strip(),
                who,
                group.place.name if group.place else "",
                " or ".join(group.when),
                Say.plain(group.status),
            ),
        )
    )
    return Citation(
        one.id, "event", told.report, record.report(told.report.id).text, (told.event.evidence,), abstract, (group.type, group.status),
        record.digest(as_published=look.as_published, as_recorded=look.as_recorded),
        str(request.base_url).rstrip("/") + address(f"/events/{one.id}", look.fields), look.as_published,
    )  # fmt: skip


def _answer(request: Request, one: Citation, form: str) -> Response:
    if form == "ris":
        return Response(
            one.ris().encode("utf-8", "replace"), media_type="application/x-research-info-systems; charset=utf-8",
            headers={"Content-Disposition": f'inline; filename="{one.kind}.ris"'},
        )  # fmt: skip
    if form == "json":
        return json_answer(one.csl())
    if form == "csv":
        info = one.report
        row = {
            "id": one.id, "kind": one.kind, "report": info.id, "title": info.title, "outlet": info.outlet, "published": info.published, "url": info.url,
            "quote": one.quote, "sha256": one.hash, "record": one.snapshot,
        }  # fmt: skip
        return csv_answer(COLUMNS, [row], "cite.csv")
    return draw(request, "cite.html", one=one)


@router.get("/reports/{report}/cite.{form}")
def report_form(request: Request, record: Asking, look: Looking, report: str, form: str, entry: Local = "") -> Response:
    """A report or an entry of it as RIS, CSL-JSON or CSV."""
    return _form(request, of_report(request, record, look, report, entry), form)


@router.get("/reports/{report}/cite")
def report_cite(request: Request, record: Asking, look: Looking, report: str, entry: Local = "") -> Response:
    """The page for a report or an entry of it."""
    return _answer(request, of_report(request, record, look, report, entry), "")


@router.get("/events/{event}/cite.{form}")
def event_form(request: Request, record: Asking, look: Looking, event: str, form: str) -> Response:
    """An event as RIS, CSL-JSON or CSV."""
    return _form(request, of_event(request, record, look, event), form)


@router.get("/events/{event}/cite")
def event_cite(request: Request, record: Asking, look: Looking, event: str) -> Response:
    """The page for an event."""
    return _answer(request, of_event(request, record, look, event), "")


def _form(request: Request, one: Citation, form: str) -> Response:
    if form not in ("ris", "json", "csv"):
        raise NotInRecord("", "form of a citation", form, hint="there are ris, json (CSL-JSON) and csv")
    return _answer(request, one, form)
