"""One report: its text with every layer of words, each entry beside them, who says so as a chain, and what became of it on other pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from dragoman.model import Claim, Event, Quantity, Reading
from dragoman.model.markup import LAYERS, anchors, highlighted, marks, paragraphs
from dragoman.model.tables import Cell
from dragoman.record import evidence
from dragoman.record.record import Record
from dragoman.record.views import RecordedClaim, ReportInfo
from dragoman.record.works import Change, changes
from dragoman.web.errors import gone
from dragoman.web.pages import csv_answer, json_answer
from dragoman.web.plainly import CLAIMS, Say, draw
from dragoman.web.records import Asking, Look, Looking

router = APIRouter(include_in_schema=False)
COLUMNS = ("id", "kind", "what", "status", "words", "start", "end", "says", "certainty", "event", "figure")
_OWN = frozenset({"first", "recency", "count", "evaluation", "revision"})
"""Kinds of claims that are shown by themselves, also where they are about an event or a figure."""

CHECKED = frozenset({"first", "recency", "count"})
"""Kinds of claims that can be checked against the record."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the page: an event, a figure or a claim, with the claims that assert it."""

    local: str
    layer: str
    """``event`` ``number`` ``content``."""
    start: int
    event: Event | None = None
    figure: Quantity | None = None
    claim: Claim | None = None
    claims: tuple[Claim, ...] = ()
    content_id: str | None = None
    """The id of the claim or the figure."""
    telling: str | None = None
    """The id of the event as this report tells it."""
    merged: str | None = None
    """The id of the merged event."""
    judgement: str | None = None

    @property
    def voices(self) -> tuple[Claim, ...]:
        """The claims, one for each way in which it is said."""
        return tuple(
            {(one.attribution, "" if one.attribution else one.author_certainty): one for one in self.claims}.values()
        )

    @property
    def own(self) -> bool:
        """Whether the report says so itself."""
        return any(not one.attribution for one in self.claims) or not self.claims

    @property
    def passed_on(self) -> bool:
        """Whether somebody else says so."""
        return any(one.attribution for one in self.claims)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph with the entries whose words begin in it."""

    words: Markup
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A report as its page shows it."""

    info: ReportInfo
    reading: Reading
    title: Markup
    stretches: tuple[Stretch, ...]
    entries: tuple[Entry, ...]
    own: int
    passed_on: int
    held: Mapping[str, RecordedClaim]
    """The claims by their content ids."""

    def entry(self, row: str) -> Entry | None:
        """The entry with a content id: an event as told here, a figure, or a claim, by itself even where it is shown within another."""
        known = self.held.get(row)
        if known is None:
            return next((one for one in self.entries if row in (one.content_id, one.telling)), None)
        claim = known.claim
        return Entry(
            claim.id, "content", claim.content[0].start, claim=claim, claims=(claim,), content_id=row, merged=known.event, judgement=known.judgement,
        )  # fmt: skip


def find(record: Record, look: Look, report: str) -> tuple[ReportInfo, list[ReportInfo]]:
    """A report, and all others of its work. Raises `NotInRecord`, or a refusal where it is not in the look."""
    with record.select(**look.arguments) as selection:
        info = evidence.report(selection, report)
        others = evidence.of_work(selection, info) if info else []
    if info is None:
        record.report(report)
        raise gone("report", report)
    return info, others


def seen(record: Record, look: Look, info: ReportInfo) -> Seen:
    """A report with its entries."""
    reading = record.reading(info.id, as_recorded=look.as_recorded)
    held = {one.claim.id: one for one in record.claims(report=info.id, **look.arguments)}
    entries = _entries(record, look, reading, held)
    shown = {one.local for one in entries}
    homes = {claim.id: claim.event or claim.quantity for claim in reading.claims}
    found = [
        mark
        if mark.entry in shown or mark.layer == "note"
        else mark._replace(entry=homes.get(mark.entry) or mark.entry)
        for mark in marks(reading)
    ]
    targets = anchors(found)
    text = reading.report.text

    def words(start: int, end: int) -> Markup:
        return Markup(highlighted(text, found, start, end, targets=targets))  # noqa: S704 - all that is no element of ours is escaped there

    places = list(paragraphs(text))
    title = places.pop(0) if reading.report.title and places and places[0][1] <= len(reading.report.title) else None
    stretches = []
    for number, (start, end) in enumerate(places):
        first = 0 if number == 0 else start
        last = places[number + 1][0] if number + 1 < len(places) else len(text) + 1
        stretches.append(Stretch(words(start, end), tuple(one for one in entries if first <= one.start < last)))
    return Seen(
        info, reading, words(*title) if title else Markup(""), tuple(stretches), tuple(entries),
        own=sum(not one.attribution for one in reading.claims), passed_on=sum(bool(one.attribution) for one in reading.claims),
        held={one.id: one for one in held.values()},
    )  # fmt: skip


def _entries(record: Record, look: Look, reading: Reading, held: Mapping[str, RecordedClaim]) -> list[Entry]:
    report = reading.report.id
    merged = {
        told.event.id: (one.id, told.id, one.judgement)
        for one in record.events(report=report, **look.arguments)
        for told in one.tellings
        if told.report.id == report
    }
    about: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        for local in (claim.event, claim.quantity):
            if local is not None and claim.kind not in _OWN:
                about[local].append(claim)
    figures = {one.claim.quantity: one.figure for one in held.values() if one.claim.quantity}
    found = []
    for event in reading.events:
        id_, telling, judged = merged.get(event.id, (None, None, None))
        found.append(
            Entry(
                event.id,
                "event",
                event.trigger.start,
                event=event,
                claims=tuple(about[event.id]),
                telling=telling,
                merged=id_,
                judgement=judged,
            )
        )
    for figure in reading.quantities:
        id_, _, _ = merged.get(figure.event or "", (None, None, None))
        found.append(
            Entry(
                figure.id,
                "number",
                figure.words.start,
                figure=figure,
                claims=tuple(about[figure.id]),
                content_id=figures.get(figure.id),
                merged=id_,
            )
        )
    homes = {*merged, *(one.id for one in reading.events), *(one.id for one in reading.quantities)}
    for claim in reading.claims:
        if claim.kind not in _OWN and (claim.event in homes or claim.quantity in homes):
            continue
        row = held.get(claim.id)
        found.append(
            Entry(
                claim.id, "content", claim.content[0].start, claim=claim, claims=(claim,), content_id=row.id if row else None,
                merged=row.event if row else None, judgement=row.judgement if row else None,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.start, one.local))


@dataclass(frozen=True, slots=True)
class Version:
    """Another report of the same work, and what differs from it to the one that is shown."""

    info: ReportInfo
    older: bool
    changes: tuple[Change, ...]


def versions(record: Record, info: ReportInfo, others: Sequence[ReportInfo]) -> Iterator[Version]:
    """The other reports of a work, each with the sentences that differ."""
    text = record.report(info.id).text
    for one in sorted(others, key=lambda other: (str(other.published or ""), other.id)):
        older = (one.published or info.published, one.id) < (info.published or one.published, info.id)
        other = record.report(one.id).text
        yield Version(one, older, changes(other, text) if older else changes(text, other))


@router.get("/reports/{report}.json")
def report_json(record: Asking, look: Looking, report: str) -> Response:
    """The same as JSON."""
    info, others = find(record, look, report)
    its = seen(record, look, info)
    return json_answer({"report": info, "reading": its.reading, "of_the_same_work": others})


@router.get("/reports/{report}.csv")
def report_csv(record: Asking, look: Looking, report: str) -> Response:
    """The entries as CSV."""
    info, _ = find(record, look, report)
    its = seen(record, look, info)
    return csv_answer(COLUMNS, (row(one, its.reading) for one in its.entries), f"{report}.csv")


def row(entry: Entry, reading: Reading) -> Mapping[str, Cell]:
    """An entry as a row."""
    names = {one.id: one for one in reading.entities}
    claim = entry.claims[0] if entry.claims else None
    span = (
        entry.event.trigger
        if entry.event
        else entry.figure.words
        if entry.figure
        else entry.claim.content[0]
        if entry.claim
        else None
    )
    what = (
        entry.event.type
        if entry.event
        else entry.figure.counted
        if entry.figure
        else CLAIMS.get(claim.kind, claim.kind)
        if claim
        else ""
    )
    return {
        "id": entry.content_id or entry.local, "kind": {"number": "figure", "content": "claim"}.get(entry.layer, entry.layer), "what": what,
        "status": entry.event.status if entry.event else None, "words": span.words if span else None, "start": span.start if span else None,
        "end": span.end if span else None, "says": Say.who(claim.attribution, names) if claim else None,
        "certainty": (claim.attribution[-1].certainty if claim.attribution else claim.author_certainty) if claim else None,
        "event": entry.merged, "figure": entry.content_id if entry.figure else None,
    }  # fmt: skip


@router.get("/reports/{report}")
def report_page(request: Request, record: Asking, look: Looking, report: str) -> Response:
    """The page."""
    info, others = find(record, look, report)
    its = seen(record, look, info)
    return draw(
        request, "report.html", its=its, info=info, report=its.reading.report, names={one.id: one for one in its.reading.entities},
        figures={one.id: one for one in its.reading.quantities}, layers=LAYERS, versions=list(versions(record, info, others)),
        checks={one.id: one for one in its.reading.claims if one.kind in CHECKED},
    )  # fmt: skip
