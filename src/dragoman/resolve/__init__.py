"""Words to entities, places and dates: what the extractors found becomes a reading.

`resolve` fills the same types that `extract` made: no new spans, only what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.codebook import Act, Codebook
from dragoman.extract import Extraction
from dragoman.extract.events import Told
from dragoman.model import Check, Claim, Entity, Event, Note, Place, Quantity, Report, Span, When
from dragoman.resolve.carried import carry
from dragoman.resolve.cast import Cast
from dragoman.resolve.checks import checks
from dragoman.resolve.claims import claims, notes
from dragoman.resolve.control import commanded
from dragoman.resolve.dates import Calendar
from dragoman.resolve.figures import Figures
from dragoman.resolve.identity import identify
from dragoman.resolve.marks import dated_marks
from dragoman.resolve.parties import participants, sourced, speakers
from dragoman.resolve.places import Gazetteer

_NEXT = 3
"""Characters between two sentences that follow each other in one paragraph."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The parts of a reading."""

    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    quantities: tuple[Quantity, ...]
    checks: tuple[Check, ...]
    notes: tuple[Note, ...]


def resolve(found: Extraction, report: Report, codebook: Codebook) -> Resolved:
    """Give the words of a report their entities, places and dates; link claims to what they assert; run the checks."""
    cast = identify(found.mentions, codebook, report.text, report.published)
    attributed = tuple(sourced(claim, cast) for claim in found.claims)
    speakers(attributed, cast)
    calendar = Calendar(codebook, report.published, found.times, found.events)
    gazetteer = Gazetteer(codebook, report.text)
    acts = [_event(told, cast, calendar, gazetteer) for told in found.events]
    acts = inherited(acts)
    events = tuple(dated_marks(event, codebook) for event in carry(acts, found, calendar, report))
    figures = Figures(found.settings, cast, gazetteer, events)
    quantities = tuple(figures.quantity(figure) for figure in found.quantities)
    passed_on = claims(attributed, found, events, quantities)
    verdicts = tuple(checks(events, passed_on, quantities, codebook.quantities, published=report.published))
    return Resolved(commanded(cast), events, passed_on, quantities, verdicts, notes(found, report, events))


def _event(told: Told, cast: Cast, calendar: Calendar, gazetteer: Gazetteer) -> Event:
    event, codebook, drafts = told.event, cast.codebook, cast.drafts
    actors = participants(event.actors, cast)
    recipients = tuple(
        p
        for p in participants(event.recipients, cast)
        if p.entity is None or p.entity not in {a.entity for a in actors}
    )
    closed = calendar.closed(told)
    when: When | None = calendar.when(
        told if closed is None else replace(told, times=_without(told.times, told.closing))
    )
    place: Place | None = gazetteer.place(told.place) if told.place is not None else None
    sectors = tuple(s for p in actors if p.entity in drafts and (s := drafts[p.entity].sector))
    words = tuple(event.evidence.words.lower().split())
    act = Act(contexts=told.contexts, words=words, force=told.force, status=event.status, sectors=sectors)
    plover = codebook.fold(event.type, event.mode, event.status, own=told.own_act, act=act)
    cameo = event.cameo or codebook.cameo_code(event.type, event.mode, act)
    return event.replace(
        actors=actors, recipients=recipients, with_=participants(event.with_, cast), when=when, place=place, plover=plover, cameo=cameo,
        closed=closed,
    )  # fmt: skip


def _without(dates: tuple[Span, ...], others: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(date for date in dates if date not in others)


def inherited(events: list[Event]) -> list[Event]:
    """Give an act without a doer the doers of the same kind of act that the sentence before, or its own, tells with one."""
    out: list[Event] = []
    for event in events:
        before = [
            e
            for e in out
            if e.actors
            and (e.type, e.mode) == (event.type, event.mode)
            and 0 <= event.evidence.start - e.evidence.end <= _NEXT
        ]
        out.append(
            event.replace(actors=before[-1].actors) if before and not event.actors and not event.recipients else event
        )
    return out
