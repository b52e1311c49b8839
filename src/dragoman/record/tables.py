"""What a record answers with, as flat rows: the columns of `dragoman.record.columns`, in their order.

Cells are plain Python values: texts, numbers, days, moments, null, and tuples where a cell is a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from dragoman.codebook import Codebook
from dragoman.model import Check, Claim, Entity, Note, Place, Span
from dragoman.model.edtf import bounds
from dragoman.model.tables import Row
from dragoman.record.facts import Relation
from dragoman.record.views import RecordedClaim, RecordedEntity, RecordedEvent, RecordedFigure, ReportInfo


@dataclass(frozen=True, slots=True)
class Held:
    """When the record held a row."""

    since: datetime
    until: datetime | None = None
    why: str | None = None
    """Why it is no longer held."""


Lookup = Callable[[str], Held]
"""From the id of a telling, a claim or another row to when it was held."""


def report_row(report: ReportInfo) -> Row:
    """The row of a report in ``reports``."""
    return {
        "id": report.id,
        "outlet": report.outlet,
        "title": report.title,
        "author": report.author,
        "published": report.published,
        "language": report.language,
        "url": report.url,
        "characters": report.characters,
        "version": report.work if report.link == "version" else None,
        "copy_of": report.work if report.link == "copy" else None,
        "first_seen": report.first_seen,
        "text_sha256": report.text_sha256,
    }


def event_rows(event: RecordedEvent, codebook: Codebook, held: Lookup) -> Iterator[Row]:
    """The rows of a merged event in ``events``, one for each telling."""
    support = event.support
    for told in event.tellings:
        one, lived = told.event, held(told.id)
        when, place, plover = one.when, one.place, one.plover
        folded = codebook.types.get(plover.type) if plover else None
        yield {
            "id": told.id,
            "canonical_id": event.id,
            "report": told.report.id,
            "type": one.type,
            "mode": one.mode,
            "cameo": one.cameo,
            "contexts": one.contexts,
            "status": one.status,
            "plover_type": plover.type if plover else None,
            "plover_mode": plover.mode if plover else None,
            "quad": folded.quad if folded else None,
            "score": codebook.score(plover.type, plover.mode) if plover else None,
            "edtf": when.edtf if when else None,
            "earliest": when.earliest if when else None,
            "latest": when.latest if when else None,
            "time_of_day": when.time_of_day if when else None,
            "date_basis": when.basis if when else None,
            "place": place.name if place else None,
            "place_country": place.country if place else None,
            "geonames": place.geonames if place else None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "place_precision": place.precision if place else None,
            "radius_km": radius(place, codebook),
            **_placed("trigger_", one.trigger),
            **_placed("evidence_", one.evidence),
            "voices": support.voices,
            "works": support.works,
            "pages": support.pages,
            "contradicted": len(support.against),
            **_lived(lived),
            "reader": told.reader,
            "codebook": told.codebook,
        }


def participant_rows(event: RecordedEvent, codebook: Codebook) -> Iterator[Row]:
    """The rows of a merged event in ``participants``: those of every telling."""
    for told in event.tellings:
        one = told.event
        for role, members in (("actor", one.actors), ("recipient", one.recipients), ("with", one.with_)):
            for number, member in enumerate(members, 1):
                entity = told.entities.get(member.entity or "")
                yield {
                    "event": told.id,
                    "role": role,
                    "n": number,
                    "entity": member.entity,
                    "name": entity.name if entity else None,
                    "kind": entity.kind if entity else None,
                    "country": entity.country if entity else None,
                    "sector": entity.sector if entity else None,
                    "other_sectors": other_sectors(entity, codebook),
                    "office": entity.office if entity else None,
                    **_placed("", member.words),
                    "why": None,
                }


def claim_row(recorded: RecordedClaim, held: Lookup) -> Row:
    """The row of a claim in ``claims``."""
    claim = recorded.claim
    innermost = claim.attribution[-1] if claim.attribution else None
    return {
        "id": recorded.id,
        "report": recorded.report.id,
        "kind": claim.kind,
        "event": recorded.event,
        "quantity": recorded.figure,
        "content_words": tuple(piece.words for piece in claim.content),
        "content_start": tuple(piece.start for piece in claim.content),
        "content_end": tuple(piece.end for piece in claim.content),
        "author_certainty": claim.author_certainty,
        "chain_length": len(claim.attribution),
        "outermost": said_by(claim, 0, recorded.entities),
        "innermost": said_by(claim, -1, recorded.entities),
        "attitude": innermost.attitude if innermost else None,
        "certainty": innermost.certainty if innermost else None,
        "scope": innermost.scope if innermost else None,
        **_lived(held(recorded.id)),
    }


def attribution_rows(recorded: RecordedClaim) -> Iterator[Row]:
    """The rows of a claim in ``attributions``: a row for each link, and for each of several who are named together in one."""
    for hop, link in enumerate(recorded.claim.attribution):
        for number, id_ in enumerate(_together(link.source.entity, recorded.entities), 1):
            entity = recorded.entities.get(id_ or "")
            yield {
                "claim": recorded.id,
                "hop": hop,
                "n": number,
                "entity": id_,
                "name": entity.name if entity else None,
                "descriptor": link.source.descriptor,
                **_placed("source_", link.source.words),
                **_placed("cue_", link.cue),
                "attitude": link.attitude,
                "certainty": link.certainty,
                "scope": link.scope,
            }


def figure_row(figure: RecordedFigure, *, tolerance: str) -> Row:
    """The row of a figure in ``quantities``; ``tolerance`` names the policy that gave its bounds."""
    quantity, fact = figure.quantity, figure.figure
    earliest, latest = bounds(quantity.as_of) if quantity.as_of else (None, None)
    least, most = figure.bounds or (None, None)
    return {
        "id": figure.id,
        "report": figure.report.id,
        "claim": figure.claim,
        "event": figure.event,
        "counted": quantity.counted,
        "of": quantity.of,
        "of_entity": quantity.of_entity,
        "op": quantity.op,
        "low": quantity.low,
        "high": quantity.high,
        "point": quantity.point,
        "unit": quantity.unit,
        "aggregation": quantity.aggregation,
        "as_of": quantity.as_of,
        "as_of_basis": quantity.as_of_basis,
        "as_of_earliest": earliest,
        "as_of_latest": latest,
        "cmp_low": _finite(least),
        "cmp_high": _finite(most),
        "tolerance": tolerance if figure.bounds else None,
        "part_of": fact.part_of,
        "added_to": fact.added_to,
        "revises": fact.revises,
        "series": figure.line,
        "origin": fact.holder.words or None,
        **_placed("", quantity.words),
        "modifier_words": None,
    }


def entity_row(recorded: RecordedEntity, codebook: Codebook) -> Row:
    """The row of an entity in ``entities``."""
    entity = recorded.entity
    terms = [row for row in codebook.offices.find("holder", entity.id) if row.office == entity.office]
    term = max(terms, key=lambda row: row.start, default=None)
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "qid": entity.qid,
        "country": entity.country,
        "sector": entity.sector,
        "other_sectors": other_sectors(entity, codebook),
        "office": entity.office,
        "since": term.start or None if term else None,
        "until": term.end or None if term else None,
    }


def mention_rows(report: str, entity: Entity) -> Iterator[Row]:
    """The rows of an entity's mentions in one report, by its id, in ``mentions``."""
    for mention in entity.mentions:
        yield {"report": report, "entity": entity.id, **_placed("", mention), "score": None, "why": None}


def relation_row(relation: Relation, held: Held) -> Row:
    """The row of a relation in ``relations``."""
    return {
        "type": relation.type,
        "from": relation.left,
        "to": relation.right,
        "basis": relation.rule,
        "recorded_at": held.since,
        "retired_at": held.until,
    }


def check_row(id_: str, check: Check, *, coverage: str | None, checked_at: datetime) -> Row:
    """The row of a check in ``checks``; the check points to its claim by the id that the record gives it."""
    return {
        "id": id_,
        "kind": check.kind,
        "claim": check.claim,
        "claimed": None if check.claimed is None else str(check.claimed),
        "record_min": check.record_min,
        "record_max": check.record_max,
        "verdict": check.verdict,
        "why": check.why,
        "coverage": coverage,
        "checked_at": checked_at,
    }


def note_row(report: str, note: Note) -> Row:
    """The row of a note on a report, by its id, in ``notes``."""
    return {"report": report, "kind": note.kind, **_placed("", note.words), "message": note.message}


def said_by(claim: Claim, hop: int, entities: Mapping[str, Entity]) -> str | None:
    """The source of a link by its name, else by its words; null for the report's own voice and for nobody in particular."""
    if not claim.attribution:
        return None
    source = claim.attribution[hop].source
    entity = entities.get(source.entity or "")
    if entity is not None:
        return entity.name
    return source.words.words if source.words else None


def radius(place: Place | None, codebook: Codebook) -> float | None:
    """How far a place of the gazetteer reaches from its coordinates, in kilometres; null where that is not known."""
    if place is None or place.lat is None:
        return None
    places = codebook.places
    rows = (*places.find("name", place.name), *places.find("names", place.name))
    return next((row.radius_km for row in rows if (row.lat, row.lon) == (place.lat, place.lon)), None)


def other_sectors(entity: Entity | None, codebook: Codebook) -> tuple[str, ...]:
    """The sectors that the codebook gives an entity beside its primary one."""
    row = codebook.entities.get(entity.id) if entity else None
    return tuple(sector for sector in row.other_sectors if entity and sector != entity.sector) if row else ()


def _placed(prefix: str, span: Span | None) -> Row:
    names = (f"{prefix}words", f"{prefix}start", f"{prefix}end")
    return dict(zip(names, (span.words, span.start, span.end) if span else (None, None, None), strict=True))


def _lived(held: Held) -> Row:
    return {"recorded_at": held.since, "retired_at": held.until, "retired_why": held.why}


def _together(id_: str | None, entities: Mapping[str, Entity]) -> tuple[str | None, ...]:
    """Those who are named together as one source; a body stays the body, whoever its members are."""
    entity = entities.get(id_ or "")
    joint = entity is not None and entity.members and entity.qid is None and entity.kind == "group"
    return entity.members if joint and entity else (id_,)


def _finite(number: float | None) -> float | None:
    """Bounds that are open to one side are null, not endless."""
    return None if number is None or number in (float("inf"), float("-inf")) else number
