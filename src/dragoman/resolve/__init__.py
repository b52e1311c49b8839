"""Words to entities, places and dates: what the extractors found becomes a reading.

`resolve` fills the same types that `extract` made: no new spans, only what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dragoman.codebook import Act, Codebook
from dragoman.extract import Extraction
from dragoman.extract.events import Told
from dragoman.model import Attribution, Check, Claim, Entity, Event, Note, Participant, Place, Quantity, Report, Source, Span, When
from dragoman.resolve.carried import carry
from dragoman.resolve.checks import checks
from dragoman.resolve.dates import Calendar
from dragoman.resolve.identity import Identity
from dragoman.resolve.names import Draft, slug
from dragoman.resolve.places import Gazetteer

_JOINT = re.compile(r"\s+(?:and|&)\s+|\s*,\s+(?:and\s+)?")


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
    identity = Identity(found.mentions, codebook, report.text, report.published, report.outlet)
    identity.resolve()
    who = _who(identity)
    calendar = Calendar(codebook, report.published, found.times, found.events)
    gazetteer = Gazetteer(codebook, report.text)
    acts = [_event(told, who, calendar, gazetteer, codebook, identity.drafts) for told in found.events]
    events = carry(acts, found.events, found.times, report)
    attributed = tuple(_sourced(claim, who) for claim in found.claims)
    quantities = tuple(_quantity(figure, who, events, calendar) for figure in found.quantities)
    claims = _numbered(_claims(attributed, found, events, quantities))
    verdicts = tuple(checks(events, claims, quantities, codebook.quantities))
    notes = _notes(found, report, events)
    return Resolved(identity.entities(), events, claims, quantities, verdicts, notes)


def _who(identity: Identity) -> Callable[[Span], str | None]:
    """Return the function from the words of a participant or source to its entity."""

    def entity(words: Span) -> str | None:
        found = identity.entity_at(words)
        if found is not None:
            return found
        joint = _joint(words, identity)
        if joint is not None:
            return joint
        group = identity.group(words)
        return group.id if group is not None else None

    return entity


def _joint(words: Span, identity: Identity) -> str | None:
    """Return an entity for several that speak or act together: "the two ministries", "Austin and Kim"."""
    parts = [identity.of[n] for n, m in enumerate(identity.mentions) if n in identity.of and words.start <= m.span.start and m.span.end <= words.end and m.kind in {"name", "nominal"}]
    members = list(dict.fromkeys(parts))
    if len(members) < 2 or len(_JOINT.split(words.words)) < 2:
        return None
    names = [identity.drafts[id_].name for id_ in members]
    id_ = slug("-".join(members))
    if id_ not in identity.drafts:
        identity.drafts[id_] = Draft(id_, " + ".join(names), "group", reason="joint holders")
    identity.extra.setdefault(id_, []).append(words)
    return id_


def _participants(parties: tuple[Participant, ...], who: Callable[[Span], str | None]) -> tuple[Participant, ...]:
    out: list[Participant] = []
    for party in parties:
        filled = party.replace(entity=who(party.words))
        if filled.entity is None or filled.entity not in {p.entity for p in out}:
            out.append(filled)
    return tuple(out)


def _event(told: Told, who: Callable[[Span], str | None], calendar: Calendar, gazetteer: Gazetteer, codebook: Codebook, drafts: dict[str, Draft]) -> Event:
    event = told.event
    actors = _participants(event.actors, who)
    recipients = tuple(p for p in _participants(event.recipients, who) if p.entity is None or p.entity not in {a.entity for a in actors})
    when: When | None = calendar.when(told)
    place: Place | None = gazetteer.place(told.place) if told.place is not None else None
    sectors = tuple(s for p in actors if p.entity in drafts and (s := drafts[p.entity].sector))
    words = tuple(event.evidence.words.lower().split())
    act = Act(contexts=told.contexts, words=words, force=told.force, status=event.status, sectors=sectors)
    plover = codebook.fold(event.type, event.mode, event.status, own=told.own_act, act=act)
    cameo = event.cameo or codebook.cameo_code(event.type, event.mode, act)
    return event.replace(
        actors=actors, recipients=recipients, with_=_participants(event.with_, who), when=when, place=place, plover=plover, cameo=cameo
    )  # fmt: skip


def _sourced(claim: Claim, who: Callable[[Span], str | None]) -> Claim:
    links: list[Attribution] = []
    for link in claim.attribution:
        words = link.source.words
        entity = who(words) if words is not None else None
        links.append(link.replace(source=Source(entity=entity, descriptor=link.source.descriptor, words=words)))
    return claim.replace(attribution=tuple(links))


def _quantity(figure: Quantity, who: Callable[[Span], str | None], events: tuple[Event, ...], calendar: Calendar) -> Quantity:
    """Tie a figure to the event told by its clause: the nearest trigger of a matching kind in its sentence."""
    near = [e for e in events if e.evidence.start <= figure.words.start and figure.words.end <= e.evidence.end]
    best = min(near, key=lambda e: abs(e.trigger.start - figure.words.start), default=None)
    if best is None:
        return figure
    as_of = figure.as_of or (best.when.edtf if best.when is not None and best.status == "happened" else None)
    return figure.replace(event=best.id, as_of=as_of)


def _claims(attributed: tuple[Claim, ...], found: Extraction, events: tuple[Event, ...], quantities: tuple[Quantity, ...]) -> list[Claim]:
    """Link attributions to events, give figures and counts their sources, and tell the rest in the report's own voice."""
    out: list[Claim] = []
    asserted: set[str] = set()
    for claim in attributed:
        inside = [e for e in events if _within(e.trigger, claim)]
        event = inside[0].id if inside else None
        asserted.update(e.id for e in inside)
        out.append(claim.replace(event=event))
    for figure in quantities:
        holder = _holder(figure.words, attributed)
        out.append(
            Claim(
                id="c0", kind="quantity", quantity=figure.id, event=figure.event, content=holder.content if holder else (figure.words,),
                author_certainty=holder.author_certainty if holder else "CT+", attribution=holder.attribution if holder else (),
            )
        )  # fmt: skip
    for count in found.counts:
        holder = _holder(count.content[0], attributed)
        out.append(count.replace(attribution=holder.attribution, author_certainty=holder.author_certainty) if holder else count)
    for event in events:
        if event.id not in asserted:
            certainty = {"denied": "CT-", "hypothetical": "Uu", "cancelled": "CT-"}.get(event.status, "CT+")
            out.append(Claim(id="c0", kind="event", event=event.id, content=(event.evidence,), author_certainty=certainty, attribution=()))
    return out


def _within(words: Span, claim: Claim) -> bool:
    return any(piece.start <= words.start and words.end <= piece.end for piece in claim.content)


def _holder(words: Span, attributed: tuple[Claim, ...]) -> Claim | None:
    """Return the smallest attributed claim whose content holds some words."""
    holding = [c for c in attributed if _within(words, c)]
    return min(holding, key=lambda c: sum(len(p.words) for p in c.content), default=None)


def _numbered(claims: list[Claim]) -> tuple[Claim, ...]:
    ordered = sorted(claims, key=lambda c: c.content[0].start)
    return tuple(claim.replace(id=f"c{n}") for n, claim in enumerate(ordered, 1))


def _notes(found: Extraction, report: Report, events: tuple[Event, ...]) -> tuple[Note, ...]:
    """Return what was seen and not coded: sentences with no entry at all, and a missing date."""
    notes: list[Note] = []
    if report.published is None:
        notes.append(Note(kind="date", words=None, message="no publication date: relative dates stay words"))
    told = [e.trigger.start for e in events] + [c.content[0].start for c in found.claims] + [q.words.start for q in found.quantities] + [c.content[0].start for c in found.counts]
    for sentence in found.sentences:
        if len(sentence.words.split()) > 3 and not any(sentence.start <= place < sentence.end for place in told):
            notes.append(Note(kind="uncoded", words=sentence, message="no entry of the codebook names an act, a figure or a source here"))
    return tuple(notes)
